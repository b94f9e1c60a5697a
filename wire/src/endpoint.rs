//! What an endpoint is, and the macro that writes the table down.

use crate::field::{FieldError, Fields};

/// The verbs of the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// Reads.
    Get,
    /// Creates or acts.
    Post,
    /// Changes.
    Patch,
    /// Replaces.
    Put,
    /// Removes.
    Delete,
}

impl Method {
    /// The verb in capitals, as in `_method`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// One line of the table: a request, where it goes and what comes back.
pub trait Endpoint: Sized {
    /// The verb that is meant; a browser sends anything but `GET` as `POST` with `_method`.
    const METHOD: Method;
    /// The path; a name in braces is a field of the request.
    const PATH: &'static str;
    /// What the server answers on success: an envelope ([`crate::Reply`]) or a bare resource.
    type Reply;

    /// The fields that are present, as text.
    fn encode_fields(&self) -> Vec<(&'static str, String)>;

    /// Reads the request; fields that it does not know are ignored.
    ///
    /// # Errors
    /// When a needed field is absent or a field has the wrong type.
    fn decode_fields(fields: &Fields) -> Result<Self, FieldError>;
}

/// The names and patterns of one line, for listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// The request's name, such as `CreateSignIn`.
    pub name: &'static str,
    /// The verb.
    pub method: Method,
    /// The path with names in braces.
    pub path: &'static str,
}

macro_rules! endpoints {
    ($($(#[$doc:meta])* $method:ident $path:literal $name:ident -> $reply:ty { $($(#[$field_doc:meta])* $field:ident: $kind:ty,)* })*) => {
        $(
            #[doc = concat!("`", stringify!($method), " ", $path, "`")]
            #[doc = ""]
            $(#[$doc])*
            #[derive(Debug, Clone, PartialEq, Default)]
            pub struct $name { $($(#[$field_doc])* pub $field: $kind,)* }

            impl $crate::endpoint::Endpoint for $name {
                const METHOD: $crate::endpoint::Method = $crate::endpoint::Method::$method;
                const PATH: &'static str = $path;
                type Reply = $reply;

                #[allow(unused_mut, clippy::allow_attributes, reason = "requests without fields")]
                fn encode_fields(&self) -> Vec<(&'static str, String)> {
                    let mut out = Vec::new();
                    $($crate::field::FieldValue::put(&self.$field, stringify!($field), &mut out);)*
                    out
                }

                #[allow(unused_variables, clippy::allow_attributes, reason = "requests without fields")]
                fn decode_fields(fields: &$crate::field::Fields) -> Result<Self, $crate::field::FieldError> {
                    Ok(Self { $($field: $crate::field::FieldValue::take(stringify!($field), fields)?,)* })
                }
            }
        )*

        /// Every line of the table, for listing and for the check that each has a handler.
        pub const ENDPOINTS: &[$crate::endpoint::Line] = &[
            $($crate::endpoint::Line {
                name: stringify!($name),
                method: $crate::endpoint::Method::$method,
                path: $path,
            },)*
        ];

        #[cfg(test)]
        mod round_trips {
            use super::*;
            use crate::codec::tests::{Sample, round_trip};

            $(
                impl Sample for $name {
                    #[allow(unused_variables, clippy::allow_attributes, reason = "requests without fields")]
                    fn sample(choices: &mut crate::codec::tests::Choices<'_>) -> Self {
                        Self { $($field: Sample::sample(choices),)* }
                    }
                }
            )*

            proptest::proptest! {
                #[test]
                fn every_line_is_read_back_as_it_was_written(words in proptest::collection::vec(".{1,12}", 1..40), bits in proptest::prelude::any::<u64>()) {
                    $(round_trip::<$name>(&words, bits);)*
                }
            }
        }
    };
}
pub(crate) use endpoints;
