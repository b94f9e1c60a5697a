//! `<UserButton>`: who is signed in, the other accounts, and the way out.

mod state;
mod view;

pub use state::{Account, UserAct, UserButtonState};
pub use view::user_button_view;
