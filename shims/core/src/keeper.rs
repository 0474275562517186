//! Who wants to be asked before memory of objects goes back (`PyMem_SetAllocator`): `pilotage check` watches for the end of
//! objects that way. Where the memory comes from stays core's affair.

use core::ffi::c_void;
use core::ptr::null_mut;
use core::sync::atomic::{AtomicPtr, Ordering};

/// Gets a context and a block.
pub(crate) type Free = unsafe extern "C" fn(*mut c_void, *mut c_void);

static KEEPER: AtomicPtr<c_void> = AtomicPtr::new(null_mut());
static CONTEXT: AtomicPtr<c_void> = AtomicPtr::new(null_mut());

/// From now on `free` gets blocks in place of the allocator; it may keep them, and release them later.
pub(crate) fn set(free: Option<Free>, context: *mut c_void) {
    CONTEXT.store(context, Ordering::Relaxed);
    KEEPER.store(free.map_or(null_mut(), |free| free as *mut c_void), Ordering::Relaxed);
}

/// Hands a block to the keeper, if there is one.
///
/// # Safety
/// Nobody uses the block any more.
#[inline]
pub(crate) unsafe fn takes(block: *mut c_void) -> bool {
    let keeper = KEEPER.load(Ordering::Relaxed);
    if keeper.is_null() {
        return false;
    }
    // SAFETY: only `set` writes it, and only functions of this signature; the context is the keeper's own.
    unsafe {
        let free = core::mem::transmute::<*mut c_void, Free>(keeper);
        free(CONTEXT.load(Ordering::Relaxed), block);
    }
    true
}
