//! Private symbols that a module imports without naming them, because public macros and inline functions of CPython's
//! headers do; and the few private names that the documentation describes. Read from the headers of 3.9 to 3.15.

use pilotage_capi::Version;

/// A private symbol that is no sign of private use.
#[derive(Clone, Copy, Debug)]
struct Plumbing {
    symbol: &'static str,
    first: Version,
    last: Version,
    /// A public macro or inline function that needs it; empty for names that are documented themselves.
    public: &'static str,
}

/// Whether importing `symbol` in a build for `version` (any version when `None`) follows from using the public API.
pub fn is_plumbing(symbol: &str, version: Option<Version>) -> bool {
    find(symbol)
        .is_some_and(|p| version.is_none_or(|v| p.first <= v && (v <= p.last || p.last == Version::NEWEST)))
}

/// The public macro or inline function that needs `symbol` in some version.
pub fn behind(symbol: &str) -> Option<&'static str> {
    find(symbol).map(|p| p.public).filter(|name| !name.is_empty())
}

fn find(symbol: &str) -> Option<&'static Plumbing> {
    let index = TABLE.binary_search_by(|p| p.symbol.cmp(symbol)).ok()?;
    TABLE.get(index)
}

const fn p(symbol: &'static str, first: u8, last: u8, public: &'static str) -> Plumbing {
    Plumbing { symbol, first: Version::new(3, first), last: Version::new(3, last), public }
}

/// Sorted by symbol.
#[rustfmt::skip]
static TABLE: &[Plumbing] = &[
    p("_PyAsyncGenASend_Type", 12, 15, "PyAsyncGenASend_CheckExact"),
    p("_PyByteArray_empty_string", 9, 14, "PyByteArray_AS_STRING"),
    p("_PyBytes_Resize", 9, 15, ""),
    p("_PyInterpreterState_GetEvalFrameFunc", 9, 15, ""),
    p("_PyInterpreterState_IsSpecializationEnabled", 15, 15, ""),
    p("_PyInterpreterState_SetEvalFrameAllowSpecialization", 15, 15, ""),
    p("_PyInterpreterState_SetEvalFrameFunc", 9, 15, ""),
    p("_PyMonitoring_FireBranchEvent", 13, 13, "PyMonitoring_FireBranchEvent"),
    p("_PyMonitoring_FireBranchLeftEvent", 14, 15, "PyMonitoring_FireBranchLeftEvent"),
    p("_PyMonitoring_FireBranchRightEvent", 14, 15, "PyMonitoring_FireBranchRightEvent"),
    p("_PyMonitoring_FireCRaiseEvent", 13, 15, "PyMonitoring_FireCRaiseEvent"),
    p("_PyMonitoring_FireCReturnEvent", 13, 15, "PyMonitoring_FireCReturnEvent"),
    p("_PyMonitoring_FireCallEvent", 13, 15, "PyMonitoring_FireCallEvent"),
    p("_PyMonitoring_FireExceptionHandledEvent", 13, 15, "PyMonitoring_FireExceptionHandledEvent"),
    p("_PyMonitoring_FireJumpEvent", 13, 15, "PyMonitoring_FireJumpEvent"),
    p("_PyMonitoring_FireLineEvent", 13, 15, "PyMonitoring_FireLineEvent"),
    p("_PyMonitoring_FirePyResumeEvent", 13, 15, "PyMonitoring_FirePyResumeEvent"),
    p("_PyMonitoring_FirePyReturnEvent", 13, 15, "PyMonitoring_FirePyReturnEvent"),
    p("_PyMonitoring_FirePyStartEvent", 13, 15, "PyMonitoring_FirePyStartEvent"),
    p("_PyMonitoring_FirePyThrowEvent", 13, 15, "PyMonitoring_FirePyThrowEvent"),
    p("_PyMonitoring_FirePyUnwindEvent", 13, 15, "PyMonitoring_FirePyUnwindEvent"),
    p("_PyMonitoring_FirePyYieldEvent", 13, 15, "PyMonitoring_FirePyYieldEvent"),
    p("_PyMonitoring_FireRaiseEvent", 13, 15, "PyMonitoring_FireRaiseEvent"),
    p("_PyMonitoring_FireReraiseEvent", 13, 15, "PyMonitoring_FireReraiseEvent"),
    p("_PyMonitoring_FireStopIterationEvent", 13, 15, "PyMonitoring_FireStopIterationEvent"),
    p("_PyObject_GetDictPtr", 9, 15, ""),
    p("_PyObject_MakeTpCall", 9, 10, "PyObject_CallOneArg"),
    p("_PyObject_NextNotImplemented", 9, 9, "PyIter_Check"),
    p("_PyStats_GetLocal", 15, 15, "Py_DECREF"),
    p("_PyTrash_begin", 9, 12, "Py_TRASHCAN_BEGIN_CONDITION"),
    p("_PyTrash_cond", 10, 12, "Py_TRASHCAN_BEGIN"),
    p("_PyTrash_end", 9, 12, "Py_TRASHCAN_END"),
    p("_PyTrash_thread_deposit_object", 13, 13, "Py_TRASHCAN_BEGIN"),
    p("_PyTrash_thread_destroy_chain", 13, 13, "Py_TRASHCAN_END"),
    p("_PyTuple_Resize", 9, 15, ""),
    p("_PyUnicode_IsAlpha", 9, 15, "Py_UNICODE_ISALPHA"),
    p("_PyUnicode_IsDecimalDigit", 9, 15, "Py_UNICODE_ISDECIMAL"),
    p("_PyUnicode_IsDigit", 9, 15, "Py_UNICODE_ISDIGIT"),
    p("_PyUnicode_IsLinebreak", 9, 15, "Py_UNICODE_ISLINEBREAK"),
    p("_PyUnicode_IsLowercase", 9, 15, "Py_UNICODE_ISLOWER"),
    p("_PyUnicode_IsNumeric", 9, 15, "Py_UNICODE_ISNUMERIC"),
    p("_PyUnicode_IsPrintable", 9, 15, "Py_UNICODE_ISPRINTABLE"),
    p("_PyUnicode_IsTitlecase", 9, 15, "Py_UNICODE_ISTITLE"),
    p("_PyUnicode_IsUppercase", 9, 15, "Py_UNICODE_ISUPPER"),
    p("_PyUnicode_IsWhitespace", 9, 15, "Py_UNICODE_ISSPACE"),
    p("_PyUnicode_Ready", 9, 11, "PyUnicode_READY"),
    p("_PyUnicode_ToDecimalDigit", 9, 15, "Py_UNICODE_TODECIMAL"),
    p("_PyUnicode_ToDigit", 9, 15, "Py_UNICODE_TODIGIT"),
    p("_PyUnicode_ToLowercase", 9, 15, "Py_UNICODE_TOLOWER"),
    p("_PyUnicode_ToNumeric", 9, 15, "Py_UNICODE_TONUMERIC"),
    p("_PyUnicode_ToTitlecase", 9, 15, "Py_UNICODE_TOTITLE"),
    p("_PyUnicode_ToUppercase", 9, 15, "Py_UNICODE_TOUPPER"),
    p("_Py_CheckFunctionResult", 9, 10, "PyObject_CallOneArg"),
    p("_Py_DECREF_DecRefTotal", 12, 15, "Py_DECREF"),
    p("_Py_DecRefShared", 13, 15, "Py_DECREF"),
    p("_Py_DecRefSharedDebug", 13, 15, "Py_DECREF"),
    p("_Py_FatalErrorFunc", 9, 15, "Py_FatalError"),
    p("_Py_GetThreadLocal_Addr", 13, 15, "Py_DECREF"),
    p("_Py_INCREF_IncRefTotal", 12, 15, "Py_INCREF"),
    p("_Py_InitializeMain", 9, 15, ""),
    p("_Py_MergeZeroLocalRefcount", 13, 15, "Py_DECREF"),
    p("_Py_NewReference", 9, 9, "PyObject_INIT"),
    p("_Py_ascii_whitespace", 9, 15, "Py_UNICODE_ISSPACE"),
    p("_Py_c_abs", 9, 15, ""),
    p("_Py_c_diff", 9, 15, ""),
    p("_Py_c_neg", 9, 15, ""),
    p("_Py_c_pow", 9, 15, ""),
    p("_Py_c_prod", 9, 15, ""),
    p("_Py_c_quot", 9, 15, ""),
    p("_Py_c_sum", 9, 15, ""),
    p("_Py_ctype_table", 9, 15, "Py_ISALNUM"),
    p("_Py_ctype_tolower", 9, 15, "Py_TOLOWER"),
    p("_Py_ctype_toupper", 9, 15, "Py_TOUPPER"),
    p("_Py_force_double", 9, 10, "Py_FORCE_DOUBLE"),
    p("_Py_stats", 13, 14, "Py_DECREF"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_names_items() {
        assert!(TABLE.is_sorted_by_key(|p| p.symbol));
        for plumbing in TABLE {
            let item = pilotage_capi::get(plumbing.symbol);
            assert!(item.is_some_and(|i| !i.abi_only), "{}", plumbing.symbol);
            assert!(
                plumbing.public.is_empty() || pilotage_capi::get(plumbing.public).is_some(),
                "{}",
                plumbing.public
            );
        }
    }

    #[test]
    fn what_macros_need_depends_on_the_version() {
        let v = |minor| Some(Version::new(3, minor));
        assert!(is_plumbing("_PyObject_MakeTpCall", v(10)));
        assert!(!is_plumbing("_PyObject_MakeTpCall", v(11)));
        assert!(is_plumbing("_PyUnicode_IsAlpha", v(16)));
        assert!(!is_plumbing("_PyDict_NewPresized", None));
        assert_eq!(behind("_PyUnicode_IsAlpha"), Some("Py_UNICODE_ISALPHA"));
    }
}
