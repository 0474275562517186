//! Data that C knows by symbol: builtin types, singletons, exceptions. Filled by [`start`], from the VM.

use core::ptr::null_mut;

use pilotage_abi::flags::tp;
use pilotage_abi::{PyLongObject, PyObject, PyTypeObject};

use crate::body;
use crate::builtin_types::{builtin_exceptions, builtin_types};
use crate::model::{Obj, Ref, Result, model};
use crate::{python, types};

/// A type before it is filled.
pub const EMPTY_TYPE: PyTypeObject = {
    // SAFETY: all fields are integers, null pointers and `None`, which zero bytes are.
    unsafe { core::mem::zeroed() }
};

macro_rules! declare_types {
    ($($symbol:ident, $expression:literal, $basic:literal, $item:literal, $dict:literal, $weak:literal, $flags:literal;)*) => {
        $(#[unsafe(no_mangle)] pub static mut $symbol: PyTypeObject = EMPTY_TYPE;)*

        /// What the list says of each type.
        fn table() -> Vec<Builtin> {
            vec![$(Builtin {
                symbol: stringify!($symbol), body: &raw mut $symbol, basicsize: $basic, itemsize: $item,
                dictoffset: $dict, weaklistoffset: $weak, flags: $flags,
            },)*]
        }

        const EXPRESSIONS: &[(&str, &str)] = &[$((stringify!($symbol), $expression),)*];
    };
}
builtin_types!(declare_types);

struct Builtin {
    symbol: &'static str,
    body: *mut PyTypeObject,
    basicsize: isize,
    itemsize: isize,
    dictoffset: isize,
    weaklistoffset: isize,
    flags: u64,
}

macro_rules! declare_exceptions {
    ($($name:ident, $symbol:ident, $text:literal, $basic:literal;)*) => {
        $(#[unsafe(no_mangle)] pub static mut $symbol: *mut PyObject = null_mut();)*

        /// An exception class of `builtins`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(dead_code, reason = "one for each symbol, whether core raises it or not")]
        pub enum Exc { $($name,)* }

        impl Exc {
            /// The class, as C sees it.
            pub fn class(self) -> *mut PyObject {
                match self {
                    // SAFETY: written once at the start.
                    $(Exc::$name => unsafe { $symbol },)*
                }
            }
        }

        fn exceptions() -> Vec<(&'static str, *mut *mut PyObject, isize)> {
            vec![$(($text, &raw mut $symbol, $basic),)*]
        }
    };
}
builtin_exceptions!(declare_exceptions);

/// Aliases that CPython keeps.
#[unsafe(no_mangle)]
pub static mut PyExc_EnvironmentError: *mut PyObject = null_mut();
#[unsafe(no_mangle)]
pub static mut PyExc_IOError: *mut PyObject = null_mut();

const EMPTY: PyObject = PyObject { ob_refcnt: 0, ob_overflow: 0, ob_flags: 0, ob_type: null_mut() };
#[unsafe(no_mangle)]
pub static mut _Py_NoneStruct: PyObject = EMPTY;
#[unsafe(no_mangle)]
pub static mut _Py_EllipsisObject: PyObject = EMPTY;
#[unsafe(no_mangle)]
pub static mut _Py_NotImplementedStruct: PyObject = EMPTY;
const EMPTY_LONG: PyLongObject =
    PyLongObject { ob_base: EMPTY, long_value: pilotage_abi::_PyLongValue { lv_tag: 1, ob_digit: [0] } };
#[unsafe(no_mangle)]
pub static mut _Py_FalseStruct: PyLongObject = EMPTY_LONG;
#[unsafe(no_mangle)]
pub static mut _Py_TrueStruct: PyLongObject = EMPTY_LONG;

/// Evaluates to a dict of symbol -> type. Imports nothing that is not built in.
fn source() -> String {
    let mut source = String::from(
        "import _contextvars, _weakref, _collections\n\
         try:\n import _pickle\nexcept ImportError:\n _pickle = None\n\
         def _outer():\n x = 1\n def g():\n  yield x\n return g\n\
         _ge = _outer()\n\
         async def _ag(): yield 1\n\
         async def _co(): pass\n\
         def _f(): pass\n\
         class _C:\n def f(self): pass\n\
         class _S:\n def __getitem__(self, i): raise IndexError\n\
         try:\n raise ValueError\nexcept ValueError as e:\n _tb = e.__traceback__\n\
         found = {}\n",
    );
    for (symbol, expression) in EXPRESSIONS {
        source.push_str(&format!("try:\n found['{symbol}'] = {expression}\nexcept Exception: pass\n"));
    }
    // A coroutine that never runs would warn when it goes.
    source.replace("type(_co())", "(lambda c: (type(c), c.close())[0])(_co())")
}

/// Fills everything of this file.
pub(crate) fn start() -> Result<()> {
    let namespace = model().dict();
    let code = python::call_function(
        "builtins",
        "compile",
        &[python::text(&source()).obj(), python::text("<pilotage>").obj(), python::text("exec").obj()],
    )?;
    python::call_function("builtins", "exec", &[code.obj(), namespace.obj()])?;
    let found = model().dict_get(namespace.obj(), python::text("found").obj())?;
    let Some(found) = found else { return Ok(()) };
    let known: Vec<(Builtin, Option<Ref>)> = table()
        .into_iter()
        .map(|builtin| {
            let class = model().dict_get(found.obj(), python::text(builtin.symbol).obj()).ok().flatten();
            (builtin, class)
        })
        .collect();
    announce(&known);
    for (builtin, class) in &known {
        if let Some(class) = class {
            types::fill_builtin(builtin.body, class.obj());
            // The list says which of them can be part of a cycle.
            // SAFETY: a static of this file.
            unsafe { (*builtin.body).tp_flags &= !tp::HAVE_GC | builtin.flags };
        }
    }
    singletons();
    exceptions_start()
}

/// All addresses are known before any type is filled: types refer to each other.
fn announce(known: &[(Builtin, Option<Ref>)]) {
    let mut seen = std::collections::HashSet::new();
    for (builtin, class) in known {
        let t = builtin.body;
        // SAFETY: statics of this file, before anything uses them.
        unsafe {
            (*t).ob_base.ob_base.ob_type = &raw mut PyType_Type;
            (*t).tp_basicsize = builtin.basicsize;
            (*t).tp_itemsize = builtin.itemsize;
            (*t).tp_dictoffset = builtin.dictoffset;
            (*t).tp_weaklistoffset = builtin.weaklistoffset;
            (*t).tp_flags = builtin.flags;
            (*t).tp_name = crate::body::c_string(builtin.symbol);
            let Some(class) = class else { continue };
            // Two symbols for one type of the VM: the first is its body.
            if seen.insert(class.obj().as_ptr()) {
                body::pair_static(t.cast(), class.clone());
            }
        }
    }
}

fn singletons() {
    let number = |truth: bool| -> *mut PyObject {
        if truth { (&raw mut _Py_TrueStruct).cast() } else { (&raw mut _Py_FalseStruct).cast() }
    };
    // SAFETY: statics of this file, before anything uses them.
    unsafe {
        let none = &raw mut _Py_NoneStruct;
        (*none).ob_type = &raw mut _PyNone_Type;
        body::pair_static(none, model().none().to_ref());
        let ellipsis = &raw mut _Py_EllipsisObject;
        (*ellipsis).ob_type = &raw mut PyEllipsis_Type;
        body::pair_static(ellipsis, model().ellipsis().to_ref());
        let not_implemented = &raw mut _Py_NotImplementedStruct;
        (*not_implemented).ob_type = &raw mut _PyNotImplemented_Type;
        body::pair_static(not_implemented, model().not_implemented().to_ref());
        for truth in [false, true] {
            let p = number(truth);
            (*p).ob_type = &raw mut PyBool_Type;
            crate::mirror::write_digits(p, false, if truth { &[1] } else { &[] });
            body::pair_static(p, model().boolean(truth).to_ref());
        }
    }
}

fn exceptions_start() -> Result<()> {
    let builtins = model().import("builtins")?;
    for (name, symbol, basicsize) in exceptions() {
        let Ok(class) = python::attr(builtins.obj(), name) else { continue };
        let t = types::mirror_exception(class.obj(), basicsize);
        // SAFETY: statics of this file.
        unsafe { *symbol = t.cast() };
    }
    // SAFETY: as above.
    unsafe {
        PyExc_EnvironmentError = PyExc_OSError;
        PyExc_IOError = PyExc_OSError;
    }
    Ok(())
}

/// A class of the VM that C knows by symbol.
pub fn class(t: *mut PyTypeObject) -> Obj {
    // SAFETY: ready since the start.
    unsafe { (*types::info(t)).class }
}
