/* made by capi/codegen: do not edit */
#ifndef PIL_GEN_PIL_TYPES_H
#define PIL_GEN_PIL_TYPES_H
#ifdef __cplusplus
extern "C" {
#endif
#ifdef __cplusplus
#define PIL_ANY_ARGUMENTS ...
#else
#define PIL_ANY_ARGUMENTS
#endif
struct PyConfig;
struct PyModuleDef;
struct PySlot;
struct _PyArg_Parser;
struct _PyCoMonitoringData;
struct _PyExecutorObject;
struct _PyInterpreterFrame;
struct _Py_Identifier;
struct _dictkeysobject;
struct _frame;
struct _frozen;
struct _inittab;
struct _mod;
struct _node;
struct _specialization_cache;
struct _symtable_entry;
struct stat;
struct symtable;
struct timespec;
struct timeval;
struct tm;
struct wrapperbase;
typedef struct _cframe CFrame;
typedef struct PerfMapState PerfMapState;
typedef struct PyABIInfo PyABIInfo;
typedef struct PyASCIIObject PyASCIIObject;
typedef struct _addr_pair PyAddrPair;
typedef struct _arena PyArena;
typedef struct _PyAsyncGenObject PyAsyncGenObject;
typedef struct PyAsyncMethods PyAsyncMethods;
typedef struct PyAttributeErrorObject PyAttributeErrorObject;
typedef struct PyBaseExceptionGroupObject PyBaseExceptionGroupObject;
typedef struct PyBaseExceptionObject PyBaseExceptionObject;
typedef struct PyBufferProcs PyBufferProcs;
typedef struct PyByteArrayObject PyByteArrayObject;
typedef struct PyBytesObject PyBytesObject;
typedef struct PyBytesWriter PyBytesWriter;
typedef struct PyCFunctionObject PyCFunctionObject;
typedef struct PyCMethodObject PyCMethodObject;
typedef struct PyCellObject PyCellObject;
typedef struct _line_offsets PyCodeAddressRange;
typedef struct PyCodeObject PyCodeObject;
typedef struct PyCompactUnicodeObject PyCompactUnicodeObject;
typedef struct PyCompilerFlags PyCompilerFlags;
typedef struct PyComplexObject PyComplexObject;
typedef struct PyConfig PyConfig;
typedef struct _pycontextobject PyContext;
typedef struct _pycontexttokenobject PyContextToken;
typedef struct _pycontextvarobject PyContextVar;
typedef struct _PyCoroObject PyCoroObject;
typedef struct PyCriticalSection PyCriticalSection;
typedef struct PyCriticalSection2 PyCriticalSection2;
typedef struct PyCursesWindowObject PyCursesWindowObject;
typedef struct PyDateTime_CAPI PyDateTime_CAPI;
typedef struct PyDescrObject PyDescrObject;
typedef struct _dictkeysobject PyDictKeysObject;
typedef struct PyDictObject PyDictObject;
typedef struct _dictvalues PyDictValues;
typedef struct PyExpat_CAPI PyExpat_CAPI;
typedef struct PyFloatObject PyFloatObject;
typedef struct PyFrameConstructor PyFrameConstructor;
typedef struct PyFrameLocalsProxyObject PyFrameLocalsProxyObject;
typedef struct _frame PyFrameObject;
typedef struct PyFunctionObject PyFunctionObject;
typedef struct PyFutureFeatures PyFutureFeatures;
typedef struct _PyGenObject PyGenObject;
typedef struct PyGetSetDef PyGetSetDef;
typedef struct PyGetSetDescrObject PyGetSetDescrObject;
typedef struct PyHash_FuncDef PyHash_FuncDef;
typedef struct _heaptypeobject PyHeapTypeObject;
typedef struct PyImportErrorObject PyImportErrorObject;
typedef struct PyInitConfig PyInitConfig;
typedef struct PyInstanceMethodObject PyInstanceMethodObject;
typedef struct PyInterpreterConfig PyInterpreterConfig;
typedef struct PyInterpreterGuard PyInterpreterGuard;
typedef struct _is PyInterpreterState;
typedef struct PyInterpreterView PyInterpreterView;
typedef struct PyListObject PyListObject;
typedef struct PyLongExport PyLongExport;
typedef struct PyLongLayout PyLongLayout;
typedef struct _longobject PyLongObject;
typedef struct PyLongWriter PyLongWriter;
typedef struct PyMappingMethods PyMappingMethods;
typedef struct PyMemAllocatorEx PyMemAllocatorEx;
typedef struct PyMemberDef PyMemberDef;
typedef struct PyMemberDescrObject PyMemberDescrObject;
typedef struct PyMemoryViewObject PyMemoryViewObject;
typedef struct PyMethodDef PyMethodDef;
typedef struct PyMethodDescrObject PyMethodDescrObject;
typedef struct PyMethodObject PyMethodObject;
typedef struct PyModuleDef PyModuleDef;
typedef struct PyModuleDef_Base PyModuleDef_Base;
typedef struct PyModuleDef_Slot PyModuleDef_Slot;
typedef struct _PyMonitoringState PyMonitoringState;
typedef struct PyMutex PyMutex;
typedef struct PyNameErrorObject PyNameErrorObject;
typedef struct PyNumberMethods PyNumberMethods;
typedef struct _odictobject PyODictObject;
typedef struct PyOSErrorObject PyOSErrorObject;
typedef struct _object PyObject;
typedef struct PyObjectArenaAllocator PyObjectArenaAllocator;
typedef struct PyPreConfig PyPreConfig;
typedef struct _symtable_entry PySTEntryObject;
typedef struct PySequenceMethods PySequenceMethods;
typedef struct PySetObject PySetObject;
typedef struct PySliceObject PySliceObject;
typedef struct PySlot PySlot;
typedef struct PyStatus PyStatus;
typedef struct PyStopIterationObject PyStopIterationObject;
typedef struct PyStructSequence_Desc PyStructSequence_Desc;
typedef struct PyStructSequence_Field PyStructSequence_Field;
typedef struct PySyntaxErrorObject PySyntaxErrorObject;
typedef struct PySystemExitObject PySystemExitObject;
typedef struct _ts PyThreadState;
typedef struct PyTraceInfo PyTraceInfo;
typedef struct _traceback PyTracebackObject;
typedef struct PyTryBlock PyTryBlock;
typedef struct PyTupleObject PyTupleObject;
typedef struct _typeobject PyTypeObject;
typedef struct PyType_Slot PyType_Slot;
typedef struct PyType_Spec PyType_Spec;
typedef struct PyUnicodeErrorObject PyUnicodeErrorObject;
typedef struct PyUnicodeObject PyUnicodeObject;
typedef struct PyUnicodeWriter PyUnicodeWriter;
typedef struct PyVarObject PyVarObject;
typedef struct _PyWeakReference PyWeakReference;
typedef struct PyWideStringList PyWideStringList;
typedef struct PyWrapperDescrObject PyWrapperDescrObject;
typedef struct Py_buffer Py_buffer;
typedef struct Py_complex Py_complex;
typedef struct _Py_tss_t Py_tss_t;
typedef struct _PyASTOptimizeState _PyASTOptimizeState;
typedef struct _PyArg_Parser _PyArg_Parser;
typedef struct _PyBytesWriter _PyBytesWriter;
typedef struct _PyCFrame _PyCFrame;
typedef struct _PyCoCached _PyCoCached;
typedef struct _PyCoLineInstrumentationData _PyCoLineInstrumentationData;
typedef struct _PyCoMonitoringData _PyCoMonitoringData;
typedef struct _PyCodeArray _PyCodeArray;
typedef struct _PyCompilerSrcLocation _PyCompilerSrcLocation;
typedef struct _xid _PyCrossInterpreterData;
typedef struct _PyDictViewObject _PyDictViewObject;
typedef struct _err_stackitem _PyErr_StackItem;
typedef struct _PyExecutorArray _PyExecutorArray;
typedef struct _PyInterpreterFrame _PyInterpreterFrame;
typedef struct _PyLongValue _PyLongValue;
typedef struct _PyManagedBufferObject _PyManagedBufferObject;
typedef struct _PyObjectIndexPair _PyObjectIndexPair;
typedef struct _PyOpcache _PyOpcache;
typedef struct _PyRemoteDebuggerSupport _PyRemoteDebuggerSupport;
typedef struct _stack_chunk _PyStackChunk;
typedef struct _PyUnicodeObject_state _PyUnicodeObject_state;
typedef struct _PyUnicodeWriter _PyUnicodeWriter;
typedef struct _PyUnicode_Name_CAPI _PyUnicode_Name_CAPI;
typedef union _Py_CODEUNIT _Py_CODEUNIT;
typedef struct _Py_GlobalMonitors _Py_GlobalMonitors;
typedef union _Py_HashSecret_t _Py_HashSecret_t;
typedef struct _Py_Identifier _Py_Identifier;
typedef struct _Py_LocalMonitors _Py_LocalMonitors;
typedef struct _Py_clock_info_t _Py_clock_info_t;
typedef struct _frozen _frozen;
typedef struct _inittab _inittab;
typedef struct _mod _mod;
typedef struct _node _node;
typedef struct _opaque _opaque;
typedef struct _py_trashcan _py_trashcan;
typedef struct _specialization_cache _specialization_cache;
typedef struct setentry setentry;
typedef struct symtable symtable;
typedef struct wrapperbase wrapperbase;
typedef struct pil_opaque_PyStats PyStats;
typedef PyObject *(*PyCFunction)(PyObject *, PyObject *);
#if PIL_PYTHON >= 0x030D0000
typedef PyObject *(*PyCFunctionFast)(PyObject *, PyObject *const *, Py_ssize_t);
typedef PyObject *(*PyCFunctionFastWithKeywords)(PyObject *, PyObject *const *, Py_ssize_t, PyObject *);
#endif
typedef PyObject *(*PyCFunctionWithKeywords)(PyObject *, PyObject *, PyObject *);
typedef PyObject *(*PyCMethod)(PyObject *, PyTypeObject *, PyObject *const *, Py_ssize_t, PyObject *);
typedef void (*PyCapsule_Destructor)(PyObject *);
#if PIL_PYTHON >= 0x030C0000
typedef int (*PyCode_WatchCallback)(PyCodeEvent, PyCodeObject *);
#endif
#if PIL_PYTHON >= 0x030E0000
typedef int (*PyContext_WatchCallback)(PyContextEvent, PyObject *);
#endif
#if PIL_PYTHON >= 0x030C0000
typedef int (*PyDict_WatchCallback)(PyDict_WatchEvent, PyObject *, PyObject *, PyObject *);
typedef int (*PyFunction_WatchCallback)(PyFunction_WatchEvent, PyFunctionObject *, PyObject *);
#endif
#if PIL_PYTHON >= 0x030D0000
typedef int (*PyRefTracer)(PyObject *, PyRefTracerEvent, void *);
#endif
#if PIL_PYTHON >= 0x030C0000
typedef int (*PyType_WatchCallback)(PyTypeObject *);
#endif
typedef int (*Py_AuditHookFunction)(const char *, PyObject *, void *);
typedef PyObject *(*Py_OpenCodeHookFunction)(PyObject *, void *);
typedef int (*Py_tracefunc)(PyObject *, PyFrameObject *, int, PyObject *);
typedef PyObject *(*_PyFrameEvalFunction)(PyThreadState *, struct _PyInterpreterFrame *, int);
#if PIL_PYTHON >= 0x030F0000
typedef _PyObjectIndexPair (*_Py_iteritemfunc)(PyObject *, Py_ssize_t);
#endif
typedef PyObject *(*allocfunc)(PyTypeObject *, Py_ssize_t);
#if PIL_PYTHON >= 0x030C0000
typedef void (*atexit_datacallbackfunc)(void *);
#endif
typedef PyObject *(*binaryfunc)(PyObject *, PyObject *);
typedef int (*crossinterpdatafunc)(PyThreadState *, PyObject *, _PyCrossInterpreterData *);
typedef PyObject *(*descrgetfunc)(PyObject *, PyObject *, PyObject *);
typedef int (*descrsetfunc)(PyObject *, PyObject *, PyObject *);
typedef void (*destructor)(PyObject *);
typedef void (*freefunc)(void *);
#if PIL_PYTHON >= 0x030C0000
typedef int (*gcvisitobjects_t)(PyObject *, void *);
#endif
typedef PyObject *(*getattrfunc)(PyObject *, char *);
typedef PyObject *(*getattrofunc)(PyObject *, PyObject *);
typedef int (*getbufferproc)(PyObject *, Py_buffer *, int);
typedef PyObject *(*getiterfunc)(PyObject *);
typedef PyObject *(*getter)(PyObject *, void *);
typedef Py_hash_t (*hashfunc)(PyObject *);
typedef int (*initproc)(PyObject *, PyObject *, PyObject *);
typedef int (*inquiry)(PyObject *);
typedef PyObject *(*iternextfunc)(PyObject *);
typedef Py_ssize_t (*lenfunc)(PyObject *);
typedef PyObject *(*newfunc)(PyTypeObject *, PyObject *, PyObject *);
typedef int (*objobjargproc)(PyObject *, PyObject *, PyObject *);
typedef int (*objobjproc)(PyObject *, PyObject *);
typedef Py_ssize_t printfunc;
typedef void (*releasebufferproc)(PyObject *, Py_buffer *);
typedef PyObject *(*reprfunc)(PyObject *);
typedef PyObject *(*richcmpfunc)(PyObject *, PyObject *, int);
#if PIL_PYTHON >= 0x030A0000
typedef PySendResult (*sendfunc)(PyObject *, PyObject *, PyObject **);
#endif
typedef int (*setattrfunc)(PyObject *, char *, PyObject *);
typedef int (*setattrofunc)(PyObject *, PyObject *, PyObject *);
typedef int (*setter)(PyObject *, PyObject *, void *);
typedef PyObject *(*ssizeargfunc)(PyObject *, Py_ssize_t);
typedef int (*ssizeobjargproc)(PyObject *, Py_ssize_t, PyObject *);
typedef PyObject *(*ssizessizeargfunc)(PyObject *, Py_ssize_t, Py_ssize_t);
typedef int (*ssizessizeobjargproc)(PyObject *, Py_ssize_t, Py_ssize_t, PyObject *);
typedef PyObject *(*ternaryfunc)(PyObject *, PyObject *, PyObject *);
typedef PyObject *(*unaryfunc)(PyObject *);
typedef PyObject *(*vectorcallfunc)(PyObject *, PyObject *const *, size_t, PyObject *);
typedef int (*visitproc)(PyObject *, void *);
typedef PyObject *(*wrapperfunc)(PyObject *, PyObject *, void *);
typedef PyObject *(*wrapperfunc_kwds)(PyObject *, PyObject *, void *, PyObject *);
typedef void (*xid_freefunc)(void *);
typedef PyObject *(*xid_newobjectfunc)(_PyCrossInterpreterData *);
typedef PyObject *(*_PyCFunctionFast)(PyObject *, PyObject *const *, Py_ssize_t);
typedef PyObject *(*_PyCFunctionFastWithKeywords)(PyObject *, PyObject *const *, Py_ssize_t, PyObject *);
typedef int (*traverseproc)(PyObject *, visitproc, void *);
#ifdef __cplusplus
}
#endif
#endif
