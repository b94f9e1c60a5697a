//! The self-hosted Frontdesk server.
//!
//! [`App`] is a running server's parts; [`fapi_router`] and [`bapi_router`] turn it into the two APIs. A handler does
//! three things: it loads, decides (by the rules in `frontdesk_domain`) and saves.
//!
//! ```no_run
//! # async fn example() -> anyhow::Result<()> {
//! use frontdesk_server::{App, Config, fapi_router};
//!
//! let app = App::open(Config::in_folder("./frontdesk-data".as_ref())).await?;
//! let instance = app.ensure_instance().await?;
//! println!("{}", instance.publishable_key.as_str());
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:4400").await?;
//! axum::serve(listener, fapi_router(app)).await?;
//! # Ok(())
//! # }
//! ```

// One `json!` holds the display configuration, which has some sixty keys.
#![recursion_limit = "256"]

mod app;
mod bapi;
pub mod cli;
mod clock;
pub mod config;
mod cookies;
mod cors;
mod credential;
mod cx;
mod data_dir;
mod device;
mod effects;
mod failure;
mod fapi;
mod handshake;
mod html;
mod ids;
mod instance;
mod jobs;
mod keys;
mod limit;
mod listener;
mod mail;
mod password;
mod pictures;
mod rng;
mod secret;
pub mod serve;
mod store;
mod telemetry;
mod tokens;
mod whereabouts;

pub use app::{App, Parts};
pub use clock::Clock;
pub use config::Config;
pub use instance::{Instance, InstanceKeys, NewInstance};
pub use mail::{Mail, Mailer};
pub use rng::Rng;
pub use store::Store;

/// The Frontend API as a service.
pub fn fapi_router(app: App) -> axum::Router {
    fapi::router(app)
}

/// The Backend API as a service.
pub fn bapi_router(app: App) -> axum::Router {
    bapi::router(app)
}
