//! An engine that only signs people in.

use crate::desk::{Room, key};
use frontdesk_sdk::platform::Wake;
use frontdesk_sdk::platform::test::TestPlatform;
use frontdesk_sdk::{Frontdesk, Status};

fn entrance(room: &Room) -> (TestPlatform, Frontdesk) {
    let tab = room.world.tab();
    let frontdesk = Frontdesk::builder(key().as_str()).platform(tab.clone()).build_entrance().unwrap();
    room.world.run(frontdesk.load()).unwrap();
    room.world.run_until_stalled();
    (tab, frontdesk)
}

#[test]
fn it_signs_in_writes_the_cookies_and_tells_other_tabs() {
    let room = Room::open();
    let other = room.tab();
    let (_, frontdesk) = entrance(&room);
    assert_eq!(frontdesk.snapshot().status, Status::Ready);

    room.sign_in(&frontdesk);

    assert!(frontdesk.snapshot().is_signed_in());
    assert!(room.cookie("__session").is_some());
    assert_eq!(room.cookie("__session"), room.suffixed("__session"));
    assert_eq!(room.cookie("clerk_active_context").as_deref(), Some("sess_2:"));
    assert!(other.snapshot().sessions().next().is_some(), "the other tab has not heard of it");
}

#[test]
fn it_asks_for_no_token_and_the_engine_after_it_goes_on_where_it_stood() {
    let room = Room::open();
    let (tab, frontdesk) = entrance(&room);
    room.sign_in(&frontdesk);
    let first = room.cookie("__session");

    room.world.advance(120_000);
    room.world.wake(&tab, Wake::Focus);
    room.world.run_until_stalled();
    assert!(room.desk().minted.is_empty(), "it renews");

    let next = Frontdesk::builder(key().as_str()).platform(tab).build().unwrap();
    drop(frontdesk);
    room.world.run(next.load()).unwrap();
    room.world.run_until_stalled();
    room.world.advance(60_000);

    assert!(next.snapshot().is_signed_in());
    assert_ne!(room.cookie("__session"), first, "nobody renews");
}

#[test]
fn it_draws_nobody_before_the_server_has_answered() {
    let room = Room::open();
    let signed_in = room.signed_in();
    drop(signed_in);

    let tab = room.world.tab();
    let frontdesk = Frontdesk::builder(key().as_str()).platform(tab).build_entrance().unwrap();
    let load = frontdesk.load();
    assert!(!frontdesk.snapshot().is_loaded());

    room.world.run(load).unwrap();
    assert!(frontdesk.snapshot().is_signed_in());
}

#[test]
fn a_sign_out_elsewhere_is_one_here() {
    let room = Room::open();
    let (_, frontdesk) = entrance(&room);
    room.sign_in(&frontdesk);
    let other = room.tab();

    room.world.run(other.sign_out()).unwrap();
    room.world.run_until_stalled();

    assert!(!frontdesk.snapshot().is_signed_in());
    assert_eq!(room.cookie("__session"), None);
}
