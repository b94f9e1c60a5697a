//! Many addresses in one field.

use super::show;
use crate::stage::{Stage, focused, key, paste, settle};
use frontdesk_components::ui::chips::{Chip, Chips, chips};
use frontdesk_components::ui::field::Typed;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen_test::wasm_bindgen_test;

async fn address_field(begin: &[&str]) -> (Stage, RwSignal<Vec<Chip>>) {
    let judged =
        |text: &str| Chip { text: text.to_owned(), error: (!text.contains('@')).then(|| "Not an address.".to_owned()) };
    let list = RwSignal::new(begin.iter().map(|text| judged(text)).collect::<Vec<_>>());
    let typed = RwSignal::new(String::new());
    let stage = show(move || {
        vec![chips(Chips {
            id: "c".to_owned(),
            name: "addresses",
            label: "Email addresses".to_owned(),
            hint: None,
            chips: Arc::new(move || list.get()),
            typed: Arc::new(move || Typed::new(typed.get())),
            on_input: Arc::new(move |value| typed.set(value)),
            on_add: Arc::new(move |found: Vec<String>| {
                list.update(|list| list.extend(found.iter().map(|text| judged(text))))
            }),
            on_remove: Arc::new(move |text| list.update(|list| list.retain(|chip| chip.text != text))),
            remove: Arc::new(|text| ["Remove ", text].concat()),
            count: Arc::new(|count| [&count.to_string(), " addresses"].concat()),
        })]
    })
    .await;
    stage.find("#c").focus().unwrap();
    (stage, list)
}

fn texts(list: RwSignal<Vec<Chip>>) -> Vec<String> {
    list.get_untracked().into_iter().map(|chip| chip.text).collect()
}

#[wasm_bindgen_test]
async fn many_addresses_are_pasted_at_once_and_each_is_judged() {
    let (stage, list) = address_field(&[]).await;

    paste("Ada <ada@example.com>, grace@example.com\nnobody").await;

    assert_eq!(texts(list), ["ada@example.com", "grace@example.com", "nobody"]);
    let wrong = stage.find(".fd-chip[data-invalid]");
    assert!(wrong.text_content().unwrap().contains("Not an address."), "heard, not only coloured");
    assert_eq!(stage.find(".fd-field [role=status]").text_content().as_deref(), Some("3 addresses"));
    assert_eq!(focused(), "c");
}

#[wasm_bindgen_test]
async fn an_address_ends_with_a_comma_with_enter_or_when_the_field_is_left() {
    let (stage, list) = address_field(&[]).await;

    stage.fill("#c", "ada@example.com,").await;
    assert_eq!((texts(list).len(), stage.input("#c").value().as_str()), (1, ""));
    stage.fill("#c", "grace@example.com").await;
    key("Enter").await;
    assert_eq!(texts(list).len(), 2);
    stage.fill("#c", "alan@example.com").await;
    stage.find("#c").blur().unwrap();
    settle().await;

    assert_eq!(texts(list), ["ada@example.com", "grace@example.com", "alan@example.com"]);
}

#[wasm_bindgen_test]
async fn addresses_are_walked_and_taken_out_by_keys() {
    let (stage, list) = address_field(&["a@x.org", "b@x.org", "c@x.org"]).await;
    let name = || document().active_element().unwrap().get_attribute("aria-label").unwrap_or_default();

    key("Backspace").await;
    assert_eq!(name(), "Remove c@x.org");
    key("ArrowLeft").await;
    assert_eq!(name(), "Remove b@x.org");
    key("Delete").await;
    assert_eq!((texts(list), name()), (vec!["a@x.org".to_owned(), "c@x.org".to_owned()], "Remove c@x.org".to_owned()));
    key("Backspace").await;
    assert_eq!(focused(), "c", "behind the last one stands the input");
    assert_eq!(stage.find(".fd-chips-list").child_element_count(), 1);
}
