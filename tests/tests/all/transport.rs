//! Origins, cookies, redirects and headers.

use frontdesk_tests::raw::Raw;
use frontdesk_tests::{APP_ORIGIN, Desk};

#[tokio::test]
async fn a_development_instance_answers_pages_of_any_site() {
    let desk = Desk::open().await;

    let answer = Raw::get("/v1/client").header("origin", APP_ORIGIN).send(&desk.fapi).await;

    assert_eq!(answer.status, 200);
    assert_eq!(answer.json(), serde_json::json!({"response": null, "client": null}));
    assert_eq!(answer.header("access-control-allow-origin"), APP_ORIGIN);
    assert_eq!(answer.header("access-control-allow-credentials"), "true");
    assert!(answer.header("vary").to_ascii_lowercase().contains("origin"));
    assert!(answer.header("access-control-expose-headers").to_ascii_lowercase().contains("retry-after"));
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert!(answer.header("cache-control").contains("no-store"));
}

#[tokio::test]
async fn a_preflight_is_answered() {
    let desk = Desk::open().await;

    let answer = Raw::new("OPTIONS", "/v1/client/sign_ins")
        .header("origin", APP_ORIGIN)
        .header("access-control-request-method", "PATCH")
        .header("access-control-request-headers", "authorization, content-type, x-mobile")
        .send(&desk.fapi)
        .await;

    assert!(answer.status.is_success(), "{}", answer.status);
    assert!(answer.header("access-control-allow-methods").contains("PATCH"));
    let allowed = answer.header("access-control-allow-headers").to_ascii_lowercase();
    assert!(["authorization", "content-type", "x-mobile"].iter().all(|header| allowed.contains(header)), "{allowed}");
}

#[tokio::test]
async fn the_key_set_is_public_and_names_the_instance() {
    let desk = Desk::open().await;

    let keys = desk.get("/.well-known/jwks.json").await.json();

    assert_eq!(keys["keys"][0]["kid"], desk.keys.instance_id.as_str());
    assert_eq!((keys["keys"][0]["alg"].as_str(), keys["keys"][0]["e"].as_str()), (Some("RS256"), Some("AQAB")));
    assert!(keys["keys"][0].get("d").is_none(), "the private part stays here");
    assert_eq!(desk.get("/v1/health").await.status, 200);
}

#[tokio::test]
async fn the_environment_has_what_other_clients_read() {
    let desk = Desk::open().await;

    let environment =
        Raw::post("/v1/environment?_method=PATCH", "").header("origin", APP_ORIGIN).send(&desk.fapi).await.json();

    for name in [
        "email_address",
        "phone_number",
        "username",
        "web3_wallet",
        "first_name",
        "last_name",
        "password",
        "authenticator_app",
        "backup_code",
        "passkey",
        "ticket",
    ] {
        assert!(environment["user_settings"]["attributes"][name]["enabled"].is_boolean(), "{name}");
    }
    assert!(environment["user_settings"]["social"].is_object());
    assert!(environment["commerce_settings"]["billing"]["user"].is_object());
    assert!(environment["commerce_settings"]["billing"]["organization"].is_object());
    assert_eq!(environment["display_config"]["instance_environment_type"], "development");
    assert_eq!(environment["auth_config"]["single_session_mode"], false);
    assert!(!environment.to_string().to_ascii_lowercase().contains("clerk.com"));
}

#[tokio::test]
async fn a_touch_by_navigation_goes_only_where_it_may() {
    let desk = Desk::open().await;
    for bad in ["javascript:alert(1)", "//evil.example", "data:text/html,x", "", "/relative"] {
        let uri = format!("/v1/client/touch?redirect_url={}", frontdesk_wire::percent::encode(bad));
        let answer = Raw::get(&uri).send(&desk.fapi).await;
        assert!(answer.status.is_client_error(), "{bad}: {}", answer.status);
        assert_eq!(answer.header("location"), "", "{bad}");
    }
}

#[tokio::test]
async fn a_native_client_keeps_its_token_by_header() {
    let desk = Desk::open().await;
    let form = "email_address=ada%2Bclerk_test%40example.com&password=a+long+enough+phrase";

    let begun = Raw::post("/v1/client/sign_ups?_is_native=1", form)
        .header("authorization", "")
        .header("x-mobile", "1")
        .send(&desk.fapi)
        .await;
    assert_eq!(begun.status, 200, "{}", begun.text);
    let token = begun.header("authorization").to_owned();
    assert!(!token.is_empty());

    let client = Raw::get("/v1/client?_is_native=1").header("authorization", &token).send(&desk.fapi).await;
    assert_eq!(client.json()["response"]["sign_up"]["id"], begun.json()["response"]["id"]);
    assert!(client.cookies().is_empty(), "no cookie in native mode");
}

#[tokio::test]
async fn the_backend_api_wants_the_secret_key() {
    let desk = Desk::open().await;
    for header in [None, Some("Bearer sk_test_wrong"), Some("Basic abc"), Some("Bearer ")] {
        let mut request = Raw::get("/v1/users").header("host", "127.0.0.1:4401");
        if let Some(value) = header {
            request = request.header("authorization", value);
        }
        let answer = request.send(&desk.bapi).await;
        assert_eq!(answer.status, 401, "{header:?}: {}", answer.text);
        assert_eq!(answer.header("content-type"), "application/json");
        assert!(!answer.code().is_empty());
    }
    let answer = desk.backend("GET", "/v1/nowhere", serde_json::Value::Null).await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (404, "resource_not_found"));
}
