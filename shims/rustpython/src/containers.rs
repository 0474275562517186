//! Containers of the VM: tuple, list, dict, set, slice; and modules, weak references.
//! Always the builtin's own behaviour: what a subclass overrides is not asked.
//! Even short looks into a container leave C's lock open to others: a thread may keep the container locked while
//! it waits for C, because an item dies that has a body.

use pilotage_shim::model::{Obj, Ref, Result};
use rustpython_vm::builtins::*;
use rustpython_vm::object::MaybeTraverse;
use rustpython_vm::{AsObject, PyObjectRef, PyPayload, VirtualMachine};

use crate::objects::{answer, give, lend, lend_all, object, owned, payload, plain, raised, take, vm};
use crate::values::builtin_slots;
use crate::{gil, threads};

fn take_all(items: Vec<Ref>) -> Vec<PyObjectRef> {
    items.into_iter().map(take).collect()
}

pub(crate) fn tuple(items: Vec<Ref>) -> Ref {
    vm(|vm| give(vm.ctx.new_tuple(take_all(items))))
}

pub(crate) fn tuple_items(obj: Obj) -> &'static [Obj] {
    lend_all(payload::<PyTuple>(obj).as_slice())
}

pub(crate) fn list(items: Vec<Ref>) -> Ref {
    vm(|vm| give(vm.ctx.new_list(take_all(items))))
}

pub(crate) fn list_items(obj: Obj) -> &'static [Obj] {
    let (start, len) = gil::glance(|| {
        let items = payload::<PyList>(obj).borrow_vec();
        (items.as_ptr(), items.len())
    });
    // SAFETY: the model's rule: the caller uses it only until the list changes.
    lend_all(unsafe { core::slice::from_raw_parts(start, len) })
}

/// Threads of Python run without the lock: what they take out of a list may be freed at once.
pub(crate) fn list_snapshot(obj: Obj) -> Option<Vec<Ref>> {
    threads::are_others()
        .then(|| gil::glance(|| payload::<PyList>(obj).borrow_vec().iter().cloned().map(give).collect()))
}

pub(crate) fn list_set(obj: Obj, index: usize, item: Ref) {
    let item = take(item);
    gil::briefly(|| {
        let mut items = payload::<PyList>(obj).borrow_vec_mut();
        let old = items.get_mut(index).map(|place| core::mem::replace(place, item));
        // The end of the old item may run code that wants the list.
        drop(items);
        drop(old);
    });
}

pub(crate) fn list_append(obj: Obj, item: Ref) {
    gil::briefly(|| payload::<PyList>(obj).borrow_vec_mut().push(take(item)));
}

pub(crate) fn list_insert(obj: Obj, index: usize, item: Ref) {
    gil::briefly(|| {
        let mut items = payload::<PyList>(obj).borrow_vec_mut();
        let index = index.min(items.len());
        items.insert(index, take(item));
    });
}

pub(crate) fn dict() -> Ref {
    vm(|vm| give(vm.ctx.new_dict()))
}

pub(crate) fn dict_len(obj: Obj) -> usize {
    gil::glance(|| payload::<PyDict>(obj).__len__())
}

pub(crate) fn dict_get(obj: Obj, key: Obj) -> Result<Option<Ref>> {
    gil::briefly(|| vm(|vm| plain(payload::<PyDict>(obj).inner_getitem_opt(object(key), vm))))
        .map(|item| item.map(give))
}

pub(crate) fn dict_set(obj: Obj, key: Obj, value: Obj) -> Result<()> {
    gil::briefly(|| vm(|vm| plain(payload::<PyDict>(obj).inner_setitem(object(key), owned(value), vm))))
}

pub(crate) fn dict_fill(obj: Obj, key: Ref, value: Ref) {
    let key = take(key);
    let dict = payload::<PyDict>(obj);
    // SAFETY: a str, as the model says.
    let name = unsafe { key.downcast_unchecked_ref::<PyStr>() };
    // Strs can be hashed and compared: nothing fails.
    let _ = gil::briefly(|| vm(|vm| dict.inner_setitem(name, take(value), vm)));
}

pub(crate) fn dict_del(obj: Obj, key: Obj) -> Result<bool> {
    gil::briefly(|| {
        vm(|vm| {
            let dict = payload::<PyDict>(obj);
            if plain(dict.inner_getitem_opt(object(key), vm))?.is_none() {
                return Ok(false);
            }
            // The slot of `dict` itself: a subclass may have its own `__delitem__`.
            let delete = builtin_slots::<PyDict>(vm).as_mapping.ass_subscript.load();
            match delete {
                Some(delete) => {
                    plain(delete(dict.as_object().mapping_unchecked(), object(key), None, vm)).map(|()| true)
                }
                None => Err(raised(vm.new_system_error("the VM's dict cannot delete"))),
            }
        })
    })
}

pub(crate) fn dict_clear(obj: Obj) {
    gil::briefly(|| PyDict::clear(payload::<PyDict>(obj)));
}

pub(crate) fn dict_walk(obj: Obj, entries: &mut Vec<Obj>) -> bool {
    if threads::are_others() {
        return false;
    }
    gil::glance(|| {
        let dict = payload::<PyDict>(obj);
        let size = dict.size();
        if size.entries_size != size.used {
            // Positions count the entries that are gone.
            return false;
        }
        entries.reserve(2 * size.used);
        dict.try_traverse(&mut |item| entries.push(lend(item)));
        entries.len() == 2 * size.used
    })
}

pub(crate) fn dict_next(obj: Obj, pos: &mut usize) -> Option<(Ref, Ref)> {
    let (next, key, value) = gil::briefly(|| payload::<PyDict>(obj).next_entry(*pos))?;
    *pos = next;
    Some((give(key), give(value)))
}

pub(crate) fn set(frozen: bool, items: Option<Obj>) -> Result<Ref> {
    gil::briefly(|| {
        vm(|vm| {
            let class = if frozen { vm.ctx.types.frozenset_type } else { vm.ctx.types.set_type };
            match items {
                Some(items) => answer(class.as_object().call((owned(items),), vm)),
                None if frozen => Ok(give(PyFrozenSet::default().into_ref(&vm.ctx))),
                None => Ok(give(PySet::default().into_ref(&vm.ctx))),
            }
        })
    })
}

pub(crate) fn set_len(obj: Obj) -> usize {
    let length = |vm: &VirtualMachine| {
        let slots = match object(obj).downcastable::<PySet>() {
            true => builtin_slots::<PySet>(vm),
            false => builtin_slots::<PyFrozenSet>(vm),
        };
        slots.as_sequence.length.load().and_then(|length| length(object(obj).sequence_unchecked(), vm).ok())
    };
    gil::glance(|| vm(length)).unwrap_or_default()
}

pub(crate) fn set_add(obj: Obj, item: Obj) -> Result<()> {
    gil::briefly(|| {
        vm(|vm| match object(obj).downcast_ref::<PySet>() {
            Some(set) => plain(set.add(owned(item), vm)),
            None => {
                Err(raised(vm.new_system_error("a frozenset of this VM takes no items after it was made")))
            }
        })
    })
}

pub(crate) fn slice(start: Obj, stop: Obj, step: Obj) -> Ref {
    let slice = PySlice { start: Some(owned(start)), stop: owned(stop), step: Some(owned(step)) };
    vm(|vm| give(slice.into_ref(&vm.ctx)))
}

pub(crate) fn slice_parts(obj: Obj) -> (Ref, Ref, Ref) {
    let slice = payload::<PySlice>(obj);
    vm(|vm| {
        let or_none = |part: &Option<PyObjectRef>| give(part.clone().unwrap_or_else(|| vm.ctx.none()));
        (or_none(&slice.start), give(slice.stop.clone()), or_none(&slice.step))
    })
}

pub(crate) fn module(name: &str) -> Ref {
    vm(|vm| give(vm.new_module(name, vm.ctx.new_dict(), None)))
}

pub(crate) fn module_dict(module: Obj) -> Ref {
    give(payload::<PyModule>(module).dict())
}

pub(crate) fn weakref(obj: Obj, callback: Option<Obj>) -> Result {
    vm(|vm| answer(object(obj).downgrade(callback.map(owned), vm)))
}

pub(crate) fn weakref_target(weakref: Obj) -> Option<Ref> {
    object(weakref).downcast_ref::<PyWeak>()?.upgrade().map(give)
}
