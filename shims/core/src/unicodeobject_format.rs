//! The format language of `PyUnicode_FromFormat`, `PyErr_Format` and their like. That of bytes is in `bytesobject_format.rs`.

use core::ffi::{c_char, c_int, c_void};

use pilotage_abi::flags::tp;
use pilotage_abi::{PyObject, PyTypeObject};

use crate::chars::{View, from_wtf8};
use crate::convert::from_c;
use crate::errors::{self, Exc};
use crate::model::{Obj, Ref, Result, Text, model};
use crate::python;
use crate::text;
use crate::va::{VaList, VaListTag};
use crate::values;

/// How large a C number is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Size {
    Int,
    Long,
    LongLong,
    /// `size_t`, `ptrdiff_t`, `intmax_t`.
    Word,
}

/// One `%` and what follows.
#[derive(Debug)]
struct Spec {
    left: bool,
    zero: bool,
    alternate: bool,
    width: usize,
    precision: Option<usize>,
    size: Size,
    conversion: u8,
}

/// The largest width and precision: more would only fill memory.
const LARGEST: usize = i32::MAX as usize;

/// Reads digits, or an argument for `*`. The bool says that the argument was negative.
fn count(format: &[u8], at: &mut usize, args: &mut VaList) -> Option<(usize, bool)> {
    if format.get(*at) == Some(&b'*') {
        *at += 1;
        let value = args.next_u64() as u32 as c_int;
        return Some((value.unsigned_abs() as usize, value < 0));
    }
    let mut value = 0usize;
    while let Some(digit) = format.get(*at).filter(|byte| byte.is_ascii_digit()) {
        value = value
            .checked_mul(10)?
            .checked_add(usize::from(digit - b'0'))
            .filter(|&value| value <= LARGEST)?;
        *at += 1;
    }
    Some((value, false))
}

/// The specification behind a `%`; moves `at` behind it.
fn spec(format: &[u8], at: &mut usize, args: &mut VaList) -> Result<Spec> {
    let start = *at;
    let mut spec = Spec {
        left: false,
        zero: false,
        alternate: false,
        width: 0,
        precision: None,
        size: Size::Int,
        conversion: 0,
    };
    loop {
        *at += 1;
        match format.get(*at) {
            Some(b'-') => spec.left = true,
            Some(b'0') => spec.zero = true,
            Some(b'#') => spec.alternate = true,
            _ => break,
        }
    }
    let Some((width, negative)) = count(format, at, args) else {
        return errors::error(Exc::ValueError, "width too big");
    };
    spec.width = width;
    spec.left |= negative;
    if format.get(*at) == Some(&b'.') {
        *at += 1;
        let Some((precision, negative)) = count(format, at, args) else {
            return errors::error(Exc::ValueError, "precision too big");
        };
        spec.precision = (!negative).then_some(precision);
    }
    spec.size = match (format.get(*at), format.get(*at + 1)) {
        (Some(b'l'), Some(b'l')) => Size::LongLong,
        (Some(b'l'), _) => Size::Long,
        (Some(b'z' | b't' | b'j'), _) => Size::Word,
        _ => Size::Int,
    };
    *at += match spec.size {
        Size::Int => 0,
        Size::LongLong => 2,
        _ => 1,
    };
    spec.conversion = format.get(*at).copied().unwrap_or(0);
    *at += 1;
    let is_number = matches!(spec.conversion, b'd' | b'i' | b'u' | b'o' | b'x' | b'X');
    let is_wide_text = spec.size == Size::Long && matches!(spec.conversion, b's' | b'V');
    let is_text = matches!(spec.conversion, b's' | b'A' | b'U' | b'V' | b'S' | b'R' | b'T' | b'N');
    // These take neither a width nor a precision.
    let is_bare =
        matches!(spec.conversion, b'%' | b'c' | b'p') && spec.width == 0 && spec.precision.is_none();
    let is_plain = spec.size == Size::Int && (is_text || is_bare);
    if is_number || is_wide_text || is_plain {
        return Ok(spec);
    }
    let rest = String::from_utf8_lossy(&format[start..]).into_owned();
    errors::error(Exc::SystemError, &format!("invalid format string: {rest}"))
}

/// Text of UTF-8 that may be wrong, and may end inside a character.
fn lossy(bytes: &[u8], is_cut: bool) -> Vec<u8> {
    let bytes = match core::str::from_utf8(bytes) {
        Err(error) if is_cut && error.error_len().is_none() => &bytes[..error.valid_up_to()],
        _ => bytes,
    };
    String::from_utf8_lossy(bytes).into_owned().into_bytes()
}

/// A C string, of no more bytes than the precision says.
unsafe fn c_text(data: *const c_char, precision: Option<usize>) -> Vec<u8> {
    if data.is_null() {
        return b"(null)".to_vec();
    }
    // SAFETY: the caller's promise: a null, or as many bytes as the precision says.
    unsafe {
        match precision {
            None => lossy(python::c_str(data), false),
            Some(most) => {
                let len = (0..most).take_while(|&at| *data.add(at) != 0).count();
                lossy(values::slice(data, values::c_len(len)), len == most)
            }
        }
    }
}

unsafe fn wide_text(data: *const c_int, precision: Option<usize>) -> Vec<u8> {
    let mut out = Vec::new();
    if data.is_null() {
        return b"(null)".to_vec();
    }
    for at in 0..precision.unwrap_or(usize::MAX) {
        // SAFETY: the caller's promise: a null, or as many characters as the precision says.
        let character = unsafe { *data.add(at) }.cast_unsigned();
        if character == 0 {
            break;
        }
        text::push_character(&mut out, character.min(crate::chars::MAX_CHARACTER));
    }
    out
}

fn bytes_of(vm: Obj) -> &'static [u8] {
    match model().str_text(vm) {
        Text::Ascii(bytes) | Text::Wtf8(bytes) => bytes,
    }
}

/// At most so many characters.
fn cut(mut bytes: Vec<u8>, precision: Option<usize>) -> Vec<u8> {
    if let Some(most) = precision {
        let ends = bytes.iter().enumerate().filter(|(_, byte)| **byte & 0xc0 != 0x80).nth(most);
        if let Some((end, _)) = ends {
            bytes.truncate(end);
        }
    }
    bytes
}

/// `module.name`, without the modules that every reader knows. Types of C are named as they name themselves.
unsafe fn qualified(t: *mut PyObject, separator: &str) -> Result<Vec<u8>> {
    // SAFETY: the caller's promise: a type.
    let class = unsafe {
        let t: *mut PyTypeObject = t.cast();
        if (*t).tp_flags & tp::HEAPTYPE == 0 {
            return Ok(python::c_text((*t).tp_name).into_bytes());
        }
        from_c(t.cast())
    };
    let name = python::attr(class, "__qualname__")?;
    let mut out = Vec::new();
    if let Ok(Some(module)) = python::attr_opt(class, "__module__")
        && model().shape(module.obj()) == crate::model::Shape::Str
    {
        let module = bytes_of(module.obj());
        if module != b"builtins" && module != b"__main__" {
            out.extend(module);
            out.extend(separator.as_bytes());
        }
    }
    out.extend(bytes_of(name.obj()));
    Ok(out)
}

unsafe fn str_text(p: *mut PyObject) -> Vec<u8> {
    // SAFETY: the caller's promise.
    unsafe { if values::is_str(p) { text::wtf8(p) } else { b"<NULL>".to_vec() } }
}

/// Text of an object: `S`, `R`, `A`, `U`, `T`, `N`.
unsafe fn object_text(p: *mut PyObject, spec: &Spec) -> Result<Vec<u8>> {
    if p.is_null() {
        return Ok(b"<NULL>".to_vec());
    }
    let separator = if spec.alternate { ":" } else { "." };
    // SAFETY: the caller's promise.
    unsafe {
        let text = match spec.conversion {
            b'U' => str_text(p),
            b'S' if (*p).ob_type == &raw mut crate::builtin::PyUnicode_Type => str_text(p),
            b'S' => bytes_of(model().str(from_c(p))?.obj()).to_vec(),
            b'R' => bytes_of(model().repr(from_c(p))?.obj()).to_vec(),
            b'A' => bytes_of(python::call(python::builtin("ascii")?.obj(), &[from_c(p)])?.obj()).to_vec(),
            b'T' => qualified((*p).ob_type.cast(), separator)?,
            _ if values::has(p, tp::TYPE_SUBCLASS) => qualified(p, separator)?,
            _ => return errors::error(Exc::TypeError, "%N argument must be a type"),
        };
        Ok(cut(text, spec.precision))
    }
}

/// Digits of a number, with its sign apart.
fn number(spec: &Spec, args: &mut VaList) -> (bool, String) {
    let word = args.next_u64();
    let is_signed = matches!(spec.conversion, b'd' | b'i');
    let (negative, magnitude) = match (is_signed, spec.size) {
        (true, Size::Int) => ((word as i32) < 0, u64::from((word as i32).unsigned_abs())),
        (true, _) => (word.cast_signed() < 0, word.cast_signed().unsigned_abs()),
        (false, Size::Int) => (false, word & u64::from(u32::MAX)),
        (false, _) => (false, word),
    };
    let digits = match spec.conversion {
        b'o' => format!("{magnitude:o}"),
        b'x' => format!("{magnitude:x}"),
        b'X' => format!("{magnitude:X}"),
        _ => magnitude.to_string(),
    };
    (negative, digits)
}

fn push_number(out: &mut Vec<u8>, spec: &Spec, args: &mut VaList) {
    let (negative, digits) = number(spec, args);
    let sign = usize::from(negative);
    let mut zeros = spec.precision.unwrap_or(0).saturating_sub(digits.len());
    if spec.zero && !spec.left {
        zeros = zeros.max(spec.width.saturating_sub(digits.len() + sign));
    }
    let mut text = Vec::with_capacity(sign + zeros + digits.len());
    if negative {
        text.push(b'-');
    }
    text.resize(sign + zeros, b'0');
    text.extend(digits.as_bytes());
    push_padded(out, &text, spec);
}

/// The width counts characters.
fn push_padded(out: &mut Vec<u8>, text: &[u8], spec: &Spec) {
    let len = text.iter().filter(|byte| **byte & 0xc0 != 0x80).count();
    let blanks = spec.width.saturating_sub(len);
    if !spec.left {
        out.resize(out.len() + blanks, b' ');
    }
    out.extend(text);
    if spec.left {
        out.resize(out.len() + blanks, b' ');
    }
}

unsafe fn push(out: &mut Vec<u8>, spec: &Spec, args: &mut VaList) -> Result<()> {
    // SAFETY: the caller's promise: the arguments are what the format asks for.
    unsafe {
        let text = match spec.conversion {
            b'%' => {
                out.push(b'%');
                return Ok(());
            }
            b'd' | b'i' | b'u' | b'o' | b'x' | b'X' => {
                push_number(out, spec, args);
                return Ok(());
            }
            b'c' => {
                let character = args.next_u64() as u32;
                if character > crate::chars::MAX_CHARACTER {
                    return errors::error(Exc::OverflowError, "character argument not in range(0x110000)");
                }
                let mut text = Vec::new();
                text::push_character(&mut text, character);
                text
            }
            b'p' => format!("{:#x}", args.next_u64()).into_bytes(),
            b's' if spec.size == Size::Long => wide_text(args.next_u64() as *const c_int, spec.precision),
            b's' => c_text(args.next_u64() as *const c_char, spec.precision),
            b'V' => {
                let (p, data) = (args.next_u64() as *mut PyObject, args.next_u64());
                match (p.is_null(), spec.size) {
                    (false, _) => cut(str_text(p), spec.precision),
                    (true, Size::Long) => wide_text(data as *const c_int, spec.precision),
                    (true, _) => c_text(data as *const c_char, spec.precision),
                }
            }
            _ => object_text(args.next_u64() as *mut PyObject, spec)?,
        };
        push_padded(out, &text, spec);
        Ok(())
    }
}

/// The text that a format and its arguments say, as WTF-8.
///
/// # Safety
/// The arguments are those that the format asks for.
pub unsafe fn format_text(format: &[u8], args: &mut VaList) -> Result<Vec<u8>> {
    let mut out = Vec::with_capacity(format.len() + 32);
    let mut at = 0;
    while at < format.len() {
        let len = format[at..].iter().position(|&byte| byte == b'%').unwrap_or(format.len() - at);
        let literal = &format[at..at + len];
        if let Some(byte) = literal.iter().find(|byte| !byte.is_ascii()) {
            let message = format!(
                "PyUnicode_FromFormatV() expects an ASCII-encoded format string, got a non-ASCII byte: 0x{byte:02x}"
            );
            return errors::error(Exc::ValueError, &message);
        }
        out.extend(literal);
        at += len;
        if at < format.len() {
            let spec = spec(format, &mut at, args)?;
            // SAFETY: the caller's promise.
            unsafe { push(&mut out, &spec, args)? };
        }
    }
    Ok(out)
}

/// The same as an object of the VM.
///
/// # Safety
/// As for [`format_text`], and `format` ends with a null byte.
pub unsafe fn format_v(format: *const c_char, args: &mut VaList) -> Result<Ref> {
    // SAFETY: the caller's promise.
    let text = unsafe { format_text(python::c_str(format), args) }?;
    Ok(model().str_from_wtf8(&text))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_FromFormatV(format: *const c_char, args: *mut VaListTag) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe {
        let mut args = VaList::new(args);
        match format_text(python::c_str(format), &mut args) {
            Ok(text) => from_wtf8(&text),
            Err(raised) => {
                errors::raise(raised);
                core::ptr::null_mut()
            }
        }
    }
}

/// For `PyUnicodeWriter_Format`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pilotage_writer_format(
    writer: *mut c_void,
    format: *const c_char,
    args: *mut VaListTag,
) -> c_int {
    // SAFETY: arguments of the C-API.
    unsafe {
        let text = PyUnicode_FromFormatV(format, args);
        if text.is_null() {
            return -1;
        }
        let status = crate::unicodeobject_writer::write_view(
            writer.cast(),
            View::of(text),
            crate::chars::max_character(text),
        );
        crate::body::decref(text);
        status
    }
}

#[cfg(test)]
mod tests {
    use super::format_text;
    use crate::va::VaList;

    fn formatted(format: &str, words: &[u64]) -> String {
        // SAFETY: each test passes the words that its format asks for.
        let text = unsafe { format_text(format.as_bytes(), &mut VaList::words(words)) };
        text.map_or_else(|_| "an exception".to_owned(), |text| String::from_utf8_lossy(&text).into_owned())
    }

    #[test]
    fn numbers_are_padded() {
        let minus = (-5i64).cast_unsigned();
        for (format, word, text) in [
            ("%d", minus, "-5"),
            ("%5d|", minus, "   -5|"),
            ("%-5d|", minus, "-5   |"),
            ("%05d", minus, "-0005"),
            ("%.3d", minus, "-005"),
            ("%5.3d", minus, " -005"),
            ("%u", minus, "4294967291"),
            ("%lu", minus, "18446744073709551611"),
            ("%zd", minus, "-5"),
            ("%lld", minus, "-5"),
            ("%x", 255, "ff"),
            ("%X", 255, "FF"),
            ("%lo", 8, "10"),
            ("%p", 255, "0xff"),
            ("%c", 0x20ac, "\u{20ac}"),
            ("%-c", 0x41, "A"),
            ("100%%", 0, "100%"),
            ("%05.3d", minus, "-0005"),
            ("%-05d|", minus, "-5   |"),
            ("%#x", 255, "ff"),
            ("%.d", minus, "-5"),
        ] {
            assert_eq!(formatted(format, &[word]), text, "{format}");
        }
        assert_eq!(formatted("%*d", &[4, 7]), "   7");
    }

    #[test]
    fn text_is_cut_by_bytes_and_padded_by_characters() {
        let text = c"h\u{e9}llo";
        let word = text.as_ptr() as u64;
        assert_eq!(formatted("%s", &[word]), "h\u{e9}llo");
        assert_eq!(formatted("%.2s", &[word]), "h");
        assert_eq!(formatted("%.3s", &[word]), "h\u{e9}");
        assert_eq!(formatted("%7s", &[word]), "  h\u{e9}llo");
        assert_eq!(formatted("%-6.3s|", &[word]), "h\u{e9}    |");
        assert_eq!(formatted("%V", &[0, word]), "h\u{e9}llo");
    }
}
