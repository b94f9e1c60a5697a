//! Proving again who is signed in, before something that only the owner shall do.

use crate::{Error, Frontdesk};
use frontdesk_wire::endpoints::{AttemptReverification, PrepareReverification, StartReverification};
use frontdesk_wire::session::SessionReverification;
use frontdesk_wire::{EmailAddressId, ErrorCode, SessionId, Strategy};

/// The verbs of proving again who is signed in by the session that is shown. When the answer is complete, send the request
/// again that was refused ([`Error::needs_reverification`]).
#[derive(Debug, Clone)]
pub struct Reverifications(Frontdesk);

impl Frontdesk {
    /// The verbs of proving again who is signed in.
    pub fn reverification(&self) -> Reverifications {
        Reverifications(self.clone())
    }
}

impl Error {
    /// Whether the person has to prove again who they are: the same request succeeds afterwards.
    pub fn needs_reverification(&self) -> bool {
        self.is(&ErrorCode::SESSION_REVERIFICATION_REQUIRED)
    }
}

impl Reverifications {
    /// Asks which proofs are open: those of the second factor where the person has one, else of the first.
    ///
    /// # Errors
    /// When nobody is signed in, or there is no answer.
    pub async fn start(&self) -> Result<SessionReverification, Error> {
        let session_id = self.session()?;
        self.0.resource(&StartReverification { session_id, level: "second_factor".to_owned() }).await
    }

    /// Sends a code to a verified address of the person.
    ///
    /// # Errors
    /// `verification_code_too_many_requests` when one was sent just now, and others.
    pub async fn prepare_code(&self, email_address_id: &EmailAddressId) -> Result<SessionReverification, Error> {
        let request = PrepareReverification {
            session_id: self.session()?,
            strategy: Strategy::EMAIL_CODE,
            email_address_id: Some(email_address_id.clone()),
        };
        self.0.resource(&request).await
    }

    /// Tries the code.
    ///
    /// # Errors
    /// `form_code_incorrect` for the field `code`, `verification_expired`, `verification_failed`, `user_locked`, and others.
    pub async fn attempt_code(&self, code: &str) -> Result<SessionReverification, Error> {
        let request = AttemptReverification {
            session_id: self.session()?,
            strategy: Strategy::EMAIL_CODE,
            code: Some(code.into()),
            password: None,
        };
        self.0.resource(&request).await
    }

    /// Tries the password.
    ///
    /// # Errors
    /// `form_password_incorrect` for the field `password`, `user_locked` after many wrong ones, and others.
    pub async fn attempt_password(&self, password: &str) -> Result<SessionReverification, Error> {
        let request = AttemptReverification {
            session_id: self.session()?,
            strategy: Strategy::PASSWORD,
            code: None,
            password: Some(password.into()),
        };
        self.0.resource(&request).await
    }

    fn session(&self) -> Result<SessionId, Error> {
        self.0.session_id().ok_or(Error::SignedOut)
    }
}
