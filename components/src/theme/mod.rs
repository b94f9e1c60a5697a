//! How the components look: tokens, the one sheet, and what an app may set.

mod appearance;
mod stylesheet;

pub use appearance::{Appearance, Scheme};
pub use stylesheet::{STYLESHEET, Styles};
