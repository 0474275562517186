//! borrowed-reference-api: calls that hand out a reference which another thread may take away.

use pilotage_capi::{Hazard, Item, ReplacementKind, Returns, Target};

use super::container::{Containers, Site, sites};
use super::site;
use crate::source::context::{Context, Sink};
use crate::source::fresh;
use crate::source::shape::names_of;
use crate::source::tree::{NodeId, NodeKind, Tree};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    let sites = sites(cx, &|name| pilotage_capi::get(name).is_some_and(is_hazard));
    if sites.is_empty() {
        return;
    }
    let containers = Containers::new(cx);
    for found in &sites {
        let Some(item) = pilotage_capi::get(found.name) else { continue };
        if is_gone(item, &found.targets) || is_harmless(cx, &containers, found) {
            continue;
        }
        let owner = owner_param(item).and_then(|at| cx.tree.args(found.call).get(at));
        if let Some(&owner) = owner
            && (containers.is_private(found, owner)
                || containers.is_locked(found)
                || containers.section(found, &[owner]).is_some()
                || containers.is_guarded_by_callers(found, &[owner]))
        {
            continue;
        }
        let message =
            format!("`{}` returns a borrowed reference that another thread can take away", item.name);
        let draft = cx.finding(cx.tree[found.call].loc, message);
        let kinds = [ReplacementKind::FreeThreading, ReplacementKind::Alternative];
        sink.add(draft.help(site::help(item, &kinds)).targets(found.targets.iter().copied()).item(item.name));
    }
}

/// The manifest says that the result can die; what `PySequence_Fast` gives has a rule of its own.
fn is_hazard(item: &Item) -> bool {
    item.free_threading_hazard == Some(Hazard::Yes)
        && matches!(item.returns, Returns::Borrowed(_))
        && !item.name.starts_with("PySequence_Fast")
}

/// Which parameter the result belongs to.
fn owner_param(item: &Item) -> Option<usize> {
    let Returns::Borrowed(owner) = item.returns else { return None };
    item.params.iter().position(|param| param.name == owner)
}

/// `removed-api` tells of it.
fn is_gone(item: &Item, targets: &[Target]) -> bool {
    targets.iter().all(|target| match target {
        Target::FreeThreaded(version) => item.removed.is_some_and(|removed| removed <= *version),
        _ => false,
    })
}

/// The result is not used as a reference: only tested, or overwritten.
fn is_harmless(cx: &Context<'_>, containers: &Containers<'_>, found: &Site<'_>) -> bool {
    let tree = cx.tree;
    let parents = containers.parents();
    if parents.is_only_tested(tree, found.call) {
        return true;
    }
    let Some((above, child)) = parents.past_casts(tree, found.call) else { return false };
    let is_first = tree.kids(above).first() == Some(&child);
    match tree[above].kind {
        NodeKind::Assign(None) if is_first => true,
        NodeKind::Assign(None) => tree.kid(above, 0).is_some_and(|target| {
            // `if ((v = f()) == NULL)` tests too.
            is_only_tested_variable(cx, containers, found, target) && parents.is_only_tested(tree, above)
        }),
        NodeKind::VarDecl(variable) => {
            let names = names_of(tree, found.function.body, variable);
            !names.is_empty() && names.iter().all(|name| is_test_or_target(tree, containers, *name))
        }
        _ => false,
    }
}

fn is_only_tested_variable(
    cx: &Context<'_>,
    containers: &Containers<'_>,
    found: &Site<'_>,
    target: NodeId,
) -> bool {
    let Some(variable) = fresh::local(cx.tree, target) else { return false };
    let names = names_of(cx.tree, found.function.body, variable);
    names.iter().all(|name| is_test_or_target(cx.tree, containers, *name))
}

fn is_test_or_target(tree: &Tree, containers: &Containers<'_>, name: NodeId) -> bool {
    let parents = containers.parents();
    let is_target = parents.get(name).is_some_and(|above| {
        matches!(tree[above].kind, NodeKind::Assign(None)) && tree.kids(above).first() == Some(&name)
    });
    is_target || parents.is_only_tested(tree, name)
}
