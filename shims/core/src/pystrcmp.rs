//! `pystrcmp.h`: C strings compared without case, letters of ASCII only.

use core::ffi::{c_char, c_int};

/// Zero when equal up to the null or the length.
unsafe fn compare(a: *const c_char, b: *const c_char, len: usize) -> c_int {
    for at in 0..len {
        // SAFETY: neither string has ended before.
        let (a, b) = unsafe { (*a.add(at) as u8, *b.add(at) as u8) };
        let difference = c_int::from(a.to_ascii_lowercase()) - c_int::from(b.to_ascii_lowercase());
        if difference != 0 || a == 0 {
            return difference;
        }
    }
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyOS_mystricmp(a: *const c_char, b: *const c_char) -> c_int {
    // SAFETY: arguments of the C-API.
    unsafe { compare(a, b, usize::MAX) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyOS_mystrnicmp(a: *const c_char, b: *const c_char, len: isize) -> c_int {
    // SAFETY: arguments of the C-API.
    unsafe { compare(a, b, len.max(0).unsigned_abs()) }
}
