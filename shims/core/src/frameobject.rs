//! Frames: those of the VM are asked by attribute; those that C makes for tracebacks are bodies of a type of our own
//! with CPython's fields, because Cython writes the line number into them.

use core::ffi::{c_char, c_int, c_void};
use core::ptr::null_mut;

use pilotage_abi::{PyGetSetDef, PyObject, PyThreadState, PyTypeObject};

use crate::body::{xdecref, xincref};
use crate::builtin::Exc;
use crate::convert::{from_c, give, give_opt, status};
use crate::descrobject::{LAST_GETSET, Table, getset};
use crate::errors;
use crate::lifetime::free_body;
use crate::model::{CodePlace, Obj, Result, Shape, model};
use crate::own_type::{new_instance, own_type};
use crate::python;

/// The head is CPython's `struct _frame`; what follows `f_overwritten_fast_locals` is ours.
#[repr(C)]
pub(crate) struct Frame {
    ob_base: PyObject,
    f_back: *mut PyObject,
    f_frame: *mut c_void,
    f_trace: *mut PyObject,
    f_lineno: c_int,
    f_trace_lines: u8,
    f_trace_opcodes: u8,
    f_extra_locals: *mut PyObject,
    f_locals_cache: *mut PyObject,
    f_overwritten_fast_locals: *mut PyObject,
    reserved: [usize; 8],
    code: *mut PyObject,
    globals: *mut PyObject,
    locals: *mut PyObject,
}

static GETSETS: Table<[PyGetSetDef; 5]> = Table([
    getset(c"f_back", get_back),
    getset(c"f_code", get_code),
    getset(c"f_globals", get_globals),
    getset(c"f_lineno", get_line),
    LAST_GETSET,
]);

static mut FRAME_TYPE: PyTypeObject = PyTypeObject {
    tp_getset: GETSETS.0.as_ptr().cast_mut(),
    ..own_type(c"frame", size_of::<Frame>(), dealloc)
};

/// A field as an attribute: None where there is nothing.
unsafe fn shown(p: *mut PyObject) -> *mut PyObject {
    if p.is_null() { give(Ok(model().none().to_ref())) } else { p }
}

unsafe extern "C" fn get_back(p: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    // SAFETY: a frame of this type.
    unsafe { shown(PyFrame_GetBack(p)) }
}

unsafe extern "C" fn get_code(p: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    // SAFETY: a frame of this type.
    unsafe { shown(PyFrame_GetCode(p)) }
}

unsafe extern "C" fn get_globals(p: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    // SAFETY: a frame of this type.
    unsafe { shown(PyFrame_GetGlobals(p)) }
}

unsafe extern "C" fn get_line(p: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    // SAFETY: a frame of this type.
    give(Ok(model().int_from_i64(i64::from(unsafe { PyFrame_GetLineNumber(p) }))))
}

unsafe extern "C" fn dealloc(p: *mut PyObject) {
    let frame: *mut Frame = p.cast();
    // SAFETY: nobody refers to the frame any more.
    unsafe {
        for field in [(*frame).f_back, (*frame).f_trace, (*frame).code, (*frame).globals, (*frame).locals] {
            xdecref(field);
        }
        free_body(p);
    }
}

/// A frame that C made.
unsafe fn own(p: *mut PyObject) -> Option<*mut Frame> {
    // SAFETY: the caller's promise: a body.
    unsafe { ((*p).ob_type == &raw mut FRAME_TYPE).then_some(p.cast()) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyFrame_New(
    _state: *mut PyThreadState,
    code: *mut PyObject,
    globals: *mut PyObject,
    locals: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: the caller's promise; the frame owns its fields.
    unsafe {
        let p = new_instance(&raw mut FRAME_TYPE);
        let frame: *mut Frame = p.cast();
        (*frame).f_trace_lines = 1;
        for (field, value) in [
            (&raw mut (*frame).code, code),
            (&raw mut (*frame).globals, globals),
            (&raw mut (*frame).locals, locals),
        ] {
            xincref(value);
            *field = value;
        }
        (*frame).f_lineno = crate::codeobject::first_line(code);
        p
    }
}

/// Where a frame is: file, function, line.
pub(crate) unsafe fn place(p: *mut PyObject) -> Result<(String, String, i32)> {
    // SAFETY: the caller's promise: a frame.
    unsafe {
        let (code, line) = match own(p) {
            Some(frame) => (from_c((*frame).code).to_ref(), (*frame).f_lineno),
            None => {
                let vm = from_c(p);
                (python::attr(vm, "f_code")?, number(vm, "f_lineno"))
            }
        };
        let text = |name| python::attr(code.obj(), name).map(|text| python::to_string(text.obj()));
        Ok((text("co_filename")?, text("co_name")?, line))
    }
}

fn number(vm: Obj, name: &str) -> c_int {
    let value = python::attr(vm, name).ok().filter(|value| model().shape(value.obj()) == Shape::Int);
    value.and_then(|value| model().int_to_i64(value.obj())).unwrap_or(0) as c_int
}

/// Adds the frame to the traceback of the exception in the indicator.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyTraceBack_Here(frame: *mut PyObject) -> c_int {
    // SAFETY: the caller's promise.
    status(unsafe { place(frame) }.map(|(filename, function, line)| {
        crate::traceback::add(CodePlace { filename: &filename, function: &function, line });
    }))
}

macro_rules! attributes {
    ($($function:ident $attribute:literal $field:expr;)*) => { $(
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $function(frame: *mut PyObject) -> *mut PyObject {
            // SAFETY: the caller's promise.
            #[allow(unused_unsafe)]
            unsafe {
                let field: fn(*mut Frame) -> *mut PyObject = $field;
                if let Some(own) = own(frame) {
                    let value = field(own);
                    xincref(value);
                    return value;
                }
                let value = python::attr_opt(from_c(frame), $attribute);
                give_opt(value.map(|value| value.filter(|value| value.obj() != model().none())))
            }
        }
    )* };
}

// SAFETY of the fields: `own` gave the frame.
attributes! {
    PyFrame_GetCode "f_code" |frame| unsafe { (*frame).code };
    PyFrame_GetBack "f_back" |frame| unsafe { (*frame).f_back };
    PyFrame_GetLocals "f_locals" |frame| unsafe { (*frame).locals };
    PyFrame_GetGlobals "f_globals" |frame| unsafe { (*frame).globals };
    PyFrame_GetGenerator "f_generator" |_| null_mut();
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyFrame_GetBuiltins(frame: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        if own(frame).is_some() {
            let builtins = crate::ceval::PyEval_GetBuiltins();
            xincref(builtins);
            return builtins;
        }
        give(python::attr(from_c(frame), "f_builtins"))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyFrame_GetLineNumber(frame: *mut PyObject) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { own(frame).map_or_else(|| number(from_c(frame), "f_lineno"), |frame| (*frame).f_lineno) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyFrame_GetLasti(frame: *mut PyObject) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { own(frame).map_or_else(|| number(from_c(frame), "f_lasti"), |_| -1) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyFrame_GetVar(frame: *mut PyObject, name: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { give(variable(frame, from_c(name))) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyFrame_GetVarString(frame: *mut PyObject, name: *const c_char) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { give(python::c_decoded(name).and_then(|name| variable(frame, name.obj()))) }
}

unsafe fn variable(frame: *mut PyObject, name: Obj) -> Result {
    if model().shape(name) != Shape::Str {
        let class = model().type_name(model().class(name));
        return errors::error(Exc::TypeError, &format!("name must be str, not {class}"));
    }
    // SAFETY: the caller's promise.
    let locals = unsafe { own(frame).map(|frame| (*frame).locals) };
    let locals = match locals {
        // SAFETY: null or what the frame owns.
        Some(locals) => unsafe { crate::convert::from_c_opt(locals) }.map(Obj::to_ref),
        // SAFETY: the caller's promise.
        None => Some(python::attr(unsafe { from_c(frame) }, "f_locals")?),
    };
    if let Some(locals) = locals
        && model().contains(locals.obj(), name)?
    {
        return model().getitem(locals.obj(), name);
    }
    let name = model().repr(name)?;
    errors::error(Exc::NameError, &format!("variable {} does not exist", python::to_string(name.obj())))
}

/// Locals of a frame are always up to date: there is nothing to bring over.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyFrame_FastToLocals(_frame: *mut PyObject) {}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyFrame_FastToLocalsWithError(_frame: *mut PyObject) -> c_int {
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyFrame_LocalsToFast(_frame: *mut PyObject, _clear: c_int) {}

/// The frame of the Python function that runs now, borrowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyEval_GetFrame() -> *mut PyObject {
    model().frame().map_or(null_mut(), |frame| crate::convert::borrow_c(frame.obj()))
}
