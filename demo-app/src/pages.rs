//! One file for each page.

mod home;
mod organization;
mod organizations;
mod profile;
mod protected;

pub(crate) use home::{Home, Missing};
pub(crate) use organization::{NewOrganization, Organization};
pub(crate) use organizations::Organizations;
pub(crate) use profile::Profile;
pub(crate) use protected::Protected;
