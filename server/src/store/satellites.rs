//! Browsers on satellites: how they get there, and what they are known by.

use frontdesk_wire::{ClientId, InstanceId, Timestamp};
use sqlx::Row as _;

use super::Conn;

/// A browser on its way to a satellite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Nonce {
    /// Whose browser it is, if anybody's.
    pub client: Option<ClientId>,
    /// Which satellite.
    pub domain: String,
    /// The hash of what the browser kept on the satellite when it set out.
    pub state_hash: String,
    /// The page to go back to.
    pub redirect_url: String,
    /// Until when.
    pub expire_at: Timestamp,
}

/// Keeps a nonce by its hash.
pub(crate) async fn insert_nonce(
    conn: &mut Conn,
    instance: &InstanceId,
    hash: &str,
    nonce: &Nonce,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO satellite_nonces (nonce_hash, instance_id, client_id, domain, state_hash, redirect_url, expire_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(hash)
    .bind(instance.as_str())
    .bind(nonce.client.as_ref().map(ClientId::as_str))
    .bind(&nonce.domain)
    .bind(&nonce.state_hash)
    .bind(&nonce.redirect_url)
    .bind(nonce.expire_at.0)
    .execute(conn)
    .await
    .map(drop)
}

/// Takes what is behind a nonce: whoever comes second finds nothing.
pub(crate) async fn take_nonce(
    conn: &mut Conn,
    instance: &InstanceId,
    hash: &str,
    now: Timestamp,
) -> Result<Option<Nonce>, sqlx::Error> {
    let found = sqlx::query(
        "SELECT client_id, domain, state_hash, redirect_url, expire_at FROM satellite_nonces
         WHERE instance_id = $1 AND nonce_hash = $2 AND expire_at > $3",
    )
    .bind(instance.as_str())
    .bind(hash)
    .bind(now.0)
    .fetch_optional(&mut *conn)
    .await?;
    let taken = sqlx::query("DELETE FROM satellite_nonces WHERE instance_id = $1 AND nonce_hash = $2")
        .bind(instance.as_str())
        .bind(hash)
        .execute(conn)
        .await?;
    // Two may read at once; one of them deletes.
    let Some(row) = found.filter(|_| taken.rows_affected() == 1) else { return Ok(None) };
    Ok(Some(Nonce {
        client: row.try_get::<Option<String>, _>("client_id")?.map(ClientId::from),
        domain: row.try_get("domain")?,
        state_hash: row.try_get("state_hash")?,
        redirect_url: row.try_get("redirect_url")?,
        expire_at: Timestamp(row.try_get("expire_at")?),
    }))
}

/// Makes a credential on a satellite, in the place of the client's last one there.
pub(crate) async fn replace_credential(
    conn: &mut Conn,
    instance: &InstanceId,
    client: &ClientId,
    domain: &str,
    hash: &str,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM satellite_credentials WHERE instance_id = $1 AND client_id = $2 AND domain = $3")
        .bind(instance.as_str())
        .bind(client.as_str())
        .bind(domain)
        .execute(&mut *conn)
        .await?;
    sqlx::query(
        "INSERT INTO satellite_credentials (token_hash, instance_id, client_id, domain, created_at)
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(hash)
    .bind(instance.as_str())
    .bind(client.as_str())
    .bind(domain)
    .bind(now.0)
    .execute(conn)
    .await
    .map(drop)
}

/// The client that is known by a credential on a satellite.
pub(crate) async fn client(
    conn: &mut Conn,
    instance: &InstanceId,
    domain: &str,
    hash: &str,
) -> Result<Option<ClientId>, sqlx::Error> {
    sqlx::query(
        "SELECT client_id FROM satellite_credentials WHERE instance_id = $1 AND domain = $2 AND token_hash = $3",
    )
    .bind(instance.as_str())
    .bind(domain)
    .bind(hash)
    .fetch_optional(conn)
    .await?
    .map(|row| row.try_get::<String, _>("client_id").map(ClientId::from))
    .transpose()
}

/// Forgets a client's credentials on all satellites.
pub(crate) async fn forget(conn: &mut Conn, instance: &InstanceId, client: &ClientId) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM satellite_credentials WHERE instance_id = $1 AND client_id = $2")
        .bind(instance.as_str())
        .bind(client.as_str())
        .execute(conn)
        .await
        .map(drop)
}
