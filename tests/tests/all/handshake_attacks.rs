//! What somebody else tries with the handshake and with refreshing.

use super::handshake::{Form, LIVE_APP, LIVE_FAPI, Live, bapi, development, fapi, production, sign_in};
use frontdesk_domain::Environment;
use frontdesk_tests::Desk;
use frontdesk_tests::desk::Keys;
use frontdesk_tests::journey::Journey;
use frontdesk_tests::raw::Raw;
use frontdesk_wire::percent;
use serde_json::{Value, json};

fn handshake(redirect_url: &str, more: &str) -> String {
    format!("/v1/client/handshake?redirect_url={}{more}", percent::encode(redirect_url))
}

async fn refused(desk: &Desk, journey: &Journey, host: &str, redirect_url: &str) -> (u16, String) {
    let url = format!("https://{host}{}", handshake(redirect_url, "&format=nonce"));
    // Whatever the request says of itself, the page must be the app's.
    let headers = [("referer", redirect_url)];
    let answer = journey.request(&url, desk.clock.now(), &headers).await;
    assert_eq!(answer.header("location"), "", "{redirect_url}");
    assert_eq!(answer.param(), "redirect_url", "{redirect_url}");
    (answer.status.as_u16(), answer.code())
}

#[tokio::test]
async fn the_answer_goes_to_nobody_elses_page() {
    let desk = Desk::open().await;
    let Live { journey, .. } = production(&desk, Form::Nonce).await;
    let own = desk.keys.publishable.frontend_api().to_owned();
    let test = development(&desk, Form::Nonce);
    let mismatch = (422, "redirect_url_domain_mismatch".to_owned());
    let invalid = (422, "invalid_redirect_url".to_owned());

    for (evil, live) in [
        ("https://evil.example/", &mismatch),
        ("https://app.live.example.evil.example/", &mismatch),
        ("https://evillive.example/", &mismatch),
        ("https://app.live.example@evil.example/", &mismatch),
        ("https://user:pass@app.live.example/", &mismatch),
        ("http://app.live.example/", &mismatch),
        ("https://app.live.example:8443/", &mismatch),
        ("https:evil.example", &mismatch),
        ("//evil.example/", &invalid),
        ("/\\evil.example", &invalid),
        ("javascript:alert(1)//app.live.example", &invalid),
        ("data:text/html,x", &invalid),
        ("", &invalid),
    ] {
        assert_eq!(refused(&desk, &journey, LIVE_FAPI, evil).await, *live, "{evil}");
    }
    for evil in ["https://evil.example/", "http://localhost.evil.example/", "http://localhost@evil.example/"] {
        assert_eq!(refused(&desk, &test, &own, evil).await, mismatch, "{evil}");
    }
    let missing = journey.request(&format!("https://{LIVE_FAPI}/v1/client/handshake"), desk.clock.now(), &[]).await;
    assert_eq!(missing.code(), "form_param_missing");
}

#[tokio::test]
async fn what_was_put_into_the_page_before_is_not_taken_for_the_answer() {
    let desk = Desk::open().await;
    let journey = development(&desk, Form::Nonce);
    let page =
        "http://localhost:4402/?a=1&__clerk_handshake_nonce=evil&__clerk_handshake=evil&%5f_clerk_db_jwt=evil&b#c";
    let url = format!("http://{}{}", desk.keys.publishable.frontend_api(), handshake(page, "&format=nonce"));

    let location = journey.request(&url, desk.clock.now(), &[]).await.header("location").to_owned();

    assert!(location.starts_with("http://localhost:4402/?a=1&b&__clerk_handshake_nonce="), "{location}");
    assert!(!location.contains("evil") && location.ends_with("#c"), "{location}");
}

#[tokio::test]
async fn in_development_a_listed_page_gets_the_answer_by_its_address_too() {
    let desk = Desk::open().await;
    let page = "https://app.test.example";
    let host = "listed-app-2.test.example";
    desk.create_instance("Listed", Environment::Development, host, &[page]).await;
    let network = Journey::new([(host.to_owned(), desk.fapi.clone())]);

    let url = format!("https://{host}{}", handshake(page, "&format=nonce"));
    let answer = network.request(&url, desk.clock.now(), &[]).await;

    assert!(answer.header("location").starts_with("https://app.test.example/?__clerk_handshake_nonce="));
    assert!(answer.cookies().is_empty(), "{:?}", answer.cookies());
    let url = format!("https://{host}{}", handshake("https://b.test.example", ""));
    let other = network.request(&url, desk.clock.now(), &[]).await;
    assert_eq!(other.code(), "redirect_url_domain_mismatch", "only those that are listed");
}

#[tokio::test]
async fn in_development_a_made_up_browser_is_replaced_and_never_taken_over() {
    let desk = Desk::open().await;
    let journey = development(&desk, Form::Nonce);

    journey.open("http://localhost:4402/?__clerk_db_jwt=dvb_made_up", desk.clock.now()).await;

    let kept = journey.cookie("localhost:4402", "__clerk_db_jwt", desk.clock.now()).unwrap();
    assert!(kept.starts_with("dvb_") && kept != "dvb_made_up", "{kept}");
}

/// What a browser holds after a handshake: the session's id, its token and the refresh token.
async fn pair(desk: &Desk, live: &Live) -> (String, String, String) {
    live.journey.open(&format!("{LIVE_APP}/"), desk.clock.now()).await;
    let of = |name: &str| live.journey.cookie("app.live.example", name, desk.clock.now()).unwrap();
    let token = of("__session");
    let claims = frontdesk_wire::Jwt::from(token.as_str()).claims().unwrap();
    let suffix = live.keys.publishable.cookie_suffix();
    (claims.session_id.to_string(), token, of(&format!("__refresh_{suffix}")))
}

async fn refresh(desk: &Desk, keys: &Keys, id: &str, body: Value) -> (u16, String) {
    let mut whole = json!({"format": "cookie", "request_origin": LIVE_APP, "request_headers": {"user-agent": ["x"]}});
    for (name, value) in body.as_object().unwrap() {
        whole[name] = value.clone();
    }
    let answer = bapi(desk, keys, "POST", &format!("/v1/sessions/{id}/refresh?suffixed_cookies=true"), whole).await;
    let said = if answer.status == 200 {
        answer.json()["object"].as_str().unwrap_or_default().to_owned()
    } else {
        answer.code()
    };
    (answer.status.as_u16(), said)
}

// conformance: N24
#[tokio::test]
async fn a_token_is_renewed_for_whoever_holds_both_halves_and_for_the_same_app_alone() {
    let desk = Desk::open().await;
    let live = production(&desk, Form::Nonce).await;
    let (id, token, key) = pair(&desk, &live).await;
    let both = |expired: &str, refresh: &str| json!({"expired_token": expired, "refresh_token": refresh});
    let with = |name: &str, value: &str| {
        let mut body = both(&token, &key);
        body[name] = json!(value);
        body
    };
    desk.clock.advance_seconds(120).await;
    let forged = format!("{}A", token);
    let half = token.rsplit_once('.').unwrap().0;

    for (id, body, code) in [
        (id.as_str(), with("request_origin", "nonsense"), "refresh_request_origin_invalid"),
        (&id, with("request_origin", "https://app.live.example/path"), "refresh_request_origin_invalid"),
        (&id, with("request_origin", "https://evil.example"), "refresh_request_origin_azp_mismatch"),
        (&id, with("refresh_token", "made up"), "refresh_token_not_found"),
        (&id, with("refresh_token", ""), "refresh_token_not_found"),
        (&id, both(&forged, &key), "expired_session_token_invalid"),
        (&id, both(half, &key), "expired_session_token_invalid"),
        (&id, both("", &key), "expired_session_token_invalid"),
        ("sess_other", both(&token, &key), "refresh_sid_mismatch"),
    ] {
        assert_eq!(refresh(&desk, &live.keys, id, body).await, (401, code.to_owned()));
    }
    let foreign = refresh(&desk, &desk.keys, &id, both(&token, &key)).await;
    assert_eq!(foreign, (401, "expired_session_token_invalid".to_owned()), "another instance's secret key");

    assert_eq!(refresh(&desk, &live.keys, &id, both(&token, &key)).await, (200, "cookies".to_owned()));
    let bare = with("format", "token");
    assert_eq!(
        refresh(&desk, &live.keys, &id, bare).await,
        (200, "token".to_owned()),
        "parallel requests have a moment"
    );
    desk.clock.advance_seconds(60).await;
    let late = refresh(&desk, &live.keys, &id, both(&token, &key)).await;
    assert_eq!(late, (401, "session_refresh_expired_session_token_consumed".to_owned()));
}

// conformance: N24
#[tokio::test]
async fn a_refresh_token_of_one_app_renews_nothing_for_another_of_the_same_session() {
    let desk = Desk::open().await;
    let live = production(&desk, Form::Nonce).await;
    let (id, _, key) = pair(&desk, &live).await;
    let other = "https://other.live.example";
    let mut request = Raw::post(&format!("/v1/client/sessions/{id}/tokens"), "").header("host", LIVE_FAPI);
    let cookies = live.journey.header(LIVE_FAPI, desk.clock.now()).unwrap();
    request = request.header("cookie", &cookies).header("origin", other);
    let theirs = request.send(&desk.fapi).await.json()["jwt"].clone();
    assert!(theirs.is_string());

    let body = json!({"expired_token": theirs, "refresh_token": key, "request_origin": other});

    let said = refresh(&desk, &live.keys, &id, body).await;
    assert_eq!(said, (401, "refresh_request_origin_azp_mismatch".to_owned()));
}

#[tokio::test]
async fn a_session_that_is_over_is_renewed_for_nobody() {
    let desk = Desk::open().await;
    let live = production(&desk, Form::Nonce).await;
    let (id, token, key) = pair(&desk, &live).await;
    let body = json!({"expired_token": token, "refresh_token": key});

    bapi(&desk, &live.keys, "POST", &format!("/v1/sessions/{id}/revoke"), Value::Null).await;
    let over = refresh(&desk, &live.keys, &id, body.clone()).await;
    assert_eq!(over, (401, "session_refresh_inactive_session".to_owned()));

    // A second session of the same person does not revive the first one's refresh token.
    desk.clock.advance_seconds(2).await;
    let begun = sign_in(&desk, &live.journey).await;
    let second = begun["response"]["created_session_id"].as_str().unwrap().to_owned();
    let touched = fapi(&desk, &live.journey, &format!("/v1/client/sessions/{second}/tokens"), "").await;
    let body = json!({"expired_token": touched["jwt"], "refresh_token": key});
    assert_eq!(refresh(&desk, &live.keys, &second, body).await, (401, "refresh_sid_mismatch".to_owned()));

    let user = live.user.clone();
    bapi(&desk, &live.keys, "DELETE", &format!("/v1/users/{user}"), Value::Null).await;
    let body = json!({"expired_token": token, "refresh_token": key});
    assert_eq!(refresh(&desk, &live.keys, &id, body).await.0, 401);
}

#[tokio::test]
async fn an_outdated_credential_gets_no_session_by_handshake() {
    let desk = Desk::open().await;
    let live = production(&desk, Form::Nonce).await;
    let planted = live.journey.cookie(LIVE_FAPI, "__client", desk.clock.now()).unwrap();
    fapi(&desk, &live.journey, "/v1/client/sessions?_method=DELETE", "").await;
    sign_in(&desk, &live.journey).await;
    desk.clock.advance_seconds(120).await;
    let thief = Journey::new([(LIVE_FAPI.to_owned(), desk.fapi.clone())]);
    thief.set(LIVE_FAPI, &format!("__client={planted}"), desk.clock.now());

    let url = format!("https://{LIVE_FAPI}{}", handshake(LIVE_APP, "&format=nonce"));
    thief.request(&url, desk.clock.now(), &[]).await;

    let nonce = thief.cookie("app.live.example", "__clerk_handshake_nonce", desk.clock.now()).unwrap();
    let path = format!("/v1/clients/handshake_payload?nonce={nonce}");
    let lines = bapi(&desk, &live.keys, "GET", &path, Value::Null).await.json();
    assert!(lines.to_string().contains("__session=;"), "{lines}");
    assert!(!lines.to_string().contains("eyJ"), "{lines}");
}

#[tokio::test]
async fn the_credential_before_the_current_one_gets_nothing_that_lasts() {
    let desk = Desk::open().await;
    let live = production(&desk, Form::Nonce).await;
    let before = live.journey.cookie(LIVE_FAPI, "__client", desk.clock.now()).unwrap();
    fapi(&desk, &live.journey, "/v1/client/sessions?_method=DELETE", "").await;
    sign_in(&desk, &live.journey).await;
    let late = Journey::new([(LIVE_FAPI.to_owned(), desk.fapi.clone())]);
    late.set(LIVE_FAPI, &format!("__client={before}"), desk.clock.now());

    let lines = async |journey: &Journey| {
        let url = format!("https://{LIVE_FAPI}{}", handshake(LIVE_APP, "&format=nonce"));
        journey.request(&url, desk.clock.now(), &[]).await;
        let nonce = journey.cookie("app.live.example", "__clerk_handshake_nonce", desk.clock.now()).unwrap();
        let path = format!("/v1/clients/handshake_payload?nonce={nonce}");
        bapi(&desk, &live.keys, "GET", &path, Value::Null).await.text
    };

    let (current, late) = (lines(&live.journey).await, lines(&late).await);
    assert!(current.contains("__session=eyJ") && current.contains("__refresh_"), "{current}");
    assert!(late.contains("__session=eyJ") && !late.contains("__refresh_"), "{late}");
}

#[tokio::test]
async fn a_signed_result_is_no_session_token_and_the_other_way_round() {
    let desk = Desk::open().await;
    let live = production(&desk, Form::Token).await;
    let url = format!("https://{LIVE_FAPI}{}", handshake(LIVE_APP, ""));
    live.journey.request(&url, desk.clock.now(), &[]).await;
    let result = live.journey.cookie("app.live.example", "__clerk_handshake", desk.clock.now()).unwrap();
    assert!(result.len() < 4000, "a browser would drop it: {}", result.len());

    let swapped = |name: &str, value: &str| {
        let app = super::handshake::app(&desk, &live.keys, LIVE_APP, Form::Token);
        let journey = Journey::new([("app.live.example".to_owned(), app)]);
        journey.set("app.live.example", &format!("{name}={value}"), desk.clock.now());
        journey.set("app.live.example", "__client_uat=1", desk.clock.now());
        journey
    };
    let as_session = swapped("__session", &result);
    let answer = as_session.request(&format!("{LIVE_APP}/"), desk.clock.now(), &[]).await;
    assert_eq!(answer.text, "nobody");
    let (_, token, _) = {
        let nonce = Journey::new([
            ("app.live.example".to_owned(), super::handshake::app(&desk, &live.keys, LIVE_APP, Form::Nonce)),
            (LIVE_FAPI.to_owned(), desk.fapi.clone()),
        ]);
        sign_in(&desk, &nonce).await;
        pair(&desk, &Live { keys: live.keys.clone(), journey: nonce, user: live.user.clone() }).await
    };
    let as_result = swapped("__clerk_handshake", &token);
    let answer = as_result.request(&format!("{LIVE_APP}/"), desk.clock.now(), &[("sec-fetch-dest", "empty")]).await;
    assert_eq!(answer.text, "nobody");
}

#[tokio::test]
async fn handshakes_of_one_address_are_limited() {
    let desk = Desk::open_with(|config| config.limits.handshakes_per_address = 2).await;
    let journey = development(&desk, Form::Nonce);
    let url = format!("http://{}{}", desk.keys.publishable.frontend_api(), handshake("http://localhost:4402/", ""));

    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(journey.request(&url, desk.clock.now(), &[]).await.status.as_u16());
    }

    assert_eq!(statuses, [307, 307, 429]);
}
