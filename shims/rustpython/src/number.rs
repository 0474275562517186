//! Slots of numbers of C types: a left and a right function for each operator.
//! Two functions, because the VM leaves out the right operand's slot where it is the left one's: with one
//! function for all C types, `a + b` of two unrelated types would never ask `b`.

use pilotage_shim::dispatch;
use pilotage_shim::model::{Slot, SlotSet};
use rustpython_vm::builtins::{PyFloat, PyInt};
use rustpython_vm::protocol::{PyNumber, PyNumberSlots};
use rustpython_vm::{PyObject, PyResult, VirtualMachine};

use crate::gil;
use crate::objects::{lend, vm_answer, vm_plain};

/// Defines the functions of the binary operators, and stores those of a set.
macro_rules! operators {
    ($($slot:ident: $left:ident, $right:ident;)*) => {
        $(fn $left(a: &PyObject, b: &PyObject, _: &VirtualMachine) -> PyResult {
            let _gil = gil::enter();
            vm_answer(dispatch::binary(Slot::$slot, lend(a), lend(a), lend(b)))
        }

        fn $right(a: &PyObject, b: &PyObject, _: &VirtualMachine) -> PyResult {
            let _gil = gil::enter();
            vm_answer(dispatch::binary(Slot::$slot, lend(b), lend(a), lend(b)))
        })*

        fn store_operators(slots: &PyNumberSlots, set: SlotSet) {
            $(if set.has(Slot::$slot) {
                slots.$left.store(Some($left));
                slots.$right.store(Some($right));
            })*
        }
    };
}

operators! {
    Add: add, right_add;
    Subtract: subtract, right_subtract;
    Multiply: multiply, right_multiply;
    Remainder: remainder, right_remainder;
    Divmod: divmod, right_divmod;
    Lshift: lshift, right_lshift;
    Rshift: rshift, right_rshift;
    And: and, right_and;
    Xor: xor, right_xor;
    Or: or, right_or;
    FloorDivide: floor_divide, right_floor_divide;
    TrueDivide: true_divide, right_true_divide;
    MatrixMultiply: matrix_multiply, right_matrix_multiply;
}

/// The same for operators that work in place: only the left operand is asked.
macro_rules! inplace_operators {
    ($($slot:ident: $name:ident;)*) => {
        $(fn $name(a: &PyObject, b: &PyObject, _: &VirtualMachine) -> PyResult {
            let _gil = gil::enter();
            vm_answer(dispatch::binary(Slot::$slot, lend(a), lend(a), lend(b)))
        })*

        fn store_inplace(slots: &PyNumberSlots, set: SlotSet) {
            $(if set.has(Slot::$slot) {
                slots.$name.store(Some($name));
            })*
        }
    };
}

inplace_operators! {
    InplaceAdd: inplace_add;
    InplaceSubtract: inplace_subtract;
    InplaceMultiply: inplace_multiply;
    InplaceRemainder: inplace_remainder;
    InplaceLshift: inplace_lshift;
    InplaceRshift: inplace_rshift;
    InplaceAnd: inplace_and;
    InplaceXor: inplace_xor;
    InplaceOr: inplace_or;
    InplaceFloorDivide: inplace_floor_divide;
    InplaceTrueDivide: inplace_true_divide;
    InplaceMatrixMultiply: inplace_matrix_multiply;
}

/// Stores the functions of the set.
pub(crate) fn store(slots: &PyNumberSlots, set: SlotSet) {
    store_operators(slots, set);
    store_inplace(slots, set);
    macro_rules! store {
        ($($slot:ident => $field:ident;)*) => {
            $(if set.has(Slot::$slot) { slots.$field.store(Some($field)); })*
        };
    }
    store! {
        Negative => negative;
        Positive => positive;
        Absolute => absolute;
        Bool => boolean;
        Invert => invert;
        Int => int;
        Float => float;
        Index => index;
        InplacePower => inplace_power;
    }
    if set.has(Slot::Power) {
        slots.power.store(Some(power));
        slots.right_power.store(Some(right_power));
    }
}

fn power(a: &PyObject, b: &PyObject, c: &PyObject, _: &VirtualMachine) -> PyResult {
    let _gil = gil::enter();
    vm_answer(dispatch::power(Slot::Power, lend(a), lend(a), lend(b), lend(c)))
}

fn right_power(a: &PyObject, b: &PyObject, c: &PyObject, _: &VirtualMachine) -> PyResult {
    let _gil = gil::enter();
    vm_answer(dispatch::power(Slot::Power, lend(b), lend(a), lend(b), lend(c)))
}

fn inplace_power(a: &PyObject, b: &PyObject, c: &PyObject, _: &VirtualMachine) -> PyResult {
    let _gil = gil::enter();
    vm_answer(dispatch::power(Slot::InplacePower, lend(a), lend(a), lend(b), lend(c)))
}

fn unary(slot: Slot, a: PyNumber<'_>) -> PyResult {
    let _gil = gil::enter();
    vm_answer(dispatch::unary(slot, lend(a.obj)))
}

fn negative(a: PyNumber<'_>, _: &VirtualMachine) -> PyResult {
    unary(Slot::Negative, a)
}

fn positive(a: PyNumber<'_>, _: &VirtualMachine) -> PyResult {
    unary(Slot::Positive, a)
}

fn absolute(a: PyNumber<'_>, _: &VirtualMachine) -> PyResult {
    unary(Slot::Absolute, a)
}

fn invert(a: PyNumber<'_>, _: &VirtualMachine) -> PyResult {
    unary(Slot::Invert, a)
}

fn boolean(a: PyNumber<'_>, _: &VirtualMachine) -> PyResult<bool> {
    let _gil = gil::enter();
    vm_plain(dispatch::truth(lend(a.obj)))
}

fn int(a: PyNumber<'_>, vm: &VirtualMachine) -> PyResult {
    let result = unary(Slot::Int, a)?;
    must_be::<PyInt>(result, "__int__ returned non-int", vm)
}

fn float(a: PyNumber<'_>, vm: &VirtualMachine) -> PyResult {
    let result = unary(Slot::Float, a)?;
    must_be::<PyFloat>(result, "__float__ returned non-float", vm)
}

fn index(a: PyNumber<'_>, vm: &VirtualMachine) -> PyResult {
    let result = unary(Slot::Index, a)?;
    must_be::<PyInt>(result, "__index__ returned non-int", vm)
}

fn must_be<T: rustpython_vm::PyPayload>(
    result: rustpython_vm::PyObjectRef,
    message: &str,
    vm: &VirtualMachine,
) -> PyResult {
    if result.downcastable::<T>() {
        return Ok(result);
    }
    let class = result.class().name().to_string();
    Err(vm.new_type_error(format!("{message} (type {class})")))
}
