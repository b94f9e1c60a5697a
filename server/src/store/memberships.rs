//! Memberships: a person's place in an organization.

use frontdesk_domain::{Membership, Role};
use frontdesk_wire::{InstanceId, Metadata, OrganizationId, Timestamp, UserId};
use sqlx::{FromRow, Row as _};

use super::users::contains;
use super::{Conn, read_json};

/// A membership as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct StoredMembership {
    /// The membership as the rules see it.
    pub membership: Membership,
    /// Data that the app's server attaches, for everybody to read.
    pub public_metadata: Metadata,
    /// When it last changed.
    pub updated_at: Timestamp,
}

#[derive(FromRow)]
struct Row {
    id: String,
    organization_id: String,
    slug: Option<String>,
    user_id: String,
    role: String,
    public_metadata: String,
    created_at: i64,
    updated_at: i64,
}

impl TryFrom<Row> for StoredMembership {
    type Error = sqlx::Error;

    fn try_from(row: Row) -> Result<Self, sqlx::Error> {
        let role = Role::parse(&row.role).map_err(|_| sqlx::Error::ColumnDecode {
            index: "role".to_owned(),
            source: format!("no such role: {}", row.role).into(),
        })?;
        Ok(Self {
            membership: Membership {
                id: row.id.into(),
                organization: row.organization_id.into(),
                slug: row.slug,
                user: row.user_id.into(),
                role,
                created_at: Timestamp(row.created_at),
            },
            public_metadata: read_json("public_metadata", &row.public_metadata)?,
            updated_at: Timestamp(row.updated_at),
        })
    }
}

fn all(rows: Vec<Row>) -> Result<Vec<StoredMembership>, sqlx::Error> {
    rows.into_iter().map(StoredMembership::try_from).collect()
}

macro_rules! columns {
    ($rest:literal) => {
        concat!(
            "SELECT m.id, m.organization_id, o.slug, m.user_id, m.role, m.public_metadata, m.created_at, m.updated_at
             FROM organization_memberships m
             JOIN organizations o ON o.id = m.organization_id AND o.instance_id = m.instance_id ",
            $rest
        )
    };
}

/// A user's place in an organization.
pub(crate) async fn find(
    conn: &mut Conn,
    instance: &InstanceId,
    organization: &OrganizationId,
    user: &UserId,
) -> Result<Option<StoredMembership>, sqlx::Error> {
    let row: Option<Row> =
        sqlx::query_as(columns!("WHERE m.instance_id = $1 AND m.organization_id = $2 AND m.user_id = $3"))
            .bind(instance.as_str())
            .bind(organization.as_str())
            .bind(user.as_str())
            .fetch_optional(conn)
            .await?;
    row.map(StoredMembership::try_from).transpose()
}

/// A user's place in the organization that an id or a slug names.
pub(crate) async fn find_by_name(
    conn: &mut Conn,
    instance: &InstanceId,
    id_or_slug: &str,
    user: &UserId,
) -> Result<Option<StoredMembership>, sqlx::Error> {
    let row: Option<Row> =
        sqlx::query_as(columns!("WHERE m.instance_id = $1 AND (o.id = $2 OR o.slug = $2) AND m.user_id = $3"))
            .bind(instance.as_str())
            .bind(id_or_slug)
            .bind(user.as_str())
            .fetch_optional(conn)
            .await?;
    row.map(StoredMembership::try_from).transpose()
}

/// Everywhere a user is a member, in the order of joining.
pub(crate) async fn of_user(
    conn: &mut Conn,
    instance: &InstanceId,
    user: &UserId,
) -> Result<Vec<StoredMembership>, sqlx::Error> {
    all(sqlx::query_as(columns!("WHERE m.instance_id = $1 AND m.user_id = $2 ORDER BY m.created_at, m.id"))
        .bind(instance.as_str())
        .bind(user.as_str())
        .fetch_all(conn)
        .await?)
}

/// Every member of an organization, in the order of joining.
pub(crate) async fn of_organization(
    conn: &mut Conn,
    instance: &InstanceId,
    organization: &OrganizationId,
) -> Result<Vec<StoredMembership>, sqlx::Error> {
    all(sqlx::query_as(columns!("WHERE m.instance_id = $1 AND m.organization_id = $2 ORDER BY m.created_at, m.id"))
        .bind(instance.as_str())
        .bind(organization.as_str())
        .fetch_all(conn)
        .await?)
}

/// Which members a list shows, and in what part.
#[derive(Debug, Clone, Default)]
pub(crate) struct MemberFilter {
    /// Part of a name or an address; empty for anybody.
    pub query: String,
    /// Only members of these roles; both when empty.
    pub roles: Vec<Role>,
    /// How many at most.
    pub limit: i64,
    /// How many to skip.
    pub offset: i64,
}

impl MemberFilter {
    /// Two parameters stand for the list of roles, since there are two roles.
    fn wanted(&self) -> [&'static str; 2] {
        let keys = match self.roles.first() {
            Some(first) if !Role::ALL.iter().all(|role| self.roles.contains(role)) => [*first; 2],
            Some(_) | None => Role::ALL,
        };
        keys.map(Role::key)
    }
}

macro_rules! members {
    ($head:literal, $tail:literal) => {
        concat!(
            $head,
            " FROM organization_memberships m
              JOIN organizations o ON o.id = m.organization_id AND o.instance_id = m.instance_id
              JOIN users u ON u.id = m.user_id AND u.instance_id = m.instance_id
              WHERE m.instance_id = $1 AND m.organization_id = $2 AND m.role IN ($3, $4)
                AND ($5 = '' OR LOWER(COALESCE(u.first_name, '') || ' ' || COALESCE(u.last_name, '')) LIKE $6 ESCAPE '\\'
                     OR u.id IN (SELECT e.user_id FROM email_addresses e
                                 WHERE e.instance_id = $1 AND e.email_address LIKE $6 ESCAPE '\\')) ",
            $tail
        )
    };
}

/// A part of the members of an organization, in the order of joining, and how many there are in all.
pub(crate) async fn list(
    conn: &mut Conn,
    instance: &InstanceId,
    organization: &OrganizationId,
    filter: &MemberFilter,
) -> Result<(Vec<StoredMembership>, i64), sqlx::Error> {
    let [first, second] = filter.wanted();
    let query = filter.query.to_lowercase();
    let rows = sqlx::query_as(members!(
        "SELECT m.id, m.organization_id, o.slug, m.user_id, m.role, m.public_metadata, m.created_at, m.updated_at",
        "ORDER BY m.created_at, m.id LIMIT $7 OFFSET $8"
    ))
    .bind(instance.as_str())
    .bind(organization.as_str())
    .bind(first)
    .bind(second)
    .bind(&query)
    .bind(contains(&query))
    .bind(filter.limit)
    .bind(filter.offset)
    .fetch_all(&mut *conn)
    .await?;
    let total = sqlx::query(members!("SELECT COUNT(*) AS total", ""))
        .bind(instance.as_str())
        .bind(organization.as_str())
        .bind(first)
        .bind(second)
        .bind(&query)
        .bind(contains(&query))
        .fetch_one(conn)
        .await?
        .try_get("total")?;
    Ok((all(rows)?, total))
}

/// Inserts a membership. Fails as a duplicate where the user is a member already.
pub(crate) async fn insert(conn: &mut Conn, instance: &InstanceId, membership: &Membership) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO organization_memberships (id, instance_id, organization_id, user_id, role, public_metadata,
                                               private_metadata, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, '{}', '{}', $6, $6)",
    )
    .bind(membership.id.as_str())
    .bind(instance.as_str())
    .bind(membership.organization.as_str())
    .bind(membership.user.as_str())
    .bind(membership.role.key())
    .bind(membership.created_at.0)
    .execute(conn)
    .await
    .map(drop)
}

/// Gives a member another role.
pub(crate) async fn set_role(
    conn: &mut Conn,
    instance: &InstanceId,
    organization: &OrganizationId,
    user: &UserId,
    role: Role,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE organization_memberships SET role = $1, updated_at = $2
         WHERE instance_id = $3 AND organization_id = $4 AND user_id = $5",
    )
    .bind(role.key())
    .bind(now.0)
    .bind(instance.as_str())
    .bind(organization.as_str())
    .bind(user.as_str())
    .execute(conn)
    .await
    .map(drop)
}

/// Takes a member out.
pub(crate) async fn delete(
    conn: &mut Conn,
    instance: &InstanceId,
    organization: &OrganizationId,
    user: &UserId,
) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM organization_memberships WHERE instance_id = $1 AND organization_id = $2 AND user_id = $3")
        .bind(instance.as_str())
        .bind(organization.as_str())
        .bind(user.as_str())
        .execute(conn)
        .await
        .map(drop)
}
