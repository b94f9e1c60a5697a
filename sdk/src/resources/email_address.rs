//! The e-mail addresses of the person who is signed in.

use super::Users;
use crate::{Error, Frontdesk};
use frontdesk_wire::endpoints::{
    AttemptEmailAddressVerification, CreateEmailAddress, DeleteEmailAddress, GetEmailAddress, ListEmailAddresses,
    PrepareEmailAddressVerification,
};
use frontdesk_wire::{DeletedObject, EmailAddress, EmailAddressId, Strategy};

/// The verbs of the person's e-mail addresses. Each that changes something updates the snapshot's user, too.
#[derive(Debug, Clone)]
pub struct EmailAddresses(Frontdesk);

impl Users {
    /// The verbs of the person's e-mail addresses. Which of them is the primary one says
    /// [`Users::set_primary_email_address`].
    pub fn email_addresses(&self) -> EmailAddresses {
        EmailAddresses(self.0.clone())
    }
}

impl EmailAddresses {
    /// All of them as the server has them; the snapshot's user has them too.
    ///
    /// # Errors
    /// When nobody is signed in, or there is no answer.
    pub async fn list(&self) -> Result<Vec<EmailAddress>, Error> {
        self.0.someone()?;
        self.0.send(&ListEmailAddresses {}).await
    }

    /// One of them as the server has it.
    ///
    /// # Errors
    /// `resource_not_found` when it is not the person's, and others.
    pub async fn get(&self, email_address_id: &EmailAddressId) -> Result<EmailAddress, Error> {
        self.0.someone()?;
        self.0.resource(&GetEmailAddress { email_address_id: email_address_id.clone() }).await
    }

    /// Adds an address. It counts for nothing until it is verified: go on with [`EmailAddresses::prepare_code`].
    ///
    /// # Errors
    /// For the field `email_address`: `form_identifier_exists` for a taken one, `form_param_format_invalid`,
    /// `form_param_array_size_exceeded`. For none: `too_many_unverified_identifications`,
    /// `session_reverification_required`, and others.
    pub async fn create(&self, address: &str) -> Result<EmailAddress, Error> {
        self.0.someone()?;
        self.0.resource(&CreateEmailAddress { email_address: address.to_owned() }).await
    }

    /// Sends a code to an added address.
    ///
    /// # Errors
    /// `verification_code_too_many_requests` when one was sent just now, `verification_already_verified`,
    /// `identification_claimed` when somebody else verified the address meanwhile, and others.
    pub async fn prepare_code(&self, email_address_id: &EmailAddressId) -> Result<EmailAddress, Error> {
        self.0.someone()?;
        let request = PrepareEmailAddressVerification {
            email_address_id: email_address_id.clone(),
            strategy: Strategy::EMAIL_CODE,
            ..Default::default()
        };
        self.0.resource(&request).await
    }

    /// Tries the code.
    ///
    /// # Errors
    /// `form_code_incorrect` for the field `code`, `verification_expired`, `verification_failed` after too many wrong ones,
    /// `identification_claimed`, and others.
    pub async fn attempt_code(&self, email_address_id: &EmailAddressId, code: &str) -> Result<EmailAddress, Error> {
        self.0.someone()?;
        let request = AttemptEmailAddressVerification { email_address_id: email_address_id.clone(), code: code.into() };
        self.0.resource(&request).await
    }

    /// Removes an address.
    ///
    /// # Errors
    /// `last_required_identification_deletion_failed` for the primary or the last verified one, and others.
    pub async fn delete(&self, email_address_id: &EmailAddressId) -> Result<DeletedObject, Error> {
        self.0.someone()?;
        self.0.resource(&DeleteEmailAddress { email_address_id: email_address_id.clone() }).await
    }
}
