use crate::ui::avatar::Face;

/// One place to work in.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Workspace {
    /// The organization's id; empty for the personal workspace.
    pub key: String,
    /// Name and picture.
    pub face: Face,
    /// The person's role there.
    pub role: String,
}

/// All that the view of `<OrganizationSwitcher>` shows.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct OrganizationSwitcherState {
    /// Whether it is known who is signed in.
    pub loaded: bool,
    /// Whether somebody is signed in and organizations are on.
    pub shown: bool,
    /// The key of the current one; empty for the personal workspace.
    pub current: String,
    /// The organizations.
    pub organizations: Vec<Workspace>,
    /// The personal workspace, where one may work in it.
    pub personal: Option<Face>,
    /// Whether the person may make organizations.
    pub may_create: bool,
    /// Whether the organization that one works in can be opened.
    pub manages: bool,
    /// The page that shows it; empty for a dialog.
    pub manage_url: String,
}

/// What a person does with `<OrganizationSwitcher>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SwitcherAct {
    /// Works in this organization, by id; empty for the personal workspace.
    Choose(String),
    /// Opens the organization that one works in, in a dialog.
    Manage,
    /// Opens the dialog that makes an organization.
    Create,
}
