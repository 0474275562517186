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
extern void **PyUFunc_API;
extern PyTypeObject PyUFunc_Type;
int pil_import_umath(void);
#define import_umath() do { if (pil_import_umath() < 0) return NULL; } while (0)
#define import_umath1(ret) do { if (pil_import_umath() < 0) return ret; } while (0)
#define import_ufunc() pil_import_umath()
int PyUFunc_ImportUFuncAPI(void);
PyObject *PyUFunc_FromFuncAndData(PyUFuncGenericFunction *, void *const *, const char *, int, int, int, int, const char *, const char *, int);
PyObject *PyUFunc_FromFuncAndDataAndSignature(PyUFuncGenericFunction *, void *const *, const char *, int, int, int, int, const char *, const char *, int, const char *);
PyObject *PyUFunc_FromFuncAndDataAndSignatureAndIdentity(PyUFuncGenericFunction *, void *const *, const char *, int, int, int, int, const char *, const char *, int, const char *, PyObject *);
int PyUFunc_RegisterLoopForType(PyUFuncObject *, int, PyUFuncGenericFunction, const int *, void *);
int PyUFunc_RegisterLoopForDescr(PyUFuncObject *, PyArray_Descr *, PyUFuncGenericFunction, PyArray_Descr **, void *);
int PyUFunc_ReplaceLoopBySignature(PyUFuncObject *, PyUFuncGenericFunction, const int *, PyUFuncGenericFunction *);
int PyUFunc_checkfperr(int, PyObject *, int *);
void PyUFunc_clearfperr(void);
int PyUFunc_getfperr(void);
int PyUFunc_handlefperr(int, PyObject *, int, int *);
int PyUFunc_GenericFunction(PyUFuncObject *, PyObject *, PyObject *, PyArrayObject **);
PyObject *PyUFunc_AddLoopFromSpec(PyObject *, void *);
void PyUFunc_f_f(char **, npy_intp const *, npy_intp const *, void *);
void PyUFunc_d_d(char **, npy_intp const *, npy_intp const *, void *);
void PyUFunc_g_g(char **, npy_intp const *, npy_intp const *, void *);
void PyUFunc_F_F(char **, npy_intp const *, npy_intp const *, void *);
void PyUFunc_D_D(char **, npy_intp const *, npy_intp const *, void *);
void PyUFunc_G_G(char **, npy_intp const *, npy_intp const *, void *);
void PyUFunc_O_O(char **, npy_intp const *, npy_intp const *, void *);
void PyUFunc_e_e(char **, npy_intp const *, npy_intp const *, void *);
void PyUFunc_ff_f(char **, npy_intp const *, npy_intp const *, void *);
void PyUFunc_dd_d(char **, npy_intp const *, npy_intp const *, void *);
void PyUFunc_gg_g(char **, npy_intp const *, npy_intp const *, void *);
void PyUFunc_FF_F(char **, npy_intp const *, npy_intp const *, void *);
void PyUFunc_DD_D(char **, npy_intp const *, npy_intp const *, void *);
void PyUFunc_GG_G(char **, npy_intp const *, npy_intp const *, void *);
void PyUFunc_OO_O(char **, npy_intp const *, npy_intp const *, void *);
void PyUFunc_ee_e(char **, npy_intp const *, npy_intp const *, void *);
void PyUFunc_f_f_As_d_d(char **, npy_intp const *, npy_intp const *, void *);
void PyUFunc_F_F_As_D_D(char **, npy_intp const *, npy_intp const *, void *);
void PyUFunc_ff_f_As_dd_d(char **, npy_intp const *, npy_intp const *, void *);
void PyUFunc_FF_F_As_DD_D(char **, npy_intp const *, npy_intp const *, void *);
void PyUFunc_O_O_method(char **, npy_intp const *, npy_intp const *, void *);
void PyUFunc_OO_O_method(char **, npy_intp const *, npy_intp const *, void *);
void PyUFunc_On_Om(char **, npy_intp const *, npy_intp const *, void *);
void PyUFunc_e_e_As_f_f(char **, npy_intp const *, npy_intp const *, void *);
void PyUFunc_e_e_As_d_d(char **, npy_intp const *, npy_intp const *, void *);
void PyUFunc_ee_e_As_ff_f(char **, npy_intp const *, npy_intp const *, void *);
void PyUFunc_ee_e_As_dd_d(char **, npy_intp const *, npy_intp const *, void *);

#ifdef __cplusplus
}
#endif
#endif
