//! Session tokens, read without verifying. Whoever decides by a token must verify its signature first.

use crate::metadata::JsonText;
use crate::{OrganizationId, SessionId, UserId, base64};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The token class of session tokens, in the header as `cat`.
pub const CATEGORY_SESSION: &str = "cl_B7d4PD111AAA";
/// The token class of tokens made from a template.
pub const CATEGORY_TEMPLATE: &str = "cl_B7d4PD222AAA";
/// The token class that asks a verifier not to judge by class.
pub const CATEGORY_IGNORED: &str = "cl_I7d4PD111III";

/// A signed token, as text. `Debug` prints `[…]`.
#[derive(Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Jwt(String);

impl Jwt {
    /// The token itself. Call it where it is sent, stored or verified, nowhere else.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The header, unverified.
    pub fn header(&self) -> Option<TokenHeader> {
        self.part(0)
    }

    /// The claims of a session token, unverified.
    pub fn claims(&self) -> Option<SessionClaims> {
        self.part::<RawClaims>(1).map(SessionClaims::from)
    }

    fn part<T: DeserializeOwned>(&self, index: usize) -> Option<T> {
        if self.0.split('.').count() != 3 {
            return None;
        }
        let bytes = base64::decode(self.0.split('.').nth(index)?, base64::URL_SAFE)?;
        serde_json::from_slice(&bytes).ok()
    }
}

impl From<String> for Jwt {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Jwt {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for Jwt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[…]")
    }
}

/// A token in a reply.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Token {
    /// Always `token`.
    #[serde(default)]
    pub object: String,
    /// The token.
    pub jwt: Jwt,
}

impl Token {
    /// A token, ready to send.
    pub fn new(jwt: Jwt) -> Self {
        Self { object: "token".to_owned(), jwt }
    }
}

/// The header of a token.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TokenHeader {
    /// The algorithm.
    pub alg: String,
    /// Which key signed it.
    pub kid: Option<String>,
    /// `JWT`, where it is given.
    pub typ: Option<String>,
    /// The token class.
    pub cat: Option<String>,
    /// When the session was read from the source of truth, in seconds.
    pub oiat: Option<i64>,
}

/// What a client needs to know of a session token to keep it, whatever its version.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TokenFacts {
    /// In which session.
    pub session_id: SessionId,
    /// The active organization; none for the personal workspace.
    pub organization_id: Option<OrganizationId>,
    /// Issued by: `https://` and the host of the Frontend API.
    pub issuer: String,
    /// Issued at, in seconds.
    pub issued_at: i64,
    /// Not valid from then on, in seconds.
    pub expires_at: i64,
    /// When the session was read from the source of truth, in seconds; from the header.
    pub oiat: Option<i64>,
}

/// What a session token says, whatever its version.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SessionClaims {
    /// Who.
    pub user_id: UserId,
    /// In which session.
    pub session_id: SessionId,
    /// Issued by: `https://` and the host of the Frontend API.
    pub issuer: String,
    /// The origin that asked for it.
    pub authorized_party: Option<String>,
    /// Issued at, in seconds.
    pub issued_at: i64,
    /// Not valid before, in seconds.
    pub not_before: Option<i64>,
    /// Not valid from then on, in seconds.
    pub expires_at: i64,
    /// Minutes since the first and the second factor were proven; -1 for never.
    pub factor_ages: Option<[i64; 2]>,
    /// Whether the session still has tasks to do, and so counts as signed out by default.
    pub pending: bool,
    /// The claims' version: 1 or 2.
    pub version: u32,
    /// The active organization; none for the personal workspace.
    pub organization: Option<OrganizationClaims>,
    /// Features, each with its scope, by comma: `o:dashboard,u:beta`. Version 2 only.
    pub features: Option<String>,
    /// Plans, in the same form.
    pub plans: Option<String>,
    /// Who acts in the user's place.
    pub actor: Option<JsonText>,
}

/// The active organization, as a token carries it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OrganizationClaims {
    /// Which organization.
    pub id: OrganizationId,
    /// Its slug.
    pub slug: Option<String>,
    /// The member's role, always with its prefix: `org:admin`.
    pub role: String,
    /// The member's own permissions, as `org:<feature>:<permission>`; system permissions are never in a token.
    pub permissions: Vec<String>,
}

impl SessionClaims {
    /// How long the token is valid in all, in seconds. Always count with this, never with a constant.
    pub fn lifetime(&self) -> i64 {
        self.expires_at.saturating_sub(self.issued_at)
    }
}

/// The claims as they stand in a token, both versions.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RawClaims {
    /// Version; absent in version 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub v: Option<u32>,
    /// Unique to the token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jti: Option<String>,
    /// Issuer.
    pub iss: String,
    /// User.
    pub sub: String,
    /// Session.
    pub sid: String,
    /// Origin that asked for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub azp: Option<String>,
    /// Issued at.
    pub iat: i64,
    /// Not before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nbf: Option<i64>,
    /// Expires at.
    pub exp: i64,
    /// Factor ages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fva: Option<[i64; 2]>,
    /// `active` or `pending`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sts: Option<String>,
    /// Features, version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fea: Option<String>,
    /// Plans, version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pla: Option<String>,
    /// Organization, version 2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub o: Option<RawOrganization>,
    /// Organization, version 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub org_id: Option<String>,
    /// Slug, version 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub org_slug: Option<String>,
    /// Role, version 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub org_role: Option<String>,
    /// Permissions, version 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub org_permissions: Option<Vec<String>>,
    /// Actor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub act: Option<JsonText>,
}

/// The organization as it stands in a token of version 2.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RawOrganization {
    /// Id.
    pub id: String,
    /// Slug.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slg: Option<String>,
    /// Role without its prefix.
    pub rol: String,
    /// Names of permissions, by comma.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per: Option<String>,
    /// For each feature of the organization, in decimal, which of those permissions it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fpm: Option<String>,
}

impl From<RawClaims> for SessionClaims {
    fn from(raw: RawClaims) -> Self {
        let version = raw.v.unwrap_or(1);
        // Each version has its own claims; those of the other one say nothing.
        let is_named = |id: &String| !id.is_empty();
        let (second, first) = if version == 2 { (raw.o, None) } else { (None, raw.org_id) };
        let organization = match (second.filter(|o| is_named(&o.id)), first.filter(is_named)) {
            (Some(o), _) => Some(OrganizationClaims {
                permissions: permissions(
                    raw.fea.as_deref().unwrap_or_default(),
                    o.per.as_deref().unwrap_or_default(),
                    o.fpm.as_deref().unwrap_or_default(),
                ),
                id: o.id.into(),
                slug: o.slg,
                role: with_prefix(&o.rol),
            }),
            (None, Some(id)) => Some(OrganizationClaims {
                id: id.into(),
                slug: raw.org_slug,
                role: with_prefix(&raw.org_role.unwrap_or_default()),
                permissions: raw.org_permissions.unwrap_or_default(),
            }),
            (None, None) => None,
        };
        Self {
            user_id: raw.sub.into(),
            session_id: raw.sid.into(),
            issuer: raw.iss,
            authorized_party: raw.azp,
            issued_at: raw.iat,
            not_before: raw.nbf,
            expires_at: raw.exp,
            factor_ages: raw.fva,
            pending: raw.sts.as_deref() == Some("pending"),
            version,
            organization,
            features: raw.fea,
            plans: raw.pla,
            actor: raw.act,
        }
    }
}

/// A role as it is shown everywhere, with its prefix: `org:admin`.
pub fn with_prefix(role: &str) -> String {
    if role.starts_with("org:") { role.to_owned() } else { ["org:", role].concat() }
}

/// The permissions that a token of version 2 says in short: for each feature of the organization, in decimal, which of the names
/// it has.
pub fn permissions(features: &str, names: &str, masks: &str) -> Vec<String> {
    let mut all = Vec::new();
    if names.is_empty() {
        return all;
    }
    let mut masks = masks.split(',');
    for feature in features.split(',') {
        let Some((scope, feature)) = feature.split_once(':') else { continue };
        if !scope.bytes().any(|letter| letter == b'o') {
            continue;
        }
        let Some(mask) = masks.next() else { break };
        let bits = decimal_bits(mask.trim_ascii());
        for (index, name) in names.split(',').enumerate() {
            if bits.get(index / 32).is_some_and(|word| word >> (index % 32) & 1 == 1) {
                all.push(["org:", feature, ":", name].concat());
            }
        }
    }
    all
}

/// The bits of a decimal number of any length, lowest first; nothing when it is not a number.
fn decimal_bits(decimal: &str) -> Vec<u32> {
    let mut words: Vec<u32> = Vec::new();
    for byte in decimal.bytes() {
        if !byte.is_ascii_digit() {
            return Vec::new();
        }
        let mut carry = u64::from(byte & 15);
        for word in &mut words {
            let value = u64::from(*word) * 10 + carry;
            *word = value as u32;
            carry = value >> 32;
        }
        if carry > 0 {
            words.push(carry as u32);
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn token(header: Value, claims: Value) -> Jwt {
        let encode = |value: Value| base64::encode(value.to_string().as_bytes(), base64::URL_SAFE);
        Jwt::from(format!("{}.{}.c2ln", encode(header), encode(claims)))
    }

    fn permissions_of(claims: Value) -> Vec<String> {
        token(json!({}), claims).claims().unwrap().organization.unwrap().permissions
    }

    // conformance: D12
    #[test]
    fn permission_masks_match_the_documented_vectors() {
        let first = permissions_of(json!({"v": 2, "fea": "o:repositories,o:projects",
            "o": {"id": "org_1", "rol": "admin", "per": "read,create,update,delete,revoke", "fpm": "7,21"}}));
        assert_eq!(
            first,
            [
                "repositories:read",
                "repositories:create",
                "repositories:update",
                "projects:read",
                "projects:update",
                "projects:revoke"
            ]
            .map(|rest| format!("org:{rest}"))
        );

        let second = permissions_of(json!({"v": 2, "fea": "o:repositories,o:projects,o:webhooks,o:impersonation",
            "o": {"id": "org_1", "rol": "admin", "per": "read,manage", "fpm": "1,2,3,0"}}));
        assert_eq!(
            second,
            ["repositories:read", "projects:manage", "webhooks:read", "webhooks:manage"]
                .map(|rest| format!("org:{rest}"))
        );
    }

    // conformance: D12
    #[test]
    fn features_of_the_user_have_no_mask() {
        let mixed = permissions_of(json!({"v": 2, "fea": "u:beta,ou:both,o:dashboard",
            "o": {"id": "org_1", "rol": "admin", "per": "read,manage", "fpm": "2,1"}}));

        assert_eq!(mixed, ["org:both:manage", "org:dashboard:read"]);
    }

    // conformance: D12
    #[test]
    fn masks_may_be_longer_than_any_machine_word() {
        // 2^100
        assert_eq!(decimal_bits("1267650600228229401496703205376"), [0, 0, 0, 16]);
        assert_eq!(decimal_bits("12x"), [0u32; 0]);
    }

    // conformance: B09, D09
    #[test]
    fn both_versions_name_the_same_organization() {
        let old = token(
            json!({}),
            json!({"sub": "user_1", "sid": "sess_1", "iat": 1, "exp": 61, "org_id": "org_1", "org_role": "org:admin", "org_slug": "acme"}),
        );
        let new = token(
            json!({}),
            json!({"v": 2, "sub": "user_1", "sid": "sess_1", "iat": 1, "exp": 61, "o": {"id": "org_1", "rol": "admin", "slg": "acme"}}),
        );

        assert_eq!(old.claims().unwrap().organization, new.claims().unwrap().organization);
        assert_eq!(old.claims().unwrap().version, 1);
        assert_eq!(new.claims().unwrap().version, 2);
    }

    #[test]
    fn what_is_not_a_token_has_no_claims() {
        for text in ["", "a", "a.b", "a.b.c", "..", "a.b.c.d"] {
            assert_eq!(Jwt::from(text).claims(), None, "{text:?}");
        }
    }

    #[test]
    fn a_token_is_not_shown() {
        assert_eq!(format!("{:?}", Token::new("a.b.c".into())), "Token { object: \"token\", jwt: […] }");
    }
}
