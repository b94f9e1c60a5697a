//! Menus that are searched, and short ones.

use super::{Heard, heard, note, show};
use crate::stage::{Stage, focused, focused_words, key, settle};
use frontdesk_components::ui::element::el;
use frontdesk_components::ui::icon::Icon;
use frontdesk_components::ui::menu::{Menu, MenuGroup, MenuItem, MenuSearch, menu};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen_test::wasm_bindgen_test;

fn places(count: usize) -> Vec<MenuGroup> {
    let names =
        ["Analytical Engines", "Babbage & Sons", "Café Zürich", "Harbor", "Labs", "Nine Elms", "Orchard", "Quay"];
    let item = |name: &&str| MenuItem { checked: Some(*name == "Harbor"), ..MenuItem::words(name, *name) };
    let make = MenuItem::action("create", Icon::PLUS, "Create organization");
    vec![
        MenuGroup { heading: None, items: names[..count].iter().map(item).collect() },
        MenuGroup { heading: None, items: vec![make] },
    ]
}

fn searched_menu(count: usize, heard: Heard) -> AnyView {
    menu(Menu {
        id: "m".to_owned(),
        label: "Organizations".to_owned(),
        trigger_class: "fd-switcher",
        trigger_label: Arc::new(|| "Organizations".to_owned()),
        trigger: el("span").text("Switch").build(),
        align_end: false,
        head: None,
        search: Some(MenuSearch { label: "Search".to_owned(), nothing: "None matches.".to_owned() }),
        small: false,
        groups: Arc::new(move || places(count)),
        on_press: Arc::new(move |key| note(heard, key)),
    })
}

fn left(stage: &Stage) -> Vec<String> {
    let items = stage.find("#m").query_selector_all("[role^=menuitem]:not([hidden])").unwrap();
    (0..items.length()).filter_map(|index| items.item(index)?.text_content()).collect()
}

#[wasm_bindgen_test]
async fn a_long_menu_is_searched_in_any_case_and_without_accents() {
    let heard = heard();
    let stage = show(move || vec![searched_menu(8, heard)]).await;
    stage.find("#m-trigger").click();
    settle().await;
    assert_eq!(focused(), "m-search");

    stage.fill("#m-search", "ZURICH").await;
    assert_eq!(left(&stage), ["Café Zürich", "Create organization"], "what is done is no match, and stays");
    stage.fill("#m-search", "zzz").await;
    assert_eq!(stage.find("#m [role=status]").text_content().as_deref(), Some("None matches."));
    key("Enter").await;
    assert_eq!(heard.get_untracked().len(), 0, "nothing is made by a search that finds nothing");
    stage.fill("#m-search", "engines").await;
    assert_eq!(stage.find("#m [role=status]").text_content().as_deref(), Some(""));
    key("Enter").await;

    assert_eq!(heard.get_untracked(), ["Analytical Engines"]);
    assert_eq!(focused(), "m-trigger");
}

#[wasm_bindgen_test]
async fn a_searched_menu_is_walked_by_arrows_and_a_letter_leads_back_to_the_field() {
    let stage = show(move || vec![searched_menu(8, heard())]).await;
    stage.find("#m-trigger").click();
    settle().await;

    key("ArrowDown").await;
    assert_eq!(focused_words(), "Analytical Engines");
    key("ArrowUp").await;
    assert_eq!(focused_words(), "Create organization");
    key("h").await;
    assert_eq!(focused(), "m-search");
    key("ArrowUp").await;
    assert_eq!(focused_words(), "Create organization");
    key("Escape").await;
    assert_eq!(focused(), "m-trigger");
}

#[wasm_bindgen_test]
async fn a_short_menu_has_no_search_and_goes_to_letters() {
    let stage = show(move || vec![searched_menu(6, heard())]).await;
    stage.find("#m-trigger").click();
    settle().await;

    assert!(stage.seek("#m-search").is_none());
    assert_eq!(focused_words(), "Harbor", "the chosen one");
    key("n").await;
    assert_eq!(focused_words(), "Nine Elms");
}
