//! Lists of targets, shortened for people: `cp313 to cp316, pypy3.11`.

/// Joins the names; three or more that follow each other become a range.
pub fn shortened<T: AsRef<str>>(targets: &[T]) -> String {
    let mut parts: Vec<String> = Vec::new();
    for run in targets.chunk_by(|one, next| follows(one.as_ref(), next.as_ref())) {
        match run {
            [first, _, .., last] => parts.push(format!("{} to {}", first.as_ref(), last.as_ref())),
            few => parts.extend(few.iter().map(|target| target.as_ref().to_owned())),
        }
    }
    parts.join(", ")
}

/// `cp310` follows `cp39`.
fn follows(one: &str, next: &str) -> bool {
    match (split(one), split(next)) {
        (Some((prefix, minor, suffix)), Some((next_prefix, next_minor, next_suffix))) => {
            prefix == next_prefix && suffix == next_suffix && minor.checked_add(1) == Some(next_minor)
        }
        _ => false,
    }
}

/// What stands before the minor version, the minor version, and what follows.
fn split(target: &str) -> Option<(&str, u32, &str)> {
    let at = ["cp3", "abi3-3.", "abi3t-3.", "pypy3."]
        .iter()
        .find(|prefix| target.starts_with(**prefix))
        .map(|prefix| prefix.len())?;
    let (prefix, rest) = (target.get(..at)?, target.get(at..)?);
    let digits = rest.trim_end_matches('t');
    Some((prefix, digits.parse().ok()?, rest.get(digits.len()..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges() {
        assert_eq!(
            shortened(&["cp39", "cp310", "cp311", "cp313t", "cp314t"]),
            "cp39 to cp311, cp313t, cp314t"
        );
        assert_eq!(shortened(&["pypy3.11", "pypy3.12", "graalpy25"]), "pypy3.11, pypy3.12, graalpy25");
        assert_eq!(shortened(&["abi3-3.9", "abi3-3.10", "abi3-3.11"]), "abi3-3.9 to abi3-3.11");
        assert_eq!(shortened::<&str>(&[]), "");
    }
}
