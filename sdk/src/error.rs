//! What can go wrong with a request, and the questions that a form asks of it.

use crate::platform::{FetchError, FetchErrorKind};
use frontdesk_wire::{ApiError, ErrorCode, SessionId};
use std::fmt;
use std::sync::Arc;

/// A request that did not succeed.
#[derive(Debug, Clone)]
pub enum Error {
    /// The server answered with errors.
    Api(Arc<ApiFailure>),
    /// No answer came.
    Network(FetchError),
    /// The answer cannot be read; the text says why, for a developer.
    Decode(&'static str),
    /// Nobody is signed in, and the request needs someone.
    SignedOut,
    /// There is no such session or organization here.
    NotFound(&'static str),
    /// The session's token takes so many bytes as a cookie, and browsers keep 4096: the app's server gets no cookie, while
    /// [`Frontdesk::token`](crate::Frontdesk::token) works. Fewer custom claims make it smaller.
    CookieTooLarge(usize),
}

/// What the server said, with the status it said it with.
#[derive(Debug, Clone)]
pub struct ApiFailure {
    /// The HTTP status.
    pub status: u16,
    /// The errors; empty when the body could not be read.
    pub errors: Vec<ApiError>,
    /// Seconds after which it is worth trying again.
    pub retry_after: Option<u64>,
    /// Finds this request in the server's log.
    pub trace_id: Option<String>,
}

impl Error {
    /// The code of the first error: the server's, or `network_error`, `clerk_offline`, `decode_error`, `signed_out`,
    /// `resource_not_found`, `cookie_too_large` for those that never reached it.
    pub fn code(&self) -> ErrorCode {
        match self.errors().first() {
            Some(error) => error.code.clone(),
            None => ErrorCode::known(self.own_code()),
        }
    }

    /// The code where the server gave none.
    fn own_code(&self) -> &'static str {
        match self {
            Self::Api(_) => "unexpected_status",
            Self::Network(FetchError { kind: FetchErrorKind::Offline, .. }) => "clerk_offline",
            Self::Network(_) => "network_error",
            Self::Decode(_) => "decode_error",
            Self::SignedOut => "signed_out",
            Self::NotFound(_) => "resource_not_found",
            Self::CookieTooLarge(_) => "cookie_too_large",
        }
    }

    /// Whether the first error has one of these codes.
    pub(crate) fn is_any(&self, codes: &[ErrorCode]) -> bool {
        let code = self.errors().first().map_or_else(|| self.own_code(), |error| error.code.as_str());
        codes.iter().any(|known| known.as_str() == code)
    }

    /// The first error in words that can be shown to a person.
    pub fn message(&self) -> String {
        match self {
            Self::Api(failure) => match failure.errors.first() {
                Some(error) => said(error).to_owned(),
                None => "The server refused the request.".to_owned(),
            },
            Self::Network(error) => match error.kind {
                FetchErrorKind::Offline => "You are offline. Check your connection and try again.",
                FetchErrorKind::Unreachable => "The server cannot be reached. Check your connection and try again.",
                FetchErrorKind::Timeout => "The server takes too long to answer. Try again in a moment.",
            }
            .to_owned(),
            Self::Decode(_) => "The server's answer cannot be read.".to_owned(),
            Self::SignedOut => "You are signed out.".to_owned(),
            Self::CookieTooLarge(_) => "The session's token is too large for a cookie.".to_owned(),
            Self::NotFound(what) => {
                let mut text = String::from("There is no such ");
                text.push_str(what);
                text.push('.');
                text
            }
        }
    }

    /// The error that belongs to a form field, by its name on the wire, such as `identifier` or `password`.
    pub fn for_field(&self, name: &str) -> Option<&ApiError> {
        self.errors().iter().find(|error| param(error) == Some(name))
    }

    /// The errors that belong to no field: they stand at the top of a form.
    pub fn general(&self) -> impl Iterator<Item = &ApiError> {
        self.errors().iter().filter(|error| param(error).is_none())
    }

    /// Whether one of the errors has this code.
    pub fn is(&self, code: &ErrorCode) -> bool {
        self.is_any(std::slice::from_ref(code)) || self.errors().iter().any(|error| error.code == *code)
    }

    /// All errors of the answer; none when there was no answer.
    pub fn errors(&self) -> &[ApiError] {
        match self {
            Self::Api(failure) => &failure.errors,
            Self::Network(_) | Self::Decode(_) | Self::SignedOut | Self::NotFound(_) | Self::CookieTooLarge(_) => &[],
        }
    }

    /// The HTTP status, where there was an answer with errors.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Api(failure) => Some(failure.status),
            Self::Network(_) | Self::Decode(_) | Self::SignedOut | Self::NotFound(_) | Self::CookieTooLarge(_) => None,
        }
    }

    /// Seconds that the server asks to wait.
    pub fn retry_after(&self) -> Option<u64> {
        match self {
            Self::Api(failure) => failure.retry_after,
            Self::Network(_) | Self::Decode(_) | Self::SignedOut | Self::NotFound(_) | Self::CookieTooLarge(_) => None,
        }
    }

    /// Whether the same request may succeed later: no answer, an overloaded or a broken server.
    pub fn retryable(&self) -> bool {
        match self {
            Self::Network(_) => true,
            Self::Api(failure) => failure.status == 429 || failure.status >= 500,
            Self::Decode(_) | Self::SignedOut | Self::NotFound(_) | Self::CookieTooLarge(_) => false,
        }
    }

    /// Finds this request in the server's log.
    pub fn trace_id(&self) -> Option<&str> {
        match self {
            Self::Api(failure) => failure.trace_id.as_deref(),
            Self::Network(_) | Self::Decode(_) | Self::SignedOut | Self::NotFound(_) | Self::CookieTooLarge(_) => None,
        }
    }

    /// The session that the error is about: the one that is signed in already.
    pub fn session_id(&self) -> Option<SessionId> {
        self.errors().iter().find_map(|error| error.meta.as_ref()?.session_id.clone()).map(SessionId::from)
    }
}

impl Error {
    pub(crate) fn decode() -> Self {
        Self::Decode("the answer is not what was asked for")
    }

    pub(crate) fn offline() -> Self {
        Self::Network(FetchError::new(FetchErrorKind::Offline, "offline"))
    }

    /// A token that is none, or another one than was asked for.
    pub(crate) fn no_token() -> Self {
        Self::Decode("the token is not what was asked for")
    }

    pub(crate) fn timeout() -> Self {
        Self::Network(FetchError::new(FetchErrorKind::Timeout, ""))
    }
}

/// The field that an error is about.
pub(crate) fn param(error: &ApiError) -> Option<&str> {
    error.meta.as_ref()?.param_name.as_deref()
}

/// The longer text of an error where there is one.
fn said(error: &ApiError) -> &str {
    if error.long_message.is_empty() { &error.message } else { &error.long_message }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Network(error) => Some(error),
            Self::Api(_) | Self::Decode(_) | Self::SignedOut | Self::NotFound(_) | Self::CookieTooLarge(_) => None,
        }
    }
}
