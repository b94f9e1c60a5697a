//! How the engine starts: at once with what this browser remembers, then with the server's word, and without it as well as can be.

use crate::error::Error;
use crate::frontdesk::Frontdesk;
use crate::initial;
use crate::platform::{BoxFuture, Wake};
use crate::retry;
use crate::state::{self, Pick, Status};
use crate::token::TokenKey;
use crate::transport::Answer;
use crate::wait::{both, within};
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
        if let Some(client) = self.client_in_cookie(false) {
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
        let mut problem = None;
        match environment {
            Ok(environment) => self.set_environment(&environment),
            Err(error) => problem = Some(error),
        }
        match client {
            // Who signed in or out meanwhile knows better than an answer to an older question.
            Ok(client) if changes == before.1 => self.put_client(client, &Pick::Choose),
            Ok(_) => {}
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
            && let Some(client) = self.client_in_cookie(true)
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

    /// Reads, but does not wait for long.
    fn read_in_time(&self, request: EncodedRequest) -> BoxFuture<Result<Answer, Error>> {
        let this = self.clone();
        Box::pin(async move {
            loop {
                let wakes = this.state().wakes;
                // Without a network there is nothing to try again.
                let again = request.method == Method::Get && this.inner.platform.online();
                let answer = this.exchange_with(request.clone(), true, if again { retry::READ_TRIES } else { 1 });
                match within(answer, this.inner.platform.sleep(LOAD_TIMEOUT_MS)).await {
                    Some(answer) => return answer,
                    // The tab or the device slept meanwhile: the server had no chance to answer.
                    None if this.state().wakes != wakes => {}
                    None => return Err(Error::timeout()),
                }
            }
        })
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

    /// Who is signed in by the cookie's word. Unless an old one will do, a token that is over says nothing: the session may be
    /// over as well; and another host of the site may have signed everybody out, which only the client's cookie tells here.
    fn client_in_cookie(&self, old_will_do: bool) -> Option<Json> {
        if self.client_is_gone() {
            return None;
        }
        let claims = initial::in_token(&self.session_cookie()?)?;
        let key = initial::token_key(&claims);
        if !old_will_do && !self.is_of_this_tab(&key) {
            return None;
        }
        self.read_cookie_token(&key);
        let now = self.device_now();
        // By its own times, or by when it came: the clock may be wrong, and a token may come long after it was asked for.
        let came = self.state().tokens.cache.get(&key).map_or(claims.issued_at, |entry| entry.received_at.seconds());
        let begins = claims.issued_at.max(came);
        (old_will_do || begins + claims.lifetime() > now.seconds()).then(|| initial::client(claims))
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
        Box::pin(async move {
            let changes = this.state().changes;
            let client = this.read_client().await?;
            if this.state().changes == changes {
                this.take_client(client, &Pick::Choose);
            }
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
                self.schedule_renewal();
                if self.state().load_failures == 0 {
                    self.look_again(wake);
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
