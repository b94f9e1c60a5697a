//! `<OrganizationList>`: where one can work, and the way to a new organization.

mod controller;
mod state;
mod view;

pub use state::{ListAct, OrganizationListState};
pub use view::{OrganizationListView, organization_list_view};

use crate::create_organization::controller::create_organization;
use crate::modal::Modal;
use crate::onward::{finish, first_url};
use crate::provider::Desk;
use crate::theme::Appearance;
use crate::ui::card;
use controller::Controller;
use leptos::prelude::*;
use std::sync::Arc;

/// Shows the personal workspace and the organizations of the person with their roles; choosing one works there. With nobody
/// signed in it is nothing.
#[component]
pub fn OrganizationList(
    /// Whether the personal workspace is left out.
    #[prop(optional)]
    hide_personal: bool,
    /// Where to go once one is chosen or made; else the page stays.
    #[prop(optional, into)]
    after_select_url: Option<String>,
    /// Called once one is chosen or made, instead of going to another page.
    #[prop(optional, into)]
    on_selected: Option<Callback<()>>,
    /// The page that makes an organization; else the provider's, else a dialog does.
    #[prop(optional, into)]
    create_organization_url: Option<String>,
    /// What ids begin with.
    #[prop(default = "fd-organization-list".into(), into)]
    id: String,
    /// Other looks than the provider's.
    #[prop(optional)]
    appearance: Option<Appearance>,
) -> impl IntoView {
    let desk = Desk::expect();
    let looks = desk.looks(appearance);
    let urls = desk.frontdesk.urls();
    let create_url =
        first_url([create_organization_url.as_deref(), urls.create_organization.as_deref(), None]).unwrap_or_default();
    let url = after_select_url.filter(|url| !url.is_empty());
    let then = Modal::closing(Modal::around(), finish(&desk, on_selected, url));
    let made = then.clone();
    let (dialog, create) =
        create_organization([&id, "-create"].concat(), &desk, looks.clone(), Some(Callback::new(move |()| made())));
    let controller = Controller::new(&desk, hide_personal, create_url, then);
    let state = controller.state();
    let act = Arc::new(move |act: ListAct| match act {
        ListAct::Choose(key) => controller.choose(key),
        ListAct::Create => create(),
        ListAct::Retry => controller.retry(),
    });
    let around = card::root(&looks, "fd-root fd-inline", None, vec![dialog]);
    let view = OrganizationListView { id, state, act, messages: desk.messages.clone(), appearance: looks };
    organization_list_view(view, around)
}
