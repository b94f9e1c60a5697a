use crate::desk::{Room, seconds_left};
use frontdesk_sdk::platform::Wake;
use frontdesk_sdk::{Status, TokenOptions, TokenOrganization};

// conformance: A01, A06, A10
#[test]
fn the_token_is_renewed_every_fifty_seconds_of_sixty_and_the_cookie_never_expires() {
    let room = Room::open();
    let _frontdesk = room.signed_in();

    for second in 1..=600 {
        room.world.advance(1_000);
        let left = seconds_left(&room);
        assert!(left >= 10, "{left} seconds left after {second}");
    }

    assert_eq!(room.world.count("/tokens?"), 12);
}

#[test]
fn the_times_follow_the_token_and_not_a_constant() {
    let room = Room::open();
    room.desk().lifetime = 300;
    let _frontdesk = room.signed_in();

    room.world.advance(600_000);

    assert_eq!(room.world.count("/tokens?"), 2);
}

// conformance: A02, C02, C11
#[test]
fn callers_at_the_same_time_share_one_request() {
    let room = Room::open();
    let (tab, frontdesk) = room.engine();
    room.world.run(frontdesk.load()).unwrap();
    room.sign_in(&frontdesk);
    room.world.hide(&tab);
    room.world.advance(120_000);
    assert_eq!(room.world.count("/tokens?"), 0, "a hidden tab asks for nothing");

    let (one, other) = room.world.run(futures::future::join(frontdesk.token(), frontdesk.token()));

    assert_eq!(one.unwrap(), other.unwrap());
    assert_eq!(room.world.count("/tokens?"), 1);
}

// conformance: C11
#[test]
fn a_hidden_tab_is_fresh_as_soon_as_it_is_seen() {
    let room = Room::open();
    let (tab, frontdesk) = room.engine();
    room.world.run(frontdesk.load()).unwrap();
    room.sign_in(&frontdesk);
    room.world.hide(&tab);
    room.world.advance(600_000);

    room.world.focus(&tab);

    assert_eq!(seconds_left(&room), 60);
    assert_eq!(room.world.count("/tokens?"), 1);
}

#[test]
fn a_device_that_slept_has_a_fresh_token_when_it_wakes() {
    let room = Room::open();
    let frontdesk = room.signed_in();

    room.world.sleep_device(8 * 3_600_000);

    assert_eq!(seconds_left(&room), 60);
    assert!(frontdesk.snapshot().is_signed_in());
}

// conformance: C09, G13
#[test]
fn an_outage_keeps_the_person_signed_in_and_renewal_comes_back_by_itself() {
    let room = Room::open();
    let frontdesk = room.signed_in();
    room.desk().down = true;

    room.world.advance(300_000);
    assert_eq!(frontdesk.snapshot().status, Status::Degraded);
    assert!(frontdesk.snapshot().is_signed_in());
    assert!(room.cookie("__session").is_some());
    let tried = room.world.count("/tokens?");
    assert!((5..40).contains(&tried), "{tried} tries in five minutes");

    room.desk().down = false;
    room.world.advance(50_000);
    assert_eq!(frontdesk.snapshot().status, Status::Ready);
    assert!(seconds_left(&room) > 0);
}

// conformance: C06, C09, G15
#[test]
fn without_a_server_a_good_token_is_used_and_an_expired_one_is_an_error() {
    let room = Room::open();
    let frontdesk = room.signed_in();
    room.desk().down = true;

    assert!(room.world.run(frontdesk.token()).unwrap().is_some());
    room.world.advance(52_000);
    assert!(room.world.run(frontdesk.token()).unwrap().is_some(), "eight seconds are left");
    room.world.set_online(false);
    room.world.advance(60_000);

    let error = room.world.run(frontdesk.token()).unwrap_err();

    assert_eq!(error.code().as_str(), "clerk_offline");
    assert!(frontdesk.snapshot().is_signed_in());
}

// conformance: G15
#[test]
fn the_way_back_online_renews_at_once() {
    let room = Room::open();
    let (tab, frontdesk) = room.engine();
    room.world.run(frontdesk.load()).unwrap();
    room.sign_in(&frontdesk);
    room.world.set_online(false);
    room.world.advance(120_000);

    room.world.set_online(true);
    room.world.wake(&tab, Wake::Online);

    assert_eq!(seconds_left(&room), 60);
    assert_eq!(frontdesk.snapshot().status, Status::Ready);
}

#[test]
fn a_device_clock_hours_off_changes_nothing_but_a_warning() {
    for wrong in [7_200_000, -7_200_000] {
        let room = Room::open();
        room.world.set_device_ahead(wrong);
        let frontdesk = room.signed_in();

        room.world.advance(600_000);

        let skew = frontdesk.snapshot().clock_skew.unwrap();
        assert!((skew.device_ahead - wrong / 1_000).abs() <= 2, "{skew:?}");
        assert!(seconds_left(&room) >= 9);
        let asked = room.world.count("/tokens?");
        assert!((11..=14).contains(&asked), "{asked} requests in ten minutes with a clock {wrong} ms ahead");
    }
}

#[test]
fn a_clock_that_is_set_back_during_a_session_does_not_keep_an_old_token() {
    let room = Room::open();
    let frontdesk = room.signed_in();
    room.world.sleep_device(40_000);
    room.world.set_device_ahead(-3_600_000);
    room.world.advance(3_600_000);

    let token = room.world.run(frontdesk.token()).unwrap().unwrap();

    assert!(token.claims().unwrap().expires_at > room.world.now().seconds());
}

// conformance: C03, C04, C18
#[test]
fn templates_and_other_organizations_have_their_own_tokens() {
    let room = Room::open();
    let frontdesk = room.signed_in();
    let cookie = room.cookie("__session");

    let template = TokenOptions { template: Some("billing api".into()), ..TokenOptions::default() };
    let organization =
        TokenOptions { organization: Some(TokenOrganization::Id("org_1".into())), ..TokenOptions::default() };
    let one = room.world.run(frontdesk.token_with(template.clone())).unwrap().unwrap();
    let again = room.world.run(frontdesk.token_with(template)).unwrap().unwrap();
    let other = room.world.run(frontdesk.token_with(organization)).unwrap().unwrap();

    assert_eq!(one, again);
    assert_eq!(room.world.count("/tokens/billing%20api?"), 1);
    assert_eq!(other.claims().unwrap().organization.unwrap().id.as_str(), "org_1");
    assert_eq!(room.cookie("__session"), cookie, "the cookie is for the active organization");
}

// conformance: C15
#[test]
fn skip_cache_asks_the_server() {
    let room = Room::open();
    let frontdesk = room.signed_in();
    room.world.advance(2_000);

    let fresh = room
        .world
        .run(frontdesk.token_with(TokenOptions { skip_cache: true, ..TokenOptions::default() }))
        .unwrap()
        .unwrap();

    assert_eq!(room.world.count("debug=skip_cache"), 1);
    assert_eq!(fresh.claims().unwrap().issued_at, room.world.now().seconds());
    assert_eq!(room.cookie("__session").as_deref(), Some(fresh.expose()));
}

// conformance: E11
#[test]
fn a_refusal_for_being_too_many_waits_as_long_as_asked() {
    let room = Room::open();
    let frontdesk = room.signed_in();
    room.desk().broken = Some(("/tokens", 429));

    room.world.advance(50_000);
    assert_eq!(room.world.count("/tokens?"), 1);
    room.world.advance(6_000);
    assert_eq!(room.world.count("/tokens?"), 1);
    room.world.advance(1_000);

    assert_eq!(room.world.count("/tokens?"), 2);
    assert!(frontdesk.snapshot().is_signed_in());
}

#[test]
fn an_organization_that_is_gone_is_left() {
    let room = Room::open();
    let frontdesk = room.signed_in();
    room.world.run(frontdesk.set_active(frontdesk_sdk::SetActive::slug("acme"))).unwrap();
    room.desk().client.sessions[0].last_active_organization_id = None;
    room.desk().broken = Some(("/tokens", 404));

    room.world.advance(50_000);

    assert!(frontdesk.snapshot().is_signed_in());
    assert!(frontdesk.snapshot().organization().is_none());
    assert_eq!(room.cookie("clerk_active_context").as_deref(), Some("sess_2:"));
}

#[test]
fn tokens_that_are_always_due_do_not_make_a_storm() {
    let room = Room::open();
    let frontdesk = room.signed_in();
    room.desk().lifetime = 1;

    room.world.advance(60_000);

    assert!(room.world.count("/tokens?") <= 12);
    assert!(frontdesk.snapshot().is_signed_in());
}
