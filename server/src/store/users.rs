//! Users.

use frontdesk_wire::{EmailAddressId, InstanceId, Metadata, Timestamp, UserId};
use sqlx::{FromRow, Row as _};

use super::{Conn, SaveError, read_json, saved, write_json};

/// A user as stored.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct User {
    /// Its id.
    pub id: UserId,
    /// The app's own id.
    pub external_id: Option<String>,
    /// The name of the picture that the user uploaded.
    pub picture: Option<String>,
    /// User name.
    pub username: Option<String>,
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// The hash of the password.
    pub password_hash: Option<String>,
    /// When the password was set.
    pub password_updated_at: Option<Timestamp>,
    /// Which address is the primary one.
    pub primary_email: Option<EmailAddressId>,
    /// Data that the app's server attaches, for everybody to read.
    pub public_metadata: Metadata,
    /// Data that the app's server attaches, for itself.
    pub private_metadata: Metadata,
    /// Data that the page attaches.
    pub unsafe_metadata: Metadata,
    /// The language of the sign-up.
    pub locale: Option<String>,
    /// Since when the user is banned.
    pub banned_at: Option<Timestamp>,
    /// Until when the user is locked.
    pub locked_until: Option<Timestamp>,
    /// Failed attempts since the last success.
    pub failed_attempts: i64,
    /// When the terms were agreed to.
    pub legal_accepted_at: Option<Timestamp>,
    /// When the user last signed in.
    pub last_sign_in_at: Option<Timestamp>,
    /// When the user was last active.
    pub last_active_at: Option<Timestamp>,
    /// Counts saves.
    pub version: i64,
    /// When the account was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl std::fmt::Debug for User {
    /// The id alone: the rest is personal.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "User {}", self.id)
    }
}

#[derive(FromRow)]
struct Row {
    id: String,
    picture: Option<String>,
    external_id: Option<String>,
    username: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    password_hash: Option<String>,
    password_updated_at: Option<i64>,
    primary_email_address_id: Option<String>,
    public_metadata: String,
    private_metadata: String,
    unsafe_metadata: String,
    locale: Option<String>,
    banned_at: Option<i64>,
    locked_until: Option<i64>,
    failed_attempts: i64,
    legal_accepted_at: Option<i64>,
    last_sign_in_at: Option<i64>,
    last_active_at: Option<i64>,
    version: i64,
    created_at: i64,
    updated_at: i64,
}

impl TryFrom<Row> for User {
    type Error = sqlx::Error;

    fn try_from(row: Row) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.id.into(),
            picture: row.picture,
            external_id: row.external_id,
            username: row.username,
            first_name: row.first_name,
            last_name: row.last_name,
            password_hash: row.password_hash,
            password_updated_at: row.password_updated_at.map(Timestamp),
            primary_email: row.primary_email_address_id.map(Into::into),
            public_metadata: read_json("public_metadata", &row.public_metadata)?,
            private_metadata: read_json("private_metadata", &row.private_metadata)?,
            unsafe_metadata: read_json("unsafe_metadata", &row.unsafe_metadata)?,
            locale: row.locale,
            banned_at: row.banned_at.map(Timestamp),
            locked_until: row.locked_until.map(Timestamp),
            failed_attempts: row.failed_attempts,
            legal_accepted_at: row.legal_accepted_at.map(Timestamp),
            last_sign_in_at: row.last_sign_in_at.map(Timestamp),
            last_active_at: row.last_active_at.map(Timestamp),
            version: row.version,
            created_at: Timestamp(row.created_at),
            updated_at: Timestamp(row.updated_at),
        })
    }
}

macro_rules! columns {
    ($rest:literal) => {
        concat!(
            "SELECT id, picture, external_id, username, first_name, last_name, password_hash, password_updated_at,
                    primary_email_address_id, public_metadata, private_metadata, unsafe_metadata, locale, banned_at,
                    locked_until, failed_attempts, legal_accepted_at, last_sign_in_at, last_active_at, version,
                    created_at, updated_at FROM users ",
            $rest
        )
    };
}

/// The user with this id.
pub(crate) async fn find(conn: &mut Conn, instance: &InstanceId, id: &UserId) -> Result<Option<User>, sqlx::Error> {
    let row: Option<Row> = sqlx::query_as(columns!("WHERE instance_id = $1 AND id = $2"))
        .bind(instance.as_str())
        .bind(id.as_str())
        .fetch_optional(conn)
        .await?;
    row.map(User::try_from).transpose()
}

/// Takes the user's row until the transaction ends, so that guesses at once are judged one after another: each sees
/// the failures that the ones before it counted.
pub(crate) async fn lock(conn: &mut Conn, instance: &InstanceId, id: &UserId) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE users SET failed_attempts = failed_attempts WHERE instance_id = $1 AND id = $2")
        .bind(instance.as_str())
        .bind(id.as_str())
        .execute(conn)
        .await
        .map(drop)
}

/// Which users a list shows, and in what part. An empty text asks for nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct UserFilter {
    /// Part of a name, an address or an id, in small letters.
    pub query: String,
    /// This address exactly, normalised.
    pub email_address: String,
    /// This user name exactly.
    pub username: String,
    /// The app's own id.
    pub external_id: String,
    /// How many at most.
    pub limit: i64,
    /// How many to skip.
    pub offset: i64,
}

macro_rules! filtered {
    ($head:literal, $tail:literal) => {
        concat!(
            $head,
            " WHERE instance_id = $1
                AND ($2 = '' OR LOWER(COALESCE(first_name, '') || ' ' || COALESCE(last_name, '')) LIKE $3 ESCAPE '\\'
                     OR LOWER(COALESCE(username, '')) LIKE $3 ESCAPE '\\' OR id = $2
                     OR id IN (SELECT user_id FROM email_addresses WHERE instance_id = $1 AND email_address LIKE $3 ESCAPE '\\'))
                AND ($4 = '' OR id IN (SELECT user_id FROM email_addresses WHERE instance_id = $1 AND email_address = $4))
                AND ($5 = '' OR username = $5) AND ($6 = '' OR external_id = $6) ",
            $tail
        )
    };
}

/// A part of the list of users, newest first.
pub(crate) async fn list(
    conn: &mut Conn,
    instance: &InstanceId,
    filter: &UserFilter,
) -> Result<Vec<User>, sqlx::Error> {
    let rows: Vec<Row> = sqlx::query_as(filtered!(
        "SELECT id, picture, external_id, username, first_name, last_name, password_hash, password_updated_at,
                primary_email_address_id, public_metadata, private_metadata, unsafe_metadata, locale, banned_at,
                locked_until, failed_attempts, legal_accepted_at, last_sign_in_at, last_active_at, version,
                created_at, updated_at FROM users",
        "ORDER BY created_at DESC, id DESC LIMIT $7 OFFSET $8"
    ))
    .bind(instance.as_str())
    .bind(&filter.query)
    .bind(contains(&filter.query))
    .bind(&filter.email_address)
    .bind(&filter.username)
    .bind(&filter.external_id)
    .bind(filter.limit)
    .bind(filter.offset)
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(User::try_from).collect()
}

/// How many users a list has in all.
pub(crate) async fn count(conn: &mut Conn, instance: &InstanceId, filter: &UserFilter) -> Result<i64, sqlx::Error> {
    sqlx::query(filtered!("SELECT COUNT(*) AS total FROM users", ""))
        .bind(instance.as_str())
        .bind(&filter.query)
        .bind(contains(&filter.query))
        .bind(&filter.email_address)
        .bind(&filter.username)
        .bind(&filter.external_id)
        .fetch_one(conn)
        .await?
        .try_get("total")
}

/// A pattern for `LIKE` that finds the text anywhere; its own wildcards are ordinary characters.
pub(super) fn contains(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}

/// Inserts a user.
pub(crate) async fn insert(conn: &mut Conn, instance: &InstanceId, user: &User) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO users (id, instance_id, external_id, username, first_name, last_name, password_hash,
                            password_updated_at, primary_email_address_id, public_metadata, private_metadata,
                            unsafe_metadata, locale, failed_attempts, legal_accepted_at, last_sign_in_at,
                            last_active_at, version, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, $14, $15, $16, 1, $17, $18)",
    )
    .bind(user.id.as_str())
    .bind(instance.as_str())
    .bind(&user.external_id)
    .bind(&user.username)
    .bind(&user.first_name)
    .bind(&user.last_name)
    .bind(&user.password_hash)
    .bind(user.password_updated_at.map(|at| at.0))
    .bind(user.primary_email.as_ref().map(EmailAddressId::as_str))
    .bind(write_json(&user.public_metadata)?)
    .bind(write_json(&user.private_metadata)?)
    .bind(write_json(&user.unsafe_metadata)?)
    .bind(&user.locale)
    .bind(user.legal_accepted_at.map(|at| at.0))
    .bind(user.last_sign_in_at.map(|at| at.0))
    .bind(user.last_active_at.map(|at| at.0))
    .bind(user.created_at.0)
    .bind(user.updated_at.0)
    .execute(conn)
    .await
    .map(drop)
}

/// Saves the profile of a user that was read, unless somebody else saved it meanwhile. What is counted by its own
/// statements (failures, sign-ins, activity) is left alone.
pub(crate) async fn save(conn: &mut Conn, instance: &InstanceId, user: &User) -> Result<(), SaveError> {
    let done = sqlx::query(
        "UPDATE users SET external_id = $1, username = $2, first_name = $3, last_name = $4, password_hash = $5,
                password_updated_at = $6, primary_email_address_id = $7, public_metadata = $8, private_metadata = $9,
                unsafe_metadata = $10, banned_at = $11, legal_accepted_at = $12, updated_at = $13,
                picture = $14, version = version + 1
         WHERE instance_id = $15 AND id = $16 AND version = $17",
    )
    .bind(&user.external_id)
    .bind(&user.username)
    .bind(&user.first_name)
    .bind(&user.last_name)
    .bind(&user.password_hash)
    .bind(user.password_updated_at.map(|at| at.0))
    .bind(user.primary_email.as_ref().map(EmailAddressId::as_str))
    .bind(write_json(&user.public_metadata)?)
    .bind(write_json(&user.private_metadata)?)
    .bind(write_json(&user.unsafe_metadata)?)
    .bind(user.banned_at.map(|at| at.0))
    .bind(user.legal_accepted_at.map(|at| at.0))
    .bind(user.updated_at.0)
    .bind(&user.picture)
    .bind(instance.as_str())
    .bind(user.id.as_str())
    .bind(user.version)
    .execute(conn)
    .await?;
    saved(done.rows_affected())
}

/// Removes a user with everything that hangs on it.
pub(crate) async fn delete(conn: &mut Conn, instance: &InstanceId, id: &UserId) -> Result<bool, sqlx::Error> {
    let done = sqlx::query("DELETE FROM users WHERE instance_id = $1 AND id = $2")
        .bind(instance.as_str())
        .bind(id.as_str())
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Stores a new password.
pub(crate) async fn set_password(
    conn: &mut Conn,
    instance: &InstanceId,
    id: &UserId,
    hash: &str,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE users SET password_hash = $1, password_updated_at = $2, updated_at = $2, version = version + 1
         WHERE instance_id = $3 AND id = $4",
    )
    .bind(hash)
    .bind(now.0)
    .bind(instance.as_str())
    .bind(id.as_str())
    .execute(conn)
    .await
    .map(drop)
}

/// Removes the password.
pub(crate) async fn remove_password(
    conn: &mut Conn,
    instance: &InstanceId,
    id: &UserId,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE users SET password_hash = NULL, password_updated_at = $1, updated_at = $1, version = version + 1
         WHERE instance_id = $2 AND id = $3",
    )
    .bind(now.0)
    .bind(instance.as_str())
    .bind(id.as_str())
    .execute(conn)
    .await
    .map(drop)
}

/// Makes an address the primary one of a user who has none.
pub(crate) async fn adopt_primary_email(
    conn: &mut Conn,
    instance: &InstanceId,
    id: &UserId,
    address: &EmailAddressId,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE users SET primary_email_address_id = $1, version = version + 1
         WHERE instance_id = $2 AND id = $3 AND primary_email_address_id IS NULL",
    )
    .bind(address.as_str())
    .bind(instance.as_str())
    .bind(id.as_str())
    .execute(conn)
    .await
    .map(drop)
}

/// Notes a sign-in.
pub(crate) async fn note_sign_in(
    conn: &mut Conn,
    instance: &InstanceId,
    id: &UserId,
    at: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE users SET last_sign_in_at = $1, last_active_at = $1 WHERE instance_id = $2 AND id = $3")
        .bind(at.0)
        .bind(instance.as_str())
        .bind(id.as_str())
        .execute(conn)
        .await
        .map(drop)
}

/// Notes activity.
pub(crate) async fn note_activity(
    conn: &mut Conn,
    instance: &InstanceId,
    id: &UserId,
    at: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE users SET last_active_at = $1 WHERE instance_id = $2 AND id = $3")
        .bind(at.0)
        .bind(instance.as_str())
        .bind(id.as_str())
        .execute(conn)
        .await
        .map(drop)
}

/// Adds one to the failed attempts, and locks the user when that makes `limit` of them. One statement, so that
/// attempts on several clients at once all count.
pub(crate) async fn count_failure(
    conn: &mut Conn,
    instance: &InstanceId,
    id: &UserId,
    limit: i64,
    locked_until: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE users SET locked_until = CASE WHEN failed_attempts + 1 >= $1 THEN $2 ELSE locked_until END,
                failed_attempts = CASE WHEN failed_attempts + 1 >= $1 THEN 0 ELSE failed_attempts + 1 END
         WHERE instance_id = $3 AND id = $4",
    )
    .bind(limit)
    .bind(locked_until.0)
    .bind(instance.as_str())
    .bind(id.as_str())
    .execute(conn)
    .await
    .map(drop)
}

/// Sets the failed attempts to zero.
pub(crate) async fn clear_failures(conn: &mut Conn, instance: &InstanceId, id: &UserId) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE users SET failed_attempts = 0, locked_until = NULL WHERE instance_id = $1 AND id = $2")
        .bind(instance.as_str())
        .bind(id.as_str())
        .execute(conn)
        .await
        .map(drop)
}

/// What a list of users is sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum OrderBy {
    /// When the account was made.
    #[default]
    CreatedAt,
    /// When it last changed.
    UpdatedAt,
    /// When the user last signed in.
    LastSignInAt,
    /// When the user was last active.
    LastActiveAt,
    /// Given name.
    FirstName,
    /// Family name.
    LastName,
    /// User name.
    Username,
}

/// The order of a list of users.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Order {
    /// By what.
    pub by: OrderBy,
    /// Largest or newest first.
    pub descending: bool,
}

impl Default for Order {
    /// Newest first.
    fn default() -> Self {
        Self { by: OrderBy::CreatedAt, descending: true }
    }
}

impl Order {
    /// Sorts users that are at hand as [`list_in_order`] does.
    pub(crate) fn sort(self, users: &mut [User]) {
        let text = |text: &Option<String>| text.as_deref().unwrap_or_default().to_lowercase();
        users.sort_by_cached_key(|user| {
            let (number, text) = match self.by {
                OrderBy::CreatedAt => (user.created_at.0, String::new()),
                OrderBy::UpdatedAt => (user.updated_at.0, String::new()),
                OrderBy::LastSignInAt => (user.last_sign_in_at.unwrap_or_default().0, String::new()),
                OrderBy::LastActiveAt => (user.last_active_at.unwrap_or_default().0, String::new()),
                OrderBy::FirstName => (0, text(&user.first_name)),
                OrderBy::LastName => (0, text(&user.last_name)),
                OrderBy::Username => (0, text(&user.username)),
            };
            (number, text, user.created_at, user.id.clone())
        });
        if self.descending {
            users.reverse();
        }
    }
}

macro_rules! ordered {
    ($order:literal) => {
        filtered!(
            "SELECT id, picture, external_id, username, first_name, last_name, password_hash, password_updated_at,
                    primary_email_address_id, public_metadata, private_metadata, unsafe_metadata, locale, banned_at,
                    locked_until, failed_attempts, legal_accepted_at, last_sign_in_at, last_active_at, version,
                    created_at, updated_at FROM users",
            $order
        )
    };
}

/// A part of the list of users, in this order.
pub(crate) async fn list_in_order(
    conn: &mut Conn,
    instance: &InstanceId,
    filter: &UserFilter,
    order: Order,
) -> Result<Vec<User>, sqlx::Error> {
    let sql = match (order.by, order.descending) {
        (OrderBy::CreatedAt, true) => ordered!("ORDER BY created_at DESC, id DESC LIMIT $7 OFFSET $8"),
        (OrderBy::CreatedAt, false) => ordered!("ORDER BY created_at ASC, id ASC LIMIT $7 OFFSET $8"),
        (OrderBy::UpdatedAt, true) => ordered!("ORDER BY updated_at DESC, created_at DESC, id DESC LIMIT $7 OFFSET $8"),
        (OrderBy::UpdatedAt, false) => ordered!("ORDER BY updated_at ASC, created_at ASC, id ASC LIMIT $7 OFFSET $8"),
        (OrderBy::LastSignInAt, true) => {
            ordered!("ORDER BY COALESCE(last_sign_in_at, 0) DESC, created_at DESC, id DESC LIMIT $7 OFFSET $8")
        }
        (OrderBy::LastSignInAt, false) => {
            ordered!("ORDER BY COALESCE(last_sign_in_at, 0) ASC, created_at ASC, id ASC LIMIT $7 OFFSET $8")
        }
        (OrderBy::LastActiveAt, true) => {
            ordered!("ORDER BY COALESCE(last_active_at, 0) DESC, created_at DESC, id DESC LIMIT $7 OFFSET $8")
        }
        (OrderBy::LastActiveAt, false) => {
            ordered!("ORDER BY COALESCE(last_active_at, 0) ASC, created_at ASC, id ASC LIMIT $7 OFFSET $8")
        }
        (OrderBy::FirstName, true) => {
            ordered!("ORDER BY LOWER(COALESCE(first_name, '')) DESC, created_at DESC, id DESC LIMIT $7 OFFSET $8")
        }
        (OrderBy::FirstName, false) => {
            ordered!("ORDER BY LOWER(COALESCE(first_name, '')) ASC, created_at ASC, id ASC LIMIT $7 OFFSET $8")
        }
        (OrderBy::LastName, true) => {
            ordered!("ORDER BY LOWER(COALESCE(last_name, '')) DESC, created_at DESC, id DESC LIMIT $7 OFFSET $8")
        }
        (OrderBy::LastName, false) => {
            ordered!("ORDER BY LOWER(COALESCE(last_name, '')) ASC, created_at ASC, id ASC LIMIT $7 OFFSET $8")
        }
        (OrderBy::Username, true) => {
            ordered!("ORDER BY LOWER(COALESCE(username, '')) DESC, created_at DESC, id DESC LIMIT $7 OFFSET $8")
        }
        (OrderBy::Username, false) => {
            ordered!("ORDER BY LOWER(COALESCE(username, '')) ASC, created_at ASC, id ASC LIMIT $7 OFFSET $8")
        }
    };
    let rows: Vec<Row> = sqlx::query_as(sql)
        .bind(instance.as_str())
        .bind(&filter.query)
        .bind(contains(&filter.query))
        .bind(&filter.email_address)
        .bind(&filter.username)
        .bind(&filter.external_id)
        .bind(filter.limit)
        .bind(filter.offset)
        .fetch_all(conn)
        .await?;
    rows.into_iter().map(User::try_from).collect()
}
