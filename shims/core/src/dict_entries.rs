//! Dicts that C makes stay in C until the VM must see them, as its lists and tuples do: a short table of counted keys
//! and values, looked through from its start. Longer dicts, and those with other keys than str, are the VM's at once.

use core::ptr::null_mut;

use pilotage_abi::{PyASCIIObject, PyDictObject, PyObject};

use crate::body::{self, decref, incref, prefix};
use crate::builtin::{PyDict_Type, PyUnicode_Type};
use crate::{handover, text};

/// More keys than this are for a hash table.
const MOST: usize = 32;
/// Room at the start.
const FEW: usize = 8;

/// One block: how many entries it has room for, then those, then a word about each key.
struct Table {
    base: *mut usize,
}

impl Table {
    /// # Safety
    /// `p` is a dict that only C knows.
    unsafe fn of(p: *mut PyObject) -> Table {
        // SAFETY: C code does not look behind this pointer.
        Table { base: unsafe { (*p.cast::<PyDictObject>()).ma_keys.cast() } }
    }

    unsafe fn capacity(&self) -> usize {
        // SAFETY: the first word, where there is a block.
        if self.base.is_null() { 0 } else { unsafe { *self.base } }
    }

    unsafe fn entry(&self, at: usize) -> *mut [*mut PyObject; 2] {
        // SAFETY: `at` is at most the capacity.
        unsafe { self.base.add(1).cast::<[*mut PyObject; 2]>().add(at) }
    }

    unsafe fn sign(&self, at: usize) -> *mut usize {
        // SAFETY: `at` is below the capacity.
        unsafe { self.base.add(1 + 2 * self.capacity() + at) }
    }
}

/// Only C knows it.
///
/// # Safety
/// `p` is a body.
#[inline]
pub(crate) unsafe fn is_private(p: *mut PyObject) -> bool {
    // SAFETY: exact dicts of the VM and of C have a prefix.
    unsafe { (*p).ob_type == &raw mut PyDict_Type && (*prefix(p)).counted && (*prefix(p)).vm.is_null() }
}

/// A dict with nothing in it, count 1.
pub(crate) fn new() -> *mut PyObject {
    let p = body::new_body(size_of::<PyDictObject>(), &raw mut PyDict_Type);
    // SAFETY: a fresh body.
    unsafe {
        (*p).ob_refcnt = 1;
        (*prefix(p)).counted = true;
    }
    p
}

/// How many entries it has.
///
/// # Safety
/// `p` is the body of a dict.
#[inline]
pub(crate) unsafe fn len(p: *mut PyObject) -> usize {
    // SAFETY: the caller's promise.
    unsafe { (*p.cast::<PyDictObject>()).ma_used.unsigned_abs() }
}

/// Something that equal strs have in common, and few others: length, width, the first and the last characters.
///
/// # Safety
/// `key` is the body of a str.
#[inline]
pub(crate) unsafe fn sign_of(key: *mut PyObject) -> usize {
    // SAFETY: the body of a str.
    unsafe {
        let (first, len) = (text::data(key).cast::<u8>(), text::len(key) * text::kind(key) as usize);
        let word = |at: usize| first.add(at).cast::<u64>().read_unaligned();
        let characters = match len {
            0 => 0,
            1..4 => {
                u64::from(*first) | u64::from(*first.add(len / 2)) << 8 | u64::from(*first.add(len - 1)) << 16
            }
            4..8 => {
                let half = |at: usize| u64::from(first.add(at).cast::<u32>().read_unaligned());
                half(0) | half(len - 4) << 32
            }
            _ => word(0) ^ word(len - 8).rotate_left(29),
        };
        (characters ^ (len as u64) << 56 ^ u64::from(text::kind(key)) << 53) as usize
    }
}

/// # Safety
/// Both are bodies of strs.
pub(crate) unsafe fn is_equal(a: *mut PyObject, b: *mut PyObject) -> bool {
    // SAFETY: bodies of str.
    unsafe {
        let (len, kind) = (text::len(a), text::kind(a));
        a == b
            || len == text::len(b)
                && kind == text::kind(b)
                && bytes(a, len * kind as usize) == bytes(b, len * kind as usize)
    }
}

unsafe fn bytes<'a>(p: *mut PyObject, len: usize) -> &'a [u8] {
    // SAFETY: the characters of a str take that many bytes.
    unsafe { core::slice::from_raw_parts(text::data(p).cast(), len) }
}

unsafe fn is_plain_str(key: *mut PyObject) -> bool {
    // SAFETY: a body.
    unsafe { (*key).ob_type == &raw mut PyUnicode_Type }
}

unsafe fn place(p: *mut PyObject, key: *mut PyObject, sign: usize) -> Option<usize> {
    // SAFETY: a dict that only C knows, and a str.
    unsafe {
        let table = Table::of(p);
        (0..len(p)).find(|&at| *table.sign(at) == sign && is_equal((*table.entry(at))[0], key))
    }
}

/// The value of a key, without a reference; `None` when the key is not of a kind that is found here.
///
/// # Safety
/// `p` is a dict that only C knows, `key` a body.
pub(crate) unsafe fn get(p: *mut PyObject, key: *mut PyObject) -> Option<*mut PyObject> {
    // SAFETY: the caller's promise.
    unsafe {
        if !is_plain_str(key) {
            return None;
        }
        let found = place(p, key, sign_of(key));
        Some(found.map_or(null_mut(), |at| (*Table::of(p).entry(at))[1]))
    }
}

/// The entry with this number, without references.
///
/// # Safety
/// `p` is a dict that only C knows.
pub(crate) unsafe fn nth(p: *mut PyObject, at: usize) -> Option<[*mut PyObject; 2]> {
    // SAFETY: below the length.
    unsafe { (at < len(p)).then(|| *Table::of(p).entry(at)) }
}

/// Puts a value in. False when this dict, or this key, is not for here: then the dict belongs to the VM.
/// Who gets the dict into a cycle has it twice, and the VM's collector sees no cycles of bodies.
///
/// # Safety
/// `p` is a dict that only C knows, `key` and `value` are bodies.
pub(crate) unsafe fn set(p: *mut PyObject, key: *mut PyObject, value: *mut PyObject) -> bool {
    // SAFETY: the caller's promise.
    unsafe {
        if !is_plain_str(key) || (*p).ob_refcnt != 1 || value == p {
            return false;
        }
        let sign = sign_of(key);
        if let Some(at) = place(p, key, sign) {
            incref(value);
            let old = core::mem::replace(&mut (*Table::of(p).entry(at))[1], value);
            decref(old);
            return true;
        }
        let at = len(p);
        if at == Table::of(p).capacity() && !grow(p) {
            return false;
        }
        incref(key);
        incref(value);
        let table = Table::of(p);
        table.entry(at).write([key, value]);
        table.sign(at).write(sign);
        (*p.cast::<PyDictObject>()).ma_used = (at + 1).cast_signed();
        true
    }
}

/// Room for twice as many. False when that is too many, or memory is out.
unsafe fn grow(p: *mut PyObject) -> bool {
    // SAFETY: the old block has as many entries as its capacity says.
    unsafe {
        let (old, len) = (Table::of(p), len(p));
        let capacity = (2 * old.capacity()).max(FEW);
        if capacity > MOST {
            return false;
        }
        let base: *mut usize = body::raw_alloc((1 + 3 * capacity) * size_of::<usize>(), false).cast();
        if base.is_null() {
            return false;
        }
        *base = capacity;
        let new = Table { base };
        if len != 0 {
            core::ptr::copy_nonoverlapping(old.entry(0), new.entry(0), len);
            core::ptr::copy_nonoverlapping(old.sign(0), new.sign(0), len);
        }
        body::raw_free(old.base.cast());
        (*p.cast::<PyDictObject>()).ma_keys = base.cast();
        true
    }
}

/// Keys and values, alternating.
///
/// # Safety
/// `p` is a dict that only C knows.
pub(crate) unsafe fn items<'a>(p: *mut PyObject) -> &'a [*mut PyObject] {
    // SAFETY: the entries stand behind each other.
    unsafe {
        if len(p) == 0 {
            return &[];
        }
        core::slice::from_raw_parts(Table::of(p).entry(0).cast(), 2 * len(p))
    }
}

/// The entries, whose references are the caller's now; the dict has none any more.
///
/// # Safety
/// `p` is a dict that only C knows.
pub(crate) unsafe fn take(p: *mut PyObject) -> Taken {
    // SAFETY: the caller's promise.
    unsafe {
        let dict: *mut PyDictObject = p.cast();
        let taken = Taken { table: Table::of(p), at: 0, len: len(p) };
        (*dict).ma_keys = null_mut();
        (*dict).ma_used = 0;
        (*prefix(p)).counted = false;
        taken
    }
}

/// Empty again, and still C's alone.
///
/// # Safety
/// `p` is a dict that only C knows.
pub(crate) unsafe fn clear(p: *mut PyObject) {
    // SAFETY: the caller's promise. The entries go when the dict has none any more.
    unsafe {
        let taken = take(p);
        (*prefix(p)).counted = true;
        drop(taken);
    }
}

/// What a dict had: each entry is given out once.
pub(crate) struct Taken {
    table: Table,
    at: usize,
    len: usize,
}

impl Iterator for Taken {
    type Item = [*mut PyObject; 2];

    fn next(&mut self) -> Option<Self::Item> {
        (self.at < self.len).then(|| {
            self.at += 1;
            // SAFETY: one of the entries.
            unsafe { *self.table.entry(self.at - 1) }
        })
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        for [key, value] in self.by_ref() {
            // SAFETY: references that nobody has taken.
            unsafe {
                decref(key);
                decref(value);
            }
        }
        // SAFETY: the block of the table, or null.
        unsafe { body::raw_free(self.table.base.cast()) }
    }
}

/// The VM's str of a key that is given up. Keys repeat: the VM gets the same short ones again.
///
/// # Safety
/// `key` is a str, and a reference that the caller gives up.
pub(crate) unsafe fn key(key: *mut PyObject) -> crate::model::Ref {
    // SAFETY: the caller's promise.
    unsafe {
        let state = (*key.cast::<PyASCIIObject>()).state;
        if (*key).ob_refcnt != 1 || state & text::ASCII_BIT == 0 || body::vm_of(key).is_some() {
            return handover::value(key);
        }
        let known = crate::short_texts::get(bytes(key, text::len(key)));
        crate::lifetime::free_body(key);
        known
    }
}
