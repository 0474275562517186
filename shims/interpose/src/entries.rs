//! Where the interpreter enters an extension: method tables, slots of types, properties, module slots. The functions
//! in these tables are replaced by thunks before the interpreter reads them.

use std::collections::HashMap;
use std::sync::atomic::{AtomicPtr, AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock};

use pilotage_capi::Version;

use crate::extension::{self, write_pointer};
use crate::python::{self, int, text, word};
use crate::relocations;
use crate::settings::{self, Suspects};
use crate::slot::{self, Close, Entry, Gives, Role, Shape, Slot};
use crate::traps;

/// How a slot is called.
#[derive(Clone, Copy, Debug)]
struct Signature {
    name: &'static str,
    shape: Shape,
    gives: Gives,
}

const fn of(name: &'static str, objects: u8, gives: Gives) -> Signature {
    Signature { name, shape: Shape::Objects(objects), gives }
}

/// The slots of a type, save those that cannot change references: `tp_traverse`, `tp_is_gc`, `tp_free`, `tp_alloc`.
const TYPE: &[Signature] = &[
    of("tp_dealloc", 0, Gives::Dealloc),
    of("tp_getattr", 1, Gives::Object),
    of("tp_setattr", 0b101, Gives::Int),
    of("tp_repr", 1, Gives::Object),
    of("tp_hash", 1, Gives::Word),
    Signature { name: "tp_call", shape: Shape::TupleAndNames, gives: Gives::Object },
    of("tp_str", 1, Gives::Object),
    of("tp_getattro", 0b11, Gives::Object),
    of("tp_setattro", 0b111, Gives::Int),
    of("tp_clear", 1, Gives::Nothing),
    of("tp_richcompare", 0b11, Gives::Object),
    of("tp_iter", 1, Gives::Object),
    of("tp_iternext", 1, Gives::Next),
    of("tp_descr_get", 0b111, Gives::Object),
    of("tp_descr_set", 0b111, Gives::Int),
    Signature { name: "tp_init", shape: Shape::TupleAndNames, gives: Gives::Int },
    Signature { name: "tp_new", shape: Shape::TupleAndNames, gives: Gives::Object },
    of("tp_finalize", 1, Gives::Nothing),
    of("tp_del", 1, Gives::Nothing),
    Signature { name: "tp_vectorcall", shape: Shape::ArrayWithNames, gives: Gives::Object },
];

const SEQUENCE: &[Signature] = &[
    of("sq_length", 1, Gives::Word),
    of("sq_concat", 0b11, Gives::Object),
    of("sq_repeat", 1, Gives::Object),
    of("sq_item", 1, Gives::Object),
    of("sq_ass_item", 0b101, Gives::Int),
    of("sq_contains", 0b11, Gives::Int),
    of("sq_inplace_concat", 0b11, Gives::Object),
    of("sq_inplace_repeat", 1, Gives::Object),
];

const MAPPING: &[Signature] = &[
    of("mp_length", 1, Gives::Word),
    of("mp_subscript", 0b11, Gives::Object),
    of("mp_ass_subscript", 0b111, Gives::Int),
];

const ASYNC: &[Signature] = &[
    of("am_await", 1, Gives::Object),
    of("am_aiter", 1, Gives::Object),
    of("am_anext", 1, Gives::Object),
    of("am_send", 0b11, Gives::Send),
];

const BUFFER: &[Signature] =
    &[of("bf_getbuffer", 1, Gives::Buffer), of("bf_releasebuffer", 1, Gives::Nothing)];

/// The fields of a type that point to further tables, with the struct behind.
const SUITES: &[(&str, &str)] = &[
    ("tp_as_number", "PyNumberMethods"),
    ("tp_as_sequence", "PySequenceMethods"),
    ("tp_as_mapping", "PyMappingMethods"),
    ("tp_as_async", "PyAsyncMethods"),
    ("tp_as_buffer", "PyBufferProcs"),
];

/// What is looked at closely, where that has changed since the process began.
static CLOSE: Mutex<Option<Suspects>> = Mutex::new(None);

fn closely(label: &str) -> Option<Close> {
    if let Some(suspects) = CLOSE.lock().ok()?.as_ref() {
        return suspects.closely(label);
    }
    settings::get()?.confirm.as_ref()?.closely(label)
}

/// A new part of the program begins: calls of entries are counted from 1 again, and others are looked at closely.
pub(crate) fn begin_part(suspects: Suspects) {
    traps::begin(suspects.len());
    if let Ok(mut close) = CLOSE.lock() {
        *close = Some(suspects);
    }
    for slot in slot::entries() {
        if let Role::Entry(entry) = &slot.role {
            entry.times.store(0, Ordering::Relaxed);
            entry.look_closely(closely(&entry.label));
        }
    }
}

static MADE: Mutex<Option<HashMap<usize, usize>>> = Mutex::new(None);

/// The thunk for a function of a watched extension, made when it is first asked for. One function in several tables
/// has one thunk: the interpreter compares slots.
pub(crate) fn thunk(original: usize, extension: u32, shape: Shape, gives: Gives, label: &str) -> usize {
    let Ok(mut made) = MADE.lock() else { return original };
    let made = made.get_or_insert_default();
    if let Some(known) = made.get(&original) {
        return *known;
    }
    let makes_types = label.starts_with("PyInit") || label.ends_with("Py_mod_exec");
    let entry = Entry {
        label: label.to_owned(),
        shape,
        gives,
        makes_types,
        close: AtomicPtr::default(),
        times: AtomicU64::new(0),
    };
    entry.look_closely(closely(label));
    let thunk = Slot::entry(entry, original, extension);
    if thunk == 0 {
        return original;
    }
    made.insert(original, thunk);
    thunk
}

/// Replaces the function at `place` when it is one of a watched extension. A thunk of the API that got there by
/// its address makes room for the function: the interpreter compares slots.
fn replace(place: usize, shape: Shape, gives: Gives, label: impl FnOnce() -> String) {
    let now = word(place);
    if now == 0 {
        return;
    }
    if let Some(original) = relocations::original_of_call(now) {
        return write_pointer(place, original);
    }
    let Some(number) = extension::of_code(now) else { return };
    write_pointer(place, thunk(now, number, shape, gives, &label()));
}

/// The same for a slot of a type. Code that takes the address of a function compares slots with it: to call the next
/// one of a base, to know whether a subclass has its own. Such code gets the address of the thunk, too; where that cannot be, the
/// function stays, and is entered unseen.
fn replace_slot(place: usize, signature: &Signature, owner: &str) {
    let now = word(place);
    let label = || join(owner, signature.name);
    if extension::is_taken(now) {
        let Some(number) = extension::of_code(now) else { return };
        let thunk = thunk(now, number, signature.shape, signature.gives, &label());
        if thunk == now || !extension::retarget(now, thunk) {
            return;
        }
    }
    replace(place, signature.shape, signature.gives, label);
}

/// A table of `PyMethodDef`, up to the one without a name.
pub(crate) fn methods(table: usize, owner: &str) {
    let mut at = table;
    while at != 0 && word(at) != 0 {
        method(at, owner);
        at += 32;
    }
}

/// One `PyMethodDef`.
pub(crate) fn method(definition: usize, owner: &str) {
    if definition == 0 {
        return;
    }
    let shape = match int(definition + 16) & 0x28f {
        // METH_VARARGS without and with METH_KEYWORDS
        1 => Shape::Tuple,
        3 => Shape::TupleAndNames,
        // METH_NOARGS
        4 => Shape::Objects(1),
        // METH_O
        8 => Shape::Objects(0b11),
        // METH_FASTCALL without and with METH_KEYWORDS
        0x80 => Shape::Array,
        0x82 => Shape::ArrayWithNames,
        // METH_METHOD with both
        0x282 => Shape::ArrayWithClass,
        _ => return,
    };
    replace(definition + 8, shape, Gives::Object, || join(owner, &text(word(definition))));
}

/// A table of `PyGetSetDef`, up to the one without a name.
pub(crate) fn properties(table: usize, owner: &str) {
    let mut at = table;
    while at != 0 && word(at) != 0 {
        property(at, owner);
        at += 40;
    }
}

/// One `PyGetSetDef`.
pub(crate) fn property(definition: usize, owner: &str) {
    if definition == 0 {
        return;
    }
    let name = || join(owner, &text(word(definition)));
    replace(definition + 8, Shape::Objects(1), Gives::Object, name);
    replace(definition + 16, Shape::Objects(0b11), Gives::Int, name);
}

/// A `PyModuleDef`: its methods and slots.
pub(crate) fn module(definition: usize) {
    let name = text(word(definition + 40));
    methods(word(definition + 64), &name);
    let mut slot = word(definition + 72);
    while slot != 0 && int(slot) != 0 {
        match int(slot) {
            1 => replace(slot + 8, Shape::Objects(1), Gives::Object, || join(&name, "Py_mod_create")),
            2 => replace(slot + 8, Shape::Objects(1), Gives::Int, || join(&name, "Py_mod_exec")),
            _ => {}
        }
        slot += 16;
    }
}

/// A static type, before it is made ready.
pub(crate) fn static_type(kind: usize, minor: u8) {
    let Some(at) = field("PyTypeObject", "tp_name", minor) else { return };
    let name = text(word(kind + at));
    for signature in TYPE {
        if let Some(at) = field("PyTypeObject", signature.name, minor) {
            replace_slot(kind + at, signature, &name);
        }
    }
    for (suite, owner) in SUITES {
        let Some(at) = field("PyTypeObject", suite, minor) else { continue };
        let table = word(kind + at);
        if table == 0 {
            continue;
        }
        for signature in signatures().iter().filter(|it| it.0 == *owner) {
            if let Some(at) = field(owner, signature.1.name, minor) {
                replace_slot(table + at, &signature.1, &name);
            }
        }
    }
    if let Some(at) = field("PyTypeObject", "tp_methods", minor) {
        methods(word(kind + at), &name);
    }
    if let Some(at) = field("PyTypeObject", "tp_getset", minor) {
        properties(word(kind + at), &name);
    }
}

/// A `PyType_Spec`, before a type is made from it.
pub(crate) fn spec(spec: usize) {
    let name = text(word(spec));
    let mut slot = word(spec + 24);
    while slot != 0 && int(slot) != 0 {
        let place = slot + 8;
        match slot_ids().get(&int(slot)) {
            Some(SlotId::Function(it)) => replace_slot(place, it, &name),
            Some(SlotId::Methods) => methods(word(place), &name),
            Some(SlotId::Properties) => properties(word(place), &name),
            None => {}
        }
        slot += 16;
    }
}

/// The vectorcall function of an instance, which the interpreter calls by itself.
pub(crate) fn vectorcall(object: usize) {
    let Some(python) = python::get() else { return };
    if let Some(place) = python.vectorcall_field(object) {
        replace(place, Shape::ArrayWithNames, Gives::Object, || {
            join(&python.type_name(object), "vectorcall")
        });
    }
}

enum SlotId {
    Function(Signature),
    Methods,
    Properties,
}

/// What `PyType_Slot.slot` means, by the constants of the manifest.
fn slot_ids() -> &'static HashMap<i32, SlotId> {
    static IDS: OnceLock<HashMap<i32, SlotId>> = OnceLock::new();
    IDS.get_or_init(|| {
        let version = Version::new(3, python::get().map_or(13, |python| python.minor));
        let id =
            |name: &str| pilotage_capi::get(&format!("Py_{name}"))?.value_in(version).parse::<i32>().ok();
        let all = TYPE.iter().copied().chain(signatures().iter().map(|it| it.1));
        let mut ids: HashMap<i32, SlotId> =
            all.filter_map(|it| Some((id(it.name)?, SlotId::Function(it)))).collect();
        ids.extend(id("tp_methods").map(|id| (id, SlotId::Methods)));
        ids.extend(id("tp_getset").map(|id| (id, SlotId::Properties)));
        ids
    })
}

/// Every slot of a suite, with the suite.
fn signatures() -> &'static [(&'static str, Signature)] {
    static ALL: OnceLock<Vec<(&str, Signature)>> = OnceLock::new();
    ALL.get_or_init(|| {
        let suites = [
            ("PySequenceMethods", SEQUENCE),
            ("PyMappingMethods", MAPPING),
            ("PyAsyncMethods", ASYNC),
            ("PyBufferProcs", BUFFER),
        ];
        let plain = suites.iter().flat_map(|(owner, all)| all.iter().map(|it| (*owner, *it)));
        let numbers = pilotage_capi::members("PyNumberMethods").iter();
        let numbers = numbers.filter_map(|item| item.name.split_once('.')).filter_map(number);
        plain.chain(numbers.map(|it| ("PyNumberMethods", it))).collect()
    })
}

fn number((_, name): (&'static str, &'static str)) -> Option<Signature> {
    let unary = ["nb_negative", "nb_positive", "nb_absolute", "nb_invert", "nb_int", "nb_float", "nb_index"];
    Some(match name {
        "nb_reserved" => return None,
        "nb_bool" => of(name, 1, Gives::Int),
        "nb_power" | "nb_inplace_power" => of(name, 0b111, Gives::Object),
        _ if unary.contains(&name) => of(name, 1, Gives::Object),
        _ => of(name, 0b11, Gives::Object),
    })
}

fn field(owner: &str, name: &str, minor: u8) -> Option<usize> {
    let member = pilotage_capi::member(owner, name)?.member?;
    member.offsets.get(usize::from(minor.checked_sub(9)?)).copied().flatten().map(usize::from)
}

fn join(owner: &str, name: &str) -> String {
    // Types are named with their module, where they have one: the last part is what people know.
    let owner = owner.rsplit('.').next().unwrap_or(owner);
    if owner.is_empty() { name.to_owned() } else { format!("{owner}.{name}") }
}
