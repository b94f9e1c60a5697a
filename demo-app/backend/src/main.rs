//! The demo app's own server, as an app of yours would have one: it serves the pages and a protected API, and it
//! verifies session tokens by itself, with the public key of its Frontdesk instance and no network.

mod me;
mod pages;
mod proxy;
mod settings;

use anyhow::{Context, Result};
use axum::Router;
use axum::routing::get;
use clap::Parser;

use settings::Settings;

#[tokio::main]
async fn main() -> Result<()> {
    let settings = Settings::parse();
    let address = settings.bind;
    let app = app(&settings)?;
    let listener = tokio::net::TcpListener::bind(address).await.with_context(|| format!("listening on {address}"))?;
    println!("the demo app answers on http://localhost:{}", address.port());
    axum::serve(listener, app).with_graceful_shutdown(stopped()).await.context("serving")
}

/// Everything that this server answers.
fn app(settings: &Settings) -> Result<Router> {
    let mut app = Router::new()
        .route("/healthz", get(|| async { "ok" }))
        .merge(me::routes(settings)?)
        .merge(pages::routes(settings)?);
    if settings.proxy {
        app = app.merge(proxy::routes(settings)?);
    }
    Ok(app)
}

/// Resolves at Ctrl-C and at SIGTERM.
async fn stopped() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminated) = signal(SignalKind::terminate()) else { return };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminated.recv() => {}
    }
}
