//! The session token: from memory while it is good, renewed before it expires, the same in all tabs.

pub(crate) mod cache;
pub(crate) mod cookie;
mod decision;
mod renew;

pub(crate) use cache::{Entry, TokenKey};
pub(crate) use cookie::ARRIVAL;

use crate::client_tree::{sessions, take, text};
use crate::error::Error;
use crate::frontdesk::Frontdesk;
use crate::platform::BoxFuture;
use crate::tab_choice::Choices;
use crate::wait::Promise;
use cache::Cache;
use decision::{Decision, Life, Situation, decide, life};
use frontdesk_wire::json::Json;
use frontdesk_wire::{Jwt, OrganizationId, Timestamp};

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
    pub(crate) cache: Cache,
    /// Which organization this tab works in, session by session: its token is for that one.
    pub(crate) choices: Choices,
    flights: Vec<Flight>,
    /// The newest renewal timer; older ones find another number and end.
    timer: u64,
    /// Renewals that failed in a row.
    failures: u32,
    /// The context that this tab has last written into the cookie.
    context: String,
}

/// A request for a token and the answer that everyone waits for who wants the same.
struct Flight {
    key: TokenKey,
    skip_cache: bool,
    answer: Promise<Result<Jwt, Error>>,
}

impl Tokens {
    /// The answer of the request that is under way for this token.
    fn flight(&self, key: &TokenKey, skip_cache: bool) -> Option<Promise<Result<Jwt, Error>>> {
        for flight in &self.flights {
            if flight.skip_cache == skip_cache && flight.key == *key {
                return Some(flight.answer.clone());
            }
        }
        None
    }

    /// Nobody joins this request any more.
    fn land(&mut self, answer: &Promise<Result<Jwt, Error>>) {
        self.flights.retain(|flight| !flight.answer.is(answer));
    }
}

/// What there is to a call for a token.
enum Now {
    /// The token that is at hand, or none because nobody is signed in.
    Known(Option<Jwt>),
    /// One is on its way.
    Asked(Promise<Result<Jwt, Error>>),
}

impl Frontdesk {
    /// A token of the session that is shown, good for at least some seconds; nothing when nobody is signed in. Send it as
    /// `Authorization: Bearer …`, and ask again for each request.
    ///
    /// # Errors
    /// When there is no good token and none can be had. Being offline is an error, never "signed out".
    pub fn token(&self) -> BoxFuture<Result<Option<Jwt>, Error>> {
        self.token_with(TokenOptions::default())
    }

    /// A token for another organization, from a template, or fresh from the server.
    ///
    /// # Errors
    /// As [`Frontdesk::token`].
    pub fn token_with(&self, options: TokenOptions) -> BoxFuture<Result<Option<Jwt>, Error>> {
        let this = self.clone();
        Box::pin(async move {
            if !this.snapshot().is_settled() && !this.has_token() {
                this.load().await?;
            }
            match this.token_now(options) {
                Now::Known(jwt) => Ok(jwt),
                Now::Asked(promise) => match promise.await {
                    Ok(jwt) => Ok(Some(jwt)),
                    // The refusal has been looked into: the session is over.
                    Err(_) if this.session_id().is_none() => Ok(None),
                    Err(error) => Err(error),
                },
            }
        })
    }

    /// Whether the token of whoever is shown is good, before the server has said anything.
    fn has_token(&self) -> bool {
        self.token_key().is_some_and(|key| self.is_good(&key))
    }

    fn token_now(&self, options: TokenOptions) -> Now {
        let skip_cache = options.skip_cache;
        let Some(key) = self.wanted_key(options) else { return Now::Known(None) };
        match self.decide(&key, true) {
            (Decision::Use, jwt) if !skip_cache => Now::Known(jwt),
            (Decision::UseAndRenew, jwt) if !skip_cache => {
                // Nobody waits for this one.
                drop(self.request_token(&key, false));
                Now::Known(jwt)
            }
            _ => Now::Asked(self.request_token(&key, skip_cache)),
        }
    }

    fn wanted_key(&self, options: TokenOptions) -> Option<TokenKey> {
        let mut key = self.token_key()?;
        match options.organization {
            Some(TokenOrganization::Personal) => key.organization = None,
            Some(TokenOrganization::Id(id)) => key.organization = Some(id),
            None => {}
        }
        key.template = options.template;
        Some(key)
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

    /// What to do about a token now, and the one in memory.
    fn decide(&self, key: &TokenKey, asked: bool) -> (Decision, Option<Jwt>) {
        let platform = &self.inner.platform;
        let (device_now, visibility, online) = (self.device_now(), platform.visibility(), platform.online());
        let state = self.state();
        let entry = state.tokens.cache.get(key);
        let server_now = state.clock.server_now(device_now);
        let situation = Situation { entry, server_now, device_now, visibility, online, asked };
        (decide(&situation), entry.map(|entry| entry.jwt.clone()))
    }

    /// Whether the token in memory can be handed out.
    pub(crate) fn is_good(&self, key: &TokenKey) -> bool {
        let device_now = self.device_now();
        let state = self.state();
        life(state.tokens.cache.get(key), state.clock.server_now(device_now), device_now) != Life::Over
    }

    /// Keeps a token unless a fresher one is there; the cookie and the timer follow, and whoever waits for it goes on.
    pub(crate) fn keep_token(&self, key: &TokenKey, entry: Entry) {
        if !self.state().tokens.cache.keep(key, entry) {
            return;
        }
        if self.token_key().as_ref() == Some(key) {
            self.write_cookies();
            self.plan_renewal();
        }
        if !self.is_good(key) {
            return;
        }
        let (answer, jwt) = {
            let tokens = &self.state().tokens;
            (tokens.flight(key, false), tokens.cache.get(key).map(|entry| entry.jwt.clone()))
        };
        if let (Some(answer), Some(jwt)) = (answer, jwt) {
            // The request goes on by itself. Whoever comes later does not join it: its answer would be this token for as long
            // as it takes.
            self.state().tokens.land(&answer);
            answer.settle(Ok(jwt));
        }
    }
}

impl Frontdesk {
    /// Moves the tokens of a client's sessions into memory: snapshots carry none.
    pub(crate) fn take_tokens(&self, client: &mut Json, sent: Timestamp) {
        let now = self.inner.platform.now();
        let state = &mut *self.state();
        state.client_asked_at = sent;
        for session in sessions(client) {
            let token = take(session, "last_active_token");
            let organization = text(session, "last_active_organization_id");
            let key = TokenKey {
                session: text(session, "id").into(),
                organization: if organization.is_empty() { None } else { Some(organization.into()) },
                template: None,
            };
            if let Some(entry) = Entry::of(&key, text(&token, "jwt").into(), sent) {
                let (issued_at, expires_at) = entry.span();
                state.clock.observe_span(issued_at, expires_at, sent, now);
                state.tokens.cache.keep(&key, entry);
            }
        }
    }
}
