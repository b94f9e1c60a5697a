//! How the engine starts: at once with what this browser remembers, then with the server's word, and without it as well as can be.

use crate::error::Error;
use crate::frontdesk::Frontdesk;
use crate::initial::{self, Word};
use crate::platform::{BoxFuture, Wake};
use crate::retry;
use crate::state::{self, Pick, Status};
use crate::token::TokenKey;
use crate::transport::Answer;
use crate::wait::both;
use frontdesk_wire::Environment;
use frontdesk_wire::codec::{self, EncodedRequest};
use frontdesk_wire::endpoint::Method;
use frontdesk_wire::endpoints::{GetClient, GetEnvironment, UpdateEnvironment};
use frontdesk_wire::json::{self, FromJson, Json};
use std::sync::Arc;

/// How long an answer may take before the start goes on without it.
const LOAD_TIMEOUT_MS: u64 = 7_000;

impl Frontdesk {
    /// Finds out who is signed in and what the instance offers. Does nothing when that is known; callers at the same time share
    /// one load. In development the development browser is set up first.
    ///
    /// What this browser remembers is drawn before anything is sent: the environment, and the person whose session's token is in
    /// the cookie and not over ([`Snapshot::is_provisional`](crate::Snapshot::is_provisional)). While the server is away, what is
    /// remembered stays, as [`Status::Degraded`], and the server is asked again in the background.
    ///
    /// # Errors
    /// When the server refuses, or is away and nothing is remembered. The status is then [`Status::Failed`], and loading is tried
    /// again in the background as long as that makes sense.
    pub fn load(&self) -> BoxFuture<Result<(), Error>> {
        if self.listen() {
            self.draw();
        }
        let this = self.clone();
        Box::pin(async move {
            let _turn = this.inner.load_turn.take().await;
            if this.snapshot().is_settled() {
                return Ok(());
            }
            this.reconcile().await
        })
    }

    /// Draws what is remembered.
    fn draw(&self) {
        let environment = self.kept_environment();
        self.set_environment(&environment);
        if let Some(client) = self.client_remembered(false) {
            self.put_provisional(client);
        }
        self.tell();
    }

    fn reconcile(&self) -> BoxFuture<Result<(), Error>> {
        let this = self.clone();
        Box::pin(async move {
            let before = this.counters();
            let (client, environment) = match this.ensure_dev_browser().await {
                Ok(()) => both(this.read_client(), this.read_environment()).await,
                Err(error) => (Err(error.clone()), Err(error)),
            };
            this.started(client, environment, before)
        })
    }

    /// How often somebody came back, and how often the client changed.
    fn counters(&self) -> (u64, u64) {
        let state = self.state();
        (state.wakes, state.changes)
    }

    fn started(
        &self,
        client: Result<Json, Error>,
        environment: Result<Json, Error>,
        before: (u64, u64),
    ) -> Result<(), Error> {
        let (wakes, changes) = self.counters();
        // If the person or the network came back meanwhile, it was asked too early.
        let too_early = wakes != before.0;
        // Who signed in or out meanwhile knows better than an answer to an older question.
        let old_news = changes != before.1;
        let mut problem = None;
        match environment {
            Ok(environment) => self.set_environment(&environment),
            Err(error) => problem = Some(error),
        }
        match client {
            Ok(_) if old_news => {}
            Ok(client) => self.put_client(client, &Pick::Choose),
            Err(error) if self.goes_on_without(&error) => problem = Some(error),
            Err(error) => {
                self.start_later(&error, too_early);
                self.set_status(Status::Failed, Some(error.clone()));
                return Err(error);
            }
        }
        match &problem {
            Some(error) if !is_refusal(error) => self.start_later(error, too_early),
            _ => self.state().load_failures = 0,
        }
        let status = if problem.is_none() { Status::Ready } else { Status::Degraded };
        self.set_status(status, problem);
        self.follow_up();
        self.strip_page_url();
        if old_news {
            // What has changed is known, and the rest is not.
            self.refresh();
        }
        Ok(())
    }

    /// Whether something can be shown although the client could not be read: whoever the cookie names, however old its token is,
    /// or what the instance offers. A refusal is not an outage.
    fn goes_on_without(&self, error: &Error) -> bool {
        if self.state().client_known {
            return true;
        }
        if is_refusal(error) {
            return false;
        }
        if self.snapshot().client.is_none()
            && let Some(client) = self.client_remembered(true)
        {
            self.put_provisional(client);
        }
        let snapshot = self.snapshot();
        snapshot.client.is_some() || snapshot.environment.is_some()
    }

    /// Starts again after a while, each time a little later, where that makes sense.
    fn start_later(&self, error: &Error, at_once: bool) {
        if is_refusal(error) {
            return;
        }
        let number = {
            let mut state = self.state();
            state.load_failures += 1;
            state.load_failures
        };
        let asked = error.retry_after().unwrap_or_default().saturating_mul(1_000);
        let wait = if at_once { 0 } else { retry::before_renewal(number).max(asked) };
        let then = move |frontdesk: Self| {
            let task = frontdesk.clone();
            frontdesk.spawn(Box::pin(async move {
                let _turn = task.inner.load_turn.take().await;
                // Another start may have failed since, and planned its own successor, or all is well.
                if task.state().load_failures == number {
                    let _ = task.reconcile().await;
                }
            }));
        };
        self.after(self.pause(wait), Box::new(then));
    }

    fn set_environment(&self, tree: &Json) {
        if tree.is_object() {
            let environment = Environment::from_json(tree).unwrap_or_default();
            state::set_environment(&mut self.state().snapshot, environment);
        }
    }

    /// What the instance offered when it was last asked from this browser; a corrupted memory counts as none.
    fn kept_environment(&self) -> Json {
        let kept = self.inner.platform.load(&self.storage_key("environment"));
        kept.and_then(|text| json::tree(&text)).unwrap_or_default()
    }

    /// What the instance offers; null when that is what is shown already.
    fn read_environment(&self) -> BoxFuture<Result<Json, Error>> {
        // In development the change-verb lets the server learn the app's origin.
        let request = if self.inner.uses_dev_browser {
            codec::encode(&UpdateEnvironment {})
        } else {
            codec::encode(&GetEnvironment {})
        };
        let this = self.clone();
        let answer = self.read_in_time(request);
        Box::pin(async move { this.keep_environment(&answer.await?.text) })
    }

    fn keep_environment(&self, text: &str) -> Result<Json, Error> {
        let key = self.storage_key("environment");
        let known = self.snapshot().environment.is_some();
        if known && self.inner.platform.load(&key).as_deref() == Some(text) {
            return Ok(Json::Null);
        }
        let environment = json::tree(text).filter(Json::is_object).ok_or_else(Error::decode)?;
        self.inner.platform.store(&key, Some(text));
        Ok(environment)
    }

    /// The client as the server has it; null when there is none.
    pub(crate) fn read_client(&self) -> BoxFuture<Result<Json, Error>> {
        let this = self.clone();
        let answer = self.read_in_time(codec::encode(&GetClient {}));
        Box::pin(async move { this.client_came(&answer.await?) })
    }

    /// The same, and not older than what is known: where something has changed meanwhile, it is asked again.
    pub(crate) fn read_client_now(&self) -> BoxFuture<Result<Json, Error>> {
        let this = self.clone();
        Box::pin(async move {
            loop {
                let changes = this.state().changes;
                let client = this.read_client().await?;
                if this.state().changes == changes {
                    return Ok(client);
                }
            }
        })
    }

    /// Reads, but does not wait for long.
    fn read_in_time(&self, request: EncodedRequest) -> BoxFuture<Result<Answer, Error>> {
        // Without a network there is nothing to try again.
        let again = request.method == Method::Get && self.inner.platform.online();
        self.exchange_in_time(request, true, if again { retry::READ_TRIES } else { 1 }, LOAD_TIMEOUT_MS)
    }

    fn client_came(&self, answer: &Answer) -> Result<Json, Error> {
        let now = self.inner.platform.now();
        self.state().client_read_at = now;
        let mut reply = json::tree(&answer.text).ok_or_else(Error::decode)?;
        // Only a `null` that was said means that nobody is signed in: what a broken proxy answers says nothing.
        let mut client = match reply.get_mut("response") {
            Some(client @ (Json::Null | Json::Object(_))) => std::mem::take(client),
            _ => return Err(Error::decode()),
        };
        self.take_tokens(&mut client, answer.sent);
        Ok(client)
    }

    /// Who is signed in by the cookie's word, where this is the engine that keeps them signed in.
    fn client_remembered(&self, old_will_do: bool) -> Option<Json> {
        (self.inner.keeping?.client_in_cookie)(self, old_will_do)
    }

    /// Who is signed in by the cookie's word. Unless an old one will do, a token that is over says nothing: the session may be
    /// over as well; and another host of the site may have signed everybody out, which only the client's cookie tells here.
    pub(crate) fn client_in_cookie(&self, old_will_do: bool) -> Option<Json> {
        if self.client_is_gone() {
            return None;
        }
        let word = initial::in_token(&self.session_cookie()?)?;
        if !old_will_do {
            return self.believed(word);
        }
        self.read_cookie_token(&word.key);
        Some(word.client)
    }

    /// Who is signed in by the page's word: one that a cache or the browser has kept for too long says nothing.
    pub(crate) fn client_in_page(&self, page: &str) -> Option<Json> {
        self.believed(initial::in_page(page)?)
    }

    /// A word that is not over, about what this tab shows.
    fn believed(&self, word: Word) -> Option<Json> {
        if word.key.session.as_str().is_empty() {
            return Some(word.client);
        }
        if !self.is_of_this_tab(&word.key) {
            return None;
        }
        self.read_cookie_token(&word.key);
        let now = self.device_now();
        // By its own times, or by when it came: the clock may be wrong, and a token may come long after it was asked for.
        let came = self.state().tokens.cache.get(&word.key).map_or(word.issued_at, |entry| entry.received_at.seconds());
        let life = word.expires_at.saturating_sub(word.issued_at);
        let holds = word.expires_at == 0 || word.issued_at.max(came).saturating_add(life) > now.seconds();
        if holds { Some(word.client) } else { None }
    }

    /// Whether this tab works in the token's session and organization, or has not chosen any: tabs share the cookie.
    fn is_of_this_tab(&self, key: &TokenKey) -> bool {
        let shown = self.memory_of_tab();
        shown.is_empty() || shown == key.context()
    }

    /// Asks the server for the client again and shows what it says: another tab may have signed in or out.
    ///
    /// # Errors
    /// When the client cannot be read; the last state stays.
    pub fn reload(&self) -> BoxFuture<Result<(), Error>> {
        if !self.snapshot().is_settled() {
            return self.load();
        }
        let this = self.clone();
        let answer = self.read_client_now();
        Box::pin(async move {
            this.take_client(answer.await?, &Pick::Choose);
            Ok(())
        })
    }

    /// Reloads in the background.
    pub(crate) fn refresh(&self) {
        let reload = self.reload();
        self.spawn(Box::pin(async move {
            // Unreachable just now: the next wake asks again.
            let _ = reload.await;
        }));
    }

    /// Hears other tabs and the person's return, from the first time on. Says whether this is the first time.
    fn listen(&self) -> bool {
        if std::mem::replace(&mut self.state().listens, true) {
            return false;
        }
        let weak = Arc::downgrade(&self.inner);
        let wakes = self.inner.platform.on_wake(Box::new(move |wake| {
            if let Some(inner) = weak.upgrade() {
                Self { inner }.woken(wake);
            }
        }));
        let weak = Arc::downgrade(&self.inner);
        let messages = self.inner.platform.on_broadcast(
            &self.channel(),
            Box::new(move |message| {
                if let Some(inner) = weak.upgrade() {
                    Self { inner }.heard(&message);
                }
            }),
        );
        self.state().listening = vec![wakes, messages];
        true
    }

    fn woken(&self, wake: Wake) {
        let waiting = {
            let state = &mut *self.state();
            state.wakes += 1;
            std::mem::take(&mut state.wake)
        };
        // Whoever waits to try again tries now.
        waiting.settle(());
        match self.snapshot().status {
            Status::Failed => self.refresh(),
            Status::Ready | Status::Degraded => {
                self.write_cookies();
                self.schedule();
                if self.state().load_failures == 0 && !self.has_just_looked(wake) {
                    match self.inner.keeping {
                        Some(keeping) => (keeping.look_again)(self, wake),
                        None => self.refresh(),
                    }
                }
            }
            Status::Loading => {}
        }
    }
}

/// Whether the server answered and does not want to: asking again gives the same answer.
fn is_refusal(error: &Error) -> bool {
    error.status().is_some() && !error.retryable()
}
