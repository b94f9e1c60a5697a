//! A client: one browser or app install, with its sessions and at most one attempt of each kind.

use crate::{ClientId, Session, SessionId, SignIn, SignUp, Timestamp};
use serde::{Deserialize, Serialize};

/// One browser or app install.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Client {
    /// Always `client`.
    pub object: String,
    /// Which client.
    pub id: ClientId,
    /// Its sessions; the `active` and `pending` ones are signed in.
    pub sessions: Vec<Session>,
    /// The sign-in under way.
    pub sign_in: Option<SignIn>,
    /// The sign-up under way.
    pub sign_up: Option<SignUp>,
    /// The session that was used last.
    pub last_active_session_id: Option<SessionId>,
    /// How somebody signed in here last, for a hint only.
    pub last_authentication_strategy: Option<String>,
    /// When the client's cookie ends.
    pub cookie_expires_at: Option<Timestamp>,
    /// Whether bot protection is waived.
    pub captcha_bypass: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed; in seconds this is `__client_uat`.
    pub updated_at: Timestamp,
}

impl Client {
    /// The sessions that count as signed in.
    pub fn signed_in_sessions(&self) -> impl Iterator<Item = &Session> {
        self.sessions.iter().filter(|session| session.status.is_signed_in())
    }
}
