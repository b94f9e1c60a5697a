//! Web addresses, read strictly: what a browser might read differently is refused, so that both always mean the same place.
//!
//! A parser as the web has it costs a page tens of kilobytes. This one takes `http` and `https` with a plain host, and paths,
//! queries and fragments on top of the page's address; it refuses names and passwords, backslashes, controls, hosts that are
//! not plain names, and anything that begins with two slashes. Property tests hold it against the real parser.

use frontdesk_wire::key::is_ipv4;

/// An `http` or `https` address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    text: String,
    /// Where the path begins.
    path: usize,
}

impl Address {
    /// Reads a whole address.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if !is_plain(text) {
            return None;
        }
        let (scheme, rest) = text.split_once(':')?;
        let scheme = if scheme.eq_ignore_ascii_case("https") {
            "https"
        } else if scheme.eq_ignore_ascii_case("http") {
            "http"
        } else {
            return None;
        };
        let rest = rest.strip_prefix('/')?.strip_prefix('/')?;
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, rest) = rest.split_at(end);
        let mut address = [scheme, "://"].concat();
        push_host(authority, scheme, &mut address)?;
        let path = address.len();
        if !rest.starts_with('/') {
            address.push('/');
        }
        address.push_str(rest);
        Self { text: address, path }.straight()
    }

    /// Reads an address as it stands on this page: a whole one, or a path, a query or a fragment.
    pub(crate) fn join(&self, text: &str) -> Option<Self> {
        let kept = match text.as_bytes() {
            [b'/', b'/', ..] | [] => return None,
            [b'/', ..] => self.origin(),
            [b'?', ..] => upto(&self.text, &['?', '#']),
            [b'#', ..] => upto(&self.text, &['#']),
            _ => return Self::parse(text),
        };
        if !is_plain(text) {
            return None;
        }
        Self { text: [kept, text].concat(), path: self.path }.straight()
    }

    /// Refuses paths that a browser would shorten: what they mean depends on who reads them.
    fn straight(self) -> Option<Self> {
        let path = upto(self.path(), &['?', '#']);
        let mut segments = path.split('/');
        segments.next();
        let dotted = |segment: &str| {
            let mut rest = segment;
            let mut dots = 0;
            loop {
                let dot =
                    rest.strip_prefix('.').or_else(|| rest.strip_prefix("%2e")).or_else(|| rest.strip_prefix("%2E"));
                match dot {
                    Some(after) => rest = after,
                    None => return rest.is_empty() && (dots == 1 || dots == 2),
                }
                dots += 1;
            }
        };
        if path.as_bytes().get(1) == Some(&b'/') || segments.any(dotted) { None } else { Some(self) }
    }

    /// All of it.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Scheme, host and port.
    pub(crate) fn origin(&self) -> &str {
        self.text.get(..self.path).unwrap_or_default()
    }

    /// From the first slash of the path on.
    pub(crate) fn path(&self) -> &str {
        self.text.get(self.path..).unwrap_or_default()
    }

    /// The query as it stands, without its mark; empty when there is none.
    pub(crate) fn query(&self) -> &str {
        upto(self.path(), &['#']).split_once('?').map_or("", |(_, query)| query)
    }

    /// The first value of a parameter, decoded.
    pub(crate) fn parameter(&self, name: &str) -> Option<String> {
        let pairs = frontdesk_wire::percent::split(self.query());
        pairs.into_iter().find(|(known, value)| known == name && !value.is_empty()).map(|(_, value)| value)
    }

    /// The same address with a parameter in place of all of that name.
    pub(crate) fn with_parameter(&self, name: &str, value: &str) -> Self {
        let (before, fragment) = match self.text.split_once('#') {
            Some((before, fragment)) => (before, Some(fragment)),
            None => (self.as_str(), None),
        };
        let (before, query) = before.split_once('?').unwrap_or((before, ""));
        let mut text = String::with_capacity(self.text.len() + name.len() + value.len() + 8);
        text.push_str(before);
        text.push('?');
        for pair in query.split('&') {
            if !pair.is_empty() && upto(pair, &['=']) != name {
                text.push_str(pair);
                text.push('&');
            }
        }
        text.push_str(name);
        text.push('=');
        frontdesk_wire::percent::encode_into(value, &mut text);
        if let Some(fragment) = fragment {
            text.push('#');
            text.push_str(fragment);
        }
        Self { text, path: self.path }
    }
}

/// A text up to the first of these characters.
fn upto<'a>(text: &'a str, ends: &[char]) -> &'a str {
    let end = text.find(ends).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// Whether there is nothing in a text that browsers drop or read as something else.
pub(crate) fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| byte > b' ' && byte != 0x7F && byte != b'\\')
}

/// Writes host and port in their usual form; refuses names, passwords and whatever is not plainly a host.
fn push_host(authority: &str, scheme: &str, out: &mut String) -> Option<()> {
    let in_brackets = authority.starts_with('[');
    let end = if in_brackets { authority.find(']')? + 1 } else { authority.find(':').unwrap_or(authority.len()) };
    let (host, port) = authority.split_at(end);
    let fits = |byte: &u8| {
        if in_brackets {
            byte.is_ascii_hexdigit() || matches!(byte, b':' | b'[' | b']')
        } else {
            byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_')
        }
    };
    if host.is_empty() || !host.as_bytes().iter().all(fits) {
        return None;
    }
    // A host whose last label begins with a digit is a number to a browser, in one of many notations: only the usual one is taken.
    let last = host.rsplit('.').next().unwrap_or_default();
    if !in_brackets && last.as_bytes().first().is_none_or(u8::is_ascii_digit) && !is_ipv4(host) {
        return None;
    }
    for byte in host.bytes() {
        out.push(char::from(byte.to_ascii_lowercase()));
    }
    let Some(port) = port.strip_prefix(':') else { return port.is_empty().then_some(()) };
    let usual = if scheme == "https" { "443" } else { "80" };
    if port.is_empty() || port.starts_with('0') || !port.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    port.parse::<u16>().ok()?;
    if port != usual {
        out.push(':');
        out.push_str(port);
    }
    Some(())
}

#[cfg(not(target_arch = "wasm32"))]
#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use url::Url;

    const PAGE: &str = "https://app.example/orders/7?a=1#top";

    fn page() -> Address {
        Address::parse(PAGE).unwrap()
    }

    fn joined(text: &str) -> Option<String> {
        page().join(text).map(|address| address.as_str().to_owned())
    }

    #[test]
    fn what_stands_on_a_page_is_made_whole() {
        for (text, whole) in [
            ("/", "https://app.example/"),
            ("/a?b=c#d", "https://app.example/a?b=c#d"),
            ("?x=y", "https://app.example/orders/7?x=y"),
            ("#/factor-one", "https://app.example/orders/7?a=1#/factor-one"),
            ("HTTP://Other.Example:80", "http://other.example/"),
            ("https://other.example:8443?q", "https://other.example:8443/?q"),
            ("http://127.0.0.1:4402/x", "http://127.0.0.1:4402/x"),
            ("http://[::1]:4402/", "http://[::1]:4402/"),
            ("/search?next=https://evil.example/", "https://app.example/search?next=https://evil.example/"),
        ] {
            assert_eq!(joined(text).as_deref(), Some(whole), "{text}");
        }
    }

    // conformance: H15
    #[test]
    fn what_might_lead_elsewhere_is_refused() {
        for text in [
            "",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "\thttps://evil.example",
            " https://evil.example",
            "/a\nb",
            "java\nscript:alert(1)",
            "javascript:alert(1)",
            "JavaScript://app.example/%0aalert(1)",
            "data:text/html,x",
            "blob:https://app.example/1",
            "vbscript:x",
            "file:///etc/passwd",
            "about:blank",
            "ftp://app.example/",
            "https:evil.example",
            "https:/evil.example",
            "https:///evil.example",
            "https://",
            "https://?x",
            "https://app.example@evil.example/",
            "https://app.example:secret@evil.example/",
            "https://evil.example\\.app.example/",
            "https://app.example:99999/",
            "https://app.example:0443/",
            "https://app.example:/",
            "https://app.example:80a/",
            "https://app%2eexample/",
            "https://аpp.example/",
            "https://app。example/",
            "https://0x7f.1/",
            "https://2130706433/",
            "https://127.1/",
            "https://[::1/",
            "https://[::1]x/",
            "orders",
            "/.//evil.example",
            "/a/..//evil.example",
            "/%2e%2E/x",
        ] {
            assert_eq!(joined(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_parameter_takes_the_place_of_its_namesakes() {
        let address = Address::parse("https://app.example/a?x=1&t=old&y=2&t=older#h?t=3").unwrap();

        assert_eq!(address.with_parameter("t", "n w").as_str(), "https://app.example/a?x=1&y=2&t=n%20w#h?t=3");
        assert_eq!(address.parameter("t").as_deref(), Some("old"));
        assert_eq!(address.parameter("z"), None);
        assert_eq!(Address::parse("http://a.b").unwrap().with_parameter("t", "1").as_str(), "http://a.b/?t=1");
    }

    /// Texts of the pieces that attacks are made of.
    fn crooked() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            4 => prop::sample::select(vec![
                "https://", "https://app.example", "https:", "http:", "//", "/", "\\", "@", ":", "?", "#", "evil.example", "app.example", ".", "..", "%2e", "%2f",
                "%5c", "%00", "\t", "\n", "\r", "\0", " ", "javascript:", "data:", "[::1]", "127.0.0.1", "0x7f", ":443", ":8443",
                "\u{3002}", "\u{ff0f}", "\u{202e}", "\u{ad}", "user", "%", "&", "=", "|", "^", "<", ";", "1", "xn--", "-", "_",
            ]).prop_map(str::to_owned),
            1 => ".{0,3}",
        ];
        prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        // conformance: H15
        #[test]
        fn a_browser_goes_where_this_says(text in crooked()) {
            if let Some(address) = page().join(&text) {
                let browser = Url::parse(PAGE).unwrap().join(&text);
                // A host that no browser takes leads nowhere.
                if let Ok(browser) = browser {
                    prop_assert_eq!(address.origin(), browser.origin().ascii_serialization());
                    prop_assert_eq!(browser.username(), "");
                    prop_assert!(browser.password().is_none());
                    let again = Url::parse(address.as_str()).unwrap();
                    prop_assert_eq!(again.as_str(), browser.as_str());
                    prop_assert!(!again.path().starts_with("//"), "a router that is given the path alone stays here");
                }
            }
        }

        #[test]
        fn plain_addresses_are_taken(host in "[a-z]{1,8}(\\.[a-z]{2,5}){0,2}", port in 1_u16.., path in "(/[a-z0-9_-]{1,6}){0,3}/?", query in "(\\?[a-z]=[a-z0-9%+]{0,4})?") {
            let text = format!("https://{host}:{port}{path}{query}");
            let address = Address::parse(&text).unwrap();

            let expected = Url::parse(&text).unwrap();
            prop_assert_eq!(address.as_str(), expected.as_str());
        }
    }
}
