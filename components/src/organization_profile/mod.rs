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
use crate::profile::Setting;
use crate::provider::Desk;
use crate::routing::Place;
use crate::theme::Appearance;
use crate::user_profile::ProfilePlace;
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
    let setting = if Modal::around().is_some() { Setting::Modal } else { Setting::Page };
    let routing = routing.unwrap_or(match setting {
        Setting::Page => Routing::Hash,
        Setting::Modal => Routing::Inside,
    });
    let after = After { callback: on_left, url: after_leave_url.filter(|url| !url.is_empty()), modal: Modal::around() };
    let controller = Controller::new(&desk, after);
    let place = Place::new(routing, &desk.frontdesk);
    let (current, href, go) = (place.clone(), place.clone(), place);
    let on_logo = controller.clone();
    organization_profile_view(OrganizationProfileView {
        id,
        setting,
        state: controller.state(),
        form: controller.form(),
        act: Arc::new(move |act| controller.act(act)),
        on_logo: Arc::new(move |file| on_logo.use_logo(&file)),
        place: ProfilePlace {
            current: Arc::new(move || current.step()),
            href: Arc::new(move |path| href.href(path)),
            go: Arc::new(move |path| go.go(&path)),
        },
        pages,
        messages: desk.messages.clone(),
        appearance: desk.looks(appearance),
    })
}
