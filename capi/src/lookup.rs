//! Finding items: by name (for every call site, so it is a hash table made at compile time), by header, by
//! near miss, by struct and member.

use crate::generated::{ITEMS, TAGS, THIRD_PARTY};
use crate::{Item, Kind};

/// Slots of the hash table; a power of two, at least twice the number of items.
const SLOTS: usize = (ITEMS.len() * 2).next_power_of_two();
/// An empty slot.
const EMPTY: u16 = u16::MAX;
const SEED: u64 = 0xcbf2_9ce4_8422_2325;

static INDEX: [u16; SLOTS] = index();

/// FNV-1a over more bytes: the index is built with it at compile time, so it has to be const.
const fn hash(mut state: u64, bytes: &[u8]) -> u64 {
    let mut at = 0;
    while at < bytes.len() {
        state = (state ^ bytes[at] as u64).wrapping_mul(0x0100_0000_01b3);
        at += 1;
    }
    state
}

const fn slot(state: u64) -> usize {
    ((state ^ (state >> 32)) as usize) & (SLOTS - 1)
}

#[allow(long_running_const_eval)]
const fn index() -> [u16; SLOTS] {
    let mut table = [EMPTY; SLOTS];
    let mut at = 0;
    while at < ITEMS.len() {
        let mut place = slot(hash(SEED, ITEMS[at].name.as_bytes()));
        while table[place] != EMPTY {
            place = (place + 1) & (SLOTS - 1);
        }
        table[place] = at as u16;
        at += 1;
    }
    table
}

fn probe(state: u64, is_it: impl Fn(&str) -> bool) -> Option<&'static Item> {
    let mut place = slot(state);
    loop {
        // An empty slot holds an index that no item has.
        let item = ITEMS.get(usize::from(*INDEX.get(place)?))?;
        if is_it(item.name) {
            return Some(item);
        }
        place = (place + 1) & (SLOTS - 1);
    }
}

/// The item of that exact name; members are `PyTypeObject.tp_name`.
pub fn get(name: &str) -> Option<&'static Item> {
    probe(hash(SEED, name.as_bytes()), |found| found == name)
}

/// An item of another project's C-API that hands out references (NumPy's `PyArray_*`).
pub fn third_party(name: &str) -> Option<&'static Item> {
    let at = THIRD_PARTY.binary_search_by(|item| item.name.cmp(name)).ok()?;
    THIRD_PARTY.get(at)
}

/// All items, sorted by name.
pub fn all() -> &'static [Item] {
    &ITEMS
}

/// The items whose header (below `Include/`, as in [`Item::header`]) is this one.
pub fn items_in_header(header: &str) -> impl Iterator<Item = &'static Item> {
    ITEMS.iter().filter(move |item| item.header == header)
}

/// The struct of that name or tag: `PyTypeObject` and `_typeobject` both give the former.
pub fn record(name_or_tag: &str) -> Option<&'static Item> {
    get(struct_by_tag(name_or_tag).unwrap_or(name_or_tag))
        .filter(|item| matches!(item.kind, Kind::Struct | Kind::Typedef))
}

/// The type name of a struct tag: `PyThreadState` of `_ts`; `None` where the tag is the name itself.
pub fn struct_by_tag(tag: &str) -> Option<&'static str> {
    let at = TAGS.binary_search_by(|(found, _)| (*found).cmp(tag)).ok()?;
    TAGS.get(at).map(|(_, name)| *name)
}

/// A member of a struct, which may be named by its tag; `field` may be nested: `state.compact`.
pub fn member(record_or_tag: &str, field: &str) -> Option<&'static Item> {
    let record = record(record_or_tag).map_or(record_or_tag, |item| item.name);
    let state = hash(hash(hash(SEED, record.as_bytes()), b"."), field.as_bytes());
    probe(state, |found| {
        found.strip_prefix(record).and_then(|rest| rest.strip_prefix('.')).is_some_and(|rest| rest == field)
    })
}

/// All members of a struct, by name.
pub fn members(record_or_tag: &str) -> &'static [Item] {
    let record = record(record_or_tag).map_or(record_or_tag, |item| item.name);
    let is_before = |item: &Item| match item.name.split_once('.') {
        // `.` sorts in front of every character of a name, so members follow their struct at once.
        Some((owner, _)) => owner < record,
        None => item.name <= record,
    };
    let from = ITEMS.partition_point(is_before);
    let rest = ITEMS.get(from..).unwrap_or_default();
    let count =
        rest.iter().take_while(|item| item.name.split_once('.').is_some_and(|(o, _)| o == record)).count();
    rest.get(..count).unwrap_or_default()
}

/// Up to five names that `name` may have been meant for, nearest first.
pub fn suggest(name: &str) -> Vec<&'static Item> {
    let wanted = name.to_ascii_lowercase();
    let limit = (wanted.len() / 4).clamp(1, 4);
    let wants_member = wanted.contains('.');
    let mut near: Vec<(usize, bool, &'static Item)> = Vec::new();
    for item in ITEMS.iter().filter(|item| wants_member == (item.kind == Kind::Member)) {
        let candidate = item.name.to_ascii_lowercase();
        if candidate.len().abs_diff(wanted.len()) > limit {
            continue;
        }
        let distance = strsim::osa_distance(&wanted, &candidate);
        if distance <= limit {
            near.push((distance, item.removed.is_some(), item));
        }
    }
    if near.is_empty() && wanted.len() >= 4 {
        let within = ITEMS.iter().filter(|item| item.kind != Kind::Member);
        let within = within.filter(|item| item.name.to_ascii_lowercase().contains(&wanted));
        near.extend(within.map(|item| (item.name.len(), item.removed.is_some(), item)));
    }
    near.sort_by_key(|(distance, removed, item)| (*distance, *removed, item.name));
    near.truncate(5);
    near.into_iter().map(|(_, _, item)| item).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_is_found_and_nothing_else() {
        for item in all() {
            assert_eq!(get(item.name).map(|i| i.name), Some(item.name));
        }
        for name in ["", "PyNope", "PyList_SetItemX", "pylist_setitem", "PyTypeObject.", "."] {
            assert!(get(name).is_none(), "{name}");
        }
    }

    #[test]
    fn names_are_sorted_and_fit_the_index() {
        assert!(all().windows(2).all(|pair| pair[0].name < pair[1].name));
        assert!(all().len() < usize::from(EMPTY));
    }

    #[test]
    fn members_by_name_and_tag() {
        assert_eq!(member("PyTypeObject", "tp_name").unwrap().name, "PyTypeObject.tp_name");
        assert_eq!(member("_typeobject", "tp_name").unwrap().name, "PyTypeObject.tp_name");
        assert_eq!(record("_ts").unwrap().name, "PyThreadState");
        assert!(member("PyTypeObject", "tp_nope").is_none());
        let fields = members("PyListObject");
        assert!(fields.iter().any(|m| m.name == "PyListObject.ob_item"));
        assert!(fields.iter().all(|m| m.name.starts_with("PyListObject.")));
        assert_eq!(members("_typeobject").len(), members("PyTypeObject").len());
        assert!(members("PyList_Append").is_empty());
    }

    #[test]
    fn members_is_complete_for_every_struct() {
        for item in all().iter().filter(|i| i.kind == Kind::Member) {
            let (owner, _) = item.name.split_once('.').unwrap();
            assert!(members(owner).iter().any(|m| m.name == item.name), "{}", item.name);
        }
    }

    #[test]
    fn typos_lead_home() {
        assert_eq!(suggest("PyList_Setitem")[0].name, "PyList_SetItem");
        assert_eq!(suggest("PyList_GetItm")[0].name, "PyList_GetItem");
        assert!(suggest("GetItemRef").iter().any(|i| i.name == "PyList_GetItemRef"));
        assert!(suggest("qqqqqqqqqqqq").is_empty());
    }
}
