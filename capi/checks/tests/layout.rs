//! Sizes and offsets of the table against the headers of every CPython on the machine. gcc does the arithmetic.

use pilotage_capi::{Item, Kind, all};
use pilotage_capi_checks::{Compiler, Differences, claims, prove, pythons};

#[test]
fn layouts_are_those_of_the_headers() {
    let mut differences = Differences::new("layout");
    for python in pythons() {
        let front = python.everything().unwrap();
        let version = python.version;
        let compiler = Compiler::new(&python);
        // Names that this version only has in internal headers, or spells otherwise, are no claim about it.
        let known = |item: &Item| {
            let name = item.name.split('.').next().unwrap_or_default();
            item.exists_in(version)
                && item.moved_internal.is_none_or(|moved| version < moved)
                && !name.is_empty()
        };
        let visible = visible(&compiler, &front);
        let claims = claims(version, false, |i| known(i) && visible(i));
        prove(&compiler, &front, &claims, version, &mut differences);
    }
    differences.finish(500);
}

/// Which records a text can name, by their plain name.
fn visible(compiler: &Compiler, front: &str) -> impl Fn(&Item) -> bool {
    let records: Vec<&Item> = all().iter().filter(|i| i.kind == Kind::Struct && i.sizes.is_some()).collect();
    let text: String = records.iter().map(|r| format!("{} *pil_{};\n", r.name, r.name)).collect();
    let first = front.lines().count() + 1;
    let hidden: Vec<String> = compiler
        .errors(&format!("{front}{text}"))
        .unwrap()
        .iter()
        .filter_map(|line| line.split(':').nth(1)?.parse::<usize>().ok()?.checked_sub(first))
        .filter_map(|n| records.get(n).map(|r| r.name.to_owned()))
        .collect();
    move |item| !hidden.iter().any(|name| name == item.name.split('.').next().unwrap_or_default())
}
