use super::state::{SignUpState, SignUpStep};
use crate::i18n::fill;
use crate::step::{Input, StepView};
use crate::ui::field::{Field, field};
use crate::ui::focus::follow;
use crate::ui::icon::Icon;
use crate::ui::{card, skeleton};
use leptos::{html, prelude::*};

/// Draws `<SignUp>` from its state. `at_once` moves focus into the first field as soon as it is there.
pub fn sign_up_view(state: Signal<SignUpState>, step_view: StepView, at_once: bool) -> AnyView {
    let root = NodeRef::<html::Div>::new();
    let step = Memo::new(move |_| state.with(|state| state.step));
    let fields = Memo::new(move |_| state.with(|state| state.fields.clone()));
    let brand = Memo::new(move |_| state.with(|state| state.brand.clone()));
    let sign_in_url = Memo::new(move |_| state.with(|state| state.sign_in_url.clone()));
    let errors = Memo::new(move |_| state.with(|state| state.form.errors()));
    let place = Memo::new(move |_| match step.get() {
        SignUpStep::Loading | SignUpStep::Failed | SignUpStep::Start if !at_once => SignUpStep::Start,
        step => step,
    });
    follow(root, place, errors, at_once);

    let drawn = step_view.clone();
    // Steps come in with a short motion, but the first one is simply there.
    let moved = StoredValue::new(false);
    let main = move || {
        let step = step.get();
        let entering = moved.get_value().then_some("");
        moved.set_value(step != SignUpStep::Loading);
        view! { <div class="fd-step" data-entering=entering>{draw_step(step, fields.get(), state, &drawn)}</div> }
            .into_any()
    };
    let words = step_view.messages.clone();
    let foot = move || {
        let url = sign_in_url.get();
        let shown = step.get() != SignUpStep::Done && step.get() != SignUpStep::Code && !url.is_empty();
        shown.then(|| card::foot(words.sign_up.have_account.to_string(), words.sign_up.sign_in.to_string(), url))
    };
    let loading = Memo::new(move |_| step.get() == SignUpStep::Loading);
    let brand = move || if loading.get() { skeleton::brand() } else { card::brand(&brand.get()) };
    let card = view! {
        <div class="fd-card">
            <div class="fd-card-main">{brand}{main}</div>
            {foot}
        </div>
    };
    card::root(&step_view.appearance, "fd-root fd-sign-up", root, card.into_any())
}

fn draw_step(step: SignUpStep, fields: Vec<(Input, bool)>, state: Signal<SignUpState>, view: &StepView) -> AnyView {
    let words = &view.messages.sign_up;
    let name = state.with_untracked(|state| state.brand.name.clone());
    match step {
        SignUpStep::Loading => skeleton::form(&view.messages.common.loading, 2),
        SignUpStep::Failed => view.failed(),
        SignUpStep::Start => {
            let title =
                if name.is_empty() { words.title.to_string() } else { fill(&words.title_for, &[("app", &name)]) };
            view! { {view.head(&title, &words.subtitle, None)}{form(fields, state, view, &words.button)} }.into_any()
        }
        SignUpStep::Continue => {
            let form = form(fields, state, view, &view.messages.common.continue_button);
            view! { {view.head(&words.more_title, &words.more_subtitle, None)}{form} }.into_any()
        }
        SignUpStep::Code => {
            let about = state.with_untracked(|state| state.about.clone());
            view! { {view.head(&words.code_title, &words.code_subtitle, Some(about))}{view.code_form(None)} }.into_any()
        }
        SignUpStep::Closed => view.notice(Icon::Key, &words.closed_title, &words.closed_text, None),
        SignUpStep::Done => view.done(),
    }
}

fn form(fields: Vec<(Input, bool)>, state: Signal<SignUpState>, view: &StepView, button: &str) -> AnyView {
    let has = |input| fields.iter().any(|(name, _)| *name == input);
    let side_by_side = has(Input::FirstName) && has(Input::LastName);
    let draw = |(input, required): &(Input, bool)| match input {
        Input::Password => view.new_password(Input::Password, !required),
        Input::LegalAccepted => view.checkbox(Input::LegalAccepted, legal(state, view)),
        _ => {
            let optional = (!required).then(|| view.messages.common.optional.to_string());
            field(Field { optional, ..view.input(*input) })
        }
    };
    let is_name = |input: &Input| side_by_side && matches!(input, Input::FirstName | Input::LastName);
    let names = side_by_side.then(|| {
        let names = fields.iter().filter(|(input, _)| is_name(input)).map(draw).collect::<Vec<_>>();
        view! { <div class="fd-row">{names}</div> }
    });
    let rest = fields.iter().filter(|(input, _)| !is_name(input)).map(draw).collect::<Vec<_>>();
    let inputs = fields.iter().map(|(input, _)| *input).collect();
    view.form(inputs, view! { {names}{rest}{view.submit(button)} }.into_any())
}

fn legal(state: Signal<SignUpState>, view: &StepView) -> AnyView {
    let words = view.messages.field.legal.to_string();
    match state.with_untracked(|state| state.terms_url.clone()) {
        Some(url) => view! { <a class="fd-link" href=url target="_blank" rel="noreferrer">{words}</a> }.into_any(),
        None => words.into_any(),
    }
}
