//! Asking the demo's own back end who we are.

use frontdesk_sdk::Frontdesk;
use gloo_net::http::Request;
use serde_json::Value;

/// What `/api/me` answered.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Me {
    /// The claims that the back end verified, as the token has them.
    Verified(serde_json::Map<String, Value>),
    /// Why it did not let us in.
    Refused {
        /// In words.
        message: String,
        /// As the protocol says it.
        reason: String,
    },
    /// It could not be asked.
    Unreachable,
}

/// Calls the protected API with the session token, as an app's own code would.
pub(crate) async fn ask(frontdesk: &Frontdesk) -> Me {
    // Without a token the request goes out bare: the back end decides, not this page.
    let token = frontdesk.token().await.ok().flatten();
    let mut request = Request::get("/api/me");
    if let Some(token) = &token {
        request = request.header("authorization", &["Bearer ", token.expose()].concat());
    }
    let Ok(reply) = request.send().await else { return Me::Unreachable };
    let Ok(Value::Object(mut body)) = reply.text().await.map(|text| serde_json::from_str(&text).unwrap_or_default())
    else {
        return Me::Unreachable;
    };
    match body.remove("claims") {
        Some(Value::Object(claims)) if reply.ok() => Me::Verified(claims),
        _ => {
            let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
            Me::Refused { message: text("message"), reason: text("reason") }
        }
    }
}
