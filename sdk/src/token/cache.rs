//! Tokens in memory and the decision what to do with them. Nothing here knows a clock, a network or a timer.

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

/// What to do with a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decision {
    /// It is good.
    Use,
    /// It is good for the moment; get the next one meanwhile.
    UseAndRenew,
    /// There is none, or it is about to expire: wait for the next one.
    Fetch,
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
    fn lead(&self) -> i64 {
        ((self.expires_at - self.issued_at) * 1000 / 6).min(15_000)
    }

    /// How long before its end a token is no longer handed out: half of that, at most 5 s. A request takes time, too.
    fn cut_off(&self) -> i64 {
        (self.lead() / 2).min(5_000)
    }

    /// When to renew, on the server's clock.
    pub(crate) fn renew_at(&self) -> Timestamp {
        Timestamp(self.expires_at * 1000 - self.lead())
    }

    fn is_staler_than(&self, other: &Self) -> bool {
        self.freshness < other.freshness
    }
}

/// What to do with a token at this moment.
///
/// `server_now` is the server's time as far as it is known, `device_now` the device's: a device clock that has gone backwards
/// since the token came proves nothing about the token, so the next one is fetched.
pub(crate) fn decide(entry: Option<&Entry>, server_now: Timestamp, device_now: Timestamp) -> Decision {
    let Some(entry) = entry else { return Decision::Fetch };
    if device_now.0 + 1_000 < entry.received_at.0 {
        return Decision::Fetch;
    }
    // It came at its issue or later, so its whole life counted from there is the most that it can have: a clock that is
    // believed to be right and is not does not prolong it.
    let life = (entry.expires_at - entry.issued_at) * 1000;
    let left = (entry.expires_at * 1000 - server_now.0).min(entry.received_at.0 + life - device_now.0);
    if left <= entry.cut_off() {
        Decision::Fetch
    } else if left <= entry.lead() {
        Decision::UseAndRenew
    } else {
        Decision::Use
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

    fn at(entry: &Entry, seconds: i64) -> Decision {
        let now = Timestamp::from_seconds(entry.issued_at + seconds);
        decide(Some(entry), now, now)
    }

    // conformance: A03, A04
    #[test]
    fn a_token_of_a_minute_is_renewed_from_fifty_seconds_on_and_not_used_in_its_last_five() {
        let minute = entry(1_000, 60);

        assert_eq!(at(&minute, 0), Decision::Use);
        assert_eq!(at(&minute, 49), Decision::Use);
        assert_eq!(at(&minute, 50), Decision::UseAndRenew);
        assert_eq!(at(&minute, 54), Decision::UseAndRenew);
        assert_eq!(at(&minute, 55), Decision::Fetch);
        assert_eq!(at(&minute, 3_600), Decision::Fetch);
        assert_eq!(minute.renew_at(), Timestamp::from_seconds(1_050));
    }

    // conformance: A06, A12
    #[test]
    fn every_lifetime_has_its_own_times() {
        assert_eq!(entry(1_000, 300).renew_at(), Timestamp::from_seconds(1_285));
        assert_eq!(entry(1_000, 30).renew_at(), Timestamp::from_seconds(1_025));
        assert_eq!(entry(1_000, 6).renew_at(), Timestamp::from_seconds(1_005));
        assert_eq!(at(&entry(1_000, 6), 5), Decision::UseAndRenew);
    }

    #[test]
    fn without_a_token_one_is_fetched() {
        assert_eq!(decide(None, Timestamp(0), Timestamp(0)), Decision::Fetch);
    }

    #[test]
    fn a_device_clock_that_went_backwards_proves_nothing() {
        let minute = entry(1_000, 60);

        let decision = decide(Some(&minute), Timestamp::from_seconds(500), Timestamp::from_seconds(500));

        assert_eq!(decision, Decision::Fetch);
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
