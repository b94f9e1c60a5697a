//! The protected API: who is asking, as verified without asking anybody.

use anyhow::{Context, Result};
use axum::routing::get;
use axum::{Json, Router};
use frontdesk_backend::{SessionClaims, SignedIn, Verifier};
use serde_json::{Map, Value, json};

use crate::settings::Settings;

pub(crate) fn routes(settings: &Settings) -> Result<Router> {
    let verifier = Verifier::from_pem(&settings.jwt_key)
        .context("the public key that tokens are verified with")?
        .authorized_parties(settings.authorized_parties())
        .publishable_key(settings.key()?);
    Ok(Router::new().route("/api/me", get(me)).with_state(verifier))
}

/// Whoever is not signed in gets a 401 with the reason from the extractor; this runs for the others alone.
async fn me(SignedIn(auth): SignedIn) -> Json<Value> {
    Json(json!({ "claims": named_as_in_the_token(auth.claims()) }))
}

/// The claims under the names that they have in a token of version 2.
fn named_as_in_the_token(claims: &SessionClaims) -> Map<String, Value> {
    let organization = claims.organization.as_ref().map(|organization| {
        present(json!({
            "id": organization.id,
            "slg": organization.slug,
            "rol": organization.role,
            "per": (!organization.permissions.is_empty()).then(|| organization.permissions.join(", ")),
        }))
    });
    present(json!({
        "sub": claims.user_id,
        "sid": claims.session_id,
        "o": organization,
        "azp": claims.authorized_party,
        "iss": claims.issuer,
        "iat": claims.issued_at,
        "nbf": claims.not_before,
        "exp": claims.expires_at,
        "fva": claims.factor_ages,
        "sts": if claims.pending { "pending" } else { "active" },
        "v": claims.version,
    }))
}

/// Without what is not there.
fn present(claims: Value) -> Map<String, Value> {
    match claims {
        Value::Object(claims) => claims.into_iter().filter(|(_, value)| !value.is_null()).collect(),
        _ => Map::new(),
    }
}
