//! What a unit gives back somewhere, and therefore owns: fields, globals, and what functions that are not seen gave it.
//! Told by the text of the functions, whatever their paths.

use std::collections::{HashMap, HashSet};

use pilotage_capi::Effect;

use super::program::Program;
use super::value::Kind;
use crate::source::tree::{DeclId, DeclKind, Function, NodeId, NodeKind, Tree, UnaryOp};

/// What is given back.
#[derive(Default)]
pub(crate) struct Owned {
    /// Fields.
    pub(crate) fields: HashSet<DeclId>,
    /// Variables with static storage.
    pub(crate) globals: HashSet<DeclId>,
    /// Functions that are not seen: their results are released.
    pub(crate) results: HashSet<DeclId>,
}

impl Owned {
    /// Looks through the functions of a unit.
    pub(crate) fn new(program: &Program<'_>) -> Self {
        let mut owned = Owned::default();
        for function in &program.tree.functions {
            let values = values(program.tree, function);
            for arg in given_back(program, function) {
                owned.take(program, &values, arg);
            }
        }
        owned
    }

    /// Takes in what one call gives back.
    fn take(&mut self, program: &Program<'_>, values: &HashMap<DeclId, Vec<NodeId>>, arg: NodeId) {
        let tree = program.tree;
        let mut inside = tree.strip_casts(arg);
        if tree[inside].kind == NodeKind::Unary(UnaryOp::AddrOf)
            && let Some(kid) = tree.kid(inside, 0)
        {
            inside = tree.strip_casts(kid);
        }
        if let NodeKind::Name(decl) = tree[inside].kind {
            if program.is_global(decl) {
                self.globals.insert(decl);
                return;
            }
            let Some(values) = values.get(&decl) else { return };
            self.results.extend(only_maker(program, decl, values));
            match values.last() {
                Some(&value) => inside = value,
                None => return,
            }
        }
        if let NodeKind::Member { field, .. } = tree[inside].kind {
            self.fields.insert(field);
        }
    }
}

/// What the local variables of a function are given, in the order of the text.
fn values(tree: &Tree, function: &Function) -> HashMap<DeclId, Vec<NodeId>> {
    let mut values: HashMap<DeclId, Vec<NodeId>> = HashMap::new();
    tree.walk(function.body, &mut |node| {
        let given = match tree[node].kind {
            NodeKind::VarDecl(decl) => tree.kid(node, 0).map(|value| (decl, value)),
            NodeKind::Assign(None) => match (tree.kid(node, 0).map(|kid| &tree[kid].kind), tree.kid(node, 1))
            {
                (Some(NodeKind::Name(decl)), Some(value)) => Some((*decl, value)),
                _ => None,
            },
            _ => None,
        };
        if let Some((decl, value)) = given {
            values.entry(decl).or_default().push(tree.strip_casts(value));
        }
    });
    values
}

/// The arguments that a function gives back.
fn given_back(program: &Program<'_>, function: &Function) -> Vec<NodeId> {
    let tree = program.tree;
    let mut given = Vec::new();
    tree.walk(function.body, &mut |node| {
        let NodeKind::Call(Some(decl)) = tree[node].kind else { return };
        let Some(contract) = program.contract(decl) else { return };
        for (effect, arg) in contract.params.iter().zip(tree.args(node)) {
            if matches!(effect, Effect::Decrements | Effect::Clears | Effect::Replaces) {
                given.push(*arg);
            }
        }
    });
    given
}

/// The function of which nothing is known that gives a variable all that it holds, NULL aside.
fn only_maker(program: &Program<'_>, variable: DeclId, values: &[NodeId]) -> Option<DeclId> {
    let tree = program.tree;
    if tree[variable].kind != DeclKind::Var {
        return None;
    }
    let mut makers =
        values.iter().filter(|value| !tree.is_null(**value)).map(|value| match tree[*value].kind {
            NodeKind::Call(Some(decl)) if program.kind_of(tree[*value].ty) == Kind::Object => Some(decl),
            _ => None,
        });
    let first = makers.next()??;
    let is_function = tree[first].kind == DeclKind::Function && !program.is_cpp;
    let is_unknown = is_function && tree.definition(first).is_none() && program.contract(first).is_none();
    (is_unknown && makers.all(|maker| maker == Some(first))).then_some(first)
}
