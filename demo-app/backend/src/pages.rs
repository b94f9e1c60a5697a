//! The built pages: compressed ahead of time, named by their content, under a strict content security policy.

use std::fs;

use anyhow::{Context, Result};
use axum::Router;
use axum::extract::State;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::proxy::MOUNT;
use crate::settings::Settings;

/// The pages, with what this server knows already in them, so that the app starts without asking. They live as long as the
/// process and are sent with every navigation.
#[derive(Clone, Copy)]
struct Pages {
    sign_in: &'static str,
    sign_up: &'static str,
    /// Every other page: one program draws them.
    others: &'static str,
}

pub(crate) fn routes(settings: &Settings) -> Result<Router> {
    let pages = pages(settings)?;
    // The name of an asset changes with its content, so a browser never needs to ask again.
    let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
    let lifetime = move |response: &Response| response.status().is_success().then(|| forever.clone());
    let assets = Router::new()
        .fallback_service(ServeDir::new(settings.dist.join("assets")).precompressed_br())
        .layer(SetResponseHeaderLayer::if_not_present(CACHE_CONTROL, lifetime));
    let policy = HeaderValue::from_str(&policy(settings)?).context("writing the content security policy")?;
    Ok(Router::new()
        .nest("/assets", assets)
        .fallback(show)
        .with_state(pages)
        .layer(SetResponseHeaderLayer::overriding(CONTENT_SECURITY_POLICY, policy))
        .layer(SetResponseHeaderLayer::overriding(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")))
        .layer(SetResponseHeaderLayer::overriding(X_FRAME_OPTIONS, HeaderValue::from_static("DENY")))
        .layer(SetResponseHeaderLayer::overriding(
            REFERRER_POLICY,
            HeaderValue::from_static("strict-origin-when-cross-origin"),
        )))
}

/// Any path without a dot is a page. The forms are programs of their own; which of the other pages there are, the app's
/// router knows.
async fn show(State(pages): State<Pages>, uri: Uri) -> Response {
    if uri.path().starts_with("/api/") || uri.path().rsplit('/').next().is_some_and(|last| last.contains('.')) {
        return (StatusCode::NOT_FOUND, "there is nothing here\n").into_response();
    }
    let page = match uri.path().trim_end_matches('/') {
        "/sign-in" => pages.sign_in,
        "/sign-up" => pages.sign_up,
        _ => pages.others,
    };
    let headers = [(CONTENT_TYPE, "text/html; charset=utf-8"), (CACHE_CONTROL, "no-cache")];
    (headers, page).into_response()
}

fn pages(settings: &Settings) -> Result<Pages> {
    let mut meta = vec![("frontdesk-publishable-key", settings.key()?.as_str().to_owned())];
    if settings.proxy {
        meta.push(("frontdesk-proxy-url", MOUNT.to_owned()));
    }
    let (mut link, mut hint) = (String::new(), String::new());
    if let Some(inbox) = settings.inbox()? {
        let to_inbox =
            |words: &str| format!("<a href=\"{}\" target=\"_blank\" rel=\"noopener\">{words}</a>", escape(&inbox));
        link = to_inbox("Development inbox");
        let there = to_inbox("development inbox");
        hint = format!("<p class=\"demo-note\">In development no mail is sent. Your code is in the {there}.</p>");
        meta.push(("frontdesk-inbox", inbox));
    }
    let meta: Vec<String> =
        meta.iter().map(|(name, value)| format!("<meta name=\"{name}\" content=\"{}\">", escape(value))).collect();
    let meta = meta.join("\n");
    let page = |name: &str| -> Result<&'static str> {
        let file = settings.dist.join(name);
        let template = fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
        Ok(template.replace("{{meta}}", &meta).replace("{{inbox}}", &link).replace("{{hint}}", &hint).leak())
    };
    Ok(Pages { sign_in: page("sign-in.html")?, sign_up: page("sign-up.html")?, others: page("index.html")? })
}

fn escape(value: &str) -> String {
    value.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

/// No script but ours, compiled from Rust; requests to this server and to the Frontend API alone. The components put
/// their sheet into the page as an element, which needs `unsafe-inline` for styles or a nonce.
fn policy(settings: &Settings) -> Result<String> {
    let frontend_api = if settings.proxy { String::new() } else { format!(" {}", settings.frontend_api_origin()?) };
    Ok(format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; \
         img-src 'self' data: blob: https:{frontend_api}; connect-src 'self'{frontend_api}; font-src 'self'; \
         base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ))
}
