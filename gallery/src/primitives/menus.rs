//! Menus and dialogs.

use super::given::*;
use frontdesk_components::ui::avatar::Face;
use frontdesk_components::ui::button::{Variant, button};
use frontdesk_components::ui::dialog::{Dialog, DialogSize, dialog, dialog_head};
use frontdesk_components::ui::element::{el, several};
use frontdesk_components::ui::icon::{Icon, icon};
use frontdesk_components::ui::menu::{Menu, MenuGroup, MenuItem, MenuSearch, icon_menu, menu};
use leptos::prelude::*;
use std::sync::Arc;

pub(super) fn groups() -> Arc<dyn Fn() -> Vec<MenuGroup> + Send + Sync> {
    Arc::new(|| {
        let items = vec![
            MenuItem::action("primary", Icon::CHECK, "Make primary"),
            MenuItem { danger: true, ..MenuItem::action("remove", Icon::TRASH, "Remove") },
        ];
        vec![MenuGroup { heading: None, items }]
    })
}

pub(super) fn three_dots(id: &str, what: &str) -> AnyView {
    icon_menu(id.to_owned(), ["Actions for ", what].concat(), groups(), Arc::new(|_| ()))
}

/// A menu of two and one that is searched.
pub fn menus() -> AnyView {
    let places = [
        "Analytical Engines",
        "Babbage & Sons",
        "Harbor Books",
        "Lovelace Labs",
        "Nine Elms",
        "Orchard",
        "Pier 9",
        "Quay",
    ];
    let item = |name: &&str| MenuItem {
        detail: Some("Admin".to_owned()),
        checked: Some(*name == "Harbor Books"),
        ..MenuItem::face(name, Face { square: true, ..face(name) }, *name)
    };
    let choose = MenuGroup { heading: Some("Organizations".to_owned()), items: places.iter().map(item).collect() };
    let make = MenuGroup { heading: None, items: vec![MenuItem::action("create", Icon::PLUS, "Create organization")] };
    let groups = vec![choose, make];
    let many = menu(Menu {
        id: "g-switch".to_owned(),
        label: "Organizations".to_owned(),
        trigger_class: "fd-switcher",
        trigger_label: Arc::new(|| "Harbor Books, switch organization".to_owned()),
        trigger: several(vec![el("span").class("fd-switcher-name").text("Harbor Books").build(), icon(Icon::UP_DOWN)]),
        align_end: false,
        head: None,
        search: Some(MenuSearch {
            label: "Search organizations".to_owned(),
            nothing: "No organization matches.".to_owned(),
        }),
        small: false,
        groups: Arc::new(move || groups.clone()),
        on_press: Arc::new(|_| ()),
    });
    several(vec![row(vec![three_dots("g-dots", "ada@example.com")]), row(vec![many])])
}

/// A dialog that asks.
pub fn modal() -> AnyView {
    let frame = Dialog {
        size: DialogSize::Small,
        ..Dialog::small("g-dialog".to_owned(), "g-dialog-title".to_owned(), always(), press())
    };
    dialog(frame, || {
        let about = Some("This takes the address from your account. Mail to it no longer reaches you here.".to_owned());
        let head =
            dialog_head("g-dialog-title".to_owned(), "Remove address?".to_owned(), about, "Close".to_owned(), press());
        let foot = el("div")
            .class("fd-dialog-actions")
            .child(button(plain("Cancel", Variant::Quiet)))
            .child(button(plain("Remove", Variant::Danger)));
        el("div").class("fd-dialog-body fd-step").child(head).child(foot).build()
    })
}
