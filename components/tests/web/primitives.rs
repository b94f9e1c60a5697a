//! Primitives by themselves: keys, focus, paste.

use crate::stage::{Stage, computed, fire, focused, focused_words, key, paste, settle};
use frontdesk_components::ui::avatar::Face;
use frontdesk_components::ui::avatar_upload::{AvatarUpload, avatar_upload};
use frontdesk_components::ui::button::{Button, Variant, button};
use frontdesk_components::ui::chips::{Chip, Chips, chips};
use frontdesk_components::ui::dialog::{Dialog, DialogName, DialogSize, dialog, dialog_head};
use frontdesk_components::ui::element::el;
use frontdesk_components::ui::field::{Field, Typed, field};
use frontdesk_components::ui::file_drop::{FileRules, PICTURES};
use frontdesk_components::ui::icon::Icon;
use frontdesk_components::ui::menu::{Menu, MenuGroup, MenuItem, MenuSearch, menu};
use frontdesk_components::ui::search::{Search, search};
use frontdesk_components::ui::select::{Choice, Select, select};
use frontdesk_components::ui::table::{Column, ColumnKind, Pages, Table, pages, table};
use frontdesk_components::ui::tabs::{Tab, Tabs, tabs};
use frontdesk_components::ui::toast::{STAYS, Toast, Toasts, toasts};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlDialogElement;

/// Puts primitives into the page, with the element around them that carries the tokens.
async fn show(draw: impl FnOnce() -> Vec<AnyView> + 'static) -> Stage {
    Stage::show(move || el("div").class("fd-root").child(draw()).build()).await
}

async fn show_in(dir: &'static str, draw: impl FnOnce() -> Vec<AnyView> + 'static) -> Stage {
    Stage::show(move || el("div").class("fd-root").attr("dir", dir).child(draw()).build()).await
}

fn three_tabs(selected: RwSignal<String>, count: RwSignal<u32>) -> AnyView {
    tabs(Tabs {
        id: "t".to_owned(),
        label: "Members".to_owned(),
        tabs: Arc::new(move || {
            let tab = |key: &str, count| Tab { key: key.to_owned(), label: key.to_owned(), count };
            vec![tab("members", Some(count.get())), tab("invitations", Some(2)), tab("requests", None)]
        }),
        selected: Arc::new(move || selected.get()),
        on_select: Arc::new(move |key| selected.set(key)),
        panel: Arc::new(|key| el("p").text(["The ", &key].concat()).build()),
    })
}

#[wasm_bindgen_test]
async fn tabs_are_walked_by_arrows_and_one_of_them_is_in_the_tab_order() {
    let selected = RwSignal::new("members".to_owned());
    let stage = show(move || vec![three_tabs(selected, RwSignal::new(3))]).await;
    stage.find("#t-tab-members").focus().unwrap();

    for (name, tab) in [
        ("ArrowRight", "invitations"),
        ("ArrowRight", "requests"),
        ("ArrowRight", "members"),
        ("ArrowLeft", "requests"),
        ("Home", "members"),
        ("End", "requests"),
    ] {
        key(name).await;

        assert_eq!(focused(), ["t-tab-", tab].concat(), "after {name}");
        assert_eq!(stage.find("[role=tabpanel]").text_content().unwrap(), ["The ", tab].concat());
        assert_eq!(stage.find("[role=tab][tabindex='0']").id(), ["t-tab-", tab].concat());
        assert_eq!(stage.find("[role=tab][aria-selected=true]").id(), ["t-tab-", tab].concat());
    }
}

#[wasm_bindgen_test]
async fn where_text_runs_from_right_to_left_the_arrows_turn_round() {
    let selected = RwSignal::new("members".to_owned());
    let stage = show_in("rtl", move || vec![three_tabs(selected, RwSignal::new(3))]).await;
    stage.find("#t-tab-members").focus().unwrap();

    key("ArrowLeft").await;

    assert_eq!(focused(), "t-tab-invitations");
}

#[wasm_bindgen_test]
async fn a_count_that_changes_leaves_the_focus_on_its_tab() {
    let (selected, count) = (RwSignal::new("members".to_owned()), RwSignal::new(3));
    let stage = show(move || vec![three_tabs(selected, count)]).await;
    stage.find("#t-tab-members").focus().unwrap();

    count.set(4);
    settle().await;

    assert_eq!(focused(), "t-tab-members");
    assert_eq!(stage.find("#t-tab-members .fd-tab-count").text_content().as_deref(), Some("4"));
}

fn opener(id: &str, open: RwSignal<bool>) -> AnyView {
    el("button").attr("id", id.to_owned()).on_click(move || open.set(true)).text("Open").build()
}

fn small_dialog(open: RwSignal<bool>) -> AnyView {
    let close = move || open.set(false);
    let frame = Dialog::small("d".to_owned(), "d-title".to_owned(), Arc::new(move || open.get()), Arc::new(close));
    dialog(frame, move || {
        let head = dialog_head("d-title".to_owned(), "Rename".to_owned(), None, "Close".to_owned(), Arc::new(close));
        el("div").class("fd-dialog-body").child(head).build()
    })
}

/// Puts the pointer down at a place, and lifts it at another.
async fn point(down: (i32, i32), up: (i32, i32), target: &web_sys::EventTarget) {
    for (name, (x, y)) in [("pointerdown", down), ("click", up)] {
        let init = web_sys::MouseEventInit::new();
        init.set_bubbles(true);
        init.set_client_x(x);
        init.set_client_y(y);
        let event = web_sys::MouseEvent::new_with_mouse_event_init_dict(name, &init).unwrap();
        target.dispatch_event(&event).unwrap();
    }
    settle().await;
}

#[wasm_bindgen_test]
async fn a_dialog_closes_by_a_press_beside_it_but_not_by_a_selection_that_ends_there() {
    let open = RwSignal::new(false);
    let stage = show(move || vec![opener("o", open), small_dialog(open)]).await;
    stage.find("#o").focus().unwrap();
    stage.press("Open").await;
    let dialog: HtmlDialogElement = stage.find("dialog").unchecked_into();
    assert!(dialog.open());
    assert_eq!(stage.find("dialog").get_attribute("aria-labelledby").as_deref(), Some("d-title"));
    let place = dialog.get_bounding_client_rect();
    let (inside, outside) = ((place.left() as i32 + 20, place.top() as i32 + 20), (place.left() as i32 - 5, 2));

    point(inside, outside, &dialog).await;
    assert!(dialog.open(), "a selection dragged out of the dialog");
    point(outside, inside, &dialog).await;
    assert!(dialog.open(), "a press that goes back into the dialog");
    point(outside, outside, &dialog).await;

    assert!(!dialog.open());
    assert!(!open.get_untracked(), "the page knows");
    assert_eq!(focused(), "o");
}

#[wasm_bindgen_test]
async fn the_focus_comes_back_to_an_opener_that_was_drawn_anew() {
    let (open, turn) = (RwSignal::new(false), RwSignal::new(0_u64));
    let stage = show(move || {
        let again = frontdesk_components::ui::element::keyed(move || turn.get(), move || opener("o", open));
        vec![again, small_dialog(open)]
    })
    .await;
    stage.find("#o").focus().unwrap();
    stage.press("Open").await;
    turn.set(1);
    settle().await;

    open.set(false);
    settle().await;

    assert_eq!(focused(), "o");
}

#[wasm_bindgen_test]
async fn the_page_behind_a_dialog_neither_scrolls_nor_jumps() {
    let open = RwSignal::new(false);
    let stage = show(move || {
        let long = el("div").attr("id", "long").text("A page");
        vec![long.build(), small_dialog(open)]
    })
    .await;
    let long = stage.find("#long");
    long.style().set_property("block-size", "300vh").unwrap();
    let before = long.get_bounding_client_rect().width();

    open.set(true);
    settle().await;

    let page = document().document_element().unwrap();
    assert_eq!(computed(&page, "overflow-y"), "hidden");
    assert_eq!(long.get_bounding_client_rect().width(), before);
}

#[wasm_bindgen_test]
async fn a_large_dialog_has_the_size_of_a_profile_and_its_own_way_out() {
    let open = RwSignal::new(true);
    let stage = show(move || {
        let frame = Dialog {
            id: "d".to_owned(),
            name: DialogName::Words("Account".to_owned()),
            size: DialogSize::Large,
            open: Arc::new(move || open.get()),
            on_close: Arc::new(move || open.set(false)),
            close: Some("Close".to_owned()),
        };
        vec![dialog(frame, || button(Button { variant: Variant::Quiet, ..Button::secondary("Save", Arc::new(|| ())) }))]
    })
    .await;
    let (wide, high) =
        (window().inner_width().unwrap().as_f64().unwrap(), window().inner_height().unwrap().as_f64().unwrap());
    let (wide, high) = if wide < 640.0 { (wide, high) } else { ((wide - 32.0).min(880.0), (high - 32.0).min(704.0)) };
    let dialog = stage.find("dialog");
    assert_eq!(dialog.get_attribute("aria-label").as_deref(), Some("Account"));
    assert_eq!((f64::from(dialog.offset_width()), f64::from(dialog.offset_height())), (wide, high));

    stage.find("[aria-label=Close]").click();
    settle().await;

    assert!(!stage.find("dialog").has_attribute("open"));
}

/// What happened, in order.
type Heard = RwSignal<Vec<String>>;

fn heard() -> Heard {
    RwSignal::new(Vec::new())
}

fn note(heard: Heard, what: impl Into<String>) {
    heard.update(|heard| heard.push(what.into()));
}

fn places(count: usize) -> Vec<MenuGroup> {
    let names =
        ["Analytical Engines", "Babbage & Sons", "Café Zürich", "Harbor", "Labs", "Nine Elms", "Orchard", "Quay"];
    let item = |name: &&str| MenuItem { checked: Some(*name == "Harbor"), ..MenuItem::words(name, *name) };
    let make = MenuItem::action("create", Icon::PLUS, "Create organization");
    vec![
        MenuGroup { heading: None, items: names[..count].iter().map(item).collect() },
        MenuGroup { heading: None, items: vec![make] },
    ]
}

fn searched_menu(count: usize, heard: Heard) -> AnyView {
    menu(Menu {
        id: "m".to_owned(),
        label: "Organizations".to_owned(),
        trigger_class: "fd-switcher",
        trigger_label: Arc::new(|| "Organizations".to_owned()),
        trigger: el("span").text("Switch").build(),
        align_end: false,
        head: None,
        search: Some(MenuSearch { label: "Search".to_owned(), nothing: "None matches.".to_owned() }),
        small: false,
        groups: Arc::new(move || places(count)),
        on_press: Arc::new(move |key| note(heard, key)),
    })
}

fn left(stage: &Stage) -> Vec<String> {
    let items = stage.find("#m").query_selector_all("[role^=menuitem]:not([hidden])").unwrap();
    (0..items.length()).filter_map(|index| items.item(index)?.text_content()).collect()
}

#[wasm_bindgen_test]
async fn a_long_menu_is_searched_in_any_case_and_without_accents() {
    let heard = heard();
    let stage = show(move || vec![searched_menu(8, heard)]).await;
    stage.find("#m-trigger").click();
    settle().await;
    assert_eq!(focused(), "m-search");

    stage.fill("#m-search", "ZURICH").await;
    assert_eq!(left(&stage), ["Café Zürich", "Create organization"], "what is done is no match, and stays");
    stage.fill("#m-search", "zzz").await;
    assert_eq!(stage.find("#m [role=status]").text_content().as_deref(), Some("None matches."));
    key("Enter").await;
    assert_eq!(heard.get_untracked().len(), 0, "nothing is made by a search that finds nothing");
    stage.fill("#m-search", "engines").await;
    assert_eq!(stage.find("#m [role=status]").text_content().as_deref(), Some(""));
    key("Enter").await;

    assert_eq!(heard.get_untracked(), ["Analytical Engines"]);
    assert_eq!(focused(), "m-trigger");
}

#[wasm_bindgen_test]
async fn a_searched_menu_is_walked_by_arrows_and_a_letter_leads_back_to_the_field() {
    let stage = show(move || vec![searched_menu(8, heard())]).await;
    stage.find("#m-trigger").click();
    settle().await;

    key("ArrowDown").await;
    assert_eq!(focused_words(), "Analytical Engines");
    key("ArrowUp").await;
    assert_eq!(focused_words(), "Create organization");
    key("h").await;
    assert_eq!(focused(), "m-search");
    key("ArrowUp").await;
    assert_eq!(focused_words(), "Create organization");
    key("Escape").await;
    assert_eq!(focused(), "m-trigger");
}

#[wasm_bindgen_test]
async fn a_short_menu_has_no_search_and_goes_to_letters() {
    let stage = show(move || vec![searched_menu(6, heard())]).await;
    stage.find("#m-trigger").click();
    settle().await;

    assert!(stage.seek("#m-search").is_none());
    assert_eq!(focused_words(), "Harbor", "the chosen one");
    key("n").await;
    assert_eq!(focused_words(), "Nine Elms");
}

fn role_select(chosen: RwSignal<String>, busy: RwSignal<bool>, heard: Heard) -> AnyView {
    let choice = |value: &str| Choice { value: value.to_owned(), label: value.to_owned() };
    select(Select {
        id: "r".to_owned(),
        name: "role",
        label: "Role".to_owned(),
        bare: true,
        choices: Arc::new(move || vec![choice("admin"), choice("member")]),
        typed: Arc::new(move || Typed::new(chosen.get())),
        on_input: Arc::new(move |value| note(heard, value)),
        busy: Arc::new(move || busy.get()),
    })
}

#[wasm_bindgen_test]
async fn a_select_tells_a_choice_and_goes_back_when_it_is_refused() {
    let (chosen, busy, heard) = (RwSignal::new("member".to_owned()), RwSignal::new(false), heard());
    let stage = show(move || vec![role_select(chosen, busy, heard)]).await;
    let element: web_sys::HtmlSelectElement = stage.find("#r").unchecked_into();
    assert_eq!(element.value(), "member");

    element.set_value("admin");
    fire(&element, "change");
    busy.set(true);
    settle().await;
    assert_eq!(heard.get_untracked(), ["admin"]);
    assert_eq!(element.get_attribute("aria-busy").as_deref(), Some("true"));
    fire(&element, "change");
    assert_eq!(heard.get_untracked().len(), 1, "one choice at a time");

    busy.set(false);
    settle().await;
    assert_eq!(element.value(), "member", "the server said no");
}

fn list_of(rows: RwSignal<Vec<String>>) -> AnyView {
    let column = |label: &str, kind| Column { label: label.to_owned(), kind };
    table(Table {
        id: "t".to_owned(),
        label: "Members".to_owned(),
        columns: vec![
            column("Member", ColumnKind::Head),
            column("Joined", ColumnKind::Value),
            column("Actions", ColumnKind::Actions),
        ],
        rows: Arc::new(move || rows.get()),
        cells: Arc::new(|key| {
            let press = el("button").attr("id", ["b-", key].concat()).text("Remove").build();
            vec![el("span").text(key.to_owned()).build(), el("span").text("2026").build(), press]
        }),
        empty: Arc::new(|| el("p").text("Nobody").build()),
        busy: Arc::new(|| false),
    })
}

#[wasm_bindgen_test]
async fn the_focus_goes_to_the_row_that_takes_the_place_of_one_that_goes() {
    let rows = RwSignal::new(["a", "b", "c"].map(str::to_owned).to_vec());
    let stage = show(move || vec![list_of(rows)]).await;
    stage.find("#b-b").focus().unwrap();
    let kept = stage.find("#b-c");

    rows.update(|rows| rows.retain(|row| row != "b"));
    settle().await;
    assert_eq!(focused(), "b-c");
    assert!(stage.find("#b-c").is_same_node(Some(&kept)), "a row that stays is not drawn anew");

    rows.update(|rows| rows.retain(|row| row != "c"));
    settle().await;
    assert_eq!(focused(), "b-a");
    rows.update(Vec::clear);
    settle().await;
    assert_eq!(focused(), "t", "the table itself");
    assert!(stage.text().contains("Nobody"));
}

#[wasm_bindgen_test]
async fn rows_that_change_elsewhere_take_no_focus() {
    let rows = RwSignal::new(["a", "b"].map(str::to_owned).to_vec());
    let _stage = show(move || vec![list_of(rows)]).await;

    rows.update(|rows| rows.retain(|row| row != "b"));
    settle().await;

    assert_eq!(focused(), "");
}

#[wasm_bindgen_test]
async fn on_a_narrow_place_a_row_is_a_card_that_cuts_nothing() {
    let rows = RwSignal::new(vec!["countess.of.lovelace@analytical-engines.example".to_owned()]);
    let stage = show(move || vec![list_of(rows)]).await;
    assert_eq!(computed(&stage.find("tbody tr"), "display"), "table-row");

    stage.find("#t").style().set_property("inline-size", "320px").unwrap();
    settle().await;

    assert_eq!(computed(&stage.find("tbody tr"), "display"), "grid");
    let table = stage.find("#t");
    assert!(table.scroll_width() <= table.client_width(), "{} in {}", table.scroll_width(), table.client_width());
    let label = window().get_computed_style_with_pseudo_elt(&stage.find("[data-label]"), "::before").unwrap().unwrap();
    assert_eq!(label.get_property_value("content").unwrap(), "\"Joined\"");
}

#[wasm_bindgen_test]
async fn at_the_last_page_the_button_keeps_the_focus_and_does_nothing() {
    let (page, heard) = (RwSignal::new(0), heard());
    let stage = show(move || {
        vec![pages(Pages {
            label: "Pages".to_owned(),
            page: Arc::new(move || page.get()),
            count: Arc::new(|| 2),
            shown: Arc::new(move || page.get().to_string()),
            previous: "Previous page".to_owned(),
            next: "Next page".to_owned(),
            on_page: Arc::new(move |to: u32| {
                note(heard, to.to_string());
                page.set(to);
            }),
        })]
    })
    .await;
    let next = stage.find("[aria-label='Next page']");
    next.focus().unwrap();

    next.click();
    settle().await;
    next.click();
    settle().await;

    assert_eq!(heard.get_untracked(), ["1"]);
    assert_eq!(next.get_attribute("aria-disabled").as_deref(), Some("true"));
    assert!(document().active_element().unwrap().is_same_node(Some(&next)));
}

#[wasm_bindgen_test]
async fn escape_empties_a_search_before_it_closes_what_is_around_it() {
    let (sought, outer) = (RwSignal::new("ada".to_owned()), heard());
    let stage = show(move || {
        let field = search(Search {
            id: "s".to_owned(),
            label: "Search".to_owned(),
            clear: "Clear".to_owned(),
            value: Arc::new(move || sought.get()),
            on_input: Arc::new(move |value| sought.set(value)),
            busy: Arc::new(|| false),
        });
        vec![el("div").on("keydown", move |_| note(outer, "key")).child(field).build()]
    })
    .await;
    stage.find("#s").focus().unwrap();

    key("Escape").await;
    assert_eq!((stage.input("#s").value().as_str(), outer.get_untracked().len()), ("", 0));
    key("Escape").await;
    assert_eq!(outer.get_untracked().len(), 1);
}

fn word(key: u64) -> Toast {
    Toast { key, text: "Saved".to_owned(), done: true }
}

async fn toasts_for(stays: std::time::Duration, heard: Heard) -> (Stage, RwSignal<Vec<Toast>>) {
    let words = RwSignal::new(Vec::new());
    let stage = show(move || {
        vec![toasts(Toasts {
            id: "w".to_owned(),
            label: "Messages".to_owned(),
            close: "Dismiss".to_owned(),
            toasts: Arc::new(move || words.get()),
            stays,
            on_close: Arc::new(move |key| {
                note(heard, key.to_string());
                words.update(|words| words.retain(|word| word.key != key));
            }),
        })]
    })
    .await;
    (stage, words)
}

#[wasm_bindgen_test]
async fn a_short_word_goes_by_itself() {
    let heard = heard();
    let (_stage, words) = toasts_for(std::time::Duration::ZERO, heard).await;
    words.set(vec![word(1)]);
    settle().await;
    assert_eq!(heard.get_untracked(), ["1"]);

    words.set(vec![word(2)]);
    settle().await;
    assert_eq!(heard.get_untracked(), ["1", "2"]);
}

#[wasm_bindgen_test]
async fn a_word_that_is_read_stays_until_it_is_left() {
    let heard = heard();
    let (stage, words) = toasts_for(std::time::Duration::from_millis(50), heard).await;
    words.set(vec![word(1)]);
    settle().await;
    let place = stage.find("#w");

    fire(&place, "pointerenter");
    moment(120).await;
    assert!(heard.get_untracked().is_empty());
    fire(&place, "pointerleave");
    moment(120).await;

    assert_eq!(heard.get_untracked(), ["1"]);
}

/// Lets this many milliseconds go by, as the timers of a browser count them.
async fn moment(milliseconds: i32) {
    let timer = js_sys::Promise::new(&mut |resolve, _| {
        let wake = move || drop(resolve.call0(&wasm_bindgen::JsValue::NULL));
        set_timeout(wake, std::time::Duration::from_millis(milliseconds as u64));
    });
    wasm_bindgen_futures::JsFuture::from(timer).await.unwrap();
}

#[wasm_bindgen_test]
async fn a_word_stands_above_the_page_in_a_live_region_and_is_pressed_away() {
    let heard = heard();
    let (stage, words) = toasts_for(STAYS, heard).await;
    assert_eq!(stage.find("#w ol").get_attribute("aria-live").as_deref(), Some("polite"), "there before it is needed");
    words.set(vec![word(1)]);
    settle().await;
    assert!(stage.find("#w").matches(":popover-open").unwrap());

    stage.find("#w button").click();
    settle().await;

    assert_eq!(heard.get_untracked(), ["1"]);
    assert!(!stage.find("#w").matches(":popover-open").unwrap());
}

async fn address_field(begin: &[&str]) -> (Stage, RwSignal<Vec<Chip>>) {
    let judged =
        |text: &str| Chip { text: text.to_owned(), error: (!text.contains('@')).then(|| "Not an address.".to_owned()) };
    let list = RwSignal::new(begin.iter().map(|text| judged(text)).collect::<Vec<_>>());
    let typed = RwSignal::new(String::new());
    let stage = show(move || {
        vec![chips(Chips {
            id: "c".to_owned(),
            name: "addresses",
            label: "Email addresses".to_owned(),
            hint: None,
            chips: Arc::new(move || list.get()),
            typed: Arc::new(move || Typed::new(typed.get())),
            on_input: Arc::new(move |value| typed.set(value)),
            on_add: Arc::new(move |found: Vec<String>| {
                list.update(|list| list.extend(found.iter().map(|text| judged(text))))
            }),
            on_remove: Arc::new(move |text| list.update(|list| list.retain(|chip| chip.text != text))),
            remove: Arc::new(|text| ["Remove ", text].concat()),
            count: Arc::new(|count| [&count.to_string(), " addresses"].concat()),
        })]
    })
    .await;
    stage.find("#c").focus().unwrap();
    (stage, list)
}

fn texts(list: RwSignal<Vec<Chip>>) -> Vec<String> {
    list.get_untracked().into_iter().map(|chip| chip.text).collect()
}

#[wasm_bindgen_test]
async fn many_addresses_are_pasted_at_once_and_each_is_judged() {
    let (stage, list) = address_field(&[]).await;

    paste("Ada <ada@example.com>, grace@example.com\nnobody").await;

    assert_eq!(texts(list), ["ada@example.com", "grace@example.com", "nobody"]);
    let wrong = stage.find(".fd-chip[data-invalid]");
    assert!(wrong.text_content().unwrap().contains("Not an address."), "heard, not only coloured");
    assert_eq!(stage.find(".fd-field [role=status]").text_content().as_deref(), Some("3 addresses"));
    assert_eq!(focused(), "c");
}

#[wasm_bindgen_test]
async fn an_address_ends_with_a_comma_with_enter_or_when_the_field_is_left() {
    let (stage, list) = address_field(&[]).await;

    stage.fill("#c", "ada@example.com,").await;
    assert_eq!((texts(list).len(), stage.input("#c").value().as_str()), (1, ""));
    stage.fill("#c", "grace@example.com").await;
    key("Enter").await;
    assert_eq!(texts(list).len(), 2);
    stage.fill("#c", "alan@example.com").await;
    stage.find("#c").blur().unwrap();
    settle().await;

    assert_eq!(texts(list), ["ada@example.com", "grace@example.com", "alan@example.com"]);
}

#[wasm_bindgen_test]
async fn addresses_are_walked_and_taken_out_by_keys() {
    let (stage, list) = address_field(&["a@x.org", "b@x.org", "c@x.org"]).await;
    let name = || document().active_element().unwrap().get_attribute("aria-label").unwrap_or_default();

    key("Backspace").await;
    assert_eq!(name(), "Remove c@x.org");
    key("ArrowLeft").await;
    assert_eq!(name(), "Remove b@x.org");
    key("Delete").await;
    assert_eq!((texts(list), name()), (vec!["a@x.org".to_owned(), "c@x.org".to_owned()], "Remove c@x.org".to_owned()));
    key("Backspace").await;
    assert_eq!(focused(), "c", "behind the last one stands the input");
    assert_eq!(stage.find(".fd-chips-list").child_element_count(), 1);
}

fn picture(kind: &str) -> web_sys::File {
    let bytes = js_sys::Array::of1(&"not really".into());
    let bag = web_sys::FilePropertyBag::new();
    bag.set_type(kind);
    web_sys::File::new_with_str_sequence_and_options(&bytes, "ada.png", &bag).unwrap()
}

async fn drop_file(target: &web_sys::EventTarget, file: &web_sys::File) {
    let data = web_sys::DataTransfer::new().unwrap();
    data.items().add_with_file(file).unwrap();
    let init = web_sys::DragEventInit::new();
    init.set_bubbles(true);
    init.set_cancelable(true);
    init.set_data_transfer(Some(&data));
    let event = web_sys::DragEvent::new_with_event_init_dict("drop", &init).unwrap();
    target.dispatch_event(&event).unwrap();
    assert!(event.default_prevented(), "or the browser opens the file");
    settle().await;
}

#[wasm_bindgen_test]
async fn a_dropped_picture_is_shown_at_once_and_a_wrong_file_is_refused_before_it_is_sent() {
    let (heard, face) = (heard(), RwSignal::new(Face { name: "Ada".to_owned(), ..Face::default() }));
    let stage = show(move || {
        vec![avatar_upload(AvatarUpload {
            id: "u".to_owned(),
            label: "Profile picture".to_owned(),
            hint: "Up to 10 MB".to_owned(),
            face: Arc::new(move || face.get()),
            choose: "Upload".to_owned(),
            remove: Some(("Remove".to_owned(), Arc::new(move || note(heard, "removed")))),
            rules: FileRules {
                accept: PICTURES,
                most_bytes: 1000,
                wrong_kind: "Not a picture.".to_owned(),
                too_large: "Too large.".to_owned(),
            },
            typed: Arc::new(Typed::default),
            on_file: Arc::new(move |file: web_sys::File| note(heard, file.name())),
            busy: Arc::new(|| false),
        })]
    })
    .await;
    let area = stage.find(".fd-upload");
    fire(&area, "dragenter");
    settle().await;
    assert!(area.has_attribute("data-over"));

    drop_file(&area, &picture("text/plain")).await;
    assert!(!area.has_attribute("data-over"));
    assert_eq!(heard.get_untracked().len(), 0);
    assert_eq!(stage.find("#u-message").text_content().as_deref(), Some("Not a picture."));
    assert_eq!(stage.find("#u").get_attribute("aria-describedby").as_deref(), Some("u-message"));

    drop_file(&area, &picture("image/png")).await;
    assert_eq!(heard.get_untracked(), ["ada.png"]);
    assert_eq!(stage.find("#u-message").text_content().as_deref(), Some(""));
    assert!(stage.find(".fd-avatar img").get_attribute("src").unwrap().starts_with("blob:"));

    face.set(Face { name: "Ada".to_owned(), image_url: Some("data:,new".to_owned()), square: false });
    settle().await;
    assert_eq!(stage.find(".fd-avatar img").get_attribute("src").as_deref(), Some("data:,new"));
    stage.press("Remove").await;
    assert_eq!(heard.get_untracked().last().map(String::as_str), Some("removed"));
}

/// Presses a letter in an input, with Caps Lock on or off.
async fn letter(stage: &Stage, selector: &str, caps: bool) {
    let init = web_sys::KeyboardEventInit::new();
    init.set_key("a");
    init.set_bubbles(true);
    init.set_modifier_caps_lock(caps);
    let event = web_sys::KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
    stage.find(selector).dispatch_event(&event).unwrap();
    settle().await;
}

#[wasm_bindgen_test]
async fn caps_lock_is_said_while_it_is_on_beside_an_error_too() {
    let wrong = RwSignal::new(false);
    let stage = show(move || {
        let typed = move || if wrong.get() { Typed::wrong("A", "Wrong.") } else { Typed::new("A") };
        vec![field(Field {
            kind: "password",
            caps_lock: Some("Caps Lock is on".to_owned()),
            ..Field::text("p".to_owned(), "password", "Password", Arc::new(typed), Arc::new(|_| ()))
        })]
    })
    .await;
    let said = || stage.find("#p-message").text_content().unwrap();
    let height = stage.find(".fd-field").offset_height();

    // A manager that fills in sends what is called a key and is none.
    fire(&stage.find("#p"), "keydown");
    settle().await;
    assert_eq!(said(), "");
    letter(&stage, "#p", true).await;
    assert_eq!(said(), "Caps Lock is on");
    assert_eq!(stage.find(".fd-field").offset_height(), height, "it moves nothing");
    wrong.set(true);
    settle().await;
    assert_eq!(said(), "Wrong.Caps Lock is on");
    letter(&stage, "#p", false).await;
    assert_eq!(said(), "Wrong.");
}

#[wasm_bindgen_test]
async fn fields_that_are_taken_away_while_one_is_in_them_say_nothing_more() {
    let (shown, heard) = (RwSignal::new(1_u64), heard());
    let stage = show(move || {
        let inside = move || {
            let typed = RwSignal::new(String::new());
            let address = chips(Chips {
                id: "c".to_owned(),
                name: "addresses",
                label: "Addresses".to_owned(),
                hint: None,
                chips: Arc::new(Vec::new),
                typed: Arc::new(move || Typed::new(typed.get())),
                on_input: Arc::new(move |value| typed.set(value)),
                on_add: Arc::new(move |_| note(heard, "added")),
                on_remove: Arc::new(|_| ()),
                remove: Arc::new(str::to_owned),
                count: Arc::new(|count| count.to_string()),
            });
            if shown.get_untracked() == 1 { address } else { el("p").build() }
        };
        vec![frontdesk_components::ui::element::keyed(move || shown.get(), inside)]
    })
    .await;
    stage.fill("#c", "ada@example.com").await;

    shown.set(0);
    settle().await;

    assert!(heard.get_untracked().is_empty());
}
