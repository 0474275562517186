//! A unit, seen by the ownership analysis: contracts and summaries of what is called, roles of functions, owned fields.
//! Walks the functions, callees first.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

use pilotage_capi::Effect;

use super::blank;
use super::contract::{self, Contract};
use super::dying::Dying;
use super::facts::{Attachment, facts};
use super::mistake::Found;
use super::owned::Owned;
use super::repair;
use super::role::Role;
use super::state::Place;
use super::summary::Summary;
use super::value::Kind;
use super::verdict;
use super::walk::{Walked, walk};
use super::{Map, Set};
use crate::source::reach::{Reach, called_function};
use crate::source::shape::Parents;
use crate::source::tree::{
    DeclId, DeclKind, Function, Loc, NodeId, NodeKind, Origin, Tree, TypeId, TypeKind,
};

/// A unit under analysis.
pub(crate) struct Program<'a> {
    pub(crate) tree: &'a Tree,
    pub(crate) parents: &'a Parents,
    /// The unit is C++: objects have owners that are not seen.
    pub(crate) is_cpp: bool,
    roles: HashMap<DeclId, Rc<Role>>,
    owned: Owned,
    dying: Dying,
    contracts: RefCell<Map<DeclId, Option<Rc<Contract>>>>,
    kinds: RefCell<Map<TypeId, Kind>>,
    accessed: RefCell<Map<DeclId, Option<DeclId>>>,
    summaries: Map<DeclId, Rc<Summary>>,
    /// Functions that touch Python, directly or through others.
    touching: HashSet<DeclId>,
    /// Functions that the unit calls.
    pub(crate) called: HashSet<DeclId>,
    /// Fields and globals that a function assigns, itself or through others.
    written: Map<DeclId, Set<DeclId>>,
    /// Fields and globals that functions assign that are called more than once for an object.
    rewritten: Set<DeclId>,
    /// Fields and globals that functions assign, and the function when it is only one.
    only_writer: Map<DeclId, Option<DeclId>>,
}

/// What a function does somewhere, on whatever path.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Habits {
    /// It returns -1.
    pub(crate) returns_minus_one: bool,
    /// It takes the GIL back.
    pub(crate) restores: bool,
    /// It ends what `PyGILState_Ensure` began.
    pub(crate) undoes: bool,
}

/// What the analysis of a unit gave.
#[derive(Default)]
pub(crate) struct Analysis {
    /// Mistakes, in no order.
    pub(crate) found: Vec<Found>,
    /// Functions that were too large to be followed to the end.
    pub(crate) partial: Vec<DeclId>,
    /// Fields that are given references of their own, and where first.
    pub(crate) kept: BTreeMap<DeclId, Loc>,
}

/// Analyses a unit.
pub(crate) fn analyse(
    tree: &Tree,
    parents: &Parents,
    reach: &Reach,
    roles: HashMap<DeclId, Rc<Role>>,
    is_cpp: bool,
) -> Analysis {
    let mut program = Program {
        tree,
        parents,
        is_cpp,
        roles,
        owned: Owned::default(),
        dying: Dying::default(),
        contracts: RefCell::default(),
        accessed: RefCell::default(),
        kinds: RefCell::default(),
        summaries: Map::default(),
        touching: HashSet::new(),
        called: HashSet::new(),
        written: Map::default(),
        rewritten: Set::default(),
        only_writer: Map::default(),
    };
    program.owned = Owned::new(&program);
    program.dying = Dying::new(&program, reach);
    let calls = program.calls();
    program.called = calls.iter().flatten().map(|at| tree.functions[*at].decl).collect();
    program.find_touching(&calls);
    program.find_written(&calls);
    let mut analysis = Analysis::default();
    let mut walked: Vec<(usize, Walked)> = Vec::new();
    for component in components(&calls) {
        let rounds = if component.len() > 1 || calls[component[0]].contains(&component[0]) { 2 } else { 1 };
        for round in 0..rounds {
            for &at in &component {
                let function = &tree.functions[at];
                if !program.touching.contains(&function.decl) && !blank::has_candidate(tree, function) {
                    continue;
                }
                let result = walk(&program, function, &[]);
                let summary = verdict::summary(&result);
                program.summaries.insert(function.decl, Rc::new(summary));
                if round + 1 == rounds {
                    walked.push((at, result));
                }
            }
        }
    }
    for (at, result) in walked {
        let function = &tree.functions[at];
        if result.is_partial {
            analysis.partial.push(function.decl);
        }
        // What is seen in part would give findings about what is not seen.
        if function.unseen.is_empty() {
            for (field, loc) in &result.kept {
                let known = analysis.kept.entry(*field).or_insert(*loc);
                *known = (*known).min(*loc);
            }
            let items = result.items;
            let mut found = verdict::judge(&program, function, result);
            repair::find(&program, function, items, &mut found);
            analysis.found.append(&mut found);
        }
    }
    analysis
}

impl Program<'_> {
    /// What Python expects of a function; `None` for helpers.
    pub(crate) fn role(&self, function: DeclId) -> Option<&Role> {
        self.roles.get(&function).map(Rc::as_ref)
    }

    /// The summary of a function of the unit.
    pub(crate) fn summary(&self, decl: DeclId) -> Option<Rc<Summary>> {
        self.summaries.get(&decl).cloned()
    }

    /// The contract of a function that the unit does not define.
    pub(crate) fn contract(&self, decl: DeclId) -> Option<Rc<Contract>> {
        if let Some(known) = self.contracts.borrow().get(&decl) {
            return known.clone();
        }
        let declared = &self.tree[decl];
        let found = match self.tree.definition(decl) {
            Some(_) => None,
            None => match self.tree.marks.get(&decl) {
                Some(marks) => self.marked(decl, marks).map(Rc::new),
                None => contract::of(&declared.name).map(Rc::new),
            },
        };
        self.contracts.borrow_mut().insert(decl, found.clone());
        found
    }

    /// The contract that the attributes of a function give.
    fn marked(&self, decl: DeclId, marks: &[String]) -> Option<Contract> {
        let tree = self.tree;
        let TypeKind::Function { result, params, .. } = &tree[tree[decl].ty].kind else { return None };
        let objects = params.iter().map(|param| self.kind_of(*param) == Kind::Object).collect();
        Some(contract::of_marks(marks, objects, self.kind_of(*result) == Kind::Object))
    }

    /// The contract of a function pointer in a type.
    pub(crate) fn slot_contract(&self, field: DeclId) -> Option<Rc<Contract>> {
        let declared = &self.tree[field];
        (declared.origin == Origin::Api).then(|| contract::of_slot(&declared.name).map(Rc::new)).flatten()
    }

    /// The function gives a container without items.
    pub(crate) fn gives_empty(&self, name: &str) -> bool {
        facts().empty.iter().any(|known| known == name)
    }

    pub(crate) fn converter_gives_new(&self, name: &str) -> bool {
        facts().converters.get(name).is_some_and(|what| what == "new")
    }

    /// The variable outlives the call.
    pub(crate) fn is_global(&self, decl: DeclId) -> bool {
        decl.0 != u32::MAX && self.tree[decl].static_storage
    }

    /// The place holds a reference of its own: it is given back somewhere.
    pub(crate) fn owns(&self, place: Place) -> bool {
        match place {
            Place::Field(_, field) => self.owned.fields.contains(&field),
            Place::Variable(decl) => self.owned.globals.contains(&decl),
            Place::Element(..) | Place::Entry(_) | Place::Inner(_) => false,
        }
    }

    /// The block that the variable points to is freed somewhere.
    pub(crate) fn is_freed(&self, variable: DeclId) -> bool {
        self.dying.freed.contains(&variable)
    }

    /// The function runs only when an object dies.
    pub(crate) fn is_dying(&self, function: DeclId) -> bool {
        self.dying.functions.contains(&function)
    }

    /// The unit gives back what this function, which is not seen, gives.
    pub(crate) fn gives_new(&self, function: DeclId) -> bool {
        self.owned.results.contains(&function)
    }

    /// What a value of this type is.
    pub(crate) fn kind_of(&self, ty: TypeId) -> Kind {
        if let Some(&known) = self.kinds.borrow().get(&ty) {
            return known;
        }
        let tree = self.tree;
        let kind = match &tree[ty].kind {
            TypeKind::Pointer(_) if tree.is_object_pointer(ty) => Kind::Object,
            TypeKind::Pointer(_) | TypeKind::Array(..) | TypeKind::Function { .. } => Kind::Pointer,
            TypeKind::Record(_) | TypeKind::Unknown => Kind::Pointer,
            _ => Kind::Number,
        };
        self.kinds.borrow_mut().insert(ty, kind);
        kind
    }

    /// What kind of value a function returns.
    pub(crate) fn result_kind(&self, function: &Function) -> Kind {
        match &self.tree[self.tree[function.decl].ty].kind {
            TypeKind::Function { result, .. } => self.kind_of(*result),
            _ => Kind::Pointer,
        }
    }

    /// The function returns nothing.
    pub(crate) fn gives_nothing(&self, function: &Function) -> bool {
        match &self.tree[self.tree[function.decl].ty].kind {
            TypeKind::Function { result, .. } => self.tree[*result].kind == TypeKind::Void,
            _ => false,
        }
    }

    /// What a function does somewhere, on whatever path.
    pub(crate) fn habits(&self, function: &Function) -> Habits {
        let tree = self.tree;
        let mut habits = Habits::default();
        tree.walk(function.body, &mut |node| match tree[node].kind {
            NodeKind::Return => {
                let value = tree.kid(node, 0);
                habits.returns_minus_one |= value.and_then(|value| tree.constant(value)) == Some(-1);
            }
            NodeKind::Call(Some(decl)) => {
                let gil = self.contract(decl).and_then(|contract| contract.gil);
                habits.restores |= gil == Some(Attachment::Acquires);
                habits.undoes |= gil == Some(Attachment::Undoes);
            }
            _ => {}
        });
        habits
    }

    /// What stands behind a statement in its block does not leave: control runs on.
    pub(crate) fn is_left_behind(&self, function: &Function, statement: NodeId) -> bool {
        let tree = self.tree;
        let mut runs_on = false;
        tree.walk(function.body, &mut |node| {
            if tree[node].kind != NodeKind::Compound {
                return;
            }
            if let Some(at) = tree.kids(node).iter().position(|kid| *kid == statement) {
                let leaves = |kid: &NodeId| matches!(tree[*kid].kind, NodeKind::Return | NodeKind::Goto(_));
                runs_on = !tree.kids(node)[at..].iter().any(leaves);
            }
        });
        runs_on
    }

    /// The text of a condition, as far as it stands on its line.
    pub(crate) fn text_of(&self, node: NodeId) -> String {
        const LONGEST: usize = 60;
        let loc = self.tree[node].loc;
        let Some(file) = self.tree.files.get(usize::from(loc.file.0)) else { return String::new() };
        let rest = file.text.get(loc.offset as usize..).unwrap_or(&[]);
        let mut depth = 0_i32;
        let mut text = String::new();
        for &byte in rest.iter().take(LONGEST) {
            match byte {
                b'(' => depth += 1,
                b')' if depth == 0 => break,
                b')' => depth -= 1,
                b'\n' | b';' | b'{' => break,
                _ => {}
            }
            text.push(char::from(byte));
        }
        text.trim().to_owned()
    }

    /// Which functions of the unit each one calls, by index.
    fn calls(&self) -> Vec<Vec<usize>> {
        let tree = self.tree;
        let index: HashMap<DeclId, usize> =
            tree.functions.iter().enumerate().map(|(at, function)| (function.decl, at)).collect();
        tree.functions
            .iter()
            .map(|function| {
                let mut callees = Vec::new();
                tree.walk(function.body, &mut |node| {
                    if let NodeKind::Call(_) = tree[node].kind
                        && let Some(decl) = called_function(tree, node)
                        && let Some(&at) = index.get(&decl)
                        && !callees.contains(&at)
                    {
                        callees.push(at);
                    }
                });
                callees
            })
            .collect()
    }

    /// Functions that call the C-API, allocate, or are given objects; and who calls those.
    fn find_touching(&mut self, calls: &[Vec<usize>]) {
        let tree = self.tree;
        let mut touching: Vec<bool> = tree
            .functions
            .iter()
            .map(|function| {
                let mut touches = self.roles.contains_key(&function.decl)
                    || function.params.iter().any(|param| self.kind_of(tree[*param].ty) == Kind::Object);
                if !touches {
                    tree.walk(function.body, &mut |node| match tree[node].kind {
                        NodeKind::Call(Some(decl)) => touches |= self.contract(decl).is_some(),
                        NodeKind::VarDecl(decl) => touches |= self.kind_of(tree[decl].ty) == Kind::Object,
                        _ => {}
                    });
                }
                touches
            })
            .collect();
        let mut changed = true;
        while changed {
            changed = false;
            for (at, callees) in calls.iter().enumerate() {
                if !touching[at] && callees.iter().any(|callee| touching[*callee]) {
                    touching[at] = true;
                    changed = true;
                }
            }
        }
        self.touching = tree
            .functions
            .iter()
            .zip(touching)
            .filter(|(_, touches)| *touches)
            .map(|(function, _)| function.decl)
            .collect();
    }

    /// Which fields and globals each function assigns, with those that it calls.
    fn find_written(&mut self, calls: &[Vec<usize>]) {
        let tree = self.tree;
        let mut written: Vec<_> = tree.functions.iter().map(|function| self.written_in(function)).collect();
        for (function, places) in tree.functions.iter().zip(&written) {
            let role = self.roles.get(&function.decl);
            if !role.is_some_and(|role| facts().once.contains(&role.slot)) {
                self.rewritten.extend(places);
            }
            for &place in places {
                let only = self.only_writer.entry(place).or_insert(Some(function.decl));
                *only = only.filter(|only| *only == function.decl);
            }
        }
        let mut changed = true;
        while changed {
            changed = false;
            for (at, callees) in calls.iter().enumerate() {
                for &callee in callees.iter().filter(|callee| **callee != at) {
                    let more: Vec<DeclId> = written[callee].difference(&written[at]).copied().collect();
                    changed |= !more.is_empty();
                    written[at].extend(more);
                }
            }
        }
        self.written = tree.functions.iter().map(|function| function.decl).zip(written).collect();
    }

    /// The fields and globals that a function assigns itself.
    fn written_in(&self, function: &Function) -> Set<DeclId> {
        let tree = self.tree;
        let mut written = Set::default();
        let mut write = |target: NodeId| match tree[tree.strip_casts(target)].kind {
            NodeKind::Member { field, .. } => _ = written.insert(field),
            NodeKind::Name(decl) if self.is_global(decl) => _ = written.insert(decl),
            _ => {}
        };
        tree.walk(function.body, &mut |node| match tree[node].kind {
            NodeKind::Assign(_) => tree.kid(node, 0).into_iter().for_each(&mut write),
            NodeKind::Unary(op) if op.may_write() => tree.kid(node, 0).into_iter().for_each(&mut write),
            // `Py_CLEAR(global)`
            NodeKind::Call(Some(decl)) if tree[decl].origin == Origin::Api => {
                let Some(contract) = self.contract(decl) else { return };
                let effects = contract.params.iter().zip(tree.args(node));
                effects
                    .filter(|(effect, _)| matches!(effect, Effect::Clears | Effect::Replaces))
                    .for_each(|(_, arg)| write(*arg));
            }
            _ => {}
        });
        written
    }

    /// Code that runs in between may give the global another value: not where one function alone does so.
    pub(crate) fn is_changed_elsewhere(&self, function: DeclId, variable: DeclId) -> bool {
        self.is_global(variable)
            && self.only_writer.get(&variable).copied().flatten().is_none_or(|only| only != function)
    }

    /// The field is filled when its object is made, and emptied at its end: in between it stays as it is.
    pub(crate) fn is_settled(&self, field: DeclId) -> bool {
        self.tree[field].origin == Origin::Own && !self.rewritten.contains(&field)
    }

    /// A call of the function may assign the field, or the global.
    pub(crate) fn writes(&self, function: DeclId, field: DeclId) -> bool {
        self.written.get(&function).is_none_or(|fields| fields.contains(&field))
    }

    /// The field that an accessor reads, where the unit knows the struct.
    pub(crate) fn accessed(&self, accessor: DeclId) -> Option<DeclId> {
        *self.accessed.borrow_mut().entry(accessor).or_insert_with(|| {
            let known = facts().accessors.get(&self.tree[accessor].name)?;
            let (record, field) = known.split_once('.')?;
            let is_of =
                |parent: Option<DeclId>| parent.is_some_and(|it| self.tree[it].name.ends_with(record));
            let decls = (0..self.tree.decls.len() as u32).map(DeclId);
            decls.rev().find(|&decl| {
                let decl = &self.tree[decl];
                decl.kind == DeclKind::Field && decl.name == field && is_of(decl.parent)
            })
        })
    }

    /// The function is of the unit and has nothing to do with Python.
    pub(crate) fn is_plain(&self, decl: DeclId) -> bool {
        self.tree.definition(decl).is_some() && !self.touching.contains(&decl)
    }
}

/// Strongly connected components, callees first.
fn components(calls: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let count = calls.len();
    let (mut number, mut low) = (vec![usize::MAX; count], vec![0; count]);
    let (mut on_stack, mut stack, mut next) = (vec![false; count], Vec::new(), 0);
    let mut found = Vec::new();
    for root in 0..count {
        if number[root] != usize::MAX {
            continue;
        }
        let mut open: Vec<(usize, usize)> = vec![(root, 0)];
        while let Some((at, child)) = open.pop() {
            if child == 0 {
                number[at] = next;
                low[at] = next;
                next += 1;
                stack.push(at);
                on_stack[at] = true;
            }
            if let Some(&callee) = calls[at].get(child) {
                open.push((at, child + 1));
                if number[callee] == usize::MAX {
                    open.push((callee, 0));
                } else if on_stack[callee] {
                    low[at] = low[at].min(number[callee]);
                }
                continue;
            }
            if low[at] == number[at] {
                let mut component = Vec::new();
                while let Some(member) = stack.pop() {
                    on_stack[member] = false;
                    component.push(member);
                    if member == at {
                        break;
                    }
                }
                component.reverse();
                found.push(component);
            }
            if let Some(&(parent, _)) = open.last() {
                low[parent] = low[parent].min(low[at]);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::components;

    #[test]
    fn callees_come_first() {
        assert_eq!(components(&[vec![1], vec![2], vec![]]), [vec![2], vec![1], vec![0]]);
        assert_eq!(components(&[vec![1], vec![0, 2], vec![]]), [vec![2], vec![0, 1]]);
    }
}
