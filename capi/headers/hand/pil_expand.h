/* The macros that are neither checks nor casts nor constants: each stands for a declared function or object `pil_X`,
   whose name after the prefix is the written API name. Purely textual macros stand at the end. */
#ifndef PIL_EXPAND_H
#define PIL_EXPAND_H
#ifdef __cplusplus
extern "C" {
#endif

/* Constant objects and the returns of them. */
extern PyObject pil_Py_None, pil_Py_True, pil_Py_False, pil_Py_Ellipsis, pil_Py_NotImplemented;
#define Py_None (&pil_Py_None)
#define Py_True (&pil_Py_True)
#define Py_False (&pil_Py_False)
#define Py_Ellipsis (&pil_Py_Ellipsis)
#define Py_NotImplemented (&pil_Py_NotImplemented)
PyObject *pil_Py_RETURN_NONE(void);
PyObject *pil_Py_RETURN_TRUE(void);
PyObject *pil_Py_RETURN_FALSE(void);
PyObject *pil_Py_RETURN_NOTIMPLEMENTED(void);
PyObject *pil_Py_RETURN_NAN(void);
PyObject *pil_Py_RETURN_INF(double);
PyObject *pil_Py_RETURN_RICHCOMPARE(int, int);
#define Py_RETURN_NONE return pil_Py_RETURN_NONE()
#define Py_RETURN_TRUE return pil_Py_RETURN_TRUE()
#define Py_RETURN_FALSE return pil_Py_RETURN_FALSE()
#define Py_RETURN_NOTIMPLEMENTED return pil_Py_RETURN_NOTIMPLEMENTED()
#define Py_RETURN_NAN return pil_Py_RETURN_NAN()
#define Py_RETURN_INF(sign) return pil_Py_RETURN_INF(sign)
#define Py_RETURN_RICHCOMPARE(a, b, op) return pil_Py_RETURN_RICHCOMPARE((a) < (b), (op))

/* Header fields, as lvalues: old sources assign to them. */
#undef Py_TYPE
#undef Py_SIZE
#undef Py_REFCNT
PyTypeObject **pil_Py_TYPE(PyObject *);
Py_ssize_t *pil_Py_SIZE(PyVarObject *);
Py_ssize_t *pil_Py_REFCNT(PyObject *);
#define Py_TYPE(op) (*pil_Py_TYPE(_PyObject_CAST(op)))
#define Py_SIZE(op) (*pil_Py_SIZE(_PyVarObject_CAST(op)))
#define Py_REFCNT(op) (*pil_Py_REFCNT(_PyObject_CAST(op)))

/* Replacing references. */
void pil_Py_CLEAR(PyObject **);
void pil_Py_SETREF(PyObject **, PyObject *);
void pil_Py_XSETREF(PyObject **, PyObject *);
int pil_Py_VISIT(PyObject *, visitproc, void *);
#define Py_CLEAR(op) pil_Py_CLEAR((PyObject **)&(op))
#define Py_SETREF(dst, src) pil_Py_SETREF((PyObject **)&(dst), _PyObject_CAST(src))
#define Py_XSETREF(dst, src) pil_Py_XSETREF((PyObject **)&(dst), _PyObject_CAST(src))
#define Py_VISIT(op) \
    do { \
        int vret = pil_Py_VISIT(_PyObject_CAST(op), visit, arg); \
        if (vret) return vret; \
    } while (0)

/* Items of containers, as lvalues: sources take their address. */
#undef PyTuple_GET_ITEM
#undef PyList_GET_ITEM
#undef PySequence_Fast_GET_ITEM
#undef PySequence_Fast_GET_SIZE
#undef PySequence_Fast_ITEMS
#undef PySequence_ITEM
PyObject **pil_PyTuple_GET_ITEM(PyObject *, Py_ssize_t);
PyObject **pil_PyList_GET_ITEM(PyObject *, Py_ssize_t);
PyObject **pil_PySequence_Fast_GET_ITEM(PyObject *, Py_ssize_t);
PyObject **pil_PySequence_Fast_ITEMS(PyObject *);
Py_ssize_t pil_PySequence_Fast_GET_SIZE(PyObject *);
PyObject *pil_PySequence_ITEM(PyObject *, Py_ssize_t);
PyObject **pil_PyStructSequence_GET_ITEM(PyObject *, Py_ssize_t);
void pil_PyStructSequence_SET_ITEM(PyObject *, Py_ssize_t, PyObject *);
PyObject **pil__PyList_ITEMS(PyObject *);
#define PyTuple_GET_ITEM(op, i) (*pil_PyTuple_GET_ITEM(_PyObject_CAST(op), (i)))
#define PyList_GET_ITEM(op, i) (*pil_PyList_GET_ITEM(_PyObject_CAST(op), (i)))
#define PySequence_Fast_GET_ITEM(op, i) (*pil_PySequence_Fast_GET_ITEM(_PyObject_CAST(op), (i)))
#define PySequence_Fast_GET_SIZE(op) pil_PySequence_Fast_GET_SIZE(_PyObject_CAST(op))
#define PySequence_Fast_ITEMS(op) pil_PySequence_Fast_ITEMS(_PyObject_CAST(op))
#define PySequence_ITEM(op, i) pil_PySequence_ITEM(_PyObject_CAST(op), (i))
#define PyStructSequence_GET_ITEM(op, i) (*pil_PyStructSequence_GET_ITEM(_PyObject_CAST(op), (i)))
#define PyStructSequence_SET_ITEM(op, i, v) pil_PyStructSequence_SET_ITEM(_PyObject_CAST(op), (i), _PyObject_CAST(v))
#define _PyList_ITEMS(op) pil__PyList_ITEMS(_PyObject_CAST(op))

/* Strings. */
#undef PyUnicode_READ
#undef PyUnicode_WRITE
#undef PyUnicode_DATA
#undef PyUnicode_KIND
Py_UCS4 pil_PyUnicode_READ(int, const void *, Py_ssize_t);
void pil_PyUnicode_WRITE(int, void *, Py_ssize_t, Py_UCS4);
void *pil_PyUnicode_DATA(PyObject *);
enum PyUnicode_Kind pil_PyUnicode_KIND(PyObject *);
Py_UCS1 *pil_PyUnicode_1BYTE_DATA(PyObject *);
Py_UCS2 *pil_PyUnicode_2BYTE_DATA(PyObject *);
Py_UCS4 *pil_PyUnicode_4BYTE_DATA(PyObject *);
#define PyUnicode_READ(kind, data, i) pil_PyUnicode_READ((int)(kind), (const void *)(data), (i))
#define PyUnicode_WRITE(kind, data, i, v) pil_PyUnicode_WRITE((int)(kind), (void *)(data), (i), (Py_UCS4)(v))
#define PyUnicode_DATA(op) pil_PyUnicode_DATA(_PyObject_CAST(op))
#define PyUnicode_KIND(op) pil_PyUnicode_KIND(_PyObject_CAST(op))
#define PyUnicode_1BYTE_DATA(op) pil_PyUnicode_1BYTE_DATA(_PyObject_CAST(op))
#define PyUnicode_2BYTE_DATA(op) pil_PyUnicode_2BYTE_DATA(_PyObject_CAST(op))
#define PyUnicode_4BYTE_DATA(op) pil_PyUnicode_4BYTE_DATA(_PyObject_CAST(op))
int pil_Py_UNICODE_ISALPHA(Py_UCS4);
int pil_Py_UNICODE_ISDECIMAL(Py_UCS4);
int pil_Py_UNICODE_ISDIGIT(Py_UCS4);
int pil_Py_UNICODE_ISLINEBREAK(Py_UCS4);
int pil_Py_UNICODE_ISLOWER(Py_UCS4);
int pil_Py_UNICODE_ISNUMERIC(Py_UCS4);
int pil_Py_UNICODE_ISPRINTABLE(Py_UCS4);
int pil_Py_UNICODE_ISTITLE(Py_UCS4);
int pil_Py_UNICODE_ISUPPER(Py_UCS4);
int pil_Py_UNICODE_TODECIMAL(Py_UCS4);
int pil_Py_UNICODE_TODIGIT(Py_UCS4);
Py_UCS4 pil_Py_UNICODE_TOLOWER(Py_UCS4);
double pil_Py_UNICODE_TONUMERIC(Py_UCS4);
Py_UCS4 pil_Py_UNICODE_TOTITLE(Py_UCS4);
Py_UCS4 pil_Py_UNICODE_TOUPPER(Py_UCS4);
#define Py_UNICODE_ISALPHA(ch) pil_Py_UNICODE_ISALPHA(ch)
#define Py_UNICODE_ISDECIMAL(ch) pil_Py_UNICODE_ISDECIMAL(ch)
#define Py_UNICODE_ISDIGIT(ch) pil_Py_UNICODE_ISDIGIT(ch)
#define Py_UNICODE_ISLINEBREAK(ch) pil_Py_UNICODE_ISLINEBREAK(ch)
#define Py_UNICODE_ISLOWER(ch) pil_Py_UNICODE_ISLOWER(ch)
#define Py_UNICODE_ISNUMERIC(ch) pil_Py_UNICODE_ISNUMERIC(ch)
#define Py_UNICODE_ISPRINTABLE(ch) pil_Py_UNICODE_ISPRINTABLE(ch)
#define Py_UNICODE_ISTITLE(ch) pil_Py_UNICODE_ISTITLE(ch)
#define Py_UNICODE_ISUPPER(ch) pil_Py_UNICODE_ISUPPER(ch)
#define Py_UNICODE_TODECIMAL(ch) pil_Py_UNICODE_TODECIMAL(ch)
#define Py_UNICODE_TODIGIT(ch) pil_Py_UNICODE_TODIGIT(ch)
#define Py_UNICODE_TOLOWER(ch) pil_Py_UNICODE_TOLOWER(ch)
#define Py_UNICODE_TONUMERIC(ch) pil_Py_UNICODE_TONUMERIC(ch)
#define Py_UNICODE_TOTITLE(ch) pil_Py_UNICODE_TOTITLE(ch)
#define Py_UNICODE_TOUPPER(ch) pil_Py_UNICODE_TOUPPER(ch)
int pil__PyUnicodeWriter_Prepare(_PyUnicodeWriter *, Py_ssize_t, Py_UCS4);
int pil__PyUnicodeWriter_PrepareKind(_PyUnicodeWriter *, int);
#define _PyUnicodeWriter_Prepare(w, len, maxchar) pil__PyUnicodeWriter_Prepare((w), (len), (maxchar))
#define _PyUnicodeWriter_PrepareKind(w, kind) pil__PyUnicodeWriter_PrepareKind((w), (kind))
const char *pil__PyUnicode_AsStringAndSize(PyObject *, Py_ssize_t *);
#define _PyUnicode_AsStringAndSize pil__PyUnicode_AsStringAndSize

/* Characters. */
int pil_Py_ISALNUM(int);
int pil_Py_ISALPHA(int);
int pil_Py_ISDIGIT(int);
int pil_Py_ISLOWER(int);
int pil_Py_ISSPACE(int);
int pil_Py_ISUPPER(int);
int pil_Py_ISXDIGIT(int);
int pil_Py_TOLOWER(int);
int pil_Py_TOUPPER(int);
#define Py_ISALNUM(c) pil_Py_ISALNUM(c)
#define Py_ISALPHA(c) pil_Py_ISALPHA(c)
#define Py_ISDIGIT(c) pil_Py_ISDIGIT(c)
#define Py_ISLOWER(c) pil_Py_ISLOWER(c)
#define Py_ISSPACE(c) pil_Py_ISSPACE(c)
#define Py_ISUPPER(c) pil_Py_ISUPPER(c)
#define Py_ISXDIGIT(c) pil_Py_ISXDIGIT(c)
#define Py_TOLOWER(c) pil_Py_TOLOWER(c)
#define Py_TOUPPER(c) pil_Py_TOUPPER(c)
int pil_PyOS_stricmp(const char *, const char *);
int pil_PyOS_strnicmp(const char *, const char *, Py_ssize_t);
#define PyOS_stricmp pil_PyOS_stricmp
#define PyOS_strnicmp pil_PyOS_strnicmp

/* Numbers. */
int pil_Py_IS_NAN(double);
int pil_Py_IS_INFINITY(double);
int pil_Py_IS_FINITE(double);
int pil_Py_OVERFLOWED(double);
#define Py_IS_NAN(x) pil_Py_IS_NAN(x)
#define Py_IS_INFINITY(x) pil_Py_IS_INFINITY(x)
#define Py_IS_FINITE(x) pil_Py_IS_FINITE(x)
#define Py_OVERFLOWED(x) pil_Py_OVERFLOWED(x)
#define Py_FORCE_DOUBLE(x) (x)
#define Py_ADJUST_ERANGE1(x) ((void)(x))
#define Py_ADJUST_ERANGE2(x, y) ((void)(x), (void)(y))
#define Py_SET_ERRNO_ON_MATH_ERROR(x) ((void)(x))
#define Py_SET_ERANGE_IF_OVERFLOW(x) ((void)(x))
#define _Py_SET_EDOM_FOR_NAN(x) ((void)(x))
long pil_PyLong_AS_LONG(PyObject *);
pid_t pil_PyLong_AsPid(PyObject *);
PyObject *pil_PyLong_FromPid(pid_t);
#define PyLong_AS_LONG(op) pil_PyLong_AS_LONG(_PyObject_CAST(op))
#define PyLong_AsPid pil_PyLong_AsPid
#define PyLong_FromPid pil_PyLong_FromPid
#define _Py_PARSE_PID "i"
#define _Py_PARSE_INTPTR "l"
#define _Py_PARSE_UINTPTR "k"

/* Memory and allocation. */
void *pil_PyMem_MALLOC(size_t);
void *pil_PyMem_REALLOC(void *, size_t);
void pil_PyMem_FREE(void *);
void pil_PyMem_DEL(void *);
void pil_PyMem_Del(void *);
void *pil_PyMem_New(size_t, size_t);
void *pil_PyMem_NEW(size_t, size_t);
void *pil_PyMem_Resize(void *, size_t, size_t);
void *pil_PyMem_RESIZE(void *, size_t, size_t);
#define PyMem_MALLOC pil_PyMem_MALLOC
#define PyMem_REALLOC pil_PyMem_REALLOC
#define PyMem_FREE pil_PyMem_FREE
#define PyMem_DEL pil_PyMem_DEL
#define PyMem_Del pil_PyMem_Del
#define PyMem_New(type, n) ((type *)pil_PyMem_New((n), sizeof(type)))
#define PyMem_NEW(type, n) ((type *)pil_PyMem_NEW((n), sizeof(type)))
#define PyMem_Resize(p, type, n) ((p) = (type *)pil_PyMem_Resize((p), (n), sizeof(type)))
#define PyMem_RESIZE(p, type, n) ((p) = (type *)pil_PyMem_RESIZE((p), (n), sizeof(type)))
void *pil_PyObject_MALLOC(size_t);
void *pil_PyObject_REALLOC(void *, size_t);
void pil_PyObject_FREE(void *);
void pil_PyObject_DEL(void *);
void pil_PyObject_Del(void *);
PyObject *pil_PyObject_New(PyTypeObject *);
PyObject *pil_PyObject_NEW(PyTypeObject *);
PyVarObject *pil_PyObject_NewVar(PyTypeObject *, Py_ssize_t);
PyVarObject *pil_PyObject_NEW_VAR(PyTypeObject *, Py_ssize_t);
PyObject *pil_PyObject_GC_New(PyTypeObject *);
PyVarObject *pil_PyObject_GC_NewVar(PyTypeObject *, Py_ssize_t);
PyVarObject *pil_PyObject_GC_Resize(PyVarObject *, Py_ssize_t);
PyObject *pil_PyObject_INIT(PyObject *, PyTypeObject *);
PyVarObject *pil_PyObject_INIT_VAR(PyVarObject *, PyTypeObject *, Py_ssize_t);
#undef PyObject_INIT
#undef PyObject_INIT_VAR
#undef PyObject_Del
#define PyObject_MALLOC pil_PyObject_MALLOC
#define PyObject_REALLOC pil_PyObject_REALLOC
#define PyObject_FREE pil_PyObject_FREE
#define PyObject_DEL pil_PyObject_DEL
#define PyObject_Del pil_PyObject_Del
#define PyObject_New(type, t) ((type *)pil_PyObject_New(t))
#define PyObject_NEW(type, t) ((type *)pil_PyObject_NEW(t))
#define PyObject_NewVar(type, t, n) ((type *)pil_PyObject_NewVar((t), (n)))
#define PyObject_NEW_VAR(type, t, n) ((type *)pil_PyObject_NEW_VAR((t), (n)))
#define PyObject_GC_New(type, t) ((type *)pil_PyObject_GC_New(t))
#define PyObject_GC_NewVar(type, t, n) ((type *)pil_PyObject_GC_NewVar((t), (n)))
#define PyObject_GC_Resize(type, op, n) ((type *)pil_PyObject_GC_Resize(_PyVarObject_CAST(op), (n)))
#define PyObject_INIT(op, t) pil_PyObject_INIT(_PyObject_CAST(op), (t))
#define PyObject_INIT_VAR(op, t, n) pil_PyObject_INIT_VAR(_PyVarObject_CAST(op), (t), (n))

/* Types and descriptors. */
#undef PyType_FastSubclass
#undef PyType_IS_GC
int pil_PyType_FastSubclass(PyTypeObject *, unsigned long);
int pil_PyType_IS_GC(PyTypeObject *);
PyTypeObject **pil_PyDescr_TYPE(PyObject *);
PyObject **pil_PyDescr_NAME(PyObject *);
PyMemberDef *pil_PyHeapType_GET_MEMBERS(PyObject *);
PyObject *pil_PyExceptionInstance_Class(PyObject *);
int pil__PyGC_FINALIZED(PyObject *);
int pil__PyDict_HasSplitTable(PyObject *);
#define PyType_FastSubclass(type, flag) pil_PyType_FastSubclass((type), (flag))
#define PyType_IS_GC(type) pil_PyType_IS_GC(type)
#define PyDescr_TYPE(x) (*pil_PyDescr_TYPE(_PyObject_CAST(x)))
#define PyDescr_NAME(x) (*pil_PyDescr_NAME(_PyObject_CAST(x)))
#define PyHeapType_GET_MEMBERS(etype) pil_PyHeapType_GET_MEMBERS(_PyObject_CAST(etype))
#define PyExceptionInstance_Class(x) pil_PyExceptionInstance_Class(_PyObject_CAST(x))
#define _PyGC_FINALIZED(op) pil__PyGC_FINALIZED(_PyObject_CAST(op))
#define _PyDict_HasSplitTable(d) pil__PyDict_HasSplitTable(_PyObject_CAST(d))
#define PyFunction_AS_FRAME_CONSTRUCTOR(func) ((PyFrameConstructor *)&((PyFunctionObject *)(func))->func_globals)

/* Calls: each old spelling keeps its own name. */
PyObject *pil__PyObject_CallOneArg(PyObject *, PyObject *);
PyObject *pil__PyObject_CallMethodNoArgs(PyObject *, PyObject *);
PyObject *pil__PyObject_CallMethodOneArg(PyObject *, PyObject *, PyObject *);
PyObject *pil__PyObject_FastCallDict(PyObject *, PyObject *const *, size_t, PyObject *);
PyObject *pil__PyObject_Vectorcall(PyObject *, PyObject *const *, size_t, PyObject *);
PyObject *pil__PyObject_VectorcallMethod(PyObject *, PyObject *const *, size_t, PyObject *);
PyObject *pil__PyObject_LookupSpecial(PyObject *, PyObject *);
vectorcallfunc pil__PyVectorcall_Function(PyObject *);
PyObject *pil_PyEval_CallObject(PyObject *, PyObject *);
void pil__PyObject_Dump(PyObject *);
#undef _PyObject_CallOneArg
#undef _PyObject_CallMethodNoArgs
#undef _PyObject_CallMethodOneArg
#undef _PyObject_FastCallDict
#undef _PyObject_Vectorcall
#undef _PyObject_VectorcallMethod
#undef _PyObject_LookupSpecial
#undef _PyVectorcall_Function
#undef _PyObject_Dump
#define _PyObject_CallOneArg pil__PyObject_CallOneArg
#define _PyObject_CallMethodNoArgs pil__PyObject_CallMethodNoArgs
#define _PyObject_CallMethodOneArg pil__PyObject_CallMethodOneArg
#define _PyObject_FastCallDict pil__PyObject_FastCallDict
#define _PyObject_Vectorcall pil__PyObject_Vectorcall
#define _PyObject_VectorcallMethod pil__PyObject_VectorcallMethod
#define _PyObject_LookupSpecial pil__PyObject_LookupSpecial
#define _PyVectorcall_Function pil__PyVectorcall_Function
#define _PyObject_Dump(op) pil__PyObject_Dump(_PyObject_CAST(op))
#define PyEval_CallObject(callable, arg) pil_PyEval_CallObject(_PyObject_CAST(callable), _PyObject_CAST(arg))

/* C++ may pass `const char *[]` as keyword list since 3.13; one declaration takes that and `char **` through a cast. */
#if defined(__cplusplus) && PIL_PYTHON >= 0x030D0000
#define PyArg_ParseTupleAndKeywords(args, kwargs, format, kwlist, ...) \
    PyArg_ParseTupleAndKeywords((args), (kwargs), (format), (char *const *)(kwlist), ##__VA_ARGS__)
#define PyArg_VaParseTupleAndKeywords(args, kwargs, format, kwlist, va) \
    PyArg_VaParseTupleAndKeywords((args), (kwargs), (format), (char *const *)(kwlist), (va))
#endif

/* Mappings, ordered dictionaries. */
int pil_PyMapping_DelItem(PyObject *, PyObject *);
int pil_PyMapping_DelItemString(PyObject *, const char *);
int pil_PyODict_Contains(PyObject *, PyObject *);
PyObject *pil_PyODict_GetItem(PyObject *, PyObject *);
PyObject *pil_PyODict_GetItemString(PyObject *, const char *);
PyObject *pil_PyODict_GetItemWithError(PyObject *, PyObject *);
Py_ssize_t pil_PyODict_SIZE(PyObject *);
Py_ssize_t pil_PyODict_Size(PyObject *);
#define PyMapping_DelItem(o, k) pil_PyMapping_DelItem(_PyObject_CAST(o), _PyObject_CAST(k))
#define PyMapping_DelItemString(o, k) pil_PyMapping_DelItemString(_PyObject_CAST(o), (k))
#define PyODict_Contains(od, k) pil_PyODict_Contains(_PyObject_CAST(od), _PyObject_CAST(k))
#define PyODict_GetItem(od, k) pil_PyODict_GetItem(_PyObject_CAST(od), _PyObject_CAST(k))
#define PyODict_GetItemString(od, k) pil_PyODict_GetItemString(_PyObject_CAST(od), (k))
#define PyODict_GetItemWithError(od, k) pil_PyODict_GetItemWithError(_PyObject_CAST(od), _PyObject_CAST(k))
#define PyODict_SIZE(od) pil_PyODict_SIZE(_PyObject_CAST(od))
#define PyODict_Size(od) pil_PyODict_Size(_PyObject_CAST(od))

/* Modules, imports, errors. */
PyObject *pil_PyModule_Create(PyModuleDef *);
PyObject *pil_PyModule_FromDefAndSpec(PyModuleDef *, PyObject *);
int pil_PyModule_AddIntMacro(PyObject *, const char *, long);
int pil_PyModule_AddStringMacro(PyObject *, const char *, const char *);
PyObject *pil_PyImport_ImportModuleEx(const char *, PyObject *, PyObject *, PyObject *);
int pil_PyErr_Warn(PyObject *, const char *);
PyObject *pil__PyErr_OCCURRED(void);
#define PyModule_Create(def) pil_PyModule_Create(def)
#define PyModule_FromDefAndSpec(def, spec) pil_PyModule_FromDefAndSpec((def), (spec))
#define PyModule_AddIntMacro(m, c) pil_PyModule_AddIntMacro((m), #c, (c))
#define PyModule_AddStringMacro(m, c) pil_PyModule_AddStringMacro((m), #c, (c))
#define PyImport_ImportModuleEx(n, g, l, f) pil_PyImport_ImportModuleEx((n), (g), (l), (f))
#define PyErr_Warn(category, msg) pil_PyErr_Warn((category), (msg))
#define _PyErr_OCCURRED() pil__PyErr_OCCURRED()
PyCodeObject *pil_PyAST_Compile(struct _mod *, const char *, PyCompilerFlags *, PyArena *);
struct _node *pil_PyParser_SimpleParseFile(FILE *, const char *, int);
struct _node *pil_PyParser_SimpleParseString(const char *, int);
#define PyAST_Compile(mod, s, f, ar) pil_PyAST_Compile((mod), (s), (f), (ar))
#define PyParser_SimpleParseFile(fp, s, b) pil_PyParser_SimpleParseFile((fp), (s), (b))
#define PyParser_SimpleParseString(s, b) pil_PyParser_SimpleParseString((s), (b))
#if PIL_PYTHON >= 0x030F0000
#define PyABIInfo_DEFAULT_ABI_VERSION PY_VERSION_HEX
#define _PyABIInfo_DEFAULT_FLAG_STABLE 0
#define _PyABIInfo_DEFAULT_FLAG_INTERNAL 0
#ifdef Py_GIL_DISABLED
#define _PyABIInfo_DEFAULT_FLAG_FT PyABIInfo_FREETHREADED
#else
#define _PyABIInfo_DEFAULT_FLAG_FT PyABIInfo_GIL
#endif
#define PyABIInfo_DEFAULT_FLAGS _PyABIInfo_DEFAULT_FLAG_FT
#define _PyABIInfo_DEFAULT {1, 0, PyABIInfo_DEFAULT_FLAGS, PY_VERSION_HEX, PyABIInfo_DEFAULT_ABI_VERSION}
#define PyABIInfo_VAR(name) static PyABIInfo name = _PyABIInfo_DEFAULT
#define PySlot_DATA(name, value) {.sl_id = name, .sl_ptr = (void *)(value)}
#define PySlot_FUNC(name, value) {.sl_id = name, .sl_func = (_Py_funcptr_t)(value)}
#define PySlot_SIZE(name, value) {.sl_id = name, .sl_size = (Py_ssize_t)(value)}
#define PySlot_INT64(name, value) {.sl_id = name, .sl_int64 = (int64_t)(value)}
#define PySlot_UINT64(name, value) {.sl_id = name, .sl_uint64 = (uint64_t)(value)}
#define PySlot_STATIC_DATA(name, value) {.sl_id = name, .sl_flags = PySlot_STATIC, .sl_ptr = (void *)(value)}
#define PySlot_PTR(name, value) {.sl_id = name, .sl_flags = PySlot_INTPTR, .sl_ptr = (void *)(value)}
#define PySlot_PTR_STATIC(name, value) {.sl_id = name, .sl_flags = PySlot_INTPTR | PySlot_STATIC, .sl_ptr = (void *)(value)}
#define PySlot_END {0}
#define _Py_SLOT_COMPAT_VALUE(older, newer) (newer)
#endif

/* Threads, the GIL, critical sections. */
PyThreadState *pil_PyThreadState_GET(void);
PyInterpreterState *pil__PyInterpreterState_Get(void);
#define PyThreadState_GET() pil_PyThreadState_GET()
#define _PyInterpreterState_Get pil__PyInterpreterState_Get
#define Py_BEGIN_ALLOW_THREADS { PyThreadState *_save = PyEval_SaveThread();
#define Py_BLOCK_THREADS PyEval_RestoreThread(_save);
#define Py_UNBLOCK_THREADS _save = PyEval_SaveThread();
#define Py_END_ALLOW_THREADS PyEval_RestoreThread(_save); }
#define Py_ALLOW_RECURSION
#define Py_END_ALLOW_RECURSION
#if PIL_PYTHON >= 0x030D0000
void pil_Py_BEGIN_CRITICAL_SECTION(PyObject *);
void pil_Py_END_CRITICAL_SECTION(void);
void pil_Py_BEGIN_CRITICAL_SECTION2(PyObject *, PyObject *);
void pil_Py_END_CRITICAL_SECTION2(void);
#define Py_BEGIN_CRITICAL_SECTION(op) { pil_Py_BEGIN_CRITICAL_SECTION(_PyObject_CAST(op));
#define Py_END_CRITICAL_SECTION() pil_Py_END_CRITICAL_SECTION(); }
#define Py_BEGIN_CRITICAL_SECTION2(a, b) { pil_Py_BEGIN_CRITICAL_SECTION2(_PyObject_CAST(a), _PyObject_CAST(b));
#define Py_END_CRITICAL_SECTION2() pil_Py_END_CRITICAL_SECTION2(); }
#endif
#if PIL_PYTHON >= 0x030E0000
void pil_Py_BEGIN_CRITICAL_SECTION_MUTEX(PyMutex *);
void pil_Py_BEGIN_CRITICAL_SECTION2_MUTEX(PyMutex *, PyMutex *);
#define Py_BEGIN_CRITICAL_SECTION_MUTEX(mutex) { pil_Py_BEGIN_CRITICAL_SECTION_MUTEX(mutex);
#define Py_BEGIN_CRITICAL_SECTION2_MUTEX(m1, m2) { pil_Py_BEGIN_CRITICAL_SECTION2_MUTEX((m1), (m2));
#endif
void pil_Py_TRASHCAN_BEGIN(PyObject *, destructor);
void pil_Py_TRASHCAN_END(void);
void pil_Py_TRASHCAN_SAFE_BEGIN(PyObject *);
void pil_Py_TRASHCAN_SAFE_END(PyObject *);
#define Py_TRASHCAN_BEGIN(op, dealloc) { pil_Py_TRASHCAN_BEGIN(_PyObject_CAST(op), (destructor)(dealloc));
#define Py_TRASHCAN_BEGIN_CONDITION(op, cond) { if (cond) pil_Py_TRASHCAN_BEGIN(_PyObject_CAST(op), NULL);
#define Py_TRASHCAN_END pil_Py_TRASHCAN_END(); }
#define Py_TRASHCAN_SAFE_BEGIN(op) { pil_Py_TRASHCAN_SAFE_BEGIN(_PyObject_CAST(op));
#define Py_TRASHCAN_SAFE_END(op) pil_Py_TRASHCAN_SAFE_END(_PyObject_CAST(op)); }
#define _PyIsSelectable_fd(fd) ((fd) >= 0 && (fd) < FD_SETSIZE)

/* Reference counts of the free-threaded build. */
#if PIL_PYTHON >= 0x030D0000
#undef _Py_IMMORTAL_REFCNT_LOCAL
#undef _Py_REF_SHARED_SHIFT
#undef _Py_REF_SHARED_FLAG_MASK
#undef _Py_REF_SHARED_INIT
#undef _Py_REF_MAYBE_WEAKREF
#undef _Py_REF_QUEUED
#undef _Py_REF_MERGED
#undef _Py_UNOWNED_TID
#define _Py_IMMORTAL_REFCNT_LOCAL UINT32_MAX
#define _Py_REF_SHARED_SHIFT 2
#define _Py_REF_SHARED_FLAG_MASK 3
#define _Py_REF_SHARED_INIT 0
#define _Py_REF_MAYBE_WEAKREF 1
#define _Py_REF_QUEUED 2
#define _Py_REF_MERGED 3
#define _Py_UNOWNED_TID 0
#endif

/* Private helpers that leaked into extensions. */
#define _Py_static_string_init(value) {value}
#define _Py_static_string(varname, value) static _Py_Identifier varname = _Py_static_string_init(value)
#define _Py_IDENTIFIER(varname) _Py_static_string(PyId_##varname, #varname)
#define _PyObject_ASSERT_FROM(obj, expr, msg, filename, lineno, func) assert(expr)
#define _PyObject_ASSERT_WITH_MSG(obj, expr, msg) assert(expr)
#define _PyObject_ASSERT(obj, expr) assert(expr)
#define _PyObject_ASSERT_FAILED_MSG(obj, msg) ((void)(obj))
#define _Py_GetRefTotal() ((Py_ssize_t)0)
#define _PYMONITORING_IF_ACTIVE(state, x) ((state)->active ? (x) : 0)
#define PY_MONITORING_IS_INSTRUMENTED_EVENT(ev) ((ev) < 10)
#define _PY_MONITORING_IS_UNGROUPED_EVENT(ev) ((ev) < 15)
#define _PyCompilerFlags_INIT {0, PY_MINOR_VERSION}
#define _PyInterpreterConfig_LEGACY_CHECK_MULTI_INTERP_EXTENSIONS 0
#define _PyInterpreterConfig_INIT {0}
#define _PyInterpreterConfig_LEGACY_INIT {0}
#define _PYTIME_FROMSECONDS(seconds) ((_PyTime_t)(seconds) * 1000000000)
#define _PyCode_CODE(co) ((_Py_CODEUNIT *)(co)->co_code_adaptive)
#define _PyCode_NBYTES(co) (Py_SIZE(co) * (Py_ssize_t)sizeof(_Py_CODEUNIT))
#define _Py_OPCODE(word) ((word).op.code)
#define _Py_OPARG(word) ((word).op.arg)
#define _Py_SET_OPCODE(word, opcode) ((word).op.code = (opcode))
#define _Py_MAKECODEUNIT(opcode, oparg) ((opcode) | ((oparg) << 8))
#define _Py_MAKE_CODEUNIT(opcode, oparg) ((opcode) | ((oparg) << 8))
#define _Py_ANY_VARARGS(n) ((n) == PY_SSIZE_T_MAX)
#define _Py_stat_struct stat
#define _Py_REF_SHARED(refcnt, flags) (((refcnt) << 2) + (flags))
#define Py_TPFLAGS_HAVE_STACKLESS_EXTENSION 0

/* Text only: no call behind these. */
#define PyDoc_VAR(name) static const char name[]
#define PyDoc_STR(str) str
#define PyDoc_STRVAR(name, str) PyDoc_VAR(name) = PyDoc_STR(str)
#define PyFPE_START_PROTECT(err_string, leave_stmt)
#define PyFPE_END_PROTECT(v)
#define Py_ABS(x) ((x) < 0 ? -(x) : (x))
#define _Py_ABS_CAST(T, x) ((x) >= 0 ? ((T)(x)) : ((T)(-(x))))
#define Py_MIN(x, y) (((x) < (y)) ? (x) : (y))
#define Py_MAX(x, y) (((x) > (y)) ? (x) : (y))
#define _Py_XSTRINGIFY(x) #x
#define Py_STRINGIFY(x) _Py_XSTRINGIFY(x)
#define Py_MEMBER_SIZE(type, member) sizeof(((type *)0)->member)
#define Py_CHARMASK(c) ((unsigned char)((c) & 0xff))
#define Py_BUILD_ASSERT_EXPR(cond) (sizeof(char[1 - 2 * !(cond)]) - 1)
#define Py_BUILD_ASSERT(cond) ((void)Py_BUILD_ASSERT_EXPR(cond))
#define Py_ARRAY_LENGTH(array) (sizeof(array) / sizeof((array)[0]))
#define Py_UNUSED(name) _unused_##name __attribute__((unused))
#define Py_UNREACHABLE() __builtin_unreachable()
#define Py_LL(x) x##LL
#define Py_ULL(x) x##ULL
#define Py_MEMCPY memcpy
#define Py_VA_COPY va_copy
#define Py_SAFE_DOWNCAST(value, wide, narrow) ((narrow)(value))
#define Py_ARITHMETIC_RIGHT_SHIFT(type, i, j) ((i) >> (j))
#define Py_FORCE_EXPANSION(x) x
#define _Py_SIZE_ROUND_DOWN(n, a) ((size_t)(n) & ~(size_t)((a) - 1))
#define _Py_SIZE_ROUND_UP(n, a) (((size_t)(n) + (size_t)((a) - 1)) & ~(size_t)((a) - 1))
#define _Py_ALIGN_DOWN(p, a) ((void *)((uintptr_t)(p) & ~(uintptr_t)((a) - 1)))
#define _Py_ALIGN_UP(p, a) ((void *)(((uintptr_t)(p) + (uintptr_t)((a) - 1)) & ~(uintptr_t)((a) - 1)))
#define _Py_IS_ALIGNED(p, a) (!((uintptr_t)(p) & (uintptr_t)((a) - 1)))
#define _Py_IS_TYPE_SIGNED(type) ((type)(-1) <= 0)
#define _Py_CONTAINER_OF(ptr, type, member) ((type *)((char *)(ptr) - offsetof(type, member)))
#define _Py_IntegralTypeSigned(type) ((type)(-1) < 0)
#define _Py_IntegralTypeMax(type) \
    (_Py_IntegralTypeSigned(type) ? (((((type)1 << (sizeof(type) * 8 - 2)) - 1) << 1) + 1) : ~(type)0)
#define _Py_IntegralTypeMin(type) (_Py_IntegralTypeSigned(type) ? -_Py_IntegralTypeMax(type) - 1 : 0)
#define _Py_InIntegralTypeRange(type, v) (_Py_IntegralTypeMin(type) <= (v) && (v) <= _Py_IntegralTypeMax(type))
#define PY_FOREACH_CODE_EVENT(V) V(CREATE) V(DESTROY)
#define PY_FOREACH_DICT_EVENT(V) V(ADDED) V(MODIFIED) V(DELETED) V(CLONED) V(CLEARED) V(DEALLOCATED)
#define PY_FOREACH_FUNC_EVENT(V) V(CREATE) V(DESTROY) V(MODIFY_CODE) V(MODIFY_DEFAULTS) V(MODIFY_KWDEFAULTS)

#ifdef __cplusplus
}
#endif
#endif
