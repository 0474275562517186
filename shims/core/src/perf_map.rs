//! `/tmp/perf-PID.map`: where code that was made at run time lies, for profilers. Extensions that compile write into it.

use core::ffi::{c_char, c_int, c_void};
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::sync::{Mutex, PoisonError};

use pilotage_abi::PyObject;

use crate::python;

/// The file, once somebody wants it.
static MAP: Mutex<Option<File>> = Mutex::new(None);

const NOT_OPENED: c_int = -1;

/// Does something with the file; an error as the number that C gets.
fn with_map(work: impl FnOnce(&mut File) -> std::io::Result<()>) -> c_int {
    let mut map = MAP.lock().unwrap_or_else(PoisonError::into_inner);
    if map.is_none() {
        let path = format!("/tmp/perf-{}.map", std::process::id());
        *map = OpenOptions::new().append(true).create(true).open(path).ok();
    }
    let Some(file) = map.as_mut() else { return NOT_OPENED };
    if work(file).is_ok() { 0 } else { NOT_OPENED }
}

#[unsafe(no_mangle)]
pub extern "C" fn PyUnstable_PerfMapState_Init() -> c_int {
    with_map(|_| Ok(()))
}

#[unsafe(no_mangle)]
pub extern "C" fn PyUnstable_PerfMapState_Fini() {
    drop(MAP.lock().unwrap_or_else(PoisonError::into_inner).take());
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnstable_WritePerfMapEntry(
    code: *const c_void,
    size: usize,
    name: *const c_char,
) -> c_int {
    let mut line = format!("{:x} {size:x} ", code.addr()).into_bytes();
    // SAFETY: the caller's promise: a C string.
    line.extend_from_slice(unsafe { python::c_str(name) });
    line.push(b'\n');
    with_map(|file| file.write_all(&line))
}

/// Appends another process's map.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnstable_CopyPerfMapFile(parent: *const c_char) -> c_int {
    use std::os::unix::ffi::OsStrExt as _;
    // SAFETY: the caller's promise: a C string.
    let path = std::ffi::OsStr::from_bytes(unsafe { python::c_str(parent) });
    match File::open(path) {
        Ok(mut parent) => with_map(|file| std::io::copy(&mut parent, file).map(drop)),
        // A process that wrote none.
        Err(_) => 0,
    }
}

/// There are no trampolines for functions of Python: nothing to compile.
#[unsafe(no_mangle)]
pub extern "C" fn PyUnstable_PerfTrampoline_CompileCode(_code: *mut PyObject) -> c_int {
    0
}

#[unsafe(no_mangle)]
pub extern "C" fn PyUnstable_PerfTrampoline_SetPersistAfterFork(_enable: c_int) -> c_int {
    0
}
