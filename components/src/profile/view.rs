//! What the views of all profiles are given.

use super::{FrameStage, ProfilePlace, Setting};
use crate::i18n::Messages;
use crate::own_page::OwnPage;
use crate::shown::Shown;
use crate::step::{Act, FormState};
use crate::theme::Appearance;
use crate::ui::alert::Alert;
use crate::ui::avatar::Face;
use crate::ui::file_drop::OnFile;
use std::sync::Arc;

/// What a profile shows, as far as all profiles show it.
pub trait ProfileState: Send + Sync + 'static {
    /// One of its rows.
    type Row: Copy + PartialEq + Send + Sync + 'static;
    /// What a person does with it.
    type Act: Clone + Send + Sync + 'static;
    /// Asks the server again.
    const RETRY: Self::Act;
    /// The row of the picture. What is wrong with a picture stands beside it, and not above the row.
    const PICTURE: Self::Row;

    /// How far it has come.
    fn stage(&self) -> FrameStage;
    /// What to know above every page.
    fn notice(&self) -> Option<&Alert>;
    /// What went well, and in which row.
    fn said(&self) -> Option<&(Self::Row, String)>;
    /// What is wrong with a row while nothing is edited.
    fn error(&self) -> Option<&(Self::Row, Alert)>;
    /// Name and picture.
    fn face(&self) -> &Face;
    /// A number that tells the open editor and its step from others.
    fn editor(&self) -> Option<u64>;
    /// What ids call a row.
    fn row_name(row: Self::Row) -> &'static str;
    /// Something in the open form.
    fn in_form(act: Act) -> Self::Act;
}

/// What drawing a profile needs.
pub struct ProfileView<S: ProfileState> {
    /// What ids begin with.
    pub id: String,
    /// On a page or in a dialog.
    pub setting: Setting,
    /// What there is to show.
    pub state: Shown<S>,
    /// The open form.
    pub form: Shown<FormState>,
    /// What the person does.
    pub act: Arc<dyn Fn(S::Act) + Send + Sync>,
    /// What happens with a picture that may be right.
    pub on_picture: OnFile,
    /// Where it is.
    pub place: ProfilePlace,
    /// Pages of the app's own, behind ours.
    pub pages: Vec<OwnPage>,
    /// The words.
    pub messages: Messages,
    /// The looks.
    pub appearance: Appearance,
}

impl<S: ProfileState> Clone for ProfileView<S> {
    fn clone(&self) -> Self {
        Self {
            id: self.id.clone(),
            setting: self.setting,
            state: self.state.clone(),
            form: self.form.clone(),
            act: self.act.clone(),
            on_picture: self.on_picture.clone(),
            place: self.place.clone(),
            pages: self.pages.clone(),
            messages: self.messages.clone(),
            appearance: self.appearance.clone(),
        }
    }
}
