//! Who may do what here: the question of [`crate::wire::authorization`], asked of what the engine knows.

use crate::frontdesk::Frontdesk;
use crate::state::Snapshot;
use frontdesk_wire::authorization::Facts;
use frontdesk_wire::{SessionClaims, json};

pub use frontdesk_wire::authorization::{Level, Requirement, Reverification};

/// Who acts in the place of the person who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Who, as whoever began it named them: often a user of the same instance.
    pub subject: String,
    /// Whether it is a program that acts for the person, rather than somebody who looks through the person's eyes.
    pub is_agent: bool,
}

impl Snapshot {
    /// Who acts in the person's place on the session that is shown; nothing when it is the person. Say so on the page.
    pub fn actor(&self) -> Option<Actor> {
        let actor = self.session()?.actor.as_ref()?.json();
        let text = |name| actor.get(name).and_then(|value| value.as_str()).unwrap_or_default();
        actor.is_object().then(|| Actor { subject: text("sub").to_owned(), is_agent: text("type") == "agent" })
    }

    /// Whether the person who is signed in meets the requirement, by the membership and the session as the server told them. A
    /// session that waits for a task meets nothing.
    ///
    /// Features and plans stand in the session's token, which no snapshot holds: for those ask [`Frontdesk::has`]. This hides and
    /// shows; what must not be done is refused by the app's own server.
    ///
    /// ```
    /// use frontdesk_sdk::Snapshot;
    /// use frontdesk_sdk::authorization::Requirement;
    ///
    /// assert!(!Snapshot::default().has(&Requirement::role("admin")));
    /// ```
    pub fn has(&self, requirement: &Requirement) -> bool {
        self.meets(requirement, None)
    }

    fn meets(&self, requirement: &Requirement, claims: Option<&SessionClaims>) -> bool {
        if !self.is_signed_in() {
            return false;
        }
        let membership = self.membership();
        let listed = |list: fn(&SessionClaims) -> &Option<String>| {
            claims.and_then(|claims| list(claims).as_deref()).unwrap_or_default()
        };
        Facts {
            organization: membership
                .map(|membership| (membership.role.as_str(), membership.permissions.as_deref().unwrap_or_default())),
            features: listed(|claims| &claims.features),
            plans: listed(|claims| &claims.plans),
            factor_ages: self.session().and_then(|session| session.factor_verification_age),
        }
        .meet(requirement)
    }
}

impl Frontdesk {
    /// Whether the person who is signed in meets the requirement, features and plans included: those are read from the token in
    /// memory, without a request.
    pub fn has(&self, requirement: &Requirement) -> bool {
        let key = self.token_key();
        let jwt = key.and_then(|key| self.state().tokens.cache.get(&key).map(|entry| entry.jwt.clone()));
        self.snapshot().meets(requirement, jwt.and_then(|jwt| json::claims(&jwt)).as_ref())
    }
}
