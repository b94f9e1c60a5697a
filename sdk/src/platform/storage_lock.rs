//! A lock in storage that tabs share, for browsers without Web Locks.
//!
//! Storage cannot compare and swap. Whoever wants the lock writes a claim, lets a moment pass in which everybody else who found
//! it free has written as well, and looks whose claim is left: that one holds it. A claim ends by itself, so that a tab
//! that crashed keeps nobody waiting for long.

use super::{BoxFuture, LockGuard, Platform, Visibility};
use crate::decimal;
use frontdesk_wire::Timestamp;

/// How long a claim counts: longer than what is done under a lock takes on an ordinary day.
const LIFE_MS: i64 = 10_000;
/// How long a claim must stand before it is believed: two tabs that find the lock free at once have both written by then.
const SETTLE_MS: u64 = 40;
/// Whoever finds the lock taken looks again after this,
const RETRY_MS: u64 = 50;
/// and up to this much later, so that those who wait do not all look at once.
const JITTER_MS: u64 = 50;

/// A lock by this name in the platform's storage. Dropping the guard, or what waits for it, frees it. Without storage there is
/// no lock, and the guard comes at once.
pub fn storage_lock<P: Platform + Clone>(platform: P, name: &str) -> BoxFuture<LockGuard> {
    let key = ["frontdesk_lock_", name].concat();
    let owner = decimal::text((platform.random() >> 12) as i64);
    Box::pin(async move {
        loop {
            if let Some(guard) = claim(&platform, &key, &owner) {
                // Timers of a hidden tab are late by up to a minute: there, the claim is believed at once. A claim that cannot
                // be read again was not stored: there is no storage, and nothing to wait for.
                if platform.visibility() == Visibility::Hidden || platform.load(&key).is_none() {
                    return guard;
                }
                platform.sleep(SETTLE_MS).await;
                if is_own(platform.load(&key).as_deref(), &owner) {
                    // The timer may have been late: the claim begins now.
                    platform.store(&key, Some(&text(&owner, platform.now())));
                    return guard;
                }
            }
            platform.sleep(RETRY_MS + platform.random() % JITTER_MS).await;
        }
    })
}

/// Writes a claim if the lock is free. The guard takes it back, if it is still there.
fn claim<P: Platform + Clone>(platform: &P, key: &str, owner: &str) -> Option<LockGuard> {
    let now = platform.now();
    if !is_free(platform.load(key).as_deref(), now) {
        return None;
    }
    platform.store(key, Some(&text(owner, now)));
    let (platform, key, owner) = (platform.clone(), key.to_owned(), owner.to_owned());
    Some(LockGuard::new(move || {
        if is_own(platform.load(&key).as_deref(), &owner) {
            platform.store(&key, None);
        }
    }))
}

/// What stands in storage: until when, and whose.
fn text(owner: &str, now: Timestamp) -> String {
    [&decimal::text(now.0 + LIFE_MS), " ", owner].concat()
}

fn is_own(kept: Option<&str>, owner: &str) -> bool {
    kept.and_then(|claim| claim.split_once(' ')).is_some_and(|(_, of)| of == owner)
}

/// Whether the lock can be claimed: there is no claim, it is over or unreadable, or it lasts longer than any claim does, which
/// says that the device's clock has been set back since.
fn is_free(kept: Option<&str>, now: Timestamp) -> bool {
    let until = kept.and_then(|claim| claim.split_once(' ')).and_then(|(until, _)| until.parse::<i64>().ok());
    until.is_none_or(|until| until <= now.0 || until > now.0 + LIFE_MS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::Detached;
    use crate::platform::test::World;
    use std::sync::{Arc, Mutex};

    #[test]
    fn a_claim_counts_until_it_ends_and_only_a_readable_one() {
        let (claim, at) = (text("7", Timestamp(50_000)), Timestamp);

        assert!(!is_free(Some(&claim), at(50_001)) && !is_free(Some(&claim), at(59_999)));
        assert!(is_free(Some(&claim), at(60_000)), "it is over");
        assert!(is_free(Some(&claim), at(49_999)), "the clock was set back: no claim lasts that long");
        for unreadable in [None, Some("gone wrong"), Some("x 7"), Some("")] {
            assert!(is_free(unreadable, at(0)), "{unreadable:?}");
        }
        assert!(is_own(Some(&claim), "7") && !is_own(Some(&claim), "60000") && !is_own(None, "7"));
    }

    /// A tab that takes the lock, keeps it for a second and says so.
    fn work(world: &World, name: &'static str, said: &Arc<Mutex<Vec<String>>>) -> crate::platform::test::TestPlatform {
        let (tab, said) = (world.tab(), said.clone());
        let platform = tab.clone();
        tab.spawn(Box::pin(async move {
            let lock = storage_lock(platform.clone(), "job").await;
            said.lock().unwrap().push([name, " in"].concat());
            platform.sleep(1_000).await;
            said.lock().unwrap().push([name, " out"].concat());
            drop(lock);
        }));
        tab
    }

    // conformance: C24
    #[test]
    fn of_those_who_come_at_once_one_holds_it_at_a_time() {
        let (world, said) = (World::new(), Arc::default());
        for name in ["a", "b", "c", "d"] {
            work(&world, name, &said);
        }

        world.advance(10_000);

        let said = said.lock().unwrap();
        assert_eq!(said.len(), 8, "{said:?}");
        for pair in said.chunks(2) {
            assert_eq!(pair[0].replace(" in", " out"), pair[1], "{said:?}");
        }
    }

    #[test]
    fn a_tab_that_crashes_with_it_keeps_the_others_waiting_for_the_life_of_its_claim_alone() {
        let (world, said) = (World::new(), Arc::default());
        let first = work(&world, "a", &said);
        world.advance(100);
        world.close(&first);
        work(&world, "b", &said);

        world.advance(9_000);
        assert_eq!(*said.lock().unwrap(), ["a in"]);
        world.advance(2_000);
        assert_eq!(*said.lock().unwrap(), ["a in", "b in"]);
    }

    #[test]
    fn of_two_claims_written_at_once_the_one_that_is_left_counts() {
        let (world, said) = (World::new(), Arc::default());
        let first = work(&world, "a", &said);
        world.run_until_stalled();
        // Another tab had found the lock free as well.
        first.store("frontdesk_lock_job", Some(&text("other", world.now())));

        world.advance(9_900);
        assert!(said.lock().unwrap().is_empty());
        assert!(is_own(first.load("frontdesk_lock_job").as_deref(), "other"), "nobody takes back what is not theirs");
        world.advance(1_000);
        assert_eq!(*said.lock().unwrap(), ["a in"]);
    }

    #[test]
    fn whoever_stops_waiting_leaves_no_claim() {
        let world = World::new();
        let tab = world.tab();

        let mut waiting = storage_lock(tab.clone(), "job");
        let _ = waiting.as_mut().poll(&mut std::task::Context::from_waker(std::task::Waker::noop()));
        assert!(tab.load("frontdesk_lock_job").is_some());
        drop(waiting);

        assert_eq!(tab.load("frontdesk_lock_job"), None);
    }

    #[test]
    fn without_storage_there_is_no_lock_and_nobody_waits() {
        let world = World::new();

        let _first = world.run(storage_lock(Detached, "job"));
        let _second = world.run(storage_lock(Detached, "job"));
    }
}
