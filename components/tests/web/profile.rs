//! A profile in a browser: where the focus goes, what Escape closes, and that back comes back.

use crate::server::{Page, Server};
use crate::stage::{focused, key, settle};
use frontdesk_components::sdk::navigation::Routing;
use frontdesk_components::{SignIn, SignInButton, SignedOut, UserAvatar, UserButton, UserProfile};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

async fn account() -> (Server, Page) {
    let server = Server::default();
    server.sign_in();
    let page = Page::open(&server, || view! { <UserProfile routing=Routing::Hash id="p"/> }.into_any()).await;
    (server, page)
}

/// Clicks what has this id and lets engine and page come to rest.
async fn press(page: &Page, id: &str) {
    page.stage.find(&["#", id].concat()).click();
    page.settle().await;
    settle().await;
}

#[wasm_bindgen_test]
async fn a_form_takes_the_focus_and_escape_gives_it_back() {
    let (_server, page) = account().await;

    press(&page, "p-name-open").await;
    assert_eq!(focused(), "p-editor-first-name");
    key("Escape").await;

    assert_eq!(focused(), "p-name-open");
    assert!(page.stage.seek("form").is_none());
}

#[wasm_bindgen_test]
async fn another_form_takes_the_place_of_the_open_one() {
    let (_server, page) = account().await;

    press(&page, "p-name-open").await;
    press(&page, "p-email-open").await;

    assert_eq!(focused(), "p-editor-email-address");
    assert!(page.stage.seek("#p-name-open").is_some());
}

#[wasm_bindgen_test]
async fn what_is_saved_is_said_in_its_row_and_the_focus_is_where_it_was() {
    let (_server, page) = account().await;

    press(&page, "p-name-open").await;
    page.stage.fill("#p-editor-last-name", "King").await;
    page.press("Save").await;
    settle().await;

    assert!(page.stage.find("#p-name [role=status]").text_content().unwrap_or_default().contains("Saved."));
    assert!(page.stage.find("#p-name").text_content().unwrap_or_default().contains("Ada King"));
    assert_eq!(focused(), "p-name-open");
}

#[wasm_bindgen_test]
async fn an_outage_is_said_in_the_form_and_what_was_typed_stays() {
    let (server, page) = account().await;

    press(&page, "p-name-open").await;
    page.stage.fill("#p-editor-last-name", "King").await;
    server.take_down();
    page.press("Save").await;
    page.wait_a_minute().await;

    assert_eq!(page.stage.input("#p-editor-last-name").value(), "King");
    assert!(page.stage.find("#p-editor .fd-alert").text_content().unwrap_or_default().contains("still here"));
}

#[wasm_bindgen_test]
async fn an_address_is_added_by_its_code() {
    let (_server, page) = account().await;

    press(&page, "p-email-open").await;
    page.stage.fill("#p-editor-email-address", "b@example.com").await;
    page.press("Send the code").await;
    settle().await;
    assert_eq!(focused(), "p-editor-code");
    page.stage.fill("#p-editor-code", "424242").await;
    page.settle().await;
    settle().await;

    assert!(page.stage.text().contains("b@example.com is confirmed."));
    assert_eq!(focused(), "p-email-open");
}

#[wasm_bindgen_test]
async fn pages_are_in_the_address_and_back_comes_back() {
    let (_server, page) = account().await;

    page.press("Security").await;
    settle().await;
    assert_eq!(window().location().hash().unwrap(), "#/security");
    assert_eq!(focused(), "p-page-title", "a new page is announced by its heading");
    assert!(page.stage.text().contains("Chromium 156 on Linux"));

    window().history().unwrap().back().unwrap();
    for _ in 0..20 {
        settle().await;
    }
    assert!(page.stage.text().contains("Email addresses"));
    drop(page);
    window().location().set_hash("").unwrap();
}

#[wasm_bindgen_test]
async fn the_menu_opens_the_account_in_a_dialog_with_a_name() {
    let server = Server::default();
    server.sign_in();
    let page = Page::open(&server, || {
        view! { <UserButton modal=|| view! { <UserProfile id="p"/> }/> <UserAvatar/> }.into_any()
    })
    .await;

    page.stage.find(".fd-user-button").click();
    settle().await;
    page.press("Manage account").await;
    settle().await;

    let dialog: web_sys::HtmlDialogElement = page.stage.find("dialog").unchecked_into();
    assert!(dialog.open() && dialog.get_attribute("aria-label").is_some());
    assert!(page.stage.seek("dialog h1").is_none(), "the page behind has its own");
    press(&page, "p-name-open").await;
    key("Escape").await;
    assert!(dialog.open(), "the first Escape closes the form alone");
    assert_eq!(focused(), "p-name-open");
    page.stage.find(".fd-dialog-close button").click();
    page.settle().await;
    assert!(!dialog.open());
    assert_eq!(focused(), "fd-user-button-trigger");
    assert_eq!(page.stage.find(".fd-user-avatar").get_attribute("aria-label").as_deref(), Some("Ada Lovelace"));
}

#[wasm_bindgen_test]
async fn signing_in_in_a_dialog_closes_it_and_leaves_the_page() {
    let server = Server::default();
    let page = Page::open(&server, || {
        view! { <SignedOut>"outside"</SignedOut> <SignInButton modal=|| view! { <SignIn/> }/> }.into_any()
    })
    .await;

    press(&page, "fd-sign-in-button").await;
    page.stage.fill("#fd-sign-in-identifier", "ada@example.com").await;
    page.press("Continue").await;
    page.stage.fill("#fd-sign-in-password", "correct horse").await;
    page.press("Continue").await;
    settle().await;

    let dialog: web_sys::HtmlDialogElement = page.stage.find("dialog").unchecked_into();
    assert!(!dialog.open());
    assert!(!page.stage.text().contains("outside"));
}
