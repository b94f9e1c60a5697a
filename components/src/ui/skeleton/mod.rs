//! The shape of what is coming, in its final size.

use super::element::{el, several};
use leptos::prelude::AnyView;

/// Grey shapes in the order given; `mark`, `title`, `text`, `label`, `control`, `button`, `message`, `circle`, `chip`.
pub fn shapes(shapes: &[&'static str]) -> AnyView {
    several(shapes.iter().map(|shape| el("span").class("fd-skeleton").attr("data-shape", *shape).build()).collect())
}

/// The shape of the app's mark.
pub fn brand() -> AnyView {
    el("div").class("fd-brand").child(shapes(&["mark"])).build()
}

/// The shape of a head and a form with this many fields.
pub fn form(loading: &str, fields: usize) -> AnyView {
    let field = |_| el("div").class("fd-field").child(shapes(&["label", "control", "message"])).build();
    let head = el("div").class("fd-head").attr("role", "status").attr("aria-label", loading.to_owned());
    several(vec![
        head.child(shapes(&["title", "text"])).build(),
        el("div")
            .class("fd-form")
            .attr("aria-hidden", "true")
            .child(el("div").class("fd-alerts"))
            .child((0..fields).map(field).collect::<Vec<_>>())
            .child(shapes(&["button"]))
            .build(),
    ])
}
