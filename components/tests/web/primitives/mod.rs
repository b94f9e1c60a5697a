//! Primitives by themselves: keys, focus, paste.

mod chips;
mod choices;
mod combobox;
mod dialogs;
mod fields;
mod files;
mod menus;
mod phones;
mod tables;
mod tabs;
mod toasts;

use crate::stage::Stage;
use frontdesk_components::ui::element::el;
use leptos::prelude::*;

/// Puts primitives into the page, with the element around them that carries the tokens.
pub(super) async fn show(draw: impl FnOnce() -> Vec<AnyView> + 'static) -> Stage {
    Stage::show(move || el("div").class("fd-root").child(draw()).build()).await
}

pub(super) async fn show_in(dir: &'static str, draw: impl FnOnce() -> Vec<AnyView> + 'static) -> Stage {
    Stage::show(move || el("div").class("fd-root").attr("dir", dir).child(draw()).build()).await
}

/// What happened, in order.
pub(super) type Heard = RwSignal<Vec<String>>;

pub(super) fn heard() -> Heard {
    RwSignal::new(Vec::new())
}

pub(super) fn note(heard: Heard, what: impl Into<String>) {
    heard.update(|heard| heard.push(what.into()));
}
