//! Strangers may try, but not for ever.

use frontdesk_tests::Desk;
use frontdesk_tests::visitor::PASSWORD;

#[tokio::test]
async fn an_office_full_of_people_signs_in() {
    let desk = Desk::open().await;
    for number in 0..200 {
        let visitor = desk.visitor().await;
        let refused = visitor.frontdesk.sign_in().identify(&format!("person{number}@example.com")).await.unwrap_err();
        assert_eq!(refused.code().as_str(), "form_identifier_not_found");
    }
}

#[tokio::test]
async fn guessing_at_one_account_is_slowed_down() {
    let desk = Desk::open_with(|config| config.limits.sign_in_per_identifier = 10).await;
    desk.visitor().await.sign_up(&desk, "ada@example.com").await;
    desk.visitor().await.sign_up(&desk, "bob@example.com").await;
    let eve = desk.visitor().await;

    let mut refused = None;
    for _ in 0..30 {
        let error = eve.sign_in("ada@example.com", "not her password").await.unwrap_err();
        if error.status() == Some(429) {
            refused = Some(error);
            break;
        }
    }

    let refused = refused.expect("thirty guesses are too many here");
    assert_eq!(refused.code().as_str(), "too_many_requests");
    let wait = refused.retry_after().expect("it says when to come back");
    assert!((1..=300).contains(&wait), "{wait}");
    desk.visitor().await.sign_in("bob@example.com", PASSWORD).await.expect("others are not affected");

    desk.clock.advance_seconds(301).await;
    desk.visitor().await.sign_in("ada@example.com", PASSWORD).await.expect("and later it works again");
}

#[tokio::test]
async fn a_stranger_cannot_flood_somebodys_mailbox() {
    let desk = Desk::open_with(|config| config.limits.codes_per_identifier = 5).await;
    desk.visitor().await.sign_up(&desk, "ada@example.com").await;
    let before = desk.inbox().await.len();

    for _ in 0..20 {
        let eve = desk.visitor().await;
        let attempt = eve.frontdesk.sign_in().identify("ada@example.com").await.unwrap();
        // Some are refused; that is the point.
        let _refused = eve.frontdesk.sign_in().prepare(&attempt, frontdesk_sdk::wire::Strategy::EMAIL_CODE).await;
    }

    let sent = desk.inbox().await.len() - before;
    assert!(sent <= 5, "{sent} messages reached her");
}
