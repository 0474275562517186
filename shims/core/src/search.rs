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
