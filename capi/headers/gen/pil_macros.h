/* made by capi/codegen: do not edit */
#ifndef PIL_GEN_PIL_MACROS_H
#define PIL_GEN_PIL_MACROS_H
#if PIL_PYTHON >= 0x030C0000
#define PY_DEF_EVENT(...) pil_PY_DEF_EVENT(__VA_ARGS__)
#endif
#if PIL_PYTHON >= 0x030F0000
#define PyAnyDict_Check(op) (pil_PyAnyDict_Check(_PyObject_CAST(op)))
#define PyAnyDict_CheckExact(op) (pil_PyAnyDict_CheckExact(_PyObject_CAST(op)))
#endif
#define PyAnySet_Check(op) (pil_PyAnySet_Check(_PyObject_CAST(op)))
#define PyAnySet_CheckExact(op) (pil_PyAnySet_CheckExact(_PyObject_CAST(op)))
#if PIL_PYTHON >= 0x030C0000
#define PyAsyncGenASend_CheckExact(op) (pil_PyAsyncGenASend_CheckExact(_PyObject_CAST(op)))
#endif
#define PyAsyncGen_CheckExact(op) (pil_PyAsyncGen_CheckExact(_PyObject_CAST(op)))
#define PyBool_Check(op) (pil_PyBool_Check(_PyObject_CAST(op)))
#define PyByteArray_AS_STRING(a0) PyByteArray_AS_STRING(_PyObject_CAST(a0))
#define PyByteArray_Check(op) (pil_PyByteArray_Check(_PyObject_CAST(op)))
#define PyByteArray_CheckExact(op) (pil_PyByteArray_CheckExact(_PyObject_CAST(op)))
#define PyByteArray_GET_SIZE(a0) PyByteArray_GET_SIZE(_PyObject_CAST(a0))
#define PyBytes_AS_STRING(a0) PyBytes_AS_STRING(_PyObject_CAST(a0))
#define PyBytes_Check(op) (pil_PyBytes_Check(_PyObject_CAST(op)))
#define PyBytes_CheckExact(op) (pil_PyBytes_CheckExact(_PyObject_CAST(op)))
#define PyBytes_GET_SIZE(a0) PyBytes_GET_SIZE(_PyObject_CAST(a0))
#define PyCFunction_Check(op) (pil_PyCFunction_Check(_PyObject_CAST(op)))
#define PyCFunction_CheckExact(op) (pil_PyCFunction_CheckExact(_PyObject_CAST(op)))
#define PyCFunction_GET_CLASS(a0) PyCFunction_GET_CLASS(_PyObject_CAST(a0))
#define PyCFunction_GET_FLAGS(a0) PyCFunction_GET_FLAGS(_PyObject_CAST(a0))
#define PyCFunction_GET_FUNCTION(a0) PyCFunction_GET_FUNCTION(_PyObject_CAST(a0))
#define PyCFunction_GET_SELF(a0) PyCFunction_GET_SELF(_PyObject_CAST(a0))
#define PyCFunction_New(a0, a1) PyCFunction_New((a0), _PyObject_CAST(a1))
#define PyCFunction_NewEx(a0, a1, a2) PyCFunction_NewEx((a0), _PyObject_CAST(a1), _PyObject_CAST(a2))
#define PyCMethod_Check(op) (pil_PyCMethod_Check(_PyObject_CAST(op)))
#define PyCMethod_CheckExact(op) (pil_PyCMethod_CheckExact(_PyObject_CAST(op)))
#define PyCallIter_Check(op) (pil_PyCallIter_Check(_PyObject_CAST(op)))
#define PyCapsule_CheckExact(op) (pil_PyCapsule_CheckExact(_PyObject_CAST(op)))
#define PyCell_Check(op) (pil_PyCell_Check(_PyObject_CAST(op)))
#define PyCell_GET(a0) PyCell_GET(_PyObject_CAST(a0))
#define PyCell_SET(a0, a1) PyCell_SET(_PyObject_CAST(a0), _PyObject_CAST(a1))
#define PyCode_Check(op) (pil_PyCode_Check(_PyObject_CAST(op)))
#define PyComplex_Check(op) (pil_PyComplex_Check(_PyObject_CAST(op)))
#define PyComplex_CheckExact(op) (pil_PyComplex_CheckExact(_PyObject_CAST(op)))
#define PyContextToken_CheckExact(op) (pil_PyContextToken_CheckExact(_PyObject_CAST(op)))
#define PyContextVar_CheckExact(op) (pil_PyContextVar_CheckExact(_PyObject_CAST(op)))
#define PyContext_CheckExact(op) (pil_PyContext_CheckExact(_PyObject_CAST(op)))
#define PyCoro_CheckExact(op) (pil_PyCoro_CheckExact(_PyObject_CAST(op)))
#define PyDictItems_Check(op) (pil_PyDictItems_Check(_PyObject_CAST(op)))
#define PyDictKeys_Check(op) (pil_PyDictKeys_Check(_PyObject_CAST(op)))
#define PyDictValues_Check(op) (pil_PyDictValues_Check(_PyObject_CAST(op)))
#define PyDictViewSet_Check(op) (pil_PyDictViewSet_Check(_PyObject_CAST(op)))
#define PyDict_Check(op) (pil_PyDict_Check(_PyObject_CAST(op)))
#define PyDict_CheckExact(op) (pil_PyDict_CheckExact(_PyObject_CAST(op)))
#define PyDict_GET_SIZE(a0) PyDict_GET_SIZE(_PyObject_CAST(a0))
#define PyErr_BadInternalCall() PyErr_BadInternalCall()
#define PyExceptionClass_Check(op) (pil_PyExceptionClass_Check(_PyObject_CAST(op)))
#define PyExceptionInstance_Check(op) (pil_PyExceptionInstance_Check(_PyObject_CAST(op)))
#define PyFloat_AS_DOUBLE(a0) PyFloat_AS_DOUBLE(_PyObject_CAST(a0))
#define PyFloat_Check(op) (pil_PyFloat_Check(_PyObject_CAST(op)))
#define PyFloat_CheckExact(op) (pil_PyFloat_CheckExact(_PyObject_CAST(op)))
#if PIL_PYTHON >= 0x030D0000
#define PyFrameLocalsProxy_Check(op) (pil_PyFrameLocalsProxy_Check(_PyObject_CAST(op)))
#endif
#define PyFrame_Check(op) (pil_PyFrame_Check(_PyObject_CAST(op)))
#if PIL_PYTHON >= 0x030F0000
#define PyFrozenDict_Check(op) (pil_PyFrozenDict_Check(_PyObject_CAST(op)))
#define PyFrozenDict_CheckExact(op) (pil_PyFrozenDict_CheckExact(_PyObject_CAST(op)))
#endif
#define PyFrozenSet_Check(op) (pil_PyFrozenSet_Check(_PyObject_CAST(op)))
#define PyFrozenSet_CheckExact(op) (pil_PyFrozenSet_CheckExact(_PyObject_CAST(op)))
#define PyFunction_Check(op) (pil_PyFunction_Check(_PyObject_CAST(op)))
#define PyFunction_GET_ANNOTATIONS(a0) PyFunction_GET_ANNOTATIONS(_PyObject_CAST(a0))
#define PyFunction_GET_CLOSURE(a0) PyFunction_GET_CLOSURE(_PyObject_CAST(a0))
#define PyFunction_GET_CODE(a0) PyFunction_GET_CODE(_PyObject_CAST(a0))
#define PyFunction_GET_DEFAULTS(a0) PyFunction_GET_DEFAULTS(_PyObject_CAST(a0))
#define PyFunction_GET_GLOBALS(a0) PyFunction_GET_GLOBALS(_PyObject_CAST(a0))
#define PyFunction_GET_KW_DEFAULTS(a0) PyFunction_GET_KW_DEFAULTS(_PyObject_CAST(a0))
#define PyFunction_GET_MODULE(a0) PyFunction_GET_MODULE(_PyObject_CAST(a0))
#define PyGen_Check(op) (pil_PyGen_Check(_PyObject_CAST(op)))
#define PyGen_CheckExact(op) (pil_PyGen_CheckExact(_PyObject_CAST(op)))
#define PyInstanceMethod_Check(op) (pil_PyInstanceMethod_Check(_PyObject_CAST(op)))
#define PyInstanceMethod_GET_FUNCTION(a0) PyInstanceMethod_GET_FUNCTION(_PyObject_CAST(a0))
#define PyList_Check(op) (pil_PyList_Check(_PyObject_CAST(op)))
#define PyList_CheckExact(op) (pil_PyList_CheckExact(_PyObject_CAST(op)))
#define PyList_GET_SIZE(a0) PyList_GET_SIZE(_PyObject_CAST(a0))
#define PyList_SET_ITEM(a0, a1, a2) PyList_SET_ITEM(_PyObject_CAST(a0), (a1), _PyObject_CAST(a2))
#define PyLong_Check(op) (pil_PyLong_Check(_PyObject_CAST(op)))
#define PyLong_CheckExact(op) (pil_PyLong_CheckExact(_PyObject_CAST(op)))
#define PyMapping_Length(a0) PyMapping_Length(_PyObject_CAST(a0))
#define PyMemoryView_Check(op) (pil_PyMemoryView_Check(_PyObject_CAST(op)))
#define PyMemoryView_GET_BASE(a0) PyMemoryView_GET_BASE(_PyObject_CAST(a0))
#define PyMemoryView_GET_BUFFER(a0) PyMemoryView_GET_BUFFER(_PyObject_CAST(a0))
#define PyMethod_Check(op) (pil_PyMethod_Check(_PyObject_CAST(op)))
#define PyMethod_GET_FUNCTION(a0) PyMethod_GET_FUNCTION(_PyObject_CAST(a0))
#define PyMethod_GET_SELF(a0) PyMethod_GET_SELF(_PyObject_CAST(a0))
#define PyModule_Check(op) (pil_PyModule_Check(_PyObject_CAST(op)))
#define PyModule_CheckExact(op) (pil_PyModule_CheckExact(_PyObject_CAST(op)))
#if PIL_PYTHON >= 0x030E0000
#define PyMutex_IsLocked(a0) PyMutex_IsLocked((a0))
#endif
#if PIL_PYTHON >= 0x030D0000
#define PyMutex_Lock(a0) PyMutex_Lock((a0))
#define PyMutex_Unlock(a0) PyMutex_Unlock((a0))
#endif
#define PyODict_Check(op) (pil_PyODict_Check(_PyObject_CAST(op)))
#define PyODict_CheckExact(op) (pil_PyODict_CheckExact(_PyObject_CAST(op)))
#define PyObject_Length(a0) PyObject_Length(_PyObject_CAST(a0))
#define PyObject_TypeCheck(a0, a1) PyObject_TypeCheck(_PyObject_CAST(a0), _PyType_CAST(a1))
#define PyPickleBuffer_Check(op) (pil_PyPickleBuffer_Check(_PyObject_CAST(op)))
#define PyRange_Check(op) (pil_PyRange_Check(_PyObject_CAST(op)))
#define PyRun_AnyFile(a0, a1) PyRun_AnyFile((a0), (a1))
#define PyRun_AnyFileEx(a0, a1, a2) PyRun_AnyFileEx((a0), (a1), (a2))
#define PyRun_AnyFileFlags(a0, a1, a2) PyRun_AnyFileFlags((a0), (a1), (a2))
#define PyRun_File(a0, a1, a2, a3, a4) PyRun_File((a0), (a1), (a2), _PyObject_CAST(a3), _PyObject_CAST(a4))
#define PyRun_FileEx(a0, a1, a2, a3, a4, a5) PyRun_FileEx((a0), (a1), (a2), _PyObject_CAST(a3), _PyObject_CAST(a4), (a5))
#define PyRun_FileFlags(a0, a1, a2, a3, a4, a5) PyRun_FileFlags((a0), (a1), (a2), _PyObject_CAST(a3), _PyObject_CAST(a4), (a5))
#define PyRun_InteractiveLoop(a0, a1) PyRun_InteractiveLoop((a0), (a1))
#define PyRun_InteractiveOne(a0, a1) PyRun_InteractiveOne((a0), (a1))
#define PyRun_SimpleFile(a0, a1) PyRun_SimpleFile((a0), (a1))
#define PyRun_SimpleFileEx(a0, a1, a2) PyRun_SimpleFileEx((a0), (a1), (a2))
#define PyRun_SimpleString(a0) PyRun_SimpleString((a0))
#define PyRun_String(a0, a1, a2, a3) PyRun_String((a0), (a1), _PyObject_CAST(a2), _PyObject_CAST(a3))
#define PySTEntry_Check(op) (pil_PySTEntry_Check(_PyObject_CAST(op)))
#if PIL_PYTHON >= 0x030F0000
#define PySentinel_Check(op) (pil_PySentinel_Check(_PyObject_CAST(op)))
#define PySentinel_CheckExact(op) (pil_PySentinel_CheckExact(_PyObject_CAST(op)))
#endif
#define PySeqIter_Check(op) (pil_PySeqIter_Check(_PyObject_CAST(op)))
#define PySequence_In(a0, a1) PySequence_In(_PyObject_CAST(a0), _PyObject_CAST(a1))
#define PySequence_Length(a0) PySequence_Length(_PyObject_CAST(a0))
#define PySet_Check(op) (pil_PySet_Check(_PyObject_CAST(op)))
#if PIL_PYTHON >= 0x030A0000
#define PySet_CheckExact(op) (pil_PySet_CheckExact(_PyObject_CAST(op)))
#endif
#define PySet_GET_SIZE(a0) PySet_GET_SIZE(_PyObject_CAST(a0))
#define PySlice_Check(op) (pil_PySlice_Check(_PyObject_CAST(op)))
#define PySlice_GetIndicesEx(a0, a1, a2, a3, a4, a5) PySlice_GetIndicesEx(_PyObject_CAST(a0), (a1), (a2), (a3), (a4), (a5))
#define PyTraceBack_Check(op) (pil_PyTraceBack_Check(_PyObject_CAST(op)))
#define PyTuple_Check(op) (pil_PyTuple_Check(_PyObject_CAST(op)))
#define PyTuple_CheckExact(op) (pil_PyTuple_CheckExact(_PyObject_CAST(op)))
#define PyTuple_GET_SIZE(a0) PyTuple_GET_SIZE(_PyObject_CAST(a0))
#define PyTuple_SET_ITEM(a0, a1, a2) PyTuple_SET_ITEM(_PyObject_CAST(a0), (a1), _PyObject_CAST(a2))
#define PyType_Check(a0) PyType_Check(_PyObject_CAST(a0))
#define PyType_CheckExact(a0) PyType_CheckExact(_PyObject_CAST(a0))
#define PyUnicode_AS_DATA(a0) PyUnicode_AS_DATA(_PyObject_CAST(a0))
#define PyUnicode_AS_UNICODE(a0) PyUnicode_AS_UNICODE(_PyObject_CAST(a0))
#define PyUnicode_CHECK_INTERNED(a0) PyUnicode_CHECK_INTERNED(_PyObject_CAST(a0))
#define PyUnicode_Check(op) (pil_PyUnicode_Check(_PyObject_CAST(op)))
#define PyUnicode_CheckExact(op) (pil_PyUnicode_CheckExact(_PyObject_CAST(op)))
#define PyUnicode_DATA(a0) PyUnicode_DATA(_PyObject_CAST(a0))
#define PyUnicode_GET_DATA_SIZE(a0) PyUnicode_GET_DATA_SIZE(_PyObject_CAST(a0))
#define PyUnicode_GET_LENGTH(a0) PyUnicode_GET_LENGTH(_PyObject_CAST(a0))
#define PyUnicode_GET_SIZE(a0) PyUnicode_GET_SIZE(_PyObject_CAST(a0))
#define PyUnicode_IS_ASCII(a0) PyUnicode_IS_ASCII(_PyObject_CAST(a0))
#define PyUnicode_IS_COMPACT(a0) PyUnicode_IS_COMPACT(_PyObject_CAST(a0))
#define PyUnicode_IS_COMPACT_ASCII(a0) PyUnicode_IS_COMPACT_ASCII(_PyObject_CAST(a0))
#define PyUnicode_IS_READY(a0) PyUnicode_IS_READY(_PyObject_CAST(a0))
#define PyUnicode_KIND(a0) PyUnicode_KIND(_PyObject_CAST(a0))
#define PyUnicode_MAX_CHAR_VALUE(a0) PyUnicode_MAX_CHAR_VALUE(_PyObject_CAST(a0))
#define PyUnicode_READ(a0, a1, a2) PyUnicode_READ((a0), (a1), (a2))
#define PyUnicode_READY(a0) PyUnicode_READY(_PyObject_CAST(a0))
#define PyUnicode_READ_CHAR(a0, a1) PyUnicode_READ_CHAR(_PyObject_CAST(a0), (a1))
#define PyUnicode_WRITE(a0, a1, a2, a3) PyUnicode_WRITE((a0), (a1), (a2), (a3))
#define PyUnicode_WSTR_LENGTH(a0) PyUnicode_WSTR_LENGTH(_PyObject_CAST(a0))
#if PIL_PYTHON >= 0x030C0000
#define PyUnstable_Long_CompactValue(a0) PyUnstable_Long_CompactValue((a0))
#define PyUnstable_Long_IsCompact(a0) PyUnstable_Long_IsCompact((a0))
#endif
#define PyVectorcall_NARGS(a0) PyVectorcall_NARGS((a0))
#define PyWeakref_Check(op) (pil_PyWeakref_Check(_PyObject_CAST(op)))
#define PyWeakref_CheckProxy(op) (pil_PyWeakref_CheckProxy(_PyObject_CAST(op)))
#define PyWeakref_CheckRef(op) (pil_PyWeakref_CheckRef(_PyObject_CAST(op)))
#define PyWeakref_CheckRefExact(op) (pil_PyWeakref_CheckRefExact(_PyObject_CAST(op)))
#define PyWeakref_GET_OBJECT(a0) PyWeakref_GET_OBJECT(_PyObject_CAST(a0))
#define Py_CompileString(a0, a1, a2) Py_CompileString((a0), (a1), (a2))
#define Py_CompileStringFlags(a0, a1, a2, a3) Py_CompileStringFlags((a0), (a1), (a2), (a3))
#define Py_DECREF(a0) Py_DECREF(_PyObject_CAST(a0))
#define Py_FatalError(a0) Py_FatalError((a0))
#define Py_INCREF(a0) Py_INCREF(_PyObject_CAST(a0))
#define Py_IS_TYPE(a0, a1) Py_IS_TYPE(_PyObject_CAST(a0), _PyType_CAST(a1))
#if PIL_PYTHON >= 0x030A0000
#define Py_Is(a0, a1) Py_Is(_PyObject_CAST(a0), _PyObject_CAST(a1))
#define Py_IsFalse(a0) Py_IsFalse(_PyObject_CAST(a0))
#define Py_IsNone(a0) Py_IsNone(_PyObject_CAST(a0))
#define Py_IsTrue(a0) Py_IsTrue(_PyObject_CAST(a0))
#define Py_NewRef(a0) Py_NewRef(_PyObject_CAST(a0))
#endif
#if PIL_PYTHON >= 0x030E0000
#define Py_PACK_FULL_VERSION(a0, a1, a2, a3, a4) Py_PACK_FULL_VERSION((a0), (a1), (a2), (a3), (a4))
#define Py_PACK_VERSION(a0, a1) Py_PACK_VERSION((a0), (a1))
#endif
#define Py_REFCNT(a0) Py_REFCNT(_PyObject_CAST(a0))
#define Py_SET_REFCNT(a0, a1) Py_SET_REFCNT(_PyObject_CAST(a0), (a1))
#define Py_SET_SIZE(a0, a1) Py_SET_SIZE(_PyVarObject_CAST(a0), (a1))
#define Py_SET_TYPE(a0, a1) Py_SET_TYPE(_PyObject_CAST(a0), _PyType_CAST(a1))
#define Py_SIZE(a0) Py_SIZE(_PyObject_CAST(a0))
#define Py_TYPE(a0) Py_TYPE(_PyObject_CAST(a0))
#define Py_XDECREF(a0) Py_XDECREF(_PyObject_CAST(a0))
#define Py_XINCREF(a0) Py_XINCREF(_PyObject_CAST(a0))
#if PIL_PYTHON >= 0x030A0000
#define Py_XNewRef(a0) Py_XNewRef(_PyObject_CAST(a0))
#endif
#define _PyArg_CheckPositional(a0, a1, a2, a3) _PyArg_CheckPositional((a0), (a1), (a2), (a3))
#define _PyArg_NoKeywords(a0, a1) _PyArg_NoKeywords((a0), _PyObject_CAST(a1))
#define _PyArg_NoKwnames(a0, a1) _PyArg_NoKwnames((a0), _PyObject_CAST(a1))
#define _PyArg_NoPositional(a0, a1) _PyArg_NoPositional((a0), _PyObject_CAST(a1))
#define _PyArg_UnpackKeywords(a0, a1, a2, a3, a4, a5, a6, a7, a8) _PyArg_UnpackKeywords((a0), (a1), _PyObject_CAST(a2), _PyObject_CAST(a3), (a4), (a5), (a6), (a7), (a8))
#if PIL_PYTHON >= 0x030B0000
#define _PyBaseExceptionGroup_Check(op) (pil__PyBaseExceptionGroup_Check(_PyObject_CAST(op)))
#define _PyCode_DEF(...) pil__PyCode_DEF(__VA_ARGS__)
#endif
#if PIL_PYTHON >= 0x030E0000
#define _PyCode_DEF_THREAD_LOCAL_BYTECODE(...) pil__PyCode_DEF_THREAD_LOCAL_BYTECODE(__VA_ARGS__)
#endif
#if PIL_PYTHON >= 0x030D0000
#define _Py_COMMON_FIELDS(...) pil__Py_COMMON_FIELDS(__VA_ARGS__)
#endif
#if PIL_PYTHON >= 0x030E0000
#define _Py_DEF_EVENT(...) pil__Py_DEF_EVENT(__VA_ARGS__)
#endif
#if PIL_PYTHON >= 0x030D0000
#define _Py_IMMORTAL_REFCNT_LOCAL pil__Py_IMMORTAL_REFCNT_LOCAL
#endif
#if PIL_PYTHON >= 0x030C0000
#define _Py_IsImmortal(a0) _Py_IsImmortal(_PyObject_CAST(a0))
#endif
#if PIL_PYTHON >= 0x030E0000
#define _Py_IsStaticImmortal(a0) _Py_IsStaticImmortal(_PyObject_CAST(a0))
#endif
#if PIL_PYTHON >= 0x030D0000
#define _Py_REF_MAYBE_WEAKREF pil__Py_REF_MAYBE_WEAKREF
#define _Py_REF_MERGED pil__Py_REF_MERGED
#define _Py_REF_QUEUED pil__Py_REF_QUEUED
#define _Py_REF_SHARED_FLAG_MASK pil__Py_REF_SHARED_FLAG_MASK
#define _Py_REF_SHARED_INIT pil__Py_REF_SHARED_INIT
#define _Py_REF_SHARED_SHIFT pil__Py_REF_SHARED_SHIFT
#define _Py_UNOWNED_TID pil__Py_UNOWNED_TID
#endif
#if PIL_PYTHON >= 0x030E0000
#define _Py_atomic_load_ptr_consume(...) pil__Py_atomic_load_ptr_consume(__VA_ARGS__)
#endif
#if PIL_PYTHON >= 0x030D0000
#define _Py_atomic_load_ulong(...) pil__Py_atomic_load_ulong(__VA_ARGS__)
#define _Py_atomic_load_ulong_relaxed(...) pil__Py_atomic_load_ulong_relaxed(__VA_ARGS__)
#define _Py_atomic_store_ulong(...) pil__Py_atomic_store_ulong(__VA_ARGS__)
#define _Py_atomic_store_ulong_relaxed(...) pil__Py_atomic_store_ulong_relaxed(__VA_ARGS__)
#endif
#endif
