//! The rules of Frontdesk, without I/O, clock or randomness of their own.
//!
//! Every rule has the same shape: what is known comes in as values, a [`Step`] comes out.
//!
//! ```
//! use frontdesk_domain::{CodeKey, Moment, Random, Settings, client::Client, sign_in::{NewSignIn, SignIn}};
//! use frontdesk_wire::{ClientId, Timestamp};
//!
//! struct Fixed;
//! impl Random for Fixed {
//!     fn fill(&mut self, bytes: &mut [u8]) { bytes.fill(7) }
//! }
//!
//! let (mut rng, key, rules) = (Fixed, CodeKey::new([1; 32]), Settings::default());
//! let mut at = Moment::new(Timestamp(1_790_000_000_000), &mut rng, &key);
//! let client = Client::new(ClientId::from("client_1"));
//!
//! let step = SignIn::create(NewSignIn::default(), None, &client, &rules, &mut at);
//! assert!(step.outcome.is_ok());
//! ```
//!
//! | module | what it decides |
//! |---|---|
//! | [`moment`] | [`Moment`]: the time, the randomness and the code key that a decision may use |
//! | [`step`] | [`Step`]: next state, effects, outcome. A refused attempt is a step too |
//! | [`effect`] | [`Effect`]: what the server turns into rows and jobs, in the same transaction |
//! | [`refusal`] | [`Refusal`]: every "no", and the catalogue of statuses and texts |
//! | [`settings`] | [`Settings`]: what an instance allows |
//! | [`identifier`] | [`Email`]: parse, normalise, mask |
//! | [`factor`] | [`UserFactors`]: what a user can prove; [`Strategy`], [`FirstFactor`], [`Proven`] |
//! | [`code`] | [`Code`], [`CodeKey`]: six digits, and how they are kept |
//! | [`verification`] | [`Verification`]: attempts, expiry, resending |
//! | [`password`] | [`PasswordCheck`], [`PasswordHash`], the policy |
//! | [`sign_in`] | [`SignIn`]: from an identifier to a session |
//! | [`sign_up`] | [`SignUp`]: from nothing to a user and a session |
//! | [`session`] | [`Session`]: lifetimes, activity, claims to mint |
//! | [`email_address`] | [`AddedEmail`]: addresses that people add to their account |
//! | [`account`] | the password, the profile and the end of one's own account |
//! | [`reverification`] | [`Reverification`]: proving again who is signed in |
//! | [`client`] | [`Client`]: several sessions, which one was last active |
//! | [`organization`] | [`Organization`]: names, roles, permissions, the last admin |
//!
//! Two choices that callers rely on:
//!
//! - **Codes.** The domain draws a code, keeps an HMAC of it under the instance's [`CodeKey`] and hands the plain code
//!   out once, in [`Effect::SendCode`]. Attempts take the typed text. Nothing outside this crate hashes or compares codes.
//! - **Passwords.** The domain never sees one except to judge its form ([`password::check_policy`]). Hashing and
//!   comparing are slow, so the caller does both before the step and hands in a [`PasswordHash`] or a [`PasswordCheck`].

pub mod account;
pub mod client;
pub mod code;
pub mod effect;
pub mod email_address;
pub mod factor;
pub mod identifier;
pub mod moment;
pub mod name;
pub mod organization;
pub mod password;
pub mod refusal;
pub mod reverification;
pub mod session;
pub mod settings;
pub mod sign_in;
pub mod sign_up;
pub mod step;
pub mod verification;

#[cfg(test)]
mod testing;

pub use client::Client;
pub use code::{Code, CodeKey};
pub use effect::{CodePurpose, Effect, NewUser, Notice};
pub use email_address::AddedEmail;
pub use factor::{EmailFactor, FirstFactor, Proven, Strategy, UserFactors};
pub use identifier::Email;
pub use moment::{Moment, Random};
pub use organization::{Membership, Organization, Permission, Role};
pub use password::{PasswordCheck, PasswordHash};
pub use refusal::{Field, Refusal};
pub use reverification::Reverification;
pub use session::{Session, SessionStatus};
pub use settings::{Environment, Settings};
pub use sign_in::SignIn;
pub use sign_up::SignUp;
pub use step::Step;
pub use verification::Verification;
