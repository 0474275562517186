//! deprecated-api: public names that a chosen CPython deprecates.

use pilotage_capi::{ReplacementKind, Target, Version};

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
            cx.targets_of(used).into_iter().filter(|target| is_deprecated(*target, deprecated)).collect();
        if targets.is_empty() {
            continue;
        }
        let mut message = format!("{} is deprecated since {deprecated}", site::called(used));
        if let Some(planned) = item.removal_planned {
            message.push_str(&format!(", its removal is announced for {planned}"));
        }
        let help = site::help(item, &[ReplacementKind::Deprecated, ReplacementKind::SoftDeprecated, ReplacementKind::Removed]);
        sink.add(cx.finding(used.loc, message).help(help).targets(targets).item(item.name));
    }
}

fn is_deprecated(target: Target, since: Version) -> bool {
    matches!(target, Target::CPython(version) | Target::FreeThreaded(version) if version >= since)
}
