//! The one seam to the world: everything that the engine asks of its surroundings.
//!
//! A browser tab or a worker is `browser::Browser` (on wasm32, feature `browser`); an app that is no browser is `native::Native`
//! (feature `native`); a server that only renders uses [`Detached`]; tests hand in their own clock,
//! network and cookies (`platform::test`, feature `test-platform`, or an implementation over a server's router).

#[cfg(all(feature = "browser", target_arch = "wasm32"))]
pub mod browser;
#[cfg(any(test, all(feature = "browser", target_arch = "wasm32")))]
mod cookie_domain;
mod detached;
mod http;
#[cfg(all(feature = "native", not(target_arch = "wasm32")))]
pub mod native;
mod storage_lock;
#[cfg(feature = "test-platform")]
pub mod test;

pub use detached::Detached;
pub use http::{Body, FetchError, FetchErrorKind, Request, Response};
pub use storage_lock::storage_lock;

use frontdesk_wire::Timestamp;
use std::future::Future;
use std::pin::Pin;

/// A boxed future: `Send` natively, bound to its thread in a browser.
#[cfg(not(target_arch = "wasm32"))]
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send + 'static>>;
/// A boxed future: `Send` natively, bound to its thread in a browser.
#[cfg(target_arch = "wasm32")]
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + 'static>>;

/// Called with each event; see [`Platform::on_broadcast`] and [`Platform::on_wake`].
pub type Listener<T> = Box<dyn Fn(T) + Send + Sync>;

/// What the engine needs from where it runs. All methods return at once; what takes time is a future.
///
/// Implementations keep browser objects out of themselves (in thread-local places), so that a handle to the engine can be
/// stored anywhere.
pub trait Platform: Send + Sync + 'static {
    /// Sends one request and reads the whole answer. Dropping the future gives the request up.
    fn fetch(&self, request: Request) -> BoxFuture<Result<Response, FetchError>>;

    /// The device's clock, which may be wrong.
    fn now(&self) -> Timestamp;

    /// Milliseconds since some moment, on a clock that nobody sets; it may stand still while the device sleeps. Nothing where
    /// there is no such clock.
    fn uptime(&self) -> Option<i64> {
        None
    }

    /// Resolves after this many milliseconds.
    fn sleep(&self, millis: u64) -> BoxFuture<()>;

    /// Runs a task in the background.
    fn spawn(&self, task: BoxFuture<()>);

    /// Sixty-four random bits, for jitter and names; never for secrets.
    fn random(&self) -> u64;

    /// The address of the page, or nothing where there is no page.
    fn page_url(&self) -> Option<String> {
        None
    }

    /// The text of the page's `<script type="application/json">` with this id. Another element is not the page's own word: what
    /// people write may bring elements with any id, but no scripts.
    fn page_text(&self, _id: &str) -> Option<String> {
        None
    }

    /// The origin of the page, such as `https://app.example`.
    fn origin(&self) -> Option<String> {
        None
    }

    /// Changes the address that is shown without loading anything.
    fn replace_page_url(&self, _url: &str) {}

    /// Loads another page in the place of this one: a path of the page's own origin, or a whole address.
    fn navigate(&self, _url: &str) {}

    /// A text that this tab alone keeps from page to page.
    fn tab_memory(&self) -> Option<String> {
        None
    }

    /// Keeps that text.
    fn set_tab_memory(&self, _text: &str) {}

    /// Whether the platform itself carries the client's credential to the server and back, as apps do that are no browser:
    /// there are no cookies and no development browser then.
    fn carries_client(&self) -> bool {
        false
    }

    /// Whether the browser takes cookies that are kept to https although this page came without: most do for this machine.
    fn trusts_plain_http(&self) -> bool {
        false
    }

    /// Whether the page stands in a frame of another origin.
    fn embedded(&self) -> bool {
        false
    }

    /// The language that the person reads, such as `en-GB`, where it is known.
    fn language(&self) -> Option<String> {
        None
    }

    /// Whether a person looks at this tab.
    fn visibility(&self) -> Visibility {
        Visibility::Unknown
    }

    /// Whether the device believes it has a network. `true` when unknown.
    fn online(&self) -> bool {
        true
    }

    /// The value of a cookie of the app's own origin.
    fn cookie(&self, _name: &str) -> Option<String> {
        None
    }

    /// Writes a cookie of the app's own origin.
    fn set_cookie(&self, _cookie: &Cookie) {}

    /// Removes a cookie; name, domain and attributes are those it was written with.
    fn remove_cookie(&self, _cookie: &Cookie) {}

    /// The widest domain on which a cookie of this page can be set (`example.com` for `app.example.com`), or nothing for a
    /// cookie of this host alone.
    fn cookie_domain(&self) -> Option<String> {
        None
    }

    /// Reads from storage that all tabs of the origin share and that outlives them.
    fn load(&self, _key: &str) -> Option<String> {
        None
    }

    /// Writes to that storage; `None` removes. A full or forbidden storage is ignored.
    fn store(&self, _key: &str, _value: Option<&str>) {}

    /// Waits for a lock that one tab of the origin holds at a time. It is free again when the guard is dropped. Where there
    /// are no locks, the guard comes at once.
    fn lock(&self, _name: &str) -> BoxFuture<LockGuard> {
        Box::pin(std::future::ready(LockGuard::unlocked()))
    }

    /// Sends a text to the other tabs that listen on the channel.
    fn broadcast(&self, _channel: &str, _message: &str) {}

    /// Hears what other tabs send on the channel, never what this tab sends.
    fn on_broadcast(&self, _channel: &str, _listener: Listener<String>) -> Registration {
        Registration::default()
    }

    /// Hears that a person or the network has come back.
    fn on_wake(&self, _listener: Listener<Wake>) -> Registration {
        Registration::default()
    }
}

/// Whether a person looks at this tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Visibility {
    /// It has the keyboard.
    Focused,
    /// It can be seen.
    Visible,
    /// It cannot be seen; its timers are slow.
    Hidden,
    /// There is no page, or nobody can tell.
    #[default]
    Unknown,
}

/// Why the engine is woken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wake {
    /// The tab got the keyboard.
    Focus,
    /// The tab can be seen again.
    Visible,
    /// The network is back.
    Online,
}

/// A cookie of the app's own origin, as a page may write it.
#[derive(Clone, PartialEq, Eq)]
pub struct Cookie {
    /// Its name.
    pub name: String,
    /// Its value; empty when removing.
    pub value: String,
    /// Its domain, or nothing for this host alone. The path is always `/`.
    pub domain: Option<String>,
    /// How long it lives, in seconds; nothing for as long as the browser runs.
    pub max_age: Option<i64>,
    /// When other sites make the browser send it.
    pub same_site: SameSite,
    /// Whether it is kept to https.
    pub secure: bool,
    /// Whether it is kept apart for each site that frames the page; needs https.
    pub partitioned: bool,
}

/// When other sites make the browser send a cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SameSite {
    /// Never.
    Strict,
    /// When they navigate here.
    Lax,
    /// Always; needs https.
    None,
}

impl Cookie {
    /// A cookie as `document.cookie` takes it, and as tests can read it.
    pub fn to_text(&self) -> String {
        let mut text = String::with_capacity(self.name.len() + self.value.len() + 64);
        text.push_str(&self.name);
        text.push('=');
        text.push_str(&self.value);
        text.push_str("; Path=/");
        if let Some(domain) = &self.domain {
            text.push_str("; Domain=");
            text.push_str(domain);
        }
        if let Some(seconds) = self.max_age {
            text.push_str("; Max-Age=");
            text.push_str(&crate::decimal::text(seconds));
        }
        text.push_str(match self.same_site {
            SameSite::Strict => "; SameSite=Strict",
            SameSite::Lax => "; SameSite=Lax",
            SameSite::None => "; SameSite=None",
        });
        if self.secure {
            text.push_str("; Secure");
        }
        if self.partitioned {
            text.push_str("; Partitioned");
        }
        text
    }
}

impl std::fmt::Debug for Cookie {
    /// The name only: the value may be a session's token.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cookie").field("name", &self.name).finish_non_exhaustive()
    }
}

type Undo = Box<dyn FnOnce() + Send + Sync>;

/// Keeps a listener registered; drop it to stop listening.
#[derive(Default)]
#[must_use = "dropping it stops listening"]
pub struct Registration(Option<Undo>);

impl Registration {
    /// What to do when it is dropped.
    pub fn new(stop: impl FnOnce() + Send + Sync + 'static) -> Self {
        Self(Some(Box::new(stop)))
    }

    /// Listens for as long as the platform lives.
    pub fn forever(mut self) {
        self.0 = None;
    }
}

impl Drop for Registration {
    fn drop(&mut self) {
        if let Some(stop) = self.0.take() {
            stop();
        }
    }
}

impl std::fmt::Debug for Registration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Registration")
    }
}

/// Holds a lock across tabs; drop it to release.
#[must_use = "dropping it releases the lock"]
pub struct LockGuard(Option<Undo>);

impl LockGuard {
    /// What to do when it is dropped.
    pub fn new(release: impl FnOnce() + Send + Sync + 'static) -> Self {
        Self(Some(Box::new(release)))
    }

    /// A guard that guards nothing, for places without locks.
    pub fn unlocked() -> Self {
        Self(None)
    }
}

impl Drop for LockGuard {
    fn drop(&mut self) {
        if let Some(release) = self.0.take() {
            release();
        }
    }
}

impl std::fmt::Debug for LockGuard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LockGuard")
    }
}
