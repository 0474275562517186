//! `iterobject.h`.

use pilotage_abi::PyObject;

use crate::convert::{from_c, give};
use crate::protocol::bad_call;
use crate::python;

/// Goes through a sequence by index, until IndexError.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySeqIter_New(sequence: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or a living body.
    unsafe {
        if sequence.is_null() || crate::abstract_sequence::PySequence_Check(sequence) == 0 {
            return bad_call();
        }
        give(sequence_iterator(from_c(sequence)))
    }
}

const MAKE: &str = "class items:
    def __init__(self, sequence):
        self.sequence = sequence

    def __getitem__(self, index):
        return self.sequence[index]


def make(sequence):
    return iter(items(sequence))
";

/// `iter` of an object that has `__getitem__` only is such an iterator; one that has `__iter__` is
/// looked at through an object that has not.
fn sequence_iterator(sequence: crate::model::Obj) -> crate::model::Result {
    let model = crate::model::model();
    if model.type_lookup(model.class(sequence), python::name("__iter__").obj()).is_none() {
        return model.iter(sequence);
    }
    let make = python::defined(MAKE, "make")?;
    python::call(make.obj(), &[sequence])
}

/// Calls until the sentinel comes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCallIter_New(callable: *mut PyObject, sentinel: *mut PyObject) -> *mut PyObject {
    // SAFETY: living bodies.
    unsafe {
        if callable.is_null() || sentinel.is_null() {
            return bad_call();
        }
        give(
            python::builtin("iter")
                .and_then(|iter| python::call(iter.obj(), &[from_c(callable), from_c(sentinel)])),
        )
    }
}
