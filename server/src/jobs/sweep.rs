//! Forgetting what nobody needs any more.

use frontdesk_wire::Seconds;

use crate::app::App;
use crate::store::Conn;

/// What is over is kept this long, for whoever looks into a complaint.
const KEPT: Seconds = Seconds::days(30);

/// The development inbox keeps messages this long.
const INBOX: Seconds = Seconds::days(7);

/// Removes attempts, development browsers, messages and ended sessions that are long over. Serves every instance.
pub(crate) async fn sweep(app: &App) -> anyhow::Result<()> {
    let now = app.now();
    let (kept, inbox) = (now.minus(KEPT).0, now.minus(INBOX).0);
    let mut tx = app.store.write().await?;
    remove(&mut tx, "DELETE FROM sign_ins WHERE abandon_at < $1", kept).await?;
    remove(&mut tx, "DELETE FROM sign_ups WHERE abandon_at < $1", kept).await?;
    remove(&mut tx, "DELETE FROM sessions WHERE expire_at < $1 OR ended_at < $1", kept).await?;
    remove(&mut tx, "DELETE FROM dev_browsers WHERE last_seen_at < $1", kept).await?;
    remove(&mut tx, "DELETE FROM jobs WHERE failed_at < $1", kept).await?;
    remove(&mut tx, "DELETE FROM inbox_messages WHERE created_at < $1", inbox).await?;
    Ok(tx.commit().await?)
}

async fn remove(conn: &mut Conn, sql: &'static str, before: i64) -> Result<(), sqlx::Error> {
    sqlx::query(sql).bind(before).execute(conn).await.map(drop)
}
