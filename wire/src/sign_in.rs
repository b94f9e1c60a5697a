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

impl SignIn {
    /// The open first proof of this strategy: to the address that was given, else the first.
    pub fn factor(&self, strategy: &Strategy) -> Option<&Factor> {
        let given = self.identifier.as_deref().unwrap_or_default();
        let mut found = None;
        for factor in self.supported_first_factors.as_deref().unwrap_or_default() {
            if factor.strategy != *strategy {
                continue;
            }
            if factor.safe_identifier.as_deref().is_some_and(|shown| shown.eq_ignore_ascii_case(given)) {
                return Some(factor);
            }
            found = found.or(Some(factor));
        }
        found
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    // conformance: J04
    #[test]
    fn a_proof_goes_to_the_address_that_was_given() {
        let factor = |strategy: Strategy, address: &str| Factor {
            strategy,
            safe_identifier: Some(address.to_owned()),
            email_address_id: Some(address.into()),
            primary: None,
        };
        let mut attempt = SignIn {
            identifier: Some("Second@Example.com".to_owned()),
            supported_first_factors: Some(vec![
                factor(Strategy::PASSWORD, "second@example.com"),
                factor(Strategy::EMAIL_CODE, "first@example.com"),
                factor(Strategy::EMAIL_CODE, "second@example.com"),
            ]),
            ..SignIn::default()
        };
        let chosen = |attempt: &SignIn, strategy: &Strategy| {
            attempt.factor(strategy).and_then(|factor| Some((factor.strategy.clone(), factor.safe_identifier.clone()?)))
        };
        let code = |address: &str| Some((Strategy::EMAIL_CODE, address.to_owned()));

        assert_eq!(chosen(&attempt, &Strategy::EMAIL_CODE), code("second@example.com"));
        attempt.identifier = Some("ada".to_owned());
        assert_eq!(chosen(&attempt, &Strategy::EMAIL_CODE), code("first@example.com"), "else the first");
        attempt.identifier = None;
        assert_eq!(chosen(&attempt, &Strategy::EMAIL_CODE), code("first@example.com"));
        assert_eq!(chosen(&attempt, &Strategy::RESET_PASSWORD_EMAIL_CODE), None);
        assert_eq!(SignIn::default().factor(&Strategy::EMAIL_CODE), None);
    }
}
