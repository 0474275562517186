//! What the account asks of the interpreter: counts of objects, items of tuples and lists. Where these lie is said in `python.rs`.

use pilotage_ledger::{Count, Host};

use super::{Object, Python, word};
use crate::{deaths, record};

/// Where an object has items that macros write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Container {
    Tuple,
    List,
    None,
}

const LIST_SUBCLASS: usize = 1 << 25;
const TUPLE_SUBCLASS: usize = 1 << 26;

impl Python {
    /// It is a tuple or a list, or an instance of a class derived from one: items lie at the same place.
    #[inline]
    pub(crate) fn is_container(&self, object: Object) -> bool {
        self.container(object) != Container::None
    }

    #[inline]
    fn container(&self, object: Object) -> Container {
        let kind = self.type_of(object);
        if kind == self.tuple_type {
            return Container::Tuple;
        }
        if kind == self.list_type {
            return Container::List;
        }
        match self.flags(kind) & (LIST_SUBCLASS | TUPLE_SUBCLASS) {
            LIST_SUBCLASS => Container::List,
            TUPLE_SUBCLASS => Container::Tuple,
            _ => Container::None,
        }
    }

    /// Items of a tuple; 0 for NULL.
    pub(crate) fn length(&self, tuple: Object) -> usize {
        if tuple == 0 { 0 } else { word(tuple + self.var_size) }
    }

    /// Where the items of a tuple or list lie, as address and bytes.
    pub(crate) fn item_region(&self, container: Object) -> (usize, usize) {
        let is_list = self.container(container) == Container::List;
        let first = if is_list { word(container + self.list_items) } else { container + self.tuple_items };
        (first, word(container + self.var_size).saturating_mul(8))
    }
}

impl Python {
    /// The count as it stands in the object; `None` where it means nothing.
    pub(crate) fn references(&self, object: Object) -> Option<i64> {
        // Below 0, where nobody has an object that was released too often.
        const BELOW: u32 = 0xffff_0000;
        if self.has_own_counts {
            let number = word(object) as u32;
            let is_below = number >= BELOW;
            return (is_below || number >> 31 == 0).then_some(i64::from(number as i32));
        }
        match self.count(object) {
            Count::Live(count) => Some(count),
            Count::Immortal => None,
        }
    }

    /// The virtual machine's own reference stands for all that it has; only its end is told.
    #[cold]
    fn own_count(&self, object: Object) -> Count {
        let known = if deaths::is_dead(object) { Some(-1) } else { self.references(object) };
        known.map_or(Count::Immortal, |count| Count::Live(count + 1))
    }

    /// There is one reference to it, the one that somebody has just got.
    pub(crate) fn is_new(&self, object: Object) -> bool {
        self.references(object) == Some(1)
    }

    /// It is dead, or about to be: its count says so.
    pub(crate) fn is_gone(&self, object: Object) -> bool {
        matches!(self.count(object), Count::Live(..=0))
    }
}

impl Host for Python {
    #[inline]
    fn count(&self, object: Object) -> Count {
        if self.has_own_counts {
            return self.own_count(object);
        }
        let word = word(object);
        match self.minor {
            // Counts of this size are deliberate.
            ..=11 if (word as i64) > 1 << 40 => Count::Immortal,
            ..=11 => Count::Live(word as i64),
            12 | 13 if (word as i32) < 0 => Count::Immortal,
            12 | 13 => Count::Live(word as i64),
            _ if word as u32 >> 31 == 1 => Count::Immortal,
            _ => Count::Live(i64::from(word as u32)),
        }
    }

    fn first_count(&self, object: Object) -> Count {
        // Instances hold references to their types, which the interpreter makes: nobody could tell whose they are.
        // The interpreter's frames refer to each other by fields that extensions write.
        let kind = self.type_of(object);
        let is_followed = kind != 0 && kind != self.frame_type && !self.is_type(object);
        if is_followed { self.count(object) } else { Count::Immortal }
    }

    fn looks_deep(&self) -> bool {
        record::is_exact()
    }

    fn learned(&self, object: Object) {
        deaths::learned(self, object);
    }

    #[inline]
    fn items(&self, container: Object, limit: usize, into: &mut Vec<usize>) -> usize {
        if container & 1 == 1 {
            return self.exceptions(container - 1, limit, into);
        }
        let found = self.items_in_place(container);
        if found.len() <= limit {
            into.extend_from_slice(found);
        }
        found.len()
    }

    #[inline]
    fn with_items<R>(
        &self,
        container: Object,
        limit: usize,
        room: &mut Vec<usize>,
        look: impl FnOnce(&[usize], usize) -> R,
    ) -> R {
        if container & 1 == 1 {
            room.clear();
            let length = self.exceptions(container - 1, limit, room);
            return look(room, length);
        }
        let found = self.items_in_place(container);
        look(if found.len() <= limit { found } else { &[] }, found.len())
    }
}

impl Python {
    /// The items of a tuple or list where they lie; none of other objects. Nothing else may run as long as they are looked at.
    #[inline]
    fn items_in_place(&self, container: Object) -> &[usize] {
        let first = match self.container(container) {
            Container::Tuple => container + self.tuple_items,
            Container::List => word(container + self.list_items),
            Container::None => 0,
        };
        let length = if first == 0 { 0 } else { word(container + self.var_size) };
        if length == 0 || length > isize::MAX as usize / 8 {
            return &[];
        }
        // SAFETY: so many words lie there as long as the container is not changed, which needs the GIL that the caller has.
        unsafe { std::slice::from_raw_parts(first as *const usize, length) }
    }
}
