//! What a call does on a path: by the contract of the function, by its summary, or by what must be assumed.
//! Contracts are applied in `api.rs`, summaries in `own.rs`.

use pilotage_capi::Fails;

use super::facts::facts;
use super::mistake::Mistake;
use super::state::{Gil, Indicator, Place};
use super::value::{Kind, Origin, Value, ValueId};
use super::walk::Walker;
use crate::source::tree::{DeclId, NodeId, NodeKind, Origin as FileOrigin, TypeKind};

impl Walker<'_> {
    pub(super) fn call(&mut self, node: NodeId) -> ValueId {
        let tree = self.tree;
        let decl = match tree[node].kind {
            NodeKind::Call(decl) => decl,
            _ => None,
        };
        if let Some(decl) = decl {
            let name = tree[decl].name.as_str();
            if facts().names_only.iter().any(|known| known == name) {
                return self.unknown_of(node);
            }
            if name.starts_with("__builtin_") && !facts().noreturn.iter().any(|known| known == name) {
                return self.builtin(node);
            }
            if let Some(summary) = self.program.summary(decl) {
                let args = self.arguments(node);
                return self.call_own(node, decl, &summary, &args);
            }
            if let Some(contract) = self.program.contract(decl) {
                let args = self.arguments(node);
                return self.call_api(node, Some(decl), &contract, &args);
            }
            let args = self.arguments(node);
            return self.call_unknown(node, Some(decl), &args);
        }
        let callee = tree.kids(node).first().copied();
        if let Some(callee) = callee {
            let inside = tree.strip_casts(callee);
            if let NodeKind::Member { field, .. } = tree[inside].kind
                && let Some(contract) = self.program.slot_contract(field)
            {
                self.eval(inside);
                let args = self.arguments(node);
                return self.call_api(node, None, &contract, &args);
            }
            let pointer = self.eval(callee);
            self.dereferenced(pointer, callee);
        }
        let args = self.arguments(node);
        self.call_unknown(node, None, &args)
    }

    pub(super) fn arguments(&mut self, node: NodeId) -> Vec<ValueId> {
        let args = self.tree.args(node);
        let values: Vec<ValueId> = args.iter().map(|arg| self.eval(*arg)).collect();
        values.iter().for_each(|id| self.shown(*id));
        self.at(node);
        values
    }

    pub(super) fn builtin(&mut self, node: NodeId) -> ValueId {
        let args = self.arguments(node);
        match args.first() {
            Some(first) if self.callee_name(node) == "__builtin_expect" => *first,
            _ => self.unknown_of(node),
        }
    }

    /// A call of which nothing is known: it lends what it is given, may run Python, may set an exception.
    pub(super) fn call_unknown(&mut self, node: NodeId, decl: Option<DeclId>, args: &[ValueId]) -> ValueId {
        let nodes = self.tree.args(node).to_vec();
        let name = decl.map_or("", |decl| self.tree[decl].name.as_str());
        // What has nothing to do with Python cannot run it, nor keep an object.
        let is_library = decl
            .is_some_and(|decl| self.tree[decl].origin == FileOrigin::Library || self.program.is_plain(decl));
        self.blocking(node, name);
        let is_own = decl.is_some_and(|decl| self.tree.definition(decl).is_some());
        for (at, &id) in args.iter().enumerate() {
            let arg = nodes.get(at).copied().unwrap_or(node);
            self.used(id, arg);
            match self.state.value(id).kind {
                Kind::Number => {}
                Kind::Object => {
                    let value = self.state.value_mut(id);
                    value.held = true;
                    value.lent_out |= !is_library;
                    value.fresh = false;
                    // `PyObject *` given as `void *` is somebody's user data.
                    // And what a C++ object is given, it may own from now on.
                    if !is_library && (self.program.is_cpp || !self.is_object_parameter(decl, at)) {
                        self.escape(id);
                    }
                }
                Kind::Address => self.written(id),
                // A function of ours that is not known yet, because it calls us: what it writes is known.
                Kind::Pointer if is_own => {}
                Kind::Memory(_) if decl.is_some_and(|decl| self.program.is_plain(decl)) => self.escape(id),
                _ if is_library => {}
                _ => self.escape(id),
            }
        }
        if !is_library {
            self.walked.reenters = true;
            let is_written = |field| decl.is_some_and(|decl| is_own && self.program.writes(decl, field));
            self.other_code(&is_written);
            if !self.stays_pending(decl) {
                self.state.indicator = Indicator::Unknown;
                self.state.raised = None;
            }
            if !matches!(self.state.gil, Gil::Released(_)) {
                self.state.gil = if self.state.gil == Gil::Entry { Gil::Entry } else { Gil::Unknown };
            }
        }
        if decl.is_some_and(|decl| self.tree.looks_like_macro(decl)) {
            self.named_arguments(&nodes);
        }
        match decl {
            Some(decl) if self.program.gives_new(decl) => self.believed_new(node),
            _ => self.unknown_of(node),
        }
    }

    /// Code ran that may have changed globals and fields.
    pub(super) fn other_code(&mut self, is_written: &dyn Fn(DeclId) -> bool) {
        let program = self.program;
        let function = self.function.decl;
        self.forget_shared(&|decl| program.is_changed_elsewhere(function, decl), is_written);
    }

    /// Forgets globals and fields that were changed, but for fields that are filled once.
    pub(super) fn forget_shared(
        &mut self,
        is_changed: &dyn Fn(DeclId) -> bool,
        is_written: &dyn Fn(DeclId) -> bool,
    ) {
        let program = self.program;
        self.state.forget_shared(is_changed, is_written, &|field| program.is_settled(field));
    }

    /// The error indicator is as before the call: without the GIL nobody may set it, a macro that stands alone and does not leave hardly
    /// does, and nobody clears an exception that may come with a -1 and that nobody asked about.
    fn stays_pending(&self, decl: Option<DeclId>) -> bool {
        let is_detached = matches!(self.state.gil, Gil::Released(_));
        self.is_unasked() || is_detached || decl.is_some_and(|decl| self.tree.looks_like_macro(decl))
    }

    /// A call gave the -1 that may be its error, and nobody has looked at it yet.
    pub(super) fn is_unasked(&self) -> bool {
        let raised = self.state.raised.and_then(|raised| self.contract_of_call(raised));
        self.state.indicator == Indicator::Set
            && !self.state.looked
            && raised.is_some_and(|contract| contract.fails == Fails::MinusOneAndOccurred)
    }

    /// The result of a function that is not seen, and that the unit owns elsewhere. Whether it can fail is not known.
    fn believed_new(&mut self, node: NodeId) -> ValueId {
        if self.choose(2) == 0 {
            return self.made(node, false, false);
        }
        let loc = self.tree[node].loc;
        self.state.add(Value { origin: Origin::Unknown, kind: Kind::Object, ..Value::null(loc) })
    }

    /// A macro may assign the variables that it is given.
    fn named_arguments(&mut self, nodes: &[NodeId]) {
        for &node in nodes {
            let NodeKind::Name(variable) = self.tree[self.tree.strip_casts(node)].kind else { continue };
            let place = Place::Variable(variable);
            if let Some(value) = self.state.get(place) {
                self.escape(value);
                self.state.forget(place);
            }
        }
    }

    pub(super) fn is_object_parameter(&self, decl: Option<DeclId>, at: usize) -> bool {
        let Some(decl) = decl else { return true };
        match &self.tree[self.tree[decl].ty].kind {
            TypeKind::Function { params, prototyped: true, .. } => match params.get(at) {
                Some(param) => self.program.kind_of(*param) == Kind::Object,
                None => true,
            },
            _ => true,
        }
    }

    /// A place whose address was handed out: somebody may have written to it.
    pub(super) fn written(&mut self, address: ValueId) {
        let Some(place) = self.state.pointee(address) else { return };
        if let Some(old) = self.state.get(place) {
            self.escape(old);
        }
        self.state.forget(place);
        let inside: Vec<_> =
            self.state.places.iter().filter(|(place, _)| place.base() == Some(address)).copied().collect();
        for (place, id) in inside {
            self.escape(id);
            self.state.forget(place);
        }
        self.state.value_mut(address).escaped = true;
    }

    /// A call that may wait for long while the thread is attached.
    pub(super) fn blocking(&mut self, node: NodeId, name: &str) {
        if facts().blocking.get(name) == Some(&true)
            && !matches!(self.state.gil, Gil::Released(_))
            && self.is_attached()
        {
            self.tell(Mistake::BlockingWhileAttached, self.tree[node].loc, None, None);
        }
    }

    /// The thread surely holds the GIL here.
    pub(super) fn is_attached(&self) -> bool {
        match self.state.gil {
            Gil::Held => true,
            Gil::Entry => self.program.role(self.function.decl).is_some_and(|role| !role.is_plain()),
            _ => false,
        }
    }
}
