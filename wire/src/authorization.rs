//! Who may do what: one question over what is known about whoever is signed in, the same for a client and a back end.
//!
//! ```
//! use frontdesk_wire::authorization::{Requirement, Reverification};
//! use frontdesk_wire::token::{OrganizationClaims, SessionClaims};
//!
//! let organization =
//!     OrganizationClaims { role: "org:admin".into(), permissions: vec!["org:invoices:read".into()], ..Default::default() };
//! let claims = SessionClaims { organization: Some(organization), factor_ages: Some([3, -1]), ..Default::default() };
//!
//! assert!(claims.has(&Requirement::role("admin").and_permission("invoices:read")));
//! assert!(claims.has(&Requirement::reverification(Reverification::STRICT)));
//! assert!(!claims.has(&Requirement::plan("gold")));
//! ```

use crate::token::SessionClaims;

/// What is asked. Everything that is named must hold; what names nothing never holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Requirement {
    /// A role in the active organization; `admin` and `org:admin` are the same.
    pub role: Option<String>,
    /// A permission in the active organization, such as `org:invoices:read`; its prefix may be left out.
    pub permission: Option<String>,
    /// A feature: of the person (`user:beta`), of the organization (`org:beta`), or of either (`beta`).
    pub feature: Option<String>,
    /// A plan, with the same scopes.
    pub plan: Option<String>,
    /// A proof that is recent enough.
    pub reverification: Option<Reverification>,
}

impl Requirement {
    /// Asks for a role.
    pub fn role(role: impl Into<String>) -> Self {
        Self::default().and_role(role)
    }

    /// Asks for a permission.
    pub fn permission(permission: impl Into<String>) -> Self {
        Self::default().and_permission(permission)
    }

    /// Asks for a feature.
    pub fn feature(feature: impl Into<String>) -> Self {
        Self::default().and_feature(feature)
    }

    /// Asks for a plan.
    pub fn plan(plan: impl Into<String>) -> Self {
        Self::default().and_plan(plan)
    }

    /// Asks for a recent proof.
    pub fn reverification(proof: Reverification) -> Self {
        Self::default().and_reverification(proof)
    }

    /// And for a role.
    #[must_use]
    pub fn and_role(mut self, role: impl Into<String>) -> Self {
        self.role = Some(role.into());
        self
    }

    /// And for a permission.
    #[must_use]
    pub fn and_permission(mut self, permission: impl Into<String>) -> Self {
        self.permission = Some(permission.into());
        self
    }

    /// And for a feature.
    #[must_use]
    pub fn and_feature(mut self, feature: impl Into<String>) -> Self {
        self.feature = Some(feature.into());
        self
    }

    /// And for a plan.
    #[must_use]
    pub fn and_plan(mut self, plan: impl Into<String>) -> Self {
        self.plan = Some(plan.into());
        self
    }

    /// And for a recent proof.
    #[must_use]
    pub fn and_reverification(mut self, proof: Reverification) -> Self {
        self.reverification = Some(proof);
        self
    }
}

/// A proof of who one is that is recent enough for something sensitive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reverification {
    /// Which factors must have been proven.
    pub level: Level,
    /// Within how many minutes. Zero is never met.
    pub after_minutes: u32,
}

/// Which factors must have been proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// The first.
    FirstFactor,
    /// The second, or the first where there is no second.
    SecondFactor,
    /// Both, or the first alone where there is no second.
    MultiFactor,
}

impl Level {
    /// The level on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::FirstFactor => "first_factor",
            Self::SecondFactor => "second_factor",
            Self::MultiFactor => "multi_factor",
        }
    }
}

impl Reverification {
    /// `strict_mfa`: both factors within ten minutes.
    pub const STRICT_MFA: Self = Self::new(Level::MultiFactor, 10);
    /// `strict`: the second factor within ten minutes.
    pub const STRICT: Self = Self::new(Level::SecondFactor, 10);
    /// `moderate`: the second factor within an hour.
    pub const MODERATE: Self = Self::new(Level::SecondFactor, 60);
    /// `lax`: the second factor within a day.
    pub const LAX: Self = Self::new(Level::SecondFactor, 1_440);
    /// What is malformed: never met.
    pub const NEVER: Self = Self::new(Level::MultiFactor, 0);

    /// Factors of one's own choice.
    pub const fn new(level: Level, after_minutes: u32) -> Self {
        Self { level, after_minutes }
    }

    /// Reads a preset by its name, such as `strict`; an unknown name is [`Reverification::NEVER`], so that a mistyped one
    /// opens nothing.
    pub fn preset(name: &str) -> Self {
        match name {
            "strict_mfa" => Self::STRICT_MFA,
            "strict" => Self::STRICT,
            "moderate" => Self::MODERATE,
            "lax" => Self::LAX,
            _ => Self::NEVER,
        }
    }

    /// Whether factors that were proven so many minutes ago, -1 for never, are recent enough.
    fn is_met(self, ages: [i64; 2]) -> bool {
        let [first, second] = ages;
        let fresh = |age: i64| age >= 0 && age < i64::from(self.after_minutes);
        let no_second = second < 0;
        match self.level {
            Level::FirstFactor => fresh(first),
            Level::SecondFactor => fresh(if no_second { first } else { second }),
            Level::MultiFactor => fresh(first) && (no_second || fresh(second)),
        }
    }
}

/// What is known about whoever is signed in. What is not known is not there, and opens nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts<'a> {
    /// Role and permissions in the active organization; nothing in the personal workspace.
    pub organization: Option<(&'a str, &'a [String])>,
    /// Features, as a token lists them: `o:dashboard,u:beta`.
    pub features: &'a str,
    /// Plans, listed the same way.
    pub plans: &'a str,
    /// Minutes since the first and the second factor were proven; -1 for never.
    pub factor_ages: Option<[i64; 2]>,
}

impl Facts<'_> {
    /// Whether everything that is asked holds.
    pub fn meet(&self, requirement: &Requirement) -> bool {
        let Requirement { role, permission, feature, plan, reverification } = requirement;
        let mut asked = false;
        if let Some(role) = role {
            asked = true;
            if !self.organization.is_some_and(|(mine, _)| same(mine, role)) {
                return false;
            }
        }
        if let Some(permission) = permission {
            asked = true;
            if !self.organization.is_some_and(|(_, mine)| mine.iter().any(|mine| same(mine, permission))) {
                return false;
            }
        }
        for (wanted, listed) in [(feature, self.features), (plan, self.plans)] {
            if let Some(wanted) = wanted {
                asked = true;
                if !is_listed(wanted, listed) {
                    return false;
                }
            }
        }
        if let Some(proof) = reverification {
            asked = true;
            if !self.factor_ages.is_some_and(|ages| proof.is_met(ages)) {
                return false;
            }
        }
        asked
    }
}

impl SessionClaims {
    /// Whether whoever holds these claims meets the requirement. System permissions never stand in a token.
    pub fn has(&self, requirement: &Requirement) -> bool {
        let organization = self.organization.as_ref();
        Facts {
            organization: organization.map(|active| (active.role.as_str(), active.permissions.as_slice())),
            features: self.features.as_deref().unwrap_or_default(),
            plans: self.plans.as_deref().unwrap_or_default(),
            factor_ages: self.factor_ages,
        }
        .meet(requirement)
    }
}

/// Two names, each with or without `org:`; no name is none.
fn same(one: &str, other: &str) -> bool {
    let bare = |name| str::strip_prefix(name, "org:").unwrap_or(name);
    bare(one) == bare(other) && !bare(one).is_empty()
}

/// Whether a name stands in a list of `scope:name`, where the scope is `o`, `u`, or both letters.
fn is_listed(wanted: &str, listed: &str) -> bool {
    let (scope, name) = match wanted.split_once(':') {
        None => (None, wanted),
        Some(("o" | "org" | "organization", name)) => (Some(b'o'), name),
        Some(("u" | "user", name)) => (Some(b'u'), name),
        Some(_) => return false,
    };
    for element in listed.split(',') {
        let Some((scopes, listed)) = element.trim().split_once(':') else { continue };
        let in_scope = match scope {
            Some(letter) => scopes.bytes().any(|known| known == letter),
            None => scopes.bytes().any(|known| known == b'o' || known == b'u'),
        };
        if in_scope && listed == name && !name.is_empty() {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests;
