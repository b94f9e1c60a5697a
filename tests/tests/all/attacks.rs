//! What an attacker tries, and what comes of it.

use axum::extract::ConnectInfo;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use frontdesk_domain::{Environment, Settings};
use frontdesk_sdk::wire::endpoints::{CreateSignUp, UpdateSignUp};
use frontdesk_sdk::wire::{SignInStatus, SignUpStatus, Strategy};
use frontdesk_tests::desk::Keys;
use frontdesk_tests::raw::{Answer, Raw};
use frontdesk_tests::visitor::PASSWORD;
use frontdesk_tests::{APP_ORIGIN, Desk};
use frontdesk_wire::percent;
use futures::future::join_all;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::net::SocketAddr;

const LIVE_ORIGIN: &str = "https://app.live.example";

/// Somebody with a cookie and no SDK.
struct Intruder<'d> {
    desk: &'d Desk,
    host: String,
    origin: &'static str,
    cookie: String,
}

impl<'d> Intruder<'d> {
    fn of(desk: &'d Desk) -> Self {
        let host = desk.keys.publishable.frontend_api().to_owned();
        Self { desk, host, origin: APP_ORIGIN, cookie: String::new() }
    }

    fn on(desk: &'d Desk, keys: &Keys) -> Self {
        Self { desk, host: keys.publishable.frontend_api().to_owned(), origin: LIVE_ORIGIN, cookie: String::new() }
    }

    fn request(&self, request: Raw) -> Raw {
        request.header("host", &self.host).header("origin", self.origin).header("cookie", &self.cookie)
    }

    async fn get(&self, uri: &str) -> Answer {
        self.request(Raw::get(uri)).send(&self.desk.fapi).await
    }

    async fn try_post(&self, uri: &str, fields: &[(&str, &str)]) -> Answer {
        self.request(Raw::post(uri, &percent::join(fields.iter().copied()))).send(&self.desk.fapi).await
    }

    /// Posts, and keeps the cookie that comes back.
    async fn post(&mut self, uri: &str, fields: &[(&str, &str)]) -> Answer {
        let answer = self.try_post(uri, fields).await;
        if let Some(line) = answer.cookies().into_iter().find(|line| line.starts_with("__client=")) {
            self.cookie = line.split(';').next().unwrap_or_default().to_owned();
        }
        answer
    }

    /// Signs up with a test address, and answers with the ids of session and user.
    async fn sign_up(&mut self, address: &str) -> (String, String) {
        let begun = self.post("/v1/client/sign_ups", &[("email_address", address), ("password", PASSWORD)]).await;
        let id = text(&begun.json()["response"]["id"]);
        self.post(&format!("/v1/client/sign_ups/{id}/prepare_verification"), &[("strategy", "email_code")]).await;
        let path = format!("/v1/client/sign_ups/{id}/attempt_verification");
        let done = self.post(&path, &[("strategy", "email_code"), ("code", "424242")]).await.json();
        assert_eq!(done["response"]["status"], "complete", "{done}");
        (text(&done["response"]["created_session_id"]), text(&done["response"]["created_user_id"]))
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

async fn production(desk: &Desk) -> Keys {
    desk.create_instance("Live", Environment::Production, "clerk.live.example", &[LIVE_ORIGIN]).await
}

/// Sends a request as if it came from this peer.
async fn from_peer(desk: &Desk, peer: &str, uri: &str, form: &str, headers: &[(&str, &str)]) -> (u16, String) {
    use http_body_util::BodyExt as _;
    use tower::ServiceExt as _;

    let mut request = http::Request::builder().method("POST").uri(uri);
    request = request.header("content-type", "application/x-www-form-urlencoded");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let mut request = request.body(axum::body::Body::from(form.to_owned())).expect("a test writes valid requests");
    let peer: SocketAddr = peer.parse().expect("a test writes valid addresses");
    request.extensions_mut().insert(ConnectInfo(peer));
    let Ok(reply) = desk.fapi.clone().oneshot(request).await;
    let status = reply.status().as_u16();
    let bytes = reply.into_body().collect().await.expect("an answer in memory is whole").to_bytes();
    (status, String::from_utf8_lossy(&bytes).into_owned())
}

async fn users(desk: &Desk) -> Vec<Value> {
    let listed = desk.backend("GET", "/v1/users?limit=500", Value::Null).await.json();
    listed.as_array().expect("users are listed").clone()
}

// --- Guessing ---------------------------------------------------------------------------------------------------------

#[tokio::test]
async fn guesses_of_a_code_at_once_are_counted_one_by_one() {
    let desk = Desk::open().await;
    desk.visitor().await.sign_up(&desk, "ada@example.com").await;
    let eve = desk.visitor().await;
    let attempt = eve.frontdesk.sign_in().identify("ada@example.com").await.unwrap();
    eve.frontdesk.sign_in().prepare(&attempt, Strategy::EMAIL_CODE).await.unwrap();
    let right = desk.code("ada@example.com").await;
    let wrong = desk.wrong_code("ada@example.com").await;

    let sign_in = eve.frontdesk.sign_in();
    let guess = || sign_in.attempt_code(&attempt.id, Strategy::EMAIL_CODE, &wrong);
    let mut answers = join_all((0..20).map(|_| guess())).await;
    // Guesses at once may get in each other's way, so that not all of them were judged.
    answers.extend([guess().await, guess().await, guess().await, guess().await, guess().await]);
    let answers: Vec<_> = answers.into_iter().map(|answer| answer.unwrap_err().code().to_string()).collect();

    let judged = answers.iter().filter(|code| *code == "form_code_incorrect").count();
    assert!(judged <= 5, "{judged} guesses were judged: {answers:?}");
    let late = sign_in.attempt_code(&attempt.id, Strategy::EMAIL_CODE, &right).await.unwrap_err();
    assert_eq!(late.code().as_str(), "verification_failed");
}

/// How many of these answers judged a password.
fn judged(answers: &[Answer]) -> usize {
    answers.iter().filter(|answer| answer.code() == "form_password_incorrect").count()
}

/// A desk where Ada has an account that locks after three failures.
async fn desk_that_locks() -> Desk {
    let desk = Desk::open().await;
    Intruder::of(&desk).sign_up("ada+clerk_test@example.com").await;
    let mut settings = Settings::default();
    settings.lockout.max_failures = 3;
    desk.app.set_settings(&desk.keys.instance_id.as_str().into(), &settings).await.unwrap();
    desk
}

#[tokio::test]
async fn passwords_guessed_at_once_on_new_attempts_lock_the_account() {
    let desk = desk_that_locks().await;
    let eve = Intruder::of(&desk);

    let guess = [("identifier", "ada+clerk_test@example.com"), ("password", "not her password")];
    let answers = join_all((0..12).map(|_| eve.try_post("/v1/client/sign_ins", &guess))).await;

    let judged = judged(&answers);
    assert!(judged <= 3, "{judged} of twelve guesses were judged, though the account locks after three");
    let right = [("identifier", "ada+clerk_test@example.com"), ("password", PASSWORD)];
    assert_eq!(eve.try_post("/v1/client/sign_ins", &right).await.code(), "user_locked");
}

#[tokio::test]
async fn passwords_guessed_at_once_on_one_attempt_lock_the_account() {
    let desk = desk_that_locks().await;
    let mut eve = Intruder::of(&desk);
    let begun = eve.post("/v1/client/sign_ins", &[("identifier", "ada+clerk_test@example.com")]).await;
    let path = format!("/v1/client/sign_ins/{}/attempt_first_factor", text(&begun.json()["response"]["id"]));

    let guess = [("strategy", "password"), ("password", "not her password")];
    let answers = join_all((0..12).map(|_| eve.try_post(&path, &guess))).await;

    assert!(judged(&answers) <= 3, "{} of twelve guesses were judged", judged(&answers));
}

#[tokio::test]
async fn a_lock_tells_nothing_about_the_password() {
    let desk = desk_that_locks().await;
    let eve = Intruder::of(&desk);
    let guess = [("identifier", "ada+clerk_test@example.com"), ("password", "not her password")];
    for _ in 0..3 {
        eve.try_post("/v1/client/sign_ins", &guess).await;
    }

    let right = [("identifier", "ada+clerk_test@example.com"), ("password", PASSWORD)];
    let (wrong, right) =
        (eve.try_post("/v1/client/sign_ins", &guess).await, eve.try_post("/v1/client/sign_ins", &right).await);

    assert_eq!((wrong.status, wrong.code()), (right.status, right.code()));
}

// --- Attempts ---------------------------------------------------------------------------------------------------------

#[tokio::test]
async fn a_code_for_signing_in_changes_no_password() {
    let desk = Desk::open().await;
    desk.visitor().await.sign_up(&desk, "ada@example.com").await;
    let eve = desk.visitor().await;
    let sign_in = eve.frontdesk.sign_in();
    let attempt = sign_in.identify("ada@example.com").await.unwrap();
    sign_in.prepare(&attempt, Strategy::EMAIL_CODE).await.unwrap();
    let code = desk.code("ada@example.com").await;

    let other = sign_in.attempt_code(&attempt.id, Strategy::RESET_PASSWORD_EMAIL_CODE, &code).await.unwrap_err();
    let reset = sign_in.reset_password(&attempt.id, "an entirely new phrase", true).await.unwrap_err();

    assert_eq!(other.code().as_str(), "verification_strategy_invalid");
    assert!(reset.status().is_some_and(|status| status < 500), "{reset}");
    desk.visitor().await.sign_in("ada@example.com", PASSWORD).await.unwrap();
}

#[tokio::test]
async fn a_code_belongs_to_the_attempt_that_asked_for_it() {
    let desk = Desk::open().await;
    desk.visitor().await.sign_up(&desk, "ada@example.com").await;
    let (ada, eve) = (desk.visitor().await, desk.visitor().await);
    let mut sent = Vec::new();
    for visitor in [&eve, &ada] {
        let attempt = visitor.frontdesk.sign_in().identify("ada@example.com").await.unwrap();
        visitor.frontdesk.sign_in().prepare(&attempt, Strategy::EMAIL_CODE).await.unwrap();
        sent.push((attempt.id, desk.code("ada@example.com").await));
    }
    let [(eves, _), (adas, code)] = &sent[..] else { panic!("two codes were sent") };

    let stolen = eve.frontdesk.sign_in().attempt_code(eves, Strategy::EMAIL_CODE, code).await.unwrap_err();
    assert_eq!(stolen.code().as_str(), "form_code_incorrect");

    // Neither does a new attempt of the same browser take over what the one before was sent.
    let next = ada.frontdesk.sign_in().identify("ada@example.com").await.unwrap();
    let early = ada.frontdesk.sign_in().attempt_code(&next.id, Strategy::EMAIL_CODE, code).await.unwrap_err();
    assert_eq!(early.code().as_str(), "verification_missing");
    let old = ada.frontdesk.sign_in().attempt_code(adas, Strategy::EMAIL_CODE, code).await.unwrap_err();
    assert_eq!(old.status(), Some(403), "{old}");
}

#[tokio::test]
async fn a_password_is_reset_once_per_proof() {
    let desk = Desk::open().await;
    desk.visitor().await.sign_up(&desk, "ada@example.com").await;
    let ada = desk.visitor().await;
    let sign_in = ada.frontdesk.sign_in();
    let attempt = sign_in.identify("ada@example.com").await.unwrap();
    sign_in.prepare(&attempt, Strategy::RESET_PASSWORD_EMAIL_CODE).await.unwrap();
    let code = desk.code("ada@example.com").await;
    sign_in.attempt_code(&attempt.id, Strategy::RESET_PASSWORD_EMAIL_CODE, &code).await.unwrap();

    let resets = ["the first new phrase", "the second new phrase"];
    let [first, second] = resets.map(|password| sign_in.reset_password(&attempt.id, password, true));
    let (first, second) = futures::join!(first, second);

    assert_eq!(u8::from(first.is_ok()) + u8::from(second.is_ok()), 1, "{first:?} {second:?}");
    assert!(sign_in.reset_password(&attempt.id, "a third new phrase", true).await.is_err());
    assert!(desk.visitor().await.sign_in("ada@example.com", "a third new phrase").await.is_err());
}

#[tokio::test]
async fn an_address_that_is_changed_after_its_proof_is_proven_anew() {
    let desk = Desk::open().await;
    let eve = desk.visitor().await;
    let sign_up = eve.frontdesk.sign_up();
    let begin = CreateSignUp { email_address: Some("eve@example.com".into()), ..Default::default() };
    let attempt = sign_up.create(begin).await.unwrap();
    sign_up.prepare_email_code(&attempt.id).await.unwrap();
    let code = desk.code("eve@example.com").await;
    sign_up.attempt_email_code(&attempt.id, &code).await.unwrap();

    let change = UpdateSignUp {
        sign_up_id: attempt.id.clone(),
        email_address: Some("ada@example.com".into()),
        password: Some(PASSWORD.into()),
        ..Default::default()
    };
    let changed = sign_up.update(change).await.unwrap();

    assert_eq!(changed.status, SignUpStatus::MissingRequirements);
    assert_eq!(changed.unverified_fields, ["email_address"]);
    assert!(sign_up.attempt_email_code(&attempt.id, &code).await.is_err(), "the old code proves the old address");
    assert!(users(&desk).await.is_empty());
}

#[tokio::test]
async fn an_address_and_its_code_at_once_prove_no_other_address() {
    let desk = Desk::open().await;
    let eve = desk.visitor().await;
    let attempt = eve.begin_sign_up("eve@example.com", PASSWORD).await.unwrap();
    let code = desk.code("eve@example.com").await;
    let change = UpdateSignUp {
        sign_up_id: attempt.id.clone(),
        email_address: Some("ada@example.com".into()),
        ..Default::default()
    };

    let sign_up = eve.frontdesk.sign_up();
    let (_, _) = futures::join!(sign_up.update(change), sign_up.attempt_email_code(&attempt.id, &code));

    for user in users(&desk).await {
        assert_eq!(user["email_addresses"][0]["email_address"], "eve@example.com", "{user}");
    }
}

#[tokio::test]
async fn two_who_prove_one_address_at_once_are_one_user() {
    let desk = Desk::open().await;
    let (ada, eve) = (desk.visitor().await, desk.visitor().await);
    let first = ada.begin_sign_up("ada@example.com", PASSWORD).await.unwrap();
    let first_code = desk.code("ada@example.com").await;
    let second = eve.begin_sign_up("ada@example.com", PASSWORD).await.unwrap();
    let second_code = desk.code("ada@example.com").await;

    let (hers, eves) = (ada.frontdesk.sign_up(), eve.frontdesk.sign_up());
    let (one, other) = futures::join!(
        hers.attempt_email_code(&first.id, &first_code),
        eves.attempt_email_code(&second.id, &second_code)
    );

    assert_eq!(u8::from(one.is_ok()) + u8::from(other.is_ok()), 1, "{one:?} {other:?}");
    for refused in [one, other].into_iter().filter_map(Result::err) {
        assert!(refused.status().is_some_and(|status| status < 500), "{refused}");
    }
    assert_eq!(users(&desk).await.len(), 1);
}

#[tokio::test]
async fn fifty_people_sign_up_at_once() {
    let desk = Desk::open().await;

    let people = (0..50).map(|number| {
        let desk = &desk;
        async move { Intruder::of(desk).sign_up(&format!("p{number}+clerk_test@example.com")).await }
    });
    let done: BTreeSet<_> = join_all(people).await.into_iter().collect();

    assert_eq!(done.len(), 50);
    assert_eq!(users(&desk).await.len(), 50);
}

// --- Somebody else's things -------------------------------------------------------------------------------------------

#[tokio::test]
async fn naming_somebody_elses_session_gives_nothing() {
    let desk = Desk::open().await;
    let (mut ada, mut eve) = (Intruder::of(&desk), Intruder::of(&desk));
    let (session, user) = ada.sign_up("ada+clerk_test@example.com").await;
    let (own, _) = eve.sign_up("eve+clerk_test@example.com").await;

    for path in ["/v1/me", "/v1/me/sessions", "/v1/me/sessions/active", "/v1/me/organization_memberships"] {
        for value in [session.as_str(), "sess_unknown", "%25", "sess_' OR 1=1 --"] {
            let answer = eve.get(&format!("{path}?_clerk_session_id={}", percent::encode(value))).await;
            assert_eq!((answer.status.as_u16(), answer.code().as_str()), (401, "authentication_invalid"), "{path}");
            assert!(!answer.text.contains(&user), "{path}: {}", answer.text);
        }
    }
    let own_name = format!("/v1/me?_method=PATCH&_clerk_session_id={session}");
    assert_eq!(eve.try_post(&own_name, &[("first_name", "E")]).await.status, 401);
    for (verb, own_is_fine) in [("tokens", true), ("touch", true), ("end", false), ("remove", false)] {
        let answer = eve.try_post(&format!("/v1/client/sessions/{session}/{verb}"), &[]).await;
        assert_eq!(answer.status, 404, "{verb}: {}", answer.text);
        if own_is_fine {
            assert_eq!(eve.try_post(&format!("/v1/client/sessions/{own}/{verb}"), &[]).await.status, 200, "{verb}");
        }
    }
    // A field of the same name does not beat the path.
    let smuggled = eve.try_post(&format!("/v1/client/sessions/{own}/end"), &[("session_id", &session)]).await;
    assert_eq!(smuggled.json()["response"]["id"], own.as_str());
    assert_eq!(eve.try_post(&format!("/v1/me/sessions/{session}/revoke"), &[]).await.status, 401, "signed out");
    assert_eq!(ada.get("/v1/me").await.status, 200);
}

#[tokio::test]
async fn a_session_is_revoked_by_its_own_person_alone() {
    let desk = Desk::open().await;
    let (mut ada, mut eve) = (Intruder::of(&desk), Intruder::of(&desk));
    let (session, _) = ada.sign_up("ada+clerk_test@example.com").await;
    eve.sign_up("eve+clerk_test@example.com").await;

    assert_eq!(eve.try_post(&format!("/v1/me/sessions/{session}/revoke"), &[]).await.status, 404);
    assert_eq!(ada.get("/v1/me").await.status, 200);
}

#[tokio::test]
async fn whoever_is_deleted_keeps_nothing() {
    let desk = Desk::open().await;
    let mut ada = Intruder::of(&desk);
    let (session, user) = ada.sign_up("ada+clerk_test@example.com").await;
    let made = ada.post("/v1/organizations", &[("name", "Acme")]).await;
    assert_eq!(made.status, 200, "{}", made.text);
    let mut elsewhere = Intruder::of(&desk);
    let begun = elsewhere.post("/v1/client/sign_ins", &[("identifier", "ada+clerk_test@example.com")]).await;
    let attempt = text(&begun.json()["response"]["id"]);

    assert_eq!(desk.backend("DELETE", &format!("/v1/users/{user}"), Value::Null).await.status, 200);

    assert!(ada.try_post(&format!("/v1/client/sessions/{session}/tokens"), &[]).await.status.is_client_error());
    assert_eq!(ada.get("/v1/me").await.status, 401);
    assert_eq!(ada.get("/v1/client").await.json()["response"]["sessions"], json!([]));
    let path = format!("/v1/client/sign_ins/{attempt}/attempt_first_factor");
    let late = elsewhere.try_post(&path, &[("strategy", "password"), ("password", PASSWORD)]).await;
    assert_eq!(late.code(), "sign_in_identification_or_user_deleted", "{}", late.text);
    let again = elsewhere.try_post("/v1/client/sign_ins", &[("identifier", "ada+clerk_test@example.com")]).await;
    assert_eq!(again.code(), "form_identifier_not_found");
    elsewhere.sign_up("ada+clerk_test@example.com").await;
    assert_eq!(elsewhere.get("/v1/me").await.json()["response"]["organization_memberships"], json!([]));
}

#[tokio::test]
async fn organizations_of_others_are_not_there() {
    let desk = Desk::open().await;
    let second = desk.create_instance("Second", Environment::Development, "second-app-2.localhost:4400", &[]).await;
    let (mut ada, mut eve, mut abroad) = (Intruder::of(&desk), Intruder::of(&desk), Intruder::on(&desk, &second));
    ada.sign_up("ada+clerk_test@example.com").await;
    let (eve_session, eve_user) = eve.sign_up("eve+clerk_test@example.com").await;
    let (abroad_session, abroad_user) = abroad.sign_up("ada+clerk_test@example.com").await;
    let acme = text(&ada.post("/v1/organizations", &[("name", "Acme")]).await.json()["response"]["id"]);

    for (who, session, user) in [(&eve, &eve_session, &eve_user), (&abroad, &abroad_session, &abroad_user)] {
        let members = format!("/v1/organizations/{acme}/memberships");
        for name in [acme.as_str(), "acme"] {
            let tokens = format!("/v1/client/sessions/{session}/tokens");
            assert!(who.try_post(&tokens, &[("organization_id", name)]).await.status.is_client_error(), "{name}");
            let touch = format!("/v1/client/sessions/{session}/touch");
            assert!(who.try_post(&touch, &[("active_organization_id", name)]).await.status.is_client_error());
        }
        assert_eq!(who.get(&format!("/v1/organizations/{acme}")).await.status, 404);
        assert_eq!(who.get(&members).await.status, 404);
        assert_eq!(who.try_post(&members, &[("user_id", user), ("role", "org:admin")]).await.status, 404);
        assert_eq!(who.try_post(&format!("/v1/organizations/{acme}?_method=DELETE"), &[]).await.status, 404);
        assert_eq!(
            who.try_post(&format!("/v1/me/organization_memberships/{acme}?_method=DELETE"), &[]).await.status,
            404
        );
    }
    // Nor can somebody of another instance be taken in, or a role be made up.
    let members = format!("/v1/organizations/{acme}/memberships");
    for (user, role) in [
        (abroad_user.as_str(), "org:member"),
        ("user_unknown", "org:member"),
        (eve_user.as_str(), "org:owner"),
        (eve_user.as_str(), "org:"),
        (eve_user.as_str(), ""),
        (eve_user.as_str(), "ORG:ADMIN"),
        (eve_user.as_str(), "org:org:admin"),
    ] {
        let answer = ada.try_post(&members, &[("user_id", user), ("role", role)]).await;
        assert!(answer.status.is_client_error(), "{user} {role}: {}", answer.text);
    }
    assert_eq!(ada.get(&members).await.json()["response"]["total_count"], 1);
}

#[tokio::test]
async fn every_role_that_is_asked_for_is_listed() {
    let desk = Desk::open().await;
    let (mut ada, mut bob) = (Intruder::of(&desk), Intruder::of(&desk));
    ada.sign_up("ada+clerk_test@example.com").await;
    let (_, bob_user) = bob.sign_up("bob+clerk_test@example.com").await;
    let acme = text(&ada.post("/v1/organizations", &[("name", "Acme")]).await.json()["response"]["id"]);
    let members = format!("/v1/organizations/{acme}/memberships");
    ada.post(&members, &[("user_id", &bob_user), ("role", "org:member")]).await;

    for (query, total) in [
        ("role=org:admin", 1),
        ("role=org:admin&role=org:member", 2),
        ("role=org:admin&role=org:admin&role=org:member", 2),
    ] {
        let listed = ada.get(&format!("{members}?{query}")).await;
        assert_eq!(listed.json()["response"]["total_count"], total, "{query}: {}", listed.text);
    }
}

// --- Credentials ------------------------------------------------------------------------------------------------------

#[tokio::test]
async fn a_credential_that_the_server_did_not_make_is_none() {
    let desk = Desk::open().await;
    let second = desk.create_instance("Second", Environment::Development, "second-app-2.localhost:4400", &[]).await;
    let mut ada = Intruder::of(&desk);
    let (session, _) = ada.sign_up("ada+clerk_test@example.com").await;
    let own = ada.cookie.trim_start_matches("__client=").to_owned();
    let [header, body, signature] = own.split('.').collect::<Vec<_>>()[..] else { panic!("{own} is no JWT") };
    let part = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let session_token = text(&ada.try_post(&format!("/v1/client/sessions/{session}/tokens"), &[]).await.json()["jwt"]);

    for (forged, why) in [
        (format!("{}.{body}.", part(json!({"alg": "none"}))), "no signature"),
        (format!("{}.{body}.{signature}", part(json!({"alg": "none"}))), "another header"),
        (format!("{}.{body}", part(json!({"alg": "none"}))), "two parts"),
        (format!("{header}.{body}."), "an empty signature"),
        (format!("{header}.{body}"), "without signature"),
        (format!("{header}.{body}.{signature}A"), "a longer signature"),
        (format!("{header}.{}.{signature}", part(json!({"id": "client_x", "rotating_token": ""}))), "another body"),
        (session_token, "a session token"),
        ("...".to_owned(), "dots"),
        ("é".to_owned(), "no ASCII"),
    ] {
        let visitor = Raw::get("/v1/client").header("host", &ada.host).header("cookie", &format!("__client={forged}"));
        let answer = visitor.send(&desk.fapi).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["response"]), (200, &Value::Null), "{why}: {}", answer.text);
    }
    let abroad = Intruder { cookie: ada.cookie.clone(), ..Intruder::on(&desk, &second) };
    assert_eq!(abroad.get("/v1/client").await.json()["response"], Value::Null, "another instance's credential");
    assert_eq!(ada.get("/v1/me").await.status, 200, "her own still works");
}

#[tokio::test]
async fn a_development_browser_means_nothing_in_production() {
    let desk = Desk::open().await;
    let live = production(&desk).await;
    let made = Intruder::of(&desk).try_post("/v1/dev_browser", &[]).await;
    let token = text(&made.json()["id"]);
    let mut eve = Intruder::on(&desk, &live);

    let begun = eve.post(&format!("/v1/client/sign_ups?__clerk_db_jwt={token}"), &[]).await;
    assert_eq!(begun.status, 200, "{}", begun.text);
    assert!(eve.cookie.starts_with("__client="), "the cookie carries the client");
    let stranger = Intruder::on(&desk, &live);
    assert_eq!(stranger.get(&format!("/v1/client?__clerk_db_jwt={token}")).await.json()["response"], Value::Null);
}

#[tokio::test]
async fn a_planted_credential_is_not_the_victims_afterwards() {
    let desk = Desk::open().await;
    let mut eve = Intruder::of(&desk);
    eve.post("/v1/client/sign_ups", &[]).await;
    let planted = eve.cookie.clone();

    let mut ada = Intruder { cookie: planted.clone(), ..Intruder::of(&desk) };
    ada.sign_up("ada+clerk_test@example.com").await;

    assert_ne!(ada.cookie, planted);
    let elsewhere = Raw::get("/v1/client").header("host", &ada.host).header("cookie", &planted);
    let seen = elsewhere.header("user-agent", "another browser").send(&desk.fapi).await;
    assert_eq!(seen.json()["response"], Value::Null, "{}", seen.text);
}

#[tokio::test]
async fn whoever_planted_a_credential_is_not_handed_the_next_one() {
    let desk = Desk::open().await;
    let mut eve = Intruder::of(&desk);
    eve.post("/v1/client/sign_ups", &[]).await;
    let mut ada = Intruder { cookie: eve.cookie.clone(), ..Intruder::of(&desk) };
    ada.sign_up("ada+clerk_test@example.com").await;

    // From the same address and browser, a moment later: the old credential is still taken.
    let fields = [("email_address", "eve+clerk_test@example.com"), ("password", PASSWORD)];
    let begun = eve.try_post("/v1/client/sign_ups", &fields).await;
    let id = text(&begun.json()["response"]["id"]);
    eve.try_post(&format!("/v1/client/sign_ups/{id}/prepare_verification"), &[("strategy", "email_code")]).await;
    let code = [("strategy", "email_code"), ("code", "424242")];
    let done = eve.try_post(&format!("/v1/client/sign_ups/{id}/attempt_verification"), &code).await;

    assert_eq!((done.status.as_u16(), done.code().as_str()), (400, "client_state_invalid"), "{}", done.text);
    assert!(done.cookies().iter().all(|cookie| !cookie.starts_with("__client=ey")), "{:?}", done.cookies());
    assert_eq!(users(&desk).await.len(), 1, "and her account is not made");
}

// --- Headers, verbs, paths --------------------------------------------------------------------------------------------

#[tokio::test]
async fn strangers_cannot_say_where_they_come_from() {
    let desk = Desk::open_with(|config| config.limits.sign_in_per_address = 5).await;
    let live = production(&desk).await;
    let host = live.publishable.frontend_api();

    let mut statuses = Vec::new();
    for number in 0..10 {
        let claimed = format!("198.51.100.{number}");
        let headers = [
            ("host", host),
            ("origin", LIVE_ORIGIN),
            ("x-forwarded-for", claimed.as_str()),
            ("x-real-ip", claimed.as_str()),
            ("forwarded", "for=198.51.100.7"),
            ("clerk-proxy-url", "https://evil.example/__clerk"),
        ];
        let form = format!("identifier=p{number}%40example.com");
        statuses.push(from_peer(&desk, "203.0.113.9:5000", "/v1/client/sign_ins", &form, &headers).await.0);
    }
    assert_eq!(statuses.iter().filter(|status| **status == 429).count(), 5, "{statuses:?}");

    let headers = [("host", "evil.example"), ("x-forwarded-host", host)];
    let (status, text) = from_peer(&desk, "203.0.113.10:5000", "/v1/client/sign_ins", "", &headers).await;
    assert_eq!(status, 400, "{text}");
    let headers = [("host", host), ("clerk-secret-key", "sk_live_guessed")];
    let (status, text) = from_peer(&desk, "203.0.113.10:5000", "/v1/client/sign_ins", "", &headers).await;
    assert_eq!(status, 401, "{text}");
    // The key of another instance is a way into that instance, never into this one.
    let headers = [("host", host), ("clerk-secret-key", desk.keys.secret.as_str())];
    let (_, text) = from_peer(&desk, "203.0.113.10:5000", "/v1/environment?_method=PATCH", "", &headers).await;
    assert!(text.contains("\"instance_environment_type\":\"development\""), "{text}");
}

#[tokio::test]
async fn a_stranger_does_not_use_up_the_tries_of_an_accounts_owner() {
    let desk = Desk::open_with(|config| config.limits.sign_in_per_identifier = 10).await;
    let live = production(&desk).await;
    let headers = [("host", live.publishable.frontend_api()), ("origin", LIVE_ORIGIN)];
    let signs_in = async |peer: &str| {
        let form = "identifier=ada%40example.com";
        from_peer(&desk, peer, "/v1/client/sign_ins", form, &headers).await.0
    };

    let mut refused = 0;
    for _ in 0..40 {
        refused += u32::from(signs_in("203.0.113.9:5000").await == 429);
    }

    assert_eq!(refused, 30);
    assert_ne!(signs_in("198.51.100.7:5000").await, 429, "she asks from somewhere else");
}

#[tokio::test]
async fn a_stranger_cannot_fill_the_database_with_clients() {
    let desk = Desk::open_with(|config| config.limits.sign_in_per_address = 5).await;
    let eve = Intruder::of(&desk);

    let answers = join_all((0..10).map(|_| eve.try_post("/v1/client", &[]))).await;

    assert_eq!(answers.iter().filter(|answer| answer.status == 429).count(), 5);
    let mut ada = Intruder::of(&desk);
    desk.clock.advance_seconds(301).await;
    ada.post("/v1/client", &[]).await;
    for _ in 0..10 {
        assert_eq!(ada.post("/v1/client", &[]).await.status, 200, "whoever has a client asks as often as they like");
    }
}

#[tokio::test]
async fn two_origins_are_no_origin() {
    let desk = Desk::open().await;
    let live = production(&desk).await;
    let request = Raw::post("/v1/client/sign_ups", "")
        .header("host", live.publishable.frontend_api())
        .header("origin", LIVE_ORIGIN)
        .header("origin", "https://evil.example");

    let answer = request.send(&desk.fapi).await;

    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (400, "multiple_origin_header_values_forbidden"));
    assert_eq!(answer.header("access-control-allow-origin"), "");
}

#[tokio::test]
async fn a_read_stays_a_read() {
    let desk = Desk::open().await;
    let live = production(&desk).await;
    let mut ada = Intruder::of(&desk);
    let (session, _) = ada.sign_up("ada+clerk_test@example.com").await;

    ada.get("/v1/client?_method=DELETE").await;
    ada.get("/v1/client/sessions?_method=DELETE").await;
    ada.get(&format!("/v1/client/sessions/{session}/end?_method=POST")).await;
    assert_eq!(ada.get("/v1/me").await.status, 200);

    // On production a change that calls itself a read changes nothing, and one that does not needs its own origin.
    let host = live.publishable.frontend_api();
    for uri in
        ["/v1/client/sign_ups?_method=GET", "/v1/client/sign_ups?_method=get", "/v1/client/sign_ups?_method=HEAD"]
    {
        let answer = Raw::post(uri, "").header("host", host).header("origin", "https://evil.example");
        let answer = answer.send(&desk.fapi).await;
        assert!(answer.status.is_client_error(), "{uri}: {}", answer.text);
        assert!(answer.cookies().is_empty(), "{uri}");
    }
    for uri in ["/v1/client/sign_ups?_method=", "/v1/client/sign_ups?_method=BREW"] {
        let answer = Raw::post(uri, "").header("host", host).header("origin", "https://evil.example");
        assert_eq!(answer.send(&desk.fapi).await.code(), "origin_invalid", "{uri}");
    }
}

#[tokio::test]
async fn crooked_paths_lead_nowhere() {
    let desk = Desk::open().await;
    let mut ada = Intruder::of(&desk);
    let (session, _) = ada.sign_up("ada+clerk_test@example.com").await;
    for path in [
        "//v1/me",
        "/v1//me",
        "/v1/./me",
        "/v1/client/../me",
        "/v1/%6de",
        "/v1%2Fme",
        "/V1/ME",
        "/v1/me/%2e%2e/client",
        "/v1/client/sessions/..%2f",
        "/v1/client/sessions/%2e%2e",
        &format!("/v1/client/sessions/{session}%2Ftokens"),
        &format!("/v1/client/sessions/{session}%00"),
        "/v1/client/sessions/%00",
        "/v1/client/sessions/%ff%fe",
        "/v1/client/sign_ins/%00",
        "/v1/client/sign_ups/%00",
        "/v1/organizations/%00",
        "/v1/organizations/%00/memberships",
        "/v1/avatars/%00.svgx",
        "/dev%2finbox.json",
        "//dev/inbox.json",
        "/dev/./inbox.json",
        "/.well-known/../v1/me",
    ] {
        let answer = ada.get(path).await;
        assert_eq!(answer.status, 404, "{path}: {}", answer.text);
        assert_eq!(answer.header("content-type"), "application/json", "{path}");
    }
}

// conformance: H07
#[tokio::test]
async fn a_navigation_is_led_to_own_pages_alone() {
    let desk = Desk::open().await;
    let live = production(&desk).await;
    let host = live.publishable.frontend_api();
    let ask = |url: &str| {
        Raw::get(&format!("/v1/client/touch?redirect_url={}", percent::encode(url)))
            .header("host", host)
            .header("referer", "https://evil.example/")
    };

    for good in ["https://app.live.example/back?a=b", "https://live.example/", "https://other.live.example/"] {
        let answer = ask(good).send(&desk.fapi).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (307, good), "{}", answer.text);
    }
    for bad in [
        "https://evil.example/",
        "https://app.live.example@evil.example/",
        "https://app.live.example:secret@evil.example/",
        "https://evil.example\\.live.example/",
        "https://evil.example/.live.example",
        "https://evil.example#.live.example",
        "https://evil.example?.live.example",
        "https://app.live.example.evil.example/",
        "https://evillive.example/",
        "http://other.live.example/",
        "https://other.live.example:8443/",
        "https:evil.example",
        "https:///evil.example",
        "\thttps://evil.example",
        "ftp://app.live.example/",
        "blob:https://app.live.example/1",
        "view-source:https://app.live.example/",
    ] {
        let answer = ask(bad).send(&desk.fapi).await;
        assert!(answer.status.is_client_error(), "{bad}: {} {}", answer.status, answer.header("location"));
        assert_eq!(answer.header("location"), "", "{bad}");
    }
    let split = ask("https://app.live.example/\r\nset-cookie: a=b").send(&desk.fapi).await;
    assert_eq!(split.header("set-cookie"), "");
}

#[tokio::test]
async fn a_picture_is_nothing_but_a_picture() {
    let desk = Desk::open().await;
    for name in
        ["user-a.svg", "org-a.svg", "%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E.svg", "..%2f..%2fetc%2fpasswd.svg"]
    {
        let answer = desk.get(&format!("/v1/avatars/{name}")).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "image/svg+xml"), "{name}");
        assert!(answer.header("content-security-policy").contains("sandbox"), "{name}");
        assert!(!answer.text.contains("script") && !answer.text.contains("passwd"), "{name}: {}", answer.text);
        assert!(answer.cookies().is_empty());
    }
    for name in ["user-a.png", "user-a", ".svg.html", &format!("{}.svg", "a".repeat(65))] {
        assert_eq!(desk.get(&format!("/v1/avatars/{name}")).await.status, 404, "{name}");
    }
}

// --- Text -------------------------------------------------------------------------------------------------------------

#[tokio::test]
async fn a_nul_byte_in_any_field_is_refused() {
    let desk = Desk::open().await;
    let mut ada = Intruder::of(&desk);
    let (session, _) = ada.sign_up("ada+clerk_test@example.com").await;
    let acme = text(&ada.post("/v1/organizations", &[("name", "Acme")]).await.json()["response"]["id"]);
    let (organization, one_session) = (format!("/v1/organizations/{acme}"), format!("/v1/client/sessions/{session}"));
    let nul = "a\0b";

    for (path, fields) in [
        ("/v1/client/sign_ups".to_owned(), vec![("email_address", nul)]),
        ("/v1/client/sign_ups".to_owned(), vec![("first_name", nul)]),
        ("/v1/client/sign_ups".to_owned(), vec![("last_name", nul)]),
        ("/v1/client/sign_ups".to_owned(), vec![("strategy", nul)]),
        ("/v1/client/sign_ins".to_owned(), vec![("identifier", nul)]),
        ("/v1/client/sign_ins".to_owned(), vec![("identifier", "ada+clerk_test@example.com\0")]),
        ("/v1/me?_method=PATCH".to_owned(), vec![("first_name", nul)]),
        ("/v1/me?_method=PATCH".to_owned(), vec![("primary_email_address_id", nul)]),
        ("/v1/organizations".to_owned(), vec![("name", nul)]),
        ("/v1/organizations".to_owned(), vec![("name", "Acme"), ("slug", nul)]),
        (format!("{organization}?_method=PATCH"), vec![("name", nul)]),
        (format!("{organization}/memberships"), vec![("user_id", nul), ("role", "org:member")]),
        (format!("{organization}/memberships"), vec![("user_id", "user_1"), ("role", nul)]),
        (format!("{organization}/memberships/%00?_method=PATCH"), vec![("role", "org:member")]),
        (format!("{organization}/memberships/%00?_method=DELETE"), vec![]),
        (format!("{one_session}/touch"), vec![("active_organization_id", nul)]),
        (format!("{one_session}/tokens"), vec![("organization_id", nul)]),
        ("/v1/me/sessions/%00/revoke".to_owned(), vec![]),
        ("/v1/me/organization_memberships/%00?_method=DELETE".to_owned(), vec![]),
    ] {
        let answer = ada.try_post(&path, &fields).await;
        assert!(answer.status.is_client_error(), "{path} {fields:?}: {} {}", answer.status, answer.text);
        assert!(!answer.code().is_empty(), "{path} {fields:?}");
    }
    for path in [
        format!("{organization}/memberships?query=%00"),
        format!("{organization}/memberships?role=%00"),
        "/v1/client?__clerk_db_jwt=%00".to_owned(),
        "/v1/me?_clerk_session_id=%00".to_owned(),
    ] {
        let answer = ada.get(&path).await;
        assert!(answer.status.is_client_error(), "{path}: {} {}", answer.status, answer.text);
    }
    // In metadata it is JSON's own escape, which both databases keep.
    let metadata = [("unsafe_metadata", r#"{"a":"x\u0000y"}"#)];
    let kept = ada.try_post("/v1/me?_method=PATCH", &metadata).await;
    assert_eq!(kept.json()["response"]["unsafe_metadata"]["a"], "x\0y", "{}", kept.text);
}

#[tokio::test]
async fn a_nul_byte_is_refused_by_the_backend_api_too() {
    let desk = Desk::open().await;
    for path in [
        "/v1/users?query=%00",
        "/v1/users?email_address=%00",
        "/v1/users?username=%00",
        "/v1/users?external_id=%00",
        "/v1/users?user_id=%00",
        "/v1/users/count?query=%00",
        "/v1/users/%00",
        "/v1/sessions?user_id=%00",
        "/v1/sessions?client_id=%00",
        "/v1/sessions/%00",
    ] {
        let answer = desk.backend("GET", path, Value::Null).await;
        assert!(!answer.status.is_server_error(), "{path}: {}", answer.text);
    }
    for field in ["first_name", "last_name", "external_id", "locale"] {
        let body = json!({"email_address": ["a@example.com"], "password": PASSWORD, field: "a\u{0}b"});
        let answer = desk.backend("POST", "/v1/users", body).await;
        assert!(answer.status.is_client_error(), "{field}: {} {}", answer.status, answer.text);
    }
    assert!(users(&desk).await.is_empty());
}

#[tokio::test]
async fn a_password_hash_that_cannot_be_read_is_refused_when_it_comes() {
    let desk = Desk::open().await;
    for digest in ["$argon2id$", "$argon2id$nonsense", "$argon2id$v=19$m=19456,t=2,p=1$!!$!!", "$argon2id$a\0b"] {
        let body = json!({
            "email_address": ["ada@example.com"], "password_digest": digest, "password_hasher": "argon2id",
        });
        let answer = desk.backend("POST", "/v1/users", body).await;
        assert!(answer.status.is_client_error(), "{digest:?}: {} {}", answer.status, answer.text);
    }
    assert!(users(&desk).await.is_empty());
}

#[tokio::test]
async fn long_texts_are_refused_and_never_break_anything() {
    let desk = Desk::open().await;
    let mut ada = Intruder::of(&desk);
    ada.sign_up("ada+clerk_test@example.com").await;
    let acme = text(&ada.post("/v1/organizations", &[("name", "Acme")]).await.json()["response"]["id"]);
    let long = "x".repeat(60_000);

    for (path, field) in [
        ("/v1/me?_method=PATCH", "first_name"),
        ("/v1/me?_method=PATCH", "last_name"),
        ("/v1/organizations", "name"),
        ("/v1/client/sign_ups", "first_name"),
        ("/v1/client/sign_ups", "email_address"),
        ("/v1/client/sign_ups", "password"),
        ("/v1/client/sign_ins", "identifier"),
    ] {
        let answer = ada.try_post(path, &[(field, &long)]).await;
        assert_eq!((answer.status.as_u16(), answer.param().as_str()), (422, field), "{path}: {}", answer.text);
    }
    let found = ada.get(&format!("/v1/organizations/{acme}/memberships?query={long}")).await;
    assert!(!found.status.is_server_error(), "{}", found.text);
    let found = desk.backend("GET", &format!("/v1/users?query={long}"), Value::Null).await;
    assert!(!found.status.is_server_error(), "{}", found.text);
}

#[tokio::test]
async fn numbers_out_of_range_are_refused_or_find_nothing() {
    let desk = Desk::open().await;
    let mut ada = Intruder::of(&desk);
    ada.sign_up("ada+clerk_test@example.com").await;
    let acme = text(&ada.post("/v1/organizations", &[("name", "Acme")]).await.json()["response"]["id"]);
    let lists = [
        "/v1/me/organization_memberships".to_owned(),
        format!("/v1/organizations/{acme}/memberships"),
        format!("/v1/organizations/{acme}/roles"),
    ];
    for list in &lists {
        for (name, value) in [
            ("limit", "4294967295"),
            ("limit", "4294967296"),
            ("limit", "99999999999999999999999999"),
            ("limit", "-1"),
            ("limit", "0"),
            ("limit", "1e9"),
            ("offset", "4294967295"),
            ("offset", "18446744073709551616"),
            ("offset", "-1"),
            ("offset", "0x10"),
        ] {
            let answer = ada.get(&format!("{list}?{name}={value}")).await;
            assert!(!answer.status.is_server_error(), "{list} {name}={value}: {}", answer.text);
        }
    }
    for list in ["/v1/users", "/v1/sessions"] {
        for query in ["limit=501", "limit=9223372036854775808", "offset=9223372036854775807", "limit=-1", "offset=-1"] {
            let answer = desk.backend("GET", &format!("{list}?{query}"), Value::Null).await;
            assert!(!answer.status.is_server_error(), "{list} {query}: {}", answer.text);
        }
    }
}

#[tokio::test]
async fn bodies_that_are_no_text_are_refused() {
    let desk = Desk::open().await;
    let deep = format!("{{\"unsafe_metadata\":{}1{}}}", "[".repeat(20_000), "]".repeat(20_000));
    for (kind, body) in [
        ("application/json", deep.as_str()),
        ("application/json", "[]"),
        ("application/json", "{\"identifier\":"),
        ("multipart/form-data; boundary=x", "--x--"),
    ] {
        let request = Raw::new("POST", "/v1/client/sign_ups").header("content-type", kind).body(body);
        let answer = request.header("origin", APP_ORIGIN).send(&desk.fapi).await;
        assert!(answer.status.is_client_error(), "{kind}: {} {}", answer.status, answer.text);
    }
    let broken = Raw::post("/v1/client/sign_ups", "email_address=%ff%fe%40example.com&first_name=%c3%28");
    let answer = broken.header("origin", APP_ORIGIN).send(&desk.fapi).await;
    assert_eq!((answer.status.as_u16(), answer.param().as_str()), (422, "email_address"), "{}", answer.text);
}

#[tokio::test]
async fn addresses_that_look_alike_are_no_addresses() {
    let desk = Desk::open().await;
    for address in [
        "\u{430}da@example.com",
        "ad\u{ff41}@example.com",
        "ada@ex\u{430}mple.com",
        "ada@example\u{3002}com",
        "ada\u{200b}@example.com",
        "\u{212a}ate@example.com",
        "ada@example.com\u{202e}",
        "ada@example.com,eve@example.com",
        "ada@example.com eve@example.com",
        "ada@example.com\r\nBcc: eve@example.com",
        "<script>@example.com",
    ] {
        let form = percent::join([("email_address", address)]);
        let answer = Raw::post("/v1/client/sign_ups", &form).header("origin", APP_ORIGIN).send(&desk.fapi).await;
        assert_eq!((answer.status.as_u16(), answer.param().as_str()), (422, "email_address"), "{address:?}");
    }
}

#[tokio::test]
async fn markup_in_a_name_is_text_in_messages() {
    let desk = Desk::open().await;
    let name = "<img src=x onerror=alert(1)>\"'&";
    let other = desk.create_instance(name, Environment::Development, "second-app-2.localhost:4400", &[]).await;
    let mut eve = Intruder::on(&desk, &other);
    let begun = eve.post("/v1/client/sign_ups", &[("email_address", "o'hara&co@example.com")]).await;
    let id = text(&begun.json()["response"]["id"]);
    eve.post(&format!("/v1/client/sign_ups/{id}/prepare_verification"), &[("strategy", "email_code")]).await;
    desk.run_jobs().await;

    let page = eve.get("/dev/inbox").await;
    assert_eq!(page.status, 200);
    assert!(!page.text.contains("<img"), "{}", page.text);
    let messages = eve.get("/dev/inbox.json").await.json();
    let message = &messages["data"][0];
    assert_eq!(message["to"], "o'hara&co@example.com");
    assert!(!text(&message["html"]).contains("<img"), "{message}");
    assert!(!text(&message["subject"]).contains(['\r', '\n']));
    assert_eq!(page.header("access-control-allow-origin"), "", "no page of another origin reads it");
    assert_eq!(desk.inbox().await.len(), 0, "the other instance's inbox is its own");
}

// --- Hidden accounts --------------------------------------------------------------------------------------------------

#[tokio::test]
async fn where_accounts_are_hidden_an_unknown_one_answers_like_a_known_one() {
    let desk = Desk::open().await;
    let mut owner = Intruder::of(&desk);
    owner.sign_up("ada+clerk_test@example.com").await;
    let settings = Settings { enumeration_protection: true, ..Settings::default() };
    desk.app.set_settings(&desk.keys.instance_id.as_str().into(), &settings).await.unwrap();

    let mut seen = Vec::new();
    for address in ["ada+clerk_test@example.com", "eve+clerk_test@example.com"] {
        let mut eve = Intruder::of(&desk);
        let named = eve.post("/v1/client/sign_ins", &[("identifier", address)]).await;
        let id = text(&named.json()["response"]["id"]);
        let path = |verb: &str| format!("/v1/client/sign_ins/{id}/{verb}");
        let mut answers = vec![named];
        for strategy in ["email_code", "reset_password_email_code"] {
            answers.push(eve.post(&path("prepare_first_factor"), &[("strategy", strategy)]).await);
            answers.push(eve.post(&path("attempt_first_factor"), &[("strategy", strategy), ("code", "000000")]).await);
        }
        let guess = [("strategy", "password"), ("password", "not the password")];
        answers.push(eve.post(&path("attempt_first_factor"), &guess).await);
        answers.push(eve.post(&path("reset_password"), &[("password", "an entirely new phrase")]).await);
        let shape = |answer: &Answer| {
            let response = &answer.json()["response"];
            let factors = response["supported_first_factors"].as_array().map_or(0, Vec::len);
            (answer.status.as_u16(), answer.code(), response["status"].clone(), factors, response["user_data"].clone())
        };
        seen.push(answers.iter().map(shape).collect::<Vec<_>>());
    }
    assert_eq!(seen[0], seen[1]);
}

#[tokio::test]
async fn guessed_codes_on_many_attempts_lock_the_account() {
    let desk = desk_that_locks().await;
    let mut browsers = Vec::new();
    for _ in 0..8 {
        let mut eve = Intruder::of(&desk);
        let who = [("identifier", "ada+clerk_test@example.com"), ("strategy", "email_code")];
        let id = text(&eve.post("/v1/client/sign_ins", &who).await.json()["response"]["id"]);
        browsers.push((eve, format!("/v1/client/sign_ins/{id}/attempt_first_factor")));
    }

    let guess = [("strategy", "email_code"), ("code", "000000")];
    let answers = join_all(browsers.iter().map(|(eve, path)| eve.try_post(path, &guess))).await;

    let judged = answers.iter().filter(|answer| answer.code() == "form_code_incorrect").count();
    assert_eq!(judged, 3, "the account locks after three");
    assert!(answers.iter().any(|answer| answer.code() == "user_locked"));
}

#[tokio::test]
async fn a_finished_attempt_stays_finished() {
    let desk = Desk::open().await;
    desk.visitor().await.sign_up(&desk, "ada@example.com").await;
    let ada = desk.visitor().await;
    let attempt = ada.frontdesk.sign_in().with_password("ada@example.com", PASSWORD).await.unwrap();
    assert_eq!(attempt.status, SignInStatus::Complete);
    let session = attempt.created_session_id.clone().unwrap();
    ada.frontdesk.sign_out_session(&session).await.unwrap();

    let again = ada.frontdesk.sign_in().attempt_password(&attempt.id, PASSWORD).await.unwrap_err();
    let reset = ada.frontdesk.sign_in().reset_password(&attempt.id, "an entirely new phrase", true).await;

    assert!(again.status().is_some_and(|status| status < 500), "{again}");
    assert!(reset.is_err());
    assert_eq!(ada.frontdesk.snapshot().sessions().count(), 0);
}
