//! Sessions: their state as JSON, beside what is searched by.

use frontdesk_domain::Session;
use frontdesk_wire::{ClientId, InstanceId, SessionId, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::FromRow;

use super::{Conn, SaveError, read_json, saved, write_json};

/// A session as it is stored.
#[derive(Debug, Clone)]
pub(crate) struct StoredSession {
    /// The session as the rules see it.
    pub session: Session,
    /// On which client.
    pub client: ClientId,
    /// Who acts in the user's place.
    pub actor: Option<Value>,
    /// From which device.
    pub activity: Activity,
    /// Counts saves.
    pub version: i64,
}

/// The device of a session, as far as its requests tell.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Activity {
    /// Such as `Macintosh`.
    pub device_type: Option<String>,
    /// Whether it is a phone.
    pub is_mobile: bool,
    /// Such as `Firefox`.
    pub browser_name: Option<String>,
    /// Such as `128.0`.
    pub browser_version: Option<String>,
    /// The client's address.
    pub ip_address: Option<String>,
}

#[derive(FromRow)]
struct Row {
    client_id: String,
    state: String,
    actor: Option<String>,
    activity: String,
    version: i64,
}

impl TryFrom<Row> for StoredSession {
    type Error = sqlx::Error;

    fn try_from(row: Row) -> Result<Self, sqlx::Error> {
        Ok(Self {
            session: read_json("state", &row.state)?,
            client: row.client_id.into(),
            actor: row.actor.as_deref().map(|actor| read_json("actor", actor)).transpose()?,
            activity: read_json("activity", &row.activity)?,
            version: row.version,
        })
    }
}

fn all(rows: Vec<Row>) -> Result<Vec<StoredSession>, sqlx::Error> {
    rows.into_iter().map(StoredSession::try_from).collect()
}

/// Every session of a client, oldest first.
pub(crate) async fn of_client(
    conn: &mut Conn,
    instance: &InstanceId,
    client: &ClientId,
) -> Result<Vec<StoredSession>, sqlx::Error> {
    all(sqlx::query_as(
        "SELECT client_id, state, actor, activity, version FROM sessions
         WHERE instance_id = $1 AND client_id = $2 ORDER BY created_at, id",
    )
    .bind(instance.as_str())
    .bind(client.as_str())
    .fetch_all(conn)
    .await?)
}

/// The sessions of a user that nobody ended, newest first.
pub(crate) async fn open_of_user(
    conn: &mut Conn,
    instance: &InstanceId,
    user: &UserId,
) -> Result<Vec<StoredSession>, sqlx::Error> {
    all(sqlx::query_as(
        "SELECT client_id, state, actor, activity, version FROM sessions
         WHERE instance_id = $1 AND user_id = $2 AND ended_at IS NULL ORDER BY created_at DESC, id DESC",
    )
    .bind(instance.as_str())
    .bind(user.as_str())
    .fetch_all(conn)
    .await?)
}

/// The session with this id, whosever it is.
pub(crate) async fn find(
    conn: &mut Conn,
    instance: &InstanceId,
    id: &SessionId,
) -> Result<Option<StoredSession>, sqlx::Error> {
    let row: Option<Row> = sqlx::query_as(
        "SELECT client_id, state, actor, activity, version FROM sessions WHERE instance_id = $1 AND id = $2",
    )
    .bind(instance.as_str())
    .bind(id.as_str())
    .fetch_optional(conn)
    .await?;
    row.map(StoredSession::try_from).transpose()
}

/// The session of this client with this id.
pub(crate) async fn find_of_client(
    conn: &mut Conn,
    instance: &InstanceId,
    client: &ClientId,
    id: &SessionId,
) -> Result<Option<StoredSession>, sqlx::Error> {
    Ok(find(conn, instance, id).await?.filter(|found| found.client == *client))
}

/// Which sessions a list shows, and in what part.
#[derive(Debug, Clone, Default)]
pub(crate) struct SessionFilter {
    /// Only of this client.
    pub client: Option<ClientId>,
    /// Only of this user.
    pub user: Option<UserId>,
    /// How many at most.
    pub limit: i64,
    /// How many to skip.
    pub offset: i64,
}

/// A part of the list of sessions, newest first.
pub(crate) async fn list(
    conn: &mut Conn,
    instance: &InstanceId,
    filter: &SessionFilter,
) -> Result<Vec<StoredSession>, sqlx::Error> {
    all(sqlx::query_as(
        "SELECT client_id, state, actor, activity, version FROM sessions
         WHERE instance_id = $1 AND ($2 = '' OR client_id = $2) AND ($3 = '' OR user_id = $3)
         ORDER BY created_at DESC, id DESC LIMIT $4 OFFSET $5",
    )
    .bind(instance.as_str())
    .bind(filter.client.as_ref().map_or("", ClientId::as_str))
    .bind(filter.user.as_ref().map_or("", UserId::as_str))
    .bind(filter.limit)
    .bind(filter.offset)
    .fetch_all(conn)
    .await?)
}

/// Inserts a session.
pub(crate) async fn insert(conn: &mut Conn, instance: &InstanceId, stored: &StoredSession) -> Result<(), sqlx::Error> {
    let session = &stored.session;
    sqlx::query(
        "INSERT INTO sessions (id, instance_id, client_id, user_id, state, actor, activity, ended_at, expire_at, version, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, $8, 1, $9, $10)",
    )
    .bind(session.id.as_str())
    .bind(instance.as_str())
    .bind(stored.client.as_str())
    .bind(session.user.as_str())
    .bind(write_json(session)?)
    .bind(stored.actor.as_ref().map(Value::to_string))
    .bind(write_json(&stored.activity)?)
    .bind(session.expire_at.0)
    .bind(session.created_at.0)
    .bind(session.updated_at.0)
    .execute(conn)
    .await
    .map(drop)
}

/// Saves a session that was read, unless somebody else saved it meanwhile.
pub(crate) async fn save(
    conn: &mut Conn,
    instance: &InstanceId,
    stored: &StoredSession,
    now: Timestamp,
) -> Result<(), SaveError> {
    let session = &stored.session;
    let ended_at = (!session.is_open(now)).then_some(session.updated_at.0);
    let done = sqlx::query(
        "UPDATE sessions SET state = $1, activity = $2, ended_at = $3, updated_at = $4, version = version + 1
         WHERE instance_id = $5 AND id = $6 AND version = $7",
    )
    .bind(write_json(session)?)
    .bind(write_json(&stored.activity)?)
    .bind(ended_at)
    .bind(session.updated_at.0)
    .bind(instance.as_str())
    .bind(session.id.as_str())
    .bind(stored.version)
    .execute(conn)
    .await?;
    saved(done.rows_affected())
}

/// How many sessions a list has in all.
pub(crate) async fn count(conn: &mut Conn, instance: &InstanceId, filter: &SessionFilter) -> Result<i64, sqlx::Error> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS total FROM sessions
         WHERE instance_id = $1 AND ($2 = '' OR client_id = $2) AND ($3 = '' OR user_id = $3)",
    )
    .bind(instance.as_str())
    .bind(filter.client.as_ref().map_or("", ClientId::as_str))
    .bind(filter.user.as_ref().map_or("", UserId::as_str))
    .fetch_one(conn)
    .await?;
    sqlx::Row::try_get(&row, "total")
}
