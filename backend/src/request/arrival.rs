//! What a request brings.

use super::cookies::Cookies;
use frontdesk_wire::percent;
use http::header::{ACCEPT, AUTHORIZATION, COOKIE, HOST, ORIGIN, REFERER, USER_AGENT};
use http::request::Parts;
use http::{HeaderMap, HeaderName, Method};
use url::Url;

const FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const CLOUDFRONT_PROTO: HeaderName = HeaderName::from_static("cloudfront-forwarded-proto");
const FETCH_DEST: HeaderName = HeaderName::from_static("sec-fetch-dest");
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The parameters by which a handshake's result and its surroundings travel in an address.
pub(super) mod param {
    pub(crate) const DEV_BROWSER: &str = "__clerk_db_jwt";
    pub(crate) const HANDSHAKE: &str = "__clerk_handshake";
    pub(crate) const NONCE: &str = "__clerk_handshake_nonce";
    pub(crate) const HELP: &str = "__clerk_help";
    pub(crate) const SYNCED: &str = "__clerk_synced";
    pub(crate) const REDIRECT_URL: &str = "__clerk_redirect_url";
}

/// What a request brings, as far as it matters here.
#[derive(Debug, Clone)]
pub(super) struct Arrival {
    pub(super) is_get: bool,
    /// The address as the browser knows it.
    pub(super) url: Url,
    pub(super) bearer: Option<String>,
    pub(super) cookies: Cookies,
    pub(super) referer: Option<Url>,
    destination: Option<String>,
    accepts_pages: bool,
    /// What the Backend API may want to know of the browser; never its cookies.
    pub(super) told: Vec<(&'static str, String)>,
}

impl Arrival {
    /// Reads a request. `None` where its address cannot be one.
    pub(super) fn read(parts: &Parts, origin: Option<&Url>) -> Option<Self> {
        let headers = &parts.headers;
        let told = [USER_AGENT, FORWARDED_FOR, ORIGIN, REFERER];
        let told = [("user-agent", 0), ("x-forwarded-for", 1), ("origin", 2), ("referer", 3)]
            .iter()
            .filter_map(|(name, index)| Some((*name, text(headers, &told[*index])?.to_owned())))
            .collect();
        Some(Self {
            is_get: parts.method == Method::GET,
            url: address(parts, origin)?,
            bearer: text(headers, &AUTHORIZATION).and_then(bearer),
            cookies: Cookies::read(headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok())),
            referer: text(headers, &REFERER).and_then(|text| Url::parse(text).ok()),
            destination: text(headers, &FETCH_DEST).map(str::to_owned),
            accepts_pages: text(headers, &ACCEPT).is_some_and(|accept| accept.starts_with("text/html")),
            told,
        })
    }

    /// Whether this is a navigation to a page.
    pub(super) fn is_document(&self) -> bool {
        self.is_get && self.destination.as_deref() == Some("document")
    }

    /// Whether a redirect would be followed by somebody who can be signed in by it: a page or a frame, and no request
    /// of a script.
    pub(super) fn can_shake_hands(&self) -> bool {
        let page = match self.destination.as_deref() {
            Some(destination) => matches!(destination, "document" | "iframe"),
            None => self.accepts_pages,
        };
        self.is_get && page
    }

    /// The first value of a parameter of the address, if it is not empty.
    pub(super) fn query(&self, name: &str) -> Option<String> {
        let pairs = percent::split(self.url.query().unwrap_or_default());
        pairs.into_iter().find(|(key, _)| key == name).map(|(_, value)| value).filter(|value| !value.is_empty())
    }

    /// Whether a parameter stands in the address, be it empty.
    pub(super) fn has_query(&self, name: &str) -> bool {
        percent::split(self.url.query().unwrap_or_default()).iter().any(|(key, _)| key == name)
    }

    /// The address's origin.
    pub(super) fn origin(&self) -> String {
        self.url.origin().ascii_serialization()
    }
}

/// The same address without some parameters. What stays keeps its spelling.
pub(super) fn without(url: &Url, names: &[&str]) -> Url {
    let Some(query) = url.query() else { return url.clone() };
    let is_named = |pair: &&str| percent::split(pair).first().is_some_and(|(key, _)| names.contains(&key.as_str()));
    let kept: Vec<&str> = query.split('&').filter(|pair| !is_named(pair)).collect();
    let mut url = url.clone();
    url.set_query((!kept.is_empty()).then(|| kept.join("&")).as_deref());
    url
}

/// The same address with a parameter, which replaces those of its name.
pub(super) fn with(url: &Url, name: &str, value: &str) -> Url {
    let mut url = without(url, &[name]);
    let pair = percent::join([(name, value)]);
    let query = match url.query() {
        Some(query) if !query.is_empty() => format!("{query}&{pair}"),
        Some(_) | None => pair,
    };
    url.set_query(Some(&query));
    url
}

/// The token of an `Authorization` header: after `Bearer`, or the whole value where it has no scheme.
fn bearer(value: &str) -> Option<String> {
    let mut words = value.split(' ');
    match (words.next().unwrap_or_default(), words.next().unwrap_or_default()) {
        (token, "") | ("Bearer", token) => Some(token.to_owned()),
        _ => None,
    }
}

/// The address as the browser knows it: the configured origin, else what proxies say, else what the request says.
fn address(parts: &Parts, origin: Option<&Url>) -> Option<Url> {
    let headers = &parts.headers;
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let path = if path.starts_with('/') { path } else { "/" };
    let base = match origin {
        Some(origin) => origin.origin().ascii_serialization(),
        None => {
            let asked = parts.uri.authority().map(|authority| authority.as_str());
            let host = first(headers, &FORWARDED_HOST).or_else(|| text(headers, &HOST)).or(asked)?;
            let scheme = first(headers, &CLOUDFRONT_PROTO)
                .or_else(|| first(headers, &FORWARDED_PROTO))
                .or_else(|| parts.uri.scheme_str())
                .unwrap_or("http");
            let is_web = ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
            if !is_web || host.contains(['/', '@', '?', '#', '\\']) {
                return None;
            }
            format!("{scheme}://{host}")
        }
    };
    Url::parse(&format!("{base}{path}")).ok().filter(Url::has_host)
}

fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim).filter(|value| !value.is_empty())
}

fn first<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    text(headers, name)?.split(',').next().map(str::trim).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::Request;

    fn arrival(uri: &str, headers: &[(&str, &str)]) -> Option<Arrival> {
        let mut request = Request::get(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Arrival::read(&request.body(()).unwrap().into_parts().0, None)
    }

    fn url(headers: &[(&str, &str)]) -> Option<String> {
        arrival("/path?a=1", headers).map(|arrival| arrival.url.to_string())
    }

    // conformance: N10
    #[test]
    fn the_address_is_the_one_that_the_browser_knows() {
        for (headers, expected) in [
            (&[("host", "app.example")][..], Some("http://app.example/path?a=1")),
            (&[("host", "app.example:3000")], Some("http://app.example:3000/path?a=1")),
            (&[("host", "inner:80"), ("x-forwarded-host", "app.example")], Some("http://app.example/path?a=1")),
            (&[("host", "inner"), ("x-forwarded-proto", "https")], Some("https://inner/path?a=1")),
            (
                &[
                    ("host", "inner"),
                    ("x-forwarded-host", "app.example:8443, inner"),
                    ("x-forwarded-proto", "https,http"),
                ],
                Some("https://app.example:8443/path?a=1"),
            ),
            (
                &[("host", "app.example"), ("x-forwarded-proto", "http"), ("cloudfront-forwarded-proto", "https")],
                Some("https://app.example/path?a=1"),
            ),
            (&[], None),
            (&[("host", "app.example/evil")], None),
            (&[("host", "user@evil.example")], None),
            (&[("host", "app.example"), ("x-forwarded-proto", "javascript")], None),
            (&[("host", "app.example"), ("x-forwarded-proto", "HTTPS")], Some("https://app.example/path?a=1")),
        ] {
            assert_eq!(url(headers).as_deref(), expected, "{headers:?}");
        }
    }

    #[test]
    fn a_configured_origin_beats_every_header() {
        let origin = Url::parse("https://app.example/ignored").unwrap();
        let parts = Request::get("//evil.example/x").header("x-forwarded-host", "evil.example").body(()).unwrap();

        let read = Arrival::read(&parts.into_parts().0, Some(&origin)).unwrap();

        assert_eq!(read.url.as_str(), "https://app.example//evil.example/x");
    }

    // conformance: N29
    #[test]
    fn a_header_without_scheme_is_a_token_and_other_schemes_are_none() {
        for (value, expected) in [
            ("Bearer a.b.c", Some("a.b.c")),
            ("Bearer a.b.c more", Some("a.b.c")),
            ("a.b.c", Some("a.b.c")),
            ("Basic eDp5", None),
            ("bearer a.b.c", None),
            // What follows one space is the token; where nothing does, the only word is.
            ("Bearer", Some("Bearer")),
            ("Bearer  a.b.c", Some("Bearer")),
        ] {
            assert_eq!(bearer(value).as_deref(), expected, "{value}");
        }
    }

    // conformance: N20, N21
    #[test]
    fn only_pages_and_frames_are_sent_to_the_handshake() {
        let with = |headers: &[(&str, &str)]| {
            let headers = [&[("host", "app.example")], headers].concat();
            arrival("/", &headers).unwrap().can_shake_hands()
        };

        assert!(with(&[("sec-fetch-dest", "document")]));
        assert!(with(&[("sec-fetch-dest", "iframe")]));
        assert!(with(&[("accept", "text/html,*/*")]));
        for no in [
            &[("sec-fetch-dest", "empty"), ("accept", "text/html")][..],
            &[("sec-fetch-dest", "image")],
            &[("accept", "application/json")],
            &[("accept", "*/*")],
            &[],
        ] {
            assert!(!with(no), "{no:?}");
        }
        let post = Request::post("/").header("host", "app.example").header("sec-fetch-dest", "document").body(());
        assert!(!Arrival::read(&post.unwrap().into_parts().0, None).unwrap().can_shake_hands());
    }

    #[test]
    fn what_stays_in_an_address_keeps_its_spelling() {
        let url =
            Url::parse("https://app.example/a%20b?x=%2F%2f&__clerk_handshake=1&y=a+b&%5F_clerk_help=1&z").unwrap();

        assert_eq!(
            without(&url, &[param::HANDSHAKE, param::HELP]).as_str(),
            "https://app.example/a%20b?x=%2F%2f&y=a+b&z"
        );
        assert_eq!(with(&url, "x", "&").query().unwrap(), "__clerk_handshake=1&y=a+b&%5F_clerk_help=1&z&x=%26");
        let only = Url::parse("https://app.example/?__clerk_handshake=1").unwrap();
        assert_eq!(without(&only, &[param::HANDSHAKE]).as_str(), "https://app.example/");
        assert_eq!(without(&Url::parse("https://app.example/").unwrap(), &["a"]).as_str(), "https://app.example/");
    }
}
