//! How wide integers are where `long` has 4 bytes: told from the names of types, and only where they are sure.
//! The other data model, Linux on x86-64, is the one that sources are parsed for.

use super::lexical;
use super::tree::{BinaryOp, NodeId, NodeKind, Tree, TypeId, TypeKind, UnaryOp};

/// Typedefs that have 64 bits on every 64-bit system.
const FIXED: [&str; 11] = [
    "Py_ssize_t",
    "Py_hash_t",
    "Py_uhash_t",
    "size_t",
    "ssize_t",
    "ptrdiff_t",
    "intptr_t",
    "uintptr_t",
    "int64_t",
    "uint64_t",
    "intmax_t",
];

/// The bits of an integer type on 64-bit Windows; `None` when they are not sure.
pub(crate) fn on_windows(tree: &Tree, ty: TypeId) -> Option<u16> {
    let found = &tree[ty];
    let bits = match found.kind {
        TypeKind::Int { bits, .. } => bits,
        TypeKind::Bool => 8,
        _ => return None,
    };
    if bits != 64 {
        return Some(bits);
    }
    if !found.typedefs.is_empty() {
        let is_fixed = |name: &String| FIXED.contains(&name.rsplit("::").next().unwrap_or(name));
        return found.typedefs.iter().any(is_fixed).then_some(64);
    }
    Some(if found.spelling.contains("long long") { 64 } else { 32 })
}

/// The bits of the value of an expression on 64-bit Windows, after C's promotions; `None` when they are not sure.
pub(crate) fn value_on_windows(tree: &Tree, node: NodeId) -> Option<u16> {
    let kid = |n| tree.kid(node, n).and_then(|kid| value_on_windows(tree, kid));
    let promoted = |bits: u16| bits.max(32);
    match tree[node].kind {
        NodeKind::Int(_) => literal(tree, node),
        NodeKind::Binary(BinaryOp::Shl | BinaryOp::Shr) => kid(0),
        NodeKind::Binary(BinaryOp::Sub) if is_pointer(tree, node) => Some(64),
        NodeKind::Binary(BinaryOp::Comma) => kid(1),
        NodeKind::Binary(op) if is_test(op) => Some(32),
        NodeKind::Binary(_) => Some(kid(0)?.max(kid(1)?)),
        NodeKind::Unary(UnaryOp::Not) => Some(32),
        NodeKind::Unary(UnaryOp::Minus | UnaryOp::Plus | UnaryOp::BitNot) => kid(0),
        NodeKind::Conditional => Some(kid(1)?.max(kid(2)?)),
        NodeKind::Name(_)
        | NodeKind::Member { .. }
        | NodeKind::Call(_)
        | NodeKind::Subscript
        | NodeKind::Unary(_)
        | NodeKind::Assign(_)
        | NodeKind::Cast => on_windows(tree, tree[node].ty).map(promoted),
        _ => None,
    }
}

/// The difference of two pointers.
fn is_pointer(tree: &Tree, node: NodeId) -> bool {
    tree.kids(node)
        .iter()
        .all(|kid| matches!(tree[tree[*kid].ty].kind, TypeKind::Pointer(_) | TypeKind::Array(..)))
}

fn is_test(op: BinaryOp) -> bool {
    matches!(
        op,
        BinaryOp::Lt
            | BinaryOp::Gt
            | BinaryOp::Le
            | BinaryOp::Ge
            | BinaryOp::Eq
            | BinaryOp::Ne
            | BinaryOp::And
            | BinaryOp::Or
    )
}

/// A literal by its suffix; a folded `sizeof`, or a number out of a macro, is not sure.
fn literal(tree: &Tree, node: NodeId) -> Option<u16> {
    let found = &tree[node];
    if let TypeKind::Int { bits: 64, .. } = tree[found.ty].kind {
        let text = tree[found.loc.file].text.get(found.loc.offset as usize..)?;
        if !text.first()?.is_ascii_digit() {
            let is_size =
                lexical::words(text, 0, text.len().min(16)).next().is_some_and(|word| word.name == "sizeof");
            return is_size.then_some(64);
        }
        let end = text.iter().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(text.len());
        let suffix: Vec<u8> = text[..end].iter().rev().take_while(|b| b"uUlL".contains(b)).copied().collect();
        return match suffix.iter().filter(|b| b"lL".contains(b)).count() {
            1 => Some(32),
            _ => Some(64),
        };
    }
    Some(32)
}
