//! What drawing the profile of a person and that of an organization have in common.

use super::{
    Editor, FrameWords, PageLink, ProfileFrame, ProfileState, ProfileView, Row, editor, follow_editor, profile_frame,
    row,
};
use crate::step::{Act, FormState, StepView};
use crate::ui::alert::Alert;
use crate::ui::avatar_upload::{AvatarUpload, avatar_upload};
use crate::ui::button::{Press, Whether};
use crate::ui::element::{el, keyed};
use crate::ui::field::Typed;
use crate::ui::file_drop::FileRules;
use leptos::prelude::*;
use std::sync::{Arc, Mutex, PoisonError};

/// What the frame of a profile is called.
pub(crate) struct ProfileTitles {
    /// The classes of the element around it.
    pub(crate) class: &'static str,
    /// What all pages are about.
    pub(crate) title: &'static str,
    /// A line below it.
    pub(crate) subtitle: &'static str,
    /// The navigation's name.
    pub(crate) navigation: &'static str,
}

/// The words around a picture that is chosen.
pub(crate) struct PictureWords {
    pub(crate) title: &'static str,
    pub(crate) hint: &'static str,
    pub(crate) upload: &'static str,
    pub(crate) remove: &'static str,
    pub(crate) wrong_kind: &'static str,
    pub(crate) too_large: &'static str,
}

/// A profile while it is drawn.
pub(crate) struct Drawing<S: ProfileState> {
    pub(crate) view: ProfileView<S>,
    /// The id of what was pressed last, and its row: there the focus comes back to.
    opener: Mutex<(String, String)>,
}

impl<S: ProfileState> Drawing<S> {
    pub(crate) fn new(view: ProfileView<S>) -> Arc<Self> {
        let this = Arc::new(Self { view, opener: Mutex::default() });
        let (state, form, last) = (this.view.state.clone(), this.view.form.clone(), this.clone());
        let editor = this.id("editor");
        let place = move || match state.with(S::editor) {
            Some(step) => (editor.clone(), step),
            None => (String::new(), 0),
        };
        follow_editor(place, move || form.with(FormState::error_key), move || last.last_pressed());
        this
    }

    /// The frame with these pages and those of the app's own behind them; `draw` draws one of ours by its path.
    pub(crate) fn frame(
        self: &Arc<Self>,
        titles: ProfileTitles,
        pages: impl Fn(&S) -> Vec<PageLink> + Send + Sync + 'static,
        draw: impl Fn(&Arc<Self>, &str) -> AnyView + Send + Sync + 'static,
    ) -> AnyView {
        let view = &self.view;
        let (stage, notice, listed) = (view.state.clone(), view.state.clone(), view.state.clone());
        let (common, own, drawing) = (view.messages.common(), self.clone(), self.clone());
        let frame = ProfileFrame {
            id: view.id.clone(),
            class: titles.class,
            setting: view.setting,
            title: titles.title.to_owned(),
            subtitle: titles.subtitle.to_owned(),
            navigation: titles.navigation.to_owned(),
            stage: Arc::new(move || stage.with(S::stage)),
            pages: Arc::new(move || {
                let mut pages = listed.with(&pages);
                pages.extend(own.view.pages.iter().map(|page| PageLink {
                    path: page.path.clone().into_owned(),
                    label: page.label.clone().into_owned(),
                    icon: page.icon,
                }));
                pages
            }),
            current: view.place.current.clone(),
            href: view.place.href.clone(),
            go: view.place.go.clone(),
            notice: Arc::new(move || notice.with(|state| state.notice().cloned())),
            on_retry: self.press(S::RETRY),
            draw: Arc::new(move |path| match drawing.view.pages.iter().find(|page| page.path == path) {
                Some(own) => (own.view)(),
                None => draw(&drawing, path),
            }),
            words: FrameWords {
                loading: common.loading.to_owned(),
                failed_title: common.failed_title.to_owned(),
                failed_text: common.failed_text.to_owned(),
                try_again: common.try_again.to_owned(),
            },
        };
        profile_frame(frame, &view.appearance)
    }

    pub(crate) fn id(&self, part: &str) -> String {
        [&self.view.id, "-", part].concat()
    }

    /// The id of the button that opens a row's form.
    pub(crate) fn opener_id(&self, row: S::Row) -> String {
        self.id(&[S::row_name(row), "-open"].concat())
    }

    pub(crate) fn peek<R>(&self, read: impl FnOnce(&S) -> R) -> R {
        self.view.state.peek(read)
    }

    pub(crate) fn press(&self, what: S::Act) -> Press {
        let act = self.view.act.clone();
        Arc::new(move || act(what.clone()))
    }

    /// Does something, and remembers what was pressed for it.
    pub(crate) fn press_from(self: &Arc<Self>, id: String, row: S::Row, what: S::Act) -> Press {
        let this = self.clone();
        Arc::new(move || {
            this.pressed(id.clone(), row);
            (this.view.act)(what.clone());
        })
    }

    pub(crate) fn pressed(&self, id: String, row: S::Row) {
        let row = self.id(S::row_name(row));
        *self.opener.lock().unwrap_or_else(PoisonError::into_inner) = (id, row);
    }

    pub(crate) fn last_pressed(&self) -> (String, String) {
        self.opener.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The form that is open, as its fields see it.
    pub(crate) fn step(&self, part: &str) -> StepView {
        let act = self.view.act.clone();
        StepView {
            id: self.id(part),
            form: self.view.form.clone(),
            act: Arc::new(move |what| act(S::in_form(what))),
            messages: self.view.messages.clone(),
            appearance: self.view.appearance.clone(),
        }
    }

    /// A form in a row's place.
    pub(crate) fn form(&self, view: &StepView, title: String, about: Option<String>, form: AnyView) -> AnyView {
        editor(Editor {
            id: view.id.clone(),
            setting: self.view.setting,
            title,
            about: about.map(|about| el("p").text(about).build()),
            on_cancel: self.press(S::in_form(Act::Close)),
            form,
        })
    }

    /// A part that is drawn anew when this key of the state changes.
    pub(crate) fn part(
        self: &Arc<Self>,
        key: impl Fn(&S) -> u64 + Send + Sync + 'static,
        draw: impl Fn(&Arc<Self>) -> AnyView + Send + 'static,
    ) -> AnyView {
        let (state, this) = (self.view.state.clone(), self.clone());
        keyed(move || state.with(&key), move || draw(&this))
    }

    /// What went well in a row.
    pub(crate) fn said(&self, which: S::Row) -> Arc<dyn Fn() -> Option<String> + Send + Sync> {
        let state = self.view.state.clone();
        Arc::new(move || {
            state.with(|state| state.said().filter(|(row, _)| *row == which).map(|(_, words)| words.clone()))
        })
    }

    /// What is wrong with a row while nothing is edited.
    pub(crate) fn error(&self, which: S::Row) -> Arc<dyn Fn() -> Option<Alert> + Send + Sync> {
        let state = self.view.state.clone();
        Arc::new(move || {
            state.with(|state| state.error().filter(|(row, _)| *row == which).map(|(_, alert)| alert.clone()))
        })
    }

    /// A row with what it says; `on_way_out` is what its error's button does.
    pub(crate) fn row(&self, which: S::Row, title: &str, on_way_out: S::Act, body: AnyView) -> AnyView {
        row(Row {
            id: self.id(S::row_name(which)),
            setting: self.view.setting,
            title: title.to_owned(),
            said: self.said(which),
            error: if which == S::PICTURE { Arc::new(|| None) } else { self.error(which) },
            on_way_out: self.press(on_way_out),
            body,
        })
    }

    /// The row of the picture.
    pub(crate) fn picture(&self, words: PictureWords, remove: S::Act, busy: Whether) -> AnyView {
        let (face, wrong) = (self.view.state.clone(), self.error(S::PICTURE));
        let body = avatar_upload(AvatarUpload {
            id: self.id(&[S::row_name(S::PICTURE), "-file"].concat()),
            label: words.title.to_owned(),
            hint: words.hint.to_owned(),
            face: Arc::new(move || face.with(|state| state.face().clone())),
            choose: words.upload.to_owned(),
            remove: Some((words.remove.to_owned(), self.press(remove))),
            rules: FileRules::picture(words.wrong_kind, words.too_large),
            // What is wrong also takes the preview away.
            typed: Arc::new(move || Typed { error: wrong().map(|alert| alert.text), ..Typed::default() }),
            on_file: self.view.on_picture.clone(),
            busy,
        });
        self.row(S::PICTURE, words.title, S::RETRY, body)
    }
}
