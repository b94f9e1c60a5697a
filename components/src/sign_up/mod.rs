//! `<SignUp>`: from an empty form to a confirmed account.

mod controller;
mod state;
mod view;

pub use state::{SignUpState, SignUpStep};
pub use view::sign_up_view;

use crate::form_controller::{FormController, Slot};
use crate::modal::Modal;
use crate::onward::{carry_on, finish, first_url};
use crate::provider::Desk;
use crate::step::{Act, StepView};
use crate::theme::Appearance;
use frontdesk_sdk::navigation::Routing;
use leptos::prelude::*;
use std::sync::Arc;

/// Makes an account.
#[component]
pub fn SignUp(
    /// Where to go afterwards; else the provider's, else `/`.
    #[prop(optional, into)]
    after_sign_up_url: Option<String>,
    /// Called afterwards, instead of going to another page.
    #[prop(optional, into)]
    on_signed_up: Option<Callback<()>>,
    /// The page where one signs in; else the provider's.
    #[prop(optional, into)]
    sign_in_url: Option<String>,
    /// What ids begin with.
    #[prop(default = "fd-sign-up".into(), into)]
    id: String,
    /// Where it keeps its step; else the fragment of the address, and in a dialog nowhere.
    #[prop(optional)]
    routing: Option<Routing>,
    /// Looks of its own, over the provider's.
    #[prop(optional)]
    appearance: Option<Appearance>,
    /// Whether the first field takes the focus as soon as it is there: for pages whose purpose this is.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let desk = Desk::expect();
    let urls = desk.frontdesk.urls();
    let modal = Modal::around();
    let in_dialog = modal.is_some();
    // In a dialog the page stays, unless it is told where to go.
    let usual = [urls.after_sign_up.as_deref(), Some("/")].map(|url| url.filter(|_| modal.is_none()));
    let after = first_url([after_sign_up_url.as_deref(), usual[0], usual[1]]);
    let sign_in_url = first_url([sign_in_url.as_deref(), urls.sign_in.as_deref(), None]);
    let sign_in_url = sign_in_url.map(|url| carry_on(url, &desk.frontdesk));
    let finish = Modal::closing(modal, finish(&desk, on_signed_up, after));
    let slot = Slot::default();
    let controller = FormController::new(slot.clone(), &desk, finish.clone());
    let routing = routing.unwrap_or(if in_dialog { Routing::Inside } else { Routing::Hash });
    crate::steps::keep(controller::STEPS, routing, &controller);
    controller::begin(&desk, slot.clone(), controller.clone(), move || finish());
    let state = controller::state(&desk, slot, &controller, sign_in_url);
    let view = StepView {
        id,
        form: state.part(|state| &state.form),
        act: Arc::new(move |act: Act| controller.act(act)),
        messages: desk.messages.clone(),
        appearance: desk.looks(appearance),
    };
    sign_up_view(state, view, autofocus)
}
