//! Requests as clients in the field send them, and replies as servers in the field answer them.

use frontdesk_wire::endpoints::*;
use frontdesk_wire::field::Secret;
use frontdesk_wire::{Client, Endpoint, Reply, SessionStatus, SignIn, SignInStatus, SignUp, Strategy, codec, percent};

/// What every browser client adds to each query.
const QUERY: &str = "__clerk_api_version=2026-05-12&_clerk_js_version=6.34.1";

fn received<E: Endpoint>(path: &str, body: &str) -> E {
    let pairs = percent::split(QUERY).into_iter().chain(percent::split(body));
    codec::decode(path, pairs).expect("what clients in the field send can be read")
}

#[test]
fn a_sign_in_with_extra_keys_is_read() {
    let ask: CreateSignIn = received(
        "/v1/client/sign_ins",
        "identifier=ada%40example.com&locale=en-GB&__clerk_protect_status=none&unknown_key=1",
    );

    assert_eq!(ask.identifier.as_deref(), Some("ada@example.com"));
    assert_eq!(ask.locale.as_deref(), Some("en-GB"));
    assert_eq!(ask.password, None);
}

#[test]
fn a_password_with_spaces_and_signs_is_read() {
    let ask: AttemptFirstFactor = received(
        "/v1/client/sign_ins/sia_1/attempt_first_factor",
        "strategy=password&password=correct+horse%2B%26%3D%C3%BC",
    );

    assert_eq!(ask.strategy, Strategy::PASSWORD);
    assert_eq!(ask.password.as_ref().map(Secret::expose), Some("correct horse+&=ü"));
}

#[test]
fn a_sign_up_of_the_browser_client_is_read() {
    let ask: CreateSignUp = received(
        "/v1/client/sign_ups",
        "email_address=ada%40example.com&password=abc+def+ghi&first_name=&unsafe_metadata=%7B%22a%22%3A%7B%22b%22%3A1%7D%7D\
         &captcha_error=captcha_unavailable&captcha_action=signup&locale=de-DE&legal_accepted=true",
    );

    assert_eq!(ask.first_name.as_deref(), Some(""));
    assert_eq!(ask.legal_accepted, Some(true));
    assert_eq!(ask.unsafe_metadata.unwrap().get("a").unwrap()["b"], 1);
}

#[test]
fn a_token_request_for_the_personal_workspace_is_read() {
    let ask: CreateSessionToken =
        received("/v1/client/sessions/sess_1/tokens", "organization_id=&tab_state=focused&debug=skip_cache");

    assert_eq!(ask.session_id.as_str(), "sess_1");
    assert_eq!(ask.organization_id.as_deref(), Some(""));
}

#[test]
fn repeated_keys_are_a_list() {
    let ask: ListMembers = received(
        "/v1/organizations/org_1/memberships",
        "limit=20&offset=0&paginated=true&role=org:admin&role=org:member",
    );

    assert_eq!(ask.role, ["org:admin", "org:member"]);
    assert_eq!((ask.limit, ask.paginated), (Some(20), Some(true)));
}

#[test]
fn a_missing_or_mistyped_field_is_named() {
    let missing = codec::decode::<AttemptFirstFactor>("/v1/client/sign_ins/sia_1/attempt_first_factor", []);
    assert_eq!(missing.unwrap_err().name, "strategy");

    let mistyped = codec::decode::<ListMembers>("/v1/organizations/org_1/memberships", percent::split("limit=many"));
    assert_eq!(mistyped.unwrap_err().name, "limit");
}

#[test]
fn the_smallest_client_that_works_elsewhere_is_read() {
    let body = r#"{"response":{"id":"client_1","sessions":[{"id":"sess_1","status":"active","user":{"id":"user_1"},
        "last_active_token":{"jwt":"a.b.c"}}],"last_active_session_id":"sess_1"}}"#;

    let reply: Reply<Client> = serde_json::from_str(body).unwrap();
    let client = reply.response.unwrap();

    assert_eq!(client.sessions[0].status, SessionStatus::Active);
    assert_eq!(client.sessions[0].user.as_ref().unwrap().id.as_str(), "user_1");
    assert_eq!(client.signed_in_sessions().count(), 1);
}

#[test]
fn keys_and_statuses_of_later_versions_do_no_harm() {
    let body = r#"{"object":"sign_in_attempt","id":"sia_1","status":"needs_something_new","new_key":{"a":[1]},
        "supported_first_factors":[{"strategy":"smoke_signal","new":true}],"abandon_at":1}"#;

    let sign_in: SignIn = serde_json::from_str(body).unwrap();

    assert_eq!(sign_in.status, SignInStatus::Other("needs_something_new".to_owned()));
    assert_eq!(sign_in.supported_first_factors.unwrap()[0].strategy.as_str(), "smoke_signal");
}

#[test]
fn a_resource_is_written_with_the_keys_that_strict_clients_need() {
    let sign_in = serde_json::to_value(SignIn::default()).unwrap();
    for key in [
        "object",
        "id",
        "status",
        "supported_identifiers",
        "first_factor_verification",
        "created_session_id",
        "abandon_at",
    ] {
        assert!(sign_in.get(key).is_some(), "sign-in lacks {key}");
    }
    let sign_up = serde_json::to_value(SignUp::default()).unwrap();
    for key in
        ["missing_fields", "unverified_fields", "verifications", "has_password", "password_enabled", "custom_action"]
    {
        assert!(sign_up.get(key).is_some(), "sign-up lacks {key}");
    }
    let client = serde_json::to_value(Client::default()).unwrap();
    for key in ["sessions", "sign_in", "sign_up", "last_active_session_id", "cookie_expires_at", "updated_at"] {
        assert!(client.get(key).is_some(), "client lacks {key}");
    }
}
