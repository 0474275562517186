//! Which body in C an object has, and the hook that says when the VM is about to free it.
//! Both live in one record that replaces the object's table of functions; nothing of C is known here.
//!
//! RustPython has no hook for the end of an object. Each object starts with its count and a pointer to a table of
//! functions of its payload's type. A paired object points to a copy of that table whose `dealloc` is ours; the
//! copy carries the body, so to find it costs two loads and no map. The original comes back before the VM frees
//! the object. What is known about the layout of RustPython 0.6.0 is checked by [`check`] at every start.

use core::any::TypeId;
use core::ptr::null_mut;
use core::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};

use pilotage_abi::PyObject as Body;
use pilotage_shim::lifetime::{self, Fate};
use pilotage_shim::model::Obj;
use rustpython_vm::builtins::PyType;
use rustpython_vm::object::{MaybeTraverse, TraverseFn};
use rustpython_vm::{Context, Py, PyObject, PyObjectRef, PyPayload, PyRef, VirtualMachine};

use crate::foreign;
use crate::gil;
use crate::objects::object;

/// Words of the VM's table: type id (2), dealloc, debug, trace, clear, in an order that the compiler chose.
const WORDS: usize = 6;
/// The table's place in an object: the second word.
const TABLE_AT: usize = 1;

type Dealloc = unsafe fn(*mut PyObject);

/// The table of a paired object. A cache line.
#[repr(C, align(64))]
struct Record {
    words: [usize; WORDS],
    original: *const [usize; WORDS],
    body: *mut Body,
}

/// Which word of the table is `dealloc`; found by [`check`].
static DEALLOC: AtomicUsize = AtomicUsize::new(usize::MAX);
/// Unused records; whoever touches the list holds the GIL.
static FREE: AtomicPtr<Record> = AtomicPtr::new(null_mut());
/// The one record of all foreign objects: their payload holds the body.
static FOREIGN: AtomicPtr<Record> = AtomicPtr::new(null_mut());

fn table_slot<'a>(obj: *mut PyObject) -> &'a AtomicPtr<[usize; WORDS]> {
    // SAFETY: a live object is at least a header, whose second word is the table (`check`).
    unsafe { &*obj.cast::<AtomicPtr<[usize; WORDS]>>().add(TABLE_AT) }
}

fn pointer(obj: Obj) -> *mut PyObject {
    obj.as_ptr().cast()
}

/// The record of a paired object that is not foreign, or null.
#[inline]
fn record(obj: Obj) -> *mut Record {
    let table = table_slot(pointer(obj)).load(Ordering::Acquire);
    // SAFETY: a table has `WORDS` words and `DEALLOC` is one of them.
    let dealloc = unsafe { (*table)[DEALLOC.load(Ordering::Relaxed)] };
    if dealloc == hook as *const () as usize { table.cast() } else { null_mut() }
}

/// The address of the VM's own table: one per payload type.
#[inline]
pub(crate) fn payload_key(obj: Obj) -> usize {
    let record = record(obj);
    if record.is_null() {
        return table_slot(pointer(obj)).load(Ordering::Acquire) as usize;
    }
    // SAFETY: a record in use has its original.
    unsafe { (*record).original as usize }
}

/// Is the object's value a body in C?
#[inline]
pub(crate) fn is_foreign(obj: Obj) -> bool {
    let table = table_slot(pointer(obj)).load(Ordering::Acquire);
    table.cast() == FOREIGN.load(Ordering::Relaxed)
}

/// The body that the object was paired with, or null.
#[inline]
pub(crate) fn body(obj: Obj) -> *mut Body {
    let record = record(obj);
    if record.is_null() {
        null_mut()
    } else if record == FOREIGN.load(Ordering::Relaxed) {
        foreign::body(obj)
    } else {
        // SAFETY: a record in use.
        unsafe { (*record).body }
    }
}

/// Gives the object its body.
pub(crate) fn pair(obj: Obj, body: *mut Body) {
    if is_foreign(obj) {
        return foreign::set_body(obj, body);
    }
    let mut record = record(obj);
    if record.is_null() {
        record = new_record(table_slot(pointer(obj)).load(Ordering::Acquire));
    }
    // SAFETY: a record of ours, which no other thread uses: the GIL is held.
    unsafe { (*record).body = body };
    table_slot(pointer(obj)).store(record.cast(), Ordering::Release);
}

/// The object has no body any more, and its own table again.
pub(crate) fn unpair(obj: Obj) {
    if is_foreign(obj) {
        return foreign::set_body(obj, null_mut());
    }
    let record = record(obj);
    if record.is_null() {
        return;
    }
    // SAFETY: a record in use has its original.
    let original = unsafe { (*record).original };
    table_slot(pointer(obj)).store(original.cast_mut(), Ordering::Release);
    // SAFETY: nothing points to the record now; `body` links the free ones.
    unsafe { (*record).body = FREE.load(Ordering::Relaxed).cast() };
    FREE.store(record, Ordering::Relaxed);
}

/// Marks an object whose payload is a [`foreign::Foreign`].
pub(crate) fn adopt(object: &PyObject) {
    let slot = table_slot(core::ptr::from_ref(object).cast_mut());
    let mut record = FOREIGN.load(Ordering::Relaxed);
    if record.is_null() {
        record = new_record(slot.load(Ordering::Acquire));
        FOREIGN.store(record, Ordering::Relaxed);
    }
    slot.store(record.cast(), Ordering::Release);
}

/// A copy of a table, with our `dealloc`.
fn new_record(original: *const [usize; WORDS]) -> *mut Record {
    let mut record = FREE.load(Ordering::Relaxed);
    if record.is_null() {
        record = more_records();
    }
    // SAFETY: the head of the list of free records, linked by `body`.
    FREE.store(unsafe { (*record).body }.cast(), Ordering::Relaxed);
    // SAFETY: a table of the VM, which lives for ever.
    let mut words = unsafe { *original };
    words[DEALLOC.load(Ordering::Relaxed)] = hook as *const () as usize;
    // SAFETY: unused memory of ours.
    unsafe { record.write(Record { words, original, body: null_mut() }) };
    record
}

/// A block of records; records are never given back.
fn more_records() -> *mut Record {
    const BLOCK: usize = 256;
    let block = Box::leak(Box::<[Record; BLOCK]>::new_uninit()).as_mut_ptr().cast::<Record>();
    for at in 0..BLOCK {
        let next = if at + 1 == BLOCK { null_mut() } else { block.wrapping_add(at + 1) };
        // SAFETY: within the block just made.
        unsafe {
            block.add(at).write(Record { words: [0; WORDS], original: core::ptr::null(), body: next.cast() })
        };
    }
    block
}

/// `dealloc` of paired objects: the VM's count reached 0 and nothing is torn down yet.
///
/// # Safety
/// As the VM calls it: `obj` is an object whose count is 0.
unsafe fn hook(obj: *mut PyObject) {
    let table = table_slot(obj).load(Ordering::Acquire);
    let record: *mut Record = table.cast();
    // SAFETY: only tables of records have this function.
    let original = unsafe { (*record).original };
    let index = DEALLOC.load(Ordering::Relaxed);
    // SAFETY: this word of a table of the VM is its `dealloc` (`check`).
    let dealloc = unsafe { core::mem::transmute::<usize, Dealloc>((*original)[index]) };
    if !rustpython_vm::vm::thread::current_vm_is_set() {
        // The interpreter is gone, and with it everything that a destructor could use: the process ends.
        return;
    }
    // SAFETY: the object is alive in memory.
    let lent = Obj::new(unsafe { core::ptr::NonNull::new_unchecked(obj) }.cast());
    if matches!(ask(lent), Fate::Stays) {
        return;
    }
    // SAFETY: what the VM would have called.
    unsafe { dealloc(obj) };
}

/// Asks core about the end of an object, and puts the count right.
fn ask(obj: Obj) -> Fate {
    let body = body(obj);
    if body.is_null() {
        // Never got its body, or it is the probe of `check`.
        if !is_foreign(obj) {
            PROBED.fetch_add(1, Ordering::Relaxed);
            unpair(obj);
        }
        return Fate::Dies;
    }
    let _gil = gil::enter();
    // While this thread waited for the lock, another one may have taken a reference of a body that it knew. A count
    // that rises from 0 rises by 2: the VM expects that who resurrects an object gives one back.
    let taken = object(obj).strong_count();
    if taken > 0 {
        lower(obj, 1);
        if taken > 1 {
            return Fate::Stays;
        }
    }
    let fate = lifetime::dies(obj, body);
    let count = object(obj).strong_count();
    match fate {
        Fate::Stays => lower(obj, usize::from(count > 1)),
        Fate::Dies => lower(obj, count),
    }
    fate
}

/// Takes references off the count without consequences.
fn lower(obj: Obj, by: usize) {
    // SAFETY: the first word of an object is its count, in the low bits (`check`).
    let count = unsafe { &*pointer(obj).cast::<AtomicUsize>() };
    count.fetch_sub(by, Ordering::Relaxed);
}

/// A payload with nothing in it: its table has no `trace` and no `clear`.
#[derive(Debug)]
struct Probe;

impl MaybeTraverse for Probe {
    fn try_traverse(&self, _: &mut TraverseFn<'_>) {}
}

impl PyPayload for Probe {
    fn class(ctx: &Context) -> &'static Py<PyType> {
        ctx.types.object_type
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        PROBED.fetch_add(0x100, Ordering::Relaxed);
    }
}

static PROBED: AtomicUsize = AtomicUsize::new(0);

fn probe(vm: &VirtualMachine) -> PyObjectRef {
    PyRef::new_ref(Probe, vm.ctx.types.object_type.to_owned(), None).into()
}

/// Finds `dealloc` in the tables of this build and proves that the hook works.
///
/// # Errors
/// Says what is not as expected: another version of RustPython, or of the compiler.
pub(crate) fn check(vm: &VirtualMachine) -> Result<(), &'static str> {
    let object = probe(vm);
    let raw = core::ptr::from_ref::<PyObject>(&object).cast_mut();
    // SAFETY: the first word of an object.
    if unsafe { *raw.cast::<usize>() } != 1 {
        return Err("an object does not start with its count");
    }
    // SAFETY: the second word is a pointer in every layout that is possible here: count, table and class are words.
    let words = unsafe { *table_slot(raw).load(Ordering::Relaxed) };
    // SAFETY: a type id is 16 bytes without padding.
    let id = unsafe { core::mem::transmute::<TypeId, [usize; 2]>(TypeId::of::<Probe>()) };
    let Some(id_at) = words.windows(2).position(|pair| pair == id) else {
        return Err("the second word of an object is not the table of its payload");
    };
    let functions: Vec<usize> =
        (0..WORDS).filter(|&at| at != id_at && at != id_at + 1 && words[at] != 0).collect();
    if functions.len() != 2 {
        return Err("the table of a payload has an unknown shape");
    }
    drop(object);
    functions
        .into_iter()
        .find(|&at| is_dealloc(vm, at))
        .map(|at| DEALLOC.store(at, Ordering::Relaxed))
        .ok_or("no word of the table is called at the end of an object")
}

/// Is this word called when an object dies, and does the object die properly after it?
fn is_dealloc(vm: &VirtualMachine, at: usize) -> bool {
    DEALLOC.store(at, Ordering::Relaxed);
    PROBED.store(0, Ordering::Relaxed);
    let object = probe(vm);
    let raw = core::ptr::from_ref::<PyObject>(&object).cast_mut();
    let own = table_slot(raw).load(Ordering::Relaxed);
    table_slot(raw).store(new_record(own).cast(), Ordering::Relaxed);
    drop(object);
    let seen = PROBED.load(Ordering::Relaxed);
    DEALLOC.store(usize::MAX, Ordering::Relaxed);
    seen == 0x101
}
