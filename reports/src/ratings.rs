//! The verdict on each input for each target: ready, needs work, or blocked, and why.
//! Knows no targets: the caller says what a finding weighs on one.

use std::collections::BTreeSet;

use pilotage_finding::{Confidence, Finding, Input, Rating, Severity, Verdict};

use crate::inputs::owner;
use crate::targets::shortened;

/// What a finding weighs on a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Nothing.
    None,
    /// Something to work through.
    Concerns,
    /// It cannot build, load or run there.
    Blocks,
}

/// Findings of one rule that weigh on one target.
struct Reason<'a> {
    name: &'a str,
    weight: Weight,
    findings: usize,
}

/// A target that inputs may be rated for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judged<'a> {
    /// Its name.
    pub name: &'a str,
    /// Every input is rated for it; else those only that have findings which name it.
    pub always: bool,
}

/// One rating per target for each input that had something in it.
pub fn rate(
    inputs: &[Input],
    findings: &[Finding],
    targets: &[Judged<'_>],
    weigh: &dyn Fn(&str, &Finding) -> Weight,
) -> Vec<Rating> {
    let mut own: Vec<Vec<&Finding>> = inputs.iter().map(|_| Vec::new()).collect();
    for finding in findings {
        if let Some(list) = owner(inputs, &finding.place.path).and_then(|index| own.get_mut(index)) {
            list.push(finding);
        }
    }
    let audited = inputs.iter().zip(own).filter(|(input, _)| input.sources + input.binaries > 0);
    let rated = audited.flat_map(|(input, own)| {
        let named: BTreeSet<&str> = own.iter().flat_map(|f| &f.targets).map(String::as_str).collect();
        let loads =
            |name: &str| input.loads_on.as_ref().is_none_or(|names| names.iter().any(|known| known == name));
        let wanted = targets
            .iter()
            .filter(|target| (target.always && loads(target.name)) || named.contains(target.name));
        wanted.map(|target| rate_one(input, &own, target.name, weigh)).collect::<Vec<_>>()
    });
    rated.collect()
}

/// The ratings of one input; neighbours that differ in the target only become one, with their targets shortened.
pub fn merged<'a>(ratings: &'a [Rating], input: &Input) -> Vec<(String, &'a Rating)> {
    let own: Vec<&Rating> = ratings.iter().filter(|rating| rating.input == input.label).collect();
    let alike = own.chunk_by(|one, next| {
        one.verdict == next.verdict && one.findings == next.findings && one.reasons == next.reasons
    });
    let rows = alike.filter_map(|run| {
        let targets: Vec<&str> = run.iter().map(|rating| rating.target.as_str()).collect();
        Some((shortened(&targets), *run.first()?))
    });
    rows.collect()
}

fn rate_one(
    input: &Input,
    findings: &[&Finding],
    target: &str,
    weigh: &dyn Fn(&str, &Finding) -> Weight,
) -> Rating {
    let mut reasons: Vec<Reason<'_>> = Vec::new();
    for finding in findings {
        let weight = capped(weigh(target, finding), finding);
        if weight == Weight::None {
            continue;
        }
        match reasons.iter_mut().find(|reason| reason.name == finding.name) {
            Some(reason) => {
                reason.findings += 1;
                reason.weight = reason.weight.max(weight);
            }
            None => reasons.push(Reason { name: &finding.name, weight, findings: 1 }),
        }
    }
    reasons.sort_by_key(|reason| (std::cmp::Reverse((reason.weight, reason.findings)), reason.name));
    Rating {
        input: input.label.clone(),
        target: target.to_owned(),
        verdict: verdict(&reasons),
        findings: reasons.iter().map(|reason| reason.findings).sum(),
        reasons: reasons.iter().map(|reason| format!("{}: {}", reason.name, reason.findings)).collect(),
    }
}

/// A hint blocks nothing: a person has to look first. A note stands in nobody's way.
fn capped(weight: Weight, finding: &Finding) -> Weight {
    match (finding.severity, finding.confidence) {
        (Severity::Note, _) => Weight::None,
        (_, Confidence::Low) => weight.min(Weight::Concerns),
        _ => weight,
    }
}

fn verdict(reasons: &[Reason<'_>]) -> Verdict {
    match reasons.first().map(|reason| reason.weight) {
        Some(Weight::Blocks) => Verdict::Blocked,
        Some(_) => Verdict::NeedsWork,
        None => Verdict::Ready,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::tests::finding;

    fn weigh(target: &str, finding: &Finding) -> Weight {
        match (target, finding.rule.as_str()) {
            ("cp315", "API003") => Weight::Blocks,
            ("cp315", _) => Weight::Concerns,
            _ => Weight::None,
        }
    }

    #[test]
    fn the_gravest_reason_decides_and_comes_first() {
        let input = |label: &str, sources| Input { label: label.to_owned(), sources, ..Input::default() };
        let inputs = [input("a", 2), input("b", 1), input("pure", 0)];
        let gone = |path, confidence| Finding {
            name: "removed-api".to_owned(),
            confidence,
            ..finding("API003", path)
        };
        let findings = [
            finding("API001", "a/x.c"),
            finding("API001", "a/y.c"),
            gone("a/y.c", Confidence::High),
            gone("b/z.c", Confidence::Low),
            Finding { severity: Severity::Note, ..finding("OLD001", "b/z.c") },
        ];
        let targets = ["cp313", "cp315"].map(|name| Judged { name, always: name == "cp315" });
        let ratings = rate(&inputs, &findings, &targets, &weigh);
        let told: Vec<_> = ratings
            .iter()
            .map(|r| (r.input.as_str(), r.target.as_str(), r.verdict, r.findings, r.reasons.join(", ")))
            .collect();
        assert_eq!(
            told,
            [
                ("a", "cp313", Verdict::Ready, 0, String::new()),
                ("a", "cp315", Verdict::Blocked, 3, "removed-api: 1, private-api: 2".to_owned()),
                ("b", "cp313", Verdict::Ready, 0, String::new()),
                ("b", "cp315", Verdict::NeedsWork, 1, "removed-api: 1".to_owned()),
            ]
        );
    }
}
