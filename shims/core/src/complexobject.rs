//! `complexobject.h`: complex numbers, their arithmetic in C, and numbers from what has `__complex__`.

use core::ffi::c_double;

use pilotage_abi::{Py_complex, PyComplexObject, PyObject};

use crate::builtin::PyComplex_Type;
use crate::convert::from_c;
use crate::errors::{self, Exc};
use crate::floatobject::PyFloat_AsDouble;
use crate::model::{Shape, model};
use crate::python;
use crate::values::{self, is_instance, new_counted};

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyComplex_FromCComplex(value: Py_complex) -> *mut PyObject {
    // SAFETY: the body has the layout of a complex.
    unsafe {
        let p = new_counted(size_of::<PyComplexObject>(), &raw mut PyComplex_Type);
        if !p.is_null() {
            (*p.cast::<PyComplexObject>()).cval = value;
        }
        p
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyComplex_FromDoubles(real: c_double, imag: c_double) -> *mut PyObject {
    // SAFETY: plain numbers.
    unsafe { PyComplex_FromCComplex(Py_complex { real, imag }) }
}

/// What the object's `__complex__` gives: `Ok(None)` where its type has none.
unsafe fn special(p: *mut PyObject) -> crate::model::Result<Option<Py_complex>> {
    // SAFETY: the caller's promise.
    let vm = unsafe { from_c(p) };
    let Some(method) = model().type_lookup(model().class(vm), python::name("__complex__").obj()) else {
        return Ok(None);
    };
    let result = python::call(method.obj(), &[vm])?;
    if model().shape(result.obj()) != Shape::Complex {
        let class = model().type_name(model().class(result.obj()));
        return errors::error(Exc::TypeError, &format!("__complex__ returned non-complex (type {class})"));
    }
    let class = model().class(result.obj());
    if class != crate::builtin::class(&raw mut PyComplex_Type) {
        let class = model().type_name(class);
        crate::warnings::deprecated(&format!(
            "__complex__ returned non-complex (type {class}).  The ability to return an instance of a strict subclass \
             of complex is deprecated, and may not be supported in a future version of Python."
        ))?;
    }
    let (real, imag) = model().complex_value(result.obj());
    Ok(Some(Py_complex { real, imag }))
}

/// The value, or a real part of -1 with an exception.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyComplex_AsCComplex(p: *mut PyObject) -> Py_complex {
    const FAILED: Py_complex = Py_complex { real: -1.0, imag: 0.0 };
    // SAFETY: an argument of the C-API.
    unsafe {
        if p.is_null() {
            errors::bad_internal_call();
            return FAILED;
        }
        if is_instance(p, &raw mut PyComplex_Type) {
            return (*p.cast::<PyComplexObject>()).cval;
        }
        if crate::floatobject::is_float(p) || values::is_long(p) {
            return Py_complex { real: PyFloat_AsDouble(p), imag: 0.0 };
        }
        match special(p) {
            Ok(Some(value)) => value,
            Ok(None) => Py_complex { real: PyFloat_AsDouble(p), imag: 0.0 },
            Err(raised) => {
                errors::raise(raised);
                FAILED
            }
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyComplex_RealAsDouble(p: *mut PyObject) -> c_double {
    // SAFETY: an argument of the C-API.
    unsafe { PyComplex_AsCComplex(p) }.real
}

/// -1 with an exception for what is no number at all.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyComplex_ImagAsDouble(p: *mut PyObject) -> c_double {
    // SAFETY: an argument of the C-API.
    let value = unsafe { PyComplex_AsCComplex(p) };
    if value.real == -1.0 && errors::is_set() { -1.0 } else { value.imag }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_c_sum(a: Py_complex, b: Py_complex) -> Py_complex {
    Py_complex { real: a.real + b.real, imag: a.imag + b.imag }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_cr_sum(a: Py_complex, b: c_double) -> Py_complex {
    Py_complex { real: a.real + b, imag: a.imag }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_c_diff(a: Py_complex, b: Py_complex) -> Py_complex {
    Py_complex { real: a.real - b.real, imag: a.imag - b.imag }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_cr_diff(a: Py_complex, b: c_double) -> Py_complex {
    Py_complex { real: a.real - b, imag: a.imag }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_rc_diff(a: c_double, b: Py_complex) -> Py_complex {
    Py_complex { real: a - b.real, imag: -b.imag }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_c_neg(a: Py_complex) -> Py_complex {
    Py_complex { real: -a.real, imag: -a.imag }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_c_prod(a: Py_complex, b: Py_complex) -> Py_complex {
    Py_complex { real: a.real * b.real - a.imag * b.imag, imag: a.real * b.imag + a.imag * b.real }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_cr_prod(a: Py_complex, b: c_double) -> Py_complex {
    Py_complex { real: a.real * b, imag: a.imag * b }
}

unsafe extern "C" {
    fn __errno_location() -> *mut core::ffi::c_int;
}

/// How these functions tell an error.
fn set_errno(number: core::ffi::c_int) {
    // SAFETY: the C library's place for this thread.
    unsafe { __errno_location().write(number) }
}

const EDOM: core::ffi::c_int = 33;

/// Scaled by the larger part of the divisor, so that nothing overflows on the way.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_c_quot(a: Py_complex, b: Py_complex) -> Py_complex {
    if b.real == 0.0 && b.imag == 0.0 {
        set_errno(EDOM);
        return Py_complex { real: 0.0, imag: 0.0 };
    }
    if b.real.is_nan() || b.imag.is_nan() {
        return Py_complex { real: f64::NAN, imag: f64::NAN };
    }
    if b.real.abs() >= b.imag.abs() {
        let ratio = b.imag / b.real;
        let scale = b.real + b.imag * ratio;
        Py_complex { real: (a.real + a.imag * ratio) / scale, imag: (a.imag - a.real * ratio) / scale }
    } else {
        let ratio = b.real / b.imag;
        let scale = b.real * ratio + b.imag;
        Py_complex { real: (a.real * ratio + a.imag) / scale, imag: (a.imag * ratio - a.real) / scale }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_cr_quot(a: Py_complex, b: c_double) -> Py_complex {
    if b == 0.0 {
        set_errno(EDOM);
        return Py_complex { real: 0.0, imag: 0.0 };
    }
    Py_complex { real: a.real / b, imag: a.imag / b }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_rc_quot(a: c_double, b: Py_complex) -> Py_complex {
    // SAFETY: plain numbers.
    unsafe { _Py_c_quot(Py_complex { real: a, imag: 0.0 }, b) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_c_pow(a: Py_complex, b: Py_complex) -> Py_complex {
    if b.real == 0.0 && b.imag == 0.0 {
        return Py_complex { real: 1.0, imag: 0.0 };
    }
    if a.real == 0.0 && a.imag == 0.0 {
        if b.imag != 0.0 || b.real < 0.0 {
            set_errno(EDOM);
        }
        return Py_complex { real: 0.0, imag: 0.0 };
    }
    let (length, angle) = (a.real.hypot(a.imag), a.imag.atan2(a.real));
    let mut size = length.powf(b.real);
    let mut phase = angle * b.real;
    if b.imag != 0.0 {
        size *= (-angle * b.imag).exp();
        phase += b.imag * length.ln();
    }
    Py_complex { real: size * phase.cos(), imag: size * phase.sin() }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_c_abs(a: Py_complex) -> c_double {
    const ERANGE: core::ffi::c_int = 34;
    set_errno(0);
    let length = a.real.hypot(a.imag);
    if length.is_infinite() && a.real.is_finite() && a.imag.is_finite() {
        set_errno(ERANGE);
    }
    length
}
