/* ieeefp: nothing beyond math is needed. */
#ifndef PIL_LIBC_IEEEFP_H
#define PIL_LIBC_IEEEFP_H

#include "math.h"

#endif
