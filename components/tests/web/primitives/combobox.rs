//! Choices that are searched: keys, pointer, focus, what is said to readers.

use super::{Heard, heard, note, show, show_in};
use crate::stage::{Stage, computed, fire, focused, key, settle};
use frontdesk_components::ui::combobox::{Choice, Combobox, combobox};
use frontdesk_components::ui::element::el;
use frontdesk_components::ui::field::Typed;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen_test::wasm_bindgen_test;

const NAMES: [&str; 10] =
    ["Algeria", "Austria", "Germany", "Georgia", "Niger", "Nigeria", "Österreich", "Peru", "Qatar", "United Kingdom"];

fn countries(chosen: RwSignal<String>, clear: bool, heard: Heard) -> AnyView {
    combobox(Combobox {
        id: "c".to_owned(),
        name: "country",
        label: "Country".to_owned(),
        placeholder: "Search".to_owned(),
        hint: None,
        choices: Arc::new(|| NAMES.iter().map(|name| Choice::new(&name.to_lowercase(), *name)).collect()),
        typed: Arc::new(move || Typed::new(chosen.get())),
        on_input: Arc::new(move |value| {
            note(heard, value.clone());
            chosen.set(value);
        }),
        clear: clear.then(|| "Clear".to_owned()),
        nothing: "No country matches.".to_owned(),
        busy: Arc::new(|| false),
    })
}

async fn chosen(value: &str) -> (Stage, Heard) {
    let (chosen, heard) = (RwSignal::new(value.to_owned()), heard());
    (show(move || vec![countries(chosen, false, heard)]).await, heard)
}

fn is_open(stage: &Stage) -> bool {
    let open = stage.find("#c-panel").matches(":popover-open").unwrap();
    let said = stage.find("#c").get_attribute("aria-expanded");
    assert_eq!(said.as_deref(), Some(if open { "true" } else { "false" }));
    open
}

/// The words of the lines, and the one that the keys are at.
fn lines(stage: &Stage) -> (Vec<String>, String) {
    let all = stage.find("#c-list").query_selector_all("[role=option] bdi").unwrap();
    let words = (0..all.length()).filter_map(|index| all.item(index)?.text_content()).collect();
    let at = stage.find("#c").get_attribute("aria-activedescendant");
    let at = at.and_then(|id| document().get_element_by_id(&id)).and_then(|line| line.text_content());
    (words, at.unwrap_or_default())
}

#[wasm_bindgen_test]
async fn typing_leaves_what_matches_and_enter_takes_the_first() {
    let (stage, heard) = chosen("peru").await;
    assert_eq!((stage.input("#c").value().as_str(), is_open(&stage)), ("Peru", false));
    assert_eq!(lines(&stage).0.len(), 0, "nothing is drawn while it is closed");

    stage.fill("#c", "ger").await;

    assert!(is_open(&stage));
    let (words, at) = lines(&stage);
    assert_eq!((words.join(" ").as_str(), at.as_str()), ("Germany Algeria Niger Nigeria", "Germany"));

    key("Enter").await;

    assert_eq!(heard.get_untracked(), ["germany"]);
    assert_eq!((stage.input("#c").value().as_str(), is_open(&stage), focused().as_str()), ("Germany", false, "c"));
    assert_eq!(stage.input("input[name=country]").value(), "germany", "a form sends the value");

    stage.fill("#c", "oster").await;
    assert_eq!(lines(&stage).1, "Österreich", "without accents");
}

#[wasm_bindgen_test]
async fn the_arrows_open_at_what_is_chosen_and_walk_round() {
    let (stage, heard) = chosen("qatar").await;
    stage.find("#c").focus().unwrap();
    for (name, at) in [
        ("ArrowDown", "Qatar"),
        ("ArrowDown", "United Kingdom"),
        ("ArrowDown", "Algeria"),
        ("ArrowUp", "United Kingdom"),
        ("PageUp", "Austria"),
        ("PageUp", "Algeria"),
        ("PageDown", "Qatar"),
    ] {
        key(name).await;

        assert!(is_open(&stage));
        assert_eq!(lines(&stage).1, at, "after {name}");
        let line = stage.find("[data-active]").get_bounding_client_rect();
        let list = stage.find("#c-list").get_bounding_client_rect();
        assert!(
            line.top() >= list.top() - 1.0 && line.bottom() <= list.bottom() + 1.0,
            "{at} is in sight: {}..{} of {}..{}",
            line.top(),
            line.bottom(),
            list.top(),
            list.bottom()
        );
    }
    assert_eq!(stage.find("[aria-selected=true]").text_content().as_deref(), Some("Qatar"));
    assert_eq!(heard.get_untracked().len(), 0);
}

#[wasm_bindgen_test]
async fn escape_gives_the_choice_back_and_closes_nothing_around_the_list() {
    let (chosen, outer) = (RwSignal::new("peru".to_owned()), heard());
    let stage = show(move || {
        let field = countries(chosen, false, heard());
        vec![el("div").on("keydown", move |_| note(outer, "key")).child(field).build()]
    })
    .await;
    stage.fill("#c", "xyz").await;
    assert_eq!(stage.find("#c-panel [role=status]").text_content().as_deref(), Some("No country matches."));
    key("Enter").await;
    assert!(is_open(&stage), "there is nothing to take");
    let before = outer.get_untracked().len();

    key("Escape").await;

    assert_eq!((stage.input("#c").value().as_str(), is_open(&stage)), ("Peru", false));
    assert_eq!(outer.get_untracked().len(), before);
    key("Escape").await;
    assert_eq!(outer.get_untracked().len(), before + 1, "closed, the key belongs to what is around");
}

#[wasm_bindgen_test]
async fn a_field_that_is_left_takes_words_that_name_a_choice_and_forgets_others() {
    let (stage, heard) = chosen("peru").await;
    for (typed, shows) in [("niger", "Niger"), ("nope", "Niger"), ("", "Niger")] {
        stage.fill("#c", typed).await;
        stage.find("#c").blur().unwrap();
        settle().await;

        assert_eq!((stage.input("#c").value().as_str(), is_open(&stage)), (shows, false), "after {typed}");
    }
    assert_eq!(heard.get_untracked(), ["niger"]);
}

#[wasm_bindgen_test]
async fn tab_takes_what_was_sought_and_nothing_that_was_only_seen() {
    let (stage, heard) = chosen("peru").await;
    stage.find("#c").focus().unwrap();
    key("ArrowDown").await;
    key("Tab").await;
    assert_eq!((heard.get_untracked().len(), is_open(&stage)), (0, false));

    stage.fill("#c", "qa").await;
    key("Tab").await;

    assert_eq!((heard.get_untracked().join(" ").as_str(), is_open(&stage)), ("qatar", false));
}

#[wasm_bindgen_test]
async fn a_pointer_opens_chooses_and_takes_back_and_the_focus_stays_in_the_input() {
    let (chosen, heard) = (RwSignal::new("peru".to_owned()), heard());
    let stage = show(move || vec![countries(chosen, true, heard)]).await;
    fire(&stage.find(".fd-combobox-mark"), "mousedown");
    settle().await;
    assert_eq!((is_open(&stage), focused().as_str()), (true, "c"));

    stage.find("[role=option]:nth-child(2)").click();
    settle().await;
    assert_eq!((stage.input("#c").value().as_str(), is_open(&stage), focused().as_str()), ("Austria", false, "c"));

    stage.find(".fd-combobox-clear button").click();
    settle().await;
    assert_eq!((stage.input("#c").value().as_str(), focused().as_str()), ("", "c"));
    assert!(stage.seek(".fd-combobox-clear button").is_none());
    assert_eq!(heard.get_untracked(), ["austria", ""]);
}

#[wasm_bindgen_test]
async fn the_list_is_as_wide_as_the_field_and_right_below_it_in_both_directions() {
    for dir in ["ltr", "rtl"] {
        let (chosen, heard) = (RwSignal::new("peru".to_owned()), heard());
        let stage = show_in(dir, move || vec![countries(chosen, false, heard)]).await;
        stage.find("#c").focus().unwrap();
        key("ArrowDown").await;

        let (field, panel) =
            (stage.find("#c").get_bounding_client_rect(), stage.find("#c-panel").get_bounding_client_rect());
        assert!((field.width() - panel.width()).abs() < 2.0, "{dir}: {} and {}", field.width(), panel.width());
        assert!((field.left() - panel.left()).abs() < 2.0, "{dir}");
        assert!(panel.top() >= field.bottom() || panel.bottom() <= field.top(), "{dir}: it does not cover the field");
        assert_eq!(computed(&stage.find(".fd-option"), "direction"), dir);
    }
}
