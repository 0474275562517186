//! What an entry means: defaults filled in, declarations parsed, contradictions refused.
//! The enums are kept as the Rust text that the table will hold; `emit_rust.rs` only prints.

use std::collections::BTreeMap;

use anyhow::{Context, Result, anyhow, bail};

use crate::cdecl::{self, Declared, Type};
use crate::manifest::{Entry, Names, Placed};
use crate::words::{
    abi3t, exported, fails, hazard, minor, offsets, replacements, sizes, support, version_minor,
};

/// The minor versions that the columns of a manifest stand for.
pub(crate) const MINORS: [u8; 7] = [9, 10, 11, 12, 13, 14, 15];

/// What sort of name; the same words as `pilotage_capi::Kind`, and unions apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Function,
    StaticInline,
    FunctionMacro,
    Macro,
    Data,
    TypeObject,
    Struct,
    Union,
    Typedef,
    Enum,
    EnumConst,
    Member,
}

/// A parameter and the Rust text of its effect.
#[derive(Clone, Debug)]
pub(crate) struct Param {
    pub(crate) name: String,
    pub(crate) c_type: String,
    pub(crate) effect: String,
}

/// A place in a struct: byte, and bit and width of a bit-field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Offset {
    pub(crate) byte: u16,
    pub(crate) bits: Option<(u8, u8)>,
}

/// A replacement, resolved.
#[derive(Clone, Debug)]
pub(crate) struct Replacement {
    pub(crate) kind: &'static str,
    pub(crate) names: Vec<String>,
    pub(crate) mechanical: bool,
    pub(crate) since: Option<u8>,
    pub(crate) compat: bool,
    pub(crate) note: String,
}

/// One item, resolved. Versions are minors.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) name: String,
    pub(crate) place: String,
    pub(crate) stem: String,
    pub(crate) kind: Kind,
    pub(crate) tag: String,
    pub(crate) also_macro: bool,
    pub(crate) tier: &'static str,
    pub(crate) header: String,
    pub(crate) c: String,
    pub(crate) declared: Option<Declared>,
    pub(crate) value: Option<String>,
    pub(crate) value_by: BTreeMap<u8, String>,
    pub(crate) c_returns: String,
    pub(crate) params: Vec<Param>,
    pub(crate) variadic: bool,
    pub(crate) returns: String,
    pub(crate) fails: &'static str,
    pub(crate) reenters: bool,
    pub(crate) needs_gil: bool,
    pub(crate) since: u8,
    pub(crate) removed: Option<u8>,
    pub(crate) deprecated: Option<u8>,
    pub(crate) soft_deprecated: Option<u8>,
    pub(crate) removal_planned: Option<u8>,
    pub(crate) limited: Option<u8>,
    pub(crate) limited_until: Option<u8>,
    pub(crate) abi_only: bool,
    pub(crate) abi3t: &'static str,
    pub(crate) exported: [bool; 7],
    pub(crate) moved_internal: Option<u8>,
    pub(crate) ft_only: bool,
    pub(crate) only: String,
    pub(crate) pypy: &'static str,
    pub(crate) pypy_since: Option<u8>,
    pub(crate) graalpy: &'static str,
    pub(crate) rustpython: &'static str,
    pub(crate) hpy: String,
    pub(crate) hazard: &'static str,
    pub(crate) replacements: Vec<Replacement>,
    pub(crate) offsets: Option<[Option<Offset>; 7]>,
    pub(crate) sizes: Option<[Option<u16>; 7]>,
    pub(crate) allow: BTreeMap<String, String>,
    pub(crate) note: String,
}

impl Item {
    /// It can be called.
    pub(crate) fn is_callable(&self) -> bool {
        matches!(self.kind, Kind::Function | Kind::StaticInline | Kind::FunctionMacro)
    }
}

/// Resolves all entries and checks names that point at other entries.
pub(crate) fn resolve_all(entries: &BTreeMap<String, Placed>) -> Result<Vec<Item>> {
    let mut items = Vec::with_capacity(entries.len());
    let mut problems = Vec::new();
    for (name, placed) in entries {
        match resolve(name, placed) {
            Ok(item) => items.push(item),
            Err(error) => problems.push(format!("{}: `{name}`: {error:#}", placed.place)),
        }
    }
    for item in &items {
        for name in item.replacements.iter().flat_map(|r| &r.names) {
            if !entries.contains_key(name) && is_api_name(name) {
                problems.push(format!(
                    "{}: `{}`: replacement `{name}` is described nowhere",
                    item.place, item.name
                ));
            }
        }
    }
    if problems.is_empty() { Ok(items) } else { Err(anyhow!(problems.join("\n"))) }
}

/// `Py...` or `_Py...`: names that only the C-API has. `isinf` or `(module state)` are no API.
fn is_api_name(name: &str) -> bool {
    let plain = name.trim_start_matches('_');
    (plain.starts_with("Py") || plain.starts_with("PY"))
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.')
}

/// Resolves one entry.
pub(crate) fn resolve(name: &str, placed: &Placed) -> Result<Item> {
    let entry = &placed.entry;
    let header = entry.header.clone().context("`header` is missing")?;
    let shape = shape(name, entry)?;
    let since = minor(&entry.since)?.unwrap_or(9);
    let removed = minor(&entry.removed)?;
    let limited = minor(&entry.limited)?;
    let private = name.starts_with("_Py") || name.starts_with("_PY");
    let tier = match entry.tier.as_deref() {
        Some("limited") => "Limited",
        Some("public") => "Public",
        Some("unstable") => "Unstable",
        Some("private") => "Private",
        Some("internal") => "Internal",
        Some(other) => bail!("`{other}` is no tier"),
        None if limited.is_some() => "Limited",
        None if name.starts_with("PyUnstable_") => "Unstable",
        None if private => "Private",
        None if header.starts_with("internal/") => "Internal",
        None => "Public",
    };
    let fails = fails(entry, shape.kind, &shape.c_returns)?;
    let mut item = Item {
        name: name.to_owned(),
        place: placed.place.clone(),
        stem: placed.stem.clone(),
        kind: shape.kind,
        tag: entry.tag.clone().unwrap_or_else(|| tag(entry.c.as_deref().unwrap_or(""))),
        also_macro: entry.also_macro.0,
        tier,
        header,
        c: shape.c,
        declared: shape.declared,
        value: entry.value.clone(),
        value_by: BTreeMap::new(),
        c_returns: shape.c_returns,
        params: shape.params,
        variadic: shape.variadic,
        returns: String::new(),
        fails,
        reenters: entry.reenters.0,
        needs_gil: entry.gil.is_none_or(|f| f.0),
        since,
        removed,
        deprecated: minor(&entry.deprecated)?,
        soft_deprecated: minor(&entry.soft_deprecated)?,
        removal_planned: minor(&entry.removal_planned)?,
        limited,
        limited_until: minor(&entry.limited_until)?,
        abi_only: entry.abi_only.0,
        abi3t: abi3t(entry)?,
        exported: [false; 7],
        moved_internal: minor(&entry.moved_internal)?,
        ft_only: entry.ft_only.0,
        only: entry.only.clone().unwrap_or_default(),
        pypy: support(entry.pypy.as_deref())?,
        pypy_since: minor(&entry.pypy_since)?,
        graalpy: support(entry.graalpy.as_deref())?,
        rustpython: support(entry.rustpython.as_deref())?,
        hpy: entry.hpy.clone().unwrap_or_default(),
        hazard: hazard(entry)?,
        replacements: replacements(entry)?,
        offsets: offsets(entry)?,
        sizes: sizes(entry)?,
        allow: entry.allow.clone(),
        note: entry.note.clone().unwrap_or_default(),
    };
    for (version, value) in &entry.value_by {
        let minor = version_minor(version)?;
        item.value_by.insert(minor, value.0.clone());
    }
    apply_effects(&mut item, entry)?;
    item.returns = returns(&item, entry)?;
    item.exported = exported(&item, entry)?;
    check_versions(&item)?;
    Ok(item)
}

/// `_ts` of `typedef struct _ts PyThreadState`.
fn tag(c: &str) -> String {
    let words: Vec<&str> = c.trim_end_matches(';').split_whitespace().collect();
    match words.as_slice() {
        ["typedef", "struct" | "union" | "enum", tag, name] if tag != name => (*tag).to_owned(),
        _ => String::new(),
    }
}

struct Shape {
    kind: Kind,
    c: String,
    declared: Option<Declared>,
    c_returns: String,
    params: Vec<Param>,
    variadic: bool,
}

/// Kind and declaration.
fn shape(name: &str, entry: &Entry) -> Result<Shape> {
    let mut kind = match entry.kind.as_deref().unwrap_or("function") {
        "function" => Kind::Function,
        "inline" => Kind::StaticInline,
        "macro" => Kind::Macro,
        "data" => Kind::Data,
        "type" => Kind::TypeObject,
        "struct" => Kind::Struct,
        "union" => Kind::Union,
        "member" => Kind::Member,
        "enum" => Kind::Enum,
        "enumerator" | "constant" => Kind::EnumConst,
        "typedef" => Kind::Typedef,
        other => bail!("`{other}` is no kind"),
    };
    let text = entry.c.as_deref().unwrap_or("").trim();
    let mut shape = Shape {
        kind,
        c: text.to_owned(),
        declared: None,
        c_returns: String::new(),
        params: Vec::new(),
        variadic: false,
    };
    match kind {
        Kind::Macro => {
            let written = if text.starts_with('(') { format!("{name}{text}") } else { text.to_owned() };
            if let Some((params, variadic)) = cdecl::parse_macro(&written)? {
                if !written.starts_with(&format!("{name}(")) {
                    bail!("`c` declares another name: `{text}`")
                }
                kind = Kind::FunctionMacro;
                shape.c = written;
                shape.variadic = variadic;
                shape.params = params.into_iter().map(|name| param(name, String::new())).collect();
            }
            shape.kind = kind;
        }
        // A symbol that no header declares: the name is all that is known.
        Kind::Function | Kind::StaticInline | Kind::Data | Kind::TypeObject
            if text.is_empty() || text == name => {}
        Kind::Function | Kind::StaticInline => {
            let declared = cdecl::parse(text)?;
            let Type::Function(returns, signature) = &declared.ty else { bail!("`{text}` is no function") };
            shape.c_returns = returns.text();
            shape.variadic = signature.variadic;
            shape.params = signature.params.iter().enumerate().map(parameter).collect();
            shape.declared = Some(declared);
        }
        Kind::Member => shape.declared = Some(cdecl::parse(without_bits(text))?),
        Kind::Data | Kind::TypeObject | Kind::Typedef if !text.is_empty() => {
            shape.declared = Some(cdecl::parse(text)?)
        }
        _ => {}
    }
    if let Some(declared) = &shape.declared
        && kind != Kind::Member
        && declared.name != name
    {
        bail!("`c` declares another name: `{text}`")
    }
    Ok(shape)
}

/// `unsigned int kind:3` without the width, which `offsets` tell where they are known.
fn without_bits(text: &str) -> &str {
    match text.rsplit_once(':') {
        Some((front, width)) if width.trim().parse::<u8>().is_ok() => front.trim_end(),
        _ => text,
    }
}

fn parameter((index, declared): (usize, &Declared)) -> Param {
    let name = if declared.name.is_empty() { format!("arg{}", index + 1) } else { declared.name.clone() };
    param(name, declared.ty.text())
}

fn param(name: String, c_type: String) -> Param {
    Param { name, c_type, effect: "Borrows".to_owned() }
}

/// Writes the effects of the entry into the parameters; every name must be one.
fn apply_effects(item: &mut Item, entry: &Entry) -> Result<()> {
    let mut effects: Vec<(String, String)> = Vec::new();
    for (name, when) in &entry.steals {
        let effect = match when.as_str() {
            "always" => "Steals(Thief::Always)",
            "on-success" => "Steals(Thief::OnSuccess)",
            "items" => "StealsItems",
            other => bail!("`steals: {other}` is not understood"),
        };
        effects.push((name.clone(), effect.to_owned()));
    }
    let lists: [(&Names, &str); 7] = [
        (&entry.keeps, "Keeps"),
        (&entry.increfs, "Increments"),
        (&entry.decrefs, "Decrements"),
        (&entry.consumes, "Consumes"),
        (&entry.replaces, "Replaces"),
        (&entry.clears, "Clears"),
        (&entry.unknown, "Unknown"),
    ];
    for (names, effect) in lists {
        effects.extend(names.iter().map(|name| (name.to_owned(), effect.to_owned())));
    }
    for (name, what) in &entry.out {
        let effect = match what.as_str() {
            "new" => "OutNew(None)".to_owned(),
            "borrowed" => "OutBorrowed".to_owned(),
            other => {
                let number = other
                    .strip_prefix("new if ")
                    .with_context(|| format!("`out: {other}` is not understood"))?;
                let number: i8 = number.trim().parse().with_context(|| format!("`out: {other}`"))?;
                format!("OutNew(Some({number}))")
            }
        };
        effects.push((name.clone(), effect));
    }
    let mut seen = Vec::new();
    for (name, effect) in effects {
        if seen.contains(&name) {
            bail!("two effects for the parameter `{name}`")
        }
        let param = item.params.iter_mut().find(|p| p.name == name);
        param.with_context(|| format!("no parameter is called `{name}` in `{}`", item.c))?.effect = effect;
        seen.push(name);
    }
    Ok(())
}

fn returns(item: &Item, entry: &Entry) -> Result<String> {
    let Some(text) = entry.returns.as_deref() else {
        let object = item.is_callable() && is_object_type(&item.c_returns);
        return Ok(if object { "Unknown" } else { "Nothing" }.to_owned());
    };
    let parameter = |name: &str| -> Result<()> {
        // An object-like macro for a function (`PyStructSequence_GET_ITEM`) has no parameters to look at.
        if item.params.iter().any(|p| p.name == name) || item.kind == Kind::Macro {
            return Ok(());
        }
        bail!("`returns: {text}` names no parameter of `{}`", item.c)
    };
    Ok(match text.split_once(' ') {
        None if text == "new" => "New".to_owned(),
        None if text == "null" => "AlwaysNull".to_owned(),
        None if text == "unknown" => "Unknown".to_owned(),
        None if text == "nothing" || text == "none" => "Nothing".to_owned(),
        None if text == "borrowed" => "Borrowed(\"\")".to_owned(),
        Some(("borrowed", "from interpreter")) => "Borrowed(\"\")".to_owned(),
        Some(("borrowed", from)) => {
            let name = from.strip_prefix("from ").context("`borrowed from NAME` is expected")?;
            parameter(name)?;
            format!("Borrowed(\"{name}\")")
        }
        Some(("argument", name)) => {
            parameter(name)?;
            format!("Argument(\"{name}\")")
        }
        _ => bail!("`returns: {text}` is not understood"),
    })
}

/// `PyObject *` and the pointers to structs that begin like one.
pub(crate) fn is_object_type(c_type: &str) -> bool {
    let Some(base) = c_type.strip_suffix(" *") else { return false };
    let base = base.trim_start_matches("const ");
    base == "PyObject" || base == "PyTypeObject" || (base.starts_with("Py") && base.ends_with("Object"))
}

fn check_versions(item: &Item) -> Result<()> {
    if !(9..=16).contains(&item.since) {
        bail!("`since: 3.{}` is outside 3.9 to 3.16", item.since)
    }
    if let Some(removed) = item.removed
        && (removed <= item.since || removed > 16)
    {
        bail!("`removed: 3.{removed}` does not fit `since: 3.{}`", item.since)
    }
    if let (Some(until), Some(from)) = (item.limited_until, item.limited)
        && until <= from
    {
        bail!("`limited-until: 3.{until}` is not after `limited: 3.{from}`")
    }
    if item.limited.is_some_and(|l| !(2..=16).contains(&l)) {
        bail!("`limited` is outside 3.2 to 3.16")
    }
    if item.deprecated.is_some_and(|d| item.removed.is_some_and(|r| d > r)) {
        bail!("deprecated after its removal")
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::read_one;

    fn one(text: &str) -> Result<Item> {
        let (name, placed) = read_one("x.yaml", text)?.remove(0);
        resolve(&name, &placed)
    }

    const SET_ITEM: &str = "PyList_SetItem:\n  c: int PyList_SetItem(PyObject *list, Py_ssize_t i, PyObject *item)\n  header: listobject.h\n";

    #[test]
    fn effects_meet_their_parameters() {
        let item = one(&format!(
            "{SET_ITEM}  steals: {{item: always}}\n  fails: \"-1\"\n  limited: \"3.2\"\n  abi3t: yes\n"
        ))
        .unwrap();
        assert_eq!(item.params[2].effect, "Steals(Thief::Always)");
        assert_eq!((item.fails, item.tier, item.abi3t), ("MinusOne", "Limited", "Yes"));
        assert_eq!(item.exported, [true; 7]);
        let error = one(&format!("{SET_ITEM}  steals: {{thing: always}}\n")).unwrap_err().to_string();
        assert!(error.contains("no parameter is called `thing`"), "{error}");
        assert!(one(&format!("{SET_ITEM}  keeps: item\n  steals: {{item: always}}\n")).is_err());
    }

    #[test]
    fn versions_must_be_plausible() {
        assert!(one(&format!("{SET_ITEM}  since: \"3.12\"\n  removed: \"3.11\"\n")).is_err());
        assert!(one(&format!("{SET_ITEM}  since: \"4.0\"\n")).is_err());
        let item = one(&format!("{SET_ITEM}  since: \"3.11\"\n  removed: \"3.13\"\n")).unwrap();
        assert_eq!(item.exported, [false, false, true, true, false, false, false]);
        let item = one(&format!("{SET_ITEM}  exported: 3.9-3.10 3.15\n")).unwrap();
        assert_eq!(item.exported, [true, true, false, false, false, false, true]);
    }

    #[test]
    fn replacements_that_exist_nowhere_are_refused() {
        let text = format!("{SET_ITEM}  prefer:\n    - {{for: alternative, use: [PyList_Nope, isinf]}}\n");
        let entries = read_one("x.yaml", &text).unwrap().into_iter().collect();
        let error = resolve_all(&entries).unwrap_err().to_string();
        assert_eq!(error, "x.yaml:1: `PyList_SetItem`: replacement `PyList_Nope` is described nowhere");
    }

    #[test]
    fn members_and_bit_fields() {
        let item =
            one("S.f:\n  c: unsigned int\n  kind: member\n  header: x.h\n  offsets: 32:2+3 - - - - - 8\n")
                .unwrap();
        let offsets = item.offsets.unwrap();
        assert_eq!(offsets[0], Some(Offset { byte: 32, bits: Some((2, 3)) }));
        assert_eq!(offsets[1], None);
        assert!(one("S.f:\n  c: int\n  kind: member\n  header: x.h\n  offsets: 1 2\n").is_err());
    }

    #[test]
    fn what_cannot_fail_need_not_say_so() {
        let fails = |text: &str| one(&format!("Py_X:\n  c: {text}\n  header: x.h\n")).unwrap().fails;
        assert_eq!(fails("void Py_X(void *p)"), "Never");
        assert_eq!(fails("void *Py_X(void)"), "Unknown");
        assert_eq!(fails("Py_X(a)\n  kind: macro"), "Never");
    }

    #[test]
    fn macros_with_and_without_parameters() {
        let item = one("Py_X:\n  c: Py_X(a, b)\n  kind: macro\n  header: x.h\n  returns: borrowed from a\n")
            .unwrap();
        assert_eq!(
            (item.kind, item.params.len(), item.returns.as_str()),
            (Kind::FunctionMacro, 2, "Borrowed(\"a\")")
        );
        assert_eq!(one("Py_X:\n  kind: macro\n  header: x.h\n  value: \"1\"\n").unwrap().kind, Kind::Macro);
    }
}
