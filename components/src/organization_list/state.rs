use crate::organization_switcher::Workspace;
use crate::profile::FrameStage;
use crate::ui::alert::Alert;
use crate::ui::avatar::Face;
use crate::ui::card::Brand;

/// All that the view of `<OrganizationList>` shows.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct OrganizationListState {
    /// How far it has come.
    pub stage: FrameStage,
    /// Whose door this is.
    pub brand: Brand,
    /// The key of where the person works; empty for the personal workspace.
    pub current: String,
    /// The organizations.
    pub organizations: Vec<Workspace>,
    /// The personal workspace, where one may work in it.
    pub personal: Option<Face>,
    /// Whether the person may make organizations.
    pub may_create: bool,
    /// The page that makes one; empty for a dialog.
    pub create_url: String,
    /// The one that is being opened, by its key.
    pub opening: Option<String>,
    /// What is wrong.
    pub alert: Option<Alert>,
}

/// What a person does with `<OrganizationList>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListAct {
    /// Works in this organization, by id; empty for the personal workspace.
    Choose(String),
    /// Opens the dialog that makes an organization.
    Create,
    /// Asks the server again.
    Retry,
}
