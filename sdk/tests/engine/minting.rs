use crate::desk::{Room, key, seconds_left};
use frontdesk_sdk::platform::test::{START, World, unsigned_token};
use frontdesk_sdk::platform::{Body, Platform, Response, Wake};
use frontdesk_sdk::wire::{Jwt, KeyKind, PublishableKey, percent};
use frontdesk_sdk::{Error, Frontdesk, SetActive, Status, TokenOptions, TokenOrganization};
use std::sync::{Arc, Mutex};

fn template(name: &str) -> TokenOptions {
    TokenOptions { template: Some(name.to_owned()), ..TokenOptions::default() }
}

fn fresh() -> TokenOptions {
    TokenOptions { skip_cache: true, ..TokenOptions::default() }
}

// conformance: A11
#[test]
fn a_token_of_another_kind_leaves_the_plan_alone() {
    let room = Room::open();
    let frontdesk = room.signed_in();
    room.world.advance(20_000);
    let organization =
        TokenOptions { organization: Some(TokenOrganization::Id("org_1".into())), ..TokenOptions::default() };
    room.world.run(frontdesk.token_with(template("billing"))).unwrap();
    room.world.run(frontdesk.token_with(organization)).unwrap();
    let asked = room.world.count("/tokens");

    room.world.advance(29_000);
    assert_eq!(room.world.count("/tokens"), asked);
    room.world.advance(1_000);

    assert_eq!(room.world.count("/tokens"), asked + 1, "fifty seconds after the first token, as planned");
}

// conformance: A10, A12
#[test]
fn each_tokens_own_lifetime_counts() {
    let room = Room::open();
    let _frontdesk = room.signed_in();
    let mut at = Vec::new();
    for lifetime in [200, 60, 60] {
        room.desk().lifetime = lifetime;
        let before = room.world.count("/tokens?");
        while room.world.count("/tokens?") == before {
            room.world.advance(1_000);
        }
        at.push((room.world.now().0 - START.0) / 1_000);
        assert!(seconds_left(&room) >= lifetime - 1);
    }

    let (first, second, third) = (at[0], at[1] - at[0], at[2] - at[1]);
    assert_eq!((first, third), (50, 50));
    assert!((150..=190).contains(&second), "a token of 200 seconds was renewed after {second}");
}

// conformance: A13, C15
#[test]
fn after_a_failure_the_next_caller_asks_again() {
    let room = Room::open();
    let frontdesk = room.signed_in();
    room.desk().broken = Some(("/tokens", 500));

    let error = room.world.run(frontdesk.token_with(fresh())).unwrap_err();
    assert_eq!(error.status(), Some(500));
    assert!(frontdesk.snapshot().is_signed_in());
    room.desk().broken = None;

    assert!(room.world.run(frontdesk.token_with(fresh())).unwrap().is_some());
}

// conformance: A14, A15
#[test]
fn a_late_answer_brings_nothing_back() {
    let room = Room::open();
    let frontdesk = room.signed_in();
    room.world.set_latency(|request| if request.url.contains("/tokens") { 4_000 } else { 0 });
    let late = frontdesk.clone();
    room.world.tab().spawn(Box::pin(async move { drop(late.token_with(fresh()).await) }));
    room.world.advance(1_000);

    room.world.run(frontdesk.sign_out()).unwrap();
    room.world.advance(600_000);

    assert_eq!((room.cookie("__session"), room.suffixed("__session")), (None, None));
    assert_eq!(room.world.run(frontdesk.token()).unwrap(), None);
    assert!(room.world.count("/tokens") <= 1, "nothing is renewed for it");
}

// conformance: A19, A20, A22
#[test]
fn from_other_tabs_only_what_is_what_it_says_is_taken() {
    let room = Room::open();
    let frontdesk = room.signed_in();
    let before = room.cookie("__session").unwrap();
    let at = room.world.now().seconds();
    let now = room.world.now().0.to_string();
    let good = unsigned_token("sess_2", None, at + 9, at + 69, Some(at + 9));
    let other = room.world.tab();
    let channel = ["frontdesk:", &key().cookie_suffix()].concat();
    let overheard = Arc::new(Mutex::new(Vec::new()));
    let seen = overheard.clone();
    let _ears = room.world.tab().on_broadcast(&channel, Box::new(move |message| seen.lock().unwrap().push(message)));
    let undated = Jwt::from("eyJhbGciOiJSUzI1NiJ9.eyJzaWQiOiJzZXNzXzIifQ.c2ln");
    let theirs = unsigned_token("sess_9", None, at + 9, at + 69, Some(at + 9));
    let scoped = unsigned_token("sess_2", Some("org_1"), at + 9, at + 69, Some(at + 9));
    let older = unsigned_token("sess_2", None, at - 30, at + 30, Some(at - 30));

    for (organization, jwt) in [
        ("-", "not a token"),
        ("-", ""),
        ("-", "a.b.c"),
        ("-", undated.expose()),
        ("-", theirs.expose()),
        ("-", scoped.expose()),
        ("org_1", good.expose()),
        ("-", older.expose()),
    ] {
        other.broadcast(&channel, &["token sess_2 ", organization, " ", jwt, " ", &now].concat());
        room.world.run_until_stalled();
        assert_eq!(room.cookie("__session").as_ref(), Some(&before), "{organization} {jwt}");
    }
    let said = overheard.lock().unwrap().len();
    other.broadcast(&channel, &["token sess_2 - ", good.expose(), " ", &now].concat());
    room.world.run_until_stalled();

    assert_eq!(room.cookie("__session").as_deref(), Some(good.expose()));
    assert_eq!(room.world.run(frontdesk.token()).unwrap(), Some(good));
    assert_eq!(overheard.lock().unwrap().len(), said + 1, "it is not told on");
    assert_eq!(room.world.count("/tokens"), 0);
}

/// A place with nothing but a network and a clock: no channels, no locks, no cookies, no storage, no page.
#[derive(Clone)]
struct Bare(frontdesk_sdk::platform::test::TestPlatform);

impl Platform for Bare {
    fn fetch(
        &self,
        request: frontdesk_sdk::platform::Request,
    ) -> frontdesk_sdk::platform::BoxFuture<Result<Response, frontdesk_sdk::platform::FetchError>> {
        self.0.fetch(request)
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

// conformance: A24, A25
#[test]
fn without_channels_locks_and_cookies_the_engine_works_alone() {
    let room = Room::open();
    let frontdesk = Frontdesk::builder(key().as_str()).platform(Bare(room.world.tab())).build().unwrap();
    room.world.run(frontdesk.load()).unwrap();

    room.sign_in(&frontdesk);
    room.world.run(frontdesk.token_with(fresh())).unwrap();
    room.world.advance(120_000);

    let token = room.world.run(frontdesk.token()).unwrap().unwrap();
    assert!(token.claims().unwrap().expires_at > room.world.now().seconds());
    assert_eq!(room.cookie("__session"), None);
}

// conformance: A26, C26
#[test]
fn two_sessions_in_two_tabs_renew_each_for_itself() {
    let room = Room::open();
    let first = room.signed_in();
    let one = first.snapshot().session_id.clone().unwrap();
    let second = room.tab();
    room.sign_in(&second);
    let two = second.snapshot().session_id.clone().unwrap();
    assert_ne!(one, two);
    assert_eq!(first.snapshot().session_id.as_ref(), Some(&one), "each tab keeps its own");

    room.world.advance(300_000);

    for (frontdesk, session) in [(&first, &one), (&second, &two)] {
        let claims = room.world.run(frontdesk.token()).unwrap().unwrap().claims().unwrap();
        assert_eq!(&claims.session_id, session);
        assert!(claims.expires_at - room.world.now().seconds() >= 9);
    }
    let of = |id: &str| room.world.count(&["/v1/client/sessions/", id, "/tokens?"].concat());
    assert!((5..=7).contains(&of(one.as_str())), "{} for the first", of(one.as_str()));
    assert!((5..=7).contains(&of(two.as_str())), "{} for the second", of(two.as_str()));
}

// conformance: C25
#[test]
fn switching_between_two_people_costs_no_minting() {
    let room = Room::open();
    let tab = room.signed_in();
    let one = tab.snapshot().session_id.clone().unwrap();
    room.sign_in(&tab);
    let two = tab.snapshot().session_id.clone().unwrap();

    for session in [&one, &two, &one, &two] {
        room.world.run(tab.set_active(SetActive::session(session.clone()))).unwrap();
        let claims = room.world.run(tab.token()).unwrap().unwrap().claims().unwrap();
        assert_eq!(&claims.session_id, session);
        assert_eq!(Jwt::from(room.cookie("__session").unwrap()).claims().unwrap().session_id, *session);
    }

    assert_eq!(room.world.count("/tokens"), 0);
}

// conformance: A02, C02
#[test]
fn what_is_the_same_is_asked_once_and_what_differs_for_itself() {
    let room = Room::open();
    let frontdesk = room.signed_in();
    room.world.set_latency(|_| 200);
    let organization =
        TokenOptions { organization: Some(TokenOrganization::Id("org_1".into())), ..TokenOptions::default() };
    let tokens = Arc::new(Mutex::new(Vec::new()));
    let tab = room.world.tab();
    for options in [template("a"), template("a"), template("b"), organization.clone(), organization] {
        let (asking, tokens) = (frontdesk.clone(), tokens.clone());
        tab.spawn(Box::pin(async move {
            let token = asking.token_with(options).await.unwrap().unwrap();
            tokens.lock().unwrap().push(token);
        }));
    }
    assert!(tokens.lock().unwrap().is_empty());

    room.world.advance(2_000);

    assert_eq!(tokens.lock().unwrap().len(), 5);
    for (part, asked) in [("/tokens/a?", 1), ("/tokens/b?", 1), ("/tokens?", 1)] {
        assert_eq!(room.world.count(part), asked, "{part}");
    }
}

// conformance: C07
#[test]
fn an_empty_answer_is_an_error_and_changes_nothing() {
    let room = Room::open();
    let frontdesk = room.signed_in();
    let before = room.cookie("__session");
    for body in ["", "{}", r#"{"object":"token","jwt":""}"#, r#"{"jwt":null}"#, r#"{"jwt":"a.b.c"}"#, "<html>"] {
        room.world.serve(move |_| Ok(Response { status: 200, body: body.to_owned(), ..Response::default() }));

        let error = room.world.run(frontdesk.token_with(fresh())).unwrap_err();

        assert!(matches!(error, Error::Decode(_)), "{body:?}: {error}");
        assert_eq!(room.cookie("__session"), before);
        assert!(frontdesk.snapshot().is_signed_in());
    }
}

// conformance: A06, C08
#[test]
fn during_a_renewal_callers_get_the_good_token_also_when_it_fails() {
    let room = Room::open();
    let frontdesk = room.signed_in();
    let first = room.world.run(frontdesk.token()).unwrap();
    room.world.set_latency(|request| if request.url.contains("/tokens") { 2_000 } else { 0 });
    room.desk().broken = Some(("/tokens", 503));

    room.world.advance(51_000);
    assert_eq!(room.world.run(frontdesk.token()).unwrap(), first, "the renewal is under way");
    room.world.advance(1_500);
    assert_eq!(room.world.count("/tokens?"), 1);
    assert_eq!(room.world.run(frontdesk.token()).unwrap(), first, "it has failed");
    room.desk().broken = None;
    room.world.advance(8_000);

    assert_ne!(room.world.run(frontdesk.token()).unwrap(), first);
}

// conformance: C12
#[test]
fn a_request_for_a_token_names_the_organization_and_how_the_tab_is_seen() {
    let room = Room::open();
    let (tab, frontdesk) = room.engine();
    room.world.run(frontdesk.load()).unwrap();
    room.sign_in(&frontdesk);
    let forms = Arc::new(Mutex::new(Vec::new()));
    let (seen, at) = (forms.clone(), room.world.now().seconds());
    room.world.serve(move |request| {
        seen.lock().unwrap().push(percent::split(request.body.as_ref().map_or("", Body::text)));
        let jwt = unsigned_token("sess_2", None, at, at + 60, Some(at));
        let body = serde_json::json!({"object": "token", "jwt": jwt.expose()}).to_string();
        Ok(Response { status: 200, body, ..Response::default() })
    });
    let last = |name: &str| {
        let forms = forms.lock().unwrap();
        forms.last().unwrap().iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
    };

    room.world.run(frontdesk.token_with(fresh())).unwrap();
    assert_eq!((last("organization_id").as_deref(), last("tab_state").as_deref()), (Some(""), Some("focused")));
    room.world.hide(&tab);
    let organization = TokenOptions { organization: Some(TokenOrganization::Id("org_1".into())), ..fresh() };
    // The answer is for another organization than was asked for; what was sent is what counts here.
    let _ = room.world.run(frontdesk.token_with(organization));
    assert_eq!((last("organization_id").as_deref(), last("tab_state").as_deref()), (Some("org_1"), Some("hidden")));
}

// conformance: C12
#[test]
fn where_there_is_no_page_nothing_is_said_about_it() {
    let world = World::new();
    let forms = Arc::new(Mutex::new(Vec::new()));
    let seen = forms.clone();
    world.serve(move |request| {
        let path = request.url.split('?').next().unwrap();
        let body = if path.ends_with("/v1/client") {
            r#"{"response": {"id": "client_1", "sessions": [{"id": "sess_1", "status": "active"}], "last_active_session_id": "sess_1"}}"#
        } else {
            if path.ends_with("/tokens") {
                seen.lock().unwrap().push(request.body.as_ref().unwrap().text().to_owned());
            }
            "{}"
        };
        Ok(Response { status: 200, body: body.to_owned(), ..Response::default() })
    });
    let key = PublishableKey::new(KeyKind::Production, "clerk.app.example").unwrap();
    let frontdesk = Frontdesk::builder(key.as_str()).platform(Bare(world.tab())).build().unwrap();
    world.run(frontdesk.load()).unwrap();
    world.run(frontdesk.token_with(fresh())).unwrap_err();

    let forms = forms.lock().unwrap();
    assert!(
        !forms.is_empty() && forms.iter().all(|form| form.contains("organization_id=") && !form.contains("tab_state"))
    );
}

// conformance: C23
#[test]
fn coming_back_again_and_again_does_not_mint_again_and_again() {
    let room = Room::open();
    let (tab, frontdesk) = room.engine();
    room.world.run(frontdesk.load()).unwrap();
    room.sign_in(&frontdesk);

    for _ in 0..10 {
        room.world.advance(5_000);
        room.world.hide(&tab);
        room.world.focus(&tab);
        room.world.wake(&tab, Wake::Visible);
    }

    assert!(room.world.count("/tokens?") <= 1, "{} in fifty seconds", room.world.count("/tokens?"));
}

// conformance: C11
#[test]
fn where_focus_cannot_be_told_tokens_are_renewed_all_the_same() {
    let room = Room::open();
    let frontdesk = Frontdesk::builder(key().as_str()).platform(Bare(room.world.tab())).build().unwrap();
    room.world.run(frontdesk.load()).unwrap();
    room.sign_in(&frontdesk);

    room.world.advance(120_000);

    assert_eq!(room.world.count("/tokens?"), 2);
}

// conformance: H06
#[test]
fn outside_of_a_page_a_choice_is_told_to_the_server_as_well() {
    let room = Room::open();
    let frontdesk = Frontdesk::builder(key().as_str()).platform(Bare(room.world.tab())).build().unwrap();
    room.world.run(frontdesk.load()).unwrap();
    room.sign_in(&frontdesk);

    room.world.run(frontdesk.set_active(SetActive::organization("org_1"))).unwrap();

    assert_eq!(room.desk().client.sessions[0].last_active_organization_id, Some("org_1".into()));
}

// conformance: C13, C14
#[test]
fn where_tokens_are_made_from_the_one_before_that_one_comes_along() {
    for minter in [true, false] {
        let room = Room::open();
        room.desk().environment.auth_config.session_minter = minter;
        room.desk().hands_out_tokens = false;
        let frontdesk = room.tab();
        let form = |options: TokenOptions| {
            let before = room.world.bodies().len();
            room.world.run(frontdesk.token_with(options)).unwrap();
            let body =
                room.world.bodies().into_iter().skip(before).find(|body| body.contains("organization_id=")).unwrap();
            let form = percent::split(&body);
            let of = |name: &str| form.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
            (of("token"), of("force_origin"))
        };
        room.sign_in(&frontdesk);
        let first = percent::split(&room.world.bodies().into_iter().rfind(|body| body.contains("tab_state=")).unwrap());
        assert!(first.iter().all(|(name, _)| name != "token" && name != "force_origin"), "there was none before");
        let known = room.world.run(frontdesk.token()).unwrap().unwrap().expose().to_owned();

        let sent = form(fresh());
        let expected = if minter { (Some(known), Some("true".to_owned())) } else { (None, None) };
        assert_eq!(sent, expected, "{minter}");
        let organization =
            TokenOptions { organization: Some(TokenOrganization::Id("org_1".into())), ..TokenOptions::default() };
        let (before, forced) = form(organization);
        assert_eq!((before.is_some(), forced), (minter, None));
        assert_eq!(form(TokenOptions { skip_cache: true, ..template("billing") }), (None, None));
    }
}

#[test]
fn offline_nothing_is_asked_and_what_is_good_is_used() {
    let room = Room::open();
    let frontdesk = room.signed_in();
    room.world.set_online(false);

    room.world.advance(52_000);
    assert!(room.world.run(frontdesk.token()).unwrap().is_some(), "eight seconds are left");
    room.world.advance(10_000);
    let error = room.world.run(frontdesk.token()).unwrap_err();

    assert_eq!(error.code().as_str(), "clerk_offline");
    assert_eq!(room.world.count("/tokens?"), 0);
    assert_eq!(frontdesk.snapshot().status, Status::Degraded);
    room.world.set_online(true);
    room.world.advance(50_000);
    assert_eq!(frontdesk.snapshot().status, Status::Ready, "without a word from the network as well");
}

#[test]
fn a_token_that_another_tab_gets_ends_the_wait_for_it() {
    let room = Room::open();
    let (first, second) = (room.signed_in(), room.tab());
    room.world.set_latency(|request| if request.url.contains("/tokens") { 8_000 } else { 0 });
    room.world.sleep_device(120_000);
    let got = Arc::new(Mutex::new(Vec::new()));
    for frontdesk in [&first, &second] {
        let (frontdesk, got) = (frontdesk.clone(), got.clone());
        room.world.tab().spawn(Box::pin(async move {
            let token = frontdesk.token().await.unwrap();
            got.lock().unwrap().push(token);
        }));
    }

    room.world.advance(8_500);

    let got = got.lock().unwrap();
    assert_eq!(got.len(), 2, "both have it as soon as one answer is there");
    assert_eq!(got[0], got[1]);
}

#[test]
fn a_request_that_hangs_ends_and_the_next_one_has_the_lock() {
    let room = Room::open();
    let (tab, frontdesk) = room.engine();
    room.world.run(frontdesk.load()).unwrap();
    room.sign_in(&frontdesk);
    room.world.set_latency(|request| if request.url.contains("/tokens") { 86_400_000 } else { 0 });
    let asked = Arc::new(Mutex::new(Vec::new()));
    let (asking, answers) = (frontdesk.clone(), asked.clone());
    tab.spawn(Box::pin(async move {
        let answer = asking.token_with(fresh()).await;
        answers.lock().unwrap().push(answer);
    }));

    room.world.advance(10_000);

    let answer = asked.lock().unwrap().pop().expect("nobody waits for ever");
    assert_eq!(answer.unwrap_err().code().as_str(), "network_error");
    assert!(frontdesk.snapshot().is_signed_in());
    room.world.set_latency(|_| 0);
    let before = room.world.count("/tokens");
    assert!(room.world.run(frontdesk.token_with(fresh())).unwrap().is_some());
    assert_eq!(room.world.count("/tokens"), before + 1);
    let other = room.tab();
    assert!(room.world.run(other.token_with(fresh())).unwrap().is_some(), "the lock is free");
}
