//! What is said and shown: alerts, badges, toasts, icons, faces, the shapes of what is still loading.

use super::given::*;
use frontdesk_components::ui::alert::{Alert, alert};
use frontdesk_components::ui::avatar::{Face, FaceSize, avatar};
use frontdesk_components::ui::badge::{Tone, badge};
use frontdesk_components::ui::divider::divider;
use frontdesk_components::ui::element::several;
use frontdesk_components::ui::icon::{Icon, icon, small_icon};
use frontdesk_components::ui::skeleton::shapes;
use frontdesk_components::ui::toast::{STAYS, Toast, Toasts, toasts};
use leptos::prelude::*;
use std::sync::Arc;

/// Alerts, badges, dividers, toasts.
pub fn notes() -> AnyView {
    let note = |text: &str, notice| Alert { text: text.to_owned(), notice, action: None };
    let draw = |one: Alert| alert(move || Some(one.clone()), press());
    let tones = [
        ("Neutral", Tone::Neutral),
        ("Primary", Tone::Primary),
        ("Verified", Tone::Success),
        ("Unverified", Tone::Warning),
        ("Banned", Tone::Danger),
        ("Development", Tone::Development),
    ];
    let word = |key, text: &str, done| Toast { key, text: text.to_owned(), done };
    let words = vec![word(1, "Profile saved", true), word(2, "This device is already signed out", false)];
    several(vec![
        draw(note("The server can’t be reached. What you typed is still here.", false)),
        draw(note("Your password was changed.", true)),
        row(tones.map(|(words, tone)| badge(words.to_owned(), tone)).to_vec_views()),
        divider(Some("or".to_owned())),
        divider(None),
        toasts(Toasts {
            id: "g-toasts".to_owned(),
            label: "Messages".to_owned(),
            close: "Dismiss".to_owned(),
            toasts: Arc::new(move || words.clone()),
            stays: STAYS,
            on_close: Arc::new(|_| ()),
        }),
    ])
}

/// Icons, faces, shapes.
pub fn pictures() -> AnyView {
    let icons = Icon::ALL.iter().map(|(_, which)| icon(*which)).collect();
    let small = Icon::ALL.iter().map(|(_, which)| small_icon(*which)).collect();
    let square = Face { square: true, ..face("Analytical Engines") };
    several(vec![
        row(icons),
        row(small),
        row(vec![
            avatar(&face("Ada Lovelace"), FaceSize::Small),
            avatar(&face("Grace Hopper"), FaceSize::Medium),
            avatar(&face("Alan Turing"), FaceSize::Large),
            avatar(&square, FaceSize::Large),
            avatar(&face(""), FaceSize::Large),
        ]),
        shapes(&["title", "text", "label", "control", "button", "circle"]),
    ])
}
