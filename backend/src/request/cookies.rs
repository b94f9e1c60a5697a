//! Which of a browser's cookies count: those of this instance (with its suffix), or the plain ones.

use super::peek::Peek;
use frontdesk_wire::{KeyKind, PublishableKey, Timestamp};

const SESSION: &str = "__session";
const CLIENT_UAT: &str = "__client_uat";
const REFRESH: &str = "__refresh";
const DEV_BROWSER: &str = "__clerk_db_jwt";

/// How often a browser was sent to the handshake just now.
pub(super) const REDIRECTS: &str = "__clerk_redirect_count";

/// A request's cookies, in order. `Debug` prints the names alone.
#[derive(Clone)]
pub(super) struct Cookies(Vec<(String, String)>);

impl Cookies {
    pub(super) fn read<'h>(lines: impl Iterator<Item = &'h str>) -> Self {
        let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.split_once('='));
        Self(pairs.map(|(name, value)| (name.trim().to_owned(), unescaped(value.trim()))).collect())
    }

    /// The value of the first cookie of this name, if it is not empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }
}

impl std::fmt::Debug for Cookies {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

/// The cookies that count.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Chosen {
    /// Whether they are the ones with the instance's suffix.
    pub(super) suffixed: bool,
    pub(super) session: Option<String>,
    /// When the browser's client last changed, in seconds; 0 where nobody is signed in.
    pub(super) client_uat: i64,
    pub(super) refresh: Option<String>,
    pub(super) dev_browser: Option<String>,
    /// How often the browser was redirected just now.
    pub(super) redirects: u32,
}

impl Chosen {
    /// Chooses among a request's cookies.
    pub(super) fn among(cookies: &Cookies, key: &PublishableKey, now: Timestamp) -> Self {
        let suffix = key.cookie_suffix();
        let own = |name: &str| cookies.get(&format!("{name}_{suffix}"));
        let pair = |name: &str| (own(name), cookies.get(name));
        let suffixed = counts_suffixed(pair(SESSION), pair(CLIENT_UAT), key, now);
        let one = |name: &str| if suffixed { own(name) } else { cookies.get(name) };
        Self {
            suffixed,
            session: one(SESSION).map(str::to_owned),
            client_uat: one(CLIENT_UAT).map_or(0, seconds),
            refresh: own(REFRESH).map(str::to_owned),
            dev_browser: one(DEV_BROWSER).map(str::to_owned),
            redirects: cookies.get(REDIRECTS).and_then(|count| count.parse().ok()).unwrap_or(0),
        }
    }
}

/// The whole number at the beginning of a text, as JavaScript reads it: after a sign, in hexadecimal after `0x`.
fn seconds(text: &str) -> i64 {
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let (radix, text) = match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(rest) => (16, rest),
        None => (10, text),
    };
    let digits = text.chars().map_while(|c| c.to_digit(radix));
    sign * digits.fold(0i64, |sum, digit| sum.saturating_mul(radix.into()).saturating_add(digit.into()))
}

/// A cookie's value with its percent escapes undone; as it stands where they are none.
fn unescaped(value: &str) -> String {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let escape = (*first == b'%').then(|| tail.get(..2).and_then(hexadecimal));
        match escape {
            None => bytes.push(*first),
            Some(Some(byte)) => bytes.push(byte),
            Some(None) => return value.to_owned(),
        }
        rest = if escape.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| value.to_owned())
}

fn hexadecimal(digits: &[u8]) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let [high, low] = digits else { return None };
    u8::try_from(digit(*high)? * 16 + digit(*low)?).ok()
}

/// Whether the cookies with the suffix count. Each pair is (with suffix, plain).
fn counts_suffixed(
    (own_session, session): (Option<&str>, Option<&str>),
    (own_uat, uat): (Option<&str>, Option<&str>),
    key: &PublishableKey,
    now: Timestamp,
) -> bool {
    let plain = session.map(Peek::at);
    let issuer = plain.as_ref().map(|peek| peek.as_ref().and_then(Peek::issuer));
    match issuer {
        // A plain token that names nobody is of an older kind, from before there were suffixes.
        Some(None) => return false,
        // Of another instance on the same host.
        Some(Some(issuer)) if bare(issuer) != key.frontend_api() => return true,
        Some(Some(_)) | None => {}
    }
    if own_uat.is_none() && own_session.is_none() {
        return false;
    }
    let own = own_session.and_then(Peek::at);
    let issued = |peek: Option<&Peek>| peek.and_then(Peek::issued_at).unwrap_or(0);
    let is_newer = issued(plain.flatten().as_ref()) > issued(own.as_ref());
    if own_uat != Some("0") && uat != Some("0") && is_newer {
        return false;
    }
    if own_uat == Some("0") && uat != Some("0") {
        return false;
    }
    if key.kind() == KeyKind::Development && own_uat != Some("0") && uat == Some("0") {
        let is_over = own.as_ref().and_then(Peek::expires_at).is_some_and(|end| end <= now.seconds());
        if is_over {
            return false;
        }
    }
    own_session.is_none() || own_uat.is_some()
}

/// An issuer without its scheme, however that is written.
fn bare(issuer: &str) -> &str {
    let without = |scheme: &str| {
        let start = issuer.get(..scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then(|| bare(&issuer[scheme.len()..]))
    };
    without("https://").or_else(|| without("http://")).unwrap_or(issuer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{NOW, Signer};
    use serde_json::json;

    const OURS: &str = "https://clerk.clerk.dev";

    fn token(issuer: Option<&str>, age: i64, life: i64) -> String {
        let iat = NOW.seconds() - age;
        Signer::first().token(json!({"iss": issuer, "iat": iat, "exp": iat + life}))
    }

    fn chosen(key: &PublishableKey, pairs: &[(&str, &str)]) -> Chosen {
        let suffix = key.cookie_suffix();
        let pairs: Vec<String> =
            pairs.iter().map(|(name, value)| format!("{}={value}", name.replace('*', &format!("_{suffix}")))).collect();
        Chosen::among(&Cookies::read([pairs.join("; ").as_str()].into_iter()), key, NOW)
    }

    // conformance: N25
    #[test]
    fn the_choice_between_suffixed_and_plain_cookies_follows_the_table() {
        let live = PublishableKey::parse("pk_live_Y2xlcmsuY2xlcmsuZGV2JA").unwrap();
        let test = PublishableKey::parse("pk_test_Y2xlcmsuY2xlcmsuZGV2JA").unwrap();
        let fresh = token(Some(OURS), 0, 60);
        let older = token(Some(OURS), 30, 60);
        let over = token(Some(OURS), 300, 60);
        let foreign = token(Some("https://other.example"), 0, 60);
        let nobody = token(None, 0, 60);
        let odd = token(Some("nonsense"), 0, 60);
        type Row<'a> = (&'a str, &'a [(&'a str, &'a str)], bool);
        let table: &[Row<'_>] = &[
            ("nothing", &[], false),
            ("plain alone", &[("__session", &fresh), ("__client_uat", "1")], false),
            ("suffixed alone", &[("__session*", &fresh), ("__client_uat*", "1")], true),
            ("suffixed signed out alone", &[("__client_uat*", "0"), ("__client_uat", "0")], true),
            (
                "both, equally new",
                &[("__session", &fresh), ("__client_uat", "1"), ("__session*", &fresh), ("__client_uat*", "1")],
                true,
            ),
            (
                "downgrade: the plain one is newer",
                &[("__session", &fresh), ("__client_uat", "2"), ("__session*", &older), ("__client_uat*", "1")],
                false,
            ),
            (
                "the suffixed one is newer",
                &[("__session", &older), ("__client_uat", "1"), ("__session*", &fresh), ("__client_uat*", "2")],
                true,
            ),
            (
                "downgrade: suffixed signed out, plain not",
                &[("__session", &fresh), ("__client_uat", "2"), ("__client_uat*", "0")],
                false,
            ),
            ("a token of another instance", &[("__session", &foreign), ("__client_uat", "2")], true),
            (
                "a token without issuer",
                &[("__session", &nobody), ("__client_uat", "1"), ("__session*", &fresh), ("__client_uat*", "1")],
                false,
            ),
            (
                "a token that cannot be read",
                &[("__session", "nonsense"), ("__session*", &fresh), ("__client_uat*", "1")],
                false,
            ),
            ("an issuer that is no address", &[("__session", &odd), ("__client_uat", "1")], true),
            ("suffixed token, nothing that says since when", &[("__session*", &fresh)], false),
        ];
        for (name, pairs, suffixed) in table {
            for key in [&live, &test] {
                assert_eq!(chosen(key, pairs).suffixed, *suffixed, "{name}");
            }
        }
        let signed_out_by_plain = [("__client_uat", "0"), ("__session*", over.as_str()), ("__client_uat*", "1")];
        assert!(!chosen(&test, &signed_out_by_plain).suffixed, "in development the plain sign-out is believed");
        assert!(chosen(&live, &signed_out_by_plain).suffixed);
    }

    #[test]
    fn the_chosen_set_is_read_as_one() {
        let key = PublishableKey::parse("pk_test_Y2xlcmsuY2xlcmsuZGV2JA").unwrap();
        let token = token(Some(OURS), 0, 60);
        let read = chosen(
            &key,
            &[
                ("__session*", &token),
                ("__client_uat*", "17"),
                ("__client_uat", "5"),
                ("__refresh", "plain"),
                ("__refresh*", "own"),
                ("__clerk_db_jwt", "plain"),
                ("__clerk_db_jwt*", "dvb_1"),
                ("__clerk_redirect_count", "2"),
            ],
        );

        assert_eq!((read.session.as_deref(), read.client_uat), (Some(token.as_str()), 17));
        assert_eq!((read.refresh.as_deref(), read.dev_browser.as_deref()), (Some("own"), Some("dvb_1")));
        assert_eq!(read.redirects, 2);
        assert_eq!(chosen(&key, &[("__client_uat", "x1")]).client_uat, 0);
        for (text, value) in
            [("12x", 12), ("1.5", 1), ("1e9", 1), ("0x10", 16), ("+5", 5), ("-5", -5), ("%35", 5), ("%zz", 0)]
        {
            assert_eq!(chosen(&key, &[("__client_uat", text)]).client_uat, value, "{text}");
        }
        assert_eq!(chosen(&key, &[("__client_uat", "99999999999999999999")]).client_uat, i64::MAX);
    }

    #[test]
    fn no_value_of_a_cookie_is_printed() {
        let printed = format!("{:?}", Cookies::read(["__session=secret"].into_iter()));

        assert!(printed.contains("__session") && !printed.contains("secret"), "{printed}");
    }
}
