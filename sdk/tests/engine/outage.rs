//! A start while the server is away, and what is drawn before it answers.

use crate::desk::{Room, key, seconds_left};
use frontdesk_sdk::platform::test::unsigned_token;
use frontdesk_sdk::platform::{Cookie, Detached, Response, SameSite, Wake};
use frontdesk_sdk::{Error, Frontdesk, Platform, Snapshot, Status};
use std::sync::{Arc, Mutex};

/// The page's own words: how the engine stands, and who is signed in.
fn said(snapshot: &Snapshot) -> String {
    let who = match (snapshot.is_loaded(), snapshot.session()) {
        (false, _) => "unknown",
        (true, None) => "nobody",
        (true, Some(_)) if snapshot.is_provisional() => "by the cookie",
        (true, Some(_)) => "signed in",
    };
    format!("{:?}: {who}", snapshot.status)
}

/// A new tab, and everything that its page draws one after the other.
fn opened(room: &Room) -> (frontdesk_sdk::platform::test::TestPlatform, Frontdesk, Arc<Mutex<Vec<String>>>) {
    let (tab, frontdesk) = room.engine();
    let drawn = Arc::new(Mutex::new(vec![said(&frontdesk.snapshot())]));
    let drawing = drawn.clone();
    frontdesk.subscribe(move |snapshot| drawing.lock().unwrap().push(said(snapshot))).forever();
    let loading = frontdesk.clone();
    tab.spawn(Box::pin(async move { drop(loading.load().await) }));
    room.world.run_until_stalled();
    (tab, frontdesk, drawn)
}

fn put_session_cookie(room: &Room, value: &str) {
    put_cookie(room, "__session", value);
}

/// Puts a cookie into the browser, in both forms of its name.
fn put_cookie(room: &Room, name: &str, value: &str) {
    for name in [name.to_owned(), [name, "_", &key().cookie_suffix()].concat()] {
        room.world.put_cookie(Cookie {
            name,
            value: value.to_owned(),
            domain: None,
            max_age: None,
            same_site: SameSite::Lax,
            secure: false,
            partitioned: false,
        });
    }
}

#[test]
fn a_good_cookie_is_drawn_before_anything_is_sent_and_confirmed_without_a_flicker() {
    let room = Room::open();
    drop(room.signed_in());
    room.world.advance(10_000);
    room.world.set_latency(|_| 400);
    let before = room.world.requests().len();

    let (_, frontdesk, drawn) = opened(&room);

    let first = frontdesk.snapshot();
    assert_eq!(room.world.requests().len(), before);
    assert!(first.is_loaded() && first.is_signed_in() && first.is_provisional());
    assert_eq!(first.user().unwrap().id.as_str(), "user_1");
    assert_eq!(first.session_id.as_ref().unwrap().as_str(), room.desk().client.sessions[0].id.as_str());
    assert!(first.environment.is_some());
    room.world.advance(1_000);
    assert_eq!(*drawn.lock().unwrap(), ["Loading: unknown", "Loading: by the cookie", "Ready: signed in"]);
    assert_eq!(frontdesk.snapshot().user().unwrap().first_name.as_deref(), Some("Ada"));
    assert_eq!(room.world.requests().len(), before + 2);
    assert_eq!(room.world.count("/tokens"), 0);
}

#[test]
fn the_cookies_token_is_given_while_the_server_is_asked() {
    let room = Room::open();
    drop(room.signed_in());
    room.world.set_latency(|_| 400);

    let (_, frontdesk, _) = opened(&room);

    let token = room.world.run(frontdesk.token()).unwrap().unwrap();
    assert_eq!(room.cookie("__session").as_deref(), Some(token.expose()));
    assert_eq!(frontdesk.snapshot().status, Status::Loading);
    assert_eq!(room.world.count("/tokens"), 0);
}

#[test]
fn the_organization_role_and_permissions_are_drawn_from_the_cookie() {
    let room = Room::open();
    let frontdesk = room.signed_in();
    room.world.run(frontdesk.set_active(frontdesk_sdk::SetActive::organization("org_1"))).unwrap();
    drop(frontdesk);
    room.desk().down = true;

    let (_, frontdesk, _) = opened(&room);

    let snapshot = frontdesk.snapshot();
    assert_eq!(snapshot.organization_id().unwrap().as_str(), "org_1");
    assert_eq!(snapshot.organization().unwrap().slug.as_deref(), Some("acme"));
    assert!(snapshot.has_role("admin") && snapshot.is_provisional());
}

#[test]
fn the_cookie_of_another_tabs_organization_is_not_drawn() {
    let room = Room::open();
    drop(room.signed_in());
    let session = room.desk().client.sessions[0].id.clone();
    let opened_with = |shown: &str| {
        let (tab, frontdesk) = room.engine();
        tab.set_tab_memory(&format!("1 2\n{shown}"));
        drop(frontdesk.load());
        frontdesk.snapshot().is_signed_in()
    };

    assert!(opened_with("") && opened_with(&format!("{session}:")));
    assert!(!opened_with(&format!("{session}:org_1")) && !opened_with("sess_9:"));
}

#[test]
fn a_good_cookie_is_not_drawn_after_another_host_of_the_site_signed_out() {
    let room = Room::open();
    drop(room.signed_in());
    room.desk().client.sessions.clear();
    put_cookie(&room, "__client_uat", "0");
    room.world.set_latency(|_| 400);

    let (_, _, drawn) = opened(&room);
    room.world.advance(1_000);

    assert_eq!(*drawn.lock().unwrap(), ["Loading: unknown", "Loading: unknown", "Ready: nobody"]);
    assert_eq!(room.cookie("__session"), None);
}

#[test]
fn a_cookie_that_is_over_is_nobodys_word_until_the_server_has_spoken() {
    let room = Room::open();
    drop(room.signed_in());
    room.world.set_online(false);
    room.world.advance(3_600_000);
    room.world.set_online(true);
    room.desk().client.sessions.clear();
    room.world.set_latency(|_| 400);

    let (_, _, drawn) = opened(&room);
    room.world.advance(1_000);

    assert_eq!(*drawn.lock().unwrap(), ["Loading: unknown", "Loading: unknown", "Ready: nobody"]);
}

#[test]
fn a_clock_that_is_set_wrong_does_not_age_the_cookie() {
    let room = Room::open();
    room.world.set_device_ahead(7_200_000);
    drop(room.signed_in());
    room.desk().down = true;

    let (_, frontdesk, _) = opened(&room);

    assert!(frontdesk.snapshot().is_signed_in());
}

#[test]
fn a_session_that_is_over_is_drawn_until_the_server_says_so_and_never_again() {
    let room = Room::open();
    drop(room.signed_in());
    room.world.advance(5_000);
    room.desk().client.sessions.clear();
    room.world.set_latency(|_| 400);

    let (_, _, drawn) = opened(&room);
    room.world.advance(1_000);

    assert_eq!(*drawn.lock().unwrap(), ["Loading: unknown", "Loading: by the cookie", "Ready: nobody"]);
    assert_eq!(room.cookie("__session"), None);
    room.world.set_latency(|_| 0);
    assert_eq!(said(&room.tab().snapshot()), "Ready: nobody");
}

#[test]
fn another_tabs_sign_out_reaches_a_tab_that_has_only_a_cookie() {
    let room = Room::open();
    let first = room.signed_in();
    room.desk().broken = Some(("/v1/client$", 500));
    let (_, second, _) = opened(&room);
    assert!(second.snapshot().is_signed_in());

    room.world.run(first.sign_out()).unwrap();
    room.world.run_until_stalled();

    assert!(second.snapshot().is_loaded() && !second.snapshot().is_signed_in());
    assert_eq!(room.cookie("__session"), None);
}

#[test]
fn cookies_of_others_and_of_templates_name_nobody() {
    let room = Room::open();
    drop(room.signed_in());
    room.desk().down = true;
    let now = room.world.now().seconds();
    let other = unsigned_token("sess_9", None, now, now + 60, Some(now)).expose().to_owned();
    // Without this instance's own cookie the plain one may be another app's on the same host.
    room.world.put_cookie(Cookie {
        name: "__session".into(),
        value: other.replacen(
            other.split('.').nth(1).unwrap(),
            "eyJpc3MiOiJodHRwczovL290aGVyIiwic3ViIjoidSIsInNpZCI6InMiLCJpYXQiOjEsImV4cCI6OTk5OTk5OTk5OX0",
            1,
        ),
        domain: None,
        max_age: None,
        same_site: SameSite::Lax,
        secure: false,
        partitioned: false,
    });
    let own = room.world.cookie(&["__session_", &key().cookie_suffix()].concat()).unwrap();
    room.world.tab().remove_cookie(&own);

    let (_, frontdesk, _) = opened(&room);

    assert!(!frontdesk.snapshot().is_loaded());
}

// conformance: G02
#[test]
fn while_the_client_cannot_be_read_the_cookie_keeps_its_person_signed_in_with_a_fresh_token() {
    let room = Room::open();
    drop(room.signed_in());
    room.world.set_online(false);
    room.world.advance(120_000);
    room.world.set_online(true);
    let old = room.cookie("__session").unwrap();
    room.desk().broken = Some(("/v1/client$", 500));

    let (_, frontdesk, drawn) = opened(&room);

    let snapshot = frontdesk.snapshot();
    assert_eq!(snapshot.status, Status::Degraded);
    assert_eq!(snapshot.problem.as_ref().and_then(Error::status), Some(500));
    assert!(snapshot.is_signed_in() && snapshot.is_provisional());
    assert_eq!(room.world.count("/tokens"), 1);
    assert_ne!(room.cookie("__session").unwrap(), old);
    assert_eq!(room.suffixed("__session"), room.cookie("__session"));
    assert_eq!(seconds_left(&room), 60);
    assert!(room.world.run(frontdesk.token()).unwrap().is_some());

    room.desk().broken = None;
    room.world.advance(5_000);

    assert_eq!(frontdesk.snapshot().user().unwrap().first_name.as_deref(), Some("Ada"));
    assert!(!frontdesk.snapshot().is_provisional());
    assert_eq!(
        *drawn.lock().unwrap(),
        ["Loading: unknown", "Loading: unknown", "Degraded: by the cookie", "Ready: signed in"]
    );
}

#[test]
fn the_time_of_the_last_sign_in_stays_while_only_a_cookie_tells_who_it_is() {
    let room = Room::open();
    drop(room.signed_in());
    let before = room.cookie("__client_uat").unwrap();
    room.desk().broken = Some(("/v1/client$", 500));

    let (_, _, _) = opened(&room);
    room.world.advance(120_000);

    assert!(before != "0" && before != "1");
    assert_eq!(room.cookie("__client_uat").unwrap(), before);
}

// conformance: G03
#[test]
fn a_server_that_hangs_leaves_the_person_signed_in_as_degraded_after_seven_seconds() {
    let room = Room::open();
    drop(room.signed_in());
    room.world.advance(30_000);
    room.world.set_latency(|request| if request.url.contains("/v1/client?") { 60_000 } else { 0 });

    let (_, frontdesk, _) = opened(&room);
    room.world.advance(6_999);
    assert_eq!(said(&frontdesk.snapshot()), "Loading: by the cookie");
    room.world.advance(1);

    assert_eq!(said(&frontdesk.snapshot()), "Degraded: by the cookie");
    assert_eq!(frontdesk.snapshot().problem.as_ref().unwrap().code().as_str(), "network_error");
}

#[test]
fn an_environment_that_hangs_does_not_hold_the_start() {
    let room = Room::open();
    drop(room.signed_in());
    room.world.set_latency(|request| if request.url.contains("/environment") { 60_000 } else { 0 });

    let (_, frontdesk, _) = opened(&room);
    room.world.advance(7_000);

    assert_eq!(said(&frontdesk.snapshot()), "Degraded: signed in");
    assert!(frontdesk.snapshot().environment.is_some());
}

// conformance: G04
#[test]
fn without_a_token_from_the_server_the_old_cookie_tells_who_it_is() {
    let room = Room::open();
    drop(room.signed_in());
    let cookie = room.cookie("__session");
    room.desk().down = true;
    room.world.advance(3_600_000);

    let (_, frontdesk, _) = opened(&room);
    room.world.advance(60_000);

    assert_eq!(said(&frontdesk.snapshot()), "Degraded: by the cookie");
    assert!(room.world.count("/tokens") > 0);
    assert_eq!(room.cookie("__session"), cookie);
    room.world.run(frontdesk.sign_in().identify("ada@example.com")).unwrap_err();
    assert!(frontdesk.snapshot().is_signed_in());
}

// conformance: G04
#[test]
fn without_a_cookie_nobody_is_signed_in_and_nothing_is_minted() {
    let room = Room::open();
    drop(room.tab());
    room.desk().broken = Some(("/v1/client", 500));

    let (_, frontdesk, _) = opened(&room);
    room.world.advance(60_000);

    assert_eq!(said(&frontdesk.snapshot()), "Degraded: nobody");
    assert!(frontdesk.snapshot().client.is_none() && frontdesk.snapshot().environment.is_some());
    assert_eq!(room.world.count("/tokens"), 0);
}

// conformance: G18
#[test]
fn what_the_server_says_takes_the_place_of_what_the_cookie_said() {
    let room = Room::open();
    drop(room.signed_in());
    room.desk().client.updated_at = frontdesk_sdk::wire::Timestamp(1);
    room.desk().broken = Some(("/v1/client$", 503));
    let (tab, frontdesk, _) = opened(&room);
    assert_eq!(said(&frontdesk.snapshot()), "Degraded: by the cookie");

    room.desk().broken = None;
    room.world.wake(&tab, Wake::Online);

    assert_eq!(said(&frontdesk.snapshot()), "Ready: signed in");
    assert_eq!(frontdesk.snapshot().user().unwrap().first_name.as_deref(), Some("Ada"));
}

#[test]
fn a_mint_that_the_server_refuses_ends_what_the_cookie_said() {
    let room = Room::open();
    drop(room.signed_in());
    room.world.set_online(false);
    room.world.advance(120_000);
    room.world.set_online(true);
    room.desk().client.sessions.clear();
    // While the first question about the client is on its way, it all works again.
    room.desk().broken = Some(("/v1/client$", 500));
    room.world.set_latency(|request| if request.url.contains("/tokens") { 400 } else { 0 });

    let (_, frontdesk, _) = opened(&room);
    assert_eq!(said(&frontdesk.snapshot()), "Degraded: by the cookie");
    room.desk().broken = None;
    room.world.advance(400);

    assert!(!frontdesk.snapshot().is_signed_in());
    assert_eq!(room.cookie("__session"), None);
    room.world.advance(10_000);
    assert_eq!(said(&frontdesk.snapshot()), "Ready: nobody");
}

#[test]
fn starts_that_fail_do_not_pile_up() {
    let room = Room::open();
    drop(room.signed_in());
    room.desk().down = true;
    room.world.advance(120_000);
    let (tab, frontdesk, _) = opened(&room);
    for _ in 0..5 {
        drop(frontdesk.load());
        room.world.wake(&tab, Wake::Focus);
        room.world.advance(20_000);
    }
    let before = room.world.count("/v1/client?");

    room.world.advance(600_000);

    // Once in fifty seconds, with four tries each.
    let asked = room.world.count("/v1/client?") - before;
    assert!((40..=60).contains(&asked), "{asked}");
}

#[test]
fn a_server_without_network_renders_whoever_it_verified() {
    let page = r#"{"user_id":"user_1","session_id":"sess_1","session_status":"active","organization":{"id":"org_1","slug":"acme","role":"org:admin","permissions":["org:invoices:read"]},"actor":null,"factor_verification_age":[0,-1],"issued_at":1,"expires_at":61}"#;
    let frontdesk = Frontdesk::builder(key().as_str()).platform(Detached).initial_state(page).build().unwrap();

    let snapshot = frontdesk.snapshot();
    assert!(snapshot.is_loaded() && snapshot.is_signed_in() && snapshot.is_provisional());
    assert_eq!(snapshot.user().unwrap().id.as_str(), "user_1");
    assert!(snapshot.has_role("admin") && snapshot.has_permission("invoices:read"));

    let nobody = r#"{"user_id":null,"session_id":null}"#;
    let frontdesk = Frontdesk::builder(key().as_str()).platform(Detached).initial_state(nobody).build().unwrap();
    assert!(frontdesk.snapshot().is_loaded() && !frontdesk.snapshot().is_signed_in());

    let frontdesk = Frontdesk::builder(key().as_str()).platform(Detached).initial_state("<!>").build().unwrap();
    assert!(!frontdesk.snapshot().is_loaded());
}

#[test]
fn a_page_that_was_rendered_signed_in_stays_so_and_hears_the_servers_word() {
    let room = Room::open();
    drop(room.signed_in());
    let session = room.desk().client.sessions[0].id.clone();
    let now = room.world.now().seconds();
    put_session_cookie(&room, unsigned_token(session.as_str(), None, now, now + 60, Some(now)).expose());
    room.world.set_latency(|_| 400);
    let page = serde_json::json!({"user_id": "user_1", "session_id": session, "session_status": "active"}).to_string();
    let tab = room.world.tab();
    let frontdesk = Frontdesk::builder(key().as_str()).platform(tab.clone()).initial_state(page).build().unwrap();
    let drawn = Arc::new(Mutex::new(vec![said(&frontdesk.snapshot())]));
    let drawing = drawn.clone();
    frontdesk.subscribe(move |snapshot| drawing.lock().unwrap().push(said(snapshot))).forever();

    let loading = frontdesk.clone();
    tab.spawn(Box::pin(async move { loading.load().await.unwrap() }));
    room.world.advance(1_000);

    assert_eq!(*drawn.lock().unwrap(), ["Loading: by the cookie", "Loading: by the cookie", "Ready: signed in"]);
    assert_eq!(frontdesk.snapshot().user().unwrap().first_name.as_deref(), Some("Ada"));
}

#[test]
fn a_page_that_was_kept_for_too_long_or_tells_of_another_tabs_session_says_nothing() {
    let room = Room::open();
    let at = room.world.now().seconds();
    let opened = |expires_at: i64, shown: &str| {
        let tab = room.world.tab();
        tab.set_tab_memory(&format!("1 2\n{shown}"));
        let page = serde_json::json!({
            "user_id": "user_1", "session_id": "sess_1", "session_status": "active",
            "organization": {"id": "org_1", "slug": "acme", "role": "org:admin", "permissions": []},
            "issued_at": expires_at - 60, "expires_at": expires_at,
        });
        let page = page.to_string();
        let frontdesk = Frontdesk::builder(key().as_str()).platform(tab).initial_state(page).build().unwrap();
        said(&frontdesk.snapshot())
    };

    assert_eq!(opened(at + 1, ""), "Loading: by the cookie");
    assert_eq!(opened(at + 1, "sess_1:org_1"), "Loading: by the cookie");
    assert_eq!(opened(at, ""), "Loading: unknown");
    for other in ["sess_1:", "sess_1:org_2", "sess_9:org_1"] {
        assert_eq!(opened(at + 1, other), "Loading: unknown", "{other}");
    }
}

#[test]
fn a_page_of_nobody_in_whose_browser_somebody_is_signed_in_is_corrected() {
    let room = Room::open();
    drop(room.signed_in());
    let page = r#"{"user_id":null,"session_id":null}"#;
    let frontdesk = Frontdesk::builder(key().as_str()).platform(room.world.tab()).initial_state(page).build().unwrap();
    assert_eq!(said(&frontdesk.snapshot()), "Loading: nobody");

    room.world.run(frontdesk.load()).unwrap();

    assert_eq!(said(&frontdesk.snapshot()), "Ready: signed in");
    assert!(room.cookie("__session").is_some());
}

#[test]
fn a_captive_network_at_the_start_is_an_outage_and_no_refusal() {
    let room = Room::open();
    drop(room.signed_in());
    room.world.serve(|_| Ok(Response { status: 200, body: "<html>Pay here</html>".into(), ..Response::default() }));

    let (_, frontdesk, _) = opened(&room);

    assert_eq!(said(&frontdesk.snapshot()), "Degraded: by the cookie");
}
