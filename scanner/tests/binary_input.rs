//! Inputs that lie, point out of themselves or are no files: each must be a Problem with its name, and everything beside it
//! must be audited. More of them, made by another tool, are in `tests/corpus/malformed.py`.
#![cfg(all(target_os = "linux", target_arch = "x86_64"))]

mod binary_support;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use binary_support::{Audited, Workshop, audit};
use flate2::Compression;
use flate2::write::GzEncoder;
use pilotage_scanner::input::{IndexOptions, InputSpec, open};
use tar::{EntryType, Header};

const WHEEL: &str = "x-1.0-cp312-cp312-manylinux_2_17_x86_64.whl";
const GOOD: &str = "_m.cpython-312-x86_64-linux-gnu.so";
const SOURCE: &str =
    "extern void *PyModuleDef_Init(void *); void *PyInit__m(void) { return PyModuleDef_Init(0); }";

fn good(shop: &Workshop) -> Vec<u8> {
    shop.library("m.so", SOURCE, &[])
}

/// One module was audited and had nothing wrong with it.
fn assert_good_was_audited(audited: &Audited) {
    assert_eq!(audited.outcomes.iter().map(|o| o.modules).sum::<usize>(), 1, "{:?}", audited.all_problems());
    assert_eq!(audited.codes(), Vec::<String>::new());
}

#[test]
fn members_with_names_that_lead_out() {
    let shop = Workshop::new();
    let library = shop.library("plain.so", "int x;", &[]);
    for name in ["../../evil.so", "/tmp/evil.so", "C:/evil.so", "a/../../evil.so"] {
        let wheel = shop.wheel(WHEEL, &[(name, &library), (GOOD, &good(&shop))], None);
        let audited = audit(&[&wheel], &[]);
        assert!(audited.has_problem("evil.so", "name"), "{name}");
        assert_good_was_audited(&audited);
    }
    assert!(!Path::new("/tmp/evil.so").exists());
}

#[test]
fn broken_members_beside_a_good_one() {
    let shop = Workshop::new();
    let good = good(&shop);
    let cases: &[(&str, &[u8], &str)] = &[
        ("empty.so", b"", "empty"),
        ("text.so", b"INPUT(libfoo.so.1)", "no ELF"),
        ("short.so", b"\x7fELF\x02\x01\x01", "header"),
        ("half.so", &good[..good.len() / 2], "cannot be read"),
        ("object.so", b"!<arch>\n", "static"),
    ];
    for (name, bytes, words) in cases {
        let wheel = shop.wheel(WHEEL, &[(name, bytes), (GOOD, &good)], None);
        let audited = audit(&[&wheel], &[]);
        assert!(audited.has_problem(name, words), "{name}: {:?}", audited.all_problems());
        assert_good_was_audited(&audited);
    }
}

/// Replaces bytes of a wheel's first local and central header, which lie `at` bytes behind their signatures.
fn lie(wheel: &Path, local_at: usize, central_at: usize, value: &[u8]) {
    let mut bytes = fs::read(wheel).unwrap();
    let central = bytes.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    bytes[local_at..local_at + value.len()].copy_from_slice(value);
    bytes[central + central_at..central + central_at + value.len()].copy_from_slice(value);
    fs::write(wheel, bytes).unwrap();
}

#[test]
fn members_whose_headers_lie() {
    let shop = Workshop::new();
    let good = good(&shop);
    let cases: &[(usize, usize, &[u8], &str)] = &[
        (14, 16, &[1, 2, 3, 4], "checksum"),
        (22, 24, &0x7fff_ffff_u32.to_le_bytes(), "2 GiB"),
        (8, 10, &99_u16.to_le_bytes(), "unpacked"),
    ];
    for (local, central, value, words) in cases {
        let wheel = shop.wheel(WHEEL, &[("liar.so", &good), (GOOD, &good)], None);
        lie(&wheel, *local, *central, value);
        let audited = audit(&[&wheel], &[]);
        let said: Vec<_> = audited.all_problems().iter().map(|p| p.message.clone()).collect();
        assert!(audited.has_problem("liar.so", ""), "{words}: {said:?}");
        assert_good_was_audited(&audited);
    }
}

#[test]
fn a_central_directory_that_differs_from_the_local_header() {
    let shop = Workshop::new();
    let good = good(&shop);
    let wheel = shop.wheel(WHEEL, &[("liar.so", &good), (GOOD, &good)], None);
    let mut bytes = fs::read(&wheel).unwrap();
    // The name in the local header only.
    bytes[30..34].copy_from_slice(b"LIAR");
    fs::write(&wheel, bytes).unwrap();
    let audited = audit(&[&wheel], &[]);
    assert!(audited.has_problem("liar.so", "unpacked"), "{:?}", audited.all_problems());
    assert_good_was_audited(&audited);
}

#[test]
fn a_member_that_inflates_to_far_more_than_it_claims() {
    let shop = Workshop::new();
    let zeros = vec![0; 300 << 20];
    let wheel = shop.wheel(WHEEL, &[("bomb.so", &zeros), (GOOD, &good(&shop))], None);
    drop(zeros);
    let honest = audit(&[&wheel], &[]);
    assert!(honest.has_problem("bomb.so", "bomb"), "{:?}", honest.all_problems());
    assert_good_was_audited(&honest);
    lie(&wheel, 22, 24, &4096_u32.to_le_bytes());
    let lying = audit(&[&wheel], &[]);
    assert!(lying.has_problem("bomb.so", ""), "{:?}", lying.all_problems());
    assert_good_was_audited(&lying);
}

#[test]
fn files_that_are_no_wheels() {
    let shop = Workshop::new();
    for (name, bytes) in [
        ("empty", &b""[..]),
        ("text", b"not a zip"),
        ("nothing", b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
    ] {
        let path = shop.path(&format!("{name}-1.0-py3-none-any.whl"));
        fs::write(&path, bytes).unwrap();
        let audited = audit(&[&path], &[]);
        assert!(audited.packages.is_empty());
        assert!(audited.has_problem("any.whl", ""), "{name}");
    }
    let audited = audit(&[&shop.path("absent.whl")], &[]);
    assert!(audited.has_problem("absent.whl", "no such file"));
}

/// Writes a source archive of good.c and other entries: name, type, link target, contents.
fn sdist(shop: &Workshop, entries: &[(&[u8], EntryType, &str, &[u8])]) -> PathBuf {
    let path = shop.path("x-1.0.tar.gz");
    let mut gzip = GzEncoder::new(fs::File::create(&path).unwrap(), Compression::fast());
    let own: (&[u8], EntryType, &str, &[u8]) = (b"x-1.0/good.c", EntryType::Regular, "", b"int good;");
    for (name, kind, link, contents) in std::iter::once(&own).chain(entries) {
        let mut header = Header::new_ustar();
        // The crate refuses such names, so they are written as bytes.
        header.as_old_mut().name[..name.len()].copy_from_slice(name);
        header.as_old_mut().linkname[..link.len()].copy_from_slice(link.as_bytes());
        header.set_entry_type(*kind);
        header.set_size(contents.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        gzip.write_all(header.as_bytes()).unwrap();
        gzip.write_all(contents).unwrap();
        gzip.write_all(&vec![0; contents.len().next_multiple_of(512) - contents.len()]).unwrap();
    }
    gzip.write_all(&[0; 1024]).unwrap();
    gzip.finish().unwrap();
    path
}

#[test]
fn entries_that_no_source_archive_should_have() {
    let shop = Workshop::new();
    let cases: &[(&[u8], EntryType, &str, &str)] = &[
        (b"../up.c", EntryType::Regular, "", ".."),
        (b"/tmp/pilotage_abs.c", EntryType::Regular, "", "absolute"),
        (b"x-1.0/dev.c", EntryType::Char, "", "device"),
        (b"x-1.0/disk.c", EntryType::Block, "", "device"),
        (b"x-1.0/pipe.c", EntryType::Fifo, "", "pipe"),
        (b"x-1.0/soft.c", EntryType::Symlink, "../../etc/passwd", "out of the archive"),
        (b"x-1.0/hard.c", EntryType::Link, "/etc/passwd", "out of the archive"),
        (b"x-1.0/good.c", EntryType::Regular, "", "same name"),
    ];
    for (name, kind, link, words) in cases {
        let path = sdist(&shop, &[(name, *kind, link, b"")]);
        let audited = audit(&[&path], &[]);
        let file = std::str::from_utf8(name).unwrap().rsplit('/').next().unwrap();
        assert!(audited.has_problem(file, words), "{file}: {:?}", audited.all_problems());
        let root = &audited.packages[0].sources.as_ref().unwrap().dir;
        assert_eq!(fs::read_to_string(root.join("x-1.0/good.c")).unwrap(), "int good;");
        assert_eq!(walk(root.as_std_path()).len(), 1, "{file}");
    }
    assert!(!Path::new("/tmp/pilotage_abs.c").exists());
}

#[test]
fn links_inside_become_copies_and_odd_names_are_kept() {
    let shop = Workshop::new();
    let path = sdist(
        &shop,
        &[
            (b"x-1.0/src/soft.c", EntryType::Symlink, "../good.c", b""),
            (b"x-1.0/hard.c", EntryType::Link, "x-1.0/good.c", b""),
            (b"x-1.0/caf\xe9.c", EntryType::Regular, "", b"int latin;"),
            (b"x-1.0/PKG-INFO", EntryType::Regular, "", b"Name: x\nVersion: 1.0\nRequires-Python: >=3.9\n"),
        ],
    );
    let audited = audit(&[&path], &[]);
    let package = &audited.packages[0];
    let root = &package.sources.as_ref().unwrap().dir;
    for name in ["src/soft.c", "hard.c"] {
        let place = root.join("x-1.0").join(name);
        assert!(place.symlink_metadata().unwrap().is_file());
        assert_eq!(fs::read_to_string(place).unwrap(), "int good;");
    }
    assert_eq!(fs::read_to_string(root.join("x-1.0/caf\u{fffd}.c")).unwrap(), "int latin;");
    assert_eq!((package.name.as_deref(), package.requires_python.as_deref()), (Some("x"), Some(">=3.9")));
    assert!(audited.all_problems().is_empty(), "{:?}", audited.all_problems());
    let root = root.clone();
    drop(audited);
    assert!(!root.exists(), "the temporary directory stays");
}

#[test]
fn an_archive_that_ends_early_gives_what_came_before() {
    let shop = Workshop::new();
    let path = sdist(&shop, &[(b"x-1.0/later.c", EntryType::Regular, "", &[b'x'; 5000])]);
    let whole = fs::read(&path).unwrap();
    fs::write(&path, &whole[..whole.len() - 12]).unwrap();
    let audited = audit(&[&path], &[]);
    assert!(audited.has_problem("x-1.0.tar.gz", "further"), "{:?}", audited.all_problems());
    assert!(audited.packages[0].sources.as_ref().unwrap().dir.join("x-1.0/good.c").exists());
}

#[test]
fn trees_keep_to_themselves() {
    let shop = Workshop::new();
    let tree = shop.path("tree");
    fs::create_dir_all(tree.join("build")).unwrap();
    fs::write(tree.join("a.c"), "int a;").unwrap();
    fs::write(tree.join(".gitignore"), "build/\n").unwrap();
    fs::write(tree.join("build").join(GOOD), good(&shop)).unwrap();
    // An environment inside the tree is somebody else's.
    for environment in [".venv", "env"] {
        fs::create_dir(tree.join(environment)).unwrap();
        fs::write(tree.join(environment).join("pyvenv.cfg"), "").unwrap();
        fs::write(tree.join(environment).join(GOOD), good(&shop)).unwrap();
    }
    std::os::unix::fs::symlink("/etc/passwd", tree.join("out.c")).unwrap();
    std::os::unix::fs::symlink("a.c", tree.join("in.c")).unwrap();
    let audited = audit(&[&tree], &[]);
    assert_eq!(audited.packages.len(), 1);
    assert!(audited.packages[0].sources.is_some());
    assert!(audited.has_problem("tree/out.c", "link"), "{:?}", audited.all_problems());
    assert_eq!(audited.all_problems().len(), 1);
    assert_good_was_audited(&audited);
}

#[test]
fn a_folder_of_wheels_is_several_packages() {
    let shop = Workshop::new();
    let wheel = shop.wheel(WHEEL, &[(GOOD, &good(&shop))], None);
    let folder = shop.path("dist");
    fs::create_dir(&folder).unwrap();
    fs::copy(&wheel, folder.join(WHEEL)).unwrap();
    fs::copy(&wheel, folder.join("y-2.0-cp312-cp312-manylinux_2_17_x86_64.whl")).unwrap();
    let audited = audit(&[&folder], &[]);
    let names: Vec<_> = audited.packages.iter().map(|p| p.name.as_deref().unwrap()).collect();
    assert_eq!(names, ["x", "y"]);
    let mismatches: Vec<_> = audited.findings().map(|f| f.message.as_str()).collect();
    assert_eq!(mismatches.len(), 2, "{mismatches:?}");
    assert!(
        mismatches.iter().any(|m| m.contains("version 2.0"))
            && mismatches.iter().any(|m| m.contains("named for `y`"))
    );
}

#[test]
fn an_index_that_nobody_answers_for() {
    let mut problems = Vec::new();
    let index = IndexOptions {
        index_url: Some("http://user:secret@127.0.0.1:9/simple".to_owned()),
        ..IndexOptions::default()
    };
    let spec = InputSpec::parse("no-such-thing==1.0".as_ref());
    assert!(open(&spec, &mut problems, &index).is_empty());
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].path, "no-such-thing==1.0");
    assert!(
        problems[0].message.contains("127.0.0.1") && !problems[0].message.contains("secret"),
        "{}",
        problems[0].message
    );
}

/// All files below a folder.
fn walk(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}
