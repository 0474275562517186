//! Compares a function of the table with a signature seen elsewhere.

use pilotage_capi::{Item, Kind, get};

use crate::declared::Signature;
use crate::shape::of_c;

/// What differs; `None` when nothing does.
pub fn differ(item: &Item, theirs: &Signature) -> Option<String> {
    let ours: Vec<String> = item.params.iter().map(|p| of_c(p.c_type)).collect();
    let returns = of_c(item.c_returns);
    if ours.len() != theirs.params.len() {
        return Some(format!("{} parameters, the headers have {}", ours.len(), theirs.params.len()));
    }
    if item.variadic != theirs.variadic {
        return Some("only one side takes `...`".to_owned());
    }
    let pairs = ours.iter().zip(&theirs.params).chain([(&returns, &theirs.returns)]);
    let mut wrong = pairs.filter(|(ours, theirs)| !same(ours, theirs));
    wrong.next().map(|(ours, theirs)| format!("`{ours}`, the headers have `{theirs}`"))
}

/// Callbacks are typedef names on one side and spelled out on the other; enums are ints to bindgen.
fn same(ours: &str, theirs: &str) -> bool {
    let callback = |name: &str| {
        name == "fn"
            || get(name)
                .is_some_and(|i| i.kind == Kind::Typedef && (i.c.contains("(*") || i.c.contains("func")))
    };
    let number = |name: &str| {
        matches!(name, "c_int" | "c_uint")
            || get(name).is_some_and(|i| matches!(i.kind, Kind::Enum | Kind::Typedef) && i.c.contains("enum"))
    };
    ours == theirs || (callback(ours) && callback(theirs)) || (number(ours) && number(theirs))
}
