//! `object.h`: counts, constants, finalizers, and what little else there is.

use core::cell::RefCell;
use core::ffi::{c_char, c_int, c_uint, c_void};
use core::ptr::null_mut;

use pilotage_abi::flags::{IMMORTAL_REFCNT, tp};
use pilotage_abi::{PyObject, PyTypeObject};

use crate::body::{self, decref, incref, prefix, xdecref, xincref};
use crate::builtin as b;
use crate::convert::{from_c, give, to_c};
use crate::errors::{self, Exc};
use crate::model::{Obj, Shape, model};
use crate::protocol::{boolean, fail_int, has_flag, none, not_implemented, type_name};
use crate::{object_protocol, python, text};

// --- counts ---

#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_IncRef(o: *mut PyObject) {
    // SAFETY: NULL or a living body.
    unsafe { xincref(o) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_DecRef(o: *mut PyObject) {
    // SAFETY: NULL or a reference that C gives up.
    unsafe { xdecref(o) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_IncRef(o: *mut PyObject) {
    // SAFETY: a living body.
    unsafe { incref(o) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_DecRef(o: *mut PyObject) {
    // SAFETY: a reference that C gives up.
    unsafe { decref(o) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_NewRef(o: *mut PyObject) -> *mut PyObject {
    // SAFETY: a living body.
    unsafe { incref(o) };
    o
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_XNewRef(o: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or a living body.
    unsafe { xincref(o) };
    o
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_REFCNT(o: *mut PyObject) -> isize {
    // SAFETY: a living body.
    unsafe { (*o).ob_refcnt as isize }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_SetRefcnt(o: *mut PyObject, count: isize) {
    // SAFETY: a living body.
    unsafe {
        if !body::is_immortal(o) {
            (*o).ob_refcnt = u32::try_from(count).unwrap_or(IMMORTAL_REFCNT);
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_TYPE(o: *mut PyObject) -> *mut PyTypeObject {
    // SAFETY: a living body.
    unsafe { (*o).ob_type }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_SetImmortal(o: *mut PyObject) {
    // SAFETY: a living body. What C never gives back, the body holds for ever.
    unsafe {
        from_c(o);
        body::make_immortal(o);
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_SetImmortalUntracked(o: *mut PyObject) {
    // SAFETY: a living body.
    unsafe { _Py_SetImmortal(o) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnstable_IsImmortal(o: *mut PyObject) -> c_int {
    // SAFETY: a living body.
    c_int::from(unsafe { body::is_immortal(o) })
}

/// The count of a fresh object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_NewReference(o: *mut PyObject) {
    // SAFETY: a body that is being made.
    unsafe {
        (*o).ob_refcnt = 1;
        body::reborn(o);
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_NewReferenceNoTotal(o: *mut PyObject) {
    // SAFETY: a body that is being made.
    unsafe {
        (*o).ob_refcnt = 1;
        body::reborn(o);
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_ResurrectReference(o: *mut PyObject) {
    // SAFETY: a body whose count is 0.
    unsafe { (*o).ob_refcnt = 1 }
}

/// References of the VM to an object that is in one variable while a method of it runs: that one, and the stack's.
const OF_A_METHOD_CALL: usize = 2;

/// C is the only one that has it, as far as C can know: the VM's own references count too. Who asks wants to write
/// into the object: a value that the VM has seen cannot change any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnstable_Object_IsUniquelyReferenced(o: *mut PyObject) -> c_int {
    // SAFETY: a living body.
    unsafe {
        if (*o).ob_refcnt != 1 || body::is_static(o) {
            return 0;
        }
        let is_alone = match body::vm_of(o) {
            Some(vm) => {
                let can_change = model().shape(vm) == Shape::Foreign;
                // What C was lent for a call has no reference of C's own.
                let own = usize::from((*prefix(o)).held);
                can_change && model().strong_count(vm) <= OF_A_METHOD_CALL + own
            }
            None => true,
        };
        c_int::from(is_alone)
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnstable_Object_IsUniqueReferencedTemporary(_o: *mut PyObject) -> c_int {
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnstable_Object_EnableDeferredRefcount(_o: *mut PyObject) -> c_int {
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnstable_EnableTryIncRef(_o: *mut PyObject) {}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnstable_TryIncRef(o: *mut PyObject) -> c_int {
    // SAFETY: a body; with the GIL a count of 0 tells that nobody has it.
    unsafe {
        if (*o).ob_refcnt == 0 && body::vm_of(o).is_none() {
            return 0;
        }
        incref(o);
        1
    }
}

/// The process cannot go on: a count went below 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_NegativeRefcount(file: *const c_char, line: c_int, o: *mut PyObject) {
    // SAFETY: NULL or a C string.
    let file = unsafe { python::c_text(file) };
    eprintln!("{file}:{line}: the reference count of the object at {o:p} is negative");
    std::process::abort();
}

// --- identity, constants ---

#[unsafe(no_mangle)]
pub extern "C" fn Py_Is(a: *mut PyObject, other: *mut PyObject) -> c_int {
    c_int::from(a == other)
}

#[unsafe(no_mangle)]
pub extern "C" fn Py_IsNone(o: *mut PyObject) -> c_int {
    c_int::from(o == none())
}

/// Borrowed: the constants of `Py_CONSTANT_*` live for ever.
#[unsafe(no_mangle)]
pub extern "C" fn Py_GetConstantBorrowed(id: c_uint) -> *mut PyObject {
    let known = CONSTANTS.with(|constants| constants.get((id as usize).wrapping_sub(5)).copied());
    if let Some(known) = known.filter(|known| !known.is_null()) {
        return known;
    }
    let value = match id {
        0 => return none(),
        1 => return boolean(false),
        2 => return boolean(true),
        3 => return &raw mut b::_Py_EllipsisObject,
        4 => return not_implemented(),
        5 => model().int_from_i64(0),
        6 => model().int_from_i64(1),
        7 => python::name(""),
        8 => model().bytes(b""),
        9 => model().tuple(Vec::new()),
        _ => {
            errors::bad_internal_call();
            return null_mut();
        }
    };
    CONSTANTS.with(|constants| {
        let slot = &mut constants[id as usize - 5];
        if slot.is_null() {
            // The reference is never given back.
            *slot = to_c(value);
        }
        *slot
    })
}

static CONSTANTS: body::World<[*mut PyObject; 5]> = body::World::new([null_mut(); 5]);

#[unsafe(no_mangle)]
pub extern "C" fn Py_GetConstant(id: c_uint) -> *mut PyObject {
    let p = Py_GetConstantBorrowed(id);
    // SAFETY: NULL or a constant.
    unsafe { xincref(p) };
    p
}

/// `Py_LT` ... seen from the right.
#[unsafe(no_mangle)]
pub static _Py_SwappedOp: [c_int; 6] = [4, 5, 2, 3, 0, 1];

// --- repr of things that contain themselves ---

thread_local! {
    static REPRS: RefCell<Vec<*mut PyObject>> = const { RefCell::new(Vec::new()) };
}

/// 1 when the repr of the object is being made already.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_ReprEnter(o: *mut PyObject) -> c_int {
    REPRS.with_borrow_mut(|open| {
        if open.contains(&o) {
            return 1;
        }
        open.push(o);
        0
    })
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_ReprLeave(o: *mut PyObject) {
    REPRS.with_borrow_mut(|open| {
        if let Some(at) = open.iter().rposition(|&other| other == o) {
            open.remove(at);
        }
    });
}

unsafe extern "C" {
    fn fwrite(data: *const c_void, size: usize, count: usize, file: *mut c_void) -> usize;
}

/// Writes the repr, or with `Py_PRINT_RAW` the str, to a C stream.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_Print(o: *mut PyObject, file: *mut c_void, flags: c_int) -> c_int {
    const RAW: c_int = 1;
    // SAFETY: NULL or a living body, and an open stream.
    unsafe {
        let odd = match o.as_ref() {
            None => Some(String::from("<nil>")),
            Some(object) if object.ob_refcnt == 0 && !body::is_static(o) && (*prefix(o)).vm.is_null() => {
                Some(format!("<refcnt {} at {o:p}>", object.ob_refcnt))
            }
            Some(_) => None,
        };
        if let Some(odd) = odd {
            fwrite(odd.as_ptr().cast(), 1, odd.len(), file);
            return 0;
        }
        let shown = if flags & RAW != 0 {
            object_protocol::PyObject_Str(o)
        } else {
            object_protocol::PyObject_Repr(o)
        };
        if shown.is_null() {
            return -1;
        }
        let bytes = text::wtf8(shown);
        decref(shown);
        if fwrite(bytes.as_ptr().cast(), 1, bytes.len(), file) != bytes.len() {
            return fail_int(Exc::OSError, "cannot write to the stream");
        }
        0
    }
}

// --- the end of an object ---

/// Weak references are the VM's: they are cleared before a destructor runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_ClearWeakRefs(_o: *mut PyObject) {}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnstable_Object_ClearWeakRefsNoCallbacks(_o: *mut PyObject) {}

/// Did `tp_finalize` run?
///
/// # Safety
/// `o` is a body.
pub unsafe fn is_finalized(o: *mut PyObject) -> bool {
    // SAFETY: the caller's promise.
    unsafe { !body::is_static(o) && (*prefix(o)).finalized }
}

/// `tp_finalize` runs once.
///
/// # Safety
/// `o` is a body.
pub unsafe fn set_finalized(o: *mut PyObject) {
    // SAFETY: the caller's promise.
    unsafe {
        if !body::is_static(o) {
            (*prefix(o)).finalized = true;
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_CallFinalizer(o: *mut PyObject) {
    // SAFETY: a living body.
    unsafe {
        let Some(finalize) = (*(*o).ob_type).tp_finalize else { return };
        if !is_finalized(o) {
            set_finalized(o);
            finalize(o);
        }
    }
}

/// Called by a destructor. -1 where the object came back to life and must not be freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_CallFinalizerFromDealloc(o: *mut PyObject) -> c_int {
    // SAFETY: a body whose count is 0 and whose destructor runs.
    unsafe {
        if (*(*o).ob_type).tp_finalize.is_none() || is_finalized(o) || body::is_static(o) {
            return 0;
        }
        let prefix = prefix(o);
        (*o).ob_refcnt = 1;
        (*prefix).dying = false;
        PyObject_CallFinalizer(o);
        if (*prefix).vm.is_null() && (*o).ob_refcnt == 1 {
            (*o).ob_refcnt = 0;
            (*prefix).dying = true;
            return 0;
        }
        // Somebody has it now; if not, it goes a second time, without its finalizer.
        decref(o);
        -1
    }
}

// --- data of types ---

/// Where the items of an instance begin, for classes that have them at the end.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_GetItemData(o: *mut PyObject) -> *mut c_void {
    // SAFETY: a living body.
    unsafe {
        let t = (*o).ob_type;
        if !has_flag(o, tp::ITEMS_AT_END) {
            let message = format!("type '{}' does not have Py_TPFLAGS_ITEMS_AT_END", type_name(o));
            return errors::fail(Exc::TypeError, &message);
        }
        o.byte_offset((*t).tp_basicsize).cast()
    }
}

/// The state of an object for pickling and copying, as `object.__getstate__` says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyObject_GetState(o: *mut PyObject) -> *mut PyObject {
    // SAFETY: a living body.
    unsafe { give(python::call_method(from_c(o), "__getstate__", &[])) }
}

/// How a function is called in messages: `module.name()`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyObject_FunctionStr(o: *mut PyObject) -> *mut PyObject {
    // SAFETY: a living body.
    unsafe {
        let vm: Obj = from_c(o);
        let part =
            |name| python::attr_opt(vm, name).ok().flatten().and_then(|part| model().str(part.obj()).ok());
        let Some(name) = part("__qualname__") else { return object_protocol::PyObject_Str(o) };
        let name = python::to_string(name.obj());
        match part("__module__").map(|module| python::to_string(module.obj())) {
            Some(module) if module != "builtins" && module != "None" => {
                to_c(python::text(&format!("{module}.{name}()")))
            }
            _ => to_c(python::text(&format!("{name}()"))),
        }
    }
}

/// A type has a version while caches may trust it. The VM does not tell when a class changes, so none has one: 0.
#[unsafe(no_mangle)]
pub extern "C" fn PyUnstable_Type_AssignVersionTag(_class: *mut PyTypeObject) -> c_int {
    0
}
