/* Old names. */
#ifndef PIL_NUMPY_NOPREFIX_H
#define PIL_NUMPY_NOPREFIX_H

#include "arrayobject.h"
#include "npy_1_7_deprecated_api.h"

#endif
