//! Showing a session, working in an organization, signing out.

use crate::state::Pick;
use crate::transport::response;
use crate::{Error, Frontdesk};
use frontdesk_wire::endpoints::{RemoveSession, RemoveSessions, TouchSession};
use frontdesk_wire::{Client, OrganizationId, Session, SessionId, codec};

/// What to show next; see [`Frontdesk::set_active`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SetActive {
    /// Which session; nothing for the one that is shown.
    pub session: Option<SessionId>,
    /// Which organization; nothing for the session's own.
    pub organization: Option<OrganizationChoice>,
}

/// The organization to work in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrganizationChoice {
    /// None: the personal workspace.
    Personal,
    /// This one.
    Id(OrganizationId),
    /// The one with this slug, among those of the person.
    Slug(String),
}

impl SetActive {
    /// Shows another session.
    pub fn session(id: impl Into<SessionId>) -> Self {
        Self { session: Some(id.into()), organization: None }
    }

    /// Works in another organization.
    pub fn organization(id: impl Into<OrganizationId>) -> Self {
        Self { session: None, organization: Some(OrganizationChoice::Id(id.into())) }
    }

    /// Works in the organization with this slug.
    pub fn slug(slug: impl Into<String>) -> Self {
        Self { session: None, organization: Some(OrganizationChoice::Slug(slug.into())) }
    }

    /// Works in the personal workspace.
    pub fn personal() -> Self {
        Self { session: None, organization: Some(OrganizationChoice::Personal) }
    }
}

impl Frontdesk {
    /// Shows a session, in an organization. The snapshot changes once, when the server knows; the token and the cookie for the
    /// app's server are there before this returns.
    ///
    /// # Errors
    /// When there is no such session or organization, or no answer.
    pub async fn set_active(&self, next: SetActive) -> Result<(), Error> {
        let snapshot = self.snapshot();
        let id = next.session.or_else(|| snapshot.session_id.clone()).ok_or(Error::SignedOut)?;
        let session = snapshot.sessions().find(|session| session.id == id).ok_or(Error::NotFound("session"))?;
        let switches_organization = next.organization.is_some();
        let organization = match next.organization {
            None => session.last_active_organization_id.as_ref().map(|id| id.as_str().to_owned()).unwrap_or_default(),
            Some(OrganizationChoice::Personal) => String::new(),
            Some(OrganizationChoice::Id(id)) => id.into(),
            Some(OrganizationChoice::Slug(slug)) => {
                let memberships =
                    session.user.as_ref().map(|user| user.organization_memberships.as_slice()).unwrap_or_default();
                let found =
                    memberships.iter().find(|membership| membership.organization.slug.as_deref() == Some(&slug));
                found.ok_or(Error::NotFound("organization"))?.organization.id.as_str().to_owned()
            }
        };
        let touch = TouchSession {
            session_id: id.clone(),
            active_organization_id: Some(organization),
            intent: Some(if switches_organization { "select_org" } else { "select_session" }.to_owned()),
        };
        let touched: Session = response(self.call(codec::encode(&touch), Pick::Show(id.clone()))).await?;
        if self.session_id().as_ref() != Some(&id) {
            // An answer without the client: put the session into the one that is known.
            let snapshot = self.snapshot();
            if let Some(client) = snapshot.client.as_deref() {
                let mut client = client.clone();
                client
                    .sessions
                    .iter_mut()
                    .filter(|session| session.id == id)
                    .for_each(|session| *session = touched.clone());
                self.take_client(Some(client), Pick::Show(id.clone()));
            }
        }
        // A server that is slow to mint does not undo the switch: the renewal goes on by itself.
        let _ = self.token().await;
        self.claim_cookie();
        if snapshot.session_id.as_ref() != Some(&id) {
            self.tell_changed();
        }
        Ok(())
    }

    /// Signs out everyone on this browser, in all tabs.
    ///
    /// # Errors
    /// When the server cannot be reached: nobody is signed out then, and the cookies stay.
    pub async fn sign_out(&self) -> Result<(), Error> {
        let over: Vec<SessionId> = self.snapshot().sessions().map(|session| session.id.clone()).collect();
        if over.is_empty() {
            return Ok(());
        }
        match response(self.call(codec::encode(&RemoveSessions {}), Pick::Keep)).await {
            Ok(client) => self.forget(&over, client),
            Err(error) => self.ended_already(error, &over)?,
        }
        self.tell_signed_out(&over);
        Ok(())
    }

    /// Signs out one session, in all tabs. Others stay signed in, and if it was shown, one of them is shown.
    ///
    /// # Errors
    /// As [`Frontdesk::sign_out`].
    pub async fn sign_out_session(&self, session_id: &SessionId) -> Result<(), Error> {
        let snapshot = self.snapshot();
        if !snapshot.sessions().any(|session| session.id == *session_id) {
            return Err(Error::NotFound("session"));
        }
        if snapshot.sessions().count() == 1 {
            return self.sign_out().await;
        }
        let over = [session_id.clone()];
        let request = RemoveSession { session_id: session_id.clone() };
        match self.call(codec::encode(&request), Pick::Keep).await {
            Ok(_) => self.forget(&over, None),
            Err(error) => self.ended_already(error, &over)?,
        }
        self.tell_signed_out(&over);
        Ok(())
    }

    /// Makes sure that sessions are gone from the snapshot, whatever the answer carried.
    fn forget(&self, over: &[SessionId], client: Option<Client>) {
        let snapshot = self.snapshot();
        if client.is_none() && !snapshot.sessions().any(|session| over.contains(&session.id)) {
            return;
        }
        let mut client = client.or_else(|| snapshot.client.as_deref().cloned()).unwrap_or_default();
        client.sessions.retain(|session| !over.contains(&session.id));
        self.take_client(Some(client), Pick::Keep);
    }

    /// A refusal because the sessions are over already is as good as done.
    fn ended_already(&self, error: Error, over: &[SessionId]) -> Result<(), Error> {
        if matches!(error.status(), Some(401 | 404)) {
            self.forget(over, None);
            return Ok(());
        }
        Err(error)
    }
}
