//! Names inside archives: which ones would lead out of the directory they are unpacked into, and where links lead.
//! Text only; nothing is looked up in the file system.

/// A phrase that says why a member of this name is not written to disk; `None` when it stays below its directory.
pub(super) fn unsafe_name(name: &str) -> Option<String> {
    let has_drive = name.get(1..2) == Some(":") && name.starts_with(|c: char| c.is_ascii_alphabetic());
    if name.starts_with('/') || has_drive {
        return Some("its name is an absolute path".to_owned());
    }
    if name.split('/').any(|part| part == "..") {
        return Some("its name leads out of the archive with `..`".to_owned());
    }
    if name.is_empty() || name.contains('\0') {
        return Some("its name is empty or has a zero byte".to_owned());
    }
    None
}

/// Where a link of an archive leads: a member name, or `None` when it leads out of the archive.
/// `from` is the name of the link; hard links (`from` empty) count from the top of the archive.
pub(super) fn target(from: &str, to: &str) -> Option<String> {
    if to.starts_with('/') || to.is_empty() || to.contains('\0') {
        return None;
    }
    let mut parts: Vec<&str> = from.split('/').filter(|p| !p.is_empty() && *p != ".").collect();
    parts.pop();
    for part in to.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            other => parts.push(other),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_lead_out() {
        for name in ["/etc/passwd", "a/../../b", "..", "C:/x", "", "a\0b"] {
            assert!(unsafe_name(name).is_some(), "{name:?}");
        }
        for name in ["a/b.c", "a/..b", "./a", "a.."] {
            assert!(unsafe_name(name).is_none(), "{name:?}");
        }
    }

    #[test]
    fn links_inside_and_outside() {
        assert_eq!(target("p/src/a.h", "../include/a.h").as_deref(), Some("p/include/a.h"));
        assert_eq!(target("p/a", "../../etc/passwd"), None);
        assert_eq!(target("p/a", "/etc/passwd"), None);
        assert_eq!(target("", "p/b").as_deref(), Some("p/b"));
    }
}
