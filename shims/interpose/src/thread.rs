//! What is known of a thread: whether it runs code of an extension, which entries are open, and their accounts.

use std::cell::Cell;
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};
use std::sync::{Mutex, PoisonError};

use pilotage_ledger::{Activation, Place, Track};

use crate::crash;
use crate::picture::Picture;
use crate::python::{Exceptions, Python};
use crate::settings;
use crate::slot::Slot;

/// One entry that has not been left.
pub(crate) struct Entered {
    /// What was entered.
    pub(crate) slot: &'static Slot,
    /// Its first argument.
    pub(crate) argument: usize,
    /// Index of its account.
    pub(crate) account: usize,
    /// An exception was set already.
    pub(crate) had_exception: bool,
    /// Number of the Python lines that called in; 0: nobody has asked.
    pub(crate) stack: u32,
    /// The GIL was let go in the code around.
    pub(crate) released_outside: bool,
}

/// A buffer that was acquired.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Buffer {
    /// The `Py_buffer`.
    pub(crate) view: usize,
    /// Its exporter.
    pub(crate) owner: usize,
    /// Where.
    pub(crate) place: Place,
}

/// The account of one outermost call.
pub(crate) struct Account {
    /// The extension that was entered.
    pub(crate) extension: u32,
    /// Entries that are open.
    pub(crate) depth: u32,
    /// What was entered first.
    pub(crate) slot: &'static Slot,
    /// How often that had been entered by then.
    pub(crate) ordinal: u64,
    /// Entries of other threads by then.
    pub(crate) others: u64,
    /// No other thread was in watched code then.
    pub(crate) alone: bool,
    /// The places of exceptions, and what was there when they were looked at last.
    pub(crate) places: usize,
    pub(crate) exceptions: Exceptions,
    /// Address of the stack there.
    pub(crate) stack: usize,
    /// References are counted.
    pub(crate) counting: bool,
    /// The references.
    pub(crate) activation: Activation,
    /// Buffers that have not been released.
    pub(crate) buffers: Vec<Buffer>,
    /// Items of a result that may have been written into it unseen, sorted.
    pub(crate) handed: Vec<usize>,
    /// Room for objects that are looked at, kept from call to call.
    pub(crate) room: Vec<usize>,
    /// The same for what they refer to.
    pub(crate) fields: Vec<usize>,
    /// And for those whose account does not come out even.
    pub(crate) suspects: Vec<Track>,
    /// The extensions' memory at the entry, when this is looked at closely.
    pub(crate) baseline: Option<Picture>,
}

/// A thread. The machine code of light thunks reads its first three fields.
#[derive(Default)]
#[repr(C)]
pub(crate) struct Thread {
    /// Its control block.
    block: usize,
    /// It runs code of a watched extension.
    pub(crate) inside: bool,
    /// That code has let the GIL go.
    pub(crate) released: bool,
    /// Where its exceptions are kept, as the account names it; of the outermost call that runs.
    pub(crate) places: usize,
    /// How often it entered watched code.
    pub(crate) entries: u64,
    /// What `released` was at each open `PyGILState_Ensure`.
    pub(crate) ensured: Vec<bool>,
    /// Open entries, outermost first.
    pub(crate) entered: Vec<Entered>,
    /// Accounts; those with depth 0 are spare.
    pub(crate) accounts: Vec<Account>,
    /// The stack that signals of this thread run on; 0: none of ours.
    signal_stack: usize,
}

thread_local! {
    static THREAD: Cell<*mut Thread> = const { Cell::new(ptr::null_mut()) };
}

/// The thread that asked last: most ask many times in a row, and thread-local storage of a library is slow.
pub(crate) static LAST: AtomicPtr<Thread> = AtomicPtr::new(ptr::null_mut());

const _: () = assert!(std::mem::offset_of!(Thread, block) == 0);
const _: () = assert!(std::mem::offset_of!(Thread, inside) == 8);
const _: () = assert!(std::mem::offset_of!(Thread, released) == 9);

/// Address of this thread's control block, which differs from that of every other.
fn control_block() -> usize {
    let block: usize;
    // SAFETY: on x86-64 Linux the word at fs:0 is the address of the control block itself.
    unsafe {
        std::arch::asm!("mov {}, fs:0", out(reg) block, options(pure, readonly, nostack, preserves_flags))
    };
    block
}

/// This thread. The reference is unique as long as the functions that hold it do not call out.
#[inline]
pub(crate) fn current() -> &'static mut Thread {
    let last = LAST.load(Ordering::Acquire);
    // SAFETY: threads are never freed; the block of another thread is only compared.
    let block = unsafe { last.as_ref() }.map_or(0, |last| last.block);
    if block != 0 && block == control_block() {
        // SAFETY: it is this thread's own.
        return unsafe { &mut *last };
    }
    look_up()
}

/// This thread, if it has been here before. For signal handlers: nothing is made.
pub(crate) fn known() -> Option<&'static Thread> {
    // SAFETY: null, or made by `look_up` and never freed.
    unsafe { THREAD.with(Cell::get).as_ref() }
}

/// All threads there have been, by control block: a block that is used again belongs to a new thread, which goes on with what
/// the former left, because it may have been taken for it already.
static ALL: Mutex<Vec<(usize, usize)>> = Mutex::new(Vec::new());

fn look_up() -> &'static mut Thread {
    let known = THREAD.with(Cell::get);
    let thread = if known.is_null() {
        let thread = of_block(control_block());
        THREAD.with(|cell| cell.set(thread));
        // SAFETY: never freed; only this thread has the pointer.
        crash::give_stack(unsafe { &mut (*thread).signal_stack });
        thread
    } else {
        known
    };
    LAST.store(thread, Ordering::Release);
    // SAFETY: made above and never freed; only this thread has the pointer.
    unsafe { &mut *thread }
}

fn of_block(block: usize) -> *mut Thread {
    let mut all = ALL.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, known)) = all.iter().find(|(known, _)| *known == block) {
        return ptr::with_exposed_provenance_mut(*known);
    }
    // It outlives the thread: functions of the extension may run while thread-local values are taken down.
    let new = Box::into_raw(Box::new(Thread { block, ..Thread::default() }));
    all.push((block, new.expose_provenance()));
    new
}

/// The thread that [`current`] gave earlier in the same call.
pub(crate) fn again(address: usize) -> &'static mut Thread {
    if address == 0 {
        return current();
    }
    // SAFETY: an address that `current` gave on this thread.
    unsafe { &mut *std::ptr::with_exposed_provenance_mut(address) }
}

impl Thread {
    /// How [`again`] finds it.
    pub(crate) fn address(&mut self) -> usize {
        ptr::from_mut(self).expose_provenance()
    }

    /// The account that is open, else a new one, and whether it is new. All watched extensions share it: they share types
    /// (those that Cython keeps for all its modules), and what one stores in an instance the other releases.
    pub(crate) fn open(&mut self, slot: &'static Slot, stack: usize) -> (usize, bool) {
        let open = self.accounts.iter().position(|it| it.depth > 0);
        if let Some(at) = open {
            self.accounts[at].depth += 1;
            return (at, false);
        }
        let spare = self.accounts.iter().position(|it| it.depth == 0);
        let at = spare.unwrap_or_else(|| {
            self.accounts.push(Account::new(slot, stack));
            self.accounts.len() - 1
        });
        let account = &mut self.accounts[at];
        account.extension = slot.extension;
        account.slot = slot;
        account.stack = stack;
        account.depth = 1;
        account.places = 0;
        account.baseline = None;
        account.buffers.clear();
        account.handed.clear();
        let here = Place { pc: slot.original, item: Place::NO_ITEM };
        if settings::has_ledger() {
            account.activation.reset(here);
        } else {
            account.activation.here = here;
        }
        (at, true)
    }

    /// The account of the entry that runs.
    pub(crate) fn account(&mut self) -> Option<&mut Account> {
        let at = self.entered.last()?.account;
        self.accounts.get_mut(at)
    }

    /// Nothing of any extension is running.
    pub(crate) fn is_outside(&self) -> bool {
        self.entered.is_empty()
    }
}

impl Account {
    /// What the extension did with exceptions by itself, up to here.
    #[inline]
    pub(crate) fn settle_exceptions(&mut self, python: &Python, until: Place) {
        if self.places != 0 && !python.exceptions_now(self.places).is(&self.exceptions) {
            self.settle_places(python, until);
        }
    }

    #[cold]
    #[inline(never)]
    fn settle_places(&mut self, python: &Python, until: Place) {
        self.activation.settle_places(python, until);
    }

    /// What lies there now was put there by others.
    #[inline]
    pub(crate) fn resume_exceptions(&mut self, python: &Python) {
        if self.places != 0 {
            let now = python.exceptions_now(self.places);
            if !now.is(&self.exceptions) {
                self.exceptions = now;
                self.resume_places(python);
            }
        }
    }

    #[cold]
    #[inline(never)]
    fn resume_places(&mut self, python: &Python) {
        self.activation.resume_places(python);
    }

    fn new(slot: &'static Slot, stack: usize) -> Account {
        Account {
            extension: slot.extension,
            depth: 0,
            ordinal: 0,
            others: 0,
            alone: true,
            slot,
            places: 0,
            exceptions: Exceptions::default(),
            stack,
            counting: true,
            activation: Activation::default(),
            buffers: Vec::new(),
            handed: Vec::new(),
            room: Vec::new(),
            fields: Vec::new(),
            suspects: Vec::new(),
            baseline: None,
        }
    }
}
