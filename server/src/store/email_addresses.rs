//! E-mail addresses of users. Addresses are stored normalised and compared exactly.

use frontdesk_domain::Verification;
use frontdesk_wire::{EmailAddressId, InstanceId, Timestamp, UserId};
use sqlx::{FromRow, Row as _};

use super::{Conn, read_json, write_json};

/// An address as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EmailAddress {
    /// Its id.
    pub id: EmailAddressId,
    /// Whose.
    pub user: UserId,
    /// The normalised address.
    pub address: String,
    /// Since when it is known to be the user's.
    pub verified_at: Option<Timestamp>,
    /// How it was proven: a strategy such as `email_code` or `admin`.
    pub verified_by: Option<String>,
    /// The code under way.
    pub code: Option<Verification>,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

#[derive(FromRow)]
struct Row {
    id: String,
    user_id: String,
    email_address: String,
    verified_at: Option<i64>,
    verification: Option<String>,
    code: Option<String>,
    created_at: i64,
    updated_at: i64,
}

impl TryFrom<Row> for EmailAddress {
    type Error = sqlx::Error;

    fn try_from(row: Row) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.id.into(),
            user: row.user_id.into(),
            address: row.email_address,
            verified_at: row.verified_at.map(Timestamp),
            verified_by: row.verification,
            code: row.code.as_deref().map(|code| read_json("code", code)).transpose()?,
            created_at: Timestamp(row.created_at),
            updated_at: Timestamp(row.updated_at),
        })
    }
}

/// The addresses of a user, oldest first.
pub(crate) async fn of_user(
    conn: &mut Conn,
    instance: &InstanceId,
    user: &UserId,
) -> Result<Vec<EmailAddress>, sqlx::Error> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT id, user_id, email_address, verified_at, verification, code, created_at, updated_at
         FROM email_addresses WHERE instance_id = $1 AND user_id = $2 ORDER BY created_at, id",
    )
    .bind(instance.as_str())
    .bind(user.as_str())
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(EmailAddress::try_from).collect()
}

/// Who has proven this address; or, where nobody has, whose account was made with it first. An address that somebody
/// added and did not prove is nobody's: it must not lead a stranger into that account.
pub(crate) async fn owner(
    conn: &mut Conn,
    instance: &InstanceId,
    address: &str,
) -> Result<Option<UserId>, sqlx::Error> {
    sqlx::query(
        "SELECT user_id FROM email_addresses e WHERE instance_id = $1 AND email_address = $2
            AND (verified_at IS NOT NULL OR EXISTS (
                SELECT 1 FROM users u WHERE u.instance_id = $1 AND u.id = e.user_id AND u.primary_email_address_id = e.id))
         ORDER BY CASE WHEN verified_at IS NULL THEN 1 ELSE 0 END, created_at, id LIMIT 1",
    )
    .bind(instance.as_str())
    .bind(address)
    .fetch_optional(conn)
    .await?
    .map(|row| row.try_get::<String, _>("user_id").map(UserId::from))
    .transpose()
}

/// Whether somebody has proven this address.
pub(crate) async fn is_taken(conn: &mut Conn, instance: &InstanceId, address: &str) -> Result<bool, sqlx::Error> {
    let found = sqlx::query(
        "SELECT 1 FROM email_addresses WHERE instance_id = $1 AND email_address = $2 AND verified_at IS NOT NULL LIMIT 1",
    )
    .bind(instance.as_str())
    .bind(address)
    .fetch_optional(conn)
    .await?;
    Ok(found.is_some())
}

/// Inserts an address.
pub(crate) async fn insert(conn: &mut Conn, instance: &InstanceId, address: &EmailAddress) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO email_addresses (id, instance_id, user_id, email_address, verified_at, verification, version, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8)",
    )
    .bind(address.id.as_str())
    .bind(instance.as_str())
    .bind(address.user.as_str())
    .bind(&address.address)
    .bind(address.verified_at.map(|at| at.0))
    .bind(&address.verified_by)
    .bind(address.created_at.0)
    .bind(address.updated_at.0)
    .execute(conn)
    .await
    .map(drop)
}

/// Keeps the code under way.
pub(crate) async fn save_code(
    conn: &mut Conn,
    instance: &InstanceId,
    user: &UserId,
    id: &EmailAddressId,
    code: Option<&Verification>,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE email_addresses SET code = $1, updated_at = $2, version = version + 1
         WHERE instance_id = $3 AND user_id = $4 AND id = $5",
    )
    .bind(code.map(write_json).transpose()?)
    .bind(now.0)
    .bind(instance.as_str())
    .bind(user.as_str())
    .bind(id.as_str())
    .execute(conn)
    .await
    .map(drop)
}

/// Removes an address of a user.
pub(crate) async fn delete(
    conn: &mut Conn,
    instance: &InstanceId,
    user: &UserId,
    id: &EmailAddressId,
) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM email_addresses WHERE instance_id = $1 AND user_id = $2 AND id = $3")
        .bind(instance.as_str())
        .bind(user.as_str())
        .bind(id.as_str())
        .execute(conn)
        .await
        .map(drop)
}

/// Marks an address as proven. Fails as a duplicate where somebody else proved it first.
pub(crate) async fn verify(
    conn: &mut Conn,
    instance: &InstanceId,
    user: &UserId,
    id: &EmailAddressId,
    by: &str,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE email_addresses SET verified_at = $1, verification = $2, updated_at = $1, version = version + 1
         WHERE instance_id = $3 AND user_id = $4 AND id = $5 AND verified_at IS NULL",
    )
    .bind(now.0)
    .bind(by)
    .bind(instance.as_str())
    .bind(user.as_str())
    .bind(id.as_str())
    .execute(conn)
    .await
    .map(drop)
}

/// Everybody who has this address, proven or claimed.
pub(crate) async fn holders(conn: &mut Conn, instance: &InstanceId, address: &str) -> Result<Vec<UserId>, sqlx::Error> {
    sqlx::query(
        "SELECT user_id FROM email_addresses WHERE instance_id = $1 AND email_address = $2 ORDER BY created_at, id",
    )
    .bind(instance.as_str())
    .bind(address)
    .fetch_all(conn)
    .await?
    .into_iter()
    .map(|row| row.try_get::<String, _>("user_id").map(UserId::from))
    .collect()
}
