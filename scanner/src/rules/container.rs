//! What the rules on borrowed and unlocked access share: the calls in question, and the containers that no other
//! thread can reach or change meanwhile.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use pilotage_capi::{Target, Version};

use crate::source::context::{COMPAT, Context};
use crate::source::fresh;
use crate::source::generator;
use crate::source::held::{self, Held};
use crate::source::lexical;
use crate::source::members::Members;
use crate::source::model::{TableKind, constant_of, init_list, slot_entries};
use crate::source::shape::{self, Parents};
use crate::source::tree::{DeclId, FileId, Function, Loc, MacroDef, NodeId, NodeKind, Origin, Tree};

/// A call of the C-API in a function of the package, with the free-threaded targets that compile it.
pub(super) struct Site<'a> {
    pub(super) function: &'a Function,
    pub(super) call: NodeId,
    pub(super) name: &'a str,
    pub(super) targets: Vec<Target>,
}

/// The calls of the functions that `is_wanted` names.
pub(super) fn sites<'a>(cx: &Context<'a>, is_wanted: &dyn Fn(&str) -> bool) -> Vec<Site<'a>> {
    let is_concerned = |target: &Target| matches!(target, Target::FreeThreaded(_) | Target::Abi3t(_));
    if !cx.settings.targets.iter().any(is_concerned) {
        return Vec::new();
    }
    let tree = cx.tree;
    let mut found = Vec::new();
    let mut made_by_cython: HashMap<FileId, bool> = HashMap::new();
    let mut macros = Macros { cx, named: HashMap::new(), known: HashMap::new() };
    for defined in &tree.macro_defs {
        macros.named.entry(&defined.name).or_default().push(defined);
    }
    for function in &tree.functions {
        for &call in tree.calls_below(function.body) {
            let Some(name) = tree.api_callee(call).filter(|name| is_wanted(name)) else { continue };
            let loc = tree[call].loc;
            let file = &tree[loc.file];
            if file.origin != Origin::Own || file.path.ends_with(COMPAT) {
                continue;
            }
            let is_cython = *made_by_cython.entry(loc.file).or_insert_with(|| is_ready_cython(&file.text));
            let written = written_at(cx, loc);
            if is_cython && (tree[function.decl].name.starts_with(UTILITY) || written.starts_with(UTILITY)) {
                continue;
            }
            let mut targets = cx.free_threaded_at(loc);
            targets.retain(|target| written == name || macros.are_for(written, *target, 0));
            if !targets.is_empty() {
                found.push(Site { function, call, name, targets });
            }
        }
    }
    found
}

/// How Cython calls the functions and macros that it brings along.
const UTILITY: &str = "__Pyx";
/// The first version of Cython whose own code knows builds without a GIL.
const READY_CYTHON: Version = Version::new(3, 1);

/// Cython wrote the file, in a version that looks after its own code.
fn is_ready_cython(text: &[u8]) -> bool {
    let maker = generator::recognise(text).unwrap_or_default();
    let version = maker.strip_prefix("Cython ").and_then(|version| {
        let mut parts = version.split(['.', 'a', 'b', 'r']).map(|part| part.parse::<u8>().ok());
        Some(Version::new(parts.next()??, parts.next()??))
    });
    version.is_some_and(|version| version >= READY_CYTHON)
}

/// The name that stands at a place: that of the outermost macro where one writes the code.
fn written_at<'a>(cx: &Context<'a>, loc: Loc) -> &'a str {
    let text = &cx.tree[loc.file].text;
    let mut words = lexical::words(text, loc.offset as usize, text.len());
    words.next().filter(|word| word.offset == loc.offset as usize).map_or("", |word| word.name)
}

/// Macros expand into others at most this deep.
const MAX_EXPANSION: u32 = 32;

/// The macros of the package that are in force.
struct Macros<'c, 'a> {
    cx: &'c Context<'a>,
    named: HashMap<&'a str, Vec<&'a MacroDef>>,
    known: HashMap<(&'a str, Target), bool>,
}

impl<'a> Macros<'_, 'a> {
    /// What writes the code at a place is defined where the target compiles it too.
    fn are_for(&mut self, name: &'a str, target: Target, depth: u32) -> bool {
        if let Some(known) = self.known.get(&(name, target)) {
            return *known;
        }
        if depth > MAX_EXPANSION {
            return true;
        }
        let tree = self.cx.tree;
        // A macro that names itself ends there.
        self.known.insert((name, target), true);
        let mut is_for = true;
        for defined in self.named.get(name).cloned().unwrap_or_default() {
            is_for &= self.cx.is_for(defined.loc, target);
            let text = &tree[defined.loc.file].text;
            let start = defined.loc.offset as usize + defined.name.len();
            for word in lexical::words(text, start, lexical::directive_end(text, start)) {
                is_for = is_for
                    && (!self.named.contains_key(word.name) || self.are_for(word.name, target, depth + 1));
            }
        }
        self.known.insert((name, target), is_for);
        is_for
    }
}

/// Parameter names that say what they hold.
const KEYWORD_NAMES: [&str; 4] = ["kwargs", "kwds", "kw", "keywords"];
/// Slots whose third parameter is the keyword dictionary.
const KEYWORD_SLOTS: [&str; 3] = ["tp_new", "tp_init", "tp_call"];

/// What is known of the containers of a unit.
pub(super) struct Containers<'c> {
    cx: &'c Context<'c>,
    members: Members<'c>,
    /// Members by whether nobody else gets what they hold.
    own_members: RefCell<HashMap<DeclId, bool>>,
    /// Parameters that are the keyword dictionary of a call.
    keywords: HashSet<DeclId>,
}

impl<'c> Containers<'c> {
    pub(super) fn new(cx: &'c Context<'c>) -> Self {
        let members = Members::new(cx.tree, cx.model);
        Containers { cx, members, own_members: RefCell::default(), keywords: keyword_params(cx) }
    }

    pub(super) fn parents(&self) -> &Parents {
        self.cx.parents()
    }

    /// What the function holds where.
    pub(super) fn held(&self, function: &Function) -> &[Held] {
        self.cx.held(function)
    }

    /// No other thread can reach the container at the site.
    pub(super) fn is_private(&self, site: &Site<'_>, container: NodeId) -> bool {
        self.is_private_in(site.function, container, self.cx.tree[site.call].loc.offset)
    }

    /// The same at an offset of a function.
    pub(super) fn is_private_in(&self, function: &Function, container: NodeId, offset: u32) -> bool {
        let tree = self.cx.tree;
        let is_keywords = matches!(
            tree[tree.strip_casts(container)].kind,
            NodeKind::Name(decl) if self.keywords.contains(&decl)
        );
        is_keywords
            || fresh::is_result(tree, function, container)
            || self.is_own_member(container)
            || fresh::is_fresh(tree, self.cx.parents(), function, container, offset)
            || (self.cx.importing().contains(&function.decl) && is_module_dict(tree, function, container))
    }

    /// The critical section on one of `containers` that the site lies in.
    pub(super) fn section(&self, site: &Site<'_>, containers: &[NodeId]) -> Option<&Held> {
        self.section_in(site.function, self.cx.tree[site.call].loc.offset, containers)
    }

    /// The same at an offset of a function.
    pub(super) fn section_in(
        &self,
        function: &Function,
        offset: u32,
        containers: &[NodeId],
    ) -> Option<&Held> {
        let keys: Vec<String> =
            containers.iter().map(|container| shape::key(self.cx.tree, *container)).collect();
        held::section_on(self.held(function), offset, &keys)
    }

    /// A member of a structure that is only ever given containers made for it, and that nobody else is given.
    fn is_own_member(&self, container: NodeId) -> bool {
        let tree = self.cx.tree;
        let NodeKind::Member { field, .. } = tree[tree.strip_casts(container)].kind else { return false };
        if let Some(known) = self.own_members.borrow().get(&field) {
            return *known;
        }
        let parents = self.cx.parents();
        let is_made = |values: Vec<NodeId>| {
            let mut made = values.into_iter().map(|value| tree.strip_casts(value)).peekable();
            made.peek().is_some() && made.all(|value| fresh::makes_container(tree, parents, value))
        };
        let mentions =
            tree.nodes.iter().enumerate().filter(
                |(_, node)| matches!(node.kind, NodeKind::Member { field: named, .. } if named == field),
            );
        let is_shown = |at: usize| {
            let node = NodeId(at as u32);
            let is_returned = parents
                .past_casts(tree, node)
                .is_some_and(|(above, _)| matches!(tree[above].kind, NodeKind::Return));
            is_returned || fresh::is_shown(tree, parents, node)
        };
        let is_own = self.members.values(field).is_some_and(is_made)
            && !mentions.map(|(at, _)| at).any(is_shown)
            && !self.is_in_member_table(&tree[field].name);
        self.own_members.borrow_mut().insert(field, is_own);
        is_own
    }

    /// Python code can ask for the member.
    fn is_in_member_table(&self, name: &str) -> bool {
        let tree = self.cx.tree;
        let tables = self.cx.model.tables.iter().filter(|table| table.kind == TableKind::Members);
        tables.flat_map(|table| &table.entries).any(|entry| {
            let loc = tree[*entry].loc;
            let text = &tree[loc.file].text;
            let start = loc.offset as usize;
            let end = text[start.min(text.len())..].iter().position(|byte| *byte == b'}');
            let end = end.map_or(text.len(), |end| start + end);
            lexical::words(text, start, end).any(|word| word.name == name)
        })
    }

    /// A lock of the package's own is held at the site: whoever changes the container is trusted to take it too.
    pub(super) fn is_locked(&self, site: &Site<'_>) -> bool {
        let offset = self.cx.tree[site.call].loc.offset;
        let mut locks = self.held(site.function).iter().filter(|held| !held.is_section);
        locks.any(|held| (held.start..held.end).contains(&offset))
    }

    pub(super) fn cx(&self) -> &'c Context<'c> {
        self.cx
    }
}

/// `PyModule_GetDict(m)`, directly or by way of a local variable.
fn is_module_dict(tree: &Tree, function: &Function, container: NodeId) -> bool {
    let is_getter = |node: NodeId| tree.api_callee(node) == Some("PyModule_GetDict");
    is_getter(tree.strip_casts(container)) || fresh::is_made_by(tree, function, container, &is_getter)
}

fn keyword_params(cx: &Context<'_>) -> HashSet<DeclId> {
    let tree = cx.tree;
    let params = |decl: DeclId| tree.definition(decl).map_or(&[][..], |function| function.params.as_slice());
    let mut found: HashSet<DeclId> = tree
        .functions
        .iter()
        .flat_map(|function| &function.params)
        .copied()
        .filter(|param| KEYWORD_NAMES.contains(&tree[*param].name.as_str()))
        .collect();
    let both = constant_of("METH_VARARGS").unwrap_or(0) | constant_of("METH_KEYWORDS").unwrap_or(0);
    let methods =
        cx.model.methods.iter().filter(|method| method.flags.is_some_and(|flags| flags & both == both));
    let mut callees: Vec<DeclId> = methods.filter_map(|method| method.function).collect();
    for ty in &cx.model.types {
        let slots = ty.slots.iter().filter(|(name, _)| KEYWORD_SLOTS.contains(&name.as_str()));
        callees.extend(slots.filter_map(|(_, value)| tree.named_function(*value)));
    }
    let tables = cx.model.tables.iter().filter(|table| table.kind == TableKind::TypeSlots);
    for slot in tables
        .filter_map(|table| init_list(tree, table.decl))
        .flat_map(|list| slot_entries(tree, list, false))
    {
        let is_wanted = slot
            .name
            .and_then(|name| name.strip_prefix("Py_"))
            .is_some_and(|name| KEYWORD_SLOTS.contains(&name));
        callees.extend(tree.named_function(slot.value).filter(|_| is_wanted));
    }
    found.extend(callees.into_iter().filter_map(|callee| params(callee).get(2).copied()));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_cython() {
        assert!(is_ready_cython(b"/* Generated by Cython 3.2.9 */\n"));
        assert!(is_ready_cython(b"/* Generated by Cython 3.1.0a1 */\n"));
        assert!(!is_ready_cython(b"/* Generated by Cython 3.0.11 */\n"));
        assert!(!is_ready_cython(b"/* Generated by Cython 0.29.37 */\n"));
        assert!(!is_ready_cython(b"int x;\n"));
    }
}
