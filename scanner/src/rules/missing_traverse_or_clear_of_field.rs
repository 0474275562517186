//! missing-traverse-or-clear-of-field: see its page.

use std::collections::BTreeSet;

use pilotage_finding::StepKind;

use super::given_back::GivenBack;
use super::member_not_visited::{is_cython, is_direct, owned, visits};
use crate::source::context::{Context, Sink};
use crate::source::members::Members;
use crate::source::tree::{DeclId, Function, NodeId, Origin, Tree};
use crate::source::types::{function_in, targets_of_function, with_collector};

/// Functions that make containers with a `tp_clear`.
const CONTAINERS: [&str; 6] =
    ["PyDict_New", "PyDict_Copy", "PyList_New", "PySequence_List", "PySet_New", "_PyDict_NewPresized"];

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    let tree = cx.tree;
    let members = Members::new(tree, cx.model);
    let mut told = BTreeSet::new();
    for ty in cx.model.types.iter().filter(|ty| !ty.opaque && ty.has_flag("Py_TPFLAGS_HAVE_GC") == Some(true))
    {
        let function = |slot| function_in(tree, ty, slot).and_then(|decl| tree.definition(decl));
        let (Some(traverse), Some(clear)) = (function("tp_traverse"), function("tp_clear")) else { continue };
        if is_cython(tree, clear.decl) || !clear.unseen.is_empty() || !told.insert(clear.decl) {
            continue;
        }
        let visits = visits(cx, traverse);
        let cleared = GivenBack::by(cx, ty, clear);
        let is_missed = |path: &&Vec<DeclId>| {
            let is_visited = visits.paths.iter().any(|visited| path.starts_with(visited));
            let is_of_base = cleared.base
                && path.len() == 1
                && path.last().is_some_and(|member| !is_direct(tree, ty, clear, *member));
            is_visited && !is_of_base && !cleared.has(path)
        };
        let owned = owned(cx, ty);
        let missed = owned.iter().filter(is_missed).filter_map(|path| path.last().copied());
        let is_harmless = |member| members.holds_only_plain(member) || breaks_cycles(tree, &members, member);
        let missed: Vec<DeclId> = missed.filter(|member| !is_harmless(*member)).collect();
        report(cx, sink, traverse, clear, &missed);
    }
}

/// The member only ever holds containers of Python's own, which the collector empties itself.
fn breaks_cycles(tree: &Tree, members: &Members<'_>, member: DeclId) -> bool {
    let is_container =
        |value: &NodeId| tree.api_callee(tree.strip_casts(*value)).is_some_and(|name| CONTAINERS.contains(&name));
    members.values(member).is_some_and(|values| !values.is_empty() && values.iter().all(is_container))
}

fn report(cx: &Context<'_>, sink: &mut Sink, traverse: &Function, clear: &Function, missed: &[DeclId]) {
    let tree = cx.tree;
    let loc = tree[clear.decl].loc;
    let names: Vec<&str> = missed.iter().map(|member| tree[*member].name.as_str()).collect();
    let targets = with_collector(targets_of_function(cx, clear, &names));
    let Some(first) = names.first().filter(|_| !targets.is_empty() && tree[loc.file].origin == Origin::Own)
    else {
        return;
    };
    let listed: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    let verb = if names.len() == 1 { "is" } else { "are" };
    let (shows, clears) = (&tree[traverse.decl].name, &tree[clear.decl].name);
    let message = format!("{} {verb} visited by `{shows}` and not cleared by `{clears}`", listed.join(", "));
    let help = format!("add `Py_CLEAR(self->{first});` to `{clears}`");
    let mut draft = cx.finding(loc, message).help(help).targets(targets).item("Py_CLEAR");
    for member in missed {
        let text = format!("`{}` is declared here", tree[*member].name);
        draft = draft.step(cx.step(StepKind::Declared, tree[*member].loc, text));
    }
    sink.add(draft);
}
