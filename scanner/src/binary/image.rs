//! The loadable contents of a shared library: bytes by address, pointers as the dynamic loader would leave them.
//! Knows nothing of Python; every read is checked, because headers lie.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};

/// No linker makes more; each is asked for each address.
const MAX_SEGMENTS: usize = 256;

/// One mapped range of the file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Segment {
    /// Address at which it is mapped, before any slide.
    pub address: u64,
    /// Bytes that come from the file.
    pub file_size: u64,
    /// Bytes in memory; the rest is zero.
    pub memory_size: u64,
    /// Where it starts in the file.
    pub offset: u64,
    /// Holds code.
    pub executable: bool,
}

/// What a pointer-sized word of the data holds once the library is loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    /// Zero, and nothing relocates it.
    Zero,
    /// An address inside the library.
    Address(u64),
    /// The address of a symbol of another library.
    Imported,
    /// A plain number.
    Number(u64),
}

/// A shared library as it lies in memory.
#[derive(Debug)]
pub(crate) struct Image<'a> {
    bytes: &'a [u8],
    pub segments: Vec<Segment>,
    pub wide: bool,
    pub big_endian: bool,
    /// Words that the loader changes: by address. The hasher has no random seed, so that every run walks in the same order.
    pub fixed: HashMap<u64, Word, BuildHasherDefault<DefaultHasher>>,
    /// Words hold their final address (less the slide) in the file: Mach-O without chained fixups, PE. Numbers below this one
    /// are no addresses: Mach-O libraries begin at address 0, with headers.
    pub in_place_from: Option<u64>,
}

impl<'a> Image<'a> {
    /// An image without relocations yet. Segments that claim more than there is, or the same bytes over and over, are cut
    /// or dropped, so that looking at all of them takes no longer than twice looking at the file.
    pub(crate) fn new(bytes: &'a [u8], mut segments: Vec<Segment>, wide: bool, big_endian: bool) -> Self {
        let length = bytes.len() as u64;
        let mut left = length.saturating_mul(2);
        segments.truncate(MAX_SEGMENTS);
        segments.retain_mut(|segment| {
            segment.file_size = segment.file_size.min(length.saturating_sub(segment.offset));
            let fits = left.checked_sub(segment.file_size);
            left = fits.unwrap_or(left);
            fits.is_some()
        });
        Image { bytes, segments, wide, big_endian, fixed: HashMap::default(), in_place_from: None }
    }

    /// Size of a pointer in bytes.
    pub(crate) fn word_size(&self) -> u64 {
        if self.wide { 8 } else { 4 }
    }

    /// The segment that maps `address`.
    pub(crate) fn segment_at(&self, address: u64) -> Option<&Segment> {
        self.segments.iter().find(|s| address.checked_sub(s.address).is_some_and(|d| d < s.memory_size))
    }

    /// The bytes of the file from `address` to the end of its segment; empty in zero-filled memory.
    pub(crate) fn tail(&self, address: u64) -> Option<&'a [u8]> {
        let segment = self.segment_at(address)?;
        let skip = address - segment.address;
        if skip >= segment.file_size {
            return Some(&[]);
        }
        let start = usize::try_from(segment.offset.checked_add(skip)?).ok()?;
        let end = usize::try_from(segment.offset.checked_add(segment.file_size)?).ok()?;
        self.bytes.get(start..end.min(self.bytes.len()))
    }

    /// The bytes of a segment that come from the file.
    pub(crate) fn segment_bytes(&self, segment: &Segment) -> &'a [u8] {
        let start = usize::try_from(segment.offset).unwrap_or(usize::MAX);
        let end = usize::try_from(segment.offset.saturating_add(segment.file_size)).unwrap_or(usize::MAX);
        self.bytes.get(start..end.min(self.bytes.len())).unwrap_or(&[])
    }

    /// An unsigned number of `N` bytes; zero-filled memory reads as zero.
    pub(crate) fn number<const N: usize>(&self, address: u64) -> Option<u64> {
        let tail = self.tail(address)?;
        let Some(bytes) = tail.get(..N) else {
            return tail.is_empty().then_some(0);
        };
        let mut value = 0;
        for index in 0..N {
            let byte = if self.big_endian { bytes.get(index) } else { bytes.get(N - 1 - index) };
            value = value << 8 | u64::from(*byte?);
        }
        Some(value)
    }

    /// The pointer-sized number stored at `address`, relocations ignored.
    pub(crate) fn raw_word(&self, address: u64) -> Option<u64> {
        if self.wide { self.number::<8>(address) } else { self.number::<4>(address) }
    }

    /// What the pointer-sized word at `address` holds after loading; `None` outside of the image.
    pub(crate) fn word(&self, address: u64) -> Option<Word> {
        if let Some(word) = self.fixed.get(&address) {
            return Some(*word);
        }
        let raw = self.raw_word(address)?;
        Some(match raw {
            0 => Word::Zero,
            _ if self.in_place_from.is_some_and(|from| raw >= from) && self.segment_at(raw).is_some() => {
                Word::Address(raw)
            }
            _ => Word::Number(raw),
        })
    }

    /// The number at `address` as a signed size (`Py_ssize_t`).
    pub(crate) fn signed(&self, address: u64) -> Option<i64> {
        let raw = self.raw_word(address)?;
        Some(if self.wide { raw.cast_signed() } else { i64::from((raw as u32).cast_signed()) })
    }

    /// The C string at `address`, when it is at most `limit` bytes of UTF-8.
    pub(crate) fn text(&self, address: u64, limit: usize) -> Option<&'a str> {
        let tail = self.tail(address)?;
        let window = tail.get(..limit.saturating_add(1)).unwrap_or(tail);
        let end = memchr::memchr(0, window)?;
        std::str::from_utf8(window.get(..end)?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(bytes: &[u8]) -> Image<'_> {
        let segment =
            Segment { address: 0x1000, file_size: 16, memory_size: 32, offset: 0, executable: false };
        Image::new(bytes, vec![segment], true, false)
    }

    #[test]
    fn reads_inside_and_refuses_outside() {
        let bytes = *b"name\0xyz\x02\0\0\0\0\0\0\0";
        let image = image(&bytes);
        assert_eq!(image.text(0x1000, 10), Some("name"));
        assert_eq!(image.text(0x1000, 3), None);
        assert_eq!(image.word(0x1008), Some(Word::Number(2)));
        assert_eq!(image.word(0x1010), Some(Word::Zero));
        assert_eq!(image.word(0x1020), None);
        assert_eq!(image.word(u64::MAX), None);
        assert_eq!(image.number::<8>(0x100c), None);
    }

    #[test]
    fn relocations_win_over_contents() {
        let bytes = [0; 16];
        let mut image = image(&bytes);
        image.fixed.insert(0x1008, Word::Address(0x1000));
        assert_eq!(image.word(0x1008), Some(Word::Address(0x1000)));
        assert_eq!(image.word(0x1000), Some(Word::Zero));
    }
}
