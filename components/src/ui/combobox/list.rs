//! The list of a combobox: what is in it, which line the keys are at, and what they do.

use super::found::{found, named};
use super::{Choice, Choices};
use crate::ui::element::{El, effect, el, key_of, keyed, nothing, several, watch};
use crate::ui::field::Types;
use crate::ui::focus::{by_id, soon};
use crate::ui::icon::{Icon, small_icon};
use leptos::prelude::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use web_sys::{HtmlElement, KeyboardEvent};

/// How many lines a page is.
const PAGE: usize = 8;

/// A list that opens below an input. Cheap to clone; all clones are one.
#[derive(Clone)]
pub(super) struct List(Arc<Inner>);

struct Inner {
    /// The input's id; the list has `…-list`, a line `…-option-N`.
    id: String,
    choices: Choices,
    value: Arc<dyn Fn() -> String + Send + Sync>,
    on_input: Types,
    /// One while the list is open.
    open: RwSignal<u32>,
    /// What is typed; nothing while the input says what is chosen.
    query: RwSignal<Option<String>>,
    /// The places of the choices that are left.
    found: Memo<Vec<usize>>,
    /// Which of those the keys are at.
    active: RwSignal<u32>,
    /// Whether that was the person's doing.
    moved: AtomicBool,
}

impl List {
    pub(super) fn new(
        id: &str,
        choices: Choices,
        value: Arc<dyn Fn() -> String + Send + Sync>,
        on_input: Types,
    ) -> Self {
        let query = RwSignal::new(None::<String>);
        let all = choices.clone();
        let found = Memo::new(move |_| found(&all(), query.get().as_deref().unwrap_or_default()));
        let list = Self(Arc::new(Inner {
            id: id.to_owned(),
            choices,
            value,
            on_input,
            open: RwSignal::new(0),
            query,
            found,
            active: RwSignal::new(0),
            moved: AtomicBool::new(false),
        }));
        let (seen, at) = (list.clone(), list.clone());
        let place = watch(move || key_of(&(at.is_open(), at.active_id())));
        effect(move || {
            place.get();
            let seen = seen.clone();
            soon(move || seen.scroll());
        });
        list
    }

    pub(super) fn is_open(&self) -> bool {
        self.0.open.get() == 1
    }

    /// What the input shows: what is typed, or else what is chosen.
    pub(super) fn text(&self) -> String {
        self.0.query.get().unwrap_or_else(|| {
            let value = (self.0.value)();
            let chosen = (self.0.choices)().into_iter().find(|choice| choice.value == value);
            chosen.map(|choice| choice.label).unwrap_or_default()
        })
    }

    pub(super) fn query(&self) -> String {
        self.0.query.get().unwrap_or_default()
    }

    /// Opens it at what is chosen, or else at the first.
    pub(super) fn open(&self) {
        if untrack(|| self.is_open()) {
            return;
        }
        self.0.query.set(None);
        let value = untrack(|| (self.0.value)());
        let at = untrack(|| (self.0.choices)()).iter().position(|choice| choice.value == value);
        self.0.active.set(at.unwrap_or_default() as u32);
        self.0.moved.store(false, Ordering::Relaxed);
        self.0.open.set(1);
    }

    /// Opens or closes it.
    pub(super) fn toggle(&self) {
        if untrack(|| self.is_open()) {
            self.close();
        } else {
            if let Some(input) = by_id::<HtmlElement>(&self.0.id) {
                let _ = input.focus();
            }
            self.open();
        }
    }

    /// Closes it; what was typed is gone.
    pub(super) fn close(&self) {
        // A press may have taken the whole away.
        let _ = self.0.open.try_set(0);
        let _ = self.0.query.try_set(None);
    }

    /// What is typed leaves what matches; the keys are at the best of it.
    pub(super) fn type_in(&self, text: String) {
        self.open();
        self.0.query.set(Some(text));
        self.0.active.set(0);
        self.0.moved.store(true, Ordering::Relaxed);
    }

    /// The focus goes elsewhere: what was typed counts if it names a choice, or if it is nothing and nothing may be chosen.
    pub(super) fn leave(&self, clears: bool) {
        let typed = self.0.query.try_get_untracked().flatten();
        if let Some(typed) = typed {
            let choices = untrack(|| (self.0.choices)());
            if clears && typed.trim().is_empty() {
                (self.0.on_input)(String::new());
            } else if let Some(place) = named(&choices, &typed) {
                (self.0.on_input)(choices[place].value.clone());
            }
        }
        self.close();
    }

    fn count(&self) -> usize {
        self.0.found.with_untracked(Vec::len)
    }

    /// The choice that the keys are at.
    fn active(&self) -> Option<Choice> {
        let at = self.0.active.get_untracked() as usize;
        let place = self.0.found.with_untracked(|found| found.get(at).copied())?;
        untrack(|| (self.0.choices)()).into_iter().nth(place)
    }

    /// The id of the line that the keys are at, while the list is open.
    pub(super) fn active_id(&self) -> Option<String> {
        let at = self.0.active.get() as usize;
        let place = self.0.found.with(|found| found.get(at).copied());
        place.filter(|_| self.is_open()).map(|place| self.option_id(place))
    }

    fn option_id(&self, place: usize) -> String {
        [&self.0.id, "-option-", &place.to_string()].concat()
    }

    pub(super) fn list_id(&self) -> String {
        [&self.0.id, "-list"].concat()
    }

    fn move_to(&self, at: usize) {
        self.0.active.set(at as u32);
        self.0.moved.store(true, Ordering::Relaxed);
    }

    /// Takes the line that the keys are at. Says whether there is one.
    fn take(&self) -> bool {
        let Some(choice) = self.active() else { return false };
        (self.0.on_input)(choice.value);
        self.close();
        true
    }

    /// A key in the input. What it means to the list, it means to nothing else.
    pub(super) fn key(&self, event: &KeyboardEvent) -> Key {
        // While a text is put together from several keys, they belong to that.
        if event.is_composing() {
            return Key::Other;
        }
        let (open, count) = (untrack(|| self.is_open()), self.count());
        let at = self.0.active.get_untracked() as usize;
        let last = count.saturating_sub(1);
        let done = match (event.key().as_str(), open) {
            ("ArrowUp", true) if event.alt_key() => {
                self.take();
                Key::Done
            }
            ("ArrowDown" | "ArrowUp", false) => {
                self.open();
                Key::Stays
            }
            ("ArrowDown", true) if !event.alt_key() => self.to(if at >= last { 0 } else { at + 1 }),
            ("ArrowUp", true) => self.to(if at == 0 { last } else { at - 1 }),
            ("PageDown", true) => self.to((at + PAGE).min(last)),
            ("PageUp", true) => self.to(at.saturating_sub(PAGE)),
            ("Enter", true) => {
                if self.take() {
                    Key::Done
                } else {
                    Key::Stays
                }
            }
            ("Escape", true) => {
                event.stop_propagation();
                self.close();
                Key::Done
            }
            // The focus goes on, and takes what was sought along.
            ("Tab", true) => {
                if !(self.0.moved.load(Ordering::Relaxed) && self.take()) {
                    self.close();
                }
                return Key::Left;
            }
            _ => return Key::Other,
        };
        event.prevent_default();
        done
    }

    fn to(&self, at: usize) -> Key {
        self.move_to(at);
        Key::Stays
    }

    /// Brings the line that the keys are at into sight.
    fn scroll(&self) {
        let Some(id) = untrack(|| self.0.open.try_get().and_then(|_| self.active_id())) else { return };
        let (Some(line), Some(list)) = (by_id::<HtmlElement>(&id), by_id::<HtmlElement>(&self.list_id())) else {
            return;
        };
        let (line, seen) = (line.get_bounding_client_rect(), list.get_bounding_client_rect());
        let by = if line.top() < seen.top() {
            (line.top() - seen.top()).floor()
        } else if line.bottom() > seen.bottom() {
            (line.bottom() - seen.bottom()).ceil()
        } else {
            return;
        };
        list.set_scroll_top(list.scroll_top() + by as i32);
    }

    /// An input that works the list.
    pub(super) fn input(&self) -> El {
        let (expands, at) = (self.clone(), self.clone());
        el("input")
            .attr("id", self.0.id.clone())
            .attr("type", "text")
            .attr("role", "combobox")
            .attr("aria-autocomplete", "list")
            .attr("aria-haspopup", "listbox")
            .attr("aria-controls", self.list_id())
            .live("aria-expanded", move || Some(if expands.is_open() { "true".into() } else { "false".into() }))
            .live("aria-activedescendant", move || at.active_id().map(Into::into))
            .attr("name", "search")
            .attr("autocomplete", "off")
            .attr("autocapitalize", "none")
            .attr("spellcheck", "false")
            .attr("enterkeyhint", "go")
    }

    /// The list, which is drawn while it is open, and what is said when nothing matches. `taken` runs after a press on a line.
    pub(super) fn draw(
        &self,
        label: String,
        none: String,
        taken: impl Fn() + Clone + Send + Sync + 'static,
    ) -> AnyView {
        let (key, drawn, empty, emptied) = (self.clone(), self.clone(), self.clone(), self.clone());
        let options = keyed(
            move || key.0.found.with(|found| key_of(&(key.is_open(), found, (key.0.choices)()))),
            move || {
                if !drawn.is_open() {
                    return nothing();
                }
                let choices = (drawn.0.choices)();
                let lines = drawn.0.found.get().into_iter().enumerate();
                several(lines.map(|(at, place)| drawn.line(at, place, &choices[place], taken.clone())).collect())
            },
        );
        let list = el("div")
            .class("fd-combobox-list")
            .attr("id", self.list_id())
            .attr("role", "listbox")
            .attr("aria-label", label)
            // A press leaves the focus in the input.
            .on("mousedown", |event| event.prevent_default())
            .child(options);
        let is_empty = move || empty.is_open() && empty.0.found.with(Vec::is_empty);
        // The live region is there before there is something to say; what it says takes the room.
        let said = keyed(
            move || u64::from(is_empty()),
            move || match emptied.is_open() && emptied.count() == 0 {
                true => el("p").class("fd-menu-none").text(none.clone()).build(),
                false => nothing(),
            },
        );
        several(vec![list.build(), el("div").attr("role", "status").child(said).build()])
    }

    fn line(&self, at: usize, place: usize, choice: &Choice, taken: impl Fn() + 'static) -> AnyView {
        let (here, chosen, pressed) = (self.clone(), self.clone(), self.clone());
        let (value, own) = (choice.value.clone(), choice.value.clone());
        let detail = Some(choice.detail.clone()).filter(|detail| !detail.is_empty());
        let is_chosen = move || (chosen.0.value)() == value;
        el("div")
            .class("fd-option")
            .attr("id", self.option_id(place))
            .attr("role", "option")
            .live("aria-selected", move || Some(if is_chosen() { "true".into() } else { "false".into() }))
            .live_flag("data-active", move || here.0.active.get() as usize == at, "")
            .on_click(move || {
                (pressed.0.on_input)(own.clone());
                pressed.close();
                taken();
            })
            .child(el("span").class("fd-option-mark").attr("aria-hidden", "true").child(small_icon(Icon::CHECK)))
            .child(el("bdi").class("fd-option-label").text(choice.label.clone()))
            .child(detail.map(|detail| el("span").class("fd-option-detail").child(el("bdi").text(detail))))
            .build()
    }
}

/// What a key was to the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    /// Nothing; it is the input's.
    Other,
    /// It was for the list, which stays.
    Stays,
    /// The list has closed.
    Done,
    /// The list has closed, and the focus goes on.
    Left,
}
