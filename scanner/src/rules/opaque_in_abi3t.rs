//! opaque-in-abi3t: what the limited API of 3.15 has and the free-threaded stable ABI has not.

use pilotage_capi::{Abi3t, Kind, ReplacementKind, Target};

use super::site;
use crate::source::context::{Context, Sink};
use crate::source::lexical;
use crate::source::tree::Loc;

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for used in &cx.uses.items {
        let item = used.item;
        if site::is_private(item) || site::is_never_limited(item) {
            continue;
        }
        let targets: Vec<_> =
            cx.targets_of(used).into_iter().filter(|target| matches!(target, Target::Abi3t(_))).collect();
        if targets.is_empty() {
            continue;
        }
        let message = match item.abi3t {
            Abi3t::Opaque if item.kind == Kind::Struct && needs_size(cx, used.loc) => {
                format!("`{}` has no size in the free-threaded stable ABI", item.name)
            }
            Abi3t::No => format!("{} is not in the free-threaded stable ABI", site::called(used)),
            Abi3t::Impractical => {
                format!(
                    "`{}` wants a `PyModuleDef`, which nothing can define in the free-threaded stable ABI",
                    item.name
                )
            }
            _ => continue,
        };
        let is_module = item.name.starts_with("PyModule");
        let help = match is_module {
            true => "return slots from a `PyModExport_` function (from 3.15 on)".to_owned(),
            false => site::help(item, &[ReplacementKind::Abi3t, ReplacementKind::NonLimited]),
        };
        let help = site::or_else(help, "do without it in that build: `#ifndef Py_TARGET_ABI3T`");
        sink.add(cx.finding(used.loc, message).help(help).targets(targets).item(item.name));
    }
}

/// The type named at `loc` is not followed by a `*`: a variable, a member, a base class or `sizeof`.
fn needs_size(cx: &Context<'_>, loc: Loc) -> bool {
    let text = &cx.tree[loc.file].text;
    let offset = loc.offset as usize;
    let end = text[offset..]
        .iter()
        .position(|b| !b.is_ascii_alphanumeric() && *b != b'_')
        .map_or(text.len(), |n| offset + n);
    let mut after = lexical::next_code_byte(text, end);
    // `PyObject const *`
    if let Some((at, b'c')) = after
        && text[at..].starts_with(b"const")
    {
        after = lexical::next_code_byte(text, at + 5);
    }
    let is_sizeof = text[..offset]
        .trim_ascii_end()
        .strip_suffix(b"(")
        .is_some_and(|t| t.trim_ascii_end().ends_with(b"sizeof"));
    match after {
        Some((_, b'*' | b'&' | b',' | b'>')) => false,
        Some((_, b')')) => is_sizeof,
        Some((_, b';' | b'(')) => false,
        _ => true,
    }
}
