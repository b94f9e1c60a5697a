//! The list below the field that shows what is chosen.

use super::Choices;
use super::list::List;
use crate::ui::beside::stand_beside;
use crate::ui::button::{Whether, icon_button};
use crate::ui::element::{effect, el, keyed, nothing, watch};
use crate::ui::field::{Reads, Types, message};
use crate::ui::focus::by_id;
use crate::ui::icon::{Icon, small_icon};
use crate::ui::spinner::spinner;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};

/// What a combobox is.
pub struct Combobox {
    /// The input's id; those of its parts are made from it.
    pub id: String,
    /// The form field's name, by which a form sends the chosen value.
    pub name: &'static str,
    /// Its label.
    pub label: String,
    /// What the input shows while nothing is chosen.
    pub placeholder: String,
    /// What to know before choosing.
    pub hint: Option<String>,
    /// What one chooses among.
    pub choices: Choices,
    /// The value that is chosen, and what is wrong with it.
    pub typed: Reads,
    /// What choosing does; nothing chosen is an empty value.
    pub on_input: Types,
    /// The name of the button that takes the choice back, where nothing may be chosen.
    pub clear: Option<String>,
    /// What is said when nothing matches.
    pub nothing: String,
    /// Whether the choices are still under way.
    pub busy: Whether,
}

/// Draws the field.
pub fn combobox(field: Combobox) -> AnyView {
    let Combobox { id, name, label, placeholder, hint, choices, typed, on_input, clear, nothing: none, busy } = field;
    let message_id = [&id, "-message"].concat();
    let (control_id, panel_id) = ([&id, "-control"].concat(), [&id, "-panel"].concat());
    let (chosen, sent) = (typed.clone(), typed.clone());
    let list = List::new(&id, choices, Arc::new(move || chosen().value), on_input.clone());
    follow(&list, &control_id, &panel_id);
    let (text, typing, keys, left, pointed) = (list.clone(), list.clone(), list.clone(), list.clone(), list.clone());
    let (error, described, clears) = (typed.clone(), typed.clone(), clear.is_some());
    let (described_by, hinted) = (message_id.clone(), hint.is_some());
    let input = list
        .input()
        .class("fd-input fd-combobox-input")
        .attr("placeholder", placeholder)
        .live_flag("aria-invalid", move || error().error.is_some(), "true")
        .live("aria-describedby", move || (hinted || described().error.is_some()).then(|| described_by.clone().into()))
        .value(move || text.text())
        .on("input", move |event| typing.type_in(event_target_value(&event)))
        .on("keydown", move |event| {
            keys.key(event.unchecked_ref());
        })
        .on("mousedown", move |_| pointed.open())
        // Another choice is typed over this one.
        .on("focus", |event| {
            if let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) {
                input.select();
            }
        })
        .on("blur", move |_| left.leave(clears));
    let panel = el("div")
        .class("fd-popover fd-combobox-panel")
        .attr("id", panel_id)
        .attr("popover", "manual")
        .child(list.draw(label.clone(), none, || ()));
    let control = el("div")
        .class("fd-control fd-combobox")
        .attr("id", control_id)
        .flag("data-clears", clears)
        .child(input)
        .child(el("input").attr("type", "hidden").attr("name", name).value(move || sent().value))
        .child(clear.map(|words| clear_button(&id, words, &typed, on_input)))
        .child(mark(&list, busy))
        .child(panel);
    let words = el("label").class("fd-label").attr("for", id).text(label);
    el("div")
        .class("fd-field")
        .child(el("div").class("fd-field-head").child(words))
        .child(control)
        .child(message(message_id, typed, hint))
        .build()
}

/// Opens and closes the panel with the list.
fn follow(list: &List, control: &str, panel: &str) {
    let (asked, control, panel) = (list.clone(), control.to_owned(), panel.to_owned());
    let open = watch(move || u64::from(asked.is_open()));
    effect(move || {
        let open = open.get() == 1;
        let Some(element) = by_id::<HtmlElement>(&panel) else { return };
        // A browser without popovers shows and hides the panel by the sheet.
        if open {
            let _ = element.set_attribute("data-open", "");
            let _ = element.show_popover();
            stand_beside(&control, &panel, ("anchor-scope", "all"), true);
        } else {
            let _ = element.remove_attribute("data-open");
            let _ = element.hide_popover();
        }
    });
}

/// The button that takes the choice back, while there is one.
fn clear_button(id: &str, words: String, typed: &Reads, on_input: Types) -> AnyView {
    let (filled, id) = (typed.clone(), id.to_owned());
    let button = keyed(
        {
            let filled = filled.clone();
            move || u64::from(!filled().value.is_empty())
        },
        move || {
            if filled().value.is_empty() {
                return nothing();
            }
            let (on_input, id) = (on_input.clone(), id.clone());
            let clear = move || {
                on_input(String::new());
                if let Some(input) = by_id::<HtmlElement>(&id) {
                    let _ = input.focus();
                }
            };
            icon_button(Icon::CLOSE, words.clone(), Arc::new(clear))
        },
    );
    el("span").class("fd-combobox-clear").child(button).build()
}

/// The arrow, which a pointer may press; keys have the input.
fn mark(list: &List, busy: Whether) -> AnyView {
    let (works, pressed) = (busy.clone(), list.clone());
    let drawn = keyed(
        move || u64::from(works()),
        move || if busy() { spinner().build() } else { small_icon(Icon::CHEVRON_DOWN) },
    );
    el("span")
        .class("fd-combobox-mark")
        .attr("aria-hidden", "true")
        .on("mousedown", move |event| {
            event.prevent_default();
            pressed.toggle();
        })
        .child(drawn)
        .build()
}
