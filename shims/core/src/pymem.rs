//! Memory that is no object. `PyMem_*` gives blocks of the kind that objects are made of, so that either family may
//! free what the other gave; `PyMem_Raw*` is C's own.

use core::ffi::{c_char, c_int, c_void};
use core::ptr::null_mut;

use crate::blocks::release;
use crate::body::{raw_alloc, raw_free, raw_realloc};
use crate::traced;

unsafe extern "C" {
    fn malloc(size: usize) -> *mut c_void;
    fn calloc(count: usize, size: usize) -> *mut c_void;
    fn realloc(block: *mut c_void, size: usize) -> *mut c_void;
    fn free(block: *mut c_void);
}

/// Sizes above this fail, as in CPython.
const MAX: usize = isize::MAX as usize;

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMem_Malloc(size: usize) -> *mut c_void {
    raw_alloc(size, false)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMem_Calloc(count: usize, size: usize) -> *mut c_void {
    count.checked_mul(size).map_or(null_mut(), |size| raw_alloc(size, true))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMem_Realloc(block: *mut c_void, size: usize) -> *mut c_void {
    // SAFETY: the caller's promise.
    unsafe { raw_realloc(block, size) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMem_Free(block: *mut c_void) {
    // SAFETY: the caller's promise.
    unsafe { raw_free(block) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMem_RawMalloc(size: usize) -> *mut c_void {
    // SAFETY: plain C allocation; 0 bytes are one.
    if size > MAX { null_mut() } else { unsafe { malloc(size.max(1)) } }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMem_RawCalloc(count: usize, size: usize) -> *mut c_void {
    match count.checked_mul(size) {
        // SAFETY: plain C allocation.
        Some(total) if total <= MAX => unsafe { calloc(1, total.max(1)) },
        _ => null_mut(),
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMem_RawRealloc(block: *mut c_void, size: usize) -> *mut c_void {
    // SAFETY: the caller's promise.
    if size > MAX { null_mut() } else { unsafe { realloc(block, size.max(1)) } }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMem_RawFree(block: *mut c_void) {
    // SAFETY: the caller's promise.
    unsafe { free(block) }
}

/// `PyMemAllocatorEx`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Allocator {
    ctx: *mut c_void,
    malloc: unsafe extern "C" fn(*mut c_void, usize) -> *mut c_void,
    calloc: unsafe extern "C" fn(*mut c_void, usize, usize) -> *mut c_void,
    realloc: unsafe extern "C" fn(*mut c_void, *mut c_void, usize) -> *mut c_void,
    free: unsafe extern "C" fn(*mut c_void, *mut c_void),
}

macro_rules! with_context {
    ($($name:ident($($arg:ident: $kind:ty),*) $(-> $result:ty)? = $function:ident;)*) => { $(
        unsafe extern "C" fn $name(_ctx: *mut c_void, $($arg: $kind),*) $(-> $result)? {
            // SAFETY: the caller's promise.
            unsafe { $function($($arg),*) }
        }
    )* };
}

with_context! {
    raw_malloc_with(size: usize) -> *mut c_void = PyMem_RawMalloc;
    raw_calloc_with(count: usize, size: usize) -> *mut c_void = PyMem_RawCalloc;
    raw_realloc_with(block: *mut c_void, size: usize) -> *mut c_void = PyMem_RawRealloc;
    raw_free_with(block: *mut c_void) = PyMem_RawFree;
    malloc_with(size: usize) -> *mut c_void = PyMem_Malloc;
    calloc_with(count: usize, size: usize) -> *mut c_void = PyMem_Calloc;
    realloc_with(block: *mut c_void, size: usize) -> *mut c_void = PyMem_Realloc;
    free_with(block: *mut c_void) = release;
}

/// `PYMEM_DOMAIN_RAW`; the others are of objects.
const DOMAIN_RAW: c_int = 0;
/// `PYMEM_DOMAIN_OBJ`
const DOMAIN_OBJECTS: c_int = 2;

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMem_GetAllocator(domain: c_int, allocator: *mut Allocator) {
    let found = if domain == DOMAIN_RAW {
        Allocator {
            ctx: null_mut(),
            malloc: raw_malloc_with,
            calloc: raw_calloc_with,
            realloc: raw_realloc_with,
            free: raw_free_with,
        }
    } else {
        Allocator {
            ctx: null_mut(),
            malloc: malloc_with,
            calloc: calloc_with,
            realloc: realloc_with,
            free: free_with,
        }
    };
    // SAFETY: the caller's promise.
    unsafe { allocator.write(found) }
}

/// The bytes in front of objects are core's: another allocator cannot be set. Tools that count memory count nothing. But who watches for
/// the end of objects is asked before their memory goes back: `pilotage check`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMem_SetAllocator(domain: c_int, allocator: *mut Allocator) {
    if domain != DOMAIN_OBJECTS || allocator.is_null() {
        return;
    }
    // SAFETY: the caller's promise.
    let Allocator { ctx, free, .. } = unsafe { *allocator };
    let is_ours = core::ptr::fn_addr_eq(free, free_with as crate::keeper::Free);
    crate::keeper::set((!is_ours).then_some(free), ctx);
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMem_SetupDebugHooks() {}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyMem_GetCurrentAllocatorName() -> *const c_char {
    c"malloc".as_ptr()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyMem_Strdup(text: *const c_char) -> *mut c_char {
    // SAFETY: the caller's promise.
    unsafe {
        let len = crate::python::c_str(text).len() + 1;
        let copy: *mut c_char = raw_alloc(len, false).cast();
        if !copy.is_null() {
            core::ptr::copy_nonoverlapping(text, copy, len);
        }
        copy
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyMem_RawStrdup(text: *const c_char) -> *mut c_char {
    // SAFETY: the caller's promise.
    unsafe {
        let len = crate::python::c_str(text).len() + 1;
        let copy: *mut c_char = malloc(len).cast();
        if !copy.is_null() {
            core::ptr::copy_nonoverlapping(text, copy, len);
        }
        copy
    }
}

/// Memory is not traced: as in CPython while tracemalloc is off.
const NOT_TRACING: c_int = -2;

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyTraceMalloc_Track(domain: u32, address: usize, size: usize) -> c_int {
    if !traced::is_on() {
        return NOT_TRACING;
    }
    traced::report(domain, address, size);
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyTraceMalloc_Untrack(domain: u32, address: usize) -> c_int {
    if !traced::is_on() {
        return NOT_TRACING;
    }
    traced::withdraw(domain, address);
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyTraceMalloc_GetTraceback(
    _domain: u32,
    _address: usize,
) -> *mut pilotage_abi::PyObject {
    crate::convert::new_c(crate::model::model().none())
}
