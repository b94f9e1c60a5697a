//! Where a redirect may lead: the app's own origin, and those that the app names.

use super::address::{Address, is_plain};

/// The origins that redirects may lead to, besides the page's own.
///
/// A pattern is one of
/// - `https://app.example` or `http://localhost:4402`: this origin,
/// - `https://*.app.example`: any host below this one, but not the host itself,
/// - `http://localhost:*`: any port,
/// - `myapp:`: any address of this scheme, for native apps. Schemes that run or show content of their own are never allowed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AllowedOrigins {
    /// Patterns in their usual form. They stay texts: every page that holds them would download more than it ever runs.
    patterns: Vec<String>,
}

/// Schemes whose addresses are programs, documents or files.
const NEVER: [&str; 10] =
    ["javascript:", "data:", "blob:", "vbscript:", "file:", "filesystem:", "about:", "view-source:", "ws:", "wss:"];

impl AllowedOrigins {
    /// Only the page's own origin.
    pub fn own() -> Self {
        Self::default()
    }

    /// Those that fit one of the patterns.
    ///
    /// # Errors
    /// The first pattern that is none.
    pub fn new<'a>(patterns: impl IntoIterator<Item = &'a str>) -> Result<Self, String> {
        let mut allowed = Self::default();
        for text in patterns {
            match usual_form(text) {
                Some(pattern) => allowed.patterns.push(pattern),
                None => return Err(text.to_owned()),
            }
        }
        Ok(allowed)
    }

    /// The whole address of a place that a redirect may lead to from this page, or nothing when it may not.
    ///
    /// ```
    /// use frontdesk_sdk::navigation::AllowedOrigins;
    ///
    /// let allowed = AllowedOrigins::new(["https://*.app.example"]).unwrap();
    /// let page = "https://app.example/sign-in";
    ///
    /// assert_eq!(allowed.admit(page, "/orders").as_deref(), Some("https://app.example/orders"));
    /// assert_eq!(allowed.admit(page, "https://shop.app.example/").as_deref(), Some("https://shop.app.example/"));
    /// assert_eq!(allowed.admit(page, "//evil.example"), None);
    /// ```
    pub fn admit(&self, page: &str, target: &str) -> Option<String> {
        self.admit_from(&Address::parse(page)?, target)
    }

    /// The same, from a page whose address has been read.
    pub(crate) fn admit_from(&self, page: &Address, target: &str) -> Option<String> {
        if let Some(address) = page.join(target) {
            let fits = address.origin() == page.origin()
                || self.patterns.iter().any(|pattern| fits(pattern, address.origin()));
            return fits.then(|| address.as_str().to_owned());
        }
        self.has_scheme_of(target).then(|| target.to_owned())
    }

    /// Whether this is an address of a scheme of the app's own.
    pub(crate) fn has_scheme_of(&self, target: &str) -> bool {
        is_plain(target)
            && self.patterns.iter().any(|pattern| is_scheme(pattern) && starts_with_ignoring_case(target, pattern))
    }
}

/// A pattern as it is compared; nothing for what is none.
fn usual_form(text: &str) -> Option<String> {
    if !is_plain(text) {
        return None;
    }
    let (scheme, rest) = text.split_once(':')?;
    if rest.is_empty() {
        return own_scheme(text);
    }
    let origin = |text: &str| {
        let address = Address::parse(text)?;
        // A pattern names an origin: what follows the host would be ignored in silence.
        let bare = address.path() == "/" && !text.ends_with('?') && !text.ends_with('#');
        bare.then(|| address.origin().to_owned())
    };
    if let Some(host) = rest.strip_prefix("//*.") {
        let origin = origin(&[scheme, "://", host].concat())?;
        let (scheme, host) = origin.split_once("//")?;
        // `*.com` would be everybody.
        let wide = !host.contains('.') || host.contains('[');
        return (!wide).then(|| [scheme, "//*.", host].concat());
    }
    if let Some(host) = text.strip_suffix(":*") {
        return origin(host).map(|origin| [&origin, ":*"].concat());
    }
    if text.contains('*') { None } else { origin(text) }
}

/// Whether an origin fits a pattern in its usual form.
fn fits(pattern: &str, origin: &str) -> bool {
    if let Some(host) = pattern.strip_suffix(":*") {
        let port = origin.strip_prefix(host);
        return port.is_some_and(|port| port.is_empty() || port.starts_with(':'));
    }
    match pattern.split_once('*') {
        None => pattern == origin && !is_scheme(pattern),
        Some((scheme, host)) => {
            let below = origin.strip_prefix(scheme).and_then(|rest| rest.strip_suffix(host));
            below.is_some_and(|name| !name.is_empty() && !name.split('.').any(str::is_empty))
        }
    }
}

fn is_scheme(pattern: &str) -> bool {
    pattern.ends_with(':')
}

/// A scheme of the app's own, in its usual form.
fn own_scheme(text: &str) -> Option<String> {
    let bytes = text.strip_suffix(':')?.as_bytes();
    let fits = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    let scheme = text.to_ascii_lowercase();
    let web = scheme == "http:" || scheme == "https:";
    let named = bytes.first().is_some_and(u8::is_ascii_alphabetic) && bytes.iter().all(fits);
    (named && !web && !NEVER.contains(&scheme.as_str())).then_some(scheme)
}

fn starts_with_ignoring_case(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start)) && text.len() > start.len()
}

#[cfg(not(target_arch = "wasm32"))]
#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PAGE: &str = "https://app.example/sign-in?redirect_url=x";

    fn admits(pattern: &str, target: &str) -> bool {
        AllowedOrigins::new([pattern]).unwrap().admit(PAGE, target).is_some()
    }

    #[test]
    fn the_own_origin_is_always_allowed_and_no_other_unasked() {
        let own = AllowedOrigins::own();

        assert_eq!(own.admit(PAGE, "/orders?x=1#y").as_deref(), Some("https://app.example/orders?x=1#y"));
        assert_eq!(own.admit(PAGE, "https://APP.example:443/").as_deref(), Some("https://app.example/"));
        for target in [
            "https://evil.example/",
            "http://app.example/",
            "https://app.example:8443/",
            "https://a.app.example/",
            "myapp:x",
            "",
        ] {
            assert_eq!(own.admit(PAGE, target), None, "{target}");
        }
        assert_eq!(own.admit("about:blank", "/orders"), None, "a page that is none has no own origin");
    }

    #[test]
    fn an_exact_origin_is_itself_alone() {
        let pattern = "https://shop.example";

        assert!(admits(pattern, "https://shop.example/cart?x#y") && admits(pattern, "HTTPS://Shop.Example:443"));
        for target in [
            "http://shop.example/",
            "https://shop.example:8443/",
            "https://shop.example.evil.example/",
            "https://evilshop.example/",
            "https://a.shop.example/",
            "https://shop.example@evil.example/",
        ] {
            assert!(!admits(pattern, target), "{target}");
        }
    }

    #[test]
    fn a_star_stands_for_labels_below_a_host() {
        let pattern = "https://*.app.example";

        assert!(admits(pattern, "https://a.app.example/") && admits(pattern, "https://a.b.app.example"));
        for target in [
            "https://app.example.evil.example/",
            "https://evilapp.example/",
            "https://.app.example/",
            "https://a..app.example/",
            "http://a.app.example/",
            "https://a.app.example:8443/",
            "https://evil.example/.app.example",
            "https://evil.example?.app.example",
            "https://evil.example#.app.example",
        ] {
            assert!(!admits(pattern, target), "{target}");
        }
        assert!(
            AllowedOrigins::new(["https://*.other.example"]).unwrap().admit(PAGE, "https://other.example/").is_none()
        );
    }

    #[test]
    fn any_port_is_any_port_of_one_host() {
        let pattern = "http://localhost:*";

        assert!(admits(pattern, "http://localhost:4402/") && admits(pattern, "http://localhost/"));
        for target in
            ["http://localhost.evil.example:4402/", "https://localhost:4402/", "http://localhost:4402@evil.example/"]
        {
            assert!(!admits(pattern, target), "{target}");
        }
    }

    #[test]
    fn a_scheme_of_ones_own_is_for_native_apps() {
        assert!(admits("myapp:", "myapp://callback?x=1") && admits("MyApp:", "myapp:callback"));
        for target in ["myapp", "myapp:", "myapps://x", "javascript:alert(1)//myapp:", "myapp:\nx", "xmyapp:y"] {
            assert!(!admits("myapp:", target), "{target:?}");
        }
    }

    #[test]
    fn what_is_no_pattern_is_named() {
        for text in [
            "",
            "*",
            "app.example",
            "https://*",
            "https://*.com",
            "https://a.*.example",
            "https://app.example/path",
            "https://app.example?x",
            "https://*.",
            "https:",
            "http:",
            "javascript:",
            "JavaScript:",
            "data:",
            "blob:",
            "1app:",
            "a b:",
            "https://user@app.example",
            "https://*.[::1]",
            "//app.example",
        ] {
            assert_eq!(AllowedOrigins::new(["https://ok.example", text]), Err(text.to_owned()));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn whatever_is_admitted_is_own_or_below(pieces in prop::collection::vec(prop::sample::select(vec![
            "https://", "http://", "/", "//", "\\", "@", ":", "?", "#", ".", "evil.example", "app.example", ".app.example", "a", ":443", "\t", "%2e",
            "javascript:", "myapp:", "\u{3002}",
        ]), 0..7)) {
            let target = pieces.concat();
            let allowed = AllowedOrigins::new(["https://*.app.example"]).unwrap();
            if let Some(admitted) = allowed.admit(PAGE, &target) {
                let url = url::Url::parse(&admitted).unwrap();
                let host = url.host_str().unwrap();
                prop_assert_eq!(url.scheme(), "https");
                prop_assert!(host == "app.example" || host.ends_with(".app.example"), "{target} leads to {host}");
                prop_assert_eq!(url.port(), None);
            }
        }
    }
}
