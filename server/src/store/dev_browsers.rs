//! Development browsers: tokens that stand in for the client's cookie across sites.

use frontdesk_wire::{ClientId, InstanceId, Timestamp};
use sqlx::Row as _;

use super::Conn;

/// Inserts a development browser without a client.
pub(crate) async fn insert(
    conn: &mut Conn,
    instance: &InstanceId,
    hash: &str,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT INTO dev_browsers (token_hash, instance_id, created_at, last_seen_at) VALUES ($1, $2, $3, $3)")
        .bind(hash)
        .bind(instance.as_str())
        .bind(now.0)
        .execute(conn)
        .await
        .map(drop)
}

/// A development browser that is known.
#[derive(Debug, Clone)]
pub(crate) struct DevBrowser {
    /// The client that it stands for.
    pub client: Option<ClientId>,
    /// When it was last noted to be in use.
    pub last_seen_at: Timestamp,
}

/// The development browser with this token's hash.
pub(crate) async fn find(
    conn: &mut Conn,
    instance: &InstanceId,
    hash: &str,
) -> Result<Option<DevBrowser>, sqlx::Error> {
    sqlx::query("SELECT client_id, last_seen_at FROM dev_browsers WHERE instance_id = $1 AND token_hash = $2")
        .bind(instance.as_str())
        .bind(hash)
        .fetch_optional(conn)
        .await?
        .map(|row| {
            Ok(DevBrowser {
                client: row.try_get::<Option<String>, _>("client_id")?.map(ClientId::from),
                last_seen_at: Timestamp(row.try_get("last_seen_at")?),
            })
        })
        .transpose()
}

/// Binds a development browser to a client that was made for it.
pub(crate) async fn bind(
    conn: &mut Conn,
    instance: &InstanceId,
    hash: &str,
    client: &ClientId,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE dev_browsers SET client_id = $1 WHERE instance_id = $2 AND token_hash = $3")
        .bind(client.as_str())
        .bind(instance.as_str())
        .bind(hash)
        .execute(conn)
        .await
        .map(drop)
}

/// Notes that a development browser is in use, so that it is not forgotten.
pub(crate) async fn seen(
    conn: &mut Conn,
    instance: &InstanceId,
    hash: &str,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE dev_browsers SET last_seen_at = $1 WHERE instance_id = $2 AND token_hash = $3")
        .bind(now.0)
        .bind(instance.as_str())
        .bind(hash)
        .execute(conn)
        .await
        .map(drop)
}
