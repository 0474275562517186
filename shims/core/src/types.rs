//! Types, both ways: classes of the VM as `PyTypeObject`s, and types of extensions as classes of the VM.
//! What core knows about a type hangs on `tp_cache`, a field that extensions leave alone.

mod asked;
mod fill;
mod inherit;
mod outgoing;
mod ready;
mod spec;
mod wrappers;

use core::ptr::null_mut;

use pilotage_abi::flags::tp;
use pilotage_abi::{PyHeapTypeObject, PyObject, PyTypeObject};

use crate::body::{self, Origin, prefix};
use crate::convert::{borrow_c, to_c};
use crate::model::{Obj, Ref, Shape, model};
use crate::python;

pub(crate) use fill::attribute_set;
pub use ready::{PyType_Ready, ready};
pub(crate) use ready::{adopt_changes, is_changed};
pub use wrappers::PyWrapperDescr_Type;
pub(crate) use wrappers::start as start_wrappers;

/// What core knows about a type that is ready.
#[derive(Debug)]
pub struct TypeInfo {
    /// Its class in the VM, kept for ever.
    pub class: Obj,
    /// An extension (or core, in the manner of one) defined it.
    pub in_c: bool,
    /// The layout of its instances.
    pub shape: Shape,
    /// The class of the VM that has that layout: `int` for a type that inherits from `int`.
    pub builtin_base: Obj,
    /// Fills more fields of new mirrors.
    pub fill: Option<unsafe fn(*mut PyObject, Obj)>,
}

/// # Safety
/// `t` is a type that is ready.
#[inline]
pub unsafe fn info(t: *mut PyTypeObject) -> *mut TypeInfo {
    // SAFETY: the caller's promise.
    unsafe {
        if (*t).tp_cache.is_null() {
            ensure_ready(t);
        }
        (*t).tp_cache.cast()
    }
}

/// # Safety
/// `t` is a type.
pub unsafe fn info_if_ready<'a>(t: *mut PyTypeObject) -> Option<&'a TypeInfo> {
    // SAFETY: the field is null or set by `set_info`.
    unsafe { (*t).tp_cache.cast::<TypeInfo>().as_ref() }
}

unsafe fn set_info(t: *mut PyTypeObject, info: TypeInfo) {
    if info.in_c {
        IN_C.with(|known| known.push(t as usize));
    }
    // SAFETY: types live for ever, and so does what hangs on them.
    unsafe { (*t).tp_cache = Box::into_raw(Box::new(info)).cast() }
}

/// Types of C in the order in which they became ready.
static IN_C: body::World<Vec<usize>> = body::World::new(Vec::new());

/// How many types of C there are.
pub(crate) fn count() -> usize {
    IN_C.with(|known| known.len())
}

/// Extensions change their types after they are ready: the VM hears of it when the module is complete.
pub(crate) fn refresh_since(begin: usize) {
    let types = IN_C.with(|known| known.get(begin..).unwrap_or_default().to_vec());
    for t in types {
        // SAFETY: types live for ever.
        unsafe { ready::refresh(t as *mut PyTypeObject) }
    }
}

/// What stands behind the last dot of `tp_name`.
///
/// # Safety
/// `t` is a type.
pub(crate) unsafe fn short_name(t: *mut PyTypeObject) -> *const core::ffi::c_char {
    // SAFETY: the caller's promise.
    unsafe { asked::_PyType_Name(t) }
}

/// The type of an object of the VM, as C sees it. Types are never freed once C has seen them.
pub fn type_of(vm: Obj) -> *mut PyTypeObject {
    borrow_c(model().class(vm)).cast()
}

/// An extension defined it.
///
/// # Safety
/// `t` is a type that is ready.
pub unsafe fn is_defined_in_c(t: *mut PyTypeObject) -> bool {
    // SAFETY: the caller's promise; bases of ready types are ready.
    unsafe {
        let mut t = t;
        while !t.is_null() {
            if (*info(t)).in_c {
                return true;
            }
            t = (*t).tp_base;
        }
        false
    }
}

/// The nearest type that an extension defined, for an instance.
///
/// # Safety
/// `p` is a body.
pub unsafe fn c_class(p: *mut PyObject) -> Option<*mut PyTypeObject> {
    // SAFETY: the caller's promise; bases of ready types are ready.
    unsafe {
        let mut t = (*p).ob_type;
        while !t.is_null() {
            if (*info(t)).in_c {
                return Some(t);
            }
            t = (*t).tp_base;
        }
        None
    }
}

/// `type`, or a class that inherits from it.
///
/// # Safety
/// `t` is a type.
pub unsafe fn is_type_class(t: *mut PyTypeObject) -> bool {
    // SAFETY: the caller's promise.
    unsafe { (*t).tp_flags & tp::TYPE_SUBCLASS != 0 }
}

/// Readies a type of an extension that was used before its `PyType_Ready`.
///
/// # Safety
/// `t` is a type.
pub unsafe fn ensure_ready(t: *mut PyTypeObject) {
    // SAFETY: the caller's promise.
    unsafe {
        if !(*t).tp_cache.is_null() {
            return;
        }
        // A builtin type that another one needs while the builtin types are filled.
        if body::is_static(t.cast())
            && let Some(class) = body::static_vm(t.cast())
        {
            return fill(t, class);
        }
        // Whoever needs it now may be about to tell of an exception: that one is not ours.
        let pending = crate::errors::take_raised();
        if let Err(raised) = ready(t) {
            crate::errors::unraisable(raised, "a type that was not ready");
        }
        if let Some(pending) = pending {
            crate::errors::raise(pending);
        }
    }
}

/// The class of a type that C made.
///
/// # Safety
/// `t` is a type.
pub unsafe fn realize_type(t: *mut PyTypeObject) -> Obj {
    // SAFETY: the caller's promise.
    unsafe {
        ensure_ready(t);
        info_if_ready(t).map_or_else(|| model().none(), |info| info.class)
    }
}

/// The type of a class of the VM that C has not seen yet.
#[cold]
pub fn mirror_type(class: Obj) -> *mut PyTypeObject {
    let meta = if class == model().class(class) { null_mut() } else { type_of(class) };
    // SAFETY: the body has the size of its metatype, at least of a heap type.
    unsafe {
        let size = if meta.is_null() { 0 } else { (*meta).tp_basicsize.unsigned_abs() };
        let room = crate::slot_places::room(class);
        let p = body::new_body(size.max(size_of::<PyHeapTypeObject>()) + room, meta);
        (*prefix(p)).origin = Origin::Mirror;
        body::make_immortal(p);
        body::pair(p, class);
        (*prefix(p)).held = true;
        let _ = class.to_ref().into_owned();
        let t: *mut PyTypeObject = p.cast();
        (*t).tp_flags = if model().type_is_heap(class) { tp::HEAPTYPE } else { tp::IMMUTABLETYPE };
        let dates = crate::datetime::layout(class);
        if let Some((size, _)) = dates {
            (*t).tp_basicsize = size;
        }
        fill(t, class);
        if let Some((_, filler)) = dates {
            (*info(t)).fill = filler;
        }
        t
    }
}

/// An exception class: mirrored, with CPython's size of its instances.
pub(crate) fn mirror_exception(class: Obj, basicsize: isize) -> *mut PyTypeObject {
    let t: *mut PyTypeObject = borrow_c(class).cast();
    // SAFETY: a ready type; nothing was made of it yet.
    unsafe { (*t).tp_basicsize = basicsize };
    t
}

/// A type that C knows by symbol. Its sizes are set, its address is known.
pub(crate) fn fill_builtin(t: *mut PyTypeObject, class: Obj) {
    // SAFETY: a static of core.
    unsafe {
        if (*t).tp_cache.is_null() {
            fill(t, class);
        }
    }
}

/// Everything of a type that the VM defined.
unsafe fn fill(t: *mut PyTypeObject, class: Obj) {
    let base = model().type_base(class);
    // SAFETY: a body of type layout; bases are filled before.
    unsafe {
        let base_type: *mut PyTypeObject =
            base.as_ref().map_or(null_mut(), |base| borrow_c(base.obj()).cast::<PyTypeObject>());
        if !base_type.is_null() && (*base_type).tp_cache.is_null() {
            fill(base_type, base.as_ref().map_or(class, Ref::obj));
        }
        (*t).tp_base = base_type;
        let (shape, builtin_base, filler) = layout(base_type, class, t);
        set_info(t, TypeInfo { class, in_c: false, shape, builtin_base, fill: filler });
        names(t, class);
        sizes(t, base_type);
        flags(t, class);
        heap_tables(t);
        fill::fill(t, class);
        relatives(t, class);
        (*t).tp_flags |= tp::READY;
        (*t).tp_dict = to_c(own_dict(class));
    }
}

/// Layout of instances: that of the base, unless the VM itself begins a new one here.
unsafe fn layout(
    base: *mut PyTypeObject,
    class: Obj,
    t: *mut PyTypeObject,
) -> (Shape, Obj, Option<unsafe fn(*mut PyObject, Obj)>) {
    if let Some(shape) = shape_of_symbol(t) {
        return (shape, class, None);
    }
    // SAFETY: null or a filled type.
    match unsafe { (!base.is_null()).then(|| &*info(base)) } {
        Some(base) => (base.shape, base.builtin_base, base.fill),
        None => (Shape::Foreign, class, None),
    }
}

/// The layouts that classes of the VM begin.
fn shape_of_symbol(t: *mut PyTypeObject) -> Option<Shape> {
    use crate::builtin as b;
    let known: &[(*mut PyTypeObject, Shape)] = &[
        (&raw mut b::PyLong_Type, Shape::Int),
        (&raw mut b::PyFloat_Type, Shape::Float),
        (&raw mut b::PyComplex_Type, Shape::Complex),
        (&raw mut b::PyUnicode_Type, Shape::Str),
        (&raw mut b::PyBytes_Type, Shape::Bytes),
        (&raw mut b::PyByteArray_Type, Shape::ByteArray),
        (&raw mut b::PyTuple_Type, Shape::Tuple),
        (&raw mut b::PyList_Type, Shape::List),
        (&raw mut b::PyDict_Type, Shape::Dict),
        (&raw mut b::PySet_Type, Shape::Set),
        (&raw mut b::PyFrozenSet_Type, Shape::FrozenSet),
        (&raw mut b::PySlice_Type, Shape::Slice),
        (&raw mut b::PyType_Type, Shape::Type),
        (&raw mut b::PyModule_Type, Shape::Module),
        (&raw mut b::PyBaseObject_Type, Shape::Foreign),
    ];
    known.iter().find(|(known, _)| *known == t).map(|(_, shape)| *shape).or_else(|| other_shape(t))
}

/// Instances of all other types of the VM itself have insides that only the VM knows.
fn other_shape(t: *mut PyTypeObject) -> Option<Shape> {
    // SAFETY: a type body under construction.
    unsafe {
        let is_vm_type = (*t).tp_flags & tp::HEAPTYPE == 0;
        let class = body::vm_of(t.cast())?;
        if !is_vm_type {
            return None;
        }
        let name = model().type_name(class);
        Some(if name == "BaseException" {
            Shape::Exception
        } else if is_exception(class) {
            return None;
        } else {
            Shape::Other
        })
    }
}

fn is_exception(class: Obj) -> bool {
    model().type_mro(class).iter().any(|base| model().type_name(base.obj()) == "BaseException")
}

unsafe fn names(t: *mut PyTypeObject, class: Obj) {
    // SAFETY: a type body.
    unsafe {
        let name = model().type_name(class);
        let is_heap = (*t).tp_flags & tp::HEAPTYPE != 0;
        let module = python::attr_opt(class, "__module__").ok().flatten();
        let module = module.filter(|module| model().shape(module.obj()) == Shape::Str);
        let module = module.map(|module| python::to_string(module.obj())).unwrap_or_default();
        let full = if is_heap || module.is_empty() || module == "builtins" {
            name.clone()
        } else {
            format!("{module}.{name}")
        };
        (*t).tp_name = body::c_string(&full);
        if is_heap && !body::is_static(t.cast()) {
            let heap: *mut PyHeapTypeObject = t.cast();
            (*heap).ht_name = to_c(python::text(&name));
            (*heap).ht_qualname = match python::attr(class, "__qualname__") {
                Ok(qualname) => to_c(qualname),
                Err(_) => to_c(python::text(&name)),
            };
        }
    }
}

unsafe fn sizes(t: *mut PyTypeObject, base: *mut PyTypeObject) {
    // SAFETY: type bodies.
    unsafe {
        if base.is_null() {
            return;
        }
        if (*t).tp_basicsize == 0 {
            (*t).tp_basicsize = (*base).tp_basicsize;
        }
        if (*t).tp_itemsize == 0 {
            (*t).tp_itemsize = (*base).tp_itemsize;
        }
        if (*t).tp_weaklistoffset == 0 {
            (*t).tp_weaklistoffset = (*base).tp_weaklistoffset;
        }
        if (*t).tp_dictoffset == 0 {
            (*t).tp_dictoffset = (*base).tp_dictoffset;
        }
        if (*t).tp_vectorcall_offset == 0 {
            (*t).tp_vectorcall_offset = (*base).tp_vectorcall_offset;
        }
    }
}

/// Flags that all classes below one share.
pub(crate) const FAST_SUBCLASS: u64 = 0xff << 24;

unsafe fn flags(t: *mut PyTypeObject, class: Obj) {
    // SAFETY: a type body whose base is filled.
    unsafe {
        let base = (*t).tp_base;
        if !base.is_null() {
            (*t).tp_flags |= (*base).tp_flags & (FAST_SUBCLASS | tp::SEQUENCE | tp::MAPPING);
        }
        let name = model().type_name(class);
        if name == "BaseException" {
            (*t).tp_flags |= tp::BASE_EXC_SUBCLASS;
        }
        // The list of builtin types says which of them can be part of a cycle.
        if !body::is_static(t.cast()) {
            (*t).tp_flags |= tp::HAVE_GC;
        }
        if model().type_is_base(class) {
            (*t).tp_flags |= tp::BASETYPE;
        }
    }
}

/// Heap types have their tables inside; static ones get some.
unsafe fn heap_tables(t: *mut PyTypeObject) {
    // SAFETY: a type body; the tables live as long.
    unsafe {
        if (*t).tp_flags & tp::HEAPTYPE != 0 && !body::is_static(t.cast()) {
            let heap: *mut PyHeapTypeObject = t.cast();
            (*t).tp_as_async = &raw mut (*heap).as_async;
            (*t).tp_as_number = &raw mut (*heap).as_number;
            (*t).tp_as_sequence = &raw mut (*heap).as_sequence;
            (*t).tp_as_mapping = &raw mut (*heap).as_mapping;
            (*t).tp_as_buffer = &raw mut (*heap).as_buffer;
        } else {
            (*t).tp_as_async = Box::into_raw(Box::default());
            (*t).tp_as_number = Box::into_raw(Box::default());
            (*t).tp_as_sequence = Box::into_raw(Box::default());
            (*t).tp_as_mapping = Box::into_raw(Box::default());
            (*t).tp_as_buffer = Box::into_raw(Box::default());
        }
    }
}

/// `tp_bases` and `tp_mro`: tuples whose items are types.
unsafe fn relatives(t: *mut PyTypeObject, class: Obj) {
    // SAFETY: a type body that is paired.
    unsafe {
        (*t).tp_bases = to_c(model().type_bases(class));
        (*t).tp_mro = to_c(model().tuple(model().type_mro(class)));
    }
}

/// A dict with what the class itself defines.
fn own_dict(class: Obj) -> Ref {
    let dict = model().dict();
    for name in model().type_names(class) {
        if let Some(value) = model().type_own(class, name.obj()) {
            let _ = model().dict_set(dict.obj(), name.obj(), value.obj());
        }
    }
    dict
}

/// `PyType_IsSubtype` without the VM where C's own `tp_mro` knows.
///
/// # Safety
/// Both are types.
pub unsafe fn is_subtype(t: *mut PyTypeObject, base: *mut PyTypeObject) -> bool {
    // SAFETY: the caller's promise.
    unsafe {
        if t == base {
            return true;
        }
        if (*t).tp_flags & tp::STATIC_BUILTIN != 0 && !(*t).tp_mro.is_null() {
            // Its bases never change.
            return crate::argv::items((*t).tp_mro).contains(&base.cast());
        }
        match (info_if_ready(t), info_if_ready(base)) {
            (Some(t), Some(base)) => model().is_subtype(t.class, base.class),
            _ => {
                let mut t = (*t).tp_base;
                while !t.is_null() && t != base {
                    t = (*t).tp_base;
                }
                t == base
            }
        }
    }
}

/// The documentation of a static type, as C has it now.
pub fn static_doc(class: Obj) -> Option<String> {
    let (name, doc, flags) = doc_of(class)?;
    (flags & tp::HEAPTYPE == 0).then(|| crate::descrobject::without_signature(&name, &doc).to_owned())
}

/// The signature at the start of a type's documentation.
pub fn text_signature(class: Obj) -> Option<String> {
    let (name, doc, _) = doc_of(class)?;
    crate::descrobject::split_signature(&name, &doc).0.map(str::to_owned)
}

/// Name, documentation and flags of a type.
fn doc_of(class: Obj) -> Option<(String, String, u64)> {
    let t: *mut PyTypeObject = model().body(class).cast();
    // SAFETY: the body of a class is a type, whose strings live as long.
    unsafe {
        let t = t.as_ref()?;
        (!t.tp_doc.is_null()).then(|| (python::c_text(t.tp_name), python::c_text(t.tp_doc), t.tp_flags))
    }
}

/// The class of a type that is being filled.
///
/// # Safety
/// `t` is a type body.
pub(crate) unsafe fn body_class(t: *mut PyTypeObject) -> Option<Obj> {
    // SAFETY: the caller's promise.
    unsafe { body::vm_of(t.cast()) }
}
