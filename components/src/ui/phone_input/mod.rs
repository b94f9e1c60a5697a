//! A telephone number: its country, and the rest as it is written there, grouped while it is typed.

mod entry;
mod numbers;
mod pattern;

pub use numbers::{Country, Validity, countries, country, of_international};

use super::combobox::{Choice, Pick, pick};
use super::element::{effect, el, key_of, watch};
use super::field::{Reads, message};
use super::focus::by_id;
use super::icon::{Icon, small_icon};
use super::search::folded;
use entry::{Deletes, Entry};
use leptos::prelude::*;
use std::sync::{Arc, Mutex, PoisonError};
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, InputEvent};

/// A number, as far as it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone {
    /// For the whole world: `+4915112345678`; empty while there are no digits.
    pub e164: String,
    /// The country's two letters.
    pub country: &'static str,
    /// What is to say of it.
    pub validity: Validity,
}

/// The words of the list of countries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhoneWords {
    /// What the button chooses: “Country”.
    pub country: String,
    /// The name of the field that searches.
    pub search: String,
    /// What is said when no country matches.
    pub nothing: String,
}

/// What a phone input is.
pub struct PhoneInput {
    /// The input's id; those of its parts are made from it.
    pub id: String,
    /// The form field's name; the form sends the number for the whole world by it.
    pub name: &'static str,
    /// Its label.
    pub label: String,
    /// What to know before typing.
    pub hint: Option<String>,
    /// Where numbers are from until one says otherwise, in two letters.
    pub country: String,
    /// The names of countries by their two letters; `Messages::region` knows them.
    pub names: Arc<dyn Fn(&str) -> String + Send + Sync>,
    /// The words of their list.
    pub words: PhoneWords,
    /// The number for the whole world, and what is wrong with it.
    pub typed: Reads,
    /// What happens when there is another number, or another country.
    pub on_input: Arc<dyn Fn(Phone) + Send + Sync>,
}

/// The input with what is typed into it.
struct Hands {
    id: String,
    entry: RwSignal<Entry>,
    on_input: Arc<dyn Fn(Phone) + Send + Sync>,
    /// The number that was told last: what comes back is no news.
    told: Mutex<String>,
}

impl Hands {
    fn told(&self, e164: &str) -> bool {
        *self.told.lock().unwrap_or_else(PoisonError::into_inner) == e164
    }

    /// Takes the next number, and tells it.
    fn take(&self, entry: Entry) {
        let (e164, country, validity) = (entry.e164(), entry.country.id, entry.validity());
        self.told.lock().unwrap_or_else(PoisonError::into_inner).clone_from(&e164);
        self.entry.set(entry);
        (self.on_input)(Phone { e164, country, validity });
    }

    fn typed_in(&self, event: &web_sys::Event) {
        let Some(input) = by_id::<HtmlInputElement>(&self.id) else { return };
        let deletes = match event.dyn_ref::<InputEvent>().map(InputEvent::input_type).as_deref() {
            Some("deleteContentBackward") => Deletes::Backward,
            Some("deleteContentForward") => Deletes::Forward,
            _ => Deletes::Nothing,
        };
        let raw = input.value();
        let caret = input.selection_start().ok().flatten().map_or(usize::MAX, |caret| caret as usize);
        let (entry, caret) = self.entry.with_untracked(|entry| entry.after(&raw, caret, deletes));
        input.set_value(&entry.written());
        // Not every input can place a caret; then it stands at the end, which is right most of the time.
        let _ = input.set_selection_range(caret as u32, caret as u32);
        self.take(entry);
    }
}

/// Draws the input.
pub fn phone_input(input: PhoneInput) -> AnyView {
    let PhoneInput { id, name, label, hint, country: first, names, words, typed, on_input } = input;
    let message_id = [&id, "-message"].concat();
    let Some(empty) = Entry::in_country(&first) else { return super::element::nothing() };
    let begin = untrack(|| typed().value);
    let entry = RwSignal::new(if begin.is_empty() { empty } else { empty.of_whole(&begin) });
    let hands = Arc::new(Hands { id: id.clone(), entry, on_input, told: Mutex::new(begin) });
    let (told, follower) = (typed.clone(), hands.clone());
    let changed = watch(move || key_of(&told().value));
    let outside = typed.clone();
    effect(move || {
        changed.get();
        let value = untrack(|| outside().value);
        if !follower.told(&value) {
            let next = follower.entry.with_untracked(|entry| entry.of_whole(&value));
            follower.told.lock().unwrap_or_else(PoisonError::into_inner).clone_from(&value);
            follower.entry.set(next);
        }
    });
    let (button, panel) = country_button(&hands, names, words);
    let (error, described, sent) = (typed.clone(), typed.clone(), typed.clone());
    let (described_by, hinted) = (message_id.clone(), hint.is_some());
    let number = el("input")
        .class("fd-phone-input")
        .attr("id", id.clone())
        .attr("type", "tel")
        .attr("inputmode", "tel")
        .attr("name", "tel")
        .attr("autocomplete", "tel")
        .attr("enterkeyhint", "go")
        .live_flag("aria-invalid", move || error().error.is_some(), "true")
        .live("aria-describedby", move || (hinted || described().error.is_some()).then(|| described_by.clone().into()))
        .value(move || entry.with(Entry::written))
        .on("input", move |event| hands.typed_in(&event));
    let control = el("div")
        .class("fd-phone")
        // A number runs from left to right, anywhere.
        .attr("dir", "ltr")
        .child(button)
        .child(number)
        .child(el("input").attr("type", "hidden").attr("name", name).value(move || sent().value));
    let words = el("label").class("fd-label").attr("for", id).text(label);
    el("div")
        .class("fd-field")
        .child(el("div").class("fd-field-head").child(words))
        .child(control)
        .child(panel)
        .child(message(message_id, typed, hint))
        .build()
}

/// The button with the country, and the panel with all of them.
fn country_button(
    hands: &Arc<Hands>,
    names: Arc<dyn Fn(&str) -> String + Send + Sync>,
    words: PhoneWords,
) -> (AnyView, AnyView) {
    let entry = hands.entry;
    // Only a browser knows names; a page that a server drew learns them once it is there.
    let here = RwSignal::new(0_u32);
    effect(move || here.set(1));
    let name_of: Arc<dyn Fn(&str) -> String + Send + Sync> = Arc::new(move |id| {
        here.get();
        names(id)
    });
    let (listed, named, title) = (name_of.clone(), name_of, words.country.clone());
    let sorted = Memo::new(move |_| {
        let mut all: Vec<Choice> = countries().map(|country| choice(&country, listed(country.id))).collect();
        all.sort_by_cached_key(|choice| folded(&choice.label));
        all
    });
    let id = move || entry.with(|entry| entry.country.id.to_owned());
    let code = move || entry.with(|entry| ["+", entry.country.code].concat());
    let shows = [
        el("span").class("fd-phone-id").live_text(id).build(),
        el("span").class("fd-phone-code").live_text(code).build(),
        small_icon(Icon::CHEVRON_DOWN),
    ];
    let chosen = hands.clone();
    pick(Pick {
        id: [&hands.id, "-country"].concat(),
        label: words.country,
        name: Arc::new(move || [&title, ": ", &named(&id()), " ", &code()].concat()),
        class: "fd-phone-country",
        shows: super::element::several(shows.into()),
        search: words.search,
        nothing: words.nothing,
        choices: Arc::new(move || sorted.get()),
        value: Arc::new(id),
        on_input: Arc::new(move |id| {
            if let Some(country) = country(&id) {
                let next = chosen.entry.with_untracked(|entry| entry.moved_to(country));
                chosen.take(next);
            }
        }),
        then: Some(hands.id.clone()),
    })
}

fn choice(country: &Country, label: String) -> Choice {
    Choice {
        value: country.id.to_owned(),
        label,
        detail: ["+", country.code].concat(),
        also: [country.id, country.code].join(" "),
    }
}
