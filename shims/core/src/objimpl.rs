//! Memory of objects, and the collector as C sees it. What it means to be tracked is in `tracking`.

use core::ffi::{c_int, c_void};

use pilotage_abi::{PyObject, PyTypeObject, PyVarObject};

use crate::body::{self, World};
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

/// `PyObjectArenaAllocator`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct ArenaAllocator {
    ctx: *mut c_void,
    alloc: unsafe extern "C" fn(*mut c_void, usize) -> *mut c_void,
    free: unsafe extern "C" fn(*mut c_void, *mut c_void, usize),
}

// SAFETY: functions, and a pointer that only they use.
unsafe impl Sync for ArenaAllocator {}

/// Arenas for small objects: C's allocator has its own, so nobody asks for one but extensions.
static ARENAS: World<ArenaAllocator> =
    World::new(ArenaAllocator { ctx: core::ptr::null_mut(), alloc: arena_alloc, free: arena_free });

const ARENA_ALIGNMENT: usize = 4096;

unsafe extern "C" {
    fn aligned_alloc(alignment: usize, size: usize) -> *mut c_void;
    fn free(block: *mut c_void);
}

unsafe extern "C" fn arena_alloc(_ctx: *mut c_void, size: usize) -> *mut c_void {
    // SAFETY: plain C allocation, of whole pages.
    size.checked_next_multiple_of(ARENA_ALIGNMENT)
        .map_or(core::ptr::null_mut(), |size| unsafe { aligned_alloc(ARENA_ALIGNMENT, size) })
}

unsafe extern "C" fn arena_free(_ctx: *mut c_void, arena: *mut c_void, _size: usize) {
    // SAFETY: the caller's promise: it came from the function above.
    unsafe { free(arena) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_GetArenaAllocator(allocator: *mut ArenaAllocator) {
    // SAFETY: the caller's promise: room for it.
    unsafe { allocator.write(ARENAS.with(|arenas| *arenas)) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_SetArenaAllocator(allocator: *const ArenaAllocator) {
    // SAFETY: the caller's promise.
    ARENAS.with(|arenas| *arenas = unsafe { *allocator });
}

/// Everything that the collector looks at, until the callback gives 0. It must not run meanwhile.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnstable_GC_VisitObjects(
    callback: unsafe extern "C" fn(*mut PyObject, *mut c_void) -> c_int,
    arg: *mut c_void,
) {
    let was_enabled = PyGC_IsEnabled() != 0;
    PyGC_Disable();
    // A list holds what is visited alive, and is not among it.
    if let Ok(objects) = crate::python::call_function("gc", "get_objects", &[]) {
        for &object in model().list_items(objects.obj()) {
            let p = crate::convert::new_c(object);
            // SAFETY: a new reference; the caller's promise.
            let go_on = unsafe {
                let go_on = callback(p, arg) != 0;
                body::decref(p);
                go_on
            };
            if !go_on {
                break;
            }
        }
    }
    if was_enabled {
        PyGC_Enable();
    }
}

/// C's own allocator keeps no statistics: nothing is written, and 0 says so.
#[unsafe(no_mangle)]
pub extern "C" fn _PyObject_DebugMallocStats(_file: *mut c_void) -> c_int {
    0
}
