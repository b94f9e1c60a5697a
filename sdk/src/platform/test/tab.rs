//! What one tab of a [`World`] asks of its browser.

use super::{Ear, START, World};
use crate::platform::{
    BoxFuture, Cookie, FetchError, FetchErrorKind, Listener, LockGuard, Platform, Registration, Request, Response,
    Visibility, Wake, storage_lock,
};
use crate::wait::held;
use frontdesk_wire::Timestamp;
use futures::channel::oneshot;
use std::collections::VecDeque;
use std::sync::Arc;

impl World {
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
    pub(super) world: World,
    pub(super) tab: usize,
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
