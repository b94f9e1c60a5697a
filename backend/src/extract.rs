//! Extractors for axum. [`SignedIn`] and [`MaybeSignedIn`] verify by themselves: the state of the router is a
//! [`Verifier`], or has one inside ([`FromRef`]). Under a `FrontdeskLayer` they take what it decided, and so does
//! [`Visitor`], which needs no state.

use crate::{Auth, InitialState, Reason, RequestReason, RequestState, Verifier, session_token};
use axum::Json;
use axum::extract::{FromRef, FromRequestParts};
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderValue, StatusCode, header};
use std::convert::Infallible;
use std::sync::Arc;

/// Whoever is signed in. The handler runs for nobody else: they get a 401 that says why.
#[derive(Debug, Clone, PartialEq)]
pub struct SignedIn(pub Auth);

/// Whoever is signed in, or nobody. A token that does not hold counts as none.
#[derive(Debug, Clone, PartialEq)]
pub struct MaybeSignedIn(pub Option<Auth>);

/// The answer to whoever is not signed in: 401 and `{"error":"signed_out","reason":"token-expired","message":…}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedOut(pub RequestReason);

/// Whoever asks for a page, as the `FrontdeskLayer` above decided.
#[derive(Debug, Clone)]
pub struct Visitor(Arc<RequestState>);

impl Visitor {
    /// Whoever is signed in.
    pub fn auth(&self) -> Option<&Auth> {
        self.0.auth()
    }

    /// Whoever is signed in, or the answer for those who are not.
    ///
    /// # Errors
    /// When nobody is signed in.
    pub fn require(&self) -> Result<&Auth, SignedOut> {
        let missing = || SignedOut(Reason::SessionTokenMissing.into());
        self.auth().ok_or_else(|| self.0.reason().cloned().map_or_else(missing, SignedOut))
    }

    /// What the page carries so that its client begins as the server saw it.
    pub fn initial_state(&self) -> InitialState {
        InitialState::of(self.auth())
    }

    /// Everything that was decided.
    pub fn state(&self) -> &RequestState {
        &self.0
    }
}

/// The answer where a handler asks for a [`Visitor`] and there is no `FrontdeskLayer` above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoLayer;

impl IntoResponse for NoLayer {
    fn into_response(self) -> Response {
        (StatusCode::INTERNAL_SERVER_ERROR, "a handler asks for a Visitor, but no FrontdeskLayer is above it")
            .into_response()
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = NoLayer;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, NoLayer> {
        parts.extensions.get::<Arc<RequestState>>().cloned().map(Self).ok_or(NoLayer)
    }
}

impl IntoResponse for SignedOut {
    fn into_response(self) -> Response {
        let Self(reason) = self;
        let body = Json(serde_json::json!({
            "error": "signed_out",
            "reason": reason.as_str(),
            "message": reason.message(),
        }));
        let headers = [
            (header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")),
            // What one visitor may not see is nothing for caches either.
            (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        ];
        (StatusCode::UNAUTHORIZED, headers, body).into_response()
    }
}

async fn authenticate(parts: &Parts, verifier: &Verifier) -> Result<Auth, RequestReason> {
    if let Some(state) = parts.extensions.get::<Arc<RequestState>>() {
        return Visitor(state.clone()).require().cloned().map_err(|SignedOut(reason)| reason);
    }
    let token = session_token(&parts.headers, verifier.known_key()).ok_or(Reason::SessionTokenMissing)?;
    Ok(verifier.verify_online(token.expose()).await?)
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

    mod under_the_layer {
        use super::*;
        use crate::{Authenticator, FrontdeskLayer, PublishableKey};
        use tower::Layer;

        const KEY: &str = "pk_live_Y2xlcmsuZXhhbXBsZS5jb20k";

        fn app() -> impl tower::Service<Request<Body>, Response = Response, Error = Infallible, Future: Send> {
            let verifier = Signer::first().verifier().any_authorized_party().clock(crate::Clock::given(|| NOW));
            let authenticator = Authenticator::new(PublishableKey::parse(KEY).unwrap(), verifier.clone());
            let routes = Router::new()
                .route("/page", get(|visitor: Visitor| async move { visitor.initial_state().to_script() }))
                .route("/cached", get(|| async { ([(header::CACHE_CONTROL, "public, max-age=60")], "style") }))
                .route(
                    "/required",
                    get(|visitor: Visitor| async move { visitor.require().map(|auth| auth.user_id().to_string()) }),
                )
                .route("/me", get(|SignedIn(auth): SignedIn| async move { auth.user_id().to_string() }))
                .with_state(verifier);
            FrontdeskLayer::new(authenticator).layer(routes)
        }

        async fn page(path: &str, cookies: &str) -> (StatusCode, http::HeaderMap, String) {
            let request = Request::get(path).header("host", "app.example.com").header("sec-fetch-dest", "document");
            let response = app().oneshot(request.header("cookie", cookies).body(Body::empty()).unwrap()).await.unwrap();
            let (parts, body) = response.into_parts();
            let body = to_bytes(body, 10_000).await.unwrap();
            (parts.status, parts.headers, String::from_utf8(body.to_vec()).unwrap())
        }

        fn signed_in(changes: Value) -> String {
            format!("__session={}; __client_uat=1", Signer::first().token(changes))
        }

        fn ours() -> Value {
            json!({"iss": "https://clerk.example.com"})
        }

        #[tokio::test]
        async fn a_page_is_rendered_signed_in_and_kept_nowhere() {
            let (status, headers, body) = page("/page", &signed_in(ours())).await;

            assert_eq!((status, &headers["cache-control"]), (StatusCode::OK, &HeaderValue::from_static("no-store")));
            assert!(body.contains(r#""user_id":"user_1""#), "{body}");
            assert_eq!(headers["x-clerk-auth-status"], "signed-in");
            let (_, headers, body) = page("/page", "").await;
            assert!(body.contains(r#""user_id":null"#), "{body}");
            assert_eq!(headers["x-clerk-auth-reason"], "session-token-and-uat-missing");
        }

        #[tokio::test]
        async fn a_page_after_an_hour_is_sent_to_the_handshake_first() {
            let mut claims = ours();
            claims["exp"] = json!(NOW.seconds() - 3600);

            let (status, headers, body) = page("/page", &signed_in(claims)).await;

            assert_eq!((status, body.as_str()), (StatusCode::TEMPORARY_REDIRECT, ""));
            let location = headers["location"].to_str().unwrap();
            assert!(location.starts_with("https://clerk.example.com/v1/client/handshake?"), "{location}");
            assert_eq!(headers["cache-control"], "no-store");
            assert_eq!(headers["x-clerk-auth-status"], "handshake");
        }

        #[tokio::test]
        async fn what_may_be_kept_is_kept_unless_cookies_come_with_it() {
            assert_eq!(page("/cached", "").await.1["cache-control"], "public, max-age=60");
            let line = format!("__session={}", Signer::first().token(ours()));
            let result = Signer::first().token(json!({"handshake": [line], "sub": null}));

            let (status, headers, _) = page("/cached", &format!("__clerk_handshake={result}")).await;

            assert_eq!(status, StatusCode::OK);
            assert!(headers.contains_key("set-cookie"));
            assert_eq!(headers["cache-control"], "no-store");
        }

        #[tokio::test]
        async fn handlers_that_need_somebody_take_what_was_decided() {
            for path in ["/required", "/me"] {
                assert_eq!(page(path, &signed_in(ours())).await.2, "user_1");
                let (status, _, body) = page(path, "").await;
                assert_eq!(status, StatusCode::UNAUTHORIZED);
                assert!(body.contains("session-token-and-uat-missing"), "{body}");
            }
        }

        #[tokio::test]
        async fn without_the_layer_the_developer_is_told() {
            let bare = Router::new().route("/", get(|_: Visitor| async {}));
            let response = bare.oneshot(Request::get("/").body(Body::empty()).unwrap()).await.unwrap();

            assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
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
