//! The Backend API: what the application's own servers speak, with a secret key, on a listener of its own.
//!
//! The secret key chooses the instance. Replies are bare JSON of exactly the type `application/json`: backend SDKs
//! compare that header literally.

mod access;
mod ask;
mod fields;
mod handshakes;
mod refresh;
mod sessions;
#[cfg(test)]
mod tests;
mod user_lists;
mod users;

use std::panic::AssertUnwindSafe;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use frontdesk_wire::ErrorCode;
use futures::FutureExt as _;
use http::header::RETRY_AFTER;
use http::{HeaderValue, Method, StatusCode};
use serde_json::{Value, json};
use tracing::Instrument as _;

use crate::app::App;
use crate::failure::Failure;
use crate::fapi::reply;
use ask::Ask;

/// The Backend API as a service.
pub(crate) fn router(app: App) -> Router {
    Router::new().fallback(serve).with_state(app)
}

async fn serve(State(app): State<App>, request: Request) -> Response {
    let trace_id = app.rng.hex::<16>();
    let span = tracing::info_span!("bapi", trace_id, method = %request.method(), path = request.uri().path());
    let started = app.now();
    let work = async {
        let handled = AssertUnwindSafe(answer(&app, request, &trace_id)).catch_unwind().await;
        let outcome = handled.unwrap_or_else(|panic| {
            let said = reply::panic_text(&*panic);
            Err(Failure::Internal(anyhow::anyhow!("the handler panicked: {said}")))
        });
        let response = match outcome {
            Ok(document) => finished(reply::json(StatusCode::OK, &document), &trace_id),
            Err(failure) => failed(&failure, &trace_id),
        };
        let (status, duration_ms) = (response.status().as_u16(), app.now().millis_since(started));
        tracing::info!(status, duration_ms, "answered");
        response
    };
    work.instrument(span).await
}

/// What a path offers. Looked up before the key is judged, so that a mistyped path is told as such.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Call<'a> {
    Jwks,
    ListUsers,
    CountUsers,
    CreateUser,
    GetUser(&'a str),
    UpdateUser(&'a str),
    DeleteUser(&'a str),
    BanUser(&'a str),
    UnbanUser(&'a str),
    MergeMetadata(&'a str),
    ReplaceMetadata(&'a str),
    ListSessions,
    GetSession(&'a str),
    RevokeSession(&'a str),
    RefreshSession(&'a str),
    HandshakePayload,
}

impl<'a> Call<'a> {
    fn find(method: &Method, path: &'a str) -> Result<Self, Failure> {
        let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
        let Some(("v1", rest)) = segments.split_first().map(|(first, rest)| (*first, rest)) else {
            return Err(Failure::not_found());
        };
        let offered: &[(Method, Self)] = match rest {
            ["jwks"] => &[(Method::GET, Self::Jwks)],
            ["users"] => &[(Method::GET, Self::ListUsers), (Method::POST, Self::CreateUser)],
            ["users", "count"] => &[(Method::GET, Self::CountUsers)],
            ["users", id] => &[
                (Method::GET, Self::GetUser(id)),
                (Method::PATCH, Self::UpdateUser(id)),
                (Method::DELETE, Self::DeleteUser(id)),
            ],
            ["users", id, "metadata"] => {
                &[(Method::PATCH, Self::MergeMetadata(id)), (Method::PUT, Self::ReplaceMetadata(id))]
            }
            ["users", id, "ban"] => &[(Method::POST, Self::BanUser(id))],
            ["users", id, "unban"] => &[(Method::POST, Self::UnbanUser(id))],
            ["sessions"] => &[(Method::GET, Self::ListSessions)],
            ["sessions", id] => &[(Method::GET, Self::GetSession(id))],
            ["clients", "handshake_payload"] => &[(Method::GET, Self::HandshakePayload)],
            ["sessions", id, "refresh"] => &[(Method::POST, Self::RefreshSession(id))],
            ["sessions", id, "revoke"] => &[(Method::POST, Self::RevokeSession(id))],
            _ => return Err(Failure::not_found()),
        };
        offered.iter().find(|(verb, _)| verb == method).map(|(_, call)| *call).ok_or(Failure::Verb)
    }
}

async fn answer(app: &App, request: Request, trace_id: &str) -> Result<Value, Failure> {
    let (parts, body): (_, Body) = request.into_parts();
    let call = Call::find(&parts.method, parts.uri.path())?;
    access::check_address(app, &parts.extensions)?;
    let instance = access::instance(app, &parts.headers).await?;
    // Whoever verifies tokens without the keys lets nobody in.
    if !matches!(call, Call::Jwks) {
        app.limiter.backend(instance.id.as_str())?;
    }
    tracing::debug!(instance.id = instance.id.as_str(), trace_id, "admitted");
    let ask = Ask::read(app, instance, &parts, body).await?;
    match call {
        Call::Jwks => Ok(jwks(&ask)),
        Call::ListUsers => user_lists::list(&ask).await,
        Call::CountUsers => user_lists::count(&ask).await,
        Call::CreateUser => users::create(&ask).await,
        Call::GetUser(id) => users::get(&ask, &id.into()).await,
        Call::UpdateUser(id) => users::update(&ask, &id.into()).await,
        Call::DeleteUser(id) => users::delete(&ask, &id.into()).await,
        Call::BanUser(id) => users::ban(&ask, &id.into()).await,
        Call::UnbanUser(id) => users::unban(&ask, &id.into()).await,
        Call::MergeMetadata(id) => users::merge_metadata(&ask, &id.into()).await,
        Call::ReplaceMetadata(id) => users::replace_metadata(&ask, &id.into()).await,
        Call::ListSessions => sessions::list(&ask).await,
        Call::GetSession(id) => sessions::get(&ask, &id.into()).await,
        Call::RevokeSession(id) => sessions::revoke(&ask, &id.into()).await,
        Call::RefreshSession(id) => refresh::refresh(&ask, &id.into()).await,
        Call::HandshakePayload => handshakes::payload(&ask).await,
    }
}

/// `GET /v1/jwks`
fn jwks(ask: &Ask) -> Value {
    let keys = std::iter::once(&ask.instance.key).chain(&ask.instance.former_keys);
    json!({ "keys": keys.map(crate::keys::SigningKey::jwk).collect::<Vec<_>>() })
}

fn failed(failure: &Failure, trace_id: &str) -> Response {
    if let Failure::Internal(error) = failure {
        tracing::error!(error = format!("{error:#}"), "the request failed");
    } else {
        tracing::info!(code = failure.refusal().code.as_str(), "refused");
    }
    let mut response = reply::json(failure.status(), &failure.body(None, trace_id));
    if let Some(wait) = failure.refusal().retry_after {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(wait.0.max(1)));
    }
    finished(response, trace_id)
}

fn finished(mut response: Response, trace_id: &str) -> Response {
    reply::finished(response.headers_mut(), trace_id);
    response
}

/// The answer for a parameter whose meaning this server does not offer. Ignoring it would answer another question.
fn not_offered(param: &'static str) -> Failure {
    Failure::field(param, ErrorCode::FEATURE_NOT_IMPLEMENTED)
}

#[cfg(test)]
mod path_tests {
    use super::*;

    #[test]
    fn paths_lead_to_calls() {
        let find = |method: Method, path: &'static str| Call::find(&method, path);

        assert!(matches!(find(Method::GET, "/v1/users/count"), Ok(Call::CountUsers)));
        assert!(matches!(find(Method::GET, "/v1//users/user_1/"), Ok(Call::GetUser("user_1"))));
        assert!(matches!(find(Method::POST, "/v1/sessions/sess_1/revoke"), Ok(Call::RevokeSession("sess_1"))));
        assert!(matches!(find(Method::PUT, "/v1/users"), Err(Failure::Verb)));
        for unknown in ["/", "/v1", "/v2/users", "/users", "/v1/nothing", "/v1/users/user_1/metadata/more"] {
            let failure = find(Method::GET, unknown).unwrap_err();
            assert_eq!((failure.status().as_u16(), failure.refusal().code), (404, ErrorCode::RESOURCE_NOT_FOUND));
        }
    }
}
