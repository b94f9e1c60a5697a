//! Forgetting what nobody needs any more.

use frontdesk_wire::Seconds;

use crate::app::App;
use crate::store::Conn;

/// What is over is kept this long, for whoever looks into a complaint.
const KEPT: Seconds = Seconds::days(30);

/// The development inbox keeps messages this long.
const INBOX: Seconds = Seconds::days(7);

/// Refresh tokens that were used are kept this long, so that a late one is told apart from one that never was. A page that is
/// rendered all day leaves one each minute.
const USED: Seconds = Seconds::days(1);

/// Clients that nobody is signed in on, and that nothing hangs on any more: every visitor leaves one.
const CLIENTS: &str = "DELETE FROM clients WHERE updated_at < $1
    AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.instance_id = clients.instance_id AND s.client_id = clients.id)
    AND NOT EXISTS (SELECT 1 FROM sign_ins s WHERE s.instance_id = clients.instance_id AND s.client_id = clients.id)
    AND NOT EXISTS (SELECT 1 FROM sign_ups s WHERE s.instance_id = clients.instance_id AND s.client_id = clients.id)";

/// Removes attempts, clients, development browsers, messages and ended sessions that are long over. Serves every
/// instance.
pub(crate) async fn sweep(app: &App) -> anyhow::Result<()> {
    let now = app.now();
    let (kept, inbox, used) = (now.minus(KEPT).0, now.minus(INBOX).0, now.minus(USED).0);
    let mut tx = app.store.write().await?;
    remove(&mut tx, "DELETE FROM sign_ins WHERE abandon_at < $1", kept).await?;
    remove(&mut tx, "DELETE FROM sign_ups WHERE abandon_at < $1", kept).await?;
    remove(&mut tx, "DELETE FROM sessions WHERE expire_at < $1 OR ended_at < $1", kept).await?;
    remove(&mut tx, CLIENTS, kept).await?;
    remove(&mut tx, "DELETE FROM dev_browsers WHERE last_seen_at < $1", kept).await?;
    remove(&mut tx, "DELETE FROM handshakes WHERE expire_at < $1", now.0).await?;
    remove(&mut tx, "DELETE FROM satellite_nonces WHERE expire_at < $1", now.0).await?;
    remove(&mut tx, "DELETE FROM refresh_tokens WHERE expire_at < $1", now.0).await?;
    remove(&mut tx, "DELETE FROM refresh_tokens WHERE used_at < $1", used).await?;
    remove(&mut tx, "DELETE FROM jobs WHERE failed_at < $1", kept).await?;
    remove(&mut tx, "DELETE FROM inbox_messages WHERE created_at < $1", inbox).await?;
    Ok(tx.commit().await?)
}

async fn remove(conn: &mut Conn, sql: &'static str, before: i64) -> Result<(), sqlx::Error> {
    sqlx::query(sql).bind(before).execute(conn).await.map(drop)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI64, Ordering};

    use super::*;
    use crate::clock::Clock;
    use crate::config::Config;
    use crate::rng::Rng;
    use crate::store::clients::{self, Client};
    use crate::store::refresh_tokens::{self, RefreshToken};

    #[tokio::test]
    async fn a_client_that_nobody_uses_is_forgotten() {
        let dir = tempfile::tempdir().unwrap();
        let now = Arc::new(AtomicI64::new(1_790_000_000_000));
        let app =
            App::open_with(Config::in_folder(dir.path()), Clock::Test(now.clone()), Rng::seeded(1)).await.unwrap();
        let instance = app.ensure_instance().await.unwrap().id.clone();
        let visit = async |id: &str| {
            let mut tx = app.store.write().await.unwrap();
            let at = app.now();
            let client = Client { id: id.into(), version: 1, created_at: at, updated_at: at, ..Client::default() };
            clients::insert(&mut tx, &instance, &client).await.unwrap();
            tx.commit().await.unwrap();
        };
        visit("client_old").await;
        now.fetch_add(Seconds::days(31).millis(), Ordering::Relaxed);
        visit("client_new").await;

        sweep(&app).await.unwrap();

        let mut conn = app.store.read().await.unwrap();
        assert!(clients::find(&mut conn, &instance, &"client_old".into()).await.unwrap().is_none());
        assert!(clients::find(&mut conn, &instance, &"client_new".into()).await.unwrap().is_some());
    }

    #[tokio::test]
    async fn a_refresh_token_is_forgotten_a_day_after_its_use_and_not_before() {
        let dir = tempfile::tempdir().unwrap();
        let now = Arc::new(AtomicI64::new(1_790_000_000_000));
        let app =
            App::open_with(Config::in_folder(dir.path()), Clock::Test(now.clone()), Rng::seeded(1)).await.unwrap();
        let instance = app.ensure_instance().await.unwrap().id.clone();
        let at = app.now();
        let mut tx = app.store.write().await.unwrap();
        for sql in [
            "INSERT INTO users (id, instance_id, public_metadata, private_metadata, unsafe_metadata, failed_attempts, version, \
             created_at, updated_at) VALUES ('user_1', $1, '{}', '{}', '{}', 0, 1, 0, 0)",
            "INSERT INTO clients (id, instance_id, rotating_token_hash, version, created_at, updated_at) \
             VALUES ('client_1', $1, '', 1, 0, 9000000000000)",
            "INSERT INTO sessions (id, instance_id, client_id, user_id, state, activity, expire_at, version, created_at, \
             updated_at) VALUES ('sess_1', $1, 'client_1', 'user_1', '{}', '{}', 9000000000000, 1, 0, 0)",
        ] {
            sqlx::query(sql).bind(instance.as_str()).execute(&mut *tx).await.unwrap();
        }
        let token = RefreshToken {
            session: "sess_1".into(),
            origin: "https://app.example".to_owned(),
            used_at: None,
            expire_at: at.plus(Seconds::days(30)),
        };
        for hash in ["long_used", "just_used", "unused"] {
            refresh_tokens::insert(&mut tx, &instance, hash, &token, at).await.unwrap();
        }
        refresh_tokens::note_use(&mut tx, &instance, "long_used", at).await.unwrap();
        refresh_tokens::note_use(&mut tx, &instance, "just_used", at.plus(Seconds::days(1))).await.unwrap();
        tx.commit().await.unwrap();
        now.fetch_add(Seconds::days(1).millis() + 1, Ordering::Relaxed);

        sweep(&app).await.unwrap();

        let mut conn = app.store.read().await.unwrap();
        for (hash, stays) in [("long_used", false), ("just_used", true), ("unused", true)] {
            let found = refresh_tokens::find(&mut conn, &instance, hash, app.now()).await.unwrap();
            assert_eq!(found.is_some(), stays, "{hash}");
        }
    }
}
