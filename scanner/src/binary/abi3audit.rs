//! The JSON that `abi3audit --report` prints, made from our own findings, so that we can stand in for it.
//! Only files that claim the stable ABI are in it, as there.

use pilotage_capi::Version;
use pilotage_finding::Finding;
use serde_json::{Map, Value, json};

use super::audit::{BinaryOutcome, ReadFile, ReadPackage};
use super::tags::{self, Abi, Suffix};
use crate::input::PackageKind;

/// `{"specs": {LABEL: {"kind": .., ..}}}` for packages and what their audit gave, in the same order.
pub fn abi3audit_json(packages: &[ReadPackage<'_>], outcomes: &[BinaryOutcome]) -> Value {
    let mut specs = Map::new();
    for (package, outcome) in packages.iter().zip(outcomes) {
        let results: Vec<Value> =
            package.files.iter().filter_map(|file| result(package, file, outcome)).collect();
        let spec = match package.package.kind {
            PackageKind::Wheel => json!({"kind": "wheel", "wheel": results}),
            PackageKind::Binary => match results.into_iter().next() {
                Some(result) => json!({"kind": "object", "object": result}),
                None => continue,
            },
            _ => json!({"kind": "package", "package": {package.package.label.as_str(): results}}),
        };
        specs.insert(package.package.label.clone(), spec);
    }
    json!({ "specs": specs })
}

fn result(package: &ReadPackage<'_>, file: &ReadFile<'_>, outcome: &BinaryOutcome) -> Option<Value> {
    let suffix = Suffix::of(file.file.file_name());
    let abi = tags::effective_abi(suffix, &package.package.tags);
    let (Abi::Abi3(tagged) | Abi::Abi3t(tagged)) = abi else { return None };
    if !file.binaries.iter().any(|b| b.is_extension() || matches!(suffix, Suffix::Tagged(_))) {
        return None;
    }
    // What abi3audit assumes where nothing says.
    let baseline = tagged.unwrap_or(Version::new(3, 2));
    let of_rule = |code: &'static str| {
        outcome.findings.iter().filter(move |f: &&Finding| {
            f.rule == code && f.place.path == file.file.path && !f.item.is_empty()
        })
    };
    let outside: Vec<&str> = of_rule("BIN001").map(|f| f.item.as_str()).collect();
    let mut newer = Map::new();
    let mut computed = baseline;
    for import in file.binaries.iter().flat_map(|b| &b.imports) {
        let since = pilotage_capi::get(&import.name).and_then(|item| item.limited);
        if let Some(since) = since.filter(|s| *s > baseline && !outside.contains(&import.name.as_str())) {
            computed = computed.max(since);
            newer.insert(import.name.clone(), Value::from(since.to_string()));
        }
    }
    Some(json!({
        "name": file.file.file_name(),
        "result": {
            "is_abi3": outside.is_empty(),
            "is_abi3_baseline_compatible": computed <= baseline,
            "baseline": baseline.to_string(),
            "computed": computed.to_string(),
            "non_abi3_symbols": outside,
            "future_abi3_objects": newer,
        }
    }))
}
