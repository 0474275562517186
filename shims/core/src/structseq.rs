//! `structseq.h`: tuples with names. The classes are made by `structseq_source.rs`; a static type of an extension
//! becomes the body of such a class.

use core::ffi::{c_char, c_int};
use core::ptr::null_mut;

use pilotage_abi::flags::tp;
use pilotage_abi::{PyObject, PyStructSequence_Desc, PyTypeObject};

use crate::body::{self, AddressMap, World, prefix, xdecref};
use crate::builtin as b;
use crate::convert::{borrow_c, from_c, status, to_c};
use crate::errors::{self, Exc};
use crate::model::{Obj, Ref, Result, model};
use crate::tupleobject::{first_item, new_of, tuple_slice};
use crate::{python, types};

/// A C string that other binaries compare by address.
#[repr(transparent)]
#[derive(Debug)]
pub struct Text(*const c_char);

// SAFETY: the text never changes.
unsafe impl Sync for Text {}

/// The name of a field that has none.
#[unsafe(no_mangle)]
pub static PyStructSequence_UnnamedField: Text = Text(c"unnamed field".as_ptr());

/// How many items a type shows, and the names of those behind.
struct Layout {
    visible: usize,
    hidden: Vec<Option<String>>,
}

impl Layout {
    fn total(&self) -> usize {
        self.visible + self.hidden.len()
    }
}

static LAYOUTS: World<Option<AddressMap<&'static Layout>>> = World::new(None);

unsafe fn layout_of(t: *mut PyTypeObject) -> Option<&'static Layout> {
    let mut t = t;
    while !t.is_null() {
        let found = LAYOUTS.with(|layouts| layouts.as_ref()?.get(&(t as usize)).copied());
        if found.is_some() {
            return found;
        }
        // SAFETY: bases of types are types.
        t = unsafe { (*t).tp_base };
    }
    None
}

/// Names and descriptions of the fields.
unsafe fn fields(desc: *const PyStructSequence_Desc) -> (Vec<Option<String>>, Vec<Option<String>>) {
    let (mut names, mut docs) = (Vec::new(), Vec::new());
    // SAFETY: the fields end with a NULL name.
    unsafe {
        let mut field = (*desc).fields;
        while !(*field).name.is_null() {
            let is_unnamed = (*field).name == PyStructSequence_UnnamedField.0;
            names.push((!is_unnamed).then(|| python::c_text((*field).name)));
            docs.push((!(*field).doc.is_null()).then(|| python::c_text((*field).doc)));
            field = field.add(1);
        }
    }
    (names, docs)
}

fn list_of(texts: &[Option<String>]) -> Ref {
    let item = |text: &Option<String>| {
        text.as_ref().map_or_else(|| model().none().to_ref(), |text| python::text(text))
    };
    model().list(texts.iter().map(item).collect())
}

/// The class that a description asks for, and its layout.
unsafe fn class_of(desc: *const PyStructSequence_Desc) -> Result<(Ref, &'static Layout)> {
    // SAFETY: a description with C strings.
    unsafe {
        let (names, docs) = fields(desc);
        let visible = usize::try_from((*desc).n_in_sequence).unwrap_or(0).min(names.len());
        let name = python::text(&python::c_text((*desc).name));
        let doc = if (*desc).doc.is_null() {
            model().none().to_ref()
        } else {
            python::text(&python::c_text((*desc).doc))
        };
        let make = python::defined(crate::structseq_source::SOURCE, "make")?;
        let count = model().int_from_u64(visible as u64);
        let (name_list, doc_list) = (list_of(&names), list_of(&docs));
        let args = [name.obj(), doc.obj(), name_list.obj(), doc_list.obj(), count.obj()];
        let class = python::call(make.obj(), &args)?;
        let hidden = names.into_iter().skip(visible).collect();
        Ok((class, Box::leak(Box::new(Layout { visible, hidden }))))
    }
}

fn remember(t: *mut PyTypeObject, layout: &'static Layout) {
    LAYOUTS.with(|layouts| layouts.get_or_insert_default().insert(t as usize, layout));
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyStructSequence_NewType(desc: *mut PyStructSequence_Desc) -> *mut PyTypeObject {
    // SAFETY: a description with C strings.
    match unsafe { class_of(desc) } {
        Ok((class, layout)) => {
            let t: *mut PyTypeObject = to_c(class).cast();
            remember(t, layout);
            t
        }
        Err(raised) => {
            errors::raise(raised);
            null_mut()
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyStructSequence_NewType(
    desc: *mut PyStructSequence_Desc,
    _flags: u64,
) -> *mut PyTypeObject {
    // SAFETY: as for PyStructSequence_NewType.
    unsafe { PyStructSequence_NewType(desc) }
}

/// Makes a static type of the description. 0, or -1 with an exception.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyStructSequence_InitType2(
    t: *mut PyTypeObject,
    desc: *mut PyStructSequence_Desc,
) -> c_int {
    // SAFETY: a static type that is not ready, and a description with C strings.
    unsafe { status(init_type(t, desc)) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyStructSequence_InitType(t: *mut PyTypeObject, desc: *mut PyStructSequence_Desc) {
    // SAFETY: as for PyStructSequence_InitType2.
    unsafe { PyStructSequence_InitType2(t, desc) };
}

/// The static type becomes the body of a class like those of [`PyStructSequence_NewType`].
unsafe fn init_type(t: *mut PyTypeObject, desc: *const PyStructSequence_Desc) -> Result<()> {
    // SAFETY: a static type that is not ready, and a description with C strings.
    unsafe {
        let (class, layout) = class_of(desc)?;
        (*t).ob_base.ob_base.ob_type = &raw mut b::PyType_Type;
        // While it is filled it passes for a class of Python code: its layout is that of its base.
        (*t).tp_flags = tp::HEAPTYPE;
        body::pair_static(t.cast(), class.clone());
        types::fill_builtin(t, class.obj());
        (*t).tp_flags &= !tp::HEAPTYPE;
        (*t).tp_name = (*desc).name;
        (*t).tp_doc = (*desc).doc;
        remember(t, layout);
        Ok(())
    }
}

/// An instance without items: `PyStructSequence_SetItem` gives it some.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyStructSequence_New(t: *mut PyTypeObject) -> *mut PyObject {
    // SAFETY: a type of this file.
    unsafe {
        match layout_of(t) {
            Some(layout) => new_of(t, layout.visible, layout.total()),
            None => errors::fail(Exc::TypeError, "Missed attribute 'n_fields' of type"),
        }
    }
}

/// Only C knows it: its items can still change.
unsafe fn is_private(p: *mut PyObject) -> bool {
    // SAFETY: a body that is not static.
    unsafe { (*prefix(p)).vm.is_null() }
}

/// Steals the item.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyStructSequence_SetItem(p: *mut PyObject, index: isize, item: *mut PyObject) {
    // SAFETY: an instance that `PyStructSequence_New` made, with room for all fields.
    unsafe {
        let layout = layout_of((*p).ob_type);
        match (layout, usize::try_from(index)) {
            (Some(layout), Ok(index)) if index < layout.total() && is_private(p) => {
                let old = first_item(p).add(index).replace(item);
                xdecref(old);
                if !layout.hidden.is_empty() {
                    publish_hidden(p, layout);
                }
            }
            _ => xdecref(item),
        }
    }
}

/// When all fields are there, those that the tuple does not show become attributes of the VM's object.
unsafe fn publish_hidden(p: *mut PyObject, layout: &Layout) {
    // SAFETY: room for all fields.
    unsafe {
        let all = core::slice::from_raw_parts_mut(first_item(p), layout.total());
        if all.iter().any(|item| item.is_null()) {
            return;
        }
        let dict = model().instance_dict(from_c(p));
        for (place, name) in all[layout.visible..].iter_mut().zip(&layout.hidden) {
            let item = core::mem::replace(place, null_mut());
            if let (Some(dict), Some(name)) = (&dict, name) {
                let _ = model().dict_set(dict.obj(), python::name(name).obj(), from_c(item));
            }
            xdecref(item);
        }
    }
}

/// Borrowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyStructSequence_GetItem(p: *mut PyObject, index: isize) -> *mut PyObject {
    // SAFETY: an instance of a type of this file.
    unsafe {
        let Ok(index) = usize::try_from(index) else { return null_mut() };
        if let Some(&item) = tuple_slice(p).get(index) {
            return item;
        }
        let Some(layout) = layout_of((*p).ob_type) else { return null_mut() };
        if index >= layout.total() {
            return null_mut();
        }
        if !body::is_static(p) && is_private(p) {
            return *first_item(p).add(index);
        }
        hidden_item(from_c(p), layout, index - layout.visible)
    }
}

/// An attribute that the object keeps alive.
fn hidden_item(vm: Obj, layout: &Layout, at: usize) -> *mut PyObject {
    let Some(Some(name)) = layout.hidden.get(at) else { return null_mut() };
    match python::attr(vm, name) {
        Ok(found) => borrow_c(found.obj()),
        Err(_) => null_mut(),
    }
}
