//! Which input a finding belongs to, and what its path is called within it.
//! Works on names alone: a finding's path begins with the label of its input.

use pilotage_finding::Input;

/// File name endings of archives: what follows them in a path is a member.
const ARCHIVES: [&str; 7] = [".whl", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".tar", ".zip"];

/// Index of the input that `path` lies in; the only input owns everything.
pub fn owner(inputs: &[Input], path: &str) -> Option<usize> {
    let longest = inputs
        .iter()
        .enumerate()
        .filter(|(_, input)| within(&input.label, path).is_some())
        .max_by_key(|(index, input)| (trimmed(&input.label).len(), std::cmp::Reverse(*index)));
    match longest {
        Some((index, _)) => Some(index),
        None if inputs.len() == 1 => Some(0),
        None => None,
    }
}

/// The part of `path` that stays the same when the input lies elsewhere or is a later release.
pub fn stable_path<'a>(inputs: &[Input], path: &'a str) -> &'a str {
    if let Some(member) = archive_member(path) {
        return member;
    }
    let label = owner(inputs, path).and_then(|index| inputs.get(index)).map(|input| input.label.as_str());
    match label.and_then(|label| within(label, path)) {
        Some("") => path.rsplit('/').next().unwrap_or(path),
        Some(inner) => inner,
        None => path.strip_prefix("./").unwrap_or(path),
    }
}

/// One line on an input: `demo 1.0 (12 sources, 1 binary; Cython 3.1.2)`.
pub fn described(input: &Input) -> String {
    let mut parts = Vec::new();
    if input.sources > 0 {
        parts.push(crate::count(input.sources, "source"));
    }
    if input.binaries > 0 {
        parts.push(if input.binaries == 1 {
            "1 binary".to_owned()
        } else {
            format!("{} binaries", input.binaries)
        });
    }
    let mut what = if parts.is_empty() { "nothing to audit".to_owned() } else { parts.join(", ") };
    if !input.generators.is_empty() {
        what = format!("{what}; {}", input.generators.join(", "));
    }
    if input.package.is_empty() || input.package == input.label {
        format!("{} ({what})", input.label)
    } else {
        format!("{}: {} ({what})", input.label, input.package)
    }
}

/// The member that a path into an archive names, without the `NAME-VERSION` folder of an sdist.
fn archive_member(path: &str) -> Option<&str> {
    let ends = path.match_indices('/').map(|(at, _)| at);
    let (archive, member) = ends
        .filter_map(|at| Some((path.get(..at)?, path.get(at + 1..)?)))
        .find(|(archive, _)| ARCHIVES.iter().any(|ending| archive.ends_with(ending)))?;
    let file_name = archive.rsplit('/').next().unwrap_or(archive);
    match member.split_once('/') {
        Some((folder, inner)) if folder.contains('-') && file_name.starts_with(folder) => Some(inner),
        _ => Some(member),
    }
}

/// What follows `label` in `path`.
fn within<'a>(label: &str, path: &'a str) -> Option<&'a str> {
    let label = trimmed(label);
    let path = path.strip_prefix("./").unwrap_or(path);
    if label.is_empty() {
        return (!path.starts_with('/') && !path.starts_with("../")).then_some(path);
    }
    let rest = path.strip_prefix(label)?;
    match rest.strip_prefix('/') {
        Some(inner) => Some(inner),
        None => rest.is_empty().then_some(""),
    }
}

fn trimmed(label: &str) -> &str {
    let label = label.trim_end_matches('/');
    if label == "." { "" } else { label.strip_prefix("./").unwrap_or(label) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inputs(labels: &[&str]) -> Vec<Input> {
        labels.iter().map(|label| Input { label: (*label).to_owned(), ..Input::default() }).collect()
    }

    #[test]
    fn the_longest_label_owns() {
        let inputs = inputs(&["src/", "src/ext", "./a.whl", "other"]);
        assert_eq!(owner(&inputs, "src/ext/a.c"), Some(1));
        assert_eq!(owner(&inputs, "src/extra.c"), Some(0));
        assert_eq!(owner(&inputs, "a.whl/m.so"), Some(2));
        assert_eq!(owner(&inputs, "otherwise.c"), None);
        assert_eq!(owner(&inputs[3..], "cache/x.c"), Some(0), "a lone input owns everything");
    }

    #[test]
    fn stable_paths_know_no_place_and_no_release() {
        let inputs = inputs(&["/home/me/src", "demo-1.0.tar.gz", "one.c", "."]);
        assert_eq!(stable_path(&inputs, "/home/me/src/a/b.c"), "a/b.c");
        assert_eq!(stable_path(&inputs, "demo-1.0.tar.gz/demo-1.0/src/a.c"), "src/a.c");
        assert_eq!(stable_path(&inputs, "down/demo-1.1.tar.gz/demo-1.1/src/a.c"), "src/a.c");
        assert_eq!(stable_path(&inputs, "x-1-cp39-abi3-linux.whl/x/_x.so"), "x/_x.so", "no release folder");
        assert_eq!(stable_path(&inputs, "one.c"), "one.c");
        assert_eq!(stable_path(&inputs, "./lib/two.c"), "lib/two.c");
    }
}
