/* NumPy's accessors as functions behind macros. */
#ifndef PIL_NUMPY_NDARRAYOBJECT_H
#define PIL_NUMPY_NDARRAYOBJECT_H

#include "__multiarray_api.h"

#ifdef __cplusplus
extern "C" {
#endif

int PyArray_ImportNumPyAPI(void);
int pil_PyArray_NDIM(PyArrayObject *);
void *pil_PyArray_DATA(PyArrayObject *);
char *pil_PyArray_BYTES(PyArrayObject *);
npy_intp *pil_PyArray_DIMS(PyArrayObject *);
npy_intp *pil_PyArray_SHAPE(PyArrayObject *);
npy_intp *pil_PyArray_STRIDES(PyArrayObject *);
PyObject *pil_PyArray_BASE(PyArrayObject *);
PyArray_Descr *pil_PyArray_DESCR(PyArrayObject *);
int pil_PyArray_FLAGS(PyArrayObject *);
npy_intp pil_PyArray_ITEMSIZE(PyArrayObject *);
int pil_PyArray_TYPE(PyArrayObject *);
npy_intp pil_PyArray_SIZE(PyArrayObject *);
npy_intp pil_PyArray_NBYTES(PyArrayObject *);
PyArray_Descr *pil_PyArray_DTYPE(PyArrayObject *);
PyObject *pil_PyArray_HANDLER(PyArrayObject *);
npy_intp pil_PyArray_Size(PyArrayObject *);
int pil_PyArray_ISCONTIGUOUS(PyArrayObject *);
int pil_PyArray_ISWRITEABLE(PyArrayObject *);
int pil_PyArray_ISALIGNED(PyArrayObject *);
int pil_PyArray_IS_C_CONTIGUOUS(PyArrayObject *);
int pil_PyArray_IS_F_CONTIGUOUS(PyArrayObject *);
int pil_PyArray_ISFORTRAN(PyArrayObject *);
int pil_PyArray_FORTRAN_IF(PyArrayObject *);
int pil_PyArray_ISBEHAVED(PyArrayObject *);
int pil_PyArray_ISBEHAVED_RO(PyArrayObject *);
int pil_PyArray_ISCARRAY(PyArrayObject *);
int pil_PyArray_ISCARRAY_RO(PyArrayObject *);
int pil_PyArray_ISFARRAY(PyArrayObject *);
int pil_PyArray_ISFARRAY_RO(PyArrayObject *);
int pil_PyArray_ISONESEGMENT(PyArrayObject *);
int pil_PyArray_ISNOTSWAPPED(PyArrayObject *);
int pil_PyArray_ISBYTESWAPPED(PyArrayObject *);
int pil_PyArray_SAMESHAPE1(PyArrayObject *);
int pil_PyArray_ISBOOL(PyArrayObject *);
int pil_PyArray_ISUNSIGNED(PyArrayObject *);
int pil_PyArray_ISSIGNED(PyArrayObject *);
int pil_PyArray_ISINTEGER(PyArrayObject *);
int pil_PyArray_ISFLOAT(PyArrayObject *);
int pil_PyArray_ISNUMBER(PyArrayObject *);
int pil_PyArray_ISSTRING(PyArrayObject *);
int pil_PyArray_ISCOMPLEX(PyArrayObject *);
int pil_PyArray_ISFLEXIBLE(PyArrayObject *);
int pil_PyArray_ISDATETIME(PyArrayObject *);
int pil_PyArray_ISUSERDEF(PyArrayObject *);
int pil_PyArray_ISEXTENDED(PyArrayObject *);
int pil_PyArray_ISOBJECT(PyArrayObject *);
int pil_PyArray_HASFIELDS(PyArrayObject *);
int pil_PyArray_ISVARIABLE(PyArrayObject *);
int pil_PyArray_SAFEALIGNEDCOPY(PyArrayObject *);
npy_intp pil_PyArray_DIM(PyArrayObject *, int);
npy_intp pil_PyArray_STRIDE(PyArrayObject *, int);
int pil_PyArray_CHKFLAGS(PyArrayObject *, int);
PyObject *pil_PyArray_GETITEM(PyArrayObject *, const char *);
int pil_PyArray_SETITEM(PyArrayObject *, char *, PyObject *);
void pil_PyArray_ENABLEFLAGS(PyArrayObject *, int);
void pil_PyArray_CLEARFLAGS(PyArrayObject *, int);
void *pil_PyArray_GETPTR1(PyArrayObject *, npy_intp);
void *pil_PyArray_GETPTR2(PyArrayObject *, npy_intp, npy_intp);
void *pil_PyArray_GETPTR3(PyArrayObject *, npy_intp, npy_intp, npy_intp);
void *pil_PyArray_GETPTR4(PyArrayObject *, npy_intp, npy_intp, npy_intp, npy_intp);
int pil_PyArray_SAMESHAPE(PyArrayObject *, PyArrayObject *);
int pil_PyArray_Check(PyObject *);
int pil_PyArray_CheckExact(PyObject *);
int pil_PyArray_CheckScalar(PyObject *);
int pil_PyArray_IsPythonNumber(PyObject *);
int pil_PyArray_IsPythonScalar(PyObject *);
int pil_PyArray_IsAnyScalar(PyObject *);
int pil_PyArray_IsZeroDim(PyObject *);
int pil_PyArray_HasArrayInterface(PyObject *);
int pil_PyArray_DescrCheck(PyObject *);
void pil_PyArray_FILLWBYTE(PyArrayObject *, int);
int pil_PyArray_EQUIVALENTLY_ITERABLE(PyArrayObject *, PyArrayObject *);
PyObject *pil_PyArray_SimpleNew(int, const npy_intp *, int);
PyObject *pil_PyArray_SimpleNewFromData(int, const npy_intp *, int, void *);
PyObject *pil_PyArray_SimpleNewFromDescr(int, const npy_intp *, PyArray_Descr *);
PyObject *pil_PyArray_ZEROS(int, const npy_intp *, int, int);
PyObject *pil_PyArray_EMPTY(int, const npy_intp *, int, int);
PyObject *pil_PyArray_FROM_O(PyObject *);
PyObject *pil_PyArray_FROM_OF(PyObject *, int);
PyObject *pil_PyArray_FROM_OT(PyObject *, int);
PyObject *pil_PyArray_FROM_OTF(PyObject *, int, int);
PyObject *pil_PyArray_FROMANY(PyObject *, int, int, int, int);
PyObject *pil_PyArray_ContiguousFromAny(PyObject *, int, int, int);
PyObject *pil_PyArray_ContiguousFromObject(PyObject *, int, int, int);
PyObject *pil_PyArray_CopyFromObject(PyObject *, int, int, int);
PyObject *pil_PyArray_FromObject(PyObject *, int, int, int);
PyObject *pil_PyArray_Copy(PyArrayObject *);
PyObject *pil_PyArray_ToScalar(void *, PyArrayObject *);
PyObject *pil_PyArray_Cast(PyArrayObject *, int);
void pil_PyArray_XDECREF_ERR(PyArrayObject *);
void pil_PyArray_DiscardWritebackIfCopy(PyArrayObject *);
PyArrayObject *pil_PyArray_GETCONTIGUOUS(PyArrayObject *);
int pil_PyArray_EquivArrTypes(PyArrayObject *, PyArrayObject *);
PyObject *pil_PyArray_BroadcastToShape(PyObject *, npy_intp *, int);
void pil_PyArray_ITER_RESET(PyObject *);
void pil_PyArray_ITER_NEXT(PyObject *);
void *pil_PyArray_ITER_DATA(PyObject *);
int pil_PyArray_ITER_NOTDONE(PyObject *);
void pil_PyArray_ITER_GOTO(PyObject *, npy_intp *);
void pil_PyArray_ITER_GOTO1D(PyObject *, npy_intp);
void pil_PyArray_MultiIter_RESET(PyObject *);
void pil_PyArray_MultiIter_NEXT(PyObject *);
void *pil_PyArray_MultiIter_DATA(PyObject *, npy_intp);
void pil_PyArray_MultiIter_NEXTi(PyObject *, npy_intp);
void pil_PyArray_MultiIter_GOTO(PyObject *, npy_intp *);
int pil_PyArray_MultiIter_NOTDONE(PyObject *);
npy_intp pil_PyArray_MultiIter_SIZE(PyObject *);
int pil_PyArray_MultiIter_NDIM(PyObject *);
npy_intp pil_PyArray_MultiIter_INDEX(PyObject *);
int pil_PyArray_MultiIter_NUMITER(PyObject *);
void **pil_PyArray_MultiIter_ITERS(PyObject *);
npy_intp *pil_PyArray_MultiIter_DIMS(PyObject *);
int pil_PyTypeNum_ISBOOL(int);
int pil_PyDataType_ISBOOL(PyArray_Descr *);
int pil_PyTypeNum_ISUNSIGNED(int);
int pil_PyDataType_ISUNSIGNED(PyArray_Descr *);
int pil_PyTypeNum_ISSIGNED(int);
int pil_PyDataType_ISSIGNED(PyArray_Descr *);
int pil_PyTypeNum_ISINTEGER(int);
int pil_PyDataType_ISINTEGER(PyArray_Descr *);
int pil_PyTypeNum_ISFLOAT(int);
int pil_PyDataType_ISFLOAT(PyArray_Descr *);
int pil_PyTypeNum_ISNUMBER(int);
int pil_PyDataType_ISNUMBER(PyArray_Descr *);
int pil_PyTypeNum_ISSTRING(int);
int pil_PyDataType_ISSTRING(PyArray_Descr *);
int pil_PyTypeNum_ISCOMPLEX(int);
int pil_PyDataType_ISCOMPLEX(PyArray_Descr *);
int pil_PyTypeNum_ISFLEXIBLE(int);
int pil_PyDataType_ISFLEXIBLE(PyArray_Descr *);
int pil_PyTypeNum_ISDATETIME(int);
int pil_PyDataType_ISDATETIME(PyArray_Descr *);
int pil_PyTypeNum_ISUSERDEF(int);
int pil_PyDataType_ISUSERDEF(PyArray_Descr *);
int pil_PyTypeNum_ISEXTENDED(int);
int pil_PyDataType_ISEXTENDED(PyArray_Descr *);
int pil_PyTypeNum_ISOBJECT(int);
int pil_PyDataType_ISOBJECT(PyArray_Descr *);
int pil_PyDataType_HASFIELDS(PyArray_Descr *);
int pil_PyDataType_HASSUBARRAY(PyArray_Descr *);
int pil_PyDataType_ISUNSIZED(PyArray_Descr *);
int pil_PyDataType_REFCHK(PyArray_Descr *);
npy_intp pil_PyDataType_ELSIZE(PyArray_Descr *);
npy_intp pil_PyDataType_ALIGNMENT(PyArray_Descr *);
npy_uint64 pil_PyDataType_FLAGS(PyArray_Descr *);
PyObject *pil_PyDataType_NAMES(PyArray_Descr *);
PyObject *pil_PyDataType_FIELDS(PyArray_Descr *);
PyObject *pil_PyDataType_METADATA(PyArray_Descr *);
PyArray_ArrayDescr *pil_PyDataType_SUBARRAY(PyArray_Descr *);
NpyAuxData *pil_PyDataType_C_METADATA(PyArray_Descr *);
PyTypeObject *pil_PyDataType_TYPEOBJ(PyArray_Descr *);
int pil_PyDataType_ISNOTSWAPPED(PyArray_Descr *);
int pil_PyDataType_ISBYTESWAPPED(PyArray_Descr *);
PyArray_ArrFuncs *pil_PyDataType_GetArrFuncs(PyArray_Descr *);
int pil_PyDataType_FLAGCHK(PyArray_Descr *, npy_uint64);
void pil_PyDataType_SET_ELSIZE(PyArray_Descr *, npy_intp);

#define PyArray_NDIM(a) pil_PyArray_NDIM((PyArrayObject *)(a))
#define PyArray_DATA(a) pil_PyArray_DATA((PyArrayObject *)(a))
#define PyArray_BYTES(a) pil_PyArray_BYTES((PyArrayObject *)(a))
#define PyArray_DIMS(a) pil_PyArray_DIMS((PyArrayObject *)(a))
#define PyArray_SHAPE(a) pil_PyArray_SHAPE((PyArrayObject *)(a))
#define PyArray_STRIDES(a) pil_PyArray_STRIDES((PyArrayObject *)(a))
#define PyArray_BASE(a) pil_PyArray_BASE((PyArrayObject *)(a))
#define PyArray_DESCR(a) pil_PyArray_DESCR((PyArrayObject *)(a))
#define PyArray_FLAGS(a) pil_PyArray_FLAGS((PyArrayObject *)(a))
#define PyArray_ITEMSIZE(a) pil_PyArray_ITEMSIZE((PyArrayObject *)(a))
#define PyArray_TYPE(a) pil_PyArray_TYPE((PyArrayObject *)(a))
#define PyArray_SIZE(a) pil_PyArray_SIZE((PyArrayObject *)(a))
#define PyArray_NBYTES(a) pil_PyArray_NBYTES((PyArrayObject *)(a))
#define PyArray_DTYPE(a) pil_PyArray_DTYPE((PyArrayObject *)(a))
#define PyArray_HANDLER(a) pil_PyArray_HANDLER((PyArrayObject *)(a))
#define PyArray_Size(a) pil_PyArray_Size((PyArrayObject *)(a))
#define PyArray_ISCONTIGUOUS(a) pil_PyArray_ISCONTIGUOUS((PyArrayObject *)(a))
#define PyArray_ISWRITEABLE(a) pil_PyArray_ISWRITEABLE((PyArrayObject *)(a))
#define PyArray_ISALIGNED(a) pil_PyArray_ISALIGNED((PyArrayObject *)(a))
#define PyArray_IS_C_CONTIGUOUS(a) pil_PyArray_IS_C_CONTIGUOUS((PyArrayObject *)(a))
#define PyArray_IS_F_CONTIGUOUS(a) pil_PyArray_IS_F_CONTIGUOUS((PyArrayObject *)(a))
#define PyArray_ISFORTRAN(a) pil_PyArray_ISFORTRAN((PyArrayObject *)(a))
#define PyArray_FORTRAN_IF(a) pil_PyArray_FORTRAN_IF((PyArrayObject *)(a))
#define PyArray_ISBEHAVED(a) pil_PyArray_ISBEHAVED((PyArrayObject *)(a))
#define PyArray_ISBEHAVED_RO(a) pil_PyArray_ISBEHAVED_RO((PyArrayObject *)(a))
#define PyArray_ISCARRAY(a) pil_PyArray_ISCARRAY((PyArrayObject *)(a))
#define PyArray_ISCARRAY_RO(a) pil_PyArray_ISCARRAY_RO((PyArrayObject *)(a))
#define PyArray_ISFARRAY(a) pil_PyArray_ISFARRAY((PyArrayObject *)(a))
#define PyArray_ISFARRAY_RO(a) pil_PyArray_ISFARRAY_RO((PyArrayObject *)(a))
#define PyArray_ISONESEGMENT(a) pil_PyArray_ISONESEGMENT((PyArrayObject *)(a))
#define PyArray_ISNOTSWAPPED(a) pil_PyArray_ISNOTSWAPPED((PyArrayObject *)(a))
#define PyArray_ISBYTESWAPPED(a) pil_PyArray_ISBYTESWAPPED((PyArrayObject *)(a))
#define PyArray_SAMESHAPE1(a) pil_PyArray_SAMESHAPE1((PyArrayObject *)(a))
#define PyArray_ISBOOL(a) pil_PyArray_ISBOOL((PyArrayObject *)(a))
#define PyArray_ISUNSIGNED(a) pil_PyArray_ISUNSIGNED((PyArrayObject *)(a))
#define PyArray_ISSIGNED(a) pil_PyArray_ISSIGNED((PyArrayObject *)(a))
#define PyArray_ISINTEGER(a) pil_PyArray_ISINTEGER((PyArrayObject *)(a))
#define PyArray_ISFLOAT(a) pil_PyArray_ISFLOAT((PyArrayObject *)(a))
#define PyArray_ISNUMBER(a) pil_PyArray_ISNUMBER((PyArrayObject *)(a))
#define PyArray_ISSTRING(a) pil_PyArray_ISSTRING((PyArrayObject *)(a))
#define PyArray_ISCOMPLEX(a) pil_PyArray_ISCOMPLEX((PyArrayObject *)(a))
#define PyArray_ISFLEXIBLE(a) pil_PyArray_ISFLEXIBLE((PyArrayObject *)(a))
#define PyArray_ISDATETIME(a) pil_PyArray_ISDATETIME((PyArrayObject *)(a))
#define PyArray_ISUSERDEF(a) pil_PyArray_ISUSERDEF((PyArrayObject *)(a))
#define PyArray_ISEXTENDED(a) pil_PyArray_ISEXTENDED((PyArrayObject *)(a))
#define PyArray_ISOBJECT(a) pil_PyArray_ISOBJECT((PyArrayObject *)(a))
#define PyArray_HASFIELDS(a) pil_PyArray_HASFIELDS((PyArrayObject *)(a))
#define PyArray_ISVARIABLE(a) pil_PyArray_ISVARIABLE((PyArrayObject *)(a))
#define PyArray_SAFEALIGNEDCOPY(a) pil_PyArray_SAFEALIGNEDCOPY((PyArrayObject *)(a))
#define PyArray_DIM(a,b) pil_PyArray_DIM((PyArrayObject *)(a), (b))
#define PyArray_STRIDE(a,b) pil_PyArray_STRIDE((PyArrayObject *)(a), (b))
#define PyArray_CHKFLAGS(a,b) pil_PyArray_CHKFLAGS((PyArrayObject *)(a), (b))
#define PyArray_GETITEM(a,b) pil_PyArray_GETITEM((PyArrayObject *)(a), (b))
#define PyArray_SETITEM(a,b,c) pil_PyArray_SETITEM((PyArrayObject *)(a), (b), _PyObject_CAST(c))
#define PyArray_ENABLEFLAGS(a,b) pil_PyArray_ENABLEFLAGS((PyArrayObject *)(a), (b))
#define PyArray_CLEARFLAGS(a,b) pil_PyArray_CLEARFLAGS((PyArrayObject *)(a), (b))
#define PyArray_GETPTR1(a,b) pil_PyArray_GETPTR1((PyArrayObject *)(a), (b))
#define PyArray_GETPTR2(a,b,c) pil_PyArray_GETPTR2((PyArrayObject *)(a), (b), (c))
#define PyArray_GETPTR3(a,b,c,d) pil_PyArray_GETPTR3((PyArrayObject *)(a), (b), (c), (d))
#define PyArray_GETPTR4(a,b,c,d,e) pil_PyArray_GETPTR4((PyArrayObject *)(a), (b), (c), (d), (e))
#define PyArray_SAMESHAPE(a,b) pil_PyArray_SAMESHAPE((PyArrayObject *)(a), (PyArrayObject *)(b))
#define PyArray_Check(a) pil_PyArray_Check(_PyObject_CAST(a))
#define PyArray_CheckExact(a) pil_PyArray_CheckExact(_PyObject_CAST(a))
#define PyArray_CheckScalar(a) pil_PyArray_CheckScalar(_PyObject_CAST(a))
#define PyArray_IsPythonNumber(a) pil_PyArray_IsPythonNumber(_PyObject_CAST(a))
#define PyArray_IsPythonScalar(a) pil_PyArray_IsPythonScalar(_PyObject_CAST(a))
#define PyArray_IsAnyScalar(a) pil_PyArray_IsAnyScalar(_PyObject_CAST(a))
#define PyArray_IsZeroDim(a) pil_PyArray_IsZeroDim(_PyObject_CAST(a))
#define PyArray_HasArrayInterface(a) pil_PyArray_HasArrayInterface(_PyObject_CAST(a))
#define PyArray_DescrCheck(a) pil_PyArray_DescrCheck(_PyObject_CAST(a))
#define PyArray_FILLWBYTE(a,b) pil_PyArray_FILLWBYTE((PyArrayObject *)(a), (b))
#define PyArray_EQUIVALENTLY_ITERABLE(a,b) pil_PyArray_EQUIVALENTLY_ITERABLE((PyArrayObject *)(a), (PyArrayObject *)(b))
#define PyArray_SimpleNew(a,b,c) pil_PyArray_SimpleNew((a), (b), (c))
#define PyArray_SimpleNewFromData(a,b,c,d) pil_PyArray_SimpleNewFromData((a), (b), (c), (d))
#define PyArray_SimpleNewFromDescr(a,b,c) pil_PyArray_SimpleNewFromDescr((a), (b), (PyArray_Descr *)(c))
#define PyArray_ZEROS(a,b,c,d) pil_PyArray_ZEROS((a), (b), (c), (d))
#define PyArray_EMPTY(a,b,c,d) pil_PyArray_EMPTY((a), (b), (c), (d))
#define PyArray_FROM_O(a) pil_PyArray_FROM_O(_PyObject_CAST(a))
#define PyArray_FROM_OF(a,b) pil_PyArray_FROM_OF(_PyObject_CAST(a), (b))
#define PyArray_FROM_OT(a,b) pil_PyArray_FROM_OT(_PyObject_CAST(a), (b))
#define PyArray_FROM_OTF(a,b,c) pil_PyArray_FROM_OTF(_PyObject_CAST(a), (b), (c))
#define PyArray_FROMANY(a,b,c,d,e) pil_PyArray_FROMANY(_PyObject_CAST(a), (b), (c), (d), (e))
#define PyArray_ContiguousFromAny(a,b,c,d) pil_PyArray_ContiguousFromAny(_PyObject_CAST(a), (b), (c), (d))
#define PyArray_ContiguousFromObject(a,b,c,d) pil_PyArray_ContiguousFromObject(_PyObject_CAST(a), (b), (c), (d))
#define PyArray_CopyFromObject(a,b,c,d) pil_PyArray_CopyFromObject(_PyObject_CAST(a), (b), (c), (d))
#define PyArray_FromObject(a,b,c,d) pil_PyArray_FromObject(_PyObject_CAST(a), (b), (c), (d))
#define PyArray_Copy(a) pil_PyArray_Copy((PyArrayObject *)(a))
#define PyArray_ToScalar(a,b) pil_PyArray_ToScalar((a), (PyArrayObject *)(b))
#define PyArray_Cast(a,b) pil_PyArray_Cast((PyArrayObject *)(a), (b))
#define PyArray_XDECREF_ERR(a) pil_PyArray_XDECREF_ERR((PyArrayObject *)(a))
#define PyArray_DiscardWritebackIfCopy(a) pil_PyArray_DiscardWritebackIfCopy((PyArrayObject *)(a))
#define PyArray_GETCONTIGUOUS(a) pil_PyArray_GETCONTIGUOUS((PyArrayObject *)(a))
#define PyArray_EquivArrTypes(a,b) pil_PyArray_EquivArrTypes((PyArrayObject *)(a), (PyArrayObject *)(b))
#define PyArray_BroadcastToShape(a,b,c) pil_PyArray_BroadcastToShape(_PyObject_CAST(a), (b), (c))
#define PyArray_ITER_RESET(a) pil_PyArray_ITER_RESET(_PyObject_CAST(a))
#define PyArray_ITER_NEXT(a) pil_PyArray_ITER_NEXT(_PyObject_CAST(a))
#define PyArray_ITER_DATA(a) pil_PyArray_ITER_DATA(_PyObject_CAST(a))
#define PyArray_ITER_NOTDONE(a) pil_PyArray_ITER_NOTDONE(_PyObject_CAST(a))
#define PyArray_ITER_GOTO(a,b) pil_PyArray_ITER_GOTO(_PyObject_CAST(a), (b))
#define PyArray_ITER_GOTO1D(a,b) pil_PyArray_ITER_GOTO1D(_PyObject_CAST(a), (b))
#define PyArray_MultiIter_RESET(a) pil_PyArray_MultiIter_RESET(_PyObject_CAST(a))
#define PyArray_MultiIter_NEXT(a) pil_PyArray_MultiIter_NEXT(_PyObject_CAST(a))
#define PyArray_MultiIter_DATA(a,b) pil_PyArray_MultiIter_DATA(_PyObject_CAST(a), (b))
#define PyArray_MultiIter_NEXTi(a,b) pil_PyArray_MultiIter_NEXTi(_PyObject_CAST(a), (b))
#define PyArray_MultiIter_GOTO(a,b) pil_PyArray_MultiIter_GOTO(_PyObject_CAST(a), (b))
#define PyArray_MultiIter_NOTDONE(a) pil_PyArray_MultiIter_NOTDONE(_PyObject_CAST(a))
#define PyArray_MultiIter_SIZE(a) pil_PyArray_MultiIter_SIZE(_PyObject_CAST(a))
#define PyArray_MultiIter_NDIM(a) pil_PyArray_MultiIter_NDIM(_PyObject_CAST(a))
#define PyArray_MultiIter_INDEX(a) pil_PyArray_MultiIter_INDEX(_PyObject_CAST(a))
#define PyArray_MultiIter_NUMITER(a) pil_PyArray_MultiIter_NUMITER(_PyObject_CAST(a))
#define PyArray_MultiIter_ITERS(a) pil_PyArray_MultiIter_ITERS(_PyObject_CAST(a))
#define PyArray_MultiIter_DIMS(a) pil_PyArray_MultiIter_DIMS(_PyObject_CAST(a))
#define PyArray_IsScalar(obj, cls) (PyObject_TypeCheck(obj, &Py##cls##ArrType_Type))
#define PyTypeNum_ISBOOL(a) pil_PyTypeNum_ISBOOL((a))
#define PyDataType_ISBOOL(a) pil_PyDataType_ISBOOL((PyArray_Descr *)(a))
#define PyTypeNum_ISUNSIGNED(a) pil_PyTypeNum_ISUNSIGNED((a))
#define PyDataType_ISUNSIGNED(a) pil_PyDataType_ISUNSIGNED((PyArray_Descr *)(a))
#define PyTypeNum_ISSIGNED(a) pil_PyTypeNum_ISSIGNED((a))
#define PyDataType_ISSIGNED(a) pil_PyDataType_ISSIGNED((PyArray_Descr *)(a))
#define PyTypeNum_ISINTEGER(a) pil_PyTypeNum_ISINTEGER((a))
#define PyDataType_ISINTEGER(a) pil_PyDataType_ISINTEGER((PyArray_Descr *)(a))
#define PyTypeNum_ISFLOAT(a) pil_PyTypeNum_ISFLOAT((a))
#define PyDataType_ISFLOAT(a) pil_PyDataType_ISFLOAT((PyArray_Descr *)(a))
#define PyTypeNum_ISNUMBER(a) pil_PyTypeNum_ISNUMBER((a))
#define PyDataType_ISNUMBER(a) pil_PyDataType_ISNUMBER((PyArray_Descr *)(a))
#define PyTypeNum_ISSTRING(a) pil_PyTypeNum_ISSTRING((a))
#define PyDataType_ISSTRING(a) pil_PyDataType_ISSTRING((PyArray_Descr *)(a))
#define PyTypeNum_ISCOMPLEX(a) pil_PyTypeNum_ISCOMPLEX((a))
#define PyDataType_ISCOMPLEX(a) pil_PyDataType_ISCOMPLEX((PyArray_Descr *)(a))
#define PyTypeNum_ISFLEXIBLE(a) pil_PyTypeNum_ISFLEXIBLE((a))
#define PyDataType_ISFLEXIBLE(a) pil_PyDataType_ISFLEXIBLE((PyArray_Descr *)(a))
#define PyTypeNum_ISDATETIME(a) pil_PyTypeNum_ISDATETIME((a))
#define PyDataType_ISDATETIME(a) pil_PyDataType_ISDATETIME((PyArray_Descr *)(a))
#define PyTypeNum_ISUSERDEF(a) pil_PyTypeNum_ISUSERDEF((a))
#define PyDataType_ISUSERDEF(a) pil_PyDataType_ISUSERDEF((PyArray_Descr *)(a))
#define PyTypeNum_ISEXTENDED(a) pil_PyTypeNum_ISEXTENDED((a))
#define PyDataType_ISEXTENDED(a) pil_PyDataType_ISEXTENDED((PyArray_Descr *)(a))
#define PyTypeNum_ISOBJECT(a) pil_PyTypeNum_ISOBJECT((a))
#define PyDataType_ISOBJECT(a) pil_PyDataType_ISOBJECT((PyArray_Descr *)(a))
#define PyDataType_HASFIELDS(a) pil_PyDataType_HASFIELDS((PyArray_Descr *)(a))
#define PyDataType_HASSUBARRAY(a) pil_PyDataType_HASSUBARRAY((PyArray_Descr *)(a))
#define PyDataType_ISUNSIZED(a) pil_PyDataType_ISUNSIZED((PyArray_Descr *)(a))
#define PyDataType_REFCHK(a) pil_PyDataType_REFCHK((PyArray_Descr *)(a))
#define PyDataType_ELSIZE(a) pil_PyDataType_ELSIZE((PyArray_Descr *)(a))
#define PyDataType_ALIGNMENT(a) pil_PyDataType_ALIGNMENT((PyArray_Descr *)(a))
#define PyDataType_FLAGS(a) pil_PyDataType_FLAGS((PyArray_Descr *)(a))
#define PyDataType_NAMES(a) pil_PyDataType_NAMES((PyArray_Descr *)(a))
#define PyDataType_FIELDS(a) pil_PyDataType_FIELDS((PyArray_Descr *)(a))
#define PyDataType_METADATA(a) pil_PyDataType_METADATA((PyArray_Descr *)(a))
#define PyDataType_SUBARRAY(a) pil_PyDataType_SUBARRAY((PyArray_Descr *)(a))
#define PyDataType_C_METADATA(a) pil_PyDataType_C_METADATA((PyArray_Descr *)(a))
#define PyDataType_TYPEOBJ(a) pil_PyDataType_TYPEOBJ((PyArray_Descr *)(a))
#define PyDataType_ISNOTSWAPPED(a) pil_PyDataType_ISNOTSWAPPED((PyArray_Descr *)(a))
#define PyDataType_ISBYTESWAPPED(a) pil_PyDataType_ISBYTESWAPPED((PyArray_Descr *)(a))
#define PyDataType_GetArrFuncs(a) pil_PyDataType_GetArrFuncs((PyArray_Descr *)(a))
#define PyDataType_FLAGCHK(a,b) pil_PyDataType_FLAGCHK((PyArray_Descr *)(a), (b))
#define PyDataType_SET_ELSIZE(a,b) pil_PyDataType_SET_ELSIZE((PyArray_Descr *)(a), (b))
#define PyArray_MultiIterNew1(a) PyArray_MultiIterNew(1, (a))
#define PyArray_MultiIterNew2(a, b) PyArray_MultiIterNew(2, (a), (b))
#define PyArray_MultiIterNew3(a, b, c) PyArray_MultiIterNew(3, (a), (b), (c))
#define PyArray_MultiIterNew4(a, b, c, d) PyArray_MultiIterNew(4, (a), (b), (c), (d))
#define PyArray_MultiIterNew5(a, b, c, d, e) PyArray_MultiIterNew(5, (a), (b), (c), (d), (e))
#define PyArray_free PyMem_RawFree
#define PyArray_malloc PyMem_RawMalloc
#define PyArray_realloc PyMem_RawRealloc
#define PyDimMem_NEW(n) ((npy_intp *)PyMem_RawMalloc((n) * sizeof(npy_intp)))
#define PyDimMem_FREE(p) PyMem_RawFree(p)
#define PyDimMem_RENEW(p, n) ((npy_intp *)PyMem_RawRealloc((p), (n) * sizeof(npy_intp)))
#define PyArray_DEFAULT NPY_DOUBLE
#define NPY_DEFAULT_TYPE NPY_DOUBLE
#define PyArray_Take(a, b, c) PyArray_TakeFrom((PyArrayObject *)(a), (b), (c), NULL, NPY_RAISE)
#define PyArray_Put(a, b, c) PyArray_PutTo((PyArrayObject *)(a), (b), (c), NPY_RAISE)
#define PyArray_DESCR_REPLACE(d) do { PyArray_Descr *_new_ = PyArray_DescrNew(d); Py_XDECREF(d); (d) = _new_; } while (0)
#define PyArrayScalar_VAL(obj, cls) (((Py##cls##ScalarObject *)(obj))->obval)
#define PyArrayScalar_False ((PyObject *)&_PyArrayScalar_BoolValues[0])
#define PyArrayScalar_True ((PyObject *)&_PyArrayScalar_BoolValues[1])
#define PyArrayScalar_RETURN_TRUE return Py_NewRef(PyArrayScalar_True)
#define PyArrayScalar_RETURN_FALSE return Py_NewRef(PyArrayScalar_False)
#define PyArrayScalar_New(cls) Py##cls##ArrType_Type.tp_alloc(&Py##cls##ArrType_Type, 0)
#define PyArrayScalar_ASSIGN(obj, cls, val) PyArrayScalar_VAL(obj, cls) = val
#define NPY_TITLE_KEY(key, value) 0

#ifdef __cplusplus
}
#endif
#endif
