//! What buttons open in a dialog.

use crate::mounted::any;
use leptos::prelude::{AnyView, view};
use std::fmt;

/// A component that a button opens in a dialog, with its usual props. An app downloads those that it names.
#[derive(Clone, Copy)]
pub struct Modal {
    name: &'static str,
    pub(crate) draw: fn() -> AnyView,
}

impl Modal {
    /// The sign-in form.
    pub const SIGN_IN: Self = Self::new("SIGN_IN", || any(view! { <frontdesk_components::SignIn /> }));

    /// The sign-up form.
    pub const SIGN_UP: Self = Self::new("SIGN_UP", || any(view! { <frontdesk_components::SignUp /> }));

    /// The account.
    pub const USER_PROFILE: Self = Self::new("USER_PROFILE", || any(view! { <frontdesk_components::UserProfile /> }));

    const fn new(name: &'static str, draw: fn() -> AnyView) -> Self {
        Self { name, draw }
    }
}

impl PartialEq for Modal {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl fmt::Debug for Modal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Modal::{}", self.name)
    }
}
