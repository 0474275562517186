//! From cursors to the owned tree: expressions and statements.
//! Implicit casts and parentheses disappear; what libclang does not expose is made up for here.

use super::*;

/// Macros that code assigns to, besides the `_GET_ITEM` family.
const LVALUE_MACROS: [&str; 4] = ["Py_TYPE", "Py_SIZE", "Py_REFCNT", "PyCell_GET"];

impl<'u> Builder<'u> {
    fn leaf(&mut self, kind: NodeKind, loc: Loc, ty: TypeId) -> NodeId {
        self.tree.push(kind, loc, ty, &[])
    }

    pub(super) fn absent(&mut self) -> NodeId {
        self.leaf(NodeKind::Absent, Loc::NOWHERE, NO_TYPE)
    }

    fn loc_of(&mut self, cursor: Cursor<'u>) -> Loc {
        let place = cursor.place();
        self.loc(place).unwrap_or(Loc::NOWHERE)
    }

    fn exprs(&mut self, cursors: &[Cursor<'u>]) -> Vec<NodeId> {
        cursors.iter().filter(|c| is_expression(c.kind())).map(|c| self.expr(*c)).collect()
    }

    pub(super) fn expr(&mut self, cursor: Cursor<'u>) -> NodeId {
        let kind = cursor.kind();
        match kind {
            CXCursor_ParenExpr | CXCursor_GenericSelectionExpr | CXCursor_PackExpansionExpr => {
                return self.inner(cursor);
            }
            CXCursor_UnexposedExpr => return self.unexposed(cursor),
            CXCursor_CallExpr => return self.call(cursor),
            CXCursor_UnaryOperator => return self.unary(cursor),
            _ => {}
        }
        let loc = self.loc_of(cursor);
        let ty = self.ty(cursor.ty());
        match kind {
            CXCursor_IntegerLiteral => {
                let value = self.literal(loc).or_else(|| cursor.evaluate_int());
                let node = value.map_or(NodeKind::OtherExpr, NodeKind::Int);
                self.leaf(node, loc, ty)
            }
            CXCursor_CharacterLiteral
            | CXCursor_CXXBoolLiteralExpr
            | CXCursor_UnaryExpr
            | CXCursor_SizeOfPackExpr => match cursor.evaluate_int() {
                Some(value) => self.leaf(NodeKind::Int(value), loc, ty),
                None => self.other(cursor, loc, ty),
            },
            CXCursor_CXXNullPtrLiteralExpr | CXCursor_GNUNullExpr => self.leaf(NodeKind::Int(0), loc, ty),
            CXCursor_FloatingLiteral => self.leaf(NodeKind::Float, loc, ty),
            CXCursor_StringLiteral => self.leaf(NodeKind::Str(unescape(&cursor.spelling())), loc, ty),
            CXCursor_DeclRefExpr => match cursor.referenced() {
                Some(referenced) => {
                    let decl = self.decl(referenced);
                    self.leaf(NodeKind::Name(decl), loc, ty)
                }
                None => self.other(cursor, loc, ty),
            },
            CXCursor_MemberRefExpr => self.member(cursor, loc, ty),
            CXCursor_ArraySubscriptExpr => self.with_kids(NodeKind::Subscript, cursor, loc, ty),
            CXCursor_BinaryOperator => {
                let node = match cursor.binary_op() {
                    CXBinaryOperator_Assign => NodeKind::Assign(None),
                    op => NodeKind::Binary(binary_op(op)),
                };
                self.with_kids(node, cursor, loc, ty)
            }
            CXCursor_CompoundAssignOperator => {
                let op = compound_op(cursor.binary_op());
                self.with_kids(NodeKind::Assign(Some(op)), cursor, loc, ty)
            }
            CXCursor_ConditionalOperator => self.with_kids(NodeKind::Conditional, cursor, loc, ty),
            CXCursor_CStyleCastExpr
            | CXCursor_CXXStaticCastExpr
            | CXCursor_CXXDynamicCastExpr
            | CXCursor_CXXReinterpretCastExpr
            | CXCursor_CXXConstCastExpr
            | CXCursor_CXXFunctionalCastExpr => self.with_kids(NodeKind::Cast, cursor, loc, ty),
            CXCursor_CompoundLiteralExpr => self.with_kids(NodeKind::CompoundLiteral, cursor, loc, ty),
            CXCursor_InitListExpr | CXCursor_CXXParenListInitExpr => {
                self.with_kids(NodeKind::InitList, cursor, loc, ty)
            }
            CXCursor_StmtExpr => {
                let kids: Vec<_> = cursor.children().into_iter().map(|c| self.stmt(c)).collect();
                self.tree.push(NodeKind::StmtExpr, loc, ty, &kids)
            }
            CXCursor_CXXThisExpr => self.leaf(NodeKind::This, loc, ty),
            CXCursor_CXXThrowExpr => self.with_kids(NodeKind::Throw, cursor, loc, ty),
            CXCursor_CXXNewExpr => self.with_kids(NodeKind::New, cursor, loc, ty),
            CXCursor_CXXDeleteExpr => self.with_kids(NodeKind::Delete, cursor, loc, ty),
            CXCursor_LambdaExpr => self.lambda(cursor, loc, ty),
            _ => self.other(cursor, loc, ty),
        }
    }

    fn with_kids(&mut self, kind: NodeKind, cursor: Cursor<'u>, loc: Loc, ty: TypeId) -> NodeId {
        let kids = self.exprs(&cursor.children());
        self.tree.push(kind, loc, ty, &kids)
    }

    fn other(&mut self, cursor: Cursor<'u>, loc: Loc, ty: TypeId) -> NodeId {
        let kids = cursor.children();
        let kids: Vec<_> = kids
            .iter()
            .filter(|c| is_expression(c.kind()) || is_statement(c.kind()))
            .map(|c| self.stmt(*c))
            .collect();
        self.tree.push(NodeKind::OtherExpr, loc, ty, &kids)
    }

    /// The one expression inside a wrapper that means nothing here.
    fn inner(&mut self, cursor: Cursor<'u>) -> NodeId {
        let children = cursor.children();
        let mut inside = children.iter().filter(|c| is_expression(c.kind()));
        match (inside.next(), inside.next()) {
            (Some(&only), None) => self.expr(only),
            _ => {
                let loc = self.loc_of(cursor);
                let ty = self.ty(cursor.ty());
                self.other(cursor, loc, ty)
            }
        }
    }

    /// libclang shows implicit casts, designated items and GNU `?:` as nameless expressions.
    fn unexposed(&mut self, cursor: Cursor<'u>) -> NodeId {
        let children = cursor.children();
        let mut designators = children.iter().filter(|c| c.kind() == CXCursor_MemberRef);
        if let Some(field) = designators.next_back().and_then(|c| c.referenced())
            && let Some(value) = children.last().filter(|c| is_expression(c.kind()))
        {
            let loc = self.loc_of(cursor);
            let field = self.decl(field);
            let value = self.expr(*value);
            return self.tree.push(NodeKind::Designated(Some(field)), loc, NO_TYPE, &[value]);
        }
        let inside: Vec<_> = children.iter().copied().filter(|c| is_expression(c.kind())).collect();
        // What does not fit its surroundings, such as a member that is not there, has parts and no meaning.
        let is_broken = cursor.ty().kind() == CXType_Dependent;
        match inside[..] {
            [only] if !is_broken => self.expr(only),
            [index, value]
                if cursor.ty().kind() == CXType_Void && index.kind() == CXCursor_IntegerLiteral =>
            {
                let loc = self.loc_of(cursor);
                let value = self.expr(value);
                self.tree.push(NodeKind::Designated(None), loc, NO_TYPE, &[value])
            }
            [value, again, _, otherwise] if value.place().offset == again.place().offset => {
                let loc = self.loc_of(cursor);
                let ty = self.ty(cursor.ty());
                let value = self.expr(value);
                let otherwise = self.expr(otherwise);
                self.tree.push(NodeKind::Conditional, loc, ty, &[value, value, otherwise])
            }
            _ => {
                let loc = self.loc_of(cursor);
                let ty = self.ty(cursor.ty());
                self.other(cursor, loc, ty)
            }
        }
    }

    /// A decimal or hexadecimal literal as it stands in an own file: cheaper than asking for an evaluation.
    fn literal(&self, loc: Loc) -> Option<i64> {
        let text = self.tree.files.get(usize::from(loc.file.0))?.text.get(loc.offset as usize..)?;
        let end = text.iter().position(|b| !b.is_ascii_alphanumeric() && *b != b'\'').unwrap_or(text.len());
        let token = std::str::from_utf8(text.get(..end)?).ok()?;
        if !token.starts_with(|c: char| c.is_ascii_digit()) || token.contains('\'') {
            return None;
        }
        if let Some(hex) = token.strip_prefix("0x").or_else(|| token.strip_prefix("0X")) {
            return i64::from_str_radix(hex.trim_end_matches(['u', 'U', 'l', 'L']), 16).ok();
        }
        let digits = token.trim_end_matches(['u', 'U', 'l', 'L']);
        if digits.len() > 1 && digits.starts_with('0') { None } else { digits.parse().ok() }
    }

    fn unary(&mut self, cursor: Cursor<'u>) -> NodeId {
        let loc = self.loc_of(cursor);
        let ty = self.ty(cursor.ty());
        let op = match cursor.unary_op() {
            CXUnaryOperator_PostInc => UnaryOp::PostInc,
            CXUnaryOperator_PostDec => UnaryOp::PostDec,
            CXUnaryOperator_PreInc => UnaryOp::PreInc,
            CXUnaryOperator_PreDec => UnaryOp::PreDec,
            CXUnaryOperator_AddrOf => UnaryOp::AddrOf,
            CXUnaryOperator_Deref => UnaryOp::Deref,
            CXUnaryOperator_Plus => UnaryOp::Plus,
            CXUnaryOperator_Minus => UnaryOp::Minus,
            CXUnaryOperator_Not => UnaryOp::BitNot,
            CXUnaryOperator_LNot => UnaryOp::Not,
            CXUnaryOperator_Extension => return self.inner(cursor),
            _ => UnaryOp::Other,
        };
        let kids = self.exprs(&cursor.children());
        if op == UnaryOp::Deref
            && let [operand] = kids[..]
            && self.is_item_macro(operand)
        {
            self.tree.nodes[operand.0 as usize].ty = ty;
            return operand;
        }
        self.tree.push(NodeKind::Unary(op), loc, ty, &kids)
    }

    /// `*pil_PyList_GET_ITEM(...)`: our headers write the lvalue macros that way; the call is what was meant.
    fn is_item_macro(&self, operand: NodeId) -> bool {
        let Some(name) = self.tree.api_callee(operand) else { return false };
        name.ends_with("_GET_ITEM") || LVALUE_MACROS.contains(&name)
    }

    fn member(&mut self, cursor: Cursor<'u>, loc: Loc, ty: TypeId) -> NodeId {
        let Some(field) = cursor.referenced() else { return self.other(cursor, loc, ty) };
        let field = self.decl(field);
        let children = cursor.children();
        // As clang sees it: of a guessed type the tree keeps nothing.
        let arrow = children.first().is_none_or(|object| object.ty().canonical().kind() == CXType_Pointer);
        let kids = self.exprs(&children);
        self.tree.push(NodeKind::Member { field, arrow }, loc, ty, &kids)
    }

    /// Children of the node are the callee and the arguments, also where C++ writes them otherwise.
    fn call(&mut self, cursor: Cursor<'u>) -> NodeId {
        let loc = self.loc_of(cursor);
        let ty = self.ty(cursor.ty());
        let children: Vec<_> = cursor.children().into_iter().filter(|c| is_expression(c.kind())).collect();
        let target = cursor.referenced();
        match target.map(|t| t.kind()) {
            Some(CXCursor_Constructor) => {
                // A copy or conversion without arguments of its own is what it converts.
                let constructor = target.map(|t| self.decl(t));
                let mut kids = vec![self.absent()];
                kids.extend(self.exprs(&children));
                self.tree.push(NodeKind::Call(constructor), loc, ty, &kids)
            }
            Some(CXCursor_ConversionFunction) if children.len() == 1 => self.expr(children[0]),
            Some(_)
                if target.is_some_and(|t| is_operator_name(t) && children.len() <= 3)
                    && !is_member_call(&children) =>
            {
                let operator = target.map(|t| self.decl(t));
                let operands: Vec<_> = children
                    .iter()
                    .copied()
                    .filter(|c| {
                        c.referenced().is_none_or(|r| target.is_none_or(|t| decl_key(r) != decl_key(t)))
                    })
                    .collect();
                let mut kids = vec![self.absent()];
                kids.extend(self.exprs(&operands));
                self.tree.push(NodeKind::Call(operator), loc, ty, &kids)
            }
            _ => {
                let kids = self.exprs(&children);
                let callee = kids.first().and_then(|&callee| match self.tree[callee].kind {
                    NodeKind::Name(decl) => Some(decl),
                    _ => None,
                });
                self.tree.push(NodeKind::Call(callee), loc, ty, &kids)
            }
        }
    }

    fn lambda(&mut self, cursor: Cursor<'u>, loc: Loc, ty: TypeId) -> NodeId {
        let mut kids = Vec::new();
        for child in cursor.children() {
            match child.kind() {
                CXCursor_ParmDecl => {
                    self.decl(child);
                }
                kind if is_expression(kind) || is_statement(kind) => kids.push(self.stmt(child)),
                _ => {}
            }
        }
        self.tree.push(NodeKind::Lambda, loc, ty, &kids)
    }

    pub(super) fn stmt(&mut self, cursor: Cursor<'u>) -> NodeId {
        let kind = cursor.kind();
        if is_expression(kind) {
            return self.expr(cursor);
        }
        let loc = self.loc_of(cursor);
        match kind {
            CXCursor_CompoundStmt => self.statements(NodeKind::Compound, cursor, loc),
            CXCursor_IfStmt => self.branch(NodeKind::If, 3, cursor, loc),
            CXCursor_WhileStmt => self.branch(NodeKind::While, 2, cursor, loc),
            CXCursor_SwitchStmt => self.branch(NodeKind::Switch, 2, cursor, loc),
            CXCursor_DoStmt => self.statements(NodeKind::Do, cursor, loc),
            CXCursor_ForStmt => self.for_loop(cursor, loc),
            CXCursor_CXXForRangeStmt => self.statements(NodeKind::RangeFor, cursor, loc),
            CXCursor_CaseStmt => self.statements(NodeKind::Case, cursor, loc),
            CXCursor_DefaultStmt => self.statements(NodeKind::Default, cursor, loc),
            CXCursor_BreakStmt => self.leaf(NodeKind::Break, loc, NO_TYPE),
            CXCursor_ContinueStmt => self.leaf(NodeKind::Continue, loc, NO_TYPE),
            CXCursor_ReturnStmt => self.statements(NodeKind::Return, cursor, loc),
            CXCursor_GotoStmt => self.goto(cursor, loc),
            CXCursor_IndirectGotoStmt => self.statements(NodeKind::IndirectGoto, cursor, loc),
            CXCursor_LabelStmt => {
                let label = self.decl(cursor);
                self.statements(NodeKind::Label(label), cursor, loc)
            }
            CXCursor_DeclStmt => self.statements(NodeKind::DeclStmt, cursor, loc),
            CXCursor_VarDecl => self.local(cursor, loc),
            CXCursor_CXXTryStmt => self.statements(NodeKind::Try, cursor, loc),
            CXCursor_CXXCatchStmt => self.statements(NodeKind::Catch, cursor, loc),
            CXCursor_AsmStmt | CXCursor_MSAsmStmt => self.leaf(NodeKind::Asm, loc, NO_TYPE),
            CXCursor_NullStmt => self.leaf(NodeKind::Null, loc, NO_TYPE),
            CXCursor_UnexposedStmt => self.statements(NodeKind::Compound, cursor, loc),
            _ => {
                self.declaration(cursor);
                self.leaf(NodeKind::Null, loc, NO_TYPE)
            }
        }
    }

    /// A statement whose children are the parts that matter, in order.
    fn statements(&mut self, kind: NodeKind, cursor: Cursor<'u>, loc: Loc) -> NodeId {
        let mut kids = Vec::new();
        for child in cursor.children() {
            match child.kind() {
                part if is_expression(part) || is_statement(part) || part == CXCursor_VarDecl => {
                    kids.push(self.stmt(child));
                }
                CXCursor_StructDecl | CXCursor_UnionDecl | CXCursor_ClassDecl => self.record(child),
                CXCursor_EnumDecl => self.declaration(child),
                _ => {}
            }
        }
        self.tree.push(kind, loc, NO_TYPE, &kids)
    }

    /// `if`, `while`, `switch`: a declaration in the condition (C++) moves in front of the statement.
    fn branch(&mut self, kind: NodeKind, parts: usize, cursor: Cursor<'u>, loc: Loc) -> NodeId {
        let mut before = Vec::new();
        let mut kids = Vec::new();
        for child in cursor.children() {
            let part = child.kind();
            if part == CXCursor_VarDecl || (part == CXCursor_DeclStmt && kids.is_empty()) {
                before.push(self.stmt(child));
            } else if is_expression(part) || is_statement(part) {
                kids.push(self.stmt(child));
            }
        }
        while kids.len() < parts {
            let absent = self.absent();
            kids.push(absent);
        }
        let node = self.tree.push(kind, loc, NO_TYPE, &kids);
        if before.is_empty() {
            return node;
        }
        before.push(node);
        self.tree.push(NodeKind::Compound, loc, NO_TYPE, &before)
    }

    fn goto(&mut self, cursor: Cursor<'u>, loc: Loc) -> NodeId {
        let target = cursor
            .children()
            .into_iter()
            .find(|c| c.kind() == CXCursor_LabelRef)
            .and_then(|c| c.referenced());
        match target {
            Some(label) => {
                let label = self.decl(label);
                self.leaf(NodeKind::Goto(label), loc, NO_TYPE)
            }
            None => self.leaf(NodeKind::IndirectGoto, loc, NO_TYPE),
        }
    }

    fn local(&mut self, cursor: Cursor<'u>, loc: Loc) -> NodeId {
        let id = self.decl(cursor);
        let mut attributes = Vec::new();
        for child in cursor.children() {
            match child.kind() {
                CXCursor_StructDecl | CXCursor_UnionDecl => self.record(child),
                CXCursor_UnexposedAttr => attributes.push(child.extent()),
                _ => {}
            }
        }
        let mut kids = Vec::new();
        if let Some(init) = cursor.initializer() {
            let init = self.expr(init);
            self.tree.decls[id.0 as usize].init = Some(init);
            kids.push(init);
        }
        if self.tree[id].static_storage && cursor.storage() == CX_SC_Static {
            self.tree.statics.push(id);
        }
        if let Some(call) = self.cleanup(id, loc, &attributes) {
            if kids.is_empty() {
                kids.push(self.absent());
            }
            kids.push(call);
        }
        self.tree.push(NodeKind::VarDecl(id), loc, NO_TYPE, &kids)
    }

    /// libclang leaves out the absent parts of a `for`: the `;` in the text tell which ones they are.
    fn for_loop(&mut self, cursor: Cursor<'u>, loc: Loc) -> NodeId {
        let children: Vec<_> = cursor
            .children()
            .into_iter()
            .filter(|c| is_expression(c.kind()) || is_statement(c.kind()) || c.kind() == CXCursor_VarDecl)
            .collect();
        let mut parts = [None; 4];
        if children.len() == 4 {
            parts = [Some(children[0]), Some(children[1]), Some(children[2]), Some(children[3])];
        } else if let Some((body, head)) = children.split_last() {
            parts[3] = Some(*body);
            let text = self.tree.files.get(usize::from(loc.file.0)).map_or(&[][..], |file| &file.text);
            let semicolons = for_semicolons(text, loc.offset as usize);
            for (at, child) in head.iter().enumerate() {
                let offset = child.extent().0.offset as usize;
                let slot = match semicolons {
                    Some((first, _)) if offset < first => 0,
                    Some((_, second)) if offset > second => 2,
                    Some(_) => 1,
                    // In a macro: a lone head is the condition, of two the first is the initialiser unless it tests.
                    None if head.len() == 1 => 1,
                    None => at,
                };
                parts[slot] = Some(*child);
            }
        }
        let kids: Vec<_> = parts
            .iter()
            .map(|part| match part {
                Some(part) => self.stmt(*part),
                None => self.absent(),
            })
            .collect();
        self.tree.push(NodeKind::For, loc, NO_TYPE, &kids)
    }
}

fn is_operator_name(target: Cursor<'_>) -> bool {
    matches!(target.kind(), CXCursor_FunctionDecl | CXCursor_CXXMethod | CXCursor_FunctionTemplate)
        && target.spelling().starts_with("operator")
}

fn is_member_call(children: &[Cursor<'_>]) -> bool {
    children.first().is_some_and(|c| c.kind() == CXCursor_MemberRefExpr)
}

fn binary_op(op: CXBinaryOperatorKind) -> BinaryOp {
    match op {
        CXBinaryOperator_Mul => BinaryOp::Mul,
        CXBinaryOperator_Div => BinaryOp::Div,
        CXBinaryOperator_Rem => BinaryOp::Rem,
        CXBinaryOperator_Add => BinaryOp::Add,
        CXBinaryOperator_Sub => BinaryOp::Sub,
        CXBinaryOperator_Shl => BinaryOp::Shl,
        CXBinaryOperator_Shr => BinaryOp::Shr,
        CXBinaryOperator_LT => BinaryOp::Lt,
        CXBinaryOperator_GT => BinaryOp::Gt,
        CXBinaryOperator_LE => BinaryOp::Le,
        CXBinaryOperator_GE => BinaryOp::Ge,
        CXBinaryOperator_EQ => BinaryOp::Eq,
        CXBinaryOperator_NE => BinaryOp::Ne,
        CXBinaryOperator_And => BinaryOp::BitAnd,
        CXBinaryOperator_Xor => BinaryOp::BitXor,
        CXBinaryOperator_Or => BinaryOp::BitOr,
        CXBinaryOperator_LAnd => BinaryOp::And,
        CXBinaryOperator_LOr => BinaryOp::Or,
        CXBinaryOperator_Comma => BinaryOp::Comma,
        _ => BinaryOp::Other,
    }
}

fn compound_op(op: CXBinaryOperatorKind) -> BinaryOp {
    match op {
        CXBinaryOperator_MulAssign => BinaryOp::Mul,
        CXBinaryOperator_DivAssign => BinaryOp::Div,
        CXBinaryOperator_RemAssign => BinaryOp::Rem,
        CXBinaryOperator_AddAssign => BinaryOp::Add,
        CXBinaryOperator_SubAssign => BinaryOp::Sub,
        CXBinaryOperator_ShlAssign => BinaryOp::Shl,
        CXBinaryOperator_ShrAssign => BinaryOp::Shr,
        CXBinaryOperator_AndAssign => BinaryOp::BitAnd,
        CXBinaryOperator_XorAssign => BinaryOp::BitXor,
        CXBinaryOperator_OrAssign => BinaryOp::BitOr,
        _ => BinaryOp::Other,
    }
}

/// Offsets of the two `;` in the head of the `for` that begins at `start`; `None` when no `for` stands there.
fn for_semicolons(text: &[u8], start: usize) -> Option<(usize, usize)> {
    let head = text.get(start..)?;
    if !head.starts_with(b"for") {
        return None;
    }
    let mut depth = 0_u32;
    let mut first = None;
    for (at, byte) in crate::source::lexical::code_bytes(text, start) {
        match byte {
            b'(' | b'{' | b'[' => depth += 1,
            b')' | b'}' | b']' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return None;
                }
            }
            b';' if depth == 1 => match first {
                None => first = Some(at),
                Some(first) => return Some((first, at)),
            },
            _ => {}
        }
    }
    None
}

/// The bytes of a string literal as libclang spells it: quoted, with C escapes.
fn unescape(spelling: &str) -> String {
    let Some(open) = spelling.find('"') else { return spelling.to_owned() };
    let inside = spelling[open + 1..].strip_suffix('"').unwrap_or(&spelling[open + 1..]);
    let mut text = String::with_capacity(inside.len());
    let mut chars = inside.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => text.push('\n'),
            Some('t') => text.push('\t'),
            Some('r') => text.push('\r'),
            Some(digit @ '0'..='7') => {
                let mut value = digit.to_digit(8).unwrap_or(0);
                while let Some(next) = chars.peek().and_then(|c| c.to_digit(8)).filter(|_| value < 32) {
                    value = value * 8 + next;
                    chars.next();
                }
                text.push(char::from_u32(value).unwrap_or('\u{fffd}'));
            }
            Some('x') => {
                let mut value = 0;
                while let Some(next) = chars.peek().and_then(|c| c.to_digit(16)).filter(|_| value < 0x10000) {
                    value = value * 16 + next;
                    chars.next();
                }
                text.push(char::from_u32(value).unwrap_or('\u{fffd}'));
            }
            Some(other) => text.push(other),
            None => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_lose_quotes_and_escapes() {
        assert_eq!(unescape(r#""a\n\"b\"\001""#), "a\n\"b\"\u{1}");
        assert_eq!(unescape(r#"L"x""#), "x");
    }

    #[test]
    fn semicolons_of_a_for() {
        let text = b"for (i = f(\";\"); /* ; */ ; i++) {}";
        let (first, second) = for_semicolons(text, 0).unwrap();
        assert_eq!((first, second), (15, 25));
        assert_eq!(for_semicolons(b"LOOP(x)", 0), None);
        assert_eq!(for_semicolons(b"for (auto x : y)", 0), None);
    }
}
