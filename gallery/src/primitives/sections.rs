//! Sections and their entries.

use super::given::*;
use super::menus::three_dots;
use frontdesk_components::ui::avatar::{FaceSize, avatar};
use frontdesk_components::ui::badge::{Tone, badge};
use frontdesk_components::ui::button::{Button, Variant, button};
use frontdesk_components::ui::field::{Field, Typed, field};
use frontdesk_components::ui::icon::{Icon, icon};
use frontdesk_components::ui::section::{Entry, Section, actions, entries, inline_card, section, sections};
use leptos::prelude::*;

/// Sections as a profile has them.
pub fn profile() -> AnyView {
    let address = |title: &str, badges: Vec<AnyView>, id: &str| Entry {
        title: title.to_owned(),
        badges,
        action: Some(three_dots(id, title)),
        ..Entry::default()
    };
    let addresses = entries(vec![
        address("ada@example.com", vec![badge("Primary".to_owned(), Tone::Primary)], "g-a1"),
        address(
            "countess.of.lovelace@analytical-engines.example",
            vec![badge("Unverified".to_owned(), Tone::Warning)],
            "g-a2",
        ),
    ]);
    let devices = entries(vec![Entry {
        leading: Some(icon(Icon::DESKTOP)),
        title: "Firefox on Linux".to_owned(),
        badges: vec![badge("This device".to_owned(), Tone::Success)],
        details: vec!["London, United Kingdom · 203.0.113.7".to_owned(), "Active now".to_owned()],
        action: None,
    }]);
    let first = Field::text("g-first".to_owned(), "first", "First name", reads(Typed::new("Ada")), types());
    let card = inline_card(
        "g-card".to_owned(),
        "h3",
        "Update profile".to_owned(),
        None,
        vec![
            field(first),
            actions(vec![button(plain("Cancel", Variant::Quiet)), button(plain("Save", Variant::Primary))]),
        ],
    )
    .build();
    let person = entries(vec![Entry {
        leading: Some(avatar(&face("Ada Lovelace"), FaceSize::Large)),
        title: "Ada Lovelace".to_owned(),
        action: Some(button(Button { icon: None, ..plain("Update profile", Variant::Quiet) })),
        ..Entry::default()
    }]);
    let part = |id: &str, title: &str, about: Option<&str>, content: Vec<AnyView>| {
        let about = about.map(str::to_owned);
        section(Section { id: id.to_owned(), heading: "h2", title: title.to_owned(), about, content })
    };
    let more = button(Button { icon: Some(Icon::PLUS), ..plain("Add email address", Variant::Quiet) });
    sections(vec![
        part("g-s0", "Profile", None, vec![person]),
        part("g-s1", "Email addresses", Some("The primary one gets our mail."), vec![addresses, more]),
        part("g-s2", "Active devices", None, vec![devices]),
        part("g-s3", "Profile, being changed", None, vec![card]),
    ])
}
