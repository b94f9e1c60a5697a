//! A modal dialog on the native element: focus, Escape and the top layer come from the browser.

use leptos::{ev, html, prelude::*};
use std::time::Duration;
use wasm_bindgen::JsCast;

/// Draws a dialog. Its content is made when it opens, and it begins anew each time.
pub fn dialog(
    id: String,
    labelled_by: String,
    open: Signal<bool>,
    on_close: Callback<()>,
    content: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let node = NodeRef::<html::Dialog>::new();
    let open = Memo::new(move |_| open.get());
    Effect::new(move |_| {
        let open = open.get();
        set_timeout(
            move || {
                let Some(dialog) = node.get_untracked() else { return };
                if open && !dialog.open() {
                    keep_scrollbar_width();
                    // It only fails for an element that is not in the page, and that one shows nothing anyway.
                    let _ = dialog.show_modal();
                } else if !open && dialog.open() {
                    dialog.close();
                }
            },
            Duration::ZERO,
        );
    });
    view! {
        <dialog
            class="fd-dialog"
            id=id
            aria-labelledby=labelled_by
            node_ref=node
            on:close=move |_| on_close.run(())
            on:pointerdown=move |event: ev::PointerEvent| {
                // The dialog fills its box with its body, so only its backdrop is the dialog itself.
                let target: Option<web_sys::Element> = event.target().and_then(|target| target.dyn_into().ok());
                let beside = target.is_some_and(|target| target.tag_name() == "DIALOG");
                if let (true, Some(dialog)) = (beside, node.get_untracked()) {
                    dialog.close();
                }
            }
        >
            {move || if open.get() { content() } else { ().into_any() }}
        </dialog>
    }
    .into_any()
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
