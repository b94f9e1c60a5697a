//! The clock of a tool that waits for other programs.

use std::time::Instant;

/// Now, for measuring how long something takes.
#[expect(clippy::disallowed_methods, reason = "xtask measures real programs; nothing here is simulated")]
pub(crate) fn now() -> Instant {
    Instant::now()
}
