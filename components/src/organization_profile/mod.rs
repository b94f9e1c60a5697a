//! `<OrganizationProfile>`: the organization that the person works in.

mod controller;
mod members;
mod roster;
mod rows;
mod state;
mod view;

pub use state::{
    Member, MembersStage, MembersState, OrganizationAct, OrganizationEditing, OrganizationMay,
    OrganizationProfileState, OrganizationRow, OrganizationWork,
};
pub use view::{MEMBERS, OrganizationProfileView, organization_profile_view};

use crate::modal::Modal;
use crate::own_page::OwnPage;
use crate::profile::ProfilePlace;
use crate::provider::Desk;
use crate::theme::Appearance;
use crate::ui::element::several;
use controller::{After, Controller};
use frontdesk_sdk::navigation::Routing;
use leptos::prelude::*;
use std::sync::Arc;

/// Shows the organization that the person works in, and changes it as far as the person's role allows: logo, name, members and
/// their roles, the way out and its end. With nobody signed in it is nothing.
#[component]
pub fn OrganizationProfile(
    /// Where it keeps its page; else the fragment of the address, and in a dialog nowhere.
    #[prop(optional)]
    routing: Option<Routing>,
    /// Pages of the app's own, behind ours.
    #[prop(optional)]
    pages: Vec<OwnPage>,
    /// Where to go once the person has left the organization or deleted it; else the page stays.
    #[prop(optional, into)]
    after_leave_url: Option<String>,
    /// Called once the person has left the organization or deleted it, instead of going to another page.
    #[prop(optional, into)]
    on_left: Option<Callback<()>>,
    /// What ids begin with.
    #[prop(default = "fd-organization-profile".into(), into)]
    id: String,
    /// Other looks than the provider's.
    #[prop(optional)]
    appearance: Option<Appearance>,
) -> impl IntoView {
    let desk = Desk::expect();
    let (setting, place) = ProfilePlace::around(routing, &desk.frontdesk);
    let after = After { callback: on_left, url: after_leave_url.filter(|url| !url.is_empty()), modal: Modal::around() };
    let controller = Controller::new(&desk, after);
    let (on_logo, looks) = (controller.clone(), desk.looks(appearance));
    let dialog = controller.bench.prover.dialog(&id, &looks);
    let profile = organization_profile_view(OrganizationProfileView {
        id,
        setting,
        state: controller.state(),
        form: controller.form(),
        act: Arc::new(move |act| controller.act(act)),
        on_picture: Arc::new(move |file| on_logo.use_logo(&file)),
        place,
        pages,
        messages: desk.messages,
        appearance: looks,
    });
    several(vec![profile, dialog])
}
