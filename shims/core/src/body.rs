//! Bodies: the C structs that extensions see. Sixteen bytes before each say which object of the VM it belongs to.
//! Static objects have no such bytes; a table knows them.

use core::ffi::c_void;
use std::cell::UnsafeCell;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use pilotage_abi::flags::{IMMORTAL_REFCNT, STATIC_FLAGS, STATICALLY_ALLOCATED};
use pilotage_abi::{PyObject, PyTypeObject};

use crate::blocks;
pub(crate) use crate::blocks::destroyed;
use crate::blocks::{BARE, bare_prefix};
pub use crate::blocks::{adopt_memory, raw_alloc, raw_free, raw_realloc};
use crate::model::{Obj, Ref, model};

/// What stands in front of a body that is not static.
#[repr(C)]
#[derive(Debug)]
pub struct Prefix {
    /// The object of the VM, or null: born in C and not seen by the VM yet.
    pub vm: *mut c_void,
    pub origin: Origin,
    /// The body owns one strong reference to the object of the VM.
    pub held: bool,
    /// Its destructor runs.
    pub dying: bool,
    /// For tuples and lists: their items are counted (born in C, not seen by the VM).
    pub counted: bool,
    /// What has to be brought up to date when C gets the body again.
    pub refresh: Refresh,
    /// `tp_finalize` ran.
    pub finalized: bool,
    /// In the table of `tracking`.
    pub tracked: bool,
    /// The size of the whole block in units of 16 bytes when Rust's allocator gave it; 0 when C's did.
    pub units: u8,
}

/// Layouts whose VM object changes behind C's back.
#[repr(u8)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refresh {
    #[allow(dead_code, reason = "what zeroed memory says; nobody writes it")]
    Nothing = 0,
    List,
    Dict,
    Set,
    ByteArray,
}

/// Who made a body. Memory that `PyObject_Malloc` gave is all zero: `Born`.
#[repr(u8)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// C made it: by `tp_alloc`, `PyObject_New`, `PyTuple_New`, ...
    Born = 0,
    /// It shows an object that the VM made.
    Mirror = 1,
    /// C made it, and the VM's object of the same value had a body before: this one goes when C gives it up.
    Alias = 2,
}

pub const PREFIX: usize = size_of::<Prefix>();
const _: () = assert!(PREFIX == 16);

/// A zeroed body of `size` bytes with its type set and a count of 0. The process ends when memory is out: a
/// mirror cannot fail.
pub fn new_body(size: usize, class: *mut PyTypeObject) -> *mut PyObject {
    let body: *mut PyObject = raw_alloc(size.max(size_of::<PyObject>()), true).cast();
    if body.is_null() {
        std::alloc::handle_alloc_error(std::alloc::Layout::new::<PyObject>());
    }
    // SAFETY: freshly allocated.
    unsafe { (*body).ob_type = class };
    crate::ledger::born(body);
    body
}

/// The bytes in front of a body.
///
/// # Safety
/// `p` is a body that is not static.
#[inline]
pub unsafe fn prefix(p: *mut PyObject) -> *mut Prefix {
    // SAFETY: every body that is neither static nor bare has them.
    unsafe {
        if (*p).ob_flags & BARE != 0 {
            return bare_prefix(p);
        }
        p.byte_sub(PREFIX).cast()
    }
}

/// Part of a binary: its count is never changed and it has no prefix.
///
/// # Safety
/// `p` is a body.
#[inline]
pub unsafe fn is_static(p: *mut PyObject) -> bool {
    // SAFETY: a body has a header.
    unsafe { (*p).ob_flags & STATICALLY_ALLOCATED != 0 }
}

/// # Safety
/// `p` is a body.
#[inline]
pub unsafe fn is_immortal(p: *mut PyObject) -> bool {
    // SAFETY: a body has a header.
    unsafe { (*p).ob_refcnt & (1 << 31) != 0 }
}

/// One more C reference.
///
/// # Safety
/// `p` is a body.
#[inline]
pub unsafe fn incref(p: *mut PyObject) {
    // SAFETY: a body has a header.
    unsafe {
        if (*p).ob_refcnt & (1 << 31) == 0 {
            (*p).ob_refcnt += 1;
        }
    }
}

/// One C reference less.
///
/// # Safety
/// `p` is a body, and the caller owns the reference.
#[inline]
pub unsafe fn decref(p: *mut PyObject) {
    // SAFETY: a body has a header.
    unsafe {
        if (*p).ob_refcnt & (1 << 31) != 0 {
            return;
        }
        (*p).ob_refcnt -= 1;
        if (*p).ob_refcnt == 0 {
            crate::lifetime::_Py_Dealloc(p);
        }
    }
}

/// # Safety
/// `p` is null or as for [`decref`].
pub unsafe fn xdecref(p: *mut PyObject) {
    if !p.is_null() {
        // SAFETY: the caller's promise.
        unsafe { decref(p) }
    }
}

/// # Safety
/// `p` is null or a body.
pub unsafe fn xincref(p: *mut PyObject) {
    if !p.is_null() {
        // SAFETY: the caller's promise.
        unsafe { incref(p) }
    }
}

/// Memory that a destructor kept instead of giving it back is an object again: one that only C knows.
///
/// # Safety
/// `p` is a body; static ones are left alone.
pub unsafe fn reborn(p: *mut PyObject) {
    // SAFETY: a body that is not static has a prefix.
    unsafe {
        if !is_static(p) && (*prefix(p)).dying {
            let units = (*prefix(p)).units;
            prefix(p).cast::<[u64; 2]>().write(blocks::fresh(usize::from(units)));
        }
    }
}

/// Never freed from now on; the count stays.
///
/// # Safety
/// `p` is a body.
pub unsafe fn make_immortal(p: *mut PyObject) {
    // SAFETY: a body has a header.
    unsafe {
        (*p).ob_refcnt = IMMORTAL_REFCNT;
    }
}

/// Hashes addresses.
#[derive(Default)]
pub(crate) struct AddressHasher(u64);

impl Hasher for AddressHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_usize(usize::from(byte));
        }
    }

    fn write_usize(&mut self, address: usize) {
        self.0 = (self.0 ^ address as u64 >> 3).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

pub(crate) type AddressMap<V> = HashMap<usize, V, BuildHasherDefault<AddressHasher>>;

/// A value that only the thread that holds the C world touches.
pub(crate) struct World<T>(UnsafeCell<T>);

// SAFETY: the host lets one thread at a time into C and into core.
unsafe impl<T> Sync for World<T> {}

impl<T> World<T> {
    pub(crate) const fn new(value: T) -> World<T> {
        World(UnsafeCell::new(value))
    }

    /// The callers keep the borrow short: nothing that runs other code happens in `f`.
    pub(crate) fn with<R>(&self, f: impl FnOnce(&mut T) -> R) -> R {
        // SAFETY: one thread, and no call out of `f`.
        f(unsafe { &mut *self.0.get() })
    }
}

static STATICS: World<Option<AddressMap<Obj>>> = World::new(None);

/// Static objects of binaries: the pair lasts for ever.
///
/// # Safety
/// `p` is a static object; it gets the header of one.
pub unsafe fn pair_static(p: *mut PyObject, vm: Ref) {
    // SAFETY: a static object is writable and has a header.
    unsafe {
        (*p).ob_refcnt = IMMORTAL_REFCNT;
        (*p).ob_flags |= STATIC_FLAGS;
    }
    model().pair(vm.obj(), p);
    STATICS.with(|statics| statics.get_or_insert_default().insert(p as usize, vm.into_owned()));
}

/// A static value, whose object may be shown to C by another body: the way back is not this one.
///
/// # Safety
/// `p` is a static object with the header of one.
pub(crate) unsafe fn know_static(p: *mut PyObject, vm: Ref) -> Obj {
    let obj = vm.into_owned();
    STATICS.with(|statics| statics.get_or_insert_default().insert(p as usize, obj));
    obj
}

/// The VM's object of a static object, if it has one.
pub fn static_vm(p: *mut PyObject) -> Option<Obj> {
    STATICS.with(|statics| statics.as_ref()?.get(&(p as usize)).copied())
}

/// Pairs a body with its object; the body does not hold it yet.
///
/// # Safety
/// `p` is a body that is not static.
pub unsafe fn pair(p: *mut PyObject, vm: Obj) {
    // SAFETY: it has a prefix.
    unsafe { (*prefix(p)).vm = vm.as_ptr() };
    model().pair(vm, p);
}

/// The paired object of the VM.
///
/// # Safety
/// `p` is a body.
pub unsafe fn vm_of(p: *mut PyObject) -> Option<Obj> {
    // SAFETY: the caller's promise.
    unsafe {
        if is_static(p) {
            return static_vm(p);
        }
        core::ptr::NonNull::new((*prefix(p)).vm).map(Obj::new)
    }
}

/// A C string that lasts for ever.
pub fn c_string(text: &str) -> *const core::ffi::c_char {
    let text: Vec<u8> = text.bytes().filter(|&byte| byte != 0).collect();
    std::ffi::CString::new(text).unwrap_or_default().into_raw()
}
