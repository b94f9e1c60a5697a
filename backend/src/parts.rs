//! A token taken apart, before anything about it is verified.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

/// The parts of a token.
pub(crate) struct Parts<'a> {
    pub(crate) header: Value,
    pub(crate) claims: Value,
    /// What is signed.
    pub(crate) message: &'a str,
    /// In Base64, without padding.
    pub(crate) signature: &'a str,
}

impl<'a> Parts<'a> {
    /// Takes a token apart: two JSON documents and a signature, in Base64. `None` where it is none.
    pub(crate) fn read(token: &'a str) -> Option<Self> {
        let (message, signature) = token.rsplit_once('.')?;
        let (header, claims) = message.split_once('.')?;
        if claims.contains('.') {
            return None;
        }
        bytes(signature)?;
        let json = |part| serde_json::from_slice(&bytes(part)?).ok();
        Some(Self { header: json(header)?, claims: json(claims)?, message, signature: unpadded(signature) })
    }
}

/// Padding has no place in a token, and does no harm.
fn unpadded(part: &str) -> &str {
    part.trim_end_matches('=')
}

fn bytes(part: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(unpadded(part)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    // conformance: O11
    #[test]
    fn a_token_is_two_documents_and_a_signature() {
        let parts = Parts::read("eyJhIjoxfQ.eyJiIjoyfQ.c2ln").unwrap();
        assert_eq!((&parts.header["a"], &parts.claims["b"]), (&1.into(), &2.into()));
        assert_eq!((parts.message, parts.signature), ("eyJhIjoxfQ.eyJiIjoyfQ", "c2ln"));
        assert_eq!(Parts::read("eyJhIjoxfQ==.eyJiIjoyfQ.c2ln===").unwrap().signature, "c2ln");

        for odd in [
            "",
            "..",
            "a.b",
            "eyJhIjoxfQ.eyJiIjoyfQ.c2ln.c2ln",
            "eyJhIjoxfQ.eyJiIjoyfQ.c2l!",
            "eyJhIjoxfQ.e30x.c2ln",
            "eyJhIjoxfQ.eyJiIjoyfR.c2ln",
            "eyJhIjoxfQ.eyJiIjoyfQ.c",
        ] {
            assert!(Parts::read(odd).is_none(), "{odd}");
        }
    }
}
