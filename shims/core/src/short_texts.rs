//! Short texts that the VM got from C before: the keys of one record are those of the next. A table of fixed size, in
//! which a text takes the place of another one; not a table of interned strs.

use crate::body::World;
use crate::model::{Ref, model};

const PLACES: usize = 1024;
/// Longer texts are seldom keys.
const LONGEST: usize = 31;

struct Known {
    len: u8,
    text: [u8; LONGEST],
    object: Ref,
}

static KNOWN: World<[Option<Known>; PLACES]> = World::new([const { None }; PLACES]);

/// Where a text is, if it is there.
fn place(text: &[u8]) -> usize {
    let mut hash = text.len() as u64;
    for part in text.chunks(8) {
        let mut word = [0; 8];
        word[..part.len()].copy_from_slice(part);
        hash = (hash ^ u64::from_le_bytes(word)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23);
    }
    (hash >> 7) as usize % PLACES
}

/// The VM's str of an ASCII text: one that it has already, where this was asked for lately.
pub(crate) fn get(text: &[u8]) -> Ref {
    if text.len() > LONGEST {
        return model().str_ascii(text);
    }
    let at = place(text);
    let known = KNOWN.with(|known| match &known[at] {
        Some(known) if &known.text[..usize::from(known.len)] == text => Some(known.object.obj()),
        _ => None,
    });
    if let Some(known) = known {
        return known.to_ref();
    }
    let object = model().str_ascii(text);
    let mut entry = Known { len: text.len() as u8, text: [0; LONGEST], object: object.clone() };
    entry.text[..text.len()].copy_from_slice(text);
    // The end of the old one is the VM's business: not while the table is borrowed.
    drop(KNOWN.with(|known| known[at].replace(entry)));
    object
}
