use frontdesk_sdk::Frontdesk;
use frontdesk_sdk::authorization::{Actor, Requirement, Reverification};
use frontdesk_sdk::platform::Response;
use frontdesk_sdk::platform::test::World;
use frontdesk_sdk::wire::{KeyKind, PublishableKey};

fn base64(text: &str) -> String {
    use base64::Engine;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text)
}

/// Ada in Acme, with a second factor and a plan.
fn ada(status: &str) -> (World, Frontdesk) {
    engine(status, serde_json::Value::Null, true)
}

fn with_actor(status: &str, actor: serde_json::Value) -> (World, Frontdesk) {
    engine(status, actor, true)
}

/// Ada, whose client comes with a token or without one.
fn ada_with(has_token: bool) -> (World, Frontdesk) {
    engine("active", serde_json::Value::Null, has_token)
}

fn engine(status: &str, actor: serde_json::Value, has_token: bool) -> (World, Frontdesk) {
    let world = World::new();
    world.set_page_url("https://app.example/");
    let at = world.now().seconds();
    let claims = serde_json::json!({
        "v": 2, "iss": "https://clerk.app.example", "sub": "user_1", "sid": "sess_1", "iat": at, "exp": at + 60, "fva": [2, 5],
        "fea": "o:invoices,u:beta", "pla": "o:pro", "o": {"id": "org_1", "rol": "manager", "per": "read", "fpm": "1"},
    });
    let jwt = [base64(r#"{"alg":"RS256"}"#), base64(&claims.to_string()), "c2ln".to_owned()].join(".");
    let membership = serde_json::json!({
        "id": "orgmem_1", "role": "org:manager", "permissions": ["org:sys_memberships:read", "org:invoices:read"],
        "organization": {"id": "org_1", "slug": "acme"},
    });
    let client = serde_json::json!({"response": {"id": "client_1", "last_active_session_id": "sess_1", "sessions": [{
        "id": "sess_1", "status": status, "actor": actor, "last_active_organization_id": "org_1", "factor_verification_age": [2, 5],
        "last_active_token": has_token.then(|| serde_json::json!({"object": "token", "jwt": jwt})), "tasks": [{"key": "setup-mfa"}],
        "user": {"id": "user_1", "organization_memberships": [membership]},
    }]}});
    world.serve(move |request| {
        let body = if request.url.contains("/v1/client?") { client.to_string() } else { "{}".to_owned() };
        Ok(Response { status: 200, body, ..Response::default() })
    });
    let key = PublishableKey::new(KeyKind::Production, "clerk.app.example").unwrap();
    let frontdesk = Frontdesk::builder(key.as_str()).platform(world.tab()).build().unwrap();
    world.run(frontdesk.load()).unwrap();
    (world, frontdesk)
}

// conformance: D01, D02, D13
#[test]
fn what_the_server_told_decides_and_the_token_tells_features_and_plans() {
    let (world, frontdesk) = ada("active");
    let snapshot = frontdesk.snapshot();

    for held in [
        Requirement::role("manager"),
        Requirement::role("org:manager").and_permission("invoices:read"),
        Requirement::permission("org:sys_memberships:read"),
    ] {
        assert!(snapshot.has(&held) && frontdesk.has(&held), "{held:?}");
    }
    let proven = Requirement::permission("invoices:read").and_reverification(Reverification::STRICT);
    assert!(frontdesk.has(&proven) && !snapshot.has(&proven), "a snapshot knows no time");
    for missing in [
        Requirement::default(),
        Requirement::role("admin"),
        Requirement::permission("org:invoices:write"),
        Requirement::permission("org:invoices:write").and_reverification(Reverification::STRICT),
        Requirement::role("manager").and_reverification(Reverification::preset("Strict")),
        Requirement::plan("gold"),
    ] {
        assert!(!snapshot.has(&missing) && !frontdesk.has(&missing), "{missing:?}");
    }
    for token in [Requirement::plan("pro"), Requirement::plan("org:pro"), Requirement::feature("user:beta")] {
        assert!(frontdesk.has(&token) && !snapshot.has(&token), "{token:?}");
    }
    assert!(world.requests().iter().all(|request| !request.contains("/tokens")), "nothing is asked for it");
}

// conformance: D13
#[test]
fn what_was_proven_grows_old() {
    for has_token in [true, false] {
        let (world, frontdesk) = ada_with(has_token);
        // What is known stays as it is.
        world.set_online(false);
        let within = |proof| frontdesk.has(&Requirement::reverification(proof));
        assert!(within(Reverification::STRICT) && within(Reverification::STRICT_MFA));

        // The second factor was proven five minutes before.
        world.advance(4 * 60_000);
        assert!(within(Reverification::STRICT), "nine minutes ago; by a token: {has_token}");
        world.advance(60_000);
        assert!(!within(Reverification::STRICT) && !within(Reverification::STRICT_MFA), "ten; {has_token}");
        assert!(within(Reverification::MODERATE));
        world.advance(55 * 60_000);
        assert!(!within(Reverification::MODERATE) && within(Reverification::LAX));
    }
}

#[test]
fn whoever_waits_for_a_task_or_is_signed_out_meets_nothing() {
    let (_, frontdesk) = ada("pending");
    for asked in
        [Requirement::role("manager"), Requirement::plan("pro"), Requirement::reverification(Reverification::LAX)]
    {
        assert!(!frontdesk.has(&asked) && !frontdesk.snapshot().has(&asked), "{asked:?}");
    }
    let snapshot = frontdesk.snapshot();
    assert!(!snapshot.has_role("manager") && !snapshot.has_permission("invoices:read"), "by either way to ask");
    assert!(snapshot.role().is_some(), "the role is known all the same");
    let (_, frontdesk) = ada("active");
    assert!(frontdesk.snapshot().has_role("manager") && !frontdesk.snapshot().has_role(""), "no name is none");
    let (_, frontdesk) = ada("ended");
    assert!(!frontdesk.has(&Requirement::role("manager")));
}

// conformance: C22
#[test]
fn whoever_acts_in_the_persons_place_can_be_seen() {
    let actor = |actor: serde_json::Value| with_actor("active", actor).1.snapshot().actor();
    let somebody = |is_agent| Some(Actor { subject: "user_9".to_owned(), is_agent });

    assert_eq!(actor(serde_json::Value::Null), None);
    assert_eq!(actor(serde_json::json!({"sub": "user_9"})), somebody(false));
    assert_eq!(actor(serde_json::json!({"sub": "user_9", "sid": "sess_9", "type": "user"})), somebody(false));
    assert_eq!(actor(serde_json::json!({"sub": "user_9", "type": "agent"})), somebody(true));
}
