//! One-time codes: six digits, and the digest that stands for them at rest.

use crate::{Email, Environment, Moment, Settings};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;
use subtle::ConstantTimeEq;

/// The plain code of one message. It exists only between drawing and sending.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(String);

impl Code {
    /// How many digits a code has.
    pub const LENGTH: usize = 6;
    /// The code that test addresses accept on an instance in test mode.
    pub const TEST: &'static str = "424242";

    /// The code for a message to this address: random, or the fixed one for a test address in test mode.
    pub fn draw(to: &Email, rules: &Settings, at: &mut Moment<'_>) -> Self {
        if rules.is_test_address(to) {
            return Self(Self::TEST.to_owned());
        }
        Self(format!("{:06}", at.below(1_000_000)))
    }

    #[cfg(test)]
    pub(crate) fn fixed(digits: &str) -> Self {
        Self(digits.to_owned())
    }

    /// The digits, for the message.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[code]")
    }
}

/// The secret under which an instance keeps its codes, so that a stolen database does not give them away.
///
/// A million codes are tried in a moment; without this key outside the row, a plain hash would protect nothing.
#[derive(Clone)]
pub struct CodeKey([u8; 32]);

impl CodeKey {
    /// A key from 32 secret bytes.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The digest of a code for one verification; the salt makes equal codes differ.
    pub(crate) fn digest(&self, salt: &str, code: &str) -> CodeDigest {
        let mac = hmac_sha256(&self.0, &[salt.as_bytes(), b"\0", code.as_bytes()]);
        CodeDigest(mac.iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

impl fmt::Debug for CodeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[code key]")
    }
}

/// What is kept of a code.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CodeDigest(String);

impl CodeDigest {
    /// Whether two digests are of the same code; takes the same time whatever the answer.
    pub(crate) fn same(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl fmt::Debug for CodeDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[digest]")
    }
}

/// HMAC (RFC 2104) with SHA-256, for keys of at most one block.
fn hmac_sha256(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let pad = |byte: u8| {
        let mut block = [byte; 64];
        for (slot, key) in block.iter_mut().zip(key) {
            *slot ^= key;
        }
        block
    };
    let mut inner = Sha256::new_with_prefix(pad(0x36));
    for part in parts {
        inner.update(part);
    }
    let mut outer = Sha256::new_with_prefix(pad(0x5c));
    outer.update(inner.finalize());
    outer.finalize().into()
}

impl Settings {
    /// Whether codes for this address are the fixed one and nothing is sent.
    pub fn is_test_address(&self, address: &Email) -> bool {
        self.test_mode() && address.is_test()
    }

    /// Whether this instance is in test mode: by default only in development.
    pub fn test_mode(&self) -> bool {
        self.test_mode.unwrap_or(self.environment == Environment::Development)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::World;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn the_mac_agrees_with_rfc_4231() {
        let mac = hmac_sha256(b"Jefe", &[b"what do ya want ", b"for nothing?"]);

        assert_eq!(hex(&mac), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    #[test]
    fn codes_have_six_digits_and_vary() {
        let mut world = World::new();
        let (rules, to) = (Settings::default(), Email::parse("ada@example.com").unwrap());
        let codes: Vec<_> = (0..50).map(|_| Code::draw(&to, &rules, &mut world.at())).collect();

        assert!(codes.iter().all(|code| code.0.len() == Code::LENGTH && code.0.bytes().all(|b| b.is_ascii_digit())));
        assert!(codes.iter().any(|code| *code != codes[0]));
    }

    #[test]
    fn a_test_address_has_the_fixed_code_in_development_alone() {
        let mut world = World::new();
        let to = Email::parse("ada+clerk_test@example.com").unwrap();
        let development = Settings::default();
        let production = Settings { environment: Environment::Production, ..Settings::default() };

        assert_eq!(Code::draw(&to, &development, &mut world.at()).reveal(), Code::TEST);
        assert_ne!(Code::draw(&to, &production, &mut world.at()).reveal(), Code::TEST);
    }

    #[test]
    fn digests_differ_by_salt_code_and_key() {
        let key = CodeKey::new([1; 32]);
        let digest = key.digest("a", "123456");

        assert!(digest.same(&key.digest("a", "123456")));
        assert!(!digest.same(&key.digest("b", "123456")));
        assert!(!digest.same(&key.digest("a", "123457")));
        assert!(!digest.same(&CodeKey::new([2; 32]).digest("a", "123456")));
    }

    #[test]
    fn nothing_secret_is_printed() {
        let key = CodeKey::new([1; 32]);

        assert_eq!(
            format!("{:?} {:?} {:?}", key, key.digest("a", "1"), Code("123456".into())),
            "[code key] [digest] [code]"
        );
    }
}
