//! Every word that a person reads, typed, with English inside.

mod errors;
mod group;
mod handle;
mod intl;
mod live;
mod locale;
#[cfg(feature = "locales")]
pub mod locales;
pub mod messages;
mod plural;

pub use crate::plural;
pub use group::{Entry, Group, Members, Place, Texts};
pub use handle::Messages;
pub use locale::{Direction, Locale};
pub use messages::*;
pub use plural::{Category, Plural};

/// Puts values into the `{name}` places of a text.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let Some(length) = rest[open..].find('}') else { break };
        filled.push_str(&rest[..open]);
        let name = &rest[open + 1..open + length];
        match values.iter().find(|(key, _)| *key == name) {
            Some((_, value)) => filled.push_str(value),
            None => filled.push_str(&rest[open..=open + length]),
        }
        rest = &rest[open + length + 1..];
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn places_are_filled_and_unknown_ones_kept() {
        assert_eq!(fill("Sign in to {app}", &[("app", "Café {x}")]), "Sign in to Café {x}");
        assert_eq!(fill("{a}{b} {", &[("a", "1")]), "1{b} {");
    }
}
