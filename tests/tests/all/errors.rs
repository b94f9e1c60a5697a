//! What goes wrong is said in the protocol's own form, with a way to find it in the log.

use frontdesk_tests::raw::Raw;
use frontdesk_tests::{APP_ORIGIN, Desk};

// conformance: P08
#[tokio::test]
async fn every_error_is_json_with_a_code_and_a_trace() {
    let desk = Desk::open().await;
    let cases = [
        (Raw::get("/v1/nowhere"), 404, "resource_not_found"),
        (Raw::get("/"), 404, "resource_not_found"),
        (Raw::get("/v1/client/sign_ins/sia_unknown"), 404, "resource_not_found"),
        (
            Raw::post("/v1/client/sign_ins/sia_unknown/attempt_first_factor", "strategy=password&password=x"),
            404,
            "resource_not_found",
        ),
        (Raw::get("/v1/me"), 401, "authentication_invalid"),
        (Raw::get("/v1/me/organization_memberships"), 401, "authentication_invalid"),
        (Raw::post("/v1/organizations", "name=Acme"), 401, "authentication_invalid"),
        (Raw::get("/v1/client?__clerk_db_jwt=dvb_forged"), 401, "dev_browser_unauthenticated"),
        (Raw::post("/v1/waitlist", "email_address=ada%40example.com"), 403, "feature_not_implemented"),
        (Raw::get("/v1/oauth_callback?code=x&state=y"), 403, "feature_not_implemented"),
        (Raw::post("/v1/me/totp", ""), 403, "feature_not_implemented"),
    ];
    for (request, status, code) in cases {
        let answer = request.header("origin", APP_ORIGIN).send(&desk.fapi).await;

        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (status, code), "{}", answer.text);
        assert_eq!(answer.header("content-type"), "application/json");
        assert!(!answer.json()["clerk_trace_id"].as_str().unwrap().is_empty());
        assert_eq!(answer.json()["clerk_trace_id"], answer.header("x-clerk-trace-id"));
        assert!(!answer.json()["errors"][0]["long_message"].as_str().unwrap().is_empty());
    }
}

#[tokio::test]
async fn bad_input_names_its_field_and_stores_nothing() {
    let desk = Desk::open().await;
    let cases = [
        ("/v1/client/sign_ups", "email_address=nonsense", 422, "email_address"),
        ("/v1/client/sign_ups", "email_address=ada%40example.com&password=x", 422, "password"),
        ("/v1/client/sign_ups", "email_address=ada%40example.com&unsafe_metadata=%7Bnot", 422, "unsafe_metadata"),
        ("/v1/client/sign_ins", "identifier=nobody%40example.com", 422, "identifier"),
        ("/v1/client/sign_ins", "identifier=nobody%40example.com&strategy=smoke_signal", 0, "strategy"),
    ];
    for (path, form, status, param) in cases {
        let answer = Raw::post(path, form).header("origin", APP_ORIGIN).send(&desk.fapi).await;

        assert!(answer.status.is_client_error(), "{path} {form}: {}", answer.text);
        if status != 0 {
            assert_eq!(answer.status.as_u16(), status, "{path} {form}: {}", answer.text);
            assert_eq!(answer.param(), param, "{path} {form}: {}", answer.text);
        }
    }
    let users = desk.backend("GET", "/v1/users", serde_json::Value::Null).await.json();
    assert_eq!(users, serde_json::json!([]));
}

#[tokio::test]
async fn a_body_that_is_too_large_or_of_the_wrong_type_is_refused() {
    let desk = Desk::open().await;

    let large =
        Raw::post("/v1/client/sign_ups", &"a".repeat(3 << 20)).header("origin", APP_ORIGIN).send(&desk.fapi).await;
    assert_eq!((large.status.as_u16(), large.code().as_str()), (413, "request_body_too_large"));

    let xml = Raw::new("POST", "/v1/client/sign_ups").header("content-type", "application/xml").body("<a/>");
    let xml = xml.header("origin", APP_ORIGIN).send(&desk.fapi).await;
    assert_eq!((xml.status.as_u16(), xml.code().as_str()), (415, "unsupported_content_type"));
}

#[tokio::test]
async fn hostile_text_is_kept_as_text() {
    let desk = Desk::open().await;
    let ada = desk.visitor().await;
    ada.sign_up(&desk, "ada@example.com").await;
    let name = "<script>alert(1)</script>'; DROP TABLE users; -- \u{202e}";

    let made = ada.frontdesk.organizations().create(name, Some("acme")).await.unwrap();

    assert_eq!(made.name, name);
    let page = desk.get("/dev/inbox").await;
    assert!(
        page.header("content-security-policy").contains("default-src 'none'"),
        "{}",
        page.header("content-security-policy")
    );
}
