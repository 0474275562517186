/* A part of mach: all of it stands in mach.h. */
#include "mach.h"
