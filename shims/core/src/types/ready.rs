//! `PyType_Ready`: a type that C filled in becomes a class of the VM.

use core::ffi::c_int;
use core::ptr::null_mut;

use pilotage_abi::flags::{meth, tp};
use pilotage_abi::{PyHeapTypeObject, PyObject, PyTypeObject};

use super::{TypeInfo, ensure_ready, fill, info, inherit, set_info, wrappers};
use crate::body::{self, prefix};
use crate::builtin as b;
use crate::convert::{from_c, status, to_c};
use crate::errors::{self, Exc};
use crate::model::{NewType, Obj, Ref, Result, Shape, Slot, SlotSet, model};
use crate::{descrobject, methodobject, python};

/// # Safety
/// `t` is a type that C filled in.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyType_Ready(t: *mut PyTypeObject) -> c_int {
    // SAFETY: the caller's promise.
    status(unsafe { ready(t) })
}

/// # Safety
/// As for [`PyType_Ready`].
pub unsafe fn ready(t: *mut PyTypeObject) -> Result<()> {
    // SAFETY: the caller's promise.
    unsafe {
        if !(*t).tp_cache.is_null() {
            return Ok(());
        }
        if (*t).tp_name.is_null() {
            return errors::error(Exc::SystemError, "a type without a name");
        }
        bases(t)?;
        constructor_rule(t);
        let bases = base_classes(t);
        let class = make_class(t, &bases)?;
        let is_static = body::is_static(t.cast()) || (*t).tp_flags & tp::HEAPTYPE == 0;
        let base = layout_base(t);
        set_info(
            t,
            TypeInfo {
                class: class.obj(),
                in_c: true,
                shape: (*base).shape,
                builtin_base: (*base).builtin_base,
                fill: (*base).fill,
            },
        );
        if is_static {
            body::pair_static(t.cast(), class);
        } else {
            body::make_immortal(t.cast());
            body::pair(t.cast(), class.obj());
            (*prefix(t.cast())).held = true;
            let _ = class.into_owned();
        }
        finish(t)
    }
}

/// The base whose values the instances have. A second base may be it: NumPy's `float64` has the fields of a `float`,
/// though its `tp_base` is a type of NumPy.
unsafe fn layout_base(t: *mut PyTypeObject) -> *mut TypeInfo {
    // SAFETY: a type whose bases are ready.
    unsafe {
        let first = info((*t).tp_base);
        if (*first).shape != Shape::Foreign {
            return first;
        }
        let others = inherit::types_of((*t).tp_bases);
        let builtin = others.into_iter().find(|&base| {
            let is_value = matches!((*info(base)).shape, Shape::Float | Shape::Complex);
            is_value && (*base).tp_basicsize <= (*t).tp_basicsize
        });
        builtin.map_or(first, |base| info(base))
    }
}

/// What comes after the class is there: relatives, slots, attributes.
unsafe fn finish(t: *mut PyTypeObject) -> Result<()> {
    // SAFETY: a type under construction.
    unsafe {
        let class = (*info(t)).class;
        let own = own_slots(t);
        (*t).tp_mro = to_c(model().tuple(model().type_mro(class)));
        if (*t).tp_bases.is_null() {
            (*t).tp_bases = to_c(model().type_bases(class));
        }
        let before = (*t).tp_new;
        inherit::inherit(t);
        new_rule(t, before.is_some());
        (*t).tp_flags |= tp::READY;
        if (*t).tp_flags & tp::HEAPTYPE == 0 {
            (*t).tp_flags |= tp::IMMUTABLETYPE;
        }
        model().type_slots_changed(class, visible_slots(t));
        attributes(t, class, own)?;
        let dict = super::own_dict(class);
        if (*t).tp_dict.is_null() {
            (*t).tp_dict = to_c(dict);
        } else {
            let known = from_c((*t).tp_dict);
            let mut at = 0;
            while let Some((name, value)) = model().dict_next(dict.obj(), &mut at) {
                let _ = model().dict_set(known, name.obj(), value.obj());
            }
        }
        Ok(())
    }
}

/// `tp_base`, the metatype, and the readiness of all bases.
unsafe fn bases(t: *mut PyTypeObject) -> Result<()> {
    // SAFETY: a type that C filled in.
    unsafe {
        if (*t).tp_base.is_null() {
            let given = inherit::types_of((*t).tp_bases);
            (*t).tp_base = given.first().copied().unwrap_or(&raw mut b::PyBaseObject_Type);
        }
        for base in inherit::types_of((*t).tp_bases).into_iter().chain([(*t).tp_base]) {
            ensure_ready(base);
            if (*base).tp_cache.is_null() {
                return errors::error(Exc::SystemError, "a base of the type is not ready");
            }
        }
        if (*t).ob_base.ob_base.ob_type.is_null() {
            (*t).ob_base.ob_base.ob_type = (*(*t).tp_base).ob_base.ob_base.ob_type;
        }
        ensure_ready((*t).ob_base.ob_base.ob_type);
        Ok(())
    }
}

unsafe fn base_classes(t: *mut PyTypeObject) -> Vec<Obj> {
    // SAFETY: bases are ready.
    unsafe {
        let given = inherit::types_of((*t).tp_bases);
        let bases = if given.is_empty() { vec![(*t).tp_base] } else { given };
        bases.into_iter().map(|base| (*info(base)).class).collect()
    }
}

unsafe fn make_class(t: *mut PyTypeObject, bases: &[Obj]) -> Result<Ref> {
    // SAFETY: a type under construction whose metatype is ready.
    unsafe {
        let full = python::c_text((*t).tp_name);
        let name = full.rsplit('.').next().unwrap_or(&full);
        let flags = (*t).tp_flags;
        let signed_doc = (!(*t).tp_doc.is_null()).then(|| python::c_text((*t).tp_doc));
        let doc = signed_doc.as_deref().map(|doc| descrobject::without_signature(name, doc));
        let spec = NewType {
            name,
            bases,
            metaclass: (*info((*t).ob_base.ob_base.ob_type)).class,
            extra_size: usize::try_from((*t).tp_basicsize - (*(*t).tp_base).tp_basicsize).unwrap_or_default(),
            is_base: flags & tp::BASETYPE != 0,
            has_dict: (*t).tp_dictoffset != 0 || flags & tp::MANAGED_DICT != 0,
            has_weakrefs: (*t).tp_weaklistoffset != 0 || flags & tp::MANAGED_WEAKREF != 0,
            is_immutable: flags & tp::HEAPTYPE == 0 || flags & tp::IMMUTABLETYPE != 0,
            is_sequence: flags & tp::SEQUENCE != 0,
            is_mapping: flags & tp::MAPPING != 0,
            is_method_descriptor: flags & tp::METHOD_DESCRIPTOR != 0,
            no_instantiation: flags & tp::DISALLOW_INSTANTIATION != 0,
            slots: SlotSet::default(),
            doc,
            signed_doc: signed_doc.as_deref().filter(|&signed| Some(signed) != doc),
        };
        let class = model().new_type(&spec)?;
        module_name(class.obj(), &full, name, spec.is_immutable && flags & tp::HEAPTYPE == 0);
        Ok(class)
    }
}

/// `package.module.Name`: what stands before the last dot is the module.
fn module_name(class: Obj, full: &str, name: &str, is_static: bool) {
    let module = full.len().checked_sub(name.len() + 1).and_then(|end| full.get(..end)).unwrap_or("builtins");
    let value = if is_static { crate::static_module::name(module) } else { python::text(module) };
    model().type_set(class, python::name("__module__").obj(), value.obj());
}

/// A static type directly below `object` without `tp_new` has no constructor.
unsafe fn constructor_rule(t: *mut PyTypeObject) {
    // SAFETY: a type under construction.
    unsafe {
        let is_plain = (*t).tp_base == &raw mut b::PyBaseObject_Type && (*t).tp_flags & tp::HEAPTYPE == 0;
        if is_plain && (*t).tp_new.is_none() {
            (*t).tp_flags |= tp::DISALLOW_INSTANTIATION;
        }
    }
}

/// All others take their base's.
unsafe fn new_rule(t: *mut PyTypeObject, has_own: bool) {
    // SAFETY: a type under construction.
    unsafe {
        if has_own {
            return;
        }
        let is_barred = (*t).tp_flags & tp::DISALLOW_INSTANTIATION != 0;
        (*t).tp_new = if is_barred { None } else { (*(*t).tp_base).tp_new };
    }
}

macro_rules! slot_table {
    ($($slot:ident: $($table:ident).* ;)*) => {
        /// Each slot with the function that the type has there.
        pub(super) unsafe fn functions(t: *mut PyTypeObject) -> Vec<(Slot, usize)> {
            let mut found = Vec::new();
            // SAFETY: a type with valid tables.
            unsafe {
                $(if let Some(function) = slot_table!(@get t $($table).*) {
                    found.push((Slot::$slot, function));
                })*
            }
            found
        }
    };
    (@get $t:ident $field:ident) => { (*$t).$field.map(|f| f as usize) };
    (@get $t:ident $table:ident . $field:ident) => {
        (*$t).$table.as_ref().and_then(|table| table.$field.map(|f| f as usize))
    };
}

slot_table! {
    Repr: tp_repr; Str: tp_str; Hash: tp_hash; Call: tp_call; Getattro: tp_getattro; Setattro: tp_setattro;
    Richcompare: tp_richcompare; Iter: tp_iter; Iternext: tp_iternext; DescrGet: tp_descr_get; DescrSet: tp_descr_set;
    Init: tp_init; New: tp_new; Finalize: tp_finalize;
    Length: tp_as_mapping.mp_length; Subscript: tp_as_mapping.mp_subscript; AssSubscript: tp_as_mapping.mp_ass_subscript;
    SqItem: tp_as_sequence.sq_item; SqAssItem: tp_as_sequence.sq_ass_item; Contains: tp_as_sequence.sq_contains;
    SqConcat: tp_as_sequence.sq_concat; SqRepeat: tp_as_sequence.sq_repeat;
    SqInplaceConcat: tp_as_sequence.sq_inplace_concat; SqInplaceRepeat: tp_as_sequence.sq_inplace_repeat;
    Add: tp_as_number.nb_add; Subtract: tp_as_number.nb_subtract; Multiply: tp_as_number.nb_multiply;
    Remainder: tp_as_number.nb_remainder; Divmod: tp_as_number.nb_divmod; Power: tp_as_number.nb_power;
    Lshift: tp_as_number.nb_lshift; Rshift: tp_as_number.nb_rshift; And: tp_as_number.nb_and; Xor: tp_as_number.nb_xor;
    Or: tp_as_number.nb_or; FloorDivide: tp_as_number.nb_floor_divide; TrueDivide: tp_as_number.nb_true_divide;
    MatrixMultiply: tp_as_number.nb_matrix_multiply; InplaceAdd: tp_as_number.nb_inplace_add;
    InplaceSubtract: tp_as_number.nb_inplace_subtract; InplaceMultiply: tp_as_number.nb_inplace_multiply;
    InplaceRemainder: tp_as_number.nb_inplace_remainder; InplacePower: tp_as_number.nb_inplace_power;
    InplaceLshift: tp_as_number.nb_inplace_lshift; InplaceRshift: tp_as_number.nb_inplace_rshift;
    InplaceAnd: tp_as_number.nb_inplace_and; InplaceXor: tp_as_number.nb_inplace_xor; InplaceOr: tp_as_number.nb_inplace_or;
    InplaceFloorDivide: tp_as_number.nb_inplace_floor_divide; InplaceTrueDivide: tp_as_number.nb_inplace_true_divide;
    InplaceMatrixMultiply: tp_as_number.nb_inplace_matrix_multiply; Negative: tp_as_number.nb_negative;
    Positive: tp_as_number.nb_positive; Absolute: tp_as_number.nb_absolute; Bool: tp_as_number.nb_bool;
    Invert: tp_as_number.nb_invert; Int: tp_as_number.nb_int; Float: tp_as_number.nb_float; Index: tp_as_number.nb_index;
    Await: tp_as_async.am_await; Aiter: tp_as_async.am_aiter; Anext: tp_as_async.am_anext;
    Getbuffer: tp_as_buffer.bf_getbuffer;
}

/// The slots that the type itself brings (before it inherits): those get methods in the class.
unsafe fn own_slots(t: *mut PyTypeObject) -> Vec<(Slot, usize)> {
    // SAFETY: a type that C filled in.
    unsafe {
        let mut own = functions(t);
        // `sq_length` alone gives a length, too.
        if !own.iter().any(|(slot, _)| *slot == Slot::Length)
            && let Some(length) = (*t).tp_as_sequence.as_ref().and_then(|sequence| sequence.sq_length)
        {
            own.push((Slot::Length, length as usize));
        }
        own
    }
}

/// The slots through which the VM calls C: all that do not lead back into the VM.
pub(super) unsafe fn visible_slots(t: *mut PyTypeObject) -> SlotSet {
    // SAFETY: a type with valid tables and ready bases.
    unsafe {
        let mut base = (*t).tp_base;
        while !base.is_null() && (*info(base)).in_c {
            base = (*base).tp_base;
        }
        let vm = if base.is_null() { Vec::new() } else { functions(base) };
        let mut slots = SlotSet::default();
        for (slot, function) in own_slots(t) {
            let leads_back = vm.contains(&(slot, function)) || fill::asks_operand(function);
            if !leads_back && !is_default(slot, function) {
                slots.add(slot);
            }
        }
        // The old functions, which take the name as a C string.
        if (*t).tp_getattro.is_none() && (*t).tp_getattr.is_some() {
            slots.add(Slot::Getattro);
        }
        if (*t).tp_setattro.is_none() && (*t).tp_setattr.is_some() {
            slots.add(Slot::Setattro);
        }
        slots
    }
}

/// A metaclass of C changed a class that the VM made for it: the VM calls what it put there.
pub(crate) unsafe fn adopt_changes(t: *mut PyTypeObject) {
    // SAFETY: a ready type.
    unsafe {
        let meta = (*t).ob_base.ob_base.ob_type;
        if (*info(t)).in_c || !(*info(meta)).in_c {
            return;
        }
        let mut slots = SlotSet::default();
        for (slot, function) in functions(t) {
            if is_of_extension(t, slot, function) {
                slots.add(slot);
            }
        }
        if (*t).tp_vectorcall.is_some() {
            slots.add(Slot::New);
        }
        model().type_slots_changed((*info(t)).class, slots);
    }
}

/// Neither core's nor what the VM's own classes among the bases have.
unsafe fn is_of_extension(t: *mut PyTypeObject, slot: Slot, function: usize) -> bool {
    // SAFETY: a ready type, whose bases are ready.
    unsafe {
        let mut root = (*t).tp_base;
        while !root.is_null() && !(*root).tp_base.is_null() {
            root = (*root).tp_base;
        }
        let of_root = !root.is_null() && functions(root).contains(&(slot, function));
        !of_root && !is_default(slot, function) && !fill::asks_operand(function)
    }
}

/// The function of a slot of a class that a metaclass of C changed.
pub(crate) unsafe fn is_changed(t: *mut PyTypeObject, function: usize) -> bool {
    // SAFETY: a ready type.
    unsafe {
        let meta = (*t).ob_base.ob_base.ob_type;
        (*info(meta)).in_c && !fill::asks_operand(function)
    }
}

/// Functions of core that do what the VM does without them.
fn is_default(slot: Slot, function: usize) -> bool {
    match slot {
        Slot::Getattro => function == crate::object::PyObject_GenericGetAttr as *const () as usize,
        Slot::Setattro => function == crate::object::PyObject_GenericSetAttr as *const () as usize,
        _ => false,
    }
}

/// Methods, members, getters, methods for slots, and what C put into `tp_dict` before.
unsafe fn attributes(t: *mut PyTypeObject, class: Obj, own: Vec<(Slot, usize)>) -> Result<()> {
    // SAFETY: tables that end with an empty entry.
    unsafe {
        wrappers::add(t, class, &own);
        if !(*t).tp_methods.is_null() {
            let mut def = (*t).tp_methods;
            while !(*def).ml_name.is_null() {
                let flags = (*def).ml_flags;
                let descr = if flags & meth::CLASS != 0 {
                    descrobject::PyDescr_NewClassMethod(t, def)
                } else if flags & meth::STATIC != 0 {
                    static_method(t, def)
                } else {
                    descrobject::PyDescr_NewMethod(t, def)
                };
                put(class, &python::c_text((*def).ml_name), descr)?;
                def = def.add(1);
            }
        }
        if !(*t).tp_members.is_null() {
            let mut def = (*t).tp_members;
            while !(*def).name.is_null() {
                put(class, &python::c_text((*def).name), descrobject::PyDescr_NewMember(t, def))?;
                def = def.add(1);
            }
        }
        if !(*t).tp_getset.is_null() {
            let mut def = (*t).tp_getset;
            while !(*def).name.is_null() {
                put(class, &python::c_text((*def).name), descrobject::PyDescr_NewGetSet(t, def))?;
                def = def.add(1);
            }
        }
        from_dict(t, class)
    }
}

unsafe fn static_method(t: *mut PyTypeObject, def: *mut pilotage_abi::PyMethodDef) -> *mut PyObject {
    // SAFETY: a method definition of the type.
    unsafe {
        let function = methodobject::PyCFunction_NewEx(def, t.cast(), null_mut());
        if function.is_null() {
            return function;
        }
        let made = python::builtin("staticmethod")
            .and_then(|staticmethod| python::call(staticmethod.obj(), &[from_c(function)]));
        body::decref(function);
        crate::convert::give(made)
    }
}

/// Stores a new reference in the class.
pub(super) unsafe fn put(class: Obj, name: &str, value: *mut PyObject) -> Result<()> {
    // SAFETY: null with an exception, or a new reference.
    unsafe {
        let value = errors::result(value)?;
        model().type_set(class, python::name(name).obj(), value.obj());
        Ok(())
    }
}

/// What C put into `tp_dict` itself.
unsafe fn from_dict(t: *mut PyTypeObject, class: Obj) -> Result<()> {
    // SAFETY: null or a dict.
    unsafe {
        if (*t).tp_dict.is_null() {
            return Ok(());
        }
        let dict = from_c((*t).tp_dict);
        let mut at = 0;
        while let Some((name, value)) = model().dict_next(dict, &mut at) {
            model().type_set(class, name.obj(), value.obj());
        }
        Ok(())
    }
}

/// C changed a type that is ready: its slots and its dict are looked at again.
///
/// # Safety
/// `t` is a type.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyType_Modified(t: *mut PyTypeObject) {
    // SAFETY: the caller's promise.
    unsafe {
        if (*t).tp_cache.is_null() || !(*info(t)).in_c {
            return;
        }
        refresh(t);
    }
}

/// Brings what C wrote into a ready type to the VM.
pub(crate) unsafe fn refresh(t: *mut PyTypeObject) {
    // SAFETY: a ready type of C.
    unsafe {
        let class = (*info(t)).class;
        model().type_slots_changed(class, visible_slots(t));
        if (*t).tp_dict.is_null() {
            return;
        }
        let dict = from_c((*t).tp_dict);
        let mut at = 0;
        while let Some((name, value)) = model().dict_next(dict, &mut at) {
            let known = model().type_own(class, name.obj());
            if known.is_none_or(|known| known.obj() != value.obj()) {
                model().type_set(class, name.obj(), value.obj());
            }
        }
    }
}

/// Name of a heap type as C sees it.
pub(super) unsafe fn heap_names(t: *mut PyHeapTypeObject, name: &str) {
    // SAFETY: a heap type under construction.
    unsafe {
        (*t).ht_name = to_c(python::text(name));
        (*t).ht_qualname = to_c(python::text(name));
    }
}
