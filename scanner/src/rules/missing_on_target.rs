//! missing-on-target, in sources: public names that a chosen target does not have.

use pilotage_capi::{Item, Offer, ReplacementKind, Target};

use super::site;
use crate::source::context::{Context, Sink};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    let has_compat = cx.tree.includes.iter().any(|include| include.name.ends_with("pythoncapi_compat.h"));
    for used in &cx.uses.items {
        let item = used.item;
        if site::is_private(item) {
            continue;
        }
        let mut lacking: Vec<(Target, String)> = cx
            .targets_of(used)
            .into_iter()
            .filter_map(|target| lacks(target, item).map(|why| (target, why)))
            .collect();
        if lacking.is_empty() {
            continue;
        }
        if has_compat && is_in_compat(item.name) || site::has_own_version(cx, item.name) {
            continue;
        }
        lacking.sort_unstable_by_key(|(target, _)| *target);
        let reasons: Vec<&str> = lacking.iter().map(|(_, why)| why.as_str()).collect();
        let targets: Vec<Target> = lacking.iter().map(|(target, _)| *target).collect();
        let message = match reasons.as_slice() {
            [first, rest @ ..] if rest.iter().all(|why| why == first) => format!("{} {first}", site::called(used)),
            _ => format!("{} is missing on {}", site::called(used), site::listed(&targets)),
        };
        let help = site::help(item, &[ReplacementKind::Alternative, ReplacementKind::NonLimited]);
        sink.add(cx.finding(used.loc, message).help(help).targets(targets).item(item.name));
    }
}

/// Why a target lacks a name, when that is this rule's matter.
fn lacks(target: Target, item: &Item) -> Option<String> {
    match target {
        Target::CPython(version) | Target::FreeThreaded(version) => {
            (version < item.since).then(|| format!("exists from {} on", item.since))
        }
        Target::PyPy(_) | Target::GraalPy | Target::RustPython | Target::Hpy => match target.offers(item) {
            Offer::No(why) => Some(why),
            Offer::Yes | Offer::Unknown => None,
        },
        Target::Abi3(_) | Target::Abi3t(_) | Target::SubInterpreters => None,
    }
}

fn is_in_compat(name: &str) -> bool {
    pilotage_capi::all().iter().flat_map(|item| item.replacements).any(|r| r.in_compat && r.names.contains(&name))
}
