//! The beginning: once, after the model is installed.

use crate::{
    blocks, builtin, codeobject, descrobject, errors, ledger, memoryobject, methodobject, moduleobject,
    runtime, static_module, types,
};

/// Called first, in the main thread.
pub fn begin() {
    runtime::begin();
}

/// Fills everything that C knows by symbol.
///
/// # Panics
/// When the VM lacks what no extension can do without.
pub fn start() {
    blocks::start();
    ledger::start();
    let outcome = builtin::start().and_then(|()| {
        // SAFETY: the builtin types are ready; statics of core, filled once.
        unsafe {
            types::start_wrappers()?;
            static_module::start()?;
            descrobject::start()?;
            methodobject::start()?;
            moduleobject::start()?;
            descrobject::ready_types()?;
            runtime::start();
        }
        codeobject::start();
        memoryobject::start();
        Ok(())
    });
    if let Err(raised) = outcome {
        errors::unraisable(raised, "the start of the C-API");
        panic!("the C-API cannot be started on this VM");
    }
}
