/* NumPy's functions on universal functions; NumPy's own headers include it by this name too. */
#ifndef PIL_NUMPY___UFUNC_API_H
#define PIL_NUMPY___UFUNC_API_H

#ifdef __cplusplus
extern "C" {
#endif

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
