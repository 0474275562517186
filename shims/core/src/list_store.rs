//! The item array of a list that C sees: `ob_item`, what it was when C got it, and which objects those were.
//! Items are pointers without a count. C may put others into it by macro: they reach the VM's list here.

use core::ptr::null_mut;
use std::sync::{Mutex, PoisonError};

use pilotage_abi::{PyListObject, PyObject, PyVarObject};

use crate::body::{self, Refresh, World, prefix};
use crate::convert::{borrow_c, from_c};
use crate::model::{Obj, Ref, model};

/// What a thread's calls into C have to do with lists.
#[derive(Default)]
struct Calls {
    /// Lists that C may have written into since it was called, and bytearrays whose size it may have changed.
    touched: Vec<*mut PyObject>,
    /// Where in that table the calls that are running begin.
    marks: Vec<usize>,
}

/// By the number of the thread: while one is inside the VM, another one may be in C.
static CALLS: World<Vec<Calls>> = World::new(Vec::new());

/// The place of a thread in [`CALLS`], which the next one gets when it ends.
struct Place(usize);

/// Places that are free, and the first that never had an owner.
static PLACES: Mutex<(Vec<usize>, usize)> = Mutex::new((Vec::new(), 0));

thread_local! {
    static PLACE: Place = Place::take();
}

impl Place {
    fn take() -> Place {
        let mut places = PLACES.lock().unwrap_or_else(PoisonError::into_inner);
        Place(places.0.pop().unwrap_or_else(|| {
            places.1 += 1;
            places.1 - 1
        }))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        PLACES.lock().unwrap_or_else(PoisonError::into_inner).0.push(self.0);
    }
}

/// The calls of this thread. At the thread's very end there are none any more.
fn mine<R>(f: impl FnOnce(&mut Calls) -> R) -> R {
    let place = PLACE.try_with(|place| place.0);
    CALLS.with(|calls| {
        let Ok(place) = place else { return f(&mut Calls::default()) };
        if calls.len() <= place {
            calls.resize_with(place + 1, Calls::default);
        }
        f(&mut calls[place])
    })
}

/// One block: capacity, what [`DEATHS`] was, then three arrays of as many words: items, items as C got them, their objects.
struct Store {
    base: *mut usize,
}

const HEAD: usize = 2;

/// A bit of `ob_flags` that CPython leaves alone: the body was shown in the array of a list.
const LISTED: u16 = 1 << 13;

/// How many bodies went that were shown in arrays: while it is the same, an address there means the same object.
static DEATHS: World<usize> = World::new(0);

/// An object and its body part.
///
/// # Safety
/// `p` is a body.
#[inline]
pub(crate) unsafe fn parted(p: *mut PyObject) {
    // SAFETY: a body has a header.
    if unsafe { (*p).ob_flags & LISTED != 0 } {
        DEATHS.with(|deaths| *deaths += 1);
    }
}

impl Store {
    unsafe fn of(list: *mut PyListObject) -> Option<Store> {
        // SAFETY: a list mirror; `ob_item` is behind the head of its block.
        unsafe {
            (!(*list).ob_item.is_null()).then(|| Store { base: (*list).ob_item.cast::<usize>().sub(HEAD) })
        }
    }

    unsafe fn capacity(&self) -> usize {
        // SAFETY: the first word.
        unsafe { *self.base }
    }

    unsafe fn array(&self, which: usize, len: usize) -> &'static mut [usize] {
        // SAFETY: three arrays of `capacity` words; `len` is at most that.
        unsafe { core::slice::from_raw_parts_mut(self.base.add(HEAD + which * self.capacity()), len) }
    }

    unsafe fn write(&self, at: usize, body: *mut PyObject, object: usize) {
        // SAFETY: `at` is below the capacity.
        unsafe {
            self.array(0, at + 1)[at] = body as usize;
            self.array(1, at + 1)[at] = body as usize;
            self.array(2, at + 1)[at] = object;
            if !body::is_static(body) {
                (*body).ob_flags |= LISTED;
            }
        }
    }
}

/// The body of an item, without a look inside: lists may contain themselves.
fn body_of(vm: Obj) -> *mut PyObject {
    let p = model().body(vm);
    if p.is_null() { crate::mirror::mirror(vm) } else { p }
}

/// The item at an index as C sees it, without a look at the others.
///
/// # Safety
/// `p` is the mirror of the list `vm`.
pub unsafe fn item(p: *mut PyObject, vm: Obj, index: usize) -> Option<*mut PyObject> {
    // SAFETY: the caller's promise.
    unsafe {
        let len = (*p.cast::<PyVarObject>()).ob_size.unsigned_abs();
        if let Some(store) = Store::of(p.cast())
            && index < len.min(store.capacity())
            && store.array(0, len)[index] != store.array(1, len)[index]
        {
            flush(p, vm);
        }
        model().list_items(vm).get(index).map(|&item| borrow_c(item))
    }
}

/// Puts an item in the place of another.
///
/// # Safety
/// `p` is the mirror of the list `vm`, which has an item there.
pub unsafe fn replace(p: *mut PyObject, vm: Obj, index: usize, item: Ref) {
    // SAFETY: the caller's promise.
    unsafe {
        let object = item.obj();
        let len = (*p.cast::<PyVarObject>()).ob_size.unsigned_abs();
        match Store::of(p.cast()) {
            Some(store) if index < len.min(store.capacity()) => {
                if store.array(0, len)[index] != store.array(1, len)[index] {
                    flush(p, vm);
                }
                store.write(index, body_of(object), object.as_ptr() as usize);
                model().list_set(vm, index, item);
            }
            _ => {
                model().list_set(vm, index, item);
                refresh(p, vm);
            }
        }
    }
}

/// Shows C an item that was just appended.
///
/// # Safety
/// `p` is the mirror of the list `vm`, and was up to date before.
pub unsafe fn appended(p: *mut PyObject, vm: Obj) {
    // SAFETY: the caller's promise.
    unsafe {
        let list: *mut PyListObject = p.cast();
        let items = model().list_items(vm);
        let old = (*p.cast::<PyVarObject>()).ob_size.unsigned_abs();
        match (Store::of(list), items.last()) {
            (Some(store), Some(&item)) if old + 1 == items.len() && old < store.capacity() => {
                store.write(old, body_of(item), item.as_ptr() as usize);
                (*p.cast::<PyVarObject>()).ob_size = items.len().cast_signed();
                (*list).allocated = shown_capacity(items.len());
            }
            _ => refresh(p, vm),
        }
    }
}

/// Brings C's writes into the VM's list, and then the VM's items into the array.
///
/// # Safety
/// `p` is the mirror of the list `vm`.
pub unsafe fn refresh(p: *mut PyObject, vm: Obj) {
    // SAFETY: the caller's promise.
    unsafe {
        flush(p, vm);
        let list: *mut PyListObject = p.cast();
        let snapshot = model().list_snapshot(vm);
        let items: &[Obj] = match &snapshot {
            // A `Ref` is an `Obj` that is counted.
            Some(items) => core::slice::from_raw_parts(items.as_ptr().cast(), items.len()),
            None => model().list_items(vm),
        };
        if snapshot.is_some() {
            // Another thread may do the same to this list while bodies are made: afterwards nobody is let in.
            for &item in items {
                body_of(item);
            }
        }
        let words: &[usize] = core::slice::from_raw_parts(items.as_ptr().cast(), items.len());
        let deaths = DEATHS.with(|deaths| *deaths);
        if let Some(store) = Store::of(list)
            && words.len() == (*p.cast::<PyVarObject>()).ob_size.unsigned_abs()
            && words.len() <= store.capacity()
            && *store.base.add(1) == deaths
            && store.array(2, words.len()) == words
        {
            return touch(p);
        }
        let store = match Store::of(list) {
            Some(store) if store.capacity() >= words.len() => store,
            _ => {
                free_block(list);
                new_block(list, words.len())
            }
        };
        // The items may have bodies to be made, which cannot change this list. An object at an address that was
        // in the list before may be another one: its body tells.
        for (at, &item) in words.iter().enumerate() {
            let Some(object) = core::ptr::NonNull::new(item as *mut _) else { continue };
            store.write(at, body_of(Obj::new(object)), item);
        }
        // What was made meanwhile may have ended others.
        *store.base.add(1) = deaths;
        (*p.cast::<PyVarObject>()).ob_size = words.len().cast_signed();
        (*list).allocated = shown_capacity(words.len());
        touch(p);
    }
}

/// What Cython reads before it appends and pops by macro: it does so only while a list is more than half full.
fn shown_capacity(len: usize) -> isize {
    (2 * len).cast_signed()
}

unsafe fn new_block(list: *mut PyListObject, len: usize) -> Store {
    let capacity = len + len / 2 + 4;
    let base: *mut usize = body::raw_alloc((HEAD + 3 * capacity) * size_of::<usize>(), true).cast();
    if base.is_null() {
        std::alloc::handle_alloc_error(std::alloc::Layout::new::<usize>());
    }
    // SAFETY: a fresh block.
    unsafe {
        *base = capacity;
        (*list).ob_item = base.add(HEAD).cast();
    }
    Store { base }
}

unsafe fn free_block(list: *mut PyListObject) {
    // SAFETY: the block of this list's mirror.
    unsafe {
        if let Some(store) = Store::of(list) {
            body::raw_free(store.base.cast());
            (*list).ob_item = null_mut();
        }
    }
}

/// Items that C put in by macro go into the VM's list.
///
/// # Safety
/// `p` is the mirror of the list `vm`.
pub unsafe fn flush(p: *mut PyObject, vm: Obj) {
    // SAFETY: the caller's promise.
    unsafe {
        let list: *mut PyListObject = p.cast();
        let Some(store) = Store::of(list) else { return };
        let len = (*p.cast::<PyVarObject>()).ob_size.unsigned_abs().min(store.capacity());
        if store.array(0, len) == store.array(1, len) {
            return;
        }
        let changed: Vec<usize> =
            (0..len).filter(|&at| store.array(0, len)[at] != store.array(1, len)[at]).collect();
        // Items may have changed places: none of them may die before all have their new one.
        for &at in &changed {
            give_back(store.array(1, len)[at] as *mut PyObject);
        }
        let mut items = Vec::with_capacity(changed.len());
        for &at in &changed {
            let new = store.array(0, len)[at];
            store.array(1, len)[at] = new;
            items.push(written(new as *mut PyObject));
            store.array(2, len)[at] = items.last().map_or(0, |item| item.obj().as_ptr() as usize);
        }
        for (at, item) in changed.into_iter().zip(items) {
            if at < model().list_items(vm).len() {
                model().list_set(vm, at, item);
            }
        }
    }
}

/// The object of an item that C wrote. C gave its reference to the list; the list's array counts none.
unsafe fn written(p: *mut PyObject) -> Ref {
    // SAFETY: null, or a body with a reference that C owned.
    unsafe {
        if p.is_null() {
            return model().none().to_ref();
        }
        let item = from_c(p).to_ref();
        body::decref(p);
        item
    }
}

/// C released an item whose pointer in the array was never counted.
unsafe fn give_back(p: *mut PyObject) {
    // SAFETY: an item that the array held; its object lived until now.
    unsafe {
        if !p.is_null() && (!body::is_immortal(p) || (*p).ob_refcnt == u32::MAX) {
            (*p).ob_refcnt = (*p).ob_refcnt.wrapping_add(1);
        }
    }
}

/// Remembers a list or bytearray that C sees, once for each call into C while few others come between.
pub(crate) fn touch(p: *mut PyObject) {
    mine(|Calls { touched, marks }| {
        let start = marks.last().copied().unwrap_or(0);
        while touched.len() > start && touched.last().is_some_and(|known| known.is_null()) {
            touched.pop();
        }
        let own = touched.get(start..).unwrap_or_default();
        if !own.iter().rev().take(LATEST).any(|&known| known == p) {
            touched.push(p);
        }
    });
}

/// Lists that C kept beyond a call, the last ones: it may look at them in the next one without asking for them.
static KEPT: World<[*mut PyObject; LATEST]> = World::new([null_mut(); LATEST]);

/// C returned, and still has a reference to the list.
fn keep(p: *mut PyObject) {
    KEPT.with(|kept| {
        if !kept.contains(&p) {
            kept.rotate_right(1);
            kept[0] = p;
        }
    });
}

/// Lists that C kept are brought up to date, and looked at for what C writes into them.
fn show_kept() {
    let kept = KEPT.with(|kept| *kept);
    for p in kept.into_iter().filter(|p| !p.is_null()) {
        // SAFETY: freed lists are taken out of the table; others may be freed by what is done here.
        unsafe {
            if !KEPT.with(|kept| kept.contains(&p)) {
                continue;
            }
            if (*p).ob_refcnt == 0 {
                drop_kept(p);
                continue;
            }
            if (*p.cast::<PyVarObject>()).ob_size.unsigned_abs() <= MEDIUM {
                touch(p);
            }
            compare(p, VERY_SHORT);
        }
    }
}

fn drop_kept(p: *mut PyObject) {
    KEPT.with(|kept| kept.iter_mut().filter(|known| **known == p).for_each(|known| *known = null_mut()));
}

/// A call into C begins: how many lists were touched, for [`flush_since`], which ends it.
pub fn mark() -> usize {
    let mark = mine(|calls| {
        calls.marks.push(calls.touched.len());
        calls.touched.len()
    });
    if KEPT.with(|kept| kept.iter().any(|p| !p.is_null())) {
        show_kept();
    }
    mark
}

/// C returns: whatever it wrote into lists since `mark` reaches the VM.
pub fn flush_since(mark: usize) {
    let next = |calls: &mut Calls| {
        let touched = if calls.touched.len() > mark { calls.touched.pop() } else { None };
        if touched.is_none() {
            calls.marks.pop();
        }
        touched
    };
    while let Some(p) = mine(next) {
        // SAFETY: freed lists are taken out of the table.
        unsafe {
            if !p.is_null()
                && let Some(vm) = body::vm_of(p)
            {
                let _alive = vm.to_ref();
                if (*prefix(p)).refresh == Refresh::ByteArray {
                    crate::bytearrayobject::adopt_size(p, vm);
                    continue;
                }
                flush(p, vm);
                if (*p).ob_refcnt != 0 {
                    keep(p);
                }
            }
        }
    }
}

/// Lists among the arguments of a call are looked through up to this many items; of longer ones only the length.
const SHORT: usize = 256;
/// The same for the lists that C saw last.
const VERY_SHORT: usize = 64;
/// As many of those are looked at.
const LATEST: usize = 8;
/// Lists that C kept are looked through for what it wrote up to this many items.
const MEDIUM: usize = 1024;

/// What the VM did to a container that C holds is seen in its body, for macros that read it.
///
/// # Safety
/// `p` is a body.
pub unsafe fn after_call(p: *mut PyObject) {
    // SAFETY: the caller's promise.
    unsafe { compare(p, SHORT) }
}

unsafe fn compare(p: *mut PyObject, short: usize) {
    // SAFETY: a body.
    unsafe {
        if body::is_static(p) {
            return;
        }
        let Some(vm) = body::vm_of(p) else { return };
        // Another thread may let go of it meanwhile.
        let _alive = vm.to_ref();
        match (*prefix(p)).refresh {
            Refresh::Nothing => {}
            Refresh::List => {
                let len = model().list_items(vm).len();
                if len <= short || (*p.cast::<PyVarObject>()).ob_size.unsigned_abs() != len {
                    refresh(p, vm);
                }
            }
            _ => {
                crate::mirror::refreshed(p, vm);
            }
        }
    }
}

/// As [`after_call`], for the lists that C saw last.
pub fn after_any_call() {
    if mine(|calls| calls.touched.is_empty()) {
        return;
    }
    let latest: [*mut PyObject; LATEST] = mine(|Calls { touched, .. }| {
        let mut latest = [null_mut(); LATEST];
        for (place, &p) in latest.iter_mut().zip(touched.iter().rev()) {
            *place = p;
        }
        latest
    });
    for p in latest {
        // One that died meanwhile is out of the table.
        if !p.is_null() && mine(|calls| calls.touched.iter().rev().take(2 * LATEST).any(|&known| known == p))
        {
            // SAFETY: the body of a list that lives.
            unsafe { compare(p, VERY_SHORT) };
        }
    }
}

/// The array of a list that is freed; items of lists that only C knows are counted.
///
/// # Safety
/// `p` is a list's body that nobody uses any more.
pub unsafe fn free(p: *mut PyObject) {
    // SAFETY: the caller's promise.
    unsafe {
        let list: *mut PyListObject = p.cast();
        if (*prefix(p)).counted {
            let items = (*list).ob_item;
            (*list).ob_item = null_mut();
            for at in 0..(*p.cast::<PyVarObject>()).ob_size.unsigned_abs() {
                body::xdecref(*items.add(at));
            }
            body::raw_free(items.cast());
            return;
        }
        free_block(list);
        drop_kept(p);
        forget(p);
    }
}

/// Takes a body that is freed out of the table; the places of others stay.
pub(crate) fn forget(p: *mut PyObject) {
    CALLS.with(|calls| {
        let all = calls.iter_mut().flat_map(|calls| calls.touched.iter_mut());
        all.filter(|known| **known == p).for_each(|known| *known = null_mut());
    });
}

/// The items of a tuple, list or dict that only C knows.
///
/// # Safety
/// `p` is a body.
pub unsafe fn counted_items<'a>(p: *mut PyObject) -> &'a [*mut PyObject] {
    // SAFETY: a body of that layout, with as many items as its size says.
    unsafe {
        if body::is_static(p) || !(*prefix(p)).counted {
            return &[];
        }
        let flags = (*(*p).ob_type).tp_flags;
        if flags & pilotage_abi::flags::tp::TUPLE_SUBCLASS != 0 {
            return crate::argv::items(p);
        }
        if flags & pilotage_abi::flags::tp::DICT_SUBCLASS != 0 {
            return crate::dict_entries::items(p);
        }
        let items = (*p.cast::<PyListObject>()).ob_item;
        if items.is_null() {
            return &[];
        }
        core::slice::from_raw_parts(items, (*p.cast::<PyVarObject>()).ob_size.unsigned_abs())
    }
}
