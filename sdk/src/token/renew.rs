//! Getting the next token: one request at a time and per browser, before the old one expires.

use super::decision::Decision;
use super::{Entry, Flight, TokenKey};
use crate::client_tree::text;
use crate::error::Error;
use crate::frontdesk::Frontdesk;
use crate::platform::{BoxFuture, LockGuard, Visibility};
use crate::retry;
use crate::state::{Pick, Status};
use crate::transport::Answer;
use crate::wait::{Promise, within};
use frontdesk_wire::codec::{self, EncodedRequest};
use frontdesk_wire::endpoints::CreateSessionToken;
use frontdesk_wire::{Jwt, OrganizationId, json};

/// How long a tab waits for another tab's renewal before it goes ahead by itself.
const LOCK_TIMEOUT_MS: u64 = 5_000;
/// How long the server may take for a token with all tries: a request that hangs would keep the lock, and everyone who waits.
const MINT_TIMEOUT_MS: u64 = 10_000;
/// How often a call that waits for a token tries again while the server cannot be reached.
const CALL_TRIES: u32 = 3;

impl Frontdesk {
    /// Joins the request for this token that is under way, or starts one. It goes on even if nobody waits any more.
    pub(crate) fn request_token(&self, key: &TokenKey, skip_cache: bool) -> Promise<Result<Jwt, Error>> {
        let promise = Promise::new();
        {
            let tokens = &mut self.state().tokens;
            if let Some(answer) = tokens.flight(key, skip_cache) {
                return answer;
            }
            tokens.flights.push(Flight { key: key.clone(), skip_cache, answer: promise.clone() });
        }
        let task = self.get_token(key.clone(), skip_cache, promise.clone());
        self.spawn(task);
        promise
    }

    fn get_token(&self, key: TokenKey, skip_cache: bool, promise: Promise<Result<Jwt, Error>>) -> BoxFuture<()> {
        let this = self.clone();
        Box::pin(async move {
            let mut answer = Err(Error::offline());
            let mut refused = false;
            if this.inner.platform.online() {
                let _lock = this.renewal_lock().await;
                answer = match this.renewed_elsewhere(&key, skip_cache) {
                    Some(jwt) => Ok(jwt),
                    None => {
                        let mut tries = 0;
                        loop {
                            let answer =
                                this.mint(&key, skip_cache).await.and_then(|answer| this.minted(&key, &answer));
                            tries += 1;
                            // The tab may have slept while the answer lay there: the next one is fresh.
                            if tries == CALL_TRIES || answer.is_err() || key.template.is_some() || this.is_good(&key) {
                                break answer;
                            }
                        }
                    }
                };
                if let Err(error) = &answer {
                    refused = this.mint_failed(&key, error);
                }
                if refused {
                    this.reload_after_refusal(Some(key.session.clone())).await;
                }
            } else {
                this.mint_failed(&key, &Error::offline());
            }
            this.state().tokens.land(&promise);
            promise.settle(answer);
        })
    }

    async fn renewal_lock(&self) -> Option<LockGuard> {
        let lock = self.inner.platform.lock(&["frontdesk.token.", &self.inner.suffix].concat());
        within(lock, self.inner.platform.sleep(LOCK_TIMEOUT_MS)).await
    }

    /// While this tab waited for the lock, another one may have done the work.
    fn renewed_elsewhere(&self, key: &TokenKey, skip_cache: bool) -> Option<Jwt> {
        if skip_cache {
            return None;
        }
        self.read_cookie_token(key);
        match self.decide(key, true) {
            (Decision::Use, jwt) => jwt,
            _ => None,
        }
    }

    fn mint(&self, key: &TokenKey, skip_cache: bool) -> BoxFuture<Result<Answer, Error>> {
        // With a good token still at hand nobody waits: the timer tries again.
        let tries = if self.is_good(key) || !self.inner.platform.online() { 1 } else { CALL_TRIES };
        self.exchange_in_time(self.mint_request(key, skip_cache), false, tries, MINT_TIMEOUT_MS)
    }

    fn minted(&self, key: &TokenKey, answer: &Answer) -> Result<Jwt, Error> {
        let token = json::tree(&answer.text).unwrap_or_default();
        let jwt = text(&token, "jwt");
        if jwt.is_empty() {
            return Err(Error::decode());
        }
        self.state().tokens.failures = 0;
        let jwt = Jwt::from(jwt);
        let facts = json::facts(&jwt);
        let mut key = key.clone();
        // A template's token may have a form of its own; a session's token must be one.
        if key.template.is_none() {
            let facts = facts.filter(|facts| facts.session_id == key.session).ok_or_else(Error::no_token)?;
            if facts.organization_id != key.organization {
                self.moved(&mut key, facts.organization_id)?;
            }
        }
        let Some(entry) = Entry::read(jwt.clone(), answer.sent) else {
            return if key.template.is_some() { Ok(jwt) } else { Err(Error::no_token()) };
        };
        self.observe_time(entry.span().0, answer.sent);
        self.keep_token(&key, entry);
        self.tell_token(&key, &jwt, answer.sent);
        Ok(jwt)
    }

    /// The token is for another organization than was asked for. Where the person works is the server's to say, so the tab
    /// follows, if it asked for its own; whoever asked for a certain one does not get another.
    fn moved(&self, key: &mut TokenKey, organization: Option<OrganizationId>) -> Result<(), Error> {
        if self.token_key().as_ref() != Some(key) {
            return Err(Error::no_token());
        }
        key.organization.clone_from(&organization);
        self.state().tokens.choices.choose(&key.session, organization);
        self.retake_client();
        Ok(())
    }

    /// Shows the client that is known as the tab's choices now say.
    fn retake_client(&self) {
        let client = self.state().client.tree.clone();
        self.take_client(client, &Pick::Keep);
    }

    /// Says whether the server refuses this session and organization: perhaps the person is no member any more.
    fn mint_failed(&self, key: &TokenKey, error: &Error) -> bool {
        if self.token_key().as_ref() != Some(key) {
            return false;
        }
        let refused = !error.retryable();
        if refused && error.status() != Some(401) {
            // The session is as it was; the organization is not the person's any more.
            self.state().tokens.choices.forget(&key.session);
        }
        if !refused && self.snapshot().status == Status::Ready {
            self.set_status(Status::Degraded, Some(error.clone()));
        }
        self.renew_later(error.retry_after());
        refused
    }

    fn mint_request(&self, key: &TokenKey, skip_cache: bool) -> EncodedRequest {
        let tab_state = match self.inner.platform.visibility() {
            Visibility::Focused => Some("focused".to_owned()),
            Visibility::Visible => Some("visible".to_owned()),
            Visibility::Hidden => Some("hidden".to_owned()),
            Visibility::Unknown => None,
        };
        let mut request = codec::encode(&CreateSessionToken {
            session_id: key.session.clone(),
            organization_id: Some(key.organization.as_ref().map(|id| id.as_str().to_owned()).unwrap_or_default()),
            tab_state,
        });
        if let Some(template) = &key.template {
            request.path.push('/');
            frontdesk_wire::percent::encode_into(template, &mut request.path);
        }
        if skip_cache {
            request.query.push(("debug", "skip_cache".to_owned()));
        }
        if key.template.is_none() {
            self.say_token_before(key, skip_cache, &mut request);
        }
        request
    }

    /// Where the instance makes a token from the one before, that one comes along.
    fn say_token_before(&self, key: &TokenKey, skip_cache: bool, request: &mut EncodedRequest) {
        let own = self.token_key().filter(|own| own.session == key.session);
        let state = self.state();
        if !state.snapshot.environment.as_ref().is_some_and(|environment| environment.auth_config.session_minter) {
            return;
        }
        if let Some(before) = state.tokens.cache.get(own.as_ref().unwrap_or(key)) {
            request.form.push(("token", before.jwt.expose().to_owned()));
        }
        if skip_cache {
            request.form.push(("force_origin", "true".to_owned()));
        }
    }

    /// Plans the next renewal by the token's own expiry. A session without a good token gets one at once.
    pub(crate) fn schedule_renewal(&self) {
        let Some(key) = self.token_key() else {
            self.state().tokens.timer += 1;
            return;
        };
        match self.decide(&key, false).0 {
            Decision::Use => self.plan_renewal(),
            Decision::UseAndRenew | Decision::Fetch => drop(self.request_token(&key, false)),
            Decision::Wait if self.inner.platform.online() => {}
            // The network says when it is back, in most browsers.
            Decision::Wait => drop(self.mint_failed(&key, &Error::offline())),
        }
    }

    /// Sets the timer for the token that the cookie holds: at its own times, but not before a second has passed, lest a server
    /// with tokens that are always due be asked without pause.
    pub(crate) fn plan_renewal(&self) {
        let Some(key) = self.token_key() else { return };
        let now = self.now();
        let wait = self.state().tokens.cache.get(&key).map_or(0, |entry| entry.next_look(now).millis_since(now));
        self.renew_after(u64::try_from(wait).unwrap_or(0).max(1_000));
    }

    fn renew_later(&self, asked: Option<u64>) {
        let failures = {
            let tokens = &mut self.state().tokens;
            tokens.failures += 1;
            tokens.failures
        };
        let wait = retry::before_renewal(failures);
        self.renew_after(asked.unwrap_or_default().saturating_mul(1_000).max(wait));
    }

    fn renew_after(&self, wait: u64) {
        let number = {
            let tokens = &mut self.state().tokens;
            tokens.timer += 1;
            tokens.timer
        };
        let then = move |frontdesk: Self| {
            let newest = frontdesk.state().tokens.timer == number;
            if newest {
                frontdesk.schedule_renewal();
            }
        };
        let sleep = self.inner.platform.sleep(wait);
        self.after(sleep, Box::new(then));
    }
}
