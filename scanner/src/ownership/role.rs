//! What Python expects of a function that stands in a slot or a method table.
//! Facts come from `capi/manifest/rules/slots.yaml`.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use pilotage_capi::Fails;
use serde::Deserialize;

use super::contract::fails_of;

const TEXT: &str = include_str!("../../../capi/manifest/rules/slots.yaml");

/// What is expected of a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Role {
    /// The slot: `tp_init`; `method` for a method table.
    pub(crate) slot: String,
    /// The caller owns the object that comes back.
    pub(crate) returns_new: bool,
    /// How it tells that it failed.
    pub(crate) fails: Fails,
    /// Results that are allowed besides failure.
    pub(crate) success: Option<(i64, i64)>,
    /// The parameter that is a tuple of arguments.
    pub(crate) tuple: Option<u16>,
    /// What its attributes say besides.
    pub(crate) promise: Promise,
}

/// What the attributes of a function promise its callers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Promise {
    /// The object that comes back stays somebody else's.
    pub(crate) lends: bool,
    /// An exception is set, whatever comes back.
    pub(crate) raises: bool,
    /// Parameters whose reference it takes over.
    pub(crate) steals: Vec<u16>,
}

/// The slot of functions that Python does not call.
const PLAIN: &str = "function";

impl Role {
    /// What any function promises: parameters stay the caller's, an object that comes back is new, NULL goes with an exception.
    pub(crate) fn plain(gives_object: bool) -> Self {
        Role {
            slot: PLAIN.to_owned(),
            returns_new: gives_object,
            fails: if gives_object { Fails::Null } else { Fails::Never },
            success: None,
            tuple: None,
            promise: Promise::default(),
        }
    }

    /// What attributes say, and for the rest what any function promises.
    pub(crate) fn of_marks(marks: &[String], gives_object: bool) -> Self {
        let mut role = Role::plain(gives_object);
        for mark in marks {
            match mark.split_once('=') {
                Some(("returns", "borrowed")) => {
                    (role.returns_new, role.fails) = (false, Fails::NullOrAbsent);
                    role.promise.lends = true;
                }
                Some(("exception", "sets")) => role.promise.raises = true,
                Some(("fails", "negative")) => role.fails = Fails::MinusOne,
                Some(("steals", number)) => {
                    let at = number.parse::<u16>().ok().and_then(|number| number.checked_sub(1));
                    role.promise.steals.extend(at);
                }
                _ => {}
            }
        }
        role
    }

    /// Python does not call it: nothing is known of the thread that does.
    pub(crate) fn is_plain(&self) -> bool {
        self.slot == PLAIN
    }
}

#[derive(Default, Deserialize)]
struct FileData {
    expects: BTreeMap<String, Expected>,
    members: BTreeMap<String, BTreeMap<String, Typed>>,
    slots: BTreeMap<String, Typed>,
}

#[derive(Deserialize)]
struct Expected {
    fails: String,
    #[serde(default)]
    returns: String,
    success: Option<(i64, i64)>,
    tuple: Option<u16>,
}

#[derive(Deserialize)]
struct Typed {
    #[serde(alias = "value")]
    #[serde(rename = "type")]
    ty: String,
}

/// The role of a slot by its name (`tp_init`, `Py_tp_init`, `get` of `PyGetSetDef`), of `method`, or of `varargs` for methods with `METH_VARARGS`.
pub(crate) fn of_slot(name: &str) -> Option<&'static Role> {
    static ROLES: OnceLock<HashMap<String, Role>> = OnceLock::new();
    // The text is a part of the program, and a test reads it.
    ROLES.get_or_init(|| read(&serde_yaml::from_str(TEXT).unwrap_or_default())).get(name)
}

fn read(data: &FileData) -> HashMap<String, Role> {
    let mut roles = HashMap::new();
    let mut add = |name: &str, ty: &str| {
        let member = name.strip_prefix("Py_").unwrap_or(name);
        if let Some(expected) = data.expects.get(member).or_else(|| data.expects.get(ty)) {
            let role = Role {
                slot: member.to_owned(),
                returns_new: expected.returns == "new",
                fails: fails_of(&expected.fails),
                success: expected.success,
                tuple: expected.tuple,
                promise: Promise::default(),
            };
            roles.insert(name.to_owned(), role);
        }
    };
    for (name, typed) in data.members.values().flatten().chain(&data.slots) {
        add(name, &typed.ty);
    }
    add("method", "method");
    add("varargs", "varargs");
    roles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_have_roles() {
        let init = of_slot("Py_tp_init").unwrap();
        assert_eq!(
            (init.slot.as_str(), init.fails, init.success),
            ("tp_init", Fails::MinusOne, Some((0, 0)))
        );
        assert_eq!(of_slot("tp_iternext").unwrap().fails, Fails::NullOrAbsent);
        assert_eq!(of_slot("tp_clear").unwrap().fails, Fails::Never);
        assert_eq!(of_slot("nb_bool").unwrap().success, Some((0, 1)));
        assert!(of_slot("method").unwrap().returns_new);
        assert!(of_slot("Py_mod_exec").is_some() && of_slot("get").is_some());
    }
}
