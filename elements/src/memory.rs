//! The memory of the programs: a fifth of the code of the usual allocator, for pages that hold little and briefly.
//!
//! Every block is a power of two and goes back to the list of its size. Nothing is ever joined or split, so that both ways are a
//! few instructions; what it costs is that a block may be half empty. Who wants more than [`SMALLEST`] of alignment gets a new
//! block each time; nothing in these programs does.

#![expect(unsafe_code, reason = "an allocator hands out raw memory")]

use core::alloc::{GlobalAlloc, Layout};
use core::cell::UnsafeCell;
use core::ptr::null_mut;

#[cfg(all(target_arch = "wasm32", target_feature = "atomics"))]
compile_error!("this allocator is for programs of one thread");

/// A block is at least this large, and begins at a multiple of it.
const SMALLEST: usize = 16;

/// What memory comes in.
const PAGE: usize = 65_536;

/// An allocator for one thread.
#[derive(Debug)]
pub(crate) struct Blocks {
    grow: fn(usize) -> *mut u8,
    state: UnsafeCell<State>,
}

#[derive(Debug)]
struct State {
    /// The first free block of each size; each holds the address of the next.
    free: [*mut u8; usize::BITS as usize],
    /// The rest of what was got last.
    next: usize,
    end: usize,
}

// SAFETY: whoever makes one uses it from one thread, as `new` demands.
unsafe impl Sync for Blocks {}

impl Blocks {
    /// An allocator that has no memory yet.
    ///
    /// # Safety
    /// It is used by one thread. `grow` gives so many bytes, a multiple of [`PAGE`], that are nobody else's from then on, or null;
    /// it asks this allocator for nothing.
    pub(crate) const unsafe fn new(grow: fn(usize) -> *mut u8) -> Self {
        let state = State { free: [null_mut(); usize::BITS as usize], next: 0, end: 0 };
        Self { grow, state: UnsafeCell::new(state) }
    }

    fn fresh(&self, state: &mut State, size: usize, align: usize) -> Option<*mut u8> {
        let mut place = Place::after(state.next, size, align)?;
        if place.end > state.end {
            let wanted = size.checked_add(align)?.checked_next_multiple_of(PAGE)?;
            let got = (self.grow)(wanted) as usize;
            // The last page of all would end where addresses begin again.
            let end = got.checked_add(wanted).filter(|_| got != 0)?;
            if got != state.end {
                // Somebody else has got memory in between: the rest before it is lost.
                state.next = got;
            }
            state.end = end;
            place = Place::after(state.next, size, align)?;
        }
        state.next = place.end;
        Some(core::ptr::with_exposed_provenance_mut(place.start))
    }
}

/// Where a new block would lie.
struct Place {
    start: usize,
    end: usize,
}

impl Place {
    /// Addresses that would be too large are no place: wrapped around, they would be somebody else's.
    #[inline(never)]
    fn after(next: usize, size: usize, align: usize) -> Option<Self> {
        let start = next.checked_next_multiple_of(align)?;
        Some(Self { start, end: start.checked_add(size)? })
    }
}

/// The size of a block for this layout, as its exponent. A layout is no larger than `isize::MAX`, so there is one.
fn class(size: usize) -> u32 {
    size.max(SMALLEST).next_power_of_two().trailing_zeros()
}

// SAFETY: a block is handed out once until it is given back, is as large as asked and begins where asked.
unsafe impl GlobalAlloc for Blocks {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: one thread, and nothing in here allocates.
        let state = unsafe { &mut *self.state.get() };
        let class = class(layout.size());
        let first = state.free[class as usize];
        // Blocks begin at multiples of the smallest size; who wants more gets a new one.
        if first.is_null() || layout.align() > SMALLEST {
            return self.fresh(state, 1 << class, layout.align().max(SMALLEST)).unwrap_or(null_mut());
        }
        // SAFETY: a free block holds the address of the next.
        state.free[class as usize] = unsafe { *first.cast::<*mut u8>() };
        first
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: as above.
        let state = unsafe { &mut *self.state.get() };
        let class = class(layout.size()) as usize;
        // SAFETY: nobody uses the block any more, and it is large enough for an address and begins where one may stand.
        unsafe { *block.cast::<*mut u8>() = state.free[class] };
        state.free[class] = block;
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if class(size) == class(layout.size()) {
            return block;
        }
        // SAFETY: the caller's layout is valid with this size.
        let next = unsafe { self.alloc(Layout::from_size_align_unchecked(size, layout.align())) };
        if !next.is_null() {
            // SAFETY: both blocks are as large as the smaller size, and differ: the first one is not given back yet.
            unsafe {
                core::ptr::copy_nonoverlapping(block, next, size.min(layout.size()));
                self.dealloc(block, layout);
            }
        }
        next
    }
}

// SAFETY: a program of the elements has one thread; whatever memory grows by is new, whoever else lets it grow.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static MEMORY: Blocks = unsafe {
    Blocks::new(|bytes| match core::arch::wasm32::memory_grow(0, bytes / PAGE) {
        usize::MAX => null_mut(),
        page => core::ptr::with_exposed_provenance_mut(page * PAGE),
    })
};

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
