//! Builds the wheel that the `build=` blocks of a page describe: real shared libraries, made by gcc.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::page::Block;

/// Builds all blocks and packs them; a group without `wheel=` is a bare library.
pub(crate) fn build(folder: &Path, group: &[&Block]) -> Result<PathBuf, String> {
    let objects = folder.join("objects");
    std::fs::create_dir_all(&objects).map_err(text)?;
    let mut built: Vec<(&str, PathBuf)> = Vec::new();
    // Those that others are linked against come first.
    let mut order: Vec<&&Block> = group.iter().collect();
    order.sort_by_key(|block| block.option("needed").is_some());
    for block in order {
        let name = block.option("build").ok_or("no build=")?;
        let path = objects.join(name);
        std::fs::create_dir_all(path.parent().ok_or("no folder")?).map_err(text)?;
        compile(block, &path, &objects, &built)?;
        built.push((name, path));
    }
    match group.iter().find_map(|block| block.option("wheel")) {
        Some(wheel) => pack(&folder.join(wheel), wheel, group, &built),
        None => built.pop().map(|(_, path)| path).ok_or_else(|| "nothing built".to_owned()),
    }
}

fn compile(block: &Block, path: &Path, objects: &Path, built: &[(&str, PathBuf)]) -> Result<(), String> {
    let source = objects.join("source.c");
    std::fs::write(&source, &block.text).map_err(text)?;
    let mut gcc = Command::new("gcc");
    gcc.args(["-shared", "-fPIC", "-nostdlib", "-w", "-Wl,--no-as-needed", "-o"]).arg(path).arg(&source);
    if let Some(soname) = block.option("soname") {
        gcc.arg(format!("-Wl,-soname,{soname}"));
    }
    for needed in block.options("needed") {
        let sibling = built
            .iter()
            .find(|(name, _)| name.rsplit('/').next() == Some(needed))
            .or_else(|| built.iter().find(|(name, _)| *name == needed));
        match sibling {
            Some((_, path)) => gcc.arg(path),
            None => gcc.arg(stub(needed, objects)?),
        };
    }
    run(gcc)
}

/// A library of that name with nothing in it: it is linked, and not packed.
fn stub(name: &str, objects: &Path) -> Result<PathBuf, String> {
    let folder = objects.join("stubs");
    std::fs::create_dir_all(&folder).map_err(text)?;
    let path = folder.join(name);
    let source = folder.join("empty.c");
    std::fs::write(&source, "").map_err(text)?;
    let mut gcc = Command::new("gcc");
    gcc.args(["-shared", "-fPIC", "-nostdlib", "-o"])
        .arg(&path)
        .arg(&source)
        .arg(format!("-Wl,-soname,{name}"));
    run(gcc)?;
    Ok(path)
}

fn run(mut command: Command) -> Result<(), String> {
    let done = command.output().map_err(|error| format!("gcc: {error}"))?;
    if done.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&done.stderr).into_owned()) }
}

fn pack(path: &Path, name: &str, group: &[&Block], built: &[(&str, PathBuf)]) -> Result<PathBuf, String> {
    let stem = name.strip_suffix(".whl").ok_or("wheel= must end in .whl")?;
    let parts: Vec<&str> = stem.split('-').collect();
    let [project, version, .., python, abi, platform] = parts[..] else {
        return Err(format!("no wheel name: {name}"));
    };
    let mut zip = zip::ZipWriter::new(File::create(path).map_err(text)?);
    let options = zip::write::SimpleFileOptions::default();
    let mut add = |name: &str, bytes: &[u8]| {
        zip.start_file(name, options).map_err(text)?;
        zip.write_all(bytes).map_err(text)
    };
    for (name, path) in built {
        add(name, &std::fs::read(path).map_err(text)?)?;
    }
    let mut tags: Vec<String> =
        group.iter().flat_map(|block| block.options("tag")).map(str::to_owned).collect();
    if tags.is_empty() {
        for python in python.split('.') {
            for abi in abi.split('.') {
                tags.extend(platform.split('.').map(|platform| format!("{python}-{abi}-{platform}")));
            }
        }
    }
    let tags: String = tags.iter().map(|tag| format!("Tag: {tag}\n")).collect();
    let info = format!("{project}-{version}.dist-info");
    add(&format!("{info}/WHEEL"), format!("Wheel-Version: 1.0\nRoot-Is-Purelib: false\n{tags}").as_bytes())?;
    let metadata = format!("Metadata-Version: 2.1\nName: {project}\nVersion: {version}\n");
    add(&format!("{info}/METADATA"), metadata.as_bytes())?;
    zip.finish().map_err(text)?;
    Ok(path.to_owned())
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}
