use crate::ui::avatar::Face;

/// One account of this browser.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Account {
    /// The session's id.
    pub key: String,
    /// Name and picture.
    pub face: Face,
    /// The e-mail address, or another identifier.
    pub address: String,
}

/// All that the view of `<UserButton>` shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UserButtonState {
    /// Whether it is known who is signed in.
    pub loaded: bool,
    /// Who is signed in here.
    pub current: Option<Account>,
    /// Who else is signed in in this browser.
    pub others: Vec<Account>,
    /// Whether several people may be signed in at once.
    pub several: bool,
}

/// What a person does with `<UserButton>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UserAct {
    /// Works as somebody else who is signed in, by session id.
    Switch(String),
    /// Signs in with one more account.
    Add,
    /// Signs this account out.
    SignOut,
    /// Signs all accounts out.
    SignOutAll,
}
