//! The app's own server.

use any_spawner::Executor;
use anyhow::{Context, Result};
use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use axum::routing::get;
use frontdesk_backend::{Authenticator, FrontdeskLayer, PublishableKey, Verifier, Visitor};
use frontdesk_components::STYLESHEET;
use leptos::hydration::HydrationScripts;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use std::env;
use tokio::net::TcpListener;
use tower_http::services::ServeDir;

use crate::app::{App, Page};

/// Serves the app until the process ends. `FRONTDESK_PUBLISHABLE_KEY` and `FRONTDESK_JWT_KEY` are what `frontdesk keys` prints;
/// `SITE` is the folder with the built package, and `ADDRESS` where to listen.
///
/// # Errors
/// When a key is missing or malformed, or the address is taken.
pub async fn serve() -> Result<()> {
    // Leptos runs its tasks on tokio.
    Executor::init_tokio()?;
    let given = |name: &str| env::var(name).with_context(|| format!("{name} is not set"));
    let listener = TcpListener::bind(given("ADDRESS").unwrap_or_else(|_| "127.0.0.1:3000".to_owned())).await?;
    let address = listener.local_addr()?;
    let origin = format!("http://localhost:{}", address.port());

    let key = given("FRONTDESK_PUBLISHABLE_KEY")?;
    let verifier = Verifier::from_pem(&given("FRONTDESK_JWT_KEY")?)?.authorized_parties([origin.as_str()]);
    let authenticator = Authenticator::new(PublishableKey::parse(&key)?, verifier);

    let site = given("SITE").unwrap_or_else(|_| "target/site".to_owned());
    let options =
        LeptosOptions::builder().output_name("leptos-ssr").site_addr(address).site_root(site.as_str()).build();
    let pages = Router::new()
        .route("/", get(move |visitor, request| page(visitor, request, key.clone(), options.clone())))
        .layer(FrontdeskLayer::new(authenticator))
        .route("/frontdesk.css", get(async || ([(header::CONTENT_TYPE, "text/css")], STYLESHEET)));
    println!("the app answers on {origin}");
    axum::serve(listener, pages.fallback_service(ServeDir::new(site))).await.context("serving")
}

/// The page for whoever asks for it.
async fn page(visitor: Visitor, request: Request, publishable_key: String, options: LeptosOptions) -> Response {
    let page = Page { publishable_key, initial_state: visitor.initial_state().to_json() };
    let context = move || provide_context(page.clone());
    leptos_axum::render_app_to_stream_with_context(context, move || document(options.clone()))(request).await
}

/// The document around the app.
fn document(options: LeptosOptions) -> impl IntoView {
    let Page { publishable_key, initial_state } = expect_context();
    restrict(&publishable_key);
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <meta name="frontdesk-publishable-key" content=publishable_key />
                <title>"Frontdesk, rendered on a server"</title>
                <link rel="stylesheet" href="/frontdesk.css" />
                <script type="application/json" id="frontdesk-initial-state" inner_html=initial_state></script>
                <HydrationScripts options />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// What the page may load and run: its own files, the one script that starts it, and what it asks the server of the instance.
fn restrict(publishable_key: &str) {
    let nonce = use_nonce().map(|nonce| nonce.to_string()).unwrap_or_default();
    let instance = PublishableKey::parse(publishable_key).map(|key| key.frontend_api_origin()).unwrap_or_default();
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
         connect-src 'self' {instance}; img-src 'self' data: blob: {instance}; \
         base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        expect_context::<ResponseOptions>().insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}
