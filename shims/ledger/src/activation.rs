//! The account of one outermost call into an extension, on one thread: which references the extension gained and
//! lost. It does not say what is a fault: who reads the result knows what the extension's memory holds.
//!
//! `own += (count at API entry - count at the last API return) + effect of the API`: between two transitions
//! only the extension runs, so every change of a known object's count in between is its doing.

use crate::AddressTable;
use crate::shadows::Shadow;
use crate::track::{Count, Host, Origin, Place, Suspect, Track, note, resume, settle};

/// More known objects than this, and there is no verdict on the call.
const MOST_TRACKS: usize = 4096;
/// The account of one outermost call.
#[derive(Debug, Default)]
pub struct Activation {
    pub(crate) tracks: Vec<Track>,
    pub(crate) index: AddressTable,
    pub(crate) shadows: Vec<Shadow>,
    pub(crate) places: Option<Shadow>,
    pub(crate) spare: Vec<Vec<usize>>,
    pub(crate) scratch: Vec<usize>,
    /// The last transition.
    pub here: Place,
    /// Too much was going on to keep count: no verdict.
    pub overflow: bool,
    /// Something happened that could not be followed: no verdict.
    pub unsure: bool,
    /// Objects of unknown origin that went by.
    pub unknown: u64,
}

impl Activation {
    /// Makes it new, keeping its room.
    pub fn reset(&mut self, here: Place) {
        self.tracks.clear();
        self.index.clear();
        while let Some(shadow) = self.shadows.pop() {
            self.keep_room(shadow.items);
        }
        if let Some(places) = self.places.take() {
            self.keep_room(places.items);
        }
        self.here = here;
        self.overflow = false;
        self.unsure = false;
        self.unknown = 0;
    }

    /// A verdict is possible.
    pub fn is_sure(&self) -> bool {
        !self.overflow && !self.unsure
    }

    /// Every known object.
    pub fn tracks(&self) -> &[Track] {
        &self.tracks
    }

    /// What is known of this object.
    #[inline]
    pub fn track(&self, object: usize) -> Option<&Track> {
        let at = self.index.get(object)?;
        self.tracks.get(at as usize)
    }

    /// Makes an object known. One that is known stays as it is, one that was dead begins anew.
    #[inline]
    pub fn learn(&mut self, host: &impl Host, object: usize, origin: Origin) {
        if object == 0 || self.overflow {
            return;
        }
        let known = self.index.get(object).map(|at| at as usize);
        if let Some(track) = known.and_then(|at| self.tracks.get(at))
            && !track.dead
        {
            return;
        }
        let Count::Live(count) = host.first_count(object) else { return };
        let here = self.here;
        let track = Track {
            object,
            own: 0,
            origin,
            created: here,
            up: [here; 2],
            down: [here; 2],
            dead: count <= 0,
            is_container: false,
            last: count,
        };
        if let Some(known) = known.and_then(|at| self.tracks.get_mut(at)) {
            if count > 0 {
                *known = track;
                host.learned(object);
            }
            return;
        }
        if self.tracks.len() >= MOST_TRACKS {
            self.overflow = true;
            return;
        }
        self.unknown += u64::from(origin == Origin::Unknown);
        self.index.insert(object, self.tracks.len() as u32);
        self.tracks.push(track);
        host.learned(object);
    }

    /// The extension hands over to somebody else: what changed since [`Activation::resume`] was its doing.
    pub fn settle(&mut self, host: &impl Host, until: Place) {
        if !self.is_sure() {
            // There will be no verdict.
            return;
        }
        let slice = [self.here, until];
        for track in &mut self.tracks {
            settle(track, host, slice);
        }
        self.compare_shadows(host, slice);
    }

    /// The extension goes on: what changed since [`Activation::settle`] was not its doing.
    pub fn resume(&mut self, host: &impl Host) {
        if !self.is_sure() {
            return;
        }
        for track in &mut self.tracks {
            resume(track, host);
        }
        self.renew_shadows(host);
    }

    /// [`Activation::settle`] for one object.
    #[inline]
    pub fn settle_one(&mut self, host: &impl Host, object: usize, until: Place) {
        let slice = [self.here, until];
        if let Some(track) = self.get_mut(object) {
            settle(track, host, slice);
            if track.is_container {
                self.compare_one(host, object, slice);
            }
        }
    }

    /// [`Activation::settle`] for one object, which becomes known if it is not. `slice` are the transitions before and after.
    #[inline]
    pub fn meet(&mut self, host: &impl Host, object: usize, slice: [Place; 2]) {
        if let Some(track) = self.get_mut(object)
            && !track.dead
        {
            settle(track, host, slice);
            if track.is_container {
                self.compare_one(host, object, slice);
            }
            return;
        }
        self.learn(host, object, Origin::Unknown);
    }

    /// [`Activation::resume`] for one object.
    #[inline]
    pub fn resume_one(&mut self, host: &impl Host, object: usize) {
        if let Some(track) = self.get_mut(object) {
            resume(track, host);
            if track.is_container {
                self.renew_shadow(host, object);
            }
        }
    }

    /// A call gave the extension references, or took them.
    #[inline]
    pub fn book(&mut self, object: usize, change: i64) {
        let slice = [self.here; 2];
        // Most often it is the one that has just become known.
        let is_last = self.tracks.last().is_some_and(|track| track.object == object);
        let track = if is_last { self.tracks.last_mut() } else { self.get_mut(object) };
        if let Some(track) = track {
            note(track, change, slice);
        }
    }

    /// It died by a call of the extension; its account is closed.
    pub fn bury(&mut self, object: usize) {
        if let Some(track) = self.get_mut(object) {
            track.dead = true;
        }
        self.forget_shadow(object);
    }

    /// It is at another address now, or no object any more.
    pub fn forget(&mut self, object: usize) {
        if let Some(track) = self.get_mut(object) {
            track.dead = true;
            track.own = 0;
        }
        self.forget_shadow(object);
    }

    /// Those whose account does not come out even, after the last [`Activation::settle`].
    pub fn suspects(&self) -> impl Iterator<Item = Suspect> + '_ {
        let odd = |track: &&Track| track.own != 0 && track.origin != Origin::Unknown;
        self.tracks.iter().filter(odd).filter(|track| !track.dead || track.own < 0).copied()
    }

    #[inline]
    pub(crate) fn get_mut(&mut self, object: usize) -> Option<&mut Track> {
        let at = self.index.get(object)?;
        self.tracks.get_mut(at as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shadows::LONGEST;
    use std::cell::RefCell;
    use std::collections::BTreeMap;

    /// Objects with counts and items, as a test sets them.
    #[derive(Default)]
    struct Model {
        counts: RefCell<BTreeMap<usize, i64>>,
        items: RefCell<BTreeMap<usize, Vec<usize>>>,
    }

    impl Model {
        fn add(&self, object: usize, change: i64) {
            *self.counts.borrow_mut().entry(object).or_default() += change;
        }
        fn set_items(&self, container: usize, items: &[usize]) {
            self.items.borrow_mut().insert(container, items.to_vec());
        }
    }

    impl Host for Model {
        fn count(&self, object: usize) -> Count {
            match self.counts.borrow().get(&object) {
                Some(count) if *count >= 1000 => Count::Immortal,
                count => Count::Live(count.copied().unwrap_or(0)),
            }
        }
        fn first_count(&self, object: usize) -> Count {
            self.count(object)
        }
        fn learned(&self, _object: usize) {}
        fn items(&self, container: usize, limit: usize, into: &mut Vec<usize>) -> usize {
            let items = self.items.borrow();
            let items = items.get(&container).map_or(&[][..], Vec::as_slice);
            into.extend(items.iter().filter(|_| items.len() <= limit));
            items.len()
        }
    }

    const EXIT: Place = Place { pc: 99, item: Place::NO_ITEM };

    fn suspects(activation: &Activation) -> Vec<(usize, i64)> {
        activation.suspects().map(|track| (track.object, track.own)).collect()
    }

    #[test]
    fn what_the_api_changes_is_not_the_extensions() {
        let model = Model::default();
        model.add(16, 1);
        let mut activation = Activation::default();
        activation.learn(&model, 16, Origin::Argument);
        activation.settle(&model, EXIT);
        model.add(16, 5);
        activation.resume(&model);
        activation.settle(&model, EXIT);
        assert_eq!(suspects(&activation), []);
        model.add(16, 2);
        activation.settle(&model, EXIT);
        assert_eq!(suspects(&activation), [(16, 2)]);
        assert_eq!(activation.track(16).map(|track| track.up[1]), Some(EXIT));
    }

    #[test]
    fn new_references_are_even_once_handed_over() {
        let model = Model::default();
        model.add(32, 1);
        let mut activation = Activation::default();
        activation.learn(&model, 32, Origin::Fresh);
        activation.book(32, 1);
        assert_eq!(suspects(&activation), [(32, 1)]);
        activation.book(32, -1);
        assert_eq!(suspects(&activation), []);
    }

    #[test]
    fn items_written_inline_move_their_reference() {
        let model = Model::default();
        for object in [16, 32, 48] {
            model.add(object, 1);
        }
        model.set_items(16, &[0, 0]);
        let mut activation = Activation::default();
        activation.learn_container(&model, 16, Origin::Fresh);
        for object in [32, 48] {
            activation.learn(&model, object, Origin::Fresh);
            activation.book(object, 1);
        }
        model.set_items(16, &[32, 0]);
        activation.settle(&model, EXIT);
        assert_eq!(suspects(&activation), [(48, 1)]);
        // Written over: the former item is the extension's again.
        model.set_items(16, &[48, 0]);
        activation.settle(&model, EXIT);
        assert_eq!(suspects(&activation), [(32, 1)]);
    }

    #[test]
    fn items_appended_and_taken_inline_move_theirs() {
        let model = Model::default();
        model.add(16, 1);
        model.add(32, 1);
        model.set_items(16, &[]);
        let mut activation = Activation::default();
        activation.learn_container(&model, 16, Origin::Argument);
        activation.learn(&model, 32, Origin::Argument);
        model.add(32, 1);
        model.set_items(16, &[32]);
        activation.settle(&model, EXIT);
        assert_eq!(suspects(&activation), []);
        model.set_items(16, &[]);
        activation.settle(&model, EXIT);
        assert_eq!(suspects(&activation), [(32, 1)]);
        assert!(activation.is_sure());
    }

    #[test]
    fn long_containers_give_no_verdict_when_they_grow_inline() {
        let model = Model::default();
        model.add(16, 1);
        model.set_items(16, &[0; LONGEST + 1]);
        let mut activation = Activation::default();
        activation.learn_container(&model, 16, Origin::Argument);
        activation.settle(&model, EXIT);
        assert!(activation.is_sure());
        model.set_items(16, &[0; LONGEST + 2]);
        activation.settle(&model, EXIT);
        assert!(!activation.is_sure());
    }

    #[test]
    fn the_dead_are_suspects_only_when_too_much_was_released() {
        let model = Model::default();
        model.add(16, 1);
        model.add(32, 1);
        let mut activation = Activation::default();
        activation.learn(&model, 16, Origin::Argument);
        activation.learn(&model, 32, Origin::Fresh);
        activation.book(32, 1);
        for object in [16, 32] {
            model.add(object, -1);
            activation.settle_one(&model, object, EXIT);
            activation.bury(object);
        }
        assert_eq!(suspects(&activation), [(16, -1)]);
    }

    #[test]
    fn unknown_and_immortal_objects_get_no_verdict() {
        let model = Model::default();
        model.add(16, 1);
        model.add(32, 5000);
        let mut activation = Activation::default();
        activation.learn(&model, 16, Origin::Unknown);
        activation.learn(&model, 32, Origin::Argument);
        model.add(16, 3);
        model.add(32, 3);
        activation.settle(&model, EXIT);
        assert_eq!(suspects(&activation), []);
        assert_eq!(activation.unknown, 1);
        assert!(activation.track(32).is_none());
    }

    #[test]
    fn objects_that_become_immortal_are_left_out() {
        let model = Model::default();
        model.add(16, 1);
        model.set_items(32, &[0]);
        model.add(32, 1);
        let mut activation = Activation::default();
        activation.learn(&model, 16, Origin::Fresh);
        activation.book(16, 1);
        activation.learn_container(&model, 32, Origin::Fresh);
        activation.settle(&model, EXIT);
        model.add(16, 5000);
        activation.resume(&model);
        // No count changes any more, so an item that is written says nothing.
        model.set_items(32, &[16]);
        activation.settle(&model, EXIT);
        assert_eq!(suspects(&activation), []);
    }

    #[test]
    fn exceptions_are_taken_and_put_back_without_a_call() {
        const PLACES: usize = 65;
        let model = Model::default();
        let mut activation = Activation::default();
        model.set_items(PLACES, &[0]);
        activation.follow_places(&model, PLACES);
        // A call sets an exception; the extension takes it from its place and releases it.
        activation.settle(&model, EXIT);
        model.add(16, 1);
        model.set_items(PLACES, &[16]);
        activation.resume(&model);
        activation.resume_places(&model);
        model.set_items(PLACES, &[0]);
        model.add(16, -1);
        activation.settle_places(&model, EXIT);
        activation.settle(&model, EXIT);
        assert_eq!(suspects(&activation), []);
        // Another is released and left where it was: one too many.
        model.add(32, 2);
        model.set_items(PLACES, &[32]);
        activation.resume(&model);
        activation.resume_places(&model);
        model.add(32, -1);
        activation.settle_places(&model, EXIT);
        activation.settle(&model, EXIT);
        assert_eq!(suspects(&activation), [(32, -1)]);
    }

    #[test]
    fn too_many_objects_give_no_verdict() {
        let model = Model::default();
        let mut activation = Activation::default();
        for object in 1..=MOST_TRACKS + 1 {
            model.add(object * 16, 1);
            activation.learn(&model, object * 16, Origin::Argument);
        }
        assert!(!activation.is_sure());
        activation.reset(Place::default());
        assert!(activation.is_sure() && activation.tracks().is_empty());
    }
}
