//! One translation unit as an owned tree: what the rules and the ownership analysis read.
//! Plain data and the way through it; what rules ask about it is in `questions.rs`. Knows neither libclang nor any rule.

use std::collections::{HashMap, HashSet};
use std::ops::Index;

use super::indices::Indices;

/// Stands in a string literal for the text of a macro that nobody gave.
pub(crate) const GUESSED_TEXT: char = '\u{1}';

/// Index of a [`Node`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct NodeId(pub(crate) u32);

/// Index of a [`Decl`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct DeclId(pub(crate) u32);

/// Index of a [`Type`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TypeId(pub(crate) u32);

/// Index of a [`File`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct FileId(pub(crate) u16);

/// Whose a file or declaration is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Origin {
    /// The package's own.
    Own,
    /// Our analysis headers for the C-API.
    Api,
    /// Our stub headers for libc and the C++ library.
    Library,
    /// Guessed by the inference prelude: nothing is known about it.
    Guessed,
    /// Any other header.
    Other,
}

/// A file that was opened while parsing.
#[derive(Clone, Debug)]
pub(crate) struct File {
    /// As opened.
    pub(crate) path: String,
    /// Whose.
    pub(crate) origin: Origin,
    /// Its text, for own files only.
    pub(crate) text: Vec<u8>,
}

/// Where a node was written; for what a macro wrote, where the macro was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Loc {
    /// The file.
    pub(crate) file: FileId,
    /// 1-based; 0 when unknown.
    pub(crate) line: u32,
    /// 1-based, in bytes.
    pub(crate) column: u32,
    /// 0-based byte offset.
    pub(crate) offset: u32,
}

/// What a declaration declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum DeclKind {
    /// A function or method.
    Function,
    /// A variable.
    Var,
    /// A parameter.
    Param,
    /// A struct or union member.
    Field,
    /// A struct, union or class.
    Record,
    /// An enumerator.
    EnumConst,
    /// A typedef or alias.
    Typedef,
    /// A label.
    Label,
    /// Anything else.
    Other,
}

/// A declaration that is defined in or referred to by the package.
#[derive(Clone, Debug)]
pub(crate) struct Decl {
    /// What.
    pub(crate) kind: DeclKind,
    /// Its name as the C-API knows it: the `pil_` prefix of our headers is gone.
    pub(crate) name: String,
    /// Whose.
    pub(crate) origin: Origin,
    /// Where.
    pub(crate) loc: Loc,
    /// Its type.
    pub(crate) ty: TypeId,
    /// Declared `static` (or in an anonymous namespace).
    pub(crate) is_static: bool,
    /// Has static storage duration: file scope, or a function-local `static`.
    pub(crate) static_storage: bool,
    /// The variable (or what an array holds) is `const`.
    pub(crate) is_const: bool,
    /// `_Thread_local`.
    pub(crate) thread_local: bool,
    /// Value of an enumerator.
    pub(crate) value: i64,
    /// The record of a field, or the function of a parameter or local variable.
    pub(crate) parent: Option<DeclId>,
    /// Initialiser of a variable.
    pub(crate) init: Option<NodeId>,
}

/// The shape of a type; typedefs are looked through, their names stay in [`Type::spelling`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TypeKind {
    /// `void`.
    Void,
    /// `_Bool`, `bool`.
    Bool,
    /// Any integer or enum; bits on x86-64 Linux.
    Int {
        /// Width.
        bits: u16,
        /// Signed.
        signed: bool,
    },
    /// Any floating type.
    Float {
        /// Width.
        bits: u16,
    },
    /// A pointer or C++ reference.
    Pointer(TypeId),
    /// An array; `None` when the length is not known.
    Array(TypeId, Option<u64>),
    /// A struct, union or class with its tag or typedef name.
    Record(String),
    /// A function.
    Function {
        /// Result.
        result: TypeId,
        /// Parameters.
        params: Vec<TypeId>,
        /// Takes `...`.
        variadic: bool,
        /// Declared with a parameter list (false for `int f()` in C).
        prototyped: bool,
    },
    /// Guessed, dependent, or not understood.
    Unknown,
}

/// A type.
#[derive(Clone, Debug)]
pub(crate) struct Type {
    /// Its shape.
    pub(crate) kind: TypeKind,
    /// As written where it was first met, typedef names kept.
    pub(crate) spelling: String,
    /// Of an integer: the typedefs that lead to it, outermost first; not empty when it was not written as `long`.
    pub(crate) typedefs: Vec<String>,
    /// Qualified `const` at the top.
    pub(crate) is_const: bool,
    /// Its size in bytes; `None` when incomplete or unknown.
    pub(crate) size: Option<u64>,
}

/// Unary operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub(crate) enum UnaryOp {
    PostInc,
    PostDec,
    PreInc,
    PreDec,
    AddrOf,
    Deref,
    Plus,
    Minus,
    BitNot,
    Not,
    Other,
}

impl UnaryOp {
    /// It changes its operand, or hands out where it lies.
    pub(crate) fn may_write(self) -> bool {
        matches!(
            self,
            UnaryOp::PostInc | UnaryOp::PostDec | UnaryOp::PreInc | UnaryOp::PreDec | UnaryOp::AddrOf
        )
    }
}

/// Binary operators, the assignments apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub(crate) enum BinaryOp {
    Mul,
    Div,
    Rem,
    Add,
    Sub,
    Shl,
    Shr,
    Lt,
    Gt,
    Le,
    Ge,
    Eq,
    Ne,
    BitAnd,
    BitXor,
    BitOr,
    And,
    Or,
    Comma,
    Other,
}

/// What a node is; the comment gives its children in order.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum NodeKind {
    // Expressions.
    /// No children. Also character literals and folded `sizeof`.
    Int(i64),
    /// No children.
    Float,
    /// The bytes between the quotes, concatenated and unescaped.
    Str(String),
    /// A name of a variable, parameter, function or enumerator.
    Name(DeclId),
    /// `[object]`; empty for an implicit `this`. `arrow` for `->`.
    Member {
        /// The field or method.
        field: DeclId,
        /// Written `->`.
        arrow: bool,
    },
    /// `[callee, arguments...]`. `Some` when the callee is a plain name.
    Call(Option<DeclId>),
    /// `[array, index]`.
    Subscript,
    /// `[operand]`.
    Unary(UnaryOp),
    /// `[left, right]`.
    Binary(BinaryOp),
    /// `[left, right]`; `Some` for `+=` and its like.
    Assign(Option<BinaryOp>),
    /// `[condition, then, else]`; `a ?: b` has the same node as condition and then.
    Conditional,
    /// `[operand]`; only casts that were written.
    Cast,
    /// `[items...]`, in the order written; a designated item is a [`NodeKind::Designated`].
    InitList,
    /// `[value]` of `.field = value`.
    Designated(Option<DeclId>),
    /// `[init list]` of `(T){...}`.
    CompoundLiteral,
    /// `[compound]` of a GNU statement expression.
    StmtExpr,
    /// `[captured initialisers..., body]`.
    Lambda,
    /// `[arguments...]` of `new T(...)`, or of a constructor call.
    New,
    /// `[operand]`.
    Delete,
    /// `this`.
    This,
    /// `[operand]` or none.
    Throw,
    /// An expression we have no word for; its children are the expressions in it.
    OtherExpr,

    // Statements.
    /// `[statements...]`.
    Compound,
    /// `[condition, then, else]`, absent parts are [`NodeKind::Absent`].
    If,
    /// `[condition, body]`.
    While,
    /// `[body, condition]`.
    Do,
    /// `[init, condition, increment, body]`, absent parts are [`NodeKind::Absent`].
    For,
    /// `[variable, range, body]`.
    RangeFor,
    /// `[value, body]`.
    Switch,
    /// `[value..., statement]`.
    Case,
    /// `[statement]`.
    Default,
    /// No children.
    Break,
    /// No children.
    Continue,
    /// `[value]` or none.
    Return,
    /// No children.
    Goto(DeclId),
    /// `[target]`.
    IndirectGoto,
    /// `[statement]`.
    Label(DeclId),
    /// `[declared variables...]`.
    DeclStmt,
    /// `[initialiser]` or none. With a cleanup function `[initialiser, call of the function]`.
    VarDecl(DeclId),
    /// `[compound, catch clauses...]`.
    Try,
    /// `[declaration, compound]`.
    Catch,
    /// Inline assembly.
    Asm,
    /// `;`.
    Null,
    /// A part that is not there.
    Absent,
}

/// One expression or statement.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// What.
    pub(crate) kind: NodeKind,
    /// Where.
    pub(crate) loc: Loc,
    /// Type of an expression.
    pub(crate) ty: TypeId,
    first_kid: u32,
    kid_count: u32,
}

/// A function definition of the package.
#[derive(Clone, Debug)]
pub(crate) struct Function {
    /// Its declaration.
    pub(crate) decl: DeclId,
    /// Parameters in order.
    pub(crate) params: Vec<DeclId>,
    /// The compound statement.
    pub(crate) body: NodeId,
    /// Byte range of the whole definition in its file.
    pub(crate) start: u32,
    /// End of that range.
    pub(crate) end: u32,
    /// API names called according to the text that are not in the tree: path findings are held back.
    pub(crate) unseen: Vec<String>,
}

/// A struct, union or class that the package defines.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    /// Its declaration.
    pub(crate) decl: DeclId,
    /// Fields in order.
    pub(crate) fields: Vec<DeclId>,
}

/// A use of a macro in an own file.
#[derive(Clone, Debug)]
pub(crate) struct MacroUse {
    /// Its name.
    pub(crate) name: String,
    /// Where it is used.
    pub(crate) loc: Loc,
}

/// A definition of a macro in an own file.
#[derive(Clone, Debug)]
pub(crate) struct MacroDef {
    /// Its name.
    pub(crate) name: String,
    /// Where.
    pub(crate) loc: Loc,
}

/// An `#include` in an own file.
#[derive(Clone, Debug)]
pub(crate) struct Include {
    /// As written, without the brackets.
    pub(crate) name: String,
    /// Where.
    pub(crate) loc: Loc,
    /// Whose file was found; `None` when none was.
    pub(crate) found: Option<Origin>,
}

/// Text that the preprocessor skipped.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Skipped {
    /// The file.
    pub(crate) file: FileId,
    /// First byte.
    pub(crate) start: u32,
    /// One past the last byte.
    pub(crate) end: u32,
}

/// An error that clang reported in an own file.
#[derive(Clone, Debug)]
pub(crate) struct Diagnostic {
    /// What clang says.
    pub(crate) message: String,
    /// Where; in an own file or a guessed one.
    pub(crate) loc: Option<Loc>,
}

/// A translation unit.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tree {
    /// Files that were opened.
    pub(crate) files: Vec<File>,
    /// Types.
    pub(crate) types: Vec<Type>,
    /// Declarations.
    pub(crate) decls: Vec<Decl>,
    /// Expressions and statements.
    pub(crate) nodes: Vec<Node>,
    kids: Vec<NodeId>,
    /// Function definitions in own files, in the order met.
    pub(crate) functions: Vec<Function>,
    /// Variables with static storage that own files define, function-local ones included.
    pub(crate) statics: Vec<DeclId>,
    /// Records that own files define.
    pub(crate) records: Vec<Record>,
    /// The unions among them.
    pub(crate) unions: HashSet<DeclId>,
    /// Functions that own files declare without defining them here.
    pub(crate) declared: Vec<DeclId>,
    /// Uses of macros in own files.
    pub(crate) macro_uses: Vec<MacroUse>,
    /// Definitions of macros in own files.
    pub(crate) macro_defs: Vec<MacroDef>,
    /// Includes in own files.
    pub(crate) includes: Vec<Include>,
    /// Text of own files that was skipped.
    pub(crate) skipped: Vec<Skipped>,
    /// Errors in own files.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// What attributes say of functions that own files declare: `returns=borrowed`, `steals=1` ...
    pub(crate) marks: HashMap<DeclId, Vec<String>>,
    /// Macros that were guessed: what they would have done is not known.
    pub(crate) guessed_macros: Vec<String>,
    /// Warnings in own files, of the few kinds that are on.
    pub(crate) warnings: Vec<Diagnostic>,
    /// What is looked up often; made when first asked for, after the last node was added.
    pub(super) indices: Indices,
}

impl Index<NodeId> for Tree {
    type Output = Node;

    fn index(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }
}

impl Index<DeclId> for Tree {
    type Output = Decl;

    fn index(&self, id: DeclId) -> &Decl {
        &self.decls[id.0 as usize]
    }
}

impl Index<TypeId> for Tree {
    type Output = Type;

    fn index(&self, id: TypeId) -> &Type {
        &self.types[id.0 as usize]
    }
}

impl Index<FileId> for Tree {
    type Output = File;

    fn index(&self, id: FileId) -> &File {
        &self.files[usize::from(id.0)]
    }
}

impl Loc {
    /// No place at all.
    pub(crate) const NOWHERE: Loc = Loc { file: FileId(0), line: 0, column: 0, offset: 0 };
}

impl Tree {
    /// Appends a node and its children.
    pub(super) fn push(&mut self, kind: NodeKind, loc: Loc, ty: TypeId, kids: &[NodeId]) -> NodeId {
        self.indices.forget_nodes();
        let first_kid = self.kids.len() as u32;
        self.kids.extend_from_slice(kids);
        self.nodes.push(Node { kind, loc, ty, first_kid, kid_count: kids.len() as u32 });
        NodeId(self.nodes.len() as u32 - 1)
    }

    /// The children of a node.
    pub(crate) fn kids(&self, id: NodeId) -> &[NodeId] {
        let node = &self[id];
        &self.kids[node.first_kid as usize..(node.first_kid + node.kid_count) as usize]
    }

    /// The `n`-th child, if it is there and not [`NodeKind::Absent`].
    pub(crate) fn kid(&self, id: NodeId, n: usize) -> Option<NodeId> {
        self.kids(id).get(n).copied().filter(|&kid| self[kid].kind != NodeKind::Absent)
    }

    /// Calls `visit` on the node and everything below it, parents first.
    pub(crate) fn walk(&self, id: NodeId, visit: &mut dyn FnMut(NodeId)) {
        for &id in self.below(id) {
            visit(id);
        }
    }

    /// Every node below `id` (and itself), parents first.
    pub(crate) fn descendants(&self, id: NodeId) -> Vec<NodeId> {
        self.below(id).to_vec()
    }

    /// Every node below `id` (and itself), parents first, without a copy.
    pub(crate) fn below(&self, id: NodeId) -> &[NodeId] {
        self.indices.order(self).below(id)
    }

    /// Every call below `id`, and `id` if it is one, parents first.
    pub(crate) fn calls_below(&self, id: NodeId) -> &[NodeId] {
        self.indices.order(self).calls_below(id)
    }

    /// Every call of the unit.
    pub(crate) fn calls(&self) -> &[NodeId] {
        self.indices.order(self).calls()
    }

    /// The arguments of a call.
    pub(crate) fn args(&self, call: NodeId) -> &[NodeId] {
        self.kids(call).get(1..).unwrap_or(&[])
    }

    /// The declaration that a call calls by name.
    pub(crate) fn callee(&self, call: NodeId) -> Option<&Decl> {
        match self[call].kind {
            NodeKind::Call(Some(decl)) => Some(&self[decl]),
            _ => None,
        }
    }

    /// The name of the C-API function that a call calls, when it is one.
    pub(crate) fn api_callee(&self, call: NodeId) -> Option<&str> {
        self.callee(call).filter(|decl| decl.origin == Origin::Api).map(|decl| decl.name.as_str())
    }
}
