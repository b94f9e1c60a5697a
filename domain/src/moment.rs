//! What a decision may use of the world: the time, random bytes, and the key that codes are kept under.

use crate::code::CodeKey;
use frontdesk_wire::Timestamp;
use std::fmt;

/// A source of random bytes. On the server a cryptographic generator, in tests a counter.
pub trait Random {
    /// Fills the slice with random bytes.
    fn fill(&mut self, bytes: &mut [u8]);
}

/// The moment at which something is decided.
pub struct Moment<'a> {
    /// The time of the decision.
    pub now: Timestamp,
    rng: &'a mut (dyn Random + Send),
    codes: &'a CodeKey,
}

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

impl<'a> Moment<'a> {
    /// A moment from the caller's clock, generator and the instance's code key.
    pub fn new(now: Timestamp, rng: &'a mut (dyn Random + Send), codes: &'a CodeKey) -> Self {
        Self { now, rng, codes }
    }

    /// The body of a fresh id: 27 letters and digits. Ids sort by time, which keeps database indexes dense; the last 19
    /// characters are random, so an id cannot be guessed from another one.
    pub fn id_body(&mut self) -> String {
        let mut time = u64::try_from(self.now.0).unwrap_or_default();
        let mut front = [b'0'; 8];
        for slot in front.iter_mut().rev() {
            *slot = ALPHABET[(time % 62) as usize];
            time /= 62;
        }
        let mut body: String = front.iter().map(|byte| char::from(*byte)).collect();
        body.push_str(&self.text(19));
        body
    }

    /// Random letters and digits.
    pub fn text(&mut self, length: usize) -> String {
        (0..length).map(|_| char::from(ALPHABET[self.below(62) as usize])).collect()
    }

    /// A random number below `bound`. The bias is below one in 2^40 for every bound used here.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        let mut bytes = [0; 8];
        self.rng.fill(&mut bytes);
        u64::from_be_bytes(bytes) % bound
    }

    /// The key under which codes are kept.
    pub(crate) fn codes(&self) -> &'a CodeKey {
        self.codes
    }
}

impl fmt::Debug for Moment<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Moment").field("now", &self.now).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::World;
    use frontdesk_wire::Seconds;

    #[test]
    fn ids_have_27_letters_and_digits_and_sort_by_time() {
        let mut world = World::new();

        let first = world.at().id_body();
        world.advance(Seconds(1));
        let second = world.at().id_body();

        assert_eq!(first.len(), 27);
        assert!(first.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        assert!(first < second, "{first} {second}");
    }

    #[test]
    fn two_ids_of_one_moment_differ() {
        let mut world = World::new();
        let mut at = world.at();

        assert_ne!(at.id_body(), at.id_body());
    }
}
