//! What several rules ask about a tree: what an expression names, what it is worth, what a type is.
//! Each answer comes from the tree alone.

use super::tree::{
    BinaryOp, DeclId, DeclKind, Function, GUESSED_TEXT, Loc, NodeId, NodeKind, Origin, Record, Tree, TypeId,
    TypeKind, UnaryOp,
};

impl Tree {
    /// Looks through casts.
    pub(crate) fn strip_casts(&self, mut id: NodeId) -> NodeId {
        while self[id].kind == NodeKind::Cast {
            match self.kids(id).first() {
                Some(&kid) => id = kid,
                None => break,
            }
        }
        id
    }

    /// The function that an expression names, through casts and `&`.
    pub(crate) fn named_function(&self, id: NodeId) -> Option<DeclId> {
        let id = self.strip_casts(id);
        match self[id].kind {
            NodeKind::Name(decl) if self[decl].kind == DeclKind::Function => Some(decl),
            NodeKind::Unary(UnaryOp::AddrOf) => self.kid(id, 0).and_then(|kid| self.named_function(kid)),
            _ => None,
        }
    }

    /// The variable that an expression names, through casts; `&x` and `x` alike.
    pub(crate) fn named_variable(&self, id: NodeId) -> Option<DeclId> {
        let id = self.strip_casts(id);
        match self[id].kind {
            NodeKind::Name(decl) if matches!(self[decl].kind, DeclKind::Var | DeclKind::Param) => Some(decl),
            NodeKind::Unary(UnaryOp::AddrOf) => self.kid(id, 0).and_then(|kid| self.named_variable(kid)),
            _ => None,
        }
    }

    /// The definition of a function in this unit.
    pub(crate) fn definition(&self, decl: DeclId) -> Option<&Function> {
        self.indices.definition(self, decl)
    }

    /// The record of that name that own files define.
    pub(crate) fn record_named(&self, name: &str) -> Option<&Record> {
        self.indices.record(self, name)
    }

    /// The function whose text holds this place.
    pub(crate) fn function_at(&self, loc: Loc) -> Option<&Function> {
        self.indices.function_at(self, loc)
    }

    /// The integer value of a constant expression.
    pub(crate) fn constant(&self, id: NodeId) -> Option<i64> {
        let node = &self[id];
        let kid = |n| self.kid(id, n).and_then(|kid| self.constant(kid));
        match &node.kind {
            NodeKind::Int(value) => Some(*value),
            NodeKind::Name(decl) if self[*decl].origin == Origin::Guessed => None,
            NodeKind::Name(decl) if self[*decl].kind == DeclKind::EnumConst => Some(self[*decl].value),
            NodeKind::Name(decl) if self[*decl].is_const => {
                self[*decl].init.and_then(|init| self.constant(init))
            }
            NodeKind::Cast => kid(0),
            NodeKind::Unary(op) => {
                let value = kid(0)?;
                match op {
                    UnaryOp::Minus => value.checked_neg(),
                    UnaryOp::Plus => Some(value),
                    UnaryOp::BitNot => Some(!value),
                    UnaryOp::Not => Some(i64::from(value == 0)),
                    _ => None,
                }
            }
            NodeKind::Binary(op) => {
                let (left, right) = (kid(0)?, kid(1)?);
                match op {
                    BinaryOp::BitOr => Some(left | right),
                    BinaryOp::BitAnd => Some(left & right),
                    BinaryOp::BitXor => Some(left ^ right),
                    BinaryOp::Add => left.checked_add(right),
                    BinaryOp::Sub => left.checked_sub(right),
                    BinaryOp::Mul => left.checked_mul(right),
                    BinaryOp::Shl => u32::try_from(right).ok().and_then(|n| left.checked_shl(n)),
                    BinaryOp::Shr => u32::try_from(right).ok().and_then(|n| left.checked_shr(n)),
                    _ => None,
                }
            }
            NodeKind::Conditional => {
                if kid(0)? != 0 {
                    kid(1)
                } else {
                    kid(2)
                }
            }
            _ => None,
        }
    }

    /// It is the null pointer constant, through casts.
    pub(crate) fn is_null(&self, id: NodeId) -> bool {
        let id = self.strip_casts(id);
        matches!(self[id].kind, NodeKind::Int(0))
    }

    /// The text of a string literal, through casts; `None` when a part of it is not known.
    pub(crate) fn string(&self, id: NodeId) -> Option<&str> {
        match &self[self.strip_casts(id)].kind {
            NodeKind::Str(text) => Some(text).filter(|text| !text.contains(GUESSED_TEXT)).map(String::as_str),
            _ => None,
        }
    }

    /// The name of the record that a type is or points to.
    pub(crate) fn record_name(&self, ty: TypeId) -> Option<&str> {
        match &self[ty].kind {
            TypeKind::Record(name) => Some(name),
            TypeKind::Pointer(to) => self.record_name(*to),
            _ => None,
        }
    }

    /// It is `PyObject *`, or a pointer to something that begins with one.
    pub(crate) fn is_object_pointer(&self, ty: TypeId) -> bool {
        match &self[ty].kind {
            TypeKind::Pointer(to) => match &self[*to].kind {
                TypeKind::Record(name) => self.begins_with_object(name, 0),
                _ => false,
            },
            _ => false,
        }
    }

    /// It is `PyObject *` itself.
    pub(crate) fn is_plain_object_pointer(&self, ty: TypeId) -> bool {
        self.record_name(ty).is_some_and(|name| matches!(name, "PyObject" | "_object"))
    }

    fn begins_with_object(&self, name: &str, depth: u32) -> bool {
        if matches!(name, "PyObject" | "_object" | "PyVarObject" | "PyTypeObject" | "_typeobject") {
            return true;
        }
        if depth > 8 {
            return false;
        }
        let Some(record) = self.record_named(name) else {
            return name.starts_with("Py") && name.ends_with("Object");
        };
        match record.fields.first() {
            Some(&field) => match &self[self[field].ty].kind {
                TypeKind::Record(inner) => self.begins_with_object(inner, depth + 1),
                _ => self[field].name == "ob_refcnt",
            },
            None => false,
        }
    }

    /// A function that nobody declared. In C a call declares what it calls: such a declaration lies in a function.
    pub(crate) fn is_undeclared(&self, decl: DeclId) -> bool {
        let declared = &self[decl];
        declared.kind == DeclKind::Function
            && declared.origin == Origin::Own
            && self.definition(decl).is_none()
            && self.function_at(declared.loc).is_some()
    }

    /// A guessed function with the name of a macro, such as `READ_KEY` or `_Py_READ_KEY`: what it does to its
    /// arguments, and whether it comes back, nobody sees.
    pub(crate) fn looks_like_macro(&self, decl: DeclId) -> bool {
        let name = self[decl].name.trim_start_matches('_');
        let name = name.strip_prefix("Py_").unwrap_or(name);
        !name.contains(|c: char| c.is_ascii_lowercase())
            && (self[decl].origin == Origin::Guessed || self.is_undeclared(decl))
    }

    /// The items of a brace initialiser by field name; positional items are matched with `fields`.
    pub(crate) fn init_fields<'a>(&'a self, list: NodeId, fields: &[&'a str]) -> Vec<(&'a str, NodeId)> {
        let mut found = Vec::new();
        let mut next = 0;
        for &item in self.kids(list) {
            match self[item].kind {
                NodeKind::Designated(Some(field)) => {
                    let name = self[field].name.as_str();
                    next = fields.iter().position(|f| *f == name).map_or(fields.len(), |at| at + 1);
                    if let Some(value) = self.kid(item, 0) {
                        found.push((name, value));
                    }
                }
                _ => {
                    if let Some(name) = fields.get(next) {
                        found.push((name, item));
                    }
                    next += 1;
                }
            }
        }
        found
    }
}
