//! "Confirm that it's you": what the server refuses for want of a new proof is done by itself after one.

use crate::server::{Page, Server};
use crate::stage::{focused, focused_words, key, settle};
use frontdesk_components::sdk::navigation::Routing;
use frontdesk_components::{OrganizationProfile, UserProfile};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

/// An account in which a new last name has been typed and sent.
async fn renamed(server: &Server) -> Page {
    server.sign_in();
    let page = Page::open(server, || view! { <UserProfile routing=Routing::Inside id="p"/> }.into_any()).await;
    press(&page, "p-name-open").await;
    page.stage.fill("#p-editor-last-name", "King").await;
    page.stage.button("Save").focus().unwrap();
    page.press("Save").await;
    page.settle().await;
    page
}

async fn press(page: &Page, id: &str) {
    page.stage.find(&["#", id].concat()).click();
    page.settle().await;
    settle().await;
}

fn is_open(page: &Page) -> bool {
    page.stage.find("dialog").unchecked_into::<web_sys::HtmlDialogElement>().open()
}

#[wasm_bindgen_test]
async fn what_was_refused_is_done_once_the_password_is_right() {
    let server = Server::default();
    server.want_proof(true);
    let page = renamed(&server).await;
    assert!(is_open(&page));
    assert_eq!(focused(), "p-proof-password");
    assert_eq!(page.stage.input("dialog input[autocomplete=username]").value(), "ada@example.com");

    page.stage.fill("#p-proof-password", "hunter2").await;
    page.press("Confirm").await;
    assert!(page.stage.find("dialog").text_content().unwrap_or_default().contains("isn’t the right password"));
    assert_eq!(focused(), "p-proof-password");
    page.stage.fill("#p-proof-password", "correct horse").await;
    page.press("Confirm").await;
    page.settle().await;

    assert!(!is_open(&page));
    assert!(page.stage.find("#p-name").text_content().unwrap_or_default().contains("Ada King"));
    assert_eq!(focused(), "p-name-open");
}

#[wasm_bindgen_test]
async fn who_declines_finds_everything_as_it_was_typed() {
    let server = Server::default();
    server.want_proof(true);
    let page = renamed(&server).await;

    page.stage.find("dialog").unchecked_into::<web_sys::HtmlDialogElement>().close();
    page.settle().await;

    assert_eq!(page.stage.input("#p-editor-last-name").value(), "King");
    assert!(
        page.stage.find("#p-editor .fd-alert").text_content().unwrap_or_default().contains("Nothing has changed yet")
    );
    page.press("Save").await;
    page.settle().await;
    assert!(is_open(&page), "it can be tried again");
    page.stage.fill("#p-proof-password", "correct horse").await;
    page.press("Confirm").await;
    page.settle().await;
    assert!(page.stage.find("#p-name").text_content().unwrap_or_default().contains("Ada King"));
}

#[wasm_bindgen_test]
async fn the_dialogs_close_button_leaves_the_form_open() {
    let server = Server::default();
    server.want_proof(true);
    let page = renamed(&server).await;

    page.stage.find("dialog [aria-label=Close]").click();
    page.settle().await;

    assert!(!is_open(&page));
    assert_eq!(focused_words(), "Save", "focus is where it was");
    key("Escape").await;
    assert!(page.stage.seek("#p-editor").is_none());
}

#[wasm_bindgen_test]
async fn a_code_will_do_where_it_is_offered() {
    let server = Server::default();
    server.want_proof(true);
    let page = renamed(&server).await;

    page.press("Send me a code instead").await;
    settle().await;
    assert_eq!(focused(), "p-proof-code");
    assert!(page.stage.find("dialog").text_content().unwrap_or_default().contains("a**@example.com"));
    page.stage.fill("#p-proof-code", "111111").await;
    page.settle().await;
    assert!(page.stage.find("dialog").text_content().unwrap_or_default().contains("That code isn’t right"));
    page.stage.fill("#p-proof-code", "424242").await;
    page.settle().await;

    assert!(!is_open(&page));
    assert!(page.stage.find("#p-name").text_content().unwrap_or_default().contains("Ada King"));
}

#[wasm_bindgen_test]
async fn without_a_password_the_code_is_on_its_way_at_once() {
    let server = Server::default();
    server.want_proof(false);
    let page = renamed(&server).await;

    assert_eq!(focused(), "p-proof-code");
    assert!(!page.stage.find("dialog").text_content().unwrap_or_default().contains("password"));
}

#[wasm_bindgen_test]
async fn an_organization_asks_the_same_way() {
    let server = Server::default();
    server.found_organization();
    server.want_proof(true);
    let page = Page::open(&server, || view! { <OrganizationProfile routing=Routing::Inside id="o"/> }.into_any()).await;
    press(&page, "o-name-open").await;
    page.stage.fill("#o-editor-name", "Difference Engines").await;
    page.press("Save").await;
    page.settle().await;

    page.stage.fill("#o-proof-password", "correct horse").await;
    page.press("Confirm").await;
    page.settle().await;

    assert!(page.stage.find("#o-name").text_content().unwrap_or_default().contains("Difference Engines"));
}
