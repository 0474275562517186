/* Old names. */
#ifndef PIL_NUMPY_OLDNUMERIC_H
#define PIL_NUMPY_OLDNUMERIC_H

#include "arrayobject.h"

#endif
