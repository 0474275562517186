//! format-type-mismatch: an argument is not what its format unit takes, or nobody knows the unit.
//! Judging one argument is in `format_type_mismatch/judge.rs`.

mod judge;

use pilotage_capi::{Target, Version};
use pilotage_finding::{Confidence, Severity};

use self::judge::Verdict;
use super::format_call::{self, FormatCall};
use super::{platforms, site};
use crate::source::context::{Context, Sink};
use crate::source::formats::{Fault, Grammar, Kind, Out, Piece};
use crate::source::lexical;
use crate::source::tree::{MacroDef, NodeId, Origin};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for call in format_call::calls(cx) {
        let targets = cx.targets_at(call.loc);
        if targets.is_empty() || unknown_unit(cx, sink, &call, &targets) || call.format.fault.is_some() {
            continue;
        }
        let Some(args) = call.described() else { continue };
        // With one too few every type would look wrong: format-count-mismatch speaks about it.
        if args.len() == call.format.arguments() {
            arguments(cx, sink, &call, args);
        }
    }
}

/// Reports a unit that no chosen target knows, or that some do not; true when it did.
fn unknown_unit(cx: &Context<'_>, sink: &mut Sink, call: &FormatCall<'_>, targets: &[Target]) -> bool {
    let (message, lacking) = match call.format.fault {
        // The C library has extensions that we do not list.
        Some(Fault::Unknown(_)) if call.function.language.name == "libc" => return false,
        Some(Fault::Unknown(unit)) => {
            (format!("`{}` knows no format unit `{unit}`", call.name), targets.to_vec())
        }
        _ => {
            let is_lacked = |piece: &&Piece<'_>| targets.iter().any(|target| lacks(*target, piece));
            let Some(piece) = call.format.pieces.iter().find(is_lacked) else { return false };
            let lacking: Vec<_> = targets.iter().copied().filter(|target| lacks(*target, piece)).collect();
            let known = match (piece.since, piece.unit.removed) {
                (Some(since), _) => format!("exists from {since} on"),
                (None, Some(removed)) => format!("is gone in {removed}"),
                (None, None) => return false,
            };
            (format!("format unit `{}` {known}; {} lacks it", piece.text, site::listed(&lacking)), lacking)
        }
    };
    let help = match call.function.language.grammar {
        Grammar::Percent => "convert the value first, or use a conversion that every target knows",
        Grammar::Arguments | Grammar::Values => "use units that every target knows",
    };
    sink.add(cx.finding(call.loc, message).help(help).targets(lacking).item(call.name));
    true
}

fn lacks(target: Target, piece: &Piece<'_>) -> bool {
    match target {
        Target::CPython(version) | Target::FreeThreaded(version) | Target::PyPy(version) => {
            !piece.is_known_in(version)
        }
        // A build for the stable ABI runs on every later version too.
        Target::Abi3(version) | Target::Abi3t(version) => {
            !piece.is_known_in(version) || !piece.is_known_in(version.max(Version::NEWEST))
        }
        Target::SubInterpreters | Target::GraalPy | Target::RustPython | Target::Hpy => false,
    }
}

fn arguments(cx: &Context<'_>, sink: &mut Sink, call: &FormatCall<'_>, args: &[NodeId]) {
    let mut rest = args.iter().copied();
    for piece in &call.format.pieces {
        let mut converter = None;
        for (at, kind) in piece.unit.takes.iter().enumerate() {
            let Some(arg) = rest.next() else { return };
            let wanted = match kind {
                Kind::Converter => {
                    converter = Some(arg);
                    *kind
                }
                Kind::Any if converter.is_some_and(|function| writes_object(cx, function)) => {
                    Kind::Out(Out::Object)
                }
                Kind::Size | Kind::Out(Out::Size) if !format_call::has_clean_sizes(cx, call) => continue,
                _ => *kind,
            };
            let may_be_null =
                call.function.language.grammar != Grammar::Arguments || piece.unit.may_be_null.contains(&at);
            argument(cx, sink, call, piece, wanted, arg, may_be_null);
        }
    }
}

/// The converter is known to write an object.
fn writes_object(cx: &Context<'_>, converter: NodeId) -> bool {
    cx.tree.named_function(converter).is_some_and(|function| {
        let function = &cx.tree[function];
        function.origin == Origin::Api
            && matches!(function.name.as_str(), "PyUnicode_FSConverter" | "PyUnicode_FSDecoder")
    })
}

fn argument(
    cx: &Context<'_>,
    sink: &mut Sink,
    call: &FormatCall<'_>,
    piece: &Piece<'_>,
    kind: Kind,
    arg: NodeId,
    may_be_null: bool,
) {
    let tree = cx.tree;
    let found = &tree[arg];
    let loc = if cx.is_own(found.loc) && found.loc.line > 0 { found.loc } else { call.loc };
    let verdict = judge::judge(tree, arg, kind, may_be_null);
    let spelling = &tree[found.ty].spelling;
    let unit = piece.text;
    let wanted = judge::wanted(kind);
    let draft = match verdict {
        Verdict::Fits => return,
        Verdict::Null => cx.finding(loc, format!("format unit `{unit}` takes {wanted}, not a null pointer")),
        // `DWORD` has 4 bytes where it exists.
        Verdict::Differs if judge::is_size(tree, arg, kind) && platforms::is_windows_only(cx) => return,
        Verdict::Differs => {
            cx.finding(loc, format!("format unit `{unit}` takes {wanted}, the argument is `{spelling}`"))
        }
        Verdict::DiffersOnWindows => {
            if !platforms::is_for_windows(cx, call.loc) || spells_width(cx, call) {
                return;
            }
            let message = format!(
                "format unit `{unit}` takes {wanted}, on 64-bit Windows `{spelling}` has another size"
            );
            cx.finding(loc, message).severity(Severity::Warning).confidence(Confidence::Medium)
        }
    };
    let help = match kind {
        Kind::Out(_) => {
            "pass the address of a variable of the type that the unit writes, or use the variable's unit"
        }
        _ => "cast the argument to the type of the unit, or use the unit of its type",
    };
    sink.add(draft.help(help).targets(cx.targets_at(loc)).item(call.name));
}

/// The format is written with `PRId64` and the like, or comes out of a macro: other platforms see another one.
fn spells_width(cx: &Context<'_>, call: &FormatCall<'_>) -> bool {
    let tree = cx.tree;
    let Some(text) = format_call::written(tree, call.loc, call.name) else { return true };
    let range = call.loc.offset..call.loc.offset + text.len() as u32;
    tree.macro_uses
        .iter()
        .filter(|used| used.loc.file == call.loc.file && range.contains(&used.loc.offset))
        .any(|used| {
            let says_so = ["PRI", "FMT", "FORMAT"].iter().any(|part| used.name.contains(part));
            says_so || tree.macro_defs.iter().any(|defined| defined.name == used.name && is_text(cx, defined))
        })
}

/// The macro stands for a string.
fn is_text(cx: &Context<'_>, defined: &MacroDef) -> bool {
    let text = &cx.tree[defined.loc.file].text;
    let start = defined.loc.offset as usize + defined.name.len();
    let end = lexical::directive_end(text, start.min(text.len()));
    text.get(start..end).is_some_and(|value| value.trim_ascii_start().starts_with(b"\""))
}
