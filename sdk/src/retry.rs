//! Which failures are worth another try, and after how long.

/// How often a read is tried while the server cannot be reached.
pub(crate) const READ_TRIES: u32 = 4;

/// Milliseconds before try number `attempt` (1 is the first repetition) of a read: soon at first, then doubling, with jitter
/// so that many tabs do not come at once.
pub(crate) fn before_read(attempt: u32, random: u64) -> u64 {
    let base = if attempt <= 1 { 100 } else { 700u64 << (attempt - 2).min(4) };
    (base + random % base).min(5_000)
}

/// Milliseconds before renewal number `failures` in the background: three seconds, growing by half, at most fifty.
pub(crate) fn before_renewal(failures: u32) -> u64 {
    let mut wait = 3_000u64;
    for _ in 1..failures.min(10) {
        wait = (wait * 155 / 100).min(50_000);
    }
    wait
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_wait_longer_each_time_and_never_more_than_five_seconds() {
        assert_eq!(before_read(1, 0), 100);
        assert_eq!(before_read(2, 0), 700);
        assert_eq!(before_read(3, 1), 1_401);
        assert_eq!(before_read(30, u64::MAX), 5_000);
    }

    #[test]
    fn renewals_wait_between_three_and_fifty_seconds() {
        assert_eq!(before_renewal(1), 3_000);
        assert_eq!(before_renewal(2), 4_650);
        assert_eq!(before_renewal(100), 50_000);
    }
}
