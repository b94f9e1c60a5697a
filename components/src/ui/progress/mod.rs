//! A thin line that runs while something is under way. It shows itself after 300 ms and takes no room.

use super::button::Whether;
use super::element::{el, keyed, nothing};
use leptos::prelude::AnyView;

/// Draws the line while there is work. It is decoration: what is at work says so by `aria-busy`.
pub fn progress(busy: Whether) -> AnyView {
    let works = busy.clone();
    keyed(
        move || u64::from(works()),
        move || {
            if busy() { el("div").class("fd-progress").attr("aria-hidden", "true").build() } else { nothing() }
        },
    )
}
