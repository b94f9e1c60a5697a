//! Organizations: names, members, what roles allow, and why the last administrator stays.

use crate::settings::OrganizationRules;
use crate::{Field, Moment, Refusal, Settings};
use frontdesk_wire::{ErrorCode, MembershipId, OrganizationId, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// A group of people with roles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organization {
    /// Which organization.
    pub id: OrganizationId,
    /// Its name.
    pub name: String,
    /// Its name in URLs; unique in the instance.
    pub slug: Option<String>,
    /// Who made it.
    pub created_by: Option<UserId>,
    /// How many members it may have; 0 for any number.
    pub max_memberships: u32,
    /// Whether its admins may delete it.
    pub admin_delete: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// One person's place in one organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// Which membership.
    pub id: MembershipId,
    /// In which organization.
    pub organization: OrganizationId,
    /// That organization's slug, for tokens.
    pub slug: Option<String>,
    /// Who.
    pub user: UserId,
    /// As what.
    pub role: Role,
    /// Since when.
    pub created_at: Timestamp,
}

/// What a member is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Role {
    /// May do everything.
    #[serde(rename = "org:admin")]
    Admin,
    /// May see who else is there.
    #[serde(rename = "org:member")]
    Member,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 2] = [Self::Admin, Self::Member];

    /// The key on the wire.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Admin => "org:admin",
            Self::Member => "org:member",
        }
    }

    /// The key without `org:`, as tokens carry it.
    pub const fn short_key(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Member => "member",
        }
    }

    /// The name that people read.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Admin => "Admin",
            Self::Member => "Member",
        }
    }

    /// What it allows.
    pub const fn permissions(self) -> &'static [Permission] {
        match self {
            Self::Admin => &Permission::ALL,
            Self::Member => &[Permission::ReadMemberships, Permission::ReadBilling],
        }
    }

    /// Whether it allows something.
    pub fn allows(self, permission: Permission) -> bool {
        self.permissions().contains(&permission)
    }

    /// Whether an organization whose members are all without this role could still be run.
    pub(crate) fn keeps_running(self) -> bool {
        [Permission::ReadMemberships, Permission::ManageMemberships, Permission::DeleteProfile]
            .into_iter()
            .all(|permission| self.allows(permission))
    }

    /// Reads a key; an unknown one is refused at the parameter.
    pub fn parse(key: &str) -> Result<Self, Refusal> {
        let full = if key.starts_with("org:") { key.to_owned() } else { format!("org:{key}") };
        Self::ALL
            .into_iter()
            .find(|role| role.key() == full)
            .ok_or_else(|| Refusal::field(Field::Role, ErrorCode::FORM_RESOURCE_NOT_FOUND))
    }
}

macro_rules! permissions {
    ($($(#[$doc:meta])* $variant:ident = $key:literal;)*) => {
        /// Something that a role allows.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Permission {
            $($(#[$doc])* $variant,)*
        }

        impl Permission {
            /// Every permission.
            pub const ALL: [Self; [$($key),*].len()] = [$(Self::$variant),*];

            /// The key on the wire.
            pub const fn key(self) -> &'static str {
                match self {
                    $(Self::$variant => $key,)*
                }
            }
        }
    };
}

permissions! {
    /// Change name, slug and picture.
    ManageProfile = "org:sys_profile:manage";
    /// Delete the organization.
    DeleteProfile = "org:sys_profile:delete";
    /// See who is a member.
    ReadMemberships = "org:sys_memberships:read";
    /// Invite, change roles, remove.
    ManageMemberships = "org:sys_memberships:manage";
    /// See its domains.
    ReadDomains = "org:sys_domains:read";
    /// Change its domains.
    ManageDomains = "org:sys_domains:manage";
    /// See what it pays.
    ReadBilling = "org:sys_billing:read";
    /// Change what it pays.
    ManageBilling = "org:sys_billing:manage";
    /// Change how its people sign in.
    ManageEnterpriseConnections = "org:sys_entconns:manage";
}

/// The longest name of an organization.
pub const MAX_NAME: usize = 256;
/// The longest slug.
pub const MAX_SLUG: usize = 64;

/// What somebody asks for when making an organization.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewOrganization {
    /// Its name.
    pub name: String,
    /// Its slug; made from the name when absent.
    pub slug: Option<String>,
}

/// A new organization and the place of whoever made it. Save both in one transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Founded {
    /// The organization.
    pub organization: Organization,
    /// Its first member, an administrator.
    pub membership: Membership,
    /// Whether the slug was made from the name. If such a slug is taken, try [`Founded::with_another_slug`].
    pub slug_is_free_choice: bool,
}

impl Founded {
    /// The same with a few more characters on the slug, for when the first choice is taken.
    #[must_use]
    pub fn with_another_slug(mut self, at: &mut Moment<'_>) -> Self {
        let base = self.organization.slug.take().unwrap_or_default();
        let base: String = base.chars().take(MAX_SLUG - 7).collect();
        let slug = format!("{}-{}", base.trim_end_matches('-'), at.text(6).to_ascii_lowercase());
        self.membership.slug = Some(slug.clone());
        self.organization.slug = Some(slug);
        self
    }
}

/// Refuses everything about organizations where the instance has none.
pub fn check_enabled(rules: &Settings) -> Result<(), Refusal> {
    if rules.organizations.enabled {
        Ok(())
    } else {
        Err(Refusal::new(ErrorCode::ORGANIZATION_NOT_ENABLED_IN_INSTANCE))
    }
}

/// Makes an organization. `made_before` is how many the user made that still exist.
pub fn create(
    ask: &NewOrganization,
    by: &UserId,
    made_before: u32,
    rules: &Settings,
    at: &mut Moment<'_>,
) -> Result<Founded, Refusal> {
    check_enabled(rules)?;
    let OrganizationRules { user_may_create, max_per_user, max_memberships, admin_delete, slugs, .. } =
        rules.organizations;
    if !user_may_create {
        return Err(Refusal::new(ErrorCode::USER_CREATE_ORGANIZATION_NOT_ENABLED));
    }
    if max_per_user.is_some_and(|most| made_before >= most) {
        return Err(Refusal::new(ErrorCode::ORG_CREATION_LIMIT_EXCEEDED));
    }
    let name = check_name(&ask.name)?;
    let asked_slug = ask.slug.as_deref().filter(|slug| !slug.trim().is_empty());
    let slug = match asked_slug {
        Some(slug) => Some(check_slug(slug)?),
        None => slugs.then(|| slug_from_name(&name, at)),
    };
    let organization = Organization {
        id: OrganizationId::with_body(&at.id_body()),
        name,
        slug: slug.clone(),
        created_by: Some(by.clone()),
        max_memberships,
        admin_delete,
        created_at: at.now,
        updated_at: at.now,
    };
    let membership = Membership {
        id: MembershipId::with_body(&at.id_body()),
        organization: organization.id.clone(),
        slug,
        user: by.clone(),
        role: Role::Admin,
        created_at: at.now,
    };
    Ok(Founded { organization, membership, slug_is_free_choice: asked_slug.is_none() })
}

/// Refuses whoever lacks a permission, and names it.
pub fn check_permission(by: &Membership, permission: Permission) -> Result<(), Refusal> {
    if by.role.allows(permission) {
        return Ok(());
    }
    let mut refusal = Refusal::new(ErrorCode::MISSING_ORGANIZATION_PERMISSION);
    refusal.meta.permissions = Some(vec![permission.key().to_owned()]);
    Err(refusal)
}

impl Organization {
    /// Changes name and slug. The caller checks that the slug is free.
    pub fn rename(
        mut self,
        name: Option<&str>,
        slug: Option<&str>,
        by: &Membership,
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        check_permission(by, Permission::ManageProfile)?;
        if let Some(name) = name {
            self.name = check_name(name)?;
        }
        if let Some(slug) = slug {
            self.slug = Some(check_slug(slug)?);
        }
        self.updated_at = now;
        Ok(self)
    }

    /// Whether this member may delete it.
    pub fn check_may_delete(&self, by: &Membership) -> Result<(), Refusal> {
        if !self.admin_delete {
            return Err(Refusal::new(ErrorCode::ORGANIZATION_ADMIN_DELETE_NOT_ENABLED));
        }
        check_permission(by, Permission::DeleteProfile)
    }

    /// Whether one more member fits.
    pub fn check_has_room(&self, members: u32) -> Result<(), Refusal> {
        if self.max_memberships == 0 || members < self.max_memberships {
            return Ok(());
        }
        Err(Refusal::new(ErrorCode::ORGANIZATION_MEMBERSHIP_QUOTA_EXCEEDED).say("count", self.max_memberships))
    }
}

/// Refuses to leave an organization without anybody who can run it.
///
/// `members` are all its memberships; `without` is the one that would go, or be given `role`.
pub fn check_still_run(members: &[Membership], without: &UserId, role: Option<Role>) -> Result<(), Refusal> {
    let runs = |membership: &Membership| {
        let role = if membership.user == *without { role } else { Some(membership.role) };
        role.is_some_and(Role::keeps_running)
    };
    if members.iter().any(runs) {
        return Ok(());
    }
    Err(Refusal::new(ErrorCode::ORGANIZATION_MINIMUM_PERMISSIONS_NEEDED))
}

/// Whether a member may take another one out; everybody may leave.
pub fn check_may_remove(by: &Membership, whom: &UserId, members: &[Membership]) -> Result<(), Refusal> {
    if by.user != *whom {
        check_permission(by, Permission::ManageMemberships)?;
    }
    if !members.iter().any(|membership| membership.user == *whom) {
        return Err(Refusal::new(ErrorCode::RESOURCE_NOT_FOUND));
    }
    check_still_run(members, whom, None)
}

/// Whether a member may give another one a role.
pub fn check_may_change_role(
    by: &Membership,
    whom: &UserId,
    role: Role,
    members: &[Membership],
) -> Result<(), Refusal> {
    check_permission(by, Permission::ManageMemberships)?;
    if !members.iter().any(|membership| membership.user == *whom) {
        return Err(Refusal::new(ErrorCode::RESOURCE_NOT_FOUND));
    }
    check_still_run(members, whom, Some(role))
}

/// Reads a name: trimmed, not empty, without control characters.
pub fn check_name(typed: &str) -> Result<String, Refusal> {
    crate::name::parse(typed, Field::Name)?.ok_or_else(|| Refusal::field(Field::Name, ErrorCode::FORM_PARAM_NIL))
}

/// Reads a slug: lower-case letters, digits, hyphens and underscores, beginning and ending with a letter or digit.
pub fn check_slug(typed: &str) -> Result<String, Refusal> {
    let slug = typed.trim().to_ascii_lowercase();
    if slug.chars().count() > MAX_SLUG {
        return Err(Refusal::field(Field::Slug, ErrorCode::FORM_PARAM_MAX_LENGTH_EXCEEDED).say("count", MAX_SLUG));
    }
    let edge = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = slug.as_bytes();
    let sane = bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if sane && edge(bytes.first()) && edge(bytes.last()) {
        return Ok(slug);
    }
    Err(Refusal::field(Field::Slug, ErrorCode::FORM_PARAM_FORMAT_INVALID))
}

/// A slug made from a name: its ASCII letters and digits, hyphens between words. A name without any gets a random one.
fn slug_from_name(name: &str, at: &mut Moment<'_>) -> String {
    let spaced: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect();
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let slug: String = words.join("-").chars().take(MAX_SLUG).collect();
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { format!("org-{}", at.text(6).to_ascii_lowercase()) } else { slug.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{World, membership};
    use proptest::prelude::*;

    fn found(name: &str, slug: Option<&str>) -> Result<Founded, Refusal> {
        let ask = NewOrganization { name: name.to_owned(), slug: slug.map(str::to_owned) };
        create(&ask, &"user_1".into(), 0, &Settings::default(), &mut World::new().at())
    }

    #[test]
    fn whoever_makes_an_organization_administers_it() {
        let founded = found("  Acme Inc. ", None).unwrap();

        assert_eq!(founded.organization.name, "Acme Inc.");
        assert_eq!(founded.organization.slug.as_deref(), Some("acme-inc"));
        assert_eq!(founded.membership.organization, founded.organization.id);
        assert_eq!((founded.membership.user, founded.membership.role), ("user_1".into(), Role::Admin));
    }

    #[test]
    fn slugs_are_normalised_made_or_refused() {
        for (name, slug, expected) in [
            ("Acme", Some(" Acme-HQ "), Ok("acme-hq")),
            ("Acme", Some(""), Ok("acme")),
            ("Ünï", None, Ok("n")),
            ("Acme", Some("a_b-1"), Ok("a_b-1")),
            ("Acme", Some("-acme"), Err("form_param_format_invalid")),
            ("Acme", Some("acme-"), Err("form_param_format_invalid")),
            ("Acme", Some("ac me"), Err("form_param_format_invalid")),
            ("Acme", Some("ac/me"), Err("form_param_format_invalid")),
            ("Acme", Some("äcme"), Err("form_param_format_invalid")),
        ] {
            let got = found(name, slug).map(|founded| founded.organization.slug.unwrap());
            assert_eq!(got.as_deref().map_err(|refusal| refusal.code.as_str()), expected, "{name} {slug:?}");
        }
        assert_eq!(found("Acme", Some(&"a".repeat(65))).unwrap_err().field, Some(Field::Slug));
        assert!(found("李", None).unwrap().organization.slug.unwrap().starts_with("org-"));
    }

    #[test]
    fn a_slug_made_from_a_name_can_be_made_again() {
        let mut world = World::new();
        let founded = found(&"word ".repeat(40), None).unwrap();
        assert!(founded.slug_is_free_choice);

        let again = founded.clone().with_another_slug(&mut world.at());

        let slug = again.organization.slug.clone().unwrap();
        assert_ne!(Some(&slug), founded.organization.slug.as_ref());
        assert_eq!(check_slug(&slug), Ok(slug.clone()));
        assert_eq!(again.membership.slug, Some(slug));
    }

    #[test]
    fn bad_names_are_refused_at_the_name() {
        for (name, code) in [
            ("", ErrorCode::FORM_PARAM_NIL),
            ("   ", ErrorCode::FORM_PARAM_NIL),
            ("a\nb", ErrorCode::FORM_PARAM_FORMAT_INVALID),
            (&"x".repeat(257), ErrorCode::FORM_PARAM_MAX_LENGTH_EXCEEDED),
        ] {
            assert_eq!(
                found(name, None).unwrap_err(),
                {
                    let r = Refusal::field(Field::Name, code.clone());
                    if code == ErrorCode::FORM_PARAM_MAX_LENGTH_EXCEEDED { r.say("count", 256) } else { r }
                },
                "{name:?}"
            );
        }
    }

    #[test]
    fn the_settings_say_who_may_make_how_many() {
        let mut world = World::new();
        let ask = NewOrganization { name: "Acme".into(), slug: None };
        let with = |change: fn(&mut OrganizationRules)| {
            let mut rules = Settings::default();
            change(&mut rules.organizations);
            rules
        };
        for (rules, before, code) in [
            (with(|rules| rules.enabled = false), 0, ErrorCode::ORGANIZATION_NOT_ENABLED_IN_INSTANCE),
            (with(|rules| rules.user_may_create = false), 0, ErrorCode::USER_CREATE_ORGANIZATION_NOT_ENABLED),
            (with(|rules| rules.max_per_user = Some(2)), 2, ErrorCode::ORG_CREATION_LIMIT_EXCEEDED),
        ] {
            let refusal = create(&ask, &"user_1".into(), before, &rules, &mut world.at()).unwrap_err();
            assert_eq!((refusal.code.clone(), refusal.status()), (code, 403));
        }
        let two = with(|rules| rules.max_per_user = Some(2));
        assert!(create(&ask, &"user_1".into(), 1, &two, &mut world.at()).is_ok());
    }

    #[test]
    fn members_see_and_admins_do() {
        for permission in Permission::ALL {
            let admin = membership("org_1", "user_1", Role::Admin);
            assert_eq!(check_permission(&admin, permission), Ok(()));
        }
        let member = membership("org_1", "user_2", Role::Member);
        assert_eq!(check_permission(&member, Permission::ReadMemberships), Ok(()));
        assert_eq!(check_permission(&member, Permission::ReadBilling), Ok(()));

        let refusal = check_permission(&member, Permission::ManageProfile).unwrap_err();

        assert_eq!(refusal.status(), 403);
        assert_eq!(refusal.meta.permissions, Some(vec!["org:sys_profile:manage".to_owned()]));
    }

    #[test]
    fn only_those_who_may_rename_rename_and_nothing_is_changed_half() {
        let organization = found("Acme", None).unwrap().organization;
        let admin = membership(organization.id.as_str(), "user_1", Role::Admin);
        let member = membership(organization.id.as_str(), "user_2", Role::Member);
        let later = Timestamp(organization.updated_at.0 + 5);

        let renamed = organization.clone().rename(Some("Acme Labs"), Some("labs"), &admin, later).unwrap();
        assert_eq!(
            (renamed.name.as_str(), renamed.slug.as_deref(), renamed.updated_at),
            ("Acme Labs", Some("labs"), later)
        );
        assert_eq!(organization.clone().rename(None, None, &admin, later).unwrap().name, "Acme");
        assert!(organization.clone().rename(Some("New"), Some("not ok"), &admin, later).is_err());
        assert!(organization.rename(Some("New"), None, &member, later).is_err());
    }

    #[test]
    fn deleting_needs_the_permission_and_the_setting() {
        let organization = found("Acme", None).unwrap().organization;
        let admin = membership("org_1", "user_1", Role::Admin);
        let member = membership("org_1", "user_2", Role::Member);

        assert_eq!(organization.check_may_delete(&admin), Ok(()));
        assert_eq!(
            organization.check_may_delete(&member).unwrap_err().code,
            ErrorCode::MISSING_ORGANIZATION_PERMISSION
        );
        let fixed = Organization { admin_delete: false, ..organization };
        assert_eq!(fixed.check_may_delete(&admin).unwrap_err().code, ErrorCode::ORGANIZATION_ADMIN_DELETE_NOT_ENABLED);
    }

    #[test]
    fn a_full_organization_takes_nobody() {
        let mut organization = found("Acme", None).unwrap().organization;
        assert_eq!(organization.check_has_room(1_000_000), Ok(()));

        organization.max_memberships = 5;

        assert_eq!(organization.check_has_room(4), Ok(()));
        assert_eq!(organization.check_has_room(5).unwrap_err().code, ErrorCode::ORGANIZATION_MEMBERSHIP_QUOTA_EXCEEDED);
    }

    #[test]
    fn the_last_administrator_stays() {
        let admin = membership("org_1", "user_1", Role::Admin);
        let member = membership("org_1", "user_2", Role::Member);
        let members = [admin.clone(), member.clone()];
        let last = ErrorCode::ORGANIZATION_MINIMUM_PERMISSIONS_NEEDED;

        assert_eq!(check_may_remove(&admin, &admin.user, &members).unwrap_err().code, last);
        assert_eq!(check_may_change_role(&admin, &admin.user, Role::Member, &members).unwrap_err().code, last);
        assert_eq!(check_may_remove(&member, &member.user, &members), Ok(()));
        assert_eq!(check_may_remove(&admin, &member.user, &members), Ok(()));
        assert_eq!(check_may_change_role(&admin, &admin.user, Role::Admin, &members), Ok(()));
        assert_eq!(
            check_may_remove(&member, &admin.user, &members).unwrap_err().code,
            ErrorCode::MISSING_ORGANIZATION_PERMISSION
        );
        assert_eq!(check_may_remove(&admin, &"user_9".into(), &members).unwrap_err().status(), 404);
    }

    #[test]
    fn keys_are_read_with_and_without_their_prefix() {
        assert_eq!(Role::parse("org:admin"), Ok(Role::Admin));
        assert_eq!(Role::parse("member"), Ok(Role::Member));
        assert_eq!(Role::parse("org:owner").unwrap_err().field, Some(Field::Role));
    }

    proptest! {
        #[test]
        fn no_order_of_leaving_and_demoting_leaves_nobody_in_charge(
            roles in proptest::collection::vec(any::<bool>(), 1..6),
            moves in proptest::collection::vec((0usize..6, 0usize..6, 0u8..3), 0..40),
        ) {
            let mut members: Vec<Membership> = std::iter::once(true)
                .chain(roles)
                .enumerate()
                .map(|(n, admin)| membership("org_1", &format!("user_{n}"), if admin { Role::Admin } else { Role::Member }))
                .collect();
            for (by, whom, what) in moves {
                let (Some(by), Some(whom)) = (members.get(by).cloned(), members.get(whom).cloned()) else { continue };
                match what {
                    0 => {
                        if check_may_remove(&by, &whom.user, &members).is_ok() {
                            members.retain(|member| member.user != whom.user);
                        }
                    }
                    one_or_two => {
                        let role = if one_or_two == 1 { Role::Member } else { Role::Admin };
                        if check_may_change_role(&by, &whom.user, role, &members).is_ok() {
                            for member in members.iter_mut().filter(|member| member.user == whom.user) {
                                member.role = role;
                            }
                        }
                    }
                }
                prop_assert!(members.iter().any(|member| member.role == Role::Admin));
            }
        }

        #[test]
        fn every_name_gives_a_slug_that_is_accepted(name in "\\PC{1,80}") {
            if let Ok(founded) = found(&name, None) {
                let slug = founded.organization.slug.unwrap();
                prop_assert_eq!(check_slug(&slug), Ok(slug));
            }
        }
    }
}
