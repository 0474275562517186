//! Between the VM's references and those of the object model: same pointers, other types.
//! Nothing here knows what an object is.

use core::ptr::NonNull;

use pilotage_shim::model::{Obj, Raised, Ref, Result};
use rustpython_vm::builtins::{PyBaseException, PyBaseExceptionRef, PyStr};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyPayload, PyResult, VirtualMachine};

/// The VM of this thread. The thread is attached: every call of the model says so.
pub(crate) fn vm<R>(f: impl FnOnce(&VirtualMachine) -> R) -> R {
    rustpython_vm::vm::thread::with_current_vm(f)
}

/// The object behind a borrowed pointer.
pub(crate) fn object<'a>(obj: Obj) -> &'a PyObject {
    // SAFETY: the model's rule: every `Obj` that comes in is alive for the whole call.
    unsafe { &*obj.as_ptr().cast::<PyObject>() }
}

/// One more reference, as the VM counts them.
pub(crate) fn owned(obj: Obj) -> PyObjectRef {
    object(obj).to_owned()
}

/// The borrowed pointer of an object.
pub(crate) fn lend(object: &(impl AsObject + ?Sized)) -> Obj {
    Obj::new(NonNull::from(object.as_object()).cast())
}

/// A reference of the VM becomes one of the model.
pub(crate) fn give(object: impl Into<PyObjectRef>) -> Ref {
    Ref::from_owned(Obj::new(object.into().into_raw().cast()))
}

/// A reference of the model becomes one of the VM.
pub(crate) fn take(reference: Ref) -> PyObjectRef {
    let raw = NonNull::new(reference.into_owned().as_ptr().cast::<PyObject>());
    // SAFETY: an `Obj` is never null, and the reference was counted by its owner.
    unsafe { PyObjectRef::from_raw(raw.unwrap_unchecked()) }
}

/// The payload of an object that must be a `T`: a wrong shape is a bug of core, and named before the abort.
pub(crate) fn payload<'a, T: PyPayload>(obj: Obj) -> &'a Py<T> {
    match object(obj).downcast_ref::<T>() {
        Some(payload) => payload,
        None => wrong_shape(obj, core::any::type_name::<T>()),
    }
}

#[cold]
fn wrong_shape(obj: Obj, wanted: &str) -> ! {
    eprintln!("pilotage: internal error: `{}` used as `{wanted}`", object(obj).class().name());
    std::process::abort()
}

/// An exception of the VM on its way to C.
pub(crate) fn raised(exception: PyBaseExceptionRef) -> Raised {
    Raised(give(exception))
}

/// An exception of C on its way into the VM.
pub(crate) fn exception(raised: Raised) -> PyBaseExceptionRef {
    match take(raised.0).downcast::<PyBaseException>() {
        Ok(exception) => exception,
        Err(other) => vm(|vm| {
            let class = other.class().name().to_string();
            vm.new_system_error(format!("C code raised a `{class}`, which is no exception"))
        }),
    }
}

/// The VM's answer as the model's.
pub(crate) fn answer<T: Into<PyObjectRef>>(result: PyResult<T>) -> Result {
    match result {
        Ok(object) => Ok(give(object)),
        Err(exception) => Err(raised(exception)),
    }
}

/// The VM's answer without an object.
pub(crate) fn plain<T>(result: PyResult<T>) -> Result<T> {
    result.map_err(raised)
}

/// An answer of C as the VM's.
pub(crate) fn vm_answer(result: Result) -> PyResult {
    match result {
        Ok(reference) => Ok(take(reference)),
        Err(raised) => Err(exception(raised)),
    }
}

/// An answer of C without an object.
pub(crate) fn vm_plain<T>(result: Result<T>) -> PyResult<T> {
    result.map_err(exception)
}

/// The name of an attribute: anything but a str is a TypeError.
pub(crate) fn name<'a>(name: Obj, vm: &VirtualMachine) -> PyResult<&'a Py<PyStr>> {
    match object(name).downcast_ref::<PyStr>() {
        Some(name) => Ok(name),
        None => {
            let class = object(name).class().name().to_string();
            Err(vm.new_type_error(format!("attribute name must be string, not '{class}'")))
        }
    }
}

/// Borrowed pointers of a slice of references: the same words.
pub(crate) fn lend_all(objects: &[PyObjectRef]) -> &[Obj] {
    // SAFETY: both are one pointer (`repr(transparent)` around `NonNull`), and the references outlive the slice.
    unsafe { core::slice::from_raw_parts(objects.as_ptr().cast::<Obj>(), objects.len()) }
}
