//! How a group of texts is written down.

/// A group of texts: a struct with one field for each, whose default is the English text. A text is either one literal, or
/// `{ one: "…", other: "…" }` where it depends on a number.
macro_rules! texts {
    ($(#[$doc:meta])* $name:ident { $($field:ident: $english:tt,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $name {
            $(#[doc = $crate::i18n::messages::texts::said!($english)]
            pub $field: $crate::i18n::messages::texts::kind!($english),)*
        }

        impl $name {
            /// The English texts.
            pub const ENGLISH: Self = Self { $($field: $crate::i18n::messages::texts::value!($english),)* };
        }

        impl Default for $name {
            fn default() -> Self {
                Self::ENGLISH
            }
        }

        impl $crate::i18n::group::Texts for $name {
            fn english() -> &'static Self {
                static ENGLISH: $name = $name::ENGLISH;
                &ENGLISH
            }

            fn read(&mut self, from: &mut $crate::i18n::group::Members<'_>) {
                const KEYS: &[u16] = &[$($crate::i18n::group::key_of(stringify!($field)),)*];
                from.begin(KEYS);
                $(from.next(&mut self.$field);)*
            }

            fn each(&self, tell: &mut dyn FnMut(&'static str, $crate::i18n::group::Entry)) {
                $(tell(stringify!($field), self.$field.into());)*
            }
        }
    };
}

/// The type of a text.
macro_rules! kind {
    ($english:literal) => { &'static str };
    ({ $($case:ident: $english:literal),* $(,)? }) => { $crate::i18n::Plural };
}

/// A text in English.
macro_rules! value {
    ($english:literal) => { $english };
    ($cases:tt) => { $crate::i18n::plural! $cases };
}

/// A text in English, as it stands in the documentation.
macro_rules! said {
    ($english:literal) => { concat!("“", $english, "”") };
    ({ $($case:ident: $english:literal),* $(,)? }) => { concat!($(stringify!($case), ": “", $english, "” "),*) };
}

pub(crate) use {kind, said, texts, value};
