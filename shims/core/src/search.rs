//! Finding one run of equal things in another: for bytes and for characters of each width.
//! Nothing here knows objects.

/// Where `needle` first stands in `haystack`.
pub(crate) fn find<T: Copy + PartialEq>(haystack: &[T], needle: &[T]) -> Option<usize> {
    let Some((&first, rest)) = needle.split_first() else { return Some(0) };
    let last = haystack.len().checked_sub(needle.len())?;
    let mut at = 0;
    while at <= last {
        at += haystack[at..=last].iter().position(|&item| item == first)?;
        if &haystack[at + 1..at + needle.len()] == rest {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// Where `needle` last stands in `haystack`.
pub(crate) fn rfind<T: Copy + PartialEq>(haystack: &[T], needle: &[T]) -> Option<usize> {
    if needle.is_empty() {
        return Some(haystack.len());
    }
    haystack.windows(needle.len()).rposition(|window| window == needle)
}

/// How often `needle` stands in `haystack`, without overlaps.
pub(crate) fn count<T: Copy + PartialEq>(haystack: &[T], needle: &[T]) -> usize {
    if needle.is_empty() {
        return haystack.len() + 1;
    }
    let (mut count, mut rest) = (0, haystack);
    while let Some(at) = find(rest, needle) {
        count += 1;
        rest = &rest[at + needle.len()..];
    }
    count
}

#[cfg(test)]
mod tests {
    use super::{count, find, rfind};

    #[test]
    fn runs_are_found_from_both_ends() {
        assert_eq!(find(b"abcabc", b"bc"), Some(1));
        assert_eq!(rfind(b"abcabc", b"bc"), Some(4));
        assert_eq!(find(b"aab", b"ab"), Some(1));
        assert_eq!(find(b"abc", b"abcd"), None);
        assert_eq!(rfind(b"abc", b"abcd"), None);
        assert_eq!(find(b"", b"a"), None);
        assert_eq!((find(b"abc", b""), rfind(b"abc", b"")), (Some(0), Some(3)));
    }

    #[test]
    fn occurrences_do_not_overlap() {
        assert_eq!(count(b"aaaa", b"aa"), 2);
        assert_eq!(count(b"abc", b""), 4);
        assert_eq!(count(b"abc", b"x"), 0);
    }
}
