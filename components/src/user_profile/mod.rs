//! `<UserProfile>`: one's own account.

pub(crate) mod controller;
mod rows;
mod state;
mod view;

pub use state::{
    Address, Device, Devices, Editing, ProfileAct, ProfileOffers, ProfileRow, ProfileWork, UserProfileState,
};
pub use view::{SECURITY, UserProfileView, user_profile_view};

use crate::onward::first_url;
use crate::own_page::OwnPage;
use crate::profile::ProfilePlace;
use crate::provider::Desk;
use crate::theme::Appearance;
use crate::ui::element::several;
use controller::Controller;
use frontdesk_sdk::navigation::Routing;
use leptos::prelude::*;
use std::sync::Arc;

/// Shows the person's account, and changes it: name, picture, e-mail addresses, password, devices, and its end. With nobody
/// signed in it is nothing.
#[component]
pub fn UserProfile(
    /// Where it keeps its page; else the fragment of the address, and in a dialog nowhere.
    #[prop(optional)]
    routing: Option<Routing>,
    /// Pages of the app's own, behind ours.
    #[prop(optional)]
    pages: Vec<OwnPage>,
    /// Where to go once the account is deleted; else the provider's page after signing out, else `/`.
    #[prop(optional, into)]
    after_delete_url: Option<String>,
    /// Called once the account is deleted, instead of going to another page.
    #[prop(optional, into)]
    on_deleted: Option<Callback<()>>,
    /// What ids begin with.
    #[prop(default = "fd-user-profile".into(), into)]
    id: String,
    /// Other looks than the provider's.
    #[prop(optional)]
    appearance: Option<Appearance>,
) -> impl IntoView {
    let desk = Desk::expect();
    let (setting, place) = ProfilePlace::around(routing, &desk.frontdesk);
    let url = first_url([after_delete_url.as_deref(), desk.frontdesk.urls().after_sign_out.as_deref(), Some("/")]);
    let controller = Controller::new(&desk, on_deleted, url);
    let (sends, looks) = (controller.clone(), desk.looks(appearance));
    let dialog = controller.bench.prover.dialog(&id, &looks);
    let profile = user_profile_view(UserProfileView {
        id,
        setting,
        state: controller.state(),
        form: controller.form(),
        act: Arc::new(move |act| controller.act(act)),
        on_picture: Arc::new(move |file| sends.use_picture(&file)),
        place,
        pages,
        messages: desk.messages,
        appearance: looks,
    });
    several(vec![profile, dialog])
}
