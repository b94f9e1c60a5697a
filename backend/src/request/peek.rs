//! A look into a token before it is verified. Nothing is decided by it but which way to verify.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use frontdesk_wire::token::{CATEGORY_IGNORED, CATEGORY_SESSION};
use serde_json::{Map, Value};

/// Header and claims, unverified.
pub(super) struct Peek {
    header: Map<String, Value>,
    claims: Map<String, Value>,
}

impl Peek {
    /// Looks into a token; `None` where there is nothing to see.
    pub(super) fn at(token: &str) -> Option<Self> {
        let mut parts = token.split('.');
        let (header, claims, signature) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || signature.is_empty() {
            return None;
        }
        let read = |part: &str| serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok();
        Some(Self { header: read(header)?, claims: read(claims)? })
    }

    /// Whether its class says that it is no session token.
    pub(super) fn is_of_another_kind(&self) -> bool {
        match self.header.get("cat") {
            None => false,
            Some(category) => !matches!(category.as_str(), Some(CATEGORY_SESSION | CATEGORY_IGNORED)),
        }
    }

    pub(super) fn issuer(&self) -> Option<&str> {
        self.claims.get("iss")?.as_str().filter(|issuer| !issuer.is_empty())
    }

    pub(super) fn issued_at(&self) -> Option<i64> {
        self.claims.get("iat")?.as_i64()
    }

    pub(super) fn expires_at(&self) -> Option<i64> {
        self.claims.get("exp")?.as_i64()
    }

    pub(super) fn session(&self) -> Option<&str> {
        self.claims.get("sid")?.as_str().filter(|session| !session.is_empty())
    }
}
