use super::state::{OrganizationSwitcherState, Workspace};
use crate::provider::Desk;
use crate::shown::Shown;
use crate::ui::avatar::Face;
use crate::user_button::controller::face;
use frontdesk_sdk::wire::OrganizationMembership;
use frontdesk_sdk::{SetActive, Snapshot};
use leptos::{prelude::*, task::spawn_local};

/// What the view shows.
pub(super) fn state(desk: &Desk, hide_personal: bool) -> Shown<OrganizationSwitcherState> {
    let snapshot = desk.snapshot;
    Shown::new(move |visit| visit(&read(&snapshot.get(), hide_personal)))
}

fn read(snapshot: &Snapshot, hide_personal: bool) -> OrganizationSwitcherState {
    let settings = snapshot.environment.as_deref().map(|environment| &environment.organization_settings);
    let memberships = snapshot.memberships();
    let personal = !hide_personal && !settings.is_some_and(|settings| settings.force_organization_selection);
    let may_create = snapshot.user().is_some_and(|user| {
        let made = i64::try_from(memberships.len()).unwrap_or(i64::MAX);
        let limit = user.create_organizations_limit.unwrap_or_default();
        user.create_organization_enabled && (limit <= 0 || made < limit)
    });
    OrganizationSwitcherState {
        loaded: snapshot.is_loaded(),
        shown: snapshot.is_signed_in() && settings.is_some_and(|settings| settings.enabled),
        current: snapshot.organization_id().map(ToString::to_string).unwrap_or_default(),
        organizations: memberships.iter().map(workspace).collect(),
        personal: snapshot.user().filter(|_| personal).map(face),
        may_create,
    }
}

fn workspace(membership: &OrganizationMembership) -> Workspace {
    let organization = &membership.organization;
    let image_url = organization.has_image.then(|| organization.image_url.clone());
    let role = if membership.role_name.is_empty() {
        membership.role.trim_start_matches("org:").to_owned()
    } else {
        membership.role_name.clone()
    };
    Workspace {
        key: organization.id.to_string(),
        face: Face { name: organization.name.clone(), image_url, square: true },
        role,
    }
}

/// Works in another organization; the empty key is the personal workspace.
pub(super) fn choose(desk: &Desk, key: String, then: Option<Callback<()>>) {
    let frontdesk = desk.frontdesk.clone();
    spawn_local(async move {
        let next = if key.is_empty() { SetActive::personal() } else { SetActive::organization(key) };
        match frontdesk.set_active(next).await {
            Ok(()) => {
                if let Some(then) = then {
                    let _ = then.try_run(());
                }
            }
            // The switcher still shows where the person works, which is the truth.
            Err(error) => leptos::logging::warn!("{}", error),
        }
    });
}
