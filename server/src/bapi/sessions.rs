//! Sessions, as the application's own servers see and revoke them.

use frontdesk_domain::session::Ending;
use frontdesk_wire::{ClientId, ErrorCode, SessionId, UserId};
use serde_json::{Value, json};

use super::ask::Ask;
use crate::failure::{Failure, transact};
use crate::fapi::present as shown;
use crate::store::sessions::{self, SessionFilter, StoredSession};
use crate::store::{Conn, clients};

/// The words that a list may be asked for.
const STATUSES: [&str; 8] = ["active", "pending", "ended", "removed", "revoked", "replaced", "expired", "abandoned"];

/// How many sessions are looked at for a status, which depends on the time and so is no column.
const MOST: i64 = 10_000;

/// `GET /v1/sessions`: a bare list, or a page of one when asked for.
pub(super) async fn list(ask: &Ask) -> Result<Value, Failure> {
    let part = ask.part()?;
    let filter = SessionFilter {
        client: ask.first("client_id").map(ClientId::from),
        user: ask.first("user_id").map(UserId::from),
        limit: part.limit,
        offset: part.offset,
    };
    let status = ask.first("status");
    if status.is_some_and(|status| !STATUSES.contains(&status)) {
        return Err(Failure::field("status", ErrorCode::FORM_PARAM_VALUE_INVALID));
    }
    let mut conn = ask.app.store.read().await?;
    let (shown, total) = if let Some(status) = status {
        let all = SessionFilter { limit: MOST, offset: 0, ..filter };
        let mut all = sessions::list(&mut conn, &ask.instance.id, &all).await?;
        all.retain(|stored| stored.session.status(ask.now).as_str() == status);
        let total = i64::try_from(all.len()).unwrap_or(i64::MAX);
        (part.of(all), total)
    } else {
        let total = sessions::count(&mut conn, &ask.instance.id, &filter).await?;
        (sessions::list(&mut conn, &ask.instance.id, &filter).await?, total)
    };
    let data: Vec<Value> = shown.iter().map(|stored| present(ask, stored)).collect();
    if ask.first("paginated") == Some("true") {
        return Ok(json!({ "data": data, "total_count": total }));
    }
    Ok(Value::Array(data))
}

/// `GET /v1/sessions/{id}`
pub(super) async fn get(ask: &Ask, id: &SessionId) -> Result<Value, Failure> {
    let mut conn = ask.app.store.read().await?;
    let stored = sessions::find(&mut conn, &ask.instance.id, id).await?.ok_or_else(Failure::not_found)?;
    Ok(present(ask, &stored))
}

/// `POST /v1/sessions/{id}/revoke`: revoking one that is over changes nothing.
pub(super) async fn revoke(ask: &Ask, id: &SessionId) -> Result<Value, Failure> {
    transact!(ask.app.store, |tx| {
        let stored = sessions::find(&mut tx, &ask.instance.id, id).await?.ok_or_else(Failure::not_found)?;
        end(ask, &mut tx, stored).await
    })?;
    get(ask, id).await
}

/// Revokes every session of a user.
pub(super) async fn revoke_all(ask: &Ask, conn: &mut Conn, user: &UserId) -> Result<(), Failure> {
    for stored in sessions::open_of_user(conn, &ask.instance.id, user).await? {
        end(ask, conn, stored).await?;
    }
    Ok(())
}

/// Ends a session, and notes at its client that who is signed in has changed.
async fn end(ask: &Ask, conn: &mut Conn, mut stored: StoredSession) -> Result<(), Failure> {
    if !stored.session.is_open(ask.now) {
        return Ok(());
    }
    stored.session = stored.session.end(Ending::Revoke, ask.now);
    sessions::save(conn, &ask.instance.id, &stored, ask.now).await?;
    if let Some(mut client) = clients::find(conn, &ask.instance.id, &stored.client).await? {
        client.updated_at = ask.now;
        clients::save(conn, &ask.instance.id, &client).await?;
    }
    Ok(())
}

fn present(ask: &Ask, stored: &StoredSession) -> Value {
    let session = &stored.session;
    json!({
        "object": "session",
        "id": session.id,
        "client_id": stored.client,
        "user_id": session.user,
        "status": session.status(ask.now).as_str(),
        "last_active_at": session.last_active_at,
        "last_active_organization_id": session.last_active_organization,
        "latest_activity": shown::activity(stored),
        "expire_at": session.expire_at,
        "abandon_at": session.abandon_at,
        "actor": stored.actor,
        "tasks": null,
        "created_at": session.created_at,
        "updated_at": session.updated_at,
    })
}
