/* Bridging NumPy 1 and 2. */
#ifndef PIL_NUMPY_NPY_2_COMPAT_H
#define PIL_NUMPY_NPY_2_COMPAT_H

#include "ndarrayobject.h"

#endif
