//! The memory of the programs: a fifth of the code of the usual allocator, for pages that hold little and briefly.
//!
//! Every block is a power of two and goes back to the list of its size. Nothing is ever joined or split, so that both ways are a
//! few instructions; what it costs is that a block may be half empty.

#![expect(unsafe_code, reason = "an allocator hands out raw memory")]

use core::alloc::{GlobalAlloc, Layout};
use core::cell::UnsafeCell;
use core::ptr::null_mut;

/// A block is at least this large, and begins at a multiple of it.
const SMALLEST: usize = 16;

/// What memory comes in.
const PAGE: usize = 65_536;

/// An allocator for one thread, which gets its memory from this function: so many bytes, a multiple of [`PAGE`], or null.
#[derive(Debug)]
pub struct Blocks {
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

// SAFETY: a page's program has one thread; tests use an allocator each.
unsafe impl Sync for Blocks {}

impl Blocks {
    /// An allocator that has no memory yet.
    pub const fn new(grow: fn(usize) -> *mut u8) -> Self {
        let state = State { free: [null_mut(); usize::BITS as usize], next: 0, end: 0 };
        Self { grow, state: UnsafeCell::new(state) }
    }

    fn fresh(&self, state: &mut State, size: usize, align: usize) -> *mut u8 {
        let mut start = state.next.next_multiple_of(align);
        if start + size > state.end {
            let wanted = (size + align).next_multiple_of(PAGE);
            let got = (self.grow)(wanted) as usize;
            if got == 0 {
                return null_mut();
            }
            if got != state.end {
                // Somebody else has got memory in between: the rest before it is lost.
                state.next = got;
            }
            state.end = got + wanted;
            start = state.next.next_multiple_of(align);
        }
        state.next = start + size;
        core::ptr::with_exposed_provenance_mut(start)
    }
}

/// The size of a block for this layout, as its exponent.
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
            return self.fresh(state, 1 << class, layout.align().max(SMALLEST));
        }
        // SAFETY: a free block holds the address of the next.
        state.free[class as usize] = unsafe { *first.cast::<*mut u8>() };
        first
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: as above.
        let state = unsafe { &mut *self.state.get() };
        let class = class(layout.size()) as usize;
        // SAFETY: nobody uses the block any more, and it is large enough for an address.
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
            // SAFETY: both blocks are as large as the smaller size.
            unsafe {
                core::ptr::copy_nonoverlapping(block, next, size.min(layout.size()));
                self.dealloc(block, layout);
            }
        }
        next
    }
}

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static MEMORY: Blocks = Blocks::new(|bytes| match core::arch::wasm32::memory_grow(0, bytes / PAGE) {
    usize::MAX => null_mut(),
    page => core::ptr::with_exposed_provenance_mut(page * PAGE),
});

#[cfg(test)]
mod tests {
    use super::*;

    fn leaked(bytes: usize) -> *mut u8 {
        Vec::leak(vec![0xAA_u8; bytes]).as_mut_ptr()
    }

    #[test]
    fn blocks_never_overlap_and_keep_what_is_written() {
        let memory = Blocks::new(leaked);
        let mut held: Vec<(*mut u8, Layout, u8)> = Vec::new();
        let mut random = 7_u32;
        for round in 0..20_000_u32 {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let (choice, size) = (random >> 30, ((random >> 8) % 3_000) as usize + 1);
            if choice == 0 && !held.is_empty() {
                let (block, layout, mark) = held.swap_remove(random as usize % held.len());
                // SAFETY: the block was given out with this layout and not given back.
                unsafe {
                    assert!((0..layout.size()).all(|at| *block.add(at) == mark));
                    memory.dealloc(block, layout);
                }
            } else if choice == 1 && !held.is_empty() {
                let place = random as usize % held.len();
                let (block, layout, mark) = held[place];
                // SAFETY: as above.
                let block = unsafe { memory.realloc(block, layout, size) };
                // SAFETY: the block is that large now.
                unsafe {
                    assert!((0..size.min(layout.size())).all(|at| *block.add(at) == mark));
                    block.write_bytes(mark, size);
                }
                held[place] = (block, Layout::from_size_align(size, layout.align()).unwrap(), mark);
            } else {
                let layout = Layout::from_size_align(size, 1 << (random % 7)).unwrap();
                let mark = round as u8;
                // SAFETY: the size is not zero; the block is that large.
                let block = unsafe { memory.alloc(layout) };
                assert_eq!(block as usize % layout.align(), 0);
                unsafe { block.write_bytes(mark, size) };
                held.push((block, layout, mark));
            }
        }
    }

    #[test]
    fn what_is_given_back_is_used_again() {
        let memory = Blocks::new(leaked);
        let layout = Layout::from_size_align(100, 8).unwrap();

        // SAFETY: the layout is the block's.
        unsafe {
            let first = memory.alloc(layout);
            memory.dealloc(first, layout);
            assert_eq!(memory.alloc(Layout::from_size_align(128, 8).unwrap()), first);
        }
    }
}
