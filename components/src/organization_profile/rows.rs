//! The rows of the first page.

use super::state::{OrganizationAct, OrganizationEditing, OrganizationProfileState, OrganizationRow, OrganizationWork};
use super::view::Drawing;
use crate::i18n::fill;
use crate::profile::{Editor, Open, confirmation, editor, editor_actions, open_button};
use crate::step::{Act, Input, StepView};
use crate::ui::avatar::{FaceSize, avatar};
use crate::ui::avatar_upload::{AvatarUpload, avatar_upload};
use crate::ui::badge::{Tone, badge};
use crate::ui::element::{el, key_of};
use crate::ui::field::{Field, Typed, field};
use crate::ui::file_drop::{FileRules, PICTURES};
use crate::ui::icon::{Icon, icon};
use crate::ui::section::{Entry, entry};
use leptos::prelude::*;
use std::sync::Arc;

type Profile = Arc<Drawing>;

/// The largest picture that the server takes.
pub(crate) const MOST_BYTES: u64 = 10_000_000;

fn edits(state: &OrganizationProfileState, what: &OrganizationEditing) -> bool {
    state.editing.as_ref() == Some(what)
}

/// A form in a row's place.
fn form(profile: &Profile, view: &StepView, title: String, about: Option<String>, form: AnyView) -> AnyView {
    editor(Editor {
        id: view.id.clone(),
        setting: profile.view.setting,
        title,
        about: about.map(|about| el("p").text(about).build()),
        on_cancel: profile.press(OrganizationAct::Form(Act::Close)),
        form,
    })
}

/// What stands there in the personal workspace.
pub(super) fn nowhere(profile: &Profile) -> AnyView {
    let words = profile.words();
    el("div")
        .class("fd-members-notice")
        .child(el("div").class("fd-notice").child(icon(Icon::BUILDING)))
        .child(el("strong").text(words.none_title))
        .child(el("p").class("fd-profile-subtitle").text(words.none_text))
        .build()
}

pub(super) fn logo(profile: &Profile, may_change: bool) -> AnyView {
    let words = profile.words();
    if !may_change {
        let body = profile.part(
            |state| key_of(&(&state.face, &state.role)),
            |profile| {
                let (face, role) = profile.peek(|state| (state.face.clone(), state.role.clone()));
                let badges = if role.is_empty() { Vec::new() } else { vec![badge(role, Tone::Neutral)] };
                let details = vec![profile.words().read_only.to_owned()];
                let leading = Some(avatar(&face, FaceSize::Large));
                entry(Entry { leading, title: face.name, badges, details, action: None })
            },
        );
        return profile.row(OrganizationRow::Logo, words.title, body);
    }
    let (face, wrong, works) = (profile.view.state.clone(), profile.view.state.clone(), profile.view.state.clone());
    let body = avatar_upload(AvatarUpload {
        id: profile.id("logo-file"),
        label: words.logo.to_owned(),
        hint: words.logo_hint.to_owned(),
        face: Arc::new(move || face.with(|state| state.face.clone())),
        choose: words.logo_upload.to_owned(),
        remove: Some((words.logo_remove.to_owned(), profile.press(OrganizationAct::RemoveLogo))),
        rules: FileRules {
            accept: PICTURES,
            most_bytes: MOST_BYTES,
            wrong_kind: words.logo_wrong_kind.to_owned(),
            too_large: words.logo_too_large.to_owned(),
        },
        // What is wrong stands in the row's alert; that something is takes the preview away.
        typed: Arc::new(move || {
            let error = wrong.with(|state| {
                let error = state.error.as_ref().filter(|(row, _)| *row == OrganizationRow::Logo);
                error.map(|(_, alert)| alert.text.clone())
            });
            Typed { error, ..Typed::default() }
        }),
        on_file: profile.view.on_logo.clone(),
        busy: Arc::new(move || works.with(|state| state.work == Some(OrganizationWork::Logo))),
    });
    profile.row(OrganizationRow::Logo, words.logo, body)
}

pub(super) fn name(profile: &Profile, may_change: bool) -> AnyView {
    let words = profile.words();
    let body = profile.part(
        |state| key_of(&(edits(state, &OrganizationEditing::Name), &state.face.name)),
        move |profile| {
            let words = profile.words();
            if profile.peek(|state| edits(state, &OrganizationEditing::Name)) {
                let view = profile.step("editor");
                let children = vec![field(view.input(Input::Name)), editor_actions(&view, words.save, false)];
                let body = view.form(vec![Input::Name], children);
                return form(profile, &view, words.name_edit.to_owned(), None, body);
            }
            let title = profile.peek(|state| state.face.name.clone());
            let action = may_change.then(|| edit_button(profile, OrganizationEditing::Name, words.name));
            entry(Entry { title, action, ..Entry::default() })
        },
    );
    profile.row(OrganizationRow::Name, words.name, body)
}

pub(super) fn slug(profile: &Profile, may_change: bool) -> AnyView {
    let words = profile.words();
    let body = profile.part(
        |state| key_of(&(edits(state, &OrganizationEditing::Slug), &state.slug)),
        move |profile| {
            let words = profile.words();
            if profile.peek(|state| edits(state, &OrganizationEditing::Slug)) {
                let view = profile.step("editor");
                let hint = Some(profile.view.messages.create_organization().slug_hint.to_owned());
                let input = Field { hint, ..view.input(Input::Slug) };
                let children = vec![field(input), editor_actions(&view, words.save, false)];
                let body = view.form(vec![Input::Slug], children);
                return form(profile, &view, words.slug_edit.to_owned(), Some(words.slug_about.to_owned()), body);
            }
            let slug = profile.peek(|state| state.slug.clone());
            let title = if slug.is_empty() { words.slug_none.to_owned() } else { slug };
            let action = may_change.then(|| edit_button(profile, OrganizationEditing::Slug, words.slug));
            entry(Entry { title, action, ..Entry::default() })
        },
    );
    profile.row(OrganizationRow::Slug, words.slug, body)
}

fn edit_button(profile: &Profile, what: OrganizationEditing, about: &str) -> AnyView {
    let row = what.row();
    let id = profile.id(&[row.name(), "-open"].concat());
    let press = profile.press_from(id.clone(), row, OrganizationAct::Edit(what));
    open_button(Open::new(id, profile.words().edit, about, press))
}

/// The way into something that is lost by it.
fn danger_button(profile: &Profile, what: OrganizationEditing, label: &str) -> AnyView {
    let row = what.row();
    let id = profile.id(&[row.name(), "-open"].concat());
    let press = profile.press_from(id.clone(), row, OrganizationAct::Edit(what));
    open_button(Open { danger: true, ..Open::new(id, label, "", press) })
}

pub(super) fn leave(profile: &Profile) -> AnyView {
    let words = profile.words();
    let body = profile.part(
        |state| key_of(&(edits(state, &OrganizationEditing::Leave), &state.face.name)),
        |profile| {
            let words = profile.words();
            let (open, name) =
                profile.peek(|state| (edits(state, &OrganizationEditing::Leave), state.face.name.clone()));
            if !open {
                let action = Some(danger_button(profile, OrganizationEditing::Leave, words.leave_button));
                return entry(Entry { title: words.leave_about.to_owned(), action, ..Entry::default() });
            }
            let view = profile.step("editor");
            let title = fill(words.leave_title, &[("name", &name)]);
            let about = Some(words.leave_about.to_owned());
            form(profile, &view, title, about, confirmation(&view, words.leave_confirm, true))
        },
    );
    profile.row(OrganizationRow::Leave, words.leave, body)
}

pub(super) fn delete(profile: &Profile) -> AnyView {
    let words = profile.words();
    let body = profile.part(
        |state| key_of(&(edits(state, &OrganizationEditing::Delete), &state.face.name)),
        |profile| {
            let words = profile.words();
            let (open, name) =
                profile.peek(|state| (edits(state, &OrganizationEditing::Delete), state.face.name.clone()));
            if !open {
                let action = Some(danger_button(profile, OrganizationEditing::Delete, words.delete_button));
                return entry(Entry { title: words.delete_about.to_owned(), action, ..Entry::default() });
            }
            let view = profile.step("editor");
            let label = fill(words.delete_label, &[("name", &name)]);
            let input = Field { label, ..view.input(Input::Confirmation) };
            let children = vec![field(input), editor_actions(&view, words.delete_confirm, true)];
            let body = view.form(vec![Input::Confirmation], children);
            let title = fill(words.delete_title, &[("name", &name)]);
            form(profile, &view, title, Some(words.delete_warning.to_owned()), body)
        },
    );
    profile.row(OrganizationRow::Delete, words.delete, body)
}
