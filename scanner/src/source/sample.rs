//! Small trees made by hand, for tests of the analyses. Types are few: `int`, an array, a pointer.

use super::tree::{
    Decl, DeclId, DeclKind, File, FileId, Function, Loc, NodeId, NodeKind, Origin, Tree, Type, TypeId,
    TypeKind,
};

/// `int`.
pub(crate) const INT: TypeId = TypeId(1);
/// `int[4]`.
pub(crate) const ARRAY: TypeId = TypeId(2);
/// `int *`.
pub(crate) const POINTER: TypeId = TypeId(3);

/// A tree with one own file and those types.
pub(crate) fn tree() -> Tree {
    let ty = |kind| Type { kind, spelling: String::new(), is_const: false, size: None, typedefs: Vec::new() };
    let int = TypeKind::Int { bits: 32, signed: true };
    let mut tree = Tree::default();
    tree.types.extend(
        [TypeKind::Unknown, int, TypeKind::Array(INT, Some(4)), TypeKind::Pointer(INT)].into_iter().map(ty),
    );
    tree.files.push(File { path: "a.c".to_owned(), origin: Origin::Own, text: Vec::new() });
    tree
}

/// A declaration of the package, or of the C-API for names that look like it.
pub(crate) fn decl(tree: &mut Tree, name: &str, kind: DeclKind, ty: TypeId) -> DeclId {
    let is_api = super::lexical::looks_like_api(name);
    tree.decls.push(Decl {
        kind,
        name: name.to_owned(),
        origin: if is_api { Origin::Api } else { Origin::Own },
        loc: at(0),
        ty,
        is_static: true,
        static_storage: false,
        is_const: false,
        thread_local: false,
        value: 0,
        parent: None,
        init: None,
    });
    DeclId(tree.decls.len() as u32 - 1)
}

/// A place in the file.
pub(crate) fn at(offset: u32) -> Loc {
    Loc { file: FileId(0), line: 1, column: offset + 1, offset }
}

/// A node; each new one stands behind those before it.
pub(crate) fn node(tree: &mut Tree, kind: NodeKind, ty: TypeId, kids: &[NodeId]) -> NodeId {
    let loc = at(tree.nodes.len() as u32);
    tree.push(kind, loc, ty, kids)
}

/// A mention of a declaration.
pub(crate) fn name(tree: &mut Tree, decl: DeclId) -> NodeId {
    let ty = tree[decl].ty;
    node(tree, NodeKind::Name(decl), ty, &[])
}

/// `callee(args)`.
pub(crate) fn call(tree: &mut Tree, callee: DeclId, args: &[NodeId]) -> NodeId {
    let mut kids = vec![name(tree, callee)];
    kids.extend(args);
    node(tree, NodeKind::Call(Some(callee)), TypeId(0), &kids)
}

/// A function with these statements.
pub(crate) fn function(tree: &mut Tree, named: &str, params: &[DeclId], statements: &[NodeId]) -> DeclId {
    let decl = decl(tree, named, DeclKind::Function, TypeId(0));
    let body = node(tree, NodeKind::Compound, TypeId(0), statements);
    let end = tree.nodes.len() as u32;
    tree.functions.push(Function { decl, params: params.to_vec(), body, start: 0, end, unseen: Vec::new() });
    decl
}
