//! `object.h`: text, hash, comparison and truth of any object.

use core::ffi::c_int;
use core::ptr::null_mut;

use pilotage_abi::flags::tp;
use pilotage_abi::{PyASCIIObject, PyBytesObject, PyLongObject, PyObject, PyVarObject, richcmpfunc};

use crate::body::{decref, incref};
use crate::builtin as b;
use crate::convert::{from_c, from_c_opt, give, to_c, truth};
use crate::errors;
use crate::model::{Compare, model};
use crate::protocol::{
    boolean, has_flag, in_c, is_exact, make, mapping, none, not_implemented, null_argument,
    null_argument_int, number, sequence, type_error, type_name,
};
use crate::{python, text, types};

// --- text ---

fn null_text() -> *mut PyObject {
    to_c(python::text("<NULL>"))
}

/// What a slot that must give a str gave.
unsafe fn a_str(result: *mut PyObject, method: &str) -> *mut PyObject {
    // SAFETY: NULL or a new reference.
    unsafe {
        if result.is_null() || has_flag(result, tp::UNICODE_SUBCLASS) {
            return result;
        }
        let message = format!("{method} returned non-string (type {})", type_name(result));
        decref(result);
        type_error(&message)
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_Repr(o: *mut PyObject) -> *mut PyObject {
    if o.is_null() {
        return null_text();
    }
    // SAFETY: a living body.
    unsafe {
        if !in_c(o) {
            return give(model().repr(from_c(o)));
        }
        let Some(repr) = (*(*o).ob_type).tp_repr else {
            return to_c(python::text(&format!("<{} object at {o:p}>", type_name(o))));
        };
        if let Err(raised) = model().enter_recursion(" while getting the repr of an object") {
            errors::raise(raised);
            return null_mut();
        }
        let result = repr(o);
        model().leave_recursion();
        a_str(result, "__repr__")
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_Str(o: *mut PyObject) -> *mut PyObject {
    if o.is_null() {
        return null_text();
    }
    // SAFETY: a living body.
    unsafe {
        if is_exact(o, &raw mut b::PyUnicode_Type) {
            incref(o);
            return o;
        }
        if !in_c(o) {
            return give(model().str(from_c(o)));
        }
        let Some(str) = (*(*o).ob_type).tp_str else { return PyObject_Repr(o) };
        if let Err(raised) = model().enter_recursion(" while getting the str of an object") {
            errors::raise(raised);
            return null_mut();
        }
        let result = str(o);
        model().leave_recursion();
        a_str(result, "__str__")
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_ASCII(o: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or a living body.
    unsafe {
        let repr = PyObject_Repr(o);
        if repr.is_null() || text::is_ascii(repr) {
            return repr;
        }
        let escaped = python::call_method(
            from_c(repr),
            "encode",
            &[python::text("ascii").obj(), python::text("backslashreplace").obj()],
        );
        decref(repr);
        give(
            escaped
                .and_then(|bytes| python::call_method(bytes.obj(), "decode", &[python::text("ascii").obj()])),
        )
    }
}

/// `bytes(o)` without its meaning for ints.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_Bytes(o: *mut PyObject) -> *mut PyObject {
    if o.is_null() {
        return to_c(model().bytes(b"<NULL>"));
    }
    // SAFETY: a living body.
    unsafe {
        if is_exact(o, &raw mut b::PyBytes_Type) {
            incref(o);
            return o;
        }
        let is_text = has_flag(o, tp::UNICODE_SUBCLASS);
        let vm = from_c(o);
        let method = model().type_lookup(model().class(vm), python::name("__bytes__").obj());
        if method.is_some() {
            let Ok(bytes) = python::call_method(vm, "__bytes__", &[]).map_err(errors::raise) else {
                return null_mut();
            };
            let class = model().class(bytes.obj());
            if !model().is_subtype(class, b::class(&raw mut b::PyBytes_Type)) {
                let class = model().type_name(class);
                return type_error(&format!("__bytes__ returned non-bytes (type {class})"));
            }
            return to_c(bytes);
        }
        if is_text || has_flag(o, tp::LONG_SUBCLASS) {
            return type_error(&format!("cannot convert '{}' object to bytes", type_name(o)));
        }
        give(make(&raw mut b::PyBytes_Type, &[vm]))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_Dir(o: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or a living body.
    unsafe { give(python::builtin("dir").and_then(|dir| python::call(dir.obj(), from_c_opt(o).as_slice()))) }
}

// --- hash ---

/// A hash is never -1.
fn hash_number(hash: crate::model::Result<i64>) -> isize {
    match hash {
        Ok(-1) => -2,
        Ok(hash) => hash as isize,
        Err(raised) => {
            errors::raise(raised);
            -1
        }
    }
}

/// Bodies of str and bytes keep their hash: extensions look at it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_Hash(o: *mut PyObject) -> isize {
    if o.is_null() {
        return crate::protocol::null_argument_size();
    }
    // SAFETY: a living body of the layout that its type says.
    unsafe {
        let kept: *mut isize = if is_exact(o, &raw mut b::PyUnicode_Type) {
            &raw mut (*o.cast::<PyASCIIObject>()).hash
        } else if is_exact(o, &raw mut b::PyBytes_Type) {
            &raw mut (*o.cast::<PyBytesObject>()).ob_shash
        } else {
            return other_hash(o);
        };
        if *kept == -1 {
            *kept = hash_number(model().hash(from_c(o)));
        }
        *kept
    }
}

unsafe fn other_hash(o: *mut PyObject) -> isize {
    // SAFETY: a living body.
    unsafe {
        if !in_c(o) {
            return hash_number(model().hash(from_c(o)));
        }
        match (*(*o).ob_type).tp_hash {
            Some(hash) => hash(o),
            None => crate::object::PyObject_HashNotImplemented(o),
        }
    }
}

// --- comparison ---

/// `Py_LT` ... as they are seen from the right.
const SWAPPED: [c_int; 6] = [4, 5, 2, 3, 0, 1];
const SIGNS: [&str; 6] = ["<", "<=", "==", "!=", ">", ">="];
const EQ: c_int = 2;
const NE: c_int = 3;

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_RichCompare(
    v: *mut PyObject,
    w: *mut PyObject,
    op: c_int,
) -> *mut PyObject {
    let Some(compare) = Compare::from_c(op) else { return crate::protocol::bad_call() };
    if v.is_null() || w.is_null() {
        return null_argument();
    }
    // SAFETY: living bodies.
    unsafe {
        if let Some(equal) = quick_equal(v, w)
            && (op == EQ || op == NE)
        {
            return boolean(equal == (op == EQ));
        }
        if !in_c(v) && !in_c(w) {
            return give(model().compare(from_c(v), from_c(w), compare));
        }
        if let Err(raised) = model().enter_recursion(" in comparison") {
            errors::raise(raised);
            return null_mut();
        }
        let result = by_slots(v, w, op);
        model().leave_recursion();
        result
    }
}

/// Two str, or two ints of one size: their bodies tell.
unsafe fn quick_equal(v: *mut PyObject, w: *mut PyObject) -> Option<bool> {
    // SAFETY: living bodies of the layouts that their types say.
    unsafe {
        if (*v).ob_type != (*w).ob_type {
            return None;
        }
        if is_exact(v, &raw mut b::PyUnicode_Type) {
            let (len, kind) = (text::len(v), text::kind(v));
            let bytes = |p| core::slice::from_raw_parts(text::data(p).cast::<u8>(), len * kind as usize);
            return Some(v == w || (len == text::len(w) && kind == text::kind(w) && bytes(v) == bytes(w)));
        }
        if is_exact(v, &raw mut b::PyLong_Type) {
            return Some(crate::protocol::compact_int(v)? == crate::protocol::compact_int(w)?);
        }
        None
    }
}

/// Python's rules: a subclass on the right first, then left, then right; identity for equality.
unsafe fn by_slots(v: *mut PyObject, w: *mut PyObject, op: c_int) -> *mut PyObject {
    // SAFETY: living bodies; `op` is one of six.
    unsafe {
        let at = op.unsigned_abs() as usize;
        let (left, right): (Option<richcmpfunc>, Option<richcmpfunc>) =
            ((*(*v).ob_type).tp_richcompare, (*(*w).ob_type).tp_richcompare);
        let right_first = (*v).ob_type != (*w).ob_type && types::is_subtype((*w).ob_type, (*v).ob_type);
        let try_right = || right.map_or(not_implemented(), |compare| compare(w, v, SWAPPED[at]));
        if right_first {
            let result = try_right();
            if result != not_implemented() {
                return result;
            }
        }
        let result = left.map_or(not_implemented(), |compare| compare(v, w, op));
        if result != not_implemented() {
            return result;
        }
        if !right_first {
            let result = try_right();
            if result != not_implemented() {
                return result;
            }
        }
        match op {
            EQ => boolean(v == w),
            NE => boolean(v != w),
            _ => type_error(&format!(
                "'{}' not supported between instances of '{}' and '{}'",
                SIGNS[at],
                type_name(v),
                type_name(w)
            )),
        }
    }
}

/// 1, 0, or -1 with an exception. An object equals itself.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_RichCompareBool(v: *mut PyObject, w: *mut PyObject, op: c_int) -> c_int {
    if v == w && !v.is_null() && (op == EQ || op == NE) {
        return c_int::from(op == EQ);
    }
    // SAFETY: NULL or living bodies.
    unsafe {
        let result = PyObject_RichCompare(v, w, op);
        if result.is_null() {
            return -1;
        }
        let holds = PyObject_IsTrue(result);
        decref(result);
        holds
    }
}

// --- truth ---

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_IsTrue(o: *mut PyObject) -> c_int {
    if o == boolean(true) {
        return 1;
    }
    if o == boolean(false) || o == none() {
        return 0;
    }
    if o.is_null() {
        return null_argument_int();
    }
    // SAFETY: a living body of the layout that its type says.
    unsafe {
        if is_exact(o, &raw mut b::PyLong_Type) {
            return c_int::from((*o.cast::<PyLongObject>()).long_value.lv_tag & 3 != 1);
        }
        if is_exact(o, &raw mut b::PyUnicode_Type) {
            return c_int::from(text::len(o) != 0);
        }
        if is_exact(o, &raw mut b::PyTuple_Type) {
            return c_int::from((*o.cast::<PyVarObject>()).ob_size != 0);
        }
        if !in_c(o) {
            return truth(model().truth(from_c(o)));
        }
        if let Some(bool) = number(o).and_then(|table| table.nb_bool) {
            return bool(o);
        }
        let length = mapping(o)
            .and_then(|table| table.mp_length)
            .or_else(|| sequence(o).and_then(|table| table.sq_length));
        length.map_or(1, |length| c_int::try_from(length(o).signum()).unwrap_or(-1))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_Not(o: *mut PyObject) -> c_int {
    // SAFETY: NULL or a living body.
    match unsafe { PyObject_IsTrue(o) } {
        1.. => 0,
        0 => 1,
        error => error,
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_SelfIter(o: *mut PyObject) -> *mut PyObject {
    // SAFETY: a living body.
    unsafe { incref(o) };
    o
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCallable_Check(o: *mut PyObject) -> c_int {
    if o.is_null() {
        return 0;
    }
    // SAFETY: a living body.
    unsafe {
        if in_c(o) {
            return c_int::from((*(*o).ob_type).tp_call.is_some());
        }
        c_int::from(model().is_callable(from_c(o)))
    }
}
