use crate::profile::{FrameStage, ProfileState};
use crate::step::Act;
use crate::ui::alert::Alert;
use crate::ui::avatar::Face;
use crate::ui::element::key_of;

/// A row of `<UserProfile>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProfileRow {
    /// The picture.
    Picture,
    /// First and last name.
    Name,
    /// The user name.
    Username,
    /// E-mail addresses.
    Email,
    /// The password.
    Password,
    /// Where the person is signed in.
    Devices,
    /// The way out for good.
    Delete,
}

impl ProfileRow {
    /// What ids call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Picture => "picture",
            Self::Name => "name",
            Self::Username => "username",
            Self::Email => "email",
            Self::Password => "password",
            Self::Devices => "devices",
            Self::Delete => "delete",
        }
    }
}

/// What is being edited; one thing at a time.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Editing {
    /// First and last name.
    Name,
    /// The user name.
    Username,
    /// A new e-mail address.
    AddEmail,
    /// The code of an address, by its id.
    VerifyEmail(String),
    /// Whether to remove an address, by its id.
    RemoveEmail(String),
    /// The password.
    Password,
    /// Whether to delete the account.
    Delete,
}

impl Editing {
    /// The row that it is in.
    pub const fn row(&self) -> ProfileRow {
        match self {
            Self::Name => ProfileRow::Name,
            Self::Username => ProfileRow::Username,
            Self::AddEmail | Self::VerifyEmail(_) | Self::RemoveEmail(_) => ProfileRow::Email,
            Self::Password => ProfileRow::Password,
            Self::Delete => ProfileRow::Delete,
        }
    }
}

/// An e-mail address.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Address {
    /// Its id.
    pub key: String,
    /// The address.
    pub address: String,
    /// Whether messages go there.
    pub primary: bool,
    /// Whether it is proven to be the person's.
    pub verified: bool,
}

/// A place where the person is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Device {
    /// The session's id.
    pub key: String,
    /// What it is: “Firefox 143 on Linux”.
    pub name: String,
    /// Whether it is a phone.
    pub mobile: bool,
    /// Whether it is this one.
    pub this: bool,
    /// Where it is and when it was used, a line each.
    pub details: Vec<String>,
}

/// What is known of the devices.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub enum Devices {
    /// Nothing yet.
    #[default]
    Loading,
    /// Asking failed.
    Failed,
    /// These.
    Known(Vec<Device>),
}

/// Work that goes on without a form.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ProfileWork {
    /// This address becomes the primary one.
    MakePrimary(String),
    /// This device is signed out.
    SignOutDevice(String),
    /// Another picture, or none.
    Picture,
}

/// What the instance lets people see and change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct ProfileOffers {
    /// First and last name.
    pub names: bool,
    /// The user name.
    pub username: bool,
    /// E-mail addresses.
    pub email: bool,
    /// The password.
    pub password: bool,
    /// Deleting the account.
    pub delete: bool,
}

/// All that the view of `<UserProfile>` shows, but the form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UserProfileState {
    /// How far it has come.
    pub stage: FrameStage,
    /// What to know above every page.
    pub notice: Option<Alert>,
    /// What there is.
    pub offers: ProfileOffers,
    /// Name and picture.
    pub face: Face,
    /// First and last name.
    pub name: String,
    /// The user name.
    pub username: String,
    /// E-mail addresses, the primary one first.
    pub addresses: Vec<Address>,
    /// Whether there is a password.
    pub has_password: bool,
    /// When it changed, in words; empty when that is unknown.
    pub password_changed: String,
    /// Where the person is signed in.
    pub devices: Devices,
    /// What is being edited.
    pub editing: Option<Editing>,
    /// Whether it is at the code that was sent.
    pub at_code: bool,
    /// Where that went.
    pub code_sent_to: String,
    /// What goes on without a form.
    pub work: Option<ProfileWork>,
    /// What went well, and in which row.
    pub said: Option<(ProfileRow, String)>,
    /// What is wrong with a row while nothing is edited.
    pub error: Option<(ProfileRow, Alert)>,
}

/// What a person does with `<UserProfile>`.
#[derive(Debug, Clone, PartialEq)]
pub enum ProfileAct {
    /// Opens a form, in the place of any other.
    Edit(Editing),
    /// Something in the open form.
    Form(Act),
    /// Makes an address the primary one, by its id.
    MakePrimary(String),
    /// The devices come into sight.
    ShowDevices,
    /// Signs a device out, by its session's id.
    SignOutDevice(String),
    /// Takes the picture away.
    RemovePicture,
    /// Asks the server again.
    Retry,
}

impl ProfileState for UserProfileState {
    type Row = ProfileRow;
    type Act = ProfileAct;
    const RETRY: ProfileAct = ProfileAct::Retry;
    const PICTURE: ProfileRow = ProfileRow::Picture;

    fn stage(&self) -> FrameStage {
        self.stage
    }
    fn notice(&self) -> Option<&Alert> {
        self.notice.as_ref()
    }
    fn said(&self) -> Option<&(ProfileRow, String)> {
        self.said.as_ref()
    }
    fn error(&self) -> Option<&(ProfileRow, Alert)> {
        self.error.as_ref()
    }
    fn face(&self) -> &Face {
        &self.face
    }
    fn editor(&self) -> Option<u64> {
        self.editing.as_ref().map(|editing| key_of(&(editing, self.at_code)))
    }
    fn row_name(row: ProfileRow) -> &'static str {
        row.name()
    }
    fn in_form(act: Act) -> ProfileAct {
        ProfileAct::Form(act)
    }
}
