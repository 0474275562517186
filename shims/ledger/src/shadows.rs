//! What changes hands without a call: items that macros write into tuples and lists, and the places of a thread where exceptions are
//! kept. It compares what lies there with what lay there before; the account of each object is in `activation.rs`.

use crate::activation::Activation;
use crate::track::{Host, Origin, Place, note};

/// A tuple or list that the extension may write into without a call.
#[derive(Debug, Default)]
pub(crate) struct Shadow {
    pub(crate) object: usize,
    /// All items; none of a long container.
    pub(crate) items: Vec<usize>,
    length: usize,
    /// With more items than this it is long.
    limit: usize,
}

/// More containers than this, and there is no verdict on the call.
const MOST_SHADOWS: usize = 512;
/// Longer tuples and lists are not looked into.
pub(crate) const LONGEST: usize = 128;
/// Those that the extension has just made may be longer: it is about to fill them.
const LONGEST_FRESH: usize = 2048;
/// More places than this are not looked at.
const MOST_PLACES: usize = 64;

impl Activation {
    /// Changes of the items of this container are seen, whoever makes them.
    pub fn follows(&self, container: usize) -> bool {
        self.shadows.iter().any(|shadow| shadow.object == container && shadow.length <= shadow.limit)
    }

    /// Makes a tuple or list known with its items, and watches for items that are written without a call.
    pub fn learn_container(&mut self, host: &impl Host, object: usize, origin: Origin) {
        self.learn(host, object, origin);
        if self.overflow {
            return;
        }
        if self.shadows.iter().any(|shadow| shadow.object == object) {
            if let Some(track) = self.get_mut(object) {
                track.is_container = true;
            }
            return;
        }
        let mut items = self.spare.pop().unwrap_or_default();
        let limit = if origin == Origin::Fresh { LONGEST_FRESH } else { LONGEST };
        let length = host.items(object, limit, &mut items);
        // It will be filled without calls, and nobody would know with what.
        self.unsure |= origin == Origin::Fresh && length > limit;
        if self.shadows.len() >= MOST_SHADOWS {
            self.overflow = true;
            return;
        }
        let inherited = if origin == Origin::Fresh { Origin::Borrowed } else { origin };
        for item in &items {
            self.learn(host, *item, inherited);
        }
        if host.looks_deep() {
            self.learn_inner(host, &items, inherited);
        }
        if let Some(track) = self.get_mut(object) {
            track.is_container = true;
        }
        self.shadows.push(Shadow { object, items, length, limit });
    }

    /// Macros take items out of items: who knows them only later takes the references for released that were taken before.
    fn learn_inner(&mut self, host: &impl Host, containers: &[usize], origin: Origin) {
        let mut room = std::mem::take(&mut self.scratch);
        let mut left = LONGEST;
        for container in containers.iter().copied().filter(|container| *container != 0) {
            room.clear();
            let length = host.items(container, left, &mut room);
            left = left.saturating_sub(length);
            for item in &room {
                self.learn(host, *item, origin);
            }
        }
        self.scratch = room;
    }

    /// Places outside of objects that hold references, and that the extension writes without a call. `places` is an odd number, which is no
    /// object; the host knows what it means.
    pub fn follow_places(&mut self, host: &impl Host, places: usize) {
        let mut items = self.spare.pop().unwrap_or_default();
        let length = host.items(places, MOST_PLACES, &mut items);
        for item in &items {
            self.learn(host, *item, Origin::Borrowed);
        }
        self.places = Some(Shadow { object: places, items, length, limit: MOST_PLACES });
    }

    /// [`Activation::follow_places`] where nothing lies in any of them.
    pub fn follow_empty_places(&mut self, places: usize) {
        let items = self.spare.pop().unwrap_or_default();
        self.places = Some(Shadow { object: places, items, length: 0, limit: MOST_PLACES });
    }

    /// The extension hands over to somebody else: what it wrote into the places since [`Activation::resume_places`] was its doing.
    pub fn settle_places(&mut self, host: &impl Host, until: Place) {
        if let Some(places) = self.places.take().filter(|_| self.is_sure()) {
            // It is compared like any other, for the time being as the last of them.
            self.shadows.push(places);
            self.compare_shadow(host, self.shadows.len() - 1, [self.here, until]);
            self.places = self.shadows.pop();
        }
    }

    /// The extension goes on: what lies in the places now was put there by others.
    pub fn resume_places(&mut self, host: &impl Host) {
        let Some(mut places) = self.places.take().filter(|_| self.is_sure()) else { return };
        places.items.clear();
        places.length = host.items(places.object, MOST_PLACES, &mut places.items);
        for item in &places.items {
            self.learn(host, *item, Origin::Borrowed);
        }
        self.places = Some(places);
    }

    pub(crate) fn compare_one(&mut self, host: &impl Host, object: usize, slice: [Place; 2]) {
        if let Some(at) = self.shadows.iter().position(|shadow| shadow.object == object) {
            self.compare_shadow(host, at, slice);
        }
    }

    /// A call that had this container in its hands changed no other.
    pub(crate) fn renew_shadow(&mut self, host: &impl Host, object: usize) {
        if let Some(shadow) = self.shadows.iter_mut().find(|shadow| shadow.object == object) {
            shadow.renew(host, &mut self.scratch);
        }
    }

    pub(crate) fn compare_shadows(&mut self, host: &impl Host, slice: [Place; 2]) {
        for at in 0..self.shadows.len() {
            self.compare_shadow(host, at, slice);
        }
    }

    /// An item that was written without a call has moved between the extension and the container.
    fn compare_shadow(&mut self, host: &impl Host, at: usize, slice: [Place; 2]) {
        let mut items = std::mem::take(&mut self.scratch);
        let shadow = &mut self.shadows[at];
        let is_same = host.with_items(shadow.object, shadow.limit, &mut items, |now, length| {
            length <= shadow.limit && shadow.length <= shadow.limit && now == shadow.items
        });
        if is_same {
            self.scratch = items;
            return;
        }
        items.clear();
        let length = host.items(shadow.object, shadow.limit, &mut items);
        if length > shadow.limit || shadow.length > shadow.limit {
            // Something was added or taken without a call, and nobody knows what.
            self.unsure |= length != shadow.length;
            shadow.length = length;
        } else if items != shadow.items {
            shadow.length = length;
            std::mem::swap(&mut shadow.items, &mut items);
            for slot in 0..items.len().max(length) {
                let old = items.get(slot).copied().unwrap_or(0);
                let new = self.shadows[at].items.get(slot).copied().unwrap_or(0);
                for (object, change) in [(old, 1), (new, -1)].into_iter().filter(|_| old != new) {
                    if let Some(track) = self.get_mut(object) {
                        note(track, change, slice);
                    }
                }
            }
        }
        self.scratch = items;
    }

    pub(crate) fn renew_shadows(&mut self, host: &impl Host) {
        let mut at = 0;
        while at < self.shadows.len() {
            let object = self.shadows[at].object;
            if self.track(object).is_some_and(|track| track.dead) {
                let shadow = self.shadows.swap_remove(at);
                self.keep_room(shadow.items);
            } else {
                self.shadows[at].renew(host, &mut self.scratch);
                at += 1;
            }
        }
    }

    pub(crate) fn forget_shadow(&mut self, object: usize) {
        if let Some(at) = self.shadows.iter().position(|shadow| shadow.object == object) {
            let shadow = self.shadows.swap_remove(at);
            self.keep_room(shadow.items);
        }
    }

    pub(crate) fn keep_room(&mut self, mut items: Vec<usize>) {
        items.clear();
        if self.spare.len() < 32 {
            self.spare.push(items);
        }
    }
}

impl Shadow {
    /// Most of the items are those that were there before: they are compared, and not copied.
    fn renew(&mut self, host: &impl Host, room: &mut Vec<usize>) {
        let items = &mut self.items;
        self.length = host.with_items(self.object, self.limit, room, |now, length| {
            let common = items.len().min(now.len());
            let is_same = now.get(..common) == items.get(..common);
            items.truncate(if is_same { common } else { 0 });
            items.extend(now.iter().skip(items.len()));
            length
        });
    }
}
