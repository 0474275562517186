//! How much we are willing to read: archives lie about sizes, and a small file can unpack to anything.
//! The numbers are far above every published package.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The largest shared library that is read; the largest published one is a quarter of it.
pub(super) const MAX_BINARY_BYTES: u64 = 1 << 30;
/// All shared libraries of one archive.
pub(super) const MAX_TOTAL_BYTES: u64 = 8 << 30;
/// Members of one archive.
pub(super) const MAX_MEMBERS: usize = 200_000;
/// The largest source or metadata file that is unpacked.
pub(super) const MAX_SOURCE_BYTES: u64 = 64 << 20;
/// All files of one sdist.
pub(super) const MAX_SDIST_BYTES: u64 = 2 << 30;
/// Unpacked to packed size, above which a large member is taken for a bomb; zeros reach 1030.
pub(super) const MAX_RATIO: u64 = 200;
/// Members below this size are no bombs, whatever their ratio.
pub(super) const RATIO_FREE_BYTES: u64 = 64 << 20;

/// A phrase that says why this member is not unpacked; `None` when its sizes are sound.
pub(super) fn refusal(packed: u64, unpacked: u64, limit: u64) -> Option<String> {
    if unpacked > limit {
        return Some(format!(
            "it unpacks to {}, more than the {} that are read",
            size(unpacked),
            size(limit)
        ));
    }
    if unpacked > RATIO_FREE_BYTES && unpacked / packed.max(1) > MAX_RATIO {
        return Some(format!(
            "it unpacks {} to {}: taken for a decompression bomb",
            size(packed),
            size(unpacked)
        ));
    }
    None
}

/// Reads a whole stream, but not beyond `limit` bytes. `hint` is the size that somebody claimed.
pub(super) fn read_stream(stream: impl Read, hint: u64, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let length = read_stream_into(stream, hint, limit, &mut bytes)?;
    bytes.truncate(length);
    Ok(bytes)
}

/// As [`read_stream`], to the front of a buffer that only ever grows, so that it is cleared once for many streams.
/// Returns how many bytes were read; what is behind them is of no meaning.
pub(super) fn read_stream_into(
    mut stream: impl Read,
    hint: u64,
    limit: u64,
    buffer: &mut Vec<u8>,
) -> io::Result<usize> {
    // A claimed size is a guess for the allocation, nothing more; one byte more shows the end.
    let guess = usize::try_from(hint.min(limit).min(256 << 20)).unwrap_or(0) + 1;
    buffer.resize(buffer.len().max(guess), 0);
    let mut filled = 0;
    loop {
        let room = buffer.get_mut(filled..).unwrap_or_default();
        match stream.read(room) {
            Ok(0) => return Ok(filled),
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
        if filled as u64 > limit {
            return Err(io::Error::other(format!("it is larger than the {} that are read", size(limit))));
        }
        if filled == buffer.len() {
            buffer.resize(filled * 2, 0);
        }
    }
}

/// Reads a file up to `limit` bytes; the error is a phrase.
pub(super) fn read_file(path: &Path, limit: u64) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let length = read_file_into(path, limit, &mut bytes)?;
    bytes.truncate(length);
    Ok(bytes)
}

/// As [`read_file`], to the front of a buffer; returns how many bytes there are.
pub(super) fn read_file_into(path: &Path, limit: u64, buffer: &mut Vec<u8>) -> Result<usize, String> {
    let mut read = || {
        let file = File::open(path)?;
        let hint = file.metadata()?.len();
        read_stream_into(file, hint, limit, buffer)
    };
    read().map_err(|error| io_phrase("it cannot be read", &error))
}

/// The file begins like a shared library of some platform.
pub(super) fn starts_like_binary(path: &Path) -> bool {
    let mut start = [0; 4];
    File::open(path).and_then(|mut f| f.read_exact(&mut start)).is_ok()
        && crate::binary::Format::of(&start).is_some()
}

/// `it cannot be read: no such file or directory`.
pub(super) fn io_phrase(what: &str, error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut chars = text.chars();
    let lowered: String = chars.next().map(|c| c.to_lowercase().chain(chars).collect()).unwrap_or_default();
    format!("{what}: {lowered}")
}

/// `3 MiB`, rounded down.
fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} bytes"),
        1024..0x10_0000 => format!("{} KiB", bytes >> 10),
        0x10_0000..0x4000_0000 => format!("{} MiB", bytes >> 20),
        _ => format!("{} GiB", bytes >> 30),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bombs_are_refused_and_libraries_are_not() {
        assert!(refusal(10 << 20, 250 << 20, MAX_BINARY_BYTES).is_none());
        assert!(refusal(1000, 1_000_000, MAX_BINARY_BYTES).is_none());
        assert!(refusal(200_000, 200 << 20, MAX_BINARY_BYTES).is_some_and(|m| m.contains("bomb")));
        assert!(refusal(2 << 30, 2 << 30, MAX_BINARY_BYTES).is_some_and(|m| m.contains("2 GiB")));
    }

    #[test]
    fn a_stream_beyond_its_limit_is_an_error() {
        assert_eq!(read_stream(&[1, 2, 3][..], u64::MAX, 3).unwrap(), [1, 2, 3]);
        assert!(read_stream(&[1, 2, 3, 4][..], 0, 3).is_err());
    }
}
