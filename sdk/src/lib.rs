//! The client engine of Frontdesk, for any Rust or WASM app: who is signed in, in every tab, and a token when one is needed.
//!
//! # Quick start
//!
//! ```no_run
//! use frontdesk_sdk::{Frontdesk, SetActive};
//!
//! # async fn quick_start() -> Result<(), Box<dyn std::error::Error>> {
//! // One handle per app; clones are the same engine. Nothing is sent before `load`.
//! let frontdesk = Frontdesk::builder("pk_test_ZGVtby5sb2NhbGhvc3Q6NDQwMCQ").build()?;
//!
//! // Draw whenever something changed. A snapshot never changes itself.
//! let drawing = frontdesk.subscribe(|snapshot| match (snapshot.is_loaded(), snapshot.user()) {
//!     (false, _) => println!("…"),
//!     (_, Some(user)) => println!("Hello {}", user.first_name.as_deref().unwrap_or("you")),
//!     (_, None) => println!("Please sign in"),
//! });
//! frontdesk.load().await?;
//!
//! // Sign in by verbs; for forms with screens and errors at their fields, see [`flow`].
//! let attempt = frontdesk.sign_in().with_password("ada@example.com", "correct horse battery").await?;
//! if let Some(session) = attempt.created_session_id {
//!     frontdesk.set_active(SetActive::session(session)).await?;
//! }
//!
//! // A token for each request to your own server; from memory while it is good.
//! if let Some(token) = frontdesk.token().await? {
//!     println!("Authorization: Bearer {}", token.expose());
//! }
//! frontdesk.sign_out().await?;
//! # drop(drawing);
//! # Ok(())
//! # }
//! ```
//!
//! # What the engine does by itself
//!
//! - It renews the session's token before it expires (every 50 seconds of 60, by the token's own times) and keeps the cookie
//!   `__session` on the app's origin fresh, so that the app's server can verify any request. One tab of a browser renews, the
//!   others hear the token. A hidden tab asks for nothing and is fresh as soon as it is seen.
//! - It signs in and out in all tabs together.
//! - It draws what the browser remembers before it sends anything: the environment, and the person of the session's cookie.
//! - While the server cannot be reached it shows the last good state as [`Status::Degraded`], keeps the person signed in and
//!   tries again. Only the server's word ends a session.
//! - It counts by the server's clock. A device whose clock is wrong works; [`Snapshot::clock_skew`] says so.
//!
//! # Where things are
//!
//! | wanted | see |
//! |---|---|
//! | who is signed in, the organization, roles | [`Snapshot`] |
//! | sign-in, sign-up and organization forms without a UI framework | [`flow`] |
//! | single requests | [`Frontdesk::sign_in`], [`Frontdesk::sign_up`], [`Frontdesk::user`], [`Frontdesk::organizations`], [`Frontdesk::send`] |
//! | what went wrong, and where to show it | [`Error`] |
//! | who may do what | [`authorization`] |
//! | the app's pages by name, and where to go on to | [`navigation`] |
//! | running elsewhere than in a browser tab, and tests | [`platform`] |
//!
//! Natively, without a platform of your own, the engine does nothing and stays [`Status::Loading`]: that is what a server renders,
//! with whomever it has verified if it says so ([`Builder::initial_state`]).
//!
//! Features: `browser` (on by default) brings the platform of a browser tab and of workers, `native` the one of apps that are no
//! browser, `test-platform` a browser in memory for tests.

pub mod authorization;
mod builder;
mod client_tree;
mod clock;
mod decimal;
mod dev_browser;
mod error;
pub mod flow;
mod frontdesk;
mod initial;
mod keeping;
pub mod navigation;
pub mod platform;
pub mod resources;
mod retry;
mod start;
mod state;
mod tab_choice;
mod tabs;
mod token;
mod transport;
mod upload;
mod wait;

pub use builder::{BuildError, Builder, Urls};
pub use error::{ApiFailure, Error};
pub use frontdesk::{Frontdesk, Subscription};
pub use platform::Platform;
pub use resources::{OrganizationChoice, SetActive};
pub use state::{ClockSkew, Snapshot, Status};
pub use token::{TokenOptions, TokenOrganization};

/// The vocabulary of the protocol: resources, ids, error codes and the endpoint table.
pub use frontdesk_wire as wire;
pub use frontdesk_wire::{Jwt, KeyError, PublishableKey};
