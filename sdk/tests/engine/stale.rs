//! Answers to old questions: what has changed since knows better.

use crate::desk::{Room, key};
use frontdesk_sdk::platform::test::TestPlatform;
use frontdesk_sdk::{Frontdesk, Platform, TokenOptions};

/// A tab whose person is signed in. From now on the client is read slowly: the server answers after two seconds, and the answer is
/// there after four.
fn slow_reader(room: &Room) -> (TestPlatform, Frontdesk) {
    let (tab, frontdesk) = room.engine();
    room.world.run(frontdesk.load()).unwrap();
    room.sign_in(&frontdesk);
    room.world.set_latency(|request| if request.url.contains("/v1/client?") { 4_000 } else { 0 });
    (tab, frontdesk)
}

/// Asks for the client, and lets the server answer; the answer is on its way.
fn ask(room: &Room, (tab, frontdesk): &(TestPlatform, Frontdesk)) {
    let asking = frontdesk.clone();
    tab.spawn(Box::pin(async move { asking.reload().await.unwrap() }));
    room.world.advance(3_000);
}

#[test]
fn a_question_after_a_refusal_does_not_undo_a_sign_in() {
    let room = Room::open();
    let page = slow_reader(&room);
    let other = room.engine();
    room.desk().client.sessions.clear();
    let refused = page.1.clone();
    let fresh = TokenOptions { skip_cache: true, ..TokenOptions::default() };
    page.0.spawn(Box::pin(async move { drop(refused.token_with(fresh).await) }));
    room.world.advance(3_000);
    assert_eq!(room.world.count("/v1/client?"), 2, "nobody is signed in, says the answer that is on its way");

    room.sign_in(&page.1);
    room.world.set_latency(|_| 0);
    room.world.run(other.1.load()).unwrap();
    room.world.advance(5_000);

    assert!(page.1.snapshot().is_signed_in() && other.1.snapshot().is_signed_in());
    let session = page.1.snapshot().session_id.clone().unwrap();
    assert_eq!(room.cookie("clerk_active_context"), Some([session.as_str(), ":"].concat()));
}

#[test]
fn an_answer_from_before_another_tabs_sign_out_brings_nobody_back() {
    let room = Room::open();
    let page = slow_reader(&room);
    let other = room.engine().1;
    room.world.set_latency(|_| 0);
    room.world.run(other.load()).unwrap();
    room.world.set_latency(|request| if request.url.contains("/v1/client?") { 4_000 } else { 0 });
    ask(&room, &page);

    room.world.run(other.sign_out()).unwrap();
    room.world.run_until_stalled();
    assert!(!page.1.snapshot().is_signed_in());
    room.world.advance(1_500);

    assert!(!page.1.snapshot().is_signed_in());
    assert_eq!((room.cookie("__session"), room.suffixed("__session")), (None, None));
    room.world.advance(10_000);
    assert_eq!(page.1.snapshot().sessions().count(), 0);
}

#[test]
fn an_answer_from_before_ones_own_sign_out_brings_nobody_back() {
    let room = Room::open();
    let page = slow_reader(&room);
    ask(&room, &page);

    room.world.run(page.1.sign_out()).unwrap();
    room.world.advance(1_500);

    assert!(!page.1.snapshot().is_signed_in());
    assert_eq!(room.cookie("__session"), None);
    room.world.advance(10_000);
    assert!(!page.1.snapshot().is_signed_in());
}

#[test]
fn what_an_old_answer_would_have_told_is_asked_again() {
    let room = Room::open();
    let page = slow_reader(&room);
    room.world.set_latency(|_| 0);
    let other = room.tab();
    let first = other.snapshot().session_id.clone().unwrap();
    room.world.set_latency(|request| if request.url.contains("/v1/client?") { 4_000 } else { 0 });
    // The page hears of a second session, and, before the answer about it is there, of the first one's end.
    room.sign_in(&other);
    room.world.advance(3_000);

    room.world.run(other.sign_out_session(&first)).unwrap();
    room.world.advance(10_000);

    assert!(page.1.snapshot().is_signed_in());
    assert_eq!(page.1.snapshot().session_id, other.snapshot().session_id);
}

#[test]
fn a_sign_out_that_is_heard_during_a_start_leaves_the_other_person_signed_in() {
    let room = Room::open();
    let first = slow_reader(&room).1;
    room.world.set_latency(|_| 0);
    let one = first.snapshot().session_id.clone().unwrap();
    room.sign_in(&first);
    room.world.run(first.set_active(frontdesk_sdk::SetActive::session(one.clone()))).unwrap();
    room.world.set_latency(|request| if request.url.contains("/v1/client?") { 4_000 } else { 0 });
    let tab = room.world.tab();
    let starting = Frontdesk::builder(key().as_str()).platform(tab.clone()).build().unwrap();
    let loading = starting.clone();
    tab.spawn(Box::pin(async move { loading.load().await.unwrap() }));
    room.world.advance(3_000);
    assert!(starting.snapshot().is_provisional());

    room.world.run(first.sign_out_session(&one)).unwrap();
    room.world.advance(10_000);

    assert!(starting.snapshot().is_signed_in());
    assert_ne!(starting.snapshot().session_id, Some(one));
}
