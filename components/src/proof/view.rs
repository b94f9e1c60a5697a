use super::state::{ProofState, ProofStep};
use crate::i18n::fill;
use crate::shown::Shown;
use crate::step::{Act, Input, StepView};
use crate::ui::button::{Button, button, link_button};
use crate::ui::dialog::dialog_head;
use crate::ui::element::{el, key_of, keyed, nothing, several};
use crate::ui::field::{Field, field};
use crate::ui::focus::follow;
use crate::ui::skeleton;
use leptos::prelude::*;

type State = Shown<ProofState>;

/// Draws what stands in the dialog.
pub fn proof_view(state: State, view: StepView) -> AnyView {
    let (place, step, form) = (state.clone(), state.clone(), view.form.clone());
    let id = view.id("step");
    follow(&id, move || place.with(|state| state.step as u64), move || form.with(|form| form.error_key()), true);
    let words = view.messages.clone();
    let key = move || key_of(&(step.with(|state| (state.step, state.has_other)), words.revision()));
    let drawn = keyed(key, move || draw(&state, &view));
    el("div").class("fd-dialog-body").attr("id", id).child(drawn).build()
}

fn draw(state: &State, view: &StepView) -> AnyView {
    let (words, common) = (view.messages.proof(), view.messages.common());
    let (step, address) = state.peek(|state| (state.step, state.address.clone()));
    let about = match step {
        ProofStep::Asking => None,
        ProofStep::Password => Some(words.password.to_owned()),
        ProofStep::Code => Some(fill(words.code, &[("address", &address)])),
        ProofStep::Impossible => Some(words.impossible.to_owned()),
    };
    let close = (common.close.to_owned(), view.press(Act::Close));
    let head = dialog_head(view.id("title"), words.title.to_owned(), about, close.0.clone(), close.1.clone());
    let body = match step {
        ProofStep::Asking => asking(view),
        ProofStep::Password => password(state, view),
        ProofStep::Code => view.code_form(other(state, view, words.use_password)),
        ProofStep::Impossible => button(Button::secondary(close.0, close.1)),
    };
    several(vec![head, body])
}

/// While it is asked which proofs are open, and when that has failed.
fn asking(view: &StepView) -> AnyView {
    let (form, loading) = (view.form.clone(), view.messages.common().loading);
    let shapes = keyed(move || u64::from(form.with(|form| form.alert.is_some())), {
        let form = view.form.clone();
        move || match form.peek(|form| form.alert.is_some()) {
            true => nothing(),
            false => skeleton::shapes(&["label", "control", "button"]),
        }
    });
    let shapes = el("div").class("fd-stack").attr("role", "status").attr("aria-label", loading).child(shapes);
    el("div").class("fd-form").child(view.alert()).child(shapes).build()
}

fn password(state: &State, view: &StepView) -> AnyView {
    // A password manager fills in the password of this name.
    let identifier = el("input")
        .class("fd-visually-hidden")
        .attr("type", "text")
        .attr("name", "username")
        .attr("autocomplete", "username")
        .attr("value", state.peek(|state| state.identifier.clone()))
        .flag("readonly", true)
        .attr("tabindex", "-1")
        .attr("aria-hidden", "true")
        .build();
    let input = field(Field { first: true, ..view.input(Input::Password) });
    let below = other(state, view, view.messages.proof().use_code);
    let below = below.map(|link| el("div").class("fd-after").child(link).build());
    let children = [identifier, input, view.submit(view.messages.proof().button)].into_iter().chain(below);
    view.form(vec![Input::Password], children.collect())
}

/// The way to the other proof, where it is open.
fn other(state: &State, view: &StepView, words: &str) -> Option<AnyView> {
    let has_other = state.peek(|state| state.has_other);
    has_other.then(|| link_button(words.to_owned(), view.press(Act::Use(0))))
}
