//! An attempt to sign in.

use crate::session::open_text_enum;
use crate::{EmailAddressId, SessionId, SignInId, Strategy, Timestamp, Verification};
use serde::{Deserialize, Serialize};

open_text_enum! {
    /// Where a sign-in stands, and so what comes next.
    #[derive(Default)]
    SignInStatus {
        /// Nobody is named yet.
        #[default]
        NeedsIdentifier = "needs_identifier",
        /// The first proof is due.
        NeedsFirstFactor = "needs_first_factor",
        /// The second proof is due.
        NeedsSecondFactor = "needs_second_factor",
        /// An unknown device needs a proof of its own.
        NeedsClientTrust = "needs_client_trust",
        /// A new password is due.
        NeedsNewPassword = "needs_new_password",
        /// Done; a session exists.
        Complete = "complete",
        /// Too old.
        Abandoned = "abandoned",
    }
}

/// An attempt to sign in.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SignIn {
    /// Always `sign_in_attempt`.
    pub object: String,
    /// Which attempt.
    pub id: SignInId,
    /// Where it stands.
    pub status: SignInStatus,
    /// Which identifiers the instance takes.
    pub supported_identifiers: Vec<String>,
    /// What was given.
    pub identifier: Option<String>,
    /// The first proofs that are open.
    pub supported_first_factors: Option<Vec<Factor>>,
    /// The second proofs that are open.
    pub supported_second_factors: Option<Vec<Factor>>,
    /// The state of the first proof.
    pub first_factor_verification: Option<Verification>,
    /// The state of the second proof.
    pub second_factor_verification: Option<Verification>,
    /// Who it is, as far as this may be shown.
    pub user_data: Option<SignInUserData>,
    /// The session, once complete.
    pub created_session_id: Option<SessionId>,
    /// When the attempt ends by itself.
    pub abandon_at: Timestamp,
    /// Whether the device is known: `pending`, `new` or `known`.
    pub client_trust_state: Option<String>,
}

/// A proof that is open to the person.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Factor {
    /// Which strategy.
    pub strategy: Strategy,
    /// The address, as far as it may be shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub safe_identifier: Option<String>,
    /// Which address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_address_id: Option<EmailAddressId>,
    /// Whether it is the primary address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary: Option<bool>,
}

/// Who signs in, as far as this may be shown.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SignInUserData {
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Picture.
    pub image_url: String,
    /// Whether the picture is the person's own.
    pub has_image: bool,
}
