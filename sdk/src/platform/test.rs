//! A browser in memory: several tabs, one clock that stands still until it is told otherwise, and a server that is a function.
//!
//! ```
//! use frontdesk_sdk::platform::test::World;
//! use frontdesk_sdk::platform::Response;
//! use frontdesk_sdk::Frontdesk;
//! use frontdesk_sdk::wire::{KeyKind, PublishableKey};
//!
//! let world = World::new();
//! world.serve(|_request| Ok(Response { status: 200, body: r#"{"response":null}"#.into(), ..Response::default() }));
//! let key = PublishableKey::new(KeyKind::Production, "clerk.app.example").unwrap();
//! let frontdesk = Frontdesk::builder(key.as_str()).platform(world.tab()).build().unwrap();
//!
//! world.run(frontdesk.load()).unwrap();
//!
//! assert!(!frontdesk.snapshot().is_signed_in());
//! world.advance(60_000);
//! ```

mod tab;
mod time;
mod token;

pub use tab::TestPlatform;
pub use token::unsigned_token;

use super::{BoxFuture, Cookie, FetchError, FetchErrorKind, Request, Response, Visibility, Wake};
use crate::wait::held;
use frontdesk_wire::Timestamp;
use futures::channel::oneshot;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};

/// Where the clock of a new world stands: 2025-06-01T00:00:00Z.
pub const START: Timestamp = Timestamp(1_748_736_000_000);

type Server = Arc<dyn Fn(&Request) -> Result<Response, FetchError> + Send + Sync>;

/// One browser with everything that its tabs share, and the server it talks to. Cheap to clone; all clones are one.
#[derive(Clone)]
pub struct World {
    state: Arc<Mutex<State>>,
    ready: Arc<Mutex<VecDeque<usize>>>,
}

struct State {
    now: i64,
    /// How long the device has slept.
    slept: i64,
    device_ahead: i64,
    online: bool,
    page_url: String,
    language: String,
    embedded: bool,
    /// By name, and whether they are partitioned.
    cookies: BTreeMap<(String, bool), Cookie>,
    storage: BTreeMap<String, String>,
    timers: Vec<Timer>,
    locks: BTreeMap<String, VecDeque<oneshot::Sender<()>>>,
    tasks: Vec<Work>,
    /// Tasks of frozen tabs that could move.
    parked: Vec<usize>,
    broadcasts: Vec<Ear<String>>,
    wakes: Vec<Ear<Wake>>,
    tabs: Vec<Tab>,
    throttles: bool,
    has_locks: bool,
    trusts_plain_http: bool,
    server: Server,
    latency: Option<Latency>,
    requests: Vec<String>,
    bodies: Vec<String>,
    counter: u64,
}

#[cfg(not(target_arch = "wasm32"))]
type Task = BoxFuture<()>;
/// In a browser, futures stay on their thread, and there is but one.
#[cfg(target_arch = "wasm32")]
type Task = send_wrapper::SendWrapper<BoxFuture<()>>;

type Latency = Arc<dyn Fn(&Request) -> u64 + Send + Sync>;

struct Timer {
    at: i64,
    number: u64,
    /// The tab whose timer it is; none for the network's.
    tab: Option<usize>,
    ring: oneshot::Sender<()>,
}

struct Work {
    /// The tab that runs it; none for the network.
    tab: Option<usize>,
    /// Taken out while it runs, and for good when it is done.
    task: Option<Task>,
}

struct Tab {
    visibility: Visibility,
    /// Since when it has been hidden.
    hidden_at: i64,
    frozen: bool,
    closed: bool,
}

/// Timers of a hidden tab ring once in this many milliseconds,
const HIDDEN_STEP: i64 = 1_000;
/// and once in this many
const LONG_HIDDEN_STEP: i64 = 60_000;
/// when it has been hidden for this long.
const LONG_HIDDEN: i64 = 300_000;

impl State {
    /// When a timer rings, as things are; never while its tab is frozen.
    fn rings_at(&self, timer: &Timer) -> i64 {
        let Some(tab) = timer.tab.map(|tab| &self.tabs[tab]) else { return timer.at };
        if tab.frozen {
            return i64::MAX;
        }
        if !self.throttles || tab.visibility != Visibility::Hidden {
            return timer.at;
        }
        let step = if timer.at - tab.hidden_at >= LONG_HIDDEN { LONG_HIDDEN_STEP } else { HIDDEN_STEP };
        timer.at.saturating_add(step - 1) / step * step
    }

    fn set_visibility(&mut self, tab: usize, visibility: Visibility) {
        let (now, tab) = (self.now, &mut self.tabs[tab]);
        if visibility == Visibility::Hidden && tab.visibility != Visibility::Hidden {
            tab.hidden_at = now;
        }
        tab.visibility = visibility;
    }
}

struct Ear<T> {
    id: u64,
    tab: usize,
    channel: String,
    listener: Arc<dyn Fn(T) + Send + Sync>,
}

impl Default for World {
    fn default() -> Self {
        Self::new()
    }
}

impl World {
    /// A browser on `http://localhost:4402/` without a server.
    pub fn new() -> Self {
        let state = State {
            now: START.0,
            slept: 0,
            device_ahead: 0,
            online: true,
            page_url: "http://localhost:4402/".to_owned(),
            language: "en-GB".to_owned(),
            embedded: false,
            cookies: BTreeMap::new(),
            storage: BTreeMap::new(),
            timers: Vec::new(),
            locks: BTreeMap::new(),
            tasks: Vec::new(),
            broadcasts: Vec::new(),
            wakes: Vec::new(),
            parked: Vec::new(),
            tabs: Vec::new(),
            throttles: false,
            has_locks: true,
            trusts_plain_http: false,
            latency: None,
            server: Arc::new(|_| Err(FetchError::new(FetchErrorKind::Unreachable, "no server"))),
            requests: Vec::new(),
            bodies: Vec::new(),
            counter: 0,
        };
        Self { state: Arc::new(Mutex::new(state)), ready: Arc::default() }
    }

    /// Opens a tab, which is the one with the keyboard.
    pub fn tab(&self) -> TestPlatform {
        let mut state = held(&self.state);
        state.tabs.push(Tab { visibility: Visibility::Focused, hidden_at: 0, frozen: false, closed: false });
        TestPlatform { world: self.clone(), tab: state.tabs.len() - 1 }
    }

    /// Closes a tab, or lets it crash: nothing of it ever runs again, and its locks are free.
    pub fn close(&self, tab: &TestPlatform) {
        let gone: Vec<_> = {
            let mut state = held(&self.state);
            state.tabs[tab.tab].closed = true;
            state.broadcasts.retain(|ear| ear.tab != tab.tab);
            state.wakes.retain(|ear| ear.tab != tab.tab);
            state
                .tasks
                .iter_mut()
                .filter(|work| work.tab == Some(tab.tab))
                .filter_map(|work| work.task.take())
                .collect()
        };
        drop(gone);
        self.run_until_stalled();
    }

    /// Loads a tab's page again: nothing of the old one runs on, and the new one has what the tab remembers.
    pub fn reload(&self, tab: &TestPlatform) -> TestPlatform {
        self.close(tab);
        let mut state = held(&self.state);
        let (before, place) = (&state.tabs[tab.tab], state.tabs.len());
        let after = Tab { closed: false, frozen: false, ..*before };
        state.tabs.push(after);
        if let Some(memory) = state.storage.remove(&format!("tab {}", tab.tab)) {
            state.storage.insert(format!("tab {place}"), memory);
        }
        TestPlatform { world: self.clone(), tab: place }
    }

    /// Freezes a tab, as browsers do with those that nobody has looked at for long, or lets it go on.
    pub fn freeze(&self, tab: &TestPlatform, frozen: bool) {
        let parked = {
            let mut state = held(&self.state);
            state.tabs[tab.tab].frozen = frozen;
            std::mem::take(&mut state.parked)
        };
        held(&self.ready).extend(parked);
        self.run_until_stalled();
    }

    /// From now on timers of hidden tabs ring late: at full seconds, and after five minutes at full minutes.
    pub fn throttle_hidden_tabs(&self) {
        held(&self.state).throttles = true;
    }

    /// A browser that takes cookies that are kept to https from this machine without https.
    pub fn trust_plain_http(&self) {
        held(&self.state).trusts_plain_http = true;
    }

    /// A browser without Web Locks: its tabs share a lock in storage.
    pub fn without_locks(&self) {
        held(&self.state).has_locks = false;
    }

    /// From now on a request takes so many milliseconds, half of them each way. The network may go away in between.
    pub fn set_latency(&self, latency: impl Fn(&Request) -> u64 + Send + Sync + 'static) {
        held(&self.state).latency = Some(Arc::new(latency));
    }

    /// Answers all requests from now on.
    pub fn serve(&self, server: impl Fn(&Request) -> Result<Response, FetchError> + Send + Sync + 'static) {
        held(&self.state).server = Arc::new(server);
    }

    /// Every request so far, as verb and address.
    pub fn requests(&self) -> Vec<String> {
        held(&self.state).requests.clone()
    }

    /// What each of them sent; empty where that was nothing.
    pub fn bodies(&self) -> Vec<String> {
        held(&self.state).bodies.clone()
    }

    /// How many requests so far have this in their address.
    pub fn count(&self, part: &str) -> usize {
        held(&self.state).requests.iter().filter(|request| request.contains(part)).count()
    }

    /// The right time, which is the server's.
    pub fn now(&self) -> Timestamp {
        Timestamp(held(&self.state).now)
    }

    /// Sets the device's clock wrong by so many milliseconds.
    pub fn set_device_ahead(&self, millis: i64) {
        held(&self.state).device_ahead = millis;
    }

    /// Takes the network away, or gives it back.
    pub fn set_online(&self, online: bool) {
        held(&self.state).online = online;
    }

    /// Goes to another address.
    pub fn set_page_url(&self, url: &str) {
        held(&self.state).page_url = url.to_owned();
    }

    /// Puts the pages into a frame of another origin, or takes them out.
    pub fn set_embedded(&self, embedded: bool) {
        held(&self.state).embedded = embedded;
    }

    /// Sets the language that the person reads; empty for none.
    pub fn set_language(&self, language: &str) {
        held(&self.state).language = language.to_owned();
    }

    /// The address that is shown.
    pub fn page_url(&self) -> String {
        held(&self.state).page_url.clone()
    }

    /// Every cookie of this name: one that is partitioned and one that is not may stand beside each other.
    pub fn cookies(&self, name: &str) -> Vec<Cookie> {
        held(&self.state).cookies.values().filter(|cookie| cookie.name == name).cloned().collect()
    }

    /// A cookie of the app's origin with all its attributes.
    pub fn cookie(&self, name: &str) -> Option<Cookie> {
        self.cookies(name).pop()
    }

    /// Puts a cookie into the browser from outside.
    pub fn put_cookie(&self, cookie: Cookie) {
        held(&self.state).cookies.insert((cookie.name.clone(), cookie.partitioned), cookie);
    }

    /// Gives the keyboard to a tab; the others of the world are hidden.
    pub fn focus(&self, tab: &TestPlatform) {
        {
            let mut state = held(&self.state);
            for place in 0..state.tabs.len() {
                state.set_visibility(place, if place == tab.tab { Visibility::Focused } else { Visibility::Hidden });
            }
        }
        self.wake(tab, Wake::Focus);
    }

    /// Shows a tab in this way, and says nothing about it.
    pub fn show(&self, tab: &TestPlatform, visibility: Visibility) {
        held(&self.state).set_visibility(tab.tab, visibility);
    }

    /// Hides a tab.
    pub fn hide(&self, tab: &TestPlatform) {
        held(&self.state).set_visibility(tab.tab, Visibility::Hidden);
    }

    /// Tells a tab that the person or the network is back.
    pub fn wake(&self, tab: &TestPlatform, wake: Wake) {
        let listeners: Vec<_> =
            held(&self.state).wakes.iter().filter(|ear| ear.tab == tab.tab).map(|ear| ear.listener.clone()).collect();
        for listener in listeners {
            listener(wake);
        }
        self.run_until_stalled();
    }

    fn number(&self) -> u64 {
        let mut state = held(&self.state);
        state.counter += 1;
        state.counter
    }
}

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("World")
    }
}
