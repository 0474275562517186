//! The fields of exceptions as C structs show them, kept in step with the VM's exception; tracebacks go both ways.

use core::ptr::null_mut;

use pilotage_abi::{
    PyAttributeErrorObject, PyBaseExceptionObject, PyImportErrorObject, PyNameErrorObject, PyOSErrorObject,
    PyObject, PyStopIterationObject, PySyntaxErrorObject, PySystemExitObject, PyUnicodeErrorObject,
};

use crate::body::{self, AddressMap, World};
use crate::builtin::Exc;
use crate::convert::{borrow_c, from_c, to_c};
use crate::model::{Obj, Ref, Shape, model};
use crate::{errors, python};

/// Is the body of a class that is `kind` or inherits from it?
///
/// # Safety
/// `p` is a body.
pub(crate) unsafe fn is_a(p: *mut PyObject, kind: Exc) -> bool {
    let class = kind.class();
    // SAFETY: the caller's promise; classes of exceptions are types.
    !class.is_null() && unsafe { crate::pyerrors::inherits((*p).ob_type, class.cast()) }
}

/// What the VM's exception has under the name: it keeps it alive, or nothing is told.
fn part(vm: Obj, name: &str) -> *mut PyObject {
    match python::attr_opt(vm, name) {
        Ok(Some(value)) if model().strong_count(value.obj()) > 1 => borrow_c(value.obj()),
        _ => null_mut(),
    }
}

fn number(vm: Obj, name: &str, otherwise: isize) -> isize {
    let value = python::attr_opt(vm, name).ok().flatten();
    value
        .filter(|value| model().shape(value.obj()) == Shape::Int)
        .and_then(|value| model().int_to_i64(value.obj()))
        .map_or(otherwise, |value| value as isize)
}

/// Which fields an exception has besides those of all.
#[derive(Clone, Copy)]
enum Fields {
    None,
    StopIteration,
    Attribute,
    Name,
    Os,
    Import,
    Unicode,
    SystemExit,
    Syntax,
}

/// What was found for each class: classes that C has seen are never freed.
static FIELDS: World<Option<AddressMap<Fields>>> = World::new(None);

unsafe fn fields(p: *mut PyObject) -> Fields {
    // SAFETY: the caller's promise: a body.
    let class = unsafe { (*p).ob_type } as usize;
    if let Some(known) = FIELDS.with(|fields| fields.as_ref()?.get(&class).copied()) {
        return known;
    }
    let kinds = [
        (Exc::StopIteration, Fields::StopIteration),
        (Exc::AttributeError, Fields::Attribute),
        (Exc::NameError, Fields::Name),
        (Exc::OSError, Fields::Os),
        (Exc::ImportError, Fields::Import),
        (Exc::UnicodeDecodeError, Fields::Unicode),
        (Exc::UnicodeEncodeError, Fields::Unicode),
        (Exc::UnicodeTranslateError, Fields::Unicode),
        (Exc::SystemExit, Fields::SystemExit),
        (Exc::SyntaxError, Fields::Syntax),
    ];
    // SAFETY: as above.
    let found = kinds.iter().find(|(kind, _)| unsafe { is_a(p, *kind) });
    let found = found.map_or(Fields::None, |(_, fields)| *fields);
    // Before all classes are known, nothing is settled.
    if !Exc::ZeroDivisionError.class().is_null() {
        FIELDS.with(|fields| fields.get_or_insert_default().insert(class, found));
    }
    found
}

/// Fills what classes of exceptions add to `args`. Pointers without a count: the VM's exception keeps them.
pub fn fill_fields(p: *mut PyObject, vm: Obj) {
    // SAFETY: `p` is the body of the exception. Each class has its layout, and so have those that inherit from it.
    unsafe {
        match fields(p) {
            Fields::None => {}
            Fields::StopIteration => (*p.cast::<PyStopIterationObject>()).value = part(vm, "value"),
            Fields::Attribute => {
                let error: *mut PyAttributeErrorObject = p.cast();
                (*error).obj = part(vm, "obj");
                (*error).name = part(vm, "name");
            }
            Fields::Name => (*p.cast::<PyNameErrorObject>()).name = part(vm, "name"),
            Fields::Os => os_error(p.cast(), vm),
            Fields::Import => {
                let error: *mut PyImportErrorObject = p.cast();
                (*error).msg = part(vm, "msg");
                (*error).name = part(vm, "name");
                (*error).path = part(vm, "path");
                (*error).name_from = part(vm, "name_from");
            }
            Fields::Unicode => unicode_error(p.cast(), vm),
            Fields::SystemExit => (*p.cast::<PySystemExitObject>()).code = part(vm, "code"),
            Fields::Syntax => syntax_error(p.cast(), vm),
        }
    }
}

unsafe fn os_error(error: *mut PyOSErrorObject, vm: Obj) {
    // SAFETY: the layout of an OSError.
    unsafe {
        (*error).myerrno = part(vm, "errno");
        (*error).strerror = part(vm, "strerror");
        (*error).filename = part(vm, "filename");
        (*error).filename2 = part(vm, "filename2");
        (*error).written = number(vm, "characters_written", -1);
    }
}

unsafe fn unicode_error(error: *mut PyUnicodeErrorObject, vm: Obj) {
    // SAFETY: the layout of a UnicodeDecodeError.
    unsafe {
        (*error).encoding = part(vm, "encoding");
        (*error).object = part(vm, "object");
        (*error).start = number(vm, "start", 0);
        (*error).end = number(vm, "end", 0);
        (*error).reason = part(vm, "reason");
    }
}

unsafe fn syntax_error(error: *mut PySyntaxErrorObject, vm: Obj) {
    // SAFETY: the layout of a SyntaxError.
    unsafe {
        (*error).msg = part(vm, "msg");
        (*error).filename = part(vm, "filename");
        (*error).lineno = part(vm, "lineno");
        (*error).offset = part(vm, "offset");
        (*error).end_lineno = part(vm, "end_lineno");
        (*error).end_offset = part(vm, "end_offset");
        (*error).text = part(vm, "text");
        (*error).print_file_and_line = part(vm, "print_file_and_line");
    }
}

/// Gives back what the body owns: the traceback and the arguments.
pub fn free_fields(p: *mut PyObject) {
    // SAFETY: the body of an exception that is being freed.
    unsafe {
        errors::set_traceback(p, None);
        let args = &raw mut (*p.cast::<PyBaseExceptionObject>()).args;
        body::xdecref(core::mem::replace(&mut *args, null_mut()));
    }
}

/// The body shows the arguments that the VM's exception has. It owns them: the VM's exception may get others.
///
/// # Safety
/// `p` is the body of the exception `vm`.
pub(crate) unsafe fn show_args(p: *mut PyObject, vm: Obj) {
    let Ok(args) = python::attr(vm, "args") else { return };
    // SAFETY: the caller's promise.
    unsafe {
        let place = &raw mut (*p.cast::<PyBaseExceptionObject>()).args;
        body::xdecref(core::mem::replace(&mut *place, to_c(args)));
    }
}

/// The VM's traceback, if there is one.
pub(crate) fn vm_traceback(vm: Obj) -> Option<Ref> {
    let traceback = python::attr(vm, "__traceback__").ok()?;
    (traceback.obj() != model().none()).then_some(traceback)
}

/// The exception is about to be the indicator: its body shows the traceback that the VM's exception has.
pub fn refresh_traceback(p: *mut PyObject) {
    // SAFETY: the indicator's exception is a living body.
    unsafe {
        if let Some(vm) = body::vm_of(p) {
            errors::set_traceback(p, vm_traceback(vm));
        }
    }
}

/// The exception goes to the VM: a traceback that C set in the body goes with it.
pub fn push_traceback(p: *mut PyObject, vm: Obj) {
    // SAFETY: the body of a living exception.
    unsafe {
        let traceback = (*p.cast::<PyBaseExceptionObject>()).traceback;
        if traceback.is_null() {
            return;
        }
        let traceback = from_c(traceback);
        if vm_traceback(vm).is_none_or(|known| known.obj() != traceback) {
            let _ = python::set_attr(vm, "__traceback__", traceback);
        }
    }
}

/// Sets the traceback in the body and in the VM's exception.
///
/// # Safety
/// `p` is the body of an exception, `traceback` null or the body of a traceback.
pub(crate) unsafe fn set_both(p: *mut PyObject, traceback: *mut PyObject) {
    // SAFETY: the caller's promise.
    unsafe {
        if (*p.cast::<PyBaseExceptionObject>()).traceback == traceback {
            return;
        }
        let new = (!traceback.is_null()).then(|| from_c(traceback).to_ref());
        let value = new.as_ref().map_or_else(|| model().none(), Ref::obj);
        let _ = python::set_attr(from_c(p), "__traceback__", value);
        errors::set_traceback(p, new);
    }
}
