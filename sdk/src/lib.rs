//! The client engine of Frontdesk, for any Rust or WASM app: who is signed in, in every tab, and a token when one is needed.

mod builder;
mod clock;
mod dev_browser;
mod error;
pub mod flow;
mod frontdesk;
pub mod platform;
pub mod resources;
mod retry;
mod state;
mod tabs;
mod token;
mod transport;

pub use builder::{BuildError, Builder, Urls};
pub use error::{ApiFailure, Error};
pub use frontdesk::{Frontdesk, Subscription};
pub use platform::Platform;
pub use resources::{OrganizationChoice, SetActive};
pub use state::{ClockSkew, Snapshot, Status};
pub use token::{TokenOptions, TokenOrganization};
pub use transport::Answered;

/// The vocabulary of the protocol: resources, ids, error codes and the endpoint table.
pub use frontdesk_wire as wire;
pub use frontdesk_wire::{Jwt, KeyError, PublishableKey};
