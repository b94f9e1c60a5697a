//! `<OrganizationSwitcher>`: where one works, where else one could, and the way to a new organization.

mod state;
mod view;

pub use state::{OrganizationSwitcherState, SwitcherAct, Workspace};
pub use view::organization_switcher_view;
