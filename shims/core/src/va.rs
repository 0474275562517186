//! Variable arguments of C, read in Rust: `va.c` turns each `...` into a `va_list` and calls the function here or in
//! the file of its header. How the list is laid out is the machine's matter, at the end of this file.

use core::ffi::{c_char, c_double, c_int};

use crate::model::Result;
pub use machine::VaListTag;

/// Arguments that a function takes one after the other: from C, or words that Rust has.
#[derive(Debug)]
pub struct VaList {
    source: Source,
}

#[derive(Debug)]
enum Source {
    C(*mut VaListTag),
    #[cfg_attr(not(test), allow(dead_code, reason = "tests of the format languages pass words"))]
    Words {
        next: *const u64,
        left: usize,
    },
}

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
    #[cfg(test)]
    pub unsafe fn words(words: &[u64]) -> VaList {
        VaList { source: Source::Words { next: words.as_ptr(), left: words.len() } }
    }

    /// The next word of the integer class; 0 behind the end of words.
    pub fn next_u64(&mut self) -> u64 {
        match &mut self.source {
            // SAFETY: promised when this was made.
            Source::C(list) => unsafe { machine::next_word(list) },
            Source::Words { .. } => self.word(),
        }
    }

    /// The next `double`.
    pub fn next_f64(&mut self) -> c_double {
        match &mut self.source {
            // SAFETY: promised when this was made.
            Source::C(list) => unsafe { machine::next_float(list) },
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

/// A str in the format language of `PyUnicode_FromFormat`.
///
/// # Safety
/// The arguments are those that the format asks for.
pub unsafe fn formatted(format: *const c_char, args: &mut VaList) -> Result {
    // SAFETY: the caller's promise.
    unsafe { crate::unicodeobject_format::format_v(format, args) }
}

/// What a list of the machine gives next from memory.
unsafe fn next_of(memory: &mut *mut u8) -> u64 {
    // SAFETY: the caller's promise: there is another argument.
    unsafe {
        let value = memory.cast::<u64>().read_unaligned();
        *memory = memory.add(8);
        value
    }
}

/// System V: a `va_list` parameter points to this.
#[cfg(target_arch = "x86_64")]
mod machine {
    #[repr(C)]
    #[derive(Debug)]
    pub struct VaListTag {
        gp_offset: u32,
        fp_offset: u32,
        overflow_arg_area: *mut u8,
        reg_save_area: *mut u8,
    }

    /// Ends of the registers for integers and for floats, in the save area.
    const GP_END: u32 = 48;
    const FP_END: u32 = 176;

    pub(super) unsafe fn next_word(list: &mut *mut VaListTag) -> u64 {
        // SAFETY: the caller's promise.
        unsafe {
            let tag = &mut **list;
            if tag.gp_offset >= GP_END {
                return super::next_of(&mut tag.overflow_arg_area);
            }
            let value = tag.reg_save_area.add(tag.gp_offset as usize).cast::<u64>().read_unaligned();
            tag.gp_offset += 8;
            value
        }
    }

    pub(super) unsafe fn next_float(list: &mut *mut VaListTag) -> f64 {
        // SAFETY: the caller's promise.
        unsafe {
            let tag = &mut **list;
            if tag.fp_offset >= FP_END {
                return f64::from_bits(super::next_of(&mut tag.overflow_arg_area));
            }
            let value = tag.reg_save_area.add(tag.fp_offset as usize).cast::<f64>().read_unaligned();
            tag.fp_offset += 16;
            value
        }
    }
}

/// AAPCS64: a `va_list` parameter points to this. Offsets count up to zero.
#[cfg(all(target_arch = "aarch64", not(target_vendor = "apple")))]
mod machine {
    #[repr(C)]
    #[derive(Debug)]
    pub struct VaListTag {
        stack: *mut u8,
        gr_top: *mut u8,
        vr_top: *mut u8,
        gr_offs: i32,
        vr_offs: i32,
    }

    pub(super) unsafe fn next_word(list: &mut *mut VaListTag) -> u64 {
        // SAFETY: the caller's promise.
        unsafe {
            let tag = &mut **list;
            if tag.gr_offs >= 0 {
                return super::next_of(&mut tag.stack);
            }
            let value = tag.gr_top.offset(tag.gr_offs as isize).cast::<u64>().read_unaligned();
            tag.gr_offs += 8;
            value
        }
    }

    pub(super) unsafe fn next_float(list: &mut *mut VaListTag) -> f64 {
        // SAFETY: the caller's promise.
        unsafe {
            let tag = &mut **list;
            if tag.vr_offs >= 0 {
                return f64::from_bits(super::next_of(&mut tag.stack));
            }
            let value = tag.vr_top.offset(tag.vr_offs as isize).cast::<f64>().read_unaligned();
            tag.vr_offs += 16;
            value
        }
    }
}

/// Apple on ARM: all variable arguments are in memory, and a `va_list` is the address of the next one.
#[cfg(all(target_arch = "aarch64", target_vendor = "apple"))]
mod machine {
    #[derive(Debug)]
    pub struct VaListTag(());

    pub(super) unsafe fn next_word(list: &mut *mut VaListTag) -> u64 {
        let mut memory: *mut u8 = list.cast();
        // SAFETY: the caller's promise.
        let value = unsafe { super::next_of(&mut memory) };
        *list = memory.cast();
        value
    }

    pub(super) unsafe fn next_float(list: &mut *mut VaListTag) -> f64 {
        // SAFETY: the caller's promise.
        f64::from_bits(unsafe { next_word(list) })
    }
}
