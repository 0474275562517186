//! What the rules on names share: which rule speaks at a site, and what it says to write instead.

use pilotage_capi::{Item, Kind, Offer, Replacement, ReplacementKind, Target, Tier, Version};

use crate::source::context::Context;
use crate::source::tree::Loc;
use crate::source::uses::Use;

/// The chosen CPython targets that compile the site and whose public headers lack the item by now.
pub(super) fn removed_on(cx: &Context<'_>, used: &Use) -> Vec<Target> {
    let Some(removed) = used.item.removed else { return Vec::new() };
    // What the package declares by hand lives on as long as libpython exports it.
    let is_declared = cx.tree.declared.iter().any(|decl| cx.tree[*decl].name == used.item.name);
    let gone = |target: &Target| match target {
        Target::CPython(version) | Target::FreeThreaded(version) => {
            *version >= removed && !(is_declared && used.item.exported_by(*version))
        }
        // A limited build is compiled with some newest headers.
        Target::Abi3(_) | Target::Abi3t(_) => Version::NEWEST >= removed,
        _ => false,
    };
    cx.targets_of(used).into_iter().filter(gone).collect()
}

/// CPython keeps the name for itself.
pub(super) fn is_private(item: &Item) -> bool {
    matches!(item.tier, Tier::Private | Tier::Internal) && !DOCUMENTED.contains(&item.name)
}

/// Underscore names that the documentation describes: they are public in all but name.
const DOCUMENTED: [&str; 22] = [
    "_PyBytes_Resize",
    "_PyTuple_Resize",
    "_PyObject_GetDictPtr",
    "_PyObject_New",
    "_PyObject_NewVar",
    "_PyObject_GC_New",
    "_PyObject_GC_NewVar",
    "_Py_c_diff",
    "_Py_c_neg",
    "_Py_c_pow",
    "_Py_c_prod",
    "_Py_c_quot",
    "_Py_c_sum",
    "_Py_NoneStruct",
    "_Py_InitializeMain",
    "_PyFrameEvalFunction",
    "_PyInterpreterFrame",
    "_PyInterpreterState_GetEvalFrameFunc",
    "_PyInterpreterState_SetEvalFrameFunc",
    "_inittab",
    "_frozen",
    "_Py_HashSecret_t",
];

/// The targets among the chosen ones at the site that are some abi3 or abi3t.
pub(super) fn limited_targets(cx: &Context<'_>, used: &Use) -> Vec<Target> {
    cx.targets_of(used)
        .into_iter()
        .filter(|target| matches!(target, Target::Abi3(_) | Target::Abi3t(_)))
        .collect()
}

/// No version of the limited API has it.
pub(super) fn is_never_limited(item: &Item) -> bool {
    matches!(Target::Abi3(Version::NEWEST).offers(item), Offer::No(_))
}

/// A help line for the first of `kinds` that the manifest has an answer for.
pub(super) fn help(item: &Item, kinds: &[ReplacementKind]) -> String {
    kinds.iter().find_map(|kind| item.replacement(*kind)).map(advice).unwrap_or_default()
}

/// The manifest's answer, or another where it has none.
pub(super) fn or_else(help: String, other: &str) -> String {
    if help.is_empty() { other.to_owned() } else { help }
}

/// A replacement as a help line.
pub(super) fn advice(replacement: &Replacement) -> String {
    let is_name = |name: &&&str| !name.starts_with('(');
    let names: Vec<String> =
        replacement.names.iter().filter(is_name).map(|name| format!("`{name}`")).collect();
    if names.is_empty() {
        return match replacement.names.first() {
            Some(&"(drop)") | Some(&"(remove)") => "drop it: it does nothing any more".to_owned(),
            Some(other) if other.starts_with("(none") => String::new(),
            Some(other) => format!("replace it: {}", other.trim_matches(['(', ')'])),
            None => String::new(),
        };
    }
    let is_both = replacement.note == "one after the other";
    let mut text = format!("use {}", names.join(if is_both { " and " } else { " or " }));
    if let Some(since) = replacement.since {
        text.push_str(&format!(" (from {since} on"));
        text.push_str(if replacement.in_compat {
            "; `pythoncapi_compat.h` has it for older versions)"
        } else {
            ")"
        });
    }
    if !replacement.note.is_empty() {
        // `with "bit_length"`, `and memcpy`: goes on where the names end.
        let goes_on = replacement.since.is_none()
            && ["with ", "and "].iter().any(|start| replacement.note.starts_with(start));
        text.push_str(if goes_on { " " } else { "; " });
        text.push_str(replacement.note);
    }
    text
}

/// The site lies in the package's own stand-in for a public name (`Py_NewRef` for 3.9): a function or macro of that
/// name under a guard.
pub(super) fn is_in_shim(cx: &Context<'_>, loc: Loc) -> bool {
    let Some(function) = cx.function_at(loc) else { return false };
    let name = cx.tree[function.decl].name.as_str();
    let is_public =
        pilotage_capi::get(name).is_some_and(|item| !matches!(item.tier, Tier::Private | Tier::Internal));
    is_public && cx.guards(loc).branch_at(loc.offset as usize).is_some()
}

/// How the message calls what is used, and the own macro that names it.
pub(super) fn called(used: &Use) -> String {
    let name = used.item.name;
    let called =
        if used.item.kind == Kind::Member { format!("member `{name}`") } else { format!("`{name}`") };
    match &used.through {
        Some(through) => format!("{called} (out of `{through}`)"),
        None => called,
    }
}

/// Targets as a message lists them: neighbours of one kind are joined.
pub(super) fn listed(targets: &[Target]) -> String {
    const SHOWN: usize = 4;
    let names: Vec<String> = targets.iter().take(SHOWN).map(ToString::to_string).collect();
    match targets.len().saturating_sub(SHOWN) {
        0 => names.join(", "),
        more => format!("{} and {more} more", names.join(", ")),
    }
}

/// The package defines the name itself for those that lack it: a definition in text that was skipped.
pub(super) fn has_own_version(cx: &Context<'_>, name: &str) -> bool {
    cx.uses.skipped_definitions.contains(name)
}
