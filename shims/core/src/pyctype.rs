//! `pyctype.h`: tables for bytes of ASCII, without the locale.

use core::ffi::{c_uchar, c_uint};

const LOWER: c_uint = 0x01;
const UPPER: c_uint = 0x02;
const DIGIT: c_uint = 0x04;
const SPACE: c_uint = 0x08;
const HEX: c_uint = 0x10;

const fn kind(byte: u8) -> c_uint {
    let mut flags = 0;
    if byte.is_ascii_lowercase() {
        flags |= LOWER;
    }
    if byte.is_ascii_uppercase() {
        flags |= UPPER;
    }
    if byte.is_ascii_digit() {
        flags |= DIGIT;
    }
    if matches!(byte, b' ' | 0x09..=0x0d) {
        flags |= SPACE;
    }
    if byte.is_ascii_hexdigit() {
        flags |= HEX;
    }
    flags
}

#[unsafe(no_mangle)]
pub static _Py_ctype_table: [c_uint; 256] = {
    let mut table = [0; 256];
    let mut at = 0;
    while at < 256 {
        table[at] = kind(at as u8);
        at += 1;
    }
    table
};

#[unsafe(no_mangle)]
pub static _Py_ctype_tolower: [c_uchar; 256] = {
    let mut table = [0; 256];
    let mut at = 0;
    while at < 256 {
        table[at] = (at as u8).to_ascii_lowercase();
        at += 1;
    }
    table
};

#[unsafe(no_mangle)]
pub static _Py_ctype_toupper: [c_uchar; 256] = {
    let mut table = [0; 256];
    let mut at = 0;
    while at < 256 {
        table[at] = (at as u8).to_ascii_uppercase();
        at += 1;
    }
    table
};
