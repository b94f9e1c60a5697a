//! Showing a session, working in an organization, signing out.

use crate::client_tree::{remove_sessions, replace_session, take, text};
use crate::platform::{BoxFuture, Visibility, Wake};
use crate::retry::READ_TRIES;
use crate::state::Pick;
use crate::transport::Answer;
use crate::{Error, Frontdesk};
use frontdesk_wire::endpoint::Endpoint;
use frontdesk_wire::endpoints::{RemoveSession, RemoveSessions, TouchSession};
use frontdesk_wire::json::Json;
use frontdesk_wire::{OrganizationId, Session, SessionId, codec};
use std::future::ready;

/// How long after an answer about the client another focus asks again.
const FOCUS_QUIET_MS: i64 = 5_000;

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
            if let Some(keeping) = this.inner.keeping {
                let _ = (keeping.token)(&this).await;
            }
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
        let environment = snapshot.environment.as_deref();
        let no_personal = environment.is_some_and(|it| it.organization_settings.force_organization_selection);
        let organization = match next.organization {
            // Where there is no personal workspace, nobody goes there.
            Some(OrganizationChoice::Personal) if !no_personal => String::new(),
            None | Some(OrganizationChoice::Personal) => current(session),
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
        if self.session_id().as_ref() != Some(id)
            || self
                .snapshot()
                .session()
                .is_some_and(|shown| current(shown) != text(&session, "last_active_organization_id"))
        {
            // An answer without the client, or with one in which another tab has moved on: the session itself knows best.
            let mut client = self.state().client.tree.clone();
            replace_session(&mut client, session);
            self.take_change(client, &Pick::Show(id.clone()));
        }
        Ok(())
    }

    /// Whether the client was read just now: being seen and getting the keyboard come together.
    pub(crate) fn has_just_looked(&self, wake: Wake) -> bool {
        let since = self.inner.platform.now().millis_since(self.state().client_read_at);
        wake != Wake::Online && (0..FOCUS_QUIET_MS).contains(&since)
    }

    /// The person or the network is back: finds out what has changed meanwhile. The tab that the person works in tells the server
    /// so, whose next tab then begins there, and the answer says the rest.
    pub(crate) fn look_again(&self, wake: Wake) {
        let platform = &self.inner.platform;
        let now = platform.now();
        let in_front = platform.visibility() == Visibility::Focused && wake != Wake::Online;
        let snapshot = self.snapshot();
        let Some(session) = snapshot.session().filter(|_| in_front && !snapshot.is_provisional()) else {
            self.refresh();
            return;
        };
        self.state().client_read_at = now;
        let touch = TouchSession {
            session_id: session.id.clone(),
            active_organization_id: Some(current(session)),
            intent: Some("focus".to_owned()),
        };
        let answer = self.exchange_with(codec::encode(&touch), false, READ_TRIES);
        let this = self.clone();
        self.spawn(Box::pin(async move { this.looked(&touch.session_id, answer.await) }));
    }

    fn looked(&self, id: &SessionId, answer: Result<Answer, Error>) {
        match answer {
            Ok(answer) => drop(self.take_answer(&answer, &Pick::Keep)),
            Err(error) if error.retryable() || error.status() == Some(401) => {}
            Err(_) => {
                // The person is no member any more, or so.
                self.state().tokens.choices.forget(id);
                self.refresh();
            }
        }
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
    pub(super) fn signed_out(&self, over: &[SessionId], answer: Result<Json, Error>) -> Result<(), Error> {
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
        self.take_change(client, &Pick::Keep);
        self.tell_signed_out(over);
        Ok(())
    }
}

/// The organization of a session as the wire has it: empty for the personal workspace.
fn current(session: &Session) -> String {
    session.last_active_organization_id.as_ref().map(|id| id.as_str().to_owned()).unwrap_or_default()
}

fn organization_id(session: &Session, slug: &str) -> Result<String, Error> {
    for membership in session.user.iter().flat_map(|user| &user.organization_memberships) {
        if membership.organization.slug.as_deref() == Some(slug) {
            return Ok(membership.organization.id.as_str().to_owned());
        }
    }
    Err(Error::NotFound("organization"))
}
