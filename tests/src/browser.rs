//! A tab of a browser whose network is the server's router.

use crate::clock::TestClock;
use crate::cookies::Jar;
use crate::record::record;
use axum::Router;
use axum::body::Body;
use frontdesk_sdk::platform::{
    BoxFuture, Cookie, FetchError, FetchErrorKind, Listener, LockGuard, Platform, Registration, Request, Response,
    Visibility, Wake,
};
use frontdesk_wire::Timestamp;
use http::header::{CONTENT_TYPE, COOKIE, HOST, ORIGIN, SET_COOKIE};
use http_body_util::BodyExt;
use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tower::ServiceExt;

/// A path of the app's own origin that is forwarded to the server, and loses itself on the way.
pub const PROXY: &str = "/__clerk";

/// How the page and the server relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Site {
    /// On different sites: the browser keeps the server's cookies to itself.
    Cross,
    /// On the same site, or through a proxy: the server's cookies flow.
    Same,
}

/// What all tabs of one browser share.
pub struct Browser {
    /// The time.
    pub clock: TestClock,
    /// How the page and the server relate.
    pub site: Site,
    /// The origin of the app.
    pub origin: String,
    /// The server's cookies.
    pub server_cookies: Jar,
    /// The app's cookies.
    pub app_cookies: Jar,
    /// Every request that was sent: verb, path and status.
    pub log: Mutex<Vec<(String, String, u16)>>,
    network: Mutex<Option<Router>>,
    storage: Mutex<BTreeMap<String, String>>,
    locks: Mutex<HashMap<String, Arc<tokio::sync::Mutex<()>>>>,
    listeners: Arc<Mutex<Vec<Heard>>>,
    next: AtomicU64,
}

struct Heard {
    id: u64,
    tab: u64,
    channel: String,
    listener: Arc<Listener<String>>,
}

impl Browser {
    /// A browser on which nothing has happened yet.
    pub fn new(clock: TestClock, network: Router, site: Site, origin: &str) -> Arc<Self> {
        Arc::new(Self {
            clock,
            site,
            origin: origin.to_owned(),
            server_cookies: Jar::default(),
            app_cookies: Jar::default(),
            log: Mutex::default(),
            network: Mutex::new(Some(network)),
            storage: Mutex::default(),
            locks: Mutex::default(),
            listeners: Arc::default(),
            next: AtomicU64::new(1),
        })
    }

    /// Takes the network away, or brings it back.
    pub fn set_network(&self, network: Option<Router>) {
        *self.network.lock().unwrap_or_else(PoisonError::into_inner) = network;
    }

    /// A new tab.
    pub fn tab(self: &Arc<Self>) -> Tab {
        Tab {
            id: self.next.fetch_add(1, Ordering::Relaxed),
            browser: self.clone(),
            hidden: Arc::default(),
            wakes: Arc::default(),
        }
    }

    /// How many requests with this path have been answered.
    pub fn requests_to(&self, path: &str) -> usize {
        let log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        log.iter().filter(|(_, asked, _)| asked == path).count()
    }

    fn router(&self) -> Option<Router> {
        self.network.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn answer(self: Arc<Self>, request: Request) -> Result<Response, FetchError> {
        let _busy = self.clock.busy();
        let router = self
            .router()
            .ok_or_else(|| FetchError::new(FetchErrorKind::Unreachable, "the test took the network away"))?;
        let uri: http::Uri =
            request.url.parse().map_err(|_| FetchError::new(FetchErrorKind::Unreachable, "not a URL"))?;
        let cookies_flow = self.site == Site::Same && request.credentials;

        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        let own_path = uri.path().strip_prefix(PROXY).unwrap_or(uri.path());
        record(request.method, own_path, uri.query().unwrap_or_default(), request.body.as_ref());
        let mut outgoing =
            http::Request::builder().method(request.method).uri(path.strip_prefix(PROXY).unwrap_or(path));
        outgoing = outgoing.header(HOST, uri.authority().map_or("", |a| a.as_str()));
        outgoing = outgoing.header(ORIGIN, &self.origin);
        if let Some(cookies) = cookies_flow.then(|| self.server_cookies.header(self.clock.now())).flatten() {
            outgoing = outgoing.header(COOKIE, cookies);
        }
        if let Some(body) = &request.body {
            outgoing = outgoing.header(CONTENT_TYPE, &*body.content_type);
        }
        let body = request.body.map_or_else(Body::empty, |body| Body::from(body.bytes));
        let outgoing = outgoing.body(body).expect("the parts of a request are valid");

        let reply = match router.oneshot(outgoing).await {
            Ok(reply) => reply,
            Err(never) => match never {},
        };
        let (parts, body) = reply.into_parts();
        let status = parts.status.as_u16();
        for cookie in parts.headers.get_all(SET_COOKIE) {
            if cookies_flow && let Ok(text) = cookie.to_str() {
                self.server_cookies.set(text, self.clock.now());
            }
        }
        let allowed = parts.headers.get("access-control-allow-origin").and_then(|value| value.to_str().ok());
        if self.site == Site::Cross && allowed != Some(self.origin.as_str()) {
            return Err(FetchError::new(FetchErrorKind::Unreachable, "the server does not allow this origin"));
        }
        let readable = |name: &&str| Some(((*name).to_owned(), parts.headers.get(*name)?.to_str().ok()?.to_owned()));
        let headers = Response::HEADERS.iter().filter_map(readable).collect();
        let bytes = body.collect().await.map_err(|_| FetchError::new(FetchErrorKind::Unreachable, "cut off"))?;
        let entry = (request.method.to_owned(), uri.path().trim_start_matches(PROXY).to_owned(), status);
        self.log.lock().unwrap_or_else(PoisonError::into_inner).push(entry);
        Ok(Response { status, headers, body: String::from_utf8_lossy(&bytes.to_bytes()).into_owned() })
    }
}

/// A listener by the number that takes it away again.
type Woken = (u64, Arc<Listener<Wake>>);

/// One tab of a browser: the surroundings of one client engine.
#[derive(Clone)]
pub struct Tab {
    id: u64,
    browser: Arc<Browser>,
    hidden: Arc<AtomicBool>,
    wakes: Arc<Mutex<Vec<Woken>>>,
}

impl Tab {
    /// Hides the tab.
    pub fn hide(&self) {
        self.hidden.store(true, Ordering::SeqCst);
    }

    /// Shows the tab and gives it the keyboard.
    pub fn focus(&self) {
        self.hidden.store(false, Ordering::SeqCst);
        let wakes: Vec<_> = self.wakes.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for (_, listener) in wakes {
            listener(Wake::Focus);
        }
    }
}

impl Platform for Tab {
    fn fetch(&self, request: Request) -> BoxFuture<Result<Response, FetchError>> {
        Box::pin(self.browser.clone().answer(request))
    }

    fn now(&self) -> Timestamp {
        Timestamp(self.browser.clock.now())
    }

    fn sleep(&self, millis: u64) -> BoxFuture<()> {
        Box::pin(self.browser.clock.sleep(millis))
    }

    fn spawn(&self, task: BoxFuture<()>) {
        tokio::spawn(task);
    }

    fn random(&self) -> u64 {
        self.browser.next.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }

    fn page_url(&self) -> Option<String> {
        Some(format!("{}/", self.browser.origin))
    }

    fn origin(&self) -> Option<String> {
        Some(self.browser.origin.clone())
    }

    fn visibility(&self) -> Visibility {
        if self.hidden.load(Ordering::SeqCst) { Visibility::Hidden } else { Visibility::Focused }
    }

    fn online(&self) -> bool {
        self.browser.router().is_some()
    }

    fn cookie(&self, name: &str) -> Option<String> {
        self.browser.app_cookies.get(name, self.browser.clock.now())
    }

    fn set_cookie(&self, cookie: &Cookie) {
        self.browser.app_cookies.set(&cookie.to_text(), self.browser.clock.now());
    }

    fn remove_cookie(&self, cookie: &Cookie) {
        self.browser.app_cookies.set(&format!("{}=; Max-Age=0", cookie.name), self.browser.clock.now());
    }

    fn load(&self, key: &str) -> Option<String> {
        self.browser.storage.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    fn store(&self, key: &str, value: Option<&str>) {
        let mut storage = self.browser.storage.lock().unwrap_or_else(PoisonError::into_inner);
        match value {
            Some(value) => storage.insert(key.to_owned(), value.to_owned()),
            None => storage.remove(key),
        };
    }

    fn lock(&self, name: &str) -> BoxFuture<LockGuard> {
        let lock = {
            let mut locks = self.browser.locks.lock().unwrap_or_else(PoisonError::into_inner);
            locks.entry(name.to_owned()).or_default().clone()
        };
        Box::pin(async move {
            let held = lock.lock_owned().await;
            LockGuard::new(move || drop(held))
        })
    }

    fn broadcast(&self, channel: &str, message: &str) {
        let heard: Vec<_> = {
            let listeners = self.browser.listeners.lock().unwrap_or_else(PoisonError::into_inner);
            let others = listeners.iter().filter(|heard| heard.tab != self.id && heard.channel == channel);
            others.map(|heard| heard.listener.clone()).collect()
        };
        for listener in heard {
            listener(message.to_owned());
        }
    }

    fn on_broadcast(&self, channel: &str, listener: Listener<String>) -> Registration {
        let id = self.browser.next.fetch_add(1, Ordering::Relaxed);
        let heard = Heard { id, tab: self.id, channel: channel.to_owned(), listener: Arc::new(listener) };
        self.browser.listeners.lock().unwrap_or_else(PoisonError::into_inner).push(heard);
        let listeners = self.browser.listeners.clone();
        Registration::new(move || {
            listeners.lock().unwrap_or_else(PoisonError::into_inner).retain(|heard| heard.id != id);
        })
    }

    fn on_wake(&self, listener: Listener<Wake>) -> Registration {
        let id = self.browser.next.fetch_add(1, Ordering::Relaxed);
        self.wakes.lock().unwrap_or_else(PoisonError::into_inner).push((id, Arc::new(listener)));
        let wakes = self.wakes.clone();
        Registration::new(move || {
            wakes.lock().unwrap_or_else(PoisonError::into_inner).retain(|(other, _)| *other != id);
        })
    }
}
