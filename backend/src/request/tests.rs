//! The request algorithm, behaviour by behaviour.

use super::fixture::{Ask, FakeApi, LIVE, Redirect, TEST, app, app_at, expired, result, token};
use super::{ApiFault, OrganizationSync, Satellite, SetupFault};
use crate::testing::{NOW, Signer};
use crate::{AuthenticateError, Seconds};
use serde_json::json;

const BOTH: [&str; 2] = [LIVE, TEST];

// conformance: N01
#[tokio::test]
async fn a_good_token_is_signed_in_by_cookie_and_by_header() {
    for key in BOTH {
        let (app, token) = (app(key), token(key, json!({})));

        let state = Ask::page("/").signed_in(&token).sent(&app).await.unwrap();
        assert_eq!(state.status(), "signed-in");
        assert_eq!(state.auth().unwrap().user_id().as_str(), "user_1");
        assert_eq!(state.token().unwrap().expose(), token);
        assert_eq!(state.location(), None);

        for value in [format!("Bearer {token}"), token.clone()] {
            assert_eq!(Ask::page("/").plain().header("authorization", &value).verdict(&app).await, "signed-in");
        }
    }
}

// conformance: N02
#[tokio::test]
async fn an_expired_token_is_sent_to_the_handshake_with_the_page_to_come_back_to() {
    for (key, host) in [(LIVE, "clerk.example.com"), (TEST, "calm-otter-42.clerk.accounts.dev")] {
        let old = expired(key);
        let by_cookie = Ask::page("/a%20b?x=%2F&y=1").signed_in(&old);
        let by_header = Ask::page("/a%20b?x=%2F&y=1").header("authorization", &format!("Bearer {old}"));
        let by_header = by_header.cookie("__clerk_db_jwt", "dvb_1");
        for ask in [by_cookie, by_header] {
            let state = ask.sent(&app(key)).await.unwrap();
            let redirect = Redirect::of(&state);

            let reason = "session-token-expired-refresh-non-eligible-no-refresh-cookie";
            assert_eq!(state.reason().unwrap().as_str(), reason);
            assert_eq!(redirect.to, format!("https://{host}/v1/client/handshake"));
            assert_eq!(redirect.param("redirect_url"), Some("http://app.example.com/a%20b?x=%2F&y=1"));
            assert_eq!(redirect.param("__clerk_hs_reason"), Some(reason));
            assert_eq!(redirect.param("suffixed_cookies"), Some("false"));
            assert_eq!(redirect.param("__clerk_api_version"), Some(frontdesk_wire::API_VERSION));
            assert_eq!(redirect.param("__clerk_db_jwt"), (key == TEST).then_some("dvb_1"));
            assert_eq!(redirect.param("format"), None, "without a secret key the result is a signed token");
        }
    }
    let api = FakeApi::answering(Ok(Vec::new()));
    let state = Ask::page("/").signed_in(&expired(LIVE)).sent(&app(LIVE).backend_api(api)).await.unwrap();
    assert_eq!(Redirect::of(&state).param("format"), Some("nonce"));
}

// conformance: N03
#[tokio::test]
async fn a_token_that_is_not_valid_yet_is_sent_to_the_handshake() {
    let later = token(LIVE, json!({"nbf": NOW.seconds() + 60}));
    let future = token(LIVE, json!({"iat": NOW.seconds() + 60}));

    assert_eq!(Ask::page("/").signed_in(&later).verdict(&app(LIVE)).await, "handshake session-token-nbf");
    let verdict = Ask::page("/").signed_in(&future).verdict(&app(LIVE)).await;
    assert_eq!(verdict, "handshake session-token-iat-in-the-future");
}

// conformance: N04, N05, N28
#[tokio::test]
async fn what_the_browser_says_of_itself_decides_where_a_part_is_missing() {
    for key in BOTH {
        let (app, token) = (app(key), token(key, json!({})));
        let page = || Ask::page("/").cookie("__clerk_db_jwt", "dvb_1");

        let missing = page().cookie("__client_uat", "1");
        assert_eq!(missing.verdict(&app).await, "handshake client-uat-but-no-session-token");
        let signed_out = "signed-out session-token-and-uat-missing";
        assert_eq!(page().verdict(&app).await, signed_out);
        assert_eq!(page().cookie("__client_uat", "0").verdict(&app).await, signed_out);
        let unsaid = page().cookie("__session", &token);
        assert_eq!(unsaid.verdict(&app).await, "handshake session-token-but-no-client-uat");
    }
}

// conformance: N06, N07
#[tokio::test]
async fn development_needs_a_development_browser_and_takes_one_from_the_address() {
    let page = || Ask::page("/a?x=1&__clerk_db_jwt=dvb_2&y=2");

    assert_eq!(Ask::page("/").verdict(&app(TEST)).await, "handshake dev-browser-missing");
    let state = page().signed_in(&token(TEST, json!({}))).sent(&app(TEST)).await.unwrap();
    assert_eq!(state.reason().unwrap().as_str(), "dev-browser-sync");
    let redirect = Redirect::of(&state);
    assert_eq!(redirect.param("__clerk_db_jwt"), Some("dvb_2"), "the address beats the cookie");
    assert_eq!(redirect.param("redirect_url"), Some("http://app.example.com/a?x=1&y=2"));
    assert_eq!(page().signed_in(&token(LIVE, json!({}))).verdict(&app(LIVE)).await, "signed-in", "not in production");
}

// conformance: N08, N26
#[tokio::test]
async fn a_proxy_carries_the_handshake() {
    for key in BOTH {
        for (proxy, to) in [
            ("https://proxy.example/fd/", "https://proxy.example/fd/v1/client/handshake"),
            ("/__frontdesk", "https://app.example.com:8443/__frontdesk/v1/client/handshake"),
        ] {
            let app = app(key).proxy_url(proxy).unwrap();
            let ask =
                Ask::page("/").header("x-forwarded-host", "app.example.com:8443").header("x-forwarded-proto", "https");
            let state = ask.signed_in(&expired(key)).sent(&app).await.unwrap();
            assert_eq!(Redirect::of(&state).to, to);
        }
    }
    for bad in ["", "//evil.example", "javascript:alert(1)", "proxy"] {
        assert_eq!(app(LIVE).proxy_url(bad).unwrap_err(), SetupFault::ProxyUrl, "{bad}");
    }
}

// conformance: N13, N17
#[tokio::test]
async fn in_development_the_result_is_taken_off_the_address() {
    let fresh = token(TEST, json!({}));
    let lines = [
        format!("__session_x={fresh}; Path=/"),
        format!("__session={fresh}; Path=/"),
        "__clerk_db_jwt=dvb_new; Path=/".to_owned(),
    ];
    let path = format!("/a%20b?q=%2F%20&__clerk_handshake={}&z=a+b", result(&lines));

    let state = Ask::page(&path).sent(&app(TEST)).await.unwrap();

    assert_eq!((state.status(), state.token().unwrap().expose()), ("signed-in", fresh.as_str()));
    assert_eq!(state.location().unwrap(), "http://app.example.com/a%20b?q=%2F%20&z=a+b");
    let redirect = Redirect::of(&state);
    assert_eq!(redirect.cookies[..3], lines, "as they were given");
    assert_eq!(redirect.cookies[3..], ["__clerk_redirect_count=1; SameSite=Lax; HttpOnly; Max-Age=2"]);
    assert_eq!(state.headers()["access-control-allow-origin"], "null");
}

// conformance: N14
#[tokio::test]
async fn in_development_a_wrong_clock_hinders_nobody() {
    let fresh = token(TEST, json!({}));
    let lines = [format!("__session={fresh}; Path=/")];
    let path = format!("/?__clerk_handshake={}", result(&lines));

    for off in [-3600 * 12, -30, 120, 3600 * 12] {
        let app = app_at(TEST, NOW.plus(Seconds(off)));
        assert_eq!(Ask::page(&path).verdict(&app).await, "signed-in", "{off}");
    }
    let app = app_at(TEST, NOW.plus(Seconds::days(3)));
    let refused = Ask::page(&path).sent(&app).await;
    assert!(matches!(refused, Err(AuthenticateError::Handshake(_))), "{refused:?}");
}

// conformance: N15
#[tokio::test]
async fn a_result_of_another_instance_is_told_in_development_and_ignored_in_production() {
    let lines = json!({"handshake": ["__session=x"], "exp": NOW.seconds() + 60});
    let foreign = Signer::second().token_with(json!({"kid": "ins_1"}), lines);

    let told = Ask::page(&format!("/?__clerk_handshake={foreign}")).sent(&app(TEST)).await.unwrap_err();
    assert_eq!(told, AuthenticateError::KeysMismatch);
    assert!(told.to_string().contains("publishable key"));

    let state = Ask::page("/").cookie("__clerk_handshake", &foreign).sent(&app(LIVE)).await.unwrap();
    assert_eq!(state.reason().unwrap().as_str(), "session-token-and-uat-missing");
    assert!(state.headers().is_empty(), "nothing of it is taken over");
}

// conformance: N16
#[tokio::test]
async fn in_production_the_result_is_a_cookie_and_the_page_is_answered_at_once() {
    let set = |changes| {
        let token = token(LIVE, changes);
        [format!("__session={token}; Path=/"), format!("__session_x={token}; Path=/")]
    };
    let good = set(json!({}));
    let state = Ask::page("/").cookie("__clerk_handshake", result(&good)).sent(&app(LIVE)).await.unwrap();
    assert_eq!((state.status(), state.location()), ("signed-in", None));
    assert_eq!(state.headers().get_all("set-cookie").iter().count(), 2);
    assert_eq!(state.headers()["cache-control"], "no-store");

    let future = set(json!({"iat": NOW.seconds() + 60, "nbf": NOW.seconds() + 60}));
    let ask = Ask::page("/").cookie("__clerk_handshake", result(&future));
    assert_eq!(ask.verdict(&app(LIVE)).await, "signed-out session-token-and-uat-missing");

    let over = set(json!({"iat": NOW.seconds() - 90, "exp": NOW.seconds() - 30}));
    let ask = Ask::page("/").cookie("__clerk_handshake", result(&over)).signed_in(&expired(LIVE));
    assert!(ask.verdict(&app(LIVE)).await.starts_with("handshake session-token-expired"));

    let kept = Ask::page("/").cookie("__clerk_handshake", result(&set(json!({"exp": NOW.seconds() + 9000}))));
    let an_hour_later = app_at(LIVE, NOW.plus(Seconds(3600)));
    let verdict = kept.verdict(&an_hour_later).await;
    assert_eq!(verdict, "signed-out session-token-and-uat-missing", "a result that somebody kept is worth nothing");

    let signed_out = ["__session=; Path=/; Max-Age=0".to_owned()];
    let ask = Ask::page("/").cookie("__clerk_handshake", result(&signed_out));
    assert_eq!(ask.verdict(&app(LIVE)).await, "signed-out session-token-missing");
}

#[tokio::test]
async fn in_production_a_link_cannot_sign_its_reader_in() {
    let token = token(LIVE, json!({"sub": "user_evil"}));
    let path = format!("/?__clerk_handshake={}", result(&[format!("__session={token}")]));

    let state = Ask::page(&path).sent(&app(LIVE)).await.unwrap();
    assert_eq!(state.reason().unwrap().as_str(), "session-token-and-uat-missing");

    let asked_for = Ask::page(&path).cookie("__clerk_redirect_count", "1");
    assert_eq!(asked_for.verdict(&app(LIVE)).await, "signed-in", "a browser that was just sent there");
}

// conformance: N18
#[tokio::test]
async fn the_third_redirect_in_a_row_is_the_last() {
    for (count, next) in [(None, 1), (Some("1"), 2), (Some("2"), 3), (Some("x"), 1)] {
        let mut ask = Ask::page("/").signed_in(&expired(LIVE));
        if let Some(count) = count {
            ask = ask.cookie("__clerk_redirect_count", count);
        }
        let redirect = Redirect::of(&ask.sent(&app(LIVE)).await.unwrap());
        let line = format!("__clerk_redirect_count={next}; SameSite=Lax; HttpOnly; Max-Age=2");
        assert_eq!(redirect.cookies, [line]);
    }
    let looping = Ask::page("/").signed_in(&expired(LIVE)).cookie("__clerk_redirect_count", "3");
    let state = looping.sent(&app(LIVE)).await.unwrap();
    assert_eq!(state.status(), "signed-out");
    assert!(state.headers().is_empty());

    let organizations = app(LIVE).organization_sync(OrganizationSync::new().organization("/orgs/:slug"));
    let ask = Ask::page("/orgs/acme").signed_in(&token(LIVE, json!({}))).cookie("__clerk_redirect_count", "3");
    let state = ask.sent(&organizations).await.unwrap();
    assert_eq!(state.status(), "signed-in", "the page is shown, in whatever organization");
    assert!(state.headers().is_empty());
}

// conformance: N19
#[tokio::test]
async fn an_address_of_an_organization_makes_it_the_active_one() {
    let sync = OrganizationSync::new().organization("/orgs/:slug").organization("/orgs/:slug/(.*)");
    let sync = sync.organization("/ids/:id").personal("/me");
    let app = app(LIVE).organization_sync(sync);
    let in_acme = token(LIVE, json!({"o": {"id": "org_1", "slg": "acme", "rol": "admin"}}));
    let personal = token(LIVE, json!({}));
    for (path, token, organization) in [
        ("/orgs/acme", &personal, Some("acme")),
        ("/orgs/acme/settings", &personal, Some("acme")),
        ("/orgs/beta", &in_acme, Some("beta")),
        ("/ids/org_2", &in_acme, Some("org_2")),
        ("/me", &in_acme, Some("")),
        ("/orgs/acme", &in_acme, None),
        ("/ids/org_1", &in_acme, None),
        ("/me", &personal, None),
        ("/elsewhere", &in_acme, None),
    ] {
        let state = Ask::page(path).signed_in(token).sent(&app).await.unwrap();
        match organization {
            None => assert_eq!(state.status(), "signed-in", "{path}"),
            Some(_) => {
                assert_eq!(state.reason().unwrap().as_str(), "active-organization-mismatch", "{path}");
                assert_eq!(Redirect::of(&state).param("organization_id"), organization, "{path}");
            }
        }
    }
    let old = Ask::page("/orgs/beta").signed_in(&expired(LIVE)).sent(&app).await.unwrap();
    assert_eq!(Redirect::of(&old).param("organization_id"), Some("beta"));

    let bearer = |token: &str| Ask::page("/orgs/beta").header("authorization", &format!("Bearer {token}"));
    assert_eq!(bearer(&in_acme).verdict(&app).await, "signed-in", "a header is what its sender chose");
    let old = bearer(&expired(LIVE)).sent(&app).await.unwrap();
    assert_eq!(Redirect::of(&old).param("organization_id"), Some("beta"), "as the published back-end client asks");
    let script = Ask::page("/orgs/beta").plain().signed_in(&in_acme);
    assert_eq!(script.verdict(&app).await, "signed-in", "a script's request follows no redirect");
}

// conformance: N20, N21
#[tokio::test]
async fn only_pages_and_frames_are_redirected() {
    let ask = || Ask::page("/").signed_in(&expired(LIVE));
    let signed_out = "signed-out session-token-expired-refresh-non-eligible-no-refresh-cookie";

    for method in ["POST", "PUT", "DELETE", "HEAD"] {
        let verdict = ask().method(method).verdict(&app(LIVE)).await;
        assert_eq!(verdict, "signed-out session-token-expired-refresh-non-eligible-non-get", "{method}");
    }
    for (name, value) in [("sec-fetch-dest", "empty"), ("accept", "application/json"), ("accept", "*/*")] {
        assert_eq!(ask().plain().header(name, value).verdict(&app(LIVE)).await, signed_out, "{value}");
    }
    for (name, value) in [("sec-fetch-dest", "iframe"), ("accept", "text/html,application/xhtml+xml")] {
        assert!(ask().plain().header(name, value).verdict(&app(LIVE)).await.starts_with("handshake"), "{value}");
    }
    assert_eq!(
        Ask::page("/").plain().verdict(&app(TEST)).await,
        "signed-out dev-browser-missing",
        "nor in development"
    );
}

// conformance: N22
#[tokio::test]
async fn whoever_comes_from_another_origin_is_asked_for_news_once() {
    let ask = || Ask::page("/").signed_in(&token(LIVE, json!({})));
    let stranger = || ask().header("referer", "https://other.example/");

    assert_eq!(stranger().verdict(&app(LIVE)).await, "handshake primary-domain-cross-origin-sync");
    for kept in [
        ask(),
        ask().header("referer", "nonsense"),
        ask().header("referer", "http://app.example.com/before").header("sec-fetch-site", "cross-site"),
        ask().header("referer", "https://accounts.example.com/"),
        stranger().method("POST"),
        stranger().plain().header("sec-fetch-dest", "iframe"),
        stranger().cookie("__clerk_redirect_count", "1"),
    ] {
        assert_eq!(kept.verdict(&app(LIVE)).await, "signed-in");
    }
    let satellite = app(LIVE).satellite(satellite(true)).unwrap();
    assert_eq!(stranger().verdict(&satellite).await, "signed-in", "a satellite has its own way to ask");
}

// conformance: N23
#[tokio::test]
async fn a_token_from_before_the_last_change_is_old_news() {
    let ask = |uat: i64| {
        let token = token(LIVE, json!({}));
        Ask::page("/").cookie("__session", token).cookie("__client_uat", uat)
    };

    assert_eq!(ask(NOW.seconds()).verdict(&app(LIVE)).await, "signed-in");
    let older = ask(NOW.seconds() + 1).verdict(&app(LIVE)).await;
    assert_eq!(older, "handshake session-token-iat-before-client-uat");

    let malformed = Ask::page("/").signed_in("nonsense");
    assert_eq!(malformed.verdict(&app(LIVE)).await, "signed-out token-invalid");
    let forged = format!("{}AAAA", token(LIVE, json!({})));
    assert_eq!(Ask::page("/").signed_in(&forged).verdict(&app(LIVE)).await, "signed-out token-invalid-signature");
}

// conformance: N23, O10
#[tokio::test]
async fn tokens_of_machines_and_templates_sign_nobody_in() {
    let iss = json!({"iss": "https://clerk.example.com"});
    for category in ["cl_B7d4PD222AAA", "cl_B7d4PD333AAA", "anything"] {
        let token = Signer::second().token_with(json!({"cat": category}), iss.clone());
        let mismatch = "signed-out token-type-mismatch";
        assert_eq!(
            Ask::page("/").signed_in(&token).verdict(&app(LIVE)).await,
            mismatch,
            "before any key is looked for"
        );
        let ask = Ask::page("/").header("authorization", &format!("Bearer {token}"));
        assert_eq!(ask.verdict(&app(LIVE)).await, mismatch);
    }
    for opaque in ["mt_0123", "oat_0123", "ak_0123"] {
        let ask = Ask::page("/").header("authorization", &format!("Bearer {opaque}"));
        assert_eq!(
            ask.verdict(&app(LIVE)).await,
            "signed-out token-invalid",
            "as the published back-end client has it"
        );
    }
    for (header, user) in [(json!({"typ": "at+jwt"}), "user_1"), (json!({}), "mch_1")] {
        let mut claims = iss.clone();
        claims["sub"] = user.into();
        let machine = Signer::first().token_with(header, claims);
        assert_eq!(Ask::page("/").signed_in(&machine).verdict(&app(LIVE)).await, "signed-out token-type-mismatch");
    }
    let nonsense = Ask::page("/").header("authorization", "Bearer nonsense");
    assert_eq!(nonsense.verdict(&app(LIVE)).await, "signed-out token-invalid");
}

// conformance: N24
#[tokio::test]
async fn a_refresh_token_renews_without_a_redirect() {
    let fresh = token(LIVE, json!({}));
    let lines = vec![format!("__session_x={fresh}; Path=/"), format!("__session={fresh}; Path=/")];
    let api = FakeApi::answering(Ok(lines));
    let app_of = |api: &FakeApi| app(LIVE).backend_api(api.clone());
    let suffix = crate::PublishableKey::parse(LIVE).unwrap().cookie_suffix();
    let ask = |token: &str| {
        let own = format!("__refresh_{suffix}");
        Ask::page("/").signed_in(token).cookie("__refresh", "plain").cookie(&own, "own")
    };

    let state = ask(&expired(LIVE)).sent(&app_of(&api)).await.unwrap();
    assert_eq!((state.status(), state.token().unwrap().expose()), ("signed-in", fresh.as_str()));
    assert_eq!(state.headers().get_all("set-cookie").iter().count(), 2);
    assert_eq!(api.asked(), ["refresh sess_1 own http://app.example.com false"]);

    assert_eq!(ask(&token(LIVE, json!({}))).verdict(&app_of(&api)).await, "signed-in");
    let without = Ask::page("/").signed_in(&expired(LIVE)).verdict(&app_of(&api)).await;
    assert!(without.ends_with("non-eligible-no-refresh-cookie"), "{without}");
    assert_eq!(api.asked().len(), 1, "asked only where that can help");

    let refused = |fault| FakeApi::answering(Err(fault));
    let over = vec![format!("__session={}", expired(LIVE))];
    for (api, why) in [
        (refused(ApiFault::Unreachable), "fetch-error"),
        (refused(ApiFault::Unreadable), "unexpected-bapi-error"),
        (refused(ApiFault::Refused("refresh_token_not_found".into())), "refresh_token_not_found"),
        (refused(ApiFault::Refused("a code\r\nwith more".into())), "unexpected-bapi-error"),
        (FakeApi::answering(Ok(Vec::new())), "unexpected-sdk-error"),
        (FakeApi::answering(Ok(over)), "invalid-session-token"),
    ] {
        let verdict = ask(&expired(LIVE)).verdict(&app_of(&api)).await;
        assert_eq!(verdict, format!("handshake session-token-expired-refresh-{why}"));
    }
    let alone = ask(&expired(LIVE)).verdict(&app(LIVE)).await;
    assert!(alone.ends_with("missing-api-client"), "{alone}");
}

// conformance: N27
#[tokio::test]
async fn a_nonce_beats_a_token_and_a_failure_leaves_the_page_as_it_is() {
    let fresh = token(TEST, json!({}));
    let api = FakeApi::answering(Ok(vec![format!("__session={fresh}; Path=/")]));
    let other = result(&["__session=; Path=/".to_owned()]);
    let path = format!("/?__clerk_handshake={other}&__clerk_handshake_nonce=n1&x=1");

    let state = Ask::page(&path).sent(&app(TEST).backend_api(api.clone())).await.unwrap();
    assert_eq!(state.status(), "signed-in");
    assert_eq!(state.location().unwrap(), "http://app.example.com/?x=1");
    assert_eq!(api.asked(), ["nonce n1"]);

    for answer in [Ok(Vec::new()), Err(ApiFault::Unreachable), Err(ApiFault::Refused("resource_not_found".into()))] {
        let app = app(TEST).backend_api(FakeApi::answering(answer));
        let state = Ask::page("/?__clerk_handshake_nonce=n1&x=1").sent(&app).await.unwrap();
        assert_eq!(state.reason().unwrap().as_str(), "session-token-missing");
        assert_eq!(state.location().unwrap(), "http://app.example.com/?x=1", "the address is cleaned all the same");
    }
    let down = app(LIVE).backend_api(FakeApi::answering(Err(ApiFault::Unreachable)));
    let state = Ask::page("/").cookie("__clerk_handshake_nonce", "n1").sent(&down).await.unwrap();
    assert_eq!((state.status(), state.headers().len()), ("signed-out", 0));
    let still = Ask::page("/").cookie("__clerk_handshake_nonce", "used").signed_in(&token(LIVE, json!({})));
    assert_eq!(still.verdict(&down).await, "signed-in", "a nonce that was used up takes nothing away");
}

fn satellite(auto_sync: bool) -> Satellite {
    Satellite {
        domain: "https://other.example".to_owned(),
        sign_in_url: "https://app.example.com/sign-in?a=1".to_owned(),
        auto_sync,
    }
}

// conformance: N09
#[tokio::test]
async fn the_domain_of_a_satellite_names_its_frontend_api_in_production() {
    let app = app(LIVE).satellite(satellite(false)).unwrap();

    let state = Ask::page("/").signed_in(&expired(LIVE)).sent(&app).await.unwrap();

    assert_eq!(Redirect::of(&state).to, "https://clerk.other.example/v1/client/handshake");
    let bad = Satellite { sign_in_url: "/sign-in".into(), ..satellite(false) };
    assert_eq!(app.clone().satellite(bad).unwrap_err(), SetupFault::SignInUrl);
    assert_eq!(app.satellite(Satellite { domain: String::new(), ..satellite(false) }).unwrap_err(), SetupFault::Domain);
}

// conformance: N11
#[tokio::test]
async fn a_satellite_asks_the_primary_app_when_told_to() {
    let signed_out = "signed-out session-token-and-uat-missing";
    let asks = "handshake satellite-needs-syncing";
    for (auto_sync, ask, expected) in [
        (true, Ask::page("/").plain().header("accept", "text/html"), signed_out),
        (false, Ask::page("/"), signed_out),
        (false, Ask::page("/?__clerk_synced=false"), asks),
        (true, Ask::page("/"), asks),
        (true, Ask::page("/?__clerk_synced=true"), signed_out),
        (true, Ask::page("/").signed_in(&token(LIVE, json!({}))), "signed-in"),
        (false, Ask::page("/?__clerk_synced=false").signed_in(&token(LIVE, json!({}))), asks),
    ] {
        let app = app(LIVE).satellite(satellite(auto_sync)).unwrap();
        assert_eq!(ask.verdict(&app).await, expected);
    }
    let live = app(LIVE).satellite(satellite(true)).unwrap();
    let state = Ask::page("/a?__clerk_synced=false&x=1").sent(&live).await.unwrap();
    let back = "http://app.example.com/a?__clerk_synced=false&x=1";
    assert_eq!(Redirect::of(&state).param("redirect_url"), Some(back), "the server says that it was asked");

    let test = app(TEST).satellite(satellite(true)).unwrap();
    let redirect = Redirect::of(&Ask::page("/a?x=1").sent(&test).await.unwrap());
    assert_eq!((redirect.to.as_str(), redirect.param("a")), ("https://app.example.com/sign-in", Some("1")));
    assert_eq!(redirect.param("__clerk_redirect_url"), Some("http://app.example.com/a?x=1"));
}

// conformance: N12
#[tokio::test]
async fn in_development_the_primary_app_answers_satellites_and_nobody_else() {
    let ask = |url: &str| {
        let url = frontdesk_wire::percent::encode(url);
        let path = format!("/sign-in?__clerk_redirect_url={url}&__clerk_db_jwt=dvb_2");
        Ask::page(&path).cookie("__clerk_db_jwt", "dvb_1")
    };
    let app_of = || app(TEST).allowed_redirect_origins(["https://other.example"]);

    for (asked, back) in [
        ("http://localhost:3001/a?__clerk_synced=false&x=1", "http://localhost:3001/a"),
        ("https://other.example/", "https://other.example/"),
    ] {
        let state = ask(asked).sent(&app_of()).await.unwrap();
        assert_eq!(state.reason().unwrap().as_str(), "primary-responds-to-syncing", "before any dev-browser-sync");
        let redirect = Redirect::of(&state);
        assert_eq!(redirect.to, back);
        assert_eq!(redirect.param("__clerk_synced"), Some("true"));
        assert_eq!(redirect.param("__clerk_db_jwt"), Some("dvb_2"));
    }
    for evil in
        ["https://evil.example/", "https://localhost.evil.example/", "javascript:alert(1)", "http://u@localhost/"]
    {
        let verdict = ask(evil).verdict(&app_of()).await;
        assert_eq!(verdict, "handshake dev-browser-sync", "{evil}");
    }
    let live = ask("http://localhost:3001/").verdict(&app(LIVE)).await;
    assert_eq!(live, "signed-out session-token-and-uat-missing", "in production nobody is answered");
}

// conformance: N29
#[tokio::test]
async fn a_header_of_another_scheme_is_not_looked_at() {
    let ask = Ask::page("/").header("authorization", "Basic eDp5").signed_in(&token(LIVE, json!({})));

    assert_eq!(ask.verdict(&app(LIVE)).await, "signed-in");
}

#[tokio::test]
async fn a_session_with_tasks_counts_as_signed_out() {
    let pending = token(LIVE, json!({"sts": "pending"}));
    let brought = result(&[format!("__session={pending}")]);

    assert_eq!(Ask::page("/").signed_in(&pending).verdict(&app(LIVE)).await, "signed-out session-pending");
    let ask = Ask::page("/").cookie("__clerk_handshake", brought);
    assert_eq!(ask.verdict(&app(LIVE)).await, "signed-out session-pending");
}

#[tokio::test]
async fn the_reasons_are_told_in_headers() {
    let state = Ask::page("/").signed_in(&expired(LIVE)).sent(&app(LIVE)).await.unwrap();
    let headers = state.debug_headers();

    assert_eq!(headers["x-clerk-auth-status"], "handshake");
    assert_eq!(headers["x-clerk-auth-reason"], state.reason().unwrap().as_str().as_ref());
    assert_eq!(headers["x-clerk-auth-message"], "the session token has expired");
    let state = Ask::page("/").signed_in(&token(LIVE, json!({}))).sent(&app(LIVE)).await.unwrap();
    assert_eq!(
        (state.debug_headers().len(), &state.debug_headers()["x-clerk-auth-status"]),
        (1, &"signed-in".parse().unwrap())
    );
}
