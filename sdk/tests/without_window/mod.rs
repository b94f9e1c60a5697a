//! What holds wherever there is no window.

use frontdesk_sdk::platform::browser::Browser;
use frontdesk_sdk::platform::{Cookie, Platform, Visibility, Wake};
use frontdesk_sdk::wire::{KeyKind, PublishableKey};
use frontdesk_sdk::{Frontdesk, Status, TokenOptions};
use std::sync::{Arc, Mutex};

/// A server of a few lines in the place of `fetch`, which notes what it is asked.
const SERVER: &str = r#"
    self.asked = [];
    self.fetch = async (url, options) => {
        const path = url.slice(url.indexOf('/v1'), url.indexOf('?'));
        self.asked.push(options.credentials + ' ' + path);
        const now = Math.floor(Date.now() / 1000);
        const part = value => btoa(JSON.stringify(value)).replace(/=+$/, '').replace(/\+/g, '-').replace(/\//g, '_');
        const jwt = [
            { alg: 'RS256', typ: 'JWT' },
            { sid: 'sess_1', sub: 'user_1', iat: now, exp: now + 60 + self.asked.length, v: 2 },
        ].map(part).join('.') + '.c2ln';
        const session = { object: 'session', id: 'sess_1', status: 'active', last_active_token: { object: 'token', jwt } };
        const client = { object: 'client', id: 'client_1', sessions: [session], last_active_session_id: 'sess_1' };
        const answers = {
            '/v1/dev_browser': { id: 'dvb_1' },
            '/v1/environment': {},
            '/v1/client': { response: client, client: null },
            '/v1/client/sessions/sess_1/tokens': { object: 'token', jwt },
        };
        return new Response(JSON.stringify(answers[path]), { status: path in answers ? 200 : 404 });
    };
"#;

fn eval(script: &str) -> String {
    js_sys::eval(script).unwrap().as_string().unwrap_or_default()
}

/// Loads, for both kinds of instances, and asks for a fresh token.
pub(crate) async fn load_and_mint() {
    assert_eq!(eval("typeof window + typeof document + typeof localStorage"), "undefined".repeat(3));
    eval(SERVER);
    for (kind, host) in [(KeyKind::Development, "worker.localhost:4400"), (KeyKind::Production, "clerk.app.example")] {
        let key = PublishableKey::new(kind, host).unwrap();
        let frontdesk = Frontdesk::builder(key.as_str()).build().unwrap();

        frontdesk.load().await.unwrap();

        let snapshot = frontdesk.snapshot();
        assert_eq!((snapshot.status, snapshot.is_signed_in()), (Status::Ready, true));
        let first = frontdesk.token().await.unwrap().unwrap();
        let fresh = TokenOptions { skip_cache: true, ..TokenOptions::default() };
        assert_ne!(frontdesk.token_with(fresh).await.unwrap().unwrap(), first);
    }
    let asked = eval("self.asked.join()");
    assert!(asked.starts_with("omit /v1/dev_browser,include /v1/"), "{asked}");
    assert_eq!(asked.matches("dev_browser").count(), 1, "production has none: {asked}");
    assert_eq!(asked.matches("/tokens").count(), 2, "{asked}");
}

/// What is not there is not there, and nothing panics for it.
pub(crate) fn look_around() {
    let browser = Browser::new();
    let cookie = Cookie {
        name: "fd_one".into(),
        value: "1".into(),
        domain: browser.cookie_domain(),
        max_age: None,
        same_site: frontdesk_sdk::platform::SameSite::Lax,
        secure: false,
        partitioned: false,
    };
    browser.set_cookie(&cookie);
    browser.remove_cookie(&cookie);
    browser.store("fd_key", Some("value"));
    browser.set_tab_memory("1");
    browser.replace_page_url("/elsewhere");

    assert_eq!((browser.cookie("fd_one"), browser.cookie_domain()), (None, None));
    assert_eq!((browser.load("fd_key"), browser.tab_memory()), (None, None));
    assert_eq!(browser.visibility(), Visibility::Unknown, "nobody looks, and nobody looks away");
    assert!(!browser.embedded() && browser.online());

    let heard = Arc::new(Mutex::new(Vec::new()));
    let seen = heard.clone();
    let registration = browser.on_wake(Box::new(move |wake| seen.lock().unwrap().push(wake)));
    eval("self.dispatchEvent(new Event('online'))");
    drop(registration);
    eval("self.dispatchEvent(new Event('online'))");
    assert_eq!(*heard.lock().unwrap(), [Wake::Online]);
}
