//! What a unit is audited for: targets, simulated version, limited API.

use pilotage_capi::{Target, Version};
use serde::{Deserialize, Serialize};

use super::guards::Setting;

/// What a unit is audited for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Settings {
    /// Targets that findings are wanted for.
    #[serde(with = "texts")]
    pub(crate) targets: Vec<Target>,
    /// The CPython version whose headers are simulated.
    #[serde(with = "text")]
    pub(crate) python: Version,
    /// The oldest Python that the package supports, when known.
    #[serde(with = "optional_text")]
    pub(crate) supports: Option<Version>,
    /// `Py_LIMITED_API` that the build sets, when it does.
    #[serde(with = "optional_text")]
    pub(crate) limited: Option<Version>,
    /// `Py_GIL_DISABLED` is simulated.
    pub(crate) free_threaded: bool,
    /// Paths through functions are followed.
    pub(crate) paths: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            targets: Vec::new(),
            python: Version::new(3, 14),
            supports: None,
            limited: None,
            free_threaded: false,
            paths: true,
        }
    }
}

impl Settings {
    /// The macros that make the analysis headers show this setting.
    pub(crate) fn macros(&self) -> Vec<String> {
        let mut all = vec![format!("PIL_PYTHON={:#010X}", self.python.to_hex())];
        if self.free_threaded {
            all.push("Py_GIL_DISABLED=1".to_owned());
        }
        if let Some(limited) = self.limited {
            all.push(format!("Py_LIMITED_API={:#010X}", limited.to_hex()));
        }
        all
    }
}

/// The Python version that GraalPy 25 says it is.
const GRAALPY_REPORTS: Version = Version::new(3, 13);

/// How the preprocessor sees a target.
pub(crate) fn setting_of(target: Target, settings: &Settings) -> Setting {
    let limited = settings.limited.map(|version| i64::from(version.to_hex()));
    match target {
        Target::CPython(version) => Setting { limited: Some(limited), ..Setting::release(version) },
        Target::FreeThreaded(version) => {
            Setting { free_threaded: true, limited: Some(limited), ..Setting::release(version) }
        }
        Target::Abi3(version) | Target::Abi3t(version) => Setting {
            limited: Some(Some(i64::from(version.to_hex()))),
            abi3t: matches!(target, Target::Abi3t(_)),
            ..Setting::release(settings.python.max(version))
        },
        Target::PyPy(version) => Setting { pypy: true, ..Setting::release(version) },
        Target::GraalPy => Setting { graalpy: true, ..Setting::release(GRAALPY_REPORTS) },
        Target::SubInterpreters | Target::RustPython | Target::Hpy => {
            Setting { limited: Some(limited), ..Setting::release(settings.python) }
        }
    }
}

mod text {
    use std::fmt::Display;
    use std::str::FromStr;

    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<T: Display, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(value)
    }

    pub(super) fn deserialize<'de, T: FromStr<Err: Display>, D: Deserializer<'de>>(
        from: D,
    ) -> Result<T, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

mod optional_text {
    use std::fmt::Display;
    use std::str::FromStr;

    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    pub(super) fn serialize<T: Display, S: Serializer>(
        value: &Option<T>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        value.as_ref().map(ToString::to_string).serialize(serializer)
    }

    pub(super) fn deserialize<'de, T: FromStr<Err: Display>, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<T>, D::Error> {
        Option::<String>::deserialize(from)?.map(|text| text.parse().map_err(D::Error::custom)).transpose()
    }
}

mod texts {
    use std::fmt::Display;
    use std::str::FromStr;

    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<T: Display, S: Serializer>(
        values: &[T],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(values.iter().map(ToString::to_string))
    }

    pub(super) fn deserialize<'de, T: FromStr<Err: Display>, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Vec<T>, D::Error> {
        Vec::<String>::deserialize(from)?.iter().map(|text| text.parse().map_err(D::Error::custom)).collect()
    }
}
