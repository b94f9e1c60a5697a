//! What a handshake tells an app: `Set-Cookie` lines for the app's own host.

use frontdesk_wire::key::is_loopback_host;
use frontdesk_wire::{Jwt, Seconds, Timestamp};
use url::Url;

use crate::cookies::{CLIENT_UAT, LIFETIME};
use crate::instance::Instance;

/// How long the app's server may take to fetch the lines behind a nonce.
pub(crate) const NONCE_LIFETIME: Seconds = Seconds(60);

/// How long a refresh token lives at most; it ends with its session.
const REFRESH_LIFETIME: Seconds = Seconds::days(30);

/// The cookie or parameter that carries a nonce.
pub(crate) const NONCE: &str = "__clerk_handshake_nonce";
/// The cookie or parameter that carries the lines themselves, signed.
pub(crate) const TOKEN: &str = "__clerk_handshake";
/// The development browser's cookie or parameter.
pub(crate) const DEV_BROWSER: &str = "__clerk_db_jwt";

/// A page of the app, as far as its cookies depend on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Page {
    host: String,
    /// Its origin, which tokens are minted for.
    pub(crate) origin: String,
    secure: bool,
}

impl Page {
    /// The page at an address, if it has a host and is on the web.
    pub(crate) fn at(url: &Url) -> Option<Self> {
        let host = url.host_str()?.to_owned();
        let is_web = matches!(url.scheme(), "http" | "https");
        let origin = url.origin().ascii_serialization();
        is_web.then(|| Self { host, origin, secure: url.scheme() == "https" })
    }

    /// The domain that this page shares with others of the app: the one that the instance's own cookies are set on. In
    /// development the Frontend API is elsewhere, and pages share what was registered.
    pub(crate) fn shared_domain(&self, instance: &Instance) -> Option<String> {
        if instance.is_development() {
            let is_name = self.host.contains(char::is_alphabetic) && !is_loopback_host(&self.host);
            return psl::domain_str(&self.host).filter(|_| is_name).map(str::to_owned);
        }
        let own = instance
            .parent_domain()
            .filter(|parent| self.host.strip_suffix(parent).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')));
        own.or_else(|| instance.satellite_of_page(&self.host)).map(str::to_owned)
    }

    /// Whether it receives cookies that are for `https` alone.
    pub(crate) const fn is_secure(&self) -> bool {
        self.secure
    }

    fn line(&self, name: &str, value: &str, age: Seconds, more: &str) -> String {
        let secure = if self.secure { "; Secure" } else { "" };
        format!("{name}={value}; Path=/{more}; Max-Age={}{secure}; SameSite=Lax", age.0.max(0))
    }
}

/// A session that goes on.
#[derive(Debug)]
pub(crate) struct SignedIn {
    /// Its new token.
    pub(crate) token: Jwt,
    /// What its next token is renewed with, and for how long.
    pub(crate) refresh: Option<(String, Seconds)>,
}

/// How long a refresh token of a session lives.
pub(crate) fn refresh_lifetime(session_ends: Timestamp, now: Timestamp) -> Seconds {
    Seconds(session_ends.millis_since(now).max(0) / 1000).min(REFRESH_LIFETIME)
}

/// The lines for a session's token and what it is renewed with; for nobody, they remove both. Every name is written
/// with the instance's suffix and plain, alike.
pub(crate) fn session_lines(instance: &Instance, page: &Page, signed_in: Option<&SignedIn>) -> Vec<String> {
    let suffix = instance.publishable_key.cookie_suffix();
    let (token, age) = signed_in.map_or(("", Seconds(0)), |signed_in| (signed_in.token.expose(), LIFETIME));
    let mut lines =
        vec![page.line(&format!("__session_{suffix}"), token, age, ""), page.line("__session", token, age, "")];
    let refresh = format!("__refresh_{suffix}");
    match signed_in {
        None => lines.push(page.line(&refresh, "", Seconds(0), "; HttpOnly")),
        Some(SignedIn { refresh: Some((token, age)), .. }) => {
            lines.push(page.line(&refresh, token, *age, "; HttpOnly"));
        }
        Some(SignedIn { refresh: None, .. }) => {}
    }
    lines
}

/// All lines of a handshake.
pub(crate) fn lines(
    instance: &Instance,
    page: &Page,
    signed_in: Option<&SignedIn>,
    changed_at: i64,
    dev_browser: Option<&str>,
) -> Vec<String> {
    let suffix = instance.publishable_key.cookie_suffix();
    let both = |name: &str| [format!("{name}_{suffix}"), name.to_owned()];
    let mut lines = session_lines(instance, page, signed_in);
    let domain = page.shared_domain(instance).map_or_else(String::new, |domain| format!("; Domain={domain}"));
    lines.extend(both(CLIENT_UAT).map(|name| page.line(&name, &changed_at.to_string(), LIFETIME, &domain)));
    if let Some(token) = dev_browser {
        lines.extend(both(DEV_BROWSER).map(|name| page.line(&name, token, LIFETIME, "")));
    }
    if !instance.is_development() {
        lines.extend([TOKEN, NONCE].map(|name| page.line(name, "", Seconds(0), &domain)));
    }
    lines
}

/// The `Set-Cookie` line that carries the result to the app's server, in production.
pub(crate) fn carrier(name: &str, value: &str, domain: Option<&str>) -> String {
    let domain = domain.map_or_else(String::new, |domain| format!("; Domain={domain}"));
    let age = NONCE_LIFETIME.0;
    format!("{name}={value}; Path=/{domain}; Max-Age={age}; HttpOnly; Secure; SameSite=Lax")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(url: &str) -> Option<Page> {
        Page::at(&Url::parse(url).unwrap())
    }

    #[test]
    fn a_page_is_on_the_web_and_its_cookies_are_as_safe_as_it_is() {
        assert_eq!(page("file:///etc/passwd"), None);
        assert_eq!(page("javascript:alert(1)"), None);
        let (plain, secure) = (page("http://localhost:3000/a").unwrap(), page("https://app.example.com/").unwrap());

        assert_eq!(plain.origin, "http://localhost:3000");
        assert_eq!(plain.line("a", "b", Seconds(5), ""), "a=b; Path=/; Max-Age=5; SameSite=Lax");
        assert_eq!(
            secure.line("a", "", Seconds(-5), "; HttpOnly"),
            "a=; Path=/; HttpOnly; Max-Age=0; Secure; SameSite=Lax"
        );
    }

    #[test]
    fn a_refresh_token_ends_with_its_session_and_after_a_month_at_the_latest() {
        let now = Timestamp(1_790_000_000_000);

        assert_eq!(refresh_lifetime(now.plus(Seconds(90)), now), Seconds(90));
        assert_eq!(refresh_lifetime(now.minus(Seconds(90)), now), Seconds(0));
        assert_eq!(refresh_lifetime(now.plus(Seconds::days(300)), now), Seconds::days(30));
    }

    #[test]
    fn what_carries_the_answer_is_hidden_from_scripts() {
        let line = carrier(NONCE, "n", Some("example.com"));

        assert_eq!(
            line,
            "__clerk_handshake_nonce=n; Path=/; Domain=example.com; Max-Age=60; HttpOnly; Secure; SameSite=Lax"
        );
        assert!(!carrier(NONCE, "n", None).contains("Domain"));
    }
}
