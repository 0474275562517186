//! How often each call of the API took place and failed, in a mapped file that outlives the process. Written in place by the preloaded
//! library, read as bytes by `pilotage check --coverage`. Which calls there are stands in the library's code, not here.

/// Places of calls that the file has room for; a power of two.
pub const SITE_SLOTS: usize = 1 << 15;

/// One place. Words of 64 bits in native order.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SiteCount {
    /// Address behind the call; 0: the slot is empty.
    pub pc: u64,
    /// Index of the item in the manifest.
    pub item: u64,
    /// Calls that came back or were made to fail.
    pub calls: u64,
    /// Those that failed by the convention of the function.
    pub failures: u64,
}

/// The layout of the file.
#[repr(C)]
#[derive(Debug)]
pub struct SiteTable {
    /// Calls for whose places there was no room.
    pub dropped: u64,
    /// Open addressing by [`SiteTable::home`].
    pub slots: [SiteCount; SITE_SLOTS],
}

impl SiteTable {
    /// Where the search for a place begins.
    pub fn home(pc: u64) -> usize {
        (pc.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) as usize & (SITE_SLOTS - 1)
    }

    /// Counts a call. Several threads may write at once, then some are lost.
    pub fn count(&mut self, pc: u64, item: u32, failed: bool) {
        const LONGEST_SEARCH: usize = 512;
        let home = SiteTable::home(pc);
        for distance in 0..LONGEST_SEARCH {
            let slot = &mut self.slots[(home + distance) & (SITE_SLOTS - 1)];
            if slot.pc == 0 {
                *slot = SiteCount { pc, item: u64::from(item), ..SiteCount::default() };
            }
            // A tail call has the place of its caller's caller, so a place can belong to several items.
            if slot.pc == pc && slot.item == u64::from(item) {
                slot.calls += 1;
                slot.failures += u64::from(failed);
                return;
            }
        }
        self.dropped += 1;
    }

    /// The places of a file, and the calls without one.
    pub fn parse(bytes: &[u8]) -> (Vec<SiteCount>, u64) {
        let words: Vec<u64> = bytes
            .chunks_exact(8)
            .map(|word| u64::from_ne_bytes(word.try_into().unwrap_or_default()))
            .collect();
        let Some((dropped, words)) = words.split_first() else { return (Vec::new(), 0) };
        let slot = |words: &[u64]| match words {
            [pc, item, calls, failures] if *pc != 0 => {
                Some(SiteCount { pc: *pc, item: *item, calls: *calls, failures: *failures })
            }
            _ => None,
        };
        (words.chunks_exact(4).filter_map(slot).collect(), *dropped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs it with a table, which the stack of a test has no room for.
    fn with_table(run: impl FnOnce(&mut SiteTable) + Send + 'static) {
        let run = move || run(&mut SiteTable { dropped: 0, slots: [SiteCount::default(); SITE_SLOTS] });
        let thread = std::thread::Builder::new().stack_size(32 << 20).spawn(run).expect("a thread");
        thread.join().expect("no panic");
    }

    #[test]
    fn places_are_counted_and_read_back() {
        with_table(check_counts);
    }

    fn check_counts(table: &mut SiteTable) {
        for round in 0..10_000_u64 {
            table.count(0x7f00_0000_0000 + round % 3000 * 5, 7, round % 2 == 0);
        }
        table.count(0x7f00_0000_0000, 8, true);
        let bytes: Vec<u8> = std::iter::once(table.dropped)
            .chain(table.slots.iter().flat_map(|it| [it.pc, it.item, it.calls, it.failures]))
            .flat_map(u64::to_ne_bytes)
            .collect();
        assert_eq!(bytes.len(), size_of::<SiteTable>());
        let (counts, dropped) = SiteTable::parse(&bytes);
        assert_eq!((counts.len(), dropped), (3001, 0));
        assert_eq!(counts.iter().map(|it| it.calls).sum::<u64>(), 10_001);
        assert_eq!(counts.iter().map(|it| it.failures).sum::<u64>(), 5001);
    }

    #[test]
    fn what_has_no_room_is_counted_too() {
        with_table(|table| {
            for pc in 1..=2 * SITE_SLOTS as u64 {
                table.count(pc * 16, 0, false);
            }
            assert!(table.dropped >= SITE_SLOTS as u64);
        });
    }
}
