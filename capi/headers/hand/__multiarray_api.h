/* NumPy's own headers include this generated file by name. */
#include "numpy/__multiarray_api.h"
