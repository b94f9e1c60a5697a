//! From a typed address to an account.

use frontdesk_sdk::SetActive;
use frontdesk_sdk::wire::endpoints::{CreateSignUp, UpdateMyMetadata, UpdateSignUp};
use frontdesk_sdk::wire::{Metadata, SignUpStatus};
use frontdesk_tests::Desk;
use frontdesk_tests::browser::Site;
use frontdesk_tests::visitor::PASSWORD;

// conformance: K08
#[tokio::test]
async fn a_person_signs_up_and_is_signed_in() {
    let desk = Desk::open().await;
    let ada = desk.visitor().await;

    ada.sign_up(&desk, "Ada@Example.com ").await;

    let snapshot = ada.frontdesk.snapshot();
    assert!(snapshot.is_signed_in());
    let user = snapshot.user().unwrap();
    assert_eq!(user.primary_email_address().unwrap().email_address, "ada@example.com");
    assert!(user.password_enabled);
    assert!(!user.image_url.contains("ada"), "no name leaks into a picture's address");
    assert_eq!(ada.session_cookie().unwrap(), ada.token().await);
}

// conformance: K02
#[tokio::test]
async fn a_sign_up_is_filled_in_step_by_step() {
    let desk = Desk::open().await;
    let ada = desk.visitor().await;

    let begun = ada.frontdesk.sign_up().create(CreateSignUp::default()).await.unwrap();
    assert_eq!(begun.missing_fields, ["email_address", "password"]);

    let ask = UpdateSignUp {
        sign_up_id: begun.id.clone(),
        email_address: Some("ada@example.com".into()),
        ..Default::default()
    };
    let named = ada.frontdesk.sign_up().update(ask).await.unwrap();
    assert_eq!(
        (named.missing_fields, named.unverified_fields),
        (vec!["password".to_owned()], vec!["email_address".to_owned()])
    );

    ada.frontdesk.sign_up().prepare_email_code(&begun.id).await.unwrap();
    let code = desk.code("ada@example.com").await;
    let verified = ada.frontdesk.sign_up().attempt_email_code(&begun.id, &code).await.unwrap();
    assert_eq!(verified.status, SignUpStatus::MissingRequirements, "the password is still missing");

    let ask = UpdateSignUp { sign_up_id: begun.id, password: Some(PASSWORD.into()), ..Default::default() };
    let done = ada.frontdesk.sign_up().update(ask).await.unwrap();
    assert_eq!(done.status, SignUpStatus::Complete);
    assert!(done.created_session_id.is_some() && done.created_user_id.is_some());
}

#[tokio::test]
async fn a_taken_address_is_refused_at_its_field() {
    let desk = Desk::open().await;
    desk.visitor().await.sign_up(&desk, "ada@example.com").await;

    let refused = desk.visitor().await.begin_sign_up("ADA@example.com", PASSWORD).await.unwrap_err();

    assert_eq!(refused.code().as_str(), "form_identifier_exists");
    assert!(refused.for_field("email_address").is_some());
}

#[tokio::test]
async fn the_first_to_verify_an_address_wins() {
    let desk = Desk::open().await;
    let (ada, eve) = (desk.visitor().await, desk.visitor().await);
    let first = ada.begin_sign_up("ada@example.com", PASSWORD).await.unwrap();
    let ada_code = desk.code("ada@example.com").await;
    let second = eve.begin_sign_up("ada@example.com", PASSWORD).await.unwrap();
    let eve_code = desk.code("ada@example.com").await;

    ada.frontdesk.sign_up().attempt_email_code(&first.id, &ada_code).await.unwrap();
    let refused = eve.frontdesk.sign_up().attempt_email_code(&second.id, &eve_code).await.unwrap_err();

    assert!(["identification_claimed", "form_identifier_exists"].contains(&refused.code().as_str()), "{refused}");
    let users = desk.backend("GET", "/v1/users", serde_json::Value::Null).await.json();
    assert_eq!(users.as_array().unwrap().len(), 1);
}

// conformance: K08
#[tokio::test]
async fn bad_passwords_and_addresses_are_refused_and_keep_nothing() {
    let desk = Desk::open().await;
    let ada = desk.visitor().await;
    let long = "x".repeat(73);
    let cases = [
        ("ada@example.com", "short", "form_password_length_too_short", "password"),
        ("ada@example.com", long.as_str(), "form_password_length_too_long", "password"),
        ("ada@example.com", "Password123", "form_password_not_strong_enough", "password"),
        ("ada.lovelace@example.com", "ada.lovelace", "form_password_matches_identifier", "password"),
        ("not an address", PASSWORD, "form_param_format_invalid", "email_address"),
        ("ada@", PASSWORD, "form_param_format_invalid", "email_address"),
    ];
    for (address, password, code, field) in cases {
        let refused = ada.begin_sign_up(address, password).await.unwrap_err();

        assert_eq!((refused.code().as_str(), refused.status()), (code, Some(422)), "{address:?}");
        assert!(refused.for_field(field).is_some(), "{refused} names no {field}");
    }
    let users = desk.backend("GET", "/v1/users", serde_json::Value::Null).await.json();
    assert_eq!(users, serde_json::json!([]));
}

#[tokio::test]
async fn a_test_address_takes_the_fixed_code_and_sends_nothing() {
    let desk = Desk::open().await;
    let ada = desk.visitor().await;
    let attempt = ada.begin_sign_up("ada+clerk_test@example.com", PASSWORD).await.unwrap();

    let done = ada.frontdesk.sign_up().attempt_email_code(&attempt.id, "424242").await.unwrap();

    assert_eq!(done.status, SignUpStatus::Complete);
    assert!(desk.inbox().await.is_empty());
}

#[tokio::test]
async fn the_fixed_code_works_for_no_other_address() {
    let desk = Desk::open().await;
    let ada = desk.visitor().await;
    let attempt = ada.begin_sign_up("ada@example.com", PASSWORD).await.unwrap();
    assert_ne!(desk.code("ada@example.com").await, "424242", "the seed of this desk draws another code");

    let refused = ada.frontdesk.sign_up().attempt_email_code(&attempt.id, "424242").await.unwrap_err();

    assert_eq!(refused.code().as_str(), "form_code_incorrect");
}

#[tokio::test]
async fn a_sign_up_goes_on_after_a_reload() {
    let desk = Desk::open().await;
    let ada = desk.visitor().await;
    let attempt = ada.begin_sign_up("ada@example.com", PASSWORD).await.unwrap();

    let reloaded = ada.new_tab().await;

    let snapshot = reloaded.frontdesk.snapshot();
    assert_eq!(snapshot.sign_up().unwrap().id, attempt.id);
    assert_eq!(snapshot.sign_up().unwrap().email_address.as_deref(), Some("ada@example.com"));
}

#[tokio::test]
async fn nobody_else_can_see_or_finish_a_sign_up() {
    let desk = Desk::open().await;
    let (ada, eve) = (desk.visitor().await, desk.visitor().await);
    let attempt = ada.begin_sign_up("ada@example.com", PASSWORD).await.unwrap();
    let code = desk.code("ada@example.com").await;
    eve.begin_sign_up("eve@example.com", PASSWORD).await.unwrap();

    let seen = eve.frontdesk.sign_up().get(&attempt.id).await.unwrap_err();
    let finished = eve.frontdesk.sign_up().attempt_email_code(&attempt.id, &code).await.unwrap_err();

    assert_eq!(seen.status(), Some(404), "{seen}");
    assert_eq!(finished.status(), Some(404), "{finished}");
    assert!(!eve.is_signed_in());
}

#[tokio::test]
async fn a_second_click_on_a_right_code_makes_no_second_user() {
    let desk = Desk::open().await;
    let ada = desk.visitor().await;
    let attempt = ada.begin_sign_up("ada@example.com", PASSWORD).await.unwrap();
    let code = desk.code("ada@example.com").await;

    let sign_up = ada.frontdesk.sign_up();
    let (first, second) =
        futures::join!(sign_up.attempt_email_code(&attempt.id, &code), sign_up.attempt_email_code(&attempt.id, &code));

    assert!(first.is_ok() || second.is_ok());
    let users = desk.backend("GET", "/v1/users", serde_json::Value::Null).await.json();
    assert_eq!(users.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn behind_a_proxy_the_cookie_alone_carries_the_client() {
    let desk = Desk::open().await;
    let ada = desk.browser(Site::Same).load().await;

    ada.sign_up(&desk, "ada@example.com").await;

    assert!(ada.is_signed_in());
    assert!(ada.browser.server_cookies.get("__client", desk.clock.now()).is_some());
    assert_eq!(ada.browser.requests_to("/v1/dev_browser"), 0);
    let attributes = ada.browser.server_cookies.attributes("__client").unwrap().to_ascii_lowercase();
    for attribute in ["httponly", "secure", "samesite=lax", "path=/"] {
        assert!(attributes.contains(attribute), "{attribute} is not among {attributes}");
    }
    assert!(!attributes.contains("domain="), "host-only: {attributes}");
}

// conformance: K12, L05
#[tokio::test]
async fn what_the_app_attaches_is_the_users_and_is_changed_as_a_patch() {
    let desk = Desk::open().await;
    let ada = desk.visitor().await;
    let metadata = |text: &str| Some(serde_json::from_str::<Metadata>(text).unwrap());

    let ask = CreateSignUp {
        email_address: Some("ada@example.com".into()),
        password: Some(PASSWORD.into()),
        unsafe_metadata: metadata(r#"{"from": "advert", "steps": {"one": 1, "two": 2}}"#),
        ..Default::default()
    };
    let attempt = ada.frontdesk.sign_up().create(ask).await.unwrap();
    ada.frontdesk.sign_up().prepare_email_code(&attempt.id).await.unwrap();
    let code = desk.code("ada@example.com").await;
    let done = ada.frontdesk.sign_up().attempt_email_code(&attempt.id, &code).await.unwrap();
    ada.frontdesk.set_active(SetActive::session(done.created_session_id.unwrap())).await.unwrap();

    let attached = || serde_json::to_value(&ada.frontdesk.snapshot().user().unwrap().unsafe_metadata).unwrap();
    assert_eq!(attached(), serde_json::json!({"from": "advert", "steps": {"one": 1, "two": 2}}));

    let patch = UpdateMyMetadata { unsafe_metadata: metadata(r#"{"from": null, "steps": {"two": 3}}"#) };
    ada.frontdesk.send(&patch).await.unwrap();
    assert_eq!(attached(), serde_json::json!({"steps": {"one": 1, "two": 3}}));
}

#[tokio::test]
async fn where_there_are_terms_nobody_gets_in_without_agreeing() {
    let desk = Desk::open().await;
    desk.set(|settings| settings.sign_up.legal_consent = true).await;
    let ada = desk.visitor().await;
    assert!(ada.frontdesk.snapshot().environment.as_ref().unwrap().user_settings.sign_up.legal_consent_enabled);

    let begun = ada.begin_sign_up("ada@example.com", PASSWORD).await.unwrap();
    assert_eq!(begun.missing_fields, ["legal_accepted"]);
    let code = desk.code("ada@example.com").await;
    let verified = ada.frontdesk.sign_up().attempt_email_code(&begun.id, &code).await.unwrap();
    assert_eq!(verified.status, SignUpStatus::MissingRequirements, "the address is proven and the terms are open");
    let says = |legal_accepted| UpdateSignUp { sign_up_id: begun.id.clone(), legal_accepted, ..Default::default() };
    let refused = ada.frontdesk.sign_up().update(says(Some(false))).await.unwrap_err();
    assert_eq!((refused.code().as_str(), refused.status()), ("legal_not_accepted", Some(422)));

    let done = ada.frontdesk.sign_up().update(says(Some(true))).await.unwrap();

    assert_eq!(done.status, SignUpStatus::Complete);
    assert!(done.legal_accepted_at.is_some());
    ada.frontdesk.set_active(SetActive::session(done.created_session_id.unwrap())).await.unwrap();
    assert_eq!(ada.frontdesk.snapshot().user().unwrap().legal_accepted_at, done.legal_accepted_at);
}
