//! Reading a request's fields: query and body, form or JSON.

use axum::body::Body;
use frontdesk_wire::field::Fields;
use frontdesk_wire::{ErrorCode, percent};
use http::header::CONTENT_TYPE;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use serde_json::Value;

use crate::app::App;
use crate::failure::Failure;

/// Reads the fields of a request; what the handler does not know it ignores.
pub(super) async fn read(
    app: &App,
    parts: &http::request::Parts,
    body: Body,
    query: &[(String, String)],
) -> Result<Vec<(String, String)>, Failure> {
    let bytes = match Limited::new(body, app.config.server.body_limit).collect().await {
        Ok(collected) => collected.to_bytes(),
        Err(error) if error.is::<LengthLimitError>() => return Err(Failure::code(ErrorCode::REQUEST_BODY_TOO_LARGE)),
        Err(_) => return Err(Failure::code(ErrorCode::REQUEST_BODY_INVALID)),
    };
    // A field of the body beats one of the query with the same name.
    let mut fields = Vec::new();
    if !bytes.is_empty() {
        let kind = parts.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let text = || std::str::from_utf8(&bytes).map_err(|_| Failure::code(ErrorCode::REQUEST_BODY_INVALID));
        match kind.as_str() {
            "" | "application/x-www-form-urlencoded" | "text/plain" => fields = percent::split(text()?),
            "application/json" => {
                let value: Value =
                    serde_json::from_slice(&bytes).map_err(|_| Failure::code(ErrorCode::REQUEST_BODY_INVALID))?;
                let Value::Object(object) = value else { return Err(Failure::code(ErrorCode::REQUEST_BODY_INVALID)) };
                object.into_iter().for_each(|(name, value)| spread(&name, value, &mut fields));
            }
            _ => return Err(Failure::code(ErrorCode::UNSUPPORTED_CONTENT_TYPE)),
        }
    }
    fields.extend(query.iter().cloned());
    Ok(fields)
}

/// A JSON value as the form fields that a browser would send.
fn spread(name: &str, value: Value, fields: &mut Vec<(String, String)>) {
    let text = match value {
        Value::Null => String::new(),
        Value::String(text) => text,
        Value::Array(items) => {
            for item in items {
                spread(name, item, fields);
            }
            return;
        }
        value @ (Value::Bool(_) | Value::Number(_) | Value::Object(_)) => value.to_string(),
    };
    fields.push((name.to_owned(), text));
}

/// The fields, for handlers of paths that are not in the endpoint table.
pub(super) fn fields(pairs: &[(String, String)]) -> Fields {
    Fields::new(pairs.iter().cloned())
}
