//! Sessions: touching, ending, tokens.

use frontdesk_domain::Membership;
use frontdesk_domain::session::{ACTIVITY_GRAIN, Ending, Workspace};
use frontdesk_wire::endpoints::{
    CreateSessionToken, EndSession, GetSession, ListActiveSessions, ListSessions, RemoveSession, RevokeSession,
    TouchSession,
};
use frontdesk_wire::{ErrorCode, SessionId, Token, UserId};

use super::present::{self, Person};
use super::reply::Answer;
use super::subject;
use crate::cx::Cx;
use crate::failure::{Failure, transact};
use crate::store::sessions::{self, StoredSession};
use crate::store::{Conn, clients, memberships, users};
use crate::tokens;

/// `GET /v1/client/sessions/{session_id}`
pub(super) async fn get(cx: Cx, ask: GetSession) -> Result<Answer, Failure> {
    let mut conn = cx.app.store.read().await?;
    let stored = own(&cx, &mut conn, &ask.session_id).await?;
    Answer::read(shown(&cx, &mut conn, &stored).await?)
}

/// `POST /v1/client/sessions/{session_id}/touch`
pub(super) async fn touch(cx: Cx, ask: TouchSession) -> Result<Answer, Failure> {
    let (stored, outcome) = transact!(cx.app.store, |tx| {
        let mut stored = own(&cx, &mut tx, &ask.session_id).await?;
        let wanted = wanted(&cx, &mut tx, ask.active_organization_id.as_deref(), &stored.session.user).await?;
        let step = stored.session.clone().touch(wanted.workspace(), cx.rules(), cx.now);
        if step.outcome.is_err() {
            return Ok((stored, step.outcome));
        }
        stored.session = step.next;
        stored.activity = cx.activity();
        sessions::save(&mut tx, cx.instance_id(), &stored, cx.now).await?;
        users::note_activity(&mut tx, cx.instance_id(), &stored.session.user, cx.now).await?;
        if let Some(mut client) = clients::find(&mut tx, cx.instance_id(), &stored.client).await?
            && client.last_active_session.as_ref() != Some(&stored.session.id)
        {
            client.last_active_session = Some(stored.session.id.clone());
            clients::save(&mut tx, cx.instance_id(), &client).await?;
        }
        Ok((stored, Ok(())))
    })?;
    outcome?;
    let mut conn = cx.app.store.read().await?;
    Answer::changed(shown(&cx, &mut conn, &stored).await?)
}

/// `POST /v1/client/sessions/{session_id}/end`
pub(super) async fn end(cx: Cx, ask: EndSession) -> Result<Answer, Failure> {
    finish(cx, ask.session_id, Ending::End).await
}

/// `POST /v1/client/sessions/{session_id}/remove`
pub(super) async fn remove(cx: Cx, ask: RemoveSession) -> Result<Answer, Failure> {
    finish(cx, ask.session_id, Ending::Remove).await
}

async fn finish(cx: Cx, id: SessionId, ending: Ending) -> Result<Answer, Failure> {
    let stored = transact!(cx.app.store, |tx| {
        let mut stored = own(&cx, &mut tx, &id).await?;
        let mut client =
            clients::find(&mut tx, cx.instance_id(), &stored.client).await?.ok_or_else(Failure::not_found)?;
        let known = subject::client(&cx, &mut tx, &client).await?;
        let after = known.end_session(&id, ending, cx.now).ok_or_else(Failure::not_found)?;
        if let Some(session) = after.sessions.iter().find(|session| session.id == id) {
            stored.session = session.clone();
        }
        sessions::save(&mut tx, cx.instance_id(), &stored, cx.now).await?;
        client.last_active_session = after.last_active_session;
        client.updated_at = cx.now;
        clients::save(&mut tx, cx.instance_id(), &client).await?;
        Ok(stored)
    })?;
    let mut conn = cx.app.store.read().await?;
    Answer::changed(shown(&cx, &mut conn, &stored).await?)
}

/// `POST /v1/client/sessions/{session_id}/tokens`: mints a session token. Bare.
pub(super) async fn create_token(cx: Cx, ask: CreateSessionToken) -> Result<Answer, Failure> {
    let (claims, stale) = {
        let mut conn = cx.app.store.read().await?;
        let stored = own(&cx, &mut conn, &ask.session_id).await?;
        let wanted = wanted(&cx, &mut conn, ask.organization_id.as_deref(), &stored.session.user).await?;
        let kept = match &stored.session.last_active_organization {
            Some(id) => memberships::find(&mut conn, cx.instance_id(), id, &stored.session.user).await?,
            None => None,
        };
        let kept = kept.map(|kept| kept.membership);
        let claims = stored.session.claims(&wanted.workspace(), kept.as_ref(), cx.rules(), cx.now)?;
        let organization = claims.organization.as_ref().map(|organization| organization.id.clone());
        let moved = ask.organization_id.is_some() && stored.session.last_active_organization != organization;
        let idle = cx.now.millis_since(stored.session.last_active_at) >= ACTIVITY_GRAIN.millis();
        (claims, moved || idle)
    };
    if stale {
        note_use(&cx, &ask).await?;
    }
    // The client asks because it wants a new one, so nothing that is held is handed out.
    let jwt = tokens::mint(&cx.instance, &claims, cx.party.as_deref(), &cx.app.rng)?;
    Answer::bare(Token::new(jwt))
}

/// Notes that the session is in use, and the organization that a token was asked for: it becomes the active one.
pub(super) async fn note_use(cx: &Cx, ask: &CreateSessionToken) -> Result<(), Failure> {
    transact!(cx.app.store, |tx| {
        let mut stored = own(cx, &mut tx, &ask.session_id).await?;
        let wanted = wanted(cx, &mut tx, ask.organization_id.as_deref(), &stored.session.user).await?;
        let step = stored.session.clone().touch(wanted.workspace(), cx.rules(), cx.now);
        step.outcome?;
        stored.session = step.next;
        sessions::save(&mut tx, cx.instance_id(), &stored, cx.now).await?;
        Ok(users::note_activity(&mut tx, cx.instance_id(), &stored.session.user, cx.now).await?)
    })
}

/// `GET /v1/me/sessions/active`: the user's own devices. Bare.
pub(super) async fn list_active(cx: Cx, _: ListActiveSessions) -> Result<Answer, Failure> {
    let mut conn = cx.app.store.read().await?;
    let user = cx.session(&mut conn).await?.session.user;
    let person = person(&cx, &mut conn, &user).await?;
    let open = sessions::open_of_user(&mut conn, cx.instance_id(), &user).await?;
    let open: Vec<_> = open
        .iter()
        .filter(|stored| stored.session.is_open(cx.now))
        .map(|stored| present::device_session(&cx, stored, &person))
        .collect();
    Answer::bare(open)
}

/// `GET /v1/me/sessions`: the user's own sessions, over or not. Bare.
pub(super) async fn list(cx: Cx, _: ListSessions) -> Result<Answer, Failure> {
    let mut conn = cx.app.store.read().await?;
    let user = cx.session(&mut conn).await?.session.user;
    let person = person(&cx, &mut conn, &user).await?;
    let filter = sessions::SessionFilter { user: Some(user), limit: 100, ..sessions::SessionFilter::default() };
    let all = sessions::list(&mut conn, cx.instance_id(), &filter).await?;
    let all: Vec<_> = all.iter().map(|stored| present::device_session(&cx, stored, &person)).collect();
    Answer::bare(all)
}

/// `POST /v1/me/sessions/{session_id}/revoke`: ends another session of the same user.
pub(super) async fn revoke(cx: Cx, ask: RevokeSession) -> Result<Answer, Failure> {
    let stored = transact!(cx.app.store, |tx| {
        let acting = cx.session(&mut tx).await?;
        let found = sessions::find(&mut tx, cx.instance_id(), &ask.session_id).await?;
        let mut stored =
            found.filter(|found| found.session.user == acting.session.user).ok_or_else(Failure::not_found)?;
        stored.session = stored.session.end(Ending::Revoke, cx.now);
        sessions::save(&mut tx, cx.instance_id(), &stored, cx.now).await?;
        if let Some(mut client) = clients::find(&mut tx, cx.instance_id(), &stored.client).await? {
            client.updated_at = cx.now;
            clients::save(&mut tx, cx.instance_id(), &client).await?;
        }
        Ok(stored)
    })?;
    let mut conn = cx.app.store.read().await?;
    let person = person(&cx, &mut conn, &stored.session.user).await?;
    Answer::changed(present::device_session(&cx, &stored, &person))
}

/// The client's own session with this id. Without a client nobody is signed in; a session of somebody else is not
/// there.
pub(super) async fn own(cx: &Cx, conn: &mut Conn, id: &SessionId) -> Result<StoredSession, Failure> {
    let client = cx.client_id().ok_or_else(|| Failure::code(ErrorCode::SIGNED_OUT))?;
    let found = sessions::find_of_client(conn, cx.instance_id(), &client, id).await?.ok_or_else(Failure::not_found)?;
    if !found.session.is_open(cx.now) {
        cx.check_not_banned(conn, &found.session.user).await?;
    }
    Ok(found)
}

async fn shown(cx: &Cx, conn: &mut Conn, stored: &StoredSession) -> Result<frontdesk_wire::Session, Failure> {
    present::session(cx, stored, &person(cx, conn, &stored.session.user).await?)
}

async fn person(cx: &Cx, conn: &mut Conn, id: &UserId) -> Result<Person, Failure> {
    Person::load(conn, cx.instance_id(), id).await?.ok_or_else(Failure::not_found)
}

/// The workspace that a request asks for.
enum Wanted {
    Keep,
    Personal,
    Organization(Box<Membership>),
    NotAMember,
}

impl Wanted {
    fn workspace(&self) -> Workspace<'_> {
        match self {
            Self::Keep => Workspace::Keep,
            Self::Personal => Workspace::Personal,
            Self::Organization(membership) => Workspace::Organization(membership),
            Self::NotAMember => Workspace::NotAMember,
        }
    }
}

/// Looks up the organization that a request names by id or slug: absent keeps the session's own, empty is personal.
async fn wanted(cx: &Cx, conn: &mut Conn, named: Option<&str>, user: &UserId) -> Result<Wanted, Failure> {
    Ok(match named {
        None => Wanted::Keep,
        Some("") => Wanted::Personal,
        Some(name) => match memberships::find_by_name(conn, cx.instance_id(), name, user).await? {
            Some(stored) if cx.rules().organizations.enabled => Wanted::Organization(Box::new(stored.membership)),
            Some(_) | None => Wanted::NotAMember,
        },
    })
}
