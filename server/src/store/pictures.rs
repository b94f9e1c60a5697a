//! Pictures that people uploaded.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use frontdesk_wire::{InstanceId, OrganizationId, Timestamp, UserId};
use sqlx::Row as _;

use super::Conn;

/// Whose picture it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner<'a> {
    /// A person's.
    User(&'a UserId),
    /// An organization's.
    Organization(&'a OrganizationId),
}

impl Owner<'_> {
    fn user(&self) -> Option<&str> {
        match self {
            Self::User(id) => Some(id.as_str()),
            Self::Organization(_) => None,
        }
    }

    fn organization(&self) -> Option<&str> {
        match self {
            Self::User(_) => None,
            Self::Organization(id) => Some(id.as_str()),
        }
    }

    /// The id, whichever kind it is.
    pub(crate) fn id(&self) -> &str {
        match self {
            Self::User(id) => id.as_str(),
            Self::Organization(id) => id.as_str(),
        }
    }
}

/// A picture as it is served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Picture {
    /// `image/jpeg` or `image/png`.
    pub content_type: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Puts a picture in the place of the owner's last one.
pub(crate) async fn replace(
    conn: &mut Conn,
    instance: &InstanceId,
    owner: Owner<'_>,
    name: &str,
    picture: &Picture,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    delete(conn, instance, owner).await?;
    sqlx::query(
        "INSERT INTO pictures (name, instance_id, user_id, organization_id, content_type, data, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(name)
    .bind(instance.as_str())
    .bind(owner.user())
    .bind(owner.organization())
    .bind(&picture.content_type)
    .bind(STANDARD.encode(&picture.bytes))
    .bind(now.0)
    .execute(conn)
    .await
    .map(drop)
}

/// Removes the owner's picture.
pub(crate) async fn delete(conn: &mut Conn, instance: &InstanceId, owner: Owner<'_>) -> Result<(), sqlx::Error> {
    // The name of one kind never stands in the column of the other.
    sqlx::query("DELETE FROM pictures WHERE instance_id = $1 AND (user_id = $2 OR organization_id = $2)")
        .bind(instance.as_str())
        .bind(owner.id())
        .execute(conn)
        .await
        .map(drop)
}

/// The picture with this name.
pub(crate) async fn find(conn: &mut Conn, instance: &InstanceId, name: &str) -> Result<Option<Picture>, sqlx::Error> {
    let row = sqlx::query("SELECT content_type, data FROM pictures WHERE instance_id = $1 AND name = $2")
        .bind(instance.as_str())
        .bind(name)
        .fetch_optional(conn)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let bytes = STANDARD.decode(row.try_get::<String, _>("data")?);
    let bytes = bytes.map_err(|error| sqlx::Error::ColumnDecode { index: "data".to_owned(), source: error.into() })?;
    Ok(Some(Picture { content_type: row.try_get("content_type")?, bytes }))
}
