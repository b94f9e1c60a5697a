//! The dialog that makes an organization.

mod view;

pub use view::create_organization_dialog;
