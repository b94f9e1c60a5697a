//! Addresses that are about an organization: opening one makes that organization the active one.

use crate::Auth;
use frontdesk_wire::percent;

/// Which addresses are about an organization, and which about the personal workspace.
///
/// A pattern is a path with placeholders: `/orgs/:slug` or `/orgs/:id`, and at the end `(.*)` for anything below.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrganizationSync {
    organization: Vec<String>,
    personal: Vec<String>,
}

/// What an address is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    Organization { id: Option<String>, slug: Option<String> },
    Personal,
}

impl OrganizationSync {
    /// No address is about any organization.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a pattern with a placeholder `:slug` or `:id`.
    #[must_use]
    pub fn organization(mut self, pattern: impl Into<String>) -> Self {
        self.organization.push(pattern.into());
        self
    }

    /// Adds a pattern of addresses that are about the personal workspace.
    #[must_use]
    pub fn personal(mut self, pattern: impl Into<String>) -> Self {
        self.personal.push(pattern.into());
        self
    }

    /// What a path is about.
    pub(super) fn target(&self, path: &str) -> Option<Target> {
        let organization = self.organization.iter().find_map(|pattern| {
            let found = fit(pattern, path)?;
            let value = |name: &str| found.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
            let (id, slug) = (value("id"), value("slug"));
            (id.is_some() || slug.is_some()).then_some(Target::Organization { id, slug })
        });
        organization
            .or_else(|| self.personal.iter().any(|pattern| fit(pattern, path).is_some()).then_some(Target::Personal))
    }
}

impl Target {
    /// What is asked of the handshake.
    pub(super) fn as_param(&self) -> &str {
        match self {
            Self::Organization { id: Some(name), .. } | Self::Organization { id: None, slug: Some(name) } => name,
            Self::Organization { id: None, slug: None } | Self::Personal => "",
        }
    }

    /// Whether somebody works in it already.
    pub(super) fn is_active(&self, auth: &Auth) -> bool {
        let active = auth.organization();
        match self {
            Self::Personal => active.is_none(),
            Self::Organization { id, slug } => active.is_some_and(|active| {
                id.as_deref().is_none_or(|id| id == active.id.as_str())
                    && slug.as_deref().is_none_or(|slug| Some(slug) == active.slug.as_deref())
            }),
        }
    }
}

/// The values of a pattern's placeholders, where the path fits.
fn fit(pattern: &str, path: &str) -> Option<Vec<(String, String)>> {
    let mut found = Vec::new();
    let pattern = pattern.strip_prefix('/')?;
    let path = path.strip_prefix('/')?;
    let mut segments = path.strip_suffix('/').unwrap_or(path).split('/');
    let mut wanted = pattern.split('/').peekable();
    while let Some(want) = wanted.next() {
        if matches!(want, "(.*)" | "*") && wanted.peek().is_none() {
            // Something must follow the slash before it, be it nothing but the slash.
            return (segments.next().is_some() || path.ends_with('/')).then_some(found);
        }
        let segment = segments.next()?;
        match want.strip_prefix(':') {
            Some(name) if !name.is_empty() && !segment.is_empty() => {
                found.push((name.to_owned(), percent::decode_segment(segment)));
            }
            None if want == segment => {}
            Some(_) | None => return None,
        }
    }
    segments.next().is_none().then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(path: &str) -> Option<Target> {
        OrganizationSync::new()
            .organization("/orgs/:slug")
            .organization("/orgs/:slug/(.*)")
            .organization("/by-id/:id")
            .organization("/no-placeholder/:other")
            .organization("broken/:slug")
            .personal("/me")
            .personal("/me/(.*)")
            .target(path)
    }

    fn slug(slug: &str) -> Option<Target> {
        Some(Target::Organization { id: None, slug: Some(slug.to_owned()) })
    }

    // conformance: N19
    #[test]
    fn an_address_names_its_organization() {
        for (path, expected) in [
            ("/orgs/acme", slug("acme")),
            ("/orgs/acme/", slug("acme")),
            ("/orgs/a%20b", slug("a b")),
            ("/orgs/acme/settings", slug("acme")),
            ("/orgs/acme/settings/deep/er", slug("acme")),
            ("/by-id/org_1", Some(Target::Organization { id: Some("org_1".to_owned()), slug: None })),
            ("/me", Some(Target::Personal)),
            ("/me/settings", Some(Target::Personal)),
            ("/", None),
            ("/orgs", None),
            ("/orgs/", None),
            ("/other/acme", None),
            ("/by-id/org_1/more", None),
            ("/no-placeholder/x", None),
            ("/broken/acme", None),
        ] {
            assert_eq!(target(path), expected, "{path}");
        }
        assert_eq!(OrganizationSync::new().target("/orgs/acme"), None);
    }
}
