use frontdesk_sdk::platform::test::World;
use frontdesk_sdk::platform::{Body, FetchError, FetchErrorKind, Request, Response};
use frontdesk_sdk::wire::endpoints::{
    CreateSignUp, DeleteOrganization, ListActiveSessions, ListMembers, UpdateMe, UpdateSignUp,
};
use frontdesk_sdk::wire::{KeyKind, PublishableKey, SignIn, Strategy, percent};
use frontdesk_sdk::{Error, Frontdesk, Status};
use std::sync::{Arc, Mutex};

const CLIENT: &str = r#"{"response": {"id": "client_1", "sessions": [{"id": "sess_1", "status": "active", "user": {"id": "user_1"}}],
    "last_active_session_id": "sess_1"}, "client": null}"#;

/// A loaded engine of a production instance and a server that answers whatever else is asked with this.
fn engine(answer: impl Fn(&Request) -> Response + Send + Sync + 'static) -> (World, Frontdesk) {
    let world = World::new();
    world.set_page_url("https://app.example/");
    world.serve(move |request| {
        let found = |body: &str| Response { status: 200, body: body.to_owned(), ..Response::default() };
        Ok(match path(&request.url) {
            "/v1/client" => found(CLIENT),
            "/v1/environment" => found("{}"),
            path if path.ends_with("/tokens") => Response { status: 500, ..Response::default() },
            _ => answer(request),
        })
    });
    let key = PublishableKey::new(KeyKind::Production, "clerk.app.example").unwrap();
    let frontdesk = Frontdesk::builder(key.as_str()).platform(world.tab()).build().unwrap();
    world.run(frontdesk.load()).unwrap();
    (world, frontdesk)
}

fn path(url: &str) -> &str {
    let address = url.split('?').next().unwrap();
    &address[address.find("/v1").unwrap()..]
}

fn refusal(status: u16, retry_after: &str) -> Response {
    Response {
        status,
        headers: vec![("retry-after".to_owned(), retry_after.to_owned())],
        body: r#"{"errors": [
            {"code": "form_param_nil", "message": "m", "long_message": "Enter a name.", "meta": {"param_name": "name"}},
            {"code": "too_many_requests", "message": "m", "long_message": "Wait."}
        ], "clerk_trace_id": "trace_1"}"#
            .to_owned(),
    }
}

fn ok(body: &str) -> Response {
    Response { status: 200, body: body.to_owned(), ..Response::default() }
}

// conformance: E01
#[test]
fn requests_go_to_the_keys_host_or_below_the_proxy() {
    let key = PublishableKey::new(KeyKind::Production, "clerk.app.example").unwrap();
    for (proxy, base) in [
        (None, "https://clerk.app.example/v1/"),
        (Some("/__clerk"), "https://app.example/__clerk/v1/"),
        (Some("/__clerk///"), "https://app.example/__clerk/v1/"),
        (Some("https://app.example/auth/"), "https://app.example/auth/v1/"),
        (Some("http://localhost:4400"), "http://localhost:4400/v1/"),
    ] {
        let world = World::new();
        world.set_page_url("https://app.example/page");
        let builder = Frontdesk::builder(key.as_str()).platform(world.tab());
        let builder = match proxy {
            Some(proxy) => builder.proxy_url(proxy),
            None => builder,
        };
        let frontdesk = builder.build().unwrap();
        world.serve(|_| Ok(Response { status: 500, ..Response::default() }));
        world.run(frontdesk.load()).unwrap_err();

        let requests = world.requests();
        assert!(!requests.is_empty());
        assert!(
            requests.iter().all(|request| request.starts_with(&["GET ", base].concat())),
            "{proxy:?}: {requests:?}"
        );
    }
}

// conformance: E03
#[test]
fn the_session_is_named_where_the_path_does_not() {
    let (world, frontdesk) = engine(|_| ok(r#"{"response": {"id": "user_1"}, "client": null}"#));

    world.run(frontdesk.send(&UpdateMe { first_name: Some("Ada".into()), ..UpdateMe::default() })).unwrap();
    world.run(frontdesk.reload()).unwrap();

    for request in world.requests() {
        let named = request.contains("_clerk_session_id=sess_1");
        let expected = !request.contains("/v1/client") && !request.contains("/v1/environment");
        assert_eq!(named, expected, "{request}");
    }
    assert_eq!(world.count("/v1/me?"), 1);
}

// conformance: E04
#[test]
fn lists_and_reserved_characters_arrive_as_they_were() {
    let (world, frontdesk) = engine(|_| ok(r#"{"response": {"data": [], "total_count": 0}, "client": null}"#));
    let request = ListMembers {
        organization_id: "org_1".into(),
        query: Some("a,b & c=d+e/é?#".into()),
        role: vec!["org:admin".into(), "org:member".into()],
        ..ListMembers::default()
    };

    world.run(frontdesk.send(&request)).unwrap();

    let sent = world.requests().into_iter().find(|request| request.contains("/memberships")).unwrap();
    let pairs = percent::split(sent.split_once('?').unwrap().1);
    let values =
        |name: &str| pairs.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str()).collect::<Vec<_>>();
    assert_eq!(values("role"), ["org:admin", "org:member"]);
    assert_eq!(values("query"), ["a,b & c=d+e/é?#"]);
}

// conformance: E05
#[test]
fn every_change_travels_as_post_and_names_its_verb() {
    let (world, frontdesk) = engine(|_| ok(r#"{"response": null, "client": null}"#));

    world.run(frontdesk.send(&UpdateMe::default())).unwrap();
    world.run(frontdesk.send(&DeleteOrganization { organization_id: "org_1".into() })).unwrap();
    world.run(frontdesk.sign_in().identify("ada@example.com")).unwrap_err();

    let requests = world.requests();
    let of = |part: &str| requests.iter().find(|request| request.contains(part)).unwrap();
    assert!(of("_method=PATCH").starts_with("POST https://clerk.app.example/v1/me?"));
    assert!(of("_method=DELETE").starts_with("POST https://clerk.app.example/v1/organizations/org_1?"));
    assert!(of("/sign_ins").starts_with("POST ") && !of("/sign_ins").contains("_method"));
    assert!(requests.iter().all(|request| request.starts_with("GET ") || request.starts_with("POST ")));
}

// conformance: E06
#[test]
fn a_bare_list_is_read() {
    let (world, frontdesk) =
        engine(|_| ok(r#"[{"id": "sess_1", "status": "active"}, {"id": "sess_2", "status": "active"}]"#));

    let sessions = world.run(frontdesk.send(&ListActiveSessions {})).unwrap();

    assert_eq!(sessions.iter().map(|session| session.id.as_str()).collect::<Vec<_>>(), ["sess_1", "sess_2"]);
}

// conformance: E07
#[test]
fn an_answer_without_a_body_is_nothing() {
    let (world, frontdesk) = engine(|_| Response { status: 204, ..Response::default() });

    let reply = world.run(frontdesk.send(&DeleteOrganization { organization_id: "org_1".into() })).unwrap();

    assert!(reply.response.is_none() && reply.client.is_none());
    assert!(frontdesk.snapshot().is_signed_in(), "nothing says that the client is gone");
}

// conformance: E09
#[test]
fn a_read_that_reaches_nobody_counts_its_tries_and_an_answer_is_never_repeated() {
    let world = World::new();
    let left = Mutex::new(2);
    world.serve(move |request| {
        let mut left = left.lock().unwrap();
        if path(&request.url) == "/v1/client" && *left > 0 {
            *left -= 1;
            return Err(FetchError::new(FetchErrorKind::Unreachable, "lost"));
        }
        Ok(match path(&request.url) {
            "/v1/client" => ok(r#"{"response": null}"#),
            "/v1/me" => Response { status: 503, ..Response::default() },
            _ => ok("{}"),
        })
    });
    let key = PublishableKey::new(KeyKind::Production, "clerk.app.example").unwrap();
    let tab = world.tab();
    let frontdesk = Frontdesk::builder(key.as_str()).platform(tab.clone()).build().unwrap();
    let loading = frontdesk.clone();
    frontdesk_sdk::Platform::spawn(&tab, Box::pin(async move { drop(loading.load().await) }));
    world.advance(5_000);

    assert_eq!(frontdesk.snapshot().status, Status::Ready);
    let tries: Vec<String> = world.requests().into_iter().filter(|request| request.contains("/v1/client?")).collect();
    assert_eq!(tries.len(), 3);
    assert!(!tries[0].contains("_clerk_retry_attempt"));
    assert!(tries[1].contains("_clerk_retry_attempt=1") && tries[2].contains("_clerk_retry_attempt=2"));
    world.run(frontdesk.send(&frontdesk_sdk::wire::endpoints::GetMe {})).unwrap_err();
    world.advance(60_000);
    assert_eq!(world.count("/v1/me?"), 1, "an answer is an answer");
}

// conformance: E11
#[test]
fn a_refusal_answers_the_questions_that_a_form_asks() {
    for (header, seconds) in [("7", Some(7)), (" 7 ", Some(7)), ("", None), ("soon", None), ("-1", None), ("7.5", None)]
    {
        let (world, frontdesk) = engine(move |_| refusal(429, header));

        let error = world.run(frontdesk.send(&UpdateMe::default())).unwrap_err();

        assert_eq!(error.retry_after(), seconds, "{header:?}");
        assert!(error.retryable());
        assert_eq!((error.status(), error.trace_id()), (Some(429), Some("trace_1")));
        assert_eq!(error.for_field("name").map(|error| error.code.as_str()), Some("form_param_nil"));
        assert!(error.for_field("identifier").is_none());
        assert_eq!(error.general().map(|error| error.code.as_str()).collect::<Vec<_>>(), ["too_many_requests"]);
        assert_eq!(error.message(), "Enter a name.");
    }
}

// conformance: E13
#[test]
fn a_development_browser_that_cannot_be_made_is_an_error_in_the_servers_words() {
    let world = World::new();
    world.serve(|_| {
        Ok(Response {
            status: 400,
            body: r#"{"errors": [{"code": "origin_missing", "message": "m", "long_message": "There is no origin."}]}"#
                .to_owned(),
            ..Response::default()
        })
    });
    let key = PublishableKey::new(KeyKind::Development, "demo.localhost:4400").unwrap();
    let frontdesk = Frontdesk::builder(key.as_str()).platform(world.tab()).build().unwrap();

    let error = world.run(frontdesk.load()).unwrap_err();

    assert_eq!(error.message(), "There is no origin.");
    assert!(matches!(error, Error::Api(_)) && !error.retryable());
    assert_eq!(frontdesk.snapshot().problem.as_ref().map(Error::code), Some(error.code()));
    assert_eq!(world.requests().len(), 1, "nothing is asked without it");
}

// conformance: J01, K03
#[test]
fn an_attempt_begins_with_the_persons_language() {
    let forms = Arc::new(Mutex::new(Vec::new()));
    let seen = forms.clone();
    let (world, frontdesk) = engine(move |request| {
        let form = percent::split(request.body.as_ref().map_or("", Body::text));
        let locale = form.into_iter().find(|(name, _)| name == "locale").map(|(_, value)| value);
        seen.lock().unwrap().push((path(&request.url).to_owned(), locale));
        ok(r#"{"response": {"id": "sua_1"}, "client": null}"#)
    });
    let said = || forms.lock().unwrap().pop().unwrap().1;

    world.run(frontdesk.sign_in().identify("ada@example.com")).unwrap();
    assert_eq!(said().as_deref(), Some("en-GB"));
    world.run(frontdesk.sign_up().create(CreateSignUp::default())).unwrap();
    assert_eq!(said().as_deref(), Some("en-GB"));
    world
        .run(frontdesk.sign_up().create(CreateSignUp { locale: Some("fr".into()), ..CreateSignUp::default() }))
        .unwrap();
    assert_eq!(said().as_deref(), Some("fr"), "what the app says comes first");
    let more = UpdateSignUp { sign_up_id: "sua_1".into(), first_name: Some("Ada".into()), ..UpdateSignUp::default() };
    world.run(frontdesk.sign_up().update(more)).unwrap();
    assert_eq!(said(), None, "it is said once");
    frontdesk.set_language("de");
    world.run(frontdesk.sign_in().identify("ada@example.com")).unwrap();
    assert_eq!(said().as_deref(), Some("de"), "the language of the app comes before that of the browser");
    frontdesk.set_language("");
    world.set_language("");
    world.run(frontdesk.sign_in().identify("ada@example.com")).unwrap();
    assert_eq!(said(), None);
}

// conformance: J04
#[test]
fn a_way_to_sign_in_that_is_not_offered_is_an_error() {
    let (world, frontdesk) = engine(|_| ok("{}"));
    let asked = world.requests().len();

    let error = world.run(frontdesk.sign_in().prepare(&SignIn::default(), Strategy::EMAIL_CODE)).unwrap_err();

    assert_eq!(error.message(), "There is no such way to sign in.");
    assert_eq!(world.requests().len(), asked);
}
