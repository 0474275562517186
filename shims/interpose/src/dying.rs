//! An object dies by the hand of the extension although, as far as the account knows, it had no reference to release. From 3.14 on the interpreter
//! lends what it passes, so such a death is a crash soon after: it is told before that. Deaths in general are in `deaths.rs`.

use pilotage_ledger::{Origin, Track};

use crate::account;
use crate::picture::Picture;
use crate::python::{Object, Python};
use crate::record;
use crate::thread::Account;

/// The first version that lends arguments.
const LENDS_SINCE: u8 = 14;

/// The last reference goes. A first run tells that it looks wrong; a second one knows, and then the object shall live on: the result is whether it does.
pub(crate) fn shall_live(account: &mut Account, object: Object, python: &Python) -> bool {
    if python.minor < LENDS_SINCE || python.has_own_counts || !account.activation.is_sure() {
        return false;
    }
    let track = account.activation.track(object).copied();
    let is_odd = |track: &Track| {
        track.own < 0 && !track.dead && matches!(track.origin, Origin::Argument | Origin::Borrowed)
    };
    let Some(track) = track.filter(is_odd) else { return false };
    if !record::is_exact() {
        account::report_over_release(account, &track, -track.own, true);
        return false;
    }
    let (Some(before), Some(now)) = (&account.baseline, Picture::take(python)) else { return false };
    let is_known = |list| account.activation.follows(list);
    let held = [before.held(&[object], is_known)[0], now.held(&[object], is_known)[0]];
    account::confirm(account, &track, held[0], held[1], python);
    // Whoever has it still gets the reference back.
    python.references(object).is_some_and(|count| count > 0)
}
