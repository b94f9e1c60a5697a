//! Reading a request's fields: query and body, form or JSON.

use std::time::Duration;

use axum::body::{Body, Bytes};
use frontdesk_wire::field::Fields;
use frontdesk_wire::{ErrorCode, percent};
use http::header::CONTENT_TYPE;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use serde_json::Value;

use crate::app::App;
use crate::failure::Failure;

/// How long a body may take to arrive.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A body in one piece, unless it is too large or does not come in time.
pub(crate) async fn whole(body: Body, most: usize, patience: Duration) -> Result<Bytes, Failure> {
    match tokio::time::timeout(patience, Limited::new(body, most).collect()).await {
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Failure::code(ErrorCode::REQUEST_BODY_TOO_LARGE)),
        Ok(Err(_)) | Err(_) => Err(Failure::code(ErrorCode::REQUEST_BODY_INVALID)),
    }
}

/// Reads the fields of a request; what the handler does not know it ignores.
pub(super) async fn read(
    app: &App,
    parts: &http::request::Parts,
    body: Body,
    query: &[(String, String)],
) -> Result<Vec<(String, String)>, Failure> {
    let bytes = whole(body, app.config.server.body_limit, PATIENCE).await?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use futures::StreamExt as _;

    #[tokio::test]
    async fn a_body_that_does_not_end_is_given_up() {
        let begun = futures::stream::iter([Ok::<_, std::io::Error>("identifier=ada")]);
        let body = Body::from_stream(begun.chain(futures::stream::pending()));

        let refused = whole(body, 1024, Duration::from_millis(20)).await.unwrap_err();

        assert_eq!(refused.refusal().code, ErrorCode::REQUEST_BODY_INVALID);
        assert_eq!(whole(Body::from("identifier=ada"), 1024, PATIENCE).await.unwrap(), "identifier=ada");
        let refused = whole(Body::from("identifier=ada"), 4, PATIENCE).await.unwrap_err();
        assert_eq!(refused.refusal().code, ErrorCode::REQUEST_BODY_TOO_LARGE);
    }
}
