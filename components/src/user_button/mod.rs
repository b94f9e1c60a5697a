//! `<UserButton>`: who is signed in, the other accounts, and the way out.

pub(crate) mod controller;
mod state;
mod view;

pub use state::{Account, UserAct, UserButtonState};
pub use view::user_button_view;

use crate::modal::modal;
use crate::onward::first_url;
use crate::own_page::{Does, OwnItem};
use crate::provider::Desk;
use crate::theme::Appearance;
use crate::ui::dialog::DialogSize;
use crate::ui::element::several;
use leptos::prelude::*;
use std::sync::Arc;

/// Shows who is signed in; its menu has the account, the other accounts and the way out.
#[component]
pub fn UserButton(
    /// What "Manage account" opens in a dialog: `modal=|| view! { <UserProfile/> }`. A page downloads the profile only if it is
    /// named here.
    #[prop(optional, into)]
    modal: Option<ViewFn>,
    /// The page that "Manage account" leads to, where no dialog is named; else the provider's. Without either there is no such item.
    #[prop(optional, into)]
    user_profile_url: Option<String>,
    /// The page where one more account signs in; else the provider's. Without one, no account can be added.
    #[prop(optional, into)]
    sign_in_url: Option<String>,
    /// Where to go after signing out; else the provider's. Without one, the page stays.
    #[prop(optional, into)]
    after_sign_out_url: Option<String>,
    /// Called after signing out, instead of going to another page.
    #[prop(optional, into)]
    on_signed_out: Option<Callback<()>>,
    /// The menu's id.
    #[prop(default = "fd-user-button".into(), into)]
    id: String,
    /// The app's own items, above the way out.
    #[prop(optional)]
    items: Vec<OwnItem>,
    /// Looks of its own, over the provider's.
    #[prop(optional)]
    appearance: Option<Appearance>,
) -> impl IntoView {
    let desk = Desk::expect();
    let urls = desk.frontdesk.urls();
    let sign_in_url = first_url([sign_in_url.as_deref(), urls.sign_in.as_deref(), None]);
    let url = first_url([after_sign_out_url.as_deref(), urls.after_sign_out.as_deref(), None]);
    let after = controller::After { callback: on_signed_out, url };
    let (messages, own) = (desk.messages.clone(), desk.looks(appearance));
    let manage_url =
        first_url([user_profile_url.as_deref(), urls.user_profile.as_deref(), None]).filter(|_| modal.is_none());
    let brings = controller::Brings {
        sign_in_url,
        manages: modal.is_some() || manage_url.is_some(),
        manage_url,
        items: items.iter().enumerate().map(|(place, item)| item.menu_item(place)).collect(),
    };
    let state = controller::state(&desk, brings);
    let profile = modal.map(|content| {
        let name = messages.user_button().manage;
        self::modal([&id, "-profile"].concat(), name, DialogSize::Large, &messages, &own, content)
    });
    let (profile, open) = profile.unzip();
    let act = Arc::new(move |act: UserAct| match (act, &open) {
        (UserAct::Manage, Some(open)) => open(),
        (UserAct::Own(place), _) => {
            if let Some(OwnItem { does: Does::Call(call), .. }) = items.get(place) {
                // An app that has gone meanwhile has nothing to be told.
                let _ = call.try_run(());
            }
        }
        (act, _) => controller::act(&desk, act, after.clone()),
    });
    several([user_button_view(id, state, act, messages, &own)].into_iter().chain(profile).collect())
}
