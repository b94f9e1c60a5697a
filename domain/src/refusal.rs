//! Every "no", and the one catalogue that gives each code its status and its words.

use frontdesk_wire::error::ErrorMeta;
use frontdesk_wire::{ApiError, ErrorCode, Seconds, SessionId};

/// A rule said no. Not an error: the request was understood and the answer is this.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// The stable word.
    pub code: ErrorCode,
    /// The parameter at fault, where there is one.
    pub field: Option<Field>,
    /// When trying again makes sense; becomes the `Retry-After` header.
    pub retry_after: Option<Seconds>,
    /// More for the client.
    pub meta: Box<ErrorMeta>,
    /// What fills the `{…}` of the texts.
    words: Vec<(&'static str, String)>,
}

impl Refusal {
    /// A refusal that concerns no single parameter.
    pub fn new(code: ErrorCode) -> Self {
        Self { code, field: None, retry_after: None, meta: Box::default(), words: Vec::new() }
    }

    /// A refusal at a parameter.
    pub fn field(field: Field, code: ErrorCode) -> Self {
        let mut refusal = Self::new(code);
        refusal.field = Some(field);
        refusal.meta.param_name = Some(field.as_str().to_owned());
        refusal
    }

    /// Says when trying again makes sense.
    #[must_use]
    pub fn retry_after(mut self, wait: Seconds) -> Self {
        self.retry_after = Some(wait);
        self
    }

    /// Names the session that is in the way.
    #[must_use]
    pub fn session(mut self, session: &SessionId) -> Self {
        self.meta.session_id = Some(session.as_str().to_owned());
        self
    }

    /// Fills a `{…}` of the texts.
    #[must_use]
    pub fn say(mut self, word: &'static str, value: impl ToString) -> Self {
        self.words.push((word, value.to_string()));
        self
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        catalogue(&self.code).status
    }

    /// A few words, for developers.
    pub fn message(&self) -> String {
        self.fill(catalogue(&self.code).message)
    }

    /// A sentence for the person, with the way out.
    pub fn long_message(&self) -> String {
        self.fill(catalogue(&self.code).long_message)
    }

    /// The refusal as the protocol carries it.
    pub fn to_api_error(&self) -> ApiError {
        ApiError {
            code: self.code.clone(),
            message: self.message(),
            long_message: self.long_message(),
            meta: (*self.meta != ErrorMeta::default()).then(|| (*self.meta).clone()),
        }
    }

    fn fill(&self, text: &str) -> String {
        let mut text = text.replace("{field}", self.meta.param_name.as_deref().unwrap_or("value"));
        for (word, value) in &self.words {
            text = text.replace(&format!("{{{word}}}"), value);
        }
        text
    }
}

macro_rules! fields {
    ($($(#[$doc:meta])* $variant:ident = $text:literal;)*) => {
        /// A parameter that a refusal can point at, by its name on the wire.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Field {
            $($(#[$doc])* $variant,)*
            /// Any other parameter.
            Named(&'static str),
        }

        impl Field {
            /// The name on the wire.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Named(name) => name,
                }
            }
        }
    };
}

fields! {
    /// Who signs in.
    Identifier = "identifier";
    /// An e-mail address.
    EmailAddress = "email_address";
    /// One of the user's addresses.
    EmailAddressId = "email_address_id";
    /// A password.
    Password = "password";
    /// A new password.
    NewPassword = "new_password";
    /// The password so far.
    CurrentPassword = "current_password";
    /// A one-time code.
    Code = "code";
    /// How something is proven.
    Strategy = "strategy";
    /// Given name.
    FirstName = "first_name";
    /// Family name.
    LastName = "last_name";
    /// An organization's name.
    Name = "name";
    /// An organization's name in URLs.
    Slug = "slug";
    /// A member's role.
    Role = "role";
    /// Data that the page attaches.
    UnsafeMetadata = "unsafe_metadata";
    /// A language tag.
    Locale = "locale";
}

/// What the catalogue says of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The HTTP status.
    pub status: u16,
    /// A few words, for developers.
    pub message: &'static str,
    /// A sentence for the person, with the way out where there is one.
    pub long_message: &'static str,
}

/// The status and the words of a code. A code without an entry is a request that makes no sense.
pub fn catalogue(code: &ErrorCode) -> Entry {
    CATALOGUE.iter().find(|(name, _)| *name == code.as_str()).map_or(UNKNOWN, |(_, entry)| *entry)
}

const UNKNOWN: Entry = entry(400, "request refused", "This request cannot be carried out.");

const fn entry(status: u16, message: &'static str, long_message: &'static str) -> Entry {
    Entry { status, message, long_message }
}

/// Sorted as the protocol page groups them: requests, forms, signing in and up, verification, sessions, organizations.
const CATALOGUE: &[(&str, Entry)] = &[
    ("request_body_invalid", entry(400, "unreadable body", "The body of this request cannot be read.")),
    ("request_body_too_large", entry(413, "body too large", "The body of this request is too large.")),
    (
        "image_too_large",
        entry(413, "picture too large", "This picture is too large. Choose one of at most 10 MB and 32 megapixels."),
    ),
    ("image_not_found", entry(404, "no picture", "There is no such picture.")),
    (
        "unsupported_content_type",
        entry(415, "content type not read", "This content type is not read here. Send a form or JSON."),
    ),
    ("malformed_request_parameters", entry(400, "unreadable parameter", "A parameter of this request cannot be read.")),
    ("missing_query_parameter", entry(400, "query parameter missing", "The query parameter {field} is missing.")),
    (
        "invalid_query_parameter_value",
        entry(400, "query parameter refused", "The query parameter {field} has a value that is not accepted."),
    ),
    ("bad_request", entry(400, "bad request", "This request cannot be understood.")),
    (
        "host_invalid",
        entry(400, "unknown host", "No instance answers on this host. Check the publishable key of the app."),
    ),
    ("origin_missing", entry(400, "origin missing", "This request must come from a page and carry its Origin header.")),
    (
        "origin_invalid",
        entry(
            400,
            "origin not allowed",
            "Pages of this origin may not use this instance. Add the origin to its allowed origins.",
        ),
    ),
    (
        "origin_authorization_headers_conflict",
        entry(400, "two kinds of credentials", "Send either the Origin or the Authorization header, not both."),
    ),
    (
        "request_header_missing",
        entry(400, "header missing", "This request needs an Origin or an Authorization header."),
    ),
    (
        "authorization_header_format_invalid",
        entry(401, "unreadable Authorization header", "The Authorization header must be `Bearer` and a key."),
    ),
    ("authentication_invalid", entry(401, "not authenticated", "You are not signed in. Sign in and try again.")),
    ("authorization_invalid", entry(403, "not allowed", "You are not allowed to do this.")),
    ("signed_out", entry(401, "signed out", "You are signed out. Sign in again to go on.")),
    (
        "dev_browser_unauthenticated",
        entry(
            401,
            "unknown development browser",
            "This browser is not known to the development instance. Reload the page.",
        ),
    ),
    (
        "operation_not_allowed_on_satellite_domain",
        entry(403, "not on a satellite", "This is not offered on this domain. Sign in on the main one."),
    ),
    (
        "operation_not_allowed_on_primary_domain",
        entry(403, "not on the primary domain", "This is offered on the domains of satellites alone."),
    ),
    (
        "sync_nonce_already_consumed",
        entry(403, "link used up", "This link has been used, or is too old. Go back to the page and open it again."),
    ),
    (
        "request_invalid_for_environment",
        entry(400, "not in this environment", "This request is not offered in this environment."),
    ),
    (
        "clerk_key_invalid",
        entry(
            401,
            "secret key refused",
            "This secret key does not belong to any instance here. Check the key in your server's settings.",
        ),
    ),
    ("internal_clerk_error", entry(500, "internal error", "Something went wrong on our side. Please try again.")),
    (
        "service_unavailable",
        entry(503, "unavailable", "The service cannot answer right now. Please try again shortly."),
    ),
    ("resource_locked", entry(409, "busy", "This is being changed by another request. Please try again.")),
    ("conflict", entry(409, "changed meanwhile", "This was changed by another request. Please try again.")),
    ("resource_not_found", entry(404, "not found", "There is nothing here by that name.")),
    (
        "resource_forbidden",
        entry(403, "no longer current", "This attempt has been replaced by a newer one. Continue with the newer one."),
    ),
    (
        "too_many_requests",
        entry(429, "too many requests", "Too many tries in a short time. Please wait a moment and try again."),
    ),
    ("feature_not_enabled", entry(403, "turned off", "This is turned off for this app.")),
    ("feature_not_implemented", entry(403, "not offered", "This server does not offer this.")),
    ("form_param_missing", entry(422, "{field} is missing", "Please fill in {field}.")),
    ("form_param_nil", entry(422, "{field} is empty", "Please fill in {field}.")),
    (
        "form_param_format_invalid",
        entry(422, "{field} has the wrong form", "Please check {field}: it does not look right."),
    ),
    ("form_param_value_invalid", entry(422, "{field} is not accepted", "The value of {field} is not accepted.")),
    ("form_param_type_invalid", entry(422, "{field} has the wrong type", "The value of {field} has the wrong type.")),
    ("form_param_unknown", entry(422, "{field} is not asked for", "This app does not ask for {field}.")),
    (
        "form_param_value_disabled",
        entry(400, "{field} is turned off", "This way of {field} is turned off for this app."),
    ),
    (
        "form_param_max_length_exceeded",
        entry(422, "{field} is too long", "Please shorten {field} to at most {count} characters."),
    ),
    ("form_param_exceeds_allowed_size", entry(422, "{field} is too large", "{field} may hold at most {count} bytes.")),
    ("form_param_array_size_exceeded", entry(422, "too many", "There may be at most {count} of these.")),
    (
        "form_identifier_exists",
        entry(422, "{field} is taken", "This is already in use. Sign in instead, or choose another."),
    ),
    (
        "form_identifier_not_found",
        entry(422, "account not found", "We could not find an account with these details. Check them, or sign up."),
    ),
    ("form_verification_needed", entry(422, "not verified", "This must be verified first.")),
    ("form_data_missing", entry(422, "data missing", "Some needed values are missing: {names}.")),
    ("form_code_incorrect", entry(422, "wrong code", "That code is not right. Check the message and try again.")),
    (
        "form_password_incorrect",
        entry(422, "wrong password", "That password is not right. Try again, or use another way."),
    ),
    (
        "form_password_or_identifier_incorrect",
        entry(422, "wrong details", "These details do not match an account. Check both and try again."),
    ),
    ("form_password_validation_failed", entry(422, "wrong password", "That is not your current password.")),
    (
        "form_new_password_matches_current",
        entry(422, "password unchanged", "Your new password must differ from your current one."),
    ),
    (
        "form_password_length_too_short",
        entry(422, "password too short", "Use at least {count} characters for your password."),
    ),
    (
        "form_password_length_too_long",
        entry(422, "password too long", "Use at most {count} characters for your password."),
    ),
    (
        "form_password_size_in_bytes_exceeded",
        entry(422, "password too long", "This password is too long. Choose a shorter one."),
    ),
    ("form_password_no_uppercase", entry(422, "password needs a capital", "Add a capital letter to your password.")),
    ("form_password_no_lowercase", entry(422, "password needs a small letter", "Add a small letter to your password.")),
    ("form_password_no_number", entry(422, "password needs a digit", "Add a digit to your password.")),
    (
        "form_password_no_special_char",
        entry(422, "password needs a special character", "Add a special character, such as ! or ?, to your password."),
    ),
    (
        "form_password_not_strong_enough",
        entry(422, "password too weak", "This password is easy to guess. Make it longer or less common."),
    ),
    (
        "form_password_matches_identifier",
        entry(422, "password is the address", "Your password must differ from your e-mail address."),
    ),
    ("form_username_invalid_length", entry(422, "user name length", "This user name has the wrong length.")),
    (
        "form_username_invalid_character",
        entry(422, "user name characters", "This user name has a character that is not accepted."),
    ),
    ("form_resource_not_found", entry(422, "{field} not found", "There is nothing by this {field}.")),
    ("legal_not_accepted", entry(422, "terms not accepted", "Please accept the terms to go on.")),
    (
        "session_exists",
        entry(400, "already signed in", "You are already signed in. Sign out first to use another account."),
    ),
    ("identifier_already_signed_in", entry(400, "already signed in", "This account is already signed in here.")),
    (
        "client_state_invalid",
        entry(400, "not possible at this point", "This step is not possible any more. Please start again."),
    ),
    (
        "account_transfer_invalid",
        entry(400, "nothing to transfer", "There is no account to go on with. Please start again."),
    ),
    (
        "strategy_for_user_invalid",
        entry(400, "not a way in for this account", "This account cannot be entered this way. Choose another way."),
    ),
    (
        "identification_claimed",
        entry(400, "taken meanwhile", "Somebody else has verified this meanwhile. Sign in instead, or choose another."),
    ),
    ("no_second_factors", entry(400, "no second factor", "This account has no second step.")),
    (
        "sign_in_identification_or_user_deleted",
        entry(400, "account gone", "This account does not exist any more. Please start again."),
    ),
    (
        "user_locked",
        entry(403, "account locked", "This account is locked after too many wrong tries. Try again in {wait}."),
    ),
    ("user_banned", entry(403, "account banned", "This account may not sign in. Ask the people who run this app.")),
    ("no_password_set", entry(400, "no password", "This account has no password yet.")),
    (
        "password_required",
        entry(400, "password is needed", "This account needs its password: there is no other way to sign in to it."),
    ),
    (
        "sign_up_mode_restricted",
        entry(403, "sign-up is closed", "New accounts are by invitation only. Ask the people who run this app."),
    ),
    ("sign_up_restricted_waitlist", entry(403, "waiting list", "New accounts are opened from a waiting list.")),
    ("not_allowed_access", entry(403, "not admitted", "This address may not be used with this app.")),
    ("verification_already_verified", entry(400, "already verified", "This is already verified.")),
    ("verification_expired", entry(400, "code expired", "This code has expired. Ask for a new one.")),
    (
        "verification_failed",
        entry(400, "too many wrong codes", "Too many wrong codes. Ask for a new one, or use another way."),
    ),
    ("verification_missing", entry(400, "nothing was sent", "No code has been sent yet. Ask for one first.")),
    (
        "verification_strategy_invalid",
        entry(400, "another strategy is under way", "This is being verified in another way. Ask for a new code."),
    ),
    (
        "verification_code_too_many_requests",
        entry(429, "new code too soon", "A code is already on its way. You can ask for a new one in {wait}."),
    ),
    (
        "session_reverification_required",
        entry(403, "proof needed", "Please confirm that it is you before you change this."),
    ),
    (
        "session_reverification_missing",
        entry(400, "no proof under way", "Please start again to confirm that it is you."),
    ),
    (
        "invalid_action_for_session_reverification",
        entry(400, "not possible at this point", "This step is not possible any more. Please start again."),
    ),
    ("invalid_action_for_session", entry(400, "session is over", "This session is over.")),
    ("refresh_request_origin_invalid", entry(401, "origin refused", "The origin of this request is not an origin.")),
    (
        "refresh_request_origin_azp_mismatch",
        entry(401, "another origin", "The session token was made for pages of another origin."),
    ),
    ("refresh_token_not_found", entry(401, "unknown refresh token", "This refresh token is not known.")),
    ("refresh_sid_mismatch", entry(401, "another session", "The tokens of this request belong to different sessions.")),
    (
        "expired_session_token_invalid",
        entry(401, "token refused", "The expired session token is not one of this instance."),
    ),
    (
        "expired_session_token_missing_azp",
        entry(401, "token without origin", "The expired session token does not say which pages it was made for."),
    ),
    (
        "expired_session_token_missing_sid",
        entry(401, "token without session", "The expired session token does not say which session it belongs to."),
    ),
    (
        "session_refresh_session_not_found",
        entry(401, "no such session", "The session of this token is not there any more."),
    ),
    ("session_refresh_inactive_session", entry(401, "session is over", "The session of this token is over.")),
    ("session_refresh_user_not_found", entry(401, "no such user", "The user of this session is not there any more.")),
    (
        "session_refresh_expired_session_token_too_old",
        entry(401, "token too old", "The expired session token is too old to be renewed."),
    ),
    (
        "session_refresh_expired_session_token_missing_iat",
        entry(401, "token without time", "The expired session token does not say when it was made."),
    ),
    (
        "session_refresh_expired_session_token_consumed",
        entry(401, "used up", "This session token was renewed already."),
    ),
    (
        "session_refresh_session_token_ineligible",
        entry(401, "another kind of token", "Only session tokens are renewed."),
    ),
    (
        "too_many_unverified_identifications",
        entry(
            400,
            "too many unverified addresses",
            "Too many of your addresses are not verified. Verify or remove one before you add another.",
        ),
    ),
    (
        "last_required_identification_deletion_failed",
        entry(
            400,
            "address is needed",
            "This is the address that your account needs. Add another one, verify it and make it the primary one first.",
        ),
    ),
    (
        "user_delete_self_not_enabled",
        entry(403, "not allowed", "Accounts of this app are deleted by the people who run it."),
    ),
    (
        "user_create_organization_not_enabled",
        entry(403, "not allowed", "You may not create organizations in this app."),
    ),
    ("invalid_redirect_url", entry(422, "unreadable redirect URL", "The redirect URL cannot be read.")),
    (
        "redirect_url_domain_mismatch",
        entry(422, "redirect URL not allowed", "The redirect URL is not one of this app."),
    ),
    ("not_a_member_in_organization", entry(403, "not a member", "You are not a member of this organization.")),
    (
        "organization_not_found_or_unauthorized",
        entry(404, "organization not found", "There is no such organization, or you are not a member of it."),
    ),
    (
        "already_a_member_in_organization",
        entry(400, "already a member", "This person is already a member of the organization."),
    ),
    (
        "organization_minimum_permissions_needed",
        entry(
            400,
            "last administrator",
            "An organization needs at least one administrator. Make somebody else one first.",
        ),
    ),
    (
        "missing_organization_permission",
        entry(403, "permission missing", "Your role in this organization does not allow this. Ask an administrator."),
    ),
    (
        "organization_not_enabled_in_instance",
        entry(403, "organizations are off", "This app does not use organizations."),
    ),
    (
        "organization_admin_delete_not_enabled",
        entry(403, "deletion is off", "Organizations of this app are deleted by the people who run it."),
    ),
    (
        "organization_membership_quota_exceeded",
        entry(403, "organization is full", "This organization has reached its number of members ({count})."),
    ),
    (
        "org_creation_limit_exceeded",
        entry(403, "enough organizations", "You have created as many organizations as this app allows."),
    ),
];

/// A wait in words: "12 seconds", "5 minutes", "1 hour".
pub fn wait_in_words(wait: Seconds) -> String {
    let (count, unit) = match wait.0.max(1) {
        seconds @ ..120 => (seconds, "second"),
        seconds @ ..7200 => ((seconds + 59) / 60, "minute"),
        seconds => ((seconds + 3599) / 3600, "hour"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_named_code_has_one_entry_and_every_entry_a_named_code() {
        let named: HashSet<&str> = ErrorCode::ALL.iter().map(ErrorCode::as_str).collect();
        let listed: Vec<&str> = CATALOGUE.iter().map(|(code, _)| *code).collect();
        let distinct: HashSet<&str> = listed.iter().copied().collect();

        assert_eq!(listed.len(), distinct.len(), "a code is listed twice");
        assert_eq!(named.difference(&distinct).collect::<Vec<_>>(), Vec::<&&str>::new(), "codes without an entry");
        assert_eq!(distinct.difference(&named).collect::<Vec<_>>(), Vec::<&&str>::new(), "entries without a code");
    }

    #[test]
    fn texts_are_sentences_and_statuses_are_refusals() {
        for (code, entry) in CATALOGUE {
            assert!((400..=503).contains(&entry.status), "{code}");
            assert!(entry.long_message.ends_with('.'), "{code}");
            assert!(!entry.message.ends_with('.'), "{code}");
        }
    }

    #[test]
    fn texts_are_filled() {
        let refusal = Refusal::field(Field::Password, ErrorCode::FORM_PASSWORD_LENGTH_TOO_SHORT).say("count", 8);

        assert_eq!(refusal.long_message(), "Use at least 8 characters for your password.");
        assert_eq!(refusal.to_api_error().meta.unwrap().param_name.as_deref(), Some("password"));
        assert_eq!(Refusal::field(Field::Code, ErrorCode::FORM_PARAM_MISSING).message(), "code is missing");
    }

    #[test]
    fn a_refusal_without_details_has_no_meta() {
        assert_eq!(Refusal::new(ErrorCode::SIGNED_OUT).to_api_error().meta, None);
    }

    #[test]
    fn an_unknown_code_is_a_plain_refusal() {
        assert_eq!(Refusal::new(ErrorCode::from("made_up".to_owned())).status(), 400);
    }

    #[test]
    fn waits_are_said_in_words() {
        for (wait, words) in [
            (0, "1 second"),
            (1, "1 second"),
            (30, "30 seconds"),
            (120, "2 minutes"),
            (121, "3 minutes"),
            (3600, "60 minutes"),
            (7200, "2 hours"),
        ] {
            assert_eq!(wait_in_words(Seconds(wait)), words);
        }
    }
}
