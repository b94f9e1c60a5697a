//! Time that stands still until a test moves it.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Notify, oneshot};

/// Monday, 2026-09-21 14:13:20 UTC: where every test begins.
pub const BEGIN: i64 = 1_790_000_000_000;

/// A clock with timers. Everything that waits, waits for [`TestClock::advance`].
#[derive(Clone)]
pub struct TestClock {
    now: Arc<AtomicI64>,
    timers: Arc<Mutex<Timers>>,
    work: Arc<Work>,
}

#[derive(Default)]
struct Timers {
    waiting: BTreeMap<(i64, u64), oneshot::Sender<()>>,
    next: u64,
}

/// Counts what is under way, so that a test can wait for quiet instead of sleeping.
#[derive(Default)]
struct Work {
    under_way: AtomicUsize,
    begun: AtomicUsize,
    done: Notify,
}

/// Something under way; it is over when this is dropped.
pub struct Busy(Arc<Work>);

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.under_way.fetch_sub(1, Ordering::SeqCst);
        self.0.done.notify_waiters();
    }
}

impl Default for TestClock {
    fn default() -> Self {
        Self { now: Arc::new(AtomicI64::new(BEGIN)), timers: Arc::default(), work: Arc::default() }
    }
}

impl TestClock {
    /// The clock's hand, which the server reads too.
    pub fn hand(&self) -> Arc<AtomicI64> {
        self.now.clone()
    }

    /// Milliseconds since the epoch.
    pub fn now(&self) -> i64 {
        self.now.load(Ordering::SeqCst)
    }

    /// Resolves once the clock has moved on by this many milliseconds.
    pub fn sleep(&self, millis: u64) -> impl Future<Output = ()> + Send + 'static {
        let (ring, rung) = oneshot::channel();
        {
            let mut timers = self.timers.lock().unwrap_or_else(PoisonError::into_inner);
            let id = timers.next;
            timers.next += 1;
            let due = self.now().saturating_add(i64::try_from(millis).unwrap_or(i64::MAX));
            timers.waiting.insert((due, id), ring);
        }
        async move {
            // A clock that is gone never rings.
            if rung.await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }

    /// Notes that something is under way.
    pub fn busy(&self) -> Busy {
        self.work.under_way.fetch_add(1, Ordering::SeqCst);
        self.work.begun.fetch_add(1, Ordering::SeqCst);
        Busy(self.work.clone())
    }

    /// Waits until nothing is under way and nothing new begins.
    pub async fn settle(&self) {
        let mut quiet = 0;
        while quiet < 8 {
            let done = self.work.done.notified();
            let begun = self.work.begun.load(Ordering::SeqCst);
            if self.work.under_way.load(Ordering::SeqCst) > 0 {
                done.await;
                quiet = 0;
                continue;
            }
            for _ in 0..16 {
                tokio::task::yield_now().await;
            }
            quiet = if self.work.begun.load(Ordering::SeqCst) == begun { quiet + 1 } else { 0 };
        }
    }

    /// Moves the clock on, ringing each timer at its moment and letting its work finish before the next.
    pub async fn advance(&self, millis: i64) {
        self.settle().await;
        let until = self.now() + millis;
        loop {
            let due = {
                let mut timers = self.timers.lock().unwrap_or_else(PoisonError::into_inner);
                match timers.waiting.first_entry() {
                    Some(first) if first.key().0 <= until => Some(first.remove_entry()),
                    _ => None,
                }
            };
            let Some(((at, _), ring)) = due else { break };
            self.now.store(at.max(self.now()), Ordering::SeqCst);
            // A timer that nobody waits for any more is no loss.
            let _nobody = ring.send(());
            self.settle().await;
        }
        self.now.store(until, Ordering::SeqCst);
        self.settle().await;
    }

    /// Moves the clock on by seconds.
    pub async fn advance_seconds(&self, seconds: i64) {
        self.advance(seconds * 1000).await;
    }
}
