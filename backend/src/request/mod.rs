//! Who a page's request comes from, decided before the page is made: signed in, signed out, or to be sent to the
//! handshake first.
//!
//! A session token lives for a minute. Whoever opens a page after an hour sends an expired one, although they are
//! signed in. The *handshake* is a redirect to the Frontend API and back that brings a fresh token along, so that the
//! page renders signed in at its first byte. An [`Authenticator`] decides when that is needed, builds the redirect and
//! takes up its result; what it asks of the network it asks through [`BackendApi`], so that the decision is a function
//! of the request, the keys and the time.

mod api;
mod arrival;
mod authenticator;
mod cookies;
mod decision;
#[cfg(test)]
mod fixture;
mod handshake;
mod initial_state;
mod organization;
mod peek;
mod reason;
mod referrer;
mod refresh;
mod state;
#[cfg(test)]
mod tests;

#[cfg(feature = "jwks")]
pub use api::HttpBackendApi;
pub use api::{ApiFault, BackendApi, BoxFuture, Refresh};
pub use authenticator::{Authenticator, Satellite, SetupFault};
pub use initial_state::{InitialOrganization, InitialState, InitialUser};
pub use organization::OrganizationSync;
pub use reason::{RefreshFault, RequestReason};
pub use state::{AuthenticateError, RequestState, Verdict};
