//! The CPython C-API as data: every item, what it does to references, where it exists.
//! No I/O and no unsafe code; the tables in `generated.rs` are written by `capi/codegen` from `capi/manifest`.
#![forbid(unsafe_code)]

mod generated;
pub mod headers;
mod headers_generated;
mod item;
mod lookup;
mod offer;
mod target;
mod version;

pub use item::{
    Abi3t, Effect, Fails, Hazard, Item, Kind, Member, Param, Replacement, ReplacementKind, Returns, Support,
    Thief, Tier,
};
pub use lookup::{all, get, items_in_header, member, members, record, struct_by_tag, suggest, third_party};
pub use target::{Offer, Target, TargetParseError};
pub use version::{Version, VersionParseError};
