//! Refresh tokens: what an app's server renews a session's token with.

use frontdesk_wire::{InstanceId, SessionId, Timestamp};
use sqlx::FromRow;

use super::Conn;

/// A refresh token as it is stored; the token itself is kept as a hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RefreshToken {
    /// Whose.
    pub session: SessionId,
    /// The origin of the app whose cookie holds it.
    pub origin: String,
    /// When it was first used.
    pub used_at: Option<Timestamp>,
    /// When it ends.
    pub expire_at: Timestamp,
}

#[derive(FromRow)]
struct Row {
    session_id: String,
    origin: String,
    used_at: Option<i64>,
    expire_at: i64,
}

/// Inserts a refresh token.
pub(crate) async fn insert(
    conn: &mut Conn,
    instance: &InstanceId,
    hash: &str,
    token: &RefreshToken,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO refresh_tokens (token_hash, instance_id, session_id, origin, used_at, created_at, expire_at)
         VALUES ($1, $2, $3, $4, NULL, $5, $6)",
    )
    .bind(hash)
    .bind(instance.as_str())
    .bind(token.session.as_str())
    .bind(&token.origin)
    .bind(now.0)
    .bind(token.expire_at.0)
    .execute(conn)
    .await
    .map(drop)
}

/// The refresh token with this hash, unless it has ended.
pub(crate) async fn find(
    conn: &mut Conn,
    instance: &InstanceId,
    hash: &str,
    now: Timestamp,
) -> Result<Option<RefreshToken>, sqlx::Error> {
    let row: Option<Row> = sqlx::query_as(
        "SELECT session_id, origin, used_at, expire_at FROM refresh_tokens
         WHERE instance_id = $1 AND token_hash = $2 AND expire_at > $3",
    )
    .bind(instance.as_str())
    .bind(hash)
    .bind(now.0)
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| RefreshToken {
        session: row.session_id.into(),
        origin: row.origin,
        used_at: row.used_at.map(Timestamp),
        expire_at: Timestamp(row.expire_at),
    }))
}

/// Notes the first use.
pub(crate) async fn note_use(
    conn: &mut Conn,
    instance: &InstanceId,
    hash: &str,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE refresh_tokens SET used_at = $1 WHERE instance_id = $2 AND token_hash = $3 AND used_at IS NULL")
        .bind(now.0)
        .bind(instance.as_str())
        .bind(hash)
        .execute(conn)
        .await
        .map(drop)
}
