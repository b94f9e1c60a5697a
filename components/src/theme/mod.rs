//! How the components look: tokens, the one sheet, and what an app may set.

mod appearance;
mod elements;
mod layout;
pub mod slot;
pub mod stylesheet;
mod themes;
mod value;
mod variables;

pub use appearance::{Appearance, Scheme};
pub use elements::Elements;
pub(crate) use elements::dressed;
pub use layout::{Elevation, FootLink, Layout, Logo};
pub use stylesheet::{STYLESHEET, Styles};
pub use themes::{BEACON, BEACON_STYLESHEET, LINEN, LINEN_STYLESHEET, MEADOW, MEADOW_STYLESHEET, THEMES};
pub use variables::{TOKENS, Variables};
