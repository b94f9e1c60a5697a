//! Every primitive in its states, as one page for each scheme and direction in `target/screens`.

use crate::drawn;
use crate::html::{assert_sound, tags, text};
use frontdesk_components::STYLESHEET;
use frontdesk_components::ui::element::el;
use frontdesk_components::ui::table::{Pages, pages};
use frontdesk_gallery::primitives::{
    addresses, buttons, files, inputs, members, menus, modal, never, notes, people, pictures, profile,
};
use leptos::prelude::*;
use std::path::Path;
use std::sync::Arc;

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
