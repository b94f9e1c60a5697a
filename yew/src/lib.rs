//! Frontdesk's components for Yew: props in, callbacks out.
//!
//! Everything stands inside a [`FrontdeskProvider`], which makes the engine. Each component is the Leptos one, mounted into an
//! element of its own and taken away with it; looks and words are the same, and so is the sheet (`STYLESHEET`, or [`Styles`]).
//!
//! ```ignore
//! use frontdesk_yew::{FrontdeskProvider, SignIn, SignedIn, SignedOut, Styles, UserButton};
//! use yew::prelude::*;
//!
//! #[component]
//! fn App() -> Html {
//!     html! {
//!         <FrontdeskProvider publishable_key="pk_test_…">
//!             <Styles />
//!             <SignedOut><SignIn /></SignedOut>
//!             <SignedIn><UserButton /></SignedIn>
//!         </FrontdeskProvider>
//!     }
//! }
//! ```

#![cfg(target_arch = "wasm32")]
#![expect(unreachable_pub, reason = "`#[component]` makes what it generates public")]

mod components;
mod control;
mod mounted;
mod provider;
mod shared;

pub use components::{
    OrganizationSwitcher, OrganizationSwitcherProps, SignIn, SignInProps, SignUp, SignUpProps, Styles, UserButton,
    UserButtonProps,
};
pub use control::{AuthLoading, ControlProps, SignedIn, SignedOut, use_frontdesk, use_snapshot};
pub use provider::{FrontdeskProvider, FrontdeskProviderProps};
pub use shared::Shared;

pub use frontdesk_components::sdk::Snapshot;
/// Looks, words and the engine beneath, for whatever has no component.
pub use frontdesk_components::{Appearance, Messages, STYLESHEET, Scheme, sdk};
