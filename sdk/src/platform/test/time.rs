//! Time and tasks of a [`World`]: nothing moves unless it is told to.

use super::{Timer, Work, World};
use crate::platform::BoxFuture;
use crate::wait::held;
use futures::channel::oneshot;
use std::collections::VecDeque;
use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};

impl World {
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

    pub(super) fn spawn(&self, tab: Option<usize>, future: BoxFuture<()>) {
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
    pub(super) fn timer(&self, millis: u64, tab: Option<usize>) -> oneshot::Receiver<()> {
        let (ring, receiver) = oneshot::channel();
        let number = self.number();
        let mut state = held(&self.state);
        let at = state.now.saturating_add(i64::try_from(millis).unwrap_or(i64::MAX));
        // Nobody waits any more for those that were dropped.
        state.timers.retain(|timer| !timer.ring.is_canceled());
        state.timers.push(Timer { at, number, tab, ring });
        receiver
    }
}

struct Ring {
    task: usize,
    ready: Arc<Mutex<VecDeque<usize>>>,
}

impl Wake for Ring {
    fn wake(self: Arc<Self>) {
        held(&self.ready).push_back(self.task);
    }
}
