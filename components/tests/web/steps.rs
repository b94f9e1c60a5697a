//! The steps of the forms in the browser's history.

use crate::server::{Page, Server};
use crate::stage::{focused, settle};
use frontdesk_components::sdk::navigation::Routing;
use frontdesk_components::{SignIn, SignUp};
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

/// The address as the test found it, and as it leaves it.
struct Address(String);

impl Address {
    /// Begins at this one, in an entry of its own.
    fn at(url: &str) -> Self {
        let before = window().location().href().unwrap();
        history().push_state_with_url(&JsValue::NULL, "", Some(url)).unwrap();
        Self(before)
    }
}

impl Drop for Address {
    fn drop(&mut self) {
        history().push_state_with_url(&JsValue::NULL, "", Some(&self.0)).unwrap();
    }
}

fn history() -> web_sys::History {
    window().history().unwrap()
}

fn hash() -> String {
    window().location().hash().unwrap()
}

/// Lets the browser get where it is going.
async fn arrive() {
    for _ in 0..10 {
        settle().await;
    }
}

/// Presses the browser's own back or forward.
async fn travel(by: i32) {
    history().go_with_delta(by).unwrap();
    arrive().await;
}

async fn sign_in(routing: Routing) -> Page {
    let page = Page::open(&Server::default(), move || {
        let routing = routing.clone();
        view! { <SignIn on_signed_in=|()| () routing/> }.into_any()
    })
    .await;
    page.stage.fill("#fd-sign-in-identifier", "ada@example.com").await;
    page
}

#[wasm_bindgen_test]
async fn back_goes_one_step_back_and_forward_comes_again() {
    let _address = Address::at("#");
    let page = sign_in(Routing::Hash).await;
    page.press("Continue").await;
    assert_eq!(hash(), "#/factor-one");
    page.press("Sign in another way").await;
    assert_eq!(hash(), "#/factor-one/methods");

    travel(-1).await;
    assert!(page.stage.text().contains("Enter your password"), "{}", page.stage.text());
    assert_eq!(focused(), "fd-sign-in-password");
    travel(-1).await;
    assert_eq!(page.stage.input("#fd-sign-in-identifier").value(), "ada@example.com");
    assert_eq!(hash(), "");
    travel(1).await;
    assert!(page.stage.text().contains("Enter your password"), "{}", page.stage.text());
    travel(1).await;
    assert!(page.stage.text().contains("Email a code"), "{}", page.stage.text());
    travel(-2).await;
    assert!(page.stage.seek("#fd-sign-in-identifier").is_some());
}

#[wasm_bindgen_test]
async fn the_forms_own_way_back_is_the_browsers() {
    let _address = Address::at("#");
    let page = sign_in(Routing::Hash).await;
    page.press("Continue").await;
    page.press("Sign in another way").await;

    page.press("Back").await;
    arrive().await;
    assert_eq!(hash(), "#/factor-one");
    page.stage.find("[aria-label='Change ada@example.com']").click();
    arrive().await;
    assert_eq!(hash(), "");

    travel(1).await;
    assert!(page.stage.text().contains("Enter your password"), "one entry a step: {}", hash());
}

#[wasm_bindgen_test]
async fn forward_leads_to_nobody_elses_step() {
    let _address = Address::at("#");
    let page = sign_in(Routing::Hash).await;
    page.press("Continue").await;
    page.stage.fill("#fd-sign-in-password", "half of it").await;
    travel(-1).await;
    assert_eq!(page.stage.input(".fd-instant").value(), "", "the next person has another password");
    page.stage.fill("#fd-sign-in-identifier", "grace@example.com").await;

    travel(1).await;

    assert_eq!(page.stage.input("#fd-sign-in-identifier").value(), "grace@example.com");
    assert_eq!(hash(), "");
}

#[wasm_bindgen_test]
async fn back_while_an_answer_is_awaited_loses_no_step() {
    let _address = Address::at("#");
    let page = sign_in(Routing::Hash).await;
    page.press("Continue").await;
    page.stage.fill("#fd-sign-in-password", "hunter2").await;
    page.stage.press("Continue").await;

    travel(-1).await;
    assert_eq!(hash(), "#/factor-one", "the form is still there");
    page.settle().await;
    assert!(page.stage.text().contains("That isn’t the right password"), "{}", page.stage.text());
    travel(-1).await;
    assert!(page.stage.seek("#fd-sign-in-identifier").is_some(), "{}", page.stage.text());
}

#[wasm_bindgen_test]
async fn a_link_to_a_step_that_needs_others_leads_to_the_start() {
    let _address = Address::at("#/reset-password");
    let page = sign_in(Routing::Hash).await;

    assert!(page.stage.text().contains("Sign in to Harbor Books"), "{}", page.stage.text());
    assert_eq!(hash(), "");
}

#[wasm_bindgen_test]
async fn what_is_in_the_address_and_not_ours_stays_there() {
    let _address = Address::at("#terms");
    let page = sign_in(Routing::Hash).await;

    assert_eq!(hash(), "#terms");
    drop(page);
}

#[wasm_bindgen_test]
async fn steps_by_path_are_below_the_form_and_keep_the_query() {
    let _address = Address::at("/sign-in?redirect_url=%2Forders");
    let page = sign_in(Routing::Path("/sign-in".to_owned())).await;
    page.press("Continue").await;
    let at = || [window().location().pathname().unwrap(), window().location().search().unwrap()].concat();
    assert_eq!(at(), "/sign-in/factor-one?redirect_url=%2Forders");

    travel(-1).await;

    assert_eq!(at(), "/sign-in?redirect_url=%2Forders");
    assert!(page.stage.seek("#fd-sign-in-identifier").is_some());
}

#[wasm_bindgen_test]
async fn what_a_router_keeps_in_the_history_goes_on() {
    let _address = Address::at("#");
    let kept = js_sys::JSON::parse(r#"{"key": "a1"}"#).unwrap();
    history().replace_state_with_url(&kept, "", None).unwrap();
    let key = || {
        let state = history().state().unwrap();
        js_sys::Reflect::get(&state, &JsValue::from_str("key")).unwrap().as_string()
    };

    let page = sign_in(Routing::Hash).await;
    page.press("Continue").await;
    assert_eq!(key().as_deref(), Some("a1"));
    travel(-1).await;

    assert_eq!(key().as_deref(), Some("a1"));
    assert!(page.stage.seek("#fd-sign-in-identifier").is_some());
}

#[wasm_bindgen_test]
async fn steps_inside_leave_the_address_alone() {
    let _address = Address::at("#");
    let before = history().length().unwrap();
    let page = sign_in(Routing::Inside).await;

    page.press("Continue").await;

    assert!(page.stage.text().contains("Enter your password"));
    assert_eq!((hash().as_str(), history().length().unwrap()), ("", before));
}

#[wasm_bindgen_test]
async fn a_sign_up_goes_back_to_its_form_and_a_reload_goes_on_at_the_code() {
    let _address = Address::at("#");
    let server = Server::default();
    let open = || Page::open(&server, || view! { <SignUp on_signed_up=|()| ()/> }.into_any());
    let page = open().await;
    page.stage.fill("#fd-sign-up-email-address", "ada@example.com").await;
    page.stage.fill("#fd-sign-up-password", "correct horse").await;
    page.press("Create account").await;
    assert_eq!(hash(), "#/verify-email-address");

    travel(-1).await;
    assert_eq!(page.stage.input("#fd-sign-up-email-address").value(), "ada@example.com");
    assert_eq!(page.stage.input("#fd-sign-up-password").value(), "correct horse");
    travel(1).await;
    assert!(page.stage.text().contains("Confirm your email"), "{}", page.stage.text());
    drop(page);

    let page = open().await;
    assert!(page.stage.text().contains("Confirm your email"), "{}", page.stage.text());
    assert_eq!(hash(), "#/verify-email-address");
    travel(-1).await;
    assert_eq!(page.stage.input("#fd-sign-up-email-address").value(), "ada@example.com");
    page.stage.fill("#fd-sign-up-email-address", "b@example.com").await;
    travel(1).await;
    assert_eq!(page.stage.input("#fd-sign-up-email-address").value(), "b@example.com", "that code was for another one");
    assert_eq!(hash(), "");
}
