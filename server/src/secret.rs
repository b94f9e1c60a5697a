//! Hashes of what is kept, and comparisons that take the same time for any input.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// What is kept of a token that is random already: its SHA-256 in hexadecimal digits.
pub(crate) fn token_hash(token: &str) -> String {
    Sha256::digest(token.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether two texts are equal, in a time that does not tell where they differ.
pub(crate) fn same(a: &str, b: &str) -> bool {
    a.as_bytes().ct_eq(b.as_bytes()).into()
}

/// The secret of an instance: it keys what must be recomputed but never guessed. `Debug` prints `[…]`.
#[derive(Clone)]
pub struct InstanceSecret(String);

impl InstanceSecret {
    /// Wraps the stored text.
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The stored text, for keying and for the database.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// A keyed hash (HMAC-SHA256) of a text for one purpose, in URL-safe base64.
    pub fn mac(&self, purpose: &str, text: &str) -> String {
        let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, self.0.as_bytes());
        let mut context = aws_lc_rs::hmac::Context::with_key(&key);
        context.update(purpose.as_bytes());
        // A separator that no purpose contains, so that purpose and text cannot be shifted against each other.
        context.update(&[0]);
        context.update(text.as_bytes());
        URL_SAFE_NO_PAD.encode(context.sign().as_ref())
    }
}

impl fmt::Debug for InstanceSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[…]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mac_depends_on_purpose_text_and_secret() {
        let secret = InstanceSecret::new("a".to_owned());

        assert_eq!(secret.mac("code", "1"), secret.mac("code", "1"));
        assert_ne!(secret.mac("code", "1"), secret.mac("code1", ""));
        assert_ne!(secret.mac("code", "1"), InstanceSecret::new("b".to_owned()).mac("code", "1"));
        assert_eq!(format!("{secret:?}"), "[…]");
    }
}
