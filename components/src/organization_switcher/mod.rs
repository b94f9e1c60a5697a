//! `<OrganizationSwitcher>`: where one works, where else one could, and the way to a new organization.

pub(crate) mod controller;
mod state;
mod view;

pub use state::{OrganizationSwitcherState, SwitcherAct, Workspace};
pub use view::organization_switcher_view;

use crate::create_organization::controller::create_organization;
use crate::modal::modal;
use crate::onward::first_url;
use crate::provider::Desk;
use crate::theme::{Appearance, dressed};
use crate::ui::dialog::DialogSize;
use crate::ui::element::several;
use leptos::prelude::*;
use std::sync::Arc;

/// Shows where the person works, and switches; a dialog makes a new organization.
#[component]
pub fn OrganizationSwitcher(
    /// Whether the personal workspace is left out.
    #[prop(optional)]
    hide_personal: bool,
    /// What "Manage organization" opens in a dialog: `modal=|| view! { <OrganizationProfile/> }`. A page downloads the profile only if
    /// it is named here.
    #[prop(optional, into)]
    modal: Option<ViewFn>,
    /// The page that "Manage organization" leads to, where no dialog is named; else the provider's. Without either there is no such
    /// item.
    #[prop(optional, into)]
    organization_profile_url: Option<String>,
    /// Called after each switch, also to a new organization.
    #[prop(optional, into)]
    on_switched: Option<Callback<()>>,
    /// The menu's id, and what the dialogs' ids begin with.
    #[prop(default = "fd-organization-switcher".into(), into)]
    id: String,
    /// Looks of its own, over the provider's.
    #[prop(optional)]
    appearance: Option<Appearance>,
) -> impl IntoView {
    let desk = Desk::expect();
    let own = desk.looks(appearance);
    let manage_url =
        first_url([organization_profile_url.as_deref(), desk.frontdesk.urls().organization_profile.as_deref(), None])
            .filter(|_| modal.is_none());
    let brings = controller::Brings { hide_personal, manages: modal.is_some() || manage_url.is_some(), manage_url };
    let looks = own.clone();
    dressed(&looks, move || drawn(desk, id, brings, modal, on_switched, own))
}

fn drawn(
    desk: Desk,
    id: String,
    brings: controller::Brings,
    manage: Option<ViewFn>,
    on_switched: Option<Callback<()>>,
    own: Appearance,
) -> AnyView {
    let state = controller::state(&desk, brings);
    let (dialog, create) = create_organization([&id, "-create"].concat(), &desk, own.clone(), on_switched);
    let messages = desk.messages.clone();
    let profile = manage.map(|content| {
        let name = messages.organization_switcher().manage;
        modal([&id, "-profile"].concat(), name, DialogSize::Large, &messages, &own, content)
    });
    let (profile, open) = profile.unzip();
    let act = Arc::new(move |act: SwitcherAct| match act {
        SwitcherAct::Choose(key) => controller::choose(&desk, key, on_switched),
        SwitcherAct::Manage => {
            if let Some(open) = &open {
                open();
            }
        }
        SwitcherAct::Create => create(),
    });
    let switcher = organization_switcher_view(id, state, act, messages, &own, dialog);
    several([switcher].into_iter().chain(profile).collect())
}
