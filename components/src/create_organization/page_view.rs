use super::state::{CreateOrganizationState, CreateOrganizationStep};
use crate::shown::Shown;
use crate::step::{Act, Input, StepView};
use crate::stepped_card::{SteppedCard, stepped_card};
use crate::theme::dressed;
use crate::ui::avatar::Face;
use crate::ui::avatar_upload::{AvatarUpload, avatar_upload};
use crate::ui::button::Press;
use crate::ui::element::{key_of, keyed, nothing, several};
use crate::ui::field::{Field, Typed, field};
use crate::ui::file_drop::{FileRules, OnFile};
use crate::ui::icon::Icon;
use crate::ui::skeleton;
use leptos::prelude::*;
use std::sync::Arc;

/// What the person does with the logo.
#[derive(Clone)]
pub struct LogoActs {
    /// Chooses one.
    pub on_file: OnFile,
    /// Takes it away.
    pub on_remove: Press,
}

type State = Shown<CreateOrganizationState>;

/// Draws `<CreateOrganization>` from its state. `at_once` moves focus into the first field as soon as it is there.
pub fn create_organization_view(state: State, view: StepView, logo: LogoActs, at_once: bool) -> AnyView {
    let looks = view.appearance.clone();
    dressed(&looks, move || {
        let (absent, here) = (state.clone(), state.clone());
        keyed(
            move || absent.with(|state| u64::from(state.step == CreateOrganizationStep::Absent)),
            move || match here.peek(|state| state.step == CreateOrganizationStep::Absent) {
                true => nothing(),
                false => card(&state, &view, &logo, at_once),
            },
        )
    })
}

fn card(state: &State, view: &StepView, logo: &LogoActs, at_once: bool) -> AnyView {
    let at_once = at_once || view.appearance.layout.autofocus == Some(true);
    let (step, place, brand, drawn) = (state.clone(), state.clone(), state.clone(), state.clone());
    let (inside, logo) = (view.clone(), logo.clone());
    let parts = SteppedCard {
        class: "fd-root fd-create-organization",
        step: Arc::new(move || {
            step.with(|state| match state.step {
                CreateOrganizationStep::Loading => 0,
                step => key_of(&(step, state.has_slug)),
            })
        }),
        place: Arc::new(move || match place.with(|state| state.step) {
            CreateOrganizationStep::Loading | CreateOrganizationStep::Failed if !at_once => {
                CreateOrganizationStep::Form as u64
            }
            step => step as u64,
        }),
        brand: Arc::new(move || brand.with(|state| state.brand.clone())),
        foot: Arc::new(|| None),
        draw: Box::new(move || draw_step(&drawn, &inside, &logo)),
        at_once,
    };
    stepped_card(parts, view)
}

fn draw_step(state: &State, view: &StepView, logo: &LogoActs) -> AnyView {
    let words = view.messages.create_organization();
    let (step, name) = state.peek(|state| (state.step, state.name.clone()));
    match step {
        CreateOrganizationStep::Loading | CreateOrganizationStep::Absent => {
            skeleton::form(view.messages.common().loading, 3)
        }
        CreateOrganizationStep::Failed => view.failed(),
        CreateOrganizationStep::Refused => {
            view.notice(Icon::BUILDING, words.not_allowed_title, words.not_allowed_text, None)
        }
        CreateOrganizationStep::Form => {
            several(vec![view.head(words.title, words.subtitle, None), form(state, view, logo)])
        }
        CreateOrganizationStep::LogoFailed => {
            view.notice(Icon::IMAGE, &name, words.logo_failed, Some((words.go_on.to_owned(), Act::Close)))
        }
        CreateOrganizationStep::Done => view.notice(Icon::DONE, &name, "", None),
    }
}

fn form(state: &State, view: &StepView, logo: &LogoActs) -> AnyView {
    let words = view.messages.create_organization();
    let with_words = view.messages.organization_profile();
    let (chosen, typed) = (state.clone(), view.typed(Input::Name));
    let picture = avatar_upload(AvatarUpload {
        id: view.id("logo"),
        label: words.logo.to_owned(),
        hint: words.logo_hint.to_owned(),
        face: Arc::new(move || {
            let image_url = chosen.with(|state| state.logo_url.clone());
            Face { name: typed().value, image_url: Some(image_url).filter(|url| !url.is_empty()), square: true }
        }),
        choose: words.logo_upload.to_owned(),
        remove: Some((words.logo_remove.to_owned(), logo.on_remove.clone())),
        rules: FileRules::picture(with_words.logo_wrong_kind, with_words.logo_too_large),
        typed: Arc::new(Typed::default),
        on_file: logo.on_file.clone(),
        busy: Arc::new(|| false),
    });
    let mut fields = vec![picture, field(view.input(Input::Name))];
    if state.peek(|state| state.has_slug) {
        fields.push(field(Field { hint: Some(words.slug_hint.to_owned()), ..view.input(Input::Slug) }));
    }
    fields.push(view.submit(words.button));
    view.form(vec![Input::Name, Input::Slug], fields)
}
