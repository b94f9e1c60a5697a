//! Where focus goes: to the first field of a new step, to the first field that is wrong.

use leptos::{html, prelude::*};
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Moves focus to the first of these elements inside `root`, once what is being drawn is there.
pub fn focus_soon(root: NodeRef<html::Div>, selectors: &'static [&'static str]) {
    set_timeout(
        move || {
            let Some(root) = root.get_untracked() else { return };
            let found = selectors.iter().find_map(|selector| root.query_selector(selector).ok().flatten());
            if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
                // An element that cannot take focus leaves it where it is.
                let _ = element.focus();
            }
        },
        Duration::ZERO,
    );
}

/// Keeps focus with the person: at a new step it goes to the first empty field, or else to the heading; at an error to the
/// first field that is wrong. The first drawing moves focus only when `at_once`.
pub fn follow<S>(root: NodeRef<html::Div>, step: Memo<S>, errors: Memo<Vec<String>>, at_once: bool)
where
    S: PartialEq + Clone + Send + Sync + 'static,
{
    Effect::new(move |before: Option<S>| {
        let now = step.get();
        let moved = match before {
            Some(before) => before != now,
            None => at_once,
        };
        if moved {
            focus_soon(root, &["[data-first]", "form .fd-input", "form .fd-otp-input", ".fd-title"]);
        }
        now
    });
    Effect::new(move |_| {
        if errors.with(|errors| !errors.is_empty()) {
            focus_soon(root, &["[aria-invalid=true]"]);
        }
    });
}
