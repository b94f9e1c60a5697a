//! Prebuilt sign-in and organization components for Leptos.
//!
//! Everything stands inside a [`FrontdeskProvider`]:
//!
//! | component | what it is for |
//! |---|---|
//! | [`SignIn`] | signs somebody in: password, e-mail code, forgotten password |
//! | [`SignUp`] | makes an account and confirms its e-mail address |
//! | [`UserButton`] | who is signed in, the other accounts, the way out |
//! | [`UserProfile`] | one's own account: name, e-mail addresses, password, devices, its end |
//! | [`UserAvatar`] | the picture of who is signed in |
//! | [`SignInButton`], [`SignUpButton`], [`SignOutButton`] | to the forms, on a page or in a dialog, and out |
//! | [`OrganizationProfile`] | the organization that one works in: logo, name, members and their roles, the way out |
//! | [`OrganizationList`] | the personal workspace and one's organizations, to choose among |
//! | [`CreateOrganization`] | makes an organization: logo, name, slug |
//! | [`OrganizationSwitcher`] | where one works, and a dialog for a new organization |
//! | [`SignedIn`], [`SignedOut`], [`Protect`] | what is shown to whom |
//! | [`AuthLoading`], [`AuthLoaded`], [`AuthDegraded`], [`AuthFailed`] | what is shown while it is loading, is known, while the server is away, or when nothing could be learnt |
//! | [`RedirectToSignIn`], [`RedirectToSignUp`] | sends whoever is signed out to the form, and back |
//! | [`use_auth`], [`use_user`], [`use_session`], [`use_organization`], [`use_frontdesk`] | the same as signals |
//!
//! The looks are one sheet in `@layer frontdesk`: [`Styles`] puts it into the page, or the app links [`STYLESHEET`] as a
//! static file. Its tokens (`--fd-color-primary`, `--fd-radius`, …) are the app's to set.
//!
//! A component is three things: a *flow* in `frontdesk-sdk` (plain Rust), a *controller* (signals), a *view* (markup, which
//! knows no engine). The views are public, so that they can be drawn in every state without a server.

pub mod control;
pub mod create_organization;
mod form_controller;
mod hooks;
pub mod i18n;
mod modal;
#[cfg(any(feature = "csr", feature = "hydrate"))]
pub mod mount;
mod onward;
pub mod organization_list;
pub mod organization_profile;
pub mod organization_switcher;
mod own_page;
pub mod profile;
pub mod proof;
pub mod provider;
mod routing;
pub mod shown;
pub mod sign_in;
pub mod sign_in_button;
pub mod sign_up;
pub mod step;
mod stepped_card;
mod steps;
pub mod theme;
pub mod ui;
pub mod user_avatar;
pub mod user_button;
pub mod user_profile;

pub use control::{
    AuthDegraded, AuthFailed, AuthLoaded, AuthLoading, Protect, RedirectToSignIn, RedirectToSignUp, SignedIn, SignedOut,
};
pub use create_organization::CreateOrganization;
pub use hooks::{
    ActiveOrganization, Auth, LocaleSwitch, use_auth, use_frontdesk, use_locale, use_organization, use_session,
    use_user,
};
pub use i18n::messages::*;
pub use i18n::{Direction, Locale, Messages};
pub use organization_list::OrganizationList;
pub use organization_profile::OrganizationProfile;
pub use organization_switcher::OrganizationSwitcher;
pub use own_page::{Does, OwnItem, OwnPage};
pub use provider::FrontdeskProvider;
pub use sign_in::SignIn;
pub use sign_in_button::{SignInButton, SignOutButton, SignUpButton};
pub use sign_up::SignUp;
pub use theme::{Appearance, Elements, Elevation, FootLink, Layout, Logo, STYLESHEET, Scheme, Styles, Variables, slot};
pub use user_avatar::UserAvatar;
pub use user_button::UserButton;
pub use user_profile::UserProfile;

/// The engine beneath, for whatever has no component.
pub use frontdesk_sdk as sdk;
