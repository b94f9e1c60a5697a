//! The components with the real engine, on a browser and a server in memory.

use crate::server::{Page, Server};
use crate::stage::focused;
use frontdesk_components::{
    AuthDegraded, OrganizationSwitcher, Protect, RedirectToSignIn, SignIn, SignUp, SignedIn, SignedOut, UserButton,
};
use leptos::prelude::*;
use std::sync::{Arc, Mutex};
use wasm_bindgen_test::wasm_bindgen_test;

// conformance: J18
#[wasm_bindgen_test]
async fn somebody_signs_in_with_a_password_after_a_wrong_one() {
    let done = Arc::new(Mutex::new(0));
    let counted = done.clone();
    let page = Page::open(&Server::default(), move || {
        let counted = counted.clone();
        view! { <SignIn on_signed_in=Callback::new(move |()| *counted.lock().unwrap() += 1)/> }.into_any()
    })
    .await;

    page.fill("#fd-sign-in-identifier", "ada@example.com").await;
    page.press("Continue").await;
    assert_eq!(focused(), "fd-sign-in-password");
    page.fill("#fd-sign-in-password", "hunter2").await;
    page.press("Continue").await;
    assert!(page.stage.text().contains("That isn’t the right password"), "{}", page.stage.text());
    page.fill("#fd-sign-in-password", "correct horse").await;
    page.press("Continue").await;

    assert_eq!(*done.lock().unwrap(), 1);
    assert!(page.stage.text().contains("You’re signed in"));
}

// conformance: K13
#[wasm_bindgen_test]
async fn an_unknown_identifier_leads_to_sign_up_and_an_empty_one_is_asked_for() {
    let page = Page::open(&Server::default(), || view! { <SignIn/> }.into_any()).await;

    page.press("Continue").await;
    assert!(page.stage.text().contains("Enter your email address."));
    page.fill("#fd-sign-in-identifier", "nobody@example.com").await;
    page.press("Continue").await;

    assert!(page.stage.text().contains("We don’t know this account"), "{}", page.stage.text());
    let link = page.stage.find(".fd-alert a");
    assert_eq!(link.get_attribute("href").as_deref(), Some("/sign-up"));
    assert_eq!(focused(), "fd-sign-in-identifier");
}

#[wasm_bindgen_test]
async fn a_wrong_code_is_cleared_and_a_new_one_is_sent_after_the_countdown() {
    let page = Page::open(&Server::default(), || view! { <SignIn on_signed_in=|()| ()/> }.into_any()).await;
    page.fill("#fd-sign-in-identifier", "ada@example.com").await;
    page.press("Continue").await;
    page.press("Sign in another way").await;
    page.press("Email a code to a**@example.com").await;
    assert_eq!(focused(), "fd-sign-in-code");
    assert!(page.stage.text().contains("Send a new code in 30 s"), "{}", page.stage.text());

    page.fill("#fd-sign-in-code", "111111").await;
    assert!(page.stage.text().contains("That code isn’t right"), "{}", page.stage.text());
    assert_eq!(page.stage.input("#fd-sign-in-code").value(), "");
    assert_eq!(focused(), "fd-sign-in-code");

    page.world.advance(12_000);
    page.settle().await;
    assert!(page.stage.text().contains("Send a new code in 18 s"), "{}", page.stage.text());
    for _ in 0..20 {
        page.world.advance(1_000);
        page.settle().await;
    }
    page.press("Send a new code").await;
    assert!(page.stage.text().contains("A new code is on its way."), "{}", page.stage.text());

    page.fill("#fd-sign-in-code", "424242").await;
    assert!(page.stage.text().contains("You’re signed in"), "{}", page.stage.text());
}

#[wasm_bindgen_test]
async fn the_pencil_leads_back_with_what_was_typed() {
    let page = Page::open(&Server::default(), || view! { <SignIn/> }.into_any()).await;
    page.fill("#fd-sign-in-identifier", "ada@example.com").await;
    page.press("Continue").await;

    page.stage.find("[aria-label='Change ada@example.com']").click();
    page.settle().await;

    assert_eq!(page.stage.input("#fd-sign-in-identifier").value(), "ada@example.com");
    assert_eq!(focused(), "fd-sign-in-identifier");
}

#[wasm_bindgen_test]
async fn an_unreachable_server_is_a_screen_with_a_way_out() {
    let server = Server::default();
    server.change(|state| state.down = true);
    let page = Page::open(&server, || view! { <SignIn/> }.into_any()).await;
    page.wait_a_minute().await;
    assert!(page.stage.text().contains("We can’t reach the sign-in service"), "{}", page.stage.text());

    server.change(|state| state.down = false);
    page.press("Try again").await;

    assert!(page.stage.text().contains("Sign in to Harbor Books"), "{}", page.stage.text());
}

#[wasm_bindgen_test]
async fn a_line_that_breaks_keeps_what_was_typed_and_try_again_sends_it() {
    let server = Server::default();
    let page = Page::open(&server, || view! { <SignIn/> }.into_any()).await;
    page.fill("#fd-sign-in-identifier", "ada@example.com").await;
    server.change(|state| state.down = true);
    page.press("Continue").await;
    page.wait_a_minute().await;
    assert!(page.stage.text().contains("What you typed is still here."), "{}", page.stage.text());
    assert_eq!(page.stage.input("#fd-sign-in-identifier").value(), "ada@example.com");

    server.change(|state| state.down = false);
    page.press("Try again").await;

    assert!(page.stage.text().contains("Enter your password"), "{}", page.stage.text());
}

#[wasm_bindgen_test]
async fn somebody_signs_up_and_a_reload_goes_on_at_the_code() {
    let server = Server::default();
    let page = Page::open(&server, || view! { <SignUp on_signed_up=|()| ()/> }.into_any()).await;
    page.fill("#fd-sign-up-email-address", "taken@example.com").await;
    page.fill("#fd-sign-up-password", "short").await;
    page.press("Create account").await;
    assert!(page.stage.text().contains("Use at least 8 characters"), "{}", page.stage.text());
    assert_eq!(focused(), "fd-sign-up-password");
    page.fill("#fd-sign-up-password", "correct horse").await;
    page.press("Create account").await;
    assert!(page.stage.text().contains("There already is an account"), "{}", page.stage.text());
    assert_eq!(page.stage.find(".fd-alert a").get_attribute("href").as_deref(), Some("/sign-in"));
    page.fill("#fd-sign-up-email-address", "ada@example.com").await;
    page.press("Create account").await;
    assert!(page.stage.text().contains("Confirm your email"), "{}", page.stage.text());
    drop(page);

    let page = Page::open(&server, || view! { <SignUp on_signed_up=|()| ()/> }.into_any()).await;
    assert!(page.stage.text().contains("Confirm your email"), "{}", page.stage.text());
    page.fill("#fd-sign-up-code", "111111").await;
    assert!(page.stage.text().contains("This code has expired"), "{}", page.stage.text());
    page.fill("#fd-sign-up-code", "424242").await;

    assert!(page.stage.text().contains("You’re signed in"), "{}", page.stage.text());
}

// conformance: J19
#[wasm_bindgen_test]
async fn signing_in_inside_signed_out_still_goes_on() {
    let done = Arc::new(Mutex::new(0));
    let counted = done.clone();
    let page = Page::open(&Server::default(), move || {
        let counted = counted.clone();
        let finished = Callback::new(move |()| *counted.lock().unwrap() += 1);
        view! {
            <SignedOut><SignIn on_signed_in=finished/></SignedOut>
            <SignedIn>"inside"</SignedIn>
        }
        .into_any()
    })
    .await;
    assert!(!page.stage.text().contains("inside"));

    page.fill("#fd-sign-in-identifier", "ada@example.com").await;
    page.press("Continue").await;
    page.fill("#fd-sign-in-password", "correct horse").await;
    page.press("Continue").await;

    assert!(page.stage.text().contains("inside"), "{}", page.stage.text());
    assert!(page.stage.seek("form").is_none());
    assert_eq!(*done.lock().unwrap(), 1);
}

#[wasm_bindgen_test]
async fn somebody_makes_an_organization_switches_back_and_signs_out() {
    let server = Server::default();
    server.change(|state| state.signed_in = true);
    let page = Page::open(&server, || {
        view! {
            <OrganizationSwitcher/>
            <UserButton/>
            <Protect role="org:admin" fallback=|| "not an admin">"an admin"</Protect>
            <SignedOut>"outside"</SignedOut>
        }
        .into_any()
    })
    .await;
    let name = || page.stage.find(".fd-switcher").get_attribute("aria-label").unwrap_or_default();
    assert_eq!(name(), "Personal workspace, switch organization");
    assert!(page.stage.text().contains("not an admin"));

    page.stage.find(".fd-switcher").click();
    page.settle().await;
    page.press("Create an organization").await;
    assert_eq!(focused(), "fd-organization-switcher-create-name");
    page.fill("#fd-organization-switcher-create-name", "Analytical Engines").await;
    let slug = page.stage.input("#fd-organization-switcher-create-slug").value();
    assert_eq!(slug, "analytical-engines", "the slug follows the name");
    page.press("Create organization").await;
    assert_eq!(name(), "Analytical Engines, switch organization");
    assert!(!page.stage.text().contains("not an admin"));
    assert!(!page.stage.find("dialog").has_attribute("open"));

    page.stage.find(".fd-switcher").click();
    page.settle().await;
    page.stage.find("[role=menuitemradio][aria-checked=false]").click();
    page.settle().await;
    assert_eq!(name(), "Personal workspace, switch organization");

    page.stage.find(".fd-user-button").click();
    page.settle().await;
    page.press("Sign out").await;
    assert!(page.stage.text().contains("outside"), "{}", page.stage.text());
}

#[wasm_bindgen_test]
async fn too_many_attempts_are_said_at_the_top() {
    let server = Server::default();
    server.change(|state| state.too_many = true);
    let page = Page::open(&server, || view! { <SignIn/> }.into_any()).await;
    page.fill("#fd-sign-in-identifier", "ada@example.com").await;

    page.press("Continue").await;
    page.wait_a_minute().await;

    assert!(page.stage.find(".fd-alert").text_content().unwrap_or_default().contains("Too many attempts"));
}

#[wasm_bindgen_test]
async fn who_is_signed_out_is_sent_to_sign_in_and_back_here_afterwards() {
    let page = Page::open(&Server::default(), || {
        view! {
            <SignedIn>"inside"</SignedIn>
            <RedirectToSignIn/>
        }
        .into_any()
    })
    .await;

    let sent = page.world.page_url();
    assert!(sent.contains("/sign-in?redirect_url="), "{sent}");
    assert!(!page.stage.text().contains("inside"));
}

#[wasm_bindgen_test]
async fn who_is_signed_in_is_sent_nowhere() {
    let server = Server::default();
    server.change(|state| state.signed_in = true);
    let page = Page::open(&server, || view! { <RedirectToSignIn/><SignedIn>"inside"</SignedIn> }.into_any()).await;

    assert!(!page.world.page_url().contains("sign-in"), "{}", page.world.page_url());
    assert!(page.stage.text().contains("inside"));
}

#[wasm_bindgen_test]
async fn a_note_of_an_outage_comes_and_goes_by_itself() {
    let server = Server::default();
    server.change(|state| state.signed_in = true);
    let page = Page::open(&server, || {
        view! {
            <AuthDegraded>"away"</AuthDegraded>
            <SignedIn>"inside"</SignedIn>
        }
        .into_any()
    })
    .await;
    assert_eq!(page.stage.text(), "inside");

    server.change(|state| state.down = true);
    page.wait_a_minute().await;
    assert_eq!(page.stage.text(), "awayinside");

    server.change(|state| state.down = false);
    page.wait_a_minute().await;
    assert_eq!(page.stage.text(), "inside");
}

#[wasm_bindgen_test]
async fn who_mends_one_error_is_left_at_it_while_there_are_others() {
    let page = Page::open(&Server::default(), || view! { <SignUp on_signed_up=|()| ()/> }.into_any()).await;
    page.press("Create account").await;
    assert_eq!(focused(), "fd-sign-up-email-address");
    assert!(page.stage.find("#fd-sign-up-password").has_attribute("aria-invalid"));

    page.fill("#fd-sign-up-email-address", "a").await;
    assert_eq!(focused(), "fd-sign-up-email-address");
    page.fill("#fd-sign-up-email-address", "ada@example.com").await;
    page.stage.button("Create account").focus().unwrap();
    page.press("Create account").await;
    page.fill("#fd-sign-up-password", "short").await;
    page.stage.button("Create account").focus().unwrap();
    page.press("Create account").await;

    assert_eq!(focused(), "fd-sign-up-password");
}
