//! `<SignIn>`: from an identifier to a session.

mod state;
mod view;

pub use state::{IdentifierKind, MethodChoice, SignInState, SignInStep};
pub use view::sign_in_view;
