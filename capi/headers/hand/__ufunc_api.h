/* NumPy's own headers include this generated file by name. */
#include "numpy/__ufunc_api.h"
