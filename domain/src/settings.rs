//! What an instance allows: one document, stored with the instance. Every field has a default, so `{}` is a working one.

use frontdesk_wire::Seconds;
use serde::{Deserialize, Serialize};

/// What an instance allows.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Development or production.
    pub environment: Environment,
    /// Names and addresses to show.
    pub display: Display,
    /// Ways to sign in.
    pub sign_in: SignInRules,
    /// What a new account must give.
    pub sign_up: SignUpRules,
    /// What a password must be like.
    pub password: PasswordPolicy,
    /// How one-time codes behave.
    pub codes: CodeRules,
    /// How long sessions live.
    pub sessions: SessionRules,
    /// Organizations.
    pub organizations: OrganizationRules,
    /// What happens after many failures.
    pub lockout: LockoutRules,
    /// What users may do to their own account.
    pub users: UserRules,
    /// Whether sign-in hides which accounts exist. Off by default: people then see at once that an address is mistyped.
    pub enumeration_protection: bool,
    /// Domains of apps that share the people of a production instance, such as `other.example`: each has a Frontend API of
    /// its own, at `clerk.` below it. Empty means none.
    pub satellites: Vec<String>,
    /// Whether test addresses work; `None` means in development alone.
    pub test_mode: Option<bool>,
}

/// Where an instance is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Environment {
    /// On people's own machines.
    #[default]
    Development,
    /// For real.
    Production,
}

impl Environment {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Development => "development",
            Self::Production => "production",
        }
    }
}

/// Names and addresses to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Display {
    /// The app's name, on cards and in messages.
    pub application_name: String,
    /// Whom to write to for help.
    pub support_email: Option<String>,
    /// Where the app lives.
    pub home_url: Option<String>,
}

impl Default for Display {
    fn default() -> Self {
        Self { application_name: "My app".to_owned(), support_email: None, home_url: None }
    }
}

/// Ways to sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SignInRules {
    /// By password, and by resetting a forgotten one.
    pub password: bool,
    /// By a code sent to the address.
    pub email_code: bool,
    /// How long an attempt stays open.
    pub abandon_after: Seconds,
}

impl Default for SignInRules {
    fn default() -> Self {
        Self { password: true, email_code: true, abandon_after: Seconds::days(1) }
    }
}

/// What a new account must give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SignUpRules {
    /// Who may sign up.
    pub mode: SignUpMode,
    /// The e-mail address.
    pub email_address: Requirement,
    /// The password.
    pub password: Requirement,
    /// The given name.
    pub first_name: Requirement,
    /// The family name.
    pub last_name: Requirement,
    /// Whether the address is proven before the account exists.
    pub verify_email_address: bool,
    /// Whether people agree to the terms first.
    pub legal_consent: bool,
    /// How long an attempt stays open.
    pub abandon_after: Seconds,
}

impl Default for SignUpRules {
    fn default() -> Self {
        Self {
            mode: SignUpMode::Public,
            email_address: Requirement::Required,
            password: Requirement::Required,
            first_name: Requirement::Optional,
            last_name: Requirement::Optional,
            verify_email_address: true,
            legal_consent: false,
            abandon_after: Seconds::days(1),
        }
    }
}

/// Who may sign up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignUpMode {
    /// Everybody.
    #[default]
    Public,
    /// Those who are invited.
    Restricted,
}

impl SignUpMode {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Restricted => "restricted",
        }
    }
}

/// Whether something is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Requirement {
    /// Not asked for, and not taken.
    Off,
    /// May be given.
    #[default]
    Optional,
    /// Must be given.
    Required,
}

impl Requirement {
    /// Whether it may be given.
    pub const fn is_enabled(self) -> bool {
        matches!(self, Self::Optional | Self::Required)
    }

    /// Whether it must be given.
    pub const fn is_required(self) -> bool {
        matches!(self, Self::Required)
    }
}

/// What a password must be like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PasswordPolicy {
    /// Fewest characters; never below 8.
    pub min_length: usize,
    /// Most characters; never above 72.
    pub max_length: usize,
    /// A small letter is needed.
    pub require_lowercase: bool,
    /// A capital is needed.
    pub require_uppercase: bool,
    /// A digit is needed.
    pub require_numbers: bool,
    /// One of [`PasswordPolicy::SPECIAL`] is needed.
    pub require_special_char: bool,
}

impl PasswordPolicy {
    /// What counts as a special character.
    pub const SPECIAL: &'static str = "!\"#$%&'()*+,-./:;<=>?@[]^_`{|}~";

    /// Fewest characters, within what the protocol allows.
    pub fn min_length(&self) -> usize {
        self.min_length.clamp(8, 72)
    }

    /// Most characters, within what the protocol allows.
    pub fn max_length(&self) -> usize {
        self.max_length.clamp(self.min_length(), 72)
    }
}

impl Default for PasswordPolicy {
    fn default() -> Self {
        Self {
            min_length: 8,
            max_length: 72,
            require_lowercase: false,
            require_uppercase: false,
            require_numbers: false,
            require_special_char: false,
        }
    }
}

/// How one-time codes behave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CodeRules {
    /// How long a code is good.
    pub lifetime: Seconds,
    /// How many wrong codes end a verification.
    pub max_attempts: u32,
    /// How long to wait before asking for another code.
    pub resend_after: Seconds,
    /// How many codes one attempt may ask for in all; with `max_attempts` this bounds how often one can guess.
    pub max_sends: u32,
}

impl Default for CodeRules {
    fn default() -> Self {
        Self { lifetime: Seconds::minutes(10), max_attempts: 5, resend_after: Seconds(30), max_sends: 20 }
    }
}

/// How long sessions live.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SessionRules {
    /// The longest life of a session.
    pub lifetime: Seconds,
    /// How long a session lives without activity; `None` for as long as `lifetime`.
    pub inactivity: Option<Seconds>,
    /// Whether a client has at most one session.
    pub single_session: bool,
    /// How long a session token is good.
    pub token_lifetime: Seconds,
    /// How far `nbf` lies before `iat`, for clocks that differ.
    pub token_skew: Seconds,
}

impl Default for SessionRules {
    fn default() -> Self {
        Self {
            lifetime: Seconds::days(7),
            inactivity: None,
            single_session: false,
            token_lifetime: Seconds(60),
            token_skew: Seconds(10),
        }
    }
}

/// Organizations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OrganizationRules {
    /// Whether there are any.
    pub enabled: bool,
    /// How many members one may have; 0 for any number.
    pub max_memberships: u32,
    /// Whether its admins may delete it.
    pub admin_delete: bool,
    /// Whether users may make one.
    pub user_may_create: bool,
    /// How many a user may make; `None` for any number.
    pub max_per_user: Option<u32>,
    /// Whether organizations have a name in URLs.
    pub slugs: bool,
}

impl Default for OrganizationRules {
    fn default() -> Self {
        Self {
            enabled: true,
            max_memberships: 0,
            admin_delete: true,
            user_may_create: true,
            max_per_user: None,
            slugs: true,
        }
    }
}

/// What happens after many failures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LockoutRules {
    /// Whether accounts lock at all.
    pub enabled: bool,
    /// How many failures lock.
    pub max_failures: u32,
    /// For how long.
    pub duration: Seconds,
}

impl Default for LockoutRules {
    fn default() -> Self {
        Self { enabled: true, max_failures: 100, duration: Seconds::hours(1) }
    }
}

/// What users may do to their own account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UserRules {
    /// Whether they may delete it.
    pub delete_self: bool,
    /// Sensitive changes of an account ask for a new proof when the last one is older than this; `None` for never.
    pub reverify_after: Option<Seconds>,
    /// How many e-mail addresses one may have.
    pub max_email_addresses: u32,
    /// How many of them may be unverified: each is an address that strangers' mail can be sent to.
    pub max_unverified_email_addresses: u32,
}

impl Default for UserRules {
    fn default() -> Self {
        Self { delete_self: true, reverify_after: None, max_email_addresses: 20, max_unverified_email_addresses: 5 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_document_is_the_default() {
        assert_eq!(serde_json::from_str::<Settings>("{}").unwrap(), Settings::default());
    }

    #[test]
    fn a_document_may_name_a_few_fields_and_unknown_ones() {
        let settings: Settings =
            serde_json::from_str(r#"{"sign_up":{"mode":"restricted"},"codes":{"max_attempts":3},"later":{}}"#).unwrap();

        assert_eq!(settings.sign_up.mode, SignUpMode::Restricted);
        assert!(settings.sign_up.verify_email_address);
        assert_eq!(settings.codes, CodeRules { max_attempts: 3, ..CodeRules::default() });
    }

    #[test]
    fn settings_survive_storing() {
        let settings = Settings { test_mode: Some(true), ..Settings::default() };
        let text = serde_json::to_string(&settings).unwrap();

        assert_eq!(serde_json::from_str::<Settings>(&text).unwrap(), settings);
    }
}
