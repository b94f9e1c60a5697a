//! The Frontend API: what browsers and apps speak.
//!
//! Every request takes the same way: the host chooses the instance, the origin is judged, the credential leads to the
//! client, the line of the endpoint table leads to the handler. On the way back the client is put beside the response,
//! and the headers are set that browsers need.

mod account;
mod arrival;
mod avatars;
pub(crate) mod body;
mod client;
mod dev_browser;
mod email_addresses;
mod environment;
mod handshake;
mod inbox;
mod me;
mod members;
mod offered;
mod organizations;
mod passwords;
mod pictures;
pub(crate) mod present;
pub(crate) mod reply;
mod reverifications;
mod routes;
mod satellites;
mod sessions;
mod sign_ins;
mod sign_ups;
mod subject;
mod touch;
mod upload;
pub(crate) mod well_known;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::response::Response;
use frontdesk_wire::{ErrorCode, Method};
use futures::FutureExt as _;
use http::StatusCode;
use tracing::Instrument as _;

use crate::app::App;
use crate::cors;
use crate::cx::{Arrival, Cx};
use crate::failure::Failure;
use arrival::Knock;
use reply::Answer;
pub(crate) use routes::Routes;

/// The Frontend API as a service.
pub(crate) fn router(app: App) -> Router {
    let routes = Arc::new(Routes::all());
    Router::new().fallback(serve).with_state((app, routes))
}

async fn serve(State((app, routes)): State<(App, Arc<Routes>)>, request: Request) -> Response {
    let trace_id = app.rng.hex::<16>();
    let span = tracing::info_span!("fapi", trace_id, method = %request.method(), path = request.uri().path());
    let started = app.now();
    let work = async {
        let handled = AssertUnwindSafe(handle(&app, &routes, request, &trace_id)).catch_unwind().await;
        let response = handled.unwrap_or_else(|panic| {
            let error = anyhow::anyhow!("the handler panicked: {}", reply::panic_text(&*panic));
            reply::failed(&Failure::Internal(error), None, &trace_id)
        });
        let (status, duration_ms) = (response.status().as_u16(), app.now().millis_since(started));
        tracing::info!(status, duration_ms, "answered");
        response
    };
    work.instrument(span).await
}

async fn handle(app: &App, routes: &Routes, request: Request, trace_id: &str) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |ConnectInfo(address)| address.ip());
    let (parts, body) = request.into_parts();
    let knock = match Knock::read(app, &parts, peer).await {
        Ok(knock) => knock,
        Err(failure) => return reply::failed(&failure, None, trace_id),
    };
    let mut response = if parts.method == http::Method::OPTIONS {
        reply::preflight()
    } else {
        answer(app, routes, &knock, &parts, body, trace_id).await
    };
    // The development inbox holds codes: no page of another origin reads it.
    let reader = knock.allowed_origin().filter(|_| !knock.path.starts_with("/dev/"));
    cors::allow(response.headers_mut(), reader);
    if parts.method == http::Method::OPTIONS && reader.is_some() {
        cors::preflight(response.headers_mut());
    }
    response
}

async fn answer(
    app: &App,
    routes: &Routes,
    knock: &Knock,
    parts: &http::request::Parts,
    body: Body,
    trace_id: &str,
) -> Response {
    let mut cx = None;
    let outcome = run(app, routes, knock, parts, body, trace_id, &mut cx).await;
    match (outcome, cx) {
        (Ok(answer), Some(cx)) => match reply::finish(&cx, knock, answer).await {
            Ok(response) => response,
            Err(failure) => reply::failed(&failure, Some(&cx), trace_id),
        },
        (Ok(answer), None) => reply::plain(answer, trace_id),
        (Err(failure), Some(cx)) => reply::refuse(&cx, knock, &failure).await,
        (Err(failure), None) => reply::failed(&failure, None, trace_id),
    }
}

async fn run(
    app: &App,
    routes: &Routes,
    knock: &Knock,
    parts: &http::request::Parts,
    body: Body,
    trace_id: &str,
    opened: &mut Option<Cx>,
) -> Result<Answer, Failure> {
    let (method, path) = (knock.method, knock.path.as_str());
    let Some(route) = routes.find(method, path)? else {
        return Err(offered::missing(method, path));
    };
    if path.starts_with("/dev/") && !knock.host_is_own() {
        return Err(Failure::not_found());
    }
    if method != Method::Get && knock.origin_is_foreign() {
        return Err(Failure::code(ErrorCode::ORIGIN_INVALID));
    }
    // Whoever signs in does so on the primary domain, whose credential is the one that rotates.
    if knock.satellite.is_some() && route.starts_client() {
        return Err(Failure::code(ErrorCode::OPERATION_NOT_ALLOWED_ON_SATELLITE_DOMAIN));
    }
    // A file is read by its handler, which asks first whether it is welcome.
    let (fields, incoming) = if route.takes_file() {
        (knock.query.clone(), Some(upload::Incoming::new(&parts.headers, body)))
    } else {
        (body::read(app, parts, body, &knock.query).await?, None)
    };
    // PostgreSQL keeps no NUL in a text, and nobody types one.
    if path.contains("%00") {
        return Err(Failure::not_found());
    }
    if fields.iter().any(|(_, value)| value.contains('\0')) {
        return Err(Failure::code(ErrorCode::MALFORMED_REQUEST_PARAMETERS));
    }
    let arrival = || Arrival {
        app: app.clone(),
        instance: knock.instance.clone(),
        now: app.now(),
        trace_id: trace_id.to_owned(),
        party: knock.party.clone(),
        address: knock.address,
        user_agent: knock.user_agent.clone(),
        acting: knock.first("_clerk_session_id").map(Into::into),
        satellite: knock.satellite.clone(),
    };
    let presented = if route.is_open() { knock.nothing() } else { knock.presented()? };
    let cx = match Cx::open(arrival(), presented).await {
        // The handshake makes a development browser where the one that is presented is not known.
        Err(failure) if route.makes_dev_browser() && failure.is_about_dev_browser() => {
            Cx::open(arrival(), knock.presented_cookie()).await?
        }
        opened => opened?,
    };
    *opened = Some(cx.clone());
    route.run(cx, reply::Call { path: path.to_owned(), fields, headers: parts.headers.clone() }, incoming).await
}

/// The status of a reply that has no body.
pub(crate) const NO_CONTENT: StatusCode = StatusCode::NO_CONTENT;
