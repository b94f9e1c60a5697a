//! Running the server: two listeners and the worker, until told to stop.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::app::App;
use crate::config::Config;
use crate::instance::Instance;
use crate::listener::{self, HEAD};
use crate::{bapi_router, fapi_router, jobs, whereabouts};

/// Serves until the process is told to stop, and finishes what is under way.
pub async fn run(mut config: Config) -> anyhow::Result<()> {
    // Both ports first: a second server must not leave a data folder behind.
    let fapi = listen(config.server.fapi_bind, "Frontend API", "--fapi-bind").await?;
    let bapi = listen(config.server.bapi_bind, "Backend API", "--bapi-bind").await?;
    // Port 0 means a free one, and the key of a new development instance names it.
    if config.server.bapi_bind.port() == 0 {
        config.server.backend_api_url.clear();
    }
    config.server.fapi_bind = fapi.local_addr().context("reading the Frontend API's address")?;
    config.server.bapi_bind = bapi.local_addr().context("reading the Backend API's address")?;
    let app = App::open(config).await?;
    whereabouts::note(&app.config).context("writing into the data folder")?;
    app.ensure_instance().await?;
    greet(&app).await?;

    let (stop, stopped) = watch::channel(false);
    let mut tasks = JoinSet::new();
    tasks.spawn(listener::serve(fapi, fapi_router(app.clone()), HEAD, stopped.clone()));
    tasks.spawn(listener::serve(bapi, bapi_router(app.clone()), HEAD, stopped.clone()));
    let worker = app.clone();
    tasks.spawn(async move {
        jobs::work(worker, stopped).await;
        Ok(())
    });

    tokio::select! {
        signal = told_to_stop() => signal?,
        Some(ended) = tasks.join_next() => ended.context("a part of the server stopped")??,
    }
    tracing::info!("stopping");
    stop.send_replace(true);
    let finished = async { while tasks.join_next().await.is_some() {} };
    let patience = Duration::from_secs(app.config.server.shutdown_seconds);
    if tokio::time::timeout(patience, finished).await.is_err() {
        tracing::warn!("requests under way took too long and were cut off");
    }
    app.store.close().await;
    Ok(())
}

async fn listen(address: SocketAddr, what: &str, flag: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| {
        format!("the {what} cannot listen on {address}; is another server running there? Choose another with {flag}")
    })
}

#[cfg(unix)]
async fn told_to_stop() -> anyhow::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).context("listening for SIGTERM")?;
    tokio::select! {
        _ = terminate.recv() => Ok(()),
        interrupted = tokio::signal::ctrl_c() => interrupted.context("listening for Ctrl+C"),
    }
}

#[cfg(not(unix))]
async fn told_to_stop() -> anyhow::Result<()> {
    tokio::signal::ctrl_c().await.context("listening for Ctrl+C")
}

/// What to paste where.
async fn greet(app: &App) -> anyhow::Result<()> {
    let all = app.instances.all(&app.store, app.now()).await?;
    println!("Frontdesk is running. Data: {}\n", app.config.data.display());
    for instance in all.iter() {
        greet_instance(app, instance).await?;
    }
    println!("Stop with Ctrl+C. `frontdesk keys` prints the keys again.");
    Ok(())
}

async fn greet_instance(app: &App, instance: &Instance) -> anyhow::Result<()> {
    let keys = app.instance_keys(instance).await?;
    println!("  {} ({})", instance.name, instance.settings.environment.as_str());
    println!("    in your pages     FRONTDESK_PUBLISHABLE_KEY={}", keys.publishable_key);
    if instance.is_development() {
        println!("    on your servers   FRONTDESK_SECRET_KEY={}", keys.secret_key);
    } else {
        println!("    on your servers   the secret key that `frontdesk keys --instance {}` prints", instance.id);
    }
    println!("    Frontend API      {}", keys.frontend_api_url);
    println!("    Backend API       {}", keys.backend_api_url);
    if instance.is_development() {
        println!("    messages          {}/dev/inbox", keys.frontend_api_url);
        let port = app.config.server.fapi_bind.port();
        if instance.publishable_key.is_loopback() && !instance.frontend_api.ends_with(&format!(":{port}")) {
            println!("    note              the key names another port than {port}, where this server listens");
        }
    }
    println!();
    Ok(())
}
