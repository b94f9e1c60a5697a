//! Short words: how long they stay, and where.

use super::{Heard, heard, note, show};
use crate::stage::{Stage, fire, settle};
use frontdesk_components::ui::toast::{STAYS, Toast, Toasts, toasts};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen_test::wasm_bindgen_test;

fn word(key: u64) -> Toast {
    Toast { key, text: "Saved".to_owned(), done: true }
}

async fn toasts_for(stays: std::time::Duration, heard: Heard) -> (Stage, RwSignal<Vec<Toast>>) {
    let words = RwSignal::new(Vec::new());
    let stage = show(move || {
        vec![toasts(Toasts {
            id: "w".to_owned(),
            label: "Messages".to_owned(),
            close: "Dismiss".to_owned(),
            toasts: Arc::new(move || words.get()),
            stays,
            on_close: Arc::new(move |key| {
                note(heard, key.to_string());
                words.update(|words| words.retain(|word| word.key != key));
            }),
        })]
    })
    .await;
    (stage, words)
}

#[wasm_bindgen_test]
async fn a_short_word_goes_by_itself() {
    let heard = heard();
    let (_stage, words) = toasts_for(std::time::Duration::ZERO, heard).await;
    words.set(vec![word(1)]);
    settle().await;
    assert_eq!(heard.get_untracked(), ["1"]);

    words.set(vec![word(2)]);
    settle().await;
    assert_eq!(heard.get_untracked(), ["1", "2"]);
}

#[wasm_bindgen_test]
async fn a_word_that_is_read_stays_until_it_is_left() {
    let heard = heard();
    let (stage, words) = toasts_for(std::time::Duration::from_millis(50), heard).await;
    words.set(vec![word(1)]);
    settle().await;
    let place = stage.find("#w");

    fire(&place, "pointerenter");
    moment(120).await;
    assert!(heard.get_untracked().is_empty());
    fire(&place, "pointerleave");
    moment(120).await;

    assert_eq!(heard.get_untracked(), ["1"]);
}

/// Lets this many milliseconds go by, as the timers of a browser count them.
async fn moment(milliseconds: i32) {
    let timer = js_sys::Promise::new(&mut |resolve, _| {
        let wake = move || drop(resolve.call0(&wasm_bindgen::JsValue::NULL));
        set_timeout(wake, std::time::Duration::from_millis(milliseconds as u64));
    });
    wasm_bindgen_futures::JsFuture::from(timer).await.unwrap();
}

#[wasm_bindgen_test]
async fn a_word_stands_above_the_page_in_a_live_region_and_is_pressed_away() {
    let heard = heard();
    let (stage, words) = toasts_for(STAYS, heard).await;
    assert_eq!(stage.find("#w ol").get_attribute("aria-live").as_deref(), Some("polite"), "there before it is needed");
    words.set(vec![word(1)]);
    settle().await;
    assert!(stage.find("#w").matches(":popover-open").unwrap());

    stage.find("#w button").click();
    settle().await;

    assert_eq!(heard.get_untracked(), ["1"]);
    assert!(!stage.find("#w").matches(":popover-open").unwrap());
}
