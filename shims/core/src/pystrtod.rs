//! `pystrtod.h`: floats of text and text of floats, always with a point and without the locale.

use core::ffi::{c_char, c_double, c_int};

use pilotage_abi::PyObject;

use crate::errors::{self, Exc};
use crate::python;
use crate::values;

/// `Py_DTSF_*`.
const SIGN: c_int = 1;
const ADD_DOT_0: c_int = 2;
const ALTERNATE: c_int = 4;
const NO_NEGATIVE_ZERO: c_int = 8;
/// `Py_DTST_*`.
const FINITE: c_int = 0;
const INFINITE: c_int = 1;
const NAN: c_int = 2;

/// How many bytes at the beginning are a float.
fn float_len(text: &[u8]) -> usize {
    let sign = usize::from(matches!(text.first(), Some(b'+' | b'-')));
    let rest = &text[sign..];
    let starts =
        |word: &str| rest.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word.as_bytes()));
    for word in ["infinity", "inf", "nan"] {
        if starts(word) {
            return sign + word.len();
        }
    }
    let digits =
        |from: usize| rest[from.min(rest.len())..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let whole = digits(0);
    let mut len = whole;
    let mut fraction = 0;
    if rest.get(whole) == Some(&b'.') {
        fraction = digits(whole + 1);
        len += 1 + fraction;
    }
    if whole + fraction == 0 {
        return 0;
    }
    if matches!(rest.get(len), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(rest.get(len + 1), Some(b'+' | b'-')));
        let exponent = digits(len + 1 + sign);
        if exponent > 0 {
            len += 1 + sign + exponent;
        }
    }
    sign + len
}

/// Without a place for the end, all of the text must be a float. -1.0 with an exception.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyOS_string_to_double(
    text: *const c_char,
    end: *mut *mut c_char,
    overflow: *mut PyObject,
) -> c_double {
    // SAFETY: arguments of the C-API.
    unsafe {
        let bytes = python::c_str(text);
        let len = float_len(bytes);
        if !end.is_null() {
            end.write(text.add(len).cast_mut());
        }
        let shown = || String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
        let value = core::str::from_utf8(&bytes[..len]).ok().and_then(|text| text.parse::<f64>().ok());
        let Some(value) = value.filter(|_| len > 0 && (!end.is_null() || len == bytes.len())) else {
            errors::raise_new(Exc::ValueError, &format!("could not convert string to float: '{}'", shown()));
            return -1.0;
        };
        let is_number = bytes[..len].iter().any(u8::is_ascii_digit);
        if value.is_infinite() && is_number && !overflow.is_null() {
            let message = python::text(&format!("value too large to convert to float: '{}'", shown()));
            match python::call(crate::convert::from_c(overflow), &[message.obj()]) {
                Ok(exception) => errors::raise(crate::model::Raised(exception)),
                Err(raised) => errors::raise(raised),
            }
            return -1.0;
        }
        value
    }
}

/// Significant digits, and where the point is: behind so many of them.
struct Decimal {
    digits: String,
    point: i32,
}

/// `count` digits, or as few as tell the number from its neighbours.
fn decimal(value: f64, count: Option<usize>) -> Decimal {
    let text = match count {
        Some(count) => format!("{value:.*e}", count.max(1) - 1),
        None => format!("{value:e}"),
    };
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    Decimal { digits: mantissa.replace('.', ""), point: exponent.parse::<i32>().unwrap_or(0) + 1 }
}

fn exponent(point: i32) -> String {
    let exponent = point - 1;
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("e{sign}{:02}", exponent.unsigned_abs())
}

/// Digits with a point in them, and an exponent if wanted.
fn layout(decimal: &Decimal, with_exponent: bool, flags: c_int) -> String {
    let digits = &decimal.digits;
    let (mut whole, mut fraction) = (String::new(), String::new());
    if with_exponent {
        whole.push_str(&digits[..1]);
        fraction.push_str(&digits[1..]);
    } else {
        let point = decimal.point.max(0).unsigned_abs() as usize;
        let split = point.min(digits.len());
        whole.push_str(&digits[..split]);
        whole.extend(core::iter::repeat_n('0', point - split));
        if whole.is_empty() {
            whole.push('0');
        }
        let zeros = if decimal.point < 0 { decimal.point.unsigned_abs() as usize } else { 0 };
        fraction.extend(core::iter::repeat_n('0', zeros));
        fraction.push_str(&digits[split..]);
    }
    let mut text = whole;
    if fraction.is_empty() && flags & ADD_DOT_0 != 0 && !with_exponent {
        fraction.push('0');
    }
    if !fraction.is_empty() || flags & ALTERNATE != 0 {
        text.push('.');
        text.push_str(&fraction);
    }
    if with_exponent {
        text.push_str(&exponent(decimal.point));
    }
    text
}

fn trim_zeros(decimal: &mut Decimal) {
    let len = decimal.digits.trim_end_matches('0').len().max(1);
    decimal.digits.truncate(len);
}

/// A finite, positive number in a format: `e`, `f`, `g`, `r`.
fn finite(value: f64, format: u8, precision: usize, flags: c_int) -> String {
    match format {
        b'e' => layout(&decimal(value, Some(precision.saturating_add(1))), true, flags),
        b'f' => {
            let mut text = format!("{value:.precision$}");
            if precision == 0 {
                text.push_str(if flags & ADD_DOT_0 != 0 {
                    ".0"
                } else if flags & ALTERNATE != 0 {
                    "."
                } else {
                    ""
                });
            }
            text
        }
        b'g' => {
            let precision = precision.max(1);
            let mut decimal = decimal(value, Some(precision));
            // With `.0` wanted, a number whose digits end at the point has an exponent instead.
            let limit = i32::try_from(precision).unwrap_or(i32::MAX) - i32::from(flags & ADD_DOT_0 != 0);
            let with_exponent = decimal.point <= -4 || decimal.point > limit;
            if flags & ALTERNATE == 0 {
                trim_zeros(&mut decimal);
            }
            layout(&decimal, with_exponent, flags)
        }
        _ => {
            let decimal = decimal(value, None);
            layout(&decimal, decimal.point <= -4 || decimal.point > 16, flags)
        }
    }
}

/// The text of a float, and which kind of number it is; `None` for a format that is none.
pub(crate) fn text_of(value: f64, format: u8, precision: c_int, flags: c_int) -> Option<(String, c_int)> {
    let lower = format.to_ascii_lowercase();
    let is_known =
        matches!(format, b'e' | b'E' | b'f' | b'F' | b'g' | b'G') || (format == b'r' && precision == 0);
    let precision = usize::try_from(precision).ok().filter(|_| is_known)?;
    let (mut text, kind) = if value.is_nan() {
        ("nan".to_owned(), NAN)
    } else if value.is_infinite() {
        ("inf".to_owned(), INFINITE)
    } else {
        (finite(value.abs(), lower, precision, flags), FINITE)
    };
    let is_zero = || text.bytes().all(|byte| !byte.is_ascii_digit() || byte == b'0');
    let negative = value.is_sign_negative()
        && kind != NAN
        && !(flags & NO_NEGATIVE_ZERO != 0 && kind == FINITE && is_zero());
    if negative {
        text.insert(0, '-');
    } else if flags & SIGN != 0 {
        text.insert(0, '+');
    }
    if format.is_ascii_uppercase() {
        text.make_ascii_uppercase();
    }
    Some((text, kind))
}

/// Memory for `PyMem_Free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyOS_double_to_string(
    value: c_double,
    format: c_char,
    precision: c_int,
    flags: c_int,
    kind: *mut c_int,
) -> *mut c_char {
    let Some((text, found)) = text_of(value, format as u8, precision, flags) else {
        return values::bad_call_null();
    };
    // SAFETY: arguments of the C-API; the block has room for the text and a null.
    unsafe {
        if !kind.is_null() {
            kind.write(found);
        }
        let block: *mut u8 = values::mem_alloc(text.len() + 1).cast();
        if !block.is_null() {
            core::ptr::copy_nonoverlapping(text.as_ptr(), block, text.len());
            block.add(text.len()).write(0);
        }
        block.cast()
    }
}

#[cfg(test)]
mod tests {
    use super::{ADD_DOT_0, ALTERNATE, NO_NEGATIVE_ZERO, SIGN, float_len, text_of};

    #[test]
    fn floats_are_written_as_python_writes_them() {
        for (value, format, precision, flags, text) in [
            (1.0, b'r', 0, ADD_DOT_0, "1.0"),
            (1.0, b'r', 0, 0, "1"),
            (1e16, b'r', 0, ADD_DOT_0, "1e+16"),
            (1e15, b'r', 0, ADD_DOT_0, "1000000000000000.0"),
            (1e-4, b'r', 0, 0, "0.0001"),
            (1e-5, b'r', 0, 0, "1e-05"),
            (1.5e300, b'r', 0, 0, "1.5e+300"),
            (-0.0, b'r', 0, ADD_DOT_0, "-0.0"),
            (-0.0, b'f', 1, NO_NEGATIVE_ZERO, "0.0"),
            (-0.001, b'f', 1, NO_NEGATIVE_ZERO, "0.0"),
            (2.5, b'f', 0, 0, "2"),
            (2.5, b'f', 0, ALTERNATE, "2."),
            (123456.0, b'g', 3, 0, "1.23e+05"),
            (100000.0, b'g', 6, 0, "100000"),
            (100000.0, b'g', 6, ALTERNATE, "100000."),
            (1234567.0, b'g', 6, 0, "1.23457e+06"),
            (0.5, b'g', 0, 0, "0.5"),
            (0.0, b'g', 6, 0, "0"),
            (1.0, b'e', 2, SIGN, "+1.00e+00"),
            (9.995, b'e', 2, 0, "9.99e+00"),
            (1e100, b'E', 1, 0, "1.0E+100"),
            (f64::INFINITY, b'r', 0, SIGN, "+inf"),
            (f64::NEG_INFINITY, b'G', 3, 0, "-INF"),
            (f64::NAN, b'r', 0, 0, "nan"),
            (0.1, b'r', 0, 0, "0.1"),
            (0.1, b'g', 17, 0, "0.10000000000000001"),
            (1e16, b'g', 17, ADD_DOT_0, "1e+16"),
            (9.99, b'g', 1, ALTERNATE, "1.e+01"),
            (0.0, b'g', 3, ALTERNATE, "0.00"),
            (5.0, b'g', 1, ADD_DOT_0 | ALTERNATE, "5.e+00"),
            (f64::NAN, b'F', 1, SIGN, "+NAN"),
            (5e-324, b'r', 0, 0, "5e-324"),
            (0.00001234, b'g', 2, 0, "1.2e-05"),
        ] {
            let found = text_of(value, format, precision, flags).map(|(text, _)| text);
            assert_eq!(found.as_deref(), Some(text), "{value} as {}", char::from(format));
        }
    }

    #[test]
    fn unknown_formats_are_refused() {
        assert!(text_of(1.0, b'x', 0, 0).is_none());
        assert!(text_of(1.0, b'r', 1, 0).is_none());
        assert!(text_of(1.0, b'f', -1, 0).is_none());
    }

    #[test]
    fn the_longest_float_is_taken() {
        for (text, len) in [
            ("1.5x", 3),
            ("1e", 1),
            ("1e+", 1),
            ("1e+2", 4),
            (".5", 2),
            ("5.", 2),
            (".", 0),
            ("-inf", 4),
            ("infinit", 3),
            ("Infinity", 8),
            ("nan", 3),
            (" 1", 0),
            ("+-1", 0),
            ("1_0", 1),
            ("", 0),
            ("0x10", 1),
        ] {
            assert_eq!(float_len(text.as_bytes()), len, "{text}");
        }
    }
}
