//! missing-on-target, in sources: public names that a chosen target does not have.

use pilotage_capi::{Item, Kind, Offer, Replacement, ReplacementKind, Target};

use super::site;
use crate::source::context::{COMPAT, Context, Sink};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    if cx.uses.is_part {
        return;
    }
    let has_compat = cx.tree.includes.iter().any(|include| include.name.ends_with(COMPAT));
    for used in &cx.uses.items {
        let item = used.item;
        if site::is_private(item) {
            continue;
        }
        let mut lacking: Vec<(Target, String)> = cx
            .targets_of(used)
            .into_iter()
            .filter(|target| used.within.is_none_or(|outer| lacks(*target, outer).is_none()))
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
            [first, rest @ ..] if rest.iter().all(|why| why == first) => {
                format!("{} {first}", site::called(used))
            }
            _ => format!("{} is missing on {}", site::called(used), site::listed(&targets)),
        };
        let help = help(item, &targets);
        sink.add(cx.finding(used.loc, message).help(help).targets(targets).item(item.name));
    }
}

/// What all of `targets` have instead, or how to keep the use from those that lack it.
fn help(item: &Item, targets: &[Target]) -> String {
    let is_there = |name: &&str| {
        pilotage_capi::get(name)
            .is_some_and(|other| targets.iter().all(|target| lacks(*target, other).is_none()))
    };
    let is_answer = |replacement: &&Replacement| {
        matches!(replacement.kind, ReplacementKind::Alternative | ReplacementKind::NonLimited)
            && replacement.names.iter().all(is_there)
    };
    if let Some(replacement) = item.replacements.iter().find(is_answer) {
        return site::advice(replacement);
    }
    let oldest = targets.iter().find_map(|target| match target {
        Target::CPython(_) | Target::FreeThreaded(_) => Some(item.since),
        _ => None,
    });
    let question = match oldest {
        Some(since) => format!("PY_VERSION_HEX >= {:#010X}", since.to_hex()).replace("0X", "0x"),
        None => interpreters(targets),
    };
    match question.as_str() {
        "" => "keep this source out of the build for that target".to_owned(),
        _ if oldest.is_some() && is_in_compat(item.name) => {
            format!("include `{COMPAT}`, which has it, or guard the use with `#if {question}`")
        }
        _ if item.kind == Kind::Member => format!("guard the access with `#if {question}`"),
        _ => format!("guard the use with `#if {question}`"),
    }
}

/// The condition that keeps these interpreters out; empty where they cannot be told.
fn interpreters(targets: &[Target]) -> String {
    let macros = [
        (targets.iter().any(|target| matches!(target, Target::PyPy(_))), "!defined(PYPY_VERSION)"),
        (targets.contains(&Target::GraalPy), "!defined(GRAALVM_PYTHON)"),
    ];
    let named: Vec<&str> =
        macros.into_iter().filter(|(is_named, _)| *is_named).map(|(_, name)| name).collect();
    named.join(" && ")
}

/// Why a target lacks a name, when that is this rule's matter.
pub(super) fn lacks(target: Target, item: &Item) -> Option<String> {
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
    pilotage_capi::all()
        .iter()
        .flat_map(|item| item.replacements)
        .any(|r| r.in_compat && r.names.contains(&name))
}
