//! An attempt to sign up.

use crate::session::open_text_enum;
use crate::{Metadata, SessionId, SignUpId, Timestamp, UserId, Verification};
use serde::{Deserialize, Serialize};

open_text_enum! {
    /// Where a sign-up stands.
    #[derive(Default)]
    SignUpStatus {
        /// Something is missing or unverified.
        #[default]
        MissingRequirements = "missing_requirements",
        /// Done; a user and a session exist.
        Complete = "complete",
        /// Too old.
        Abandoned = "abandoned",
    }
}

/// An attempt to sign up. It completes as soon as nothing is missing and nothing is unverified.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SignUp {
    /// Always `sign_up_attempt`.
    pub object: String,
    /// Which attempt.
    pub id: SignUpId,
    /// Where it stands.
    pub status: SignUpStatus,
    /// Fields that must be given.
    pub required_fields: Vec<String>,
    /// Fields that may be given.
    pub optional_fields: Vec<String>,
    /// Fields that must still be given.
    pub missing_fields: Vec<String>,
    /// Addresses that must still be verified.
    pub unverified_fields: Vec<String>,
    /// The state of each proof.
    pub verifications: SignUpVerifications,
    /// User name.
    pub username: Option<String>,
    /// E-mail address.
    pub email_address: Option<String>,
    /// Phone number.
    pub phone_number: Option<String>,
    /// Wallet.
    pub web3_wallet: Option<String>,
    /// Whether a password was given (the name that browsers' clients read).
    pub has_password: bool,
    /// The same (the name in the published description).
    pub password_enabled: bool,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Data that the app attaches.
    pub unsafe_metadata: Metadata,
    /// Data that the app's server attaches.
    pub public_metadata: Metadata,
    /// Always false here.
    pub custom_action: bool,
    /// The app's own id for the user.
    pub external_id: Option<String>,
    /// The person's language.
    pub locale: Option<String>,
    /// The session, once complete.
    pub created_session_id: Option<SessionId>,
    /// The user, once complete.
    pub created_user_id: Option<UserId>,
    /// When the attempt ends by itself.
    pub abandon_at: Timestamp,
    /// When the terms were agreed to.
    pub legal_accepted_at: Option<Timestamp>,
}

/// The proofs of a sign-up.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SignUpVerifications {
    /// Of the e-mail address.
    pub email_address: Option<Verification>,
    /// Of the phone number.
    pub phone_number: Option<Verification>,
    /// Of the wallet.
    pub web3_wallet: Option<Verification>,
    /// Of the account elsewhere.
    pub external_account: Option<Verification>,
}
