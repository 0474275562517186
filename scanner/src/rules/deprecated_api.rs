//! deprecated-api: public names that a chosen CPython deprecates.

use pilotage_capi::ReplacementKind;

use super::site;
use crate::source::context::{Context, Sink};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for used in &cx.uses.items {
        let item = used.item;
        let Some(deprecated) = item.deprecated else { continue };
        if site::is_private(item) || !site::removed_on(cx, used).is_empty() {
            continue;
        }
        let targets: Vec<_> =
            cx.cpythons_at(used.loc).into_iter().filter(|(_, v)| *v >= deprecated).map(|(target, _)| target).collect();
        if targets.is_empty() {
            continue;
        }
        let mut message = format!("{} is deprecated since {deprecated}", site::called(item));
        if let Some(planned) = item.removal_planned {
            message.push_str(&format!(", its removal is announced for {planned}"));
        }
        let help = site::help(item, &[ReplacementKind::Deprecated, ReplacementKind::SoftDeprecated, ReplacementKind::Removed]);
        sink.add(cx.finding(used.loc, message).help(help).targets(targets).item(item.name));
    }
}
