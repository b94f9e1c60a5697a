//! What becomes of a request.

use super::reason::RequestReason;
use crate::{Auth, Reason};
use frontdesk_wire::Jwt;
use http::header::LOCATION;
use http::{HeaderMap, HeaderName, HeaderValue};
use thiserror::Error;

const STATUS: HeaderName = HeaderName::from_static("x-clerk-auth-status");
const REASON: HeaderName = HeaderName::from_static("x-clerk-auth-reason");
const MESSAGE: HeaderName = HeaderName::from_static("x-clerk-auth-message");

/// What becomes of a request.
#[derive(Debug, Clone)]
pub struct RequestState {
    verdict: Verdict,
    headers: HeaderMap,
    token: Option<Jwt>,
}

/// Who a request comes from.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// Somebody whose token was verified.
    SignedIn(Box<Auth>),
    /// Nobody, and why.
    SignedOut(RequestReason),
    /// To be told by a handshake, and why. The request is answered with a redirect.
    Handshake(RequestReason),
}

/// Why no answer can be given at all: something is set up wrongly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum AuthenticateError {
    /// The request has no address that could be one.
    #[error("the request's host is not a host")]
    Address,
    /// The handshake's result is signed by another instance. Told in development, where it is a mistake in the set-up.
    #[error(
        "the result of the handshake is not signed by this instance: do the publishable key and the public key (or the \
         secret key) belong together? `frontdesk keys` prints both"
    )]
    KeysMismatch,
    /// The handshake's result cannot be used. Told in development.
    #[error("the result of the handshake cannot be used: {0}")]
    Handshake(Reason),
}

impl RequestState {
    pub(super) fn new(verdict: Verdict) -> Self {
        Self { verdict, headers: HeaderMap::new(), token: None }
    }

    pub(super) fn signed_out(reason: impl Into<RequestReason>) -> Self {
        Self::new(Verdict::SignedOut(reason.into()))
    }

    pub(super) fn signed_in(auth: Auth, token: &str) -> Self {
        Self { token: Some(Jwt::from(token)), ..Self::new(Verdict::SignedIn(Box::new(auth))) }
    }

    pub(super) fn with_headers(mut self, headers: HeaderMap) -> Self {
        self.headers.extend(headers);
        self
    }

    /// Who the request comes from.
    pub const fn verdict(&self) -> &Verdict {
        &self.verdict
    }

    /// Whoever is signed in.
    pub fn auth(&self) -> Option<&Auth> {
        match &self.verdict {
            Verdict::SignedIn(auth) => Some(auth),
            Verdict::SignedOut(_) | Verdict::Handshake(_) => None,
        }
    }

    /// Why nobody is signed in.
    pub const fn reason(&self) -> Option<&RequestReason> {
        match &self.verdict {
            Verdict::SignedIn(_) => None,
            Verdict::SignedOut(reason) | Verdict::Handshake(reason) => Some(reason),
        }
    }

    /// The word of the protocol: `signed-in`, `signed-out` or `handshake`.
    pub const fn status(&self) -> &'static str {
        match self.verdict {
            Verdict::SignedIn(_) => "signed-in",
            Verdict::SignedOut(_) => "signed-out",
            Verdict::Handshake(_) => "handshake",
        }
    }

    /// The session token that was verified; after a handshake it is not the one that the request carried.
    pub const fn token(&self) -> Option<&Jwt> {
        self.token.as_ref()
    }

    /// Where the browser is to be sent instead of being answered, with status 307. Besides the handshake itself, in
    /// development this is how its result is taken off the address.
    pub fn location(&self) -> Option<&HeaderValue> {
        self.headers.get(LOCATION)
    }

    /// The headers that belong on the reply, whatever it is: cookies above all.
    pub const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The headers that tell developers what was decided and why.
    pub fn debug_headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(STATUS, HeaderValue::from_static(self.status()));
        if let Some(reason) = self.reason() {
            for (name, text) in [(REASON, reason.as_str().into_owned()), (MESSAGE, reason.message())] {
                if let Ok(value) = HeaderValue::from_str(&text) {
                    headers.insert(name, value);
                }
            }
        }
        headers
    }
}
