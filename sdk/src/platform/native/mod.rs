//! Apps that are no browser: command lines, desktop and mobile apps.
//!
//! The client's credential, which a browser keeps in a cookie, travels in the header `Authorization` and is kept in a
//! [`Storage`]. There are no cookies, no development browser and no other tabs.
//!
//! ```no_run
//! use frontdesk_sdk::Frontdesk;
//! use frontdesk_sdk::platform::native::{FileStorage, Native};
//!
//! # async fn start() -> Result<(), Box<dyn std::error::Error>> {
//! // Within a tokio runtime.
//! let platform = Native::new(FileStorage::open("state.json")?)?;
//! let frontdesk = Frontdesk::builder("pk_test_ZGVtby5sb2NhbGhvc3Q6NDQwMCQ").platform(platform).build()?;
//! frontdesk.load().await?;
//! # Ok(())
//! # }
//! ```

mod storage;

pub use storage::{FileStorage, MemoryStorage, Storage};

use super::{BoxFuture, FetchError, FetchErrorKind, Platform, Request, Response};
use crate::wait::held;
use frontdesk_wire::Timestamp;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE};
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tokio::runtime::Handle;

/// The credential's name in storage.
const CREDENTIAL: &str = "client_token";
/// How long a request may take.
const TIMEOUT: Duration = Duration::from_secs(30);

/// An app that is no browser. Cheap to clone; all clones are one.
#[derive(Clone)]
pub struct Native(Arc<Inner>);

struct Inner {
    http: reqwest::Client,
    runtime: Handle,
    storage: Box<dyn Storage>,
    /// Held while a credential is compared and replaced.
    turn: Mutex<()>,
    began: Instant,
}

impl Native {
    /// The app on this machine, with a place for what outlives it. Requests run on the current tokio runtime.
    ///
    /// # Errors
    /// Outside of a tokio runtime, and when the machine's certificates cannot be read.
    #[expect(clippy::disallowed_methods, reason = "this is where the engine's time comes from")]
    pub fn new(storage: impl Storage) -> io::Result<Self> {
        let runtime = Handle::try_current().map_err(io::Error::other)?;
        let http = reqwest::Client::builder()
            .timeout(TIMEOUT)
            .redirect(reqwest::redirect::Policy::none())
            .dns_resolver(Resolver)
            .user_agent(concat!("frontdesk-sdk/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(io::Error::other)?;
        let turn = Mutex::default();
        Ok(Self(Arc::new(Inner { http, runtime, storage: Box::new(storage), turn, began: Instant::now() })))
    }

    async fn exchange(&self, request: Request) -> Result<Response, FetchError> {
        let credential = self.0.storage.load(CREDENTIAL).unwrap_or_default();
        let joint = if request.url.contains('?') { "&" } else { "?" };
        let url = [&request.url, joint, "_is_native=1"].concat();
        let sent = if request.method == "GET" { self.0.http.get(url) } else { self.0.http.post(url) };
        let mut sent = sent.header(AUTHORIZATION, &credential).header("x-mobile", "1");
        if let Some(body) = request.body {
            sent = sent.header(CONTENT_TYPE, &*body.content_type).body(body.bytes);
        }
        let answer = sent.send().await.map_err(|error| failure(&error))?;
        let mut headers = Vec::new();
        for name in Response::HEADERS {
            if let Some(value) = answer.headers().get(name).and_then(|value| value.to_str().ok()) {
                headers.push((name.to_owned(), value.to_owned()));
            }
        }
        let next = answer.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let status = answer.status().as_u16();
        let body = answer.text().await.map_err(|error| failure(&error))?;
        if let Some(next) = next {
            self.keep(&credential, &next);
        }
        Ok(Response { status, headers, body })
    }

    /// Keeps the credential that the server gives, unless another answer has brought a newer one since the request was sent.
    fn keep(&self, sent: &str, next: &str) {
        let _turn = held(&self.0.turn);
        let storage = &self.0.storage;
        if storage.load(CREDENTIAL).unwrap_or_default() == sent && next != sent {
            Platform::store(self, CREDENTIAL, Some(next).filter(|next| !next.is_empty()));
        }
    }
}

impl std::fmt::Debug for Native {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Native")
    }
}

impl Platform for Native {
    fn fetch(&self, request: Request) -> BoxFuture<Result<Response, FetchError>> {
        let this = self.clone();
        Box::pin(async move { this.exchange(request).await })
    }

    #[expect(clippy::disallowed_methods, reason = "this is where the engine's time comes from")]
    fn now(&self) -> Timestamp {
        // A clock before 1970 is no worse than one that stands at 1970.
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }

    fn uptime(&self) -> Option<i64> {
        i64::try_from(self.0.began.elapsed().as_millis()).ok()
    }

    fn sleep(&self, millis: u64) -> BoxFuture<()> {
        // A timer belongs to a runtime, and the app may call from elsewhere.
        let _runtime = self.0.runtime.enter();
        Box::pin(tokio::time::sleep(Duration::from_millis(millis)))
    }

    fn spawn(&self, task: BoxFuture<()>) {
        drop(self.0.runtime.spawn(task));
    }

    fn random(&self) -> u64 {
        // Each of these hashers begins elsewhere.
        RandomState::new().build_hasher().finish()
    }

    fn carries_client(&self) -> bool {
        true
    }

    fn load(&self, key: &str) -> Option<String> {
        self.0.storage.load(key)
    }

    fn store(&self, key: &str, value: Option<&str>) {
        // What cannot be kept counts until the app ends; the storage has said so to whoever asked it.
        let _ = self.0.storage.store(key, value);
    }
}

fn failure(error: &reqwest::Error) -> FetchError {
    let kind = if error.is_timeout() { FetchErrorKind::Timeout } else { FetchErrorKind::Unreachable };
    // Without the address: its query may carry a nonce.
    let cause = std::error::Error::source(error).map(ToString::to_string);
    FetchError::new(kind, cause.unwrap_or_default())
}

/// Asks the system, but for names below `localhost`: they mean this machine, as browsers have it, and not every system knows.
struct Resolver;

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            if is_this_machine(name.as_str()) {
                let both = [SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), SocketAddr::from((Ipv6Addr::LOCALHOST, 0))];
                return Ok(Box::new(both.into_iter()) as Addrs);
            }
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

fn is_this_machine(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    name.eq_ignore_ascii_case("localhost")
        || name.len() > ".localhost".len()
            && name.get(name.len() - ".localhost".len()..).is_some_and(|end| end.eq_ignore_ascii_case(".localhost"))
}

#[cfg(test)]
mod tests {
    use super::is_this_machine;

    #[test]
    fn names_below_localhost_are_this_machine() {
        for name in ["localhost", "quiet-fox-1.localhost", "A.B.LOCALHOST", "demo.localhost."] {
            assert!(is_this_machine(name), "{name}");
        }
        for name in ["example.com", "notlocalhost", "localhost.example", ".localhost", ""] {
            assert!(!is_this_machine(name), "{name}");
        }
    }
}
