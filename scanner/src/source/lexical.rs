//! C text without a parser: bytes outside comments and literals, identifiers, call sites by name.
//! Used where the tree does not say, and to check what the tree may have lost.

/// Bytes of code from `start` on, with their offsets: comments and string or character literals are left out.
pub(crate) fn code_bytes(text: &[u8], start: usize) -> impl Iterator<Item = (usize, u8)> + '_ {
    let mut at = start;
    std::iter::from_fn(move || {
        loop {
            let byte = *text.get(at)?;
            let rest = &text[at..];
            if rest.starts_with(b"//") {
                at += line_length(rest);
            } else if rest.starts_with(b"/*") {
                at += 2 + find(&rest[2..], b"*/").map_or(rest.len(), |end| end + 2);
            } else if byte == b'"' || (byte == b'\'' && !is_digit_separator(text, at)) {
                at += literal_length(rest, byte);
            } else {
                at += 1;
                return Some((at - 1, byte));
            }
        }
    })
}

/// An identifier in code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word<'t> {
    /// The identifier.
    pub(crate) name: &'t str,
    /// Its first byte.
    pub(crate) offset: usize,
}

/// The identifiers of `text[start..end]` outside comments and literals.
pub(crate) fn words(text: &[u8], start: usize, end: usize) -> impl Iterator<Item = Word<'_>> {
    let mut bytes = code_bytes(text, start).peekable();
    std::iter::from_fn(move || {
        loop {
            let (offset, byte) = bytes.next()?;
            if offset >= end {
                return None;
            }
            if !is_word_byte(byte) {
                continue;
            }
            let mut last = offset;
            while let Some((at, _)) = bytes.next_if(|&(at, b)| at == last + 1 && is_word_byte(b)) {
                last = at;
            }
            if byte.is_ascii_digit() {
                continue;
            }
            let name = std::str::from_utf8(&text[offset..=last]).ok()?;
            return Some(Word { name, offset });
        }
    })
}

/// The next byte of code after `offset` that is no white space.
pub(crate) fn next_code_byte(text: &[u8], offset: usize) -> Option<(usize, u8)> {
    code_bytes(text, offset).find(|(_, byte)| !byte.is_ascii_whitespace())
}

/// The word is followed by `(`.
pub(crate) fn is_called(text: &[u8], word: Word<'_>) -> bool {
    matches!(next_code_byte(text, word.offset + word.name.len()), Some((_, b'(')))
}

/// A name of the C-API by its looks: `PyX...`, `Py_X`, `_PyX`.
pub(crate) fn looks_like_api(name: &str) -> bool {
    let rest = name.strip_prefix('_').unwrap_or(name);
    rest.strip_prefix("Py").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase() || c == '_'))
}

/// `typedef something NAME;` or `typedef something (*NAME)(...);`.
pub(crate) fn ends_typedef(text: &[u8], word: Word<'_>) -> bool {
    let after = next_code_byte(text, word.offset + word.name.len());
    let before = text.get(..word.offset).unwrap_or_default();
    let start =
        before.iter().rposition(|byte| matches!(byte, b';' | b'{' | b'}' | b'#')).map_or(0, |at| at + 1);
    let is_typedef = words(text, start, word.offset).any(|earlier| earlier.name == "typedef");
    let is_pointer = || {
        let star = before.trim_ascii_end().strip_suffix(b"*");
        star.is_some_and(|rest| rest.trim_ascii_end().ends_with(b"("))
    };
    is_typedef
        && match after {
            Some((_, b';')) => true,
            Some((_, b')')) => is_pointer(),
            _ => false,
        }
}

/// The text of the line that holds `offset`, without its end.
pub(crate) fn line_at(text: &[u8], offset: usize) -> &[u8] {
    let offset = offset.min(text.len());
    let start = text[..offset].iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
    let end = text[offset..].iter().position(|b| *b == b'\n').map_or(text.len(), |at| offset + at);
    &text[start..end]
}

/// One past the end of the directive that `offset` lies in.
pub(crate) fn directive_end(text: &[u8], offset: usize) -> usize {
    let mut at = offset;
    while let Some(end) = text[at..].iter().position(|b| *b == b'\n') {
        let line = text[..at + end].strip_suffix(b"\r").unwrap_or(&text[..at + end]);
        if !line.ends_with(b"\\") {
            return at + end;
        }
        at += end + 1;
    }
    text.len()
}

/// What the `#include`s of a text name, without brackets; `None` for one that names a macro.
pub(crate) fn included(text: &[u8]) -> impl Iterator<Item = Option<&str>> {
    text.split(|byte| *byte == b'\n').filter_map(|line| {
        let rest = line.trim_ascii_start().strip_prefix(b"#")?.trim_ascii_start();
        let rest = rest.strip_prefix(b"include_next").or_else(|| rest.strip_prefix(b"include"))?;
        let rest = rest.trim_ascii_start();
        let close = match rest.first() {
            Some(b'"') => b'"',
            Some(b'<') => b'>',
            _ => return Some(None),
        };
        let end = rest[1..].iter().position(|byte| *byte == close)?;
        Some(std::str::from_utf8(&rest[1..=end]).ok())
    })
}

/// The text of preprocessor directives: names in them are no uses.
pub(crate) fn directive_ranges(text: &[u8]) -> Vec<(usize, usize)> {
    let mut ranges = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let end = text[at..].iter().position(|b| *b == b'\n').map_or(text.len(), |n| at + n);
        if text[at..end].trim_ascii_start().starts_with(b"#") {
            let end = directive_end(text, at);
            ranges.push((at, end));
            at = end + 1;
        } else {
            at = end + 1;
        }
    }
    ranges
}

/// The arguments of every `assert(...)`: release builds drop them.
pub(crate) fn assert_ranges(text: &[u8], start: usize, end: usize) -> Vec<(usize, usize)> {
    let mut ranges = Vec::new();
    for word in words(text, start, end).filter(|word| word.name == "assert") {
        let mut depth = 0_u32;
        for (at, byte) in code_bytes(text, word.offset + word.name.len()) {
            match byte {
                b'(' => depth += 1,
                b')' if depth <= 1 => {
                    ranges.push((word.offset, at));
                    break;
                }
                b')' => depth -= 1,
                b';' | b'{' | b'}' => break,
                _ => {}
            }
        }
    }
    ranges
}

fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// `1'000` in C++: a quote between two digits opens no literal.
fn is_digit_separator(text: &[u8], at: usize) -> bool {
    at > 0 && text[at - 1].is_ascii_hexdigit() && text.get(at + 1).is_some_and(u8::is_ascii_hexdigit) && {
        let word_start =
            text[..at].iter().rposition(|b| !is_word_byte(*b) && *b != b'\'').map_or(0, |p| p + 1);
        text[word_start].is_ascii_digit()
    }
}

fn line_length(rest: &[u8]) -> usize {
    let mut at = 0;
    while let Some(end) = rest[at..].iter().position(|b| *b == b'\n') {
        at += end + 1;
        // A backslash before the line end continues the comment.
        if at < 2 || rest[at - 2] != b'\\' {
            return at - 1;
        }
    }
    rest.len()
}

/// Length of the literal that opens `rest`; an unclosed one ends with its line.
fn literal_length(rest: &[u8], quote: u8) -> usize {
    let mut at = 1;
    while let Some(&byte) = rest.get(at) {
        match byte {
            b'\\' => at += 2,
            b'\n' => return at,
            _ if byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    rest.len()
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).position(|window| window == what)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<&str> {
        words(text.as_bytes(), 0, text.len()).map(|word| word.name).collect()
    }

    #[test]
    fn comments_and_literals_are_no_code() {
        assert_eq!(names("a /* b */ c // d\n\"e\" 'f' g1 0x1F h"), ["a", "c", "g1", "h"]);
        assert_eq!(names("x = 1'000 + y; // z \\\n still comment\nw"), ["x", "y", "w"]);
        assert_eq!(names("\"open\nnext"), ["next"]);
        assert_eq!(names("/* open"), [""; 0]);
    }

    #[test]
    fn api_names_by_their_looks() {
        assert!(looks_like_api("PyList_New") && looks_like_api("_PyX") && looks_like_api("Py_None"));
        assert!(!looks_like_api("Pyxie") && !looks_like_api("pyList") && !looks_like_api("Python"));
    }

    #[test]
    fn typedefs() {
        let text = b"int a; typedef struct x *Py_t; Py_t y; typedef int (*Py_t)(Py_t);";
        let words: Vec<bool> = words(text, 0, text.len())
            .filter(|word| word.name == "Py_t")
            .map(|word| ends_typedef(text, word))
            .collect();
        assert_eq!(words, [true, false, true, false]);
    }
}
