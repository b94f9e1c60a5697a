//! Public keys: read once, kept ready.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jsonwebtoken::DecodingKey;
use thiserror::Error;

/// What is wrong with a public key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum KeyFault {
    /// There is nothing.
    #[error("the public key is empty")]
    Empty,
    /// It is a private key, which has no place in an app's server.
    #[error("this is a private key: your app needs the public one, which `frontdesk keys` prints")]
    Private,
    /// It is not Base64 between the lines `BEGIN` and `END`.
    #[error("the public key is not PEM: is it cut off?")]
    Base64,
    /// It is some other key.
    #[error("the public key is not RSA with 2048 bits and exponent 65537, as Frontdesk's keys are")]
    NotRsa2048,
    /// The address of the key set cannot be read.
    #[error("the address of the key set is not an http or https URL")]
    Url,
}

/// What comes before the modulus in an RSA-2048 public key (SubjectPublicKeyInfo in DER), and what comes after it.
const SPKI_HEAD: [u8; 33] = [
    0x30, 0x82, 0x01, 0x22, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
    0x03, 0x82, 0x01, 0x0f, 0x00, 0x30, 0x82, 0x01, 0x0a, 0x02, 0x82, 0x01, 0x01, 0x00,
];
const EXPONENT: [u8; 5] = [0x02, 0x03, 0x01, 0x00, 0x01];
const MODULUS_LENGTH: usize = 256;
/// Where the key proper (PKCS#1) begins inside.
const PKCS1_START: usize = 24;

/// Reads a public key from PEM. The header lines and the line breaks may be missing, or be written as `\n`, as they
/// often are in environment variables.
pub(crate) fn from_pem(pem: &str) -> Result<DecodingKey, KeyFault> {
    if pem.contains("PRIVATE KEY") {
        return Err(KeyFault::Private);
    }
    let pem = pem.replace("\\r", "").replace("\\n", "\n");
    let body = match (pem.find("-----BEGIN PUBLIC KEY-----"), pem.find("-----END PUBLIC KEY-----")) {
        (Some(begin), Some(end)) if begin < end => &pem[begin + "-----BEGIN PUBLIC KEY-----".len()..end],
        _ => pem.as_str(),
    };
    let body: String = body.split_whitespace().collect();
    if body.is_empty() {
        return Err(KeyFault::Empty);
    }
    let der = STANDARD.decode(body).map_err(|_| KeyFault::Base64)?;
    let fits = der.len() == SPKI_HEAD.len() + MODULUS_LENGTH + EXPONENT.len()
        && der.starts_with(&SPKI_HEAD)
        && der.ends_with(&EXPONENT)
        // The highest bit of the modulus is set, or it is a shorter key behind zeros.
        && der[SPKI_HEAD.len()] & 0x80 != 0;
    if !fits {
        return Err(KeyFault::NotRsa2048);
    }
    Ok(DecodingKey::from_rsa_der(&der[PKCS1_START..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Signer;

    fn fault(pem: &str) -> Option<KeyFault> {
        from_pem(pem).err()
    }

    #[test]
    fn header_lines_and_line_breaks_are_optional() {
        let pem = Signer::first().public_pem();
        let bare: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();

        assert_eq!(fault(&pem), None);
        assert_eq!(fault(&pem.replace('\n', "\r\n")), None);
        assert_eq!(fault(&pem.replace('\n', "\\n")), None);
        assert_eq!(fault(&pem.replace('\n', "")), None);
        assert_eq!(fault(&bare), None);
        assert_eq!(fault(&format!("  {bare}\n\n")), None);
    }

    #[test]
    fn what_is_not_such_a_key_is_named() {
        let pem = Signer::first().public_pem();
        let cut: String = pem.chars().take(pem.len() / 2).collect();

        assert_eq!(fault(""), Some(KeyFault::Empty));
        assert_eq!(fault("-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----"), Some(KeyFault::Empty));
        assert_eq!(fault("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"), Some(KeyFault::Private));
        assert_eq!(fault("not a key!"), Some(KeyFault::Base64));
        assert_eq!(fault(&cut), Some(KeyFault::Base64));
        assert_eq!(fault("AAAA"), Some(KeyFault::NotRsa2048));
    }
}
