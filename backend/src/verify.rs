//! Verifying a session token.

#[cfg(test)]
mod tests;

use crate::parts::Parts;
use crate::{Auth, Clock, KeyFault, Reason, key};
use frontdesk_wire::token::{CATEGORY_IGNORED, CATEGORY_SESSION, RawClaims, SessionClaims};
use frontdesk_wire::{PublishableKey, Seconds, Timestamp};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde_json::Value;
use std::fmt;
use std::sync::Arc;

/// How far clocks may differ, unless you say otherwise.
const LEEWAY: Seconds = Seconds(5);

/// Verifies session tokens. Cheap to clone; the key is read once.
#[derive(Clone, Debug)]
pub struct Verifier {
    inner: Arc<Inner>,
}

/// A verifier that does not know yet which pages may have asked for a token. It verifies nothing: choose
/// [`Unbound::authorized_parties`] or [`Unbound::any_authorized_party`].
#[derive(Clone, Debug)]
#[must_use = "choose `authorized_parties` or `any_authorized_party`"]
pub struct Unbound {
    inner: Inner,
}

#[derive(Clone, Debug)]
struct Inner {
    keys: Keys,
    parties: Parties,
    leeway: Seconds,
    clock: Clock,
    key: Option<PublishableKey>,
    pending_is_signed_in: bool,
}

#[derive(Clone)]
enum Keys {
    One(DecodingKey),
    #[cfg(feature = "jwks")]
    Fetched(Arc<crate::jwks::Cache>),
}

#[derive(Clone, Debug)]
enum Parties {
    Any,
    These(Vec<String>),
}

impl Verifier {
    /// A verifier with the instance's public key, as `frontdesk keys` prints it. It needs no network.
    ///
    /// # Errors
    /// Says what is wrong with the key.
    pub fn from_pem(pem: &str) -> Result<Unbound, KeyFault> {
        Ok(Unbound::new(Keys::One(key::from_pem(pem)?)))
    }

    /// A verifier that fetches the key set and keeps it.
    ///
    /// # Errors
    /// [`KeyFault::Url`] when the address cannot be read.
    #[cfg(feature = "jwks")]
    pub fn from_jwks(source: crate::JwksSource) -> Result<Unbound, KeyFault> {
        Ok(Unbound::new(Keys::Fetched(Arc::new(crate::jwks::Cache::new(source)?))))
    }

    /// The same verifier for an instance whose publishable key is known: its own cookie is then read first.
    #[must_use]
    pub fn publishable_key(self, key: PublishableKey) -> Self {
        self.with(|inner| inner.key = Some(key))
    }

    /// The same verifier with another clock.
    #[must_use]
    pub fn clock(self, clock: Clock) -> Self {
        self.with(|inner| inner.clock = clock)
    }

    /// The same verifier for clocks that differ by more or less than 5 seconds.
    #[must_use]
    pub fn leeway(self, leeway: Seconds) -> Self {
        self.with(|inner| inner.leeway = Seconds(leeway.0.max(0)))
    }

    /// The same verifier, which takes sessions that still have tasks to do for signed in.
    #[must_use]
    pub fn pending_is_signed_in(self) -> Self {
        self.with(|inner| inner.pending_is_signed_in = true)
    }

    fn with(self, change: impl FnOnce(&mut Inner)) -> Self {
        let mut inner = Arc::unwrap_or_clone(self.inner);
        change(&mut inner);
        Self { inner: Arc::new(inner) }
    }

    /// Verifies a token with the keys at hand, without network.
    ///
    /// # Errors
    /// Says why whoever sent it counts as signed out.
    pub fn verify(&self, token: &str) -> Result<Auth, Reason> {
        let now = self.inner.clock.now();
        let token = Unverified::read(token)?;
        match &self.inner.keys {
            Keys::One(key) => self.inner.judge(&token, key, now),
            #[cfg(feature = "jwks")]
            Keys::Fetched(cache) => self.inner.judge(&token, &cache.at_hand(token.kid().as_deref())?, now),
        }
    }

    /// Verifies a token, and fetches the key set first where that is needed. With a PEM, the same as
    /// [`Verifier::verify`].
    ///
    /// # Errors
    /// Says why whoever sent it counts as signed out.
    pub async fn verify_online(&self, token: &str) -> Result<Auth, Reason> {
        #[cfg(feature = "jwks")]
        if let Keys::Fetched(cache) = &self.inner.keys {
            let now = self.inner.clock.now();
            let token = Unverified::read(token)?;
            let key = cache.key(token.kid().as_deref(), now).await?;
            return self.inner.judge(&token, &key, now);
        }
        self.verify(token)
    }

    /// The `Set-Cookie` lines in the result of a handshake, which is a token that this instance signed.
    pub(crate) async fn handshake_directives(&self, token: &str) -> Result<Vec<String>, Reason> {
        let unverified = Unverified::read(token)?;
        match &self.inner.keys {
            Keys::One(key) => unverified.check_signature(key)?,
            #[cfg(feature = "jwks")]
            Keys::Fetched(cache) => {
                let key = cache.key(unverified.kid().as_deref(), self.inner.clock.now()).await?;
                unverified.check_signature(&key)?;
            }
        }
        let claims = &unverified.parts.claims;
        let is_over = claims["exp"]
            .as_i64()
            .is_some_and(|end| Timestamp::from_seconds(end) <= self.inner.clock.now().minus(self.inner.leeway));
        if is_over {
            return Err(Reason::TokenExpired);
        }
        // One that brings nothing signs nobody in.
        let lines = claims["handshake"].as_array().into_iter().flatten();
        Ok(lines.filter_map(Value::as_str).map(str::to_owned).collect())
    }

    /// What time it is for this verifier.
    pub(crate) fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// Whether sessions that still have tasks to do count as signed in.
    pub(crate) fn takes_pending(&self) -> bool {
        self.inner.pending_is_signed_in
    }

    /// The publishable key, if it was given.
    #[cfg(feature = "axum")]
    pub(crate) fn known_key(&self) -> Option<&PublishableKey> {
        self.inner.key.as_ref()
    }
}

impl Unbound {
    fn new(keys: Keys) -> Self {
        Self {
            inner: Inner {
                keys,
                parties: Parties::Any,
                leeway: LEEWAY,
                clock: Clock::System,
                key: None,
                pending_is_signed_in: false,
            },
        }
    }

    /// Takes only tokens that pages of these origins asked for, such as `https://app.example`. This is what stops a page
    /// on a sibling domain from using a token of its own against your API.
    pub fn authorized_parties<S: Into<String>>(mut self, origins: impl IntoIterator<Item = S>) -> Verifier {
        let origins = origins.into_iter().map(Into::into).map(|origin: String| origin.trim_end_matches('/').to_owned());
        self.inner.parties = Parties::These(origins.collect());
        Verifier { inner: Arc::new(self.inner) }
    }

    /// Takes tokens whoever asked for them. Right for APIs that native apps call, and where no other site shares the
    /// domain.
    pub fn any_authorized_party(self) -> Verifier {
        Verifier { inner: Arc::new(self.inner) }
    }
}

impl Inner {
    fn judge(&self, token: &Unverified<'_>, key: &DecodingKey, now: Timestamp) -> Result<Auth, Reason> {
        token.check_signature(key)?;
        let claims = &token.parts.claims;
        if !claims["sub"].is_string() {
            return Err(Reason::TokenVerificationFailed);
        }
        self.check_party(claims["azp"].as_str())?;
        self.check_time(claims, now)?;
        let claims = token.claims()?;
        if claims.pending && !self.pending_is_signed_in {
            return Err(Reason::SessionPending);
        }
        Ok(Auth::new(claims))
    }

    fn check_party(&self, party: Option<&str>) -> Result<(), Reason> {
        match (&self.parties, party) {
            (Parties::Any, _) => Ok(()),
            (Parties::These(origins), Some(party)) if origins.iter().any(|origin| origin == party) => Ok(()),
            (Parties::These(_), _) => Err(Reason::TokenInvalidAuthorizedParties),
        }
    }

    fn check_time(&self, claims: &Value, now: Timestamp) -> Result<(), Reason> {
        let (earliest, latest) = (now.minus(self.leeway), now.plus(self.leeway));
        let time = |name: &str| match claims.get(name) {
            None => Ok(None),
            Some(value) => seconds(value).map(Timestamp::from_seconds).map(Some).ok_or(Reason::TokenVerificationFailed),
        };
        if time("exp")?.ok_or(Reason::TokenVerificationFailed)? <= earliest {
            return Err(Reason::TokenExpired);
        }
        if time("nbf")?.is_some_and(|from| from > latest) {
            return Err(Reason::TokenNotActiveYet);
        }
        if time("iat")?.is_some_and(|issued| issued > latest) {
            return Err(Reason::TokenIatInTheFuture);
        }
        Ok(())
    }
}

/// A token that was taken apart and not verified.
struct Unverified<'a> {
    parts: Parts<'a>,
}

impl<'a> Unverified<'a> {
    /// Takes a token apart and refuses what cannot be a session token, before any key is looked for.
    fn read(token: &'a str) -> Result<Self, Reason> {
        let parts = Parts::read(token).ok_or(Reason::TokenInvalid)?;
        let is_one_of = |name: &str, words: &[&str]| {
            parts.header.get(name).is_none_or(|value| value.as_str().is_some_and(|word| words.contains(&word)))
        };
        if !is_one_of("typ", &["JWT"]) || !is_one_of("cat", &[CATEGORY_SESSION, CATEGORY_IGNORED]) {
            return Err(Reason::TokenInvalid);
        }
        // One algorithm, whatever the header says: neither "none" nor the public key used as a shared secret.
        match parts.header["alg"].as_str() {
            Some("RS256") => Ok(Self { parts }),
            // The protocol knows them, and no instance's key is for them.
            Some("RS384" | "RS512") => Err(Reason::TokenVerificationFailed),
            Some(_) | None => Err(Reason::TokenInvalidAlgorithm),
        }
    }

    #[cfg(feature = "jwks")]
    fn kid(&self) -> Option<String> {
        self.parts.header["kid"].as_str().map(str::to_owned)
    }

    fn check_signature(&self, key: &DecodingKey) -> Result<(), Reason> {
        match jsonwebtoken::crypto::verify(self.parts.signature, self.parts.message.as_bytes(), key, Algorithm::RS256) {
            Ok(true) => Ok(()),
            Ok(false) | Err(_) => Err(Reason::TokenInvalidSignature),
        }
    }

    /// The claims, once the signature holds. Every session token says who, in which session, and for how long.
    fn claims(&self) -> Result<SessionClaims, Reason> {
        let mut claims = self.parts.claims.clone();
        let named = ["sub", "sid"].iter().all(|name| claims[*name].as_str().is_some_and(|value| !value.is_empty()));
        if !named || claims.get("iat").is_none() {
            return Err(Reason::TokenVerificationFailed);
        }
        for name in ["exp", "iat", "nbf"] {
            if let Some(whole) = claims.get(name).and_then(seconds) {
                claims[name] = whole.into();
            }
        }
        let raw: RawClaims = serde_json::from_value(claims).map_err(|_| Reason::TokenVerificationFailed)?;
        Ok(SessionClaims::from(raw))
    }
}

/// A time in whole seconds. Numbers in tokens may have fractions.
pub(crate) fn seconds(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_f64().map(|seconds| seconds.trunc() as i64))
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::One(_) => "Keys::One",
            #[cfg(feature = "jwks")]
            Self::Fetched(_) => "Keys::Fetched",
        })
    }
}
