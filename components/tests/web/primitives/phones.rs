//! Telephone numbers: typing, deleting, pasting, countries.

use super::{Heard, heard, note, show, show_in};
use crate::stage::{Stage, focused, key, settle};
use frontdesk_components::Messages;
use frontdesk_components::ui::field::Typed;
use frontdesk_components::ui::phone_input::{PhoneInput, PhoneWords, phone_input};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

fn number(value: RwSignal<String>, heard: Heard) -> AnyView {
    phone_input(PhoneInput {
        id: "p".to_owned(),
        name: "phone",
        label: "Phone number".to_owned(),
        hint: None,
        country: "us".to_owned(),
        names: Arc::new(|id| Messages::ENGLISH.region(id)),
        words: PhoneWords {
            country: "Country".to_owned(),
            search: "Search".to_owned(),
            nothing: "No country matches.".to_owned(),
        },
        typed: Arc::new(move || Typed::new(value.get())),
        on_input: Arc::new(move |phone| {
            note(heard, [&phone.e164, " ", phone.country].concat());
            value.set(phone.e164);
        }),
    })
}

async fn with(value: &str) -> (Stage, RwSignal<String>, Heard) {
    let (value, heard) = (RwSignal::new(value.to_owned()), heard());
    (show(move || vec![number(value, heard)]).await, value, heard)
}

/// What the browser does when a person edits: the input holds this with the caret at `|`, then says what happened.
async fn edit(stage: &Stage, raw: &str, kind: &str) {
    let (caret, input) = (raw.chars().position(|c| c == '|').unwrap() as u32, stage.input("#p"));
    input.set_value(&raw.replace('|', ""));
    input.set_selection_range(caret, caret).unwrap();
    let make =
        js_sys::Function::new_with_args("kind", "return new InputEvent('input', { bubbles: true, inputType: kind })");
    let event = make.call1(&JsValue::NULL, &kind.into()).unwrap();
    input.dispatch_event(event.unchecked_ref()).unwrap();
    settle().await;
}

/// What the input shows, with the caret.
fn shows(stage: &Stage) -> String {
    let input = stage.input("#p");
    let mut text: Vec<char> = input.value().chars().collect();
    text.insert(input.selection_start().unwrap().unwrap() as usize, '|');
    text.into_iter().collect()
}

fn country(stage: &Stage) -> String {
    stage.find("#p-country").get_attribute("aria-label").unwrap()
}

#[wasm_bindgen_test]
async fn digits_are_grouped_while_they_are_typed_and_the_caret_stays() {
    let (stage, value, _) = with("").await;
    stage.find("#p").focus().unwrap();
    let mut now = "|".to_owned();
    for digit in "2015550123".chars() {
        let mut typed = digit.to_string();
        typed.push('|');
        edit(&stage, &now.replace('|', &typed), "insertText").await;
        now = shows(&stage);
    }
    assert_eq!((now.as_str(), value.get_untracked().as_str()), ("201-555-0123|", "+12015550123"));

    edit(&stage, "2|-555-0123", "deleteContentBackward").await;
    assert_eq!(shows(&stage), "2|55-501-23");
    edit(&stage, "20|55-501-23", "insertText").await;
    edit(&stage, "201|-555-0123", "insertText").await;
    assert_eq!((shows(&stage).as_str(), value.get_untracked().as_str()), ("201|-555-0123", "+12015550123"));
}

#[wasm_bindgen_test]
async fn deleting_a_dash_deletes_the_digit_before_it() {
    let (stage, value, _) = with("+12015550123").await;

    edit(&stage, "201|555-0123", "deleteContentBackward").await;

    assert_eq!((shows(&stage).as_str(), value.get_untracked().as_str()), ("20|5-550-123", "+1205550123"));
}

#[wasm_bindgen_test]
async fn a_pasted_number_brings_its_country() {
    let (stage, value, heard) = with("").await;
    assert_eq!(country(&stage), "Country: United States +1");

    edit(&stage, "+49 1511 2345678|", "insertFromPaste").await;

    assert_eq!((shows(&stage).as_str(), value.get_untracked().as_str()), ("1511 2345678|", "+4915112345678"));
    assert_eq!(country(&stage), "Country: Germany +49");
    assert_eq!(heard.get_untracked(), ["+4915112345678 DE"]);
}

#[wasm_bindgen_test]
async fn a_country_is_sought_by_name_or_code_and_keeps_the_digits() {
    let (stage, value, _) = with("+4915112345678").await;
    for (sought, name, number) in
        [("austr", "Country: Australia +61", "+6115112345678"), ("+43", "Country: Austria +43", "+4315112345678")]
    {
        stage.find("#p-country").click();
        settle().await;
        assert_eq!(focused(), "p-country-search");

        stage.fill("#p-country-search", sought).await;
        key("Enter").await;

        assert_eq!((country(&stage).as_str(), value.get_untracked().as_str()), (name, number));
        assert_eq!(focused(), "p", "a choice leads to the number");
        assert!(!stage.find("#p-country-panel").matches(":popover-open").unwrap());
    }

    stage.find("#p-country").click();
    settle().await;
    key("Escape").await;
    assert_eq!(focused(), "p-country");
}

#[wasm_bindgen_test]
async fn a_number_that_is_set_from_outside_is_shown_and_told_to_nobody() {
    let (stage, value, heard) = with("").await;

    value.set("+442079460018".to_owned());
    settle().await;

    assert_eq!(
        (stage.input("#p").value().as_str(), country(&stage).as_str()),
        ("20 7946 0018", "Country: United Kingdom +44")
    );
    assert_eq!(heard.get_untracked().len(), 0);
}

#[wasm_bindgen_test]
async fn where_text_runs_from_right_to_left_a_number_does_not() {
    let value = RwSignal::new("+4915112345678".to_owned());
    let stage = show_in("rtl", move || vec![number(value, heard())]).await;

    let (button, input) =
        (stage.find("#p-country").get_bounding_client_rect(), stage.find("#p").get_bounding_client_rect());
    assert!(button.right() <= input.left() + 1.0);
}
