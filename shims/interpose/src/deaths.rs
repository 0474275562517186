//! Notices when the memory of a known object goes back to the allocator, and keeps it from being used again until the
//! calls that know the object are over: a dead object stays recognisable as dead.

use std::ffi::c_void;
use std::mem::MaybeUninit;

use pilotage_ledger::AddressTable;

use crate::gil::UnderGil;
use crate::python::{Object, Python, word};
use crate::{alive, types};

/// `PyMemAllocatorEx`.
#[repr(C)]
#[derive(Clone, Copy)]
struct Allocator {
    context: *mut c_void,
    malloc: unsafe extern "C" fn(*mut c_void, usize) -> *mut c_void,
    calloc: unsafe extern "C" fn(*mut c_void, usize, usize) -> *mut c_void,
    realloc: unsafe extern "C" fn(*mut c_void, *mut c_void, usize) -> *mut c_void,
    free: unsafe extern "C" fn(*mut c_void, *mut c_void),
}

/// `PYMEM_DOMAIN_OBJ`
const OBJECTS: i32 = 2;

/// More blocks than this are not kept when no call is running in the API.
const MOST_KEPT: usize = 512;

struct Watch {
    inner: Option<Allocator>,
    /// Blocks of types and instances, with the number of reasons to watch them.
    blocks: AddressTable,
    /// Blocks of objects that open accounts know. Emptied at once when the last of them is closed.
    known: AddressTable,
    /// Accounts that are open.
    open: usize,
    /// Blocks whose owners freed them, with the objects in them, kept for later.
    kept: Vec<(usize, Object)>,
    /// Objects in kept blocks, with the count that they died with.
    dead: AddressTable,
    /// Instances of types of the extensions.
    instances: AddressTable,
}

static WATCH: UnderGil<Watch> = UnderGil::new(Watch {
    inner: None,
    blocks: AddressTable::new(),
    known: AddressTable::new(),
    open: 0,
    kept: Vec::new(),
    dead: AddressTable::new(),
    instances: AddressTable::new(),
});

/// Stands in front of the object allocator from now on; to be called with the GIL, once.
pub(crate) fn install(python: &Python) {
    let mut old = MaybeUninit::<Allocator>::uninit();
    // SAFETY: the function fills the struct, whose layout is that of `PyMemAllocatorEx` since 3.5.
    unsafe { (python.functions.get_allocator)(OBJECTS, old.as_mut_ptr().cast()) };
    // SAFETY: filled by the call above.
    let old = unsafe { old.assume_init() };
    WATCH.with(|watch| watch.inner = Some(old));
    // The inner functions go on with their own context, ours need none.
    let mut new = Allocator { realloc, free, ..old };
    // SAFETY: a complete struct, which is copied.
    unsafe { (python.functions.set_allocator)(OBJECTS, (&raw mut new).cast()) };
}

/// The object is known to an open account.
pub(crate) fn learned(python: &Python, object: Object) {
    let front = python.bytes_in_front(object);
    WATCH.with(|watch| watch.known.insert(object - front, entry(1, front)));
}

/// An account that counts is opened.
pub(crate) fn open() {
    WATCH.with(|watch| watch.open += 1);
}

/// An account that counted is closed: its objects are no longer interesting, and go with those of the last that is open.
pub(crate) fn close() {
    WATCH.with(|watch| {
        watch.open = watch.open.saturating_sub(1);
        if watch.open == 0 {
            watch.known.clear();
        }
    });
}

/// The object is watched, whoever knows it.
pub(crate) fn watch(python: &Python, object: Object) {
    let front = python.bytes_in_front(object);
    WATCH.with(|watch| {
        let users = watch.blocks.get(object - front).map_or(0, users);
        watch.blocks.insert(object - front, entry(users + 1, front));
    });
}

/// An instance of a type of an extension, which may hold references in its fields.
pub(crate) fn watch_instance(python: &Python, object: Object) {
    let is_new = WATCH.with(|it| it.instances.insert(object, 1).is_none());
    if is_new {
        watch(python, object);
    }
}

/// Every instance of types of extensions that is alive.
pub(crate) fn instances(into: &mut Vec<Object>) {
    WATCH.with(|watch| into.extend(watch.instances.iter().map(|(object, _)| object)));
}

/// It is no instance any more.
pub(crate) fn forget_instance(object: Object) {
    WATCH.with(|watch| {
        if watch.instances.remove(object).is_some() {
            watch.release(object);
        }
    });
}

/// Its memory was freed and is kept.
#[inline]
pub(crate) fn is_dead(object: Object) -> bool {
    WATCH.with(|watch| watch.dead.get(object).is_some())
}

/// The count of a dead object has changed since its memory was freed: somebody uses it.
pub(crate) fn was_touched(object: Object) -> bool {
    let known = WATCH.with(|watch| watch.dead.get(object));
    known.is_some_and(|count| count != count_word(object))
}

/// The part of the count that every version has. A destructor may have set it to anything.
fn count_word(object: Object) -> u32 {
    word(object) as u32
}

/// Gives back what was kept, all of it or what is too much.
#[inline]
pub(crate) fn flush(all: bool) {
    let limit = if all { 0 } else { MOST_KEPT };
    if WATCH.with(|watch| watch.kept.len() > limit) {
        give_back(limit);
    }
}

#[inline(never)]
fn give_back(limit: usize) {
    loop {
        let next = WATCH.with(|watch| {
            if watch.kept.len() <= limit {
                return None;
            }
            let (block, object) = watch.kept.swap_remove(0);
            watch.dead.remove(object);
            Some((block, watch.inner?))
        });
        let Some((block, inner)) = next else { return };
        // SAFETY: the block came from this allocator, and its owner has freed it once.
        unsafe { (inner.free)(inner.context, block as *mut c_void) };
    }
}

impl Watch {
    fn release(&mut self, object: Object) {
        // Its header may be gone by now: the block is the one that says that this object is in it.
        for distance in FRONTS {
            let block = object - distance;
            let Some(known) = self.blocks.get(block).filter(|known| front(*known) == distance) else {
                continue;
            };
            if users(known) <= 1 {
                self.blocks.remove(block);
            } else {
                self.blocks.insert(block, entry(users(known) - 1, distance));
            }
            return;
        }
    }

    /// The object in a block is dead; whether it was an instance that nobody was seen to take down.
    fn bury(&mut self, block: usize, known: u32) -> Option<Object> {
        let object = block + front(known);
        let was_instance = self.instances.remove(object).is_some();
        types::remove(object);
        self.dead.insert(object, count_word(object));
        self.kept.push((block, object));
        was_instance.then_some(object)
    }
}

/// Bytes that can be in front of an object.
const FRONTS: [usize; 3] = [0, 16, 32];

/// How many reasons there are to watch the block, and the bytes between block and object, in one number.
fn entry(users: u32, front: usize) -> u32 {
    users << 8 | front as u32
}

fn users(entry: u32) -> u32 {
    entry >> 8
}

fn front(entry: u32) -> usize {
    (entry & 0xff) as usize
}

unsafe extern "C" fn free(context: *mut c_void, block: *mut c_void) {
    alive::gone(block as usize);
    let mut instance = None;
    let inner = WATCH.with(|watch| {
        let [known, watched] =
            [&mut watch.known, &mut watch.blocks].map(|table| table.remove(block as usize));
        if let Some(known) = watched.or(known) {
            instance = watch.bury(block as usize, known);
            return None;
        }
        watch.inner
    });
    if let Some(object) = instance {
        types::died_unseen(object);
    }
    if let Some(inner) = inner {
        // SAFETY: the call that we were asked for.
        unsafe { (inner.free)(context, block) };
    }
}

unsafe extern "C" fn realloc(context: *mut c_void, block: *mut c_void, size: usize) -> *mut c_void {
    let inner = WATCH.with(|watch| watch.inner);
    let Some(inner) = inner else { return std::ptr::null_mut() };
    // SAFETY: the call that we were asked for.
    let moved = unsafe { (inner.realloc)(context, block, size) };
    if !moved.is_null() {
        alive::moved(block as usize, moved as usize, size);
    }
    if moved != block && !moved.is_null() {
        WATCH.with(|watch| {
            watch.known.remove(block as usize);
            watch.blocks.remove(block as usize);
        });
    }
    moved
}
