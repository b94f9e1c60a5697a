//! Extractors for axum. The state of the router is a [`Verifier`], or has one inside ([`FromRef`]).

use crate::{Auth, Reason, Verifier, session_token};
use axum::Json;
use axum::extract::{FromRef, FromRequestParts};
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderValue, StatusCode, header};
use std::convert::Infallible;

/// Whoever is signed in. The handler runs for nobody else: they get a 401 that says why.
#[derive(Debug, Clone, PartialEq)]
pub struct SignedIn(pub Auth);

/// Whoever is signed in, or nobody. A token that does not hold counts as none.
#[derive(Debug, Clone, PartialEq)]
pub struct MaybeSignedIn(pub Option<Auth>);

/// The answer to whoever is not signed in: 401 and `{"error":"signed_out","reason":"token-expired","message":…}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignedOut(pub Reason);

impl IntoResponse for SignedOut {
    fn into_response(self) -> Response {
        let Self(reason) = self;
        let body = Json(serde_json::json!({
            "error": "signed_out",
            "reason": reason.as_str(),
            "message": reason.to_string(),
        }));
        let headers = [
            (header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")),
            // What one visitor may not see is nothing for caches either.
            (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        ];
        (StatusCode::UNAUTHORIZED, headers, body).into_response()
    }
}

async fn authenticate(parts: &Parts, verifier: &Verifier) -> Result<Auth, Reason> {
    let token = session_token(&parts.headers, verifier.known_key()).ok_or(Reason::SessionTokenMissing)?;
    verifier.verify_online(token.expose()).await
}

impl<S> FromRequestParts<S> for SignedIn
where
    S: Send + Sync,
    Verifier: FromRef<S>,
{
    type Rejection = SignedOut;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, SignedOut> {
        authenticate(parts, &Verifier::from_ref(state)).await.map(Self).map_err(SignedOut)
    }
}

impl<S> FromRequestParts<S> for MaybeSignedIn
where
    S: Send + Sync,
    Verifier: FromRef<S>,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        Ok(Self(authenticate(parts, &Verifier::from_ref(state)).await.ok()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{NOW, Signer};
    use axum::Router;
    use axum::body::{Body, to_bytes};
    use axum::routing::get;
    use http::Request;
    use serde_json::{Value, json};
    use tower::ServiceExt;

    fn app() -> Router {
        let verifier = Signer::first().verifier().any_authorized_party().clock(crate::Clock::given(|| NOW));
        Router::new()
            .route("/me", get(|SignedIn(auth): SignedIn| async move { auth.user_id().to_string() }))
            .route(
                "/maybe",
                get(|MaybeSignedIn(auth): MaybeSignedIn| async move {
                    auth.map_or_else(|| "nobody".to_owned(), |auth| auth.user_id().to_string())
                }),
            )
            .with_state(verifier)
    }

    async fn ask(path: &str, header: Option<(&str, &str)>) -> (StatusCode, String) {
        let mut request = Request::get(path);
        if let Some((name, value)) = header {
            request = request.header(name, value);
        }
        let response = app().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let status = response.status();
        let body = to_bytes(response.into_body(), 10_000).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn the_header_and_the_cookie_both_sign_in() {
        let token = Signer::first().token(json!({}));

        for (name, value) in [("authorization", format!("Bearer {token}")), ("cookie", format!("__session={token}"))] {
            assert_eq!(ask("/me", Some((name, &value))).await, (StatusCode::OK, "user_1".to_owned()));
            assert_eq!(ask("/maybe", Some((name, &value))).await.1, "user_1");
        }
    }

    #[tokio::test]
    async fn whoever_is_signed_out_is_told_why() {
        let expired = format!("Bearer {}", Signer::first().token(json!({"exp": NOW.seconds() - 60})));

        for (header, reason) in [
            (None, "session-token-missing"),
            (Some(("authorization", "Bearer nonsense")), "token-invalid"),
            (Some(("authorization", expired.as_str())), "token-expired"),
        ] {
            let (status, body) = ask("/me", header).await;
            let body: Value = serde_json::from_str(&body).unwrap();
            assert_eq!(
                (status, &body["error"], &body["reason"]),
                (StatusCode::UNAUTHORIZED, &json!("signed_out"), &json!(reason))
            );
            assert_eq!(ask("/maybe", header).await, (StatusCode::OK, "nobody".to_owned()));
        }
    }
}
