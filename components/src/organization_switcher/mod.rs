//! `<OrganizationSwitcher>`: where one works, where else one could, and the way to a new organization.

mod controller;
mod state;
mod view;

pub use state::{OrganizationSwitcherState, SwitcherAct, Workspace};
pub use view::organization_switcher_view;

use crate::create_organization::controller::create_organization;
use crate::provider::Desk;
use crate::theme::{Appearance, dressed};
use leptos::prelude::*;
use std::sync::Arc;

/// Shows where the person works, and switches; a dialog makes a new organization.
#[component]
pub fn OrganizationSwitcher(
    /// Whether the personal workspace is left out.
    #[prop(optional)]
    hide_personal: bool,
    /// Called after each switch, also to a new organization.
    #[prop(optional, into)]
    on_switched: Option<Callback<()>>,
    /// The menu's id, and what the dialog's ids begin with.
    #[prop(default = "fd-organization-switcher".into(), into)]
    id: String,
    /// Looks of its own, over the provider's.
    #[prop(optional)]
    appearance: Option<Appearance>,
) -> impl IntoView {
    let desk = Desk::expect();
    let own = desk.looks(appearance);
    let looks = own.clone();
    dressed(&looks, move || drawn(desk, id, hide_personal, on_switched, own))
}

fn drawn(desk: Desk, id: String, hide_personal: bool, on_switched: Option<Callback<()>>, own: Appearance) -> AnyView {
    let state = controller::state(&desk, hide_personal);
    let (dialog, create) = create_organization([&id, "-create"].concat(), &desk, own.clone(), on_switched);
    let messages = desk.messages.clone();
    let act = Arc::new(move |act: SwitcherAct| match act {
        SwitcherAct::Choose(key) => controller::choose(&desk, key, on_switched),
        SwitcherAct::Create => create(),
    });
    organization_switcher_view(id, state, act, messages, &own, dialog)
}
