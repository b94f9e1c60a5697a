//! Files, pictures and lists of addresses.

use super::given::*;
use frontdesk_components::ui::avatar::Face;
use frontdesk_components::ui::avatar_upload::{AvatarUpload, avatar_upload};
use frontdesk_components::ui::button::Whether;
use frontdesk_components::ui::chips::{Chip, Chips, chips};
use frontdesk_components::ui::element::several;
use frontdesk_components::ui::field::Typed;
use frontdesk_components::ui::file_drop::{FileDrop, FileRules, PICTURES, file_drop};
use leptos::prelude::*;
use std::sync::Arc;

/// Pictures and files being chosen.
pub fn files() -> AnyView {
    let rules = || FileRules {
        accept: PICTURES,
        most_bytes: 10 << 20,
        wrong_kind: "That file isn’t a picture.".to_owned(),
        too_large: "That picture is too large.".to_owned(),
    };
    let upload = |id: &str, name: &str, picture: bool, typed: Typed, busy: Whether| {
        let url = picture.then(|| "data:,".to_owned());
        let face = Face { image_url: url, ..face(name) };
        avatar_upload(AvatarUpload {
            id: id.to_owned(),
            label: "Profile picture".to_owned(),
            hint: "A square picture looks best, up to 10 MB.".to_owned(),
            face: Arc::new(move || face.clone()),
            choose: "Upload".to_owned(),
            remove: Some(("Remove".to_owned(), press())),
            rules: rules(),
            typed: reads(typed),
            on_file: Arc::new(|_| ()),
            busy,
        })
    };
    let place = |id: &str, typed: Typed| {
        file_drop(FileDrop {
            id: id.to_owned(),
            name: "logo",
            label: "Choose a logo, or drop it here".to_owned(),
            hint: "PNG, JPEG, WebP or GIF, up to 10 MB".to_owned(),
            rules: rules(),
            typed: reads(typed),
            on_file: Arc::new(|_| ()),
            busy: never(),
        })
    };
    several(vec![
        upload("g-up", "Ada Lovelace", true, Typed::default(), never()),
        upload("g-up-busy", "", false, Typed::default(), always()),
        upload("g-up-wrong", "Grace Hopper", false, Typed::wrong("", "That picture is too large."), never()),
        place("g-drop", Typed::default()),
        place("g-drop-wrong", Typed::wrong("", "That file isn’t a picture.")),
    ])
}

/// A list of addresses being typed.
pub fn addresses() -> AnyView {
    let chip =
        |text: &str, wrong: bool| Chip { text: text.to_owned(), error: wrong.then(|| "Not an address.".to_owned()) };
    let list = [
        chip("ada@example.com", false),
        chip("grace.brewster.murray.hopper@navy.example", false),
        chip("nobody", true),
        chip("alan@example.com", false),
    ];
    let field = |id: &str, list: Vec<Chip>, typed: Typed| {
        chips(Chips {
            id: id.to_owned(),
            name: "addresses",
            label: "Email addresses".to_owned(),
            hint: Some("Paste as many as you like.".to_owned()),
            chips: Arc::new(move || list.clone()),
            typed: reads(typed),
            on_input: types(),
            on_add: Arc::new(|_| ()),
            on_remove: Arc::new(|_| ()),
            remove: Arc::new(|text| ["Remove ", text].concat()),
            count: Arc::new(|count| count.to_string()),
        })
    };
    several(vec![
        field("g-chips-none", Vec::new(), Typed::default()),
        field("g-chips", list.to_vec(), Typed::wrong("", "“nobody” isn’t an email address.")),
    ])
}
