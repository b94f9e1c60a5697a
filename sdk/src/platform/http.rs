//! One request and its answer, as the engine sees them.

use std::borrow::Cow;
use std::fmt;

/// A request on its way out. There are no headers of our own, so that browsers send it without asking first.
#[derive(Clone)]
pub struct Request {
    /// The verb on the wire: `GET` or `POST`.
    pub method: &'static str,
    /// The whole address with its query.
    pub url: String,
    /// What a `POST` carries.
    pub body: Option<Body>,
    /// Whether cookies of the server's site go along and may be set.
    pub credentials: bool,
}

/// What a `POST` carries: the fields of a form, or a form with a file.
#[derive(Clone, PartialEq, Eq)]
pub struct Body {
    /// Its type: one of the three that a browser sends without asking the server first.
    pub content_type: Cow<'static, str>,
    /// The body itself.
    pub bytes: Vec<u8>,
}

impl Body {
    /// The fields of a form (`application/x-www-form-urlencoded`).
    pub fn form(fields: String) -> Self {
        Self { content_type: Cow::Borrowed("application/x-www-form-urlencoded"), bytes: fields.into_bytes() }
    }

    /// The body as text; empty when it is none.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap_or_default()
    }
}

impl fmt::Debug for Body {
    /// Its type only: it may carry a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.content_type)
    }
}

impl fmt::Debug for Request {
    /// Verb and path only: the query may carry a token and the body a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.url.split('?').next().unwrap_or_default();
        write!(f, "{} {path}", self.method)
    }
}

/// The answer to a request.
#[derive(Clone, Default)]
pub struct Response {
    /// The status, such as 200.
    pub status: u16,
    /// The headers that a page may read, names in lower case. The engine looks at those in [`Response::HEADERS`].
    pub headers: Vec<(String, String)>,
    /// The body as text.
    pub body: String,
}

impl Response {
    /// The headers that the engine looks at.
    pub const HEADERS: [&'static str; 4] = ["clerk-db-jwt", "retry-after", "x-clerk-trace-id", "date"];

    /// A header by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

impl fmt::Debug for Response {
    /// The status only: the body may carry tokens.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Response {}", self.status)
    }
}

/// Why no answer came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchError {
    /// The kind of failure.
    pub kind: FetchErrorKind,
    /// What the platform says about it, for a developer.
    pub message: String,
}

/// The kinds of failure before an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FetchErrorKind {
    /// The device has no network.
    Offline,
    /// The server could not be reached, or refused this origin.
    Unreachable,
    /// The server took too long.
    Timeout,
}

impl FetchError {
    /// A failure with what the platform says about it.
    pub fn new(kind: FetchErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            FetchErrorKind::Offline => "this device is offline",
            FetchErrorKind::Unreachable => "the server cannot be reached",
            FetchErrorKind::Timeout => "the server takes too long to answer",
        })
    }
}

impl std::error::Error for FetchError {}
