use frontdesk_components::ui::element::{dynamic, el};
use frontdesk_gallery::address::Address;
use frontdesk_gallery::{Opens, Story};
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Says which address is drawn, for whoever waits for it.
const DRAWN: &str = "data-drawn";

/// The story alone, as a person would see it on a page of an app.
pub(super) fn alone(address: RwSignal<Address>) -> AnyView {
    // Links of a story lead to pages that are not here.
    let heard = window_event_listener(ev::click, |event| {
        let pressed = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if pressed.is_some_and(|pressed| matches!(pressed.closest("a[href]"), Ok(Some(_)))) {
            event.prevent_default();
        }
    });
    on_cleanup(move || heard.remove());
    let drawn = dynamic(move || {
        let now = address.get();
        // Two turns: the first draws, in the second what was drawn has placed its focus and opened its dialog.
        request_animation_frame(move || request_animation_frame(move || open(now.story, &now.query())));
        (now.story.draw)(&now.stage())
    });
    el("main").class("g-stage").child(drawn).build()
}

fn open(story: &Story, query: &str) {
    if story.opens == Opens::Menu {
        let trigger = document().query_selector(".g-stage [popovertarget]").ok().flatten();
        if let Some(trigger) = trigger.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
            trigger.click();
        }
    }
    if let Some(root) = document().document_element() {
        // Only tests read it.
        let _ = root.set_attribute(DRAWN, query);
    }
}
