//! The frame of profiles, in every stage and setting.

use crate::drawn;
use crate::html::{Tag, assert_sound, tags, text};
use frontdesk_components::Appearance;
use frontdesk_components::profile::{
    FrameStage, FrameWords, Open, PageLink, ProfileFrame, Row, Setting, open_button, profile_frame, row,
};
use frontdesk_components::ui::alert::Alert;
use frontdesk_components::ui::element::el;
use frontdesk_components::ui::icon::Icon;
use std::sync::Arc;

fn frame(stage: FrameStage, setting: Setting, current: &'static str) -> ProfileFrame {
    let page = |path: &str, label: &str, icon| PageLink { path: path.to_owned(), label: label.to_owned(), icon };
    let pages = vec![page("", "Profile", Icon::PERSON), page("security", "Security", Icon::SHIELD)];
    ProfileFrame {
        id: "p".to_owned(),
        class: "fd-root fd-profile",
        setting,
        title: "Account".to_owned(),
        subtitle: "Who you are here.".to_owned(),
        navigation: "Pages of your account".to_owned(),
        stage: Arc::new(move || stage),
        pages: Arc::new(move || pages.clone()),
        current: Arc::new(|| current.to_owned()),
        href: Arc::new(move |path| (setting == Setting::Page).then(|| format!("/account/{path}"))),
        go: Arc::new(|_| ()),
        notice: Arc::new(|| Some(Alert::notice("You’re offline."))),
        on_retry: Arc::new(|| ()),
        draw: Arc::new(move |path| {
            let open = open_button(Open::new("p-row-open".to_owned(), "Edit", "name", Arc::new(|| ())));
            row(Row {
                id: "p-row".to_owned(),
                setting,
                title: format!("Row of {path}"),
                said: Arc::new(|| Some("Saved.".to_owned())),
                error: Arc::new(|| None),
                on_way_out: Arc::new(|| ()),
                body: el("div").child(open).build(),
            })
        }),
        words: FrameWords {
            loading: "Loading".to_owned(),
            failed_title: "No answer".to_owned(),
            ..FrameWords::default()
        },
    }
}

fn html(stage: FrameStage, setting: Setting, current: &'static str) -> String {
    let html = drawn(|| profile_frame(frame(stage, setting, current), &Appearance::default()));
    assert_sound(&format!("{stage:?} {setting:?}"), &html);
    html
}

fn headings(html: &str) -> Vec<String> {
    let is_heading = |tag: &Tag| tag.name.len() == 2 && tag.name.starts_with('h') && tag.name != "hr";
    tags(html).into_iter().filter(is_heading).map(|tag| tag.name).collect()
}

#[test]
fn headings_go_down_step_by_step_and_a_dialog_begins_one_lower() {
    assert_eq!(headings(&html(FrameStage::Ready, Setting::Page, "")), ["h1", "h2", "h3"]);
    assert_eq!(headings(&html(FrameStage::Ready, Setting::Modal, "")), ["h2", "h3", "h4"]);
    assert_eq!(headings(&html(FrameStage::Failed, Setting::Page, "")), ["h1", "h2"]);
}

#[test]
fn the_navigation_is_a_named_landmark_that_says_where_one_is() {
    let html = html(FrameStage::Ready, Setting::Page, "security");

    let nav: Vec<_> = tags(&html).into_iter().filter(|tag| tag.name == "nav").collect();
    assert_eq!(nav.len(), 1);
    assert_eq!(nav[0].get("aria-label"), Some("Pages of your account"));
    let links: Vec<_> = tags(&html).into_iter().filter(|tag| tag.get("class") == Some("fd-profile-link")).collect();
    assert_eq!(
        links.iter().map(|link| link.get("href")).collect::<Vec<_>>(),
        [Some("/account/"), Some("/account/security")]
    );
    assert_eq!(links.iter().map(|link| link.get("aria-current")).collect::<Vec<_>>(), [None, Some("page")]);
    assert!(text(&html).contains("Row of security\n"));
}

#[test]
fn where_pages_have_no_addresses_they_are_buttons() {
    let html = html(FrameStage::Ready, Setting::Modal, "");

    let links: Vec<_> = tags(&html).into_iter().filter(|tag| tag.get("class") == Some("fd-profile-link")).collect();
    assert!(links.iter().all(|link| link.name == "button"));
}

#[test]
fn an_unknown_page_is_the_first_one() {
    assert!(text(&html(FrameStage::Ready, Setting::Page, "no-such-page")).contains("Row of\n"));
}

#[test]
fn a_rows_title_stands_before_what_it_shows_and_its_button_says_what_it_edits() {
    let words = text(&html(FrameStage::Ready, Setting::Page, ""));

    let at = |words_of: &str| words.find(words_of).unwrap_or_else(|| panic!("{words_of} is not in {words}"));
    assert!(at("Row of") < at("Edit\n") && at("Edit\n") < at("name\n"), "{words}");
    assert!(words.contains("Saved.\n") && words.contains("You’re offline.\n"));
}

#[test]
fn while_loading_there_are_shapes_and_with_nobody_there_is_nothing() {
    let loading = html(FrameStage::Loading, Setting::Page, "");
    assert_eq!(loading.matches("fd-section\"").count(), 3);
    assert!(tags(&loading).iter().any(|tag| tag.get("aria-label") == Some("Loading")));

    let absent = html(FrameStage::Absent, Setting::Page, "");
    assert_eq!(text(&absent), "");
}
