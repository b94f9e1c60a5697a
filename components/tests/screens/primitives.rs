//! Every primitive in its states, as one page for each scheme and direction in `target/screens`.

use crate::drawn;
use crate::html::{assert_sound, tags, text};
use frontdesk_components::STYLESHEET;
use frontdesk_components::ui::alert::{Alert, alert};
use frontdesk_components::ui::avatar::{Face, FaceSize, avatar};
use frontdesk_components::ui::avatar_upload::{AvatarUpload, avatar_upload};
use frontdesk_components::ui::badge::{Tone, badge};
use frontdesk_components::ui::button::{Button, Press, Variant, Whether, button, icon_button, link_button};
use frontdesk_components::ui::checkbox::checkbox;
use frontdesk_components::ui::chips::{Chip, Chips, chips};
use frontdesk_components::ui::dialog::{Dialog, DialogSize, dialog, dialog_head};
use frontdesk_components::ui::divider::divider;
use frontdesk_components::ui::element::{el, several};
use frontdesk_components::ui::field::{Field, Reads, Typed, Types, field};
use frontdesk_components::ui::file_drop::{FileDrop, FileRules, PICTURES, file_drop};
use frontdesk_components::ui::icon::{Icon, icon, small_icon};
use frontdesk_components::ui::link::{external_link, link};
use frontdesk_components::ui::menu::{Menu, MenuGroup, MenuItem, MenuSearch, icon_menu, menu};
use frontdesk_components::ui::otp_input::{OtpInput, otp_input};
use frontdesk_components::ui::rules::{Rule, rules};
use frontdesk_components::ui::search::{Search, search};
use frontdesk_components::ui::section::{Entry, actions, entries, inline_card, section, sections};
use frontdesk_components::ui::select::{Choice, Select, select};
use frontdesk_components::ui::skeleton::shapes;
use frontdesk_components::ui::table::{Column, ColumnKind, Pages, Table, pages, table};
use frontdesk_components::ui::tabs::{Tab, Tabs, tabs};
use frontdesk_components::ui::toast::{STAYS, Toast, Toasts, toasts};
use leptos::prelude::*;
use std::path::Path;
use std::sync::Arc;

fn never() -> Whether {
    Arc::new(|| false)
}

fn always() -> Whether {
    Arc::new(|| true)
}

fn press() -> Press {
    Arc::new(|| ())
}

fn reads(typed: Typed) -> Reads {
    Arc::new(move || typed.clone())
}

fn types() -> Types {
    Arc::new(|_| ())
}

fn face(name: &str) -> Face {
    Face { name: name.to_owned(), ..Face::default() }
}

fn row(content: Vec<AnyView>) -> AnyView {
    el("div").class("gallery-row").child(content).build()
}

fn plain(label: &str, variant: Variant) -> Button {
    Button { variant, wide: false, ..Button::secondary(label, press()) }
}

fn buttons() -> AnyView {
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

trait Views {
    fn to_vec_views(self) -> Vec<AnyView>;
}

impl<const N: usize> Views for [AnyView; N] {
    fn to_vec_views(self) -> Vec<AnyView> {
        self.into_iter().collect()
    }
}

fn inputs() -> AnyView {
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

fn seek(id: &str, value: &str, label: &str) -> Search {
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

fn role(id: &str, bare: bool, chosen: &str, busy: Whether) -> Select {
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

fn notes() -> AnyView {
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

fn pictures() -> AnyView {
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

fn groups() -> Arc<dyn Fn() -> Vec<MenuGroup> + Send + Sync> {
    Arc::new(|| {
        let items = vec![
            MenuItem::action("primary", Icon::CHECK, "Make primary"),
            MenuItem { danger: true, ..MenuItem::action("remove", Icon::TRASH, "Remove") },
        ];
        vec![MenuGroup { heading: None, items }]
    })
}

fn three_dots(id: &str, what: &str) -> AnyView {
    icon_menu(id.to_owned(), ["Actions for ", what].concat(), groups(), Arc::new(|_| ()))
}

fn menus() -> AnyView {
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

fn profile() -> AnyView {
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

fn people(id: &'static str, rows: &'static [&'static str], busy: Whether) -> AnyView {
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

fn members() -> AnyView {
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

fn files() -> AnyView {
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

fn addresses() -> AnyView {
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

fn modal() -> AnyView {
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

fn gallery(scheme: &'static str, dir: &'static str) -> String {
    drawn(|| {
        let part = |title: &str, content: AnyView| {
            el("section").child(el("h2").class("fd-title").text(title.to_owned())).child(content).build()
        };
        el("main")
            .class("fd-root gallery")
            .attr("data-scheme", scheme)
            .attr("dir", dir)
            .child(el("h1").class("fd-title").text("Primitives"))
            .child(part("Buttons and links", buttons()))
            .child(part("Inputs", inputs()))
            .child(part("Notes", notes()))
            .child(part("Pictures", pictures()))
            .child(part("Menus", menus()))
            .child(part("Sections", profile()))
            .child(part("Files", files()))
            .child(part("Addresses", addresses()))
            .child(part("Tabs, table", members()))
            .child(part("Dialog", modal()))
            .build()
    })
}

/// What lies above the page is laid into it.
const LAID_OUT: &str = "body { margin: 0 } .gallery { display: grid; gap: 3rem; padding: 1.5rem; max-inline-size: 46rem; margin: auto; background: var(--fd-color-background) }
.gallery > section { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr) } .gallery-row { display: flex; flex-wrap: wrap; gap: 0.75rem; align-items: center }
.gallery-row [popover], .fd-toasts { display: block !important; position: static !important; margin: 0.5rem 0 !important } dialog { display: block !important; position: static !important; margin: 0 !important }";

#[test]
fn every_primitive_is_sound_in_every_state() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("screens");
    std::fs::create_dir_all(&folder).unwrap();

    for (scheme, dir) in [("light", "ltr"), ("dark", "ltr"), ("light", "rtl"), ("dark", "rtl")] {
        let html = gallery(scheme, dir);
        assert_sound("primitives", &html);

        let page = [
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">",
            "<title>Primitives</title><style>",
            STYLESHEET,
            LAID_OUT,
            "</style></head><body>",
            &html,
            "</body></html>",
        ];
        std::fs::write(folder.join(format!("primitives-{scheme}-{dir}.html")), page.concat()).unwrap();
    }
}

#[test]
fn a_menu_of_eight_is_searched_and_one_of_two_is_not() {
    let html = drawn(menus);

    let searches = tags(&html).iter().filter(|tag| tag.get("type") == Some("search")).count();
    assert_eq!(searches, 1);
    assert!(html.contains(r#"aria-haspopup="menu""#) && html.contains(r#"aria-haspopup="dialog""#));
    let dangers = tags(&html).iter().filter(|tag| tag.get("data-danger").is_some()).count();
    assert_eq!(dangers, 1);
}

#[test]
fn a_row_of_a_table_carries_the_labels_that_its_card_shows() {
    let html = drawn(|| people("p", &["Ada Lovelace"], never()));

    let labels: Vec<_> = tags(&html).iter().filter_map(|tag| Some(tag.get("data-label")?.to_owned())).collect();
    assert_eq!(labels, ["Joined", "Role"]);
    let roles = |role| tags(&html).iter().filter(|tag| tag.get("role") == Some(role)).count();
    assert_eq!((roles("table"), roles("row"), roles("columnheader"), roles("cell")), (1, 2, 4, 4));
    let chosen = tags(&html).into_iter().find(|tag| tag.get("selected").is_some()).unwrap();
    assert_eq!(chosen.get("value"), Some("member"), "the server sends what is chosen");
}

#[test]
fn a_table_without_rows_says_so_and_at_the_first_page_there_is_no_way_back() {
    let html = drawn(|| people("p", &[], never()));
    assert!(text(&html).contains("Nobody here matches."));

    let foot = drawn(|| {
        pages(Pages {
            label: "Pages".to_owned(),
            page: Arc::new(|| 0),
            count: Arc::new(|| 2),
            shown: Arc::new(|| "1–10 of 12".to_owned()),
            previous: "Previous page".to_owned(),
            next: "Next page".to_owned(),
            on_page: Arc::new(|_| ()),
        })
    });
    let named = |name| tags(&foot).into_iter().find(|tag| tag.get("aria-label") == Some(name)).unwrap();
    assert_eq!(named("Previous page").get("aria-disabled"), Some("true"));
    assert_eq!(named("Next page").get("aria-disabled"), None);
}
