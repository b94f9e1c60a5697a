//! Instances with their signing keys and secret keys.

use frontdesk_wire::InstanceId;
use sqlx::{FromRow, Row as _};

use super::Conn;

/// An instance as it is stored.
#[derive(FromRow)]
pub(crate) struct InstanceRow {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Two words and a number.
    pub slug: String,
    /// `development` or `production`.
    pub environment: String,
    /// The host of its Frontend API.
    pub frontend_api: String,
    /// Origins of its pages, as a JSON array.
    pub allowed_origins: String,
    /// Its settings, as JSON.
    pub settings: String,
    /// Its secret.
    pub secret: String,
    /// When it was made.
    pub created_at: i64,
}

/// A signing key as it is stored. Its id is the `kid` of tokens.
#[derive(FromRow)]
pub(crate) struct KeyRow {
    /// The `kid`.
    pub id: String,
    /// Whose.
    pub instance_id: String,
    /// PKCS #8.
    pub private_pem: String,
    /// SubjectPublicKeyInfo.
    pub public_pem: String,
    /// When it was made.
    pub created_at: i64,
}

/// A secret key as it is stored: retrievable, since an operator may ask for it again, and found by its hash.
pub(crate) struct SecretKeyRow {
    /// Its id.
    pub id: String,
    /// Whose.
    pub instance_id: String,
    /// The key.
    pub secret: String,
    /// Its hash.
    pub secret_hash: String,
    /// When it was made.
    pub created_at: i64,
}

/// Every instance, oldest first.
pub(crate) async fn all(conn: &mut Conn) -> Result<Vec<InstanceRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT id, name, slug, environment, frontend_api, allowed_origins, settings, secret, created_at
         FROM instances ORDER BY created_at, id",
    )
    .fetch_all(conn)
    .await
}

/// The keys of every instance that are still published, newest first.
pub(crate) async fn signing_keys(conn: &mut Conn) -> Result<Vec<KeyRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT id, instance_id, private_pem, public_pem, created_at FROM signing_keys
         WHERE retired_at IS NULL ORDER BY created_at DESC, id DESC",
    )
    .fetch_all(conn)
    .await
}

/// Inserts an instance with its first keys.
pub(crate) async fn insert(
    conn: &mut Conn,
    instance: &InstanceRow,
    key: &KeyRow,
    secret: &SecretKeyRow,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO instances (id, name, slug, environment, frontend_api, allowed_origins, settings, secret, version, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $9)",
    )
    .bind(&instance.id)
    .bind(&instance.name)
    .bind(&instance.slug)
    .bind(&instance.environment)
    .bind(&instance.frontend_api)
    .bind(&instance.allowed_origins)
    .bind(&instance.settings)
    .bind(&instance.secret)
    .bind(instance.created_at)
    .execute(&mut *conn)
    .await?;
    sqlx::query(
        "INSERT INTO signing_keys (id, instance_id, private_pem, public_pem, created_at) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(&key.id)
    .bind(&key.instance_id)
    .bind(&key.private_pem)
    .bind(&key.public_pem)
    .bind(key.created_at)
    .execute(&mut *conn)
    .await?;
    sqlx::query(
        "INSERT INTO secret_keys (id, instance_id, secret, secret_hash, created_at) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(&secret.id)
    .bind(&secret.instance_id)
    .bind(&secret.secret)
    .bind(&secret.secret_hash)
    .bind(secret.created_at)
    .execute(&mut *conn)
    .await
    .map(drop)
}

/// Replaces the settings of an instance.
pub(crate) async fn set_settings(
    conn: &mut Conn,
    id: &InstanceId,
    settings: &str,
    now: i64,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE instances SET settings = $1, updated_at = $2, version = version + 1 WHERE id = $3")
        .bind(settings)
        .bind(now)
        .bind(id.as_str())
        .execute(conn)
        .await
        .map(drop)
}

/// The newest secret key of an instance.
pub(crate) async fn secret_key(conn: &mut Conn, id: &InstanceId) -> Result<Option<String>, sqlx::Error> {
    sqlx::query(
        "SELECT secret FROM secret_keys WHERE instance_id = $1 AND revoked_at IS NULL ORDER BY created_at DESC LIMIT 1",
    )
    .bind(id.as_str())
    .fetch_optional(conn)
    .await?
    .map(|row| row.try_get("secret"))
    .transpose()
}

/// The public half of an instance's newest signing key.
pub(crate) async fn public_pem(conn: &mut Conn, id: &InstanceId) -> Result<Option<String>, sqlx::Error> {
    sqlx::query(
        "SELECT public_pem FROM signing_keys WHERE instance_id = $1 AND retired_at IS NULL ORDER BY created_at DESC LIMIT 1",
    )
    .bind(id.as_str())
    .fetch_optional(conn)
    .await?
    .map(|row| row.try_get("public_pem"))
    .transpose()
}

/// The instance of a secret key, found by the key's hash.
pub(crate) async fn by_secret_hash(conn: &mut Conn, hash: &str) -> Result<Option<InstanceId>, sqlx::Error> {
    sqlx::query("SELECT instance_id FROM secret_keys WHERE secret_hash = $1 AND revoked_at IS NULL")
        .bind(hash)
        .fetch_optional(conn)
        .await?
        .map(|row| row.try_get::<String, _>("instance_id").map(InstanceId::from))
        .transpose()
}
