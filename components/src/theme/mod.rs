//! How the components look: tokens, the one sheet, and what an app may set.

mod appearance;
pub mod stylesheet;

pub use appearance::{Appearance, Scheme};
pub use stylesheet::{STYLESHEET, Styles};
