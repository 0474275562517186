//! removed-api: names that the headers of a chosen CPython no longer have.

use pilotage_capi::ReplacementKind;

use super::site;
use crate::source::context::{Context, Sink};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for used in &cx.uses.items {
        let targets = site::removed_on(cx, used);
        let Some(removed) = used.item.removed else { continue };
        if targets.is_empty() {
            continue;
        }
        let message = match used.item.moved_internal {
            Some(moved) => format!("{} moved to the internal headers in {moved}", site::called(used)),
            None => format!("{} was removed in {removed}", site::called(used)),
        };
        let help = site::help(
            used.item,
            &[ReplacementKind::Removed, ReplacementKind::Private, ReplacementKind::Deprecated, ReplacementKind::SoftDeprecated],
        );
        sink.add(cx.finding(used.loc, message).help(help).targets(targets).item(used.item.name));
    }
}
