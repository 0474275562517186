//! Builds the examples of the rule pages that are about binaries, puts them into wheels, and compares what the audit finds
//! with what the pages expect. The form of pages is described in tests/rules/README.md.

mod binary_support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use binary_support::{Workshop, audit};

/// Targets that are on when a block names none.
const DEFAULT_TARGETS: &[&str] = &[
    "cp39",
    "cp310",
    "cp311",
    "cp312",
    "cp313",
    "cp314",
    "cp315",
    "cp316",
    "cp313t",
    "cp314t",
    "cp315t",
    "cp316t",
    "subinterpreters",
    "pypy3.11",
    "pypy3.12",
    "graalpy25",
];

/// A block that is built.
struct Block {
    options: BTreeMap<String, Vec<String>>,
    text: String,
    line: usize,
}

impl Block {
    fn option(&self, key: &str) -> Option<&str> {
        self.options.get(key)?.first().map(String::as_str)
    }

    fn all(&self, key: &str) -> impl Iterator<Item = &str> {
        self.options.get(key).into_iter().flatten().map(String::as_str)
    }

    fn expected(&self, code: &str) -> usize {
        self.text.lines().filter(|l| l.contains("// expect-file:")).map(|l| l.matches(code).count()).sum()
    }
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = page.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        let Some(info) = line.strip_prefix("```").filter(|i| !i.is_empty()) else { continue };
        let mut options: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for word in info.split_whitespace().skip(1) {
            let (key, value) = word.split_once('=').unwrap_or((word, ""));
            options.entry(key.to_owned()).or_default().push(value.to_owned());
        }
        let text: Vec<_> = lines.by_ref().map(|(_, l)| l).take_while(|l| !l.starts_with("```")).collect();
        if options.contains_key("build") {
            blocks.push(Block { options, text: text.join("\n"), line: at + 1 });
        }
    }
    blocks
}

/// The name that other libraries load a block by.
fn load_name(block: &Block) -> &str {
    let build = block.option("build").unwrap();
    block.option("soname").unwrap_or_else(|| build.rsplit('/').next().unwrap())
}

/// Compiles one block; libraries that it needs are built before it or are empty ones.
fn build(shop: &Workshop, block: &Block) -> Vec<u8> {
    let mut flags = Vec::new();
    if let Some(soname) = block.option("soname") {
        flags.push(format!("-Wl,-soname,{soname}"));
    }
    for needed in block.all("needed") {
        let place = shop.path(&format!("link/{needed}"));
        if !place.exists() {
            shop.library(&format!("link/{needed}"), "", &[&format!("-Wl,-soname,{needed}")]);
        }
        flags.push("-Wl,--no-as-needed".to_owned());
        flags.push(place.display().to_string());
    }
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    let bytes = shop.library("built.so", &block.text, &flags);
    let link = shop.path(&format!("link/{}", load_name(block)));
    fs::create_dir_all(link.parent().unwrap()).unwrap();
    fs::copy(shop.path("built.so"), link).unwrap();
    bytes
}

/// What is wrong with the wheel of these blocks; empty when all is as the page says.
fn check_wheel(code: &str, wheel: &str, blocks: &[&Block]) -> Vec<String> {
    let shop = Workshop::new();
    let members: Vec<(&str, Vec<u8>)> =
        blocks.iter().map(|b| (b.option("build").unwrap(), build(&shop, b))).collect();
    let members: Vec<(&str, &[u8])> = members.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    let tag = blocks.iter().find_map(|b| b.option("tag"));
    let path = shop.wheel(wheel, &members, tag);
    let targets = blocks.iter().find_map(|b| b.option("targets"));
    let targets: Vec<&str> = targets.map_or_else(|| DEFAULT_TARGETS.to_vec(), |t| t.split(',').collect());
    let audited = audit(&[&path], &targets);
    let mut wrong = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        let member = block.option("build").unwrap();
        let of_block =
            |path: &str| path.ends_with(&format!("/{member}")) || (index == 0 && path.ends_with(".whl"));
        let found: Vec<_> =
            audited.findings().filter(|f| f.rule == code && of_block(&f.place.path)).collect();
        if found.len() != block.expected(code) {
            let messages: Vec<_> = found.iter().map(|f| f.message.as_str()).collect();
            wrong.push(format!(
                "line {}: {member}: expected {}, found {messages:#?}",
                block.line,
                block.expected(code)
            ));
        }
    }
    for problem in audited.all_problems() {
        wrong.push(format!("{wheel}: problem: {} {}", problem.path, problem.message));
    }
    wrong
}

fn check_page(path: &Path) -> (usize, Vec<String>) {
    let page = fs::read_to_string(path).unwrap();
    let code =
        page.split_once("code: ").and_then(|(_, rest)| rest.split_whitespace().next()).unwrap().to_owned();
    let blocks = blocks(&page);
    let mut wheels: Vec<(&str, Vec<&Block>)> = Vec::new();
    for block in &blocks {
        let wheel = block.option("wheel").expect("a built block names its wheel");
        match wheels.iter_mut().find(|(name, _)| *name == wheel) {
            Some((_, blocks)) => blocks.push(block),
            None => wheels.push((wheel, vec![block])),
        }
    }
    let wrong = wheels.iter().flat_map(|(wheel, blocks)| check_wheel(&code, wheel, blocks));
    (blocks.len(), wrong.map(|w| format!("{}: {w}", path.display())).collect())
}

#[test]
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
fn the_pages_tell_what_the_audit_finds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/rules");
    let mut pages: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    pages.retain(|p| p.extension().is_some_and(|e| e == "md") && !p.ends_with("README.md"));
    pages.sort();
    let mut built = 0;
    let mut wrong = Vec::new();
    for page in pages {
        let (blocks, found) = check_page(&page);
        built += blocks;
        wrong.extend(found);
    }
    assert!(built > 40, "only {built} blocks were built");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
