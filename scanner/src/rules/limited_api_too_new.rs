//! limited-api-too-new: names that entered the limited API after the declared version.

use pilotage_capi::{Offer, ReplacementKind, Target};

use super::site;
use crate::source::context::{Context, Sink};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for used in &cx.uses.items {
        let item = used.item;
        let Some(since) = item.limited else { continue };
        if site::is_private(item) || site::is_never_limited(item) || !site::removed_on(cx, used).is_empty() {
            continue;
        }
        let is_too_old = |target: &Target| match target {
            Target::Abi3(version) => *version < since && matches!(target.offers(item), Offer::No(_)),
            Target::Abi3t(version) => *version < since,
            _ => false,
        };
        let targets: Vec<_> = cx.targets_of(used).into_iter().filter(is_too_old).collect();
        if targets.is_empty() {
            continue;
        }
        let message = format!("{} is in the limited API from {since} on only", site::called(used));
        let help = match site::help(item, &[ReplacementKind::NonLimited]) {
            help if help.is_empty() => format!("raise `Py_LIMITED_API` to {:#010X}, or guard the use", since.to_hex()),
            help => help,
        };
        sink.add(cx.finding(used.loc, message).help(help).targets(targets).item(item.name));
    }
}
