/* Scalars, compiler macros, casts and enums: all that needs no struct body.
   Not here: the objects (pil_objects.h) and the macros that stand for API calls (pil_expand.h). */
#ifndef PIL_BASIC_H
#define PIL_BASIC_H

/* Integers. */
typedef ssize_t Py_ssize_t;
typedef Py_ssize_t Py_ssize_clean_t;
typedef Py_ssize_t Py_hash_t;
typedef size_t Py_uhash_t;
typedef intptr_t Py_intptr_t;
typedef uintptr_t Py_uintptr_t;
typedef uint8_t Py_UCS1;
typedef uint16_t Py_UCS2;
typedef uint32_t Py_UCS4;
typedef wchar_t PY_UNICODE_TYPE;
typedef wchar_t Py_UNICODE;
typedef uint32_t digit;
typedef int32_t sdigit;
typedef uint64_t twodigits;
typedef int64_t stwodigits;
typedef int64_t PyTime_t;
typedef int64_t _PyTime_t;
typedef void *PyThread_type_lock;
typedef void PyThreadStateToken;
typedef signed char PyFrameState;
typedef int UsingDeprecatedTrashcanMacro;
typedef void (*PyOS_sighandler_t)(int);
typedef void (*_Py_funcptr_t)(void);

#define PY_INT32_T int32_t
#define PY_UINT32_T uint32_t
#define PY_INT64_T int64_t
#define PY_UINT64_T uint64_t
#define PY_LONG_LONG long long
#define PY_TIMEOUT_T long long
#define PY_LLONG_MIN LLONG_MIN
#define PY_LLONG_MAX LLONG_MAX
#define PY_ULLONG_MAX ULLONG_MAX
#define PY_DWORD_MAX 4294967295U
#define PY_TIMEOUT_MAX LLONG_MAX
#define PY_SIZE_MAX SIZE_MAX
#define PY_SSIZE_T_MAX 9223372036854775807L
#define PY_SSIZE_T_MIN (-9223372036854775807L - 1)
#define PyTime_MIN INT64_MIN
#define PyTime_MAX INT64_MAX
#define _PyTime_MIN INT64_MIN
#define _PyTime_MAX INT64_MAX
#define PY_FORMAT_SIZE_T "z"
#define PY_STDIOTEXTMODE "b"
#define Py_UNICODE_SIZE 4
#define Py_UNICODE_WIDE
#define Py_USING_UNICODE
#define PY_HAVE_THREAD_NATIVE_ID
#define PY_PARSER_REQUIRES_FUTURE_KEYWORD
#define Py_CAN_START_THREADS 1
#define NATIVE_TSS_KEY_T pthread_key_t
#define PYTHREAD_INVALID_THREAD_ID ((unsigned long)-1)
#define PY_LITTLE_ENDIAN 1
#define PY_BIG_ENDIAN 0
#define PY_VECTORCALL_ARGUMENTS_OFFSET ((size_t)1 << 63)
#define Py_CLEANUP_SUPPORTED 0x20000
#define PyLong_SHIFT 30
#define PyLong_BASE ((digit)1 << PyLong_SHIFT)
#define PyLong_MASK ((digit)(PyLong_BASE - 1))
#define _PyLong_DECIMAL_SHIFT 9
#define _PyLong_DECIMAL_BASE ((digit)1000000000)
#define PyHASH_BITS 61
#define PyHASH_MODULUS (((size_t)1 << 61) - 1)
#define _PyHASH_BITS PyHASH_BITS
#define _PyHASH_MODULUS PyHASH_MODULUS
#define Py_HASH_ALGORITHM 3
#define _PY_MONITORING_EVENTS 17
#define _PY_MONITORING_LOCAL_EVENTS 10
#define _PY_MONITORING_UNGROUPED_EVENTS 15
#define Py_NAN __builtin_nan("")
#define Py_INFINITY __builtin_inf()
#define Py_HUGE_VAL HUGE_VAL

/* Compiler macros: empty where only code generation would care. */
#define PyAPI_FUNC(type) type
#define PyAPI_DATA(type) extern type
#ifdef __cplusplus
#define PyMODINIT_FUNC extern "C" PyObject *
#define PyMODEXPORT_FUNC extern "C" PyModuleDef_Slot *
#define _Py_NULL nullptr
#define PY_CXX_CONST const
#define _Bool bool
#else
#define PyMODINIT_FUNC PyObject *
#define PyMODEXPORT_FUNC PyModuleDef_Slot *
#define _Py_NULL NULL
#define PY_CXX_CONST
#endif
#if PIL_PYTHON >= 0x030F0000
#undef PyMODEXPORT_FUNC
#ifdef __cplusplus
#define PyMODEXPORT_FUNC extern "C" PySlot *
#else
#define PyMODEXPORT_FUNC PySlot *
#endif
#endif
#define Py_EXPORTED_SYMBOL
#define Py_IMPORTED_SYMBOL
#define Py_LOCAL_SYMBOL
#define _PyINIT_EXPORTED_SYMBOL
#define _PyINIT_FUNC_DECLSPEC
#define Py_LOCAL(type) static type
#define Py_LOCAL_INLINE(type) static inline type
#define Py_ALWAYS_INLINE
#define Py_NO_INLINE
#define _Py_NO_INLINE
#define _Py_NO_RETURN __attribute__((noreturn))
#define _Py_HOT_FUNCTION
#define _Py_thread_local __thread
#define _Py_FALLTHROUGH __attribute__((fallthrough))
#define _Py_NONSTRING
#define _Py_ANONYMOUS
#define _Py_NO_SANITIZE_ADDRESS
#define _Py_NO_SANITIZE_MEMORY
#define _Py_NO_SANITIZE_THREAD
#define _Py_NO_SANITIZE_UNDEFINED
#define _Py_COMP_DIAG_PUSH
#define _Py_COMP_DIAG_IGNORE_DEPR_DECLS
#define _Py_COMP_DIAG_POP
#define Py_DEPRECATED(version)
#define _Py_DEPRECATED_EXTERNALLY(version)
#define Py_GCC_ATTRIBUTE(x)
#define Py_ALIGNED(n) __attribute__((aligned(n)))
#define _Py_ALIGNED_DEF(n, type) __attribute__((aligned(n))) type
#define _Py__has_builtin(x) 0
#define _Py__has_attribute(x) 0
#define _Py_TYPEOF(expr) __typeof__(expr)
#define _Py_STATS_EXPR(expr) ((void)0)
#define _Py_STATS_COND_EXPR(cond, expr) ((void)0)
#define _Py_INCREF_STAT_INC() ((void)0)
#define _Py_DECREF_STAT_INC() ((void)0)
#define _Py_INCREF_IMMORTAL_STAT_INC() ((void)0)
#define _Py_DECREF_IMMORTAL_STAT_INC() ((void)0)
#define _Py_MSAN_UNPOISON(ptr, size)
#define _Py_MSAN_UNPOISON_STRING(str)
#define _Py_SET_53BIT_PRECISION_HEADER
#define _Py_SET_53BIT_PRECISION_START ((void)0)
#define _Py_SET_53BIT_PRECISION_END ((void)0)

/* Objects are only named here; their bodies follow later. */
typedef struct _object PyObject;
typedef struct PyVarObject PyVarObject;
typedef struct _typeobject PyTypeObject;
typedef struct _ts PyThreadState;
typedef struct _is PyInterpreterState;
typedef struct _frame PyFrameObject;

#define _Py_STATIC_CAST(type, expr) ((type)(expr))
#define _Py_CAST(type, expr) ((type)(expr))
#define _Py_FUNC_CAST(type, func) ((type)(func))
#define _Py_RVALUE(expr) ((void)0, (expr))
#define _PyObject_CAST(op) ((PyObject *)(op))
#define _PyObject_CAST_CONST(op) ((const PyObject *)(op))
#define _PyVarObject_CAST(op) ((PyVarObject *)(op))
#define _PyVarObject_CAST_CONST(op) ((const PyVarObject *)(op))
#define _PyType_CAST(op) ((PyTypeObject *)(op))
#define _PyASCIIObject_CAST(op) ((PyASCIIObject *)(op))
#define _PyByteArray_CAST(op) ((PyByteArrayObject *)(op))
#define _PyBytes_CAST(op) ((PyBytesObject *)(op))
#define _PyCFunction_CAST(func) ((PyCFunction)(func))
#define _PyCFunctionFast_CAST(func) ((PyCFunctionFast)(func))
#define _PyCFunctionFastWithKeywords_CAST(func) ((PyCFunctionFastWithKeywords)(func))
#define _PyCFunctionWithKeywords_CAST(func) ((PyCFunctionWithKeywords)(func))
#define _PyCFunctionObject_CAST(func) ((PyCFunctionObject *)(func))
#define _PyCMethodObject_CAST(func) ((PyCMethodObject *)(func))
#define _PyCompactUnicodeObject_CAST(op) ((PyCompactUnicodeObject *)(op))
#define _PyFloat_CAST(op) ((PyFloatObject *)(op))
#define _PyFunction_CAST(func) ((PyFunctionObject *)(func))
#define _PyInstanceMethod_CAST(meth) ((PyInstanceMethodObject *)(meth))
#define _PyList_CAST(op) ((PyListObject *)(op))
#define _PyLong_CAST(op) ((PyLongObject *)(op))
#define _PyMemoryView_CAST(op) ((PyMemoryViewObject *)(op))
#define _PyMethod_CAST(meth) ((PyMethodObject *)(meth))
#define _PySet_CAST(so) ((PySetObject *)(so))
#define _PyTuple_CAST(op) ((PyTupleObject *)(op))
#define _PyUnicodeObject_CAST(op) ((PyUnicodeObject *)(op))
#define _PyWeakref_CAST(op) ((PyWeakReference *)(op))
#define _PyDictObject_CAST(op) ((PyDictObject *)(op))

/* Enums, in the version gates of their first constant. */
typedef enum { PyGILState_LOCKED, PyGILState_UNLOCKED } PyGILState_STATE;
typedef enum PyLockStatus { PY_LOCK_FAILURE = 0, PY_LOCK_ACQUIRED = 1, PY_LOCK_INTR = 2 } PyLockStatus;
typedef enum { PYMEM_DOMAIN_RAW, PYMEM_DOMAIN_MEM, PYMEM_DOMAIN_OBJ } PyMemAllocatorDomain;
typedef enum {
    PYMEM_ALLOCATOR_NOT_SET = 0,
    PYMEM_ALLOCATOR_DEFAULT = 1,
    PYMEM_ALLOCATOR_DEBUG = 2,
    PYMEM_ALLOCATOR_MALLOC = 3,
    PYMEM_ALLOCATOR_MALLOC_DEBUG = 4,
    PYMEM_ALLOCATOR_PYMALLOC = 5,
    PYMEM_ALLOCATOR_PYMALLOC_DEBUG = 6,
#if PIL_PYTHON >= 0x030D0000
    PYMEM_ALLOCATOR_MIMALLOC = 7,
    PYMEM_ALLOCATOR_MIMALLOC_DEBUG = 8,
#endif
} PyMemAllocatorName;
typedef enum {
    _PyTime_ROUND_FLOOR = 0,
    _PyTime_ROUND_CEILING = 1,
    _PyTime_ROUND_HALF_EVEN = 2,
    _PyTime_ROUND_UP = 3,
    _PyTime_ROUND_TIMEOUT = 3
} _PyTime_round_t;
typedef enum _Py_error_handler {
    _Py_ERROR_UNKNOWN = 0,
    _Py_ERROR_STRICT,
    _Py_ERROR_SURROGATEESCAPE,
    _Py_ERROR_REPLACE,
    _Py_ERROR_IGNORE,
    _Py_ERROR_BACKSLASHREPLACE,
    _Py_ERROR_SURROGATEPASS,
    _Py_ERROR_XMLCHARREFREPLACE,
    _Py_ERROR_OTHER
} _Py_error_handler;
typedef enum _block_type { FunctionBlock, ClassBlock, ModuleBlock } _Py_block_ty;
enum PyUnicode_Kind {
    PyUnicode_WCHAR_KIND = 0,
    PyUnicode_1BYTE_KIND = 1,
    PyUnicode_2BYTE_KIND = 2,
    PyUnicode_4BYTE_KIND = 4
};
#if PIL_PYTHON >= 0x030A0000
typedef enum { PYGEN_RETURN = 0, PYGEN_ERROR = -1, PYGEN_NEXT = 1 } PySendResult;
enum _framestate {
    FRAME_CREATED = -2,
    FRAME_SUSPENDED = -1,
    FRAME_EXECUTING = 0,
    FRAME_RETURNED = 1,
    FRAME_UNWINDING = 2,
    FRAME_RAISED = 3,
    FRAME_CLEARED = 4
};
#endif
#if PIL_PYTHON >= 0x030B0000
typedef enum _PyCodeLocationInfoKind {
    PY_CODE_LOCATION_INFO_SHORT0 = 0,
    PY_CODE_LOCATION_INFO_ONE_LINE0 = 10,
    PY_CODE_LOCATION_INFO_ONE_LINE1 = 11,
    PY_CODE_LOCATION_INFO_ONE_LINE2 = 12,
    PY_CODE_LOCATION_INFO_NO_COLUMNS = 13,
    PY_CODE_LOCATION_INFO_LONG = 14,
    PY_CODE_LOCATION_INFO_NONE = 15
} _PyCodeLocationInfoKind;
#endif
#if PIL_PYTHON >= 0x030C0000
typedef enum { PY_CODE_EVENT_CREATE, PY_CODE_EVENT_DESTROY } PyCodeEvent;
typedef enum {
    PyDict_EVENT_ADDED,
    PyDict_EVENT_MODIFIED,
    PyDict_EVENT_DELETED,
    PyDict_EVENT_CLONED,
    PyDict_EVENT_CLEARED,
    PyDict_EVENT_DEALLOCATED
} PyDict_WatchEvent;
typedef enum {
    PyFunction_EVENT_CREATE,
    PyFunction_EVENT_DESTROY,
    PyFunction_EVENT_MODIFY_CODE,
    PyFunction_EVENT_MODIFY_DEFAULTS,
    PyFunction_EVENT_MODIFY_KWDEFAULTS,
    PyFunction_EVENT_MODIFY_QUALNAME
} PyFunction_WatchEvent;
#endif
#if PIL_PYTHON >= 0x030D0000
typedef enum { PyRefTracer_CREATE = 0, PyRefTracer_DESTROY = 1, PyRefTracer_TRACKER_REMOVED = 2 } PyRefTracerEvent;
#endif
#if PIL_PYTHON >= 0x030E0000
typedef enum { Py_CONTEXT_SWITCHED = 1 } PyContextEvent;
#endif
#if PIL_PYTHON >= 0x030F0000
typedef enum { PyImport_LAZY_NORMAL = 0, PyImport_LAZY_ALL = 1 } PyImport_LazyImportsMode;
#endif

#endif
