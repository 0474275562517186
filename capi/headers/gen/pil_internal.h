/* made by capi/codegen: do not edit */
#ifndef PIL_GEN_PIL_INTERNAL_H
#define PIL_GEN_PIL_INTERNAL_H
#ifdef __cplusplus
extern "C" {
#endif
#if PIL_PYTHON >= 0x030D0000
int PyThread_ParseTimeoutArg(PyObject *, int, long long *);
PyLockStatus PyThread_acquire_lock_timed_with_retries(PyThread_type_lock, long long);
#endif
#if PIL_PYTHON >= 0x030A0000
PyCodeObject *_PyAST_Compile(struct _mod *, PyObject *, PyCompilerFlags *, int, struct _arena *, PyObject *);
int _PyArena_AddPyObject(PyArena *, PyObject *);
void _PyArena_Free(PyArena *);
void *_PyArena_Malloc(PyArena *, size_t);
PyArena *_PyArena_New(void);
#endif
int _PyArg_ParseStackAndKeywords_SizeT(PyObject *const *, Py_ssize_t, PyObject *, struct _PyArg_Parser *, ...);
int _PyArg_ParseStack_SizeT(PyObject *const *, Py_ssize_t, const char *, ...);
int _PyArg_ParseTupleAndKeywordsFast_SizeT(PyObject *, PyObject *, struct _PyArg_Parser *, ...);
#if PIL_PYTHON >= 0x030D0000 && !defined(PIL_OLD_CALLS)
int _PyArg_ParseTupleAndKeywords_SizeT(PyObject *, PyObject *, const char *, char *const *, ...);
#else
int _PyArg_ParseTupleAndKeywords_SizeT(PIL_ANY_ARGUMENTS);
#endif
int _PyArg_ParseTuple_SizeT(PyObject *, const char *, ...);
int _PyArg_Parse_SizeT(PyObject *, const char *, ...);
int _PyArg_VaParseTupleAndKeywordsFast_SizeT(PyObject *, PyObject *, struct _PyArg_Parser *, va_list);
#if PIL_PYTHON >= 0x030D0000 && !defined(PIL_OLD_CALLS)
int _PyArg_VaParseTupleAndKeywords_SizeT(PyObject *, PyObject *, const char *, char *const *, va_list);
#else
int _PyArg_VaParseTupleAndKeywords_SizeT(PIL_ANY_ARGUMENTS);
#endif
int _PyArg_VaParse_SizeT(PyObject *, const char *, va_list);
#if PIL_PYTHON >= 0x030F0000
PySendResult _PyAsyncGenASend_Send(PyObject *, PyObject *, PyObject **);
#endif
#if PIL_PYTHON >= 0x030D0000
int _PyBuffer_ReleaseInInterpreter(PyInterpreterState *, Py_buffer *);
int _PyBuffer_ReleaseInInterpreterAndRawFree(PyInterpreterState *, Py_buffer *);
#endif
#if PIL_PYTHON >= 0x030C0000
PyObject *_PyBuildSlice_ConsumeRefs(PyObject *, PyObject *);
#endif
#if PIL_PYTHON >= 0x030F0000
PyBytesWriter *_PyBytesWriter_CreateByteArray(Py_ssize_t);
#endif
#if PIL_PYTHON >= 0x030D0000
PyObject *_PyBytes_DecodeEscape2(const char *, Py_ssize_t, const char *, int *, const char **);
#endif
#if PIL_PYTHON >= 0x030B0000
Py_ssize_t _PyBytes_Find(const char *, Py_ssize_t, const char *, Py_ssize_t, Py_ssize_t);
void _PyBytes_Repeat(char *, Py_ssize_t, const char *, Py_ssize_t);
Py_ssize_t _PyBytes_ReverseFind(const char *, Py_ssize_t, const char *, Py_ssize_t, Py_ssize_t);
#endif
#if PIL_PYTHON >= 0x030D0000
int _PyCapsule_SetTraverse(PyObject *, traverseproc, inquiry);
#endif
#if PIL_PYTHON >= 0x030E0000
int _PyCode_CheckNoInternalState(PyCodeObject *, const char **);
int _PyCode_CheckPureFunction(PyCodeObject *, const char **);
#endif
#if PIL_PYTHON >= 0x030F0000
uint8_t _PyCode_Deinstrument(uint8_t);
#endif
#if PIL_PYTHON >= 0x030B0000
PyCodeObject *_PyCode_New(struct _PyCodeConstructor *);
#endif
#if PIL_PYTHON >= 0x030E0000
int _PyCode_ReturnsOnlyNone(PyCodeObject *);
#endif
#if PIL_PYTHON >= 0x030B0000
int _PyCode_Validate(struct _PyCodeConstructor *);
#endif
#if PIL_PYTHON >= 0x030E0000
int _PyCode_VerifyStateless(PyThreadState *, PyCodeObject *, PyObject *, PyObject *, PyObject *);
#endif
#if PIL_PYTHON >= 0x030D0000
PyObject *_PyCompile_CleanDoc(PyObject *);
#endif
#if PIL_PYTHON >= 0x030C0000
PyObject *_PyCompile_CodeGen(PyObject *, PyObject *, PyCompilerFlags *, int, int);
#endif
#if PIL_PYTHON >= 0x030D0000
PyObject *_PyCompile_GetBinaryIntrinsicName(int);
PyObject *_PyCompile_GetUnaryIntrinsicName(int);
int _PyCompile_OpcodeHasArg(int);
int _PyCompile_OpcodeHasConst(int);
int _PyCompile_OpcodeHasExc(int);
int _PyCompile_OpcodeHasFree(int);
int _PyCompile_OpcodeHasJump(int);
int _PyCompile_OpcodeHasLocal(int);
int _PyCompile_OpcodeHasName(int);
int _PyCompile_OpcodeIsValid(int);
#endif
#if PIL_PYTHON >= 0x030C0000
PyObject *_PyCompile_OptimizeCfg(PyObject *, PyObject *, int);
#endif
#if PIL_PYTHON >= 0x030A0000
PyObject *_PyConfig_AsDict(const PyConfig *);
int _PyConfig_FromDict(PyConfig *, PyObject *);
#endif
void _PyConfig_InitCompatConfig(PyConfig *);
#if PIL_PYTHON >= 0x030F0000
int _PyContext_Enter(PyThreadState *, PyObject *);
int _PyContext_Exit(PyThreadState *, PyObject *);
PyObject *_PyCoro_ComputeOrigin(int, _PyInterpreterFrame *);
#endif
#if PIL_PYTHON >= 0x030D0000
void _PyCriticalSection2_BeginSlow(PyThreadState *, PyCriticalSection2 *, PyMutex *, PyMutex *, int);
void _PyCriticalSection_BeginSlow(PyThreadState *, PyCriticalSection *, PyMutex *);
void _PyCriticalSection_Resume(PyThreadState *);
void _PyCriticalSection_SuspendAll(PyThreadState *);
void _PyCrossInterpreterData_Free(_PyCrossInterpreterData *);
_PyCrossInterpreterData *_PyCrossInterpreterData_New(void);
#endif
#if PIL_PYTHON >= 0x030C0000
int _PyCrossInterpreterData_ReleaseAndRawFree(_PyCrossInterpreterData *);
#endif
#if PIL_PYTHON >= 0x030B0000
uint32_t _PyDictKeys_GetVersionForCurrentState(PyInterpreterState *, PyDictKeysObject *);
Py_ssize_t _PyDictKeys_StringLookup(PyDictKeysObject *, PyObject *);
#endif
#if PIL_PYTHON >= 0x030E0000
Py_ssize_t _PyDictKeys_StringLookupAndVersion(PyDictKeysObject *, PyObject *, uint32_t *);
Py_ssize_t _PyDictKeys_StringLookupSplit(PyDictKeysObject *, PyObject *);
#endif
int _PyDict_CheckConsistency(PyObject *, int);
#if PIL_PYTHON >= 0x030F0000
PyObject *_PyDict_CopyAsDict(PyObject *);
#endif
#if PIL_PYTHON >= 0x030E0000
int _PyDict_DelItem_KnownHash_LockHeld(PyObject *, PyObject *, Py_hash_t);
#endif
#if PIL_PYTHON >= 0x030B0000
PyObject *_PyDict_FromItems(PyObject *const *, Py_ssize_t, PyObject *const *, Py_ssize_t, Py_ssize_t);
#endif
#if PIL_PYTHON >= 0x030D0000
int _PyDict_GetItemRef_KnownHash(PyDictObject *, PyObject *, Py_hash_t, PyObject **);
int _PyDict_GetItemRef_KnownHash_LockHeld(PyDictObject *, PyObject *, Py_hash_t, PyObject **);
#endif
#if PIL_PYTHON >= 0x030E0000
uint32_t _PyDict_GetKeysVersionForCurrentState(PyInterpreterState *, PyDictObject *);
#endif
#if PIL_PYTHON >= 0x030F0000
void _PyDict_InsertSplitValue(PyDictObject *, PyObject *, PyObject *, Py_ssize_t);
#endif
#if PIL_PYTHON >= 0x030C0000
Py_ssize_t _PyDict_LookupIndex(PyDictObject *, PyObject *);
#endif
#if PIL_PYTHON >= 0x030F0000
Py_ssize_t _PyDict_LookupIndexAndValue(PyDictObject *, PyObject *, PyObject **);
int _PyDict_MergeUniq(PyObject *, PyObject *, PyObject **);
#endif
#if PIL_PYTHON >= 0x030C0000
void _PyDict_SendEvent(int, PyDict_WatchEvent, PyDictObject *, PyObject *, PyObject *);
#endif
#if PIL_PYTHON >= 0x030D0000
int _PyDict_SetItem_KnownHash_LockHeld(PyDictObject *, PyObject *, PyObject *, Py_hash_t);
int _PyDict_SetItem_LockHeld(PyDictObject *, PyObject *, PyObject *);
#endif
#if PIL_PYTHON >= 0x030B0000
int _PyDict_SetItem_Take2(PyDictObject *, PyObject *, PyObject *);
#endif
#if PIL_PYTHON >= 0x030F0000
int _PyDict_SetItem_Take2_KnownHash(PyDictObject *, PyObject *, PyObject *, Py_hash_t);
int _PyDict_StoreSubscript(PyObject *, PyObject *, PyObject *);
PyObject *_PyDict_Subscript(PyObject *, PyObject *);
PyObject *_PyDict_SubscriptKnownHash(PyObject *, PyObject *, Py_hash_t);
#endif
#if PIL_PYTHON >= 0x030E0000
int _PyDumpExecutors(FILE *);
#endif
void _PyErr_ChainStackItem(void);
int _PyErr_CheckSignalsTstate(PyThreadState *);
void _PyErr_Clear(PyThreadState *);
void _PyErr_Display(PyObject *, PyObject *, PyObject *, PyObject *);
#if PIL_PYTHON >= 0x030C0000
void _PyErr_DisplayException(PyObject *, PyObject *);
#endif
#if PIL_PYTHON >= 0x030E0000
int _PyErr_EmitSyntaxWarning(PyObject *, PyObject *, int, int, int, int, PyObject *);
#endif
int _PyErr_ExceptionMatches(PyThreadState *, PyObject *);
void _PyErr_Fetch(PyThreadState *, PyObject **, PyObject **, PyObject **);
PyObject *_PyErr_Format(PyThreadState *, PyObject *, const char *, ...);
PyObject *_PyErr_FormatFromCauseTstate(PyThreadState *, PyObject *, const char *, ...);
#if PIL_PYTHON >= 0x030C0000
void _PyErr_FormatNote(const char *, ...);
#endif
#if PIL_PYTHON >= 0x030E0000
PyObject *_PyErr_FormatV(PyThreadState *, PyObject *, const char *, va_list);
#endif
#if PIL_PYTHON >= 0x030C0000
PyObject *_PyErr_GetRaisedException(PyThreadState *);
#endif
PyObject *_PyErr_NoMemory(PyThreadState *);
void _PyErr_NormalizeException(PyThreadState *, PyObject **, PyObject **, PyObject **);
void _PyErr_Print(PyThreadState *);
void _PyErr_Restore(PyThreadState *, PyObject *, PyObject *, PyObject *);
#if PIL_PYTHON >= 0x030E0000
void _PyErr_SetInterpreterAlreadyRunning(void);
#endif
#if PIL_PYTHON >= 0x030D0000
void _PyErr_SetLocaleString(PyObject *, const char *);
#endif
void _PyErr_SetNone(PyThreadState *, PyObject *);
void _PyErr_SetObject(PyThreadState *, PyObject *, PyObject *);
#if PIL_PYTHON >= 0x030C0000
void _PyErr_SetRaisedException(PyThreadState *, PyObject *);
#endif
void _PyErr_SetString(PyThreadState *, PyObject *, const char *);
#if PIL_PYTHON >= 0x030B0000
PyObject *_PyErr_StackItemToExcInfoTuple(_PyErr_StackItem *);
#endif
#if PIL_PYTHON >= 0x030D0000
int _PyEval_CheckExceptStarTypeValid(PyThreadState *, PyObject *);
int _PyEval_CheckExceptTypeValid(PyThreadState *, PyObject *);
int _PyEval_ExceptionGroupMatch(_PyInterpreterFrame *, PyObject *, PyObject *, PyObject **, PyObject **);
void _PyEval_FormatAwaitableError(PyThreadState *, PyTypeObject *, int);
void _PyEval_FormatExcCheckArg(PyThreadState *, PyObject *, const char *, PyObject *);
void _PyEval_FormatExcUnbound(PyThreadState *, PyCodeObject *, int);
void _PyEval_FormatKwargsError(PyThreadState *, PyObject *, PyObject *, PyObject *);
void _PyEval_FrameClearAndPop(PyThreadState *, _PyInterpreterFrame *);
#endif
#if PIL_PYTHON >= 0x030E0000
PyObject *_PyEval_GetANext(PyObject *);
PyObject *_PyEval_GetAwaitable(PyObject *, int);
PyObject *_PyEval_ImportFrom(PyThreadState *, PyObject *, PyObject *);
PyObject *_PyEval_ImportName(PyThreadState *, PyObject *, PyObject *, PyObject *, PyObject *, PyObject *, PyObject *);
#endif
#if PIL_PYTHON >= 0x030F0000
PyObject *_PyEval_LazyImportFrom(PyThreadState *, _PyInterpreterFrame *, PyObject *, PyObject *);
PyObject *_PyEval_LazyImportName(PyThreadState *, PyObject *, PyObject *, PyObject *, PyObject *, PyObject *, PyObject *, int);
#endif
#if PIL_PYTHON >= 0x030E0000
PyObject *_PyEval_LoadName(PyThreadState *, _PyInterpreterFrame *, PyObject *);
#endif
#if PIL_PYTHON >= 0x030D0000
PyObject *_PyEval_MatchClass(PyThreadState *, PyObject *, PyObject *, Py_ssize_t, PyObject *);
PyObject *_PyEval_MatchKeys(PyThreadState *, PyObject *, PyObject *);
void _PyEval_MonitorRaise(PyThreadState *, _PyInterpreterFrame *, _Py_CODEUNIT *);
_Bool _PyEval_NoToolsForUnwind(PyThreadState *, _PyInterpreterFrame *);
#endif
#if PIL_PYTHON >= 0x030F0000
int _PyEval_RaiseAsyncExc(PyThreadState *);
#endif
int _PyEval_SetCoroutineOriginTrackingDepth(int);
void _PyEval_SignalAsyncExc(PyInterpreterState *);
void _PyEval_SignalReceived(void);
#if PIL_PYTHON >= 0x030E0000
int _PyEval_SpecialMethodCanSuggest(PyObject *, int);
#endif
#if PIL_PYTHON >= 0x030D0000
void _PyEval_StartTheWorld(PyInterpreterState *);
void _PyEval_StopTheWorld(PyInterpreterState *);
int _PyEval_UnpackIterable(PyThreadState *, PyObject *, int, int, PyObject **);
#endif
#if PIL_PYTHON >= 0x030B0000
PyObject *_PyExc_CreateExceptionGroup(const char *, PyObject *);
PyObject *_PyExc_PrepReraiseStar(PyObject *, PyObject *);
void _PyFloat_ExactDealloc(PyObject *);
#endif
#if PIL_PYTHON >= 0x030C0000
void _PyFrame_ClearExceptCode(_PyInterpreterFrame *);
#endif
#if PIL_PYTHON >= 0x030D0000
void _PyFrame_ClearLocals(_PyInterpreterFrame *);
#endif
#if PIL_PYTHON >= 0x030B0000
PyFrameObject *_PyFrame_MakeAndSetFrameObject(_PyInterpreterFrame *);
uint32_t _PyFunction_GetVersionForCurrentState(PyFunctionObject *);
#endif
#if PIL_PYTHON >= 0x030D0000
void _PyFunction_SetVersion(PyFunctionObject *, uint32_t);
#endif
#if PIL_PYTHON >= 0x030E0000
int _PyFunction_VerifyStateless(PyThreadState *, PyObject *);
#endif
void _PyGC_InitState(struct _gc_runtime_state *);
#if PIL_PYTHON >= 0x030E0000
int _PyGC_VisitFrameStack(_PyInterpreterFrame *, visitproc, void *);
#endif
#if PIL_PYTHON >= 0x030C0000
int _PyImport_CheckSubinterpIncompatibleExtensionAllowed(const char *);
int _PyImport_ClearExtension(PyObject *, PyObject *);
#endif
#if PIL_PYTHON >= 0x030F0000
PyObject *_PyImport_LoadLazyImportTstate(PyThreadState *, PyObject *);
#endif
#if PIL_PYTHON >= 0x030D0000
PyObject *_PyInstructionSequence_New(void);
#endif
#if PIL_PYTHON >= 0x030E0000
PyObject *_PyInterpolation_Build(PyObject *, PyObject *, int, PyObject *);
#endif
#if PIL_PYTHON >= 0x030D0000
PyObject *_PyInterpreterConfig_AsDict(PyInterpreterConfig *);
int _PyInterpreterConfig_InitFromDict(PyInterpreterConfig *, PyObject *);
int _PyInterpreterConfig_InitFromState(PyInterpreterConfig *, PyInterpreterState *);
int _PyInterpreterConfig_UpdateFromDict(PyInterpreterConfig *, PyObject *);
#endif
#if PIL_PYTHON >= 0x030F0000
PyInterpreterState *_PyInterpreterGuard_GetInterpreter(PyInterpreterGuard *);
#endif
#if PIL_PYTHON >= 0x030D0000
int _PyInterpreterState_FailIfRunningMain(PyInterpreterState *);
long _PyInterpreterState_GetWhence(PyInterpreterState *);
#endif
#if PIL_PYTHON >= 0x030F0000
Py_ssize_t _PyInterpreterState_GuardCountdown(PyInterpreterState *);
#endif
void _PyInterpreterState_IDDecref(PyInterpreterState *);
void _PyInterpreterState_IDIncref(PyInterpreterState *);
int _PyInterpreterState_IDInitref(PyInterpreterState *);
#if PIL_PYTHON >= 0x030D0000
int _PyInterpreterState_IsReady(PyInterpreterState *);
#endif
#if PIL_PYTHON >= 0x030C0000
int _PyInterpreterState_IsRunningMain(PyInterpreterState *);
#endif
PyInterpreterState *_PyInterpreterState_LookUpID(int64_t);
#if PIL_PYTHON >= 0x030D0000
PyInterpreterState *_PyInterpreterState_LookUpIDObject(PyObject *);
#endif
#if PIL_PYTHON >= 0x030B0000
PyInterpreterState *_PyInterpreterState_Main(void);
#endif
#if PIL_PYTHON >= 0x030D0000
PyStatus _PyInterpreterState_New(PyThreadState *, PyInterpreterState **);
int64_t _PyInterpreterState_ObjectToID(PyObject *);
#endif
#if PIL_PYTHON >= 0x030C0000
void _PyInterpreterState_SetNotRunningMain(PyInterpreterState *);
int _PyInterpreterState_SetRunningMain(PyInterpreterState *);
#endif
#if PIL_PYTHON >= 0x030F0000
int _PyJIT_AddressInJitCode(PyInterpreterState *, uintptr_t);
_Bool _PyJit_EnterExecutorShouldStopTracing(int);
void _PyJit_FinalizeTracing(PyThreadState *, int);
int _PyJit_translate_single_bytecode_to_trace(PyThreadState *, _PyInterpreterFrame *, _Py_CODEUNIT *, int);
PyObject *_PyLazyImport_New(struct _PyInterpreterFrame *, PyObject *, PyObject *, PyObject *);
PyObject *_PyLazyImport_Reify(PyThreadState *, PyObject *, PyObject *, PyObject *);
#endif
#if PIL_PYTHON >= 0x030B0000
int _PyLineTable_NextAddressRange(PyCodeAddressRange *);
int _PyList_AppendTakeRefListResize(PyListObject *, PyObject *);
#endif
#if PIL_PYTHON >= 0x030E0000
PyObject *_PyList_AsTupleAndClear(PyListObject *);
#endif
#if PIL_PYTHON >= 0x030F0000
PyObject *_PyList_BinarySlice(PyObject *, PyObject *, PyObject *);
PyObject *_PyList_Concat(PyObject *, PyObject *);
#endif
#if PIL_PYTHON >= 0x030C0000
PyObject *_PyList_FromArraySteal(PyObject *const *, Py_ssize_t);
#endif
#if PIL_PYTHON >= 0x030E0000
PyObject *_PyList_GetItemRef(PyListObject *, Py_ssize_t);
PyObject *_PyList_SliceSubscript(PyObject *, PyObject *);
#endif
#if PIL_PYTHON >= 0x030B0000
PyObject *_PyLong_Add(PyLongObject *, PyLongObject *);
#endif
#if PIL_PYTHON >= 0x030E0000
void _PyLong_ExactDealloc(PyObject *);
#endif
#if PIL_PYTHON >= 0x030B0000
PyObject *_PyLong_Multiply(PyLongObject *, PyLongObject *);
PyObject *_PyLong_Subtract(PyLongObject *, PyLongObject *);
#endif
#if PIL_PYTHON >= 0x030E0000
int _PyLong_UInt16_Converter(PyObject *, void *);
int _PyLong_UInt32_Converter(PyObject *, void *);
int _PyLong_UInt64_Converter(PyObject *, void *);
int _PyLong_UInt8_Converter(PyObject *, void *);
#endif
#if PIL_PYTHON >= 0x030F0000
PyObject *_PyMapping_GetOptionalItem2(PyObject *, PyObject *, int *);
#endif
int _PyMem_GetAllocatorName(const char *, PyMemAllocatorName *);
int _PyMem_SetDefaultAllocator(PyMemAllocatorDomain, PyMemAllocatorEx *);
int _PyMem_SetupAllocators(PyMemAllocatorName);
#if PIL_PYTHON >= 0x030B0000
PyObject *_PyNumber_InPlacePowerNoMod(PyObject *, PyObject *);
PyObject *_PyNumber_PowerNoMod(PyObject *, PyObject *);
#endif
int _PyOS_InterruptOccurred(PyThreadState *);
#if PIL_PYTHON >= 0x030E0000
void _PyObjectArray_Free(PyObject **, PyObject **);
#endif
PyObject *_PyObject_Call(PyThreadState *, PyObject *, PyObject *, PyObject *);
PyObject *_PyObject_Call_Prepend(PyThreadState *, PyObject *, PyObject *, PyObject *, PyObject *);
#if PIL_PYTHON >= 0x030E0000
int _PyObject_CheckXIData(PyThreadState *, PyObject *);
#endif
PyObject *_PyObject_FastCallDictTstate(PyThreadState *, PyObject *, PyObject *const *, size_t, PyObject *);
#if PIL_PYTHON >= 0x030E0000
PyObject *_PyObject_MaybeCallSpecialNoArgs(PyObject *, PyObject *);
PyObject *_PyObject_MaybeCallSpecialOneArg(PyObject *, PyObject *, PyObject *);
#endif
#if PIL_PYTHON >= 0x030D0000
int _PyObject_SetAttributeErrorContext(PyObject *, PyObject *);
#endif
#if PIL_PYTHON >= 0x030F0000
int _PyObject_VisitType(PyObject *, visitproc, void *);
PyObject *_PyOpcode_RecordTransformValue(int, PyObject *);
#endif
#if PIL_PYTHON >= 0x030D0000
int _PyOptimizer_Optimize(_PyInterpreterFrame *, PyThreadState *);
void _PyParkingLot_AfterFork(void);
int _PyParkingLot_Park(const void *, const void *, size_t, PyTime_t, void *, int);
void _PyParkingLot_UnparkAll(const void *);
#endif
void _PyPathConfig_ClearGlobal(void);
void _PyPreConfig_InitCompatConfig(PyPreConfig *);
void _PyRuntime_Finalize(void);
PyStatus _PyRuntime_Initialize(void);
#if PIL_PYTHON >= 0x030E0000
int _PySet_AddTakeRef(PySetObject *, PyObject *);
#endif
#if PIL_PYTHON >= 0x030D0000
int _PySet_Contains(PySetObject *, PyObject *);
int _PySet_NextEntryRef(PyObject *, Py_ssize_t *, PyObject **, Py_hash_t *);
#endif
#if PIL_PYTHON >= 0x030C0000
PyObject *const *_PyStack_UnpackDict(PyThreadState *, PyObject *const *, Py_ssize_t, PyObject *, PyObject **);
void _PyStack_UnpackDict_Free(PyObject *const *, Py_ssize_t, PyObject *);
void _PyStack_UnpackDict_FreeNoDecRef(PyObject *const *, PyObject *);
#endif
int _PyState_AddModule(PyThreadState *, PyObject *, PyModuleDef *);
#if PIL_PYTHON >= 0x030E0000
PyObject *_PyStaticType_GetBuiltins(void);
#endif
#if PIL_PYTHON >= 0x030D0000
int _PyStaticType_InitForExtension(PyInterpreterState *, PyTypeObject *);
#endif
#if PIL_PYTHON >= 0x030F0000
void _PyStolenTuple_Free(PyObject *);
#endif
#if PIL_PYTHON >= 0x030A0000
int _PyStructSequence_InitType(PyTypeObject *, PyStructSequence_Desc *, unsigned long);
#endif
#if PIL_PYTHON >= 0x030B0000
PyTypeObject *_PyStructSequence_NewType(PyStructSequence_Desc *, unsigned long);
#endif
#if PIL_PYTHON >= 0x030C0000
PyObject *_PySuper_Lookup(PyTypeObject *, PyObject *, PyObject *, int *);
#endif
#if PIL_PYTHON >= 0x030D0000
int _PySys_GetOptionalAttr(PyObject *, PyObject **);
int _PySys_GetOptionalAttrString(const char *, PyObject **);
PyObject *_PySys_GetRequiredAttr(PyObject *);
PyObject *_PySys_GetRequiredAttrString(const char *);
#endif
#if PIL_PYTHON >= 0x030E0000
PyObject *_PyTemplate_Build(PyObject *, PyObject *);
#endif
#if PIL_PYTHON >= 0x030C0000
void _PyThreadState_Bind(PyThreadState *);
#endif
void _PyThreadState_DeleteCurrent(PyThreadState *);
void _PyThreadState_DeleteExcept(PyThreadState *);
#if PIL_PYTHON >= 0x030C0000
PyThreadState *_PyThreadState_GetCurrent(void);
#endif
void _PyThreadState_Init(PyThreadState *);
#if PIL_PYTHON >= 0x030C0000
PyThreadState *_PyThreadState_New(PyInterpreterState *, int);
#endif
#if PIL_PYTHON >= 0x030D0000
PyThreadState *_PyThreadState_NewBound(PyInterpreterState *, int);
#endif
#if PIL_PYTHON >= 0x030B0000
void _PyThreadState_PopFrame(PyThreadState *, _PyInterpreterFrame *);
#endif
#if PIL_PYTHON >= 0x030C0000
_PyInterpreterFrame *_PyThreadState_PushFrame(PyThreadState *, size_t);
#endif
#if PIL_PYTHON >= 0x030B0000
void _PyThreadState_SetCurrent(PyThreadState *);
#endif
#if PIL_PYTHON >= 0x030D0000
PyObject *_PyTime_AsLong(PyTime_t);
int _PyTime_FromLong(PyTime_t *, PyObject *);
int _PyTime_MonotonicWithInfo(PyTime_t *, _Py_clock_info_t *);
#endif
#if PIL_PYTHON >= 0x030C0000
int _PyToken_OneChar(int);
int _PyToken_ThreeChars(int, int, int);
int _PyToken_TwoChars(int, int);
#endif
PyObject *_PyTraceBack_FromFrame(PyObject *, PyFrameObject *);
#if PIL_PYTHON >= 0x030B0000
int _PyTraceBack_Print_Indented(PyObject *, int, const char *, const char *, const char *, PyObject *);
#endif
#if PIL_PYTHON >= 0x030F0000
PyObject *_PyTuple_BinarySlice(PyObject *, PyObject *, PyObject *);
PyObject *_PyTuple_Concat(PyObject *, PyObject *);
#endif
PyObject *_PyTuple_FromArray(PyObject *const *, Py_ssize_t);
#if PIL_PYTHON >= 0x030B0000
PyObject *_PyTuple_FromArraySteal(PyObject *const *, Py_ssize_t);
#endif
#if PIL_PYTHON >= 0x030F0000
PyObject *_PyTuple_FromPair(PyObject *, PyObject *);
PyObject *_PyTuple_FromPairSteal(PyObject *, PyObject *);
#endif
#if PIL_PYTHON >= 0x030B0000
PyObject *_PyType_AllocNoTrack(PyTypeObject *, Py_ssize_t);
#endif
#if PIL_PYTHON >= 0x030E0000
int _PyType_CacheInitForSpecialization(PyHeapTypeObject *, PyObject *, unsigned int);
#endif
int _PyType_CheckConsistency(PyTypeObject *);
#if PIL_PYTHON >= 0x030E0000
int _PyType_GetBaseByToken_Borrow(PyTypeObject *, void *, PyTypeObject **);
#endif
#if PIL_PYTHON >= 0x030C0000
PyObject *_PyType_GetDict(PyTypeObject *);
#endif
#if PIL_PYTHON >= 0x030D0000
PyObject *_PyType_GetModuleByDef2(PyTypeObject *, PyTypeObject *, PyModuleDef *);
PyObject *_PyType_GetModuleByDef3(PyTypeObject *, PyTypeObject *, PyTypeObject *, PyModuleDef *);
#endif
#if PIL_PYTHON >= 0x030E0000
PyObject *_PyType_GetSlotWrapperNames(void);
#endif
#if PIL_PYTHON >= 0x030F0000
PyObject *_PyType_InitSubclasses(PyTypeObject *);
#endif
#if PIL_PYTHON >= 0x030E0000
PyObject *_PyType_LookupRefAndVersion(PyTypeObject *, PyObject *, unsigned int *);
#endif
#if PIL_PYTHON >= 0x030F0000
PyObject *_PyType_LookupSubclasses(PyTypeObject *);
#endif
#if PIL_PYTHON >= 0x030D0000
PyObject *_PyType_NewManagedObject(PyTypeObject *);
#endif
#if PIL_PYTHON >= 0x030E0000
void _PyType_SetVersion(PyTypeObject *, unsigned int);
#endif
#if PIL_PYTHON >= 0x030D0000
const char *_PyUnicode_AsUTF8NoNUL(PyObject *);
#endif
#if PIL_PYTHON >= 0x030F0000
PyObject *_PyUnicode_BinarySlice(PyObject *, PyObject *, PyObject *);
#endif
#if PIL_PYTHON >= 0x030D0000
PyObject *_PyUnicode_DecodeUnicodeEscapeInternal2(const char *, Py_ssize_t, const char *, Py_ssize_t *, int *, const char **);
#endif
#if PIL_PYTHON >= 0x030B0000
void _PyUnicode_ExactDealloc(PyObject *);
#endif
#if PIL_PYTHON >= 0x030D0000
void _PyUnicode_InternImmortal(PyInterpreterState *, PyObject **);
#endif
#if PIL_PYTHON >= 0x030C0000
void _PyUnicode_InternInPlace(PyInterpreterState *, PyObject **);
#endif
#if PIL_PYTHON >= 0x030D0000
void _PyUnicode_InternMortal(PyInterpreterState *, PyObject **);
int _PyWeakref_IsDead(PyObject *);
#endif
PyObject *_PyWideStringList_AsList(const PyWideStringList *);
void _PyWideStringList_Clear(PyWideStringList *);
int _PyWideStringList_Copy(PyWideStringList *, const PyWideStringList *);
PyStatus _PyWideStringList_Extend(PyWideStringList *, const PyWideStringList *);
#if PIL_PYTHON >= 0x030E0000
void _PyXIData_FormatNotShareableError(PyThreadState *, const char *, ...);
PyObject *_PyXIData_GetNotShareableErrorType(PyThreadState *);
void _PyXIData_SetNotShareableError(PyThreadState *, const char *);
int _PyXIData_UnregisterClass(PyThreadState *, PyTypeObject *);
#endif
#if PIL_PYTHON >= 0x030D0000
void _PyXI_EndInterpreter(PyInterpreterState *, PyThreadState *, PyThreadState **);
PyInterpreterState *_PyXI_NewInterpreter(PyInterpreterConfig *, long *, PyThreadState **, PyThreadState **);
PyObject *_Py_CalculateSuggestions(PyObject *, PyObject *);
#endif
int _Py_CheckRecursiveCall(PyThreadState *, const char *);
#if PIL_PYTHON >= 0x030C0000
int _Py_CheckRecursiveCallPy(PyThreadState *);
#endif
#if PIL_PYTHON >= 0x030E0000
int _Py_Check_ArgsIterable(PyThreadState *, PyObject *, PyObject *);
#endif
void _Py_ClearArgcArgv(void);
#if PIL_PYTHON >= 0x030F0000
void _Py_ClearExecutorDeletionList(PyInterpreterState *);
#endif
void _Py_ClearStandardStreamEncoding(void);
int _Py_DecodeUTF8Ex(const char *, Py_ssize_t, wchar_t **, size_t *, const char **, _Py_error_handler);
wchar_t *_Py_DecodeUTF8_surrogateescape(const char *, Py_ssize_t, size_t *);
void _Py_DumpASCII(int, PyObject *);
void _Py_DumpDecimal(int, size_t);
#if PIL_PYTHON >= 0x030A0000
void _Py_DumpExtensionModules(int, PyInterpreterState *);
#endif
void _Py_DumpHexadecimal(int, uintptr_t, Py_ssize_t);
#if PIL_PYTHON >= 0x030E0000
void _Py_DumpStack(int);
#endif
void _Py_DumpTraceback(int, PyThreadState *);
const char *_Py_DumpTracebackThreads(int, PyInterpreterState *, PyThreadState *);
int _Py_EncodeUTF8Ex(const wchar_t *, char **, size_t *, const char **, int, _Py_error_handler);
#if PIL_PYTHON >= 0x030E0000
void _Py_Executors_InvalidateAll(PyInterpreterState *, int);
void _Py_Executors_InvalidateCold(PyInterpreterState *);
void _Py_Executors_InvalidateDependency(PyInterpreterState *, void *, int);
#endif
void _Py_FatalError_TstateNULL(const char *);
#if PIL_PYTHON >= 0x030B0000
__attribute__((noreturn)) void _Py_FatalRefcountErrorFunc(const char *, const char *);
#endif
#if PIL_PYTHON >= 0x030E0000
_Py_CODEUNIT _Py_GetBaseCodeUnit(PyCodeObject *, int);
#endif
PyObject *_Py_GetConfigsAsDict(void);
const char *_Py_GetEnv(int, const char *);
int _Py_GetForceASCII(void);
#if PIL_PYTHON >= 0x030A0000
wchar_t *_Py_GetLocaleEncoding(void);
PyObject *_Py_GetLocaleEncodingObject(void);
#endif
int _Py_GetLocaleconvNumeric(struct lconv *, PyObject **, PyObject **);
#if PIL_PYTHON >= 0x030B0000
wchar_t *_Py_GetStdlibDir(void);
PyObject *_Py_Get_Getpath_CodeObject(void);
#endif
#if PIL_PYTHON >= 0x030C0000
int _Py_HandlePending(PyThreadState *);
#endif
int _Py_HandleSystemExit(int *);
#if PIL_PYTHON >= 0x030E0000
void _Py_InitDumpStack(void);
void _Py_InitializeRecursionLimits(PyThreadState *);
#endif
#if PIL_PYTHON >= 0x030C0000
int _Py_Instrument(PyCodeObject *, PyInterpreterState *);
#endif
int _Py_IsLocaleCoercionTarget(const char *);
#if PIL_PYTHON >= 0x030F0000
int _Py_IsPrivateName(PyObject *);
#endif
#if PIL_PYTHON >= 0x030D0000
int _Py_IsValidFD(int);
#endif
#if PIL_PYTHON >= 0x030B0000
PyObject *_Py_MakeCoro(PyFunctionObject *);
#endif
PyStatus _Py_PreInitializeFromConfig(const PyConfig *, const struct _PyArgv *);
PyStatus _Py_PreInitializeFromPyArgv(const PyPreConfig *, const struct _PyArgv *);
#if PIL_PYTHON >= 0x030E0000
int _Py_ReachedRecursionLimit(PyThreadState *);
#endif
void _Py_ResetForceASCII(void);
#if PIL_PYTHON >= 0x030C0000
void _Py_SetImmortal(PyObject *);
#endif
#if PIL_PYTHON >= 0x030D0000
void _Py_SetImmortalUntracked(PyObject *);
#endif
#if PIL_PYTHON >= 0x030B0000
void _Py_Specialize_LoadGlobal(PyObject *, PyObject *, _Py_CODEUNIT *, PyObject *);
#endif
#if PIL_PYTHON >= 0x030F0000
void _Py_Specialize_Resume(_Py_CODEUNIT *, PyThreadState *, _PyInterpreterFrame *);
#endif
#if PIL_PYTHON >= 0x030A0000
Py_ssize_t _Py_UTF8_Edit_Cost(PyObject *, PyObject *, Py_ssize_t);
#endif
#if PIL_PYTHON >= 0x030B0000
int _Py_WriteIndent(int, PyObject *);
int _Py_WriteIndentedMargin(int, const char *, PyObject *);
#endif
#if PIL_PYTHON >= 0x030C0000
int _Py_call_instrumentation(PyThreadState *, int, _PyInterpreterFrame *, _Py_CODEUNIT *);
int _Py_call_instrumentation_2args(PyThreadState *, int, _PyInterpreterFrame *, _Py_CODEUNIT *, PyObject *, PyObject *);
int _Py_call_instrumentation_arg(PyThreadState *, int, _PyInterpreterFrame *, _Py_CODEUNIT *, PyObject *);
void _Py_call_instrumentation_exc2(PyThreadState *, int, _PyInterpreterFrame *, _Py_CODEUNIT *, PyObject *, PyObject *);
int _Py_call_instrumentation_instruction(PyThreadState *, _PyInterpreterFrame *, _Py_CODEUNIT *);
_Py_CODEUNIT *_Py_call_instrumentation_jump(_Py_CODEUNIT *, PyThreadState *, int, _PyInterpreterFrame *, _Py_CODEUNIT *, _Py_CODEUNIT *);
int _Py_call_instrumentation_line(PyThreadState *, _PyInterpreterFrame *, _Py_CODEUNIT *, _Py_CODEUNIT *);
#endif
#if PIL_PYTHON >= 0x030A0000
void _Py_closerange(int, int);
#endif
#if PIL_PYTHON >= 0x030F0000
int _Py_convert_optional_to_non_negative_ssize_t(PyObject *, void *);
#endif
#if PIL_PYTHON >= 0x030E0000
Py_complex _Py_cr_diff(Py_complex, double);
Py_complex _Py_cr_prod(Py_complex, double);
Py_complex _Py_cr_quot(Py_complex, double);
Py_complex _Py_cr_sum(Py_complex, double);
#endif
char *_Py_dg_dtoa(double, int, int, int *, int *, char **);
void _Py_dg_freedtoa(char *);
double _Py_dg_infinity(int);
double _Py_dg_stdnan(int);
double _Py_dg_strtod(const char *, char **);
#if PIL_PYTHON >= 0x030B0000
Py_ssize_t _Py_dict_lookup(PyDictObject *, PyObject *, Py_hash_t, PyObject **);
#endif
void _Py_get_env_flag(int, int *, const char *);
const wchar_t *_Py_get_xoption(const PyWideStringList *, const wchar_t *);
int _Py_hashtable_compare_direct(const void *, const void *);
Py_uhash_t _Py_hashtable_hash_ptr(const void *);
#if PIL_PYTHON >= 0x030B0000
wchar_t *_Py_normpath(wchar_t *, Py_ssize_t);
#endif
#if PIL_PYTHON >= 0x030E0000
Py_complex _Py_rc_diff(double, Py_complex);
Py_complex _Py_rc_quot(double, Py_complex);
#endif
int _Py_str_to_int(const char *, int *);
#if PIL_PYTHON >= 0x030E0000
PyObject *_Py_strerror(int);
#endif
#if PIL_PYTHON >= 0x030A0000
PyObject *_Py_union_type_or(PyObject *, PyObject *);
#endif
#if PIL_PYTHON >= 0x030D0000
PyObject *_Py_uop_symbols_test(PyObject *, PyObject *);
#endif
#ifdef __cplusplus
}
#endif
#endif
