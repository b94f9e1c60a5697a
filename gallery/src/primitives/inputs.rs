//! Buttons, links, fields, codes, choices, searches.

use super::given::*;
use frontdesk_components::ui::button::{Button, Variant, Whether, button, icon_button, link_button};
use frontdesk_components::ui::checkbox::checkbox;
use frontdesk_components::ui::element::{el, several};
use frontdesk_components::ui::field::{Field, Typed, field};
use frontdesk_components::ui::icon::Icon;
use frontdesk_components::ui::link::{external_link, link};
use frontdesk_components::ui::otp_input::{OtpInput, otp_input};
use frontdesk_components::ui::rules::{Rule, rules};
use frontdesk_components::ui::search::{Search, search};
use frontdesk_components::ui::select::{Choice, Select, select};
use leptos::prelude::*;
use std::sync::Arc;

/// Buttons and links.
pub fn buttons() -> AnyView {
    let variants = [
        ("Continue", Variant::Primary),
        ("Cancel", Variant::Secondary),
        ("Not now", Variant::Quiet),
        ("Delete account", Variant::Danger),
    ];
    let all = |busy: Whether| {
        let draw = |(label, variant)| button(Button { busy: busy.clone(), ..plain(label, variant) });
        row(variants.map(draw).to_vec_views())
    };
    several(vec![
        all(never()),
        all(always()),
        row(vec![
            button(Button { icon: Some(Icon::PLUS), ..plain("Add email address", Variant::Quiet) }),
            icon_button(Icon::PENCIL, "Change".to_owned(), press()),
            link_button("Forgot password?".to_owned(), press()),
            link("Terms".to_owned(), "/terms".to_owned()),
            external_link("Help".to_owned(), "/help".to_owned(), "opens in a new tab".to_owned()),
        ]),
    ])
}

/// Fields, codes, a checkbox, a choice, searches.
pub fn inputs() -> AnyView {
    let text = |id: &str, label: &str, typed: Typed| Field::text(id.to_owned(), "name", label, reads(typed), types());
    let rule = |text: &str, met| Rule { text: text.to_owned(), met };
    let list = [rule("At least 8 characters", true), rule("A digit", false)].to_vec();
    let rules = rules("g-password-rules".to_owned(), move || list.clone(), "met".to_owned(), "not met".to_owned());
    let password = Field {
        kind: "password",
        autocomplete: "new-password",
        reveal: Some(("Show password".to_owned(), "Hide password".to_owned())),
        below: Some(("g-password-rules".to_owned(), rules)),
        ..text("g-password", "New password", Typed::new("correct horse"))
    };
    let code = |id: &str, typed: Typed, busy: Whether| {
        otp_input(OtpInput {
            id: id.to_owned(),
            label: "Code".to_owned(),
            typed: reads(typed),
            on_input: types(),
            on_complete: press(),
            busy,
        })
    };
    let words = el("span").text("Sign out everywhere else").build();
    several(vec![
        field(Field { hint: Some("Used in links.".to_owned()), ..text("g-slug", "Address name", Typed::new("acme")) }),
        field(Field {
            optional: Some("Optional".to_owned()),
            ..text("g-name", "First name", Typed::wrong("Ada!", "Letters only, please."))
        }),
        field(password),
        code("g-code", Typed::new("424"), never()),
        code("g-code-wrong", Typed::wrong("", "That code isn’t right."), never()),
        checkbox("g-check".to_owned(), "elsewhere", words, reads(Typed::new("true")), types()),
        select(role("g-role", false, "admin", never())),
        search(seek("g-search", "", "Search")),
        search(seek("g-search-filled", "ada", "Search people")),
    ])
}

pub(super) fn seek(id: &str, value: &str, label: &str) -> Search {
    let value = value.to_owned();
    Search {
        id: id.to_owned(),
        label: label.to_owned(),
        clear: "Clear search".to_owned(),
        value: Arc::new(move || value.clone()),
        on_input: Arc::new(|_| ()),
        busy: never(),
    }
}

pub(super) fn role(id: &str, bare: bool, chosen: &str, busy: Whether) -> Select {
    let choice = |value: &str, label: &str| Choice { value: value.to_owned(), label: label.to_owned() };
    Select {
        id: id.to_owned(),
        name: "role",
        label: "Role".to_owned(),
        bare,
        choices: Arc::new(move || vec![choice("admin", "Admin"), choice("member", "Member")]),
        typed: reads(Typed::new(chosen)),
        on_input: types(),
        busy,
    }
}
