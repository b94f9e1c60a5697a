//! Fields: Caps Lock, and being taken away.

use super::{heard, note, show};
use crate::stage::{Stage, fire, settle};
use frontdesk_components::ui::chips::{Chips, chips};
use frontdesk_components::ui::element::el;
use frontdesk_components::ui::field::{Field, Typed, field};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen_test::wasm_bindgen_test;

/// Presses a letter in an input, with Caps Lock on or off.
async fn letter(stage: &Stage, selector: &str, caps: bool) {
    let init = web_sys::KeyboardEventInit::new();
    init.set_key("a");
    init.set_bubbles(true);
    init.set_modifier_caps_lock(caps);
    let event = web_sys::KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
    stage.find(selector).dispatch_event(&event).unwrap();
    settle().await;
}

#[wasm_bindgen_test]
async fn caps_lock_is_said_while_it_is_on_beside_an_error_too() {
    let wrong = RwSignal::new(false);
    let stage = show(move || {
        let typed = move || if wrong.get() { Typed::wrong("A", "Wrong.") } else { Typed::new("A") };
        vec![field(Field {
            kind: "password",
            caps_lock: Some("Caps Lock is on".to_owned()),
            ..Field::text("p".to_owned(), "password", "Password", Arc::new(typed), Arc::new(|_| ()))
        })]
    })
    .await;
    let said = || stage.find("#p-message").text_content().unwrap();
    let height = stage.find(".fd-field").offset_height();

    // A manager that fills in sends what is called a key and is none.
    fire(&stage.find("#p"), "keydown");
    settle().await;
    assert_eq!(said(), "");
    letter(&stage, "#p", true).await;
    assert_eq!(said(), "Caps Lock is on");
    assert_eq!(stage.find(".fd-field").offset_height(), height, "it moves nothing");
    wrong.set(true);
    settle().await;
    assert_eq!(said(), "Wrong.Caps Lock is on");
    letter(&stage, "#p", false).await;
    assert_eq!(said(), "Wrong.");
}

#[wasm_bindgen_test]
async fn fields_that_are_taken_away_while_one_is_in_them_say_nothing_more() {
    let (shown, heard) = (RwSignal::new(1_u64), heard());
    let stage = show(move || {
        let inside = move || {
            let typed = RwSignal::new(String::new());
            let address = chips(Chips {
                id: "c".to_owned(),
                name: "addresses",
                label: "Addresses".to_owned(),
                hint: None,
                chips: Arc::new(Vec::new),
                typed: Arc::new(move || Typed::new(typed.get())),
                on_input: Arc::new(move |value| typed.set(value)),
                on_add: Arc::new(move |_| note(heard, "added")),
                on_remove: Arc::new(|_| ()),
                remove: Arc::new(str::to_owned),
                count: Arc::new(|count| count.to_string()),
            });
            if shown.get_untracked() == 1 { address } else { el("p").build() }
        };
        vec![frontdesk_components::ui::element::keyed(move || shown.get(), inside)]
    })
    .await;
    stage.fill("#c", "ada@example.com").await;

    shown.set(0);
    settle().await;

    assert!(heard.get_untracked().is_empty());
}
