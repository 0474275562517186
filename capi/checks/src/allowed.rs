//! Differences that the manifest explains (`allow:`), made by capi/codegen: do not edit.
//! Item, check, reason.

#![cfg_attr(rustfmt, rustfmt::skip)]

pub(crate) static ALLOWED: [(&str, &str, &str); 3] = [
    ("PyBaseExceptionGroupObject.excs_str", "layout-3.13", "added in a later 3.13 release"),
    ("PyThreadState.datastack_cached_chunk", "layout-3.13", "added in a later 3.13 release"),
    ("PyThreadState.holds_gil", "layout-3.13", "added in a later 3.13 release"),
];
