//! The profile of an organization in a browser: the way by keyboard, the search, roles, and a member's end.

use crate::server::{Page, Server};
use crate::stage::{fire, focused, key, settle};
use frontdesk_components::sdk::navigation::Routing;
use frontdesk_components::{OrganizationList, OrganizationProfile};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

async fn organization() -> Page {
    let server = Server::default();
    server.found_organization();
    Page::open(&server, || view! { <OrganizationProfile routing=Routing::Inside id="o"/> }.into_any()).await
}

async fn rest(page: &Page) {
    page.settle().await;
    settle().await;
}

#[wasm_bindgen_test]
async fn a_name_is_changed_by_keyboard_and_the_focus_comes_back() {
    let page = organization().await;
    page.stage.find("#o-name-open").click();
    rest(&page).await;
    assert_eq!(focused(), "o-editor-name");
    key("Escape").await;
    assert_eq!(focused(), "o-name-open");

    page.stage.find("#o-name-open").click();
    rest(&page).await;
    page.stage.fill("#o-editor-name", "Difference Engines").await;
    page.press("Save").await;
    rest(&page).await;

    assert!(page.stage.find("#o-name").text_content().unwrap_or_default().contains("Difference Engines"));
    assert!(page.stage.find("#o-name [role=status]").text_content().unwrap_or_default().contains("Saved."));
    assert_eq!(focused(), "o-name-open");
}

#[wasm_bindgen_test]
async fn a_search_waits_until_the_person_has_stopped_typing() {
    let page = organization().await;
    page.press("Members").await;
    rest(&page).await;
    let text = || page.stage.find("#o-members").text_content().unwrap_or_default();
    assert!(text().contains("2 members") && text().contains("Ada") && text().contains("Grace"), "{}", text());

    page.stage.fill("#o-members-search", "gra").await;
    page.settle().await;
    assert!(text().contains("Ada"), "nobody has been asked yet");
    page.pass(300).await;

    assert!(text().contains("1 found") && !text().contains("Ada"), "{}", text());
    assert_eq!(focused(), "o-members-search");
}

#[wasm_bindgen_test]
async fn a_role_is_given_and_a_member_removed() {
    let page = organization().await;
    page.press("Members").await;
    rest(&page).await;
    let select: web_sys::HtmlSelectElement = page.stage.find("#o-role-user_grace").unchecked_into();
    assert_eq!(select.value(), "org:member");
    select.set_value("org:admin");
    fire(&select, "change");
    rest(&page).await;
    assert!(page.stage.text().contains("Grace has the role Admin now."), "{}", page.stage.text());
    assert_eq!(select.value(), "org:admin");

    page.stage.find("#o-remove-user_grace").click();
    rest(&page).await;
    assert!(page.stage.find("#o-remove-dialog").has_attribute("open"));
    page.press("Remove member").await;
    rest(&page).await;

    assert!(!page.stage.find("#o-remove-dialog").has_attribute("open"));
    assert!(page.stage.text().contains("Grace no longer belongs to this organization."), "{}", page.stage.text());
    assert!(page.stage.seek("#o-role-user_grace").is_none());
}

#[wasm_bindgen_test]
async fn choosing_a_place_keeps_the_focus_on_it() {
    let server = Server::default();
    server.found_organization();
    let page = Page::open(&server, || view! { <OrganizationList id="l"/> }.into_any()).await;
    assert_eq!(page.stage.find("[aria-current]").id(), "l-1");

    page.stage.find("#l-0").focus().unwrap();
    page.stage.find("#l-0").click();
    rest(&page).await;

    assert_eq!(page.stage.find("[aria-current]").id(), "l-0");
    assert_eq!(focused(), "l-0");
}
