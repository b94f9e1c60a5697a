//! What to do about a token. One function of the situation: nothing here knows a clock, a network, a timer or a lock.

use super::cache::Entry;
use crate::platform::Visibility;
use frontdesk_wire::Timestamp;

/// All that counts when a token is wanted, or a timer rings.
pub(crate) struct Situation<'a> {
    /// The token in memory.
    pub(crate) entry: Option<&'a Entry>,
    /// The server's time as far as it is known.
    pub(crate) server_now: Timestamp,
    pub(crate) device_now: Timestamp,
    pub(crate) visibility: Visibility,
    pub(crate) online: bool,
    /// Whether somebody asks for a token; otherwise a timer rings, or a tab is looked at again.
    pub(crate) asked: bool,
}

/// What to do with a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decision {
    /// It is good.
    Use,
    /// It is good for the moment; get the next one meanwhile.
    UseAndRenew,
    /// There is none, or it is about to expire: ask the server for the next one.
    Fetch,
    /// There is none, and asking is of no use now: the network or the person comes first.
    Wait,
}

/// How a token is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Life {
    /// Fresh.
    Good,
    /// To be renewed, and good until that is done.
    Due,
    /// Not to be handed out any more, or not there.
    Over,
}

/// How a token is doing at this moment.
///
/// A device clock that has gone backwards since the token came proves nothing about the token, so it counts as over.
pub(crate) fn life(entry: Option<&Entry>, server_now: Timestamp, device_now: Timestamp) -> Life {
    let Some(entry) = entry else { return Life::Over };
    if device_now.0 + 1_000 < entry.received_at.0 {
        return Life::Over;
    }
    // It came at its issue or later, so its whole life counted from there is the most that it can have: a clock that is
    // believed to be right and is not does not prolong it.
    let (issued_at, expires_at) = entry.span();
    let life = (expires_at - issued_at) * 1000;
    let left = (expires_at * 1000 - server_now.0).min(entry.received_at.0 + life - device_now.0);
    if left <= entry.cut_off() {
        Life::Over
    } else if left <= entry.lead() {
        Life::Due
    } else {
        Life::Good
    }
}

/// What to do about a token in this situation.
pub(crate) fn decide(situation: &Situation<'_>) -> Decision {
    // Nobody looks and nobody asks: whoever does later finds a fresh one in the making.
    let idle = !situation.asked && situation.visibility == Visibility::Hidden;
    let futile = idle || !situation.online;
    match life(situation.entry, situation.server_now, situation.device_now) {
        Life::Good => Decision::Use,
        Life::Due if futile => Decision::Use,
        Life::Due => Decision::UseAndRenew,
        Life::Over if futile => Decision::Wait,
        Life::Over => Decision::Fetch,
    }
}

#[cfg(test)]
mod tests {
    use super::Decision::{Fetch, Use, UseAndRenew, Wait};
    use super::*;
    use crate::platform::test::unsigned_token;

    fn entry(issued_at: i64, lifetime: i64) -> Entry {
        let jwt = unsigned_token("sess_1", None, issued_at, issued_at + lifetime, Some(issued_at));
        Entry::read(jwt, Timestamp::from_seconds(issued_at)).unwrap()
    }

    /// A token of a minute, so many seconds after its issue; none for none.
    fn at(seconds: Option<i64>, change: impl FnOnce(&mut Situation<'_>)) -> Decision {
        let minute = entry(1_000, 60);
        let now = Timestamp::from_seconds(1_000 + seconds.unwrap_or_default());
        let mut situation = Situation {
            entry: seconds.is_some().then_some(&minute),
            server_now: now,
            device_now: now,
            visibility: Visibility::Focused,
            online: true,
            asked: false,
        };
        change(&mut situation);
        decide(&situation)
    }

    // conformance: A03, A04
    #[test]
    fn a_token_of_a_minute_is_renewed_from_fifty_seconds_on_and_not_used_in_its_last_five() {
        for (seconds, expected) in
            [(0, Use), (49, Use), (50, UseAndRenew), (54, UseAndRenew), (55, Fetch), (60, Fetch), (3_600, Fetch)]
        {
            assert_eq!(at(Some(seconds), |_| {}), expected, "after {seconds} s");
            assert_eq!(at(Some(seconds), |situation| situation.asked = true), expected, "asked after {seconds} s");
        }
        assert_eq!(at(None, |_| {}), Fetch);
    }

    // conformance: C11
    #[test]
    fn every_situation_has_its_decision() {
        use Visibility::{Focused, Hidden, Unknown, Visible};
        // The life: good, due, over, none; then what is decided for each.
        let table = [
            // Whoever looks or asks gets the next one in time.
            ((Focused, true, false), [Use, UseAndRenew, Fetch, Fetch]),
            ((Visible, true, false), [Use, UseAndRenew, Fetch, Fetch]),
            ((Unknown, true, false), [Use, UseAndRenew, Fetch, Fetch]),
            ((Focused, true, true), [Use, UseAndRenew, Fetch, Fetch]),
            ((Hidden, true, true), [Use, UseAndRenew, Fetch, Fetch]),
            // Hidden, and nobody asks.
            ((Hidden, true, false), [Use, Use, Wait, Wait]),
            ((Hidden, false, false), [Use, Use, Wait, Wait]),
            // Offline.
            ((Focused, false, false), [Use, Use, Wait, Wait]),
            ((Hidden, false, true), [Use, Use, Wait, Wait]),
            ((Unknown, false, true), [Use, Use, Wait, Wait]),
        ];
        for (row, expected) in table {
            for (seconds, expected) in [Some(10), Some(52), Some(57), None].into_iter().zip(expected) {
                let decision = at(seconds, |situation| {
                    (situation.visibility, situation.online, situation.asked) = row;
                });
                assert_eq!(decision, expected, "{row:?} after {seconds:?} s");
            }
        }
    }

    #[test]
    fn a_short_life_has_its_own_times() {
        let short = entry(1_000, 6);
        let now = |seconds: i64| Timestamp::from_seconds(1_000 + seconds);

        assert_eq!(life(Some(&short), now(4), now(4)), Life::Good);
        assert_eq!(life(Some(&short), now(5), now(5)), Life::Due);
        assert_eq!(life(Some(&short), now(6), now(6)), Life::Over);
    }

    #[test]
    fn a_device_clock_that_went_backwards_proves_nothing() {
        let minute = entry(1_000, 60);
        let before = Timestamp::from_seconds(500);

        assert_eq!(life(Some(&minute), before, before), Life::Over);
        // The server's clock is believed to be behind: the life counted from the arrival ends all the same.
        assert_eq!(life(Some(&minute), Timestamp::from_seconds(1_010), Timestamp::from_seconds(1_056)), Life::Over);
    }
}
