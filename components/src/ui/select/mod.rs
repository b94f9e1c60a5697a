//! A choice among a few: the native element, in our looks.

use super::button::Whether;
use super::element::{effect, el, key_of, keyed, several, watch};
use super::field::{Reads, Types, message};
use super::focus::by_id;
use super::icon::{Icon, small_icon};
use super::spinner::spinner;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;

/// One of the things to choose among.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Choice {
    /// What the one who acts knows it by.
    pub value: String,
    /// Its words.
    pub label: String,
}

/// What a select is.
pub struct Select {
    /// The element's id.
    pub id: String,
    /// The form field's name.
    pub name: &'static str,
    /// Its label.
    pub label: String,
    /// Whether the label is only heard: in a table, where the column says it.
    pub bare: bool,
    /// What one chooses among.
    pub choices: Arc<dyn Fn() -> Vec<Choice> + Send + Sync>,
    /// What is chosen, and what is wrong with it.
    pub typed: Reads,
    /// What choosing does.
    pub on_input: Types,
    /// Whether the choice is being carried out. A second one waits until then.
    pub busy: Whether,
}

/// Draws a select.
pub fn select(select: Select) -> AnyView {
    let Select { id, name, label, bare, choices, typed, on_input, busy } = select;
    let message_id = [&id, "-message"].concat();
    let (error, described, shown, drawn) = (typed.clone(), typed.clone(), typed.clone(), typed.clone());
    let described_by = message_id.clone();
    let key = choices.clone();
    let options = keyed(
        move || key_of(&key()),
        move || {
            let value = drawn().value;
            let option = |choice: Choice| {
                let chosen = choice.value == value;
                el("option").attr("value", choice.value).flag("selected", chosen).text(choice.label).build()
            };
            several(choices().into_iter().map(option).collect())
        },
    );
    // The element changes by itself when a person chooses; where the choice is refused, it goes back.
    let changed = {
        let (typed, busy) = (typed.clone(), busy.clone());
        watch(move || key_of(&(typed().value, busy())))
    };
    let element_id = id.clone();
    effect(move || {
        changed.get();
        if let Some(element) = by_id::<HtmlSelectElement>(&element_id) {
            element.set_value(&untrack(|| shown()).value);
        }
    });
    let (works, waits, at_work) = (busy.clone(), busy.clone(), busy);
    let before = typed.clone();
    let element = el("select")
        .class("fd-input fd-select-input")
        .attr("id", id.clone())
        .attr("name", name)
        .attr("autocomplete", "off")
        .live_flag("aria-busy", move || works(), "true")
        .live_flag("aria-invalid", move || error().error.is_some(), "true")
        .live("aria-describedby", move || described().error.map(|_| described_by.clone().into()))
        .on("change", move |event| {
            let Some(element) = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok()) else {
                return;
            };
            if untrack(|| waits()) {
                element.set_value(&untrack(|| before()).value);
            } else {
                on_input(element.value());
            }
        })
        .child(options);
    let mark = keyed(
        {
            let at_work = at_work.clone();
            move || u64::from(at_work())
        },
        move || if at_work() { spinner().build() } else { small_icon(Icon::CHEVRON_DOWN) },
    );
    let control = el("div")
        .class("fd-control fd-select")
        .child(element)
        .child(el("span").class("fd-select-mark").attr("aria-hidden", "true").child(mark));
    let words = el("label").class(if bare { "fd-visually-hidden" } else { "fd-label" }).attr("for", id).text(label);
    if bare {
        return el("div")
            .class("fd-field")
            .attr("data-bare", "")
            .child(words)
            .child(control)
            .child(message(message_id, typed, None))
            .build();
    }
    el("div")
        .class("fd-field")
        .child(el("div").class("fd-field-head").child(words))
        .child(control)
        .child(message(message_id, typed, None))
        .build()
}
