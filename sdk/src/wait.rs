//! Waiting: for one's turn, for an answer that several want, for two answers, or not too long.
//!
//! These few lines take the place of locks, channels and combinators that know threads, fairness and closing: a page
//! downloads what waits in it.

use crate::platform::BoxFuture;
use std::future::{Future, poll_fn};
use std::mem;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// A lock whose holder panicked still holds whole values: each is replaced, never half-changed.
pub(crate) fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Those who wait, each once, by number.
#[derive(Default)]
struct Waiting {
    wakers: Vec<(usize, Waker)>,
    last: usize,
}

impl Waiting {
    /// Lets somebody wait, who has no number before that: zero.
    fn add(&mut self, number: &mut usize, waker: &Waker) {
        for (known, place) in &mut self.wakers {
            if *known == *number {
                place.clone_from(waker);
                return;
            }
        }
        self.last += 1;
        *number = self.last;
        self.wakers.push((self.last, waker.clone()));
    }
}

fn wake(waiting: Vec<(usize, Waker)>) {
    for (_, waker) in waiting {
        waker.wake();
    }
}

/// Lets one at a time do something that takes time.
#[derive(Default)]
pub(crate) struct Turn(Mutex<Queue>);

#[derive(Default)]
struct Queue {
    taken: bool,
    waiting: Waiting,
}

/// Whoever holds it has the turn.
pub(crate) struct Taken<'a>(&'a Turn);

impl Turn {
    pub(crate) async fn take(&self) -> Taken<'_> {
        let mut number = 0;
        poll_fn(|context| {
            let mut queue = held(&self.0);
            if queue.taken {
                queue.waiting.add(&mut number, context.waker());
                return Poll::Pending;
            }
            queue.taken = true;
            Poll::Ready(())
        })
        .await;
        Taken(self)
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        let waiting = {
            let mut queue = held(&self.0.0);
            queue.taken = false;
            mem::take(&mut queue.waiting.wakers)
        };
        wake(waiting);
    }
}

/// An answer that several wait for. Clones are one; whoever drops one waits no more.
pub(crate) struct Promise<T> {
    inner: Arc<Mutex<(Option<T>, Waiting)>>,
    /// Who waits with this clone.
    number: usize,
}

impl<T> Default for Promise<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Promise<T> {
    pub(crate) fn new() -> Self {
        Self { inner: Arc::new(Mutex::new((None, Waiting::default()))), number: 0 }
    }

    /// Whether both are the same.
    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.inner, &other.inner)
    }

    /// Gives everyone the answer who waits or comes later.
    pub(crate) fn settle(&self, answer: T) {
        let waiting = {
            let mut inner = held(&self.inner);
            inner.0 = Some(answer);
            mem::take(&mut inner.1.wakers)
        };
        wake(waiting);
    }
}

impl<T> Clone for Promise<T> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone(), number: 0 }
    }
}

impl<T> Drop for Promise<T> {
    fn drop(&mut self) {
        if self.number != 0 {
            held(&self.inner).1.wakers.retain(|(number, _)| *number != self.number);
        }
    }
}

impl<T: Clone> Future for Promise<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let Self { inner, number } = self.get_mut();
        let mut inner = held(inner);
        if let Some(answer) = &inner.0 {
            return Poll::Ready(answer.clone());
        }
        inner.1.add(number, context.waker());
        Poll::Pending
    }
}

/// The answer, or nothing when the time is over first.
pub(crate) async fn within<T>(mut answer: BoxFuture<T>, mut timeout: BoxFuture<()>) -> Option<T> {
    poll_fn(|context| match answer.as_mut().poll(context) {
        Poll::Ready(answer) => Poll::Ready(Some(answer)),
        Poll::Pending => timeout.as_mut().poll(context).map(|()| None),
    })
    .await
}

/// Both answers, asked for at the same time.
pub(crate) async fn both<T>(mut first: BoxFuture<T>, mut second: BoxFuture<T>) -> (T, T) {
    let (mut one, mut other) = (None, None);
    poll_fn(|context| {
        ask(&mut first, &mut one, context);
        ask(&mut second, &mut other, context);
        match (one.take(), other.take()) {
            (Some(one), Some(other)) => Poll::Ready((one, other)),
            unfinished => {
                (one, other) = unfinished;
                Poll::Pending
            }
        }
    })
    .await
}

fn ask<T>(question: &mut BoxFuture<T>, answer: &mut Option<T>, context: &mut Context<'_>) {
    if answer.is_none()
        && let Poll::Ready(ready) = question.as_mut().poll(context)
    {
        *answer = Some(ready);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::{pending, ready};

    fn poll<T>(future: &mut BoxFuture<T>) -> Poll<T> {
        future.as_mut().poll(&mut Context::from_waker(Waker::noop()))
    }

    #[test]
    fn one_at_a_time_has_the_turn() {
        let turn = Arc::new(Turn::default());
        let wait = |turn: Arc<Turn>| -> BoxFuture<()> {
            Box::pin(async move {
                let _taken = turn.take().await;
                pending::<()>().await;
            })
        };
        let (mut first, mut second) = (wait(turn.clone()), wait(turn.clone()));

        assert!(poll(&mut first).is_pending() && poll(&mut second).is_pending());
        assert!(poll(&mut second).is_pending());
        assert_eq!(held(&turn.0).waiting.wakers.len(), 1, "whoever is polled twice waits once");

        drop(first);
        assert!(!held(&turn.0).taken && held(&turn.0).waiting.wakers.is_empty());
        assert!(poll(&mut second).is_pending());
        assert!(held(&turn.0).taken);
    }

    #[test]
    fn everyone_gets_the_answer() {
        let promise = Promise::new();
        let mut early: BoxFuture<u8> = Box::pin(promise.clone());

        assert!(poll(&mut early).is_pending());
        promise.settle(7);
        assert_eq!(poll(&mut early), Poll::Ready(7));
        assert_eq!(poll(&mut (Box::pin(promise) as BoxFuture<u8>)), Poll::Ready(7));
    }

    #[test]
    fn whoever_stops_waiting_leaves_nothing_behind() {
        let promise = Promise::<u8>::new();
        let waiting = || held(&promise.inner).1.wakers.len();
        for _ in 0..3 {
            let pause: BoxFuture<()> = Box::pin(ready(()));
            let mut paused: BoxFuture<Option<u8>> = Box::pin(within(Box::pin(promise.clone()), pause));
            assert_eq!(poll(&mut paused), Poll::Ready(None));
        }
        assert_eq!(waiting(), 0, "a platform that never wakes would keep them all");

        let (mut one, mut other): (BoxFuture<u8>, BoxFuture<u8>) =
            (Box::pin(promise.clone()), Box::pin(promise.clone()));
        for _ in 0..2 {
            assert!(poll(&mut one).is_pending() && poll(&mut other).is_pending());
        }
        assert_eq!(waiting(), 2);
        drop(one);
        assert_eq!(waiting(), 1);
    }

    #[test]
    fn nobody_waits_longer_than_the_time() {
        let now = || -> BoxFuture<()> { Box::pin(ready(())) };

        let mut late: BoxFuture<Option<u8>> = Box::pin(within(Box::pin(pending()), now()));
        assert_eq!(poll(&mut late), Poll::Ready(None));
        let mut soon: BoxFuture<Option<u8>> = Box::pin(within(Box::pin(ready(1)), now()));
        assert_eq!(poll(&mut soon), Poll::Ready(Some(1)));
    }

    #[test]
    fn both_answers_come_together() {
        let promise = Promise::new();
        let mut pair: BoxFuture<(u8, u8)> = Box::pin(both(Box::pin(promise.clone()), Box::pin(ready(2))));

        assert!(poll(&mut pair).is_pending());
        promise.settle(1);
        assert_eq!(poll(&mut pair), Poll::Ready((1, 2)));
    }
}
