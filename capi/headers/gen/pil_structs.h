/* made by capi/codegen: do not edit */
#ifndef PIL_GEN_PIL_STRUCTS_H
#define PIL_GEN_PIL_STRUCTS_H
#ifdef __cplusplus
extern "C" {
#endif
#if PIL_PYTHON >= 0x030F0000
struct PyABIInfo {
#if PIL_PYTHON >= 0x030F0000
    uint8_t abiinfo_major_version;
    uint8_t abiinfo_minor_version;
    uint16_t flags;
    uint32_t build_version;
    uint32_t abi_version;
#else
#endif
};
#endif
struct PyAsyncMethods {
#if PIL_PYTHON >= 0x030A0000
    unaryfunc am_await;
    unaryfunc am_aiter;
    unaryfunc am_anext;
    sendfunc am_send;
#else
    unaryfunc am_await;
    unaryfunc am_aiter;
    unaryfunc am_anext;
#endif
};
#if PIL_PYTHON >= 0x030A0000
struct PyAttributeErrorObject {
#if PIL_PYTHON >= 0x030B0000
    PyObject ob_base;
    PyObject *dict;
    PyObject *args;
    PyObject *notes;
    PyObject *traceback;
    PyObject *context;
    PyObject *cause;
    char suppress_context;
    PyObject *obj;
    PyObject *name;
#elif PIL_PYTHON >= 0x030A0000
    PyObject ob_base;
    PyObject *dict;
    PyObject *args;
    PyObject *traceback;
    PyObject *context;
    PyObject *cause;
    char suppress_context;
    PyObject *obj;
    PyObject *name;
#else
#endif
};
#endif
#if PIL_PYTHON >= 0x030B0000
struct PyBaseExceptionGroupObject {
#if PIL_PYTHON >= 0x030D0000
    PyObject ob_base;
    PyObject *dict;
    PyObject *args;
    PyObject *notes;
    PyObject *traceback;
    PyObject *context;
    PyObject *cause;
    char suppress_context;
    PyObject *msg;
    PyObject *excs;
    PyObject *excs_str;
#elif PIL_PYTHON >= 0x030B0000
    PyObject ob_base;
    PyObject *dict;
    PyObject *args;
    PyObject *notes;
    PyObject *traceback;
    PyObject *context;
    PyObject *cause;
    char suppress_context;
    PyObject *msg;
    PyObject *excs;
#else
#endif
};
#endif
struct PyBaseExceptionObject {
#if PIL_PYTHON >= 0x030B0000
    PyObject ob_base;
    PyObject *dict;
    PyObject *args;
    PyObject *notes;
    PyObject *traceback;
    PyObject *context;
    PyObject *cause;
    char suppress_context;
#else
    PyObject ob_base;
    PyObject *dict;
    PyObject *args;
    PyObject *traceback;
    PyObject *context;
    PyObject *cause;
    char suppress_context;
#endif
};
struct PyBufferProcs {
    getbufferproc bf_getbuffer;
    releasebufferproc bf_releasebuffer;
};
struct PyByteArrayObject {
#if PIL_PYTHON >= 0x030F0000
    PyVarObject ob_base;
    Py_ssize_t ob_alloc;
    char *ob_bytes;
    char *ob_start;
    Py_ssize_t ob_exports;
    PyObject *ob_bytes_object;
#else
    PyVarObject ob_base;
    Py_ssize_t ob_alloc;
    char *ob_bytes;
    char *ob_start;
    Py_ssize_t ob_exports;
#endif
};
struct PyBytesObject {
    PyVarObject ob_base;
    Py_hash_t ob_shash;
    char ob_sval[1];
};
struct PyCFunctionObject {
    PyObject ob_base;
    PyMethodDef *m_ml;
    PyObject *m_self;
    PyObject *m_module;
    PyObject *m_weakreflist;
    vectorcallfunc vectorcall;
};
struct PyCMethodObject {
    PyCFunctionObject func;
    PyTypeObject *mm_class;
};
struct PyCellObject {
    PyObject ob_base;
    PyObject *ob_ref;
};
struct PyCodeObject {
#if PIL_PYTHON >= 0x030E0000
    PyVarObject ob_base;
    PyObject *co_consts;
    PyObject *co_names;
    PyObject *co_exceptiontable;
    int co_flags;
    int co_argcount;
    int co_posonlyargcount;
    int co_kwonlyargcount;
    int co_stacksize;
    int co_firstlineno;
    int co_nlocalsplus;
    int co_framesize;
    int co_nlocals;
    int co_ncellvars;
    int co_nfreevars;
    uint32_t co_version;
    PyObject *co_localsplusnames;
    PyObject *co_localspluskinds;
    PyObject *co_filename;
    PyObject *co_name;
    PyObject *co_qualname;
    PyObject *co_linetable;
    PyObject *co_weakreflist;
    _PyExecutorArray *co_executors;
    _PyCoCached *_co_cached;
    uintptr_t _co_instrumentation_version;
    struct _PyCoMonitoringData *_co_monitoring;
    Py_ssize_t _co_unique_id;
    int _co_firsttraceable;
    void *co_extra;
    char co_code_adaptive[1];
#ifndef PIL_EXACT_LAYOUT
    PyObject *_co_code;
    char *_co_linearray;
    short _co_linearray_entry_size;
    Py_ssize_t *co_cell2arg;
    PyObject *co_cellvars;
    PyObject *co_code;
    PyObject *co_freevars;
    PyObject *co_lnotab;
    int co_nplaincellvars;
    _PyOpcache *co_opcache;
    int co_opcache_flag;
    unsigned char *co_opcache_map;
    unsigned char co_opcache_size;
    _PyCodeArray *co_tlbc;
    PyObject *co_varnames;
    short co_warmup;
    void *co_zombieframe;
#endif
#elif PIL_PYTHON >= 0x030D0000
    PyVarObject ob_base;
    PyObject *co_consts;
    PyObject *co_names;
    PyObject *co_exceptiontable;
    int co_flags;
    int co_argcount;
    int co_posonlyargcount;
    int co_kwonlyargcount;
    int co_stacksize;
    int co_firstlineno;
    int co_nlocalsplus;
    int co_framesize;
    int co_nlocals;
    int co_ncellvars;
    int co_nfreevars;
    uint32_t co_version;
    PyObject *co_localsplusnames;
    PyObject *co_localspluskinds;
    PyObject *co_filename;
    PyObject *co_name;
    PyObject *co_qualname;
    PyObject *co_linetable;
    PyObject *co_weakreflist;
    _PyExecutorArray *co_executors;
    _PyCoCached *_co_cached;
    uintptr_t _co_instrumentation_version;
    struct _PyCoMonitoringData *_co_monitoring;
    int _co_firsttraceable;
    void *co_extra;
    char co_code_adaptive[1];
#ifndef PIL_EXACT_LAYOUT
    PyObject *_co_code;
    char *_co_linearray;
    short _co_linearray_entry_size;
    Py_ssize_t *co_cell2arg;
    PyObject *co_cellvars;
    PyObject *co_code;
    PyObject *co_freevars;
    PyObject *co_lnotab;
    int co_nplaincellvars;
    _PyOpcache *co_opcache;
    int co_opcache_flag;
    unsigned char *co_opcache_map;
    unsigned char co_opcache_size;
    PyObject *co_varnames;
    short co_warmup;
    void *co_zombieframe;
#endif
#elif PIL_PYTHON >= 0x030C0000
    PyVarObject ob_base;
    PyObject *co_consts;
    PyObject *co_names;
    PyObject *co_exceptiontable;
    int co_flags;
    int co_argcount;
    int co_posonlyargcount;
    int co_kwonlyargcount;
    int co_stacksize;
    int co_firstlineno;
    int co_nlocalsplus;
    int co_framesize;
    int co_nlocals;
    int co_ncellvars;
    int co_nfreevars;
    uint32_t co_version;
    PyObject *co_localsplusnames;
    PyObject *co_localspluskinds;
    PyObject *co_filename;
    PyObject *co_name;
    PyObject *co_qualname;
    PyObject *co_linetable;
    PyObject *co_weakreflist;
    _PyCoCached *_co_cached;
    uintptr_t _co_instrumentation_version;
    struct _PyCoMonitoringData *_co_monitoring;
    int _co_firsttraceable;
    void *co_extra;
    char co_code_adaptive[1];
#ifndef PIL_EXACT_LAYOUT
    PyObject *_co_code;
    char *_co_linearray;
    short _co_linearray_entry_size;
    Py_ssize_t *co_cell2arg;
    PyObject *co_cellvars;
    PyObject *co_code;
    PyObject *co_freevars;
    PyObject *co_lnotab;
    int co_nplaincellvars;
    _PyOpcache *co_opcache;
    int co_opcache_flag;
    unsigned char *co_opcache_map;
    unsigned char co_opcache_size;
    PyObject *co_varnames;
    short co_warmup;
    void *co_zombieframe;
#endif
#elif PIL_PYTHON >= 0x030B0000
    PyVarObject ob_base;
    PyObject *co_consts;
    PyObject *co_names;
    PyObject *co_exceptiontable;
    int co_flags;
    short co_warmup;
    short _co_linearray_entry_size;
    int co_argcount;
    int co_posonlyargcount;
    int co_kwonlyargcount;
    int co_stacksize;
    int co_firstlineno;
    int co_nlocalsplus;
    int co_nlocals;
    int co_nplaincellvars;
    int co_ncellvars;
    int co_nfreevars;
    PyObject *co_localsplusnames;
    PyObject *co_localspluskinds;
    PyObject *co_filename;
    PyObject *co_name;
    PyObject *co_qualname;
    PyObject *co_linetable;
    PyObject *co_weakreflist;
    PyObject *_co_code;
    char *_co_linearray;
    int _co_firsttraceable;
    void *co_extra;
    char co_code_adaptive[1];
#ifndef PIL_EXACT_LAYOUT
    Py_ssize_t *co_cell2arg;
    PyObject *co_cellvars;
    PyObject *co_code;
    PyObject *co_freevars;
    PyObject *co_lnotab;
    _PyOpcache *co_opcache;
    int co_opcache_flag;
    unsigned char *co_opcache_map;
    unsigned char co_opcache_size;
    PyObject *co_varnames;
    void *co_zombieframe;
#endif
#elif PIL_PYTHON >= 0x030A0000
    PyObject ob_base;
    int co_argcount;
    int co_posonlyargcount;
    int co_kwonlyargcount;
    int co_nlocals;
    int co_stacksize;
    int co_flags;
    int co_firstlineno;
    PyObject *co_code;
    PyObject *co_consts;
    PyObject *co_names;
    PyObject *co_varnames;
    PyObject *co_freevars;
    PyObject *co_cellvars;
    Py_ssize_t *co_cell2arg;
    PyObject *co_filename;
    PyObject *co_name;
    PyObject *co_linetable;
    void *co_zombieframe;
    PyObject *co_weakreflist;
    void *co_extra;
    unsigned char *co_opcache_map;
    _PyOpcache *co_opcache;
    int co_opcache_flag;
    unsigned char co_opcache_size;
#ifndef PIL_EXACT_LAYOUT
    PyObject *co_lnotab;
#endif
#else
    PyObject ob_base;
    int co_argcount;
    int co_posonlyargcount;
    int co_kwonlyargcount;
    int co_nlocals;
    int co_stacksize;
    int co_flags;
    int co_firstlineno;
    PyObject *co_code;
    PyObject *co_consts;
    PyObject *co_names;
    PyObject *co_varnames;
    PyObject *co_freevars;
    PyObject *co_cellvars;
    Py_ssize_t *co_cell2arg;
    PyObject *co_filename;
    PyObject *co_name;
    PyObject *co_lnotab;
    void *co_zombieframe;
    PyObject *co_weakreflist;
    void *co_extra;
    unsigned char *co_opcache_map;
    _PyOpcache *co_opcache;
    int co_opcache_flag;
    unsigned char co_opcache_size;
#endif
};
struct PyCompilerFlags {
    int cf_flags;
    int cf_feature_version;
};
struct PyDescrObject {
    PyObject ob_base;
    PyTypeObject *d_type;
    PyObject *d_name;
    PyObject *d_qualname;
};
struct PyDictObject {
#if PIL_PYTHON >= 0x030E0000
    PyObject ob_base;
    Py_ssize_t ma_used;
    uint64_t _ma_watcher_tag;
    PyDictKeysObject *ma_keys;
    PyDictValues *ma_values;
#ifndef PIL_EXACT_LAYOUT
    uint64_t ma_version_tag;
#endif
#else
    PyObject ob_base;
    Py_ssize_t ma_used;
    uint64_t ma_version_tag;
    PyDictKeysObject *ma_keys;
    PyDictValues *ma_values;
#endif
};
struct PyFloatObject {
    PyObject ob_base;
    double ob_fval;
};
#if PIL_PYTHON >= 0x030A0000
struct PyFrameConstructor {
#if PIL_PYTHON >= 0x030A0000
    PyObject *fc_globals;
    PyObject *fc_builtins;
    PyObject *fc_name;
    PyObject *fc_qualname;
    PyObject *fc_code;
    PyObject *fc_defaults;
    PyObject *fc_kwdefaults;
    PyObject *fc_closure;
#else
#endif
};
#endif
#if PIL_PYTHON >= 0x030D0000
struct PyFrameLocalsProxyObject {
#if PIL_PYTHON >= 0x030D0000
    PyObject ob_base;
    PyFrameObject *frame;
#else
#endif
};
#endif
struct PyFunctionObject {
#if PIL_PYTHON >= 0x030E0000
    PyObject ob_base;
    PyObject *func_globals;
    PyObject *func_builtins;
    PyObject *func_name;
    PyObject *func_qualname;
    PyObject *func_code;
    PyObject *func_defaults;
    PyObject *func_kwdefaults;
    PyObject *func_closure;
    PyObject *func_doc;
    PyObject *func_dict;
    PyObject *func_weakreflist;
    PyObject *func_module;
    PyObject *func_annotations;
    PyObject *func_annotate;
    PyObject *func_typeparams;
    vectorcallfunc vectorcall;
    uint32_t func_version;
#elif PIL_PYTHON >= 0x030C0000
    PyObject ob_base;
    PyObject *func_globals;
    PyObject *func_builtins;
    PyObject *func_name;
    PyObject *func_qualname;
    PyObject *func_code;
    PyObject *func_defaults;
    PyObject *func_kwdefaults;
    PyObject *func_closure;
    PyObject *func_doc;
    PyObject *func_dict;
    PyObject *func_weakreflist;
    PyObject *func_module;
    PyObject *func_annotations;
    PyObject *func_typeparams;
    vectorcallfunc vectorcall;
    uint32_t func_version;
#elif PIL_PYTHON >= 0x030B0000
    PyObject ob_base;
    PyObject *func_globals;
    PyObject *func_builtins;
    PyObject *func_name;
    PyObject *func_qualname;
    PyObject *func_code;
    PyObject *func_defaults;
    PyObject *func_kwdefaults;
    PyObject *func_closure;
    PyObject *func_doc;
    PyObject *func_dict;
    PyObject *func_weakreflist;
    PyObject *func_module;
    PyObject *func_annotations;
    vectorcallfunc vectorcall;
    uint32_t func_version;
#elif PIL_PYTHON >= 0x030A0000
    PyObject ob_base;
    PyObject *func_globals;
    PyObject *func_builtins;
    PyObject *func_name;
    PyObject *func_qualname;
    PyObject *func_code;
    PyObject *func_defaults;
    PyObject *func_kwdefaults;
    PyObject *func_closure;
    PyObject *func_doc;
    PyObject *func_dict;
    PyObject *func_weakreflist;
    PyObject *func_module;
    PyObject *func_annotations;
    vectorcallfunc vectorcall;
#else
    PyObject ob_base;
    PyObject *func_code;
    PyObject *func_globals;
    PyObject *func_defaults;
    PyObject *func_kwdefaults;
    PyObject *func_closure;
    PyObject *func_doc;
    PyObject *func_name;
    PyObject *func_dict;
    PyObject *func_weakreflist;
    PyObject *func_module;
    PyObject *func_annotations;
    PyObject *func_qualname;
    vectorcallfunc vectorcall;
#endif
};
struct PyGetSetDef {
    const char *name;
    getter get;
    setter set;
    const char *doc;
    void *closure;
};
struct PyGetSetDescrObject {
    PyDescrObject d_common;
    PyGetSetDef *d_getset;
};
struct PyHash_FuncDef {
    Py_hash_t (*hash)(const void *, Py_ssize_t);
    const char *name;
    const int hash_bits;
    const int seed_bits;
};
struct PyImportErrorObject {
#if PIL_PYTHON >= 0x030C0000
    PyObject ob_base;
    PyObject *dict;
    PyObject *args;
    PyObject *notes;
    PyObject *traceback;
    PyObject *context;
    PyObject *cause;
    char suppress_context;
    PyObject *msg;
    PyObject *name;
    PyObject *path;
    PyObject *name_from;
#elif PIL_PYTHON >= 0x030B0000
    PyObject ob_base;
    PyObject *dict;
    PyObject *args;
    PyObject *notes;
    PyObject *traceback;
    PyObject *context;
    PyObject *cause;
    char suppress_context;
    PyObject *msg;
    PyObject *name;
    PyObject *path;
#else
    PyObject ob_base;
    PyObject *dict;
    PyObject *args;
    PyObject *traceback;
    PyObject *context;
    PyObject *cause;
    char suppress_context;
    PyObject *msg;
    PyObject *name;
    PyObject *path;
#endif
};
struct PyInstanceMethodObject {
    PyObject ob_base;
    PyObject *func;
};
#if PIL_PYTHON >= 0x030C0000
struct PyInterpreterConfig {
#if PIL_PYTHON >= 0x030C0000
    int use_main_obmalloc;
    int allow_fork;
    int allow_exec;
    int allow_threads;
    int allow_daemon_threads;
    int check_multi_interp_extensions;
    int gil;
#else
#endif
};
#endif
struct PyListObject {
    PyVarObject ob_base;
    PyObject **ob_item;
    Py_ssize_t allocated;
};
#if PIL_PYTHON >= 0x030E0000
struct PyLongExport {
#if PIL_PYTHON >= 0x030E0000
    int64_t value;
    uint8_t negative;
    Py_ssize_t ndigits;
    const void *digits;
    Py_uintptr_t _reserved;
#else
#endif
};
#endif
#if PIL_PYTHON >= 0x030E0000
struct PyLongLayout {
#if PIL_PYTHON >= 0x030E0000
    uint8_t bits_per_digit;
    uint8_t digit_size;
    int8_t digits_order;
    int8_t digit_endianness;
#else
#endif
};
#endif
struct PyMappingMethods {
    lenfunc mp_length;
    binaryfunc mp_subscript;
    objobjargproc mp_ass_subscript;
};
struct PyMemAllocatorEx {
    void *ctx;
    void *(*malloc)(void *, size_t);
    void *(*calloc)(void *, size_t, size_t);
    void *(*realloc)(void *, void *, size_t);
    void (*free)(void *, void *);
};
struct PyMemberDef {
    const char *name;
    int type;
    Py_ssize_t offset;
    int flags;
    const char *doc;
};
struct PyMemberDescrObject {
    PyDescrObject d_common;
    PyMemberDef *d_member;
};
struct PyMemoryViewObject {
    PyVarObject ob_base;
    _PyManagedBufferObject *mbuf;
    Py_hash_t hash;
    int flags;
    Py_ssize_t exports;
    Py_buffer view;
    PyObject *weakreflist;
    Py_ssize_t ob_array[1];
};
struct PyMethodDef {
    const char *ml_name;
    PyCFunction ml_meth;
    int ml_flags;
    const char *ml_doc;
};
struct PyMethodDescrObject {
    PyDescrObject d_common;
    PyMethodDef *d_method;
    vectorcallfunc vectorcall;
};
struct PyMethodObject {
    PyObject ob_base;
    PyObject *im_func;
    PyObject *im_self;
    PyObject *im_weakreflist;
    vectorcallfunc vectorcall;
};
struct PyModuleDef_Base {
    PyObject ob_base;
    PyObject *(*m_init)(void);
    Py_ssize_t m_index;
    PyObject *m_copy;
};
struct PyModuleDef_Slot {
    int slot;
    void *value;
};
#if PIL_PYTHON >= 0x030D0000
struct _PyMonitoringState {
#if PIL_PYTHON >= 0x030D0000
    uint8_t active;
    uint8_t opaque;
#else
#endif
};
#endif
#if PIL_PYTHON >= 0x030A0000
struct PyNameErrorObject {
#if PIL_PYTHON >= 0x030B0000
    PyObject ob_base;
    PyObject *dict;
    PyObject *args;
    PyObject *notes;
    PyObject *traceback;
    PyObject *context;
    PyObject *cause;
    char suppress_context;
    PyObject *name;
#elif PIL_PYTHON >= 0x030A0000
    PyObject ob_base;
    PyObject *dict;
    PyObject *args;
    PyObject *traceback;
    PyObject *context;
    PyObject *cause;
    char suppress_context;
    PyObject *name;
#else
#endif
};
#endif
struct PyNumberMethods {
    binaryfunc nb_add;
    binaryfunc nb_subtract;
    binaryfunc nb_multiply;
    binaryfunc nb_remainder;
    binaryfunc nb_divmod;
    ternaryfunc nb_power;
    unaryfunc nb_negative;
    unaryfunc nb_positive;
    unaryfunc nb_absolute;
    inquiry nb_bool;
    unaryfunc nb_invert;
    binaryfunc nb_lshift;
    binaryfunc nb_rshift;
    binaryfunc nb_and;
    binaryfunc nb_xor;
    binaryfunc nb_or;
    unaryfunc nb_int;
    void *nb_reserved;
    unaryfunc nb_float;
    binaryfunc nb_inplace_add;
    binaryfunc nb_inplace_subtract;
    binaryfunc nb_inplace_multiply;
    binaryfunc nb_inplace_remainder;
    ternaryfunc nb_inplace_power;
    binaryfunc nb_inplace_lshift;
    binaryfunc nb_inplace_rshift;
    binaryfunc nb_inplace_and;
    binaryfunc nb_inplace_xor;
    binaryfunc nb_inplace_or;
    binaryfunc nb_floor_divide;
    binaryfunc nb_true_divide;
    binaryfunc nb_inplace_floor_divide;
    binaryfunc nb_inplace_true_divide;
    unaryfunc nb_index;
    binaryfunc nb_matrix_multiply;
    binaryfunc nb_inplace_matrix_multiply;
};
struct PyOSErrorObject {
#if PIL_PYTHON >= 0x030B0000
    PyObject ob_base;
    PyObject *dict;
    PyObject *args;
    PyObject *notes;
    PyObject *traceback;
    PyObject *context;
    PyObject *cause;
    char suppress_context;
    PyObject *myerrno;
    PyObject *strerror;
    PyObject *filename;
    PyObject *filename2;
    Py_ssize_t written;
#else
    PyObject ob_base;
    PyObject *dict;
    PyObject *args;
    PyObject *traceback;
    PyObject *context;
    PyObject *cause;
    char suppress_context;
    PyObject *myerrno;
    PyObject *strerror;
    PyObject *filename;
    PyObject *filename2;
    Py_ssize_t written;
#endif
};
struct PyObjectArenaAllocator {
    void *ctx;
    void *(*alloc)(void *, size_t);
    void (*free)(void *, void *, size_t);
};
struct PyPreConfig {
    int _config_init;
    int parse_argv;
    int isolated;
    int use_environment;
    int configure_locale;
    int coerce_c_locale;
    int coerce_c_locale_warn;
    int utf8_mode;
    int dev_mode;
    int allocator;
#ifndef PIL_EXACT_LAYOUT
    int legacy_windows_fs_encoding;
#endif
};
struct _symtable_entry {
#if PIL_PYTHON >= 0x030A0000
#ifndef PIL_EXACT_LAYOUT
    PyObject ob_base;
    unsigned int ste_child_free;
    PyObject *ste_children;
    int ste_col_offset;
    int ste_comp_iter_expr;
    unsigned int ste_comp_iter_target;
    unsigned int ste_comprehension;
    unsigned int ste_coroutine;
    PyObject *ste_directives;
    unsigned int ste_free;
    unsigned int ste_generator;
    PyObject *ste_id;
    int ste_lineno;
    PyObject *ste_name;
    unsigned int ste_needs_class_closure;
    int ste_nested;
    int ste_opt_col_offset;
    int ste_opt_lineno;
    unsigned int ste_returns_value;
    PyObject *ste_symbols;
    struct symtable *ste_table;
    _Py_block_ty ste_type;
    unsigned int ste_varargs;
    unsigned int ste_varkeywords;
    PyObject *ste_varnames;
#endif
#else
    PyObject ob_base;
    PyObject *ste_id;
    PyObject *ste_symbols;
    PyObject *ste_name;
    PyObject *ste_varnames;
    PyObject *ste_children;
    PyObject *ste_directives;
    _Py_block_ty ste_type;
    int ste_nested;
    unsigned int ste_free : 1;
    unsigned int ste_child_free : 1;
    unsigned int ste_generator : 1;
    unsigned int ste_coroutine : 1;
    unsigned int ste_comprehension : 1;
    unsigned int ste_varargs : 1;
    unsigned int ste_varkeywords : 1;
    unsigned int ste_returns_value : 1;
    unsigned int ste_needs_class_closure : 1;
    unsigned int ste_comp_iter_target : 1;
    int ste_comp_iter_expr;
    int ste_lineno;
    int ste_col_offset;
    int ste_opt_lineno;
    int ste_opt_col_offset;
    struct symtable *ste_table;
#endif
};
struct PySequenceMethods {
    lenfunc sq_length;
    binaryfunc sq_concat;
    ssizeargfunc sq_repeat;
    ssizeargfunc sq_item;
    void *was_sq_slice;
    ssizeobjargproc sq_ass_item;
    void *was_sq_ass_slice;
    objobjproc sq_contains;
    binaryfunc sq_inplace_concat;
    ssizeargfunc sq_inplace_repeat;
};
struct PySliceObject {
    PyObject ob_base;
    PyObject *start;
    PyObject *stop;
    PyObject *step;
};
struct PyStatus {
    int _type;
    const char *func;
    const char *err_msg;
    int exitcode;
};
struct PyStopIterationObject {
#if PIL_PYTHON >= 0x030B0000
    PyObject ob_base;
    PyObject *dict;
    PyObject *args;
    PyObject *notes;
    PyObject *traceback;
    PyObject *context;
    PyObject *cause;
    char suppress_context;
    PyObject *value;
#else
    PyObject ob_base;
    PyObject *dict;
    PyObject *args;
    PyObject *traceback;
    PyObject *context;
    PyObject *cause;
    char suppress_context;
    PyObject *value;
#endif
};
struct PyStructSequence_Desc {
    const char *name;
    const char *doc;
    PyStructSequence_Field *fields;
    int n_in_sequence;
};
struct PyStructSequence_Field {
    const char *name;
    const char *doc;
};
struct PySyntaxErrorObject {
#if PIL_PYTHON >= 0x030E0000
    PyObject ob_base;
    PyObject *dict;
    PyObject *args;
    PyObject *notes;
    PyObject *traceback;
    PyObject *context;
    PyObject *cause;
    char suppress_context;
    PyObject *msg;
    PyObject *filename;
    PyObject *lineno;
    PyObject *offset;
    PyObject *end_lineno;
    PyObject *end_offset;
    PyObject *text;
    PyObject *print_file_and_line;
    PyObject *metadata;
#elif PIL_PYTHON >= 0x030B0000
    PyObject ob_base;
    PyObject *dict;
    PyObject *args;
    PyObject *notes;
    PyObject *traceback;
    PyObject *context;
    PyObject *cause;
    char suppress_context;
    PyObject *msg;
    PyObject *filename;
    PyObject *lineno;
    PyObject *offset;
    PyObject *end_lineno;
    PyObject *end_offset;
    PyObject *text;
    PyObject *print_file_and_line;
#elif PIL_PYTHON >= 0x030A0000
    PyObject ob_base;
    PyObject *dict;
    PyObject *args;
    PyObject *traceback;
    PyObject *context;
    PyObject *cause;
    char suppress_context;
    PyObject *msg;
    PyObject *filename;
    PyObject *lineno;
    PyObject *offset;
    PyObject *end_lineno;
    PyObject *end_offset;
    PyObject *text;
    PyObject *print_file_and_line;
#else
    PyObject ob_base;
    PyObject *dict;
    PyObject *args;
    PyObject *traceback;
    PyObject *context;
    PyObject *cause;
    char suppress_context;
    PyObject *msg;
    PyObject *filename;
    PyObject *lineno;
    PyObject *offset;
    PyObject *text;
    PyObject *print_file_and_line;
#endif
};
struct PySystemExitObject {
#if PIL_PYTHON >= 0x030B0000
    PyObject ob_base;
    PyObject *dict;
    PyObject *args;
    PyObject *notes;
    PyObject *traceback;
    PyObject *context;
    PyObject *cause;
    char suppress_context;
    PyObject *code;
#else
    PyObject ob_base;
    PyObject *dict;
    PyObject *args;
    PyObject *traceback;
    PyObject *context;
    PyObject *cause;
    char suppress_context;
    PyObject *code;
#endif
};
#if PIL_PYTHON >= 0x030B0000
struct PyTraceInfo {
#if PIL_PYTHON >= 0x030C0000
#ifndef PIL_EXACT_LAYOUT
    PyCodeAddressRange bounds;
    PyCodeObject *code;
#endif
#elif PIL_PYTHON >= 0x030B0000
    PyCodeObject *code;
    PyCodeAddressRange bounds;
#else
#endif
};
#endif
struct _traceback {
    PyObject ob_base;
    PyTracebackObject *tb_next;
    PyFrameObject *tb_frame;
    int tb_lasti;
    int tb_lineno;
};
struct PyTupleObject {
#if PIL_PYTHON >= 0x030E0000
    PyVarObject ob_base;
    Py_hash_t ob_hash;
    PyObject *ob_item[1];
#else
    PyVarObject ob_base;
    PyObject *ob_item[1];
#endif
};
struct _typeobject {
#if PIL_PYTHON >= 0x030F0000
    PyVarObject ob_base;
    const char *tp_name;
    Py_ssize_t tp_basicsize;
    Py_ssize_t tp_itemsize;
    destructor tp_dealloc;
    Py_ssize_t tp_vectorcall_offset;
    getattrfunc tp_getattr;
    setattrfunc tp_setattr;
    PyAsyncMethods *tp_as_async;
    reprfunc tp_repr;
    PyNumberMethods *tp_as_number;
    PySequenceMethods *tp_as_sequence;
    PyMappingMethods *tp_as_mapping;
    hashfunc tp_hash;
    ternaryfunc tp_call;
    reprfunc tp_str;
    getattrofunc tp_getattro;
    setattrofunc tp_setattro;
    PyBufferProcs *tp_as_buffer;
    unsigned long tp_flags;
    const char *tp_doc;
    traverseproc tp_traverse;
    inquiry tp_clear;
    richcmpfunc tp_richcompare;
    Py_ssize_t tp_weaklistoffset;
    getiterfunc tp_iter;
    iternextfunc tp_iternext;
    PyMethodDef *tp_methods;
    PyMemberDef *tp_members;
    PyGetSetDef *tp_getset;
    PyTypeObject *tp_base;
    PyObject *tp_dict;
    descrgetfunc tp_descr_get;
    descrsetfunc tp_descr_set;
    Py_ssize_t tp_dictoffset;
    initproc tp_init;
    allocfunc tp_alloc;
    newfunc tp_new;
    freefunc tp_free;
    inquiry tp_is_gc;
    PyObject *tp_bases;
    PyObject *tp_mro;
    PyObject *tp_cache;
    void *tp_subclasses;
    PyObject *tp_weaklist;
    destructor tp_del;
    unsigned int tp_version_tag;
    destructor tp_finalize;
    vectorcallfunc tp_vectorcall;
    unsigned char tp_watched;
    uint16_t tp_versions_used;
    _Py_iteritemfunc _tp_iteritem;
#elif PIL_PYTHON >= 0x030D0000
    PyVarObject ob_base;
    const char *tp_name;
    Py_ssize_t tp_basicsize;
    Py_ssize_t tp_itemsize;
    destructor tp_dealloc;
    Py_ssize_t tp_vectorcall_offset;
    getattrfunc tp_getattr;
    setattrfunc tp_setattr;
    PyAsyncMethods *tp_as_async;
    reprfunc tp_repr;
    PyNumberMethods *tp_as_number;
    PySequenceMethods *tp_as_sequence;
    PyMappingMethods *tp_as_mapping;
    hashfunc tp_hash;
    ternaryfunc tp_call;
    reprfunc tp_str;
    getattrofunc tp_getattro;
    setattrofunc tp_setattro;
    PyBufferProcs *tp_as_buffer;
    unsigned long tp_flags;
    const char *tp_doc;
    traverseproc tp_traverse;
    inquiry tp_clear;
    richcmpfunc tp_richcompare;
    Py_ssize_t tp_weaklistoffset;
    getiterfunc tp_iter;
    iternextfunc tp_iternext;
    PyMethodDef *tp_methods;
    PyMemberDef *tp_members;
    PyGetSetDef *tp_getset;
    PyTypeObject *tp_base;
    PyObject *tp_dict;
    descrgetfunc tp_descr_get;
    descrsetfunc tp_descr_set;
    Py_ssize_t tp_dictoffset;
    initproc tp_init;
    allocfunc tp_alloc;
    newfunc tp_new;
    freefunc tp_free;
    inquiry tp_is_gc;
    PyObject *tp_bases;
    PyObject *tp_mro;
    PyObject *tp_cache;
    void *tp_subclasses;
    PyObject *tp_weaklist;
    destructor tp_del;
    unsigned int tp_version_tag;
    destructor tp_finalize;
    vectorcallfunc tp_vectorcall;
    unsigned char tp_watched;
    uint16_t tp_versions_used;
#elif PIL_PYTHON >= 0x030C0000
    PyVarObject ob_base;
    const char *tp_name;
    Py_ssize_t tp_basicsize;
    Py_ssize_t tp_itemsize;
    destructor tp_dealloc;
    Py_ssize_t tp_vectorcall_offset;
    getattrfunc tp_getattr;
    setattrfunc tp_setattr;
    PyAsyncMethods *tp_as_async;
    reprfunc tp_repr;
    PyNumberMethods *tp_as_number;
    PySequenceMethods *tp_as_sequence;
    PyMappingMethods *tp_as_mapping;
    hashfunc tp_hash;
    ternaryfunc tp_call;
    reprfunc tp_str;
    getattrofunc tp_getattro;
    setattrofunc tp_setattro;
    PyBufferProcs *tp_as_buffer;
    unsigned long tp_flags;
    const char *tp_doc;
    traverseproc tp_traverse;
    inquiry tp_clear;
    richcmpfunc tp_richcompare;
    Py_ssize_t tp_weaklistoffset;
    getiterfunc tp_iter;
    iternextfunc tp_iternext;
    PyMethodDef *tp_methods;
    PyMemberDef *tp_members;
    PyGetSetDef *tp_getset;
    PyTypeObject *tp_base;
    PyObject *tp_dict;
    descrgetfunc tp_descr_get;
    descrsetfunc tp_descr_set;
    Py_ssize_t tp_dictoffset;
    initproc tp_init;
    allocfunc tp_alloc;
    newfunc tp_new;
    freefunc tp_free;
    inquiry tp_is_gc;
    PyObject *tp_bases;
    PyObject *tp_mro;
    PyObject *tp_cache;
    void *tp_subclasses;
    PyObject *tp_weaklist;
    destructor tp_del;
    unsigned int tp_version_tag;
    destructor tp_finalize;
    vectorcallfunc tp_vectorcall;
    unsigned char tp_watched;
#else
    PyVarObject ob_base;
    const char *tp_name;
    Py_ssize_t tp_basicsize;
    Py_ssize_t tp_itemsize;
    destructor tp_dealloc;
    Py_ssize_t tp_vectorcall_offset;
    getattrfunc tp_getattr;
    setattrfunc tp_setattr;
    PyAsyncMethods *tp_as_async;
    reprfunc tp_repr;
    PyNumberMethods *tp_as_number;
    PySequenceMethods *tp_as_sequence;
    PyMappingMethods *tp_as_mapping;
    hashfunc tp_hash;
    ternaryfunc tp_call;
    reprfunc tp_str;
    getattrofunc tp_getattro;
    setattrofunc tp_setattro;
    PyBufferProcs *tp_as_buffer;
    unsigned long tp_flags;
    const char *tp_doc;
    traverseproc tp_traverse;
    inquiry tp_clear;
    richcmpfunc tp_richcompare;
    Py_ssize_t tp_weaklistoffset;
    getiterfunc tp_iter;
    iternextfunc tp_iternext;
    PyMethodDef *tp_methods;
    PyMemberDef *tp_members;
    PyGetSetDef *tp_getset;
    PyTypeObject *tp_base;
    PyObject *tp_dict;
    descrgetfunc tp_descr_get;
    descrsetfunc tp_descr_set;
    Py_ssize_t tp_dictoffset;
    initproc tp_init;
    allocfunc tp_alloc;
    newfunc tp_new;
    freefunc tp_free;
    inquiry tp_is_gc;
    PyObject *tp_bases;
    PyObject *tp_mro;
    PyObject *tp_cache;
    void *tp_subclasses;
    PyObject *tp_weaklist;
    destructor tp_del;
    unsigned int tp_version_tag;
    destructor tp_finalize;
    vectorcallfunc tp_vectorcall;
#endif
};
struct PyType_Slot {
    int slot;
    void *pfunc;
};
struct PyType_Spec {
    const char *name;
    int basicsize;
    int itemsize;
    unsigned int flags;
    PyType_Slot *slots;
};
struct PyUnicodeErrorObject {
#if PIL_PYTHON >= 0x030B0000
    PyObject ob_base;
    PyObject *dict;
    PyObject *args;
    PyObject *notes;
    PyObject *traceback;
    PyObject *context;
    PyObject *cause;
    char suppress_context;
    PyObject *encoding;
    PyObject *object;
    Py_ssize_t start;
    Py_ssize_t end;
    PyObject *reason;
#else
    PyObject ob_base;
    PyObject *dict;
    PyObject *args;
    PyObject *traceback;
    PyObject *context;
    PyObject *cause;
    char suppress_context;
    PyObject *encoding;
    PyObject *object;
    Py_ssize_t start;
    Py_ssize_t end;
    PyObject *reason;
#endif
};
struct _PyWeakReference {
#if PIL_PYTHON >= 0x030D0000
    PyObject ob_base;
    PyObject *wr_object;
    PyObject *wr_callback;
    Py_hash_t hash;
    PyWeakReference *wr_prev;
    PyWeakReference *wr_next;
    vectorcallfunc vectorcall;
#ifndef PIL_EXACT_LAYOUT
    PyMutex *weakrefs_lock;
#endif
#elif PIL_PYTHON >= 0x030B0000
    PyObject ob_base;
    PyObject *wr_object;
    PyObject *wr_callback;
    Py_hash_t hash;
    PyWeakReference *wr_prev;
    PyWeakReference *wr_next;
    vectorcallfunc vectorcall;
#else
    PyObject ob_base;
    PyObject *wr_object;
    PyObject *wr_callback;
    Py_hash_t hash;
    PyWeakReference *wr_prev;
    PyWeakReference *wr_next;
#endif
};
struct PyWideStringList {
    Py_ssize_t length;
    wchar_t **items;
};
struct PyWrapperDescrObject {
    PyDescrObject d_common;
    struct wrapperbase *d_base;
    void *d_wrapped;
};
struct Py_complex {
    double real;
    double imag;
};
struct _PyASTOptimizeState {
#if PIL_PYTHON >= 0x030A0000
#ifndef PIL_EXACT_LAYOUT
    int ff_features;
    int optimize;
#endif
#else
    int optimize;
    int ff_features;
#endif
};
struct _PyBytesWriter {
#if PIL_PYTHON >= 0x030D0000
#ifndef PIL_EXACT_LAYOUT
    Py_ssize_t allocated;
    PyObject *buffer;
    Py_ssize_t min_size;
    int overallocate;
    char small_buffer[512];
    int use_bytearray;
    int use_small_buffer;
#endif
#else
    PyObject *buffer;
    Py_ssize_t allocated;
    Py_ssize_t min_size;
    int use_bytearray;
    int overallocate;
    int use_small_buffer;
    char small_buffer[512];
#endif
};
#if PIL_PYTHON >= 0x030C0000
struct _PyCoCached {
#if PIL_PYTHON >= 0x030C0000
    PyObject *_co_code;
    PyObject *_co_varnames;
    PyObject *_co_cellvars;
    PyObject *_co_freevars;
#else
#endif
};
#endif
#if PIL_PYTHON >= 0x030C0000
struct _PyCoLineInstrumentationData {
#if PIL_PYTHON >= 0x030E0000
#ifndef PIL_EXACT_LAYOUT
    uint8_t bytes_per_entry;
    uint8_t data[1];
    int8_t line_delta;
    uint8_t original_opcode;
#endif
#elif PIL_PYTHON >= 0x030D0000
    union {
        uint8_t bytes_per_entry;
        uint8_t original_opcode;
    };
    union {
        uint8_t data[1];
        int8_t line_delta;
    };
#elif PIL_PYTHON >= 0x030C0000
    uint8_t original_opcode;
    int8_t line_delta;
#else
#endif
};
#endif
#if PIL_PYTHON >= 0x030E0000
struct _PyCodeArray {
#if PIL_PYTHON >= 0x030E0000
#ifndef PIL_EXACT_LAYOUT
    char *entries[1];
    Py_ssize_t size;
#endif
#else
#endif
};
#endif
#if PIL_PYTHON >= 0x030C0000
struct _PyCompilerSrcLocation {
#if PIL_PYTHON >= 0x030D0000
#ifndef PIL_EXACT_LAYOUT
    int col_offset;
    int end_col_offset;
    int end_lineno;
    int lineno;
#endif
#elif PIL_PYTHON >= 0x030C0000
    int lineno;
    int end_lineno;
    int col_offset;
    int end_col_offset;
#else
#endif
};
#endif
struct _xid {
#if PIL_PYTHON >= 0x030D0000
#ifndef PIL_EXACT_LAYOUT
    void *data;
    xid_freefunc free;
    int64_t interp;
    xid_newobjectfunc new_object;
    PyObject *obj;
#endif
#else
    void *data;
    PyObject *obj;
    int64_t interp;
    xid_newobjectfunc new_object;
    xid_freefunc free;
#endif
};
struct _PyDictViewObject {
#if PIL_PYTHON >= 0x030D0000
#ifndef PIL_EXACT_LAYOUT
    PyDictObject *dv_dict;
    PyObject ob_base;
#endif
#else
    PyObject ob_base;
    PyDictObject *dv_dict;
#endif
};
#if PIL_PYTHON >= 0x030D0000
struct _PyExecutorArray {
#if PIL_PYTHON >= 0x030D0000
    int size;
    int capacity;
    struct _PyExecutorObject *executors[1];
#else
#endif
};
#endif
struct _PyManagedBufferObject {
    PyObject ob_base;
    int flags;
    Py_ssize_t exports;
    Py_buffer master;
};
#if PIL_PYTHON >= 0x030F0000
struct _PyObjectIndexPair {
#if PIL_PYTHON >= 0x030F0000
    PyObject *object;
    Py_ssize_t index;
#else
#endif
};
#endif
#if PIL_PYTHON >= 0x030E0000
struct _PyRemoteDebuggerSupport {
#if PIL_PYTHON >= 0x030E0000
    int32_t debugger_pending_call;
    char debugger_script_path[512];
#else
#endif
};
#endif
struct _PyUnicodeWriter {
    PyObject *buffer;
    void *data;
    int kind;
    Py_UCS4 maxchar;
    Py_ssize_t size;
    Py_ssize_t pos;
    Py_ssize_t min_length;
    Py_UCS4 min_char;
    unsigned char overallocate;
    unsigned char readonly;
};
#if PIL_PYTHON >= 0x030C0000
struct _Py_GlobalMonitors {
#if PIL_PYTHON >= 0x030E0000
#ifndef PIL_EXACT_LAYOUT
    uint8_t tools[15];
#endif
#elif PIL_PYTHON >= 0x030C0000
    uint8_t tools[15];
#else
#endif
};
#endif
#if PIL_PYTHON >= 0x030C0000
struct _Py_LocalMonitors {
#if PIL_PYTHON >= 0x030E0000
#ifndef PIL_EXACT_LAYOUT
    uint8_t tools[10];
#endif
#elif PIL_PYTHON >= 0x030D0000
    uint8_t tools[10];
#elif PIL_PYTHON >= 0x030C0000
    uint8_t tools[15];
#else
#endif
};
#endif
struct _Py_clock_info_t {
#if PIL_PYTHON >= 0x030D0000
#ifndef PIL_EXACT_LAYOUT
    int adjustable;
    const char *implementation;
    int monotonic;
    double resolution;
#endif
#else
    const char *implementation;
    int monotonic;
    int adjustable;
    double resolution;
#endif
};
struct setentry {
    PyObject *key;
    Py_hash_t hash;
};
struct symtable {
#if PIL_PYTHON >= 0x030A0000
#ifndef PIL_EXACT_LAYOUT
    int recursion_depth;
    int recursion_limit;
    PyObject *st_blocks;
    struct _symtable_entry *st_cur;
    PyObject *st_filename;
    PyFutureFeatures *st_future;
    PyObject *st_global;
    int st_nblocks;
    PyObject *st_private;
    PyObject *st_stack;
    struct _symtable_entry *st_top;
#endif
#else
    PyObject *st_filename;
    struct _symtable_entry *st_cur;
    struct _symtable_entry *st_top;
    PyObject *st_blocks;
    PyObject *st_stack;
    PyObject *st_global;
    int st_nblocks;
    PyObject *st_private;
    PyFutureFeatures *st_future;
    int recursion_depth;
    int recursion_limit;
#endif
};
struct PyComplexObject {
    PyObject ob_base;
    Py_complex cval;
};
struct PyConfig {
#if PIL_PYTHON >= 0x030F0000
    int _config_init;
    int isolated;
    int use_environment;
    int dev_mode;
    int install_signal_handlers;
    int use_hash_seed;
    unsigned long hash_seed;
    int faulthandler;
    int tracemalloc;
    int perf_profiling;
    int remote_debug;
    int import_time;
    int code_debug_ranges;
    int show_ref_count;
    int dump_refs;
    wchar_t *dump_refs_file;
    int malloc_stats;
    int pymalloc_hugepages;
    wchar_t *filesystem_encoding;
    wchar_t *filesystem_errors;
    wchar_t *pycache_prefix;
    int parse_argv;
    PyWideStringList orig_argv;
    PyWideStringList argv;
    PyWideStringList xoptions;
    PyWideStringList warnoptions;
    int site_import;
    int bytes_warning;
    int warn_default_encoding;
    int inspect;
    int interactive;
    int optimization_level;
    int parser_debug;
    int write_bytecode;
    int verbose;
    int quiet;
    int user_site_directory;
    int configure_c_stdio;
    int buffered_stdio;
    wchar_t *stdio_encoding;
    wchar_t *stdio_errors;
    wchar_t *check_hash_pycs_mode;
    int use_frozen_modules;
    int safe_path;
    int int_max_str_digits;
    int thread_inherit_context;
    int context_aware_warnings;
    int cpu_count;
    int lazy_imports;
    int pathconfig_warnings;
    wchar_t *program_name;
    wchar_t *pythonpath_env;
    wchar_t *home;
    wchar_t *platlibdir;
    int module_search_paths_set;
    PyWideStringList module_search_paths;
    wchar_t *stdlib_dir;
    wchar_t *executable;
    wchar_t *base_executable;
    wchar_t *prefix;
    wchar_t *base_prefix;
    wchar_t *exec_prefix;
    wchar_t *base_exec_prefix;
    int skip_source_first_line;
    wchar_t *run_command;
    wchar_t *run_module;
    wchar_t *run_filename;
    wchar_t *sys_path_0;
    int _install_importlib;
    int _init_main;
    int _is_python_build;
#ifndef PIL_EXACT_LAYOUT
    int _isolated_interpreter;
    PyWideStringList _orig_argv;
    int _use_peg_parser;
    int enable_gil;
    int legacy_windows_stdio;
    int tlbc_enabled;
#endif
#elif PIL_PYTHON >= 0x030E0000
    int _config_init;
    int isolated;
    int use_environment;
    int dev_mode;
    int install_signal_handlers;
    int use_hash_seed;
    unsigned long hash_seed;
    int faulthandler;
    int tracemalloc;
    int perf_profiling;
    int remote_debug;
    int import_time;
    int code_debug_ranges;
    int show_ref_count;
    int dump_refs;
    wchar_t *dump_refs_file;
    int malloc_stats;
    wchar_t *filesystem_encoding;
    wchar_t *filesystem_errors;
    wchar_t *pycache_prefix;
    int parse_argv;
    PyWideStringList orig_argv;
    PyWideStringList argv;
    PyWideStringList xoptions;
    PyWideStringList warnoptions;
    int site_import;
    int bytes_warning;
    int warn_default_encoding;
    int inspect;
    int interactive;
    int optimization_level;
    int parser_debug;
    int write_bytecode;
    int verbose;
    int quiet;
    int user_site_directory;
    int configure_c_stdio;
    int buffered_stdio;
    wchar_t *stdio_encoding;
    wchar_t *stdio_errors;
    wchar_t *check_hash_pycs_mode;
    int use_frozen_modules;
    int safe_path;
    int int_max_str_digits;
    int thread_inherit_context;
    int context_aware_warnings;
    int cpu_count;
    int pathconfig_warnings;
    wchar_t *program_name;
    wchar_t *pythonpath_env;
    wchar_t *home;
    wchar_t *platlibdir;
    int module_search_paths_set;
    PyWideStringList module_search_paths;
    wchar_t *stdlib_dir;
    wchar_t *executable;
    wchar_t *base_executable;
    wchar_t *prefix;
    wchar_t *base_prefix;
    wchar_t *exec_prefix;
    wchar_t *base_exec_prefix;
    int skip_source_first_line;
    wchar_t *run_command;
    wchar_t *run_module;
    wchar_t *run_filename;
    wchar_t *sys_path_0;
    int _install_importlib;
    int _init_main;
    int _is_python_build;
#ifndef PIL_EXACT_LAYOUT
    int _isolated_interpreter;
    PyWideStringList _orig_argv;
    int _use_peg_parser;
    int enable_gil;
    int legacy_windows_stdio;
    int tlbc_enabled;
#endif
#elif PIL_PYTHON >= 0x030D0000
    int _config_init;
    int isolated;
    int use_environment;
    int dev_mode;
    int install_signal_handlers;
    int use_hash_seed;
    unsigned long hash_seed;
    int faulthandler;
    int tracemalloc;
    int perf_profiling;
    int import_time;
    int code_debug_ranges;
    int show_ref_count;
    int dump_refs;
    wchar_t *dump_refs_file;
    int malloc_stats;
    wchar_t *filesystem_encoding;
    wchar_t *filesystem_errors;
    wchar_t *pycache_prefix;
    int parse_argv;
    PyWideStringList orig_argv;
    PyWideStringList argv;
    PyWideStringList xoptions;
    PyWideStringList warnoptions;
    int site_import;
    int bytes_warning;
    int warn_default_encoding;
    int inspect;
    int interactive;
    int optimization_level;
    int parser_debug;
    int write_bytecode;
    int verbose;
    int quiet;
    int user_site_directory;
    int configure_c_stdio;
    int buffered_stdio;
    wchar_t *stdio_encoding;
    wchar_t *stdio_errors;
    wchar_t *check_hash_pycs_mode;
    int use_frozen_modules;
    int safe_path;
    int int_max_str_digits;
    int cpu_count;
    int pathconfig_warnings;
    wchar_t *program_name;
    wchar_t *pythonpath_env;
    wchar_t *home;
    wchar_t *platlibdir;
    int module_search_paths_set;
    PyWideStringList module_search_paths;
    wchar_t *stdlib_dir;
    wchar_t *executable;
    wchar_t *base_executable;
    wchar_t *prefix;
    wchar_t *base_prefix;
    wchar_t *exec_prefix;
    wchar_t *base_exec_prefix;
    int skip_source_first_line;
    wchar_t *run_command;
    wchar_t *run_module;
    wchar_t *run_filename;
    wchar_t *sys_path_0;
    int _install_importlib;
    int _init_main;
    int _is_python_build;
#ifndef PIL_EXACT_LAYOUT
    int _isolated_interpreter;
    PyWideStringList _orig_argv;
    int _use_peg_parser;
    int enable_gil;
    int legacy_windows_stdio;
#endif
#elif PIL_PYTHON >= 0x030C0000
    int _config_init;
    int isolated;
    int use_environment;
    int dev_mode;
    int install_signal_handlers;
    int use_hash_seed;
    unsigned long hash_seed;
    int faulthandler;
    int tracemalloc;
    int perf_profiling;
    int import_time;
    int code_debug_ranges;
    int show_ref_count;
    int dump_refs;
    wchar_t *dump_refs_file;
    int malloc_stats;
    wchar_t *filesystem_encoding;
    wchar_t *filesystem_errors;
    wchar_t *pycache_prefix;
    int parse_argv;
    PyWideStringList orig_argv;
    PyWideStringList argv;
    PyWideStringList xoptions;
    PyWideStringList warnoptions;
    int site_import;
    int bytes_warning;
    int warn_default_encoding;
    int inspect;
    int interactive;
    int optimization_level;
    int parser_debug;
    int write_bytecode;
    int verbose;
    int quiet;
    int user_site_directory;
    int configure_c_stdio;
    int buffered_stdio;
    wchar_t *stdio_encoding;
    wchar_t *stdio_errors;
    wchar_t *check_hash_pycs_mode;
    int use_frozen_modules;
    int safe_path;
    int int_max_str_digits;
    int pathconfig_warnings;
    wchar_t *program_name;
    wchar_t *pythonpath_env;
    wchar_t *home;
    wchar_t *platlibdir;
    int module_search_paths_set;
    PyWideStringList module_search_paths;
    wchar_t *stdlib_dir;
    wchar_t *executable;
    wchar_t *base_executable;
    wchar_t *prefix;
    wchar_t *base_prefix;
    wchar_t *exec_prefix;
    wchar_t *base_exec_prefix;
    int skip_source_first_line;
    wchar_t *run_command;
    wchar_t *run_module;
    wchar_t *run_filename;
    int _install_importlib;
    int _init_main;
    int _is_python_build;
#ifndef PIL_EXACT_LAYOUT
    int _isolated_interpreter;
    PyWideStringList _orig_argv;
    int _use_peg_parser;
    int legacy_windows_stdio;
#endif
#elif PIL_PYTHON >= 0x030B0000
    int _config_init;
    int isolated;
    int use_environment;
    int dev_mode;
    int install_signal_handlers;
    int use_hash_seed;
    unsigned long hash_seed;
    int faulthandler;
    int tracemalloc;
    int import_time;
    int code_debug_ranges;
    int show_ref_count;
    int dump_refs;
    wchar_t *dump_refs_file;
    int malloc_stats;
    wchar_t *filesystem_encoding;
    wchar_t *filesystem_errors;
    wchar_t *pycache_prefix;
    int parse_argv;
    PyWideStringList orig_argv;
    PyWideStringList argv;
    PyWideStringList xoptions;
    PyWideStringList warnoptions;
    int site_import;
    int bytes_warning;
    int warn_default_encoding;
    int inspect;
    int interactive;
    int optimization_level;
    int parser_debug;
    int write_bytecode;
    int verbose;
    int quiet;
    int user_site_directory;
    int configure_c_stdio;
    int buffered_stdio;
    wchar_t *stdio_encoding;
    wchar_t *stdio_errors;
    wchar_t *check_hash_pycs_mode;
    int use_frozen_modules;
    int safe_path;
    int pathconfig_warnings;
    wchar_t *program_name;
    wchar_t *pythonpath_env;
    wchar_t *home;
    wchar_t *platlibdir;
    int module_search_paths_set;
    PyWideStringList module_search_paths;
    wchar_t *stdlib_dir;
    wchar_t *executable;
    wchar_t *base_executable;
    wchar_t *prefix;
    wchar_t *base_prefix;
    wchar_t *exec_prefix;
    wchar_t *base_exec_prefix;
    int skip_source_first_line;
    wchar_t *run_command;
    wchar_t *run_module;
    wchar_t *run_filename;
    int _install_importlib;
    int _init_main;
    int _isolated_interpreter;
    int _is_python_build;
#ifndef PIL_EXACT_LAYOUT
    PyWideStringList _orig_argv;
    int _use_peg_parser;
    int legacy_windows_stdio;
#endif
#elif PIL_PYTHON >= 0x030A0000
    int _config_init;
    int isolated;
    int use_environment;
    int dev_mode;
    int install_signal_handlers;
    int use_hash_seed;
    unsigned long hash_seed;
    int faulthandler;
    int tracemalloc;
    int import_time;
    int show_ref_count;
    int dump_refs;
    int malloc_stats;
    wchar_t *filesystem_encoding;
    wchar_t *filesystem_errors;
    wchar_t *pycache_prefix;
    int parse_argv;
    PyWideStringList orig_argv;
    PyWideStringList argv;
    PyWideStringList xoptions;
    PyWideStringList warnoptions;
    int site_import;
    int bytes_warning;
    int warn_default_encoding;
    int inspect;
    int interactive;
    int optimization_level;
    int parser_debug;
    int write_bytecode;
    int verbose;
    int quiet;
    int user_site_directory;
    int configure_c_stdio;
    int buffered_stdio;
    wchar_t *stdio_encoding;
    wchar_t *stdio_errors;
    wchar_t *check_hash_pycs_mode;
    int pathconfig_warnings;
    wchar_t *program_name;
    wchar_t *pythonpath_env;
    wchar_t *home;
    wchar_t *platlibdir;
    int module_search_paths_set;
    PyWideStringList module_search_paths;
    wchar_t *executable;
    wchar_t *base_executable;
    wchar_t *prefix;
    wchar_t *base_prefix;
    wchar_t *exec_prefix;
    wchar_t *base_exec_prefix;
    int skip_source_first_line;
    wchar_t *run_command;
    wchar_t *run_module;
    wchar_t *run_filename;
    int _install_importlib;
    int _init_main;
    int _isolated_interpreter;
#ifndef PIL_EXACT_LAYOUT
    PyWideStringList _orig_argv;
    int _use_peg_parser;
    int legacy_windows_stdio;
#endif
#else
    int _config_init;
    int isolated;
    int use_environment;
    int dev_mode;
    int install_signal_handlers;
    int use_hash_seed;
    unsigned long hash_seed;
    int faulthandler;
    int _use_peg_parser;
    int tracemalloc;
    int import_time;
    int show_ref_count;
    int dump_refs;
    int malloc_stats;
    wchar_t *filesystem_encoding;
    wchar_t *filesystem_errors;
    wchar_t *pycache_prefix;
    int parse_argv;
    PyWideStringList argv;
    wchar_t *program_name;
    PyWideStringList xoptions;
    PyWideStringList warnoptions;
    int site_import;
    int bytes_warning;
    int inspect;
    int interactive;
    int optimization_level;
    int parser_debug;
    int write_bytecode;
    int verbose;
    int quiet;
    int user_site_directory;
    int configure_c_stdio;
    int buffered_stdio;
    wchar_t *stdio_encoding;
    wchar_t *stdio_errors;
    wchar_t *check_hash_pycs_mode;
    int pathconfig_warnings;
    wchar_t *pythonpath_env;
    wchar_t *home;
    int module_search_paths_set;
    PyWideStringList module_search_paths;
    wchar_t *executable;
    wchar_t *base_executable;
    wchar_t *prefix;
    wchar_t *base_prefix;
    wchar_t *exec_prefix;
    wchar_t *base_exec_prefix;
    wchar_t *platlibdir;
    int skip_source_first_line;
    wchar_t *run_command;
    wchar_t *run_module;
    wchar_t *run_filename;
    int _install_importlib;
    int _init_main;
    int _isolated_interpreter;
    PyWideStringList _orig_argv;
#ifndef PIL_EXACT_LAYOUT
    int legacy_windows_stdio;
#endif
#endif
};
struct PyFutureFeatures {
#if PIL_PYTHON >= 0x030D0000
#ifndef PIL_EXACT_LAYOUT
    int ff_features;
    int ff_lineno;
    _PyCompilerSrcLocation ff_location;
#endif
#elif PIL_PYTHON >= 0x030C0000
    int ff_features;
    _PyCompilerSrcLocation ff_location;
#ifndef PIL_EXACT_LAYOUT
    int ff_lineno;
#endif
#else
    int ff_features;
    int ff_lineno;
#endif
};
struct _heaptypeobject {
#if PIL_PYTHON >= 0x030E0000
    PyTypeObject ht_type;
    PyAsyncMethods as_async;
    PyNumberMethods as_number;
    PyMappingMethods as_mapping;
    PySequenceMethods as_sequence;
    PyBufferProcs as_buffer;
    PyObject *ht_name;
    PyObject *ht_slots;
    PyObject *ht_qualname;
    struct _dictkeysobject *ht_cached_keys;
    PyObject *ht_module;
    char *_ht_tpname;
    void *ht_token;
    struct _specialization_cache _spec_cache;
#ifndef PIL_EXACT_LAYOUT
    Py_ssize_t unique_id;
#endif
#elif PIL_PYTHON >= 0x030B0000
    PyTypeObject ht_type;
    PyAsyncMethods as_async;
    PyNumberMethods as_number;
    PyMappingMethods as_mapping;
    PySequenceMethods as_sequence;
    PyBufferProcs as_buffer;
    PyObject *ht_name;
    PyObject *ht_slots;
    PyObject *ht_qualname;
    struct _dictkeysobject *ht_cached_keys;
    PyObject *ht_module;
    char *_ht_tpname;
    struct _specialization_cache _spec_cache;
#else
    PyTypeObject ht_type;
    PyAsyncMethods as_async;
    PyNumberMethods as_number;
    PyMappingMethods as_mapping;
    PySequenceMethods as_sequence;
    PyBufferProcs as_buffer;
    PyObject *ht_name;
    PyObject *ht_slots;
    PyObject *ht_qualname;
    struct _dictkeysobject *ht_cached_keys;
    PyObject *ht_module;
#endif
};
struct PyModuleDef {
    PyModuleDef_Base m_base;
    const char *m_name;
    const char *m_doc;
    Py_ssize_t m_size;
    PyMethodDef *m_methods;
    PyModuleDef_Slot *m_slots;
    traverseproc m_traverse;
    inquiry m_clear;
    freefunc m_free;
};
struct PySetObject {
    PyObject ob_base;
    Py_ssize_t fill;
    Py_ssize_t used;
    Py_ssize_t mask;
    setentry *table;
    Py_hash_t hash;
    Py_ssize_t finger;
    setentry smalltable[8];
    PyObject *weakreflist;
};
#if PIL_PYTHON >= 0x030C0000
struct _PyCoMonitoringData {
#if PIL_PYTHON >= 0x030E0000
#ifndef PIL_EXACT_LAYOUT
    _Py_LocalMonitors active_monitors;
    uint8_t *line_tools;
    _PyCoLineInstrumentationData *lines;
    _Py_LocalMonitors local_monitors;
    uint8_t *per_instruction_opcodes;
    uint8_t *per_instruction_tools;
    uint8_t *tools;
#endif
#elif PIL_PYTHON >= 0x030C0000
    _Py_LocalMonitors local_monitors;
    _Py_LocalMonitors active_monitors;
    uint8_t *tools;
    _PyCoLineInstrumentationData *lines;
    uint8_t *line_tools;
    uint8_t *per_instruction_opcodes;
    uint8_t *per_instruction_tools;
#else
#endif
};
#endif
#ifdef __cplusplus
}
#endif
#endif
