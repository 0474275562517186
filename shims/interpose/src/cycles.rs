//! Cycles of references among living objects that hold objects of the extensions. Edges are what `tp_traverse` tells, and, for
//! instances of extensions' types without one, the words of the instance. Modules and types belong to everybody and are not followed.

use std::collections::{HashMap, HashSet, VecDeque};
use std::ffi::c_char;

use pilotage_ledger::Event;

use crate::python::{Object, Python, word};
use crate::{deaths, hooks, types};

/// With more objects than this, nothing is said.
const MOST_OBJECTS: usize = 1 << 19;
/// Longer cycles are not written out.
const LONGEST_SHOWN: usize = 12;

/// The cycles, like ones together; `None` when there is too much to look at. `made`: what the extensions made and is alive.
pub(crate) fn find(python: &Python, made: Vec<Object>) -> Option<Vec<Event>> {
    let mut starts = made;
    deaths::instances(&mut starts);
    starts.retain(|object| {
        types::is_ours(python, python.type_of(*object)) || python.traverse(*object).is_some()
    });
    starts.sort_unstable();
    starts.dedup();
    let graph = Graph::read(python, &starts)?;
    let mut alike: HashMap<(Vec<String>, bool), [u64; 2]> = HashMap::new();
    for component in graph.components() {
        let Some(cycle) = graph.shortest(&component, starts.len()) else { continue };
        let objects: Vec<Object> = cycle.iter().map(|at| graph.objects[*at]).collect();
        // The collector cannot free a cycle that leads through an object without `tp_traverse`.
        let is_collected = objects.iter().all(|object| python.traverse(*object).is_some());
        let kinds = objects.iter().map(|object| python.type_name(*object)).collect();
        let sums = alike.entry((rotated(kinds), is_collected)).or_default();
        sums[0] += 1;
        sums[1] += component.len() as u64;
    }
    let mut events: Vec<_> = alike
        .into_iter()
        .map(|((types, is_collected), [count, objects])| Event::Cycle { types, is_collected, count, objects })
        .collect();
    events.sort_by_key(|event| match event {
        Event::Cycle { types, count, .. } => (std::cmp::Reverse(*count), types.clone()),
        _ => (std::cmp::Reverse(0), Vec::new()),
    });
    Some(events)
}

/// The same cycle begins with the same name, wherever it was entered.
fn rotated(kinds: Vec<String>) -> Vec<String> {
    let turns = (0..kinds.len()).map(|by| {
        let mut turned = kinds.clone();
        turned.rotate_left(by);
        turned
    });
    turns.min().unwrap_or_default()
}

/// Objects and who refers to whom. The first objects are those that it was begun with.
struct Graph {
    objects: Vec<Object>,
    edges: Vec<Vec<u32>>,
}

impl Graph {
    fn read(python: &Python, starts: &[Object]) -> Option<Graph> {
        let tracked = tracked(python)?;
        let shared = module_dictionaries(python, &tracked);
        let mut index: HashMap<Object, u32> = HashMap::new();
        let mut graph = Graph { objects: starts.to_vec(), edges: Vec::new() };
        index.extend(starts.iter().enumerate().map(|(at, object)| (*object, at as u32)));
        let mut found = Vec::new();
        while let Some(object) = graph.objects.get(graph.edges.len()).copied() {
            found.clear();
            references(python, object, &tracked, &index, &mut found);
            found.retain(|object| is_followed(python, *object) && !shared.contains(object));
            let mut edges = Vec::with_capacity(found.len());
            for object in &found {
                let next = graph.objects.len() as u32;
                let at = *index.entry(*object).or_insert(next);
                if at == next {
                    graph.objects.push(*object);
                }
                edges.push(at);
            }
            graph.edges.push(edges);
            if graph.objects.len() > MOST_OBJECTS {
                return None;
            }
        }
        Some(graph)
    }

    /// Strongly connected components that are cycles (Tarjan's way, with a stack of its own instead of recursion).
    fn components(&self) -> Vec<Vec<usize>> {
        const NEW: u32 = u32::MAX;
        let size = self.objects.len();
        let (mut order, mut low, mut on_stack) = (vec![NEW; size], vec![0_u32; size], vec![false; size]);
        let (mut stack, mut work, mut found, mut next) = (Vec::new(), Vec::new(), Vec::new(), 0_u32);
        for root in 0..size {
            if order[root] == NEW {
                work.push((root, 0_usize));
            }
            while let Some((at, edge)) = work.pop() {
                if edge == 0 {
                    (order[at], low[at], on_stack[at]) = (next, next, true);
                    next += 1;
                    stack.push(at);
                }
                if let Some(to) = self.edges[at].get(edge).map(|to| *to as usize) {
                    work.push((at, edge + 1));
                    if order[to] == NEW {
                        work.push((to, 0));
                    } else if on_stack[to] {
                        low[at] = low[at].min(order[to]);
                    }
                    continue;
                }
                if let Some((parent, _)) = work.last() {
                    low[*parent] = low[*parent].min(low[at]);
                }
                if low[at] == order[at] {
                    let begin = stack.iter().rposition(|it| *it == at).unwrap_or(0);
                    let component: Vec<usize> = stack.split_off(begin);
                    component.iter().for_each(|it| on_stack[*it] = false);
                    if component.len() > 1 || self.edges[at].contains(&(at as u32)) {
                        found.push(component);
                    }
                }
            }
        }
        found
    }

    /// A shortest way from one of the first objects back to itself within a component.
    fn shortest(&self, component: &[usize], starts: usize) -> Option<Vec<usize>> {
        let members: HashSet<usize> = component.iter().copied().collect();
        let start = *component.iter().filter(|at| **at < starts).min()?;
        let mut before: HashMap<usize, usize> = HashMap::new();
        let mut queue = VecDeque::from([start]);
        while let Some(at) = queue.pop_front() {
            for to in self.edges[at].iter().map(|to| *to as usize).filter(|to| members.contains(to)) {
                if to == start {
                    let mut cycle = vec![at];
                    while let Some(at) = cycle.last().filter(|at| **at != start).and_then(|at| before.get(at))
                    {
                        cycle.push(*at);
                    }
                    cycle.reverse();
                    cycle.truncate(LONGEST_SHOWN);
                    return Some(cycle);
                }
                if to != start && !before.contains_key(&to) {
                    before.insert(to, at);
                    queue.push_back(to);
                }
            }
        }
        None
    }
}

/// What an object refers to.
fn references(
    python: &Python,
    object: Object,
    tracked: &HashSet<Object>,
    known: &HashMap<Object, u32>,
    found: &mut Vec<Object>,
) {
    if python.traverse(object).is_some() {
        if types::is_tracked(object) || !types::is_ours(python, python.type_of(object)) {
            types::add_visits(python, object, found);
        }
        return;
    }
    if types::is_ours(python, python.type_of(object)) {
        // Nobody tells: a word that is the address of an object is taken for a reference.
        let size = python.size(object);
        let words = (16..size.saturating_sub(7)).step_by(8).map(|at| word(object + at));
        found.extend(words.filter(|word| tracked.contains(word) || known.contains_key(word)));
    }
}

fn is_followed(python: &Python, object: Object) -> bool {
    if object == 0 || python.type_of(object) == 0 || python.is_type(object) {
        return false;
    }
    let is_open = python.traverse(object).is_some() || types::is_ours(python, python.type_of(object));
    is_open && !matches!(python.type_name(object).as_str(), "module" | "frame" | "code")
}

/// Every object that the collector knows.
fn tracked(python: &Python) -> Option<HashSet<Object>> {
    type Import = unsafe extern "C" fn(*const c_char) -> Object;
    type CallMethod = unsafe extern "C" fn(Object, *const c_char, *const c_char, ...) -> Object;
    let import = hooks::python_symbol(c"PyImport_ImportModule")?;
    let call = hooks::python_symbol(c"PyObject_CallMethod")?;
    // SAFETY: the signature of `PyImport_ImportModule`.
    let import = unsafe { std::mem::transmute::<usize, Import>(import) };
    // SAFETY: the signature of `PyObject_CallMethod`.
    let call = unsafe { std::mem::transmute::<usize, CallMethod>(call) };
    // SAFETY: a C string; the GIL is held.
    let module = unsafe { import(c"gc".as_ptr()) };
    if module == 0 {
        return None;
    }
    // SAFETY: a live module, a C string, no arguments.
    let list = unsafe { call(module, c"get_objects".as_ptr(), std::ptr::null()) };
    let mut found = Vec::new();
    if list != 0 {
        pilotage_ledger::Host::items(python, list, usize::MAX, &mut found);
    }
    let set = found.into_iter().filter(|object| *object != list).collect();
    for object in [list, module].into_iter().filter(|object| *object != 0) {
        // SAFETY: references of ours.
        unsafe { (python.functions.decref)(object) };
    }
    (list != 0).then_some(set)
}

/// The dictionaries of modules: every function leads to one, and from there to everything.
fn module_dictionaries(python: &Python, tracked: &HashSet<Object>) -> HashSet<Object> {
    let Some(get) = hooks::python_symbol(c"PyModule_GetDict") else { return HashSet::new() };
    let Some(module) = hooks::python_symbol(c"PyModule_Type") else { return HashSet::new() };
    // SAFETY: `PyObject *PyModule_GetDict(PyObject *)`.
    let get = unsafe { std::mem::transmute::<usize, unsafe extern "C" fn(Object) -> Object>(get) };
    let is_module = |object: &&Object| {
        let kind = python.type_of(**object);
        kind == module || kind != 0 && python.base(kind) == module
    };
    // SAFETY: a live module; the result is borrowed.
    tracked.iter().filter(is_module).map(|object| unsafe { get(*object) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(edges: &[&[u32]]) -> Graph {
        Graph { objects: (0..edges.len()).collect(), edges: edges.iter().map(|it| it.to_vec()).collect() }
    }

    #[test]
    fn cycles_are_found_and_others_are_not() {
        let graph = graph(&[&[1], &[2], &[0, 3], &[4], &[4], &[0]]);
        let mut found = graph.components();
        found.iter_mut().for_each(|component| component.sort_unstable());
        found.sort();
        assert_eq!(found, [vec![0, 1, 2], vec![4]]);
        assert_eq!(graph.shortest(&[0, 1, 2], 1), Some(vec![0, 1, 2]));
        assert_eq!(graph.shortest(&[4], 6), Some(vec![4]));
        // None of its members is one of the first.
        assert_eq!(graph.shortest(&[4], 2), None);
    }

    #[test]
    fn a_cycle_has_one_name() {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(rotated(names(&["list", "Box"])), rotated(names(&["Box", "list"])));
        assert_eq!(rotated(names(&["b", "a", "c"])), names(&["a", "c", "b"]));
    }
}
