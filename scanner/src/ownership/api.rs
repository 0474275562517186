//! A call by its contract: what it needs, how it ends, what it leaves the thread and the error indicator in.
//! A call that can fail goes several ways; what happens to its arguments is in `effects.rs`, what comes back in `result.rs`.

use std::rc::Rc;

use pilotage_capi::{Effect, Fails};

use super::contract::{Contract, Result};
use super::facts::{Attachment, Exception, facts};
use super::mistake::Mistake;
use super::refs::make_stale;
use super::state::{Gil, Indicator, Place, Question};
use super::trace::Event;
use super::value::{Kind, Lender, Life, Null, Origin, Value, ValueId};
use super::walk::Walker;
use crate::source::tree::{DeclId, NodeId, TypeKind};

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
        let is_null = args.first().is_some_and(|id| self.state.value(*id).null == Null::Yes);
        if contract.no_for_null && is_null {
            return self.number(0);
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
        let cannot_fail = self.cannot_fail(contract, args);
        let is_sure = cannot_fail || self.is_sure(contract, args);
        let ended = self.how_it_ended(node, contract, is_sure);
        let given_away = self.globals_given_away(contract, args);
        let released = self.places_released(contract, args);
        if contract.reenters {
            self.reentered(node, contract);
        }
        if !is_other {
            self.effects(node, &name, contract, args, ended);
        }
        // The variable goes on pointing to what it has no reference to any more.
        for (place, id) in given_away {
            if self.state.value(id).surplus() < 0 {
                self.state.set(place, id);
            }
        }
        self.dangle(node, released);
        if self.is_dead {
            return self.unknown_of(node);
        }
        let result = self.result(node, contract, args, ended);
        if (contract.is_misuse || is_sure) && !cannot_fail && ended == Ended::Well {
            self.may_be_failure(result, node, contract);
        }
        self.formats(node, &name, contract, args, ended);
        if contract.exception == Some(Exception::Sets) {
            self.raise(node);
        }
        result
    }

    /// The global variables that hold what the call takes over.
    fn globals_given_away(&self, contract: &Contract, args: &[ValueId]) -> Vec<(Place, ValueId)> {
        let is_stolen = |effect: &Effect| matches!(effect, Effect::Steals(_));
        let is_global = |place: Place| matches!(place, Place::Variable(decl) if self.program.is_global(decl));
        self.places_given(contract, args, is_stolen).filter(|(place, _)| is_global(*place)).collect()
    }

    pub(super) fn attachment(&mut self, node: NodeId, contract: &Contract) {
        let loc = self.tree[node].loc;
        match contract.gil {
            Some(Attachment::Releases) => {
                if let Gil::Released(_) = self.state.gil {
                    self.tell(Mistake::GilReleasedTwice, loc, None, None);
                }
                self.state.gil = Gil::Released(loc);
                self.state.trace.push(Event::Detached, loc, 0);
                make_stale(&mut self.state, loc);
                self.other_code(&|_| false);
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

    pub(super) fn was_released_here(&self) -> bool {
        self.state.trace.backwards().any(|step| step.event == Event::Detached)
    }

    /// Arguments that are null or gone.
    pub(super) fn check_arguments(&mut self, node: NodeId, contract: &Contract, args: &[ValueId]) {
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
            let is_literal = value.named.is_none()
                && value.origin == Origin::Constant(None)
                && contract.strict.get(at) == Some(&true);
            let is_object = is_object || is_literal;
            if is_object && !may_be_null && value.null == Null::Yes && self.is_worth_telling(id) {
                let propagates = contract.propagates.get(at).copied().unwrap_or(false);
                self.must_fail |= propagates;
                if propagates && !matches!(contract.fails, Fails::Never) {
                    continue;
                }
                if !propagates {
                    self.tell(Mistake::UncheckedNull, self.tree[node].loc, Some(id), None);
                    if let Some(found) = self.pending.last_mut().filter(|_| is_literal) {
                        found.is_doubtful = false;
                    }
                    self.is_dead_after_telling();
                    return;
                }
            }
            if is_object
                && !may_be_null
                && self.state.value(id).null == Null::Maybe
                && contract.fails == Fails::Never
            {
                self.state.value_mut(id).set_null(false);
            }
            self.used(id, arg);
        }
    }

    /// `PyList_Check(x)`: the same question has the same answer until the path ends.
    pub(super) fn question(&mut self, node: NodeId, decl: Option<DeclId>, args: &[ValueId]) -> ValueId {
        let (Some(decl), Some(&asked)) = (decl, args.first()) else { return self.unknown(Kind::Number) };
        let second = args.get(1).and_then(|id| match self.state.value(*id).origin {
            Origin::Constant(decl) => decl,
            _ => None,
        });
        if args.len() > 1 && second.is_none() {
            return self.unknown(Kind::Number);
        }
        if args.len() == 1 && self.is_of_type(node, decl) {
            return self.number(1);
        }
        let question = second.map_or(Question::Check(decl), Question::Is);
        let known = self.state.answer(question, asked).or_else(|| match question {
            Question::Check(_) => self.implied(&self.tree[decl].name, asked),
            _ => None,
        });
        let answer = match known {
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

    /// What answers to other questions about a value say: an exact list is a list, and no tuple.
    fn implied(&self, asked: &str, id: ValueId) -> Option<bool> {
        let (wanted, is_exact) = checked_type(asked)?;
        let is_builtin = |name: &str| facts().exclusive.iter().any(|known| known == name);
        self.state.answers.iter().filter(|(_, of, _)| *of == id).find_map(|(question, _, yes)| {
            let Question::Check(known) = question else { return None };
            let (known, was_exact) = checked_type(&self.tree[*known].name)?;
            match (known == wanted, yes) {
                (true, true) if was_exact && !is_exact => Some(true),
                (true, false) if !was_exact && is_exact => Some(false),
                (false, true) if is_builtin(known) && is_builtin(wanted) => Some(false),
                _ => None,
            }
        })
    }

    /// `PyType_Check(x)` of a `PyTypeObject *`.
    fn is_of_type(&self, node: NodeId, decl: DeclId) -> bool {
        let Some(wanted) = facts().of_type.get(&self.tree[decl].name) else { return false };
        let Some(&asked) = self.tree.args(node).first() else { return false };
        let ty = self.tree[self.tree.strip_casts(asked)].ty;
        let TypeKind::Pointer(to) = self.tree[ty].kind else { return false };
        matches!(&self.tree[to].kind, TypeKind::Record(record) if record == wanted)
    }

    /// What the call does with the error indicator, and what it gives when that is all it does.
    pub(super) fn exception(
        &mut self,
        node: NodeId,
        exception: Exception,
        contract: &Contract,
        args: &[ValueId],
    ) -> Option<ValueId> {
        match exception {
            Exception::Sets => None,
            Exception::Clears | Exception::Drops => {
                if exception == Exception::Drops
                    && self.state.indicator == Indicator::Set
                    && !self.state.matched
                {
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

    pub(super) fn cleared(&mut self, node: NodeId) {
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
    pub(super) fn pending_exception(&mut self, node: NodeId, name: &str, contract: &Contract) {
        let can_fail = !matches!(contract.fails, Fails::Never | Fails::Always | Fails::NullWithoutException);
        // The same call in the next round: who asks behind the loop, asks for all.
        let is_repeated = self.state.raised.is_some_and(|raised| {
            let is_conversion = |contract: &Contract| contract.fails == Fails::MinusOneAndOccurred;
            raised == node
                || is_conversion(contract)
                    && self.contract_of_call(raised).is_some_and(|raised| is_conversion(&raised))
        });
        if self.state.indicator == Indicator::Set
            && !is_repeated
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
    fn how_it_ended(&mut self, node: NodeId, contract: &Contract, is_sure: bool) -> Ended {
        let can_fail = !matches!(contract.fails, Fails::Never | Fails::Status | Fails::Unknown);
        let ended = match contract.fails {
            _ if self.must_fail && can_fail => Ended::Failed,
            Fails::Never | Fails::Status | Fails::Unknown => Ended::Well,
            Fails::Always => Ended::Failed,
            // Whether it did is asked when somebody tests it.
            _ if contract.is_misuse || is_sure => Ended::Well,
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

    /// What the call is given makes it succeed.
    fn is_sure(&self, contract: &Contract, args: &[ValueId]) -> bool {
        let number = |at: usize| args.get(at).and_then(|id| self.state.value(*id).constant());
        let is_type = |at: usize| {
            let origin = args.get(at).map(|id| self.state.value(*id).origin);
            matches!(origin, Some(Origin::Constant(Some(_))))
        };
        let tuple = self.program.role(self.function.decl).and_then(|role| role.tuple);
        let is_tuple = |id: &ValueId| match self.state.value(*id).origin {
            Origin::Made(node) => self.contract_of_call(node).is_some_and(|made| made.gives_sequence),
            origin => tuple.map(Origin::Param) == Some(origin),
        };
        contract.sure.is_some_and(|sure| {
            number(sure.argument).is_some_and(|number| (sure.from..=sure.to).contains(&number))
        }) || contract.sure_of_type.is_some_and(is_type)
            || contract.sure_of_tuple && args.first().is_some_and(is_tuple)
    }

    /// A question about it was answered with yes, or the function that made it says what it is.
    fn is_sure_after(&self, contract: &Contract, id: ValueId) -> bool {
        let sure = &contract.sure_after;
        if sure.is_empty() {
            return false;
        }
        let is_made = match self.state.value(id).origin {
            Origin::Made(node) => self.tree.callee(node).is_some_and(|made| sure.contains(&made.name)),
            _ => false,
        };
        let is_yes = |question: Question, yes: bool| match question {
            Question::Check(decl) => yes && sure.contains(&self.tree[decl].name),
            _ => false,
        };
        is_made || self.state.answers.iter().any(|(question, of, yes)| *of == id && is_yes(*question, *yes))
    }

    /// It does not fail, whatever its callers test.
    fn cannot_fail(&self, contract: &Contract, args: &[ValueId]) -> bool {
        let is_fresh = |id: &ValueId| self.state.value(*id).fresh;
        let is_index = |id: &ValueId| self.state.value(*id).low >= 0;
        let is_first_filling = || args.first().is_some_and(is_fresh) && args.get(1).is_some_and(is_index);
        contract.sure_always
            || contract.sure_when_fresh && is_first_filling()
            || args.first().is_some_and(|id| self.is_sure_after(contract, *id))
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
    pub(super) fn reentered(&mut self, node: NodeId, contract: &Contract) {
        self.walked.reenters = true;
        let is_release = contract
            .params
            .iter()
            .any(|effect| matches!(effect, Effect::Decrements | Effect::Clears | Effect::Replaces));
        if !is_release {
            make_stale(&mut self.state, self.tree[node].loc);
            self.state.trace.push(Event::Reentered(node), self.tree[node].loc, 0);
        }
        self.other_code(&|_| false);
    }
}

/// `PyList_CheckExact`: the first part of the name of a check, and whether subclasses do not pass.
fn checked_type(name: &str) -> Option<(&str, bool)> {
    let exact = name.strip_suffix("_CheckExact").map(|family| (family, true));
    exact.or_else(|| name.strip_suffix("_Check").map(|family| (family, false)))
}
