//! Reading replies with little code: JSON to a tree once, and from the tree into the resources by field name.
//!
//! A browser downloads what reads its replies. The derived readers of the same types are generated anew for each type and
//! each field, a few hundred bytes each, and were the largest part of a page; these are one call of some fifteen bytes per
//! field. The tree is our own for the same reason: it knows no floating-point numbers and no maps. The readers are also more
//! forgiving: a field of the wrong type, or `null` where a text is expected, counts as absent.
//!
//! ```
//! use frontdesk_wire::json::{self, FromJson};
//! use frontdesk_wire::{Client, Reply};
//!
//! let reply = r#"{"response": {"id": "client_1", "sessions": null, "new": 1}, "client": null}"#;
//! let client = json::read::<Reply<Client>>(reply).unwrap().response.unwrap();
//! assert_eq!(client.id.as_str(), "client_1");
//! assert!(client.sessions.is_empty());
//! ```

mod fill;
mod reader;
mod resources;
mod tree;

pub use fill::{Fill, FromJson};
pub use tree::Json;

use self::fill::Members;
use crate::token::{RawClaims, TokenFacts, TokenHeader};
use crate::{Jwt, SessionClaims, base64};

/// Reads a text; nothing when it is not JSON, or of another kind.
pub fn read<T: FromJson>(text: &str) -> Option<T> {
    T::from_json(&tree(text)?)
}

/// The tree of a text; nothing when it is not JSON.
pub fn tree(text: &str) -> Option<Json> {
    Json::parse(text)
}

/// The claims of a session token, unverified: the same as [`Jwt::claims`].
pub fn claims(jwt: &Jwt) -> Option<SessionClaims> {
    part(jwt, 1).and_then(|part| RawClaims::from_json(&part)).map(SessionClaims::from)
}

/// Everything that a token says, unverified, as it stands there.
pub fn payload(jwt: &Jwt) -> Option<Json> {
    part(jwt, 1)
}

/// The header of a token, unverified: the same as [`Jwt::header`].
pub fn header(jwt: &Jwt) -> Option<TokenHeader> {
    part(jwt, 0).and_then(|part| TokenHeader::from_json(&part))
}

/// What a client needs to know of a token to keep it, unverified.
pub fn facts(jwt: &Jwt) -> Option<TokenFacts> {
    let claims = part(jwt, 1)?;
    let mut facts = TokenFacts::default();
    let TokenFacts { session_id, issuer, issued_at, expires_at, organization_id, oiat } = &mut facts;
    let mut members = Members::of(&claims, "sid iss iat exp org_id ")?;
    members.next(session_id);
    members.next(issuer);
    members.next(issued_at);
    members.next(expires_at);
    members.next(organization_id);
    if let Some(mut organization) = claims.get("o").and_then(|o| Members::of(o, "id ")) {
        organization.next(organization_id);
    }
    if let Some(header) = part(jwt, 0) {
        Members::of(&header, "oiat ")?.next(oiat);
    }
    Some(facts)
}

fn part(jwt: &Jwt, index: usize) -> Option<Json> {
    let (head, rest) = jwt.expose().split_once('.')?;
    let (body, signature) = rest.split_once('.')?;
    if signature.bytes().any(|byte| byte == b'.') {
        return None;
    }
    let bytes = base64::decode(if index == 0 { head } else { body }, base64::URL_SAFE)?;
    tree(std::str::from_utf8(&bytes).ok()?)
}

#[cfg(test)]
mod tests;
