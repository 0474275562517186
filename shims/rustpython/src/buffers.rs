//! Buffers in both directions: memory of the VM's objects for C, memory of C's objects for the VM.
//! Neither copies.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use pilotage_shim::dispatch::{self, View};
use pilotage_shim::model::{Export, Obj, Result};
use rustpython_vm::common::borrow::{BorrowedValue, BorrowedValueMut};
use rustpython_vm::protocol::{BufferDescriptor, BufferFlags, BufferMethods, PyBuffer};
use rustpython_vm::{PyObject, PyResult, VirtualMachine};

use crate::gil;
use crate::objects::{lend, object, plain, vm, vm_plain};

/// Exports the memory of an object of the VM until [`release`].
pub(crate) fn export(obj: Obj) -> Result<Export> {
    let buffer =
        gil::briefly(|| vm(|vm| plain(PyBuffer::from_object(vm, object(obj), BufferFlags::FULL_RO))))?;
    let start = buffer.obj_bytes().as_ptr().cast_mut();
    let desc = &buffer.desc;
    let has_suboffsets = desc.has_suboffsets();
    let size = |(size, _, _): &(usize, isize, isize)| size.cast_signed();
    Ok(Export {
        ptr: readable(start.wrapping_offset(desc.offset)),
        len: desc.len,
        readonly: desc.readonly,
        itemsize: desc.itemsize,
        format: desc.format.to_string(),
        shape: desc.dim_desc.iter().map(size).collect(),
        strides: desc.dim_desc.iter().map(|&(_, stride, _)| stride).collect(),
        suboffsets: match has_suboffsets {
            // The VM writes 0 where C writes a negative number.
            true => {
                desc.dim_desc.iter().map(|&(_, _, offset)| if offset == 0 { -1 } else { offset }).collect()
            }
            false => Vec::new(),
        },
        export: Box::into_raw(Box::new(buffer)).expose_provenance(),
    })
}

/// The VM shows nothing as a dangling address; C may look at the first byte of memory that is empty, and computes with
/// its address.
fn readable(start: *mut u8) -> *mut u8 {
    static EMPTY: [u64; 8] = [0; 8];
    match (1..=align_of::<u128>()).contains(&start.addr()) {
        true => EMPTY.as_ptr().cast_mut().cast(),
        false => start,
    }
}

/// The end of an export.
pub(crate) fn release(export: usize) {
    let buffer = core::ptr::with_exposed_provenance_mut::<PyBuffer>(export);
    if !buffer.is_null() {
        // SAFETY: made by `export`, and given back once.
        let buffer = unsafe { Box::from_raw(buffer) };
        gil::briefly(|| drop(buffer));
    }
}

/// The slot of C types that export memory.
pub(crate) fn as_buffer(a: &PyObject, flags: BufferFlags, vm: &VirtualMachine) -> PyResult<PyBuffer> {
    let view = {
        let _gil = gil::enter();
        vm_plain(dispatch::getbuffer(lend(a), flags.is_writable()))?
    };
    if flags.is_writable() && view.readonly {
        dispatch_release(view.token);
        return Err(vm.new_buffer_error("Object is not writable."));
    }
    let desc = describe(&view);
    let address = desc.offset;
    TOKENS
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .entry((key(a), address))
        .or_default()
        .push(view.token);
    Ok(PyBuffer::new(a.to_owned(), desc, &METHODS))
}

/// Offsets of these descriptors are addresses: see [`METHODS`].
fn describe(view: &View) -> BufferDescriptor {
    let suboffset = |at: usize| view.suboffsets.get(at).map_or(0, |&offset| offset.max(0));
    let dimension =
        |(at, (&size, &stride)): (usize, (&isize, &isize))| (size.unsigned_abs(), stride, suboffset(at));
    BufferDescriptor {
        len: view.len,
        offset: view.ptr.addr().cast_signed() - BASE.cast_signed(),
        readonly: view.readonly,
        itemsize: view.itemsize,
        format: view.format.clone().into(),
        dim_desc: view.shape.iter().zip(&view.strides).enumerate().map(dimension).collect(),
    }
}

/// Tokens of exports by exporter and place: a consumer of the VM knows no more when it lets go.
static TOKENS: LazyLock<Mutex<Tokens>> = LazyLock::new(Mutex::default);

type Tokens = HashMap<(usize, isize), Vec<usize>>;

fn key(a: &PyObject) -> usize {
    core::ptr::from_ref(a).addr()
}

/// The address at which the memory of C begins, as the VM sees it.
const BASE: usize = 1;

/// Memory of C for the VM. A consumer asks for the exporter's whole memory and then finds its place by the
/// descriptor's offset; only the descriptor belongs to one export, so the place must be in there: the whole
/// address space is handed out, and the offset is the address.
static METHODS: BufferMethods = BufferMethods {
    obj_bytes: |_| BorrowedValue::Ref(everything()),
    obj_bytes_mut: |_| BorrowedValueMut::RefMut(everything_mut()),
    release: |buffer| release_view(buffer),
    retain: |_| {},
};

fn everything<'a>() -> &'a [u8] {
    let start = core::ptr::with_exposed_provenance::<u8>(BASE);
    // SAFETY: only the part that the descriptor names is read, and the exporter keeps that until the release.
    unsafe { core::slice::from_raw_parts(start, isize::MAX.unsigned_abs()) }
}

fn everything_mut<'a>() -> &'a mut [u8] {
    let start = core::ptr::with_exposed_provenance_mut::<u8>(BASE);
    // SAFETY: as `everything`; the VM writes only where the exporter said that its memory is writable.
    unsafe { core::slice::from_raw_parts_mut(start, isize::MAX.unsigned_abs()) }
}

/// The last consumer let go. Its descriptor may be a part of the exporter's, so any place of the exporter counts
/// when the exact one is unknown.
fn release_view(buffer: &PyBuffer) {
    let token = {
        let mut tokens = TOKENS.lock().unwrap_or_else(PoisonError::into_inner);
        let exporter = key(&buffer.obj);
        let exact = (exporter, buffer.desc.offset);
        let place = match tokens.contains_key(&exact) {
            true => Some(exact),
            false => tokens.keys().find(|(owner, _)| *owner == exporter).copied(),
        };
        place.and_then(|place| {
            let at_place = tokens.get_mut(&place)?;
            let token = at_place.pop();
            if at_place.is_empty() {
                tokens.remove(&place);
            }
            token
        })
    };
    if let Some(token) = token {
        dispatch_release(token);
    }
}

fn dispatch_release(token: usize) {
    let _gil = gil::enter();
    dispatch::releasebuffer(token);
}
