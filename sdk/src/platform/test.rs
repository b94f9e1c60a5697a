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
    Visibility, Wake,
};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use frontdesk_wire::{Jwt, Timestamp};
use futures::channel::oneshot;
use std::collections::{BTreeMap, VecDeque};
use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
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
    device_ahead: i64,
    online: bool,
    page_url: String,
    cookies: BTreeMap<String, Cookie>,
    storage: BTreeMap<String, String>,
    timers: Vec<(i64, u64, oneshot::Sender<()>)>,
    locks: BTreeMap<String, VecDeque<oneshot::Sender<()>>>,
    tasks: Vec<Option<Task>>,
    broadcasts: Vec<Ear<String>>,
    wakes: Vec<Ear<Wake>>,
    visibility: Vec<Visibility>,
    server: Server,
    requests: Vec<String>,
    counter: u64,
}

#[cfg(not(target_arch = "wasm32"))]
type Task = BoxFuture<()>;
/// In a browser, futures stay on their thread, and there is but one.
#[cfg(target_arch = "wasm32")]
type Task = send_wrapper::SendWrapper<BoxFuture<()>>;

struct Ear<T> {
    id: u64,
    tab: usize,
    channel: String,
    listener: Arc<dyn Fn(T) + Send + Sync>,
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
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
            device_ahead: 0,
            online: true,
            page_url: "http://localhost:4402/".to_owned(),
            cookies: BTreeMap::new(),
            storage: BTreeMap::new(),
            timers: Vec::new(),
            locks: BTreeMap::new(),
            tasks: Vec::new(),
            broadcasts: Vec::new(),
            wakes: Vec::new(),
            visibility: Vec::new(),
            server: Arc::new(|_| Err(FetchError::new(FetchErrorKind::Unreachable, "no server"))),
            requests: Vec::new(),
            counter: 0,
        };
        Self { state: Arc::new(Mutex::new(state)), ready: Arc::default() }
    }

    /// Opens a tab, which is the one with the keyboard.
    pub fn tab(&self) -> TestPlatform {
        let mut state = held(&self.state);
        state.visibility.push(Visibility::Focused);
        TestPlatform { world: self.clone(), tab: state.visibility.len() - 1 }
    }

    /// Answers all requests from now on.
    pub fn serve(&self, server: impl Fn(&Request) -> Result<Response, FetchError> + Send + Sync + 'static) {
        held(&self.state).server = Arc::new(server);
    }

    /// Every request so far, as verb and address.
    pub fn requests(&self) -> Vec<String> {
        held(&self.state).requests.clone()
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

    /// The address that is shown.
    pub fn page_url(&self) -> String {
        held(&self.state).page_url.clone()
    }

    /// A cookie of the app's origin with all its attributes.
    pub fn cookie(&self, name: &str) -> Option<Cookie> {
        held(&self.state).cookies.get(name).cloned()
    }

    /// Puts a cookie into the browser from outside.
    pub fn put_cookie(&self, cookie: Cookie) {
        held(&self.state).cookies.insert(cookie.name.clone(), cookie);
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
            let Some(mut running) = held(&self.state).tasks.get_mut(task).and_then(Option::take) else { continue };
            let waker = Waker::from(Arc::new(Ring { task, ready: self.ready.clone() }));
            if running.as_mut().poll(&mut Context::from_waker(&waker)).is_pending() {
                held(&self.state).tasks[task] = Some(running);
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
                let next = state
                    .timers
                    .iter()
                    .enumerate()
                    .filter(|(_, timer)| timer.0 <= end)
                    .min_by_key(|(_, timer)| (timer.0, timer.1));
                let place = next.map(|(place, _)| place);
                place.map(|place| {
                    let timer = state.timers.swap_remove(place);
                    state.now = state.now.max(timer.0);
                    timer.2
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
        held(&self.state).now += millis;
        self.advance(0);
    }

    /// Gives the keyboard to a tab; the others of the world are hidden.
    pub fn focus(&self, tab: &TestPlatform) {
        for (place, visibility) in held(&self.state).visibility.iter_mut().enumerate() {
            *visibility = if place == tab.tab { Visibility::Focused } else { Visibility::Hidden };
        }
        self.wake(tab, Wake::Focus);
    }

    /// Hides a tab.
    pub fn hide(&self, tab: &TestPlatform) {
        held(&self.state).visibility[tab.tab] = Visibility::Hidden;
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

    fn spawn(&self, future: BoxFuture<()>) {
        #[cfg(target_arch = "wasm32")]
        let future = send_wrapper::SendWrapper::new(future);
        let task = {
            let mut state = held(&self.state);
            state.tasks.push(Some(future));
            state.tasks.len() - 1
        };
        held(&self.ready).push_back(task);
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

/// One tab of a [`World`].
#[derive(Debug, Clone)]
pub struct TestPlatform {
    world: World,
    tab: usize,
}

impl Platform for TestPlatform {
    fn fetch(&self, request: Request) -> BoxFuture<Result<Response, FetchError>> {
        let world = self.world.clone();
        Box::pin(async move {
            let server = {
                let mut state = held(&world.state);
                if !state.online {
                    return Err(FetchError::new(FetchErrorKind::Offline, "offline"));
                }
                state.requests.push([request.method, " ", &request.url].concat());
                state.server.clone()
            };
            server(&request)
        })
    }

    fn now(&self) -> Timestamp {
        let state = held(&self.world.state);
        Timestamp(state.now + state.device_ahead)
    }

    fn sleep(&self, millis: u64) -> BoxFuture<()> {
        let (sender, receiver) = oneshot::channel();
        let number = self.world.number();
        let mut state = held(&self.world.state);
        let at = state.now.saturating_add(i64::try_from(millis).unwrap_or(i64::MAX));
        state.timers.push((at, number, sender));
        Box::pin(async move {
            // The world is gone: so is everyone who waits.
            let _ = receiver.await;
        })
    }

    fn spawn(&self, task: BoxFuture<()>) {
        self.world.spawn(task);
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

    fn visibility(&self) -> Visibility {
        held(&self.world.state).visibility[self.tab]
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
        held(&self.world.state).cookies.remove(&cookie.name);
    }

    fn load(&self, key: &str) -> Option<String> {
        held(&self.world.state).storage.get(key).cloned()
    }

    fn store(&self, key: &str, value: Option<&str>) {
        let mut state = held(&self.world.state);
        match value {
            Some(value) => state.storage.insert(key.to_owned(), value.to_owned()),
            None => state.storage.remove(key),
        };
    }

    fn lock(&self, name: &str) -> BoxFuture<LockGuard> {
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
            if let Some(wait) = wait {
                // The world is gone: so is the lock.
                let _ = wait.await;
            }
            LockGuard::new(move || world.release(&name))
        })
    }

    fn broadcast(&self, channel: &str, message: &str) {
        let ears: Vec<_> = held(&self.world.state)
            .broadcasts
            .iter()
            .filter(|ear| ear.tab != self.tab && ear.channel == channel)
            .map(|ear| ear.listener.clone())
            .collect();
        for listener in ears {
            let message = message.to_owned();
            self.world.spawn(Box::pin(async move { listener(message) }));
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
