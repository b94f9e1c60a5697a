//! What an instance offers, as its clients read it.
//!
//! Only what a client of ours reads is typed here; a server answers with more keys, which other clients need. Every
//! field has a default, so an empty document is a working one.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;

/// What an instance offers.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Environment {
    /// How sessions work.
    pub auth_config: AuthConfig,
    /// Names and addresses to show.
    pub display_config: DisplayConfig,
    /// What people give and prove.
    pub user_settings: UserSettings,
    /// Whether and how organizations work.
    pub organization_settings: OrganizationSettings,
    /// Whether the server is being worked on.
    pub maintenance_mode: bool,
    /// Whether cookies are kept apart for each site that a page is framed by.
    pub partitioned_cookies: bool,
}

/// How sessions work.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AuthConfig {
    /// Whether a client has at most one session.
    pub single_session_mode: bool,
    /// Whether a token is made from the one before, which clients then send along.
    pub session_minter: bool,
}

/// Names and addresses to show.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DisplayConfig {
    /// `production` or `development`.
    pub instance_environment_type: String,
    /// The app's name.
    pub application_name: String,
    /// `password` or `otp`: what is offered first.
    pub preferred_sign_in_strategy: String,
    /// The app's logo; empty for none.
    pub logo_image_url: Option<String>,
    /// Where the app lives.
    pub home_url: String,
    /// Where its sign-in page is.
    pub sign_in_url: String,
    /// Where its sign-up page is.
    pub sign_up_url: String,
    /// Where to go after a sign-in.
    pub after_sign_in_url: String,
    /// Where to go after a sign-up.
    pub after_sign_up_url: String,
    /// Where its page of a person's account is.
    pub user_profile_url: String,
    /// Where its page of an organization is.
    pub organization_profile_url: String,
    /// Where its page for making organizations is.
    pub create_organization_url: String,
    /// Where its waiting list is.
    pub waitlist_url: String,
    /// Where its terms are.
    pub terms_url: Option<String>,
    /// Where its privacy policy is.
    pub privacy_policy_url: Option<String>,
    /// Whom to write to for help.
    pub support_email: Option<String>,
    /// Whether to say that this is a development instance.
    pub show_devmode_warning: bool,
}

/// What people give and prove.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct UserSettings {
    /// By name: `email_address`, `password`, `first_name`, …
    pub attributes: Attributes,
    /// How sign-up works.
    pub sign_up: SignUpSettings,
    /// What a password must be like.
    pub password_settings: PasswordSettings,
    /// What users may do themselves.
    pub actions: Actions,
}

/// What people give, by name and in the order of the document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Attributes(pub(crate) Vec<(String, Attribute)>);

impl Attributes {
    /// What is said about this name.
    pub fn get(&self, name: &str) -> Option<&Attribute> {
        for (key, attribute) in self.0.iter().rev() {
            if key == name {
                return Some(attribute);
            }
        }
        None
    }

    /// Says something about a name, in place of what was said before.
    pub fn insert(&mut self, name: &str, attribute: Attribute) {
        self.0.retain(|(key, _)| key != name);
        self.0.push((name.to_owned(), attribute));
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Attribute)> {
        self.0.iter().map(|(name, attribute)| (name.as_str(), attribute))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Attributes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for Attributes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        BTreeMap::deserialize(deserializer).map(|map| Self(map.into_iter().collect()))
    }
}

/// One thing that people give.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Attribute {
    /// Whether it is asked for at all.
    pub enabled: bool,
    /// Whether it must be given.
    pub required: bool,
    /// Whether it can never change.
    pub immutable: bool,
    /// How it is proven.
    pub verifications: Vec<String>,
    /// Whether it must be proven to sign up.
    pub verify_at_sign_up: bool,
    /// Whether one can sign in with it.
    pub used_for_first_factor: bool,
    /// How.
    pub first_factors: Vec<String>,
    /// Whether it is a second proof.
    pub used_for_second_factor: bool,
    /// How.
    pub second_factors: Vec<String>,
}

/// How sign-up works.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SignUpSettings {
    /// `public`, `restricted` or `waitlist`.
    pub mode: String,
    /// Whether people must agree to terms.
    pub legal_consent_enabled: bool,
}

/// What a password must be like.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PasswordSettings {
    /// Fewest characters; never under 8.
    pub min_length: u32,
    /// Most characters; 0 means 72.
    pub max_length: u32,
    /// Whether a special character is needed.
    pub require_special_char: bool,
    /// Whether a digit is needed.
    pub require_numbers: bool,
    /// Whether a capital is needed.
    pub require_uppercase: bool,
    /// Whether a small letter is needed.
    pub require_lowercase: bool,
    /// What counts as special.
    pub allowed_special_characters: String,
}

impl Default for PasswordSettings {
    fn default() -> Self {
        Self {
            min_length: 8,
            max_length: 72,
            require_special_char: false,
            require_numbers: false,
            require_uppercase: false,
            require_lowercase: false,
            allowed_special_characters: "!\"#$%&'()*+,-./:;<=>?@[]^_`{|}~".to_owned(),
        }
    }
}

/// What users may do themselves.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Actions {
    /// Delete their account.
    pub delete_self: bool,
    /// Make organizations.
    pub create_organization: bool,
}

/// Whether and how organizations work.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OrganizationSettings {
    /// Whether there are any.
    pub enabled: bool,
    /// How many members one may have; 0 for any number.
    pub max_allowed_memberships: i64,
    /// Whether there is no personal workspace.
    pub force_organization_selection: bool,
    /// Whether organizations have no slugs.
    pub slug: SlugSettings,
}

/// Whether organizations have names in URLs.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SlugSettings {
    /// Whether they have none.
    pub disabled: bool,
}

/// A development browser.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct DevBrowser {
    /// The token, sent back as `__clerk_db_jwt`.
    pub id: String,
}

impl std::fmt::Debug for DevBrowser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DevBrowser […]")
    }
}
