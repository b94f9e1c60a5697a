//! The words, one file per component. A new component adds its file beside these and its line to `groups!`.

mod common;
mod create_organization;
mod error;
mod field;
mod organization_switcher;
mod password_rule;
mod sign_in;
mod sign_up;
mod texts;
mod user_button;

/// The struct of all groups, and all of them in English.
macro_rules! groups {
    ($($(#[doc = $doc:literal])* $field:ident: $name:ident,)*) => {
        $(pub use $field::$name;)*

        /// All texts of the components. An app overrides single ones:
        ///
        /// ```
        /// use frontdesk_components::{Messages, SignInMessages};
        ///
        /// let messages = Messages {
        ///     sign_in: SignInMessages { start_title: "Welcome to {app}".into(), ..Default::default() },
        ///     ..Default::default()
        /// };
        /// # assert_eq!(messages.sign_up.title, "Create your account");
        /// ```
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct Messages {
            $($(#[doc = $doc])* pub $field: $name,)*
        }

        impl Messages {
            /// All texts in English.
            pub const ENGLISH: Self = Self { $($field: $name::ENGLISH,)* };
        }
    };
}

groups! {
    /// In several components.
    common: CommonMessages,
    /// Labels of inputs.
    field: FieldMessages,
    /// Rules of a new password.
    password_rule: PasswordRuleMessages,
    /// `<SignIn>`.
    sign_in: SignInMessages,
    /// `<SignUp>`.
    sign_up: SignUpMessages,
    /// `<UserButton>`.
    user_button: UserButtonMessages,
    /// `<OrganizationSwitcher>`.
    organization_switcher: OrganizationSwitcherMessages,
    /// The dialog that makes an organization.
    create_organization: CreateOrganizationMessages,
    /// What went wrong, by code.
    error: ErrorMessages,
}

impl Default for Messages {
    fn default() -> Self {
        Self::ENGLISH
    }
}
