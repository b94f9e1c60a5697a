//! Session tokens: from claims to a signed token.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use frontdesk_domain::session::Claims;
use frontdesk_wire::token::{CATEGORY_SESSION, RawClaims, RawOrganization, TokenHeader};
use frontdesk_wire::{Jwt, Timestamp};

use crate::instance::Instance;
use crate::rng::Rng;

/// A token that was minted this many milliseconds ago is handed out again: the replies to one page load carry the
/// same session several times, and a signature costs more than all the rest.
const FRESH: i64 = 5_000;

/// So many tokens are held before the old ones are dropped.
const CROWD: usize = 10_000;

/// Session tokens minted just now.
#[derive(Debug, Default)]
pub struct TokenCache {
    held: Mutex<HashMap<String, (Timestamp, Jwt)>>,
}

impl TokenCache {
    /// The token minted a moment ago for exactly these claims, or a new one.
    pub fn get(
        &self,
        instance: &Instance,
        claims: &Claims,
        party: Option<&str>,
        rng: &Rng,
        now: Timestamp,
    ) -> anyhow::Result<Jwt> {
        let key = key(instance, claims, party);
        let found = self.held.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some((_, token)) = found.filter(|(at, _)| (0..FRESH).contains(&now.millis_since(*at))) {
            return Ok(token);
        }
        let token = mint(instance, claims, party, rng)?;
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.len() >= CROWD {
            held.retain(|_, (at, _)| (0..FRESH).contains(&now.millis_since(*at)));
        }
        held.insert(key, (now, token.clone()));
        Ok(token)
    }
}

/// Everything that two tokens would share; a changed role, organization or origin is another key.
fn key(instance: &Instance, claims: &Claims, party: Option<&str>) -> String {
    let organization = claims.organization.as_ref().map_or_else(String::new, |organization| {
        format!("{} {:?} {}", organization.id, organization.slug, organization.role.key())
    });
    format!("{} {} {:?} {:?} {organization} {:?}", instance.id, claims.session, claims.status, claims.factor_age, party)
}

/// Signs a session token.
pub(crate) fn mint(instance: &Instance, claims: &Claims, party: Option<&str>, rng: &Rng) -> anyhow::Result<Jwt> {
    let header = TokenHeader {
        alg: "RS256".to_owned(),
        kid: Some(instance.key.kid().to_owned()),
        typ: Some("JWT".to_owned()),
        cat: Some(CATEGORY_SESSION.to_owned()),
        oiat: Some(claims.issued_at),
    };
    let body = RawClaims {
        v: Some(2),
        jti: Some(rng.hex::<10>()),
        iss: instance.issuer(),
        sub: claims.user.to_string(),
        sid: claims.session.to_string(),
        azp: party.map(str::to_owned),
        iat: claims.issued_at,
        nbf: Some(claims.not_before),
        exp: claims.expires_at,
        fva: Some(claims.factor_age),
        sts: Some(claims.status.as_str().to_owned()),
        o: claims.organization.as_ref().map(|organization| RawOrganization {
            id: organization.id.to_string(),
            slg: organization.slug.clone(),
            rol: organization.role.short_key().to_owned(),
            per: None,
            fpm: None,
        }),
        ..RawClaims::default()
    };
    instance.key.sign(&header, &body)
}
