//! Values of constants against the headers of every CPython on the machine: gcc compares them.

use pilotage_capi::{Item, Kind, Tier, Version, all};
use pilotage_capi_checks::{Claim, Compiler, Differences, prove, pythons};

/// A value that is a number or an expression of numbers and names.
fn is_number(value: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "_ ()|<+-*.~".contains(c);
    !value.is_empty() && value.chars().all(allowed) && value.chars().any(|c| c.is_ascii_digit())
}

/// Constants of the public headers of a version.
fn constants(version: Version) -> impl Iterator<Item = &'static Item> {
    all().iter().filter(move |item| {
        matches!(item.kind, Kind::Macro | Kind::EnumConst)
            && item.tier != Tier::Internal
            && item.exists_in(version)
            && item.moved_internal.is_none_or(|moved| version < moved)
            && item.only.is_empty()
            && !item.free_threaded_only
            && is_number(item.value_in(version))
            // It is not equal to itself.
            && item.name != "Py_NAN"
    })
}

#[test]
fn values_are_those_of_the_headers() {
    let mut differences = Differences::new("value");
    for python in pythons() {
        let version = python.version;
        let front = python.everything().unwrap();
        let compiler = Compiler::new(&python);
        // What a version cannot name or not use as a number is left to the tests of existence.
        let usable = |item: &Item| format!("enum {{ pil_{} = (long long)({}) == 0 }};", item.name, item.name);
        let candidates: Vec<&'static Item> = constants(version).collect();
        let text: String = candidates.iter().map(|item| usable(item) + "\n").collect();
        let first = front.lines().count() + 1;
        let broken: Vec<usize> = compiler
            .errors(&format!("{front}{text}"))
            .unwrap()
            .iter()
            .filter_map(|line| {
                line.split_once(".c:")?.1.split(':').next()?.parse::<usize>().ok()?.checked_sub(first)
            })
            .collect();
        let claims: Vec<Claim> = candidates
            .iter()
            .enumerate()
            .filter(|(at, _)| !broken.contains(at))
            .map(|(_, item)| Claim {
                item,
                text: format!("_Static_assert(({}) == ({}), \"\");", item.name, item.value_in(version)),
            })
            .collect();
        prove(&compiler, &front, &claims, version, &mut differences);
    }
    differences.finish(250);
}
