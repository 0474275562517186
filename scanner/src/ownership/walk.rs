//! Walks the paths of one function: which blocks in which state, until nothing new comes.
//! What an expression does to a state is in `eval.rs`, what a call does in `call.rs`, the end of a path in `finish.rs`.

use std::collections::{HashMap, HashSet, VecDeque};

use super::cfg::{BlockId, Cfg, End, Item, Source};
use super::facts::facts;
use super::live::Live;
use super::mistake::{Found, Mistake};
use super::program::{Habits, Program};
use super::repair::{Repair, Tried};
use super::role::Role;
use super::state::{Gil, Indicator, Place, State};
use super::summary::Outcome;
use super::trace::{Event, Trace};
use super::value::{self, Kind, Null, Value, ValueId};
use crate::source::tree::{DeclId, Function, Loc, NodeId, NodeKind, Origin, Tree, TypeKind};

/// Items that are evaluated in a function at most, over all paths.
const MAX_ITEMS: u32 = 60_000;
/// From so many states on, those of a block are made coarser.
const MANY_STATES: usize = 80;
/// States that a block is entered in at most.
const MAX_STATES: usize = 400;
/// States between two items of a block.
const MAX_AT_ONCE: usize = 40;
/// Ways that one item can go.
const MAX_WAYS: usize = 160;

/// What walking a function gave.
#[derive(Default)]
pub(crate) struct Walked {
    pub(crate) found: Vec<Found>,
    pub(crate) outcomes: Vec<(Outcome, Ending)>,
    pub(crate) reenters: bool,
    /// Calls that were met with the GIL held.
    pub(crate) attached: HashSet<Loc>,
    /// The budget ran out: not all paths were seen.
    pub(crate) is_partial: bool,
    /// Fields that hold references of their own when the function returns, and where they were given them.
    pub(crate) kept: HashMap<DeclId, Loc>,
    /// Where a part of a variable is read that has, or may have, a value.
    pub(crate) filled: HashSet<Loc>,
    /// What came of each repair that was tried.
    pub(crate) tried: Vec<Tried>,
    /// Items that were evaluated.
    pub(crate) items: u32,
}

/// How one path ended: what the judgement over all paths needs.
#[derive(Clone)]
pub(crate) struct Ending {
    pub(crate) loc: Loc,
    pub(crate) trace: Trace,
    /// What comes back, as a reader would call it.
    pub(crate) subject: String,
}

/// A way through an item: which alternatives are taken, in order.
#[derive(Default)]
pub(super) struct Script {
    chosen: Vec<(usize, usize)>,
    at: usize,
}

impl Script {
    /// Takes one of `count` alternatives.
    fn choose(&mut self, count: usize) -> usize {
        if let Some((chosen, _)) = self.chosen.get(self.at) {
            self.at += 1;
            return *chosen;
        }
        self.chosen.push((0, count));
        self.at += 1;
        0
    }

    /// Goes to the next way; false when all were gone.
    fn next(&mut self) -> bool {
        self.chosen.truncate(self.at);
        self.at = 0;
        while let Some((chosen, count)) = self.chosen.pop() {
            if chosen + 1 < count {
                self.chosen.push((chosen + 1, count));
                return true;
            }
        }
        false
    }
}

/// States that are still to be followed, and those that were seen, by block.
struct Open {
    states: VecDeque<(BlockId, State)>,
    seen: Vec<HashSet<u64>>,
}

impl Open {
    fn new(blocks: usize) -> Self {
        Open { states: VecDeque::new(), seen: vec![HashSet::new(); blocks] }
    }
}

/// Walks one function.
pub(crate) struct Walker<'a> {
    pub(super) program: &'a Program<'a>,
    pub(super) tree: &'a Tree,
    pub(super) function: &'a Function,
    pub(super) state: State,
    pub(super) script: Script,
    /// The way contradicts itself: it does not exist.
    pub(super) is_dead: bool,
    /// Where we are.
    pub(super) here: Loc,
    /// Mistakes of the way at hand.
    pub(super) pending: Vec<Found>,
    pub(super) told: HashSet<(Mistake, u32, u32)>,
    pub(super) walked: Walked,
    /// What the function does somewhere, on whatever path.
    pub(super) habits: Habits,
    /// The call at hand was given a null that makes it fail.
    pub(super) must_fail: bool,
    /// Some local struct or array was declared without a value.
    pub(super) has_blank: bool,
}

/// Walks all paths of a function, as it would be with these repairs.
pub(crate) fn walk<'a>(program: &'a Program<'a>, function: &'a Function, repairs: &[Repair]) -> Walked {
    let cfg = Cfg::new(program.tree, function, repairs);
    let live = Live::new(program.tree, &cfg);
    let mut walker = Walker {
        program,
        tree: program.tree,
        function,
        state: State::new(),
        script: Script::default(),
        is_dead: false,
        here: program.tree[function.body].loc,
        pending: Vec::new(),
        told: HashSet::new(),
        walked: Walked::default(),
        habits: program.habits(function),
        must_fail: false,
        has_blank: false,
    };
    walker.walked.is_partial = cfg.is_partial;
    walker.walked.tried = vec![Tried::default(); repairs.len()];
    walker.parameters();
    walker.explore(&cfg, &live);
    walker.walked
}

impl Walker<'_> {
    fn parameters(&mut self) {
        for (at, &param) in self.function.params.iter().enumerate() {
            let loc = self.tree[param].loc;
            // A struct that is given as such is where it is, like a local one.
            if matches!(self.tree[self.tree[param].ty].kind, TypeKind::Record(_)) && !self.program.is_cpp {
                continue;
            }
            let kind = self.program.kind_of(self.tree[param].ty);
            let value = Value {
                origin: value::Origin::Param(at as u16),
                named: Some(param),
                ..Value::unknown(kind, loc)
            };
            let id = self.state.add(value);
            if self.steals(at as u16) {
                self.state.value_mut(id).own = 1;
            }
            self.state.set(Place::Variable(param), id);
            if self.program.role(self.function.decl).is_none_or(Role::is_plain) {
                self.state.set(Place::Entry(param), id);
            }
        }
    }

    /// The function says that it takes the reference of this parameter over.
    pub(super) fn steals(&self, parameter: u16) -> bool {
        self.program.role(self.function.decl).is_some_and(|role| role.promise.steals.contains(&parameter))
    }

    fn explore(&mut self, cfg: &Cfg, live: &Live) {
        let mut open = Open::new(cfg.blocks.len());
        let first = std::mem::replace(&mut self.state, State::new());
        self.enter(&mut open, live, BlockId(0), first);
        let mut items = 0_u32;
        while let Some((id, state)) = open.states.pop_front() {
            // A repair that is wrong on one path need not be tried on others.
            if items > MAX_ITEMS || self.walked.tried.iter().any(Tried::is_wrong) {
                self.walked.is_partial = true;
                return;
            }
            let Some(block) = cfg.blocks.get(id.0 as usize) else { continue };
            let mut states = vec![state];
            self.walked.items = items;
            for item in &block.items {
                let mut after = Vec::new();
                for state in states {
                    items += 1;
                    self.every_way(
                        state,
                        |walker| walker.item(*item, &cfg.repairs),
                        |_, (), state| after.push(state),
                    );
                }
                states = self.distinct(after);
                if items > MAX_ITEMS {
                    self.walked.is_partial = true;
                    return;
                }
            }
            for state in states {
                items += 1;
                for (to, state) in self.end(&block.end, state) {
                    self.enter(&mut open, live, to, state);
                }
            }
        }
    }

    /// Leaves out states that mean the same.
    fn distinct(&mut self, mut states: Vec<State>) -> Vec<State> {
        const FEW: usize = 4;
        const MANY_VALUES: usize = 200;
        if states.len() <= FEW {
            // A long block leaves much behind that nothing refers to any more.
            for state in states.iter_mut().filter(|state| state.values.len() > MANY_VALUES) {
                state.tidy(&|_| true);
            }
            return states;
        }
        for round in 0..3 {
            let mut seen = HashSet::new();
            states.retain_mut(|state| {
                if round > 0 {
                    state.coarsen(round > 1);
                }
                state.tidy(&|_| true);
                seen.insert(state.fingerprint())
            });
            if states.len() <= MAX_AT_ONCE {
                return states;
            }
        }
        self.walked.is_partial |= states.len() > 2 * MAX_AT_ONCE;
        states.truncate(2 * MAX_AT_ONCE);
        states
    }

    /// A state arrives at a block; when it is new there, it is to be followed.
    fn enter(&mut self, open: &mut Open, live: &Live, to: BlockId, mut state: State) {
        let program = self.program;
        state.tidy(&|variable| program.is_global(variable) || live.is_wanted(to, variable));
        let Some(known) = open.seen.get_mut(to.0 as usize) else { return };
        if known.len() >= MANY_STATES {
            state.coarsen(known.len() >= 3 * MANY_STATES);
            state.tidy(&|variable| program.is_global(variable) || live.is_wanted(to, variable));
        }
        if known.len() >= MAX_STATES {
            self.walked.is_partial |= !known.contains(&state.fingerprint());
        } else if known.insert(state.fingerprint()) {
            open.states.push_back((to, state));
        }
    }

    /// Runs `act` on a state, once for each way that it can go.
    fn every_way<T>(
        &mut self,
        state: State,
        mut act: impl FnMut(&mut Self) -> T,
        mut done: impl FnMut(&mut Self, T, State),
    ) {
        self.script = Script::default();
        for _ in 0..MAX_WAYS {
            self.state = state.clone();
            self.is_dead = false;
            self.pending.clear();
            let result = act(self);
            let more = self.script.next();
            if !self.is_dead {
                let pending = std::mem::take(&mut self.pending);
                for found in pending {
                    self.keep(found);
                }
                let state = std::mem::replace(&mut self.state, State::new());
                done(self, result, state);
            }
            if !more {
                return;
            }
        }
        self.walked.is_partial = true;
    }

    /// Takes a mistake in, once for each place.
    fn keep(&mut self, found: Found) {
        let key = (found.mistake, found.loc.offset, found.created.offset);
        if self.told.insert(key) {
            self.walked.found.push(found);
        }
    }

    pub(super) fn choose(&mut self, count: usize) -> usize {
        if count <= 1 { 0 } else { self.script.choose(count) }
    }

    fn item(&mut self, item: Item, repairs: &[Repair]) {
        match item {
            Item::Repair(at) => {
                if let Some(repair) = repairs.get(at) {
                    self.try_repair(at, repair);
                }
            }
            Item::Eval(node) | Item::Drop(node) => {
                self.at(node);
                match self.is_unseen(node) {
                    true => self.anything_happens(),
                    false => _ = self.eval(node),
                }
                if self.may_leave(node) {
                    self.anything_happens();
                }
            }
            Item::Keep(node) => {
                let value = self.eval(node);
                self.state.parts.push((node, value));
            }
            // What is returned was evaluated before.
            Item::Cleanup(call) => _ = self.eval(call),
            Item::Value { of, from } => {
                let value = match from {
                    Source::Node(node) => self.eval(node),
                    Source::Number(number) => self.number(number),
                };
                self.state.parts.retain(|(node, _)| *node != of);
                self.state.parts.push((of, value));
                return;
            }
        }
        if !matches!(item, Item::Keep(_) | Item::Cleanup(_)) {
            self.state.parts.clear();
        }
        self.collect();
    }

    /// `FINISH;`: a macro of a header that is not there.
    fn is_unseen(&self, node: NodeId) -> bool {
        matches!(self.tree[node].kind, NodeKind::Name(decl) if self.tree[decl].origin == Origin::Guessed)
    }

    /// `IGRAPH_ERROR("...");`: a macro of a header that is not there, whose name says that it may leave.
    fn may_leave(&self, node: NodeId) -> bool {
        let NodeKind::Call(Some(decl)) = self.tree[node].kind else { return false };
        let is_leaving = |word: &String| self.tree[decl].name.contains(word.as_str());
        self.tree.looks_like_macro(decl)
            && self.program.contract(decl).is_none()
            && facts().leaving.iter().any(is_leaving)
    }

    /// Code that is not seen: it may do anything to what the function holds.
    fn anything_happens(&mut self) {
        for value in self.state.values.iter_mut().filter(|value| value.kind != Kind::Number) {
            value.escaped = true;
            value.fresh = false;
        }
        self.state.indicator = Indicator::Unknown;
        self.state.raised = None;
        self.state.gil = Gil::Unknown;
    }

    /// Says where we are, for what is told about this item.
    pub(super) fn at(&mut self, node: NodeId) {
        let loc = self.tree[node].loc;
        if loc.line > 0 {
            self.here = loc;
        }
    }

    /// Where a state goes from the end of a block.
    fn end(&mut self, end: &End, state: State) -> Vec<(BlockId, State)> {
        let mut next = Vec::new();
        match end {
            End::Jump(to) => next.push((*to, state)),
            End::Stop => {}
            End::Branch { condition, yes, no } => {
                let (yes, no) = (*yes, *no);
                self.every_way(
                    state,
                    |walker| {
                        walker.at(*condition);
                        let holds = walker.decide(*condition);
                        walker.state.parts.retain(|(node, _)| *node == *condition);
                        walker.collect();
                        holds
                    },
                    |_, holds, state| next.push((if holds { yes } else { no }, state)),
                );
            }
            End::Switch { value, cases, other } => {
                self.every_way(
                    state,
                    |walker| {
                        walker.at(*value);
                        let to = walker.switch(*value, cases, *other);
                        walker.state.parts.clear();
                        walker.collect();
                        to
                    },
                    |_, to, state| next.push((to, state)),
                );
            }
            End::Return { value, loc } => {
                self.every_way(state, |walker| walker.finish(*value, *loc), |_, (), _| {});
            }
        }
        next
    }

    fn switch(&mut self, value: NodeId, cases: &[(i64, i64, BlockId)], other: BlockId) -> BlockId {
        let id = self.eval(value);
        let (low, high) = (self.state.value(id).low, self.state.value(id).high);
        let possible: Vec<_> = cases.iter().filter(|(from, to, _)| *from <= high && *to >= low).collect();
        if let (Some(_), Some((_, _, to))) = (self.state.value(id).constant(), possible.first()) {
            return *to;
        }
        let way = self.choose(possible.len() + 1);
        match possible.get(way) {
            Some((from, to, block)) => {
                if !self.state.value_mut(id).between(*from, *to) {
                    self.is_dead = true;
                }
                self.state.trace.push(Event::Branch(value, true), self.tree[value].loc, 0);
                *block
            }
            None => other,
        }
    }

    /// A number.
    pub(super) fn number(&mut self, number: i64) -> ValueId {
        let here = self.here;
        self.state.add(Value { origin: value::Origin::Constant(None), ..Value::number(number, number, here) })
    }

    /// Something of which nothing is known.
    pub(super) fn unknown(&mut self, kind: Kind) -> ValueId {
        let here = self.here;
        self.state.add(Value::unknown(kind, here))
    }

    /// Tells of what was lost: values that are owed and that nothing leads to any more.
    pub(super) fn collect(&mut self) {
        let is_held = |state: &State, id: ValueId| {
            state.places.iter().any(|(_, value)| *value == id)
                || state.parts.iter().any(|(_, value)| *value == id)
        };
        let owed: Vec<ValueId> = (0..self.state.values.len() as u32)
            .map(ValueId)
            .filter(|id| self.state.value(*id).is_owed() && !is_held(&self.state, *id))
            .collect();
        let mut lost = owed;
        // Also what only a lost value leads to, or a place in something that is gone.
        if lost.is_empty() && self.state.values.iter().any(|value| value.is_owed()) {
            let reachable: HashSet<ValueId> = self.state.reachable().into_iter().collect();
            lost = (0..self.state.values.len() as u32)
                .map(ValueId)
                .filter(|id| self.state.value(*id).is_owed() && !reachable.contains(id))
                .collect();
        }
        for id in lost {
            let value = self.state.value(id);
            let loc = if value.named.is_some() { self.here } else { value.created };
            self.lost(id, loc);
            self.state.value_mut(id).escaped = true;
        }
    }

    /// The address of a place.
    pub(super) fn address(&mut self, place: Place) -> ValueId {
        if let Some((_, address)) = self.state.addresses.iter().find(|(known, _)| *known == place) {
            return *address;
        }
        let value = Value { null: Null::No, ..Value::unknown(Kind::Address, self.here) };
        let id = self.state.add(value);
        self.state.addresses.push((place, id));
        id
    }

    /// The place lies in the function's own variables.
    pub(super) fn is_local(&self, place: Place) -> bool {
        let mut place = place;
        for _ in 0..6 {
            match place {
                Place::Variable(decl) => return !self.program.is_global(decl),
                Place::Entry(_) | Place::Inner(_) => return true,
                Place::Field(base, _) | Place::Element(base, _) => match self.state.pointee(base) {
                    Some(outer) => place = outer,
                    None => return false,
                },
            }
        }
        false
    }
}
