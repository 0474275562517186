//! `__slots__` of Python classes below a type of C: each name gets a word in the instances' bodies and a descriptor
//! that C can read the offset from, as in CPython. Classes that inherit only from the VM's own keep the VM's slots.

use core::ffi::{c_int, c_void};

use pilotage_abi::flags::member;
use pilotage_abi::{PyMemberDef, PyObject, PyTypeObject, visitproc};

use crate::body::{self, AddressMap, World, xdecref};
use crate::model::{Obj, Ref, Shape, model};
use crate::{descrobject, errors, python, types};

/// Offsets of the slots that a class itself adds.
static PLACES: World<Option<AddressMap<Vec<isize>>>> = World::new(None);

/// Bytes behind the body of a class: its slots are described there, as in CPython.
pub(crate) fn room(class: Obj) -> usize {
    if model().type_own(class, python::name("__slots__").obj()).is_none() {
        return 0;
    }
    names(class).len() * size_of::<PyMemberDef>()
}

/// Makes room for the slots of a class.
///
/// # Safety
/// `t` is the type of `class`, under construction: its base is complete, nothing was made of it yet. It has the
/// room behind it that [`room`] said.
pub(crate) unsafe fn make(t: *mut PyTypeObject, class: Obj) {
    // SAFETY: the caller's promise.
    unsafe {
        if (*types::info(t)).shape != Shape::Foreign || (*t).tp_itemsize != 0 || room(class) == 0 {
            return;
        }
        let table: *mut PyMemberDef = t.byte_offset((*(*t).ob_base.ob_base.ob_type).tp_basicsize).cast();
        let mut offset = ((*t).tp_basicsize + 7) & !7;
        let mut offsets = Vec::new();
        for (at, name) in names(class).into_iter().enumerate() {
            table.add(at).write(PyMemberDef {
                name: body::c_string(&name),
                type_code: member::OBJECT_EX,
                offset,
                flags: 0,
                doc: core::ptr::null(),
            });
            add(t, class, &name, table.add(at));
            offsets.push(offset);
            offset += size_of::<*mut PyObject>().cast_signed();
        }
        (*t).tp_basicsize = offset;
        (*t).ob_base.ob_size = offsets.len().cast_signed();
        PLACES.with(|places| places.get_or_insert_default().insert(t as usize, offsets));
    }
}

/// The names under which the VM made slots for the class, in the order in which CPython places them.
fn names(class: Obj) -> Vec<String> {
    let mut names: Vec<String> = model()
        .type_names(class)
        .iter()
        .filter(|name| model().type_own(class, name.obj()).is_some_and(|value| is_slot(class, &value)))
        .map(|name| python::to_string(name.obj()))
        .collect();
    names.sort();
    names
}

/// Is it the VM's descriptor of a slot of this class?
fn is_slot(class: Obj, value: &Ref) -> bool {
    model().type_name(model().class(value.obj())) == "member_descriptor"
        && model().shape(value.obj()) != Shape::Foreign
        && python::attr(value.obj(), "__objclass__").is_ok_and(|owner| owner.obj() == class)
}

/// Puts a descriptor of C in the place of the VM's.
unsafe fn add(t: *mut PyTypeObject, class: Obj, name: &str, def: *mut PyMemberDef) {
    // SAFETY: the definition lives as long as the type, for ever; the reference is new.
    match unsafe { errors::result(descrobject::PyDescr_NewMember(t, def)) } {
        Ok(descr) => model().type_set(class, python::name(name).obj(), descr.obj()),
        Err(raised) => errors::unraisable(raised, "a slot of a class"),
    }
}

/// The slots of an instance: those of its class and of the classes between it and the nearest type of C.
unsafe fn places(p: *mut PyObject) -> Vec<*mut *mut PyObject> {
    let mut found = Vec::new();
    // SAFETY: a body; offsets of its class lie inside it.
    unsafe {
        let mut t = (*p).ob_type;
        while !t.is_null() && types::info_if_ready(t).is_some_and(|info| !info.in_c) {
            PLACES.with(|places| {
                let offsets = places.as_ref().and_then(|places| places.get(&(t as usize)));
                found.extend(offsets.into_iter().flatten().map(|&offset| p.byte_offset(offset).cast()));
            });
            t = (*t).tp_base;
        }
    }
    found
}

/// Whether an instance may have slots is seen at once.
unsafe fn has_none(p: *mut PyObject) -> bool {
    // SAFETY: a body.
    unsafe {
        types::info_if_ready((*p).ob_type).is_none_or(|info| info.in_c || info.shape != Shape::Foreign)
            || PLACES.with(|places| places.is_none())
    }
}

/// Visits what the slots hold.
///
/// # Safety
/// `p` is a body that lives.
pub(crate) unsafe fn traverse(p: *mut PyObject, visit: visitproc, arg: *mut c_void) -> c_int {
    // SAFETY: the caller's promise; the fields are counted.
    unsafe {
        if has_none(p) {
            return 0;
        }
        for place in places(p) {
            let outcome = if (*place).is_null() { 0 } else { visit(*place, arg) };
            if outcome != 0 {
                return outcome;
            }
        }
        0
    }
}

/// Empties the slots.
///
/// # Safety
/// `p` is a body.
pub(crate) unsafe fn clear(p: *mut PyObject) {
    // SAFETY: the caller's promise; the fields are counted.
    unsafe {
        if has_none(p) {
            return;
        }
        for place in places(p) {
            xdecref(core::mem::replace(&mut *place, core::ptr::null_mut()));
        }
    }
}
