//! Sections and their entries.

use super::given::*;
use super::menus::three_dots;
use frontdesk_components::ui::avatar::{FaceSize, avatar};
use frontdesk_components::ui::badge::{Tone, badge};
use frontdesk_components::ui::button::{Button, Variant, button};
use frontdesk_components::ui::field::{Field, Typed, field};
use frontdesk_components::ui::icon::{Icon, icon};
use frontdesk_components::ui::section::{Entry, actions, entries, inline_card, section, sections};
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
        "Update profile".to_owned(),
        None,
        vec![
            field(first),
            actions(vec![button(plain("Cancel", Variant::Quiet)), button(plain("Save", Variant::Primary))]),
        ],
    );
    let person = entries(vec![Entry {
        leading: Some(avatar(&face("Ada Lovelace"), FaceSize::Large)),
        title: "Ada Lovelace".to_owned(),
        action: Some(button(Button { icon: None, ..plain("Update profile", Variant::Quiet) })),
        ..Entry::default()
    }]);
    sections(vec![
        section("g-s0".to_owned(), "Profile".to_owned(), None, vec![person]),
        section(
            "g-s1".to_owned(),
            "Email addresses".to_owned(),
            Some("The primary one gets our mail.".to_owned()),
            vec![addresses, button(Button { icon: Some(Icon::PLUS), ..plain("Add email address", Variant::Quiet) })],
        ),
        section("g-s2".to_owned(), "Active devices".to_owned(), None, vec![devices]),
        section("g-s3".to_owned(), "Profile, being changed".to_owned(), None, vec![card]),
    ])
}
