//! The whole story of an item in words: where it exists, what it does to references, who offers it, what replaces it.
//! Says what the manifest says and nothing that it does not.

use std::io::{self, Write};

use pilotage_capi::{
    Abi3t, Effect, Fails, Hazard, Item, Kind, Member, Offer, Param, Replacement, ReplacementKind, Returns,
    Support, Target, Thief, Tier, Version,
};

/// Facts, each with what it is about.
type Facts = Vec<(String, String)>;

pub(super) fn write(item: &Item, out: &mut dyn Write) -> io::Result<()> {
    let also = if item.also_macro { ", also a macro" } else { "" };
    writeln!(out, "{}: {}, {}{also}", item.name, kind(item), tier(item.tier))?;
    if !item.c.is_empty() && item.c != item.name {
        writeln!(out, "\n    {};", item.c)?;
    }
    let sections = [
        ("where it exists", existence(item)),
        ("references and errors", conduct(item)),
        ("who offers it", offers(item)),
        ("what to write instead", replacements(item)),
    ];
    for (title, facts) in sections {
        if facts.is_empty() {
            continue;
        }
        let width = facts.iter().map(|(about, _)| about.chars().count()).max().unwrap_or(0);
        writeln!(out, "\n{title}")?;
        for (about, fact) in facts {
            writeln!(out, "  {about:<width$}  {fact}")?;
        }
    }
    Ok(())
}

/// What sort of name, in words.
pub(super) fn kind(item: &Item) -> &'static str {
    match item.kind {
        Kind::Function => "function",
        Kind::StaticInline => "static inline function",
        Kind::FunctionMacro => "function-like macro",
        Kind::Macro => "macro",
        Kind::Data => "variable",
        Kind::TypeObject => "type object",
        Kind::Struct => "struct",
        Kind::Typedef => "typedef",
        Kind::Enum => "enum",
        Kind::EnumConst => "enumerator",
        Kind::Member => "struct member",
    }
}

/// Who may use it, in words.
pub(super) fn tier(tier: Tier) -> &'static str {
    match tier {
        Tier::Limited => "limited API",
        Tier::Public => "public",
        Tier::Unstable => "unstable",
        Tier::Private => "private",
        Tier::Internal => "internal",
    }
}

/// First version, as far as the manifest looks back.
pub(super) fn since(item: &Item) -> String {
    if item.since <= Version::OLDEST { format!("<= {}", Version::OLDEST) } else { item.since.to_string() }
}

fn fact(about: &str, text: impl Into<String>) -> (String, String) {
    (about.to_owned(), text.into())
}

fn existence(item: &Item) -> Facts {
    let mut facts = vec![fact("header", item.header), fact("since", since(item))];
    let versions = [
        ("soft deprecated", item.soft_deprecated),
        ("deprecated", item.deprecated),
        ("removal planned", item.removal_planned),
        ("moved to internal", item.moved_internal),
        ("removed", item.removed),
    ];
    for (about, version) in versions {
        facts.extend(version.map(|version| fact(about, version.to_string())));
    }
    facts.push(fact("limited API", limited(item)));
    facts.push(fact("abi3t", abi3t(item.abi3t)));
    if item.is_symbol() {
        facts.push(fact("exported by", exported(item)));
    }
    if item.free_threaded_only {
        facts.push(fact("builds", "free-threaded only"));
    }
    if !item.value.is_empty() {
        facts.push(fact("value", item.value));
    }
    for (version, value) in item.values_by {
        facts.push(fact(&format!("value from {version}"), *value));
    }
    facts.extend(item.sizes.map(|sizes| fact("size in bytes", by_version(&sizes))));
    facts.extend(item.member.iter().flat_map(member));
    facts
}

fn limited(item: &Item) -> String {
    match (item.limited, item.limited_until) {
        (None, _) => "no".to_owned(),
        (Some(since), None) if item.abi_only => format!("only as a symbol of the stable ABI, from {since}"),
        (Some(since), None) => format!("from {since}"),
        (Some(since), Some(until)) => format!("from {since}, hidden again from {until}"),
    }
}

fn abi3t(state: Abi3t) -> &'static str {
    match state {
        Abi3t::Yes => "yes",
        Abi3t::No => "no",
        Abi3t::Opaque => "as a name only: its size and members are hidden",
        Abi3t::Impractical => "declared, but it needs a `PyModuleDef`, which nothing can define there",
        Abi3t::NotLimited => "no, as it is not in the limited API",
    }
}

fn exported(item: &Item) -> String {
    let with: Vec<Version> = Version::described().filter(|version| item.exported_by(*version)).collect();
    match (with.first(), with.last()) {
        (Some(first), Some(last)) if first == last => format!("libpython {first}"),
        (Some(first), Some(last)) => format!("libpython {first} to {last}"),
        _ => "no libpython".to_owned(),
    }
}

fn member(member: &Member) -> Facts {
    vec![fact("type", member.c_type), fact("offset in bytes", by_version(&member.offsets))]
}

/// `24 (3.9 to 3.13), 32 (3.14 to 3.15)`: x86-64 Linux, GIL builds.
fn by_version(values: &[Option<u16>]) -> String {
    let known: Vec<(Version, Option<u16>)> = Version::described().zip(values.iter().copied()).collect();
    let runs = known.chunk_by(|one, next| one.1 == next.1).filter_map(|run| {
        let ((first, value), (last, _)) = (run.first()?, run.last()?);
        let value = (*value)?;
        Some(if first == last {
            format!("{value} ({first})")
        } else {
            format!("{value} ({first} to {last})")
        })
    });
    let runs: Vec<String> = runs.collect();
    if runs.is_empty() { "not visible".to_owned() } else { runs.join(", ") }
}

fn conduct(item: &Item) -> Facts {
    if !item.is_callable() {
        return Vec::new();
    }
    let mut facts = Vec::new();
    facts.extend(returned(item.returns).map(|text| fact("result", text)));
    facts.extend(item.params.iter().filter_map(param));
    facts.extend(failure(item.fails).map(|text| fact("failure", text)));
    facts.push(fact("runs Python code", if item.reenters { "it may" } else { "no, as far as recorded" }));
    facts.push(fact("GIL", if item.needs_gil { "needed" } else { "not needed" }));
    facts.extend(item.free_threading_hazard.map(|hazard| {
        fact(
            "free threading",
            match hazard {
                Hazard::Yes => "another thread may release what the borrowed reference points to",
                Hazard::Maybe => "the borrowed reference dies when its owner is shared and rebound",
            },
        )
    }));
    if !item.note.is_empty() {
        facts.push(fact("note", item.note.replace('_', " ")));
    }
    facts
}

fn returned(returns: Returns) -> Option<String> {
    Some(match returns {
        Returns::Nothing => return None,
        Returns::New => "a new reference, yours to release".to_owned(),
        Returns::Borrowed("") => "a borrowed reference, owned by the interpreter".to_owned(),
        Returns::Borrowed(owner) => format!("a borrowed reference, owned by `{owner}`"),
        Returns::Argument(name) => format!("`{name}` itself, without a new reference"),
        Returns::AlwaysNull => "always NULL".to_owned(),
        Returns::Unknown => "not recorded".to_owned(),
    })
}

/// Plain borrowing is the rule and goes unsaid.
fn param(param: &Param) -> Option<(String, String)> {
    let text = match param.effect {
        Effect::Borrows => return None,
        Effect::Keeps => "is kept with a reference of its own".to_owned(),
        Effect::Steals(Thief::Always) => "is stolen, also when the call fails".to_owned(),
        Effect::Steals(Thief::OnSuccess) => "is stolen when the call succeeds".to_owned(),
        Effect::StealsItems => "its items are stolen".to_owned(),
        Effect::Increments => "gets a reference more".to_owned(),
        Effect::Decrements => "loses a reference".to_owned(),
        Effect::Consumes => "is dead afterwards".to_owned(),
        Effect::OutNew(None) => "receives a new reference".to_owned(),
        Effect::OutNew(Some(result)) => format!("receives a new reference when the result is {result}"),
        Effect::OutBorrowed => "receives a borrowed reference".to_owned(),
        Effect::Replaces => "the reference in it is released and replaced".to_owned(),
        Effect::Clears => "the reference in it is released, NULL takes its place".to_owned(),
        Effect::Unknown => "not recorded".to_owned(),
    };
    Some((format!("`{}`", param.name), text))
}

fn failure(fails: Fails) -> Option<&'static str> {
    Some(match fails {
        Fails::Never => "cannot fail",
        Fails::Null => "NULL with an exception set",
        Fails::NullOrAbsent => "NULL, with or without an exception: ask `PyErr_Occurred()`",
        Fails::NullWithoutException => "NULL without an exception",
        Fails::MinusOne => "-1 with an exception set",
        Fails::MinusOneAndOccurred => "-1, which is also a good value: ask `PyErr_Occurred()`",
        Fails::MinusOneWithoutException => "-1 without an exception",
        Fails::Zero => "0 with an exception set",
        Fails::NonZero => "anything but 0",
        Fails::Always => "always: it sets the exception and returns NULL or -1",
        Fails::Status => "a `PyStatus` that says so",
        Fails::Unknown => return None,
    })
}

/// One line per virtual machine that is not CPython; CPython's versions are told above.
fn offers(item: &Item) -> Facts {
    let pypy = Target::PyPy(Version::new(3, 11));
    let mut facts: Facts = [("PyPy", pypy), ("GraalPy", Target::GraalPy), ("RustPython", Target::RustPython)]
        .into_iter()
        .map(|(name, target)| fact(name, offer(target.offers(item), support(item, target))))
        .collect();
    if !item.hpy.is_empty() {
        facts.push(fact("HPy", format!("`{}`", item.hpy)));
    } else if item.is_callable() {
        facts.push(fact("HPy", "no counterpart"));
    }
    facts
}

fn support(item: &Item, target: Target) -> Support {
    match target {
        Target::PyPy(version) => item.in_pypy(version),
        Target::GraalPy => item.graalpy,
        _ => item.rustpython,
    }
}

fn offer(offer: Offer, support: Support) -> String {
    match offer {
        Offer::Yes if support == Support::HeaderOnly => "yes, after recompiling".to_owned(),
        Offer::Yes => "yes".to_owned(),
        Offer::No(reason) => format!("no: it {reason}"),
        Offer::Unknown => "not recorded".to_owned(),
    }
}

fn replacements(item: &Item) -> Facts {
    item.replacements.iter().map(replacement).collect()
}

fn replacement(replacement: &Replacement) -> (String, String) {
    let why = match replacement.kind {
        ReplacementKind::Removed => "as it was removed",
        ReplacementKind::Private => "as it is private",
        ReplacementKind::Deprecated => "as it is deprecated",
        ReplacementKind::SoftDeprecated => "as it is advised against",
        ReplacementKind::NonLimited => "for the limited API",
        ReplacementKind::Abi3t => "for abi3t",
        ReplacementKind::FreeThreading => "for free threading",
        ReplacementKind::Alternative => "better",
    };
    let names: Vec<String> = replacement.names.iter().map(|name| format!("`{name}`")).collect();
    let mut text = if names.is_empty() { "nothing".to_owned() } else { names.join(", ") };
    let mut remarks = Vec::new();
    remarks.extend(replacement.since.map(|since| format!("from {since}")));
    if replacement.in_compat {
        remarks.push("`pythoncapi_compat.h` has it for older versions".to_owned());
    }
    if replacement.mechanical {
        remarks.push("same arguments, same conduct".to_owned());
    }
    if !replacement.note.is_empty() {
        remarks.push(replacement.note.to_owned());
    }
    if !remarks.is_empty() {
        text.push_str(&format!(" ({})", remarks.join("; ")));
    }
    (why.to_owned(), text)
}
