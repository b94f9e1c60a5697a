use crate::desk::{Room, seconds_left};
use frontdesk_sdk::{SetActive, Status};
use frontdesk_sdk::platform::Wake;

#[test]
fn a_second_tab_is_signed_in_too_as_soon_as_the_first_one_is() {
    let room = Room::open();
    let (first, second) = (room.tab(), room.tab());

    room.sign_in(&first);

    assert!(second.snapshot().is_signed_in());
    assert_eq!(second.snapshot().session_id, first.snapshot().session_id);
}

#[test]
fn a_tab_that_heard_nothing_finds_out_when_it_is_looked_at() {
    let room = Room::open();
    let (tab, frontdesk) = room.engine();
    room.world.run(frontdesk.load()).unwrap();
    let elsewhere = room.signed_in();
    room.world.run(elsewhere.sign_out()).unwrap();
    room.world.run_until_stalled();
    assert!(!frontdesk.snapshot().is_signed_in());
    room.desk().client.sessions.push(frontdesk_sdk::wire::Session {
        id: "sess_9".into(),
        status: frontdesk_sdk::wire::SessionStatus::Active,
        ..Default::default()
    });
    room.world.advance(6_000);

    room.world.wake(&tab, Wake::Focus);

    assert!(frontdesk.snapshot().is_signed_in());
}

// conformance: H12
#[test]
fn signing_out_in_one_tab_signs_out_the_others_without_asking_the_server() {
    let room = Room::open();
    let first = room.signed_in();
    let second = room.tab();
    assert!(second.snapshot().is_signed_in());
    let asked = room.world.requests().len();

    room.world.run(first.sign_out()).unwrap();
    room.world.run_until_stalled();

    assert!(!second.snapshot().is_signed_in());
    assert_eq!(room.world.requests().len(), asked + 1);
    assert_eq!(room.cookie("__session"), None);
}

// conformance: A22, A26, C24
#[test]
fn tabs_share_one_renewal_per_period() {
    let room = Room::open();
    let first = room.signed_in();
    let others = [room.tab(), room.tab()];

    room.world.advance(600_000);

    let asked = room.world.count("/tokens?");
    assert!((12..=13).contains(&asked), "{asked} requests of three tabs in ten minutes");
    let token = room.world.run(first.token()).unwrap();
    for other in &others {
        assert_eq!(room.world.run(other.token()).unwrap(), token);
    }
    assert!(seconds_left(&room) >= 10);
}

// conformance: H19
#[test]
fn a_session_that_is_over_is_over_in_all_tabs() {
    let room = Room::open();
    let first = room.signed_in();
    let second = room.tab();
    room.desk().client.sessions.clear();

    room.world.advance(50_000);

    assert!(!first.snapshot().is_signed_in());
    assert!(!second.snapshot().is_signed_in());
}

// conformance: F09
#[test]
fn a_hidden_tab_in_another_organization_does_not_write_the_cookie() {
    let room = Room::open();
    let (front, shown) = room.engine();
    room.world.run(shown.load()).unwrap();
    room.sign_in(&shown);
    let (_, behind) = room.engine();
    room.world.run(behind.load()).unwrap();
    room.world.focus(&front);
    room.world.run(shown.set_active(SetActive::slug("acme"))).unwrap();
    let in_front = room.cookie("__session");

    room.world.run(behind.token_with(frontdesk_sdk::TokenOptions { skip_cache: true, ..Default::default() })).unwrap();

    assert_eq!(room.cookie("__session"), in_front);
    assert_eq!(room.cookie("clerk_active_context").as_deref(), Some("sess_2:org_1"));
}

// conformance: F09
#[test]
fn an_organization_chosen_in_a_tab_without_the_keyboard_is_in_the_cookie() {
    let room = Room::open();
    let (front, shown) = room.engine();
    room.world.run(shown.load()).unwrap();
    room.sign_in(&shown);
    let (_, behind) = room.engine();
    room.world.run(behind.load()).unwrap();
    room.world.focus(&front);

    room.world.run(behind.set_active(SetActive::slug("acme"))).unwrap();

    assert_eq!(room.cookie("clerk_active_context").as_deref(), Some("sess_2:org_1"));
    let token = room.world.run(behind.token()).unwrap().unwrap();
    assert_eq!(room.cookie("__session").as_deref(), Some(token.expose()));
}

#[test]
fn a_tab_that_hears_another_tabs_token_after_an_outage_is_well_again() {
    let room = Room::open();
    let first = room.signed_in();
    let second = room.tab();
    room.desk().down = true;
    room.world.advance(70_000);
    for tab in [&first, &second] {
        assert_eq!(tab.snapshot().status, Status::Degraded);
    }
    room.desk().down = false;

    room.world.run(second.token()).unwrap();
    room.world.run_until_stalled();

    assert_eq!(first.snapshot().status, Status::Ready);
    assert_eq!(second.snapshot().status, Status::Ready);
}
