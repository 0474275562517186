//! Objects that C made get an object of the VM when the VM first sees them.

use pilotage_abi::{
    PyBytesObject, PyComplexObject, PyFloatObject, PyListObject, PyLongObject, PyObject, PyTupleObject,
    PyTypeObject, PyVarObject,
};

use crate::body::{self, Origin, Refresh, prefix};
use crate::convert::from_c;
use crate::model::{Obj, Ref, Shape, model};
use crate::{dict_entries, list_store, text, types};

/// The object of a body that has none.
///
/// # Safety
/// `p` is a body that somebody keeps alive.
#[cold]
pub unsafe fn realize(p: *mut PyObject) -> Obj {
    // SAFETY: the caller's promise.
    unsafe {
        if body::is_static(p) {
            return realize_static(p);
        }
        if (*prefix(p)).dying {
            // Its destructor hands it out; nobody may keep it.
            return model().none();
        }
        let class = (*p).ob_type;
        types::ensure_ready(class);
        let info = types::info(class);
        if (*info).shape == Shape::Type {
            return types::realize_type(p.cast());
        }
        if (*info).shape == Shape::List && (*info).builtin_base == (*info).class {
            return list(p);
        }
        if dict_entries::is_private(p) {
            return dict(p);
        }
        let vm = match (*info).shape {
            Shape::Foreign => model().foreign((*info).class),
            shape => Ok(value(p, shape)).and_then(|value| instance(class, value)),
        };
        match vm {
            Ok(vm) => attach(p, vm),
            Err(raised) => {
                crate::errors::unraisable(raised, "an object that C made");
                model().none()
            }
        }
    }
}

/// A static object of an extension: an instance of one of its types, or a type that was not readied yet. Or one of
/// the values in `_PyRuntime`.
unsafe fn realize_static(p: *mut PyObject) -> Obj {
    // SAFETY: a static body.
    unsafe {
        let class = (*p).ob_type;
        if types::is_type_class(class) {
            return types::realize_type(p.cast());
        }
        types::ensure_ready(class);
        let shape = (*types::info(class)).shape;
        if shape != Shape::Foreign
            && let Some(value) = value(p, shape)
        {
            return body::know_static(p, value);
        }
        match model().foreign((*types::info(class)).class) {
            Ok(vm) => {
                let obj = vm.obj();
                body::pair_static(p, vm);
                obj
            }
            Err(raised) => {
                crate::errors::unraisable(raised, "a static object");
                model().none()
            }
        }
    }
}

/// The new object belongs to the body. What C holds, the body holds.
unsafe fn attach(p: *mut PyObject, vm: Ref) -> Obj {
    let obj = vm.obj();
    // SAFETY: a body that is not static.
    unsafe {
        crate::tracking::untrack(p);
        if model().body(obj).is_null() {
            body::pair(p, obj);
        } else {
            // The VM keeps one object for all equal values of this kind (the empty str, small numbers).
            (*prefix(p)).vm = obj.as_ptr();
            (*prefix(p)).origin = Origin::Alias;
        }
        (*prefix(p)).held = true;
        let _ = vm.into_owned();
        let shape = (*types::info((*p).ob_type)).shape;
        match shape {
            Shape::Tuple => tuple_published(p),
            Shape::List => list_published(p, obj),
            Shape::Dict => (*prefix(p)).refresh = Refresh::Dict,
            Shape::Set | Shape::FrozenSet => (*prefix(p)).refresh = Refresh::Set,
            Shape::ByteArray => (*prefix(p)).refresh = Refresh::ByteArray,
            _ => {}
        }
    }
    obj
}

/// The last reference to a number or text that only C knows: its value goes to the VM, the body goes at once.
///
/// # Safety
/// The caller owns a reference to the body `p` and gives it up when there is a value.
pub unsafe fn into_value(p: *mut PyObject) -> Option<Ref> {
    use crate::builtin::{PyBytes_Type, PyFloat_Type, PyLong_Type, PyUnicode_Type};
    // SAFETY: the caller's promise; nobody else refers to the body.
    unsafe {
        let class = (*p).ob_type;
        let shape = match class {
            _ if class == &raw mut PyLong_Type => Shape::Int,
            _ if class == &raw mut PyUnicode_Type => Shape::Str,
            _ if class == &raw mut PyFloat_Type => Shape::Float,
            _ if class == &raw mut PyBytes_Type => Shape::Bytes,
            _ => return None,
        };
        if (*p).ob_refcnt != 1 || body::is_static(p) || !(*prefix(p)).vm.is_null() {
            return None;
        }
        let value = value(p, shape);
        crate::lifetime::free_body(p);
        value
    }
}

/// The value that the fields of a body say.
unsafe fn value(p: *mut PyObject, shape: Shape) -> Option<Ref> {
    // SAFETY: a body of that layout.
    unsafe {
        Some(match shape {
            Shape::Str => text::realize(p),
            Shape::Bytes => {
                let first: *const u8 = (&raw const (*p.cast::<PyBytesObject>()).ob_sval).cast();
                model().bytes(core::slice::from_raw_parts(
                    first,
                    (*p.cast::<PyVarObject>()).ob_size.unsigned_abs(),
                ))
            }
            Shape::Float => model().float((*p.cast::<PyFloatObject>()).ob_fval),
            Shape::Complex => {
                let value = (*p.cast::<PyComplexObject>()).cval;
                model().complex(value.real, value.imag)
            }
            Shape::Int => int(p),
            Shape::Tuple => {
                let items = items(p, (&raw mut (*p.cast::<PyTupleObject>()).ob_item).cast());
                model().tuple(items)
            }
            Shape::List => model().list(items(p, (*p.cast::<PyListObject>()).ob_item)),
            Shape::FrozenSet => {
                let items = crate::setobject::take_unseen(p)?;
                // An empty one of an iterable would be the VM's only empty one, which has a body of its own.
                let items = (model().set_len(items.obj()) != 0).then_some(items);
                model().set(true, items.as_ref().map(Ref::obj)).ok()?
            }
            Shape::MemoryView => return crate::memoryview_born::value(p),
            _ => return crate::dict_views::value(p),
        })
    }
}

unsafe fn items(p: *mut PyObject, first: *mut *mut PyObject) -> Vec<Ref> {
    // SAFETY: as many items as the size says.
    unsafe {
        (0..(*p.cast::<PyVarObject>()).ob_size.unsigned_abs())
            .map(|at| {
                let item = *first.add(at);
                if item.is_null() { model().none().to_ref() } else { from_c(item).to_ref() }
            })
            .collect()
    }
}

unsafe fn int(p: *mut PyObject) -> Ref {
    // SAFETY: a body with as many digits as its tag says.
    unsafe {
        let value = &raw const (*p.cast::<PyLongObject>()).long_value;
        let (count, negative) = ((*value).lv_tag >> 3, (*value).lv_tag & 3 == 2);
        let digits = core::slice::from_raw_parts((&raw const (*value).ob_digit).cast::<u32>(), count);
        crate::longobject::from_digits(negative, digits)
    }
}

/// Of a class that inherits: `base.__new__(class, value)`.
unsafe fn instance(class: *mut PyTypeObject, value: Option<Ref>) -> crate::model::Result {
    // SAFETY: a ready type.
    unsafe {
        let info = types::info(class);
        let base = (*info).builtin_base;
        match value {
            Some(value) if base == (*info).class => Ok(value),
            value => {
                let args: Vec<Obj> = value.as_ref().map(Ref::obj).into_iter().collect();
                model().construct(base, (*info).class, &args, &[])
            }
        }
    }
}

/// The items of a tuple that the VM has seen live through the VM's tuple.
unsafe fn tuple_published(p: *mut PyObject) {
    // SAFETY: the body of a tuple.
    unsafe {
        let first: *mut *mut PyObject = (&raw mut (*p.cast::<PyTupleObject>()).ob_item).cast();
        (*prefix(p)).counted = false;
        uncount(first, (*p.cast::<PyVarObject>()).ob_size.unsigned_abs());
    }
}

/// A list gets its object before its items do: it may contain itself.
unsafe fn list(p: *mut PyObject) -> Obj {
    // SAFETY: the body of a list with an array of its own.
    unsafe {
        let obj = model().list(Vec::new()).into_owned();
        body::pair(p, obj);
        (*prefix(p)).held = true;
        list_published(p, obj);
        obj
    }
}

/// So does a dict.
unsafe fn dict(p: *mut PyObject) -> Obj {
    // SAFETY: a dict that only C knows; its entries live on in the VM's dict.
    unsafe {
        let entries = dict_entries::take(p);
        let obj = model().dict().into_owned();
        body::pair(p, obj);
        (*prefix(p)).held = true;
        (*prefix(p)).refresh = Refresh::Dict;
        for [key, value] in entries {
            model().dict_fill(obj, from_c(key).to_ref(), from_c(value).to_ref());
            body::decref(key);
            body::decref(value);
        }
        crate::dictobject::changed(p, obj);
        obj
    }
}

/// The items of a list's own array go into the VM's list, which is empty or has them already.
unsafe fn list_published(p: *mut PyObject, vm: Obj) {
    // SAFETY: the body of a list with an array of its own.
    unsafe {
        let list: *mut PyListObject = p.cast();
        let (items, len) = ((*list).ob_item, (*p.cast::<PyVarObject>()).ob_size.unsigned_abs());
        (*list).ob_item = core::ptr::null_mut();
        (*p.cast::<PyVarObject>()).ob_size = 0;
        (*list).allocated = 0;
        (*prefix(p)).counted = false;
        (*prefix(p)).refresh = Refresh::List;
        if !items.is_null() && model().list_items(vm).is_empty() {
            for at in 0..len {
                let item = *items.add(at);
                let item = if item.is_null() { model().none() } else { from_c(item) };
                model().list_append(vm, item.to_ref());
            }
        }
        list_store::refresh(p, vm);
        if !items.is_null() {
            uncount(items, len);
            body::raw_free(items.cast());
        }
    }
}

unsafe fn uncount(first: *mut *mut PyObject, len: usize) {
    // SAFETY: items that were counted until now.
    unsafe {
        for at in 0..len {
            let item = *first.add(at);
            if item.is_null() {
                first.add(at).write(crate::convert::borrow_c(model().none()));
            } else {
                body::decref(item);
            }
        }
    }
}
