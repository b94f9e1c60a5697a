//! What somebody tries with an account that is not theirs, or with an address that is not.

use frontdesk_sdk::Error;
use frontdesk_tests::raw::Raw;
use frontdesk_tests::visitor::PASSWORD;
use frontdesk_tests::{APP_ORIGIN, Desk, Visitor};
use frontdesk_wire::{EmailAddressId, Strategy};
use futures::future::join_all;

const ADA: &str = "ada@example.com";
const EVE: &str = "eve@example.com";

async fn person(desk: &Desk, address: &str) -> Visitor {
    let visitor = desk.visitor().await;
    visitor.sign_up(desk, address).await;
    visitor
}

fn code(outcome: &Result<impl Sized, Error>) -> String {
    outcome.as_ref().err().map(|refused| refused.code().to_string()).unwrap_or_default()
}

fn primary(visitor: &Visitor) -> EmailAddressId {
    visitor.frontdesk.snapshot().user().unwrap().primary_email_address_id.clone().unwrap()
}

#[tokio::test]
async fn the_addresses_of_others_are_not_there() {
    let desk = Desk::open().await;
    let (ada, eve) = (person(&desk, ADA).await, person(&desk, EVE).await);
    let hers = ada.frontdesk.user().email_addresses().create("ada2@example.com").await.unwrap().id;
    let eves = eve.frontdesk.user().email_addresses();

    for id in [&hers, &primary(&ada)] {
        assert_eq!(code(&eves.get(id).await), "resource_not_found");
        assert_eq!(code(&eves.prepare_code(id).await), "resource_not_found");
        assert_eq!(code(&eves.attempt_code(id, "123456").await), "resource_not_found");
        assert_eq!(code(&eves.delete(id).await), "resource_not_found");
        let chosen = eve.frontdesk.user().set_primary_email_address(id).await;
        assert_eq!(code(&chosen), "form_resource_not_found");
    }
    assert_eq!(ada.frontdesk.user().email_addresses().list().await.unwrap().len(), 2);
    assert!(desk.inbox().await.iter().all(|message| message["to"] != "ada2@example.com"), "nothing was sent");
}

#[tokio::test]
async fn the_code_of_one_account_proves_nothing_for_another() {
    let desk = Desk::open().await;
    let (ada, eve) = (person(&desk, ADA).await, person(&desk, EVE).await);
    let (hers, eves) = (ada.frontdesk.user().email_addresses(), eve.frontdesk.user().email_addresses());
    let wanted = "shared@example.com";
    let (first, second) = (hers.create(wanted).await.unwrap(), eves.create(wanted).await.unwrap());
    eves.prepare_code(&second.id).await.unwrap();
    let eves_code = desk.code(wanted).await;
    hers.prepare_code(&first.id).await.unwrap();
    let her_code = desk.code(wanted).await;
    assert_ne!(eves_code, her_code);

    assert_eq!(code(&eves.attempt_code(&second.id, &her_code).await), "form_code_incorrect");
    assert!(hers.attempt_code(&first.id, &her_code).await.unwrap().is_verified());

    let late = eves.attempt_code(&second.id, &eves_code).await;
    assert_eq!(code(&late), "identification_claimed", "somebody proved it first");
    desk.clock.advance_seconds(31).await;
    assert_eq!(code(&eves.prepare_code(&second.id).await), "identification_claimed");
    assert!(!eves.get(&second.id).await.unwrap().is_verified());
    eves.delete(&second.id).await.expect("what came to nothing can go");
}

#[tokio::test]
async fn of_two_who_prove_an_address_at_once_one_has_it() {
    let desk = Desk::open().await;
    let (ada, eve) = (person(&desk, ADA).await, person(&desk, EVE).await);
    let (hers, eves) = (ada.frontdesk.user().email_addresses(), eve.frontdesk.user().email_addresses());
    let wanted = "shared+clerk_test@example.com";
    let (first, second) = (hers.create(wanted).await.unwrap(), eves.create(wanted).await.unwrap());
    hers.prepare_code(&first.id).await.unwrap();
    eves.prepare_code(&second.id).await.unwrap();

    let (one, other) = futures::join!(hers.attempt_code(&first.id, "424242"), eves.attempt_code(&second.id, "424242"));

    assert_eq!(u8::from(one.is_ok()) + u8::from(other.is_ok()), 1, "{one:?} {other:?}");
    let winner = if one.is_ok() { &ada } else { &eve };
    let lost = if one.is_ok() { code(&other) } else { code(&one) };
    assert_eq!(lost, "identification_claimed");
    let later = desk.visitor().await;
    later.sign_in(wanted, PASSWORD).await.unwrap();
    let id = |visitor: &Visitor| visitor.frontdesk.snapshot().user().unwrap().id.clone();
    assert_eq!(id(&later), id(winner));
}

#[tokio::test]
async fn an_address_that_was_only_claimed_leads_nobody_into_the_claimants_account() {
    let desk = Desk::open().await;
    let eve = person(&desk, EVE).await;
    eve.frontdesk.user().email_addresses().create(ADA).await.unwrap();

    let ada = desk.visitor().await;
    let named = ada.frontdesk.sign_in().identify(ADA).await;
    assert_eq!(code(&named), "form_identifier_not_found");
    let attempt = ada.frontdesk.sign_in().identify(EVE).await.unwrap();
    let factors = attempt.supported_first_factors.clone().unwrap_or_default();
    let targets = factors.iter().filter(|factor| factor.strategy == Strategy::EMAIL_CODE).count();
    assert_eq!(targets, 1, "no code for Eve's account goes to Ada: {factors:?}");
    ada.sign_up(&desk, ADA).await;

    assert_ne!(
        ada.frontdesk.snapshot().user().unwrap().id,
        eve.frontdesk.snapshot().user().unwrap().id,
        "Ada has an account of her own"
    );
    let claims = eve.frontdesk.user().email_addresses();
    let claimed = claims.list().await.unwrap().into_iter().find(|address| address.email_address == ADA).unwrap();
    assert_eq!(code(&claims.prepare_code(&claimed.id).await), "identification_claimed");
}

#[tokio::test]
async fn where_addresses_are_not_verified_a_claim_takes_nothing_either() {
    let desk = Desk::open().await;
    desk.set(|settings| settings.sign_up.verify_email_address = false).await;
    let eve = desk.visitor().await;
    sign_up_unverified(&eve, EVE).await;
    eve.frontdesk.user().email_addresses().create(ADA).await.unwrap();

    let ada = desk.visitor().await;
    sign_up_unverified(&ada, ADA).await;

    let id = |visitor: &Visitor| visitor.frontdesk.snapshot().user().unwrap().id.clone();
    assert_ne!(id(&ada), id(&eve));
    let taken = person_adds(&eve, "ada@EXAMPLE.com").await;
    assert_eq!(taken, "form_identifier_exists");
}

async fn sign_up_unverified(visitor: &Visitor, address: &str) {
    let ask = frontdesk_wire::endpoints::CreateSignUp {
        email_address: Some(address.to_owned()),
        password: Some(PASSWORD.into()),
        ..Default::default()
    };
    let made = visitor.frontdesk.sign_up().create(ask).await.unwrap();
    let session = made.created_session_id.expect("nothing is to be verified");
    visitor.frontdesk.set_active(frontdesk_sdk::SetActive::session(session)).await.unwrap();
}

async fn person_adds(visitor: &Visitor, address: &str) -> String {
    code(&visitor.frontdesk.user().email_addresses().create(address).await)
}

#[tokio::test]
async fn guessing_the_code_of_an_address_again_and_again_locks_the_account() {
    let desk = Desk::open().await;
    let eve = person(&desk, EVE).await;
    desk.set(|settings| settings.lockout.max_failures = 8).await;
    let addresses = eve.frontdesk.user().email_addresses();

    let mut last = String::new();
    for _ in 0..3 {
        let added = addresses.create(ADA).await.unwrap();
        addresses.prepare_code(&added.id).await.unwrap();
        let wrong = desk.wrong_code(ADA).await;
        for _ in 0..4 {
            last = code(&addresses.attempt_code(&added.id, &wrong).await);
        }
        addresses.delete(&added.id).await.unwrap();
    }

    assert_eq!(last, "user_locked", "removing the address and adding it again gives no more guesses");
}

#[tokio::test]
async fn guesses_of_the_password_at_once_lock_the_account_for_the_sign_in_too() {
    let desk = Desk::open().await;
    let ada = person(&desk, ADA).await;
    desk.set(|settings| settings.lockout.max_failures = 3).await;
    let users = ada.frontdesk.user();

    let guesses = (0..8).map(|_| users.change_password(Some("not her password"), "an entirely new phrase", false));
    let answers: Vec<_> = join_all(guesses).await.iter().map(code).collect();

    let judged = answers.iter().filter(|code| *code == "form_password_validation_failed").count();
    assert!(judged <= 3, "{judged} guesses were judged: {answers:?}");
    let right = users.change_password(Some(PASSWORD), "an entirely new phrase", false).await;
    assert_eq!(code(&right), "user_locked");
    assert_eq!(code(&desk.visitor().await.sign_in(ADA, PASSWORD).await), "user_locked");
}

#[tokio::test]
async fn an_open_session_without_the_password_changes_none() {
    let desk = Desk::open().await;
    let ada = person(&desk, ADA).await;
    let session = ada.frontdesk.snapshot().session_id.clone().unwrap();
    let host = desk.keys.publishable.frontend_api().to_owned();

    for form in ["new_password=an+entirely+new+phrase", "current_password=&new_password=an+entirely+new+phrase"] {
        // With the session's id alone, and from a page of the app: what a forged form would have.
        let uri = format!("/v1/me/change_password?_clerk_session_id={session}");
        let forged = Raw::post(&uri, form).header("host", &host).header("origin", APP_ORIGIN).send(&desk.fapi).await;
        assert_eq!(forged.status, 401, "{}", forged.text);
    }
    let empty = ada.frontdesk.user().change_password(Some(""), "an entirely new phrase", false).await;
    assert_eq!(code(&empty), "form_param_missing");
    desk.visitor().await.sign_in(ADA, PASSWORD).await.expect("the password is what it was");
}

#[tokio::test]
async fn without_a_credential_nothing_of_an_account_is_done() {
    let desk = Desk::open().await;
    let ada = person(&desk, ADA).await;
    let (session, id) = (ada.frontdesk.snapshot().session_id.clone().unwrap(), primary(&ada));
    let host = desk.keys.publishable.frontend_api().to_owned();

    for (method, path) in [
        ("GET", "/v1/me".to_owned()),
        ("GET", "/v1/me/sessions".to_owned()),
        ("GET", "/v1/me/email_addresses".to_owned()),
        ("GET", format!("/v1/me/email_addresses/{id}")),
        ("DELETE", "/v1/me".to_owned()),
        ("DELETE", format!("/v1/me/email_addresses/{id}")),
        ("PATCH", "/v1/me".to_owned()),
        ("POST", "/v1/me/remove_password".to_owned()),
    ] {
        let uri = format!("{path}?_clerk_session_id={session}");
        let raw = Raw::new(method, &uri).header("host", &host).header("origin", APP_ORIGIN);
        let refused = raw.send(&desk.fapi).await;
        assert_eq!(refused.status, 401, "{method} {path}: {}", refused.text);
    }
    assert!(ada.new_tab().await.is_signed_in());
}

#[tokio::test]
async fn two_administrators_who_go_at_once_leave_somebody_in_charge() {
    let desk = Desk::open().await;
    let (ada, bob, carl) =
        (person(&desk, ADA).await, person(&desk, "bob@example.com").await, person(&desk, "carl@example.com").await);
    let acme = ada.create_organization("Acme").await;
    for (visitor, role) in [(&bob, "org:admin"), (&carl, "org:member")] {
        let user_id = visitor.frontdesk.snapshot().user().unwrap().id.clone();
        let add =
            frontdesk_wire::endpoints::AddMember { organization_id: acme.id.clone(), user_id, role: role.to_owned() };
        ada.frontdesk.send(&add).await.unwrap();
    }

    let (one, other) = (ada.frontdesk.user(), bob.frontdesk.user());
    let (one, other) = futures::join!(one.delete(), other.delete());

    assert_eq!(u8::from(one.is_ok()) + u8::from(other.is_ok()), 1, "{one:?} {other:?}");
    let refused = one.err().or(other.err()).unwrap();
    assert_eq!(refused.code().as_str(), "organization_minimum_permissions_needed");
}

#[tokio::test]
async fn guesses_at_a_new_proof_lock_the_account_and_other_sessions_are_out_of_reach() {
    let desk = Desk::open().await;
    let (ada, eve) = (person(&desk, ADA).await, person(&desk, EVE).await);
    desk.set(|settings| settings.lockout.max_failures = 3).await;
    let hers = ada.frontdesk.snapshot().session_id.clone().unwrap();
    let start = frontdesk_wire::endpoints::StartReverification { session_id: hers, level: "first_factor".to_owned() };
    assert_eq!(code(&eve.frontdesk.send(&start).await), "resource_not_found");

    let proof = ada.frontdesk.reverification();
    proof.start().await.unwrap();
    let answers: Vec<_> =
        join_all((0..8).map(|_| proof.attempt_password("not her password"))).await.iter().map(code).collect();

    let judged = answers.iter().filter(|code| *code == "form_password_incorrect").count();
    assert!(judged <= 3, "{judged} guesses were judged: {answers:?}");
    assert_eq!(code(&proof.attempt_password(PASSWORD).await), "user_locked");
    assert!(ada.new_tab().await.is_signed_in(), "a lock ends no session");
}
