//! Tables: focus, narrow places, pages.

use super::{heard, note, show};
use crate::stage::{computed, focused, settle};
use frontdesk_components::ui::element::el;
use frontdesk_components::ui::table::{Column, ColumnKind, Pages, Table, pages, table};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen_test::wasm_bindgen_test;

fn list_of(rows: RwSignal<Vec<String>>) -> AnyView {
    let column = |label: &str, kind| Column { label: label.to_owned(), kind };
    table(Table {
        id: "t".to_owned(),
        label: "Members".to_owned(),
        columns: vec![
            column("Member", ColumnKind::Head),
            column("Joined", ColumnKind::Value),
            column("Actions", ColumnKind::Actions),
        ],
        rows: Arc::new(move || rows.get()),
        cells: Arc::new(|key| {
            let press = el("button").attr("id", ["b-", key].concat()).text("Remove").build();
            vec![el("span").text(key.to_owned()).build(), el("span").text("2026").build(), press]
        }),
        empty: Arc::new(|| el("p").text("Nobody").build()),
        busy: Arc::new(|| false),
    })
}

#[wasm_bindgen_test]
async fn the_focus_goes_to_the_row_that_takes_the_place_of_one_that_goes() {
    let rows = RwSignal::new(["a", "b", "c"].map(str::to_owned).to_vec());
    let stage = show(move || vec![list_of(rows)]).await;
    stage.find("#b-b").focus().unwrap();
    let kept = stage.find("#b-c");

    rows.update(|rows| rows.retain(|row| row != "b"));
    settle().await;
    assert_eq!(focused(), "b-c");
    assert!(stage.find("#b-c").is_same_node(Some(&kept)), "a row that stays is not drawn anew");

    rows.update(|rows| rows.retain(|row| row != "c"));
    settle().await;
    assert_eq!(focused(), "b-a");
    rows.update(Vec::clear);
    settle().await;
    assert_eq!(focused(), "t", "the table itself");
    assert!(stage.text().contains("Nobody"));
}

#[wasm_bindgen_test]
async fn rows_that_change_elsewhere_take_no_focus() {
    let rows = RwSignal::new(["a", "b"].map(str::to_owned).to_vec());
    let _stage = show(move || vec![list_of(rows)]).await;

    rows.update(|rows| rows.retain(|row| row != "b"));
    settle().await;

    assert_eq!(focused(), "");
}

#[wasm_bindgen_test]
async fn on_a_narrow_place_a_row_is_a_card_that_cuts_nothing() {
    let rows = RwSignal::new(vec!["countess.of.lovelace@analytical-engines.example".to_owned()]);
    let stage = show(move || vec![list_of(rows)]).await;
    assert_eq!(computed(&stage.find("tbody tr"), "display"), "table-row");

    stage.find("#t").style().set_property("inline-size", "320px").unwrap();
    settle().await;

    assert_eq!(computed(&stage.find("tbody tr"), "display"), "grid");
    let table = stage.find("#t");
    assert!(table.scroll_width() <= table.client_width(), "{} in {}", table.scroll_width(), table.client_width());
    let label = window().get_computed_style_with_pseudo_elt(&stage.find("[data-label]"), "::before").unwrap().unwrap();
    assert_eq!(label.get_property_value("content").unwrap(), "\"Joined\"");
}

#[wasm_bindgen_test]
async fn at_the_last_page_the_button_keeps_the_focus_and_does_nothing() {
    let (page, heard) = (RwSignal::new(0), heard());
    let stage = show(move || {
        vec![pages(Pages {
            label: "Pages".to_owned(),
            page: Arc::new(move || page.get()),
            count: Arc::new(|| 2),
            shown: Arc::new(move || page.get().to_string()),
            previous: "Previous page".to_owned(),
            next: "Next page".to_owned(),
            on_page: Arc::new(move |to: u32| {
                note(heard, to.to_string());
                page.set(to);
            }),
        })]
    })
    .await;
    let next = stage.find("[aria-label='Next page']");
    next.focus().unwrap();

    next.click();
    settle().await;
    next.click();
    settle().await;

    assert_eq!(heard.get_untracked(), ["1"]);
    assert_eq!(next.get_attribute("aria-disabled").as_deref(), Some("true"));
    assert!(document().active_element().unwrap().is_same_node(Some(&next)));
}
