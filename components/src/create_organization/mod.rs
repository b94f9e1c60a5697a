//! `<CreateOrganization>`: makes an organization, on a page of its own; and the dialog that does the same.

pub(crate) mod controller;
mod page;
mod page_view;
mod state;
mod view;

pub use page_view::{LogoActs, create_organization_view};
pub use state::{CreateOrganizationState, CreateOrganizationStep};
pub use view::create_organization_dialog;

use crate::modal::Modal;
use crate::onward::{finish, first_url};
use crate::provider::Desk;
use crate::step::StepView;
use crate::theme::Appearance;
use leptos::prelude::*;
use page::Page;
use std::sync::Arc;

/// Makes an organization: logo, name and slug. The person becomes its first admin and works in it from then on. With nobody
/// signed in it is nothing.
#[component]
pub fn CreateOrganization(
    /// Where to go afterwards; else the provider's page of an organization, else `/`.
    #[prop(optional, into)]
    after_create_url: Option<String>,
    /// Called afterwards, instead of going to another page.
    #[prop(optional, into)]
    on_created: Option<Callback<()>>,
    /// What ids begin with.
    #[prop(default = "fd-create-organization".into(), into)]
    id: String,
    /// Moves focus into the name as soon as it is there.
    #[prop(optional)]
    autofocus: bool,
    /// Other looks than the provider's.
    #[prop(optional)]
    appearance: Option<Appearance>,
) -> impl IntoView {
    let desk = Desk::expect();
    let urls = desk.frontdesk.urls();
    let modal = Modal::around();
    // In a dialog the page behind it is where one goes on.
    let last = modal.is_none().then_some("/");
    let url = match &modal {
        Some(_) => after_create_url,
        None => first_url([after_create_url.as_deref(), urls.organization_profile.as_deref(), last]),
    };
    let page = Page::new(&desk, Modal::closing(modal, finish(&desk, on_created, url)));
    let (form, shown) = page.form();
    let state = page.state(&shown);
    let (acts, chooses, drops) = (page.clone(), page.clone(), page);
    let view = StepView {
        id,
        form: shown,
        act: Arc::new(move |act| acts.act(&form, act)),
        messages: desk.messages.clone(),
        appearance: desk.looks(appearance),
    };
    let logo = LogoActs {
        on_file: Arc::new(move |file| chooses.choose_logo(&file)),
        on_remove: Arc::new(move || drops.drop_logo()),
    };
    create_organization_view(state, view, logo, autofocus)
}
