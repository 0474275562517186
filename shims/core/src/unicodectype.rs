//! `unicodeobject.h`, properties of characters: Latin letters and digits are known here, the rest the VM's str knows.

use core::ffi::{c_double, c_int, c_uchar};

use crate::body::World;
use crate::builtin::PyUnicode_Type;
use crate::chars::View;
use crate::model::{Obj, Ref, model};
use crate::python;
use crate::text;
use crate::values;

/// Blanks below 128.
#[unsafe(no_mangle)]
pub static _Py_ascii_whitespace: [c_uchar; 128] = {
    let mut table = [0; 128];
    let blanks = [0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1c, 0x1d, 0x1e, 0x1f, 0x20];
    let mut at = 0;
    while at < blanks.len() {
        table[blanks[at]] = 1;
        at += 1;
    }
    table
};

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicode_IsWhitespace(character: u32) -> c_int {
    let is_blank = matches!(
        character,
        0x09..=0x0d | 0x1c..=0x20 | 0x85 | 0xa0 | 0x1680 | 0x2000..=0x200a | 0x2028 | 0x2029 | 0x202f | 0x205f | 0x3000
    );
    c_int::from(is_blank)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicode_IsLinebreak(character: u32) -> c_int {
    c_int::from(matches!(character, 0x0a..=0x0d | 0x1c..=0x1e | 0x85 | 0x2028 | 0x2029))
}

/// A str of one character, in the VM; `None` for what is no character.
fn one(character: u32) -> Option<Ref> {
    if character > crate::chars::MAX_CHARACTER {
        return None;
    }
    let mut text = Vec::with_capacity(4);
    text::push_character(&mut text, character);
    Some(model().str_from_wtf8(&text))
}

/// What can be asked about a character, by the method of `str` that answers.
macro_rules! questions {
    ($($question:ident $method:literal;)*) => {
        #[derive(Clone, Copy)]
        enum Question { $($question),* }

        impl Question {
            fn method(self) -> &'static str {
                match self { $(Question::$question => $method),* }
            }
        }
    };
}
questions! {
    Alpha "isalpha"; Decimal "isdecimal"; Digit "isdigit"; Numeric "isnumeric"; Lower "islower"; Upper "isupper";
    Printable "isprintable"; ToLower "lower"; ToUpper "upper"; ToTitle "title";
}

/// What was asked last: question and character above, the answer in the low 24 bits.
static ANSWERS: World<[u64; 1024]> = World::new([0; 1024]);

/// The answer to a question about a character: kept, as scanners of text ask the same again and again.
fn kept(character: u32, question: Question, ask: impl FnOnce() -> u32) -> u32 {
    let key = ((question as u64) << 21 | u64::from(character)) + 1;
    let at = (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 54) as usize;
    let found = ANSWERS.with(|answers| answers[at]);
    if found >> 24 == key {
        return found as u32 & 0xff_ffff;
    }
    let answer = ask() & 0xff_ffff;
    ANSWERS.with(|answers| answers[at] = key << 24 | u64::from(answer));
    answer
}

/// What a method of `str` says of a character. Errors, of which there are none, say no.
fn is(character: u32, question: Question) -> c_int {
    if character > crate::chars::MAX_CHARACTER {
        return 0;
    }
    let answer = kept(character, question, || {
        let answer = one(character).and_then(|text| {
            let answer =
                values::type_method(&raw mut PyUnicode_Type, question.method(), &[text.obj()]).ok()?;
            model().truth(answer.obj()).ok()
        });
        u32::from(answer.unwrap_or(false))
    });
    answer.cast_signed()
}

/// A character below 128.
fn ascii(character: u32) -> Option<u8> {
    u8::try_from(character).ok().filter(u8::is_ascii)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicode_IsAlpha(character: u32) -> c_int {
    ascii(character).map_or_else(|| is(character, Question::Alpha), |byte| byte.is_ascii_alphabetic().into())
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicode_IsDecimalDigit(character: u32) -> c_int {
    ascii(character).map_or_else(|| is(character, Question::Decimal), |byte| byte.is_ascii_digit().into())
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicode_IsDigit(character: u32) -> c_int {
    ascii(character).map_or_else(|| is(character, Question::Digit), |byte| byte.is_ascii_digit().into())
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicode_IsNumeric(character: u32) -> c_int {
    ascii(character).map_or_else(|| is(character, Question::Numeric), |byte| byte.is_ascii_digit().into())
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicode_IsLowercase(character: u32) -> c_int {
    ascii(character).map_or_else(|| is(character, Question::Lower), |byte| byte.is_ascii_lowercase().into())
}

/// `istitle` says yes of uppercase letters too.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicode_IsTitlecase(character: u32) -> c_int {
    let is_title = matches!(character, 0x1c5 | 0x1c8 | 0x1cb | 0x1f2 | 0x1f88..=0x1f8f | 0x1f98..=0x1f9f | 0x1fa8..=0x1faf)
        || matches!(character, 0x1fbc | 0x1fcc | 0x1ffc);
    c_int::from(is_title)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicode_IsUppercase(character: u32) -> c_int {
    ascii(character).map_or_else(|| is(character, Question::Upper), |byte| byte.is_ascii_uppercase().into())
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicode_IsPrintable(character: u32) -> c_int {
    ascii(character)
        .map_or_else(|| is(character, Question::Printable), |byte| (b' '..0x7f).contains(&byte).into())
}

/// The first character of what a method of `str` makes of one.
fn mapped(character: u32, question: Question) -> u32 {
    if character > crate::chars::MAX_CHARACTER {
        return character;
    }
    kept(character, question, || {
        let result = one(character)
            .and_then(|text| {
                values::type_method(&raw mut PyUnicode_Type, question.method(), &[text.obj()]).ok()
            })
            .and_then(|text| first(text.obj()));
        result.unwrap_or(character)
    })
}

fn first(vm: Obj) -> Option<u32> {
    match model().str_text(vm) {
        crate::model::Text::Ascii(bytes) => View::One(bytes).iter().next(),
        crate::model::Text::Wtf8(bytes) => text::characters(bytes).next(),
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicode_ToLowercase(character: u32) -> u32 {
    ascii(character)
        .map_or_else(|| mapped(character, Question::ToLower), |byte| byte.to_ascii_lowercase().into())
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicode_ToUppercase(character: u32) -> u32 {
    ascii(character)
        .map_or_else(|| mapped(character, Question::ToUpper), |byte| byte.to_ascii_uppercase().into())
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicode_ToTitlecase(character: u32) -> u32 {
    ascii(character)
        .map_or_else(|| mapped(character, Question::ToTitle), |byte| byte.to_ascii_uppercase().into())
}

/// What `unicodedata` says of a character, or `None`.
fn number(character: u32, function: &str) -> Option<Ref> {
    let (text, none) = (one(character)?, model().none());
    let value = python::call_function("unicodedata", function, &[text.obj(), none]).ok()?;
    (value.obj() != none).then_some(value)
}

fn small(character: u32, function: &str) -> c_int {
    let value = number(character, function).and_then(|value| model().int_to_i64(value.obj()));
    value.and_then(|value| c_int::try_from(value).ok()).unwrap_or(-1)
}

fn ascii_digit(byte: u8) -> c_int {
    if byte.is_ascii_digit() { c_int::from(byte - b'0') } else { -1 }
}

/// -1 where there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicode_ToDecimalDigit(character: u32) -> c_int {
    ascii(character).map_or_else(|| small(character, "decimal"), ascii_digit)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicode_ToDigit(character: u32) -> c_int {
    ascii(character).map_or_else(|| small(character, "digit"), ascii_digit)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicode_ToNumeric(character: u32) -> c_double {
    let value = |character| {
        let value = number(character, "numeric")?;
        Some(model().float_value(value.obj()))
    };
    ascii(character).map_or_else(|| value(character).unwrap_or(-1.0), |byte| ascii_digit(byte).into())
}
