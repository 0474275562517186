//! keyword-list-sentinel: a keyword list that does not end with a null pointer.

use std::collections::HashSet;

use super::{format_call, keyword_list};
use crate::source::context::{Context, Sink};
use crate::source::tables;
use crate::source::tree::{Loc, NodeId};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    let mut seen = HashSet::new();
    for (list, call) in lists(cx) {
        let Some(list) = keyword_list::find(cx, list) else { continue };
        if is_ended(cx, &list) || list.decl.is_some_and(|decl| !seen.insert(decl)) {
            continue;
        }
        let loc = list.decl.map_or(call, |decl| cx.tree[decl].loc);
        let targets = cx.targets_at(loc);
        if targets.is_empty() || !cx.is_own(loc) {
            continue;
        }
        let message = match list.decl {
            Some(decl) => format!("keyword list `{}` has no null pointer at its end", cx.tree[decl].name),
            None => "the keyword list has no null pointer at its end".to_owned(),
        };
        sink.add(cx.finding(loc, message).help("end the list with `NULL`").targets(targets));
    }
}

/// Expressions that are read as keyword lists, and where.
fn lists(cx: &Context<'_>) -> Vec<(NodeId, Loc)> {
    let tree = cx.tree;
    let calls = format_call::api_calls(tree).filter_map(|(node, name)| {
        Some((keyword_list::of_call(cx, node, name)?, format_call::name_loc(tree, node)))
    });
    let parsers = tables::initialised(tree)
        .filter(|(decl, _)| tables::record_of(tree, *decl) == Some(("_PyArg_Parser", None)))
        .filter_map(|(decl, list)| {
            // Positions differ between versions: designated members alone tell.
            let (_, keywords) =
                tree.init_fields(list, &[]).into_iter().find(|(name, _)| *name == "keywords")?;
            Some((keywords, tree[decl].loc))
        });
    calls.chain(parsers).collect()
}

/// It has its end, or cannot be judged.
fn is_ended(cx: &Context<'_>, list: &keyword_list::KeywordList) -> bool {
    let tree = cx.tree;
    list.is_padded || list.items.iter().any(|item| tree.is_null(*item) || tree.string(*item).is_none())
}
