//! The components' words in other languages, each complete, for programs that have one language inside. A program that changes
//! its language while it runs fetches `components/locales/TAG.json` instead, which are the same words.
//!
//! A language that is not named in a program is not in it.

mod ar;
mod de;
mod es;
mod fr;
mod he;
mod hi;
mod it;
mod ja;
mod ko;
mod nl;
mod pl;
mod pt_br;
mod tr;
mod zh_cn;

pub use ar::ARABIC;
pub use de::GERMAN;
pub use es::SPANISH;
pub use fr::FRENCH;
pub use he::HEBREW;
pub use hi::HINDI;
pub use it::ITALIAN;
pub use ja::JAPANESE;
pub use ko::KOREAN;
pub use nl::DUTCH;
pub use pl::POLISH;
pub use pt_br::PORTUGUESE_BRAZIL;
pub use tr::TURKISH;
pub use zh_cn::CHINESE_SIMPLIFIED;

use super::{Locale, Messages, Translation};

/// All of them.
pub static ALL: &[(Locale, &Translation)] = &[
    (Locale::ARABIC, &ARABIC),
    (Locale::GERMAN, &GERMAN),
    (Locale::SPANISH, &SPANISH),
    (Locale::FRENCH, &FRENCH),
    (Locale::HEBREW, &HEBREW),
    (Locale::HINDI, &HINDI),
    (Locale::ITALIAN, &ITALIAN),
    (Locale::JAPANESE, &JAPANESE),
    (Locale::KOREAN, &KOREAN),
    (Locale::DUTCH, &DUTCH),
    (Locale::POLISH, &POLISH),
    (Locale::PORTUGUESE_BRAZIL, &PORTUGUESE_BRAZIL),
    (Locale::TURKISH, &TURKISH),
    (Locale::CHINESE_SIMPLIFIED, &CHINESE_SIMPLIFIED),
];

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
