//! Signing up.

use crate::{Error, Frontdesk};
use frontdesk_wire::endpoints::{
    AttemptSignUpVerification, CreateSignUp, GetSignUp, PrepareSignUpVerification, UpdateSignUp,
};
use frontdesk_wire::{SignUp, SignUpId, Strategy};

/// The verbs of signing up. Each answers with the attempt as it now stands; when it is complete, show its session with
/// [`Frontdesk::set_active`].
#[derive(Debug, Clone)]
pub struct SignUps(pub(crate) Frontdesk);

impl Frontdesk {
    /// The verbs of signing up.
    pub fn sign_up(&self) -> SignUps {
        SignUps(self.clone())
    }
}

impl SignUps {
    /// Starts with whatever is at hand; the answer names what is missing.
    ///
    /// # Errors
    /// `form_identifier_exists` for a taken address, what is wrong with the password, and others.
    pub async fn create(&self, request: CreateSignUp) -> Result<SignUp, Error> {
        self.0.resource(&request).await
    }

    /// Fills in more.
    ///
    /// # Errors
    /// As [`SignUps::create`].
    pub async fn update(&self, request: UpdateSignUp) -> Result<SignUp, Error> {
        self.0.resource(&request).await
    }

    /// The attempt as the server has it.
    ///
    /// # Errors
    /// When there is no such attempt, or no answer.
    pub async fn get(&self, sign_up_id: &SignUpId) -> Result<SignUp, Error> {
        self.0.resource(&GetSignUp { sign_up_id: sign_up_id.clone() }).await
    }

    /// Sends a code to the e-mail address.
    ///
    /// # Errors
    /// `verification_code_too_many_requests` when one was sent just now, and others.
    pub async fn prepare_email_code(&self, sign_up_id: &SignUpId) -> Result<SignUp, Error> {
        let request = PrepareSignUpVerification {
            sign_up_id: sign_up_id.clone(),
            strategy: Strategy::EMAIL_CODE,
            redirect_url: None,
        };
        self.0.resource(&request).await
    }

    /// Tries the code.
    ///
    /// # Errors
    /// `form_code_incorrect` for the field `code`, `verification_expired`, `verification_failed`, and others.
    pub async fn attempt_email_code(&self, sign_up_id: &SignUpId, code: &str) -> Result<SignUp, Error> {
        let request = AttemptSignUpVerification {
            sign_up_id: sign_up_id.clone(),
            strategy: Strategy::EMAIL_CODE,
            code: Some(code.into()),
        };
        self.0.resource(&request).await
    }
}
