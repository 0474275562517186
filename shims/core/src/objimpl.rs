//! Memory of objects, and the collector as C sees it. What it means to be tracked is in `tracking`.

use core::ffi::{c_int, c_void};

use pilotage_abi::{PyObject, PyTypeObject, PyVarObject};

use crate::body;
use crate::errors::{self, Exc};
use crate::model::model;
use crate::tracking;

#[unsafe(no_mangle)]
pub extern "C" fn PyObject_Malloc(size: usize) -> *mut c_void {
    body::raw_alloc(size, false)
}

#[unsafe(no_mangle)]
pub extern "C" fn PyObject_Calloc(count: usize, size: usize) -> *mut c_void {
    count.checked_mul(size).map_or(core::ptr::null_mut(), |size| body::raw_alloc(size, true))
}

/// # Safety
/// `block` is null or came from here.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_Realloc(block: *mut c_void, size: usize) -> *mut c_void {
    // SAFETY: the caller's promise.
    unsafe { body::raw_realloc(block, size) }
}

/// # Safety
/// `block` is null or came from here.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_Free(block: *mut c_void) {
    // SAFETY: the caller's promise.
    unsafe { body::raw_free(block) }
}

/// # Safety
/// `block` is the body of an instance that is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_GC_Del(block: *mut c_void) {
    // SAFETY: the caller's promise. Constructors that fail free what they made without its destructor.
    unsafe {
        if !block.is_null() {
            tracking::untrack(block.cast());
        }
        body::raw_free(block);
    }
}

/// # Safety
/// `p` is an instance that only C knows.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyObject_GC_Resize(p: *mut PyVarObject, count: isize) -> *mut PyVarObject {
    // SAFETY: the caller's promise.
    unsafe {
        let t: *mut PyTypeObject = (*p).ob_base.ob_type;
        let size = (*t).tp_basicsize.unsigned_abs() + count.unsigned_abs() * (*t).tp_itemsize.unsigned_abs();
        tracking::untrack(p.cast());
        let moved: *mut PyVarObject = body::raw_realloc(p.cast(), size).cast();
        if moved.is_null() {
            return errors::fail(Exc::MemoryError, "");
        }
        (*moved).ob_size = count;
        moved
    }
}

/// # Safety
/// `p` is an object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_GC_Track(p: *mut c_void) {
    // SAFETY: the caller's promise.
    unsafe { tracking::track(p.cast()) }
}

/// # Safety
/// `p` is an object, perhaps one whose destructor runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_GC_UnTrack(p: *mut c_void) {
    // SAFETY: the caller's promise.
    unsafe { tracking::untrack(p.cast()) }
}

/// # Safety
/// `p` is an object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_GC_IsTracked(p: *mut PyObject) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { crate::object::PyObject_IS_GC(p) }
}

#[unsafe(no_mangle)]
pub extern "C" fn PyObject_GC_IsFinalized(_p: *mut PyObject) -> c_int {
    0
}

#[unsafe(no_mangle)]
pub extern "C" fn PyGC_Collect() -> isize {
    tracking::before_collection();
    model().collect().cast_signed()
}

fn gc_switch(name: &str) -> Option<bool> {
    let found = crate::python::call_function("gc", name, &[]).ok()?;
    model().truth(found.obj()).ok()
}

#[unsafe(no_mangle)]
pub extern "C" fn PyGC_IsEnabled() -> c_int {
    c_int::from(gc_switch("isenabled").unwrap_or(true))
}

#[unsafe(no_mangle)]
pub extern "C" fn PyGC_Enable() -> c_int {
    let was = PyGC_IsEnabled();
    gc_switch("enable");
    was
}

#[unsafe(no_mangle)]
pub extern "C" fn PyGC_Disable() -> c_int {
    let was = PyGC_IsEnabled();
    gc_switch("disable");
    was
}
