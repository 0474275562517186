//! Sizes and offsets of the table against the headers of every CPython on the machine, and our analysis headers
//! against the table for all described versions. gcc does the arithmetic.

use std::path::PathBuf;

use pilotage_capi::{Item, Kind, Version, all, get};
use pilotage_capi_checks::{Compiler, Differences, pythons};

/// An assertion and the item it is about.
struct Claim {
    item: &'static Item,
    text: String,
}

/// `struct _typeobject`, or the plain name where there is no tag.
fn spelled(record: &Item, tags: bool) -> String {
    let keyword = if record.c.contains("union ") { "union" } else { "struct" };
    match (tags, record.tag.is_empty()) {
        (true, true) => format!("{keyword} {}", record.name),
        (true, false) => format!("{keyword} {}", record.tag),
        (false, _) => record.name.to_owned(),
    }
}

fn column(version: Version) -> usize {
    usize::from(version.minor - Version::OLDEST.minor)
}

/// What the table says of sizes and offsets in one version.
fn claims(version: Version, tags: bool, wanted: impl Fn(&Item) -> bool) -> Vec<Claim> {
    let at = column(version);
    let mut out = Vec::new();
    for item in all().iter().filter(|i| !i.header.starts_with("internal/") && wanted(i)) {
        if let Some(size) = item.sizes.and_then(|s| s.get(at).copied().flatten()) {
            let text = format!("_Static_assert(sizeof({}) == {size}, \"\");", spelled(item, tags));
            out.push(Claim { item, text });
        }
        if item.kind == Kind::Member
            && let Some(offset) = item.member.and_then(|m| m.offsets.get(at).copied().flatten())
            && let Some((owner, field)) = item.name.split_once('.')
            && let Some(record) = get(owner)
        {
            let text = format!("_Static_assert(__builtin_offsetof({}, {field}) == {offset}, \"\");", spelled(record, tags));
            out.push(Claim { item, text });
        }
    }
    out
}

/// Makes the claims one below the other and notes those that gcc refuses.
fn prove(compiler: &Compiler, front: &str, claims: &[Claim], version: Version, differences: &mut Differences) {
    let first = front.lines().count() + 1;
    let text: String = claims.iter().map(|c| format!("{}\n", c.text)).collect();
    claims.iter().for_each(|_| differences.compared());
    for line in compiler.errors(&format!("{front}{text}")).unwrap() {
        let number = line.split(':').nth(1).and_then(|n| n.parse::<usize>().ok());
        let claim = number.and_then(|n| n.checked_sub(first)).and_then(|n| claims.get(n));
        // A bit-field has no offset to ask for; its claim is the first byte.
        if line.contains("bit-field") || line.contains("bitfield") || line.contains("not an integer") {
            continue;
        }
        match claim {
            Some(claim) => {
                let what = line.split("error:").nth(1).unwrap_or_default();
                differences.note(claim.item.name, &version.to_string(), &format!("{}: {what}", claim.text));
            }
            None => differences.note("headers", &version.to_string(), &line),
        }
    }
}

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
            item.exists_in(version) && item.moved_internal.is_none_or(|moved| version < moved) && !name.is_empty()
        };
        let visible = visible(&compiler, &front, version);
        let claims = claims(version, false, |i| known(i) && visible(i));
        prove(&compiler, &front, &claims, version, &mut differences);
    }
    differences.finish(500);
}

/// Which records a text can name, by their plain name.
fn visible(compiler: &Compiler, front: &str, version: Version) -> impl Fn(&Item) -> bool {
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
    let _ = version;
    move |item| !hidden.iter().any(|name| name == item.name.split('.').next().unwrap_or_default())
}

/// The analysis headers, as folders.
fn analysis(version: Version, more: &[&str]) -> Compiler {
    let headers = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../headers");
    let mut options: Vec<String> = ["hand", "gen"].iter().map(|f| format!("-isystem{}", headers.join(f).display())).collect();
    options.push(format!("-DPIL_PYTHON=0x{:08X}", version.to_hex()));
    options.extend(more.iter().map(|o| (*o).to_owned()));
    Compiler::plain().with(&options)
}

#[test]
fn analysis_headers_parse_for_every_version() {
    for version in Version::described() {
        for more in [&[][..], &["-DPy_GIL_DISABLED=1"], &["-DPy_LIMITED_API=0x03090000"], &["-xc++", "-std=c++17"]] {
            if version.minor < 13 && more.iter().any(|o| o.contains("GIL")) {
                continue;
            }
            let errors = analysis(version, more).errors("#include <Python.h>\n").unwrap();
            assert!(errors.is_empty(), "{version} {more:?}: {}", errors.join("\n"));
        }
    }
}

#[test]
fn analysis_headers_have_the_layouts_of_the_table() {
    let list = include_str!("../../headers/hand/HAND_ITEMS.txt");
    // Bodies written by hand name the members of all versions at once: they are for reading, not for measuring.
    let by_hand = |item: &Item| {
        let owner = item.name.split('.').next().unwrap_or_default();
        list.lines().any(|line| line.trim() == owner || line.trim() == item.tag && !item.tag.is_empty())
    };
    let mut differences = Differences::new("analysis");
    for version in Version::described() {
        let compiler = analysis(version, &["-DPIL_EXACT_LAYOUT"]);
        let claims = claims(version, true, |i| !by_hand(i));
        prove(&compiler, "#include <Python.h>\n", &claims, version, &mut differences);
    }
    differences.finish(3000);
}
