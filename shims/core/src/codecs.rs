//! `codecs.h`: the VM's registry of codecs and of error handlers.

use core::ffi::{c_char, c_int};

use pilotage_abi::PyObject;

use crate::convert::{from_c, give, status};
use crate::errors::{self, Exc};
use crate::model::{Obj, Ref, Result, model};
use crate::python;
use crate::values;

/// A pointer that every reader of a binary can share.
#[repr(transparent)]
#[derive(Debug)]
pub struct Digits(*const c_char);

// SAFETY: it points to constant text.
unsafe impl Sync for Digits {}

#[unsafe(no_mangle)]
pub static Py_hexdigits: Digits = Digits(c"0123456789abcdef".as_ptr());

/// Calls a function of `_codecs`.
fn registry(function: &str, arguments: &[Obj]) -> Result {
    python::call_function("_codecs", function, arguments)
}

unsafe fn lookup(encoding: *const c_char) -> Result {
    if encoding.is_null() {
        return errors::error(Exc::TypeError, "bad argument type for built-in operation");
    }
    // SAFETY: the caller's promise.
    registry("lookup", &[unsafe { values::name_or(encoding, "") }.obj()])
}

/// An entry of what `lookup` gives.
unsafe fn part(encoding: *const c_char, at: usize) -> Result {
    // SAFETY: the caller's promise.
    let found = unsafe { lookup(encoding) }?;
    match model().tuple_items(found.obj()).get(at) {
        Some(item) => Ok(item.to_ref()),
        None => errors::error(Exc::TypeError, "codec search functions must return 4-tuples"),
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCodec_Register(search: *mut PyObject) -> c_int {
    // SAFETY: an argument of the C-API.
    status(unsafe { values::argument(search) }.and_then(|search| registry("register", &[search])).map(drop))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCodec_Unregister(search: *mut PyObject) -> c_int {
    // SAFETY: an argument of the C-API.
    status(unsafe { values::argument(search) }.and_then(|search| registry("unregister", &[search])).map(drop))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCodec_KnownEncoding(encoding: *const c_char) -> c_int {
    // SAFETY: an argument of the C-API.
    c_int::from(unsafe { lookup(encoding) }.is_ok())
}

unsafe fn code(
    p: *mut PyObject,
    function: &str,
    encoding: *const c_char,
    errors: *const c_char,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        if p.is_null() {
            return values::bad_call_null();
        }
        if encoding.is_null() {
            return values::bad_argument_null();
        }
        let (encoding, errors) = (values::name_or(encoding, ""), values::name_or(errors, "strict"));
        give(registry(function, &[from_c(p), encoding.obj(), errors.obj()]))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCodec_Encode(
    p: *mut PyObject,
    encoding: *const c_char,
    errors: *const c_char,
) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe { code(p, "encode", encoding, errors) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCodec_Decode(
    p: *mut PyObject,
    encoding: *const c_char,
    errors: *const c_char,
) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe { code(p, "decode", encoding, errors) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCodec_Encoder(encoding: *const c_char) -> *mut PyObject {
    // SAFETY: an argument of the C-API.
    give(unsafe { part(encoding, 0) })
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCodec_Decoder(encoding: *const c_char) -> *mut PyObject {
    // SAFETY: an argument of the C-API.
    give(unsafe { part(encoding, 1) })
}

unsafe fn incremental(encoding: *const c_char, errors: *const c_char, which: &str) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        let factory = lookup(encoding).and_then(|found| python::attr(found.obj(), which));
        give(factory.and_then(|factory| call_with_errors(&factory, None, errors)))
    }
}

/// The handler is left out for NULL.
unsafe fn call_with_errors(factory: &Ref, stream: Option<Obj>, errors: *const c_char) -> Result {
    let mut arguments: Vec<Obj> = stream.into_iter().collect();
    // SAFETY: the caller's promise.
    let errors = (!errors.is_null()).then(|| unsafe { values::name_or(errors, "strict") });
    arguments.extend(errors.as_ref().map(Ref::obj));
    python::call(factory.obj(), &arguments)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCodec_IncrementalEncoder(
    encoding: *const c_char,
    errors: *const c_char,
) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe { incremental(encoding, errors, "incrementalencoder") }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCodec_IncrementalDecoder(
    encoding: *const c_char,
    errors: *const c_char,
) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe { incremental(encoding, errors, "incrementaldecoder") }
}

unsafe fn stream(
    encoding: *const c_char,
    stream: *mut PyObject,
    errors: *const c_char,
    at: usize,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        let factory = part(encoding, at);
        give(factory.and_then(|factory| call_with_errors(&factory, Some(values::argument(stream)?), errors)))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCodec_StreamReader(
    encoding: *const c_char,
    source: *mut PyObject,
    errors: *const c_char,
) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe { stream(encoding, source, errors, 2) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCodec_StreamWriter(
    encoding: *const c_char,
    target: *mut PyObject,
    errors: *const c_char,
) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe { stream(encoding, target, errors, 3) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCodec_RegisterError(name: *const c_char, handler: *mut PyObject) -> c_int {
    // SAFETY: arguments of the C-API.
    unsafe {
        let name = values::name_or(name, "strict");
        status(
            values::argument(handler)
                .and_then(|handler| registry("register_error", &[name.obj(), handler]))
                .map(drop),
        )
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCodec_LookupError(name: *const c_char) -> *mut PyObject {
    // SAFETY: an argument of the C-API.
    give(registry("lookup_error", &[unsafe { values::name_or(name, "strict") }.obj()]))
}

/// What the handler of a name does with an exception.
unsafe fn handle(exception: *mut PyObject, name: &str) -> *mut PyObject {
    // SAFETY: the caller's promise.
    let exception = unsafe { values::argument(exception) };
    give(exception.and_then(|exception| {
        let handler = registry("lookup_error", &[python::text(name).obj()])?;
        match prepared(exception, name)? {
            Prepared::AsIs => python::call(handler.obj(), &[exception]),
            Prepared::Instead(other) => python::call(handler.obj(), &[other.obj()]),
            Prepared::Answer(answer) => Ok(answer),
        }
    }))
}

fn unicode_kind(exception: Obj) -> Option<Exc> {
    let class = model().class(exception);
    let kinds = [Exc::UnicodeEncodeError, Exc::UnicodeDecodeError, Exc::UnicodeTranslateError];
    // SAFETY: exception classes are ready from the start.
    kinds.into_iter().find(|kind| unsafe { model().is_subtype(class, from_c(kind.class())) })
}

/// A Unicode error as the VM's handlers want it, or what CPython's would answer where they look for a character and
/// there is none.
enum Prepared {
    AsIs,
    Instead(Ref),
    Answer(Ref),
}

/// Positions that lie outside of the object go to the nearest ones inside.
fn prepared(exception: Obj, handler: &str) -> Result<Prepared> {
    let Some(kind) = unicode_kind(exception) else { return Ok(Prepared::AsIs) };
    let object = python::attr(exception, "object")?;
    let len = model().len(object.obj())? as i64;
    let number =
        |name| -> Result<i64> { Ok(model().int_to_i64(python::attr(exception, name)?.obj()).unwrap_or(0)) };
    let (start, end) = (number("start")?, number("end")?);
    let near_start = start.clamp(0, (len - 1).max(0));
    let near_end = end.max(1).min(len);
    let for_encoders = matches!(handler, "xmlcharrefreplace" | "namereplace");
    let is_for_kind = handler != "strict" && (!for_encoders || kind == Exc::UnicodeEncodeError);
    if near_end <= near_start && is_for_kind {
        let marks = kind == Exc::UnicodeDecodeError && handler == "replace";
        let text = python::text(if marks { "\u{fffd}" } else { "" });
        return Ok(Prepared::Answer(model().tuple(vec![text, model().int_from_i64(near_end)])));
    }
    if (start, end) == (near_start, near_end) {
        return Ok(Prepared::AsIs);
    }
    let mut args = vec![object, model().int_from_i64(near_start), model().int_from_i64(near_end)];
    args.push(python::attr(exception, "reason")?);
    if kind != Exc::UnicodeTranslateError {
        args.insert(0, python::attr(exception, "encoding")?);
    }
    let args: Vec<Obj> = args.iter().map(Ref::obj).collect();
    // SAFETY: exception classes are ready from the start.
    python::call(unsafe { from_c(kind.class()) }, &args).map(Prepared::Instead)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCodec_StrictErrors(exception: *mut PyObject) -> *mut PyObject {
    // SAFETY: an argument of the C-API.
    unsafe { handle(exception, "strict") }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCodec_IgnoreErrors(exception: *mut PyObject) -> *mut PyObject {
    // SAFETY: an argument of the C-API.
    unsafe { handle(exception, "ignore") }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCodec_ReplaceErrors(exception: *mut PyObject) -> *mut PyObject {
    // SAFETY: an argument of the C-API.
    unsafe { handle(exception, "replace") }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCodec_XMLCharRefReplaceErrors(exception: *mut PyObject) -> *mut PyObject {
    // SAFETY: an argument of the C-API.
    unsafe { handle(exception, "xmlcharrefreplace") }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCodec_BackslashReplaceErrors(exception: *mut PyObject) -> *mut PyObject {
    // SAFETY: an argument of the C-API.
    unsafe { handle(exception, "backslashreplace") }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCodec_NameReplaceErrors(exception: *mut PyObject) -> *mut PyObject {
    // SAFETY: an argument of the C-API.
    unsafe { handle(exception, "namereplace") }
}
