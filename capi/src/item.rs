//! One item of the C-API: what it is, since when, and what it does to references.

use crate::Version;

/// What sort of name it is. A name that is both a function and a macro is a function with `also_macro`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Exported by libpython.
    Function,
    /// Defined in a header; nothing to link to.
    StaticInline,
    /// `#define f(x)`.
    FunctionMacro,
    /// `#define X`.
    Macro,
    /// An exported variable that is no type object.
    Data,
    /// An exported `PyTypeObject`.
    TypeObject,
    /// A struct or the typedef name of one.
    Struct,
    /// A typedef of anything else.
    Typedef,
    /// An enum type.
    Enum,
    /// An enumerator.
    EnumConst,
    /// `Struct.member`.
    Member,
}

/// Who may use it, by CPython's own promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// Part of the limited API.
    Limited,
    /// Public, may change with deprecation.
    Public,
    /// `PyUnstable_*`: may change in a minor release.
    Unstable,
    /// `_Py*`: no promise.
    Private,
    /// Only in `Include/internal`, or exported without a header.
    Internal,
}

/// Whether it can be used when compiling for the free-threaded stable ABI, abi3t 3.15.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Abi3t {
    /// Yes.
    Yes,
    /// In the limited API, not in abi3t.
    No,
    /// The struct exists, its size and members do not.
    Opaque,
    /// Declared, but needs a `PyModuleDef`, which nothing can define there.
    Impractical,
    /// Not in the limited API at all.
    NotLimited,
}

/// When an argument is stolen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Thief {
    /// On success and on failure.
    Always,
    /// Only when the call succeeds; else the caller still owns it.
    OnSuccess,
}

/// What a call does with one argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Looks at it; the caller's references stay as they were.
    Borrows,
    /// Keeps a reference of its own (stores it); the caller's stay as they were.
    Keeps,
    /// Takes over the caller's reference.
    Steals(Thief),
    /// Takes over the references of the items of an array.
    StealsItems,
    /// Adds a reference to it: `Py_INCREF`.
    Increments,
    /// Releases a reference to it: `Py_DECREF`.
    Decrements,
    /// The handle or memory is dead afterwards: `PyMem_Free`, `PyUnicodeWriter_Finish`.
    Consumes,
    /// `T **`: receives a new reference. `Some(n)`: only when the call returns `n`.
    OutNew(Option<i8>),
    /// `T **`: receives a borrowed reference.
    OutBorrowed,
    /// `T **`: the reference that is there is replaced (or cleared on failure): `PyUnicode_Append`, `Py_SETREF`.
    Replaces,
    /// `T **`: the reference that is there is released and NULL put in its place: `Py_CLEAR`.
    Clears,
    /// Nobody has said; not to be reported on.
    Unknown,
}

/// What kind of reference comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Returns {
    /// No object comes back.
    Nothing,
    /// A reference that the caller owns.
    New,
    /// A reference that belongs to the named parameter; empty: to the interpreter.
    Borrowed(&'static str),
    /// The argument itself, without a new reference (`Py_NewRef` is `New`).
    Argument(&'static str),
    /// Always NULL: `PyErr_Format`.
    AlwaysNull,
    /// Nobody has said.
    Unknown,
}

/// How a call tells that it failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fails {
    /// It cannot.
    Never,
    /// NULL with an exception set.
    Null,
    /// NULL with an exception, or NULL without: ask `PyErr_Occurred()`.
    NullOrAbsent,
    /// NULL, and no exception is set (absent, or not a Python error).
    NullWithoutException,
    /// -1 with an exception set.
    MinusOne,
    /// -1 is also a good value: ask `PyErr_Occurred()`.
    MinusOneAndOccurred,
    /// -1, and no exception is set.
    MinusOneWithoutException,
    /// 0 with an exception set: `PyArg_Parse*`.
    Zero,
    /// Anything but 0.
    NonZero,
    /// Always returns NULL or -1 with an exception set: `PyErr_Format`.
    Always,
    /// A `PyStatus`.
    Status,
    /// Nobody has said.
    Unknown,
}

/// A parameter of a function or macro.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Param {
    /// Its name; `argN` where the header gives none.
    pub name: &'static str,
    /// Its C type; empty for the parameter of a macro.
    pub c_type: &'static str,
    /// What the call does with it.
    pub effect: Effect,
}

/// Why a replacement is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReplacementKind {
    /// The item is gone.
    Removed,
    /// The item is private.
    Private,
    /// The item is deprecated.
    Deprecated,
    /// The documentation advises against it.
    SoftDeprecated,
    /// The item is not in the limited API.
    NonLimited,
    /// The item is not in abi3t.
    Abi3t,
    /// The result is borrowed where another thread may drop it.
    FreeThreading,
    /// There is a better way.
    Alternative,
}

/// What to write instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// Why.
    pub kind: ReplacementKind,
    /// The calls to write, each alone or together as `note` says; names in parentheses are no API.
    pub names: &'static [&'static str],
    /// Same arguments, same reference and error behaviour: a rename does it.
    pub mechanical: bool,
    /// The version from which all of `names` exist; `None`: in every version described.
    pub since: Option<Version>,
    /// `pythoncapi_compat.h` has it for older versions.
    pub in_compat: bool,
    /// What differs; may be empty.
    pub note: &'static str,
}

/// Whether another VM offers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Support {
    /// It works there.
    Yes,
    /// The name is there, the function says it is not implemented.
    NotImplemented,
    /// It is a header item of that VM's own headers: works after recompiling where what it needs is there.
    HeaderOnly,
    /// It is not there.
    No,
    /// Nobody has said.
    Unknown,
}

/// Where a struct member lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its C type.
    pub c_type: &'static str,
    /// Byte offset on x86-64 Linux (GIL build) in 3.9 ... 3.15; `None` where the member is absent.
    pub offsets: [Option<u16>; 7],
}

/// One item of the C-API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// `PyList_SetItem`; members are `PyTypeObject.tp_name`.
    pub name: &'static str,
    /// What sort of name.
    pub kind: Kind,
    /// Function that is also a macro of the same name (`Py_INCREF`).
    pub also_macro: bool,
    /// Who may use it.
    pub tier: Tier,
    /// Header below `Include/` that declares it in the last version that has it.
    pub header: &'static str,
    /// Its C declaration, without the final semicolon; the parameter list for macros.
    pub c: &'static str,
    /// Tag of a struct or union where it differs from the name: `_typeobject` of `PyTypeObject`.
    pub tag: &'static str,
    /// Value of an object macro or enumerator as the newest headers that have it write it; empty where it has
    /// none or is not recorded.
    pub value: &'static str,
    /// Where the value changed on the way: each value with the first version that has it.
    pub values_by: &'static [(Version, &'static str)],
    /// C type that a call returns; empty where it is no function.
    pub c_returns: &'static str,
    /// Parameters in order.
    pub params: &'static [Param],
    /// Takes `...` after them.
    pub variadic: bool,
    /// What kind of reference comes back.
    pub returns: Returns,
    /// How failure is told.
    pub fails: Fails,
    /// May run arbitrary Python code, so borrowed references may die during the call.
    pub reenters: bool,
    /// The caller must be attached (hold the GIL).
    pub needs_gil: bool,
    /// First version that has it; 3.9 means 3.9 or older.
    pub since: Version,
    /// First version whose public headers lack it.
    pub removed: Option<Version>,
    /// First version that deprecates it, with a compiler warning or in the documentation.
    pub deprecated: Option<Version>,
    /// First version whose documentation advises against it.
    pub soft_deprecated: Option<Version>,
    /// Version announced for its removal.
    pub removal_planned: Option<Version>,
    /// Stable-ABI version from which it is in the limited API.
    pub limited: Option<Version>,
    /// Version from which the limited API hides it again.
    pub limited_until: Option<Version>,
    /// Symbol of the stable ABI that source must not name (`_Py_NoneStruct`).
    pub abi_only: bool,
    /// In abi3t.
    pub abi3t: Abi3t,
    /// Versions whose libpython exports it on Linux: bit 0 is 3.9, bit 6 is 3.15; see [`Item::exported_by`].
    pub exported: u8,
    /// Version whose public headers no longer declare it while internal ones do.
    pub moved_internal: Option<Version>,
    /// Only in free-threaded builds.
    pub free_threaded_only: bool,
    /// Where else than everywhere it exists: `Windows`, `debug builds`; empty: everywhere.
    pub only: &'static str,
    /// PyPy 8.0's cpyext, from `pypy_since` on; see [`Item::in_pypy`].
    pub pypy: Support,
    /// The first Python version whose PyPy has it, where that is not every one.
    pub pypy_since: Option<Version>,
    /// GraalPy 25.
    pub graalpy: Support,
    /// RustPython's own capi 0.6.
    pub rustpython: Support,
    /// Its counterpart in HPy 0.9; empty where there is none.
    pub hpy: &'static str,
    /// Returns or hands out a borrowed reference that another thread may kill.
    pub free_threading_hazard: Option<Hazard>,
    /// What to write instead.
    pub replacements: &'static [Replacement],
    /// Where it lies in its struct, for members.
    pub member: Option<Member>,
    /// Size in bytes, for structs: x86-64 Linux (GIL build) in 3.9 ... 3.15; `None` where it is absent or opaque.
    pub sizes: Option<[Option<u16>; 7]>,
    /// Notes that concern use: `old_item_not_released`; may be empty.
    pub note: &'static str,
}

/// How dangerous a borrowed result is without a GIL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hazard {
    /// Any thread can kill it.
    Yes,
    /// Only when the owner is shared and rebound.
    Maybe,
}

impl Item {
    /// It exists in the public headers of `version`.
    pub fn exists_in(&self, version: Version) -> bool {
        self.since <= version && self.removed.is_none_or(|removed| version < removed)
    }

    /// It is in the limited API of `version`.
    pub fn limited_in(&self, version: Version) -> bool {
        self.limited.is_some_and(|since| since <= version)
            && self.limited_until.is_none_or(|until| version < until)
    }

    /// libpython of `version` exports it on Linux; unknown versions count as the nearest known one.
    pub fn exported_by(&self, version: Version) -> bool {
        let minor = version.minor.clamp(Version::OLDEST.minor, Version::NEWEST.minor);
        self.exported >> (minor - Version::OLDEST.minor) & 1 == 1
    }

    /// The stable-ABI version from which binaries may import its symbol: where a function was a macro or inline
    /// function at first (`Py_TYPE`), that is later than [`Item::limited`], which sources go by.
    pub fn stable_symbol_since(&self) -> Option<Version> {
        let first = Version::described().find(|v| self.exported_by(*v));
        // What the oldest described version exports was exported before.
        let first = first.filter(|v| *v > Version::OLDEST);
        self.limited.map(|limited| first.map_or(limited, |first| first.max(limited)))
    }

    /// What PyPy of a Python version has of it.
    pub fn in_pypy(&self, version: Version) -> Support {
        match self.pypy_since {
            Some(since) if version < since => Support::No,
            _ => self.pypy,
        }
    }

    /// A function-like name: it can be called.
    pub fn is_callable(&self) -> bool {
        matches!(self.kind, Kind::Function | Kind::StaticInline | Kind::FunctionMacro)
    }

    /// A name that the linker knows, in some version at least.
    pub fn is_symbol(&self) -> bool {
        self.exported != 0 || matches!(self.kind, Kind::Function | Kind::Data | Kind::TypeObject)
    }

    /// The value in `version`: [`Item::values_by`] where it changed on the way, else [`Item::value`].
    pub fn value_in(&self, version: Version) -> &'static str {
        let by = self.values_by.iter().rev().find(|(since, _)| *since <= version);
        by.map_or(self.value, |(_, value)| value)
    }

    /// The replacement offered for `kind`, if any.
    pub fn replacement(&self, kind: ReplacementKind) -> Option<&'static Replacement> {
        self.replacements.iter().find(|r| r.kind == kind)
    }
}

/// What `generated.rs` leaves unsaid; an item of its own only there.
pub(crate) const BLANK: Item = Item {
    name: "",
    kind: Kind::Struct,
    also_macro: false,
    tier: Tier::Public,
    header: "",
    c: "",
    tag: "",
    value: "",
    values_by: &[],
    c_returns: "",
    params: &[],
    variadic: false,
    returns: Returns::Nothing,
    fails: Fails::Unknown,
    reenters: false,
    needs_gil: true,
    since: Version::OLDEST,
    removed: None,
    deprecated: None,
    soft_deprecated: None,
    removal_planned: None,
    limited: None,
    limited_until: None,
    abi_only: false,
    abi3t: Abi3t::NotLimited,
    exported: 0,
    moved_internal: None,
    free_threaded_only: false,
    only: "",
    pypy: Support::Unknown,
    pypy_since: None,
    graalpy: Support::Unknown,
    rustpython: Support::Unknown,
    hpy: "",
    free_threading_hazard: None,
    replacements: &[],
    member: None,
    sizes: None,
    note: "",
};

pub(crate) const FUNCTION: Item = Item { kind: Kind::Function, exported: 0x7f, ..BLANK };
pub(crate) const MEMBER: Item = Item { kind: Kind::Member, ..BLANK };

/// `v(14)` is 3.14.
pub(crate) const fn v(minor: u8) -> Version {
    Version::new(3, minor)
}

pub(crate) const fn param(name: &'static str, c_type: &'static str) -> Param {
    Param { name, c_type, effect: Effect::Borrows }
}

pub(crate) const fn effect(name: &'static str, c_type: &'static str, effect: Effect) -> Param {
    Param { name, c_type, effect }
}

pub(crate) const fn swap(
    kind: ReplacementKind,
    names: &'static [&'static str],
    mechanical: bool,
    since: Option<Version>,
    in_compat: bool,
    note: &'static str,
) -> Replacement {
    Replacement { kind, names, mechanical, since, in_compat, note }
}

/// Seven columns in which -1 means absent.
pub(crate) const fn sizes(columns: [i32; 7]) -> Option<[Option<u16>; 7]> {
    let mut out = [None; 7];
    let mut at = 0;
    while at < 7 {
        if columns[at] >= 0 {
            out[at] = Some(columns[at] as u16);
        }
        at += 1;
    }
    Some(out)
}

pub(crate) const fn member(c_type: &'static str, columns: [i32; 7]) -> Option<Member> {
    match sizes(columns) {
        Some(offsets) => Some(Member { c_type, offsets }),
        None => None,
    }
}
