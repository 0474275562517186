/* Helpers for Python 3. */
#ifndef PIL_NUMPY_NPY_3KCOMPAT_H
#define PIL_NUMPY_NPY_3KCOMPAT_H

#include "npy_common.h"

#ifdef __cplusplus
extern "C" {
#endif

#define npy_PyErr_ChainExceptions(a, b, c) PyErr_Restore((a), (b), (c))
FILE *npy_PyFile_Dup2(PyObject *, char *, npy_off_t *);
int npy_PyFile_DupClose2(PyObject *, FILE *, npy_off_t);
PyObject *npy_PyFile_OpenFile(PyObject *, const char *);
int npy_PyFile_CloseFile(PyObject *);
PyObject *NpyCapsule_FromVoidPtr(void *, PyCapsule_Destructor);
void *NpyCapsule_AsVoidPtr(PyObject *);
int NpyCapsule_Check(PyObject *);

#ifdef __cplusplus
}
#endif
#endif
