//! The format languages of the C-API: which functions take a format, what each unit of it asks for.
//! Facts come from `capi/manifest/rules/formats.yaml`; reading one format string is in `formats/parse.rs`.

mod data;
mod parse;

use std::collections::HashMap;
use std::sync::OnceLock;

use pilotage_capi::Version;

pub(in crate::source) use data::width;
pub(crate) use parse::{Fault, Format, Piece};

/// Bits of an integer in the two data models: Linux and macOS, and 64-bit Windows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Width {
    /// Where `long` has 8 bytes.
    pub(crate) linux: u16,
    /// Where `long` has 4 bytes.
    pub(crate) windows: u16,
}

/// What an argument must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An integer, after C's promotions.
    Int(Width),
    /// A floating point number of so many bits, after C's promotions.
    Float(u16),
    /// `char *`.
    Text,
    /// `wchar_t *`.
    Wide,
    /// `PyObject *`.
    Object,
    /// A type object.
    Type,
    /// Any pointer.
    Pointer,
    /// `Py_complex *`.
    Complex,
    /// The size that goes with a `#`.
    Size,
    /// A converter function.
    Converter,
    /// What the converter before it takes.
    Any,
    /// The address of a variable.
    Out(Out),
}

/// What is written through an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Out {
    /// An integer.
    Int(Width),
    /// A floating point number of so many bits.
    Float(u16),
    /// A `Py_complex`.
    Complex,
    /// A `Py_buffer`.
    Buffer,
    /// A `char *`.
    Text,
    /// A `wchar_t *`.
    Wide,
    /// A `PyObject *`.
    Object,
    /// The size that goes with a `#`.
    Size,
}

/// What the caller owns or owes afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// The object belongs to the argument tuple.
    Borrowed,
    /// The message is made from it, nothing is kept.
    Borrows,
    /// Whatever the converter does.
    Converter,
    /// `PyMem_Free` what was allocated when the call succeeded.
    FreeMemory,
    /// The new value holds its own reference.
    Keeps,
    /// `PyBuffer_Release` when the call succeeded.
    ReleaseBuffer,
    /// The reference is gone, whether the call succeeds or not.
    Steals,
    /// A pointer into the argument object.
    TextOfArgument,
}

/// A format unit.
#[derive(Clone, Debug, Default)]
pub(crate) struct Unit {
    /// What its arguments must be, in order.
    pub(crate) takes: Vec<Kind>,
    /// The first version that knows it; `None`: all do.
    pub(crate) since: Option<Version>,
    /// The first version that does not know it any more.
    pub(crate) removed: Option<Version>,
    /// Which of its arguments may be a null pointer.
    pub(crate) may_be_null: Vec<usize>,
    /// What the caller owns or owes afterwards.
    #[allow(dead_code, reason = "the ownership analysis reads it; until then the tests do")]
    pub(crate) effect: Option<Effect>,
}

/// The grammar of a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grammar {
    /// `PyArg_Parse*`: units that write, a name or message behind them.
    Arguments,
    /// `Py_BuildValue`: units that read, brackets that build.
    Values,
    /// `%` and what follows it.
    Percent,
}

/// A format language.
#[derive(Clone, Debug)]
pub(crate) struct Language {
    /// Its name in the data.
    pub(crate) name: &'static str,
    /// How it is read.
    pub(crate) grammar: Grammar,
    brackets: Vec<(char, char)>,
    ends: Vec<char>,
    skipped: Vec<char>,
    flags: HashMap<char, Option<Version>>,
    star: Option<Unit>,
    units: HashMap<String, Unit>,
}

/// A function that takes a format.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Function {
    /// Its language.
    pub(crate) language: &'static Language,
    /// Index of the format.
    pub(crate) format: usize,
    /// Index of the first argument that the format describes; `None` for a `va_list`.
    pub(crate) first: Option<usize>,
    /// Index of the keyword list.
    pub(crate) keywords: Option<usize>,
    /// The format may be a null pointer.
    pub(crate) null_format: bool,
    /// Its sizes are `Py_ssize_t` whatever `PY_SSIZE_T_CLEAN` says.
    pub(crate) is_clean: bool,
}

/// The function of that name, when it takes a format.
pub(crate) fn function(name: &str) -> Option<&'static Function> {
    static FUNCTIONS: OnceLock<HashMap<&'static str, Function>> = OnceLock::new();
    FUNCTIONS.get_or_init(data::functions).get(name)
}

/// The language of that name: `arg`, `build`, `bytes`, `libc` or `unicode`.
#[cfg(test)]
pub(crate) fn language(name: &str) -> Option<&'static Language> {
    data::languages().iter().find(|language| language.name == name)
}

/// Reads a text in each language; how many pieces that gave. For the fuzz target.
pub(crate) fn units_in_every_language(text: &str) -> usize {
    data::languages().iter().map(|language| language.parse(text).pieces.len()).sum()
}

impl Language {
    /// Reads a format.
    pub(crate) fn parse<'f>(&'static self, text: &'f str) -> Format<'f> {
        parse::parse(self, text)
    }

    /// The longest unit that `rest` begins with.
    fn unit_at(&'static self, rest: &str) -> Option<(usize, &'static Unit)> {
        const LONGEST: usize = 3;
        (1..=LONGEST).rev().find_map(|length| {
            let name = rest.get(..length)?;
            self.units.get(name).map(|unit| (length, unit))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_is_read_whole() {
        let names: Vec<_> = data::languages().iter().map(|language| language.name).collect();
        assert_eq!(names, ["arg", "build", "bytes", "libc", "unicode"]);
        assert!(data::languages().iter().all(|language| !language.units.is_empty()));
        let parse = function("PyArg_ParseTupleAndKeywords").unwrap();
        assert_eq!((parse.format, parse.first, parse.keywords), (2, Some(4), Some(3)));
        assert!(function("PyObject_CallMethod").unwrap().null_format);
        assert!(function("_Py_BuildValue_SizeT").unwrap().is_clean);
        assert!(function("PyErr_FormatV").unwrap().first.is_none());
        assert!(function("printf").is_none());
    }

    #[test]
    fn units_say_what_they_take() {
        let encoded = &language("arg").unwrap().units["es#"];
        assert_eq!(encoded.takes, [Kind::Text, Kind::Out(Out::Text), Kind::Out(Out::Size)]);
        assert_eq!((encoded.may_be_null.as_slice(), encoded.effect), (&[0][..], Some(Effect::FreeMemory)));
        let long = &language("build").unwrap().units["l"];
        assert_eq!(long.takes, [Kind::Int(Width { linux: 64, windows: 32 })]);
        assert_eq!(language("arg").unwrap().units["u"].removed, Some(Version::new(3, 12)));
        assert_eq!(language("build").unwrap().units["N"].effect, Some(Effect::Steals));
    }
}
