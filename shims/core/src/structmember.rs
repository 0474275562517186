//! Fields of C structs as attributes: `PyMember_GetOne` and `PyMember_SetOne`.

use core::ffi::{c_char, c_int, c_long, c_ulong};

use pilotage_abi::flags::member as code;
use pilotage_abi::{PyMemberDef, PyObject};

use crate::body::{incref, xdecref, xincref};
use crate::builtin::_Py_NoneStruct;
use crate::convert::{from_c, give};
use crate::errors::{self, Exc};
use crate::longobject_as as long;
use crate::model::{Result, model};
use crate::python;

/// # Safety
/// `base` is an instance of the type that the definition belongs to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMember_GetOne(base: *const c_char, def: *mut PyMemberDef) -> *mut PyObject {
    // SAFETY: the field has the type that its code says.
    unsafe {
        if (*def).flags & code::RELATIVE_OFFSET != 0 {
            return errors::fail(Exc::SystemError, "PyMember_GetOne used with Py_RELATIVE_OFFSET");
        }
        let field = base.byte_offset((*def).offset);
        if let code::OBJECT | code::OBJECT_EX = (*def).type_code {
            return object(base, def, *field.cast::<*mut PyObject>());
        }
        give(value(field, (*def).type_code))
    }
}

unsafe fn object(base: *const c_char, def: *mut PyMemberDef, value: *mut PyObject) -> *mut PyObject {
    // SAFETY: null or a living object.
    unsafe {
        if !value.is_null() {
            incref(value);
            return value;
        }
        if (*def).type_code == code::OBJECT {
            return &raw mut _Py_NoneStruct;
        }
        let class = python::c_text((*(*base.cast::<PyObject>()).ob_type).tp_name);
        let name = python::c_text((*def).name);
        errors::fail(Exc::AttributeError, &format!("'{class}' object has no attribute '{name}'"))
    }
}

unsafe fn value(field: *const c_char, type_code: c_int) -> Result {
    let int = |value: i64| Ok(model().int_from_i64(value));
    // SAFETY: the field has the type that its code says.
    unsafe {
        match type_code {
            code::BOOL => Ok(model().boolean(*field.cast::<u8>() != 0).to_ref()),
            code::BYTE => int(i64::from(*field.cast::<i8>())),
            code::UBYTE => int(i64::from(*field.cast::<u8>())),
            code::SHORT => int(i64::from(field.cast::<i16>().read_unaligned())),
            code::USHORT => int(i64::from(field.cast::<u16>().read_unaligned())),
            code::INT => int(i64::from(field.cast::<i32>().read_unaligned())),
            code::UINT => int(i64::from(field.cast::<u32>().read_unaligned())),
            code::LONG => int(field.cast::<c_long>().read_unaligned()),
            code::ULONG => Ok(model().int_from_u64(field.cast::<c_ulong>().read_unaligned())),
            code::LONGLONG | code::PYSSIZET => int(field.cast::<i64>().read_unaligned()),
            code::ULONGLONG => Ok(model().int_from_u64(field.cast::<u64>().read_unaligned())),
            code::FLOAT => Ok(model().float(f64::from(field.cast::<f32>().read_unaligned()))),
            code::DOUBLE => Ok(model().float(field.cast::<f64>().read_unaligned())),
            code::STRING => match *field.cast::<*const c_char>() {
                text if text.is_null() => Ok(model().none().to_ref()),
                text => python::c_decoded(text),
            },
            code::STRING_INPLACE => python::c_decoded(field),
            code::CHAR => python::decoded(core::slice::from_raw_parts(field.cast(), 1)),
            code::NONE => Ok(model().none().to_ref()),
            _ => errors::error(Exc::SystemError, "bad memberdescr type"),
        }
    }
}

/// # Safety
/// As for [`PyMember_GetOne`]; `value` is null (delete) or an object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMember_SetOne(
    base: *mut c_char,
    def: *mut PyMemberDef,
    value: *mut PyObject,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        if (*def).flags & code::READONLY != 0 {
            errors::raise_new(Exc::AttributeError, "readonly attribute");
            return -1;
        }
        let field = base.byte_offset((*def).offset);
        if let code::OBJECT | code::OBJECT_EX = (*def).type_code {
            return set_object(field.cast(), def, value);
        }
        if value.is_null() {
            errors::raise_new(Exc::TypeError, "can't delete numeric/char attribute");
            return -1;
        }
        set_value(field, (*def).type_code, value)
    }
}

unsafe fn set_object(field: *mut *mut PyObject, def: *mut PyMemberDef, value: *mut PyObject) -> c_int {
    // SAFETY: the field holds null or a reference.
    unsafe {
        if value.is_null() && (*field).is_null() && (*def).type_code == code::OBJECT_EX {
            errors::raise_new(Exc::AttributeError, &python::c_text((*def).name));
            return -1;
        }
        xincref(value);
        let old = core::mem::replace(&mut *field, value);
        xdecref(old);
        0
    }
}

unsafe fn set_value(field: *mut c_char, type_code: c_int, value: *mut PyObject) -> c_int {
    // SAFETY: the field has the type that its code says.
    unsafe {
        match type_code {
            code::BOOL => {
                let vm = from_c(value);
                if vm != model().boolean(true) && vm != model().boolean(false) {
                    errors::raise_new(Exc::TypeError, "attribute value type must be bool");
                    return -1;
                }
                *field.cast::<u8>() = u8::from(vm == model().boolean(true));
                0
            }
            code::FLOAT | code::DOUBLE => set_float(field, type_code, value),
            code::CHAR => set_char(field, value),
            code::STRING | code::STRING_INPLACE | code::NONE => {
                errors::raise_new(Exc::TypeError, "readonly attribute");
                -1
            }
            _ => set_int(field, type_code, value),
        }
    }
}

unsafe fn set_float(field: *mut c_char, type_code: c_int, value: *mut PyObject) -> c_int {
    // SAFETY: the field has the type that its code says.
    unsafe {
        let number = crate::floatobject::PyFloat_AsDouble(value);
        if number == -1.0 && errors::is_set() {
            return -1;
        }
        if type_code == code::FLOAT {
            field.cast::<f32>().write_unaligned(number as f32);
        } else {
            field.cast::<f64>().write_unaligned(number);
        }
        0
    }
}

unsafe fn set_char(field: *mut c_char, value: *mut PyObject) -> c_int {
    // SAFETY: a living object.
    let vm = unsafe { from_c(value) };
    let text =
        if model().shape(vm) == crate::model::Shape::Str { python::to_string(vm) } else { String::new() };
    let &[byte] = text.as_bytes() else {
        errors::raise_new(Exc::TypeError, "a string of length 1 is required");
        return -1;
    };
    // SAFETY: the field is a char.
    unsafe { *field.cast::<u8>() = byte };
    0
}

/// A value that lost digits on its way into the field is told as a warning.
fn warn(text: &core::ffi::CStr) -> c_int {
    // SAFETY: a class and a C string.
    unsafe { crate::warnings::PyErr_WarnEx(Exc::RuntimeWarning.class(), text.as_ptr(), 1) }
}

unsafe fn set_int(field: *mut c_char, type_code: c_int, value: *mut PyObject) -> c_int {
    // SAFETY: the field has the type that its code says; a living object.
    unsafe {
        match type_code {
            code::BYTE | code::UBYTE | code::SHORT | code::USHORT | code::INT => {
                set_narrow(field, type_code, value)
            }
            code::UINT | code::ULONG | code::ULONGLONG => set_unsigned(field, type_code, value),
            code::LONG | code::LONGLONG | code::PYSSIZET => {
                let number = match type_code {
                    code::LONG => long::PyLong_AsLong(value),
                    code::LONGLONG => long::PyLong_AsLongLong(value),
                    _ => long::PyLong_AsSsize_t(value) as i64,
                };
                if number == -1 && errors::is_set() {
                    return -1;
                }
                field.cast::<i64>().write_unaligned(number);
                0
            }
            _ => {
                errors::raise_new(Exc::SystemError, "bad memberdescr type");
                -1
            }
        }
    }
}

/// Fields narrower than `long`: what does not fit is cut off, with a warning.
unsafe fn set_narrow(field: *mut c_char, type_code: c_int, value: *mut PyObject) -> c_int {
    // SAFETY: the field has the type that its code says; a living object.
    unsafe {
        let number = long::PyLong_AsLong(value);
        if number == -1 && errors::is_set() {
            return -1;
        }
        let (kept, text) = match type_code {
            code::BYTE => (i64::from(number as i8), c"Truncation of value to char"),
            code::UBYTE => (i64::from(number as u8), c"Truncation of value to unsigned char"),
            code::SHORT => (i64::from(number as i16), c"Truncation of value to short"),
            code::USHORT => (i64::from(number as u16), c"Truncation of value to unsigned short"),
            _ => (i64::from(number as i32), c"Truncation of value to int"),
        };
        match type_code {
            code::BYTE | code::UBYTE => *field.cast::<i8>() = number as i8,
            code::SHORT | code::USHORT => field.cast::<i16>().write_unaligned(number as i16),
            _ => field.cast::<i32>().write_unaligned(number as i32),
        }
        if kept == number { 0 } else { warn(text) }
    }
}

/// Unsigned fields take negative numbers too, with a warning.
unsafe fn set_unsigned(field: *mut c_char, type_code: c_int, value: *mut PyObject) -> c_int {
    // SAFETY: the field has the type that its code says; a living object.
    unsafe {
        let index = crate::abstract_convert::PyNumber_Index(value);
        if index.is_null() {
            return -1;
        }
        let (negative, _) = model().int_to_limbs(from_c(index));
        let number =
            if negative { long::PyLong_AsLong(index) as u64 } else { long::PyLong_AsUnsignedLong(index) };
        crate::body::decref(index);
        if number == u64::MAX && errors::is_set() {
            return -1;
        }
        if type_code == code::UINT {
            field.cast::<u32>().write_unaligned(number as u32);
        } else {
            field.cast::<u64>().write_unaligned(number);
        }
        if negative {
            warn(c"Writing negative value into unsigned field")
        } else if type_code == code::UINT && number > u64::from(u32::MAX) {
            warn(c"Truncation of value to unsigned int")
        } else {
            0
        }
    }
}
