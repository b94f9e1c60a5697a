//! From an address to a session.

use frontdesk_sdk::SetActive;
use frontdesk_sdk::wire::{SignInStatus, Strategy};
use frontdesk_tests::browser::Site;
use frontdesk_tests::visitor::PASSWORD;
use frontdesk_tests::{Desk, Visitor};

/// A desk where Ada has an account, and a browser on which nobody is signed in.
async fn known_ada() -> (Desk, Visitor) {
    let desk = Desk::open().await;
    desk.visitor().await.sign_up(&desk, "ada@example.com").await;
    let visitor = desk.visitor().await;
    (desk, visitor)
}

// conformance: J16
#[tokio::test]
async fn a_person_signs_in_with_a_password() {
    let (_desk, ada) = known_ada().await;

    ada.sign_in("  ADA@example.com", PASSWORD).await.unwrap();

    assert!(ada.is_signed_in());
    assert!(ada.frontdesk.snapshot().sign_in().is_none(), "a finished attempt is off the client");
}

// conformance: J16
#[tokio::test]
async fn a_person_signs_in_with_a_code() {
    let (desk, ada) = known_ada().await;
    let attempt = ada.frontdesk.sign_in().identify("ada@example.com").await.unwrap();
    let factors: Vec<_> =
        attempt.supported_first_factors.as_ref().unwrap().iter().map(|f| f.strategy.as_str().to_owned()).collect();
    assert_eq!(factors, ["password", "email_code", "reset_password_email_code"]);

    ada.frontdesk.sign_in().prepare(&attempt, Strategy::EMAIL_CODE).await.unwrap();
    let code = desk.code("ada@example.com").await;
    let done = ada.frontdesk.sign_in().attempt_code(&attempt.id, Strategy::EMAIL_CODE, &code).await.unwrap();

    assert_eq!(done.status, SignInStatus::Complete);
    ada.frontdesk.set_active(SetActive::session(done.created_session_id.unwrap())).await.unwrap();
    assert!(ada.is_signed_in());
}

// conformance: J18
#[tokio::test]
async fn a_wrong_password_keeps_the_attempt_and_says_so_at_its_field() {
    let (_desk, ada) = known_ada().await;

    let refused = ada.sign_in("ada@example.com", "another long phrase").await.unwrap_err();

    assert_eq!(refused.code().as_str(), "form_password_incorrect");
    assert_eq!(refused.status(), Some(422));
    assert!(refused.for_field("password").is_some());
    let snapshot = ada.frontdesk.snapshot();
    assert_eq!(snapshot.sign_in().unwrap().status, SignInStatus::NeedsFirstFactor, "the client came with the error");
    assert!(!snapshot.is_signed_in());
}

#[tokio::test]
async fn an_unknown_address_says_so_at_its_field() {
    let (_desk, ada) = known_ada().await;

    let refused = ada.frontdesk.sign_in().identify("nobody@example.com").await.unwrap_err();

    assert_eq!(refused.code().as_str(), "form_identifier_not_found");
    assert!(refused.for_field("identifier").is_some());
}

#[tokio::test]
async fn wrong_codes_count_and_end_the_attempt() {
    let (desk, ada) = known_ada().await;
    let attempt = ada.frontdesk.sign_in().identify("ada@example.com").await.unwrap();
    ada.frontdesk.sign_in().prepare(&attempt, Strategy::EMAIL_CODE).await.unwrap();
    let right = desk.code("ada@example.com").await;
    let wrong = desk.wrong_code("ada@example.com").await;

    let mut codes = Vec::new();
    for _ in 0..12 {
        let refused =
            ada.frontdesk.sign_in().attempt_code(&attempt.id, Strategy::EMAIL_CODE, &wrong).await.unwrap_err();
        codes.push(refused.code().to_string());
        if codes.last().unwrap() != "form_code_incorrect" {
            break;
        }
    }
    let too_late = ada.frontdesk.sign_in().attempt_code(&attempt.id, Strategy::EMAIL_CODE, &right).await.unwrap_err();

    assert_eq!(codes.last().unwrap(), "verification_failed", "{codes:?}");
    assert!(codes.len() <= 6, "a code can be guessed {} times", codes.len());
    assert_eq!(too_late.code().as_str(), "verification_failed", "the right code is worth nothing any more");
}

#[tokio::test]
async fn a_code_expires_after_ten_minutes() {
    let (desk, ada) = known_ada().await;
    let attempt = ada.frontdesk.sign_in().identify("ada@example.com").await.unwrap();
    ada.frontdesk.sign_in().prepare(&attempt, Strategy::EMAIL_CODE).await.unwrap();
    let code = desk.code("ada@example.com").await;
    desk.clock.advance_seconds(11 * 60).await;

    let refused = ada.frontdesk.sign_in().attempt_code(&attempt.id, Strategy::EMAIL_CODE, &code).await.unwrap_err();

    assert_eq!(refused.code().as_str(), "verification_expired");
    assert_eq!(refused.status(), Some(400));
}

#[tokio::test]
async fn a_code_works_once() {
    let (desk, ada) = known_ada().await;
    let attempt = ada.frontdesk.sign_in().identify("ada@example.com").await.unwrap();
    ada.frontdesk.sign_in().prepare(&attempt, Strategy::EMAIL_CODE).await.unwrap();
    let code = desk.code("ada@example.com").await;
    ada.frontdesk.sign_in().attempt_code(&attempt.id, Strategy::EMAIL_CODE, &code).await.unwrap();

    let again = ada.frontdesk.sign_in().attempt_code(&attempt.id, Strategy::EMAIL_CODE, &code).await;

    assert!(again.is_err());
    assert_eq!(ada.frontdesk.snapshot().sessions().count(), 1);
}

#[tokio::test]
async fn a_new_code_is_sent_after_the_cool_down_and_replaces_the_old_one() {
    let (desk, ada) = known_ada().await;
    let attempt = ada.frontdesk.sign_in().identify("ada@example.com").await.unwrap();
    ada.frontdesk.sign_in().prepare(&attempt, Strategy::EMAIL_CODE).await.unwrap();
    let old = desk.code("ada@example.com").await;

    let too_soon = ada.frontdesk.sign_in().prepare(&attempt, Strategy::EMAIL_CODE).await.unwrap_err();
    assert_eq!(too_soon.code().as_str(), "verification_code_too_many_requests");
    assert_eq!(too_soon.status(), Some(429));
    assert!(too_soon.retry_after().is_some_and(|seconds| (1..=30).contains(&seconds)), "{too_soon:?}");

    desk.clock.advance_seconds(31).await;
    ada.frontdesk.sign_in().prepare(&attempt, Strategy::EMAIL_CODE).await.unwrap();
    let new = desk.code("ada@example.com").await;
    assert_ne!(old, new);
    let refused = ada.frontdesk.sign_in().attempt_code(&attempt.id, Strategy::EMAIL_CODE, &old).await.unwrap_err();
    assert_eq!(refused.code().as_str(), "form_code_incorrect");
    ada.frontdesk.sign_in().attempt_code(&attempt.id, Strategy::EMAIL_CODE, &new).await.unwrap();
}

// conformance: J07, J17
#[tokio::test]
async fn a_forgotten_password_is_replaced_and_other_sessions_end() {
    let desk = Desk::open().await;
    let elsewhere = desk.visitor().await;
    elsewhere.sign_up(&desk, "ada@example.com").await;
    let ada = desk.visitor().await;

    let attempt = ada.frontdesk.sign_in().identify("ada@example.com").await.unwrap();
    let strategy = Strategy::RESET_PASSWORD_EMAIL_CODE;
    ada.frontdesk.sign_in().prepare(&attempt, strategy.clone()).await.unwrap();
    let code = desk.code("ada@example.com").await;
    let proven = ada.frontdesk.sign_in().attempt_code(&attempt.id, strategy, &code).await.unwrap();
    assert_eq!(proven.status, SignInStatus::NeedsNewPassword);
    assert_eq!(proven.created_session_id, None);

    let weak = ada.frontdesk.sign_in().reset_password(&attempt.id, "short", true).await.unwrap_err();
    assert_eq!(weak.code().as_str(), "form_password_length_too_short");

    let done = ada.frontdesk.sign_in().reset_password(&attempt.id, "an entirely new phrase", true).await.unwrap();
    assert_eq!(done.status, SignInStatus::Complete);

    elsewhere.frontdesk.reload().await.unwrap();
    assert!(!elsewhere.is_signed_in(), "the other session is over");
    let visitor = desk.visitor().await;
    assert!(visitor.sign_in("ada@example.com", PASSWORD).await.is_err(), "the old password is gone");
    visitor.sign_in("ada@example.com", "an entirely new phrase").await.unwrap();
}

#[tokio::test]
async fn a_new_password_needs_a_proven_code() {
    let (_desk, ada) = known_ada().await;
    let attempt = ada.frontdesk.sign_in().identify("ada@example.com").await.unwrap();

    let refused = ada.frontdesk.sign_in().reset_password(&attempt.id, "an entirely new phrase", false).await;

    assert!(refused.is_err());
    assert!(ada.sign_in("ada@example.com", PASSWORD).await.is_ok(), "the password stays");
}

#[tokio::test]
async fn an_attempt_is_over_after_a_day() {
    let (desk, ada) = known_ada().await;
    let attempt = ada.frontdesk.sign_in().identify("ada@example.com").await.unwrap();
    desk.clock.advance_seconds(25 * 3600).await;

    let refused = ada.frontdesk.sign_in().attempt_password(&attempt.id, PASSWORD).await;

    assert!(refused.is_err());
    assert!(!ada.is_signed_in());
}

#[tokio::test]
async fn nobody_else_can_finish_a_sign_in() {
    let (desk, ada) = known_ada().await;
    let attempt = ada.frontdesk.sign_in().identify("ada@example.com").await.unwrap();
    let eve = desk.visitor().await;
    eve.frontdesk.sign_in().identify("ada@example.com").await.unwrap();

    let refused = eve.frontdesk.sign_in().attempt_password(&attempt.id, PASSWORD).await.unwrap_err();

    assert_eq!(refused.status(), Some(404), "{refused}");
}

#[tokio::test]
async fn two_people_share_a_browser() {
    let (desk, browser) = known_ada().await;
    desk.visitor().await.sign_up(&desk, "bob@example.com").await;

    browser.sign_in("ada@example.com", PASSWORD).await.unwrap();
    let ada = browser.frontdesk.snapshot().session().unwrap().id.clone();
    browser.sign_in("bob@example.com", PASSWORD).await.unwrap();

    assert_eq!(browser.frontdesk.snapshot().sessions().count(), 2);
    let again = browser.sign_in("ada@example.com", PASSWORD).await.unwrap_err();
    assert_eq!(again.code().as_str(), "identifier_already_signed_in");
    browser.frontdesk.set_active(SetActive::session(ada.clone())).await.unwrap();
    assert_eq!(browser.claims().await.session_id, ada);

    browser.frontdesk.sign_out_session(&ada).await.unwrap();
    let user = browser.frontdesk.snapshot().user().unwrap().clone();
    assert_eq!(user.primary_email_address().unwrap().email_address, "bob@example.com", "Bob stays signed in");
}

#[tokio::test]
async fn the_credential_changes_with_the_person() {
    let (desk, _) = known_ada().await;
    let ada = desk.browser(Site::Same).load().await;
    ada.frontdesk.sign_in().identify("ada@example.com").await.unwrap();
    let planted = ada.browser.server_cookies.get("__client", desk.clock.now()).unwrap();

    ada.sign_in("ada@example.com", PASSWORD).await.unwrap();
    let own = ada.browser.server_cookies.get("__client", desk.clock.now()).unwrap();
    assert_ne!(planted, own, "a cookie planted before the sign-in is not the one after it");

    desk.clock.advance_seconds(3600).await;
    let eve = desk.browser(Site::Same);
    eve.browser.server_cookies.set(&format!("__client={planted}; Path=/"), desk.clock.now());
    let eve = eve.load().await;
    assert!(!eve.is_signed_in(), "whoever planted it sees nothing");
}
