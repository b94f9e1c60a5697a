//! A choice among few, and a search.

use super::{Heard, heard, note, show};
use crate::stage::{fire, key, settle};
use frontdesk_components::ui::element::el;
use frontdesk_components::ui::field::Typed;
use frontdesk_components::ui::search::{Search, search};
use frontdesk_components::ui::select::{Choice, Select, select};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

fn role_select(chosen: RwSignal<String>, busy: RwSignal<bool>, heard: Heard) -> AnyView {
    let choice = |value: &str| Choice { value: value.to_owned(), label: value.to_owned() };
    select(Select {
        id: "r".to_owned(),
        name: "role",
        label: "Role".to_owned(),
        bare: true,
        choices: Arc::new(move || vec![choice("admin"), choice("member")]),
        typed: Arc::new(move || Typed::new(chosen.get())),
        on_input: Arc::new(move |value| note(heard, value)),
        busy: Arc::new(move || busy.get()),
    })
}

#[wasm_bindgen_test]
async fn a_select_tells_a_choice_and_goes_back_when_it_is_refused() {
    let (chosen, busy, heard) = (RwSignal::new("member".to_owned()), RwSignal::new(false), heard());
    let stage = show(move || vec![role_select(chosen, busy, heard)]).await;
    let element: web_sys::HtmlSelectElement = stage.find("#r").unchecked_into();
    assert_eq!(element.value(), "member");

    element.set_value("admin");
    fire(&element, "change");
    busy.set(true);
    settle().await;
    assert_eq!(heard.get_untracked(), ["admin"]);
    assert_eq!(element.get_attribute("aria-busy").as_deref(), Some("true"));
    fire(&element, "change");
    assert_eq!(heard.get_untracked().len(), 1, "one choice at a time");

    busy.set(false);
    settle().await;
    assert_eq!(element.value(), "member", "the server said no");
}

#[wasm_bindgen_test]
async fn escape_empties_a_search_before_it_closes_what_is_around_it() {
    let (sought, outer) = (RwSignal::new("ada".to_owned()), heard());
    let stage = show(move || {
        let field = search(Search {
            id: "s".to_owned(),
            label: "Search".to_owned(),
            clear: "Clear".to_owned(),
            value: Arc::new(move || sought.get()),
            on_input: Arc::new(move |value| sought.set(value)),
            busy: Arc::new(|| false),
        });
        vec![el("div").on("keydown", move |_| note(outer, "key")).child(field).build()]
    })
    .await;
    stage.find("#s").focus().unwrap();

    key("Escape").await;
    assert_eq!((stage.input("#s").value().as_str(), outer.get_untracked().len()), ("", 0));
    key("Escape").await;
    assert_eq!(outer.get_untracked().len(), 1);
}
