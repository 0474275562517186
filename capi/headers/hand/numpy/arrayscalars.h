/* Objects of NumPy's scalars. */
#ifndef PIL_NUMPY_ARRAYSCALARS_H
#define PIL_NUMPY_ARRAYSCALARS_H

#include "ndarraytypes.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct { PyObject ob_base; npy_bool obval; } PyBoolScalarObject;
typedef struct { PyObject ob_base; signed char obval; } PyByteScalarObject;
typedef struct { PyObject ob_base; unsigned char obval; } PyUByteScalarObject;
typedef struct { PyObject ob_base; short obval; } PyShortScalarObject;
typedef struct { PyObject ob_base; unsigned short obval; } PyUShortScalarObject;
typedef struct { PyObject ob_base; int obval; } PyIntScalarObject;
typedef struct { PyObject ob_base; unsigned int obval; } PyUIntScalarObject;
typedef struct { PyObject ob_base; long obval; } PyLongScalarObject;
typedef struct { PyObject ob_base; unsigned long obval; } PyULongScalarObject;
typedef struct { PyObject ob_base; npy_longlong obval; } PyLongLongScalarObject;
typedef struct { PyObject ob_base; npy_ulonglong obval; } PyULongLongScalarObject;
typedef struct { PyObject ob_base; npy_half obval; } PyHalfScalarObject;
typedef struct { PyObject ob_base; float obval; } PyFloatScalarObject;
typedef struct { PyObject ob_base; double obval; } PyDoubleScalarObject;
typedef struct { PyObject ob_base; npy_longdouble obval; } PyLongDoubleScalarObject;
typedef struct { PyObject ob_base; npy_cfloat obval; } PyCFloatScalarObject;
typedef struct { PyObject ob_base; npy_cdouble obval; } PyCDoubleScalarObject;
typedef struct { PyObject ob_base; npy_clongdouble obval; } PyCLongDoubleScalarObject;
typedef struct { PyObject ob_base; PyObject *obval; } PyObjectScalarObject;
typedef struct { PyObject ob_base; npy_int8 obval; } PyInt8ScalarObject;
typedef struct { PyObject ob_base; npy_int16 obval; } PyInt16ScalarObject;
typedef struct { PyObject ob_base; npy_int32 obval; } PyInt32ScalarObject;
typedef struct { PyObject ob_base; npy_int64 obval; } PyInt64ScalarObject;
typedef struct { PyObject ob_base; npy_uint8 obval; } PyUInt8ScalarObject;
typedef struct { PyObject ob_base; npy_uint16 obval; } PyUInt16ScalarObject;
typedef struct { PyObject ob_base; npy_uint32 obval; } PyUInt32ScalarObject;
typedef struct { PyObject ob_base; npy_uint64 obval; } PyUInt64ScalarObject;
typedef struct { PyObject ob_base; npy_float32 obval; } PyFloat32ScalarObject;
typedef struct { PyObject ob_base; npy_float64 obval; } PyFloat64ScalarObject;
typedef struct { PyObject ob_base; npy_complex64 obval; } PyComplex64ScalarObject;
typedef struct { PyObject ob_base; npy_complex128 obval; } PyComplex128ScalarObject;
typedef struct { PyObject ob_base; npy_datetime obval; PyArray_DatetimeMetaData obmeta; } PyDatetimeScalarObject;
typedef struct { PyObject ob_base; npy_timedelta obval; PyArray_DatetimeMetaData obmeta; } PyTimedeltaScalarObject;
typedef struct { PyObject ob_base; char obval; } PyScalarObject;
typedef struct { PyUnicodeObject base; Py_UCS4 *obval; char *buffer_fmt; } PyUnicodeScalarObject;
#define PyStringScalarObject PyBytesObject
typedef struct { PyVarObject ob_base; char *obval; PyArray_Descr *descr; int flags; PyObject *base; void *_buffer_info; } PyVoidScalarObject;
extern PyBoolScalarObject _PyArrayScalar_BoolValues[2];

#ifdef __cplusplus
}
#endif
#endif
