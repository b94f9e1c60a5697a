//! Several tabs of one browser are of one mind.

use frontdesk_sdk::SetActive;
use frontdesk_tests::Desk;

// conformance: H12
#[tokio::test]
async fn a_second_tab_is_signed_in_and_signing_out_reaches_it() {
    let desk = Desk::open().await;
    let first = desk.visitor().await;
    first.sign_up(&desk, "ada@example.com").await;

    let second = first.new_tab().await;
    assert!(second.is_signed_in());

    first.frontdesk.sign_out().await.unwrap();
    desk.clock.advance_seconds(1).await;
    assert!(!second.is_signed_in());
    assert_eq!(second.session_cookie(), None);
}

#[tokio::test]
async fn signing_in_reaches_a_tab_that_is_open_already() {
    let desk = Desk::open().await;
    let first = desk.visitor().await;
    let second = first.new_tab().await;

    first.sign_up(&desk, "ada@example.com").await;
    desk.clock.advance_seconds(1).await;
    second.tab.focus();
    desk.clock.advance_seconds(6).await;

    assert!(second.is_signed_in());
}

// conformance: C24
#[tokio::test]
async fn many_tabs_renew_once() {
    let desk = Desk::open().await;
    let first = desk.visitor().await;
    first.sign_up(&desk, "ada@example.com").await;
    let mut tabs = vec![first.clone()];
    for _ in 0..7 {
        tabs.push(first.new_tab().await);
    }
    let path = format!("/v1/client/sessions/{}/tokens", first.frontdesk.snapshot().session().unwrap().id);
    let before = first.browser.requests_to(&path);

    desk.clock.advance_seconds(100).await;

    let minted = first.browser.requests_to(&path) - before;
    assert!((1..=3).contains(&minted), "eight tabs minted {minted} tokens in two periods");
    for tab in &tabs {
        assert!(tab.claims().await.expires_at > desk.clock.now() / 1000);
    }
}

#[tokio::test]
async fn the_cookie_follows_the_organization() {
    let desk = Desk::open().await;
    let ada = desk.visitor().await;
    ada.sign_up(&desk, "ada@example.com").await;
    let acme = ada.create_organization("Acme").await;
    let cookie = || frontdesk_sdk::Jwt::from(ada.session_cookie().unwrap()).claims().unwrap().organization;
    assert_eq!(cookie().unwrap().id, acme.id);

    ada.frontdesk.set_active(SetActive::personal()).await.unwrap();
    assert_eq!(cookie(), None);
}
