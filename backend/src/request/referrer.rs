//! Where a visitor comes from.

use url::Url;

/// Hosts of development instances' account portals end like this.
const PORTALS: [&str; 3] = [".accounts.dev", ".accountsstage.dev", ".accounts.lclclerk.com"];

/// And those of instances that run on a developer's machine.
const LOCAL_PORTALS: [&str; 3] = [".lcl.dev", ".lclstage.dev", ".lclclerk.com"];

/// Whether a visitor comes from a page of another origin that is not part of signing in.
pub(super) fn is_stranger(referer: &Url, page: &Url, frontend_api: &str, is_development: bool) -> bool {
    let (Some(host), "http" | "https") = (referer.host_str(), referer.scheme()) else { return false };
    if referer.origin() == page.origin() {
        return false;
    }
    let with_port = match referer.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    };
    let is_known = host == frontend_api
        || with_port == frontend_api
        || portal_of(frontend_api).is_some_and(|portal| portal == with_port)
        || is_development && is_development_portal(host);
    !is_known
}

/// The account portal of an instance, by the host of its Frontend API.
fn portal_of(frontend_api: &str) -> Option<String> {
    for (api, portal) in
        [("clerk.accountsstage.", "accountsstage."), ("clerk.accounts.", "accounts."), ("clerk.", "accounts.")]
    {
        if frontend_api.contains(api) {
            return Some(frontend_api.replacen(api, portal, 1));
        }
    }
    None
}

fn is_development_portal(host: &str) -> bool {
    PORTALS.iter().any(|end| host.ends_with(end)) && !host.contains(".clerk.")
        || host.starts_with("accounts.") && LOCAL_PORTALS.iter().any(|end| host.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    // conformance: N22
    #[test]
    fn strangers_are_pages_of_other_origins_outside_of_signing_in() {
        let stranger = |referer: &str, frontend_api: &str, development: bool| {
            let page = Url::parse("https://app.example.com/dashboard").unwrap();
            is_stranger(&Url::parse(referer).unwrap(), &page, frontend_api, development)
        };
        let live = "clerk.example.com";
        let test = "calm-otter-42.clerk.accounts.dev";
        for (referer, frontend_api, development, expected) in [
            ("https://other.example/", live, false, true),
            ("https://app.example.com:8443/", live, false, true),
            ("http://app.example.com/", live, false, true),
            ("https://www.example.com/", live, false, true),
            ("https://app.example.com/other", live, false, false),
            ("https://clerk.example.com/v1", live, false, false),
            ("https://accounts.example.com/sign-in", live, false, false),
            ("https://calm-otter-42.accounts.dev/", live, false, true),
            ("https://calm-otter-42.accounts.dev/", test, true, false),
            ("https://another-one-7.accounts.dev/", test, true, false),
            ("https://another-one-7.clerk.accounts.dev/", test, true, true),
            ("https://evil-accounts.dev.example/", test, true, true),
            ("android-app://com.example/", live, false, false),
        ] {
            assert_eq!(stranger(referer, frontend_api, development), expected, "{referer}");
        }
    }
}
