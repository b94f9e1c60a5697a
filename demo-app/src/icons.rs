//! The few drawings of the demo itself.

use leptos::prelude::*;

/// A desk bell: the mark of this demo.
#[component]
pub(crate) fn Bell() -> impl IntoView {
    view! {
        <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
            <rect width="32" height="32" rx="8" fill="currentColor" />
            <path
                class="demo-brand-line"
                d="M7 22.5h18M9.5 19a6.5 6.5 0 0 1 13 0ZM16 12.5V9.8M14 9.3h4"
                fill="none"
                stroke-width="2.2"
                stroke-linecap="round"
                stroke-linejoin="round"
            />
        </svg>
    }
}

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
