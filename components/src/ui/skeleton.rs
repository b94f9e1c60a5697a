//! The shape of what is coming, in its final size.

use leptos::prelude::*;

/// Grey shapes in the order given; `mark`, `title`, `text`, `label`, `control`, `button`, `message`, `circle`, `chip`.
pub fn shapes(shapes: &'static [&'static str]) -> AnyView {
    shapes
        .iter()
        .map(|shape| view! { <span class="fd-skeleton" data-shape=*shape></span> }.into_any())
        .collect::<Vec<_>>()
        .into_any()
}

/// The shape of the app's mark.
pub fn brand() -> AnyView {
    view! { <div class="fd-brand">{shapes(&["mark"])}</div> }.into_any()
}

/// The shape of a head and a form with this many fields.
pub fn form(loading: &str, fields: usize) -> AnyView {
    let fields = (0..fields)
        .map(|_| view! { <div class="fd-field">{shapes(&["label", "control", "message"])}</div> }.into_any())
        .collect::<Vec<_>>();
    view! {
        <div class="fd-head" role="status" aria-label=loading.to_owned()>{shapes(&["title", "text"])}</div>
        <div class="fd-form" aria-hidden="true">
            <div class="fd-alerts"></div>
            {fields}
            {shapes(&["button"])}
        </div>
    }
    .into_any()
}
