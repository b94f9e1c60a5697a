//! Signing keys: RSA-2048 with exponent 65537, held parsed, and the documents that publish them.

use std::fmt;

use anyhow::{Context, anyhow};
use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use frontdesk_wire::Jwt;
use frontdesk_wire::token::TokenHeader;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// A signing key. Parsing it costs as much as signing, so it is held parsed.
pub struct SigningKey {
    kid: String,
    pair: KeyPair,
}

/// A key as it is stored.
pub struct KeyPems {
    /// PKCS #8.
    pub private: String,
    /// SubjectPublicKeyInfo.
    pub public: String,
}

impl SigningKey {
    /// Makes a new key: about a tenth of a second of work.
    pub fn generate() -> anyhow::Result<KeyPems> {
        let pair = KeyPair::generate(KeySize::Rsa2048).map_err(|_| anyhow!("generating a signing key"))?;
        let private: Pkcs8V1Der<'static> = pair.as_der().map_err(|_| anyhow!("writing the signing key"))?;
        let public = public_der(&pair)?;
        Ok(KeyPems { private: pem("PRIVATE KEY", private.as_ref()), public: pem("PUBLIC KEY", &public) })
    }

    /// Reads a stored key; `kid` names it in tokens and in the JWKS document.
    pub fn from_pem(kid: &str, private: &str) -> anyhow::Result<Self> {
        let body: String = private.lines().filter(|line| !line.starts_with("-----")).map(str::trim).collect();
        let der = STANDARD.decode(body).context("reading the signing key")?;
        let pair = KeyPair::from_pkcs8(&der).map_err(|error| anyhow!("reading the signing key: {error}"))?;
        Ok(Self { kid: kid.to_owned(), pair })
    }

    /// The name of the key in tokens.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// Signs a token (RS256).
    pub fn sign(&self, header: &impl Serialize, claims: &impl Serialize) -> anyhow::Result<Jwt> {
        let mut text = URL_SAFE_NO_PAD.encode(serde_json::to_vec(header)?);
        text.push('.');
        URL_SAFE_NO_PAD.encode_string(serde_json::to_vec(claims)?, &mut text);
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature)
            .map_err(|_| anyhow!("signing a token"))?;
        text.push('.');
        URL_SAFE_NO_PAD.encode_string(signature, &mut text);
        Ok(Jwt::from(text))
    }

    /// The claims of a token, if this key signed it. Time is not judged.
    pub fn open<T: DeserializeOwned>(&self, token: &str) -> Option<(TokenHeader, T)> {
        let (signed, signature) = token.rsplit_once('.')?;
        let (header, claims) = signed.split_once('.')?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, self.pair.public_key().as_ref())
            .verify(signed.as_bytes(), &signature)
            .ok()?;
        let header: TokenHeader = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).ok()?).ok()?;
        let claims = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()?;
        (header.alg == "RS256").then_some((header, claims))
    }

    /// The key's entry in a JWKS document.
    pub fn jwk(&self) -> Value {
        let [modulus, exponent] = rsa_numbers(self.pair.public_key().as_ref()).unwrap_or_default();
        json!({
            "use": "sig",
            "kty": "RSA",
            "kid": self.kid,
            "alg": "RS256",
            "n": URL_SAFE_NO_PAD.encode(modulus),
            "e": URL_SAFE_NO_PAD.encode(exponent),
        })
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey {}", self.kid)
    }
}

fn public_der(pair: &KeyPair) -> anyhow::Result<Vec<u8>> {
    let der: PublicKeyX509Der<'_> = pair.public_key().as_der().map_err(|_| anyhow!("writing the public key"))?;
    Ok(der.as_ref().to_vec())
}

/// Modulus and exponent of a public key in the form of PKCS #1: a DER sequence of two integers.
fn rsa_numbers(der: &[u8]) -> Option<[&[u8]; 2]> {
    let (sequence, _) = der_value(der, 0x30)?;
    let (modulus, rest) = der_value(sequence, 0x02)?;
    let (exponent, _) = der_value(rest, 0x02)?;
    // A leading zero only tells that the number is positive.
    Some([modulus, exponent].map(|number| number.strip_prefix(&[0]).unwrap_or(number)))
}

/// The content of the first DER value, which must have this tag, and what follows it.
fn der_value(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (&[found, length], rest) = der.split_first_chunk()?;
    let (length, rest) = if length < 0x80 {
        (usize::from(length), rest)
    } else {
        let (bytes, rest) = rest.split_at_checked(usize::from(length & 0x7f))?;
        (bytes.iter().fold(0, |sum, byte| (sum << 8) | usize::from(*byte)), rest)
    };
    if found == tag { rest.split_at_checked(length) } else { None }
}

fn pem(label: &str, der: &[u8]) -> String {
    let body = STANDARD.encode(der);
    let lines: Vec<&str> = body.as_bytes().chunks(64).filter_map(|line| std::str::from_utf8(line).ok()).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_survives_storage_and_publishes_the_usual_exponent() {
        let pems = SigningKey::generate().unwrap();
        let key = SigningKey::from_pem("ins_1", &pems.private).unwrap();

        let jwk = key.jwk();
        let token = key.sign(&json!({"alg": "RS256"}), &json!({"sub": "user_1"})).unwrap();
        let other = SigningKey::from_pem("ins_2", &SigningKey::generate().unwrap().private).unwrap();

        assert_eq!(key.open::<Value>(token.expose()).unwrap().1["sub"], "user_1");
        assert!(other.open::<Value>(token.expose()).is_none());
        assert!(key.open::<Value>(&format!("{}A", token.expose())).is_none());
        assert_eq!(jwk["e"], "AQAB");
        assert_eq!(jwk["kid"], "ins_1");
        assert!(pems.public.starts_with("-----BEGIN PUBLIC KEY-----\nMII"));
        assert_eq!(pem("PUBLIC KEY", &public_der(&key.pair).unwrap()), pems.public);
    }
}
