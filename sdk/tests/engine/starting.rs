use crate::desk::{Room, key};
use frontdesk_sdk::platform::{Cookie, Response, SameSite, Wake};
use frontdesk_sdk::wire::{KeyKind, PublishableKey};
use frontdesk_sdk::{Error, Frontdesk, Status};
use std::sync::{Arc, Mutex};

// conformance: G01
#[test]
fn a_start_goes_from_loading_to_ready_and_whoever_listens_sees_it() {
    let room = Room::open();
    let (_, frontdesk) = room.engine();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let seen = heard.clone();
    let _subscription = frontdesk.subscribe(move |snapshot| seen.lock().unwrap().push(snapshot.status));
    assert_eq!(frontdesk.snapshot().status, Status::Loading);

    room.world.run(frontdesk.load()).unwrap();

    assert_eq!(*heard.lock().unwrap(), [Status::Ready]);
}

// conformance: G05
#[test]
fn a_refusal_at_the_start_is_an_error_and_nothing_is_minted() {
    let room = Room::open();
    drop(room.signed_in());
    room.desk().broken = Some(("/v1/client", 422));
    let (_, frontdesk) = room.engine();
    let minted = room.world.count("/tokens");

    let error = room.world.run(frontdesk.load()).unwrap_err();
    room.world.advance(120_000);

    assert_eq!(error.status(), Some(422));
    assert_eq!(frontdesk.snapshot().status, Status::Failed);
    assert_eq!(frontdesk.snapshot().problem.as_ref().and_then(Error::status), Some(422));
    assert_eq!(room.world.count("/tokens"), minted);
}

// conformance: G08
#[test]
fn a_development_browser_that_is_forgotten_meanwhile_is_replaced_without_a_storm() {
    let room = Room::open();
    let (tab, frontdesk) = room.engine();
    room.world.run(frontdesk.load()).unwrap();
    let before = room.world.requests().len();
    room.desk().dev_browsers.clear();
    room.world.advance(10_000);

    room.world.wake(&tab, Wake::Focus);
    room.world.advance(60_000);

    let asked: Vec<String> = room.world.requests().split_off(before);
    assert_eq!(asked.iter().filter(|request| request.contains("/v1/dev_browser?")).count(), 1, "{asked:?}");
    assert!(asked.iter().filter(|request| request.contains("/v1/client?")).count() < 5, "{asked:?}");
    assert_eq!(frontdesk.snapshot().status, Status::Ready);
    assert_ne!(room.cookie("__clerk_db_jwt").as_deref(), Some("dvb_1"));
}

// conformance: G14
#[test]
fn a_reload_during_an_outage_ends_signed_in() {
    let room = Room::open();
    drop(room.signed_in());
    room.desk().down = true;
    let (_, frontdesk) = room.engine();
    let starting = frontdesk.clone();
    frontdesk_sdk::Platform::spawn(&room.world.tab(), Box::pin(async move { drop(starting.load().await) }));
    room.world.advance(300_000);
    assert!(room.cookie("__session").is_some(), "nobody said that the session is over");

    room.desk().down = false;
    room.world.advance(60_000);

    assert_eq!(frontdesk.snapshot().status, Status::Ready);
    assert!(frontdesk.snapshot().is_signed_in());
}

// conformance: G17
#[test]
fn the_session_that_a_start_finds_is_in_the_cookie() {
    let room = Room::open();
    drop(room.signed_in());
    for name in ["__session".to_owned(), ["__session_", &key().cookie_suffix()].concat()] {
        room.world.put_cookie(Cookie {
            name,
            value: "old".to_owned(),
            domain: None,
            max_age: None,
            same_site: SameSite::Lax,
            secure: false,
            partitioned: false,
        });
    }

    let frontdesk = room.tab();

    let token = room.world.run(frontdesk.token()).unwrap().unwrap();
    assert_eq!(room.cookie("__session").as_deref(), Some(token.expose()));
    assert_eq!(room.suffixed("__session").as_deref(), Some(token.expose()));
}

// conformance: G19
#[test]
fn the_key_stays_as_it_was_given() {
    let key = PublishableKey::new(KeyKind::Production, "clerk.app.example").unwrap();
    let frontdesk = Frontdesk::builder(key.as_str()).build().unwrap();

    assert_eq!(frontdesk.publishable_key(), &key);
    assert!(Frontdesk::builder("pk_live_").build().is_err());
}

#[test]
fn what_a_broken_proxy_answers_signs_nobody_out() {
    let room = Room::open();
    let frontdesk = room.signed_in();
    for body in [
        "",
        "{}",
        "null",
        "[]",
        "7",
        r#"{"response": 7}"#,
        r#"{"client": null}"#,
        "<html>Sign in to the hotel's network</html>",
    ] {
        room.world.serve(move |_| Ok(Response { status: 200, body: body.to_owned(), ..Response::default() }));

        let error = room.world.run(frontdesk.reload()).unwrap_err();

        assert!(matches!(error, Error::Decode(_)), "{body:?}: {error}");
        assert!(frontdesk.snapshot().is_signed_in() && room.cookie("__session").is_some(), "{body:?}");
    }
}
