//! `compile.h`: what an instruction does to the stack. The instructions are the VM's, with its numbers.

use core::ffi::c_int;

use crate::model::{Ref, model};
use crate::protocol::with_error_aside;
use crate::python;

/// `PY_INVALID_STACK_EFFECT`.
const UNKNOWN: c_int = c_int::MAX;

fn effect(opcode: c_int, argument: c_int, jump: Option<bool>) -> c_int {
    with_error_aside(|| {
        let effect = || -> crate::model::Result {
            let function = python::attr(model().import("_opcode")?.obj(), "stack_effect")?;
            let [opcode, argument] = [opcode, argument].map(|number| model().int_from_i64(i64::from(number)));
            let jump = jump.map_or(model().none(), |jump| model().boolean(jump));
            model().call(function.obj(), &[opcode.obj(), argument.obj(), jump], &[python::name("jump").obj()])
        };
        let number = |found: Ref| model().int_to_i64(found.obj());
        effect().ok().and_then(number).map_or(UNKNOWN, |effect| effect as c_int)
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn PyCompile_OpcodeStackEffect(opcode: c_int, argument: c_int) -> c_int {
    effect(opcode, argument, None)
}

/// `jump`: 1 when it jumps, 0 when it does not, -1 for the larger effect.
#[unsafe(no_mangle)]
pub extern "C" fn PyCompile_OpcodeStackEffectWithJump(opcode: c_int, argument: c_int, jump: c_int) -> c_int {
    effect(opcode, argument, (jump >= 0).then_some(jump != 0))
}
