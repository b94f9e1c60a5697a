//! The Frontend API under the app's own origin: one cookie, no other site, and it works where third-party cookies do not.

use std::net::{Ipv4Addr, SocketAddr};

use anyhow::{Context, Result};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, State};
use axum::http::header::{CONNECTION, CONTENT_LENGTH, HOST, TRANSFER_ENCODING};
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::any;

use crate::settings::Settings;

/// Where the Frontend API stands among the app's own paths.
pub(crate) const MOUNT: &str = "/__clerk";

/// What the Frontend API learns about the address that the browser used.
const PROXY_URL: HeaderName = HeaderName::from_static("clerk-proxy-url");
const FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// Headers that concern one connection and are not passed on.
const OF_THE_CONNECTION: [HeaderName; 4] = [HOST, CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING];

#[derive(Clone)]
struct Upstream {
    client: reqwest::Client,
    origin: String,
}

pub(crate) fn routes(settings: &Settings) -> Result<Router> {
    let origin = settings.frontend_api_origin()?;
    let mut client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy();
    let url: reqwest::Url = origin.parse().context("the address of the Frontend API")?;
    if let (Some(host), Some(port)) = (url.host_str(), url.port_or_known_default()) {
        // Browsers know that every name under `localhost` is this machine; the system's resolver may not.
        if host.ends_with(".localhost") {
            client = client.resolve(host, SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
        }
    }
    let upstream = Upstream { client: client.build().context("building the proxy")?, origin };
    Ok(Router::new()
        .route(&format!("{MOUNT}/{{*path}}"), any(pass_on))
        .layer(DefaultBodyLimit::max(10 * 1024 * 1024))
        .with_state(upstream))
}

async fn pass_on(
    State(upstream): State<Upstream>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let path = uri.path_and_query().map_or("", |whole| whole.as_str()).trim_start_matches(MOUNT);
    let mut request = upstream.client.request(method, format!("{}{path}", upstream.origin)).body(body);
    for (name, value) in &headers {
        if !OF_THE_CONNECTION.contains(name) {
            request = request.header(name, value);
        }
    }
    if let Some(host) = headers.get(HOST).and_then(|host| host.to_str().ok()) {
        request = request
            .header(FORWARDED_HOST, host)
            .header(FORWARDED_PROTO, "http")
            .header(PROXY_URL, format!("http://{host}{MOUNT}"));
    }
    match answer(request).await {
        Ok(response) => response,
        Err(error) => (StatusCode::BAD_GATEWAY, format!("the Frontend API does not answer: {error}\n")).into_response(),
    }
}

async fn answer(request: reqwest::RequestBuilder) -> reqwest::Result<Response> {
    let reply = request.send().await?;
    let status = reply.status();
    let headers = reply.headers().clone();
    let mut response = Response::new(Body::from(reply.bytes().await?));
    *response.status_mut() = status;
    for (name, value) in &headers {
        if !OF_THE_CONNECTION.contains(name) {
            response.headers_mut().append(name, value.clone());
        }
    }
    Ok(response)
}
