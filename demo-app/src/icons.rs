//! The drawing of the demo itself.

use leptos::prelude::*;

/// Done.
#[component]
pub(crate) fn Check() -> impl IntoView {
    view! {
        <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">
            <path
                d="m3.5 8.5 3 3 6-7"
                fill="none"
                stroke="currentColor"
                stroke-width="2"
                stroke-linecap="round"
                stroke-linejoin="round"
            />
        </svg>
    }
}
