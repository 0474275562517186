//! What the rules on formats share: calls of functions that take a format whose text is known.
//! Also whether sizes are `Py_ssize_t`, and the text of a call as written.

use pilotage_capi::Version;

use crate::source::context::Context;
use crate::source::formats::{self, Format, Function};
use crate::source::lexical;
use crate::source::tree::{DeclKind, FileId, Loc, NodeId, NodeKind, Origin, Tree, TypeKind};

/// A call with a format that is known.
pub(super) struct FormatCall<'a> {
    /// Where the function's name stands.
    pub(super) loc: Loc,
    /// The function's name.
    pub(super) name: &'a str,
    /// How it takes its format.
    pub(super) function: &'static Function,
    /// All arguments.
    pub(super) args: &'a [NodeId],
    /// The format; empty for a null pointer.
    pub(super) text: &'a str,
    /// The format, read.
    pub(super) format: Format<'a>,
}

/// The calls in own files whose format is known.
pub(super) fn calls<'a>(cx: &Context<'a>) -> Vec<FormatCall<'a>> {
    api_calls(cx.tree).filter_map(|(node, name)| call(cx, node, name)).collect()
}

/// Calls of functions of the C-API in own files.
pub(super) fn api_calls(tree: &Tree) -> impl Iterator<Item = (NodeId, &str)> {
    tree.calls().iter().filter_map(move |&node| {
        let name = tree.api_callee(node)?;
        (tree[tree[node].loc.file].origin == Origin::Own).then_some((node, name))
    })
}

fn call<'a>(cx: &Context<'a>, node: NodeId, name: &'a str) -> Option<FormatCall<'a>> {
    let tree = cx.tree;
    let function = formats::function(name)?;
    let args = tree.args(node);
    let format = *args.get(function.format)?;
    if function.first.is_some_and(|first| args.len() < first) {
        return None;
    }
    let loc = name_loc(tree, node);
    let is_null = function.null_format && tree.is_null(format);
    let text = if is_null { "" } else { known_text(cx, format)? };
    if passes_pack(tree, loc, name) || is_broken(tree, loc, name, args.len()) {
        return None;
    }
    Some(FormatCall { loc, name, function, args, text, format: function.language.parse(text) })
}

/// Where the name of the called function stands.
pub(super) fn name_loc(tree: &Tree, call: NodeId) -> Loc {
    tree.kid(call, 0).map_or(tree[call].loc, |callee| tree[callee].loc)
}

impl FormatCall<'_> {
    /// The arguments that the format describes; `None` for a `va_list`.
    pub(super) fn described(&self) -> Option<&[NodeId]> {
        self.function.first.and_then(|first| self.args.get(first..))
    }
}

/// The text of a string: a literal, or a variable that always holds the same one.
pub(super) fn known_text<'a>(cx: &Context<'a>, node: NodeId) -> Option<&'a str> {
    let tree = cx.tree;
    let node = tree.strip_casts(node);
    match tree[node].kind {
        NodeKind::Str(_) => tree.string(node).filter(|_| is_narrow(tree, node)),
        NodeKind::Name(decl) => {
            let variable = &tree[decl];
            let is_visible = variable.is_const || variable.is_static || variable.parent.is_some();
            let is_fixed = variable.kind == DeclKind::Var && is_visible;
            if !is_fixed || cx.assigned().whole.contains(&decl) || cx.assigned().parts.contains(&decl) {
                return None;
            }
            let init = tree.strip_casts(variable.init?);
            tree.string(init).filter(|_| is_narrow(tree, init))
        }
        _ => None,
    }
}

fn is_narrow(tree: &Tree, node: NodeId) -> bool {
    match tree[tree[node].ty].kind {
        TypeKind::Array(element, _) => matches!(tree[element].kind, TypeKind::Int { bits: 8, .. }),
        _ => false,
    }
}

/// The bytes of a call from its name to its closing parenthesis; `None` when a macro wrote it.
pub(super) fn written<'a>(tree: &'a Tree, loc: Loc, name: &str) -> Option<&'a [u8]> {
    let text = &tree[loc.file].text;
    let start = loc.offset as usize;
    if !text.get(start..)?.starts_with(name.as_bytes()) {
        return None;
    }
    let mut depth = 0_u32;
    for (at, byte) in lexical::code_bytes(text, start + name.len()) {
        match byte {
            b'(' => depth += 1,
            b')' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return text.get(start..=at);
                }
            }
            _ => {}
        }
    }
    None
}

/// The front end reported an error within the call, or lost arguments that the text shows.
pub(super) fn is_broken(tree: &Tree, loc: Loc, name: &str, args: usize) -> bool {
    let Some(text) = written(tree, loc, name) else { return false };
    let range = loc.offset..loc.offset + text.len() as u32;
    let is_inside = |place: Loc| place.file == loc.file && range.contains(&place.offset);
    if tree.diagnostics.iter().filter_map(|found| found.loc).any(is_inside) {
        return true;
    }
    let mut depth = 0_u32;
    let mut commas = 0;
    let mut is_conditional = false;
    for (_, byte) in lexical::code_bytes(text, 0) {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            b',' if depth == 1 => commas += 1,
            b'#' => is_conditional = true,
            _ => {}
        }
    }
    // Branches of a conditional are counted together.
    let seen = if is_conditional { 2 * args } else { args };
    commas > 0 && commas + 1 > seen
}

/// A pack expansion passes any number of arguments.
pub(super) fn passes_pack(tree: &Tree, loc: Loc, name: &str) -> bool {
    let Some(text) = written(tree, loc, name) else { return false };
    let dots: Vec<usize> =
        lexical::code_bytes(text, 0).filter(|(_, byte)| *byte == b'.').map(|(at, _)| at).collect();
    dots.windows(3).any(|three| three[2] == three[0] + 2)
}

/// The sizes of `#` units of this call are `Py_ssize_t` in the simulated version.
pub(super) fn has_clean_sizes(cx: &Context<'_>, call: &FormatCall<'_>) -> bool {
    call.function.is_clean || cx.settings.python >= Version::new(3, 13) || is_clean(cx) == Some(true)
}

/// `PY_SSIZE_T_CLEAN` is defined before `Python.h`; `None` when that cannot be told.
pub(super) fn is_clean(cx: &Context<'_>) -> Option<bool> {
    let flagged = cx.command.arguments.iter().filter_map(|argument| argument.strip_prefix("-D"));
    let mut defines = cx.command.defines.iter().map(String::as_str).chain(flagged);
    if defines.any(|define| define.split('=').next() == Some(CLEAN)) {
        return Some(true);
    }
    let main = cx.tree.files.iter().position(|file| file.path == cx.command.path)?;
    clean_in(cx.tree, FileId(main as u16), 0)
}

const CLEAN: &str = "PY_SSIZE_T_CLEAN";

/// Walks a file in its order: true at the macro, false at the first header of Python.
fn clean_in(tree: &Tree, file: FileId, depth: u32) -> Option<bool> {
    const DEEPEST: u32 = 20;
    let defined =
        tree.macro_defs.iter().filter(|d| d.loc.file == file && d.name == CLEAN).map(|d| d.loc.offset).min();
    let mut includes: Vec<_> = tree.includes.iter().filter(|include| include.loc.file == file).collect();
    includes.sort_by_key(|include| include.loc.offset);
    for include in includes {
        if defined.is_some_and(|offset| offset < include.loc.offset) {
            return Some(true);
        }
        let found = match include.found {
            Some(Origin::Api) => Some(false),
            Some(Origin::Own) if depth < DEEPEST => {
                own_file(tree, file, &include.name).and_then(|inner| clean_in(tree, inner, depth + 1))
            }
            _ => None,
        };
        if found.is_some() {
            return found;
        }
    }
    defined.map(|_| true)
}

/// The own file that an include names.
fn own_file(tree: &Tree, from: FileId, name: &str) -> Option<FileId> {
    let tail = name.rsplit("../").next().unwrap_or(name).trim_start_matches("./");
    let matches = |(at, file): (usize, &crate::source::tree::File)| {
        let is_it = file.origin == Origin::Own
            && file.path.strip_suffix(tail).is_some_and(|before| before.ends_with('/'))
            && at != usize::from(from.0);
        is_it.then_some(FileId(at as u16))
    };
    tree.files.iter().enumerate().find_map(matches)
}
