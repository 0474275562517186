//! `PyStatus`: how the start of an interpreter went. `PyConfig_Get*`, `PyConfig_Set`: how it runs. The struct is in
//! `initconfig_struct.rs`, configurations to start with in `initconfig_embed.rs`.

use core::ffi::{c_char, c_int};

use pilotage_abi::{PyObject, PyWideStringList, wchar_t};

use crate::builtin::Exc;
use crate::config_options::{self, ConfigOption, Kind, OPTIONS};
use crate::convert::{from_c, give};
use crate::errors;
use crate::initconfig_struct::_Py_GetConfig;
use crate::model::{Obj, Ref, Result, Shape, model};
use crate::python;

const OK: c_int = 0;
const ERROR: c_int = 1;
const EXIT: c_int = 2;

/// `PyStatus`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Status {
    kind: c_int,
    function: *const c_char,
    message: *const c_char,
    code: c_int,
}

impl Status {
    /// An error or an end.
    pub(crate) fn is_exception(self) -> bool {
        self.kind != OK
    }
}

fn status(kind: c_int, message: *const c_char, code: c_int) -> Status {
    Status { kind, function: core::ptr::null(), message, code }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyStatus_Ok() -> Status {
    status(OK, core::ptr::null(), 0)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyStatus_Error(message: *const c_char) -> Status {
    status(ERROR, message, 0)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyStatus_NoMemory() -> Status {
    status(ERROR, c"memory allocation failed".as_ptr(), 0)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyStatus_Exit(code: c_int) -> Status {
    status(EXIT, core::ptr::null(), code)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyStatus_IsError(status: Status) -> c_int {
    c_int::from(status.kind == ERROR)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyStatus_IsExit(status: Status) -> c_int {
    c_int::from(status.kind == EXIT)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyStatus_Exception(status: Status) -> c_int {
    c_int::from(status.kind != OK)
}

/// Ends the process as the status says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_ExitStatusException(status: Status) -> ! {
    if status.kind == EXIT {
        crate::pylifecycle::exit(status.code);
    }
    // SAFETY: the caller's promise: null or C strings.
    unsafe { crate::pyerrors_kinds::_Py_FatalErrorFunc(status.function, status.message) }
}

/// The status as an exception.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyErr_SetFromPyStatus(status: Status) -> *mut PyObject {
    if status.kind != ERROR {
        return errors::fail(Exc::SystemError, "_PyErr_SetFromPyStatus() expects an error PyStatus");
    }
    // SAFETY: the caller's promise: null or C strings.
    let (function, message) = unsafe { (python::c_text(status.function), python::c_text(status.message)) };
    let text = if function.is_empty() { message } else { format!("{function}: {message}") };
    errors::fail(Exc::ValueError, &text)
}

/// Options, and where `sys` has what they say. A `!` says: the opposite; a `()`: it is to be called; a `*`: may be set.
const IN_SYS: &[(&str, &str)] = &[
    ("argv", "*argv"),
    ("base_exec_prefix", "*base_exec_prefix"),
    ("base_executable", "*_base_executable"),
    ("base_prefix", "*base_prefix"),
    ("bytes_warning", "flags.bytes_warning"),
    ("context_aware_warnings", "flags.context_aware_warnings"),
    ("dev_mode", "flags.dev_mode"),
    ("exec_prefix", "*exec_prefix"),
    ("executable", "*executable"),
    ("filesystem_encoding", "getfilesystemencoding()"),
    ("filesystem_errors", "getfilesystemencodeerrors()"),
    ("inspect", "flags.inspect"),
    ("int_max_str_digits", "get_int_max_str_digits()"),
    ("interactive", "flags.interactive"),
    ("isolated", "flags.isolated"),
    ("module_search_paths", "*path"),
    ("optimization_level", "flags.optimize"),
    ("orig_argv", "orig_argv"),
    ("parser_debug", "flags.debug"),
    ("platlibdir", "*platlibdir"),
    ("prefix", "*prefix"),
    ("program_name", "executable"),
    ("pycache_prefix", "*pycache_prefix"),
    ("quiet", "flags.quiet"),
    ("safe_path", "flags.safe_path"),
    ("site_import", "!flags.no_site"),
    ("stdlib_dir", "*_stdlib_dir"),
    ("thread_inherit_context", "flags.thread_inherit_context"),
    ("use_environment", "!flags.ignore_environment"),
    ("user_site_directory", "!flags.no_user_site"),
    ("utf8_mode", "flags.utf8_mode"),
    ("verbose", "flags.verbose"),
    ("warn_default_encoding", "flags.warn_default_encoding"),
    ("warnoptions", "*warnoptions"),
    ("write_bytecode", "!dont_write_bytecode"),
    ("xoptions", "*_xoptions"),
];

fn place_in_sys(name: &str) -> Option<&'static str> {
    IN_SYS.iter().find(|(known, _)| *known == name).map(|(_, place)| *place)
}

/// What `sys` says of an option; LookupError where it says nothing.
pub(crate) fn in_sys(name: &str) -> Result {
    let Some(place) = place_in_sys(name) else { return errors::error(Exc::LookupError, name) };
    let mut found = model().import("sys")?;
    for part in place.trim_start_matches(['!', '*']).split('.') {
        found = match part.strip_suffix("()") {
            Some(function) => python::call_method(found.obj(), function, &[])?,
            None => python::attr(found.obj(), part)?,
        };
    }
    if place.starts_with('!') {
        return Ok(model().boolean(!model().truth(found.obj())?).to_ref());
    }
    Ok(found)
}

/// What an option says: as Python has it, else as the configuration has it.
pub(crate) fn option(name: &str) -> Result {
    let Some(known) = config_options::find(name) else {
        return errors::error(Exc::ValueError, &format!("unknown config option name: {name}"));
    };
    if place_in_sys(name).is_some() {
        let value = in_sys(name)?;
        if known.kind == Kind::Bool {
            return Ok(model().boolean(model().truth(value.obj())?).to_ref());
        }
        return Ok(value);
    }
    if known.early {
        // The locale is taken as it is, and nothing allocates but C.
        let value = model().int_from_i64(0);
        return if known.kind == Kind::Bool { Ok(model().boolean(false).to_ref()) } else { Ok(value) };
    }
    // SAFETY: the option says where its value is, and of which type.
    unsafe {
        let place = _Py_GetConfig().byte_add(known.offset);
        Ok(match known.kind {
            Kind::Bool => model().boolean(*place.cast::<c_int>() != 0).to_ref(),
            Kind::Unsigned | Kind::Int => model().int_from_i64(i64::from(*place.cast::<c_int>())),
            Kind::Long => model().int_from_u64(*place.cast::<u64>()),
            Kind::Text => wide_text(*place.cast()),
            Kind::List => {
                let list = place.cast::<PyWideStringList>().read();
                let items = (0..list.length.unsigned_abs()).map(|at| wide_text(*list.items.add(at)));
                model().list(items.collect())
            }
        })
    }
}

/// A str, or None.
unsafe fn wide_text(text: *const wchar_t) -> Ref {
    if text.is_null() {
        return model().none().to_ref();
    }
    // SAFETY: the caller's promise: it ends with a zero.
    let characters = unsafe { (0..).map(|at| *text.add(at)).take_while(|&character| character != 0) };
    let mut bytes = Vec::new();
    for character in characters {
        crate::text::push_character(&mut bytes, character.cast_unsigned());
    }
    model().str_from_wtf8(&bytes)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyConfig_Get(name: *const c_char) -> *mut PyObject {
    // SAFETY: the caller's promise.
    give(option(&unsafe { python::c_text(name) }))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyConfig_GetInt(name: *const c_char, place: *mut c_int) -> c_int {
    // SAFETY: the caller's promise.
    let name = unsafe { python::c_text(name) };
    let found = option(&name).and_then(|found| {
        if !matches!(model().shape(found.obj()), Shape::Int | Shape::Bool) {
            return errors::error(Exc::TypeError, &format!("config option {name} is not an int"));
        }
        let value = model().int_to_i64(found.obj()).map(c_int::try_from);
        match value {
            Some(Ok(value)) => Ok(value),
            _ => errors::error(
                Exc::OverflowError,
                &format!("config option {name} value does not fit into a C int"),
            ),
        }
    });
    // SAFETY: the caller's promise.
    crate::convert::status(found.map(|value| unsafe { *place = value }))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyConfig_Names() -> *mut PyObject {
    let names: Vec<Ref> = OPTIONS.iter().map(|option| python::text(option.name)).collect();
    let list = model().list(names);
    give(model().set(true, Some(list.obj())))
}

/// Is the value of the type that the option has? The type's name if not.
fn refusal(option: &ConfigOption, value: Obj) -> Result<Option<&'static str>> {
    let shape = model().shape(value);
    let all_texts = |items: &[Obj]| items.iter().all(|&item| model().shape(item) == Shape::Str);
    let (fits, wanted) = match option.kind {
        Kind::Bool | Kind::Unsigned | Kind::Int | Kind::Long => {
            (matches!(shape, Shape::Int | Shape::Bool), "int or bool")
        }
        Kind::Text if option.name == "platlibdir" => (shape == Shape::Str, "str"),
        Kind::Text => (matches!(shape, Shape::Str | Shape::None), "str or None"),
        Kind::List if option.name == "xoptions" => (shape == Shape::Dict, "dict[str, str | bool]"),
        Kind::List => (shape == Shape::List && all_texts(model().list_items(value)), "list[str]"),
    };
    Ok((!fits).then_some(wanted))
}

fn set_option(name: &str, value: Obj) -> Result<()> {
    let Some(option) = config_options::find(name) else {
        return errors::error(Exc::ValueError, &format!("unknown config option name: {name}"));
    };
    let is_digits = name == "int_max_str_digits";
    let Some(place) = place_in_sys(name).filter(|place| is_digits || place.starts_with('*')) else {
        return errors::error(Exc::ValueError, &format!("cannot set read-only option {name}"));
    };
    if let Some(wanted) = refusal(option, value)? {
        let class = model().type_name(model().class(value));
        return errors::error(Exc::TypeError, &format!("expected {wanted}, got {class}"));
    }
    if is_digits {
        return python::call_function("sys", "set_int_max_str_digits", &[value]).map(drop);
    }
    python::set_attr(model().import("sys")?.obj(), place.trim_start_matches('*'), value)
}

/// Options that `sys` has as attributes can be set, and the length of ints as text. `sys.flags` is the VM's and stays.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyConfig_Set(name: *const c_char, value: *mut PyObject) -> c_int {
    // SAFETY: the caller's promise.
    crate::convert::status(unsafe { set_option(&python::c_text(name), from_c(value)) })
}
