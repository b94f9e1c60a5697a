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

use super::{
    BoxFuture, Cookie, FetchError, FetchErrorKind, Listener, LockGuard, Platform, Registration, Request, Response,
    Visibility, Wake, storage_lock,
};
use crate::wait::held;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use frontdesk_wire::{Jwt, Timestamp};
use futures::channel::oneshot;
use std::collections::{BTreeMap, VecDeque};
use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake as WakeTask, Waker};

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

    /// Runs until the future is done. Timers do not fire: time stands still.
    ///
    /// # Panics
    /// When nothing can move any more and the future is not done.
    pub fn run<F: Future>(&self, future: F) -> F::Output {
        let mut future = pin!(future);
        let waker = Waker::from(Arc::new(Ring { task: usize::MAX, ready: self.ready.clone() }));
        loop {
            if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
                return output;
            }
            assert!(
                self.run_until_stalled(),
                "the future waits for something that does not happen while time stands still"
            );
        }
    }

    /// Runs the background tasks until none can move. Says whether any did.
    pub fn run_until_stalled(&self) -> bool {
        let mut moved = false;
        loop {
            let Some(task) = held(&self.ready).pop_front() else { return moved };
            moved = true;
            let running = {
                let mut state = held(&self.state);
                let tab = state.tasks.get(task).and_then(|work| work.tab);
                if tab.is_some_and(|tab| state.tabs[tab].frozen) {
                    state.parked.push(task);
                    continue;
                }
                state.tasks.get_mut(task).and_then(|work| work.task.take())
            };
            let Some(mut running) = running else { continue };
            let waker = Waker::from(Arc::new(Ring { task, ready: self.ready.clone() }));
            if running.as_mut().poll(&mut Context::from_waker(&waker)).is_pending() {
                let mut state = held(&self.state);
                // A tab that closed itself does not go on.
                let closed = state.tasks[task].tab.is_some_and(|tab| state.tabs[tab].closed);
                if !closed {
                    state.tasks[task].task = Some(running);
                }
            }
        }
    }

    /// Lets so many milliseconds pass, firing each timer at its time.
    pub fn advance(&self, millis: i64) {
        self.run_until_stalled();
        let end = held(&self.state).now + millis;
        loop {
            let due = {
                let mut state = held(&self.state);
                let times = state.timers.iter().map(|timer| (state.rings_at(timer), timer.number));
                let next = times.enumerate().filter(|(_, (at, _))| *at <= end).min_by_key(|(_, time)| *time);
                next.map(|(place, (at, _))| {
                    state.now = state.now.max(at);
                    state.timers.swap_remove(place).ring
                })
            };
            let Some(due) = due else { break };
            // A timer that nobody waits for any more fires into the void.
            let _ = due.send(());
            self.run_until_stalled();
        }
        held(&self.state).now = end;
        self.run_until_stalled();
    }

    /// The device sleeps: time passes and no timer fires meanwhile; those that are due fire afterwards.
    pub fn sleep_device(&self, millis: i64) {
        {
            let mut state = held(&self.state);
            state.now += millis;
            state.slept += millis;
        }
        self.advance(0);
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

    fn spawn(&self, tab: Option<usize>, future: BoxFuture<()>) {
        #[cfg(target_arch = "wasm32")]
        let future = send_wrapper::SendWrapper::new(future);
        let task = {
            let mut state = held(&self.state);
            if tab.is_some_and(|tab| state.tabs[tab].closed) {
                return;
            }
            state.tasks.push(Work { tab, task: Some(future) });
            state.tasks.len() - 1
        };
        held(&self.ready).push_back(task);
    }

    /// Rings after this many milliseconds of the right time.
    fn timer(&self, millis: u64, tab: Option<usize>) -> oneshot::Receiver<()> {
        let (ring, receiver) = oneshot::channel();
        let number = self.number();
        let mut state = held(&self.state);
        let at = state.now.saturating_add(i64::try_from(millis).unwrap_or(i64::MAX));
        // Nobody waits any more for those that were dropped.
        state.timers.retain(|timer| !timer.ring.is_canceled());
        state.timers.push(Timer { at, number, tab, ring });
        receiver
    }

    /// One request on its way there and back.
    async fn exchange(&self, request: &Request) -> Result<Response, FetchError> {
        let latency = held(&self.state).latency.clone();
        let each_way = latency.map_or(0, |latency| latency(request) / 2);
        self.travel(each_way).await?;
        let server = {
            let mut state = held(&self.state);
            state.requests.push([request.method, " ", &request.url].concat());
            let body = request.body.as_ref().map(|body| String::from_utf8_lossy(&body.bytes).into_owned());
            state.bodies.push(body.unwrap_or_default());
            state.server.clone()
        };
        let answer = server(request);
        self.travel(each_way).await?;
        answer
    }

    async fn travel(&self, millis: u64) -> Result<(), FetchError> {
        if millis > 0 {
            // The world is gone: so is everyone who waits.
            let _ = self.timer(millis, None).await;
        }
        if held(&self.state).online { Ok(()) } else { Err(FetchError::new(FetchErrorKind::Offline, "offline")) }
    }

    fn number(&self) -> u64 {
        let mut state = held(&self.state);
        state.counter += 1;
        state.counter
    }

    fn release(&self, name: &str) {
        loop {
            let next = {
                let mut state = held(&self.state);
                let Some(queue) = state.locks.get_mut(name) else { return };
                match queue.pop_front() {
                    Some(next) => next,
                    None => {
                        state.locks.remove(name);
                        return;
                    }
                }
            };
            if next.send(()).is_ok() {
                return;
            }
        }
    }
}

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("World")
    }
}

struct Ring {
    task: usize,
    ready: Arc<Mutex<VecDeque<usize>>>,
}

impl WakeTask for Ring {
    fn wake(self: Arc<Self>) {
        held(&self.ready).push_back(self.task);
    }
}

/// Waits for a lock. A tab that is closed between being given it and taking it passes it on.
struct LockTurn {
    world: World,
    name: String,
    receiver: oneshot::Receiver<()>,
}

impl Drop for LockTurn {
    fn drop(&mut self) {
        if let Ok(Some(())) = self.receiver.try_recv() {
            self.world.release(&self.name);
        }
    }
}

/// One tab of a [`World`].
#[derive(Debug, Clone)]
pub struct TestPlatform {
    world: World,
    tab: usize,
}

impl Platform for TestPlatform {
    fn fetch(&self, request: Request) -> BoxFuture<Result<Response, FetchError>> {
        // The network goes on while a tab is frozen, and the server acts even if the tab is gone.
        let (sender, answer) = oneshot::channel();
        let world = self.world.clone();
        self.world.spawn(
            None,
            Box::pin(async move {
                // Whoever stopped waiting does not want it.
                let _ = sender.send(world.exchange(&request).await);
            }),
        );
        Box::pin(async { answer.await.unwrap_or_else(|_| Err(FetchError::new(FetchErrorKind::Unreachable, "gone"))) })
    }

    fn now(&self) -> Timestamp {
        let state = held(&self.world.state);
        Timestamp(state.now + state.device_ahead)
    }

    fn uptime(&self) -> Option<i64> {
        let state = held(&self.world.state);
        Some(state.now - START.0 - state.slept)
    }

    fn sleep(&self, millis: u64) -> BoxFuture<()> {
        let receiver = self.world.timer(millis, Some(self.tab));
        Box::pin(async move {
            // The world is gone: so is everyone who waits.
            let _ = receiver.await;
        })
    }

    fn spawn(&self, task: BoxFuture<()>) {
        self.world.spawn(Some(self.tab), task);
    }

    fn random(&self) -> u64 {
        self.world.number().wrapping_mul(0x9E37_79B9_7F4A_7C15)
    }

    fn page_url(&self) -> Option<String> {
        Some(self.world.page_url())
    }

    fn origin(&self) -> Option<String> {
        let url = self.world.page_url();
        let end = url.match_indices('/').nth(2).map_or(url.len(), |(place, _)| place);
        Some(url[..end].to_owned())
    }

    fn replace_page_url(&self, url: &str) {
        self.world.set_page_url(url);
    }

    fn navigate(&self, url: &str) {
        let origin = if url.starts_with('/') { self.origin() } else { None };
        self.world.set_page_url(&[origin.as_deref().unwrap_or_default(), url].concat());
    }

    fn tab_memory(&self) -> Option<String> {
        self.load(&format!("tab {}", self.tab))
    }

    fn set_tab_memory(&self, text: &str) {
        self.store(&format!("tab {}", self.tab), Some(text));
    }

    fn trusts_plain_http(&self) -> bool {
        held(&self.world.state).trusts_plain_http
    }

    fn embedded(&self) -> bool {
        held(&self.world.state).embedded
    }

    fn language(&self) -> Option<String> {
        Some(held(&self.world.state).language.clone())
    }

    fn visibility(&self) -> Visibility {
        held(&self.world.state).tabs[self.tab].visibility
    }

    fn online(&self) -> bool {
        held(&self.world.state).online
    }

    fn cookie(&self, name: &str) -> Option<String> {
        self.world.cookie(name).map(|cookie| cookie.value)
    }

    fn set_cookie(&self, cookie: &Cookie) {
        self.world.put_cookie(cookie.clone());
    }

    fn remove_cookie(&self, cookie: &Cookie) {
        held(&self.world.state).cookies.remove(&(cookie.name.clone(), cookie.partitioned));
    }

    fn load(&self, key: &str) -> Option<String> {
        held(&self.world.state).storage.get(key).cloned()
    }

    fn store(&self, key: &str, value: Option<&str>) {
        let mut state = held(&self.world.state);
        // A tab that crashed leaves what it has written.
        if state.tabs[self.tab].closed {
            return;
        }
        match value {
            Some(value) => state.storage.insert(key.to_owned(), value.to_owned()),
            None => state.storage.remove(key),
        };
    }

    fn lock(&self, name: &str) -> BoxFuture<LockGuard> {
        if !held(&self.world.state).has_locks {
            return storage_lock(self.clone(), name);
        }
        let (world, name) = (self.world.clone(), name.to_owned());
        Box::pin(async move {
            let wait = {
                let mut state = held(&world.state);
                match state.locks.get_mut(&name) {
                    Some(queue) => {
                        let (sender, receiver) = oneshot::channel();
                        queue.push_back(sender);
                        Some(receiver)
                    }
                    None => {
                        state.locks.insert(name.clone(), VecDeque::new());
                        None
                    }
                }
            };
            if let Some(receiver) = wait {
                let mut turn = LockTurn { world: world.clone(), name: name.clone(), receiver };
                // The world is gone: so is the lock.
                let _ = (&mut turn.receiver).await;
            }
            LockGuard::new(move || world.release(&name))
        })
    }

    fn broadcast(&self, channel: &str, message: &str) {
        let ears: Vec<_> = held(&self.world.state)
            .broadcasts
            .iter()
            .filter(|ear| ear.tab != self.tab && ear.channel == channel)
            .map(|ear| (ear.tab, ear.listener.clone()))
            .collect();
        for (tab, listener) in ears {
            let message = message.to_owned();
            self.world.spawn(Some(tab), Box::pin(async move { listener(message) }));
        }
    }

    fn on_broadcast(&self, channel: &str, listener: Listener<String>) -> Registration {
        let id = self.world.number();
        let ear = Ear { id, tab: self.tab, channel: channel.to_owned(), listener: Arc::from(listener) };
        held(&self.world.state).broadcasts.push(ear);
        let world = self.world.clone();
        Registration::new(move || held(&world.state).broadcasts.retain(|ear| ear.id != id))
    }

    fn on_wake(&self, listener: Listener<Wake>) -> Registration {
        let id = self.world.number();
        let ear = Ear { id, tab: self.tab, channel: String::new(), listener: Arc::from(listener) };
        held(&self.world.state).wakes.push(ear);
        let world = self.world.clone();
        Registration::new(move || held(&world.state).wakes.retain(|ear| ear.id != id))
    }
}

/// A token as a server would make it, with a signature that nobody would accept. Times are in seconds.
pub fn unsigned_token(
    session: &str,
    organization: Option<&str>,
    issued_at: i64,
    expires_at: i64,
    oiat: Option<i64>,
) -> Jwt {
    let header = match oiat {
        Some(oiat) => serde_json::json!({"alg": "RS256", "typ": "JWT", "oiat": oiat}),
        None => serde_json::json!({"alg": "RS256", "typ": "JWT"}),
    };
    let mut claims = serde_json::json!({
        "v": 2, "iss": "https://demo.localhost:4400", "sub": "user_1", "sid": session, "iat": issued_at, "nbf": issued_at, "exp": expires_at,
    });
    if let Some(organization) = organization {
        claims["o"] = serde_json::json!({"id": organization, "slg": "acme", "rol": "admin"});
    }
    let part = |value: serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
    [&part(header), ".", &part(claims), ".c2lnbmF0dXJl"].concat().into()
}
