//! From cursors to the owned tree: files, types and declarations.
//! Expressions and statements are in `build/body.rs`.

mod body;
mod cleanup;

use std::collections::HashMap;

use clang_sys::*;

use super::clang::{ClangType, Cursor, FileKey, Place, Unit};
use super::tree::*;

/// Says whose a file is, from its path.
pub(super) trait Classify {
    /// Whose a file is.
    fn origin(&self, path: &str) -> Origin;
    /// The text of an own file.
    fn text(&self, path: &str) -> Vec<u8>;
}

/// Builds the tree of a parsed unit.
pub(super) fn build(unit: &Unit<'_>, classify: &dyn Classify) -> Tree {
    let mut builder = Builder {
        unit,
        classify,
        tree: Tree::default(),
        files: HashMap::new(),
        decls: HashMap::new(),
        types: HashMap::new(),
        records: HashMap::new(),
        function: None,
    };
    builder.tree.types.push(Type {
        kind: TypeKind::Unknown,
        spelling: String::new(),
        typedefs: Vec::new(),
        is_const: false,
        size: None,
    });
    builder.diagnostics();
    for cursor in unit.root().children() {
        builder.top_level(cursor);
    }
    builder.skipped();
    drop_repeated_inclusions(&mut builder.tree);
    builder.tree
}

/// A header that is entered twice is skipped the second time: what gave declarations the first time was not skipped.
fn drop_repeated_inclusions(tree: &mut Tree) {
    let mut seen: HashMap<FileId, Vec<u32>> = HashMap::new();
    let places =
        tree.decls.iter().map(|decl| decl.loc).chain(tree.macro_defs.iter().map(|defined| defined.loc));
    for loc in places.chain(tree.nodes.iter().map(|node| node.loc)) {
        seen.entry(loc.file).or_default().push(loc.offset);
    }
    seen.values_mut().for_each(|offsets| offsets.sort_unstable());
    tree.skipped.retain(|skipped| {
        let Some(offsets) = seen.get(&skipped.file) else { return true };
        let next = offsets.partition_point(|offset| *offset <= skipped.start);
        offsets.get(next).is_none_or(|offset| *offset >= skipped.end)
    });
}

/// Begins an annotation that stands for an attribute of another tool.
pub(super) const MARK: &str = "pil:";

/// The type of what has none.
const NO_TYPE: TypeId = TypeId(0);

struct Builder<'u> {
    unit: &'u Unit<'u>,
    classify: &'u dyn Classify,
    tree: Tree,
    files: HashMap<FileKey, FileId>,
    decls: HashMap<usize, DeclId>,
    types: HashMap<(i32, usize), TypeId>,
    records: HashMap<DeclId, usize>,
    function: Option<DeclId>,
}

impl<'u> Builder<'u> {
    fn file(&mut self, key: FileKey) -> FileId {
        if let Some(&id) = self.files.get(&key) {
            return id;
        }
        let path = self.unit.file_name(key);
        let origin = self.classify.origin(&path);
        let text = if origin == Origin::Own { self.classify.text(&path) } else { Vec::new() };
        // A unit with more files than that has its last ones share an entry: their places are not shown.
        let id = FileId(self.tree.files.len().min(usize::from(u16::MAX)) as u16);
        if self.tree.files.len() < usize::from(u16::MAX) {
            self.tree.files.push(File { path, origin, text });
        }
        self.files.insert(key, id);
        id
    }

    fn loc(&mut self, place: Place) -> Option<Loc> {
        let file = self.file(place.file?);
        Some(Loc { file, line: place.line, column: place.column, offset: place.offset })
    }

    fn origin_at(&mut self, place: Place) -> Origin {
        match place.file {
            Some(key) => {
                let file = self.file(key);
                self.tree.files.get(usize::from(file.0)).map_or(Origin::Other, |file| file.origin)
            }
            None => Origin::Other,
        }
    }

    fn diagnostics(&mut self) {
        for found in self.unit.diagnostics() {
            if found.severity < CXDiagnostic_Error {
                if self.origin_at(found.place) == Origin::Own {
                    let loc = self.loc(found.place);
                    self.tree.warnings.push(Diagnostic { message: found.message, loc });
                }
                continue;
            }
            if matches!(self.origin_at(found.place), Origin::Own | Origin::Guessed) {
                let loc = self.loc(found.place);
                self.tree.diagnostics.push(Diagnostic { message: found.message, loc });
            }
        }
    }

    fn skipped(&mut self) {
        for (start, end) in self.unit.skipped() {
            if self.origin_at(start) == Origin::Own
                && let Some(loc) = self.loc(start)
            {
                self.tree.skipped.push(Skipped { file: loc.file, start: start.offset, end: end.offset });
            }
        }
    }

    fn top_level(&mut self, cursor: Cursor<'u>) {
        let place = cursor.place();
        if self.origin_at(place) != Origin::Own {
            return;
        }
        match cursor.kind() {
            CXCursor_MacroDefinition => {
                if let Some(loc) = self.loc(place) {
                    self.tree.macro_defs.push(MacroDef { name: cursor.spelling(), loc });
                }
            }
            CXCursor_MacroExpansion => self.macro_use(cursor, place),
            CXCursor_InclusionDirective => {
                let found = cursor.included_file().map(|key| {
                    let file = self.file(key);
                    self.tree[file].origin
                });
                if let Some(loc) = self.loc(place) {
                    self.tree.includes.push(Include { name: cursor.spelling(), loc, found });
                }
            }
            _ => self.declaration(cursor),
        }
    }

    fn macro_use(&mut self, cursor: Cursor<'u>, place: Place) {
        if let Some(loc) = self.loc(place) {
            self.tree.macro_uses.push(MacroUse { name: cursor.spelling(), loc });
        }
    }

    /// A declaration in an own file, at file, namespace or class level.
    fn declaration(&mut self, cursor: Cursor<'u>) {
        match cursor.kind() {
            CXCursor_FunctionDecl
            | CXCursor_CXXMethod
            | CXCursor_Constructor
            | CXCursor_Destructor
            | CXCursor_ConversionFunction
            | CXCursor_FunctionTemplate => self.function(cursor),
            CXCursor_VarDecl => self.variable(cursor),
            CXCursor_StructDecl
            | CXCursor_UnionDecl
            | CXCursor_ClassDecl
            | CXCursor_ClassTemplate
            | CXCursor_ClassTemplatePartialSpecialization => self.record(cursor),
            CXCursor_EnumDecl => {
                for child in cursor.children() {
                    if child.kind() == CXCursor_EnumConstantDecl {
                        self.decl(child);
                    }
                }
            }
            CXCursor_Namespace | CXCursor_LinkageSpec | CXCursor_UnexposedDecl => {
                for child in cursor.children() {
                    self.declaration(child);
                }
            }
            _ => {}
        }
    }

    fn variable(&mut self, cursor: Cursor<'u>) {
        let id = self.decl(cursor);
        let is_definition = cursor.is_definition() || cursor.storage() != CX_SC_Extern;
        if !is_definition {
            return;
        }
        // The definition's place and initialiser win over those of an earlier declaration.
        if let Some(loc) = self.loc(cursor.place()) {
            self.tree.decls[id.0 as usize].loc = loc;
        }
        self.tree.decls[id.0 as usize].ty = self.ty(cursor.ty());
        if let Some(init) = cursor.initializer() {
            let init = self.expr(init);
            self.tree.decls[id.0 as usize].init = Some(init);
        }
        if self.tree[id].static_storage && !self.tree.statics.contains(&id) {
            self.tree.statics.push(id);
        }
    }

    fn record(&mut self, cursor: Cursor<'u>) {
        if !cursor.is_definition() {
            return;
        }
        let id = self.decl(cursor);
        if self.records.contains_key(&id) {
            return;
        }
        self.records.insert(id, self.tree.records.len());
        if cursor.kind() == CXCursor_UnionDecl {
            self.tree.unions.insert(id);
        }
        let at = self.tree.records.len();
        self.tree.records.push(Record { decl: id, fields: Vec::new() });
        for child in cursor.children() {
            match child.kind() {
                CXCursor_FieldDecl => {
                    let field = self.decl(child);
                    self.tree.decls[field.0 as usize].parent = Some(id);
                    self.tree.records[at].fields.push(field);
                }
                _ => self.declaration(child),
            }
        }
    }

    fn function(&mut self, cursor: Cursor<'u>) {
        let id = self.decl(cursor);
        let children = cursor.children();
        self.marks(id, &children);
        if !cursor.is_definition() {
            self.tree.declared.push(id);
            return;
        }
        let Some(body) =
            children.iter().rev().find(|c| matches!(c.kind(), CXCursor_CompoundStmt | CXCursor_CXXTryStmt))
        else {
            return;
        };
        if let Some(loc) = self.loc(cursor.place()) {
            self.tree.decls[id.0 as usize].loc = loc;
        }
        self.tree.decls[id.0 as usize].origin = Origin::Own;
        let outer = self.function.replace(id);
        let mut params = Vec::new();
        for child in &children {
            if child.kind() == CXCursor_ParmDecl {
                params.push(self.decl(*child));
            }
        }
        let mut statements: Vec<NodeId> = self.member_initialisers(&children);
        let main = self.stmt(*body);
        let body = if statements.is_empty() {
            main
        } else {
            statements.push(main);
            let loc = self.tree[main].loc;
            self.tree.push(NodeKind::Compound, loc, NO_TYPE, &statements)
        };
        self.function = outer;
        let (start, end) = cursor.extent();
        self.tree.functions.push(Function {
            decl: id,
            params,
            body,
            start: start.offset,
            end: end.offset,
            unseen: Vec::new(),
        });
    }

    /// What attributes say of a function: those that we know are annotations here.
    fn marks(&mut self, function: DeclId, children: &[Cursor<'u>]) {
        for child in children.iter().filter(|child| child.kind() == CXCursor_AnnotateAttr) {
            if let Some(mark) = child.spelling().strip_prefix(MARK) {
                self.tree.marks.entry(function).or_default().push(mark.to_owned());
            }
        }
    }

    /// The expressions in a constructor's `: member(value)` list.
    fn member_initialisers(&mut self, children: &[Cursor<'u>]) -> Vec<NodeId> {
        let mut nodes = Vec::new();
        let mut after_member = false;
        for child in children {
            match child.kind() {
                CXCursor_MemberRef => after_member = true,
                kind if after_member && is_expression(kind) => {
                    nodes.push(self.expr(*child));
                    after_member = false;
                }
                _ => {}
            }
        }
        nodes
    }

    /// The entry of a declaration, made when first met.
    fn decl(&mut self, cursor: Cursor<'u>) -> DeclId {
        let key = decl_key(cursor);
        if let Some(&id) = self.decls.get(&key) {
            return id;
        }
        let canonical = cursor.canonical();
        let canonical_key = decl_key(canonical);
        if let Some(&id) = self.decls.get(&canonical_key) {
            self.decls.insert(key, id);
            return id;
        }
        let id = self.new_decl(cursor);
        self.decls.insert(canonical_key, id);
        self.decls.insert(key, id);
        id
    }

    fn new_decl(&mut self, cursor: Cursor<'u>) -> DeclId {
        let kind = match cursor.kind() {
            CXCursor_FunctionDecl
            | CXCursor_CXXMethod
            | CXCursor_Constructor
            | CXCursor_Destructor
            | CXCursor_ConversionFunction
            | CXCursor_FunctionTemplate => DeclKind::Function,
            CXCursor_VarDecl => DeclKind::Var,
            CXCursor_ParmDecl => DeclKind::Param,
            CXCursor_FieldDecl => DeclKind::Field,
            CXCursor_StructDecl | CXCursor_UnionDecl | CXCursor_ClassDecl | CXCursor_ClassTemplate => {
                DeclKind::Record
            }
            CXCursor_EnumConstantDecl => DeclKind::EnumConst,
            CXCursor_TypedefDecl | CXCursor_TypeAliasDecl => DeclKind::Typedef,
            CXCursor_LabelStmt => DeclKind::Label,
            _ => DeclKind::Other,
        };
        let place = cursor.place();
        let origin = self.origin_at(place);
        let spelling = cursor.spelling();
        let name = match spelling.strip_prefix("pil_") {
            Some(name) if origin == Origin::Api => name.to_owned(),
            _ => spelling,
        };
        let loc = self.loc(place).unwrap_or(Loc::NOWHERE);
        let storage = cursor.storage();
        let local = self.function.is_some();
        let is_var = kind == DeclKind::Var;
        let clang_type = cursor.ty();
        let thread_local = is_var && cursor.is_thread_local();
        let value = if kind == DeclKind::EnumConst { cursor.enum_value() } else { 0 };
        let id = DeclId(self.tree.decls.len() as u32);
        self.tree.decls.push(Decl {
            kind,
            name,
            origin,
            loc,
            ty: NO_TYPE,
            // A static method belongs to its class, which other files know.
            is_static: (storage == CX_SC_Static && cursor.kind() != CXCursor_CXXMethod)
                || cursor.linkage() == CXLinkage_Internal,
            // The objects of the C-API are met in functions, too; whose they are is known.
            static_storage: is_var
                && (!local || storage == CX_SC_Static || (storage == CX_SC_Extern && origin != Origin::Api)),
            is_const: is_var && is_deeply_const(clang_type),
            thread_local,
            value,
            parent: self.function,
            init: None,
        });
        if kind == DeclKind::Field
            && let Some(record) = named_parent(cursor)
        {
            let parent = self.decl(record);
            self.tree.decls[id.0 as usize].parent = Some(parent);
        }
        if !matches!(kind, DeclKind::Label | DeclKind::Record) {
            let ty = self.ty(clang_type);
            self.tree.decls[id.0 as usize].ty = ty;
        }
        id
    }

    /// The entry of a type, made when first met.
    fn ty(&mut self, ty: ClangType<'u>) -> TypeId {
        if ty.kind() == CXType_Invalid {
            return NO_TYPE;
        }
        if let Some(&id) = self.types.get(&ty.key()) {
            return id;
        }
        let id = TypeId(self.tree.types.len() as u32);
        self.tree.types.push(Type {
            kind: TypeKind::Unknown,
            spelling: ty.spelling(),
            typedefs: Vec::new(),
            is_const: ty.is_const(),
            size: None,
        });
        self.types.insert(ty.key(), id);
        let kind = self.type_kind(ty);
        let typedefs = if matches!(kind, TypeKind::Int { .. }) { typedefs(ty) } else { Vec::new() };
        let entry = &mut self.tree.types[id.0 as usize];
        entry.typedefs = typedefs;
        entry.size = match kind {
            TypeKind::Unknown | TypeKind::Void | TypeKind::Function { .. } => None,
            _ => ty.size(),
        };
        entry.kind = kind;
        id
    }

    fn type_kind(&mut self, ty: ClangType<'u>) -> TypeKind {
        if self.is_guessed(ty) {
            return TypeKind::Unknown;
        }
        let canonical = ty.canonical();
        let bits = || canonical.size().map_or(0, |bytes| (bytes * 8) as u16);
        let int = |signed| TypeKind::Int { bits: bits(), signed };
        match canonical.kind() {
            CXType_Void => TypeKind::Void,
            CXType_Bool => TypeKind::Bool,
            CXType_Char_U | CXType_UChar | CXType_Char16 | CXType_Char32 | CXType_UShort | CXType_UInt
            | CXType_ULong | CXType_ULongLong | CXType_UInt128 => int(false),
            CXType_Char_S | CXType_SChar | CXType_WChar | CXType_Short | CXType_Int | CXType_Long
            | CXType_LongLong | CXType_Int128 => int(true),
            CXType_Enum => int(false),
            CXType_Float | CXType_Double | CXType_LongDouble | CXType_Float128 | CXType_Half
            | CXType_Float16 => TypeKind::Float { bits: bits() },
            CXType_NullPtr => TypeKind::Pointer(NO_TYPE),
            CXType_Pointer | CXType_LValueReference | CXType_RValueReference => {
                // The pointee as written keeps typedef names in spellings.
                let pointee = if ty.kind() == canonical.kind() { ty.pointee() } else { canonical.pointee() };
                TypeKind::Pointer(self.ty(pointee))
            }
            CXType_ConstantArray
            | CXType_IncompleteArray
            | CXType_VariableArray
            | CXType_DependentSizedArray => {
                let element = if ty.kind() == canonical.kind() { ty.element() } else { canonical.element() };
                TypeKind::Array(self.ty(element), canonical.array_len())
            }
            CXType_Record => TypeKind::Record(self.record_type_name(canonical)),
            CXType_FunctionProto | CXType_FunctionNoProto => TypeKind::Function {
                // As declared, so that the names of typedefs stay.
                result: self.ty(ty.result()),
                params: params(ty, canonical).into_iter().map(|param| self.ty(param)).collect(),
                variadic: canonical.is_variadic(),
                prototyped: canonical.kind() == CXType_FunctionProto,
            },
            _ => TypeKind::Unknown,
        }
    }

    fn is_guessed(&mut self, ty: ClangType<'u>) -> bool {
        match ty.declaration() {
            Some(decl)
                if matches!(ty.kind(), CXType_Typedef | CXType_Elaborated | CXType_Record | CXType_Enum) =>
            {
                self.origin_at(decl.place()) == Origin::Guessed
            }
            _ => false,
        }
    }

    fn record_type_name(&mut self, canonical: ClangType<'u>) -> String {
        let Some(decl) = canonical.declaration() else { return String::new() };
        let name = decl.spelling();
        if self.origin_at(decl.place()) != Origin::Api {
            return name;
        }
        pilotage_capi::record(&name).map_or(name, |item| item.name.to_owned())
    }
}

/// Identity of a declaration: the address of clang's own node.
fn decl_key(cursor: Cursor<'_>) -> usize {
    let (kind, first, second) = cursor.key();
    // Cursors of statements carry their parent declaration first and themselves second.
    if kind == CXCursor_LabelStmt { second } else { first }
}

/// The record that a field belongs to by name: anonymous structs and unions in it are looked through.
fn named_parent(field: Cursor<'_>) -> Option<Cursor<'_>> {
    let mut parent = field.semantic_parent()?;
    while let Some(outer) = parent.semantic_parent() {
        let spelling = parent.spelling();
        let is_nameless =
            spelling.is_empty() || spelling.contains("(anonymous") || spelling.contains("(unnamed");
        if !is_nameless || outer.kind() == CXCursor_TranslationUnit {
            break;
        }
        parent = outer;
    }
    Some(parent)
}

/// The typedefs that lead to an integer type, outermost first.
fn typedefs(ty: ClangType<'_>) -> Vec<String> {
    const DEEPEST: usize = 16;
    let mut names = Vec::new();
    let mut last = ty;
    while names.len() < DEEPEST {
        let named = last.declaration();
        match named.filter(|decl| matches!(decl.kind(), CXCursor_TypedefDecl | CXCursor_TypeAliasDecl)) {
            Some(decl) => {
                names.push(decl.spelling());
                last = decl.underlying();
            }
            None => break,
        }
    }
    // `std::size_t` by a using-declaration, a template parameter: not looked through, but not a plain `long` either.
    if last.kind() != last.canonical().kind() {
        names.push(last.spelling());
    }
    names
}

/// The parameter types as declared, but pointers where arrays and functions become pointers.
fn params<'u>(ty: ClangType<'u>, canonical: ClangType<'u>) -> Vec<ClangType<'u>> {
    let declared = ty.params();
    let adjusted = canonical.params();
    if declared.len() != adjusted.len() {
        return adjusted;
    }
    let same = |(declared, adjusted): (ClangType<'u>, ClangType<'u>)| {
        if declared.canonical().kind() == adjusted.kind() { declared } else { adjusted }
    };
    declared.into_iter().zip(adjusted).map(same).collect()
}

fn is_deeply_const(ty: ClangType<'_>) -> bool {
    let canonical = ty.canonical();
    match canonical.kind() {
        CXType_ConstantArray | CXType_IncompleteArray => is_deeply_const(canonical.element()),
        _ => canonical.is_const(),
    }
}

fn is_expression(kind: CXCursorKind) -> bool {
    (CXCursor_UnexposedExpr..=CXCursor_CXXParenListInitExpr).contains(&kind)
}

fn is_statement(kind: CXCursorKind) -> bool {
    (CXCursor_UnexposedStmt..=CXCursor_DeclStmt).contains(&kind)
}
