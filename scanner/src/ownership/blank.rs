//! Members of local structs and items of local arrays that are read although nothing was stored in them.
//! Only what nobody else can have filled: an address that is taken, passed, cast or moved ends the matter.

use super::mistake::{Found, Mistake};
use super::state::Place;
use super::value::ValueId;
use super::walk::{Walked, Walker};
use crate::source::tree::{DeclId, Function, NodeId, NodeKind, Tree, TypeKind, UnaryOp};

impl Walker<'_> {
    /// A struct or an array is declared without a value.
    pub(super) fn is_blank(&mut self, variable: DeclId) {
        if !self.program.is_cpp && !self.state.blank.contains(&variable) {
            self.state.blank.push(variable);
            self.has_blank = true;
        }
    }

    /// From here on others may store something where this points to.
    pub(super) fn shown(&mut self, id: ValueId) {
        if self.state.blank.is_empty() {
            return;
        }
        let mut at = Some(id);
        for _ in 0..6 {
            match at.and_then(|id| self.state.pointee(id)) {
                Some(Place::Variable(decl)) => return self.filled_whole(decl),
                Some(place) => at = place.base(),
                None => return,
            }
        }
    }

    /// All of a variable has a value, or may have one.
    pub(super) fn filled_whole(&mut self, variable: DeclId) {
        self.state.blank.retain(|known| *known != variable);
    }

    /// A part of a local variable is read: with what was stored in it, or not.
    pub(super) fn part_is_read(&mut self, place: Place, node: NodeId, is_known: bool) {
        if !self.has_blank {
            return;
        }
        let Some(Place::Variable(variable)) = place.base().and_then(|base| self.state.pointee(base)) else {
            return;
        };
        let loc = self.tree[node].loc;
        if is_known || !self.state.blank.contains(&variable) {
            self.walked.filled.insert(loc);
        } else if self.is_plain_part(place, variable) {
            self.tell(Mistake::UninitialisedPart, loc, None, None);
            if let Some(found) = self.pending.last_mut() {
                found.subject = self.tree[variable].name.clone();
            }
        }
    }

    /// A member of the struct itself, of no union and of nothing within it, or an item of the array itself.
    fn is_plain_part(&self, place: Place, variable: DeclId) -> bool {
        let tree = self.tree;
        match place {
            Place::Field(_, field) => tree[field].parent.is_some_and(|record| {
                !tree.unions.contains(&record)
                    && tree.record_name(tree[variable].ty) == Some(tree[record].name.as_str())
            }),
            Place::Element(..) => matches!(tree[tree[variable].ty].kind, TypeKind::Array(..)),
            Place::Variable(_) | Place::Entry(_) | Place::Inner(_) => false,
        }
    }
}

/// A local struct or array is declared without a value, and its address stays where it is: worth walking for that alone.
pub(super) fn has_candidate(tree: &Tree, function: &Function) -> bool {
    let mut blank = Vec::new();
    let mut shown = Vec::new();
    tree.walk(function.body, &mut |node| match tree[node].kind {
        NodeKind::VarDecl(decl) if tree.kid(node, 0).is_none() && !tree[decl].static_storage => {
            if matches!(tree[tree[decl].ty].kind, TypeKind::Array(..) | TypeKind::Record(_)) {
                blank.push(decl);
            }
        }
        NodeKind::Call(_) | NodeKind::Cast | NodeKind::Binary(_) | NodeKind::Unary(UnaryOp::AddrOf) => {
            shown.extend(tree.kids(node).iter().filter_map(|kid| tree.named_variable(*kid)));
        }
        // An index that is not known ends the matter, too.
        NodeKind::Subscript if tree.kid(node, 1).is_none_or(|index| tree.constant(index).is_none()) => {
            shown.extend(tree.kid(node, 0).and_then(|kid| tree.named_variable(kid)));
        }
        _ => {}
    });
    blank.iter().any(|decl| !shown.contains(decl))
}

/// Reads that find something on another path are nobody's mistake as far as paths can tell.
pub(super) fn always_blank(walked: &Walked, found: &mut Vec<Found>) {
    found.retain(|found| {
        found.mistake != Mistake::UninitialisedPart
            || !(walked.is_partial || found.is_doubtful || walked.filled.contains(&found.loc))
    });
}
