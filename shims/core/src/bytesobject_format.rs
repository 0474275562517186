//! The format language of `PyBytes_FromFormat`: less than that of str, and without widths.

use core::ffi::{c_char, c_int};

use pilotage_abi::PyObject;

use crate::bytesobject::new_bytes;
use crate::errors::{self, Exc};
use crate::python;
use crate::va::{VaList, VaListTag};
use crate::values;

/// What stands between a `%` and its letter.
struct Spec {
    precision: Option<usize>,
    is_long: bool,
    conversion: u8,
    /// Bytes behind the `%`.
    len: usize,
}

fn spec(format: &[u8]) -> Spec {
    let mut at = format.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut precision = None;
    if format.get(at) == Some(&b'.') {
        let digits = format[at + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let text = core::str::from_utf8(&format[at + 1..at + 1 + digits]).unwrap_or("");
        precision = Some(text.parse().unwrap_or(0));
        at += 1 + digits;
    }
    at += format[at..].iter().take_while(|byte| **byte == b'*').count();
    let is_long = matches!((format.get(at), format.get(at + 1)), (Some(b'l' | b'z'), Some(b'd' | b'u')));
    at += usize::from(is_long);
    Spec { precision, is_long, conversion: format.get(at).copied().unwrap_or(0), len: at + 1 }
}

/// Appends an argument; `Ok(false)` for a letter that means nothing.
unsafe fn push(out: &mut Vec<u8>, spec: &Spec, args: &mut VaList) -> crate::model::Result<bool> {
    match spec.conversion {
        b'%' => out.push(b'%'),
        b'c' => match u8::try_from(args.next_u64() as u32 as c_int) {
            Ok(byte) => out.push(byte),
            Err(_) => {
                let message = "PyBytes_FromFormatV(): %c format expects an integer in range [0; 255]";
                return errors::error(Exc::OverflowError, message);
            }
        },
        b'd' | b'i' => {
            let word = args.next_u64();
            let value = if spec.is_long { word.cast_signed() } else { i64::from(word as u32 as c_int) };
            out.extend(value.to_string().as_bytes());
        }
        b'u' => {
            let word = args.next_u64();
            let value = if spec.is_long { word } else { word & u64::from(u32::MAX) };
            out.extend(value.to_string().as_bytes());
        }
        b'x' => out.extend(format!("{:x}", args.next_u64() as u32).as_bytes()),
        b'p' => out.extend(format!("{:#x}", args.next_u64()).as_bytes()),
        b's' => {
            let data = args.next_u64() as *const c_char;
            // SAFETY: the caller's promise: a null, or as many bytes as the precision says.
            unsafe {
                match spec.precision {
                    None => out.extend(python::c_str(data)),
                    Some(most) => {
                        let len = (0..most).take_while(|&at| *data.add(at) != 0).count();
                        out.extend(values::slice(data, values::c_len(len)));
                    }
                }
            }
        }
        _ => return Ok(false),
    }
    Ok(true)
}

/// A letter that means nothing: the rest of the format is copied as it is.
unsafe fn format_bytes(format: &[u8], args: &mut VaList) -> crate::model::Result<Vec<u8>> {
    let mut out = Vec::with_capacity(format.len());
    let mut at = 0;
    while at < format.len() {
        if format[at] != b'%' {
            out.push(format[at]);
            at += 1;
            continue;
        }
        let spec = spec(&format[at + 1..]);
        // SAFETY: the caller's promise.
        if !unsafe { push(&mut out, &spec, args) }? {
            out.extend(&format[at..]);
            break;
        }
        at += 1 + spec.len;
    }
    Ok(out)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyBytes_FromFormatV(format: *const c_char, args: *mut VaListTag) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe {
        let mut args = VaList::new(args);
        match format_bytes(python::c_str(format), &mut args) {
            Ok(bytes) => new_bytes(&bytes),
            Err(raised) => {
                errors::raise(raised);
                core::ptr::null_mut()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::format_bytes;
    use crate::va::VaList;

    fn formatted(format: &[u8], words: &[u64]) -> Vec<u8> {
        // SAFETY: each test passes the words that its format asks for.
        unsafe { format_bytes(format, &mut VaList::words(words)) }.unwrap_or_default()
    }

    #[test]
    fn letters_stand_for_arguments() {
        let text = c"abc".as_ptr() as u64;
        assert_eq!(formatted(b"%s-%.2s", &[text, text]), b"abc-ab");
        assert_eq!(
            formatted(b"%d %ld %zu %x%c%%", &[u64::from(u32::MAX), u64::MAX, 7, 255, 0xe9]),
            b"-1 -1 7 ff\xe9%"
        );
        assert_eq!(formatted(b"a%Q%d", &[1]), b"a%Q%d");
    }
}
