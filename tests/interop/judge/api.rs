//! A Backend API that answers from a table.

use frontdesk_backend::{ApiFault, BackendApi, BoxFuture, Refresh};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What it answers, by nonce and by refresh token. What is not in the table is refused with a code.
#[derive(Debug, Deserialize)]
pub(crate) struct KnownAnswers {
    handshakes: BTreeMap<String, Answer>,
    refreshes: BTreeMap<String, Answer>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Answer {
    Cookies(Vec<String>),
    Refused(String),
    Unreachable,
}

impl KnownAnswers {
    fn find(table: &BTreeMap<String, Answer>, name: &str) -> Result<Vec<String>, ApiFault> {
        match table.get(name) {
            Some(Answer::Cookies(lines)) => Ok(lines.clone()),
            Some(Answer::Refused(code)) => Err(ApiFault::Refused(code.clone())),
            Some(Answer::Unreachable) => Err(ApiFault::Unreachable),
            None => Err(ApiFault::Refused("resource_not_found".to_owned())),
        }
    }
}

impl BackendApi for KnownAnswers {
    fn handshake_payload<'a>(&'a self, nonce: &'a str) -> BoxFuture<'a, Result<Vec<String>, ApiFault>> {
        Box::pin(async move { Self::find(&self.handshakes, nonce) })
    }

    fn refresh_session<'a>(&'a self, refresh: &'a Refresh) -> BoxFuture<'a, Result<Vec<String>, ApiFault>> {
        Box::pin(async move { Self::find(&self.refreshes, &refresh.refresh_token) })
    }
}
