/* The interpreter's own frames, as far as extensions (Cython output, greenlet, coverage) reach into them.
   Members of all versions stand side by side; not a layout. */
#ifndef PIL_INTERNAL_FRAME_H
#define PIL_INTERNAL_FRAME_H

#include "Python.h"
#include "pil_internal.h"
#ifdef __cplusplus
extern "C" {
#endif

typedef union _PyStackRef {
    uintptr_t bits;
    uint64_t index;
} _PyStackRef;

enum _frameowner {
    FRAME_OWNED_BY_THREAD = 0,
    FRAME_OWNED_BY_GENERATOR = 1,
    FRAME_OWNED_BY_FRAME_OBJECT = 2,
    FRAME_OWNED_BY_INTERPRETER = 3,
    FRAME_OWNED_BY_CSTACK = 4
};

typedef struct _PyInterpreterFrame {
#if PIL_PYTHON >= 0x030E0000
    _PyStackRef f_executable;
#else
    PyObject *f_executable;
#endif
    struct _PyInterpreterFrame *previous;
#if PIL_PYTHON >= 0x030E0000
    _PyStackRef f_funcobj;
#else
    PyObject *f_funcobj;
#endif
    PyFunctionObject *f_func;
    PyObject *f_globals;
    PyObject *f_builtins;
    PyObject *f_locals;
    PyCodeObject *f_code;
    PyFrameObject *frame_obj;
    _Py_CODEUNIT *instr_ptr;
    _Py_CODEUNIT *prev_instr;
    int stacktop;
    _PyStackRef *stackpointer;
    uint16_t return_offset;
    char is_entry;
    char owner;
    uint8_t visited;
    int32_t tlbc_index;
#if PIL_PYTHON >= 0x030E0000
    _PyStackRef localsplus[1];
#else
    PyObject *localsplus[1];
#endif
} _PyInterpreterFrame;

int _PyFrame_IsIncomplete(_PyInterpreterFrame *);
PyCodeObject *_PyFrame_GetCode(_PyInterpreterFrame *);
PyFrameObject *_PyFrame_GetFrameObject(_PyInterpreterFrame *);
int _PyInterpreterFrame_LASTI(_PyInterpreterFrame *);
typedef struct _PyCStackRef {
    _PyStackRef ref;
    struct _PyCStackRef *next;
} _PyCStackRef;

PyObject *PyStackRef_AsPyObjectBorrow(_PyStackRef);
PyObject *PyStackRef_AsPyObjectNew(_PyStackRef);
PyObject *PyStackRef_AsPyObjectSteal(_PyStackRef);
_PyStackRef PyStackRef_FromPyObjectNew(PyObject *);
_PyStackRef PyStackRef_FromPyObjectSteal(PyObject *);
int PyStackRef_IsNull(_PyStackRef);
void PyStackRef_CLOSE(_PyStackRef);
#define PyStackRef_NULL ((_PyStackRef){0})

typedef struct {
    uintptr_t _gc_next;
    uintptr_t _gc_prev;
} PyGC_Head;

/* The thread state as the interpreter allocates it. */
typedef struct _PyThreadStateImpl {
    PyThreadState base;
    uintptr_t c_stack_top, c_stack_soft_limit, c_stack_hard_limit, c_stack_init_base, c_stack_init_top;
    PyObject *asyncio_running_loop;
    PyObject *asyncio_running_task;
    int32_t tlbc_index;
    _PyCStackRef *c_stack_refs;
    struct {
        void *freelists;
    } freelists;
} _PyThreadStateImpl;

#if PIL_PYTHON < 0x030B0000
#define CO_MAXBLOCKS 20
#endif

#ifdef __cplusplus
}
#endif
#endif
