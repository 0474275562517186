//! The characters of a str body as slices of their width, and strs made from characters. Nothing here is exported to C.

use core::ffi::c_void;
use core::ptr::null_mut;

use pilotage_abi::{PyASCIIObject, PyCompactUnicodeObject, PyObject};

use crate::body::{self, World, prefix};
use crate::builtin::PyUnicode_Type;
use crate::errors::{self, Exc};
use crate::mirror::{ASCII, COMPACT};
use crate::model::model;
use crate::text::{self, ASCII_BIT, COMPACT_BIT, KIND_SHIFT};
use crate::values;

pub(crate) const MAX_CHARACTER: u32 = 0x10_ffff;

/// Characters of one width.
#[derive(Clone, Copy)]
pub(crate) enum View<'a> {
    One(&'a [u8]),
    Two(&'a [u16]),
    Four(&'a [u32]),
}

/// Runs the same code for each width.
macro_rules! each_kind {
    ($view:expr, |$items:ident| $body:expr) => {
        match $view {
            $crate::chars::View::One($items) => $body,
            $crate::chars::View::Two($items) => $body,
            $crate::chars::View::Four($items) => $body,
        }
    };
}
pub(crate) use each_kind;

/// Runs the same code for two runs of characters brought to the width of the first. Where the second has the wider
/// ones, it has a character that the first cannot have: `$wider`.
macro_rules! same_kind {
    ($first:expr, $second:expr, $wider:expr, |$a:ident, $b:ident| $body:expr) => {
        match ($first, $second) {
            ($crate::chars::View::One($a), $crate::chars::View::One($b)) => $body,
            ($crate::chars::View::Two($a), $crate::chars::View::Two($b)) => $body,
            ($crate::chars::View::Four($a), $crate::chars::View::Four($b)) => $body,
            ($crate::chars::View::Two($a), $crate::chars::View::One(narrow)) => {
                let wide: Vec<u16> = narrow.iter().map(|&item| item.into()).collect();
                let $b = &wide[..];
                $body
            }
            ($crate::chars::View::Four($a), $crate::chars::View::One(narrow)) => {
                let wide: Vec<u32> = narrow.iter().map(|&item| item.into()).collect();
                let $b = &wide[..];
                $body
            }
            ($crate::chars::View::Four($a), $crate::chars::View::Two(narrow)) => {
                let wide: Vec<u32> = narrow.iter().map(|&item| item.into()).collect();
                let $b = &wide[..];
                $body
            }
            _ => $wider,
        }
    };
}
pub(crate) use same_kind;

impl<'a> View<'a> {
    /// # Safety
    /// `p` is the body of a str and outlives the result.
    #[inline]
    pub(crate) unsafe fn of(p: *mut PyObject) -> View<'a> {
        // SAFETY: the caller's promise.
        unsafe { View::at(text::kind(p), text::data(p), text::len(p)) }
    }

    /// # Safety
    /// `data` points to `len` characters of the width, and outlives the result.
    #[inline]
    pub(crate) unsafe fn at(kind: u32, data: *const c_void, len: usize) -> View<'a> {
        if len == 0 || data.is_null() {
            return View::One(&[]);
        }
        // SAFETY: the caller's promise.
        unsafe {
            match kind {
                1 => View::One(core::slice::from_raw_parts(data.cast(), len)),
                2 => View::Two(core::slice::from_raw_parts(data.cast(), len)),
                _ => View::Four(core::slice::from_raw_parts(data.cast(), len)),
            }
        }
    }

    pub(crate) fn len(self) -> usize {
        each_kind!(self, |items| items.len())
    }

    /// The character at an index that is in range.
    #[inline]
    pub(crate) fn get(self, at: usize) -> u32 {
        each_kind!(self, |items| items.get(at).map_or(0, |&item| u32::from(item)))
    }

    /// A part; the range lies inside.
    pub(crate) fn part(self, start: usize, end: usize) -> View<'a> {
        match self {
            View::One(items) => View::One(&items[start..end]),
            View::Two(items) => View::Two(&items[start..end]),
            View::Four(items) => View::Four(&items[start..end]),
        }
    }

    /// All bits of all characters: as wide as the widest, which is all that is asked for.
    pub(crate) fn widest(self) -> u32 {
        each_kind!(self, |items| items.iter().fold(0, |all, &item| all | u32::from(item))).min(MAX_CHARACTER)
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = u32> + 'a {
        (0..self.len()).map(move |at| self.get(at))
    }

    /// # Safety
    /// `data` has room for the characters behind `at`, and its width is enough for each.
    pub(crate) unsafe fn copy_to(self, kind: u32, data: *mut c_void, at: usize) {
        // SAFETY: the caller's promise.
        unsafe {
            match (self, kind) {
                (View::One(items), 1) => {
                    core::ptr::copy(items.as_ptr(), data.cast::<u8>().add(at), items.len())
                }
                (View::Two(items), 2) => {
                    core::ptr::copy(items.as_ptr(), data.cast::<u16>().add(at), items.len())
                }
                (View::Four(items), 4) => {
                    core::ptr::copy(items.as_ptr(), data.cast::<u32>().add(at), items.len())
                }
                (view, _) => {
                    for (offset, character) in view.iter().enumerate() {
                        text::put(kind, data, at + offset, character);
                    }
                }
            }
        }
    }
}

/// The largest character of a str with this width: what `PyUnicode_MAX_CHAR_VALUE` says.
///
/// # Safety
/// `p` is the body of a str.
#[inline]
pub(crate) unsafe fn max_character(p: *mut PyObject) -> u32 {
    // SAFETY: the caller's promise.
    unsafe {
        match text::kind(p) {
            1 if text::is_ascii(p) => 0x7f,
            1 => 0xff,
            2 => 0xffff,
            _ => MAX_CHARACTER,
        }
    }
}

/// Bytes of head and of one character.
fn layout(widest: u32) -> (usize, usize) {
    (if widest < 0x80 { ASCII } else { COMPACT }, text::kind_for(widest) as usize)
}

/// A str that C owns and fills; a null stands behind its characters. NULL with an exception.
pub(crate) fn new_uninit(len: usize, widest: u32) -> *mut PyObject {
    let (head, width) = layout(widest);
    let Some(size) =
        len.checked_add(1).and_then(|len| len.checked_mul(width)).and_then(|size| size.checked_add(head))
    else {
        return values::out_of_memory();
    };
    // SAFETY: room for the head, the characters and a null.
    unsafe {
        let p = values::new_counted(size, &raw mut PyUnicode_Type);
        if p.is_null() {
            return p;
        }
        let ascii: *mut PyASCIIObject = p.cast();
        (*ascii).length = values::c_len(len);
        (*ascii).hash = -1;
        (*ascii).state =
            (width as u32) << KIND_SHIFT | COMPACT_BIT | if widest < 0x80 { ASCII_BIT } else { 0 };
        if widest >= 0x80 {
            let compact: *mut PyCompactUnicodeObject = p.cast();
            (*compact).utf8 = null_mut();
            (*compact).utf8_length = 0;
        }
        text::put(width as u32, text::data(p), len, 0);
        p
    }
}

/// Single characters, and at the end the empty str: one object for all.
static SINGLE: World<[*mut PyObject; 257]> = World::new([null_mut(); 257]);

fn single(at: usize) -> *mut PyObject {
    let p = SINGLE.with(|single| single[at]);
    if !p.is_null() {
        return p;
    }
    let mut text = Vec::new();
    if at < 256 {
        text::push_character(&mut text, at as u32);
    }
    let p = values::immortal(model().str_intern(model().str_from_wtf8(&text).obj()));
    SINGLE.with(|single| single[at] = p);
    p
}

pub(crate) fn empty() -> *mut PyObject {
    single(256)
}

/// A new reference to a str of one character.
pub(crate) fn from_character(character: u32) -> *mut PyObject {
    if character < 256 {
        return single(character as usize);
    }
    let p = new_uninit(1, character);
    if !p.is_null() {
        // SAFETY: a fresh str of one character.
        unsafe { text::put(text::kind(p), text::data(p), 0, character) };
    }
    p
}

/// A new reference to a str.
pub(crate) fn from_view(view: View<'_>) -> *mut PyObject {
    match view.len() {
        0 => return empty(),
        1 => return from_character(view.get(0)),
        _ => {}
    }
    let p = new_uninit(view.len(), view.widest());
    if !p.is_null() {
        // SAFETY: a fresh str with that many characters, as wide as the widest.
        unsafe { view.copy_to(text::kind(p), text::data(p), 0) };
    }
    p
}

/// A new reference to a str of bytes below 128.
pub(crate) fn from_ascii(bytes: &[u8]) -> *mut PyObject {
    match bytes {
        [] => return empty(),
        [byte] => return single(usize::from(*byte)),
        _ => {}
    }
    let p = new_uninit(bytes.len(), 0);
    if !p.is_null() {
        // SAFETY: a fresh str with room for the bytes.
        unsafe { core::ptr::copy_nonoverlapping(bytes.as_ptr(), text::data(p).cast(), bytes.len()) };
    }
    p
}

/// A new reference to a str of well-formed WTF-8.
pub(crate) fn from_wtf8(bytes: &[u8]) -> *mut PyObject {
    if bytes.is_ascii() {
        return from_ascii(bytes);
    }
    let (mut widest, mut count) = (0, 0);
    for character in text::characters(bytes) {
        widest |= character;
        count += 1;
    }
    if count == 1 {
        return from_character(widest);
    }
    let p = new_uninit(count, widest.min(MAX_CHARACTER));
    if p.is_null() {
        return p;
    }
    // SAFETY: a fresh str with that many characters, as wide as the widest.
    unsafe {
        let (kind, data) = (text::kind(p), text::data(p));
        for (at, character) in text::characters(bytes).enumerate() {
            text::put(kind, data, at, character);
        }
    }
    p
}

/// Bytes that the characters take in UTF-8; `None` where there is a surrogate, which UTF-8 does not have.
pub(crate) fn utf8_len(view: View<'_>) -> Option<usize> {
    if let View::One(bytes) = view {
        return Some(bytes.len() + bytes.iter().filter(|byte| !byte.is_ascii()).count());
    }
    let mut len = 0;
    for character in view.iter() {
        len += match character {
            0..0x80 => 1,
            0x80..0x800 => 2,
            0xd800..0xe000 => return None,
            0x800..0x1_0000 => 3,
            _ => 4,
        };
    }
    Some(len)
}

/// Writes the characters as UTF-8.
///
/// # Safety
/// `target` has room for as many bytes as `utf8_len` says.
pub(crate) unsafe fn write_utf8(view: View<'_>, target: *mut u8) {
    let mut at = 0;
    let mut put = |byte: u32| {
        // SAFETY: the caller's promise.
        unsafe { target.add(at).write(byte as u8) };
        at += 1;
    };
    for character in view.iter() {
        match character {
            0..0x80 => put(character),
            0x80..0x800 => {
                put(character >> 6 | 0xc0);
                put(character & 0x3f | 0x80);
            }
            0x800..0x1_0000 => {
                put(character >> 12 | 0xe0);
                put(character >> 6 & 0x3f | 0x80);
                put(character & 0x3f | 0x80);
            }
            _ => {
                put(character >> 18 | 0xf0);
                put(character >> 12 & 0x3f | 0x80);
                put(character >> 6 & 0x3f | 0x80);
                put(character & 0x3f | 0x80);
            }
        }
    }
}

/// Can the characters still be changed? Only where nobody but the caller has the str, and the VM has not seen it.
///
/// # Safety
/// `p` is a body.
pub(crate) unsafe fn is_modifiable(p: *mut PyObject) -> bool {
    // SAFETY: the caller's promise.
    unsafe {
        !body::is_immortal(p)
            && !body::is_static(p)
            && (*p).ob_refcnt == 1
            && (*p).ob_type == &raw mut PyUnicode_Type
            && (*prefix(p)).vm.is_null()
            && (*p.cast::<PyASCIIObject>()).state & 3 == 0
    }
}

/// A modifiable str in a block for another length. NULL with MemoryError, and `p` is as it was.
///
/// # Safety
/// `p` is modifiable.
pub(crate) unsafe fn moved(p: *mut PyObject, len: usize) -> *mut PyObject {
    // SAFETY: nobody else refers to the block; what hangs on it is given back.
    unsafe {
        let widest = max_character(p);
        let (head, width) = layout(widest);
        if widest >= 0x80 {
            text::free(p);
            (*p.cast::<PyCompactUnicodeObject>()).utf8_length = 0;
        }
        let size =
            len.checked_add(1).and_then(|len| len.checked_mul(width)).and_then(|size| size.checked_add(head));
        let new: *mut PyObject = size.map_or(null_mut(), |size| body::raw_realloc(p.cast(), size).cast());
        if new.is_null() {
            return values::out_of_memory();
        }
        (*new.cast::<PyASCIIObject>()).length = values::c_len(len);
        (*new.cast::<PyASCIIObject>()).hash = -1;
        text::put(width as u32, text::data(new), len, 0);
        new
    }
}

/// IndexError for a position.
pub(crate) fn out_of_range() {
    errors::raise_new(Exc::IndexError, "string index out of range");
}

#[cfg(test)]
mod tests {
    use super::{View, utf8_len, write_utf8};

    #[test]
    fn utf8_is_that_of_rust() {
        for text in ["", "abc", "h\u{e9}llo", "\u{20ac}uro", "\u{1f600}!\u{7ff}\u{800}\u{ffff}\u{10ffff}"] {
            let characters: Vec<u32> = text.chars().map(u32::from).collect();
            let view = View::Four(&characters);
            assert_eq!(utf8_len(view), Some(text.len()));
            let mut bytes = vec![0; text.len()];
            // SAFETY: as many bytes as were counted.
            unsafe { write_utf8(view, bytes.as_mut_ptr()) };
            assert_eq!(bytes, text.as_bytes());
        }
    }

    #[test]
    fn surrogates_have_no_utf8() {
        assert_eq!(utf8_len(View::Two(&[0x61, 0xd800])), None);
        assert_eq!(utf8_len(View::Two(&[0xe000])), Some(3));
    }
}
