use super::state::{OrganizationAct, OrganizationEditing, OrganizationProfileState, OrganizationRow};
use super::{members, rows};
use crate::i18n::{Messages, OrganizationProfileMessages};
use crate::own_page::OwnPage;
use crate::profile::{FrameWords, PageLink, ProfileFrame, Row, Setting, follow_editor, profile_frame, row};
use crate::shown::Shown;
use crate::step::{FormState, StepView};
use crate::theme::Appearance;
use crate::ui::button::Press;
use crate::ui::element::{key_of, keyed, several};
use crate::ui::file_drop::OnFile;
use crate::ui::icon::Icon;
use crate::user_profile::ProfilePlace;
use leptos::prelude::*;
use std::sync::{Arc, Mutex, PoisonError};

/// The path of the page with the members.
pub const MEMBERS: &str = "members";

/// What drawing the profile of an organization needs.
#[derive(Clone)]
pub struct OrganizationProfileView {
    /// What ids begin with.
    pub id: String,
    /// On a page or in a dialog.
    pub setting: Setting,
    /// What there is to show.
    pub state: Shown<OrganizationProfileState>,
    /// The open form.
    pub form: Shown<FormState>,
    /// What the person does.
    pub act: Arc<dyn Fn(OrganizationAct) + Send + Sync>,
    /// What happens with a logo that may be right.
    pub on_logo: OnFile,
    /// Where it is.
    pub place: ProfilePlace,
    /// Pages of the app's own, behind ours.
    pub pages: Vec<OwnPage>,
    /// The words.
    pub messages: Messages,
    /// The looks.
    pub appearance: Appearance,
}

/// Draws `<OrganizationProfile>`.
pub fn organization_profile_view(view: OrganizationProfileView) -> AnyView {
    let drawing = Arc::new(Drawing { view, opener: Mutex::default() });
    drawing.follow();
    let view = &drawing.view;
    let (stage, notice, listed) = (view.state.clone(), view.state.clone(), view.state.clone());
    let words = view.messages.organization_profile();
    let common = view.messages.common();
    let general = PageLink { path: String::new(), label: words.general_page.to_owned(), icon: Icon::BUILDING };
    let mut pages = vec![
        general.clone(),
        PageLink { path: MEMBERS.to_owned(), label: words.members_page.to_owned(), icon: Icon::PEOPLE },
    ];
    pages.extend(view.pages.iter().map(|page| PageLink {
        path: page.path.clone().into_owned(),
        label: page.label.clone().into_owned(),
        icon: page.icon,
    }));
    let frame = ProfileFrame {
        id: view.id.clone(),
        class: "fd-root fd-profile fd-organization-profile",
        setting: view.setting,
        title: words.title.to_owned(),
        subtitle: words.subtitle.to_owned(),
        navigation: words.navigation.to_owned(),
        stage: Arc::new(move || stage.with(|state| state.stage)),
        pages: Arc::new(move || match listed.with(|state| state.key.is_empty()) {
            true => vec![general.clone()],
            false => pages.clone(),
        }),
        current: view.place.current.clone(),
        href: view.place.href.clone(),
        go: view.place.go.clone(),
        notice: Arc::new(move || notice.with(|state| state.notice.clone())),
        on_retry: drawing.press(OrganizationAct::Retry),
        draw: {
            let drawing = drawing.clone();
            Arc::new(move |path| drawing.page(path.to_owned()))
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
    pub(super) view: OrganizationProfileView,
    /// The id of what was pressed last, and its row: there the focus comes back to.
    opener: Mutex<(String, String)>,
}

impl Drawing {
    pub(super) fn words(&self) -> &'static OrganizationProfileMessages {
        self.view.messages.organization_profile()
    }

    pub(super) fn id(&self, part: &str) -> String {
        [&self.view.id, "-", part].concat()
    }

    pub(super) fn peek<R>(&self, read: impl FnOnce(&OrganizationProfileState) -> R) -> R {
        self.view.state.peek(read)
    }

    pub(super) fn press(&self, what: OrganizationAct) -> Press {
        let act = self.view.act.clone();
        Arc::new(move || act(what.clone()))
    }

    /// Does something, and remembers what was pressed for it.
    pub(super) fn press_from(self: &Arc<Self>, id: String, row: OrganizationRow, what: OrganizationAct) -> Press {
        let this = self.clone();
        Arc::new(move || {
            let row = this.id(row.name());
            *this.opener.lock().unwrap_or_else(PoisonError::into_inner) = (id.clone(), row);
            (this.view.act)(what.clone());
        })
    }

    fn last_pressed(&self) -> (String, String) {
        self.opener.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The form that is open, as its fields see it.
    pub(super) fn step(&self, part: &str) -> StepView {
        let act = self.view.act.clone();
        StepView {
            id: self.id(part),
            form: self.view.form.clone(),
            act: Arc::new(move |what| act(OrganizationAct::Form(what))),
            messages: self.view.messages.clone(),
            appearance: self.view.appearance.clone(),
        }
    }

    /// A part that is drawn anew when this key of the state changes.
    pub(super) fn part(
        self: &Arc<Self>,
        key: impl Fn(&OrganizationProfileState) -> u64 + Send + Sync + 'static,
        draw: impl Fn(&Arc<Self>) -> AnyView + Send + 'static,
    ) -> AnyView {
        let (state, this) = (self.view.state.clone(), self.clone());
        keyed(move || state.with(&key), move || draw(&this))
    }

    /// A row with what it says.
    pub(super) fn row(&self, which: OrganizationRow, title: &str, body: AnyView) -> AnyView {
        let (said, error) = (self.view.state.clone(), self.view.state.clone());
        row(Row {
            id: self.id(which.name()),
            setting: self.view.setting,
            title: title.to_owned(),
            said: Arc::new(move || said.with(|state| news(state, which))),
            error: Arc::new(move || {
                error.with(|state| {
                    // What is wrong with a logo stands beside it.
                    let shown = |row: OrganizationRow| row == which && row != OrganizationRow::Logo;
                    state.error.as_ref().filter(|(row, _)| shown(*row)).map(|(_, alert)| alert.clone())
                })
            }),
            on_way_out: self.press(OrganizationAct::Retry),
            body,
        })
    }

    fn follow(self: &Arc<Self>) {
        let (state, form, last) = (self.view.state.clone(), self.view.form.clone(), self.clone());
        let editor = self.id("editor");
        let place = move || {
            // The question about a member stands in a dialog, which leads the focus by itself.
            let open = state.with(|state| match &state.editing {
                None | Some(OrganizationEditing::RemoveMember(_)) => None,
                Some(editing) => Some(key_of(editing)),
            });
            open.map_or_else(|| (String::new(), 0), |open| (editor.clone(), open))
        };
        follow_editor(place, move || form.with(FormState::error_key), move || last.last_pressed());
    }

    /// A page by its path. Another organization, or another role in it, draws it anew.
    fn page(self: &Arc<Self>, path: String) -> AnyView {
        if let Some(own) = self.view.pages.iter().find(|page| page.path == path) {
            return (own.view)();
        }
        self.part(
            |state| key_of(&(&state.key, state.may, state.has_slug)),
            move |drawing| match drawing.peek(|state| (state.key.is_empty(), state.may, state.has_slug)) {
                (true, ..) => rows::nowhere(drawing),
                (false, may, _) if path == MEMBERS => members::members(drawing, may),
                (false, may, has_slug) => {
                    let shown = [
                        Some(rows::logo(drawing, may.change)),
                        Some(rows::name(drawing, may.change)),
                        has_slug.then(|| rows::slug(drawing, may.change)),
                        Some(rows::leave(drawing)),
                        may.delete.then(|| rows::delete(drawing)),
                    ];
                    several(shown.into_iter().flatten().collect())
                }
            },
        )
    }
}

/// What went well in a row.
pub(super) fn news(state: &OrganizationProfileState, which: OrganizationRow) -> Option<String> {
    state.said.as_ref().filter(|(row, _)| *row == which).map(|(_, words)| words.clone())
}
