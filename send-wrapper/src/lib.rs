//! A value that only the thread may touch that made it, in a wrapper that any thread may hold.
//!
//! Leptos wraps what belongs to the page in it, hundreds of times. In a page's program there is one thread, so there is nothing to
//! compare: asking the standard library who that thread is brings a handle with a name, a second allocator to keep it in, and a
//! comparison to each place of use. Where there are threads it does what the published crate does.

#![expect(unsafe_code, reason = "what may cross threads is vouched for here")]

use std::fmt;
use std::mem::ManuallyDrop;
use std::ops::{Deref, DerefMut};

#[cfg(feature = "futures")]
mod futures;

#[cfg(not(all(target_family = "wasm", not(target_feature = "atomics"))))]
mod place {
    use std::thread::{self, ThreadId};

    /// The thread that made the value.
    #[derive(Clone, Copy)]
    pub(crate) struct Place(ThreadId);

    impl Place {
        pub(crate) fn here() -> Self {
            Self(thread::current().id())
        }

        pub(crate) fn is_here(self) -> bool {
            self.0 == thread::current().id()
        }
    }
}

#[cfg(all(target_family = "wasm", not(target_feature = "atomics")))]
mod place {
    /// The only thread.
    #[derive(Clone, Copy)]
    pub(crate) struct Place;

    impl Place {
        pub(crate) const fn here() -> Self {
            Self
        }

        pub(crate) const fn is_here(self) -> bool {
            true
        }
    }
}

/// Holds a value for the thread that made it.
pub struct SendWrapper<T> {
    value: ManuallyDrop<T>,
    place: place::Place,
}

// SAFETY: no other thread than the one that made the value reaches it, not even to drop it.
unsafe impl<T> Send for SendWrapper<T> {}
// SAFETY: as above.
unsafe impl<T> Sync for SendWrapper<T> {}

impl<T> SendWrapper<T> {
    /// Holds a value for this thread.
    pub fn new(value: T) -> Self {
        Self { value: ManuallyDrop::new(value), place: place::Place::here() }
    }

    /// Whether this is the value's thread.
    pub fn valid(&self) -> bool {
        self.place.is_here()
    }

    /// Gives the value back.
    ///
    /// # Panics
    /// In another thread.
    #[track_caller]
    pub fn take(self) -> T {
        self.check();
        let mut this = ManuallyDrop::new(self);
        // SAFETY: the wrapper is not used any more, and not dropped.
        unsafe { ManuallyDrop::take(&mut this.value) }
    }

    #[track_caller]
    fn check(&self) {
        assert!(self.valid(), "a value was used in another thread than the one that made it");
    }
}

impl<T> Deref for SendWrapper<T> {
    type Target = T;

    #[track_caller]
    fn deref(&self) -> &T {
        self.check();
        &self.value
    }
}

impl<T> DerefMut for SendWrapper<T> {
    #[track_caller]
    fn deref_mut(&mut self) -> &mut T {
        self.check();
        &mut self.value
    }
}

impl<T> Drop for SendWrapper<T> {
    #[track_caller]
    fn drop(&mut self) {
        if !std::mem::needs_drop::<T>() || self.valid() {
            // SAFETY: it is dropped once, by its thread.
            unsafe { ManuallyDrop::drop(&mut self.value) };
        } else {
            assert!(std::thread::panicking(), "a value was dropped in another thread than the one that made it");
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for SendWrapper<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SendWrapper").field(&**self).finish()
    }
}

impl<T: Clone> Clone for SendWrapper<T> {
    #[track_caller]
    fn clone(&self) -> Self {
        Self::new((**self).clone())
    }
}

#[cfg(all(test, not(target_family = "wasm")))]
mod tests {
    use super::*;
    use std::rc::Rc;
    use std::thread;

    #[test]
    fn the_thread_that_made_it_has_it() {
        let mut held = SendWrapper::new(Rc::new(1));
        *held = Rc::new(2);

        assert_eq!(*held.clone().take(), 2);
        assert_eq!(format!("{held:?}"), "SendWrapper(2)");
    }

    #[test]
    fn another_thread_cannot_reach_it() {
        let held = SendWrapper::new(Rc::new(1));
        let held = thread::spawn(move || {
            assert!(!held.valid());
            held
        })
        .join()
        .unwrap();
        assert!(held.valid());

        assert!(thread::spawn(move || Rc::strong_count(&held)).join().is_err());
    }

    #[test]
    fn another_thread_cannot_drop_it() {
        let value = Rc::new(1);
        let held = SendWrapper::new(value.clone());

        assert!(thread::spawn(move || drop(held)).join().is_err());

        assert_eq!(Rc::strong_count(&value), 2);
    }
}
