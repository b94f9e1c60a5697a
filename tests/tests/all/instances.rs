//! Two instances in one server share nothing.

use frontdesk_backend::{Clock, Verifier};
use frontdesk_domain::Environment;
use frontdesk_tests::desk::Keys;
use frontdesk_tests::raw::Raw;
use frontdesk_tests::visitor::PASSWORD;
use frontdesk_tests::{Desk, Visitor};
use frontdesk_wire::{Timestamp, percent};

/// A production instance beside the development one.
async fn production(desk: &Desk) -> Keys {
    desk.create_instance("Live", Environment::Production, "clerk.live.example", &["https://app.live.example"]).await
}

// conformance: F15
#[tokio::test]
async fn two_instances_share_no_user_client_key_or_cookie() {
    let desk = Desk::open().await;
    let second = desk.create_instance("Second", Environment::Development, "second-app-2.localhost:4400", &[]).await;
    assert_ne!(second.publishable, desk.keys.publishable);
    assert_ne!(second.secret, desk.keys.secret);
    assert_ne!(second.pem, desk.keys.pem);
    let ada = desk.visitor().await;
    ada.sign_up(&desk, "ada@example.com").await;

    // No user: the same address is unknown there, and free.
    let there = Visitor::new(ada.browser.clone(), second.publishable.as_str()).load().await;
    assert!(!there.is_signed_in(), "the cookies of one instance mean nothing to the other");
    let unknown = there.sign_in("ada@example.com", PASSWORD).await.unwrap_err();
    assert_eq!(unknown.code().as_str(), "form_identifier_not_found");

    // No client: one's development browser is unknown to the other.
    let own = ada
        .browser
        .app_cookies
        .get(&format!("__clerk_db_jwt_{}", desk.keys.publishable.cookie_suffix()), desk.clock.now());
    let uri = format!("/v1/client?__clerk_db_jwt={}", percent::encode(&own.unwrap()));
    let foreign = Raw::get(&uri).header("host", second.publishable.frontend_api()).send(&desk.fapi).await;
    assert_eq!(foreign.code(), "dev_browser_unauthenticated");

    // No session, whatever its id is called from.
    let session_id = ada.frontdesk.snapshot().session().unwrap().id.clone();
    let token = Raw::post(&format!("/v1/client/sessions/{session_id}/tokens"), "")
        .header("host", second.publishable.frontend_api());
    assert!([401, 404].contains(&token.send(&desk.fapi).await.status.as_u16()));

    // No key: neither the key set nor the secret key of one works for the other.
    let keys = Raw::get("/.well-known/jwks.json")
        .header("host", second.publishable.frontend_api())
        .send(&desk.fapi)
        .await
        .json();
    assert_eq!(keys["keys"][0]["kid"], second.instance_id.as_str());
    let users = Raw::get("/v1/users")
        .header("authorization", &format!("Bearer {}", second.secret))
        .send(&desk.bapi)
        .await
        .json();
    assert_eq!(users, serde_json::json!([]));
    let now = Timestamp(desk.clock.now());
    let verifier = Verifier::from_pem(&second.pem).unwrap().any_authorized_party().clock(Clock::given(move || now));
    let verified = verifier.verify(&ada.token().await);
    assert!(verified.is_err(), "a token of one is nothing to the other");
}

#[tokio::test]
async fn with_two_instances_the_host_decides() {
    let desk = Desk::open().await;
    assert_eq!(
        Raw::get("/v1/environment").header("host", "anything.example").send(&desk.fapi).await.status,
        200,
        "a lone instance"
    );

    let live = production(&desk).await;

    let nobody = Raw::get("/v1/environment").header("host", "anything.example").send(&desk.fapi).await;
    assert_eq!((nobody.status.as_u16(), nobody.code().as_str()), (400, "host_invalid"));
    let environment =
        Raw::get("/v1/environment").header("host", live.publishable.frontend_api()).send(&desk.fapi).await.json();
    assert_eq!(environment["display_config"]["application_name"], "Live");
}

#[tokio::test]
async fn production_answers_its_own_origins_only() {
    let desk = Desk::open().await;
    let live = production(&desk).await;
    let host = live.publishable.frontend_api().to_owned();
    let ask = |origin: &str| Raw::get("/v1/client").header("host", &host).header("origin", origin);

    let own = ask("https://app.live.example").send(&desk.fapi).await;
    assert_eq!(own.header("access-control-allow-origin"), "https://app.live.example");

    for foreign in [
        "https://evil.example",
        "https://app.live.example.evil.example",
        "null",
        "http://app.live.example.",
        "https://evillive.example",
    ] {
        let answer = ask(foreign).send(&desk.fapi).await;
        assert_ne!(answer.header("access-control-allow-origin"), foreign, "{foreign} is reflected");
        let change = Raw::post("/v1/client/sign_ins", "identifier=a%40example.com")
            .header("host", &host)
            .header("origin", foreign);
        let change = change.send(&desk.fapi).await;
        assert_eq!((change.status.as_u16(), change.code().as_str()), (400, "origin_invalid"), "{foreign}");
    }
}

#[tokio::test]
async fn a_host_under_a_public_suffix_shares_nothing_with_its_neighbours() {
    let desk = Desk::open().await;
    for (host, neighbour) in [("acme.github.io", "https://evil.github.io"), ("shop.co.uk", "https://evil.co.uk")] {
        desk.create_instance("Shop", Environment::Production, host, &[]).await;

        let answer = Raw::get("/v1/client").header("host", host).header("origin", neighbour).send(&desk.fapi).await;

        assert_eq!(answer.header("access-control-allow-origin"), "", "{neighbour} may ask {host}");
    }
}

#[tokio::test]
async fn the_inbox_is_shown_on_own_names_alone() {
    let desk = Desk::open().await;
    let own = desk.keys.publishable.frontend_api().to_owned();
    for (host, status) in [
        ("127.0.0.1:4400", 200),
        ("[::1]:4400", 200),
        ("192.168.1.5:4400", 200),
        (own.as_str(), 200),
        ("rebound.example:4400", 404),
    ] {
        for path in ["/dev/inbox", "/dev/inbox.json"] {
            assert_eq!(Raw::get(path).header("host", host).send(&desk.fapi).await.status, status, "{host}{path}");
        }
    }
}

#[tokio::test]
async fn production_has_no_inbox_no_development_browser_and_no_fixed_code() {
    let desk = Desk::open().await;
    let live = production(&desk).await;
    let host = live.publishable.frontend_api().to_owned();

    for path in ["/dev/inbox", "/dev/inbox.json"] {
        assert_eq!(Raw::get(path).header("host", &host).send(&desk.fapi).await.status, 404, "{path}");
    }
    let dev_browser =
        Raw::post("/v1/dev_browser", "").header("host", &host).header("origin", "https://app.live.example");
    assert!(dev_browser.send(&desk.fapi).await.status.is_client_error());

    let form = "email_address=ada%2Bclerk_test%40example.com&password=a+long+enough+phrase";
    let origin = "https://app.live.example";
    let begun =
        Raw::post("/v1/client/sign_ups", form).header("host", &host).header("origin", origin).send(&desk.fapi).await;
    assert_eq!(begun.status, 200, "{}", begun.text);
    let cookies = begun.cookies();
    let credential = cookies.iter().find(|cookie| cookie.starts_with("__client=")).expect("the client's cookie is set");
    assert!(credential.contains("HttpOnly") && credential.contains("Secure") && credential.contains("SameSite=Lax"));
    let credential = credential.split(';').next().unwrap().to_owned();
    let id = begun.json()["response"]["id"].as_str().unwrap().to_owned();
    let send = |path: &str, form: &str| {
        Raw::post(path, form).header("host", &host).header("origin", origin).header("cookie", &credential)
    };
    send(&format!("/v1/client/sign_ups/{id}/prepare_verification"), "strategy=email_code").send(&desk.fapi).await;
    let attempt = send(&format!("/v1/client/sign_ups/{id}/attempt_verification"), "strategy=email_code&code=424242");
    assert_eq!(attempt.send(&desk.fapi).await.code(), "form_code_incorrect");
}
