//! E-mail addresses: parse, normalise, compare exactly.

use crate::{Field, Refusal};
use frontdesk_wire::ErrorCode;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A normalised e-mail address: trimmed, lower case, ASCII, of sane form. Two addresses are the same when their texts are.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Email(String);

/// Punctuation that mail systems accept before the `@` without quoting.
const LOCAL_PUNCTUATION: &[u8] = b"!#$%&'*+-/=?^_`{|}~.";

impl Email {
    /// Reads what a person typed; `None` when it cannot be an address.
    pub fn parse(typed: &str) -> Option<Self> {
        let text = typed.trim().to_ascii_lowercase();
        let (local, domain) = text.rsplit_once('@')?;
        (text.len() <= 254 && is_local(local) && is_domain(domain)).then_some(Self(text))
    }

    /// Reads an address from a parameter, refusing at that parameter.
    pub fn parse_field(typed: &str, field: Field) -> Result<Self, Refusal> {
        Self::parse(typed).ok_or_else(|| {
            let code =
                if typed.trim().is_empty() { ErrorCode::FORM_PARAM_NIL } else { ErrorCode::FORM_PARAM_FORMAT_INVALID };
            Refusal::field(field, code)
        })
    }

    /// The normalised text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is a test address: `+clerk_test` after the name.
    pub fn is_test(&self) -> bool {
        self.local().contains("+clerk_test")
    }

    /// The address as shown to someone who has not proven that it is theirs: `a**@example.com`.
    pub fn masked(&self) -> String {
        let first = self.local().chars().next().unwrap_or('*');
        format!("{first}**@{}", self.domain())
    }

    /// The part before the `@`.
    pub fn local(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(local, _)| local)
    }

    /// The part after the `@`.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

fn is_local(local: &str) -> bool {
    (1..=64).contains(&local.len())
        && local.bytes().all(|byte| byte.is_ascii_alphanumeric() || LOCAL_PUNCTUATION.contains(&byte))
        && local.split('.').all(|part| !part.is_empty())
}

fn is_domain(domain: &str) -> bool {
    let labels: Vec<&str> = domain.split('.').collect();
    labels.len() >= 2
        && labels.iter().all(|label| {
            (1..=63).contains(&label.len())
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        })
        && labels.last().is_some_and(|top| top.len() >= 2 && !top.bytes().all(|byte| byte.is_ascii_digit()))
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Addresses are personal: a log shows the masked form.
impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Email({})", self.masked())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses_are_trimmed_and_lower_case() {
        for (typed, kept) in [
            ("ada@example.com", "ada@example.com"),
            ("  Ada@Example.COM\n", "ada@example.com"),
            ("ada+notes@mail.example.co.uk", "ada+notes@mail.example.co.uk"),
            ("o'neil_x-1@ex-ample.org", "o'neil_x-1@ex-ample.org"),
        ] {
            assert_eq!(Email::parse(typed).unwrap().as_str(), kept, "{typed}");
        }
    }

    #[test]
    fn what_cannot_be_an_address_is_refused() {
        let long_local = format!("{}@example.com", "a".repeat(65));
        let long_label = format!("a@{}.com", "b".repeat(64));
        let long = format!("{}@{}.example.com", "a".repeat(60), "b.".repeat(100));
        for typed in [
            "",
            "   ",
            "ada",
            "@",
            "ada@",
            "@example.com",
            "ada@example",
            "ada@@example.com",
            "a b@example.com",
            "ada@exa mple.com",
            ".ada@example.com",
            "ada.@example.com",
            "a..b@example.com",
            "ada@-example.com",
            "ada@example-.com",
            "ada@example..com",
            "ada@.example.com",
            "ada@example.com.",
            "ada@127.0.0.1",
            "ada@example.c",
            "\"a b\"@example.com",
            "<ada@example.com>",
            "ada@exämple.com",
            "ädä@example.com",
            "ada@example.com\r\nBcc: x@example.com",
            &long_local,
            &long_label,
            &long,
        ] {
            assert_eq!(Email::parse(typed), None, "{typed:?}");
        }
    }

    #[test]
    fn a_test_address_is_known_by_its_subaddress() {
        for (typed, is_test) in [
            ("ada+clerk_test@example.com", true),
            ("Ada+Clerk_Test@example.com", true),
            ("ada+clerk_test_2@example.com", true),
            ("clerk_test@example.com", false),
            ("ada@clerk_test.example.com", false),
            ("ada+test@example.com", false),
        ] {
            assert_eq!(Email::parse(typed).is_some_and(|address| address.is_test()), is_test, "{typed}");
        }
    }

    #[test]
    fn masking_shows_one_letter_and_the_domain() {
        assert_eq!(Email::parse("ada@example.com").unwrap().masked(), "a**@example.com");
        assert_eq!(format!("{:?}", Email::parse("ada@example.com").unwrap()), "Email(a**@example.com)");
    }

    proptest! {
        #[test]
        fn parsing_is_idempotent_and_ignores_case(typed in "[ -~]{0,20}@[ -~]{0,20}\\.[a-zA-Z]{2,5}") {
            if let Some(address) = Email::parse(&typed) {
                prop_assert_eq!(Email::parse(address.as_str()), Some(address.clone()));
                prop_assert_eq!(Email::parse(&typed.to_ascii_uppercase()), Some(address.clone()));
                prop_assert!(!address.as_str().contains(char::is_whitespace));
                prop_assert!(!address.as_str().contains(char::is_control));
            }
        }

        #[test]
        fn no_text_makes_the_parser_panic(typed in "\\PC*") {
            let _ = Email::parse(&typed);
        }
    }
}
