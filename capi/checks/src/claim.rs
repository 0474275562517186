//! Sizes and offsets of the table as C assertions.

use pilotage_capi::{Item, Kind, Version, all, get};

use crate::{Compiler, Differences};

/// An assertion and the item it is about.
pub struct Claim {
    /// Whose size or offset it is.
    pub item: &'static Item,
    /// `_Static_assert(...);`
    pub text: String,
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

/// What the table says of sizes and offsets in one version; by `tags` (`struct _ts`) or by plain names.
pub fn claims(version: Version, tags: bool, wanted: impl Fn(&Item) -> bool) -> Vec<Claim> {
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
            let text = format!(
                "_Static_assert(__builtin_offsetof({}, {field}) == {offset}, \"\");",
                spelled(record, tags)
            );
            out.push(Claim { item, text });
        }
    }
    out
}

/// Makes the claims one below the other and notes those that gcc refuses.
pub fn prove(
    compiler: &Compiler,
    front: &str,
    claims: &[Claim],
    version: Version,
    differences: &mut Differences,
) {
    let first = front.lines().count() + 1;
    let text: String = claims.iter().map(|c| format!("{}\n", c.text)).collect();
    claims.iter().for_each(|_| differences.compared());
    for line in compiler.errors(&format!("{front}{text}")).unwrap() {
        // A mistake in a header is none of a claim.
        let number = line.split_once(".c:").map_or("", |(_, rest)| rest);
        let number = number.split(':').next().and_then(|n| n.parse::<usize>().ok());
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
