//! Apps on domains of their own that share an instance's people.

use crate::handshake::{Form, LIVE_FAPI, bapi, sign_in};
use axum::Router;
use frontdesk_backend::{Authenticator, Clock, FrontdeskLayer, Satellite, Verifier, Visitor as PageVisitor};
use frontdesk_domain::{Environment, Settings};
use frontdesk_tests::Desk;
use frontdesk_tests::desk::Keys;
use frontdesk_tests::journey::{Journey, RouterApi};
use frontdesk_tests::raw::{Answer, Raw};
use frontdesk_tests::visitor::PASSWORD;
use frontdesk_wire::{Timestamp, percent};
use serde_json::json;

const SATELLITE: &str = "https://other.example";
const SATELLITE_FAPI: &str = "clerk.other.example";

async fn page(visitor: PageVisitor) -> String {
    visitor.auth().map_or("nobody".to_owned(), |auth| auth.user_id().to_string())
}

/// The satellite's own server.
fn app(desk: &Desk, keys: &Keys, form: Form) -> Router {
    let hand = desk.clock.hand();
    let now = move || Timestamp(hand.load(std::sync::atomic::Ordering::SeqCst));
    let verifier = Verifier::from_pem(&keys.pem).unwrap().authorized_parties([SATELLITE]).clock(Clock::given(now));
    let satellite = Satellite {
        domain: "other.example".to_owned(),
        sign_in_url: "https://app.live.example/sign-in".to_owned(),
        auto_sync: true,
    };
    let mut authenticator =
        Authenticator::new(keys.publishable.clone(), verifier.clone()).satellite(satellite).unwrap();
    if form == Form::Nonce {
        authenticator = authenticator.backend_api(RouterApi::new(desk.bapi.clone(), &keys.secret));
    }
    Router::new().fallback(page).with_state(verifier).layer(FrontdeskLayer::new(authenticator))
}

/// A production instance with one satellite, somebody who can sign in there, and a browser.
async fn open(desk: &Desk, form: Form) -> (Journey, String) {
    let keys = desk.create_instance("Live", Environment::Production, LIVE_FAPI, &[]).await;
    let settings = Settings {
        environment: Environment::Production,
        satellites: vec!["other.example".to_owned()],
        ..Settings::default()
    };
    desk.app.set_settings(&keys.instance_id.as_str().into(), &settings).await.unwrap();
    let made = json!({"email_address": ["ada@example.com"], "password": PASSWORD});
    let user = bapi(desk, &keys, "POST", "/v1/users", made).await.json()["id"].as_str().unwrap().to_owned();
    let journey = Journey::new([
        ("other.example".to_owned(), app(desk, &keys, form)),
        (SATELLITE_FAPI.to_owned(), desk.fapi.clone()),
        (LIVE_FAPI.to_owned(), desk.fapi.clone()),
    ]);
    (journey, user)
}

/// What a page of the satellite asks its Frontend API, with a browser's cookies.
async fn ask(desk: &Desk, journey: &Journey, method: &str, path: &str) -> Answer {
    let now = desk.clock.now();
    let request = Raw::new(method, path).header("host", SATELLITE_FAPI).header("origin", SATELLITE);
    let request = request.header("cookie", &journey.header(SATELLITE_FAPI, now).unwrap_or_default());
    let answer = request.send(&desk.fapi).await;
    for line in answer.cookies() {
        journey.set(SATELLITE_FAPI, line, now);
    }
    answer
}

/// Whom a host's Frontend API knows by a credential.
async fn known(desk: &Desk, host: &str, origin: &str, credential: &str) -> Answer {
    let request = Raw::get("/v1/client").header("host", host).header("origin", origin);
    request.header("cookie", &format!("__client={credential}")).send(&desk.fapi).await
}

fn sync(page: &str) -> String {
    format!("https://{SATELLITE_FAPI}/v1/client/sync?redirect_url={}", percent::encode(page))
}

/// Follows the way as far as the last step, and gives the address of that.
async fn until_link(desk: &Desk, journey: &Journey) -> String {
    let mut url = sync(&format!("{SATELLITE}/a"));
    while !url.contains("/v1/client/link") {
        let answer = journey.request(&url, desk.clock.now(), &[]).await;
        assert_eq!(answer.status, 307, "{}", answer.text);
        answer.header("location").clone_into(&mut url);
    }
    url
}

#[tokio::test]
async fn a_page_of_a_satellite_learns_who_is_signed_in_on_the_primary_domain() {
    for form in [Form::Nonce, Form::Token] {
        let desk = Desk::open().await;
        let (journey, user) = open(&desk, form).await;
        sign_in(&desk, &journey).await;

        let answer = journey.open(&format!("{SATELLITE}/a%20b?x=1"), desk.clock.now()).await;

        assert_eq!(answer.text, user, "{form:?} {:?}", journey.addresses());
        assert_eq!(journey.statuses(), [307, 307, 307, 307, 307, 200]);
        assert_eq!(journey.addresses()[5], format!("{SATELLITE}/a%20b?x=1&__clerk_synced=true"));
        let way = journey.addresses()[2..4].concat();
        assert!(!way.contains("eyJ") && !way.contains("__session"), "no token travels on the way: {way}");
        journey.open(&format!("{SATELLITE}/b"), desk.clock.now()).await;
        assert_eq!(journey.statuses(), [200], "once is enough");
    }
}

#[tokio::test]
async fn a_page_of_a_satellite_learns_once_that_nobody_is_signed_in() {
    let desk = Desk::open().await;
    let (journey, _) = open(&desk, Form::Nonce).await;

    let answer = journey.open(&format!("{SATELLITE}/?__clerk_synced=false"), desk.clock.now()).await;

    assert_eq!((answer.status.as_u16(), answer.text.as_str()), (200, "nobody"), "{:?}", journey.addresses());
    assert_eq!(journey.addresses().last().unwrap(), &format!("{SATELLITE}/?__clerk_synced=true"));
    assert_eq!(journey.cookie(SATELLITE_FAPI, "__client", desk.clock.now()), None);
}

#[tokio::test]
async fn the_client_in_a_page_of_a_satellite_is_the_one_of_the_primary_domain() {
    let desk = Desk::open().await;
    let (journey, user) = open(&desk, Form::Nonce).await;
    sign_in(&desk, &journey).await;

    let way = sync(&format!("{SATELLITE}/a?__clerk_synced=false&x=%2F"));
    let answer = journey.open_with(&way, desk.clock.now(), &[("sec-fetch-dest", "empty")]).await;

    assert_eq!(answer.status, 200);
    assert_eq!(journey.addresses()[3], format!("{SATELLITE}/a?x=%2F&__clerk_synced=true"));
    let client = ask(&desk, &journey, "GET", "/v1/client").await;
    assert_eq!(client.header("access-control-allow-origin"), SATELLITE);
    let session = &client.json()["response"]["sessions"][0];
    assert_eq!(session["user"]["id"], user.as_str());
    let token = frontdesk_sdk::Jwt::from(session["last_active_token"]["jwt"].as_str().unwrap().to_owned());
    assert_eq!(token.claims().unwrap().authorized_party.as_deref(), Some(SATELLITE));
    let now = desk.clock.now();
    assert_ne!(journey.cookie(SATELLITE_FAPI, "__client", now), journey.cookie(LIVE_FAPI, "__client", now));
    assert!(journey.attributes(SATELLITE_FAPI, "__client", now).unwrap().contains("HttpOnly; Secure; SameSite=Lax"));
    assert_ne!(journey.cookie("other.example", "__client_uat", now).as_deref(), Some("0"));

    let out = ask(&desk, &journey, "POST", "/v1/client/sessions?_method=DELETE").await;
    assert_eq!(out.status, 200, "{}", out.text);
    assert_eq!(journey.cookie("other.example", "__client_uat", now).as_deref(), Some("0"));
    let primary = journey.cookie(LIVE_FAPI, "__client", now).unwrap();
    let primary = known(&desk, LIVE_FAPI, "https://app.live.example", &primary).await.json();
    assert_eq!(primary["response"]["sessions"], json!([]), "signing out is for both");

    sign_in(&desk, &journey).await;
    let stale = ask(&desk, &journey, "GET", "/v1/client").await.json();
    assert!(stale["response"].is_null(), "what was there before somebody signed in is worth nothing: {stale}");
    assert_eq!(journey.cookie(SATELLITE_FAPI, "__client", now), None);
}

#[tokio::test]
async fn nobody_signs_in_on_a_satellite() {
    let desk = Desk::open().await;
    let (journey, _) = open(&desk, Form::Nonce).await;

    for (method, path) in [
        ("POST", "/v1/client/sign_ins"),
        ("POST", "/v1/client/sign_ups"),
        ("POST", "/v1/client/sign_ins/sia_1/attempt_first_factor"),
        ("POST", "/v1/client"),
        ("PUT", "/v1/client"),
    ] {
        let refused = ask(&desk, &journey, method, path).await;
        let told = (refused.code(), refused.status.as_u16());
        assert_eq!(told, ("operation_not_allowed_on_satellite_domain".to_owned(), 403), "{method} {path}");
    }
}

#[tokio::test]
async fn a_link_works_once_soon_and_in_the_browser_that_set_out() {
    let desk = Desk::open().await;
    let (eve, _) = open(&desk, Form::Nonce).await;
    sign_in(&desk, &eve).await;
    let used_up = "sync_nonce_already_consumed";

    let link = until_link(&desk, &eve).await;
    let ada = Journey::new([(SATELLITE_FAPI.to_owned(), desk.fapi.clone())]);
    let planted = ada.request(&link, desk.clock.now(), &[]).await;
    assert_eq!((planted.code().as_str(), planted.status.as_u16()), (used_up, 403), "a link signs nobody in as another");
    assert_eq!(ada.cookie(SATELLITE_FAPI, "__client", desk.clock.now()), None);
    assert_eq!(eve.request(&link, desk.clock.now(), &[]).await.code(), used_up, "it was shown elsewhere");

    let link = until_link(&desk, &eve).await;
    assert_eq!(eve.request(&link, desk.clock.now(), &[]).await.status, 307);
    assert_eq!(eve.request(&link, desk.clock.now(), &[]).await.code(), used_up);

    let link = until_link(&desk, &eve).await;
    desk.clock.advance_seconds(61).await;
    assert_eq!(eve.request(&link, desk.clock.now(), &[]).await.code(), used_up);
    assert_eq!(desk.get("/v1/client/link?__clerk_token=x").await.code(), "request_invalid_for_environment");
}

#[tokio::test]
async fn a_credential_is_good_on_its_own_domain_and_worth_nothing_elsewhere() {
    let desk = Desk::open().await;
    let (journey, _) = open(&desk, Form::Nonce).await;
    sign_in(&desk, &journey).await;
    journey.open_with(&sync(&format!("{SATELLITE}/")), desk.clock.now(), &[("sec-fetch-dest", "empty")]).await;
    let now = desk.clock.now();
    let primary = journey.cookie(LIVE_FAPI, "__client", now).unwrap();
    let satellite = journey.cookie(SATELLITE_FAPI, "__client", now).unwrap();
    let live = "https://app.live.example";

    assert!(known(&desk, LIVE_FAPI, live, &satellite).await.json()["response"].is_null());
    assert!(known(&desk, SATELLITE_FAPI, SATELLITE, &primary).await.json()["response"].is_null());

    for (host, origin, credential) in [(LIVE_FAPI, live, &primary), (SATELLITE_FAPI, SATELLITE, &satellite)] {
        let client = known(&desk, host, origin, credential).await.json();
        assert_eq!(client["response"]["sessions"].as_array().map(Vec::len), Some(1), "nothing was ended: {host}");
    }
}

#[tokio::test]
async fn only_listed_satellites_and_their_own_pages_are_on_the_way() {
    let desk = Desk::open().await;
    let (journey, _) = open(&desk, Form::Nonce).await;
    sign_in(&desk, &journey).await;
    let state = "0".repeat(64);
    let at_primary = |domain: &str, page: &str| {
        let query = percent::join([("link_domain", domain), ("link_state", &state), ("redirect_url", page)]);
        format!("https://{LIVE_FAPI}/v1/client/sync?{query}")
    };

    for page in [
        "https://evil.example/",
        "https://other.example.evil.example/",
        "https://another.example/",
        "http://other.example/",
        "https://other.example:8443/",
        "https://ada@other.example/",
        "javascript:alert(1)//other.example",
        "blob:https://other.example/1",
        "//other.example/",
        "",
    ] {
        for url in [sync(page), at_primary("other.example", page)] {
            let refused = journey.request(&url, desk.clock.now(), &[]).await;
            let code = refused.code();
            let told = ["redirect_url_domain_mismatch", "invalid_redirect_url"].contains(&code.as_str());
            assert!(told && refused.header("location").is_empty(), "{url}: {} {code}", refused.status);
        }
    }
    for domain in ["evil.example", "live.example", "example", "", "clerk.other.example"] {
        let refused = journey.request(&at_primary(domain, "https://other.example/"), desk.clock.now(), &[]).await;
        assert_eq!(refused.code(), "invalid_query_parameter_value", "{domain}");
    }
    for path in ["/v1/client/sync?redirect_url=https://other.example/", "/v1/client/link?__clerk_token=x"] {
        let refused = journey.request(&format!("https://{LIVE_FAPI}{path}"), desk.clock.now(), &[]).await;
        assert_eq!(
            (refused.code().as_str(), refused.status.as_u16()),
            ("operation_not_allowed_on_primary_domain", 403)
        );
    }
}

#[tokio::test]
async fn in_development_the_way_is_short_and_leads_to_own_pages_alone() {
    let desk = Desk::open().await;
    let visitor = desk.visitor().await;
    visitor.sign_up(&desk, "ada@example.com").await;
    let token = visitor.browser.app_cookies.get("__clerk_db_jwt", desk.clock.now()).unwrap();
    let way = |page: &str| format!("/v1/client/sync?__clerk_db_jwt={token}&redirect_url={}", percent::encode(page));

    let answer = desk.get(&way("http://localhost:4403/a?__clerk_synced=false&x=1")).await;
    let elsewhere = desk.get(&way("https://evil.example/")).await;

    assert_eq!(answer.status, 307, "{}", answer.text);
    let expected = format!("http://localhost:4403/a?x=1&__clerk_synced=true&__clerk_db_jwt={token}");
    assert_eq!(answer.header("location"), expected);
    assert_eq!(elsewhere.code(), "redirect_url_domain_mismatch");
    assert!(elsewhere.header("location").is_empty());
}
