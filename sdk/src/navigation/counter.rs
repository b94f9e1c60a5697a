//! Two pages that send people to each other are stopped, and said.

use crate::decimal;
use frontdesk_wire::Timestamp;
use std::fmt;

/// So many redirects in a row are a loop.
const TOO_MANY: u32 = 6;
/// Redirects further apart than this are not in a row: people come and go.
const ROW_MS: i64 = 10_000;

/// Redirects went round in circles; the last one was not made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedirectLoop {
    /// How many there were in a row.
    pub count: u32,
    /// Where the last one would have led.
    pub target: String,
}

impl fmt::Display for RedirectLoop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("stopped a redirect loop before ")?;
        f.write_str(&self.target)?;
        f.write_str(
            ": this tab was redirected again and again within seconds. Usually one page takes the person for signed in and the \
             other does not: check that both use the same publishable key, that the app's server has the key of that instance and \
             a right clock, and that cookies are not blocked",
        )
    }
}

impl std::error::Error for RedirectLoop {}

/// Counts a redirect. The memory is a text that the tab keeps from page to page; anything else than what this wrote counts as none.
///
/// # Errors
/// When this one would be one too many.
pub(crate) fn count(memory: Option<&str>, target: &str, now: Timestamp) -> Result<String, RedirectLoop> {
    let before = memory.and_then(|text| {
        let (count, at) = text.split_once(' ')?;
        Some((count.parse::<u32>().ok()?, at.parse::<i64>().ok()?))
    });
    let count = match before {
        // A clock that was set back proves nothing.
        Some((count, at)) if (0..ROW_MS).contains(&now.0.saturating_sub(at)) => count.saturating_add(1),
        _ => 1,
    };
    if count >= TOO_MANY {
        return Err(RedirectLoop { count, target: target.to_owned() });
    }
    Ok([&decimal::text(count.into()), " ", &decimal::text(now.0)].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_that_send_to_each_other_are_stopped_and_said() {
        let mut memory = None;
        for step in 0..5 {
            memory = Some(count(memory.as_deref(), "/sign-in", Timestamp(step * 900)).unwrap());
        }

        let stopped = count(memory.as_deref(), "/sign-in", Timestamp(5_000)).unwrap_err();

        assert_eq!((stopped.count, stopped.target.as_str()), (6, "/sign-in"));
        assert!(stopped.to_string().contains("same publishable key"));
        assert!(count(memory.as_deref(), "/sign-in", Timestamp(5_100)).is_err(), "a reload at once is stopped as well");
        assert!(count(memory.as_deref(), "/sign-in", Timestamp(20_000)).is_ok(), "later it may be tried again");
    }

    #[test]
    fn people_who_come_and_go_are_never_stopped() {
        let mut memory = None;
        for step in 0..100 {
            memory = Some(count(memory.as_deref(), "/", Timestamp(step * 10_000)).unwrap());
        }
        assert_eq!(memory.as_deref(), Some("1 990000"));
    }

    #[test]
    fn a_memory_that_others_wrote_is_none() {
        for memory in ["", "9", "9 ", "x 1", "-1 0", "99999999999999 0", "9 9999999999999"] {
            assert_eq!(count(Some(memory), "/", Timestamp(1_000)).as_deref(), Ok("1 1000"), "{memory:?}");
        }
    }
}
