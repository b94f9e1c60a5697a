//! The database: one module per table, plain SQL, every query bound to its instance.

pub(crate) mod attempts;
pub(crate) mod clients;
mod db;
pub(crate) mod dev_browsers;
pub(crate) mod email_addresses;
pub(crate) mod handshakes;
pub(crate) mod inbox;
pub(crate) mod instances;
pub(crate) mod memberships;
pub(crate) mod organizations;
pub(crate) mod pictures;
pub(crate) mod refresh_tokens;
pub(crate) mod satellites;
pub(crate) mod sessions;
pub(crate) mod users;

use std::ops::Deref;

pub(crate) use db::{Conn, Db, is_duplicate, is_transient};

use crate::config::DatabaseConfig;

/// The database, opened. Read with `read`, write with `write`.
#[derive(Debug, Clone)]
pub struct Store(Db);

impl Store {
    /// Opens the database and brings its schema up to date.
    pub async fn open(config: &DatabaseConfig) -> anyhow::Result<Self> {
        Db::open(config).await.map(Self)
    }

    /// Holds a lock until the transaction ends, so that one process at a time sets things up.
    pub async fn lock_setup(&self, conn: &mut Conn) -> Result<(), sqlx::Error> {
        // A row that is always there: updating it locks it on PostgreSQL; SQLite has one writer anyway.
        sqlx::query("UPDATE schema_migrations SET version = version WHERE version = 1").execute(conn).await.map(drop)
    }
}

impl Deref for Store {
    type Target = Db;

    fn deref(&self) -> &Db {
        &self.0
    }
}

/// Why a row was not saved.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SaveError {
    /// Somebody else saved it since it was read.
    #[error("the row was changed meanwhile")]
    Lost,
    /// The database said no.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// Exactly one row must have changed; none means that its version moved on.
fn saved(changed: u64) -> Result<(), SaveError> {
    if changed == 1 { Ok(()) } else { Err(SaveError::Lost) }
}

/// The error of a column whose JSON cannot be read.
fn bad_json(column: &str, error: serde_json::Error) -> sqlx::Error {
    sqlx::Error::ColumnDecode { index: column.to_owned(), source: Box::new(error) }
}

fn read_json<T: serde::de::DeserializeOwned>(column: &str, text: &str) -> Result<T, sqlx::Error> {
    serde_json::from_str(text).map_err(|error| bad_json(column, error))
}

fn write_json(value: &impl serde::Serialize) -> Result<String, sqlx::Error> {
    serde_json::to_string(value).map_err(|error| sqlx::Error::Encode(Box::new(error)))
}
