//! `PyFloat_Pack*` and `PyFloat_Unpack*`: IEEE 754 in 2, 4 and 8 bytes.

use core::ffi::{c_char, c_double, c_int};

use crate::errors::{self, Exc};

unsafe fn put<const N: usize>(bytes: [u8; N], target: *mut c_char, little: c_int) {
    let mut bytes = bytes;
    if little == 0 {
        bytes.reverse();
    }
    // SAFETY: the caller's promise: room for them.
    unsafe { target.cast::<[u8; N]>().write_unaligned(bytes) }
}

unsafe fn get<const N: usize>(source: *const c_char, little: c_int) -> [u8; N] {
    // SAFETY: the caller's promise: as many bytes.
    let mut bytes = unsafe { source.cast::<[u8; N]>().read_unaligned() };
    if little == 0 {
        bytes.reverse();
    }
    bytes
}

fn too_large(format: char) -> c_int {
    errors::raise_new(Exc::OverflowError, &format!("float too large to pack with {format} format"));
    -1
}

/// Half precision, rounded to even; `None` when the number is too large.
fn to_half(value: f64) -> Option<u16> {
    let bits = value.to_bits();
    let sign = (bits >> 48) as u16 & 0x8000;
    if value.is_nan() {
        // The highest bits of the payload stay.
        let payload = (bits >> 42) as u16 & 0x3ff;
        return Some(sign | 0x7c00 | if payload == 0 { 0x200 } else { payload });
    }
    if value.is_infinite() {
        return Some(sign | 0x7c00);
    }
    let magnitude = value.abs();
    // Below the normal range numbers are multiples of 2**-24.
    if magnitude < 2f64.powi(-14) {
        return Some(sign | (magnitude * 2f64.powi(24)).round_ties_even() as u16);
    }
    let exponent = (magnitude.to_bits() >> 52) as i32 - 1023;
    let scaled = (magnitude / 2f64.powi(exponent) * 1024.0).round_ties_even() as i32;
    let (scaled, exponent) = if scaled == 2048 { (1024, exponent + 1) } else { (scaled, exponent) };
    if exponent > 15 {
        return None;
    }
    u16::try_from((exponent + 15) << 10 | (scaled - 1024)).ok().map(|half| sign | half)
}

fn from_half(half: u16) -> f64 {
    let sign = if half & 0x8000 != 0 { -1.0 } else { 1.0 };
    let (exponent, fraction) = (i32::from(half >> 10 & 0x1f), f64::from(half & 0x3ff));
    match exponent {
        0 => sign * fraction * 2f64.powi(-24),
        31 if half & 0x3ff == 0 => sign * f64::INFINITY,
        31 => f64::from_bits(u64::from(half & 0x8000) << 48 | 0x7ff << 52 | u64::from(half & 0x3ff) << 42),
        _ => sign * (1.0 + fraction / 1024.0) * 2f64.powi(exponent - 15),
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyFloat_Pack2(value: c_double, target: *mut c_char, little: c_int) -> c_int {
    let Some(half) = to_half(value) else { return too_large('e') };
    // SAFETY: room for two bytes.
    unsafe { put(half.to_le_bytes(), target, little) }
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyFloat_Pack4(value: c_double, target: *mut c_char, little: c_int) -> c_int {
    let single = value as f32;
    if single.is_infinite() && !value.is_infinite() {
        return too_large('f');
    }
    // SAFETY: room for four bytes.
    unsafe { put(single.to_le_bytes(), target, little) }
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyFloat_Pack8(value: c_double, target: *mut c_char, little: c_int) -> c_int {
    // SAFETY: room for eight bytes.
    unsafe { put(value.to_le_bytes(), target, little) }
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyFloat_Unpack2(source: *const c_char, little: c_int) -> c_double {
    // SAFETY: two bytes.
    from_half(u16::from_le_bytes(unsafe { get(source, little) }))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyFloat_Unpack4(source: *const c_char, little: c_int) -> c_double {
    // SAFETY: four bytes.
    f64::from(f32::from_le_bytes(unsafe { get(source, little) }))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyFloat_Unpack8(source: *const c_char, little: c_int) -> c_double {
    // SAFETY: eight bytes.
    f64::from_le_bytes(unsafe { get(source, little) })
}

#[cfg(test)]
mod tests {
    use super::{from_half, to_half};

    #[test]
    fn every_half_comes_back() {
        for half in 0..=u16::MAX {
            let value = from_half(half);
            if value.is_nan() {
                assert!(to_half(value).is_some_and(|half| from_half(half).is_nan()), "{half:#x}");
            } else {
                assert_eq!(to_half(value), Some(half), "{half:#x}");
            }
        }
    }

    #[test]
    fn halves_are_rounded_to_even() {
        for (value, half) in
            [(1.0, 0x3c00), (1.0 + 2f64.powi(-11), 0x3c00), (1.0 + 3.0 * 2f64.powi(-11), 0x3c02)]
        {
            assert_eq!(to_half(value), Some(half), "{value}");
        }
        assert_eq!(to_half(65504.0), Some(0x7bff));
        assert_eq!(to_half(65519.0), Some(0x7bff));
        assert_eq!(to_half(65520.0), None);
        assert_eq!(to_half(2f64.powi(-25)), Some(0));
        assert_eq!(to_half(2f64.powi(-24)), Some(1));
        assert_eq!(to_half(2f64.powi(-14) - 2f64.powi(-26)), Some(0x400));
    }
}
