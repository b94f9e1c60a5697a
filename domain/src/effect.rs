//! What a decision asks the server to do, in the same transaction as saving the state.

use crate::{Code, Email, PasswordHash, Session};
use frontdesk_wire::{EmailAddressId, Metadata, SessionId, Timestamp, UserId};

/// Something to do because of a decision.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Queue a message with a code. Test addresses never appear here: nothing is sent to them.
    SendCode {
        /// Where to.
        to: Email,
        /// The digits.
        code: Code,
        /// What the message says it is for.
        purpose: CodePurpose,
    },
    /// Queue a message that tells the owner of an account what was done to it. Test addresses never appear here.
    SendNotice {
        /// Where to.
        to: Email,
        /// What happened.
        notice: Notice,
    },
    /// Insert a user with an e-mail address.
    CreateUser(NewUser),
    /// Insert a session of the client that asked, and make it the client's last active one.
    CreateSession(Session),
    /// Give the client a new rotating token, so that a credential planted before the sign-in is worth nothing.
    RotateClient,
    /// Store a password.
    SetPassword {
        /// Whose.
        user: UserId,
        /// Its hash.
        hash: PasswordHash,
    },
    /// Remove a password.
    RemovePassword {
        /// Whose.
        user: UserId,
    },
    /// Note that the user signed in.
    NoteSignIn {
        /// Who.
        user: UserId,
        /// When.
        at: Timestamp,
    },
    /// Mark an address as verified.
    VerifyEmail {
        /// Whose.
        user: UserId,
        /// Which.
        address: EmailAddressId,
    },
    /// Add one to the user's failed attempts, and lock the user when that makes `limit` of them. The count stands in the
    /// user's row and is raised there, so that attempts on several clients at once all count.
    CountFailure {
        /// Whose.
        user: UserId,
        /// How many failures lock.
        limit: u32,
        /// Until when the lock lasts, if it falls now.
        locked_until: Timestamp,
    },
    /// Set the user's failed attempts to zero.
    ClearFailures {
        /// Whose.
        user: UserId,
    },
    /// Revoke every open session of the user but one.
    RevokeOtherSessions {
        /// Whose.
        user: UserId,
        /// The one that stays.
        keep: SessionId,
    },
}

/// What a code is for; each has its own message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodePurpose {
    /// Signing in by code.
    SignIn,
    /// Proving the address of a new account.
    SignUp,
    /// Choosing a new password.
    ResetPassword,
    /// Proving an address that is added to an account.
    VerifyEmail,
    /// Proving again who is signed in.
    Reverify,
}

impl CodePurpose {
    /// A short name, for templates and logs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::SignUp => "sign_up",
            Self::ResetPassword => "reset_password",
            Self::VerifyEmail => "verify_email",
            Self::Reverify => "reverify",
        }
    }
}

/// What was done to an account, for its owner to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// An address was added and proven.
    EmailAdded(Email),
    /// A proven address was removed.
    EmailRemoved(Email),
    /// Another address is the primary one.
    PrimaryEmailChanged(Email),
    /// There is a password now, or another one.
    PasswordChanged,
    /// There is no password any more.
    PasswordRemoved,
    /// The account is deleted.
    AccountDeleted,
}

/// A user to insert.
#[derive(Debug, Clone, PartialEq)]
pub struct NewUser {
    /// The id, drawn by the domain so that the session can name it.
    pub id: UserId,
    /// The address.
    pub email: Option<NewEmail>,
    /// The password's hash.
    pub password: Option<PasswordHash>,
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// What the page stored with the sign-up.
    pub unsafe_metadata: Metadata,
    /// The language the page was in.
    pub locale: Option<String>,
    /// When the terms were agreed to.
    pub legal_accepted_at: Option<Timestamp>,
    /// When.
    pub created_at: Timestamp,
}

/// An e-mail address to insert; the first one is the user's primary address.
#[derive(Debug, Clone, PartialEq)]
pub struct NewEmail {
    /// Its id.
    pub id: EmailAddressId,
    /// The normalised address.
    pub address: Email,
    /// Since when it is known to belong to the user.
    pub verified_at: Option<Timestamp>,
}
