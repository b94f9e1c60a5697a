//! The protected API: who is asking, as verified without asking anybody.

use anyhow::{Context, Result};
use axum::extract::{FromRef, State};
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use frontdesk_backend::{SessionClaims, SignedIn, Verifier};
use serde_json::{Map, Value, json};

use crate::settings::Settings;

pub(crate) fn routes(settings: &Settings) -> Result<Router> {
    let verifier = Verifier::from_pem(&settings.jwt_key)
        .context("the public key that tokens are verified with")?
        .any_authorized_party()
        .publishable_key(settings.key()?);
    let desk = Desk { verifier, parties: settings.authorized_parties() };
    Ok(Router::new().route("/api/me", get(me)).with_state(desk))
}

/// Who may ask.
#[derive(Clone)]
struct Desk {
    verifier: Verifier,
    parties: Vec<String>,
}

impl FromRef<Desk> for Verifier {
    fn from_ref(desk: &Desk) -> Self {
        desk.verifier.clone()
    }
}

/// Whoever is not signed in gets a 401 with the reason from the extractor; this runs for the others alone.
async fn me(State(desk): State<Desk>, SignedIn(auth): SignedIn) -> Result<Json<Value>, StatusCode> {
    if is_foreign(auth.claims().authorized_party.as_deref(), &desk.parties) {
        return Err(StatusCode::UNAUTHORIZED);
    }
    Ok(Json(json!({ "claims": named_as_in_the_token(auth.claims()) })))
}

/// Whether a token was made for a page that is not this app's. Apps that are no browser have no page; this API is for them, too.
fn is_foreign(party: Option<&str>, parties: &[String]) -> bool {
    party.is_some_and(|party| !parties.iter().any(|known| known == party))
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

#[cfg(test)]
mod tests {
    use super::is_foreign;

    #[test]
    fn pages_of_this_app_and_apps_without_pages_may_ask() {
        let parties = ["http://localhost:4402".to_owned()];

        assert!(!is_foreign(Some("http://localhost:4402"), &parties));
        assert!(!is_foreign(None, &parties));
        assert!(is_foreign(Some("http://localhost:4403"), &parties));
    }
}
