//! Tokens in memory: what they say about their own life, and which of two stays.

use crate::state::Snapshot;
use frontdesk_wire::token::TokenFacts;
use frontdesk_wire::{Jwt, OrganizationId, SessionId, Timestamp, json};

/// Which token: of a session, for an organization or the personal workspace, plain or made from a template.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct TokenKey {
    pub(crate) session: SessionId,
    pub(crate) organization: Option<OrganizationId>,
    pub(crate) template: Option<String>,
}

impl TokenKey {
    /// Session and organization as the cookie of the active context names them.
    pub(crate) fn context(&self) -> String {
        [self.session.as_str(), ":", self.organization.as_ref().map_or("", |id| id.as_str())].concat()
    }
}

/// A token with what it says about its own life.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub(crate) jwt: Jwt,
    /// In seconds, on the server's clock.
    issued_at: i64,
    expires_at: i64,
    freshness: (Option<i64>, i64),
    /// On the device's clock.
    pub(crate) received_at: Timestamp,
}

impl Entry {
    /// Reads a token's own times; nothing for a text that is no token or says no times.
    pub(crate) fn read(jwt: Jwt, received_at: Timestamp) -> Option<Self> {
        let facts = json::facts(&jwt)?;
        Self::with(&facts, jwt, received_at)
    }

    /// The same, and nothing for the token of another session or organization.
    pub(crate) fn of(key: &TokenKey, jwt: Jwt, received_at: Timestamp) -> Option<Self> {
        let facts = json::facts(&jwt)?;
        if facts.session_id != key.session || facts.organization_id != key.organization {
            return None;
        }
        Self::with(&facts, jwt, received_at)
    }

    fn with(facts: &TokenFacts, jwt: Jwt, received_at: Timestamp) -> Option<Self> {
        if facts.expires_at <= facts.issued_at || facts.issued_at == 0 {
            return None;
        }
        Some(Self {
            issued_at: facts.issued_at,
            expires_at: facts.expires_at,
            freshness: (facts.oiat, facts.issued_at),
            jwt,
            received_at,
        })
    }

    pub(crate) fn span(&self) -> (i64, i64) {
        (self.issued_at, self.expires_at)
    }

    /// How long before its end a token is renewed, in milliseconds: a sixth of its life, so 10 s of 60, at most 15 s.
    pub(super) fn lead(&self) -> i64 {
        ((self.expires_at - self.issued_at) * 1000 / 6).min(15_000)
    }

    /// How long before its end a token is no longer handed out: half of that, at most 5 s. A request takes time, too.
    pub(super) fn cut_off(&self) -> i64 {
        (self.lead() / 2).min(5_000)
    }

    /// When to look at it again, on the server's clock: when it is to be renewed, and after that when it is over.
    pub(crate) fn next_look(&self, now: Timestamp) -> Timestamp {
        let end = self.expires_at * 1000;
        let renew_at = end - self.lead();
        Timestamp(if now.0 < renew_at { renew_at } else { end - self.cut_off() })
    }

    fn is_staler_than(&self, other: &Self) -> bool {
        self.freshness < other.freshness
    }
}

/// The tokens of all sessions, organizations and templates.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    entries: Vec<(TokenKey, Entry)>,
}

impl Cache {
    pub(crate) fn get(&self, key: &TokenKey) -> Option<&Entry> {
        self.place(key).map(|place| &self.entries[place].1)
    }

    /// Keeps the fresher of the two; of equals, the one that came last. Says whether the new one is kept.
    pub(crate) fn keep(&mut self, key: &TokenKey, entry: Entry) -> bool {
        let Some(place) = self.place(key) else {
            self.entries.push((key.clone(), entry));
            return true;
        };
        let held = &mut self.entries[place].1;
        if entry.is_staler_than(held) {
            return false;
        }
        *held = entry;
        true
    }

    fn place(&self, key: &TokenKey) -> Option<usize> {
        self.entries.iter().position(|(known, _)| known == key)
    }

    /// Forgets the tokens of sessions that are over.
    pub(crate) fn retain_sessions(&mut self, snapshot: &Snapshot) {
        self.entries.retain(|(key, _)| snapshot.has_session(&key.session));
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::platform::test::unsigned_token;

    fn key(session: &str) -> TokenKey {
        TokenKey { session: session.into(), organization: None, template: None }
    }

    fn entry(issued_at: i64, lifetime: i64) -> Entry {
        let jwt = unsigned_token("sess_1", None, issued_at, issued_at + lifetime, Some(issued_at));
        Entry::read(jwt, Timestamp::from_seconds(issued_at)).unwrap()
    }

    // conformance: A06, A12
    #[test]
    fn every_lifetime_has_its_own_times() {
        for (lifetime, renewed, over) in [(300, 285, 295), (60, 50, 55), (30, 25, 28), (6, 5, 6)] {
            let token = entry(1_000, lifetime);
            let look = |after: i64| token.next_look(Timestamp::from_seconds(1_000 + after));
            assert_eq!(look(0), Timestamp::from_seconds(1_000 + renewed), "{lifetime}");
            assert_eq!((look(renewed).0 + 999) / 1_000, 1_000 + over, "{lifetime}");
        }
    }

    // conformance: A17, B02, B03
    #[test]
    fn the_fresher_token_stays_and_of_equals_the_later() {
        let mut cache = Cache::default();
        assert!(cache.keep(&key("sess_1"), entry(1_000, 60)));

        assert!(!cache.keep(&key("sess_1"), entry(990, 60)));
        assert_eq!(cache.get(&key("sess_1")).unwrap().issued_at, 1_000);

        let equal = Entry { jwt: "other".into(), ..entry(1_000, 60) };
        assert!(cache.keep(&key("sess_1"), equal));
        assert_eq!(cache.get(&key("sess_1")).unwrap().jwt.expose(), "other");
    }

    // conformance: B01, B02
    #[test]
    fn when_the_session_was_read_ranks_before_when_the_token_was_issued() {
        let of = |oiat: i64, issued_at: i64| {
            let jwt = unsigned_token("sess_1", None, issued_at, issued_at + 60, Some(oiat));
            Entry::read(jwt, Timestamp::from_seconds(issued_at)).unwrap()
        };

        assert!(of(1_001, 1_009).is_staler_than(&of(1_002, 1_003)));
        assert!(of(1_001, 1_003).is_staler_than(&of(1_001, 1_009)));
        assert!(!of(1_002, 1_003).is_staler_than(&of(1_001, 1_009)));
    }

    // conformance: B04
    #[test]
    fn a_token_with_oiat_beats_one_without() {
        let mut cache = Cache::default();
        cache.keep(&key("sess_1"), entry(1_000, 60));
        let newer = unsigned_token("sess_1", None, 1_020, 1_080, None);

        let kept = cache.keep(&key("sess_1"), Entry::read(newer, Timestamp::from_seconds(1_020)).unwrap());

        assert!(!kept);
    }

    // conformance: A26
    #[test]
    fn sessions_do_not_share_tokens() {
        let mut cache = Cache::default();
        cache.keep(&key("sess_1"), entry(1_000, 60));

        assert!(cache.get(&key("sess_2")).is_none());
        cache.retain_sessions(&Snapshot::default());
        assert!(cache.get(&key("sess_1")).is_none());
    }

    // conformance: A19
    #[test]
    fn what_is_no_token_or_says_no_times_is_not_kept() {
        assert!(Entry::read("garbage".into(), Timestamp(0)).is_none());
        assert!(Entry::read(unsigned_token("sess_1", None, 0, 0, None), Timestamp(0)).is_none());
    }
}
