//! Our icons: strokes on a 20 × 20 grid, one path each, in the colour of the text around them.

use leptos::prelude::*;

/// An icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
            Self::Warning => "M8.9 3.7 2.6 14.6a1.27 1.27 0 0 0 1.1 1.9h12.6a1.27 1.27 0 0 0 1.1-1.9L11.1 3.7a1.27 1.27 0 0 0-2.2 0ZM10 8v3.4M10 13.9v.1",
            Self::Pencil => "m3.5 16.5.8-3.3 8.9-8.9a1.4 1.4 0 0 1 2 0l.5.5a1.4 1.4 0 0 1 0 2L6.8 15.7l-3.3.8ZM11.8 5.7l2.5 2.5",
            Self::Eye => "M2.2 10C4 6.6 6.8 4.9 10 4.9s6 1.7 7.8 5.1c-1.8 3.4-4.6 5.1-7.8 5.1S4 13.4 2.2 10Zm7.8-2.3a2.3 2.3 0 1 1 0 4.6 2.3 2.3 0 0 1 0-4.6Z",
            Self::EyeOff => "M4.2 7.3C3.400 8 2.800 8.900 2.200 10c1.800 3.400 4.600 5.100 7.800 5.100 1.300 0 2.500-.3 3.600-.8M7.200 5.400c.900-.3 1.800-.5 2.800-.5 3.200 0 6 1.700 7.800 5.100-.5 1-1.100 1.800-1.800 2.500M3.500 3.500l13 13M8.400 8.400a2.300 2.300 0 0 0 3.200 3.200",
            Self::Plus => "M10 4.25v11.5M4.25 10h11.500",
            Self::SignOut => "M11.500 3.750H5.750a1.500 1.500 0 0 0-1.500 1.500v9.500a1.500 1.500 0 0 0 1.500 1.500h5.750M8.500 10h8.250M13.750 6.750 17 10l-3.250 3.250",
            Self::UpDown => "m6.500 8 3.500-3.500L13.500 8M6.500 12l3.500 3.500 3.500-3.500",
            Self::Mail => "M4.250 4.750h11.500a1.500 1.500 0 0 1 1.500 1.500v7.500a1.500 1.500 0 0 1-1.500 1.500H4.250a1.500 1.500 0 0 1-1.500-1.500v-7.500a1.500 1.500 0 0 1 1.500-1.500ZM3.200 6.200 10 11l6.800-4.800",
            Self::Key => "M12.750 3.250a4 4 0 1 1-3.500 5.940L3.250 15.200v1.550h2.500v-1.750H7.500v-1.750h1.750l1.650-1.650M13.500 6.500v.1",
            Self::Person => "M10 3.750a3 3 0 1 1 0 6 3 3 0 0 1 0-6ZM4 16.250c.400-2.800 2.700-4.250 6-4.250s5.600 1.450 6 4.250",
            Self::Close => "m5 5 10 10M15 5 5 15",
            Self::Offline => "M3 3l14 14M6.300 7.200A3.750 3.750 0 0 0 5.500 14.600h8.600M8.600 5.400a4.400 4.400 0 0 1 5.800 3.700 2.800 2.800 0 0 1 2.300 4.400",
            Self::Back => "M15.500 10h-11M9 5.500 4.500 10 9 14.500",
        }
    }
}

/// Draws an icon. It is decoration: whatever it stands beside carries the words.
pub fn icon(which: Icon) -> AnyView {
    view! {
        <svg class="fd-icon" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
            <path d=which.path()></path>
        </svg>
    }
    .into_any()
}
