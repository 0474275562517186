//! `unicodeobject.h`, searching: on the characters of the bodies, without the VM.

use core::ffi::c_int;

use pilotage_abi::PyObject;

use crate::chars::{View, each_kind, same_kind};
use crate::errors::{self, Exc};
use crate::search;
use crate::text;
use crate::values::{self, c_len, is_str, type_name};

/// Start and end as slices of Python understand them; the start may lie behind the end.
pub(crate) fn bounds(len: usize, start: isize, end: isize) -> (usize, usize) {
    let end = if end < 0 { len.saturating_sub(end.unsigned_abs()) } else { end.unsigned_abs().min(len) };
    let start = if start < 0 { len.saturating_sub(start.unsigned_abs()) } else { start.unsigned_abs() };
    (start, end)
}

/// Both must be str.
unsafe fn check(p: *mut PyObject, other: *mut PyObject) -> bool {
    // SAFETY: arguments of the C-API.
    unsafe {
        for argument in [p, other] {
            if argument.is_null() {
                errors::bad_internal_call();
                return false;
            }
            if !is_str(argument) {
                errors::raise_new(Exc::TypeError, &format!("must be str, not {}", type_name(argument)));
                return false;
            }
        }
        true
    }
}

/// Index of the first (or last, for a negative direction) occurrence, -1 without one, -2 with an exception.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_Find(
    p: *mut PyObject,
    needle: *mut PyObject,
    start: isize,
    end: isize,
    direction: c_int,
) -> isize {
    // SAFETY: arguments of the C-API.
    unsafe {
        if !check(p, needle) {
            return -2;
        }
        let (start, end) = bounds(text::len(p), start, end);
        if start > end {
            return -1;
        }
        let hay = View::of(p).part(start, end);
        let found = same_kind!(hay, View::of(needle), None, |hay, needle| if direction > 0 {
            search::find(hay, needle)
        } else {
            search::rfind(hay, needle)
        });
        found.map_or(-1, |at| c_len(start + at))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_FindChar(
    p: *mut PyObject,
    character: u32,
    start: isize,
    end: isize,
    direction: c_int,
) -> isize {
    // SAFETY: arguments of the C-API.
    unsafe {
        if !is_str(p) {
            errors::bad_internal_call();
            return -2;
        }
        let (start, end) = bounds(text::len(p), start, end);
        if start >= end {
            return -1;
        }
        let found = each_kind!(View::of(p).part(start, end), |items| {
            let is_it = |&item: &_| u32::from(item) == character;
            if direction > 0 { items.iter().position(is_it) } else { items.iter().rposition(is_it) }
        });
        found.map_or(-1, |at| c_len(start + at))
    }
}

/// Occurrences without overlaps; -1 with an exception.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_Count(
    p: *mut PyObject,
    needle: *mut PyObject,
    start: isize,
    end: isize,
) -> isize {
    // SAFETY: arguments of the C-API.
    unsafe {
        if !check(p, needle) {
            return -1;
        }
        let (start, end) = bounds(text::len(p), start, end);
        if start > end {
            return 0;
        }
        let hay = View::of(p).part(start, end);
        c_len(same_kind!(hay, View::of(needle), 0, |hay, needle| search::count(hay, needle)))
    }
}

/// Does the part begin (or end, for a positive direction) with the other str?
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_Tailmatch(
    p: *mut PyObject,
    part: *mut PyObject,
    start: isize,
    end: isize,
    direction: c_int,
) -> isize {
    // SAFETY: arguments of the C-API.
    unsafe {
        if !check(p, part) {
            return -1;
        }
        let (start, end) = bounds(text::len(p), start, end);
        if start > end {
            return 0;
        }
        let hay = View::of(p).part(start, end);
        let matches = same_kind!(hay, View::of(part), false, |hay, part| if direction > 0 {
            hay.ends_with(part)
        } else {
            hay.starts_with(part)
        });
        isize::from(matches)
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_Contains(p: *mut PyObject, needle: *mut PyObject) -> c_int {
    // SAFETY: arguments of the C-API.
    unsafe {
        if p.is_null() || needle.is_null() {
            errors::bad_internal_call();
            return -1;
        }
        if !is_str(needle) {
            let message = format!("'in <string>' requires string as left operand, not {}", type_name(needle));
            errors::raise_new(Exc::TypeError, &message);
            return -1;
        }
        if !check(p, needle) {
            return -1;
        }
        let found = same_kind!(View::of(p), View::of(needle), None, |hay, needle| search::find(hay, needle));
        c_int::from(found.is_some())
    }
}

/// A part of a str; negative positions are refused, an end that is too large is taken back.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_Substring(p: *mut PyObject, start: isize, end: isize) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe {
        if !is_str(p) {
            return values::bad_call_null();
        }
        let (Ok(start), Ok(end)) = (usize::try_from(start), usize::try_from(end)) else {
            return errors::fail(Exc::IndexError, "string index out of range");
        };
        let len = text::len(p);
        let end = end.min(len);
        if start == 0 && end == len && (*p).ob_type == &raw mut crate::builtin::PyUnicode_Type {
            return values::new_ref(p);
        }
        if start >= end {
            return crate::chars::empty();
        }
        let part = View::of(p).part(start, end);
        match part {
            View::One(bytes) if text::is_ascii(p) => crate::chars::from_ascii(bytes),
            part => crate::chars::from_view(part),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::bounds;

    #[test]
    fn positions_are_those_of_slices() {
        assert_eq!(bounds(5, 0, isize::MAX), (0, 5));
        assert_eq!(bounds(5, -2, -1), (3, 4));
        assert_eq!(bounds(5, -9, -9), (0, 0));
        assert_eq!(bounds(5, 7, 9), (7, 5));
    }
}
