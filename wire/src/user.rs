//! A person's account, as the person sees it and as others see it.

use crate::{
    EmailAddressId, JsonText, Metadata, OrganizationMembership, Timestamp, UserId, Verification, VerificationStatus,
};
use serde::{Deserialize, Serialize};

/// A person's account, as the person sees it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct User {
    /// Always `user`.
    pub object: String,
    /// Which user.
    pub id: UserId,
    /// The app's own id for the user.
    pub external_id: Option<String>,
    /// User name.
    pub username: Option<String>,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Picture.
    pub image_url: String,
    /// Whether the picture is the person's own.
    pub has_image: bool,
    /// Which e-mail address is the primary one.
    pub primary_email_address_id: Option<EmailAddressId>,
    /// Which phone number is the primary one.
    pub primary_phone_number_id: Option<String>,
    /// Which wallet is the primary one.
    pub primary_web3_wallet_id: Option<String>,
    /// Whether a password is set.
    pub password_enabled: bool,
    /// Whether a second factor is set up.
    pub two_factor_enabled: bool,
    /// Whether an authenticator app is set up.
    pub totp_enabled: bool,
    /// Whether backup codes exist.
    pub backup_code_enabled: bool,
    /// E-mail addresses.
    pub email_addresses: Vec<EmailAddress>,
    /// Phone numbers.
    pub phone_numbers: Vec<JsonText>,
    /// Wallets.
    pub web3_wallets: Vec<JsonText>,
    /// Passkeys.
    pub passkeys: Vec<JsonText>,
    /// Accounts elsewhere.
    pub external_accounts: Vec<JsonText>,
    /// Accounts at an employer (the name in the published description).
    pub saml_accounts: Vec<JsonText>,
    /// Accounts at an employer (the name that browsers' clients read).
    pub enterprise_accounts: Vec<JsonText>,
    /// The organizations that the user belongs to.
    pub organization_memberships: Vec<OrganizationMembership>,
    /// When the password last changed.
    pub password_last_updated_at: Option<Timestamp>,
    /// Data that the app's server attaches.
    pub public_metadata: Metadata,
    /// Data that the app attaches.
    pub unsafe_metadata: Metadata,
    /// When the user last signed in.
    pub last_sign_in_at: Option<Timestamp>,
    /// Whether the user is banned.
    pub banned: bool,
    /// Whether the account is locked after wrong attempts.
    pub locked: bool,
    /// For how long it is locked.
    pub lockout_expires_in_seconds: Option<i64>,
    /// How many wrong attempts are left.
    pub verification_attempts_remaining: Option<i64>,
    /// Whether the user may delete the account.
    pub delete_self_enabled: bool,
    /// Whether the user may make organizations.
    pub create_organization_enabled: bool,
    /// How many organizations the user may make; 0 for any number.
    pub create_organizations_limit: Option<i64>,
    /// When the user was last active, to the day.
    pub last_active_at: Option<Timestamp>,
    /// When a second factor was set up.
    pub mfa_enabled_at: Option<Timestamp>,
    /// When it was turned off.
    pub mfa_disabled_at: Option<Timestamp>,
    /// When the terms were agreed to.
    pub legal_accepted_at: Option<Timestamp>,
    /// The same picture, for old clients.
    pub profile_image_url: String,
    /// When the account was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl User {
    /// The primary e-mail address, or else the first one.
    pub fn primary_email_address(&self) -> Option<&EmailAddress> {
        let primary =
            self.email_addresses.iter().find(|address| Some(&address.id) == self.primary_email_address_id.as_ref());
        primary.or_else(|| self.email_addresses.first())
    }

    /// The e-mail addresses that are known to be the user's.
    pub fn verified_email_addresses(&self) -> impl Iterator<Item = &EmailAddress> {
        self.email_addresses.iter().filter(|address| address.is_verified())
    }

    /// First and last name, as far as they are known; empty when neither is.
    pub fn full_name(&self) -> String {
        let mut full = String::new();
        for name in [&self.first_name, &self.last_name].into_iter().flatten() {
            if !full.is_empty() && !name.is_empty() {
                full.push(' ');
            }
            full.push_str(name);
        }
        full
    }
}

/// An e-mail address of a user.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EmailAddress {
    /// Always `email_address`.
    pub object: String,
    /// Which address.
    pub id: EmailAddressId,
    /// The address itself.
    pub email_address: String,
    /// Whether it is held for a sign-up under way.
    pub reserved: bool,
    /// The state of its proof.
    pub verification: Option<Verification>,
    /// The accounts elsewhere that share it.
    pub linked_to: Vec<JsonText>,
    /// Whether an employer's connection covers it.
    pub matches_sso_connection: bool,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl EmailAddress {
    /// Whether it is known to be the user's.
    pub fn is_verified(&self) -> bool {
        self.verification.as_ref().is_some_and(|proof| proof.status == VerificationStatus::Verified)
    }
}

/// A person as others see them.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PublicUserData {
    /// Which user.
    pub user_id: Option<UserId>,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Picture.
    pub image_url: String,
    /// Whether the picture is the person's own.
    pub has_image: bool,
    /// What the person is known by, such as an e-mail address.
    pub identifier: String,
}
