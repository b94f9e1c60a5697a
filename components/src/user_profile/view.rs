use super::rows;
use super::state::{Editing, ProfileAct, ProfileRow, UserProfileState};
use crate::i18n::{Messages, UserProfileMessages};
use crate::own_page::OwnPage;
use crate::profile::{FrameWords, Href, PageLink, ProfileFrame, Row, Setting, follow_editor, profile_frame, row};
use crate::shown::Shown;
use crate::step::{FormState, StepView};
use crate::theme::Appearance;
use crate::ui::button::Press;
use crate::ui::element::{key_of, several};
use crate::ui::file_drop::OnFile;
use crate::ui::icon::Icon;
use leptos::prelude::*;
use std::sync::{Arc, Mutex, PoisonError};

/// The path of the page with password and devices.
pub const SECURITY: &str = "security";

/// Where the profile is, and how it goes elsewhere.
#[derive(Clone)]
pub struct ProfilePlace {
    /// The path of the page to show; reading it subscribes.
    pub current: Arc<dyn Fn() -> String + Send + Sync>,
    /// The address of a page, where pages have addresses.
    pub href: Href,
    /// Goes to a page.
    pub go: Arc<dyn Fn(String) + Send + Sync>,
}

/// What drawing a profile needs.
#[derive(Clone)]
pub struct UserProfileView {
    /// What ids begin with.
    pub id: String,
    /// On a page or in a dialog.
    pub setting: Setting,
    /// What there is to show.
    pub state: Shown<UserProfileState>,
    /// The open form.
    pub form: Shown<FormState>,
    /// What the person does.
    pub act: Arc<dyn Fn(ProfileAct) + Send + Sync>,
    /// What happens with a chosen picture.
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

/// Draws `<UserProfile>`.
pub fn user_profile_view(view: UserProfileView) -> AnyView {
    let drawing = Arc::new(Drawing { view, opener: Mutex::default() });
    drawing.follow();
    let view = &drawing.view;
    let (stage, notice) = (view.state.clone(), view.state.clone());
    let words = view.messages.user_profile();
    let common = view.messages.common();
    let mut pages = vec![
        PageLink { path: String::new(), label: words.profile_page.to_owned(), icon: Icon::PERSON },
        PageLink { path: SECURITY.to_owned(), label: words.security_page.to_owned(), icon: Icon::SHIELD },
    ];
    pages.extend(view.pages.iter().map(|page| PageLink {
        path: page.path.clone().into_owned(),
        label: page.label.clone().into_owned(),
        icon: page.icon,
    }));
    let frame = ProfileFrame {
        id: view.id.clone(),
        class: "fd-root fd-profile fd-user-profile",
        setting: view.setting,
        title: words.title.to_owned(),
        subtitle: words.subtitle.to_owned(),
        navigation: words.navigation.to_owned(),
        stage: Arc::new(move || stage.with(|state| state.stage)),
        pages: Arc::new(move || pages.clone()),
        current: view.place.current.clone(),
        href: view.place.href.clone(),
        go: view.place.go.clone(),
        notice: Arc::new(move || notice.with(|state| state.notice.clone())),
        on_retry: drawing.press(ProfileAct::Retry),
        draw: {
            let drawing = drawing.clone();
            Arc::new(move |path| drawing.page(path))
        },
        words: FrameWords {
            loading: common.loading.to_owned(),
            failed_title: common.failed_title.to_owned(),
            failed_text: common.failed_text.to_owned(),
            try_again: common.try_again.to_owned(),
        },
    };
    profile_frame(frame, &view.appearance)
}

/// A profile while it is drawn.
pub(super) struct Drawing {
    pub(super) view: UserProfileView,
    /// The id of what was pressed last, and its row: there the focus comes back to.
    opener: Mutex<(String, String)>,
}

impl Drawing {
    pub(super) fn words(&self) -> &'static UserProfileMessages {
        self.view.messages.user_profile()
    }

    pub(super) fn id(&self, part: &str) -> String {
        [&self.view.id, "-", part].concat()
    }

    pub(super) fn peek<R>(&self, read: impl FnOnce(&UserProfileState) -> R) -> R {
        self.view.state.peek(read)
    }

    pub(super) fn press(&self, what: ProfileAct) -> Press {
        let act = self.view.act.clone();
        Arc::new(move || act(what.clone()))
    }

    /// Does something, and remembers what was pressed for it.
    pub(super) fn press_from(self: &Arc<Self>, id: String, row: ProfileRow, what: ProfileAct) -> Press {
        let this = self.clone();
        Arc::new(move || {
            this.pressed(id.clone(), row);
            (this.view.act)(what.clone());
        })
    }

    pub(super) fn pressed(&self, id: String, row: ProfileRow) {
        let row = self.id(row.name());
        *self.opener.lock().unwrap_or_else(PoisonError::into_inner) = (id, row);
    }

    pub(super) fn last_pressed(&self) -> (String, String) {
        self.opener.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The form that is open, as its fields see it.
    pub(super) fn step(&self) -> StepView {
        let act = self.view.act.clone();
        StepView {
            id: self.id("editor"),
            form: self.view.form.clone(),
            act: Arc::new(move |what| act(ProfileAct::Form(what))),
            messages: self.view.messages.clone(),
            appearance: self.view.appearance.clone(),
        }
    }

    /// Whether this is being edited.
    pub(super) fn edits(state: &UserProfileState, what: &Editing) -> bool {
        state.editing.as_ref() == Some(what)
    }

    /// A row with what it says.
    pub(super) fn row(&self, which: ProfileRow, title: &str, body: AnyView) -> AnyView {
        let (said, error) = (self.view.state.clone(), self.view.state.clone());
        let retry = if which == ProfileRow::Devices { ProfileAct::ShowDevices } else { ProfileAct::Retry };
        row(Row {
            id: self.id(which.name()),
            setting: self.view.setting,
            title: title.to_owned(),
            said: Arc::new(move || {
                said.with(|state| state.said.as_ref().filter(|(row, _)| *row == which).map(|(_, words)| words.clone()))
            }),
            error: Arc::new(move || {
                error.with(|state| {
                    state
                        .error
                        .as_ref()
                        .filter(|(row, _)| *row == which && which != ProfileRow::Picture)
                        .map(|(_, alert)| alert.clone())
                })
            }),
            on_way_out: self.press(retry),
            body,
        })
    }

    fn follow(self: &Arc<Self>) {
        let (state, form, last) = (self.view.state.clone(), self.view.form.clone(), self.clone());
        let editor = self.id("editor");
        let place = move || {
            let step = state.with(|state| state.editing.as_ref().map(|editing| key_of(&(editing, state.at_code))));
            step.map_or_else(|| (String::new(), 0), |step| (editor.clone(), step))
        };
        follow_editor(place, move || form.with(FormState::error_key), move || last.last_pressed());
    }

    /// A page by its path.
    fn page(self: &Arc<Self>, path: &str) -> AnyView {
        if let Some(own) = self.view.pages.iter().find(|page| page.path == path) {
            return (own.view)();
        }
        let offers = self.peek(|state| state.offers);
        let rows: Vec<AnyView> = if path == SECURITY {
            (self.view.act)(ProfileAct::ShowDevices);
            let rows = [
                offers.password.then(|| rows::password(self)),
                Some(rows::devices(self)),
                offers.delete.then(|| rows::delete(self)),
            ];
            rows.into_iter().flatten().collect()
        } else {
            let rows = [
                Some(rows::picture(self)),
                offers.names.then(|| rows::name(self)),
                offers.username.then(|| rows::username(self)),
                offers.email.then(|| rows::email(self)),
            ];
            rows.into_iter().flatten().collect()
        };
        several(rows)
    }
}
