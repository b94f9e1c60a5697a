//! Randomness, handed in: the one place that asks the system for it.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::rngs::{StdRng, SysRng};
use rand::{Rng as _, SeedableRng as _, TryRng as _};

/// Where the server's randomness comes from.
#[derive(Clone, Default)]
pub enum Rng {
    /// The operating system.
    #[default]
    System,
    /// A seeded generator, for tests that compare exactly.
    Seeded(Arc<Mutex<StdRng>>),
}

impl Rng {
    /// A generator that always gives the same sequence.
    pub fn seeded(seed: u64) -> Self {
        Self::Seeded(Arc::new(Mutex::new(StdRng::seed_from_u64(seed))))
    }

    /// Fills a buffer.
    pub fn fill(&self, buffer: &mut [u8]) {
        match self {
            Self::System => SysRng.try_fill_bytes(buffer).expect("the operating system gives randomness"),
            Self::Seeded(rng) => rng.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(buffer),
        }
    }

    /// Random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }

    /// A token of 32 random bytes that is safe in cookies and URLs.
    pub fn token(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes::<32>())
    }

    /// Random bytes in hexadecimal digits.
    pub fn hex<const N: usize>(&self) -> String {
        self.bytes::<N>().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// A number below a bound, each equally likely: values past the last whole multiple are thrown away.
    pub fn below(&self, bound: u32) -> u32 {
        let whole = u32::MAX - u32::MAX % bound;
        loop {
            let drawn = u32::from_le_bytes(self.bytes());
            if drawn < whole {
                return drawn % bound;
            }
        }
    }
}

impl fmt::Debug for Rng {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::System => "Rng::System",
            Self::Seeded(_) => "Rng::Seeded",
        })
    }
}

impl frontdesk_domain::Random for Rng {
    fn fill(&mut self, bytes: &mut [u8]) {
        Self::fill(self, bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_itself_and_the_system_does_not() {
        assert_eq!(Rng::seeded(7).token(), Rng::seeded(7).token());
        assert_ne!(Rng::System.token(), Rng::System.token());
    }

    #[test]
    fn numbers_stay_below_their_bound() {
        let rng = Rng::seeded(1);

        assert!((0..2000).all(|_| rng.below(10) < 10));
    }
}
