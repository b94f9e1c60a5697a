//! The person who is signed in.

use crate::{Error, Frontdesk};
use frontdesk_wire::User;
use frontdesk_wire::endpoints::{GetMe, UpdateMe};

/// The verbs of the person who is signed in.
#[derive(Debug, Clone)]
pub struct Users(pub(crate) Frontdesk);

impl Frontdesk {
    /// The verbs of the person who is signed in.
    pub fn user(&self) -> Users {
        Users(self.clone())
    }
}

impl Users {
    /// The account as the server has it.
    ///
    /// # Errors
    /// When nobody is signed in, or there is no answer.
    pub async fn get(&self) -> Result<User, Error> {
        self.signed_in()?;
        self.0.resource(&GetMe {}).await
    }

    /// Changes the account: what is `None` stays, what is empty is removed.
    ///
    /// # Errors
    /// When nobody is signed in, what the server refused, or why there is no answer.
    pub async fn update(&self, change: UpdateMe) -> Result<User, Error> {
        self.signed_in()?;
        self.0.resource(&change).await
    }

    fn signed_in(&self) -> Result<(), Error> {
        if self.0.session_id().is_some() { Ok(()) } else { Err(Error::SignedOut) }
    }
}
