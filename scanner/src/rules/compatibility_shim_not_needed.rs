//! compatibility-shim-not-needed: names of the C-API that the package defines for versions it no longer supports.

use std::collections::HashMap;

use pilotage_capi::{Item, Kind, Offer, Target, Tier, Version};

use super::dead_version_guard::dead;
use crate::source::context::{COMPAT, Context, Sink};
use crate::source::defines::{Define, loc_at};
use crate::source::guards::Guards;
use crate::source::lexical;
use crate::source::tree::{FileId, Loc, Origin};

/// Switches that are meant to be set.
const SWITCHES: [&str; 12] = [
    "Py_LIMITED_API",
    "PY_SSIZE_T_CLEAN",
    "Py_BUILD_CORE",
    "Py_BUILD_CORE_MODULE",
    "Py_BUILD_CORE_BUILTIN",
    "Py_TARGET_ABI3T",
    "Py_GIL_DISABLED",
    "Py_NO_ENABLE_SHARED",
    "Py_ENABLE_SHARED",
    "Py_DEBUG",
    "Py_TRACE_REFS",
    "Py_REF_DEBUG",
];
/// Conditions on these are for other interpreters or for limited builds.
const OTHERS: [&str; 6] = [
    "PYPY_VERSION",
    "PYPY_VERSION_NUM",
    "GRAALVM_PYTHON",
    "Py_LIMITED_API",
    "CYTHON_COMPILING_IN_PYPY",
    "Py_GIL_DISABLED",
];

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    let Some(oldest) = cx.settings.supports else { return };
    let mut found: Vec<(&'static Item, Loc)> = cx.defines()
        .iter()
        .filter(|define| !wraps_itself(cx, define) && !is_text(cx, define))
        .filter_map(|define| shim(cx, &define.name, oldest).map(|item| (item, define.loc)))
        .collect();
    for (at, file) in cx.tree.files.iter().enumerate().filter(|(_, file)| file.origin == Origin::Own) {
        for word in lexical::words(&file.text, 0, file.text.len()) {
            if !lexical::looks_like_api(word.name) {
                continue;
            }
            let Some(item) = shim(cx, word.name, oldest) else { continue };
            if !defines_function(&file.text, word) && !lexical::ends_typedef(&file.text, word) {
                continue;
            }
            // Without a condition around it, it would clash with the real one: an overload in C++.
            let loc = loc_at(&file.text, FileId(at as u16), word.offset);
            if cx.guards(loc).branch_at(word.offset).is_none() {
                continue;
            }
            // A macro of the same name in the file stands for both.
            if !found.iter().any(|(other, loc)| other.name == item.name && loc.file.0 == at as u16) {
                found.push((item, loc));
            }
        }
    }
    found.retain(|(_, loc)| !cx.tree[loc.file].path.ends_with(COMPAT));
    let mut reported: HashMap<FileId, Vec<(usize, bool)>> = HashMap::new();
    for (item, loc) in found {
        let guards = cx.guards(loc);
        let dead = reported.entry(loc.file).or_insert_with(|| dead(guards, &cx.tree[loc.file].text, oldest));
        if is_guarded_otherwise(guards, loc, dead) {
            continue;
        }
        let since = item.since;
        let message = match since > Version::OLDEST {
            true => format!(
                "`{}` is in every Python from {since} on, and {oldest} is the oldest supported",
                item.name
            ),
            false => format!("`{}` is in every supported Python", item.name),
        };
        let draft = cx.finding(loc, message).help("remove this definition");
        sink.add(draft.targets(cx.settings.targets.iter().copied()).item(item.name));
    }
}

/// `#define PyList_Size(o) checked(PyList_Size(o))`: the real one is called.
fn wraps_itself(cx: &Context<'_>, define: &Define) -> bool {
    let text = &cx.tree[define.loc.file].text;
    lexical::words(text, define.rest.0, define.rest.1).any(|word| word.name == define.name)
}

/// `#define PyDict_GetItem "not here"`: the compiler shall stop at it.
fn is_text(cx: &Context<'_>, define: &Define) -> bool {
    let text = &cx.tree[define.loc.file].text;
    text.get(define.rest.0..define.rest.1).is_some_and(|rest| rest.trim_ascii().starts_with(b"\""))
}

/// The public item of that name, when every supported version and every chosen target has it.
fn shim(cx: &Context<'_>, name: &str, oldest: Version) -> Option<&'static Item> {
    let item = pilotage_capi::get(name)?;
    let is_public =
        matches!(item.tier, Tier::Limited | Tier::Public | Tier::Unstable) && lexical::looks_like_api(name);
    let is_everywhere = item.since <= oldest && item.removed.is_none() && item.only.is_empty();
    let lacks = |target: &Target| {
        matches!(target, Target::PyPy(_) | Target::GraalPy | Target::Abi3(_) | Target::Abi3t(_))
            && matches!(target.offers(item), Offer::No(_))
    };
    let is_wanted = is_public && is_everywhere && !SWITCHES.contains(&name) && item.kind != Kind::Member;
    (is_wanted && !item.free_threaded_only && !cx.settings.targets.iter().any(lacks)).then_some(item)
}

/// Around the definition stands a question of the version, of another interpreter or of the limited API.
fn is_guarded_otherwise(guards: &Guards, loc: Loc, reported: &[(usize, bool)]) -> bool {
    let mut around = guards.branch_at(loc.offset as usize);
    while let Some(at) = around {
        let branch = &guards.branches[at];
        let alternatives = branch.before.iter().chain([&at]);
        for &other in alternatives {
            if reported.iter().any(|(dead, _)| *dead == other) || asks_otherwise(guards, other) {
                return true;
            }
        }
        around = branch.parent;
    }
    false
}

fn asks_otherwise(guards: &Guards, at: usize) -> bool {
    let branch = &guards.branches[at];
    let text = branch.text.as_bytes();
    let asks = lexical::words(text, 0, text.len()).any(|word| OTHERS.contains(&word.name));
    asks || branch.condition.as_ref().is_some_and(|condition| condition.mentions_version(&guards.macros))
}

/// `type NAME(parameters) {`.
fn defines_function(text: &[u8], word: lexical::Word<'_>) -> bool {
    let mut depth = 0_u32;
    let mut is_opened = false;
    for (_, byte) in lexical::code_bytes(text, word.offset + word.name.len()) {
        match byte {
            b'(' => {
                depth += 1;
                is_opened = true;
            }
            b')' if depth == 0 => return false,
            b')' => depth -= 1,
            b'{' if depth == 0 => return is_opened && is_after_type(text, word.offset),
            _ if depth > 0 || byte.is_ascii_whitespace() => {}
            _ => return false,
        }
    }
    false
}

/// What stands before the name ends a type: a word or `*`.
fn is_after_type(text: &[u8], offset: usize) -> bool {
    let before = text.get(..offset).unwrap_or_default().trim_ascii_end();
    before.last().is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'*' | b')'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn function(text: &str) -> bool {
        let word = lexical::words(text.as_bytes(), 0, text.len()).find(|word| word.name == "Py_f").unwrap();
        defines_function(text.as_bytes(), word)
    }

    #[test]
    fn definitions_and_calls() {
        assert!(function("static PyObject *\nPy_f(PyObject *(*x)(int))\n{ }"));
        assert!(!function("if (Py_f(x)) { }"));
        assert!(!function("int g(void) { return Py_f(x); } int h(void) {"));
        assert!(!function("= Py_f (x) {"));
    }
}
