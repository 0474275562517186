//! Functions written in C: `PyCFunction_Type`, and the one place where a `PyMethodDef` is called.

use core::ffi::{c_char, c_int, c_void};
use core::mem::{offset_of, transmute};
use core::ptr::null_mut;

use pilotage_abi::flags::{member, meth, tp};
use pilotage_abi::{
    PyCFunctionObject, PyCMethodObject, PyGetSetDef, PyMemberDef, PyMethodDef, PyObject, PyTypeObject,
    binaryfunc, ternaryfunc,
};

use crate::body::{self, decref, incref, xdecref, xincref};
use crate::builtin::EMPTY_TYPE;
use crate::convert::{from_c, to_c};
use crate::descrobject::{LAST_GETSET, LAST_METHOD, Table, getset};
use crate::errors::{self, Exc};
use crate::model::{Result, model};
use crate::{argv, descrobject, python, types};

#[unsafe(no_mangle)]
pub static mut PyCFunction_Type: PyTypeObject = EMPTY_TYPE;
#[unsafe(no_mangle)]
pub static mut PyCMethod_Type: PyTypeObject = EMPTY_TYPE;

type FastCall = unsafe extern "C" fn(*mut PyObject, *const *mut PyObject, isize) -> *mut PyObject;
type FastCallKeywords =
    unsafe extern "C" fn(*mut PyObject, *const *mut PyObject, isize, *mut PyObject) -> *mut PyObject;
type MethodCall = unsafe extern "C" fn(
    *mut PyObject,
    *mut PyTypeObject,
    *const *mut PyObject,
    usize,
    *mut PyObject,
) -> *mut PyObject;

/// Arguments as vectorcall passes them: `names` is null or a tuple, whose values stand behind the positional ones.
#[derive(Clone, Copy)]
pub(crate) struct Args {
    pub(crate) first: *const *mut PyObject,
    pub(crate) positional: usize,
    pub(crate) names: *mut PyObject,
}

impl Args {
    unsafe fn has_names(&self) -> bool {
        // SAFETY: null or a tuple.
        unsafe { !self.names.is_null() && argv::tuple_len(self.names) != 0 }
    }

    unsafe fn at(&self, index: usize) -> *mut PyObject {
        // SAFETY: the callers look at the count before.
        unsafe { *self.first.add(index) }
    }
}

/// Calls a C function in the way that its flags say.
///
/// # Safety
/// `def` is the definition of a function; `me` and the arguments are alive.
pub(crate) unsafe fn call_def(
    def: *mut PyMethodDef,
    me: *mut PyObject,
    class: *mut PyTypeObject,
    args: Args,
) -> *mut PyObject {
    // SAFETY: the function has the signature that its flags tell.
    unsafe {
        let kind = (*def).ml_flags & !(meth::CLASS | meth::STATIC | meth::COEXIST);
        let f = (*def).ml_meth;
        let takes_names = kind & meth::KEYWORDS != 0;
        if !takes_names && args.has_names() {
            return errors::fail(Exc::TypeError, &format!("{}() takes no keyword arguments", title(def, me)));
        }
        match kind {
            meth::NOARGS => {
                if args.positional != 0 {
                    let message =
                        format!("{}() takes no arguments ({} given)", title(def, me), args.positional);
                    return errors::fail(Exc::TypeError, &message);
                }
                transmute::<*mut c_void, binaryfunc>(f)(me, null_mut())
            }
            meth::O => {
                if args.positional != 1 {
                    let message = format!(
                        "{}() takes exactly one argument ({} given)",
                        title(def, me),
                        args.positional
                    );
                    return errors::fail(Exc::TypeError, &message);
                }
                transmute::<*mut c_void, binaryfunc>(f)(me, args.at(0))
            }
            meth::FASTCALL => {
                transmute::<*mut c_void, FastCall>(f)(me, args.first, args.positional.cast_signed())
            }
            _ if kind == meth::FASTCALL | meth::KEYWORDS => transmute::<*mut c_void, FastCallKeywords>(f)(
                me,
                args.first,
                args.positional.cast_signed(),
                args.names,
            ),
            _ if kind == meth::METHOD | meth::FASTCALL | meth::KEYWORDS => {
                transmute::<*mut c_void, MethodCall>(f)(me, class, args.first, args.positional, args.names)
            }
            meth::VARARGS => {
                let tuple = argv::new_tuple(args.first, args.positional);
                let result = transmute::<*mut c_void, binaryfunc>(f)(me, tuple);
                decref(tuple);
                result
            }
            _ if kind == meth::VARARGS | meth::KEYWORDS => {
                let tuple = argv::new_tuple(args.first, args.positional);
                let dict = if args.has_names() {
                    argv::new_kwargs(args.first.add(args.positional), args.names)
                } else {
                    null_mut()
                };
                let result = transmute::<*mut c_void, ternaryfunc>(f)(me, tuple, dict);
                decref(tuple);
                xdecref(dict);
                result
            }
            _ => errors::fail(Exc::SystemError, &format!("{}() method: bad call flags", name_of(def))),
        }
    }
}

unsafe fn name_of(def: *mut PyMethodDef) -> String {
    // SAFETY: a definition has a name.
    unsafe { python::c_text((*def).ml_name) }
}

/// The flags tell one of the signatures that `call_def` knows.
fn has_signature(flags: c_int) -> bool {
    let kind = flags & !(meth::CLASS | meth::STATIC | meth::COEXIST);
    let keywords = meth::KEYWORDS;
    let fast = meth::FASTCALL | keywords;
    [
        meth::NOARGS,
        meth::O,
        meth::FASTCALL,
        fast,
        fast | meth::METHOD,
        meth::VARARGS,
        meth::VARARGS | keywords,
    ]
    .contains(&kind)
}

/// `list.append` for a method, `len` for a function.
unsafe fn title(def: *mut PyMethodDef, me: *mut PyObject) -> String {
    // SAFETY: `me` is null or alive.
    unsafe {
        let name = name_of(def);
        if me.is_null() || (*me).ob_type == &raw mut crate::builtin::PyModule_Type {
            return name;
        }
        let class = if types::is_type_class((*me).ob_type) { me.cast() } else { (*me).ob_type };
        let full = python::c_text((*class).tp_name);
        format!("{}.{name}", full.rsplit('.').next().unwrap_or(&full))
    }
}

/// # Safety
/// `def` lives as long as the function; `me`, `module` are null or alive.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCMethod_New(
    def: *mut PyMethodDef,
    me: *mut PyObject,
    module: *mut PyObject,
    class: *mut PyTypeObject,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        let is_method = (*def).ml_flags & meth::METHOD != 0;
        if is_method == class.is_null() {
            return errors::fail(Exc::SystemError, "attempting to create PyCMethod with or without a class");
        }
        if !has_signature((*def).ml_flags) {
            return errors::fail(Exc::SystemError, &format!("{}() method: bad call flags", name_of(def)));
        }
        let t = if is_method { &raw mut PyCMethod_Type } else { &raw mut PyCFunction_Type };
        let p = body::new_body(size_of::<PyCMethodObject>(), t);
        (*p).ob_refcnt = 1;
        let function: *mut PyCFunctionObject = p.cast();
        (*function).m_ml = def;
        xincref(me);
        (*function).m_self = me;
        xincref(module);
        (*function).m_module = module;
        (*function).vectorcall = Some(vectorcall);
        if is_method {
            (*p.cast::<PyCMethodObject>()).mm_class = class;
        }
        p
    }
}

/// # Safety
/// As for [`PyCMethod_New`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCFunction_NewEx(
    def: *mut PyMethodDef,
    me: *mut PyObject,
    module: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { PyCMethod_New(def, me, module, null_mut()) }
}

/// # Safety
/// As for [`PyCMethod_New`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCFunction_New(def: *mut PyMethodDef, me: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { PyCMethod_New(def, me, null_mut(), null_mut()) }
}

unsafe extern "C" fn vectorcall(
    p: *mut PyObject,
    args: *const *mut PyObject,
    count: usize,
    names: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: a function object; vectorcall's own rules for the arguments.
    unsafe {
        let function: *mut PyCFunctionObject = p.cast();
        let is_method = (*(*function).m_ml).ml_flags & meth::METHOD != 0;
        let class = if is_method { (*p.cast::<PyCMethodObject>()).mm_class } else { null_mut() };
        let args = Args { first: args, positional: count & !argv::ARGUMENTS_OFFSET, names };
        let me =
            if (*(*function).m_ml).ml_flags & meth::STATIC != 0 { null_mut() } else { (*function).m_self };
        call_def((*function).m_ml, me, class, args)
    }
}

/// # Safety
/// `p` is a function object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCFunction_Call(
    p: *mut PyObject,
    args: *mut PyObject,
    kwargs: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { argv::call_with(p, args, kwargs, vectorcall) }
}

macro_rules! getter {
    ($name:ident, $ty:ty, |$function:ident| $value:expr, $none:expr) => {
        /// # Safety
        /// `p` is an object.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name(p: *mut PyObject) -> $ty {
            // SAFETY: checked for its type.
            unsafe {
                if p.is_null() || !types::is_subtype((*p).ob_type, &raw mut PyCFunction_Type) {
                    errors::bad_internal_call();
                    return $none;
                }
                let $function: *mut PyCFunctionObject = p.cast();
                $value
            }
        }
    };
}

getter!(PyCFunction_GetFunction, *mut c_void, |function| (*(*function).m_ml).ml_meth, null_mut());
getter!(PyCFunction_GetSelf, *mut PyObject, |function| own_self(function), null_mut());
getter!(PyCFunction_GetFlags, c_int, |function| (*(*function).m_ml).ml_flags, -1);

unsafe fn own_self(function: *mut PyCFunctionObject) -> *mut PyObject {
    // SAFETY: a function object.
    unsafe { if (*(*function).m_ml).ml_flags & meth::STATIC != 0 { null_mut() } else { (*function).m_self } }
}

unsafe extern "C" fn dealloc(p: *mut PyObject) {
    // SAFETY: the destructor of a function object.
    unsafe {
        let function: *mut PyCFunctionObject = p.cast();
        xdecref((*function).m_self);
        xdecref((*function).m_module);
        body::raw_free(p.cast());
    }
}

unsafe extern "C" fn traverse(p: *mut PyObject, visit: pilotage_abi::visitproc, arg: *mut c_void) -> c_int {
    // SAFETY: a function object.
    unsafe {
        let function: *mut PyCFunctionObject = p.cast();
        for edge in [(*function).m_self, (*function).m_module] {
            if !edge.is_null() {
                let outcome = visit(edge, arg);
                if outcome != 0 {
                    return outcome;
                }
            }
        }
        0
    }
}

unsafe extern "C" fn repr(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: a function object.
    unsafe {
        let function: *mut PyCFunctionObject = p.cast();
        let name = name_of((*function).m_ml);
        let me = own_self(function);
        let text = if me.is_null() || (*me).ob_type == &raw mut crate::builtin::PyModule_Type {
            format!("<built-in function {name}>")
        } else {
            format!(
                "<built-in method {name} of {} object at {me:p}>",
                python::c_text((*(*me).ob_type).tp_name)
            )
        };
        to_c(python::text(&text))
    }
}

unsafe extern "C" fn compare(a: *mut PyObject, b: *mut PyObject, op: c_int) -> *mut PyObject {
    // SAFETY: `a` is a function object.
    unsafe {
        if !(op == 2 || op == 3) || !types::is_subtype((*b).ob_type, &raw mut PyCFunction_Type) {
            return to_c(model().not_implemented().to_ref());
        }
        let (x, y): (*mut PyCFunctionObject, *mut PyCFunctionObject) = (a.cast(), b.cast());
        let same = (*x).m_self == (*y).m_self && (*(*x).m_ml).ml_meth == (*(*y).m_ml).ml_meth;
        to_c(model().boolean(same == (op == 2)).to_ref())
    }
}

unsafe extern "C" fn hash(p: *mut PyObject) -> isize {
    // SAFETY: a function object.
    unsafe {
        let function: *mut PyCFunctionObject = p.cast();
        let mixed = ((*function).m_self as usize >> 4) ^ (*(*function).m_ml).ml_meth as usize;
        if mixed.cast_signed() == -1 { -2 } else { mixed.cast_signed() }
    }
}

unsafe extern "C" fn get_name(p: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    // SAFETY: a function object.
    unsafe { to_c(python::text(&name_of((*p.cast::<PyCFunctionObject>()).m_ml))) }
}

unsafe extern "C" fn get_qualname(p: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    // SAFETY: a function object.
    unsafe {
        let function: *mut PyCFunctionObject = p.cast();
        let name = name_of((*function).m_ml);
        let me = (*function).m_self;
        if me.is_null() || (*me).ob_type == &raw mut crate::builtin::PyModule_Type {
            return to_c(python::text(&name));
        }
        let class = if types::is_type_class((*me).ob_type) { me.cast() } else { (*me).ob_type };
        let owner = match python::attr(from_c(class.cast::<PyObject>()), "__qualname__") {
            Ok(owner) => python::to_string(owner.obj()),
            Err(_) => python::c_text((*class).tp_name),
        };
        to_c(python::text(&format!("{owner}.{name}")))
    }
}

unsafe extern "C" fn get_doc(p: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    // SAFETY: a function object.
    unsafe {
        let def = (*p.cast::<PyCFunctionObject>()).m_ml;
        descrobject::doc_object((*def).ml_name, (*def).ml_doc)
    }
}

unsafe extern "C" fn get_signature(p: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    // SAFETY: a function object.
    unsafe {
        let def = (*p.cast::<PyCFunctionObject>()).m_ml;
        descrobject::signature_object((*def).ml_name, (*def).ml_doc)
    }
}

unsafe extern "C" fn get_self(p: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    // SAFETY: a function object.
    unsafe {
        let me = own_self(p.cast());
        let me = if me.is_null() { &raw mut crate::builtin::_Py_NoneStruct } else { me };
        incref(me);
        me
    }
}

/// Pickles as a name: `module.function`, or `(getattr, (self, name))`.
unsafe extern "C" fn reduce(p: *mut PyObject, _: *mut PyObject) -> *mut PyObject {
    // SAFETY: a function object.
    unsafe {
        let function: *mut PyCFunctionObject = p.cast();
        let name = python::text(&name_of((*function).m_ml));
        let me = (*function).m_self;
        if me.is_null() || (*me).ob_type == &raw mut crate::builtin::PyModule_Type {
            return to_c(name);
        }
        let made = python::builtin("getattr")
            .map(|getattr| model().tuple(vec![getattr, model().tuple(vec![from_c(me).to_ref(), name])]));
        crate::convert::give(made)
    }
}

static GETSETS: Table<[PyGetSetDef; 7]> = Table([
    getset(c"__class__", crate::shown_class::get),
    getset(c"__name__", get_name),
    getset(c"__qualname__", get_qualname),
    getset(c"__doc__", get_doc),
    getset(c"__text_signature__", get_signature),
    getset(c"__self__", get_self),
    LAST_GETSET,
]);

static MEMBERS: Table<[PyMemberDef; 2]> = Table([
    PyMemberDef {
        name: c"__module__".as_ptr(),
        type_code: member::OBJECT,
        offset: offset_of!(PyCFunctionObject, m_module).cast_signed(),
        flags: 0,
        doc: core::ptr::null(),
    },
    PyMemberDef { name: core::ptr::null(), type_code: 0, offset: 0, flags: 0, doc: core::ptr::null() },
]);

static METHODS: Table<[PyMethodDef; 2]> = Table([
    PyMethodDef {
        ml_name: c"__reduce__".as_ptr(),
        ml_meth: reduce as *const () as *mut c_void,
        ml_flags: meth::NOARGS,
        ml_doc: core::ptr::null::<c_char>(),
    },
    LAST_METHOD,
]);

pub(crate) unsafe fn start() -> Result<()> {
    // SAFETY: statics of core, filled once.
    unsafe {
        for (t, name, base) in [
            (&raw mut PyCFunction_Type, c"builtin_function_or_method", null_mut()),
            (&raw mut PyCMethod_Type, c"builtin_method", &raw mut PyCFunction_Type),
        ] {
            (*t).tp_name = name.as_ptr();
            (*t).tp_base = base;
            (*t).tp_basicsize =
                if base.is_null() { size_of::<PyCFunctionObject>() } else { size_of::<PyCMethodObject>() }
                    .cast_signed();
            (*t).tp_flags = tp::HAVE_VECTORCALL | tp::HAVE_GC;
            (*t).tp_vectorcall_offset = offset_of!(PyCFunctionObject, vectorcall).cast_signed();
            (*t).tp_weaklistoffset = offset_of!(PyCFunctionObject, m_weakreflist).cast_signed();
            (*t).tp_call = Some(PyCFunction_Call);
            (*t).tp_repr = Some(repr);
            (*t).tp_hash = Some(hash);
            (*t).tp_richcompare = Some(compare);
            (*t).tp_dealloc = Some(dealloc);
            (*t).tp_traverse = Some(traverse);
            (*t).tp_getset = GETSETS.0.as_ptr().cast_mut();
            (*t).tp_members = MEMBERS.0.as_ptr().cast_mut();
            (*t).tp_methods = METHODS.0.as_ptr().cast_mut();
            descrobject::finish_type(t, name)?;
        }
        Ok(())
    }
}
