//! What the engine knows, as immutable snapshots, and the few functions that make the next one.

use crate::Error;
use frontdesk_wire::authorization::Requirement;
use frontdesk_wire::{
    Client, Environment, Organization, OrganizationId, OrganizationMembership, Session, SessionId, SessionStatus,
    SignIn, SignUp, User,
};
use std::sync::Arc;

/// How far the engine has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Status {
    /// The server has not answered yet. Somebody may be shown already, whom the page or a cookie names: see
    /// [`Snapshot::is_loaded`] and [`Snapshot::is_provisional`].
    #[default]
    Loading,
    /// Everything is known and renewal works.
    Ready,
    /// The last good state is shown, but the server cannot be reached at present.
    Degraded,
    /// Loading failed; `Snapshot::problem` says why. `Frontdesk::load` tries again.
    Failed,
}

/// The device's clock and the server's differ by more than thirty seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockSkew {
    /// Seconds by which the device is ahead; negative when it is behind.
    pub device_ahead: i64,
}

/// Everything that is known at one moment. Snapshots never change: a new one takes the place of the old one, and two equal
/// pointers mean that nothing has changed.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    /// How far the engine has come.
    pub status: Status,
    /// Why it is degraded or failed.
    pub problem: Option<Error>,
    /// This browser, with its sessions and its unfinished attempts. Session tokens are taken out.
    pub client: Option<Arc<Client>>,
    /// The session that this tab shows.
    pub session_id: Option<SessionId>,
    /// What the instance offers: fields, factors, names, links.
    pub environment: Option<Arc<Environment>>,
    /// A wrong clock on this device, worth a warning.
    pub clock_skew: Option<ClockSkew>,
}

impl Snapshot {
    /// Whether it is known if someone is signed in, be it provisionally: until then draw neither the signed-in nor the
    /// signed-out page.
    pub fn is_loaded(&self) -> bool {
        self.is_settled() || self.client.is_some()
    }

    /// Whether who is signed in is the word of the page or of a cookie, and the server's is still to come: there are ids, the
    /// organization, role and permissions, no other sessions, and a name only if the page tells it. What the server says takes its place.
    pub fn is_provisional(&self) -> bool {
        self.client.as_deref().is_some_and(|client| client.id.as_str().is_empty())
    }

    /// Whether the start is over.
    pub(crate) fn is_settled(&self) -> bool {
        matches!(self.status, Status::Ready | Status::Degraded)
    }

    /// Whether someone is signed in, on a session that is not waiting for a task.
    pub fn is_signed_in(&self) -> bool {
        self.session().is_some_and(|session| session.status == SessionStatus::Active)
    }

    /// The session that this tab shows, active or pending.
    pub fn session(&self) -> Option<&Session> {
        let id = self.session_id.as_ref()?;
        self.client.as_deref()?.sessions.iter().find(|session| session.id == *id)
    }

    /// The sessions of this browser that count as signed in.
    pub fn sessions(&self) -> impl Iterator<Item = &Session> {
        self.client.iter().flat_map(|client| client.signed_in_sessions())
    }

    /// Whether this session of the browser counts as signed in.
    pub(crate) fn has_session(&self, id: &SessionId) -> bool {
        self.client.as_deref().is_some_and(|client| live(client, id).is_some())
    }

    /// The ids of the sessions that count as signed in.
    pub(crate) fn session_ids(&self) -> Vec<SessionId> {
        let mut ids = Vec::new();
        for session in self.client.iter().flat_map(|client| &client.sessions) {
            if session.status.is_signed_in() {
                ids.push(session.id.clone());
            }
        }
        ids
    }

    /// The person who is signed in.
    pub fn user(&self) -> Option<&User> {
        self.session()?.user.as_ref()
    }

    /// The active organization's id; nothing in the personal workspace.
    pub fn organization_id(&self) -> Option<&OrganizationId> {
        self.session()?.last_active_organization_id.as_ref()
    }

    /// The person's place in the active organization.
    pub fn membership(&self) -> Option<&OrganizationMembership> {
        let id = self.organization_id()?;
        self.memberships().iter().find(|membership| membership.organization.id == *id)
    }

    /// The active organization.
    pub fn organization(&self) -> Option<&Organization> {
        self.membership().map(|membership| &membership.organization)
    }

    /// All organizations of the person who is signed in.
    pub fn memberships(&self) -> &[OrganizationMembership] {
        self.user().map(|user| user.organization_memberships.as_slice()).unwrap_or_default()
    }

    /// The person's role in the active organization, such as `org:admin`.
    pub fn role(&self) -> Option<&str> {
        self.membership().map(|membership| membership.role.as_str())
    }

    /// Whether the person has this role in the active organization; `admin` and `org:admin` are the same. As
    /// [`Snapshot::has`], a session that waits for a task has none.
    pub fn has_role(&self, role: &str) -> bool {
        self.has(&Requirement::role(role))
    }

    /// Whether the person has this permission in the active organization, such as `org:invoices:read`.
    pub fn has_permission(&self, permission: &str) -> bool {
        self.has(&Requirement::permission(permission))
    }

    /// The sign-in attempt that has been begun and not finished.
    pub fn sign_in(&self) -> Option<&SignIn> {
        self.client.as_deref()?.sign_in.as_ref()
    }

    /// The sign-up attempt that has been begun and not finished.
    pub fn sign_up(&self) -> Option<&SignUp> {
        self.client.as_deref()?.sign_up.as_ref()
    }
}

/// Which session to show with a new client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Pick {
    /// The one that is shown; none, if none is shown: a form may be about to finish with a session of its own.
    Keep,
    /// The one that is shown, else the one that was used last: at load, and after news from another tab.
    Choose,
    /// This one.
    Show(SessionId),
}

// Each of these makes the next snapshot, or leaves the very same one where nothing has changed.

/// What the instance offers. It is read once, so that what is read is news.
pub(crate) fn set_environment(snapshot: &mut Arc<Snapshot>, environment: Environment) {
    Arc::make_mut(snapshot).environment = Some(Arc::new(environment));
}

/// How far the engine has come, and what is wrong.
pub(crate) fn set_status(snapshot: &mut Arc<Snapshot>, status: Status, problem: Option<Error>) {
    let same_problem = match (&snapshot.problem, &problem) {
        (Some(before), Some(problem)) => before.code() == problem.code(),
        (before, problem) => before.is_none() && problem.is_none(),
    };
    if snapshot.status != status || !same_problem {
        let snapshot = Arc::make_mut(snapshot);
        snapshot.status = status;
        snapshot.problem = problem;
    }
}

/// The device's clock is wrong, or right again.
pub(crate) fn set_clock_skew(snapshot: &mut Arc<Snapshot>, clock_skew: Option<ClockSkew>) {
    if snapshot.clock_skew != clock_skew {
        Arc::make_mut(snapshot).clock_skew = clock_skew;
    }
}

/// The client as the server has it; one that has not changed comes as the same pointer.
pub(crate) fn set_client(snapshot: &mut Arc<Snapshot>, client: Option<Arc<Client>>, pick: &Pick) {
    let session_id = chosen_session(snapshot.session_id.as_ref(), client.as_deref(), pick);
    let same = match (&snapshot.client, &client) {
        (Some(before), Some(client)) => Arc::ptr_eq(before, client),
        (before, client) => before.is_none() && client.is_none(),
    };
    if !same || snapshot.session_id != session_id {
        let snapshot = Arc::make_mut(snapshot);
        snapshot.client = client;
        snapshot.session_id = session_id;
    }
}

/// Which session this tab shows: the one that is picked or shown, as long as it lives; else the one that the server saw last,
/// else any.
fn chosen_session(current: Option<&SessionId>, client: Option<&Client>, pick: &Pick) -> Option<SessionId> {
    let client = client?;
    let wanted = match pick {
        Pick::Show(id) => Some(id),
        Pick::Keep | Pick::Choose => current,
    };
    let wanted = wanted.and_then(|id| live(client, id));
    if wanted.is_some() {
        return wanted.cloned();
    }
    if current.is_none() && *pick == Pick::Keep {
        return None;
    }
    let last = client.last_active_session_id.as_ref().and_then(|id| live(client, id));
    last.or_else(|| client.signed_in_sessions().next().map(|session| &session.id)).cloned()
}

/// The id of a session that counts as signed in.
fn live<'a>(client: &'a Client, id: &SessionId) -> Option<&'a SessionId> {
    for session in &client.sessions {
        if session.id == *id && session.status.is_signed_in() {
            return Some(&session.id);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use frontdesk_wire::SessionStatus;

    fn client(sessions: &[(&str, SessionStatus)], last: Option<&str>) -> Client {
        let sessions = sessions.iter().map(|(id, status)| Session {
            id: (*id).into(),
            status: status.clone(),
            ..Session::default()
        });
        Client {
            id: "client_1".into(),
            sessions: sessions.collect(),
            last_active_session_id: last.map(Into::into),
            ..Client::default()
        }
    }

    fn after(before: &Arc<Snapshot>, client: Client, pick: Pick) -> Arc<Snapshot> {
        with(before, |snapshot| set_client(snapshot, Some(Arc::new(client)), &pick))
    }

    fn with(before: &Arc<Snapshot>, change: impl FnOnce(&mut Arc<Snapshot>)) -> Arc<Snapshot> {
        let mut next = before.clone();
        change(&mut next);
        next
    }

    fn shown(snapshot: &Snapshot) -> Option<&str> {
        snapshot.session_id.as_ref().map(|id| id.as_str())
    }

    // conformance: G16
    #[test]
    fn the_session_used_last_is_shown_at_load_if_it_lives() {
        use SessionStatus::{Active, Ended, Pending};
        let nothing = Arc::new(Snapshot::default());
        let both = [("sess_1", Active), ("sess_2", Pending)];

        assert_eq!(shown(&after(&nothing, client(&both, Some("sess_2")), Pick::Choose)), Some("sess_2"));
        assert_eq!(shown(&after(&nothing, client(&both, None), Pick::Choose)), Some("sess_1"));
        let ended = [("sess_1", Active), ("sess_2", Ended)];
        assert_eq!(shown(&after(&nothing, client(&ended, Some("sess_2")), Pick::Choose)), Some("sess_1"));
        assert_eq!(shown(&after(&nothing, client(&[], None), Pick::Choose)), None);
    }

    #[test]
    fn a_new_session_is_not_shown_before_it_is_picked() {
        let nothing = Arc::new(Snapshot::default());
        let new = client(&[("sess_1", SessionStatus::Active)], Some("sess_1"));

        let kept = after(&nothing, new.clone(), Pick::Keep);
        assert_eq!(shown(&kept), None);

        assert_eq!(shown(&after(&kept, new, Pick::Show("sess_1".into()))), Some("sess_1"));
    }

    #[test]
    fn the_shown_session_stays_until_it_is_over() {
        use SessionStatus::Active;
        let first =
            after(&Arc::default(), client(&[("sess_1", Active), ("sess_2", Active)], Some("sess_1")), Pick::Choose);

        let still = after(&first, client(&[("sess_1", Active), ("sess_2", Active)], Some("sess_2")), Pick::Choose);
        assert_eq!(shown(&still), Some("sess_1"));

        let next = after(&still, client(&[("sess_2", Active)], Some("sess_2")), Pick::Keep);
        assert_eq!(shown(&next), Some("sess_2"));
        assert_eq!(shown(&after(&next, client(&[], None), Pick::Keep)), None);
    }

    // conformance: H18
    #[test]
    fn what_changes_nothing_gives_the_same_snapshot() {
        let one = Some(Arc::new(client(&[("sess_1", SessionStatus::Active)], None)));
        let first = with(&Arc::default(), |snapshot| set_client(snapshot, one.clone(), &Pick::Choose));

        assert!(Arc::ptr_eq(&first, &with(&first, |snapshot| set_client(snapshot, one, &Pick::Choose))));
        let ready = with(&first, |snapshot| set_status(snapshot, Status::Ready, None));
        assert!(Arc::ptr_eq(&ready, &with(&ready, |snapshot| set_status(snapshot, Status::Ready, None))));
        assert!(Arc::ptr_eq(&ready, &with(&ready, |snapshot| set_clock_skew(snapshot, None))));
    }

    #[test]
    fn a_new_client_leaves_the_rest_as_it_was() {
        let ready = with(&Arc::default(), |snapshot| set_environment(snapshot, Environment::default()));

        let next = after(&ready, client(&[], None), Pick::Choose);

        assert!(Arc::ptr_eq(ready.environment.as_ref().unwrap(), next.environment.as_ref().unwrap()));
    }
}
