//! Clients: a browser or app install with any number of sessions.

use crate::session::Ending;
use crate::{Refusal, Session, Settings};
use frontdesk_wire::{ClientId, ErrorCode, SessionId, Timestamp, UserId};

/// A client as the rules see it: its sessions, and which was used last. The caller loads both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// Which client.
    pub id: ClientId,
    /// Its sessions, over or not.
    pub sessions: Vec<Session>,
    /// The session that the person used last.
    pub last_active_session: Option<SessionId>,
}

impl Client {
    /// A client without sessions.
    pub fn new(id: ClientId) -> Self {
        Self { id, sessions: Vec::new(), last_active_session: None }
    }

    /// The sessions by which somebody is signed in.
    pub fn open_sessions(&self, now: Timestamp) -> impl Iterator<Item = &Session> {
        self.sessions.iter().filter(move |session| session.is_open(now))
    }

    /// The session by which this user is signed in here.
    pub fn session_of(&self, user: &UserId, now: Timestamp) -> Option<&Session> {
        self.open_sessions(now).find(|session| session.user == *user)
    }

    /// Refuses a second session where a client has at most one.
    pub fn check_may_add(&self, rules: &Settings, now: Timestamp) -> Result<(), Refusal> {
        let first = self.open_sessions(now).next();
        match first.filter(|_| rules.sessions.single_session) {
            Some(session) => Err(Refusal::new(ErrorCode::SESSION_EXISTS).session(&session.id)),
            None => Ok(()),
        }
    }

    /// Refuses a user who is signed in here already; the refusal names the session, so that a page can switch to it.
    pub fn check_not_signed_in(&self, user: &UserId, now: Timestamp) -> Result<(), Refusal> {
        match self.session_of(user, now) {
            Some(session) => Err(Refusal::new(ErrorCode::IDENTIFIER_ALREADY_SIGNED_IN).session(&session.id)),
            None => Ok(()),
        }
    }

    /// The session that is the last active one now: the noted one while it is open, else the most recently used.
    pub fn active_session(&self, now: Timestamp) -> Option<&Session> {
        let noted = self.last_active_session.as_ref();
        self.open_sessions(now)
            .find(|session| Some(&session.id) == noted)
            .or_else(|| self.open_sessions(now).max_by_key(|session| (session.last_active_at, session.created_at)))
    }

    /// Ends one session. `None` when the client has no such session.
    #[must_use]
    pub fn end_session(mut self, id: &SessionId, ending: Ending, now: Timestamp) -> Option<Self> {
        let slot = self.sessions.iter_mut().find(|session| session.id == *id)?;
        *slot = slot.clone().end(ending, now);
        self.last_active_session = self.active_session(now).map(|session| session.id.clone());
        Some(self)
    }

    /// Signs everybody out.
    #[must_use]
    pub fn end_all(mut self, now: Timestamp) -> Self {
        self.sessions = self.sessions.into_iter().map(|session| session.end(Ending::Remove, now)).collect();
        self.last_active_session = None;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Workspace;
    use crate::testing::World;
    use frontdesk_wire::Seconds;

    fn two_people(world: &mut World) -> Client {
        let rules = Settings::default();
        let mut client = Client::new("client_1".into());
        for user in ["user_1", "user_2"] {
            world.advance(Seconds(1));
            client.sessions.push(Session::begin(user.into(), None, &rules, &mut world.at()));
        }
        client.last_active_session = Some(client.sessions[0].id.clone());
        client
    }

    #[test]
    fn several_people_may_be_signed_in_unless_the_instance_says_one() {
        let mut world = World::new();
        let client = two_people(&mut world);
        let mut single = Settings::default();
        single.sessions.single_session = true;

        assert_eq!(client.check_may_add(&Settings::default(), world.now), Ok(()));
        assert_eq!(client.check_may_add(&single, world.now).unwrap_err().code, ErrorCode::SESSION_EXISTS);
        assert_eq!(Client::new("client_2".into()).check_may_add(&single, world.now), Ok(()));
        assert_eq!(client.end_all(world.now).check_may_add(&single, world.now), Ok(()));
    }

    #[test]
    fn the_same_person_is_pointed_at_the_open_session() {
        let mut world = World::new();
        let client = two_people(&mut world);

        let refusal = client.check_not_signed_in(&"user_2".into(), world.now).unwrap_err();

        assert_eq!(refusal.meta.session_id.as_deref(), Some(client.sessions[1].id.as_str()));
        assert_eq!(client.check_not_signed_in(&"user_3".into(), world.now), Ok(()));
    }

    #[test]
    fn ending_the_active_session_leaves_the_most_recent_other() {
        let mut world = World::new();
        let client = two_people(&mut world);
        let (first, second) = (client.sessions[0].id.clone(), client.sessions[1].id.clone());

        let client = client.end_session(&first, Ending::Remove, world.now).unwrap();
        assert_eq!(client.last_active_session, Some(second.clone()));

        let client = client.end_session(&second, Ending::End, world.now).unwrap();
        assert_eq!(client.last_active_session, None);
        assert!(client.end_session(&"sess_other".into(), Ending::End, world.now).is_none());
    }

    #[test]
    fn ending_another_session_keeps_the_active_one() {
        let mut world = World::new();
        let client = two_people(&mut world);
        let (first, second) = (client.sessions[0].id.clone(), client.sessions[1].id.clone());

        let client = client.end_session(&second, Ending::Remove, world.now).unwrap();

        assert_eq!(client.last_active_session, Some(first));
    }

    #[test]
    fn a_session_that_ran_out_is_not_the_active_one() {
        let mut world = World::new();
        let mut client = two_people(&mut world);
        world.advance(Seconds::days(6));
        let rules = Settings { ..Settings::default() };
        client.sessions[1].expire_at = world.now.plus(Seconds::days(9));
        client.sessions[1] = client.sessions[1].clone().touch(Workspace::Keep, &rules, world.now).next;

        world.advance(Seconds::days(2));

        assert_eq!(client.active_session(world.now).map(|session| &session.user), Some(&"user_2".into()));
    }
}
