//! What the primitives here are given: events that nobody hears, and words that never change.

use frontdesk_components::ui::avatar::Face;
use frontdesk_components::ui::button::{Button, Press, Variant, Whether};
use frontdesk_components::ui::element::el;
use frontdesk_components::ui::field::{Reads, Typed, Types};
use leptos::prelude::*;
use std::sync::Arc;

/// No.
pub fn never() -> Whether {
    Arc::new(|| false)
}

/// Yes.
pub fn always() -> Whether {
    Arc::new(|| true)
}

pub(super) fn press() -> Press {
    Arc::new(|| ())
}

pub(super) fn reads(typed: Typed) -> Reads {
    Arc::new(move || typed.clone())
}

pub(super) fn types() -> Types {
    Arc::new(|_| ())
}

pub(super) fn face(name: &str) -> Face {
    Face { name: name.to_owned(), ..Face::default() }
}

pub(super) fn row(content: Vec<AnyView>) -> AnyView {
    el("div").class("gallery-row").child(content).build()
}

pub(super) fn plain(label: &str, variant: Variant) -> Button {
    Button { variant, wide: false, ..Button::secondary(label, press()) }
}

pub(super) trait Views {
    fn to_vec_views(self) -> Vec<AnyView>;
}

impl<const N: usize> Views for [AnyView; N] {
    fn to_vec_views(self) -> Vec<AnyView> {
        self.into_iter().collect()
    }
}
