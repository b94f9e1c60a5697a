//! Links among words.

use super::element::el;
use super::icon::{Icon, small_icon};
use leptos::prelude::AnyView;

/// Draws a link.
pub fn link(words: String, href: String) -> AnyView {
    el("a").class("fd-link").attr("href", href).text(words).build()
}

/// Draws a link that opens a tab of its own. `opens` says so to those who do not see the arrow.
pub fn external_link(words: String, href: String, opens: String) -> AnyView {
    el("a")
        .class("fd-link")
        .attr("href", href)
        .attr("target", "_blank")
        .attr("rel", "noopener noreferrer")
        .attr("data-external", "")
        .text(words)
        .child(small_icon(Icon::EXTERNAL))
        .child(el("span").class("fd-visually-hidden").text(opens))
        .build()
}
