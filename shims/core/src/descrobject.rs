//! Descriptors of C types: methods, members, getters. And the documentation convention of `PyMethodDef`.

use core::ffi::{CStr, c_char, c_int, c_void};
use core::mem::offset_of;
use core::ptr::null_mut;

use pilotage_abi::flags::tp;
use pilotage_abi::{
    PyDescrObject, PyGetSetDef, PyGetSetDescrObject, PyMemberDef, PyMemberDescrObject, PyMethodDef,
    PyMethodDescrObject, PyObject, PyTypeObject,
};

use crate::body::{self, decref, incref, xdecref};
use crate::builtin::EMPTY_TYPE;
use crate::convert::{from_c, to_c};
use crate::errors::{self, Exc};
use crate::methodobject::{Args, PyCMethod_New, call_def};
use crate::model::{Result, model};
use crate::{argv, python, structmember, types};

#[unsafe(no_mangle)]
pub static mut PyMethodDescr_Type: PyTypeObject = EMPTY_TYPE;
#[unsafe(no_mangle)]
pub static mut PyClassMethodDescr_Type: PyTypeObject = EMPTY_TYPE;
#[unsafe(no_mangle)]
pub static mut PyMemberDescr_Type: PyTypeObject = EMPTY_TYPE;
#[unsafe(no_mangle)]
pub static mut PyGetSetDescr_Type: PyTypeObject = EMPTY_TYPE;
/// A method for a slot, bound to its object. CPython does not export its type.
static mut METHOD_WRAPPER: PyTypeObject = EMPTY_TYPE;

/// A descriptor of `owner`: count 1, fields behind the common ones are zero.
pub(crate) unsafe fn new_descr(t: *mut PyTypeObject, owner: *mut PyTypeObject, name: &str) -> *mut PyObject {
    // SAFETY: the size is that of the type, at least of all descriptors of this file.
    unsafe {
        let size = ((*t).tp_basicsize.unsigned_abs()).max(size_of::<PyMethodDescrObject>());
        let p = body::new_body(size, t);
        (*p).ob_refcnt = 1;
        let descr: *mut PyDescrObject = p.cast();
        (*descr).d_type = owner;
        (*descr).d_name = to_c(python::name(name));
        p
    }
}

unsafe fn of_method(t: *mut PyTypeObject, owner: *mut PyTypeObject, def: *mut PyMethodDef) -> *mut PyObject {
    // SAFETY: a definition with a name.
    unsafe {
        let p = new_descr(t, owner, &python::c_text((*def).ml_name));
        let descr: *mut PyMethodDescrObject = p.cast();
        (*descr).d_method = def;
        (*descr).vectorcall = Some(method_vectorcall);
        p
    }
}

/// # Safety
/// A type and a definition that lives as long.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDescr_NewMethod(owner: *mut PyTypeObject, def: *mut PyMethodDef) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { of_method(&raw mut PyMethodDescr_Type, owner, def) }
}

/// # Safety
/// A type and a definition that lives as long.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDescr_NewClassMethod(
    owner: *mut PyTypeObject,
    def: *mut PyMethodDef,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { of_method(&raw mut PyClassMethodDescr_Type, owner, def) }
}

/// # Safety
/// A type and a definition that lives as long.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDescr_NewMember(owner: *mut PyTypeObject, def: *mut PyMemberDef) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        let p = new_descr(&raw mut PyMemberDescr_Type, owner, &python::c_text((*def).name));
        (*p.cast::<PyMemberDescrObject>()).d_member = def;
        p
    }
}

/// # Safety
/// A type and a definition that lives as long.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDescr_NewGetSet(owner: *mut PyTypeObject, def: *mut PyGetSetDef) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        let p = new_descr(&raw mut PyGetSetDescr_Type, owner, &python::c_text((*def).name));
        (*p.cast::<PyGetSetDescrObject>()).d_getset = def;
        p
    }
}

/// # Safety
/// `p` is an object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDescr_IsData(p: *mut PyObject) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { c_int::from((*(*p).ob_type).tp_descr_set.is_some()) }
}

unsafe extern "C" fn dealloc(p: *mut PyObject) {
    // SAFETY: the destructor of a descriptor.
    unsafe {
        let descr: *mut PyDescrObject = p.cast();
        xdecref((*descr).d_name);
        xdecref((*descr).d_qualname);
        body::raw_free(p.cast());
    }
}

/// The object must be an instance of the descriptor's owner.
unsafe fn check(descr: *mut PyDescrObject, object: *mut PyObject) -> bool {
    // SAFETY: living objects.
    unsafe {
        if types::is_subtype((*object).ob_type, (*descr).d_type) {
            return true;
        }
        let (name, owner) =
            (python::to_string(from_c((*descr).d_name)), python::c_text((*(*descr).d_type).tp_name));
        let given = python::c_text((*(*object).ob_type).tp_name);
        errors::raise_new(
            Exc::TypeError,
            &format!("descriptor '{name}' for '{owner}' objects doesn't apply to a '{given}' object"),
        );
        false
    }
}

unsafe extern "C" fn method_vectorcall(
    p: *mut PyObject,
    args: *const *mut PyObject,
    count: usize,
    names: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: a method descriptor; vectorcall's rules.
    unsafe {
        let descr: *mut PyMethodDescrObject = p.cast();
        let positional = count & !argv::ARGUMENTS_OFFSET;
        let is_class_method = (*p).ob_type == &raw mut PyClassMethodDescr_Type;
        if positional == 0 {
            let name = python::to_string(from_c((*descr).d_common.d_name));
            let owner = python::c_text((*(*descr).d_common.d_type).tp_name);
            return errors::fail(
                Exc::TypeError,
                &format!("unbound method {owner}.{name}() needs an argument"),
            );
        }
        let me = *args;
        if !is_class_method && !check(&raw mut (*descr).d_common, me) {
            return null_mut();
        }
        let rest = Args { first: args.add(1), positional: positional - 1, names };
        call_def((*descr).d_method, me, (*descr).d_common.d_type, rest)
    }
}

unsafe extern "C" fn method_call(
    p: *mut PyObject,
    args: *mut PyObject,
    kwargs: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: a method descriptor.
    unsafe { argv::call_with(p, args, kwargs, method_vectorcall) }
}

unsafe extern "C" fn method_get(
    p: *mut PyObject,
    object: *mut PyObject,
    _class: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: a method descriptor; null or a living object.
    unsafe {
        let descr: *mut PyMethodDescrObject = p.cast();
        if object.is_null() {
            incref(p);
            return p;
        }
        if !check(&raw mut (*descr).d_common, object) {
            return null_mut();
        }
        bound(descr, object)
    }
}

unsafe fn bound(descr: *mut PyMethodDescrObject, me: *mut PyObject) -> *mut PyObject {
    // SAFETY: a method descriptor.
    unsafe {
        let is_method = (*(*descr).d_method).ml_flags & pilotage_abi::flags::meth::METHOD != 0;
        let class = if is_method { (*descr).d_common.d_type } else { null_mut() };
        PyCMethod_New((*descr).d_method, me, null_mut(), class)
    }
}

unsafe extern "C" fn class_method_get(
    p: *mut PyObject,
    object: *mut PyObject,
    class: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: a descriptor; null or living objects.
    unsafe {
        let class = if class.is_null() && !object.is_null() { (*object).ob_type.cast() } else { class };
        if class.is_null() || !types::is_type_class((*class).ob_type) {
            return errors::fail(Exc::TypeError, "a class method needs a type");
        }
        bound(p.cast(), class)
    }
}

/// `tp_descr_get` of methods for slots.
pub(crate) unsafe extern "C" fn bind(
    p: *mut PyObject,
    object: *mut PyObject,
    _class: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: a descriptor; null or a living object.
    unsafe {
        if object.is_null() {
            incref(p);
            return p;
        }
        if !check(p.cast(), object) {
            return null_mut();
        }
        let bound = body::new_body(size_of::<MethodWrapper>(), &raw mut METHOD_WRAPPER);
        (*bound).ob_refcnt = 1;
        let wrapper: *mut MethodWrapper = bound.cast();
        incref(p);
        incref(object);
        (*wrapper).descr = p;
        (*wrapper).me = object;
        bound
    }
}

#[repr(C)]
struct MethodWrapper {
    base: PyObject,
    descr: *mut PyObject,
    me: *mut PyObject,
}

unsafe extern "C" fn wrapper_dealloc(p: *mut PyObject) {
    // SAFETY: the destructor of a method wrapper.
    unsafe {
        let wrapper: *mut MethodWrapper = p.cast();
        decref((*wrapper).descr);
        decref((*wrapper).me);
        body::raw_free(p.cast());
    }
}

unsafe extern "C" fn wrapper_call(
    p: *mut PyObject,
    args: *mut PyObject,
    kwargs: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: a method wrapper; a tuple, and a dict or null.
    unsafe {
        let wrapper: *mut MethodWrapper = p.cast();
        let mut all = vec![(*wrapper).me];
        all.extend_from_slice(argv::items(args));
        let tuple = argv::new_tuple(all.as_ptr(), all.len());
        let result = match (*(*(*wrapper).descr).ob_type).tp_call {
            Some(call) => call((*wrapper).descr, tuple, kwargs),
            None => errors::fail(Exc::TypeError, "a method wrapper without a function"),
        };
        decref(tuple);
        result
    }
}

unsafe extern "C" fn wrapper_self(p: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    // SAFETY: a method wrapper.
    unsafe {
        let me = (*p.cast::<MethodWrapper>()).me;
        incref(me);
        me
    }
}

unsafe extern "C" fn wrapper_name(p: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    // SAFETY: a method wrapper.
    unsafe { get_name((*p.cast::<MethodWrapper>()).descr, null_mut()) }
}

unsafe extern "C" fn wrapper_qualname(p: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    // SAFETY: a method wrapper.
    unsafe { get_qualname((*p.cast::<MethodWrapper>()).descr, null_mut()) }
}

/// An attribute that a method wrapper takes from its method.
unsafe fn wrapped(p: *mut PyObject, name: &str) -> *mut PyObject {
    // SAFETY: a method wrapper, whose method lives.
    let method = unsafe { from_c((*p.cast::<MethodWrapper>()).descr) };
    crate::convert::give(python::attr(method, name))
}

unsafe extern "C" fn wrapper_signature(p: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    // SAFETY: a method wrapper.
    unsafe { wrapped(p, "__text_signature__") }
}

unsafe extern "C" fn wrapper_doc(p: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    // SAFETY: a method wrapper.
    unsafe { wrapped(p, "__doc__") }
}

unsafe extern "C" fn wrapper_objclass(p: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    // SAFETY: a method wrapper.
    unsafe { wrapped(p, "__objclass__") }
}

/// `<method-wrapper '__call__' of numpy.ufunc object at 0x...>`.
unsafe extern "C" fn wrapper_repr(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: a method wrapper, whose object and method live.
    unsafe {
        let wrapper: *mut MethodWrapper = p.cast();
        let (me, descr) = ((*wrapper).me, (*wrapper).descr);
        let name = python::to_string(from_c((*descr.cast::<PyDescrObject>()).d_name));
        let class = python::c_text((*(*me).ob_type).tp_name);
        to_c(python::text(&format!("<method-wrapper '{name}' of {class} object at {me:p}>")))
    }
}

unsafe extern "C" fn member_get(
    p: *mut PyObject,
    object: *mut PyObject,
    _class: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: a member descriptor; null or a living object.
    unsafe {
        let descr: *mut PyMemberDescrObject = p.cast();
        if object.is_null() {
            incref(p);
            return p;
        }
        if !check(&raw mut (*descr).d_common, object) {
            return null_mut();
        }
        let offset = (*(*descr).d_member).offset;
        if offset > 0 && offset == (*(*object).ob_type).tp_dictoffset {
            // The dictionary, shown as a member: the VM's own, with what C has put into its field.
            crate::object_dict::adopt_dict(object);
            crate::object_dict::show_dict(object);
        }
        structmember::PyMember_GetOne(object.cast(), (*descr).d_member)
    }
}

unsafe extern "C" fn member_set(p: *mut PyObject, object: *mut PyObject, value: *mut PyObject) -> c_int {
    // SAFETY: a member descriptor; living objects.
    unsafe {
        let descr: *mut PyMemberDescrObject = p.cast();
        if !check(&raw mut (*descr).d_common, object) {
            return -1;
        }
        structmember::PyMember_SetOne(object.cast(), (*descr).d_member, value)
    }
}

unsafe extern "C" fn getset_get(
    p: *mut PyObject,
    object: *mut PyObject,
    _class: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: a getset descriptor; null or a living object.
    unsafe {
        let descr: *mut PyGetSetDescrObject = p.cast();
        if object.is_null() {
            incref(p);
            return p;
        }
        if !check(&raw mut (*descr).d_common, object) {
            return null_mut();
        }
        match (*(*descr).d_getset).get {
            Some(get) => get(object, (*(*descr).d_getset).closure),
            None => {
                no_access(&raw mut (*descr).d_common, "readable");
                null_mut()
            }
        }
    }
}

unsafe fn no_access(descr: *mut PyDescrObject, what: &str) {
    // SAFETY: a descriptor.
    unsafe {
        let (name, owner) =
            (python::to_string(from_c((*descr).d_name)), python::c_text((*(*descr).d_type).tp_name));
        errors::raise_new(
            Exc::AttributeError,
            &format!("attribute '{name}' of '{owner}' objects is not {what}"),
        );
    }
}

unsafe extern "C" fn getset_set(p: *mut PyObject, object: *mut PyObject, value: *mut PyObject) -> c_int {
    // SAFETY: a getset descriptor; living objects.
    unsafe {
        let descr: *mut PyGetSetDescrObject = p.cast();
        if !check(&raw mut (*descr).d_common, object) {
            return -1;
        }
        match (*(*descr).d_getset).set {
            Some(set) => set(object, value, (*(*descr).d_getset).closure),
            None => {
                no_access(&raw mut (*descr).d_common, "writable");
                -1
            }
        }
    }
}

pub(crate) unsafe extern "C" fn get_name(p: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    // SAFETY: a descriptor.
    unsafe {
        let name = (*p.cast::<PyDescrObject>()).d_name;
        incref(name);
        name
    }
}

pub(crate) unsafe extern "C" fn get_qualname(p: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    // SAFETY: a descriptor.
    unsafe {
        let descr: *mut PyDescrObject = p.cast();
        let name = python::to_string(from_c((*descr).d_name));
        let owner = match python::attr(from_c((*descr).d_type.cast()), "__qualname__") {
            Ok(owner) => python::to_string(owner.obj()),
            Err(_) => python::c_text((*(*descr).d_type).tp_name),
        };
        to_c(python::text(&format!("{owner}.{name}")))
    }
}

pub(crate) unsafe extern "C" fn get_objclass(p: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    // SAFETY: a descriptor.
    unsafe { (*p.cast::<PyDescrObject>()).d_type.cast() }
}

pub(crate) unsafe extern "C" fn get_doc(p: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    // SAFETY: a descriptor of one of the types of this file.
    unsafe {
        let t = (*p).ob_type;
        if t == &raw mut PyMethodDescr_Type || t == &raw mut PyClassMethodDescr_Type {
            let def = (*p.cast::<PyMethodDescrObject>()).d_method;
            return doc_object((*def).ml_name, (*def).ml_doc);
        }
        let doc = if t == &raw mut PyMemberDescr_Type {
            (*(*p.cast::<PyMemberDescrObject>()).d_member).doc
        } else if t == &raw mut PyGetSetDescr_Type {
            (*(*p.cast::<PyGetSetDescrObject>()).d_getset).doc
        } else if t == &raw mut crate::types::PyWrapperDescr_Type {
            let base = (*p.cast::<pilotage_abi::PyWrapperDescrObject>()).d_base;
            return doc_object((*base).name, (*base).doc);
        } else {
            core::ptr::null()
        };
        if doc.is_null() { to_c(model().none().to_ref()) } else { to_c(python::text(&python::c_text(doc))) }
    }
}

unsafe extern "C" fn get_signature(p: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    // SAFETY: a descriptor of one of the types of this file.
    unsafe {
        let t = (*p).ob_type;
        if t == &raw mut PyMethodDescr_Type || t == &raw mut PyClassMethodDescr_Type {
            let def = (*p.cast::<PyMethodDescrObject>()).d_method;
            return signature_object((*def).ml_name, (*def).ml_doc);
        }
        to_c(model().none().to_ref())
    }
}

/// `repr` of all descriptors: `<method 'append' of 'list' objects>`.
unsafe extern "C" fn descr_repr(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: a descriptor.
    unsafe {
        let t = (*p).ob_type;
        let kind = if t == &raw mut PyMemberDescr_Type {
            "member"
        } else if t == &raw mut PyGetSetDescr_Type {
            "attribute"
        } else {
            "method"
        };
        named_repr(p, kind)
    }
}

/// `repr` of methods for slots.
pub(crate) unsafe extern "C" fn slot_repr(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: a descriptor.
    unsafe { named_repr(p, "slot wrapper") }
}

unsafe fn named_repr(p: *mut PyObject, kind: &str) -> *mut PyObject {
    // SAFETY: a descriptor.
    unsafe {
        let descr: *mut PyDescrObject = p.cast();
        let (name, owner) =
            (python::to_string(from_c((*descr).d_name)), python::c_text((*(*descr).d_type).tp_name));
        to_c(python::text(&format!("<{kind} '{name}' of '{owner}' objects>")))
    }
}

/// `__reduce__` of methods: `getattr(owner, name)`.
unsafe extern "C" fn reduce(p: *mut PyObject, _: *mut PyObject) -> *mut PyObject {
    // SAFETY: a descriptor.
    unsafe {
        let descr: *mut PyDescrObject = p.cast();
        let parts = vec![from_c((*descr).d_type.cast()).to_ref(), from_c((*descr).d_name).to_ref()];
        crate::convert::give(
            python::builtin("getattr").map(|getattr| model().tuple(vec![getattr, model().tuple(parts)])),
        )
    }
}

/// The first line of a documentation that is a signature: `name(...)\n--\n\n`.
pub(crate) fn split_signature<'a>(name: &str, doc: &'a str) -> (Option<&'a str>, &'a str) {
    let name = name.rsplit('.').next().unwrap_or(name);
    let Some(rest) = doc.strip_prefix(name).filter(|rest| rest.starts_with('(')) else { return (None, doc) };
    match rest.find(")\n--\n\n") {
        Some(end) => (rest.get(..=end), rest.get(end + 6..).unwrap_or_default()),
        None => (None, doc),
    }
}

/// The documentation behind the signature.
pub(crate) fn without_signature<'a>(name: &str, doc: &'a str) -> &'a str {
    split_signature(name, doc).1
}

/// `__doc__` of a definition.
pub(crate) unsafe fn doc_object(name: *const c_char, doc: *const c_char) -> *mut PyObject {
    if doc.is_null() {
        return to_c(model().none().to_ref());
    }
    // SAFETY: C strings of a definition.
    let (name, doc) = unsafe { (python::c_text(name), python::c_text(doc)) };
    to_c(python::text(without_signature(&name, &doc)))
}

/// `__text_signature__` of a definition.
pub(crate) unsafe fn signature_object(name: *const c_char, doc: *const c_char) -> *mut PyObject {
    // SAFETY: C strings of a definition.
    let (name, doc) = unsafe { (python::c_text(name), python::c_text(doc)) };
    match split_signature(&name, &doc).0 {
        Some(signature) => to_c(python::text(signature)),
        None => to_c(model().none().to_ref()),
    }
}

pub(crate) struct Table<T>(pub(crate) T);
// SAFETY: tables are written once, at compile time.
unsafe impl<T> Sync for Table<T> {}

pub(crate) const fn getset(name: &'static CStr, get: pilotage_abi::getter) -> PyGetSetDef {
    PyGetSetDef {
        name: name.as_ptr(),
        get: Some(get),
        set: None,
        doc: core::ptr::null(),
        closure: null_mut(),
    }
}

pub(crate) const LAST_GETSET: PyGetSetDef = PyGetSetDef {
    name: core::ptr::null(),
    get: None,
    set: None,
    doc: core::ptr::null(),
    closure: null_mut(),
};
pub(crate) const LAST_METHOD: PyMethodDef =
    PyMethodDef { ml_name: core::ptr::null(), ml_meth: null_mut(), ml_flags: 0, ml_doc: core::ptr::null() };

/// For types that show none.
pub(crate) static NO_GETSETS: Table<[PyGetSetDef; 1]> = Table([LAST_GETSET]);

static GETSETS: Table<[PyGetSetDef; 7]> = Table([
    getset(c"__class__", crate::shown_class::get),
    getset(c"__name__", get_name),
    getset(c"__qualname__", get_qualname),
    getset(c"__objclass__", get_objclass),
    getset(c"__doc__", get_doc),
    getset(c"__text_signature__", get_signature),
    LAST_GETSET,
]);

static WRAPPER_GETSETS: Table<[PyGetSetDef; 8]> = Table([
    getset(c"__class__", crate::shown_class::get_method_wrapper),
    getset(c"__self__", wrapper_self),
    getset(c"__name__", wrapper_name),
    getset(c"__qualname__", wrapper_qualname),
    getset(c"__objclass__", wrapper_objclass),
    getset(c"__doc__", wrapper_doc),
    getset(c"__text_signature__", wrapper_signature),
    LAST_GETSET,
]);

static METHODS: Table<[PyMethodDef; 2]> = Table([
    PyMethodDef {
        ml_name: c"__reduce__".as_ptr(),
        ml_meth: reduce as *const () as *mut c_void,
        ml_flags: pilotage_abi::flags::meth::NOARGS,
        ml_doc: core::ptr::null(),
    },
    LAST_METHOD,
]);

/// What all descriptor types share; readies the type.
pub(crate) unsafe fn finish_type(t: *mut PyTypeObject, name: &'static CStr) -> Result<()> {
    // SAFETY: a static of core, filled once.
    unsafe {
        (*t).ob_base.ob_base.ob_refcnt = pilotage_abi::flags::IMMORTAL_REFCNT;
        (*t).ob_base.ob_base.ob_flags = pilotage_abi::flags::STATIC_FLAGS;
        (*t).tp_name = name.as_ptr();
        if (*t).tp_dealloc.is_none() {
            (*t).tp_dealloc = Some(dealloc);
        }
        if (*t).tp_getset.is_null() {
            (*t).tp_getset = GETSETS.0.as_ptr().cast_mut();
        }
        (*t).tp_flags |= tp::DISALLOW_INSTANTIATION;
    }
    // Such types need instances of each other: all of them have their fields before the first one is ready.
    OWN_TYPES.with(|types| types.push(t));
    Ok(())
}

static OWN_TYPES: crate::body::World<Vec<*mut PyTypeObject>> = crate::body::World::new(Vec::new());

/// Readies the types that were finished since the last time.
pub(crate) fn ready_types() -> Result<()> {
    for t in OWN_TYPES.with(core::mem::take) {
        // SAFETY: a static of core with all its fields.
        unsafe { types::ready(t)? };
    }
    Ok(())
}

pub(crate) unsafe fn start() -> Result<()> {
    // SAFETY: statics of core, filled once.
    unsafe {
        for (t, name) in [
            (&raw mut PyGetSetDescr_Type, c"getset_descriptor"),
            (&raw mut PyMemberDescr_Type, c"member_descriptor"),
            (&raw mut PyMethodDescr_Type, c"method_descriptor"),
            (&raw mut PyClassMethodDescr_Type, c"classmethod_descriptor"),
        ] {
            (*t).tp_basicsize = size_of::<PyMethodDescrObject>().cast_signed();
            (*t).tp_repr = Some(descr_repr);
            if t == &raw mut PyGetSetDescr_Type {
                (*t).tp_descr_get = Some(getset_get);
                (*t).tp_descr_set = Some(getset_set);
                (*t).tp_basicsize = size_of::<PyGetSetDescrObject>().cast_signed();
            } else if t == &raw mut PyMemberDescr_Type {
                (*t).tp_descr_get = Some(member_get);
                (*t).tp_descr_set = Some(member_set);
                (*t).tp_basicsize = size_of::<PyMemberDescrObject>().cast_signed();
            } else {
                (*t).tp_call = Some(method_call);
                (*t).tp_vectorcall_offset = offset_of!(PyMethodDescrObject, vectorcall).cast_signed();
                (*t).tp_methods = METHODS.0.as_ptr().cast_mut();
                (*t).tp_flags |= tp::HAVE_VECTORCALL;
                if t == &raw mut PyMethodDescr_Type {
                    (*t).tp_descr_get = Some(method_get);
                    (*t).tp_flags |= tp::METHOD_DESCRIPTOR;
                } else {
                    (*t).tp_descr_get = Some(class_method_get);
                }
            }
            finish_type(t, name)?;
        }
        let t = &raw mut METHOD_WRAPPER;
        (*t).tp_basicsize = size_of::<MethodWrapper>().cast_signed();
        (*t).tp_call = Some(wrapper_call);
        (*t).tp_dealloc = Some(wrapper_dealloc);
        (*t).tp_repr = Some(wrapper_repr);
        (*t).tp_getset = WRAPPER_GETSETS.0.as_ptr().cast_mut();
        finish_type(t, c"method-wrapper")?;
        Ok(())
    }
}
