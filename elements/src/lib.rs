//! Frontdesk's components as custom elements in light DOM.
//!
//! A page loads one script, `frontdesk.js`; it loads the smallest program that has all of the page's elements. All elements
//! with one publishable key share one engine. The table of elements is [`list`]; each program serves a part of it.

#![cfg(target_arch = "wasm32")]

mod attached;
mod host;
pub mod list;

pub use attached::{attach, detach, leave, serve};
pub use host::Host;

use leptos::prelude::AnyView;

/// An element that pages may use.
#[derive(Debug, Clone, Copy)]
pub struct Element {
    tag: &'static str,
    draw: fn(&Host) -> AnyView,
    around: bool,
}

impl Element {
    /// An element of this name, drawn from its attributes. What a page has put into it is shown until then.
    pub const fn new(tag: &'static str, draw: fn(&Host) -> AnyView) -> Self {
        Self { tag, draw, around: false }
    }

    /// An element of this name around something of the page.
    pub const fn around(tag: &'static str, draw: fn(&Host) -> AnyView) -> Self {
        Self { tag, draw, around: true }
    }
}
