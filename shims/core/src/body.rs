//! Bodies: the C structs that extensions see. Sixteen bytes before each say which object of the VM it belongs to.
//! Static objects have no such bytes; a table knows them.

use core::ffi::c_void;
use core::ptr::null_mut;
use core::sync::atomic::{AtomicBool, AtomicPtr, Ordering};
use std::cell::UnsafeCell;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use pilotage_abi::flags::{IMMORTAL_REFCNT, STATIC_FLAGS, STATICALLY_ALLOCATED};
use pilotage_abi::{PyObject, PyTypeObject};

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
    pub reserved: u8,
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

unsafe extern "C" {
    fn malloc(size: usize) -> *mut c_void;
    fn calloc(count: usize, size: usize) -> *mut c_void;
    fn realloc(block: *mut c_void, size: usize) -> *mut c_void;
    fn free(block: *mut c_void);
}

/// A bit of `ob_flags` that CPython leaves alone: the memory came from C's own allocator, with no prefix in front.
const BARE: u16 = 1 << 12;

/// Prefixes of bare bodies. Boxed: they must not move.
static BARE_PREFIXES: World<Option<AddressMap<Box<Prefix>>>> = World::new(None);

/// Were there ever bare bodies? The common case asks no more than this.
static HAS_BARE: AtomicBool = AtomicBool::new(false);

/// A block with a zeroed prefix. Null when memory is out.
pub fn raw_alloc(size: usize, zeroed: bool) -> *mut c_void {
    let Some(total) = size.max(1).checked_add(PREFIX).filter(|&total| isize::try_from(total).is_ok()) else {
        return null_mut();
    };
    // SAFETY: plain C allocation; the prefix is written inside the block.
    unsafe {
        let block = if zeroed { calloc(1, total) } else { malloc(total) };
        if block.is_null() {
            return null_mut();
        }
        block.cast::<[u64; 2]>().write([0; 2]);
        block.byte_add(PREFIX)
    }
}

/// Moves a block of `raw_alloc`.
///
/// # Safety
/// `block` is null or came from here and is not used elsewhere.
pub unsafe fn raw_realloc(block: *mut c_void, size: usize) -> *mut c_void {
    if block.is_null() {
        return raw_alloc(size, false);
    }
    if let Some(known) = take_bare(block) {
        // SAFETY: a block of C's allocator.
        return unsafe { move_bare(block, size, known) };
    }
    let Some(total) = size.max(1).checked_add(PREFIX).filter(|&total| isize::try_from(total).is_ok()) else {
        return null_mut();
    };
    // SAFETY: the block begins PREFIX bytes before the pointer.
    unsafe {
        let moved = realloc(block.byte_sub(PREFIX), total);
        if moved.is_null() { null_mut() } else { moved.byte_add(PREFIX) }
    }
}

/// Who wants to be asked before memory goes back (`PyMem_SetAllocator`): a function of a context and a block, or null.
static KEEPER: AtomicPtr<c_void> = AtomicPtr::new(null_mut());
static KEEPER_CONTEXT: AtomicPtr<c_void> = AtomicPtr::new(null_mut());

pub(crate) type Free = unsafe extern "C" fn(*mut c_void, *mut c_void);

/// From now on `free` gets blocks in place of the allocator; it may keep them, and give them back with [`give_back`].
pub(crate) fn set_keeper(free: Option<Free>, context: *mut c_void) {
    KEEPER_CONTEXT.store(context, Ordering::Relaxed);
    KEEPER.store(free.map_or(null_mut(), |free| free as *mut c_void), Ordering::Relaxed);
}

/// # Safety
/// `block` is null or came from `raw_alloc`.
pub unsafe fn raw_free(block: *mut c_void) {
    let keeper = KEEPER.load(Ordering::Relaxed);
    if keeper.is_null() || block.is_null() {
        // SAFETY: the caller's promise.
        return unsafe { give_back(block) };
    }
    // SAFETY: only `set_keeper` writes it, and only functions of this signature.
    let free = unsafe { core::mem::transmute::<*mut c_void, Free>(keeper) };
    // SAFETY: the keeper's own context, a block that its owner has done with.
    unsafe { free(KEEPER_CONTEXT.load(Ordering::Relaxed), block) }
}

/// To the allocator, whoever keeps blocks.
///
/// # Safety
/// As for [`raw_free`].
pub(crate) unsafe fn give_back(block: *mut c_void) {
    if !block.is_null() {
        crate::ledger::gone(block);
        if take_bare(block).is_some() {
            // SAFETY: C's allocator gave it as it is.
            return unsafe { free(block) };
        }
        // SAFETY: as above.
        unsafe { free(block.byte_sub(PREFIX)) }
    }
}

/// The prefix of a bare body that is being given back.
fn take_bare(block: *mut c_void) -> Option<Box<Prefix>> {
    if !HAS_BARE.load(Ordering::Relaxed) {
        return None;
    }
    BARE_PREFIXES.with(|bare| bare.as_mut()?.remove(&(block as usize)))
}

unsafe fn move_bare(block: *mut c_void, size: usize, known: Box<Prefix>) -> *mut c_void {
    // SAFETY: the caller's promise: a block of C's allocator.
    let moved = unsafe { realloc(block, size.max(1)) };
    let now = if moved.is_null() { block } else { moved };
    BARE_PREFIXES.with(|bare| bare.get_or_insert_default().insert(now as usize, known));
    moved
}

/// Did the memory of a new object come from C's own allocator? Extensions may use it before `PyObject_Init`.
/// Ours has a prefix in front whose origin is `Born` and which holds nothing; the allocator keeps the size of its
/// block there, whose low bytes are not zero.
///
/// # Safety
/// `p` is the memory of a new object.
pub unsafe fn adopt_memory(p: *mut PyObject) {
    // SAFETY: both allocators have a word in front.
    let word = unsafe { *p.cast::<u64>().sub(1) };
    if word & 0xffff == 0 {
        // Another block may have been bare at this address, and freed behind our back.
        take_bare(p.cast());
        return;
    }
    HAS_BARE.store(true, Ordering::Relaxed);
    // SAFETY: an object has a header.
    unsafe { (*p).ob_flags |= BARE };
    BARE_PREFIXES.with(|bare| bare.get_or_insert_default().remove(&(p as usize)));
}

/// The destructor of a body has run. A bare one may have gone to C's `free` directly.
pub(crate) fn destroyed(p: *mut PyObject) {
    if HAS_BARE.load(Ordering::Relaxed) {
        BARE_PREFIXES.with(|bare| {
            let Some(bare) = bare.as_mut() else { return };
            if bare.get(&(p as usize)).is_some_and(|prefix| prefix.dying) {
                bare.remove(&(p as usize));
            }
        });
    }
}

/// Made when it is first asked for: memory that was kept and used again starts anew.
#[cold]
fn bare_prefix(p: *mut PyObject) -> *mut Prefix {
    BARE_PREFIXES.with(|bare| {
        let prefix = bare.get_or_insert_default().entry(p as usize).or_insert_with(|| {
            // SAFETY: zero bytes are a prefix: null, `Born`, `Nothing` and false.
            Box::new(unsafe { core::mem::zeroed() })
        });
        &raw mut **prefix
    })
}

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
            prefix(p).cast::<[u64; 2]>().write([0; 2]);
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
