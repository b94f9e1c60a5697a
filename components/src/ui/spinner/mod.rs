//! The sign of work under way. It shows itself after 300 ms, so that quick work flickers nothing.

use super::element::{El, el};

/// Draws the spinner. It is decoration: what is at work says so by `aria-busy`.
pub fn spinner() -> El {
    el("span").class("fd-spinner").attr("aria-hidden", "true")
}
