//! What a call does on a path: by its contract, by the summary of the function, or by what must be assumed.
//! A call that can fail goes two ways; which, the path decides.

use std::rc::Rc;

use pilotage_capi::{Effect, Fails, Thief};

use super::contract::{self, Contract, Result};
use super::facts::{Attachment, Exception, facts};
use super::mistake::Mistake;
use super::refs::make_stale;
use super::state::{Gil, Indicator, Place, Question};
use super::trace::Event;
use super::value::{Kind, Lender, Life, Null, Origin, Value, ValueId};
use super::walk::Walker;
use crate::source::tree::{DeclId, NodeId, NodeKind, TypeKind};

/// How a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// Well.
    Well,
    /// With an exception.
    Failed,
    /// Without a result and without an exception: nothing was there.
    Absent,
}

impl Walker<'_> {
    pub(super) fn call(&mut self, node: NodeId) -> ValueId {
        let tree = self.tree;
        let decl = match tree[node].kind {
            NodeKind::Call(decl) => decl,
            _ => None,
        };
        if let Some(decl) = decl {
            let name = tree[decl].name.as_str();
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

    fn arguments(&mut self, node: NodeId) -> Vec<ValueId> {
        let args = self.tree.args(node);
        let values = args.iter().map(|arg| self.eval(*arg)).collect();
        self.at(node);
        values
    }

    fn builtin(&mut self, node: NodeId) -> ValueId {
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
        let is_library = decl.is_some_and(|decl| {
            self.tree[decl].origin == crate::source::tree::Origin::Library || self.program.is_plain(decl)
        });
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
            self.state.reentered = true;
            let is_written = |field| decl.is_some_and(|decl| is_own && self.program.writes(decl, field));
            self.state.forget_shared(&|decl| self.program.is_global(decl), &is_written);
            self.state.indicator = Indicator::Unknown;
            self.state.raised = None;
            if !matches!(self.state.gil, Gil::Released(_)) {
                self.state.gil = if self.state.gil == Gil::Entry { Gil::Entry } else { Gil::Unknown };
            }
        }
        self.unknown_of(node)
    }

    fn is_object_parameter(&self, decl: Option<DeclId>, at: usize) -> bool {
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
    fn blocking(&mut self, node: NodeId, name: &str) {
        if facts().blocking.get(name) == Some(&true)
            && !matches!(self.state.gil, Gil::Released(_))
            && self.is_attached()
        {
            self.tell(Mistake::BlockingWhileAttached, self.tree[node].loc, None, None);
        }
    }

    /// The thread surely holds the GIL here.
    fn is_attached(&self) -> bool {
        match self.state.gil {
            Gil::Held => true,
            Gil::Entry => self.program.role(self.function.decl).is_some(),
            _ => false,
        }
    }

    /// A call by its contract.
    pub(super) fn call_api(
        &mut self,
        node: NodeId,
        decl: Option<DeclId>,
        contract: &Rc<Contract>,
        args: &[ValueId],
    ) -> ValueId {
        let name = self.callee_name(node);
        if contract.is_final {
            self.is_dead = true;
            return self.unknown_of(node);
        }
        self.blocking(node, &name);
        self.attachment(node, contract);
        if self.is_dead {
            return self.unknown_of(node);
        }
        self.must_fail = false;
        // Other versions of a function had other parameters: then only what comes back is believed.
        let is_other = !contract.params.is_empty() && args.len() < contract.params.len();
        if !is_other {
            self.check_arguments(node, contract, args);
        }
        if self.is_dead {
            return self.unknown_of(node);
        }
        if contract.is_check {
            return self.question(node, decl, args);
        }
        if let Some(exception) = contract.exception
            && let Some(result) = self.exception(node, exception, contract, args)
        {
            return result;
        }
        self.pending_exception(node, &name, contract);
        let ended = self.how_it_ended(node, contract);
        if contract.reenters {
            self.reentered(node, contract);
        }
        if !is_other {
            self.effects(node, &name, contract, args, ended);
        }
        if self.is_dead {
            return self.unknown_of(node);
        }
        let result = self.result(node, contract, args, ended);
        if contract.is_misuse && ended == Ended::Well {
            self.may_be_failure(result, node, contract);
        }
        self.formats(node, &name, args, ended);
        if contract.exception == Some(Exception::Sets) {
            self.raise(node);
        }
        result
    }

    fn attachment(&mut self, node: NodeId, contract: &Contract) {
        let loc = self.tree[node].loc;
        match contract.gil {
            Some(Attachment::Releases) => {
                if let Gil::Released(_) = self.state.gil {
                    self.tell(Mistake::GilReleasedTwice, loc, None, None);
                }
                self.state.gil = Gil::Released(loc);
                self.state.trace.push(Event::Detached, loc, 0);
                make_stale(&mut self.state, loc);
                self.state.forget_shared(&|decl| self.program.is_global(decl), &|_| false);
            }
            Some(Attachment::Acquires) => {
                if self.state.gil == Gil::Held && self.was_released_here() {
                    self.tell(Mistake::GilReleasedTwice, loc, None, None);
                }
                self.state.gil = Gil::Held;
            }
            Some(Attachment::Ensures) => {
                self.state.ensured += 1;
                self.state.gil = Gil::Held;
            }
            Some(Attachment::Undoes) => {
                self.state.ensured -= 1;
                self.state.gil = Gil::Unknown;
            }
            Some(Attachment::Swaps) => self.state.gil = Gil::Unknown,
            None => {
                if let Gil::Released(_) = self.state.gil
                    && contract.needs_gil
                {
                    self.tell(Mistake::ApiWithoutGil, loc, None, None);
                    self.state.gil = Gil::Unknown;
                } else if contract.needs_gil {
                    self.walked.attached.insert(loc);
                }
            }
        }
    }

    fn was_released_here(&self) -> bool {
        self.state.trace.backwards().any(|step| step.event == Event::Detached)
    }

    /// Arguments that are null or gone.
    fn check_arguments(&mut self, node: NodeId, contract: &Contract, args: &[ValueId]) {
        let nodes = self.tree.args(node).to_vec();
        for (at, &id) in args.iter().enumerate() {
            let effect = contract.params.get(at).copied().unwrap_or(Effect::Borrows);
            // Those two have words of their own for it.
            if matches!(effect, Effect::Increments | Effect::Decrements) || contract.is_memory_freed(at) {
                continue;
            }
            let arg = nodes.get(at).copied().unwrap_or(node);
            let is_object = contract.objects.get(at).copied().unwrap_or(false);
            let may_be_null = contract.nullable.get(at).copied().unwrap_or(!is_object);
            let value = self.state.value(id);
            let is_object = is_object && self.program.kind_of(self.tree[arg].ty) != Kind::Number;
            if is_object && !may_be_null && value.null == Null::Yes && self.is_worth_telling(id) {
                let propagates = contract.propagates.get(at).copied().unwrap_or(false);
                self.must_fail |= propagates;
                if propagates && !matches!(contract.fails, Fails::Never) {
                    continue;
                }
                if !propagates {
                    self.tell(Mistake::UncheckedNull, self.tree[node].loc, Some(id), None);
                    self.is_dead_after_telling();
                    return;
                }
            }
            if is_object && !may_be_null && self.state.value(id).null == Null::Maybe && contract.fails == Fails::Never {
                self.state.value_mut(id).set_null(false);
            }
            self.used(id, arg);
        }
    }

    /// `PyList_Check(x)`: the same question has the same answer until the path ends.
    fn question(&mut self, node: NodeId, decl: Option<DeclId>, args: &[ValueId]) -> ValueId {
        let (Some(decl), Some(&asked)) = (decl, args.first()) else { return self.unknown(Kind::Number) };
        let second = args.get(1).and_then(|id| match self.state.value(*id).origin {
            Origin::Constant(decl) => decl,
            _ => None,
        });
        if args.len() > 1 && second.is_none() {
            return self.unknown(Kind::Number);
        }
        let question = second.map_or(Question::Check(decl), Question::Is);
        let answer = match self.state.answer(question, asked) {
            Some(known) => known,
            None => {
                let answer = self.choose(2) == 0;
                self.state.answers.push((question, asked, answer));
                self.state.trace.push(Event::Branch(node, answer), self.tree[node].loc, 0);
                answer
            }
        };
        self.number(i64::from(answer))
    }

    /// What the call does with the error indicator, and what it gives when that is all it does.
    fn exception(
        &mut self,
        node: NodeId,
        exception: Exception,
        contract: &Contract,
        args: &[ValueId],
    ) -> Option<ValueId> {
        match exception {
            Exception::Sets => None,
            Exception::Clears | Exception::Drops => {
                if exception == Exception::Drops && self.state.indicator == Indicator::Set && !self.state.matched {
                    self.state.swallowed = self.state.raised.map(|_| node);
                }
                self.cleared(node);
                None
            }
            Exception::Asks | Exception::Matches => {
                let is_set = self.is_raised();
                self.state.looked = true;
                if exception == Exception::Matches {
                    self.state.matched = true;
                    return Some(if is_set { self.unknown(Kind::Number) } else { self.number(0) });
                }
                let loc = self.tree[node].loc;
                if !is_set {
                    let nothing = Value { origin: Origin::Unknown, ..Value::null(loc) };
                    return Some(self.state.add(nothing));
                }
                let lent = Value {
                    null: Null::No,
                    origin: Origin::Lent(node, Lender::Indicator),
                    ..Value::unknown(Kind::Object, loc)
                };
                let id = self.state.add(lent);
                let uid = self.state.value(id).uid;
                self.state.trace.push(Event::Borrowed, loc, uid);
                Some(id)
            }
            Exception::Takes => {
                let is_set = self.is_raised();
                for (at, &id) in args.iter().enumerate() {
                    // Type and value are there when an exception is, a traceback may not be.
                    let is_there = is_set && (at < 2 || self.choose(2) == 0);
                    let value = if is_there { self.made(node, false, false) } else { self.nothing(node) };
                    self.state.value_mut(value).named = None;
                    self.put_out(id, value, node);
                }
                self.cleared(node);
                if !matches!(contract.result, Result::New) {
                    return Some(self.unknown(Kind::Number));
                }
                Some(if is_set { self.made(node, false, false) } else { self.nothing(node) })
            }
            Exception::Gives => {
                for &id in args {
                    self.hand_over(id, node, None, true);
                }
                match args.first().map(|id| self.state.value(*id).null) {
                    Some(Null::Yes) => self.state.indicator = Indicator::Clear,
                    Some(Null::No) => self.raise(node),
                    _ => self.state.indicator = Indicator::Unknown,
                }
                Some(self.unknown(Kind::Number))
            }
        }
    }

    pub(super) fn nothing(&mut self, node: NodeId) -> ValueId {
        let loc = self.tree[node].loc;
        self.state.add(Value::null(loc))
    }

    /// Is an exception set? Where nobody knows, both ways are gone.
    pub(super) fn is_raised(&mut self) -> bool {
        match self.state.indicator {
            Indicator::Set => true,
            Indicator::Clear => false,
            Indicator::Entry if self.program.role(self.function.decl).is_some() => false,
            Indicator::Entry | Indicator::Unknown => {
                let was_entry = self.state.indicator == Indicator::Entry;
                let is_set = self.choose(2) == 1;
                self.state.indicator = if is_set { Indicator::Set } else { Indicator::Clear };
                if was_entry {
                    self.state.before = Some(is_set);
                }
                is_set
            }
        }
    }

    fn cleared(&mut self, node: NodeId) {
        let loc = self.tree[node].loc;
        self.state.indicator = Indicator::Clear;
        self.state.raised = None;
        for at in 0..self.state.values.len() {
            let value = &mut self.state.values[at];
            if matches!(value.origin, Origin::Lent(_, Lender::Indicator)) && value.own <= 0 && !value.held {
                value.life = Life::Stale(loc);
            }
        }
    }

    pub(super) fn raise(&mut self, node: NodeId) {
        self.state.indicator = Indicator::Set;
        self.state.looked = false;
        self.state.raised = Some(node);
        self.state.trace.push(Event::Raised(node), self.tree[node].loc, 0);
    }

    /// A call that may run code, while an exception is set.
    fn pending_exception(&mut self, node: NodeId, name: &str, contract: &Contract) {
        let can_fail = !matches!(contract.fails, Fails::Never | Fails::Always | Fails::NullWithoutException);
        if self.state.indicator == Indicator::Set
            && contract.reenters
            && can_fail
            && contract.exception.is_none()
            && !self.must_fail
            && !facts().pending.contains_key(name)
        {
            self.tell_pending(Mistake::CallWithExceptionPending, self.tree[node].loc, None);
        }
    }

    /// Chooses how the call ends.
    fn how_it_ended(&mut self, node: NodeId, contract: &Contract) -> Ended {
        let can_fail = !matches!(contract.fails, Fails::Never | Fails::Status | Fails::Unknown);
        let ended = match contract.fails {
            _ if self.must_fail && can_fail => Ended::Failed,
            Fails::Never | Fails::Status | Fails::Unknown => Ended::Well,
            Fails::Always => Ended::Failed,
            // Whether it did is asked when somebody tests it.
            _ if contract.is_misuse => Ended::Well,
            // Absent in theory only: who tests it, says so.
            Fails::NullWithoutException if !contract.is_often_absent() => Ended::Well,
            Fails::NullWithoutException | Fails::MinusOneWithoutException => match self.choose(2) {
                0 => Ended::Well,
                _ => Ended::Absent,
            },
            Fails::NullOrAbsent => match self.choose(3) {
                0 => Ended::Well,
                1 => Ended::Failed,
                _ => Ended::Absent,
            },
            _ => match self.choose(2) {
                0 => Ended::Well,
                _ => Ended::Failed,
            },
        };
        match ended {
            Ended::Failed => self.failed(node),
            Ended::Absent => self.state.trace.push(Event::Failed(node), self.tree[node].loc, 0),
            Ended::Well => {}
        }
        if contract.fails == Fails::Unknown && contract.exception.is_none() {
            self.state.indicator = Indicator::Unknown;
        }
        ended
    }

    /// A call failed and set an exception.
    pub(super) fn failed(&mut self, node: NodeId) {
        self.state.indicator = Indicator::Set;
        self.state.raised = Some(node);
        self.state.looked = false;
        self.state.matched = false;
        self.state.trace.push(Event::Failed(node), self.tree[node].loc, 0);
    }

    /// Code ran that may have changed what others can reach.
    fn reentered(&mut self, node: NodeId, contract: &Contract) {
        self.walked.reenters = true;
        self.state.reentered = true;
        let is_release = contract
            .params
            .iter()
            .any(|effect| matches!(effect, Effect::Decrements | Effect::Clears | Effect::Replaces));
        if !is_release {
            make_stale(&mut self.state, self.tree[node].loc);
            self.state.trace.push(Event::Reentered(node), self.tree[node].loc, 0);
        }
        self.state.forget_shared(&|decl| self.program.is_global(decl), &|_| false);
    }

    /// What happens to the arguments.
    fn effects(&mut self, node: NodeId, name: &str, contract: &Contract, args: &[ValueId], ended: Ended) {
        let well = ended == Ended::Well;
        let container = args.first().copied().filter(|id| self.state.value(*id).kind == Kind::Object);
        if contract.overwrites {
            self.overwritten(node, contract, args);
        }
        let stolen = contract.params.iter().position(|effect| matches!(effect, Effect::Steals(_)));
        for (at, &id) in args.iter().enumerate() {
            let effect = contract.params.get(at).copied().unwrap_or(Effect::Borrows);
            match effect {
                Effect::Borrows => self.borrowed(node, contract, at, id),
                Effect::Keeps => {
                    if well {
                        self.state.value_mut(id).held = true;
                        self.state.value_mut(id).fresh = false;
                    }
                }
                Effect::Steals(_) if contract.params.contains(&Effect::Replaces) => {}
                Effect::Steals(Thief::Always) => self.hand_over(id, node, container, well),
                Effect::Steals(Thief::OnSuccess) if well => self.hand_over(id, node, container, true),
                Effect::Steals(Thief::OnSuccess) => {
                    let uid = self.state.value(id).uid;
                    self.state.trace.push(Event::Failed(node), self.tree[node].loc, uid);
                }
                Effect::StealsItems | Effect::Unknown => self.escape(id),
                Effect::Increments => {
                    let may_be_null = contract.nullable.get(at).copied().unwrap_or(false);
                    self.take(id, node, may_be_null);
                }
                Effect::Decrements => {
                    let may_be_null = contract.nullable.get(at).copied().unwrap_or(false);
                    self.release(id, node, may_be_null);
                }
                Effect::Consumes => self.consumed(id, node),
                Effect::OutNew(only) => self.out_new(node, id, only, ended),
                Effect::OutBorrowed => self.out_lent(node, contract, args, id, ended),
                Effect::Replaces => {
                    let new = stolen.and_then(|at| args.get(at)).copied();
                    self.replaced(node, contract, id, new, well);
                }
                Effect::Clears => self.cleared_place(node, id, name),
            }
            if self.is_dead {
                return;
            }
        }
        self.memory(node, contract, args, well);
        self.buffers(node, name, args, well);
    }

    /// An argument that a call looks at; what its address points to may be written.
    fn borrowed(&mut self, _node: NodeId, contract: &Contract, at: usize, id: ValueId) {
        if self.state.value(id).kind != Kind::Address || contract.interior_out.is_some_and(|(out, _)| out == at) {
            return;
        }
        let Some(place) = self.state.pointee(id) else { return };
        // A buffer or a struct that is read; a number that is written.
        if let Some(inside) = self.state.get(place)
            && matches!(self.state.value(inside).kind, Kind::Number | Kind::Pointer)
        {
            self.state.forget(place);
        }
    }

    fn consumed(&mut self, id: ValueId, node: NodeId) {
        let loc = self.tree[node].loc;
        let value = self.state.value_mut(id);
        if value.null == Null::Yes || value.escaped {
            return;
        }
        value.own = 0;
        value.stored = 0;
        if matches!(value.origin, Origin::Made(_) | Origin::Param(_)) && !matches!(value.kind, Kind::Number) {
            value.life = Life::Released(loc);
        }
        let uid = value.uid;
        self.state.trace.push(Event::Released, loc, uid);
    }

    /// Puts what a call hands out behind an address.
    pub(super) fn put_out(&mut self, address: ValueId, value: ValueId, node: NodeId) {
        if self.state.value(address).null == Null::Yes {
            // Nobody wants it: the call does not hand it out.
            self.state.value_mut(value).escaped = true;
            return;
        }
        match self.state.pointee(address) {
            Some(place) => {
                if let Place::Variable(decl) = place {
                    self.state.value_mut(value).named = Some(decl);
                }
                self.state.forget(place);
                self.store(Some(place), value, node);
            }
            None => {
                let place = Place::Element(address, 0);
                self.state.forget(place);
                self.store(Some(place), value, node);
            }
        }
    }

    fn out_new(&mut self, node: NodeId, address: ValueId, only: Option<i8>, ended: Ended) {
        if ended != Ended::Well {
            // After a failure some write NULL and some nothing: what was there counts.
            if only.is_some() {
                let nothing = self.nothing(node);
                self.put_out(address, nothing, node);
            }
            return;
        }
        let is_there = only.is_none() || self.choose(2) == 0;
        self.state.condition = only.map(|number| (i64::from(number), is_there));
        let value = if is_there { self.made(node, false, false) } else { self.nothing(node) };
        self.put_out(address, value, node);
    }

    fn out_lent(&mut self, node: NodeId, contract: &Contract, args: &[ValueId], address: ValueId, ended: Ended) {
        if self.state.value(address).null == Null::Yes {
            return;
        }
        if ended == Ended::Failed {
            return;
        }
        let lender = contract::lender(&self.callee_name(node));
        let owner = contract.objects.iter().position(|is_object| *is_object).and_then(|at| args.get(at)).copied();
        let value = self.lent(node, lender, owner);
        self.put_out(address, value, node);
    }

    /// A call gave a borrowed reference.
    pub(super) fn lent(&mut self, node: NodeId, lender: Lender, owner: Option<ValueId>) -> ValueId {
        let loc = self.tree[node].loc;
        let id = self.state.add(Value {
            null: Null::No,
            origin: Origin::Lent(node, lender),
            owner,
            ..Value::unknown(Kind::Object, loc)
        });
        let uid = self.state.value(id).uid;
        self.state.trace.push(Event::Borrowed, loc, uid);
        id
    }

    /// `Py_SETREF(place, new)`, `PyUnicode_Append(&place, x)`.
    fn replaced(&mut self, node: NodeId, contract: &Contract, address: ValueId, new: Option<ValueId>, well: bool) {
        if contract.fails == Fails::Never && new.is_none() {
            return;
        }
        let Some(place) = self.place_behind(address) else { return };
        let old = match self.state.get(place) {
            Some(old) => old,
            None => {
                let loc = self.tree[node].loc;
                let value = Value { origin: Origin::Loaded, ..Value::unknown(Kind::Object, loc) };
                self.state.add(value)
            }
        };
        let new = match new {
            Some(new) => new,
            None if well => self.made(node, false, false),
            None => self.nothing(node),
        };
        self.state.set(place, old);
        self.store(Some(place), new, node);
        let value = self.state.value(old);
        if value.null != Null::Yes && value.own > 0 || value.origin == Origin::Loaded {
            self.release(old, node, true);
        }
    }

    fn place_behind(&mut self, address: ValueId) -> Option<Place> {
        match self.state.pointee(address) {
            Some(place) => Some(place),
            None if self.state.value(address).kind == Kind::Number => None,
            None => Some(Place::Element(address, 0)),
        }
    }

    /// `Py_CLEAR(place)`.
    fn cleared_place(&mut self, node: NodeId, address: ValueId, _name: &str) {
        let Some(place) = self.place_behind(address) else { return };
        let old = self.state.get(place);
        let nothing = self.nothing(node);
        self.store(Some(place), nothing, node);
        if let Some(old) = old {
            if self.state.value(old).null != Null::Yes {
                self.release(old, node, true);
            }
        }
        self.state.set(place, nothing);
    }

    /// A macro that sets an item of what may have one already.
    fn overwritten(&mut self, node: NodeId, contract: &Contract, args: &[ValueId]) {
        let Some(&container) = args.first() else { return };
        let index = args.get(1).and_then(|id| self.state.value(*id).constant());
        let value = self.state.value(container).clone();
        let is_full = match value.origin {
            Origin::Made(call) => !self.program.gives_empty(&self.callee_name(call)) && self.tree.api_callee(call).is_some(),
            _ => false,
        };
        let place = index.map(|index| Place::Element(container, index));
        let is_taken = place
            .and_then(|place| self.state.get(place))
            .is_some_and(|old| self.state.value(old).null == Null::No && value.fresh);
        if is_full || is_taken {
            self.tell(Mistake::OverwrittenBySetItemMacro, self.tree[node].loc, Some(container), None);
        }
        let item = contract.params.iter().position(|effect| matches!(effect, Effect::Steals(_)));
        if let (Some(place), Some(item)) = (place, item.and_then(|at| args.get(at))) {
            self.state.set(place, *item);
        }
    }

    fn memory(&mut self, node: NodeId, contract: &Contract, args: &[ValueId], well: bool) {
        let Some(memory) = contract.memory else { return };
        let block = args.get(memory.parameter).copied();
        if let (Some(family), Some(block)) = (memory.frees, block) {
            self.free(block, node, family);
        }
        if let (Some(family), Some(block)) = (memory.reallocates, block)
            && well
        {
            self.free(block, node, family);
        }
        if let (Some(family), Some(out)) = (memory.allocates, memory.out.and_then(|at| args.get(at)))
            && well
        {
            let made = self.allocated(node, family);
            self.put_out(*out, made, node);
        }
    }

    /// Buffers that are filled and released.
    fn buffers(&mut self, node: NodeId, name: &str, args: &[ValueId], well: bool) {
        if let Some(at) = facts().fills_buffer.get(name)
            && let Some(&address) = args.get(*at)
            && well
        {
            self.filled(address, node);
        }
        if let Some(at) = facts().releases_buffer.get(name)
            && let Some(&address) = args.get(*at)
        {
            self.emptied(address, node);
        }
    }

    /// What comes back.
    fn result(&mut self, node: NodeId, contract: &Contract, args: &[ValueId], ended: Ended) -> ValueId {
        let well = ended == Ended::Well;
        let loc = self.tree[node].loc;
        if let Some(memory) = contract.memory
            && memory.out.is_none()
            && let Some(family) = memory.allocates.or(memory.reallocates)
        {
            return if well { self.allocated(node, family) } else { self.failed_pointer(node) };
        }
        let mut kind = self.program.kind_of(self.tree[node].ty);
        if kind == Kind::Number && contract.gives_pointer {
            kind = Kind::Pointer;
        }
        if kind == Kind::Number {
            return self.number_of(node, contract, ended);
        }
        if !well || contract.result == Result::Null {
            return self.failed_pointer(node);
        }
        if let Some((out, from)) = contract.interior_out
            && let (Some(&out), Some(&from)) = (args.get(out), args.get(from))
        {
            let inside = self.interior(from, loc);
            self.put_out(out, inside, node);
        }
        match contract.result {
            Result::New => self.made(node, contract.is_fresh, contract.is_shared),
            // The same accessor of the same object gives the same object.
            Result::Lent(..) if args.len() == 1 && contract.fails == Fails::Never => self.lent_part(node, contract, args),
            Result::Lent(lender, owner) => {
                let owner = owner.and_then(|at| args.get(at)).copied();
                let id = self.lent(node, lender, owner);
                if contract.fails == Fails::NullWithoutException && !contract.is_often_absent() {
                    self.state.value_mut(id).null = Null::Maybe;
                }
                id
            }
            Result::Argument(at) => args.get(at).copied().unwrap_or_else(|| self.unknown(kind)),
            Result::SameNew(at) => match args.get(at).copied() {
                Some(id) => {
                    let may_be_null = contract.nullable.get(at).copied().unwrap_or(false);
                    self.take(id, node, may_be_null);
                    id
                }
                None => self.unknown(kind),
            },
            Result::Interior(at) => match args.get(at).copied() {
                Some(from) => self.interior(from, loc),
                None => self.unknown(kind),
            },
            Result::Null => self.failed_pointer(node),
            Result::Plain | Result::Unknown => {
                let id = self.unknown(kind);
                if matches!(contract.fails, Fails::Null | Fails::Never) {
                    self.state.value_mut(id).set_null(false);
                }
                id
            }
        }
    }

    fn lent_part(&mut self, node: NodeId, contract: &Contract, args: &[ValueId]) -> ValueId {
        let (Result::Lent(lender, owner), Some(&of)) = (contract.result, args.first()) else {
            return self.unknown_of(node);
        };
        let decl = match self.tree[node].kind {
            NodeKind::Call(decl) => decl,
            _ => None,
        };
        let place = decl.map(|decl| Place::Field(of, decl));
        if let Some(known) = place.and_then(|place| self.state.get(place)) {
            return known;
        }
        let id = self.lent(node, lender, owner.map(|_| of));
        if let Some(place) = place {
            self.state.set(place, id);
        }
        id
    }

    /// The null pointer that a failed call gives, remembered as its result.
    fn failed_pointer(&mut self, node: NodeId) -> ValueId {
        let loc = self.tree[node].loc;
        let kind = match self.program.kind_of(self.tree[node].ty) {
            Kind::Number => Kind::Pointer,
            kind => kind,
        };
        self.state.add(Value { origin: Origin::Made(node), kind, ..Value::null(loc) })
    }

    fn interior(&mut self, from: ValueId, loc: crate::source::tree::Loc) -> ValueId {
        self.state.add(Value { null: Null::No, owner: Some(from), ..Value::unknown(Kind::Pointer, loc) })
    }

    /// The call may have failed after all: that is decided when its result is tested.
    fn may_be_failure(&mut self, id: ValueId, node: NodeId, contract: &Contract) {
        if matches!(contract.result, Result::Argument(_) | Result::SameNew(_)) {
            return;
        }
        let value = self.state.value_mut(id);
        value.lazy = true;
        if value.kind == Kind::Number {
            value.low = -1;
            value.null = Null::Maybe;
            value.origin = Origin::Made(node);
        } else {
            value.null = Null::Maybe;
        }
    }

    /// A result that was tested turns out to be that of a failure.
    pub(super) fn settle(&mut self, id: ValueId) {
        self.may_have_raised(id);
        let value = self.state.value(id);
        let (Origin::Made(node) | Origin::Lent(node, _), true) = (value.origin, value.lazy) else { return };
        let has_failed = match value.kind {
            Kind::Number => value.high < 0,
            _ => value.null == Null::Yes,
        };
        if has_failed {
            self.state.value_mut(id).lazy = false;
            let decl = match self.tree[node].kind {
                NodeKind::Call(decl) => decl,
                _ => None,
            };
            let contract = decl.and_then(|decl| self.program.contract(decl));
            let is_silent = |contract: Rc<Contract>| {
                matches!(contract.fails, Fails::NullWithoutException | Fails::MinusOneWithoutException)
            };
            if contract.is_some_and(is_silent) {
                // Who tests what cannot fail when it is called rightly need not set an exception for it.
                self.state.indicator = Indicator::Unknown;
            } else {
                self.failed(node);
                self.state.looked = true;
            }
            self.stolen_after_all(node);
        }
    }

    /// A result of which nothing was known looks like a failure: whoever gave it may have set an exception.
    fn may_have_raised(&mut self, id: ValueId) {
        let value = self.state.value(id);
        let looks_failed = match value.kind {
            Kind::Number => value.high < 0,
            _ => value.null == Null::Yes,
        };
        let is_own = |node: NodeId| match self.tree[node].kind {
            NodeKind::Call(Some(decl)) => self.program.contract(decl).is_none(),
            _ => true,
        };
        let is_unknown = match value.origin {
            Origin::Unknown => true,
            Origin::Made(node) => is_own(node) && value.own == 0,
            _ => false,
        };
        if looks_failed && is_unknown && matches!(self.state.indicator, Indicator::Entry | Indicator::Clear) {
            self.state.indicator = Indicator::Unknown;
        }
    }

    /// A thief that turns out to have failed has destroyed what it took.
    fn stolen_after_all(&mut self, node: NodeId) {
        let loc = self.tree[node].loc;
        let uids: Vec<u32> = self
            .state
            .trace
            .backwards()
            .filter(|step| step.event == Event::Stolen && step.loc == loc)
            .map(|step| step.uid)
            .collect();
        for value in self.state.values.iter_mut().filter(|value| uids.contains(&value.uid)) {
            if value.own <= 0 && value.life == Life::Alive && matches!(value.origin, Origin::Made(_)) {
                value.life = Life::Stolen(loc);
                value.owner = None;
                value.held = false;
            }
        }
    }

    fn number_of(&mut self, node: NodeId, contract: &Contract, ended: Ended) -> ValueId {
        let loc = self.tree[node].loc;
        let max = i64::MAX;
        let condition = self.state.condition.take();
        let (low, high) = match (contract.fails, ended) {
            (Fails::MinusOne | Fails::MinusOneWithoutException, Ended::Well) => match condition {
                Some((number, true)) => (number, number),
                Some((number, false)) if number == 1 => (0, 0),
                _ if contract.succeeds_with_zero => (0, 0),
                _ => (0, max),
            },
            (Fails::MinusOne | Fails::MinusOneAndOccurred | Fails::MinusOneWithoutException, _) if ended != Ended::Well => {
                (-1, -1)
            }
            (Fails::Zero, Ended::Well) => (1, max),
            (Fails::Zero, _) => (0, 0),
            (Fails::NonZero, Ended::Well) => (0, 0),
            (Fails::NonZero, _) => (-1, -1),
            (Fails::Always, _) => (-1, -1),
            _ => (i64::MIN, max),
        };
        let value = Value { origin: Origin::Made(node), ..Value::number(low, high, loc) };
        self.state.add(value)
    }

    /// The result of a call is not looked at.
    pub(super) fn ignored(&mut self, _node: NodeId, _value: ValueId) {}
}

impl Contract {
    /// NULL is a usual answer: an allocation, a look-up.
    fn is_often_absent(&self) -> bool {
        self.memory.is_some() || matches!(self.result, Result::Lent(Lender::Mutable | Lender::Lasting, _))
    }

    pub(super) fn is_memory_freed(&self, at: usize) -> bool {
        self.memory.is_some_and(|memory| memory.parameter == at && memory.frees.or(memory.reallocates).is_some())
    }
}
