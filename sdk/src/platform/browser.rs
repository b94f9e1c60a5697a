//! A browser tab, or a worker.
//!
//! In a worker there are no cookies to read, no storage and nobody who looks: the engine loads, renews, mints and hears tabs by the
//! channel. In production it is signed in as the page is, by the server's own cookie; in development, where the client is named by
//! a cookie of the page, hand it the page's token instead.
//!
//! Browser objects live in a thread-local place, under numbers; the platform itself holds a number only, so that the engine can
//! be stored wherever a UI framework wants `Send`. They are asked by name: where the browser lacks something (Web Locks on an
//! insecure origin, storage in a private window, a document in a worker) the answer is `undefined` and the engine works without,
//! and a page downloads four functions of glue instead of sixty.

use super::cookie_domain::widest;
use super::{
    BoxFuture, Cookie, FetchError, FetchErrorKind, Listener, LockGuard, Platform, Registration, Request, Response,
    Visibility, Wake, storage_lock,
};
use frontdesk_wire::Timestamp;
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use std::cell::{Cell, OnceCell, RefCell};
use std::future::ready;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

thread_local! {
    static KEPT: RefCell<Vec<(u64, Kept)>> = const { RefCell::new(Vec::new()) };
    static NEXT: Cell<u64> = const { Cell::new(0) };
    static COOKIE_DOMAIN: OnceCell<Option<String>> = const { OnceCell::new() };
}

/// The one text that a tab keeps for itself.
const TAB_MEMORY: &str = "frontdesk_tab";

/// What is kept until somebody lets go of it.
enum Kept {
    /// The channel of this name of the platform with this number.
    Channel(u64, String, JsValue),
    /// What listens to which events of what.
    Listening(JsValue, Vec<(JsValue, &'static str)>),
    /// What frees a lock.
    Lock(JsValue),
}

fn number() -> u64 {
    NEXT.with(|next| {
        next.set(next.get() + 1);
        next.get()
    })
}

fn keep(thing: Kept) -> u64 {
    let id = number();
    KEPT.with_borrow_mut(|kept| kept.push((id, thing)));
    id
}

fn release(id: u64) -> Option<Kept> {
    KEPT.with_borrow_mut(|kept| {
        let place = kept.iter().position(|(known, _)| *known == id)?;
        Some(kept.swap_remove(place).1)
    })
}

/// A channel that is open keeps the page out of the browser's cache for going back, and hears on for nobody.
fn close_channel(id: u64, name: &str) {
    KEPT.with_borrow_mut(|kept| {
        kept.retain(|(_, thing)| match thing {
            Kept::Channel(of, known, channel) if *of == id && known == name => {
                call(channel, "close", &[]);
                false
            }
            _ => true,
        });
    });
}

/// The tab that this code runs in.
#[derive(Debug, Clone, Copy)]
pub struct Browser {
    id: u64,
    lock: Option<TakeLock>,
}

/// Waits for a lock of this name.
type TakeLock = fn(Browser, &str) -> BoxFuture<LockGuard>;

impl Default for Browser {
    fn default() -> Self {
        Self::new()
    }
}

impl Browser {
    /// The tab that this code runs in.
    pub fn new() -> Self {
        Self { id: number(), lock: Some(Self::take_lock) }
    }

    /// The same for a handle that takes no turns with other tabs: whoever asks for a lock has it.
    pub(crate) fn without_locks() -> Self {
        Self { id: number(), lock: None }
    }

    fn take_lock(self, name: &str) -> BoxFuture<LockGuard> {
        let locks = get(&global("navigator"), "locks");
        if locks.is_undefined() {
            // Browsers have no locks on origins that they do not trust, and old ones have none at all.
            return storage_lock(self, name);
        }
        let (granted, guard) = request_lock(&locks, name);
        Box::pin(async move {
            // It is resolved in any case.
            let _ = JsFuture::from(granted).await;
            guard
        })
    }

    /// One channel object per name: a channel does not hear what it says itself. It lasts until its listener is gone.
    fn channel(&self, name: &str) -> JsValue {
        let known = KEPT.with_borrow(|kept| {
            for (_, thing) in kept {
                if let Kept::Channel(id, known, channel) = thing
                    && *id == self.id
                    && known == name
                {
                    return Some(channel.clone());
                }
            }
            None
        });
        known.unwrap_or_else(|| {
            let channel = make("BroadcastChannel", &[&JsValue::from_str(name)]);
            keep(Kept::Channel(self.id, name.to_owned(), channel.clone()));
            channel
        })
    }
}

impl Platform for Browser {
    fn fetch(&self, request: Request) -> BoxFuture<Result<Response, FetchError>> {
        Box::pin(fetch(request))
    }

    fn now(&self) -> Timestamp {
        Timestamp(number_of("Date", "now") as i64)
    }

    fn uptime(&self) -> Option<i64> {
        Some(number_of("performance", "now") as i64)
    }

    fn sleep(&self, millis: u64) -> BoxFuture<()> {
        let millis = JsValue::from(i32::try_from(millis).unwrap_or(i32::MAX));
        let promise = Promise::new(&mut |resolve, _| {
            // Without timers, nothing is ever due.
            call(&js_sys::global(), "setTimeout", &[&resolve, &millis]);
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
        (number_of("Math", "random") * 9_007_199_254_740_992.0) as u64
    }

    fn page_url(&self) -> Option<String> {
        location("href")
    }

    fn page_text(&self, id: &str) -> Option<String> {
        let script = ["script[type=\"application/json\"]#", id].concat();
        get(&call(&global("document"), "querySelector", &[&JsValue::from_str(&script)]), "textContent").as_string()
    }

    fn origin(&self) -> Option<String> {
        location("origin")
    }

    fn replace_page_url(&self, url: &str) {
        let history = global("history");
        // Browsers refuse too many changes in a row; the address then stays.
        call(&history, "replaceState", &[&get(&history, "state"), &JsValue::from_str(""), &JsValue::from_str(url)]);
    }

    fn navigate(&self, url: &str) {
        call(&global("location"), "assign", &[&JsValue::from_str(url)]);
    }

    fn tab_memory(&self) -> Option<String> {
        call(&global("sessionStorage"), "getItem", &[&JsValue::from_str(TAB_MEMORY)]).as_string()
    }

    fn set_tab_memory(&self, text: &str) {
        // Without it, redirects are not counted.
        call(&global("sessionStorage"), "setItem", &[&JsValue::from_str(TAB_MEMORY), &JsValue::from_str(text)]);
    }

    fn trusts_plain_http(&self) -> bool {
        // Safari takes them on https alone, even from this machine.
        global("isSecureContext").is_truthy() && get(&global("navigator"), "vendor") != "Apple Computer, Inc."
    }

    fn embedded(&self) -> bool {
        let top = global("top");
        // A window of another origin does not tell where it is.
        !top.is_undefined() && get(&get(&top, "location"), "origin").as_string() != location("origin")
    }

    fn language(&self) -> Option<String> {
        get(&global("navigator"), "language").as_string()
    }

    fn visibility(&self) -> Visibility {
        let document = global("document");
        if document.is_undefined() {
            Visibility::Unknown
        } else if get(&document, "hidden").is_truthy() {
            Visibility::Hidden
        } else if call(&document, "hasFocus", &[]).is_truthy() {
            Visibility::Focused
        } else {
            Visibility::Visible
        }
    }

    fn online(&self) -> bool {
        get(&global("navigator"), "onLine") != JsValue::FALSE
    }

    fn cookie(&self, name: &str) -> Option<String> {
        cookie(name)
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
        call(&global("localStorage"), "getItem", &[&JsValue::from_str(key)]).as_string()
    }

    fn store(&self, key: &str, value: Option<&str>) {
        let (storage, key) = (global("localStorage"), JsValue::from_str(key));
        // Full or forbidden: what is stored here can be had again.
        match value {
            Some(value) => call(&storage, "setItem", &[&key, &JsValue::from_str(value)]),
            None => call(&storage, "removeItem", &[&key]),
        };
    }

    fn lock(&self, name: &str) -> BoxFuture<LockGuard> {
        match self.lock {
            Some(take) => take(*self, name),
            None => Box::pin(ready(LockGuard::new(|| ()))),
        }
    }

    fn broadcast(&self, channel: &str, message: &str) {
        // Nobody hears it: the others find out when they are looked at.
        call(&self.channel(channel), "postMessage", &[&JsValue::from_str(message)]);
    }

    fn on_broadcast(&self, channel: &str, listener: Listener<String>) -> Registration {
        let handler = handler(move |event: JsValue| {
            if let Some(message) = get(&event, "data").as_string() {
                listener(message);
            }
            JsValue::UNDEFINED
        });
        let listening = listen(handler, vec![(self.channel(channel), "message")]);
        let (id, name) = (self.id, channel.to_owned());
        Registration::new(move || {
            drop(listening);
            close_channel(id, &name);
        })
    }

    fn on_wake(&self, listener: Listener<Wake>) -> Registration {
        // In a worker there is no window; what stands in its place hears of the network.
        let (window, document) = (JsValue::from(js_sys::global()), global("document"));
        let page = document.clone();
        let handler = handler(move |event: JsValue| {
            let kind = get(&event, "type");
            if kind == "online" {
                listener(Wake::Online);
            } else if kind == "focus" {
                listener(Wake::Focus);
            } else if get(&page, "hidden").is_falsy() {
                listener(Wake::Visible);
            }
            JsValue::UNDEFINED
        });
        listen(handler, vec![(window.clone(), "focus"), (window, "online"), (document, "visibilitychange")])
    }
}

/// A property; `undefined` where there is none, or where it is forbidden to ask.
fn get(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

fn set(of: &JsValue, name: &str, value: &JsValue) {
    // What is set are fresh objects, which take everything.
    let _ = Reflect::set(of, &JsValue::from_str(name), value);
}

/// What a method gives back; `undefined` where there is none, or where it throws.
fn call(of: &JsValue, method: &str, given: &[&JsValue]) -> JsValue {
    let method: Function = get(of, method).unchecked_into();
    Reflect::apply(&method, of, &list(given)).unwrap_or(JsValue::UNDEFINED)
}

/// A new object of a class; `undefined` where there is no such class.
fn make(class: &str, given: &[&JsValue]) -> JsValue {
    let class: Function = global(class).unchecked_into();
    Reflect::construct(&class, &list(given)).unwrap_or(JsValue::UNDEFINED)
}

fn list(given: &[&JsValue]) -> Array {
    let list = Array::new();
    for one in given {
        list.push(one);
    }
    list
}

fn global(name: &str) -> JsValue {
    get(&js_sys::global(), name)
}

/// The number that a method of a global object gives.
fn number_of(object: &str, method: &str) -> f64 {
    call(&global(object), method, &[]).as_f64().unwrap_or_default()
}

fn location(part: &str) -> Option<String> {
    get(&global("location"), part).as_string()
}

/// Gives the request up when nobody waits for its answer any more.
struct AbortOnDrop(JsValue);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        call(&self.0, "abort", &[]);
    }
}

async fn fetch(request: Request) -> Result<Response, FetchError> {
    let mut guard = AbortOnDrop(make("AbortController", &[]));
    let response = settled(send(&request, &guard.0)).await?;
    let body = settled(call(&response, "text", &[])).await?;
    guard.0 = JsValue::UNDEFINED;
    Ok(read(&response, &body))
}

fn send(request: &Request, controller: &JsValue) -> JsValue {
    let options: JsValue = Object::new().into();
    let text = JsValue::from_str;
    set(&options, "method", &text(request.method));
    set(&options, "credentials", &text(if request.credentials { "include" } else { "omit" }));
    set(&options, "cache", &text("no-store"));
    set(&options, "signal", &get(controller, "signal"));
    if let Some(body) = &request.body {
        let headers: JsValue = Object::new().into();
        set(&headers, "content-type", &text(&body.content_type));
        set(&options, "headers", &headers);
        set(&options, "body", &Uint8Array::from(body.bytes.as_slice()));
    }
    call(&js_sys::global(), "fetch", &[&text(&request.url), &options])
}

fn read(response: &JsValue, body: &JsValue) -> Response {
    let given = get(response, "headers");
    let mut headers = Vec::new();
    for name in Response::HEADERS {
        if let Some(value) = call(&given, "get", &[&JsValue::from_str(name)]).as_string() {
            headers.push((name.to_owned(), value));
        }
    }
    let status = get(response, "status").as_f64().unwrap_or_default() as u16;
    Response { status, headers, body: body.as_string().unwrap_or_default() }
}

/// What a promise gives. Where there is no promise, the function that makes it has thrown.
async fn settled(promise: JsValue) -> Result<JsValue, FetchError> {
    if promise.is_undefined() {
        return Err(unreachable(&promise));
    }
    JsFuture::from(promise.unchecked_into::<Promise>()).await.map_err(|error| unreachable(&error))
}

fn unreachable(error: &JsValue) -> FetchError {
    let offline = get(&global("navigator"), "onLine") == JsValue::FALSE;
    let kind = if offline { FetchErrorKind::Offline } else { FetchErrorKind::Unreachable };
    FetchError::new(kind, get(error, "message").as_string().unwrap_or_default())
}

/// A function that the browser calls with an event or a lock. What it gives back is for locks: a promise. It lives for as long
/// as the browser holds it.
fn handler(handle: impl Fn(JsValue) -> JsValue + 'static) -> JsValue {
    Closure::<dyn Fn(JsValue) -> JsValue>::new(handle).into_js_value()
}

fn listen(handler: JsValue, targets: Vec<(JsValue, &'static str)>) -> Registration {
    for (target, name) in &targets {
        call(target, "addEventListener", &[&JsValue::from_str(name), &handler]);
    }
    let id = keep(Kept::Listening(handler, targets));
    Registration::new(move || {
        if let Some(Kept::Listening(handler, targets)) = release(id) {
            for (target, name) in &targets {
                call(target, "removeEventListener", &[&JsValue::from_str(name), &handler]);
            }
        }
    })
}

/// Asks for a Web Lock: what is resolved when it is granted, or when locks are forbidden here, and its guard.
///
/// A lock lasts until the promise is resolved that its callback gives back. The guard resolves it, also while the lock has not
/// been granted: it is then free as soon as it is.
fn request_lock(locks: &JsValue, name: &str) -> (Promise, LockGuard) {
    let (held, free) = promise();
    let (granted, grant) = promise();
    let granting = grant.clone();
    let held = JsValue::from(held);
    let handler = handler(move |_lock: JsValue| {
        resolve(&granting);
        held.clone()
    });
    let outcome = call(locks, "request", &[&JsValue::from_str(name), &handler]);
    if outcome.is_undefined() {
        resolve(&grant);
    } else {
        // The page goes away, or locks are forbidden here: whoever waits goes on without.
        call(&outcome, "then", &[&grant, &grant]);
    }
    let id = keep(Kept::Lock(free));
    let guard = LockGuard::new(move || {
        if let Some(Kept::Lock(free)) = release(id) {
            resolve(&free);
        }
    });
    (granted, guard)
}

/// A promise and what resolves it.
fn promise() -> (Promise, JsValue) {
    let mut resolve = JsValue::UNDEFINED;
    let promise = Promise::new(&mut |given, _| resolve = given.into());
    (promise, resolve)
}

/// Calls what resolves a promise.
fn resolve(promise: &JsValue) {
    call(promise, "call", &[]);
}

fn cookie(name: &str) -> Option<String> {
    let all = get(&global("document"), "cookie").as_string()?;
    for pair in all.split(';') {
        if let Some((found, value)) = pair.split_once('=')
            && found.trim_ascii() == name
        {
            return Some(value.to_owned());
        }
    }
    None
}

fn write_cookie(text: &str) {
    // A sandboxed frame may not: the app's server then sees no cookie, and the header still works.
    set(&global("document"), "cookie", &JsValue::from_str(text));
}

/// Tries which domain takes a cookie.
fn probe_cookie_domain() -> Option<String> {
    const PROBE: &str = "__frontdesk_domain";
    widest(&location("hostname")?, &|domain| {
        let attributes = ["; Path=/; Domain=", domain].concat();
        write_cookie(&[PROBE, "=1", &attributes].concat());
        let taken = cookie(PROBE).is_some();
        write_cookie(&[PROBE, "=; Max-Age=0", &attributes].concat());
        taken
    })
}
