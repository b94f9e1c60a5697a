//! The list in a panel behind a button, below a field that searches it: where there is no room for a field.

use super::Choices;
use super::list::{Key, List};
use crate::ui::beside::stand_beside;
use crate::ui::element::el;
use crate::ui::field::Types;
use crate::ui::focus::{by_id, touches};
use crate::ui::icon::{Icon, icon};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// What such a button is.
pub struct Pick {
    /// The button's id; those of its parts are made from it.
    pub id: String,
    /// What is chosen here: the panel's name, and the list's.
    pub label: String,
    /// The button's name, which says what is chosen.
    pub name: Arc<dyn Fn() -> String + Send + Sync>,
    /// The button's class.
    pub class: &'static str,
    /// What the button shows.
    pub shows: AnyView,
    /// The name of the field that searches.
    pub search: String,
    /// What is said when nothing matches.
    pub nothing: String,
    /// What one chooses among.
    pub choices: Choices,
    /// The value that is chosen.
    pub value: Arc<dyn Fn() -> String + Send + Sync>,
    /// What choosing does.
    pub on_input: Types,
    /// The id of what takes the focus after a choice; the button, if there is none.
    pub then: Option<String>,
}

/// Draws the button, and the panel that may stand anywhere behind it.
pub fn pick(pick: Pick) -> (AnyView, AnyView) {
    let Pick { id, label, name, class, shows, search, nothing, choices, value, on_input, then } = pick;
    let (panel_id, search_id) = ([&id, "-panel"].concat(), [&id, "-search"].concat());
    let list = List::new(&search_id, choices, value, on_input);
    let (expands, toggled) = (list.clone(), list.clone());
    let trigger = el("button")
        .attr("type", "button")
        .class(class)
        .attr("id", id.clone())
        .attr("popovertarget", panel_id.clone())
        .attr("aria-haspopup", "dialog")
        .live("aria-expanded", move || Some(if expands.is_open() { "true".into() } else { "false".into() }))
        .live("aria-label", move || Some(name().into()))
        .child(shows);
    let close = {
        let (panel_id, id) = (panel_id.clone(), id.clone());
        move |chosen: bool| {
            if let Some(panel) = open_panel(&panel_id) {
                let _ = panel.hide_popover();
            }
            let next = then.as_ref().filter(|_| chosen).unwrap_or(&id);
            if let Some(next) = by_id::<HtmlElement>(next) {
                let _ = next.focus();
            }
        }
    };
    let (text, typing, keys, closing) = (list.clone(), list.clone(), list.clone(), close.clone());
    let input = list
        .input()
        .class("fd-menu-search")
        .attr("placeholder", search.clone())
        .value(move || text.query())
        .on("input", move |event| typing.type_in(event_target_value(&event)))
        .on("keydown", move |event| {
            let key: &web_sys::KeyboardEvent = event.unchecked_ref();
            match keys.key(key) {
                Key::Done => closing(key.key() != "Escape"),
                // The focus goes on from the button, as if the panel had not been there.
                Key::Left => closing(false),
                Key::Other | Key::Stays => {}
            }
        });
    let field = el("div")
        .class("fd-menu-search-box")
        .child(el("label").class("fd-visually-hidden").attr("for", search_id.clone()).text(search))
        .child(icon(Icon::SEARCH))
        .child(input);
    let (trigger_id, anchored) = (id, panel_id.clone());
    let panel = el("div")
        .class("fd-popover fd-combobox-panel")
        .attr("id", panel_id)
        .attr("popover", "auto")
        .attr("role", "dialog")
        .attr("aria-label", label.clone())
        .attr("tabindex", "-1")
        .on("toggle", move |_| {
            let Some(panel) = open_panel(&anchored) else {
                toggled.close();
                let lost = document().active_element().is_none_or(|element| element.tag_name() == "BODY");
                if let Some(trigger) = by_id::<HtmlElement>(&trigger_id).filter(|_| lost) {
                    let _ = trigger.focus();
                }
                return;
            };
            toggled.open();
            stand_beside(&trigger_id, &anchored, ("position-area", "block-end"), false);
            // Where fingers work, a keyboard would cover half of the list before it is asked for.
            let _ = match by_id::<HtmlElement>(&search_id).filter(|_| !touches()) {
                Some(search) => search.focus(),
                None => panel.focus(),
            };
        })
        .child(field)
        .child(list.draw(label, nothing, move || close(true)));
    (trigger.build(), panel.build())
}

fn open_panel(id: &str) -> Option<HtmlElement> {
    by_id::<HtmlElement>(id).filter(|panel| panel.matches(":popover-open").unwrap_or(false))
}
