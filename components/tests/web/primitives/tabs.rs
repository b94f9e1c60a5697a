//! Tabs: keys, direction, focus.

use super::{show, show_in};
use crate::stage::{focused, key, settle};
use frontdesk_components::ui::element::el;
use frontdesk_components::ui::tabs::{Tab, Tabs, tabs};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen_test::wasm_bindgen_test;

fn three_tabs(selected: RwSignal<String>, count: RwSignal<u32>) -> AnyView {
    tabs(Tabs {
        id: "t".to_owned(),
        label: "Members".to_owned(),
        tabs: Arc::new(move || {
            let tab = |key: &str, count| Tab { key: key.to_owned(), label: key.to_owned(), count };
            vec![tab("members", Some(count.get())), tab("invitations", Some(2)), tab("requests", None)]
        }),
        selected: Arc::new(move || selected.get()),
        on_select: Arc::new(move |key| selected.set(key)),
        panel: Arc::new(|key| el("p").text(["The ", &key].concat()).build()),
    })
}

#[wasm_bindgen_test]
async fn tabs_are_walked_by_arrows_and_one_of_them_is_in_the_tab_order() {
    let selected = RwSignal::new("members".to_owned());
    let stage = show(move || vec![three_tabs(selected, RwSignal::new(3))]).await;
    stage.find("#t-tab-members").focus().unwrap();

    for (name, tab) in [
        ("ArrowRight", "invitations"),
        ("ArrowRight", "requests"),
        ("ArrowRight", "members"),
        ("ArrowLeft", "requests"),
        ("Home", "members"),
        ("End", "requests"),
    ] {
        key(name).await;

        assert_eq!(focused(), ["t-tab-", tab].concat(), "after {name}");
        assert_eq!(stage.find("[role=tabpanel]").text_content().unwrap(), ["The ", tab].concat());
        assert_eq!(stage.find("[role=tab][tabindex='0']").id(), ["t-tab-", tab].concat());
        assert_eq!(stage.find("[role=tab][aria-selected=true]").id(), ["t-tab-", tab].concat());
    }
}

#[wasm_bindgen_test]
async fn where_text_runs_from_right_to_left_the_arrows_turn_round() {
    let selected = RwSignal::new("members".to_owned());
    let stage = show_in("rtl", move || vec![three_tabs(selected, RwSignal::new(3))]).await;
    stage.find("#t-tab-members").focus().unwrap();

    key("ArrowLeft").await;

    assert_eq!(focused(), "t-tab-invitations");
}

#[wasm_bindgen_test]
async fn a_count_that_changes_leaves_the_focus_on_its_tab() {
    let (selected, count) = (RwSignal::new("members".to_owned()), RwSignal::new(3));
    let stage = show(move || vec![three_tabs(selected, count)]).await;
    stage.find("#t-tab-members").focus().unwrap();

    count.set(4);
    settle().await;

    assert_eq!(focused(), "t-tab-members");
    assert_eq!(stage.find("#t-tab-members .fd-tab-count").text_content().as_deref(), Some("4"));
}
