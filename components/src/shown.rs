//! States as views read them.

use leptos::prelude::*;
use std::sync::Arc;

type Visit<S> = dyn Fn(&mut dyn FnMut(&S)) + Send + Sync;

/// A state that a view reads. Reading it inside a view or an effect subscribes to it.
pub struct Shown<S>(Arc<Visit<S>>);

impl<S> Clone for Shown<S> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<S: 'static> Shown<S> {
    /// Reads by this function.
    pub fn new(visit: impl Fn(&mut dyn FnMut(&S)) + Send + Sync + 'static) -> Self {
        Self(Arc::new(visit))
    }

    /// A state that never changes.
    pub fn always(state: S) -> Self
    where
        S: Send + Sync,
    {
        Self::new(move |visit| visit(&state))
    }

    /// A part of this state.
    pub fn part<P: 'static>(&self, part: fn(&S) -> &P) -> Shown<P> {
        let whole = self.0.clone();
        Shown::new(move |visit| whole(&mut |state| visit(part(state))))
    }

    /// Reads the state.
    pub fn with<R>(&self, read: impl FnOnce(&S) -> R) -> R {
        let (mut read, mut result) = (Some(read), None);
        (self.0)(&mut |state| result = read.take().map(|read| read(state)));
        result.expect("a state is visited once")
    }

    /// Reads the state without subscribing.
    pub fn peek<R>(&self, read: impl FnOnce(&S) -> R) -> R {
        untrack(|| self.with(read))
    }
}

impl<S: Send + Sync + 'static> From<RwSignal<S>> for Shown<S> {
    fn from(signal: RwSignal<S>) -> Self {
        Self::new(move |visit| signal.with(|state| visit(state)))
    }
}
