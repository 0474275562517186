//! What the rules on variables with static storage share: which variables are none of their business, and what a
//! variable holds.

use std::collections::BTreeMap;

use pilotage_finding::{Step, StepKind};

use crate::source::context::Context;
use crate::source::tree::{DeclId, Origin, Tree, TypeId, TypeKind};
use crate::source::writes::Write;

/// Locks, once-flags and keys, in C and C++.
const LOCKS: [&str; 34] = [
    "PyMutex",
    "PyThread_type_lock",
    "Py_tss_t",
    "PyCriticalSection",
    "PyCriticalSection2",
    "pthread_mutex_t",
    "pthread_once_t",
    "pthread_rwlock_t",
    "pthread_spinlock_t",
    "pthread_cond_t",
    "pthread_key_t",
    "mtx_t",
    "cnd_t",
    "tss_t",
    "once_flag",
    "sem_t",
    "omp_lock_t",
    "omp_nest_lock_t",
    "CRITICAL_SECTION",
    "SRWLOCK",
    "INIT_ONCE",
    "CONDITION_VARIABLE",
    "mutex",
    "recursive_mutex",
    "timed_mutex",
    "recursive_timed_mutex",
    "shared_mutex",
    "shared_timed_mutex",
    "condition_variable",
    "condition_variable_any",
    "counting_semaphore",
    "binary_semaphore",
    "latch",
    "barrier",
];

/// Tables that the C-API fills or reads, and static types.
const TABLES: [&str; 18] = [
    "PyModuleDef",
    "PyModuleDef_Base",
    "PyModuleDef_Slot",
    "PySlot",
    "PyMethodDef",
    "PyMemberDef",
    "PyGetSetDef",
    "PyType_Spec",
    "PyType_Slot",
    "PyStructSequence_Desc",
    "PyStructSequence_Field",
    "PyTypeObject",
    "PyHeapTypeObject",
    "PyNumberMethods",
    "PySequenceMethods",
    "PyMappingMethods",
    "PyAsyncMethods",
    "PyBufferProcs",
];

/// Structures in structures are followed this deep.
const MAX_DEPTH: u32 = 6;

/// Static data that nobody has to protect: constant, per thread, atomic, a lock, or the C-API's own tables.
pub(super) fn is_exempt(tree: &Tree, variable: DeclId) -> bool {
    let decl = &tree[variable];
    if decl.is_const || decl.thread_local || tree[decl.loc.file].origin != Origin::Own {
        return true;
    }
    let ty = element(tree, decl.ty);
    let name = bare_name(&tree[ty].spelling);
    let is_atomic = tree[ty].spelling.contains("_Atomic") || name.starts_with("atomic");
    let is_table = matches!(&tree[ty].kind, TypeKind::Record(record) if TABLES.contains(&record.as_str()));
    is_atomic || is_table || LOCKS.contains(&name) || tree[ty].kind == TypeKind::Unknown
}

/// What an array holds; other types are themselves.
pub(super) fn element(tree: &Tree, ty: TypeId) -> TypeId {
    match tree[ty].kind {
        TypeKind::Array(inner, _) => element(tree, inner),
        _ => ty,
    }
}

/// `std::atomic<int>` is `atomic`, `struct foo` is `foo`.
fn bare_name(spelling: &str) -> &str {
    let name = spelling.split('<').next().unwrap_or(spelling).trim();
    let name = name.rsplit([' ', ':']).next().unwrap_or(name);
    name.trim()
}

/// A pointer to an object, or an array or structure with one in it.
pub(super) fn holds_objects(tree: &Tree, ty: TypeId) -> bool {
    holds(tree, ty, 0)
}

fn holds(tree: &Tree, ty: TypeId, depth: u32) -> bool {
    match &tree[ty].kind {
        TypeKind::Array(inner, _) => holds(tree, *inner, depth),
        TypeKind::Record(name) if depth < MAX_DEPTH => {
            let record = tree.record_named(name);
            record.is_some_and(|record| {
                record.fields.iter().any(|field| holds(tree, tree[*field].ty, depth + 1))
            })
        }
        _ => tree.is_object_pointer(ty),
    }
}

/// The variable is itself an object: its first member is the head of one.
pub(super) fn is_object(tree: &Tree, ty: TypeId) -> bool {
    let TypeKind::Record(name) = &tree[element(tree, ty)].kind else { return false };
    if matches!(name.as_str(), "PyObject" | "PyVarObject" | "PyTypeObject" | "PyHeapTypeObject") {
        return true;
    }
    let record = tree.record_named(name);
    let first = record.and_then(|record| record.fields.first());
    first.is_some_and(|field| is_object(tree, tree[*field].ty))
}

/// Writes by variable, in the order of the text.
pub(super) fn by_variable(tree: &Tree, mut writes: Vec<Write>) -> BTreeMap<DeclId, Vec<Write>> {
    writes.sort_by_key(|write| (tree[write.node].loc.file, tree[write.node].loc.offset));
    let mut all: BTreeMap<DeclId, Vec<Write>> = BTreeMap::new();
    for write in writes {
        all.entry(write.variable).or_default().push(write);
    }
    all
}

/// Steps shown of a finding.
const SHOWN: usize = 3;

/// Steps that show the first writes.
pub(super) fn steps(cx: &Context<'_>, writes: &[Write], what: &str) -> Vec<Step> {
    let step = |write: &Write| {
        let function = &cx.tree[write.function].name;
        cx.step(StepKind::Lost, cx.tree[write.node].loc, format!("{what} in `{function}`"))
    };
    writes.iter().take(SHOWN).map(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_without_their_scope() {
        assert_eq!(bare_name("std::atomic<std::map<int, int>>"), "atomic");
        assert_eq!(bare_name("const struct foo"), "foo");
        assert_eq!(bare_name("PyMutex"), "PyMutex");
        assert_eq!(bare_name(""), "");
    }
}
