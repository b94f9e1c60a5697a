//! The demo in a real browser: a server, a demo app with the pages that are released, and somebody who clicks and types.
//!
//! Elements are found as a person finds them, by what they are called, so that a story reads like a story and notices
//! when a name disappears. `cargo xtask test` builds the programs and says where they are.

mod chromium;
mod desk;
mod front;
mod given;
pub mod likeness;
mod screens;
mod site;
mod story;
mod tab;

pub use chromium::Chromium;
pub use desk::{Desk, Mode};
pub use given::{Given, path};
pub use site::Site;
pub use story::{PASSWORD, quiet, sign_up, sign_up_at_once, story};
pub use tab::Tab;
