//! The client's credential: a signed token with the client's id and its rotating token.
//!
//! The rotating token changes whenever somebody signs in or up. A credential that was planted in a browser before its
//! owner signed in is worth nothing afterwards; presenting it ends the client, since one of two holders is a thief.
//!
//! Requests that were under way while it changed still carry the one before, and so does the browser whose reply was
//! lost. They are taken for a minute, but only from the address and browser that made the change: whoever planted the
//! old credential sits elsewhere. They are not given the new one.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use frontdesk_wire::{ClientId, Seconds, Timestamp};
use serde::{Deserialize, Serialize};

use crate::instance::Instance;
use crate::secret::{same, token_hash};
use crate::store::clients::Client;

/// How long the token before the current one is taken.
pub(crate) const GRACE: Seconds = Seconds(60);

/// What the credential says.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Credential {
    /// Which client.
    pub id: ClientId,
    /// Its rotating token.
    pub rotating_token: String,
}

/// What a presented rotating token is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Worth {
    /// It is the current one.
    Current,
    /// It was the current one a moment ago, and comes from where it was changed.
    JustReplaced,
    /// Somebody kept an old one.
    Outdated,
}

impl Credential {
    /// The credential as it is handed out: a JWT that only this instance can make.
    pub(crate) fn write(&self, instance: &Instance) -> String {
        const HEADER: &str = r#"{"alg":"HS256","typ":"JWT"}"#;
        let body = serde_json::json!({ "id": self.id, "rotating_token": self.rotating_token });
        let text = format!("{}.{}", URL_SAFE_NO_PAD.encode(HEADER), URL_SAFE_NO_PAD.encode(body.to_string()));
        let signature = instance.secret.mac("client", &text);
        format!("{text}.{signature}")
    }

    /// Reads a presented credential; anything that this instance did not make is none.
    pub(crate) fn read(text: &str, instance: &Instance) -> Option<Self> {
        let (signed, signature) = text.rsplit_once('.')?;
        if !same(signature, &instance.secret.mac("client", signed)) {
            return None;
        }
        let (_, body) = signed.split_once('.')?;
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(body).ok()?).ok()
    }

    /// Judges the rotating token against the client's.
    pub(crate) fn judge(&self, client: &Client, asker: &str, now: Timestamp) -> Worth {
        let presented = token_hash(&self.rotating_token);
        if same(&presented, &client.rotating_token_hash) {
            return Worth::Current;
        }
        let just_now = client.rotated_at.is_some_and(|at| now < at.plus(GRACE));
        let from_there = client.rotated_by.as_deref() == Some(asker);
        let before = client.previous_token_hash.as_deref().is_some_and(|hash| same(&presented, hash));
        if before && just_now && from_there { Worth::JustReplaced } else { Worth::Outdated }
    }
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Credential of {}", self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(now: Timestamp) -> Client {
        Client {
            rotating_token_hash: token_hash("new"),
            previous_token_hash: Some(token_hash("old")),
            rotated_at: Some(now),
            rotated_by: Some("here".to_owned()),
            ..Client::default()
        }
    }

    fn presented(token: &str) -> Credential {
        Credential { id: ClientId::from("client_1"), rotating_token: token.to_owned() }
    }

    #[test]
    fn an_old_token_is_taken_for_a_minute_from_the_same_place_only() {
        let now = Timestamp(1_790_000_000_000);
        let client = client(now);

        assert_eq!(presented("new").judge(&client, "elsewhere", now.plus(Seconds::days(9))), Worth::Current);
        assert_eq!(presented("old").judge(&client, "here", now.plus(Seconds(59))), Worth::JustReplaced);
        assert_eq!(presented("old").judge(&client, "here", now.plus(Seconds(60))), Worth::Outdated);
        assert_eq!(presented("old").judge(&client, "elsewhere", now), Worth::Outdated);
        assert_eq!(presented("older").judge(&client, "here", now), Worth::Outdated);
    }
}
