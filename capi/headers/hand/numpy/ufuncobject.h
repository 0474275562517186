/* NumPy's universal functions. */
#ifndef PIL_NUMPY_UFUNCOBJECT_H
#define PIL_NUMPY_UFUNCOBJECT_H

#include "ndarrayobject.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef void (*PyUFuncGenericFunction)(char **, npy_intp const *, npy_intp const *, void *);
typedef int (PyUFunc_TypeResolutionFunc)(struct _tagPyUFuncObject *, NPY_CASTING, PyArrayObject **, PyObject *, PyArray_Descr **);
typedef struct _tagPyUFuncObject {
    PyObject ob_base;
    int nin, nout, nargs, identity;
    PyUFuncGenericFunction *functions;
    void *const *data;
    int ntypes, reserved1;
    const char *name;
    const char *types;
    const char *doc;
    void *ptr;
    PyObject *obj;
    PyObject *userloops;
    int core_enabled, core_num_dim_ix;
    int *core_num_dims, *core_dim_ixs, *core_offsets;
    char *core_signature;
    PyUFunc_TypeResolutionFunc *type_resolver;
    PyObject *dict;
    vectorcallfunc vectorcall;
} PyUFuncObject;
#define PyUFunc_One 1
#define PyUFunc_Zero 0
#define PyUFunc_MinusOne 2
#define PyUFunc_None -1
#define PyUFunc_ReorderableNone -2
#define PyUFunc_IdentityValue -3
#define UFUNC_ERR_IGNORE 0
#define UFUNC_ERR_WARN 1
#define UFUNC_ERR_RAISE 2
#define UFUNC_FPE_DIVIDEBYZERO 1
#define UFUNC_FPE_OVERFLOW 2
#define UFUNC_FPE_UNDERFLOW 4
#define UFUNC_FPE_INVALID 8

#ifdef __cplusplus
}
#endif

#include "__ufunc_api.h"

#endif
