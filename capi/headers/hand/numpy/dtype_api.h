/* User data types: opaque. */
#ifndef PIL_NUMPY_DTYPE_API_H
#define PIL_NUMPY_DTYPE_API_H

#include "ndarraytypes.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct PyArrayMethodObject_tag PyArrayMethodObject;
typedef struct { PyObject *caller; PyArrayMethodObject *method; PyArray_Descr *const *descriptors; } PyArrayMethod_Context;
typedef struct { const char *name; int nin, nout; NPY_CASTING casting; NPY_ARRAYMETHOD_FLAGS flags; PyArray_DTypeMeta **dtypes; PyType_Slot *slots; } PyArrayMethod_Spec;
typedef struct { PyTypeObject *typeobj; int flags; PyArrayMethod_Spec **casts; PyType_Slot *slots; PyTypeObject *baseclass; } PyArrayDTypeMeta_Spec;
typedef int (PyArrayMethod_StridedLoop)(PyArrayMethod_Context *, char *const *, const npy_intp *, const npy_intp *, NpyAuxData *);

#ifdef __cplusplus
}
#endif
#endif
