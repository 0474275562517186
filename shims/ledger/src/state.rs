//! What a checked process keeps in a mapped file: counts, its last calls, and how it ended. It outlives the process,
//! however that ends. Written in place by the preloaded library, read as bytes by `pilotage check`.

/// The layout of the file: words of 64 bits in native order.
#[repr(C)]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// Calls of the API by watched code.
    pub calls: u64,
    /// Outermost calls into watched code.
    pub entries: u64,
    /// Outermost calls without a verdict because too many objects were involved.
    pub overflows: u64,
    /// Outermost calls without a verdict because something could not be followed.
    pub unsure: u64,
    /// Objects that the extension had from somewhere unseen.
    pub unknown: u64,
    /// API calls from watched code that nobody was seen to enter.
    pub unseen: u64,
    /// The call that was made to fail; 0: none.
    pub injected: u64,
    /// 1 when the process ended by itself.
    pub ended: u64,
    /// The signal that ended it; 0: none.
    pub signal: u64,
    /// The address whose use gave the signal.
    pub address: u64,
    /// Where the program was.
    pub pc: u64,
    /// Where its stack ended.
    pub sp: u64,
    /// The process that sent the signal; 0: nobody did.
    pub sender: u64,
    /// Functions that were running, as far as `frames` has room for them.
    pub depth: u64,
    /// Bytes of `label` that count.
    pub label_length: u64,
    /// The entry that ran.
    pub label: [u8; 128],
    /// The last calls, as return address and item; the newest is at `(calls - 1) % length`.
    pub last: [[u64; 2]; 64],
    /// Where these functions were, innermost first: `pc`, then return addresses.
    pub frames: [u64; 64],
}

impl Default for State {
    /// A process that has done nothing yet.
    fn default() -> State {
        State {
            calls: 0,
            entries: 0,
            overflows: 0,
            unsure: 0,
            unknown: 0,
            unseen: 0,
            injected: 0,
            ended: 0,
            signal: 0,
            address: 0,
            pc: 0,
            sp: 0,
            sender: 0,
            depth: 0,
            label_length: 0,
            label: [0; 128],
            last: [[0; 2]; 64],
            frames: [0; 64],
        }
    }
}

impl State {
    /// Reads the bytes of a file; `None` when it is too short.
    pub fn parse(bytes: &[u8]) -> Option<State> {
        let mut words =
            bytes.chunks_exact(8).map(|word| u64::from_ne_bytes(word.try_into().unwrap_or_default()));
        let mut next = || words.next();
        let mut state = State {
            calls: next()?,
            entries: next()?,
            overflows: next()?,
            unsure: next()?,
            unknown: next()?,
            unseen: next()?,
            injected: next()?,
            ended: next()?,
            signal: next()?,
            address: next()?,
            pc: next()?,
            sp: next()?,
            sender: next()?,
            depth: next()?,
            label_length: next()?,
            ..State::default()
        };
        for part in state.label.chunks_exact_mut(8) {
            part.copy_from_slice(&next()?.to_ne_bytes());
        }
        for call in &mut state.last {
            *call = [next()?, next()?];
        }
        for frame in &mut state.frames {
            *frame = next()?;
        }
        Some(state)
    }

    /// The entry that ran when the process ended.
    pub fn label(&self) -> String {
        let length = (self.label_length as usize).min(self.label.len());
        String::from_utf8_lossy(&self.label[..length]).into_owned()
    }

    /// A signal ended the process: one that it came back from does not count.
    pub fn has_crashed(&self) -> bool {
        self.signal != 0 && self.ended == 0
    }

    /// Where functions were running, innermost first.
    pub fn frames(&self) -> &[u64] {
        &self.frames[..(self.depth as usize).min(self.frames.len())]
    }

    /// The last calls, oldest first, as return address and item.
    pub fn last_calls(&self) -> Vec<(u64, u64)> {
        let length = self.last.len() as u64;
        let first = self.calls.saturating_sub(length);
        (first..self.calls).map(|at| self.last[(at % length) as usize]).map(|[pc, item]| (pc, item)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_come_back_oldest_first() {
        let mut words = vec![0_u64; 15 + 16 + 128 + 64];
        words[0] = 66;
        for at in 0..64_u64 {
            words[31 + at as usize * 2] = 1000 + at;
        }
        words[13] = 2;
        words[159] = 77;
        let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_ne_bytes()).collect();
        assert_eq!(bytes.len(), size_of::<State>());
        let state = State::parse(&bytes).expect("long enough");
        let calls = state.last_calls();
        assert_eq!((calls.len(), calls[0].0, calls[61].0, calls[62].0), (64, 1002, 1063, 1000));
        assert_eq!(state.frames(), [77, 0]);
        assert!(State::parse(&bytes[..100]).is_none());
    }
}
