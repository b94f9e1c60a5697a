//! Keys and tokens for the tests: real ones, made on the spot.

use crate::verify::Unbound;
use crate::{Timestamp, Verifier};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{KeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use std::sync::LazyLock;

/// The time at which all tokens of the tests are issued.
pub(crate) const NOW: Timestamp = Timestamp(1_790_000_000_000);

/// A key that signs.
pub(crate) struct Signer {
    pair: RsaKeyPair,
    pub(crate) kid: &'static str,
}

static FIRST: LazyLock<Signer> = LazyLock::new(|| Signer::new("ins_1"));
static SECOND: LazyLock<Signer> = LazyLock::new(|| Signer::new("ins_2"));

impl Signer {
    fn new(kid: &'static str) -> Self {
        Self { pair: RsaKeyPair::generate(KeySize::Rsa2048).unwrap(), kid }
    }

    pub(crate) fn first() -> &'static Self {
        &FIRST
    }

    pub(crate) fn second() -> &'static Self {
        &SECOND
    }

    /// A verifier that holds this key.
    pub(crate) fn verifier(&self) -> Unbound {
        Verifier::from_pem(&self.public_pem()).unwrap()
    }

    pub(crate) fn public_pem(&self) -> String {
        let mut der = vec![
            0x30, 0x82, 0x01, 0x22, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05,
            0x00, 0x03, 0x82, 0x01, 0x0f, 0x00,
        ];
        der.extend_from_slice(self.pair.public_key().as_ref());
        let body = STANDARD.encode(der);
        let lines: Vec<&str> = body.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
        format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", lines.join("\n"))
    }

    #[cfg(feature = "jwks")]
    pub(crate) fn jwk(&self) -> Value {
        let key = self.pair.public_key();
        let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        json!({"use": "sig", "kty": "RSA", "alg": "RS256", "kid": self.kid,
               "n": encode(key.modulus().big_endian_without_leading_zero()),
               "e": encode(key.exponent().big_endian_without_leading_zero())})
    }

    /// A session token like the server's, with some claims replaced; `null` removes one.
    pub(crate) fn token(&self, changes: Value) -> String {
        self.token_with(json!({}), changes)
    }

    /// The same, with parts of the header replaced as well.
    pub(crate) fn token_with(&self, header: Value, changes: Value) -> String {
        let now = NOW.seconds();
        let header = merged(
            json!({"alg": "RS256", "typ": "JWT", "kid": self.kid, "cat": "cl_B7d4PD111AAA", "oiat": now}),
            header,
        );
        let claims = merged(
            json!({"v": 2, "jti": "0123", "iss": "https://acme.localhost:4400", "sub": "user_1", "sid": "sess_1",
                   "azp": "http://localhost:4402", "iat": now, "nbf": now - 10, "exp": now + 60,
                   "fva": [0, -1], "sts": "active"}),
            changes,
        );
        let message = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string())).join(".");
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message.as_bytes(), &mut signature).unwrap();
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

fn merged(mut base: Value, changes: Value) -> Value {
    let (Value::Object(into), Value::Object(from)) = (&mut base, changes) else { return base };
    for (name, value) in from {
        if value.is_null() {
            into.remove(&name);
        } else {
            into.insert(name, value);
        }
    }
    base
}
