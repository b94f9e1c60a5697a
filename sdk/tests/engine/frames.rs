use crate::desk::{Room, key};
use frontdesk_sdk::platform::{Cookie, Response, SameSite, Visibility, Wake};
use frontdesk_sdk::wire::Environment;
use frontdesk_sdk::{Frontdesk, Platform, TokenOptions};

const NAMES: [&str; 3] = ["__session", "__client_uat", "__clerk_db_jwt"];

fn suffixed(name: &str) -> String {
    [name, "_", &key().cookie_suffix()].concat()
}

/// Every form of every cookie of the engine.
fn all(room: &Room) -> Vec<Cookie> {
    let names = NAMES.into_iter().flat_map(|name| [name.to_owned(), suffixed(name)]);
    names.flat_map(|name| room.world.cookies(&name)).collect()
}

fn on_https(host: &str) -> Room {
    let room = Room::open();
    room.world.set_page_url(&["https://", host, "/"].concat());
    room
}

/// The environment says that cookies are partitioned; everything else is answered as before.
fn partitioned() -> String {
    serde_json::to_string(&Environment { partitioned_cookies: true, ..Environment::default() }).unwrap()
}

// conformance: F03, F07
#[test]
fn cookies_are_open_to_other_sites_inside_their_frames_alone() {
    for (host, embedded, same_site) in [
        ("app.example", false, SameSite::Lax),
        ("app.example", true, SameSite::None),
        ("my-app.replit.dev", false, SameSite::None),
        ("replit.dev.evil.example", false, SameSite::Lax),
    ] {
        let room = on_https(host);
        room.world.set_embedded(embedded);
        let frontdesk = room.signed_in();

        let cookie = room.world.cookie("__session").unwrap();
        assert_eq!((cookie.same_site, cookie.secure, cookie.partitioned), (same_site, true, false), "{host}");
        let of_site = if same_site == SameSite::None { SameSite::None } else { SameSite::Strict };
        assert_eq!(room.world.cookie("__client_uat").unwrap().same_site, of_site);
        room.world.run(frontdesk.sign_out()).unwrap();
        assert!(room.world.cookie("__session").is_none());
    }
}

// conformance: F03, F07
#[test]
fn without_https_a_frame_gets_what_browsers_take() {
    let room = Room::open();
    room.world.set_embedded(true);
    let _frontdesk = room.signed_in();

    let cookie = room.world.cookie("__session").unwrap();
    assert_eq!((cookie.same_site, cookie.secure), (SameSite::Lax, false));
}

/// The room's server, whose environment changes.
fn serve_partitioned(room: &Room) -> Frontdesk {
    let (tab, frontdesk) = room.engine();
    room.world.run(frontdesk.load()).unwrap();
    room.sign_in(&frontdesk);
    drop(frontdesk);
    // The next page finds the environment that was kept, for the server's is out of order.
    tab.store(&["frontdesk_environment_", &key().cookie_suffix()].concat(), Some(&partitioned()));
    room.desk().broken = Some(("/environment", 500));
    room.tab()
}

// conformance: F04
#[test]
fn an_environment_that_comes_late_partitions_what_is_there() {
    let room = on_https("app.example");
    drop(room.signed_in());
    assert!(all(&room).iter().all(|cookie| !cookie.partitioned));

    let frontdesk = serve_partitioned(&room);

    assert!(frontdesk.snapshot().is_signed_in());
    let cookies = all(&room);
    assert_eq!(cookies.len(), 6, "one form of each");
    assert!(cookies.iter().all(|cookie| cookie.partitioned && cookie.secure && cookie.same_site == SameSite::None));
    assert!(cookies[0].to_text().ends_with("; SameSite=None; Secure; Partitioned"));
}

// conformance: F04
#[test]
fn without_https_nothing_is_partitioned() {
    let room = Room::open();
    let _frontdesk = serve_partitioned(&room);

    assert_eq!(all(&room).len(), 6);
    assert!(all(&room).iter().all(|cookie| !cookie.partitioned));
}

// conformance: F03, F08
#[test]
fn clearing_clears_every_form() {
    let room = on_https("app.example");
    let frontdesk = serve_partitioned(&room);
    for name in ["__session", "__clerk_db_jwt"] {
        let cookie = room.world.cookie(name).unwrap();
        room.world.put_cookie(Cookie { partitioned: false, ..cookie });
        assert_eq!(room.world.cookies(name).len(), 2);
    }

    room.world.run(frontdesk.sign_out()).unwrap();
    assert!(room.world.cookies("__session").is_empty() && room.world.cookies(&suffixed("__session")).is_empty());

    // The server forgets the development browser, and there is no other.
    room.desk().dev_browsers.clear();
    room.world.serve(|_| {
        let body = r#"{"errors": [{"code": "dev_browser_unauthenticated", "message": "m", "long_message": "m"}]}"#;
        Ok(Response { status: 401, body: body.to_owned(), ..Response::default() })
    });
    room.world.run(frontdesk.reload()).unwrap_err();
    assert!(room.world.cookies("__clerk_db_jwt").is_empty(), "{:?}", room.world.cookies("__clerk_db_jwt"));
    assert!(room.world.cookies(&suffixed("__clerk_db_jwt")).is_empty());
}

// conformance: F08
#[test]
fn a_form_that_is_left_over_goes_when_the_other_is_written() {
    let room = on_https("app.example");
    drop(room.signed_in());
    let cookie = room.world.cookie("__clerk_db_jwt").unwrap();
    room.world.put_cookie(Cookie { partitioned: true, value: "dvb_stale".to_owned(), ..cookie });
    room.world.set_page_url("https://app.example/?__clerk_db_jwt=dvb_1");

    let _frontdesk = room.tab();

    let left: Vec<(String, bool)> =
        room.world.cookies("__clerk_db_jwt").into_iter().map(|cookie| (cookie.value, cookie.partitioned)).collect();
    assert_eq!(left, [("dvb_1".to_owned(), false)]);
}

/// A tab that is seen without the keyboard.
fn renew(room: &Room, frontdesk: &Frontdesk) {
    room.world.advance(2_000);
    room.world.run(frontdesk.token_with(TokenOptions { skip_cache: true, ..TokenOptions::default() })).unwrap();
}

// conformance: F09
#[test]
fn a_frame_that_is_seen_writes_its_cookie_and_one_that_is_hidden_does_not() {
    for (embedded, visibility, written) in [
        (true, Visibility::Visible, true),
        (false, Visibility::Visible, false),
        (true, Visibility::Hidden, false),
        (true, Visibility::Focused, true),
    ] {
        let room = on_https("app.example");
        room.world.set_embedded(embedded);
        let (tab, frontdesk) = room.engine();
        room.world.run(frontdesk.load()).unwrap();
        room.sign_in(&frontdesk);
        let context = room.world.cookie("clerk_active_context").unwrap();
        room.world.put_cookie(Cookie { value: "sess_9:".to_owned(), ..context });
        let before = room.cookie("__session");
        room.world.show(&tab, visibility);

        renew(&room, &frontdesk);

        assert_eq!(room.cookie("__session") != before, written, "{embedded} {visibility:?}");
    }
}

// conformance: F09
#[test]
fn a_frame_that_becomes_visible_brings_its_cookie_up_to_date() {
    let room = on_https("app.example");
    room.world.set_embedded(true);
    let (tab, frontdesk) = room.engine();
    room.world.run(frontdesk.load()).unwrap();
    room.sign_in(&frontdesk);
    let context = room.world.cookie("clerk_active_context").unwrap();
    room.world.put_cookie(Cookie { value: "sess_9:".to_owned(), ..context });
    room.world.show(&tab, Visibility::Hidden);
    renew(&room, &frontdesk);
    let before = room.cookie("__session");

    room.world.show(&tab, Visibility::Visible);
    room.world.wake(&tab, Wake::Visible);

    assert_ne!(room.cookie("__session"), before);
    assert_eq!(room.cookie("clerk_active_context").as_deref(), Some("sess_2:"));
}
