//! A session: one person signed in on one client.

use crate::sign_in::Factor;
use crate::{JsonText, OrganizationId, PublicUserData, SessionId, Timestamp, Token, User, Verification};
use serde::{Deserialize, Serialize};

macro_rules! open_text_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
            /// A value that this version does not know.
            Other(String),
        }

        impl $name {
            /// The value on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Other(text) => text,
                }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                #[derive(Clone, Copy)]
                enum Known {
                    $($variant,)*
                }
                const NAMES: &[&str] = &[$($text,)*];
                const KNOWN: &[Known] = &[$(Known::$variant,)*];
                match KNOWN.get($crate::session::position(NAMES, text)) {
                    $(Some(Known::$variant) => Self::$variant,)*
                    None => Self::Other(text.to_owned()),
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as serde::Deserialize<'de>>::deserialize(deserializer)?;
                Ok(Self::from(text.as_ref()))
            }
        }
    };
}
pub(crate) use open_text_enum;

/// Where a word stands among others, or their number. One function for all, instead of comparisons in each.
#[inline(never)]
pub(crate) fn position(words: &[&str], word: &str) -> usize {
    words.iter().position(|known| *known == word).unwrap_or(words.len())
}

open_text_enum! {
    /// Where a session stands.
    SessionStatus {
        /// Signed in.
        Active = "active",
        /// Signed in, with tasks to do first.
        Pending = "pending",
        /// Signed out by the person.
        Ended = "ended",
        /// Over, by its longest life.
        Expired = "expired",
        /// Taken off the client.
        Removed = "removed",
        /// Replaced by another one.
        Replaced = "replaced",
        /// Ended by somebody else.
        Revoked = "revoked",
        /// Over, by inactivity.
        Abandoned = "abandoned",
    }
}

impl SessionStatus {
    /// Whether the person counts as signed in.
    pub fn is_signed_in(&self) -> bool {
        matches!(self, Self::Active | Self::Pending)
    }
}

impl Default for SessionStatus {
    /// An unknown status, which is not signed in.
    fn default() -> Self {
        Self::Other(String::new())
    }
}

/// One person signed in on one client.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Session {
    /// Always `session`.
    pub object: String,
    /// Which session.
    pub id: SessionId,
    /// Where it stands.
    pub status: SessionStatus,
    /// The end of its longest life.
    pub expire_at: Timestamp,
    /// Its end when nothing happens.
    pub abandon_at: Timestamp,
    /// When it was used last.
    pub last_active_at: Timestamp,
    /// The organization that it acts for; none for the personal workspace.
    pub last_active_organization_id: Option<OrganizationId>,
    /// A fresh token for that organization.
    pub last_active_token: Option<Token>,
    /// Who acts in the user's place.
    pub actor: Option<JsonText>,
    /// What is to be done before the session counts.
    pub tasks: Option<Vec<SessionTask>>,
    /// Minutes since the first and the second factor were proven; -1 for never.
    pub factor_verification_age: Option<[i64; 2]>,
    /// Who is signed in.
    pub user: Option<User>,
    /// The same, as others may see it.
    pub public_user_data: Option<PublicUserData>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

open_text_enum! {
    /// Where a proof of an open session stands.
    #[derive(Default)]
    ReverificationStatus {
        /// The first proof is due.
        #[default]
        NeedsFirstFactor = "needs_first_factor",
        /// The second proof is due.
        NeedsSecondFactor = "needs_second_factor",
        /// Done.
        Complete = "complete",
    }
}

/// A proof that an open session asks for again, before something that only the owner shall do.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SessionReverification {
    /// Always `session_reverification`.
    pub object: String,
    /// Where it stands.
    pub status: ReverificationStatus,
    /// `first_factor`, `second_factor` or `multi_factor`: what the user can prove, not more.
    pub level: String,
    /// The session.
    pub session: Option<Session>,
    /// The first proofs that are open.
    pub supported_first_factors: Option<Vec<Factor>>,
    /// The second proofs that are open.
    pub supported_second_factors: Option<Vec<Factor>>,
    /// The state of the first proof.
    pub first_factor_verification: Option<Verification>,
    /// The state of the second proof.
    pub second_factor_verification: Option<Verification>,
}

/// Something to do before a session counts, such as `choose-organization`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct SessionTask {
    /// What.
    pub key: String,
}

/// A session in the list of one's own devices.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SessionWithActivity {
    /// Always `session`.
    pub object: String,
    /// Which session.
    pub id: SessionId,
    /// Where it stands.
    pub status: SessionStatus,
    /// The end of its longest life.
    pub expire_at: Timestamp,
    /// Its end when nothing happens.
    pub abandon_at: Timestamp,
    /// When it was used last.
    pub last_active_at: Timestamp,
    /// Who acts in the user's place.
    pub actor: Option<JsonText>,
    /// On which device.
    pub latest_activity: Option<SessionActivity>,
}

/// The device of a session, as far as it is known. What is unknown is left out, as the published description has it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SessionActivity {
    /// Always `session_activity`.
    pub object: String,
    /// Which activity.
    pub id: String,
    /// Such as `Macintosh`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_type: Option<String>,
    /// Whether it is a phone.
    pub is_mobile: bool,
    /// Such as `Firefox`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub browser_name: Option<String>,
    /// Such as `128.0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub browser_version: Option<String>,
    /// From which address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip_address: Option<String>,
    /// From where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// From where, two letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}
