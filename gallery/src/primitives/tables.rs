//! Tabs, tables and their pages.

use super::given::*;
use super::inputs::{role, seek};
use super::menus::three_dots;
use frontdesk_components::ui::avatar::{FaceSize, avatar};
use frontdesk_components::ui::button::{Button, Variant, Whether, button};
use frontdesk_components::ui::element::{el, several};
use frontdesk_components::ui::icon::{Icon, icon};
use frontdesk_components::ui::search::search;
use frontdesk_components::ui::select::select;
use frontdesk_components::ui::table::{Column, ColumnKind, Pages, Table, pages, table};
use frontdesk_components::ui::tabs::{Tab, Tabs, tabs};
use leptos::prelude::*;
use std::sync::Arc;

/// A table of people.
pub fn people(id: &'static str, rows: &'static [&'static str], busy: Whether) -> AnyView {
    let column = |label: &str, kind| Column { label: label.to_owned(), kind };
    let cells = move |key: &str| {
        let lines = el("span")
            .class("fd-lines")
            .child(el("strong").text(key.to_owned()))
            .child(el("span").text("ada@example.com"));
        let head = el("div").class("fd-entry").child(avatar(&face(key), FaceSize::Medium)).child(lines);
        let short: String = [id, "-", &key[..2]].concat();
        vec![
            head.build(),
            el("span").text("22 November 2026").build(),
            select(role(&[&short, "-role"].concat(), true, "member", never())),
            three_dots(&[&short, "-dots"].concat(), key),
        ]
    };
    table(Table {
        id: id.to_owned(),
        label: "Members".to_owned(),
        columns: vec![
            column("Member", ColumnKind::Head),
            column("Joined", ColumnKind::Value),
            column("Role", ColumnKind::Value),
            column("Actions", ColumnKind::Actions),
        ],
        rows: Arc::new(move || rows.iter().map(|row| (*row).to_owned()).collect()),
        cells: Arc::new(cells),
        empty: Arc::new(|| several(vec![icon(Icon::PEOPLE), el("p").text("Nobody here matches.").build()])),
        busy,
    })
}

/// Tabs over tables.
pub fn members() -> AnyView {
    let tab = |key: &str, label: &str, count| Tab { key: key.to_owned(), label: label.to_owned(), count };
    let foot = |id: &str, page| {
        pages(Pages {
            label: [id, " pages"].concat(),
            page: Arc::new(move || page),
            count: Arc::new(|| 5),
            shown: Arc::new(|| "11–20 of 43".to_owned()),
            previous: "Previous page".to_owned(),
            next: "Next page".to_owned(),
            on_page: Arc::new(|_| ()),
        })
    };
    tabs(Tabs {
        id: "g-tabs".to_owned(),
        label: "Members".to_owned(),
        tabs: Arc::new(move || {
            vec![
                tab("members", "Members", Some(3)),
                tab("invitations", "Invitations", Some(12)),
                tab("requests", "Requests", None),
            ]
        }),
        selected: Arc::new(|| "members".to_owned()),
        on_select: Arc::new(|_| ()),
        panel: Arc::new(move |_| {
            let invite = button(Button { icon: None, ..plain("Invite", Variant::Primary) });
            several(vec![
                el("div")
                    .class("fd-table-tools")
                    .child(search(seek("g-members", "", "Search members")))
                    .child(invite)
                    .build(),
                people("g-people", &["Ada Lovelace", "Grace Hopper", "Alan Turing"], never()),
                foot("Members", 1),
                people("g-busy", &["Kurt Gödel"], always()),
                foot("First", 0),
                people("g-none", &[], never()),
            ])
        }),
    })
}
