//! keyword-list-length: the number of names in a keyword list is not the number of parameters in the format.

use super::{format_call, keyword_list};
use crate::source::context::{Context, Sink};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for call in format_call::calls(cx) {
        let Some(list) = call.function.keywords.and_then(|at| call.args.get(at)) else { continue };
        if call.format.fault.is_some() {
            continue;
        }
        let Some(names) = names(cx, *list) else { continue };
        let wanted = call.format.parameters;
        let message = if names.len() != wanted {
            let plural = if wanted == 1 { "" } else { "s" };
            format!(
                "format `{}` has {wanted} parameter{plural}, the keyword list {}",
                call.text,
                named(names.len())
            )
        } else if names.iter().skip_while(|name| name.is_empty()).any(|name| name.is_empty()) {
            "the keyword list has a positional-only name behind a named one".to_owned()
        } else {
            continue;
        };
        let targets = cx.targets_at(call.loc);
        if !targets.is_empty() {
            let help = "give one name for each parameter, `\"\"` for positional-only ones first, then `NULL`";
            sink.add(cx.finding(call.loc, message).help(help).targets(targets).item(call.name));
        }
    }
}

fn named(count: usize) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} name{plural}")
}

/// The names before the first null pointer; `None` when one of them is not known.
fn names<'a>(cx: &Context<'a>, list: crate::source::tree::NodeId) -> Option<Vec<&'a str>> {
    let list = keyword_list::find(cx, list).filter(|list| !list.is_placed)?;
    let names = list.items.iter().take_while(|item| !cx.tree.is_null(**item));
    names.map(|item| cx.tree.string(*item)).collect()
}
