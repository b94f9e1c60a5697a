//! Proving that somebody owns an address, or is who they say: strategies and the state of one proof.

use crate::field::{FieldError, FieldValue, Fields};
use crate::session::open_text_enum;
use crate::{ApiError, Timestamp};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A way to prove something, such as `password` or `email_code`. Unknown ones are kept as they are.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Strategy(Cow<'static, str>);

impl Strategy {
    /// The user's password.
    pub const PASSWORD: Self = Self(Cow::Borrowed("password"));
    /// A code sent by e-mail.
    pub const EMAIL_CODE: Self = Self(Cow::Borrowed("email_code"));
    /// A code sent by e-mail that allows to set a new password.
    pub const RESET_PASSWORD_EMAIL_CODE: Self = Self(Cow::Borrowed("reset_password_email_code"));
    /// Set by an administrator.
    pub const ADMIN: Self = Self(Cow::Borrowed("admin"));

    /// The strategy on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for Strategy {
    fn from(text: String) -> Self {
        Self(Cow::Owned(text))
    }
}

impl From<&str> for Strategy {
    fn from(text: &str) -> Self {
        Self(Cow::Owned(text.to_owned()))
    }
}

impl std::fmt::Display for Strategy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl FieldValue for Strategy {
    fn put(&self, name: &'static str, out: &mut Vec<(&'static str, String)>) {
        out.push((name, self.as_str().to_owned()));
    }

    fn take(name: &'static str, fields: &Fields) -> Result<Self, FieldError> {
        String::take(name, fields).map(Self::from)
    }
}

open_text_enum! {
    /// Where a proof stands.
    #[derive(Default)]
    VerificationStatus {
        /// Not proven yet.
        #[default]
        Unverified = "unverified",
        /// Proven.
        Verified = "verified",
        /// Too many wrong attempts.
        Failed = "failed",
        /// Too late.
        Expired = "expired",
        /// Belongs to the other kind of attempt.
        Transferable = "transferable",
    }
}

/// The state of one proof.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Verification {
    /// Such as `verification_otp` or `verification_password`.
    pub object: String,
    /// Where it stands.
    pub status: VerificationStatus,
    /// By which strategy.
    pub strategy: Strategy,
    /// Wrong attempts so far.
    pub attempts: Option<i64>,
    /// Until when it can be proven.
    pub expire_at: Option<Timestamp>,
    /// In a sign-up: `needs_prepare`, `needs_attempt` or empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_action: Option<String>,
    /// In a sign-up: the ways that are open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supported_strategies: Option<Vec<Strategy>>,
    /// Why it did not work out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<ApiError>,
}
