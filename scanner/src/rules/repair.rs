//! Repairs as edits of the text: what the paths have proved (`ownership/repair.rs`) is written as its author would write it.
//! Where the text is not what the tree says, as in a macro, there is no edit.

mod text;

use pilotage_capi::{Target, Version};
use pilotage_finding::Edit;
use text::Writer;

use crate::ownership::repair::{Does, Failure, Repair, Spot};
use crate::ownership::{Family, Found};
use crate::source::context::Context;
use crate::source::tree::{DeclId, NodeId, TypeKind};

/// The Python that brought `Py_NewRef`.
const NEW_REF: Version = Version::new(3, 10);

/// The constants that are returned by a macro.
const RETURNED: [(&str, &str); 4] = [
    ("Py_None", "Py_RETURN_NONE"),
    ("Py_True", "Py_RETURN_TRUE"),
    ("Py_False", "Py_RETURN_FALSE"),
    ("Py_NotImplemented", "Py_RETURN_NOTIMPLEMENTED"),
];

/// The edits that repair a mistake and all that it stands for; none where one of them cannot be written.
pub(super) fn edits(cx: &Context<'_>, found: &Found) -> Vec<Edit> {
    if found.repairs.is_empty() {
        return Vec::new();
    }
    let Some(function) = cx.tree.definition(found.function) else { return Vec::new() };
    let Some(writer) = Writer::new(cx.tree, cx.parents(), function) else { return Vec::new() };
    let mut spots: Vec<(Spot, Vec<&Repair>)> = Vec::new();
    for repair in &found.repairs {
        match spots.iter_mut().find(|(spot, _)| *spot == repair.spot) {
            Some((_, repairs)) => repairs.push(repair),
            None => spots.push((repair.spot, vec![repair])),
        }
    }
    let mut edits = Vec::new();
    for (spot, repairs) in spots {
        match written(cx, &writer, spot, &repairs) {
            Some(more) => edits.extend(more),
            None => return Vec::new(),
        }
    }
    edits.sort_by_key(|edit| edit.offset);
    edits
}

/// What is changed in one place.
fn written(cx: &Context<'_>, writer: &Writer<'_>, spot: Spot, repairs: &[&Repair]) -> Option<Vec<Edit>> {
    match (spot, repairs) {
        (Spot::Before(statement), [Repair { does: Does::TakeResult(value), may_be_null, .. }]) => {
            returned(cx, writer, statement, *value, *may_be_null)
        }
        (Spot::Before(statement), _) => {
            let lines = repairs.iter().map(|repair| line(cx, repair)).collect::<Option<Vec<_>>>()?;
            writer.before(statement, &lines)
        }
        (Spot::End, _) => {
            let lines = repairs.iter().map(|repair| line(cx, repair)).collect::<Option<Vec<_>>>()?;
            writer.at_end(&lines)
        }
        (Spot::Behind(statement), [Repair { does: Does::Forget(variable), .. }]) => {
            writer.behind(statement, &[format!("{} = {};", cx.tree[*variable].name, null(writer))])
        }
        (Spot::Behind(statement), [repair]) => {
            let (condition, lines) = test(cx, writer, repair)?;
            writer.branch_behind(statement, &condition, &lines)
        }
        (Spot::Instead(statement), [Repair { does: Does::Nothing | Does::Keep(_), .. }]) => {
            writer.without(statement)
        }
        (Spot::Instead(statement), [Repair { does: Does::Clear(variable), .. }]) => {
            writer.replaced(statement, &format!("Py_CLEAR({})", cx.tree[*variable].name))
        }
        (Spot::Instead(statement), [Repair { does: Does::ReleaseResult, .. }]) => {
            writer.wrapped(statement, "Py_XDECREF(", ")")
        }
        _ => None,
    }
}

/// A statement that repairs.
fn line(cx: &Context<'_>, repair: &Repair) -> Option<String> {
    let x = if repair.may_be_null { "X" } else { "" };
    Some(match repair.does {
        Does::Release(variable) => format!("Py_{x}DECREF({});", object(cx, variable)),
        Does::Take(variable) => format!("Py_{x}INCREF({});", object(cx, variable)),
        Does::ReleaseBuffer(variable) => format!("PyBuffer_Release(&{});", cx.tree[variable].name),
        Does::Free(variable, family) => format!("{}({});", free(family)?, cx.tree[variable].name),
        _ => return None,
    })
}

/// The variable as an argument of what takes a `PyObject *`: the limited API casts nothing.
fn object(cx: &Context<'_>, variable: DeclId) -> String {
    let declared = &cx.tree[variable];
    match cx.settings.limited.is_some() && !cx.tree.is_plain_object_pointer(declared.ty) {
        true => format!("(PyObject *){}", declared.name),
        false => declared.name.clone(),
    }
}

fn free(family: Family) -> Option<&'static str> {
    Some(match family {
        Family::Raw => "PyMem_RawFree",
        Family::Mem => "PyMem_Free",
        Family::Object => "PyObject_Free",
        Family::Libc => "free",
        Family::New => return None,
    })
}

/// A borrowed object that is returned.
fn returned(
    cx: &Context<'_>,
    writer: &Writer<'_>,
    statement: NodeId,
    value: NodeId,
    may_be_null: bool,
) -> Option<Vec<Edit>> {
    let text = writer.returned(statement)?;
    if let Some((_, whole)) = RETURNED.iter().find(|(name, _)| *name == text) {
        return writer.replaced(statement, whole);
    }
    let x = if may_be_null { "X" } else { "" };
    let is_object = cx.tree.is_plain_object_pointer(cx.tree[value].ty);
    if oldest(cx).is_some_and(|oldest| oldest >= NEW_REF) && is_object {
        return writer.replaced(statement, &format!("return Py_{x}NewRef({text})"));
    }
    writer.before(statement, &[format!("Py_{x}INCREF({text});")])
}

/// The oldest Python that the code is for, as far as it is said.
fn oldest(cx: &Context<'_>) -> Option<Version> {
    let of_target = |target: &Target| match target {
        Target::CPython(version) | Target::FreeThreaded(version) | Target::PyPy(version) => Some(*version),
        Target::Abi3(version) | Target::Abi3t(version) => Some(*version),
        _ => None,
    };
    cx.settings.supports.or_else(|| cx.settings.targets.iter().filter_map(of_target).min())
}

/// The null pointer as the function writes it.
fn null(writer: &Writer<'_>) -> &'static str {
    if writer.has_word("nullptr") { "nullptr" } else { "NULL" }
}

/// The condition of a failure, and what is done then.
fn test(cx: &Context<'_>, writer: &Writer<'_>, repair: &Repair) -> Option<(String, Vec<String>)> {
    let null = null(writer);
    let (condition, failure) = match repair.does {
        Does::FailOnNull(variable, failure) => (format!("{} == {null}", cx.tree[variable].name), failure),
        Does::FailOnError(variable, failure) => {
            let declared = &cx.tree[variable];
            let is_float = matches!(cx.tree[declared.ty].kind, TypeKind::Float { .. });
            let error = if is_float { "-1.0" } else { "-1" };
            (format!("{} == {error} && PyErr_Occurred()", declared.name), failure)
        }
        _ => return None,
    };
    let Failure { gives_null, is_silent } = failure;
    let mut lines = Vec::new();
    if is_silent {
        lines.push("PyErr_NoMemory();".to_owned());
    }
    lines.push(if gives_null { format!("return {null};") } else { "return -1;".to_owned() });
    Some((condition, lines))
}
