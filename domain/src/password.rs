//! Passwords: the form that an instance asks for. Hashing and comparing happen outside, before the step.

use crate::{Email, Field, Refusal, settings::PasswordPolicy};
use frontdesk_wire::ErrorCode;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What comparing a typed password with the stored hash said. The caller takes equal time whether or not there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordCheck {
    /// It is the user's password.
    Matches,
    /// It is not, or the user has none.
    Differs,
}

/// The hash of a password, in the text form that names its parameters.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// A hash made by the server.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text, for the database and for comparing.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[password hash]")
    }
}

/// Judges the form of a new password. The first rule that it breaks is the answer.
///
/// Length counts characters, as a person does, so "ä" is one.
pub fn check_policy(password: &str, policy: &PasswordPolicy, field: Field) -> Result<(), Refusal> {
    let refuse = |code| Err(Refusal::field(field, code));
    let length = password.chars().count();
    if password.is_empty() {
        return refuse(ErrorCode::FORM_PARAM_NIL);
    }
    if length < policy.min_length() {
        return Err(Refusal::field(field, ErrorCode::FORM_PASSWORD_LENGTH_TOO_SHORT).say("count", policy.min_length()));
    }
    if length > policy.max_length() {
        return Err(Refusal::field(field, ErrorCode::FORM_PASSWORD_LENGTH_TOO_LONG).say("count", policy.max_length()));
    }
    if policy.require_lowercase && !password.chars().any(char::is_lowercase) {
        return refuse(ErrorCode::FORM_PASSWORD_NO_LOWERCASE);
    }
    if policy.require_uppercase && !password.chars().any(char::is_uppercase) {
        return refuse(ErrorCode::FORM_PASSWORD_NO_UPPERCASE);
    }
    if policy.require_numbers && !password.chars().any(|c| c.is_ascii_digit()) {
        return refuse(ErrorCode::FORM_PASSWORD_NO_NUMBER);
    }
    if policy.require_special_char && !password.chars().any(|c| PasswordPolicy::SPECIAL.contains(c)) {
        return refuse(ErrorCode::FORM_PASSWORD_NO_SPECIAL_CHAR);
    }
    Ok(())
}

/// The passwords that guessers try first, among those that are long enough: lists of leaked ones agree on them.
const TRIED_FIRST: [&str; 24] = [
    "12345678",
    "123456789",
    "1234567890",
    "87654321",
    "abc12345",
    "abcd1234",
    "abcdefgh",
    "admin123",
    "asdfghjk",
    "baseball",
    "football",
    "iloveyou",
    "letmein1",
    "passw0rd",
    "password",
    "password1",
    "password123",
    "princess",
    "qwerty123",
    "qwertyui",
    "qwertyuiop",
    "sunshine",
    "trustno1",
    "welcome1",
];

/// Judges whether a new password can be guessed at once: from the address it belongs to, or because everybody tries it.
pub fn check_not_obvious(password: &str, address: Option<&Email>, field: Field) -> Result<(), Refusal> {
    let typed = password.trim().to_lowercase();
    let name = address.map(Email::local);
    if address.is_some_and(|address| address.as_str() == typed) || name.is_some_and(|name| name == typed) {
        return Err(Refusal::field(field, ErrorCode::FORM_PASSWORD_MATCHES_IDENTIFIER));
    }
    let one_character = typed.chars().all(|character| typed.starts_with(character));
    if one_character || TRIED_FIRST.contains(&typed.as_str()) {
        return Err(Refusal::field(field, ErrorCode::FORM_PASSWORD_NOT_STRONG_ENOUGH));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_tries_first_is_no_password() {
        let ada = Email::parse_field("ada.lovelace@example.com", Field::EmailAddress).unwrap();
        let verdict =
            |password| check_not_obvious(password, Some(&ada), Field::Password).err().map(|refusal| refusal.code);

        for obvious in ["password", "PassWord1", "12345678", "aaaaaaaaaa", "        "] {
            assert_eq!(verdict(obvious), Some(ErrorCode::FORM_PASSWORD_NOT_STRONG_ENOUGH), "{obvious:?}");
        }
        for own in ["ada.lovelace@example.com", "Ada.Lovelace"] {
            assert_eq!(verdict(own), Some(ErrorCode::FORM_PASSWORD_MATCHES_IDENTIFIER), "{own:?}");
        }
        for fine in ["correct horse", "a long enough phrase", "password of ada.lovelace"] {
            assert_eq!(verdict(fine), None, "{fine:?}");
        }
    }

    fn verdict(password: &str, policy: &PasswordPolicy) -> Option<ErrorCode> {
        check_policy(password, policy, Field::Password).err().map(|refusal| {
            assert_eq!(refusal.field, Some(Field::Password));
            refusal.code
        })
    }

    #[test]
    fn length_is_counted_in_characters() {
        let policy = PasswordPolicy::default();
        for (password, expected) in [
            (String::new(), Some(ErrorCode::FORM_PARAM_NIL)),
            ("a".repeat(7), Some(ErrorCode::FORM_PASSWORD_LENGTH_TOO_SHORT)),
            ("ä".repeat(7), Some(ErrorCode::FORM_PASSWORD_LENGTH_TOO_SHORT)),
            ("a".repeat(8), None),
            ("ä".repeat(8), None),
            ("a".repeat(72), None),
            ("ä".repeat(72), None),
            ("a".repeat(73), Some(ErrorCode::FORM_PASSWORD_LENGTH_TOO_LONG)),
            ("  spaces count  ".to_owned(), None),
        ] {
            assert_eq!(verdict(&password, &policy), expected, "{password}");
        }
    }

    #[test]
    fn each_class_can_be_asked_for() {
        let none = PasswordPolicy::default();
        for (policy, bad, good, code) in [
            (
                PasswordPolicy { require_lowercase: true, ..none },
                "AAAAAAA1",
                "AAAAAAAa",
                ErrorCode::FORM_PASSWORD_NO_LOWERCASE,
            ),
            (
                PasswordPolicy { require_uppercase: true, ..none },
                "aaaaaaa1",
                "aaaaaaaA",
                ErrorCode::FORM_PASSWORD_NO_UPPERCASE,
            ),
            (
                PasswordPolicy { require_numbers: true, ..none },
                "aaaaaaaa",
                "aaaaaaa1",
                ErrorCode::FORM_PASSWORD_NO_NUMBER,
            ),
            (
                PasswordPolicy { require_special_char: true, ..none },
                "aaaaaaa1",
                "aaaaaaa!",
                ErrorCode::FORM_PASSWORD_NO_SPECIAL_CHAR,
            ),
        ] {
            assert_eq!(verdict(bad, &policy), Some(code));
            assert_eq!(verdict(good, &policy), None);
        }
    }

    #[test]
    fn an_instance_cannot_go_below_eight_or_above_seventy_two() {
        let loose = PasswordPolicy { min_length: 1, max_length: 500, ..PasswordPolicy::default() };

        assert_eq!(verdict("a1b2c3d", &loose), Some(ErrorCode::FORM_PASSWORD_LENGTH_TOO_SHORT));
        assert_eq!(verdict(&"a".repeat(73), &loose), Some(ErrorCode::FORM_PASSWORD_LENGTH_TOO_LONG));
    }

    #[test]
    fn a_hash_is_not_printed() {
        assert_eq!(format!("{:?}", PasswordHash::new("$argon2id$…")), "[password hash]");
    }
}
