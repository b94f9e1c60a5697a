//! Where a request carries its session token.

use frontdesk_wire::{Jwt, PublishableKey};
use http::HeaderMap;
use http::header::{AUTHORIZATION, COOKIE};

/// The session token of a request: from `Authorization: Bearer …`, else from the cookie `__session`.
///
/// When the publishable key is known, the cookie with its suffix (`__session_<suffix>`) comes first: apps of several
/// instances on one host then do not read each other's.
pub fn session_token(headers: &HeaderMap, key: Option<&PublishableKey>) -> Option<Jwt> {
    let suffixed = key.map(|key| format!("__session_{}", key.cookie_suffix()));
    bearer(headers)
        .or_else(|| suffixed.and_then(|name| cookie(headers, &name)))
        .or_else(|| cookie(headers, "__session"))
        .map(Jwt::from)
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.trim().split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.split_once('='))
        .find(|(found, value)| found.trim() == name && !value.trim().is_empty())
        .map(|(_, value)| value.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(headers: &[(&str, &str)], key: Option<&PublishableKey>) -> Option<String> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(http::HeaderName::try_from(*name).unwrap(), value.parse().unwrap());
        }
        session_token(&map, key).map(|jwt| jwt.expose().to_owned())
    }

    #[test]
    fn the_header_comes_before_the_cookie() {
        for (headers, expected) in [
            (&[][..], None),
            (&[("authorization", "Bearer a.b.c")][..], Some("a.b.c")),
            (&[("authorization", "bearer  a.b.c ")][..], Some("a.b.c")),
            (&[("authorization", "Basic eDp5")][..], None),
            (&[("authorization", "Bearer ")][..], None),
            (&[("cookie", "__session=a.b.c")][..], Some("a.b.c")),
            (&[("cookie", "x=1; __session=a.b.c; y=2")][..], Some("a.b.c")),
            (&[("cookie", "x=1"), ("cookie", "__session=a.b.c")][..], Some("a.b.c")),
            (&[("cookie", "my__session=a.b.c")][..], None),
            (&[("cookie", "__session=")][..], None),
            (&[("authorization", "Bearer h.h.h"), ("cookie", "__session=a.b.c")][..], Some("h.h.h")),
            (&[("authorization", "Basic eDp5"), ("cookie", "__session=a.b.c")][..], Some("a.b.c")),
        ] {
            assert_eq!(token(headers, None).as_deref(), expected, "{headers:?}");
        }
    }

    #[test]
    fn a_known_key_prefers_its_own_cookie() {
        let key = PublishableKey::parse("pk_test_YWNtZS5sb2NhbGhvc3Q6NDQwMCQ").unwrap();
        let own = format!("__session=other; __session_{}=own", key.cookie_suffix());

        assert_eq!(token(&[("cookie", &own)], Some(&key)).as_deref(), Some("own"));
        assert_eq!(token(&[("cookie", &own)], None).as_deref(), Some("other"));
        assert_eq!(token(&[("cookie", "__session=other")], Some(&key)).as_deref(), Some("other"));
    }
}
