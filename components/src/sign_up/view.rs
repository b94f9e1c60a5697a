use super::state::{SignUpState, SignUpStep};
use crate::i18n::fill;
use crate::shown::Shown;
use crate::step::{Input, StepView};
use crate::stepped_card::{SteppedCard, stepped_card};
use crate::theme::dressed;
use crate::ui::element::{el, key_of, several};
use crate::ui::field::{Field, field};
use crate::ui::icon::Icon;
use crate::ui::skeleton;
use leptos::prelude::*;
use std::sync::Arc;

type State = Shown<SignUpState>;

/// Draws `<SignUp>` from its state. `at_once` moves focus into the first field as soon as it is there.
pub fn sign_up_view(state: State, view: StepView, at_once: bool) -> AnyView {
    let looks = view.appearance.clone();
    dressed(&looks, move || draw(state, view, at_once))
}

fn draw(state: State, view: StepView, at_once: bool) -> AnyView {
    let at_once = at_once || view.appearance.layout.autofocus == Some(true);
    let (step, place, brand, foot, drawn) = (state.clone(), state.clone(), state.clone(), state.clone(), state);
    let words = view.messages.clone();
    let inside = view.clone();
    let parts = SteppedCard {
        class: "fd-root fd-sign-up",
        step: Arc::new(move || {
            step.with(|state| if state.step == SignUpStep::Loading { 0 } else { key_of(&(state.step, &state.fields)) })
        }),
        place: Arc::new(move || match place.with(|state| state.step) {
            SignUpStep::Loading | SignUpStep::Failed if !at_once => SignUpStep::Start as u64,
            step => step as u64,
        }),
        brand: Arc::new(move || brand.with(|state| state.brand.clone())),
        foot: Arc::new(move || {
            let url = foot.with(|state| {
                let shown = !matches!(state.step, SignUpStep::Code | SignUpStep::Done);
                shown.then(|| state.sign_in_url.clone())
            });
            let url = url.filter(|url| !url.is_empty())?;
            Some((words.sign_up().have_account.to_owned(), words.sign_up().sign_in.to_owned(), url))
        }),
        draw: Box::new(move || draw_step(&drawn, &inside)),
        at_once,
    };
    stepped_card(parts, &view)
}

fn draw_step(state: &State, view: &StepView) -> AnyView {
    let words = view.messages.sign_up();
    let name = state.peek(|state| state.brand.name.clone());
    match state.peek(|state| state.step) {
        SignUpStep::Loading => skeleton::form(view.messages.common().loading, 2),
        SignUpStep::Failed => view.failed(),
        SignUpStep::Start => {
            let title = if name.is_empty() { words.title.to_owned() } else { fill(words.title_for, &[("app", &name)]) };
            several(vec![view.head(&title, words.subtitle, None), form(state, view, words.button)])
        }
        SignUpStep::Continue => {
            let form = form(state, view, view.messages.common().continue_button);
            several(vec![view.head(words.more_title, words.more_subtitle, None), form])
        }
        SignUpStep::Code => {
            let about = state.peek(|state| state.about.clone());
            several(vec![view.head(words.code_title, words.code_subtitle, Some(about)), view.code_form(None)])
        }
        SignUpStep::Closed => view.notice(Icon::KEY, words.closed_title, words.closed_text, None),
        SignUpStep::Done => view.done(),
    }
}

fn form(state: &State, view: &StepView, button: &str) -> AnyView {
    let mut fields = state.peek(|state| state.fields.clone());
    if view.appearance.layout.optional_fields == Some(false) {
        fields.retain(|(_, required)| *required);
    }
    let has = |input| fields.iter().any(|(name, _)| *name == input);
    let side_by_side = has(Input::FirstName) && has(Input::LastName);
    let mut names = Vec::new();
    let mut rest = Vec::new();
    for (input, required) in &fields {
        match input {
            Input::Password => rest.push(view.new_password(Input::Password, !required)),
            Input::LegalAccepted => rest.push(view.checkbox(Input::LegalAccepted, legal(state, view))),
            _ => {
                let optional = (!required).then(|| view.messages.common().optional.to_owned());
                let drawn = field(Field { optional, ..view.input(*input) });
                let is_name = matches!(input, Input::FirstName | Input::LastName);
                if side_by_side && is_name { names.push(drawn) } else { rest.push(drawn) }
            }
        }
    }
    if side_by_side {
        rest.insert(0, el("div").class("fd-row").child(names).build());
    }
    rest.push(view.submit(button));
    view.form(fields.iter().map(|(input, _)| *input).collect(), rest)
}

fn legal(state: &State, view: &StepView) -> AnyView {
    let words = view.messages.field().legal;
    match state.peek(|state| state.terms_url.clone()) {
        Some(url) => {
            let link = el("a").class("fd-link").attr("href", url).attr("target", "_blank").attr("rel", "noreferrer");
            link.text(words).build()
        }
        None => words.into_any(),
    }
}
