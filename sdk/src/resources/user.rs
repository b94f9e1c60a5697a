//! The person who is signed in.

use crate::platform::BoxFuture;
use crate::state::Pick;
use crate::transport::response;
use crate::upload::File;
use crate::{Error, Frontdesk};
use frontdesk_wire::endpoints::{
    ChangePassword, DeleteMe, DeleteProfileImage, GetMe, RemovePassword, SetProfileImage, UpdateMe, UpdateMyMetadata,
};
use frontdesk_wire::{DeletedObject, EmailAddressId, Image, Metadata, User, codec};
use std::future::ready;

/// The verbs of the person who is signed in. Each that changes something updates the snapshot's user, too.
#[derive(Debug, Clone)]
pub struct Users(pub(crate) Frontdesk);

impl Frontdesk {
    /// The verbs of the person who is signed in.
    pub fn user(&self) -> Users {
        Users(self.clone())
    }

    /// Refuses what needs somebody where nobody is signed in.
    pub(super) fn someone(&self) -> Result<(), Error> {
        if self.session_id().is_some() { Ok(()) } else { Err(Error::SignedOut) }
    }
}

impl Users {
    /// The account as the server has it.
    ///
    /// # Errors
    /// When nobody is signed in, or there is no answer.
    pub async fn get(&self) -> Result<User, Error> {
        self.0.someone()?;
        self.0.resource(&GetMe {}).await
    }

    /// Changes the account: what is `None` stays, what is empty is removed. Metadata goes in a request of its own, after the
    /// rest, and takes the place of what is there ([`Users::set_metadata`]).
    ///
    /// # Errors
    /// For the fields `first_name` and `last_name`: `form_param_nil` where the app needs one, `form_param_unknown` where it
    /// does not ask for it, and what is wrong with it. When nobody is signed in, or there is no answer.
    pub async fn update(&self, mut change: UpdateMe) -> Result<User, Error> {
        self.0.someone()?;
        let metadata = change.unsafe_metadata.take();
        if metadata.is_some() && change == UpdateMe::default() {
            return self.set_metadata(&metadata.unwrap_or_default()).await;
        }
        let changed = self.0.resource(&change).await?;
        match metadata {
            Some(wanted) => self.approach(changed, &wanted).await,
            None => Ok(changed),
        }
    }

    /// Makes what the app attaches to the account into this: asks for what is there now, and sends only what differs. What is
    /// equal sends nothing.
    ///
    /// # Errors
    /// As [`Users::update_metadata`].
    pub async fn set_metadata(&self, wanted: &Metadata) -> Result<User, Error> {
        let user = self.get().await?;
        self.approach(user, wanted).await
    }

    async fn approach(&self, user: User, wanted: &Metadata) -> Result<User, Error> {
        let patch = user.unsafe_metadata.patch_to(wanted);
        if patch == Metadata::default() { Ok(user) } else { self.update_metadata(patch).await }
    }

    /// Merges a patch into what the app attaches to the account: `null` removes a key, what is not named stays.
    ///
    /// # Errors
    /// `form_param_exceeds_allowed_size` when it becomes too large, and others.
    pub async fn update_metadata(&self, patch: Metadata) -> Result<User, Error> {
        self.0.someone()?;
        self.0.resource(&UpdateMyMetadata { unsafe_metadata: Some(patch) }).await
    }

    /// Makes a verified e-mail address the primary one: messages go there.
    ///
    /// # Errors
    /// For the field `primary_email_address_id`: `form_verification_needed`, `form_resource_not_found`; and others.
    pub async fn set_primary_email_address(&self, email_address_id: &EmailAddressId) -> Result<User, Error> {
        self.update(UpdateMe { primary_email_address_id: Some(email_address_id.clone()), ..Default::default() }).await
    }

    /// Sets a password, or changes it: `current` is needed where there is one.
    ///
    /// # Errors
    /// For the field `current_password`: `form_password_validation_failed` when it is wrong. For the field `new_password`:
    /// what is wrong with it, `form_new_password_matches_current`. For none: `user_locked` after many wrong ones,
    /// `session_reverification_required`, and others.
    pub async fn change_password(
        &self,
        current: Option<&str>,
        new: &str,
        sign_out_of_other_sessions: bool,
    ) -> Result<User, Error> {
        self.0.someone()?;
        let request = ChangePassword {
            current_password: current.map(Into::into),
            new_password: new.into(),
            sign_out_of_other_sessions: Some(sign_out_of_other_sessions),
        };
        self.0.resource(&request).await
    }

    /// Removes the password.
    ///
    /// # Errors
    /// `form_password_validation_failed` for the field `current_password`, `no_password_set`, `password_required` where it is
    /// the only way to sign in, and others.
    pub async fn remove_password(&self, current: &str) -> Result<User, Error> {
        self.0.someone()?;
        self.0.resource(&RemovePassword { current_password: Some(current.into()) }).await
    }

    /// Deletes the account, with its sessions everywhere. This browser is signed out of it, in all tabs.
    ///
    /// # Errors
    /// `user_delete_self_not_enabled`, `organization_minimum_permissions_needed` for the last administrator of an
    /// organization that has other members, `session_reverification_required`, and others.
    pub fn delete(&self) -> BoxFuture<Result<(), Error>> {
        let Some(session) = self.0.session_id() else { return Box::pin(ready(Err(Error::SignedOut))) };
        let answer = self.0.call(codec::encode(&DeleteMe {}), Pick::Keep);
        let this = self.0.clone();
        Box::pin(async move {
            // Whoever is signed out meanwhile has not deleted anything, so a refusal stays one.
            let answer = answer.await?;
            this.signed_out(&[session], Ok(answer))
        })
    }

    /// Sets the person's picture: a PNG, JPEG, WebP or GIF file of at most ten megabytes. The account shows it at once.
    ///
    /// # Errors
    /// When nobody is signed in, when the file is no such picture, or there is no answer.
    pub async fn set_profile_image(&self, bytes: Vec<u8>, content_type: &str, file_name: &str) -> Result<Image, Error> {
        self.0.someone()?;
        let file = File { bytes, content_type, name: file_name };
        response(self.0.upload(codec::encode(&SetProfileImage {}), file)).await
    }

    /// Removes the person's picture; a drawn one takes its place.
    ///
    /// # Errors
    /// When nobody is signed in, when there is no picture, or there is no answer.
    pub async fn delete_profile_image(&self) -> Result<DeletedObject, Error> {
        self.0.someone()?;
        self.0.resource(&DeleteProfileImage {}).await
    }
}
