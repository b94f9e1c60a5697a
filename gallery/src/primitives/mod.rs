//! Every primitive in its states.

mod choices;
mod files;
mod given;
mod inputs;
mod menus;
mod notes;
mod sections;
mod tables;

pub use choices::{choices, phones};
pub use files::{addresses, files};
pub use given::{always, never};
pub use inputs::{buttons, inputs};
pub use menus::{menus, modal};
pub use notes::{notes, pictures};
pub use sections::profile;
pub use tables::{members, people};
