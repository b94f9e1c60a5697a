use crate::profile::{FrameStage, ProfileState};
use crate::step::Act;
use crate::ui::alert::Alert;
use crate::ui::avatar::Face;
use crate::ui::element::key_of;
use crate::ui::select::Choice;

/// A row of `<OrganizationProfile>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OrganizationRow {
    /// The logo.
    Logo,
    /// The name.
    Name,
    /// The name in addresses.
    Slug,
    /// The way out.
    Leave,
    /// The organization's end.
    Delete,
    /// The table of members.
    Members,
}

impl OrganizationRow {
    /// What ids call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Logo => "logo",
            Self::Name => "name",
            Self::Slug => "slug",
            Self::Leave => "leave",
            Self::Delete => "delete",
            Self::Members => "members",
        }
    }
}

/// What is being edited; one thing at a time.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum OrganizationEditing {
    /// The name.
    Name,
    /// The name in addresses.
    Slug,
    /// Whether to leave.
    Leave,
    /// Whether to delete the organization.
    Delete,
    /// Whether to remove a member, by the user's id.
    RemoveMember(String),
}

impl OrganizationEditing {
    /// The row that it is in.
    pub const fn row(&self) -> OrganizationRow {
        match self {
            Self::Name => OrganizationRow::Name,
            Self::Slug => OrganizationRow::Slug,
            Self::Leave => OrganizationRow::Leave,
            Self::Delete => OrganizationRow::Delete,
            Self::RemoveMember(_) => OrganizationRow::Members,
        }
    }
}

/// Work that goes on without a form.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum OrganizationWork {
    /// Another logo, or none.
    Logo,
    /// A member gets another role, by the user's id.
    Role(String),
}

/// What the person may do here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct OrganizationMay {
    /// Change logo, name and slug.
    pub change: bool,
    /// Delete the organization.
    pub delete: bool,
    /// See the members.
    pub see_members: bool,
    /// Change roles and remove members.
    pub manage_members: bool,
}

/// A member.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Member {
    /// The user's id.
    pub key: String,
    /// Name and picture.
    pub face: Face,
    /// The address, or whatever else the person is known by.
    pub address: String,
    /// Since when, in words.
    pub joined: String,
    /// The role's key.
    pub role: String,
    /// The role's name.
    pub role_name: String,
    /// Whether it is the person who looks.
    pub you: bool,
}

/// How far the members have come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum MembersStage {
    /// Nothing is known yet.
    #[default]
    Loading,
    /// Asking failed.
    Failed,
    /// They are there.
    Known,
}

/// What is known of the members.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct MembersState {
    /// How far they have come.
    pub stage: MembersStage,
    /// Those of the page.
    pub rows: Vec<Member>,
    /// What is sought.
    pub query: String,
    /// Whether other ones are under way.
    pub busy: bool,
    /// Which page is shown, from zero.
    pub page: u32,
    /// How many pages there are.
    pub pages: u32,
    /// Which rows are shown, in words: “11–20 of 43”.
    pub shown: String,
    /// How many there are, in words.
    pub count: String,
    /// The roles to choose among.
    pub roles: Vec<Choice>,
}

/// All that the view of `<OrganizationProfile>` shows, but the form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OrganizationProfileState {
    /// How far it has come.
    pub stage: FrameStage,
    /// What to know above every page.
    pub notice: Option<Alert>,
    /// Which organization, by id; empty in the personal workspace.
    pub key: String,
    /// Name and logo.
    pub face: Face,
    /// The name in addresses.
    pub slug: String,
    /// Whether organizations have names in addresses.
    pub has_slug: bool,
    /// The person's role, in words.
    pub role: String,
    /// What the person may do.
    pub may: OrganizationMay,
    /// The members.
    pub members: MembersState,
    /// What is being edited.
    pub editing: Option<OrganizationEditing>,
    /// The name of the member whose end in the organization is asked about.
    pub removes: String,
    /// What goes on without a form.
    pub work: Option<OrganizationWork>,
    /// What went well, and in which row.
    pub said: Option<(OrganizationRow, String)>,
    /// What is wrong with a row while nothing is edited.
    pub error: Option<(OrganizationRow, Alert)>,
}

/// What a person does with `<OrganizationProfile>`.
#[derive(Debug, Clone, PartialEq)]
pub enum OrganizationAct {
    /// Opens a form, in the place of any other.
    Edit(OrganizationEditing),
    /// Something in the open form.
    Form(Act),
    /// Takes the logo away.
    RemoveLogo,
    /// The members come into sight.
    ShowMembers,
    /// Seeks members.
    Seek(String),
    /// Goes to another page of members.
    Page(u32),
    /// Gives a member another role: the user's id, the role's key.
    SetRole(String, String),
    /// Asks for the members again.
    RetryMembers,
    /// Asks the server again.
    Retry,
}

impl ProfileState for OrganizationProfileState {
    type Row = OrganizationRow;
    type Act = OrganizationAct;
    const RETRY: OrganizationAct = OrganizationAct::Retry;
    const PICTURE: OrganizationRow = OrganizationRow::Logo;

    fn stage(&self) -> FrameStage {
        self.stage
    }
    fn notice(&self) -> Option<&Alert> {
        self.notice.as_ref()
    }
    fn said(&self) -> Option<&(OrganizationRow, String)> {
        self.said.as_ref()
    }
    fn error(&self) -> Option<&(OrganizationRow, Alert)> {
        self.error.as_ref()
    }
    fn face(&self) -> &Face {
        &self.face
    }
    fn editor(&self) -> Option<u64> {
        match &self.editing {
            // The question about a member stands in a dialog, which leads the focus by itself.
            None | Some(OrganizationEditing::RemoveMember(_)) => None,
            Some(editing) => Some(key_of(editing)),
        }
    }
    fn row_name(row: OrganizationRow) -> &'static str {
        row.name()
    }
    fn in_form(act: Act) -> OrganizationAct {
        OrganizationAct::Form(act)
    }
}
