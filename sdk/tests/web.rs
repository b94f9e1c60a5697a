//! What only a browser can show: cookies as the browser keeps them, locks, channels, storage, events, the real `fetch`.
//!
//! `wasm-pack test --headless --chrome`, or `cargo test --target wasm32-unknown-unknown --test web` with
//! `wasm-bindgen-test-runner` as the runner.

#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests look at the page itself")]

use frontdesk_sdk::platform::browser::Browser;
use frontdesk_sdk::platform::test::unsigned_token;
use frontdesk_sdk::platform::{
    BoxFuture, Cookie, FetchError, FetchErrorKind, Listener, LockGuard, Platform, Registration, Request, Response,
    SameSite, Visibility, Wake, storage_lock,
};
use frontdesk_sdk::wire::{
    Client, Environment, KeyKind, PublishableKey, Reply, Session, SessionStatus, SignIn, SignInStatus, Timestamp, Token,
};
use frontdesk_sdk::{Frontdesk, SetActive, Status};
use std::sync::{Arc, Mutex};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn cookie(name: &str, value: &str) -> Cookie {
    Cookie {
        name: name.into(),
        value: value.into(),
        domain: None,
        max_age: Some(600),
        same_site: SameSite::Lax,
        secure: false,
        partitioned: false,
    }
}

fn document_cookie() -> String {
    let document = web_sys::window().unwrap().document().unwrap();
    document.unchecked_into::<web_sys::HtmlDocument>().cookie().unwrap()
}

// conformance: F01
#[wasm_bindgen_test]
fn suffixes_are_the_documented_ones() {
    let vectors = [
        ("pk_live_Y2xlcmsuY2xlcmsuZGV2JA", "1Z8AzTQD"),
        ("pk_test_Y2xlcmsuY2xlcmsuZGV2JA", "QvfNY2dr"),
        ("pk_test_ZW5vdWdoLWFscGFjYS04Mi5jbGVyay5hY2NvdW50cy5sY2xjbGVyay5jb20k", "jtYvyt_H"),
        ("pk_test_eHh4eHh4LXhhYWFhYS1hYS5jbGVyay5hY2NvdW50cy5sY2xjbGVyay5jb20k", "tZJdb-5s"),
    ];
    for (key, suffix) in vectors {
        assert_eq!(PublishableKey::parse(key).unwrap().cookie_suffix(), suffix);
    }
}

#[wasm_bindgen_test]
fn the_state_that_a_page_carries_is_the_first_one() {
    let document = web_sys::window().unwrap().document().unwrap();
    let script = document.create_element("script").unwrap();
    script.set_attribute("type", "application/json").unwrap();
    script.set_id("frontdesk-initial-state");
    script.set_text_content(Some(r#"{"user_id": "user_1", "session_id": "sess_1", "session_status": "active"}"#));
    // What people write may have elements with this id, and they may come first.
    let theirs = document.create_element("p").unwrap();
    theirs.set_id("frontdesk-initial-state");
    theirs.set_text_content(Some(r#"{"user_id": "user_9", "session_id": "sess_9", "session_status": "active"}"#));
    document.document_element().unwrap().append_child(&theirs).unwrap();
    let frontdesk = Frontdesk::builder("pk_live_Y2xlcmsuY2xlcmsuZGV2JA").build().unwrap();
    assert!(!frontdesk.snapshot().is_loaded());
    document.document_element().unwrap().append_child(&script).unwrap();

    let frontdesk = Frontdesk::builder("pk_live_Y2xlcmsuY2xlcmsuZGV2JA").build().unwrap();

    assert!(frontdesk.snapshot().is_signed_in() && frontdesk.snapshot().is_provisional());
    assert_eq!(frontdesk.snapshot().session_id.as_ref().unwrap().as_str(), "sess_1");
    // Code for server and browser has no text to give in the browser.
    let frontdesk = Frontdesk::builder("pk_live_Y2xlcmsuY2xlcmsuZGV2JA").initial_state("").build().unwrap();
    assert!(frontdesk.snapshot().is_signed_in());
    theirs.remove();
    script.remove();
    let frontdesk = Frontdesk::builder("pk_live_Y2xlcmsuY2xlcmsuZGV2JA").build().unwrap();
    assert!(!frontdesk.snapshot().is_loaded());
}

#[wasm_bindgen_test]
fn cookies_are_written_read_and_removed() {
    let browser = Browser::new();
    let one = cookie("fd_one", "a=b.c-d_e");

    browser.set_cookie(&one);
    browser.set_cookie(&cookie("fd_one_more", "2"));

    assert_eq!(browser.cookie("fd_one").as_deref(), Some("a=b.c-d_e"));
    browser.remove_cookie(&one);
    assert_eq!(browser.cookie("fd_one"), None);
    assert_eq!(browser.cookie("fd_one_more").as_deref(), Some("2"));
}

// conformance: F06
#[wasm_bindgen_test]
fn an_address_or_a_single_name_has_no_wider_cookie_domain() {
    assert_eq!(Browser::new().cookie_domain(), None);
}

#[wasm_bindgen_test]
fn storage_keeps_and_forgets() {
    let browser = Browser::new();

    browser.store("fd_key", Some("value"));
    assert_eq!(browser.load("fd_key").as_deref(), Some("value"));

    browser.store("fd_key", None);
    assert_eq!(browser.load("fd_key"), None);
}

#[wasm_bindgen_test]
fn a_tab_keeps_a_text_for_itself() {
    Browser::new().set_tab_memory("2 17");

    assert_eq!(Browser::new().tab_memory().as_deref(), Some("2 17"));
    assert_eq!(Browser::new().load("frontdesk_tab"), None, "other tabs do not see it");
}

// conformance: H15
#[wasm_bindgen_test]
fn a_navigation_within_the_page_loads_nothing() {
    let browser = Browser::new();
    let before = browser.page_url().unwrap();

    browser.navigate("#/factor-one");

    assert!(browser.page_url().unwrap().ends_with("#/factor-one"));
    browser.replace_page_url(&before);
}

#[wasm_bindgen_test]
async fn a_lock_is_held_by_one_at_a_time() {
    let browser = Browser::new();
    let order = Arc::new(Mutex::new(Vec::new()));
    let first = browser.lock("fd.lock").await;

    let (other, seen) = (browser, order.clone());
    let (done, finished) = futures::channel::oneshot::channel();
    browser.spawn(Box::pin(async move {
        let second = other.lock("fd.lock").await;
        seen.lock().unwrap().push("second");
        drop(second);
        done.send(()).unwrap();
    }));
    browser.sleep(50).await;
    order.lock().unwrap().push("first");
    drop(first);
    finished.await.unwrap();

    assert_eq!(*order.lock().unwrap(), ["first", "second"]);
}

#[wasm_bindgen_test]
async fn where_there_are_no_web_locks_the_one_in_storage_is_held_by_one_at_a_time() {
    let browser = Browser::new();
    let order = Arc::new(Mutex::new(Vec::new()));
    let first = storage_lock(browser, "fd.stored").await;
    assert!(browser.load("frontdesk_lock_fd.stored").is_some());

    let seen = order.clone();
    let (done, finished) = futures::channel::oneshot::channel();
    browser.spawn(Box::pin(async move {
        let second = storage_lock(browser, "fd.stored").await;
        seen.lock().unwrap().push("second");
        drop(second);
        done.send(()).unwrap();
    }));
    browser.sleep(200).await;
    order.lock().unwrap().push("first");
    drop(first);
    finished.await.unwrap();

    assert_eq!(*order.lock().unwrap(), ["first", "second"]);
    assert_eq!(browser.load("frontdesk_lock_fd.stored"), None);
}

// conformance: F07
#[wasm_bindgen_test]
fn a_cookie_that_is_kept_to_https_is_taken_from_this_machine_where_the_browser_says_so() {
    let browser = Browser::new();
    assert!(browser.trusts_plain_http(), "Chromium on a page of this machine");
    assert!(!browser.embedded());
    let secure = Cookie { secure: true, same_site: SameSite::None, ..cookie("fd_secure", "1") };

    browser.set_cookie(&secure);
    assert_eq!(browser.cookie("fd_secure").as_deref(), Some("1"));

    browser.remove_cookie(&secure);
    assert_eq!(browser.cookie("fd_secure"), None);
}

#[wasm_bindgen_test]
async fn a_lock_that_nobody_waits_for_any_more_is_not_kept() {
    let browser = Browser::new();
    let first = browser.lock("fd.lock.given-up").await;

    drop(browser.lock("fd.lock.given-up"));
    drop(first);

    drop(browser.lock("fd.lock.given-up").await);
}

#[wasm_bindgen_test]
async fn tabs_hear_each_other_and_not_themselves() {
    let (one, other) = (Browser::new(), Browser::new());
    let (sender, heard) = futures::channel::oneshot::channel();
    let sender = Mutex::new(Some(sender));
    let own = Arc::new(Mutex::new(0));
    let count = own.clone();
    let _mine = one.on_broadcast("fd-channel", Box::new(move |_| *count.lock().unwrap() += 1));
    let registration = other.on_broadcast(
        "fd-channel",
        Box::new(move |message| {
            if let Some(sender) = sender.lock().unwrap().take() {
                sender.send(message).unwrap();
            }
        }),
    );

    one.broadcast("fd-channel", "hello");

    assert_eq!(heard.await.unwrap(), "hello");
    assert_eq!(*own.lock().unwrap(), 0);
    drop(registration);
}

#[wasm_bindgen_test]
fn an_engine_that_is_dropped_closes_its_channel() {
    let prototype = js_sys::eval("BroadcastChannel.prototype").unwrap();
    let close = js_sys::Reflect::get(&prototype, &"close".into()).unwrap();
    let counting = js_sys::Function::new_no_args("globalThis.fdClosed = (globalThis.fdClosed ?? 0) + 1");
    js_sys::Reflect::set(&prototype, &"close".into(), &counting).unwrap();
    let closed = || js_sys::eval("globalThis.fdClosed ?? 0").unwrap().as_f64().unwrap();

    let frontdesk = Frontdesk::builder("pk_live_Y2xlcmsuY2xlcmsuZGV2JA").build().unwrap();
    drop(frontdesk.load());
    let before = closed();
    drop(frontdesk);

    assert_eq!((before, closed()), (0.0, 1.0));
    js_sys::Reflect::set(&prototype, &"close".into(), &close).unwrap();
}

// conformance: F10
#[wasm_bindgen_test]
fn a_return_to_the_tab_is_heard_until_nobody_listens() {
    let browser = Browser::new();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let seen = heard.clone();
    let registration = browser.on_wake(Box::new(move |wake| seen.lock().unwrap().push(wake)));
    let window = web_sys::window().unwrap();
    let say = |name: &str| window.dispatch_event(&web_sys::Event::new(name).unwrap()).unwrap();

    say("focus");
    say("online");
    let document = window.document().unwrap();
    document.dispatch_event(&web_sys::Event::new("visibilitychange").unwrap()).unwrap();
    drop(registration);
    say("focus");

    assert_eq!(*heard.lock().unwrap(), [Wake::Focus, Wake::Online, Wake::Visible]);
}

#[wasm_bindgen_test]
async fn time_passes() {
    let browser = Browser::new();
    let before = browser.now();

    browser.sleep(30).await;

    assert!(browser.now().millis_since(before) >= 29);
    assert!(before > Timestamp(1_700_000_000_000));
}

#[wasm_bindgen_test]
async fn requests_are_answered_or_fail_with_a_kind() {
    let browser = Browser::new();
    let origin = browser.origin().unwrap();
    let get = |url: String| Request { method: "GET", url, body: None, credentials: true };

    let found = browser.fetch(get(origin + "/")).await.unwrap();
    assert_eq!(found.status, 200);
    assert!(found.body.contains("<html"));

    let error = browser.fetch(get("http://127.0.0.1:9/".into())).await.unwrap_err();
    assert_eq!(error.kind, FetchErrorKind::Unreachable);
}

#[wasm_bindgen_test]
fn the_address_can_be_cleaned_without_loading_anything() {
    let browser = Browser::new();
    let before = browser.page_url().unwrap();

    browser.replace_page_url(&format!("{}?cleaned", before.split('?').next().unwrap()));

    assert!(browser.page_url().unwrap().ends_with("?cleaned"));
    browser.replace_page_url(&before);
}

/// The browser with a server of a few lines in the place of the network.
struct Served {
    browser: Browser,
    signed_in: Arc<Mutex<bool>>,
}

impl Served {
    fn answer(&self, request: &Request) -> String {
        let mut signed_in = self.signed_in.lock().unwrap();
        let seconds = self.browser.now().seconds();
        let session = |with_token: bool| Session {
            id: "sess_1".into(),
            status: SessionStatus::Active,
            last_active_token: with_token
                .then(|| Token::new(unsigned_token("sess_1", None, seconds, seconds + 60, Some(seconds)))),
            ..Session::default()
        };
        let client = |signed_in: bool| Client {
            id: "client_1".into(),
            sessions: if signed_in { vec![session(true)] } else { Vec::new() },
            updated_at: Timestamp(1_700_000_000_000),
            ..Client::default()
        };
        let text = |value: &dyn erased::Json| value.text();
        if request.url.contains("/v1/dev_browser") {
            return r#"{"id":"dvb_1"}"#.into();
        }
        if request.url.contains("/v1/environment") {
            return text(&Environment::default());
        }
        if request.url.contains("/sign_ins") {
            *signed_in = true;
            let done = SignIn {
                id: "sia_1".into(),
                status: SignInStatus::Complete,
                created_session_id: Some("sess_1".into()),
                ..SignIn::default()
            };
            return text(&Reply { response: Some(done), client: Some(client(true)) });
        }
        if request.url.contains("/touch") {
            return text(&Reply { response: Some(session(true)), client: Some(client(true)) });
        }
        if request.url.contains("_method=DELETE") {
            *signed_in = false;
        }
        text(&Reply { response: Some(client(*signed_in)), client: None })
    }
}

mod erased {
    pub(crate) trait Json {
        fn text(&self) -> String;
    }
    impl<T: serde::Serialize> Json for T {
        fn text(&self) -> String {
            serde_json::to_string(self).unwrap()
        }
    }
}

impl Platform for Served {
    fn fetch(&self, request: Request) -> BoxFuture<Result<Response, FetchError>> {
        let body = self.answer(&request);
        Box::pin(std::future::ready(Ok(Response { status: 200, body, ..Response::default() })))
    }
    fn now(&self) -> Timestamp {
        self.browser.now()
    }
    fn sleep(&self, millis: u64) -> BoxFuture<()> {
        self.browser.sleep(millis)
    }
    fn spawn(&self, task: BoxFuture<()>) {
        self.browser.spawn(task);
    }
    fn random(&self) -> u64 {
        self.browser.random()
    }
    fn page_url(&self) -> Option<String> {
        self.browser.page_url()
    }
    fn origin(&self) -> Option<String> {
        self.browser.origin()
    }
    fn visibility(&self) -> Visibility {
        // A headless browser may not say that a page has the keyboard.
        Visibility::Focused
    }
    fn cookie(&self, name: &str) -> Option<String> {
        self.browser.cookie(name)
    }
    fn set_cookie(&self, cookie: &Cookie) {
        self.browser.set_cookie(cookie);
    }
    fn remove_cookie(&self, cookie: &Cookie) {
        self.browser.remove_cookie(cookie);
    }
    fn cookie_domain(&self) -> Option<String> {
        self.browser.cookie_domain()
    }
    fn load(&self, key: &str) -> Option<String> {
        self.browser.load(key)
    }
    fn store(&self, key: &str, value: Option<&str>) {
        self.browser.store(key, value);
    }
    fn lock(&self, name: &str) -> BoxFuture<LockGuard> {
        self.browser.lock(name)
    }
    fn broadcast(&self, channel: &str, message: &str) {
        self.browser.broadcast(channel, message);
    }
    fn on_broadcast(&self, channel: &str, listener: Listener<String>) -> Registration {
        self.browser.on_broadcast(channel, listener)
    }
    fn on_wake(&self, listener: Listener<Wake>) -> Registration {
        self.browser.on_wake(listener)
    }
}

/// Waits until something is so, looking now and then; a browser's own events come in their own time.
async fn until(what: impl Fn() -> bool) {
    for _ in 0..200 {
        if what() {
            return;
        }
        Browser::new().sleep(10).await;
    }
    panic!("it did not happen within two seconds");
}

// conformance: F02, F05, H12
#[wasm_bindgen_test]
async fn two_tabs_sign_in_and_out_together_and_the_cookies_follow() {
    let key = PublishableKey::new(KeyKind::Development, "web-test.localhost:4400").unwrap();
    let suffix = key.cookie_suffix();
    let signed_in = Arc::new(Mutex::new(false));
    let tab = || {
        let platform = Served { browser: Browser::new(), signed_in: signed_in.clone() };
        Frontdesk::builder(key.as_str()).platform(platform).build().unwrap()
    };
    let (first, second) = (tab(), tab());
    first.load().await.unwrap();
    second.load().await.unwrap();
    assert_eq!(first.snapshot().status, Status::Ready);
    for name in ["__clerk_db_jwt=dvb_1", &format!("__clerk_db_jwt_{suffix}=dvb_1"), "__client_uat=0"] {
        assert!(document_cookie().split("; ").any(|pair| pair == name), "{name} in {}", document_cookie());
    }

    let attempt = first.sign_in().with_password("ada@example.com", "correct horse").await.unwrap();
    first.set_active(SetActive::session(attempt.created_session_id.unwrap())).await.unwrap();

    let token = first.token().await.unwrap().unwrap();
    for name in ["__session".to_owned(), format!("__session_{suffix}")] {
        assert!(document_cookie().contains(&format!("{name}={}", token.expose())), "{name}");
    }
    assert!(document_cookie().contains("__client_uat=1700000000"));
    assert!(document_cookie().contains("clerk_active_context=sess_1:"));
    until(|| second.snapshot().is_signed_in()).await;

    second.sign_out().await.unwrap();

    until(|| !first.snapshot().is_signed_in()).await;
    assert!(!document_cookie().contains("__session"));
    assert!(document_cookie().contains("__client_uat=0"));
}

#[wasm_bindgen_test]
fn a_handle_can_be_kept_anywhere() {
    fn anywhere<T: Clone + Send + Sync + 'static>() {}
    anywhere::<Frontdesk>();
}
