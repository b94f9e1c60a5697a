//! The platform of a place without network or people, such as a server that renders pages.

use super::{BoxFuture, FetchError, FetchErrorKind, Platform, Request, Response};
use frontdesk_wire::Timestamp;

/// Nothing to reach, nothing to remember: requests fail, timers never fire, tasks do not run. The engine stays in its first
/// state, which is what a server renders.
#[derive(Debug, Clone, Copy, Default)]
pub struct Detached;

impl Platform for Detached {
    fn fetch(&self, _request: Request) -> BoxFuture<Result<Response, FetchError>> {
        Box::pin(std::future::ready(Err(FetchError::new(FetchErrorKind::Offline, "no network on this platform"))))
    }

    fn now(&self) -> Timestamp {
        Timestamp(0)
    }

    fn sleep(&self, _millis: u64) -> BoxFuture<()> {
        Box::pin(std::future::pending())
    }

    fn spawn(&self, _task: BoxFuture<()>) {}

    fn random(&self) -> u64 {
        0
    }

    fn online(&self) -> bool {
        false
    }
}
