//! Who calls whom in a unit: what the init and exec functions reach, and what nobody else reaches.
//! Calls are known by name; a function whose address is taken may be called by anybody.

use std::collections::{HashMap, HashSet};

use super::model::{Model, TableKind, init_list, slot_entries};
use super::module_slots;
use super::tree::{DeclId, DeclKind, Function, NodeId, NodeKind, Tree};

/// The calls of a unit.
#[derive(Default)]
pub(crate) struct Reach {
    callees: HashMap<DeclId, Vec<DeclId>>,
    /// Where a function is called: the function that calls, by its place in the tree, and the call.
    sites: HashMap<DeclId, Vec<(usize, NodeId)>>,
    callers: HashMap<DeclId, HashSet<DeclId>>,
    /// Functions that are named otherwise than by calling them.
    taken: HashSet<DeclId>,
}

impl Reach {
    /// Reads the calls of a unit.
    pub(crate) fn new(tree: &Tree) -> Self {
        let mut reach = Reach::default();
        let mut is_called = vec![false; tree.nodes.len()];
        for callee in tree.calls().iter().filter_map(|call| tree.kids(*call).first()) {
            is_called[callee.0 as usize] = true;
        }
        for (at, function) in tree.functions.iter().enumerate() {
            let callees = reach.callees.entry(function.decl).or_default();
            for &call in tree.calls_below(function.body) {
                let Some(callee) = called_function(tree, call) else { continue };
                callees.push(callee);
                reach.callers.entry(callee).or_default().insert(function.decl);
                reach.sites.entry(callee).or_default().push((at, call));
            }
        }
        for (node, is_called) in tree.nodes.iter().zip(is_called) {
            if let NodeKind::Name(decl) = node.kind
                && !is_called
                && tree[decl].kind == DeclKind::Function
            {
                reach.taken.insert(decl);
            }
        }
        reach
    }

    /// `roots` and everything that they call, directly or through others.
    pub(crate) fn from(&self, roots: &[DeclId]) -> HashSet<DeclId> {
        let mut found: HashSet<DeclId> = HashSet::new();
        let mut open = roots.to_vec();
        while let Some(function) = open.pop() {
            if found.insert(function) {
                open.extend(self.callees.get(&function).into_iter().flatten());
            }
        }
        found
    }

    /// `roots` and what is called by them and by nobody else.
    pub(crate) fn only_from(&self, roots: &[DeclId]) -> HashSet<DeclId> {
        let mut found = self.from(roots);
        loop {
            let is_wanted = |function: &DeclId| {
                roots.contains(function)
                    || (!self.taken.contains(function)
                        && self.callers.get(function).is_some_and(|callers| callers.is_subset(&found)))
            };
            let kept: HashSet<DeclId> =
                found.iter().copied().filter(|function| is_wanted(function)).collect();
            if kept.len() == found.len() {
                return kept;
            }
            found = kept;
        }
    }

    /// Every call of a function that nobody else can call, with the function that it stands in; none for others.
    pub(crate) fn all_calls<'t>(&self, tree: &'t Tree, function: DeclId) -> Vec<(&'t Function, NodeId)> {
        if !tree[function].is_static || self.taken.contains(&function) {
            return Vec::new();
        }
        let sites = self.sites.get(&function).into_iter().flatten();
        sites.filter_map(|(at, call)| Some((tree.functions.get(*at)?, *call))).collect()
    }

    /// Nothing in the unit calls it or names it.
    pub(crate) fn is_unused(&self, function: DeclId) -> bool {
        !self.callers.contains_key(&function) && !self.taken.contains(&function)
    }
}

/// The function or method that a call names.
pub(crate) fn called_function(tree: &Tree, call: NodeId) -> Option<DeclId> {
    let NodeKind::Call(named) = tree[call].kind else { return None };
    let method = || match tree[*tree.kids(call).first()?].kind {
        NodeKind::Member { field, .. } => Some(field),
        _ => None,
    };
    named.or_else(method).filter(|decl| tree[*decl].kind == DeclKind::Function)
}

/// The functions that run while a module is imported: init, create and exec functions, and functions that only another
/// file can call and that look like a part of it.
pub(crate) fn import_functions(tree: &Tree, model: &Model, reach: &Reach) -> Vec<DeclId> {
    let mut found = model.inits.clone();
    found.extend(slot_functions(tree, model));
    let foreign = tree.functions.iter().filter(|f| !tree[f.decl].is_static && reach.is_unused(f.decl));
    found.extend(foreign.filter(|function| is_setup(tree, function)).map(|function| function.decl));
    found
}

/// The functions of `Py_mod_create` and `Py_mod_exec` slots, also of arrays whose module is made in another file.
fn slot_functions(tree: &Tree, model: &Model) -> Vec<DeclId> {
    let tables = model.tables.iter().filter(|table| table.kind == TableKind::ModuleSlots);
    let lists = tables.filter_map(|table| init_list(tree, table.decl));
    let mut all: Vec<_> = lists.flat_map(|list| slot_entries(tree, list, true)).collect();
    all.extend(module_slots::of_modules(tree, model).into_iter().flat_map(|array| array.slots));
    all.iter()
        .filter(|slot| matches!(slot.name, Some("Py_mod_create" | "Py_mod_exec")))
        .filter_map(|slot| tree.named_function(slot.value))
        .collect()
}

/// It fills a module, or its name says that it sets something up; a method of a table elsewhere is none.
fn is_setup(tree: &Tree, function: &Function) -> bool {
    let is_object = |param: &DeclId| tree.is_object_pointer(tree[*param].ty);
    if function.params.len() > 1 && function.params.iter().all(is_object) {
        return false;
    }
    let fills = |node: &NodeId| tree.api_callee(*node).is_some_and(|name| name.starts_with("PyModule_Add"));
    is_setup_name(&tree[function.decl].name) || tree.calls_below(function.body).iter().any(fills)
}

/// Words that say that a function runs once, before all others.
const SETUP_WORDS: [&str; 8] =
    ["setup", "register", "exec", "import", "intern", "load", "bootstrap", "ready"];

fn is_setup_name(name: &str) -> bool {
    let mut words = vec![String::new()];
    for c in name.chars() {
        if c == '_' || (c.is_ascii_uppercase() && words.last().is_some_and(|word| !word.ends_with(is_upper)))
        {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c != '_') {
            word.push(c);
        }
    }
    let words: Vec<String> = words.iter().map(|word| word.to_ascii_lowercase()).collect();
    let is_called_back = words.iter().any(|word| matches!(word.as_str(), "callback" | "handler" | "hook"));
    !is_called_back
        && words.iter().any(|word| {
            word.starts_with("init") || word.ends_with("init") || SETUP_WORDS.contains(&word.as_str())
        })
}

fn is_upper(c: char) -> bool {
    c.is_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(calls: &[(u32, u32)], taken: &[u32]) -> Reach {
        let taken = taken.iter().map(|id| DeclId(*id)).collect();
        let mut reach = Reach { taken, ..Reach::default() };
        for (from, to) in calls {
            reach.callees.entry(DeclId(*from)).or_default().push(DeclId(*to));
            reach.callers.entry(DeclId(*to)).or_default().insert(DeclId(*from));
        }
        reach
    }

    fn only(reach: &Reach, roots: &[u32]) -> Vec<u32> {
        let roots: Vec<DeclId> = roots.iter().map(|id| DeclId(*id)).collect();
        let mut found: Vec<u32> = reach.only_from(&roots).into_iter().map(|id| id.0).collect();
        found.sort_unstable();
        found
    }

    #[test]
    fn only_from_leaves_out_what_others_call() {
        // 1 -> 2 -> 3, 9 -> 3; 1 -> 4 -> 4.
        let reach = graph(&[(1, 2), (2, 3), (9, 3), (1, 4), (4, 4)], &[]);
        assert_eq!(only(&reach, &[1]), [1, 2, 4]);
        assert_eq!(only(&reach, &[1, 9]), [1, 2, 3, 4, 9]);
        // A circle that no root reaches is nobody's.
        assert_eq!(only(&graph(&[(5, 6), (6, 5)], &[]), &[1]), [1]);
        // Whose address is taken may be called by anybody.
        assert_eq!(only(&graph(&[(1, 2), (2, 3)], &[2]), &[1]), [1]);
    }

    #[test]
    fn names_that_set_up() {
        assert!(
            is_setup_name("PyFoo_InitTypes") && is_setup_name("register_all") && is_setup_name("module_exec")
        );
        assert!(is_setup_name("Ready") && is_setup_name("ready_types") && !is_setup_name("already"));
        assert!(is_setup_name("loadTkFunctions") && is_setup_name("initfoo") && is_setup_name("PyInit_x"));
        assert!(!is_setup_name("set_level") && !is_setup_name("run") && !is_setup_name("payload_internal"));
    }
}
