//! The allocator under whatever a program may do with it, watched block by block.

use super::*;
use proptest::prelude::*;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;

thread_local! {
    /// What the allocators of this thread were given.
    static GIVEN: RefCell<Vec<Range<usize>>> = const { RefCell::new(Vec::new()) };
}

/// Memory as a page grows by it. It begins somewhere within a page, which real memory never does.
fn given(bytes: usize) -> *mut u8 {
    let memory = Vec::leak(vec![0xAA_u8; bytes]).as_mut_ptr();
    GIVEN.with_borrow_mut(|given| given.push(memory as usize..memory as usize + bytes));
    memory
}

fn new(grow: fn(usize) -> *mut u8) -> Blocks {
    // SAFETY: each test uses its own in its own thread, and no `grow` of these tests asks it.
    unsafe { Blocks::new(grow) }
}

fn layout(size: usize, align: usize) -> Layout {
    Layout::from_size_align(size, align).expect("a layout")
}

/// Something that a program does.
#[derive(Debug, Clone, Copy)]
enum Act {
    Alloc { size: usize, align: usize, zeroed: bool },
    Realloc { which: usize, size: usize },
    Free { which: usize },
}

fn size() -> impl Strategy<Value = usize> {
    // Around the limits of sizes as often as anywhere.
    prop_oneof![1_usize..3_000, (0_u32..18, 0_usize..3).prop_map(|(power, off)| ((1 << power) + off).max(2) - 1)]
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        3 => (size(), 0_u32..9, any::<bool>())
            .prop_map(|(size, align, zeroed)| Act::Alloc { size, align: 1 << align, zeroed }),
        2 => (any::<usize>(), size()).prop_map(|(which, size)| Act::Realloc { which, size }),
        2 => any::<usize>().prop_map(|which| Act::Free { which }),
    ]
}

/// A block that a program holds; it is full of its mark.
#[derive(Clone, Copy)]
struct Held {
    block: *mut u8,
    layout: Layout,
    mark: u8,
}

/// A program, and what it holds, by address.
struct Program {
    memory: Blocks,
    held: BTreeMap<usize, Held>,
}

impl Program {
    fn pick(&mut self, which: usize) -> Option<Held> {
        let place = which.checked_rem(self.held.len())?;
        let address = *self.held.keys().nth(place)?;
        self.held.remove(&address)
    }

    /// Takes a block over, which overlaps no other one and lies in memory that was given.
    fn hold(&mut self, block: *mut u8, layout: Layout, mark: u8) {
        let (start, end) = (block as usize, block as usize + layout.size());
        assert_eq!(start % layout.align(), 0, "a block begins where it must not");
        assert!(
            GIVEN.with_borrow(|given| given.iter().any(|part| part.start <= start && end <= part.end)),
            "a block lies in nobody's memory"
        );
        if let Some((before, held)) = self.held.range(..end).next_back() {
            assert!(before + held.layout.size() <= start, "two blocks overlap");
        }
        // SAFETY: the block is that large.
        unsafe { block.write_bytes(mark, layout.size()) };
        self.held.insert(start, Held { block, layout, mark });
    }

    fn holds(block: *mut u8, size: usize, mark: u8) {
        // SAFETY: the block is at least that large and was written.
        let written = unsafe { std::slice::from_raw_parts(block, size) };
        assert!(written.iter().all(|byte| *byte == mark), "somebody else has written into a block");
    }

    fn act(&mut self, act: Act, mark: u8) {
        match act {
            Act::Alloc { size, align, zeroed } => {
                let layout = layout(size, align);
                // SAFETY: no size is zero.
                let block =
                    unsafe { if zeroed { self.memory.alloc_zeroed(layout) } else { self.memory.alloc(layout) } };
                assert!(!block.is_null());
                if zeroed {
                    Self::holds(block, size, 0);
                }
                self.hold(block, layout, mark);
            }
            Act::Realloc { which, size } => {
                let Some(Held { block, layout: before, mark }) = self.pick(which) else { return };
                // SAFETY: the block was given out with this layout and not given back; no size is zero.
                let block = unsafe { self.memory.realloc(block, before, size) };
                assert!(!block.is_null());
                Self::holds(block, size.min(before.size()), mark);
                self.hold(block, layout(size, before.align()), mark);
            }
            Act::Free { which } => {
                let Some(Held { block, layout, mark }) = self.pick(which) else { return };
                Self::holds(block, layout.size(), mark);
                // SAFETY: as above.
                unsafe { self.memory.dealloc(block, layout) };
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn blocks_never_overlap_and_keep_what_is_written(acts in prop::collection::vec(act(), 1..250)) {
        let mut program = Program { memory: new(given), held: BTreeMap::new() };
        for (mark, act) in (1..=u8::MAX).cycle().zip(acts) {
            program.act(act, mark);
        }
        for Held { block, layout, mark } in program.held.into_values() {
            Program::holds(block, layout.size(), mark);
        }
    }
}

#[test]
fn what_is_given_back_is_used_again() {
    let memory = new(given);

    // SAFETY: the layout is the block's.
    unsafe {
        let first = memory.alloc(layout(100, 8));
        memory.dealloc(first, layout(100, 8));
        assert_eq!(memory.alloc(layout(128, 8)), first);
        assert_ne!(memory.alloc(layout(128, 8)), first);
    }
}

#[test]
fn a_block_that_grows_within_its_size_stays_where_it_is() {
    let memory = new(given);

    // SAFETY: the layouts are the block's.
    unsafe {
        let block = memory.alloc(layout(65, 8));
        assert_eq!(memory.realloc(block, layout(65, 8), 128), block);
        assert_ne!(memory.realloc(block, layout(128, 8), 129), block);
    }
}

#[test]
fn memory_that_others_took_in_between_is_left_to_them() {
    thread_local! {
        static PAGES: RefCell<(usize, usize)> = const { RefCell::new((0, 0)) };
    }
    // One stretch of address space that grows page by page, as a page's memory does.
    fn grow(bytes: usize) -> *mut u8 {
        PAGES.with_borrow_mut(|(start, used)| {
            if *start == 0 {
                *start = given(64 * PAGE) as usize;
            }
            let got = *start + *used;
            *used += bytes;
            core::ptr::with_exposed_provenance_mut(got)
        })
    }
    let memory = new(grow);
    let large = layout(PAGE, 8);

    // SAFETY: no size is zero.
    let first = unsafe { memory.alloc(layout(16, 8)) } as usize;
    // Somebody else lets memory grow by a page.
    let others = grow(PAGE) as usize;
    for _ in 0..8 {
        // SAFETY: as above.
        let block = unsafe { memory.alloc(large) } as usize;
        assert!(block + PAGE <= others || block >= others + PAGE, "a block lies in somebody else's page");
        assert!(block > first, "a block lies over the first one");
    }
}

#[test]
fn a_page_without_more_memory_gives_nothing_and_stays_usable() {
    thread_local! {
        static LEFT: RefCell<u32> = const { RefCell::new(1) };
    }
    fn once(bytes: usize) -> *mut u8 {
        let left = LEFT.with_borrow_mut(std::mem::take);
        if left == 0 { null_mut() } else { given(bytes) }
    }
    let memory = new(once);

    // SAFETY: no size is zero; the layouts are the blocks'.
    unsafe {
        let block = memory.alloc(layout(16, 8));
        block.write_bytes(7, 16);
        assert!(memory.alloc(layout(10 * PAGE, 8)).is_null());
        assert!(memory.realloc(block, layout(16, 8), 10 * PAGE).is_null());
        Program::holds(block, 16, 7);
        assert!(!memory.alloc(layout(16, 8)).is_null(), "the rest of the page is lost");
    }
}

#[test]
fn an_address_beyond_the_last_one_is_no_place() {
    let end = usize::MAX - 15;

    assert!(Place::after(end - 64, 64, 16).is_some());
    assert!(Place::after(end - 48, 64, 16).is_none(), "its end is past the last address");
    assert!(Place::after(end - 48, 16, 1 << 20).is_none(), "its start is past the last address");
    // What would be written there is asked of nobody.
    let memory = new(|_| core::ptr::without_provenance_mut(usize::MAX - 2 * PAGE + 1));
    // SAFETY: no size is zero.
    assert!(unsafe { memory.alloc(layout(PAGE, 8)) }.is_null(), "a block would end where addresses begin again");
}
