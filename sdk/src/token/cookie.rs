//! The cookies on the app's own origin: the token for the app's server, and whether anyone is signed in.

use super::{Entry, TokenKey};
use crate::frontdesk::{Frontdesk, held};
use crate::platform::{Cookie, SameSite, Visibility};
use frontdesk_wire::{Jwt, KeyKind, json};
use std::sync::atomic::Ordering;

const SESSION: &str = "__session";
const CLIENT_UAT: &str = "__client_uat";
/// Which session and organization the token cookie belongs to: tabs may differ.
const ACTIVE_CONTEXT: &str = "clerk_active_context";
const YEAR: i64 = 31_536_000;

impl Frontdesk {
    /// A cookie's name with the suffix that tells instances apart.
    pub(crate) fn suffixed(&self, name: &str) -> String {
        [name, "_", &self.inner.suffix].concat()
    }

    /// A cookie of this host that lives for a year.
    pub(crate) fn app_cookie(&self, name: String, value: String) -> Cookie {
        let secure = self.inner.platform.origin().is_some_and(|origin| origin.starts_with("https:"));
        Cookie { name, value, domain: None, max_age: Some(YEAR), same_site: SameSite::Lax, secure }
    }

    /// Brings the cookies in line with what is shown. Nothing is touched before the first answer, and nothing is lost while
    /// the server cannot be reached.
    pub(crate) fn write_cookies(&self) {
        if !self.inner.client_known.load(Ordering::Relaxed) {
            return;
        }
        match self.token_key() {
            Some(key) => self.write_session_cookie(&key),
            None => self.remove_session_cookie(),
        }
        if self.inner.key.kind() == KeyKind::Development {
            self.write_client_uat();
        }
    }

    fn write_session_cookie(&self, key: &TokenKey) {
        let platform = &self.inner.platform;
        let Some(jwt) = held(&self.inner.tokens.cache).get(key).map(|entry| entry.jwt.clone()) else { return };
        let context = [key.session.as_str(), ":", key.organization.as_ref().map_or("", |id| id.as_str())].concat();
        let in_front = matches!(platform.visibility(), Visibility::Focused | Visibility::Unknown);
        let shown = platform.cookie(ACTIVE_CONTEXT);
        let of_others = shown.is_some_and(|shown| shown != context && shown != *held(&self.inner.tokens.context));
        if !in_front && of_others {
            // Another tab, with another session or organization, is in front: the cookie is its own.
            return;
        }
        held(&self.inner.tokens.context).clone_from(&context);
        for name in [SESSION.to_owned(), self.suffixed(SESSION)] {
            if platform.cookie(&name).as_deref() != Some(jwt.expose()) {
                platform.set_cookie(&self.app_cookie(name, jwt.expose().to_owned()));
            }
        }
        if platform.cookie(ACTIVE_CONTEXT).as_deref() != Some(&context) {
            platform.set_cookie(&Cookie { max_age: None, ..self.app_cookie(ACTIVE_CONTEXT.to_owned(), context) });
        }
    }

    /// The person chose a session or an organization in this tab: the cookie is this tab's, whoever had it before.
    pub(crate) fn claim_cookie(&self) {
        if let Some(shown) = self.inner.platform.cookie(ACTIVE_CONTEXT) {
            *held(&self.inner.tokens.context) = shown;
        }
        self.write_cookies();
    }

    fn remove_session_cookie(&self) {
        let platform = &self.inner.platform;
        let own = platform.cookie(&self.suffixed(SESSION));
        let plain = platform.cookie(SESSION).filter(|value| self.is_own_token(value, own.as_deref()));
        if own.is_some() {
            platform.remove_cookie(&self.app_cookie(self.suffixed(SESSION), String::new()));
        }
        if plain.is_some() {
            platform.remove_cookie(&self.app_cookie(SESSION.to_owned(), String::new()));
        }
        if (own.is_some() || plain.is_some()) && platform.cookie(ACTIVE_CONTEXT).is_some() {
            platform.remove_cookie(&self.app_cookie(ACTIVE_CONTEXT.to_owned(), String::new()));
        }
    }

    /// Whether the plain cookie is this instance's: another app on the same host may have written it.
    fn is_own_token(&self, plain: &str, own: Option<&str>) -> bool {
        own == Some(plain)
            || json::claims(&Jwt::from(plain)).is_none_or(|claims| claims.issuer == self.inner.key.issuer())
    }

    /// In development nobody else can write this one: the server is on another site.
    fn write_client_uat(&self) {
        let snapshot = self.snapshot();
        let signed_in = snapshot.sessions().next().is_some();
        let changed_at =
            snapshot.client.as_deref().filter(|_| signed_in).map_or(0, |client| client.updated_at.seconds().max(1));
        let value = changed_at.to_string();
        let platform = &self.inner.platform;
        for name in [CLIENT_UAT.to_owned(), self.suffixed(CLIENT_UAT)] {
            if platform.cookie(&name).as_deref() != Some(&value) {
                let cookie = self.app_cookie(name, value.clone());
                platform.set_cookie(&Cookie {
                    same_site: SameSite::Strict,
                    domain: platform.cookie_domain(),
                    ..cookie
                });
            }
        }
    }

    /// Looks into the cookie for a token that another tab has put there. What is corrupted or of another session is ignored.
    pub(crate) fn read_cookie_token(&self, key: &TokenKey) {
        if key.template.is_some() {
            return;
        }
        let Some(value) = self.inner.platform.cookie(&self.suffixed(SESSION)) else { return };
        let jwt = Jwt::from(value);
        let Some(claims) = json::claims(&jwt) else { return };
        if claims.session_id != key.session
            || claims.organization.map(|organization| organization.id) != key.organization
        {
            return;
        }
        let known = held(&self.inner.tokens.cache).get(key).is_some_and(|entry| entry.jwt == jwt);
        if let Some(entry) = Entry::read(jwt, self.inner.platform.now()).filter(|_| !known) {
            held(&self.inner.tokens.cache).keep(key.clone(), entry);
        }
    }
}
