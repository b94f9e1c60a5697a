//! What an app's own server makes of a session token.

use frontdesk_backend::{Clock, Verifier};
use frontdesk_tests::{APP_ORIGIN, Desk};
use frontdesk_wire::Timestamp;

#[tokio::test]
async fn a_token_is_verified_without_network() {
    let desk = Desk::open().await;
    let ada = desk.visitor().await;
    ada.sign_up(&desk, "ada@example.com").await;
    let acme = ada.create_organization("Acme").await;
    let token = ada.token().await;
    let hand = desk.clock.hand();
    let now = move || Timestamp(hand.load(std::sync::atomic::Ordering::SeqCst));
    let of = |party: &str| {
        let verifier = Verifier::from_pem(&desk.keys.pem).unwrap().authorized_parties([party]);
        verifier.clock(Clock::given(now.clone()))
    };
    let verifier = of(APP_ORIGIN);

    let auth = verifier.verify(&token).unwrap();
    let claims = auth.claims();

    assert_eq!(claims.user_id, ada.frontdesk.snapshot().user().unwrap().id);
    assert_eq!(claims.issuer, format!("https://{}", desk.keys.publishable.frontend_api()));
    assert_eq!(claims.authorized_party.as_deref(), Some(APP_ORIGIN));
    assert_eq!((claims.version, claims.lifetime()), (2, 60));
    assert_eq!(auth.organization().unwrap().id, acme.id);

    assert!(of("https://other.example").verify(&token).is_err());

    ada.tab.hide();
    desk.clock.advance_seconds(70).await;
    assert!(verifier.verify(&token).is_err(), "a minute and the leeway later it is over");
}

#[tokio::test]
async fn the_header_says_what_other_verifiers_look_for() {
    let desk = Desk::open().await;
    let ada = desk.visitor().await;
    ada.sign_up(&desk, "ada@example.com").await;

    let header = frontdesk_sdk::Jwt::from(ada.token().await).header().unwrap();

    assert_eq!((header.alg.as_str(), header.typ.as_deref()), ("RS256", Some("JWT")));
    assert_eq!(header.kid.as_deref(), Some(desk.keys.instance_id.as_str()));
    assert_eq!(header.cat.as_deref(), Some("cl_B7d4PD111AAA"));
    assert!(header.oiat.is_some_and(|oiat| (oiat - desk.clock.now() / 1000).abs() <= 60));
}

// conformance: P08
#[tokio::test]
async fn the_backend_api_shows_the_same_person() {
    let desk = Desk::open().await;
    let ada = desk.visitor().await;
    ada.sign_up(&desk, "ada@example.com").await;
    let user_id = ada.frontdesk.snapshot().user().unwrap().id.clone();

    let user = desk.backend("GET", &format!("/v1/users/{user_id}"), serde_json::Value::Null).await.json();
    assert_eq!(user["email_addresses"][0]["email_address"], "ada@example.com");
    assert!(user.get("private_metadata").is_some());
    assert!(!user.to_string().contains("argon2"), "no hash leaves the server");

    let gone = desk.backend("DELETE", &format!("/v1/users/{user_id}"), serde_json::Value::Null).await.json();
    assert_eq!(gone["deleted"], true);
    assert!(!ada.new_tab().await.is_signed_in(), "a deleted person is signed out");
}
