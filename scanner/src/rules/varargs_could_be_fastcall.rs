//! varargs-could-be-fastcall: functions that get a tuple of arguments only to take it apart.

use std::collections::HashSet;

use pilotage_capi::{Offer, Target};
use pilotage_finding::StepKind;

use crate::source::context::{Context, Sink};
use crate::source::model::{Method, constant_of};
use crate::source::shape::names_of;
use crate::source::tree::{DeclId, Function, NodeId, NodeKind, Tree};

const PARSERS: [&str; 2] = ["PyArg_ParseTuple", "PyArg_UnpackTuple"];
/// Units of a format that one `PyXxx_As...` call reads.
const ONE_CALL_UNITS: &str = "OidnlLfkKsUS";

/// The convention to use instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Convention {
    NoArgs,
    One,
    Fast,
}

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    let tree = cx.tree;
    let mut seen: HashSet<DeclId> = HashSet::new();
    for method in cx.model.methods.iter().filter(|method| takes_tuple(method)) {
        let Some(function) = method.function.and_then(|decl| tree.definition(decl)) else { continue };
        if !seen.insert(function.decl) || !is_only_in_tables(cx, function) {
            continue;
        }
        let Some(convention) = proposal(tree, function) else { continue };
        let loc = tree[function.decl].loc;
        let targets: Vec<Target> =
            cx.targets_at(loc).into_iter().filter(|target| is_concerned(*target)).collect();
        let is_missing = convention == Convention::Fast && lacks_fastcall(cx, &targets);
        if targets.is_empty() || is_missing {
            continue;
        }
        let (name, help) = match convention {
            Convention::NoArgs => ("METH_NOARGS", "declare it with `METH_NOARGS` and drop the parsing"),
            Convention::One => {
                ("METH_O", "declare it with `METH_O`: the second parameter is the argument itself")
            }
            Convention::Fast => (
                "METH_FASTCALL",
                "declare it with `METH_FASTCALL` and read the array, from 3.15 on with `PyArg_ParseArray`",
            ),
        };
        let message =
            format!("`{}` takes its arguments as a tuple where `{name}` does", tree[function.decl].name);
        let step = cx.step(StepKind::Declared, method.loc, format!("table entry `{}`", method.name));
        sink.add(cx.finding(loc, message).help(help).targets(targets).item(name).step(step));
    }
}

/// `METH_VARARGS` alone, or with the flags that say whose method it is.
fn takes_tuple(method: &Method) -> bool {
    let flag = |name| constant_of(name).unwrap_or(0);
    let whose = flag("METH_STATIC") | flag("METH_CLASS");
    method.flags.is_some_and(|flags| flags & !whose == flag("METH_VARARGS"))
}

fn is_concerned(target: Target) -> bool {
    matches!(target, Target::CPython(_) | Target::FreeThreaded(_) | Target::Abi3(_) | Target::Abi3t(_))
}

/// The package is built for a limited API that has no `METH_FASTCALL` yet.
fn lacks_fastcall(cx: &Context<'_>, targets: &[Target]) -> bool {
    let Some(item) = pilotage_capi::get("METH_FASTCALL") else { return false };
    let limited = cx.settings.limited.map(Target::Abi3);
    targets
        .iter()
        .copied()
        .chain(limited)
        .any(|target| matches!(target, Target::Abi3(_)) && matches!(target.offers(item), Offer::No(_)))
}

/// Every mention of the function is an entry of a method table with the same convention.
fn is_only_in_tables(cx: &Context<'_>, function: &Function) -> bool {
    let tree = cx.tree;
    let is_it = |node: &&crate::source::tree::Node| node.kind == NodeKind::Name(function.decl);
    let mentions = tree.nodes.iter().filter(is_it).count();
    let entries = cx
        .model
        .methods
        .iter()
        .filter(|method| method.function == Some(function.decl) && takes_tuple(method));
    mentions == entries.count()
}

/// The better convention; `None` when the tuple is used for anything else than one parse.
fn proposal(tree: &Tree, function: &Function) -> Option<Convention> {
    let &[_, args] = function.params.as_slice() else { return None };
    if !function.unseen.is_empty() {
        return None;
    }
    let [only] = names_of(tree, function.body, args)[..] else { return None };
    let calls = tree.descendants(function.body).into_iter();
    let parse = calls
        .filter(|call| tree.api_callee(*call).is_some_and(|name| PARSERS.contains(&name)))
        .find(|call| tree.args(*call).first().is_some_and(|first| tree.strip_casts(*first) == only))?;
    match tree.api_callee(parse)? {
        "PyArg_ParseTuple" => by_format(tree.string(*tree.args(parse).get(1)?)?),
        _ => by_count(tree, parse),
    }
}

fn by_format(format: &str) -> Option<Convention> {
    let units = format.split([':', ';']).next().unwrap_or("");
    if units.contains('(') {
        return None;
    }
    let is_one = units.len() == 1 && ONE_CALL_UNITS.contains(units);
    Some(match units {
        "" => Convention::NoArgs,
        _ if is_one => Convention::One,
        _ => Convention::Fast,
    })
}

/// `PyArg_UnpackTuple(args, name, min, max, ...)`.
fn by_count(tree: &Tree, parse: NodeId) -> Option<Convention> {
    let count = |at: usize| tree.args(parse).get(at).and_then(|arg| tree.constant(*arg));
    Some(match (count(2)?, count(3)?) {
        (0, 0) => Convention::NoArgs,
        (1, 1) => Convention::One,
        _ => Convention::Fast,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conventions_by_format() {
        assert_eq!(by_format(""), Some(Convention::NoArgs));
        assert_eq!(by_format(":name"), Some(Convention::NoArgs));
        assert_eq!(by_format("O:name"), Some(Convention::One));
        assert_eq!(by_format("i|i:add"), Some(Convention::Fast));
        assert_eq!(by_format("|O"), Some(Convention::Fast));
        assert_eq!(by_format("O!"), Some(Convention::Fast));
        assert_eq!(by_format("(ii)s"), None);
    }
}
