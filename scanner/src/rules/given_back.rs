//! What functions that end an instance's life, or clear it, do to its members. Not a rule: several ask for it.

use crate::ownership;
use crate::source::calls::{Callee, Frame, Part, Trail, each_call};
use crate::source::context::Context;
use crate::source::model::TypeDef;
use crate::source::tree::{DeclId, DeclKind, Function, NodeId, NodeKind, Tree, TypeKind};
use crate::source::types::function_in;

/// Members that a function gives back, itself or through functions of the unit.
#[derive(Default)]
pub(super) struct GivenBack {
    /// Members, or embedded structs as a whole.
    pub(super) paths: Vec<Vec<DeclId>>,
    /// The members of a base struct are given back by the base's function.
    pub(super) base: bool,
    /// Somebody who is not seen may give back any of them.
    pub(super) unknown: bool,
}

impl GivenBack {
    /// Reads the function of a type.
    pub(super) fn by(cx: &Context<'_>, ty: &TypeDef, function: &Function) -> Self {
        let mut given = GivenBack::default();
        let mut open = vec![function.decl];
        let mut done = Vec::new();
        while let Some(decl) = open.pop() {
            if done.contains(&decl) {
                continue;
            }
            done.push(decl);
            let Some(function) = cx.tree.definition(decl) else {
                given.unknown = true;
                continue;
            };
            open.extend(given.read(cx, ty, function));
        }
        given
    }

    /// The member is given back, or may be.
    pub(super) fn has(&self, path: &[DeclId]) -> bool {
        self.unknown || self.paths.iter().any(|given| path.starts_with(given))
    }

    /// Functions of the type that are called through their slots are still to be read.
    fn read(&mut self, cx: &Context<'_>, ty: &TypeDef, function: &Function) -> Vec<DeclId> {
        let tree = cx.tree;
        let mut more = Vec::new();
        let mut trail = Trail::default();
        let frame = Frame::new(tree, function);
        self.moved(&frame);
        each_call(&frame, &mut trail, &mut |frame, call, callee| {
            let is_handed = frame.hands_object(call);
            match callee {
                Callee::Api(name) => {
                    self.by_api(frame, call, name);
                    // A method of the package, by its name.
                    self.unknown |= is_handed && name.starts_with("PyObject_CallMethod");
                }
                Callee::Library(_) => {}
                Callee::Field(field, _) => match tree[*field].name.as_str() {
                    "tp_free" => {}
                    "tp_dealloc" => self.base |= is_handed,
                    slot @ ("tp_clear" | "tp_finalize" | "tp_del") if is_handed => {
                        match function_in(tree, ty, slot) {
                            Some(decl) if decl != function.decl => more.push(decl),
                            _ => self.base = true,
                        }
                    }
                    _ => self.handed(frame, call),
                },
                Callee::Pointer(_) | Callee::Outside(_) => self.handed(frame, call),
                Callee::Own(inside) => {
                    let decl = inside.function.decl;
                    self.base |= is_handed && decl != function.decl && is_end_of_other(cx, ty, decl);
                    self.moved(inside);
                    return !inside.holds_nothing();
                }
            }
            false
        });
        self.unknown |= trail.is_partial;
        more
    }

    fn by_api(&mut self, frame: &Frame<'_>, call: NodeId, name: &str) {
        for (at, arg) in frame.tree.args(call).iter().enumerate() {
            if ownership::takes_reference(name, at) {
                self.take(frame, *arg);
            }
        }
    }

    /// A function that is not seen may give back what it is handed.
    fn handed(&mut self, frame: &Frame<'_>, call: NodeId) {
        self.unknown |= frame.hands_object(call);
        for arg in frame.tree.args(call) {
            self.take(frame, *arg);
        }
    }

    fn take(&mut self, frame: &Frame<'_>, arg: NodeId) {
        let is_walking = frame.is_stepped(arg);
        for part in frame.parts(arg) {
            match part {
                Part::Member(path) if path.is_empty() => self.unknown |= is_walking,
                Part::Member(path) => {
                    self.unknown |= is_walking && !is_block(frame.tree, &path);
                    self.paths.push(path);
                }
                Part::Type => {}
            }
        }
    }

    /// What is put somewhere else lives on there.
    fn moved(&mut self, frame: &Frame<'_>) {
        let tree = frame.tree;
        for &node in tree.below(frame.function.body) {
            if tree[node].kind == NodeKind::Assign(None)
                && let (Some(target), Some(value)) = (tree.kid(node, 0), tree.kid(node, 1))
                && !is_local(tree, target)
            {
                let paths = frame.parts(value).into_iter().filter_map(|part| match part {
                    Part::Member(path) if !path.is_empty() => Some(path),
                    _ => None,
                });
                self.paths.extend(paths);
            }
        }
    }
}

/// The member is an array, of which any element may be meant, or points to something that is no object: who walks over
/// that does not come to other members.
fn is_block(tree: &Tree, path: &[DeclId]) -> bool {
    path.last().is_some_and(|last| {
        let ty = tree[*last].ty;
        match tree[ty].kind {
            TypeKind::Array(..) => true,
            TypeKind::Pointer(_) => !tree.is_object_pointer(ty),
            _ => false,
        }
    })
}

fn is_local(tree: &Tree, target: NodeId) -> bool {
    match tree[target].kind {
        NodeKind::Name(decl) => {
            matches!(tree[decl].kind, DeclKind::Var | DeclKind::Param) && !tree[decl].static_storage
        }
        _ => false,
    }
}

/// The function ends or clears instances of another type, a base of this one.
fn is_end_of_other(cx: &Context<'_>, ty: &TypeDef, function: DeclId) -> bool {
    let others = cx.model.types.iter().filter(|other| other.decl != ty.decl || other.loc != ty.loc);
    ["tp_dealloc", "tp_clear"].iter().any(|slot| {
        function_in(cx.tree, ty, slot) != Some(function)
            && others.clone().any(|other| function_in(cx.tree, other, slot) == Some(function))
    })
}
