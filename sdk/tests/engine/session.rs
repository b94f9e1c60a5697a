use crate::desk::Room;
use frontdesk_sdk::platform::{Platform, SameSite};
use frontdesk_sdk::wire::ErrorCode;
use frontdesk_sdk::{SetActive, Status, TokenOptions};

// conformance: F02, F16, H01, H02, J13
#[test]
fn a_finished_sign_in_is_shown_when_its_session_is_made_active() {
    let room = Room::open();
    let frontdesk = room.tab();

    let attempt = room.world.run(frontdesk.sign_in().with_password("ada@example.com", "correct horse")).unwrap();
    assert!(frontdesk.snapshot().session().is_none(), "a form may still have something to do");
    assert_eq!(frontdesk.snapshot().sessions().count(), 1);

    room.world.run(frontdesk.set_active(SetActive::session(attempt.created_session_id.unwrap()))).unwrap();

    assert!(frontdesk.snapshot().is_signed_in());
    let cookie = room.world.cookie("__session").unwrap();
    assert_eq!(cookie.value, room.suffixed("__session").unwrap());
    assert_eq!((cookie.same_site, cookie.secure, cookie.domain), (SameSite::Lax, false, None));
    assert!(cookie.max_age.unwrap() >= 31_536_000);
    assert_eq!(room.cookie("clerk_active_context").as_deref(), Some("sess_2:"));
    assert_eq!(room.cookie("__client_uat").unwrap(), room.world.now().seconds().to_string());
    assert_eq!(room.world.cookie("__client_uat").unwrap().same_site, SameSite::Strict);
}

#[test]
fn a_wrong_password_says_which_field_and_changes_nothing() {
    let room = Room::open();
    let frontdesk = room.tab();
    let before = frontdesk.snapshot();

    let refused = room.world.run(frontdesk.sign_in().with_password("ada@example.com", "wrong")).unwrap_err();

    assert_eq!(refused.code(), ErrorCode::FORM_PASSWORD_INCORRECT);
    assert_eq!(refused.trace_id(), Some("trace_1"));
    assert!(!refused.retryable());
    assert!(std::sync::Arc::ptr_eq(&before, &frontdesk.snapshot()));
}

// conformance: C03, H02, H04
#[test]
fn an_organization_is_chosen_by_id_or_slug_and_left_for_the_personal_workspace() {
    let room = Room::open();
    let frontdesk = room.signed_in();
    assert!(frontdesk.snapshot().organization().is_none());

    room.world.run(frontdesk.set_active(SetActive::slug("acme"))).unwrap();

    let snapshot = frontdesk.snapshot();
    assert_eq!(snapshot.organization().unwrap().name, "Acme");
    assert!(snapshot.has_role("admin") && !snapshot.has_role("member"));
    let token = room.world.run(frontdesk.token()).unwrap().unwrap();
    assert_eq!(token.claims().unwrap().organization.unwrap().id.as_str(), "org_1");
    assert_eq!(room.cookie("__session").as_deref(), Some(token.expose()));
    assert_eq!(room.cookie("clerk_active_context").as_deref(), Some("sess_2:org_1"));

    room.world.run(frontdesk.set_active(SetActive::personal())).unwrap();

    assert!(frontdesk.snapshot().organization().is_none());
    let token = room.world.run(frontdesk.token()).unwrap().unwrap();
    assert!(token.claims().unwrap().organization.is_none());
    assert_eq!(room.cookie("__session").as_deref(), Some(token.expose()));

    let unknown = room.world.run(frontdesk.set_active(SetActive::slug("nowhere"))).unwrap_err();
    assert_eq!(unknown.code(), ErrorCode::RESOURCE_NOT_FOUND);
}

// conformance: A09, A28, F05, H11
#[test]
fn signing_out_removes_the_cookies_and_other_requests_know_it() {
    let room = Room::open();
    let frontdesk = room.signed_in();
    let arrival = ["frontdesk_arrival_", &crate::desk::key().cookie_suffix()].concat();
    assert!(room.world.tab().load(&arrival).is_some());

    room.world.run(frontdesk.sign_out()).unwrap();

    assert!(!frontdesk.snapshot().is_signed_in());
    for name in ["__session", "clerk_active_context"] {
        assert_eq!(room.cookie(name), None);
    }
    assert_eq!(room.suffixed("__session"), None);
    assert_eq!(room.world.tab().load(&arrival), None, "nor is there a word of its token");
    assert_eq!(room.cookie("__client_uat").as_deref(), Some("0"));
    assert_eq!(room.world.run(frontdesk.token()).unwrap(), None);
    let asked = room.world.requests().len();
    room.world.advance(600_000);
    assert_eq!(room.world.requests().len(), asked, "nobody is signed in: nothing to renew");
}

#[test]
fn signing_out_without_a_server_changes_nothing() {
    let room = Room::open();
    let frontdesk = room.signed_in();
    room.desk().down = true;

    let error = room.world.run(frontdesk.sign_out()).unwrap_err();

    assert!(error.retryable());
    assert!(frontdesk.snapshot().is_signed_in());
    assert!(room.cookie("__session").is_some());
    assert_eq!(frontdesk.snapshot().status, Status::Degraded);
}

// conformance: H11
#[test]
fn one_of_two_sessions_is_signed_out_and_the_other_is_shown() {
    let room = Room::open();
    let frontdesk = room.signed_in();
    let first = frontdesk.snapshot().session_id.clone().unwrap();
    room.sign_in(&frontdesk);
    let second = frontdesk.snapshot().session_id.clone().unwrap();
    assert_ne!(first, second);

    room.world.run(frontdesk.sign_out_session(&second)).unwrap();

    assert_eq!(frontdesk.snapshot().session_id.as_ref(), Some(&first));
    let jwt = frontdesk_sdk::Jwt::from(room.cookie("__session").unwrap());
    assert_eq!(jwt.claims().unwrap().session_id, first);
}

// conformance: H19
#[test]
fn a_session_that_the_server_ended_is_signed_out_after_one_question() {
    let room = Room::open();
    let frontdesk = room.signed_in();
    room.desk().client.sessions.clear();

    room.world.advance(50_000);

    assert!(!frontdesk.snapshot().is_signed_in());
    assert_eq!(room.cookie("__session"), None);
    assert_eq!(room.world.count("/tokens?"), 1);
    assert_eq!(room.world.count("GET http://demo.localhost:4400/v1/client?"), 2);
}

// conformance: F15
#[test]
fn the_plain_cookie_of_another_app_on_the_same_host_is_left_alone() {
    let room = Room::open();
    let frontdesk = room.signed_in();
    let theirs = frontdesk_sdk::platform::Cookie {
        value: "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL290aGVyLmxvY2FsaG9zdCJ9.c2ln".to_owned(),
        ..room.world.cookie("__session").unwrap()
    };
    room.world.put_cookie(theirs.clone());

    room.world.run(frontdesk.sign_out()).unwrap();

    assert_eq!(room.cookie("__session"), Some(theirs.value));
    assert_eq!(room.suffixed("__session"), None);
}

// conformance: H19
#[test]
fn a_person_who_is_banned_is_signed_out_in_every_tab_whatever_was_asked() {
    for asked in 0..3 {
        let room = Room::open();
        let (frontdesk, other) = (room.signed_in(), room.tab());
        room.desk().client.sessions.clear();
        room.desk().banned = true;

        match asked {
            0 => drop(room.world.run(frontdesk.token_with(TokenOptions { skip_cache: true, ..Default::default() }))),
            1 => drop(room.world.run(frontdesk.organizations().memberships())),
            _ => drop(room.world.run(frontdesk.set_active(SetActive::organization("org_1")))),
        }
        room.world.run_until_stalled();

        assert!(!frontdesk.snapshot().is_signed_in() && !other.snapshot().is_signed_in(), "{asked}");
        assert_eq!(room.cookie("__session"), None);
    }
}
