use super::state::{OrganizationSwitcherState, Workspace};
use crate::i18n::Messages;
use crate::provider::Desk;
use crate::shown::Shown;
use crate::ui::avatar::Face;
use crate::user_button::controller::face;
use frontdesk_sdk::wire::{Organization, OrganizationMembership};
use frontdesk_sdk::{SetActive, Snapshot};
use leptos::{prelude::*, task::spawn_local};

/// What the app brings to the menu.
#[derive(Clone)]
pub(super) struct Brings {
    pub(super) hide_personal: bool,
    pub(super) manages: bool,
    pub(super) manage_url: Option<String>,
}

/// What the view shows.
pub(super) fn state(desk: &Desk, brings: Brings) -> Shown<OrganizationSwitcherState> {
    let (snapshot, messages) = (desk.snapshot, desk.messages.clone());
    Shown::new(move |visit| {
        messages.revision();
        visit(&read(&snapshot.get(), &brings, &messages));
    })
}

fn read(snapshot: &Snapshot, brings: &Brings, messages: &Messages) -> OrganizationSwitcherState {
    let settings = snapshot.environment.as_deref().map(|environment| &environment.organization_settings);
    OrganizationSwitcherState {
        loaded: snapshot.is_loaded(),
        shown: snapshot.is_signed_in() && settings.is_some_and(|settings| settings.enabled),
        current: snapshot.organization_id().map(ToString::to_string).unwrap_or_default(),
        organizations: snapshot.memberships().iter().map(|one| workspace(one, messages)).collect(),
        personal: personal(snapshot, brings.hide_personal),
        may_create: may_create(snapshot),
        manages: brings.manages,
        manage_url: brings.manage_url.clone().unwrap_or_default(),
    }
}

/// Whose personal workspace there is, where one may work in it.
pub(crate) fn personal(snapshot: &Snapshot, hide: bool) -> Option<Face> {
    let settings = snapshot.environment.as_deref().map(|environment| &environment.organization_settings);
    let shown = !hide && !settings.is_some_and(|settings| settings.force_organization_selection);
    snapshot.user().filter(|_| shown).map(face)
}

/// Whether the person may make one more organization.
pub(crate) fn may_create(snapshot: &Snapshot) -> bool {
    snapshot.user().is_some_and(|user| {
        let made = i64::try_from(snapshot.memberships().len()).unwrap_or(i64::MAX);
        let limit = user.create_organizations_limit.unwrap_or_default();
        user.create_organization_enabled && (limit <= 0 || made < limit)
    })
}

pub(crate) fn workspace(membership: &OrganizationMembership, messages: &Messages) -> Workspace {
    let organization = &membership.organization;
    let role = role_words(&membership.role, &membership.role_name, messages);
    Workspace { key: organization.id.to_string(), face: logo(organization), role }
}

/// An organization's name and logo.
pub(crate) fn logo(organization: &Organization) -> Face {
    let image_url = organization.has_image.then(|| organization.image_url.clone());
    Face { name: organization.name.clone(), image_url, square: true }
}

/// A role's name: those that every instance has are named in the language of the page, others by the server, or else by their
/// key without what all keys begin with.
pub(crate) fn role_words(role: &str, named: &str, messages: &Messages) -> String {
    match (role, named) {
        ("org:admin", _) => messages.role().admin,
        ("org:member", _) => messages.role().member,
        (key, "") => key.trim_start_matches("org:"),
        _ => named,
    }
    .to_owned()
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
