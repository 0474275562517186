//! Strs of which there shall be one of each text. The VM keeps them, and never gives one up: so there is an end to how
//! many it gets from here. What was asked for lately is in a table of fixed size.

use pilotage_abi::{PyASCIIObject, PyObject};

use crate::body::{self, World};
use crate::convert::to_c;
use crate::dict_entries::{is_equal, sign_of};
use crate::model::model;
use crate::text;
use crate::unicodeobject::INTERNED;

const PLACES: usize = 1024;
/// A program that interns more texts than this has them from its data.
const MOST: usize = 1 << 15;

struct Table {
    known: [(usize, *mut PyObject); PLACES],
    /// How many texts went to the VM from here.
    given: usize,
}

static TABLE: World<Table> = World::new(Table { known: [(0, core::ptr::null_mut()); PLACES], given: 0 });

/// A new reference to the one str of this text; `None` when `p` itself is that one, or stays what it is.
///
/// # Safety
/// `p` is a str and of no other type, and is not interned.
pub(crate) unsafe fn get(p: *mut PyObject) -> Option<*mut PyObject> {
    // SAFETY: the caller's promise; interned strs and their bodies stay for ever.
    unsafe {
        let sign = sign_of(p);
        let at = (sign ^ sign >> 23 ^ sign >> 41) % PLACES;
        let (known_sign, known) = TABLE.with(|table| table.known[at]);
        if known_sign == sign && !known.is_null() && is_equal(known, p) {
            body::incref(known);
            return (known != p).then_some(known);
        }
        let given = TABLE.with(|table| {
            table.given += 1;
            table.given
        });
        // Where the VM has not seen the str, it need not: it will have the interned one.
        let vm = body::vm_of(p).map_or_else(|| text::realize(p), |vm| vm.to_ref());
        let interned =
            if given <= MOST { model().str_intern(vm.obj()) } else { model().str_interned(vm.obj())? };
        let is_itself = model().body(interned.obj()) == p;
        let new = if is_itself { p } else { to_c(interned) };
        (*new.cast::<PyASCIIObject>()).state |= INTERNED;
        TABLE.with(|table| table.known[at] = (sign, new));
        (!is_itself).then_some(new)
    }
}
