//! A line between two parts of a card, with a word in it or without.

use super::element::el;
use leptos::prelude::AnyView;

/// Draws a line. What it parts says so by its own structure, so a line without a word is decoration.
pub fn divider(word: Option<String>) -> AnyView {
    let hidden = word.is_none();
    el("div")
        .class("fd-divider")
        .flag("data-bare", hidden)
        .maybe("aria-hidden", hidden.then_some("true"))
        .child(word.map(|word| el("span").text(word)))
        .build()
}
