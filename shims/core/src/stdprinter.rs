//! `PyStdPrinter_Type`: a stream that writes to a descriptor of C and knows nothing else.

use core::ffi::{c_int, c_void};
use core::ptr::null_mut;

use pilotage_abi::flags::meth;
use pilotage_abi::{PyGetSetDef, PyMethodDef, PyObject, PyTypeObject};

use crate::convert::{from_c, to_c};
use crate::descrobject::{LAST_GETSET, Table, getset};
use crate::errors;
use crate::fileutils::_Py_write;
use crate::lifetime::free_body;
use crate::longobject::new_signed;
use crate::model::{Shape, model};
use crate::own_type::{new_instance, own_type};
use crate::protocol::{boolean, none, type_error, type_name};
use crate::python;

unsafe extern "C" {
    #[link_name = "isatty"]
    fn c_isatty(descriptor: c_int) -> c_int;
}

#[repr(C)]
struct Printer {
    ob_base: PyObject,
    descriptor: c_int,
}

#[unsafe(no_mangle)]
pub static mut PyStdPrinter_Type: PyTypeObject = PyTypeObject {
    tp_repr: Some(repr),
    tp_methods: METHODS.0.as_ptr().cast_mut(),
    tp_getset: GETSETS.0.as_ptr().cast_mut(),
    ..own_type(c"stderrprinter", size_of::<Printer>(), dealloc)
};

const fn method(name: &'static core::ffi::CStr, function: *const (), flags: c_int) -> PyMethodDef {
    PyMethodDef {
        ml_name: name.as_ptr(),
        ml_meth: function as *mut c_void,
        ml_flags: flags,
        ml_doc: core::ptr::null(),
    }
}

static METHODS: Table<[PyMethodDef; 6]> = Table([
    method(c"close", nothing as *const (), meth::NOARGS),
    method(c"flush", nothing as *const (), meth::NOARGS),
    method(c"fileno", fileno as *const (), meth::NOARGS),
    method(c"isatty", isatty as *const (), meth::NOARGS),
    method(c"write", write as *const (), meth::O),
    PyMethodDef { ml_name: core::ptr::null(), ml_meth: null_mut(), ml_flags: 0, ml_doc: core::ptr::null() },
]);

static GETSETS: Table<[PyGetSetDef; 4]> =
    Table([getset(c"closed", closed), getset(c"encoding", encoding), getset(c"mode", mode), LAST_GETSET]);

unsafe extern "C" fn dealloc(p: *mut PyObject) {
    // SAFETY: nobody refers to it any more.
    unsafe { free_body(p) }
}

unsafe fn descriptor(p: *mut PyObject) -> c_int {
    // SAFETY: the caller's promise: an instance.
    unsafe { (*p.cast::<Printer>()).descriptor }
}

unsafe extern "C" fn repr(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: an instance.
    let descriptor = unsafe { descriptor(p) };
    to_c(python::text(&format!("<stdprinter(fd={descriptor}) object at {p:p}>")))
}

unsafe extern "C" fn nothing(_p: *mut PyObject, _none: *mut PyObject) -> *mut PyObject {
    none()
}

unsafe extern "C" fn fileno(p: *mut PyObject, _none: *mut PyObject) -> *mut PyObject {
    // SAFETY: an instance.
    new_signed(i64::from(unsafe { descriptor(p) }))
}

unsafe extern "C" fn isatty(p: *mut PyObject, _none: *mut PyObject) -> *mut PyObject {
    // SAFETY: an instance.
    boolean(unsafe { descriptor(p) >= 0 && c_isatty(descriptor(p)) != 0 })
}

/// Characters that cannot be written are escaped. How many bytes were written; None where the stream is not ready.
unsafe extern "C" fn write(p: *mut PyObject, text: *mut PyObject) -> *mut PyObject {
    // SAFETY: an instance and a living body.
    unsafe {
        let vm = from_c(text);
        if model().shape(vm) != Shape::Str {
            return type_error(&format!("write() argument must be str, not {}", type_name(text)));
        }
        let (encoding, handler) = (python::text("utf-8"), python::text("backslashreplace"));
        let bytes = match python::call_method(vm, "encode", &[encoding.obj(), handler.obj()]) {
            Ok(bytes) => bytes,
            Err(raised) => {
                errors::raise(raised);
                return null_mut();
            }
        };
        let bytes = model().bytes_value(bytes.obj());
        const NOT_READY: i32 = 11;
        let written = _Py_write(descriptor(p), bytes.as_ptr().cast(), bytes.len());
        if written < 0 {
            if std::io::Error::last_os_error().raw_os_error() == Some(NOT_READY) {
                drop(errors::take_raised());
                return none();
            }
            return null_mut();
        }
        new_signed(written as i64)
    }
}

unsafe extern "C" fn closed(_p: *mut PyObject, _closure: *mut c_void) -> *mut PyObject {
    boolean(false)
}

unsafe extern "C" fn encoding(_p: *mut PyObject, _closure: *mut c_void) -> *mut PyObject {
    none()
}

unsafe extern "C" fn mode(_p: *mut PyObject, _closure: *mut c_void) -> *mut PyObject {
    to_c(python::text("w"))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyFile_NewStdPrinter(descriptor: c_int) -> *mut PyObject {
    // Without an exception, as in CPython, where only the start of the interpreter makes one.
    if !matches!(descriptor, 1 | 2) {
        return null_mut();
    }
    // SAFETY: a static type of core's own.
    unsafe {
        let p = new_instance(&raw mut PyStdPrinter_Type);
        (*p.cast::<Printer>()).descriptor = descriptor;
        p
    }
}
