//! Being built.

pub mod create_organization;
pub mod i18n;
pub mod organization_switcher;
pub mod sign_in;
pub mod sign_up;
pub mod step;
pub mod theme;
pub mod ui;
pub mod user_button;

pub use i18n::{
    CommonMessages, CreateOrganizationMessages, ErrorMessages, FieldMessages, Messages, OrganizationSwitcherMessages,
    PasswordRuleMessages, SignInMessages, SignUpMessages, UserButtonMessages,
};
pub use theme::{Appearance, STYLESHEET, Scheme, Styles};
