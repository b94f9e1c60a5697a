//! Where focus goes: to the first field of a new step, to the first field that is wrong.

use super::element::{effect, watch};
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The element with this id.
pub fn by_id<E: JsCast>(id: &str) -> Option<E> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Runs once what is being drawn is there.
pub fn soon(run: impl FnOnce() + 'static) {
    let run: Box<dyn FnOnce()> = Box::new(run);
    set_timeout(run, Duration::ZERO);
}

/// Moves focus to the first of these elements inside the one with this id, once what is being drawn is there.
pub fn focus_soon(id: String, selectors: &'static [&'static str]) {
    soon(move || {
        let Some(root) = by_id::<HtmlElement>(&id) else { return };
        let found = selectors.iter().find_map(|selector| root.query_selector(selector).ok().flatten());
        if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            // An element that cannot take focus leaves it where it is.
            let _ = element.focus();
        }
    });
}

/// Keeps focus with the person: at a new step it goes to the first field, or else to the heading; at an error to the first
/// field that is wrong. `step` and `errors` are keys that change with them, and no error is zero. The first drawing moves
/// focus only when `at_once`.
pub fn follow(
    id: &str,
    step: impl Fn() -> u64 + Send + Sync + 'static,
    errors: impl Fn() -> u64 + Send + Sync + 'static,
    at_once: bool,
) {
    let step = watch(step);
    let (step_id, error_id) = (id.to_owned(), id.to_owned());
    let mut moves = at_once;
    effect(move || {
        step.get();
        if moves {
            focus_soon(step_id.clone(), &["form .fd-input", "form .fd-otp-input", ".fd-title"]);
        }
        moves = true;
    });
    on_errors(errors, move || focus_soon(error_id.clone(), &["[aria-invalid=true]"]));
}

/// Runs when something is wrong that was not before. `errors` is a key as [`follow`] takes it, whose last byte is their number:
/// where there are fewer, somebody is mending them, and is left at it.
pub fn on_errors(errors: impl Fn() -> u64 + Send + Sync + 'static, run: impl Fn() + 'static) {
    let (errors, mut before) = (watch(errors), 0);
    effect(move || {
        let now = errors.get();
        let fewer = now & 0xff < std::mem::replace(&mut before, now) & 0xff;
        if now != 0 && !fewer {
            run();
        }
    });
}

/// Whether the person works by fingers: a field that takes the focus then covers half the screen with a keyboard.
pub(crate) fn touches() -> bool {
    let asked = window().match_media("(pointer: coarse)").ok().flatten();
    asked.is_some_and(|asked| asked.matches())
}
