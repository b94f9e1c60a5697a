//! Organizations of the person who is signed in.

use crate::{Error, Frontdesk};
use frontdesk_wire::endpoints::{
    CreateOrganization, DeleteOrganization, GetOrganization, LeaveOrganization, ListMembers, ListMyMemberships,
    UpdateOrganization,
};
use frontdesk_wire::{DeletedObject, Organization, OrganizationId, OrganizationMembership, Page};

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
            paginated: Some(true),
            ..ListMembers::default()
        };
        self.0.resource(&request).await
    }
}
