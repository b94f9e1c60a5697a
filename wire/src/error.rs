//! Errors as the protocol carries them.

use crate::Client;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;

/// What went wrong, as a stable word such as `form_code_incorrect`. Unknown ones are kept as they are.
#[derive(Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ErrorCode(Cow<'static, str>);

impl ErrorCode {
    /// The code on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A code known at compile time.
    pub const fn known(text: &'static str) -> Self {
        Self(Cow::Borrowed(text))
    }
}

impl From<String> for ErrorCode {
    fn from(text: String) -> Self {
        Self(Cow::Owned(text))
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        impl ErrorCode {
            $($(#[$doc])* pub const $name: Self = Self::known($text);)*

            /// Every code that has a name here.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];
        }
    };
}

codes! {
    /// The body cannot be read.
    REQUEST_BODY_INVALID = "request_body_invalid";
    /// The body is too large.
    REQUEST_BODY_TOO_LARGE = "request_body_too_large";
    /// The picture is too large.
    IMAGE_TOO_LARGE = "image_too_large";
    /// There is no such picture.
    IMAGE_NOT_FOUND = "image_not_found";
    /// The body is of a type that is not read here.
    UNSUPPORTED_CONTENT_TYPE = "unsupported_content_type";
    /// A parameter cannot be read.
    MALFORMED_REQUEST_PARAMETERS = "malformed_request_parameters";
    /// A parameter of the query is missing.
    MISSING_QUERY_PARAMETER = "missing_query_parameter";
    /// A parameter of the query has a value that is not allowed.
    INVALID_QUERY_PARAMETER_VALUE = "invalid_query_parameter_value";
    /// The request makes no sense.
    BAD_REQUEST = "bad_request";
    /// No instance answers on this host.
    HOST_INVALID = "host_invalid";
    /// There is no `Origin`.
    ORIGIN_MISSING = "origin_missing";
    /// Pages of this origin may not ask.
    ORIGIN_INVALID = "origin_invalid";
    /// Both an `Origin` and a native credential.
    ORIGIN_AUTHORIZATION_HEADERS_CONFLICT = "origin_authorization_headers_conflict";
    /// Neither an `Origin` nor a native credential.
    REQUEST_HEADER_MISSING = "request_header_missing";
    /// The `Authorization` header cannot be read.
    AUTHORIZATION_HEADER_FORMAT_INVALID = "authorization_header_format_invalid";
    /// There is no active session.
    AUTHENTICATION_INVALID = "authentication_invalid";
    /// Not allowed.
    AUTHORIZATION_INVALID = "authorization_invalid";
    /// Signed out.
    SIGNED_OUT = "signed_out";
    /// The development browser is unknown.
    DEV_BROWSER_UNAUTHENTICATED = "dev_browser_unauthenticated";
    /// A satellite's Frontend API does not do this; the primary one does.
    OPERATION_NOT_ALLOWED_ON_SATELLITE_DOMAIN = "operation_not_allowed_on_satellite_domain";
    /// The primary Frontend API does not do this; a satellite's does.
    OPERATION_NOT_ALLOWED_ON_PRIMARY_DOMAIN = "operation_not_allowed_on_primary_domain";
    /// The way to a satellite was gone already, or by another browser.
    SYNC_NONCE_ALREADY_CONSUMED = "sync_nonce_already_consumed";
    /// Not in this environment.
    REQUEST_INVALID_FOR_ENVIRONMENT = "request_invalid_for_environment";
    /// The secret key is wrong.
    CLERK_KEY_INVALID = "clerk_key_invalid";
    /// Something broke on the server.
    INTERNAL_ERROR = "internal_clerk_error";
    /// The server cannot answer now.
    SERVICE_UNAVAILABLE = "service_unavailable";
    /// Somebody else is changing the same thing.
    RESOURCE_LOCKED = "resource_locked";
    /// Somebody else changed the same thing.
    CONFLICT = "conflict";
    /// There is no such thing.
    RESOURCE_NOT_FOUND = "resource_not_found";
    /// It may not be changed any more.
    RESOURCE_FORBIDDEN = "resource_forbidden";
    /// Too often.
    TOO_MANY_REQUESTS = "too_many_requests";
    /// Turned off in this instance.
    FEATURE_NOT_ENABLED = "feature_not_enabled";
    /// Not offered by this server.
    FEATURE_NOT_IMPLEMENTED = "feature_not_implemented";
    /// A field is missing.
    FORM_PARAM_MISSING = "form_param_missing";
    /// A field is empty.
    FORM_PARAM_NIL = "form_param_nil";
    /// A field has the wrong form.
    FORM_PARAM_FORMAT_INVALID = "form_param_format_invalid";
    /// A field has a value that is not allowed.
    FORM_PARAM_VALUE_INVALID = "form_param_value_invalid";
    /// A field has the wrong type.
    FORM_PARAM_TYPE_INVALID = "form_param_type_invalid";
    /// A field is not known.
    FORM_PARAM_UNKNOWN = "form_param_unknown";
    /// A value is turned off in this instance.
    FORM_PARAM_VALUE_DISABLED = "form_param_value_disabled";
    /// A field is too long.
    FORM_PARAM_MAX_LENGTH_EXCEEDED = "form_param_max_length_exceeded";
    /// A field is too large.
    FORM_PARAM_EXCEEDS_ALLOWED_SIZE = "form_param_exceeds_allowed_size";
    /// There are too many of them.
    FORM_PARAM_ARRAY_SIZE_EXCEEDED = "form_param_array_size_exceeded";
    /// Taken.
    FORM_IDENTIFIER_EXISTS = "form_identifier_exists";
    /// Nobody is known by this.
    FORM_IDENTIFIER_NOT_FOUND = "form_identifier_not_found";
    /// It must be verified first.
    FORM_VERIFICATION_NEEDED = "form_verification_needed";
    /// Some needed fields are missing (administration).
    FORM_DATA_MISSING = "form_data_missing";
    /// The code is wrong.
    FORM_CODE_INCORRECT = "form_code_incorrect";
    /// The password is wrong.
    FORM_PASSWORD_INCORRECT = "form_password_incorrect";
    /// The password or the identifier is wrong; which one is not said.
    FORM_PASSWORD_OR_IDENTIFIER_INCORRECT = "form_password_or_identifier_incorrect";
    /// The current password is wrong.
    FORM_PASSWORD_VALIDATION_FAILED = "form_password_validation_failed";
    /// The new password is the current one.
    FORM_NEW_PASSWORD_MATCHES_CURRENT = "form_new_password_matches_current";
    /// The password is too short.
    FORM_PASSWORD_LENGTH_TOO_SHORT = "form_password_length_too_short";
    /// The password is too long.
    FORM_PASSWORD_LENGTH_TOO_LONG = "form_password_length_too_long";
    /// The password is too long in bytes.
    FORM_PASSWORD_SIZE_IN_BYTES_EXCEEDED = "form_password_size_in_bytes_exceeded";
    /// The password needs a capital.
    FORM_PASSWORD_NO_UPPERCASE = "form_password_no_uppercase";
    /// The password needs a small letter.
    FORM_PASSWORD_NO_LOWERCASE = "form_password_no_lowercase";
    /// The password needs a digit.
    FORM_PASSWORD_NO_NUMBER = "form_password_no_number";
    /// The password needs a special character.
    FORM_PASSWORD_NO_SPECIAL_CHAR = "form_password_no_special_char";
    /// The password is too easy to guess.
    FORM_PASSWORD_NOT_STRONG_ENOUGH = "form_password_not_strong_enough";
    /// The password is the identifier.
    FORM_PASSWORD_MATCHES_IDENTIFIER = "form_password_matches_identifier";
    /// A user name has the wrong length.
    FORM_USERNAME_INVALID_LENGTH = "form_username_invalid_length";
    /// A user name has a character that is not allowed.
    FORM_USERNAME_INVALID_CHARACTER = "form_username_invalid_character";
    /// The terms were not agreed to.
    LEGAL_NOT_ACCEPTED = "legal_not_accepted";
    /// One is signed in already, and one session is all there may be.
    SESSION_EXISTS = "session_exists";
    /// This person is signed in already.
    IDENTIFIER_ALREADY_SIGNED_IN = "identifier_already_signed_in";
    /// The client is in a state where this cannot be done.
    CLIENT_STATE_INVALID = "client_state_invalid";
    /// There is nothing to transfer.
    ACCOUNT_TRANSFER_INVALID = "account_transfer_invalid";
    /// This person cannot use this strategy.
    STRATEGY_FOR_USER_INVALID = "strategy_for_user_invalid";
    /// Somebody else verified it first.
    IDENTIFICATION_CLAIMED = "identification_claimed";
    /// There is no second factor.
    NO_SECOND_FACTORS = "no_second_factors";
    /// The person was deleted meanwhile.
    SIGN_IN_IDENTIFICATION_OR_USER_DELETED = "sign_in_identification_or_user_deleted";
    /// The account is locked after wrong attempts.
    USER_LOCKED = "user_locked";
    /// The account is banned.
    USER_BANNED = "user_banned";
    /// The account has no password.
    NO_PASSWORD_SET = "no_password_set";
    /// The account needs its password.
    PASSWORD_REQUIRED = "password_required";
    /// Sign-up is by invitation.
    SIGN_UP_MODE_RESTRICTED = "sign_up_mode_restricted";
    /// Sign-up is by waiting list.
    SIGN_UP_RESTRICTED_WAITLIST = "sign_up_restricted_waitlist";
    /// Not on the list of those who may.
    NOT_ALLOWED_ACCESS = "not_allowed_access";
    /// Verified already.
    VERIFICATION_ALREADY_VERIFIED = "verification_already_verified";
    /// Too late.
    VERIFICATION_EXPIRED = "verification_expired";
    /// Too many wrong attempts.
    VERIFICATION_FAILED = "verification_failed";
    /// Nothing was sent.
    VERIFICATION_MISSING = "verification_missing";
    /// Not by this strategy.
    VERIFICATION_STRATEGY_INVALID = "verification_strategy_invalid";
    /// A new code too soon.
    VERIFICATION_CODE_TOO_MANY_REQUESTS = "verification_code_too_many_requests";
    /// The person has to prove again who they are.
    SESSION_REVERIFICATION_REQUIRED = "session_reverification_required";
    /// No proof was asked for.
    SESSION_REVERIFICATION_MISSING = "session_reverification_missing";
    /// The proof is in a state where this cannot be done.
    INVALID_ACTION_FOR_SESSION_REVERIFICATION = "invalid_action_for_session_reverification";
    /// The session is in a state where this cannot be done.
    INVALID_ACTION_FOR_SESSION = "invalid_action_for_session";
    /// The origin that a token is renewed for is none.
    REFRESH_REQUEST_ORIGIN_INVALID = "refresh_request_origin_invalid";
    /// The token was made for pages of another origin.
    REFRESH_REQUEST_ORIGIN_AZP_MISMATCH = "refresh_request_origin_azp_mismatch";
    /// There is no such refresh token.
    REFRESH_TOKEN_NOT_FOUND = "refresh_token_not_found";
    /// The refresh token is another session's.
    REFRESH_SID_MISMATCH = "refresh_sid_mismatch";
    /// The expired token was never good.
    EXPIRED_SESSION_TOKEN_INVALID = "expired_session_token_invalid";
    /// The expired token names no origin.
    EXPIRED_SESSION_TOKEN_MISSING_AZP = "expired_session_token_missing_azp";
    /// The expired token names no session.
    EXPIRED_SESSION_TOKEN_MISSING_SID = "expired_session_token_missing_sid";
    /// There is no such session.
    SESSION_REFRESH_SESSION_NOT_FOUND = "session_refresh_session_not_found";
    /// The session is over.
    SESSION_REFRESH_INACTIVE_SESSION = "session_refresh_inactive_session";
    /// The session's user is gone.
    SESSION_REFRESH_USER_NOT_FOUND = "session_refresh_user_not_found";
    /// The expired token is too old to be renewed.
    SESSION_REFRESH_TOKEN_TOO_OLD = "session_refresh_expired_session_token_too_old";
    /// The expired token does not say since when.
    SESSION_REFRESH_TOKEN_MISSING_IAT = "session_refresh_expired_session_token_missing_iat";
    /// It was used up.
    SESSION_REFRESH_TOKEN_CONSUMED = "session_refresh_expired_session_token_consumed";
    /// A token of another kind.
    SESSION_REFRESH_TOKEN_INELIGIBLE = "session_refresh_session_token_ineligible";
    /// Too many addresses that nobody verified.
    TOO_MANY_UNVERIFIED_IDENTIFICATIONS = "too_many_unverified_identifications";
    /// An address that must stay.
    LAST_REQUIRED_IDENTIFICATION_DELETION_FAILED = "last_required_identification_deletion_failed";
    /// Users may not delete themselves here.
    USER_DELETE_SELF_NOT_ENABLED = "user_delete_self_not_enabled";
    /// Users may not make organizations here.
    USER_CREATE_ORGANIZATION_NOT_ENABLED = "user_create_organization_not_enabled";
    /// The redirect URL cannot be read.
    INVALID_REDIRECT_URL = "invalid_redirect_url";
    /// The redirect URL is not the instance's.
    REDIRECT_URL_DOMAIN_MISMATCH = "redirect_url_domain_mismatch";
    /// Not a member.
    NOT_A_MEMBER_IN_ORGANIZATION = "not_a_member_in_organization";
    /// No such organization, or not one's own.
    ORGANIZATION_NOT_FOUND_OR_UNAUTHORIZED = "organization_not_found_or_unauthorized";
    /// A member already.
    ALREADY_A_MEMBER_IN_ORGANIZATION = "already_a_member_in_organization";
    /// Somebody with full rights must stay.
    ORGANIZATION_MINIMUM_PERMISSIONS_NEEDED = "organization_minimum_permissions_needed";
    /// The role does not allow it.
    MISSING_ORGANIZATION_PERMISSION = "missing_organization_permission";
    /// There are no organizations here.
    ORGANIZATION_NOT_ENABLED_IN_INSTANCE = "organization_not_enabled_in_instance";
    /// Admins may not delete organizations here.
    ORGANIZATION_ADMIN_DELETE_NOT_ENABLED = "organization_admin_delete_not_enabled";
    /// The organization is full.
    ORGANIZATION_MEMBERSHIP_QUOTA_EXCEEDED = "organization_membership_quota_exceeded";
    /// The user made enough organizations.
    ORG_CREATION_LIMIT_EXCEEDED = "org_creation_limit_exceeded";
    /// There is no such role.
    FORM_RESOURCE_NOT_FOUND = "form_resource_not_found";
}

/// One error.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ApiError {
    /// The stable word.
    pub code: ErrorCode,
    /// In short, for developers.
    #[serde(default)]
    pub message: String,
    /// For the person.
    #[serde(default)]
    pub long_message: String,
    /// More about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meta: Option<ErrorMeta>,
}

/// More about an error.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ErrorMeta {
    /// Which field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub param_name: Option<String>,
    /// Which session, for `identifier_already_signed_in`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_id: Option<String>,
    /// Which permissions are missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permissions: Option<Vec<String>>,
    /// For how long an account is locked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lockout_expires_in_seconds: Option<i64>,
}

/// The body of every reply that is not a success.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ApiErrors {
    /// What went wrong; at least one.
    pub errors: Vec<ApiError>,
    /// The client as it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meta: Option<ErrorsMeta>,
    /// The request's id, for finding it in the server's log.
    #[serde(default)]
    pub clerk_trace_id: String,
}

/// What comes with the errors.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ErrorsMeta {
    /// The client as it stands, applied like a piggybacked one.
    #[serde(default)]
    pub client: Option<Client>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_distinct() {
        let distinct: std::collections::HashSet<_> = ErrorCode::ALL.iter().collect();

        assert_eq!(distinct.len(), ErrorCode::ALL.len());
    }

    #[test]
    fn a_documented_error_is_read() {
        let body = r#"{"errors":[{"code":"form_password_incorrect","message":"x","long_message":"y","meta":{"param_name":"password"}}],"meta":{"client":null},"clerk_trace_id":"abc"}"#;

        let errors: ApiErrors = serde_json::from_str(body).unwrap();

        assert_eq!(errors.errors[0].code, ErrorCode::FORM_PASSWORD_INCORRECT);
        assert_eq!(errors.errors[0].meta.as_ref().unwrap().param_name.as_deref(), Some("password"));
    }

    #[test]
    fn an_unknown_code_is_kept() {
        let error: ApiError = serde_json::from_str(r#"{"code":"made_up_later"}"#).unwrap();

        assert_eq!(error.code.as_str(), "made_up_later");
    }
}
