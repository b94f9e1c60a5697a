//! Publishable keys: where the Frontend API is, and of which kind the instance is.

use crate::{base64, sha1};
use std::fmt;

/// Which kind of instance a key belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyKind {
    /// `pk_test_…`
    Development,
    /// `pk_live_…`
    Production,
}

/// A publishable key: not a secret, it is in every page.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PublishableKey {
    text: String,
    kind: KeyKind,
    frontend_api: String,
}

/// What is wrong with a publishable key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyError {
    /// There is nothing.
    Empty,
    /// It is a secret key, which must never reach a browser.
    Secret,
    /// It begins neither with `pk_test_` nor with `pk_live_`.
    Prefix,
    /// What follows the prefix is not Base64.
    Base64,
    /// What is encoded is not a host followed by one `$`.
    Host,
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "the publishable key is empty",
            Self::Secret => {
                "this is a secret key: it must stay on your server; use the publishable key (pk_test_… or pk_live_…)"
            }
            Self::Prefix => "a publishable key begins with pk_test_ or pk_live_",
            Self::Base64 => "the part after pk_test_ or pk_live_ is not Base64: is the key cut off?",
            Self::Host => "the publishable key does not contain the host of a Frontend API: is the key cut off?",
        })
    }
}

impl std::error::Error for KeyError {}

impl PublishableKey {
    /// The key of an instance of this kind whose Frontend API is at this host (with port, if it has one).
    ///
    /// # Errors
    /// [`KeyError::Host`] when the host has no dot, or a `$` in it.
    pub fn new(kind: KeyKind, frontend_api: &str) -> Result<Self, KeyError> {
        let prefix = match kind {
            KeyKind::Development => "pk_test_",
            KeyKind::Production => "pk_live_",
        };
        let host = base64::encode(format!("{frontend_api}$").as_bytes(), base64::STANDARD);
        Self::parse(&[prefix, &host].concat())
    }

    /// Reads a key. Padding of the Base64 part is optional.
    ///
    /// # Errors
    /// Says which part of the key is wrong.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let text = text.trim();
        let (kind, encoded) = match text {
            "" => return Err(KeyError::Empty),
            _ if text.starts_with("sk_") => return Err(KeyError::Secret),
            _ => match (text.strip_prefix("pk_test_"), text.strip_prefix("pk_live_")) {
                (Some(rest), _) => (KeyKind::Development, rest),
                (_, Some(rest)) => (KeyKind::Production, rest),
                (None, None) => return Err(KeyError::Prefix),
            },
        };
        let unpadded = encoded.strip_suffix("==").or_else(|| encoded.strip_suffix('=')).unwrap_or(encoded);
        let decoded = base64::decode(unpadded, base64::STANDARD).ok_or(KeyError::Base64)?;
        let decoded = String::from_utf8(decoded).map_err(|_| KeyError::Host)?;
        let host = decoded.strip_suffix('$').ok_or(KeyError::Host)?;
        let host_like =
            |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':' | b'_' | b'[' | b']');
        if !host.contains('.') || !host.bytes().all(host_like) {
            return Err(KeyError::Host);
        }
        Ok(Self { text: text.to_owned(), kind, frontend_api: host.to_owned() })
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Which kind of instance it belongs to.
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The host of the Frontend API, with port if it has one.
    pub fn frontend_api(&self) -> &str {
        &self.frontend_api
    }

    /// Whether the Frontend API is on this machine, where plain `http` is right.
    pub fn is_loopback(&self) -> bool {
        is_loopback_host(&self.frontend_api)
    }

    /// The origin of the Frontend API: `https`, but `http` on this machine.
    pub fn frontend_api_origin(&self) -> String {
        let scheme = if self.is_loopback() { "http" } else { "https" };
        [scheme, "://", &self.frontend_api].concat()
    }

    /// The issuer in this instance's tokens: always `https://` and the host.
    pub fn issuer(&self) -> String {
        ["https://", &self.frontend_api].concat()
    }

    /// What tells this instance's cookies from those of others on the same host: the first eight characters of the
    /// Base64 form of the key's SHA-1, with `-` and `_` for `+` and `/`.
    pub fn cookie_suffix(&self) -> String {
        let [a, b, c, d, e, f, ..] = sha1::digest(self.text.as_bytes());
        base64::encode(&[a, b, c, d, e, f], base64::URL_SAFE)
    }
}

/// Whether a host, with or without a port, is this machine: `localhost`, anything under it, `127.0.0.0/8` or `::1`.
pub fn is_loopback_host(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    let name = name.to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost") || name == "::1" || (name.starts_with("127.") && is_ipv4(&name))
}

/// Whether a host is four numbers, as everybody writes them: one with a leading zero is read in two ways.
pub fn is_ipv4(host: &str) -> bool {
    let mut parts = 0;
    for part in host.split('.') {
        parts += 1;
        // Parsing takes a plus.
        let crooked = part.starts_with('+') || (part.len() > 1 && part.starts_with('0'));
        if crooked || part.parse::<u8>().is_err() {
            return false;
        }
    }
    parts == 4
}

impl fmt::Display for PublishableKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // conformance: F01
    #[test]
    fn cookie_suffixes_match_the_documented_vectors() {
        let vectors = [
            ("pk_live_Y2xlcmsuY2xlcmsuZGV2JA", "1Z8AzTQD"),
            ("pk_test_Y2xlcmsuY2xlcmsuZGV2JA", "QvfNY2dr"),
            ("pk_test_ZW5vdWdoLWFscGFjYS04Mi5jbGVyay5hY2NvdW50cy5sY2xjbGVyay5jb20k", "jtYvyt_H"),
            ("pk_test_eHh4eHh4LXhhYWFhYS1hYS5jbGVyay5hY2NvdW50cy5sY2xjbGVyay5jb20k", "tZJdb-5s"),
        ];
        for (key, suffix) in vectors {
            assert_eq!(PublishableKey::parse(key).unwrap().cookie_suffix(), suffix, "{key}");
        }
    }

    #[test]
    fn a_key_names_its_host() {
        let key = PublishableKey::parse("pk_test_Y2xlcmsuY2xlcmsuZGV2JA==").unwrap();

        assert_eq!(key.frontend_api(), "clerk.clerk.dev");
        assert_eq!(key.kind(), KeyKind::Development);
        assert_eq!(key.frontend_api_origin(), "https://clerk.clerk.dev");
    }

    #[test]
    fn a_key_is_read_back_as_it_was_made() {
        for host in ["calm-otter-42.localhost:4400", "clerk.example.com", "127.0.0.1:4400"] {
            let made = PublishableKey::new(KeyKind::Production, host).unwrap();
            let read = PublishableKey::parse(made.as_str()).unwrap();

            assert_eq!(read, made);
            assert_eq!(read.frontend_api(), host);
        }
    }

    // conformance: G19
    #[test]
    fn a_bad_key_is_refused_with_its_fault() {
        let cases = [
            ("", KeyError::Empty),
            ("  ", KeyError::Empty),
            ("sk_test_abc", KeyError::Secret),
            ("pk_prod_Y2xlcmsuY2xlcmsuZGV2JA", KeyError::Prefix),
            ("Y2xlcmsuY2xlcmsuZGV2JA", KeyError::Prefix),
            ("pk_test_", KeyError::Host),
            ("pk_test_!!!!", KeyError::Base64),
            ("pk_test_Y2xlcmsuY2xlcmsuZGV2", KeyError::Host),
            ("pk_test_Y2xlcmsuY2xlcmsuZGV2JCQ", KeyError::Host),
            ("pk_test_Y2xlcmsk", KeyError::Host),
            ("pk_test_Y2xlcmsuY2xlcmsuZGV2JA_x", KeyError::Base64),
        ];
        for (text, fault) in cases {
            assert_eq!(PublishableKey::parse(text).unwrap_err(), fault, "{text:?}");
        }
    }

    #[test]
    fn only_this_machine_is_plain_http() {
        for host in ["localhost", "localhost:4400", "a-b-1.localhost:4400", "127.0.0.1:1", "[::1]:4400", "127.9.9.9"] {
            assert!(is_loopback_host(host), "{host}");
        }
        for host in [
            "localhost.example.com",
            "127.0.0.1.example.com",
            "127.0.0.256",
            "127.0.0.",
            "127.0.0.01",
            "127.0.0.0000000000000000001x",
            "127.1",
            "127.0.0.1.1",
            "127.0.0.+1",
            "notlocalhost",
            "example.com",
            "128.0.0.1",
        ] {
            assert!(!is_loopback_host(host), "{host}");
        }
    }
}
