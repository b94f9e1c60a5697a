use crate::desk::{Room, key};
use frontdesk_sdk::platform::{Cookie, Response, SameSite};
use frontdesk_sdk::wire::{ErrorCode, KeyKind, PublishableKey, SessionStatus, Timestamp};
use frontdesk_sdk::{Frontdesk, SetActive, Status};
use std::sync::{Arc, Mutex};

// conformance: H01
#[test]
fn a_choice_is_told_to_the_server_and_signing_out_is_none() {
    let room = Room::open();
    let frontdesk = room.signed_in();
    assert_eq!(room.world.count("/touch?"), 1);

    room.world.run(frontdesk.set_active(SetActive::slug("acme"))).unwrap();
    assert_eq!(room.world.count("/touch?"), 2);

    room.world.run(frontdesk.sign_out()).unwrap();
    assert_eq!(room.world.count("/touch?"), 2);
}

// conformance: H05
#[test]
fn where_there_is_no_personal_workspace_the_server_has_the_last_word() {
    let room = Room::open();
    let frontdesk = room.signed_in();
    room.world.run(frontdesk.set_active(SetActive::slug("acme"))).unwrap();
    let before = frontdesk.snapshot();
    let session = serde_json::to_value(before.session().unwrap()).unwrap();
    let answer = serde_json::json!({"response": session, "client": null}).to_string();
    room.world.serve(move |_| Ok(Response { status: 200, body: answer.clone(), ..Response::default() }));

    room.world.run(frontdesk.set_active(SetActive::personal())).unwrap();

    assert_eq!(frontdesk.snapshot().organization_id(), before.organization_id());
    assert!(frontdesk.snapshot().is_signed_in());
}

// conformance: H09
#[test]
fn a_choice_that_reaches_nobody_is_an_error_and_changes_nothing() {
    let room = Room::open();
    let frontdesk = room.signed_in();
    let cookies = (room.cookie("__session"), room.cookie("clerk_active_context"));
    let session = frontdesk.snapshot().session_id.clone();
    room.world.set_online(false);

    let error = room.world.run(frontdesk.set_active(SetActive::slug("acme"))).unwrap_err();

    assert_eq!(error.code().as_str(), "clerk_offline");
    assert_eq!(frontdesk.snapshot().session_id, session);
    assert!(frontdesk.snapshot().is_signed_in() && frontdesk.snapshot().organization().is_none());
    assert_eq!((room.cookie("__session"), room.cookie("clerk_active_context")), cookies);
    room.world.set_online(true);
    room.desk().broken = Some(("/touch", 500));
    let error = room.world.run(frontdesk.set_active(SetActive::slug("acme"))).unwrap_err();
    assert_eq!(error.status(), Some(500));
}

// conformance: H10
#[test]
fn whoever_listens_hears_that_a_session_waits_for_a_task() {
    let room = Room::open();
    let frontdesk = room.signed_in();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let seen = heard.clone();
    let _subscription = frontdesk
        .subscribe(move |snapshot| seen.lock().unwrap().push((snapshot.is_signed_in(), snapshot.session().is_some())));

    room.desk().client.sessions[0].status = SessionStatus::Pending;
    room.world.run(frontdesk.reload()).unwrap();

    assert_eq!(*heard.lock().unwrap(), [(false, true)]);
}

// conformance: H13
#[test]
fn signing_out_keeps_the_browsers_client() {
    let room = Room::open();
    let frontdesk = room.signed_in();

    room.world.run(frontdesk.sign_out()).unwrap();

    let snapshot = frontdesk.snapshot();
    assert_eq!(snapshot.client.as_deref().unwrap().id.as_str(), "client_1");
    assert_eq!(room.world.count("/v1/client/sessions?"), 1, "one request for all of them");
    assert_eq!(room.world.count("_method=DELETE"), 1);
}

// conformance: H11
#[test]
fn signing_out_without_anybody_asks_nothing() {
    let room = Room::open();
    let frontdesk = room.tab();
    let asked = room.world.requests().len();

    room.world.run(frontdesk.sign_out()).unwrap();

    assert_eq!(room.world.requests().len(), asked);
    let unknown = room.world.run(frontdesk.sign_out_session(&"sess_9".into())).unwrap_err();
    assert_eq!(unknown.code(), ErrorCode::RESOURCE_NOT_FOUND);
}

// conformance: H11
#[test]
fn a_session_that_waits_for_a_task_is_signed_out_as_well() {
    let room = Room::open();
    let frontdesk = room.signed_in();
    room.desk().client.sessions[0].status = SessionStatus::Pending;
    room.world.run(frontdesk.reload()).unwrap();
    assert_eq!(frontdesk.snapshot().sessions().count(), 1);

    room.world.run(frontdesk.sign_out()).unwrap();

    assert_eq!(frontdesk.snapshot().sessions().count(), 0);
    assert!(room.desk().client.sessions.is_empty());
}

// conformance: J13, K07
#[test]
fn a_session_that_is_not_there_cannot_be_shown() {
    let room = Room::open();
    let frontdesk = room.tab();

    let none = room.world.run(frontdesk.set_active(SetActive::default())).unwrap_err();
    let unknown = room.world.run(frontdesk.set_active(SetActive::session("sess_9"))).unwrap_err();

    assert_eq!((none.code(), unknown.code()), (ErrorCode::SIGNED_OUT, ErrorCode::RESOURCE_NOT_FOUND));
    assert_eq!(room.world.count("/touch?"), 0);
}

// conformance: F15
#[test]
fn another_key_on_the_same_host_starts_signed_out_and_leaves_the_others_cookies() {
    let room = Room::open();
    let first = room.signed_in();
    let theirs = room.suffixed("__session").unwrap();
    let other = PublishableKey::new(KeyKind::Development, "other.localhost:4400").unwrap();
    room.world.serve(|request| {
        let body =
            if request.url.contains("dev_browser?") { r#"{"id": "dvb_other"}"# } else { r#"{"response": null}"# };
        Ok(Response { status: 200, body: body.to_owned(), ..Response::default() })
    });

    let frontdesk = Frontdesk::builder(other.as_str()).platform(room.world.tab()).build().unwrap();
    room.world.run(frontdesk.load()).unwrap();
    room.world.run_until_stalled();

    assert_eq!(frontdesk.snapshot().status, Status::Ready);
    assert!(!frontdesk.snapshot().is_signed_in() && first.snapshot().is_signed_in());
    assert_eq!((room.suffixed("__session"), room.cookie("__session")), (Some(theirs.clone()), Some(theirs)));
    assert_ne!(other.cookie_suffix(), key().cookie_suffix());
}

// conformance: F07, F16
#[test]
fn cookies_are_kept_to_https_on_https_and_work_on_http() {
    for (page, secure) in
        [("https://app.example/", true), ("http://app.example/", false), ("http://localhost:4402/", false)]
    {
        let room = Room::open();
        room.world.set_page_url(page);
        let frontdesk = room.signed_in();

        assert!(frontdesk.snapshot().is_signed_in());
        for name in ["__session", "__client_uat", "__clerk_db_jwt", "clerk_active_context"] {
            assert_eq!(room.world.cookie(name).unwrap().secure, secure, "{name} on {page}");
        }
    }
}

// conformance: F05
#[test]
fn the_time_of_change_is_strict_and_nought_when_nobody_is_signed_in() {
    let room = Room::open();
    let frontdesk = room.tab();
    let cookie = |name: &str| room.world.cookie(name).unwrap();
    assert_eq!((cookie("__client_uat").value.as_str(), cookie("__client_uat").same_site), ("0", SameSite::Strict));

    room.sign_in(&frontdesk);
    let suffixed = ["__client_uat_", &key().cookie_suffix()].concat();
    let now = room.world.now().seconds().to_string();
    assert_eq!((cookie("__client_uat").value, cookie(&suffixed).value), (now.clone(), now));

    room.desk().client.sessions[0].status = SessionStatus::Ended;
    room.desk().client.updated_at = Timestamp(room.world.now().0 + 5_000);
    room.world.run(frontdesk.reload()).unwrap();
    assert_eq!((cookie("__client_uat").value.as_str(), cookie(&suffixed).value.as_str()), ("0", "0"));
}

// conformance: F02
#[test]
fn of_two_development_browsers_the_one_of_this_instance_is_used() {
    let room = Room::open();
    room.desk().dev_browsers = vec!["dvb_plain".into(), "dvb_own".into()];
    let put = |name: &str, value: &str| {
        room.world.put_cookie(Cookie {
            name: name.to_owned(),
            value: value.to_owned(),
            domain: None,
            max_age: None,
            same_site: SameSite::Lax,
            secure: false,
            partitioned: false,
        });
    };
    put("__clerk_db_jwt", "dvb_plain");
    put(&["__clerk_db_jwt_", &key().cookie_suffix()].concat(), "dvb_own");

    let _frontdesk = room.tab();

    assert_eq!((room.world.count("dvb_own"), room.world.count("dvb_plain")), (2, 0));
}
