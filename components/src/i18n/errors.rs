use super::{Messages, fill};
use frontdesk_wire::ApiError;

impl Messages {
    /// The text for an error: ours by code and field, or else the server's longer one.
    ///
    /// `count` is the number that belongs to the rule, such as the shortest password.
    pub fn for_error(&self, error: &ApiError, field: Option<&str>, count: Option<u32>) -> String {
        let said = if error.long_message.is_empty() { &error.message } else { &error.long_message };
        let text = self.by_code(error.code.as_str(), field).unwrap_or(said.as_str());
        match count {
            Some(count) => fill(text, &[("count", &count.to_string())]),
            None => text.to_owned(),
        }
    }

    /// Our own text for a code, where there is one.
    pub fn by_code(&self, code: &str, field: Option<&str>) -> Option<&'static str> {
        let error = self.error();
        Some(match (code, field.unwrap_or_default()) {
            ("form_param_nil" | "form_param_missing", "identifier" | "email_address") => error.email_address_needed,
            ("form_param_nil" | "form_param_missing", "password") => error.password_needed,
            ("form_param_nil" | "form_param_missing", "code") => error.code_needed,
            ("form_param_nil" | "form_param_missing", "name") => error.name_needed,
            ("form_param_nil", _) => error.form_param_nil,
            ("form_param_missing", _) => error.form_param_missing,
            ("form_param_format_invalid", "identifier" | "email_address") => error.email_address_invalid,
            ("form_param_format_invalid" | "form_param_value_invalid", "slug") => error.slug_invalid,
            ("form_param_format_invalid", "code") => error.code_needed,
            ("form_param_format_invalid", _) => error.form_param_format_invalid,
            ("form_param_value_invalid", _) => error.form_param_value_invalid,
            ("form_param_max_length_exceeded" | "form_param_exceeds_allowed_size", _) => {
                error.form_param_max_length_exceeded
            }
            ("form_identifier_not_found", _) => error.form_identifier_not_found,
            ("form_identifier_exists", "slug") => error.slug_exists,
            ("form_identifier_exists" | "identification_claimed", _) => error.form_identifier_exists,
            ("form_password_incorrect" | "form_password_validation_failed", _) => error.form_password_incorrect,
            ("form_password_or_identifier_incorrect", _) => error.form_password_or_identifier_incorrect,
            ("form_password_length_too_short", _) => error.form_password_length_too_short,
            ("form_password_length_too_long" | "form_password_size_in_bytes_exceeded", _) => {
                error.form_password_length_too_long
            }
            ("form_password_no_lowercase", _) => error.form_password_no_lowercase,
            ("form_password_no_uppercase", _) => error.form_password_no_uppercase,
            ("form_password_no_number", _) => error.form_password_no_number,
            ("form_password_no_special_char", _) => error.form_password_no_special_char,
            ("form_password_not_strong_enough", _) => error.form_password_not_strong_enough,
            ("form_password_matches_identifier", _) => error.form_password_matches_identifier,
            ("form_code_incorrect", _) => error.form_code_incorrect,
            ("verification_expired", _) => error.verification_expired,
            ("verification_failed", _) => error.verification_failed,
            ("verification_code_too_many_requests", _) => error.verification_code_too_many_requests,
            ("too_many_requests", _) => error.too_many_requests_plain,
            ("user_locked", _) => error.user_locked,
            ("user_banned", _) => error.user_banned,
            ("sign_up_mode_restricted" | "sign_up_restricted_waitlist", _) => error.sign_up_mode_restricted,
            ("not_allowed_access", _) => error.not_allowed_access,
            ("session_exists" | "identifier_already_signed_in", _) => error.session_exists,
            ("legal_not_accepted", _) => error.legal_not_accepted,
            ("org_creation_limit_exceeded", _) => error.organization_limit,
            ("user_create_organization_not_enabled" | "missing_organization_permission", _) => error.not_allowed,
            ("client_state_invalid" | "resource_not_found" | "verification_missing", _) => error.client_state_invalid,
            ("network_error", _) => error.network_error,
            ("clerk_offline", _) => error.clerk_offline,
            ("internal_clerk_error" | "service_unavailable" | "unexpected_status" | "decode_error", _) => {
                error.server_error
            }
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(code: &str, long_message: &str) -> ApiError {
        ApiError { code: code.to_owned().into(), long_message: long_message.into(), ..ApiError::default() }
    }

    #[test]
    fn a_known_code_is_said_in_our_words_for_its_field() {
        let messages = Messages::default();

        let empty = messages.for_error(&error("form_param_nil", ""), Some("password"), None);
        let short = messages.for_error(&error("form_password_length_too_short", "x"), Some("password"), Some(12));

        assert_eq!(empty, "Enter your password.");
        assert_eq!(short, "That’s too short. Use at least 12 characters.");
    }

    #[test]
    fn an_unknown_code_is_said_in_the_servers_words() {
        assert_eq!(
            Messages::default().for_error(&error("made_up_later", "The moon is full."), None, None),
            "The moon is full."
        );
    }
}
