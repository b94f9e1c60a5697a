//! Documents that everybody may read.

use serde_json::json;

use super::reply::{Answer, Call};
use crate::cx::Cx;
use crate::failure::Failure;
use crate::instance::Instance;

/// `GET /.well-known/jwks.json`: the public keys, for whoever verifies tokens.
pub(super) async fn jwks(cx: Cx, _: Call) -> Result<Answer, Failure> {
    Answer::bare(key_set(&cx.instance))
}

/// The public keys of an instance, the signing one first.
pub(crate) fn key_set(instance: &Instance) -> serde_json::Value {
    let keys = std::iter::once(&instance.key).chain(&instance.former_keys);
    json!({ "keys": keys.map(crate::keys::SigningKey::jwk).collect::<Vec<_>>() })
}

/// `GET /v1/health`: whether the server and its database answer.
pub(super) async fn health(cx: Cx, _: Call) -> Result<Answer, Failure> {
    sqlx::query("SELECT 1").execute(&mut *cx.app.store.read().await?).await?;
    Answer::bare(json!({ "status": "healthy" }))
}
