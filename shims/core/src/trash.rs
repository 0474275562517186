//! Destructors that call each other deeply are put off (`Py_TRASHCAN_BEGIN`), and tracers of references, which are
//! kept but never called.

use core::cell::{Cell, RefCell};
use core::ffi::{c_int, c_void};
use core::ptr::null_mut;

use pilotage_abi::{PyObject, PyThreadState};

use crate::body::World;

unsafe extern "C" {
    fn pthread_self() -> usize;
    fn pthread_getattr_np(thread: usize, attributes: *mut [u64; 8]) -> c_int;
    fn pthread_attr_getstack(attributes: *const [u64; 8], low: *mut *mut c_void, size: *mut usize) -> c_int;
    fn pthread_attr_destroy(attributes: *mut [u64; 8]) -> c_int;
}

thread_local! {
    /// The lowest address of the stack; 1 when it is not known.
    static LOW: Cell<usize> = const { Cell::new(0) };
    static CHAIN: RefCell<Vec<*mut PyObject>> = const { RefCell::new(Vec::new()) };
}

fn lowest() -> usize {
    LOW.with(|low| {
        if low.get() == 0 {
            low.set(find_lowest().max(1));
        }
        low.get()
    })
}

fn find_lowest() -> usize {
    let mut attributes = [0; 8];
    let (mut low, mut size) = (null_mut(), 0);
    // SAFETY: attributes of glibc take 56 bytes.
    unsafe {
        if pthread_getattr_np(pthread_self(), &raw mut attributes) != 0 {
            return 0;
        }
        let found = pthread_attr_getstack(&raw const attributes, &raw mut low, &raw mut size) == 0;
        pthread_attr_destroy(&raw mut attributes);
        if found { low as usize } else { 0 }
    }
}

/// Is so little of the stack left? Each unit of the margin stands for a page or two of frames.
#[unsafe(no_mangle)]
pub extern "C" fn _Py_ReachedRecursionLimitWithMargin(_state: *mut PyThreadState, margin: c_int) -> c_int {
    const UNIT: usize = 16 * 1024;
    /// What the VM itself wants to be left.
    const RESERVE: usize = 128 * 1024;
    let here = (&raw const margin) as usize;
    let left = here.saturating_sub(lowest());
    c_int::from(left < RESERVE + UNIT * margin.unsigned_abs() as usize)
}

thread_local! {
    /// How many destructors of `in_turn` run inside each other.
    static DEPTH: Cell<u32> = const { Cell::new(0) };
    static LATER: RefCell<Vec<*mut PyObject>> = const { RefCell::new(Vec::new()) };
}

/// Containers that only C knows may contain each other deeply: a few of their destructors run inside each other, the
/// others one after the other.
///
/// # Safety
/// As `destroy` wants it: nobody refers to `p`.
pub(crate) unsafe fn in_turn(p: *mut PyObject, destroy: unsafe fn(*mut PyObject)) {
    const DEEPEST: u32 = 50;
    let depth = DEPTH.get();
    // A thread that ends has lost its list before its last objects.
    if depth >= DEEPEST && LATER.try_with(|later| later.borrow_mut().push(p)).is_ok() {
        return;
    }
    DEPTH.set(depth + 1);
    // SAFETY: the caller's promise.
    unsafe { destroy(p) };
    while depth == 0
        && let Ok(Some(next)) = LATER.try_with(|later| later.borrow_mut().pop())
    {
        // SAFETY: put off above, under the same promise.
        unsafe { destroy(next) };
    }
    DEPTH.set(depth);
}

/// The destructor of the object runs later.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyTrash_thread_deposit_object(state: *mut PyThreadState, o: *mut PyObject) {
    CHAIN.with_borrow_mut(|chain| chain.push(o));
    // SAFETY: the state of this thread; macros look whether the field is NULL.
    unsafe { (*state).delete_later = o };
}

/// Runs the destructors that were put off.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyTrash_thread_destroy_chain(state: *mut PyThreadState) {
    // SAFETY: the state of this thread; each object waits for its destructor.
    unsafe {
        // More may come while one runs.
        while let Some(o) = CHAIN.with_borrow_mut(|chain| chain.pop()) {
            (*state).delete_later = null_mut();
            if let Some(dealloc) = (*(*o).ob_type).tp_dealloc {
                dealloc(o);
            }
        }
        (*state).delete_later = null_mut();
    }
}

struct Tracer {
    function: *mut c_void,
    data: *mut c_void,
}

static TRACER: World<Tracer> = World::new(Tracer { function: null_mut(), data: null_mut() });

#[unsafe(no_mangle)]
pub extern "C" fn PyRefTracer_SetTracer(function: *mut c_void, data: *mut c_void) -> c_int {
    TRACER.with(|tracer| *tracer = Tracer { function, data });
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyRefTracer_GetTracer(data: *mut *mut c_void) -> *mut c_void {
    let (function, kept) = TRACER.with(|tracer| (tracer.function, tracer.data));
    if !data.is_null() {
        // SAFETY: a place for the data.
        unsafe { *data = kept };
    }
    function
}
