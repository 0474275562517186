//! What a VM must offer: behaviour only, no layouts. A host implements [`ObjectModel`] and installs it once.
//! One table of functions rather than a type parameter: core is compiled once, and apart from any VM.

use core::ffi::c_void;
use core::fmt;
use core::mem::ManuallyDrop;
use core::ptr::NonNull;
use std::sync::OnceLock;

use pilotage_abi::PyObject;

/// An object of the VM, borrowed: somebody else keeps it alive while this is used.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(transparent)]
pub struct Obj(NonNull<c_void>);

impl Obj {
    /// From the VM's own pointer.
    pub fn new(raw: NonNull<c_void>) -> Obj {
        Obj(raw)
    }

    /// The VM's own pointer.
    pub fn as_ptr(self) -> *mut c_void {
        self.0.as_ptr()
    }

    /// One more reference.
    pub fn to_ref(self) -> Ref {
        model().retain(self);
        Ref(self)
    }
}

impl fmt::Debug for Obj {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Obj({:p})", self.0)
    }
}

/// A reference of our own to an object of the VM; given back on drop.
#[derive(Debug, PartialEq, Eq)]
#[repr(transparent)]
pub struct Ref(Obj);

impl Ref {
    /// Takes over a reference that is already counted.
    pub fn from_owned(obj: Obj) -> Ref {
        Ref(obj)
    }

    /// Gives the counted reference away.
    pub fn into_owned(self) -> Obj {
        ManuallyDrop::new(self).0
    }

    /// The object.
    pub fn obj(&self) -> Obj {
        self.0
    }
}

impl Clone for Ref {
    fn clone(&self) -> Ref {
        self.0.to_ref()
    }
}

impl Drop for Ref {
    fn drop(&mut self) {
        model().release(self.0);
    }
}

/// An exception on its way: the instance.
#[derive(Debug, Clone)]
pub struct Raised(pub Ref);

/// A result of the VM.
pub type Result<T = Ref> = core::result::Result<T, Raised>;

/// Which builtin layout the value of an object has; classes that inherit from `int` have `Int`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    None,
    Bool,
    Int,
    Float,
    Complex,
    Str,
    Bytes,
    ByteArray,
    Tuple,
    List,
    Dict,
    Set,
    FrozenSet,
    Slice,
    Type,
    Module,
    Exception,
    Function,
    BoundMethod,
    /// A function or method of the VM itself.
    Builtin,
    Code,
    Frame,
    Traceback,
    MemoryView,
    WeakRef,
    Cell,
    /// Its value is a body in C: an instance of a type of an extension (or a class that inherits from one).
    Foreign,
    /// Everything else: nothing about its inside is known here.
    Other,
}

/// The characters of a str.
#[derive(Clone, Copy, Debug)]
pub enum Text<'a> {
    /// All below 128.
    Ascii(&'a [u8]),
    /// UTF-8 in which lone surrogates may stand (WTF-8).
    Wtf8(&'a [u8]),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unary {
    Negative,
    Positive,
    Invert,
    Absolute,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binary {
    Add,
    Subtract,
    Multiply,
    MatrixMultiply,
    TrueDivide,
    FloorDivide,
    Remainder,
    Divmod,
    Lshift,
    Rshift,
    And,
    Or,
    Xor,
}

/// `Py_LT` ... `Py_GE`, with their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum Compare {
    Lt = 0,
    Le = 1,
    Eq = 2,
    Ne = 3,
    Gt = 4,
    Ge = 5,
}

impl Compare {
    /// From C's number.
    pub fn from_c(op: i32) -> Option<Compare> {
        use Compare::{Eq, Ge, Gt, Le, Lt, Ne};
        [Lt, Le, Eq, Ne, Gt, Ge].get(usize::try_from(op).ok()?).copied()
    }
}

/// A class to be made for a type that C defined.
#[derive(Debug)]
pub struct NewType<'a> {
    /// `__name__`, without the module.
    pub name: &'a str,
    pub bases: &'a [Obj],
    pub metaclass: Obj,
    /// Bytes of a C instance beyond those of its base's: a class with some decides the layout of its heirs.
    pub extra_size: usize,
    /// May be inherited from.
    pub is_base: bool,
    /// Instances have a `__dict__` of the VM.
    pub has_dict: bool,
    /// Instances can be weakly referenced.
    pub has_weakrefs: bool,
    /// `Py_TPFLAGS_IMMUTABLETYPE` or a static type.
    pub is_immutable: bool,
    pub is_sequence: bool,
    pub is_mapping: bool,
    pub is_method_descriptor: bool,
    pub no_instantiation: bool,
    /// Which operations the type itself defines or inherits in C: the VM calls them through `dispatch`.
    pub slots: SlotSet,
    pub doc: Option<&'a str>,
    /// The documentation with the signature before it: `Name(a, b)\n--\n\n...`.
    pub signed_doc: Option<&'a str>,
}

/// A set of [`Slot`]s.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SlotSet(pub u128);

impl SlotSet {
    pub fn has(self, slot: Slot) -> bool {
        self.0 & (1 << slot as u32) != 0
    }

    pub fn add(&mut self, slot: Slot) {
        self.0 |= 1 << slot as u32;
    }
}

/// The slots of a C type through which the VM may call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
#[rustfmt::skip]
pub enum Slot {
    Repr, Str, Hash, Call, Getattro, Setattro, Richcompare, Iter, Iternext, DescrGet, DescrSet, Init, New, Finalize,
    Length, Subscript, AssSubscript, SqItem, SqAssItem, Contains, SqConcat, SqRepeat, SqInplaceConcat, SqInplaceRepeat,
    Add, Subtract, Multiply, Remainder, Divmod, Power, Lshift, Rshift, And, Xor, Or, FloorDivide, TrueDivide, MatrixMultiply,
    InplaceAdd, InplaceSubtract, InplaceMultiply, InplaceRemainder, InplacePower, InplaceLshift, InplaceRshift, InplaceAnd,
    InplaceXor, InplaceOr, InplaceFloorDivide, InplaceTrueDivide, InplaceMatrixMultiply,
    Negative, Positive, Absolute, Bool, Invert, Int, Float, Index,
    Await, Aiter, Anext, Getbuffer,
}

/// What `save_thread` leaves to `restore_thread`; zero says that nothing was saved.
pub type Saved = usize;

/// A place in Python code: for tracebacks.
#[derive(Clone, Copy, Debug)]
pub struct CodePlace<'a> {
    pub filename: &'a str,
    pub function: &'a str,
    pub line: i32,
}

/// The VM. All objects that come in as [`Obj`] are alive; all that go out as [`Ref`] are counted for the caller.
/// Every call is made with the VM attached to the thread.
pub trait ObjectModel: Sync {
    // --- references ---
    fn retain(&self, obj: Obj);
    /// May free the object and run code.
    fn release(&self, obj: Obj);
    fn strong_count(&self, obj: Obj) -> usize;

    // --- pairs of an object and its body in C ---
    /// The body that was paired with the object, or null.
    fn body(&self, obj: Obj) -> *mut PyObject;
    /// From now on the object has a body. When the VM is about to free the object, it asks `lifetime::dies(body)`.
    fn pair(&self, obj: Obj, body: *mut PyObject);
    /// The object has no body any more.
    fn unpair(&self, obj: Obj);

    // --- what an object is ---
    fn shape(&self, obj: Obj) -> Shape;
    /// Its class, borrowed.
    fn class(&self, obj: Obj) -> Obj;
    /// `mro` order: is `class` `base`, or does it inherit from it? Not `__subclasscheck__`.
    fn is_subtype(&self, class: Obj, base: Obj) -> bool;
    fn none(&self) -> Obj;
    fn boolean(&self, value: bool) -> Obj;
    fn ellipsis(&self) -> Obj;
    fn not_implemented(&self) -> Obj;

    // --- values ---
    fn int_from_i64(&self, value: i64) -> Ref;
    fn int_from_u64(&self, value: u64) -> Ref;
    /// 64-bit limbs, least significant first.
    fn int_from_limbs(&self, negative: bool, limbs: &[u64]) -> Ref;
    /// For `Int` and `Bool`.
    fn int_to_i64(&self, obj: Obj) -> Option<i64>;
    /// Is negative, and the limbs of its absolute value.
    fn int_to_limbs(&self, obj: Obj) -> (bool, Vec<u64>);
    fn float(&self, value: f64) -> Ref;
    fn float_value(&self, obj: Obj) -> f64;
    fn complex(&self, real: f64, imag: f64) -> Ref;
    fn complex_value(&self, obj: Obj) -> (f64, f64);
    fn str_from_wtf8(&self, text: &[u8]) -> Ref;
    /// All bytes are below 128.
    fn str_ascii(&self, text: &[u8]) -> Ref;
    fn str_intern(&self, text: Obj) -> Ref;
    /// The interned str of this text, if there is one.
    fn str_interned(&self, text: Obj) -> Option<Ref>;
    /// Valid while the object lives.
    fn str_text(&self, obj: Obj) -> Text<'static>;
    fn bytes(&self, value: &[u8]) -> Ref;
    /// Valid while the object lives.
    fn bytes_value(&self, obj: Obj) -> &'static [u8];
    fn bytearray(&self, value: &[u8]) -> Ref;
    /// Valid until the bytearray changes.
    fn bytearray_value(&self, obj: Obj) -> &'static mut [u8];
    fn bytearray_resize(&self, obj: Obj, len: usize) -> Result<()>;
    fn tuple(&self, items: Vec<Ref>) -> Ref;
    /// Valid while the object lives.
    fn tuple_items(&self, obj: Obj) -> &'static [Obj];
    fn list(&self, items: Vec<Ref>) -> Ref;
    /// Valid until the list changes.
    fn list_items(&self, obj: Obj) -> &'static [Obj];
    /// The items, counted, when other threads may change the list while one looks at it; `None` when there are none.
    fn list_snapshot(&self, _obj: Obj) -> Option<Vec<Ref>> {
        None
    }
    /// Replaces an item that exists.
    fn list_set(&self, obj: Obj, index: usize, item: Ref);
    fn list_append(&self, obj: Obj, item: Ref);
    fn list_insert(&self, obj: Obj, index: usize, item: Ref);
    fn dict(&self) -> Ref;
    fn dict_len(&self, obj: Obj) -> usize;
    /// As `dict.__getitem__` of the builtin does, without `__missing__`.
    fn dict_get(&self, obj: Obj, key: Obj) -> Result<Option<Ref>>;
    fn dict_set(&self, obj: Obj, key: Obj, value: Obj) -> Result<()>;
    /// As `dict_set`, for a key that is a str and none of its classes.
    fn dict_fill(&self, obj: Obj, key: Ref, value: Ref);
    /// False when the key was not there.
    fn dict_del(&self, obj: Obj, key: Obj) -> Result<bool>;
    fn dict_clear(&self, obj: Obj);
    /// All keys and values, alternating and borrowed, are put into `entries`: entry by entry what `dict_next` would give, each
    /// one position behind the other. False when it cannot be said, or when other threads may change the dict.
    fn dict_walk(&self, obj: Obj, entries: &mut Vec<Obj>) -> bool;
    /// The entry at or behind `pos`, which moves behind it. `pos` starts at 0 and means nothing to callers.
    fn dict_next(&self, obj: Obj, pos: &mut usize) -> Option<(Ref, Ref)>;
    /// Of any iterable, or empty.
    fn set(&self, frozen: bool, items: Option<Obj>) -> Result<Ref>;
    fn set_len(&self, obj: Obj) -> usize;
    fn set_add(&self, obj: Obj, item: Obj) -> Result<()>;
    fn slice(&self, start: Obj, stop: Obj, step: Obj) -> Ref;
    /// Start, stop, step.
    fn slice_parts(&self, obj: Obj) -> (Ref, Ref, Ref);

    // --- attributes ---
    fn getattr(&self, obj: Obj, name: Obj) -> Result;
    /// `None` instead of an AttributeError.
    fn getattr_opt(&self, obj: Obj, name: Obj) -> Result<Option<Ref>>;
    /// Deletes without a value.
    fn setattr(&self, obj: Obj, name: Obj, value: Option<Obj>) -> Result<()>;
    /// `object.__getattribute__`, `None` where there is none.
    fn generic_getattr(&self, obj: Obj, name: Obj) -> Result<Option<Ref>>;
    /// `object.__setattr__`, `object.__delattr__`.
    fn generic_setattr(&self, obj: Obj, name: Obj, value: Option<Obj>) -> Result<()>;
    /// What the slot of `class` itself does, whatever class the object has: C calls the slot of a base by pointer, where a
    /// method would refuse (`type.__setattr__` of an object whose metaclass has its own).
    fn setattr_as(&self, class: Obj, obj: Obj, name: Obj, value: Option<Obj>) -> Result<()> {
        let method = crate::python::name(if value.is_some() { "__setattr__" } else { "__delattr__" });
        let Some(method) = self.type_lookup(class, method.obj()) else {
            return self.setattr(obj, name, value);
        };
        let mut args = vec![obj, name];
        args.extend(value);
        self.call(method.obj(), &args, &[]).map(drop)
    }
    /// The instance's `__dict__`, made when it is wanted and the class has one.
    fn instance_dict(&self, obj: Obj) -> Option<Ref>;

    // --- protocols ---
    /// The last `names.len()` arguments are keywords with these names.
    fn call(&self, callable: Obj, args: &[Obj], names: &[Obj]) -> Result;
    fn unary(&self, op: Unary, a: Obj) -> Result;
    fn binary(&self, op: Binary, a: Obj, b: Obj) -> Result;
    fn inplace(&self, op: Binary, a: Obj, b: Obj) -> Result;
    /// `c` is None's object for two operands.
    fn power(&self, a: Obj, b: Obj, c: Obj) -> Result;
    fn inplace_power(&self, a: Obj, b: Obj) -> Result;
    fn compare(&self, a: Obj, b: Obj, op: Compare) -> Result;
    fn truth(&self, a: Obj) -> Result<bool>;
    fn hash(&self, a: Obj) -> Result<i64>;
    fn len(&self, a: Obj) -> Result<usize>;
    fn getitem(&self, a: Obj, key: Obj) -> Result;
    fn setitem(&self, a: Obj, key: Obj, value: Obj) -> Result<()>;
    fn delitem(&self, a: Obj, key: Obj) -> Result<()>;
    fn contains(&self, a: Obj, item: Obj) -> Result<bool>;
    fn iter(&self, a: Obj) -> Result;
    /// `None` at the end.
    fn next(&self, iterator: Obj) -> Result<Option<Ref>>;
    fn repr(&self, a: Obj) -> Result;
    fn str(&self, a: Obj) -> Result;
    /// `operator.index`.
    fn index(&self, a: Obj) -> Result;
    fn isinstance(&self, a: Obj, class: Obj) -> Result<bool>;
    fn issubclass(&self, a: Obj, class: Obj) -> Result<bool>;
    fn is_callable(&self, a: Obj) -> bool;

    // --- types ---
    fn new_type(&self, spec: &NewType<'_>) -> Result;
    /// Puts an attribute into the class itself, past `__setattr__`; calls through slots do not change.
    fn type_set(&self, class: Obj, name: Obj, value: Obj);
    /// What the class itself (not its bases) has under the name.
    fn type_own(&self, class: Obj, name: Obj) -> Option<Ref>;
    /// What the class or a base has under the name, as it lies there.
    fn type_lookup(&self, class: Obj, name: Obj) -> Option<Ref>;
    /// Own attributes.
    fn type_names(&self, class: Obj) -> Vec<Ref>;
    /// Base, bases (tuple), mro (tuple).
    fn type_base(&self, class: Obj) -> Option<Ref>;
    fn type_bases(&self, class: Obj) -> Ref;
    fn type_mro(&self, class: Obj) -> Vec<Ref>;
    /// `__name__`.
    fn type_name(&self, class: Obj) -> String;
    fn type_has_dict(&self, class: Obj) -> bool;
    fn type_has_weakrefs(&self, class: Obj) -> bool;
    fn type_is_base(&self, class: Obj) -> bool;
    /// Made by Python code or for an extension, not a part of the VM.
    fn type_is_heap(&self, class: Obj) -> bool;
    /// The type gained or changed slots after it was made.
    fn type_slots_changed(&self, class: Obj, slots: SlotSet);
    /// Python code may not change the class from now on.
    fn type_freeze(&self, class: Obj);
    /// An instance whose value is a body in C. `pair` is called by the caller.
    fn foreign(&self, class: Obj) -> Result;
    /// What `base.__new__(class, ...)` does for a base of the VM, without the question whether `class` has a
    /// constructor of its own to be asked instead: that one may be asking. The last arguments are keywords.
    fn construct(&self, base: Obj, class: Obj, args: &[Obj], names: &[Obj]) -> Result;

    // --- exceptions, frames ---
    /// What `except` blocks are handling now.
    fn handled(&self) -> Option<Ref>;
    fn set_handled(&self, exception: Option<Ref>);
    /// Adds an entry to the traceback of the exception.
    fn add_traceback(&self, exception: Obj, place: CodePlace<'_>);
    /// A code object without code.
    fn code_stub(&self, place: CodePlace<'_>) -> Ref;
    /// The globals of the innermost Python function.
    fn frame_globals(&self) -> Option<Ref>;
    fn frame_locals(&self) -> Option<Ref>;
    fn frame(&self) -> Option<Ref>;
    /// May raise RecursionError.
    fn enter_recursion(&self, whence: &str) -> Result<()>;
    fn leave_recursion(&self);
    /// Makes a context of `contextvars` the current one of this thread; RuntimeError where it is entered already.
    fn enter_context(&self, context: Obj) -> Result<()>;
    /// Undoes the last `enter_context`; RuntimeError where that was of another context.
    fn exit_context(&self, context: Obj) -> Result<()>;

    // --- modules ---
    fn module(&self, name: &str) -> Ref;
    fn module_dict(&self, module: Obj) -> Ref;
    fn import(&self, name: &str) -> Result;

    // --- weak references ---
    fn weakref(&self, obj: Obj, callback: Option<Obj>) -> Result;
    fn weakref_target(&self, weakref: Obj) -> Option<Ref>;

    // --- buffers of the VM's own objects (bytes, bytearray, array, mmap, memoryview) ---
    /// Exports until `buffer_release`.
    fn buffer(&self, obj: Obj) -> Result<Export>;
    fn buffer_release(&self, export: usize);

    // --- threads ---
    /// Other threads may run.
    fn save_thread(&self) -> Saved;
    fn restore_thread(&self, saved: Saved);
    /// Attaches a thread that the VM may not know; says whether it was attached before.
    fn ensure_thread(&self) -> bool;
    /// Undoes an `ensure_thread` that was the first one.
    fn release_thread(&self);
    fn is_attached(&self) -> bool;
    /// Runs handlers of signals that came in.
    fn check_signals(&self) -> Result<()>;
    /// Does the VM still run Python code?
    fn is_finalizing(&self) -> bool;
    /// A full collection; how many objects were unreachable.
    fn collect(&self) -> usize;
}

/// The memory of an object of the VM.
#[derive(Debug)]
pub struct Export {
    pub ptr: *mut u8,
    pub len: usize,
    pub readonly: bool,
    pub itemsize: usize,
    /// Syntax of `struct`.
    pub format: String,
    pub shape: Vec<isize>,
    pub strides: Vec<isize>,
    /// Empty without suboffsets.
    pub suboffsets: Vec<isize>,
    /// For `buffer_release`.
    pub export: usize,
}

static MODEL: OnceLock<&'static dyn ObjectModel> = OnceLock::new();

/// Installs the VM; once, before anything else.
pub fn install(model: &'static dyn ObjectModel) {
    let first = MODEL.set(model).is_ok();
    assert!(first, "a second object model in one process");
}

/// The VM of this process.
#[inline]
pub fn model() -> &'static dyn ObjectModel {
    *MODEL.get().expect("the C-API was called before an object model was installed")
}
