//! Organizations, memberships, roles and permissions.

use crate::{MembershipId, Metadata, OrganizationId, PermissionId, PublicUserData, RoleId, Timestamp};
use serde::{Deserialize, Serialize};

/// A group of people with roles.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Organization {
    /// Always `organization`.
    pub object: String,
    /// Which organization.
    pub id: OrganizationId,
    /// Its name.
    pub name: String,
    /// Its name in URLs.
    pub slug: Option<String>,
    /// Its picture.
    pub image_url: String,
    /// Whether the picture is its own.
    pub has_image: bool,
    /// How many members it has.
    pub members_count: Option<i64>,
    /// How many invitations are open.
    pub pending_invitations_count: Option<i64>,
    /// How many members it may have; 0 for any number.
    pub max_allowed_memberships: i64,
    /// Whether its admins may delete it.
    pub admin_delete_enabled: bool,
    /// Data that the app's server attaches.
    pub public_metadata: Metadata,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// One person's place in one organization.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OrganizationMembership {
    /// Always `organization_membership`.
    pub object: String,
    /// Which membership.
    pub id: MembershipId,
    /// The role's key, such as `org:admin`.
    pub role: String,
    /// The role's name, such as `Admin`.
    pub role_name: String,
    /// What the role allows.
    pub permissions: Option<Vec<String>>,
    /// Data that the app's server attaches.
    pub public_metadata: Metadata,
    /// The organization.
    pub organization: Organization,
    /// The person.
    pub public_user_data: Option<PublicUserData>,
    /// Since when.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// A role that members can have.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Role {
    /// Always `role`.
    pub object: String,
    /// Which role.
    pub id: RoleId,
    /// Its name.
    pub name: String,
    /// Its key, such as `org:admin`.
    pub key: String,
    /// What it is for.
    pub description: String,
    /// Whether whoever makes an organization may get it.
    pub is_creator_eligible: bool,
    /// What it allows.
    pub permissions: Vec<Permission>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// Something that a role allows.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Permission {
    /// Always `permission`.
    pub object: String,
    /// Which permission.
    pub id: PermissionId,
    /// Its name.
    pub name: String,
    /// Its key, such as `org:sys_memberships:read`.
    pub key: String,
    /// What it allows, in words.
    pub description: String,
    /// `system` or `user`.
    #[serde(rename = "type")]
    pub kind: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}
