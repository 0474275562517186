/* made by capi/codegen: do not edit */
#ifndef PIL_GEN_PIL_FUNCTIONS_H
#define PIL_GEN_PIL_FUNCTIONS_H
#ifdef __cplusplus
extern "C" {
#endif
#if PIL_PYTHON >= 0x030C0000
long pil_PY_DEF_EVENT(PIL_ANY_ARGUMENTS);
#endif
#if PIL_PYTHON >= 0x030F0000
int PyABIInfo_Check(PyABIInfo *, const char *);
#endif
#if PIL_PYTHON >= 0x030A0000
int PyAIter_Check(PyObject *);
#endif
int PyAST_Check(PyObject *);
PyCodeObject *PyAST_CompileEx(struct _mod *, const char *, PyCompilerFlags *, int, PyArena *);
PyCodeObject *PyAST_CompileObject(struct _mod *, PyObject *, PyCompilerFlags *, int, PyArena *);
#if PIL_PYTHON >= 0x030F0000
int pil_PyAnyDict_Check(PyObject *);
int pil_PyAnyDict_CheckExact(PyObject *);
#endif
int pil_PyAnySet_Check(PyObject *);
int pil_PyAnySet_CheckExact(PyObject *);
int PyArena_AddPyObject(PyArena *, PyObject *);
void PyArena_Free(PyArena *);
void *PyArena_Malloc(PyArena *, size_t);
PyArena *PyArena_New(void);
int PyArg_Parse(PyObject *, const char *, ...);
#if PIL_PYTHON >= 0x030F0000
int PyArg_ParseArray(PyObject *const *, Py_ssize_t, const char *, ...);
int PyArg_ParseArrayAndKeywords(PyObject *const *, Py_ssize_t, PyObject *, const char *, const char *const *, ...);
#endif
int PyArg_ParseTuple(PyObject *, const char *, ...);
int PyArg_ParseTupleAndKeywords(PyObject *, PyObject *, const char *, char *const *, ...);
int PyArg_UnpackTuple(PyObject *, const char *, Py_ssize_t, Py_ssize_t, ...);
int PyArg_VaParse(PyObject *, const char *, va_list);
int PyArg_VaParseTupleAndKeywords(PyObject *, PyObject *, const char *, char *const *, va_list);
int PyArg_ValidateKeywordArguments(PyObject *);
#if PIL_PYTHON >= 0x030C0000
int pil_PyAsyncGenASend_CheckExact(PyObject *);
#endif
int pil_PyAsyncGen_CheckExact(PyObject *);
PyObject *PyAsyncGen_New(PyFrameObject *, PyObject *, PyObject *);
extern PyTypeObject PyAsyncGen_Type;
extern PyTypeObject PyBaseObject_Type;
int pil_PyBool_Check(PyObject *);
PyObject *PyBool_FromLong(long);
extern PyTypeObject PyBool_Type;
void PyBuffer_FillContiguousStrides(int, Py_ssize_t *, Py_ssize_t *, int, char);
int PyBuffer_FillInfo(Py_buffer *, PyObject *, void *, Py_ssize_t, int, int);
#if PIL_PYTHON >= 0x030B0000 && !defined(PIL_OLD_CALLS)
int PyBuffer_FromContiguous(const Py_buffer *, const void *, Py_ssize_t, char);
#else
int PyBuffer_FromContiguous(PIL_ANY_ARGUMENTS);
#endif
#if PIL_PYTHON >= 0x030B0000 && !defined(PIL_OLD_CALLS)
void *PyBuffer_GetPointer(const Py_buffer *, const Py_ssize_t *);
#else
void *PyBuffer_GetPointer(PIL_ANY_ARGUMENTS);
#endif
int PyBuffer_IsContiguous(const Py_buffer *, char);
void PyBuffer_Release(Py_buffer *);
Py_ssize_t PyBuffer_SizeFromFormat(const char *);
#if PIL_PYTHON >= 0x030B0000 && !defined(PIL_OLD_CALLS)
int PyBuffer_ToContiguous(void *, const Py_buffer *, Py_ssize_t, char);
#else
int PyBuffer_ToContiguous(PIL_ANY_ARGUMENTS);
#endif
extern PyTypeObject PyByteArrayIter_Type;
char *PyByteArray_AS_STRING(PyObject *);
char *PyByteArray_AsString(PyObject *);
int pil_PyByteArray_Check(PyObject *);
int pil_PyByteArray_CheckExact(PyObject *);
PyObject *PyByteArray_Concat(PyObject *, PyObject *);
PyObject *PyByteArray_FromObject(PyObject *);
PyObject *PyByteArray_FromStringAndSize(const char *, Py_ssize_t);
Py_ssize_t PyByteArray_GET_SIZE(PyObject *);
int PyByteArray_Resize(PyObject *, Py_ssize_t);
Py_ssize_t PyByteArray_Size(PyObject *);
extern PyTypeObject PyByteArray_Type;
extern PyTypeObject PyBytesIter_Type;
#if PIL_PYTHON >= 0x030F0000
PyBytesWriter *PyBytesWriter_Create(Py_ssize_t);
void PyBytesWriter_Discard(PyBytesWriter *);
PyObject *PyBytesWriter_Finish(PyBytesWriter *);
PyObject *PyBytesWriter_FinishWithPointer(PyBytesWriter *, void *);
PyObject *PyBytesWriter_FinishWithSize(PyBytesWriter *, Py_ssize_t);
int PyBytesWriter_Format(PyBytesWriter *, const char *, ...);
void *PyBytesWriter_GetData(PyBytesWriter *);
Py_ssize_t PyBytesWriter_GetSize(PyBytesWriter *);
int PyBytesWriter_Grow(PyBytesWriter *, Py_ssize_t);
void *PyBytesWriter_GrowAndUpdatePointer(PyBytesWriter *, Py_ssize_t, void *);
int PyBytesWriter_Resize(PyBytesWriter *, Py_ssize_t);
int PyBytesWriter_WriteBytes(PyBytesWriter *, const void *, Py_ssize_t);
#endif
char *PyBytes_AS_STRING(PyObject *);
char *PyBytes_AsString(PyObject *);
int PyBytes_AsStringAndSize(PyObject *, char **, Py_ssize_t *);
int pil_PyBytes_Check(PyObject *);
int pil_PyBytes_CheckExact(PyObject *);
void PyBytes_Concat(PyObject **, PyObject *);
void PyBytes_ConcatAndDel(PyObject **, PyObject *);
PyObject *PyBytes_DecodeEscape(const char *, Py_ssize_t, const char *, Py_ssize_t, const char *);
PyObject *PyBytes_FromFormat(const char *, ...);
PyObject *PyBytes_FromFormatV(const char *, va_list);
PyObject *PyBytes_FromObject(PyObject *);
PyObject *PyBytes_FromString(const char *);
PyObject *PyBytes_FromStringAndSize(const char *, Py_ssize_t);
Py_ssize_t PyBytes_GET_SIZE(PyObject *);
#if PIL_PYTHON >= 0x030E0000
PyObject *PyBytes_Join(PyObject *, PyObject *);
#endif
PyObject *PyBytes_Repr(PyObject *, int);
Py_ssize_t PyBytes_Size(PyObject *);
extern PyTypeObject PyBytes_Type;
PyObject *PyCFunction_Call(PyObject *, PyObject *, PyObject *);
int pil_PyCFunction_Check(PyObject *);
int pil_PyCFunction_CheckExact(PyObject *);
PyTypeObject *PyCFunction_GET_CLASS(PyObject *);
int PyCFunction_GET_FLAGS(PyObject *);
PyCFunction PyCFunction_GET_FUNCTION(PyObject *);
PyObject *PyCFunction_GET_SELF(PyObject *);
int PyCFunction_GetFlags(PyObject *);
PyCFunction PyCFunction_GetFunction(PyObject *);
PyObject *PyCFunction_GetSelf(PyObject *);
PyObject *PyCFunction_New(PyMethodDef *, PyObject *);
PyObject *PyCFunction_NewEx(PyMethodDef *, PyObject *, PyObject *);
extern PyTypeObject PyCFunction_Type;
int pil_PyCMethod_Check(PyObject *);
int pil_PyCMethod_CheckExact(PyObject *);
PyObject *PyCMethod_New(PyMethodDef *, PyObject *, PyObject *, PyTypeObject *);
extern PyTypeObject PyCMethod_Type;
int pil_PyCallIter_Check(PyObject *);
PyObject *PyCallIter_New(PyObject *, PyObject *);
extern PyTypeObject PyCallIter_Type;
int PyCallable_Check(PyObject *);
int pil_PyCapsule_CheckExact(PyObject *);
void *PyCapsule_GetContext(PyObject *);
PyCapsule_Destructor PyCapsule_GetDestructor(PyObject *);
const char *PyCapsule_GetName(PyObject *);
void *PyCapsule_GetPointer(PyObject *, const char *);
void *PyCapsule_Import(const char *, int);
int PyCapsule_IsValid(PyObject *, const char *);
PyObject *PyCapsule_New(void *, const char *, PyCapsule_Destructor);
int PyCapsule_SetContext(PyObject *, void *);
int PyCapsule_SetDestructor(PyObject *, PyCapsule_Destructor);
int PyCapsule_SetName(PyObject *, const char *);
int PyCapsule_SetPointer(PyObject *, void *);
extern PyTypeObject PyCapsule_Type;
int pil_PyCell_Check(PyObject *);
PyObject *PyCell_GET(PyObject *);
PyObject *PyCell_Get(PyObject *);
PyObject *PyCell_New(PyObject *);
void PyCell_SET(PyObject *, PyObject *);
int PyCell_Set(PyObject *, PyObject *);
extern PyTypeObject PyCell_Type;
extern PyTypeObject PyClassMethodDescr_Type;
PyObject *PyClassMethod_New(PyObject *);
extern PyTypeObject PyClassMethod_Type;
#if PIL_PYTHON >= 0x030C0000
int PyCode_AddWatcher(PyCode_WatchCallback);
#endif
int PyCode_Addr2Line(PyCodeObject *, int);
#if PIL_PYTHON >= 0x030B0000
int PyCode_Addr2Location(PyCodeObject *, int, int *, int *, int *, int *);
#endif
int pil_PyCode_Check(PyObject *);
#if PIL_PYTHON >= 0x030C0000
int PyCode_ClearWatcher(int);
#endif
#if PIL_PYTHON >= 0x030B0000
PyObject *PyCode_GetCellvars(PyCodeObject *);
PyObject *PyCode_GetCode(PyCodeObject *);
#endif
#if PIL_PYTHON >= 0x030C0000
int PyCode_GetFirstFree(PyCodeObject *);
#endif
#if PIL_PYTHON >= 0x030B0000
PyObject *PyCode_GetFreevars(PyCodeObject *);
#endif
Py_ssize_t PyCode_GetNumFree(PyCodeObject *);
#if PIL_PYTHON >= 0x030B0000
PyObject *PyCode_GetVarnames(PyCodeObject *);
#endif
#if PIL_PYTHON >= 0x030B0000 && !defined(PIL_OLD_CALLS)
PyCodeObject *PyCode_New(int, int, int, int, int, PyObject *, PyObject *, PyObject *, PyObject *, PyObject *, PyObject *, PyObject *, PyObject *, PyObject *, int, PyObject *, PyObject *);
#else
PyCodeObject *PyCode_New(PIL_ANY_ARGUMENTS);
#endif
PyCodeObject *PyCode_NewEmpty(const char *, const char *, int);
#if PIL_PYTHON >= 0x030B0000 && !defined(PIL_OLD_CALLS)
PyCodeObject *PyCode_NewWithPosOnlyArgs(int, int, int, int, int, int, PyObject *, PyObject *, PyObject *, PyObject *, PyObject *, PyObject *, PyObject *, PyObject *, PyObject *, int, PyObject *, PyObject *);
#else
PyCodeObject *PyCode_NewWithPosOnlyArgs(PIL_ANY_ARGUMENTS);
#endif
PyObject *PyCode_Optimize(PyObject *, PyObject *, PyObject *, PyObject *);
extern PyTypeObject PyCode_Type;
PyObject *PyCodec_BackslashReplaceErrors(PyObject *);
PyObject *PyCodec_Decode(PyObject *, const char *, const char *);
PyObject *PyCodec_Decoder(const char *);
PyObject *PyCodec_Encode(PyObject *, const char *, const char *);
PyObject *PyCodec_Encoder(const char *);
PyObject *PyCodec_IgnoreErrors(PyObject *);
PyObject *PyCodec_IncrementalDecoder(const char *, const char *);
PyObject *PyCodec_IncrementalEncoder(const char *, const char *);
int PyCodec_KnownEncoding(const char *);
PyObject *PyCodec_LookupError(const char *);
PyObject *PyCodec_NameReplaceErrors(PyObject *);
int PyCodec_Register(PyObject *);
int PyCodec_RegisterError(const char *, PyObject *);
PyObject *PyCodec_ReplaceErrors(PyObject *);
PyObject *PyCodec_StreamReader(const char *, PyObject *, const char *);
PyObject *PyCodec_StreamWriter(const char *, PyObject *, const char *);
PyObject *PyCodec_StrictErrors(PyObject *);
#if PIL_PYTHON >= 0x030A0000
int PyCodec_Unregister(PyObject *);
#endif
PyObject *PyCodec_XMLCharRefReplaceErrors(PyObject *);
int PyCompile_OpcodeStackEffect(int, int);
int PyCompile_OpcodeStackEffectWithJump(int, int, int);
Py_complex PyComplex_AsCComplex(PyObject *);
int pil_PyComplex_Check(PyObject *);
int pil_PyComplex_CheckExact(PyObject *);
PyObject *PyComplex_FromCComplex(Py_complex);
PyObject *PyComplex_FromDoubles(double, double);
double PyComplex_ImagAsDouble(PyObject *);
double PyComplex_RealAsDouble(PyObject *);
extern PyTypeObject PyComplex_Type;
void PyConfig_Clear(PyConfig *);
#if PIL_PYTHON >= 0x030E0000
PyObject *PyConfig_Get(const char *);
int PyConfig_GetInt(const char *, int *);
#endif
void PyConfig_InitIsolatedConfig(PyConfig *);
void PyConfig_InitPythonConfig(PyConfig *);
#if PIL_PYTHON >= 0x030E0000
PyObject *PyConfig_Names(void);
#endif
PyStatus PyConfig_Read(PyConfig *);
#if PIL_PYTHON >= 0x030E0000
int PyConfig_Set(const char *, PyObject *);
#endif
PyStatus PyConfig_SetArgv(PyConfig *, Py_ssize_t, wchar_t *const *);
PyStatus PyConfig_SetBytesArgv(PyConfig *, Py_ssize_t, char *const *);
PyStatus PyConfig_SetBytesString(PyConfig *, wchar_t **, const char *);
PyStatus PyConfig_SetString(PyConfig *, wchar_t **, const wchar_t *);
PyStatus PyConfig_SetWideStringList(PyConfig *, PyWideStringList *, Py_ssize_t, wchar_t **);
int pil_PyContextToken_CheckExact(PyObject *);
extern PyTypeObject PyContextToken_Type;
int pil_PyContextVar_CheckExact(PyObject *);
int PyContextVar_Get(PyObject *, PyObject *, PyObject **);
PyObject *PyContextVar_New(const char *, PyObject *);
int PyContextVar_Reset(PyObject *, PyObject *);
PyObject *PyContextVar_Set(PyObject *, PyObject *);
extern PyTypeObject PyContextVar_Type;
#if PIL_PYTHON >= 0x030E0000
int PyContext_AddWatcher(PyContext_WatchCallback);
#endif
int pil_PyContext_CheckExact(PyObject *);
#if PIL_PYTHON >= 0x030E0000
int PyContext_ClearWatcher(int);
#endif
PyObject *PyContext_Copy(PyObject *);
PyObject *PyContext_CopyCurrent(void);
int PyContext_Enter(PyObject *);
int PyContext_Exit(PyObject *);
PyObject *PyContext_New(void);
extern PyTypeObject PyContext_Type;
int pil_PyCoro_CheckExact(PyObject *);
PyObject *PyCoro_New(PyFrameObject *, PyObject *, PyObject *);
extern PyTypeObject PyCoro_Type;
#if PIL_PYTHON >= 0x030D0000
void PyCriticalSection2_Begin(PyCriticalSection2 *, PyObject *, PyObject *);
#endif
#if PIL_PYTHON >= 0x030E0000
void PyCriticalSection2_BeginMutex(PyCriticalSection2 *, PyMutex *, PyMutex *);
#endif
#if PIL_PYTHON >= 0x030D0000
void PyCriticalSection2_End(PyCriticalSection2 *);
void PyCriticalSection_Begin(PyCriticalSection *, PyObject *);
#endif
#if PIL_PYTHON >= 0x030E0000
void PyCriticalSection_BeginMutex(PyCriticalSection *, PyMutex *);
#endif
#if PIL_PYTHON >= 0x030D0000
void PyCriticalSection_End(PyCriticalSection *);
#endif
int PyDescr_IsData(PyObject *);
PyObject *PyDescr_NewClassMethod(PyTypeObject *, PyMethodDef *);
PyObject *PyDescr_NewGetSet(PyTypeObject *, PyGetSetDef *);
PyObject *PyDescr_NewMember(PyTypeObject *, PyMemberDef *);
PyObject *PyDescr_NewMethod(PyTypeObject *, PyMethodDef *);
PyObject *PyDescr_NewWrapper(PyTypeObject *, struct wrapperbase *, void *);
int pil_PyDictItems_Check(PyObject *);
extern PyTypeObject PyDictItems_Type;
extern PyTypeObject PyDictIterItem_Type;
extern PyTypeObject PyDictIterKey_Type;
extern PyTypeObject PyDictIterValue_Type;
int pil_PyDictKeys_Check(PyObject *);
extern PyTypeObject PyDictKeys_Type;
PyObject *PyDictProxy_New(PyObject *);
extern PyTypeObject PyDictProxy_Type;
extern PyTypeObject PyDictRevIterItem_Type;
extern PyTypeObject PyDictRevIterKey_Type;
extern PyTypeObject PyDictRevIterValue_Type;
int pil_PyDictValues_Check(PyObject *);
extern PyTypeObject PyDictValues_Type;
int pil_PyDictViewSet_Check(PyObject *);
#if PIL_PYTHON >= 0x030C0000
int PyDict_AddWatcher(PyDict_WatchCallback);
#endif
int pil_PyDict_Check(PyObject *);
int pil_PyDict_CheckExact(PyObject *);
void PyDict_Clear(PyObject *);
#if PIL_PYTHON >= 0x030C0000
int PyDict_ClearWatcher(int);
#endif
int PyDict_Contains(PyObject *, PyObject *);
#if PIL_PYTHON >= 0x030D0000
int PyDict_ContainsString(PyObject *, const char *);
#endif
PyObject *PyDict_Copy(PyObject *);
int PyDict_DelItem(PyObject *, PyObject *);
int PyDict_DelItemString(PyObject *, const char *);
Py_ssize_t PyDict_GET_SIZE(PyObject *);
PyObject *PyDict_GetItem(PyObject *, PyObject *);
#if PIL_PYTHON >= 0x030D0000
int PyDict_GetItemRef(PyObject *, PyObject *, PyObject **);
#endif
PyObject *PyDict_GetItemString(PyObject *, const char *);
#if PIL_PYTHON >= 0x030D0000
int PyDict_GetItemStringRef(PyObject *, const char *, PyObject **);
#endif
PyObject *PyDict_GetItemWithError(PyObject *, PyObject *);
PyObject *PyDict_Items(PyObject *);
PyObject *PyDict_Keys(PyObject *);
int PyDict_Merge(PyObject *, PyObject *, int);
int PyDict_MergeFromSeq2(PyObject *, PyObject *, int);
PyObject *PyDict_New(void);
int PyDict_Next(PyObject *, Py_ssize_t *, PyObject **, PyObject **);
#if PIL_PYTHON >= 0x030D0000
int PyDict_Pop(PyObject *, PyObject *, PyObject **);
int PyDict_PopString(PyObject *, const char *, PyObject **);
#endif
PyObject *PyDict_SetDefault(PyObject *, PyObject *, PyObject *);
#if PIL_PYTHON >= 0x030D0000
int PyDict_SetDefaultRef(PyObject *, PyObject *, PyObject *, PyObject **);
#endif
int PyDict_SetItem(PyObject *, PyObject *, PyObject *);
int PyDict_SetItemString(PyObject *, const char *, PyObject *);
Py_ssize_t PyDict_Size(PyObject *);
extern PyTypeObject PyDict_Type;
#if PIL_PYTHON >= 0x030C0000
int PyDict_Unwatch(int, PyObject *);
#endif
int PyDict_Update(PyObject *, PyObject *);
PyObject *PyDict_Values(PyObject *);
#if PIL_PYTHON >= 0x030C0000
int PyDict_Watch(int, PyObject *);
#endif
extern PyTypeObject PyEllipsis_Type;
extern PyTypeObject PyEnum_Type;
int PyErr_BadArgument(void);
void PyErr_BadInternalCall(void);
int PyErr_CheckSignals(void);
void PyErr_Clear(void);
void PyErr_Display(PyObject *, PyObject *, PyObject *);
#if PIL_PYTHON >= 0x030C0000
void PyErr_DisplayException(PyObject *);
#endif
int PyErr_ExceptionMatches(PyObject *);
void PyErr_Fetch(PyObject **, PyObject **, PyObject **);
PyObject *PyErr_Format(PyObject *, const char *, ...);
#if PIL_PYTHON >= 0x030D0000
void PyErr_FormatUnraisable(const char *, ...);
#endif
PyObject *PyErr_FormatV(PyObject *, const char *, va_list);
void PyErr_GetExcInfo(PyObject **, PyObject **, PyObject **);
#if PIL_PYTHON >= 0x030B0000
PyObject *PyErr_GetHandledException(void);
#endif
#if PIL_PYTHON >= 0x030C0000
PyObject *PyErr_GetRaisedException(void);
#endif
int PyErr_GivenExceptionMatches(PyObject *, PyObject *);
PyObject *PyErr_NewException(const char *, PyObject *, PyObject *);
PyObject *PyErr_NewExceptionWithDoc(const char *, const char *, PyObject *, PyObject *);
PyObject *PyErr_NoMemory(void);
void PyErr_NormalizeException(PyObject **, PyObject **, PyObject **);
PyObject *PyErr_Occurred(void);
void PyErr_Print(void);
void PyErr_PrintEx(int);
PyObject *PyErr_ProgramText(const char *, int);
PyObject *PyErr_ProgramTextObject(PyObject *, int);
#if PIL_PYTHON >= 0x030A0000
void PyErr_RangedSyntaxLocationObject(PyObject *, int, int, int, int);
#endif
int PyErr_ResourceWarning(PyObject *, Py_ssize_t, const char *, ...);
void PyErr_Restore(PyObject *, PyObject *, PyObject *);
PyObject *PyErr_SetExcFromWindowsErr(PyObject *, int);
PyObject *PyErr_SetExcFromWindowsErrWithFilename(PyObject *, int, const char *);
PyObject *PyErr_SetExcFromWindowsErrWithFilenameObject(PyObject *, int, PyObject *);
PyObject *PyErr_SetExcFromWindowsErrWithFilenameObjects(PyObject *, int, PyObject *, PyObject *);
PyObject *PyErr_SetExcFromWindowsErrWithUnicodeFilename(PyObject *, int, const Py_UNICODE *);
void PyErr_SetExcInfo(PyObject *, PyObject *, PyObject *);
PyObject *PyErr_SetFromErrno(PyObject *);
PyObject *PyErr_SetFromErrnoWithFilename(PyObject *, const char *);
PyObject *PyErr_SetFromErrnoWithFilenameObject(PyObject *, PyObject *);
PyObject *PyErr_SetFromErrnoWithFilenameObjects(PyObject *, PyObject *, PyObject *);
PyObject *PyErr_SetFromErrnoWithUnicodeFilename(PyObject *, const Py_UNICODE *);
PyObject *PyErr_SetFromWindowsErr(int);
PyObject *PyErr_SetFromWindowsErrWithFilename(int, const char *);
PyObject *PyErr_SetFromWindowsErrWithUnicodeFilename(int, const Py_UNICODE *);
#if PIL_PYTHON >= 0x030B0000
void PyErr_SetHandledException(PyObject *);
#endif
PyObject *PyErr_SetImportError(PyObject *, PyObject *, PyObject *);
PyObject *PyErr_SetImportErrorSubclass(PyObject *, PyObject *, PyObject *, PyObject *);
void PyErr_SetInterrupt(void);
#if PIL_PYTHON >= 0x030A0000
int PyErr_SetInterruptEx(int);
#endif
void PyErr_SetNone(PyObject *);
void PyErr_SetObject(PyObject *, PyObject *);
#if PIL_PYTHON >= 0x030C0000
void PyErr_SetRaisedException(PyObject *);
#endif
void PyErr_SetString(PyObject *, const char *);
void PyErr_SyntaxLocation(const char *, int);
void PyErr_SyntaxLocationEx(const char *, int, int);
void PyErr_SyntaxLocationObject(PyObject *, int, int);
int PyErr_WarnEx(PyObject *, const char *, Py_ssize_t);
int PyErr_WarnExplicit(PyObject *, const char *, const char *, int, const char *, PyObject *);
int PyErr_WarnExplicitFormat(PyObject *, const char *, int, const char *, PyObject *, const char *, ...);
int PyErr_WarnExplicitObject(PyObject *, PyObject *, PyObject *, int, PyObject *, PyObject *);
int PyErr_WarnFormat(PyObject *, Py_ssize_t, const char *, ...);
void PyErr_WriteUnraisable(PyObject *);
void PyEval_AcquireLock(void);
void PyEval_AcquireThread(PyThreadState *);
PyObject *PyEval_CallFunction(PyObject *, const char *, ...);
PyObject *PyEval_CallMethod(PyObject *, const char *, const char *, ...);
PyObject *PyEval_CallObjectWithKeywords(PyObject *, PyObject *, PyObject *);
PyObject *PyEval_EvalCode(PyObject *, PyObject *, PyObject *);
PyObject *PyEval_EvalCodeEx(PyObject *, PyObject *, PyObject *, PyObject *const *, int, PyObject *const *, int, PyObject *const *, int, PyObject *, PyObject *);
PyObject *PyEval_EvalFrame(PyFrameObject *);
PyObject *PyEval_EvalFrameEx(PyFrameObject *, int);
PyObject *PyEval_GetBuiltins(void);
PyFrameObject *PyEval_GetFrame(void);
#if PIL_PYTHON >= 0x030D0000
PyObject *PyEval_GetFrameBuiltins(void);
PyObject *PyEval_GetFrameGlobals(void);
PyObject *PyEval_GetFrameLocals(void);
#endif
const char *PyEval_GetFuncDesc(PyObject *);
const char *PyEval_GetFuncName(PyObject *);
PyObject *PyEval_GetGlobals(void);
PyObject *PyEval_GetLocals(void);
void PyEval_InitThreads(void);
int PyEval_MergeCompilerFlags(PyCompilerFlags *);
void PyEval_ReleaseLock(void);
void PyEval_ReleaseThread(PyThreadState *);
void PyEval_RestoreThread(PyThreadState *);
PyThreadState *PyEval_SaveThread(void);
void PyEval_SetProfile(Py_tracefunc, PyObject *);
#if PIL_PYTHON >= 0x030C0000
void PyEval_SetProfileAllThreads(Py_tracefunc, PyObject *);
#endif
void PyEval_SetTrace(Py_tracefunc, PyObject *);
#if PIL_PYTHON >= 0x030C0000
void PyEval_SetTraceAllThreads(Py_tracefunc, PyObject *);
#endif
int PyEval_ThreadsInitialized(void);
extern PyObject *PyExc_ArithmeticError;
extern PyObject *PyExc_AssertionError;
extern PyObject *PyExc_AttributeError;
extern PyObject *PyExc_BaseException;
#if PIL_PYTHON >= 0x030B0000
extern PyObject *PyExc_BaseExceptionGroup;
#endif
extern PyObject *PyExc_BlockingIOError;
extern PyObject *PyExc_BrokenPipeError;
extern PyObject *PyExc_BufferError;
extern PyObject *PyExc_BytesWarning;
extern PyObject *PyExc_ChildProcessError;
extern PyObject *PyExc_ConnectionAbortedError;
extern PyObject *PyExc_ConnectionError;
extern PyObject *PyExc_ConnectionRefusedError;
extern PyObject *PyExc_ConnectionResetError;
extern PyObject *PyExc_DeprecationWarning;
extern PyObject *PyExc_EOFError;
#if PIL_PYTHON >= 0x030A0000
extern PyObject *PyExc_EncodingWarning;
#endif
extern PyObject *PyExc_EnvironmentError;
extern PyObject *PyExc_Exception;
extern PyObject *PyExc_FileExistsError;
extern PyObject *PyExc_FileNotFoundError;
extern PyObject *PyExc_FloatingPointError;
extern PyObject *PyExc_FutureWarning;
extern PyObject *PyExc_GeneratorExit;
extern PyObject *PyExc_IOError;
#if PIL_PYTHON >= 0x030F0000
extern PyObject *PyExc_ImportCycleError;
#endif
extern PyObject *PyExc_ImportError;
extern PyObject *PyExc_ImportWarning;
extern PyObject *PyExc_IndentationError;
extern PyObject *PyExc_IndexError;
extern PyObject *PyExc_InterruptedError;
extern PyObject *PyExc_IsADirectoryError;
extern PyObject *PyExc_KeyError;
extern PyObject *PyExc_KeyboardInterrupt;
extern PyObject *PyExc_LookupError;
extern PyObject *PyExc_MemoryError;
extern PyObject *PyExc_ModuleNotFoundError;
extern PyObject *PyExc_NameError;
extern PyObject *PyExc_NotADirectoryError;
extern PyObject *PyExc_NotImplementedError;
extern PyObject *PyExc_OSError;
extern PyObject *PyExc_OverflowError;
extern PyObject *PyExc_PendingDeprecationWarning;
extern PyObject *PyExc_PermissionError;
extern PyObject *PyExc_ProcessLookupError;
#if PIL_PYTHON >= 0x030D0000
extern PyObject *PyExc_PythonFinalizationError;
#endif
extern PyObject *PyExc_RecursionError;
extern PyObject *PyExc_ReferenceError;
extern PyObject *PyExc_ResourceWarning;
extern PyObject *PyExc_RuntimeError;
extern PyObject *PyExc_RuntimeWarning;
extern PyObject *PyExc_StopAsyncIteration;
extern PyObject *PyExc_StopIteration;
extern PyObject *PyExc_SyntaxError;
extern PyObject *PyExc_SyntaxWarning;
extern PyObject *PyExc_SystemError;
extern PyObject *PyExc_SystemExit;
extern PyObject *PyExc_TabError;
extern PyObject *PyExc_TimeoutError;
extern PyObject *PyExc_TypeError;
extern PyObject *PyExc_UnboundLocalError;
extern PyObject *PyExc_UnicodeDecodeError;
extern PyObject *PyExc_UnicodeEncodeError;
extern PyObject *PyExc_UnicodeError;
extern PyObject *PyExc_UnicodeTranslateError;
extern PyObject *PyExc_UnicodeWarning;
extern PyObject *PyExc_UserWarning;
extern PyObject *PyExc_ValueError;
extern PyObject *PyExc_Warning;
extern PyObject *PyExc_WindowsError;
extern PyObject *PyExc_ZeroDivisionError;
int pil_PyExceptionClass_Check(PyObject *);
const char *PyExceptionClass_Name(PyObject *);
int pil_PyExceptionInstance_Check(PyObject *);
#if PIL_PYTHON >= 0x030C0000
PyObject *PyException_GetArgs(PyObject *);
#endif
PyObject *PyException_GetCause(PyObject *);
PyObject *PyException_GetContext(PyObject *);
PyObject *PyException_GetTraceback(PyObject *);
#if PIL_PYTHON >= 0x030C0000
void PyException_SetArgs(PyObject *, PyObject *);
#endif
void PyException_SetCause(PyObject *, PyObject *);
void PyException_SetContext(PyObject *, PyObject *);
int PyException_SetTraceback(PyObject *, PyObject *);
PyObject *PyFile_FromFd(int, const char *, const char *, int, const char *, const char *, const char *, int);
PyObject *PyFile_GetLine(PyObject *, int);
PyObject *PyFile_NewStdPrinter(int);
PyObject *PyFile_OpenCode(const char *);
PyObject *PyFile_OpenCodeObject(PyObject *);
int PyFile_SetOpenCodeHook(Py_OpenCodeHookFunction, void *);
int PyFile_WriteObject(PyObject *, PyObject *, int);
int PyFile_WriteString(const char *, PyObject *);
extern PyTypeObject PyFilter_Type;
double PyFloat_AS_DOUBLE(PyObject *);
double PyFloat_AsDouble(PyObject *);
int pil_PyFloat_Check(PyObject *);
int pil_PyFloat_CheckExact(PyObject *);
PyObject *PyFloat_FromDouble(double);
PyObject *PyFloat_FromString(PyObject *);
PyObject *PyFloat_GetInfo(void);
double PyFloat_GetMax(void);
double PyFloat_GetMin(void);
#if PIL_PYTHON >= 0x030B0000
int PyFloat_Pack2(double, char *, int);
int PyFloat_Pack4(double, char *, int);
int PyFloat_Pack8(double, char *, int);
#endif
extern PyTypeObject PyFloat_Type;
#if PIL_PYTHON >= 0x030B0000
double PyFloat_Unpack2(const char *, int);
double PyFloat_Unpack4(const char *, int);
double PyFloat_Unpack8(const char *, int);
#endif
#if PIL_PYTHON >= 0x030D0000
int pil_PyFrameLocalsProxy_Check(PyObject *);
extern PyTypeObject PyFrameLocalsProxy_Type;
#endif
PyTryBlock *PyFrame_BlockPop(PyFrameObject *);
void PyFrame_BlockSetup(PyFrameObject *, int, int, int);
int pil_PyFrame_Check(PyObject *);
void PyFrame_FastToLocals(PyFrameObject *);
int PyFrame_FastToLocalsWithError(PyFrameObject *);
PyFrameObject *PyFrame_GetBack(PyFrameObject *);
#if PIL_PYTHON >= 0x030B0000
PyObject *PyFrame_GetBuiltins(PyFrameObject *);
#endif
PyCodeObject *PyFrame_GetCode(PyFrameObject *);
#if PIL_PYTHON >= 0x030B0000
PyObject *PyFrame_GetGenerator(PyFrameObject *);
PyObject *PyFrame_GetGlobals(PyFrameObject *);
int PyFrame_GetLasti(PyFrameObject *);
#endif
int PyFrame_GetLineNumber(PyFrameObject *);
#if PIL_PYTHON >= 0x030B0000
PyObject *PyFrame_GetLocals(PyFrameObject *);
#endif
#if PIL_PYTHON >= 0x030C0000
PyObject *PyFrame_GetVar(PyFrameObject *, PyObject *);
PyObject *PyFrame_GetVarString(PyFrameObject *, const char *);
#endif
void PyFrame_LocalsToFast(PyFrameObject *, int);
PyFrameObject *PyFrame_New(PyThreadState *, PyCodeObject *, PyObject *, PyObject *);
extern PyTypeObject PyFrame_Type;
#if PIL_PYTHON >= 0x030F0000
int pil_PyFrozenDict_Check(PyObject *);
int pil_PyFrozenDict_CheckExact(PyObject *);
PyObject *PyFrozenDict_New(PyObject *);
extern PyTypeObject PyFrozenDict_Type;
#endif
int pil_PyFrozenSet_Check(PyObject *);
int pil_PyFrozenSet_CheckExact(PyObject *);
PyObject *PyFrozenSet_New(PyObject *);
extern PyTypeObject PyFrozenSet_Type;
#if PIL_PYTHON >= 0x030C0000
int PyFunction_AddWatcher(PyFunction_WatchCallback);
#endif
int pil_PyFunction_Check(PyObject *);
#if PIL_PYTHON >= 0x030C0000
int PyFunction_ClearWatcher(int);
#endif
PyObject *PyFunction_GET_ANNOTATIONS(PyObject *);
PyObject *PyFunction_GET_CLOSURE(PyObject *);
PyObject *PyFunction_GET_CODE(PyObject *);
PyObject *PyFunction_GET_DEFAULTS(PyObject *);
PyObject *PyFunction_GET_GLOBALS(PyObject *);
PyObject *PyFunction_GET_KW_DEFAULTS(PyObject *);
PyObject *PyFunction_GET_MODULE(PyObject *);
PyObject *PyFunction_GetAnnotations(PyObject *);
PyObject *PyFunction_GetClosure(PyObject *);
PyObject *PyFunction_GetCode(PyObject *);
PyObject *PyFunction_GetDefaults(PyObject *);
PyObject *PyFunction_GetGlobals(PyObject *);
PyObject *PyFunction_GetKwDefaults(PyObject *);
PyObject *PyFunction_GetModule(PyObject *);
PyObject *PyFunction_New(PyObject *, PyObject *);
PyObject *PyFunction_NewWithQualName(PyObject *, PyObject *, PyObject *);
int PyFunction_SetAnnotations(PyObject *, PyObject *);
int PyFunction_SetClosure(PyObject *, PyObject *);
int PyFunction_SetDefaults(PyObject *, PyObject *);
int PyFunction_SetKwDefaults(PyObject *, PyObject *);
#if PIL_PYTHON >= 0x030C0000
void PyFunction_SetVectorcall(PyFunctionObject *, vectorcallfunc);
#endif
extern PyTypeObject PyFunction_Type;
PyFutureFeatures *PyFuture_FromAST(struct _mod *, const char *);
PyFutureFeatures *PyFuture_FromASTObject(struct _mod *, PyObject *);
Py_ssize_t PyGC_Collect(void);
#if PIL_PYTHON >= 0x030A0000
int PyGC_Disable(void);
int PyGC_Enable(void);
int PyGC_IsEnabled(void);
#endif
int PyGILState_Check(void);
PyGILState_STATE PyGILState_Ensure(void);
PyThreadState *PyGILState_GetThisThreadState(void);
void PyGILState_Release(PyGILState_STATE);
int pil_PyGen_Check(PyObject *);
int pil_PyGen_CheckExact(PyObject *);
#if PIL_PYTHON >= 0x030C0000
PyCodeObject *PyGen_GetCode(PyGenObject *);
#endif
PyObject *PyGen_New(PyFrameObject *);
PyObject *PyGen_NewWithQualName(PyFrameObject *, PyObject *, PyObject *);
extern PyTypeObject PyGen_Type;
extern PyTypeObject PyGetSetDescr_Type;
PyHash_FuncDef *PyHash_GetFuncDef(void);
PyObject *PyImport_AddModule(const char *);
PyObject *PyImport_AddModuleObject(PyObject *);
#if PIL_PYTHON >= 0x030D0000
PyObject *PyImport_AddModuleRef(const char *);
#endif
int PyImport_AppendInittab(const char *, PyObject *(*)(void));
#if PIL_PYTHON >= 0x030F0000
PyObject *PyImport_CreateModuleFromInitfunc(PyObject *, PyObject *(*)(void));
#endif
PyObject *PyImport_ExecCodeModule(const char *, PyObject *);
PyObject *PyImport_ExecCodeModuleEx(const char *, PyObject *, const char *);
PyObject *PyImport_ExecCodeModuleObject(PyObject *, PyObject *, PyObject *, PyObject *);
PyObject *PyImport_ExecCodeModuleWithPathnames(const char *, PyObject *, const char *, const char *);
int PyImport_ExtendInittab(struct _inittab *);
extern const struct _frozen *PyImport_FrozenModules;
PyObject *PyImport_GetImporter(PyObject *);
#if PIL_PYTHON >= 0x030F0000
PyObject *PyImport_GetLazyImportsFilter(void);
PyImport_LazyImportsMode PyImport_GetLazyImportsMode(void);
#endif
long PyImport_GetMagicNumber(void);
const char *PyImport_GetMagicTag(void);
PyObject *PyImport_GetModule(PyObject *);
PyObject *PyImport_GetModuleDict(void);
PyObject *PyImport_Import(PyObject *);
int PyImport_ImportFrozenModule(const char *);
int PyImport_ImportFrozenModuleObject(PyObject *);
PyObject *PyImport_ImportModule(const char *);
#if PIL_PYTHON >= 0x030E0000
PyObject *PyImport_ImportModuleAttr(PyObject *, PyObject *);
PyObject *PyImport_ImportModuleAttrString(const char *, const char *);
#endif
PyObject *PyImport_ImportModuleLevel(const char *, PyObject *, PyObject *, PyObject *, int);
PyObject *PyImport_ImportModuleLevelObject(PyObject *, PyObject *, PyObject *, PyObject *, int);
PyObject *PyImport_ImportModuleNoBlock(const char *);
extern struct _inittab *PyImport_Inittab;
PyObject *PyImport_ReloadModule(PyObject *);
#if PIL_PYTHON >= 0x030F0000
int PyImport_SetLazyImportsFilter(PyObject *);
int PyImport_SetLazyImportsMode(PyImport_LazyImportsMode);
#endif
int PyIndex_Check(PyObject *);
#if PIL_PYTHON >= 0x030E0000
int PyInitConfig_AddModule(PyInitConfig *, const char *, PyObject *(*)(void));
PyInitConfig *PyInitConfig_Create(void);
void PyInitConfig_Free(PyInitConfig *);
void PyInitConfig_FreeStrList(size_t, char **);
int PyInitConfig_GetError(PyInitConfig *, const char **);
int PyInitConfig_GetExitCode(PyInitConfig *, int *);
int PyInitConfig_GetInt(PyInitConfig *, const char *, int64_t *);
int PyInitConfig_GetStr(PyInitConfig *, const char *, char **);
int PyInitConfig_GetStrList(PyInitConfig *, const char *, size_t *, char ***);
int PyInitConfig_HasOption(PyInitConfig *, const char *);
int PyInitConfig_SetInt(PyInitConfig *, const char *, int64_t);
int PyInitConfig_SetStr(PyInitConfig *, const char *, const char *);
int PyInitConfig_SetStrList(PyInitConfig *, const char *, size_t, char *const *);
#endif
PyObject *PyInit__imp(void);
int pil_PyInstanceMethod_Check(PyObject *);
PyObject *PyInstanceMethod_Function(PyObject *);
PyObject *PyInstanceMethod_GET_FUNCTION(PyObject *);
PyObject *PyInstanceMethod_New(PyObject *);
extern PyTypeObject PyInstanceMethod_Type;
#if PIL_PYTHON >= 0x030F0000
void PyInterpreterGuard_Close(PyInterpreterGuard *);
PyInterpreterGuard *PyInterpreterGuard_FromCurrent(void);
PyInterpreterGuard *PyInterpreterGuard_FromView(PyInterpreterView *);
#endif
void PyInterpreterState_Clear(PyInterpreterState *);
void PyInterpreterState_Delete(PyInterpreterState *);
PyInterpreterState *PyInterpreterState_Get(void);
PyObject *PyInterpreterState_GetDict(PyInterpreterState *);
int64_t PyInterpreterState_GetID(PyInterpreterState *);
PyInterpreterState *PyInterpreterState_Head(void);
PyInterpreterState *PyInterpreterState_Main(void);
PyInterpreterState *PyInterpreterState_New(void);
PyInterpreterState *PyInterpreterState_Next(PyInterpreterState *);
PyThreadState *PyInterpreterState_ThreadHead(PyInterpreterState *);
#if PIL_PYTHON >= 0x030F0000
void PyInterpreterView_Close(PyInterpreterView *);
PyInterpreterView *PyInterpreterView_FromCurrent(void);
PyInterpreterView *PyInterpreterView_FromMain(void);
#endif
int PyIter_Check(PyObject *);
PyObject *PyIter_Next(PyObject *);
#if PIL_PYTHON >= 0x030E0000
int PyIter_NextItem(PyObject *, PyObject **);
#endif
#if PIL_PYTHON >= 0x030A0000
PySendResult PyIter_Send(PyObject *, PyObject *, PyObject **);
void PyLineTable_InitAddressRange(const char *, Py_ssize_t, int, PyCodeAddressRange *);
int PyLineTable_NextAddressRange(PyCodeAddressRange *);
int PyLineTable_PreviousAddressRange(PyCodeAddressRange *);
#endif
extern PyTypeObject PyListIter_Type;
extern PyTypeObject PyListRevIter_Type;
int PyList_Append(PyObject *, PyObject *);
PyObject *PyList_AsTuple(PyObject *);
int pil_PyList_Check(PyObject *);
int pil_PyList_CheckExact(PyObject *);
#if PIL_PYTHON >= 0x030D0000
int PyList_Clear(PyObject *);
int PyList_Extend(PyObject *, PyObject *);
#endif
Py_ssize_t PyList_GET_SIZE(PyObject *);
PyObject *PyList_GetItem(PyObject *, Py_ssize_t);
#if PIL_PYTHON >= 0x030D0000
PyObject *PyList_GetItemRef(PyObject *, Py_ssize_t);
#endif
PyObject *PyList_GetSlice(PyObject *, Py_ssize_t, Py_ssize_t);
int PyList_Insert(PyObject *, Py_ssize_t, PyObject *);
PyObject *PyList_New(Py_ssize_t);
int PyList_Reverse(PyObject *);
void PyList_SET_ITEM(PyObject *, Py_ssize_t, PyObject *);
int PyList_SetItem(PyObject *, Py_ssize_t, PyObject *);
int PyList_SetSlice(PyObject *, Py_ssize_t, Py_ssize_t, PyObject *);
Py_ssize_t PyList_Size(PyObject *);
int PyList_Sort(PyObject *);
extern PyTypeObject PyList_Type;
extern PyTypeObject PyLongRangeIter_Type;
#if PIL_PYTHON >= 0x030E0000
PyLongWriter *PyLongWriter_Create(int, Py_ssize_t, void **);
void PyLongWriter_Discard(PyLongWriter *);
PyObject *PyLongWriter_Finish(PyLongWriter *);
#endif
double PyLong_AsDouble(PyObject *);
#if PIL_PYTHON >= 0x030D0000
int PyLong_AsInt(PyObject *);
#endif
#if PIL_PYTHON >= 0x030E0000
int PyLong_AsInt32(PyObject *, int32_t *);
int PyLong_AsInt64(PyObject *, int64_t *);
#endif
long PyLong_AsLong(PyObject *);
long PyLong_AsLongAndOverflow(PyObject *, int *);
long long PyLong_AsLongLong(PyObject *);
long long PyLong_AsLongLongAndOverflow(PyObject *, int *);
#if PIL_PYTHON >= 0x030D0000
Py_ssize_t PyLong_AsNativeBytes(PyObject *, void *, Py_ssize_t, int);
#endif
size_t PyLong_AsSize_t(PyObject *);
Py_ssize_t PyLong_AsSsize_t(PyObject *);
#if PIL_PYTHON >= 0x030E0000
int PyLong_AsUInt32(PyObject *, uint32_t *);
int PyLong_AsUInt64(PyObject *, uint64_t *);
#endif
unsigned long PyLong_AsUnsignedLong(PyObject *);
unsigned long long PyLong_AsUnsignedLongLong(PyObject *);
unsigned long long PyLong_AsUnsignedLongLongMask(PyObject *);
unsigned long PyLong_AsUnsignedLongMask(PyObject *);
void *PyLong_AsVoidPtr(PyObject *);
int pil_PyLong_Check(PyObject *);
int pil_PyLong_CheckExact(PyObject *);
#if PIL_PYTHON >= 0x030E0000
int PyLong_Export(PyObject *, PyLongExport *);
void PyLong_FreeExport(PyLongExport *);
#endif
PyObject *PyLong_FromDouble(double);
#if PIL_PYTHON >= 0x030E0000
PyObject *PyLong_FromInt32(int32_t);
PyObject *PyLong_FromInt64(int64_t);
#endif
PyObject *PyLong_FromLong(long);
PyObject *PyLong_FromLongLong(long long);
#if PIL_PYTHON >= 0x030D0000
PyObject *PyLong_FromNativeBytes(const void *, size_t, int);
#endif
PyObject *PyLong_FromSize_t(size_t);
PyObject *PyLong_FromSsize_t(Py_ssize_t);
PyObject *PyLong_FromString(const char *, char **, int);
#if PIL_PYTHON >= 0x030E0000
PyObject *PyLong_FromUInt32(uint32_t);
PyObject *PyLong_FromUInt64(uint64_t);
#endif
PyObject *PyLong_FromUnicode(Py_UNICODE *, Py_ssize_t, int);
PyObject *PyLong_FromUnicodeObject(PyObject *, int);
PyObject *PyLong_FromUnsignedLong(unsigned long);
PyObject *PyLong_FromUnsignedLongLong(unsigned long long);
#if PIL_PYTHON >= 0x030D0000
PyObject *PyLong_FromUnsignedNativeBytes(const void *, size_t, int);
#endif
PyObject *PyLong_FromVoidPtr(void *);
PyObject *PyLong_GetInfo(void);
#if PIL_PYTHON >= 0x030E0000
const PyLongLayout *PyLong_GetNativeLayout(void);
int PyLong_GetSign(PyObject *, int *);
int PyLong_IsNegative(PyObject *);
int PyLong_IsPositive(PyObject *);
int PyLong_IsZero(PyObject *);
#endif
extern PyTypeObject PyLong_Type;
extern PyTypeObject PyMap_Type;
int PyMapping_Check(PyObject *);
PyObject *PyMapping_GetItemString(PyObject *, const char *);
#if PIL_PYTHON >= 0x030D0000
int PyMapping_GetOptionalItem(PyObject *, PyObject *, PyObject **);
int PyMapping_GetOptionalItemString(PyObject *, const char *, PyObject **);
#endif
int PyMapping_HasKey(PyObject *, PyObject *);
int PyMapping_HasKeyString(PyObject *, const char *);
#if PIL_PYTHON >= 0x030D0000
int PyMapping_HasKeyStringWithError(PyObject *, const char *);
int PyMapping_HasKeyWithError(PyObject *, PyObject *);
#endif
PyObject *PyMapping_Items(PyObject *);
PyObject *PyMapping_Keys(PyObject *);
Py_ssize_t PyMapping_Length(PyObject *);
int PyMapping_SetItemString(PyObject *, const char *, PyObject *);
Py_ssize_t PyMapping_Size(PyObject *);
PyObject *PyMapping_Values(PyObject *);
PyObject *PyMarshal_ReadLastObjectFromFile(FILE *);
long PyMarshal_ReadLongFromFile(FILE *);
PyObject *PyMarshal_ReadObjectFromFile(FILE *);
PyObject *PyMarshal_ReadObjectFromString(const char *, Py_ssize_t);
int PyMarshal_ReadShortFromFile(FILE *);
void PyMarshal_WriteLongToFile(long, FILE *, int);
void PyMarshal_WriteObjectToFile(PyObject *, FILE *, int);
PyObject *PyMarshal_WriteObjectToString(PyObject *, int);
void *PyMem_Calloc(size_t, size_t);
void PyMem_Free(void *);
void PyMem_GetAllocator(PyMemAllocatorDomain, PyMemAllocatorEx *);
void *PyMem_Malloc(size_t);
void *PyMem_RawCalloc(size_t, size_t);
void PyMem_RawFree(void *);
void *PyMem_RawMalloc(size_t);
void *PyMem_RawRealloc(void *, size_t);
void *PyMem_Realloc(void *, size_t);
void PyMem_SetAllocator(PyMemAllocatorDomain, PyMemAllocatorEx *);
void PyMem_SetupDebugHooks(void);
extern PyTypeObject PyMemberDescr_Type;
PyObject *PyMember_GetOne(const char *, PyMemberDef *);
int PyMember_SetOne(char *, PyMemberDef *, PyObject *);
int pil_PyMemoryView_Check(PyObject *);
#if PIL_PYTHON >= 0x030B0000 && !defined(PIL_OLD_CALLS)
PyObject *PyMemoryView_FromBuffer(const Py_buffer *);
#else
PyObject *PyMemoryView_FromBuffer(PIL_ANY_ARGUMENTS);
#endif
PyObject *PyMemoryView_FromMemory(char *, Py_ssize_t, int);
PyObject *PyMemoryView_FromObject(PyObject *);
PyObject *PyMemoryView_GET_BASE(PyObject *);
Py_buffer *PyMemoryView_GET_BUFFER(PyObject *);
PyObject *PyMemoryView_GetContiguous(PyObject *, int, char);
extern PyTypeObject PyMemoryView_Type;
extern PyTypeObject PyMethodDescr_Type;
int pil_PyMethod_Check(PyObject *);
PyObject *PyMethod_Function(PyObject *);
PyObject *PyMethod_GET_FUNCTION(PyObject *);
PyObject *PyMethod_GET_SELF(PyObject *);
PyObject *PyMethod_New(PyObject *, PyObject *);
PyObject *PyMethod_Self(PyObject *);
extern PyTypeObject PyMethod_Type;
PyObject *PyModuleDef_Init(PyModuleDef *);
extern PyTypeObject PyModuleDef_Type;
#if PIL_PYTHON >= 0x030D0000
int PyModule_Add(PyObject *, const char *, PyObject *);
#endif
int PyModule_AddFunctions(PyObject *, PyMethodDef *);
int PyModule_AddIntConstant(PyObject *, const char *, long);
int PyModule_AddObject(PyObject *, const char *, PyObject *);
#if PIL_PYTHON >= 0x030A0000
int PyModule_AddObjectRef(PyObject *, const char *, PyObject *);
#endif
int PyModule_AddStringConstant(PyObject *, const char *, const char *);
int PyModule_AddType(PyObject *, PyTypeObject *);
int pil_PyModule_Check(PyObject *);
int pil_PyModule_CheckExact(PyObject *);
PyObject *PyModule_Create2(PyModuleDef *, int);
#if PIL_PYTHON >= 0x030F0000
int PyModule_Exec(PyObject *);
#endif
int PyModule_ExecDef(PyObject *, PyModuleDef *);
PyObject *PyModule_FromDefAndSpec2(PyModuleDef *, PyObject *, int);
#if PIL_PYTHON >= 0x030F0000
PyObject *PyModule_FromSlotsAndSpec(const PySlot *, PyObject *);
#endif
PyModuleDef *PyModule_GetDef(PyObject *);
PyObject *PyModule_GetDict(PyObject *);
const char *PyModule_GetFilename(PyObject *);
PyObject *PyModule_GetFilenameObject(PyObject *);
const char *PyModule_GetName(PyObject *);
PyObject *PyModule_GetNameObject(PyObject *);
void *PyModule_GetState(PyObject *);
#if PIL_PYTHON >= 0x030F0000
int PyModule_GetStateSize(PyObject *, Py_ssize_t *);
void *PyModule_GetState_DuringGC(PyObject *);
int PyModule_GetToken(PyObject *, void **);
int PyModule_GetToken_DuringGC(PyObject *, void **);
#endif
PyObject *PyModule_New(const char *);
PyObject *PyModule_NewObject(PyObject *);
int PyModule_SetDocString(PyObject *, const char *);
extern PyTypeObject PyModule_Type;
#if PIL_PYTHON >= 0x030D0000
int PyMonitoring_EnterScope(PyMonitoringState *, uint64_t *, const uint8_t *, Py_ssize_t);
int PyMonitoring_ExitScope(void);
int PyMonitoring_FireBranchEvent(PyMonitoringState *, PyObject *, int32_t, PyObject *);
#endif
#if PIL_PYTHON >= 0x030E0000
int PyMonitoring_FireBranchLeftEvent(PyMonitoringState *, PyObject *, int32_t, PyObject *);
int PyMonitoring_FireBranchRightEvent(PyMonitoringState *, PyObject *, int32_t, PyObject *);
#endif
#if PIL_PYTHON >= 0x030D0000
int PyMonitoring_FireCRaiseEvent(PyMonitoringState *, PyObject *, int32_t);
int PyMonitoring_FireCReturnEvent(PyMonitoringState *, PyObject *, int32_t, PyObject *);
int PyMonitoring_FireCallEvent(PyMonitoringState *, PyObject *, int32_t, PyObject *, PyObject *);
int PyMonitoring_FireExceptionHandledEvent(PyMonitoringState *, PyObject *, int32_t);
int PyMonitoring_FireJumpEvent(PyMonitoringState *, PyObject *, int32_t, PyObject *);
int PyMonitoring_FireLineEvent(PyMonitoringState *, PyObject *, int32_t, int);
int PyMonitoring_FirePyResumeEvent(PyMonitoringState *, PyObject *, int32_t);
int PyMonitoring_FirePyReturnEvent(PyMonitoringState *, PyObject *, int32_t, PyObject *);
int PyMonitoring_FirePyStartEvent(PyMonitoringState *, PyObject *, int32_t);
int PyMonitoring_FirePyThrowEvent(PyMonitoringState *, PyObject *, int32_t);
int PyMonitoring_FirePyUnwindEvent(PyMonitoringState *, PyObject *, int32_t);
int PyMonitoring_FirePyYieldEvent(PyMonitoringState *, PyObject *, int32_t, PyObject *);
int PyMonitoring_FireRaiseEvent(PyMonitoringState *, PyObject *, int32_t);
int PyMonitoring_FireReraiseEvent(PyMonitoringState *, PyObject *, int32_t);
int PyMonitoring_FireStopIterationEvent(PyMonitoringState *, PyObject *, int32_t, PyObject *);
#endif
#if PIL_PYTHON >= 0x030E0000
int PyMutex_IsLocked(PyMutex *);
#endif
#if PIL_PYTHON >= 0x030D0000
void PyMutex_Lock(PyMutex *);
void PyMutex_Unlock(PyMutex *);
#endif
PyCodeObject *PyNode_Compile(struct _node *, const char *);
PyObject *PyNumber_Absolute(PyObject *);
PyObject *PyNumber_Add(PyObject *, PyObject *);
PyObject *PyNumber_And(PyObject *, PyObject *);
Py_ssize_t PyNumber_AsSsize_t(PyObject *, PyObject *);
int PyNumber_Check(PyObject *);
PyObject *PyNumber_Divmod(PyObject *, PyObject *);
PyObject *PyNumber_Float(PyObject *);
PyObject *PyNumber_FloorDivide(PyObject *, PyObject *);
PyObject *PyNumber_InPlaceAdd(PyObject *, PyObject *);
PyObject *PyNumber_InPlaceAnd(PyObject *, PyObject *);
PyObject *PyNumber_InPlaceFloorDivide(PyObject *, PyObject *);
PyObject *PyNumber_InPlaceLshift(PyObject *, PyObject *);
PyObject *PyNumber_InPlaceMatrixMultiply(PyObject *, PyObject *);
PyObject *PyNumber_InPlaceMultiply(PyObject *, PyObject *);
PyObject *PyNumber_InPlaceOr(PyObject *, PyObject *);
PyObject *PyNumber_InPlacePower(PyObject *, PyObject *, PyObject *);
PyObject *PyNumber_InPlaceRemainder(PyObject *, PyObject *);
PyObject *PyNumber_InPlaceRshift(PyObject *, PyObject *);
PyObject *PyNumber_InPlaceSubtract(PyObject *, PyObject *);
PyObject *PyNumber_InPlaceTrueDivide(PyObject *, PyObject *);
PyObject *PyNumber_InPlaceXor(PyObject *, PyObject *);
PyObject *PyNumber_Index(PyObject *);
PyObject *PyNumber_Invert(PyObject *);
PyObject *PyNumber_Long(PyObject *);
PyObject *PyNumber_Lshift(PyObject *, PyObject *);
PyObject *PyNumber_MatrixMultiply(PyObject *, PyObject *);
PyObject *PyNumber_Multiply(PyObject *, PyObject *);
PyObject *PyNumber_Negative(PyObject *);
PyObject *PyNumber_Or(PyObject *, PyObject *);
PyObject *PyNumber_Positive(PyObject *);
PyObject *PyNumber_Power(PyObject *, PyObject *, PyObject *);
PyObject *PyNumber_Remainder(PyObject *, PyObject *);
PyObject *PyNumber_Rshift(PyObject *, PyObject *);
PyObject *PyNumber_Subtract(PyObject *, PyObject *);
PyObject *PyNumber_ToBase(PyObject *, int);
PyObject *PyNumber_TrueDivide(PyObject *, PyObject *);
PyObject *PyNumber_Xor(PyObject *, PyObject *);
extern PyTypeObject PyODictItems_Type;
extern PyTypeObject PyODictIter_Type;
extern PyTypeObject PyODictKeys_Type;
extern PyTypeObject PyODictValues_Type;
int pil_PyODict_Check(PyObject *);
int pil_PyODict_CheckExact(PyObject *);
int PyODict_DelItem(PyObject *, PyObject *);
PyObject *PyODict_New(void);
int PyODict_SetItem(PyObject *, PyObject *, PyObject *);
extern PyTypeObject PyODict_Type;
void PyOS_AfterFork(void);
void PyOS_AfterFork_Child(void);
void PyOS_AfterFork_Parent(void);
void PyOS_BeforeFork(void);
int PyOS_CheckStack(void);
PyObject *PyOS_FSPath(PyObject *);
void PyOS_InitInterrupts(void);
extern int (*PyOS_InputHook)(void);
int PyOS_InterruptOccurred(void);
char *PyOS_Readline(FILE *, FILE *, const char *);
extern char *(*PyOS_ReadlineFunctionPointer)(FILE *, FILE *, const char *);
char *PyOS_double_to_string(double, char, int, int, int *);
PyOS_sighandler_t PyOS_getsig(int);
int PyOS_mystricmp(const char *, const char *);
int PyOS_mystrnicmp(const char *, const char *, Py_ssize_t);
PyOS_sighandler_t PyOS_setsig(int, PyOS_sighandler_t);
int PyOS_snprintf(char *, size_t, const char *, ...);
double PyOS_string_to_double(const char *, char **, PyObject *);
long PyOS_strtol(const char *, char **, int);
unsigned long PyOS_strtoul(const char *, char **, int);
int PyOS_vsnprintf(char *, size_t, const char *, va_list);
PyObject *PyObject_ASCII(PyObject *);
int PyObject_AsCharBuffer(PyObject *, const char **, Py_ssize_t *);
int PyObject_AsFileDescriptor(PyObject *);
int PyObject_AsReadBuffer(PyObject *, const void **, Py_ssize_t *);
int PyObject_AsWriteBuffer(PyObject *, void **, Py_ssize_t *);
PyObject *PyObject_Bytes(PyObject *);
PyObject *PyObject_Call(PyObject *, PyObject *, PyObject *);
void PyObject_CallFinalizer(PyObject *);
int PyObject_CallFinalizerFromDealloc(PyObject *);
PyObject *PyObject_CallFunction(PyObject *, const char *, ...);
PyObject *PyObject_CallFunctionObjArgs(PyObject *, ...);
PyObject *PyObject_CallMethod(PyObject *, const char *, const char *, ...);
PyObject *PyObject_CallMethodNoArgs(PyObject *, PyObject *);
PyObject *PyObject_CallMethodObjArgs(PyObject *, PyObject *, ...);
PyObject *PyObject_CallMethodOneArg(PyObject *, PyObject *, PyObject *);
PyObject *PyObject_CallNoArgs(PyObject *);
PyObject *PyObject_CallObject(PyObject *, PyObject *);
PyObject *PyObject_CallOneArg(PyObject *, PyObject *);
void *PyObject_Calloc(size_t, size_t);
int PyObject_CheckBuffer(PyObject *);
int PyObject_CheckReadBuffer(PyObject *);
#if PIL_PYTHON >= 0x030D0000
void PyObject_ClearManagedDict(PyObject *);
#endif
void PyObject_ClearWeakRefs(PyObject *);
int PyObject_CopyData(PyObject *, PyObject *);
int PyObject_DelAttr(PyObject *, PyObject *);
int PyObject_DelAttrString(PyObject *, const char *);
int PyObject_DelItem(PyObject *, PyObject *);
int PyObject_DelItemString(PyObject *, const char *);
PyObject *PyObject_Dir(PyObject *);
#if PIL_PYTHON >= 0x030F0000
void PyObject_Dump(PyObject *);
#endif
PyObject *PyObject_Format(PyObject *, PyObject *);
void PyObject_Free(void *);
void PyObject_GC_Del(void *);
int PyObject_GC_IsFinalized(PyObject *);
int PyObject_GC_IsTracked(PyObject *);
void PyObject_GC_Track(void *);
void PyObject_GC_UnTrack(void *);
PyObject **PyObject_GET_WEAKREFS_LISTPTR(PyObject *);
PyObject *PyObject_GenericGetAttr(PyObject *, PyObject *);
PyObject *PyObject_GenericGetDict(PyObject *, void *);
#if PIL_PYTHON >= 0x030D0000
Py_hash_t PyObject_GenericHash(PyObject *);
#endif
int PyObject_GenericSetAttr(PyObject *, PyObject *, PyObject *);
int PyObject_GenericSetDict(PyObject *, PyObject *, void *);
#if PIL_PYTHON >= 0x030A0000
PyObject *PyObject_GetAIter(PyObject *);
#endif
void PyObject_GetArenaAllocator(PyObjectArenaAllocator *);
PyObject *PyObject_GetAttr(PyObject *, PyObject *);
PyObject *PyObject_GetAttrString(PyObject *, const char *);
int PyObject_GetBuffer(PyObject *, Py_buffer *, int);
PyObject *PyObject_GetItem(PyObject *, PyObject *);
#if PIL_PYTHON >= 0x030C0000
void *PyObject_GetItemData(PyObject *);
#endif
#if PIL_PYTHON >= 0x030F0000
void *PyObject_GetItemData_DuringGC(PyObject *);
#endif
PyObject *PyObject_GetIter(PyObject *);
#if PIL_PYTHON >= 0x030D0000
int PyObject_GetOptionalAttr(PyObject *, PyObject *, PyObject **);
int PyObject_GetOptionalAttrString(PyObject *, const char *, PyObject **);
#endif
#if PIL_PYTHON >= 0x030C0000
void *PyObject_GetTypeData(PyObject *, PyTypeObject *);
#endif
#if PIL_PYTHON >= 0x030F0000
void *PyObject_GetTypeData_DuringGC(PyObject *, PyTypeObject *);
#endif
int PyObject_HasAttr(PyObject *, PyObject *);
int PyObject_HasAttrString(PyObject *, const char *);
#if PIL_PYTHON >= 0x030D0000
int PyObject_HasAttrStringWithError(PyObject *, const char *);
int PyObject_HasAttrWithError(PyObject *, PyObject *);
#endif
Py_hash_t PyObject_Hash(PyObject *);
Py_hash_t PyObject_HashNotImplemented(PyObject *);
int PyObject_IS_GC(PyObject *);
PyObject *PyObject_Init(PyObject *, PyTypeObject *);
PyVarObject *PyObject_InitVar(PyVarObject *, PyTypeObject *, Py_ssize_t);
int PyObject_IsInstance(PyObject *, PyObject *);
int PyObject_IsSubclass(PyObject *, PyObject *);
int PyObject_IsTrue(PyObject *);
Py_ssize_t PyObject_Length(PyObject *);
Py_ssize_t PyObject_LengthHint(PyObject *, Py_ssize_t);
void *PyObject_Malloc(size_t);
int PyObject_Not(PyObject *);
int PyObject_Print(PyObject *, FILE *, int);
void *PyObject_Realloc(void *, size_t);
PyObject *PyObject_Repr(PyObject *);
PyObject *PyObject_RichCompare(PyObject *, PyObject *, int);
int PyObject_RichCompareBool(PyObject *, PyObject *, int);
PyObject *PyObject_SelfIter(PyObject *);
void PyObject_SetArenaAllocator(PyObjectArenaAllocator *);
int PyObject_SetAttr(PyObject *, PyObject *, PyObject *);
int PyObject_SetAttrString(PyObject *, const char *, PyObject *);
int PyObject_SetItem(PyObject *, PyObject *, PyObject *);
Py_ssize_t PyObject_Size(PyObject *);
PyObject *PyObject_Str(PyObject *);
PyObject *PyObject_Type(PyObject *);
int PyObject_TypeCheck(PyObject *, PyTypeObject *);
PyObject *PyObject_Vectorcall(PyObject *, PyObject *const *, size_t, PyObject *);
PyObject *PyObject_VectorcallDict(PyObject *, PyObject *const *, size_t, PyObject *);
PyObject *PyObject_VectorcallMethod(PyObject *, PyObject *const *, size_t, PyObject *);
#if PIL_PYTHON >= 0x030D0000
int PyObject_VisitManagedDict(PyObject *, visitproc, void *);
#endif
struct _mod *PyParser_ASTFromFile(FILE *, const char *, const char *, int, const char *, const char *, PyCompilerFlags *, int *, PyArena *);
struct _mod *PyParser_ASTFromFileObject(FILE *, PyObject *, const char *, int, const char *, const char *, PyCompilerFlags *, int *, PyArena *);
struct _mod *PyParser_ASTFromString(const char *, const char *, int, PyCompilerFlags *, PyArena *);
struct _mod *PyParser_ASTFromStringObject(const char *, PyObject *, int, PyCompilerFlags *, PyArena *);
struct _node *PyParser_SimpleParseFileFlags(FILE *, const char *, int, int);
struct _node *PyParser_SimpleParseStringFlags(const char *, int, int);
struct _node *PyParser_SimpleParseStringFlagsFilename(const char *, const char *, int, int);
int pil_PyPickleBuffer_Check(PyObject *);
PyObject *PyPickleBuffer_FromObject(PyObject *);
const Py_buffer *PyPickleBuffer_GetBuffer(PyObject *);
int PyPickleBuffer_Release(PyObject *);
extern PyTypeObject PyPickleBuffer_Type;
void PyPreConfig_InitIsolatedConfig(PyPreConfig *);
void PyPreConfig_InitPythonConfig(PyPreConfig *);
extern PyTypeObject PyProperty_Type;
extern PyTypeObject PyRangeIter_Type;
int pil_PyRange_Check(PyObject *);
extern PyTypeObject PyRange_Type;
#if PIL_PYTHON >= 0x030D0000
PyRefTracer PyRefTracer_GetTracer(void **);
int PyRefTracer_SetTracer(PyRefTracer, void *);
#endif
extern PyTypeObject PyReversed_Type;
int PyRun_AnyFile(FILE *, const char *);
int PyRun_AnyFileEx(FILE *, const char *, int);
int PyRun_AnyFileExFlags(FILE *, const char *, int, PyCompilerFlags *);
int PyRun_AnyFileFlags(FILE *, const char *, PyCompilerFlags *);
PyObject *PyRun_File(FILE *, const char *, int, PyObject *, PyObject *);
PyObject *PyRun_FileEx(FILE *, const char *, int, PyObject *, PyObject *, int);
PyObject *PyRun_FileExFlags(FILE *, const char *, int, PyObject *, PyObject *, int, PyCompilerFlags *);
PyObject *PyRun_FileFlags(FILE *, const char *, int, PyObject *, PyObject *, PyCompilerFlags *);
int PyRun_InteractiveLoop(FILE *, const char *);
int PyRun_InteractiveLoopFlags(FILE *, const char *, PyCompilerFlags *);
int PyRun_InteractiveOne(FILE *, const char *);
int PyRun_InteractiveOneFlags(FILE *, const char *, PyCompilerFlags *);
int PyRun_InteractiveOneObject(FILE *, PyObject *, PyCompilerFlags *);
int PyRun_SimpleFile(FILE *, const char *);
int PyRun_SimpleFileEx(FILE *, const char *, int);
int PyRun_SimpleFileExFlags(FILE *, const char *, int, PyCompilerFlags *);
int PyRun_SimpleString(const char *);
int PyRun_SimpleStringFlags(const char *, PyCompilerFlags *);
PyObject *PyRun_String(const char *, int, PyObject *, PyObject *);
PyObject *PyRun_StringFlags(const char *, int, PyObject *, PyObject *, PyCompilerFlags *);
int pil_PySTEntry_Check(PyObject *);
extern PyTypeObject PySTEntry_Type;
int PyST_GetScope(PySTEntryObject *, PyObject *);
#if PIL_PYTHON >= 0x030F0000
int pil_PySentinel_Check(PyObject *);
int pil_PySentinel_CheckExact(PyObject *);
PyObject *PySentinel_New(const char *, const char *, const char *);
extern PyTypeObject PySentinel_Type;
#endif
int pil_PySeqIter_Check(PyObject *);
PyObject *PySeqIter_New(PyObject *);
extern PyTypeObject PySeqIter_Type;
int PySequence_Check(PyObject *);
PyObject *PySequence_Concat(PyObject *, PyObject *);
int PySequence_Contains(PyObject *, PyObject *);
Py_ssize_t PySequence_Count(PyObject *, PyObject *);
int PySequence_DelItem(PyObject *, Py_ssize_t);
int PySequence_DelSlice(PyObject *, Py_ssize_t, Py_ssize_t);
PyObject *PySequence_Fast(PyObject *, const char *);
PyObject *PySequence_GetItem(PyObject *, Py_ssize_t);
PyObject *PySequence_GetSlice(PyObject *, Py_ssize_t, Py_ssize_t);
int PySequence_In(PyObject *, PyObject *);
PyObject *PySequence_InPlaceConcat(PyObject *, PyObject *);
PyObject *PySequence_InPlaceRepeat(PyObject *, Py_ssize_t);
Py_ssize_t PySequence_Index(PyObject *, PyObject *);
Py_ssize_t PySequence_Length(PyObject *);
PyObject *PySequence_List(PyObject *);
PyObject *PySequence_Repeat(PyObject *, Py_ssize_t);
int PySequence_SetItem(PyObject *, Py_ssize_t, PyObject *);
int PySequence_SetSlice(PyObject *, Py_ssize_t, Py_ssize_t, PyObject *);
Py_ssize_t PySequence_Size(PyObject *);
PyObject *PySequence_Tuple(PyObject *);
extern PyTypeObject PySetIter_Type;
int PySet_Add(PyObject *, PyObject *);
int pil_PySet_Check(PyObject *);
#if PIL_PYTHON >= 0x030A0000
int pil_PySet_CheckExact(PyObject *);
#endif
int PySet_Clear(PyObject *);
int PySet_Contains(PyObject *, PyObject *);
int PySet_Discard(PyObject *, PyObject *);
Py_ssize_t PySet_GET_SIZE(PyObject *);
PyObject *PySet_New(PyObject *);
PyObject *PySet_Pop(PyObject *);
Py_ssize_t PySet_Size(PyObject *);
extern PyTypeObject PySet_Type;
int PySignal_SetWakeupFd(int);
Py_ssize_t PySlice_AdjustIndices(Py_ssize_t, Py_ssize_t *, Py_ssize_t *, Py_ssize_t);
int pil_PySlice_Check(PyObject *);
int PySlice_GetIndices(PyObject *, Py_ssize_t, Py_ssize_t *, Py_ssize_t *, Py_ssize_t *);
int PySlice_GetIndicesEx(PyObject *, Py_ssize_t, Py_ssize_t *, Py_ssize_t *, Py_ssize_t *, Py_ssize_t *);
PyObject *PySlice_New(PyObject *, PyObject *, PyObject *);
extern PyTypeObject PySlice_Type;
int PySlice_Unpack(PyObject *, Py_ssize_t *, Py_ssize_t *, Py_ssize_t *);
int PyState_AddModule(PyObject *, PyModuleDef *);
PyObject *PyState_FindModule(PyModuleDef *);
int PyState_RemoveModule(PyModuleDef *);
PyObject *PyStaticMethod_New(PyObject *);
extern PyTypeObject PyStaticMethod_Type;
PyStatus PyStatus_Error(const char *);
int PyStatus_Exception(PyStatus);
PyStatus PyStatus_Exit(int);
int PyStatus_IsError(PyStatus);
int PyStatus_IsExit(PyStatus);
PyStatus PyStatus_NoMemory(void);
PyStatus PyStatus_Ok(void);
extern PyTypeObject PyStdPrinter_Type;
PyObject *PyStructSequence_GetItem(PyObject *, Py_ssize_t);
void PyStructSequence_InitType(PyTypeObject *, PyStructSequence_Desc *);
int PyStructSequence_InitType2(PyTypeObject *, PyStructSequence_Desc *);
PyObject *PyStructSequence_New(PyTypeObject *);
PyTypeObject *PyStructSequence_NewType(PyStructSequence_Desc *);
void PyStructSequence_SetItem(PyObject *, Py_ssize_t, PyObject *);
extern const char *const PyStructSequence_UnnamedField;
extern PyTypeObject PySuper_Type;
void PySymtable_Free(struct symtable *);
PySTEntryObject *PySymtable_Lookup(struct symtable *, void *);
int PySys_AddAuditHook(Py_AuditHookFunction, void *);
void PySys_AddWarnOption(const wchar_t *);
void PySys_AddWarnOptionUnicode(PyObject *);
void PySys_AddXOption(const wchar_t *);
int PySys_Audit(const char *, const char *, ...);
#if PIL_PYTHON >= 0x030D0000
int PySys_AuditTuple(const char *, PyObject *);
#endif
void PySys_FormatStderr(const char *, ...);
void PySys_FormatStdout(const char *, ...);
#if PIL_PYTHON >= 0x030F0000
PyObject *PySys_GetAttr(PyObject *);
PyObject *PySys_GetAttrString(const char *);
#endif
PyObject *PySys_GetObject(const char *);
#if PIL_PYTHON >= 0x030F0000
int PySys_GetOptionalAttr(PyObject *, PyObject **);
int PySys_GetOptionalAttrString(const char *, PyObject **);
#endif
PyObject *PySys_GetXOptions(void);
int PySys_HasWarnOptions(void);
void PySys_ResetWarnOptions(void);
void PySys_SetArgv(int, wchar_t **);
void PySys_SetArgvEx(int, wchar_t **, int);
int PySys_SetObject(const char *, PyObject *);
void PySys_SetPath(const wchar_t *);
void PySys_WriteStderr(const char *, ...);
void PySys_WriteStdout(const char *, ...);
void PyThreadState_Clear(PyThreadState *);
void PyThreadState_Delete(PyThreadState *);
void PyThreadState_DeleteCurrent(void);
#if PIL_PYTHON >= 0x030F0000
PyThreadStateToken *PyThreadState_Ensure(PyInterpreterGuard *);
PyThreadStateToken *PyThreadState_EnsureFromView(PyInterpreterView *);
#endif
#if PIL_PYTHON >= 0x030B0000
void PyThreadState_EnterTracing(PyThreadState *);
#endif
PyThreadState *PyThreadState_Get(void);
PyObject *PyThreadState_GetDict(void);
PyFrameObject *PyThreadState_GetFrame(PyThreadState *);
uint64_t PyThreadState_GetID(PyThreadState *);
PyInterpreterState *PyThreadState_GetInterpreter(PyThreadState *);
#if PIL_PYTHON >= 0x030D0000
PyThreadState *PyThreadState_GetUnchecked(void);
#endif
#if PIL_PYTHON >= 0x030B0000
void PyThreadState_LeaveTracing(PyThreadState *);
#endif
PyThreadState *PyThreadState_New(PyInterpreterState *);
PyThreadState *PyThreadState_Next(PyThreadState *);
#if PIL_PYTHON >= 0x030F0000
void PyThreadState_Release(PyThreadStateToken *);
#endif
int PyThreadState_SetAsyncExc(unsigned long, PyObject *);
PyThreadState *PyThreadState_Swap(PyThreadState *);
PyObject *PyThread_GetInfo(void);
void PyThread_ReInitTLS(void);
int PyThread_acquire_lock(PyThread_type_lock, int);
PyLockStatus PyThread_acquire_lock_timed(PyThread_type_lock, long long, int);
PyThread_type_lock PyThread_allocate_lock(void);
int PyThread_create_key(void);
void PyThread_delete_key(int);
void PyThread_delete_key_value(int);
__attribute__((noreturn)) void PyThread_exit_thread(void);
void PyThread_free_lock(PyThread_type_lock);
void *PyThread_get_key_value(int);
size_t PyThread_get_stacksize(void);
unsigned long PyThread_get_thread_ident(void);
unsigned long PyThread_get_thread_native_id(void);
void PyThread_init_thread(void);
void PyThread_release_lock(PyThread_type_lock);
int PyThread_set_key_value(int, void *);
int PyThread_set_stacksize(size_t);
unsigned long PyThread_start_new_thread(void (*)(void *), void *);
Py_tss_t *PyThread_tss_alloc(void);
int PyThread_tss_create(Py_tss_t *);
void PyThread_tss_delete(Py_tss_t *);
void PyThread_tss_free(Py_tss_t *);
void *PyThread_tss_get(Py_tss_t *);
int PyThread_tss_is_created(Py_tss_t *);
int PyThread_tss_set(Py_tss_t *, void *);
#if PIL_PYTHON >= 0x030D0000
double PyTime_AsSecondsDouble(PyTime_t);
int PyTime_Monotonic(PyTime_t *);
int PyTime_MonotonicRaw(PyTime_t *);
int PyTime_PerfCounter(PyTime_t *);
int PyTime_PerfCounterRaw(PyTime_t *);
int PyTime_Time(PyTime_t *);
int PyTime_TimeRaw(PyTime_t *);
#endif
int pil_PyTraceBack_Check(PyObject *);
int PyTraceBack_Here(PyFrameObject *);
int PyTraceBack_Print(PyObject *, PyObject *);
extern PyTypeObject PyTraceBack_Type;
int PyTraceMalloc_Track(unsigned int, uintptr_t, size_t);
int PyTraceMalloc_Untrack(unsigned int, uintptr_t);
extern PyTypeObject PyTupleIter_Type;
int pil_PyTuple_Check(PyObject *);
int pil_PyTuple_CheckExact(PyObject *);
#if PIL_PYTHON >= 0x030F0000
PyObject *PyTuple_FromArray(PyObject *const *, Py_ssize_t);
#endif
Py_ssize_t PyTuple_GET_SIZE(PyObject *);
PyObject *PyTuple_GetItem(PyObject *, Py_ssize_t);
PyObject *PyTuple_GetSlice(PyObject *, Py_ssize_t, Py_ssize_t);
PyObject *PyTuple_New(Py_ssize_t);
PyObject *PyTuple_Pack(Py_ssize_t, ...);
void PyTuple_SET_ITEM(PyObject *, Py_ssize_t, PyObject *);
int PyTuple_SetItem(PyObject *, Py_ssize_t, PyObject *);
Py_ssize_t PyTuple_Size(PyObject *);
extern PyTypeObject PyTuple_Type;
#if PIL_PYTHON >= 0x030C0000
int PyType_AddWatcher(PyType_WatchCallback);
#endif
int PyType_Check(PyObject *);
int PyType_CheckExact(PyObject *);
unsigned int PyType_ClearCache(void);
#if PIL_PYTHON >= 0x030C0000
int PyType_ClearWatcher(int);
#endif
#if PIL_PYTHON >= 0x030E0000
int PyType_Freeze(PyTypeObject *);
#endif
#if PIL_PYTHON >= 0x030C0000
PyObject *PyType_FromMetaclass(PyTypeObject *, PyObject *, PyType_Spec *, PyObject *);
#endif
PyObject *PyType_FromModuleAndSpec(PyObject *, PyType_Spec *, PyObject *);
#if PIL_PYTHON >= 0x030F0000
PyObject *PyType_FromSlots(struct PySlot *);
#endif
PyObject *PyType_FromSpec(PyType_Spec *);
PyObject *PyType_FromSpecWithBases(PyType_Spec *, PyObject *);
PyObject *PyType_GenericAlloc(PyTypeObject *, Py_ssize_t);
PyObject *PyType_GenericNew(PyTypeObject *, PyObject *, PyObject *);
#if PIL_PYTHON >= 0x030E0000
int PyType_GetBaseByToken(PyTypeObject *, void *, PyTypeObject **);
#endif
#if PIL_PYTHON >= 0x030F0000
int PyType_GetBaseByToken_DuringGC(PyTypeObject *, void *, PyTypeObject **);
#endif
#if PIL_PYTHON >= 0x030C0000
PyObject *PyType_GetDict(PyTypeObject *);
#endif
unsigned long PyType_GetFlags(PyTypeObject *);
#if PIL_PYTHON >= 0x030D0000
PyObject *PyType_GetFullyQualifiedName(PyTypeObject *);
#endif
PyObject *PyType_GetModule(PyTypeObject *);
#if PIL_PYTHON >= 0x030B0000
PyObject *PyType_GetModuleByDef(PyTypeObject *, PyModuleDef *);
#endif
#if PIL_PYTHON >= 0x030F0000
PyObject *PyType_GetModuleByToken(PyTypeObject *, const void *);
PyObject *PyType_GetModuleByToken_DuringGC(PyTypeObject *, const void *);
#endif
#if PIL_PYTHON >= 0x030D0000
PyObject *PyType_GetModuleName(PyTypeObject *);
#endif
void *PyType_GetModuleState(PyTypeObject *);
#if PIL_PYTHON >= 0x030F0000
void *PyType_GetModuleState_DuringGC(PyTypeObject *);
PyObject *PyType_GetModule_DuringGC(PyTypeObject *);
#endif
#if PIL_PYTHON >= 0x030B0000
PyObject *PyType_GetName(PyTypeObject *);
PyObject *PyType_GetQualName(PyTypeObject *);
#endif
void *PyType_GetSlot(PyTypeObject *, int);
#if PIL_PYTHON >= 0x030C0000
Py_ssize_t PyType_GetTypeDataSize(PyTypeObject *);
#endif
int PyType_HasFeature(PyTypeObject *, unsigned long);
int PyType_IsSubtype(PyTypeObject *, PyTypeObject *);
void PyType_Modified(PyTypeObject *);
int PyType_Ready(PyTypeObject *);
int PyType_SUPPORTS_WEAKREFS(PyTypeObject *);
extern PyTypeObject PyType_Type;
#if PIL_PYTHON >= 0x030C0000
int PyType_Unwatch(int, PyObject *);
int PyType_Watch(int, PyObject *);
#endif
PyObject *PyUnicodeDecodeError_Create(const char *, const char *, Py_ssize_t, Py_ssize_t, Py_ssize_t, const char *);
PyObject *PyUnicodeDecodeError_GetEncoding(PyObject *);
int PyUnicodeDecodeError_GetEnd(PyObject *, Py_ssize_t *);
PyObject *PyUnicodeDecodeError_GetObject(PyObject *);
PyObject *PyUnicodeDecodeError_GetReason(PyObject *);
int PyUnicodeDecodeError_GetStart(PyObject *, Py_ssize_t *);
int PyUnicodeDecodeError_SetEnd(PyObject *, Py_ssize_t);
int PyUnicodeDecodeError_SetReason(PyObject *, const char *);
int PyUnicodeDecodeError_SetStart(PyObject *, Py_ssize_t);
PyObject *PyUnicodeEncodeError_Create(const char *, const Py_UNICODE *, Py_ssize_t, Py_ssize_t, Py_ssize_t, const char *);
PyObject *PyUnicodeEncodeError_GetEncoding(PyObject *);
int PyUnicodeEncodeError_GetEnd(PyObject *, Py_ssize_t *);
PyObject *PyUnicodeEncodeError_GetObject(PyObject *);
PyObject *PyUnicodeEncodeError_GetReason(PyObject *);
int PyUnicodeEncodeError_GetStart(PyObject *, Py_ssize_t *);
int PyUnicodeEncodeError_SetEnd(PyObject *, Py_ssize_t);
int PyUnicodeEncodeError_SetReason(PyObject *, const char *);
int PyUnicodeEncodeError_SetStart(PyObject *, Py_ssize_t);
extern PyTypeObject PyUnicodeIter_Type;
PyObject *PyUnicodeTranslateError_Create(const Py_UNICODE *, Py_ssize_t, Py_ssize_t, Py_ssize_t, const char *);
int PyUnicodeTranslateError_GetEnd(PyObject *, Py_ssize_t *);
PyObject *PyUnicodeTranslateError_GetObject(PyObject *);
PyObject *PyUnicodeTranslateError_GetReason(PyObject *);
int PyUnicodeTranslateError_GetStart(PyObject *, Py_ssize_t *);
int PyUnicodeTranslateError_SetEnd(PyObject *, Py_ssize_t);
int PyUnicodeTranslateError_SetReason(PyObject *, const char *);
int PyUnicodeTranslateError_SetStart(PyObject *, Py_ssize_t);
#if PIL_PYTHON >= 0x030E0000
PyUnicodeWriter *PyUnicodeWriter_Create(Py_ssize_t);
int PyUnicodeWriter_DecodeUTF8Stateful(PyUnicodeWriter *, const char *, Py_ssize_t, const char *, Py_ssize_t *);
void PyUnicodeWriter_Discard(PyUnicodeWriter *);
PyObject *PyUnicodeWriter_Finish(PyUnicodeWriter *);
int PyUnicodeWriter_Format(PyUnicodeWriter *, const char *, ...);
int PyUnicodeWriter_WriteASCII(PyUnicodeWriter *, const char *, Py_ssize_t);
int PyUnicodeWriter_WriteChar(PyUnicodeWriter *, Py_UCS4);
int PyUnicodeWriter_WriteRepr(PyUnicodeWriter *, PyObject *);
int PyUnicodeWriter_WriteStr(PyUnicodeWriter *, PyObject *);
int PyUnicodeWriter_WriteSubstring(PyUnicodeWriter *, PyObject *, Py_ssize_t, Py_ssize_t);
#if PIL_PYTHON >= 0x030F0000 && !defined(PIL_OLD_CALLS)
int PyUnicodeWriter_WriteUCS4(PyUnicodeWriter *, const Py_UCS4 *, Py_ssize_t);
#else
int PyUnicodeWriter_WriteUCS4(PIL_ANY_ARGUMENTS);
#endif
int PyUnicodeWriter_WriteUTF8(PyUnicodeWriter *, const char *, Py_ssize_t);
int PyUnicodeWriter_WriteWideChar(PyUnicodeWriter *, const wchar_t *, Py_ssize_t);
#endif
const char *PyUnicode_AS_DATA(PyObject *);
Py_UNICODE *PyUnicode_AS_UNICODE(PyObject *);
void PyUnicode_Append(PyObject **, PyObject *);
void PyUnicode_AppendAndDel(PyObject **, PyObject *);
PyObject *PyUnicode_AsASCIIString(PyObject *);
PyObject *PyUnicode_AsCharmapString(PyObject *, PyObject *);
PyObject *PyUnicode_AsDecodedObject(PyObject *, const char *, const char *);
PyObject *PyUnicode_AsDecodedUnicode(PyObject *, const char *, const char *);
PyObject *PyUnicode_AsEncodedObject(PyObject *, const char *, const char *);
PyObject *PyUnicode_AsEncodedString(PyObject *, const char *, const char *);
PyObject *PyUnicode_AsEncodedUnicode(PyObject *, const char *, const char *);
PyObject *PyUnicode_AsLatin1String(PyObject *);
PyObject *PyUnicode_AsMBCSString(PyObject *);
PyObject *PyUnicode_AsRawUnicodeEscapeString(PyObject *);
Py_UCS4 *PyUnicode_AsUCS4(PyObject *, Py_UCS4 *, Py_ssize_t, int);
Py_UCS4 *PyUnicode_AsUCS4Copy(PyObject *);
PyObject *PyUnicode_AsUTF16String(PyObject *);
PyObject *PyUnicode_AsUTF32String(PyObject *);
const char *PyUnicode_AsUTF8(PyObject *);
const char *PyUnicode_AsUTF8AndSize(PyObject *, Py_ssize_t *);
PyObject *PyUnicode_AsUTF8String(PyObject *);
Py_UNICODE *PyUnicode_AsUnicode(PyObject *);
Py_UNICODE *PyUnicode_AsUnicodeAndSize(PyObject *, Py_ssize_t *);
Py_UNICODE *PyUnicode_AsUnicodeCopy(PyObject *);
PyObject *PyUnicode_AsUnicodeEscapeString(PyObject *);
Py_ssize_t PyUnicode_AsWideChar(PyObject *, wchar_t *, Py_ssize_t);
wchar_t *PyUnicode_AsWideCharString(PyObject *, Py_ssize_t *);
PyObject *PyUnicode_BuildEncodingMap(PyObject *);
unsigned int PyUnicode_CHECK_INTERNED(PyObject *);
int pil_PyUnicode_Check(PyObject *);
int pil_PyUnicode_CheckExact(PyObject *);
int PyUnicode_Compare(PyObject *, PyObject *);
int PyUnicode_CompareWithASCIIString(PyObject *, const char *);
PyObject *PyUnicode_Concat(PyObject *, PyObject *);
int PyUnicode_Contains(PyObject *, PyObject *);
Py_ssize_t PyUnicode_CopyCharacters(PyObject *, Py_ssize_t, PyObject *, Py_ssize_t, Py_ssize_t);
Py_ssize_t PyUnicode_Count(PyObject *, PyObject *, Py_ssize_t, Py_ssize_t);
void *PyUnicode_DATA(PyObject *);
PyObject *PyUnicode_Decode(const char *, Py_ssize_t, const char *, const char *);
PyObject *PyUnicode_DecodeASCII(const char *, Py_ssize_t, const char *);
PyObject *PyUnicode_DecodeCharmap(const char *, Py_ssize_t, PyObject *, const char *);
PyObject *PyUnicode_DecodeCodePageStateful(int, const char *, Py_ssize_t, const char *, Py_ssize_t *);
PyObject *PyUnicode_DecodeFSDefault(const char *);
PyObject *PyUnicode_DecodeFSDefaultAndSize(const char *, Py_ssize_t);
PyObject *PyUnicode_DecodeLatin1(const char *, Py_ssize_t, const char *);
PyObject *PyUnicode_DecodeLocale(const char *, const char *);
PyObject *PyUnicode_DecodeLocaleAndSize(const char *, Py_ssize_t, const char *);
PyObject *PyUnicode_DecodeMBCS(const char *, Py_ssize_t, const char *);
PyObject *PyUnicode_DecodeMBCSStateful(const char *, Py_ssize_t, const char *, Py_ssize_t *);
PyObject *PyUnicode_DecodeRawUnicodeEscape(const char *, Py_ssize_t, const char *);
PyObject *PyUnicode_DecodeUTF16(const char *, Py_ssize_t, const char *, int *);
PyObject *PyUnicode_DecodeUTF16Stateful(const char *, Py_ssize_t, const char *, int *, Py_ssize_t *);
PyObject *PyUnicode_DecodeUTF32(const char *, Py_ssize_t, const char *, int *);
PyObject *PyUnicode_DecodeUTF32Stateful(const char *, Py_ssize_t, const char *, int *, Py_ssize_t *);
PyObject *PyUnicode_DecodeUTF7(const char *, Py_ssize_t, const char *);
PyObject *PyUnicode_DecodeUTF7Stateful(const char *, Py_ssize_t, const char *, Py_ssize_t *);
PyObject *PyUnicode_DecodeUTF8(const char *, Py_ssize_t, const char *);
PyObject *PyUnicode_DecodeUTF8Stateful(const char *, Py_ssize_t, const char *, Py_ssize_t *);
PyObject *PyUnicode_DecodeUnicodeEscape(const char *, Py_ssize_t, const char *);
PyObject *PyUnicode_Encode(const Py_UNICODE *, Py_ssize_t, const char *, const char *);
PyObject *PyUnicode_EncodeASCII(const Py_UNICODE *, Py_ssize_t, const char *);
PyObject *PyUnicode_EncodeCharmap(const Py_UNICODE *, Py_ssize_t, PyObject *, const char *);
PyObject *PyUnicode_EncodeCodePage(int, PyObject *, const char *);
int PyUnicode_EncodeDecimal(Py_UNICODE *, Py_ssize_t, char *, const char *);
PyObject *PyUnicode_EncodeFSDefault(PyObject *);
PyObject *PyUnicode_EncodeLatin1(const Py_UNICODE *, Py_ssize_t, const char *);
PyObject *PyUnicode_EncodeLocale(PyObject *, const char *);
PyObject *PyUnicode_EncodeMBCS(const Py_UNICODE *, Py_ssize_t, const char *);
PyObject *PyUnicode_EncodeRawUnicodeEscape(const Py_UNICODE *, Py_ssize_t);
PyObject *PyUnicode_EncodeUTF16(const Py_UNICODE *, Py_ssize_t, const char *, int);
PyObject *PyUnicode_EncodeUTF32(const Py_UNICODE *, Py_ssize_t, const char *, int);
PyObject *PyUnicode_EncodeUTF7(const Py_UNICODE *, Py_ssize_t, int, int, const char *);
PyObject *PyUnicode_EncodeUTF8(const Py_UNICODE *, Py_ssize_t, const char *);
PyObject *PyUnicode_EncodeUnicodeEscape(const Py_UNICODE *, Py_ssize_t);
#if PIL_PYTHON >= 0x030E0000
int PyUnicode_Equal(PyObject *, PyObject *);
#endif
#if PIL_PYTHON >= 0x030D0000
int PyUnicode_EqualToUTF8(PyObject *, const char *);
int PyUnicode_EqualToUTF8AndSize(PyObject *, const char *, Py_ssize_t);
#endif
int PyUnicode_FSConverter(PyObject *, void *);
int PyUnicode_FSDecoder(PyObject *, void *);
Py_ssize_t PyUnicode_Fill(PyObject *, Py_ssize_t, Py_ssize_t, Py_UCS4);
Py_ssize_t PyUnicode_Find(PyObject *, PyObject *, Py_ssize_t, Py_ssize_t, int);
Py_ssize_t PyUnicode_FindChar(PyObject *, Py_UCS4, Py_ssize_t, Py_ssize_t, int);
PyObject *PyUnicode_Format(PyObject *, PyObject *);
PyObject *PyUnicode_FromEncodedObject(PyObject *, const char *, const char *);
PyObject *PyUnicode_FromFormat(const char *, ...);
PyObject *PyUnicode_FromFormatV(const char *, va_list);
PyObject *PyUnicode_FromKindAndData(int, const void *, Py_ssize_t);
PyObject *PyUnicode_FromObject(PyObject *);
PyObject *PyUnicode_FromOrdinal(int);
PyObject *PyUnicode_FromString(const char *);
PyObject *PyUnicode_FromStringAndSize(const char *, Py_ssize_t);
PyObject *PyUnicode_FromUnicode(const Py_UNICODE *, Py_ssize_t);
PyObject *PyUnicode_FromWideChar(const wchar_t *, Py_ssize_t);
Py_ssize_t PyUnicode_GET_DATA_SIZE(PyObject *);
Py_ssize_t PyUnicode_GET_LENGTH(PyObject *);
Py_ssize_t PyUnicode_GET_SIZE(PyObject *);
const char *PyUnicode_GetDefaultEncoding(void);
Py_ssize_t PyUnicode_GetLength(PyObject *);
Py_UNICODE PyUnicode_GetMax(void);
Py_ssize_t PyUnicode_GetSize(PyObject *);
unsigned int PyUnicode_IS_ASCII(PyObject *);
unsigned int PyUnicode_IS_COMPACT(PyObject *);
int PyUnicode_IS_COMPACT_ASCII(PyObject *);
unsigned int PyUnicode_IS_READY(PyObject *);
PyObject *PyUnicode_InternFromString(const char *);
void PyUnicode_InternImmortal(PyObject **);
void PyUnicode_InternInPlace(PyObject **);
int PyUnicode_IsIdentifier(PyObject *);
PyObject *PyUnicode_Join(PyObject *, PyObject *);
int PyUnicode_KIND(PyObject *);
Py_UCS4 PyUnicode_MAX_CHAR_VALUE(PyObject *);
PyObject *PyUnicode_New(Py_ssize_t, Py_UCS4);
PyObject *PyUnicode_Partition(PyObject *, PyObject *);
Py_UCS4 PyUnicode_READ(int, const void *, Py_ssize_t);
int PyUnicode_READY(PyObject *);
Py_UCS4 PyUnicode_READ_CHAR(PyObject *, Py_ssize_t);
PyObject *PyUnicode_RPartition(PyObject *, PyObject *);
PyObject *PyUnicode_RSplit(PyObject *, PyObject *, Py_ssize_t);
Py_UCS4 PyUnicode_ReadChar(PyObject *, Py_ssize_t);
PyObject *PyUnicode_Replace(PyObject *, PyObject *, PyObject *, Py_ssize_t);
int PyUnicode_Resize(PyObject **, Py_ssize_t);
PyObject *PyUnicode_RichCompare(PyObject *, PyObject *, int);
PyObject *PyUnicode_Split(PyObject *, PyObject *, Py_ssize_t);
PyObject *PyUnicode_Splitlines(PyObject *, int);
PyObject *PyUnicode_Substring(PyObject *, Py_ssize_t, Py_ssize_t);
Py_ssize_t PyUnicode_Tailmatch(PyObject *, PyObject *, Py_ssize_t, Py_ssize_t, int);
PyObject *PyUnicode_TransformDecimalToASCII(Py_UNICODE *, Py_ssize_t);
PyObject *PyUnicode_Translate(PyObject *, PyObject *, const char *);
PyObject *PyUnicode_TranslateCharmap(const Py_UNICODE *, Py_ssize_t, PyObject *, const char *);
extern PyTypeObject PyUnicode_Type;
void PyUnicode_WRITE(int, void *, Py_ssize_t, Py_UCS4);
Py_ssize_t PyUnicode_WSTR_LENGTH(PyObject *);
int PyUnicode_WriteChar(PyObject *, Py_ssize_t, Py_UCS4);
#if PIL_PYTHON >= 0x030D0000
int PyUnstable_AtExit(PyInterpreterState *, atexit_datacallbackfunc, void *);
#endif
#if PIL_PYTHON >= 0x030C0000
int PyUnstable_Code_GetExtra(PyObject *, Py_ssize_t, void **);
#endif
#if PIL_PYTHON >= 0x030D0000
int PyUnstable_Code_GetFirstFree(PyCodeObject *);
#endif
#if PIL_PYTHON >= 0x030C0000
PyCodeObject *PyUnstable_Code_New(int, int, int, int, int, PyObject *, PyObject *, PyObject *, PyObject *, PyObject *, PyObject *, PyObject *, PyObject *, PyObject *, int, PyObject *, PyObject *);
PyCodeObject *PyUnstable_Code_NewWithPosOnlyArgs(int, int, int, int, int, int, PyObject *, PyObject *, PyObject *, PyObject *, PyObject *, PyObject *, PyObject *, PyObject *, PyObject *, int, PyObject *, PyObject *);
int PyUnstable_Code_SetExtra(PyObject *, Py_ssize_t, void *);
#endif
#if PIL_PYTHON >= 0x030D0000
int PyUnstable_CopyPerfMapFile(const char *);
#endif
#if PIL_PYTHON >= 0x030F0000
const char *PyUnstable_DumpTraceback(int, PyThreadState *);
const char *PyUnstable_DumpTracebackThreads(int, PyInterpreterState *, PyThreadState *, Py_ssize_t);
#endif
#if PIL_PYTHON >= 0x030E0000
void PyUnstable_EnableTryIncRef(PyObject *);
#endif
#if PIL_PYTHON >= 0x030C0000
Py_ssize_t PyUnstable_Eval_RequestCodeExtraIndex(freefunc);
PyObject *PyUnstable_Exc_PrepReraiseStar(PyObject *, PyObject *);
#endif
#if PIL_PYTHON >= 0x030D0000
extern const PyTypeObject *const PyUnstable_ExecutableKinds[6];
#endif
#if PIL_PYTHON >= 0x030C0000
void PyUnstable_GC_VisitObjects(gcvisitobjects_t, void *);
PyObject *PyUnstable_InterpreterFrame_GetCode(struct _PyInterpreterFrame *);
int PyUnstable_InterpreterFrame_GetLasti(struct _PyInterpreterFrame *);
int PyUnstable_InterpreterFrame_GetLine(struct _PyInterpreterFrame *);
#endif
#if PIL_PYTHON >= 0x030D0000
PyObject *PyUnstable_InterpreterState_GetMainModule(PyInterpreterState *);
#endif
#if PIL_PYTHON >= 0x030E0000
int PyUnstable_IsImmortal(PyObject *);
#endif
#if PIL_PYTHON >= 0x030C0000
Py_ssize_t PyUnstable_Long_CompactValue(const PyLongObject *);
int PyUnstable_Long_IsCompact(const PyLongObject *);
#endif
#if PIL_PYTHON >= 0x030D0000
int PyUnstable_Module_SetGIL(PyObject *, void *);
void PyUnstable_Object_ClearWeakRefsNoCallbacks(PyObject *);
#endif
#if PIL_PYTHON >= 0x030E0000
int PyUnstable_Object_EnableDeferredRefcount(PyObject *);
#endif
#if PIL_PYTHON >= 0x030C0000
PyObject *PyUnstable_Object_GC_NewWithExtraData(PyTypeObject *, size_t);
#endif
#if PIL_PYTHON >= 0x030E0000
int PyUnstable_Object_IsUniqueReferencedTemporary(PyObject *);
int PyUnstable_Object_IsUniquelyReferenced(PyObject *);
#endif
#if PIL_PYTHON >= 0x030C0000
void PyUnstable_PerfMapState_Fini(void);
int PyUnstable_PerfMapState_Init(void);
#endif
#if PIL_PYTHON >= 0x030D0000
int PyUnstable_PerfTrampoline_CompileCode(PyCodeObject *);
int PyUnstable_PerfTrampoline_SetPersistAfterFork(int);
#endif
#if PIL_PYTHON >= 0x030F0000
int PyUnstable_SetImmortal(PyObject *);
#endif
#if PIL_PYTHON >= 0x030E0000
void PyUnstable_ThreadState_ResetStackProtection(PyThreadState *);
int PyUnstable_ThreadState_SetStackProtection(PyThreadState *, void *, size_t);
int PyUnstable_TryIncRef(PyObject *);
#endif
#if PIL_PYTHON >= 0x030C0000
int PyUnstable_Type_AssignVersionTag(PyTypeObject *);
#endif
#if PIL_PYTHON >= 0x030F0000
Py_hash_t PyUnstable_Unicode_GET_CACHED_HASH(PyObject *);
#endif
#if PIL_PYTHON >= 0x030C0000
#if PIL_PYTHON >= 0x030F0000 && !defined(PIL_OLD_CALLS)
int PyUnstable_WritePerfMapEntry(const void *, size_t, const char *);
#else
int PyUnstable_WritePerfMapEntry(PIL_ANY_ARGUMENTS);
#endif
#endif
PyObject *PyVectorcall_Call(PyObject *, PyObject *, PyObject *);
vectorcallfunc PyVectorcall_Function(PyObject *);
Py_ssize_t PyVectorcall_NARGS(size_t);
int pil_PyWeakref_Check(PyObject *);
int pil_PyWeakref_CheckProxy(PyObject *);
int pil_PyWeakref_CheckRef(PyObject *);
int pil_PyWeakref_CheckRefExact(PyObject *);
PyObject *PyWeakref_GET_OBJECT(PyObject *);
PyObject *PyWeakref_GetObject(PyObject *);
#if PIL_PYTHON >= 0x030D0000
int PyWeakref_GetRef(PyObject *, PyObject **);
#endif
#if PIL_PYTHON >= 0x030E0000
int PyWeakref_IsDead(PyObject *);
#endif
PyObject *PyWeakref_NewProxy(PyObject *, PyObject *);
PyObject *PyWeakref_NewRef(PyObject *, PyObject *);
PyStatus PyWideStringList_Append(PyWideStringList *, const wchar_t *);
PyStatus PyWideStringList_Insert(PyWideStringList *, Py_ssize_t, const wchar_t *);
extern PyTypeObject PyWrapperDescr_Type;
PyObject *PyWrapper_New(PyObject *, PyObject *);
extern PyTypeObject PyZip_Type;
int Py_AddPendingCall(int (*)(void *), void *);
int Py_AtExit(void (*)(void));
PyObject *Py_BuildValue(const char *, ...);
int Py_BytesMain(int, char **);
extern int Py_BytesWarningFlag;
PyObject *Py_CompileString(const char *, const char *, int);
PyObject *Py_CompileStringExFlags(const char *, const char *, int, PyCompilerFlags *, int);
PyObject *Py_CompileStringFlags(const char *, const char *, int, PyCompilerFlags *);
PyObject *Py_CompileStringObject(const char *, PyObject *, int, PyCompilerFlags *, int);
void Py_DECREF(PyObject *);
extern int Py_DebugFlag;
void Py_DecRef(PyObject *);
wchar_t *Py_DecodeLocale(const char *, size_t *);
extern int Py_DontWriteBytecodeFlag;
char *Py_EncodeLocale(const wchar_t *, size_t *);
void Py_EndInterpreter(PyThreadState *);
int Py_EnterRecursiveCall(const char *);
__attribute__((noreturn)) void Py_Exit(int);
__attribute__((noreturn)) void Py_ExitStatusException(PyStatus);
__attribute__((noreturn)) void Py_FatalError(const char *);
int Py_FdIsInteractive(FILE *, const char *);
extern const char *Py_FileSystemDefaultEncodeErrors;
extern const char *Py_FileSystemDefaultEncoding;
void Py_Finalize(void);
int Py_FinalizeEx(void);
extern int Py_FrozenFlag;
int Py_FrozenMain(int, char **);
char *Py_GETENV(const char *);
PyObject *Py_GenericAlias(PyObject *, PyObject *);
extern PyTypeObject Py_GenericAliasType;
void Py_GetArgcArgv(int *, wchar_t ***);
const char *Py_GetBuildInfo(void);
const char *Py_GetCompiler(void);
#if PIL_PYTHON >= 0x030D0000
PyObject *Py_GetConstant(unsigned int);
PyObject *Py_GetConstantBorrowed(unsigned int);
#endif
const char *Py_GetCopyright(void);
wchar_t *Py_GetExecPrefix(void);
wchar_t *Py_GetPath(void);
const char *Py_GetPlatform(void);
wchar_t *Py_GetPrefix(void);
wchar_t *Py_GetProgramFullPath(void);
wchar_t *Py_GetProgramName(void);
wchar_t *Py_GetPythonHome(void);
int Py_GetRecursionLimit(void);
const char *Py_GetVersion(void);
extern int Py_HasFileSystemDefaultEncoding;
#if PIL_PYTHON >= 0x030E0000
Py_hash_t Py_HashBuffer(const void *, Py_ssize_t);
#endif
#if PIL_PYTHON >= 0x030D0000
Py_hash_t Py_HashPointer(const void *);
#endif
extern int Py_HashRandomizationFlag;
void Py_INCREF(PyObject *);
int Py_IS_TYPE(PyObject *, PyTypeObject *);
extern int Py_IgnoreEnvironmentFlag;
void Py_IncRef(PyObject *);
void Py_Initialize(void);
void Py_InitializeEx(int);
PyStatus Py_InitializeFromConfig(const PyConfig *);
#if PIL_PYTHON >= 0x030E0000
int Py_InitializeFromInitConfig(PyInitConfig *);
#endif
extern int Py_InspectFlag;
extern int Py_InteractiveFlag;
#if PIL_PYTHON >= 0x030A0000
int Py_Is(PyObject *, PyObject *);
int Py_IsFalse(PyObject *);
#endif
#if PIL_PYTHON >= 0x030D0000
int Py_IsFinalizing(void);
#endif
int Py_IsInitialized(void);
#if PIL_PYTHON >= 0x030A0000
int Py_IsNone(PyObject *);
int Py_IsTrue(PyObject *);
#endif
extern int Py_IsolatedFlag;
void Py_LeaveRecursiveCall(void);
extern int Py_LegacyWindowsFSEncodingFlag;
extern int Py_LegacyWindowsStdioFlag;
int Py_Main(int, wchar_t **);
int Py_MakePendingCalls(void);
PyThreadState *Py_NewInterpreter(void);
#if PIL_PYTHON >= 0x030C0000
PyStatus Py_NewInterpreterFromConfig(PyThreadState **, const PyInterpreterConfig *);
#endif
#if PIL_PYTHON >= 0x030A0000
PyObject *Py_NewRef(PyObject *);
#endif
extern int Py_NoSiteFlag;
extern int Py_NoUserSiteDirectory;
extern int Py_OptimizeFlag;
#if PIL_PYTHON >= 0x030E0000
uint32_t Py_PACK_FULL_VERSION(int, int, int, int, int);
uint32_t Py_PACK_VERSION(int, int);
#endif
PyStatus Py_PreInitialize(const PyPreConfig *);
PyStatus Py_PreInitializeFromArgs(const PyPreConfig *, Py_ssize_t, wchar_t **);
PyStatus Py_PreInitializeFromBytesArgs(const PyPreConfig *, Py_ssize_t, char **);
extern int Py_QuietFlag;
Py_ssize_t Py_REFCNT(PyObject *);
int Py_ReprEnter(PyObject *);
void Py_ReprLeave(PyObject *);
int Py_RunMain(void);
void Py_SET_REFCNT(PyObject *, Py_ssize_t);
void Py_SET_SIZE(PyVarObject *, Py_ssize_t);
void Py_SET_TYPE(PyObject *, PyTypeObject *);
Py_ssize_t Py_SIZE(PyObject *);
void Py_SetPath(const wchar_t *);
void Py_SetProgramName(const wchar_t *);
void Py_SetPythonHome(const wchar_t *);
void Py_SetRecursionLimit(int);
int Py_SetStandardStreamEncoding(const char *, const char *);
struct symtable *Py_SymtableString(const char *, const char *, int);
struct symtable *Py_SymtableStringObject(const char *, PyObject *, int);
PyTypeObject *Py_TYPE(PyObject *);
void Py_UNICODE_COPY(Py_UNICODE *, const Py_UNICODE *, Py_ssize_t);
void Py_UNICODE_FILL(Py_UNICODE *, Py_UNICODE, Py_ssize_t);
Py_UCS4 Py_UNICODE_HIGH_SURROGATE(Py_UCS4);
int Py_UNICODE_ISALNUM(Py_UCS4);
int Py_UNICODE_ISSPACE(Py_UCS4);
int Py_UNICODE_IS_HIGH_SURROGATE(Py_UCS4);
int Py_UNICODE_IS_LOW_SURROGATE(Py_UCS4);
int Py_UNICODE_IS_SURROGATE(Py_UCS4);
Py_UCS4 Py_UNICODE_JOIN_SURROGATES(Py_UCS4, Py_UCS4);
Py_UCS4 Py_UNICODE_LOW_SURROGATE(Py_UCS4);
Py_UNICODE *Py_UNICODE_strcat(Py_UNICODE *, const Py_UNICODE *);
Py_UNICODE *Py_UNICODE_strchr(const Py_UNICODE *, Py_UNICODE);
int Py_UNICODE_strcmp(const Py_UNICODE *, const Py_UNICODE *);
Py_UNICODE *Py_UNICODE_strcpy(Py_UNICODE *, const Py_UNICODE *);
size_t Py_UNICODE_strlen(const Py_UNICODE *);
int Py_UNICODE_strncmp(const Py_UNICODE *, const Py_UNICODE *, size_t);
Py_UNICODE *Py_UNICODE_strncpy(Py_UNICODE *, const Py_UNICODE *, size_t);
Py_UNICODE *Py_UNICODE_strrchr(const Py_UNICODE *, Py_UNICODE);
extern int Py_UTF8Mode;
extern int Py_UnbufferedStdioFlag;
char *Py_UniversalNewlineFgets(char *, int, FILE *, PyObject *);
PyObject *Py_VaBuildValue(const char *, va_list);
extern int Py_VerboseFlag;
#if PIL_PYTHON >= 0x030B0000
extern const unsigned long Py_Version;
#endif
void Py_XDECREF(PyObject *);
void Py_XINCREF(PyObject *);
#if PIL_PYTHON >= 0x030A0000
PyObject *Py_XNewRef(PyObject *);
#endif
#if PIL_PYTHON >= 0x030E0000
int Py_fclose(FILE *);
FILE *Py_fopen(PyObject *, const char *);
#endif
extern const char *Py_hexdigits;
int _PyAST_Optimize(struct _mod *, PyArena *, _PyASTOptimizeState *);
void _PyArg_BadArgument(const char *, const char *, const char *, PyObject *);
int _PyArg_CheckPositional(const char *, Py_ssize_t, Py_ssize_t, Py_ssize_t);
void _PyArg_Fini(void);
int _PyArg_NoKeywords(const char *, PyObject *);
int _PyArg_NoKwnames(const char *, PyObject *);
int _PyArg_NoPositional(const char *, PyObject *);
int _PyArg_ParseStack(PyObject *const *, Py_ssize_t, const char *, ...);
int _PyArg_ParseStackAndKeywords(PyObject *const *, Py_ssize_t, PyObject *, struct _PyArg_Parser *, ...);
int _PyArg_ParseTupleAndKeywordsFast(PyObject *, PyObject *, struct _PyArg_Parser *, ...);
PyObject *const *_PyArg_UnpackKeywords(PyObject *const *, Py_ssize_t, PyObject *, PyObject *, struct _PyArg_Parser *, int, int, int, PyObject **);
#if PIL_PYTHON >= 0x030B0000
PyObject *const *_PyArg_UnpackKeywordsWithVararg(PyObject *const *, Py_ssize_t, PyObject *, PyObject *, struct _PyArg_Parser *, int, int, int, int, PyObject **);
#endif
int _PyArg_UnpackStack(PyObject *const *, Py_ssize_t, const char *, Py_ssize_t, Py_ssize_t, ...);
int _PyArg_VaParseTupleAndKeywordsFast(PyObject *, PyObject *, struct _PyArg_Parser *, va_list);
extern PyTypeObject _PyAsyncGenASend_Type;
extern PyTypeObject _PyAsyncGenAThrow_Type;
PyObject *_PyAsyncGenValueWrapperNew(PyObject *);
extern PyTypeObject _PyAsyncGenWrappedValue_Type;
#if PIL_PYTHON >= 0x030B0000
int pil__PyBaseExceptionGroup_Check(PyObject *);
#endif
extern char _PyByteArray_empty_string[];
void *_PyBytesWriter_Alloc(_PyBytesWriter *, Py_ssize_t);
void _PyBytesWriter_Dealloc(_PyBytesWriter *);
PyObject *_PyBytesWriter_Finish(_PyBytesWriter *, void *);
void _PyBytesWriter_Init(_PyBytesWriter *);
void *_PyBytesWriter_Prepare(_PyBytesWriter *, void *, Py_ssize_t);
void *_PyBytesWriter_Resize(_PyBytesWriter *, void *, Py_ssize_t);
void *_PyBytesWriter_WriteBytes(_PyBytesWriter *, void *, const void *, Py_ssize_t);
PyObject *_PyBytes_DecodeEscape(const char *, Py_ssize_t, const char *, const char **);
PyObject *_PyBytes_FormatEx(const char *, Py_ssize_t, PyObject *, int);
PyObject *_PyBytes_FromHex(PyObject *, int);
PyObject *_PyBytes_Join(PyObject *, PyObject *);
int _PyBytes_Resize(PyObject **, Py_ssize_t);
#if PIL_PYTHON >= 0x030A0000 && !defined(PIL_OLD_CALLS)
int _PyCode_CheckLineNumber(int, PyCodeAddressRange *);
#else
int _PyCode_CheckLineNumber(PIL_ANY_ARGUMENTS);
#endif
PyObject *_PyCode_ConstantKey(PyObject *);
#if PIL_PYTHON >= 0x030B0000
long pil__PyCode_DEF(PIL_ANY_ARGUMENTS);
#endif
#if PIL_PYTHON >= 0x030E0000
long pil__PyCode_DEF_THREAD_LOCAL_BYTECODE(PIL_ANY_ARGUMENTS);
#endif
int _PyCode_GetExtra(PyObject *, Py_ssize_t, void **);
#if PIL_PYTHON >= 0x030A0000
int _PyCode_InitAddressRange(PyCodeObject *, PyCodeAddressRange *);
#endif
int _PyCode_SetExtra(PyObject *, Py_ssize_t, void *);
PyObject *_PyCodecInfo_GetIncrementalDecoder(PyObject *, const char *);
PyObject *_PyCodecInfo_GetIncrementalEncoder(PyObject *, const char *);
PyObject *_PyCodec_DecodeText(PyObject *, const char *, const char *);
PyObject *_PyCodec_EncodeText(PyObject *, const char *, const char *);
int _PyCodec_Forget(const char *);
PyObject *_PyCodec_Lookup(const char *);
PyObject *_PyCodec_LookupTextEncoding(const char *, const char *);
int _PyComplex_FormatAdvancedWriter(_PyUnicodeWriter *, PyObject *, PyObject *, Py_ssize_t, Py_ssize_t);
PyObject *_PyContext_NewHamtForTests(void);
extern PyTypeObject _PyCoroWrapper_Type;
PyObject *_PyCoro_GetAwaitableIter(PyObject *);
#if PIL_PYTHON >= 0x030C0000
void _PyCrossInterpreterData_Clear(PyInterpreterState *, _PyCrossInterpreterData *);
void _PyCrossInterpreterData_Init(_PyCrossInterpreterData *, PyInterpreterState *, void *, PyObject *, xid_newobjectfunc);
int _PyCrossInterpreterData_InitWithSize(_PyCrossInterpreterData *, PyInterpreterState *, const size_t, PyObject *, xid_newobjectfunc);
#endif
crossinterpdatafunc _PyCrossInterpreterData_Lookup(PyObject *);
PyObject *_PyCrossInterpreterData_NewObject(_PyCrossInterpreterData *);
int _PyCrossInterpreterData_RegisterClass(PyTypeObject *, crossinterpdatafunc);
#if PIL_PYTHON >= 0x030C0000 && !defined(PIL_OLD_CALLS)
int _PyCrossInterpreterData_Release(_PyCrossInterpreterData *);
#else
int _PyCrossInterpreterData_Release(PIL_ANY_ARGUMENTS);
#endif
#if PIL_PYTHON >= 0x030C0000
int _PyCrossInterpreterData_UnregisterClass(PyTypeObject *);
#endif
#if PIL_PYTHON >= 0x030B0000
_PyTime_t _PyDeadline_Get(_PyTime_t);
_PyTime_t _PyDeadline_Init(_PyTime_t);
#endif
void _PyDebugAllocatorStats(FILE *, const char *, int, size_t);
PyObject *_PyDictView_Intersect(PyObject *, PyObject *);
PyObject *_PyDictView_New(PyObject *, PyTypeObject *);
int _PyDict_Contains(PyObject *, PyObject *, Py_hash_t);
#if PIL_PYTHON >= 0x030A0000
int _PyDict_ContainsId(PyObject *, _Py_Identifier *);
int _PyDict_Contains_KnownHash(PyObject *, PyObject *, Py_hash_t);
#endif
void _PyDict_DebugMallocStats(FILE *);
int _PyDict_DelItemId(PyObject *, _Py_Identifier *);
int _PyDict_DelItemIf(PyObject *, PyObject *, int (*)(PyObject *));
int _PyDict_DelItem_KnownHash(PyObject *, PyObject *, Py_hash_t);
PyObject *_PyDict_FromKeys(PyObject *, PyObject *, PyObject *);
#if PIL_PYTHON >= 0x030A0000
Py_ssize_t _PyDict_GetItemHint(PyDictObject *, PyObject *, Py_ssize_t, PyObject **);
#endif
PyObject *_PyDict_GetItemId(PyObject *, struct _Py_Identifier *);
PyObject *_PyDict_GetItemIdWithError(PyObject *, _Py_Identifier *);
PyObject *_PyDict_GetItemStringWithError(PyObject *, const char *);
#if PIL_PYTHON >= 0x030B0000
PyObject *_PyDict_GetItemWithError(PyObject *, PyObject *);
#endif
PyObject *_PyDict_GetItem_KnownHash(PyObject *, PyObject *, Py_hash_t);
int _PyDict_HasOnlyStringKeys(PyObject *);
Py_ssize_t _PyDict_KeysSize(PyDictKeysObject *);
PyObject *_PyDict_LoadGlobal(PyDictObject *, PyDictObject *, PyObject *);
void _PyDict_MaybeUntrack(PyObject *);
int _PyDict_MergeEx(PyObject *, PyObject *, int);
PyDictKeysObject *_PyDict_NewKeysForClass(void);
PyObject *_PyDict_NewPresized(Py_ssize_t);
int _PyDict_Next(PyObject *, Py_ssize_t *, PyObject **, PyObject **, Py_hash_t *);
PyObject *_PyDict_Pop(PyObject *, PyObject *, PyObject *);
PyObject *_PyDict_Pop_KnownHash(PyObject *, PyObject *, Py_hash_t, PyObject *);
int _PyDict_SetItemId(PyObject *, _Py_Identifier *, PyObject *);
int _PyDict_SetItem_KnownHash(PyObject *, PyObject *, PyObject *, Py_hash_t);
Py_ssize_t _PyDict_SizeOf(PyDictObject *);
void _PyErr_BadInternalCall(const char *, int);
void _PyErr_ChainExceptions(PyObject *, PyObject *, PyObject *);
#if PIL_PYTHON >= 0x030C0000
void _PyErr_ChainExceptions1(PyObject *);
#endif
int _PyErr_CheckSignals(void);
PyObject *_PyErr_FormatFromCause(PyObject *, const char *, ...);
void _PyErr_GetExcInfo(PyThreadState *, PyObject **, PyObject **, PyObject **);
#if PIL_PYTHON >= 0x030B0000
PyObject *_PyErr_GetHandledException(PyThreadState *);
#endif
_PyErr_StackItem *_PyErr_GetTopmostException(PyThreadState *);
#if PIL_PYTHON >= 0x030A0000
PyObject *_PyErr_ProgramDecodedTextObject(PyObject *, int, const char *);
#endif
#if PIL_PYTHON >= 0x030C0000
PyObject *_PyErr_SetFromPyStatus(PyStatus);
#endif
#if PIL_PYTHON >= 0x030B0000
void _PyErr_SetHandledException(PyThreadState *, PyObject *);
#endif
#if PIL_PYTHON >= 0x030C0000
PyObject *_PyErr_SetImportErrorWithNameFrom(PyObject *, PyObject *, PyObject *, PyObject *);
#endif
void _PyErr_SetKeyError(PyObject *);
PyObject *_PyErr_TrySetFromCause(const char *, ...);
void _PyErr_WarnUnawaitedCoroutine(PyObject *);
void _PyErr_WriteUnraisableMsg(const char *, PyObject *);
PyObject *_PyEval_CallTracing(PyObject *, PyObject *);
PyObject *_PyEval_EvalCodeWithName(PyObject *, PyObject *, PyObject *, PyObject *const *, Py_ssize_t, PyObject *const *, PyObject *const *, Py_ssize_t, int, PyObject *const *, Py_ssize_t, PyObject *, PyObject *, PyObject *, PyObject *);
#if PIL_PYTHON >= 0x030B0000 && !defined(PIL_OLD_CALLS)
PyObject *_PyEval_EvalFrameDefault(PyThreadState *, struct _PyInterpreterFrame *, int);
#else
PyObject *_PyEval_EvalFrameDefault(PIL_ANY_ARGUMENTS);
#endif
PyObject *_PyEval_GetAsyncGenFinalizer(void);
PyObject *_PyEval_GetAsyncGenFirstiter(void);
#if PIL_PYTHON >= 0x030B0000
PyObject *_PyEval_GetBuiltin(PyObject *);
#endif
PyObject *_PyEval_GetBuiltinId(_Py_Identifier *);
int _PyEval_GetCoroutineOriginTrackingDepth(void);
unsigned long _PyEval_GetSwitchInterval(void);
#if PIL_PYTHON >= 0x030C0000
int _PyEval_MakePendingCalls(PyThreadState *);
#endif
Py_ssize_t _PyEval_RequestCodeExtraIndex(freefunc);
int _PyEval_SetAsyncGenFinalizer(PyObject *);
int _PyEval_SetAsyncGenFirstiter(PyObject *);
int _PyEval_SetProfile(PyThreadState *, Py_tracefunc, PyObject *);
void _PyEval_SetSwitchInterval(unsigned long);
int _PyEval_SetTrace(PyThreadState *, Py_tracefunc, PyObject *);
int _PyEval_SliceIndex(PyObject *, Py_ssize_t *);
int _PyEval_SliceIndexNotNone(PyObject *, Py_ssize_t *);
#if PIL_PYTHON >= 0x030F0000
int _PyEval_UnpackIndices(PyObject *, PyObject *, Py_ssize_t, Py_ssize_t *, Py_ssize_t *);
#endif
#if PIL_PYTHON >= 0x030C0000
int _PyException_AddNote(PyObject *, PyObject *);
#endif
void _PyFloat_DebugMallocStats(FILE *);
int _PyFloat_FormatAdvancedWriter(_PyUnicodeWriter *, PyObject *, PyObject *, Py_ssize_t, Py_ssize_t);
int _PyFloat_Pack2(double, unsigned char *, int);
int _PyFloat_Pack4(double, unsigned char *, int);
int _PyFloat_Pack8(double, unsigned char *, int);
double _PyFloat_Unpack2(const unsigned char *, int);
double _PyFloat_Unpack4(const unsigned char *, int);
double _PyFloat_Unpack8(const unsigned char *, int);
#if PIL_PYTHON >= 0x030A0000
int _PyFrameHasCompleted(struct _frame *);
#endif
void _PyFrame_DebugMallocStats(FILE *);
#if PIL_PYTHON >= 0x030B0000
int _PyFrame_IsEntryFrame(PyFrameObject *);
#endif
#if PIL_PYTHON >= 0x030A0000
int _PyFrame_IsExecuting(struct _frame *);
int _PyFrame_IsRunnable(struct _frame *);
#endif
#if PIL_PYTHON >= 0x030A0000 && !defined(PIL_OLD_CALLS)
PyFrameObject *_PyFrame_New_NoTrack(PyThreadState *, PyFrameConstructor *, PyObject *);
#else
PyFrameObject *_PyFrame_New_NoTrack(PIL_ANY_ARGUMENTS);
#endif
PyObject *_PyFunction_Vectorcall(PyObject *, PyObject *const *, size_t, PyObject *);
Py_ssize_t _PyGC_CollectIfEnabled(void);
Py_ssize_t _PyGC_CollectNoFail(void);
PyInterpreterState *_PyGILState_GetInterpreterStateUnsafe(void);
int _PyGen_FetchStopIterationValue(PyObject **);
void _PyGen_Finalize(PyObject *);
PyObject *_PyGen_Send(PyGenObject *, PyObject *);
int _PyGen_SetStopIterationValue(PyObject *);
PyObject *_PyGen_yf(PyGenObject *);
#if PIL_PYTHON >= 0x030C0000 && !defined(PIL_OLD_CALLS)
void _PyImport_AcquireLock(PyInterpreterState *);
#else
void _PyImport_AcquireLock(PIL_ANY_ARGUMENTS);
#endif
PyObject *_PyImport_FindExtensionObject(PyObject *, PyObject *);
int _PyImport_FixupBuiltin(PyObject *, const char *, PyObject *);
int _PyImport_FixupExtensionObject(PyObject *, PyObject *, PyObject *, PyObject *);
#if PIL_PYTHON >= 0x030A0000
PyObject *_PyImport_GetModuleAttr(PyObject *, PyObject *);
PyObject *_PyImport_GetModuleAttrString(const char *, const char *);
#endif
PyObject *_PyImport_GetModuleId(_Py_Identifier *);
int _PyImport_IsInitialized(PyInterpreterState *);
#if PIL_PYTHON >= 0x030C0000 && !defined(PIL_OLD_CALLS)
int _PyImport_ReleaseLock(PyInterpreterState *);
#else
int _PyImport_ReleaseLock(PIL_ANY_ARGUMENTS);
#endif
int _PyImport_SetModule(PyObject *, PyObject *);
int _PyImport_SetModuleString(const char *, PyObject *);
PyInterpreterState *_PyInterpreterID_LookUp(PyObject *);
PyObject *_PyInterpreterID_New(int64_t);
extern PyTypeObject _PyInterpreterID_Type;
const PyConfig *_PyInterpreterState_GetConfig(PyInterpreterState *);
#if PIL_PYTHON >= 0x030A0000
int _PyInterpreterState_GetConfigCopy(struct PyConfig *);
#endif
_PyFrameEvalFunction _PyInterpreterState_GetEvalFrameFunc(PyInterpreterState *);
PyObject *_PyInterpreterState_GetIDObject(PyInterpreterState *);
PyObject *_PyInterpreterState_GetMainModule(PyInterpreterState *);
#if PIL_PYTHON >= 0x030C0000
Py_ssize_t _PyInterpreterState_GetRefTotal(PyInterpreterState *);
int _PyInterpreterState_HasFeature(PyInterpreterState *, unsigned long);
#endif
#if PIL_PYTHON >= 0x030F0000
int _PyInterpreterState_IsSpecializationEnabled(PyInterpreterState *);
#endif
void _PyInterpreterState_RequireIDRef(PyInterpreterState *, int);
int _PyInterpreterState_RequiresIDRef(PyInterpreterState *);
#if PIL_PYTHON >= 0x030A0000
int _PyInterpreterState_SetConfig(const struct PyConfig *);
#endif
#if PIL_PYTHON >= 0x030F0000
void _PyInterpreterState_SetEvalFrameAllowSpecialization(PyInterpreterState *, int);
#endif
void _PyInterpreterState_SetEvalFrameFunc(PyInterpreterState *, _PyFrameEvalFunction);
void _PyList_DebugMallocStats(FILE *);
PyObject *_PyList_Extend(PyListObject *, PyObject *);
#if PIL_PYTHON >= 0x030D0000 && !defined(PIL_OLD_CALLS)
int _PyLong_AsByteArray(PyLongObject *, unsigned char *, size_t, int, int, int);
#else
int _PyLong_AsByteArray(PIL_ANY_ARGUMENTS);
#endif
int _PyLong_AsInt(PyObject *);
time_t _PyLong_AsTime_t(PyObject *);
#if PIL_PYTHON >= 0x030C0000
Py_ssize_t _PyLong_CompactValue(const PyLongObject *);
#endif
PyObject *_PyLong_Copy(PyLongObject *);
extern unsigned char _PyLong_DigitValue[256];
PyObject *_PyLong_DivmodNear(PyObject *, PyObject *);
#if PIL_PYTHON >= 0x030A0000
int _PyLong_FileDescriptor_Converter(PyObject *, void *);
#endif
PyObject *_PyLong_Format(PyObject *, int);
int _PyLong_FormatAdvancedWriter(_PyUnicodeWriter *, PyObject *, PyObject *, Py_ssize_t, Py_ssize_t);
char *_PyLong_FormatBytesWriter(_PyBytesWriter *, char *, PyObject *, int, int);
int _PyLong_FormatWriter(_PyUnicodeWriter *, PyObject *, int, int);
double _PyLong_Frexp(PyLongObject *, Py_ssize_t *);
PyObject *_PyLong_FromByteArray(const unsigned char *, size_t, int, int);
PyObject *_PyLong_FromBytes(const char *, Py_ssize_t, int);
#if PIL_PYTHON >= 0x030C0000
PyLongObject *_PyLong_FromDigits(int, Py_ssize_t, digit *);
#endif
PyObject *_PyLong_FromNbIndexOrNbInt(PyObject *);
PyObject *_PyLong_FromNbInt(PyObject *);
PyObject *_PyLong_FromTime_t(time_t);
PyObject *_PyLong_GCD(PyObject *, PyObject *);
#if PIL_PYTHON >= 0x030C0000
int _PyLong_IsCompact(const PyLongObject *);
#endif
PyObject *_PyLong_Lshift(PyObject *, size_t);
PyLongObject *_PyLong_New(Py_ssize_t);
#if PIL_PYTHON >= 0x030E0000 && !defined(PIL_OLD_CALLS)
int64_t _PyLong_NumBits(PyObject *);
#else
int64_t _PyLong_NumBits(PIL_ANY_ARGUMENTS);
#endif
extern PyObject *_PyLong_One;
PyObject *_PyLong_Rshift(PyObject *, size_t);
int _PyLong_Sign(PyObject *);
int _PyLong_Size_t_Converter(PyObject *, void *);
int _PyLong_UnsignedInt_Converter(PyObject *, void *);
int _PyLong_UnsignedLongLong_Converter(PyObject *, void *);
int _PyLong_UnsignedLong_Converter(PyObject *, void *);
int _PyLong_UnsignedShort_Converter(PyObject *, void *);
extern PyObject *_PyLong_Zero;
extern PyTypeObject _PyManagedBuffer_Type;
const char *_PyMem_GetCurrentAllocatorName(void);
char *_PyMem_RawStrdup(const char *);
wchar_t *_PyMem_RawWcsdup(const wchar_t *);
char *_PyMem_Strdup(const char *);
extern PyTypeObject _PyMethodWrapper_Type;
int _PyModuleSpec_IsInitializing(PyObject *);
#if PIL_PYTHON >= 0x030B0000
int _PyModule_Add(PyObject *, const char *, PyObject *);
#endif
void _PyModule_Clear(PyObject *);
void _PyModule_ClearDict(PyObject *);
PyObject *_PyModule_CreateInitialized(PyModuleDef *, int);
#if PIL_PYTHON >= 0x030D0000
int _PyMonitoring_FireBranchEvent(PyMonitoringState *, PyObject *, int32_t, PyObject *);
#endif
#if PIL_PYTHON >= 0x030E0000
int _PyMonitoring_FireBranchLeftEvent(PyMonitoringState *, PyObject *, int32_t, PyObject *);
int _PyMonitoring_FireBranchRightEvent(PyMonitoringState *, PyObject *, int32_t, PyObject *);
#endif
#if PIL_PYTHON >= 0x030D0000
int _PyMonitoring_FireCRaiseEvent(PyMonitoringState *, PyObject *, int32_t);
int _PyMonitoring_FireCReturnEvent(PyMonitoringState *, PyObject *, int32_t, PyObject *);
int _PyMonitoring_FireCallEvent(PyMonitoringState *, PyObject *, int32_t, PyObject *, PyObject *);
int _PyMonitoring_FireExceptionHandledEvent(PyMonitoringState *, PyObject *, int32_t);
int _PyMonitoring_FireJumpEvent(PyMonitoringState *, PyObject *, int32_t, PyObject *);
int _PyMonitoring_FireLineEvent(PyMonitoringState *, PyObject *, int32_t, int);
int _PyMonitoring_FirePyResumeEvent(PyMonitoringState *, PyObject *, int32_t);
int _PyMonitoring_FirePyReturnEvent(PyMonitoringState *, PyObject *, int32_t, PyObject *);
int _PyMonitoring_FirePyStartEvent(PyMonitoringState *, PyObject *, int32_t);
int _PyMonitoring_FirePyThrowEvent(PyMonitoringState *, PyObject *, int32_t);
int _PyMonitoring_FirePyUnwindEvent(PyMonitoringState *, PyObject *, int32_t);
int _PyMonitoring_FirePyYieldEvent(PyMonitoringState *, PyObject *, int32_t, PyObject *);
int _PyMonitoring_FireRaiseEvent(PyMonitoringState *, PyObject *, int32_t);
int _PyMonitoring_FireReraiseEvent(PyMonitoringState *, PyObject *, int32_t);
int _PyMonitoring_FireStopIterationEvent(PyMonitoringState *, PyObject *, int32_t, PyObject *);
#endif
#if PIL_PYTHON >= 0x030E0000
int _PyMutex_IsLocked(PyMutex *);
#endif
#if PIL_PYTHON >= 0x030D0000
void _PyMutex_Lock(PyMutex *);
void _PyMutex_Unlock(PyMutex *);
#endif
PyObject *_PyNamespace_New(PyObject *);
extern PyTypeObject _PyNamespace_Type;
extern PyTypeObject _PyNone_Type;
extern PyTypeObject _PyNotImplemented_Type;
#if PIL_PYTHON >= 0x030A0000
PyObject *_PyNumber_Index(PyObject *);
#endif
int _PyOS_IsMainThread(void);
extern PyThreadState *_PyOS_ReadlineTState;
void *_PyOS_SigintEvent(void);
int _PyOS_URandom(void *, Py_ssize_t);
int _PyOS_URandomNonblock(void *, Py_ssize_t);
int _PyObjectDict_SetItem(PyTypeObject *, PyObject **, PyObject *, PyObject *);
__attribute__((noreturn)) void _PyObject_AssertFailed(PyObject *, const char *, const char *, const char *, int, const char *);
PyObject *_PyObject_CallFunction_SizeT(PyObject *, const char *, ...);
#if PIL_PYTHON >= 0x030B0000
PyObject *_PyObject_CallMethod(PyObject *, PyObject *, const char *, ...);
#endif
PyObject *_PyObject_CallMethodId(PyObject *, _Py_Identifier *, const char *, ...);
PyObject *_PyObject_CallMethodIdNoArgs(PyObject *, _Py_Identifier *);
PyObject *_PyObject_CallMethodIdObjArgs(PyObject *, _Py_Identifier *, ...);
PyObject *_PyObject_CallMethodIdOneArg(PyObject *, _Py_Identifier *, PyObject *);
PyObject *_PyObject_CallMethodId_SizeT(PyObject *, _Py_Identifier *, const char *, ...);
PyObject *_PyObject_CallMethod_SizeT(PyObject *, const char *, const char *, ...);
PyObject *_PyObject_CallNoArg(PyObject *);
int _PyObject_CheckConsistency(PyObject *, int);
int _PyObject_CheckCrossInterpreterData(PyObject *);
#if PIL_PYTHON >= 0x030C0000
void _PyObject_ClearManagedDict(PyObject *);
#endif
int _PyObject_DebugMallocStats(FILE *);
void _PyObject_DebugTypeStats(FILE *);
PyObject *_PyObject_FastCall(PyObject *, PyObject *const *, Py_ssize_t);
PyObject *_PyObject_FastCallTstate(PyThreadState *, PyObject *, PyObject *const *, Py_ssize_t);
PyObject *_PyObject_FunctionStr(PyObject *);
PyObject *_PyObject_GC_Calloc(size_t);
PyObject *_PyObject_GC_Malloc(size_t);
PyObject *_PyObject_GC_New(PyTypeObject *);
PyVarObject *_PyObject_GC_NewVar(PyTypeObject *, Py_ssize_t);
PyVarObject *_PyObject_GC_Resize(PyVarObject *, Py_ssize_t);
PyObject *_PyObject_GenericGetAttrWithDict(PyObject *, PyObject *, PyObject *, int);
int _PyObject_GenericSetAttrWithDict(PyObject *, PyObject *, PyObject *, PyObject *);
PyObject *_PyObject_GetAttrId(PyObject *, _Py_Identifier *);
int _PyObject_GetCrossInterpreterData(PyObject *, _PyCrossInterpreterData *);
PyObject **_PyObject_GetDictPtr(PyObject *);
int _PyObject_GetMethod(PyObject *, PyObject *, PyObject **);
#if PIL_PYTHON >= 0x030B0000
PyObject *_PyObject_GetState(PyObject *);
#endif
int _PyObject_HasAttrId(PyObject *, struct _Py_Identifier *);
int _PyObject_HasLen(PyObject *);
PyObject *_PyObject_INIT(PyObject *, PyTypeObject *);
PyVarObject *_PyObject_INIT_VAR(PyVarObject *, PyTypeObject *, Py_ssize_t);
int _PyObject_IsAbstract(PyObject *);
int _PyObject_IsFreed(PyObject *);
int _PyObject_LookupAttr(PyObject *, PyObject *, PyObject **);
int _PyObject_LookupAttrId(PyObject *, _Py_Identifier *, PyObject **);
#if PIL_PYTHON >= 0x030B0000
PyObject *_PyObject_LookupSpecialId(PyObject *, _Py_Identifier *);
#endif
PyObject *_PyObject_MakeTpCall(PyThreadState *, PyObject *, PyObject *const *, Py_ssize_t, PyObject *);
PyObject *_PyObject_New(PyTypeObject *);
PyVarObject *_PyObject_NewVar(PyTypeObject *, Py_ssize_t);
PyObject *_PyObject_NextNotImplemented(PyObject *);
int _PyObject_RealIsInstance(PyObject *, PyObject *);
int _PyObject_RealIsSubclass(PyObject *, PyObject *);
size_t _PyObject_SIZE(PyTypeObject *);
int _PyObject_SetAttrId(PyObject *, _Py_Identifier *, PyObject *);
#if PIL_PYTHON >= 0x030D0000
int _PyObject_SetManagedDict(PyObject *, PyObject *);
#endif
#if PIL_PYTHON >= 0x030A0000
int _PyObject_TypeCheck(PyObject *, PyTypeObject *);
#endif
size_t _PyObject_VAR_SIZE(PyTypeObject *, Py_ssize_t);
PyObject *_PyObject_VectorcallMethodId(_Py_Identifier *, PyObject *const *, size_t, PyObject *);
PyObject *_PyObject_VectorcallTstate(PyThreadState *, PyObject *, PyObject *const *, size_t, PyObject *);
#if PIL_PYTHON >= 0x030C0000
int _PyObject_VisitManagedDict(PyObject *, visitproc, void *);
#endif
#if PIL_PYTHON >= 0x030A0000
int _PyRun_AnyFileObject(FILE *, PyObject *, int, PyCompilerFlags *);
int _PyRun_InteractiveLoopObject(FILE *, PyObject *, PyCompilerFlags *);
int _PyRun_SimpleFileObject(FILE *, PyObject *, int, PyCompilerFlags *);
#endif
char *const *_PySequence_BytesToCharpArray(PyObject *);
Py_ssize_t _PySequence_IterSearch(PyObject *, PyObject *, int);
extern PyObject *_PySet_Dummy;
int _PySet_NextEntry(PyObject *, Py_ssize_t *, PyObject **, Py_hash_t *);
int _PySet_Update(PyObject *, PyObject *);
void _PySignal_AfterFork(void);
PyObject *_PySlice_FromIndices(Py_ssize_t, Py_ssize_t);
int _PySlice_GetLongIndices(PySliceObject *, PyObject *, PyObject **, PyObject **, PyObject **);
PyObject *_PyStack_AsDict(PyObject *const *, PyObject *);
#if PIL_PYTHON >= 0x030F0000
PyStats *_PyStats_GetLocal(void);
#endif
#if PIL_PYTHON >= 0x030B0000
PyObject *_PySys_GetAttr(PyThreadState *, PyObject *);
#endif
PyObject *_PySys_GetObjectId(_Py_Identifier *);
size_t _PySys_GetSizeOf(PyObject *);
int _PySys_SetObjectId(_Py_Identifier *, PyObject *);
PyObject *_PyThreadState_GetDict(PyThreadState *);
PyThreadState *_PyThreadState_Prealloc(PyInterpreterState *);
PyThreadState *_PyThreadState_UncheckedGet(void);
#if PIL_PYTHON >= 0x030A0000
PyObject *_PyThread_CurrentExceptions(void);
#endif
PyObject *_PyThread_CurrentFrames(void);
int _PyThread_at_fork_reinit(PyThread_type_lock *);
#if PIL_PYTHON >= 0x030B0000
_PyTime_t _PyTime_Add(_PyTime_t, _PyTime_t);
_PyTime_t _PyTime_As100Nanoseconds(_PyTime_t, _PyTime_round_t);
#endif
_PyTime_t _PyTime_AsMicroseconds(_PyTime_t, _PyTime_round_t);
_PyTime_t _PyTime_AsMilliseconds(_PyTime_t, _PyTime_round_t);
#if PIL_PYTHON >= 0x030B0000
_PyTime_t _PyTime_AsNanoseconds(_PyTime_t);
#endif
PyObject *_PyTime_AsNanosecondsObject(_PyTime_t);
double _PyTime_AsSecondsDouble(_PyTime_t);
int _PyTime_AsTimespec(_PyTime_t, struct timespec *);
#if PIL_PYTHON >= 0x030B0000
void _PyTime_AsTimespec_clamp(_PyTime_t, struct timespec *);
#endif
int _PyTime_AsTimeval(_PyTime_t, struct timeval *, _PyTime_round_t);
int _PyTime_AsTimevalTime_t(_PyTime_t, time_t *, int *, _PyTime_round_t);
#if PIL_PYTHON >= 0x030B0000
void _PyTime_AsTimeval_clamp(_PyTime_t, struct timeval *, _PyTime_round_t);
#endif
int _PyTime_AsTimeval_noraise(_PyTime_t, struct timeval *, _PyTime_round_t);
#if PIL_PYTHON >= 0x030C0000
_PyTime_t _PyTime_FromMicrosecondsClamp(_PyTime_t);
#endif
int _PyTime_FromMillisecondsObject(_PyTime_t *, PyObject *, _PyTime_round_t);
_PyTime_t _PyTime_FromNanoseconds(_PyTime_t);
int _PyTime_FromNanosecondsObject(_PyTime_t *, PyObject *);
_PyTime_t _PyTime_FromSeconds(int);
int _PyTime_FromSecondsObject(_PyTime_t *, PyObject *, _PyTime_round_t);
int _PyTime_FromTimespec(_PyTime_t *, struct timespec *);
int _PyTime_FromTimeval(_PyTime_t *, struct timeval *);
_PyTime_t _PyTime_GetMonotonicClock(void);
int _PyTime_GetMonotonicClockWithInfo(_PyTime_t *, _Py_clock_info_t *);
_PyTime_t _PyTime_GetPerfCounter(void);
int _PyTime_GetPerfCounterWithInfo(_PyTime_t *, _Py_clock_info_t *);
_PyTime_t _PyTime_GetSystemClock(void);
int _PyTime_GetSystemClockWithInfo(_PyTime_t *, _Py_clock_info_t *);
int _PyTime_Init(void);
_PyTime_t _PyTime_MulDiv(_PyTime_t, _PyTime_t, _PyTime_t);
int _PyTime_ObjectToTime_t(PyObject *, time_t *, _PyTime_round_t);
int _PyTime_ObjectToTimespec(PyObject *, time_t *, long *, _PyTime_round_t);
int _PyTime_ObjectToTimeval(PyObject *, time_t *, long *, _PyTime_round_t);
int _PyTime_gmtime(time_t, struct tm *);
int _PyTime_localtime(time_t, struct tm *);
#if PIL_PYTHON >= 0x030C0000
void _PyTraceMalloc_ClearTraces(void);
size_t _PyTraceMalloc_GetMemory(void);
PyObject *_PyTraceMalloc_GetObjectTraceback(PyObject *);
#endif
PyObject *_PyTraceMalloc_GetTraceback(unsigned int, uintptr_t);
#if PIL_PYTHON >= 0x030C0000
int _PyTraceMalloc_GetTracebackLimit(void);
PyObject *_PyTraceMalloc_GetTracedMemory(void);
PyObject *_PyTraceMalloc_GetTraces(void);
int _PyTraceMalloc_Init(void);
int _PyTraceMalloc_IsTracing(void);
#endif
int _PyTraceMalloc_NewReference(PyObject *);
#if PIL_PYTHON >= 0x030C0000
void _PyTraceMalloc_ResetPeak(void);
int _PyTraceMalloc_Start(int);
void _PyTraceMalloc_Stop(void);
#endif
void _PyTraceback_Add(const char *, const char *, int);
int _PyTrash_begin(PyThreadState *, PyObject *);
#if PIL_PYTHON >= 0x030A0000
int _PyTrash_cond(PyObject *, destructor);
#endif
void _PyTrash_deposit_object(PyObject *);
void _PyTrash_destroy_chain(void);
void _PyTrash_end(PyThreadState *);
#if PIL_PYTHON >= 0x030B0000 && !defined(PIL_OLD_CALLS)
void _PyTrash_thread_deposit_object(PyThreadState *, PyObject *);
#else
void _PyTrash_thread_deposit_object(PIL_ANY_ARGUMENTS);
#endif
#if PIL_PYTHON >= 0x030B0000 && !defined(PIL_OLD_CALLS)
void _PyTrash_thread_destroy_chain(PyThreadState *);
#else
void _PyTrash_thread_destroy_chain(PIL_ANY_ARGUMENTS);
#endif
void _PyTuple_DebugMallocStats(FILE *);
void _PyTuple_MaybeUntrack(PyObject *);
int _PyTuple_Resize(PyObject **, Py_ssize_t);
PyTypeObject *_PyType_CalculateMetaclass(PyTypeObject *, PyObject *);
int _PyType_Check(PyObject *);
int _PyType_CheckExact(PyObject *);
PyObject *_PyType_GetDocFromInternalDoc(const char *, const char *);
#if PIL_PYTHON >= 0x030A0000
PyObject *_PyType_GetModuleByDef(PyTypeObject *, struct PyModuleDef *);
#endif
PyObject *_PyType_GetTextSignatureFromInternalDoc(const char *, const char *);
PyObject *_PyType_Lookup(PyTypeObject *, PyObject *);
PyObject *_PyType_LookupId(PyTypeObject *, _Py_Identifier *);
#if PIL_PYTHON >= 0x030D0000
PyObject *_PyType_LookupRef(PyTypeObject *, PyObject *);
#endif
const char *_PyType_Name(PyTypeObject *);
PyObject *_PyUnicodeTranslateError_Create(PyObject *, Py_ssize_t, Py_ssize_t, const char *);
void _PyUnicodeWriter_Dealloc(_PyUnicodeWriter *);
PyObject *_PyUnicodeWriter_Finish(_PyUnicodeWriter *);
void _PyUnicodeWriter_Init(_PyUnicodeWriter *);
int _PyUnicodeWriter_PrepareInternal(_PyUnicodeWriter *, Py_ssize_t, Py_UCS4);
#if PIL_PYTHON >= 0x030C0000 && !defined(PIL_OLD_CALLS)
int _PyUnicodeWriter_PrepareKindInternal(_PyUnicodeWriter *, int);
#else
int _PyUnicodeWriter_PrepareKindInternal(PIL_ANY_ARGUMENTS);
#endif
int _PyUnicodeWriter_WriteASCIIString(_PyUnicodeWriter *, const char *, Py_ssize_t);
int _PyUnicodeWriter_WriteChar(_PyUnicodeWriter *, Py_UCS4);
int _PyUnicodeWriter_WriteLatin1String(_PyUnicodeWriter *, const char *, Py_ssize_t);
int _PyUnicodeWriter_WriteStr(_PyUnicodeWriter *, PyObject *);
int _PyUnicodeWriter_WriteSubstring(_PyUnicodeWriter *, PyObject *, Py_ssize_t, Py_ssize_t);
PyObject *_PyUnicode_AsASCIIString(PyObject *, const char *);
PyObject *_PyUnicode_AsLatin1String(PyObject *, const char *);
const char *_PyUnicode_AsString(PyObject *);
PyObject *_PyUnicode_AsUTF8String(PyObject *, const char *);
const Py_UNICODE *_PyUnicode_AsUnicode(PyObject *);
void *_PyUnicode_COMPACT_DATA(PyObject *);
int _PyUnicode_CheckConsistency(PyObject *, int);
PyObject *_PyUnicode_Copy(PyObject *);
#if PIL_PYTHON >= 0x030E0000
void *_PyUnicode_DATA(PyObject *);
#endif
PyObject *_PyUnicode_DecodeRawUnicodeEscapeStateful(const char *, Py_ssize_t, const char *, Py_ssize_t *);
PyObject *_PyUnicode_DecodeUnicodeEscapeInternal(const char *, Py_ssize_t, const char *, Py_ssize_t *, const char **);
PyObject *_PyUnicode_DecodeUnicodeEscapeStateful(const char *, Py_ssize_t, const char *, Py_ssize_t *);
int _PyUnicode_EQ(PyObject *, PyObject *);
PyObject *_PyUnicode_EncodeCharmap(PyObject *, PyObject *, const char *);
PyObject *_PyUnicode_EncodeUTF16(PyObject *, const char *, int);
PyObject *_PyUnicode_EncodeUTF32(PyObject *, const char *, int);
PyObject *_PyUnicode_EncodeUTF7(PyObject *, int, int, const char *);
#if PIL_PYTHON >= 0x030B0000
int _PyUnicode_Equal(PyObject *, PyObject *);
#endif
int _PyUnicode_EqualToASCIIId(PyObject *, _Py_Identifier *);
int _PyUnicode_EqualToASCIIString(PyObject *, const char *);
void _PyUnicode_FastCopyCharacters(PyObject *, Py_ssize_t, PyObject *, Py_ssize_t, Py_ssize_t);
void _PyUnicode_FastFill(PyObject *, Py_ssize_t, Py_ssize_t, Py_UCS4);
Py_UCS4 _PyUnicode_FindMaxChar(PyObject *, Py_ssize_t, Py_ssize_t);
int _PyUnicode_FormatAdvancedWriter(_PyUnicodeWriter *, PyObject *, PyObject *, Py_ssize_t, Py_ssize_t);
PyObject *_PyUnicode_FormatLong(PyObject *, int, int, int);
PyObject *_PyUnicode_FromASCII(const char *, Py_ssize_t);
PyObject *_PyUnicode_FromId(_Py_Identifier *);
Py_ssize_t _PyUnicode_InsertThousandsGrouping(_PyUnicodeWriter *, Py_ssize_t, PyObject *, Py_ssize_t, Py_ssize_t, Py_ssize_t, const char *, PyObject *, Py_UCS4 *);
int _PyUnicode_IsAlpha(Py_UCS4);
int _PyUnicode_IsCaseIgnorable(Py_UCS4);
int _PyUnicode_IsCased(Py_UCS4);
int _PyUnicode_IsDecimalDigit(Py_UCS4);
int _PyUnicode_IsDigit(Py_UCS4);
int _PyUnicode_IsLinebreak(const Py_UCS4);
int _PyUnicode_IsLowercase(Py_UCS4);
int _PyUnicode_IsNumeric(Py_UCS4);
int _PyUnicode_IsPrintable(Py_UCS4);
int _PyUnicode_IsTitlecase(Py_UCS4);
int _PyUnicode_IsUppercase(Py_UCS4);
int _PyUnicode_IsWhitespace(const Py_UCS4);
int _PyUnicode_IsXidContinue(Py_UCS4);
int _PyUnicode_IsXidStart(Py_UCS4);
PyObject *_PyUnicode_JoinArray(PyObject *, PyObject *const *, Py_ssize_t);
void *_PyUnicode_NONCOMPACT_DATA(PyObject *);
int _PyUnicode_Ready(PyObject *);
Py_ssize_t _PyUnicode_ScanIdentifier(PyObject *);
int _PyUnicode_ToDecimalDigit(Py_UCS4);
int _PyUnicode_ToDigit(Py_UCS4);
int _PyUnicode_ToFoldedFull(Py_UCS4, Py_UCS4 *);
int _PyUnicode_ToLowerFull(Py_UCS4, Py_UCS4 *);
Py_UCS4 _PyUnicode_ToLowercase(Py_UCS4);
double _PyUnicode_ToNumeric(Py_UCS4);
int _PyUnicode_ToTitleFull(Py_UCS4, Py_UCS4 *);
Py_UCS4 _PyUnicode_ToTitlecase(Py_UCS4);
int _PyUnicode_ToUpperFull(Py_UCS4, Py_UCS4 *);
Py_UCS4 _PyUnicode_ToUppercase(Py_UCS4);
PyObject *_PyUnicode_TransformDecimalAndSpaceToASCII(PyObject *);
#if PIL_PYTHON >= 0x030A0000
int _PyUnicode_WideCharString_Converter(PyObject *, void *);
int _PyUnicode_WideCharString_Opt_Converter(PyObject *, void *);
#endif
PyObject *_PyUnicode_XStrip(PyObject *, int, PyObject *);
Py_ssize_t _PyUnicode_get_wstr_length(PyObject *);
#if PIL_PYTHON >= 0x030C0000
Py_ssize_t _PyVectorcall_NARGS(size_t);
#endif
PyObject *_PyWarnings_Init(void);
extern PyTypeObject _PyWeakref_CallableProxyType;
void _PyWeakref_ClearRef(PyWeakReference *);
Py_ssize_t _PyWeakref_GetWeakrefCount(PyWeakReference *);
extern PyTypeObject _PyWeakref_ProxyType;
extern PyTypeObject _PyWeakref_RefType;
#if PIL_PYTHON >= 0x030C0000
int _Py_AtExit(PyInterpreterState *, atexit_datacallbackfunc, void *);
#endif
void _Py_BreakPoint(void);
PyObject *_Py_BuildValue_SizeT(const char *, ...);
#if PIL_PYTHON >= 0x030D0000
long pil__Py_COMMON_FIELDS(PIL_ANY_ARGUMENTS);
#endif
PyObject *_Py_CheckFunctionResult(PyThreadState *, PyObject *, PyObject *, const char *);
int _Py_CoerceLegacyLocale(int);
void _Py_DECREF(PyObject *);
#if PIL_PYTHON >= 0x030C0000
void _Py_DECREF_DecRefTotal(void);
#endif
#if PIL_PYTHON >= 0x030E0000
long pil__Py_DEF_EVENT(PIL_ANY_ARGUMENTS);
#endif
void _Py_Dealloc(PyObject *);
#if PIL_PYTHON >= 0x030A0000
void _Py_DecRef(PyObject *);
#endif
#if PIL_PYTHON >= 0x030D0000
void _Py_DecRefShared(PyObject *);
void _Py_DecRefSharedDebug(PyObject *, const char *, int);
#endif
int _Py_DecodeLocaleEx(const char *, wchar_t **, size_t *, const char **, int, _Py_error_handler);
#if PIL_PYTHON >= 0x030B0000 && !defined(PIL_OLD_CALLS)
int _Py_DisplaySourceLine(PyObject *, PyObject *, int, int, int *, PyObject **);
#else
int _Py_DisplaySourceLine(PIL_ANY_ARGUMENTS);
#endif
extern PyObject _Py_EllipsisObject;
int _Py_EncodeLocaleEx(const wchar_t *, char **, size_t *, const char **, int, _Py_error_handler);
char *_Py_EncodeLocaleRaw(const wchar_t *, size_t *);
extern PyLongObject _Py_FalseStruct;
__attribute__((noreturn)) void _Py_FatalErrorFormat(const char *, const char *, ...);
__attribute__((noreturn)) void _Py_FatalErrorFunc(const char *, const char *);
#if PIL_PYTHON >= 0x030A0000
int _Py_FdIsInteractive(FILE *, PyObject *);
#endif
void _Py_ForgetReference(PyObject *);
void _Py_FreeCharPArray(char *const []);
Py_ssize_t _Py_GetAllocatedBlocks(void);
const PyConfig *_Py_GetConfig(void);
_Py_error_handler _Py_GetErrorHandler(const char *);
#if PIL_PYTHON >= 0x030C0000
Py_ssize_t _Py_GetGlobalRefTotal(void);
Py_ssize_t _Py_GetLegacyRefTotal(void);
#endif
#if PIL_PYTHON >= 0x030D0000
uintptr_t _Py_GetThreadLocal_Addr(void);
#endif
Py_hash_t _Py_HashBytes(const void *, Py_ssize_t);
#if PIL_PYTHON >= 0x030A0000 && !defined(PIL_OLD_CALLS)
Py_hash_t _Py_HashDouble(PyObject *, double);
#else
Py_hash_t _Py_HashDouble(PIL_ANY_ARGUMENTS);
#endif
Py_hash_t _Py_HashPointer(const void *);
Py_hash_t _Py_HashPointerRaw(const void *);
extern _Py_HashSecret_t _Py_HashSecret;
extern int _Py_HashSecret_Initialized;
#if PIL_PYTHON >= 0x030D0000
extern const long pil__Py_IMMORTAL_REFCNT_LOCAL;
#endif
void _Py_INCREF(PyObject *);
#if PIL_PYTHON >= 0x030C0000
void _Py_INCREF_IncRefTotal(void);
#endif
int _Py_IS_TYPE(const PyObject *, const PyTypeObject *);
#if PIL_PYTHON >= 0x030F0000
int _Py_IS_TYPE_impl(PyObject *, PyTypeObject *);
#endif
#if PIL_PYTHON >= 0x030A0000
void _Py_IncRef(PyObject *);
#endif
PyStatus _Py_InitializeMain(void);
int _Py_IsCoreInitialized(void);
int _Py_IsFinalizing(void);
#if PIL_PYTHON >= 0x030C0000
int _Py_IsImmortal(PyObject *);
int _Py_IsInterpreterFinalizing(PyInterpreterState *);
#endif
#if PIL_PYTHON >= 0x030D0000
int _Py_IsOwnedByCurrentThread(PyObject *);
#endif
#if PIL_PYTHON >= 0x030E0000
int _Py_IsStaticImmortal(PyObject *);
#endif
int _Py_LegacyLocaleDetected(int);
PyObject *_Py_Mangle(PyObject *, PyObject *);
#if PIL_PYTHON >= 0x030D0000
void _Py_MergeZeroLocalRefcount(PyObject *);
#endif
void _Py_NegativeRefcount(const char *, int, PyObject *);
PyThreadState *_Py_NewInterpreter(int);
#if PIL_PYTHON >= 0x030A0000
PyObject *_Py_NewRef(PyObject *);
#endif
void _Py_NewReference(PyObject *);
#if PIL_PYTHON >= 0x030C0000
void _Py_NewReferenceNoTotal(PyObject *);
#endif
extern PyObject _Py_NoneStruct;
extern PyObject _Py_NotImplementedStruct;
extern const char *_Py_PackageContext;
void _Py_PyAtExit(void (*)(PyObject *), PyObject *);
#if PIL_PYTHON >= 0x030A0000
#if PIL_PYTHON >= 0x030B0000 && !defined(PIL_OLD_CALLS)
Py_ssize_t _Py_REFCNT(PyObject *);
#else
Py_ssize_t _Py_REFCNT(PIL_ANY_ARGUMENTS);
#endif
#endif
#if PIL_PYTHON >= 0x030D0000
extern const long pil__Py_REF_MAYBE_WEAKREF;
extern const long pil__Py_REF_MERGED;
extern const long pil__Py_REF_QUEUED;
extern const long pil__Py_REF_SHARED_FLAG_MASK;
extern const long pil__Py_REF_SHARED_INIT;
extern const long pil__Py_REF_SHARED_SHIFT;
#endif
#if PIL_PYTHON >= 0x030E0000
int _Py_ReachedRecursionLimitWithMargin(PyThreadState *, int);
#endif
extern Py_ssize_t _Py_RefTotal;
void _Py_RestoreSignals(void);
#if PIL_PYTHON >= 0x030D0000
void _Py_ResurrectReference(PyObject *);
#endif
void _Py_SET_REFCNT(PyObject *, Py_ssize_t);
void _Py_SET_SIZE(PyVarObject *, Py_ssize_t);
#if PIL_PYTHON >= 0x030F0000
void _Py_SET_SIZE_impl(PyVarObject *, Py_ssize_t);
#endif
void _Py_SET_TYPE(PyObject *, PyTypeObject *);
#if PIL_PYTHON >= 0x030F0000
Py_ssize_t _Py_SIZE_impl(PyObject *);
#endif
char *_Py_SetLocaleFromEnv(int);
void _Py_SetProgramFullPath(const wchar_t *);
#if PIL_PYTHON >= 0x030D0000
void _Py_SetRefcnt(PyObject *, Py_ssize_t);
#endif
const char *_Py_SourceAsString(PyObject *, const char *, const char *, PyCompilerFlags *, PyObject **);
extern int _Py_SwappedOp[];
struct symtable *_Py_SymtableStringObjectFlags(const char *, PyObject *, int, PyCompilerFlags *);
#if PIL_PYTHON >= 0x030E0000
PyTypeObject *_Py_TYPE(PyObject *);
#endif
#if PIL_PYTHON >= 0x030F0000
PyTypeObject *_Py_TYPE_impl(PyObject *);
#endif
#if PIL_PYTHON >= 0x030D0000
uintptr_t _Py_ThreadId(void);
#endif
extern PyLongObject _Py_TrueStruct;
#if PIL_PYTHON >= 0x030D0000
extern const long pil__Py_UNOWNED_TID;
#endif
#if PIL_PYTHON >= 0x030B0000
char *_Py_UniversalNewlineFgetsWithSize(char *, int, FILE *, PyObject *, size_t *);
#endif
PyObject **_Py_VaBuildStack(PyObject **, Py_ssize_t, const char *, va_list, Py_ssize_t *);
PyObject **_Py_VaBuildStack_SizeT(PyObject **, Py_ssize_t, const char *, va_list, Py_ssize_t *);
PyObject *_Py_VaBuildValue_SizeT(const char *, va_list);
void _Py_XDECREF(PyObject *);
void _Py_XINCREF(PyObject *);
#if PIL_PYTHON >= 0x030A0000
PyObject *_Py_XNewRef(PyObject *);
#endif
int _Py_abspath(const wchar_t *, wchar_t **);
void _Py_add_one_to_index_C(int, Py_ssize_t *, const Py_ssize_t *);
void _Py_add_one_to_index_F(int, Py_ssize_t *, const Py_ssize_t *);
extern const unsigned char _Py_ascii_whitespace[];
#if PIL_PYTHON >= 0x030D0000
int _Py_atomic_add_int(int *, int);
int16_t _Py_atomic_add_int16(int16_t *, int16_t);
int32_t _Py_atomic_add_int32(int32_t *, int32_t);
int64_t _Py_atomic_add_int64(int64_t *, int64_t);
int8_t _Py_atomic_add_int8(int8_t *, int8_t);
intptr_t _Py_atomic_add_intptr(intptr_t *, intptr_t);
Py_ssize_t _Py_atomic_add_ssize(Py_ssize_t *, Py_ssize_t);
unsigned int _Py_atomic_add_uint(unsigned int *, unsigned int);
uint16_t _Py_atomic_add_uint16(uint16_t *, uint16_t);
uint32_t _Py_atomic_add_uint32(uint32_t *, uint32_t);
uint64_t _Py_atomic_add_uint64(uint64_t *, uint64_t);
uint8_t _Py_atomic_add_uint8(uint8_t *, uint8_t);
uintptr_t _Py_atomic_add_uintptr(uintptr_t *, uintptr_t);
uint16_t _Py_atomic_and_uint16(uint16_t *, uint16_t);
uint32_t _Py_atomic_and_uint32(uint32_t *, uint32_t);
uint64_t _Py_atomic_and_uint64(uint64_t *, uint64_t);
uint8_t _Py_atomic_and_uint8(uint8_t *, uint8_t);
uintptr_t _Py_atomic_and_uintptr(uintptr_t *, uintptr_t);
int _Py_atomic_compare_exchange_int(int *, int *, int);
int _Py_atomic_compare_exchange_int16(int16_t *, int16_t *, int16_t);
int _Py_atomic_compare_exchange_int32(int32_t *, int32_t *, int32_t);
int _Py_atomic_compare_exchange_int64(int64_t *, int64_t *, int64_t);
int _Py_atomic_compare_exchange_int8(int8_t *, int8_t *, int8_t);
int _Py_atomic_compare_exchange_intptr(intptr_t *, intptr_t *, intptr_t);
int _Py_atomic_compare_exchange_ptr(void *, void *, void *);
int _Py_atomic_compare_exchange_ssize(Py_ssize_t *, Py_ssize_t *, Py_ssize_t);
int _Py_atomic_compare_exchange_uint(unsigned int *, unsigned int *, unsigned int);
int _Py_atomic_compare_exchange_uint16(uint16_t *, uint16_t *, uint16_t);
int _Py_atomic_compare_exchange_uint32(uint32_t *, uint32_t *, uint32_t);
int _Py_atomic_compare_exchange_uint64(uint64_t *, uint64_t *, uint64_t);
int _Py_atomic_compare_exchange_uint8(uint8_t *, uint8_t *, uint8_t);
int _Py_atomic_compare_exchange_uintptr(uintptr_t *, uintptr_t *, uintptr_t);
int _Py_atomic_exchange_int(int *, int);
int16_t _Py_atomic_exchange_int16(int16_t *, int16_t);
int32_t _Py_atomic_exchange_int32(int32_t *, int32_t);
int64_t _Py_atomic_exchange_int64(int64_t *, int64_t);
int8_t _Py_atomic_exchange_int8(int8_t *, int8_t);
intptr_t _Py_atomic_exchange_intptr(intptr_t *, intptr_t);
void *_Py_atomic_exchange_ptr(void *, void *);
Py_ssize_t _Py_atomic_exchange_ssize(Py_ssize_t *, Py_ssize_t);
unsigned int _Py_atomic_exchange_uint(unsigned int *, unsigned int);
uint16_t _Py_atomic_exchange_uint16(uint16_t *, uint16_t);
uint32_t _Py_atomic_exchange_uint32(uint32_t *, uint32_t);
uint64_t _Py_atomic_exchange_uint64(uint64_t *, uint64_t);
uint8_t _Py_atomic_exchange_uint8(uint8_t *, uint8_t);
uintptr_t _Py_atomic_exchange_uintptr(uintptr_t *, uintptr_t);
void _Py_atomic_fence_acquire(void);
void _Py_atomic_fence_release(void);
void _Py_atomic_fence_seq_cst(void);
#endif
#if PIL_PYTHON >= 0x030E0000
char _Py_atomic_load_char_relaxed(const char *);
double _Py_atomic_load_double_relaxed(const double *);
float _Py_atomic_load_float_relaxed(const float *);
#endif
#if PIL_PYTHON >= 0x030D0000
int _Py_atomic_load_int(const int *);
int16_t _Py_atomic_load_int16(const int16_t *);
int16_t _Py_atomic_load_int16_relaxed(const int16_t *);
int32_t _Py_atomic_load_int32(const int32_t *);
int32_t _Py_atomic_load_int32_relaxed(const int32_t *);
int64_t _Py_atomic_load_int64(const int64_t *);
int64_t _Py_atomic_load_int64_relaxed(const int64_t *);
int8_t _Py_atomic_load_int8(const int8_t *);
int8_t _Py_atomic_load_int8_relaxed(const int8_t *);
int _Py_atomic_load_int_acquire(const int *);
int _Py_atomic_load_int_relaxed(const int *);
intptr_t _Py_atomic_load_intptr(const intptr_t *);
intptr_t _Py_atomic_load_intptr_relaxed(const intptr_t *);
#endif
#if PIL_PYTHON >= 0x030E0000
long long _Py_atomic_load_llong_relaxed(const long long *);
long _Py_atomic_load_long_relaxed(const long *);
#endif
#if PIL_PYTHON >= 0x030D0000
void *_Py_atomic_load_ptr(const void *);
void *_Py_atomic_load_ptr_acquire(const void *);
#endif
#if PIL_PYTHON >= 0x030E0000
long pil__Py_atomic_load_ptr_consume(PIL_ANY_ARGUMENTS);
#endif
#if PIL_PYTHON >= 0x030D0000
void *_Py_atomic_load_ptr_relaxed(const void *);
#endif
#if PIL_PYTHON >= 0x030E0000
short _Py_atomic_load_short_relaxed(const short *);
#endif
#if PIL_PYTHON >= 0x030D0000
Py_ssize_t _Py_atomic_load_ssize(const Py_ssize_t *);
Py_ssize_t _Py_atomic_load_ssize_acquire(const Py_ssize_t *);
Py_ssize_t _Py_atomic_load_ssize_relaxed(const Py_ssize_t *);
#endif
#if PIL_PYTHON >= 0x030E0000
unsigned char _Py_atomic_load_uchar_relaxed(const unsigned char *);
#endif
#if PIL_PYTHON >= 0x030D0000
unsigned int _Py_atomic_load_uint(const unsigned int *);
uint16_t _Py_atomic_load_uint16(const uint16_t *);
uint16_t _Py_atomic_load_uint16_relaxed(const uint16_t *);
uint32_t _Py_atomic_load_uint32(const uint32_t *);
uint32_t _Py_atomic_load_uint32_acquire(const uint32_t *);
uint32_t _Py_atomic_load_uint32_relaxed(const uint32_t *);
uint64_t _Py_atomic_load_uint64(const uint64_t *);
uint64_t _Py_atomic_load_uint64_acquire(const uint64_t *);
uint64_t _Py_atomic_load_uint64_relaxed(const uint64_t *);
uint8_t _Py_atomic_load_uint8(const uint8_t *);
uint8_t _Py_atomic_load_uint8_relaxed(const uint8_t *);
unsigned int _Py_atomic_load_uint_relaxed(const unsigned int *);
uintptr_t _Py_atomic_load_uintptr(const uintptr_t *);
uintptr_t _Py_atomic_load_uintptr_acquire(const uintptr_t *);
uintptr_t _Py_atomic_load_uintptr_relaxed(const uintptr_t *);
unsigned long long _Py_atomic_load_ullong_relaxed(const unsigned long long *);
long pil__Py_atomic_load_ulong(PIL_ANY_ARGUMENTS);
long pil__Py_atomic_load_ulong_relaxed(PIL_ANY_ARGUMENTS);
#endif
#if PIL_PYTHON >= 0x030E0000
unsigned short _Py_atomic_load_ushort_relaxed(const unsigned short *);
#endif
#if PIL_PYTHON >= 0x030D0000
uint16_t _Py_atomic_or_uint16(uint16_t *, uint16_t);
uint32_t _Py_atomic_or_uint32(uint32_t *, uint32_t);
uint64_t _Py_atomic_or_uint64(uint64_t *, uint64_t);
uint8_t _Py_atomic_or_uint8(uint8_t *, uint8_t);
uintptr_t _Py_atomic_or_uintptr(uintptr_t *, uintptr_t);
#endif
#if PIL_PYTHON >= 0x030E0000
void _Py_atomic_store_char_relaxed(char *, char);
void _Py_atomic_store_double_relaxed(double *, double);
void _Py_atomic_store_float_relaxed(float *, float);
#endif
#if PIL_PYTHON >= 0x030D0000
void _Py_atomic_store_int(int *, int);
void _Py_atomic_store_int16(int16_t *, int16_t);
void _Py_atomic_store_int16_relaxed(int16_t *, int16_t);
void _Py_atomic_store_int32(int32_t *, int32_t);
void _Py_atomic_store_int32_relaxed(int32_t *, int32_t);
void _Py_atomic_store_int64(int64_t *, int64_t);
void _Py_atomic_store_int64_relaxed(int64_t *, int64_t);
void _Py_atomic_store_int8(int8_t *, int8_t);
void _Py_atomic_store_int8_relaxed(int8_t *, int8_t);
#endif
#if PIL_PYTHON >= 0x030F0000
void _Py_atomic_store_int8_release(int8_t *, int8_t);
#endif
#if PIL_PYTHON >= 0x030D0000
void _Py_atomic_store_int_relaxed(int *, int);
void _Py_atomic_store_int_release(int *, int);
void _Py_atomic_store_intptr(intptr_t *, intptr_t);
void _Py_atomic_store_intptr_relaxed(intptr_t *, intptr_t);
#endif
#if PIL_PYTHON >= 0x030E0000
void _Py_atomic_store_llong_relaxed(long long *, long long);
void _Py_atomic_store_long_relaxed(long *, long);
#endif
#if PIL_PYTHON >= 0x030D0000
void _Py_atomic_store_ptr(void *, void *);
void _Py_atomic_store_ptr_relaxed(void *, void *);
void _Py_atomic_store_ptr_release(void *, void *);
#endif
#if PIL_PYTHON >= 0x030E0000
void _Py_atomic_store_short_relaxed(short *, short);
#endif
#if PIL_PYTHON >= 0x030D0000
void _Py_atomic_store_ssize(Py_ssize_t *, Py_ssize_t);
void _Py_atomic_store_ssize_relaxed(Py_ssize_t *, Py_ssize_t);
void _Py_atomic_store_ssize_release(Py_ssize_t *, Py_ssize_t);
#endif
#if PIL_PYTHON >= 0x030E0000
void _Py_atomic_store_uchar_relaxed(unsigned char *, unsigned char);
#endif
#if PIL_PYTHON >= 0x030D0000
void _Py_atomic_store_uint(unsigned int *, unsigned int);
void _Py_atomic_store_uint16(uint16_t *, uint16_t);
void _Py_atomic_store_uint16_relaxed(uint16_t *, uint16_t);
void _Py_atomic_store_uint32(uint32_t *, uint32_t);
void _Py_atomic_store_uint32_relaxed(uint32_t *, uint32_t);
void _Py_atomic_store_uint32_release(uint32_t *, uint32_t);
void _Py_atomic_store_uint64(uint64_t *, uint64_t);
void _Py_atomic_store_uint64_relaxed(uint64_t *, uint64_t);
void _Py_atomic_store_uint64_release(uint64_t *, uint64_t);
void _Py_atomic_store_uint8(uint8_t *, uint8_t);
void _Py_atomic_store_uint8_relaxed(uint8_t *, uint8_t);
#endif
#if PIL_PYTHON >= 0x030F0000
void _Py_atomic_store_uint8_release(uint8_t *, uint8_t);
#endif
#if PIL_PYTHON >= 0x030D0000
void _Py_atomic_store_uint_relaxed(unsigned int *, unsigned int);
#endif
#if PIL_PYTHON >= 0x030E0000
void _Py_atomic_store_uint_release(unsigned int *, unsigned int);
#endif
#if PIL_PYTHON >= 0x030D0000
void _Py_atomic_store_uintptr(uintptr_t *, uintptr_t);
void _Py_atomic_store_uintptr_relaxed(uintptr_t *, uintptr_t);
void _Py_atomic_store_uintptr_release(uintptr_t *, uintptr_t);
void _Py_atomic_store_ullong_relaxed(unsigned long long *, unsigned long long);
long pil__Py_atomic_store_ulong(PIL_ANY_ARGUMENTS);
long pil__Py_atomic_store_ulong_relaxed(PIL_ANY_ARGUMENTS);
#endif
#if PIL_PYTHON >= 0x030E0000
void _Py_atomic_store_ushort_relaxed(unsigned short *, unsigned short);
#endif
unsigned int _Py_bit_length(unsigned long);
double _Py_c_abs(Py_complex);
Py_complex _Py_c_diff(Py_complex, Py_complex);
Py_complex _Py_c_neg(Py_complex);
Py_complex _Py_c_pow(Py_complex, Py_complex);
Py_complex _Py_c_prod(Py_complex, Py_complex);
Py_complex _Py_c_quot(Py_complex, Py_complex);
Py_complex _Py_c_sum(Py_complex, Py_complex);
int _Py_convert_optional_to_ssize_t(PyObject *, void *);
extern const unsigned int _Py_ctype_table[256];
extern const unsigned char _Py_ctype_tolower[256];
extern const unsigned char _Py_ctype_toupper[256];
PyObject *_Py_device_encoding(int);
int _Py_dup(int);
FILE *_Py_fopen(const char *, const char *);
FILE *_Py_fopen_obj(PyObject *, const char *);
double _Py_force_double(double);
int _Py_fstat(int, struct stat *);
int _Py_fstat_noraise(int, struct stat *);
unsigned short _Py_get_387controlword(void);
int _Py_get_blocking(int);
int _Py_get_inheritable(int);
#if PIL_PYTHON >= 0x030A0000
void *_Py_get_osfhandle(int);
void *_Py_get_osfhandle_noraise(int);
#endif
const char *_Py_gitidentifier(void);
const char *_Py_gitversion(void);
int _Py_isabs(const wchar_t *);
int _Py_open(const char *, int);
int _Py_open_noraise(const char *, int);
#if PIL_PYTHON >= 0x030A0000
int _Py_open_osfhandle(void *, int);
int _Py_open_osfhandle_noraise(void *, int);
#endif
double _Py_parse_inf_or_nan(const char *, char **);
Py_ssize_t _Py_read(int, void *, size_t);
void _Py_set_387controlword(unsigned short);
int _Py_set_blocking(int, int);
int _Py_set_inheritable(int, int, int *);
int _Py_set_inheritable_async_safe(int, int, int *);
int _Py_stat(PyObject *, struct stat *);
#if PIL_PYTHON >= 0x030D0000
extern PyStats *_Py_stats;
#endif
PyObject *_Py_strhex(const char *, const Py_ssize_t);
PyObject *_Py_strhex_bytes(const char *, const Py_ssize_t);
PyObject *_Py_strhex_bytes_with_sep(const char *, const Py_ssize_t, const PyObject *, const int);
PyObject *_Py_strhex_with_sep(const char *, const Py_ssize_t, const PyObject *, const int);
PyObject *_Py_string_to_number_with_underscores(const char *, Py_ssize_t, const char *, PyObject *, void *, PyObject *(*)(const char *, Py_ssize_t, void *));
FILE *_Py_wfopen(const wchar_t *, const wchar_t *);
wchar_t *_Py_wgetcwd(wchar_t *, size_t);
int _Py_wreadlink(const wchar_t *, wchar_t *, size_t);
wchar_t *_Py_wrealpath(const wchar_t *, wchar_t *, size_t);
Py_ssize_t _Py_write(int, const void *, size_t);
Py_ssize_t _Py_write_noraise(int, const void *, size_t);
#if PIL_PYTHON >= 0x030C0000
_Py_CODEUNIT _py_make_codeunit(uint8_t, uint8_t);
void _py_set_opcode(_Py_CODEUNIT *, uint8_t);
extern PyStats *_py_stats;
extern PyStats _py_stats_struct;
#endif
#ifdef __cplusplus
}
#endif
#endif
