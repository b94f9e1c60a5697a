//! Form fields: how one typed value becomes text and back.
//!
//! The rules are those of the protocol: arrays repeat their key, objects are JSON text, booleans and numbers are their
//! usual text, an absent value is left out and an empty value is an empty text (so `active_organization_id=` means the
//! personal workspace, while its absence means "as before").

use std::fmt;

/// The fields of one request: path, query and form together, in the order they came.
#[derive(Clone, Default)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Collects fields. The first of two equal names counts where one value is asked for, so put the path first.
    pub fn new(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(pairs.into_iter().collect())
    }

    /// The first value with this name.
    pub fn first(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Every value with this name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

impl fmt::Debug for Fields {
    /// Names only: values may be passwords.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

/// Why a request could not be read: which field, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name on the wire, for `meta.param_name`.
    pub name: &'static str,
    /// What is wrong.
    pub fault: FieldFault,
}

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldFault {
    /// It must be there (`form_param_missing`).
    Missing,
    /// It is not of the right type, such as letters for a number (`form_param_type_invalid`).
    Type,
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fault = match self.fault {
            FieldFault::Missing => "is missing",
            FieldFault::Type => "has the wrong type",
        };
        write!(f, "the field {} {fault}", self.name)
    }
}

impl std::error::Error for FieldError {}

/// A type that a field can have.
pub trait FieldValue: Sized {
    /// Writes the value as zero or more pairs.
    fn put(&self, name: &'static str, out: &mut Vec<(&'static str, String)>);

    /// Reads the value.
    ///
    /// # Errors
    /// When the field is needed and absent, or not of this type.
    fn take(name: &'static str, fields: &Fields) -> Result<Self, FieldError>;
}

impl FieldValue for String {
    fn put(&self, name: &'static str, out: &mut Vec<(&'static str, String)>) {
        out.push((name, self.clone()));
    }

    fn take(name: &'static str, fields: &Fields) -> Result<Self, FieldError> {
        fields.first(name).map(str::to_owned).ok_or(FieldError { name, fault: FieldFault::Missing })
    }
}

impl FieldValue for bool {
    fn put(&self, name: &'static str, out: &mut Vec<(&'static str, String)>) {
        out.push((name, if *self { "true" } else { "false" }.to_owned()));
    }

    fn take(name: &'static str, fields: &Fields) -> Result<Self, FieldError> {
        match String::take(name, fields)?.as_str() {
            "true" | "1" => Ok(true),
            "false" | "0" | "" => Ok(false),
            _ => Err(FieldError { name, fault: FieldFault::Type }),
        }
    }
}

impl FieldValue for u32 {
    fn put(&self, name: &'static str, out: &mut Vec<(&'static str, String)>) {
        out.push((name, self.to_string()));
    }

    fn take(name: &'static str, fields: &Fields) -> Result<Self, FieldError> {
        String::take(name, fields)?.parse().map_err(|_| FieldError { name, fault: FieldFault::Type })
    }
}

impl<T: FieldValue> FieldValue for Option<T> {
    fn put(&self, name: &'static str, out: &mut Vec<(&'static str, String)>) {
        if let Some(value) = self {
            value.put(name, out);
        }
    }

    fn take(name: &'static str, fields: &Fields) -> Result<Self, FieldError> {
        if fields.first(name).is_none() {
            return Ok(None);
        }
        T::take(name, fields).map(Some)
    }
}

impl FieldValue for Vec<String> {
    fn put(&self, name: &'static str, out: &mut Vec<(&'static str, String)>) {
        out.extend(self.iter().map(|value| (name, value.clone())));
    }

    fn take(name: &'static str, fields: &Fields) -> Result<Self, FieldError> {
        Ok(fields.all(name).map(str::to_owned).collect())
    }
}

/// A text that must not be shown: a password or a code. `Debug` prints `[…]`.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The text itself. Call it where it is hashed, compared or sent, nowhere else.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[…]")
    }
}

impl FieldValue for Secret {
    fn put(&self, name: &'static str, out: &mut Vec<(&'static str, String)>) {
        out.push((name, self.0.clone()));
    }

    fn take(name: &'static str, fields: &Fields) -> Result<Self, FieldError> {
        String::take(name, fields).map(Self)
    }
}
