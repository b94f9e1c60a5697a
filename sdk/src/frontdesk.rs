//! The handle: what the engine knows and who is told. How it starts stands in `start`.

use crate::builder::{Builder, Router, Urls};
use crate::client_tree::KnownClient;
use crate::clock::Clock;
use crate::decimal;
use crate::error::Error;
use crate::keeping::Keeping;
use crate::platform::{BoxFuture, Platform, Registration};
use crate::state::{self, Pick, Snapshot, Status};
use crate::token::cache::Cache;
use crate::token::{ARRIVAL, Tokens};
use crate::wait::{Promise, Turn, held, within};
use frontdesk_wire::json::Json;
use frontdesk_wire::{PublishableKey, SessionId, Timestamp};
use std::sync::{Arc, Mutex, MutexGuard, Weak};

/// A clock that is set back by less than this is being corrected.
const SET_BACK_MS: i64 = 1_000;

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
    /// What tells this tab from others.
    pub(crate) tab: String,
    urls: Box<Urls>,
    pub(crate) router: Option<Router>,
    /// None in a handle that only signs people in.
    pub(crate) keeping: Option<&'static Keeping>,
    state: Mutex<State>,
    /// Held while a development browser is made, so that there is one.
    pub(crate) dev_browser_turn: Turn,
    pub(crate) load_turn: Turn,
}

/// Everything that changes, behind one lock. It is never held while something is asked of the platform or told to a subscriber.
#[derive(Default)]
pub(crate) struct State {
    pub(crate) snapshot: Arc<Snapshot>,
    /// The snapshot that subscribers know.
    told: Arc<Snapshot>,
    pub(crate) client: KnownClient,
    subscribers: Vec<(u64, Subscriber)>,
    last_subscriber: u64,
    pub(crate) tokens: Tokens,
    pub(crate) dev_browser: Option<String>,
    pub(crate) clock: Clock,
    /// Counts changes, made here or heard of: an answer to a read that was asked before one of them is old news.
    pub(crate) changes: u64,
    /// Starts that failed in a row, or came to half an end: while there are any, the next one is planned.
    pub(crate) load_failures: u32,
    pub(crate) client_read_at: Timestamp,
    /// When the newest client was asked for: what it says of ages was so then.
    pub(crate) client_asked_at: Timestamp,
    /// Where the device's clock stood when the device started, as far as its uptime tells.
    clock_zero: Option<i64>,
    /// Settled when the person or the network comes back; then the next one takes its place.
    pub(crate) wake: Promise<()>,
    pub(crate) wakes: u64,
    /// Whether any answer has said who is signed in: no cookie is touched before.
    pub(crate) client_known: bool,
    /// Whether the cookies that are there were written to be partitioned.
    pub(crate) partitioned: bool,
    pub(crate) listens: bool,
    pub(crate) listening: Vec<Registration>,
    /// The language that the app has chosen; else the person's own is said.
    pub(crate) language: Option<String>,
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
        let Some(inner) = self.inner.upgrade() else { return };
        let mut state = held(&inner.state);
        let place = state.subscribers.iter().position(|(id, _)| *id == self.id);
        let gone = place.map(|place| state.subscribers.remove(place));
        // What a subscriber holds may ask the engine while it is dropped.
        drop(state);
        drop(gone);
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

impl Frontdesk {
    /// Starts from the publishable key that the dashboard or `frontdesk serve` shows.
    pub fn builder(publishable_key: &str) -> Builder {
        Builder::new(publishable_key)
    }

    pub(crate) fn assemble(
        key: PublishableKey,
        base: String,
        uses_dev_browser: bool,
        urls: Box<Urls>,
        platform: Arc<dyn Platform>,
        router: Option<Router>,
        keeping: Option<&'static Keeping>,
    ) -> Self {
        let suffix = key.cookie_suffix();
        let tab = decimal::text((platform.random() >> 12) as i64);
        let this = Self {
            inner: Arc::new(Inner {
                platform,
                key,
                base,
                uses_dev_browser,
                suffix,
                tab,
                urls,
                router,
                keeping,
                state: Mutex::default(),
                dev_browser_turn: Turn::default(),
                load_turn: Turn::default(),
            }),
        };
        // There is nobody to tell yet; what subscribers find is not news.
        this.tell();
        this
    }

    /// What is known now. Two equal pointers mean that nothing has changed.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.state().snapshot.clone()
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
        let mut state = self.state();
        state.last_subscriber += 1;
        let id = state.last_subscriber;
        state.subscribers.push((id, subscriber));
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
        let device = self.inner.platform.now();
        self.state().clock.server_now(device)
    }

    /// Resolves after this many milliseconds of the platform's time; for countdowns.
    pub fn sleep(&self, millis: u64) -> BoxFuture<()> {
        self.inner.platform.sleep(millis)
    }

    /// Says in which language the app speaks, such as `de`: what is sent by mail is written in it. Without a word, it is the
    /// language that the browser says.
    pub fn set_language(&self, tag: &str) {
        self.state().language = (!tag.is_empty()).then(|| tag.to_owned());
    }

    /// The platform it runs on.
    pub fn platform(&self) -> &dyn Platform {
        &*self.inner.platform
    }

    /// Everything that changes.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        held(&self.inner.state)
    }

    /// Runs a task in the background.
    pub(crate) fn spawn(&self, task: BoxFuture<()>) {
        self.inner.platform.spawn(task);
    }

    /// Does something later, if the engine still lives then.
    pub(crate) fn after(&self, wait: BoxFuture<()>, then: Box<dyn FnOnce(Self) + Send>) {
        let weak = Arc::downgrade(&self.inner);
        self.spawn(Box::pin(async move {
            wait.await;
            if let Some(inner) = weak.upgrade() {
                then(Self { inner });
            }
        }));
    }

    /// Waits before another try: for so many milliseconds, or until the person or the network comes back.
    pub(crate) fn pause(&self, millis: u64) -> BoxFuture<()> {
        let woken = self.state().wake.clone();
        if millis == 0 {
            // A timer of a hidden tab is late even for nothing.
            return Box::pin(std::future::ready(()));
        }
        let sleep = self.inner.platform.sleep(millis);
        Box::pin(async move {
            within(Box::pin(woken), sleep).await;
        })
    }

    /// The device's clock. If it has been set back, the tokens that came by it are forgotten: once it is there again they would
    /// look fresh. Sleep moves it on, compared with the uptime; only a person or a time server moves it back.
    pub(crate) fn device_now(&self) -> Timestamp {
        let now = self.inner.platform.now();
        if let Some(uptime) = self.inner.platform.uptime() {
            let zero = now.0 - uptime;
            let state = &mut *self.state();
            if state.clock_zero.replace(zero).is_some_and(|before| zero < before - SET_BACK_MS) {
                state.tokens.cache = Cache::default();
                self.inner.platform.store(&self.storage_key(ARRIVAL), None);
            }
        }
        now
    }

    /// Tells subscribers of the new snapshot, if there is one.
    pub(crate) fn tell(&self) {
        let mut subscribers: Vec<Subscriber> = Vec::new();
        let next = {
            let state = &mut *self.state();
            let skew = state.clock.skew(state.snapshot.clock_skew);
            state::set_clock_skew(&mut state.snapshot, skew);
            if Arc::ptr_eq(&state.told, &state.snapshot) {
                return;
            }
            state.told = state.snapshot.clone();
            for (_, subscriber) in &state.subscribers {
                subscribers.push(subscriber.clone());
            }
            state.told.clone()
        };
        for subscriber in subscribers {
            subscriber(&next);
        }
    }

    /// Says how far the engine has come, and what is wrong.
    pub(crate) fn set_status(&self, status: Status, problem: Option<Error>) {
        state::set_status(&mut self.state().snapshot, status, problem);
        self.tell();
    }

    /// The server's time in seconds came with the answer to what was sent then.
    pub(crate) fn observe_time(&self, server_seconds: i64, sent: Timestamp) {
        let now = self.inner.platform.now();
        self.state().clock.observe(server_seconds, sent, now);
        self.tell();
    }

    /// Takes in a client, which is null when there is none, and whose tokens have been taken out: it goes into the next snapshot,
    /// the cookies follow.
    pub(crate) fn take_client(&self, client: Json, pick: &Pick) {
        self.put_client(client, pick);
        self.tell();
        self.follow_up();
    }

    /// The same, for what a change has led to. Whoever has asked for the client before gets old news, and asks again.
    pub(crate) fn take_change(&self, client: Json, pick: &Pick) {
        self.state().changes += 1;
        self.take_client(client, pick);
    }

    /// The same as [`Frontdesk::take_client`], and nobody is told yet.
    pub(crate) fn put_client(&self, mut client: Json, pick: &Pick) {
        if let Some(keeping) = self.inner.keeping {
            (keeping.lay_choices)(self, &mut client, pick);
        }
        {
            let state = &mut *self.state();
            let client = state.client.read(client);
            state::set_client(&mut state.snapshot, client, pick);
            // That a session is over is known also where only a cookie told of it.
            state.client_known = !state.snapshot.is_provisional() || state.snapshot.session_id.is_none();
        }
        self.remember_choice();
    }

    /// Who is signed in by a page's or a cookie's word, until the server's comes. Nobody is told yet.
    pub(crate) fn put_provisional(&self, client: Json) {
        let state = &mut *self.state();
        let client = state.client.read(client);
        state::set_client(&mut state.snapshot, client, &Pick::Choose);
    }

    /// Brings cookies, tokens and the renewal timer in line with the snapshot.
    pub(crate) fn follow_up(&self) {
        {
            let state = &mut *self.state();
            state.tokens.cache.retain_sessions(&state.snapshot);
        }
        self.write_cookies();
        self.schedule();
    }

    /// Plans the next renewal, where this is the engine that renews.
    pub(crate) fn schedule(&self) {
        if let Some(keeping) = self.inner.keeping {
            (keeping.schedule_renewal)(self);
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
