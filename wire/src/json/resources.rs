//! Which fields each type has: one line per type, one call per field.

use super::Json;
use super::fill::{Fill, Members};
use crate::environment::{
    Actions, Attribute, Attributes, AuthConfig, DevBrowser, DisplayConfig, OrganizationSettings, PasswordSettings,
    SignUpSettings, SlugSettings, UserSettings,
};
use crate::error::{ErrorMeta, ErrorsMeta};
use crate::metadata::JsonText;
use crate::organization::{Permission, Role};
use crate::session::{ReverificationStatus, SessionActivity, SessionReverification, SessionTask, SessionWithActivity};
use crate::sign_in::{Factor, SignInUserData};
use crate::sign_up::SignUpVerifications;
use crate::token::{RawClaims, RawOrganization, TokenHeader};
use crate::{
    ApiError, ApiErrors, Client, ClientId, DeletedObject, DevBrowserId, EmailAddress, EmailAddressId, EmailId,
    Environment, ErrorCode, Image, InstanceId, InvitationId, Jwt, MembershipId, Metadata, Organization, OrganizationId,
    OrganizationMembership, Page, PermissionId, PublicUserData, Reply, RoleId, Seconds, Session, SessionId,
    SessionStatus, SignIn, SignInId, SignInStatus, SignUp, SignUpId, SignUpStatus, Strategy, Timestamp, Token, User,
    UserId, Verification, VerificationStatus,
};

macro_rules! objects {
    ($($kind:ident $(<$of:ident>)? { $($field:ident $(= $key:literal)?),* })*) => {$(
        impl $(<$of: Fill + Default>)? Fill for $kind $(<$of>)? {
            fn fill(&mut self, value: &Json) -> bool {
                // Names every field, so that one that is added to the type is not forgotten here.
                let Self { $($field),* } = self;
                let names = concat!($(name!($field $($key)?), " "),*);
                let Some(mut members) = Members::of(value, names) else { return false };
                $(members.next($field);)*
                true
            }
        }
    )*};
}

macro_rules! name {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $key:literal) => {
        $key
    };
}

macro_rules! texts {
    ($($kind:ty),*) => {$(
        impl Fill for $kind {
            fn fill(&mut self, value: &Json) -> bool {
                let mut text = String::new();
                let filled = text.fill(value);
                if filled {
                    *self = Self::from(text);
                }
                filled
            }
        }
    )*};
}

macro_rules! words {
    ($($kind:ty),*) => {$(
        impl Fill for $kind {
            fn fill(&mut self, value: &Json) -> bool {
                let text = value.as_str();
                if let Some(text) = text {
                    *self = Self::from(text);
                }
                text.is_some()
            }
        }
    )*};
}

texts!(
    ClientId,
    SessionId,
    UserId,
    OrganizationId,
    MembershipId,
    InvitationId,
    InstanceId,
    SignInId,
    SignUpId,
    EmailAddressId,
    RoleId,
    PermissionId,
    EmailId,
    DevBrowserId,
    Jwt,
    Strategy,
    ErrorCode
);
words!(SessionStatus, ReverificationStatus, SignInStatus, SignUpStatus, VerificationStatus);

impl Fill for Timestamp {
    fn fill(&mut self, value: &Json) -> bool {
        self.0.fill(value)
    }
}

impl Fill for Seconds {
    fn fill(&mut self, value: &Json) -> bool {
        self.0.fill(value)
    }
}

impl Fill for JsonText {
    fn fill(&mut self, value: &Json) -> bool {
        *self = Self::from(value);
        true
    }
}

impl Fill for Metadata {
    fn fill(&mut self, value: &Json) -> bool {
        *self = Self::from_tree(value);
        value.is_object()
    }
}

impl Fill for Attributes {
    fn fill(&mut self, value: &Json) -> bool {
        let Json::Object(members) = value else { return false };
        *self = Self::default();
        for (name, value) in members {
            let (_, attribute) = self.0.push_mut((name.clone(), Attribute::default()));
            if !attribute.fill(value) {
                self.0.pop();
            }
        }
        true
    }
}

objects! {
    Page<T> { data, total_count }
    Reply<T> { response, client }
    Client { object, id, sessions, sign_in, sign_up, last_active_session_id, last_authentication_strategy, cookie_expires_at, captcha_bypass, created_at, updated_at }
    Session { object, id, status, expire_at, abandon_at, last_active_at, last_active_organization_id, last_active_token, actor, tasks, factor_verification_age, user, public_user_data, created_at, updated_at }
    SessionTask { key }
    SessionReverification { object, status, level, session, supported_first_factors, supported_second_factors, first_factor_verification, second_factor_verification }
    SessionWithActivity { object, id, status, expire_at, abandon_at, last_active_at, actor, latest_activity }
    SessionActivity { object, id, device_type, is_mobile, browser_name, browser_version, ip_address, city, country }
    User { object, id, external_id, username, first_name, last_name, image_url, has_image, primary_email_address_id, primary_phone_number_id, primary_web3_wallet_id, password_enabled, two_factor_enabled, totp_enabled, backup_code_enabled, email_addresses, phone_numbers, web3_wallets, passkeys, external_accounts, saml_accounts, enterprise_accounts, organization_memberships, password_last_updated_at, public_metadata, unsafe_metadata, last_sign_in_at, banned, locked, lockout_expires_in_seconds, verification_attempts_remaining, delete_self_enabled, create_organization_enabled, create_organizations_limit, last_active_at, mfa_enabled_at, mfa_disabled_at, legal_accepted_at, profile_image_url, created_at, updated_at }
    EmailAddress { object, id, email_address, reserved, verification, linked_to, matches_sso_connection, created_at, updated_at }
    PublicUserData { user_id, first_name, last_name, image_url, has_image, identifier }
    Organization { object, id, name, slug, image_url, has_image, members_count, pending_invitations_count, max_allowed_memberships, admin_delete_enabled, public_metadata, created_at, updated_at }
    OrganizationMembership { object, id, role, role_name, permissions, public_metadata, organization, public_user_data, created_at, updated_at }
    Role { object, id, name, key, description, is_creator_eligible, permissions, created_at, updated_at }
    Permission { object, id, name, key, description, kind = "type", created_at, updated_at }
    SignIn { object, id, status, supported_identifiers, identifier, supported_first_factors, supported_second_factors, first_factor_verification, second_factor_verification, user_data, created_session_id, abandon_at, client_trust_state }
    Factor { strategy, safe_identifier, email_address_id, primary }
    SignInUserData { first_name, last_name, image_url, has_image }
    SignUp { object, id, status, required_fields, optional_fields, missing_fields, unverified_fields, verifications, username, email_address, phone_number, web3_wallet, has_password, password_enabled, first_name, last_name, unsafe_metadata, public_metadata, custom_action, external_id, locale, created_session_id, created_user_id, abandon_at, legal_accepted_at }
    SignUpVerifications { email_address, phone_number, web3_wallet, external_account }
    Verification { object, status, strategy, attempts, expire_at, next_action, supported_strategies, error }
    Environment { auth_config, display_config, user_settings, organization_settings, maintenance_mode, partitioned_cookies }
    AuthConfig { single_session_mode, session_minter }
    DisplayConfig { instance_environment_type, application_name, preferred_sign_in_strategy, logo_image_url, home_url, sign_in_url, sign_up_url, after_sign_in_url, after_sign_up_url, user_profile_url, organization_profile_url, create_organization_url, waitlist_url, terms_url, privacy_policy_url, support_email, show_devmode_warning }
    UserSettings { attributes, sign_up, password_settings, actions }
    Attribute { enabled, required, immutable, verifications, verify_at_sign_up, used_for_first_factor, first_factors, used_for_second_factor, second_factors }
    SignUpSettings { mode, legal_consent_enabled }
    PasswordSettings { min_length, max_length, require_special_char, require_numbers, require_uppercase, require_lowercase, allowed_special_characters }
    Actions { delete_self, create_organization }
    OrganizationSettings { enabled, max_allowed_memberships, force_organization_selection, slug }
    SlugSettings { disabled }
    DevBrowser { id }
    ApiError { code, message, long_message, meta }
    ErrorMeta { param_name, session_id, permissions, lockout_expires_in_seconds }
    ApiErrors { errors, meta, clerk_trace_id }
    ErrorsMeta { client }
    Token { object, jwt }
    TokenHeader { alg, kid, typ, cat, oiat }
    RawClaims { v, jti, iss, sub, sid, azp, iat, nbf, exp, fva, sts, fea, pla, o, org_id, org_slug, org_role, org_permissions, act }
    RawOrganization { id, slg, rol, per, fpm }
    DeletedObject { object, id, slug, deleted }
    Image { object, id, name, public_url }
}
