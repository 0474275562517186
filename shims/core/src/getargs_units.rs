//! The units of the format language of `PyArg_Parse*`: one argument each, or a nested sequence. What a unit took
//! (memory, buffers, things of converters) is given back when a later one fails. Values are in `getargs_values`.

use core::ffi::{c_char, c_int, c_void};
use core::ptr::null_mut;

use pilotage_abi::flags::{buf, tp};
use pilotage_abi::{
    Py_buffer, Py_complex, Py_ssize_t, PyByteArrayObject, PyBytesObject, PyObject, PyTupleObject,
    PyTypeObject, PyVarObject,
};

use crate::body::{raw_alloc, raw_free};
use crate::builtin::{_Py_NoneStruct, Exc, PyByteArray_Type};
use crate::getargs_values::{
    borrows, bounded, count_nested, encode, is_index, is_sequence, mask, no_null, read_only, sequence_items,
    ssize, utf8,
};
use crate::memoryobject::{PyBuffer_FillInfo, PyBuffer_IsContiguous, PyBuffer_Release, PyObject_GetBuffer};
use crate::va::VaList;
use crate::{errors, python, text, types};

unsafe extern "C" {
    fn PyLong_AsLong(p: *mut PyObject) -> i64;
    fn PyLong_AsLongLong(p: *mut PyObject) -> i64;
    fn PyFloat_AsDouble(p: *mut PyObject) -> f64;
    fn PyComplex_AsCComplex(p: *mut PyObject) -> Py_complex;
    fn PyObject_IsTrue(p: *mut PyObject) -> c_int;
}

/// Why an argument was refused.
pub(crate) enum Fail {
    /// What follows `argument 1`; in parentheses where the format itself is wrong.
    Message(String),
    /// An exception is set.
    Set,
}

pub(crate) type Outcome<T = ()> = core::result::Result<T, Fail>;

type Converter = unsafe extern "C" fn(*mut PyObject, *mut c_void) -> c_int;
/// A converter that returns this wants to be called with NULL when a later argument fails.
const CLEANUP_SUPPORTED: c_int = 0x2_0000;

enum Cleanup {
    Memory(*mut *mut c_char),
    Buffer(*mut Py_buffer),
    Converted(Converter, *mut c_void),
}

/// A format and the places that its units fill.
pub(crate) struct Units<'a> {
    pub(crate) format: &'a [u8],
    pub(crate) at: usize,
    va: &'a mut VaList,
    cleanup: Vec<Cleanup>,
    /// Items of the nested sequences in which the argument is, from 1, outermost first.
    pub(crate) levels: Vec<usize>,
}

/// The name of the type as messages have it.
pub(crate) fn type_name(arg: *mut PyObject) -> String {
    if arg == &raw mut _Py_NoneStruct {
        return String::from("None");
    }
    // SAFETY: a living body.
    unsafe { python::c_text((*(*arg).ob_type).tp_name) }
}

pub(crate) fn mismatch<T>(expected: &str, arg: *mut PyObject) -> Outcome<T> {
    Err(Fail::Message(format!("must be {expected}, not {}", type_name(arg))))
}

pub(crate) fn raised<T>(kind: Exc, message: &str) -> Outcome<T> {
    errors::raise_new(kind, message);
    Err(Fail::Set)
}

pub(crate) fn has_flag(p: *mut PyObject, flag: u64) -> bool {
    // SAFETY: a living body.
    unsafe { (*(*p).ob_type).tp_flags & flag != 0 }
}

/// A value that is -1 when an exception is set.
pub(crate) fn checked<T: PartialEq>(value: T, error: T) -> Outcome<T> {
    if value == error && errors::is_set() { Err(Fail::Set) } else { Ok(value) }
}

/// The items of a tuple's body.
///
/// # Safety
/// `p` is the body of a tuple that outlives the use.
pub(crate) unsafe fn tuple_items<'a>(p: *mut PyObject) -> &'a [*mut PyObject] {
    // SAFETY: as many items as the size says.
    unsafe {
        let first: *const *mut PyObject = (&raw const (*p.cast::<PyTupleObject>()).ob_item).cast();
        core::slice::from_raw_parts(first, (*p.cast::<PyVarObject>()).ob_size.unsigned_abs())
    }
}

impl<'a> Units<'a> {
    pub(crate) fn new(format: &'a [u8], va: &'a mut VaList) -> Units<'a> {
        Units { format, at: 0, va, cleanup: Vec::new(), levels: Vec::new() }
    }

    /// The unit that comes next, or 0 at the end.
    pub(crate) fn peek(&self) -> u8 {
        self.format.get(self.at).copied().unwrap_or(0)
    }

    fn next_if(&mut self, wanted: u8) -> bool {
        let found = self.peek() == wanted;
        self.at += usize::from(found);
        found
    }

    /// No unit is left: the end, or a name or message follows.
    pub(crate) fn at_end(&self) -> bool {
        matches!(self.peek(), 0 | b':' | b';')
    }

    /// Gives back what was taken so far.
    pub(crate) fn undo(&mut self) {
        for taken in self.cleanup.drain(..).rev() {
            // SAFETY: places that the caller gave and that units filled.
            unsafe {
                match taken {
                    Cleanup::Memory(place) => {
                        raw_free((*place).cast());
                        *place = null_mut();
                    }
                    Cleanup::Buffer(place) => PyBuffer_Release(place),
                    Cleanup::Converted(converter, place) => {
                        converter(null_mut(), place);
                    }
                }
            }
        }
    }

    /// Converts an argument for the next unit.
    ///
    /// # Safety
    /// `arg` is a body; the places are those that the format asks for.
    pub(crate) unsafe fn convert(&mut self, arg: *mut PyObject) -> Outcome {
        // SAFETY: the caller's promise.
        unsafe { if self.next_if(b'(') { self.nested(arg) } else { self.simple(arg) } }
    }

    /// Passes over the next unit and its places.
    pub(crate) fn skip(&mut self) -> Outcome {
        let unit = self.peek();
        self.at += 1;
        let places = match unit {
            b'(' => {
                while !matches!(self.peek(), b')' | 0) {
                    self.skip()?;
                }
                self.at += 1;
                return Ok(());
            }
            b'e' => {
                if !matches!(self.peek(), b's' | b't') {
                    return bad_format();
                }
                self.at += 1;
                2 + usize::from(self.next_if(b'#'))
            }
            b'w' if self.peek() != b'*' => return bad_format(),
            b's' | b'z' | b'y' | b'w' => {
                let with_size = self.next_if(b'#');
                let _ = self.next_if(b'*');
                1 + usize::from(with_size)
            }
            b'O' => 1 + usize::from(self.next_if(b'!') || self.next_if(b'&')),
            b'b' | b'B' | b'h' | b'H' | b'i' | b'I' | b'l' | b'k' | b'L' | b'K' | b'n' | b'f' | b'd'
            | b'D' | b'c' | b'C' | b'p' | b'S' | b'Y' | b'U' => 1,
            _ => return bad_format(),
        };
        for _ in 0..places {
            self.va.next_u64();
        }
        Ok(())
    }

    /// Units up to the closing parenthesis take the items of a sequence.
    unsafe fn nested(&mut self, arg: *mut PyObject) -> Outcome {
        let (start, wanted) = (self.at, count_nested(&self.format[self.at..]));
        let mut is_tuple = has_flag(arg, tp::TUPLE_SUBCLASS);
        // SAFETY: a living body.
        if !is_tuple && !unsafe { is_sequence(arg) } {
            return mismatch(&format!("{wanted}-item tuple"), arg);
        }
        if !is_tuple && borrows(&self.format[start..]) {
            // What the units borrow would go with the items that a sequence makes.
            is_tuple = true;
            let text = format!("argument must be {wanted}-item tuple, not {}", type_name(arg));
            if let Err(raised) = crate::warnings::deprecated(&text) {
                errors::raise(raised);
                return Err(Fail::Set);
            }
        }
        // SAFETY: the caller's promise; the sequence keeps its items.
        let items = unsafe {
            if has_flag(arg, tp::TUPLE_SUBCLASS) { tuple_items(arg).to_vec() } else { sequence_items(arg)? }
        };
        if items.len() != wanted {
            let kind = if is_tuple { "tuple" } else { "sequence" };
            return Err(Fail::Message(format!("must be {kind} of length {wanted}, not {}", items.len())));
        }
        self.at = start;
        self.levels.push(0);
        for (index, &item) in items.iter().enumerate() {
            if let Some(level) = self.levels.last_mut() {
                *level = index + 1;
            }
            // SAFETY: an item of a living sequence.
            unsafe { self.convert(item)? };
        }
        self.levels.pop();
        self.at += 1;
        Ok(())
    }

    unsafe fn simple(&mut self, arg: *mut PyObject) -> Outcome {
        let unit = self.peek();
        self.at += 1;
        // SAFETY: the caller's promise.
        unsafe {
            match unit {
                b'b' | b'B' | b'h' | b'H' | b'i' | b'I' | b'l' | b'k' | b'L' | b'K' | b'n' => {
                    self.integer(unit, arg)
                }
                b'f' => {
                    let place = self.va.next_ptr::<f32>();
                    *place = checked(PyFloat_AsDouble(arg), -1.0)? as f32;
                    Ok(())
                }
                b'd' => {
                    let place = self.va.next_ptr::<f64>();
                    *place = checked(PyFloat_AsDouble(arg), -1.0)?;
                    Ok(())
                }
                b'D' => {
                    let place = self.va.next_ptr::<Py_complex>();
                    let value = PyComplex_AsCComplex(arg);
                    checked(value.real, -1.0)?;
                    *place = value;
                    Ok(())
                }
                b'c' => self.byte(arg),
                b'C' => self.character(arg),
                b'p' => {
                    let place = self.va.next_ptr::<c_int>();
                    let truth = PyObject_IsTrue(arg);
                    if truth < 0 {
                        return Err(Fail::Set);
                    }
                    *place = truth;
                    Ok(())
                }
                b'y' => self.bytes_like(arg),
                b's' | b'z' => self.string(unit == b'z', arg),
                b'e' => self.encoded(arg),
                b'S' => self.object_of(has_flag(arg, tp::BYTES_SUBCLASS), "bytes", arg),
                b'U' => self.object_of(has_flag(arg, tp::UNICODE_SUBCLASS), "str", arg),
                b'Y' => {
                    let is_one = types::is_subtype((*arg).ob_type, &raw mut PyByteArray_Type);
                    self.object_of(is_one, "bytearray", arg)
                }
                b'O' => self.object(arg),
                b'w' => self.writable(arg),
                _ => bad_format(),
            }
        }
    }

    unsafe fn integer(&mut self, unit: u8, arg: *mut PyObject) -> Outcome {
        let place = self.va.next_ptr::<c_void>();
        // SAFETY: the caller's promise: a place of the unit's width.
        unsafe {
            match unit {
                b'b' => *place.cast::<u8>() = bounded(arg, 0, 0xff, "unsigned byte integer")? as u8,
                b'h' => *place.cast::<i16>() = bounded(arg, -0x8000, 0x7fff, "signed short integer")? as i16,
                b'i' => {
                    let value = bounded(arg, i64::from(i32::MIN), i64::from(i32::MAX), "signed integer")?;
                    *place.cast::<i32>() = value as i32;
                }
                b'B' => *place.cast::<u8>() = mask(arg)? as u8,
                b'H' => *place.cast::<u16>() = mask(arg)? as u16,
                b'I' => *place.cast::<u32>() = mask(arg)? as u32,
                b'k' | b'K' => {
                    if !is_index(arg) {
                        return mismatch("int", arg);
                    }
                    *place.cast::<u64>() = mask(arg)?;
                }
                b'l' => *place.cast::<i64>() = checked(PyLong_AsLong(arg), -1)?,
                b'L' => *place.cast::<i64>() = checked(PyLong_AsLongLong(arg), -1)?,
                _ => {
                    if !is_index(arg) {
                        let name = type_name(arg);
                        return raised(
                            Exc::TypeError,
                            &format!("'{name}' object cannot be interpreted as an integer"),
                        );
                    }
                    *place.cast::<Py_ssize_t>() = ssize(arg)?;
                }
            }
        }
        Ok(())
    }

    unsafe fn byte(&mut self, arg: *mut PyObject) -> Outcome {
        let place = self.va.next_ptr::<c_char>();
        // SAFETY: the caller's promise.
        unsafe {
            let is_array = types::is_subtype((*arg).ob_type, &raw mut PyByteArray_Type);
            if !is_array && !has_flag(arg, tp::BYTES_SUBCLASS) {
                return mismatch("a byte string of length 1", arg);
            }
            let len = (*arg.cast::<PyVarObject>()).ob_size;
            if len != 1 {
                let kind = if is_array { "a bytearray object" } else { "a bytes object" };
                let message = format!("must be a byte string of length 1, not {kind} of length {len}");
                return Err(Fail::Message(message));
            }
            *place = if is_array {
                *(*arg.cast::<PyByteArrayObject>()).ob_start
            } else {
                (*arg.cast::<PyBytesObject>()).ob_sval[0]
            };
        }
        Ok(())
    }

    unsafe fn character(&mut self, arg: *mut PyObject) -> Outcome {
        let place = self.va.next_ptr::<c_int>();
        if !has_flag(arg, tp::UNICODE_SUBCLASS) {
            return mismatch("a unicode character", arg);
        }
        // SAFETY: the body of a str.
        unsafe {
            let len = text::len(arg);
            if len != 1 {
                return Err(Fail::Message(format!(
                    "must be a unicode character, not a string of length {len}"
                )));
            }
            *place = text::get(text::kind(arg), text::data(arg), 0) as c_int;
        }
        Ok(())
    }

    /// `y`, `y*`, `y#`.
    unsafe fn bytes_like(&mut self, arg: *mut PyObject) -> Outcome {
        // SAFETY: the caller's promise.
        unsafe {
            if self.next_if(b'*') {
                return self.buffer(arg);
            }
            let place = self.va.next_ptr::<*const c_char>();
            if self.next_if(b'#') {
                let size = self.va.next_ptr::<Py_ssize_t>();
                (*place, *size) = read_only(arg)?;
                return Ok(());
            }
            let (data, len) = read_only(arg)?;
            no_null(data, len, "embedded null byte")?;
            *place = data;
        }
        Ok(())
    }

    /// `s`, `s*`, `s#` and the same with `z`, which take None.
    unsafe fn string(&mut self, none_too: bool, arg: *mut PyObject) -> Outcome {
        let is_none = none_too && arg == &raw mut _Py_NoneStruct;
        let is_str = has_flag(arg, tp::UNICODE_SUBCLASS);
        // SAFETY: the caller's promise.
        unsafe {
            if self.next_if(b'*') {
                if !is_none && !is_str {
                    return self.buffer(arg);
                }
                let place = self.va.next_ptr::<Py_buffer>();
                let (data, len) = if is_none { (core::ptr::null(), 0) } else { utf8(arg)? };
                let owner = if is_none { null_mut() } else { arg };
                PyBuffer_FillInfo(place, owner, data.cast_mut().cast(), len, 1, 0);
                self.cleanup.push(Cleanup::Buffer(place));
                return Ok(());
            }
            let place = self.va.next_ptr::<*const c_char>();
            if self.next_if(b'#') {
                let size = self.va.next_ptr::<Py_ssize_t>();
                (*place, *size) = if is_none {
                    (core::ptr::null(), 0)
                } else if is_str {
                    utf8(arg)?
                } else {
                    read_only(arg)?
                };
                return Ok(());
            }
            if is_none {
                *place = core::ptr::null();
                return Ok(());
            }
            if !is_str {
                return mismatch(if none_too { "str or None" } else { "str" }, arg);
            }
            let (data, len) = utf8(arg)?;
            no_null(data, len, "embedded null character")?;
            *place = data;
        }
        Ok(())
    }

    /// `s*`, `y*`: a buffer that the caller releases.
    unsafe fn buffer(&mut self, arg: *mut PyObject) -> Outcome {
        let place = self.va.next_ptr::<Py_buffer>();
        // SAFETY: the caller's promise.
        unsafe { self.exported(arg, place, buf::SIMPLE) }
    }

    unsafe fn exported(&mut self, arg: *mut PyObject, place: *mut Py_buffer, flags: c_int) -> Outcome {
        // SAFETY: the caller's promise.
        unsafe {
            if PyObject_GetBuffer(arg, place, flags) != 0 {
                return Err(Fail::Set);
            }
            if PyBuffer_IsContiguous(place, b'C' as c_char) == 0 {
                PyBuffer_Release(place);
                return mismatch("contiguous buffer", arg);
            }
        }
        self.cleanup.push(Cleanup::Buffer(place));
        Ok(())
    }

    /// `w*`.
    unsafe fn writable(&mut self, arg: *mut PyObject) -> Outcome {
        if !self.next_if(b'*') {
            return bad_format();
        }
        let place = self.va.next_ptr::<Py_buffer>();
        // SAFETY: the caller's promise.
        let outcome = unsafe { self.exported(arg, place, buf::WRITABLE) };
        if matches!(outcome, Err(Fail::Set)) {
            drop(errors::take_raised());
            return mismatch("read-write bytes-like object", arg);
        }
        outcome
    }

    /// `es`, `et`, `es#`, `et#`: memory with the encoded text.
    unsafe fn encoded(&mut self, arg: *mut PyObject) -> Outcome {
        let encoding = self.va.next_ptr::<c_char>();
        let takes_bytes = self.peek() == b't';
        if !takes_bytes && self.peek() != b's' {
            return bad_format();
        }
        self.at += 1;
        let place = self.va.next_ptr::<*mut c_char>();
        let size = if self.next_if(b'#') { self.va.next_ptr::<Py_ssize_t>() } else { null_mut() };
        // SAFETY: the caller's promise.
        unsafe {
            let data = encode(arg, encoding, takes_bytes)?;
            self.deliver(arg, &data, place, size)
        }
    }

    unsafe fn deliver(
        &mut self,
        arg: *mut PyObject,
        data: &[u8],
        place: *mut *mut c_char,
        size: *mut Py_ssize_t,
    ) -> Outcome {
        // SAFETY: the caller's promise: places of `es`.
        unsafe {
            if place.is_null() {
                return Err(Fail::Message(String::from("(buffer is NULL)")));
            }
            if size.is_null() && data.contains(&0) {
                return mismatch("encoded string without null bytes", arg);
            }
            if size.is_null() || (*place).is_null() {
                *place = raw_alloc(data.len() + 1, false).cast();
                if (*place).is_null() {
                    return raised(Exc::MemoryError, "");
                }
                self.cleanup.push(Cleanup::Memory(place));
            } else if data.len().cast_signed() + 1 > *size {
                let message =
                    format!("encoded string too long ({}, maximum length {})", data.len(), *size - 1);
                return raised(Exc::ValueError, &message);
            }
            core::ptr::copy_nonoverlapping(data.as_ptr(), (*place).cast(), data.len());
            *(*place).add(data.len()) = 0;
            if !size.is_null() {
                *size = data.len().cast_signed();
            }
        }
        Ok(())
    }

    /// `S`, `U`, `Y`.
    unsafe fn object_of(&mut self, is_one: bool, expected: &str, arg: *mut PyObject) -> Outcome {
        let place = self.va.next_ptr::<*mut PyObject>();
        if !is_one {
            return mismatch(expected, arg);
        }
        // SAFETY: the caller's promise.
        unsafe { *place = arg };
        Ok(())
    }

    /// `O`, `O!`, `O&`.
    unsafe fn object(&mut self, arg: *mut PyObject) -> Outcome {
        // SAFETY: the caller's promise.
        unsafe {
            if self.next_if(b'!') {
                let class = self.va.next_ptr::<PyTypeObject>();
                let place = self.va.next_ptr::<*mut PyObject>();
                if !types::is_subtype((*arg).ob_type, class) {
                    return mismatch(&python::c_text((*class).tp_name), arg);
                }
                *place = arg;
            } else if self.next_if(b'&') {
                let converter = core::mem::transmute::<u64, Option<Converter>>(self.va.next_u64());
                let place = self.va.next_ptr::<c_void>();
                let Some(converter) = converter else { return bad_format() };
                match converter(arg, place) {
                    0 => return Err(Fail::Message(String::from("(unspecified)"))),
                    CLEANUP_SUPPORTED => self.cleanup.push(Cleanup::Converted(converter, place)),
                    _ => {}
                }
            } else {
                *self.va.next_ptr::<*mut PyObject>() = arg;
            }
        }
        Ok(())
    }
}

pub(crate) fn bad_format<T>() -> Outcome<T> {
    Err(Fail::Message(String::from("(impossible<bad format char>)")))
}
