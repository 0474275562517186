//! The one list of rules: a line for each. What a rule does stands in its file, what it means on its page.

mod callers;
mod container;
mod format_call;
mod given_back;
mod keyword_list;
mod path;
mod platforms;
mod repair;
mod site;
mod static_state;
mod warned;

use pilotage_finding::{Confidence, Finding, Severity};

use crate::source::context::{Context, Sink};

/// A rule.
#[derive(Clone, Copy)]
pub struct Rule {
    /// `API001`.
    pub code: &'static str,
    /// `private-api`: the mistake.
    pub name: &'static str,
    /// Severity of its findings unless they say otherwise.
    pub severity: Severity,
    /// Confidence of its findings unless they say otherwise.
    pub confidence: Confidence,
    /// Its page, markdown.
    pub page: &'static str,
    check: Option<fn(&Context<'_>, &mut Sink)>,
}

impl Rule {
    /// It asks what the paths through functions show, which takes more time than all else.
    pub fn follows_paths(&self) -> bool {
        ["REF", "ERR", "GIL"].iter().any(|family| self.code.starts_with(family))
    }

    /// The first sentence of the page's "What it does".
    pub fn summary(&self) -> String {
        let text = self.page.split("## What it does").nth(1).unwrap_or("").trim_start();
        let paragraph = text.split("\n\n").next().unwrap_or("").replace('\n', " ");
        match paragraph.split_once(". ") {
            Some((first, _)) => format!("{first}."),
            None => paragraph,
        }
    }
}

/// Every rule, by family and code.
pub fn rules() -> &'static [Rule] {
    RULES
}

/// Runs the source rules on a unit.
pub(crate) fn check_source(cx: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in RULES {
        if let Some(check) = rule.check {
            let mut sink = Sink::new(rule);
            check(cx, &mut sink);
            findings.extend(sink.into_findings());
        }
    }
    findings
}

/// `CODE "name" severity confidence module` for rules on sources; without a module for rules on binaries,
/// which `binary/audit.rs` runs.
macro_rules! rules {
    ($($code:ident $name:literal $severity:ident $confidence:ident $($module:ident)?;)*) => {
        $($(mod $module;)?)*
        static RULES: &[Rule] = &[$(Rule {
            code: stringify!($code),
            name: $name,
            severity: Severity::$severity,
            confidence: Confidence::$confidence,
            page: include_str!(concat!("../../tests/rules/", $name, ".md")),
            check: rules!(@check $($module)?),
        }),*];
    };
    (@check $module:ident) => { Some($module::check) };
    (@check) => { None };
}

rules! {
    API001 "private-api" Warning High private_api;
    API002 "internal-header" Warning High internal_header;
    API003 "removed-api" Error High removed_api;
    API004 "deprecated-api" Note High deprecated_api;
    API005 "non-limited-api" Error High non_limited_api;
    API006 "limited-api-too-new" Error High limited_api_too_new;
    API007 "struct-field-access" Warning High struct_field_access;
    API008 "assigned-refcount-type-or-size" Error High assigned_refcount_type_or_size;
    API009 "opaque-in-abi3t" Error High opaque_in_abi3t;
    API010 "missing-on-target" Error High missing_on_target;
    API011 "unknown-api-name" Error Medium unknown_api_name;
    MOD001 "single-phase-init" Warning High single_phase_init;
    MOD002 "static-type" Warning High static_type;
    MOD003 "mutable-static-state" Warning Medium mutable_static_state;
    MOD004 "cached-object-in-static" Warning High cached_object_in_static;
    MOD005 "missing-multiple-interpreters-slot" Warning High missing_multiple_interpreters_slot;
    MOD006 "gilstate-in-subinterpreter" Warning High gilstate_in_subinterpreter;
    MOD007 "module-state-not-visited" Warning High module_state_not_visited;
    FT001 "missing-gil-slot" Warning High missing_gil_slot;
    FT002 "borrowed-reference-api" Warning Medium borrowed_reference_api;
    FT003 "dict-iteration-without-critical-section" Warning Medium dict_iteration_without_critical_section;
    FT004 "unlocked-macro-access" Warning Medium unlocked_macro_access;
    FT005 "unsynchronised-static" Warning Medium unsynchronised_static;
    TYP001 "gc-flag-without-traverse" Error High gc_flag_without_traverse;
    TYP002 "traverse-without-gc-flag" Warning High traverse_without_gc_flag;
    TYP003 "heap-type-not-visited" Warning High heap_type_not_visited;
    TYP004 "heap-type-not-released" Warning High heap_type_not_released;
    TYP005 "dealloc-without-untrack" Error High dealloc_without_untrack;
    TYP006 "wrong-free-function" Error High wrong_free_function;
    TYP007 "member-not-visited" Warning Medium member_not_visited;
    SIG001 "format-type-mismatch" Error High format_type_mismatch;
    SIG002 "format-count-mismatch" Error High format_count_mismatch;
    SIG003 "size-format-without-macro" Error High size_format_without_macro;
    SIG004 "keyword-list-length" Error High keyword_list_length;
    SIG005 "keyword-list-sentinel" Error High keyword_list_sentinel;
    SIG006 "method-flags-mismatch" Error High method_flags_mismatch;
    SIG007 "method-table-sentinel" Error High method_table_sentinel;
    SIG008 "missing-null-sentinel" Error High missing_null_sentinel;
    SIG009 "slot-signature-mismatch" Error High slot_signature_mismatch;
    REF001 "leaked-reference" Error Medium leaked_reference;
    REF002 "extra-incref" Error Medium extra_incref;
    REF003 "over-release" Error Medium over_release;
    REF004 "missing-incref-on-return" Error Medium missing_incref_on_return;
    REF005 "missing-incref-on-store" Error Medium missing_incref_on_store;
    REF006 "use-after-release" Error Medium use_after_release;
    REF007 "stale-borrowed-reference" Warning Low stale_borrowed_reference;
    REF008 "stolen-then-used" Error Medium stolen_then_used;
    REF009 "stolen-then-released" Error Medium stolen_then_released;
    REF010 "leaked-on-failed-steal" Warning High leaked_on_failed_steal;
    REF011 "overwritten-by-set-item-macro" Error Medium overwritten_by_set_item_macro;
    REF012 "clear-order" Warning Medium clear_order;
    REF013 "buffer-not-released" Error Medium buffer_not_released;
    REF014 "memory-not-freed" Error Medium memory_not_freed;
    REF015 "mismatched-allocator" Error High mismatched_allocator;
    REF016 "live-reference-in-dead-field" Warning Medium live_reference_in_dead_field;
    REF017 "missing-traverse-or-clear-of-field" Warning Medium missing_traverse_or_clear_of_field;
    ERR001 "unchecked-null" Error Medium unchecked_null;
    ERR002 "wrong-variable-checked" Error Medium wrong_variable_checked;
    ERR003 "null-without-exception" Error Medium null_without_exception;
    ERR004 "result-with-exception-set" Error Medium result_with_exception_set;
    ERR005 "ambiguous-minus-one-unchecked" Warning Medium ambiguous_minus_one_unchecked;
    ERR006 "call-with-exception-pending" Warning Medium call_with_exception_pending;
    ERR007 "exception-swallowed" Warning Low exception_swallowed;
    ERR008 "missing-return-after-error" Error Medium missing_return_after_error;
    ERR009 "iteration-end-confused-with-error" Error Medium iteration_end_confused_with_error;
    ERR010 "wrong-success-code" Error Medium wrong_success_code;
    ERR011 "uninitialised-variable" Error Medium uninitialised_variable;
    ERR012 "impossible-arithmetic" Error High impossible_arithmetic;
    GIL001 "api-without-gil" Error High api_without_gil;
    GIL002 "gil-released-twice" Error High gil_released_twice;
    GIL003 "blocking-while-attached" Warning Medium blocking_while_attached;
    GIL004 "missing-allow-threads-pair" Error High missing_allow_threads_pair;
    OLD001 "dead-version-guard" Note High dead_version_guard;
    OLD002 "compatibility-shim-not-needed" Note High compatibility_shim_not_needed;
    OLD003 "varargs-could-be-fastcall" Note Medium varargs_could_be_fastcall;
    BIN001 "non-limited-symbol" Error High;
    BIN002 "symbol-newer-than-tag" Error High;
    BIN003 "tag-suffix-mismatch" Error High;
    BIN004 "private-symbol" Warning High;
    BIN005 "looked-up-private-symbol" Warning Medium;
    BIN006 "links-libpython" Warning High;
    BIN007 "wrong-python-library" Error High;
    BIN008 "no-init-function" Warning Medium;
    BIN009 "gil-slot-missing" Warning Medium;
    SUP001 "unused-suppression" Note High;
}
