/* Setters of complex numbers. */
#ifndef PIL_NUMPY_NPY_2_COMPLEXCOMPAT_H
#define PIL_NUMPY_NPY_2_COMPLEXCOMPAT_H

#include "npy_math.h"

#ifdef __cplusplus
extern "C" {
#endif

#define NPY_CSETREAL(z, r) npy_csetreal((z), (r))
#define NPY_CSETIMAG(z, i) npy_csetimag((z), (i))
#define NPY_CSETREALF(z, r) npy_csetreal((npy_cdouble *)(z), (r))
#define NPY_CSETIMAGF(z, i) npy_csetimag((npy_cdouble *)(z), (i))

#ifdef __cplusplus
}
#endif
#endif
