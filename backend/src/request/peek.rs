//! A look into a token before it is verified. Nothing is decided by it but which way to verify.

use crate::parts::Parts;
use crate::verify::seconds;
use frontdesk_wire::token::{CATEGORY_IGNORED, CATEGORY_SESSION};
use serde_json::Value;

/// How the type of an access token of a machine is written.
const ACCESS_TOKENS: [&str; 2] = ["at+jwt", "application/at+jwt"];

/// What the user of a machine's token begins with.
const MACHINE: &str = "mch_";

/// Header and claims, unverified.
pub(super) struct Peek {
    header: Value,
    claims: Value,
    /// Whether it is written as tokens are: signed, and without padding.
    is_plain: bool,
}

impl Peek {
    /// Looks into a token; `None` where there is nothing to see.
    pub(super) fn at(token: &str) -> Option<Self> {
        let is_plain = !token.ends_with('.') && !token.contains('=');
        Parts::read(token).map(|parts| Self { header: parts.header, claims: parts.claims, is_plain })
    }

    /// Whether it says itself that it is no session token, but a machine's or one made from a template.
    pub(super) fn is_of_another_kind(&self) -> bool {
        let class = self.header.get("cat");
        let typ = self.header["typ"].as_str();
        let is_machines = typ.is_some_and(|typ| ACCESS_TOKENS.contains(&typ))
            || self.claims["sub"].as_str().is_some_and(|user| user.starts_with(MACHINE));
        class.is_some_and(|class| !matches!(class.as_str(), Some(CATEGORY_SESSION | CATEGORY_IGNORED)))
            || self.is_plain && is_machines
    }

    pub(super) fn issuer(&self) -> Option<&str> {
        self.claims.get("iss")?.as_str().filter(|issuer| !issuer.is_empty())
    }

    pub(super) fn issued_at(&self) -> Option<i64> {
        self.claims.get("iat").and_then(seconds)
    }

    pub(super) fn expires_at(&self) -> Option<i64> {
        self.claims.get("exp").and_then(seconds)
    }

    pub(super) fn session(&self) -> Option<&str> {
        self.claims.get("sid")?.as_str().filter(|session| !session.is_empty())
    }
}
