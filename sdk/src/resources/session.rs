//! Showing a session, working in an organization, signing out.

use crate::client_tree::{remove_sessions, replace_session, take, text};
use crate::platform::BoxFuture;
use crate::state::Pick;
use crate::{Error, Frontdesk};
use frontdesk_wire::endpoint::Endpoint;
use frontdesk_wire::endpoints::{RemoveSession, RemoveSessions, TouchSession};
use frontdesk_wire::json::Json;
use frontdesk_wire::{OrganizationId, Session, SessionId, codec};
use std::future::ready;

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
    pub fn set_active(&self, next: SetActive) -> BoxFuture<Result<(), Error>> {
        let before = self.session_id();
        let touch = self.touch(next);
        let this = self.clone();
        Box::pin(async move {
            let touch = touch?;
            let id = touch.session_id.clone();
            let answer = this.call(codec::encode(&touch), Pick::Show(id.clone())).await?;
            this.touched(answer, &id)?;
            // A server that is slow to mint does not undo the switch: the renewal goes on by itself.
            let _ = this.token().await;
            this.claim_cookie();
            if before.as_ref() != Some(&id) {
                this.tell_changed();
            }
            Ok(())
        })
    }

    fn touch(&self, next: SetActive) -> Result<TouchSession, Error> {
        let snapshot = self.snapshot();
        let id = next.session.as_ref().or(snapshot.session_id.as_ref()).ok_or(Error::SignedOut)?;
        let session = snapshot.sessions().find(|session| session.id == *id).ok_or(Error::NotFound("session"))?;
        let intent = if next.organization.is_some() { "select_org" } else { "select_session" };
        let organization = match next.organization {
            None => session.last_active_organization_id.clone().map(String::from).unwrap_or_default(),
            Some(OrganizationChoice::Personal) => String::new(),
            Some(OrganizationChoice::Id(id)) => id.into(),
            Some(OrganizationChoice::Slug(slug)) => organization_id(session, &slug)?,
        };
        Ok(TouchSession {
            session_id: id.clone(),
            active_organization_id: Some(organization),
            intent: Some(intent.to_owned()),
        })
    }

    fn touched(&self, mut answer: Json, id: &SessionId) -> Result<(), Error> {
        let session = take(&mut answer, "response");
        if !session.is_object() {
            return Err(Error::decode());
        }
        if self.session_id().as_ref() != Some(id) {
            // An answer without the client: put the session into the one that is known.
            let mut client = self.state().client.tree.clone();
            replace_session(&mut client, session);
            self.take_client(client, &Pick::Show(id.clone()));
        }
        Ok(())
    }

    /// Signs out everyone on this browser, in all tabs.
    ///
    /// # Errors
    /// When the server cannot be reached: nobody is signed out then, and the cookies stay.
    pub fn sign_out(&self) -> BoxFuture<Result<(), Error>> {
        let over = self.snapshot().session_ids();
        if over.is_empty() {
            return Box::pin(ready(Ok(())));
        }
        self.end(&RemoveSessions {}, over)
    }

    /// Signs out one session, in all tabs. Others stay signed in, and if it was shown, one of them is shown.
    ///
    /// # Errors
    /// As [`Frontdesk::sign_out`].
    pub fn sign_out_session(&self, session_id: &SessionId) -> BoxFuture<Result<(), Error>> {
        let all = self.snapshot().session_ids();
        if !all.contains(session_id) {
            return Box::pin(ready(Err(Error::NotFound("session"))));
        }
        if all.len() == 1 {
            return self.end(&RemoveSessions {}, all);
        }
        self.end(&RemoveSession { session_id: session_id.clone() }, vec![session_id.clone()])
    }

    fn end(&self, request: &impl Endpoint, over: Vec<SessionId>) -> BoxFuture<Result<(), Error>> {
        let answer = self.call(codec::encode(request), Pick::Keep);
        let this = self.clone();
        Box::pin(async move { this.signed_out(&over, answer.await) })
    }

    /// Makes sure that sessions are gone from the snapshot, whatever the answer carried. A refusal because they are over
    /// already is as good as done.
    fn signed_out(&self, over: &[SessionId], answer: Result<Json, Error>) -> Result<(), Error> {
        let mut client = match answer {
            Ok(mut answer) => take(&mut answer, "response"),
            Err(error) if matches!(error.status(), Some(401 | 404)) => Json::Null,
            Err(error) => return Err(error),
        };
        // The answer is the client, or the session that was removed, or nothing.
        if text(&client, "object") != "client" {
            client = self.state().client.tree.clone();
        }
        remove_sessions(&mut client, over);
        self.take_client(client, &Pick::Keep);
        self.tell_signed_out(over);
        Ok(())
    }
}

fn organization_id(session: &Session, slug: &str) -> Result<String, Error> {
    for membership in session.user.iter().flat_map(|user| &user.organization_memberships) {
        if membership.organization.slug.as_deref() == Some(slug) {
            return Ok(membership.organization.id.as_str().to_owned());
        }
    }
    Err(Error::NotFound("organization"))
}
