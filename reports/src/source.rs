//! Source lines for the reports: a trait for where they come from, and a small cache of files cut into lines.
//! Does no I/O of its own; sources in any encoding are shown, never refused.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// How many files are kept; findings come sorted by path, so few are wanted at a time.
const CACHED_FILES: usize = 16;

/// Where the text of a file comes from: a disk, an archive, a test.
pub trait SourceText {
    /// The bytes of the file that findings name `path`; `None` when there is none, or no text.
    fn read(&self, path: &str) -> Option<Vec<u8>>;
}

/// No sources at hand: reports fall back to paths and lines.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoSource;

impl SourceText for NoSource {
    fn read(&self, _path: &str) -> Option<Vec<u8>> {
        None
    }
}

/// A provider with a cache in front.
pub struct Sources<'a> {
    provider: &'a dyn SourceText,
    files: RefCell<HashMap<String, Option<Rc<Text>>>>,
}

/// A file cut into lines.
#[derive(Debug)]
pub struct Text {
    bytes: Vec<u8>,
    /// Offset of the first byte of each line.
    starts: Vec<usize>,
}

impl<'a> Sources<'a> {
    /// A cache in front of `provider`.
    pub fn new(provider: &'a dyn SourceText) -> Self {
        Sources { provider, files: RefCell::default() }
    }

    /// The file that findings name `path`.
    pub fn file(&self, path: &str) -> Option<Rc<Text>> {
        if let Some(known) = self.files.borrow().get(path) {
            return known.clone();
        }
        let text = self.provider.read(path).map(|bytes| Rc::new(Text::new(bytes)));
        let mut files = self.files.borrow_mut();
        if files.len() >= CACHED_FILES {
            files.clear();
        }
        files.insert(path.to_owned(), text.clone());
        text
    }
}

impl Text {
    /// Cuts `bytes` at line feeds.
    pub fn new(bytes: Vec<u8>) -> Self {
        let after_feeds = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
        let starts = std::iter::once(0).chain(after_feeds).collect();
        Text { bytes, starts }
    }

    /// The bytes of a 1-based line, without its end.
    pub fn line(&self, line: u32) -> Option<&[u8]> {
        let index = usize::try_from(line).ok()?.checked_sub(1)?;
        let start = *self.starts.get(index)?;
        let end = self.starts.get(index + 1).map_or(self.bytes.len(), |next| next - 1);
        let bytes = self.bytes.get(start..end)?;
        Some(bytes.strip_suffix(b"\r").unwrap_or(bytes))
    }

    /// A 1-based line as text.
    pub fn shown(&self, line: u32) -> Option<Cow<'_, str>> {
        self.line(line).map(decode)
    }

    /// The 1-based line and the 0-based byte within it of an offset; `None` past the end.
    pub fn position(&self, offset: u32) -> Option<(u32, usize)> {
        let offset = usize::try_from(offset).ok()?;
        if offset > self.bytes.len() {
            return None;
        }
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts.get(line.checked_sub(1)?)?;
        Some((u32::try_from(line).ok()?, offset - start))
    }
}

/// UTF-8 as it is, anything else as latin-1: every byte shows.
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(bytes.iter().map(|byte| char::from(*byte)).collect()),
    }
}

/// Where the byte `at` (0-based) of a line lies in its decoded text: always a character boundary.
pub fn decoded_offset(bytes: &[u8], at: usize) -> usize {
    let at = at.min(bytes.len());
    match std::str::from_utf8(bytes) {
        Ok(text) => (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0),
        Err(_) => bytes.iter().take(at).map(|byte| char::from(*byte).len_utf8()).sum(),
    }
}

/// The 1-based column in characters of the 0-based byte `at` of a line.
pub fn column_in_characters(bytes: &[u8], at: usize) -> usize {
    let text = decode(bytes);
    text.get(..decoded_offset(bytes, at)).map_or(0, |before| before.chars().count()) + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_positions() {
        let text = Text::new(b"one\r\ntwo\n\nfour".to_vec());
        assert_eq!(text.line(1), Some(&b"one"[..]));
        assert_eq!(text.line(3), Some(&b""[..]));
        assert_eq!(text.line(4), Some(&b"four"[..]));
        assert_eq!((text.line(0), text.line(5)), (None, None));
        assert_eq!(text.position(5), Some((2, 0)));
        assert_eq!(text.position(14), Some((4, 4)));
        assert_eq!(text.position(15), None);
    }

    #[test]
    fn latin_1_and_utf_8_columns() {
        let latin = b"/* \xe9\xe8 */ x";
        assert_eq!(decode(latin), "/* éè */ x");
        assert_eq!(decoded_offset(latin, 9), 11);
        assert_eq!(column_in_characters(latin, 9), 10);
        let utf8 = "/* é */ x".as_bytes();
        assert_eq!(decoded_offset(utf8, 4), 3, "never inside a character");
        assert_eq!(column_in_characters(utf8, 9), 9);
    }
}
