//! Forms of several steps and profiles of several pages, with the step in the path or in the fragment of the address, or nowhere.

use super::address::Address;

/// Where a form of several steps keeps its step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Routing {
    /// Below this path: `/sign-in`, `/sign-in/factor-one`.
    Path(String),
    /// In the fragment: `#/factor-one`.
    Hash,
    /// In no address: the component alone knows, as in a dialog over another page.
    Inside,
}

impl Routing {
    /// The step that a page's address names, such as `factor-one` or `tasks/choose-organization`; empty at the start, nothing on
    /// other pages.
    pub fn step(&self, page: &str) -> Option<String> {
        let address = Address::parse(page)?;
        let found = match self {
            Self::Path(base) => {
                let end = address.path().find(['?', '#']).unwrap_or(address.path().len());
                let path = address.path().get(..end)?;
                let rest = path.strip_prefix(base.trim_end_matches('/'))?;
                if rest.is_empty() { rest } else { rest.strip_prefix('/')? }
            }
            Self::Hash => {
                let fragment = address.as_str().split_once('#').map_or("", |(_, fragment)| fragment);
                let end = fragment.find('?').unwrap_or(fragment.len());
                let path = fragment.get(..end)?;
                // A fragment without a slash is an anchor of the page's own.
                path.strip_prefix('/').unwrap_or_default()
            }
            Self::Inside => return None,
        };
        Some(frontdesk_wire::percent::decode_segment(found.trim_end_matches('/')))
    }

    /// The address of a step of the form on this page; the page's query stays.
    pub fn url(&self, page: &str, step: &str) -> Option<String> {
        let address = Address::parse(page)?;
        let mut next = match self {
            Self::Path(base) => base.trim_end_matches('/').to_owned(),
            Self::Hash => "#".to_owned(),
            Self::Inside => return None,
        };
        if !step.is_empty() || *self == Self::Hash {
            next.push('/');
        }
        for (place, segment) in step.split('/').enumerate() {
            if place > 0 {
                next.push('/');
            }
            frontdesk_wire::percent::encode_into(segment, &mut next);
        }
        if next.is_empty() {
            next.push('/');
        }
        if matches!(self, Self::Path(_)) && !address.query().is_empty() {
            next.push('?');
            next.push_str(address.query());
        }
        address.join(&next).map(|address| address.as_str().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // conformance: M22
    #[test]
    fn steps_by_path_are_below_the_form() {
        let form = Routing::Path("/sign-in".to_owned());
        let start = "https://app.example/sign-in?redirect_url=%2Forders#x";

        assert_eq!(form.step(start).as_deref(), Some(""));
        let next = form.url(start, "factor-one").unwrap();
        assert_eq!(next, "https://app.example/sign-in/factor-one?redirect_url=%2Forders");
        assert_eq!(form.step(&next).as_deref(), Some("factor-one"));
        assert_eq!(form.url(&next, "").as_deref(), Some("https://app.example/sign-in?redirect_url=%2Forders"));
        assert_eq!(
            form.step("https://app.example/sign-in/tasks/choose-organization/").as_deref(),
            Some("tasks/choose-organization")
        );
        assert_eq!(form.step("https://app.example/sign-in-help"), None, "another page");
        assert_eq!(form.step("https://app.example/orders"), None);
        let root = Routing::Path("/".to_owned());
        assert_eq!(root.step("https://app.example/").as_deref(), Some(""));
        assert_eq!(root.url("https://app.example/", "").as_deref(), Some("https://app.example/"));
    }

    // conformance: M22
    #[test]
    fn steps_by_hash_leave_the_path_alone() {
        let form = Routing::Hash;
        let start = "https://app.example/account?tab=2";

        assert_eq!(form.step(start).as_deref(), Some(""));
        let next = form.url(start, "factor-one").unwrap();
        assert_eq!(next, "https://app.example/account?tab=2#/factor-one");
        assert_eq!(form.step(&next).as_deref(), Some("factor-one"));
        assert_eq!(form.step("https://app.example/#/sso-callback?x=1").as_deref(), Some("sso-callback"));
        assert_eq!(form.step("https://app.example/#anchor").as_deref(), Some(""));
        assert_eq!(form.url(&next, "").as_deref(), Some("https://app.example/account?tab=2#/"));
    }

    #[test]
    fn steps_inside_are_in_no_address() {
        assert_eq!(Routing::Inside.step("https://app.example/sign-in/factor-one#/factor-one"), None);
        assert_eq!(Routing::Inside.url("https://app.example/", "factor-one"), None);
    }

    #[test]
    fn a_step_is_text_and_leads_nowhere_else() {
        for step in ["//evil.example", "a b", "?x", "#y", "%2e", "é"] {
            let url = Routing::Path("/sign-in".to_owned()).url("https://app.example/", step);
            assert!(
                url.is_none_or(|url| url.starts_with("https://app.example/sign-in/") && !url.contains(['?', '#'])),
                "{step}"
            );
        }
    }
}
