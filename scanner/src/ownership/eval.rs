//! What expressions give and do: names, places, numbers, comparisons, assignments.
//! Calls are in `call.rs`.

use super::facts::facts;
use super::state::{Operand, Place};
use super::value::{Kind, Null, Origin, Value, ValueId};
use super::walk::Walker;
use crate::source::tree::{
    BinaryOp, DeclId, DeclKind, NodeId, NodeKind, Origin as FileOrigin, TypeKind, UnaryOp,
};

/// Numbers beyond this are not told apart when they come out of arithmetic: loops end.
const FAR: i64 = 4;

impl Walker<'_> {
    /// What an expression gives; what it does happens.
    pub(super) fn eval(&mut self, node: NodeId) -> ValueId {
        if !self.state.parts.is_empty()
            && let Some((_, value)) = self.state.parts.iter().find(|(known, _)| *known == node)
        {
            return *value;
        }
        let tree = self.tree;
        let kid = |n| tree.kid(node, n);
        match tree[node].kind {
            NodeKind::Int(number) => self.number(number),
            NodeKind::Str(_) => self.solid(None),
            NodeKind::Name(decl) => self.name(decl, node),
            NodeKind::Member { .. } | NodeKind::Subscript | NodeKind::Unary(UnaryOp::Deref) => {
                match self.place(node) {
                    Some(place) => self.load(place, node),
                    None => self.unknown_of(node),
                }
            }
            NodeKind::Unary(UnaryOp::AddrOf) => match kid(0) {
                Some(operand) => self.address_of(operand),
                None => self.unknown(Kind::Pointer),
            },
            NodeKind::Unary(op) => self.unary(node, op),
            NodeKind::Binary(op) => self.binary(node, op),
            NodeKind::Assign(op) => self.assign(node, op),
            NodeKind::VarDecl(decl) => self.declare(node, decl),
            NodeKind::DeclStmt => {
                let mut last = None;
                for &kid in tree.kids(node) {
                    last = Some(self.eval(kid));
                }
                last.unwrap_or_else(|| self.unknown(Kind::Number))
            }
            NodeKind::Cast => match kid(0) {
                Some(inside) => self.cast(node, inside),
                None => self.unknown_of(node),
            },
            NodeKind::Call(_) => self.call(node),
            NodeKind::This => self.this(),
            NodeKind::Float => self.unknown(Kind::Number),
            NodeKind::Lambda => {
                self.captured(node);
                self.unknown(Kind::Pointer)
            }
            // What goes into something that we have no model of is not ours to judge any more.
            _ => {
                for &kid in tree.kids(node) {
                    let value = self.eval(kid);
                    self.escape(value);
                }
                self.unknown_of(node)
            }
        }
    }

    /// Everything that a lambda names may go anywhere.
    fn captured(&mut self, node: NodeId) {
        let tree = self.tree;
        for inside in tree.descendants(node) {
            if let NodeKind::Name(decl) = tree[inside].kind
                && let Some(value) = self.state.get(Place::Variable(decl))
            {
                self.escape(value);
            }
        }
    }

    /// A constant that is not null.
    fn solid(&mut self, decl: Option<DeclId>) -> ValueId {
        let kind = match decl {
            Some(decl) => {
                let ty = self.tree[decl].ty;
                let is_object = matches!(&self.tree[ty].kind, TypeKind::Record(_));
                if is_object { Kind::Object } else { Kind::Pointer }
            }
            None => Kind::Pointer,
        };
        // References to one object are counted together, however often it is named.
        let place = decl.filter(|_| kind == Kind::Object).map(Place::Variable);
        if let Some(known) = place.and_then(|place| self.state.get(place)) {
            return known;
        }
        let here = self.here;
        let value = Value { null: Null::No, origin: Origin::Constant(decl), ..Value::unknown(kind, here) };
        let id = self.state.add(value);
        if let Some(place) = place {
            self.state.set(place, id);
        }
        id
    }

    pub(super) fn unknown_of(&mut self, node: NodeId) -> ValueId {
        let kind = self.program.kind_of(self.tree[node].ty);
        self.unknown(kind)
    }

    fn this(&mut self) -> ValueId {
        let place = Place::Variable(DeclId(u32::MAX));
        match self.state.get(place) {
            Some(value) => value,
            None => {
                let here = self.here;
                let value = Value { null: Null::No, ..Value::unknown(Kind::Pointer, here) };
                let id = self.state.add(value);
                self.state.set(place, id);
                id
            }
        }
    }

    fn name(&mut self, decl: DeclId, node: NodeId) -> ValueId {
        let tree = self.tree;
        match tree[decl].kind {
            DeclKind::EnumConst => {
                if tree[decl].origin == FileOrigin::Guessed {
                    return match facts().values.get(&tree[decl].name) {
                        Some(&value) => self.number(value),
                        None => {
                            let id = self.unknown(Kind::Number);
                            self.state.value_mut(id).origin = Origin::Constant(Some(decl));
                            id
                        }
                    };
                }
                self.number(tree[decl].value)
            }
            DeclKind::Function => self.solid(Some(decl)),
            DeclKind::Var | DeclKind::Param => {
                if matches!(tree[tree[decl].ty].kind, TypeKind::Array(..)) && tree[decl].kind == DeclKind::Var
                {
                    return self.address(Place::Variable(decl));
                }
                if let Some(number) = tree.constant(node) {
                    return self.number(number);
                }
                self.load(Place::Variable(decl), node)
            }
            _ => self.unknown_of(node),
        }
    }

    /// The place that an expression names; `None` when it cannot be told from others.
    pub(super) fn place(&mut self, node: NodeId) -> Option<Place> {
        let tree = self.tree;
        match tree[node].kind {
            NodeKind::Name(decl) if matches!(tree[decl].kind, DeclKind::Var | DeclKind::Param) => {
                Some(Place::Variable(decl))
            }
            NodeKind::Member { field, arrow } => {
                let base = match tree.kid(node, 0) {
                    None => self.this(),
                    Some(base) if arrow => {
                        let id = self.eval(base);
                        self.dereferenced(id, node);
                        id
                    }
                    Some(base) => match self.place(base) {
                        Some(outer) => self.address(outer),
                        None => self.eval(base),
                    },
                };
                Some(Place::Field(base, field))
            }
            NodeKind::Subscript => {
                let base = self.eval(tree.kid(node, 0)?);
                let index = self.eval(tree.kid(node, 1)?);
                self.dereferenced(base, node);
                let Some(index) = self.state.value(index).constant() else {
                    self.shown(base);
                    return None;
                };
                Some(self.element(base, index))
            }
            NodeKind::Unary(UnaryOp::Deref) => {
                let base = self.eval(tree.kid(node, 0)?);
                self.dereferenced(base, node);
                Some(self.element(base, 0))
            }
            NodeKind::Cast => self.place(tree.kid(node, 0)?),
            _ => None,
        }
    }

    fn element(&self, base: ValueId, index: i64) -> Place {
        match self.state.pointee(base) {
            Some(Place::Variable(decl) | Place::Field(_, decl))
                if matches!(self.tree[self.tree[decl].ty].kind, TypeKind::Array(..)) =>
            {
                Place::Element(base, index)
            }
            Some(place) if index == 0 => place,
            _ => Place::Element(base, index),
        }
    }

    fn address_of(&mut self, operand: NodeId) -> ValueId {
        let inside = self.tree.strip_casts(operand);
        if let NodeKind::Name(decl) = self.tree[inside].kind {
            let declared = &self.tree[decl];
            let is_record = matches!(self.tree[declared.ty].kind, TypeKind::Record(_));
            if declared.kind == DeclKind::Function
                || (declared.static_storage || declared.origin == FileOrigin::Api) && is_record
            {
                return self.solid(Some(decl));
            }
        }
        match self.place(inside) {
            Some(place) => {
                let address = self.address(place);
                self.shown(address);
                address
            }
            None => {
                // `&PyTuple_GET_ITEM(t, 0)`
                self.eval(inside);
                self.unknown(Kind::Pointer)
            }
        }
    }

    fn cast(&mut self, node: NodeId, inside: NodeId) -> ValueId {
        let id = self.eval(inside);
        self.shown(id);
        let kind = self.program.kind_of(self.tree[node].ty);
        let value = self.state.value_mut(id);
        if value.kind == Kind::Pointer && kind == Kind::Object {
            value.kind = Kind::Object;
        }
        // A narrower number is another one.
        if value.kind == Kind::Number
            && value.constant().is_none()
            && kind == Kind::Number
            && let TypeKind::Int { bits, .. } = self.tree[self.tree[node].ty].kind
            && bits < 64
            && let TypeKind::Int { bits: from, .. } = self.tree[self.tree[inside].ty].kind
            && bits < from
        {
            let low = if value.low >= 0 { 0 } else { i64::MIN };
            let here = self.here;
            return self.state.add(Value::number(low, i64::MAX, here));
        }
        id
    }

    fn unary(&mut self, node: NodeId, op: UnaryOp) -> ValueId {
        let tree = self.tree;
        let Some(operand) = tree.kid(node, 0) else { return self.unknown(Kind::Number) };
        match op {
            UnaryOp::PostInc | UnaryOp::PreInc | UnaryOp::PostDec | UnaryOp::PreDec => {
                let old = self.eval(operand);
                let place = self.place_again(operand);
                // A pointer that walks stays in its block.
                if self.state.value(old).kind != Kind::Number {
                    self.shown(old);
                    self.moved_on(old);
                    return old;
                }
                let step = if matches!(op, UnaryOp::PostInc | UnaryOp::PreInc) { 1 } else { -1 };
                let new = self.sum(old, step);
                self.store(place, new, node);
                if matches!(op, UnaryOp::PostInc | UnaryOp::PostDec) { old } else { new }
            }
            UnaryOp::Not => {
                let id = self.eval(operand);
                match self.state.value(id).null {
                    Null::Yes => self.number(1),
                    Null::No => self.number(0),
                    Null::Maybe => self.truth_value(),
                }
            }
            UnaryOp::Minus | UnaryOp::BitNot | UnaryOp::Plus => {
                let id = self.eval(operand);
                let number = self.state.value(id).constant();
                match (op, number) {
                    (UnaryOp::Minus, Some(n)) => self.number(n.wrapping_neg()),
                    (UnaryOp::BitNot, Some(n)) => self.number(!n),
                    (UnaryOp::Plus, _) => id,
                    _ => self.unknown(Kind::Number),
                }
            }
            _ => {
                self.eval(operand);
                self.unknown_of(node)
            }
        }
    }

    /// The place of something that was evaluated already, without evaluating calls again.
    fn place_again(&mut self, node: NodeId) -> Option<Place> {
        let tree = self.tree;
        let has_call = tree
            .descendants(node)
            .iter()
            .any(|kid| matches!(tree[*kid].kind, NodeKind::Call(_) | NodeKind::Assign(_)));
        if has_call { None } else { self.place(node) }
    }

    /// What a pointer points to is another number now.
    fn moved_on(&mut self, pointer: ValueId) {
        let values = &self.state.values;
        let is_number = |id: &ValueId| values[id.0 as usize].kind == Kind::Number;
        self.state.places.retain(|(place, id)| place.base() != Some(pointer) || !is_number(id));
    }

    fn truth_value(&mut self) -> ValueId {
        let here = self.here;
        self.state.add(Value::number(0, 1, here))
    }

    /// A number and a step.
    fn sum(&mut self, id: ValueId, step: i64) -> ValueId {
        let (low, high) = (self.state.value(id).low, self.state.value(id).high);
        let here = self.here;
        let mut low = low.saturating_add(if low == i64::MIN { 0 } else { step });
        let mut high = high.saturating_add(if high == i64::MAX { 0 } else { step });
        if low > FAR {
            low = FAR;
            high = i64::MAX;
        }
        if high < -FAR {
            high = -FAR;
            low = i64::MIN;
        }
        self.state.add(Value::number(low, high, here))
    }

    fn binary(&mut self, node: NodeId, op: BinaryOp) -> ValueId {
        let tree = self.tree;
        let (Some(left), Some(right)) = (tree.kid(node, 0), tree.kid(node, 1)) else {
            return self.unknown_of(node);
        };
        if let Some(number) = tree.constant(node) {
            return self.number(number);
        }
        match op {
            BinaryOp::Eq | BinaryOp::Ne | BinaryOp::Lt | BinaryOp::Gt | BinaryOp::Le | BinaryOp::Ge => {
                let (a, b) = (self.eval(left), self.eval(right));
                match self.compare(a, op, b) {
                    Some(holds) => self.number(i64::from(holds)),
                    None => self.truth_value(),
                }
            }
            BinaryOp::Comma => {
                self.eval(left);
                self.eval(right)
            }
            BinaryOp::And | BinaryOp::Or => {
                self.eval(left);
                self.eval(right);
                self.truth_value()
            }
            _ => {
                let (a, b) = (self.eval(left), self.eval(right));
                self.arithmetic(node, op, a, b)
            }
        }
    }

    fn arithmetic(&mut self, node: NodeId, op: BinaryOp, a: ValueId, b: ValueId) -> ValueId {
        let is_number = |walker: &Self, id| walker.state.value(id).kind == Kind::Number;
        if !is_number(self, a) || !is_number(self, b) {
            // A pointer and an offset point into the same thing; a difference is a number.
            let kind = self.program.kind_of(self.tree[node].ty);
            if kind != Kind::Number {
                let pointer = if is_number(self, a) { b } else { a };
                self.shown(pointer);
                self.used(pointer, node);
                // It lives as long as what it points into.
                let here = self.here;
                let value = self.state.value(pointer);
                let owner = match value.kind {
                    Kind::Object | Kind::Memory(_) | Kind::Buffer => Some(pointer),
                    _ => value.owner,
                };
                let inside = Value { null: Null::No, owner, ..Value::unknown(Kind::Pointer, here) };
                return self.state.add(inside);
            }
            return self.unknown(kind);
        }
        let (left, right) = (self.state.value(a).constant(), self.state.value(b).constant());
        match (op, left, right) {
            (BinaryOp::Add, _, Some(step)) => self.sum(a, step),
            (BinaryOp::Add, Some(step), _) => self.sum(b, step),
            (BinaryOp::Sub, _, Some(step)) => self.sum(a, step.saturating_neg()),
            (BinaryOp::BitAnd, Some(x), Some(y)) => self.number(x & y),
            (BinaryOp::BitOr, Some(x), Some(y)) => self.number(x | y),
            (BinaryOp::BitOr, _, _)
                if self.state.value(a).null == Null::No || self.state.value(b).null == Null::No =>
            {
                let id = self.unknown(Kind::Number);
                self.state.value_mut(id).set_null(false);
                id
            }
            (BinaryOp::Rem | BinaryOp::BitAnd, _, _) => self.computed(op, a, b),
            _ => self.unknown(Kind::Number),
        }
    }

    /// `a % b`, `a & b`: the same one when it is asked for again.
    fn computed(&mut self, op: BinaryOp, a: ValueId, b: ValueId) -> ValueId {
        let state = &self.state;
        let operand = |id: ValueId| state.value(id).constant().map_or(Operand::Value(id), Operand::Number);
        // Which number it is may have turned out since.
        let now = |known: Operand| match known {
            Operand::Value(id) => operand(id),
            number => number,
        };
        let (left, right) = (operand(a), operand(b));
        let is_same =
            |(known, x, y): (BinaryOp, Operand, Operand)| (known, now(x), now(y)) == (op, left, right);
        if let Some((_, known)) = state.computed.iter().find(|(known, _)| is_same(*known)) {
            return *known;
        }
        let id = self.unknown(Kind::Number);
        self.state.computed.push(((op, left, right), id));
        id
    }

    fn assign(&mut self, node: NodeId, op: Option<BinaryOp>) -> ValueId {
        let tree = self.tree;
        let (Some(left), Some(right)) = (tree.kid(node, 0), tree.kid(node, 1)) else {
            return self.unknown_of(node);
        };
        let target = tree.strip_casts(left);
        if let Some(op) = op {
            let old = self.eval(target);
            let by = self.eval(right);
            let new = self.arithmetic(node, op, old, by);
            if new != old {
                let place = self.place_again(target);
                self.store(place, new, node);
            }
            return new;
        }
        let id = self.eval(right);
        self.at(node);
        // `PyTuple_GET_ITEM(t, 0) = x`
        if let NodeKind::Call(_) = tree[target].kind {
            self.eval(target);
            self.moved_away(id);
            return id;
        }
        if matches!(tree[tree[target].ty].kind, TypeKind::Record(_)) {
            self.escape(id);
            if let Some(place) = self.place(target) {
                let address = self.address(place);
                self.shown(address);
                self.state.places.retain(|(place, _)| place.base() != Some(address));
            }
            return id;
        }
        let place = self.place(target);
        self.store(place, id, node);
        id
    }

    fn declare(&mut self, node: NodeId, decl: DeclId) -> ValueId {
        let tree = self.tree;
        let place = Place::Variable(decl);
        let is_record = matches!(tree[tree[decl].ty].kind, TypeKind::Record(_));
        let is_array = matches!(tree[tree[decl].ty].kind, TypeKind::Array(..));
        if tree[decl].static_storage {
            return self.unknown(Kind::Number);
        }
        let Some(value) = tree.kid(node, 0) else {
            self.state.forget(place);
            let old = self.state.addresses.iter().find(|(known, _)| *known == place).map(|(_, id)| *id);
            if let Some(old) = old
                && (is_record || is_array)
            {
                self.state.places.retain(|(known, _)| known.base() != Some(old));
            }
            if is_record || is_array {
                self.is_blank(decl);
            }
            return self.unknown(Kind::Number);
        };
        self.filled_whole(decl);
        let inside = tree.strip_casts(value);
        if is_array && tree[inside].kind == NodeKind::InitList {
            let address = self.address(place);
            for (at, &item) in tree.kids(inside).iter().enumerate() {
                if matches!(tree[item].kind, NodeKind::InitList | NodeKind::Designated(_)) {
                    let id = self.eval(item);
                    self.escape(id);
                    continue;
                }
                let id = self.eval(item);
                self.state.set(Place::Element(address, at as i64), id);
            }
            return address;
        }
        let id = self.eval(value);
        self.at(node);
        if is_record || is_array {
            // An object that a C++ holder or a struct takes over.
            self.escape(id);
            return id;
        }
        self.store(Some(place), id, node);
        id
    }
}
