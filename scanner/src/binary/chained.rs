//! The pointer chains of newer Mach-O files (LC_DYLD_CHAINED_FIXUPS): each pointer says where the next one is.
//! Formats of 64-bit x86 and arm64 user libraries only; pointer authentication does not occur in extension modules.

use super::image::{Image, Word};

const POINTER_64: u64 = 2;
const POINTER_64_OFFSET: u64 = 6;
const PAGE_HAS_NONE: u64 = 0xffff;
/// The bit that marks a page with several chains, which only 32-bit files have.
const PAGE_HAS_MANY: u64 = 0x8000;
/// Distance between two pointers of a chain is counted in units of this many bytes.
const STRIDE: u64 = 4;

/// Adds every pointer of the chains to `image`; stops silently where the data makes no sense.
pub(super) fn apply(image: &mut Image<'_>, bytes: &[u8], offset: u32, size: u32) {
    let start = offset as usize;
    let Some(data) = start.checked_add(size as usize).and_then(|end| bytes.get(start..end)) else { return };
    let Some(base) = image.segments.iter().find(|s| s.offset == 0 && s.file_size > 0).map(|s| s.address)
    else {
        return;
    };
    let Some(starts) = number(data, 4, 4) else { return };
    let Some(count) = number(data, starts, 4) else { return };
    // Each pointer has eight bytes of its own; a liar's chains run over the same ones again and again.
    let mut left = bytes.len() as u64 / 8;
    for index in 0..count.min(64) {
        let Some(info) = number(data, starts + 4 + index * 4, 4) else { return };
        if info != 0 && segment(image, data, starts + info, base, &mut left).is_none() {
            return;
        }
    }
}

/// The chains of one segment; `None` stops everything.
fn segment(image: &mut Image<'_>, data: &[u8], info: u64, base: u64, left: &mut u64) -> Option<()> {
    let page_size = number(data, info + 4, 2)?;
    let format = number(data, info + 6, 2)?;
    let address = base.checked_add(number(data, info + 8, 8)?)?;
    let pages = number(data, info + 20, 2)?;
    if format != POINTER_64 && format != POINTER_64_OFFSET {
        return Some(());
    }
    let base = if format == POINTER_64 { 0 } else { base };
    for page in 0..pages {
        let first = number(data, info + 22 + page * 2, 2)?;
        if first != PAGE_HAS_NONE && first & PAGE_HAS_MANY == 0 {
            let page_start = address.checked_add(page * page_size)?;
            chain(image, page_start.checked_add(first)?, base, left)?;
        }
    }
    Some(())
}

/// Follows one chain.
fn chain(image: &mut Image<'_>, first: u64, base: u64, left: &mut u64) -> Option<()> {
    let mut at = first;
    loop {
        *left = left.checked_sub(1)?;
        let raw = image.raw_word(at)?;
        let word = if raw >> 63 == 1 {
            Word::Imported
        } else {
            let high = (raw >> 36 & 0xff) << 56;
            Word::Address((raw & 0xf_ffff_ffff).wrapping_add(base) | high)
        };
        image.fixed.insert(at, word);
        let next = raw >> 51 & 0xfff;
        if next == 0 {
            return Some(());
        }
        at = at.checked_add(next * STRIDE)?;
    }
}

fn number(data: &[u8], at: u64, size: usize) -> Option<u64> {
    let at = usize::try_from(at).ok()?;
    let bytes = data.get(at..at.checked_add(size)?)?;
    Some(bytes.iter().rev().fold(0, |value, byte| value << 8 | u64::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::binary::image::Segment;

    #[test]
    fn a_chain_of_two_pointers() {
        let mut bytes = vec![0_u8; 0x100];
        // At 0x10 a rebase to offset 0x40 whose successor is 8 bytes (2 strides) away, at 0x18 a bind.
        bytes[0x10..0x18].copy_from_slice(&(0x40_u64 | 2 << 51).to_le_bytes());
        bytes[0x18..0x20].copy_from_slice(&(1_u64 << 63).to_le_bytes());
        let fixups: [(usize, &[u8]); 8] = [
            (0x84, &[28, 0, 0, 0]),
            (0x80 + 28, &[1, 0, 0, 0]),
            (0x80 + 32, &[8, 0, 0, 0]),
            (0x80 + 36 + 4, &[0, 0x10]),
            (0x80 + 36 + 6, &[6, 0]),
            (0x80 + 36 + 8, &[0; 8]),
            (0x80 + 36 + 20, &[1, 0]),
            (0x80 + 36 + 22, &[0x10, 0]),
        ];
        for (at, value) in fixups {
            bytes[at..at + value.len()].copy_from_slice(value);
        }
        let segment =
            Segment { address: 0x1000, file_size: 0x100, memory_size: 0x100, offset: 0, executable: false };
        let mut image = Image::new(&bytes, vec![segment], true, false);
        apply(&mut image, &bytes, 0x80, 0x80);
        assert_eq!(image.word(0x1010), Some(Word::Address(0x1040)));
        assert_eq!(image.word(0x1018), Some(Word::Imported));
        assert_eq!(image.fixed.len(), 2);
    }
}
