//! A modal dialog on the native element: focus, Escape and the top layer come from the browser.

use super::button::{Press, Whether};
use super::element::{effect, el, keyed, nothing, watch};
use super::focus::{by_id, soon};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

/// Draws a dialog. Its content is made when it opens, and it begins anew each time.
pub fn dialog(
    id: String,
    labelled_by: String,
    open: Whether,
    on_close: Press,
    content: impl Fn() -> AnyView + Send + 'static,
) -> AnyView {
    let is_open = open.clone();
    let turned = watch(move || u64::from(is_open()));
    let element_id = id.clone();
    effect(move || {
        let (open, id) = (turned.get() == 1, element_id.clone());
        soon(move || {
            let Some(dialog) = by_id::<HtmlDialogElement>(&id) else { return };
            if open && !dialog.open() {
                keep_scrollbar_width();
                // It only fails for an element that is not in the page, and that one shows nothing anyway.
                let _ = dialog.show_modal();
            } else if !open && dialog.open() {
                dialog.close();
            }
        });
    });
    let drawn = open.clone();
    el("dialog")
        .class("fd-dialog")
        .attr("id", id)
        .attr("aria-labelledby", labelled_by)
        .on("close", move |_| on_close())
        .on("pointerdown", |event| {
            // The dialog fills its box with its body, so only its backdrop is the dialog itself.
            let target = event.target().and_then(|target| target.dyn_into::<HtmlDialogElement>().ok());
            if let Some(dialog) = target {
                dialog.close();
            }
        })
        .child(keyed(move || u64::from(open()), move || if drawn() { content() } else { nothing() }))
        .build()
}

/// Remembers the width of the page's scrollbar, so that hiding it moves nothing.
fn keep_scrollbar_width() {
    let Some(page) = document().document_element().and_then(|page| page.dyn_into::<web_sys::HtmlElement>().ok()) else {
        return;
    };
    let inner = window().inner_width().ok().and_then(|width| width.as_f64()).unwrap_or_default();
    let mut width = ((inner as i32) - page.client_width()).max(0).to_string();
    width.push_str("px");
    let _ = page.style().set_property("--fd-scrollbar", &width);
}
