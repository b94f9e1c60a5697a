//! A checkbox with its words.

use super::element::el;
use super::field::{Reads, Types, message};
use leptos::prelude::{AnyView, event_target_checked};

/// Draws a checkbox. Its value is `true` or empty, like that of the form field it stands for.
pub fn checkbox(id: String, name: &'static str, words: AnyView, typed: Reads, on_input: Types) -> AnyView {
    let (value, error, described) = (typed.clone(), typed.clone(), typed.clone());
    let message_id = [&id, "-message"].concat();
    let described_by = message_id.clone();
    let input = el("input")
        .attr("type", "checkbox")
        .class("fd-checkbox")
        .attr("id", id.clone())
        .attr("name", name)
        .live_flag("aria-invalid", move || error().error.is_some(), "true")
        .live("aria-describedby", move || described().error.map(|_| described_by.clone().into()))
        .checked(move || !value().value.is_empty())
        .on("change", move |event| {
            on_input(if event_target_checked(&event) { "true".to_owned() } else { String::new() })
        });
    el("div")
        .class("fd-field")
        .child(el("div").class("fd-check").child(input).child(el("label").attr("for", id).child(words)))
        .child(message(message_id, typed, None))
        .build()
}
