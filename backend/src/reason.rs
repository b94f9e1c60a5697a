//! Why a request counts as signed out.

use thiserror::Error;

/// Why a request counts as signed out. The words are those of the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum Reason {
    /// There is no token in the request.
    #[error("the request carries no session token")]
    SessionTokenMissing,
    /// The session still has tasks to do.
    #[error("the session still has tasks to do before it counts")]
    SessionPending,
    /// It is not a session token.
    #[error("this is not a session token")]
    TokenInvalid,
    /// It is signed in a way that is not taken.
    #[error("the token is signed with an algorithm that is not accepted")]
    TokenInvalidAlgorithm,
    /// A page that may not asked for it.
    #[error("the token was made for a page that is not an authorized party")]
    TokenInvalidAuthorizedParties,
    /// Somebody else signed it, or it was changed.
    #[error("the token's signature does not fit the key of this instance")]
    TokenInvalidSignature,
    /// It is over.
    #[error("the token has expired")]
    TokenExpired,
    /// It is not good yet.
    #[error("the token is not valid yet; is this machine's clock right?")]
    TokenNotActiveYet,
    /// It comes from the future.
    #[error("the token was issued in the future; is this machine's clock right?")]
    TokenIatInTheFuture,
    /// A claim that every session token has is missing.
    #[error("the token lacks a claim that every session token has")]
    TokenVerificationFailed,
    /// No key has this id.
    #[error("the key that signed the token is not in the key set")]
    JwkKidMismatch,
    /// The key set is empty.
    #[error("the key set holds no key that can be used")]
    JwkRemoteMissing,
    /// The key set cannot be read.
    #[error("the key set cannot be read")]
    JwkRemoteInvalid,
    /// The key set cannot be fetched.
    #[error("the key set cannot be fetched")]
    JwkRemoteFailedToLoad,
    /// The secret key was refused while fetching the key set.
    #[error("the secret key was refused while fetching the key set")]
    SecretKeyInvalid,
}

impl Reason {
    /// The word of the protocol, such as `token-expired`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SessionTokenMissing => "session-token-missing",
            Self::SessionPending => "session-pending",
            Self::TokenInvalid => "token-invalid",
            Self::TokenInvalidAlgorithm => "token-invalid-algorithm",
            Self::TokenInvalidAuthorizedParties => "token-invalid-authorized-parties",
            Self::TokenInvalidSignature => "token-invalid-signature",
            Self::TokenExpired => "token-expired",
            Self::TokenNotActiveYet => "token-not-active-yet",
            Self::TokenIatInTheFuture => "token-iat-in-the-future",
            Self::TokenVerificationFailed => "token-verification-failed",
            Self::JwkKidMismatch => "jwk-kid-mismatch",
            Self::JwkRemoteMissing => "jwk-remote-missing",
            Self::JwkRemoteInvalid => "jwk-remote-invalid",
            Self::JwkRemoteFailedToLoad => "jwk-remote-failed-to-load",
            Self::SecretKeyInvalid => "secret-key-invalid",
        }
    }
}
