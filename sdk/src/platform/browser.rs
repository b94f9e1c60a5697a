//! A browser tab: gloo-net for requests, web-sys for the rest.
//!
//! Browser objects live in a thread-local place, under numbers; the platform itself holds a number only, so that the engine can
//! be stored wherever a UI framework wants `Send`. Where the browser lacks something (Web Locks on an insecure origin, storage
//! in a private window, a document in a worker), the engine works without.

use super::{
    BoxFuture, Cookie, FetchError, FetchErrorKind, Listener, LockGuard, Platform, Registration, Request, Response,
    Visibility, Wake,
};
use frontdesk_wire::Timestamp;
use futures::channel::oneshot;
use js_sys::{Function, Promise, Reflect};
use std::any::Any;
use std::cell::{Cell, OnceCell, RefCell};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    AbortController, BroadcastChannel, Event, EventTarget, HtmlDocument, MessageEvent, RequestCache, RequestCredentials,
};

thread_local! {
    static KEPT: RefCell<Vec<(u64, Box<dyn Any>)>> = const { RefCell::new(Vec::new()) };
    static NEXT: Cell<u64> = const { Cell::new(0) };
    static COOKIE_DOMAIN: OnceCell<Option<String>> = const { OnceCell::new() };
}

fn number() -> u64 {
    NEXT.with(|next| {
        next.set(next.get() + 1);
        next.get()
    })
}

fn keep(thing: impl Any) -> u64 {
    let id = number();
    let thing: Box<dyn Any> = Box::new(thing);
    KEPT.with_borrow_mut(|kept| kept.push((id, thing)));
    id
}

fn release(id: u64) -> Option<Box<dyn Any>> {
    KEPT.with_borrow_mut(|kept| {
        let place = kept.iter().position(|(known, _)| *known == id)?;
        Some(kept.swap_remove(place).1)
    })
}

/// The tab that this code runs in.
#[derive(Debug, Clone, Copy)]
pub struct Browser {
    id: u64,
}

impl Default for Browser {
    fn default() -> Self {
        Self::new()
    }
}

/// The channels of one [`Browser`], by name.
type Channels = Vec<(String, BroadcastChannel)>;

impl Browser {
    /// The tab that this code runs in.
    pub fn new() -> Self {
        Self { id: keep(Channels::new()) }
    }

    /// One channel object per name: a channel does not hear what it says itself.
    fn channel(&self, name: &str) -> Option<BroadcastChannel> {
        KEPT.with_borrow_mut(|kept| {
            let (_, channels) = kept.iter_mut().find(|(id, _)| *id == self.id)?;
            let channels = channels.downcast_mut::<Channels>()?;
            if let Some((_, channel)) = channels.iter().find(|(known, _)| known == name) {
                return Some(channel.clone());
            }
            let channel = BroadcastChannel::new(name).ok()?;
            channels.push((name.to_owned(), channel.clone()));
            Some(channel)
        })
    }
}

impl Platform for Browser {
    fn fetch(&self, request: Request) -> BoxFuture<Result<Response, FetchError>> {
        Box::pin(fetch(request))
    }

    fn now(&self) -> Timestamp {
        Timestamp(js_sys::Date::now() as i64)
    }

    fn sleep(&self, millis: u64) -> BoxFuture<()> {
        let millis = i32::try_from(millis).unwrap_or(i32::MAX);
        let promise = Promise::new(&mut |resolve, _| {
            if let Some(set_timeout) = global("setTimeout").and_then(|found| found.dyn_into::<Function>().ok()) {
                // Without timers, nothing is ever due.
                let _ = set_timeout.call2(&JsValue::UNDEFINED, &resolve, &JsValue::from(millis));
            }
        });
        Box::pin(async move {
            // A promise of setTimeout is not rejected.
            let _ = JsFuture::from(promise).await;
        })
    }

    fn spawn(&self, task: BoxFuture<()>) {
        spawn_local(task);
    }

    fn random(&self) -> u64 {
        (js_sys::Math::random() * 9_007_199_254_740_992.0) as u64
    }

    fn page_url(&self) -> Option<String> {
        window()?.location().href().ok()
    }

    fn origin(&self) -> Option<String> {
        window()?.location().origin().ok()
    }

    fn replace_page_url(&self, url: &str) {
        if let Some(history) = window().and_then(|window| window.history().ok()) {
            let state = history.state().unwrap_or(JsValue::NULL);
            // Browsers refuse too many changes in a row; the address then stays.
            let _ = history.replace_state_with_url(&state, "", Some(url));
        }
    }

    fn visibility(&self) -> Visibility {
        let Some(document) = window().and_then(|window| window.document()) else { return Visibility::Unknown };
        if document.hidden() {
            Visibility::Hidden
        } else if document.has_focus().unwrap_or(true) {
            Visibility::Focused
        } else {
            Visibility::Visible
        }
    }

    fn online(&self) -> bool {
        window().is_none_or(|window| window.navigator().on_line())
    }

    fn cookie(&self, name: &str) -> Option<String> {
        let all = document()?.cookie().ok()?;
        let found = all.split("; ").find_map(|pair| pair.split_once('=').filter(|(found, _)| *found == name));
        found.map(|(_, value)| value.to_owned())
    }

    fn set_cookie(&self, cookie: &Cookie) {
        write_cookie(&cookie.to_text());
    }

    fn remove_cookie(&self, cookie: &Cookie) {
        write_cookie(&Cookie { value: String::new(), max_age: Some(0), ..cookie.clone() }.to_text());
    }

    fn cookie_domain(&self) -> Option<String> {
        COOKIE_DOMAIN.with(|known| known.get_or_init(probe_cookie_domain).clone())
    }

    fn load(&self, key: &str) -> Option<String> {
        storage()?.get_item(key).ok()?
    }

    fn store(&self, key: &str, value: Option<&str>) {
        let Some(storage) = storage() else { return };
        // Full or forbidden: what is stored here can be had again.
        let _ = match value {
            Some(value) => storage.set_item(key, value),
            None => storage.remove_item(key),
        };
    }

    fn lock(&self, name: &str) -> BoxFuture<LockGuard> {
        let granted = request_lock(name);
        Box::pin(async move {
            match granted {
                Some(granted) => granted.await.unwrap_or_else(|_| LockGuard::unlocked()),
                None => LockGuard::unlocked(),
            }
        })
    }

    fn broadcast(&self, channel: &str, message: &str) {
        if let Some(channel) = self.channel(channel) {
            // Nobody hears it: the others find out when they are looked at.
            let _ = channel.post_message(&JsValue::from_str(message));
        }
    }

    fn on_broadcast(&self, channel: &str, listener: Listener<String>) -> Registration {
        let Some(channel) = self.channel(channel) else { return Registration::default() };
        listen(&channel, "message", move |event| {
            let data = event.dyn_into::<MessageEvent>().ok().and_then(|event| event.data().as_string());
            if let Some(message) = data {
                listener(message);
            }
        })
    }

    fn on_wake(&self, listener: Listener<Wake>) -> Registration {
        let Some(window) = window() else { return Registration::default() };
        let listener = std::rc::Rc::new(listener);
        let (on_focus, on_online, on_visible) = (listener.clone(), listener.clone(), listener);
        let mut all = vec![
            listen(&window, "focus", move |_| on_focus(Wake::Focus)),
            listen(&window, "online", move |_| on_online(Wake::Online)),
        ];
        if let Some(document) = window.document() {
            let page = document.clone();
            all.push(listen(&document, "visibilitychange", move |_| {
                if !page.hidden() {
                    on_visible(Wake::Visible);
                }
            }));
        }
        Registration::new(move || drop(all))
    }
}

/// Gives the request up when nobody waits for its answer any more.
struct AbortOnDrop(Option<AbortController>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}

async fn fetch(request: Request) -> Result<Response, FetchError> {
    let controller = AbortController::new().ok();
    let signal = controller.as_ref().map(AbortController::signal);
    let mut guard = AbortOnDrop(controller);
    let credentials = if request.credentials { RequestCredentials::Include } else { RequestCredentials::Omit };
    let builder = match request.method {
        "GET" => gloo_net::http::Request::get(&request.url),
        _ => gloo_net::http::Request::post(&request.url),
    };
    let builder = builder.credentials(credentials).cache(RequestCache::NoStore).abort_signal(signal.as_ref());
    let prepared = match request.body {
        Some(body) => builder.header("Content-Type", "application/x-www-form-urlencoded").body(body),
        None => builder.build(),
    };
    let response = prepared.map_err(unreachable)?.send().await.map_err(unreachable)?;
    let body = response.text().await.map_err(unreachable)?;
    guard.0 = None;
    let read = response.headers();
    let headers = Response::HEADERS.iter().filter_map(|name| Some(((*name).to_owned(), read.get(name)?))).collect();
    Ok(Response { status: response.status(), headers, body })
}

fn unreachable(error: gloo_net::Error) -> FetchError {
    let online = window().is_none_or(|window| window.navigator().on_line());
    let kind = if online { FetchErrorKind::Unreachable } else { FetchErrorKind::Offline };
    FetchError::new(kind, error.to_string())
}

#[expect(clippy::disallowed_methods, reason = "this is the platform")]
fn window() -> Option<web_sys::Window> {
    web_sys::window()
}

fn document() -> Option<HtmlDocument> {
    window()?.document()?.dyn_into().ok()
}

fn storage() -> Option<web_sys::Storage> {
    window()?.local_storage().ok()?
}

fn global(name: &str) -> Option<JsValue> {
    Reflect::get(&js_sys::global(), &JsValue::from_str(name)).ok()
}

fn write_cookie(text: &str) {
    if let Some(document) = document() {
        // A sandboxed frame may not: the app's server then sees no cookie, and the header still works.
        let _ = document.set_cookie(text);
    }
}

fn listen(target: &EventTarget, name: &'static str, handler: impl Fn(Event) + 'static) -> Registration {
    let closure: Closure<dyn Fn(Event)> = Closure::new(handler);
    if target.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref()).is_err() {
        return Registration::default();
    }
    let id = keep((target.clone(), closure));
    Registration::new(move || {
        let kept = release(id).and_then(|kept| kept.downcast::<(EventTarget, Closure<dyn Fn(Event)>)>().ok());
        if let Some(kept) = kept {
            // It was added, so it can be removed.
            let _ = kept.0.remove_event_listener_with_callback(name, kept.1.as_ref().unchecked_ref());
        }
    })
}

/// Asks for a Web Lock, which lasts until the promise that its callback returns is resolved.
fn request_lock(name: &str) -> Option<oneshot::Receiver<LockGuard>> {
    let navigator = global("navigator")?;
    let locks = Reflect::get(&navigator, &JsValue::from_str("locks")).ok().filter(JsValue::is_object)?;
    let request: Function = Reflect::get(&locks, &JsValue::from_str("request")).ok()?.dyn_into().ok()?;
    let (sender, granted) = oneshot::channel();
    let callback = Closure::once_into_js(move |_lock: JsValue| -> Promise {
        let mut free = None;
        let held = Promise::new(&mut |resolve, _| free = Some(resolve));
        let id = keep(free);
        let guard = LockGuard::new(move || {
            let free = release(id).and_then(|kept| kept.downcast::<Option<Function>>().ok());
            if let Some(free) = free.and_then(|free| *free) {
                // Resolving a promise does not throw.
                let _ = free.call0(&JsValue::UNDEFINED);
            }
        });
        // If nobody waits any more, the guard comes back and is dropped here, which frees the lock.
        drop(sender.send(guard));
        held
    });
    let outcome = request.call2(&locks, &JsValue::from_str(name), &callback).ok()?;
    if let Ok(outcome) = outcome.dyn_into::<Promise>() {
        spawn_local(async move {
            // The page goes away, or locks are forbidden here: whoever waits goes on without.
            let _ = JsFuture::from(outcome).await;
        });
    }
    Some(granted)
}

/// Finds the widest domain that takes a cookie, from the right: `co.uk` refuses, `example.co.uk` takes it.
fn probe_cookie_domain() -> Option<String> {
    const PROBE: &str = "__frontdesk_domain";
    let host = window()?.location().hostname().ok()?;
    let is_address = host.starts_with('[') || host.split('.').all(|part| part.parse::<u8>().is_ok());
    if is_address || !host.contains('.') || host.ends_with(".localhost") {
        return None;
    }
    let document = document()?;
    let starts: Vec<usize> = host.match_indices('.').map(|(at, _)| at + 1).collect();
    let suffixes = starts.iter().rev().skip(1).map(|at| &host[*at..]).chain([host.as_str()]);
    for domain in suffixes {
        let attributes = ["; Path=/; Domain=", domain].concat();
        write_cookie(&[PROBE, "=1", &attributes].concat());
        let took = document.cookie().is_ok_and(|all| all.split("; ").any(|pair| pair.starts_with(PROBE)));
        if took {
            write_cookie(&[PROBE, "=; Max-Age=0", &attributes].concat());
            return Some(domain.to_owned());
        }
    }
    None
}
