//! The cookies on the app's own origin: the token for the app's server, and whether anyone is signed in.

use super::{Entry, TokenKey};
use crate::decimal;
use crate::dev_browser;
use crate::error::Error;
use crate::frontdesk::Frontdesk;
use crate::platform::{Cookie, SameSite, Visibility};
use crate::state::Status;
use frontdesk_wire::{Jwt, KeyKind, Timestamp, json};

const SESSION: &str = "__session";
const CLIENT_UAT: &str = "__client_uat";
/// Which session and organization the token cookie belongs to: tabs may differ.
const ACTIVE_CONTEXT: &str = "clerk_active_context";
/// In storage: when the token in the cookie came.
pub(crate) const ARRIVAL: &str = "arrival";
/// In storage: which tab had the keyboard last.
const FRONT: &str = "front";
/// How many bytes a browser keeps of a name and its value; it ignores a cookie that has more.
const LARGEST: usize = 4096;
const YEAR: i64 = 31_536_000;

/// What a cookie is for; its attributes follow from that.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The development browser: of this host, for a year.
    DevBrowser,
    /// A session's token: of this host, for a year.
    Session,
    /// The active context: of this host, until the browser ends.
    Context,
    /// When somebody signed in last: of the whole site, for its own requests.
    ClientUat,
}

impl Frontdesk {
    /// A cookie's name with the suffix that tells instances apart.
    pub(crate) fn suffixed(&self, name: &str) -> String {
        [name, "_", &self.inner.suffix].concat()
    }

    fn cookie(&self, name: &str, value: &str, kind: Kind) -> Cookie {
        let platform = &self.inner.platform;
        let of_site = kind == Kind::ClientUat;
        let origin = platform.origin().unwrap_or_default();
        let partitioned = self.state().partitioned;
        let framed = partitioned || platform.embedded() || is_preview(&origin);
        let secure = is_secure(origin.starts_with("https:"), framed, platform.trusts_plain_http());
        // One for other sites' frames that is not kept to https is refused, and one for the own site is better than none.
        let for_frames = framed && secure;
        let partitioned = partitioned && secure;
        let same_site = if for_frames {
            SameSite::None
        } else if of_site {
            SameSite::Strict
        } else {
            SameSite::Lax
        };
        Cookie {
            name: name.to_owned(),
            value: value.to_owned(),
            domain: if of_site { platform.cookie_domain() } else { None },
            max_age: if kind == Kind::Context { None } else { Some(YEAR) },
            same_site,
            secure,
            partitioned,
        }
    }

    pub(crate) fn put_cookie(&self, name: &str, value: &str, kind: Kind) {
        let cookie = self.cookie(name, value, kind);
        self.drop_other_form(&cookie);
        self.inner.platform.set_cookie(&cookie);
    }

    /// A cookie that is partitioned and one that is not may stand beside each other, and nobody could tell them apart.
    fn drop_other_form(&self, cookie: &Cookie) {
        if cookie.secure {
            self.inner.platform.remove_cookie(&Cookie { partitioned: !cookie.partitioned, ..cookie.clone() });
        }
    }

    /// The environment may come after the first cookies were written: those that are there are written anew.
    fn partition(&self) {
        let wanted = self.snapshot().environment.as_deref().is_some_and(|environment| environment.partitioned_cookies);
        if std::mem::replace(&mut self.state().partitioned, wanted) == wanted {
            return;
        }
        for (name, kind) in
            [(dev_browser::NAME, Kind::DevBrowser), (SESSION, Kind::Session), (CLIENT_UAT, Kind::ClientUat)]
        {
            let suffixed = self.suffixed(name);
            let of_server = kind == Kind::ClientUat && self.inner.key.kind() == KeyKind::Production;
            let Some(value) = self.inner.platform.cookie(&suffixed).filter(|_| !of_server) else { continue };
            if self.inner.platform.cookie(name).as_ref() == Some(&value) {
                self.put_cookie(name, &value, kind);
            }
            self.put_cookie(&suffixed, &value, kind);
        }
        if let Some(context) = self.inner.platform.cookie(ACTIVE_CONTEXT) {
            self.put_cookie(ACTIVE_CONTEXT, &context, Kind::Context);
        }
    }

    /// Writes a cookie that has another value.
    fn change_cookie(&self, name: &str, value: &str, kind: Kind) {
        if self.inner.platform.cookie(name).as_deref() != Some(value) {
            self.put_cookie(name, value, kind);
        }
    }

    /// Removes a cookie of this host.
    pub(crate) fn drop_cookie(&self, name: &str) {
        let cookie = self.cookie(name, "", Kind::Session);
        self.drop_other_form(&cookie);
        self.inner.platform.remove_cookie(&cookie);
    }

    /// Brings the cookies in line with what is shown. Nothing is touched before the first answer, and nothing is lost while
    /// the server cannot be reached.
    pub(crate) fn write_cookies(&self) {
        let key = self.token_key();
        let known = self.state().client_known;
        if !known && key.is_none() {
            return;
        }
        self.partition();
        match key {
            // Whoever is shown, if only by the old cookie's word, gets the token that came.
            Some(key) => self.write_session_cookie(&key),
            None if known => self.remove_session_cookie(),
            None => {}
        }
        if known && self.inner.key.kind() == KeyKind::Development {
            self.write_client_uat();
        }
    }

    fn write_session_cookie(&self, key: &TokenKey) {
        let platform = &self.inner.platform;
        let context = key.context();
        let front = self.storage_key(FRONT);
        // Whether no other tab has had the keyboard since this one.
        let was_in_front = platform.load(&front).as_ref() == Some(&self.inner.tab);
        let in_front = match platform.visibility() {
            Visibility::Focused => {
                if !was_in_front {
                    platform.store(&front, Some(&self.inner.tab));
                }
                true
            }
            Visibility::Unknown => true,
            // A frame that is seen has no tab of its own that could be in front of it.
            Visibility::Visible => platform.embedded(),
            Visibility::Hidden => false,
        };
        let shown = platform.cookie(ACTIVE_CONTEXT);
        let (jwt, arrived_at) = {
            let tokens = &mut self.state().tokens;
            let Some(entry) = tokens.cache.get(key) else { return };
            if !in_front
                && let Some(shown) = shown
                && shown != context
                && (shown != tokens.context || !was_in_front)
            {
                // Another tab, with another session or organization, is in front: the cookie is its own.
                return;
            }
            let (jwt, arrived_at) = (entry.jwt.clone(), entry.received_at.0);
            tokens.context.clone_from(&context);
            (jwt, arrived_at)
        };
        let suffixed = self.suffixed(SESSION);
        let bytes = suffixed.len() + 1 + jwt.expose().len();
        if bytes > LARGEST {
            // The browser would keep the one before, which is over soon.
            self.remove_session_cookie();
            self.report(Some(Error::CookieTooLarge(bytes)));
            return;
        }
        self.report(None);
        if platform.cookie(&suffixed).as_deref() != Some(jwt.expose()) {
            // A clock that is wrong does not tell how old a token is; when it came does.
            platform.store(&self.storage_key(ARRIVAL), Some(&arrival(&jwt, arrived_at)));
        }
        self.change_cookie(SESSION, jwt.expose(), Kind::Session);
        self.change_cookie(&suffixed, jwt.expose(), Kind::Session);
        self.change_cookie(ACTIVE_CONTEXT, &context, Kind::Context);
    }

    /// Says that the cookie cannot be written, or that it can be again. Greater trouble is not hidden by it.
    fn report(&self, problem: Option<Error>) {
        let snapshot = self.snapshot();
        if snapshot.status == Status::Ready
            && (problem.is_some() || matches!(snapshot.problem, Some(Error::CookieTooLarge(_))))
        {
            self.set_status(Status::Ready, problem);
        }
    }

    fn remove_session_cookie(&self) {
        let platform = &self.inner.platform;
        let suffixed = self.suffixed(SESSION);
        let own = platform.cookie(&suffixed);
        let plain = platform.cookie(SESSION).filter(|value| self.is_own_token(value, own.as_deref()));
        if own.is_some() {
            self.drop_cookie(&suffixed);
            platform.store(&self.storage_key(ARRIVAL), None);
        }
        if plain.is_some() {
            self.drop_cookie(SESSION);
        }
        if (own.is_some() || plain.is_some()) && platform.cookie(ACTIVE_CONTEXT).is_some() {
            self.drop_cookie(ACTIVE_CONTEXT);
        }
    }

    /// Whether the plain cookie is this instance's: another app on the same host may have written it.
    fn is_own_token(&self, plain: &str, own: Option<&str>) -> bool {
        own == Some(plain) || json::facts(&Jwt::from(plain)).is_none_or(|facts| facts.issuer == self.inner.key.issuer())
    }

    /// In development nobody else can write this one: the server is on another site.
    fn write_client_uat(&self) {
        let snapshot = self.snapshot();
        let mut changed_at = 0;
        if let Some(client) = &snapshot.client
            && client.sessions.iter().any(|session| session.status.is_signed_in())
        {
            changed_at = client.updated_at.seconds().max(1);
        }
        let value = decimal::text(changed_at);
        self.change_cookie(CLIENT_UAT, &value, Kind::ClientUat);
        self.change_cookie(&self.suffixed(CLIENT_UAT), &value, Kind::ClientUat);
    }

    /// Whether the cookies say that nobody is signed in on this client, on whichever host of the site that came about.
    pub(crate) fn client_is_gone(&self) -> bool {
        let platform = &self.inner.platform;
        let changed_at = platform.cookie(&self.suffixed(CLIENT_UAT)).or_else(|| platform.cookie(CLIENT_UAT));
        changed_at.as_deref() == Some("0")
    }

    /// The token in the cookie: in that of this instance, or in the plain one if this instance wrote it.
    pub(crate) fn session_cookie(&self) -> Option<Jwt> {
        let platform = &self.inner.platform;
        let own = platform.cookie(&self.suffixed(SESSION));
        Some(own.or_else(|| platform.cookie(SESSION).filter(|plain| self.is_own_token(plain, None)))?.into())
    }

    /// Looks into the cookie for a token that another tab has put there. What is corrupted or of another session is ignored.
    pub(crate) fn read_cookie_token(&self, key: &TokenKey) {
        if key.template.is_some() {
            return;
        }
        let Some(value) = self.inner.platform.cookie(&self.suffixed(SESSION)) else { return };
        // Without a word when it came nobody knows how old it is.
        let Some(arrived_at) =
            self.inner.platform.load(&self.storage_key(ARRIVAL)).and_then(|kept| arrived_at(&kept, &value))
        else {
            return;
        };
        if arrived_at.0 > self.inner.platform.now().0 + 1_000 {
            // The clock has been set back since. Once it is there again the token would look fresh.
            self.inner.platform.store(&self.storage_key(ARRIVAL), None);
            return;
        }
        let cache = &mut self.state().tokens.cache;
        if cache.get(key).is_some_and(|entry| entry.jwt.expose() == value) {
            return;
        }
        if let Some(entry) = Entry::of(key, value.into(), arrived_at) {
            cache.keep(key, entry);
        }
    }
}

/// Whether a cookie is kept to https: on https each is, without https only one for other sites' frames where the browser takes it,
/// for it takes no other there.
fn is_secure(https: bool, framed: bool, trusts_plain_http: bool) -> bool {
    https || framed && trusts_plain_http
}

/// Whether the app is shown inside of a tool that people build it with, which frames it from another site.
fn is_preview(origin: &str) -> bool {
    const HOSTS: [&str; 8] = [
        ".lovable.app",
        ".lovableproject.com",
        ".webcontainer-api.io",
        ".vusercontent.net",
        ".v0.dev",
        ".v0.app",
        ".lp.dev",
        ".replit.dev",
    ];
    HOSTS.iter().any(|host| origin.ends_with(host))
}

/// The end of a token, which tells it from others and opens nothing by itself, and when it came.
fn arrival(jwt: &Jwt, at: i64) -> String {
    [tail(jwt.expose()), " ", &decimal::text(at)].concat()
}

fn arrived_at(kept: &str, jwt: &str) -> Option<Timestamp> {
    let (known, at) = kept.split_once(' ')?;
    if known == tail(jwt) { at.parse().ok().map(Timestamp) } else { None }
}

fn tail(jwt: &str) -> &str {
    jwt.get(jwt.len().saturating_sub(12)..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::is_secure;

    // conformance: F07
    #[test]
    fn cookies_are_kept_to_https_on_https_and_in_frames_where_the_browser_trusts_this_machine() {
        for (https, framed, trusts_plain_http, secure) in [
            (true, false, false, true),
            (true, true, false, true),
            (true, true, true, true),
            (false, false, false, false),
            (false, false, true, false),
            (false, true, false, false),
            (false, true, true, true),
        ] {
            assert_eq!(is_secure(https, framed, trusts_plain_http), secure, "{https} {framed} {trusts_plain_http}");
        }
    }
}
