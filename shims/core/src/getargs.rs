//! `PyArg_Parse*` without keywords, and the small checks that generated code makes of its arguments.

use core::ffi::{c_char, c_int};

use pilotage_abi::flags::tp;
use pilotage_abi::{Py_ssize_t, PyObject, PyVarObject};

use crate::builtin::Exc;
use crate::errors;
use crate::getargs_units::{Fail, Units, tuple_items, type_name};
use crate::python;
use crate::va::{VaList, VaListTag};

/// What a format says besides its units.
pub(crate) struct Shape<'a> {
    /// Behind the colon.
    function: Option<&'a [u8]>,
    /// Behind the semicolon: instead of all messages.
    message: Option<&'a [u8]>,
    min: usize,
    max: usize,
}

impl Shape<'_> {
    pub(crate) fn of(format: &[u8]) -> Shape<'_> {
        let (mut level, mut max, mut min, mut at) = (0, 0, None, 0);
        while let Some(&unit) = format.get(at) {
            match unit {
                b'(' => {
                    max += usize::from(level == 0);
                    level += 1;
                }
                b')' => level -= 1,
                b'|' if level == 0 => min = Some(max),
                b':' | b';' => break,
                _ if level == 0 && unit.is_ascii_alphabetic() => {
                    max += 1;
                    at += usize::from(unit == b'e');
                }
                _ => {}
            }
            at += 1;
        }
        let rest = |mark| {
            let found = format.get(at).is_some_and(|&unit| unit == mark);
            found.then(|| &format[at + 1..])
        };
        Shape { function: rest(b':'), message: rest(b';'), min: min.unwrap_or(max), max }
    }

    /// The name of the function.
    pub(crate) fn function(&self) -> Option<String> {
        self.function.map(|name| String::from_utf8_lossy(name).into_owned())
    }

    /// `f()` or `function`.
    pub(crate) fn who(&self) -> String {
        self.function().map_or_else(|| String::from("function"), |name| format!("{name}()"))
    }

    /// Sets the exception for an argument that was refused.
    pub(crate) fn refuse(&self, fail: &Fail, argument: usize, levels: &[usize]) {
        let Fail::Message(why) = fail else { return };
        if errors::is_set() {
            return;
        }
        let kind = if why.starts_with('(') { Exc::SystemError } else { Exc::TypeError };
        let mut text = self.function().map_or_else(String::new, |name| format!("{name}() "));
        text.push_str("argument");
        if argument > 0 {
            text.push_str(&format!(" {argument}"));
            for level in levels {
                text.push_str(&format!(", item {}", level - 1));
            }
        }
        self.fail(kind, &format!("{text} {why}"));
    }

    /// The exception, with the format's own message where it has one.
    fn fail(&self, kind: Exc, text: &str) {
        match self.message {
            Some(message) => errors::raise_new(kind, &String::from_utf8_lossy(message)),
            None => errors::raise_new(kind, text),
        }
    }
}

pub(crate) fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// Parses positional arguments.
unsafe fn parse(args: &[*mut PyObject], format: &[u8], va: &mut VaList) -> bool {
    let shape = Shape::of(format);
    let given = args.len();
    if given < shape.min || given > shape.max {
        let bound = if given < shape.min { shape.min } else { shape.max };
        let how = match () {
            () if shape.min == shape.max => "exactly",
            () if given < shape.min => "at least",
            () => "at most",
        };
        let text = format!("{} takes {how} {bound} argument{} ({given} given)", shape.who(), plural(bound));
        shape.fail(Exc::TypeError, &text);
        return false;
    }
    let mut units = Units::new(format, va);
    for (index, &arg) in args.iter().enumerate() {
        if units.peek() == b'|' {
            units.at += 1;
        }
        // SAFETY: the caller's promise.
        if let Err(fail) = unsafe { units.convert(arg) } {
            shape.refuse(&fail, index + 1, &units.levels);
            units.undo();
            return false;
        }
    }
    if !units.at_end() && !units.peek().is_ascii_alphabetic() && !matches!(units.peek(), b'(' | b'|' | b'$') {
        errors::raise_new(
            Exc::SystemError,
            &format!("bad format string: {}", String::from_utf8_lossy(format)),
        );
        units.undo();
        return false;
    }
    true
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyArg_VaParse(
    args: *mut PyObject,
    format: *const c_char,
    va: *mut VaListTag,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        if args.is_null() || (*(*args).ob_type).tp_flags & tp::TUPLE_SUBCLASS == 0 {
            errors::raise_new(Exc::SystemError, "new style getargs format but argument is not a tuple");
            return 0;
        }
        c_int::from(parse(tuple_items(args), python::c_str(format), &mut VaList::new(va)))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyArg_VaParse_SizeT(
    args: *mut PyObject,
    format: *const c_char,
    va: *mut VaListTag,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { PyArg_VaParse(args, format, va) }
}

/// `_PyArg_ParseStack` with its places as a list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pilotage_parse_stack(
    args: *const *mut PyObject,
    nargs: Py_ssize_t,
    format: *const c_char,
    va: *mut VaListTag,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { c_int::from(parse(array(args, nargs), python::c_str(format), &mut VaList::new(va))) }
}

/// # Safety
/// `args` points to `len` bodies, or `len` is 0.
pub(crate) unsafe fn array<'a>(args: *const *mut PyObject, len: Py_ssize_t) -> &'a [*mut PyObject] {
    if args.is_null() || len <= 0 {
        return &[];
    }
    // SAFETY: the caller's promise.
    unsafe { core::slice::from_raw_parts(args, len.unsigned_abs()) }
}

/// `PyArg_Parse`: one unit takes the object itself, several take the items of a tuple.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pilotage_parse_object(
    arg: *mut PyObject,
    format: *const c_char,
    va: *mut VaListTag,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        let format = python::c_str(format);
        let mut va = VaList::new(va);
        let shape = Shape::of(format);
        if shape.max == 0 {
            if arg.is_null() {
                return 1;
            }
            let text = format!("{} takes no arguments", shape.who());
            shape.fail(Exc::TypeError, &text);
            return 0;
        }
        if shape.min == 1 && shape.max == 1 {
            if arg.is_null() {
                let text = format!("{} takes at least one argument", shape.who());
                shape.fail(Exc::TypeError, &text);
                return 0;
            }
            let mut units = Units::new(format, &mut va);
            let outcome = units.convert(arg);
            if let Err(fail) = &outcome {
                shape.refuse(fail, 0, &[]);
                units.undo();
            }
            return c_int::from(outcome.is_ok());
        }
        if arg.is_null() || (*(*arg).ob_type).tp_flags & tp::TUPLE_SUBCLASS == 0 {
            errors::raise_new(Exc::SystemError, "old style getargs format uses new features");
            return 0;
        }
        c_int::from(parse(tuple_items(arg), format, &mut va))
    }
}

/// `PyArg_UnpackTuple` with its places as a list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pilotage_unpack_tuple(
    args: *mut PyObject,
    name: *const c_char,
    min: Py_ssize_t,
    max: Py_ssize_t,
    va: *mut VaListTag,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        if (*(*args).ob_type).tp_flags & tp::TUPLE_SUBCLASS == 0 {
            errors::raise_new(Exc::SystemError, "PyArg_UnpackTuple() argument list is not a tuple");
            return 0;
        }
        let items = tuple_items(args);
        pilotage_unpack(items.as_ptr(), items.len().cast_signed(), name, min, max, va)
    }
}

/// `_PyArg_UnpackStack` with its places as a list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pilotage_unpack(
    args: *const *mut PyObject,
    nargs: Py_ssize_t,
    name: *const c_char,
    min: Py_ssize_t,
    max: Py_ssize_t,
    va: *mut VaListTag,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        if _PyArg_CheckPositional(name, nargs, min, max) == 0 {
            return 0;
        }
        let mut va = VaList::new(va);
        for &arg in array(args, nargs) {
            *va.next_ptr::<*mut PyObject>() = arg;
        }
    }
    1
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyArg_CheckPositional(
    name: *const c_char,
    nargs: Py_ssize_t,
    min: Py_ssize_t,
    max: Py_ssize_t,
) -> c_int {
    if (min..=max).contains(&nargs) {
        return 1;
    }
    // SAFETY: the caller's promise.
    let named = unsafe { (!name.is_null()).then(|| python::c_text(name)) };
    let bound = if nargs < min { min } else { max };
    let how = match () {
        () if min == max => "",
        () if nargs < min => "at least ",
        () => "at most ",
    };
    let bound_plural = plural(bound.unsigned_abs());
    let text = match named {
        Some(name) => format!("{name} expected {how}{bound} argument{bound_plural}, got {nargs}"),
        None => format!("unpacked tuple should have {how}{bound} element{bound_plural}, but has {nargs}"),
    };
    errors::raise_new(Exc::TypeError, &text);
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyArg_NoKeywords(name: *const c_char, kwargs: *mut PyObject) -> c_int {
    if kwargs.is_null() {
        return 1;
    }
    // SAFETY: the caller's promise: a dict.
    unsafe {
        if (*(*kwargs).ob_type).tp_flags & tp::DICT_SUBCLASS == 0 {
            errors::bad_internal_call();
            return 0;
        }
        if crate::model::model().dict_len(crate::convert::from_c(kwargs)) == 0 {
            return 1;
        }
        errors::raise_new(Exc::TypeError, &format!("{}() takes no keyword arguments", python::c_text(name)));
    }
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyArg_NoKwnames(name: *const c_char, kwnames: *mut PyObject) -> c_int {
    // SAFETY: the caller's promise: a tuple of names.
    unsafe {
        if kwnames.is_null() || (*kwnames.cast::<PyVarObject>()).ob_size == 0 {
            return 1;
        }
        errors::raise_new(Exc::TypeError, &format!("{}() takes no keyword arguments", python::c_text(name)));
    }
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyArg_NoPositional(name: *const c_char, args: *mut PyObject) -> c_int {
    // SAFETY: the caller's promise: a tuple.
    unsafe {
        if args.is_null() || (*args.cast::<PyVarObject>()).ob_size == 0 {
            return 1;
        }
        errors::raise_new(
            Exc::TypeError,
            &format!("{}() takes no positional arguments", python::c_text(name)),
        );
    }
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyArg_BadArgument(
    function: *const c_char,
    display: *const c_char,
    expected: *const c_char,
    arg: *mut PyObject,
) {
    // SAFETY: the caller's promise.
    let (function, display, expected) =
        unsafe { (python::c_text(function), python::c_text(display), python::c_text(expected)) };
    let text = format!("{function}() {display} must be {expected}, not {}", type_name(arg));
    errors::raise_new(Exc::TypeError, &text);
}
