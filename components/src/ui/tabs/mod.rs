//! Tabs: one of several panels at a time.

use super::element::{El, el, key_of, keyed, several};
use super::focus::by_id;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

/// One tab.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Tab {
    /// What the one who acts knows it by; part of an id, so it is a word without spaces.
    pub key: String,
    /// Its words.
    pub label: String,
    /// How many things are behind it, where that is known.
    pub count: Option<u32>,
}

/// What tabs are.
pub struct Tabs {
    /// What ids begin with.
    pub id: String,
    /// What one chooses among.
    pub label: String,
    /// The tabs. Counts may change at any time.
    pub tabs: Arc<dyn Fn() -> Vec<Tab> + Send + Sync>,
    /// The key of the chosen one.
    pub selected: Arc<dyn Fn() -> String + Send + Sync>,
    /// What choosing another does.
    pub on_select: Arc<dyn Fn(String) + Send + Sync>,
    /// What is behind a tab; made when it is chosen.
    pub panel: Arc<dyn Fn(String) -> AnyView + Send + Sync>,
}

/// Draws the tabs and the panel of the chosen one.
pub fn tabs(tabs: Tabs) -> AnyView {
    let Tabs { id, label, tabs, selected, on_select, panel } = tabs;
    let list = Arc::new(List { id, tabs: tabs.clone(), selected: selected.clone(), on_select });
    let (key, drawn) = (tabs.clone(), list.clone());
    // A count that changes must not take the focus away with the tab that has it.
    let buttons = keyed(
        move || key_of(&key().into_iter().map(|tab| tab.key).collect::<Vec<_>>()),
        move || several(tabs().into_iter().map(|tab| drawn.draw(tab).build()).collect()),
    );
    let keys = list.clone();
    let tab_list = el("div")
        .class("fd-tabs")
        .attr("role", "tablist")
        .attr("aria-label", label)
        .on("keydown", move |event| keys.key(event.unchecked_ref()))
        .child(buttons);
    let (key, shown, named) = (selected.clone(), selected.clone(), selected);
    let content = keyed(move || key_of(&key()), move || panel(shown()));
    let panel = el("div")
        .class("fd-tab-panel")
        .attr("role", "tabpanel")
        .attr("id", list.panel_id())
        .attr("tabindex", "0")
        .live("aria-labelledby", move || Some(list.tab_id(&named()).into()))
        .child(content);
    several(vec![tab_list.build(), panel.build()])
}

struct List {
    id: String,
    tabs: Arc<dyn Fn() -> Vec<Tab> + Send + Sync>,
    selected: Arc<dyn Fn() -> String + Send + Sync>,
    on_select: Arc<dyn Fn(String) + Send + Sync>,
}

impl List {
    fn tab_id(&self, key: &str) -> String {
        [&self.id, "-tab-", key].concat()
    }

    fn panel_id(&self) -> String {
        [&self.id, "-panel"].concat()
    }

    fn draw(self: &Arc<Self>, tab: Tab) -> El {
        let Tab { key, label, count } = tab;
        let (id, controls) = (self.tab_id(&key), self.panel_id());
        let (chosen, reached, pressed, counted) = (self.clone(), self.clone(), self.clone(), self.clone());
        let (chosen_key, reached_key, counted_key) = (key.clone(), key.clone(), key.clone());
        let count = count.is_some().then(|| {
            let words = move || {
                let tab = (counted.tabs)().into_iter().find(|tab| tab.key == counted_key);
                tab.and_then(|tab| tab.count).map(|count| count.to_string()).unwrap_or_default()
            };
            el("span").class("fd-tab-count").live_text(words)
        });
        el("button")
            .attr("type", "button")
            .attr("role", "tab")
            .class("fd-tab")
            .attr("id", id)
            .attr("aria-controls", controls)
            .live("aria-selected", move || {
                Some(if (chosen.selected)() == chosen_key { "true" } else { "false" }.into())
            })
            .live("tabindex", move || Some(if (reached.selected)() == reached_key { "0" } else { "-1" }.into()))
            .on_click(move || pressed.choose(key.clone()))
            .child(el("span").text(label))
            .child(count)
    }

    fn choose(&self, key: String) {
        if untrack(|| (self.selected)()) != key {
            (self.on_select)(key);
        }
    }

    fn key(&self, event: &KeyboardEvent) {
        let keys: Vec<String> = untrack(|| (self.tabs)()).into_iter().map(|tab| tab.key).collect();
        let selected = untrack(|| (self.selected)());
        let at = keys.iter().position(|key| *key == selected).unwrap_or_default();
        let count = keys.len();
        if count == 0 {
            return;
        }
        let onward = if self.runs_from_right() { count - 1 } else { 1 };
        let next = match event.key().as_str() {
            "ArrowRight" => (at + onward) % count,
            "ArrowLeft" => (at + count - onward) % count,
            "Home" => 0,
            "End" => count - 1,
            _ => return,
        };
        event.prevent_default();
        if let Some(tab) = by_id::<HtmlElement>(&self.tab_id(&keys[next])) {
            let _ = tab.focus();
        }
        self.choose(keys[next].clone());
    }

    /// Where text runs from right to left, the arrow to the left leads to the next tab.
    fn runs_from_right(&self) -> bool {
        by_id::<HtmlElement>(&self.panel_id()).and_then(|panel| panel.matches(":dir(rtl)").ok()).unwrap_or_default()
    }
}
