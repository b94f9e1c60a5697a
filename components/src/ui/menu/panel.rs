//! The panel of a menu button: its keys, its focus, its place.

use super::super::beside::stand_beside;
use super::super::focus::{by_id, touches};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

/// Where focus goes inside a menu.
#[derive(Clone, Copy)]
enum Move {
    /// The chosen one, or else the first.
    Chosen,
    First,
    Last,
    By(i32),
    To(char),
}

/// The two elements of a menu button, by id, and what one does with them.
pub(super) struct Panel {
    pub(super) trigger: String,
    pub(super) panel: String,
}

impl Panel {
    fn panel(&self) -> Option<HtmlElement> {
        by_id(&self.panel)
    }

    fn is_open(&self) -> bool {
        self.panel().is_some_and(|panel| panel.matches(":popover-open").unwrap_or(false))
    }

    fn show(&self) {
        if let (false, Some(panel)) = (self.is_open(), self.panel()) {
            // A browser without popovers shows the panel in its place; there is nothing to open.
            let _ = panel.show_popover();
        }
    }

    pub(super) fn hide(&self) {
        if let (true, Some(panel)) = (self.is_open(), self.panel()) {
            let _ = panel.hide_popover();
        }
    }

    pub(super) fn focus_trigger(&self) {
        if let Some(trigger) = by_id::<HtmlElement>(&self.trigger) {
            let _ = trigger.focus();
        }
    }

    /// The panel has opened or closed; says which.
    pub(super) fn toggled(&self) -> bool {
        let is_open = self.is_open();
        if is_open {
            stand_beside(&self.trigger, &self.panel, ("position-area", "block-end"), false);
            let focused = document().active_element();
            if !self.panel().is_some_and(|panel| panel.contains(focused.as_deref())) {
                match self.search().filter(|_| !touches()) {
                    Some(search) => drop(search.focus()),
                    None => self.focus(Move::Chosen),
                }
            }
        } else if document().active_element().is_none_or(|element| element.tag_name() == "BODY") {
            self.focus_trigger();
        }
        is_open
    }

    pub(super) fn key_on_trigger(&self, event: &KeyboardEvent) {
        let to = match event.key().as_str() {
            "ArrowDown" => Move::Chosen,
            "ArrowUp" => Move::Last,
            _ => return,
        };
        event.prevent_default();
        self.show();
        self.focus(to);
    }

    /// The field that searches, where there is one.
    fn search(&self) -> Option<HtmlElement> {
        self.panel()?.query_selector(".fd-menu-search").ok()??.dyn_into().ok()
    }

    pub(super) fn key_in_menu(&self, event: &KeyboardEvent) {
        let key = event.key();
        if let Some(search) = self.search() {
            let inside = event.target().is_some_and(|target| search.is_same_node(target.dyn_ref()));
            match key.as_str() {
                // The field keeps its own keys; Enter takes the first that is left.
                "Home" | "End" if inside => return,
                "Enter" if inside => {
                    event.prevent_default();
                    // What is done, not chosen, is no answer to a search.
                    let found = |item: &&HtmlElement| item.has_attribute("aria-checked");
                    if let Some(first) = self.items().iter().find(found) {
                        first.click();
                    }
                    return;
                }
                letter if letter.chars().count() == 1 => {
                    if !inside && letter != " " {
                        // The letter then goes where the focus is.
                        let _ = search.focus();
                    }
                    return;
                }
                _ => {}
            }
        }
        let mut letters = key.chars();
        let to = match (key.as_str(), letters.next(), letters.next()) {
            ("ArrowDown", ..) => Move::By(1),
            ("ArrowUp", ..) => Move::By(-1),
            ("Home", ..) => Move::First,
            ("End", ..) => Move::Last,
            ("Escape", ..) => {
                event.prevent_default();
                self.hide();
                return self.focus_trigger();
            }
            // Focus goes on from the trigger, as if the menu had not been there.
            ("Tab", ..) => {
                self.hide();
                return self.focus_trigger();
            }
            (_, Some(letter), None) if letter != ' ' && !event.ctrl_key() && !event.meta_key() => Move::To(letter),
            _ => return,
        };
        event.prevent_default();
        self.focus(to);
    }

    fn items(&self) -> Vec<HtmlElement> {
        let Some(panel) = self.panel() else { return Vec::new() };
        let Ok(found) = panel.query_selector_all("[role^=menuitem]:not([hidden])") else { return Vec::new() };
        (0..found.length()).filter_map(|index| found.item(index)?.dyn_into().ok()).collect()
    }

    fn focus(&self, to: Move) {
        let items = self.items();
        if items.is_empty() {
            return;
        }
        let focused = document().active_element();
        let at = items.iter().position(|item| focused.as_ref().is_some_and(|focused| focused.is_same_node(Some(item))));
        let count = items.len();
        let index = match to {
            Move::Chosen => items
                .iter()
                .position(|item| item.get_attribute("aria-checked").as_deref() == Some("true"))
                .unwrap_or_default(),
            Move::First => 0,
            Move::Last => count - 1,
            Move::By(step) => at.map_or(if step < 0 { count - 1 } else { 0 }, |at| {
                (at as i32 + step).rem_euclid(count as i32) as usize
            }),
            Move::To(letter) => {
                let from = at.map_or(0, |at| at + 1);
                let begins = |index: &usize| {
                    let words =
                        items[*index].query_selector(".fd-lines").ok().flatten().and_then(|words| words.text_content());
                    let first = words.and_then(|words| words.trim_start().chars().next());
                    first.is_some_and(|first| first.to_lowercase().eq(letter.to_lowercase()))
                };
                match (from..from + count).map(|index| index % count).find(begins) {
                    Some(index) => index,
                    None => return,
                }
            }
        };
        let _ = items[index].focus();
    }
}
