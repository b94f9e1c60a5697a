//! Dialogs: ways out, focus, the page behind.

use super::show;
use crate::stage::{computed, focused, settle};
use frontdesk_components::ui::button::{Button, Variant, button};
use frontdesk_components::ui::dialog::{Dialog, DialogName, DialogSize, dialog, dialog_head};
use frontdesk_components::ui::element::el;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlDialogElement;

fn opener(id: &str, open: RwSignal<bool>) -> AnyView {
    el("button").attr("id", id.to_owned()).on_click(move || open.set(true)).text("Open").build()
}

fn small_dialog(open: RwSignal<bool>) -> AnyView {
    let close = move || open.set(false);
    let frame = Dialog::small("d".to_owned(), "d-title".to_owned(), Arc::new(move || open.get()), Arc::new(close));
    dialog(frame, move || {
        let head = dialog_head("d-title".to_owned(), "Rename".to_owned(), None, "Close".to_owned(), Arc::new(close));
        el("div").class("fd-dialog-body").child(head).build()
    })
}

/// Puts the pointer down at a place, and lifts it at another.
async fn point(down: (i32, i32), up: (i32, i32), target: &web_sys::EventTarget) {
    for (name, (x, y)) in [("pointerdown", down), ("click", up)] {
        let init = web_sys::MouseEventInit::new();
        init.set_bubbles(true);
        init.set_client_x(x);
        init.set_client_y(y);
        let event = web_sys::MouseEvent::new_with_mouse_event_init_dict(name, &init).unwrap();
        target.dispatch_event(&event).unwrap();
    }
    settle().await;
}

#[wasm_bindgen_test]
async fn a_dialog_closes_by_a_press_beside_it_but_not_by_a_selection_that_ends_there() {
    let open = RwSignal::new(false);
    let stage = show(move || vec![opener("o", open), small_dialog(open)]).await;
    stage.find("#o").focus().unwrap();
    stage.press("Open").await;
    let dialog: HtmlDialogElement = stage.find("dialog").unchecked_into();
    assert!(dialog.open());
    assert_eq!(stage.find("dialog").get_attribute("aria-labelledby").as_deref(), Some("d-title"));
    let place = dialog.get_bounding_client_rect();
    let (inside, outside) = ((place.left() as i32 + 20, place.top() as i32 + 20), (place.left() as i32 - 5, 2));

    point(inside, outside, &dialog).await;
    assert!(dialog.open(), "a selection dragged out of the dialog");
    point(outside, inside, &dialog).await;
    assert!(dialog.open(), "a press that goes back into the dialog");
    point(outside, outside, &dialog).await;

    assert!(!dialog.open());
    assert!(!open.get_untracked(), "the page knows");
    assert_eq!(focused(), "o");
}

#[wasm_bindgen_test]
async fn the_focus_comes_back_to_an_opener_that_was_drawn_anew() {
    let (open, turn) = (RwSignal::new(false), RwSignal::new(0_u64));
    let stage = show(move || {
        let again = frontdesk_components::ui::element::keyed(move || turn.get(), move || opener("o", open));
        vec![again, small_dialog(open)]
    })
    .await;
    stage.find("#o").focus().unwrap();
    stage.press("Open").await;
    turn.set(1);
    settle().await;

    open.set(false);
    settle().await;

    assert_eq!(focused(), "o");
}

#[wasm_bindgen_test]
async fn the_page_behind_a_dialog_neither_scrolls_nor_jumps() {
    let open = RwSignal::new(false);
    let stage = show(move || {
        let long = el("div").attr("id", "long").text("A page");
        vec![long.build(), small_dialog(open)]
    })
    .await;
    let long = stage.find("#long");
    long.style().set_property("block-size", "300vh").unwrap();
    let before = long.get_bounding_client_rect().width();

    open.set(true);
    settle().await;

    let page = document().document_element().unwrap();
    assert_eq!(computed(&page, "overflow-y"), "hidden");
    assert_eq!(long.get_bounding_client_rect().width(), before);
}

#[wasm_bindgen_test]
async fn a_large_dialog_has_the_size_of_a_profile_and_its_own_way_out() {
    let open = RwSignal::new(true);
    let stage = show(move || {
        let frame = Dialog {
            id: "d".to_owned(),
            name: DialogName::Words("Account".to_owned()),
            size: DialogSize::Large,
            open: Arc::new(move || open.get()),
            on_close: Arc::new(move || open.set(false)),
            close: Some("Close".to_owned()),
        };
        vec![dialog(frame, || button(Button { variant: Variant::Quiet, ..Button::secondary("Save", Arc::new(|| ())) }))]
    })
    .await;
    let (wide, high) =
        (window().inner_width().unwrap().as_f64().unwrap(), window().inner_height().unwrap().as_f64().unwrap());
    let (wide, high) = if wide < 640.0 { (wide, high) } else { ((wide - 32.0).min(880.0), (high - 32.0).min(704.0)) };
    let dialog = stage.find("dialog");
    assert_eq!(dialog.get_attribute("aria-label").as_deref(), Some("Account"));
    assert_eq!((f64::from(dialog.offset_width()), f64::from(dialog.offset_height())), (wide, high));

    stage.find("[aria-label=Close]").click();
    settle().await;

    assert!(!stage.find("dialog").has_attribute("open"));
}
