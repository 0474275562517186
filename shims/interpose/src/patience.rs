//! How often a first run looks through memory for the same cause: the more it has looked, the less often it
//! looks again. A call that fails is another cause than one that succeeds.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use pilotage_ledger::Track;

use crate::gil::UnderGil;
use crate::memory::Mixer;
use crate::slot::Slot;

/// Entry, place, outcome.
type Cause = (usize, usize, bool);

#[derive(Clone, Copy, Debug, Default)]
struct Experience {
    seen: u64,
    checks: u32,
    next: u64,
}

static KNOWN: UnderGil<Option<HashMap<Cause, Experience, BuildHasherDefault<Mixer>>>> = UnderGil::new(None);

/// So many checks are made at once; afterwards they get rarer.
const AT_ONCE: u32 = 4;
/// The longest pause, as a power of two.
const LONGEST: u32 = 10;

fn cause(slot: &Slot, track: &Track, failed: bool) -> Cause {
    let place = if track.own > 0 { track.up[1] } else { track.down[1] };
    (slot.original, place.pc ^ track.created.pc, failed)
}

/// A new part of the program begins, with no experience.
pub(crate) fn begin_part() {
    KNOWN.with(|known| *known = None);
}

/// It is time to look again.
pub(crate) fn is_due(slot: &Slot, track: &Track, failed: bool) -> bool {
    KNOWN.with(|known| {
        let experience = known.get_or_insert_default().entry(cause(slot, track, failed)).or_default();
        experience.seen += 1;
        experience.seen >= experience.next
    })
}

/// It was looked at: memory explained the reference, or the suspicion has been told.
pub(crate) fn checked(slot: &Slot, track: &Track, failed: bool) {
    KNOWN.with(|known| {
        let experience = known.get_or_insert_default().entry(cause(slot, track, failed)).or_default();
        experience.checks += 1;
        let pause = experience.checks.saturating_sub(AT_ONCE).min(LONGEST);
        experience.next = experience.seen + if pause == 0 { 0 } else { 1 << pause };
    });
}
