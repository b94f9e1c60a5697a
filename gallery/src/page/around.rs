use super::{about::about, frame::frame, go, switches::switches};
use frontdesk_components::ui::element::{dynamic, el};
use frontdesk_gallery::address::Address;
use frontdesk_gallery::{Story, stories};
use leptos::prelude::*;

/// The list at the side, and the chosen story with everything about it.
pub(super) fn page(address: RwSignal<Address>) -> AnyView {
    let title = dynamic(move || {
        let story = address.with(|address| address.story);
        el("div")
            .class("g-title")
            .child(el("h1").text([story.component, ": ", story.state].concat()))
            .child(el("p").text(story.shows))
            .build()
    });
    let alone = el("a")
        .attr("target", "_blank")
        .live("href", move || Some(Address { bare: true, width: None, ..address.get() }.query().into()))
        .text("Alone, in a tab of its own");
    let head = el("header").class("g-head").child(title).child(switches(address)).child(alone);
    let main = el("main").class("g-main").child(head).child(frame(address)).child(about(address));
    el("div").class("g-page").child(list(address)).child(main).build()
}

fn list(address: RwSignal<Address>) -> AnyView {
    let groups = stories::components().into_iter().map(|component| {
        let links = stories::all().filter(|story| story.component == component).map(|story| link(address, story));
        el("li").child(el("h2").text(component)).child(el("ul").child(links.collect::<Vec<_>>())).build()
    });
    let nav = el("nav").attr("aria-label", "Stories").child(el("ul").child(groups.collect::<Vec<_>>()));
    el("aside").class("g-list").child(el("p").class("g-name").text("Frontdesk’s gallery")).child(nav).build()
}

fn link(address: RwSignal<Address>, story: &'static Story) -> AnyView {
    let to = move || Address { story, ..address.get() };
    let link = el("a")
        .live("href", move || Some(to().query().into()))
        .live("aria-current", move || (address.with(|address| address.story) == story).then(|| "page".into()))
        .attr("title", story.shows)
        .on("click", move |event| {
            let event: web_sys::MouseEvent = wasm_bindgen::JsCast::unchecked_into(event);
            // Who asks for a new tab gets one.
            if event.ctrl_key() || event.meta_key() || event.shift_key() {
                return;
            }
            event.prevent_default();
            go(address, untrack(to));
        })
        .text(story.state);
    el("li").child(link).build()
}
