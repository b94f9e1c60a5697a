//! Clients: browsers and app installs.

use frontdesk_wire::{ClientId, InstanceId, SessionId, SignInId, SignUpId, Timestamp};
use sqlx::FromRow;

use super::{Conn, SaveError, saved};

/// A client as it is stored. Tokens are kept as hashes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Client {
    /// Its id.
    pub id: ClientId,
    /// The hash of the token that its credential must carry.
    pub rotating_token_hash: String,
    /// The hash of the token before, for requests that were under way when it changed.
    pub previous_token_hash: Option<String>,
    /// When it changed.
    pub rotated_at: Option<Timestamp>,
    /// From where: a hash of address and browser.
    pub rotated_by: Option<String>,
    /// The sign-in under way.
    pub sign_in: Option<SignInId>,
    /// The sign-up under way.
    pub sign_up: Option<SignUpId>,
    /// The session that was used last.
    pub last_active_session: Option<SessionId>,
    /// How somebody signed in here last.
    pub last_strategy: Option<String>,
    /// When its cookie ends.
    pub cookie_expires_at: Option<Timestamp>,
    /// Since when it is over.
    pub ended_at: Option<Timestamp>,
    /// Counts saves.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When what it shows last changed.
    pub updated_at: Timestamp,
}

#[derive(FromRow)]
struct Row {
    id: String,
    rotating_token_hash: String,
    previous_token_hash: Option<String>,
    rotated_at: Option<i64>,
    rotated_by: Option<String>,
    sign_in_id: Option<String>,
    sign_up_id: Option<String>,
    last_active_session_id: Option<String>,
    last_authentication_strategy: Option<String>,
    cookie_expires_at: Option<i64>,
    ended_at: Option<i64>,
    version: i64,
    created_at: i64,
    updated_at: i64,
}

impl From<Row> for Client {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.into(),
            rotating_token_hash: row.rotating_token_hash,
            previous_token_hash: row.previous_token_hash,
            rotated_at: row.rotated_at.map(Timestamp),
            rotated_by: row.rotated_by,
            sign_in: row.sign_in_id.map(Into::into),
            sign_up: row.sign_up_id.map(Into::into),
            last_active_session: row.last_active_session_id.map(Into::into),
            last_strategy: row.last_authentication_strategy,
            cookie_expires_at: row.cookie_expires_at.map(Timestamp),
            ended_at: row.ended_at.map(Timestamp),
            version: row.version,
            created_at: Timestamp(row.created_at),
            updated_at: Timestamp(row.updated_at),
        }
    }
}

/// The client with this id, unless it is over.
pub(crate) async fn find(conn: &mut Conn, instance: &InstanceId, id: &ClientId) -> Result<Option<Client>, sqlx::Error> {
    let row: Option<Row> = sqlx::query_as(
        "SELECT id, rotating_token_hash, previous_token_hash, rotated_at, rotated_by, sign_in_id, sign_up_id,
                last_active_session_id, last_authentication_strategy, cookie_expires_at, ended_at, version,
                created_at, updated_at
         FROM clients WHERE instance_id = $1 AND id = $2 AND ended_at IS NULL",
    )
    .bind(instance.as_str())
    .bind(id.as_str())
    .fetch_optional(conn)
    .await?;
    Ok(row.map(Client::from))
}

/// Inserts a client.
pub(crate) async fn insert(conn: &mut Conn, instance: &InstanceId, client: &Client) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO clients (id, instance_id, rotating_token_hash, cookie_expires_at, version, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6)",
    )
    .bind(client.id.as_str())
    .bind(instance.as_str())
    .bind(&client.rotating_token_hash)
    .bind(client.cookie_expires_at.map(|at| at.0))
    .bind(client.version)
    .bind(client.created_at.0)
    .execute(conn)
    .await
    .map(drop)
}

/// Saves a client that was read, unless somebody else saved it meanwhile.
pub(crate) async fn save(conn: &mut Conn, instance: &InstanceId, client: &Client) -> Result<(), SaveError> {
    let done = sqlx::query(
        "UPDATE clients SET rotating_token_hash = $1, previous_token_hash = $2, rotated_at = $3, rotated_by = $4,
                sign_in_id = $5, sign_up_id = $6, last_active_session_id = $7, last_authentication_strategy = $8,
                cookie_expires_at = $9, ended_at = $10, updated_at = $11, version = version + 1
         WHERE instance_id = $12 AND id = $13 AND version = $14",
    )
    .bind(&client.rotating_token_hash)
    .bind(&client.previous_token_hash)
    .bind(client.rotated_at.map(|at| at.0))
    .bind(&client.rotated_by)
    .bind(client.sign_in.as_ref().map(SignInId::as_str))
    .bind(client.sign_up.as_ref().map(SignUpId::as_str))
    .bind(client.last_active_session.as_ref().map(SessionId::as_str))
    .bind(&client.last_strategy)
    .bind(client.cookie_expires_at.map(|at| at.0))
    .bind(client.ended_at.map(|at| at.0))
    .bind(client.updated_at.0)
    .bind(instance.as_str())
    .bind(client.id.as_str())
    .bind(client.version)
    .execute(conn)
    .await?;
    saved(done.rows_affected())
}
