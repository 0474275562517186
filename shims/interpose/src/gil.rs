//! State that only the thread with the GIL touches. It is no lock: the GIL is.

use std::cell::UnsafeCell;

/// A value of which the thread that holds the GIL has the only reference.
pub(crate) struct UnderGil<T>(UnsafeCell<T>);

// SAFETY: `with` is called by the thread that holds the GIL only, so there is one user at a time.
unsafe impl<T> Sync for UnderGil<T> {}

impl<T> UnderGil<T> {
    /// Wraps it.
    pub(crate) const fn new(value: T) -> Self {
        UnderGil(UnsafeCell::new(value))
    }

    /// Uses it. `use_it` must not call back into code that uses it, too.
    pub(crate) fn with<R>(&self, use_it: impl FnOnce(&mut T) -> R) -> R {
        // SAFETY: callers hold the GIL, and none of them nests.
        use_it(unsafe { &mut *self.0.get() })
    }
}
