use frontdesk_components::ui::element::{effect, el};
use frontdesk_gallery::address::Address;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlElement, HtmlIFrameElement};

const ID: &str = "g-frame";

/// The story in a document of its own, which has the width that is chosen: what asks for the width of the window sees it.
pub(super) fn frame(address: RwSignal<Address>) -> AnyView {
    let bare = move || Address { bare: true, width: None, ..address.get() }.query();
    let first = untrack(bare);
    effect(move || turn(&bare()));
    effect(move || widen(address.with(|address| address.width)));
    el("div")
        .class("g-frame-place")
        .child(el("iframe").attr("id", ID).class("g-frame").attr("src", first).attr("title", "The story"))
        .build()
}

fn found() -> Option<HtmlIFrameElement> {
    document().get_element_by_id(ID)?.dyn_into().ok()
}

/// Shows another story without loading the program again.
fn turn(query: &str) {
    let Some(inside) = found().and_then(|frame| frame.content_window()) else { return };
    if inside.location().search().is_ok_and(|search| search == query || search.is_empty()) {
        return;
    }
    let changed = inside.history().and_then(|history| history.replace_state_with_url(&JsValue::NULL, "", Some(query)));
    if changed.is_ok()
        && let Ok(event) = web_sys::PopStateEvent::new("popstate")
    {
        // Whether somebody prevented what it does by itself, which is nothing.
        let _ = inside.dispatch_event(&event);
    }
}

fn widen(width: Option<u32>) {
    let Some(frame) = found() else { return };
    let style = frame.unchecked_ref::<HtmlElement>().style();
    // A width in pixels is always understood.
    let _ = match width {
        Some(width) => style.set_property("inline-size", &[&width.to_string(), "px"].concat()),
        None => style.remove_property("inline-size").map(drop),
    };
}
