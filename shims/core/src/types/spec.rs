//! Types from a `PyType_Spec`.

use core::ffi::{c_int, c_void};
use core::mem::offset_of;
use core::ptr::null_mut;

use pilotage_abi::flags::{member, tp};
use pilotage_abi::{
    PyAsyncMethods, PyBufferProcs, PyHeapTypeObject, PyMappingMethods, PyMemberDef, PyNumberMethods,
    PyObject, PySequenceMethods, PyType_Spec, PyTypeObject,
};

use super::info;
use super::ready::ready;
use crate::body::{self, incref, xincref};
use crate::builtin as b;
use crate::errors::{self, Exc};
use crate::model::{Result, model};
use crate::{argv, python};

macro_rules! offsets {
    ($($number:literal $($field:ident).+ ;)*) => {
        /// Where the function of a slot number lies in a heap type.
        fn offset(slot: c_int) -> Option<usize> {
            Some(match slot {
                $($number => offset_of!(PyHeapTypeObject, $($field).+),)*
                _ => return None,
            })
        }
    };
}

offsets! {
    1 as_buffer.bf_getbuffer; 2 as_buffer.bf_releasebuffer; 3 as_mapping.mp_ass_subscript; 4 as_mapping.mp_length;
    5 as_mapping.mp_subscript; 6 as_number.nb_absolute; 7 as_number.nb_add; 8 as_number.nb_and; 9 as_number.nb_bool;
    10 as_number.nb_divmod; 11 as_number.nb_float; 12 as_number.nb_floor_divide; 13 as_number.nb_index;
    14 as_number.nb_inplace_add; 15 as_number.nb_inplace_and; 16 as_number.nb_inplace_floor_divide;
    17 as_number.nb_inplace_lshift; 18 as_number.nb_inplace_multiply; 19 as_number.nb_inplace_or;
    20 as_number.nb_inplace_power; 21 as_number.nb_inplace_remainder; 22 as_number.nb_inplace_rshift;
    23 as_number.nb_inplace_subtract; 24 as_number.nb_inplace_true_divide; 25 as_number.nb_inplace_xor;
    26 as_number.nb_int; 27 as_number.nb_invert; 28 as_number.nb_lshift; 29 as_number.nb_multiply;
    30 as_number.nb_negative; 31 as_number.nb_or; 32 as_number.nb_positive; 33 as_number.nb_power;
    34 as_number.nb_remainder; 35 as_number.nb_rshift; 36 as_number.nb_subtract; 37 as_number.nb_true_divide;
    38 as_number.nb_xor; 39 as_sequence.sq_ass_item; 40 as_sequence.sq_concat; 41 as_sequence.sq_contains;
    42 as_sequence.sq_inplace_concat; 43 as_sequence.sq_inplace_repeat; 44 as_sequence.sq_item; 45 as_sequence.sq_length;
    46 as_sequence.sq_repeat; 47 ht_type.tp_alloc; 48 ht_type.tp_base; 49 ht_type.tp_bases; 50 ht_type.tp_call;
    51 ht_type.tp_clear; 52 ht_type.tp_dealloc; 53 ht_type.tp_del; 54 ht_type.tp_descr_get; 55 ht_type.tp_descr_set;
    56 ht_type.tp_doc; 57 ht_type.tp_getattr; 58 ht_type.tp_getattro; 59 ht_type.tp_hash; 60 ht_type.tp_init;
    61 ht_type.tp_is_gc; 62 ht_type.tp_iter; 63 ht_type.tp_iternext; 64 ht_type.tp_methods; 65 ht_type.tp_new;
    66 ht_type.tp_repr; 67 ht_type.tp_richcompare; 68 ht_type.tp_setattr; 69 ht_type.tp_setattro; 70 ht_type.tp_str;
    71 ht_type.tp_traverse; 72 ht_type.tp_members; 73 ht_type.tp_getset; 74 ht_type.tp_free; 75 as_number.nb_matrix_multiply;
    76 as_number.nb_inplace_matrix_multiply; 77 as_async.am_await; 78 as_async.am_aiter; 79 as_async.am_anext;
    80 ht_type.tp_finalize; 81 as_async.am_send; 82 ht_type.tp_vectorcall; 83 ht_token;
}

const TP_BASE: c_int = 48;
const TP_BASES: c_int = 49;
const TP_DOC: c_int = 56;
const TP_MEMBERS: c_int = 72;
const TP_TOKEN: c_int = 83;

/// A slot and its value.
type Given = (c_int, *mut c_void);

unsafe fn given(spec: *const PyType_Spec) -> Vec<Given> {
    let mut all = Vec::new();
    // SAFETY: the table ends with slot 0.
    unsafe {
        let mut slot = (*spec).slots;
        while (*slot).slot != 0 {
            all.push(((*slot).slot, (*slot).pfunc));
            slot = slot.add(1);
        }
    }
    all
}

/// # Safety
/// `spec` is a valid specification; `metaclass`, `module` are null or objects; `bases` null, a type or a tuple of types.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyType_FromMetaclass(
    metaclass: *mut PyTypeObject,
    module: *mut PyObject,
    spec: *mut PyType_Spec,
    bases: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    match unsafe { make(metaclass, module, spec, bases) } {
        Ok(t) => t.cast(),
        Err(raised) => {
            errors::raise(raised);
            null_mut()
        }
    }
}

unsafe fn make(
    metaclass: *mut PyTypeObject,
    module: *mut PyObject,
    spec: *mut PyType_Spec,
    bases: *mut PyObject,
) -> Result<*mut PyTypeObject> {
    // SAFETY: the caller's promise.
    unsafe {
        if (*spec).name.is_null() {
            return errors::error(Exc::SystemError, "the specification of a type has no name");
        }
        let slots = given(spec);
        let bases = base_tuple(bases, &slots)?;
        let base_types = argv::items(bases);
        check_bases(base_types)?;
        let meta = winner(metaclass, base_types)?;
        check_metaclass(meta)?;
        if (*spec).flags & tp::IMMUTABLETYPE as u32 != 0 {
            check_immutable(&python::c_text((*spec).name), base_types)?;
        }
        for (slot, name) in [(TP_DOC, "Py_tp_doc"), (TP_MEMBERS, "Py_tp_members")] {
            // Tables of members that are empty do not count.
            let counts = |value: *mut c_void| {
                slot != TP_MEMBERS || (!value.is_null() && !(*value.cast::<PyMemberDef>()).name.is_null())
            };
            if slots.iter().filter(|(given, value)| *given == slot && counts(*value)).count() > 1 {
                return errors::error(Exc::SystemError, &format!("Multiple {name} slots are not supported."));
            }
        }
        let members = member_table(&slots);
        let size = (*meta).tp_basicsize.unsigned_abs().max(size_of::<PyHeapTypeObject>());
        let p = body::new_body(size + 64, meta);
        (*p).ob_refcnt = 1;
        let heap: *mut PyHeapTypeObject = p.cast();
        let t: *mut PyTypeObject = p.cast();
        (*t).tp_name = body::c_string(&python::c_text((*spec).name));
        (*t).tp_flags = u64::from((*spec).flags) | tp::HEAPTYPE;
        (*t).tp_bases = bases;
        (*t).tp_base = best_base(base_types);
        (*t).tp_as_async = &raw mut (*heap).as_async;
        (*t).tp_as_number = &raw mut (*heap).as_number;
        (*t).tp_as_sequence = &raw mut (*heap).as_sequence;
        (*t).tp_as_mapping = &raw mut (*heap).as_mapping;
        (*t).tp_as_buffer = &raw mut (*heap).as_buffer;
        xincref(module);
        (*heap).ht_module = module;
        sizes(t, spec);
        check_size(t)?;
        store(p, &slots, spec)?;
        special_members(t, members);
        let name = python::c_text((*spec).name);
        super::ready::heap_names(heap, name.rsplit('.').next().unwrap_or(&name));
        defaults(t);
        ready(t)?;
        Ok(t)
    }
}

/// A new tuple of the bases.
unsafe fn base_tuple(bases: *mut PyObject, slots: &[Given]) -> Result<*mut PyObject> {
    let slot = |wanted| {
        slots.iter().find(|(slot, value)| *slot == wanted && !value.is_null()).map(|(_, value)| *value)
    };
    // SAFETY: values of the slots are what their numbers say.
    unsafe {
        let given = if !bases.is_null() {
            bases
        } else if let Some(bases) = slot(TP_BASES) {
            let bases: *mut PyObject = bases.cast();
            if (*(*bases).ob_type).tp_flags & tp::TUPLE_SUBCLASS == 0 {
                return errors::error(Exc::SystemError, "Py_tp_bases is not a tuple");
            }
            bases
        } else if let Some(base) = slot(TP_BASE) {
            base.cast()
        } else {
            (&raw mut b::PyBaseObject_Type).cast()
        };
        if (*(*given).ob_type).tp_flags & tp::TUPLE_SUBCLASS != 0 {
            incref(given);
            return Ok(given);
        }
        if !super::is_type_class((*given).ob_type) {
            return errors::error(Exc::TypeError, "bases of a type must be types");
        }
        Ok(argv::new_tuple(&raw const given, 1))
    }
}

/// A metaclass that makes its classes itself would not be asked.
unsafe fn check_metaclass(meta: *mut PyTypeObject) -> Result<()> {
    if meta == &raw mut b::PyType_Type {
        return Ok(());
    }
    let name = python::name("__new__");
    let new = |class| model().type_lookup(class, name.obj()).map(|found| found.obj());
    // SAFETY: a ready type.
    if new(unsafe { (*info(meta)).class }) == new(b::class(&raw mut b::PyType_Type)) {
        return Ok(());
    }
    errors::error(Exc::TypeError, "Metaclasses with custom tp_new are not supported.")
}

/// What an immutable type inherits cannot change either.
pub(super) unsafe fn check_immutable(name: &str, bases: &[*mut PyObject]) -> Result<()> {
    for &base in bases {
        let base: *mut PyTypeObject = base.cast();
        // SAFETY: a ready type.
        let (flags, base) = unsafe { ((*base).tp_flags, python::c_text((*base).tp_name)) };
        if flags & tp::HEAPTYPE != 0 && flags & tp::IMMUTABLETYPE == 0 {
            let text = format!("Creating immutable type {name} from mutable base {base}");
            return errors::error(Exc::TypeError, &text);
        }
    }
    Ok(())
}

/// Bases are types that may be inherited from.
unsafe fn check_bases(bases: &[*mut PyObject]) -> Result<()> {
    // SAFETY: living objects.
    unsafe {
        for &base in bases {
            if !super::is_type_class((*base).ob_type) {
                return errors::error(Exc::TypeError, "bases of a type must be types");
            }
            let base: *mut PyTypeObject = base.cast();
            super::ensure_ready(base);
            if (*base).tp_flags & tp::BASETYPE == 0 {
                let name = python::c_text((*base).tp_name);
                return errors::error(
                    Exc::TypeError,
                    &format!("type '{name}' is not an acceptable base type"),
                );
            }
        }
    }
    Ok(())
}

/// Instances have room for what the base has.
unsafe fn check_size(t: *mut PyTypeObject) -> Result<()> {
    // SAFETY: a type under construction with its base.
    unsafe {
        let (size, base) = ((*t).tp_basicsize, (*t).tp_base);
        if size >= (*base).tp_basicsize {
            return Ok(());
        }
        let (name, base_name) = (python::c_text((*t).tp_name), python::c_text((*base).tp_name));
        let (least, message) = ((*base).tp_basicsize, "instances are smaller than those of the base");
        errors::error(Exc::TypeError, &format!("{message}: '{name}' has {size} bytes, '{base_name}' {least}"))
    }
}

/// The most derived metatype.
unsafe fn winner(metaclass: *mut PyTypeObject, bases: &[*mut PyObject]) -> Result<*mut PyTypeObject> {
    // SAFETY: types.
    unsafe {
        let mut winner = if metaclass.is_null() { &raw mut b::PyType_Type } else { metaclass };
        super::ensure_ready(winner);
        for &base in bases {
            super::ensure_ready(base.cast());
            let meta = (*base).ob_type;
            if super::is_subtype(winner, meta) {
                continue;
            }
            if !super::is_subtype(meta, winner) {
                return errors::error(
                    Exc::TypeError,
                    "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases",
                );
            }
            winner = meta;
        }
        Ok(winner)
    }
}

/// The base that gives the layout: the one with the largest instances, the first of equals.
unsafe fn best_base(bases: &[*mut PyObject]) -> *mut PyTypeObject {
    // SAFETY: ready types.
    unsafe {
        let mut best: *mut PyTypeObject = null_mut();
        for &base in bases {
            let base: *mut PyTypeObject = base.cast();
            if best.is_null() || (*base).tp_basicsize > (*best).tp_basicsize {
                best = base;
            }
        }
        if best.is_null() { &raw mut b::PyBaseObject_Type } else { best }
    }
}

/// Positive sizes are the whole, negative ones what comes behind the base's.
unsafe fn sizes(t: *mut PyTypeObject, spec: *const PyType_Spec) {
    // SAFETY: a type under construction with its base.
    unsafe {
        let base = (*(*t).tp_base).tp_basicsize;
        let wanted = isize::try_from((*spec).basicsize).unwrap_or(0);
        (*t).tp_basicsize = match wanted {
            0 => base,
            1.. => wanted,
            _ => super::asked::data_offset((*t).tp_base) - wanted,
        };
        (*t).tp_itemsize = isize::try_from((*spec).itemsize).unwrap_or(0);
    }
}

unsafe fn store(p: *mut PyObject, slots: &[Given], spec: *const PyType_Spec) -> Result<()> {
    // SAFETY: offsets of a heap type.
    unsafe {
        for &(slot, value) in slots {
            match slot {
                TP_BASE | TP_BASES | TP_MEMBERS => {}
                TP_DOC => {
                    let t: *mut PyTypeObject = p.cast();
                    (*t).tp_doc = if value.is_null() {
                        core::ptr::null()
                    } else {
                        body::c_string(&python::c_text(value.cast()))
                    };
                }
                TP_TOKEN => {
                    // NULL is Py_TP_USE_SPEC.
                    let token = if value.is_null() { spec.cast_mut().cast() } else { value };
                    (*p.cast::<PyHeapTypeObject>()).ht_token = token;
                }
                _ => match offset(slot) {
                    Some(offset) => *p.byte_add(offset).cast::<*mut c_void>() = value,
                    None => return errors::error(Exc::RuntimeError, "invalid slot offset"),
                },
            }
        }
        Ok(())
    }
}

/// A copy of the members that lasts for ever; relative offsets are resolved in `special_members`.
unsafe fn member_table(slots: &[Given]) -> Vec<PyMemberDef> {
    let mut members = Vec::new();
    // SAFETY: the table ends with an empty name.
    unsafe {
        for &(_, value) in slots.iter().filter(|(slot, value)| *slot == TP_MEMBERS && !value.is_null()) {
            let mut def: *const PyMemberDef = value.cast();
            while !(*def).name.is_null() {
                members.push(*def);
                def = def.add(1);
            }
        }
    }
    members
}

/// `__dictoffset__` and its siblings set fields of the type; all other members become attributes.
unsafe fn special_members(t: *mut PyTypeObject, members: Vec<PyMemberDef>) {
    // SAFETY: a type under construction.
    unsafe {
        let base = super::asked::data_offset((*t).tp_base);
        let mut rest: Vec<PyMemberDef> = Vec::new();
        for mut def in members {
            if def.flags & member::RELATIVE_OFFSET != 0 {
                def.flags &= !member::RELATIVE_OFFSET;
                def.offset += base;
            }
            match python::c_str(def.name) {
                b"__dictoffset__" => (*t).tp_dictoffset = def.offset,
                b"__weaklistoffset__" => (*t).tp_weaklistoffset = def.offset,
                b"__vectorcalloffset__" => (*t).tp_vectorcall_offset = def.offset,
                _ => rest.push(def),
            }
        }
        if !rest.is_empty() {
            rest.push(core::mem::zeroed());
            (*t).tp_members = Box::leak(rest.into_boxed_slice()).as_mut_ptr();
        }
    }
}

/// What a heap type has although its specification does not say so.
unsafe fn defaults(t: *mut PyTypeObject) {
    // SAFETY: a type under construction.
    unsafe {
        if (*t).tp_dealloc.is_none() {
            (*t).tp_dealloc = Some(subtype_dealloc);
        }
        let flags = (*t).tp_flags;
        if flags & tp::HAVE_GC != 0 && (*t).tp_traverse.is_none() {
            (*t).tp_traverse = (*(*t).tp_base).tp_traverse;
        }
        (*t).tp_alloc = (*t).tp_alloc.or(Some(crate::object::PyType_GenericAlloc));
    }
}

/// The destructor of a heap type that has none: the nearest base's, then the type's memory.
pub(super) unsafe extern "C" fn subtype_dealloc(p: *mut PyObject) {
    // SAFETY: an instance that is gone.
    unsafe {
        let mut base = (*p).ob_type;
        if crate::object_misc::PyObject_CallFinalizerFromDealloc(p) < 0 {
            return;
        }
        crate::object_dict::forget_dict(p);
        while !base.is_null() && is_subtype_dealloc(base) {
            base = (*base).tp_base;
        }
        match (!base.is_null()).then(|| (*base).tp_dealloc).flatten() {
            Some(dealloc) => dealloc(p),
            None => body::raw_free(p.cast()),
        }
    }
}

unsafe fn is_subtype_dealloc(t: *mut PyTypeObject) -> bool {
    // SAFETY: a type.
    unsafe {
        (*t).tp_dealloc.is_some_and(|dealloc| dealloc as usize == subtype_dealloc as *const () as usize)
    }
}

/// # Safety
/// As for [`PyType_FromMetaclass`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyType_FromModuleAndSpec(
    module: *mut PyObject,
    spec: *mut PyType_Spec,
    bases: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { PyType_FromMetaclass(null_mut(), module, spec, bases) }
}

/// # Safety
/// As for [`PyType_FromMetaclass`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyType_FromSpecWithBases(
    spec: *mut PyType_Spec,
    bases: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { PyType_FromMetaclass(null_mut(), null_mut(), spec, bases) }
}

/// # Safety
/// As for [`PyType_FromMetaclass`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyType_FromSpec(spec: *mut PyType_Spec) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { PyType_FromMetaclass(null_mut(), null_mut(), spec, null_mut()) }
}

/// # Safety
/// `t` is a type.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyType_GetSlot(t: *mut PyTypeObject, slot: c_int) -> *mut c_void {
    // SAFETY: tables of a ready type are null or valid.
    unsafe {
        let Some(offset) = offset(slot) else {
            errors::bad_internal_call();
            return null_mut();
        };
        let read = |table: *mut u8, start: usize| -> *mut c_void {
            if table.is_null() { null_mut() } else { *table.add(offset - start).cast::<*mut c_void>() }
        };
        let number = offset_of!(PyHeapTypeObject, as_number);
        let (asynchronous, mapping) =
            (offset_of!(PyHeapTypeObject, as_async), offset_of!(PyHeapTypeObject, as_mapping));
        let (sequence, buffer) =
            (offset_of!(PyHeapTypeObject, as_sequence), offset_of!(PyHeapTypeObject, as_buffer));
        match offset {
            o if (asynchronous..asynchronous + size_of::<PyAsyncMethods>()).contains(&o) => {
                read((*t).tp_as_async.cast(), asynchronous)
            }
            o if (number..number + size_of::<PyNumberMethods>()).contains(&o) => {
                read((*t).tp_as_number.cast(), number)
            }
            o if (mapping..mapping + size_of::<PyMappingMethods>()).contains(&o) => {
                read((*t).tp_as_mapping.cast(), mapping)
            }
            o if (sequence..sequence + size_of::<PySequenceMethods>()).contains(&o) => {
                read((*t).tp_as_sequence.cast(), sequence)
            }
            o if (buffer..buffer + size_of::<PyBufferProcs>()).contains(&o) => {
                read((*t).tp_as_buffer.cast(), buffer)
            }
            o if o >= size_of::<PyTypeObject>() && (*t).tp_flags & tp::HEAPTYPE == 0 => null_mut(),
            _ => *t.byte_add(offset).cast::<*mut c_void>(),
        }
    }
}
