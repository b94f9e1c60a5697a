//! Our icons: strokes on a 20 × 20 grid, one path each, in the colour of the text around them.

mod set;

use super::element::{El, el};
use leptos::prelude::AnyView;

/// An icon. Each is a value of its own and not one of an enumeration, so that a page carries only those that it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Icon {
    path: &'static str,
    mirrored: bool,
}

impl Icon {
    /// An icon of the app's own: one path of strokes on a 20 × 20 grid.
    pub const fn custom(path: &'static str) -> Self {
        Self::new(path)
    }

    const fn new(path: &'static str) -> Self {
        Self { path, mirrored: false }
    }

    /// One that points along the line of writing, and turns round where that runs from right to left.
    const fn mirrored(path: &'static str) -> Self {
        Self { path, mirrored: true }
    }
}

/// Draws an icon, 20 px wide. It is decoration: whatever it stands beside carries the words.
pub fn icon(which: Icon) -> AnyView {
    drawn(which).build()
}

/// Draws an icon 16 px wide, for small print.
pub fn small_icon(which: Icon) -> AnyView {
    drawn(which).attr("data-size", "sm").build()
}

fn drawn(which: Icon) -> El {
    let stroke = [("viewBox", "0 0 20 20"), ("fill", "none"), ("stroke", "currentColor"), ("stroke-width", "1.5")];
    let ends = [("stroke-linecap", "round"), ("stroke-linejoin", "round"), ("aria-hidden", "true")];
    let svg =
        stroke.into_iter().chain(ends).fold(el("svg").class("fd-icon"), |svg, (name, value)| svg.attr(name, value));
    svg.flag("data-mirrored", which.mirrored).child(el("path").attr("d", which.path))
}
