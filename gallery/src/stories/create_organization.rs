use crate::samples::{creating, typed};
use crate::{Stage, Story};
use frontdesk_components::create_organization::{
    CreateOrganizationState, CreateOrganizationStep, LogoActs, create_organization_dialog, create_organization_view,
};
use frontdesk_components::shown::Shown;
use frontdesk_components::step::{Control, FormState, Input};
use frontdesk_components::ui::card;
use frontdesk_components::ui::field::Typed;
use leptos::prelude::*;
use std::sync::Arc;

const NAME: &str = "CreateOrganization";

/// A square of colours, as a logo in a browser's memory is one.
const LOGO: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 2 2'%3E%3Cpath fill='%234f46e5' d='M0 0h2v2H0z'/%3E%3Cpath fill='%23fbbf24' d='M0 0h1v1H0zM1 1h1v1H1z'/%3E%3C/svg%3E";

pub(super) const STORIES: &[Story] = &[
    Story::new(NAME, "page", "A new organization: logo, name, address name.", |stage| {
        draw(stage, creating(CreateOrganizationStep::Form), FormState::default())
    }),
    Story::new(NAME, "page-logo", "The chosen logo is shown before it is sent.", |stage| {
        let state = CreateOrganizationState { logo_url: LOGO.to_owned(), ..creating(CreateOrganizationStep::Form) };
        draw(stage, state, named())
    }),
    Story::new(NAME, "page-taken", "The address name belongs to another one.", |stage| {
        draw(stage, creating(CreateOrganizationStep::Form), taken())
    }),
    Story::new(NAME, "page-busy", "The pressed button shows the work.", |stage| {
        let form = FormState { busy: Some(Control::Submit), ..named() };
        draw(stage, creating(CreateOrganizationStep::Form), form)
    }),
    Story::new(NAME, "logo-failed", "The organization is there, its logo is not.", |stage| {
        draw(stage, creating(CreateOrganizationStep::LogoFailed), FormState::default())
    }),
    Story::new(NAME, "refused", "One may not make organizations here.", |stage| {
        draw(stage, creating(CreateOrganizationStep::Refused), FormState::default())
    }),
    Story::new(NAME, "loading", "Nothing is known yet: shapes keep the size.", |stage| {
        draw(stage, CreateOrganizationState::default(), FormState::default())
    }),
    Story::new(NAME, "failed", "Nothing could be learnt from the server.", |stage| {
        draw(stage, creating(CreateOrganizationStep::Failed), FormState::default())
    }),
    Story::new(NAME, "done", "It is there, on the way to it.", |stage| {
        draw(stage, creating(CreateOrganizationStep::Done), FormState::default())
    }),
    Story::new(NAME, "dialog", "The dialog of the switcher.", |stage| in_dialog(stage, FormState::default())),
    Story::new(NAME, "taken", "In it, an address name that belongs to another one.", |stage| in_dialog(stage, taken())),
];

fn named() -> FormState {
    typed(vec![(Input::Name, Typed::new("Acme")), (Input::Slug, Typed::new("acme"))])
}

fn taken() -> FormState {
    let wrong = Typed::wrong("acme", "That address is taken. Please try another.");
    typed(vec![(Input::Name, Typed::new("Acme")), (Input::Slug, wrong)])
}

fn draw(stage: &Stage, state: CreateOrganizationState, form: FormState) -> AnyView {
    let logo = LogoActs { on_file: Arc::new(|_| ()), on_remove: Arc::new(|| ()) };
    create_organization_view(Shown::always(state), stage.step_view("fd-create", &form), logo, false)
}

fn in_dialog(stage: &Stage, form: FormState) -> AnyView {
    let view = stage.step_view("fd-create", &form);
    let dialog = create_organization_dialog(Arc::new(|| true), Arc::new(|| true), view);
    card::root(&stage.appearance, "fd-root", None, vec![dialog])
}
