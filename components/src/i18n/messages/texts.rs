/// A group of texts: a struct with one field for each, whose default is the English text.
macro_rules! texts {
    ($(#[$doc:meta])* $name:ident { $($field:ident: $english:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name {
            $(#[doc = concat!("“", $english, "”")] pub $field: std::borrow::Cow<'static, str>,)*
        }

        impl $name {
            /// The English texts.
            pub const ENGLISH: Self = Self { $($field: std::borrow::Cow::Borrowed($english),)* };
        }

        impl Default for $name {
            fn default() -> Self {
                Self::ENGLISH
            }
        }
    };
}

pub(super) use texts;
