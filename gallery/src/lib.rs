//! The gallery: every component in every state, without a server.
//!
//! A [`Story`] is one entry in a list of [`stories`]: a component, the name of a state, a line about it, and a function that
//! draws the component's public view from a made-up state. The tests of the components draw the same states, the program in a
//! browser (`cargo xtask gallery`) shows them with switches for the looks, and the browser tests look at every one of them.

pub mod address;
pub mod played;
pub mod primitives;
pub mod props;
pub mod samples;
pub mod snippets;
mod stage;
pub mod stories;
mod story;

pub use stage::Stage;
pub use story::{Opens, Story};
