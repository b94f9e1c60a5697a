//! Signing in.

use crate::{Error, Frontdesk};
use frontdesk_wire::endpoints::{AttemptFirstFactor, CreateSignIn, GetSignIn, PrepareFirstFactor, ResetPassword};
use frontdesk_wire::{SignIn, SignInId, Strategy};

/// The verbs of signing in. Each answers with the attempt as it now stands; when it is complete, show its session with
/// [`Frontdesk::set_active`].
#[derive(Debug, Clone)]
pub struct SignIns(pub(crate) Frontdesk);

impl Frontdesk {
    /// The verbs of signing in.
    pub fn sign_in(&self) -> SignIns {
        SignIns(self.clone())
    }
}

impl SignIns {
    /// Starts with whatever is at hand.
    ///
    /// # Errors
    /// What the server refused, or why there is no answer.
    pub async fn create(&self, request: CreateSignIn) -> Result<SignIn, Error> {
        self.0.resource(&request).await
    }

    /// Starts with an identifier; the answer names the factors that are open.
    ///
    /// # Errors
    /// `form_identifier_not_found` for the field `identifier`, and others.
    pub async fn identify(&self, identifier: &str) -> Result<SignIn, Error> {
        self.create(CreateSignIn { identifier: Some(identifier.into()), ..CreateSignIn::default() }).await
    }

    /// Starts and finishes in one: identifier and password.
    ///
    /// # Errors
    /// `form_password_incorrect` for the field `password`, and others.
    pub async fn with_password(&self, identifier: &str, password: &str) -> Result<SignIn, Error> {
        let request = CreateSignIn {
            identifier: Some(identifier.into()),
            password: Some(password.into()),
            strategy: Some(Strategy::PASSWORD),
            ..CreateSignIn::default()
        };
        self.create(request).await
    }

    /// The attempt as the server has it.
    ///
    /// # Errors
    /// When there is no such attempt, or no answer.
    pub async fn get(&self, sign_in_id: &SignInId) -> Result<SignIn, Error> {
        self.0.resource(&GetSignIn { sign_in_id: sign_in_id.clone() }).await
    }

    /// Sends a code for the first factor, for signing in or for a new password, as the strategy says.
    ///
    /// # Errors
    /// `verification_code_too_many_requests` when one was sent just now, and others.
    pub async fn prepare(&self, attempt: &SignIn, strategy: Strategy) -> Result<SignIn, Error> {
        let factor = attempt.factor(&strategy).ok_or(Error::NotFound("way to sign in"))?;
        let request = PrepareFirstFactor {
            sign_in_id: attempt.id.clone(),
            email_address_id: factor.email_address_id.clone(),
            strategy,
            redirect_url: None,
        };
        self.0.resource(&request).await
    }

    /// Tries a password.
    ///
    /// # Errors
    /// `form_password_incorrect` for the field `password`, and others.
    pub async fn attempt_password(&self, sign_in_id: &SignInId, password: &str) -> Result<SignIn, Error> {
        let request = AttemptFirstFactor {
            sign_in_id: sign_in_id.clone(),
            strategy: Strategy::PASSWORD,
            password: Some(password.into()),
            code: None,
        };
        self.0.resource(&request).await
    }

    /// Tries a code that was sent for this strategy.
    ///
    /// # Errors
    /// `form_code_incorrect` for the field `code`, `verification_expired`, `verification_failed`, and others.
    pub async fn attempt_code(&self, sign_in_id: &SignInId, strategy: Strategy, code: &str) -> Result<SignIn, Error> {
        let request =
            AttemptFirstFactor { sign_in_id: sign_in_id.clone(), strategy, code: Some(code.into()), password: None };
        self.0.resource(&request).await
    }

    /// Sets a new password, once a reset code was right.
    ///
    /// # Errors
    /// What is wrong with the password, for the field `password`, and others.
    pub async fn reset_password(
        &self,
        sign_in_id: &SignInId,
        password: &str,
        sign_out_others: bool,
    ) -> Result<SignIn, Error> {
        let request = ResetPassword {
            sign_in_id: sign_in_id.clone(),
            password: password.into(),
            sign_out_of_other_sessions: Some(sign_out_others),
        };
        self.0.resource(&request).await
    }
}
