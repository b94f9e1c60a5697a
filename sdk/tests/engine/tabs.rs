use crate::desk::{Room, key, seconds_left};
use frontdesk_sdk::platform::test::TestPlatform;
use frontdesk_sdk::platform::{Platform, Visibility, Wake};
use frontdesk_sdk::{Frontdesk, Jwt, SetActive, Status, TokenOptions, TokenOrganization};

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
fn an_organization_chosen_in_the_tab_that_had_the_keyboard_last_is_in_the_cookie() {
    let room = Room::open();
    let (tab, frontdesk) = room.engine();
    room.world.run(frontdesk.load()).unwrap();
    room.sign_in(&frontdesk);
    let (front, behind) = room.engine();
    room.world.run(behind.load()).unwrap();
    room.world.focus(&tab);
    // The person looks at the browser's own tools, or at another program.
    room.world.show(&tab, Visibility::Visible);

    room.world.run(frontdesk.set_active(SetActive::slug("acme"))).unwrap();

    assert_eq!(room.cookie("clerk_active_context").as_deref(), Some("sess_2:org_1"));
    let token = room.world.run(frontdesk.token()).unwrap().unwrap();
    assert_eq!(room.cookie("__session").as_deref(), Some(token.expose()));
    room.world.focus(&front);
    assert_eq!(room.cookie("clerk_active_context").as_deref(), Some("sess_2:"));
}

// conformance: F09
#[test]
fn what_is_chosen_behind_the_tab_that_has_the_keyboard_is_in_the_cookie_when_somebody_comes_back() {
    let room = Room::open();
    let (front, shown) = room.engine();
    room.world.run(shown.load()).unwrap();
    room.sign_in(&shown);
    let (tab, behind) = room.engine();
    room.world.run(behind.load()).unwrap();
    // The same session and organization in both, and the answer comes when the other one has the keyboard.
    room.world.set_latency(|_| 400);
    let choosing = behind.clone();
    tab.spawn(Box::pin(async move { choosing.set_active(SetActive::slug("acme")).await.unwrap() }));
    room.world.advance(100);
    room.world.focus(&front);
    room.world.advance(2_000);

    assert_eq!(organization(&behind).as_deref(), Some("org_1"));
    assert_eq!(room.cookie("clerk_active_context").as_deref(), Some("sess_2:"));
    room.world.focus(&tab);
    assert_eq!(room.cookie("clerk_active_context").as_deref(), Some("sess_2:org_1"));
}

#[test]
fn a_tab_that_hears_another_tabs_token_after_an_outage_is_well_again() {
    let room = Room::open();
    let (tab, first) = room.engine();
    room.world.run(first.load()).unwrap();
    room.sign_in(&first);
    let second = room.tab();
    room.desk().down = true;
    room.world.advance(70_000);
    for tab in [&first, &second] {
        assert_eq!(tab.snapshot().status, Status::Degraded);
    }
    // A hidden tab does not try by itself.
    room.world.hide(&tab);
    room.desk().down = false;

    room.world.advance(50_000);

    assert_eq!(second.snapshot().status, Status::Ready);
    assert_eq!(first.snapshot().status, Status::Ready);
}

fn organization(frontdesk: &Frontdesk) -> Option<String> {
    frontdesk.snapshot().organization_id().map(ToString::to_string)
}

/// The organization that a tab's token is for.
fn token_for(room: &Room, frontdesk: &Frontdesk) -> Option<String> {
    let token = room.world.run(frontdesk.token()).unwrap().unwrap();
    token.claims().unwrap().organization.map(|organization| organization.id.to_string())
}

/// Two tabs of one session, the first in `org_1` and the second in `org_2`, which is in front.
fn two_organizations(room: &Room) -> [(TestPlatform, Frontdesk); 2] {
    let (first, one) = room.engine();
    room.world.run(one.load()).unwrap();
    room.sign_in(&one);
    let (second, two) = room.engine();
    room.world.run(two.load()).unwrap();
    room.world.focus(&first);
    room.world.run(one.set_active(SetActive::organization("org_1"))).unwrap();
    room.world.focus(&second);
    room.world.run(two.set_active(SetActive::organization("org_2"))).unwrap();
    room.world.run_until_stalled();
    [(first, one), (second, two)]
}

// conformance: C03, C25, F09
#[test]
fn each_tab_works_in_its_own_organization() {
    let room = Room::open();
    let [(first, one), (_, two)] = two_organizations(&room);
    for _ in 0..5 {
        room.world.advance(30_000);
        assert_eq!((organization(&one).as_deref(), organization(&two).as_deref()), (Some("org_1"), Some("org_2")));
        assert_eq!(room.cookie("clerk_active_context").as_deref(), Some("sess_2:org_2"));
        assert_eq!(token_for(&room, &one).as_deref(), Some("org_1"));
        assert_eq!(token_for(&room, &two).as_deref(), Some("org_2"));
    }

    room.world.run(one.reload()).unwrap();
    assert_eq!(organization(&one).as_deref(), Some("org_1"), "whatever the server says of the last choice");
    room.world.focus(&first);
    assert_eq!(room.cookie("clerk_active_context").as_deref(), Some("sess_2:org_1"));
    assert_eq!(
        Jwt::from(room.cookie("__session").unwrap()).claims().unwrap().organization.unwrap().id.as_str(),
        "org_1"
    );
}

// conformance: C21
#[test]
fn the_tab_that_somebody_comes_back_to_tells_the_server_and_a_new_tab_begins_there() {
    let room = Room::open();
    let [(first, one), (second, two)] = two_organizations(&room);
    assert_eq!(organization(&room.tab()).as_deref(), Some("org_2"), "the last choice of any tab");
    room.world.advance(10_000);
    let (touches, reads) = (room.world.count("/touch?"), room.world.count("/v1/client?"));

    room.world.focus(&first);
    room.world.wake(&first, Wake::Visible);

    assert_eq!(room.world.count("/touch?"), touches + 1, "being seen and getting the keyboard are one coming back");
    assert_eq!(room.world.count("/v1/client?"), reads, "the answer brings the client");
    assert_eq!(organization(&room.tab()).as_deref(), Some("org_1"));
    assert_eq!((organization(&one).as_deref(), organization(&two).as_deref()), (Some("org_1"), Some("org_2")));
    room.desk().client.sessions.clear();
    room.world.advance(10_000);
    room.world.focus(&second);
    assert!(!one.snapshot().is_signed_in() && !two.snapshot().is_signed_in());
}

#[test]
fn a_tab_remembers_its_organization_and_its_session_over_a_reload() {
    let room = Room::open();
    let [(first, one), (_, two)] = two_organizations(&room);
    room.sign_in(&two);
    let other = two.snapshot().session_id.clone();
    assert_ne!(one.snapshot().session_id, other);
    // A redirect shares the tab's memory with the choice.
    one.redirect("/somewhere").unwrap();

    let again = room.world.reload(&first);
    let frontdesk = Frontdesk::builder(key().as_str()).platform(again.clone()).build().unwrap();
    room.world.run(frontdesk.load()).unwrap();

    assert_eq!(frontdesk.snapshot().session_id, one.snapshot().session_id);
    assert_eq!(organization(&frontdesk).as_deref(), Some("org_1"));
    assert_eq!(again.tab_memory().unwrap().split_once('\n').unwrap().1, "sess_2:org_1");
    assert_eq!(room.tab().snapshot().session_id, other, "a new tab begins where somebody was last");
}

#[test]
fn a_tab_leaves_an_organization_whose_member_the_person_is_no_more() {
    let room = Room::open();
    let [(first, one), (_, two)] = two_organizations(&room);
    for session in &mut room.desk().client.sessions {
        let user = session.user.as_mut().unwrap();
        user.organization_memberships.retain(|membership| membership.organization.id.as_str() != "org_1");
    }
    room.world.advance(10_000);
    room.desk().broken = Some(("/touch", 404));

    room.world.focus(&first);

    assert_eq!(organization(&one).as_deref(), Some("org_2"), "where the server has the person");
    assert_eq!(organization(&two).as_deref(), Some("org_2"));
    assert_eq!(token_for(&room, &one).as_deref(), Some("org_2"));
}

// conformance: C18, C25
#[test]
fn a_token_for_another_organization_moves_neither_the_tab_nor_its_cookie() {
    let room = Room::open();
    let frontdesk = room.signed_in();
    let options = TokenOptions { organization: Some(TokenOrganization::Id("org_2".into())), ..TokenOptions::default() };

    room.world.run(frontdesk.token_with(options)).unwrap();
    room.world.run(frontdesk.reload()).unwrap();

    assert_eq!(organization(&frontdesk), None);
    assert_eq!(token_for(&room, &frontdesk), None);
    assert_eq!(room.cookie("clerk_active_context").as_deref(), Some("sess_2:"));
}

// conformance: C25, C26
#[test]
fn tabs_of_two_people_in_two_organizations_mint_once_per_period_each() {
    let room = Room::open();
    let [(first, one), (_, two)] = two_organizations(&room);
    room.sign_in(&two);
    room.world.run(two.set_active(SetActive::organization("org_2"))).unwrap();
    room.desk().minted.clear();

    for _ in 0..60 {
        room.world.advance(10_000);
        assert_eq!(token_for(&room, &one).as_deref(), Some("org_1"));
        assert_eq!(token_for(&room, &two).as_deref(), Some("org_2"));
    }

    let minted = room.desk().minted.clone();
    for organization in ["org_1", "org_2"] {
        let count = minted.iter().filter(|(_, key)| key.contains(organization)).count();
        assert!((11..=13).contains(&count), "{count} tokens for {organization} in ten minutes");
    }
    room.world.focus(&first);
    assert_eq!(room.cookie("clerk_active_context").as_deref(), Some("sess_2:org_1"));
}

// conformance: H05
#[test]
fn where_there_is_no_personal_workspace_nobody_goes_there() {
    let room = Room::open();
    room.desk().environment.organization_settings.force_organization_selection = true;
    let frontdesk = room.signed_in();
    room.world.run(frontdesk.set_active(SetActive::organization("org_1"))).unwrap();

    room.world.run(frontdesk.set_active(SetActive::personal())).unwrap();

    assert_eq!(organization(&frontdesk).as_deref(), Some("org_1"));
    assert_eq!(room.desk().client.sessions[0].last_active_organization_id, Some("org_1".into()));
}

// conformance: C24
#[test]
fn without_web_locks_tabs_share_one_renewal_per_period_by_a_lock_in_storage() {
    let room = Room::open();
    room.world.without_locks();
    let first = room.engine().1;
    let load = first.clone();
    let tab = room.world.tab();
    frontdesk_sdk::Platform::spawn(&tab, Box::pin(async move { load.load().await.unwrap() }));
    room.world.advance(1_000);
    let attempt = room.world.run(first.sign_in().with_password("ada@example.com", "correct horse")).unwrap();
    room.world.run(first.set_active(SetActive::session(attempt.created_session_id.unwrap()))).unwrap();
    let others = [room.tab(), room.tab()];

    room.world.advance(600_000);

    let asked = room.world.count("/tokens?");
    assert!((11..=13).contains(&asked), "{asked} requests of three tabs in ten minutes");
    for other in &others {
        assert!(other.snapshot().is_signed_in());
    }
}
