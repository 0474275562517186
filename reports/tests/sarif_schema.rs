//! The SARIF report against the standard's own schema. The schema is a data file of its publisher and is not kept here:
//! `scripts/test.sh` fetches a package that ships it, and this test checks that it is the expected file.

mod common;

use std::path::PathBuf;

use pilotage_reports::Format;

use common::{OneFile, written};

/// Package and file that hold the schema, as cargo unpacks them.
const SHIPPED: &str = "serde-sarif-0.8.0/src/schema.json";
/// BLAKE3 of the file.
const HASH: &str = "155c05aa379b5c034c9f1f5300a8f80c4cb5de56edffd26246f428e1bb1a10db";

#[test]
#[ignore = "needs the SARIF schema: `sh scripts/test.sh` fetches it"]
fn sarif_is_valid() {
    let bytes = std::fs::read(schema_file()).expect("the schema can be read");
    assert_eq!(blake3::hash(&bytes).to_hex().as_str(), HASH, "another schema than the one that was checked");
    let mut schema: serde_json::Value = serde_json::from_slice(&bytes).expect("the schema is JSON");
    // Its pattern for languages, which we do not write, has a lone `]`: browsers take it, strict readers do not.
    for whose in ["run", "toolComponent"] {
        let language = schema.pointer_mut(&format!("/definitions/{whose}/properties/language"));
        language
            .and_then(|language| language.as_object_mut())
            .expect("it describes languages")
            .remove("pattern");
    }
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    let report: serde_json::Value =
        serde_json::from_str(&written(Format::Sarif, &OneFile, false)).expect("the report is JSON");
    let errors: Vec<String> =
        validator.iter_errors(&report).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let broken = serde_json::json!({"version": "2.1.0", "runs": [{"results": 1}]});
    assert!(!validator.is_valid(&broken), "the validator refuses nothing");
}

fn schema_file() -> PathBuf {
    if let Some(file) = std::env::var_os("SARIF_SCHEMA") {
        return file.into();
    }
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo"))).expect("a cargo home");
    let registries = std::fs::read_dir(home.join("registry/src")).expect("cargo unpacked packages");
    let candidates = registries.flatten().map(|registry| registry.path().join(SHIPPED));
    candidates.into_iter().find(|file| file.is_file()).expect("run `cargo info serde-sarif@0.8.0` once")
}
