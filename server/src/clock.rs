//! Time, handed in: the one place that reads the system's clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use frontdesk_wire::Timestamp;
use governor::nanos::Nanos;

/// Where the server's time comes from.
#[derive(Debug, Clone, Default)]
pub enum Clock {
    /// The machine's clock.
    #[default]
    System,
    /// Milliseconds since the epoch that a test moves by hand.
    Test(Arc<AtomicI64>),
}

impl Clock {
    /// Now.
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => {
                #[expect(clippy::disallowed_methods, reason = "this is where time enters the server")]
                let since_epoch = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
                Timestamp(since_epoch.map_or(0, |length| i64::try_from(length.as_millis()).unwrap_or(i64::MAX)))
            }
            Self::Test(now) => Timestamp(now.load(Ordering::Relaxed)),
        }
    }
}

/// Lets rate limits follow the same clock as everything else.
impl governor::clock::Clock for Clock {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        Duration::from_millis(u64::try_from(Self::now(self).0).unwrap_or(0)).into()
    }
}
