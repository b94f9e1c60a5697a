//! Many addresses in one field: typed one by one or pasted all at once, each judged by itself.

mod split;

use super::element::{effect, el, watch};
use super::field::{Reads, Types, message};
use super::focus::{by_id, soon};
use super::icon::{Icon, small_icon};
use leptos::prelude::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, HtmlElement, HtmlInputElement, KeyboardEvent};

pub use split::split;

/// One address that was taken in.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Chip {
    /// The address.
    pub text: String,
    /// What is wrong with it, in the person's words.
    pub error: Option<String>,
}

/// What a field for many addresses is.
pub struct Chips {
    /// The input's id.
    pub id: String,
    /// The form field's name.
    pub name: &'static str,
    /// Its label.
    pub label: String,
    /// What to know before typing.
    pub hint: Option<String>,
    /// The addresses, each once.
    pub chips: Arc<dyn Fn() -> Vec<Chip> + Send + Sync>,
    /// What is being typed, and what is wrong with the whole.
    pub typed: Reads,
    /// What happens when something is typed.
    pub on_input: Types,
    /// What happens when addresses are taken in; what was typed is empty then.
    pub on_add: Arc<dyn Fn(Vec<String>) + Send + Sync>,
    /// What happens when one is taken out.
    pub on_remove: Arc<dyn Fn(String) + Send + Sync>,
    /// The name of the button that takes one out.
    pub remove: Arc<dyn Fn(&str) -> String + Send + Sync>,
    /// How many there are, in words; it is said when that changes.
    pub count: Arc<dyn Fn(usize) -> String + Send + Sync>,
}

/// Draws the field.
pub fn chips(field: Chips) -> AnyView {
    let Chips { id, name, label, hint, chips, typed, on_input, on_add, on_remove, remove, count } = field;
    let gone = Arc::new(AtomicBool::new(false));
    let hands = Arc::new(Hands { id: id.clone(), on_input, on_add, on_remove, gone: gone.clone() });
    on_cleanup(move || gone.store(true, Ordering::Relaxed));
    let message_id = [&id, "-message"].concat();
    let (counted, removing) = (chips.clone(), hands.clone());
    let draw: Arc<dyn Fn(Chip) -> AnyView + Send + Sync> = Arc::new(move |chip| draw_chip(chip, &remove, &removing));
    let each = chips.clone();
    let list = For(ForProps {
        each: Box::new(move || each()) as Box<dyn Fn() -> Vec<Chip> + Send + Sync>,
        key: Chip::clone as fn(&Chip) -> Chip,
        children: move |chip| draw(chip),
    })
    .into_any();
    let keys = hands.clone();
    // Nothing but the one who works here changes how many there are, so the first count is not said.
    let spoken = RwSignal::new(String::new());
    let changed = watch(move || counted().len() as u64);
    let mut before = None;
    effect(move || {
        let now = changed.get();
        if before.replace(now).is_some_and(|before| before != now) {
            spoken.set(count(now as usize));
        }
    });
    let (value, error, described) = (typed.clone(), typed.clone(), typed.clone());
    let (described_by, hinted) = (message_id.clone(), hint.is_some());
    let (typing, pasting, leaving, pressing) = (hands.clone(), hands.clone(), hands.clone(), hands);
    let input = el("input")
        .class("fd-chips-input")
        .attr("id", id.clone())
        .attr("name", name)
        .attr("type", "text")
        .attr("inputmode", "email")
        .attr("autocomplete", "off")
        .attr("autocapitalize", "none")
        .attr("spellcheck", "false")
        .attr("enterkeyhint", "enter")
        .live_flag("aria-invalid", move || error().error.is_some(), "true")
        .live("aria-describedby", move || (hinted || described().error.is_some()).then(|| described_by.clone().into()))
        .value(move || value().value)
        .on("input", move |event| typing.typed(event_target_value(&event)))
        .on("paste", move |event| pasting.pasted(event.unchecked_ref()))
        .on("blur", move |_| {
            leaving.take();
        })
        .on("keydown", move |event| pressing.key_in_input(event.unchecked_ref()));
    let list = el("ul")
        .class("fd-chips-list")
        .attr("role", "list")
        .attr("id", [&id, "-list"].concat())
        .attr("aria-label", label.clone())
        .on("keydown", move |event| keys.key_on_chip(event.unchecked_ref()))
        .child(list);
    let focusing = id.clone();
    let control = el("div")
        .class("fd-chips")
        .on("click", move |event| {
            let beside = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
            // A press beside the chips is meant for the input.
            if beside.is_some_and(|element| {
                element.tag_name() != "BUTTON" && element.closest("button").is_ok_and(|it| it.is_none())
            }) {
                focus(&focusing);
            }
        })
        .child(list)
        .child(input);
    el("div")
        .class("fd-field")
        .child(el("div").class("fd-field-head").child(el("label").class("fd-label").attr("for", id).text(label)))
        .child(control)
        .child(el("p").class("fd-visually-hidden").attr("role", "status").live_text(move || spoken.get()))
        .child(message(message_id, typed, hint))
        .build()
}

fn draw_chip(chip: Chip, remove: &Arc<dyn Fn(&str) -> String + Send + Sync>, hands: &Arc<Hands>) -> AnyView {
    let Chip { text, error } = chip;
    let (name, hands) = (remove(&text), hands.clone());
    let key = text.clone();
    let wrong = error.is_some();
    el("li")
        .class("fd-chip")
        .flag("data-invalid", wrong)
        .maybe("title", error.clone())
        .child(wrong.then(|| small_icon(Icon::WARNING)))
        .child(el("bdi").text(text))
        .child(error.map(|words| el("span").class("fd-visually-hidden").text(words)))
        .child(
            el("button")
                .attr("type", "button")
                .class("fd-chip-remove")
                .attr("aria-label", name)
                .attr("data-chip", key.clone())
                .on_click(move || hands.remove(key.clone()))
                .child(small_icon(Icon::CLOSE)),
        )
        .build()
}

struct Hands {
    id: String,
    on_input: Types,
    on_add: Arc<dyn Fn(Vec<String>) + Send + Sync>,
    on_remove: Arc<dyn Fn(String) + Send + Sync>,
    /// An input that is taken out of the page loses the focus when there is nobody left to tell.
    gone: Arc<AtomicBool>,
}

impl Hands {
    fn input(&self) -> Option<HtmlInputElement> {
        by_id(&self.id)
    }

    /// A separator that was typed ends the address before it.
    fn typed(&self, value: String) {
        if value.ends_with([',', ';', ' ', '\n']) && !value.trim().is_empty() {
            self.add(&value);
        } else {
            (self.on_input)(value);
        }
    }

    fn add(&self, text: &str) {
        let found = split(text);
        if let Some(input) = self.input() {
            input.set_value("");
        }
        (self.on_input)(String::new());
        if !found.is_empty() {
            (self.on_add)(found);
        }
    }

    /// Takes in what is typed; says whether there was something.
    fn take(&self) -> bool {
        let typed = self.input().map(|input| input.value()).unwrap_or_default();
        let something = !typed.trim().is_empty() && !self.gone.load(Ordering::Relaxed);
        if something {
            self.add(&typed);
        }
        something
    }

    fn pasted(&self, event: &ClipboardEvent) {
        let Some(text) = event.clipboard_data().and_then(|data| data.get_data("text").ok()) else { return };
        // A piece of an address is pasted as into any input.
        if split(&text).len() > 1 || text.contains('@') {
            event.prevent_default();
            let before = self.input().map(|input| input.value()).unwrap_or_default();
            self.add(&[before.trim(), &text].join(" "));
        }
    }

    fn key_in_input(&self, event: &KeyboardEvent) {
        let empty = self.input().is_none_or(|input| input.value().is_empty());
        match event.key().as_str() {
            // With nothing typed, Enter sends the form.
            "Enter" if !event.is_composing() && self.take() => event.prevent_default(),
            "Backspace" | "ArrowLeft" | "ArrowRight" if empty => {
                let back = event.key() != if self.runs_from_right() { "ArrowLeft" } else { "ArrowRight" };
                if let (true, Some(last)) = (back, self.buttons().last()) {
                    event.prevent_default();
                    let _ = last.focus();
                }
            }
            _ => {}
        }
    }

    fn key_on_chip(&self, event: &KeyboardEvent) {
        let buttons = self.buttons();
        let focused = document().active_element();
        let at = buttons.iter().position(|one| focused.as_ref().is_some_and(|focused| focused.is_same_node(Some(one))));
        let Some(at) = at else { return };
        let (on, back) = if self.runs_from_right() { ("ArrowLeft", "ArrowRight") } else { ("ArrowRight", "ArrowLeft") };
        let key = event.key();
        if key == "Backspace" || key == "Delete" {
            event.prevent_default();
            buttons[at].click();
        } else if key == on || key == back || key == "Home" || key == "End" {
            event.prevent_default();
            let to = match key.as_str() {
                "Home" => Some(0),
                "End" => None,
                key if key == back => Some(at.saturating_sub(1)),
                _ => Some(at + 1),
            };
            match to.and_then(|to| buttons.get(to)) {
                Some(button) => drop(button.focus()),
                None => focus(&self.id),
            }
        }
    }

    /// Takes one out; the focus goes to the one that takes its place, or else to the input.
    fn remove(&self, key: String) {
        let at = self.buttons().iter().position(|one| one.get_attribute("data-chip").as_deref() == Some(&key));
        (self.on_remove)(key);
        let (input, list) = (self.id.clone(), [&self.id, "-list"].concat());
        soon(move || {
            let buttons = buttons_in(&list);
            match at.and_then(|at| buttons.get(at)) {
                Some(button) => drop(button.focus()),
                None => focus(&input),
            }
        });
    }

    fn buttons(&self) -> Vec<HtmlElement> {
        buttons_in(&[&self.id, "-list"].concat())
    }

    fn runs_from_right(&self) -> bool {
        self.input().is_some_and(|input| input.matches(":dir(rtl)").unwrap_or_default())
    }
}

fn buttons_in(list: &str) -> Vec<HtmlElement> {
    let Some(list) = by_id::<HtmlElement>(list) else { return Vec::new() };
    let Ok(found) = list.query_selector_all("button") else { return Vec::new() };
    (0..found.length()).filter_map(|index| found.item(index)?.dyn_into().ok()).collect()
}

fn focus(id: &str) {
    if let Some(element) = by_id::<HtmlElement>(id) {
        let _ = element.focus();
    }
}
