//! `gc` of Python code: before `collect`, objects that only C knows are shown to the VM's collector; `get_referents`
//! gives what C objects refer to. What a collection does is the VM's, which of C's objects there are is core's.

use pilotage_shim::lifetime;
use rustpython_vm::builtins::PyList;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{Py, PyObjectRef, PyResult, VirtualMachine};

use crate::objects::{lend, owned};
use crate::{gil, pairs};

/// How many containers there may be more before the VM looks for garbage by itself. It looks at each in five times as
/// much time as CPython does, which begins at 2,000.
const THRESHOLD: i32 = 20_000;

/// Puts a function around the VM's own.
pub(crate) fn start(vm: &VirtualMachine) -> PyResult<()> {
    let module = vm.import("gc", 0)?;
    module.get_attr("set_threshold", vm)?.call((vm.ctx.new_int(THRESHOLD),), vm)?;
    let original = module.get_attr("collect", vm)?;
    let collect = move |args: FuncArgs, vm: &VirtualMachine| -> PyResult {
        {
            let _gil = gil::enter();
            pilotage_shim::tracking::before_collection();
        }
        original.call(args, vm)
    };
    let collect = vm.new_function("collect", collect);
    module.set_attr("collect", collect, vm)?;
    let original = module.get_attr("get_referents", vm)?;
    let referents = move |args: FuncArgs, vm: &VirtualMachine| -> PyResult {
        let asked = args.args.clone();
        let known = original.call(args, vm)?;
        if let Some(known) = known.downcast_ref::<PyList>() {
            add_referents(&asked, known);
        }
        Ok(known)
    };
    let referents = vm.new_function("get_referents", referents);
    module.set_attr("get_referents", referents, vm)
}

/// What objects of C refer to: the VM itself knows only the references that are certainly the last ones.
fn add_referents(asked: &[PyObjectRef], known: &Py<PyList>) {
    for object in asked.iter().filter(|object| pairs::is_foreign(lend(&**object))) {
        let body = pairs::body(lend(&**object));
        if body.is_null() {
            continue;
        }
        let _gil = gil::enter();
        lifetime::referents(body, &mut |referent| {
            let mut known = known.borrow_vec_mut();
            if !known.iter().any(|seen| lend(&**seen) == referent) {
                known.push(owned(referent));
            }
        });
    }
}
