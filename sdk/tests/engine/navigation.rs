use crate::desk::{Room, key};
use frontdesk_sdk::navigation::{After, AllowedOrigins, Destination, NavigationError, Page};
use frontdesk_sdk::wire::session::SessionTask;
use frontdesk_sdk::wire::{KeyKind, PublishableKey, SessionStatus, Timestamp, percent};
use frontdesk_sdk::{Frontdesk, Urls};
use std::sync::{Arc, Mutex};

const DAY: i64 = 86_400_000;

/// A tab of an app with these pages, loaded.
fn tab(room: &Room, urls: Urls) -> Frontdesk {
    let frontdesk = Frontdesk::builder(key().as_str()).urls(urls).platform(room.world.tab()).build().unwrap();
    room.world.run(frontdesk.load()).unwrap();
    room.world.run_until_stalled();
    frontdesk
}

/// An app of a production instance, not loaded.
fn production(room: &Room, urls: Urls) -> Frontdesk {
    let key = PublishableKey::new(KeyKind::Production, "clerk.app.example").unwrap();
    Frontdesk::builder(key.as_str()).urls(urls).platform(room.world.tab()).build().unwrap()
}

fn elsewhere() -> Urls {
    Urls {
        sign_in: Some("https://accounts.example/sign-in?theme=dark#top".to_owned()),
        user_profile: Some("/me".to_owned()),
        allowed_origins: AllowedOrigins::new(["https://*.app.example"]).unwrap(),
        ..Urls::default()
    }
}

// conformance: I02, I04
#[test]
fn in_development_links_to_other_origins_carry_the_development_browser() {
    let room = Room::open();
    let frontdesk = tab(&room, Urls::default());

    let built = |url: &str| frontdesk.build_url_with_auth(url);
    assert_eq!(built("https://other.example/a?x=1#y").unwrap(), "https://other.example/a?x=1&__clerk_db_jwt=dvb_1#y");
    assert_eq!(
        built("https://other.example/?__clerk_db_jwt=dvb_old&x=1").unwrap(),
        "https://other.example/?x=1&__clerk_db_jwt=dvb_1",
        "an older one is replaced"
    );
    assert_eq!(built("/orders").unwrap(), "http://localhost:4402/orders", "the own origin has the cookie");
    assert_eq!(built("javascript:alert(1)"), None);
}

// conformance: I02
#[test]
fn in_production_addresses_stay_as_they_are() {
    let room = Room::open();
    let frontdesk = production(&room, elsewhere());

    let built = |url: &str| frontdesk.build_url_with_auth(url).unwrap();
    assert_eq!(built("https://other.example/a?x=1"), "https://other.example/a?x=1");
    assert_eq!(built("/orders"), "http://localhost:4402/orders");
    assert_eq!(frontdesk.url_of(Page::SignIn), "https://accounts.example/sign-in?theme=dark#top");
}

// conformance: I07
#[test]
fn pages_have_whole_addresses_by_the_app_or_by_use() {
    let room = Room::open();
    room.world.set_page_url("http://localhost:4402/orders?page=2");
    let frontdesk = tab(&room, elsewhere());

    assert_eq!(frontdesk.url_of(Page::SignIn), "https://accounts.example/sign-in?theme=dark&__clerk_db_jwt=dvb_1#top");
    for (page, url) in [
        (Page::SignUp, "http://localhost:4402/sign-up"),
        (Page::UserProfile, "http://localhost:4402/me"),
        (Page::OrganizationProfile, "http://localhost:4402/organization"),
        (Page::CreateOrganization, "http://localhost:4402/create-organization"),
        (Page::Waitlist, "http://localhost:4402/waitlist"),
    ] {
        assert_eq!(frontdesk.url_of(page), url);
    }
    let back = percent::encode("http://localhost:4402/orders?page=2");
    assert_eq!(
        frontdesk.url_of_and_back(Page::SignIn),
        format!("https://accounts.example/sign-in?theme=dark&__clerk_db_jwt=dvb_1&redirect_url={back}#top")
    );
    assert_eq!(frontdesk.url_after(After::SignIn), "http://localhost:4402/");
}

// conformance: I07, M22
#[test]
fn whoever_is_sent_to_sign_in_comes_back() {
    let room = Room::open();
    room.world.set_page_url("http://localhost:4402/orders?page=2");
    let frontdesk = tab(&room, Urls { after_sign_in: Some("/home".to_owned()), ..Urls::default() });

    frontdesk.redirect_to_sign_in().unwrap();

    assert!(room.world.page_url().starts_with("http://localhost:4402/sign-in?redirect_url="));
    room.sign_in(&frontdesk);
    frontdesk.redirect_after(After::SignIn).unwrap();
    assert_eq!(room.world.page_url(), "http://localhost:4402/orders?page=2");
    frontdesk.redirect_to(Page::UserProfile).unwrap();
    assert_eq!(room.world.page_url(), "http://localhost:4402/user");
    assert_eq!(frontdesk.url_after(After::SignIn), "http://localhost:4402/home");
}

// conformance: M07
#[test]
fn what_the_app_forces_beats_the_address() {
    let room = Room::open();
    room.world.set_page_url("http://localhost:4402/sign-in?redirect_url=%2Fasked");
    let urls = Urls {
        force_after_sign_in: Some("/forced".to_owned()),
        after_sign_out: Some("/bye".to_owned()),
        ..Urls::default()
    };
    let frontdesk = tab(&room, urls);

    assert_eq!(frontdesk.url_after(After::SignIn), "http://localhost:4402/forced");
    assert_eq!(frontdesk.url_after(After::SignUp), "http://localhost:4402/asked");
    assert_eq!(frontdesk.url_after(After::SignOut), "http://localhost:4402/bye");
}

// conformance: H15
#[test]
fn a_route_is_the_own_origin_and_everything_else_is_loaded() {
    let room = Room::open();
    let frontdesk = tab(&room, Urls::default());

    let route = |path: &str| Some(Destination::Route(path.to_owned()));
    assert_eq!(frontdesk.destination("/orders?x=1#y"), route("/orders?x=1#y"));
    assert_eq!(frontdesk.destination("http://localhost:4402/orders"), route("/orders"));
    assert_eq!(frontdesk.destination("#/factor-one"), route("/#/factor-one"));
    let other = Destination::Load("http://localhost:4403/?__clerk_db_jwt=dvb_1".to_owned());
    assert_eq!(frontdesk.destination("http://localhost:4403/"), Some(other));
    for evil in
        ["javascript:alert(1)", "//evil.example", "/\\evil.example", "data:text/html,x", "", "https:evil.example"]
    {
        assert_eq!(frontdesk.destination(evil), None, "{evil:?}");
        assert_eq!(frontdesk.navigate(evil), Err(NavigationError::Address(evil.to_owned())));
        assert_eq!(room.world.page_url(), "http://localhost:4402/");
    }
    frontdesk.navigate("/orders").unwrap();
    assert_eq!(room.world.page_url(), "http://localhost:4402/orders");
}

// conformance: H15
#[test]
fn an_address_of_the_apps_own_scheme_is_gone_to_when_it_is_allowed() {
    let room = Room::open();
    let urls = Urls {
        allowed_origins: AllowedOrigins::new(["myapp:"]).unwrap(),
        after_sign_in: Some("myapp://home".to_owned()),
        ..Urls::default()
    };
    let frontdesk = tab(&room, urls);

    frontdesk.redirect_after(After::SignIn).unwrap();

    assert_eq!(room.world.page_url(), "myapp://home");
    room.world.set_page_url("http://localhost:4402/");
    assert_eq!(frontdesk.destination("MyApp:x"), Some(Destination::Load("MyApp:x".to_owned())));
    for other in ["otherapp://home", "myapp:", "javascript:alert(1)", "myapp:\n"] {
        assert_eq!(frontdesk.navigate(other), Err(NavigationError::Address(other.to_owned())));
    }
}

#[test]
fn what_is_no_address_does_not_count_as_a_redirect() {
    let room = Room::open();
    let frontdesk = tab(&room, Urls::default());

    for _ in 0..20 {
        assert!(matches!(frontdesk.redirect("javascript:alert(1)"), Err(NavigationError::Address(_))));
    }

    frontdesk.redirect("/orders").unwrap();
}

// conformance: H07
#[test]
fn a_cookie_that_is_nearly_over_is_renewed_on_the_way() {
    let target = percent::encode("http://localhost:4402/orders");
    for (days, by_the_server) in [(None, false), (Some(9), false), (Some(8), true), (Some(1), true), (Some(-1), true)] {
        let room = Room::open();
        let ends = days.map(|days| Timestamp(room.world.now().0 + days * DAY));
        room.desk().client.cookie_expires_at = ends;
        let frontdesk = room.signed_in();

        let expected = if by_the_server {
            let way = format!("http://demo.localhost:4400/v1/client/touch?redirect_url={target}&__clerk_db_jwt=dvb_1");
            Destination::Load(way)
        } else {
            Destination::Route("/orders".to_owned())
        };
        assert_eq!(frontdesk.destination("/orders"), Some(expected), "{days:?} days");
    }
}

// conformance: H03, H17
#[test]
fn a_session_with_a_task_goes_to_its_task() {
    let room = Room::open();
    let urls = Urls { tasks: vec![("setup-mfa".to_owned(), "/second-factor".to_owned())], ..Urls::default() };
    let frontdesk = tab(&room, urls);
    room.sign_in(&frontdesk);
    assert_eq!((frontdesk.snapshot().current_task(), frontdesk.task_url()), (None, None));

    let wait_for = |key: &str| {
        let mut desk = room.desk();
        desk.client.sessions[0].status = SessionStatus::Pending;
        desk.client.sessions[0].tasks =
            Some(vec![SessionTask { key: key.to_owned() }, SessionTask { key: "later".to_owned() }]);
        desk.client.updated_at = Timestamp(desk.client.updated_at.0 + 1);
    };
    wait_for("choose-organization");
    room.world.run(frontdesk.reload()).unwrap();

    assert!(!frontdesk.snapshot().is_signed_in() && frontdesk.snapshot().session().is_some());
    assert_eq!(frontdesk.snapshot().current_task().unwrap().key, "choose-organization");
    assert_eq!(frontdesk.url_after(After::SignIn), "http://localhost:4402/sign-in#/tasks/choose-organization");
    assert_eq!(frontdesk.url_after(After::SignOut), "http://localhost:4402/");
    wait_for("setup-mfa");
    room.world.run(frontdesk.reload()).unwrap();
    assert_eq!(frontdesk.url_after(After::SignUp), "http://localhost:4402/second-factor");
}

// conformance: H17
#[test]
fn a_task_below_a_sign_in_page_with_an_anchor_is_found() {
    let room = Room::open();
    let frontdesk = tab(&room, elsewhere());
    room.sign_in(&frontdesk);
    {
        let mut desk = room.desk();
        desk.client.sessions[0].status = SessionStatus::Pending;
        desk.client.sessions[0].tasks = Some(vec![SessionTask { key: "choose-organization".to_owned() }]);
    }
    room.world.run(frontdesk.reload()).unwrap();

    assert_eq!(
        frontdesk.task_url().unwrap(),
        "https://accounts.example/sign-in?theme=dark&__clerk_db_jwt=dvb_1#/tasks/choose-organization"
    );
}

#[test]
fn two_pages_that_send_people_to_each_other_are_stopped_with_a_word() {
    let room = Room::open();
    let frontdesk = tab(&room, Urls::default());
    let elsewhere = tab(&room, Urls::default());

    let mut made = 0;
    let stopped = loop {
        room.world.advance(300);
        match frontdesk.redirect(if made % 2 == 0 { "/sign-in" } else { "/" }) {
            Ok(()) => made += 1,
            Err(error) => break error,
        }
        assert!(made < 20, "nothing stops it");
    };

    assert_eq!(made, 5);
    let NavigationError::Loop(stopped) = stopped else { panic!("{stopped}") };
    assert_eq!((stopped.count, stopped.target.as_str()), (6, "/"));
    assert_eq!(room.world.page_url(), "http://localhost:4402/sign-in", "the last one was not made");
    elsewhere.redirect("/orders").unwrap();
    room.world.advance(60_000);
    frontdesk.redirect("/").unwrap();
}

// conformance: H08
#[test]
fn an_app_with_a_router_is_told_its_own_paths_and_everything_else_is_loaded() {
    let room = Room::open();
    let gone = Arc::new(Mutex::new(Vec::new()));
    let going = gone.clone();
    let frontdesk = Frontdesk::builder(key().as_str())
        .platform(room.world.tab())
        .navigate(move |frontdesk, path| {
            let session = frontdesk.snapshot().session_id.clone().map(|id| id.to_string());
            let link = frontdesk.build_url_with_auth("https://other.example/");
            going.lock().unwrap().push((path.to_owned(), session, link));
        })
        .build()
        .unwrap();
    room.world.run(frontdesk.load()).unwrap();
    room.sign_in(&frontdesk);
    let session = frontdesk.snapshot().session_id.clone().map(|id| id.to_string());

    frontdesk.navigate("http://localhost:4402/orders?x=1#y").unwrap();
    frontdesk.redirect_after(After::SignIn).unwrap();

    let link = Some("https://other.example/?__clerk_db_jwt=dvb_1".to_owned());
    let told = |path: &str| (path.to_owned(), session.clone(), link.clone());
    assert_eq!(*gone.lock().unwrap(), [told("/orders?x=1#y"), told("/")]);
    assert_eq!(room.world.page_url(), "http://localhost:4402/", "the page is the router's");
    frontdesk.navigate("https://other.example/").unwrap();
    assert_eq!(room.world.page_url(), "https://other.example/?__clerk_db_jwt=dvb_1");
    assert!(frontdesk.navigate("javascript:alert(1)").is_err());
    assert_eq!(gone.lock().unwrap().len(), 2);
}

// conformance: M07, M19
#[test]
fn a_form_with_wishes_of_its_own_goes_by_them_and_its_link_takes_along_what_the_page_was_told() {
    let room = Room::open();
    room.world.set_page_url("http://localhost:4402/sign-in?redirect_url=%2Fasked");
    let frontdesk = tab(&room, Urls { after_sign_in: Some("/home".to_owned()), ..Urls::default() });
    let mut wishes = frontdesk.urls().redirects();
    wishes.after_sign_in.fallback = Some("/form".to_owned());

    assert_eq!(frontdesk.url_after_by(After::SignIn, &wishes), "http://localhost:4402/asked");
    let link = frontdesk.carrying_wishes("/sign-up");
    let pairs = percent::split(link.split_once('?').unwrap().1);
    assert!(pairs.contains(&("redirect_url".to_owned(), "http://localhost:4402/asked".to_owned())), "{link}");
    room.world.set_page_url("http://localhost:4402/sign-in");
    assert_eq!(frontdesk.url_after_by(After::SignIn, &wishes), "http://localhost:4402/form");
}
