//! Staying signed in, and signing out.

use frontdesk_sdk::wire::endpoints::{CreateSessionToken, GetSession, ListActiveSessions, RevokeSession, TouchSession};
use frontdesk_tests::Desk;
use frontdesk_tests::visitor::PASSWORD;

// conformance: A06
#[tokio::test]
async fn a_token_is_renewed_before_it_expires() {
    let desk = Desk::open().await;
    let ada = desk.visitor().await;
    ada.sign_up(&desk, "ada@example.com").await;
    let first = ada.claims().await;
    assert_eq!(first.lifetime(), 60);

    for _ in 0..40 {
        desk.clock.advance_seconds(5).await;
        let cookie = frontdesk_sdk::Jwt::from(ada.session_cookie().expect("the cookie stays")).claims().unwrap();
        let left = cookie.expires_at - desk.clock.now() / 1000;
        assert!(left > 0, "the cookie's token expired {left} s ago");
    }

    let minted = ada.browser.requests_to(&format!("/v1/client/sessions/{}/tokens", first.session_id));
    assert!((3..=5).contains(&minted), "200 s take about four renewals, not {minted}");
}

#[tokio::test]
async fn a_reload_keeps_the_person_signed_in() {
    let desk = Desk::open().await;
    let ada = desk.visitor().await;
    ada.sign_up(&desk, "ada@example.com").await;
    desk.clock.advance_seconds(3600).await;

    let reloaded = ada.new_tab().await;

    assert!(reloaded.is_signed_in());
    let left = reloaded.claims().await.expires_at - desk.clock.now() / 1000;
    assert!(left > 0, "its token is fresh");
}

// conformance: H14
#[tokio::test]
async fn signing_out_ends_the_session_on_the_server_too() {
    let desk = Desk::open().await;
    let ada = desk.visitor().await;
    ada.sign_up(&desk, "ada@example.com").await;
    let session_id = ada.frontdesk.snapshot().session().unwrap().id.clone();

    ada.frontdesk.sign_out().await.unwrap();

    assert!(!ada.is_signed_in());
    assert_eq!(ada.session_cookie(), None);
    let ask = CreateSessionToken { session_id: session_id.clone(), ..Default::default() };
    let refused = ada.frontdesk.send(&ask).await.unwrap_err();
    assert!(refused.status().is_some_and(|status| (400..500).contains(&status)), "{refused}");
    let session = desk.backend("GET", &format!("/v1/sessions/{session_id}"), serde_json::Value::Null).await.json();
    assert!(["ended", "removed"].contains(&session["status"].as_str().unwrap()), "{session}");
}

#[tokio::test]
async fn a_session_is_over_after_a_week() {
    let desk = Desk::open().await;
    let ada = desk.visitor().await;
    ada.sign_up(&desk, "ada@example.com").await;
    ada.tab.hide();
    desk.clock.advance_seconds(8 * 24 * 3600).await;

    let later = ada.new_tab().await;

    assert!(!later.is_signed_in());
}

// conformance: H19
#[tokio::test]
async fn a_revoked_session_is_signed_out_at_its_next_token() {
    let desk = Desk::open().await;
    let ada = desk.visitor().await;
    ada.sign_up(&desk, "ada@example.com").await;
    let session_id = ada.frontdesk.snapshot().session().unwrap().id.clone();

    let revoked = desk.backend("POST", &format!("/v1/sessions/{session_id}/revoke"), serde_json::Value::Null).await;
    assert_eq!(revoked.json()["status"], "revoked");
    desk.clock.advance_seconds(61).await;

    assert!(!ada.is_signed_in(), "the renewal found out");
    assert_eq!(ada.session_cookie(), None);
}

#[tokio::test]
async fn a_person_sees_and_ends_sessions_on_other_devices() {
    let desk = Desk::open().await;
    let phone = desk.visitor().await;
    phone.sign_up(&desk, "ada@example.com").await;
    let laptop = desk.visitor().await;
    laptop.sign_in("ada@example.com", PASSWORD).await.unwrap();
    let on_phone = phone.frontdesk.snapshot().session().unwrap().id.clone();

    let listed = laptop.frontdesk.send(&ListActiveSessions {}).await.unwrap();
    assert_eq!(listed.len(), 2);
    laptop.frontdesk.send(&RevokeSession { session_id: on_phone }).await.unwrap();

    phone.frontdesk.reload().await.unwrap();
    assert!(!phone.is_signed_in());
    assert!(laptop.is_signed_in());
}

#[tokio::test]
async fn the_session_of_another_browser_is_out_of_reach() {
    let desk = Desk::open().await;
    let ada = desk.visitor().await;
    ada.sign_up(&desk, "ada@example.com").await;
    let session_id = ada.frontdesk.snapshot().session().unwrap().id.clone();
    let eve = desk.visitor().await;
    eve.sign_up(&desk, "eve@example.com").await;

    let seen = eve.frontdesk.send(&GetSession { session_id: session_id.clone() }).await.unwrap_err();
    let token = eve
        .frontdesk
        .send(&CreateSessionToken { session_id: session_id.clone(), ..Default::default() })
        .await
        .unwrap_err();
    let touched =
        eve.frontdesk.send(&TouchSession { session_id: session_id.clone(), ..Default::default() }).await.unwrap_err();
    let revoked = eve.frontdesk.send(&RevokeSession { session_id }).await.unwrap_err();

    for refused in [seen, token, touched, revoked] {
        assert!([401, 404].contains(&refused.status().unwrap()), "{refused}");
    }
    assert!(ada.new_tab().await.is_signed_in());
}

// conformance: G13
#[tokio::test]
async fn a_server_that_is_gone_for_a_while_signs_nobody_out() {
    let desk = Desk::open().await;
    let ada = desk.visitor().await;
    ada.sign_up(&desk, "ada@example.com").await;

    ada.browser.set_network(None);
    desk.clock.advance_seconds(600).await;
    assert!(ada.is_signed_in(), "offline is not signed out");

    ada.browser.set_network(Some(desk.fapi.clone()));
    ada.tab.focus();
    desk.clock.advance_seconds(60).await;
    let left = ada.claims().await.expires_at - desk.clock.now() / 1000;
    assert!(left > 0, "and afterwards the token is fresh again");
}

// conformance: H19
#[tokio::test]
async fn a_person_who_is_banned_is_told_so_and_signed_out_in_every_tab_until_the_ban_is_lifted() {
    let desk = Desk::open().await;
    let ada = desk.visitor().await;
    ada.sign_up(&desk, "ada@example.com").await;
    let other = ada.new_tab().await;
    let id = ada.frontdesk.snapshot().user().unwrap().id.clone();

    let banned = desk.backend("POST", &format!("/v1/users/{id}/ban"), serde_json::Value::Null).await;
    assert_eq!(banned.json()["banned"], true, "{}", banned.text);

    let refused = ada.frontdesk.user().get().await.unwrap_err();
    assert_eq!((refused.code().as_str(), refused.status()), ("user_banned", Some(403)));
    desk.clock.settle().await;
    assert!(!ada.is_signed_in() && !other.is_signed_in());
    assert_eq!(ada.session_cookie(), None);
    let again = ada.sign_in("ada@example.com", PASSWORD).await.unwrap_err();
    assert_eq!((again.code().as_str(), again.status()), ("user_banned", Some(403)));

    let lifted = desk.backend("POST", &format!("/v1/users/{id}/unban"), serde_json::Value::Null).await;
    assert_eq!(lifted.json()["banned"], false);
    ada.sign_in("ada@example.com", PASSWORD).await.unwrap();
    assert!(ada.is_signed_in());
}
