//! For the server of your own app: find the session token in a request, verify it, know who is signed in.
//!
//! Verifying needs the instance's public key and no network. The key is what `frontdesk keys` prints.
//!
//! ```
//! use frontdesk_backend::{Reason, Verifier};
//!
//! # let pem = frontdesk_backend::EXAMPLE_PUBLIC_KEY;
//! let verifier = Verifier::from_pem(pem)?.authorized_parties(["http://localhost:4402"]);
//!
//! assert_eq!(verifier.verify("not a token").unwrap_err(), Reason::TokenInvalid);
//! # Ok::<(), frontdesk_backend::KeyFault>(())
//! ```
//!
//! Which pages may have asked for a token is a required choice: a list, or in so many words any. Without it there is no
//! [`Verifier`] to call:
//!
//! ```compile_fail
//! # let pem = "";
//! let verifier = frontdesk_backend::Verifier::from_pem(pem).unwrap();
//! verifier.verify("…"); // no such method: choose `authorized_parties` or `any_authorized_party` first
//! ```
//!
//! With axum (feature `axum`, on by default), a handler asks for [`SignedIn`] and runs only for those who are:
//!
//! ```
//! # #[cfg(feature = "axum")] {
//! use axum::{Router, routing::get};
//! use frontdesk_backend::{SignedIn, Verifier};
//!
//! async fn me(SignedIn(auth): SignedIn) -> String {
//!     format!("you are {}", auth.user_id())
//! }
//!
//! # let pem = frontdesk_backend::EXAMPLE_PUBLIC_KEY;
//! let verifier = Verifier::from_pem(pem).unwrap().authorized_parties(["http://localhost:4402"]);
//! let app: Router = Router::new().route("/api/me", get(me)).with_state(verifier);
//! # }
//! ```
//!
//! Pages rendered on the server know who asks from their first byte on. A [`FrontdeskLayer`] over the router sends whoever
//! comes with an expired token through a *handshake*: two redirects that bring a fresh one.
//!
//! ```
//! # #[cfg(feature = "axum")] {
//! use axum::{Router, response::Html, routing::get};
//! use frontdesk_backend::{Authenticator, FrontdeskLayer, PublishableKey, Verifier, Visitor};
//!
//! async fn home(visitor: Visitor) -> Html<String> {
//!     let name = visitor.auth().map_or("stranger", |auth| auth.user_id().as_str());
//!     Html(format!("<p>Hello {name}</p>{}", visitor.initial_state().to_script()))
//! }
//!
//! # let pem = frontdesk_backend::EXAMPLE_PUBLIC_KEY;
//! let key = PublishableKey::parse("pk_test_YWNtZS5sb2NhbGhvc3Q6NDQwMCQ").unwrap();
//! let verifier = Verifier::from_pem(pem).unwrap().authorized_parties(["http://localhost:4402"]);
//! let app: Router = Router::new().route("/", get(home)).layer(FrontdeskLayer::new(Authenticator::new(key, verifier)));
//! # }
//! ```
//!
//! Where the key may change while your server runs, `Verifier::from_jwks` (feature `jwks`) fetches and keeps the key set.

mod auth;
mod clock;
mod credential;
#[cfg(feature = "axum")]
mod extract;
#[cfg(feature = "jwks")]
mod jwks;
mod key;
#[cfg(feature = "tower")]
mod layer;
mod parts;
mod reason;
mod request;
#[cfg(test)]
mod testing;
mod verify;

pub use auth::{Auth, Needs};
pub use clock::Clock;
pub use credential::session_token;
#[cfg(feature = "axum")]
pub use extract::{MaybeSignedIn, NoLayer, SignedIn, SignedOut, Visitor};
#[cfg(feature = "jwks")]
pub use jwks::JwksSource;
pub use key::KeyFault;
#[cfg(feature = "tower")]
pub use layer::{FrontdeskLayer, FrontdeskService};
pub use reason::Reason;
#[cfg(feature = "jwks")]
pub use request::HttpBackendApi;
pub use request::{
    ApiFault, AuthenticateError, Authenticator, BackendApi, BoxFuture, InitialOrganization, InitialState, InitialUser,
    OrganizationSync, Refresh, RefreshFault, RequestReason, RequestState, Satellite, SetupFault, Verdict,
};
pub use verify::{Unbound, Verifier};

pub use frontdesk_wire::token::{OrganizationClaims, SessionClaims};
pub use frontdesk_wire::{KeyError, OrganizationId, PublishableKey, Seconds, SessionId, Timestamp, UserId};

/// A public key for examples; its private half was thrown away.
#[doc(hidden)]
pub const EXAMPLE_PUBLIC_KEY: &str = include_str!("example_public_key.pem");
