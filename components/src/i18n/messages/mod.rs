//! The words in English, one file per component. A new component adds its file beside these and its line to `groups!`.

mod common;
mod create_organization;
mod error;
mod field;
mod organization_list;
mod organization_profile;
mod organization_switcher;
mod password_rule;
mod proof;
mod role;
mod sign_in;
mod sign_up;
pub(crate) mod texts;
mod time;
mod user_button;
mod user_profile;

use crate::i18n::Messages;
use crate::i18n::group::{Entry, Group, Texts};

/// Each group as a method of [`Messages`] and as a field of [`Translation`].
macro_rules! groups {
    ($($(#[doc = $doc:literal])* $field:ident: $name:ident,)*) => {
        $(pub use $field::$name;)*

        /// All texts in one language. A language that lacks one does not compile.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct Translation {
            $($(#[doc = $doc])* pub $field: $name,)*
        }

        impl Translation {
            /// All texts in English.
            pub const ENGLISH: Self = Self { $($field: $name::ENGLISH,)* };

            /// Tells each group's name, key and text.
            pub fn each(&self, tell: &mut dyn FnMut(&'static str, &'static str, Entry)) {
                $(self.$field.each(&mut |key, entry| tell(stringify!($field), key, entry));)*
            }
        }

        $(impl Group for $name {
            const NAME: &'static str = stringify!($field);

            fn of(translation: &'static Translation) -> &'static Self {
                &translation.$field
            }
        })*

        impl Messages {
            /// Tells each group's name, key and text.
            pub fn each(&self, tell: &mut dyn FnMut(&'static str, &'static str, Entry)) {
                $(self.$field().each(&mut |key, entry| tell(stringify!($field), key, entry));)*
            }

            $($(#[doc = $doc])* pub fn $field(&self) -> &'static $name {
                self.group()
            })*
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
    /// `<UserProfile>`.
    user_profile: UserProfileMessages,
    /// The dialog that asks for a new proof of who one is.
    proof: ProofMessages,
    /// The roles that every instance has.
    role: RoleMessages,
    /// `<OrganizationSwitcher>`.
    organization_switcher: OrganizationSwitcherMessages,
    /// `<OrganizationProfile>`.
    organization_profile: OrganizationProfileMessages,
    /// `<OrganizationList>`.
    organization_list: OrganizationListMessages,
    /// `<CreateOrganization>`.
    create_organization: CreateOrganizationMessages,
    /// Days and times.
    time: TimeMessages,
    /// What went wrong, by code.
    error: ErrorMessages,
}
