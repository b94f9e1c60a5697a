//! The components' words in other languages, each complete, for programs that have one language inside. A program that changes
//! its language while it runs fetches `components/locales/TAG.json` instead, which are the same words.
//!
//! A language that is not named in a program is not in it.

mod de;

pub use de::GERMAN;

use super::{Locale, Messages, Translation};

/// All of them.
pub static ALL: &[(Locale, &Translation)] = &[(Locale::GERMAN, &GERMAN)];

impl Messages {
    /// In one of the languages that are compiled in, or else in English. This has all of them in the program, as a server
    /// wants it.
    pub fn in_locale(locale: Locale) -> Self {
        match ALL.iter().find(|(known, _)| *known == locale) {
            Some((locale, translation)) => Self::of(*locale, translation),
            None => Self::ENGLISH,
        }
    }
}
