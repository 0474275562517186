//! Numbers that extensions have compiled into themselves: type flags, member and slot codes, reference counts.

use core::ffi::{c_int, c_ulong};

/// `Py_TPFLAGS_*`.
pub mod tp {
    use super::c_ulong;
    pub const STATIC_BUILTIN: c_ulong = 1 << 1;
    pub const INLINE_VALUES: c_ulong = 1 << 2;
    pub const MANAGED_WEAKREF: c_ulong = 1 << 3;
    pub const MANAGED_DICT: c_ulong = 1 << 4;
    pub const SEQUENCE: c_ulong = 1 << 5;
    pub const MAPPING: c_ulong = 1 << 6;
    pub const DISALLOW_INSTANTIATION: c_ulong = 1 << 7;
    pub const IMMUTABLETYPE: c_ulong = 1 << 8;
    pub const HEAPTYPE: c_ulong = 1 << 9;
    pub const BASETYPE: c_ulong = 1 << 10;
    pub const HAVE_VECTORCALL: c_ulong = 1 << 11;
    pub const READY: c_ulong = 1 << 12;
    pub const READYING: c_ulong = 1 << 13;
    pub const HAVE_GC: c_ulong = 1 << 14;
    pub const METHOD_DESCRIPTOR: c_ulong = 1 << 17;
    pub const VALID_VERSION_TAG: c_ulong = 1 << 19;
    pub const IS_ABSTRACT: c_ulong = 1 << 20;
    pub const MATCH_SELF: c_ulong = 1 << 22;
    pub const ITEMS_AT_END: c_ulong = 1 << 23;
    pub const LONG_SUBCLASS: c_ulong = 1 << 24;
    pub const LIST_SUBCLASS: c_ulong = 1 << 25;
    pub const TUPLE_SUBCLASS: c_ulong = 1 << 26;
    pub const BYTES_SUBCLASS: c_ulong = 1 << 27;
    pub const UNICODE_SUBCLASS: c_ulong = 1 << 28;
    pub const DICT_SUBCLASS: c_ulong = 1 << 29;
    pub const BASE_EXC_SUBCLASS: c_ulong = 1 << 30;
    pub const TYPE_SUBCLASS: c_ulong = 1 << 31;
    pub const DEFAULT: c_ulong = 0;
}

/// `METH_*`.
pub mod meth {
    use super::c_int;
    pub const VARARGS: c_int = 0x01;
    pub const KEYWORDS: c_int = 0x02;
    pub const NOARGS: c_int = 0x04;
    pub const O: c_int = 0x08;
    pub const CLASS: c_int = 0x10;
    pub const STATIC: c_int = 0x20;
    pub const COEXIST: c_int = 0x40;
    pub const FASTCALL: c_int = 0x80;
    pub const METHOD: c_int = 0x200;
}

/// `Py_T_*` and `Py_RELATIVE_OFFSET`, `Py_READONLY`.
pub mod member {
    use super::c_int;
    pub const SHORT: c_int = 0;
    pub const INT: c_int = 1;
    pub const LONG: c_int = 2;
    pub const FLOAT: c_int = 3;
    pub const DOUBLE: c_int = 4;
    pub const STRING: c_int = 5;
    pub const OBJECT: c_int = 6;
    pub const CHAR: c_int = 7;
    pub const BYTE: c_int = 8;
    pub const UBYTE: c_int = 9;
    pub const USHORT: c_int = 10;
    pub const UINT: c_int = 11;
    pub const ULONG: c_int = 12;
    pub const STRING_INPLACE: c_int = 13;
    pub const BOOL: c_int = 14;
    pub const OBJECT_EX: c_int = 16;
    pub const LONGLONG: c_int = 17;
    pub const ULONGLONG: c_int = 18;
    pub const PYSSIZET: c_int = 19;
    pub const NONE: c_int = 20;
    pub const READONLY: c_int = 1;
    pub const AUDIT_READ: c_int = 2;
    pub const RELATIVE_OFFSET: c_int = 8;
}

/// The count of an object that is never freed; bit 31 tells it.
pub const IMMORTAL_REFCNT: u32 = 3 << 30;
/// In `ob_flags`: the object is part of a binary; the count is never changed.
pub const STATICALLY_ALLOCATED: u16 = 1 << 2;
/// In `ob_flags`: immortal.
pub const IMMORTAL_FLAG: u16 = 1;
/// Flags of objects made by `PyObject_HEAD_INIT`.
pub const STATIC_FLAGS: u16 = STATICALLY_ALLOCATED | IMMORTAL_FLAG;

/// `PyBUF_*`.
pub mod buf {
    use super::c_int;
    pub const SIMPLE: c_int = 0;
    pub const WRITABLE: c_int = 0x1;
    pub const FORMAT: c_int = 0x4;
    pub const ND: c_int = 0x8;
    pub const STRIDES: c_int = 0x10 | ND;
    pub const C_CONTIGUOUS: c_int = 0x20 | STRIDES;
    pub const F_CONTIGUOUS: c_int = 0x40 | STRIDES;
    pub const ANY_CONTIGUOUS: c_int = 0x80 | STRIDES;
    pub const INDIRECT: c_int = 0x100 | STRIDES;
    pub const FULL_RO: c_int = INDIRECT | FORMAT;
    pub const READ: c_int = 0x100;
    pub const WRITE: c_int = 0x200;
}
