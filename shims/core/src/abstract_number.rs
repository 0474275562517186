//! `abstract.h`: numbers. Operands of types that C defined are handled here, by their slots and Python's rules for
//! operators; all others by the VM.

use core::ptr::null_mut;

use pilotage_abi::{PyFloatObject, PyNumberMethods, PyObject, binaryfunc};

use crate::abstract_convert::{PyIndex_Check, PyNumber_AsSsize_t};
use crate::builtin as b;
use crate::convert::{from_c, give};
use crate::errors::{self, Exc};
use crate::model::{Binary, model};
use crate::protocol::{
    compact_int, in_c, is_exact, not_implemented, null_argument, number, sequence, type_error, type_name,
};
use crate::types;

/// Which slot of the table.
pub(crate) type Pick<F> = fn(&PyNumberMethods) -> Option<F>;

/// The rules of binary operators: left, then right; a subclass on the right comes first. NotImplemented may come back.
unsafe fn by_slots(v: *mut PyObject, w: *mut PyObject, pick: Pick<binaryfunc>) -> *mut PyObject {
    // SAFETY: living bodies.
    unsafe {
        let left = number(v).and_then(pick);
        let mut right = if (*v).ob_type == (*w).ob_type { None } else { number(w).and_then(pick) };
        if let (Some(l), Some(r)) = (left, right)
            && l as usize == r as usize
        {
            right = None;
        }
        if let Some(left) = left {
            if let Some(first) = right
                && types::is_subtype((*w).ob_type, (*v).ob_type)
            {
                let result = first(v, w);
                if result != not_implemented() {
                    return result;
                }
                right = None;
            }
            let result = left(v, w);
            if result != not_implemented() {
                return result;
            }
        }
        match right {
            Some(right) => right(v, w),
            None => not_implemented(),
        }
    }
}

/// What an operator is: its slots, its name in the VM and in messages.
struct Operator {
    pick: Pick<binaryfunc>,
    inplace: Pick<binaryfunc>,
    op: Binary,
    sign: &'static str,
}

/// TypeError for two operands; NULL.
///
/// # Safety
/// Both are bodies.
pub(crate) unsafe fn unsupported(v: *mut PyObject, w: *mut PyObject, sign: &str) -> *mut PyObject {
    // SAFETY: living bodies.
    unsafe {
        type_error(&format!(
            "unsupported operand type(s) for {sign}: '{}' and '{}'",
            type_name(v),
            type_name(w)
        ))
    }
}

unsafe fn binary(v: *mut PyObject, w: *mut PyObject, operator: &Operator) -> *mut PyObject {
    if v.is_null() || w.is_null() {
        return null_argument();
    }
    // SAFETY: living bodies.
    unsafe {
        if !in_c(v) && !in_c(w) {
            return give(model().binary(operator.op, from_c(v), from_c(w)));
        }
        let result = by_slots(v, w, operator.pick);
        if result != not_implemented() {
            return result;
        }
        match sequence_operation(v, w, operator.op, false) {
            Some(result) => result,
            None => unsupported(v, w, operator.sign),
        }
    }
}

unsafe fn inplace(v: *mut PyObject, w: *mut PyObject, operator: &Operator) -> *mut PyObject {
    if v.is_null() || w.is_null() {
        return null_argument();
    }
    // SAFETY: living bodies.
    unsafe {
        if !in_c(v) && !in_c(w) {
            let vm = from_c(v);
            let result = give(model().inplace(operator.op, vm, from_c(w)));
            crate::mirror::refreshed(v, vm);
            return result;
        }
        if let Some(own) = number(v).and_then(operator.inplace) {
            let result = own(v, w);
            if result != not_implemented() {
                return result;
            }
        }
        let result = by_slots(v, w, operator.pick);
        if result != not_implemented() {
            return result;
        }
        match sequence_operation(v, w, operator.op, true) {
            Some(result) => result,
            None => unsupported(v, w, &format!("{}=", operator.sign)),
        }
    }
}

/// `+` and `*` of sequences, where no number answered.
unsafe fn sequence_operation(
    v: *mut PyObject,
    w: *mut PyObject,
    op: Binary,
    in_place: bool,
) -> Option<*mut PyObject> {
    // SAFETY: living bodies.
    unsafe {
        let (left, right) = (sequence(v), sequence(w));
        if op == Binary::Add {
            let concat = left.and_then(|table| {
                if in_place { table.sq_inplace_concat.or(table.sq_concat) } else { table.sq_concat }
            });
            return concat.map(|concat| concat(v, w));
        }
        if op != Binary::Multiply {
            return None;
        }
        let own = left.and_then(|table| {
            if in_place { table.sq_inplace_repeat.or(table.sq_repeat) } else { table.sq_repeat }
        });
        if let Some(repeat) = own {
            return Some(repeated(repeat, v, w));
        }
        right.and_then(|table| table.sq_repeat).map(|repeat| repeated(repeat, w, v))
    }
}

unsafe fn repeated(
    repeat: pilotage_abi::ssizeargfunc,
    object: *mut PyObject,
    count: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: living bodies.
    unsafe {
        if PyIndex_Check(count) == 0 {
            return type_error(&format!("can't multiply sequence by non-int of type '{}'", type_name(count)));
        }
        let count = PyNumber_AsSsize_t(count, Exc::OverflowError.class());
        if count == -1 && errors::is_set() {
            return null_mut();
        }
        repeat(object, count)
    }
}

/// Two ints of two digits at most: no need of the VM.
unsafe fn two_ints(v: *mut PyObject, w: *mut PyObject) -> Option<(i64, i64)> {
    // SAFETY: NULL or living bodies.
    unsafe {
        let int = &raw mut b::PyLong_Type;
        if v.is_null() || w.is_null() || !is_exact(v, int) || !is_exact(w, int) {
            return None;
        }
        Some((compact_int(v)?, compact_int(w)?))
    }
}

/// Two floats: no need of the VM either.
unsafe fn two_floats(v: *mut PyObject, w: *mut PyObject) -> Option<(f64, f64)> {
    // SAFETY: NULL or living bodies.
    unsafe {
        let float = &raw mut b::PyFloat_Type;
        if v.is_null() || w.is_null() || !is_exact(v, float) || !is_exact(w, float) {
            return None;
        }
        let value = |p: *mut PyObject| (*p.cast::<PyFloatObject>()).ob_fval;
        Some((value(v), value(w)))
    }
}

const ADD: Operator = Operator {
    pick: |table| table.nb_add,
    inplace: |table| table.nb_inplace_add,
    op: Binary::Add,
    sign: "+",
};

const SUBTRACT: Operator = Operator {
    pick: |table| table.nb_subtract,
    inplace: |table| table.nb_inplace_subtract,
    op: Binary::Subtract,
    sign: "-",
};

const MULTIPLY: Operator = Operator {
    pick: |table| table.nb_multiply,
    inplace: |table| table.nb_inplace_multiply,
    op: Binary::Multiply,
    sign: "*",
};

const MATRIX_MULTIPLY: Operator = Operator {
    pick: |table| table.nb_matrix_multiply,
    inplace: |table| table.nb_inplace_matrix_multiply,
    op: Binary::MatrixMultiply,
    sign: "@",
};

const TRUE_DIVIDE: Operator = Operator {
    pick: |table| table.nb_true_divide,
    inplace: |table| table.nb_inplace_true_divide,
    op: Binary::TrueDivide,
    sign: "/",
};

const FLOOR_DIVIDE: Operator = Operator {
    pick: |table| table.nb_floor_divide,
    inplace: |table| table.nb_inplace_floor_divide,
    op: Binary::FloorDivide,
    sign: "//",
};

const REMAINDER: Operator = Operator {
    pick: |table| table.nb_remainder,
    inplace: |table| table.nb_inplace_remainder,
    op: Binary::Remainder,
    sign: "%",
};

const LSHIFT: Operator = Operator {
    pick: |table| table.nb_lshift,
    inplace: |table| table.nb_inplace_lshift,
    op: Binary::Lshift,
    sign: "<<",
};

const RSHIFT: Operator = Operator {
    pick: |table| table.nb_rshift,
    inplace: |table| table.nb_inplace_rshift,
    op: Binary::Rshift,
    sign: ">>",
};

const AND: Operator = Operator {
    pick: |table| table.nb_and,
    inplace: |table| table.nb_inplace_and,
    op: Binary::And,
    sign: "&",
};

const XOR: Operator = Operator {
    pick: |table| table.nb_xor,
    inplace: |table| table.nb_inplace_xor,
    op: Binary::Xor,
    sign: "^",
};

const OR: Operator =
    Operator { pick: |table| table.nb_or, inplace: |table| table.nb_inplace_or, op: Binary::Or, sign: "|" };

const DIVMOD: Operator = Operator {
    pick: |table| table.nb_divmod,
    inplace: |table| table.nb_divmod,
    op: Binary::Divmod,
    sign: "divmod()",
};

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyNumber_Add(v: *mut PyObject, w: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or living bodies.
    unsafe {
        if let Some((a, b)) = two_ints(v, w) {
            return crate::longobject::PyLong_FromLongLong(a + b);
        }
        if let Some((a, b)) = two_floats(v, w) {
            return crate::floatobject::PyFloat_FromDouble(a + b);
        }
        binary(v, w, &ADD)
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyNumber_InPlaceAdd(v: *mut PyObject, w: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or living bodies.
    unsafe { inplace(v, w, &ADD) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyNumber_Subtract(v: *mut PyObject, w: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or living bodies.
    unsafe {
        if let Some((a, b)) = two_ints(v, w) {
            return crate::longobject::PyLong_FromLongLong(a - b);
        }
        if let Some((a, b)) = two_floats(v, w) {
            return crate::floatobject::PyFloat_FromDouble(a - b);
        }
        binary(v, w, &SUBTRACT)
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyNumber_InPlaceSubtract(v: *mut PyObject, w: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or living bodies.
    unsafe { inplace(v, w, &SUBTRACT) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyNumber_Multiply(v: *mut PyObject, w: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or living bodies.
    unsafe {
        if let Some((a, b)) = two_ints(v, w)
            && let Some(product) = a.checked_mul(b)
        {
            return crate::longobject::PyLong_FromLongLong(product);
        }
        if let Some((a, b)) = two_floats(v, w) {
            return crate::floatobject::PyFloat_FromDouble(a * b);
        }
        binary(v, w, &MULTIPLY)
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyNumber_InPlaceMultiply(v: *mut PyObject, w: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or living bodies.
    unsafe { inplace(v, w, &MULTIPLY) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyNumber_MatrixMultiply(v: *mut PyObject, w: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or living bodies.
    unsafe { binary(v, w, &MATRIX_MULTIPLY) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyNumber_InPlaceMatrixMultiply(v: *mut PyObject, w: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or living bodies.
    unsafe { inplace(v, w, &MATRIX_MULTIPLY) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyNumber_TrueDivide(v: *mut PyObject, w: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or living bodies.
    unsafe { binary(v, w, &TRUE_DIVIDE) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyNumber_InPlaceTrueDivide(v: *mut PyObject, w: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or living bodies.
    unsafe { inplace(v, w, &TRUE_DIVIDE) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyNumber_FloorDivide(v: *mut PyObject, w: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or living bodies.
    unsafe { binary(v, w, &FLOOR_DIVIDE) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyNumber_InPlaceFloorDivide(v: *mut PyObject, w: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or living bodies.
    unsafe { inplace(v, w, &FLOOR_DIVIDE) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyNumber_Remainder(v: *mut PyObject, w: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or living bodies.
    unsafe { binary(v, w, &REMAINDER) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyNumber_InPlaceRemainder(v: *mut PyObject, w: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or living bodies.
    unsafe { inplace(v, w, &REMAINDER) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyNumber_Lshift(v: *mut PyObject, w: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or living bodies.
    unsafe { binary(v, w, &LSHIFT) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyNumber_InPlaceLshift(v: *mut PyObject, w: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or living bodies.
    unsafe { inplace(v, w, &LSHIFT) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyNumber_Rshift(v: *mut PyObject, w: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or living bodies.
    unsafe { binary(v, w, &RSHIFT) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyNumber_InPlaceRshift(v: *mut PyObject, w: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or living bodies.
    unsafe { inplace(v, w, &RSHIFT) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyNumber_And(v: *mut PyObject, w: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or living bodies.
    unsafe {
        if let Some((a, b)) = two_ints(v, w) {
            return crate::longobject::PyLong_FromLongLong(a & b);
        }
        binary(v, w, &AND)
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyNumber_InPlaceAnd(v: *mut PyObject, w: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or living bodies.
    unsafe { inplace(v, w, &AND) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyNumber_Xor(v: *mut PyObject, w: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or living bodies.
    unsafe {
        if let Some((a, b)) = two_ints(v, w) {
            return crate::longobject::PyLong_FromLongLong(a ^ b);
        }
        binary(v, w, &XOR)
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyNumber_InPlaceXor(v: *mut PyObject, w: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or living bodies.
    unsafe { inplace(v, w, &XOR) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyNumber_Or(v: *mut PyObject, w: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or living bodies.
    unsafe {
        if let Some((a, b)) = two_ints(v, w) {
            return crate::longobject::PyLong_FromLongLong(a | b);
        }
        binary(v, w, &OR)
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyNumber_InPlaceOr(v: *mut PyObject, w: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or living bodies.
    unsafe { inplace(v, w, &OR) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyNumber_Divmod(v: *mut PyObject, w: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or living bodies.
    unsafe { binary(v, w, &DIVMOD) }
}
