//! Where to go when something is done: who says so, and who is believed first.

use super::address::Address;
use super::allowed::AllowedOrigins;
use frontdesk_wire::environment::DisplayConfig;

/// What has been done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// Somebody signed in.
    SignIn,
    /// Somebody signed up.
    SignUp,
    /// Somebody signed out.
    SignOut,
}

/// Where the app wants people to go after one thing is done.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wish {
    /// There, whatever the page's address says.
    pub force: Option<String>,
    /// There, unless the page's address names a place.
    pub fallback: Option<String>,
}

/// Where the app wants people to go. Every place must be allowed; one that is not counts as not given.
///
/// From first to last: what is forced (by the page's address, then by the app), the page's `redirect_url`, what is fallen back
/// to (by the page's address, then by the app), what the instance is set to, and `/`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RedirectUrls {
    /// After signing in.
    pub after_sign_in: Wish,
    /// After signing up.
    pub after_sign_up: Wish,
    /// After signing out. The page's address has no say in it.
    pub after_sign_out: Option<String>,
}

/// The page's own wish.
const REDIRECT: &str = "redirect_url";

impl After {
    /// What a page's address may force, and what it may fall back to.
    const fn parameters(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::SignIn => Some(("sign_in_force_redirect_url", "sign_in_fallback_redirect_url")),
            Self::SignUp => Some(("sign_up_force_redirect_url", "sign_up_fallback_redirect_url")),
            Self::SignOut => None,
        }
    }
}

impl RedirectUrls {
    /// The whole address to go on to from this page.
    pub fn target(
        &self,
        after: After,
        page: &str,
        display: Option<&DisplayConfig>,
        allowed: &AllowedOrigins,
    ) -> String {
        let Some(address) = Address::parse(page) else { return "/".to_owned() };
        let wish = match after {
            After::SignIn => &self.after_sign_in,
            After::SignUp => &self.after_sign_up,
            After::SignOut => &Wish { force: self.after_sign_out.clone(), fallback: None },
        };
        let named = |name: &str| address.parameter(name);
        let (mut force, mut redirect, mut fallback) = (None, None, None);
        if let Some((forced, fallen_back_to)) = after.parameters() {
            (force, redirect, fallback) = (named(forced), named(REDIRECT), named(fallen_back_to));
        }
        let own = [
            force.as_deref(),
            wish.force.as_deref(),
            redirect.as_deref(),
            fallback.as_deref(),
            wish.fallback.as_deref(),
        ];
        for place in own.into_iter().flatten() {
            if let Some(admitted) = allowed.admit_from(&address, place) {
                return admitted;
            }
        }
        let set = match (after, display) {
            (After::SignIn, Some(display)) => display.after_sign_in_url.as_str(),
            (After::SignUp, Some(display)) => display.after_sign_up_url.as_str(),
            (After::SignOut, _) | (_, None) => "",
        };
        // The instance's settings are the operator's word: any web address.
        let target = address.join(set).or_else(|| address.join("/")).unwrap_or(address);
        target.as_str().to_owned()
    }

    /// A link from one form to the other takes along what this page was told, so that it holds there as well.
    pub fn carry(&self, page: &str, link: &str, allowed: &AllowedOrigins) -> Option<String> {
        let page = Address::parse(page)?;
        let mut link = page.join(link)?;
        let own = [(After::SignIn, &self.after_sign_in), (After::SignUp, &self.after_sign_up)];
        for (after, wish) in own {
            let Some((force, fallback)) = after.parameters() else { continue };
            for (name, wished) in [(force, &wish.force), (fallback, &wish.fallback)] {
                link = carried(link, name, page.parameter(name).as_ref().or(wished.as_ref()), &page, allowed);
            }
        }
        link = carried(link, REDIRECT, page.parameter(REDIRECT).as_ref(), &page, allowed);
        Some(link.as_str().to_owned())
    }
}

fn carried(link: Address, name: &str, value: Option<&String>, page: &Address, allowed: &AllowedOrigins) -> Address {
    match value.and_then(|value| allowed.admit_from(page, value)) {
        Some(value) => link.with_parameter(name, &value),
        None => link,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use frontdesk_wire::percent;

    fn display() -> DisplayConfig {
        DisplayConfig {
            after_sign_in_url: "https://app.example/from-settings".to_owned(),
            after_sign_up_url: "https://app.example/welcome".to_owned(),
            ..DisplayConfig::default()
        }
    }

    fn page(query: &[(&str, &str)]) -> String {
        ["https://app.example/sign-in?", &percent::join(query.iter().copied())].concat()
    }

    fn wish(force: Option<&str>, fallback: Option<&str>) -> RedirectUrls {
        let wish = Wish { force: force.map(str::to_owned), fallback: fallback.map(str::to_owned) };
        RedirectUrls { after_sign_in: wish, ..RedirectUrls::default() }
    }

    fn target(urls: &RedirectUrls, page: &str) -> String {
        let whole = urls.target(After::SignIn, page, Some(&display()), &AllowedOrigins::own());
        whole.strip_prefix("https://app.example").unwrap_or(&whole).to_owned()
    }

    // conformance: M07
    #[test]
    fn what_is_forced_beats_the_address_which_beats_what_is_fallen_back_to() {
        let both = wish(Some("/forced"), Some("/fallback"));
        let fallback = wish(None, Some("/fallback"));
        let (asks, silent) = (page(&[("redirect_url", "/asked")]), page(&[]));

        assert_eq!(target(&both, &asks), "/forced");
        assert_eq!(target(&fallback, &asks), "/asked");
        assert_eq!(target(&fallback, &silent), "/fallback");
        assert_eq!(target(&RedirectUrls::default(), &silent), "/from-settings");
        let by_address = page(&[("sign_in_force_redirect_url", "/address"), ("redirect_url", "/asked")]);
        assert_eq!(target(&both, &by_address), "/address");
        let by_address = page(&[("sign_in_fallback_redirect_url", "/address")]);
        assert_eq!(target(&fallback, &by_address), "/address");
        assert_eq!(
            target(&RedirectUrls::default(), &page(&[("sign_up_force_redirect_url", "/other")])),
            "/from-settings"
        );
    }

    #[test]
    fn without_anybodys_word_the_way_leads_home() {
        let none = RedirectUrls::default();
        let own = AllowedOrigins::own();

        assert_eq!(none.target(After::SignIn, &page(&[]), None, &own), "https://app.example/");
        assert_eq!(none.target(After::SignUp, &page(&[]), Some(&display()), &own), "https://app.example/welcome");
        assert_eq!(
            none.target(After::SignOut, &page(&[("redirect_url", "/asked")]), Some(&display()), &own),
            "https://app.example/"
        );
        let out = RedirectUrls { after_sign_out: Some("/bye".to_owned()), ..RedirectUrls::default() };
        assert_eq!(out.target(After::SignOut, &page(&[]), None, &own), "https://app.example/bye");
        let crooked = DisplayConfig { after_sign_in_url: "javascript:alert(1)".to_owned(), ..DisplayConfig::default() };
        assert_eq!(none.target(After::SignIn, &page(&[]), Some(&crooked), &own), "https://app.example/");
        assert_eq!(none.target(After::SignIn, "about:blank", None, &own), "/");
    }

    #[test]
    fn a_link_from_elsewhere_leads_nobody_away() {
        let none = RedirectUrls::default();
        for evil in [
            "https://evil.example/",
            "//evil.example",
            "/\\evil.example",
            "javascript:alert(1)",
            "\thttps://evil.example",
            "https:evil.example",
        ] {
            for name in ["redirect_url", "sign_in_force_redirect_url", "sign_in_fallback_redirect_url"] {
                assert_eq!(target(&none, &page(&[(name, evil)])), "/from-settings", "{name}={evil:?}");
                assert_eq!(
                    target(&wish(None, Some("/fallback")), &page(&[(name, evil)])),
                    "/fallback",
                    "{name}={evil:?}"
                );
            }
        }
        let mut evil = wish(Some("https://evil.example/"), None);
        assert_eq!(target(&evil, &page(&[])), "/from-settings", "an app that passes on what it was given is safe too");
        evil.after_sign_out = Some("javascript:alert(1)".to_owned());
        assert_eq!(evil.target(After::SignOut, &page(&[]), None, &AllowedOrigins::own()), "https://app.example/");
    }

    // conformance: M19
    #[test]
    fn a_change_to_the_other_form_keeps_what_was_wished() {
        let urls = wish(Some("/forced"), None);
        let here = page(&[("redirect_url", "/asked"), ("sign_up_fallback_redirect_url", "https://evil.example/")]);

        let link = urls.carry(&here, "/sign-up?plan=pro", &AllowedOrigins::own()).unwrap();

        let expected = percent::join([
            ("plan", "pro"),
            ("sign_in_force_redirect_url", "https://app.example/forced"),
            ("redirect_url", "https://app.example/asked"),
        ]);
        assert_eq!(link, ["https://app.example/sign-up?", &expected].concat());
        // Back again, the other form finds the same place by the address alone.
        let back = RedirectUrls::default().carry(&link, "/sign-in", &AllowedOrigins::own()).unwrap();
        assert_eq!(target(&RedirectUrls::default(), &back), "/forced");
    }
}
