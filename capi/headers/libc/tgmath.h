/* tgmath: the real and complex functions by their plain names. */
#ifndef PIL_LIBC_TGMATH_H
#define PIL_LIBC_TGMATH_H

#include "math.h"
#include "complex.h"

#endif
