/* Bodies that other bodies hold by value, and the macros that open an object's body.
   Layouts follow the simulated version; the free-threaded one when Py_GIL_DISABLED is set. */
#ifndef PIL_OBJECTS_H
#define PIL_OBJECTS_H

#if PIL_PYTHON >= 0x030D0000
typedef struct PyMutex {
    uint8_t _bits;
} PyMutex;
typedef struct {
    uint8_t v;
} _PyOnceFlag;
#endif

#if defined(Py_GIL_DISABLED) && PIL_PYTHON >= 0x030D0000
struct _object {
    uintptr_t ob_tid;
#if PIL_PYTHON >= 0x030E0000
    uint16_t ob_flags;
#else
    uint16_t _padding;
#endif
    PyMutex ob_mutex;
    uint8_t ob_gc_bits;
    uint32_t ob_ref_local;
    /* ob_refcnt does not exist in this build; it is named so that its use is seen. */
    union {
        Py_ssize_t ob_ref_shared;
        Py_ssize_t ob_refcnt;
    };
    PyTypeObject *ob_type;
};
#define PyObject_HEAD_INIT(type) {0, 0, {0}, 0, 0, {0}, (type)},
#elif PIL_PYTHON >= 0x030E0000
struct _object {
    union {
        int64_t ob_refcnt_full;
        struct {
            uint32_t ob_refcnt;
            uint16_t ob_overflow;
            uint16_t ob_flags;
        };
    };
    PyTypeObject *ob_type;
};
#define PyObject_HEAD_INIT(type) {{1}, (type)},
#elif PIL_PYTHON >= 0x030C0000
struct _object {
    union {
        Py_ssize_t ob_refcnt;
        uint32_t ob_refcnt_split[2];
    };
    PyTypeObject *ob_type;
};
#define PyObject_HEAD_INIT(type) {{1}, (type)},
#else
struct _object {
    Py_ssize_t ob_refcnt;
    PyTypeObject *ob_type;
};
#define PyObject_HEAD_INIT(type) {1, (type)},
#endif

struct PyVarObject {
    PyObject ob_base;
    Py_ssize_t ob_size;
};

#define PyObject_HEAD PyObject ob_base;
#define PyObject_VAR_HEAD PyVarObject ob_base;
#define PyVarObject_HEAD_INIT(type, size) {PyObject_HEAD_INIT(type) (size)},
#define _PyObject_HEAD_EXTRA
#define _PyObject_EXTRA_INIT
#define PyModuleDef_HEAD_INIT {PyObject_HEAD_INIT(NULL) NULL, 0, NULL}
#define PyDescr_COMMON PyDescrObject d_common
#define PyException_HEAD \
    PyObject ob_base; \
    PyObject *dict; \
    PyObject *args; \
    PyObject *notes; \
    PyObject *traceback; \
    PyObject *context; \
    PyObject *cause; \
    char suppress_context;

typedef struct Py_buffer {
    void *buf;
    PyObject *obj;
    Py_ssize_t len;
    Py_ssize_t itemsize;
    int readonly;
    int ndim;
    char *format;
    Py_ssize_t *shape;
    Py_ssize_t *strides;
    Py_ssize_t *suboffsets;
    void *internal;
} Py_buffer;
typedef struct Py_buffer bufferinfo;

/* Integers. */
#if PIL_PYTHON >= 0x030C0000
typedef struct _PyLongValue {
    uintptr_t lv_tag;
    digit ob_digit[1];
} _PyLongValue;
struct _longobject {
    PyObject ob_base;
    _PyLongValue long_value;
#ifndef PIL_EXACT_LAYOUT
    /* Gone since 3.12; here so that its use is seen. */
    digit ob_digit[1];
#endif
};
#else
struct _longobject {
    PyVarObject ob_base;
    digit ob_digit[1];
};
#endif

/* Strings. */
#if PIL_PYTHON >= 0x030E0000
struct _PyUnicodeObject_state {
#ifdef Py_GIL_DISABLED
    unsigned char interned;
#else
    unsigned int interned : 16;
#endif
    unsigned int kind : 3;
    unsigned int compact : 1;
    unsigned int ascii : 1;
    unsigned int statically_allocated : 1;
    unsigned int : 10;
};
typedef struct PyASCIIObject {
    PyObject ob_base;
    Py_ssize_t length;
    Py_hash_t hash;
    struct _PyUnicodeObject_state state;
} PyASCIIObject;
#else
typedef struct PyASCIIObject {
    PyObject ob_base;
    Py_ssize_t length;
    Py_hash_t hash;
    struct {
        unsigned int interned : 2;
        unsigned int kind : 3;
        unsigned int compact : 1;
        unsigned int ascii : 1;
#if PIL_PYTHON >= 0x030C0000
        unsigned int statically_allocated : 1;
#else
        unsigned int ready : 1;
#endif
        unsigned int : 24;
    } state;
#if PIL_PYTHON < 0x030C0000
    wchar_t *wstr;
#endif
} PyASCIIObject;
#endif
typedef struct PyCompactUnicodeObject {
    PyASCIIObject _base;
    Py_ssize_t utf8_length;
    char *utf8;
#if PIL_PYTHON < 0x030C0000
    Py_ssize_t wstr_length;
#endif
} PyCompactUnicodeObject;
typedef struct PyUnicodeObject {
    PyCompactUnicodeObject _base;
    union {
        void *any;
        Py_UCS1 *latin1;
        Py_UCS2 *ucs2;
        Py_UCS4 *ucs4;
    } data;
} PyUnicodeObject;

/* Threads. */
typedef struct _Py_tss_t {
    int _is_initialized;
    pthread_key_t _key;
} Py_tss_t;
#define Py_tss_NEEDS_INIT {0}

#if PIL_PYTHON >= 0x030D0000
typedef struct PyCriticalSection {
    uintptr_t _cs_prev;
    PyMutex *_cs_mutex;
} PyCriticalSection;
typedef struct PyCriticalSection2 {
    PyCriticalSection _cs_base;
    PyMutex *_cs_mutex2;
} PyCriticalSection2;
#endif

/* Exceptions being handled, a part of the thread state. */
typedef struct _err_stackitem {
#if PIL_PYTHON < 0x030B0000
    PyObject *exc_type;
#endif
    PyObject *exc_value;
#if PIL_PYTHON < 0x030B0000
    PyObject *exc_traceback;
#endif
    struct _err_stackitem *previous_item;
#if PIL_PYTHON >= 0x030B0000
    /* Gone since 3.11; named so that their use is seen. */
    PyObject *exc_type;
    PyObject *exc_traceback;
#endif
} _PyErr_StackItem;
typedef struct _stack_chunk {
    struct _stack_chunk *previous;
    size_t size;
    size_t top;
    PyObject *data[1];
} _PyStackChunk;

/* Code objects. */
typedef union _Py_CODEUNIT {
    uint16_t cache;
    struct {
        uint8_t code;
        uint8_t arg;
    } op;
} _Py_CODEUNIT;
struct _opaque {
    int computed_line;
    const uint8_t *lo_next;
    const uint8_t *limit;
};
typedef struct _line_offsets {
    int ar_start;
    int ar_end;
    int ar_line;
    struct _opaque opaque;
} PyCodeAddressRange;
typedef struct _addr_pair {
    int ap_lower;
    int ap_upper;
} PyAddrPair;
typedef struct PyTryBlock {
    int b_type;
    int b_handler;
    int b_level;
} PyTryBlock;
struct _specialization_cache {
    PyObject *getitem;
    uint32_t getitem_version;
    PyObject *init;
};
typedef struct _PyCFrame {
    struct _PyInterpreterFrame *current_frame;
    uint8_t use_tracing;
    struct _PyCFrame *previous;
} _PyCFrame;
typedef struct _cframe {
    int use_tracing;
    struct _cframe *previous;
} CFrame;
struct _py_trashcan {
    int delete_nesting;
    PyObject *delete_later;
};

typedef union _Py_HashSecret_t {
    unsigned char uc[24];
    struct {
        Py_hash_t prefix;
        Py_hash_t suffix;
    } fnv;
    struct {
        uint64_t k0;
        uint64_t k1;
    } siphash;
    struct {
        unsigned char padding[16];
        Py_hash_t suffix;
    } djbx33a;
    struct {
        unsigned char padding[16];
        Py_hash_t hashsalt;
    } expat;
} _Py_HashSecret_t;

typedef struct _Py_Identifier {
    const char *string;
    Py_ssize_t index;
    struct {
        uint8_t v;
    } mutex;
    /* Gone since 3.10. */
    struct _Py_Identifier *next;
    PyObject *object;
} _Py_Identifier;

typedef struct _PyArg_Parser {
#if PIL_PYTHON >= 0x030C0000 && PIL_PYTHON < 0x030D0000
    int initialized;
#endif
    const char *format;
    const char *const *keywords;
    const char *fname;
    const char *custom_msg;
#if PIL_PYTHON >= 0x030D0000
    _PyOnceFlag once;
    int is_kwtuple_owned;
#endif
    int pos;
    int min;
    int max;
    PyObject *kwtuple;
    struct _PyArg_Parser *next;
} _PyArg_Parser;

struct _frozen {
    const char *name;
    const unsigned char *code;
    int size;
#if PIL_PYTHON >= 0x030B0000
    int is_package;
    PyObject *(*get_code)(void);
#endif
};
struct _inittab {
    const char *name;
    PyObject *(*initfunc)(void);
};

typedef struct _PyUnicode_Name_CAPI {
    int size;
    int (*getname)(PyObject *, Py_UCS4, char *, int, int);
    int (*getcode)(PyObject *, const char *, int, Py_UCS4 *, int);
} _PyUnicode_Name_CAPI;
#define PyUnicodeData_CAPSULE_NAME "unicodedata._ucnhash_CAPI"

#if PIL_PYTHON >= 0x030C0000
typedef struct PerfMapState {
    FILE *perf_map;
    PyThread_type_lock map_lock;
} PerfMapState;
#endif

#if PIL_PYTHON >= 0x030F0000
typedef struct PySlot {
    uint16_t sl_id;
    uint16_t sl_flags;
    union {
        uint32_t sl_reserved;
    };
    union {
        void *sl_ptr;
        _Py_funcptr_t sl_func;
        Py_ssize_t sl_size;
        int64_t sl_int64;
        uint64_t sl_uint64;
    };
} PySlot;
#endif

#endif
