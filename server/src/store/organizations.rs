//! Organizations.

use frontdesk_domain::Organization;
use frontdesk_wire::{InstanceId, Metadata, OrganizationId, Timestamp, UserId};
use sqlx::{FromRow, Row as _};

use super::{Conn, SaveError, read_json, saved, write_json};

/// An organization as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct StoredOrganization {
    /// The organization as the rules see it.
    pub organization: Organization,
    /// The name of its picture.
    pub picture: Option<String>,
    /// Data that the app's server attaches, for everybody to read.
    pub public_metadata: Metadata,
    /// Data that the app's server attaches, for itself.
    pub private_metadata: Metadata,
    /// How many members it has.
    pub members: i64,
    /// Counts saves.
    pub version: i64,
}

#[derive(FromRow)]
struct Row {
    id: String,
    picture: Option<String>,
    name: String,
    slug: Option<String>,
    created_by: Option<String>,
    max_allowed_memberships: i64,
    admin_delete_disabled_at: Option<i64>,
    public_metadata: String,
    private_metadata: String,
    members: i64,
    version: i64,
    created_at: i64,
    updated_at: i64,
}

impl TryFrom<Row> for StoredOrganization {
    type Error = sqlx::Error;

    fn try_from(row: Row) -> Result<Self, sqlx::Error> {
        Ok(Self {
            organization: Organization {
                id: row.id.into(),
                name: row.name,
                slug: row.slug,
                created_by: row.created_by.map(UserId::from),
                max_memberships: u32::try_from(row.max_allowed_memberships).unwrap_or(0),
                admin_delete: row.admin_delete_disabled_at.is_none(),
                created_at: Timestamp(row.created_at),
                updated_at: Timestamp(row.updated_at),
            },
            picture: row.picture,
            public_metadata: read_json("public_metadata", &row.public_metadata)?,
            private_metadata: read_json("private_metadata", &row.private_metadata)?,
            members: row.members,
            version: row.version,
        })
    }
}

macro_rules! columns {
    ($rest:literal) => {
        concat!(
            "SELECT o.id, o.picture, o.name, o.slug, o.created_by, o.max_allowed_memberships, o.admin_delete_disabled_at,
                    o.public_metadata, o.private_metadata, o.version, o.created_at, o.updated_at,
                    (SELECT COUNT(*) FROM organization_memberships c
                     WHERE c.instance_id = o.instance_id AND c.organization_id = o.id) AS members
             FROM organizations o ",
            $rest
        )
    };
}

/// The organization with this id.
pub(crate) async fn find(
    conn: &mut Conn,
    instance: &InstanceId,
    id: &OrganizationId,
) -> Result<Option<StoredOrganization>, sqlx::Error> {
    let row: Option<Row> = sqlx::query_as(columns!("WHERE o.instance_id = $1 AND o.id = $2"))
        .bind(instance.as_str())
        .bind(id.as_str())
        .fetch_optional(conn)
        .await?;
    row.map(StoredOrganization::try_from).transpose()
}

/// The organizations that a user belongs to, in the order of joining.
pub(crate) async fn of_user(
    conn: &mut Conn,
    instance: &InstanceId,
    user: &UserId,
) -> Result<Vec<StoredOrganization>, sqlx::Error> {
    let rows: Vec<Row> = sqlx::query_as(columns!(
        "JOIN organization_memberships m ON m.organization_id = o.id AND m.instance_id = o.instance_id
         WHERE o.instance_id = $1 AND m.user_id = $2 ORDER BY m.created_at, m.id"
    ))
    .bind(instance.as_str())
    .bind(user.as_str())
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(StoredOrganization::try_from).collect()
}

/// The id of the organization with this slug.
pub(crate) async fn by_slug(
    conn: &mut Conn,
    instance: &InstanceId,
    slug: &str,
) -> Result<Option<OrganizationId>, sqlx::Error> {
    sqlx::query("SELECT id FROM organizations WHERE instance_id = $1 AND slug = $2")
        .bind(instance.as_str())
        .bind(slug)
        .fetch_optional(conn)
        .await?
        .map(|row| row.try_get::<String, _>("id").map(OrganizationId::from))
        .transpose()
}

/// How many organizations a user made that still exist.
pub(crate) async fn made_by(conn: &mut Conn, instance: &InstanceId, user: &UserId) -> Result<u32, sqlx::Error> {
    let row = sqlx::query("SELECT COUNT(*) AS total FROM organizations WHERE instance_id = $1 AND created_by = $2")
        .bind(instance.as_str())
        .bind(user.as_str())
        .fetch_one(conn)
        .await?;
    Ok(u32::try_from(row.try_get::<i64, _>("total")?).unwrap_or(u32::MAX))
}

/// Inserts an organization. Fails as a duplicate where the slug is taken.
pub(crate) async fn insert(
    conn: &mut Conn,
    instance: &InstanceId,
    organization: &Organization,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO organizations (id, instance_id, name, slug, created_by, max_allowed_memberships,
                                    admin_delete_disabled_at, public_metadata, private_metadata, version, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, '{}', '{}', 1, $8, $8)",
    )
    .bind(organization.id.as_str())
    .bind(instance.as_str())
    .bind(&organization.name)
    .bind(&organization.slug)
    .bind(organization.created_by.as_ref().map(UserId::as_str))
    .bind(i64::from(organization.max_memberships))
    .bind((!organization.admin_delete).then_some(organization.created_at.0))
    .bind(organization.created_at.0)
    .execute(conn)
    .await
    .map(drop)
}

/// Saves an organization that was read, unless somebody else saved it meanwhile.
pub(crate) async fn save(conn: &mut Conn, instance: &InstanceId, stored: &StoredOrganization) -> Result<(), SaveError> {
    let organization = &stored.organization;
    let done = sqlx::query(
        "UPDATE organizations SET name = $1, slug = $2, max_allowed_memberships = $3, admin_delete_disabled_at = $4,
                public_metadata = $5, private_metadata = $6, updated_at = $7, picture = $8,
                version = version + 1
         WHERE instance_id = $9 AND id = $10 AND version = $11",
    )
    .bind(&organization.name)
    .bind(&organization.slug)
    .bind(i64::from(organization.max_memberships))
    .bind((!organization.admin_delete).then_some(organization.updated_at.0))
    .bind(write_json(&stored.public_metadata)?)
    .bind(write_json(&stored.private_metadata)?)
    .bind(organization.updated_at.0)
    .bind(&stored.picture)
    .bind(instance.as_str())
    .bind(organization.id.as_str())
    .bind(stored.version)
    .execute(conn)
    .await?;
    saved(done.rows_affected())
}

/// Takes the organization's row before its members change, so that two such changes follow each other: the rule
/// about the last administrator looks at all members.
pub(crate) async fn lock(conn: &mut Conn, instance: &InstanceId, id: &OrganizationId) -> Result<bool, sqlx::Error> {
    let done = sqlx::query("UPDATE organizations SET version = version + 1 WHERE instance_id = $1 AND id = $2")
        .bind(instance.as_str())
        .bind(id.as_str())
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Removes an organization with its memberships.
pub(crate) async fn delete(conn: &mut Conn, instance: &InstanceId, id: &OrganizationId) -> Result<bool, sqlx::Error> {
    let done = sqlx::query("DELETE FROM organizations WHERE instance_id = $1 AND id = $2")
        .bind(instance.as_str())
        .bind(id.as_str())
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}
