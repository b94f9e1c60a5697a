//! The way from one page of a table to the next.

use super::super::element::{El, el};
use super::super::icon::{Icon, icon};
use leptos::prelude::*;
use std::sync::Arc;

/// What the foot of a table with several pages is.
pub struct Pages {
    /// What it is called: “Pages of members”.
    pub label: String,
    /// Which page is shown, from zero.
    pub page: Arc<dyn Fn() -> u32 + Send + Sync>,
    /// How many there are.
    pub count: Arc<dyn Fn() -> u32 + Send + Sync>,
    /// What is shown in words: “11–20 of 43”.
    pub shown: Arc<dyn Fn() -> String + Send + Sync>,
    /// The name of the button that goes back.
    pub previous: String,
    /// The name of the button that goes on.
    pub next: String,
    /// What happens when another page is wanted.
    pub on_page: Arc<dyn Fn(u32) + Send + Sync>,
}

/// Draws the foot. The buttons stay where they are at either end, and keep the focus; a press there does nothing.
pub fn pages(pages: Pages) -> AnyView {
    let Pages { label, page, count, shown, previous, next, on_page } = pages;
    let (at_start, at_end, back, on) = (page.clone(), page.clone(), page.clone(), page);
    let (last, beyond, go_back) = (count.clone(), count, on_page.clone());
    let previous = step(
        Icon::CHEVRON_START,
        previous,
        move || at_start() == 0,
        move || {
            go_back(back().saturating_sub(1));
        },
    );
    let next = step(
        Icon::CHEVRON_END,
        next,
        move || at_end() + 1 >= last(),
        move || {
            on_page((on() + 1).min(beyond().saturating_sub(1)));
        },
    );
    el("nav")
        .class("fd-pages")
        .attr("aria-label", label)
        .child(el("span").class("fd-pages-shown").attr("aria-live", "polite").live_text(move || shown()))
        .child(previous)
        .child(next)
        .build()
}

fn step(
    which: Icon,
    name: String,
    over: impl Fn() -> bool + Clone + Send + Sync + 'static,
    go: impl Fn() + Send + Sync + 'static,
) -> El {
    let ended = over.clone();
    el("button")
        .attr("type", "button")
        .class("fd-icon-button")
        .attr("aria-label", name.clone())
        .attr("title", name)
        .live_flag("aria-disabled", over, "true")
        .on_click(move || {
            if !untrack(&ended) {
                untrack(&go);
            }
        })
        .child(icon(which))
}
