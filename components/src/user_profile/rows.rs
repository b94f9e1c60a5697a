//! The rows of a profile.

use super::state::{Address, Device, Devices, Editing, ProfileAct, ProfileRow, ProfileWork, UserProfileState};
use super::view::Profile;
use crate::i18n::fill;
use crate::profile::{Open, PictureWords, confirmation, editor_actions, keep_focus, open_button};
use crate::step::{Input, StepView};
use crate::ui::badge::{Tone, badge};
use crate::ui::element::{el, key_of, keyed, nothing, several};
use crate::ui::field::{Field, field};
use crate::ui::icon::{Icon, icon};
use crate::ui::menu::{Menu, MenuGroup, MenuItem, menu};
use crate::ui::section::{Entry, entries, entry};
use crate::ui::skeleton;
use leptos::prelude::*;
use std::sync::Arc;

fn edits(state: &UserProfileState, what: &Editing) -> bool {
    state.editing.as_ref() == Some(what)
}

fn row(profile: &Profile, which: ProfileRow, title: &str, body: AnyView) -> AnyView {
    let retry = if which == ProfileRow::Devices { ProfileAct::ShowDevices } else { ProfileAct::Retry };
    profile.row(which, title, retry, body)
}

/// A row of one value with one form.
fn simple_row(
    profile: &Profile,
    which: ProfileRow,
    title: &'static str,
    edited: Editing,
    value: fn(&UserProfileState) -> String,
    none: &'static str,
    form: fn(&Profile, &StepView) -> AnyView,
) -> AnyView {
    let (asked, words) = (edited.clone(), profile.words());
    let body = profile.part(
        move |state| key_of(&(edits(state, &asked), value(state))),
        move |profile| {
            if profile.peek(|state| edits(state, &edited)) {
                return form(profile, &profile.step("editor"));
            }
            let value = profile.peek(value);
            let id = profile.opener_id(which);
            let press = profile.press_from(id.clone(), which, ProfileAct::Edit(edited.clone()));
            let action = open_button(Open::new(id, words.edit, title, press));
            let title = if value.is_empty() { none.to_owned() } else { value };
            entry(Entry { title, action: Some(action), ..Entry::default() })
        },
    );
    row(profile, which, title, body)
}

pub(super) fn picture(profile: &Profile) -> AnyView {
    let (words, works) = (profile.words(), profile.view.state.clone());
    let pictures = PictureWords {
        title: words.picture,
        hint: words.picture_hint,
        upload: words.picture_upload,
        remove: words.picture_remove,
        wrong_kind: words.picture_wrong_kind,
        too_large: words.picture_too_large,
    };
    let busy = Arc::new(move || works.with(|state| state.work == Some(ProfileWork::Picture)));
    profile.picture(pictures, ProfileAct::RemovePicture, busy)
}

pub(super) fn name(profile: &Profile) -> AnyView {
    let words = profile.words();
    simple_row(
        profile,
        ProfileRow::Name,
        words.name,
        Editing::Name,
        |state| state.name.clone(),
        words.name_none,
        |profile, view| {
            let words = profile.words();
            let names = el("div")
                .class("fd-row")
                .child(field(view.input(Input::FirstName)))
                .child(field(view.input(Input::LastName)));
            let inputs = vec![Input::FirstName, Input::LastName];
            let body = view.form(inputs, vec![names.build(), editor_actions(view, words.save, false)]);
            profile.form(view, words.name_edit.to_owned(), None, body)
        },
    )
}

pub(super) fn username(profile: &Profile) -> AnyView {
    let words = profile.words();
    simple_row(
        profile,
        ProfileRow::Username,
        words.username,
        Editing::Username,
        |state| state.username.clone(),
        words.username_none,
        |profile, view| {
            let words = profile.words();
            let children = vec![field(view.input(Input::Username)), editor_actions(view, words.save, false)];
            let body = view.form(vec![Input::Username], children);
            profile.form(view, words.username_edit.to_owned(), None, body)
        },
    )
}

pub(super) fn email(profile: &Profile) -> AnyView {
    let key = |state: &UserProfileState| {
        let editing = state.editing.as_ref().filter(|editing| editing.row() == ProfileRow::Email);
        key_of(&(&state.addresses, editing, editing.is_some() && state.at_code))
    };
    let body = profile.part(key, |profile| {
        let (addresses, editing) = profile.peek(|state| (state.addresses.clone(), state.editing.clone()));
        let mut lines = Vec::with_capacity(addresses.len());
        for address in &addresses {
            let line = match &editing {
                Some(Editing::VerifyEmail(key)) if *key == address.key => code(profile, &profile.step("editor")),
                Some(Editing::RemoveEmail(key)) if *key == address.key => {
                    remove_address(profile, &profile.step("editor"), address)
                }
                _ => address_line(profile, address),
            };
            lines.push(el("li").child(line).build());
        }
        let list = el("ul").class("fd-entries").attr("role", "list").child(lines).build();
        let below = match editing {
            Some(Editing::AddEmail) if profile.peek(|state| state.at_code) => code(profile, &profile.step("editor")),
            Some(Editing::AddEmail) => add_address(profile, &profile.step("editor")),
            _ => {
                let id = profile.opener_id(ProfileRow::Email);
                let press = profile.press_from(id.clone(), ProfileRow::Email, ProfileAct::Edit(Editing::AddEmail));
                open_button(Open { icon: Some(Icon::PLUS), ..Open::new(id, profile.words().email_add, "", press) })
            }
        };
        several(vec![list, below])
    });
    let state = profile.view.state.clone();
    let last = profile.clone();
    keep_focus(move || state.with(|state| key_of(&state.addresses)), move || last.last_pressed());
    row(profile, ProfileRow::Email, profile.words().email, body)
}

fn address_line(profile: &Profile, address: &Address) -> AnyView {
    const PRIMARY: &str = "primary";
    const VERIFY: &str = "verify";
    const REMOVE: &str = "remove";
    let words = profile.words();
    let mut badges = Vec::new();
    if address.primary {
        badges.push(badge(words.email_primary.to_owned(), Tone::Primary));
    }
    if !address.verified {
        badges.push(badge(words.email_unverified.to_owned(), Tone::Warning));
    }
    let (work, state) = (ProfileWork::MakePrimary(address.key.clone()), profile.view.state.clone());
    let menu_id = profile.id(&["email-", &address.key].concat());
    let trigger = [&menu_id, "-trigger"].concat();
    let mut items = Vec::new();
    if !address.verified {
        items.push(MenuItem::action(VERIFY, Icon::CHECK, words.email_verify));
    } else if !address.primary {
        items.push(MenuItem::action(PRIMARY, Icon::CHECK, words.email_make_primary));
    }
    if !address.primary {
        items.push(MenuItem::action(REMOVE, Icon::TRASH, words.email_remove));
    }
    let label = fill(words.email_menu, &[("address", &address.address)]);
    let (name, acting, key, opener) = (label.clone(), profile.clone(), address.key.clone(), trigger);
    let more = (!items.is_empty()).then(|| {
        menu(Menu {
            id: menu_id,
            label: label.clone(),
            trigger_class: "fd-icon-button",
            trigger_label: Arc::new(move || name.clone()),
            trigger: icon(Icon::DOTS),
            align_end: true,
            head: None,
            search: None,
            small: true,
            groups: Arc::new(move || vec![MenuGroup { heading: None, items: items.clone() }]),
            on_press: Arc::new(move |what| {
                acting.pressed(opener.clone(), ProfileRow::Email);
                (acting.view.act)(match what.as_str() {
                    PRIMARY => ProfileAct::MakePrimary(key.clone()),
                    VERIFY => ProfileAct::Edit(Editing::VerifyEmail(key.clone())),
                    _ => ProfileAct::Edit(Editing::RemoveEmail(key.clone())),
                });
            }),
        })
    });
    let spinner = keyed(move || state.with(|state| u64::from(state.work.as_ref() == Some(&work))), {
        let (work, state) = (ProfileWork::MakePrimary(address.key.clone()), profile.view.state.clone());
        move || match state.peek(|state| state.work.as_ref() == Some(&work)) {
            true => el("span").class("fd-spinner").attr("aria-hidden", "true").build(),
            false => nothing(),
        }
    });
    let action = several([spinner].into_iter().chain(more).collect());
    entry(Entry { title: address.address.clone(), badges, action: Some(action), ..Entry::default() })
}

fn add_address(profile: &Profile, view: &StepView) -> AnyView {
    let words = profile.words();
    let children = vec![field(view.input(Input::EmailAddress)), editor_actions(view, words.email_add_button, false)];
    let body = view.form(vec![Input::EmailAddress], children);
    profile.form(view, words.email_add.to_owned(), Some(words.email_add_about.to_owned()), body)
}

fn code(profile: &Profile, view: &StepView) -> AnyView {
    let words = profile.words();
    let about = fill(words.email_code_about, &[("address", &profile.peek(|state| state.code_sent_to.clone()))]);
    let resend = el("div").class("fd-profile-resend").child(view.resend()).build();
    let children = vec![view.code_input(), resend, editor_actions(view, words.email_code_button, false)];
    profile.form(view, words.email_code.to_owned(), Some(about), view.form(vec![Input::Code], children))
}

fn remove_address(profile: &Profile, view: &StepView, address: &Address) -> AnyView {
    let words = profile.words();
    let title = fill(words.email_remove_title, &[("address", &address.address)]);
    let about = Some(words.email_remove_about.to_owned());
    profile.form(view, title, about, confirmation(view, words.email_remove, true))
}

pub(super) fn password(profile: &Profile) -> AnyView {
    let words = profile.words();
    let body = profile.part(
        |state| {
            let open = edits(state, &Editing::Password);
            // How long ago it changed is another text with each second; a form must not be drawn anew for that.
            key_of(&(open, state.has_password, (!open).then_some(&state.password_changed)))
        },
        |profile| {
            let words = profile.words();
            let (open, has_one, changed) = profile
                .peek(|state| (edits(state, &Editing::Password), state.has_password, state.password_changed.clone()));
            if open {
                return password_form(profile, &profile.step("editor"), has_one);
            }
            let id = profile.opener_id(ProfileRow::Password);
            let press = profile.press_from(id.clone(), ProfileRow::Password, ProfileAct::Edit(Editing::Password));
            let (label, about) =
                if has_one { (words.password_change, words.password) } else { (words.password_choose, "") };
            let action = Some(open_button(Open::new(id, label, about, press)));
            let title = if has_one { words.password_set } else { words.password_none }.to_owned();
            let details = (!changed.is_empty()).then(|| fill(words.password_changed, &[("when", &changed)]));
            entry(Entry { title, details: details.into_iter().collect(), action, ..Entry::default() })
        },
    );
    row(profile, ProfileRow::Password, words.password, body)
}

fn password_form(profile: &Profile, view: &StepView, has_one: bool) -> AnyView {
    let words = profile.words();
    // A password manager saves the new password for this name.
    let name = profile.peek(|state| {
        let primary = state.addresses.iter().find(|address| address.primary).map(|address| address.address.clone());
        primary.unwrap_or_else(|| state.username.clone())
    });
    let identifier = el("input")
        .class("fd-visually-hidden")
        .attr("type", "text")
        .attr("name", "username")
        .attr("autocomplete", "username")
        .attr("value", name)
        .flag("readonly", true)
        .attr("tabindex", "-1")
        .attr("aria-hidden", "true")
        .build();
    let mut children = vec![identifier];
    if has_one {
        children.push(field(view.input(Input::CurrentPassword)));
    }
    let elsewhere = view.messages.sign_in().sign_out_elsewhere.to_owned();
    children.extend([
        view.new_password(Input::NewPassword, false),
        view.checkbox(Input::SignOutElsewhere, elsewhere.into_any()),
        editor_actions(view, words.password_button, false),
    ]);
    let inputs = if has_one { vec![Input::CurrentPassword, Input::NewPassword] } else { vec![Input::NewPassword] };
    let title = if has_one { words.password_change_title } else { words.password_choose_title };
    profile.form(view, title.to_owned(), None, view.form(inputs, children))
}

pub(super) fn devices(profile: &Profile) -> AnyView {
    let body = profile.part(
        |state| key_of(&state.devices),
        |profile| match profile.peek(|state| state.devices.clone()) {
            Devices::Loading => {
                let lines = skeleton::shapes(&["text", "text"]);
                let words = profile.view.messages.common().loading;
                el("div")
                    .class("fd-profile-waits")
                    .attr("role", "status")
                    .attr("aria-label", words)
                    .child(lines)
                    .build()
            }
            Devices::Failed => {
                let id = profile.opener_id(ProfileRow::Devices);
                let press = profile.press_from(id.clone(), ProfileRow::Devices, ProfileAct::ShowDevices);
                let again = profile.view.messages.common().try_again;
                let action = Some(open_button(Open::new(id, again, "", press)));
                entry(Entry { title: profile.words().devices_failed.to_owned(), action, ..Entry::default() })
            }
            Devices::Known(devices) => entries(devices.iter().map(|device| device_entry(profile, device)).collect()),
        },
    );
    let (state, last) = (profile.view.state.clone(), profile.clone());
    keep_focus(move || state.with(|state| key_of(&state.devices)), move || last.last_pressed());
    row(profile, ProfileRow::Devices, profile.words().devices, body)
}

fn device_entry(profile: &Profile, device: &Device) -> Entry {
    let words = profile.words();
    let leading = Some(icon(if device.mobile { Icon::PHONE } else { Icon::DESKTOP }));
    let badges = if device.this { vec![badge(words.device_this.to_owned(), Tone::Success)] } else { Vec::new() };
    let id = profile.id(&["device-", &device.key].concat());
    let what = ProfileAct::SignOutDevice(device.key.clone());
    let press = profile.press_from(id.clone(), ProfileRow::Devices, what);
    let (work, state) = (ProfileWork::SignOutDevice(device.key.clone()), profile.view.state.clone());
    let action = (!device.this).then(|| {
        let busy = Arc::new(move || state.with(|state| state.work.as_ref() == Some(&work)));
        open_button(Open { busy, ..Open::new(id, words.device_sign_out, &device.name, press) })
    });
    Entry { leading, title: device.name.clone(), badges, details: device.details.clone(), action }
}

pub(super) fn delete(profile: &Profile) -> AnyView {
    let words = profile.words();
    let body = profile.part(
        |state| u64::from(edits(state, &Editing::Delete)),
        |profile| {
            let words = profile.words();
            if !profile.peek(|state| edits(state, &Editing::Delete)) {
                let id = profile.opener_id(ProfileRow::Delete);
                let press = profile.press_from(id.clone(), ProfileRow::Delete, ProfileAct::Edit(Editing::Delete));
                let action = Some(open_button(Open { danger: true, ..Open::new(id, words.delete_button, "", press) }));
                return entry(Entry { title: words.delete_about.to_owned(), action, ..Entry::default() });
            }
            let view = profile.step("editor");
            let label = fill(words.delete_label, &[("word", words.delete_word)]);
            let input = Field { label, ..view.input(Input::Confirmation) };
            let children = vec![field(input), editor_actions(&view, words.delete_confirm, true)];
            let body = view.form(vec![Input::Confirmation], children);
            profile.form(&view, words.delete_title.to_owned(), Some(words.delete_warning.to_owned()), body)
        },
    );
    row(profile, ProfileRow::Delete, words.delete, body)
}
