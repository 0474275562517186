//! module-state-not-visited: objects in a module's state that the garbage collector is not shown.

use std::collections::{HashMap, HashSet};

use pilotage_capi::{Effect, Target};
use pilotage_finding::StepKind;

use super::cached_object_in_static::is_shared_by_nature;
use super::static_state::element;
use crate::source::context::{Context, Sink};
use crate::source::lexical;
use crate::source::members::Members;
use crate::source::model::sizeof_record;
use crate::source::module_slots;
use crate::source::reach::called_function;
use crate::source::shape::Parents;
use crate::source::tree::{
    DeclId, DeclKind, Function, Loc, NodeId, NodeKind, Origin, Tree, TypeKind, UnaryOp,
};

/// The state of a module.
struct State {
    /// The definition or slot array.
    decl: DeclId,
    /// `sizeof(...)`.
    size: NodeId,
    /// The traverse function, when one is given.
    traverse: Option<NodeId>,
}

/// Structures in structures are followed this deep.
const MAX_DEPTH: u32 = 6;

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    let states = states(cx);
    if states.is_empty() {
        return;
    }
    let tree = cx.tree;
    let (parents, reach) = (cx.parents(), cx.reach());
    let mentions = Mentions::of(tree);
    let values = Members::new(tree, cx.model);
    for state in states {
        let Some(record) = record_of(tree, state.size) else { continue };
        let mut members = Vec::new();
        object_members(tree, &record, 0, &mut members);
        members.retain(|member| is_assigned(tree, parents, mentions.of_member(*member)) && !values.holds_only_plain(*member));
        let Some(&first) = members.first() else { continue };
        let Some(traverse) = state.traverse else {
            not_traversed(cx, &state, first, sink);
            continue;
        };
        let Some(function) = tree.named_function(traverse).and_then(|decl| tree.definition(decl)) else {
            continue;
        };
        let reached = reach.from(&[function.decl]);
        let bodies: Vec<&Function> = tree.functions.iter().filter(|f| reached.contains(&f.decl)).collect();
        if bodies.iter().any(|body| !body.unseen.is_empty() || hands_on(tree, body)) {
            continue;
        }
        let visited = visited(tree, parents, &bodies);
        for member in members.into_iter().filter(|member| !visited.contains(member)) {
            omitted(cx, function, member, sink);
        }
    }
}

fn states(cx: &Context<'_>) -> Vec<State> {
    let tree = cx.tree;
    let modules = cx.model.modules.iter().filter_map(|module| {
        let size = *module.fields.get("m_size")?;
        Some(State { decl: module.decl, size, traverse: module.fields.get("m_traverse").copied() })
    });
    let arrays = module_slots::of_modules(tree, cx.model).into_iter().filter_map(|array| {
        let size = array.slot("Py_mod_state_size")?.value;
        let traverse = array.slot("Py_mod_state_traverse").map(|slot| slot.value);
        Some(State { decl: array.decl, size, traverse })
    });
    modules.chain(arrays).collect()
}

fn not_traversed(cx: &Context<'_>, state: &State, member: DeclId, sink: &mut Sink) {
    let decl = &cx.tree[state.decl];
    let targets = targets(cx, decl.loc);
    if targets.is_empty() {
        return;
    }
    let name = &cx.tree[member].name;
    let message = format!("module `{}` keeps objects in its state and has no traverse function", decl.name);
    let help = "add an `m_traverse` that calls `Py_VISIT` on each object, and an `m_clear`";
    let step = cx.step(StepKind::Declared, cx.tree[member].loc, format!("`{name}` holds an object"));
    sink.add(cx.finding(decl.loc, message).help(help).targets(targets).step(step));
}

fn omitted(cx: &Context<'_>, function: &Function, member: DeclId, sink: &mut Sink) {
    let decl = &cx.tree[function.decl];
    let targets = targets(cx, decl.loc);
    if targets.is_empty() {
        return;
    }
    let name = &cx.tree[member].name;
    let message = format!("`{}` does not visit `{name}` of the module state", decl.name);
    let step = cx.step(StepKind::Declared, cx.tree[member].loc, format!("`{name}` holds an object"));
    let help = format!("add `Py_VISIT(state->{name})`");
    sink.add(cx.finding(decl.loc, message).help(help).targets(targets).step(step));
}

fn targets(cx: &Context<'_>, loc: Loc) -> Vec<Target> {
    let is_concerned = |target: &Target| {
        matches!(target, Target::CPython(_) | Target::FreeThreaded(_) | Target::SubInterpreters)
    };
    cx.targets_at(loc).into_iter().filter(is_concerned).collect()
}

/// The record in `sizeof(type)`, `sizeof(*pointer)`, `sizeof(variable)`.
fn record_of(tree: &Tree, size: NodeId) -> Option<String> {
    if let Some(record) = sizeof_record(tree, size) {
        return Some(record);
    }
    let loc = tree[tree.strip_casts(size)].loc;
    let text = &tree[loc.file].text;
    let mut words = lexical::words(text, loc.offset as usize, text.len());
    if words.next()?.name != "sizeof" {
        return None;
    }
    let name = words.next()?.name;
    let is_variable = |kind| matches!(kind, DeclKind::Var | DeclKind::Param);
    let variable = tree.decls.iter().find(|decl| decl.name == name && is_variable(decl.kind))?;
    tree.record_name(variable.ty).map(str::to_owned)
}

/// The members that hold objects, in arrays and nested structures too.
fn object_members(tree: &Tree, record: &str, depth: u32, found: &mut Vec<DeclId>) {
    let Some(record) = tree.record_named(record) else { return };
    for &field in record.fields.iter().filter(|_| depth < MAX_DEPTH) {
        let ty = element(tree, tree[field].ty);
        if tree.is_object_pointer(ty) {
            found.push(field);
        } else if let TypeKind::Record(inner) = &tree[ty].kind {
            object_members(tree, inner, depth + 1, found);
        }
    }
}

/// Some code of the unit puts an object there that is not the same for every interpreter.
fn is_assigned(tree: &Tree, parents: &Parents, mentions: &[NodeId]) -> bool {
    mentions.iter().any(|node| {
        let Some((above, child)) = past_elements(tree, parents, *node) else { return false };
        let is_first = tree.kids(above).first() == Some(&child);
        match tree[above].kind {
            NodeKind::Assign(None) if is_first => tree
                .kid(above, 1)
                .is_some_and(|value| !is_shared_by_nature(tree, value) && !is_borrowed(tree, value)),
            NodeKind::Unary(UnaryOp::AddrOf) => !is_cleared(tree, parents, above),
            _ => false,
        }
    })
}

/// A parameter that the function takes no reference to: the state does not own it, so nobody may visit it.
fn is_borrowed(tree: &Tree, value: NodeId) -> bool {
    let NodeKind::Name(param) = tree[tree.strip_casts(value)].kind else { return false };
    let Some(function) = tree.functions.iter().find(|function| function.params.contains(&param)) else {
        return false;
    };
    !tree.calls_below(function.body).iter().any(|&call| {
        let item = tree.api_callee(call).and_then(pilotage_capi::get);
        let takes =
            item.and_then(|item| item.params.first()).is_some_and(|first| first.effect == Effect::Increments);
        takes || matches!(tree.api_callee(call), Some("Py_NewRef" | "Py_XNewRef"))
    })
}

/// Where members are named.
struct Mentions(HashMap<DeclId, Vec<NodeId>>);

impl Mentions {
    fn of(tree: &Tree) -> Self {
        let mut found: HashMap<DeclId, Vec<NodeId>> = HashMap::new();
        for (at, node) in tree.nodes.iter().enumerate() {
            if let NodeKind::Member { field, .. } = node.kind {
                found.entry(field).or_default().push(NodeId(at as u32));
            }
        }
        Mentions(found)
    }

    fn of_member(&self, member: DeclId) -> &[NodeId] {
        self.0.get(&member).map_or(&[], Vec::as_slice)
    }
}

/// The parent behind casts and `[i]`.
fn past_elements(tree: &Tree, parents: &Parents, node: NodeId) -> Option<(NodeId, NodeId)> {
    let (mut above, mut child) = parents.past_casts(tree, node)?;
    while tree[above].kind == NodeKind::Subscript && tree.kids(above).first() == Some(&child) {
        (above, child) = parents.past_casts(tree, above)?;
    }
    Some((above, child))
}

/// `&x` in `Py_CLEAR(x)`.
fn is_cleared(tree: &Tree, parents: &Parents, address: NodeId) -> bool {
    let Some((call, _)) = parents.past_casts(tree, address) else { return false };
    let item = tree.api_callee(call).and_then(pilotage_capi::get);
    item.and_then(|item| item.params.first()).is_some_and(|param| param.effect == Effect::Clears)
}

/// The members that the functions use otherwise than to test or overwrite them.
fn visited(tree: &Tree, parents: &Parents, bodies: &[&Function]) -> HashSet<DeclId> {
    let mut found = HashSet::new();
    for &node in bodies.iter().flat_map(|body| tree.below(body.body)) {
        let NodeKind::Member { field, .. } = tree[node].kind else { continue };
        let is_target = parents.get(node).is_some_and(|above| {
            matches!(tree[above].kind, NodeKind::Assign(_)) && tree.kids(above).first() == Some(&node)
        });
        if !is_target && !parents.is_only_tested(tree, node) {
            found.insert(field);
        }
    }
    found
}

/// The function hands something to code that is not seen here, which may visit for it.
fn hands_on(tree: &Tree, function: &Function) -> bool {
    tree.calls_below(function.body).iter().any(|&call| {
        if tree.args(call).is_empty() {
            return false;
        }
        match called_function(tree, call) {
            Some(callee) => {
                let is_known = matches!(tree[callee].origin, Origin::Api | Origin::Library);
                !is_known && tree.definition(callee).is_none()
            }
            // The `visit` parameter.
            None => {
                !matches!(tree[call].kind, NodeKind::Call(Some(decl)) if tree[decl].kind == DeclKind::Param)
            }
        }
    })
}
