//! What a call promises, from the manifest: who owns the result, what happens to each argument, how it fails.
//! Nothing about single functions stands here; the facts are in `capi/manifest/`.

use pilotage_capi::{Effect, Fails, Item, Returns, Thief};

use super::facts::{Attachment, Exception, Extra, Memory, Slot, Sure, facts};
use super::value::Lender;

/// What comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Result {
    /// Nothing, or a number, or a pointer that is no object.
    Plain,
    /// A new reference.
    New,
    /// A borrowed reference; the parameter that it is borrowed from.
    Lent(Lender, Option<usize>),
    /// The argument itself, without a new reference.
    Argument(usize),
    /// The argument itself, with a new reference.
    SameNew(usize),
    /// Always NULL.
    Null,
    /// A pointer into this argument.
    Interior(usize),
    /// Nobody has said.
    Unknown,
}

/// What a function of an API promises.
#[derive(Clone, Debug)]
pub(crate) struct Contract {
    /// What comes back.
    pub(crate) result: Result,
    /// How it fails.
    pub(crate) fails: Fails,
    /// By position.
    pub(crate) params: Vec<Effect>,
    /// Names of the parameters, by position.
    pub(crate) names: Vec<String>,
    /// By position: may be NULL.
    pub(crate) nullable: Vec<bool>,
    /// By position: NULL makes the call fail, and an exception that was set before stays.
    pub(crate) propagates: Vec<bool>,
    /// An `int` that says nothing but success or failure: success is one number.
    pub(crate) is_status: bool,
    /// It cannot fail with such an argument.
    pub(crate) sure: Option<Sure>,
    /// It cannot fail when this argument is a static type.
    pub(crate) sure_of_type: Option<usize>,
    /// It cannot fail when one of these questions about its first argument was answered with yes.
    pub(crate) sure_after: Vec<String>,
    /// It cannot fail when it is given a tuple.
    pub(crate) sure_of_tuple: bool,
    /// It cannot fail in an extension, whoever tests it.
    pub(crate) sure_always: bool,
    /// It cannot fail on a container that nobody else knows.
    pub(crate) sure_when_fresh: bool,
    /// It gives a list or a tuple.
    pub(crate) gives_sequence: bool,
    /// The result is a number from 0 on.
    pub(crate) is_count: bool,
    /// A question whose answer is no for NULL.
    pub(crate) no_for_null: bool,
    /// It measures something of its argument that does not change.
    pub(crate) is_measure: bool,
    /// By position: a `void *` that may be kept.
    pub(crate) opaque: Vec<bool>,
    /// It fails only when it is called wrongly.
    pub(crate) is_misuse: bool,
    /// What comes back is a pointer, whatever the unit believes.
    pub(crate) gives_pointer: bool,
    /// A macro that writes over an item without giving back what was there.
    pub(crate) overwrites: bool,
    /// By position: a pointer to an object.
    pub(crate) objects: Vec<bool>,
    /// By position: a function of the C-API looks behind the pointer, so a NULL that is written there is a mistake.
    pub(crate) strict: Vec<bool>,
    /// A function of the C-API that takes `...`.
    pub(crate) is_variadic: bool,
    /// May run Python code.
    pub(crate) reenters: bool,
    /// Needs an attached thread.
    pub(crate) needs_gil: bool,
    pub(crate) exception: Option<Exception>,
    pub(crate) memory: Option<Memory>,
    pub(crate) gil: Option<Attachment>,
    /// The out parameter that points into a parameter: out, parameter.
    pub(crate) interior_out: Option<(usize, usize)>,
    /// The place that gets what was made or NULL, and the parameter for which NULL makes it NULL without an exception.
    pub(crate) empties: Option<(usize, usize)>,
    /// Never comes back.
    pub(crate) is_final: bool,
    /// Nobody else can know the result yet.
    pub(crate) is_fresh: bool,
    /// Others hold the result, too.
    pub(crate) is_shared: bool,
    /// It answers a question about the type of its argument, nothing else.
    pub(crate) is_check: bool,
}

/// The contract of a function of the C-API, of a library, or of old Pythons; `None` for names that nobody knows.
pub(crate) fn of(name: &str) -> Option<Contract> {
    let item = pilotage_capi::get(name).or_else(|| pilotage_capi::third_party(name));
    let extra = facts().extra.get(name);
    // What is only known to be exported has its prototype among the others.
    let item = item.filter(|item| item.is_callable() && !(item.params.is_empty() && extra.is_some()));
    if let Some(item) = item {
        return Some(finish(name, from_item(item)));
    }
    if let Some(extra) = extra {
        return Some(finish(name, from_extra(name, extra)));
    }
    let is_known = facts().memory.contains_key(name) || facts().noreturn.iter().any(|known| known == name);
    is_known.then(|| finish(name, empty()))
}

/// The contract of a function pointer in a type, by its field.
pub(crate) fn of_slot(field: &str) -> Option<Contract> {
    let Slot { returns, fails, consumes, keeps, nullable, out, fresh } = facts().members.get(field)?;
    let mut contract = Contract { needs_gil: true, reenters: true, ..empty() };
    contract.result = if returns.as_deref() == Some("new") { Result::New } else { Result::Plain };
    contract.fails = fails.as_deref().map_or(Fails::Never, fails_of);
    let mut set = |at: usize, effect: Effect| {
        if contract.params.len() <= at {
            contract.params.resize(at + 1, Effect::Borrows);
        }
        contract.params[at] = effect;
    };
    keeps.iter().for_each(|at| set(*at, Effect::Keeps));
    out.iter().for_each(|(at, how)| set(*at, out_effect(how)));
    if let Some(at) = *consumes {
        set(at, Effect::Consumes);
    }
    contract.is_fresh = fresh.is_some();
    let widest = nullable.iter().max().map_or(0, |at| at + 1);
    contract.nullable = (0..widest).map(|at| nullable.contains(&at)).collect();
    Some(contract)
}

/// The contract of a function whose attributes say something; `objects` are its parameters.
pub(crate) fn of_marks(marks: &[String], objects: Vec<bool>, gives_object: bool) -> Contract {
    let mut contract = Contract {
        result: if gives_object { Result::New } else { Result::Plain },
        fails: if gives_object { Fails::Null } else { Fails::Unknown },
        params: vec![Effect::Borrows; objects.len()],
        names: objects.iter().enumerate().map(|(at, _)| format!("argument {}", at + 1)).collect(),
        nullable: vec![true; objects.len()],
        objects,
        reenters: true,
        needs_gil: true,
        ..empty()
    };
    for mark in marks {
        match mark.split_once('=') {
            Some(("returns", "borrowed")) => contract.result = Result::Lent(Lender::Other, None),
            Some(("exception", "sets")) => contract.exception = Some(Exception::Sets),
            Some(("fails", "negative")) => contract.fails = Fails::MinusOne,
            Some(("steals", number)) => {
                let at = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
                if let Some(effect) = at.and_then(|at| contract.params.get_mut(at)) {
                    *effect = Effect::Steals(Thief::Always);
                }
            }
            _ => {}
        }
    }
    contract
}

fn empty() -> Contract {
    Contract {
        result: Result::Plain,
        fails: Fails::Never,
        params: Vec::new(),
        names: Vec::new(),
        nullable: Vec::new(),
        propagates: Vec::new(),
        sure: None,
        sure_of_type: None,
        sure_after: Vec::new(),
        sure_of_tuple: false,
        sure_always: false,
        sure_when_fresh: false,
        gives_sequence: false,
        no_for_null: false,
        is_measure: false,
        is_count: false,
        opaque: Vec::new(),
        is_status: false,
        is_misuse: false,
        gives_pointer: false,
        overwrites: false,
        objects: Vec::new(),
        strict: Vec::new(),
        is_variadic: false,
        reenters: false,
        needs_gil: false,
        exception: None,
        memory: None,
        gil: None,
        interior_out: None,
        empties: None,
        is_final: false,
        is_fresh: false,
        is_shared: false,
        is_check: false,
    }
}

/// Whose what a function lends is.
pub(super) fn lender(name: &str) -> Lender {
    match facts().container.get(name).map(String::as_str) {
        Some("mutable") => Lender::Mutable,
        Some("indicator") => Lender::Indicator,
        Some(_) => Lender::Lasting,
        None => Lender::Other,
    }
}

fn from_item(item: &Item) -> Contract {
    let position = |name: &str| item.params.iter().position(|param| param.name == name);
    let lender = lender(item.name);
    let result = match item.returns {
        Returns::Nothing => Result::Plain,
        Returns::New => Result::New,
        // Types outlive their instances as far as one function can tell.
        Returns::Borrowed(_) if item.c_returns.contains("PyTypeObject") => Result::Lent(Lender::Type, None),
        Returns::Borrowed(name) => Result::Lent(lender, position(name)),
        Returns::Argument(name) => position(name).map_or(Result::Unknown, Result::Argument),
        Returns::AlwaysNull => Result::Null,
        Returns::Unknown => Result::Unknown,
    };
    Contract {
        result,
        fails: item.fails,
        params: item.params.iter().map(|param| param.effect).collect(),
        names: item.params.iter().map(|param| param.name.to_owned()).collect(),
        objects: item.params.iter().map(|param| is_object(param.c_type)).collect(),
        strict: item.params.iter().map(|param| is_looked_behind(item, param.c_type)).collect(),
        is_status: item.c_returns == "int" && !facts().answers.iter().any(|name| name == item.name),
        gives_pointer: item.c_returns.contains('*'),
        opaque: item.params.iter().map(|param| param.c_type.trim() == "void *").collect(),
        overwrites: item.note.contains("old item not released"),
        is_variadic: item.variadic,
        reenters: item.reenters,
        needs_gil: item.needs_gil && !facts().gilless.iter().any(|name| name == item.name),
        // A macro has no type.
        is_check: item.fails == Fails::Never
            && matches!(item.c_returns, "int" | "")
            && item.name.contains("_Check")
            || matches!(item.name, "Py_IS_TYPE" | "Py_Is"),
        ..empty()
    }
}

/// `borrowed`, `new`, `new if 1`.
fn out_effect(how: &str) -> Effect {
    match how.strip_prefix("new if ") {
        Some(number) => Effect::OutNew(number.trim().parse().ok()),
        None if how == "borrowed" => Effect::OutBorrowed,
        None => Effect::OutNew(None),
    }
}

fn is_object(c_type: &str) -> bool {
    let c_type = c_type.trim();
    // A macro does not say; what is given shows it.
    c_type.is_empty() || (c_type.ends_with('*') && !c_type.ends_with("**") && c_type.contains("Object"))
}

/// An object, text, or a place for something, of a function of the C-API: what others take is not known that well.
fn is_looked_behind(item: &Item, c_type: &str) -> bool {
    let c_type = c_type.trim();
    let is_pointer = c_type.ends_with("char *") || c_type.ends_with("**") || c_type.ends_with("Object *");
    is_pointer && pilotage_capi::get(item.name).is_some()
}

fn from_extra(name: &str, extra: &Extra) -> Contract {
    let names = parameter_names(&extra.c);
    let position = |name: &str| names.iter().position(|known| known == name);
    let effect = |name: &String| {
        if let Some(when) = extra.steals.get(name) {
            return Effect::Steals(if when == "on-success" { Thief::OnSuccess } else { Thief::Always });
        }
        if let Some(out) = extra.out.get(name) {
            return out_effect(out);
        }
        let lists = [
            (&extra.increfs, Effect::Increments),
            (&extra.decrefs, Effect::Decrements),
            (&extra.clears, Effect::Clears),
            (&extra.replaces, Effect::Replaces),
            (&extra.keeps, Effect::Keeps),
            (&extra.consumes, Effect::Consumes),
        ];
        lists.into_iter().find(|(list, _)| list.contains(name)).map_or(Effect::Borrows, |(_, effect)| effect)
    };
    let result = match extra.returns.as_deref() {
        Some("new") => Result::New,
        Some("null") => Result::Null,
        Some(text) => match text.strip_prefix("borrowed from ") {
            Some(from) => Result::Lent(lender(name), position(from)),
            None => {
                text.strip_prefix("argument ").and_then(position).map_or(Result::Unknown, Result::Argument)
            }
        },
        None => Result::Plain,
    };
    Contract {
        result,
        fails: extra.fails.as_deref().map_or(Fails::Never, fails_of),
        params: names.iter().map(effect).collect(),
        objects: parameters(&extra.c)
            .iter()
            .map(|text| text.contains("Object") && !text.contains("**"))
            .collect(),
        strict: names.iter().map(|name| extra.replaces.contains(name)).collect(),
        gives_pointer: result == Result::Null
            || extra.c.split('(').next().is_some_and(|head| head.contains('*')),
        is_status: extra.c.starts_with("int ") && !facts().answers.iter().any(|known| known == name),
        is_check: extra.fails.as_deref().is_none_or(|fails| fails == "never")
            && extra.c.starts_with("int ")
            && name.contains("_Check"),
        names,
        reenters: extra.reenters,
        needs_gil: !facts().gilless.iter().any(|known| known == name),
        ..empty()
    }
}

/// What the other facts say of a function, whatever described it.
fn finish(name: &str, mut contract: Contract) -> Contract {
    let facts = facts();
    let listed = |lists: &std::collections::HashMap<String, Vec<String>>| {
        let list = lists.get(name);
        contract.names.iter().map(|param| list.is_some_and(|list| list.contains(param))).collect()
    };
    contract.nullable = listed(&facts.nullable);
    contract.propagates = listed(&facts.propagates);
    let position = |wanted: &str| contract.names.iter().position(|param| param == wanted);
    if let Some(parameter) = facts.same.get(name).and_then(|parameter| position(parameter)) {
        contract.result = Result::SameNew(parameter);
    }
    if let Some(interior) = facts.interior.get(name)
        && let Some(parameter) = position(&interior.parameter)
    {
        match interior.out.as_deref() {
            Some(out) => contract.interior_out = position(out).map(|out| (out, parameter)),
            None => contract.result = Result::Interior(parameter),
        }
    }
    contract.empties = facts
        .empties
        .get(name)
        .and_then(|empties| Some((position(&empties.empties)?, position(&empties.when_null)?)));
    contract.exception = facts.exception.get(name).copied();
    contract.memory = facts.memory.get(name).copied();
    if let Some(memory) = contract.memory {
        // The two descriptions overlap; this one says of which family the block is.
        if let Some(effect) = contract.params.get_mut(memory.parameter)
            && memory.frees.or(memory.reallocates).is_some()
        {
            *effect = Effect::Borrows;
        }
        let allocates = memory.allocates.or(memory.reallocates).is_some() && memory.out.is_none();
        contract.gives_pointer |= allocates;
        if allocates && matches!(contract.fails, Fails::Never | Fails::Unknown) {
            contract.fails = Fails::NullWithoutException;
        }
    }
    let is_in = |list: &[String]| list.iter().any(|known| known == name);
    contract.sure = facts.sure.get(name).copied();
    contract.sure_of_type = facts.sure_of_type.get(name).copied();
    contract.sure_after = facts.sure_after.get(name).cloned().unwrap_or_default();
    contract.sure_of_tuple = is_in(&facts.sure_of_tuple);
    contract.sure_always = is_in(&facts.sure_always);
    contract.sure_when_fresh = is_in(&facts.sure_when_fresh);
    contract.gives_sequence = is_in(&facts.gives_sequence);
    contract.no_for_null = is_in(&facts.no_for_null);
    contract.is_count = is_in(&facts.counts);
    contract.is_measure = is_in(&facts.measures);
    contract.is_misuse = is_in(&facts.misuse);
    contract.gil = facts.gil.get(name).copied();
    contract.is_final = is_in(&facts.noreturn);
    contract.is_fresh = facts.fresh.contains_key(name);
    contract.is_shared = is_in(&facts.shared);
    contract
}

/// `fails:` of the manifest.
pub(super) fn fails_of(text: &str) -> Fails {
    match text {
        "never" => Fails::Never,
        "NULL" => Fails::Null,
        "NULL?" => Fails::NullOrAbsent,
        "NULL without exception" => Fails::NullWithoutException,
        "-1" => Fails::MinusOne,
        "-1?" => Fails::MinusOneAndOccurred,
        "-1 without exception" => Fails::MinusOneWithoutException,
        "0" => Fails::Zero,
        "nonzero" => Fails::NonZero,
        "always" => Fails::Always,
        _ => Fails::Unknown,
    }
}

/// The parameters of a prototype, as written.
fn parameters(prototype: &str) -> Vec<&str> {
    let inside = prototype
        .split_once('(')
        .and_then(|(_, rest)| rest.rsplit_once(')'))
        .map_or("", |(inside, _)| inside);
    inside
        .split(',')
        .map(str::trim)
        .filter(|text| !text.is_empty() && *text != "void" && *text != "...")
        .collect()
}

fn parameter_names(prototype: &str) -> Vec<String> {
    let name = |text: &str| {
        let end = text.trim_end_matches(['[', ']']);
        let start = end.rfind(|c: char| !c.is_ascii_alphanumeric() && c != '_').map_or(0, |at| at + 1);
        end[start..].to_owned()
    };
    parameters(prototype).into_iter().map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contracts_come_from_the_manifest() {
        let add = of("PyModule_AddObject").unwrap();
        assert_eq!(add.params[2], Effect::Steals(Thief::OnSuccess));
        assert_eq!(add.fails, Fails::MinusOne);
        let item = of("PyTuple_GET_ITEM").unwrap();
        assert!(matches!(item.result, Result::Lent(Lender::Lasting, Some(0))));
        assert_eq!(of("Py_NewRef").unwrap().result, Result::SameNew(0));
        assert_eq!(of("PyUnicode_AsUTF8").unwrap().result, Result::Interior(0));
        assert_eq!(of("malloc").unwrap().fails, Fails::NullWithoutException);
        assert!(of("nobody_knows").is_none());
    }

    #[test]
    fn attributes_make_contracts() {
        let marks = ["steals=2".to_owned(), "returns=borrowed".to_owned(), "steals=9".to_owned()];
        let contract = of_marks(&marks, vec![true, true], true);
        assert_eq!(contract.params, [Effect::Borrows, Effect::Steals(Thief::Always)]);
        assert!(matches!(contract.result, Result::Lent(Lender::Other, None)));
        assert_eq!(of_marks(&["exception=sets".to_owned()], vec![], false).exception, Some(Exception::Sets));
    }

    #[test]
    fn prototypes_give_names() {
        assert_eq!(
            parameter_names("PyObject *f(const char *v, PyObject **out, int n[], ...)"),
            ["v", "out", "n"]
        );
        assert!(parameter_names("PyObject *f(void)").is_empty());
    }
}
