//! The types that extensions made, what is known of types of the interpreter, and where modules keep state.

use std::ffi::CStr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use pilotage_ledger::AddressTable;

use crate::gil::UnderGil;
use crate::python::{self, Python, word};
use crate::{deaths, entries, extension, hooks, indirect, memory, thread};

static OURS: UnderGil<AddressTable> = UnderGil::new(AddressTable::new());
/// Types that are no heap types, so that they live for ever, and were found not to be ours.
static OTHERS: UnderGil<AddressTable> = UnderGil::new(AddressTable::new());

/// Longest chain of bases that is followed.
const MOST_BASES: usize = 16;

/// A type that a watched extension made.
pub(crate) fn add(kind: usize) {
    // Some make types of the interpreter ready once more.
    if indirect::is_of_interpreter(kind) {
        return;
    }
    let is_new = OURS.with(|ours| ours.insert(kind, 1).is_none());
    OTHERS.with(AddressTable::clear);
    // A static type lives for ever, and has no type of its own before it is made ready.
    if let Some(python) = python::get().filter(|python| is_new && python.type_of(kind) != 0) {
        deaths::watch(python, kind);
    }
}

/// A type that the extension makes instances of by itself: a static one of its own that was never made ready, or one that it shares with
/// other modules, as those made by Cython do. It fills their fields.
pub(crate) fn adopt(kind: usize, python: &Python) {
    let is_known = kind == 0 || OURS.with(|ours| ours.get(kind).is_some());
    if is_known || indirect::is_of_interpreter(kind) {
        return;
    }
    if extension::is_data(kind) {
        entries::static_type(kind, python.minor);
    }
    add(kind);
}

/// A type whose memory went back.
pub(crate) fn remove(kind: usize) {
    OURS.with(|ours| ours.remove(kind));
}

/// An instance was freed, and its `tp_dealloc` was not seen to be entered: when that is the extension's own, it released
/// what the fields held, and nobody knows what.
pub(crate) fn died_unseen(object: usize) {
    let Some(python) = python::get() else { return };
    let kind = python.type_of(object);
    let dealloc =
        python.field("PyTypeObject", "tp_dealloc").filter(|_| kind != 0).map_or(0, |at| word(kind + at));
    if extension::of_code(dealloc).is_some()
        && let Some(account) = thread::current().account()
    {
        account.activation.unsure = true;
    }
}

/// Adds the values of an exact dictionary, at most `limit`.
pub(crate) fn values(dictionary: usize, limit: usize, found: &mut Vec<usize>) {
    type Next = unsafe extern "C" fn(usize, *mut isize, *mut usize, *mut usize) -> i32;
    static NEXT: OnceLock<[usize; 2]> = OnceLock::new();
    let [next, kind] = *NEXT
        .get_or_init(|| [c"PyDict_Next", c"PyDict_Type"].map(|name| hooks::python_symbol(name).unwrap_or(0)));
    if next == 0 || word(dictionary + 8) != kind {
        return;
    }
    // SAFETY: the signature of `PyDict_Next`.
    let next = unsafe { std::mem::transmute::<usize, Next>(next) };
    let (mut position, mut key, mut value) = (0, 0, 0);
    for _ in 0..limit {
        // SAFETY: a live dictionary, three variables of ours; nothing else runs.
        if unsafe { next(dictionary, &raw mut position, &raw mut key, &raw mut value) } == 0 {
            return;
        }
        found.push(value);
    }
}

/// An instance of a type of a watched extension is watched from now on.
pub(crate) fn watch_if_ours(python: &Python, object: usize) {
    if object != 0 && is_ours(python, python.type_of(object)) {
        deaths::watch_instance(python, object);
    }
}

/// Functions that were put into types after they were made.
pub(crate) fn look_again(python: &Python) {
    let ours: Vec<usize> = OURS.with(|ours| ours.iter().map(|(kind, _)| kind).collect());
    for kind in ours {
        entries::static_type(kind, python.minor);
    }
}

/// It is a type of a watched extension, derived from one, or made by a metaclass of one: its instances hold references in fields that
/// the extension writes.
pub(crate) fn is_ours(python: &Python, kind: usize) -> bool {
    if OURS.with(|ours| ours.get(kind).is_some()) {
        return true;
    }
    if OTHERS.with(|others| others.get(kind).is_some()) {
        return false;
    }
    let is_ours = comes_from_ours(python, kind);
    if !is_ours && kind != 0 && !python.is_heap_type(kind) {
        OTHERS.with(|others| others.insert(kind, 1));
    }
    is_ours
}

fn comes_from_ours(python: &Python, kind: usize) -> bool {
    let mut kind = kind;
    OURS.with(|ours| {
        if ours.is_empty() {
            return false;
        }
        for _ in 0..MOST_BASES {
            if kind == 0 {
                return false;
            }
            if ours.get(kind).is_some() || ours.get(python.type_of(kind)).is_some() {
                return true;
            }
            kind = python.base(kind);
        }
        false
    })
}

/// More references in one instance than this are not looked at.
const MOST_FIELDS: usize = 64;

/// The objects that an instance of a collected type refers to, as its own `tp_traverse` tells.
pub(crate) fn fields(python: &Python, object: usize, found: &mut Vec<usize>) {
    found.clear();
    if let Some(traverse) = python.traverse(object).filter(|_| is_tracked(object)) {
        // SAFETY: the collector may call this function at any time when the object is tracked; ours adds to `found`.
        unsafe { traverse(object, visit, std::ptr::from_mut(found).cast()) };
    }
}

/// Signature of `visitproc`.
pub(crate) type Visit = unsafe extern "C" fn(usize, *mut std::ffi::c_void) -> std::ffi::c_int;

unsafe extern "C" fn visit(object: usize, found: *mut std::ffi::c_void) -> std::ffi::c_int {
    // SAFETY: the vector of `fields`.
    let found = unsafe { &mut *found.cast::<Vec<usize>>() };
    if object != 0 {
        found.push(object);
    }
    // Anything but 0 ends the traversal.
    std::ffi::c_int::from(found.len() >= MOST_FIELDS)
}

/// Adds every object that an instance refers to by its own `tp_traverse`.
pub(crate) fn add_visits(python: &Python, instance: usize, found: &mut Vec<usize>) {
    if let Some(traverse) = python.traverse(instance) {
        // SAFETY: the collector may call this function at any time; ours only adds to `found`.
        unsafe { traverse(instance, add_one, std::ptr::from_mut(found).cast()) };
    }
}

unsafe extern "C" fn add_one(object: usize, found: *mut std::ffi::c_void) -> std::ffi::c_int {
    // SAFETY: the vector of `add_visits`.
    let found = unsafe { &mut *found.cast::<Vec<usize>>() };
    found.push(object);
    0
}

/// The collector knows the object: its fields are filled.
pub(crate) fn is_tracked(object: usize) -> bool {
    static FUNCTION: OnceLock<usize> = OnceLock::new();
    let address = *FUNCTION.get_or_init(|| hooks::python_symbol(c"PyObject_GC_IsTracked").unwrap_or(0));
    if address == 0 {
        return false;
    }
    // SAFETY: `int PyObject_GC_IsTracked(PyObject *)`.
    let function = unsafe { std::mem::transmute::<usize, unsafe extern "C" fn(usize) -> i32>(address) };
    // SAFETY: a live object.
    unsafe { function(object) != 0 }
}

/// Releasing an instance releases nothing else.
pub(crate) fn is_plain(python: &Python, kind: usize) -> bool {
    static PLAIN: OnceLock<[usize; 4]> = OnceLock::new();
    let plain = PLAIN.get_or_init(|| {
        [c"PyUnicode_Type", c"PyLong_Type", c"PyFloat_Type", c"PyBytes_Type"]
            .map(|name| hooks::python_symbol(name).unwrap_or(0))
    });
    // Strings of 3.9 to 3.11 leave the table of interned ones when they die, which releases nothing of ours.
    python.minor >= 9 && plain.contains(&kind)
}

/// A converter for `O&` that stores a new reference.
pub(crate) fn makes_object(function: usize) -> bool {
    static MAKERS: OnceLock<[usize; 2]> = OnceLock::new();
    let makers = MAKERS.get_or_init(|| {
        [c"PyUnicode_FSConverter", c"PyUnicode_FSDecoder"].map(|name| hooks::python_symbol(name).unwrap_or(0))
    });
    function != 0 && makers.contains(&function)
}

static LAST_STATE: AtomicUsize = AtomicUsize::new(0);

/// The state of a module lies at `state`; how long it is stands in the definition.
pub(crate) fn note_state(module: usize, state: usize) {
    // Most ask for the same state again and again.
    if LAST_STATE.load(Ordering::Relaxed) == state {
        return;
    }
    LAST_STATE.store(state, Ordering::Relaxed);
    if let Some(definition) = definition(module).filter(|_| state != 0) {
        // `PyModuleDef.m_size`
        memory::state(state, word(definition + 56).min(1 << 20));
    }
}

/// The `PyModuleDef` of an object that is a module.
pub(crate) fn definition(object: usize) -> Option<usize> {
    static IS_MODULE: OnceLock<Option<usize>> = OnceLock::new();
    let module = (*IS_MODULE.get_or_init(|| hooks::python_symbol(c"PyModule_Type")))?;
    if word(object + 8) != module {
        return None;
    }
    static GET: OnceLock<Option<unsafe extern "C" fn(usize) -> usize>> = OnceLock::new();
    let get = (*GET.get_or_init(|| function(c"PyModule_GetDef")))?;
    // SAFETY: `PyModuleDef *PyModule_GetDef(PyObject *)`, with a module.
    let definition = unsafe { get(object) };
    (definition != 0).then_some(definition)
}

fn function(name: &CStr) -> Option<unsafe extern "C" fn(usize) -> usize> {
    let address = hooks::python_symbol(name)?;
    // SAFETY: the caller names a function of one pointer that returns a pointer.
    Some(unsafe { std::mem::transmute::<usize, unsafe extern "C" fn(usize) -> usize>(address) })
}
