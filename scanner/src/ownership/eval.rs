//! What expressions give and do: names, places, numbers, comparisons, assignments.
//! Calls are in `call.rs`.

use super::mistake::Mistake;
use super::state::{Place, Question};
use super::trace::Event;
use super::value::{Kind, Life, Null, Origin, Value, ValueId};
use super::walk::Walker;
use crate::source::tree::{BinaryOp, DeclId, DeclKind, NodeId, NodeKind, Origin as FileOrigin, TypeKind, UnaryOp};

/// Numbers beyond this are not told apart when they come out of arithmetic: loops end.
const FAR: i64 = 3;

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
                    return self.unknown(Kind::Number);
                }
                self.number(tree[decl].value)
            }
            DeclKind::Function => self.solid(Some(decl)),
            DeclKind::Var | DeclKind::Param => {
                if matches!(tree[tree[decl].ty].kind, TypeKind::Array(..)) && tree[decl].kind == DeclKind::Var {
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
                let index = self.state.value(index).constant()?;
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
            Some(Place::Variable(decl)) if matches!(self.tree[self.tree[decl].ty].kind, TypeKind::Array(..)) => {
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
            if declared.kind == DeclKind::Function || (declared.static_storage || declared.origin == FileOrigin::Api) && is_record {
                return self.solid(Some(decl));
            }
        }
        match self.place(inside) {
            Some(place) => self.address(place),
            None => {
                // `&PyTuple_GET_ITEM(t, 0)`
                self.eval(inside);
                self.unknown(Kind::Pointer)
            }
        }
    }

    /// What lies in a place.
    pub(super) fn load(&mut self, place: Place, node: NodeId) -> ValueId {
        if let Some(known) = self.state.get(place) {
            return known;
        }
        let ty = self.tree[node].ty;
        let kind = self.program.kind_of(ty);
        let here = self.here;
        // A struct or array inside is where it is.
        if matches!(self.tree[ty].kind, TypeKind::Array(..) | TypeKind::Record(_)) {
            return self.address(place);
        }
        // What a struct of our own was filled with elsewhere may be ours or not.
        let origin = if place.base().is_some() && self.is_local(place) { Origin::Unknown } else { Origin::Loaded };
        let mut value = Value { origin, ..Value::unknown(kind, here) };
        if kind == Kind::Object
            && let Some(base) = place.base()
            && self.state.value(base).kind == Kind::Object
        {
            value.owner = Some(base);
        }
        let base = self.base_of(place);
        if self.state.value(base).escaped {
            value.escaped = kind != Kind::Object;
        }
        let id = self.state.add(value);
        self.state.set(place, id);
        id
    }

    fn base_of(&mut self, place: Place) -> ValueId {
        match place.base() {
            Some(base) => base,
            None => self.number(1),
        }
    }

    /// Something reads or writes through a pointer.
    pub(super) fn dereferenced(&mut self, id: ValueId, node: NodeId) {
        if self.state.value(id).kind == Kind::Number {
            return;
        }
        match self.state.value(id).null {
            Null::Yes => {
                if self.is_worth_telling(id) {
                    self.tell(Mistake::UncheckedNull, self.tree[node].loc, Some(id), None);
                }
                self.is_dead_after_telling();
            }
            Null::Maybe => {
                self.state.value_mut(id).set_null(false);
            }
            Null::No => {}
        }
        self.used(id, node);
    }

    /// A path that cannot go on: what was told stays told, the path ends.
    pub(super) fn is_dead_after_telling(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        for found in pending {
            let key = (found.mistake, found.loc.offset, found.created.offset);
            if self.told.insert(key) {
                self.walked.found.push(found);
            }
        }
        self.is_dead = true;
    }

    /// A null that a call gave or that was assigned. What was given or read somewhere may be null for reasons that
    /// other conditions exclude.
    pub(super) fn is_worth_telling(&self, id: ValueId) -> bool {
        !matches!(self.state.value(id).origin, Origin::Loaded | Origin::Unknown | Origin::Param(_))
    }

    /// A value is looked at: it must still be there.
    pub(super) fn used(&mut self, id: ValueId, node: NodeId) {
        let Some(gone) = self.state.gone(id) else { return };
        let mistake = match self.state.value(gone).life {
            Life::Released(_) => Mistake::UseAfterRelease,
            Life::Stolen(_) => Mistake::StolenThenUsed,
            Life::Stale(_) => Mistake::StaleBorrowedReference,
            Life::Alive => return,
        };
        let loc = self.tree[node].loc;
        self.tell(mistake, if loc.line > 0 { loc } else { self.here }, Some(id), Some(gone));
        self.state.value_mut(gone).life = Life::Alive;
        self.state.value_mut(gone).escaped = true;
    }

    /// Puts a value into a place; `node` is what does it.
    pub(super) fn store(&mut self, place: Option<Place>, id: ValueId, node: NodeId) {
        let Some(place) = place else {
            self.moved_away(id);
            return;
        };
        // NULL is a number only as it is written.
        if self.state.value(id).constant() == Some(0) && self.state.value(id).kind == Kind::Number {
            let ty = match place {
                Place::Variable(decl) | Place::Field(_, decl) => Some(self.tree[decl].ty),
                _ => None,
            };
            if ty.is_some_and(|ty| self.program.kind_of(ty) != Kind::Number) {
                self.state.value_mut(id).kind = Kind::Pointer;
            }
        }
        if let Place::Variable(decl) = place
            && !self.program.is_global(decl)
        {
            self.state.set(place, id);
            let value = self.state.value_mut(id);
            if !matches!(value.kind, Kind::Number | Kind::Address) || value.named.is_none() {
                value.named = Some(decl);
            }
            return;
        }
        if self.is_local(place) {
            self.state.set(place, id);
            return;
        }
        let is_owned = self.program.owns(place, &self.state);
        if let Some(old) = self.state.get(place)
            && old != id
        {
            let old = self.state.value_mut(old);
            if old.stored > 0 || (is_owned && old.kind == Kind::Object && old.origin == Origin::Loaded && old.own < 0) {
                old.stored -= 1;
            } else if is_owned && old.kind == Kind::Object && old.origin == Origin::Loaded && old.null == Null::No {
                old.stored -= 1;
            }
        }
        self.state.set(place, id);
        let loc = self.tree[node].loc;
        let value = self.state.value_mut(id);
        let is_counted = value.kind != Kind::Number && value.null != Null::Yes;
        if is_counted && (value.surplus() > 0 || (is_owned && value.kind == Kind::Object)) {
            value.stored += 1;
            let uid = value.uid;
            // Structs of the package's own may well hold what they do not own.
            let is_object = place.base().is_none_or(|base| self.state.value(base).kind == Kind::Object);
            if is_object {
                self.state.trace.push(Event::Stored, loc, uid);
            }
        }
        self.state.value_mut(id).fresh = false;
    }

    /// A value goes somewhere that is not seen.
    pub(super) fn escape(&mut self, id: ValueId) {
        let value = self.state.value_mut(id);
        if value.kind == Kind::Number {
            return;
        }
        value.escaped = true;
        value.fresh = false;
        if let Some(place) = self.state.pointee(id)
            && let Some(inside) = self.state.get(place)
        {
            let value = self.state.value_mut(inside);
            value.escaped = true;
            self.state.forget(place);
        }
        // And what lies in it.
        let inside: Vec<(Place, ValueId)> =
            self.state.places.iter().filter(|(place, _)| place.base() == Some(id)).copied().collect();
        for (place, value) in inside {
            self.state.value_mut(value).escaped = true;
            self.state.forget(place);
        }
    }

    /// A value is stored where we cannot follow: its surplus is somebody else's.
    pub(super) fn moved_away(&mut self, id: ValueId) {
        let value = self.state.value_mut(id);
        value.fresh = false;
        if value.surplus() > 0 {
            value.stored += 1;
        } else if value.kind != Kind::Number {
            value.held = true;
        }
    }

    fn cast(&mut self, node: NodeId, inside: NodeId) -> ValueId {
        let id = self.eval(inside);
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
            return self.unknown(Kind::Number);
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
        let has_call = tree.descendants(node).iter().any(|kid| matches!(tree[*kid].kind, NodeKind::Call(_) | NodeKind::Assign(_)));
        if has_call { None } else { self.place(node) }
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
                let dropped = self.eval(left);
                self.ignored(left, dropped);
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
            (BinaryOp::BitOr, _, _) if self.state.value(a).null == Null::No || self.state.value(b).null == Null::No => {
                let id = self.unknown(Kind::Number);
                self.state.value_mut(id).set_null(false);
                id
            }
            _ => self.unknown(Kind::Number),
        }
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
            return self.unknown(Kind::Number);
        };
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

    /// Does a condition hold on this way? Where it may or may not, both ways are gone.
    pub(super) fn decide(&mut self, node: NodeId) -> bool {
        let tree = self.tree;
        if let NodeKind::Binary(op @ (BinaryOp::Eq | BinaryOp::Ne | BinaryOp::Lt | BinaryOp::Gt | BinaryOp::Le | BinaryOp::Ge)) = tree[node].kind
            && let (Some(left), Some(right)) = (tree.kid(node, 0), tree.kid(node, 1))
        {
            let (a, b) = (self.eval(left), self.eval(right));
            self.looked_at(a);
            self.looked_at(b);
            if let Some(holds) = self.compare(a, op, b).or_else(|| self.compare_failure(node, op, a, b)) {
                return holds;
            }
            let holds = self.choose(2) == 0;
            self.state.trace.push(Event::Branch(node, holds), tree[node].loc, 0);
            if !self.narrow(a, if holds { op } else { opposite(op) }, b) {
                self.is_dead = true;
            }
            self.settle(a);
            self.settle(b);
            return holds;
        }
        let id = self.eval(node);
        self.looked_at(id);
        match self.state.value(id).null {
            Null::Yes => false,
            Null::No => true,
            Null::Maybe => {
                let holds = self.choose(2) == 0;
                self.state.trace.push(Event::Branch(node, holds), tree[node].loc, 0);
                if !self.state.value_mut(id).set_null(!holds) {
                    self.is_dead = true;
                }
                self.settle(id);
                holds
            }
        }
    }

    /// A condition looks at a value; when a failed call gave it, the failure is noticed.
    pub(super) fn looked_at(&mut self, id: ValueId) {
        if let Origin::Made(node) = self.state.value(id).origin
            && self.state.raised == Some(node)
        {
            self.state.looked = true;
        }
    }

    /// `x == -1.0` for the -1 of a call that failed: floating numbers have no values here.
    fn compare_failure(&self, node: NodeId, op: BinaryOp, a: ValueId, b: ValueId) -> Option<bool> {
        let is_float = |n| {
            let ty = self.tree.kid(node, n).map(|kid| self.tree[kid].ty);
            ty.is_some_and(|ty| matches!(self.tree[ty].kind, TypeKind::Float { .. }))
        };
        let is_failure = |id: ValueId| {
            let value = self.state.value(id);
            value.constant() == Some(-1) && matches!(value.origin, Origin::Made(node) if self.state.raised == Some(node))
        };
        let is_about = is_float(0) && is_float(1) && (is_failure(a) || is_failure(b));
        match op {
            BinaryOp::Eq if is_about => Some(true),
            BinaryOp::Ne if is_about => Some(false),
            _ => None,
        }
    }

    /// The comparison, when it is known.
    fn compare(&self, a: ValueId, op: BinaryOp, b: ValueId) -> Option<bool> {
        if a == b {
            return Some(matches!(op, BinaryOp::Eq | BinaryOp::Le | BinaryOp::Ge));
        }
        let (x, y) = (self.state.value(a), self.state.value(b));
        let equal = |known: bool| match op {
            BinaryOp::Eq => Some(known),
            BinaryOp::Ne => Some(!known),
            _ => None,
        };
        if x.kind != Kind::Number || y.kind != Kind::Number {
            match (x.null, y.null) {
                (Null::Yes, Null::Yes) => return equal(true),
                (Null::Yes, Null::No) | (Null::No, Null::Yes) => return equal(false),
                _ => {}
            }
            if let (Origin::Constant(Some(p)), Origin::Constant(Some(q))) = (x.origin, y.origin) {
                return equal(p == q);
            }
            for (asked, other) in [(a, y), (b, x)] {
                if let Origin::Constant(Some(decl)) = other.origin {
                    if let Some(answer) = self.state.answer(Question::Is(decl), asked) {
                        return equal(answer);
                    }
                    // What was just made is no constant object.
                    if self.state.value(asked).fresh {
                        return equal(false);
                    }
                }
            }
            return None;
        }
        match op {
            BinaryOp::Eq | BinaryOp::Ne => match (x.constant(), y.constant()) {
                (Some(p), Some(q)) => equal(p == q),
                _ if x.high < y.low || y.high < x.low => equal(false),
                _ if (x.null == Null::No && y.null == Null::Yes) || (x.null == Null::Yes && y.null == Null::No) => {
                    equal(false)
                }
                _ => None,
            },
            BinaryOp::Lt => order(x.high < y.low, x.low >= y.high),
            BinaryOp::Le => order(x.high <= y.low, x.low > y.high),
            BinaryOp::Gt => order(x.low > y.high, x.high <= y.low),
            BinaryOp::Ge => order(x.low >= y.high, x.high < y.low),
            _ => None,
        }
    }

    /// Takes a comparison as given; false when it cannot be.
    fn narrow(&mut self, a: ValueId, op: BinaryOp, b: ValueId) -> bool {
        let (x, y) = (self.state.value(a).clone(), self.state.value(b).clone());
        let (low, high) = (i64::MIN, i64::MAX);
        match op {
            BinaryOp::Eq if x.kind == Kind::Number && y.kind == Kind::Number => {
                self.state.value_mut(a).between(y.low, y.high) && self.state.value_mut(b).between(x.low, x.high)
            }
            BinaryOp::Ne if x.kind == Kind::Number && y.kind == Kind::Number => {
                self.without(a, y.constant()) && self.without(b, x.constant())
            }
            BinaryOp::Eq | BinaryOp::Ne => self.same_pointer(a, b, op == BinaryOp::Eq),
            BinaryOp::Lt => {
                self.state.value_mut(a).between(low, y.high.saturating_sub(1))
                    && self.state.value_mut(b).between(x.low.saturating_add(1), high)
            }
            BinaryOp::Le => {
                self.state.value_mut(a).between(low, y.high) && self.state.value_mut(b).between(x.low, high)
            }
            BinaryOp::Gt => {
                self.state.value_mut(a).between(y.low.saturating_add(1), high)
                    && self.state.value_mut(b).between(low, x.high.saturating_sub(1))
            }
            BinaryOp::Ge => {
                self.state.value_mut(a).between(y.low, high) && self.state.value_mut(b).between(low, x.high)
            }
            _ => true,
        }
    }

    /// A number that is not this one.
    fn without(&mut self, id: ValueId, number: Option<i64>) -> bool {
        let Some(number) = number else { return true };
        let value = self.state.value_mut(id);
        if number == 0 {
            return value.set_null(false);
        }
        let (mut low, mut high) = (value.low, value.high);
        if low == number {
            low += 1;
        }
        if high == number {
            high -= 1;
        }
        low <= high && value.between(low, high)
    }

    fn same_pointer(&mut self, a: ValueId, b: ValueId, is_same: bool) -> bool {
        let (x, y) = (self.state.value(a).clone(), self.state.value(b).clone());
        match (x.null, y.null) {
            (_, Null::Yes) => return self.state.value_mut(a).set_null(is_same),
            (Null::Yes, _) => return self.state.value_mut(b).set_null(is_same),
            _ => {}
        }
        for (asked, other) in [(a, &y), (b, &x)] {
            if let Origin::Constant(Some(decl)) = other.origin {
                self.state.answers.push((Question::Is(decl), asked, is_same));
                // A reference to a constant object is nothing that can leak.
                if is_same && !matches!(self.state.value(asked).origin, Origin::Constant(_)) {
                    self.state.value_mut(asked).escaped = true;
                }
                return !is_same || self.state.value_mut(asked).set_null(false);
            }
        }
        if is_same {
            let null = if x.null == Null::No || y.null == Null::No { Null::No } else { x.null };
            if !x.is_owed() && x.own == 0 {
                self.state.value_mut(b).null = null;
                self.state.unify(b, a);
            } else if !y.is_owed() && y.own == 0 {
                self.state.value_mut(a).null = null;
                self.state.unify(a, b);
            } else {
                // Two references to one object: which is which can no longer be told.
                self.escape(a);
                self.escape(b);
            }
        }
        true
    }
}

fn order(surely: bool, never: bool) -> Option<bool> {
    if surely {
        Some(true)
    } else if never {
        Some(false)
    } else {
        None
    }
}

fn opposite(op: BinaryOp) -> BinaryOp {
    match op {
        BinaryOp::Eq => BinaryOp::Ne,
        BinaryOp::Ne => BinaryOp::Eq,
        BinaryOp::Lt => BinaryOp::Ge,
        BinaryOp::Ge => BinaryOp::Lt,
        BinaryOp::Gt => BinaryOp::Le,
        BinaryOp::Le => BinaryOp::Gt,
        other => other,
    }
}
