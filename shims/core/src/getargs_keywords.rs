//! `PyArg_Parse*` with keywords: from a dict or from the end of an array; and what Argument Clinic's code calls.

use core::ffi::{c_char, c_int};
use core::ptr::null_mut;

use pilotage_abi::flags::tp;
use pilotage_abi::{Py_ssize_t, PyObject};

use crate::builtin::Exc;
use crate::convert::{borrow_c, from_c};
use crate::dict_entries;
use crate::errors;
use crate::getargs::{Shape, array, plural};
use crate::getargs_units::{Units, tuple_items};
use crate::model::model;
use crate::va::{VaList, VaListTag};
use crate::{python, text};

/// `_PyArg_Parser`: what extensions fill in statically; the rest is CPython's and stays as it is.
#[repr(C)]
pub struct Parser {
    format: *const c_char,
    keywords: *const *const c_char,
    fname: *const c_char,
    custom_msg: *const c_char,
    reserved: [usize; 5],
}

/// Arguments with names.
enum Named<'a> {
    Nothing,
    Dict(*mut PyObject),
    Array { names: &'a [*mut PyObject], values: &'a [*mut PyObject] },
}

impl<'a> Named<'a> {
    /// # Safety
    /// `dict` is null or a body.
    unsafe fn dict(dict: *mut PyObject) -> Option<Named<'a>> {
        if dict.is_null() {
            return Some(Named::Nothing);
        }
        // SAFETY: the caller's promise.
        let is_dict = unsafe { (*(*dict).ob_type).tp_flags & tp::DICT_SUBCLASS != 0 };
        if !is_dict {
            errors::bad_internal_call();
            return None;
        }
        Some(Named::Dict(dict))
    }

    /// # Safety
    /// `names` is null or a tuple, and as many values as it has names begin at `values`.
    unsafe fn array(names: *mut PyObject, values: *const *mut PyObject) -> Named<'a> {
        if names.is_null() {
            return Named::Nothing;
        }
        // SAFETY: the caller's promise.
        unsafe {
            let names = tuple_items(names);
            Named::Array { names, values: array(values, names.len().cast_signed()) }
        }
    }

    fn len(&self) -> usize {
        match self {
            Named::Nothing => 0,
            // SAFETY: a living dict.
            Named::Dict(dict) => unsafe { crate::dictobject::PyDict_Size(*dict) }.unsigned_abs(),
            Named::Array { names, .. } => names.len(),
        }
    }

    /// Borrowed, or null.
    fn find(&self, name: &[u8]) -> *mut PyObject {
        match self {
            Named::Nothing => null_mut(),
            // SAFETY: a living dict, whose keys are strs.
            Named::Dict(dict) if unsafe { dict_entries::is_private(*dict) } => unsafe {
                let entries = dict_entries::items(*dict).chunks_exact(2);
                entries.into_iter().find(|entry| is_text(entry[0], name)).map_or(null_mut(), |entry| entry[1])
            },
            Named::Dict(dict) => {
                let name = python::name_of(name);
                // SAFETY: a living dict, which keeps its values.
                let found = model().dict_get(unsafe { from_c(*dict) }, name.obj());
                found.ok().flatten().map_or(null_mut(), |value| borrow_c(value.obj()))
            }
            Named::Array { names, values } => {
                let at = names.iter().position(|&known| is_text(known, name));
                at.and_then(|at| values.get(at).copied()).unwrap_or(null_mut())
            }
        }
    }

    /// Calls with each name until one is refused.
    fn all(&self, mut accept: impl FnMut(*mut PyObject) -> bool) -> bool {
        match self {
            Named::Nothing => true,
            // SAFETY: a living dict.
            Named::Dict(dict) if unsafe { dict_entries::is_private(*dict) } => unsafe {
                let names: Vec<_> = dict_entries::items(*dict).iter().copied().step_by(2).collect();
                names.into_iter().all(accept)
            },
            Named::Dict(dict) => {
                // SAFETY: a living dict.
                let (dict, mut position) = (unsafe { from_c(*dict) }, 0);
                while let Some((name, _)) = model().dict_next(dict, &mut position) {
                    if !accept(borrow_c(name.obj())) {
                        return false;
                    }
                }
                true
            }
            Named::Array { names, .. } => names.iter().all(|&name| accept(name)),
        }
    }
}

fn is_text(p: *mut PyObject, wanted: &[u8]) -> bool {
    // SAFETY: a living body; only str has text.
    unsafe {
        if (*(*p).ob_type).tp_flags & tp::UNICODE_SUBCLASS == 0 {
            return false;
        }
        if text::is_ascii(p) {
            let known = core::slice::from_raw_parts(text::data(p).cast::<u8>(), text::len(p));
            return known == wanted;
        }
        text::wtf8(p) == wanted
    }
}

/// The names of parameters; those without a name, in front, are positional only.
struct Parameters<'a> {
    names: Vec<&'a [u8]>,
    positional_only: usize,
}

impl Parameters<'_> {
    /// # Safety
    /// `names` ends with a null pointer.
    unsafe fn of<'a>(names: *const *const c_char) -> Parameters<'a> {
        let mut found = Vec::with_capacity(8);
        // SAFETY: the caller's promise.
        unsafe {
            let mut next = names;
            while !next.is_null() && !(*next).is_null() {
                found.push(python::c_str(*next));
                next = next.add(1);
            }
        }
        let positional_only = found.iter().take_while(|name| name.is_empty()).count();
        Parameters { names: found, positional_only }
    }
}

fn lossy(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}

fn type_error(text: &str) -> bool {
    errors::raise_new(Exc::TypeError, text);
    false
}

/// More arguments than parameters.
fn too_many(who: &str, positional: usize, named: usize, max: usize) -> bool {
    let given = positional + named;
    let keyword = if positional == 0 { "keyword " } else { "" };
    type_error(&format!("{who} takes at most {max} {keyword}argument{} ({given} given)", plural(max)))
}

fn wrong_positional(who: &str, how: &str, bound: usize, given: usize) -> bool {
    type_error(&format!("{who} takes {how} {bound} positional argument{} ({given} given)", plural(bound)))
}

/// After all parameters are served, some names were not asked for: given twice, or unknown.
fn leftover(
    function: Option<&str>,
    named: &Named<'_>,
    parameters: &Parameters<'_>,
    positional: usize,
) -> bool {
    for at in parameters.positional_only..positional.min(parameters.names.len()) {
        if !named.find(parameters.names[at]).is_null() {
            let who = function.map_or_else(|| String::from("function"), |name| format!("{name}()"));
            let name = lossy(parameters.names[at]);
            return type_error(&format!(
                "argument for {who} given by name ('{name}') and position ({})",
                at + 1
            ));
        }
    }
    let are_known = named.all(|name| {
        // SAFETY: a living body.
        let is_str = unsafe { (*(*name).ob_type).tp_flags & tp::UNICODE_SUBCLASS != 0 };
        if !is_str {
            return type_error("keywords must be strings");
        }
        if parameters.names[parameters.positional_only..].iter().any(|known| is_text(name, known)) {
            return true;
        }
        unexpected(function, name)
    });
    // A str with an equality of its own was not found under its text.
    let who = function.map_or_else(|| String::from("this function"), |name| format!("{name}()"));
    are_known && type_error(&format!("invalid keyword argument for {who}"))
}

fn unexpected(function: Option<&str>, name: *mut PyObject) -> bool {
    let who = function.map_or_else(|| String::from("this function"), |name| format!("{name}()"));
    let mut message = format!("{who} got an unexpected keyword argument '").into_bytes();
    // SAFETY: the body of a str.
    message.extend(unsafe { text::wtf8(name) });
    message.push(b'\'');
    errors::raise(crate::protocol::raised_with(Exc::TypeError, model().str_from_wtf8(&message).obj()));
    false
}

fn system_error(text: &str) -> Option<bool> {
    errors::raise_new(Exc::SystemError, text);
    Some(false)
}

/// Parses with names. The first `args` are positional.
unsafe fn parse(
    args: &[*mut PyObject],
    named: &Named<'_>,
    format: &[u8],
    parameters: &Parameters<'_>,
    va: &mut VaList,
) -> bool {
    let shape = Shape::of(format);
    let (len, mut left) = (parameters.names.len(), named.len());
    if args.len() + left > len {
        return too_many(&shape.who(), args.len(), left, len);
    }
    let mut units = Units::new(format, va);
    // SAFETY: the caller's promise.
    let done = unsafe { fill(args, named, &mut left, &shape, parameters, &mut units) };
    let done = match done {
        Some(done) => done,
        None => left == 0 || leftover(shape.function().as_deref(), named, parameters, args.len()),
    };
    if !done {
        units.undo();
    }
    done
}

/// Serves the parameters in order: `Some` when that decides, `None` when names may be left over.
unsafe fn fill(
    args: &[*mut PyObject],
    named: &Named<'_>,
    left: &mut usize,
    shape: &Shape<'_>,
    parameters: &Parameters<'_>,
    units: &mut Units<'_>,
) -> Option<bool> {
    let (given, positional_only) = (args.len(), parameters.positional_only);
    let (mut min, mut max, mut lacks_positional) = (usize::MAX, usize::MAX, None);
    let mut seen = parameters.names.len();
    if parameters.names[positional_only..].iter().any(|name| name.is_empty()) {
        return system_error("Empty keyword parameter name");
    }
    for (at, name) in parameters.names.iter().enumerate() {
        if units.peek() == b'|' {
            if min != usize::MAX {
                return system_error("Invalid format string (| specified twice)");
            }
            if max != usize::MAX {
                return system_error("Invalid format string ($ before |)");
            }
            min = at;
            units.at += 1;
        }
        if units.peek() == b'$' {
            if max != usize::MAX {
                return system_error("Invalid format string ($ specified twice)");
            }
            max = at;
            units.at += 1;
            if max < positional_only {
                return system_error("Empty parameter name after $");
            }
            if lacks_positional.is_some() {
                seen = at;
                break;
            }
            if given > at {
                let how = if min < at { "at most" } else { "exactly" };
                return Some(wrong_positional(&shape.who(), how, at, given));
            }
        }
        if units.at_end() {
            let text = format!(
                "more keyword list entries ({}) than format specifiers ({at})",
                parameters.names.len()
            );
            errors::raise_new(Exc::SystemError, &text);
            return Some(false);
        }
        if lacks_positional.is_none() {
            if *left > 0
                && at >= given
                && let Err(raised) = python::decoded(name)
            {
                errors::raise(raised);
                return Some(false);
            }
            let arg = match args.get(at) {
                Some(&arg) => arg,
                None if *left > 0 && at >= positional_only => named.find(name),
                None => null_mut(),
            };
            if !arg.is_null() {
                *left -= usize::from(at >= given);
                // SAFETY: the caller's promise.
                if let Err(fail) = unsafe { units.convert(arg) } {
                    shape.refuse(&fail, at + 1, &units.levels);
                    return Some(false);
                }
                continue;
            }
            if at < min && at < positional_only {
                lacks_positional = Some(at);
            } else if at < min {
                let text =
                    format!("{} missing required argument '{}' (pos {})", shape.who(), lossy(name), at + 1);
                return Some(type_error(&text));
            } else if *left == 0 {
                return Some(true);
            }
        }
        let before = units.at;
        if units.skip().is_err() {
            let rest = lossy(&units.format[before..]);
            return system_error(&format!("impossible<bad format char>: '{rest}'"));
        }
    }
    if lacks_positional.is_some() {
        let bound = positional_only.min(min);
        let how = if bound < seen { "at least" } else { "exactly" };
        return Some(wrong_positional(&shape.who(), how, bound, given));
    }
    if !units.at_end() && !matches!(units.peek(), b'|' | b'$') {
        let rest = lossy(&units.format[units.at..]);
        let text = format!("more argument specifiers than keyword list entries (remaining format:'{rest}')");
        errors::raise_new(Exc::SystemError, &text);
        return Some(false);
    }
    None
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyArg_VaParseTupleAndKeywords(
    args: *mut PyObject,
    kwargs: *mut PyObject,
    format: *const c_char,
    keywords: *const *const c_char,
    va: *mut VaListTag,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        let is_tuple = !args.is_null() && (*(*args).ob_type).tp_flags & tp::TUPLE_SUBCLASS != 0;
        if !is_tuple || format.is_null() || keywords.is_null() {
            errors::bad_internal_call();
            return 0;
        }
        let Some(named) = Named::dict(kwargs) else { return 0 };
        let parameters = Parameters::of(keywords);
        c_int::from(parse(
            tuple_items(args),
            &named,
            python::c_str(format),
            &parameters,
            &mut VaList::new(va),
        ))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyArg_VaParseTupleAndKeywords_SizeT(
    args: *mut PyObject,
    kwargs: *mut PyObject,
    format: *const c_char,
    keywords: *const *const c_char,
    va: *mut VaListTag,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { PyArg_VaParseTupleAndKeywords(args, kwargs, format, keywords, va) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyArg_VaParseTupleAndKeywordsFast(
    args: *mut PyObject,
    kwargs: *mut PyObject,
    parser: *mut Parser,
    va: *mut VaListTag,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { PyArg_VaParseTupleAndKeywords(args, kwargs, (*parser).format, (*parser).keywords, va) }
}

/// `_PyArg_ParseStackAndKeywords` with its places as a list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pilotage_parse_stack_keywords(
    args: *const *mut PyObject,
    nargs: Py_ssize_t,
    kwnames: *mut PyObject,
    parser: *mut Parser,
    va: *mut VaListTag,
) -> c_int {
    // SAFETY: the caller's promise: the values with names follow the positional ones.
    unsafe {
        let named = Named::array(kwnames, args.wrapping_add(nargs.unsigned_abs()));
        let parameters = Parameters::of((*parser).keywords);
        let format = python::c_str((*parser).format);
        c_int::from(parse(array(args, nargs), &named, format, &parameters, &mut VaList::new(va)))
    }
}

/// The limits that Argument Clinic gives.
struct Limits {
    min_positional: usize,
    max_positional: usize,
    min_keyword: usize,
    takes_more: bool,
}

/// Puts all arguments in the order of the parameters into `buffer`; null where one is not given.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyArg_UnpackKeywords(
    args: *const *mut PyObject,
    nargs: Py_ssize_t,
    kwargs: *mut PyObject,
    kwnames: *mut PyObject,
    parser: *mut Parser,
    min_positional: c_int,
    max_positional: c_int,
    min_keyword: c_int,
    takes_more: c_int,
    buffer: *mut *mut PyObject,
) -> *const *mut PyObject {
    let limits = Limits {
        min_positional: min_positional.unsigned_abs() as usize,
        max_positional: max_positional.unsigned_abs() as usize,
        min_keyword: min_keyword.unsigned_abs() as usize,
        takes_more: takes_more != 0,
    };
    // SAFETY: the caller's promise: room for all parameters.
    unsafe {
        let named = if kwnames.is_null() {
            let Some(named) = Named::dict(kwargs) else { return core::ptr::null() };
            named
        } else {
            Named::array(kwnames, args.wrapping_add(nargs.unsigned_abs()))
        };
        let parameters = Parameters::of((*parser).keywords);
        let function =
            (!(*parser).fname.is_null()).then(|| String::from_utf8_lossy(python::c_str((*parser).fname)));
        let buffer_items = core::slice::from_raw_parts_mut(buffer, parameters.names.len());
        if unpack(array(args, nargs), &named, &parameters, &limits, function.as_deref(), buffer_items) {
            buffer
        } else {
            core::ptr::null()
        }
    }
}

fn unpack(
    args: &[*mut PyObject],
    named: &Named<'_>,
    parameters: &Parameters<'_>,
    limits: &Limits,
    function: Option<&str>,
    buffer: &mut [*mut PyObject],
) -> bool {
    let who = || function.map_or_else(|| String::from("function"), |name| format!("{name}()"));
    let (len, mut left, given) = (parameters.names.len(), named.len(), args.len());
    if !limits.takes_more && given + left > len {
        return too_many(&who(), given, left, len);
    }
    if !limits.takes_more && given > limits.max_positional {
        if limits.max_positional == 0 {
            return type_error(&format!("{} takes no positional arguments", who()));
        }
        let how = if limits.min_positional < limits.max_positional { "at most" } else { "exactly" };
        return wrong_positional(&who(), how, limits.max_positional, given);
    }
    let needed = parameters.positional_only.min(limits.min_positional);
    if given < needed {
        let how = if needed < limits.max_positional { "at least" } else { "exactly" };
        return wrong_positional(&who(), how, needed, given);
    }
    let required = if limits.min_keyword > 0 {
        limits.max_positional + limits.min_keyword
    } else {
        limits.min_positional
    };
    let positional = given.min(limits.max_positional);
    for (at, place) in buffer.iter_mut().enumerate() {
        *place = match args.get(at).filter(|_| at < positional) {
            Some(&arg) => arg,
            None if left > 0 && at >= parameters.positional_only => named.find(parameters.names[at]),
            None => null_mut(),
        };
        if !place.is_null() {
            left -= usize::from(at >= positional);
        } else if at < limits.min_positional || (limits.max_positional <= at && at < required) {
            let name = lossy(parameters.names[at]);
            return type_error(&format!("{} missing required argument '{name}' (pos {})", who(), at + 1));
        }
    }
    left == 0 || leftover(function, named, parameters, positional)
}

/// 1 when all keys of a dict of keyword arguments are str.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyArg_ValidateKeywordArguments(kwargs: *mut PyObject) -> c_int {
    // SAFETY: the caller's promise.
    let Some(named) = (unsafe { Named::dict(kwargs) }) else { return 0 };
    c_int::from(named.all(|name| {
        // SAFETY: a living body.
        let is_str = unsafe { (*(*name).ob_type).tp_flags & tp::UNICODE_SUBCLASS != 0 };
        is_str || type_error("keywords must be strings")
    }))
}
