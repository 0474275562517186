//! non-limited-api: public names that no version of the limited API has, where abi3 is wanted.

use pilotage_capi::{Offer, ReplacementKind, Target};

use super::site;
use crate::source::context::{Context, Sink};

/// Where the manifest has no answer.
fn instead(name: &str) -> &'static str {
    match name.split_once('.') {
        Some(("PyTypeObject", _)) => "read it with `PyType_GetSlot`, set it with a slot of `PyType_FromSpec`",
        Some(("PyDateTime_CAPI", _)) => "import `datetime` and get the attribute",
        _ => "do without it in the limited build: `#ifndef Py_LIMITED_API`",
    }
}

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
        // An old level may still have what the newest hides.
        let lacks = |target: &Target| matches!(target.offers(item), Offer::No(_));
        let targets: Vec<_> = site::limited_targets(cx, used).into_iter().filter(lacks).collect();
        if targets.is_empty() || site::has_own_version(cx, item.name) {
            continue;
        }
        let message = format!("{} is not in the limited API", site::called(used));
        let help = site::help(item, &[ReplacementKind::NonLimited]);
        let help = site::or_else(help, instead(item.name));
        sink.add(cx.finding(used.loc, message).help(help).targets(targets).item(item.name));
    }
}
