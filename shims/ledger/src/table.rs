//! A hash table from addresses to small numbers: open addressing, no deletion cost that grows with its age.
//! It is no general map: the key 0 is not allowed, and values are 32 bits.

/// From an address, which is not 0, to a number.
#[derive(Debug)]
pub struct AddressTable {
    slots: Vec<Slot>,
    used: usize,
    /// Slots of other generations are empty, so that clearing costs nothing.
    generation: u32,
}

#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    key: usize,
    value: u32,
    generation: u32,
}

impl Default for AddressTable {
    fn default() -> Self {
        AddressTable::new()
    }
}

const SMALLEST: usize = 64;

impl AddressTable {
    /// An empty table; it allocates when something is put in.
    pub const fn new() -> Self {
        AddressTable { slots: Vec::new(), used: 0, generation: 1 }
    }

    /// How many addresses it holds.
    pub fn len(&self) -> usize {
        self.used
    }

    /// It holds nothing.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.used == 0
    }

    /// The number of this address.
    #[inline]
    pub fn get(&self, key: usize) -> Option<u32> {
        if self.used == 0 {
            return None;
        }
        let mask = self.slots.len().checked_sub(1)?;
        let mut at = home(key, mask);
        // Half of the slots are empty: it ends. No slot in use has the key 0.
        loop {
            let slot = self.slots.get(at)?;
            if slot.generation != self.generation {
                return None;
            }
            if slot.key == key {
                return Some(slot.value);
            }
            at = (at + 1) & mask;
        }
    }

    /// Gives `key` the number `value`; the former number comes back.
    #[inline]
    pub fn insert(&mut self, key: usize, value: u32) -> Option<u32> {
        if key == 0 {
            return None;
        }
        if (self.used + 1) * 2 > self.slots.len() {
            self.grow();
        }
        let mask = self.slots.len().checked_sub(1)?;
        let mut at = home(key, mask);
        let generation = self.generation;
        loop {
            let slot = self.slots.get_mut(at)?;
            if slot.generation != generation {
                *slot = Slot { key, value, generation };
                self.used += 1;
                return None;
            }
            if slot.key == key {
                return Some(std::mem::replace(&mut slot.value, value));
            }
            at = (at + 1) & mask;
        }
    }

    /// Takes `key` out; what follows it in its run moves up.
    #[inline]
    pub fn remove(&mut self, key: usize) -> Option<u32> {
        // Most are asked for what they do not have.
        self.get(key)?;
        self.take(key)
    }

    fn take(&mut self, key: usize) -> Option<u32> {
        let mask = self.slots.len() - 1;
        let mut hole = self.find(key);
        if !self.is_used(&self.slots[hole]) {
            return None;
        }
        let value = self.slots[hole].value;
        let mut at = hole;
        loop {
            at = (at + 1) & mask;
            if !self.is_used(&self.slots[at]) {
                break;
            }
            // An entry may fill the hole when its home does not lie behind the hole, seen from where it is.
            let home = home(self.slots[at].key, mask);
            if (at.wrapping_sub(home) & mask) >= (at.wrapping_sub(hole) & mask) {
                self.slots[hole] = self.slots[at];
                hole = at;
            }
        }
        self.slots[hole] = Slot::default();
        self.used -= 1;
        Some(value)
    }

    /// Takes everything out and keeps the room, unless that has become large.
    pub fn clear(&mut self) {
        if self.slots.len() > 1 << 14 || self.generation == u32::MAX {
            *self = AddressTable::new();
        } else if self.used > 0 {
            self.generation += 1;
            self.used = 0;
        }
    }

    /// Every address with its number, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (usize, u32)> + '_ {
        self.slots.iter().filter(|slot| self.is_used(slot)).map(|slot| (slot.key, slot.value))
    }

    #[inline]
    fn is_used(&self, slot: &Slot) -> bool {
        slot.generation == self.generation
    }

    /// The slot of `key`, or the empty one where it belongs.
    #[inline]
    fn find(&self, key: usize) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = home(key, mask);
        while self.is_used(&self.slots[at]) && self.slots[at].key != key {
            at = (at + 1) & mask;
        }
        at
    }

    #[cold]
    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(SMALLEST);
        let old = std::mem::replace(&mut self.slots, vec![Slot::default(); size]);
        for slot in old.into_iter().filter(|slot| slot.generation == self.generation) {
            let at = self.find(slot.key);
            self.slots[at] = slot;
        }
    }
}

/// Objects lie at multiples of 16: the low bits say nothing.
#[inline]
fn home(key: usize, mask: usize) -> usize {
    ((key >> 4).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) & mask
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    #[test]
    fn behaves_like_a_map_under_churn() {
        let mut table = AddressTable::new();
        let mut model: HashMap<usize, u32> = HashMap::new();
        let mut state = 1_u64;
        for round in 0..40_000_u32 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let key = (((state >> 33) as usize % 300) + 1) * 16;
            if state >> 62 == 0 {
                assert_eq!(table.remove(key), model.remove(&key));
            } else {
                assert_eq!(table.insert(key, round), model.insert(key, round));
            }
            assert_eq!(table.len(), model.len());
        }
        for key in (16..5000).step_by(16) {
            assert_eq!(table.get(key), model.get(&key).copied());
        }
        assert_eq!(table.iter().count(), model.len());
        for _ in 0..3 {
            table.clear();
            assert!(table.is_empty() && table.get(16).is_none() && table.insert(0, 1).is_none());
            assert_eq!((table.insert(16, 5), table.remove(32), table.insert(16, 6)), (None, None, Some(5)));
            assert_eq!(table.iter().collect::<Vec<_>>(), [(16, 6)]);
        }
    }
}
