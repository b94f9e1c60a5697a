use crate::ui::avatar::Face;
use crate::ui::menu::MenuItem;

/// One account of this browser.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Account {
    /// The session's id.
    pub key: String,
    /// Name and picture.
    pub face: Face,
    /// The e-mail address, or another identifier.
    pub address: String,
}

/// All that the view of `<UserButton>` shows.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct UserButtonState {
    /// Whether it is known who is signed in.
    pub loaded: bool,
    /// Who is signed in here.
    pub current: Option<Account>,
    /// Who else is signed in in this browser.
    pub others: Vec<Account>,
    /// Where one more account signs in; empty where only one may be signed in.
    pub add_account_url: String,
    /// The app's own items.
    pub own: Vec<MenuItem>,
    /// Whether the account can be managed from here.
    pub manages: bool,
    /// The page where it is; empty where a dialog opens.
    pub manage_url: String,
}

/// What a person does with `<UserButton>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UserAct {
    /// Works as somebody else who is signed in, by session id.
    Switch(String),
    /// Opens the account.
    Manage,
    /// Signs this account out.
    SignOut,
    /// Signs all accounts out.
    SignOutAll,
    /// Chooses one of the app's own items, by its place among them.
    Own(usize),
}
