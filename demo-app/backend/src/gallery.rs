//! The gallery of components, as a page of the demo. It is a program of its own, which no other page loads.

use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS};
use axum::response::Redirect;
use axum::routing::get;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::settings::Settings;

/// Where it is. Its own files are named from there, hence the slash.
const PLACE: &str = "/gallery/";

/// What its page may do stands in the page; who may put it into a frame can only be said here. It frames its own stories.
const FRAMES: &str = "frame-ancestors 'self'";

/// Nothing, for a demo without one.
pub(crate) fn routes(settings: &Settings) -> Router {
    let Some(folder) = &settings.gallery else { return Router::new() };
    let say = |name, value| SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value));
    let files = Router::new()
        .fallback_service(ServeDir::new(folder))
        .layer(say(CONTENT_SECURITY_POLICY, FRAMES))
        .layer(say(X_FRAME_OPTIONS, "SAMEORIGIN"))
        .layer(say(X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(say(CACHE_CONTROL, "no-cache"));
    Router::new().route("/gallery", get(|| async { Redirect::temporary(PLACE) })).nest_service(PLACE, files)
}
