//! The rows of the first page.

use super::state::{OrganizationAct, OrganizationEditing, OrganizationProfileState, OrganizationRow, OrganizationWork};
use super::view::Profile;
use crate::i18n::fill;
use crate::profile::{Open, PictureWords, confirmation, editor_actions, open_button};
use crate::step::Input;
use crate::ui::avatar::{FaceSize, avatar};
use crate::ui::badge::{Tone, badge};
use crate::ui::element::{el, key_of};
use crate::ui::field::{Field, field};
use crate::ui::icon::{Icon, icon};
use crate::ui::section::{Entry, entry};
use leptos::prelude::*;
use std::sync::Arc;

fn edits(state: &OrganizationProfileState, what: &OrganizationEditing) -> bool {
    state.editing.as_ref() == Some(what)
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
        return row(profile, OrganizationRow::Logo, words.title, body);
    }
    let works = profile.view.state.clone();
    let pictures = PictureWords {
        title: words.logo,
        hint: words.logo_hint,
        upload: words.logo_upload,
        remove: words.logo_remove,
        wrong_kind: words.logo_wrong_kind,
        too_large: words.logo_too_large,
    };
    let busy = Arc::new(move || works.with(|state| state.work == Some(OrganizationWork::Logo)));
    profile.picture(pictures, OrganizationAct::RemoveLogo, busy)
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
                return profile.form(&view, words.name_edit.to_owned(), None, body);
            }
            let title = profile.peek(|state| state.face.name.clone());
            let action = may_change.then(|| edit_button(profile, OrganizationEditing::Name, words.name));
            entry(Entry { title, action, ..Entry::default() })
        },
    );
    row(profile, OrganizationRow::Name, words.name, body)
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
                return profile.form(&view, words.slug_edit.to_owned(), Some(words.slug_about.to_owned()), body);
            }
            let slug = profile.peek(|state| state.slug.clone());
            let title = if slug.is_empty() { words.slug_none.to_owned() } else { slug };
            let action = may_change.then(|| edit_button(profile, OrganizationEditing::Slug, words.slug));
            entry(Entry { title, action, ..Entry::default() })
        },
    );
    row(profile, OrganizationRow::Slug, words.slug, body)
}

fn row(profile: &Profile, which: OrganizationRow, title: &str, body: AnyView) -> AnyView {
    profile.row(which, title, OrganizationAct::Retry, body)
}

fn edit_button(profile: &Profile, what: OrganizationEditing, about: &str) -> AnyView {
    let row = what.row();
    let id = profile.opener_id(row);
    let press = profile.press_from(id.clone(), row, OrganizationAct::Edit(what));
    open_button(Open::new(id, profile.words().edit, about, press))
}

/// The way into something that is lost by it.
fn danger_button(profile: &Profile, what: OrganizationEditing, label: &str) -> AnyView {
    let row = what.row();
    let id = profile.opener_id(row);
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
            profile.form(&view, title, about, confirmation(&view, words.leave_confirm, true))
        },
    );
    row(profile, OrganizationRow::Leave, words.leave, body)
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
            profile.form(&view, title, Some(words.delete_warning.to_owned()), body)
        },
    );
    row(profile, OrganizationRow::Delete, words.delete, body)
}
