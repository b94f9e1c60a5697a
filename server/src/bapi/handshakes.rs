//! What a handshake left for an app's server.

use frontdesk_wire::ErrorCode;
use serde_json::{Value, json};

use super::ask::Ask;
use crate::failure::{Failure, transact};
use crate::secret::token_hash;
use crate::store::handshakes;

/// `GET /v1/clients/handshake_payload?nonce=…`: the lines, to whoever comes first.
pub(super) async fn payload(ask: &Ask) -> Result<Value, Failure> {
    let nonce = ask.first("nonce").ok_or_else(|| Failure::field("nonce", ErrorCode::MISSING_QUERY_PARAMETER))?;
    let hash = token_hash(nonce);
    let lines = transact!(ask.app.store, |tx| handshakes::take(&mut tx, &ask.instance.id, &hash, ask.now)
        .await
        .map_err(Failure::from))?;
    let lines = lines.ok_or_else(Failure::not_found)?;
    Ok(json!({ "directives": lines }))
}
