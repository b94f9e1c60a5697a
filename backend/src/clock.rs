//! What time it is, for expiry.

use frontdesk_wire::Timestamp;
use std::fmt;
use std::sync::Arc;

/// Where a verifier gets the time from.
#[derive(Clone, Default)]
pub enum Clock {
    /// This machine's clock.
    #[default]
    System,
    /// A clock of yours, for tests.
    Given(Arc<dyn Fn() -> Timestamp + Send + Sync>),
}

impl Clock {
    /// A clock that is asked through a function.
    pub fn given(now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self::Given(Arc::new(now))
    }

    /// The time now.
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => system_now(),
            Self::Given(now) => now(),
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads this machine's clock; tests hand in their own")]
fn system_now() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::System => "Clock::System",
            Self::Given(_) => "Clock::Given",
        })
    }
}
