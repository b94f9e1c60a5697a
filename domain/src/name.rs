//! Names of people.

use crate::{Field, Refusal};
use frontdesk_wire::ErrorCode;

/// The longest given or family name.
pub const MAX_NAME: usize = 256;

/// Reads a given or family name: trimmed, without control characters. An empty one removes the name.
pub fn parse(typed: &str, field: Field) -> Result<Option<String>, Refusal> {
    let name = typed.trim();
    if name.is_empty() {
        return Ok(None);
    }
    if name.chars().count() > MAX_NAME {
        return Err(Refusal::field(field, ErrorCode::FORM_PARAM_MAX_LENGTH_EXCEEDED).say("count", MAX_NAME));
    }
    if name.chars().any(char::is_control) {
        return Err(Refusal::field(field, ErrorCode::FORM_PARAM_FORMAT_INVALID));
    }
    Ok(Some(name.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_trimmed_and_may_be_removed() {
        assert_eq!(parse("  Ada ", Field::FirstName), Ok(Some("Ada".to_owned())));
        assert_eq!(parse("Åsa-Märta O'Neil 李", Field::FirstName), Ok(Some("Åsa-Märta O'Neil 李".to_owned())));
        assert_eq!(parse("   ", Field::FirstName), Ok(None));
    }

    #[test]
    fn long_names_and_control_characters_are_refused() {
        let code = |typed: &str| parse(typed, Field::LastName).unwrap_err().code;

        assert_eq!(code(&"x".repeat(257)), ErrorCode::FORM_PARAM_MAX_LENGTH_EXCEEDED);
        assert_eq!(code("Ada\nLovelace"), ErrorCode::FORM_PARAM_FORMAT_INVALID);
        assert!(parse(&"é".repeat(256), Field::LastName).is_ok());
    }
}
