//! The dialog that makes an organization.

pub(crate) mod controller;
mod view;

pub use view::create_organization_dialog;
