//! What a thunk stands for: a function of the API as one extension calls it, or a function of an extension as
//! the interpreter calls it. Made once, never freed: code points to it.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU64, Ordering};

use pilotage_capi::{Effect, Fails, Item, Returns, Thief};

use crate::special::{self, Passes, Special};
use crate::thunk::{self, FLOATS, Side};
use crate::{settings, traps};

/// The machine code of thunks reads `original` at 0, `stack_words` at 8, `flags` at 12 and `number` at 20.
#[repr(C)]
pub(crate) struct Slot {
    /// The function.
    pub(crate) original: usize,
    /// Words of arguments on the stack to hand on; even.
    pub(crate) stack_words: u32,
    /// See [`FLOATS`].
    pub(crate) flags: u32,
    /// Number of the extension.
    pub(crate) extension: u32,
    /// Index of the item of the API in the manifest.
    number: u32,
    /// Address behind the one instruction that reaches it; 0: many do.
    pub(crate) site: usize,
    /// What it is.
    pub(crate) role: Role,
}

const _: () = assert!(std::mem::offset_of!(Slot, stack_words) == 8);
const _: () = assert!(std::mem::offset_of!(Slot, flags) == 12);
const _: () = assert!(std::mem::offset_of!(Slot, number) == 20);

/// What stands behind a thunk.
pub(crate) enum Role {
    /// A function of the API.
    Call(Call),
    /// A function of the extension.
    Entry(Entry),
}

/// A function of the API, read once from the manifest.
pub(crate) struct Call {
    /// Its item.
    pub(crate) item: &'static Item,
    /// Index of the item in the manifest.
    pub(crate) number: u32,
    /// It is called by its name, not through a pointer.
    pub(crate) named: bool,
    /// The caller must hold the GIL.
    pub(crate) needs_gil: bool,
    /// What it needs beyond the manifest.
    pub(crate) special: Special,
    /// Indices of arguments that are objects.
    pub(crate) objects: Vec<u8>,
    /// Arguments that are more than looked at.
    pub(crate) effects: Vec<(u8, Effect)>,
    /// Arguments of which the callee keeps a reference.
    pub(crate) kept: Vec<u8>,
    /// Objects that it hands on besides.
    pub(crate) passes: Passes,
    /// The argument that is the type of the object that it makes.
    pub(crate) makes: Option<u8>,
    /// It may hand functions of the extension to the interpreter, other than in an object that is kept.
    pub(crate) hands_functions: bool,
    /// It changes no count and no exception, gives no object, and runs no code of others.
    pub(crate) quiet: bool,
    /// It changes the counts of its arguments and result only.
    pub(crate) local: bool,
    /// With plain arguments (exact strings, numbers, bytes) it is local, too: no methods of others are called.
    pub(crate) local_if_plain: bool,
    /// It must not be called with an exception set.
    pub(crate) wants_no_exception: bool,
}

/// A function of the extension.
pub(crate) struct Entry {
    /// As Python names it: `module.function`, `Type.tp_iternext`.
    pub(crate) label: String,
    /// How arguments come in.
    pub(crate) shape: Shape,
    /// How the result goes out.
    pub(crate) gives: Gives,
    /// It fills a module.
    pub(crate) makes_types: bool,
    /// How often it was entered from outside.
    pub(crate) times: AtomicU64,
    /// Calls that are looked at closely; null: none. What was there before stays in memory: a call may be reading it.
    pub(crate) close: AtomicPtr<Close>,
}

impl Entry {
    /// The call of this number is looked at closely.
    pub(crate) fn is_close(&self, ordinal: u64) -> bool {
        // SAFETY: null, or made by `look_closely` and never freed.
        let close = unsafe { self.close.load(Ordering::Acquire).as_ref() };
        close.is_some_and(|close| close.wants(ordinal))
    }

    /// From now on these calls are looked at closely.
    pub(crate) fn look_closely(&self, close: Option<Close>) {
        let new = close.map_or(std::ptr::null_mut(), |close| Box::into_raw(Box::new(close)));
        self.close.store(new, Ordering::Release);
    }
}

/// Which calls of an entry a second run looks at closely: those around the ones that a first run suspected, and some of all.
#[derive(Debug, Default)]
pub(crate) struct Close {
    /// Calls that were suspected, by their number.
    ordinals: Vec<u64>,
    /// The last of them has come.
    is_reached: AtomicBool,
}

impl Close {
    /// With the numbers of these calls.
    pub(crate) fn new(ordinals: Vec<u64>) -> Close {
        Close { ordinals, is_reached: AtomicBool::new(false) }
    }

    /// The call of this number is looked at. Runs are seldom the same to the last call.
    pub(crate) fn wants(&self, ordinal: u64) -> bool {
        const FIRST: u64 = 16;
        const AROUND: u64 = 2;
        if self.ordinals.iter().all(|suspected| *suspected <= ordinal)
            && !self.is_reached.swap(true, Ordering::Relaxed)
        {
            traps::reached();
        }
        ordinal <= FIRST
            || ordinal.is_multiple_of(256)
            || self.ordinals.iter().any(|suspected| suspected.abs_diff(ordinal) <= AROUND)
    }
}

/// Which arguments of an entry are objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// The first so many.
    Objects(u8),
    /// Self, a tuple.
    Tuple,
    /// Self, a tuple, a dictionary or NULL.
    TupleAndNames,
    /// Self, array, its length.
    Array,
    /// Self (or the callable), array, its length, names of the arguments behind.
    ArrayWithNames,
    /// Self, class, array, its length, names.
    ArrayWithClass,
}

/// What an entry returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gives {
    /// A new reference; NULL with an exception.
    Object,
    /// A new reference; NULL with or without an exception.
    Next,
    /// An int; -1 with an exception.
    Int,
    /// A word; -1 with an exception.
    Word,
    /// An int; -1 with an exception; the buffer of the second argument is filled.
    Buffer,
    /// An int, and a new reference through the third argument.
    Send,
    /// An int; 0 with an exception.
    Flag,
    /// Nothing.
    Nothing,
    /// Nothing, and the first argument is dead.
    Dealloc,
}

/// The arguments that a variadic call may have on the stack, in words.
const VARIADIC_WORDS: u32 = 96;

impl Slot {
    /// The thunk for a call of `item`; 0 when there is no memory.
    pub(crate) fn call(item: &'static Item, number: u32, original: usize, extension: u32) -> usize {
        let slot = Slot::direct(item, number, original, extension, true, 0);
        let is_light = matches!(&slot.role, Role::Call(call) if call.can_only_lack_the_gil());
        thunk::make(slot, if is_light { Side::LightCall } else { Side::Call })
    }

    /// What a thunk for a call of `item` stands for.
    pub(crate) fn direct(
        item: &'static Item,
        number: u32,
        original: usize,
        extension: u32,
        named: bool,
        site: usize,
    ) -> &'static Slot {
        Box::leak(Box::new(Slot {
            original,
            stack_words: stack_words(item),
            flags: if takes_floats(item) { FLOATS } else { 0 },
            extension,
            number,
            site,
            role: Role::Call(Call { named, ..Call::new(item, number) }),
        }))
    }

    /// The thunk for a function of the interpreter that nothing is known of.
    pub(crate) fn unlisted(original: usize, extension: u32) -> usize {
        // Any function that may do anything serves; its arguments are not looked at.
        let Some(item) = pilotage_capi::get("PyObject_ClearWeakRefs") else { return 0 };
        let call = Call {
            special: Special::Unlisted,
            objects: Vec::new(),
            wants_no_exception: false,
            ..Call::new(item, crate::extension::number_of(item))
        };
        let slot = Slot {
            original,
            stack_words: VARIADIC_WORDS,
            flags: FLOATS,
            extension,
            number: u32::MAX,
            site: 0,
            role: Role::Call(call),
        };
        thunk::make(Box::leak(Box::new(slot)), Side::Call)
    }

    /// The thunk for an entry.
    pub(crate) fn entry(entry: Entry, original: usize, extension: u32) -> usize {
        let slot = Box::leak(Box::new(Slot {
            original,
            stack_words: 0,
            flags: 0,
            extension,
            number: u32::MAX,
            site: 0,
            role: Role::Entry(entry),
        }));
        if let Ok(mut entries) = ENTRIES.lock() {
            entries.push(slot);
        }
        thunk::make(slot, Side::Entry)
    }
}

static ENTRIES: Mutex<Vec<&'static Slot>> = Mutex::new(Vec::new());

/// Every entry that has a thunk.
pub(crate) fn entries() -> Vec<&'static Slot> {
    ENTRIES.lock().map(|entries| entries.clone()).unwrap_or_default()
}

impl Call {
    pub(crate) fn new(item: &'static Item, number: u32) -> Call {
        let is_object = |c_type: &str| is_object_pointer(c_type);
        let mut objects = Vec::new();
        let mut effects = Vec::new();
        let mut kept = Vec::new();
        for (at, param) in item.params.iter().enumerate().take(6) {
            if is_object(param.c_type) {
                objects.push(at as u8);
            }
            if param.effect == Effect::Keeps && is_object(param.c_type) {
                kept.push(at as u8);
            }
            if !matches!(param.effect, Effect::Borrows | Effect::Keeps) {
                effects.push((at as u8, param.effect));
            }
        }
        let special = special::of(item.name);
        let makes = special::type_argument(item.name);
        Call {
            item,
            number,
            named: true,
            needs_gil: needs_gil(item, special),
            special,
            hands_functions: special.hands_functions() || makes.is_some(),
            passes: special::passes(item.name, special),
            makes,
            quiet: is_quiet(item, special),
            local: is_local(item, &objects, &effects),
            local_if_plain: is_local_if_plain(item) && !objects.is_empty() && effects.is_empty(),
            wants_no_exception: wants_no_exception(item),
            objects,
            effects,
            kept,
        }
    }
}

impl Call {
    /// Without the account of references nothing can be wrong with the call but the GIL, and nobody asks for more: it needs no look behind.
    fn can_only_lack_the_gil(&self) -> bool {
        let is_watched_closely = settings::get()
            .is_none_or(|it| it.ledger || it.coverage || it.memory || it.inline || it.fail != 0);
        !is_watched_closely
            && self.special == Special::None
            && !self.hands_functions
            && self.kept.is_empty()
            && !self.item.reenters
            && !self.wants_no_exception
    }
}

/// Functions of characters look things up in tables, and those that take the GIL need not have it.
fn needs_gil(item: &Item, special: Special) -> bool {
    let is_of_characters =
        !item.params.is_empty() && item.params.iter().all(|param| param.c_type == "Py_UCS4");
    let takes = matches!(special, Special::Take | Special::Ensure);
    item.needs_gil && !takes && !is_of_characters
}

/// `PyObject *` and the pointers to concrete objects, but not `PyObject **`, types and definitions.
fn is_object_pointer(c_type: &str) -> bool {
    let words = c_type.trim_start_matches("const ").replace(' ', "");
    matches!(
        words.as_str(),
        "PyObject*"
            | "PyVarObject*"
            | "PyUnicodeObject*"
            | "PyListObject*"
            | "PyTupleObject*"
            | "PyDictObject*"
            | "PyLongObject*"
            | "PyCodeObject*"
            | "PyFrameObject*"
    )
}

/// Only the counts of its arguments and of its result change: the account of other objects can go on.
fn is_local(item: &Item, objects: &[u8], effects: &[(u8, Effect)]) -> bool {
    let arrays = item.params.iter().any(|param| {
        let c_type = param.c_type.replace(' ', "");
        c_type.contains("**") || c_type.contains("*const*") || c_type == "Py_buffer*" || c_type == "va_list"
    });
    let is_out = |effect: &Effect| matches!(effect, Effect::OutBorrowed);
    let harmless = effects.iter().all(|(_, effect)| is_out(effect));
    let only_outs = item.name == "PyDict_Next";
    let copies = item.returns == Returns::New && !objects.is_empty();
    !item.reenters && !item.variadic && harmless && (!arrays || only_outs) && !copies
}

/// Calls that are frequent and leave every count and exception as it is. Objects are neither made nor freed by the allocators: their memory is.
fn is_quiet(item: &Item, special: Special) -> bool {
    const NAMES: [&str; 9] = [
        "PyModule_GetState",
        "PyObject_GC_IsTracked",
        "PyObject_GC_Track",
        "PyObject_GC_UnTrack",
        "PyThreadState_Get",
        "PyType_GetFlags",
        "PyType_GetModuleState",
        "PyType_IsSubtype",
        "Py_LeaveRecursiveCall",
    ];
    let is_allocator = matches!(special, Special::Malloc(_) | Special::Calloc(_) | Special::Free(_));
    is_allocator || NAMES.contains(&item.name)
}

/// Asks an object for something that plain ones answer by themselves.
fn is_local_if_plain(item: &Item) -> bool {
    const FAMILIES: [&str; 5] = ["PyLong_", "PyFloat_", "PyNumber_", "PyUnicode_", "PyBytes_"];
    const OTHERS: [&str; 8] = [
        "PyObject_Str",
        "PyObject_Repr",
        "PyObject_Hash",
        "PyObject_IsTrue",
        "PyObject_Length",
        "PyObject_Size",
        "PyObject_RichCompare",
        "PyObject_RichCompareBool",
    ];
    !item.variadic
        && (FAMILIES.iter().any(|family| item.name.starts_with(family)) || OTHERS.contains(&item.name))
}

/// May run Python code, so an exception that is set would be lost or taken for its own. Calls that deal with exceptions
/// or release things are made for that state.
fn wants_no_exception(item: &Item) -> bool {
    let fails = matches!(
        item.fails,
        Fails::Null | Fails::MinusOne | Fails::NullOrAbsent | Fails::MinusOneAndOccurred
    );
    let handles = [
        "PyErr_",
        "_PyErr_",
        "PyException_",
        "PyTraceBack_",
        "PyGILState_",
        "PyBuffer_",
        "PyModule_",
        "PyType_",
        "PyImport_",
        "_PyErr",
    ];
    // `PyErr_*` sets, reads and prints; making a type or module with an exception set fails loudly by itself.
    let is_handler = handles.iter().any(|prefix| item.name.starts_with(prefix));
    let releases = item.params.iter().any(|param| {
        matches!(param.effect, Effect::Steals(_) | Effect::Decrements | Effect::Consumes | Effect::Clears)
    });
    item.reenters && fails && !is_handler && !releases
}

fn stack_words(item: &Item) -> u32 {
    if item.variadic {
        return VARIADIC_WORDS;
    }
    let beyond = item.params.len().saturating_sub(6) as u32;
    beyond.next_multiple_of(2)
}

fn takes_floats(item: &Item) -> bool {
    let is_float = |c_type: &str| matches!(c_type, "double" | "float" | "Py_complex" | "long double");
    item.variadic || item.params.iter().any(|param| is_float(param.c_type))
}

/// The references that a successful (or failed) call takes over from its caller.
pub(crate) fn steals(effect: Effect, failed: bool) -> bool {
    match effect {
        Effect::Steals(Thief::Always) => true,
        Effect::Steals(Thief::OnSuccess) => !failed,
        Effect::Decrements => true,
        _ => false,
    }
}
