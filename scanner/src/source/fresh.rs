//! Objects that a function has made itself and not yet shown to anybody, so that no other thread can reach them.
//! Functions of the unit are followed a few calls deep.

use pilotage_capi::{Effect, Item};

use super::reach::called_function;
use super::shape::{Parents, values_of};
use super::tree::{BinaryOp, DeclId, DeclKind, Function, NodeId, NodeKind, Tree, UnaryOp};

/// Calls that give a container nobody else has.
const MAKERS: [&str; 26] = [
    "PyTuple_New",
    "PyTuple_Pack",
    "PyList_AsTuple",
    "PyList_New",
    "PyList_GetSlice",
    "PyDict_New",
    "PyDict_Copy",
    "PyDict_Keys",
    "PyDict_Values",
    "PyDict_Items",
    "PySet_New",
    "PyFrozenSet_New",
    "PySequence_List",
    "PySequence_GetSlice",
    "PyMapping_Keys",
    "PyMapping_Values",
    "PyMapping_Items",
    "PyObject_Dir",
    "PyUnicode_Split",
    "PyUnicode_RSplit",
    "PyUnicode_Splitlines",
    "PyUnicode_Partition",
    "PyByteArray_FromStringAndSize",
    "PyByteArray_FromObject",
    "PyByteArray_Concat",
    "_PyDict_NewPresized",
];
/// Calls that run code which may keep their arguments, though they themselves do not.
const RUNNERS: [&str; 8] = [
    "PyObject_Call",
    "_PyObject_Call",
    "PyObject_Vectorcall",
    "_PyObject_Vectorcall",
    "PyVectorcall_",
    "PyEval_",
    "PyRun_",
    "PyIter_Send",
];
/// Calls that return their argument.
const PASSING: [&str; 2] = ["Py_NewRef", "Py_XNewRef"];

/// The expression names a local variable whose only sources are calls of `makers`, possibly NULL at times.
pub(crate) fn is_made_by(
    tree: &Tree,
    function: &Function,
    node: NodeId,
    is_maker: &dyn Fn(NodeId) -> bool,
) -> bool {
    let Some(variable) = local(tree, node) else { return false };
    let Some(values) = values_of(tree, function.body, variable) else { return false };
    let mut made = values.iter().filter(|value| !tree.is_null(**value)).peekable();
    made.peek().is_some() && made.all(|value| is_maker(tree.strip_casts(*value)))
}

/// What a Python function has just returned, also as an item of a tuple: usually made for the caller.
pub(crate) fn is_result(tree: &Tree, function: &Function, node: NodeId) -> bool {
    let is_call = |value: NodeId| {
        tree.api_callee(value).is_some_and(|name| RESULTS.iter().any(|prefix| name.starts_with(prefix)))
    };
    let is_item = |value: NodeId| {
        tree.api_callee(value).is_some_and(|name| ITEMS.contains(&name))
            && tree.args(value).first().is_some_and(|of| is_made_by(tree, function, *of, &is_call))
    };
    is_made_by(tree, function, node, &|value| is_call(value) || is_item(value))
}

/// Calls of Python functions, by how their names begin, and of items of what they return.
const RESULTS: [&str; 5] =
    ["PyObject_Call", "_PyObject_Call", "PyObject_Vectorcall", "_PyObject_Vectorcall", "PyVectorcall_Call"];
const ITEMS: [&str; 2] = ["PyTuple_GET_ITEM", "PyTuple_GetItem"];

/// The local variable that an expression is.
pub(crate) fn local(tree: &Tree, node: NodeId) -> Option<DeclId> {
    match tree[tree.strip_casts(node)].kind {
        NodeKind::Name(decl) => {
            (tree[decl].kind == DeclKind::Var && !tree[decl].static_storage).then_some(decl)
        }
        _ => None,
    }
}

/// The call makes a container: one of the C-API's, or a function of the unit that returns nothing else.
pub(crate) fn makes_container(tree: &Tree, parents: &Parents, node: NodeId) -> bool {
    is_maker(tree, parents, node, 0)
}

fn is_maker(tree: &Tree, parents: &Parents, node: NodeId, depth: u32) -> bool {
    match tree.api_callee(node) {
        Some(name) => MAKERS.contains(&name),
        None => depth < MAX_DEPTH && returns_fresh(tree, parents, node, depth + 1),
    }
}

/// Functions of the unit are followed this deep.
const MAX_DEPTH: u32 = 3;

fn returns_fresh(tree: &Tree, parents: &Parents, call: NodeId, depth: u32) -> bool {
    let Some(function) = called_function(tree, call).and_then(|decl| tree.definition(decl)) else {
        return false;
    };
    let is_return = |node: &&NodeId| matches!(tree[**node].kind, NodeKind::Return);
    let mut values = tree
        .below(function.body)
        .iter()
        .filter(is_return)
        .filter_map(|node| tree.kid(*node, 0))
        .filter(|value| !tree.is_null(*value))
        .peekable();
    let is_fresh = |value: NodeId| {
        is_maker(tree, parents, tree.strip_casts(value), depth)
            || is_fresh_below(tree, parents, function, value, tree[value].loc.offset, depth)
    };
    values.peek().is_some() && values.all(is_fresh)
}

/// The expression names an object that the function has made and, up to the offset, shown to nobody.
pub(crate) fn is_fresh(
    tree: &Tree,
    parents: &Parents,
    function: &Function,
    node: NodeId,
    offset: u32,
) -> bool {
    is_fresh_below(tree, parents, function, node, offset, 0)
        || is_fresh_out(tree, parents, function, node, offset)
}

fn is_fresh_below(
    tree: &Tree,
    parents: &Parents,
    function: &Function,
    node: NodeId,
    offset: u32,
    depth: u32,
) -> bool {
    let Some(variable) = local(tree, node) else { return false };
    let is_maker = |value: NodeId| is_maker(tree, parents, value, depth);
    let is_always_made = is_made_by(tree, function, node, &is_maker);
    let made_at =
        if is_always_made { Some(0) } else { last_made(tree, parents, function, variable, node, &is_maker) };
    made_at.is_some_and(|made_at| {
        !super::shape::names_of(tree, function.body, variable)
            .into_iter()
            .any(|name| (made_at..offset).contains(&tree[name].loc.offset) && is_shown(tree, parents, name))
    })
}

/// `*out`, where the function has put an object that it made and shown it to nobody: who called it sees it afterwards.
fn is_fresh_out(tree: &Tree, parents: &Parents, function: &Function, node: NodeId, offset: u32) -> bool {
    let pointer = |node: NodeId| {
        let node = tree.strip_casts(node);
        let NodeKind::Unary(UnaryOp::Deref) = tree[node].kind else { return None };
        match tree[tree.strip_casts(tree.kid(node, 0)?)].kind {
            NodeKind::Name(decl) if tree[decl].kind == DeclKind::Param => Some(decl),
            _ => None,
        }
    };
    let Some(out) = pointer(node) else { return false };
    let is_before = |node: &NodeId| tree[*node].loc.offset < offset;
    let sources = tree.below(function.body).iter().copied().filter(|source| {
        matches!(tree[*source].kind, NodeKind::Assign(_))
            && tree.kid(*source, 0).is_some_and(|target| pointer(target) == Some(out))
    });
    let Some(last) = sources.filter(is_before).max_by_key(|source| tree[*source].loc.offset) else {
        return false;
    };
    let is_made = tree.kid(last, 1).is_some_and(|made| is_maker(tree, parents, tree.strip_casts(made), 0));
    let between = super::shape::names_of(tree, function.body, out)
        .into_iter()
        .filter(|name| is_before(name) && tree[*name].loc.offset > tree[last].loc.offset);
    let is_hidden = |name: NodeId| {
        parents
            .past_casts(tree, name)
            .is_some_and(|(above, _)| pointer(above) == Some(out) && !is_shown(tree, parents, above))
    };
    is_made && is_passed_before(tree, parents, last, node) && between.into_iter().all(is_hidden)
}

/// Where the last source before `node` stands, when that is a maker and every way to `node` goes through it.
fn last_made(
    tree: &Tree,
    parents: &Parents,
    function: &Function,
    variable: DeclId,
    node: NodeId,
    is_maker: &dyn Fn(NodeId) -> bool,
) -> Option<u32> {
    let offset_of = |node: NodeId| tree[node].loc.offset;
    let sources: Vec<(NodeId, NodeId)> = tree
        .below(function.body)
        .iter()
        .filter_map(|&source| match tree[source].kind {
            NodeKind::VarDecl(decl) if decl == variable => tree.kid(source, 0).map(|value| (source, value)),
            NodeKind::Assign(_)
                if tree.kid(source, 0).and_then(|target| local(tree, target)) == Some(variable) =>
            {
                tree.kid(source, 1).map(|value| (source, value))
            }
            _ => None,
        })
        .collect();
    let before = sources.iter().filter(|(source, _)| offset_of(*source) < offset_of(node));
    let &(mut last, value) = before.max_by_key(|(source, _)| offset_of(*source))?;
    let mut made_at = offset_of(last);
    if !is_maker(tree.strip_casts(value)) {
        return None;
    }
    if !is_passed_before(tree, parents, last, node) {
        // Both branches of a condition may make it.
        last = parents.ancestors(last).find(|above| {
            matches!(tree[*above].kind, NodeKind::If) && is_passed_before(tree, parents, *above, node)
        })?;
        made_at = Branches { tree, parents, sources: &sources, is_maker }.made_in(last)?;
    }
    // A loop may come back with what a later source gave.
    let is_loop = |above: &NodeId| {
        matches!(tree[*above].kind, NodeKind::For | NodeKind::While | NodeKind::Do | NodeKind::RangeFor)
    };
    let loops: Vec<NodeId> = parents.ancestors(node).filter(is_loop).collect();
    let is_in = |source: NodeId, around: NodeId| parents.ancestors(source).any(|above| above == around);
    let comes_back = |(source, _): &(NodeId, NodeId)| {
        *source != last
            && !is_in(*source, last)
            && loops.iter().any(|around| is_in(*source, *around) && !is_in(last, *around))
    };
    (!sources.iter().any(comes_back)).then_some(made_at)
}

/// What branches do with a variable that has these sources: the source, its value.
struct Branches<'t> {
    tree: &'t Tree,
    parents: &'t Parents,
    sources: &'t [(NodeId, NodeId)],
    is_maker: &'t dyn Fn(NodeId) -> bool,
}

impl Branches<'_> {
    /// The last source on every way through a statement is a maker; where the first of them stands.
    fn made_in(&self, part: NodeId) -> Option<u32> {
        let tree = self.tree;
        match tree[part].kind {
            NodeKind::If => {
                let (then, other) = (tree.kid(part, 1)?, tree.kid(part, 2)?);
                Some(self.made_in(then)?.min(self.made_in(other)?))
            }
            NodeKind::Compound => {
                let last = tree.kids(part).iter().rev().find(|kid| self.has_source(**kid))?;
                self.made_in(*last)
            }
            _ => {
                let inside = self.sources.iter().filter(|(source, _)| self.is_in(*source, part));
                let &(source, value) = inside.max_by_key(|(source, _)| tree[*source].loc.offset)?;
                let is_always = source == part || is_passed_before(tree, self.parents, source, part);
                (is_always && (self.is_maker)(tree.strip_casts(value))).then(|| tree[source].loc.offset)
            }
        }
    }

    fn has_source(&self, part: NodeId) -> bool {
        self.sources.iter().any(|(source, _)| self.is_in(*source, part))
    }

    fn is_in(&self, node: NodeId, part: NodeId) -> bool {
        node == part || self.parents.ancestors(node).any(|above| above == part)
    }
}

/// The block of the first node holds the second, and the first stands under no condition in it.
fn is_passed_before(tree: &Tree, parents: &Parents, first: NodeId, second: NodeId) -> bool {
    let mut child = first;
    for above in parents.ancestors(first) {
        let is_condition = tree.kids(above).first() == Some(&child);
        match tree[above].kind {
            NodeKind::Compound => return parents.ancestors(second).any(|around| around == above),
            NodeKind::If | NodeKind::While | NodeKind::Conditional | NodeKind::Switch if is_condition => {}
            NodeKind::Binary(BinaryOp::And | BinaryOp::Or) if is_condition => {}
            NodeKind::Binary(BinaryOp::And | BinaryOp::Or) => return false,
            NodeKind::Binary(_)
            | NodeKind::Unary(_)
            | NodeKind::Cast
            | NodeKind::Assign(_)
            | NodeKind::DeclStmt => {}
            _ => return false,
        }
        child = above;
    }
    false
}

/// What stands around this mention lets others see the object.
pub(crate) fn is_shown(tree: &Tree, parents: &Parents, name: NodeId) -> bool {
    is_shown_below(tree, parents, name, 0)
}

fn is_shown_below(tree: &Tree, parents: &Parents, name: NodeId, depth: u32) -> bool {
    let Some((above, child)) = parents.past_casts(tree, name) else { return false };
    let kids = tree.kids(above);
    match tree[above].kind {
        NodeKind::Call(_) => call_shows(tree, parents, above, child, depth),
        NodeKind::Assign(_) => kids.get(1) == Some(&child),
        NodeKind::VarDecl(_)
        | NodeKind::InitList
        | NodeKind::Designated(_)
        | NodeKind::New
        | NodeKind::Lambda => true,
        NodeKind::Conditional if kids.first() != Some(&child) => is_shown_below(tree, parents, above, depth),
        NodeKind::Unary(UnaryOp::AddrOf) => !is_cleared(tree, parents, above),
        NodeKind::StmtExpr | NodeKind::OtherExpr => true,
        _ => false,
    }
}

fn call_shows(tree: &Tree, parents: &Parents, call: NodeId, arg: NodeId, depth: u32) -> bool {
    let Some(at) = tree.args(call).iter().position(|other| *other == arg) else { return false };
    let Some(name) = tree.api_callee(call) else { return own_shows(tree, parents, call, at, depth) };
    if PASSING.contains(&name) {
        return is_shown_below(tree, parents, call, depth);
    }
    let is_runner = RUNNERS.iter().any(|prefix| name.starts_with(prefix));
    name != VISIT && (is_runner || !pilotage_capi::get(name).is_some_and(|item| leaves_alone(item, at)))
}

/// The collector is no thread.
const VISIT: &str = "Py_VISIT";

/// A function of the unit shows its parameter, or gives it back.
fn own_shows(tree: &Tree, parents: &Parents, call: NodeId, at: usize, depth: u32) -> bool {
    let function = called_function(tree, call).and_then(|decl| tree.definition(decl));
    let Some((function, param)) = function.and_then(|f| Some((f, *f.params.get(at)?))) else { return true };
    let is_returned = |name: NodeId| {
        parents
            .past_casts(tree, name)
            .is_some_and(|(above, _)| matches!(tree[above].kind, NodeKind::Return | NodeKind::Conditional))
    };
    depth >= MAX_DEPTH
        || super::shape::names_of(tree, function.body, param)
            .into_iter()
            .any(|name| is_returned(name) || is_shown_below(tree, parents, name, depth + 1))
}

/// The call only reads or fills that argument.
fn leaves_alone(item: &Item, at: usize) -> bool {
    item.params.get(at).is_some_and(|param| {
        matches!(param.effect, Effect::Borrows | Effect::Increments | Effect::Decrements | Effect::Consumes)
    })
}

/// `&x` in `Py_CLEAR(x)` and its relatives.
fn is_cleared(tree: &Tree, parents: &Parents, address: NodeId) -> bool {
    let Some((call, arg)) = parents.past_casts(tree, address) else { return false };
    let at = tree.args(call).iter().position(|other| *other == arg);
    tree.api_callee(call).and_then(pilotage_capi::get).is_some_and(|item| {
        let effect = at.and_then(|at| item.params.get(at)).map(|param| param.effect);
        matches!(effect, Some(Effect::Clears | Effect::Replaces))
    })
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    /// `l = PyList_New(); first(l); use(l);`: whether `l` is fresh at its last mention.
    fn is_fresh_after(first: &str) -> bool {
        let mut tree = sample::tree();
        let list = sample::decl(&mut tree, "l", DeclKind::Var, sample::POINTER);
        let new = sample::decl(&mut tree, "PyList_New", DeclKind::Function, sample::INT);
        let first = sample::decl(&mut tree, first, DeclKind::Function, sample::INT);
        let user = sample::decl(&mut tree, "use", DeclKind::Function, sample::INT);
        let made = sample::call(&mut tree, new, &[]);
        let declared = sample::node(&mut tree, NodeKind::VarDecl(list), sample::INT, &[made]);
        let named = sample::name(&mut tree, list);
        let between = sample::call(&mut tree, first, &[named]);
        let last = sample::name(&mut tree, list);
        let used = sample::call(&mut tree, user, &[last]);
        sample::function(&mut tree, "f", &[], &[declared, between, used]);
        let parents = Parents::of(&tree);
        is_fresh(&tree, &parents, &tree.functions[0], last, tree[last].loc.offset)
    }

    #[test]
    fn the_last_source_counts_where_nothing_goes_around_it() {
        // `l = other(); if (x) { l = PyList_New(); use(l); } use(l);`
        let mut tree = sample::tree();
        let list = sample::decl(&mut tree, "l", DeclKind::Var, sample::POINTER);
        let new = sample::decl(&mut tree, "PyList_New", DeclKind::Function, sample::INT);
        let other = sample::decl(&mut tree, "other", DeclKind::Function, sample::INT);
        let made = sample::call(&mut tree, other, &[]);
        let declared = sample::node(&mut tree, NodeKind::VarDecl(list), sample::INT, &[made]);
        let target = sample::name(&mut tree, list);
        let made = sample::call(&mut tree, new, &[]);
        let assign = sample::node(&mut tree, NodeKind::Assign(None), sample::INT, &[target, made]);
        let inner = sample::name(&mut tree, list);
        let block = sample::node(&mut tree, NodeKind::Compound, sample::INT, &[assign, inner]);
        let test = sample::node(&mut tree, NodeKind::Int(1), sample::INT, &[]);
        let branch = sample::node(&mut tree, NodeKind::If, sample::INT, &[test, block]);
        let outer = sample::name(&mut tree, list);
        sample::function(&mut tree, "f", &[], &[declared, branch, outer]);
        let parents = Parents::of(&tree);
        let fresh = |node| is_fresh(&tree, &parents, &tree.functions[0], node, tree[node].loc.offset);
        assert!(fresh(inner) && !fresh(outer));
    }

    #[test]
    fn both_branches_may_make_it() {
        // `if (1) { l = first(); } else { l = PyList_New(); } use(l);`, behind `l = other();`
        let is_fresh_after = |first: &str| {
            let mut tree = sample::tree();
            let list = sample::decl(&mut tree, "l", DeclKind::Var, sample::POINTER);
            let makers = ["other", first, "PyList_New"]
                .map(|name| sample::decl(&mut tree, name, DeclKind::Function, sample::INT));
            let [begun, then, otherwise] = makers.map(|maker| {
                let target = sample::name(&mut tree, list);
                let made = sample::call(&mut tree, maker, &[]);
                sample::node(&mut tree, NodeKind::Assign(None), sample::INT, &[target, made])
            });
            let [then, otherwise] = [then, otherwise]
                .map(|assign| sample::node(&mut tree, NodeKind::Compound, sample::INT, &[assign]));
            let test = sample::node(&mut tree, NodeKind::Int(1), sample::INT, &[]);
            let branch = sample::node(&mut tree, NodeKind::If, sample::INT, &[test, then, otherwise]);
            let last = sample::name(&mut tree, list);
            sample::function(&mut tree, "f", &[], &[begun, branch, last]);
            let parents = Parents::of(&tree);
            is_fresh(&tree, &parents, &tree.functions[0], last, tree[last].loc.offset)
        };
        assert!(is_fresh_after("PyTuple_New") && is_fresh_after("PyDict_New"));
        assert!(!is_fresh_after("another"));
    }

    #[test]
    fn only_calls_that_may_keep_the_object_show_it() {
        assert!(is_fresh_after("PyList_Sort") && is_fresh_after("Py_INCREF"));
        assert!(!is_fresh_after("keep") && !is_fresh_after("PyObject_CallOneArg"));
    }
}
