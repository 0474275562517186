//! What a checked process tells: one JSON object a line. Read by `pilotage check`, written by the preloaded library.

use serde::{Deserialize, Serialize};

/// Kinds of faults; each has the rule of the same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// The extension keeps a reference that nothing holds.
    LeakedReference,
    /// It released a reference that was not its own.
    OverRelease,
    /// It used an object after releasing the last reference.
    UseAfterRelease,
    /// It used an object that it had borrowed and that died.
    StaleBorrowedReference,
    /// A buffer was acquired and not released.
    BufferNotReleased,
    /// Memory went back to another family of allocators than it came from.
    MismatchedAllocator,
    /// Nothing points to a block of memory any more.
    LeakedMemory,
    /// NULL or -1 came back, and no exception.
    NullWithoutException,
    /// A result came back, and an exception.
    ResultWithExceptionSet,
    /// A call that runs Python code, with an exception set.
    CallWithExceptionPending,
    /// A call without the GIL.
    ApiWithoutGil,
}

/// A code address: which file, and where in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Frame {
    /// The shared library; empty when it is none that is known.
    pub path: String,
    /// Address in the file's own numbering.
    pub offset: u64,
    /// The item of the API that was called there; empty at an entry.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub item: String,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
// Few of them exist at a time, and most are of the large kind.
#[allow(clippy::large_enum_variant)]
pub enum Event {
    /// A process began to watch.
    Process {
        /// Its id.
        pid: u32,
        /// `sys.version`, the number: `3.13.0`.
        python: String,
    },
    /// A library is watched.
    Watched {
        /// Its file.
        path: String,
        /// Where it lies in the process.
        base: u64,
        /// Relocations that were redirected.
        redirected: u32,
    },
    /// Something is wrong.
    Fault {
        /// What.
        fault: Fault,
        /// The library concerned.
        path: String,
        /// What was entered: the method or slot, as Python names it.
        entry: String,
        /// The C function that was entered.
        entered: Frame,
        /// Where the reference, memory or state came from.
        from: Frame,
        /// Where it went wrong: the transitions before and after it, which are the same for a call.
        at: [Frame; 2],
        /// Type of the object concerned; empty when there is none.
        #[serde(default)]
        object: String,
        /// How many references or bytes.
        amount: i64,
        /// Python file and line that called in.
        #[serde(default)]
        caller: String,
        /// How often it was seen in this process so far.
        count: u64,
        /// How often the entry had been entered when it was seen last.
        #[serde(default)]
        ordinal: u64,
        /// True when it still has to be confirmed by a second run.
        candidate: bool,
    },
    /// What all that watched extensions made came to, told before the interpreter ends.
    Memory {
        /// Bytes when they were most.
        peak: u64,
        /// Bytes at the end.
        end: u64,
        /// Cycles were looked for.
        is_complete: bool,
    },
    /// Objects or blocks that are alike.
    Alive {
        /// Type, or the function of the allocator.
        kind: String,
        /// It is an object.
        is_object: bool,
        /// The call that made them; the function that was entered where it was no call of the API.
        at: Frame,
        /// What was entered: the method or slot, as Python names it.
        entry: String,
        /// The C function that was entered.
        entered: Frame,
        /// The Python lines, outermost first: `file.py:12 function`.
        stack: Vec<String>,
        /// How many and how many bytes at the end.
        end: [u64; 2],
        /// The same at the peak.
        peak: [u64; 2],
    },
    /// Cycles of references that hold objects of extensions.
    Cycle {
        /// Types along the cycle.
        types: Vec<String>,
        /// The collector can free it when nothing else refers to it.
        is_collected: bool,
        /// How many like it.
        count: u64,
        /// Objects that are tied together by them.
        objects: u64,
    },
    /// A place whose call can be made to fail.
    Site {
        /// The call that it makes first, counted from 1 among those that can.
        number: u64,
        /// Where.
        at: Frame,
    },
    /// A new part of the program begins, a test for example; counts begin at 1 again.
    Part {},
    /// Code that calls the API and was not seen to be entered.
    Unseen {
        /// Where it calls.
        at: Frame,
    },
    /// Why something was not watched.
    Problem {
        /// The library or file.
        path: String,
        /// Why.
        message: String,
    },
}
