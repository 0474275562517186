//! Watchers of dicts, types, functions, code and contexts: numbers are given out and checked, nobody is ever called, for
//! the VM does not tell of such changes.

use core::ffi::{c_int, c_void};

use pilotage_abi::PyObject;
use pilotage_abi::flags::tp;

use crate::body::World;
use crate::dictobject::is_dict;
use crate::errors::Exc;
use crate::protocol::{fail_int, has_flag};

/// Which of the eight numbers are given out.
#[derive(Clone, Copy)]
struct Table {
    used: u8,
    kind: &'static str,
}

impl Table {
    /// `reserved` numbers belong to the interpreter.
    const fn new(kind: &'static str, reserved: u32) -> World<Table> {
        World::new(Table { used: (1 << reserved) - 1, kind })
    }
}

static DICTS: World<Table> = Table::new("dict", 2);
static TYPES: World<Table> = Table::new("type", 1);
static CODES: World<Table> = Table::new("code", 0);
static FUNCTIONS: World<Table> = Table::new("func", 0);
static CONTEXTS: World<Table> = Table::new("context", 0);

fn add(table: &World<Table>) -> c_int {
    let free = table.with(|table| {
        let free = table.used.trailing_ones();
        if free < 8 {
            table.used |= 1 << free;
        }
        (free, table.kind)
    });
    match free {
        (8.., kind) => fail_int(Exc::RuntimeError, &format!("no more {kind} watcher IDs available")),
        (free, _) => free.cast_signed(),
    }
}

/// Says whether the number was given out; an exception where not.
fn check(table: &World<Table>, id: c_int) -> bool {
    let Table { used, kind } = table.with(|table| *table);
    if !(0..8).contains(&id) {
        fail_int(
            Exc::ValueError,
            &format!("{} {kind} watcher ID {id}", if kind == "func" { "invalid" } else { "Invalid" }),
        );
        return false;
    }
    if used & (1 << id) == 0 {
        fail_int(
            Exc::ValueError,
            &format!("{} {kind} watcher set for ID {id}", if kind == "func" { "no" } else { "No" }),
        );
        return false;
    }
    true
}

fn clear(table: &World<Table>, id: c_int) -> c_int {
    if !check(table, id) {
        return -1;
    }
    table.with(|table| table.used &= !(1 << id));
    0
}

#[unsafe(no_mangle)]
pub extern "C" fn PyDict_AddWatcher(_callback: *mut c_void) -> c_int {
    add(&DICTS)
}

#[unsafe(no_mangle)]
pub extern "C" fn PyDict_ClearWatcher(id: c_int) -> c_int {
    clear(&DICTS, id)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDict_Watch(id: c_int, dict: *mut PyObject) -> c_int {
    // SAFETY: NULL or a living body.
    if !unsafe { is_dict(dict) } {
        return fail_int(Exc::ValueError, "Cannot watch non-dictionary");
    }
    if check(&DICTS, id) { 0 } else { -1 }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDict_Unwatch(id: c_int, dict: *mut PyObject) -> c_int {
    // SAFETY: NULL or a living body.
    if !unsafe { is_dict(dict) } {
        return fail_int(Exc::ValueError, "Cannot watch non-dictionary");
    }
    if check(&DICTS, id) { 0 } else { -1 }
}

#[unsafe(no_mangle)]
pub extern "C" fn PyFunction_AddWatcher(_callback: *mut c_void) -> c_int {
    add(&FUNCTIONS)
}

#[unsafe(no_mangle)]
pub extern "C" fn PyFunction_ClearWatcher(id: c_int) -> c_int {
    clear(&FUNCTIONS, id)
}

#[unsafe(no_mangle)]
pub extern "C" fn PyContext_AddWatcher(_callback: *mut c_void) -> c_int {
    add(&CONTEXTS)
}

#[unsafe(no_mangle)]
pub extern "C" fn PyContext_ClearWatcher(id: c_int) -> c_int {
    clear(&CONTEXTS, id)
}

#[unsafe(no_mangle)]
pub extern "C" fn PyCode_AddWatcher(_callback: *mut c_void) -> c_int {
    add(&CODES)
}

#[unsafe(no_mangle)]
pub extern "C" fn PyCode_ClearWatcher(id: c_int) -> c_int {
    clear(&CODES, id)
}

#[unsafe(no_mangle)]
pub extern "C" fn PyType_AddWatcher(_callback: *mut c_void) -> c_int {
    add(&TYPES)
}

#[unsafe(no_mangle)]
pub extern "C" fn PyType_ClearWatcher(id: c_int) -> c_int {
    clear(&TYPES, id)
}

unsafe fn watch_type(id: c_int, class: *mut PyObject, problem: &str) -> c_int {
    // SAFETY: a living body.
    if !unsafe { has_flag(class, tp::TYPE_SUBCLASS) } {
        return fail_int(Exc::ValueError, problem);
    }
    if check(&TYPES, id) { 0 } else { -1 }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyType_Watch(id: c_int, class: *mut PyObject) -> c_int {
    // SAFETY: a living body.
    unsafe { watch_type(id, class, "Cannot watch non-type") }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyType_Unwatch(id: c_int, class: *mut PyObject) -> c_int {
    // SAFETY: a living body.
    unsafe { watch_type(id, class, "Cannot watch non-type") }
}
