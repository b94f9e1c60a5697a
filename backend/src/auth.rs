//! Who is signed in, and what they may do.

use frontdesk_wire::token::{OrganizationClaims, SessionClaims};
use frontdesk_wire::{SessionId, UserId};

/// Who is signed in: the claims of a session token that was verified.
#[derive(Debug, Clone, PartialEq)]
pub struct Auth {
    claims: SessionClaims,
}

/// Something to ask of whoever is signed in. The prefix `org:` may be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs<'a> {
    /// A role in the active organization.
    Role(&'a str),
    /// One of the app's own permissions in the active organization. System permissions never stand in a token.
    Permission(&'a str),
}

impl Auth {
    /// Only the verifier makes one: whoever holds an `Auth` holds claims that were verified.
    pub(crate) const fn new(claims: SessionClaims) -> Self {
        Self { claims }
    }

    /// Who.
    pub const fn user_id(&self) -> &UserId {
        &self.claims.user_id
    }

    /// In which session.
    pub const fn session_id(&self) -> &SessionId {
        &self.claims.session_id
    }

    /// In which organization; none in the personal workspace.
    pub const fn organization(&self) -> Option<&OrganizationClaims> {
        self.claims.organization.as_ref()
    }

    /// Everything that the token says.
    pub const fn claims(&self) -> &SessionClaims {
        &self.claims
    }

    /// Whether whoever is signed in has a role or permission. Without an active organization nobody has any.
    pub fn has(&self, needs: Needs<'_>) -> bool {
        let Some(organization) = self.organization() else { return false };
        match needs {
            Needs::Role(role) => bare(&organization.role) == bare(role) && !bare(role).is_empty(),
            Needs::Permission(asked) => organization.permissions.iter().any(|held| bare(held) == bare(asked)),
        }
    }
}

fn bare(key: &str) -> &str {
    key.strip_prefix("org:").unwrap_or(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_organization(role: &str, permissions: &[&str]) -> Auth {
        let permissions = permissions.iter().map(|&key| key.to_owned()).collect();
        let organization = OrganizationClaims { id: "org_1".into(), slug: None, role: role.to_owned(), permissions };
        Auth::new(SessionClaims { organization: Some(organization), ..SessionClaims::default() })
    }

    #[test]
    fn roles_and_permissions_are_matched_with_and_without_prefix() {
        let auth = in_organization("org:admin", &["org:invoices:read"]);

        for yes in [
            Needs::Role("org:admin"),
            Needs::Role("admin"),
            Needs::Permission("invoices:read"),
            Needs::Permission("org:invoices:read"),
        ] {
            assert!(auth.has(yes), "{yes:?}");
        }
        for no in
            [Needs::Role("member"), Needs::Role(""), Needs::Permission("invoices:write"), Needs::Permission("admin")]
        {
            assert!(!auth.has(no), "{no:?}");
        }
    }

    #[test]
    fn the_personal_workspace_has_no_roles() {
        let auth = Auth::new(SessionClaims::default());

        assert!(!auth.has(Needs::Role("admin")));
        assert!(!auth.has(Needs::Role("")));
        assert!(!auth.has(Needs::Permission("")));
    }
}
