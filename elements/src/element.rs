//! An entry of the table of elements.

use crate::Host;
use crate::asked::Answers;
use leptos::prelude::AnyView;

/// An element that pages may use.
#[derive(Debug, Clone, Copy)]
pub struct Element {
    pub(crate) tag: &'static str,
    pub(crate) draw: fn(&Host) -> AnyView,
    pub(crate) around: bool,
    pub(crate) answers: Option<Answers>,
}

impl Element {
    /// An element of this name, drawn from its attributes. What a page has put into it is shown until then.
    pub const fn new(tag: &'static str, draw: fn(&Host) -> AnyView) -> Self {
        Self { tag, draw, around: false, answers: None }
    }

    /// An element of this name around something of the page.
    pub const fn around(tag: &'static str, draw: fn(&Host) -> AnyView) -> Self {
        Self { around: true, ..Self::new(tag, draw) }
    }

    /// The same, which also answers scripts of the page.
    pub(crate) const fn answering(self, answers: Answers) -> Self {
        Self { answers: Some(answers), ..self }
    }
}
