//! `PyConfig`, `PyPreConfig` and lists of wide strings as structs: filled with what holds without a word, changed, emptied.
//! And the configuration of the interpreter that runs, which `_Py_GetConfig` shows.

use core::ffi::{CStr, c_char, c_int};
use core::ptr::null_mut;

use pilotage_abi::{PyConfig, PyPreConfig, PyWideStringList, wchar_t};

use crate::body::World;
use crate::config_options::{ConfigOption, Kind, OPTIONS};
use crate::initconfig::{PyStatus_Error, PyStatus_NoMemory, PyStatus_Ok, Status};
use crate::model::{Obj, Shape, model};
use crate::pylifecycle::wide;
use crate::pymem::{PyMem_RawFree, PyMem_RawMalloc};
use crate::{interpreter, python};

/// A block of C's allocator with the same wide characters; null when memory is out.
unsafe fn copy(text: *const wchar_t) -> *mut wchar_t {
    // SAFETY: the caller's promise: characters that end with a zero.
    unsafe {
        let len = (0..).take_while(|&at| *text.add(at) != 0).count() + 1;
        let block: *mut wchar_t = PyMem_RawMalloc(len * size_of::<wchar_t>()).cast();
        if !block.is_null() {
            core::ptr::copy_nonoverlapping(text, block, len);
        }
        block
    }
}

pub(crate) fn ok() -> Status {
    // SAFETY: no arguments.
    unsafe { PyStatus_Ok() }
}

fn no_memory() -> Status {
    // SAFETY: no arguments.
    unsafe { PyStatus_NoMemory() }
}

pub(crate) fn error(message: &'static CStr) -> Status {
    // SAFETY: a C string.
    unsafe { PyStatus_Error(message.as_ptr()) }
}

unsafe fn clear_list(list: *mut PyWideStringList) {
    // SAFETY: the caller's promise: the list owns its items.
    unsafe {
        for at in 0..(*list).length.max(0).unsigned_abs() {
            PyMem_RawFree((*(*list).items.add(at)).cast());
        }
        PyMem_RawFree((*list).items.cast());
        *list = PyWideStringList { length: 0, items: null_mut() };
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyWideStringList_Insert(
    list: *mut PyWideStringList,
    index: isize,
    item: *const wchar_t,
) -> Status {
    let Ok(index) = usize::try_from(index) else {
        return error(c"PyWideStringList_Insert index must be >= 0");
    };
    // SAFETY: the caller's promise: a list that owns its items, and a text.
    unsafe {
        let len = (*list).length.max(0).unsigned_abs();
        let index = index.min(len);
        let copied = copy(item);
        let items: *mut *mut wchar_t = PyMem_RawMalloc((len + 1) * size_of::<usize>()).cast();
        if copied.is_null() || items.is_null() {
            PyMem_RawFree(copied.cast());
            PyMem_RawFree(items.cast());
            return no_memory();
        }
        if len > 0 {
            core::ptr::copy_nonoverlapping((*list).items, items, index);
            core::ptr::copy_nonoverlapping((*list).items.add(index), items.add(index + 1), len - index);
        }
        *items.add(index) = copied;
        PyMem_RawFree((*list).items.cast());
        *list = PyWideStringList { length: len.cast_signed() + 1, items };
    }
    ok()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyWideStringList_Append(
    list: *mut PyWideStringList,
    item: *const wchar_t,
) -> Status {
    // SAFETY: the caller's promise.
    unsafe { PyWideStringList_Insert(list, (*list).length, item) }
}

/// What both of the next functions have in common; -1: to be found out.
fn without_a_word() -> PyConfig {
    // SAFETY: integers and null pointers.
    let mut config: PyConfig = unsafe { core::mem::zeroed() };
    for on in [
        &mut config.code_debug_ranges,
        &mut config.site_import,
        &mut config.write_bytecode,
        &mut config.buffered_stdio,
        &mut config.use_frozen_modules,
        &mut config._install_importlib,
        &mut config._init_main,
    ] {
        *on = 1;
    }
    for unknown in [&mut config.faulthandler, &mut config.remote_debug, &mut config.import_time] {
        *unknown = -1;
    }
    config.cpu_count = -1;
    config
}

pub(crate) fn python_config() -> PyConfig {
    PyConfig {
        _config_init: 2,
        use_environment: 1,
        dev_mode: -1,
        install_signal_handlers: 1,
        use_hash_seed: -1,
        tracemalloc: -1,
        perf_profiling: -1,
        parse_argv: 1,
        user_site_directory: 1,
        configure_c_stdio: 1,
        int_max_str_digits: -1,
        pathconfig_warnings: 1,
        ..without_a_word()
    }
}

pub(crate) fn isolated_config() -> PyConfig {
    PyConfig { _config_init: 3, isolated: 1, safe_path: 1, int_max_str_digits: 4300, ..without_a_word() }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyConfig_InitPythonConfig(config: *mut PyConfig) {
    // SAFETY: the caller's promise: room for a configuration.
    unsafe { config.write(python_config()) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyConfig_InitIsolatedConfig(config: *mut PyConfig) {
    // SAFETY: the caller's promise: room for a configuration.
    unsafe { config.write(isolated_config()) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyPreConfig_InitPythonConfig(config: *mut PyPreConfig) {
    let python = PyPreConfig {
        _config_init: 2,
        parse_argv: 1,
        isolated: 0,
        use_environment: 1,
        configure_locale: 1,
        coerce_c_locale: -1,
        coerce_c_locale_warn: -1,
        utf8_mode: -1,
        dev_mode: -1,
        allocator: 0,
    };
    // SAFETY: the caller's promise: room for a configuration.
    unsafe { config.write(python) }
}

pub(crate) const ISOLATED_PRE: PyPreConfig = PyPreConfig {
    _config_init: 3,
    parse_argv: 0,
    isolated: 1,
    use_environment: 0,
    configure_locale: 0,
    coerce_c_locale: 0,
    coerce_c_locale_warn: 0,
    utf8_mode: 0,
    dev_mode: 0,
    allocator: 0,
};

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyPreConfig_InitIsolatedConfig(config: *mut PyPreConfig) {
    // SAFETY: the caller's promise: room for a configuration.
    unsafe { config.write(ISOLATED_PRE) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyConfig_Clear(config: *mut PyConfig) {
    // SAFETY: the caller's promise: the configuration owns its texts; the options say where they are.
    unsafe {
        let others = [&raw mut (*config).pythonpath_env, &raw mut (*config).sys_path_0];
        let texts = OPTIONS.iter().filter(|option| option.kind == Kind::Text);
        for text in texts.map(|option| config.byte_add(option.offset).cast()).chain(others) {
            PyMem_RawFree(text.replace(null_mut()).cast());
        }
        for list in OPTIONS.iter().filter(|option| option.kind == Kind::List) {
            clear_list(config.byte_add(list.offset).cast());
        }
        (*config).module_search_paths_set = 0;
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyConfig_SetString(
    _config: *mut PyConfig,
    place: *mut *mut wchar_t,
    text: *const wchar_t,
) -> Status {
    // SAFETY: the caller's promise: a text that the configuration owns.
    unsafe {
        let copied = if text.is_null() { null_mut() } else { copy(text) };
        if copied.is_null() != text.is_null() {
            return no_memory();
        }
        PyMem_RawFree(place.replace(copied).cast());
    }
    ok()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyConfig_SetBytesString(
    config: *mut PyConfig,
    place: *mut *mut wchar_t,
    text: *const c_char,
) -> Status {
    // SAFETY: the caller's promise, as above.
    unsafe {
        if text.is_null() {
            return PyConfig_SetString(config, place, core::ptr::null());
        }
        let decoded = crate::fileobject::Py_DecodeLocale(text, null_mut());
        if decoded.is_null() {
            return no_memory();
        }
        PyMem_RawFree(place.replace(decoded).cast());
    }
    ok()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyConfig_SetWideStringList(
    _config: *mut PyConfig,
    list: *mut PyWideStringList,
    len: isize,
    items: *mut *mut wchar_t,
) -> Status {
    let mut new = PyWideStringList { length: 0, items: null_mut() };
    // SAFETY: the caller's promise: that many texts, and a list that owns its items.
    unsafe {
        for at in 0..len.max(0).unsigned_abs() {
            let status = PyWideStringList_Append(&raw mut new, *items.add(at));
            if status.is_exception() {
                clear_list(&raw mut new);
                return status;
            }
        }
        clear_list(list);
        *list = new;
    }
    ok()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyConfig_SetArgv(
    config: *mut PyConfig,
    len: isize,
    items: *mut *mut wchar_t,
) -> Status {
    // SAFETY: the caller's promise.
    unsafe { PyConfig_SetWideStringList(config, &raw mut (*config).argv, len, items) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyConfig_SetBytesArgv(
    config: *mut PyConfig,
    len: isize,
    items: *const *mut c_char,
) -> Status {
    // SAFETY: the caller's promise: that many C strings.
    unsafe {
        let mut decoded: Vec<*mut wchar_t> = (0..len.max(0).unsigned_abs())
            .map(|at| crate::fileobject::Py_DecodeLocale(*items.add(at), null_mut()))
            .collect();
        let status = if decoded.iter().any(|text| text.is_null()) {
            no_memory()
        } else {
            PyConfig_SetArgv(config, len, decoded.as_mut_ptr())
        };
        for text in decoded {
            PyMem_RawFree(text.cast());
        }
        status
    }
}

/// The configuration of the interpreter that runs, as it was at the first call.
#[unsafe(no_mangle)]
pub extern "C" fn _Py_GetConfig() -> *const PyConfig {
    static FILLED: World<bool> = World::new(false);
    let config = interpreter::config();
    if !FILLED.with(|filled| core::mem::replace(filled, true)) {
        // SAFETY: nobody has seen it yet.
        unsafe { fill(config) }
    }
    config
}

/// What `sys` says of an option, or another part of the VM.
unsafe fn fill(config: *mut PyConfig) {
    // SAFETY: the caller's promise: room for a configuration.
    unsafe {
        config.write(PyConfig {
            dev_mode: 0,
            use_hash_seed: 0,
            faulthandler: 0,
            tracemalloc: 0,
            perf_profiling: 0,
            remote_debug: 0,
            import_time: 0,
            module_search_paths_set: 1,
            check_hash_pycs_mode: wide("default"),
            ..python_config()
        });
        for option in OPTIONS.iter().filter(|option| !option.early) {
            if let Ok(value) = crate::initconfig::in_sys(option.name) {
                put(config, option, value.obj());
            }
        }
        let stdout = model().import("sys").and_then(|sys| python::attr(sys.obj(), "__stdout__"));
        for (place, from) in
            [(&raw mut (*config).stdio_encoding, "encoding"), (&raw mut (*config).stdio_errors, "errors")]
        {
            let value = stdout.as_ref().ok().and_then(|stdout| python::attr(stdout.obj(), from).ok());
            *place = value.map_or(null_mut(), |value| text(value.obj()));
        }
    }
}

fn text(value: Obj) -> *mut wchar_t {
    if model().shape(value) == Shape::Str { wide(&python::to_string(value)) } else { null_mut() }
}

unsafe fn put(config: *mut PyConfig, option: &ConfigOption, value: Obj) {
    // SAFETY: the option says where its value is, and of which type.
    unsafe {
        let place = config.byte_add(option.offset);
        match option.kind {
            Kind::Text => *place.cast() = text(value),
            Kind::List => {
                let items = python::call_function("builtins", "list", &[value]);
                let mut texts: Vec<*mut wchar_t> = items.as_ref().map_or_else(
                    |_| Vec::new(),
                    |items| model().list_items(items.obj()).iter().map(|&item| text(item)).collect(),
                );
                texts.retain(|text| !text.is_null());
                let length = texts.len().cast_signed();
                let items = if texts.is_empty() { null_mut() } else { texts.leak().as_mut_ptr() };
                *place.cast() = PyWideStringList { length, items };
            }
            Kind::Long => {}
            _ => {
                let number = match model().shape(value) {
                    Shape::Int | Shape::Bool => model().int_to_i64(value),
                    _ => None,
                };
                *place.cast::<c_int>() = number.map_or(0, |number| number as c_int);
            }
        }
    }
}
