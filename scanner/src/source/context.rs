//! What a rule sees of a unit, and how it says what it found.

use std::cell::OnceCell;
use std::collections::HashSet;

use pilotage_capi::Target;
use pilotage_finding::{Confidence, Edit, Finding, Place, Severity, Step, StepKind};

use super::assigned::Assigned;
use super::defines::{self, Define};
use super::guards::{Guards, share_macros};
use super::held::{Held, Holds};
use super::model::Model;
use super::parse::{Command, Language};
use super::reach::{Reach, import_functions};
use super::settings::{Settings, setting_of};
use super::shape::Parents;
use super::tree::{DeclId, Function, Loc, Origin, Tree};
use super::uses::{Use, Uses};
use super::writes::{self, Write};
use crate::ownership::{self, Analysis};

/// A known shim for all versions, of which packages carry copies.
pub(crate) const COMPAT: &str = "pythoncapi_compat.h";

/// What a rule sees of a unit.
pub(crate) struct Context<'a> {
    /// The tree.
    pub(crate) tree: &'a Tree,
    /// Modules, types and tables that the unit defines.
    pub(crate) model: &'a Model,
    /// Where it names the C-API.
    pub(crate) uses: &'a Uses,
    /// What it is audited for.
    pub(crate) settings: &'a Settings,
    /// How it was parsed.
    pub(crate) command: &'a Command,
    guards: OnceCell<Vec<Guards>>,
    assigned: OnceCell<Assigned>,
    shared: Shared,
}

/// What several rules ask for, each made once.
#[derive(Default)]
struct Shared {
    parents: OnceCell<Parents>,
    reach: OnceCell<Reach>,
    importing: OnceCell<HashSet<DeclId>>,
    static_writes: OnceCell<Vec<Write>>,
    defines: OnceCell<Vec<Define>>,
    holds: OnceCell<Holds>,
    ownership: OnceCell<Analysis>,
}

impl<'a> Context<'a> {
    pub(crate) fn new(
        tree: &'a Tree,
        model: &'a Model,
        uses: &'a Uses,
        settings: &'a Settings,
        command: &'a Command,
    ) -> Self {
        let (guards, assigned) = (OnceCell::new(), OnceCell::new());
        Context { tree, model, uses, settings, command, guards, assigned, shared: Shared::default() }
    }

    /// The parents of the nodes.
    pub(crate) fn parents(&self) -> &Parents {
        self.shared.parents.get_or_init(|| Parents::of(self.tree))
    }

    /// Who calls whom.
    pub(crate) fn reach(&self) -> &Reach {
        self.shared.reach.get_or_init(|| Reach::new(self.tree))
    }

    /// Functions that run only while the module is imported.
    pub(crate) fn importing(&self) -> &HashSet<DeclId> {
        self.shared.importing.get_or_init(|| {
            let reach = self.reach();
            reach.only_from(&import_functions(self.tree, self.model, reach))
        })
    }

    /// Every write of a variable with static storage.
    pub(crate) fn static_writes(&self) -> &[Write] {
        self.shared.static_writes.get_or_init(|| writes::of_statics(self.tree))
    }

    /// The `#define`s in own files.
    pub(crate) fn defines(&self) -> &[Define] {
        self.shared.defines.get_or_init(|| defines::all(self.tree))
    }

    /// What a function holds where.
    pub(crate) fn held(&self, function: &Function) -> &[Held] {
        self.shared.holds.get_or_init(|| Holds::new(self)).of(self, function)
    }

    /// The conditionals of the file that holds `loc`.
    pub(crate) fn guards(&self, loc: Loc) -> &Guards {
        let all = self.guards.get_or_init(|| {
            let mut all: Vec<Guards> = self.tree.files.iter().map(|file| Guards::read(&file.text)).collect();
            share_macros(&mut all);
            all
        });
        &all[usize::from(loc.file.0)]
    }

    /// `loc` lies in a file of the package.
    pub(crate) fn is_own(&self, loc: Loc) -> bool {
        self.tree[loc.file].origin == Origin::Own
    }

    /// The variables that the unit assigns to.
    pub(crate) fn assigned(&self) -> &Assigned {
        self.assigned.get_or_init(|| Assigned::collect(self.tree))
    }

    /// The unit is C++.
    pub(crate) fn is_cpp(&self) -> bool {
        self.command.language == Language::Cpp
    }

    /// What the paths through the functions of the unit show.
    pub(crate) fn ownership(&self) -> &Analysis {
        self.shared.ownership.get_or_init(|| match self.settings.paths {
            true => ownership::analyse(self.tree, self.model, self.parents(), self.reach(), self.is_cpp()),
            false => Analysis::default(),
        })
    }

    /// `loc` is compiled for this target, as far as the conditionals around it tell.
    pub(crate) fn is_for(&self, loc: Loc, target: Target) -> bool {
        self.guards(loc).is_active(loc.offset as usize, &setting_of(target, self.settings)) != Some(false)
    }

    /// The chosen targets that `loc` is compiled for.
    pub(crate) fn targets_at(&self, loc: Loc) -> Vec<Target> {
        self.settings.targets.iter().copied().filter(|target| self.is_for(loc, *target)).collect()
    }

    /// The chosen targets that a use is compiled for: those of its place and of the macros that it comes out of.
    /// None in a copy of `pythoncapi_compat.h`: what stands there is right for each version that compiles it.
    pub(crate) fn targets_of(&self, used: &Use) -> Vec<Target> {
        let is_compat = |loc: &Loc| self.tree[loc.file].path.ends_with(COMPAT);
        if used.macros.iter().chain([&used.loc]).any(is_compat) {
            return Vec::new();
        }
        let is_for = |target: &Target| used.macros.iter().all(|loc| self.is_for(*loc, *target));
        self.targets_at(used.loc).into_iter().filter(is_for).collect()
    }

    /// The chosen free-threaded targets that `loc` is compiled for.
    pub(crate) fn free_threaded_at(&self, loc: Loc) -> Vec<Target> {
        self.targets_at(loc)
            .into_iter()
            .filter(|target| matches!(target, Target::FreeThreaded(_) | Target::Abi3t(_)))
            .collect()
    }

    /// The function whose text holds `loc`.
    pub(crate) fn function_at(&self, loc: Loc) -> Option<&'a Function> {
        self.tree.function_at(loc)
    }

    /// A place for a report. The path is the one that was opened; the caller of the unit makes it the shown one.
    pub(crate) fn place(&self, loc: Loc) -> Place {
        let file = &self.tree[loc.file];
        let length = file
            .text
            .get(loc.offset as usize..)
            .map_or(0, |rest| rest.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count());
        Place {
            path: file.path.clone(),
            line: loc.line,
            column: loc.column,
            offset: loc.offset,
            length: length as u32,
        }
    }

    /// Begins a finding at `loc`; rule, severity and confidence are filled in by the [`Sink`].
    pub(crate) fn finding(&self, loc: Loc, message: impl Into<String>) -> Draft {
        let function = self.function_at(loc).map_or(String::new(), |f| self.tree[f.decl].name.clone());
        Draft {
            severity: None,
            confidence: None,
            finding: Finding { function, ..Finding::at(self.place(loc), message) },
        }
    }

    /// A step of a finding's story.
    pub(crate) fn step(&self, kind: StepKind, loc: Loc, message: impl Into<String>) -> Step {
        Step { kind, place: self.place(loc), message: message.into() }
    }
}

/// A finding being made.
#[must_use = "give it to the sink"]
pub(crate) struct Draft {
    severity: Option<Severity>,
    confidence: Option<Confidence>,
    finding: Finding,
}

impl Draft {
    /// Another severity than the rule's.
    pub(crate) fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    /// Another confidence than the rule's.
    pub(crate) fn confidence(mut self, confidence: Confidence) -> Self {
        self.confidence = Some(confidence);
        self
    }

    /// What to write instead; starts with a verb.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.finding.help = help.into();
        self
    }

    /// The targets concerned.
    pub(crate) fn targets(mut self, targets: impl IntoIterator<Item = Target>) -> Self {
        self.finding.targets = targets.into_iter().map(|target| target.to_string()).collect();
        self
    }

    /// The item of the C-API concerned.
    pub(crate) fn item(mut self, item: &str) -> Self {
        self.finding.item = item.to_owned();
        self
    }

    /// The function it lies in, where the caller knows better than the place does.
    pub(crate) fn in_function(mut self, name: &str) -> Self {
        self.finding.function = name.to_owned();
        self
    }

    /// The edits that repair it.
    pub(crate) fn edits(mut self, edits: Vec<Edit>) -> Self {
        self.finding.edits = edits;
        self
    }

    /// Adds a step of the story.
    pub(crate) fn step(mut self, step: Step) -> Self {
        self.finding.steps.push(step);
        self
    }
}

/// Collects the findings of one rule.
pub(crate) struct Sink {
    rule: &'static crate::rules::Rule,
    findings: Vec<Finding>,
}

impl Sink {
    pub(crate) fn new(rule: &'static crate::rules::Rule) -> Self {
        Sink { rule, findings: Vec::new() }
    }

    /// Takes a finding.
    pub(crate) fn add(&mut self, draft: Draft) {
        let mut finding = draft.finding;
        finding.rule = self.rule.code.to_owned();
        finding.name = self.rule.name.to_owned();
        finding.severity = draft.severity.unwrap_or(self.rule.severity);
        finding.confidence = draft.confidence.unwrap_or(self.rule.confidence);
        self.findings.push(finding);
    }

    pub(crate) fn into_findings(self) -> Vec<Finding> {
        self.findings
    }
}
