//! Whether an argument is what a format unit takes. What is not sure fits.

use crate::source::formats::{Kind, Out, Width};
use crate::source::tree::{DeclKind, NodeId, NodeKind, Origin, Tree, TypeId, TypeKind, UnaryOp};
use crate::source::widths;

/// What is to be said of an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Nothing.
    Fits,
    /// It is a null pointer where none may be.
    Null,
    /// Its type is another one.
    Differs,
    /// Its size is another one where `long` has 4 bytes.
    DiffersOnWindows,
}

/// Bytes of a pointer, and of the structs that units write.
const POINTER_SIZE: u64 = 8;
const COMPLEX_SIZE: u64 = 16;
const BUFFER_SIZE: u64 = 80;

/// Judges an argument.
pub(super) fn judge(tree: &Tree, arg: NodeId, kind: Kind, may_be_null: bool) -> Verdict {
    if kind == Kind::Any || is_guessed(tree, arg) {
        return Verdict::Fits;
    }
    if !matches!(kind, Kind::Int(_) | Kind::Float(_) | Kind::Size) && tree.is_null(arg) {
        return if may_be_null { Verdict::Fits } else { Verdict::Null };
    }
    if let (Kind::Out(out), Some(inner)) = (kind, cast_address(tree, arg))
        && written(tree, tree[inner].ty, out) == Verdict::Fits
    {
        return Verdict::Fits;
    }
    let ty = tree[arg].ty;
    match kind {
        Kind::Int(width) => int(tree, arg, width),
        Kind::Size => int(tree, arg, Width { linux: 64, windows: 64 }),
        Kind::Float(bits) => fits(float(tree, ty, bits)),
        Kind::Out(out) => written(tree, ty, out),
        _ => fits(pointer(tree, ty, kind)),
    }
}

/// `&x` in `(PyObject *)&x`: the cast is wrong, what is written is not.
fn cast_address(tree: &Tree, arg: NodeId) -> Option<NodeId> {
    let inner = tree.strip_casts(arg);
    let is_address = matches!(tree[inner].kind, NodeKind::Unary(UnaryOp::AddrOf));
    (inner != arg && is_address).then_some(inner)
}

fn fits(fits: bool) -> Verdict {
    if fits { Verdict::Fits } else { Verdict::Differs }
}

/// The unit and its argument are both integers, or addresses of integers.
pub(super) fn is_size(tree: &Tree, arg: NodeId, kind: Kind) -> bool {
    let ty = tree[arg].ty;
    let is_int = |ty: TypeId| matches!(tree[ty].kind, TypeKind::Int { .. });
    match kind {
        Kind::Int(_) | Kind::Size => is_int(ty),
        Kind::Out(Out::Int(_) | Out::Size) => pointee(tree, ty).is_some_and(is_int),
        _ => false,
    }
}

/// What a unit takes, in words.
pub(super) fn wanted(kind: Kind) -> &'static str {
    match kind {
        Kind::Int(Width { windows: 64, .. }) => "a 64-bit integer",
        Kind::Int(Width { linux: 64, .. }) => "a `long`",
        Kind::Int(_) => "an `int`",
        Kind::Float(128) => "a `long double`",
        Kind::Float(_) => "a `double`",
        Kind::Text => "a `char *`",
        Kind::Wide => "a `wchar_t *`",
        Kind::Object => "a `PyObject *`",
        Kind::Type => "a type object",
        Kind::Pointer | Kind::Any => "a pointer",
        Kind::Complex => "a `Py_complex *`",
        Kind::Size => "a `Py_ssize_t`",
        Kind::Converter => "a converter function",
        Kind::Out(out) => match out {
            Out::Int(Width { windows: 64, .. }) => "the address of a 64-bit integer",
            Out::Int(Width { linux: 64, .. }) => "the address of a `long`",
            Out::Int(Width { linux: 16, .. }) => "the address of a `short`",
            Out::Int(Width { linux: 8, .. }) => "the address of a `char`",
            Out::Int(_) => "the address of an `int`",
            Out::Float(32) => "the address of a `float`",
            Out::Float(_) => "the address of a `double`",
            Out::Complex => "the address of a `Py_complex`",
            Out::Buffer => "the address of a `Py_buffer`",
            Out::Text => "the address of a `char *`",
            Out::Wide => "the address of a `wchar_t *`",
            Out::Object => "the address of a `PyObject *`",
            Out::Size => "the address of a `Py_ssize_t`",
        },
    }
}

/// The front end had to make up what the expression names.
fn is_guessed(tree: &Tree, node: NodeId) -> bool {
    let kid = |n| tree.kid(node, n).is_some_and(|kid| is_guessed(tree, kid));
    match tree[node].kind {
        NodeKind::Member { field, .. } => tree[field].origin == Origin::Guessed,
        NodeKind::Name(decl) => {
            // `y0` is a function of the C library where a macro or variable was meant.
            let is_namesake = tree[decl].origin == Origin::Library && tree[decl].kind == DeclKind::Function;
            tree[decl].origin == Origin::Guessed || is_namesake
        }
        NodeKind::Call(Some(decl)) => {
            // A function that is called without a declaration is an `int` to C.
            let is_declared =
                !matches!(tree[tree[decl].ty].kind, TypeKind::Function { prototyped: false, .. });
            tree[decl].origin == Origin::Guessed || !(is_declared || tree.definition(decl).is_some())
        }
        NodeKind::Call(None) => kid(0),
        NodeKind::Subscript | NodeKind::Unary(_) | NodeKind::Assign(_) => kid(0),
        NodeKind::Binary(_) => kid(0) || kid(1),
        NodeKind::Conditional => kid(1) || kid(2),
        NodeKind::OtherExpr | NodeKind::StmtExpr | NodeKind::Lambda => true,
        _ => false,
    }
}

fn int(tree: &Tree, arg: NodeId, wanted: Width) -> Verdict {
    let ty = tree[arg].ty;
    let bits = match tree[ty].kind {
        TypeKind::Unknown => return Verdict::Fits,
        TypeKind::Bool => 32,
        TypeKind::Int { bits, .. } => bits.max(32),
        // A struct of the right size is passed like the number in it.
        TypeKind::Record(_) => {
            return fits(tree[ty].size.is_none_or(|size| size * 8 == u64::from(wanted.linux)));
        }
        _ => return Verdict::Differs,
    };
    if bits != wanted.linux {
        return Verdict::Differs;
    }
    match widths::value_on_windows(tree, arg) {
        Some(bits) if bits != wanted.windows => Verdict::DiffersOnWindows,
        _ => Verdict::Fits,
    }
}

fn float(tree: &Tree, ty: TypeId, wanted: u16) -> bool {
    match tree[ty].kind {
        TypeKind::Unknown => true,
        TypeKind::Float { bits } => bits.max(64) == wanted,
        TypeKind::Record(_) => tree[ty].size.is_none_or(|size| size * 8 == u64::from(wanted)),
        _ => false,
    }
}

/// What an address or a decayed array points to.
fn pointee(tree: &Tree, ty: TypeId) -> Option<TypeId> {
    let mut to = match tree[ty].kind {
        TypeKind::Pointer(to) | TypeKind::Array(to, _) => to,
        _ => return None,
    };
    while let TypeKind::Array(element, _) = tree[to].kind {
        to = element;
    }
    Some(to)
}

fn written(tree: &Tree, ty: TypeId, out: Out) -> Verdict {
    if tree[ty].kind == TypeKind::Unknown {
        return Verdict::Fits;
    }
    let Some(to) = pointee(tree, ty) else { return Verdict::Differs };
    let size = tree[to].size;
    match (&tree[to].kind, out) {
        (TypeKind::Void | TypeKind::Unknown, _) => Verdict::Fits,
        (TypeKind::Int { .. } | TypeKind::Bool, Out::Int(width)) => written_int(tree, to, width),
        (TypeKind::Int { .. }, Out::Size) => written_int(tree, to, Width { linux: 64, windows: 64 }),
        (TypeKind::Float { bits }, Out::Float(wanted)) => fits(*bits == wanted),
        (TypeKind::Record(name), Out::Buffer) => {
            fits(name == "Py_buffer" || size.is_none_or(|size| size >= BUFFER_SIZE))
        }
        // A struct of the right size is a name for what is in it.
        (TypeKind::Record(_), Out::Int(width)) => {
            fits(size.is_none_or(|size| size * 8 == u64::from(width.linux)))
        }
        (TypeKind::Record(_), Out::Float(bits)) => fits(size.is_none_or(|size| size * 8 == u64::from(bits))),
        (TypeKind::Record(_), Out::Size | Out::Object) => fits(size.is_none_or(|size| size == POINTER_SIZE)),
        (TypeKind::Record(_), Out::Complex) => fits(size.is_none_or(|size| size == COMPLEX_SIZE)),
        (TypeKind::Pointer(inner), Out::Text | Out::Wide | Out::Object) => fits(holds(tree, *inner, out)),
        _ => Verdict::Differs,
    }
}

fn written_int(tree: &Tree, to: TypeId, wanted: Width) -> Verdict {
    let bits = match tree[to].kind {
        TypeKind::Int { bits, .. } => bits,
        _ => 8,
    };
    if bits != wanted.linux {
        return Verdict::Differs;
    }
    match widths::on_windows(tree, to) {
        Some(bits) if bits != wanted.windows => Verdict::DiffersOnWindows,
        _ => Verdict::Fits,
    }
}

/// A variable that points to `inner` may be given what the unit writes.
fn holds(tree: &Tree, inner: TypeId, out: Out) -> bool {
    match (&tree[inner].kind, out) {
        (TypeKind::Void | TypeKind::Unknown, _) => true,
        (TypeKind::Int { bits, .. }, Out::Text) => *bits == 8,
        (TypeKind::Int { bits, .. }, Out::Wide) => matches!(bits, 16 | 32),
        (TypeKind::Record(_), Out::Object) => true,
        _ => false,
    }
}

fn pointer(tree: &Tree, ty: TypeId, kind: Kind) -> bool {
    match &tree[ty].kind {
        TypeKind::Unknown => true,
        TypeKind::Function { .. } => matches!(kind, Kind::Converter | Kind::Pointer),
        // A class around one pointer; a lambda.
        TypeKind::Record(_) => match kind {
            Kind::Object | Kind::Type | Kind::Pointer => {
                tree[ty].size.is_none_or(|size| size == POINTER_SIZE)
            }
            Kind::Converter => true,
            _ => false,
        },
        TypeKind::Pointer(to) | TypeKind::Array(to, _) => match (&tree[*to].kind, kind) {
            (TypeKind::Void | TypeKind::Unknown, _) | (_, Kind::Pointer) => true,
            (TypeKind::Int { bits, .. }, Kind::Text) => *bits == 8,
            (TypeKind::Int { bits, .. }, Kind::Wide) => matches!(bits, 16 | 32),
            (TypeKind::Record(_), Kind::Object | Kind::Type | Kind::Complex) => true,
            (TypeKind::Function { .. }, Kind::Converter) => true,
            _ => false,
        },
        _ => false,
    }
}
