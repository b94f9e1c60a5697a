//! What handshakes leave for an app's server to fetch, once.

use frontdesk_wire::{InstanceId, Timestamp};
use sqlx::Row as _;

use super::{Conn, read_json, write_json};

/// Keeps the `Set-Cookie` lines of a handshake until a time.
pub(crate) async fn insert(
    conn: &mut Conn,
    instance: &InstanceId,
    hash: &str,
    directives: &[String],
    expire_at: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT INTO handshakes (nonce_hash, instance_id, directives, expire_at) VALUES ($1, $2, $3, $4)")
        .bind(hash)
        .bind(instance.as_str())
        .bind(write_json(&directives)?)
        .bind(expire_at.0)
        .execute(conn)
        .await
        .map(drop)
}

/// Takes the lines behind a nonce: whoever comes second finds nothing.
pub(crate) async fn take(
    conn: &mut Conn,
    instance: &InstanceId,
    hash: &str,
    now: Timestamp,
) -> Result<Option<Vec<String>>, sqlx::Error> {
    let found =
        sqlx::query("SELECT directives FROM handshakes WHERE instance_id = $1 AND nonce_hash = $2 AND expire_at > $3")
            .bind(instance.as_str())
            .bind(hash)
            .bind(now.0)
            .fetch_optional(&mut *conn)
            .await?;
    let taken = sqlx::query("DELETE FROM handshakes WHERE instance_id = $1 AND nonce_hash = $2")
        .bind(instance.as_str())
        .bind(hash)
        .execute(conn)
        .await?;
    // Two may read at once; one of them deletes.
    let found = found.filter(|_| taken.rows_affected() == 1);
    found.map(|row| read_json("directives", &row.try_get::<String, _>("directives")?)).transpose()
}
