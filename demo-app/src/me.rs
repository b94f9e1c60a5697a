//! Asking the demo's own back end who we are.

use frontdesk_sdk::Frontdesk;
use frontdesk_sdk::platform::Request;
use leptos::prelude::window;
use serde_json::{Map, Value};

/// What `/api/me` answered.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Me {
    /// The claims that the back end verified, as the token has them.
    Verified(Map<String, Value>),
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

/// Calls the protected API. The session cookie of this origin goes along by itself; asking for a token first makes sure
/// that the cookie is fresh even after the device slept.
pub(crate) async fn ask(frontdesk: &Frontdesk) -> Me {
    let _ = frontdesk.token().await;
    let url = [window().location().origin().unwrap_or_default().as_str(), "/api/me"].concat();
    let request = Request { method: "GET", url, body: None, credentials: true };
    let Ok(reply) = frontdesk.platform().fetch(request).await else { return Me::Unreachable };
    let Ok(Value::Object(mut body)) = serde_json::from_str(&reply.body) else { return Me::Unreachable };
    match body.remove("claims") {
        Some(Value::Object(claims)) if reply.status == 200 => Me::Verified(claims),
        _ => {
            let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
            Me::Refused { message: text("message"), reason: text("reason") }
        }
    }
}
