//! dict-iteration-without-critical-section: loops over a dictionary that another thread may change meanwhile.

use super::container::{Containers, Site, sites};
use crate::source::context::{Context, Sink};
use crate::source::tree::{NodeId, NodeKind};

const NEXT: &str = "PyDict_Next";

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    let sites = sites(cx, &|name| name == NEXT);
    if sites.is_empty() {
        return;
    }
    let containers = Containers::new(cx);
    for found in &sites {
        let Some(&dict) = cx.tree.args(found.call).first() else { continue };
        if containers.is_private(found, dict) || containers.is_locked(found) {
            continue;
        }
        let section = containers.section(found, &[dict]);
        let message = match section {
            Some(section) if holds_loop(cx, &containers, found, section.start) => continue,
            Some(_) => {
                "the critical section must hold the whole loop over `PyDict_Next`, not single steps of it"
            }
            None if containers.is_guarded_by_callers(found, &[dict]) => continue,
            None => "`PyDict_Next` is called without a critical section on the dictionary",
        };
        let help = "put `Py_BEGIN_CRITICAL_SECTION(dict)` and its end around the loop (from 3.13 on), or loop over a copy";
        let draft = cx.finding(cx.tree[found.call].loc, message).help(help);
        sink.add(draft.targets(found.targets.iter().copied()).item(NEXT));
    }
}

/// The innermost loop around the call begins after `start`.
fn holds_loop(cx: &Context<'_>, containers: &Containers<'_>, found: &Site<'_>, start: u32) -> bool {
    let is_loop = |node: &NodeId| {
        matches!(cx.tree[*node].kind, NodeKind::While | NodeKind::For | NodeKind::Do | NodeKind::RangeFor)
    };
    let innermost = containers.parents().ancestors(found.call).find(is_loop);
    innermost.is_none_or(|node| cx.tree[node].loc.offset > start)
}
