//! `abstract.h`: powers, and operators of one operand.

use pilotage_abi::{PyObject, ternaryfunc, unaryfunc};

use crate::abstract_number::{Pick, unsupported};
use crate::convert::{from_c, give};
use crate::model::{Obj, Result, Unary, model};
use crate::protocol::{in_c, none, not_implemented, null_argument, number, type_error, type_name};
use crate::{python, types};

/// `pow`: the third operand is None where there are two.
unsafe fn ternary(v: *mut PyObject, w: *mut PyObject, z: *mut PyObject, sign: &str) -> *mut PyObject {
    // SAFETY: living bodies.
    unsafe {
        let pick: Pick<ternaryfunc> = |table| table.nb_power;
        let mut tried: [usize; 2] = [0; 2];
        let swapped = (*v).ob_type != (*w).ob_type
            && number(w).and_then(pick).is_some()
            && types::is_subtype((*w).ob_type, (*v).ob_type);
        let order = if swapped { [w, v, z] } else { [v, w, z] };
        for (at, operand) in order.into_iter().enumerate() {
            let Some(slot) = number(operand).and_then(pick) else { continue };
            if tried.contains(&(slot as usize)) {
                continue;
            }
            if let Some(place) = tried.get_mut(at) {
                *place = slot as usize;
            }
            let result = slot(v, w, z);
            if result != not_implemented() {
                return result;
            }
        }
        if z == none() {
            return unsupported(v, w, sign);
        }
        type_error(&format!(
            "unsupported operand type(s) for {sign}: '{}', '{}', '{}'",
            type_name(v),
            type_name(w),
            type_name(z)
        ))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyNumber_Power(
    v: *mut PyObject,
    w: *mut PyObject,
    z: *mut PyObject,
) -> *mut PyObject {
    if v.is_null() || w.is_null() || z.is_null() {
        return null_argument();
    }
    // SAFETY: living bodies.
    unsafe {
        if in_c(v) || in_c(w) || in_c(z) {
            return ternary(v, w, z, "** or pow()");
        }
        give(power(from_c(v), from_c(w), from_c(z)))
    }
}

/// The VM gives no third operand to methods of Python classes.
fn power(v: Obj, w: Obj, z: Obj) -> Result {
    if z != model().none() {
        for (own, other, name) in [(v, w, "__pow__"), (w, v, "__rpow__")] {
            let class = model().class(own);
            if model().type_is_heap(class)
                && let Some(method) = model().type_lookup(class, python::name(name).obj())
            {
                let result = python::call(method.obj(), &[own, other, z])?;
                if result.obj() != model().not_implemented() {
                    return Ok(result);
                }
            }
        }
    }
    model().power(v, w, z)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyNumber_InPlacePower(
    v: *mut PyObject,
    w: *mut PyObject,
    z: *mut PyObject,
) -> *mut PyObject {
    if v.is_null() || w.is_null() || z.is_null() {
        return null_argument();
    }
    // SAFETY: living bodies.
    unsafe {
        if in_c(v) || in_c(w) || in_c(z) {
            if let Some(own) = number(v).and_then(|table| table.nb_inplace_power) {
                let result = own(v, w, z);
                if result != not_implemented() {
                    return result;
                }
            }
            return ternary(v, w, z, "**=");
        }
        if z == none() {
            return give(model().inplace_power(from_c(v), from_c(w)));
        }
        let (v, w, z) = (from_c(v), from_c(w), from_c(z));
        // `__ipow__` takes two operands, whatever there are.
        let has_own = model().type_lookup(model().class(v), python::name("__ipow__").obj()).is_some();
        give(if has_own { model().inplace_power(v, w) } else { power(v, w, z) })
    }
}

unsafe fn unary(o: *mut PyObject, pick: Pick<unaryfunc>, op: Unary, what: &str) -> *mut PyObject {
    if o.is_null() {
        return null_argument();
    }
    // SAFETY: a living body.
    unsafe {
        if !in_c(o) {
            return give(model().unary(op, from_c(o)));
        }
        match number(o).and_then(pick) {
            Some(slot) => slot(o),
            None => type_error(&format!("bad operand type for {what}: '{}'", type_name(o))),
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyNumber_Negative(o: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or a living body.
    unsafe { unary(o, |table| table.nb_negative, Unary::Negative, "unary -") }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyNumber_Positive(o: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or a living body.
    unsafe { unary(o, |table| table.nb_positive, Unary::Positive, "unary +") }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyNumber_Invert(o: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or a living body.
    unsafe { unary(o, |table| table.nb_invert, Unary::Invert, "unary ~") }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyNumber_Absolute(o: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or a living body.
    unsafe { unary(o, |table| table.nb_absolute, Unary::Absolute, "abs()") }
}
