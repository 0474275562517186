//! One object that an account knows: how it became known, what its count was last, what the extension gained of it and lost; and whom the
//! account asks for counts.

/// What a host says of an object's count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// So many references; 0 when it is dead and its memory still there.
    Live(i64),
    /// Its count means nothing.
    Immortal,
}

/// Where the account gets counts and items from.
pub trait Host {
    /// The count now.
    fn count(&self, object: usize) -> Count;
    /// The count of an object that becomes known; immortal for those that are not to be followed.
    fn first_count(&self, object: usize) -> Count;
    /// It is known from now on.
    fn learned(&self, object: usize);
    /// What lies in items of items counts, too: there is time for it.
    fn looks_deep(&self) -> bool {
        false
    }
    /// The items of an exact tuple or list, NULL as 0; nothing for other objects and for more than `limit` items. How many
    /// there are is the result.
    fn items(&self, container: usize, limit: usize, into: &mut Vec<usize>) -> usize;
    /// The same for who only looks at them: a host that has them in one piece need not copy. `room` is for those that must.
    fn with_items<R>(
        &self,
        container: usize,
        limit: usize,
        room: &mut Vec<usize>,
        look: impl FnOnce(&[usize], usize) -> R,
    ) -> R {
        room.clear();
        let length = self.items(container, limit, room);
        look(room, length)
    }
}

/// How an object became known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Passed in by the caller, or an item of what was passed in.
    Argument,
    /// An API call made it.
    Fresh,
    /// An API call returned an owned reference to an object that existed before.
    Owned,
    /// An API call lent it.
    Borrowed,
    /// The extension had it from somewhere unseen: no verdict on it.
    Unknown,
}

/// A point of the extension: the return address of an API call, or the entry itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Return address in the extension, or the address of the function that was entered.
    pub pc: usize,
    /// Index of the item of the API that was called; `NO_ITEM` for the entry.
    pub item: u32,
}

impl Place {
    /// No item of the API: the entry.
    pub const NO_ITEM: u32 = u32::MAX;
}

/// One known object.
#[derive(Clone, Copy, Debug)]
pub struct Track {
    /// Its address.
    pub object: usize,
    /// References that the extension gained (lost) since it became known.
    pub own: i64,
    /// How it became known.
    pub origin: Origin,
    /// Where it became known.
    pub created: Place,
    /// The transitions before and after the last rise of `own`; the same for the effect of a call.
    pub up: [Place; 2],
    /// The transitions before and after the last fall of `own`.
    pub down: [Place; 2],
    /// It has died; `own` stands as it was then.
    pub dead: bool,
    /// A tuple or list whose items are compared.
    pub(crate) is_container: bool,
    /// The count when the extension went on last.
    pub(crate) last: i64,
}

/// An object whose account does not come out even.
pub type Suspect = Track;

/// What happened to the count since the extension went on was its doing.
#[inline]
pub(crate) fn settle(track: &mut Track, host: &impl Host, slice: [Place; 2]) {
    if track.dead || track.origin == Origin::Unknown {
        return;
    }
    if let Count::Live(count) = host.count(track.object)
        && count != track.last
    {
        note(track, count - track.last, slice);
        track.last = count;
    }
}

/// What happened to it meanwhile was not.
#[inline]
pub(crate) fn resume(track: &mut Track, host: &impl Host) {
    if track.dead {
        return;
    }
    match host.count(track.object) {
        Count::Live(count) if count > 0 => track.last = count,
        // Died inside a call.
        Count::Live(_) => track.dead = true,
        // Its count means nothing any more.
        Count::Immortal => {
            track.dead = true;
            track.own = 0;
        }
    }
}

/// A change between two transitions.
#[inline]
pub(crate) fn note(track: &mut Track, change: i64, slice: [Place; 2]) {
    // The account of the dead is closed, and so is that of objects that became immortal.
    if track.dead {
        return;
    }
    track.own += change;
    match change {
        1.. => track.up = slice,
        ..0 => track.down = slice,
        0 => {}
    }
}
