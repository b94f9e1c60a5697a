use crate::desk::{Room, key};
use frontdesk_sdk::platform::{Cookie, Request, Response, SameSite, Wake};
use frontdesk_sdk::{Frontdesk, Status};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

// conformance: F02, F05
#[test]
fn a_first_visit_makes_a_development_browser_and_finds_nobody() {
    let room = Room::open();
    let frontdesk = room.tab();

    let requests = room.world.requests();
    assert_eq!(requests.len(), 3);
    assert!(requests[0].starts_with("POST http://demo.localhost:4400/v1/dev_browser?__clerk_api_version=2026-05-12"));
    assert!(requests[1..].iter().all(|request| request.contains("__clerk_db_jwt=dvb_1")));
    assert_eq!(room.world.count("GET http://demo.localhost:4400/v1/client?"), 1);
    assert_eq!(room.world.count("/v1/environment?"), 1);
    assert_eq!(frontdesk.snapshot().status, Status::Ready);
    assert!(!frontdesk.snapshot().is_signed_in());
    assert_eq!(room.cookie("__clerk_db_jwt").as_deref(), Some("dvb_1"));
    assert_eq!(room.suffixed("__clerk_db_jwt").as_deref(), Some("dvb_1"));
    assert_eq!(room.cookie("__client_uat").as_deref(), Some("0"));
    assert_eq!(room.cookie("__session"), None);
}

#[test]
fn loads_at_the_same_time_are_one() {
    let room = Room::open();
    let (_, frontdesk) = room.engine();

    let (one, other) = room.world.run(futures::future::join(frontdesk.load(), frontdesk.load()));

    assert!(one.is_ok() && other.is_ok());
    assert_eq!(room.world.count("/v1/client?"), 1);
}

// conformance: E01
#[test]
fn behind_a_proxy_there_is_no_development_browser() {
    let room = Room::open();
    let frontdesk =
        Frontdesk::builder(key().as_str()).proxy_url("/__clerk").platform(room.world.tab()).build().unwrap();

    room.world.run(frontdesk.load()).unwrap();

    assert!(room.world.requests().iter().all(|request| request.contains(" http://localhost:4402/__clerk/v1/")));
    assert_eq!(room.world.count("dev_browser") + room.world.count("__clerk_db_jwt"), 0);
}

// conformance: G22, I01
#[test]
fn a_development_browser_in_the_address_beats_the_cookie_and_leaves_the_address() {
    let room = Room::open();
    room.desk().dev_browsers = vec!["dvb_url".into(), "dvb_cookie".into()];
    room.world.put_cookie(cookie("__clerk_db_jwt", "dvb_cookie"));
    room.world.set_page_url("http://localhost:4402/a?x=1&__clerk_db_jwt=dvb_url#b");

    let _frontdesk = room.tab();

    assert_eq!(room.world.count("__clerk_db_jwt=dvb_url"), 2);
    assert_eq!(room.world.page_url(), "http://localhost:4402/a?x=1#b");
    assert_eq!(room.cookie("__clerk_db_jwt").as_deref(), Some("dvb_url"));
}

// conformance: G09
#[test]
fn an_unknown_development_browser_is_replaced_without_a_storm() {
    let room = Room::open();
    room.world.put_cookie(cookie("__clerk_db_jwt", "dvb_forgotten"));

    let frontdesk = room.tab();

    assert_eq!(frontdesk.snapshot().status, Status::Ready);
    assert_eq!(room.cookie("__clerk_db_jwt").as_deref(), Some("dvb_1"));
    assert_eq!(room.world.count("/v1/dev_browser?"), 1);
    assert!(room.world.requests().len() <= 5);
}

#[test]
fn corrupted_cookies_and_storage_are_ignored() {
    let room = Room::open();
    let suffix = key().cookie_suffix();
    for name in [
        "__clerk_db_jwt".to_owned(),
        format!("__clerk_db_jwt_{suffix}"),
        "__session".into(),
        format!("__session_{suffix}"),
    ] {
        room.world.put_cookie(cookie(&name, "%%%{not a token}"));
    }

    let frontdesk = room.tab();

    assert_eq!(frontdesk.snapshot().status, Status::Ready);
    assert_eq!(room.cookie("__session"), None);
    room.sign_in(&frontdesk);
    assert!(room.cookie("__session").unwrap().starts_with("ey"));
}

// conformance: A01, C01
#[test]
fn a_reload_of_the_page_is_signed_in_without_asking_for_a_token() {
    let room = Room::open();
    drop(room.signed_in());

    let after = room.tab();

    assert!(after.snapshot().is_signed_in());
    assert_eq!(after.snapshot().user().unwrap().first_name.as_deref(), Some("Ada"));
    assert!(room.world.run(after.token()).unwrap().is_some());
    assert_eq!(room.world.count("/tokens?"), 0);
}

#[test]
fn a_client_without_tokens_gets_one() {
    let room = Room::open();
    drop(room.signed_in());
    room.desk().hands_out_tokens = false;
    room.world.advance(120_000);

    let _after = room.tab();

    assert_eq!(room.world.count("/tokens?"), 1);
}

#[test]
fn a_server_that_is_down_fails_the_load_and_it_heals_by_itself() {
    let room = Room::open();
    room.desk().down = true;
    let (_, frontdesk) = room.engine();

    let load = frontdesk.load();
    let failed = Arc::new(AtomicU32::new(0));
    let seen = failed.clone();
    let _subscription = frontdesk.subscribe(move |snapshot| {
        if snapshot.status == Status::Failed {
            seen.fetch_add(1, Ordering::Relaxed);
        }
    });
    let error = room.world.run(load).unwrap_err();
    assert_eq!(error.code().as_str(), "network_error");
    assert_eq!(frontdesk.snapshot().status, Status::Failed);

    room.desk().down = false;
    room.world.advance(3_000);

    assert_eq!(frontdesk.snapshot().status, Status::Ready);
    assert_eq!(failed.load(Ordering::Relaxed), 1);
}

#[test]
fn the_way_back_online_loads_at_once() {
    let room = Room::open();
    room.desk().down = true;
    let (tab, frontdesk) = room.engine();
    room.world.run(frontdesk.load()).unwrap_err();

    room.desk().down = false;
    room.world.wake(&tab, Wake::Online);

    assert_eq!(frontdesk.snapshot().status, Status::Ready);
}

// conformance: G07
#[test]
fn without_an_environment_the_kept_one_is_shown_and_the_person_is_signed_in() {
    let room = Room::open();
    drop(room.signed_in());
    room.desk().broken = Some(("/environment", 500));

    let frontdesk = room.tab();

    let snapshot = frontdesk.snapshot();
    assert_eq!(snapshot.status, Status::Degraded);
    assert_eq!(snapshot.problem.as_ref().unwrap().status(), Some(500));
    assert!(snapshot.is_signed_in() && snapshot.environment.is_some());

    room.desk().broken = None;
    room.world.advance(3_000);
    assert_eq!(frontdesk.snapshot().status, Status::Ready);
}

// conformance: G03
#[test]
fn a_server_that_hangs_does_not_hold_the_start_for_more_than_seven_seconds() {
    let room = Room::open();
    let frontdesk = Frontdesk::builder(key().as_str()).platform(Hanging(room.world.tab())).build().unwrap();
    let loading = frontdesk.clone();
    frontdesk_sdk::Platform::spawn(&room.world.tab(), Box::pin(async move { drop(loading.load().await) }));

    room.world.advance(6_999);
    assert_eq!(frontdesk.snapshot().status, Status::Loading);
    room.world.advance(1);

    assert_eq!(frontdesk.snapshot().status, Status::Degraded);
    assert_eq!(frontdesk.snapshot().problem.as_ref().unwrap().code().as_str(), "network_error");
}

// conformance: E09
#[test]
fn a_read_that_reaches_nobody_is_tried_again_and_says_so() {
    let room = Room::open();
    let frontdesk = room.signed_in();
    room.desk().down = true;
    let asking = frontdesk;
    let tab = room.world.tab();
    frontdesk_sdk::Platform::spawn(&tab, Box::pin(async move { asking.reload().await.unwrap() }));
    room.world.advance(99);
    room.desk().down = false;

    room.world.advance(200);

    assert_eq!(room.world.count("_clerk_retry_attempt=1"), 1);
    assert_eq!(room.world.count("_clerk_retry_attempt="), 1);
}

// conformance: E09
#[test]
fn a_change_that_reaches_nobody_is_not_sent_twice() {
    let room = Room::open();
    let frontdesk = room.tab();
    room.desk().down = true;

    let error = room.world.run(frontdesk.sign_in().identify("ada@example.com")).unwrap_err();

    assert!(error.retryable());
    assert_eq!(room.world.count("/sign_ins?"), 1);
}

// conformance: H18
#[test]
fn snapshots_are_the_same_when_nothing_changed() {
    let room = Room::open();
    let frontdesk = room.signed_in();
    let before = frontdesk.snapshot();
    let told = Arc::new(AtomicU32::new(0));
    let count = told.clone();
    let subscription = frontdesk.subscribe(move |_| {
        count.fetch_add(1, Ordering::Relaxed);
    });

    room.world.run(frontdesk.reload()).unwrap();
    room.world.advance(300_000);

    assert!(Arc::ptr_eq(&before, &frontdesk.snapshot()));
    assert_eq!(told.load(Ordering::Relaxed), 0);
    drop(subscription);
    room.world.run(frontdesk.sign_out()).unwrap();
    assert_eq!(told.load(Ordering::Relaxed), 0);
}

#[test]
fn snapshots_hold_no_tokens() {
    let room = Room::open();
    let frontdesk = room.signed_in();

    assert!(frontdesk.snapshot().sessions().all(|session| session.last_active_token.is_none()));
    assert!(!format!("{:?}", frontdesk.snapshot()).contains("eyJ"));
}

fn cookie(name: &str, value: &str) -> Cookie {
    Cookie {
        name: name.to_owned(),
        value: value.to_owned(),
        domain: None,
        max_age: None,
        same_site: SameSite::Lax,
        secure: false,
        partitioned: false,
    }
}

/// A network on which the development browser is made, and nothing else is ever answered.
struct Hanging(frontdesk_sdk::platform::test::TestPlatform);

impl frontdesk_sdk::Platform for Hanging {
    fn fetch(
        &self,
        request: Request,
    ) -> frontdesk_sdk::platform::BoxFuture<Result<Response, frontdesk_sdk::platform::FetchError>> {
        if request.url.contains("/v1/client") { Box::pin(std::future::pending()) } else { self.0.fetch(request) }
    }
    fn now(&self) -> frontdesk_sdk::wire::Timestamp {
        self.0.now()
    }
    fn sleep(&self, millis: u64) -> frontdesk_sdk::platform::BoxFuture<()> {
        self.0.sleep(millis)
    }
    fn spawn(&self, task: frontdesk_sdk::platform::BoxFuture<()>) {
        self.0.spawn(task);
    }
    fn random(&self) -> u64 {
        self.0.random()
    }
}
