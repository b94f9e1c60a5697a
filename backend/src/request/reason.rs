//! Why a request counts as signed out, or is sent to the handshake.

use crate::Reason;
use std::borrow::Cow;
use std::fmt;

/// Why a request counts as signed out, or is sent to the handshake. The words are those of the protocol.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RequestReason {
    /// Something about the token itself.
    Token(Reason),
    /// The browser says that somebody is signed in, and there is no token.
    ClientUatButNoSessionToken,
    /// A development browser's token is missing.
    DevBrowserMissing,
    /// A development browser's token came with the address.
    DevBrowserSync,
    /// The primary app answers a satellite.
    PrimaryRespondsToSyncing,
    /// The visitor came from a page of another origin, where something may have changed.
    PrimaryDomainCrossOriginSync,
    /// A satellite asks the primary app.
    SatelliteNeedsSyncing,
    /// Nothing says that anybody is signed in.
    SessionTokenAndUatMissing,
    /// The token is over, and this is why it was not renewed here.
    SessionTokenExpired(RefreshFault),
    /// The token is older than what last happened in the browser.
    SessionTokenIatBeforeClientUat,
    /// The token comes from the future.
    SessionTokenIatInTheFuture,
    /// The token is not good yet.
    SessionTokenNbf,
    /// A token, and nothing that says since when.
    SessionTokenButNoClientUat,
    /// The address is about another organization than the active one.
    ActiveOrganizationMismatch,
    /// A token of another kind than a session's.
    TokenTypeMismatch,
}

impl RequestReason {
    /// The word of the protocol, such as `dev-browser-missing`.
    pub fn as_str(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Token(reason) => reason.as_str(),
            Self::ClientUatButNoSessionToken => "client-uat-but-no-session-token",
            Self::DevBrowserMissing => "dev-browser-missing",
            Self::DevBrowserSync => "dev-browser-sync",
            Self::PrimaryRespondsToSyncing => "primary-responds-to-syncing",
            Self::PrimaryDomainCrossOriginSync => "primary-domain-cross-origin-sync",
            Self::SatelliteNeedsSyncing => "satellite-needs-syncing",
            Self::SessionTokenAndUatMissing => "session-token-and-uat-missing",
            Self::SessionTokenExpired(fault) => return format!("session-token-expired-refresh-{fault}").into(),
            Self::SessionTokenIatBeforeClientUat => "session-token-iat-before-client-uat",
            Self::SessionTokenIatInTheFuture => "session-token-iat-in-the-future",
            Self::SessionTokenNbf => "session-token-nbf",
            Self::SessionTokenButNoClientUat => "session-token-but-no-client-uat",
            Self::ActiveOrganizationMismatch => "active-organization-mismatch",
            Self::TokenTypeMismatch => "token-type-mismatch",
        })
    }

    /// A sentence for developers.
    pub fn message(&self) -> String {
        let text = match self {
            Self::Token(reason) => return reason.to_string(),
            Self::ClientUatButNoSessionToken => "the browser is signed in, but sent no session token",
            Self::DevBrowserMissing => "the request carries no token of a development browser",
            Self::DevBrowserSync => "the address brings the token of a development browser",
            Self::PrimaryRespondsToSyncing => "the primary app answers a satellite",
            Self::PrimaryDomainCrossOriginSync => "the visitor comes from a page of another origin",
            Self::SatelliteNeedsSyncing => "the satellite must ask the primary app who is signed in",
            Self::SessionTokenAndUatMissing => "nothing in the request says that anybody is signed in",
            Self::SessionTokenExpired(_) => "the session token has expired",
            Self::SessionTokenIatBeforeClientUat => "the session token is older than the last change in the browser",
            Self::SessionTokenIatInTheFuture => {
                "the session token was issued in the future; is this machine's clock right?"
            }
            Self::SessionTokenNbf => "the session token is not valid yet; is this machine's clock right?",
            Self::SessionTokenButNoClientUat => {
                "the request carries a session token, but not when the browser last changed"
            }
            Self::ActiveOrganizationMismatch => "the address belongs to another organization than the active one",
            Self::TokenTypeMismatch => "the token is not a session token",
        };
        text.to_owned()
    }
}

impl fmt::Display for RequestReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl From<Reason> for RequestReason {
    fn from(reason: Reason) -> Self {
        Self::Token(reason)
    }
}

/// Why an expired token was not renewed without a handshake: a word of the protocol, or an error code of the Backend
/// API.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RefreshFault(Cow<'static, str>);

impl RefreshFault {
    /// The request is no `GET`.
    pub const NON_ELIGIBLE_NON_GET: Self = Self::known("non-eligible-non-get");
    /// There is no refresh token.
    pub const NON_ELIGIBLE_NO_COOKIE: Self = Self::known("non-eligible-no-refresh-cookie");
    /// Nothing to reach the Backend API with.
    pub const MISSING_API_CLIENT: Self = Self::known("missing-api-client");
    /// The expired token cannot be read.
    pub const DECODE_FAILED: Self = Self::known("expired-session-token-decode-failed");
    /// The expired token names no session.
    pub const MISSING_SID: Self = Self::known("expired-session-token-missing-sid-claim");
    /// The new token does not hold.
    pub const INVALID_SESSION_TOKEN: Self = Self::known("invalid-session-token");
    /// The answer is empty.
    pub const UNEXPECTED_SDK_ERROR: Self = Self::known("unexpected-sdk-error");
    /// The Backend API cannot be reached.
    pub const FETCH_ERROR: Self = Self::known("fetch-error");
    /// The answer of the Backend API cannot be read.
    pub const UNEXPECTED_BAPI_ERROR: Self = Self::known("unexpected-bapi-error");

    const fn known(word: &'static str) -> Self {
        Self(Cow::Borrowed(word))
    }

    /// An error code of the Backend API; it must be a word, since it becomes part of an address.
    pub fn code(code: &str) -> Self {
        let is_word =
            !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
        if is_word { Self(Cow::Owned(code.to_owned())) } else { Self::UNEXPECTED_BAPI_ERROR }
    }
}

impl fmt::Display for RefreshFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
