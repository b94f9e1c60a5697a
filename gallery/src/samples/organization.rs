//! An organization, its people, and the places in which somebody works.

use super::{brand, person, workspace};
use frontdesk_components::create_organization::{CreateOrganizationState, CreateOrganizationStep};
use frontdesk_components::organization_list::OrganizationListState;
use frontdesk_components::organization_profile::{
    Member, MembersStage, MembersState, OrganizationMay, OrganizationProfileState,
};
use frontdesk_components::organization_switcher::Workspace;
use frontdesk_components::profile::FrameStage;
use frontdesk_components::ui::avatar::Face;
use frontdesk_components::ui::select::Choice;

/// What an admin may do.
pub const ADMIN: OrganizationMay =
    OrganizationMay { change: true, delete: true, see_members: true, manage_members: true };

/// What a member may do.
pub const MEMBER: OrganizationMay =
    OrganizationMay { change: false, delete: false, see_members: true, manage_members: false };

/// A member of an organization.
pub fn member(key: &str, name: &str, role: &str, you: bool) -> Member {
    Member {
        key: key.to_owned(),
        face: person(name),
        address: [key, "@example.com"].concat(),
        joined: "Nov 22, 2026".to_owned(),
        role: ["org:", &role.to_lowercase()].concat(),
        role_name: role.to_owned(),
        you,
    }
}

/// Ada's organization, in which Grace is a member.
pub fn acme() -> OrganizationProfileState {
    let choice = |value: &str, label: &str| Choice { value: value.to_owned(), label: label.to_owned() };
    OrganizationProfileState {
        stage: FrameStage::Ready,
        key: "org_1".to_owned(),
        face: Face { square: true, ..person("Acme Engineering") },
        slug: "acme".to_owned(),
        has_slug: true,
        role: "Admin".to_owned(),
        may: ADMIN,
        members: MembersState {
            stage: MembersStage::Known,
            rows: vec![member("ada", "Ada Lovelace", "Admin", true), member("grace", "Grace Hopper", "Member", false)],
            pages: 1,
            shown: "1–2 of 2".to_owned(),
            count: "2 members".to_owned(),
            roles: vec![choice("org:admin", "Admin"), choice("org:member", "Member")],
            ..MembersState::default()
        },
        ..OrganizationProfileState::default()
    }
}

/// The places in which Ada works; she is in the first one.
pub fn places() -> OrganizationListState {
    OrganizationListState {
        stage: FrameStage::Ready,
        brand: brand(),
        current: "org_1".to_owned(),
        organizations: vec![
            workspace("org_1", "Acme"),
            Workspace { role: "Member".to_owned(), ..workspace("org_2", "Royal Society") },
        ],
        personal: Some(person("Ada Lovelace")),
        may_create: true,
        ..OrganizationListState::default()
    }
}

/// A page that makes an organization, at this step.
pub fn creating(step: CreateOrganizationStep) -> CreateOrganizationState {
    CreateOrganizationState {
        step,
        brand: brand(),
        has_slug: true,
        name: "Acme".to_owned(),
        ..CreateOrganizationState::default()
    }
}
