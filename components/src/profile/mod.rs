//! The frame of `<UserProfile>` and `<OrganizationProfile>`: a navigation of pages, pages of rows, rows that are edited in place.
//!
//! What stands on the pages, and what saving does, is the affair of the component around it.

mod drawing;
mod editor;
mod frame;
mod place;
mod row;
mod view;
mod work;

pub(crate) use drawing::{Drawing, PictureWords, ProfileTitles};
pub use editor::{Editor, confirmation, editor, editor_actions, follow_editor, keep_focus};
pub use frame::{FrameStage, FrameWords, Href, PageLink, ProfileFrame, profile_frame};
pub use place::ProfilePlace;
pub(crate) use row::news;
pub use row::{Open, Row, open_button, row};
pub use view::{ProfileState, ProfileView};
pub(crate) use work::{Bench, away, bytes, stage};

/// Whether the frame is the page's main thing or stands in a dialog: its headings begin one level lower there, since the page
/// behind has a first one of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Setting {
    /// On a page.
    #[default]
    Page,
    /// In a dialog.
    Modal,
}

impl Setting {
    /// The element of a heading: the frame's title, a page's, a row's, an editor's.
    const fn heading(self, depth: usize) -> &'static str {
        const NAMES: [&str; 5] = ["h1", "h2", "h3", "h4", "h5"];
        let first = match self {
            Self::Page => 0,
            Self::Modal => 1,
        };
        NAMES[first + depth]
    }
}
