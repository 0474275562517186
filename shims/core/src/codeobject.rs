//! Code objects: stubs for tracebacks and for functions of Cython, which have names and signatures but no Python code.

use core::ffi::{c_char, c_int, c_void};

use pilotage_abi::{PyCodeObject, PyObject};

use crate::body::World;
use crate::builtin::{PyCode_Type, PyTraceBack_Type};
use crate::convert::{borrow_c, from_c, give, to_c};
use crate::model::{CodePlace, Obj, Ref, Result, Shape, model};
use crate::{python, types};

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCode_NewEmpty(
    filename: *const c_char,
    function: *const c_char,
    line: c_int,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    let (filename, function) = unsafe { (python::c_text(filename), python::c_text(function)) };
    to_c(model().code_stub(CodePlace { filename: &filename, function: &function, line }))
}

/// `co_firstlineno`.
///
/// # Safety
/// `code` is a code object.
pub(crate) unsafe fn first_line(code: *mut PyObject) -> c_int {
    // SAFETY: the caller's promise.
    number(unsafe { from_c(code) }, "co_firstlineno")
}

fn number(code: Obj, name: &str) -> c_int {
    let value = python::attr(code, name).ok().filter(|value| model().shape(value.obj()) == Shape::Int);
    value.and_then(|value| model().int_to_i64(value.obj())).unwrap_or(0) as c_int
}

/// What `PyUnstable_Code_New*` gets.
struct Parts {
    numbers: [(&'static str, c_int); 6],
    objects: [(&'static str, *mut PyObject); 6],
    filename: *mut PyObject,
    name: *mut PyObject,
    line: c_int,
}

/// A stub with the name, then everything that the VM lets `replace` change. Bytecode of CPython means nothing here.
unsafe fn new_code(parts: &Parts) -> Result {
    // SAFETY: the caller's promise: bodies.
    unsafe {
        let text = |p: *mut PyObject| python::to_string(from_c(p));
        let (filename, function) = (text(parts.filename), text(parts.name));
        let code =
            model().code_stub(CodePlace { filename: &filename, function: &function, line: parts.line });
        let mut changes: Vec<(&str, Ref)> = parts
            .numbers
            .iter()
            .map(|&(name, value)| (name, model().int_from_i64(i64::from(value))))
            .collect();
        let objects = parts.objects.iter().filter(|(_, value)| !value.is_null());
        changes.extend(objects.map(|&(name, value)| (name, from_c(value).to_ref())));
        // All at once, because the VM compares them with each other; what it refuses is left out.
        if let Ok(replaced) = replace(code.obj(), &changes) {
            return Ok(replaced);
        }
        let mut replaced = code;
        for change in &changes {
            if let Ok(changed) = replace(replaced.obj(), core::slice::from_ref(change)) {
                replaced = changed;
            }
        }
        Ok(replaced)
    }
}

/// `code.replace(name=value, ...)`.
fn replace(code: Obj, changes: &[(&str, Ref)]) -> Result {
    let method = python::attr(code, "replace")?;
    let names: Vec<Ref> = changes.iter().map(|(name, _)| python::name(name)).collect();
    let values: Vec<Obj> = changes.iter().map(|(_, value)| value.obj()).collect();
    model().call(method.obj(), &values, &names.iter().map(Ref::obj).collect::<Vec<_>>())
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnstable_Code_NewWithPosOnlyArgs(
    argcount: c_int,
    posonlyargcount: c_int,
    kwonlyargcount: c_int,
    nlocals: c_int,
    stacksize: c_int,
    flags: c_int,
    _code: *mut PyObject,
    consts: *mut PyObject,
    names: *mut PyObject,
    varnames: *mut PyObject,
    freevars: *mut PyObject,
    cellvars: *mut PyObject,
    filename: *mut PyObject,
    name: *mut PyObject,
    qualname: *mut PyObject,
    firstlineno: c_int,
    _linetable: *mut PyObject,
    _exceptiontable: *mut PyObject,
) -> *mut PyObject {
    let parts = Parts {
        numbers: [
            ("co_argcount", argcount),
            ("co_posonlyargcount", posonlyargcount),
            ("co_kwonlyargcount", kwonlyargcount),
            ("co_nlocals", nlocals),
            ("co_stacksize", stacksize),
            ("co_flags", flags),
        ],
        objects: [
            ("co_varnames", varnames),
            ("co_consts", consts),
            ("co_names", names),
            ("co_freevars", freevars),
            ("co_cellvars", cellvars),
            ("co_qualname", qualname),
        ],
        filename,
        name,
        line: firstlineno,
    };
    // SAFETY: the caller's promise.
    give(unsafe { new_code(&parts) })
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnstable_Code_New(
    argcount: c_int,
    kwonlyargcount: c_int,
    nlocals: c_int,
    stacksize: c_int,
    flags: c_int,
    code: *mut PyObject,
    consts: *mut PyObject,
    names: *mut PyObject,
    varnames: *mut PyObject,
    freevars: *mut PyObject,
    cellvars: *mut PyObject,
    filename: *mut PyObject,
    name: *mut PyObject,
    qualname: *mut PyObject,
    firstlineno: c_int,
    linetable: *mut PyObject,
    exceptiontable: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        PyUnstable_Code_NewWithPosOnlyArgs(
            argcount,
            0,
            kwonlyargcount,
            nlocals,
            stacksize,
            flags,
            code,
            consts,
            names,
            varnames,
            freevars,
            cellvars,
            filename,
            name,
            qualname,
            firstlineno,
            linetable,
            exceptiontable,
        )
    }
}

macro_rules! attributes {
    ($($function:ident $attribute:literal;)*) => { $(
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $function(code: *mut PyObject) -> *mut PyObject {
            // SAFETY: the caller's promise.
            give(python::attr(unsafe { from_c(code) }, $attribute))
        }
    )* };
}

attributes! {
    PyCode_GetCode "co_code"; PyCode_GetVarnames "co_varnames"; PyCode_GetFreevars "co_freevars";
    PyCode_GetCellvars "co_cellvars";
}

/// The line of an offset in the bytecode.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCode_Addr2Line(code: *mut PyObject, offset: c_int) -> c_int {
    // SAFETY: the caller's promise.
    let code = unsafe { from_c(code) };
    if offset < 0 {
        return number(code, "co_firstlineno");
    }
    line_at(code, i64::from(offset)).ok().flatten().unwrap_or(-1)
}

fn line_at(code: Obj, offset: i64) -> Result<Option<c_int>> {
    let lines = python::call_method(code, "co_lines", &[])?;
    let lines = model().iter(lines.obj())?;
    while let Some(range) = model().next(lines.obj())? {
        let at = |index: i64| -> Result<Option<i64>> {
            let part = model().getitem(range.obj(), model().int_from_i64(index).obj())?;
            Ok(if model().shape(part.obj()) == Shape::Int { model().int_to_i64(part.obj()) } else { None })
        };
        if let (Some(start), Some(end)) = (at(0)?, at(1)?)
            && (start..end).contains(&offset)
        {
            return Ok(at(2)?.map(|line| line as c_int));
        }
    }
    Ok(None)
}

/// Lines are known, columns are not (-1).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCode_Addr2Location(
    code: *mut PyObject,
    offset: c_int,
    start_line: *mut c_int,
    start_column: *mut c_int,
    end_line: *mut c_int,
    end_column: *mut c_int,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        let line = PyCode_Addr2Line(code, offset);
        *start_line = line;
        *end_line = line;
        *start_column = -1;
        *end_column = -1;
    }
    1
}

/// CPython has no optimiser behind this any more either: the code as it is.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCode_Optimize(
    code: *mut PyObject,
    _consts: *mut PyObject,
    _names: *mut PyObject,
    _lines: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { crate::body::incref(code) };
    code
}

/// What tools hang on code objects: the code, kept for ever, the index and the pointer.
static EXTRAS: World<Vec<(Obj, isize, usize)>> = World::new(Vec::new());
static EXTRA_INDEXES: World<isize> = World::new(0);
/// As many as CPython has.
const MAX_EXTRA_INDEXES: isize = 255;

/// The function that would free an extra is never called: code with extras is kept.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnstable_Eval_RequestCodeExtraIndex(_free: *mut c_void) -> isize {
    EXTRA_INDEXES.with(|next| {
        if *next == MAX_EXTRA_INDEXES {
            return -1;
        }
        *next += 1;
        *next - 1
    })
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnstable_Code_GetExtra(
    code: *mut PyObject,
    index: isize,
    extra: *mut *mut c_void,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        let code = from_c(code);
        let found = EXTRAS.with(|extras| {
            extras.iter().find(|(of, at, _)| *of == code && *at == index).map(|found| found.2)
        });
        *extra = found.unwrap_or(0) as *mut c_void;
    }
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnstable_Code_SetExtra(
    code: *mut PyObject,
    index: isize,
    extra: *mut c_void,
) -> c_int {
    // SAFETY: the caller's promise.
    let code = unsafe { from_c(code) };
    let known = EXTRAS.with(|extras| {
        let found = extras.iter_mut().find(|(of, at, _)| *of == code && *at == index);
        let known = found.is_some();
        if let Some(found) = found {
            found.2 = extra as usize;
        }
        known
    });
    if !known {
        let code = code.to_ref().into_owned();
        EXTRAS.with(|extras| extras.push((code, index, extra as usize)));
    }
    0
}

/// The fields of code that C reads by macro. Strings and tuples are kept by the code object.
unsafe fn fill_code(p: *mut PyObject, vm: Obj) {
    let code: *mut PyCodeObject = p.cast();
    let part = |name| match python::attr_opt(vm, name) {
        Ok(Some(part)) if model().strong_count(part.obj()) > 1 => borrow_c(part.obj()),
        _ => core::ptr::null_mut(),
    };
    // SAFETY: a body with the layout of code.
    unsafe {
        (*code).co_argcount = number(vm, "co_argcount");
        (*code).co_posonlyargcount = number(vm, "co_posonlyargcount");
        (*code).co_kwonlyargcount = number(vm, "co_kwonlyargcount");
        (*code).co_nlocals = number(vm, "co_nlocals");
        (*code).co_flags = number(vm, "co_flags");
        (*code).co_firstlineno = number(vm, "co_firstlineno");
        (*code).co_filename = part("co_filename");
        (*code).co_name = part("co_name");
        (*code).co_qualname = part("co_qualname");
    }
}

/// Mirrors of code and tracebacks show their fields from now on.
pub(crate) fn start() {
    // SAFETY: types that are ready from the start.
    unsafe {
        (*types::info(&raw mut PyCode_Type)).fill = Some(fill_code);
        (*types::info(&raw mut PyTraceBack_Type)).fill = Some(crate::traceback::fill);
    }
}

/// What tells constants of code apart that are equal: 0, 0.0, False and -0.0.
fn constant_key(vm: Obj) -> Result {
    let pair = |first: Ref| Ok(model().tuple(vec![first, vm.to_ref()]));
    let class = model().class(vm);
    let is_exact = |t: *mut pilotage_abi::PyTypeObject| class == crate::builtin::class(t);
    let keys = |items: &[Obj]| items.iter().map(|&item| constant_key(item)).collect::<Result<Vec<Ref>>>();
    match model().shape(vm) {
        Shape::None | Shape::Code => Ok(vm.to_ref()),
        _ if vm == model().ellipsis() => Ok(vm.to_ref()),
        Shape::Int if is_exact(&raw mut crate::builtin::PyLong_Type) => Ok(vm.to_ref()),
        Shape::Str if is_exact(&raw mut crate::builtin::PyUnicode_Type) => Ok(vm.to_ref()),
        Shape::Bool => pair(class.to_ref()),
        Shape::Bytes if is_exact(&raw mut crate::builtin::PyBytes_Type) => pair(class.to_ref()),
        Shape::Float if is_exact(&raw mut crate::builtin::PyFloat_Type) => {
            let value = model().float_value(vm);
            let mut parts = vec![class.to_ref(), vm.to_ref()];
            if value == 0.0 && value.is_sign_negative() {
                parts.push(model().none().to_ref());
            }
            Ok(model().tuple(parts))
        }
        Shape::Complex if is_exact(&raw mut crate::builtin::PyComplex_Type) => {
            let (real, imaginary) = model().complex_value(vm);
            let is_minus_zero = |value: f64| value == 0.0 && value.is_sign_negative();
            let mut parts = vec![class.to_ref(), vm.to_ref()];
            match (is_minus_zero(real), is_minus_zero(imaginary)) {
                (false, false) => {}
                (true, false) => parts.push(model().none().to_ref()),
                (real, true) => parts.push(model().boolean(real).to_ref()),
            }
            Ok(model().tuple(parts))
        }
        Shape::Tuple if is_exact(&raw mut crate::builtin::PyTuple_Type) => {
            pair(model().tuple(keys(model().tuple_items(vm))?))
        }
        Shape::FrozenSet if is_exact(&raw mut crate::builtin::PyFrozenSet_Type) => {
            let items = python::call_function("builtins", "list", &[vm])?;
            let keys = model().list(keys(model().list_items(items.obj()))?);
            pair(model().set(true, Some(keys.obj()))?)
        }
        Shape::Slice => {
            let (start, stop, step) = model().slice_parts(vm);
            let parts = keys(&[start.obj(), stop.obj(), step.obj()])?;
            pair(model().slice(parts[0].obj(), parts[1].obj(), parts[2].obj()))
        }
        _ => pair(python::call_function("builtins", "id", &[vm])?),
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyCode_ConstantKey(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's promise: a living body.
    give(constant_key(unsafe { from_c(p) }))
}
