//! A field that seeks, and whether something is found.

use super::button::Whether;
use super::element::{dynamic, el, nothing};
use super::focus::by_id;
use super::icon::{Icon, icon};
use super::spinner::spinner;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

/// What a search field is.
pub struct Search {
    /// The input's id.
    pub id: String,
    /// Its name, which it also shows while it is empty.
    pub label: String,
    /// The name of the button that empties it.
    pub clear: String,
    /// What is sought.
    pub value: Arc<dyn Fn() -> String + Send + Sync>,
    /// What happens when something else is sought. Whoever asks a server waits a moment first.
    pub on_input: Arc<dyn Fn(String) + Send + Sync>,
    /// Whether the answer is under way.
    pub busy: Whether,
}

/// Draws a search field. Escape empties it.
pub fn search(search: Search) -> AnyView {
    let Search { id, label, clear, value, on_input, busy } = search;
    let (shown, filled, typed, escaped) = (value.clone(), value, on_input.clone(), on_input.clone());
    let emptied = Arc::new(move |id: &str| {
        escaped(String::new());
        if let Some(input) = by_id::<HtmlElement>(id) {
            let _ = input.focus();
        }
    });
    let (on_key, key_id, button_id) = (emptied.clone(), id.clone(), id.clone());
    let key_filled = filled.clone();
    let input = el("input")
        .class("fd-input fd-search-input")
        .attr("id", id.clone())
        .attr("type", "search")
        .attr("name", "query")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("enterkeyhint", "search")
        .attr("placeholder", label.clone())
        .value(move || shown())
        .on("input", move |event| typed(event_target_value(&event)))
        .on("keydown", move |event| {
            let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
            // In a dialog Escape would close that; first it is the field's.
            if event.key() == "Escape" && !untrack(|| key_filled()).is_empty() {
                event.prevent_default();
                event.stop_propagation();
                on_key(&key_id);
            }
        });
    let end = dynamic(move || {
        if busy() {
            return spinner().build();
        }
        if filled().is_empty() {
            return nothing();
        }
        let (emptied, id) = (emptied.clone(), button_id.clone());
        super::button::icon_button(Icon::CLOSE, clear.clone(), Arc::new(move || emptied(&id)))
    });
    el("div")
        .class("fd-search")
        .attr("role", "search")
        .attr("aria-label", label.clone())
        .child(el("label").class("fd-visually-hidden").attr("for", id).text(label))
        .child(icon(Icon::SEARCH))
        .child(input)
        .child(el("span").class("fd-input-end").child(end))
        .build()
}

/// Whether a text has in it what is sought, whatever the case and, in a browser, the accents.
pub fn matches(text: &str, sought: &str) -> bool {
    let sought = sought.trim();
    sought.is_empty() || folded(text).contains(&folded(sought))
}

/// The browser brings the tables of Unicode, which weigh as much as a whole form.
#[cfg(target_arch = "wasm32")]
pub(crate) fn folded(text: &str) -> String {
    let apart: String = js_sys::JsString::from(text).normalize("NFKD").to_lower_case().into();
    apart.chars().filter(|c| !matches!(c, '\u{300}'..='\u{36f}')).collect()
}

#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn folded(text: &str) -> String {
    text.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sought_is_found_in_any_case_and_nothing_sought_finds_all() {
        for (text, sought, found) in [
            ("Analytical Engines", "engine", true),
            ("Analytical Engines", " ENG ", true),
            ("Analytical Engines", "", true),
            ("Analytical Engines", "engines analytical", false),
            ("Ada", "b", false),
        ] {
            assert_eq!(matches(text, sought), found, "{sought} in {text}");
        }
    }
}
