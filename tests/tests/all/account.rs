//! People and their own account: addresses, password, devices, names, the end.

use frontdesk_domain::settings::Requirement;
use frontdesk_sdk::SetActive;
use frontdesk_sdk::wire::endpoints::{AddMember, UpdateMe};
use frontdesk_sdk::wire::{EmailAddress, Metadata, User, VerificationStatus};
use frontdesk_tests::visitor::PASSWORD;
use frontdesk_tests::{Desk, Visitor};
use std::sync::Arc;

const ADA: &str = "ada@example.com";
const GRACE: &str = "grace@example.com";
const NEW_PASSWORD: &str = "an entirely new phrase";

async fn ada() -> (Desk, Visitor) {
    let desk = Desk::open().await;
    let ada = desk.visitor().await;
    ada.sign_up(&desk, ADA).await;
    (desk, ada)
}

fn user(visitor: &Visitor) -> User {
    visitor.frontdesk.snapshot().user().unwrap().clone()
}

/// Adds an address and proves it.
async fn add(desk: &Desk, visitor: &Visitor, address: &str) -> EmailAddress {
    let addresses = visitor.frontdesk.user().email_addresses();
    let added = addresses.create(address).await.unwrap();
    addresses.prepare_code(&added.id).await.unwrap();
    addresses.attempt_code(&added.id, &desk.code(address).await).await.unwrap()
}

fn field_and_code(refused: &frontdesk_sdk::Error) -> (String, String) {
    let meta = refused.errors()[0].meta.as_ref();
    (meta.and_then(|meta| meta.param_name.clone()).unwrap_or_default(), refused.code().to_string())
}

fn at(field: &str, code: &str) -> (String, String) {
    (field.to_owned(), code.to_owned())
}

// --- Addresses --------------------------------------------------------------------------------------------------------

// conformance: L04
#[tokio::test]
async fn an_added_address_counts_for_nothing_until_it_is_proven() {
    let (desk, ada) = ada().await;
    let addresses = ada.frontdesk.user().email_addresses();

    let added = addresses.create("  Grace@Example.com ").await.unwrap();

    assert_eq!((added.email_address.as_str(), added.verification.clone()), (GRACE, None));
    assert_eq!(user(&ada).email_addresses.len(), 2, "the snapshot has it");
    assert_eq!(user(&ada).verified_email_addresses().count(), 1);
    let primary = ada.frontdesk.user().set_primary_email_address(&added.id).await.unwrap_err();
    assert_eq!(field_and_code(&primary), at("primary_email_address_id", "form_verification_needed"));
    let stranger = desk.visitor().await.frontdesk.sign_in().identify(GRACE).await.unwrap_err();
    assert_eq!(stranger.code().as_str(), "form_identifier_not_found");

    let sent = addresses.prepare_code(&added.id).await.unwrap();
    assert_eq!(sent.verification.unwrap().status, VerificationStatus::Unverified);
    let wrong = addresses.attempt_code(&added.id, &desk.wrong_code(GRACE).await).await.unwrap_err();
    assert_eq!(field_and_code(&wrong), at("code", "form_code_incorrect"));
    let proven = addresses.attempt_code(&added.id, &desk.code(GRACE).await).await.unwrap();

    assert!(proven.is_verified());
    let mut verified: Vec<_> =
        user(&ada).verified_email_addresses().map(|address| address.email_address.clone()).collect();
    verified.sort_unstable();
    assert_eq!(verified, [ADA, GRACE]);
    assert_eq!(desk.notices(ADA).await, ["An e-mail address was added to your My app account"]);
    desk.visitor().await.sign_in(GRACE, PASSWORD).await.expect("now it names her");
    let again = addresses.prepare_code(&added.id).await.unwrap_err();
    assert_eq!(again.code().as_str(), "verification_already_verified");
}

#[tokio::test]
async fn another_proven_address_becomes_the_primary_one_and_the_former_can_go() {
    let (desk, ada) = ada().await;
    let first = user(&ada).primary_email_address_id.unwrap();
    let users = ada.frontdesk.user();
    let stays = users.email_addresses().delete(&first).await.unwrap_err();
    assert_eq!(stays.code().as_str(), "last_required_identification_deletion_failed");
    let second = add(&desk, &ada, GRACE).await;
    let primary = users.email_addresses().delete(&first).await.unwrap_err();
    assert_eq!(primary.code().as_str(), "last_required_identification_deletion_failed");

    desk.clock.advance_seconds(1).await;
    users.set_primary_email_address(&second.id).await.unwrap();

    assert_eq!(user(&ada).primary_email_address_id, Some(second.id.clone()));
    assert_eq!(desk.notices(ADA).await[0], "The primary e-mail address of your My app account was changed");
    let gone = users.email_addresses().delete(&first).await.unwrap();
    assert!(gone.deleted && gone.id.as_deref() == Some(first.as_str()));
    assert_eq!(user(&ada).email_addresses.len(), 1);
    assert_eq!(desk.notices(GRACE).await, ["An e-mail address was removed from your My app account"]);
    assert_eq!(users.email_addresses().get(&first).await.unwrap_err().status(), Some(404));
    assert_eq!(users.email_addresses().list().await.unwrap().len(), 1);
    let former = desk.visitor().await.sign_in(ADA, PASSWORD).await.unwrap_err();
    assert_eq!(former.code().as_str(), "form_identifier_not_found");
    desk.visitor().await.sign_up(&desk, ADA).await;
}

#[tokio::test]
async fn an_address_that_somebody_has_or_that_is_none_is_refused_at_the_field() {
    let (desk, ada) = ada().await;
    desk.visitor().await.sign_up(&desk, GRACE).await;
    let addresses = ada.frontdesk.user().email_addresses();

    for (typed, code) in [
        (GRACE, "form_identifier_exists"),
        ("GRACE@example.com", "form_identifier_exists"),
        (ADA, "form_identifier_exists"),
        ("no address", "form_param_format_invalid"),
        ("", "form_param_nil"),
    ] {
        let refused = addresses.create(typed).await.unwrap_err();
        assert_eq!(field_and_code(&refused), at("email_address", code), "{typed}");
    }
    assert_eq!(user(&ada).email_addresses.len(), 1);
}

#[tokio::test]
async fn so_many_addresses_and_no_more() {
    let (desk, ada) = ada().await;
    desk.set(|settings| {
        settings.users.max_unverified_email_addresses = 2;
        settings.users.max_email_addresses = 4;
    })
    .await;
    let addresses = ada.frontdesk.user().email_addresses();
    let first = addresses.create("one@example.com").await.unwrap();
    addresses.create("two@example.com").await.unwrap();

    let unproven = addresses.create("three@example.com").await.unwrap_err();
    assert_eq!(unproven.code().as_str(), "too_many_unverified_identifications");

    addresses.delete(&first.id).await.unwrap();
    add(&desk, &ada, "three@example.com").await;
    add(&desk, &ada, "two+more@example.com").await;
    let too_many = addresses.create("four@example.com").await.unwrap_err();
    assert_eq!(field_and_code(&too_many), at("email_address", "form_param_array_size_exceeded"));
    assert!(too_many.message().contains('4'), "{too_many}");
}

#[tokio::test]
async fn codes_for_an_address_are_few_and_do_not_last() {
    let (desk, ada) = ada().await;
    let addresses = ada.frontdesk.user().email_addresses();
    let added = addresses.create(GRACE).await.unwrap();
    let early = addresses.attempt_code(&added.id, "123456").await.unwrap_err();
    assert_eq!(early.code().as_str(), "verification_missing");

    addresses.prepare_code(&added.id).await.unwrap();
    let soon = addresses.prepare_code(&added.id).await.unwrap_err();
    assert_eq!(soon.code().as_str(), "verification_code_too_many_requests");
    let (right, wrong) = (desk.code(GRACE).await, desk.wrong_code(GRACE).await);
    for _ in 0..5 {
        addresses.attempt_code(&added.id, &wrong).await.unwrap_err();
    }
    let spent = addresses.attempt_code(&added.id, &right).await.unwrap_err();
    assert_eq!(spent.code().as_str(), "verification_failed");

    desk.clock.advance_seconds(31).await;
    addresses.prepare_code(&added.id).await.unwrap();
    let right = desk.code(GRACE).await;
    desk.clock.advance_seconds(601).await;
    let late = addresses.attempt_code(&added.id, &right).await.unwrap_err();
    assert_eq!(late.code().as_str(), "verification_expired");
    assert_eq!(user(&ada).verified_email_addresses().count(), 1);
}

// --- Password ---------------------------------------------------------------------------------------------------------

// conformance: L03
#[tokio::test]
async fn a_password_is_changed_by_whoever_knows_it() {
    let (desk, ada) = ada().await;
    let phone = desk.visitor().await;
    phone.sign_in(ADA, PASSWORD).await.unwrap();
    let users = ada.frontdesk.user();

    for (current, new, field, code) in [
        (None, NEW_PASSWORD, "current_password", "form_param_missing"),
        (Some("not it at all"), NEW_PASSWORD, "current_password", "form_password_validation_failed"),
        (Some(PASSWORD), "short", "new_password", "form_password_length_too_short"),
        (Some(PASSWORD), "password", "new_password", "form_password_not_strong_enough"),
        (Some(PASSWORD), ADA, "new_password", "form_password_matches_identifier"),
        (Some(PASSWORD), PASSWORD, "new_password", "form_new_password_matches_current"),
    ] {
        let refused = users.change_password(current, new, true).await.unwrap_err();
        assert_eq!(field_and_code(&refused), at(field, code), "{new}");
    }
    phone.frontdesk.reload().await.unwrap();
    assert!(phone.is_signed_in(), "what was refused ended nothing");

    let changed = users.change_password(Some(PASSWORD), NEW_PASSWORD, true).await.unwrap();

    assert!(changed.password_enabled);
    assert!(ada.new_tab().await.is_signed_in());
    phone.frontdesk.reload().await.unwrap();
    assert!(!phone.is_signed_in(), "the other device is signed out");
    let old = desk.visitor().await.sign_in(ADA, PASSWORD).await.unwrap_err();
    assert_eq!(old.code().as_str(), "form_password_incorrect");
    desk.visitor().await.sign_in(ADA, NEW_PASSWORD).await.unwrap();
    assert_eq!(desk.notices(ADA).await, ["The password of your My app account was changed"]);
}

#[tokio::test]
async fn other_devices_stay_signed_in_unless_asked_otherwise() {
    let (desk, ada) = ada().await;
    let phone = desk.visitor().await;
    phone.sign_in(ADA, PASSWORD).await.unwrap();

    ada.frontdesk.user().change_password(Some(PASSWORD), NEW_PASSWORD, false).await.unwrap();

    phone.frontdesk.reload().await.unwrap();
    assert!(phone.is_signed_in());
}

#[tokio::test]
async fn a_password_is_removed_where_there_is_another_way_in() {
    let (desk, ada) = ada().await;
    let users = ada.frontdesk.user();
    let needed = users.remove_password(PASSWORD).await.unwrap_err();
    assert_eq!(needed.code().as_str(), "password_required");
    desk.set(|settings| settings.sign_up.password = Requirement::Optional).await;
    let wrong = users.remove_password("not it at all").await.unwrap_err();
    assert_eq!(field_and_code(&wrong), at("current_password", "form_password_validation_failed"));

    users.remove_password(PASSWORD).await.unwrap();

    assert!(!user(&ada).password_enabled);
    let again = users.remove_password(PASSWORD).await.unwrap_err();
    assert_eq!(again.code().as_str(), "no_password_set");
    let old = desk.visitor().await.sign_in(ADA, PASSWORD).await.unwrap_err();
    assert_eq!(old.code().as_str(), "strategy_for_user_invalid");
    assert_eq!(desk.notices(ADA).await[0], "The password of your My app account was removed");

    users.change_password(None, NEW_PASSWORD, false).await.expect("where there is none, none is asked for");
    desk.visitor().await.sign_in(ADA, NEW_PASSWORD).await.unwrap();
}

#[tokio::test]
async fn without_codes_the_password_stays() {
    let (desk, ada) = ada().await;
    desk.set(|settings| {
        settings.sign_up.password = Requirement::Optional;
        settings.sign_in.email_code = false;
    })
    .await;

    let needed = ada.frontdesk.user().remove_password(PASSWORD).await.unwrap_err();

    assert_eq!(needed.code().as_str(), "password_required");
}

#[tokio::test]
async fn a_reset_password_is_told_to_the_owner() {
    let (desk, _) = ada().await;
    let other = desk.visitor().await;
    let sign_in = other.frontdesk.sign_in();
    let attempt = sign_in.identify(ADA).await.unwrap();
    let reset = frontdesk_sdk::wire::Strategy::RESET_PASSWORD_EMAIL_CODE;
    sign_in.prepare(&attempt, reset.clone()).await.unwrap();
    sign_in.attempt_code(&attempt.id, reset, &desk.code(ADA).await).await.unwrap();

    sign_in.reset_password(&attempt.id, NEW_PASSWORD, true).await.unwrap();

    assert_eq!(desk.notices(ADA).await, ["The password of your My app account was changed"]);
}

// --- Devices ----------------------------------------------------------------------------------------------------------

#[tokio::test]
async fn the_list_of_devices_says_what_is_known_and_invents_nothing() {
    let (desk, ada) = ada().await;
    desk.clock.advance_seconds(1).await;
    let phone = desk.visitor().await;
    phone.sign_in(ADA, PASSWORD).await.unwrap();
    let devices = ada.frontdesk.user().devices();

    let open = devices.active().await.unwrap();
    assert_eq!(open.len(), 2);
    let here = open.iter().find(|session| Some(&session.id) == ada.frontdesk.snapshot().session_id.as_ref()).unwrap();
    let activity = here.latest_activity.clone().unwrap();
    assert_eq!(activity.ip_address.as_deref(), Some("127.0.0.1"));
    assert_eq!(
        (activity.browser_name, activity.device_type, activity.city, activity.country),
        (None, None, None, None)
    );

    let other = phone.frontdesk.snapshot().session_id.clone().unwrap();
    let revoked = devices.revoke(&other).await.unwrap();
    assert_eq!(revoked.status.as_str(), "revoked");
    assert_eq!(devices.active().await.unwrap().len(), 1);
    let all = devices.list().await.unwrap();
    assert_eq!(all.iter().map(|session| session.status.as_str()).collect::<Vec<_>>(), ["revoked", "active"]);
    phone.frontdesk.reload().await.unwrap();
    assert!(!phone.is_signed_in());
}

// --- Profile ----------------------------------------------------------------------------------------------------------

#[tokio::test]
async fn names_are_changed_as_the_instance_asks_for_them() {
    let (desk, ada) = ada().await;
    let users = ada.frontdesk.user();
    let first = |name: &str| UpdateMe { first_name: Some(name.to_owned()), ..Default::default() };
    let last = |name: &str| UpdateMe { last_name: Some(name.to_owned()), ..Default::default() };
    let before = ada.frontdesk.snapshot();

    users.update(first(" Ada ")).await.unwrap();
    users.update(last("Lovelace")).await.unwrap();
    assert_eq!(user(&ada).full_name(), "Ada Lovelace");
    assert!(!Arc::ptr_eq(&before, &ada.frontdesk.snapshot()));
    let long = users.update(first(&"x".repeat(257))).await.unwrap_err();
    assert_eq!(field_and_code(&long), at("first_name", "form_param_max_length_exceeded"));

    desk.set(|settings| {
        settings.sign_up.first_name = Requirement::Required;
        settings.sign_up.last_name = Requirement::Off;
    })
    .await;
    let needed = users.update(first("  ")).await.unwrap_err();
    assert_eq!(field_and_code(&needed), at("first_name", "form_param_nil"));
    let unknown = users.update(last("King")).await.unwrap_err();
    assert_eq!(field_and_code(&unknown), at("last_name", "form_param_unknown"));
    users.update(last("")).await.expect("a name that is not asked for any more may go");
    assert_eq!(user(&ada).full_name(), "Ada");
}

#[tokio::test]
async fn what_the_app_attaches_is_merged() {
    let (_desk, ada) = ada().await;
    let patch = |json: &str| serde_json::from_str::<Metadata>(json).unwrap();

    ada.frontdesk.user().update_metadata(patch(r#"{"theme":"dark","seen":{"tour":true}}"#)).await.unwrap();
    ada.frontdesk.user().update_metadata(patch(r#"{"theme":null,"seen":{"news":1}}"#)).await.unwrap();

    let kept: serde_json::Value = serde_json::from_str(user(&ada).unsafe_metadata.as_str()).unwrap();
    assert_eq!(kept, serde_json::json!({ "seen": { "tour": true, "news": 1 } }));
}

// conformance: L06, L07, L08
#[tokio::test]
async fn what_the_app_attaches_is_set_by_sending_what_differs() {
    let (_desk, ada) = ada().await;
    let metadata = |json: &str| serde_json::from_str::<Metadata>(json).unwrap();
    let other = ada.new_tab().await;
    ada.frontdesk.user().set_metadata(&metadata(r#"{"theme":"dark","seen":{"tour":true}}"#)).await.unwrap();
    let asked = ada.browser.requests_to("/v1/me/metadata");

    ada.frontdesk.user().set_metadata(&metadata(r#"{"seen":{"tour":true},"theme":"dark"}"#)).await.unwrap();
    assert_eq!(ada.browser.requests_to("/v1/me/metadata"), asked, "what is equal sends nothing");

    other.frontdesk.user().update_metadata(metadata(r#"{"draft":1}"#)).await.unwrap();
    let known = ada.frontdesk.user().get().await.unwrap().unsafe_metadata;
    assert_eq!(known.get("draft"), Some(1.into()), "the patch is made against what the server has");
    let both = UpdateMe {
        first_name: Some("Ada".to_owned()),
        unsafe_metadata: Some(metadata(r#"{"theme":"light","draft":1}"#)),
        ..Default::default()
    };
    let changed = ada.frontdesk.user().update(both).await.unwrap();

    assert_eq!(changed.first_name.as_deref(), Some("Ada"));
    assert_eq!(changed.unsafe_metadata.to_map(), metadata(r#"{"theme":"light","draft":1}"#).to_map());
}

// --- The end ----------------------------------------------------------------------------------------------------------

#[tokio::test]
async fn a_person_deletes_their_account() {
    let (desk, ada) = ada().await;
    let phone = desk.visitor().await;
    phone.sign_in(ADA, PASSWORD).await.unwrap();
    let tab = ada.new_tab().await;
    let own = ada.create_organization("Only Ada").await;

    ada.frontdesk.user().delete().await.unwrap();

    assert!(!ada.is_signed_in());
    assert_eq!(ada.session_cookie(), None);
    desk.clock.advance(1).await;
    assert!(!tab.is_signed_in(), "the other tab heard of it");
    phone.frontdesk.reload().await.unwrap();
    assert!(!phone.is_signed_in());
    let gone = desk.backend("GET", &format!("/v1/organizations/{}", own.id), serde_json::Value::Null).await;
    assert_eq!(gone.status, 404, "what nobody could reach any more is gone too");
    let unknown = desk.visitor().await.sign_in(ADA, PASSWORD).await.unwrap_err();
    assert_eq!(unknown.code().as_str(), "form_identifier_not_found");
    assert_eq!(desk.notices(ADA).await, ["Your My app account was deleted"]);
    desk.visitor().await.sign_up(&desk, ADA).await;
}

#[tokio::test]
async fn an_instance_may_keep_accounts() {
    let (desk, ada) = ada().await;
    assert!(user(&ada).delete_self_enabled);
    desk.set(|settings| settings.users.delete_self = false).await;

    let refused = ada.frontdesk.user().delete().await.unwrap_err();

    assert_eq!((refused.code().as_str(), refused.status()), ("user_delete_self_not_enabled", Some(403)));
    assert!(ada.new_tab().await.is_signed_in());
    assert!(!ada.frontdesk.user().get().await.unwrap().delete_self_enabled);
}

#[tokio::test]
async fn the_last_administrator_hands_over_before_going() {
    let (desk, ada) = ada().await;
    let bob = desk.visitor().await;
    bob.sign_up(&desk, "bob@example.com").await;
    let acme = ada.create_organization("Acme").await;
    let add = AddMember { organization_id: acme.id.clone(), user_id: user(&bob).id, role: "org:member".to_owned() };
    ada.frontdesk.send(&add).await.unwrap();

    let refused = ada.frontdesk.user().delete().await.unwrap_err();
    assert_eq!(refused.code().as_str(), "organization_minimum_permissions_needed");
    assert!(ada.is_signed_in());

    bob.frontdesk.user().delete().await.expect("a member just goes");
    ada.frontdesk.user().delete().await.expect("and then nobody else is left");
}

#[tokio::test]
async fn an_organization_with_another_administrator_goes_on() {
    let (desk, ada) = ada().await;
    let bob = desk.visitor().await;
    bob.sign_up(&desk, "bob@example.com").await;
    let acme = ada.create_organization("Acme").await;
    let add = AddMember { organization_id: acme.id.clone(), user_id: user(&bob).id, role: "org:admin".to_owned() };
    ada.frontdesk.send(&add).await.unwrap();

    ada.frontdesk.user().delete().await.unwrap();

    bob.frontdesk.reload().await.unwrap();
    bob.frontdesk.set_active(SetActive::organization(acme.id)).await.unwrap();
    assert!(bob.frontdesk.snapshot().has_role("org:admin"));
}

// --- Proving again ----------------------------------------------------------------------------------------------------

async fn asks_again(desk: &Desk) {
    desk.set(|settings| settings.users.reverify_after = Some(frontdesk_wire::Seconds::minutes(10))).await;
    desk.clock.advance_seconds(600).await;
}

// conformance: P01
#[tokio::test]
async fn sensitive_changes_ask_for_a_proof_and_go_on_after_it() {
    let (desk, ada) = ada().await;
    let second = add(&desk, &ada, GRACE).await;
    asks_again(&desk).await;
    let users = ada.frontdesk.user();

    let refused = [
        users.email_addresses().create("more@example.com").await.unwrap_err(),
        users.set_primary_email_address(&second.id).await.unwrap_err(),
        users.change_password(Some(PASSWORD), NEW_PASSWORD, false).await.unwrap_err(),
        users.remove_password(PASSWORD).await.unwrap_err(),
        users.delete().await.unwrap_err(),
    ];
    for refused in refused {
        assert!(refused.needs_reverification() && refused.status() == Some(403), "{refused}");
    }
    assert!(ada.is_signed_in(), "to be asked is not to be signed out");
    let name = UpdateMe { first_name: Some("Ada".to_owned()), ..Default::default() };
    users.update(name).await.expect("what is not sensitive is not asked for");

    let proof = ada.frontdesk.reverification();
    let asked = proof.start().await.unwrap();
    assert_eq!((asked.status.as_str(), asked.level.as_str()), ("needs_first_factor", "first_factor"));
    let ways: Vec<_> =
        asked.supported_first_factors.unwrap().iter().map(|factor| factor.strategy.to_string()).collect();
    assert_eq!(ways, ["password", "email_code", "email_code"]);
    let wrong = proof.attempt_password("not it at all").await.unwrap_err();
    assert_eq!(field_and_code(&wrong), at("password", "form_password_incorrect"));
    let done = proof.attempt_password(PASSWORD).await.unwrap();

    assert_eq!(done.status.as_str(), "complete");
    assert_eq!(ada.claims().await.factor_ages, Some([0, -1]), "the app's server sees the new proof at once");
    users.email_addresses().create("more@example.com").await.unwrap();
    users.set_primary_email_address(&second.id).await.unwrap();
    users.change_password(None, NEW_PASSWORD, false).await.expect("the proof stands for the current password");
}

#[tokio::test]
async fn a_code_proves_again_who_is_signed_in() {
    let (desk, ada) = ada().await;
    asks_again(&desk).await;
    let proof = ada.frontdesk.reverification();
    let none = proof.attempt_code("123456").await.unwrap_err();
    assert_eq!(none.code().as_str(), "session_reverification_missing");
    proof.start().await.unwrap();
    let address = user(&ada).primary_email_address_id.unwrap();

    let sent = proof.prepare_code(&address).await.unwrap();
    assert_eq!(sent.first_factor_verification.unwrap().status, VerificationStatus::Unverified);
    let wrong = proof.attempt_code(&desk.wrong_code(ADA).await).await.unwrap_err();
    assert_eq!(field_and_code(&wrong), at("code", "form_code_incorrect"));
    let done = proof.attempt_code(&desk.code(ADA).await).await.unwrap();

    assert_eq!(done.status.as_str(), "complete");
    let again = proof.attempt_code("123456").await.unwrap_err();
    assert_eq!(again.code().as_str(), "invalid_action_for_session_reverification");
    ada.frontdesk.user().delete().await.unwrap();
}

#[tokio::test]
async fn the_environment_says_whether_proofs_are_asked_for() {
    let desk = Desk::open().await;
    let environment = async || desk.get("/v1/environment").await.json();
    let visitor = desk.visitor().await;
    drop(visitor);
    let before = environment().await;

    desk.set(|settings| {
        settings.users.reverify_after = Some(frontdesk_wire::Seconds::minutes(10));
        settings.users.delete_self = false;
    })
    .await;

    let after = environment().await;
    for (environment, on) in [(&before, false), (&after, true)] {
        assert_eq!(environment["auth_config"]["reverification"], on, "{environment}");
        let password = &environment["user_settings"]["password_settings"];
        assert_eq!(password["disable_password_reverification"], !on);
        assert_eq!(environment["user_settings"]["actions"]["delete_self"], !on);
    }
}
