//! `<SignUp>`: from an empty form to a confirmed account.

mod state;
mod view;

pub use state::{SignUpState, SignUpStep};
pub use view::sign_up_view;
