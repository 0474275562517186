//! What rules that compare sizes share: code that 64-bit Windows never compiles is not told about its `long`.

use crate::source::context::Context;
use crate::source::lexical;
use crate::source::tree::{Loc, NodeId, NodeKind};

/// Headers that Windows lacks: a file that includes one outside any condition is for POSIX only.
const POSIX_HEADERS: [&str; 12] = [
    "unistd.h",
    "pthread.h",
    "pwd.h",
    "grp.h",
    "dlfcn.h",
    "termios.h",
    "syslog.h",
    "netdb.h",
    "poll.h",
    "dirent.h",
    "arpa/inet.h",
    "netinet/in.h",
];

/// Those that Windows has of a folder that is POSIX's otherwise.
const ON_WINDOWS: [&str; 5] = ["sys/types.h", "sys/stat.h", "sys/timeb.h", "sys/utime.h", "sys/locking.h"];

/// Names in a condition that tell platforms or sizes apart.
const TELLING: [&str; 12] = [
    "WIN32",
    "WIN64",
    "MS_WINDOWS",
    "_MSC_VER",
    "__linux",
    "__APPLE__",
    "__unix",
    "SIZEOF_",
    "sizeof",
    "LONG_MAX",
    "LP64",
    "_BIT",
];

/// The code at `loc` may be compiled for 64-bit Windows, with no thought given to sizes yet.
pub(super) fn is_for_windows(cx: &Context<'_>, loc: Loc) -> bool {
    !includes_posix(cx) && !is_conditional(cx, loc) && !is_in_size_test(cx, loc)
}

fn includes_posix(cx: &Context<'_>) -> bool {
    cx.tree.includes.iter().any(|include| {
        let name = include.name.as_str();
        let is_folder = ["sys/", "linux/", "mach/"].iter().any(|folder| name.starts_with(folder));
        let is_posix = POSIX_HEADERS.contains(&name) || (is_folder && !ON_WINDOWS.contains(&name));
        is_posix && cx.is_own(include.loc) && is_unconditional(cx, include.loc)
    })
}

/// The unit is for Windows only: sizes are not those that it was read with.
pub(super) fn is_windows_only(cx: &Context<'_>) -> bool {
    cx.tree.includes.iter().any(|include| {
        let is_windows =
            ["windows.h", "winsock2.h"].iter().any(|name| include.name.eq_ignore_ascii_case(name));
        is_windows && cx.is_own(include.loc) && is_unconditional(cx, include.loc)
    })
}

/// Nothing but an include guard stands around it.
fn is_unconditional(cx: &Context<'_>, loc: Loc) -> bool {
    let guards = cx.guards(loc);
    match guards.branch_at(loc.offset as usize) {
        None => true,
        Some(at) => {
            at == 0 && guards.branches[at].directive == "ifndef" && guards.branches[at].parent.is_none()
        }
    }
}

fn is_conditional(cx: &Context<'_>, loc: Loc) -> bool {
    let guards = cx.guards(loc);
    let mut next = guards.branch_at(loc.offset as usize);
    while let Some(at) = next {
        let branch = &guards.branches[at];
        let mut texts =
            branch.before.iter().map(|before| &guards.branches[*before].text).chain([&branch.text]);
        if texts.any(|text| TELLING.iter().any(|name| text.contains(name))) {
            return true;
        }
        next = branch.parent;
    }
    false
}

/// `if (sizeof(long) == 8)` stands around it.
fn is_in_size_test(cx: &Context<'_>, loc: Loc) -> bool {
    let tree = cx.tree;
    let Some(function) = cx.function_at(loc) else { return false };
    let asks_size = |node: NodeId| {
        let place = tree[node].loc;
        let text = tree[place.file].text.get(place.offset as usize..).unwrap_or_default();
        matches!(tree[node].kind, NodeKind::Int(_))
            && lexical::words(text, 0, text.len().min(8)).next().is_some_and(|word| word.name == "sizeof")
    };
    tree.descendants(function.body).into_iter().any(|node| {
        let is_test = matches!(tree[node].kind, NodeKind::If | NodeKind::Switch | NodeKind::Conditional);
        is_test
            && tree.kid(node, 0).is_some_and(|test| tree.descendants(test).into_iter().any(asks_size))
            && tree
                .kids(node)
                .iter()
                .skip(1)
                .any(|kid| tree.descendants(*kid).iter().any(|n| tree[*n].loc == loc))
    })
}
