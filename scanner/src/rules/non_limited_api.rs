//! non-limited-api: public names that no version of the limited API has, where abi3 is wanted.

use pilotage_capi::ReplacementKind;

use super::site;
use crate::source::context::{Context, Sink};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for used in &cx.uses.items {
        let item = used.item;
        // Of `state.kind` the outer member is told.
        if used.within.is_some()
            || site::is_private(item)
            || !site::is_never_limited(item)
            || !site::removed_on(cx, used).is_empty()
        {
            continue;
        }
        let targets = site::limited_targets(cx, used);
        if targets.is_empty() || site::has_own_version(cx, item.name) {
            continue;
        }
        let message = format!("{} is not in the limited API", site::called(used));
        let help = site::help(item, &[ReplacementKind::NonLimited]);
        sink.add(cx.finding(used.loc, message).help(help).targets(targets).item(item.name));
    }
}
