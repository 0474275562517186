/* NumPy's array functions: what stands in its function table. NumPy's own headers include it by this name too. */
#ifndef PIL_NUMPY___MULTIARRAY_API_H
#define PIL_NUMPY___MULTIARRAY_API_H

/* NumPy itself has its own types by then. */
#ifndef NUMPY_CORE_INCLUDE_NUMPY_NDARRAYTYPES_H_
#include "ndarraytypes.h"
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* The table itself; real NumPy calls through it, here the functions are declared. */
extern void **PyArray_API;
int _import_array(void);
int pil_import_array(void);
#define import_array() { if (pil_import_array() < 0) return NULL; }
#define import_array1(ret) { if (pil_import_array() < 0) return ret; }
#define import_array2(msg, ret) { if (pil_import_array() < 0) return ret; }
#define NUMPY_IMPORT_ARRAY_RETVAL NULL
#define PyArray_RUNTIME_VERSION NPY_2_0_API_VERSION
extern PyTypeObject PyArray_Type, PyArrayDescr_Type, PyArrayFlags_Type, PyArrayIter_Type, PyArrayMultiIter_Type, PyArrayNeighborhoodIter_Type, PyArrayDTypeMeta_Type, PyBigArray_Type;
extern PyTypeObject PyBoolArrType_Type,
    PyByteArrType_Type,
    PyUByteArrType_Type,
    PyShortArrType_Type,
    PyUShortArrType_Type,
    PyIntArrType_Type,
    PyUIntArrType_Type,
    PyLongArrType_Type,
    PyULongArrType_Type,
    PyLongLongArrType_Type,
    PyULongLongArrType_Type,
    PyHalfArrType_Type,
    PyFloatArrType_Type,
    PyDoubleArrType_Type,
    PyLongDoubleArrType_Type,
    PyCFloatArrType_Type,
    PyCDoubleArrType_Type,
    PyCLongDoubleArrType_Type,
    PyObjectArrType_Type,
    PyStringArrType_Type,
    PyUnicodeArrType_Type,
    PyVoidArrType_Type,
    PyDatetimeArrType_Type,
    PyTimedeltaArrType_Type,
    PyGenericArrType_Type,
    PyNumberArrType_Type,
    PyIntegerArrType_Type,
    PySignedIntegerArrType_Type,
    PyUnsignedIntegerArrType_Type,
    PyInexactArrType_Type,
    PyFloatingArrType_Type,
    PyComplexFloatingArrType_Type,
    PyFlexibleArrType_Type,
    PyCharacterArrType_Type,
    PyInt8ArrType_Type,
    PyInt16ArrType_Type,
    PyInt32ArrType_Type,
    PyInt64ArrType_Type,
    PyUInt8ArrType_Type,
    PyUInt16ArrType_Type,
    PyUInt32ArrType_Type,
    PyUInt64ArrType_Type,
    PyFloat32ArrType_Type,
    PyFloat64ArrType_Type,
    PyComplex64ArrType_Type,
    PyComplex128ArrType_Type,
    PyIntpArrType_Type,
    PyUIntpArrType_Type;

PyObject *PyArray_New(PyTypeObject *, int, const npy_intp *, int, const npy_intp *, void *, int, int, PyObject *);
PyObject *PyArray_NewFromDescr(PyTypeObject *, PyArray_Descr *, int, const npy_intp *, const npy_intp *, void *, int, PyObject *);
PyObject *PyArray_NewLikeArray(PyArrayObject *, NPY_ORDER, PyArray_Descr *, int);
PyObject *PyArray_NewCopy(PyArrayObject *, NPY_ORDER);
PyObject *PyArray_Zeros(int, const npy_intp *, PyArray_Descr *, int);
PyObject *PyArray_Empty(int, const npy_intp *, PyArray_Descr *, int);
PyObject *PyArray_Arange(double, double, double, int);
PyObject *PyArray_ArangeObj(PyObject *, PyObject *, PyObject *, PyArray_Descr *);
PyObject *PyArray_FromAny(PyObject *, PyArray_Descr *, int, int, int, PyObject *);
PyObject *PyArray_CheckFromAny(PyObject *, PyArray_Descr *, int, int, int, PyObject *);
PyObject *PyArray_FromArray(PyArrayObject *, PyArray_Descr *, int);
PyObject *PyArray_FromArrayAttr(PyObject *, PyArray_Descr *, PyObject *);
PyObject *PyArray_FromBuffer(PyObject *, PyArray_Descr *, npy_intp, npy_intp);
PyObject *PyArray_FromString(char *, npy_intp, PyArray_Descr *, npy_intp, char *);
PyObject *PyArray_FromFile(FILE *, PyArray_Descr *, npy_intp, char *);
PyObject *PyArray_FromIter(PyObject *, PyArray_Descr *, npy_intp);
PyObject *PyArray_FromScalar(PyObject *, PyArray_Descr *);
PyObject *PyArray_FromInterface(PyObject *);
PyObject *PyArray_FromStructInterface(PyObject *);
PyObject *PyArray_FromDims(int, int *, int);
PyObject *PyArray_FromDimsAndData(int, int *, int, char *);
PyObject *PyArray_EnsureArray(PyObject *);
PyObject *PyArray_EnsureAnyArray(PyObject *);
PyArray_Descr *PyArray_DescrFromType(int);
PyArray_Descr *PyArray_DescrFromObject(PyObject *, PyArray_Descr *);
PyArray_Descr *PyArray_DescrFromScalar(PyObject *);
PyArray_Descr *PyArray_DescrFromTypeObject(PyObject *);
PyObject *PyArray_TypeObjectFromType(int);
PyArray_Descr *PyArray_DescrNew(PyArray_Descr *);
PyArray_Descr *PyArray_DescrNewFromType(int);
PyArray_Descr *PyArray_DescrNewByteorder(PyArray_Descr *, char);
int PyArray_DescrConverter(PyObject *, PyArray_Descr **);
int PyArray_DescrConverter2(PyObject *, PyArray_Descr **);
int PyArray_DescrAlignConverter(PyObject *, PyArray_Descr **);
int PyArray_Converter(PyObject *, PyObject **);
int PyArray_OutputConverter(PyObject *, PyArrayObject **);
int PyArray_IntpConverter(PyObject *, PyArray_Dims *);
int PyArray_OptionalIntpConverter(PyObject *, PyArray_Dims *);
int PyArray_BoolConverter(PyObject *, npy_bool *);
int PyArray_OptionalBoolConverter(PyObject *, int *);
int PyArray_AxisConverter(PyObject *, int *);
int PyArray_OrderConverter(PyObject *, NPY_ORDER *);
int PyArray_SortkindConverter(PyObject *, NPY_SORTKIND *);
int PyArray_SearchsideConverter(PyObject *, void *);
int PyArray_ByteorderConverter(PyObject *, char *);
int PyArray_CastingConverter(PyObject *, NPY_CASTING *);
int PyArray_ClipmodeConverter(PyObject *, NPY_CLIPMODE *);
int PyArray_BufferConverter(PyObject *, PyArray_Chunk *);
int PyArray_ConvertClipmodeSequence(PyObject *, NPY_CLIPMODE *, int);
npy_intp PyArray_PyIntAsIntp(PyObject *);
int PyArray_PyIntAsInt(PyObject *);
int PyArray_IntpFromSequence(PyObject *, npy_intp *, int);
int PyArray_CanCastSafely(int, int);
int PyArray_CanCastTo(PyArray_Descr *, PyArray_Descr *);
int PyArray_CanCastTypeTo(PyArray_Descr *, PyArray_Descr *, NPY_CASTING);
int PyArray_CanCastArrayTo(PyArrayObject *, PyArray_Descr *, NPY_CASTING);
int PyArray_CanCoerceScalar(int, int, NPY_SCALARKIND);
NPY_SCALARKIND PyArray_ScalarKind(int, PyArrayObject **);
unsigned char PyArray_EquivTypes(PyArray_Descr *, PyArray_Descr *);
unsigned char PyArray_EquivTypenums(int, int);
PyArray_Descr *PyArray_MinScalarType(PyArrayObject *);
PyArray_Descr *PyArray_PromoteTypes(PyArray_Descr *, PyArray_Descr *);
PyArray_Descr *PyArray_ResultType(npy_intp, PyArrayObject **, npy_intp, PyArray_Descr **);
int PyArray_ObjectType(PyObject *, int);
PyArrayObject **PyArray_ConvertToCommonType(PyObject *, int *);
PyObject *PyArray_CastToType(PyArrayObject *, PyArray_Descr *, int);
int PyArray_CastTo(PyArrayObject *, PyArrayObject *);
int PyArray_CastAnyTo(PyArrayObject *, PyArrayObject *);
int PyArray_CastScalarDirect(PyObject *, PyArray_Descr *, void *, int);
void PyArray_ScalarAsCtype(PyObject *, void *);
int PyArray_CastScalarToCtype(PyObject *, void *, PyArray_Descr *);
PyObject *PyArray_Scalar(void *, PyArray_Descr *, PyObject *);
PyObject *PyArray_Return(PyArrayObject *);
int PyArray_CopyInto(PyArrayObject *, PyArrayObject *);
int PyArray_CopyAnyInto(PyArrayObject *, PyArrayObject *);
int PyArray_CopyObject(PyArrayObject *, PyObject *);
int PyArray_MoveInto(PyArrayObject *, PyArrayObject *);
int PyArray_AssignZero(PyArrayObject *, PyArrayObject *);
void PyArray_FillObjectArray(PyArrayObject *, PyObject *);
int PyArray_FillWithScalar(PyArrayObject *, PyObject *);
int PyArray_SetBaseObject(PyArrayObject *, PyObject *);
int PyArray_SetWritebackIfCopyBase(PyArrayObject *, PyArrayObject *);
int PyArray_SetUpdateIfCopyBase(PyArrayObject *, PyArrayObject *);
int PyArray_ResolveWritebackIfCopy(PyArrayObject *);
void PyArray_UpdateFlags(PyArrayObject *, int);
int PyArray_FailUnlessWriteable(PyArrayObject *, const char *);
PyObject *PyArray_View(PyArrayObject *, PyArray_Descr *, PyTypeObject *);
PyObject *PyArray_GetField(PyArrayObject *, PyArray_Descr *, int);
int PyArray_SetField(PyArrayObject *, PyArray_Descr *, int, PyObject *);
PyObject *PyArray_Byteswap(PyArrayObject *, npy_bool);
PyObject *PyArray_Resize(PyArrayObject *, PyArray_Dims *, int, NPY_ORDER);
PyObject *PyArray_Newshape(PyArrayObject *, PyArray_Dims *, NPY_ORDER);
PyObject *PyArray_Reshape(PyArrayObject *, PyObject *);
PyObject *PyArray_Squeeze(PyArrayObject *);
PyObject *PyArray_SwapAxes(PyArrayObject *, int, int);
PyObject *PyArray_Transpose(PyArrayObject *, PyArray_Dims *);
PyObject *PyArray_Flatten(PyArrayObject *, NPY_ORDER);
PyObject *PyArray_Ravel(PyArrayObject *, NPY_ORDER);
PyObject *PyArray_ToList(PyArrayObject *);
PyObject *PyArray_ToString(PyArrayObject *, NPY_ORDER);
int PyArray_ToFile(PyArrayObject *, FILE *, char *, char *);
int PyArray_Dump(PyObject *, PyObject *, int);
PyObject *PyArray_Dumps(PyObject *, int);
PyObject *PyArray_TakeFrom(PyArrayObject *, PyObject *, int, PyArrayObject *, NPY_CLIPMODE);
PyObject *PyArray_PutTo(PyArrayObject *, PyObject *, PyObject *, NPY_CLIPMODE);
PyObject *PyArray_PutMask(PyArrayObject *, PyObject *, PyObject *);
PyObject *PyArray_Repeat(PyArrayObject *, PyObject *, int);
PyObject *PyArray_Choose(PyArrayObject *, PyObject *, PyArrayObject *, NPY_CLIPMODE);
int PyArray_Sort(PyArrayObject *, int, NPY_SORTKIND);
PyObject *PyArray_ArgSort(PyArrayObject *, int, NPY_SORTKIND);
int PyArray_Partition(PyArrayObject *, PyArrayObject *, int, NPY_SELECTKIND);
PyObject *PyArray_ArgPartition(PyArrayObject *, PyArrayObject *, int, NPY_SELECTKIND);
PyObject *PyArray_SearchSorted(PyArrayObject *, PyObject *, NPY_SEARCHSIDE, PyObject *);
PyObject *PyArray_LexSort(PyObject *, int);
PyObject *PyArray_ArgMax(PyArrayObject *, int, PyArrayObject *);
PyObject *PyArray_ArgMin(PyArrayObject *, int, PyArrayObject *);
PyObject *PyArray_Max(PyArrayObject *, int, PyArrayObject *);
PyObject *PyArray_Min(PyArrayObject *, int, PyArrayObject *);
PyObject *PyArray_Ptp(PyArrayObject *, int, PyArrayObject *);
PyObject *PyArray_Mean(PyArrayObject *, int, int, PyArrayObject *);
PyObject *PyArray_Trace(PyArrayObject *, int, int, int, int, PyArrayObject *);
PyObject *PyArray_Diagonal(PyArrayObject *, int, int, int);
PyObject *PyArray_Clip(PyArrayObject *, PyObject *, PyObject *, PyArrayObject *);
PyObject *PyArray_Conjugate(PyArrayObject *, PyArrayObject *);
PyObject *PyArray_Nonzero(PyArrayObject *);
npy_intp PyArray_CountNonzero(PyArrayObject *);
PyObject *PyArray_Std(PyArrayObject *, int, int, PyArrayObject *, int);
PyObject *PyArray_Sum(PyArrayObject *, int, int, PyArrayObject *);
PyObject *PyArray_CumSum(PyArrayObject *, int, int, PyArrayObject *);
PyObject *PyArray_Prod(PyArrayObject *, int, int, PyArrayObject *);
PyObject *PyArray_CumProd(PyArrayObject *, int, int, PyArrayObject *);
PyObject *PyArray_All(PyArrayObject *, int, PyArrayObject *);
PyObject *PyArray_Any(PyArrayObject *, int, PyArrayObject *);
PyObject *PyArray_Compress(PyArrayObject *, PyObject *, int, PyArrayObject *);
PyObject *PyArray_Round(PyArrayObject *, int, PyArrayObject *);
PyObject *PyArray_Concatenate(PyObject *, int);
PyObject *PyArray_InnerProduct(PyObject *, PyObject *);
PyObject *PyArray_MatrixProduct(PyObject *, PyObject *);
PyObject *PyArray_MatrixProduct2(PyObject *, PyObject *, PyArrayObject *);
PyObject *PyArray_EinsteinSum(char *, npy_intp, PyArrayObject **, PyArray_Descr *, NPY_ORDER, NPY_CASTING, PyArrayObject *);
PyObject *PyArray_CopyAndTranspose(PyObject *);
PyObject *PyArray_Correlate(PyObject *, PyObject *, int);
PyObject *PyArray_Correlate2(PyObject *, PyObject *, int);
PyObject *PyArray_Where(PyObject *, PyObject *, PyObject *);
npy_intp PyArray_MultiplyList(const npy_intp *, int);
int PyArray_MultiplyIntList(const int *, int);
npy_intp PyArray_OverflowMultiplyList(const npy_intp *, int);
int PyArray_CompareLists(const npy_intp *, const npy_intp *, int);
void *PyArray_GetPtr(PyArrayObject *, const npy_intp *);
int PyArray_AsCArray(PyObject **, void *, npy_intp *, int, PyArray_Descr *);
int PyArray_Free(PyObject *, void *);
int PyArray_RegisterDataType(PyArray_DescrProto *);
PyArray_ArrFuncs *_PyDataType_GetArrFuncs(const PyArray_Descr *);
int PyArray_RegisterCanCast(PyArray_Descr *, int, NPY_SCALARKIND);
int PyArray_RegisterCastFunc(PyArray_Descr *, int, PyArray_VectorUnaryFunc *);
void PyArray_InitArrFuncs(PyArray_ArrFuncs *);
PyArray_VectorUnaryFunc *PyArray_GetCastFunc(PyArray_Descr *, int);
int PyArray_TypeNumFromName(const char *);
int PyArray_ValidType(int);
PyObject *PyArray_IterNew(PyObject *);
PyObject *PyArray_IterAllButAxis(PyObject *, int *);
int PyArray_RemoveSmallest(PyArrayMultiIterObject *);
PyObject *PyArray_NeighborhoodIterNew(PyArrayIterObject *, const npy_intp *, int, PyArrayObject *);
PyObject *PyArray_MultiIterFromObjects(PyObject **, int, int, ...);
PyObject *PyArray_MultiIterNew(int, ...);
int PyArray_Broadcast(PyArrayMultiIterObject *);
int PyArray_INCREF(PyArrayObject *);
int PyArray_XDECREF(PyArrayObject *);
void PyArray_Item_INCREF(char *, PyArray_Descr *);
void PyArray_Item_XDECREF(char *, PyArray_Descr *);
void PyArray_SetStringFunction(PyObject *, int);
int PyArray_SetNumericOps(PyObject *);
PyObject *PyArray_GetNumericOps(void);
void PyArray_CreateSortedStridePerm(int, const npy_intp *, void *);
void PyArray_RemoveAxesInPlace(PyArrayObject *, const npy_bool *);
PyObject *PyArray_CheckAxis(PyArrayObject *, int *, int);
int PyArray_CheckStrides(int, int, npy_intp, npy_intp, const npy_intp *, const npy_intp *);
int PyArray_ElementStrides(PyObject *);
int PyArray_CheckAnyScalarExact(PyObject *);
unsigned int PyArray_GetNDArrayCVersion(void);
unsigned int PyArray_GetNDArrayCFeatureVersion(void);
int PyArray_GetEndianness(void);
double PyArray_GetPriority(PyObject *, double);
npy_datetime PyArray_DatetimeStructToDatetime(NPY_DATETIMEUNIT, npy_datetimestruct *);
void PyArray_DatetimeToDatetimeStruct(npy_datetime, NPY_DATETIMEUNIT, npy_datetimestruct *);
void *PyDataMem_NEW(size_t);
void *PyDataMem_NEW_ZEROED(size_t, size_t);
void *PyDataMem_RENEW(void *, size_t);
void PyDataMem_FREE(void *);
PyObject *PyDataMem_SetHandler(PyObject *);
PyObject *PyDataMem_GetHandler(void);
void *PyDataMem_UserNEW(size_t, PyObject *);
void PyDataMem_UserFREE(void *, size_t, PyObject *);
int NpyIter_Deallocate(NpyIter *);
NpyIter *NpyIter_New(PyArrayObject *, npy_uint32, NPY_ORDER, NPY_CASTING, PyArray_Descr *);
NpyIter *NpyIter_MultiNew(int, PyArrayObject **, npy_uint32, NPY_ORDER, NPY_CASTING, npy_uint32 *, PyArray_Descr **);
NpyIter *NpyIter_AdvancedNew(int, PyArrayObject **, npy_uint32, NPY_ORDER, NPY_CASTING, npy_uint32 *, PyArray_Descr **, int, int **, npy_intp *, npy_intp);
NpyIter *NpyIter_Copy(NpyIter *);
npy_bool NpyIter_HasDelayedBufAlloc(NpyIter *);
npy_bool NpyIter_HasExternalLoop(NpyIter *);
npy_bool NpyIter_HasMultiIndex(NpyIter *);
npy_bool NpyIter_HasIndex(NpyIter *);
int NpyIter_RemoveAxis(NpyIter *, int);
int NpyIter_RemoveMultiIndex(NpyIter *);
int NpyIter_EnableExternalLoop(NpyIter *);
int NpyIter_Reset(NpyIter *, char **);
int NpyIter_ResetBasePointers(NpyIter *, char **, char **);
int NpyIter_ResetToIterIndexRange(NpyIter *, npy_intp, npy_intp, char **);
int NpyIter_GotoIterIndex(NpyIter *, npy_intp);
int NpyIter_GotoMultiIndex(NpyIter *, const npy_intp *);
int NpyIter_GetNDim(NpyIter *);
int NpyIter_GetNOp(NpyIter *);
npy_intp NpyIter_GetIterSize(NpyIter *);
npy_intp NpyIter_GetIterIndex(NpyIter *);
void NpyIter_GetIterIndexRange(NpyIter *, npy_intp *, npy_intp *);
void NpyIter_GetReadFlags(NpyIter *, char *);
void NpyIter_GetWriteFlags(NpyIter *, char *);
void NpyIter_GetInnerFixedStrideArray(NpyIter *, npy_intp *);
npy_intp *NpyIter_GetAxisStrideArray(NpyIter *, int);
int NpyIter_CreateCompatibleStrides(NpyIter *, npy_intp, npy_intp *);
npy_intp NpyIter_GetBufferSize(NpyIter *);
void NpyIter_DebugPrint(NpyIter *);
npy_bool NpyIter_IsBuffered(NpyIter *);
npy_bool NpyIter_IsGrowInner(NpyIter *);
npy_bool NpyIter_IsFirstVisit(NpyIter *, int);
int NpyIter_GetShape(NpyIter *, npy_intp *);
PyArray_Descr **NpyIter_GetDescrArray(NpyIter *);
PyArrayObject **NpyIter_GetOperandArray(NpyIter *);
PyArrayObject *NpyIter_GetIterView(NpyIter *, npy_intp);
char **NpyIter_GetDataPtrArray(NpyIter *);
char **NpyIter_GetInitialDataPtrArray(NpyIter *);
npy_intp *NpyIter_GetIndexPtr(NpyIter *);
npy_intp *NpyIter_GetInnerStrideArray(NpyIter *);
npy_intp *NpyIter_GetInnerLoopSizePtr(NpyIter *);
npy_bool NpyIter_RequiresBuffering(NpyIter *);
npy_bool NpyIter_IterationNeedsAPI(NpyIter *);
NpyIter_IterNextFunc *NpyIter_GetIterNext(NpyIter *, char **);
NpyIter_GetMultiIndexFunc *NpyIter_GetGetMultiIndex(NpyIter *, char **);

/* The casts of the table; NumPy itself, which defines the functions, must not see them. */
#ifndef _MULTIARRAYMODULE
#define PyArray_New(a,b,c,d,e,f,g,h,i) PyArray_New((a), (b), (c), (d), (e), (f), (g), (h), _PyObject_CAST(i))
#define PyArray_NewFromDescr(a,b,c,d,e,f,g,h) PyArray_NewFromDescr((a), (b), (c), (d), (e), (f), (g), _PyObject_CAST(h))
#define PyArray_NewLikeArray(a,b,c,d) PyArray_NewLikeArray((PyArrayObject *)(a), (b), (c), (d))
#define PyArray_NewCopy(a,b) PyArray_NewCopy((PyArrayObject *)(a), (b))
#define PyArray_Zeros(a,b,c,d) PyArray_Zeros((a), (b), (c), (d))
#define PyArray_Empty(a,b,c,d) PyArray_Empty((a), (b), (c), (d))
#define PyArray_Arange(a,b,c,d) PyArray_Arange((a), (b), (c), (d))
#define PyArray_ArangeObj(a,b,c,d) PyArray_ArangeObj(_PyObject_CAST(a), _PyObject_CAST(b), _PyObject_CAST(c), (d))
#define PyArray_FromAny(a,b,c,d,e,f) PyArray_FromAny(_PyObject_CAST(a), (b), (c), (d), (e), _PyObject_CAST(f))
#define PyArray_CheckFromAny(a,b,c,d,e,f) PyArray_CheckFromAny(_PyObject_CAST(a), (b), (c), (d), (e), _PyObject_CAST(f))
#define PyArray_FromArray(a,b,c) PyArray_FromArray((PyArrayObject *)(a), (b), (c))
#define PyArray_FromArrayAttr(a,b,c) PyArray_FromArrayAttr(_PyObject_CAST(a), (b), _PyObject_CAST(c))
#define PyArray_FromBuffer(a,b,c,d) PyArray_FromBuffer(_PyObject_CAST(a), (b), (c), (d))
#define PyArray_FromString(a,b,c,d,e) PyArray_FromString((a), (b), (c), (d), (e))
#define PyArray_FromFile(a,b,c,d) PyArray_FromFile((a), (b), (c), (d))
#define PyArray_FromIter(a,b,c) PyArray_FromIter(_PyObject_CAST(a), (b), (c))
#define PyArray_FromScalar(a,b) PyArray_FromScalar(_PyObject_CAST(a), (b))
#define PyArray_FromInterface(a) PyArray_FromInterface(_PyObject_CAST(a))
#define PyArray_FromStructInterface(a) PyArray_FromStructInterface(_PyObject_CAST(a))
#define PyArray_FromDims(a,b,c) PyArray_FromDims((a), (b), (c))
#define PyArray_FromDimsAndData(a,b,c,d) PyArray_FromDimsAndData((a), (b), (c), (d))
#define PyArray_EnsureArray(a) PyArray_EnsureArray(_PyObject_CAST(a))
#define PyArray_EnsureAnyArray(a) PyArray_EnsureAnyArray(_PyObject_CAST(a))
#define PyArray_DescrFromType(a) PyArray_DescrFromType((a))
#define PyArray_DescrFromObject(a,b) PyArray_DescrFromObject(_PyObject_CAST(a), (b))
#define PyArray_DescrFromScalar(a) PyArray_DescrFromScalar(_PyObject_CAST(a))
#define PyArray_DescrFromTypeObject(a) PyArray_DescrFromTypeObject(_PyObject_CAST(a))
#define PyArray_TypeObjectFromType(a) PyArray_TypeObjectFromType((a))
#define PyArray_DescrNew(a) PyArray_DescrNew((a))
#define PyArray_DescrNewFromType(a) PyArray_DescrNewFromType((a))
#define PyArray_DescrNewByteorder(a,b) PyArray_DescrNewByteorder((a), (b))
#define PyArray_DescrConverter(a,b) PyArray_DescrConverter(_PyObject_CAST(a), (b))
#define PyArray_DescrConverter2(a,b) PyArray_DescrConverter2(_PyObject_CAST(a), (b))
#define PyArray_DescrAlignConverter(a,b) PyArray_DescrAlignConverter(_PyObject_CAST(a), (b))
#define PyArray_Converter(a,b) PyArray_Converter(_PyObject_CAST(a), (b))
#define PyArray_OutputConverter(a,b) PyArray_OutputConverter(_PyObject_CAST(a), (b))
#define PyArray_IntpConverter(a,b) PyArray_IntpConverter(_PyObject_CAST(a), (b))
#define PyArray_OptionalIntpConverter(a,b) PyArray_OptionalIntpConverter(_PyObject_CAST(a), (b))
#define PyArray_BoolConverter(a,b) PyArray_BoolConverter(_PyObject_CAST(a), (b))
#define PyArray_OptionalBoolConverter(a,b) PyArray_OptionalBoolConverter(_PyObject_CAST(a), (b))
#define PyArray_AxisConverter(a,b) PyArray_AxisConverter(_PyObject_CAST(a), (b))
#define PyArray_OrderConverter(a,b) PyArray_OrderConverter(_PyObject_CAST(a), (b))
#define PyArray_SortkindConverter(a,b) PyArray_SortkindConverter(_PyObject_CAST(a), (b))
#define PyArray_SearchsideConverter(a,b) PyArray_SearchsideConverter(_PyObject_CAST(a), (b))
#define PyArray_ByteorderConverter(a,b) PyArray_ByteorderConverter(_PyObject_CAST(a), (b))
#define PyArray_CastingConverter(a,b) PyArray_CastingConverter(_PyObject_CAST(a), (b))
#define PyArray_ClipmodeConverter(a,b) PyArray_ClipmodeConverter(_PyObject_CAST(a), (b))
#define PyArray_BufferConverter(a,b) PyArray_BufferConverter(_PyObject_CAST(a), (b))
#define PyArray_ConvertClipmodeSequence(a,b,c) PyArray_ConvertClipmodeSequence(_PyObject_CAST(a), (b), (c))
#define PyArray_PyIntAsIntp(a) PyArray_PyIntAsIntp(_PyObject_CAST(a))
#define PyArray_PyIntAsInt(a) PyArray_PyIntAsInt(_PyObject_CAST(a))
#define PyArray_IntpFromSequence(a,b,c) PyArray_IntpFromSequence(_PyObject_CAST(a), (b), (c))
#define PyArray_CanCastSafely(a,b) PyArray_CanCastSafely((a), (b))
#define PyArray_CanCastTo(a,b) PyArray_CanCastTo((a), (b))
#define PyArray_CanCastTypeTo(a,b,c) PyArray_CanCastTypeTo((a), (b), (c))
#define PyArray_CanCastArrayTo(a,b,c) PyArray_CanCastArrayTo((PyArrayObject *)(a), (b), (c))
#define PyArray_CanCoerceScalar(a,b,c) PyArray_CanCoerceScalar((a), (b), (c))
#define PyArray_ScalarKind(a,b) PyArray_ScalarKind((a), (b))
#define PyArray_EquivTypes(a,b) PyArray_EquivTypes((a), (b))
#define PyArray_EquivTypenums(a,b) PyArray_EquivTypenums((a), (b))
#define PyArray_MinScalarType(a) PyArray_MinScalarType((PyArrayObject *)(a))
#define PyArray_PromoteTypes(a,b) PyArray_PromoteTypes((a), (b))
#define PyArray_ResultType(a,b,c,d) PyArray_ResultType((a), (b), (c), (d))
#define PyArray_ObjectType(a,b) PyArray_ObjectType(_PyObject_CAST(a), (b))
#define PyArray_ConvertToCommonType(a,b) PyArray_ConvertToCommonType(_PyObject_CAST(a), (b))
#define PyArray_CastToType(a,b,c) PyArray_CastToType((PyArrayObject *)(a), (b), (c))
#define PyArray_CastTo(a,b) PyArray_CastTo((PyArrayObject *)(a), (PyArrayObject *)(b))
#define PyArray_CastAnyTo(a,b) PyArray_CastAnyTo((PyArrayObject *)(a), (PyArrayObject *)(b))
#define PyArray_CastScalarDirect(a,b,c,d) PyArray_CastScalarDirect(_PyObject_CAST(a), (b), (c), (d))
#define PyArray_ScalarAsCtype(a,b) PyArray_ScalarAsCtype(_PyObject_CAST(a), (b))
#define PyArray_CastScalarToCtype(a,b,c) PyArray_CastScalarToCtype(_PyObject_CAST(a), (b), (c))
#define PyArray_Scalar(a,b,c) PyArray_Scalar((a), (b), _PyObject_CAST(c))
#define PyArray_Return(a) PyArray_Return((PyArrayObject *)(a))
#define PyArray_CopyInto(a,b) PyArray_CopyInto((PyArrayObject *)(a), (PyArrayObject *)(b))
#define PyArray_CopyAnyInto(a,b) PyArray_CopyAnyInto((PyArrayObject *)(a), (PyArrayObject *)(b))
#define PyArray_CopyObject(a,b) PyArray_CopyObject((PyArrayObject *)(a), _PyObject_CAST(b))
#define PyArray_MoveInto(a,b) PyArray_MoveInto((PyArrayObject *)(a), (PyArrayObject *)(b))
#define PyArray_AssignZero(a,b) PyArray_AssignZero((PyArrayObject *)(a), (PyArrayObject *)(b))
#define PyArray_FillObjectArray(a,b) PyArray_FillObjectArray((PyArrayObject *)(a), _PyObject_CAST(b))
#define PyArray_FillWithScalar(a,b) PyArray_FillWithScalar((PyArrayObject *)(a), _PyObject_CAST(b))
#define PyArray_SetBaseObject(a,b) PyArray_SetBaseObject((PyArrayObject *)(a), _PyObject_CAST(b))
#define PyArray_SetWritebackIfCopyBase(a,b) PyArray_SetWritebackIfCopyBase((PyArrayObject *)(a), (PyArrayObject *)(b))
#define PyArray_SetUpdateIfCopyBase(a,b) PyArray_SetUpdateIfCopyBase((PyArrayObject *)(a), (PyArrayObject *)(b))
#define PyArray_ResolveWritebackIfCopy(a) PyArray_ResolveWritebackIfCopy((PyArrayObject *)(a))
#define PyArray_UpdateFlags(a,b) PyArray_UpdateFlags((PyArrayObject *)(a), (b))
#define PyArray_FailUnlessWriteable(a,b) PyArray_FailUnlessWriteable((PyArrayObject *)(a), (b))
#define PyArray_View(a,b,c) PyArray_View((PyArrayObject *)(a), (b), (c))
#define PyArray_GetField(a,b,c) PyArray_GetField((PyArrayObject *)(a), (b), (c))
#define PyArray_SetField(a,b,c,d) PyArray_SetField((PyArrayObject *)(a), (b), (c), _PyObject_CAST(d))
#define PyArray_Byteswap(a,b) PyArray_Byteswap((PyArrayObject *)(a), (b))
#define PyArray_Resize(a,b,c,d) PyArray_Resize((PyArrayObject *)(a), (b), (c), (d))
#define PyArray_Newshape(a,b,c) PyArray_Newshape((PyArrayObject *)(a), (b), (c))
#define PyArray_Reshape(a,b) PyArray_Reshape((PyArrayObject *)(a), _PyObject_CAST(b))
#define PyArray_Squeeze(a) PyArray_Squeeze((PyArrayObject *)(a))
#define PyArray_SwapAxes(a,b,c) PyArray_SwapAxes((PyArrayObject *)(a), (b), (c))
#define PyArray_Transpose(a,b) PyArray_Transpose((PyArrayObject *)(a), (b))
#define PyArray_Flatten(a,b) PyArray_Flatten((PyArrayObject *)(a), (b))
#define PyArray_Ravel(a,b) PyArray_Ravel((PyArrayObject *)(a), (b))
#define PyArray_ToList(a) PyArray_ToList((PyArrayObject *)(a))
#define PyArray_ToString(a,b) PyArray_ToString((PyArrayObject *)(a), (b))
#define PyArray_ToFile(a,b,c,d) PyArray_ToFile((PyArrayObject *)(a), (b), (c), (d))
#define PyArray_Dump(a,b,c) PyArray_Dump(_PyObject_CAST(a), _PyObject_CAST(b), (c))
#define PyArray_Dumps(a,b) PyArray_Dumps(_PyObject_CAST(a), (b))
#define PyArray_TakeFrom(a,b,c,d,e) PyArray_TakeFrom((PyArrayObject *)(a), _PyObject_CAST(b), (c), (PyArrayObject *)(d), (e))
#define PyArray_PutTo(a,b,c,d) PyArray_PutTo((PyArrayObject *)(a), _PyObject_CAST(b), _PyObject_CAST(c), (d))
#define PyArray_PutMask(a,b,c) PyArray_PutMask((PyArrayObject *)(a), _PyObject_CAST(b), _PyObject_CAST(c))
#define PyArray_Repeat(a,b,c) PyArray_Repeat((PyArrayObject *)(a), _PyObject_CAST(b), (c))
#define PyArray_Choose(a,b,c,d) PyArray_Choose((PyArrayObject *)(a), _PyObject_CAST(b), (PyArrayObject *)(c), (d))
#define PyArray_Sort(a,b,c) PyArray_Sort((PyArrayObject *)(a), (b), (c))
#define PyArray_ArgSort(a,b,c) PyArray_ArgSort((PyArrayObject *)(a), (b), (c))
#define PyArray_Partition(a,b,c,d) PyArray_Partition((PyArrayObject *)(a), (PyArrayObject *)(b), (c), (d))
#define PyArray_ArgPartition(a,b,c,d) PyArray_ArgPartition((PyArrayObject *)(a), (PyArrayObject *)(b), (c), (d))
#define PyArray_SearchSorted(a,b,c,d) PyArray_SearchSorted((PyArrayObject *)(a), _PyObject_CAST(b), (c), _PyObject_CAST(d))
#define PyArray_LexSort(a,b) PyArray_LexSort(_PyObject_CAST(a), (b))
#define PyArray_ArgMax(a,b,c) PyArray_ArgMax((PyArrayObject *)(a), (b), (PyArrayObject *)(c))
#define PyArray_ArgMin(a,b,c) PyArray_ArgMin((PyArrayObject *)(a), (b), (PyArrayObject *)(c))
#define PyArray_Max(a,b,c) PyArray_Max((PyArrayObject *)(a), (b), (PyArrayObject *)(c))
#define PyArray_Min(a,b,c) PyArray_Min((PyArrayObject *)(a), (b), (PyArrayObject *)(c))
#define PyArray_Ptp(a,b,c) PyArray_Ptp((PyArrayObject *)(a), (b), (PyArrayObject *)(c))
#define PyArray_Mean(a,b,c,d) PyArray_Mean((PyArrayObject *)(a), (b), (c), (PyArrayObject *)(d))
#define PyArray_Trace(a,b,c,d,e,f) PyArray_Trace((PyArrayObject *)(a), (b), (c), (d), (e), (PyArrayObject *)(f))
#define PyArray_Diagonal(a,b,c,d) PyArray_Diagonal((PyArrayObject *)(a), (b), (c), (d))
#define PyArray_Clip(a,b,c,d) PyArray_Clip((PyArrayObject *)(a), _PyObject_CAST(b), _PyObject_CAST(c), (PyArrayObject *)(d))
#define PyArray_Conjugate(a,b) PyArray_Conjugate((PyArrayObject *)(a), (PyArrayObject *)(b))
#define PyArray_Nonzero(a) PyArray_Nonzero((PyArrayObject *)(a))
#define PyArray_CountNonzero(a) PyArray_CountNonzero((PyArrayObject *)(a))
#define PyArray_Std(a,b,c,d,e) PyArray_Std((PyArrayObject *)(a), (b), (c), (PyArrayObject *)(d), (e))
#define PyArray_Sum(a,b,c,d) PyArray_Sum((PyArrayObject *)(a), (b), (c), (PyArrayObject *)(d))
#define PyArray_CumSum(a,b,c,d) PyArray_CumSum((PyArrayObject *)(a), (b), (c), (PyArrayObject *)(d))
#define PyArray_Prod(a,b,c,d) PyArray_Prod((PyArrayObject *)(a), (b), (c), (PyArrayObject *)(d))
#define PyArray_CumProd(a,b,c,d) PyArray_CumProd((PyArrayObject *)(a), (b), (c), (PyArrayObject *)(d))
#define PyArray_All(a,b,c) PyArray_All((PyArrayObject *)(a), (b), (PyArrayObject *)(c))
#define PyArray_Any(a,b,c) PyArray_Any((PyArrayObject *)(a), (b), (PyArrayObject *)(c))
#define PyArray_Compress(a,b,c,d) PyArray_Compress((PyArrayObject *)(a), _PyObject_CAST(b), (c), (PyArrayObject *)(d))
#define PyArray_Round(a,b,c) PyArray_Round((PyArrayObject *)(a), (b), (PyArrayObject *)(c))
#define PyArray_Concatenate(a,b) PyArray_Concatenate(_PyObject_CAST(a), (b))
#define PyArray_InnerProduct(a,b) PyArray_InnerProduct(_PyObject_CAST(a), _PyObject_CAST(b))
#define PyArray_MatrixProduct(a,b) PyArray_MatrixProduct(_PyObject_CAST(a), _PyObject_CAST(b))
#define PyArray_MatrixProduct2(a,b,c) PyArray_MatrixProduct2(_PyObject_CAST(a), _PyObject_CAST(b), (PyArrayObject *)(c))
#define PyArray_EinsteinSum(a,b,c,d,e,f,g) PyArray_EinsteinSum((a), (b), (c), (d), (e), (f), (PyArrayObject *)(g))
#define PyArray_CopyAndTranspose(a) PyArray_CopyAndTranspose(_PyObject_CAST(a))
#define PyArray_Correlate(a,b,c) PyArray_Correlate(_PyObject_CAST(a), _PyObject_CAST(b), (c))
#define PyArray_Correlate2(a,b,c) PyArray_Correlate2(_PyObject_CAST(a), _PyObject_CAST(b), (c))
#define PyArray_Where(a,b,c) PyArray_Where(_PyObject_CAST(a), _PyObject_CAST(b), _PyObject_CAST(c))
#define PyArray_MultiplyList(a,b) PyArray_MultiplyList((a), (b))
#define PyArray_MultiplyIntList(a,b) PyArray_MultiplyIntList((a), (b))
#define PyArray_OverflowMultiplyList(a,b) PyArray_OverflowMultiplyList((a), (b))
#define PyArray_CompareLists(a,b,c) PyArray_CompareLists((a), (b), (c))
#define PyArray_GetPtr(a,b) PyArray_GetPtr((PyArrayObject *)(a), (b))
#define PyArray_AsCArray(a,b,c,d,e) PyArray_AsCArray((a), (b), (c), (d), (e))
#define PyArray_Free(a,b) PyArray_Free(_PyObject_CAST(a), (b))
#define PyArray_RegisterDataType(a) PyArray_RegisterDataType((a))
#define _PyDataType_GetArrFuncs(a) _PyDataType_GetArrFuncs((a))
#define PyArray_RegisterCanCast(a,b,c) PyArray_RegisterCanCast((a), (b), (c))
#define PyArray_RegisterCastFunc(a,b,c) PyArray_RegisterCastFunc((a), (b), (c))
#define PyArray_InitArrFuncs(a) PyArray_InitArrFuncs((a))
#define PyArray_GetCastFunc(a,b) PyArray_GetCastFunc((a), (b))
#define PyArray_TypeNumFromName(a) PyArray_TypeNumFromName((a))
#define PyArray_ValidType(a) PyArray_ValidType((a))
#define PyArray_IterNew(a) PyArray_IterNew(_PyObject_CAST(a))
#define PyArray_IterAllButAxis(a,b) PyArray_IterAllButAxis(_PyObject_CAST(a), (b))
#define PyArray_RemoveSmallest(a) PyArray_RemoveSmallest((a))
#define PyArray_NeighborhoodIterNew(a,b,c,d) PyArray_NeighborhoodIterNew((a), (b), (c), (PyArrayObject *)(d))
#define PyArray_Broadcast(a) PyArray_Broadcast((a))
#define PyArray_INCREF(a) PyArray_INCREF((PyArrayObject *)(a))
#define PyArray_XDECREF(a) PyArray_XDECREF((PyArrayObject *)(a))
#define PyArray_Item_INCREF(a,b) PyArray_Item_INCREF((a), (b))
#define PyArray_Item_XDECREF(a,b) PyArray_Item_XDECREF((a), (b))
#define PyArray_SetStringFunction(a,b) PyArray_SetStringFunction(_PyObject_CAST(a), (b))
#define PyArray_SetNumericOps(a) PyArray_SetNumericOps(_PyObject_CAST(a))
#define PyArray_GetNumericOps() PyArray_GetNumericOps()
#define PyArray_CreateSortedStridePerm(a,b,c) PyArray_CreateSortedStridePerm((a), (b), (c))
#define PyArray_RemoveAxesInPlace(a,b) PyArray_RemoveAxesInPlace((PyArrayObject *)(a), (b))
#define PyArray_CheckAxis(a,b,c) PyArray_CheckAxis((PyArrayObject *)(a), (b), (c))
#define PyArray_CheckStrides(a,b,c,d,e,f) PyArray_CheckStrides((a), (b), (c), (d), (e), (f))
#define PyArray_ElementStrides(a) PyArray_ElementStrides(_PyObject_CAST(a))
#define PyArray_CheckAnyScalarExact(a) PyArray_CheckAnyScalarExact(_PyObject_CAST(a))
#define PyArray_GetNDArrayCVersion() PyArray_GetNDArrayCVersion()
#define PyArray_GetNDArrayCFeatureVersion() PyArray_GetNDArrayCFeatureVersion()
#define PyArray_GetEndianness() PyArray_GetEndianness()
#define PyArray_GetPriority(a,b) PyArray_GetPriority(_PyObject_CAST(a), (b))
#define PyArray_DatetimeStructToDatetime(a,b) PyArray_DatetimeStructToDatetime((a), (b))
#define PyArray_DatetimeToDatetimeStruct(a,b,c) PyArray_DatetimeToDatetimeStruct((a), (b), (c))
#define PyDataMem_NEW(a) PyDataMem_NEW((a))
#define PyDataMem_NEW_ZEROED(a,b) PyDataMem_NEW_ZEROED((a), (b))
#define PyDataMem_RENEW(a,b) PyDataMem_RENEW((a), (b))
#define PyDataMem_FREE(a) PyDataMem_FREE((a))
#define PyDataMem_SetHandler(a) PyDataMem_SetHandler(_PyObject_CAST(a))
#define PyDataMem_GetHandler() PyDataMem_GetHandler()
#define PyDataMem_UserNEW(a,b) PyDataMem_UserNEW((a), _PyObject_CAST(b))
#define PyDataMem_UserFREE(a,b,c) PyDataMem_UserFREE((a), (b), _PyObject_CAST(c))
#define NpyIter_Deallocate(a) NpyIter_Deallocate((a))
#define NpyIter_New(a,b,c,d,e) NpyIter_New((PyArrayObject *)(a), (b), (c), (d), (e))
#define NpyIter_MultiNew(a,b,c,d,e,f,g) NpyIter_MultiNew((a), (b), (c), (d), (e), (f), (g))
#define NpyIter_AdvancedNew(a,b,c,d,e,f,g,h,i,j,k) NpyIter_AdvancedNew((a), (b), (c), (d), (e), (f), (g), (h), (i), (j), (k))
#define NpyIter_Copy(a) NpyIter_Copy((a))
#define NpyIter_HasDelayedBufAlloc(a) NpyIter_HasDelayedBufAlloc((a))
#define NpyIter_HasExternalLoop(a) NpyIter_HasExternalLoop((a))
#define NpyIter_HasMultiIndex(a) NpyIter_HasMultiIndex((a))
#define NpyIter_HasIndex(a) NpyIter_HasIndex((a))
#define NpyIter_RemoveAxis(a,b) NpyIter_RemoveAxis((a), (b))
#define NpyIter_RemoveMultiIndex(a) NpyIter_RemoveMultiIndex((a))
#define NpyIter_EnableExternalLoop(a) NpyIter_EnableExternalLoop((a))
#define NpyIter_Reset(a,b) NpyIter_Reset((a), (b))
#define NpyIter_ResetBasePointers(a,b,c) NpyIter_ResetBasePointers((a), (b), (c))
#define NpyIter_ResetToIterIndexRange(a,b,c,d) NpyIter_ResetToIterIndexRange((a), (b), (c), (d))
#define NpyIter_GotoIterIndex(a,b) NpyIter_GotoIterIndex((a), (b))
#define NpyIter_GotoMultiIndex(a,b) NpyIter_GotoMultiIndex((a), (b))
#define NpyIter_GetNDim(a) NpyIter_GetNDim((a))
#define NpyIter_GetNOp(a) NpyIter_GetNOp((a))
#define NpyIter_GetIterSize(a) NpyIter_GetIterSize((a))
#define NpyIter_GetIterIndex(a) NpyIter_GetIterIndex((a))
#define NpyIter_GetShape(a,b) NpyIter_GetShape((a), (b))
#define NpyIter_GetDescrArray(a) NpyIter_GetDescrArray((a))
#define NpyIter_GetOperandArray(a) NpyIter_GetOperandArray((a))
#define NpyIter_GetIterView(a,b) NpyIter_GetIterView((a), (b))
#define NpyIter_GetDataPtrArray(a) NpyIter_GetDataPtrArray((a))
#define NpyIter_GetInitialDataPtrArray(a) NpyIter_GetInitialDataPtrArray((a))
#define NpyIter_GetIndexPtr(a) NpyIter_GetIndexPtr((a))
#define NpyIter_GetInnerStrideArray(a) NpyIter_GetInnerStrideArray((a))
#define NpyIter_GetInnerLoopSizePtr(a) NpyIter_GetInnerLoopSizePtr((a))
#define NpyIter_RequiresBuffering(a) NpyIter_RequiresBuffering((a))
#define NpyIter_IterationNeedsAPI(a) NpyIter_IterationNeedsAPI((a))
#define NpyIter_GetIterNext(a,b) NpyIter_GetIterNext((a), (b))
#define NpyIter_GetGetMultiIndex(a,b) NpyIter_GetGetMultiIndex((a), (b))
#endif

#ifdef __cplusplus
}
#endif
#endif
