//! The handle: what the engine knows, who is told, and how it starts.

use crate::builder::{Builder, Urls};
use crate::clock::Clock;
use crate::error::Error;
use crate::platform::{BoxFuture, Platform, Registration, Wake};
use crate::state::{self, Change, Pick, Snapshot, Status};
use crate::token::Tokens;
use frontdesk_wire::endpoints::{GetClient, GetEnvironment, UpdateEnvironment};
use frontdesk_wire::{Client, Environment, PublishableKey, Reply, SessionId, Timestamp, codec, json};
use std::future::Future;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

/// How long the first answer may take before loading fails.
const LOAD_TIMEOUT_MS: u64 = 7_000;
/// How long after an answer about the client another focus asks again.
const FOCUS_QUIET_MS: i64 = 5_000;

/// The client engine. Cheap to clone; all clones are one.
#[derive(Clone)]
pub struct Frontdesk {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) platform: Arc<dyn Platform>,
    pub(crate) key: PublishableKey,
    /// Origin and path that every request's path is appended to.
    pub(crate) base: String,
    pub(crate) uses_dev_browser: bool,
    /// What tells this instance's cookies, storage and channels from those of others on the same origin.
    pub(crate) suffix: String,
    urls: Urls,
    state: Mutex<Arc<Snapshot>>,
    subscribers: Mutex<Vec<(u64, Subscriber)>>,
    pub(crate) tokens: Tokens,
    pub(crate) dev_browser: Mutex<Option<String>>,
    /// Held while a development browser is made, so that there is one.
    pub(crate) dev_browser_turn: futures::lock::Mutex<()>,
    pub(crate) clock: Mutex<Clock>,
    /// Counts answers to changes: an answer to a read that was asked before such an answer came is old news.
    pub(crate) changes: AtomicU64,
    next_subscriber: AtomicU64,
    load_turn: futures::lock::Mutex<()>,
    load_failures: AtomicU32,
    client_read_at: Mutex<Timestamp>,
    /// Whether any answer has said who is signed in: no cookie is touched before.
    pub(crate) client_known: AtomicBool,
    listening: Mutex<Vec<Registration>>,
}

type Subscriber = Arc<dyn Fn(&Arc<Snapshot>) + Send + Sync>;

/// Keeps a subscriber; drop it to stop.
#[must_use = "dropping it ends the subscription"]
pub struct Subscription {
    id: u64,
    inner: Weak<Inner>,
}

impl Subscription {
    /// Stays subscribed for as long as the engine lives.
    pub fn forever(mut self) {
        self.inner = Weak::new();
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        if let Some(inner) = self.inner.upgrade() {
            held(&inner.subscribers).retain(|(id, _)| *id != self.id);
        }
    }
}

impl std::fmt::Debug for Subscription {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Subscription")
    }
}

impl std::fmt::Debug for Frontdesk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Frontdesk")
            .field("key", &self.inner.key.as_str())
            .field("status", &self.snapshot().status)
            .finish_non_exhaustive()
    }
}

/// A lock whose holder panicked still holds whole values: each is replaced, never half-changed.
pub(crate) fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Frontdesk {
    /// Starts from the publishable key that the dashboard or `frontdesk serve` shows.
    pub fn builder(publishable_key: &str) -> Builder {
        Builder::new(publishable_key)
    }

    pub(crate) fn assemble(
        key: PublishableKey,
        base: String,
        uses_dev_browser: bool,
        urls: Urls,
        platform: Arc<dyn Platform>,
    ) -> Self {
        let suffix = key.cookie_suffix();
        Self {
            inner: Arc::new(Inner {
                platform,
                key,
                base,
                uses_dev_browser,
                suffix,
                urls,
                state: Mutex::default(),
                subscribers: Mutex::default(),
                tokens: Tokens::default(),
                dev_browser: Mutex::default(),
                dev_browser_turn: futures::lock::Mutex::default(),
                clock: Mutex::default(),
                changes: AtomicU64::new(0),
                next_subscriber: AtomicU64::new(0),
                load_turn: futures::lock::Mutex::default(),
                load_failures: AtomicU32::new(0),
                client_read_at: Mutex::default(),
                client_known: AtomicBool::new(false),
                listening: Mutex::default(),
            }),
        }
    }

    /// What is known now. Two equal pointers mean that nothing has changed.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        held(&self.inner.state).clone()
    }

    /// Calls back after each change, with the new snapshot.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn subscribe(&self, listener: impl Fn(&Arc<Snapshot>) + Send + Sync + 'static) -> Subscription {
        self.add_subscriber(Arc::new(listener))
    }

    /// Calls back after each change, with the new snapshot.
    #[cfg(target_arch = "wasm32")]
    pub fn subscribe(&self, listener: impl Fn(&Arc<Snapshot>) + 'static) -> Subscription {
        // There is one thread in a page; the wrapper lets the handle be stored where threads are expected.
        let listener = send_wrapper::SendWrapper::new(listener);
        self.add_subscriber(Arc::new(move |snapshot| (*listener)(snapshot)))
    }

    fn add_subscriber(&self, subscriber: Subscriber) -> Subscription {
        let id = self.inner.next_subscriber.fetch_add(1, Ordering::Relaxed);
        held(&self.inner.subscribers).push((id, subscriber));
        Subscription { id, inner: Arc::downgrade(&self.inner) }
    }

    /// The publishable key that the engine was built with.
    pub fn publishable_key(&self) -> &PublishableKey {
        &self.inner.key
    }

    /// Where to go after things are done.
    pub fn urls(&self) -> &Urls {
        &self.inner.urls
    }

    /// The server's time, as far as it is known: what resend countdowns and expiry dates compare with.
    pub fn now(&self) -> Timestamp {
        held(&self.inner.clock).server_now(self.inner.platform.now())
    }

    /// Resolves after this many milliseconds of the platform's time; for countdowns.
    pub fn sleep(&self, millis: u64) -> BoxFuture<()> {
        self.inner.platform.sleep(millis)
    }

    /// The platform it runs on.
    pub fn platform(&self) -> &dyn Platform {
        &*self.inner.platform
    }

    /// Runs a task in the background.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.inner.platform.spawn(Box::pin(task));
    }

    /// Runs a task in the background.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        self.inner.platform.spawn(Box::pin(task));
    }

    /// The one way to a new state: reduce, keep, tell.
    pub(crate) fn publish(&self, change: Change) {
        self.publish_all([change]);
    }

    /// Several changes that become visible together.
    fn publish_all<const N: usize>(&self, changes: [Change; N]) {
        let next = {
            let mut state = held(&self.inner.state);
            let before = state.clone();
            for change in changes {
                *state = state::apply(&state, change);
            }
            if Arc::ptr_eq(&before, &state) {
                return;
            }
            state.clone()
        };
        let subscribers: Vec<Subscriber> =
            held(&self.inner.subscribers).iter().map(|(_, subscriber)| subscriber.clone()).collect();
        for subscriber in subscribers {
            subscriber(&next);
        }
    }

    /// Takes in a client from an answer: its tokens go to the cache, the rest into the next snapshot, the cookies follow.
    pub(crate) fn take_client(&self, mut client: Option<Client>, pick: Pick) {
        self.take_tokens(client.as_mut());
        self.publish(Change::Client { client, pick });
        self.inner.client_known.store(true, Ordering::Relaxed);
        self.follow_up();
    }

    /// Brings cookies, tokens and the renewal timer in line with the snapshot.
    pub(crate) fn follow_up(&self) {
        let snapshot = self.snapshot();
        self.inner.tokens.retain(|session| snapshot.sessions().any(|live| live.id == *session));
        self.write_cookies();
        self.schedule_renewal();
    }

    /// Finds out who is signed in and what the instance offers. Does nothing when that is known; callers at the same time share
    /// one load. In development the development browser is set up first.
    ///
    /// # Errors
    /// When the client cannot be read. The status is then [`Status::Failed`], and loading is tried again in the background
    /// as long as that makes sense.
    pub async fn load(&self) -> Result<(), Error> {
        let _turn = self.inner.load_turn.lock().await;
        if self.snapshot().is_loaded() {
            return Ok(());
        }
        self.listen();
        match self.load_once().await {
            Ok(()) => {
                self.inner.load_failures.store(0, Ordering::Relaxed);
                Ok(())
            }
            Err(error) => {
                self.publish(Change::Status(Status::Failed, Some(error.clone())));
                if error.retryable() {
                    self.load_later();
                }
                Err(error)
            }
        }
    }

    async fn load_once(&self) -> Result<(), Error> {
        self.ensure_dev_browser().await?;
        let (client, environment) = futures::future::join(self.read_client(), self.read_environment()).await;
        let mut client = client?;
        self.take_tokens(client.as_mut());
        let (environment, status, problem) = match environment {
            Ok(environment) => (environment, Status::Ready, None),
            Err(error) => (self.kept_environment(), Status::Degraded, Some(error)),
        };
        self.publish_all([
            Change::Environment(environment),
            Change::Client { client, pick: Pick::Choose },
            Change::Status(status, problem),
        ]);
        self.inner.client_known.store(true, Ordering::Relaxed);
        self.follow_up();
        if status == Status::Degraded {
            self.environment_later();
        }
        self.strip_page_url();
        Ok(())
    }

    /// Tries to load again after a while, each time a little later.
    fn load_later(&self) {
        let failures = self.inner.load_failures.fetch_add(1, Ordering::Relaxed) + 1;
        let wait = crate::retry::before_renewal(failures);
        let sleep = self.inner.platform.sleep(wait);
        let weak = Arc::downgrade(&self.inner);
        self.spawn(async move {
            sleep.await;
            if let Some(inner) = weak.upgrade() {
                // The next failure plans the next try.
                let _ = Self { inner }.load().await;
            }
        });
    }

    fn environment_later(&self) {
        let sleep = self.inner.platform.sleep(crate::retry::before_renewal(1));
        let weak = Arc::downgrade(&self.inner);
        self.spawn(async move {
            sleep.await;
            let Some(inner) = weak.upgrade() else { return };
            let frontdesk = Self { inner };
            match frontdesk.read_environment().await {
                Ok(environment) => {
                    frontdesk.publish_all([Change::Environment(environment), Change::Status(Status::Ready, None)]);
                }
                Err(error) if error.retryable() => frontdesk.environment_later(),
                Err(_) => {}
            }
        });
    }

    /// What the instance offered when it was last asked from this browser; a corrupted memory counts as none.
    fn kept_environment(&self) -> Environment {
        let kept = self.inner.platform.load(&self.storage_key("environment"));
        kept.and_then(|text| json::read(&text)).unwrap_or_default()
    }

    async fn read_environment(&self) -> Result<Environment, Error> {
        // In development the change-verb lets the server learn the app's origin.
        let request = if self.inner.uses_dev_browser {
            codec::encode(&UpdateEnvironment {})
        } else {
            codec::encode(&GetEnvironment {})
        };
        let text = self.exchange(request, true).await?;
        let environment = json::read(&text).ok_or_else(Error::decode)?;
        self.inner.platform.store(&self.storage_key("environment"), Some(&text));
        Ok(environment)
    }

    /// The client as the server has it; nothing when there is none.
    pub(crate) async fn read_client(&self) -> Result<Option<Client>, Error> {
        let request = self.exchange(codec::encode(&GetClient {}), true);
        let timeout = self.inner.platform.sleep(LOAD_TIMEOUT_MS);
        let text = match futures::future::select(request, timeout).await {
            futures::future::Either::Left((answer, _)) => answer?,
            futures::future::Either::Right(_) => return Err(Error::timeout()),
        };
        *held(&self.inner.client_read_at) = self.inner.platform.now();
        let reply: Reply<Client> = json::read(&text).ok_or_else(Error::decode)?;
        Ok(reply.response)
    }

    /// Asks the server for the client again and shows what it says: another tab may have signed in or out.
    ///
    /// # Errors
    /// When the client cannot be read; the last state stays.
    pub async fn reload(&self) -> Result<(), Error> {
        if !self.snapshot().is_loaded() {
            return self.load().await;
        }
        let changes = self.inner.changes.load(Ordering::Relaxed);
        let client = self.read_client().await?;
        if self.inner.changes.load(Ordering::Relaxed) == changes {
            self.take_client(client, Pick::Choose);
        }
        Ok(())
    }

    /// Hears other tabs and the person's return, once.
    fn listen(&self) {
        let mut listening = held(&self.inner.listening);
        if !listening.is_empty() {
            return;
        }
        let weak = Arc::downgrade(&self.inner);
        listening.push(self.inner.platform.on_wake(Box::new(move |wake| {
            if let Some(inner) = weak.upgrade() {
                Self { inner }.woken(wake);
            }
        })));
        let weak = Arc::downgrade(&self.inner);
        listening.push(self.inner.platform.on_broadcast(
            &self.channel(),
            Box::new(move |message| {
                if let Some(inner) = weak.upgrade() {
                    Self { inner }.heard(&message);
                }
            }),
        ));
    }

    fn woken(&self, wake: Wake) {
        let frontdesk = self.clone();
        match self.snapshot().status {
            Status::Failed => self.spawn(async move {
                let _ = frontdesk.load().await;
            }),
            Status::Ready | Status::Degraded => {
                self.write_cookies();
                self.schedule_renewal();
                let quiet = self.inner.platform.now().millis_since(*held(&self.inner.client_read_at)) < FOCUS_QUIET_MS;
                if wake == Wake::Online || !quiet {
                    self.spawn(async move {
                        // Offline again: the next wake asks again.
                        let _ = frontdesk.reload().await;
                    });
                }
            }
            Status::Loading => {}
        }
    }

    pub(crate) fn storage_key(&self, name: &str) -> String {
        ["frontdesk_", name, "_", &self.inner.suffix].concat()
    }

    pub(crate) fn channel(&self) -> String {
        ["frontdesk:", &self.inner.suffix].concat()
    }

    /// The session that this tab shows.
    pub(crate) fn session_id(&self) -> Option<SessionId> {
        self.snapshot().session_id.clone()
    }
}
