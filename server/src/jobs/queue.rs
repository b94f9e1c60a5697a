//! The table of jobs: insert, claim, finish.
//!
//! The worker serves every instance, so claiming is the one query that binds no instance; a job names its own.

use frontdesk_wire::{InstanceId, Seconds, Timestamp};
use sqlx::FromRow;

use super::Job;
use crate::app::App;
use crate::ids;
use crate::mail::Mailer;
use crate::rng::Rng;
use crate::store::Conn;

/// How long a claim lasts: when its process dies, the job waits this long for the next one. A job is cut off before.
pub(super) fn lease(app: &App) -> Seconds {
    match app.mailer {
        // A mail server may be far away or slow.
        Mailer::Smtp { .. } => Seconds(30),
        // All else is on this machine, and somebody waits for a code.
        Mailer::File { .. } | Mailer::Inbox | Mailer::Memory(_) | Mailer::Off => Seconds(5),
    }
}

/// A job that this process may run now.
#[derive(Debug)]
pub(super) struct Claimed {
    pub(super) id: String,
    pub(super) instance: InstanceId,
    pub(super) name: String,
    pub(super) payload: String,
    pub(super) attempts: i64,
    claim: String,
}

#[derive(FromRow)]
struct Row {
    id: String,
    instance_id: String,
    name: String,
    payload: String,
    attempts: i64,
}

/// Inserts a job in the transaction that causes it.
pub(crate) async fn enqueue(
    conn: &mut Conn,
    instance: &InstanceId,
    job: &Job,
    now: Timestamp,
    rng: &Rng,
) -> anyhow::Result<()> {
    sqlx::query(
        "INSERT INTO jobs (id, instance_id, name, payload, priority, attempts, run_at, locked_until, created_at)
         VALUES ($1, $2, $3, $4, $5, 0, $6, 0, $6)",
    )
    .bind(format!("job_{}", ids::body(now, rng)))
    .bind(instance.as_str())
    .bind(job.name())
    .bind(serde_json::to_string(job)?)
    .bind(job.priority())
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes the most urgent job that is due and that nobody works on.
pub(super) async fn claim(app: &App) -> anyhow::Result<Option<Claimed>> {
    let now = app.now();
    // A look first: an idle worker takes no write lock.
    let due = sqlx::query("SELECT 1 FROM jobs WHERE failed_at IS NULL AND run_at <= $1 AND locked_until <= $1 LIMIT 1")
        .bind(now.0)
        .fetch_optional(&mut *app.store.read().await?)
        .await?;
    if due.is_none() {
        return Ok(None);
    }
    let claim = app.rng.token();
    let mut tx = app.store.write().await?;
    let row: Option<Row> = sqlx::query_as(
        "UPDATE jobs SET locked_until = $1, locked_by = $2, attempts = attempts + 1
         WHERE id = (SELECT id FROM jobs WHERE failed_at IS NULL AND run_at <= $3 AND locked_until <= $3
                     ORDER BY priority, run_at, id LIMIT 1)
           AND locked_until <= $3
         RETURNING id, instance_id, name, payload, attempts",
    )
    .bind(now.plus(lease(app)).0)
    .bind(&claim)
    .bind(now.0)
    .fetch_optional(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(row.map(|row| Claimed {
        id: row.id,
        instance: row.instance_id.into(),
        name: row.name,
        payload: row.payload,
        attempts: row.attempts,
        claim,
    }))
}

/// Removes a job that is done.
pub(super) async fn done(app: &App, job: &Claimed) -> anyhow::Result<()> {
    let mut tx = app.store.write().await?;
    sqlx::query("DELETE FROM jobs WHERE instance_id = $1 AND id = $2 AND locked_by = $3")
        .bind(job.instance.as_str())
        .bind(&job.id)
        .bind(&job.claim)
        .execute(&mut *tx)
        .await?;
    Ok(tx.commit().await?)
}

/// Puts a job back for later.
pub(super) async fn retry(app: &App, job: &Claimed, wait: Seconds, error: &anyhow::Error) -> anyhow::Result<()> {
    let mut tx = app.store.write().await?;
    sqlx::query(
        "UPDATE jobs SET run_at = $1, locked_until = 0, locked_by = NULL, last_error = $2
         WHERE instance_id = $3 AND id = $4 AND locked_by = $5",
    )
    .bind(app.now().plus(wait).0)
    .bind(format!("{error:#}"))
    .bind(job.instance.as_str())
    .bind(&job.id)
    .bind(&job.claim)
    .execute(&mut *tx)
    .await?;
    Ok(tx.commit().await?)
}

/// Keeps a job that failed for good, without its payload: a message holds a code and an address.
pub(super) async fn give_up(app: &App, job: &Claimed, error: &anyhow::Error) -> anyhow::Result<()> {
    let mut tx = app.store.write().await?;
    sqlx::query(
        "UPDATE jobs SET failed_at = $1, locked_by = NULL, last_error = $2, payload = '{}'
         WHERE instance_id = $3 AND id = $4 AND locked_by = $5",
    )
    .bind(app.now().0)
    .bind(format!("{error:#}"))
    .bind(job.instance.as_str())
    .bind(&job.id)
    .bind(&job.claim)
    .execute(&mut *tx)
    .await?;
    Ok(tx.commit().await?)
}
