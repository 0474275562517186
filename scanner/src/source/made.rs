//! Units made by hand, for tests of what reads trees.

use super::tree::{
    Decl, DeclId, DeclKind, Function, Loc, NodeId, NodeKind, Origin, Tree, Type, TypeId, TypeKind,
};

/// A unit that is made by hand.
pub(crate) struct Made(pub(crate) Tree);

impl Made {
    pub(crate) fn new() -> Self {
        let mut tree = Tree::default();
        for kind in [TypeKind::Unknown, TypeKind::Record("Base".to_owned())] {
            tree.types.push(Type {
                kind,
                spelling: String::new(),
                is_const: false,
                size: None,
                typedefs: Vec::new(),
            });
        }
        Made(tree)
    }

    pub(crate) fn decl(&mut self, kind: DeclKind, name: &str, ty: u32, parent: Option<DeclId>) -> DeclId {
        self.0.decls.push(Decl {
            kind,
            name: name.to_owned(),
            origin: Origin::Own,
            loc: Loc::NOWHERE,
            ty: TypeId(ty),
            is_static: false,
            static_storage: false,
            is_const: false,
            thread_local: false,
            value: 0,
            parent,
            init: None,
        });
        DeclId(self.0.decls.len() as u32 - 1)
    }

    pub(crate) fn node(&mut self, kind: NodeKind, kids: &[NodeId]) -> NodeId {
        self.0.push(kind, Loc::NOWHERE, TypeId(0), kids)
    }

    pub(crate) fn name(&mut self, decl: DeclId) -> NodeId {
        self.node(NodeKind::Name(decl), &[])
    }

    pub(crate) fn member(&mut self, of: NodeId, field: DeclId) -> NodeId {
        self.node(NodeKind::Member { field, arrow: true }, &[of])
    }

    pub(crate) fn assign(&mut self, to: DeclId, value: NodeId) -> NodeId {
        let to = self.name(to);
        self.node(NodeKind::Assign(None), &[to, value])
    }

    pub(crate) fn call(&mut self, callee: DeclId, args: &[NodeId]) -> NodeId {
        let mut kids = vec![self.name(callee)];
        kids.extend(args);
        self.node(NodeKind::Call(Some(callee)), &kids)
    }

    pub(crate) fn api(&mut self, name: &str) -> DeclId {
        let decl = self.decl(DeclKind::Function, name, 0, None);
        self.0.decls[decl.0 as usize].origin = Origin::Api;
        decl
    }

    pub(crate) fn function(&mut self, name: &str, param: DeclId, statements: &[NodeId]) -> DeclId {
        let decl = self.decl(DeclKind::Function, name, 0, None);
        let body = self.node(NodeKind::Compound, statements);
        self.0.functions.push(Function {
            decl,
            params: vec![param],
            body,
            start: 0,
            end: 0,
            unseen: Vec::new(),
        });
        decl
    }
}
