//! Functions of the C-API that core does not have yet: `missing.c` exports each, and all end here.

use core::ffi::c_char;

use crate::errors::{Exc, is_set, raise_new};
use crate::python;

/// # Safety
/// `name` is a C string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pilotage_missing(name: *const c_char) {
    if !is_set() {
        // SAFETY: the caller's promise.
        let name = unsafe { python::c_text(name) };
        raise_new(Exc::SystemError, &format!("{name} is not implemented by Pilotage's C-API yet"));
    }
}
