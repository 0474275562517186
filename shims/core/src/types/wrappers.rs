//! Methods for slots: `__add__` of a type whose `nb_add` C wrote, and the slots of types that the VM defined
//! which only manage memory.

use core::ffi::{c_int, c_void};
use core::ptr::null_mut;

use pilotage_abi::flags::tp;
use pilotage_abi::{
    PyGetSetDef, PyMethodDef, PyObject, PyTypeObject, PyWrapperDescrObject, binaryfunc, descrgetfunc,
    descrsetfunc, getattrofunc, hashfunc, initproc, inquiry, lenfunc, objobjargproc, objobjproc, richcmpfunc,
    setattrofunc, ssizeargfunc, ssizeobjargproc, ternaryfunc, unaryfunc, visitproc, wrapperbase,
};

use super::ready::put;
use crate::body;
use crate::builtin::EMPTY_TYPE;
use crate::convert::{from_c, to_c};
use crate::errors::{self, Exc};
use crate::model::{Obj, Result, Slot, model};
use crate::{argv, descrobject, methodobject, python};

/// How a method for a slot takes its arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// By the function of an extension's own `wrapperbase`.
    Given,
    Unary,
    Binary,
    /// Called with the operands exchanged.
    Reflected,
    Power,
    ReflectedPower,
    Bool,
    Length,
    Hash,
    Contains,
    SetItem,
    DelItem,
    Item,
    SqSetItem,
    SqDelItem,
    Repeat,
    GetAttribute,
    SetAttr,
    DelAttr,
    Compare(c_int),
    Next,
    Call,
    Get,
    Set,
    Delete,
    Init,
    Finalize,
}

/// The methods that a slot gives, with how each calls it.
pub(crate) fn methods(slot: Slot) -> &'static [(&'static str, Way)] {
    use Way::{Binary, Reflected, Unary};
    match slot {
        Slot::Repr => &[("__repr__", Unary)],
        Slot::Str => &[("__str__", Unary)],
        Slot::Hash => &[("__hash__", Way::Hash)],
        Slot::Call => &[("__call__", Way::Call)],
        Slot::Getattro => &[("__getattribute__", Way::GetAttribute)],
        Slot::Setattro => &[("__setattr__", Way::SetAttr), ("__delattr__", Way::DelAttr)],
        Slot::Richcompare => &[
            ("__lt__", Way::Compare(0)),
            ("__le__", Way::Compare(1)),
            ("__eq__", Way::Compare(2)),
            ("__ne__", Way::Compare(3)),
            ("__gt__", Way::Compare(4)),
            ("__ge__", Way::Compare(5)),
        ],
        Slot::Iter => &[("__iter__", Unary)],
        Slot::Iternext => &[("__next__", Way::Next)],
        Slot::DescrGet => &[("__get__", Way::Get)],
        Slot::DescrSet => &[("__set__", Way::Set), ("__delete__", Way::Delete)],
        Slot::Init => &[("__init__", Way::Init)],
        Slot::Finalize => &[("__del__", Way::Finalize)],
        Slot::Length => &[("__len__", Way::Length)],
        Slot::Subscript => &[("__getitem__", Binary)],
        Slot::AssSubscript => &[("__setitem__", Way::SetItem), ("__delitem__", Way::DelItem)],
        Slot::SqItem => &[("__getitem__", Way::Item)],
        Slot::SqAssItem => &[("__setitem__", Way::SqSetItem), ("__delitem__", Way::SqDelItem)],
        Slot::Contains => &[("__contains__", Way::Contains)],
        Slot::SqConcat => &[("__add__", Binary)],
        Slot::SqRepeat => &[("__mul__", Way::Repeat), ("__rmul__", Way::Repeat)],
        Slot::SqInplaceConcat => &[("__iadd__", Binary)],
        Slot::SqInplaceRepeat => &[("__imul__", Way::Repeat)],
        Slot::Add => &[("__add__", Binary), ("__radd__", Reflected)],
        Slot::Subtract => &[("__sub__", Binary), ("__rsub__", Reflected)],
        Slot::Multiply => &[("__mul__", Binary), ("__rmul__", Reflected)],
        Slot::Remainder => &[("__mod__", Binary), ("__rmod__", Reflected)],
        Slot::Divmod => &[("__divmod__", Binary), ("__rdivmod__", Reflected)],
        Slot::Power => &[("__pow__", Way::Power), ("__rpow__", Way::ReflectedPower)],
        Slot::Lshift => &[("__lshift__", Binary), ("__rlshift__", Reflected)],
        Slot::Rshift => &[("__rshift__", Binary), ("__rrshift__", Reflected)],
        Slot::And => &[("__and__", Binary), ("__rand__", Reflected)],
        Slot::Xor => &[("__xor__", Binary), ("__rxor__", Reflected)],
        Slot::Or => &[("__or__", Binary), ("__ror__", Reflected)],
        Slot::FloorDivide => &[("__floordiv__", Binary), ("__rfloordiv__", Reflected)],
        Slot::TrueDivide => &[("__truediv__", Binary), ("__rtruediv__", Reflected)],
        Slot::MatrixMultiply => &[("__matmul__", Binary), ("__rmatmul__", Reflected)],
        Slot::InplaceAdd => &[("__iadd__", Binary)],
        Slot::InplaceSubtract => &[("__isub__", Binary)],
        Slot::InplaceMultiply => &[("__imul__", Binary)],
        Slot::InplaceRemainder => &[("__imod__", Binary)],
        Slot::InplacePower => &[("__ipow__", Way::Power)],
        Slot::InplaceLshift => &[("__ilshift__", Binary)],
        Slot::InplaceRshift => &[("__irshift__", Binary)],
        Slot::InplaceAnd => &[("__iand__", Binary)],
        Slot::InplaceXor => &[("__ixor__", Binary)],
        Slot::InplaceOr => &[("__ior__", Binary)],
        Slot::InplaceFloorDivide => &[("__ifloordiv__", Binary)],
        Slot::InplaceTrueDivide => &[("__itruediv__", Binary)],
        Slot::InplaceMatrixMultiply => &[("__imatmul__", Binary)],
        Slot::Negative => &[("__neg__", Unary)],
        Slot::Positive => &[("__pos__", Unary)],
        Slot::Absolute => &[("__abs__", Unary)],
        Slot::Bool => &[("__bool__", Way::Bool)],
        Slot::Invert => &[("__invert__", Unary)],
        Slot::Int => &[("__int__", Unary)],
        Slot::Float => &[("__float__", Unary)],
        Slot::Index => &[("__index__", Unary)],
        Slot::Await => &[("__await__", Unary)],
        Slot::Aiter => &[("__aiter__", Unary)],
        Slot::Anext => &[("__anext__", Unary)],
        // `__buffer__` would take the place of the function in Python classes below, and lead back to it.
        Slot::New | Slot::Getbuffer => &[],
    }
}

/// Adds the methods of a type's own slots to its class.
pub(super) unsafe fn add(t: *mut PyTypeObject, class: Obj, own: &[(Slot, usize)]) {
    let mut named: Vec<&str> = Vec::new();
    // Mapping and number slots come first in `methods`' eyes: `__getitem__` is `mp_subscript` where there is one.
    let order = |slot: Slot| {
        u8::from(matches!(
            slot,
            Slot::SqItem
                | Slot::SqAssItem
                | Slot::SqConcat
                | Slot::SqRepeat
                | Slot::SqInplaceConcat
                | Slot::SqInplaceRepeat
        ))
    };
    for pass in 0..2 {
        for &(slot, function) in own.iter().filter(|(slot, _)| order(*slot) == pass) {
            // SAFETY: the type is alive, the function belongs to it.
            unsafe { add_slot(t, class, slot, function, &mut named) };
        }
    }
}

unsafe fn add_slot(t: *mut PyTypeObject, class: Obj, slot: Slot, function: usize, named: &mut Vec<&str>) {
    // SAFETY: the caller's promise.
    unsafe {
        if slot == Slot::New {
            let _ = put(class, "__new__", new_method(t));
            return;
        }
        if slot == Slot::Hash && function == crate::object::PyObject_HashNotImplemented as *const () as usize
        {
            model().type_set(class, python::name("__hash__").obj(), model().none());
            return;
        }
        for &(name, way) in methods(slot) {
            if !named.contains(&name) {
                named.push(name);
                let _ = put(class, name, new_wrapper(t, name, way, function));
            }
        }
    }
}

/// A method of a slot: the function, how it is called, its name.
#[repr(C)]
struct Wrapper {
    descr: PyWrapperDescrObject,
    way: Way,
    /// What `d_base` points to: Cython copies it to give a method another text.
    base: wrapperbase,
}

/// The type of methods for slots.
#[unsafe(no_mangle)]
pub static mut PyWrapperDescr_Type: PyTypeObject = EMPTY_TYPE;

unsafe fn new_wrapper(t: *mut PyTypeObject, name: &str, way: Way, function: usize) -> *mut PyObject {
    // SAFETY: the type of wrappers is ready from the start.
    unsafe {
        let p = descrobject::new_descr(&raw mut PyWrapperDescr_Type, t, name);
        let wrapper: *mut Wrapper = p.cast();
        (*wrapper).way = way;
        (*wrapper).descr.d_wrapped = function as *mut c_void;
        (*wrapper).base = wrapperbase {
            name: body::c_string(name),
            offset: 0,
            function: function as *mut c_void,
            wrapper: null_mut(),
            doc: core::ptr::null(),
            flags: 0,
            name_strobj: (*wrapper).descr.d_common.d_name,
        };
        (*wrapper).descr.d_base = &raw mut (*wrapper).base;
        p
    }
}

/// `__text_signature__` of a method of a slot to which nobody gave another documentation.
///
/// # Safety
/// `p` is a wrapper.
unsafe fn signature(p: *mut PyObject) -> Option<&'static str> {
    let wrapper: *mut Wrapper = p.cast();
    // SAFETY: the caller's promise.
    unsafe {
        let base = (*wrapper).descr.d_base;
        if !(*base).doc.is_null() {
            return None;
        }
        Some(match (*wrapper).way {
            Way::Given => return None,
            Way::Unary | Way::Bool | Way::Length | Way::Hash | Way::Next | Way::Finalize => "($self, /)",
            Way::Binary if python::c_text((*base).name) == "__getitem__" => "($self, key, /)",
            Way::Binary | Way::Reflected | Way::Repeat | Way::Compare(_) => "($self, value, /)",
            Way::Power | Way::ReflectedPower => "($self, value, mod=None, /)",
            Way::Contains | Way::Item | Way::DelItem | Way::SqDelItem => "($self, key, /)",
            Way::SetItem | Way::SqSetItem => "($self, key, value, /)",
            Way::GetAttribute | Way::DelAttr => "($self, name, /)",
            Way::SetAttr => "($self, name, value, /)",
            Way::Call | Way::Init => "($self, /, *args, **kwargs)",
            Way::Get => "($self, instance, owner=None, /)",
            Way::Set => "($self, instance, value, /)",
            Way::Delete => "($self, instance, /)",
        })
    }
}

unsafe extern "C" fn get_signature(p: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    // SAFETY: a wrapper, whose base has a name.
    unsafe {
        let base = (*p.cast::<Wrapper>()).descr.d_base;
        if !(*base).doc.is_null() {
            return descrobject::signature_object((*base).name, (*base).doc);
        }
    }
    // SAFETY: a wrapper.
    match unsafe { signature(p) } {
        Some(signature) => to_c(python::text(signature)),
        None => to_c(model().none().to_ref()),
    }
}

static GETSETS: descrobject::Table<[PyGetSetDef; 7]> = descrobject::Table([
    descrobject::getset(c"__class__", crate::shown_class::get),
    descrobject::getset(c"__name__", descrobject::get_name),
    descrobject::getset(c"__qualname__", descrobject::get_qualname),
    descrobject::getset(c"__objclass__", descrobject::get_objclass),
    descrobject::getset(c"__doc__", descrobject::get_doc),
    descrobject::getset(c"__text_signature__", get_signature),
    descrobject::LAST_GETSET,
]);

pub(crate) unsafe fn start() -> Result<()> {
    // SAFETY: a static of core, filled once.
    unsafe {
        let t = &raw mut PyWrapperDescr_Type;
        (*t).tp_name = c"wrapper_descriptor".as_ptr();
        (*t).tp_basicsize = size_of::<Wrapper>().cast_signed();
        (*t).tp_flags = tp::METHOD_DESCRIPTOR;
        (*t).tp_call = Some(call);
        (*t).tp_repr = Some(descrobject::slot_repr);
        (*t).tp_descr_get = Some(descrobject::bind);
        (*t).tp_getset = GETSETS.0.as_ptr().cast_mut();
        descrobject::finish_type(t, c"wrapper_descriptor")
    }
}

/// `wrapper(self, *args, **kwargs)`.
unsafe extern "C" fn call(p: *mut PyObject, args: *mut PyObject, kwargs: *mut PyObject) -> *mut PyObject {
    // SAFETY: a wrapper; a tuple, and a dict or null.
    unsafe {
        let wrapper: *mut Wrapper = p.cast();
        let items = argv::items(args);
        let name = python::to_string(from_c((*wrapper).descr.d_common.d_name));
        let Some((&me, rest)) = items.split_first() else {
            return errors::fail(Exc::TypeError, &format!("descriptor '{name}' needs an argument"));
        };
        let owner = (*wrapper).descr.d_common.d_type;
        if !super::is_subtype((*me).ob_type, owner) {
            let (owner, given) = (python::c_text((*owner).tp_name), python::c_text((*(*me).ob_type).tp_name));
            return errors::fail(
                Exc::TypeError,
                &format!("descriptor '{name}' requires a '{owner}' object but received a '{given}'"),
            );
        }
        invoke(&*wrapper, me, rest, args, kwargs)
    }
}

fn number(value: isize) -> *mut PyObject {
    to_c(model().int_from_i64(value as i64))
}

fn none() -> *mut PyObject {
    to_c(model().none().to_ref())
}

fn bool_result(value: c_int) -> *mut PyObject {
    if value < 0 { null_mut() } else { to_c(model().boolean(value != 0).to_ref()) }
}

fn status_result(value: c_int) -> *mut PyObject {
    if value < 0 { null_mut() } else { none() }
}

/// Reads the function pointer as the type that its slot has.
unsafe fn function<F: Copy>(wrapper: &Wrapper) -> F {
    // SAFETY: `way` was chosen for this slot, so the pointer is of that type.
    unsafe { core::mem::transmute_copy::<*mut c_void, F>(&wrapper.descr.d_wrapped) }
}

/// Calls an extension's function: `wrapperfunc`, or `wrapperfunc_kwds` where the flags say so.
unsafe fn given(
    wrapper: &Wrapper,
    me: *mut PyObject,
    rest: &[*mut PyObject],
    kwargs: *mut PyObject,
) -> *mut PyObject {
    type Plain = unsafe extern "C" fn(*mut PyObject, *mut PyObject, *mut c_void) -> *mut PyObject;
    type Keywords =
        unsafe extern "C" fn(*mut PyObject, *mut PyObject, *mut c_void, *mut PyObject) -> *mut PyObject;
    const TAKES_KEYWORDS: core::ffi::c_int = 1;
    // SAFETY: the promise of whoever gave the base; living bodies.
    unsafe {
        let base = wrapper.descr.d_base;
        let takes_keywords = (*base).flags & TAKES_KEYWORDS != 0;
        if !takes_keywords && !kwargs.is_null() && model().dict_len(from_c(kwargs)) > 0 {
            let text = format!("wrapper {}() takes no keyword arguments", python::c_text((*base).name));
            return errors::fail(Exc::TypeError, &text);
        }
        let items = rest.iter().map(|&item| from_c(item).to_ref()).collect();
        let args = to_c(model().tuple(items));
        let result = if takes_keywords {
            let function: Keywords = core::mem::transmute((*base).wrapper);
            function(me, args, wrapper.descr.d_wrapped, kwargs)
        } else {
            let function: Plain = core::mem::transmute((*base).wrapper);
            function(me, args, wrapper.descr.d_wrapped)
        };
        body::decref(args);
        result
    }
}

/// A method for a slot that calls what the extension says. The base lives as long as the descriptor.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDescr_NewWrapper(
    t: *mut PyTypeObject,
    base: *mut wrapperbase,
    wrapped: *mut c_void,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        let p = new_wrapper(t, &python::c_text((*base).name), Way::Given, wrapped.expose_provenance());
        if !p.is_null() {
            (*p.cast::<Wrapper>()).descr.d_base = base;
        }
        p
    }
}

unsafe fn invoke(
    wrapper: &Wrapper,
    me: *mut PyObject,
    rest: &[*mut PyObject],
    args: *mut PyObject,
    kwargs: *mut PyObject,
) -> *mut PyObject {
    let wants = match wrapper.way {
        Way::Unary | Way::Bool | Way::Length | Way::Hash | Way::Next | Way::Finalize => 0..=0,
        Way::Power | Way::ReflectedPower | Way::Get => 1..=2,
        Way::SetItem | Way::SqSetItem | Way::SetAttr | Way::Set => 2..=2,
        Way::Call | Way::Init | Way::Given => 0..=usize::MAX,
        _ => 1..=1,
    };
    if !wants.contains(&rest.len()) {
        return errors::fail(
            Exc::TypeError,
            &format!("expected {} argument, got {}", wants.start(), rest.len()),
        );
    }
    let arg = |at: usize| rest.get(at).copied().unwrap_or(null_mut());
    // SAFETY: each function has the signature of its slot; the arguments are alive.
    unsafe {
        match wrapper.way {
            Way::Given => given(wrapper, me, rest, kwargs),
            Way::Unary => function::<unaryfunc>(wrapper)(me),
            Way::Binary => function::<binaryfunc>(wrapper)(me, arg(0)),
            Way::Reflected => function::<binaryfunc>(wrapper)(arg(0), me),
            Way::Power | Way::ReflectedPower => {
                let third = if rest.len() > 1 { arg(1) } else { &raw mut crate::builtin::_Py_NoneStruct };
                let (a, b) = if wrapper.way == Way::Power { (me, arg(0)) } else { (arg(0), me) };
                function::<ternaryfunc>(wrapper)(a, b, third)
            }
            Way::Bool => bool_result(function::<inquiry>(wrapper)(me)),
            Way::Length => match function::<lenfunc>(wrapper)(me) {
                -1 => null_mut(),
                len => number(len),
            },
            Way::Hash => match function::<hashfunc>(wrapper)(me) {
                -1 => null_mut(),
                hash => number(hash),
            },
            Way::Contains => bool_result(function::<objobjproc>(wrapper)(me, arg(0))),
            Way::SetItem => status_result(function::<objobjargproc>(wrapper)(me, arg(0), arg(1))),
            Way::DelItem => status_result(function::<objobjargproc>(wrapper)(me, arg(0), null_mut())),
            Way::Item | Way::SqSetItem | Way::SqDelItem | Way::Repeat => indexed(wrapper, me, arg(0), arg(1)),
            Way::GetAttribute => function::<getattrofunc>(wrapper)(me, arg(0)),
            Way::SetAttr => status_result(function::<setattrofunc>(wrapper)(me, arg(0), arg(1))),
            Way::DelAttr => status_result(function::<setattrofunc>(wrapper)(me, arg(0), null_mut())),
            Way::Compare(op) => function::<richcmpfunc>(wrapper)(me, arg(0), op),
            Way::Next => {
                let next = function::<unaryfunc>(wrapper)(me);
                if next.is_null() && !errors::is_set() {
                    errors::raise_new_empty(Exc::StopIteration);
                }
                next
            }
            Way::Call => argv::with_rest(args, |rest| function::<ternaryfunc>(wrapper)(me, rest, kwargs)),
            Way::Init => {
                argv::with_rest(args, |rest| status_result(function::<initproc>(wrapper)(me, rest, kwargs)))
            }
            Way::Get => {
                let none = &raw mut crate::builtin::_Py_NoneStruct;
                let given = |p: *mut PyObject| if p == none { null_mut() } else { p };
                function::<descrgetfunc>(wrapper)(me, given(arg(0)), given(arg(1)))
            }
            Way::Set => status_result(function::<descrsetfunc>(wrapper)(me, arg(0), arg(1))),
            Way::Delete => status_result(function::<descrsetfunc>(wrapper)(me, arg(0), null_mut())),
            Way::Finalize => {
                function::<pilotage_abi::destructor>(wrapper)(me);
                none()
            }
        }
    }
}

/// Slots that take an index: negative ones count from the end where there is a length.
unsafe fn indexed(
    wrapper: &Wrapper,
    me: *mut PyObject,
    key: *mut PyObject,
    value: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: as in `invoke`.
    unsafe {
        let index = match model().index(from_c(key)) {
            Ok(index) => index,
            Err(raised) => {
                errors::raise(raised);
                return null_mut();
            }
        };
        let Some(mut index) = model().int_to_i64(index.obj()) else {
            return errors::fail(Exc::OverflowError, "cannot fit 'int' into an index-sized integer");
        };
        if index < 0 && wrapper.way != Way::Repeat {
            let length = (*(*me).ob_type).tp_as_sequence.as_ref().and_then(|sequence| sequence.sq_length);
            if let Some(length) = length {
                match length(me) {
                    -1 => return null_mut(),
                    len => index += len as i64,
                }
            }
        }
        let index = index as isize;
        match wrapper.way {
            Way::Item | Way::Repeat => function::<ssizeargfunc>(wrapper)(me, index),
            Way::SqSetItem => status_result(function::<ssizeobjargproc>(wrapper)(me, index, value)),
            _ => status_result(function::<ssizeobjargproc>(wrapper)(me, index, null_mut())),
        }
    }
}

/// `T.__new__`: a function of the type, called with the class first.
unsafe fn new_method(t: *mut PyTypeObject) -> *mut PyObject {
    static mut DEF: PyMethodDef = PyMethodDef {
        ml_name: c"__new__".as_ptr(),
        ml_meth: call_new as *const () as *mut c_void,
        ml_flags: pilotage_abi::flags::meth::VARARGS | pilotage_abi::flags::meth::KEYWORDS,
        ml_doc: c"Create and return a new object.  See help(type) for accurate signature.".as_ptr(),
    };
    // SAFETY: the definition lives for ever.
    unsafe { methodobject::PyCFunction_NewEx(&raw mut DEF, t.cast(), null_mut()) }
}

unsafe extern "C" fn call_new(
    me: *mut PyObject,
    args: *mut PyObject,
    kwargs: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: `me` is the type; a tuple, and a dict or null.
    unsafe {
        let t: *mut PyTypeObject = me.cast();
        let items = argv::items(args);
        let owner = python::c_text((*t).tp_name);
        let Some(&class) = items.first() else {
            return errors::fail(Exc::TypeError, &format!("{owner}.__new__(): not enough arguments"));
        };
        if !super::is_type_class((*class).ob_type) {
            return errors::fail(Exc::TypeError, &format!("{owner}.__new__(X): X is not a type object"));
        }
        let class: *mut PyTypeObject = class.cast();
        if !super::is_subtype(class, t) {
            let name = python::c_text((*class).tp_name);
            return errors::fail(
                Exc::TypeError,
                &format!("{owner}.__new__({name}): {name} is not a subtype of {owner}"),
            );
        }
        match (*t).tp_new {
            Some(new) => argv::with_rest(args, |rest| new(class, rest, kwargs)),
            None => errors::fail(Exc::TypeError, &format!("cannot create '{owner}' instances")),
        }
    }
}

/// `tp_dealloc` of types of the VM: the body of an object that is gone, or that the VM never saw.
pub(super) unsafe extern "C" fn vm_dealloc(p: *mut PyObject) {
    // SAFETY: called as a destructor.
    unsafe { crate::trash::in_turn(p, free_vm_body) }
}

unsafe fn free_vm_body(p: *mut PyObject) {
    // SAFETY: called as a destructor; the memory goes the type's own way.
    unsafe {
        crate::mirror::clear(p);
        match (*(*p).ob_type).tp_free {
            Some(free) => free(p.cast()),
            None => body::raw_free(p.cast()),
        }
    }
}

/// Items that only C knows are visited; everything else is the VM's business.
pub(super) unsafe extern "C" fn vm_traverse(p: *mut PyObject, visit: visitproc, arg: *mut c_void) -> c_int {
    // SAFETY: a body of a type of the VM.
    unsafe {
        for &item in crate::list_store::counted_items(p) {
            let outcome = if item.is_null() { 0 } else { visit(item, arg) };
            if outcome != 0 {
                return outcome;
            }
        }
    }
    0
}

pub(super) unsafe extern "C" fn vm_clear(_p: *mut PyObject) -> c_int {
    0
}
