//! Pages rendered on an app's own server: signed in at their first byte, however long nobody looked.

use axum::Router;
use axum::routing::get;
use frontdesk_backend::{
    Authenticator, Clock, FrontdeskLayer, OrganizationSync, SignedIn, Verifier, Visitor as PageVisitor,
};
use frontdesk_domain::Environment;
use frontdesk_tests::browser::Site;
use frontdesk_tests::desk::Keys;
use frontdesk_tests::journey::{Journey, RouterApi};
use frontdesk_tests::raw::{Answer, Raw};
use frontdesk_tests::visitor::PASSWORD;
use frontdesk_tests::{APP_ORIGIN, Desk, Visitor};
use frontdesk_wire::{Timestamp, percent};
use serde_json::{Value, json};

pub(crate) const LIVE_APP: &str = "https://app.live.example";
pub(crate) const LIVE_FAPI: &str = "clerk.live.example";

/// How an app learns what a handshake brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// From the Backend API, with a secret key.
    Nonce,
    /// From a signed token, with the public key alone.
    Token,
}

/// A page that says who asks, and in which organization.
async fn page(visitor: PageVisitor) -> String {
    let Some(auth) = visitor.auth() else { return "nobody".to_owned() };
    let organization = auth.organization().map_or("personal", |organization| organization.id.as_str());
    format!("{} {organization}", auth.user_id())
}

/// An app's own server.
pub(crate) fn app(desk: &Desk, keys: &Keys, origin: &str, form: Form) -> Router {
    let hand = desk.clock.hand();
    let now = move || Timestamp(hand.load(std::sync::atomic::Ordering::SeqCst));
    let verifier = Verifier::from_pem(&keys.pem).unwrap().authorized_parties([origin]).clock(Clock::given(now));
    let sync = OrganizationSync::new().organization("/orgs/:id").personal("/me");
    let mut authenticator = Authenticator::new(keys.publishable.clone(), verifier.clone()).organization_sync(sync);
    if form == Form::Nonce {
        authenticator = authenticator.backend_api(RouterApi::new(desk.bapi.clone(), &keys.secret));
    }
    Router::new()
        .route("/api/me", get(|SignedIn(auth): SignedIn| async move { auth.user_id().to_string() }))
        .fallback(page)
        .with_state(verifier)
        .layer(FrontdeskLayer::new(authenticator))
}

/// The app of the development instance, and a browser that can reach it and the server.
pub(crate) fn development(desk: &Desk, form: Form) -> Journey {
    let fapi = desk.keys.publishable.frontend_api().to_owned();
    let app = app(desk, &desk.keys, APP_ORIGIN, form);
    Journey::new([("localhost:4402".to_owned(), app), (fapi, desk.fapi.clone())])
}

/// What the client engine in a page wrote, as cookies of a browser that opens pages.
fn take_over(journey: &Journey, visitor: &Visitor, now: i64) {
    for pair in visitor.browser.app_cookies.header(now).unwrap_or_default().split("; ") {
        journey.set("localhost:4402", pair, now);
    }
}

pub(crate) struct Live {
    pub(crate) keys: Keys,
    pub(crate) journey: Journey,
    pub(crate) user: String,
}

/// A production instance, its app, and a browser in which somebody is signed in.
pub(crate) async fn production(desk: &Desk, form: Form) -> Live {
    let keys = desk.create_instance("Live", Environment::Production, LIVE_FAPI, &[]).await;
    let app = app(desk, &keys, LIVE_APP, form);
    let journey = Journey::new([("app.live.example".to_owned(), app), (LIVE_FAPI.to_owned(), desk.fapi.clone())]);
    let made = json!({"email_address": ["ada@example.com"], "password": PASSWORD});
    let user = bapi(desk, &keys, "POST", "/v1/users", made).await.json();
    sign_in(desk, &journey).await;
    Live { keys, journey, user: user["id"].as_str().unwrap().to_owned() }
}

pub(crate) async fn bapi(desk: &Desk, keys: &Keys, method: &str, path: &str, body: Value) -> Answer {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let request = Raw::new(method, path).header("authorization", &format!("Bearer {}", keys.secret));
    request.header("content-type", "application/json").body(&body).send(&desk.bapi).await
}

/// Signs in as a page of the production app does.
pub(crate) async fn sign_in(desk: &Desk, journey: &Journey) -> Value {
    let form = format!("identifier=ada%40example.com&password={}&strategy=password", percent::encode(PASSWORD));
    fapi(desk, journey, "/v1/client/sign_ins", &form).await
}

pub(crate) async fn fapi(desk: &Desk, journey: &Journey, path: &str, form: &str) -> Value {
    let now = desk.clock.now();
    let mut request = Raw::post(path, form).header("host", LIVE_FAPI).header("origin", LIVE_APP);
    if let Some(cookies) = journey.header(LIVE_FAPI, now) {
        request = request.header("cookie", &cookies);
    }
    let answer = request.send(&desk.fapi).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text);
    for line in answer.cookies() {
        journey.set(LIVE_FAPI, line, now);
    }
    answer.json()
}

// conformance: N06, N13, N17
#[tokio::test]
async fn in_development_a_first_visit_gets_a_development_browser_and_ends_on_the_clean_address() {
    for form in [Form::Nonce, Form::Token] {
        let desk = Desk::open().await;
        let journey = development(&desk, form);

        let answer = journey.open("http://localhost:4402/a%20b?x=%2F&y=1", desk.clock.now()).await;

        assert_eq!((answer.status.as_u16(), answer.text.as_str()), (200, "nobody"), "{form:?}");
        assert_eq!(journey.statuses(), [307, 307, 307, 200]);
        assert_eq!(journey.addresses()[3], "http://localhost:4402/a%20b?x=%2F&y=1");
        assert_eq!(answer.header("x-clerk-auth-reason"), "session-token-and-uat-missing");
        let suffix = desk.keys.publishable.cookie_suffix();
        let of = |name: &str| journey.cookie("localhost:4402", name, desk.clock.now());
        let browser = of("__clerk_db_jwt").unwrap();
        assert_eq!(of(&format!("__clerk_db_jwt_{suffix}")), Some(browser.clone()));
        assert_eq!(of("__client_uat").as_deref(), Some("0"));
        let known = desk.get(&format!("/v1/client?__clerk_db_jwt={browser}")).await;
        assert_eq!(known.status, 200, "the server knows the browser that it made");

        journey.open("http://localhost:4402/next", desk.clock.now()).await;
        assert_eq!(journey.statuses(), [200], "once is enough");
    }
}

#[tokio::test]
async fn the_client_in_a_page_goes_on_where_the_handshake_stood() {
    let desk = Desk::open().await;
    let journey = development(&desk, Form::Nonce);
    journey.open("http://localhost:4402/", desk.clock.now()).await;
    let ada = desk.browser(Site::Cross);
    for pair in journey.header("localhost:4402", desk.clock.now()).unwrap().split("; ") {
        ada.browser.app_cookies.set(pair, desk.clock.now());
    }

    let ada = ada.load().await;
    ada.sign_up(&desk, "ada@example.com").await;

    assert_eq!(ada.browser.requests_to("/v1/dev_browser"), 0, "the development browser is the one of the handshake");
    take_over(&journey, &ada, desk.clock.now());
    let answer = journey.open("http://localhost:4402/", desk.clock.now()).await;
    let user = ada.frontdesk.snapshot().user().unwrap().id.to_string();
    assert_eq!((answer.text, journey.statuses()), (format!("{user} personal"), vec![200]));
}

// conformance: N02, N13
#[tokio::test]
async fn in_development_a_page_after_an_hour_renders_signed_in() {
    for form in [Form::Nonce, Form::Token] {
        let desk = Desk::open().await;
        let ada = desk.visitor().await;
        ada.sign_up(&desk, "ada@example.com").await;
        let user = ada.frontdesk.snapshot().user().unwrap().id.to_string();
        let journey = development(&desk, form);
        take_over(&journey, &ada, desk.clock.now());

        let answer = journey.open("http://localhost:4402/", desk.clock.now()).await;
        assert_eq!((answer.text, journey.statuses()), (format!("{user} personal"), vec![200]));

        ada.tab.hide();
        desk.clock.advance_seconds(3600).await;
        let answer = journey.open("http://localhost:4402/?q=1", desk.clock.now()).await;
        assert_eq!(answer.text, format!("{user} personal"), "{form:?} {:?}", journey.addresses());
        assert_eq!(journey.statuses(), [307, 307, 307, 200]);
        assert_eq!(answer.header("cache-control"), "no-store");
        let handshake = &journey.addresses()[1];
        assert!(handshake.contains("session-token-expired-refresh-non-eligible-no-refresh-cookie"), "{handshake}");
    }
}

// conformance: N24
#[tokio::test]
async fn with_a_refresh_token_a_page_needs_no_redirect() {
    let desk = Desk::open().await;
    let ada = desk.visitor().await;
    ada.sign_up(&desk, "ada@example.com").await;
    let user = ada.frontdesk.snapshot().user().unwrap().id.to_string();
    let journey = development(&desk, Form::Nonce);
    take_over(&journey, &ada, desk.clock.now());
    ada.tab.hide();
    desk.clock.advance_seconds(3600).await;
    journey.open("http://localhost:4402/", desk.clock.now()).await;
    let name = format!("__refresh_{}", desk.keys.publishable.cookie_suffix());
    let of = |name: &str| journey.cookie("localhost:4402", name, desk.clock.now());
    let (first, before) = (of(&name).unwrap(), of("__session"));
    assert!(journey.attributes("localhost:4402", &name, desk.clock.now()).unwrap().contains("HttpOnly"));

    desk.clock.advance_seconds(3600).await;
    let answer = journey.open("http://localhost:4402/", desk.clock.now()).await;

    assert_eq!((answer.text, journey.statuses()), (format!("{user} personal"), vec![200]));
    assert_ne!(of("__session"), before, "the page brings the new token along");
    assert_ne!(of(&name).unwrap(), first, "and the next refresh token");
    let script = [("sec-fetch-dest", "empty")];
    desk.clock.advance_seconds(3600).await;
    let answer = journey.open_with("http://localhost:4402/api/me", desk.clock.now(), &script).await;
    assert_eq!((answer.status.as_u16(), answer.text), (200, user), "scripts cannot be redirected, and need not be");
}

// conformance: N19
#[tokio::test]
async fn opening_the_address_of_an_organization_makes_it_the_active_one() {
    let desk = Desk::open().await;
    let ada = desk.visitor().await;
    ada.sign_up(&desk, "ada@example.com").await;
    let user = ada.frontdesk.snapshot().user().unwrap().id.to_string();
    let acme = ada.create_organization("Acme").await.id;
    let beta = ada.create_organization("Beta").await.id;
    let journey = development(&desk, Form::Nonce);
    take_over(&journey, &ada, desk.clock.now());
    let open = |path: String| {
        let journey = &journey;
        let now = desk.clock.now();
        async move { journey.open(&format!("http://localhost:4402{path}"), now).await.text }
    };

    assert_eq!(open(format!("/orgs/{acme}")).await, format!("{user} {acme}"));
    assert_eq!(journey.statuses(), [307, 307, 307, 200]);
    assert_eq!(open(format!("/orgs/{acme}")).await, format!("{user} {acme}"));
    assert_eq!(journey.statuses(), [200], "it is the active one already");
    assert_eq!(open("/me".to_owned()).await, format!("{user} personal"));
    assert_eq!(open(format!("/orgs/{beta}")).await, format!("{user} {beta}"));
    let later = ada.new_tab().await;
    assert_eq!(later.claims().await.organization.unwrap().id, beta, "the page's client sees the same");

    desk.clock.advance_seconds(3).await;
    let nobody = open("/orgs/org_of_others".to_owned()).await;
    assert_eq!(nobody, format!("{user} {beta}"), "whoever is no member stays where they are");
    assert!(journey.statuses().len() <= 10, "and the redirects end");
}

// conformance: N02, N16, N28
#[tokio::test]
async fn in_production_a_page_after_an_hour_renders_signed_in_at_its_own_address() {
    for form in [Form::Nonce, Form::Token] {
        let desk = Desk::open().await;
        let Live { keys, journey, user } = production(&desk, form).await;
        let page = format!("{LIVE_APP}/dashboard?x=%2F");
        let of = |name: &str| journey.cookie("app.live.example", name, desk.clock.now());
        assert_ne!(of("__client_uat").unwrap(), "0");

        let answer = journey.open(&page, desk.clock.now()).await;
        assert_eq!(answer.text, format!("{user} personal"), "{form:?} {:?}", journey.addresses());
        assert_eq!(journey.statuses(), [307, 307, 200]);
        assert_eq!(journey.addresses()[2], page, "the address stays as it was");
        assert!(journey.addresses()[1].contains("client-uat-but-no-session-token"));
        assert_eq!(of("__clerk_handshake").or(of("__clerk_handshake_nonce")), None, "what carried the answer is gone");
        let session = journey.attributes("app.live.example", "__session", desk.clock.now()).unwrap();
        assert!(session.contains("Secure") && session.contains("SameSite=Lax") && !session.contains("Domain"));
        assert_eq!(
            journey.cookie("clerk.live.example", "__session", desk.clock.now()),
            None,
            "of the app's host alone"
        );
        assert_eq!(journey.cookie("other.live.example", "__client", desk.clock.now()), None);
        let suffix = keys.publishable.cookie_suffix();
        assert_eq!(
            of(&format!("__refresh_{suffix}")).is_some(),
            form == Form::Nonce,
            "only where a secret key fetches it"
        );

        desk.clock.advance_seconds(3600).await;
        journey.remove("__refresh");
        assert_eq!(journey.open(&page, desk.clock.now()).await.text, format!("{user} personal"));
        assert_eq!(journey.statuses(), [307, 307, 200]);

        journey.remove("__client_uat");
        assert_eq!(
            journey.open(&page, desk.clock.now()).await.text,
            format!("{user} personal"),
            "a lost cookie recovers"
        );
        assert!(journey.addresses()[1].contains("session-token-but-no-client-uat"));
        assert!(of("__client_uat").is_some());
    }
}

// conformance: N05, N16
#[tokio::test]
async fn in_production_a_sign_out_elsewhere_is_seen_by_the_next_page() {
    let desk = Desk::open().await;
    let Live { journey, .. } = production(&desk, Form::Nonce).await;
    journey.open(&format!("{LIVE_APP}/"), desk.clock.now()).await;
    desk.clock.advance_seconds(5).await;
    fapi(&desk, &journey, "/v1/client/sessions?_method=DELETE", "").await;

    let answer = journey.open(&format!("{LIVE_APP}/"), desk.clock.now()).await;

    assert_eq!(answer.text, "nobody");
    assert_eq!(journey.statuses(), [307, 307, 200]);
    for name in ["__session", "__refresh"] {
        assert_eq!(journey.cookie("app.live.example", name, desk.clock.now()), None, "{name}");
    }
    journey.open(&format!("{LIVE_APP}/"), desk.clock.now()).await;
    assert_eq!(journey.statuses(), [200], "signed out is an answer too");
}

#[tokio::test]
async fn in_production_an_app_on_a_domain_of_its_own_gets_the_answer_by_its_address() {
    for form in [Form::Nonce, Form::Token] {
        let desk = Desk::open().await;
        let other = "https://other.example";
        let keys = desk.create_instance("Live", Environment::Production, LIVE_FAPI, &[other]).await;
        let hosts =
            [("other.example".to_owned(), app(&desk, &keys, other, form)), (LIVE_FAPI.to_owned(), desk.fapi.clone())];
        let journey = Journey::new(hosts);
        let made = json!({"email_address": ["ada@example.com"], "password": PASSWORD});
        let user = bapi(&desk, &keys, "POST", "/v1/users", made).await.json()["id"].as_str().unwrap().to_owned();
        sign_in(&desk, &journey).await;
        journey.set("other.example", "__client_uat=1", desk.clock.now());

        let answer = journey.open(&format!("{other}/a?x=1"), desk.clock.now()).await;
        assert_eq!(answer.text, format!("{user} personal"), "{form:?} {:?}", journey.addresses());
        assert!(journey.addresses()[2].starts_with("https://other.example/a?x=1&__clerk_handshake"));
        desk.clock.advance_seconds(30).await;

        let answer = journey.open(&format!("{other}/b"), desk.clock.now()).await;
        assert_eq!((answer.text, journey.statuses()), (format!("{user} personal"), vec![200]));
    }
}

// conformance: N22
#[tokio::test]
async fn whoever_comes_from_elsewhere_is_looked_up_once() {
    let desk = Desk::open().await;
    let Live { journey, user, .. } = production(&desk, Form::Nonce).await;
    journey.open(&format!("{LIVE_APP}/"), desk.clock.now()).await;
    desk.clock.advance_seconds(10).await;

    let answer =
        journey.open_with(&format!("{LIVE_APP}/"), desk.clock.now(), &[("referer", "https://news.example/")]).await;

    assert_eq!((answer.text, journey.statuses()), (format!("{user} personal"), vec![307, 307, 200]));
}

// conformance: N27
#[tokio::test]
async fn a_nonce_works_once_for_its_own_instance_and_for_a_minute() {
    let desk = Desk::open().await;
    let Live { keys, journey, .. } = production(&desk, Form::Nonce).await;
    let nonce = async || {
        let url =
            format!("https://{LIVE_FAPI}/v1/client/handshake?redirect_url={}&format=nonce", percent::encode(LIVE_APP));
        let answer = journey.request(&url, desk.clock.now(), &[]).await;
        assert_eq!(answer.status, 307);
        journey.cookie("app.live.example", "__clerk_handshake_nonce", desk.clock.now()).unwrap()
    };
    let fetch = async |keys: &Keys, nonce: &str| {
        let answer =
            bapi(&desk, keys, "GET", &format!("/v1/clients/handshake_payload?nonce={nonce}"), Value::Null).await;
        assert_eq!(answer.header("content-type"), "application/json");
        (answer.status.as_u16(), answer.json()["directives"].as_array().map_or(0, Vec::len))
    };

    let first = nonce().await;
    assert_eq!(fetch(&desk.keys, &first).await, (404, 0), "another instance's key");
    assert_eq!(fetch(&keys, &first).await, (200, 7));
    assert_eq!(fetch(&keys, &first).await, (404, 0), "a second time");

    let late = nonce().await;
    desk.clock.advance_seconds(60).await;
    assert_eq!(fetch(&keys, &late).await, (404, 0), "a minute later");
    assert_eq!(
        bapi(&desk, &keys, "GET", "/v1/clients/handshake_payload", Value::Null).await.code(),
        "missing_query_parameter"
    );
}
