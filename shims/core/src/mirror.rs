//! Mirrors: bodies that show objects of the VM, filled when C first gets them and kept in step afterwards.

use core::ptr::null_mut;

use pilotage_abi::{
    _PyLongValue, PyASCIIObject, PyByteArrayObject, PyBytesObject, PyCompactUnicodeObject, PyComplexObject,
    PyDictObject, PyFloatObject, PyLongObject, PyMethodObject, PyModuleObject, PyObject, PySetObject,
    PySliceObject, PyTupleObject, PyTypeObject, PyUnicodeObject, PyVarObject, PyWeakReference,
};

use crate::body::{self, Origin, Refresh, World, prefix};
use crate::convert::borrow_c;
use crate::model::{Obj, Shape, model};
use crate::{list_store, text, types};

/// Containers inside containers are filled at once down to this depth; deeper ones when the outermost one is done.
const DEPTH: usize = 64;
/// How many mirrors are being made, one for the sake of the other.
static MAKING: World<usize> = World::new(0);
/// Tuples and lists whose items are still missing.
static LATER: World<Vec<*mut PyObject>> = World::new(Vec::new());

/// Makes the body of an object that has none.
#[cold]
pub fn mirror(vm: Obj) -> *mut PyObject {
    let outer = MAKING.with(|making| core::mem::replace(making, *making + 1));
    let p = make(vm);
    if outer == 0 {
        while let Some(late) = LATER.with(Vec::pop) {
            // SAFETY: a pair of the object that is being mirrored, which keeps all of them alive.
            unsafe { fill_late(late) };
        }
    }
    MAKING.with(|making| *making = outer);
    p
}

/// Does a container have to wait for its items?
fn is_deep() -> bool {
    MAKING.with(|making| *making > DEPTH)
}

unsafe fn fill_late(p: *mut PyObject) {
    // SAFETY: a mirror of a tuple or a list without items.
    unsafe {
        let Some(vm) = body::vm_of(p) else { return };
        if (*prefix(p)).refresh == Refresh::List {
            list_store::refresh(p, vm);
        } else {
            tuple_items(p, vm);
        }
    }
}

fn make(vm: Obj) -> *mut PyObject {
    let shape = model().shape(vm);
    if shape == Shape::Type {
        return types::mirror_type(vm).cast();
    }
    let class = types::type_of(vm);
    // SAFETY: the bodies are made here with the size that their layout needs.
    unsafe {
        let p = match shape {
            Shape::Int | Shape::Bool => int(vm, class),
            Shape::Str => text::mirror_str(vm, class),
            Shape::Bytes => bytes(vm, class),
            Shape::Tuple => return tuple(vm, class),
            _ => body::new_body(instance_size(class), class),
        };
        (*prefix(p)).origin = Origin::Mirror;
        body::pair(p, vm);
        fill(p, vm, shape);
        if let Some(fill) = (*types::info(class)).fill {
            fill(p, vm);
        }
        p
    }
}

unsafe fn instance_size(class: *mut PyTypeObject) -> usize {
    // SAFETY: a ready type.
    unsafe { usize::try_from((*class).tp_basicsize).unwrap_or(0) }
}

/// The fields of layouts that extensions read directly.
unsafe fn fill(p: *mut PyObject, vm: Obj, shape: Shape) {
    // SAFETY: `p` was made with the layout of its shape.
    unsafe {
        match shape {
            Shape::Float => (*p.cast::<PyFloatObject>()).ob_fval = model().float_value(vm),
            Shape::Complex => {
                let (real, imag) = model().complex_value(vm);
                (*p.cast::<PyComplexObject>()).cval = pilotage_abi::Py_complex { real, imag };
            }
            Shape::List => {
                (*prefix(p)).refresh = Refresh::List;
                if is_deep() {
                    LATER.with(|later| later.push(p));
                } else {
                    list_store::refresh(p, vm);
                }
            }
            Shape::Dict => set_refresh(p, vm, Refresh::Dict),
            Shape::Set | Shape::FrozenSet => set_refresh(p, vm, Refresh::Set),
            Shape::ByteArray => set_refresh(p, vm, Refresh::ByteArray),
            Shape::Slice => slice(p, vm),
            Shape::BoundMethod => method(p, vm),
            Shape::Exception => exception(p, vm),
            // Old macros look here: they find a reference whose object is gone.
            Shape::WeakRef => {
                (*p.cast::<PyWeakReference>()).wr_object = &raw mut crate::builtin::_Py_NoneStruct
            }
            Shape::Module => (*p.cast::<PyModuleObject>()).md_dict = borrow_c(model().module_dict(vm).obj()),
            _ => {}
        }
    }
}

unsafe fn set_refresh(p: *mut PyObject, vm: Obj, refresh: Refresh) {
    // SAFETY: a mirror.
    unsafe {
        (*prefix(p)).refresh = refresh;
    }
    refreshed(p, vm);
}

/// Brings a body up to date that C gets again.
#[inline]
pub fn refreshed(p: *mut PyObject, vm: Obj) -> *mut PyObject {
    // SAFETY: the body of a living pair.
    unsafe {
        if body::is_static(p) {
            return p;
        }
        match (*prefix(p)).refresh {
            Refresh::Nothing => {}
            Refresh::List => list_store::refresh(p, vm),
            Refresh::Dict => (*p.cast::<PyDictObject>()).ma_used = model().dict_len(vm).cast_signed(),
            Refresh::Set => {
                let set: *mut PySetObject = p.cast();
                (*set).used = model().set_len(vm).cast_signed();
                (*set).fill = (*set).used;
            }
            Refresh::ByteArray => {
                let array: *mut PyByteArrayObject = p.cast();
                crate::bytearrayobject::adopt_size(p, vm);
                list_store::touch(p);
                let value = model().bytearray_value(vm);
                (*p.cast::<PyVarObject>()).ob_size = value.len().cast_signed();
                (*array).ob_bytes = value.as_mut_ptr().cast();
                (*array).ob_start = (*array).ob_bytes;
                (*array).ob_alloc = value.len().cast_signed();
            }
        }
    }
    p
}

/// 30-bit digits, least significant first.
unsafe fn int(vm: Obj, class: *mut PyTypeObject) -> *mut PyObject {
    let (negative, digits) = digits(vm);
    // SAFETY: the body is as large as its digits want.
    unsafe {
        let size = instance_size(class).max(size_of::<PyLongObject>()) + digits.len() * 4;
        let p = body::new_body(size, class);
        write_digits(p, negative, &digits);
        p
    }
}

/// Sign and digits of an int of the VM.
pub(crate) fn digits(vm: Obj) -> (bool, Vec<u32>) {
    if let Some(value) = model().int_to_i64(vm) {
        return (value < 0, digits_of(&[value.unsigned_abs()]));
    }
    let (negative, limbs) = model().int_to_limbs(vm);
    (negative, digits_of(&limbs))
}

/// Limbs of 64 bits to digits of 30.
pub(crate) fn digits_of(limbs: &[u64]) -> Vec<u32> {
    const BITS: u32 = 30;
    let mut digits = Vec::with_capacity(limbs.len() * 64 / 30 + 1);
    let (mut pending, mut bits) = (0u128, 0);
    for &limb in limbs {
        pending |= u128::from(limb) << bits;
        bits += 64;
        while bits >= BITS {
            digits.push((pending & ((1 << BITS) - 1)) as u32);
            pending >>= BITS;
            bits -= BITS;
        }
    }
    digits.push(pending as u32);
    while digits.last() == Some(&0) {
        digits.pop();
    }
    digits
}

/// # Safety
/// `p` is a body with room for the digits.
pub(crate) unsafe fn write_digits(p: *mut PyObject, negative: bool, digits: &[u32]) {
    const NON_SIZE_BITS: usize = 3;
    // SAFETY: the caller's promise.
    unsafe {
        let value: *mut _PyLongValue = &raw mut (*p.cast::<PyLongObject>()).long_value;
        let sign = if digits.is_empty() {
            1
        } else if negative {
            2
        } else {
            0
        };
        (*value).lv_tag = digits.len() << NON_SIZE_BITS | sign;
        let first: *mut u32 = (&raw mut (*value).ob_digit).cast();
        first.write(0);
        core::ptr::copy_nonoverlapping(digits.as_ptr(), first, digits.len());
    }
}

unsafe fn bytes(vm: Obj, class: *mut PyTypeObject) -> *mut PyObject {
    let value = model().bytes_value(vm);
    // SAFETY: room for the bytes and a null.
    unsafe {
        let p = body::new_body(instance_size(class).max(size_of::<PyBytesObject>()) + value.len() + 1, class);
        let bytes: *mut PyBytesObject = p.cast();
        (*p.cast::<PyVarObject>()).ob_size = value.len().cast_signed();
        (*bytes).ob_shash = -1;
        let first: *mut u8 = (&raw mut (*bytes).ob_sval).cast();
        core::ptr::copy_nonoverlapping(value.as_ptr(), first, value.len());
        p
    }
}

/// The body is known before its items are looked at: tuples may contain themselves.
unsafe fn tuple(vm: Obj, class: *mut PyTypeObject) -> *mut PyObject {
    let items = model().tuple_items(vm);
    // SAFETY: room for all items.
    unsafe {
        let size = instance_size(class).max(size_of::<PyTupleObject>()) + items.len() * 8;
        let p = body::new_body(size, class);
        (*prefix(p)).origin = Origin::Mirror;
        (*p.cast::<PyVarObject>()).ob_size = items.len().cast_signed();
        let tuple: *mut PyTupleObject = p.cast();
        (*tuple).ob_hash = -1;
        body::pair(p, vm);
        if is_deep() {
            LATER.with(|later| later.push(p));
        } else {
            tuple_items(p, vm);
        }
        if let Some(fill) = (*types::info(class)).fill {
            fill(p, vm);
        }
        p
    }
}

unsafe fn tuple_items(p: *mut PyObject, vm: Obj) {
    // SAFETY: the mirror of a tuple has room for all items.
    unsafe {
        let first: *mut *mut PyObject = (&raw mut (*p.cast::<PyTupleObject>()).ob_item).cast();
        for (at, &item) in model().tuple_items(vm).iter().enumerate() {
            first.add(at).write(borrow_c(item));
        }
    }
}

unsafe fn slice(p: *mut PyObject, vm: Obj) {
    let (start, stop, step) = model().slice_parts(vm);
    let slice: *mut PySliceObject = p.cast();
    // SAFETY: the VM's slice keeps its parts alive.
    unsafe {
        (*slice).start = borrow_c(start.obj());
        (*slice).stop = borrow_c(stop.obj());
        (*slice).step = borrow_c(step.obj());
    }
}

unsafe fn method(p: *mut PyObject, vm: Obj) {
    let part = |name| crate::python::attr(vm, name).map_or(null_mut(), |part| borrow_c(part.obj()));
    let method: *mut PyMethodObject = p.cast();
    // SAFETY: the VM's method keeps its parts alive.
    unsafe {
        (*method).im_func = part("__func__");
        (*method).im_self = part("__self__");
    }
}

unsafe fn exception(p: *mut PyObject, vm: Obj) {
    // SAFETY: the body of an exception.
    unsafe {
        crate::pyerrors::show_args(p, vm);
        crate::pyerrors::fill_fields(p, vm);
    }
}

/// Gives back what a body's layout owns beyond the body itself.
///
/// # Safety
/// `p` is a body that is about to be freed.
pub unsafe fn clear(p: *mut PyObject) {
    // SAFETY: the caller's promise.
    unsafe {
        let Some(info) = types::info_if_ready((*p).ob_type) else { return };
        match info.shape {
            Shape::List => list_store::free(p),
            Shape::Dict if (*prefix(p)).counted => drop(crate::dict_entries::take(p)),
            Shape::ByteArray => list_store::forget(p),
            Shape::Str => text::free(p),
            Shape::Tuple if (*prefix(p)).counted => {
                let tuple: *mut PyTupleObject = p.cast();
                let first: *mut *mut PyObject = (&raw mut (*tuple).ob_item).cast();
                for at in 0..(*p.cast::<PyVarObject>()).ob_size.unsigned_abs() {
                    body::xdecref(*first.add(at));
                }
            }
            Shape::FrozenSet => drop(crate::setobject::take_unseen(p)),
            Shape::Exception => crate::pyerrors::free_fields(p),
            Shape::MemoryView => crate::memoryobject::free_memoryview(p),
            Shape::Module => crate::moduleobject::free(p),
            Shape::Other => crate::dict_views::free(p),
            _ => {}
        }
    }
}

/// Sizes of the inline layouts of str.
pub(crate) const ASCII: usize = size_of::<PyASCIIObject>();
pub(crate) const COMPACT: usize = size_of::<PyCompactUnicodeObject>();
pub(crate) const UNICODE: usize = size_of::<PyUnicodeObject>();
