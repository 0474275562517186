//! The CPython of this process: its own functions, looked up by name, and where fields lie in its version.
//! Nothing here is linked: in a process without Python the look-up gives nothing and nothing is watched.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::sync::OnceLock;

use crate::{hooks, types};

mod counts;

/// An object of the interpreter; 0 is NULL.
pub(crate) type Object = usize;

macro_rules! functions {
    ($($(#[$doc:meta])* $field:ident: $name:literal, fn($($argument:ty),*) $(-> $result:ty)?;)*) => {
        /// Functions of the interpreter that we call ourselves.
        pub(crate) struct Functions {
            $($(#[$doc])* pub(crate) $field: unsafe extern "C" fn($($argument),*) $(-> $result)?,)*
        }

        impl Functions {
            fn look_up() -> Option<Functions> {
                Some(Functions {
                    $($field: {
                        let address = hooks::python_symbol($name)?;
                        // SAFETY: the symbol of CPython has this signature in 3.9 to 3.15.
                        unsafe { std::mem::transmute::<usize, unsafe extern "C" fn($($argument),*) $(-> $result)?>(address) }
                    },)*
                })
            }
        }
    };
}

functions! {
    /// `PyThreadState_Get`
    thread_state: c"PyThreadState_Get", fn() -> usize;
    /// `PyErr_Occurred`
    err_occurred: c"PyErr_Occurred", fn() -> Object;
    /// `PyErr_Fetch`
    err_fetch: c"PyErr_Fetch", fn(*mut Object, *mut Object, *mut Object);
    /// `PyErr_Restore`
    err_restore: c"PyErr_Restore", fn(Object, Object, Object);
    /// `PyErr_SetString`
    err_set_string: c"PyErr_SetString", fn(Object, *const c_char);
    /// `PyGILState_Check`
    gil_check: c"PyGILState_Check", fn() -> c_int;
    /// `PyGILState_Ensure`
    gil_ensure: c"PyGILState_Ensure", fn() -> c_int;
    /// `PyGILState_Release`
    gil_release: c"PyGILState_Release", fn(c_int);
    /// `PyEval_GetFrame`
    get_frame: c"PyEval_GetFrame", fn() -> Object;
    /// `PyFrame_GetLineNumber`
    frame_line: c"PyFrame_GetLineNumber", fn(Object) -> c_int;
    /// `PyFrame_GetCode`
    frame_code: c"PyFrame_GetCode", fn(Object) -> Object;
    /// `PyObject_GetAttrString`
    get_attribute: c"PyObject_GetAttrString", fn(Object, *const c_char) -> Object;
    /// `PyUnicode_AsUTF8`
    as_utf8: c"PyUnicode_AsUTF8AndSize", fn(Object, *mut isize) -> *const c_char;
    /// `Py_IncRef`
    incref: c"Py_IncRef", fn(Object);
    /// `Py_DecRef`
    decref: c"Py_DecRef", fn(Object);
    /// `PyMem_GetAllocator`
    get_allocator: c"PyMem_GetAllocator", fn(c_int, *mut c_void);
    /// `PyMem_SetAllocator`
    set_allocator: c"PyMem_SetAllocator", fn(c_int, *mut c_void);
}

/// The interpreter.
pub(crate) struct Python {
    /// Its functions.
    pub(crate) functions: Functions,
    /// 13 of 3.13.
    pub(crate) minor: u8,
    /// `3.13.0`.
    pub(crate) version: String,
    /// Counts are those of extensions alone, and an object without any lives as long as the virtual machine has it: this is RustPython
    /// behind our own C-API.
    pub(crate) has_own_counts: bool,
    tuple_type: usize,
    module_definition: usize,
    list_type: usize,
    type_type: usize,
    system_error: usize,
    memory_error: usize,
    tuple_items: usize,
    list_items: usize,
    var_size: usize,
    tp_name: usize,
    tp_basicsize: usize,
    tp_itemsize: usize,
    tp_flags: usize,
    tp_base: usize,
    tp_vectorcall_offset: usize,
    tp_traverse: usize,
    /// In the thread state: the exception that is set, its first word where there are three; the newest that is handled.
    exception: usize,
    handled: usize,
    frame_type: usize,
}

static PYTHON: OnceLock<Option<Python>> = OnceLock::new();

/// The interpreter of this process; `None` where there is none that we know.
pub(crate) fn get() -> Option<&'static Python> {
    PYTHON.get()?.as_ref()
}

/// Looks for the interpreter. To be called again as long as there is none: it may be loaded later.
pub(crate) fn find() -> Result<&'static Python, &'static str> {
    if let Some(python) = get() {
        return Ok(python);
    }
    if hooks::python_symbol(c"Py_GetVersion").is_none() {
        return Err("");
    }
    let python = Python::look_up()?;
    PYTHON.get_or_init(|| Some(python)).as_ref().ok_or("")
}

/// Reads a word of memory that is known to be there.
pub(crate) fn word(address: usize) -> usize {
    // SAFETY: callers pass fields of live objects and of the extension's own tables.
    unsafe { (address as *const usize).read_unaligned() }
}

/// Writes a word of memory that is known to be there and writable.
pub(crate) fn set_word(address: usize, value: usize) {
    // SAFETY: callers pass places that they have made writable.
    unsafe { (address as *mut usize).write_unaligned(value) }
}

/// Reads an int of memory that is known to be there.
pub(crate) fn int(address: usize) -> i32 {
    // SAFETY: as for `word`.
    unsafe { (address as *const i32).read_unaligned() }
}

/// A C string of the extension or interpreter; empty for NULL.
pub(crate) fn text(address: usize) -> String {
    if address == 0 {
        return String::new();
    }
    // SAFETY: callers pass names, which end with a NUL.
    let name = unsafe { CStr::from_ptr(address as *const c_char) };
    name.to_string_lossy().into_owned()
}

impl Python {
    fn look_up() -> Result<Python, &'static str> {
        let version = version().ok_or("the version of this Python cannot be read")?;
        let number = version.split(' ').next().unwrap_or_default().to_owned();
        if version.contains("free-threading") {
            return Err("free-threaded builds cannot be checked");
        }
        let minor = number.split('.').nth(1).and_then(|minor| minor.parse::<u8>().ok()).unwrap_or(0);
        if !number.starts_with("3.") || !(9..=14).contains(&minor) {
            return Err("only CPython 3.9 to 3.14 can be checked");
        }
        let functions = Functions::look_up().ok_or("this Python lacks functions that checking needs")?;
        let field = |owner: &str, name: &str| offset(owner, name, minor);
        let data =
            |name: &CStr| hooks::python_symbol(name).ok_or("this Python lacks types that checking needs");
        Ok(Python {
            functions,
            minor,
            has_own_counts: version.contains("(pilotage)"),
            tuple_type: data(c"PyTuple_Type")?,
            list_type: data(c"PyList_Type")?,
            module_definition: data(c"PyModuleDef_Type")?,
            type_type: data(c"PyType_Type")?,
            system_error: data(c"PyExc_SystemError")?,
            memory_error: data(c"PyExc_MemoryError")?,
            tuple_items: field("PyTupleObject", "ob_item")?,
            list_items: field("PyListObject", "ob_item")?,
            var_size: 16,
            tp_name: field("PyTypeObject", "tp_name")?,
            tp_basicsize: field("PyTypeObject", "tp_basicsize")?,
            tp_itemsize: field("PyTypeObject", "tp_itemsize")?,
            tp_flags: field("PyTypeObject", "tp_flags")?,
            tp_base: field("PyTypeObject", "tp_base")?,
            tp_vectorcall_offset: field("PyTypeObject", "tp_vectorcall_offset")?,
            tp_traverse: field("PyTypeObject", "tp_traverse")?,
            exception: field("PyThreadState", if minor >= 12 { "current_exception" } else { "curexc_type" })?,
            handled: field("PyThreadState", "exc_info")?,
            frame_type: data(c"PyFrame_Type")?,
            version: number,
        })
    }

    /// Where a field of a struct lies.
    pub(crate) fn field(&self, owner: &str, name: &str) -> Option<usize> {
        offset(owner, name, self.minor).ok()
    }

    /// Type of an object.
    pub(crate) fn type_of(&self, object: Object) -> usize {
        word(object + 8)
    }

    /// `tp_name` of the type of an object.
    pub(crate) fn type_name(&self, object: Object) -> String {
        match self.type_of(object) {
            0 => String::new(),
            kind => text(word(kind + self.tp_name)),
        }
    }

    /// `tp_flags`.
    pub(crate) fn flags(&self, kind: usize) -> usize {
        word(kind + self.tp_flags)
    }

    /// It was made at run time, and may go.
    pub(crate) fn is_heap_type(&self, kind: usize) -> bool {
        self.flags(kind) & HEAP_TYPE != 0
    }

    /// `tp_traverse` of a collected type.
    pub(crate) fn traverse(
        &self,
        object: Object,
    ) -> Option<unsafe extern "C" fn(Object, types::Visit, *mut c_void) -> c_int> {
        let kind = self.type_of(object);
        let function = word(kind + self.tp_traverse);
        if self.flags(kind) & HAVE_GC == 0 || function == 0 {
            return None;
        }
        // SAFETY: the slot of every type has this signature.
        Some(unsafe {
            std::mem::transmute::<usize, unsafe extern "C" fn(Object, types::Visit, *mut c_void) -> c_int>(
                function,
            )
        })
    }

    /// The thread state of this thread, as address and size.
    pub(crate) fn thread_state(&self) -> Option<(usize, usize)> {
        let column = usize::from(self.minor.saturating_sub(9));
        let sizes = pilotage_capi::record("PyThreadState").and_then(|item| item.sizes)?;
        let size = sizes.get(column).copied().flatten()?;
        // SAFETY: callers hold the GIL.
        let state = unsafe { (self.functions.thread_state)() };
        (state != 0).then_some((state, usize::from(size)))
    }

    /// The places of this thread where exceptions are kept, as the account names them: the address of its state plus 1.
    pub(crate) fn exception_places(&self) -> usize {
        // SAFETY: callers hold the GIL.
        unsafe { (self.functions.thread_state)() | 1 }
    }

    /// The exception that is set, and the newest place of those that are handled with what lies there, by what `exception_places` gave.
    #[inline]
    pub(crate) fn exceptions_now(&self, places: usize) -> Exceptions {
        let place = word(places - 1 + self.handled);
        let handled = if place == 0 { 0 } else { word(place) };
        Exceptions { set: word(places - 1 + self.exception), place, handled }
    }

    /// No exception is set or handled in the thread of these places, where that was `now`.
    #[inline]
    pub(crate) fn has_no_exceptions(&self, now: &Exceptions) -> bool {
        // Older versions keep three words for each.
        self.minor >= 12 && now.set == 0 && now.handled == 0 && now.place != 0 && word(now.place + 8) == 0
    }

    /// An exception is set in the thread of these places.
    #[inline]
    pub(crate) fn has_exception_at(&self, places: usize) -> bool {
        word(places - 1 + self.exception) != 0
    }

    /// Exceptions that are set or handled, NULL as 0.
    fn exceptions(&self, state: usize, limit: usize, into: &mut Vec<usize>) -> usize {
        // Before 3.12 and 3.11: type, value, traceback.
        let (set, handled) = (if self.minor >= 12 { 1 } else { 3 }, if self.minor >= 11 { 1 } else { 3 });
        into.extend((0..set).map(|at| word(state + self.exception + at * 8)));
        let mut item = word(state + self.handled);
        while item != 0 && into.len() + handled <= limit {
            into.extend((0..handled).map(|at| word(item + at * 8)));
            item = word(item + handled * 8);
        }
        into.len()
    }

    /// `tp_base`; 0 at the end.
    pub(crate) fn base(&self, kind: usize) -> usize {
        word(kind + self.tp_base)
    }

    /// Bytes of an instance, without what lies in front of it.
    pub(crate) fn size(&self, object: Object) -> usize {
        let kind = self.type_of(object);
        let item = word(kind + self.tp_itemsize);
        let items = if item == 0 { 0 } else { (word(object + self.var_size) as isize).unsigned_abs() };
        let basic = word(kind + self.tp_basicsize).min(LARGEST_INSTANCE);
        let whole = basic.saturating_add(item.saturating_mul(items));
        // Some types claim items and have another field where their number would be.
        if whole > LARGEST_INSTANCE { basic } else { whole }
    }

    /// Bytes in front of an instance: the collector's header, dictionary and weak references.
    pub(crate) fn bytes_in_front(&self, object: Object) -> usize {
        if self.has_own_counts {
            return 0;
        }
        let flags = self.flags(self.type_of(object));
        let header = if flags & HAVE_GC != 0 { 16 } else { 0 };
        let managed = match self.minor {
            ..=10 => false,
            11 => flags & MANAGED_DICT != 0,
            _ => flags & (MANAGED_DICT | MANAGED_WEAKREF) != 0,
        };
        header + if managed { 16 } else { 0 }
    }

    /// Address of the field that holds the vectorcall function of an instance.
    pub(crate) fn vectorcall_field(&self, object: Object) -> Option<usize> {
        let kind = self.type_of(object);
        if self.flags(kind) & HAVE_VECTORCALL == 0 {
            return None;
        }
        let offset = word(kind + self.tp_vectorcall_offset) as isize;
        (offset > 0).then(|| object + offset as usize)
    }

    /// `None`, `True` and the like, which everybody holds.
    pub(crate) fn is_singleton(&self, object: Object) -> bool {
        matches!(self.type_name(object).as_str(), "NoneType" | "bool" | "ellipsis" | "NotImplementedType")
    }

    /// What lies there has the type `type`.
    pub(crate) fn is_plain_type(&self, kind: usize) -> bool {
        self.type_of(kind) == self.type_type
    }

    /// It is the definition of a module.
    pub(crate) fn is_module_definition(&self, object: Object) -> bool {
        self.type_of(object) == self.module_definition
    }

    /// It is a type.
    pub(crate) fn is_type(&self, object: Object) -> bool {
        let kind = self.type_of(object);
        kind == self.type_type || kind != 0 && self.flags(kind) & TYPE_SUBCLASS != 0
    }

    /// Sets `SystemError`.
    pub(crate) fn set_system_error(&self, message: &CStr) {
        let exception = word(self.system_error);
        // SAFETY: the GIL is held by every caller, the type lives as long as the interpreter.
        unsafe { (self.functions.err_set_string)(exception, message.as_ptr()) };
    }

    /// Sets `MemoryError`.
    pub(crate) fn set_memory_error(&self) {
        let exception = word(self.memory_error);
        // SAFETY: as above.
        unsafe { (self.functions.err_set_string)(exception, c"injected by pilotage".as_ptr()) };
    }

    /// Adds references to an object that lost them wrongly.
    pub(crate) fn give_back(&self, object: Object, count: i64) {
        for _ in 0..count {
            // SAFETY: a live object; callers hold the GIL.
            unsafe { (self.functions.incref)(object) };
        }
    }

    /// An exception is set.
    pub(crate) fn has_exception(&self) -> bool {
        // SAFETY: callers hold the GIL.
        unsafe { (self.functions.err_occurred)() != 0 }
    }
}

/// What a thread has to do with exceptions.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Exceptions {
    /// The one that is set.
    set: usize,
    /// The newest place of those that are handled, and what lies there.
    place: usize,
    handled: usize,
}

impl Exceptions {
    /// Nothing has changed. Word by word: they have just been written so, and a wider load would have to wait for that.
    #[inline]
    pub(crate) fn is(&self, other: &Exceptions) -> bool {
        self.set == other.set && self.place == other.place && self.handled == other.handled
    }
}

/// Instances that seem to be larger than this are read without their items.
const LARGEST_INSTANCE: usize = 1 << 20;
const HEAP_TYPE: usize = 1 << 9;
const HAVE_GC: usize = 1 << 14;
const HAVE_VECTORCALL: usize = 1 << 11;
const MANAGED_WEAKREF: usize = 1 << 3;
const MANAGED_DICT: usize = 1 << 4;
const TYPE_SUBCLASS: usize = 1 << 31;

fn version() -> Option<String> {
    let address = hooks::python_symbol(c"Py_GetVersion")?;
    // SAFETY: `const char *Py_GetVersion(void)` in every version.
    let function = unsafe { std::mem::transmute::<usize, extern "C" fn() -> *const c_char>(address) };
    Some(text(function() as usize))
}

/// Where a field lies in CPython 3.`minor`.
fn offset(owner: &str, name: &str, minor: u8) -> Result<usize, &'static str> {
    let member = pilotage_capi::member(owner, name).and_then(|item| item.member);
    let column = usize::from(minor.saturating_sub(9));
    let offset = member.and_then(|member| member.offsets.get(column).copied().flatten());
    offset.map(usize::from).ok_or("the layout of this Python is not known")
}
