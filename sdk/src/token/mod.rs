//! The session token: from memory while it is good, renewed before it expires, the same in all tabs.

pub(crate) mod cache;
mod cookie;
mod renew;

pub(crate) use cache::{Decision, Entry, TokenKey};

use crate::error::Error;
use crate::frontdesk::{Frontdesk, held};
use cache::{Cache, decide};
use frontdesk_wire::{Client, Jwt, OrganizationId, SessionId, json};
use futures::channel::oneshot;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, AtomicU64};

/// What kind of token is wanted; see [`Frontdesk::token_with`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TokenOptions {
    /// Made from this template instead of the session's own claims.
    pub template: Option<String>,
    /// For this organization instead of the active one.
    pub organization: Option<TokenOrganization>,
    /// Ask the server even when a good token is at hand.
    pub skip_cache: bool,
}

/// Which organization a token is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenOrganization {
    /// None: the personal workspace.
    Personal,
    /// This one.
    Id(OrganizationId),
}

/// Tokens in memory and requests for them under way.
#[derive(Default)]
pub(crate) struct Tokens {
    cache: Mutex<Cache>,
    flights: Mutex<Vec<Flight>>,
    /// The newest renewal timer; older ones find another number and end.
    timer: AtomicU64,
    /// Renewals that failed in a row.
    failures: AtomicU32,
    /// The context that this tab has last written into the cookie.
    context: Mutex<String>,
}

/// A request for a token and everyone who waits for it.
struct Flight {
    key: TokenKey,
    skip_cache: bool,
    waiting: Vec<oneshot::Sender<Result<Jwt, Error>>>,
}

impl Tokens {
    /// Forgets the tokens of sessions that are over.
    pub(crate) fn retain(&self, live: impl Fn(&SessionId) -> bool) {
        held(&self.cache).retain_sessions(live);
    }
}

impl Frontdesk {
    /// A token of the session that is shown, good for at least some seconds; nothing when nobody is signed in. Send it as
    /// `Authorization: Bearer …`, and ask again for each request.
    ///
    /// # Errors
    /// When there is no good token and none can be had. Being offline is an error, never "signed out".
    pub async fn token(&self) -> Result<Option<Jwt>, Error> {
        self.token_with(TokenOptions::default()).await
    }

    /// A token for another organization, from a template, or fresh from the server.
    ///
    /// # Errors
    /// As [`Frontdesk::token`].
    pub async fn token_with(&self, options: TokenOptions) -> Result<Option<Jwt>, Error> {
        if !self.snapshot().is_loaded() {
            self.load().await?;
        }
        let Some(mut key) = self.token_key() else { return Ok(None) };
        match options.organization {
            Some(TokenOrganization::Personal) => key.organization = None,
            Some(TokenOrganization::Id(id)) => key.organization = Some(id),
            None => {}
        }
        key.template = options.template;
        if !options.skip_cache {
            match self.at_hand(&key) {
                (Decision::Use, Some(jwt)) => return Ok(Some(jwt)),
                (Decision::UseAndRenew, Some(jwt)) => {
                    // Nobody waits for this one.
                    drop(self.request_token(key, false));
                    return Ok(Some(jwt));
                }
                _ => {}
            }
        }
        let session = key.session.clone();
        let answer = self.request_token(key, options.skip_cache).await.unwrap_or(Err(Error::SignedOut));
        match answer {
            Ok(jwt) => Ok(Some(jwt)),
            // The refusal has been looked into: the session is over.
            Err(_) if self.session_id().as_ref() != Some(&session) && self.session_id().is_none() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The token that the cookie holds: of the session that is shown, for its organization.
    pub(crate) fn token_key(&self) -> Option<TokenKey> {
        let snapshot = self.snapshot();
        let session = snapshot.session()?;
        Some(TokenKey {
            session: session.id.clone(),
            organization: session.last_active_organization_id.clone(),
            template: None,
        })
    }

    /// The token in memory and what to do with it.
    pub(crate) fn at_hand(&self, key: &TokenKey) -> (Decision, Option<Jwt>) {
        let (server_now, device_now) = (self.now(), self.inner.platform.now());
        let cache = held(&self.inner.tokens.cache);
        let entry = cache.get(key);
        (decide(entry, server_now, device_now), entry.map(|entry| entry.jwt.clone()))
    }

    /// Keeps a token unless a fresher one is there; the cookie and the timer follow.
    pub(crate) fn keep_token(&self, key: TokenKey, entry: Entry) {
        let kept = held(&self.inner.tokens.cache).keep(key.clone(), entry);
        if kept && self.token_key().as_ref() == Some(&key) {
            self.write_cookies();
            self.plan_renewal();
        }
    }

    /// Moves the tokens of a client's sessions into memory: snapshots carry none.
    pub(crate) fn take_tokens(&self, client: Option<&mut Client>) {
        let now = self.inner.platform.now();
        for session in client.map(|client| client.sessions.as_mut_slice()).unwrap_or_default() {
            let Some(token) = session.last_active_token.take() else { continue };
            let Some(claims) = json::claims(&token.jwt) else { continue };
            let Some(entry) = Entry::read(token.jwt, now) else { continue };
            let organization = claims.organization.map(|organization| organization.id);
            if claims.session_id != session.id || organization != session.last_active_organization_id {
                continue;
            }
            let (issued_at, expires_at) = entry.span();
            self.observe_clock(|clock, now| clock.observe_span(issued_at, expires_at, now));
            let key = TokenKey { session: session.id.clone(), organization, template: None };
            held(&self.inner.tokens.cache).keep(key, entry);
        }
    }
}
