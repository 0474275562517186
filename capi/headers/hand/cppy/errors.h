/* A part of cppy: all of it stands in cppy.h. */
#include "cppy.h"
