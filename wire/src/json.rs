//! Reading replies with little code: JSON to a tree once, and from the tree into the resources by field name.
//!
//! A browser downloads what reads its replies. The derived readers of the same types are generated anew for each type and
//! each field, a few hundred bytes each, and were the largest part of a page; these are one call per field. They are also
//! more forgiving: a field of the wrong type, or `null` where a text is expected, counts as absent.
//!
//! ```
//! use frontdesk_wire::json::{self, FromJson};
//! use frontdesk_wire::{Client, Reply};
//!
//! let reply = r#"{"response": {"id": "client_1", "sessions": null, "new": 1}, "client": null}"#;
//! let client = json::read::<Reply<Client>>(reply).unwrap().response.unwrap();
//! assert_eq!(client.id.as_str(), "client_1");
//! assert!(client.sessions.is_empty());
//! ```

use crate::environment::{
    Actions, Attribute, AuthConfig, DevBrowser, DisplayConfig, OrganizationSettings, PasswordSettings, SignUpSettings,
    SlugSettings, UserSettings,
};
use crate::error::{ErrorMeta, ErrorsMeta};
use crate::organization::{Permission, Role};
use crate::session::{SessionActivity, SessionTask, SessionWithActivity};
use crate::sign_in::{Factor, SignInUserData};
use crate::sign_up::SignUpVerifications;
use crate::token::{RawClaims, RawOrganization, TokenHeader};
use crate::{
    ApiError, ApiErrors, Client, ClientId, DeletedObject, DevBrowserId, EmailAddress, EmailAddressId, EmailId,
    Environment, ErrorCode, InstanceId, InvitationId, Jwt, MembershipId, Metadata, Organization, OrganizationId,
    OrganizationMembership, Page, PermissionId, PublicUserData, Reply, RoleId, Seconds, Session, SessionClaims,
    SessionId, SessionStatus, SignIn, SignInId, SignInStatus, SignUp, SignUpId, SignUpStatus, Strategy, Timestamp,
    Token, User, UserId, Verification, VerificationStatus,
};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// A type that can be read from a JSON tree.
pub trait FromJson: Sized {
    /// Reads the value; nothing when it is of another kind, such as a text where an object is expected.
    fn from_json(value: Value) -> Option<Self>;
}

/// Reads a text; nothing when it is not JSON, or of another kind.
pub fn read<T: FromJson>(text: &str) -> Option<T> {
    T::from_json(tree(text)?)
}

/// The tree of a text; nothing when it is not JSON.
pub fn tree(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
}

/// The claims of a session token, unverified: the same as [`Jwt::claims`].
pub fn claims(jwt: &Jwt) -> Option<SessionClaims> {
    part::<RawClaims>(jwt, 1).map(SessionClaims::from)
}

/// The header of a token, unverified: the same as [`Jwt::header`].
pub fn header(jwt: &Jwt) -> Option<TokenHeader> {
    part(jwt, 0)
}

fn part<T: FromJson>(jwt: &Jwt, index: usize) -> Option<T> {
    let text = jwt.expose();
    if text.split('.').count() != 3 {
        return None;
    }
    let bytes = URL_SAFE_NO_PAD.decode(text.split('.').nth(index)?).ok()?;
    read(std::str::from_utf8(&bytes).ok()?)
}

/// Moves a field of an object into its place, which keeps its default when the field is absent or of another kind.
#[inline(never)]
fn take<T: FromJson>(object: &mut Map<String, Value>, name: &str, place: &mut T) {
    if let Some(value) = object.get_mut(name).map(std::mem::take).and_then(T::from_json) {
        *place = value;
    }
}

macro_rules! objects {
    ($($kind:ident { $($field:ident $(= $key:literal)?),* })*) => {$(
        impl FromJson for $kind {
            fn from_json(value: Value) -> Option<Self> {
                let Value::Object(mut object) = value else { return None };
                let mut out = Self::default();
                // Names every field, so that one that is added to the type is not forgotten here.
                let Self { $($field),* } = &mut out;
                $(take(&mut object, name!($field $($key)?), $field);)*
                Some(out)
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
        impl FromJson for $kind {
            fn from_json(value: Value) -> Option<Self> {
                String::from_json(value).map(Self::from)
            }
        }
    )*};
}

macro_rules! words {
    ($($kind:ty),*) => {$(
        impl FromJson for $kind {
            fn from_json(value: Value) -> Option<Self> {
                String::from_json(value).map(|text| Self::from(text.as_str()))
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
words!(SessionStatus, SignInStatus, SignUpStatus, VerificationStatus);

impl FromJson for Value {
    fn from_json(value: Value) -> Option<Self> {
        Some(value)
    }
}

impl FromJson for String {
    fn from_json(value: Value) -> Option<Self> {
        if let Value::String(text) = value { Some(text) } else { None }
    }
}

impl FromJson for bool {
    fn from_json(value: Value) -> Option<Self> {
        value.as_bool()
    }
}

impl FromJson for i64 {
    fn from_json(value: Value) -> Option<Self> {
        value.as_i64()
    }
}

impl FromJson for u32 {
    fn from_json(value: Value) -> Option<Self> {
        Self::try_from(value.as_i64()?).ok()
    }
}

impl FromJson for Timestamp {
    fn from_json(value: Value) -> Option<Self> {
        value.as_i64().map(Self)
    }
}

impl FromJson for Seconds {
    fn from_json(value: Value) -> Option<Self> {
        value.as_i64().map(Self)
    }
}

impl FromJson for [i64; 2] {
    fn from_json(value: Value) -> Option<Self> {
        Some([value.get(0)?.as_i64()?, value.get(1)?.as_i64()?])
    }
}

impl FromJson for Metadata {
    fn from_json(value: Value) -> Option<Self> {
        if let Value::Object(object) = value { Some(Self(object)) } else { None }
    }
}

impl<T: FromJson> FromJson for Option<T> {
    fn from_json(value: Value) -> Option<Self> {
        if value.is_null() { Some(None) } else { T::from_json(value).map(Some) }
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(value: Value) -> Option<Self> {
        if let Value::Array(items) = value { Some(items.into_iter().filter_map(T::from_json).collect()) } else { None }
    }
}

impl<T: FromJson> FromJson for BTreeMap<String, T> {
    fn from_json(value: Value) -> Option<Self> {
        let Value::Object(object) = value else { return None };
        // One by one: collecting would bring a sort along.
        let mut map = Self::new();
        for (key, value) in object {
            if let Some(value) = T::from_json(value) {
                map.insert(key, value);
            }
        }
        Some(map)
    }
}

impl<T: FromJson> FromJson for Page<T> {
    fn from_json(value: Value) -> Option<Self> {
        let Value::Object(mut object) = value else { return None };
        let mut page = Self { data: Vec::new(), total_count: 0 };
        take(&mut object, "data", &mut page.data);
        take(&mut object, "total_count", &mut page.total_count);
        Some(page)
    }
}

impl<T: FromJson> FromJson for Reply<T> {
    fn from_json(value: Value) -> Option<Self> {
        let Value::Object(mut object) = value else { return None };
        let mut reply = Self { response: None, client: None };
        take(&mut object, "response", &mut reply.response);
        take(&mut object, "client", &mut reply.client);
        Some(reply)
    }
}

objects! {
    Client { object, id, sessions, sign_in, sign_up, last_active_session_id, last_authentication_strategy, cookie_expires_at, captcha_bypass, created_at, updated_at }
    Session { object, id, status, expire_at, abandon_at, last_active_at, last_active_organization_id, last_active_token, actor, tasks, factor_verification_age, user, public_user_data, created_at, updated_at }
    SessionTask { key }
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
    Environment { auth_config, display_config, user_settings, organization_settings, maintenance_mode }
    AuthConfig { single_session_mode }
    DisplayConfig { instance_environment_type, application_name, preferred_sign_in_strategy, logo_image_url, home_url, sign_in_url, sign_up_url, after_sign_in_url, after_sign_up_url, terms_url, privacy_policy_url, support_email, show_devmode_warning }
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::de::DeserializeOwned;
    use serde_json::json;
    use std::fmt::Debug;

    /// Both ways of reading give the same.
    fn agrees<T: FromJson + DeserializeOwned + PartialEq + Debug>(value: &Value) -> T {
        let derived: T = serde_json::from_value(value.clone()).unwrap();
        let read = T::from_json(value.clone()).unwrap();

        assert_eq!(read, derived);
        read
    }

    fn organization() -> Value {
        json!({
            "object": "organization", "id": "org_1", "name": "Acme", "slug": "acme", "image_url": "u", "has_image": true, "members_count": 2,
            "pending_invitations_count": 1, "max_allowed_memberships": 5, "admin_delete_enabled": true, "public_metadata": {"a": [1]},
            "created_at": 1, "updated_at": 2
        })
    }

    fn client() -> Value {
        let verification = json!({
            "object": "verification_otp", "status": "verified", "strategy": "email_code", "attempts": 1, "expire_at": 5,
            "next_action": "", "supported_strategies": ["email_code"], "error": {"code": "c", "message": "m", "long_message": "l",
            "meta": {"param_name": "code", "permissions": ["p"], "session_id": "sess_1", "lockout_expires_in_seconds": 3}}
        });
        let membership = json!({
            "object": "organization_membership", "id": "orgmem_1", "role": "org:admin", "role_name": "Admin", "permissions": ["org:sys_a"],
            "public_metadata": {}, "organization": organization(), "public_user_data": {"user_id": "user_1", "identifier": "a@b.c"},
            "created_at": 1, "updated_at": 2
        });
        let user = json!({
            "object": "user", "id": "user_1", "first_name": "Ada", "last_name": null, "email_addresses": [{"id": "idn_1", "email_address":
            "ada@example.com", "verification": verification, "linked_to": [{"type": "x"}]}], "primary_email_address_id": "idn_1",
            "organization_memberships": [membership], "unsafe_metadata": {"x": 1}, "create_organizations_limit": 0, "created_at": 9
        });
        json!({
            "object": "client", "id": "client_1", "sessions": [{"object": "session", "id": "sess_1", "status": "active", "expire_at": 1,
            "abandon_at": 2, "last_active_at": 3, "last_active_organization_id": "org_1", "last_active_token": {"object": "token", "jwt": "a.b.c"},
            "actor": {"sub": "x"}, "tasks": [{"key": "choose-organization"}], "factor_verification_age": [3, -1], "user": user}],
            "sign_in": {"id": "sia_1", "status": "needs_first_factor", "supported_first_factors": [{"strategy": "password"},
            {"strategy": "email_code", "safe_identifier": "a**", "email_address_id": "idn_1", "primary": true}], "user_data": {"first_name": "Ada"},
            "first_factor_verification": verification, "abandon_at": 7},
            "sign_up": {"id": "sua_1", "status": "something_new", "missing_fields": ["x"], "verifications": {"email_address": verification},
            "has_password": true},
            "last_active_session_id": "sess_1", "cookie_expires_at": null, "captcha_bypass": true, "created_at": 1, "updated_at": 2, "unknown": {}
        })
    }

    #[test]
    fn a_client_is_read_as_its_derived_reader_reads_it() {
        let read: Client = agrees(&client());

        assert_eq!(read.sessions[0].user.as_ref().unwrap().organization_memberships[0].organization.name, "Acme");
        agrees::<Reply<Client>>(&json!({"response": client(), "client": client()}));
        agrees::<Page<Organization>>(&json!({"data": [organization()], "total_count": 12}));
    }

    #[test]
    fn an_environment_is_read_as_its_derived_reader_reads_it() {
        let read: Environment = agrees(&json!({
            "auth_config": {"single_session_mode": true}, "display_config": {"application_name": "Acme", "logo_image_url": null},
            "user_settings": {"attributes": {"email_address": {"enabled": true, "first_factors": ["email_code"]}}, "sign_up": {"mode": "public"},
            "password_settings": {"min_length": 10}, "actions": {"create_organization": true}},
            "organization_settings": {"enabled": true, "slug": {"disabled": true}, "max_allowed_memberships": 5}, "maintenance_mode": false
        }));

        assert_eq!(read.user_settings.password_settings.max_length, 72, "what is absent keeps its default");
    }

    #[test]
    fn errors_are_read_as_their_derived_reader_reads_them() {
        agrees::<ApiErrors>(&json!({
            "errors": [{"code": "form_code_incorrect", "message": "m", "long_message": "l", "meta": {"param_name": "code"}}],
            "meta": {"client": client()}, "clerk_trace_id": "t"
        }));
        agrees::<Role>(&json!({"id": "role_1", "permissions": [{"id": "perm_1", "type": "system"}]}));
    }

    #[test]
    fn claims_are_read_as_their_derived_reader_reads_them() {
        let encode = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let head = json!({"alg": "RS256", "kid": "ins_1", "oiat": 7});
        let body = json!({"v": 2, "iss": "https://x", "sub": "user_1", "sid": "sess_1", "iat": 1, "exp": 61, "fva": [1, -1], "sts": "active",
            "fea": "o:repositories,o:projects", "o": {"id": "org_1", "rol": "admin", "per": "read,create", "fpm": "3,1"}});
        let jwt = Jwt::from([encode(head), encode(body), "c2ln".to_owned()].join("."));

        assert_eq!(claims(&jwt), jwt.claims());
        assert_eq!(header(&jwt), jwt.header());
        assert_eq!(claims(&jwt).unwrap().organization.unwrap().permissions.len(), 3);
        assert_eq!(claims(&Jwt::from("a.b")), None);
    }

    #[test]
    fn what_has_another_kind_counts_as_absent() {
        let read: Client =
            read(r#"{"id": 5, "sessions": [{"id": "sess_1"}, 7], "sign_in": "no", "updated_at": null}"#).unwrap();

        assert_eq!(read.sessions.len(), 1);
        assert_eq!((read.id.as_str(), read.sign_in, read.updated_at), ("", None, Timestamp(0)));
        assert!(super::read::<Client>("[1]").is_none());
        assert!(super::read::<Client>("{").is_none());
    }
}
