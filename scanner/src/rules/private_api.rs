//! private-api: names that CPython keeps for itself.

use pilotage_capi::{Kind, ReplacementKind};

use super::site;
use crate::source::context::{Context, Sink};

/// Where nothing public does the same.
const WITHOUT: &str = "do without it: private names change without notice";

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for used in &cx.uses.items {
        let item = used.item;
        if !site::is_private(item) || item.kind == Kind::Member || site::is_in_shim(cx, used.loc) {
            continue;
        }
        let targets = cx.targets_of(used);
        if targets.is_empty()
            || !site::removed_on(cx, used).is_empty()
            || site::has_own_version(cx, item.name)
        {
            continue;
        }
        let what = if item.header.starts_with("internal/") || item.header.is_empty() {
            "internal"
        } else {
            "private"
        };
        let mut message = format!("{} is {what} to CPython", site::called(used));
        if let Some(removed) = item.removed {
            message.push_str(&format!(" and gone from its public headers since {removed}"));
        }
        let help = site::help(
            item,
            &[ReplacementKind::Private, ReplacementKind::Removed, ReplacementKind::Deprecated],
        );
        let help = match pilotage_capi::struct_by_tag(item.name) {
            Some(public) if help.is_empty() => format!("use `{public}`"),
            _ => site::or_else(help, WITHOUT),
        };
        sink.add(cx.finding(used.loc, message).help(help).targets(targets).item(item.name));
    }
    for unknown in cx.uses.unknown.iter().filter(|unknown| unknown.is_internal) {
        let targets = cx.targets_at(unknown.loc);
        if !targets.is_empty() {
            let message = format!("`{}` is internal to CPython", unknown.name);
            sink.add(cx.finding(unknown.loc, message).help(WITHOUT).targets(targets).item(&unknown.name));
        }
    }
}
