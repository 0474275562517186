//! The interpreter state: one, opaque.

use core::ffi::c_void;
use core::ptr::null_mut;

use pilotage_abi::{PyObject, PyThreadState};

use crate::body::World;
use crate::convert::borrow_c;
use crate::model::{Ref, model};

/// The one interpreter. Extensions only compare its address.
#[repr(C, align(16))]
pub struct PyInterpreterState([usize; 64]);

static mut INTERPRETER: PyInterpreterState = PyInterpreterState([0; 64]);
static INTERPRETER_DICT: World<Option<Ref>> = World::new(None);
/// For the field of thread states.
pub(crate) fn address() -> *mut c_void {
    (&raw mut INTERPRETER).cast()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyInterpreterState_Get() -> *mut PyInterpreterState {
    &raw mut INTERPRETER
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyInterpreterState_Main() -> *mut PyInterpreterState {
    &raw mut INTERPRETER
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyInterpreterState_Head() -> *mut PyInterpreterState {
    &raw mut INTERPRETER
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyInterpreterState_Next(
    _interpreter: *mut PyInterpreterState,
) -> *mut PyInterpreterState {
    null_mut()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyInterpreterState_GetID(_interpreter: *mut PyInterpreterState) -> i64 {
    0
}

/// A borrowed dict for things that a module keeps for the interpreter.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyInterpreterState_GetDict(_interpreter: *mut PyInterpreterState) -> *mut PyObject {
    let known = INTERPRETER_DICT.with(|dict| dict.as_ref().map(Ref::obj));
    let dict = known.unwrap_or_else(|| {
        let dict = model().dict();
        let obj = dict.obj();
        INTERPRETER_DICT.with(|place| *place = Some(dict));
        obj
    });
    borrow_c(dict)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThreadState_GetInterpreter(_state: *mut PyThreadState) -> *mut PyInterpreterState {
    &raw mut INTERPRETER
}
