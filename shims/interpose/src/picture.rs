//! What the memory of the extensions holds: words that point to an object, and what instances say by themselves. The words
//! are read conservatively: one that was left behind looks like one that holds.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use pilotage_ledger::{AddressTable, Host};

use crate::memory::Region;
use crate::python::{self, Python};
use crate::{deaths, extension, memory, types};

/// No more than this is looked through at once.
const LARGEST_BYTES: usize = 64 << 20;
/// No more than this is looked through in all.
const MOST_BYTES: u64 = 16 << 30;
/// With more instances than this there is no verdict.
const MOST_INSTANCES: usize = 1 << 16;

/// Longer lists are not looked into.
const LONGEST_LIST: usize = 1 << 16;

static SCANNED: AtomicU64 = AtomicU64::new(0);

/// Where references can be.
struct Places {
    /// Data segments, states of modules, the thread state: words there mean what they say.
    data: Vec<Region>,
    /// Instances whose fields are filled.
    bodies: Vec<Region>,
    /// Blocks, and instances that are being made or kept for later; complements of addresses, as the table of blocks has them.
    loose: Vec<Region>,
    /// Instances that can say themselves what they refer to.
    speakers: Vec<usize>,
}

/// A copy of all that may be a reference.
#[derive(Debug, Default)]
pub(crate) struct Picture {
    data: Vec<usize>,
    bodies: Vec<usize>,
    loose: Vec<usize>,
    visits: Vec<usize>,
    /// Tuples and lists that the others point to, with each of their items.
    items: Vec<(usize, usize)>,
}

/// How often an object is held, by the kind of place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Held {
    data: i64,
    bodies: i64,
    loose: i64,
    /// In lists that no call of the API has had in its hands.
    items: i64,
    /// As instances say themselves.
    pub(crate) visits: i64,
}

impl Held {
    /// At most so often: a reference may be seen as a word and be told by an instance.
    pub(crate) fn all(self) -> i64 {
        (self.data + self.bodies + self.loose).max(self.data + self.visits) + self.items
    }

    /// Without words that may have been left behind.
    pub(crate) fn sure(self) -> i64 {
        (self.data + self.bodies).max(self.data + self.visits) + self.items
    }
}

/// References of the extension's memory that may have gone between two pictures, as a number below 0: each kind of place
/// may stand for different ones.
pub(crate) fn gone(before: Held, now: Held) -> i64 {
    let less = |of: fn(Held) -> i64| (of(now) - of(before)).min(0);
    less(|it| it.data)
        + less(|it| it.bodies)
        + less(|it| it.loose)
        + less(|it| it.visits)
        + less(|it| it.items)
}

impl Picture {
    /// What there is now; `None` when it is too much.
    pub(crate) fn take(python: &Python) -> Option<Picture> {
        let places = Places::find(python)?;
        let mut visits = Vec::new();
        for instance in &places.speakers {
            types::add_visits(python, *instance, &mut visits);
        }
        let mut picture = Picture {
            items: Vec::new(),
            data: objects_in(places.data.iter().copied()),
            bodies: objects_in(places.bodies.iter().copied()),
            loose: objects_in(places.loose.iter().map(show)),
            visits,
        };
        picture.look_into_containers(python);
        Some(picture)
    }

    /// The extension may write into tuples and lists that it holds without a call.
    fn look_into_containers(&mut self, python: &Python) {
        let maps = Maps::read();
        let mut words: Vec<usize> =
            [&self.data, &self.bodies, &self.loose, &self.visits].into_iter().flatten().copied().collect();
        words.sort_unstable();
        words.dedup();
        // Any word can stand there: what has the right type where a type would be is an object.
        let is_type = |kind: usize| is_mapped(&maps.regions, (kind, 400)) && python.is_plain_type(kind);
        let is_container = |word: &usize| {
            is_mapped(&maps.regions, (*word, 40))
                && is_type(python.type_of(*word))
                && python.is_container(*word)
        };
        let mut found = Vec::new();
        for container in words.into_iter().filter(is_container) {
            found.clear();
            if is_mapped(&maps.regions, python.item_region(container)) {
                python.items(container, LONGEST_LIST, &mut found);
            }
            self.items.extend(found.iter().map(|item| (container, *item)));
        }
    }

    /// How often each of these objects is in the picture. In lists that are known, changes without a call are seen by
    /// themselves.
    pub(crate) fn held(&self, objects: &[usize], is_known: impl Fn(usize) -> bool) -> Vec<Held> {
        let items = self.items.iter().filter(|(list, _)| !is_known(*list)).map(|(_, item)| *item);
        let items = count(objects, items);
        let [data, bodies, loose, visits] = [&self.data, &self.bodies, &self.loose, &self.visits]
            .map(|part| count(objects, part.iter().copied()));
        (0..objects.len())
            .map(|at| Held {
                data: data[at],
                bodies: bodies[at],
                loose: loose[at],
                visits: visits[at],
                items: items[at],
            })
            .collect()
    }
}

/// The extensions' memory: data, states of modules, instances, blocks, all as complements of addresses. `None` when it is too much.
pub(crate) fn regions(python: &Python) -> Option<Vec<Region>> {
    let places = Places::find(python)?;
    let plain = places.data.into_iter().chain(places.bodies);
    Some(plain.map(|region| show(&region)).chain(places.loose).collect())
}

/// How many words there are for each of these objects, wherever; `None` when it cannot be told.
pub(crate) fn words(python: &Python, objects: &[usize]) -> Option<Vec<i64>> {
    let places = Places::find(python)?;
    let regions = places.data.iter().chain(&places.bodies).copied().chain(places.loose.iter().map(show));
    Some(count(objects, regions.flat_map(words_of)))
}

impl Places {
    fn find(python: &Python) -> Option<Places> {
        let (blocks, states) = memory::regions();
        let mut places =
            Places { data: extension::data(), bodies: Vec::new(), loose: blocks, speakers: Vec::new() };
        places.data.extend(states);
        // Exceptions that are set or handled belong to the thread; generated code stores them there by itself.
        places.data.extend(python.thread_state());
        let mut instances = Vec::new();
        deaths::instances(&mut instances);
        if instances.len() > MOST_INSTANCES {
            return None;
        }
        let mut maps = Maps::get();
        // Where a death was missed, another object or nothing lies there now.
        instances.retain(|it| maps.cover((*it, 16)) && types::is_ours(python, python.type_of(*it)));
        for instance in instances {
            let body = (instance + 16, python.size(instance).saturating_sub(16));
            let speaks = python.traverse(instance).is_some();
            if speaks && !types::is_tracked(instance) {
                places.loose.push(show(&body));
                continue;
            }
            places.bodies.push(body);
            if speaks {
                places.speakers.push(instance);
            }
        }
        places.data.retain(|region| maps.cover(*region));
        places.bodies.retain(|region| maps.cover(*region));
        places.loose.retain(|region| maps.cover(show(region)));
        let all = [&places.data, &places.bodies, &places.loose].into_iter().flatten();
        let total = all.map(|(_, size)| size).sum::<usize>();
        let before = SCANNED.fetch_add(total as u64, Ordering::Relaxed);
        (total <= LARGEST_BYTES && before < MOST_BYTES).then_some(places)
    }
}

/// The readable memory of the process, as it was a moment ago. Blocks can have gone back through libraries that are not
/// watched; those that leave the address space are large, and few.
struct Maps {
    regions: Vec<Region>,
    is_new: bool,
}

static KNOWN_MAPS: Mutex<Option<(Instant, Vec<Region>)>> = Mutex::new(None);

impl Maps {
    fn get() -> Maps {
        let known = KNOWN_MAPS.lock().ok();
        let recent =
            known.as_ref().and_then(|known| known.as_ref()).filter(|(when, _)| when.elapsed() < FRESH);
        if let Some((_, regions)) = recent {
            return Maps { regions: regions.clone(), is_new: false };
        }
        drop(known);
        Maps::read()
    }

    fn read() -> Maps {
        let regions = read_maps();
        if let Ok(mut known) = KNOWN_MAPS.lock() {
            *known = Some((Instant::now(), regions.clone()));
        }
        Maps { regions, is_new: true }
    }

    /// All of it can be read. What is not in a list of a moment ago may be new.
    fn cover(&mut self, region: Region) -> bool {
        if is_mapped(&self.regions, region) {
            return true;
        }
        if !self.is_new {
            *self = Maps::read();
        }
        is_mapped(&self.regions, region)
    }
}

/// How long a list of what is mapped serves.
const FRESH: Duration = Duration::from_millis(20);

fn read_maps() -> Vec<Region> {
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap_or_default();
    let mut mapped: Vec<Region> = Vec::new();
    for line in maps.lines() {
        let Some((range, rest)) = line.split_once(' ') else { continue };
        let Some((from, to)) = range.split_once('-') else { continue };
        let number = |text| usize::from_str_radix(text, 16).unwrap_or(0);
        if rest.starts_with('r') {
            match mapped.last_mut().filter(|last| last.1 == number(from)) {
                Some(last) => last.1 = number(to),
                None => mapped.push((number(from), number(to))),
            }
        }
    }
    mapped
}

fn is_mapped(mapped: &[Region], (start, size): Region) -> bool {
    let behind = mapped.partition_point(|range| range.0 <= start);
    behind
        .checked_sub(1)
        .and_then(|at| mapped.get(at))
        .is_some_and(|range| start.saturating_add(size) <= range.1)
}

/// Between an address and its complement.
fn show(region: &Region) -> Region {
    (!region.0, region.1)
}

fn objects_in(regions: impl Iterator<Item = Region>) -> Vec<usize> {
    let looks_like_object = |word: &usize| *word > 0xffff && word.is_multiple_of(8) && *word >> 47 == 0;
    regions.flat_map(words_of).filter(looks_like_object).collect()
}

fn words_of((start, size): Region) -> impl Iterator<Item = usize> {
    let first = start.next_multiple_of(8);
    (first..(start + size).saturating_sub(7)).step_by(8).map(python::word)
}

fn count(objects: &[usize], words: impl Iterator<Item = usize>) -> Vec<i64> {
    let mut counts = vec![0; objects.len()];
    let mut index = AddressTable::new();
    for (at, object) in objects.iter().enumerate() {
        index.insert(*object, at as u32);
    }
    let (low, high) = objects.iter().fold((usize::MAX, 0), |(low, high), at| (low.min(*at), high.max(*at)));
    for word in words.filter(|word| (low..=high).contains(word)) {
        if let Some(at) = index.get(word) {
            counts[at as usize] += 1;
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_word_can_be_asked_for() {
        let mapped = [(0x1000, 0x3000), (0x5000, 0x6000)];
        assert!(is_mapped(&mapped, (0x2ff8, 8)) && is_mapped(&mapped, (0x5000, 0x1000)));
        assert!(!is_mapped(&mapped, (0x2ff9, 8)) && !is_mapped(&mapped, (0, 8)));
        assert!(!is_mapped(&mapped, (usize::MAX, 400)) && !is_mapped(&mapped, (0x5000, usize::MAX)));
    }
}
