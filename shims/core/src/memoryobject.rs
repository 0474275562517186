//! Buffers: of objects of the VM as C gets them, of C objects, and memoryviews over both. Arithmetic on the shape of
//! buffers is in `pybuffer`.

use core::ffi::{CStr, c_char, c_int, c_void};
use core::ptr::{null, null_mut};
use std::ffi::CString;

use pilotage_abi::flags::{buf, tp};
use pilotage_abi::{
    Py_buffer, Py_ssize_t, PyBufferProcs, PyBytesObject, PyMemoryViewObject, PyObject, PyTypeObject,
    PyVarObject,
};

use crate::body::{AddressMap, World, decref, incref, raw_alloc, raw_free};
use crate::builtin::{Exc, PyMemoryView_Type, class};
use crate::convert::{from_c, give, to_c};
use crate::errors;
use crate::getargs_units::type_name;
use crate::model::{Export, Obj, Result, Shape, model};
use crate::own_type::{new_instance, own_type};
pub use crate::pybuffer::*;
use crate::{memoryview_born, python, types};

/// What a view of the VM's memory owns until it is released.
struct Held {
    export: Export,
    format: CString,
}

/// What is held, by exporter. The types of CPython itself leave `internal` of a view alone, so an extension may
/// release a view that it has put together again from the exporter and the address: `internal` is only a hint.
static HELD: World<Option<AddressMap<Vec<*mut Held>>>> = World::new(None);

/// Takes out what the view of an exporter owns; nothing if it has none.
unsafe fn take_held(p: *mut PyObject, view: *const Py_buffer) -> Option<Box<Held>> {
    // SAFETY: the caller's view; what is in the list was made by `vm_getbuffer` and is taken out once.
    unsafe {
        let (internal, start) = ((*view).internal.cast::<Held>(), (*view).buf.cast::<u8>());
        let held = HELD.with(|all| {
            let all = all.get_or_insert_default();
            let list = all.get_mut(&p.addr())?;
            let same = list.iter().position(|&held| held == internal);
            let at = same.or_else(|| list.iter().position(|&held| (*held).export.ptr == start));
            let held = list.swap_remove(at.unwrap_or(list.len() - 1));
            if list.is_empty() {
                all.remove(&p.addr());
            }
            Some(held)
        });
        held.map(|held| Box::from_raw(held))
    }
}

/// `bf_getbuffer` of the VM's types.
pub unsafe extern "C" fn vm_getbuffer(p: *mut PyObject, view: *mut Py_buffer, flags: c_int) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        if has_flag(p, tp::BYTES_SUBCLASS) {
            // The body has the bytes, and they never change.
            let data: *mut c_void = (&raw mut (*p.cast::<PyBytesObject>()).ob_sval).cast();
            return PyBuffer_FillInfo(view, p, data, (*p.cast::<PyVarObject>()).ob_size, 1, flags);
        }
        (*view).obj = null_mut();
        let export = match model().buffer(from_c(p)) {
            Ok(export) => export,
            Err(raised) => {
                errors::raise(raised);
                return -1;
            }
        };
        let is_memoryview = (*p).ob_type == &raw mut PyMemoryView_Type;
        if let Err(message) = check(&export, flags, is_memoryview) {
            model().buffer_release(export.export);
            errors::raise_new(Exc::BufferError, message);
            return -1;
        }
        let format = CString::new(export.format.as_bytes()).unwrap_or_default();
        let held = Box::into_raw(Box::new(Held { export, format }));
        fill(view, &mut *held, flags);
        HELD.with(|all| all.get_or_insert_default().entry(p.addr()).or_default().push(held));
        incref(p);
        (*view).obj = p;
        0
    }
}

fn has_flag(p: *mut PyObject, flag: u64) -> bool {
    // SAFETY: a living body.
    unsafe { (*(*p).ob_type).tp_flags & flag != 0 }
}

/// Can the memory be shown the way that is asked for?
fn check(export: &Export, flags: c_int, is_memoryview: bool) -> core::result::Result<(), &'static str> {
    let asks = |wanted: c_int| flags & wanted == wanted;
    if asks(buf::WRITABLE) && export.readonly {
        return Err(if is_memoryview {
            "memoryview: underlying buffer is not writable"
        } else {
            "Object is not writable."
        });
    }
    let shape =
        Dimensions { itemsize: export.itemsize as isize, shape: &export.shape, strides: &export.strides };
    let (in_c, in_fortran) = (shape.is_c(), shape.is_fortran());
    if asks(buf::C_CONTIGUOUS) && !in_c {
        return Err("memoryview: underlying buffer is not C-contiguous");
    }
    if asks(buf::F_CONTIGUOUS) && !in_fortran {
        return Err("memoryview: underlying buffer is not Fortran contiguous");
    }
    if asks(buf::ANY_CONTIGUOUS) && !in_c && !in_fortran {
        return Err("memoryview: underlying buffer is not contiguous");
    }
    if !asks(buf::INDIRECT) && !export.suboffsets.is_empty() {
        return Err("memoryview: underlying buffer requires suboffsets");
    }
    if !asks(buf::STRIDES) && !in_c {
        return Err("memoryview: underlying buffer is not C-contiguous");
    }
    if is_memoryview && !asks(buf::ND) && asks(buf::FORMAT) && export.shape.len() > 1 {
        return Err("memoryview: cannot cast to unsigned bytes if the format flag is present");
    }
    Ok(())
}

unsafe fn fill(view: *mut Py_buffer, held: &'static mut Held, flags: c_int) {
    let asks = |wanted: c_int| flags & wanted == wanted;
    let export = &mut held.export;
    let array = |asked: bool, array: &mut Vec<isize>| {
        if asked && !array.is_empty() { array.as_mut_ptr() } else { null_mut() }
    };
    // SAFETY: the caller's promise; `held` lives until the view is released.
    unsafe {
        (*view).buf = export.ptr.cast();
        (*view).len = export.len.cast_signed();
        (*view).itemsize = export.itemsize.cast_signed();
        (*view).readonly = c_int::from(export.readonly);
        (*view).ndim = if asks(buf::ND) { export.shape.len() as c_int } else { 1 };
        (*view).format = if asks(buf::FORMAT) { held.format.as_ptr().cast_mut() } else { null_mut() };
        (*view).shape = array(asks(buf::ND), &mut export.shape);
        (*view).strides = array(asks(buf::STRIDES), &mut export.strides);
        (*view).suboffsets = array(asks(buf::INDIRECT), &mut export.suboffsets);
        (*view).internal = core::ptr::from_mut(held).cast();
    }
}

/// `bf_releasebuffer` of the VM's types.
pub unsafe extern "C" fn vm_releasebuffer(p: *mut PyObject, view: *mut Py_buffer) {
    // SAFETY: the caller's promise.
    if let Some(held) = unsafe { take_held(p, view) } {
        model().buffer_release(held.export.export);
    }
}

unsafe fn procs(p: *mut PyObject) -> Option<PyBufferProcs> {
    // SAFETY: the caller's promise.
    unsafe { (*(*p).ob_type).tp_as_buffer.as_ref().copied() }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_GetBuffer(p: *mut PyObject, view: *mut Py_buffer, flags: c_int) -> c_int {
    if flags == buf::READ || flags == buf::WRITE {
        errors::bad_internal_call();
        return -1;
    }
    // SAFETY: the caller's promise.
    unsafe {
        match procs(p).and_then(|procs| procs.bf_getbuffer) {
            Some(getbuffer) => getbuffer(p, view, flags),
            None => {
                let text = format!("a bytes-like object is required, not '{}'", type_name(p));
                errors::raise_new(Exc::TypeError, &text);
                -1
            }
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyBuffer_Release(view: *mut Py_buffer) {
    // SAFETY: the caller's promise.
    unsafe {
        let p = (*view).obj;
        if p.is_null() {
            return;
        }
        if let Some(release) = procs(p).and_then(|procs| procs.bf_releasebuffer) {
            release(p, view);
        }
        (*view).obj = null_mut();
        decref(p);
    }
}

/// All types of the VM have the slot: for those the VM is asked.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_CheckBuffer(p: *mut PyObject) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        let Some(getbuffer) = procs(p).and_then(|procs| procs.bf_getbuffer) else { return 0 };
        if getbuffer as usize != vm_getbuffer as *const () as usize || has_flag(p, tp::BYTES_SUBCLASS) {
            return 1;
        }
        let vm = from_c(p);
        match model().shape(vm) {
            Shape::Bytes | Shape::ByteArray | Shape::MemoryView => 1,
            Shape::Other | Shape::Foreign => match model().buffer(vm) {
                Ok(export) => {
                    model().buffer_release(export.export);
                    1
                }
                Err(_) => 0,
            },
            _ => 0,
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyBuffer_FillInfo(
    view: *mut Py_buffer,
    owner: *mut PyObject,
    data: *mut c_void,
    len: Py_ssize_t,
    readonly: c_int,
    flags: c_int,
) -> c_int {
    if view.is_null() {
        errors::raise_new(Exc::BufferError, "PyBuffer_FillInfo: view==NULL argument is obsolete");
        return -1;
    }
    if flags == buf::READ || flags == buf::WRITE {
        errors::bad_internal_call();
        return -1;
    }
    // SAFETY: the caller's promise.
    unsafe {
        if flags & buf::WRITABLE != 0 && readonly != 0 {
            (*view).obj = null_mut();
            errors::raise_new(Exc::BufferError, "Object is not writable.");
            return -1;
        }
        crate::body::xincref(owner);
        let asks = |wanted: c_int| flags & wanted == wanted;
        view.write(Py_buffer {
            buf: data,
            obj: owner,
            len,
            itemsize: 1,
            readonly,
            ndim: 1,
            format: if asks(buf::FORMAT) { c"B".as_ptr().cast_mut() } else { null_mut() },
            shape: if asks(buf::ND) { &raw mut (*view).len } else { null_mut() },
            strides: if asks(buf::STRIDES) { &raw mut (*view).itemsize } else { null_mut() },
            suboffsets: null_mut(),
            internal: null_mut(),
        });
    }
    0
}

/// Memory that no object owns, as an object that exports it: what a memoryview over it holds.
#[repr(C)]
struct Memory {
    ob_base: PyObject,
    view: Py_buffer,
    /// Shape, strides and suboffsets of the view, and its format.
    arrays: *mut Py_ssize_t,
    format: *mut c_char,
}

static mut MEMORY_PROCS: PyBufferProcs =
    PyBufferProcs { bf_getbuffer: Some(memory_get), bf_releasebuffer: None };
static mut MEMORY_TYPE: PyTypeObject = PyTypeObject {
    tp_as_buffer: &raw mut MEMORY_PROCS,
    ..own_type(c"memory", size_of::<Memory>(), memory_dealloc)
};

unsafe extern "C" fn memory_get(p: *mut PyObject, view: *mut Py_buffer, flags: c_int) -> c_int {
    // SAFETY: an instance of the type above.
    unsafe {
        let own = &(*p.cast::<Memory>()).view;
        if flags & buf::WRITABLE != 0 && own.readonly != 0 {
            (*view).obj = null_mut();
            errors::raise_new(Exc::BufferError, "Object is not writable.");
            return -1;
        }
        *view = *own;
        incref(p);
        (*view).obj = p;
    }
    0
}

unsafe extern "C" fn memory_dealloc(p: *mut PyObject) {
    // SAFETY: nobody refers to it any more.
    unsafe {
        raw_free((*p.cast::<Memory>()).arrays.cast());
        raw_free((*p.cast::<Memory>()).format.cast());
        crate::lifetime::free_body(p);
    }
}

/// A memoryview over what a filled view describes; what it points to must outlive the memoryview.
unsafe fn over(view: &Py_buffer) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        let p = new_instance(&raw mut MEMORY_TYPE);
        let memory: *mut Memory = p.cast();
        (*memory).view = *view;
        let own = &mut (*memory).view;
        own.obj = null_mut();
        own.internal = null_mut();
        let format = if view.format.is_null() { c"B" } else { CStr::from_ptr(view.format) };
        let bytes = format.to_bytes_with_nul();
        (*memory).format = raw_alloc(bytes.len(), false).cast();
        core::ptr::copy_nonoverlapping(bytes.as_ptr().cast(), (*memory).format, bytes.len());
        own.format = (*memory).format;
        let dimensions = view.ndim.max(0) as usize;
        (*memory).arrays = raw_alloc(dimensions * 3 * 8, true).cast();
        arrays(own, view, (*memory).arrays, dimensions);
        let result = give(python::call(class(&raw mut PyMemoryView_Type), &[from_c(p)]));
        decref(p);
        result
    }
}

/// Copies the arrays of a view into one block; those that are left out are made.
unsafe fn arrays(own: &mut Py_buffer, view: &Py_buffer, block: *mut Py_ssize_t, dimensions: usize) {
    // SAFETY: the block has room for three arrays.
    unsafe {
        let (shape, strides, suboffsets) = (block, block.add(dimensions), block.add(2 * dimensions));
        for at in 0..dimensions {
            *shape.add(at) =
                if view.shape.is_null() { view.len / view.itemsize.max(1) } else { *view.shape.add(at) };
        }
        if view.strides.is_null() {
            PyBuffer_FillContiguousStrides(view.ndim, shape, strides, view.itemsize as c_int, b'C' as c_char);
        } else {
            core::ptr::copy_nonoverlapping(view.strides, strides, dimensions);
        }
        own.shape = shape;
        own.strides = strides;
        if !view.suboffsets.is_null() {
            core::ptr::copy_nonoverlapping(view.suboffsets, suboffsets, dimensions);
            own.suboffsets = suboffsets;
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMemoryView_FromObject(object: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        match memoryview_born::over(object) {
            Some(memoryview) => memoryview,
            None => give(python::call(class(&raw mut PyMemoryView_Type), &[from_c(object)])),
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMemoryView_FromMemory(
    memory: *mut c_char,
    size: Py_ssize_t,
    flags: c_int,
) -> *mut PyObject {
    // SAFETY: the caller's promise: the memory outlives the memoryview.
    unsafe {
        let mut view: Py_buffer = core::mem::zeroed();
        let readonly = c_int::from(flags != buf::WRITE);
        if PyBuffer_FillInfo(&raw mut view, null_mut(), memory.cast(), size, readonly, buf::FULL_RO) != 0 {
            return null_mut();
        }
        over(&view)
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMemoryView_FromBuffer(view: *const Py_buffer) -> *mut PyObject {
    // SAFETY: the caller's promise: the memory outlives the memoryview.
    unsafe {
        if (*view).buf.is_null() {
            return errors::fail(Exc::ValueError, "PyMemoryView_FromBuffer(): info->buf must not be NULL");
        }
        over(&*view)
    }
}

/// A contiguous memoryview: of the object, or of a copy where only reading is wanted.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMemoryView_GetContiguous(
    base: *mut PyObject,
    kind: c_int,
    order: c_char,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        if kind == buf::READ
            && let Some(memoryview) = memoryview_born::over(base)
        {
            return memoryview;
        }
        let memoryview = match python::call(class(&raw mut PyMemoryView_Type), &[from_c(base)]) {
            Ok(memoryview) => memoryview,
            Err(raised) => return give(Err(raised)),
        };
        let mut view: Py_buffer = core::mem::zeroed();
        if PyObject_GetBuffer(base, &raw mut view, buf::FULL_RO) != 0 {
            return null_mut();
        }
        let result = if kind == buf::WRITE && view.readonly != 0 {
            errors::error(Exc::BufferError, "underlying buffer is not writable")
        } else if PyBuffer_IsContiguous(&raw const view, order) != 0 {
            Ok(memoryview)
        } else if kind == buf::WRITE {
            let text = "writable contiguous buffer requested for a non-contiguous object.";
            errors::error(Exc::BufferError, text)
        } else {
            contiguous_copy(&view, order)
        };
        PyBuffer_Release(&raw mut view);
        give(result)
    }
}

unsafe fn contiguous_copy(view: &Py_buffer, order: c_char) -> Result {
    let mut data = vec![0u8; view.len.max(0) as usize];
    // SAFETY: the caller's promise; as much room as the view is long.
    unsafe {
        if PyBuffer_ToContiguous(data.as_mut_ptr().cast(), view, view.len, order) != 0 {
            return Err(errors::pending("a buffer that cannot be copied"));
        }
        let bytes = model().bytes(&data);
        let memoryview = python::call(class(&raw mut PyMemoryView_Type), &[bytes.obj()])?;
        if view.format.is_null() || view.shape.is_null() {
            return Ok(memoryview);
        }
        let format = python::text(&python::c_text(view.format));
        let shape: Vec<_> = (0..view.ndim.max(0) as usize)
            .map(|at| model().int_from_i64(*view.shape.add(at) as i64))
            .collect();
        python::call_method(memoryview.obj(), "cast", &[format.obj(), model().tuple(shape).obj()])
    }
}

/// Fills the view inside a memoryview's body. The memoryview itself holds the export.
unsafe fn fill_memoryview(p: *mut PyObject, vm: Obj) {
    let Ok(export) = model().buffer(vm) else { return };
    model().buffer_release(export.export);
    let owner = python::attr(vm, "obj").ok().filter(|owner| owner.obj() != model().none());
    let mut owner = owner.map_or(null_mut(), to_c);
    // SAFETY: the body of a memoryview without a view; a new reference. Plain memory has no owner that C should see:
    // the VM's memoryview keeps ours.
    unsafe {
        if !owner.is_null() && (*owner).ob_type == &raw mut MEMORY_TYPE {
            decref(core::mem::replace(&mut owner, null_mut()));
        }
        show(p, &export, owner);
    }
}

/// Writes a view into the body of a memoryview; the arrays are copied.
///
/// # Safety
/// `p` is the body of a memoryview without a view, `owner` a reference that it gets.
pub(crate) unsafe fn show(p: *mut PyObject, export: &Export, owner: *mut PyObject) {
    let memoryview: *mut PyMemoryViewObject = p.cast();
    let dimensions = export.shape.len();
    let (words, format) = (dimensions * 3, export.format.as_bytes());
    let block: *mut Py_ssize_t = raw_alloc(words * 8 + format.len() + 1, true).cast();
    if block.is_null() {
        return;
    }
    // SAFETY: the body of a memoryview; the block has room for three arrays and the format.
    unsafe {
        let place = |array: &[isize], at: usize| -> *mut Py_ssize_t {
            if array.is_empty() {
                return null_mut();
            }
            let to = block.add(at * dimensions);
            core::ptr::copy_nonoverlapping(array.as_ptr(), to, array.len().min(dimensions));
            to
        };
        let text: *mut c_char = block.add(words).cast();
        core::ptr::copy_nonoverlapping(format.as_ptr().cast(), text, format.len());
        (*memoryview).view = Py_buffer {
            buf: export.ptr.cast(),
            obj: owner,
            len: export.len.cast_signed(),
            itemsize: export.itemsize.cast_signed(),
            readonly: c_int::from(export.readonly),
            ndim: dimensions as c_int,
            format: text,
            shape: place(&export.shape, 0),
            strides: place(&export.strides, 1),
            suboffsets: place(&export.suboffsets, 2),
            internal: block.cast(),
        };
        (*p.cast::<PyVarObject>()).ob_size = words.cast_signed();
        (*memoryview).hash = -1;
    }
}

/// Gives back what the body of a memoryview owns.
///
/// # Safety
/// `p` is the body of a memoryview that is freed.
pub(crate) unsafe fn free_memoryview(p: *mut PyObject) {
    let memoryview: *mut PyMemoryViewObject = p.cast();
    // SAFETY: the caller's promise.
    unsafe {
        memoryview_born::release(p);
        raw_free((*memoryview).view.internal);
        (*memoryview).view.internal = null_mut();
        crate::body::xdecref(core::mem::replace(&mut (*memoryview).view.obj, null_mut()));
    }
}

/// Memoryviews show their view from now on.
pub(crate) fn start() {
    // SAFETY: a type that is ready from the start.
    unsafe {
        let info = types::info(&raw mut PyMemoryView_Type);
        (*info).shape = Shape::MemoryView;
        (*info).fill = Some(fill_memoryview);
    }
}

/// A buffer for the old functions, released at once: the memory is only safe while nobody changes the object.
unsafe fn old(p: *mut PyObject, data: *mut *const c_void, len: *mut Py_ssize_t, flags: c_int) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        if p.is_null() || data.is_null() || len.is_null() {
            errors::raise_new(Exc::SystemError, "null argument to internal routine");
            return -1;
        }
        let mut view: Py_buffer = core::mem::zeroed();
        if PyObject_GetBuffer(p, &raw mut view, flags) != 0 {
            return -1;
        }
        *data = view.buf;
        *len = view.len;
        PyBuffer_Release(&raw mut view);
    }
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_AsReadBuffer(
    p: *mut PyObject,
    data: *mut *const c_void,
    len: *mut Py_ssize_t,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { old(p, data, len, buf::SIMPLE) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_AsCharBuffer(
    p: *mut PyObject,
    data: *mut *const c_char,
    len: *mut Py_ssize_t,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { old(p, data.cast(), len, buf::SIMPLE) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_AsWriteBuffer(
    p: *mut PyObject,
    data: *mut *mut c_void,
    len: *mut Py_ssize_t,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { old(p, data.cast(), len, buf::WRITABLE) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_CheckReadBuffer(p: *mut PyObject) -> c_int {
    let (mut data, mut len) = (null(), 0);
    // SAFETY: the caller's promise. No exception comes out of this.
    let found = unsafe { old(p, &raw mut data, &raw mut len, buf::SIMPLE) } == 0;
    if !found {
        drop(errors::take_raised());
    }
    c_int::from(found)
}
