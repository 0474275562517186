//! Inheritance of slots between C types: what `PyType_Ready` fills in from the bases.

use pilotage_abi::flags::tp;
use pilotage_abi::{PyObject, PyTupleObject, PyTypeObject, PyVarObject};

use crate::convert::from_c;
use crate::model::model;
use crate::python;

/// Types of a tuple body such as `tp_mro`.
pub(crate) unsafe fn types_of(tuple: *mut PyObject) -> Vec<*mut PyTypeObject> {
    // SAFETY: null, or a tuple body whose items are types.
    unsafe {
        if tuple.is_null() {
            return Vec::new();
        }
        let first: *mut *mut PyObject = (&raw mut (*tuple.cast::<PyTupleObject>()).ob_item).cast();
        (0..(*tuple.cast::<PyVarObject>()).ob_size.unsigned_abs()).map(|at| (*first.add(at)).cast()).collect()
    }
}

/// Fills every empty slot from the bases, in the order of the method resolution.
///
/// # Safety
/// The bases of `t` are ready; `tp_base` is set, `tp_mro` where there is one.
pub(super) unsafe fn inherit(t: *mut PyTypeObject) {
    // SAFETY: the caller's promise.
    unsafe {
        let base = (*t).tp_base;
        if base.is_null() {
            return;
        }
        special(t, base);
        let mro = types_of((*t).tp_mro);
        let bases: Vec<_> = if mro.is_empty() { vec![base] } else { mro.into_iter().skip(1).collect() };
        for base in bases {
            if base != t && !(*base).tp_cache.is_null() {
                slots(t, base);
            }
        }
        shared_tables(t, base);
        hash_rule(t);
    }
}

/// Sizes and flags come from the one base that gives the layout.
unsafe fn special(t: *mut PyTypeObject, base: *mut PyTypeObject) {
    // SAFETY: types.
    unsafe {
        if (*t).tp_flags & tp::HAVE_GC == 0
            && (*base).tp_flags & tp::HAVE_GC != 0
            && (*t).tp_traverse.is_none()
            && (*t).tp_clear.is_none()
        {
            (*t).tp_flags |= tp::HAVE_GC;
            (*t).tp_traverse = (*base).tp_traverse;
            (*t).tp_clear = (*base).tp_clear;
        }
        super::sizes(t, base);
        (*t).tp_flags |= (*base).tp_flags & (super::FAST_SUBCLASS | tp::MANAGED_DICT | tp::MANAGED_WEAKREF);
        if (*t).tp_flags & (tp::SEQUENCE | tp::MAPPING) == 0 {
            (*t).tp_flags |= (*base).tp_flags & (tp::SEQUENCE | tp::MAPPING);
        }
        if (*t).tp_as_buffer.is_null() {
            (*t).tp_as_buffer = (*base).tp_as_buffer;
        }
    }
}

macro_rules! copy {
    ($t:ident, $base:ident, $($field:ident)*) => {
        $(if (*$t).$field.is_none() { (*$t).$field = (*$base).$field; })*
    };
}

macro_rules! copy_table {
    ($t:ident, $base:ident, $table:ident: $($field:ident)*) => {
        if !(*$t).$table.is_null() && !(*$base).$table.is_null() && (*$t).$table != (*$base).$table {
            $(if (*(*$t).$table).$field.is_none() { (*(*$t).$table).$field = (*(*$base).$table).$field; })*
        }
    };
}

unsafe fn slots(t: *mut PyTypeObject, base: *mut PyTypeObject) {
    // SAFETY: types with valid tables.
    unsafe {
        copy_table!(t, base, tp_as_number: nb_add nb_subtract nb_multiply nb_remainder nb_divmod nb_power nb_negative nb_positive
            nb_absolute nb_bool nb_invert nb_lshift nb_rshift nb_and nb_xor nb_or nb_int nb_float nb_inplace_add
            nb_inplace_subtract nb_inplace_multiply nb_inplace_remainder nb_inplace_power nb_inplace_lshift
            nb_inplace_rshift nb_inplace_and nb_inplace_xor nb_inplace_or nb_floor_divide nb_true_divide
            nb_inplace_floor_divide nb_inplace_true_divide nb_index nb_matrix_multiply nb_inplace_matrix_multiply);
        copy_table!(t, base, tp_as_sequence: sq_length sq_concat sq_repeat sq_item sq_ass_item sq_contains sq_inplace_concat
            sq_inplace_repeat);
        copy_table!(t, base, tp_as_mapping: mp_length mp_subscript mp_ass_subscript);
        copy_table!(t, base, tp_as_async: am_await am_aiter am_anext am_send);
        copy_table!(t, base, tp_as_buffer: bf_getbuffer bf_releasebuffer);
        if (*t).tp_getattr.is_none() && (*t).tp_getattro.is_none() {
            (*t).tp_getattr = (*base).tp_getattr;
            (*t).tp_getattro = (*base).tp_getattro;
        }
        if (*t).tp_setattr.is_none() && (*t).tp_setattro.is_none() {
            (*t).tp_setattr = (*base).tp_setattr;
            (*t).tp_setattro = (*base).tp_setattro;
        }
        if (*t).tp_richcompare.is_none() && (*t).tp_hash.is_none() && !overrides_hash(t) {
            (*t).tp_richcompare = (*base).tp_richcompare;
            (*t).tp_hash = (*base).tp_hash;
        }
        if (*t).tp_call.is_none() && (*t).tp_vectorcall_offset == 0 {
            (*t).tp_vectorcall_offset = (*base).tp_vectorcall_offset;
        }
        if (*t).tp_call.is_none()
            && (*t).tp_flags & tp::HAVE_VECTORCALL == 0
            && (*base).tp_flags & tp::HAVE_VECTORCALL != 0
        {
            (*t).tp_flags |= tp::HAVE_VECTORCALL;
        }
        copy!(t, base, tp_repr tp_str tp_call tp_iter tp_iternext tp_descr_get tp_descr_set tp_init tp_alloc tp_finalize
            tp_is_gc tp_del tp_dealloc tp_free);
        if (*base).tp_flags & tp::METHOD_DESCRIPTOR != 0
            && (*t).tp_descr_get.map(|f| f as usize) == (*base).tp_descr_get.map(|f| f as usize)
            && (*t).tp_flags & tp::IMMUTABLETYPE != 0
        {
            (*t).tp_flags |= tp::METHOD_DESCRIPTOR;
        }
    }
}

/// The class writes `__eq__` or `__hash__` itself: comparison and hash are not taken over together.
unsafe fn overrides_hash(t: *mut PyTypeObject) -> bool {
    // SAFETY: a type; `tp_dict` is null or a dict.
    unsafe {
        if (*t).tp_dict.is_null() {
            return false;
        }
        let dict = from_c((*t).tp_dict);
        ["__eq__", "__hash__"]
            .iter()
            .any(|name| model().dict_get(dict, python::name(name).obj()).is_ok_and(|found| found.is_some()))
    }
}

/// A type that has no table of its own shows its base's.
unsafe fn shared_tables(t: *mut PyTypeObject, base: *mut PyTypeObject) {
    // SAFETY: types.
    unsafe {
        if (*t).tp_as_number.is_null() {
            (*t).tp_as_number = (*base).tp_as_number;
        }
        if (*t).tp_as_sequence.is_null() {
            (*t).tp_as_sequence = (*base).tp_as_sequence;
        }
        if (*t).tp_as_mapping.is_null() {
            (*t).tp_as_mapping = (*base).tp_as_mapping;
        }
        if (*t).tp_as_async.is_null() {
            (*t).tp_as_async = (*base).tp_as_async;
        }
    }
}

/// A type that compares without a hash cannot be hashed.
unsafe fn hash_rule(t: *mut PyTypeObject) {
    // SAFETY: a type.
    unsafe {
        if (*t).tp_hash.is_none() {
            (*t).tp_hash = Some(crate::object::PyObject_HashNotImplemented);
        }
    }
}
