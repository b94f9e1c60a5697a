//! An entry of the table of elements.

use crate::Host;
use leptos::prelude::AnyView;

/// An element that pages may use.
#[derive(Debug, Clone, Copy)]
pub struct Element {
    pub(crate) tag: &'static str,
    pub(crate) draw: fn(&Host) -> AnyView,
    pub(crate) around: bool,
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
