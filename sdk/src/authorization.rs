//! Who may do what here: the question of [`crate::wire::authorization`], asked of what the engine knows.

use crate::client_tree::text;
use crate::frontdesk::Frontdesk;
use crate::state::Snapshot;
use frontdesk_wire::Timestamp;
use frontdesk_wire::authorization::Facts;
use frontdesk_wire::json::{self, FromJson, Json};

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

    /// Whether the person who is signed in meets the requirement, by the membership as the server told it. A session that waits for a
    /// task meets nothing.
    ///
    /// Features and plans stand in the session's token, which no snapshot holds, and how long ago something was proven is a question
    /// of the time, which none knows: for those ask [`Frontdesk::has`]. This hides and shows; what must not be done is refused by the
    /// app's own server.
    ///
    /// ```
    /// use frontdesk_sdk::Snapshot;
    /// use frontdesk_sdk::authorization::Requirement;
    ///
    /// assert!(!Snapshot::default().has(&Requirement::role("admin")));
    /// ```
    pub fn has(&self, requirement: &Requirement) -> bool {
        self.meets(requirement, Facts::default())
    }

    /// The same, with what else is known.
    fn meets(&self, requirement: &Requirement, known: Facts<'_>) -> bool {
        if !self.is_signed_in() {
            return false;
        }
        let organization = self
            .membership()
            .map(|membership| (membership.role.as_str(), membership.permissions.as_deref().unwrap_or_default()));
        Facts { organization, ..known }.meet(requirement)
    }
}

impl Frontdesk {
    /// Whether the person who is signed in meets the requirement, features, plans and recent proofs included: those are read from
    /// the token in memory, without a request.
    pub fn has(&self, requirement: &Requirement) -> bool {
        let key = self.token_key();
        let jwt = key.and_then(|key| self.state().tokens.cache.get(&key).map(|entry| entry.jwt.clone()));
        let claims = jwt.and_then(|jwt| json::payload(&jwt)).unwrap_or_default();
        let snapshot = self.snapshot();
        let factor_ages = self.factor_ages(&claims, &snapshot);
        snapshot.meets(
            requirement,
            Facts { organization: None, features: text(&claims, "fea"), plans: text(&claims, "pla"), factor_ages },
        )
    }

    /// How many minutes ago the factors were proven, -1 for never: what the token or else the session says was so when it was said,
    /// and has aged since.
    fn factor_ages(&self, claims: &Json, snapshot: &Snapshot) -> Option<[i64; 2]> {
        let (ages, since) = match claims.get("fva").and_then(<[i64; 2]>::from_json) {
            Some(ages) => (ages, claims.get("iat")?.as_i64()?.saturating_mul(1_000)),
            // The server's clock, as far as it is known, counts here as well.
            None => (snapshot.session()?.factor_verification_age?, self.client_asked_at().0),
        };
        let minutes = (self.now().0.saturating_sub(since) / 60_000).max(0);
        Some(ages.map(|age| if age < 0 { age } else { age.saturating_add(minutes) }))
    }

    /// When the client was asked for that is known, by the server's clock.
    fn client_asked_at(&self) -> Timestamp {
        let state = self.state();
        state.clock.server_now(state.client_asked_at)
    }
}
