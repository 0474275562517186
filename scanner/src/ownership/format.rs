//! What a format string makes of the arguments behind it: borrowed objects, blocks to free, stolen references.
//! The language itself is in `source/formats.rs`.

use super::api::Ended;
use super::contract::Contract;
use super::state::Place;
use super::value::{Family, Kind, Lender, Null, Value, ValueId};
use super::walk::Walker;
use crate::source::formats::{self, Effect, Grammar, Kind as Wanted, Out};
use crate::source::tree::NodeId;

impl Walker<'_> {
    /// The arguments that the format of a call describes.
    pub(super) fn formats(
        &mut self,
        node: NodeId,
        name: &str,
        contract: &Contract,
        args: &[ValueId],
        ended: Ended,
    ) {
        let Some(function) = formats::function(name) else {
            if contract.is_variadic {
                self.objects_behind(node, contract, args);
            }
            return;
        };
        let Some(first) = function.first else { return };
        let text = self.tree.args(node).get(function.format).and_then(|arg| self.tree.string(*arg));
        let Some(text) = text else {
            for &id in args.iter().skip(first) {
                if function.language.grammar == Grammar::Arguments {
                    self.written(id);
                } else {
                    self.escape(id);
                }
            }
            return;
        };
        let format = function.language.parse(text);
        let mut at = first;
        for piece in &format.pieces {
            let effect = piece.unit.effect;
            for wanted in &piece.unit.takes {
                let Some(&id) = args.get(at) else { return };
                match *wanted {
                    Wanted::Out(out) => self.parsed(node, id, out, effect, ended),
                    Wanted::Object | Wanted::Type => self.built(node, id, effect),
                    Wanted::Converter => {}
                    Wanted::Any => {
                        self.converted(node, args.get(at.wrapping_sub(1)).copied(), id, effect, ended)
                    }
                    _ => {}
                }
                at += 1;
            }
        }
    }

    /// `PyArg_*`: something is written through an address.
    fn parsed(&mut self, node: NodeId, address: ValueId, out: Out, effect: Option<Effect>, ended: Ended) {
        if ended != Ended::Well {
            // Arguments before the one that did not fit may have been written; what was there may be there still.
            return;
        }
        let loc = self.tree[node].loc;
        let value = match (out, effect) {
            (Out::Object, _) => {
                let id = self.lent(node, Lender::Lasting, None);
                // The caller of the function holds the arguments.
                self.state.value_mut(id).held = true;
                id
            }
            (Out::Buffer, _) => {
                self.filled(address, node);
                return;
            }
            (Out::Text, Some(Effect::FreeMemory)) => {
                if let Some(old) = self.state.pointee(address).and_then(|place| self.state.get(place))
                    && self.state.value(old).null == Null::No
                {
                    // `es#` fills a buffer of the caller.
                    return;
                }
                self.allocated(node, Family::Mem)
            }
            (Out::Text | Out::Wide, _) => self.state.add(Value::unknown(Kind::Pointer, loc)),
            _ => self.unknown(Kind::Number),
        };
        // A unit behind `|` may leave its variable as it was.
        if self.state.pointee(address).and_then(|place| self.state.get(place)).is_some_and(|old| {
            matches!(out, Out::Object | Out::Text) && self.state.value(old).null == Null::Yes
        }) && matches!(out, Out::Object)
        {
            self.state.value_mut(value).null = Null::Maybe;
        }
        self.put_out(address, value, node);
    }

    /// `O&`: a converter that fills the next argument.
    fn converted(
        &mut self,
        node: NodeId,
        converter: Option<ValueId>,
        address: ValueId,
        effect: Option<Effect>,
        ended: Ended,
    ) {
        if effect != Some(Effect::Converter) {
            return;
        }
        let name = converter.map(|id| self.state.value(id).clone()).and_then(|value| match value.origin {
            super::value::Origin::Constant(Some(decl)) => Some(self.tree[decl].name.clone()),
            _ => None,
        });
        let gives_new = name.is_some_and(|name| self.program.converter_gives_new(&name));
        if gives_new && ended == Ended::Well {
            let value = self.made(node, false, false);
            self.put_out(address, value, node);
        } else if self.state.value(address).kind == Kind::Address {
            self.written(address);
        }
    }

    /// `Py_BuildValue`, `PyObject_CallFunction`: an object goes in.
    fn built(&mut self, node: NodeId, id: ValueId, effect: Option<Effect>) {
        match effect {
            Some(Effect::Steals) => {
                let was = self.state.value(id).held;
                self.state.value_mut(id).held = true;
                self.hand_over(id, node, None, true);
                self.state.value_mut(id).held = was || self.state.value(id).own > 0;
                if self.state.value(id).own <= 0 {
                    self.state.value_mut(id).held = true;
                }
            }
            Some(Effect::Keeps) => {
                self.state.value_mut(id).held = true;
                self.state.value_mut(id).fresh = false;
            }
            _ => {}
        }
    }

    /// Objects behind a list that NULL ends: looked at, or kept by what is called.
    fn objects_behind(&mut self, node: NodeId, contract: &Contract, args: &[ValueId]) {
        for &id in args.iter().skip(contract.params.len()) {
            match self.state.value(id).kind {
                Kind::Address => self.unpacked(node, id),
                Kind::Object => {
                    self.state.value_mut(id).held = true;
                    self.state.value_mut(id).fresh = false;
                }
                _ => {}
            }
        }
    }

    /// `PyArg_UnpackTuple`: borrowed objects through addresses.
    fn unpacked(&mut self, node: NodeId, address: ValueId) {
        let place: Option<Place> = self.state.pointee(address);
        let was_null = place
            .and_then(|place| self.state.get(place))
            .is_some_and(|old| self.state.value(old).null == Null::Yes);
        let value = self.lent(node, Lender::Lasting, None);
        self.state.value_mut(value).held = true;
        if was_null {
            self.state.value_mut(value).null = Null::Maybe;
        }
        self.put_out(address, value, node);
    }
}
