//! `unicodeobject.h`, strs from strs: joined in C while nothing but strs is involved, otherwise by the VM's methods.

use core::ffi::c_int;
use core::ptr::null_mut;

use pilotage_abi::flags::tp;
use pilotage_abi::{PyListObject, PyObject, PyTupleObject, PyVarObject};

use crate::body::{self, decref, prefix, xdecref};
use crate::builtin::PyUnicode_Type;
use crate::chars::{self, View};
use crate::convert::{from_c, give, to_c};
use crate::errors::{self, Exc};
use crate::model::{Obj, Ref, model};
use crate::python;
use crate::text;
use crate::values::{self, is_str, type_name};

/// A method of `str`, called with strs.
unsafe fn method(p: *mut PyObject, name: &'static str, arguments: &[Obj]) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        if p.is_null() {
            return values::bad_call_null();
        }
        if !is_str(p) {
            return errors::fail(Exc::TypeError, &format!("must be str, not {}", type_name(p)));
        }
        let mut all = vec![from_c(p)];
        all.extend(arguments);
        give(values::type_method(&raw mut PyUnicode_Type, name, &all))
    }
}

fn number(value: isize) -> Ref {
    model().int_from_i64(value as i64)
}

/// None for NULL.
unsafe fn or_none(p: *mut PyObject) -> Obj {
    // SAFETY: null or an argument of the C-API.
    if p.is_null() { model().none() } else { unsafe { from_c(p) } }
}

/// A TypeError for an argument that is neither NULL nor a str.
unsafe fn are_strs<const N: usize>(arguments: [*mut PyObject; N]) -> bool {
    for p in arguments {
        // SAFETY: null or an argument of the C-API.
        if unsafe { !p.is_null() && !is_str(p) } {
            // SAFETY: as before.
            let name = unsafe { type_name(p) };
            errors::raise_new(Exc::TypeError, &format!("must be str, not {name}"));
            return false;
        }
    }
    true
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_Split(
    p: *mut PyObject,
    separator: *mut PyObject,
    count: isize,
) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe {
        if !are_strs([p, separator]) {
            return null_mut();
        }
        method(p, "split", &[or_none(separator), number(count).obj()])
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_RSplit(
    p: *mut PyObject,
    separator: *mut PyObject,
    count: isize,
) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe {
        if !are_strs([p, separator]) {
            return null_mut();
        }
        method(p, "rsplit", &[or_none(separator), number(count).obj()])
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_Splitlines(p: *mut PyObject, keep_ends: c_int) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe { method(p, "splitlines", &[model().boolean(keep_ends != 0)]) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_Partition(p: *mut PyObject, separator: *mut PyObject) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe {
        if !are_strs([p, separator]) {
            return null_mut();
        }
        method(p, "partition", &[or_none(separator)])
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_RPartition(p: *mut PyObject, separator: *mut PyObject) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe {
        if !are_strs([p, separator]) {
            return null_mut();
        }
        method(p, "rpartition", &[or_none(separator)])
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_Replace(
    p: *mut PyObject,
    old: *mut PyObject,
    new: *mut PyObject,
    count: isize,
) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe {
        if !are_strs([p, old, new]) {
            return null_mut();
        }
        method(p, "replace", &[or_none(old), or_none(new), number(count).obj()])
    }
}

/// `format % args`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_Format(format: *mut PyObject, args: *mut PyObject) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe {
        if format.is_null() || args.is_null() {
            return values::bad_call_null();
        }
        method(format, "__mod__", &[from_c(args)])
    }
}

/// Two strs one behind the other.
unsafe fn joined(left: *mut PyObject, right: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        let (a, b) = (View::of(left), View::of(right));
        let new =
            chars::new_uninit(a.len() + b.len(), chars::max_character(left).max(chars::max_character(right)));
        if !new.is_null() {
            let (kind, data) = (text::kind(new), text::data(new));
            a.copy_to(kind, data, 0);
            b.copy_to(kind, data, a.len());
        }
        new
    }
}

/// Strs are wanted; TypeError otherwise.
unsafe fn check(left: *mut PyObject, right: *mut PyObject) -> bool {
    // SAFETY: arguments of the C-API.
    unsafe {
        if left.is_null() || right.is_null() {
            errors::bad_internal_call();
            return false;
        }
        if !is_str(left) {
            errors::raise_new(Exc::TypeError, &format!("must be str, not {}", type_name(left)));
            return false;
        }
        if !is_str(right) {
            let message = format!("can only concatenate str (not \"{}\") to str", type_name(right));
            errors::raise_new(Exc::TypeError, &message);
            return false;
        }
        true
    }
}

unsafe fn is_exact(p: *mut PyObject) -> bool {
    // SAFETY: a body.
    unsafe { (*p).ob_type == &raw mut PyUnicode_Type }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_Concat(left: *mut PyObject, right: *mut PyObject) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe {
        if !check(left, right) {
            return null_mut();
        }
        if text::len(left) == 0 && is_exact(right) {
            return values::new_ref(right);
        }
        if text::len(right) == 0 && is_exact(left) {
            return values::new_ref(left);
        }
        joined(left, right)
    }
}

/// The caller's reference is replaced by the longer str, or by NULL with an exception.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_Append(place: *mut *mut PyObject, right: *mut PyObject) {
    // SAFETY: arguments of the C-API.
    unsafe {
        if place.is_null() {
            if !errors::is_set() {
                errors::bad_internal_call();
            }
            return;
        }
        let left = *place;
        if !is_str(left) || !is_str(right) {
            if !errors::is_set() {
                errors::bad_internal_call();
            }
            place.write(null_mut());
            xdecref(left);
            return;
        }
        if text::len(right) == 0 && is_exact(left) {
            return;
        }
        if left != right
            && chars::is_modifiable(left)
            && chars::max_character(right) <= chars::max_character(left)
        {
            let len = text::len(left);
            let new = chars::moved(left, len + text::len(right));
            if new.is_null() {
                decref(left);
            } else {
                View::of(right).copy_to(text::kind(new), text::data(new), len);
            }
            place.write(new);
            return;
        }
        place.write(PyUnicode_Concat(left, right));
        decref(left);
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_AppendAndDel(place: *mut *mut PyObject, right: *mut PyObject) {
    // SAFETY: arguments of the C-API; the second reference is given up.
    unsafe {
        PyUnicode_Append(place, right);
        xdecref(right);
    }
}

/// The items of a list or tuple, as C sees them now.
unsafe fn items<'a>(p: *mut PyObject) -> Option<&'a [*mut PyObject]> {
    // SAFETY: the caller's promise: a body.
    unsafe {
        let first: *mut *mut PyObject = if values::has(p, tp::TUPLE_SUBCLASS) {
            (&raw mut (*p.cast::<PyTupleObject>()).ob_item).cast()
        } else if values::has(p, tp::LIST_SUBCLASS) {
            if body::is_static(p) || !(*prefix(p)).vm.is_null() {
                crate::mirror::refreshed(p, from_c(p));
            }
            (*p.cast::<PyListObject>()).ob_item
        } else {
            return None;
        };
        let len = (*p.cast::<PyVarObject>()).ob_size.unsigned_abs();
        Some(if len == 0 || first.is_null() { &[] } else { core::slice::from_raw_parts(first, len) })
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_Join(separator: *mut PyObject, sequence: *mut PyObject) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe {
        if sequence.is_null() {
            return values::bad_call_null();
        }
        if let Some(items) = items(sequence) {
            return join(separator, items);
        }
        if !values::is_iterable(sequence) {
            return errors::fail(Exc::TypeError, "can only join an iterable");
        }
        let list = model().import("builtins").and_then(|builtins| python::attr(builtins.obj(), "list"));
        let list = match list.and_then(|list| python::call(list.obj(), &[from_c(sequence)])) {
            Ok(list) => to_c(list),
            Err(raised) => {
                errors::raise(raised);
                return null_mut();
            }
        };
        let result = items(list).map_or_else(values::bad_call_null, |items| join(separator, items));
        decref(list);
        result
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicode_JoinArray(
    separator: *mut PyObject,
    items: *const *mut PyObject,
    len: isize,
) -> *mut PyObject {
    if len <= 0 || items.is_null() {
        return chars::empty();
    }
    // SAFETY: arguments of the C-API.
    unsafe { join(separator, core::slice::from_raw_parts(items, len.unsigned_abs())) }
}

/// Without a separator: a blank, as CPython has it.
unsafe fn join(separator: *mut PyObject, items: &[*mut PyObject]) -> *mut PyObject {
    // SAFETY: the caller's promise: bodies, and null or a body.
    unsafe {
        match items {
            [] => return chars::empty(),
            [one] if is_str(*one) && is_exact(*one) => return values::new_ref(*one),
            _ => {}
        }
        if !separator.is_null() && !is_str(separator) {
            let message = format!("separator: expected str instance, {} found", type_name(separator));
            return errors::fail(Exc::TypeError, &message);
        }
        let (between, mut widest) = match separator.is_null() {
            true => (View::One(b" "), 0x7f),
            false => (
                View::of(separator),
                if text::len(separator) == 0 { 0 } else { chars::max_character(separator) },
            ),
        };
        let mut len = between.len() * (items.len() - 1);
        for (at, &item) in items.iter().enumerate() {
            if !is_str(item) {
                let name = if item.is_null() { "NULL".to_owned() } else { type_name(item) };
                let message = format!("sequence item {at}: expected str instance, {name} found");
                return errors::fail(Exc::TypeError, &message);
            }
            len += text::len(item);
            widest = widest.max(chars::max_character(item));
        }
        if len == 0 {
            return chars::empty();
        }
        let new = chars::new_uninit(len, widest);
        if new.is_null() {
            return new;
        }
        let (kind, data, mut at) = (text::kind(new), text::data(new), 0);
        for (index, &item) in items.iter().enumerate() {
            if index > 0 {
                between.copy_to(kind, data, at);
                at += between.len();
            }
            let view = View::of(item);
            view.copy_to(kind, data, at);
            at += view.len();
        }
        new
    }
}

/// Digits of any script become those of ASCII, blanks become spaces, other characters a question mark that ends the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicode_TransformDecimalAndSpaceToASCII(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: an argument of the C-API.
    unsafe {
        if !is_str(p) {
            return values::bad_call_null();
        }
        if text::is_ascii(p) {
            return values::new_ref(p);
        }
        let mut plain = Vec::new();
        for character in View::of(p).iter() {
            let digit = crate::unicodectype::_PyUnicode_ToDecimalDigit(character);
            if character < 0x80 {
                plain.push(character as u8);
            } else if crate::unicodectype::_PyUnicode_IsWhitespace(character) != 0 {
                plain.push(b' ');
            } else if (0..10).contains(&digit) {
                plain.push(b'0' + digit as u8);
            } else {
                plain.push(b'?');
                break;
            }
        }
        chars::from_ascii(&plain)
    }
}
