//! The state of the process and of its one interpreter, as far as extensions that are compiled with CPython's internal
//! headers read it. What no field names is zero. `tests/shims/runtime.c` proves the places against those headers.

use core::ffi::{c_int, c_ulong, c_void};

use crate::{PyConfig, PyLongObject, PyThreadState};

/// `PyInterpreterState`.
#[repr(C)]
#[derive(Debug)]
pub struct PyInterpreterState {
    reserved_before_next: [usize; 909],
    pub next: *mut PyInterpreterState,
    pub id: i64,
    reserved_before_threads: [usize; 7],
    pub threads_head: *mut PyThreadState,
    pub threads_preallocated: *mut PyThreadState,
    pub threads_main: *mut PyThreadState,
    reserved_before_runtime: [usize; 2],
    pub runtime: *mut _PyRuntimeState,
    reserved_before_config: [usize; 80],
    pub config: PyConfig,
    reserved: [usize; 27_172],
}

/// A str of one ASCII character, and one of Latin-1 with its UTF-8.
pub type AsciiCharacter = [usize; 6];
pub type Latin1Character = [usize; 8];
/// A bytes object of one byte.
pub type ByteObject = [usize; 6];

/// `_PyRuntime`: the head, and the objects that exist once.
#[repr(C)]
#[derive(Debug)]
pub struct _PyRuntimeState {
    /// Without its cookie: debuggers see that there are no structs to follow.
    reserved_debug_offsets: [usize; 95],
    pub _initialized: c_int,
    pub preinitializing: c_int,
    pub preinitialized: c_int,
    pub core_initialized: c_int,
    pub initialized: c_int,
    pub _finalizing: *mut c_void,
    pub _finalizing_id: c_ulong,
    pub interpreters_mutex: usize,
    pub interpreters_head: *mut PyInterpreterState,
    pub interpreters_main: *mut PyInterpreterState,
    pub interpreters_next_id: i64,
    pub main_thread: c_ulong,
    pub main_tstate: *mut PyThreadState,
    reserved_before_singletons: [usize; 1652],
    /// -5 ... 256.
    pub small_ints: [PyLongObject; 262],
    pub bytes_empty: [usize; 5],
    pub bytes_characters: [ByteObject; 256],
    reserved_strings: [usize; 5189],
    pub ascii: [AsciiCharacter; 128],
    pub latin1: [Latin1Character; 128],
    reserved_tuple_gc: [usize; 2],
    pub tuple_empty: [usize; 5],
    reserved: [usize; 28_242],
}
