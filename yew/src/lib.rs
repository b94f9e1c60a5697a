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
mod given;
mod modal;
mod mounted;
mod provider;
mod shared;

pub use components::{
    CreateOrganization, CreateOrganizationProps, OrganizationList, OrganizationListProps, OrganizationProfile,
    OrganizationProfileProps, OrganizationSwitcher, OrganizationSwitcherProps, SignIn, SignInButton, SignInButtonProps,
    SignInProps, SignOutButton, SignOutButtonProps, SignUp, SignUpButton, SignUpButtonProps, SignUpProps, Styles,
    UserAvatar, UserAvatarProps, UserButton, UserButtonProps, UserProfile, UserProfileProps,
};
pub use control::{
    AuthDegraded, AuthFailed, AuthLoaded, AuthLoading, ControlProps, Protect, ProtectProps, RedirectToSignIn,
    RedirectToSignUp, SignedIn, SignedOut, use_frontdesk, use_snapshot,
};
pub use modal::Modal;
pub use provider::{FrontdeskProvider, FrontdeskProviderProps};
pub use shared::Shared;

pub use frontdesk_components::sdk::Snapshot;
/// Looks, words and the engine beneath, for whatever has no component.
pub use frontdesk_components::{Appearance, Messages, OwnItem, OwnPage, STYLESHEET, Scheme, sdk};
/// How large a picture is, and where a profile keeps its page.
pub use frontdesk_components::{sdk::navigation::Routing, ui::avatar::FaceSize};
