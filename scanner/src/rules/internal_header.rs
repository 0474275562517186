//! internal-header: `internal/pycore_*.h`, and the macro that opens them.

use crate::source::context::{Context, Sink};
use crate::source::tree::{Loc, Origin};

const BUILD_CORE: [&str; 3] = ["Py_BUILD_CORE", "Py_BUILD_CORE_MODULE", "Py_BUILD_CORE_BUILTIN"];

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for include in &cx.tree.includes {
        let name = include.name.rsplit('/').next().unwrap_or(&include.name);
        let is_internal = name.starts_with("pycore_") && name.ends_with(".h") && include.found != Some(Origin::Own);
        if is_internal {
            report(cx, sink, include.loc, format!("`{}` is an internal header of CPython", include.name));
        }
    }
    for defined in cx.tree.macro_defs.iter().filter(|defined| BUILD_CORE.contains(&defined.name.as_str())) {
        report(cx, sink, defined.loc, format!("`{}` opens CPython's internal headers", defined.name));
    }
    let option = cx.command.defines.iter().find(|define| {
        BUILD_CORE.contains(&define.split('=').next().unwrap_or(define))
    });
    if let Some(option) = option
        && let Some(file) = cx.tree.files.iter().position(|file| file.path == cx.command.path)
        && let Ok(file) = u16::try_from(file)
    {
        let top = Loc { file: crate::source::tree::FileId(file), line: 1, column: 1, offset: 0 };
        report(cx, sink, top, format!("the build option `-D{option}` opens CPython's internal headers"));
    }
}

fn report(cx: &Context<'_>, sink: &mut Sink, loc: Loc, message: String) {
    let targets = cx.targets_at(loc);
    if !targets.is_empty() {
        sink.add(cx.finding(loc, message).help("use the public API: these headers change in every release").targets(targets));
    }
}
