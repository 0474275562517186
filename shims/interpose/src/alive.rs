//! `--memory`: which objects and blocks the extensions made are alive, at the end and when they were most, by type, by the call that made
//! them and by the Python lines that called in. It follows what the extensions ask for themselves, not what the interpreter keeps behind it.

use std::collections::HashMap;
use std::ffi::{c_char, c_int};
use std::ptr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard};

use pilotage_ledger::{Event, Frame, Place};

use crate::memory::{Block, Mixer};
use crate::python::{self, Object, Python};
use crate::slot::{Call, Role, Slot};
use crate::{callers, cycles, hooks, record, settings, thread, types};

static ON: AtomicBool = AtomicBool::new(false);
static ALIVE: Mutex<Option<Alive>> = Mutex::new(None);

/// What makes two objects alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Cause {
    /// Index in the list of names: a type, or a function that gives memory.
    kind: u32,
    is_object: bool,
    pc: usize,
    item: u32,
    /// The function that was entered.
    entered: usize,
    /// Number of the stack of Python lines.
    stack: u32,
}

/// Objects and bytes.
#[derive(Clone, Copy, Debug, Default)]
struct Amount {
    count: u64,
    bytes: u64,
}

#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    now: Amount,
    peak: Amount,
    end: Amount,
}

#[derive(Clone, Copy, Debug)]
struct Record {
    cause: u32,
    bytes: u32,
    /// Bytes in front of the object.
    front: u32,
}

/// Keys of the table are complements of addresses: who looks through memory for pointers shall not find ours.
#[derive(Default)]
struct Alive {
    records: HashMap<usize, Record, std::hash::BuildHasherDefault<Mixer>>,
    causes: Vec<(Cause, Sums)>,
    index: HashMap<Cause, u32>,
    kinds: Vec<String>,
    kind_index: HashMap<String, u32>,
    /// Entries by their function.
    labels: HashMap<usize, String>,
    now: u64,
    most: u64,
    /// The sum when the amounts of all causes were written down last.
    noted: u64,
}

/// Follows what is made from now on, if somebody wants to know. Called with the GIL, once.
pub(crate) fn begin(python: &Python) {
    if settings::get().is_some_and(|it| it.memory) && end_with_interpreter(python).is_some() {
        ON.store(true, Ordering::Relaxed);
    }
}

/// A forked process is not followed: nobody would tell its end.
pub(crate) fn forget() {
    ON.store(false, Ordering::Relaxed);
}

/// Somebody wants to know.
#[inline]
pub(crate) fn is_on() -> bool {
    ON.load(Ordering::Relaxed)
}

fn lock() -> Option<MutexGuard<'static, Option<Alive>>> {
    ALIVE.lock().ok()
}

/// A call of the API gave a new object. The GIL is held.
#[inline]
pub(crate) fn made_by_call(object: Object, place: Place, call: &Call, python: &Python) {
    if is_on() && object != 0 && call.item.returns == pilotage_capi::Returns::New {
        let is_new = python.is_new(object) && python.type_of(object) != 0;
        if is_new {
            note_object(object, place, python);
        }
    }
}

/// An entry was called with an object, or returned it: an instance may have been made by the interpreter, or through a pointer of its
/// type; then this is the first that is seen of it. The GIL is held.
pub(crate) fn seen_by_entry(object: Object, slot: &Slot, python: &Python) {
    if is_on() && object != 0 && types::is_ours(python, python.type_of(object)) {
        let block = object - python.bytes_in_front(object);
        let is_known =
            lock().is_some_and(|it| it.as_ref().is_some_and(|it| it.records.contains_key(&!block)));
        if !is_known {
            note_object(object, Place { pc: slot.original, item: Place::NO_ITEM }, python);
        }
    }
}

fn note_object(object: Object, place: Place, python: &Python) {
    let front = python.bytes_in_front(object);
    let bytes = python.size(object) + front;
    let name = python.type_name(object);
    let (entered, stack) = running(Some(python));
    let mut alive = lock();
    let Some(alive) = alive.as_mut() else { return };
    let alive = alive.get_or_insert_default();
    let kind = alive.kind(&name);
    let cause = Cause { kind, is_object: true, pc: place.pc, item: place.item, entered: 0, stack };
    alive.add(object - front, cause, entered, bytes, front);
}

/// A block was given out. The GIL need not be held.
#[inline]
pub(crate) fn block_made(address: usize, block: &Block) {
    if is_on() && address != 0 {
        note_block(address, block);
    }
}

fn note_block(address: usize, block: &Block) {
    let (entered, stack) = running(python::get());
    let mut alive = lock();
    let Some(alive) = alive.as_mut() else { return };
    let alive = alive.get_or_insert_default();
    let kind = alive.kind(block.family.name());
    let (pc, item) = (block.place.pc, block.place.item);
    let cause = Cause { kind, is_object: false, pc, item, entered: 0, stack };
    alive.add(address, cause, entered, block.size, 0);
}

/// A block of memory went back to its allocator.
#[inline]
pub(crate) fn gone(address: usize) {
    if is_on()
        && let Some(mut alive) = lock()
        && let Some(alive) = alive.as_mut()
    {
        alive.remove(address);
    }
}

/// A block lies elsewhere now, or has another size.
pub(crate) fn moved(old: usize, new: usize, bytes: usize) {
    if !is_on() {
        return;
    }
    let mut alive = lock();
    let Some(Some(alive)) = alive.as_deref_mut() else { return };
    let Some(record) = alive.records.get(&!old).copied() else { return };
    alive.remove(old);
    alive.put(new, Record { bytes: u32::try_from(bytes).unwrap_or(u32::MAX), ..record });
}

/// The entry that runs on this thread, and its Python lines, which are asked for once for each entry.
fn running(python: Option<&Python>) -> (Option<&'static Slot>, u32) {
    let thread = thread::current();
    // Without the GIL nothing can be asked.
    let may_ask = !thread.released;
    let Some(entered) = thread.entered.last() else { return (None, 0) };
    let (slot, known) = (entered.slot, entered.stack);
    if known != 0 || !may_ask {
        return (Some(slot), known);
    }
    let was_inside = std::mem::replace(&mut thread.inside, false);
    let stack = python.map_or(0, callers::stack);
    let thread = thread::current();
    thread.inside = was_inside;
    if let Some(entered) = thread.entered.last_mut() {
        entered.stack = stack;
    }
    (Some(slot), stack)
}

impl Alive {
    fn kind(&mut self, name: &str) -> u32 {
        if let Some(known) = self.kind_index.get(name) {
            return *known;
        }
        self.kinds.push(name.to_owned());
        let number = self.kinds.len() as u32 - 1;
        self.kind_index.insert(name.to_owned(), number);
        number
    }

    fn add(
        &mut self,
        block: usize,
        cause: Cause,
        entered: Option<&'static Slot>,
        bytes: usize,
        front: usize,
    ) {
        // What a free list kept has gone without a word.
        self.remove(block);
        let cause = Cause { entered: entered.map_or(0, |slot| slot.original), ..cause };
        if let Some(slot) = entered
            && let Role::Entry(entry) = &slot.role
        {
            self.labels.entry(slot.original).or_insert_with(|| entry.label.clone());
        }
        let number = *self.index.entry(cause).or_insert_with(|| {
            self.causes.push((cause, Sums::default()));
            self.causes.len() as u32 - 1
        });
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
        self.put(block, Record { cause: number, bytes, front: front as u32 });
    }

    fn put(&mut self, block: usize, record: Record) {
        self.records.insert(!block, record);
        let (_, sums) = &mut self.causes[record.cause as usize];
        sums.now.count += 1;
        sums.now.bytes += u64::from(record.bytes);
        self.now += u64::from(record.bytes);
        self.most = self.most.max(self.now);
    }

    fn remove(&mut self, block: usize) {
        let Some(record) = self.records.remove(&!block) else { return };
        self.note_peak();
        let (_, sums) = &mut self.causes[record.cause as usize];
        sums.now.count = sums.now.count.saturating_sub(1);
        sums.now.bytes = sums.now.bytes.saturating_sub(u64::from(record.bytes));
        self.now = self.now.saturating_sub(u64::from(record.bytes));
    }

    /// Writes down the amounts before they fall below a peak that is clearly higher than the last: by one part in a hundred.
    fn note_peak(&mut self) {
        if self.now < self.most || self.most <= self.noted + self.noted / 100 {
            return;
        }
        self.noted = self.most;
        for (_, sums) in &mut self.causes {
            sums.peak = sums.now;
        }
    }

    /// What is alive now is the end. Objects without references wait in a free list.
    fn note_end(&mut self, python: &Python) -> u64 {
        self.note_peak();
        let mut whole = 0;
        for (key, record) in &self.records {
            let (cause, sums) = &mut self.causes[record.cause as usize];
            let mut bytes = u64::from(record.bytes);
            if cause.is_object {
                let object = !key + record.front as usize;
                if python.is_gone(object) {
                    continue;
                }
                bytes = bytes.max(whole_size(python, object) + u64::from(record.front));
            }
            sums.end.count += 1;
            sums.end.bytes += bytes;
            whole += bytes;
        }
        whole
    }

    /// Objects that are alive.
    fn objects(&self, python: &Python) -> Vec<Object> {
        let objects =
            self.records.iter().filter(|(_, record)| self.causes[record.cause as usize].0.is_object);
        let addresses = objects.map(|(key, record)| !key + record.front as usize);
        addresses.filter(|object| !python.is_gone(*object)).collect()
    }
}

/// With what plain objects keep elsewhere: items of lists, entries of dictionaries.
fn whole_size(python: &Python, object: Object) -> u64 {
    const PLAIN: [&str; 5] = ["list", "dict", "set", "bytearray", "str"];
    let name = python.type_name(object);
    if !PLAIN.contains(&name.as_str()) || !python.is_plain_type(python.type_of(object)) {
        return 0;
    }
    let Some(size) = hooks::python_symbol(c"_PySys_GetSizeOf") else { return 0 };
    // SAFETY: `size_t _PySys_GetSizeOf(PyObject *)` since 3.4.
    let size = unsafe { std::mem::transmute::<usize, unsafe extern "C" fn(Object) -> usize>(size) };
    // SAFETY: a live object of a type of the interpreter's own.
    let size = unsafe { size(object) };
    if size > isize::MAX as usize { 0 } else { size as u64 }
}

/// Tells what is alive. Called by the interpreter before it takes itself down, with the GIL.
fn tell(python: &Python) {
    if !ON.swap(false, Ordering::Relaxed) {
        return;
    }
    let objects = lock().and_then(|it| it.as_ref().map(|it| it.objects(python))).unwrap_or_default();
    let found = cycles::find(python, objects);
    let mut events = Vec::new();
    if let Some(mut alive) = lock() {
        let alive = alive.get_or_insert_default();
        let end = alive.note_end(python);
        if end >= alive.most {
            // What was whole at the end was larger than anybody saw before.
            alive.most = end;
            alive.causes.iter_mut().for_each(|(_, sums)| sums.peak = sums.end);
        }
        events.push(Event::Memory { peak: alive.most, end, is_complete: found.is_some() });
        events.extend(alive.causes.iter().filter_map(|(cause, sums)| alive.event(cause, sums)));
    }
    events.extend(found.into_iter().flatten());
    events.iter().for_each(record::write);
}

impl Alive {
    fn event(&self, cause: &Cause, sums: &Sums) -> Option<Event> {
        if sums.end.count == 0 && sums.peak.count == 0 {
            return None;
        }
        let entered = Place { pc: cause.entered, item: Place::NO_ITEM };
        let at = record::frame(Place { pc: cause.pc, item: cause.item });
        Some(Event::Alive {
            kind: self.kinds.get(cause.kind as usize).cloned().unwrap_or_default(),
            is_object: cause.is_object,
            at,
            entry: self.labels.get(&cause.entered).cloned().unwrap_or_default(),
            entered: if cause.entered == 0 { Frame::default() } else { record::frame(entered) },
            stack: callers::show(cause.stack),
            end: [sums.end.count, sums.end.bytes],
            peak: [sums.peak.count, sums.peak.bytes],
        })
    }
}

/// `PyMethodDef`.
#[repr(C)]
struct Definition {
    name: *const c_char,
    function: Option<unsafe extern "C" fn(Object, Object) -> Object>,
    flags: c_int,
    doc: *const c_char,
}

// SAFETY: never written; the pointers are to constants.
unsafe impl Sync for Definition {}

/// `METH_NOARGS`
static TELL: Definition =
    Definition { name: c"pilotage_tell".as_ptr(), function: Some(tell_now), flags: 4, doc: ptr::null() };

unsafe extern "C" fn tell_now(_this: Object, _nothing: Object) -> Object {
    if let Some(python) = python::get() {
        tell(python);
    }
    let none = hooks::python_symbol(c"_Py_NoneStruct").unwrap_or(0);
    if let Some(python) = python::get().filter(|_| none != 0) {
        // SAFETY: None is an object.
        unsafe { (python.functions.incref)(none) };
    }
    none
}

/// Asks the module `atexit` to call us: later, the interpreter's objects are gone.
fn end_with_interpreter(python: &Python) -> Option<()> {
    type Make = unsafe extern "C" fn(*const Definition, Object, Object) -> Object;
    type Import = unsafe extern "C" fn(*const c_char) -> Object;
    type CallMethod = unsafe extern "C" fn(Object, *const c_char, *const c_char, ...) -> Object;
    let make = hooks::python_symbol(c"PyCFunction_NewEx")?;
    let import = hooks::python_symbol(c"PyImport_ImportModule")?;
    let call = hooks::python_symbol(c"PyObject_CallMethod")?;
    // SAFETY: the signature of `PyCFunction_NewEx`.
    let make = unsafe { std::mem::transmute::<usize, Make>(make) };
    // SAFETY: the signature of `PyImport_ImportModule`.
    let import = unsafe { std::mem::transmute::<usize, Import>(import) };
    // SAFETY: the signature of `PyObject_CallMethod`.
    let call = unsafe { std::mem::transmute::<usize, CallMethod>(call) };
    // SAFETY: a definition that stays; the GIL is held.
    let function = unsafe { make(&raw const TELL, 0, 0) };
    // SAFETY: a C string; the GIL is held.
    let module = unsafe { import(c"atexit".as_ptr()) };
    if function == 0 || module == 0 {
        return None;
    }
    // SAFETY: live objects, and a format of one object.
    let done = unsafe { call(module, c"register".as_ptr(), c"O".as_ptr(), function) };
    for object in [function, module, done].into_iter().filter(|object| *object != 0) {
        // SAFETY: references of ours.
        unsafe { (python.functions.decref)(object) };
    }
    (done != 0).then_some(())
}
