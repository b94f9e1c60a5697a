//! Limits on how often strangers may try: per client address and per identifier, in memory and approximate.
//!
//! The exact limits (attempts per code, the pause before another code) are rules and stand in `domain`.

use std::net::IpAddr;
use std::num::NonZeroU32;
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

/// So many keys may be remembered before the ones that are full again are forgotten.
const CROWD: usize = 50_000;

type Keyed = RateLimiter<String, DashMapStateStore<String>, Clock, NoOpMiddleware<Nanos>>;

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
    dev_browsers: Option<Keyed>,
    handshakes: Option<Keyed>,
}

struct Pair {
    address: Option<Keyed>,
    identifier: Option<Keyed>,
}

impl Limiter {
    /// The configured limits, over the server's clock.
    pub fn new(config: &LimitsConfig, clock: &Clock) -> Self {
        let keyed = |count: u32| {
            let count = NonZeroU32::new(count)?;
            let quota = Quota::with_period(WINDOW / count.get())?.allow_burst(count);
            Some(RateLimiter::dashmap_with_clock(quota, clock.clone()))
        };
        let pair = |address, identifier| Pair { address: keyed(address), identifier: keyed(identifier) };
        Self {
            clock: clock.clone(),
            sign_in: pair(config.sign_in_per_address, config.sign_in_per_identifier),
            sign_up: pair(config.sign_up_per_address, config.sign_up_per_identifier),
            codes: pair(config.codes_per_address, config.codes_per_identifier),
            pictures: pair(config.pictures_per_address, config.pictures_per_user),
            dev_browsers: keyed(config.dev_browsers_per_address),
            handshakes: keyed(config.handshakes_per_address),
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
        self.both(&self.codes, instance, address, identifier)
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

    fn both(&self, pair: &Pair, instance: &str, address: IpAddr, identifier: Option<&str>) -> Result<(), TooMany> {
        self.check(pair.address.as_ref(), format!("{instance} {}", network(address)))?;
        let Some(identifier) = identifier else { return Ok(()) };
        self.check(pair.identifier.as_ref(), format!("{instance} {identifier}"))
    }

    fn check(&self, limiter: Option<&Keyed>, key: String) -> Result<(), TooMany> {
        let Some(limiter) = limiter else { return Ok(()) };
        if limiter.len() > CROWD {
            limiter.retain_recent();
        }
        limiter.check_key(&key).map_err(|refusal| {
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
    use std::sync::atomic::{AtomicI64, Ordering};

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
    fn zero_turns_a_limit_off() {
        let config = LimitsConfig { dev_browsers_per_address: 0, ..LimitsConfig::default() };
        let limiter = Limiter::new(&config, &Clock::System);

        assert!((0..5000).all(|_| limiter.dev_browser("ins_1", "::1".parse().unwrap()).is_ok()));
    }
}
