//! Variable arguments of C, read in Rust: `va.c` turns each `...` into a `va_list` and calls the function here or in
//! the file of its header. x86-64 System V; other machines have another list.

use core::ffi::{c_char, c_double, c_int};

use crate::model::Result;

/// `va_list` of x86-64: `va_list` parameters are pointers to one.
#[repr(C)]
#[derive(Debug)]
pub struct VaListTag {
    gp_offset: u32,
    fp_offset: u32,
    overflow_arg_area: *mut u8,
    reg_save_area: *mut u8,
}

/// Arguments that a function takes one after the other: from C, or words that Rust has.
#[derive(Debug)]
pub struct VaList {
    source: Source,
}

#[derive(Debug)]
enum Source {
    C(*mut VaListTag),
    Words { next: *const u64, left: usize },
}

/// End of the registers for integers, in the save area.
const GP_END: u32 = 48;
/// End of the registers for floats.
const FP_END: u32 = 176;

impl VaList {
    /// Arguments that C passed.
    ///
    /// # Safety
    /// `tag` is a started `va_list` that outlives this; what is taken from it is there.
    pub unsafe fn new(tag: *mut VaListTag) -> VaList {
        VaList { source: Source::C(tag) }
    }

    /// Words; floats are their bits.
    ///
    /// # Safety
    /// The words outlive this.
    pub unsafe fn words(words: &[u64]) -> VaList {
        VaList { source: Source::Words { next: words.as_ptr(), left: words.len() } }
    }

    /// The next word of the integer class; 0 behind the end of words.
    pub fn next_u64(&mut self) -> u64 {
        match &mut self.source {
            // SAFETY: promised when this was made.
            Source::C(tag) => unsafe {
                let tag = &mut **tag;
                if tag.gp_offset < GP_END {
                    let value = tag.reg_save_area.add(tag.gp_offset as usize).cast::<u64>().read_unaligned();
                    tag.gp_offset += 8;
                    return value;
                }
                overflow(tag)
            },
            Source::Words { .. } => self.word(),
        }
    }

    /// The next `double`.
    pub fn next_f64(&mut self) -> c_double {
        match &mut self.source {
            // SAFETY: promised when this was made.
            Source::C(tag) => unsafe {
                let tag = &mut **tag;
                if tag.fp_offset < FP_END {
                    let value = tag.reg_save_area.add(tag.fp_offset as usize).cast::<f64>().read_unaligned();
                    tag.fp_offset += 16;
                    return value;
                }
                f64::from_bits(overflow(tag))
            },
            Source::Words { .. } => f64::from_bits(self.word()),
        }
    }

    fn word(&mut self) -> u64 {
        match &mut self.source {
            Source::Words { next, left } if *left > 0 => {
                // SAFETY: `left` words follow.
                unsafe {
                    let value = **next;
                    *next = next.add(1);
                    *left -= 1;
                    value
                }
            }
            _ => 0,
        }
    }

    pub fn next_i64(&mut self) -> i64 {
        self.next_u64().cast_signed()
    }

    pub fn next_isize(&mut self) -> isize {
        self.next_u64() as isize
    }

    pub fn next_i32(&mut self) -> c_int {
        self.next_u64() as u32 as c_int
    }

    pub fn next_u32(&mut self) -> u32 {
        self.next_u64() as u32
    }

    pub fn next_ptr<T>(&mut self) -> *mut T {
        self.next_u64() as usize as *mut T
    }
}

unsafe fn overflow(tag: &mut VaListTag) -> u64 {
    // SAFETY: the caller's promise: there is another argument.
    unsafe {
        let value = tag.overflow_arg_area.cast::<u64>().read_unaligned();
        tag.overflow_arg_area = tag.overflow_arg_area.add(8);
        value
    }
}

/// A str in the format language of `PyUnicode_FromFormat`.
///
/// # Safety
/// The arguments are those that the format asks for.
pub unsafe fn formatted(format: *const c_char, args: &mut VaList) -> Result {
    // SAFETY: the caller's promise.
    unsafe { crate::unicodeobject_format::format_v(format, args) }
}
