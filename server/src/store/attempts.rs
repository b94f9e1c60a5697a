//! Sign-ins and sign-ups: their state as JSON, beside what is searched by.

use frontdesk_wire::{ClientId, InstanceId, SignInId, SignUpId, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::FromRow;

use super::{Conn, SaveError, read_json, saved, write_json};

/// An attempt as it is stored: which client's, and its state.
#[derive(Debug, Clone)]
pub(crate) struct Attempt<Id, State> {
    /// Its id.
    pub id: Id,
    /// Whose.
    pub client: ClientId,
    /// Where it stands.
    pub state: State,
    /// When it ends by itself.
    pub abandon_at: Timestamp,
    /// Counts saves.
    pub version: i64,
}

#[derive(FromRow)]
struct Row {
    state: String,
    abandon_at: i64,
    version: i64,
}

/// The statements for one kind of attempt, so that both kinds stay the same.
pub(crate) trait Kind {
    /// The id of such an attempt.
    type Id: AsRef<str> + Clone;
    /// Its state.
    type State: Serialize + DeserializeOwned;
    /// Reads one that belongs to a client.
    const FIND: &'static str;
    /// Inserts one.
    const INSERT: &'static str;
    /// Saves one that was read.
    const SAVE: &'static str;
}

/// Sign-ins.
#[derive(Debug)]
pub(crate) struct SignIns;

impl Kind for SignIns {
    type Id = SignInId;
    type State = frontdesk_domain::SignIn;
    const FIND: &'static str =
        "SELECT state, abandon_at, version FROM sign_ins WHERE instance_id = $1 AND client_id = $2 AND id = $3";
    const INSERT: &'static str =
        "INSERT INTO sign_ins (id, instance_id, client_id, state, abandon_at, version, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, 1, $6, $6)";
    const SAVE: &'static str = "UPDATE sign_ins SET state = $1, updated_at = $2, version = version + 1
         WHERE instance_id = $3 AND id = $4 AND version = $5";
}

/// Sign-ups.
#[derive(Debug)]
pub(crate) struct SignUps;

impl Kind for SignUps {
    type Id = SignUpId;
    type State = frontdesk_domain::SignUp;
    const FIND: &'static str =
        "SELECT state, abandon_at, version FROM sign_ups WHERE instance_id = $1 AND client_id = $2 AND id = $3";
    const INSERT: &'static str =
        "INSERT INTO sign_ups (id, instance_id, client_id, state, abandon_at, version, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, 1, $6, $6)";
    const SAVE: &'static str = "UPDATE sign_ups SET state = $1, updated_at = $2, version = version + 1
         WHERE instance_id = $3 AND id = $4 AND version = $5";
}

/// The attempt of this client with this id.
pub(crate) async fn find<K: Kind>(
    conn: &mut Conn,
    instance: &InstanceId,
    client: &ClientId,
    id: &K::Id,
) -> Result<Option<Attempt<K::Id, K::State>>, sqlx::Error> {
    let row: Option<Row> = sqlx::query_as(K::FIND)
        .bind(instance.as_str())
        .bind(client.as_str())
        .bind(id.as_ref())
        .fetch_optional(conn)
        .await?;
    row.map(|row| {
        Ok(Attempt {
            id: id.clone(),
            client: client.clone(),
            state: read_json("state", &row.state)?,
            abandon_at: Timestamp(row.abandon_at),
            version: row.version,
        })
    })
    .transpose()
}

/// Inserts an attempt.
pub(crate) async fn insert<K: Kind>(
    conn: &mut Conn,
    instance: &InstanceId,
    attempt: &Attempt<K::Id, K::State>,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query(K::INSERT)
        .bind(attempt.id.as_ref())
        .bind(instance.as_str())
        .bind(attempt.client.as_str())
        .bind(write_json(&attempt.state)?)
        .bind(attempt.abandon_at.0)
        .bind(now.0)
        .execute(conn)
        .await
        .map(drop)
}

/// Saves an attempt that was read, unless somebody else saved it meanwhile.
pub(crate) async fn save<K: Kind>(
    conn: &mut Conn,
    instance: &InstanceId,
    attempt: &Attempt<K::Id, K::State>,
    now: Timestamp,
) -> Result<(), SaveError> {
    let done = sqlx::query(K::SAVE)
        .bind(write_json(&attempt.state)?)
        .bind(now.0)
        .bind(instance.as_str())
        .bind(attempt.id.as_ref())
        .bind(attempt.version)
        .execute(conn)
        .await?;
    saved(done.rows_affected())
}
