//! Limits on how often strangers may try: per client address and per identifier, in memory and approximate. An app's own servers
//! have theirs, per instance, so that one that runs wild does not take the desk along.
//!
//! The exact limits (attempts per code, the pause before another code) are rules and stand in `domain`.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use frontdesk_wire::Seconds;
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};

use crate::clock::Clock;
use crate::config::LimitsConfig;

/// The length over which the configured counts are spread.
const WINDOW: Duration = Duration::from_secs(300);

/// The length over which those of the Backend API are.
const BACKEND_WINDOW: Duration = Duration::from_secs(10);

/// The length over which what reaches one mailbox is.
const DAY: Duration = Duration::from_secs(86_400);

/// How many times as often as from one client address an identifier is taken from all of them. One stranger cannot use up
/// what its owner needs.
const ALL_ADDRESSES: u32 = 5;

/// So many keys may be remembered before the ones that are full again are forgotten,
const CROWD: usize = 50_000;

/// which looks at all of them and so is not done more often than this, in milliseconds.
const SWEEP: i64 = 10_000;

/// One limit, by key.
struct Keyed {
    buckets: RateLimiter<String, DashMapStateStore<String>, Clock, NoOpMiddleware<Nanos>>,
    swept_at: AtomicI64,
}

/// Come back after this long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMany {
    /// How long to wait.
    pub retry_after: Seconds,
}

/// All limits of the server.
pub struct Limiter {
    clock: Clock,
    sign_in: Pair,
    sign_up: Pair,
    codes: Pair,
    pictures: Pair,
    mailbox: Option<Keyed>,
    dev_browsers: Option<Keyed>,
    handshakes: Option<Keyed>,
    backend: Option<Keyed>,
    backend_address: Option<Keyed>,
}

struct Pair {
    address: Option<Keyed>,
    /// From one client address.
    near: Option<Keyed>,
    /// From all of them together.
    identifier: Option<Keyed>,
}

impl Limiter {
    /// The configured limits, over the server's clock.
    pub fn new(config: &LimitsConfig, clock: &Clock) -> Self {
        let within = |count: u32, window: Duration| {
            let count = NonZeroU32::new(count)?;
            let quota = Quota::with_period(window / count.get())?.allow_burst(count);
            let buckets = RateLimiter::dashmap_with_clock(quota, clock.clone());
            Some(Keyed { buckets, swept_at: AtomicI64::new(0) })
        };
        let keyed = |count| within(count, WINDOW);
        let guesses = |address, identifier: u32| Pair {
            address: keyed(address),
            near: keyed(identifier),
            identifier: keyed(identifier.saturating_mul(ALL_ADDRESSES)),
        };
        // What reaches a person is counted from all addresses together; half of it is the most that one of them gets.
        let sendings = |address, identifier: u32| Pair {
            address: keyed(address),
            near: keyed(identifier.div_ceil(2)),
            identifier: keyed(identifier),
        };
        Self {
            clock: clock.clone(),
            sign_in: guesses(config.sign_in_per_address, config.sign_in_per_identifier),
            sign_up: guesses(config.sign_up_per_address, config.sign_up_per_identifier),
            codes: sendings(config.codes_per_address, config.codes_per_identifier),
            pictures: Pair {
                address: keyed(config.pictures_per_address),
                near: None,
                identifier: keyed(config.pictures_per_user),
            },
            mailbox: within(config.codes_per_identifier_and_day, DAY),
            dev_browsers: keyed(config.dev_browsers_per_address),
            handshakes: keyed(config.handshakes_per_address),
            backend: within(config.backend_per_instance, BACKEND_WINDOW),
            backend_address: within(config.backend_per_address, BACKEND_WINDOW),
        }
    }

    /// A sign-in, or an attempt of one.
    pub fn sign_in(&self, instance: &str, address: IpAddr, identifier: Option<&str>) -> Result<(), TooMany> {
        self.both(&self.sign_in, instance, address, identifier)
    }

    /// A sign-up, or an attempt of one.
    pub fn sign_up(&self, instance: &str, address: IpAddr, identifier: Option<&str>) -> Result<(), TooMany> {
        self.both(&self.sign_up, instance, address, identifier)
    }

    /// A code that is to be sent.
    pub fn code(&self, instance: &str, address: IpAddr, identifier: Option<&str>) -> Result<(), TooMany> {
        self.both(&self.codes, instance, address, identifier)?;
        let Some(identifier) = identifier else { return Ok(()) };
        self.check(self.mailbox.as_ref(), format!("{instance} {identifier}"))
    }

    /// A picture that is to be uploaded.
    pub fn picture(&self, instance: &str, address: IpAddr, user: &str) -> Result<(), TooMany> {
        self.both(&self.pictures, instance, address, Some(user))
    }

    /// A development browser that is to be made.
    pub fn dev_browser(&self, instance: &str, address: IpAddr) -> Result<(), TooMany> {
        self.check(self.dev_browsers.as_ref(), format!("{instance} {}", network(address)))
    }

    /// A handshake: each one leaves a row for a minute.
    pub fn handshake(&self, instance: &str, address: IpAddr) -> Result<(), TooMany> {
        self.check(self.handshakes.as_ref(), format!("{instance} {}", network(address)))
    }

    /// A request of the Backend API, before its key is looked up.
    pub fn backend_address(&self, address: IpAddr) -> Result<(), TooMany> {
        self.check(self.backend_address.as_ref(), network(address))
    }

    /// A request of the Backend API with a good key.
    pub fn backend(&self, instance: &str) -> Result<(), TooMany> {
        self.check(self.backend.as_ref(), instance.to_owned())
    }

    fn both(&self, pair: &Pair, instance: &str, address: IpAddr, identifier: Option<&str>) -> Result<(), TooMany> {
        let network = network(address);
        self.check(pair.address.as_ref(), format!("{instance} {network}"))?;
        let Some(identifier) = identifier else { return Ok(()) };
        self.check(pair.near.as_ref(), format!("{instance} {network} {identifier}"))?;
        self.check(pair.identifier.as_ref(), format!("{instance} {identifier}"))
    }

    fn check(&self, limiter: Option<&Keyed>, key: String) -> Result<(), TooMany> {
        let Some(limiter) = limiter else { return Ok(()) };
        if limiter.buckets.len() > CROWD {
            let now = self.clock.now().0;
            let swept_at = limiter.swept_at.load(Ordering::Relaxed);
            let due = now.saturating_sub(swept_at) >= SWEEP;
            if due && limiter.swept_at.compare_exchange(swept_at, now, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
                limiter.buckets.retain_recent();
            }
        }
        limiter.buckets.check_key(&key).map_err(|refusal| {
            let wait = refusal.wait_time_from(governor::clock::Clock::now(&self.clock));
            TooMany { retry_after: Seconds(i64::try_from(wait.as_secs()).unwrap_or(60).saturating_add(1)) }
        })
    }
}

impl std::fmt::Debug for Limiter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Limiter").finish_non_exhaustive()
    }
}

/// The part of an address that one customer holds: with IPv6 a /64, since its addresses are free to choose.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let parts = address.segments();
            format!("{:x}:{:x}:{:x}:{:x}", parts[0], parts[1], parts[2], parts[3])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[test]
    fn a_limit_refuses_one_key_and_forgives_with_time() {
        let now = Arc::new(AtomicI64::new(1_790_000_000_000));
        let config = LimitsConfig { sign_in_per_address: 100, sign_in_per_identifier: 3, ..LimitsConfig::default() };
        let limiter = Limiter::new(&config, &Clock::Test(now.clone()));
        let home: IpAddr = "192.0.2.1".parse().unwrap();
        let ada = || limiter.sign_in("ins_1", home, Some("ada@example.com"));

        assert!((0..3).all(|_| ada().is_ok()));
        let refused = ada().unwrap_err();
        assert!(refused.retry_after.0 > 60 && refused.retry_after.0 <= 101, "{refused:?}");
        assert!(limiter.sign_in("ins_1", home, Some("bob@example.com")).is_ok());
        assert!(limiter.sign_in("ins_2", home, Some("ada@example.com")).is_ok());

        now.fetch_add(refused.retry_after.millis(), Ordering::Relaxed);
        assert!(ada().is_ok());
    }

    #[test]
    fn a_stranger_does_not_use_up_what_the_owner_of_an_account_needs() {
        let config = LimitsConfig { sign_in_per_identifier: 3, codes_per_identifier: 4, ..LimitsConfig::default() };
        let limiter = Limiter::new(&config, &Clock::Test(Arc::new(AtomicI64::new(1_790_000_000_000))));
        let from = |last: u8| IpAddr::from([192, 0, 2, last]);
        let signs_in = |last| limiter.sign_in("ins_1", from(last), Some("ada@example.com")).is_ok();
        let is_sent = |last| limiter.code("ins_1", from(last), Some("ada@example.com")).is_ok();

        assert_eq!((0..20).filter(|_| signs_in(1)).count(), 3);
        assert_eq!((0..20).filter(|_| signs_in(2)).count(), 3, "the owner is somewhere else");
        assert_eq!((3..20).flat_map(|last| [last; 9]).filter(|last| signs_in(*last)).count(), 9, "fifteen in all");

        assert_eq!((0..20).filter(|_| is_sent(1)).count(), 2);
        assert_eq!((0..20).filter(|_| is_sent(2)).count(), 2);
        assert!(!is_sent(3), "what reaches the mailbox has its own end");
    }

    #[test]
    fn a_mailbox_gets_so_many_codes_a_day_however_slowly_they_come() {
        let now = Arc::new(AtomicI64::new(1_790_000_000_000));
        let config = LimitsConfig { codes_per_identifier_and_day: 10, ..LimitsConfig::default() };
        let limiter = Limiter::new(&config, &Clock::Test(now.clone()));
        let mut sent = 0;
        for minute in 0..600 {
            let from = IpAddr::from([192, 0, 2, (minute % 200) as u8]);
            sent += u32::from(limiter.code("ins_1", from, Some("ada@example.com")).is_ok());
            now.fetch_add(60_000, Ordering::Relaxed);
        }

        assert_eq!(sent, 14, "ten at once, and one more each 144 minutes");
        assert!(limiter.code("ins_1", IpAddr::from([192, 0, 2, 1]), Some("bob@example.com")).is_ok());
    }

    #[test]
    fn zero_turns_a_limit_off() {
        let config = LimitsConfig { dev_browsers_per_address: 0, ..LimitsConfig::default() };
        let limiter = Limiter::new(&config, &Clock::System);

        assert!((0..5000).all(|_| limiter.dev_browser("ins_1", "::1".parse().unwrap()).is_ok()));
    }
}
