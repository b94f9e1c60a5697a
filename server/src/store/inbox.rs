//! Messages that a development instance shows instead of sending.

use frontdesk_wire::{InstanceId, Timestamp};
use sqlx::FromRow;

use super::Conn;
use crate::mail::Mail;

/// A message in the development inbox.
#[derive(Clone, FromRow)]
pub(crate) struct InboxMessage {
    /// Its id.
    pub id: String,
    /// To whom.
    pub recipient: String,
    /// One line.
    pub subject: String,
    /// As plain text.
    pub body_text: String,
    /// As HTML.
    pub body_html: String,
    /// The code that it carries.
    pub code: Option<String>,
    /// When it came.
    pub created_at: i64,
}

/// Keeps a message; the same message twice is one.
pub(crate) async fn insert(
    conn: &mut Conn,
    instance: &InstanceId,
    mail: &Mail,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO inbox_messages (id, instance_id, recipient, subject, body_text, body_html, code, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING",
    )
    .bind(&mail.id)
    .bind(instance.as_str())
    .bind(&mail.to)
    .bind(&mail.subject)
    .bind(&mail.text)
    .bind(&mail.html)
    .bind(&mail.code)
    .bind(now.0)
    .execute(conn)
    .await
    .map(drop)
}

/// The newest messages, newest first.
pub(crate) async fn newest(
    conn: &mut Conn,
    instance: &InstanceId,
    limit: i64,
) -> Result<Vec<InboxMessage>, sqlx::Error> {
    sqlx::query_as(
        "SELECT id, recipient, subject, body_text, body_html, code, created_at FROM inbox_messages
         WHERE instance_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2",
    )
    .bind(instance.as_str())
    .bind(limit)
    .fetch_all(conn)
    .await
}
