/* Bodies that need generated ones, and bodies whose members moved around between versions.
   Members that the simulated version no longer has stand last, so that their use is still seen. */
#ifndef PIL_STRUCTS_LATE_H
#define PIL_STRUCTS_LATE_H

typedef PyOSErrorObject PyEnvironmentErrorObject;
typedef PyTupleObject PyStructSequence;

struct wrapperbase {
    const char *name;
    int offset;
    void *function;
    wrapperfunc wrapper;
    const char *doc;
    int flags;
    PyObject *name_strobj;
};

struct _frame {
    PyObject ob_base;
    struct _frame *f_back;
    PyCodeObject *f_code;
    PyObject *f_builtins;
    PyObject *f_globals;
    PyObject *f_locals;
    PyObject **f_valuestack;
    PyObject **f_stacktop;
    PyObject *f_trace;
    int f_stackdepth;
    char f_trace_lines;
    char f_trace_opcodes;
    char f_executing;
    PyFrameState f_state;
    PyObject *f_gen;
    int f_lasti;
    int f_lineno;
    int f_iblock;
    PyTryBlock f_blockstack[20];
    PyObject *f_localsplus[1];
    /* Internal since 3.11, reached through internal/pycore_frame.h. */
    struct _PyInterpreterFrame *f_frame;
    PyObject *f_extra_locals;
    PyObject *f_locals_cache;
    PyObject *f_overwritten_fast_locals;
    PyObject *_f_frame_data[1];
};

#define _PyGenObject_HEAD(prefix) \
    PyObject ob_base; \
    PyObject *prefix##_weakreflist; \
    PyObject *prefix##_name; \
    PyObject *prefix##_qualname; \
    _PyErr_StackItem prefix##_exc_state; \
    PyObject *prefix##_origin_or_finalizer; \
    char prefix##_hooks_inited; \
    char prefix##_closed; \
    char prefix##_running_async; \
    int8_t prefix##_frame_state; \
    PyFrameObject *prefix##_frame; \
    PyCodeObject *prefix##_code; \
    char prefix##_running; \
    PyObject *prefix##_iframe[1];
struct _PyGenObject {
    _PyGenObject_HEAD(gi)
};
struct _PyCoroObject {
    _PyGenObject_HEAD(cr)
    PyObject *cr_origin;
};
struct _PyAsyncGenObject {
    _PyGenObject_HEAD(ag)
    PyObject *ag_finalizer;
};

struct _ts {
    PyThreadState *prev;
    PyThreadState *next;
    PyInterpreterState *interp;
#if PIL_PYTHON >= 0x030D0000
    uintptr_t eval_breaker;
#endif
#if PIL_PYTHON >= 0x030C0000
    struct {
        unsigned int initialized : 1;
        unsigned int bound : 1;
        unsigned int unbound : 1;
        unsigned int bound_gilstate : 1;
        unsigned int active : 1;
        unsigned int finalizing : 1;
        unsigned int cleared : 1;
        unsigned int finalized : 1;
        unsigned int holds_gil : 1;
    } _status;
#endif
#if PIL_PYTHON >= 0x030E0000
    int holds_gil;
#endif
#if PIL_PYTHON >= 0x030F0000
    int gil_requested;
#endif
#if PIL_PYTHON >= 0x030D0000
    int _whence;
    int state;
#endif
#if PIL_PYTHON >= 0x030C0000
    int py_recursion_remaining;
    int py_recursion_limit;
#endif
    int recursion_headroom;
    int tracing;
#if PIL_PYTHON >= 0x030C0000
    int what_event;
#endif
#if PIL_PYTHON >= 0x030D0000
    struct _PyInterpreterFrame *current_frame;
#endif
#if PIL_PYTHON >= 0x030F0000
    struct _PyInterpreterFrame *base_frame;
    struct _PyInterpreterFrame *last_profiled_frame;
    uintptr_t last_profiled_frame_seq;
#endif
    Py_tracefunc c_profilefunc;
    Py_tracefunc c_tracefunc;
    PyObject *c_profileobj;
    PyObject *c_traceobj;
#if PIL_PYTHON >= 0x030C0000
    PyObject *current_exception;
#endif
    _PyErr_StackItem *exc_info;
    PyObject *dict;
    int gilstate_counter;
    PyObject *async_exc;
    unsigned long thread_id;
    unsigned long native_thread_id;
#if PIL_PYTHON >= 0x030D0000
    PyObject *delete_later;
    uintptr_t critical_section;
#endif
    int coroutine_origin_tracking_depth;
    PyObject *async_gen_firstiter;
    PyObject *async_gen_finalizer;
    PyObject *context;
    uint64_t context_ver;
    uint64_t id;
    _PyStackChunk *datastack_chunk;
    PyObject **datastack_top;
    PyObject **datastack_limit;
    _PyStackChunk *datastack_cached_chunk;
    _PyErr_StackItem exc_state;
#if PIL_PYTHON >= 0x030D0000
    PyObject *current_executor;
    struct _PyExitData *jit_exit;
    uint64_t dict_global_version;
    PyObject *threading_local_key;
    PyObject *threading_local_sentinel;
    PyObject *previous_executor;
#endif
    /* Gone from newer versions. */
    PyObject *curexc_type;
    PyObject *curexc_value;
    PyObject *curexc_traceback;
    PyFrameObject *frame;
    int recursion_depth;
    int recursion_remaining;
    int recursion_limit;
    int c_recursion_remaining;
    char overflowed;
    char recursion_critical;
    int stackcheck_counter;
    int tracing_what;
    int use_tracing;
#if PIL_PYTHON >= 0x030B0000
    _PyCFrame *cframe;
    _PyCFrame root_cframe;
#else
    CFrame *cframe;
    CFrame root_cframe;
#endif
    struct _py_trashcan trash;
    int trash_delete_nesting;
    PyObject *trash_delete_later;
    void (*on_delete)(void *);
    void *on_delete_data;
    int _initialized;
    int _static;
};

#endif
