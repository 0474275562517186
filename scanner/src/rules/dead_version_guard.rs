//! dead-version-guard: conditions on the Python version that are the same for every supported one.

use std::collections::BTreeSet;

use pilotage_capi::Version;

pub(super) use crate::source::context::COMPAT;
use crate::source::context::{Context, Sink};
use crate::source::defines::loc_at;
use crate::source::generator;
use crate::source::guards::{Expression, Guards, Macros, Setting};
use crate::source::tree::{FileId, Loc, Origin};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    let Some(oldest) = cx.settings.supports else { return };
    for (at, file) in cx.tree.files.iter().enumerate() {
        if file.origin != Origin::Own
            || file.path.ends_with(COMPAT)
            || generator::recognise(&file.text).is_some()
        {
            continue;
        }
        let id = FileId(at as u16);
        let guards = cx.guards(Loc { file: id, ..Loc::NOWHERE });
        for (branch, holds) in dead(guards, &file.text, oldest) {
            let branch = &guards.branches[branch];
            let loc = loc_at(&file.text, id, branch.offset);
            let how = if holds { "always" } else { "never" };
            let message = format!("this condition {how} holds from Python {oldest} on");
            let help = match holds {
                true => "remove the condition and the branches after it",
                false => "remove the condition and its branch",
            };
            sink.add(cx.finding(loc, message).help(help).targets(cx.settings.targets.iter().copied()));
        }
    }
}

/// The branches to report, each with whether it always or never holds.
pub(super) fn dead(guards: &Guards, text: &[u8], oldest: Version) -> Vec<(usize, bool)> {
    let outcomes: Vec<Option<bool>> =
        guards.branches.iter().map(|branch| certain(branch.condition.as_ref(), oldest)).collect();
    let is_dead = |at: usize| {
        let before = &guards.branches[at].before;
        outcomes[at] == Some(false) || before.iter().any(|earlier| outcomes[*earlier] == Some(true))
    };
    let is_in_dead = |at: usize| {
        let mut around = guards.branches[at].parent;
        while let Some(outer) = around {
            if is_dead(outer) {
                return true;
            }
            around = guards.branches[outer].parent;
        }
        false
    };
    let mut found = Vec::new();
    for (at, branch) in guards.branches.iter().enumerate() {
        let Some(holds) = outcomes[at] else { continue };
        let is_unreachable = branch.before.iter().any(|earlier| outcomes[*earlier] == Some(true));
        if is_unreachable || is_in_dead(at) || !matches!(branch.directive, "if" | "elif") {
            continue;
        }
        if !states_support(guards, text, at, holds) {
            found.push((at, holds));
        }
    }
    found
}

/// The text that is never compiled only says so: `#error`.
fn states_support(guards: &Guards, text: &[u8], at: usize, holds: bool) -> bool {
    let dropped: Vec<usize> = match holds {
        false => vec![at],
        true => {
            let later = guards.branches.iter().enumerate().filter(|(_, other)| other.before.contains(&at));
            later.map(|(later, _)| later).collect()
        }
    };
    !dropped.is_empty()
        && dropped.iter().all(|branch| {
            let branch = &guards.branches[*branch];
            text.get(branch.start..branch.end).is_some_and(only_errors)
        })
}

/// Nothing but `#error` and `#warning`, and at least one of them.
fn only_errors(text: &[u8]) -> bool {
    let mut is_said = false;
    for line in String::from_utf8_lossy(text).lines() {
        let line = line.trim();
        let is_comment =
            line.is_empty() || line.starts_with("//") || line.starts_with("/*") || line.starts_with('*');
        match line.strip_prefix('#').map(str::trim_start) {
            Some(directive) if directive.starts_with("error") || directive.starts_with("warning") => {
                is_said = true
            }
            // The next directive of the same conditional ends the text.
            _ if is_comment => {}
            _ => return false,
        }
    }
    is_said
}

/// What the condition is for every supported version; `None` when that differs, is not known, or is no question of
/// the version.
fn certain(condition: Option<&Expression>, oldest: Version) -> Option<bool> {
    let none = Macros::default();
    let condition = condition.filter(|condition| condition.mentions_version(&none))?;
    let mut outcome = None;
    for hex in samples(condition, oldest) {
        let release = Setting { hex, ..Setting::release(oldest) };
        let settings = [
            release,
            Setting { free_threaded: true, ..release },
            Setting { pypy: true, ..release },
            Setting { graalpy: true, ..release },
            Setting { abi3t: true, ..release },
        ];
        for setting in settings {
            let holds = condition.truth(&setting, &none)?;
            if outcome.is_some_and(|other| other != holds) {
                return None;
            }
            outcome = Some(holds);
        }
    }
    outcome
}

/// Versions that tell outcomes apart: first and last of each minor version, and both sides of each number compared
/// with. Those beyond the newest known one are among them, so that a guard for the future is not certain.
fn samples(condition: &Expression, oldest: Version) -> BTreeSet<i64> {
    let first = i64::from(oldest.to_hex()) | FINAL;
    let mut hexes = BTreeSet::from([first]);
    let mut version = if oldest.major < 3 { Version::new(3, 0) } else { oldest };
    while version <= Version::NEWEST {
        let hex = i64::from(version.to_hex());
        hexes.extend([hex | FINAL, hex | LAST]);
        version = Version::new(3, version.minor + 1);
    }
    for edge in edges(condition) {
        hexes.extend([edge - 1, edge, edge + 1]);
    }
    hexes.retain(|hex| *hex >= first);
    hexes
}

/// `0x030A00F0` is 3.10.0.
const FINAL: i64 = 0xf0;
/// Later than any release of a minor version.
const LAST: i64 = 0xff_f0;

/// The numbers in a condition, as `PY_VERSION_HEX` where the version changes.
fn edges(condition: &Expression) -> Vec<i64> {
    let mut found = Vec::new();
    collect_edges(condition, &mut found);
    found
}

fn collect_edges(condition: &Expression, found: &mut Vec<i64>) {
    match condition {
        Expression::Binary(op, left, right) => {
            for (name, number) in [(left, right), (right, left)] {
                let Some(value) = number.number(&|_| None).or_else(|| packed(number)) else { continue };
                match name.as_ref() {
                    Expression::Name(name) if name == "PY_VERSION_HEX" => found.push(value),
                    Expression::Name(name) if name == "PY_MINOR_VERSION" && (0..256).contains(&value) => {
                        found.extend([value, value + 1].map(|minor| 0x0300_0000 | minor << 16 | FINAL));
                    }
                    Expression::Name(name) if name == "PY_MAJOR_VERSION" && (0..16).contains(&value) => {
                        // `== 3` holds; `> 3` is a question of the future, `> 2` is none.
                        let major = if matches!(*op, ">" | "<=") { value + 1 } else { value };
                        found.push(major << 24 | FINAL);
                    }
                    _ => {}
                }
            }
            collect_edges(left, found);
            collect_edges(right, found);
        }
        Expression::Not(inner) | Expression::Unary(_, inner) => collect_edges(inner, found),
        Expression::Conditional(parts) => parts.iter().for_each(|part| collect_edges(part, found)),
        Expression::Call(_, args) => args.iter().for_each(|arg| collect_edges(arg, found)),
        Expression::Number(_) | Expression::Name(_) | Expression::Defined(_) => {}
    }
}

/// `Py_PACK_VERSION(3, 14)`.
fn packed(expression: &Expression) -> Option<i64> {
    let Expression::Call(_, args) = expression else { return None };
    let parts: Vec<i64> = args.iter().map(|arg| arg.number(&|_| None)).collect::<Option<_>>()?;
    match parts[..] {
        [major, minor] | [major, minor, ..] => Some(major << 24 | minor << 16),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(text: &str, minor: u8) -> Option<bool> {
        certain(Expression::parse(text).as_ref(), Version::new(3, minor))
    }

    #[test]
    fn certain_conditions() {
        assert_eq!(outcome("PY_VERSION_HEX >= 0x030900B1", 10), Some(true));
        assert_eq!(outcome("PY_VERSION_HEX < 0x03080000 && defined(X)", 10), Some(false));
        assert_eq!(outcome("PY_MAJOR_VERSION == 3 && PY_MINOR_VERSION >= 7", 10), Some(true));
        assert_eq!(outcome("PY_MAJOR_VERSION > 2", 10), Some(true));
        assert_eq!(outcome("PY_VERSION_HEX >= Py_PACK_VERSION(3, 9)", 10), Some(true));
    }

    #[test]
    fn conditions_that_stay() {
        for text in [
            "PY_VERSION_HEX >= 0x030A0200",
            "PY_VERSION_HEX == 0x030A0200",
            "PY_VERSION_HEX >= 0x04000000",
            "PY_VERSION_HEX < 0x03120000",
            "PY_VERSION_HEX >= Py_PACK_VERSION(3, 20)",
            "PY_MINOR_VERSION >= 20",
            "PY_MAJOR_VERSION > 3",
            "PY_MAJOR_VERSION >= 4",
            "PY_VERSION_HEX >= 0x030A0000 && !defined(PYPY_VERSION)",
            "PY_VERSION_HEX < 0x03080000 || defined(X)",
            "defined(Py_LIMITED_API)",
            "X > 3",
        ] {
            assert_eq!(outcome(text, 10), None, "{text}");
        }
    }

    #[test]
    fn only_errors_stay() {
        assert!(only_errors(b"\n# error \"no\"\n// why\n"));
        assert!(!only_errors(b"#error x\nint y;\n") && !only_errors(b"\n"));
    }
}
