//! `pycore_hashtable.h`: a hash table in CPython's layout, because looking up is an inline function of that header.

use core::ffi::{c_int, c_void};
use core::ptr::null_mut;

use crate::pymem::{PyMem_Free, PyMem_Malloc};

type Destroy = unsafe extern "C" fn(*mut c_void);
type Hash = unsafe extern "C" fn(*const c_void) -> usize;
type Compare = unsafe extern "C" fn(*const c_void, *const c_void) -> c_int;

#[repr(C)]
pub struct Entry {
    next: *mut Entry,
    hash: usize,
    key: *mut c_void,
    value: *mut c_void,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct TableAllocator {
    malloc: unsafe extern "C" fn(usize) -> *mut c_void,
    free: unsafe extern "C" fn(*mut c_void),
}

#[repr(C)]
pub struct HashTable {
    entries: usize,
    /// A power of two.
    buckets: usize,
    /// Lists of entries.
    first: *mut *mut Entry,
    get_entry: unsafe extern "C" fn(*mut HashTable, *const c_void) -> *mut Entry,
    hash: Hash,
    compare: Compare,
    destroy_key: Option<Destroy>,
    destroy_value: Option<Destroy>,
    allocator: TableAllocator,
}

const FEWEST_BUCKETS: usize = 16;

/// Addresses are multiples of 16: the low bits say nothing.
#[unsafe(no_mangle)]
pub extern "C" fn _Py_hashtable_hash_ptr(key: *const c_void) -> usize {
    key.addr().rotate_right(4)
}

#[unsafe(no_mangle)]
pub extern "C" fn _Py_hashtable_compare_direct(a: *const c_void, b: *const c_void) -> c_int {
    c_int::from(a == b)
}

unsafe extern "C" fn find(table: *mut HashTable, key: *const c_void) -> *mut Entry {
    // SAFETY: the caller's promise: a table.
    unsafe {
        let hash = ((*table).hash)(key);
        let mut entry = *(*table).first.add(hash & ((*table).buckets - 1));
        while !entry.is_null() && !((*entry).hash == hash && ((*table).compare)(key, (*entry).key) != 0) {
            entry = (*entry).next;
        }
        entry
    }
}

/// Empty buckets; null when memory is out.
unsafe fn new_buckets(allocator: &TableAllocator, count: usize) -> *mut *mut Entry {
    // SAFETY: an allocator of the caller.
    unsafe {
        let first: *mut *mut Entry = (allocator.malloc)(count * size_of::<usize>()).cast();
        if !first.is_null() {
            first.write_bytes(0, count);
        }
        first
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_hashtable_new_full(
    hash: Hash,
    compare: Compare,
    destroy_key: Option<Destroy>,
    destroy_value: Option<Destroy>,
    allocator: *const TableAllocator,
) -> *mut HashTable {
    let usual = TableAllocator { malloc: PyMem_Malloc, free: PyMem_Free };
    // SAFETY: the caller's promise: null or an allocator.
    unsafe {
        let allocator = allocator.as_ref().copied().unwrap_or(usual);
        let table: *mut HashTable = (allocator.malloc)(size_of::<HashTable>()).cast();
        if table.is_null() {
            return null_mut();
        }
        let first = new_buckets(&allocator, FEWEST_BUCKETS);
        if first.is_null() {
            (allocator.free)(table.cast());
            return null_mut();
        }
        table.write(HashTable {
            entries: 0,
            buckets: FEWEST_BUCKETS,
            first,
            get_entry: find,
            hash,
            compare,
            destroy_key,
            destroy_value,
            allocator,
        });
        table
    }
}

unsafe fn push(first: *mut *mut Entry, buckets: usize, entry: *mut Entry) {
    // SAFETY: the caller's promise: that many buckets, and an entry that is in no list.
    unsafe {
        let bucket = first.add((*entry).hash & (buckets - 1));
        (*entry).next = *bucket;
        *bucket = entry;
    }
}

/// More room, unless memory is out: then the lists are longer.
unsafe fn grow(table: *mut HashTable) {
    // SAFETY: the caller's promise: a table.
    unsafe {
        let buckets = (*table).buckets * 2;
        let first = new_buckets(&(*table).allocator, buckets);
        if first.is_null() {
            return;
        }
        for at in 0..(*table).buckets {
            let mut entry = *(*table).first.add(at);
            while !entry.is_null() {
                let next = (*entry).next;
                push(first, buckets, entry);
                entry = next;
            }
        }
        ((*table).allocator.free)((*table).first.cast());
        (*table).first = first;
        (*table).buckets = buckets;
    }
}

/// Adds a key that is not in the table. -1 when memory is out, without an exception.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_hashtable_set(
    table: *mut HashTable,
    key: *const c_void,
    value: *mut c_void,
) -> c_int {
    // SAFETY: the caller's promise: a table.
    unsafe {
        let entry: *mut Entry = ((*table).allocator.malloc)(size_of::<Entry>()).cast();
        if entry.is_null() {
            return -1;
        }
        entry.write(Entry { next: null_mut(), hash: ((*table).hash)(key), key: key.cast_mut(), value });
        (*table).entries += 1;
        if (*table).entries * 2 > (*table).buckets {
            grow(table);
        }
        push((*table).first, (*table).buckets, entry);
    }
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_hashtable_destroy(table: *mut HashTable) {
    // SAFETY: the caller's promise: a table that nobody uses afterwards.
    unsafe {
        let free = (*table).allocator.free;
        for at in 0..(*table).buckets {
            let mut entry = *(*table).first.add(at);
            while !entry.is_null() {
                let next = (*entry).next;
                if let Some(destroy) = (*table).destroy_key {
                    destroy((*entry).key);
                }
                if let Some(destroy) = (*table).destroy_value {
                    destroy((*entry).value);
                }
                free(entry.cast());
                entry = next;
            }
        }
        free((*table).first.cast());
        free(table.cast());
    }
}
