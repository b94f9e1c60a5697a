//! Sessions: how long they live, what ends them, what their tokens say.

use crate::reverification::Reverification;
use crate::{Membership, Moment, Refusal, Role, Settings, Step};
use frontdesk_wire::{ErrorCode, OrganizationId, Seconds, SessionId, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// One person signed in on one client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Which session.
    pub id: SessionId,
    /// Who is signed in.
    pub user: UserId,
    /// When it began.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When it was used last.
    pub last_active_at: Timestamp,
    /// The end of its longest life.
    pub expire_at: Timestamp,
    /// Its end when nothing happens.
    pub abandon_at: Timestamp,
    /// When the first factor was proven.
    pub first_factor_at: Option<Timestamp>,
    /// When the second factor was proven.
    pub second_factor_at: Option<Timestamp>,
    /// The organization that it acts for; none for the personal workspace.
    pub last_active_organization: Option<OrganizationId>,
    /// The proof that it was asked for again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reverification: Option<Reverification>,
    /// What somebody did to it. What time does to it, [`Session::status`] adds.
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Open,
    Ended,
    Removed,
    Revoked,
    Replaced,
}

/// Where a session stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionStatus {
    /// Signed in.
    Active,
    /// Signed out by the person, and still shown.
    Ended,
    /// Signed out by the person, and taken off the client.
    Removed,
    /// Ended by the app, or by a new password.
    Revoked,
    /// Another session took its place.
    Replaced,
    /// Over, by its longest life.
    Expired,
    /// Over, by inactivity.
    Abandoned,
}

impl SessionStatus {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Ended => "ended",
            Self::Removed => "removed",
            Self::Revoked => "revoked",
            Self::Replaced => "replaced",
            Self::Expired => "expired",
            Self::Abandoned => "abandoned",
        }
    }
}

/// How a session is ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// By the person; it stays on the client.
    End,
    /// By the person; it leaves the client.
    Remove,
    /// By the app, or by a new password.
    Revoke,
    /// By another session of the client.
    Replace,
}

/// Which organization a session shall act for.
#[derive(Debug, Clone, PartialEq)]
pub enum Workspace<'a> {
    /// The same as before.
    Keep,
    /// None.
    Personal,
    /// The one that this membership is of; the caller looked it up.
    Organization(&'a Membership),
    /// One that does not exist, or that the user is not a member of.
    NotAMember,
}

impl Session {
    /// A session that begins now.
    pub(crate) fn begin(
        user: UserId,
        first_factor_at: Option<Timestamp>,
        rules: &Settings,
        at: &mut Moment<'_>,
    ) -> Self {
        let mut session = Self {
            id: SessionId::with_body(&at.id_body()),
            user,
            created_at: at.now,
            updated_at: at.now,
            last_active_at: at.now,
            expire_at: at.now.plus(rules.sessions.lifetime),
            abandon_at: at.now,
            first_factor_at,
            second_factor_at: None,
            last_active_organization: None,
            reverification: None,
            state: State::Open,
        };
        session.note_activity(rules, at.now);
        session
    }

    /// Where it stands at a time.
    pub fn status(&self, now: Timestamp) -> SessionStatus {
        match self.state {
            State::Open if now >= self.expire_at => SessionStatus::Expired,
            State::Open if now >= self.abandon_at => SessionStatus::Abandoned,
            State::Open => SessionStatus::Active,
            State::Ended => SessionStatus::Ended,
            State::Removed => SessionStatus::Removed,
            State::Revoked => SessionStatus::Revoked,
            State::Replaced => SessionStatus::Replaced,
        }
    }

    /// Whether the person is signed in by it.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.status(now) == SessionStatus::Active
    }

    /// Uses the session: notes activity and, if asked, changes the organization.
    pub fn touch(mut self, workspace: Workspace<'_>, rules: &Settings, now: Timestamp) -> Step<Self> {
        if let Err(refusal) = self.check_open(now) {
            return Step::refused(self, refusal);
        }
        match self.organization_after(&workspace) {
            Ok(organization) => self.last_active_organization = organization,
            Err(refusal) => return Step::refused(self, refusal),
        }
        self.note_activity(rules, now);
        self.updated_at = now;
        Step::done(self)
    }

    /// Notes activity, which puts off being abandoned but never the longest life. Coarse: call it as often as you like.
    pub fn note_activity(&mut self, rules: &Settings, now: Timestamp) {
        self.last_active_at = self.last_active_at.max(now);
        self.abandon_at = match rules.sessions.inactivity {
            Some(inactivity) => now.plus(inactivity).min(self.expire_at),
            None => self.expire_at,
        };
    }

    /// Ends the session. Ending one that is over changes nothing, so signing out always succeeds; one that ended may
    /// still be removed.
    #[must_use]
    pub fn end(mut self, ending: Ending, now: Timestamp) -> Self {
        let open = self.is_open(now);
        let state = match ending {
            Ending::Remove => State::Removed,
            _ if !open => return self,
            Ending::End => State::Ended,
            Ending::Revoke => State::Revoked,
            Ending::Replace => State::Replaced,
        };
        if self.state != State::Removed {
            self.state = state;
            self.updated_at = now;
        }
        self
    }

    /// What a token of this session says, or why there is none.
    ///
    /// `workspace` is what the request asks for; `kept` is the user's membership in the organization the session acts
    /// for, if it still exists. A membership that is gone leaves the session in the personal workspace.
    pub fn claims(
        &self,
        workspace: &Workspace<'_>,
        kept: Option<&Membership>,
        rules: &Settings,
        now: Timestamp,
    ) -> Result<Claims, Refusal> {
        self.check_open(now)?;
        let membership = match workspace {
            Workspace::Organization(membership) => Some(*membership),
            Workspace::Personal => None,
            Workspace::Keep => kept.filter(|kept| Some(&kept.organization) == self.last_active_organization.as_ref()),
            Workspace::NotAMember => return Err(Refusal::new(ErrorCode::ORGANIZATION_NOT_FOUND_OR_UNAUTHORIZED)),
        };
        if membership.is_some_and(|membership| membership.user != self.user) {
            return Err(Refusal::new(ErrorCode::ORGANIZATION_NOT_FOUND_OR_UNAUTHORIZED));
        }
        let issued_at = now.seconds();
        Ok(Claims {
            session: self.id.clone(),
            user: self.user.clone(),
            status: self.status(now),
            issued_at,
            not_before: issued_at - rules.sessions.token_skew.0,
            expires_at: issued_at + rules.sessions.token_lifetime.0,
            factor_age: self.factor_age(now),
            organization: membership.map(|membership| OrganizationClaims {
                id: membership.organization.clone(),
                slug: membership.slug.clone(),
                role: membership.role,
            }),
        })
    }

    /// Minutes since the first and the second factor were proven; -1 for never.
    pub fn factor_age(&self, now: Timestamp) -> [i64; 2] {
        [self.first_factor_at, self.second_factor_at].map(|proven| match proven {
            Some(proven) => (now.millis_since(proven) / 60_000).max(0),
            None => -1,
        })
    }

    fn organization_after(&self, workspace: &Workspace<'_>) -> Result<Option<OrganizationId>, Refusal> {
        match workspace {
            Workspace::Keep => Ok(self.last_active_organization.clone()),
            Workspace::Personal => Ok(None),
            Workspace::Organization(membership) if membership.user == self.user => {
                Ok(Some(membership.organization.clone()))
            }
            Workspace::Organization(_) | Workspace::NotAMember => {
                Err(Refusal::new(ErrorCode::ORGANIZATION_NOT_FOUND_OR_UNAUTHORIZED))
            }
        }
    }

    pub(crate) fn check_open(&self, now: Timestamp) -> Result<(), Refusal> {
        if self.is_open(now) { Ok(()) } else { Err(Refusal::new(ErrorCode::SIGNED_OUT)) }
    }
}

/// What a session token says. The server adds issuer, authorized party and token id, and signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// `sid`.
    pub session: SessionId,
    /// `sub`.
    pub user: UserId,
    /// `sts`.
    pub status: SessionStatus,
    /// `iat`, in seconds.
    pub issued_at: i64,
    /// `nbf`, in seconds.
    pub not_before: i64,
    /// `exp`, in seconds.
    pub expires_at: i64,
    /// `fva`, in minutes.
    pub factor_age: [i64; 2],
    /// `o`.
    pub organization: Option<OrganizationClaims>,
}

/// What a session token says of the organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganizationClaims {
    /// `o.id`.
    pub id: OrganizationId,
    /// `o.slg`.
    pub slug: Option<String>,
    /// `o.rol`, without `org:`. System permissions never stand in a token.
    pub role: Role,
}

/// How often activity is worth a write.
pub const ACTIVITY_GRAIN: Seconds = Seconds(60);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{World, membership};
    use proptest::prelude::*;

    fn open(world: &mut World, rules: &Settings) -> Session {
        let now = world.now;
        Session::begin("user_1".into(), Some(now), rules, &mut world.at())
    }

    fn idle_rules() -> Settings {
        let mut rules = Settings::default();
        rules.sessions.inactivity = Some(Seconds(600));
        rules
    }

    #[test]
    fn a_session_lives_seven_days_at_most() {
        let (mut world, rules) = (World::new(), Settings::default());
        let session = open(&mut world, &rules);

        assert!(session.is_open(Timestamp(session.expire_at.0 - 1)));
        assert_eq!(session.status(session.expire_at), SessionStatus::Expired);
        assert_eq!(session.expire_at, world.now.plus(Seconds::days(7)));
    }

    #[test]
    fn activity_puts_off_being_abandoned() {
        let (mut world, rules) = (World::new(), idle_rules());
        let session = open(&mut world, &rules);
        assert_eq!(session.status(world.now.plus(Seconds(600))), SessionStatus::Abandoned);

        world.advance(Seconds(599));
        let session = session.touch(Workspace::Keep, &rules, world.now).next;

        assert!(session.is_open(world.now.plus(Seconds(599))));
        assert_eq!(session.status(world.now.plus(Seconds(600))), SessionStatus::Abandoned);
    }

    #[test]
    fn activity_does_not_prolong_the_longest_life() {
        let (mut world, rules) = (World::new(), idle_rules());
        let mut session = open(&mut world, &rules);
        world.now = Timestamp(session.expire_at.0 - 1);

        session.note_activity(&rules, world.now);

        assert_eq!(session.abandon_at, session.expire_at);
    }

    #[test]
    fn what_is_over_cannot_be_touched() {
        let (mut world, rules) = (World::new(), Settings::default());
        for ending in [Ending::End, Ending::Remove, Ending::Revoke, Ending::Replace] {
            let session = open(&mut world, &rules).end(ending, world.now);

            let step = session.clone().touch(Workspace::Personal, &rules, world.now.plus(Seconds(5)));

            assert_eq!(step.outcome.unwrap_err().code, ErrorCode::SIGNED_OUT);
            assert_eq!(step.next, session);
            assert!(session.claims(&Workspace::Keep, None, &rules, world.now).is_err());
        }
    }

    #[test]
    fn signing_out_twice_changes_nothing_but_removal() {
        let (mut world, rules) = (World::new(), Settings::default());
        let revoked = open(&mut world, &rules).end(Ending::Revoke, world.now);

        assert_eq!(revoked.clone().end(Ending::End, world.now.plus(Seconds(1))), revoked);
        let removed = revoked.end(Ending::Remove, world.now);
        assert_eq!(removed.status(world.now), SessionStatus::Removed);
        assert_eq!(removed.clone().end(Ending::Revoke, world.now.plus(Seconds(1))), removed);
    }

    #[test]
    fn the_organization_changes_only_to_one_of_the_user() {
        let (mut world, rules) = (World::new(), Settings::default());
        let session = open(&mut world, &rules);
        let own = membership("org_1", "user_1", Role::Admin);
        let foreign = membership("org_2", "user_2", Role::Admin);

        let session = session.touch(Workspace::Organization(&own), &rules, world.now).next;
        assert_eq!(session.last_active_organization, Some("org_1".into()));

        for bad in [Workspace::Organization(&foreign), Workspace::NotAMember] {
            let step = session.clone().touch(bad.clone(), &rules, world.now.plus(Seconds(9)));
            assert_eq!(step.outcome.unwrap_err().status(), 404);
            assert_eq!(step.next, session);
            assert!(session.claims(&bad, None, &rules, world.now).is_err());
        }

        let session = session.touch(Workspace::Keep, &rules, world.now).next;
        assert_eq!(session.last_active_organization, Some("org_1".into()));
        let session = session.touch(Workspace::Personal, &rules, world.now).next;
        assert_eq!(session.last_active_organization, None);
    }

    #[test]
    fn claims_say_who_for_how_long_and_for_whom() {
        let (mut world, rules) = (World::new(), Settings::default());
        let session = open(&mut world, &rules);
        world.advance(Seconds(200));
        let seat = membership("org_1", "user_1", Role::Member);

        let claims = session.claims(&Workspace::Organization(&seat), None, &rules, world.now).unwrap();

        let now = world.now.seconds();
        assert_eq!((claims.issued_at, claims.not_before, claims.expires_at), (now, now - 10, now + 60));
        assert_eq!(claims.factor_age, [3, -1]);
        assert_eq!(claims.status.as_str(), "active");
        assert_eq!(claims.organization.unwrap().role, Role::Member);
    }

    #[test]
    fn a_membership_that_is_gone_leaves_the_personal_workspace() {
        let (mut world, rules) = (World::new(), Settings::default());
        let seat = membership("org_1", "user_1", Role::Member);
        let other = membership("org_2", "user_1", Role::Member);
        let session = open(&mut world, &rules).touch(Workspace::Organization(&seat), &rules, world.now).next;
        let organization = |kept| session.claims(&Workspace::Keep, kept, &rules, world.now).unwrap().organization;

        assert_eq!(organization(Some(&seat)).unwrap().id, "org_1".into());
        assert_eq!(organization(None), None);
        assert_eq!(organization(Some(&other)), None);
    }

    proptest! {
        #[test]
        fn a_session_that_is_over_stays_over(waits in proptest::collection::vec(0i64..2_000, 1..60), ending in 0usize..40) {
            let (mut world, rules) = (World::new(), idle_rules());
            let mut session = open(&mut world, &rules);
            let mut over = false;
            for (index, wait) in waits.into_iter().enumerate() {
                world.advance(Seconds(wait));
                over |= !session.is_open(world.now);
                if index == ending {
                    session = session.end(Ending::Revoke, world.now);
                    over = true;
                }
                let step = session.touch(Workspace::Keep, &rules, world.now);
                prop_assert_eq!(step.outcome.is_ok(), !over);
                session = step.next;
                prop_assert_eq!(session.is_open(world.now), !over);
                prop_assert!(session.abandon_at <= session.expire_at);
            }
        }
    }
}
