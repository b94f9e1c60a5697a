//! What every form has: values, errors, and a button that may be pressed.

use super::{Field, Press};
use crate::Error;
use frontdesk_wire::error::ErrorMeta;
use frontdesk_wire::{ApiError, ErrorCode, Seconds, Timestamp};
use std::fmt;

/// How long one waits before a code can be sent again.
pub(super) const RESEND_AFTER: Seconds = Seconds(30);

#[derive(Clone, Default)]
pub(super) struct Form {
    values: Vec<(Field, String)>,
    errors: Vec<(Field, ApiError)>,
    pub(super) banner: Option<Error>,
    pub(super) pressed: Option<Press>,
    pub(super) resend_at: Option<Timestamp>,
}

impl Form {
    pub(super) fn value(&self, field: Field) -> &str {
        self.values.iter().find(|(name, _)| *name == field).map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    /// Keeps what was typed; the field's error has been answered.
    pub(super) fn typed(&mut self, field: Field, value: String) {
        self.errors.retain(|(name, _)| *name != field);
        self.set(field, value);
    }

    pub(super) fn set(&mut self, field: Field, value: String) {
        match self.values.iter_mut().find(|(name, _)| *name == field) {
            Some((_, slot)) => *slot = value,
            None => self.values.push((field, value)),
        }
    }

    pub(super) fn filled(&self, field: Field) -> Option<String> {
        let value = self.value(field).trim();
        (!value.is_empty()).then(|| value.to_owned())
    }

    /// The value as it was typed: spaces belong to a password.
    pub(super) fn secret(&self, field: Field) -> Option<frontdesk_wire::field::Secret> {
        let value = self.value(field);
        (!value.is_empty()).then(|| value.into())
    }

    pub(super) fn error(&self, field: Field) -> Option<&ApiError> {
        self.errors.iter().find(|(name, _)| *name == field).map(|(_, error)| error)
    }

    pub(super) fn clear_errors(&mut self) {
        self.errors.clear();
        self.banner = None;
    }

    pub(super) fn fault(&mut self, field: Field, error: ApiError) {
        self.errors.retain(|(name, _)| *name != field);
        self.errors.push((field, error));
    }

    /// A required field is empty: says so and gives nothing; else the value.
    pub(super) fn required(&mut self, field: Field) -> Option<String> {
        let value = self.filled(field);
        if value.is_none() {
            self.fault(field, local("form_param_nil", "Enter a value.", field));
        }
        value
    }

    /// Shows an error at the fields that are on the screen, or else at the top.
    pub(super) fn refuse(&mut self, error: Error, shown: &[Field]) {
        let mut placed = false;
        for one in error.errors() {
            let Some(name) = crate::error::param(one) else { continue };
            if let Some(field) = shown.iter().find(|field| field.wire_name() == name) {
                self.fault(*field, one.clone());
                placed = true;
            }
        }
        if !placed {
            self.banner = Some(error);
        }
    }

    pub(super) fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    pub(super) fn sent(&mut self, now: Timestamp) {
        self.resend_at = Some(now.plus(RESEND_AFTER));
    }
}

impl fmt::Debug for Form {
    /// Names only: the values may be passwords.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let typed: Vec<Field> = self.values.iter().map(|(field, _)| *field).collect();
        let wrong: Vec<Field> = self.errors.iter().map(|(field, _)| *field).collect();
        f.debug_struct("Form")
            .field("typed", &typed)
            .field("wrong", &wrong)
            .field("pressed", &self.pressed)
            .finish_non_exhaustive()
    }
}

/// An error that is found before asking the server, in the server's shape.
pub(super) fn local(code: &'static str, message: &'static str, field: Field) -> ApiError {
    let meta = ErrorMeta { param_name: Some(field.wire_name().to_owned()), ..ErrorMeta::default() };
    ApiError {
        code: ErrorCode::known(code),
        message: message.to_owned(),
        long_message: message.to_owned(),
        meta: Some(meta),
    }
}
