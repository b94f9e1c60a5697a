//! A request, read: the instance, the query, the JSON body.

use std::sync::Arc;

use axum::body::Body;
use frontdesk_wire::{ErrorCode, Timestamp, percent};
use http::header::CONTENT_TYPE;
use http::request::Parts;
use serde_json::{Map, Value};

use super::fields::Fields;
use crate::app::App;
use crate::failure::Failure;
use crate::fapi::body;
use crate::instance::Instance;

/// The most that a list shows at once.
const MAX_LIMIT: i64 = 500;

/// A request whose key was found good.
pub(super) struct Ask {
    pub(super) app: App,
    pub(super) instance: Arc<Instance>,
    pub(super) now: Timestamp,
    pub(super) body: Fields,
    query: Vec<(String, String)>,
}

/// A part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) limit: i64,
    pub(super) offset: i64,
}

impl Ask {
    pub(super) async fn read(app: &App, instance: Arc<Instance>, parts: &Parts, body: Body) -> Result<Self, Failure> {
        let bytes = body::whole(body, app.config.server.body_limit, body::PATIENCE).await?;
        let query = percent::split(parts.uri.query().unwrap_or_default());
        // PostgreSQL keeps no NUL in a text.
        if query.iter().any(|(_, value)| value.contains('\0')) {
            return Err(Failure::code(ErrorCode::MALFORMED_REQUEST_PARAMETERS));
        }
        Ok(Self { app: app.clone(), instance, now: app.now(), body: Fields::new(object(parts, &bytes)?), query })
    }

    /// The first value of a query parameter; an empty one counts as absent.
    pub(super) fn first(&self, name: &str) -> Option<&str> {
        self.all(name).into_iter().next()
    }

    /// All values of a query parameter, given as `name` or `name[]`. Commas separate nothing.
    pub(super) fn all(&self, name: &str) -> Vec<&str> {
        let named = |key: &str| key == name || key.strip_suffix("[]") == Some(name);
        self.query
            .iter()
            .filter(|(key, value)| named(key) && !value.is_empty())
            .map(|(_, value)| value.as_str())
            .collect()
    }

    /// Which part of a list is asked for.
    pub(super) fn part(&self) -> Result<Part, Failure> {
        let limit = self.number("limit")?.unwrap_or(10);
        let offset = self.number("offset")?.unwrap_or(0);
        if !(1..=MAX_LIMIT).contains(&limit) {
            return Err(Failure::field("limit", ErrorCode::FORM_PARAM_VALUE_INVALID));
        }
        Ok(Part { limit, offset })
    }

    fn number(&self, name: &'static str) -> Result<Option<i64>, Failure> {
        let Some(text) = self.first(name) else { return Ok(None) };
        match text.parse() {
            Ok(number) if number >= 0 => Ok(Some(number)),
            Ok(_) | Err(_) => Err(Failure::field(name, ErrorCode::FORM_PARAM_VALUE_INVALID)),
        }
    }
}

impl Part {
    /// This part of what is at hand.
    pub(super) fn of<T>(self, all: Vec<T>) -> Vec<T> {
        let cut = |number: i64| usize::try_from(number).unwrap_or(usize::MAX);
        all.into_iter().skip(cut(self.offset)).take(cut(self.limit)).collect()
    }
}

/// The body as a JSON object; none is an empty one.
fn object(parts: &Parts, bytes: &[u8]) -> Result<Map<String, Value>, Failure> {
    if bytes.is_empty() {
        return Ok(Map::new());
    }
    let kind = parts.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if !kind.is_empty() && !kind.eq_ignore_ascii_case("application/json") {
        return Err(Failure::code(ErrorCode::UNSUPPORTED_CONTENT_TYPE));
    }
    match serde_json::from_slice(bytes) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) | Err(_) => Err(Failure::code(ErrorCode::REQUEST_BODY_INVALID)),
    }
}
