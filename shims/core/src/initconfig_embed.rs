//! `PyInitConfig`: a configuration that is put together by name, to start an interpreter with. That is refused: the program
//! that extensions are loaded into has one already. So are the other ways to start one.

use core::ffi::{CStr, c_char, c_int, c_void};
use core::ptr::null_mut;
use std::ffi::CString;

use pilotage_abi::{PyConfig, PyPreConfig, PyWideStringList, wchar_t};

use crate::config_options::{self, ConfigOption, Kind};
use crate::initconfig::Status;
use crate::initconfig_struct::{
    ISOLATED_PRE, PyConfig_Clear, PyConfig_SetBytesString, PyConfig_SetWideStringList, error, isolated_config,
};
use crate::python;

unsafe extern "C" {
    fn malloc(size: usize) -> *mut c_void;
    fn free(block: *mut c_void);
}

/// Opaque to C.
pub struct PyInitConfig {
    early: PyPreConfig,
    config: PyConfig,
    /// What went wrong last, for as long as C may read it.
    problem: Option<CString>,
}

const RUNS: &CStr = c"the interpreter runs already: it takes no other configuration";

impl PyInitConfig {
    fn fail(&mut self, problem: &CStr) -> c_int {
        self.problem = Some(problem.to_owned());
        -1
    }

    /// Where the value of an option is.
    fn place(&mut self, option: &ConfigOption) -> *mut c_void {
        let first: *mut u8 =
            if option.early { (&raw mut self.early).cast() } else { (&raw mut self.config).cast() };
        // SAFETY: the offset is of a field of that struct.
        unsafe { first.add(option.offset).cast() }
    }

    /// The option, if it is there and of the right type.
    fn find(
        &mut self,
        name: &[u8],
        fits: fn(Kind) -> bool,
        problem: &CStr,
    ) -> Result<&'static ConfigOption, c_int> {
        let found = core::str::from_utf8(name).ok().and_then(config_options::find);
        match found {
            None => Err(self.fail(c"unknown config option name")),
            Some(option) if !fits(option.kind) => Err(self.fail(problem)),
            Some(option) => Ok(option),
        }
    }

    fn number(&mut self, name: &[u8]) -> Result<&'static ConfigOption, c_int> {
        self.find(name, |kind| !matches!(kind, Kind::Text | Kind::List), c"config option type is not int")
    }

    fn text(&mut self, name: &[u8]) -> Result<&'static ConfigOption, c_int> {
        self.find(name, |kind| kind == Kind::Text, c"config option type is not string")
    }

    fn list(&mut self, name: &[u8]) -> Result<&'static ConfigOption, c_int> {
        self.find(name, |kind| kind == Kind::List, c"config option type is not strings list")
    }

    fn done(&mut self, status: Status) -> c_int {
        if status.is_exception() { self.fail(c"memory allocation failed") } else { 0 }
    }
}

fn value(result: Result<(), c_int>) -> c_int {
    result.map_or_else(|failed| failed, |()| 0)
}

#[unsafe(no_mangle)]
pub extern "C" fn PyInitConfig_Create() -> *mut PyInitConfig {
    Box::into_raw(Box::new(PyInitConfig { early: ISOLATED_PRE, config: isolated_config(), problem: None }))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyInitConfig_Free(config: *mut PyInitConfig) {
    if !config.is_null() {
        // SAFETY: the caller's promise: it came from `PyInitConfig_Create`.
        unsafe {
            PyConfig_Clear(&raw mut (*config).config);
            drop(Box::from_raw(config));
        }
    }
}

/// Says whether something went wrong, and what.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyInitConfig_GetError(
    config: *mut PyInitConfig,
    message: *mut *const c_char,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        let problem = &(*config).problem;
        *message = problem.as_ref().map_or(core::ptr::null(), |problem| problem.as_ptr());
        c_int::from(problem.is_some())
    }
}

/// Only reading the command line ends the process, and that is not done here.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyInitConfig_GetExitCode(_config: *mut PyInitConfig, _code: *mut c_int) -> c_int {
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyInitConfig_HasOption(_config: *mut PyInitConfig, name: *const c_char) -> c_int {
    // SAFETY: the caller's promise.
    c_int::from(config_options::find(&unsafe { python::c_text(name) }).is_some())
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyInitConfig_GetInt(
    config: *mut PyInitConfig,
    name: *const c_char,
    result: *mut i64,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        let config = &mut *config;
        value(config.number(python::c_str(name)).map(|option| {
            let place = config.place(option);
            *result = match option.kind {
                Kind::Long => (*place.cast::<u64>()).cast_signed(),
                _ => i64::from(*place.cast::<c_int>()),
            };
        }))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyInitConfig_SetInt(
    config: *mut PyInitConfig,
    name: *const c_char,
    number: i64,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        let config = &mut *config;
        let option = match config.number(python::c_str(name)) {
            Ok(option) => option,
            Err(failed) => return failed,
        };
        let place = config.place(option);
        match (option.kind, c_int::try_from(number)) {
            (Kind::Long, _) if number >= 0 => *place.cast::<i64>() = number,
            (Kind::Long, _) => return config.fail(c"config option value is out of unsigned long range"),
            (Kind::Int, Ok(number)) => *place.cast() = number,
            (Kind::Int, Err(_)) => return config.fail(c"config option value is out of int range"),
            (_, Ok(number)) if number >= 0 => *place.cast() = number,
            _ => return config.fail(c"config option value is out of unsigned int range"),
        }
    }
    0
}

/// The text as UTF-8, in a block that C frees.
unsafe fn utf8(text: *const wchar_t) -> *mut c_char {
    // SAFETY: the caller's promise: it ends with a zero.
    unsafe {
        let mut bytes = Vec::new();
        let characters = (0..).map(|at| *text.add(at)).take_while(|&character| character != 0);
        for character in characters {
            crate::text::push_character(&mut bytes, character.cast_unsigned());
        }
        bytes.push(0);
        let block: *mut c_char = malloc(bytes.len()).cast();
        if !block.is_null() {
            core::ptr::copy_nonoverlapping(bytes.as_ptr().cast(), block, bytes.len());
        }
        block
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyInitConfig_GetStr(
    config: *mut PyInitConfig,
    name: *const c_char,
    result: *mut *mut c_char,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        let config = &mut *config;
        value(config.text(python::c_str(name)).map(|option| {
            let text: *mut wchar_t = *config.place(option).cast();
            *result = if text.is_null() { null_mut() } else { utf8(text) };
        }))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyInitConfig_SetStr(
    config: *mut PyInitConfig,
    name: *const c_char,
    text: *const c_char,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        let config = &mut *config;
        match config.text(python::c_str(name)) {
            Ok(option) => {
                let place = config.place(option).cast();
                let status = PyConfig_SetBytesString(&raw mut config.config, place, text);
                config.done(status)
            }
            Err(failed) => failed,
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyInitConfig_GetStrList(
    config: *mut PyInitConfig,
    name: *const c_char,
    len: *mut usize,
    items: *mut *mut *mut c_char,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        let config = &mut *config;
        value(config.list(python::c_str(name)).map(|option| {
            let list: PyWideStringList = config.place(option).cast::<PyWideStringList>().read();
            let count = list.length.max(0).unsigned_abs();
            let block: *mut *mut c_char = malloc(count.max(1) * size_of::<usize>()).cast();
            for at in 0..if block.is_null() { 0 } else { count } {
                *block.add(at) = utf8(*list.items.add(at));
            }
            (*len, *items) = (count, block);
        }))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyInitConfig_FreeStrList(len: usize, items: *mut *mut c_char) {
    // SAFETY: the caller's promise: the function above gave it.
    unsafe {
        for at in 0..len {
            free((*items.add(at)).cast());
        }
        free(items.cast());
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyInitConfig_SetStrList(
    config: *mut PyInitConfig,
    name: *const c_char,
    len: usize,
    items: *const *mut c_char,
) -> c_int {
    // SAFETY: the caller's promise: that many C strings.
    unsafe {
        let config = &mut *config;
        let option = match config.list(python::c_str(name)) {
            Ok(option) => option,
            Err(failed) => return failed,
        };
        let mut decoded: Vec<*mut wchar_t> =
            (0..len).map(|at| crate::fileobject::Py_DecodeLocale(*items.add(at), null_mut())).collect();
        let place = config.place(option).cast();
        let status = PyConfig_SetWideStringList(
            &raw mut config.config,
            place,
            len.cast_signed(),
            decoded.as_mut_ptr(),
        );
        for text in decoded {
            crate::pymem::PyMem_RawFree(text.cast());
        }
        config.done(status)
    }
}

/// A module that is to be built in: this interpreter has begun without it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyInitConfig_AddModule(
    config: *mut PyInitConfig,
    _name: *const c_char,
    _start: *mut c_void,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { (*config).fail(RUNS) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_InitializeFromInitConfig(config: *mut PyInitConfig) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { (*config).fail(RUNS) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_InitializeFromConfig(_config: *const PyConfig) -> Status {
    error(RUNS)
}

/// What is not said would be found out by the start of an interpreter.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyConfig_Read(_config: *mut PyConfig) -> Status {
    error(RUNS)
}

/// Memory and locale are as they are. CPython does nothing either once it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_PreInitialize(_config: *const PyPreConfig) -> Status {
    crate::initconfig_struct::ok()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_PreInitializeFromArgs(
    _config: *const PyPreConfig,
    _len: isize,
    _items: *mut *mut wchar_t,
) -> Status {
    crate::initconfig_struct::ok()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_PreInitializeFromBytesArgs(
    _config: *const PyPreConfig,
    _len: isize,
    _items: *mut *mut c_char,
) -> Status {
    crate::initconfig_struct::ok()
}
