//! Where the person is signed in.

use super::Users;
use crate::{Error, Frontdesk};
use frontdesk_wire::SessionId;
use frontdesk_wire::endpoints::{ListActiveSessions, ListSessions, RevokeSession};
use frontdesk_wire::session::SessionWithActivity;

/// The verbs of the person's sessions on all devices. Which of them is this one says
/// [`Snapshot::session_id`](crate::Snapshot).
#[derive(Debug, Clone)]
pub struct Devices(Frontdesk);

impl Users {
    /// The verbs of the person's sessions on all devices.
    pub fn devices(&self) -> Devices {
        Devices(self.0.clone())
    }
}

impl Devices {
    /// The sessions that are open, newest first, with their devices.
    ///
    /// # Errors
    /// When nobody is signed in, or there is no answer.
    pub async fn active(&self) -> Result<Vec<SessionWithActivity>, Error> {
        self.0.someone()?;
        self.0.send(&ListActiveSessions {}).await
    }

    /// The last hundred sessions, those that are over too.
    ///
    /// # Errors
    /// When nobody is signed in, or there is no answer.
    pub async fn list(&self) -> Result<Vec<SessionWithActivity>, Error> {
        self.0.someone()?;
        self.0.send(&ListSessions {}).await
    }

    /// Signs the person out on another device. This one is signed out by [`Frontdesk::sign_out_session`].
    ///
    /// # Errors
    /// `resource_not_found` when it is no session of the person, and others.
    pub async fn revoke(&self, session_id: &SessionId) -> Result<SessionWithActivity, Error> {
        self.0.someone()?;
        self.0.resource(&RevokeSession { session_id: session_id.clone() }).await
    }
}
