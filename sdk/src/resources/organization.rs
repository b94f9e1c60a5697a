//! Organizations of the person who is signed in.

use crate::transport::response;
use crate::upload::File;
use crate::{Error, Frontdesk};
use frontdesk_wire::endpoints::{
    AddMember, CreateOrganization, DeleteOrganization, DeleteOrganizationLogo, GetOrganization, LeaveOrganization,
    ListMembers, ListMyMemberships, ListRoles, RemoveMember, SetOrganizationLogo, UpdateMember, UpdateOrganization,
};
use frontdesk_wire::organization::Role;
use frontdesk_wire::{DeletedObject, Organization, OrganizationId, OrganizationMembership, Page, UserId, codec};

/// How many are asked for at a time.
const PAGE: u32 = 100;

/// The verbs of organizations. To work in one, see [`Frontdesk::set_active`].
#[derive(Debug, Clone)]
pub struct Organizations(pub(crate) Frontdesk);

impl Frontdesk {
    /// The verbs of organizations.
    pub fn organizations(&self) -> Organizations {
        Organizations(self.clone())
    }
}

impl Organizations {
    /// Makes an organization; the person becomes its first admin.
    ///
    /// # Errors
    /// What is wrong with the name or the slug, and others.
    pub async fn create(&self, name: &str, slug: Option<&str>) -> Result<Organization, Error> {
        self.0.resource(&CreateOrganization { name: name.into(), slug: slug.map(str::to_owned) }).await
    }

    /// One organization of the person.
    ///
    /// # Errors
    /// When the person is not a member, or there is no answer.
    pub async fn get(&self, organization_id: &OrganizationId) -> Result<Organization, Error> {
        self.0.resource(&GetOrganization { organization_id: organization_id.clone() }).await
    }

    /// Changes name or slug: what is `None` stays.
    ///
    /// # Errors
    /// When the role does not allow it, what is wrong with the name or the slug, and others.
    pub async fn update(&self, change: UpdateOrganization) -> Result<Organization, Error> {
        self.0.resource(&change).await
    }

    /// Removes an organization.
    ///
    /// # Errors
    /// When the role does not allow it, and others.
    pub async fn delete(&self, organization_id: &OrganizationId) -> Result<DeletedObject, Error> {
        self.0.resource(&DeleteOrganization { organization_id: organization_id.clone() }).await
    }

    /// Sets an organization's picture: a PNG, JPEG, WebP or GIF file of at most ten megabytes.
    ///
    /// # Errors
    /// When the role does not allow it, when the file is no such picture, or there is no answer.
    pub async fn set_logo(
        &self,
        organization_id: &OrganizationId,
        bytes: Vec<u8>,
        content_type: &str,
        file_name: &str,
    ) -> Result<Organization, Error> {
        let request = SetOrganizationLogo { organization_id: organization_id.clone() };
        let file = File { bytes, content_type, name: file_name };
        response(self.0.upload(codec::encode(&request), file)).await
    }

    /// Removes an organization's picture; a drawn one takes its place.
    ///
    /// # Errors
    /// When the role does not allow it, when there is no picture, or there is no answer.
    pub async fn delete_logo(&self, organization_id: &OrganizationId) -> Result<Organization, Error> {
        self.0.resource(&DeleteOrganizationLogo { organization_id: organization_id.clone() }).await
    }

    /// Leaves an organization.
    ///
    /// # Errors
    /// When nobody would be left to administer it, and others.
    pub async fn leave(&self, organization_id: &OrganizationId) -> Result<DeletedObject, Error> {
        self.0.resource(&LeaveOrganization { organization_id: organization_id.clone() }).await
    }

    /// All organizations of the person, page after page.
    ///
    /// # Errors
    /// When nobody is signed in, or there is no answer.
    pub async fn memberships(&self) -> Result<Vec<OrganizationMembership>, Error> {
        let mut all: Vec<OrganizationMembership> = Vec::new();
        loop {
            let offset = u32::try_from(all.len()).unwrap_or(u32::MAX);
            let request = ListMyMemberships { limit: Some(PAGE), offset: Some(offset), paginated: Some(true) };
            let page: Page<OrganizationMembership> = self.0.resource(&request).await?;
            let last = page.data.is_empty() || i64::from(offset) + page.data.len() as i64 >= page.total_count;
            all.extend(page.data);
            if last {
                return Ok(all);
            }
        }
    }

    /// A part of the members of an organization.
    ///
    /// # Errors
    /// When the person is not a member, or there is no answer.
    pub async fn members(
        &self,
        organization_id: &OrganizationId,
        offset: u32,
    ) -> Result<Page<OrganizationMembership>, Error> {
        let request = ListMembers {
            organization_id: organization_id.clone(),
            limit: Some(PAGE),
            offset: Some(offset),
            ..ListMembers::default()
        };
        self.find_members(request).await
    }

    /// The members of an organization that a question asks for: part of a name or an address, roles, and which part of the
    /// list. What is empty or `None` asks for nothing.
    ///
    /// # Errors
    /// When the role does not allow it, when a role is not known, or there is no answer.
    pub async fn find_members(&self, request: ListMembers) -> Result<Page<OrganizationMembership>, Error> {
        self.0.resource(&ListMembers { paginated: Some(true), ..request }).await
    }

    /// Makes a user a member, with a role such as `org:member`.
    ///
    /// # Errors
    /// When the role does not allow it, when the organization is full, when the user belongs to it already, and others.
    pub async fn add_member(
        &self,
        organization_id: &OrganizationId,
        user_id: &UserId,
        role: &str,
    ) -> Result<OrganizationMembership, Error> {
        let (organization_id, user_id) = (organization_id.clone(), user_id.clone());
        self.0.resource(&AddMember { organization_id, user_id, role: role.to_owned() }).await
    }

    /// Gives a member another role.
    ///
    /// # Errors
    /// When the role does not allow it, when nobody would be left to administer the organization, and others.
    pub async fn update_member(
        &self,
        organization_id: &OrganizationId,
        user_id: &UserId,
        role: &str,
    ) -> Result<OrganizationMembership, Error> {
        let (organization_id, user_id) = (organization_id.clone(), user_id.clone());
        self.0.resource(&UpdateMember { organization_id, user_id, role: role.to_owned() }).await
    }

    /// Takes a member out of an organization.
    ///
    /// # Errors
    /// When the role does not allow it, when nobody would be left to administer the organization, and others.
    pub async fn remove_member(
        &self,
        organization_id: &OrganizationId,
        user_id: &UserId,
    ) -> Result<OrganizationMembership, Error> {
        let (organization_id, user_id) = (organization_id.clone(), user_id.clone());
        self.0.resource(&RemoveMember { organization_id, user_id }).await
    }

    /// All roles that members can have.
    ///
    /// # Errors
    /// When the person is not a member, or there is no answer.
    pub async fn roles(&self, organization_id: &OrganizationId) -> Result<Vec<Role>, Error> {
        let request = ListRoles { organization_id: organization_id.clone(), limit: Some(PAGE), offset: None };
        let page: Page<Role> = self.0.resource(&request).await?;
        Ok(page.data)
    }
}
