//! Our icons: strokes on a 20 × 20 grid, one path each, in the colour of the text around them.

use super::element::el;
use leptos::prelude::AnyView;

/// An icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Icon {
    /// A tick.
    Check,
    /// An empty circle: not yet.
    Circle,
    /// A tick in a circle.
    Done,
    /// Something is wrong.
    Warning,
    /// Change this.
    Pencil,
    /// Show.
    Eye,
    /// Hide.
    EyeOff,
    /// One more.
    Plus,
    /// Leave.
    SignOut,
    /// Choose among several.
    UpDown,
    /// A letter.
    Mail,
    /// A password.
    Key,
    /// A person.
    Person,
    /// Close.
    Close,
    /// The line is cut.
    Offline,
    /// Go back.
    Back,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Check => "M4.5 10.5 8.2 14.2 15.5 6.3",
            Self::Circle => "M10 3.75a6.25 6.25 0 1 1 0 12.5 6.25 6.25 0 0 1 0-12.5Z",
            Self::Done => "M10 3.25a6.75 6.75 0 1 1 0 13.5 6.75 6.75 0 0 1 0-13.5Zm-3 7 2.1 2.1L13 7.9",
            Self::Warning => {
                "M8.9 3.7 2.6 14.6a1.27 1.27 0 0 0 1.1 1.9h12.6a1.27 1.27 0 0 0 1.1-1.9L11.1 3.7a1.27 1.27 0 0 0-2.2 0ZM10 8v3.4M10 13.9v.1"
            }
            Self::Pencil => {
                "m3.5 16.5.8-3.3 8.9-8.9a1.4 1.4 0 0 1 2 0l.5.5a1.4 1.4 0 0 1 0 2L6.8 15.7l-3.3.8ZM11.8 5.7l2.5 2.5"
            }
            Self::Eye => {
                "M2.2 10C4 6.6 6.8 4.9 10 4.9s6 1.7 7.8 5.1c-1.8 3.4-4.6 5.1-7.8 5.1S4 13.4 2.2 10Zm7.8-2.3a2.3 2.3 0 1 1 0 4.6 2.3 2.3 0 0 1 0-4.6Z"
            }
            Self::EyeOff => {
                "M4.2 7.3C3.4 8 2.8 8.9 2.2 10c1.8 3.4 4.6 5.1 7.8 5.1 1.3 0 2.5-.3 3.6-.8M7.2 5.4c.9-.3 1.8-.5 2.8-.5 3.2 0 6 1.7 7.8 5.1-.5 1-1.1 1.8-1.8 2.5M3.5 3.5l13 13M8.4 8.4a2.3 2.3 0 0 0 3.2 3.2"
            }
            Self::Plus => "M10 4.25v11.5M4.25 10h11.5",
            Self::SignOut => {
                "M11.5 3.75H5.75a1.5 1.5 0 0 0-1.5 1.5v9.5a1.5 1.5 0 0 0 1.5 1.5h5.75M8.5 10h8.25M13.75 6.75 17 10l-3.25 3.25"
            }
            Self::UpDown => "m6.5 8 3.5-3.5L13.5 8M6.5 12l3.5 3.5 3.5-3.5",
            Self::Mail => {
                "M4.25 4.75h11.5a1.5 1.5 0 0 1 1.5 1.5v7.5a1.5 1.5 0 0 1-1.5 1.5H4.25a1.5 1.5 0 0 1-1.5-1.5v-7.5a1.5 1.5 0 0 1 1.5-1.5ZM3.2 6.2 10 11l6.8-4.8"
            }
            Self::Key => "M12.75 3.25a4 4 0 1 1-3.5 5.94L3.25 15.2v1.55h2.5v-1.75H7.5v-1.75h1.75l1.65-1.65M13.5 6.5v.1",
            Self::Person => "M10 3.75a3 3 0 1 1 0 6 3 3 0 0 1 0-6ZM4 16.25c.4-2.8 2.7-4.25 6-4.25s5.6 1.45 6 4.25",
            Self::Close => "m5 5 10 10M15 5 5 15",
            Self::Offline => {
                "M3 3l14 14M6.3 7.2A3.75 3.75 0 0 0 5.5 14.6h8.6M8.6 5.4a4.4 4.4 0 0 1 5.8 3.7 2.8 2.8 0 0 1 2.3 4.4"
            }
            Self::Back => "M15.5 10h-11M9 5.5 4.5 10 9 14.5",
        }
    }
}

/// Draws an icon. It is decoration: whatever it stands beside carries the words.
pub fn icon(which: Icon) -> AnyView {
    let stroke = [("viewBox", "0 0 20 20"), ("fill", "none"), ("stroke", "currentColor"), ("stroke-width", "1.5")];
    let ends = [("stroke-linecap", "round"), ("stroke-linejoin", "round"), ("aria-hidden", "true")];
    let svg =
        stroke.into_iter().chain(ends).fold(el("svg").class("fd-icon"), |svg, (name, value)| svg.attr(name, value));
    svg.child(el("path").attr("d", which.path())).build()
}
