use crate::desk::Room;
use frontdesk_sdk::platform::SameSite;
use frontdesk_sdk::{Error, SetActive, Status};

/// An organization whose id alone makes a token too large for a cookie.
fn enormous() -> String {
    ["org_", &"x".repeat(4_000)].concat()
}

#[test]
fn a_token_that_no_cookie_holds_is_said_once_and_works_without() {
    let room = Room::open();
    let frontdesk = room.signed_in();
    assert!(room.cookie("__session").is_some());

    room.world.run(frontdesk.set_active(SetActive::organization(enormous()))).unwrap();

    let snapshot = frontdesk.snapshot();
    assert_eq!(snapshot.status, Status::Ready);
    let Some(Error::CookieTooLarge(bytes)) = snapshot.problem else { panic!("{:?}", snapshot.problem) };
    assert!(bytes > 4_096);
    assert_eq!(snapshot.problem.as_ref().unwrap().code().as_str(), "cookie_too_large");
    assert_eq!((room.cookie("__session"), room.suffixed("__session")), (None, None), "the one before is over soon");
    let token = room.world.run(frontdesk.token()).unwrap().unwrap();
    assert!(token.expose().len() > 4_096);

    // Nothing loops: one renewal per period, and nobody is told anything new.
    let asked = room.world.count("/tokens?");
    let before = frontdesk.snapshot();
    room.world.advance(600_000);
    assert!((11..=13).contains(&(room.world.count("/tokens?") - asked)));
    assert!(std::sync::Arc::ptr_eq(&before, &frontdesk.snapshot()));

    room.world.run(frontdesk.set_active(SetActive::personal())).unwrap();
    assert!(frontdesk.snapshot().problem.is_none());
    assert!(room.cookie("__session").is_some());
}

#[test]
fn a_token_that_fits_to_the_last_byte_is_written() {
    let room = Room::open();
    let frontdesk = room.signed_in();
    let name = "__session_".len() + 8;
    let mut largest = 0;
    for id in 2_600..2_900 {
        let id = ["org_", &"x".repeat(id)].concat();
        room.world.run(frontdesk.set_active(SetActive::organization(id))).unwrap();
        let bytes = room.world.run(frontdesk.token()).unwrap().unwrap().expose().len() + 1 + name;
        assert_eq!(room.cookie("__session").is_some(), bytes <= 4_096, "{bytes}");
        largest = if bytes <= 4_096 { bytes } else { largest };
    }
    assert!(largest >= 4_094, "the limit was not reached: {largest}");
}

// conformance: F03, F07
#[test]
fn a_frame_without_https_gets_cookies_for_frames_where_the_browser_takes_them() {
    let room = Room::open();
    room.world.set_embedded(true);
    room.world.trust_plain_http();
    let frontdesk = room.signed_in();

    let cookie = room.world.cookie("__session").unwrap();
    assert_eq!((cookie.same_site, cookie.secure, cookie.partitioned), (SameSite::None, true, false));

    room.world.run(frontdesk.sign_out()).unwrap();
    assert_eq!(room.cookie("__session"), None);
}

// conformance: F07
#[test]
fn a_page_of_its_own_without_https_keeps_cookies_that_https_is_not_needed_for() {
    let room = Room::open();
    room.world.trust_plain_http();
    let _frontdesk = room.signed_in();

    let cookie = room.world.cookie("__session").unwrap();
    assert_eq!((cookie.same_site, cookie.secure), (SameSite::Lax, false));
}
