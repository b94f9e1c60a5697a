//! Getting the next token: one request at a time and per browser, before the old one expires.

use super::{Decision, Entry, Flight, TokenKey};
use crate::error::Error;
use crate::frontdesk::{Frontdesk, held};
use crate::platform::{LockGuard, Visibility};
use crate::retry;
use crate::state::{Change, Status};
use frontdesk_wire::codec::{self, EncodedRequest};
use frontdesk_wire::endpoints::CreateSessionToken;
use frontdesk_wire::{Jwt, Token, json};
use futures::channel::oneshot;
use futures::future::{Either, select};
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// How long a tab waits for another tab's renewal before it goes ahead by itself.
const LOCK_TIMEOUT_MS: u64 = 5_000;
/// How often a call that waits for a token tries again while the server cannot be reached.
const CALL_TRIES: u32 = 3;

impl Frontdesk {
    /// Joins the request for this token that is under way, or starts one. It goes on even if nobody waits any more.
    pub(crate) fn request_token(
        &self,
        key: TokenKey,
        skip_cache: bool,
    ) -> impl Future<Output = Result<Result<Jwt, Error>, oneshot::Canceled>> + Send + 'static {
        let (sender, receiver) = oneshot::channel();
        {
            let mut flights = held(&self.inner.tokens.flights);
            if let Some(flight) = flights.iter_mut().find(|flight| flight.key == key && flight.skip_cache == skip_cache)
            {
                flight.waiting.push(sender);
                return receiver;
            }
            flights.push(Flight { key: key.clone(), skip_cache, waiting: vec![sender] });
        }
        let frontdesk = self.clone();
        self.spawn(async move {
            let answer = frontdesk.get_token(&key, skip_cache).await;
            let flight = {
                let mut flights = held(&frontdesk.inner.tokens.flights);
                let place = flights.iter().position(|flight| flight.key == key && flight.skip_cache == skip_cache);
                place.map(|place| flights.swap_remove(place))
            };
            for waiting in flight.into_iter().flat_map(|flight| flight.waiting) {
                // Whoever stopped waiting does not want it.
                let _ = waiting.send(answer.clone());
            }
        });
        receiver
    }

    async fn get_token(&self, key: &TokenKey, skip_cache: bool) -> Result<Jwt, Error> {
        let _lock = self.renewal_lock().await;
        if !skip_cache {
            // While this tab waited for the lock, another one may have done the work.
            self.read_cookie_token(key);
            if let (Decision::Use, Some(jwt)) = self.at_hand(key) {
                return Ok(jwt);
            }
        }
        let mut tries = 0;
        let error = loop {
            match self.mint(key, skip_cache).await {
                Ok(jwt) => {
                    self.inner.tokens.failures.store(0, Ordering::Relaxed);
                    return Ok(jwt);
                }
                Err(error) => {
                    tries += 1;
                    // With a good token still at hand nobody waits: the timer tries again.
                    let nobody_waits = self.at_hand(key).0 != Decision::Fetch;
                    if !matches!(error, Error::Network(_))
                        || nobody_waits
                        || tries >= CALL_TRIES
                        || !self.inner.platform.online()
                    {
                        break error;
                    }
                    self.inner.platform.sleep(retry::before_read(tries + 1, self.inner.platform.random())).await;
                }
            }
        };
        if self.token_key().as_ref() == Some(key) {
            if !error.retryable() {
                // Refused for this session and organization: perhaps the person is no member any more.
                self.reload_after_refusal().await;
            } else if self.snapshot().status == Status::Ready {
                self.publish(Change::Status(Status::Degraded, Some(error.clone())));
            }
            self.renew_later(error.retry_after());
        }
        Err(error)
    }

    async fn renewal_lock(&self) -> LockGuard {
        let lock = self.inner.platform.lock(&["frontdesk.token.", &self.inner.suffix].concat());
        let timeout = self.inner.platform.sleep(LOCK_TIMEOUT_MS);
        match select(lock, timeout).await {
            Either::Left((guard, _)) => guard,
            Either::Right(_) => LockGuard::unlocked(),
        }
    }

    async fn mint(&self, key: &TokenKey, skip_cache: bool) -> Result<Jwt, Error> {
        let sent = self.inner.platform.now();
        let text = self.exchange(self.mint_request(key, skip_cache), false).await?;
        let token: Token = json::read(&text).ok_or_else(Error::decode)?;
        let jwt = token.jwt;
        let Some(entry) = Entry::read(jwt.clone(), self.inner.platform.now()) else {
            // A template's token may have a form of its own; a session's token must be one.
            return if key.template.is_some() { Ok(jwt) } else { Err(Error::Decode("the token cannot be read")) };
        };
        let issued_at = entry.span().0;
        self.observe_clock(|clock, now| clock.observe(issued_at, sent, now));
        self.keep_token(key.clone(), entry);
        self.tell_token(key, &jwt);
        Ok(jwt)
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
        request
    }

    /// Plans the next renewal by the token's own expiry. A session without a good token gets one at once.
    pub(crate) fn schedule_renewal(&self) {
        let Some(key) = self.token_key() else {
            self.inner.tokens.timer.fetch_add(1, Ordering::Relaxed);
            return;
        };
        match self.at_hand(&key).0 {
            Decision::Use => self.plan_renewal(),
            Decision::UseAndRenew | Decision::Fetch => drop(self.request_token(key, false)),
        }
    }

    /// Sets the timer for the token that the cookie holds: at its own time, but not before a second has passed, lest a server
    /// with tokens that are always due be asked without pause.
    pub(crate) fn plan_renewal(&self) {
        let Some(key) = self.token_key() else { return };
        let renew_at = held(&self.inner.tokens.cache).get(&key).map(Entry::renew_at);
        let wait = renew_at.map_or(0, |at| at.millis_since(self.now()));
        self.renew_after(u64::try_from(wait).unwrap_or(0).max(1_000));
    }

    fn renew_later(&self, asked: Option<u64>) {
        let failures = self.inner.tokens.failures.fetch_add(1, Ordering::Relaxed) + 1;
        let wait = retry::before_renewal(failures);
        self.renew_after(asked.map_or(wait, |seconds| seconds.saturating_mul(1_000).max(wait)));
    }

    fn renew_after(&self, wait: u64) {
        let number = self.inner.tokens.timer.fetch_add(1, Ordering::Relaxed) + 1;
        let sleep = self.inner.platform.sleep(wait);
        let weak = Arc::downgrade(&self.inner);
        self.spawn(async move {
            sleep.await;
            let Some(inner) = weak.upgrade() else { return };
            let newest = inner.tokens.timer.load(Ordering::Relaxed) == number;
            // A hidden tab asks for nothing: it renews when someone looks at it, or when its app wants a token.
            if newest && inner.platform.visibility() != Visibility::Hidden {
                Self { inner }.schedule_renewal();
            }
        });
    }
}
