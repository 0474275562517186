/* The entry that users of arrays include. */
#ifndef PIL_NUMPY_ARRAYOBJECT_H
#define PIL_NUMPY_ARRAYOBJECT_H

#include "ndarrayobject.h"

#endif
