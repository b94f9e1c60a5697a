//! The protocol that Frontdesk speaks: one vocabulary for the client and the server.
//!
//! A request is a plain struct and one line of the table in [`endpoints`]. The client turns it into bytes with
//! [`codec::encode`], the server reads it back with [`codec::decode`]; both follow the published protocol of Clerk's
//! Frontend API (date version [`API_VERSION`]).
//!
//! ```
//! use frontdesk_wire::{codec, endpoints::CreateSignIn};
//!
//! let ask = CreateSignIn { identifier: Some("ada@example.com".into()), ..Default::default() };
//! let bytes = codec::encode(&ask);
//! assert_eq!(bytes.path, "/v1/client/sign_ins");
//! assert_eq!(bytes.form, [("identifier", "ada@example.com".to_owned())]);
//!
//! let pairs = bytes.form.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
//! assert_eq!(codec::decode::<CreateSignIn>(&bytes.path, pairs).unwrap(), ask);
//! ```
//!
//! This crate has no I/O, no clock and no randomness, and compiles for browsers and servers alike.

pub mod authorization;
mod base64;
pub mod client;
pub mod codec;
pub mod endpoint;
pub mod endpoints;
pub mod environment;
pub mod error;
pub mod field;
pub mod id;
pub mod image;
pub mod json;
pub mod key;
pub mod metadata;
pub mod organization;
pub mod percent;
pub mod reply;
pub mod session;
mod sha1;
pub mod sign_in;
pub mod sign_up;
pub mod time;
pub mod token;
pub mod user;
pub mod verification;

pub use client::Client;
pub use endpoint::{Endpoint, Method};
pub use environment::Environment;
pub use error::{ApiError, ApiErrors, ErrorCode};
pub use id::*;
pub use image::Image;
pub use json::Json;
pub use key::{KeyError, KeyKind, PublishableKey};
pub use metadata::{JsonText, Metadata};
pub use organization::{Organization, OrganizationMembership};
pub use reply::{DeletedObject, Page, Reply};
pub use session::{Session, SessionStatus};
pub use sign_in::{SignIn, SignInStatus};
pub use sign_up::{SignUp, SignUpStatus};
pub use time::{Seconds, Timestamp};
pub use token::{Jwt, SessionClaims, Token};
pub use user::{EmailAddress, PublicUserData, User};
pub use verification::{Strategy, Verification, VerificationStatus};

/// The date version of the protocol, sent as `__clerk_api_version`. A server accepts any value.
pub const API_VERSION: &str = "2026-05-12";
