//! The one file that knows there are two databases.
//!
//! Everything else speaks plain SQL in the small dialect that SQLite and PostgreSQL share.

use std::str::FromStr;
use std::time::Duration;

use anyhow::{Context, bail};
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, AnyPool, AssertSqlSafe, Row, Transaction};

use crate::config::DatabaseConfig;

/// A connection that reads or writes; a transaction and a pooled connection both lend one.
pub(crate) type Conn = AnyConnection;

/// A write transaction: dropped without `commit`, it never happened.
pub(super) type Tx = Transaction<'static, Any>;

/// Every migration, oldest first. A released one is never edited.
const MIGRATIONS: &[(i64, &str)] = &[
    (1, include_str!("../../migrations/0001_init.sql")),
    (2, include_str!("../../migrations/0002_handshake.sql")),
    (3, include_str!("../../migrations/0003_email_codes.sql")),
    (4, include_str!("../../migrations/0004_pictures.sql")),
    (5, include_str!("../../migrations/0005_satellites.sql")),
];

/// Which of the two databases is behind a pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Sqlite,
    Postgres,
}

/// The database: pools for reading and for writing.
#[derive(Debug, Clone)]
pub struct Db {
    kind: Kind,
    readers: AnyPool,
    writers: AnyPool,
}

impl Db {
    /// Opens the pools, creating an SQLite file where there is none, and brings the schema up to date.
    pub async fn open(config: &DatabaseConfig) -> anyhow::Result<Self> {
        sqlx::any::install_default_drivers();
        let db = match config.url.split(':').next().unwrap_or_default() {
            "sqlite" => Self::sqlite(config).await?,
            "postgres" | "postgresql" => Self::postgres(config).await?,
            other => bail!("database.url must begin with sqlite: or postgres:, not with {other:?}"),
        };
        db.migrate().await.context("bringing the database schema up to date")?;
        Ok(db)
    }

    /// One connection writes and several read: faster and fairer than writers that wait for each other's lock.
    async fn sqlite(config: &DatabaseConfig) -> anyhow::Result<Self> {
        let file = config.url.trim_start_matches("sqlite:").trim_start_matches("//");
        if file.is_empty() || file.starts_with(":memory:") || file.contains("mode=memory") {
            bail!("database.url must name a file, such as sqlite:frontdesk.db; a database in memory cannot be shared");
        }
        let path = file.split('?').next().unwrap_or(file);
        crate::data_dir::protect_file(std::path::Path::new(path)).with_context(|| format!("creating {path}"))?;
        let options = AnyConnectOptions::from_str(&config.url).context("reading database.url")?;
        let pool = |size: u32| {
            AnyPoolOptions::new().max_connections(size).acquire_timeout(Duration::from_secs(30)).after_connect(
                |conn, _| {
                    Box::pin(async move {
                        // WAL first needs the lock of a file that another process may just be creating.
                        for pragma in [
                            "PRAGMA busy_timeout = 10000",
                            "PRAGMA journal_mode = WAL",
                            "PRAGMA synchronous = NORMAL",
                            "PRAGMA foreign_keys = ON",
                        ] {
                            sqlx::raw_sql(pragma).execute(&mut *conn).await?;
                        }
                        Ok(())
                    })
                },
            )
        };
        let writers = pool(1).connect_with(options.clone()).await.with_context(|| format!("opening {path}"))?;
        let readers = pool(config.max_connections.clamp(1, 8)).connect_with(options).await?;
        Ok(Self { kind: Kind::Sqlite, readers, writers })
    }

    async fn postgres(config: &DatabaseConfig) -> anyhow::Result<Self> {
        let options = AnyConnectOptions::from_str(&config.url).context("reading database.url")?;
        let schema = config.schema.clone();
        if let Some(name) = &schema {
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            if name.is_empty() || !name.chars().all(plain) {
                bail!("database.schema may hold small letters, digits and _ only, not {name:?}");
            }
        }
        let size = config.max_connections.max(2);
        let pool = AnyPoolOptions::new()
            .max_connections(size)
            .acquire_timeout(Duration::from_secs(30))
            .after_connect(move |conn, _| {
                let schema = schema.clone();
                Box::pin(async move {
                    if let Some(name) = schema {
                        // The name was checked above; a schema cannot be bound as a parameter.
                        let create = AssertSqlSafe(format!("CREATE SCHEMA IF NOT EXISTS {name}"));
                        // Two connections may create it at once: one of them loses, and it exists all the same.
                        let _ = sqlx::raw_sql(create).execute(&mut *conn).await;
                        sqlx::raw_sql(AssertSqlSafe(format!("SET search_path TO {name}"))).execute(&mut *conn).await?;
                    }
                    Ok(())
                })
            })
            .connect_with(options)
            .await
            .context("connecting to PostgreSQL")?;
        Ok(Self { kind: Kind::Postgres, readers: pool.clone(), writers: pool })
    }

    /// A connection to read with.
    pub async fn read(&self) -> Result<PoolConnection<Any>, sqlx::Error> {
        self.readers.acquire().await
    }

    /// A write transaction. SQLite takes its lock at once instead of failing halfway.
    pub async fn write(&self) -> Result<Tx, sqlx::Error> {
        match self.kind {
            Kind::Sqlite => self.writers.begin_with("BEGIN IMMEDIATE").await,
            Kind::Postgres => self.writers.begin().await,
        }
    }

    /// Closes all connections; what was committed stays.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writers.close().await;
    }

    /// Applies what is missing of the one migration history. Several processes may start at once:
    /// the table's lock lets one of them work while the others wait and then find nothing to do.
    async fn migrate(&self) -> anyhow::Result<()> {
        const TABLE: &str = "CREATE TABLE IF NOT EXISTS schema_migrations (version BIGINT PRIMARY KEY)";
        let mut tries = 0;
        while let Err(error) = sqlx::raw_sql(TABLE).execute(&self.writers).await {
            // PostgreSQL reports a duplicate when two processes create the table in the same moment.
            tries += 1;
            if tries == 5 {
                return Err(error).context("creating the table of migrations");
            }
        }
        let mut tx = self.write().await?;
        if self.kind == Kind::Postgres {
            sqlx::raw_sql("LOCK TABLE schema_migrations IN ACCESS EXCLUSIVE MODE").execute(&mut *tx).await?;
        }
        let applied: i64 = sqlx::query("SELECT COALESCE(MAX(version), 0) AS version FROM schema_migrations")
            .fetch_one(&mut *tx)
            .await?
            .try_get("version")?;
        let newest = MIGRATIONS.last().map_or(0, |(version, _)| *version);
        if applied > newest {
            bail!("the database has schema {applied}, this program knows schema {newest}: use a newer frontdesk");
        }
        for (version, sql) in MIGRATIONS.iter().filter(|(version, _)| *version > applied) {
            sqlx::raw_sql(*sql).execute(&mut *tx).await.with_context(|| format!("migration {version}"))?;
            sqlx::query("INSERT INTO schema_migrations (version) VALUES ($1)").bind(version).execute(&mut *tx).await?;
            tracing::info!(version, "the database schema was brought up to date");
        }
        tx.commit().await?;
        Ok(())
    }
}

/// Whether a statement failed because a row with these unique values exists.
pub(crate) fn is_duplicate(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation)
}

/// Whether trying the whole transaction again may succeed: a lock or a serialization that was lost.
pub(crate) fn is_transient(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code().map(std::borrow::Cow::into_owned));
    // PostgreSQL: serialization failure and deadlock. SQLite: busy and its extended forms.
    matches!(code.as_deref(), Some("40001" | "40P01" | "5" | "261" | "517"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(dir: &tempfile::TempDir) -> DatabaseConfig {
        crate::Config::in_folder(dir.path()).database
    }

    #[tokio::test]
    async fn several_processes_may_start_at_once_and_find_one_schema() {
        let dir = tempfile::tempdir().unwrap();
        let config = config(&dir);

        let opened = futures::future::join_all((0..4).map(|_| Db::open(&config))).await;

        assert!(opened.iter().all(Result::is_ok), "{opened:?}");
        let db = opened.into_iter().next().unwrap().unwrap();
        let row = sqlx::query("SELECT COUNT(*) AS total FROM schema_migrations")
            .fetch_one(&mut *db.read().await.unwrap())
            .await
            .unwrap();
        assert_eq!(row.try_get::<i64, _>("total").unwrap(), MIGRATIONS.len() as i64);
    }

    #[tokio::test]
    async fn a_write_that_is_dropped_never_happened() {
        let dir = tempfile::tempdir().unwrap();
        let db = Db::open(&config(&dir)).await.unwrap();

        let mut tx = db.write().await.unwrap();
        sqlx::query("INSERT INTO schema_migrations (version) VALUES (999)").execute(&mut *tx).await.unwrap();
        drop(tx);

        assert!(Db::open(&config(&dir)).await.is_ok());
    }

    #[tokio::test]
    async fn a_newer_schema_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let db = Db::open(&config(&dir)).await.unwrap();
        let mut tx = db.write().await.unwrap();
        sqlx::query("INSERT INTO schema_migrations (version) VALUES (999)").execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();

        let refused = format!("{:#}", Db::open(&config(&dir)).await.unwrap_err());

        assert!(refused.contains("newer frontdesk"), "{refused}");
    }

    #[tokio::test]
    async fn a_url_of_another_database_is_refused_in_words() {
        let other = DatabaseConfig { url: "mysql://x".to_owned(), ..DatabaseConfig::default() };

        assert!(Db::open(&other).await.unwrap_err().to_string().contains("sqlite: or postgres:"));
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn only_its_owner_reads_the_file() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().unwrap();
        Db::open(&config(&dir)).await.unwrap();

        let mode = std::fs::metadata(dir.path().join("frontdesk.db")).unwrap().permissions().mode();

        assert_eq!(mode & 0o777, 0o600);
    }
}
